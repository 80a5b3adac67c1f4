#include "store/passes.h"

#include "store/cover.h"
#include "store/mail.h"
#include "store/rows.h"

enum pal_rc pal_pass_add(struct pal_db *db, const struct pal_pass_row *row, const char *hash)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO passes (id, hash, kind, subject, part, rights, person, parent, note,"
            " created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    pal_query_text(query, row->id);
    pal_query_text(query, hash);
    pal_query_text(query, row->kind);
    pal_query_text(query, row->subject);
    pal_query_text(query, row->part);
    pal_query_text(query, row->rights);
    pal_query_text(query, row->person);
    pal_query_text(query, row->parent);
    pal_query_text(query, row->note);
    pal_query_int(query, row->created_at);
    pal_query_int(query, row->expires_at);
    pal_cover_note(db, PAL_TABLE_PASSES, row->id, NULL, NULL);
    return pal_query_end(query);
}

/* --------------------------------------------------------------------- looking */

/* $1 is the time, $2 the roles. The passes that one was handed on from are looked at, too: they are
 * revoked together, but a row may have been changed by hand. */
#define PERSON_IS_ABLE                                                                             \
    "m.erased_at IS NULL AND m.locked_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > $1)"  \
    " AND EXISTS (SELECT 1 FROM grants g WHERE g.person = p.person AND g.project IN ('*', "        \
    "d.project) AND CAST($2 AS TEXT) LIKE '%,' || g.role || ',%')"
#define IS_OPEN                                                                                    \
    "p.revoked_at IS NULL AND p.expires_at > $1 AND NOT EXISTS (WITH RECURSIVE up (parent, "       \
    "revoked_at, expires_at) AS (SELECT q.parent, q.revoked_at, q.expires_at FROM passes q WHERE " \
    "q.id = p.parent UNION SELECT q.parent, q.revoked_at, q.expires_at FROM passes q JOIN up ON "  \
    "q.id = up.parent) SELECT 1 FROM up WHERE up.revoked_at IS NOT NULL OR up.expires_at <= $1)"
/* Its subject is there, who answers for it could do it, and it is open. What was sent to somebody
 * to answer does not fall asleep with one account: the project answers for it. */
#define IN_FORCE                                                                                   \
    "d.id IS NOT NULL AND d.removed_at IS NULL AND (p.kind = 'sending' OR (" PERSON_IS_ABLE        \
    ")) AND " IS_OPEN
#define SELECTED                                                                                   \
    "SELECT p.id, p.kind, p.subject, p.part, p.rights, p.person, p.parent, p.note, p.created_at, " \
    "p.expires_at, p.revoked_at, COALESCE(d.project, ''), COALESCE(d.title, ''), m.name, CASE "    \
    "WHEN " IN_FORCE " THEN 1 ELSE 0 END, COALESCE(d.title_fr, '')"
#define FROM                                                                                       \
    " FROM passes p JOIN persons m ON m.id = p.person"                                             \
    " LEFT JOIN documents d ON d.kind = p.kind AND d.id = p.subject"

enum { COLUMNS = 16 };

static void bind_view(struct pal_query *query, const struct pal_pass_view *view)
{
    pal_query_int(query, view->now);
    pal_query_text(query, view->roles);
}

static struct pal_pass_row row_of(struct pal_query *query, struct pal_arena *arena)
{
    return (struct pal_pass_row){.id = pal_row_text(query, 0, arena),
                                 .kind = pal_row_text(query, 1, arena),
                                 .subject = pal_row_text(query, 2, arena),
                                 .part = pal_row_text(query, 3, arena),
                                 .rights = pal_row_text(query, 4, arena),
                                 .person = pal_row_text(query, 5, arena),
                                 .parent = pal_row_text(query, 6, arena),
                                 .note = pal_row_text(query, 7, arena),
                                 .created_at = pal_column_int(query, 8),
                                 .expires_at = pal_column_int(query, 9),
                                 .revoked_at = pal_column_int(query, 10),
                                 .project = pal_row_text(query, 11, arena),
                                 .title = pal_row_text(query, 12, arena),
                                 .title_fr = pal_row_text(query, 15, arena),
                                 .name = pal_row_text(query, 13, arena),
                                 .is_in_force = pal_column_int(query, 14) != 0};
}

static enum pal_rc read_one(struct pal_query *query, struct pal_arena *arena,
                            struct pal_pass_row *out)
{
    bool is_there = pal_query_next(query);
    if (is_there) {
        *out = row_of(query, arena);
    }
    return pal_row_end(query, is_there);
}

static enum pal_rc read_all(struct pal_query *query, struct pal_arena *arena,
                            struct pal_pass_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_pass_row), NULL, 0, 0};
    while (pal_query_next(query)) {
        struct pal_pass_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = row_of(query, arena);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_pass_of_link(struct pal_db *db, const char *hash, const struct pal_pass_view *view,
                             struct pal_arena *arena, struct pal_pass_row *out)
{
    struct pal_query *query = pal_db_query(db, SELECTED FROM " WHERE p.hash = $3 AND " IN_FORCE);
    bind_view(query, view);
    pal_query_text(query, hash);
    return read_one(query, arena, out);
}

enum pal_rc pal_pass_get(struct pal_db *db, const char *id, const struct pal_pass_view *view,
                         struct pal_arena *arena, struct pal_pass_row *out)
{
    struct pal_query *query = pal_db_query(db, SELECTED FROM " WHERE p.id = $3");
    bind_view(query, view);
    pal_query_text(query, id);
    return read_one(query, arena, out);
}

enum pal_rc pal_pass_list_of(struct pal_db *db, const char *kind, const char *subject, size_t max,
                             const struct pal_pass_view *view, struct pal_arena *arena,
                             struct pal_pass_row **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, SELECTED FROM " WHERE p.kind = $3 AND p.subject = $4"
                                       " ORDER BY p.created_at DESC, p.id LIMIT $5");
    bind_view(query, view);
    pal_query_text(query, kind);
    pal_query_text(query, subject);
    pal_query_int(query, (int64_t)max);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_pass_list_from(struct pal_db *db, const char *parent, size_t max,
                               const struct pal_pass_view *view, struct pal_arena *arena,
                               struct pal_pass_row **out, size_t *count)
{
    struct pal_query *query = pal_db_query(
        db, SELECTED FROM " WHERE p.parent = $3 ORDER BY p.created_at DESC, p.id LIMIT $4");
    bind_view(query, view);
    pal_query_text(query, parent);
    pal_query_int(query, (int64_t)max);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_pass_list_by(struct pal_db *db, const char *person, size_t max,
                             const struct pal_pass_view *view, struct pal_arena *arena,
                             struct pal_pass_row **out, size_t *count)
{
    struct pal_query *query = pal_db_query(
        db, SELECTED FROM " WHERE p.person = $3 ORDER BY p.created_at DESC, p.id LIMIT $4");
    bind_view(query, view);
    pal_query_text(query, person);
    pal_query_int(query, (int64_t)max);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_pass_count(struct pal_db *db, const char *kind, const char *subject, int64_t now,
                           int64_t *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT COUNT(*) FROM passes WHERE kind = $1 AND subject = $2"
                         " AND revoked_at IS NULL AND expires_at > $3");
    pal_query_text(query, kind);
    pal_query_text(query, subject);
    pal_query_int(query, now);
    return pal_row_int(query, out);
}

enum pal_rc pal_pass_opened(struct pal_db *db, const char *kind, const char *subject, int64_t *made,
                            int64_t *opened)
{
    struct pal_query *query = pal_db_query(
        db,
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM audit a WHERE a.object = "
        "'pass/' || p.id AND a.verb = 'open-pass') THEN 1 ELSE 0 END), 0) FROM passes p"
        " WHERE p.kind = $1 AND p.subject = $2 AND p.parent IS NULL");
    pal_query_text(query, kind);
    pal_query_text(query, subject);
    *made = 0;
    *opened = 0;
    if (pal_query_next(query)) {
        *made = pal_column_int(query, 0);
        *opened = pal_column_int(query, 1);
    }
    return pal_query_end(query);
}

/* ---------------------------------------------------------------------- ending */

static enum pal_rc note_ended(struct pal_db *db, struct pal_query *query, int64_t *count)
{
    *count = 0;
    while (pal_query_next(query)) {
        pal_cover_note(db, PAL_TABLE_PASSES, pal_column_text(query, 0), NULL, NULL);
        ++*count;
    }
    return pal_query_end(query);
}

enum pal_rc pal_pass_is_any_open(struct pal_db *db, const char *kind, const char *subject,
                                 int64_t at, bool *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT COUNT(*) FROM passes WHERE kind = $1 AND subject = $2"
                         " AND parent IS NULL AND revoked_at IS NULL AND expires_at > $3");
    pal_query_text(query, kind);
    pal_query_text(query, subject);
    pal_query_int(query, at);
    *out = pal_query_next(query) && pal_column_int(query, 0) > 0;
    return pal_query_end(query);
}

enum pal_rc pal_pass_prolong(struct pal_db *db, const char *kind, const char *subject, int64_t at,
                             int64_t until, struct pal_arena *arena, const char ***ids,
                             size_t *count)
{
    struct pal_rows rows = {arena, sizeof(const char *), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "UPDATE passes SET expires_at = $4 WHERE kind = $1 AND subject = $2"
                         " AND parent IS NULL AND revoked_at IS NULL AND expires_at > $3"
                         " AND expires_at < $4 RETURNING id");
    pal_query_text(query, kind);
    pal_query_text(query, subject);
    pal_query_int(query, at);
    pal_query_int(query, until);
    while (pal_query_next(query)) {
        const char **row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = pal_row_text(query, 0, arena);
            pal_cover_note(db, PAL_TABLE_PASSES, *row, NULL, NULL);
        }
    }
    *ids = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

/* What those held that were revoked, however that came: browsers, and mails that would bring them.
 */
static enum pal_rc drop_held(struct pal_db *db, int64_t at)
{
    enum pal_rc rc = pal_query_end(pal_db_query(
        db, "DELETE FROM pass_sessions WHERE pass IN (SELECT id FROM passes WHERE revoked_at IS NOT"
            " NULL)"));
    return rc == PAL_OK ? pal_mail_row_withdraw_fallen(db, at) : rc;
}

enum pal_rc pal_pass_end(struct pal_db *db, const char *id, int64_t at, int64_t *count)
{
    struct pal_query *query = pal_db_query(
        db, "WITH RECURSIVE fallen (id) AS (SELECT id FROM passes WHERE id = $1 UNION SELECT c.id"
            " FROM passes c JOIN fallen f ON c.parent = f.id) UPDATE passes SET revoked_at = $2"
            " WHERE revoked_at IS NULL AND id IN (SELECT id FROM fallen) RETURNING id");
    pal_query_text(query, id);
    pal_query_int(query, at);
    enum pal_rc rc = note_ended(db, query, count);
    return rc == PAL_OK ? drop_held(db, at) : rc;
}

enum pal_rc pal_pass_end_of(struct pal_db *db, const char *person, int64_t at)
{
    int64_t count;
    struct pal_query *query = pal_db_query(
        db, "UPDATE passes SET revoked_at = $2 WHERE person = $1 AND revoked_at IS NULL"
            " RETURNING id");
    pal_query_text(query, person);
    pal_query_int(query, at);
    enum pal_rc rc = note_ended(db, query, &count);
    return rc == PAL_OK ? drop_held(db, at) : rc;
}

enum pal_rc pal_pass_forget_person(struct pal_db *db, const char *person, int64_t at)
{
    enum pal_rc rc = pal_pass_end_of(db, person, at);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_query *query = pal_db_query(db, "UPDATE passes SET note = '' WHERE person = $1");
    pal_query_text(query, person);
    return pal_query_end(query);
}

enum pal_rc pal_pass_forget_note(struct pal_db *db, const char *id)
{
    struct pal_query *query = pal_db_query(db, "UPDATE passes SET note = '' WHERE id = $1");
    pal_query_text(query, id);
    return pal_query_end(query);
}

enum pal_rc pal_pass_sweep(struct pal_db *db, int64_t before, bool *is_any)
{
    int64_t count;
    struct pal_query *query = pal_db_query(
        db, "DELETE FROM pass_sessions WHERE pass IN (SELECT id FROM passes WHERE expires_at < $1"
            " OR revoked_at < $1)");
    pal_query_int(query, before);
    enum pal_rc rc = pal_query_end(query);
    *is_any = false;
    if (rc != PAL_OK) {
        return rc;
    }
    query = pal_db_query(
        db, "DELETE FROM passes WHERE expires_at < $1 OR revoked_at < $1 RETURNING id");
    pal_query_int(query, before);
    rc = note_ended(db, query, &count);
    *is_any = count > 0;
    return rc;
}

/* -------------------------------------------------------------------- sessions */

enum pal_rc pal_pass_session_add(struct pal_db *db, const char *hash, const char *pass, int64_t at,
                                 int64_t most)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO pass_sessions (hash, pass, created_at, seen_at)"
                         " VALUES ($1, $2, $3, $3)");
    pal_query_text(query, hash);
    pal_query_text(query, pass);
    pal_query_int(query, at);
    pal_cover_note(db, PAL_TABLE_PASS_SESSIONS, hash, NULL, NULL);
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK) {
        return rc;
    }
    query = pal_db_query(
        db, "DELETE FROM pass_sessions WHERE pass = $1 AND hash <> $2 AND hash NOT IN (SELECT hash"
            " FROM pass_sessions WHERE pass = $1 AND hash <> $2 ORDER BY seen_at DESC, hash"
            " LIMIT $3)");
    pal_query_text(query, pass);
    pal_query_text(query, hash);
    pal_query_int(query, most - 1);
    return pal_query_end(query);
}

enum pal_rc pal_pass_of_session(struct pal_db *db, const char *hash, const char *id, int64_t since,
                                int64_t born, const struct pal_pass_view *view,
                                struct pal_arena *arena, struct pal_pass_row *out,
                                struct pal_pass_browser *browser)
{
    struct pal_query *query = pal_db_query(
        db, SELECTED
        ", s.seen_at, s.role, s.person, COALESCE(c.name, '')" FROM
        " JOIN pass_sessions s ON s.pass = p.id LEFT JOIN persons c ON c.id = s.person"
        " WHERE s.hash = $3 AND p.id = $4 AND s.seen_at > $5 AND s.created_at > $6 AND " IN_FORCE);
    bind_view(query, view);
    pal_query_text(query, hash);
    pal_query_text(query, id);
    pal_query_int(query, since);
    pal_query_int(query, born);
    bool is_there = pal_query_next(query);
    if (is_there) {
        *out = row_of(query, arena);
        *browser = (struct pal_pass_browser){.seen_at = pal_column_int(query, COLUMNS),
                                             .role = pal_row_text(query, COLUMNS + 1, arena),
                                             .person = pal_row_text(query, COLUMNS + 2, arena),
                                             .name = pal_row_text(query, COLUMNS + 3, arena)};
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_pass_session_seen(struct pal_db *db, const char *hash, int64_t at)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE pass_sessions SET seen_at = $2 WHERE hash = $1");
    pal_query_text(query, hash);
    pal_query_int(query, at);
    return pal_query_end(query);
}

enum pal_rc pal_pass_session_name(struct pal_db *db, const char *hash, const char *person,
                                  const char *role)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE pass_sessions SET person = $2, role = $3 WHERE hash = $1 RETURNING hash");
    pal_query_text(query, hash);
    pal_query_text(query, person);
    pal_query_text(query, role);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_pass_session_forget(struct pal_db *db, const char *person)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE pass_sessions SET person = NULL, role = NULL WHERE person = $1");
    pal_query_text(query, person);
    return pal_query_end(query);
}

enum pal_rc pal_pass_session_sweep(struct pal_db *db, int64_t since, int64_t born, int64_t now)
{
    struct pal_query *query = pal_db_query(
        db, "DELETE FROM pass_sessions WHERE seen_at <= $1 OR created_at <= $2 OR pass IN (SELECT"
            " id FROM passes WHERE revoked_at IS NOT NULL OR expires_at <= $3)");
    pal_query_int(query, since);
    pal_query_int(query, born);
    pal_query_int(query, now);
    return pal_query_end(query);
}
