#include "store/audit.h"

#include <stdio.h>
#include <string.h>

#include "store/cover.h"
#include "store/driver.h"
#include "store/rows.h"

/* Remembers the head while its lock is held: cover.c forgets it with the notes. */
static void hold(struct pal_db *db, int64_t number, const char *hash, int64_t people)
{
    db->is_head_held = true;
    db->head_number = number;
    db->head_people = people;
    (void)snprintf(db->head_hash, sizeof db->head_hash, "%s", hash);
}

void pal_audit_ask_lock(struct pal_db *db)
{
    if (db->is_head_held) {
        return;
    }
    /* An update that changes nothing is the lock that both databases have. The rest is asked behind
     * it, not with it: it would be read as it was before the wait. */
    db->lock[0] = pal_db_query(db, "UPDATE audit_head SET number = number WHERE one = 1"
                                   " RETURNING number, hash, people");
    pal_query_send(db->lock[0]);
    db->lock[1] = pal_db_query(db, "SELECT COALESCE((SELECT MAX(number) FROM acts), 0),"
                                   " COALESCE((SELECT MAX(number) FROM facts), 0)");
    pal_query_send(db->lock[1]);
}

enum pal_rc pal_audit_lock(struct pal_db *db)
{
    if (db->lock[0] == NULL) {
        pal_audit_ask_lock(db);
    }
    if (db->lock[0] == NULL) {
        return PAL_OK; /* it is held */
    }
    struct pal_query *head = db->lock[0];
    struct pal_query *lasts = db->lock[1];
    db->lock[0] = NULL;
    db->lock[1] = NULL;
    bool is_there = pal_query_next(head);
    if (is_there) {
        hold(db, pal_column_int(head, 0), pal_column_text(head, 1), pal_column_int(head, 2));
    }
    enum pal_rc rc = pal_row_end(head, is_there);
    if (pal_query_next(lasts)) {
        db->last_act = pal_column_int(lasts, 0);
        db->last_fact = pal_column_int(lasts, 1);
    }
    enum pal_rc ended = pal_query_end(lasts);
    rc = rc == PAL_OK ? ended : rc;
    db->is_head_held = rc == PAL_OK;
    return rc;
}

int64_t pal_audit_last_fact(const struct pal_db *db)
{
    return db->is_head_held ? db->last_fact : 0;
}

enum pal_rc pal_audit_head(struct pal_db *db, bool is_for_writing, struct pal_arena *arena,
                           int64_t *number, const char **hash)
{
    *number = 0;
    *hash = NULL;
    if (is_for_writing) {
        enum pal_rc rc = pal_audit_lock(db);
        *number = db->head_number;
        *hash = rc == PAL_OK ? pal_arena_copy(arena, db->head_hash, strlen(db->head_hash)) : NULL;
        return rc != PAL_OK || *hash != NULL ? rc : PAL_E_MEMORY;
    }
    struct pal_query *query = pal_db_query(db, "SELECT number, hash FROM audit_head WHERE one = 1");
    bool is_there = pal_query_next(query);
    *number = is_there ? pal_column_int(query, 0) : 0;
    *hash = is_there ? pal_row_text(query, 1, arena) : NULL;
    return pal_row_end(query, is_there);
}

int64_t pal_audit_people(const struct pal_db *db)
{
    return db->is_head_held ? db->head_people : 0;
}

enum pal_rc pal_audit_add(struct pal_db *db, const struct pal_audit_row *row)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO audit (number, at, person, source, verb, object, before, after, previous,"
            " hash, covers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    pal_query_int(query, row->number);
    pal_query_int(query, row->at);
    pal_query_text(query, row->person);
    pal_query_text(query, row->source);
    pal_query_text(query, row->verb);
    pal_query_text(query, row->object);
    pal_query_text(query, row->before);
    pal_query_text(query, row->after);
    pal_query_text(query, row->previous);
    pal_query_text(query, row->hash);
    pal_query_text(query, row->covers);
    enum pal_rc rc = pal_query_leave(query);
    if (rc == PAL_OK) {
        int64_t people = db->touches_people ? row->number : 0;
        query = pal_db_query(db, "UPDATE audit_head SET number = $1, hash = $2, people = CASE"
                                 " WHEN CAST($3 AS BIGINT) > 0 THEN $3 ELSE people END"
                                 " WHERE one = 1");
        pal_query_int(query, row->number);
        pal_query_text(query, row->hash);
        pal_query_int(query, people);
        rc = pal_query_leave(query);
        db->touches_people = db->touches_people && rc != PAL_OK;
        if (rc == PAL_OK && db->is_head_held) {
            hold(db, row->number, row->hash, people > 0 ? people : db->head_people);
        }
    }
    return rc;
}

#define ENTRY "number, at, person, source, verb, object, before, after, previous, hash"

enum { COVERS_COLUMN = 10, SEALED_COLUMN = 10 }; /* either is read */

/* Whether "kind/id" stands in the list of what is sealed. */
#define LISTED(name)      "replace($1, ',' || " name " || ',', '') <> $1"
#define SUBJECT(kind, id) LISTED(kind " || '/' || " id)
#define PASS_OF(name)                                                                              \
    "EXISTS (SELECT 1 FROM passes p WHERE p.id = substr(" name ", 6)"                              \
    " AND " SUBJECT("p.kind", "p.subject") ")"
/* An entry that tells of it. The tables are asked where the object is one of theirs alone. */
#define IS_SEALED                                                                                                    \
    "CASE WHEN $1 = '' THEN 0"                                                                                       \
    " WHEN substr(a.person, 1, 5) = 'pass/' AND " PASS_OF(                                                           \
        "a.person") " THEN 1"                                                                                        \
                    " WHEN substr(a.object, 1, 5) = 'pass/' AND " PASS_OF(                                           \
                        "a.object") " THEN 1"                                                                        \
                                    " WHEN substr(a.object, 1, 7) = 'person/' AND EXISTS (SELECT "                   \
                                    "1 FROM persons c"                                                               \
                                    " WHERE c.id = substr(a.object, 8) AND " LISTED(                                 \
                                        "c.contributes") ") THEN 1"                                                  \
                                                         " WHEN substr(a.object, 1, 4) = 'act/' "                    \
                                                         "AND EXISTS (SELECT 1 FROM facts f"                         \
                                                         " WHERE f.act = CASE WHEN "                                 \
                                                         "substr(a.object, 1, 4) = 'act/'"                           \
                                                         " THEN CAST(substr(a.object, 5) AS "                        \
                                                         "BIGINT) END"                                               \
                                                         " AND " SUBJECT(                                            \
                                                             "f.subject_kind",                                       \
                                                             "f.subject") ") THEN 1"                                 \
                                                                          " WHEN "                                   \
                                                                          "substr(a.object, 1, "                     \
                                                                          "5) = 'mail/' AND "                        \
                                                                          "EXISTS (SELECT 1 FROM "                   \
                                                                          "mails m"                                  \
                                                                          " WHERE m.id = "                           \
                                                                          "substr(a.object, 6) "                     \
                                                                          "AND (" SUBJECT(                           \
                                                                              "m.kind",                              \
                                                                              "m.subject") " OR "                    \
                                                                                           "(m."                     \
                                                                                           "kind "                   \
                                                                                           "= "                      \
                                                                                           "'pass"                   \
                                                                                           "' "                      \
                                                                                           "AND "                    \
                                                                                           "EXIST"                   \
                                                                                           "S "                      \
                                                                                           "(SELE"                   \
                                                                                           "CT 1 "                   \
                                                                                           "FROM "                   \
                                                                                           "passe"                   \
                                                                                           "s q "                    \
                                                                                           "WHERE"                   \
                                                                                           " q."                     \
                                                                                           "id = "                   \
                                                                                           "m."                      \
                                                                                           "subje"                   \
                                                                                           "ct"                      \
                                                                                           " AND"                    \
                                                                                           " " SUBJECT(              \
                                                                                               "q"                   \
                                                                                               "."                   \
                                                                                               "k"                   \
                                                                                               "i"                   \
                                                                                               "n"                   \
                                                                                               "d",                  \
                                                                                               "q"                   \
                                                                                               "."                   \
                                                                                               "s"                   \
                                                                                               "u"                   \
                                                                                               "b"                   \
                                                                                               "j"                   \
                                                                                               "e"                   \
                                                                                               "c"                   \
                                                                                               "t") ")))) THEN 1"    \
                                                                                                    " WHEN " LISTED( \
                                                                                                        "a.object") " THEN 1 ELSE 0 END"

/* What an entry covers may be long: it is read where it is verified. */
static enum pal_rc read_entries(struct pal_query *query, bool has_covers, struct pal_arena *arena,
                                struct pal_audit_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_audit_row), NULL, 0, 0};
    while (pal_query_next(query)) {
        struct pal_audit_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_audit_row){
                .number = pal_column_int(query, 0),
                .at = pal_column_int(query, 1),
                .person = pal_row_text(query, 2, arena),
                .source = pal_row_text(query, 3, arena),
                .verb = pal_row_text(query, 4, arena),
                .object = pal_row_text(query, 5, arena),
                .before = pal_row_text(query, 6, arena),
                .after = pal_row_text(query, 7, arena),
                .previous = pal_row_text(query, 8, arena),
                .hash = pal_row_text(query, 9, arena),
                .covers = has_covers ? pal_row_text(query, COVERS_COLUMN, arena) : NULL,
                .is_sealed = !has_covers && pal_column_int(query, SEALED_COLUMN) != 0,
            };
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_audit_find(struct pal_db *db, const struct pal_audit_list *list,
                           struct pal_arena *arena, struct pal_audit_row **out, size_t *count)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT " ENTRY ", " IS_SEALED " FROM audit a WHERE ($2 = '' OR person = $2)"
            " AND ($3 = '' OR object = $3) AND ($4 = '' OR verb = $4)"
            " AND (CAST($5 AS BIGINT) = 0 OR at >= $5) AND (CAST($6 AS BIGINT) = 0 OR at < $6)"
            " AND (CAST($7 AS BIGINT) = 0 OR number < $7)"
            " AND ($2 = '' AND $3 = '' AND $4 = '' AND $5 = 0 AND $6 = 0 OR " IS_SEALED " = 0)"
            " ORDER BY number DESC LIMIT $8");
    pal_query_text(query, list->sealed != NULL ? list->sealed : "");
    pal_query_text(query, list->person != NULL ? list->person : "");
    pal_query_text(query, list->object != NULL ? list->object : "");
    pal_query_text(query, list->verb != NULL ? list->verb : "");
    pal_query_int(query, list->from);
    pal_query_int(query, list->until);
    pal_query_int(query, list->before);
    pal_query_int(query, (int64_t)list->max);
    return read_entries(query, false, arena, out, count);
}

enum pal_rc pal_audit_is_told(struct pal_db *db, const char *person, const char *verb,
                              const char *after, int64_t since, bool *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT number FROM audit WHERE number > (SELECT number FROM audit_head WHERE one = 1)"
            " - 1000 AND person = $1 AND verb = $2 AND after = $3 AND at > $4 LIMIT 1");
    pal_query_text(query, person);
    pal_query_text(query, verb);
    pal_query_text(query, after);
    pal_query_int(query, since);
    *out = pal_query_next(query);
    return pal_query_end(query);
}

enum pal_rc pal_audit_from(struct pal_db *db, int64_t number, size_t max, struct pal_arena *arena,
                           struct pal_audit_row **out, size_t *count)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT " ENTRY ", covers FROM audit WHERE number >= $1 ORDER BY number LIMIT $2");
    pal_query_int(query, number);
    pal_query_int(query, (int64_t)max);
    return read_entries(query, true, arena, out, count);
}

enum pal_rc pal_anchor_add(struct pal_db *db, const struct pal_anchor_row *row)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO anchors (number, hash, at, person) VALUES ($1, $2, $3, $4)"
                         " ON CONFLICT (number, at) DO NOTHING");
    pal_query_int(query, row->number);
    pal_query_text(query, row->hash);
    pal_query_int(query, row->at);
    pal_query_text(query, row->person);
    pal_cover_note_cells(db, PAL_TABLE_ANCHORS,
                         (const struct pal_cell[]){{.number = row->number}, {.number = row->at}});
    return pal_query_end(query);
}

enum pal_rc pal_anchor_list(struct pal_db *db, struct pal_arena *arena, struct pal_anchor_row **out,
                            size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_anchor_row), NULL, 0, 0};
    struct pal_query *query = pal_db_query(db, "SELECT number, hash, at, person FROM anchors"
                                               " ORDER BY number DESC, at DESC LIMIT 1000");
    while (pal_query_next(query)) {
        struct pal_anchor_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_anchor_row){pal_column_int(query, 0), pal_row_text(query, 1, arena),
                                           pal_column_int(query, 2), pal_row_text(query, 3, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}
