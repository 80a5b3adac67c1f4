#include "store/jobs.h"

#include "store/cover.h"
#include "store/rows.h"

enum pal_rc pal_job_add(struct pal_db *db, const struct pal_job_row *row)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO jobs (id, kind, project, subject, person, source, language, version, note,"
            " text, state, asked_at, holder, lease_until, tries, done, total, is_stopping, result,"
            " number) SELECT $1, $2, $3, $4, $5, $6, $7, CAST($8 AS BIGINT), $9, $10, 'waiting',"
            " CAST($11 AS BIGINT), '', 0, 0, 0, 0, 0, '', COALESCE(MAX(number), 0) + 1 FROM jobs");
    pal_query_text(query, row->id);
    pal_query_text(query, row->kind);
    pal_query_text(query, row->project);
    pal_query_text(query, row->subject);
    pal_query_text(query, row->person);
    pal_query_text(query, row->source);
    pal_query_text(query, row->language);
    pal_query_int(query, row->version);
    pal_query_text(query, row->note);
    pal_query_text(query, row->text);
    pal_query_int(query, row->asked_at);
    pal_cover_note(db, PAL_TABLE_JOBS, row->id, NULL, NULL);
    return pal_query_end(query);
}

#define COLUMNS                                                                                    \
    "id, kind, project, subject, person, source, language, version, note, state, asked_at, "       \
    "begun_at, ended_at, holder, lease_until, tries, done, total, is_stopping, result"

static struct pal_job_row row_of(struct pal_query *query, struct pal_arena *arena)
{
    return (struct pal_job_row){.id = pal_row_text(query, 0, arena),
                                .kind = pal_row_text(query, 1, arena),
                                .project = pal_row_text(query, 2, arena),
                                .subject = pal_row_text(query, 3, arena),
                                .person = pal_row_text(query, 4, arena),
                                .source = pal_row_text(query, 5, arena),
                                .language = pal_row_text(query, 6, arena),
                                .version = pal_column_int(query, 7),
                                .note = pal_row_text(query, 8, arena),
                                .text = "",
                                .state = pal_row_text(query, 9, arena),
                                .asked_at = pal_column_int(query, 10),
                                .begun_at = pal_column_int(query, 11),
                                .ended_at = pal_column_int(query, 12),
                                .holder = pal_row_text(query, 13, arena),
                                .lease_until = pal_column_int(query, 14),
                                .tries = pal_column_int(query, 15),
                                .done = pal_column_int(query, 16),
                                .total = pal_column_int(query, 17),
                                .is_stopping = pal_column_int(query, 18) != 0,
                                .result = pal_row_text(query, 19, arena)};
}

static enum pal_rc read_one(struct pal_query *query, struct pal_arena *arena,
                            struct pal_job_row *out)
{
    bool is_there = pal_query_next(query);
    if (is_there) {
        *out = row_of(query, arena);
        out->text = pal_row_text(query, 20, arena);
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_job_get(struct pal_db *db, const char *id, struct pal_arena *arena,
                        struct pal_job_row *out)
{
    struct pal_query *query = pal_db_query(db, "SELECT " COLUMNS ", text FROM jobs WHERE id = $1");
    pal_query_text(query, id);
    return read_one(query, arena, out);
}

#define IN_ORDER(way)                                                                              \
    "SELECT " COLUMNS " FROM jobs WHERE (CAST($1 AS TEXT) IS NULL OR person = $1)"                 \
    " AND ($2 = '' OR state = $2) ORDER BY number" way " LIMIT $3"

enum pal_rc pal_job_find(struct pal_db *db, const struct pal_job_search *wanted,
                         struct pal_arena *arena, struct pal_job_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_job_row), NULL, 0, 0};
    struct pal_query *query =
        wanted->is_up ? pal_db_query(db, IN_ORDER("")) : pal_db_query(db, IN_ORDER(" DESC"));
    pal_query_text(query, wanted->person);
    pal_query_text(query, wanted->state != NULL ? wanted->state : "");
    pal_query_int(query, (int64_t)wanted->max);
    while (pal_query_next(query)) {
        struct pal_job_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = row_of(query, arena);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_job_list(struct pal_db *db, const char *person, size_t max, struct pal_arena *arena,
                         struct pal_job_row **out, size_t *count)
{
    const struct pal_job_search all = {.person = person, .max = max};
    return pal_job_find(db, &all, arena, out, count);
}

enum pal_rc pal_job_open(struct pal_db *db, const char *person, int64_t *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT COUNT(*) FROM jobs WHERE person = $1 AND state IN ('waiting', 'running')");
    pal_query_text(query, person);
    return pal_row_int(query, out);
}

/* The state and the lease that were read stand in the condition of the change: on PostgreSQL, too,
 * the second of two that read the same finds them changed. */
enum pal_rc pal_job_take(struct pal_db *db, const char *holder, int64_t now, int64_t until,
                         struct pal_arena *arena, struct pal_job_row *out)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE jobs SET state = 'running', holder = $1, lease_until = $3, tries = tries + 1,"
            " begun_at = $2, done = 0 WHERE id = (SELECT id FROM jobs WHERE state = 'waiting'"
            " OR (state = 'running' AND lease_until < $2) ORDER BY number LIMIT 1)"
            " AND (state = 'waiting' OR (state = 'running' AND lease_until < $2))"
            " RETURNING " COLUMNS ", text");
    pal_query_text(query, holder);
    pal_query_int(query, now);
    pal_query_int(query, until);
    return read_one(query, arena, out);
}

enum pal_rc pal_job_is_due(struct pal_db *db, int64_t now, bool *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT id FROM jobs WHERE state = 'waiting'"
                         " OR (state = 'running' AND lease_until < $1) LIMIT 1");
    pal_query_int(query, now);
    *out = pal_query_next(query);
    return pal_query_end(query);
}

enum pal_rc pal_job_give_back(struct pal_db *db, const struct pal_job_row *row, bool is_try)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE jobs SET state = 'waiting', holder = '', lease_until = 0, tries = tries - "
            "CAST($3 AS BIGINT),"
            " done = 0 WHERE id = $1 AND holder = $2 AND state = 'running' RETURNING id");
    pal_query_text(query, row->id);
    pal_query_text(query, row->holder);
    pal_query_int(query, is_try ? 0 : 1);
    bool is_there = pal_query_next(query);
    return pal_row_end(query, is_there);
}

enum pal_rc pal_job_renew(struct pal_db *db, const struct pal_job_row *row, bool *is_stopping)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE jobs SET lease_until = $3, done = $4, total = $5 WHERE id = $1 AND holder = $2"
            " AND state = 'running' RETURNING is_stopping");
    pal_query_text(query, row->id);
    pal_query_text(query, row->holder);
    pal_query_int(query, row->lease_until);
    pal_query_int(query, row->done);
    pal_query_int(query, row->total);
    bool is_there = pal_query_next(query);
    *is_stopping = is_there && pal_column_int(query, 0) != 0;
    return pal_row_end(query, is_there);
}

enum pal_rc pal_job_end(struct pal_db *db, const struct pal_job_row *row)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE jobs SET state = $3, result = $4, ended_at = $5, done = $6, total "
                         "= $7, lease_until = 0,"
                         " text = CASE WHEN CAST($3 AS TEXT) = 'done' THEN '' ELSE text END"
                         " WHERE id = $1 AND holder = $2 AND state = 'running' RETURNING id");
    pal_query_text(query, row->id);
    pal_query_text(query, row->holder);
    pal_query_text(query, row->state);
    pal_query_text(query, row->result);
    pal_query_int(query, row->ended_at);
    pal_query_int(query, row->done);
    pal_query_int(query, row->total);
    bool is_there = pal_query_next(query);
    return pal_row_end(query, is_there);
}

enum pal_rc pal_job_stop(struct pal_db *db, const char *id, int64_t now)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE jobs SET is_stopping = 1,"
            " ended_at = CASE WHEN state = 'waiting' THEN CAST($2 AS BIGINT) ELSE ended_at END,"
            " state = CASE WHEN state = 'waiting' THEN 'stopped' ELSE state END"
            " WHERE id = $1 AND state IN ('waiting', 'running') RETURNING id");
    pal_query_text(query, id);
    pal_query_int(query, now);
    bool is_there = pal_query_next(query);
    return pal_row_end(query, is_there);
}

enum pal_rc pal_job_sweep(struct pal_db *db, int64_t before)
{
    struct pal_query *query = pal_db_query(
        db, "DELETE FROM jobs WHERE state NOT IN ('waiting', 'running') AND ended_at < $1");
    pal_query_int(query, before);
    return pal_query_end(query);
}

enum pal_rc pal_job_forget(struct pal_db *db, const char *person)
{
    struct pal_query *query = pal_db_query(db, "DELETE FROM jobs WHERE person = $1");
    pal_query_text(query, person);
    return pal_query_end(query);
}
