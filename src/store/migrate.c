#include "store/migrate.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"

enum { STEP_MAX = 1 << 20 };

static const char first[] = "CREATE TABLE schema_steps (number BIGINT PRIMARY KEY,"
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

/* Whether the steps were begun here. PAL_E_INVALID: no, and there are tables of somebody else. */
static enum pal_rc find_steps(struct pal_db *db, bool *is_begun, struct pal_err *err)
{
    struct pal_query *query =
        pal_db_kind_of(db) == PAL_DB_POSTGRESQL
            ? pal_db_query(db, "SELECT COUNT(*), COUNT(CASE table_name WHEN 'schema_steps' THEN 1"
                               " END) FROM information_schema.tables"
                               " WHERE table_schema = current_schema()")
            : pal_db_query(db, "SELECT COUNT(*), COUNT(CASE name WHEN 'schema_steps' THEN 1 END)"
                               " FROM sqlite_master WHERE type = 'table'");
    bool has_tables = pal_query_next(query) && pal_column_int(query, 0) > 0;
    *is_begun = has_tables && pal_column_int(query, 1) > 0;
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK) {
        *err = *pal_db_error(db);
        return rc;
    }
    if (has_tables && !*is_begun) {
        return pal_err_set(err, PAL_E_INVALID,
                           "the database holds the tables of another program; give palier one of "
                           "its own");
    }
    return PAL_OK;
}

enum pal_rc pal_migrate_version(struct pal_db *db, int *version, struct pal_err *err)
{
    struct pal_err local;
    bool is_begun;
    err = err != NULL ? err : &local;
    *version = 0;
    enum pal_rc rc = find_steps(db, &is_begun, err);
    return rc == PAL_OK && is_begun ? last_step(db, version, err) : rc;
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

static enum pal_rc do_step(struct pal_db *db, const struct pal_migration *step, struct pal_err *err)
{
    char *sql = words_of(step->sql, pal_db_kind_of(db));
    if (sql == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    enum pal_rc rc = pal_db_run_script(db, sql);
    free(sql);
    if (rc != PAL_OK) {
        *err = *pal_db_error(db);
        return rc;
    }
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO schema_steps (number, title, at) VALUES ($1, $2, $3)");
    pal_query_int(query, step->number);
    pal_query_text(query, step->title);
    pal_query_int(query, (int64_t)time(NULL));
    rc = pal_query_end(query);
    if (rc != PAL_OK) {
        *err = *pal_db_error(db);
    }
    return rc;
}

/* Begins a transaction in which this program alone does steps. Whoever comes second waits for the
 * first (SQLite: its writers are one; PostgreSQL: a lock of that number, for as long as it takes).
 */
static enum pal_rc begin_alone(struct pal_db *db, struct pal_err *err)
{
    enum pal_rc rc = pal_db_begin(db);
    if (rc == PAL_OK && pal_db_kind_of(db) == PAL_DB_POSTGRESQL) {
        rc = pal_db_run_script(db, "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0;\n"
                                   "SELECT pg_advisory_xact_lock(123590765241714)");
    }
    if (rc != PAL_OK) {
        *err = *pal_db_error(db);
    }
    return rc;
}

static enum pal_rc commit_step(struct pal_db *db, struct pal_err *err)
{
    enum pal_rc rc = pal_db_commit(db);
    if (rc != PAL_OK) {
        *err = *pal_db_error(db);
    }
    return rc;
}

/* Makes the table of the steps where it is missing, and gives the last step done. */
static enum pal_rc begin_steps(struct pal_db *db, int *version, struct pal_err *err)
{
    bool is_begun;
    enum pal_rc rc = find_steps(db, &is_begun, err);
    if (rc != PAL_OK || is_begun) {
        return rc == PAL_OK ? last_step(db, version, err) : rc;
    }
    *version = 0;
    rc = pal_db_run_script(db, first);
    if (rc != PAL_OK) {
        *err = *pal_db_error(db);
    }
    return rc;
}

/* Does the next step that is missing; `is_done`: there is none. */
static enum pal_rc next_step(struct pal_db *db, bool *is_done, struct pal_err *err)
{
    int version = 0;
    enum pal_rc rc = begin_alone(db, err);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = begin_steps(db, &version, err);
    *is_done = rc == PAL_OK && (size_t)version == pal_migration_count;
    if (rc == PAL_OK && !*is_done) {
        rc = do_step(db, &pal_migrations[version], err);
    }
    if (rc == PAL_OK) {
        rc = commit_step(db, err);
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
