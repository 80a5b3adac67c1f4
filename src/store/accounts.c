#include "store/accounts.h"

#include "store/cover.h"
#include "store/rows.h"

enum pal_rc pal_person_set_access(struct pal_db *db, const struct pal_person *person)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE persons SET expires_at = $2, locked_at = $3, locked_by = $4,"
                         " locked_reason = $5 WHERE id = $1 AND erased_at IS NULL RETURNING id");
    pal_query_text(query, person->id);
    pal_row_bind_time(query, person->expires_at);
    pal_row_bind_time(query, person->locked_at);
    pal_query_text(query, person->locked_at != 0 ? person->locked_by : NULL);
    pal_query_text(query, person->locked_at != 0 ? person->locked_reason : NULL);
    pal_cover_note(db, PAL_TABLE_PERSONS, person->id, NULL, NULL);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_administrators_count(struct pal_db *db, int64_t now, struct pal_administrators *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT COUNT(*), COUNT(CASE WHEN is_open = 1 THEN 1 END),"
            " COUNT(CASE WHEN is_open = 1 AND password IS NOT NULL THEN 1 END),"
            " COUNT(CASE WHEN is_open = 1 AND password IS NOT NULL AND expires_at IS NULL"
            " THEN 1 END)"
            " FROM (SELECT p.password, p.expires_at, CASE WHEN p.erased_at IS NULL"
            " AND p.locked_at IS NULL AND (p.expires_at IS NULL OR p.expires_at > $1)"
            " THEN 1 ELSE 0 END AS is_open"
            " FROM grants g JOIN persons p ON p.id = g.person"
            " WHERE g.role = 'administrator' AND g.project = '*') AS them");
    pal_query_int(query, now);
    *out = (struct pal_administrators){0};
    if (pal_query_next(query)) {
        *out = (struct pal_administrators){pal_column_int(query, 0), pal_column_int(query, 1),
                                           pal_column_int(query, 2), pal_column_int(query, 3)};
    }
    return pal_query_end(query);
}

enum pal_rc pal_token_count(struct pal_db *db, const char *person, int64_t now, int64_t *out)
{
    struct pal_query *query = pal_db_query(
        db,
        "SELECT COUNT(*) FROM tokens WHERE person = $1 AND expires_at > $2 AND revoked_at IS NULL");
    pal_query_text(query, person);
    pal_query_int(query, now);
    return pal_row_int(query, out);
}

enum pal_rc pal_token_revoke_all(struct pal_db *db, const char *person, int64_t at)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE tokens SET revoked_at = $2 WHERE person = $1 AND revoked_at IS NULL"
            " RETURNING id");
    pal_query_text(query, person);
    pal_query_int(query, at);
    return pal_cover_note_rows(db, PAL_TABLE_TOKENS, query);
}

enum pal_rc pal_token_shorten(struct pal_db *db, const char *person, int64_t expires_at)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE tokens SET expires_at = $2 WHERE person = $1 AND expires_at > $2"
                         " RETURNING id");
    pal_query_text(query, person);
    pal_query_int(query, expires_at);
    return pal_cover_note_rows(db, PAL_TABLE_TOKENS, query);
}

/* --------------------------------------------------------------------- lifts */

#define LIFTS    "SELECT person, project, duty, reason, lifted_by, lifted_at FROM lifts"
#define IN_ORDER " ORDER BY person, project, duty"

enum pal_rc pal_lift_add(struct pal_db *db, const struct pal_lift *lift)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO lifts (person, project, duty, reason, lifted_by, lifted_at)"
                         " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person, project, duty)"
                         " DO UPDATE SET reason = $4, lifted_by = $5, lifted_at = $6");
    pal_query_text(query, lift->person);
    pal_query_text(query, lift->project);
    pal_query_text(query, lift->duty);
    pal_query_text(query, lift->reason);
    pal_query_text(query, lift->by);
    pal_query_int(query, lift->at);
    pal_cover_note(db, PAL_TABLE_LIFTS, lift->person, lift->project, lift->duty);
    return pal_query_end(query);
}

enum pal_rc pal_lift_remove(struct pal_db *db, const struct pal_lift *lift, bool *was_there)
{
    struct pal_query *query =
        pal_db_query(db, "DELETE FROM lifts WHERE person = $1 AND project = $2 AND duty = $3"
                         " RETURNING person");
    pal_query_text(query, lift->person);
    pal_query_text(query, lift->project);
    pal_query_text(query, lift->duty);
    *was_there = pal_query_next(query);
    if (*was_there) {
        pal_cover_note(db, PAL_TABLE_LIFTS, lift->person, lift->project, lift->duty);
    }
    return pal_query_end(query);
}

enum pal_rc pal_lift_list(struct pal_db *db, const char *person, const char *project,
                          struct pal_arena *arena, struct pal_lift **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_lift), NULL, 0, 0};
    struct pal_query *query;
    if (person != NULL) {
        query = pal_db_query(db, LIFTS " WHERE person = $1" IN_ORDER);
        pal_query_text(query, person);
    } else if (project != NULL) {
        query = pal_db_query(db, LIFTS " WHERE project IN ($1, '*')" IN_ORDER);
        pal_query_text(query, project);
    } else {
        query = pal_db_query(db, LIFTS IN_ORDER);
    }
    while (pal_query_next(query)) {
        struct pal_lift *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_lift){pal_row_text(query, 0, arena), pal_row_text(query, 1, arena),
                                     pal_row_text(query, 2, arena), pal_row_text(query, 3, arena),
                                     pal_row_text(query, 4, arena), pal_column_int(query, 5)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}
