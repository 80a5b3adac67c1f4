#include "store/mail.h"

#include "store/cover.h"
#include "store/rows.h"

enum pal_rc pal_mail_row_add(struct pal_db *db, const struct pal_mail_row *row, bool *is_new)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO mails (id, what, project, kind, subject, part, person, language,"
            " written_at, not_before, digest, address, name, title, body, salt, state, tries,"
            " next_at, holder, lease_until, is_unwanted, trouble, answer)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,"
            " 'waiting', 0, $17, '', 0, 0, '', '') ON CONFLICT (id) DO NOTHING RETURNING id");
    pal_query_text(query, row->id);
    pal_query_text(query, row->what);
    pal_query_text(query, row->of.project);
    pal_query_text(query, row->of.kind);
    pal_query_text(query, row->of.subject);
    pal_query_text(query, row->of.part);
    pal_query_text(query, row->person);
    pal_query_text(query, row->language);
    pal_query_int(query, row->written_at);
    pal_row_bind_time(query, row->not_before);
    pal_query_text(query, row->digest);
    pal_query_text(query, row->address);
    pal_query_text(query, row->name);
    pal_query_text(query, row->title);
    pal_query_text(query, row->body);
    pal_query_text(query, row->salt);
    pal_query_int(query, row->next_at);
    *is_new = pal_query_next(query);
    if (*is_new) {
        pal_cover_note(db, PAL_TABLE_MAILS, row->id, NULL, NULL);
    }
    return pal_query_end(query);
}

/* ---------------------------------------------------------------------- reading */

#define COLUMNS                                                                                    \
    "id, what, project, kind, subject, part, person, language, written_at, not_before, digest, "   \
    "address, name, title, state, tries, next_at, holder, lease_until, begun_at, ended_at, "       \
    "trouble, answer"
enum { BODY = 23, SALT }; /* behind them */

static struct pal_mail_row row_of(struct pal_query *query, struct pal_arena *arena)
{
    return (struct pal_mail_row){.id = pal_row_text(query, 0, arena),
                                 .what = pal_row_text(query, 1, arena),
                                 .of = {.project = pal_row_text(query, 2, arena),
                                        .kind = pal_row_text(query, 3, arena),
                                        .subject = pal_row_text(query, 4, arena),
                                        .part = pal_row_text(query, 5, arena)},
                                 .person = pal_row_text(query, 6, arena),
                                 .language = pal_row_text(query, 7, arena),
                                 .written_at = pal_column_int(query, 8),
                                 .not_before = pal_column_int(query, 9),
                                 .digest = pal_row_text(query, 10, arena),
                                 .address = pal_row_text(query, 11, arena),
                                 .name = pal_row_text(query, 12, arena),
                                 .title = pal_row_text(query, 13, arena),
                                 .body = "",
                                 .salt = "",
                                 .state = pal_row_text(query, 14, arena),
                                 .tries = pal_column_int(query, 15),
                                 .next_at = pal_column_int(query, 16),
                                 .holder = pal_row_text(query, 17, arena),
                                 .lease_until = pal_column_int(query, 18),
                                 .begun_at = pal_column_int(query, 19),
                                 .ended_at = pal_column_int(query, 20),
                                 .trouble = pal_row_text(query, 21, arena),
                                 .answer = pal_row_text(query, 22, arena)};
}

static enum pal_rc read_all(struct pal_query *query, struct pal_arena *arena,
                            struct pal_mail_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_mail_row), NULL, 0, 0};
    while (pal_query_next(query)) {
        struct pal_mail_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = row_of(query, arena);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

#define OF_SUBJECT                                                                                 \
    " WHERE project = $1 AND kind = $2 AND subject = $3"                                           \
    " AND (CAST($4 AS TEXT) IS NULL OR part = $4) AND (CAST($5 AS TEXT) IS NULL OR what = $5)"

static void bind_subject(struct pal_query *query, const struct pal_mail_row_of *of,
                         const char *what)
{
    pal_query_text(query, of->project);
    pal_query_text(query, of->kind);
    pal_query_text(query, of->subject);
    pal_query_text(query, of->part);
    pal_query_text(query, what);
}

enum pal_rc pal_mail_row_list_of(struct pal_db *db, const struct pal_mail_row_of *of,
                                 const char *what, size_t max, struct pal_arena *arena,
                                 struct pal_mail_row **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " COLUMNS " FROM mails" OF_SUBJECT
                         " ORDER BY written_at DESC, id COLLATE \"C\" LIMIT $6");
    bind_subject(query, of, what);
    pal_query_int(query, (int64_t)max);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_mail_row_list_to(struct pal_db *db, const char *address, size_t max,
                                 struct pal_arena *arena, struct pal_mail_row **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " COLUMNS " FROM mails WHERE address = $1 AND address <> ''"
                         " ORDER BY written_at DESC, id COLLATE \"C\" LIMIT $2");
    pal_query_text(query, address);
    pal_query_int(query, (int64_t)max);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_mail_row_count(struct pal_db *db, int64_t since, struct pal_mail_row_counts *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT COUNT(CASE WHEN state = 'waiting' THEN 1 END),"
                         " COUNT(CASE WHEN state = 'waiting' AND tries > 0 THEN 1 END),"
                         " COUNT(CASE WHEN state = 'sent' THEN 1 END),"
                         " COUNT(CASE WHEN state = 'refused' THEN 1 END),"
                         " COUNT(CASE WHEN state = 'given_up' THEN 1 END)"
                         " FROM mails WHERE state = 'waiting' OR ended_at >= $1");
    pal_query_int(query, since);
    if (pal_query_next(query)) {
        *out = (struct pal_mail_row_counts){pal_column_int(query, 0), pal_column_int(query, 1),
                                            pal_column_int(query, 2), pal_column_int(query, 3),
                                            pal_column_int(query, 4)};
    }
    return pal_query_end(query);
}

/* ---------------------------------------------------------------------- sending */

#define IS_DUE "state = 'waiting' AND next_at <= $1 AND lease_until < $1 AND is_unwanted = 0"

enum pal_rc pal_mail_row_is_due(struct pal_db *db, int64_t now, bool *out)
{
    struct pal_query *query = pal_db_query(db, "SELECT id FROM mails WHERE " IS_DUE " LIMIT 1");
    pal_query_int(query, now);
    *out = pal_query_next(query);
    return pal_query_end(query);
}

/* What was read stands in the condition of the change: on PostgreSQL, too, the second of two that
 * read the same finds it changed. */
enum pal_rc pal_mail_row_take(struct pal_db *db, const char *holder, int64_t now, int64_t until,
                              struct pal_arena *arena, struct pal_mail_row *out)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE mails SET holder = $2, lease_until = $3, tries = tries + 1,"
            " begun_at = COALESCE(begun_at, $1) WHERE id = (SELECT id FROM mails WHERE " IS_DUE
            " ORDER BY next_at, id LIMIT 1) AND " IS_DUE " RETURNING " COLUMNS ", body, salt");
    pal_query_int(query, now);
    pal_query_text(query, holder);
    pal_query_int(query, until);
    bool is_there = pal_query_next(query);
    if (is_there) {
        *out = row_of(query, arena);
        out->body = pal_row_text(query, BODY, arena);
        out->salt = pal_row_text(query, SALT, arena);
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_mail_row_end(struct pal_db *db, const struct pal_mail_row *row)
{
    struct pal_query *query = pal_db_query(
        db,
        "UPDATE mails SET holder = '', lease_until = 0, trouble = $4, answer = $5, next_at = $6,"
        " state = CASE WHEN CAST($3 AS TEXT) = 'waiting' AND is_unwanted = 1 THEN 'withdrawn'"
        " ELSE $3 END,"
        " ended_at = CASE WHEN CAST($3 AS TEXT) = 'waiting' AND is_unwanted = 0 THEN NULL"
        " ELSE CAST($7 AS BIGINT) END,"
        " body = CASE WHEN CAST($3 AS TEXT) = 'waiting' AND is_unwanted = 0 THEN body ELSE ''"
        " END,"
        " salt = CASE WHEN CAST($3 AS TEXT) = 'waiting' AND is_unwanted = 0 THEN salt ELSE ''"
        " END"
        " WHERE id = $1 AND holder = $2 AND state = 'waiting' RETURNING id");
    pal_query_text(query, row->id);
    pal_query_text(query, row->holder);
    pal_query_text(query, row->state);
    pal_query_text(query, row->trouble);
    pal_query_text(query, row->answer);
    pal_query_int(query, row->next_at);
    pal_query_int(query, row->ended_at);
    bool is_there = pal_query_next(query);
    return pal_row_end(query, is_there);
}

enum pal_rc pal_mail_row_give_back(struct pal_db *db, const struct pal_mail_row *row)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE mails SET holder = '', lease_until = 0, tries = tries - 1"
                         " WHERE id = $1 AND holder = $2 AND state = 'waiting' RETURNING id");
    pal_query_text(query, row->id);
    pal_query_text(query, row->holder);
    bool is_there = pal_query_next(query);
    return pal_row_end(query, is_there);
}

/* ---------------------------------------------------------------------- ending */

static enum pal_rc count_rows(struct pal_query *query, int64_t *count)
{
    *count = 0;
    while (pal_query_next(query)) {
        ++*count;
    }
    return pal_query_end(query);
}

/* One that is on its way may arrive: what became of it is told by whoever sends it. */
enum pal_rc pal_mail_row_withdraw_of(struct pal_db *db, const struct pal_mail_row_of *of,
                                     const char *what, int64_t now, int64_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE mails SET is_unwanted = 1" OF_SUBJECT " AND state = 'waiting'");
    bind_subject(query, of, what);
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK) {
        return rc;
    }
    query = pal_db_query(db, "UPDATE mails SET state = 'withdrawn', ended_at = $6, body = '',"
                             " salt = '', holder = ''" OF_SUBJECT
                             " AND state = 'waiting' AND lease_until < $6 RETURNING id");
    bind_subject(query, of, what);
    pal_query_int(query, now);
    return count_rows(query, count);
}

#define IS_FALLEN                                                                                  \
    " WHERE state = 'waiting' AND part <> ''"                                                      \
    " AND part IN (SELECT id FROM passes WHERE revoked_at IS NOT NULL)"

enum pal_rc pal_mail_row_withdraw_fallen(struct pal_db *db, int64_t now)
{
    enum pal_rc rc = pal_query_end(pal_db_query(db, "UPDATE mails SET is_unwanted = 1" IS_FALLEN));
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_query *query =
        pal_db_query(db, "UPDATE mails SET state = 'withdrawn', ended_at = $1, body = '',"
                         " salt = '', holder = ''" IS_FALLEN " AND lease_until < $1");
    pal_query_int(query, now);
    return pal_query_end(query);
}

enum pal_rc pal_mail_row_forget_to(struct pal_db *db, const char *address, int64_t now,
                                   int64_t *count)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE mails SET address = '', name = '', title = '', body = '', salt = '',"
            " answer = '', holder = '',"
            " ended_at = CASE WHEN state = 'waiting' THEN CAST($2 AS BIGINT) ELSE ended_at END,"
            " state = CASE WHEN state = 'waiting' THEN 'withdrawn' ELSE state END"
            " WHERE address = $1 AND address <> '' RETURNING id");
    pal_query_text(query, address);
    pal_query_int(query, now);
    return count_rows(query, count);
}

enum pal_rc pal_mail_row_give_up(struct pal_db *db, int64_t due, int64_t now, const char *trouble)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE mails SET state = 'given_up', trouble = $3, ended_at = $2,"
                         " body = '', salt = '', holder = '' WHERE state = 'waiting'"
                         " AND next_at <= $1");
    pal_query_int(query, due);
    pal_query_int(query, now);
    pal_query_text(query, trouble);
    return pal_query_end(query);
}

enum pal_rc pal_mail_row_sweep(struct pal_db *db, int64_t now, int64_t before)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE mails SET state = 'withdrawn', ended_at = $1, body = '',"
                         " salt = '', holder = '' WHERE state = 'waiting' AND is_unwanted = 1"
                         " AND lease_until < $1");
    pal_query_int(query, now);
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK) {
        return rc;
    }
    query = pal_db_query(db, "DELETE FROM mails WHERE state <> 'waiting' AND ended_at < $1");
    pal_query_int(query, before);
    return pal_query_end(query);
}

enum pal_rc pal_mail_row_written_by(struct pal_db *db, const char *person, int64_t since,
                                    int64_t *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT COUNT(*) FROM mails WHERE person = $1 AND written_at >= $2");
    pal_query_text(query, person);
    pal_query_int(query, since);
    return pal_row_int(query, out);
}
