#include "store/migrate.h"

#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "store/driver.h"

enum { STEP_BYTES_MAX = 1 << 20 };

static enum pal_rc give_error(const struct pal_db *db, enum pal_rc rc, struct pal_err *err)
{
    if (rc != PAL_OK && err != NULL) {
        *err = *pal_db_error(db);
    }
    return rc;
}

static enum pal_rc count_tables(struct pal_db *db, int64_t *own, int64_t *all)
{
    struct pal_query *query = pal_db_query_literal(db, db->driver->count_tables);
    if (pal_query_next(query)) {
        *own = pal_column_int(query, 0);
        *all = pal_column_int(query, 1);
    }
    return pal_query_end(query);
}

static enum pal_rc last_step(struct pal_db *db, int64_t *last)
{
    struct pal_query *query = pal_db_query(db, "SELECT COALESCE(MAX(number), 0) FROM schema_steps");
    if (pal_query_next(query)) {
        *last = pal_column_int(query, 0);
    }
    return pal_query_end(query);
}

/* The number of the last step done; `known` is how many this program has. */
static enum pal_rc read_version(struct pal_db *db, size_t known, int *version, struct pal_err *err)
{
    int64_t own = 0;
    int64_t all = 0;
    int64_t last = 0;
    *version = 0;
    enum pal_rc rc = count_tables(db, &own, &all);
    if (rc == PAL_OK && own > 0) {
        rc = last_step(db, &last);
    }
    if (rc != PAL_OK) {
        return give_error(db, rc, err);
    }
    if (own == 0 && all > 0) {
        return pal_err_set(err, PAL_E_INVALID,
                           "the database %s holds the tables of another program; nothing was "
                           "changed. Give palier a database of its own",
                           db->pool->shown);
    }
    if (last < 0 || (uint64_t)last > known) {
        return pal_err_set(err, PAL_E_INVALID,
                           "the database %s was made by a newer palier (its schema has %lld steps, "
                           "this program knows %zu); nothing was changed. Use the newer program",
                           db->pool->shown, (long long)last, known);
    }
    *version = (int)last;
    return PAL_OK;
}

enum pal_rc pal_migrate_version(struct pal_db *db, int *version, struct pal_err *err)
{
    return read_version(db, pal_migration_count, version, err);
}

void pal_migration_script(const struct pal_migration *step, const char *bytes_type,
                          struct pal_buf *out)
{
    static const char word[] = "@BYTES@";
    const char *sql = step->sql;
    if (step->number == 1) {
        pal_buf_add(out, "CREATE TABLE schema_steps (number INTEGER PRIMARY KEY,"
                         " title TEXT NOT NULL, at BIGINT NOT NULL);\n");
    }
    for (const char *at = strstr(sql, word); at != NULL; at = strstr(sql, word)) {
        pal_buf_add_n(out, sql, (size_t)(at - sql));
        pal_buf_add(out, bytes_type);
        sql = at + strlen(word);
    }
    pal_buf_add(out, sql);
}

static enum pal_rc run_step(struct pal_db *db, const struct pal_migration *step)
{
    struct pal_buf sql;
    pal_buf_init(&sql, STEP_BYTES_MAX, NULL);
    pal_migration_script(step, db->driver->bytes_type, &sql);
    enum pal_rc rc = pal_buf_text(&sql) != NULL
                         ? pal_db_run_script(db, pal_buf_text(&sql))
                         : pal_db_fail(db, PAL_E_MEMORY, "a step of the schema");
    pal_buf_done(&sql);
    return rc;
}

static enum pal_rc record_step(struct pal_db *db, const struct pal_migration *step)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO schema_steps (number, title, at) VALUES ($1, $2, $3)");
    pal_query_int(query, step->number);
    pal_query_text(query, step->title);
    pal_query_int(query, (int64_t)time(NULL));
    return pal_query_end(query);
}

static enum pal_rc do_step(struct pal_db *db, const struct pal_migration *step)
{
    enum pal_rc rc = run_step(db, step);
    return rc == PAL_OK ? record_step(db, step) : rc;
}

/* Begins, and waits until no other program changes the schema. SQLite waits for some seconds by
 * itself; the steps of another program may take longer. */
static enum pal_rc begin_alone(struct pal_db *db)
{
    enum { TRIES = 12 };
    enum pal_rc rc = PAL_E_BUSY;
    for (int i = 0; i < TRIES && rc == PAL_E_BUSY; i++) {
        rc = pal_db_begin(db);
    }
    if (rc == PAL_OK && db->driver->lock_schema != NULL) {
        rc = pal_db_run_script(db, db->driver->lock_schema);
    }
    return rc;
}

static enum pal_rc refuse_step(const struct pal_db *db, const struct pal_migration *step,
                               struct pal_err *err)
{
    const struct pal_err *error = pal_db_error(db);
    return pal_err_set(err, error->rc, "step %d of the schema (%s) cannot be done: %.480s",
                       step->number, step->title, error->message);
}

/* The next step that is missing, looked for anew under the lock: another program may have done it
 * in the meantime. */
static enum pal_rc do_next(struct pal_db *db, const struct pal_migration *steps, size_t count,
                           const struct pal_migrating *along, bool *did, struct pal_err *err)
{
    int version;
    *did = false;
    enum pal_rc rc = begin_alone(db);
    if (rc != PAL_OK) {
        return give_error(db, rc, err);
    }
    rc = read_version(db, count, &version, err);
    if (rc != PAL_OK || (size_t)version == count) {
        return rc;
    }
    rc = do_step(db, &steps[version]);
    if (rc == PAL_OK && along != NULL && (size_t)version + 1 == count) {
        rc = along->last(along->ctx);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    if (rc == PAL_OK) {
        rc = pal_db_commit(db);
    }
    *did = rc == PAL_OK;
    return *did ? PAL_OK : refuse_step(db, &steps[version], err);
}

static enum pal_rc do_steps(struct pal_db *db, const struct pal_migration *steps, size_t count,
                            const struct pal_migrating *along, int *done, struct pal_err *err)
{
    int version;
    bool did = true;
    *done = 0;
    enum pal_rc rc = read_version(db, count, &version, err);
    if (rc != PAL_OK || (size_t)version == count) {
        return rc; /* the usual start takes no lock */
    }
    while (rc == PAL_OK && did) {
        rc = do_next(db, steps, count, along, &did, err);
        pal_db_rollback(db);
        *done += did ? 1 : 0;
    }
    return rc;
}

enum pal_rc pal_migrate_steps(struct pal_db *db, const struct pal_migration *steps, size_t count,
                              int *done, struct pal_err *err)
{
    return do_steps(db, steps, count, NULL, done, err);
}

enum pal_rc pal_migrate(struct pal_db *db, int *done, struct pal_err *err)
{
    return do_steps(db, pal_migrations, pal_migration_count, NULL, done, err);
}

enum pal_rc pal_migrate_along(struct pal_db *db, const struct pal_migrating *along, int *done,
                              struct pal_err *err)
{
    return do_steps(db, pal_migrations, pal_migration_count, along, done, err);
}
