#include "store/migrate.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"

enum { STEP_MAX = 1 << 20 };

static const char first[] = "CREATE TABLE IF NOT EXISTS schema_steps (number BIGINT PRIMARY KEY,"
                            " title TEXT NOT NULL, at BIGINT NOT NULL)";

/* The number of the last step; within whatever transaction is under way. */
static enum pal_rc last_step(struct pal_db *db, int *version, struct pal_err *err)
{
    struct pal_query *query = pal_db_query(db, "SELECT MAX(number) FROM schema_steps");
    *version = pal_query_next(query) ? (int)pal_column_int(query, 0) : 0;
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK) {
        *err = *pal_db_error(db);
        return rc;
    }
    if ((size_t)*version > pal_migration_count) {
        return pal_err_set(err, PAL_E_INVALID,
                           "the database has schema %d and this program knows %zu: it was made by "
                           "a newer palier; use that one",
                           *version, pal_migration_count);
    }
    return PAL_OK;
}

/* Whether the table of steps is there. PostgreSQL's search path decides where it looks. */
static enum pal_rc has_steps(struct pal_db *db, bool *out)
{
    struct pal_query *query =
        pal_db_kind_of(db) == PAL_DB_POSTGRESQL
            ? pal_db_query(db, "SELECT to_regclass('schema_steps')::text")
            : pal_db_query(db, "SELECT name FROM sqlite_master WHERE name = 'schema_steps'");
    *out = pal_query_next(query) && !pal_column_is_null(query, 0);
    return pal_query_end(query);
}

enum pal_rc pal_migrate_version(struct pal_db *db, int *version, struct pal_err *err)
{
    struct pal_err local;
    bool is_there = false;
    err = err != NULL ? err : &local;
    *version = 0;
    if (has_steps(db, &is_there) != PAL_OK) {
        *err = *pal_db_error(db);
        return err->rc;
    }
    return is_there ? last_step(db, version, err) : PAL_OK;
}

/* The words of a step in the words of the database. */
static char *words_of(const char *sql, enum pal_db_kind kind)
{
    static const char mark[] = "@BYTES@";
    struct pal_buf buf;
    pal_buf_init(&buf, STEP_MAX, NULL);
    for (const char *at = strstr(sql, mark); at != NULL; at = strstr(sql, mark)) {
        pal_buf_add_n(&buf, sql, (size_t)(at - sql));
        pal_buf_add(&buf, kind == PAL_DB_POSTGRESQL ? "BYTEA" : "BLOB");
        sql = at + strlen(mark);
    }
    pal_buf_add(&buf, sql);
    const char *text = pal_buf_text(&buf);
    char *copy = text != NULL ? strdup(text) : NULL;
    pal_buf_done(&buf);
    return copy;
}

static enum pal_rc do_step(struct pal_db *db, enum pal_db_kind kind,
                           const struct pal_migration *step)
{
    char *sql = words_of(step->sql, kind);
    enum pal_rc rc = sql != NULL ? pal_db_run_script(db, sql) : PAL_E_MEMORY;
    free(sql);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO schema_steps (number, title, at) VALUES ($1, $2, $3)");
    pal_query_int(query, step->number);
    pal_query_text(query, step->title);
    pal_query_int(query, (int64_t)time(NULL));
    return pal_query_end(query);
}

/* Does the next step that is missing; `is_done`: there is none. Whoever comes second waits for the
 * first (SQLite: its writers are one; PostgreSQL: a lock of the name below) and then sees it done.
 */
static enum pal_rc next_step(struct pal_db *db, bool *is_done, struct pal_err *err)
{
    int version = 0;
    enum pal_rc rc = pal_db_begin(db);
    if (rc == PAL_OK && pal_db_kind_of(db) == PAL_DB_POSTGRESQL) {
        rc = pal_db_run_script(db, "SELECT pg_advisory_xact_lock(123590765241714)");
    }
    if (rc == PAL_OK) {
        rc = pal_db_run_script(db, first);
    }
    if (rc == PAL_OK) {
        rc = last_step(db, &version, err);
    } else {
        *err = *pal_db_error(db);
    }
    *is_done = rc == PAL_OK && (size_t)version == pal_migration_count;
    if (rc == PAL_OK && !*is_done) {
        rc = do_step(db, pal_db_kind_of(db), &pal_migrations[version]);
        rc = rc == PAL_OK ? rc : (*err = *pal_db_error(db), rc);
    }
    if (rc == PAL_OK) {
        rc = pal_db_commit(db);
        if (rc != PAL_OK) {
            *err = *pal_db_error(db);
        }
    }
    pal_db_rollback(db);
    return rc;
}

enum pal_rc pal_migrate(struct pal_db *db, int *done, struct pal_err *err)
{
    enum pal_rc rc = PAL_OK;
    struct pal_err local;
    *done = 0;
    for (bool is_done = false; rc == PAL_OK && !is_done;) {
        rc = next_step(db, &is_done, err != NULL ? err : &local);
        *done += rc == PAL_OK && !is_done;
    }
    return rc;
}
