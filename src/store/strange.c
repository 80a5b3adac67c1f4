#include "store/strange.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "store/driver.h"
#include "store/migrate.h"

enum {
    SCHEMA_BYTES = 1 << 18, /* ours takes some 10 kB */
    SCHEMA_SECONDS = 10,
    /* Steps of SQLite's machine until it asks whether to go on, and how often it may while a schema
     * is read: ours takes some hundred steps. */
    STEPS = 1000,
    SCHEMA_TICKS = 100,
};

/* How long and how much is still allowed. */
struct leash {
    int64_t until; /* milliseconds of the monotonic clock */
    int64_t ticks;
};

static int64_t now(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static int pull(void *ctx)
{
    struct leash *leash = ctx;
    return --leash->ticks < 0 || now() > leash->until;
}

/* What no file from outside may do. */
static void tie(sqlite3 *handle)
{
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_VDBE_OP, 100000);
}

/* ------------------------------------------------------------------- schemas */

/* Runs of white space count as one: SQLite keeps what was typed. */
static void add_words(struct pal_buf *out, const char *text)
{
    bool was_space = false;
    for (const char *at = text != NULL ? text : ""; *at != '\0'; at++) {
        bool is_space = strchr(" \t\r\n", *at) != NULL;
        if (!is_space) {
            if (was_space) {
                pal_buf_add_char(out, ' ');
            }
            pal_buf_add_char(out, *at);
        }
        was_space = is_space;
    }
    pal_buf_add_char(out, '\n');
}

/* All that a schema says, in one text. What ANALYZE leaves is no part of it. */
static int read_schema(sqlite3 *handle, struct pal_buf *out)
{
    sqlite3_stmt *query = NULL;
    int code = sqlite3_prepare_v2(
        handle,
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE COALESCE(sql, '') NOT IN"
        " ('CREATE TABLE sqlite_stat1(tbl,idx,stat)',"
        " 'CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)')"
        " ORDER BY type, name, tbl_name",
        -1, &query, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        for (int i = 0; i < 4; i++) {
            add_words(out, (const char *)sqlite3_column_text(query, i));
        }
        code = SQLITE_OK;
    }
    (void)sqlite3_finalize(query);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* True where a schema is what some first steps of the migrations make. */
static enum pal_rc compare(const struct pal_buf *found, bool *is_ours)
{
    sqlite3 *own = NULL;
    int code = sqlite3_open_v2(":memory:", &own, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    *is_ours = false;
    for (size_t i = 0; i < pal_migration_count && code == SQLITE_OK && !*is_ours; i++) {
        struct pal_buf sql;
        struct pal_buf made;
        pal_buf_init(&sql, SCHEMA_BYTES, NULL);
        pal_buf_init(&made, SCHEMA_BYTES, NULL);
        pal_migration_script(&pal_migrations[i], pal_db_sqlite.bytes_type, &sql);
        const char *text = pal_buf_text(&sql);
        code = text != NULL ? sqlite3_exec(own, text, NULL, NULL, NULL) : SQLITE_NOMEM;
        if (code == SQLITE_OK) {
            code = read_schema(own, &made);
        }
        const char *schema = pal_buf_text(&made);
        *is_ours = code == SQLITE_OK && schema != NULL && made.len == found->len &&
                   memcmp(schema, found->data, made.len) == 0;
        pal_buf_done(&sql);
        pal_buf_done(&made);
    }
    (void)sqlite3_close_v2(own);
    return code == SQLITE_OK ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc check_schema(sqlite3 *handle, struct pal_err *err)
{
    struct leash leash = {.until = now() + (int64_t)SCHEMA_SECONDS * 1000, .ticks = SCHEMA_TICKS};
    struct pal_buf found;
    bool is_ours = false;
    pal_buf_init(&found, SCHEMA_BYTES, NULL);
    tie(handle);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, SCHEMA_BYTES);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, SCHEMA_BYTES);
    sqlite3_progress_handler(handle, STEPS, pull, &leash);
    int code = read_schema(handle, &found);
    enum pal_rc rc = PAL_OK;
    if (code == SQLITE_OK && !found.failed) {
        rc = compare(&found, &is_ours);
    } else if (code != SQLITE_INTERRUPT && code != SQLITE_TOOBIG && !found.failed) {
        rc = pal_err_set(err, PAL_E_INVALID, "%s", sqlite3_errmsg(handle));
    }
    if (rc == PAL_OK && !is_ours) {
        rc = pal_err_set(err, PAL_E_INVALID,
                         "its schema is none that this palier makes; a newer one made it, or "
                         "somebody changed it");
    }
    sqlite3_progress_handler(handle, 0, NULL, NULL);
    pal_buf_done(&found);
    return rc == PAL_E_MEMORY ? pal_err_set(err, rc, "there is not enough memory") : rc;
}

enum pal_rc pal_strange_check(const char *path, struct pal_err *err)
{
    sqlite3 *handle = NULL;
    int code = sqlite3_open_v2(
        path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOFOLLOW,
        NULL);
    enum pal_rc rc = code == SQLITE_OK ? check_schema(handle, err)
                                       : pal_err_set(err, PAL_E_IO, "%s", sqlite3_errmsg(handle));
    (void)sqlite3_close_v2(handle);
    return rc;
}

enum pal_rc pal_strange_schema(struct pal_db *db, bool *is_ours)
{
    struct pal_buf found;
    *is_ours = true;
    if (db->driver->kind != PAL_DB_SQLITE || db->handle == NULL) {
        return PAL_OK;
    }
    pal_buf_init(&found, SCHEMA_BYTES, NULL);
    int code = read_schema(db->handle, &found);
    enum pal_rc rc = code == SQLITE_NOMEM ? PAL_E_MEMORY : PAL_OK;
    *is_ours = false;
    if (code == SQLITE_OK && !found.failed) {
        rc = compare(&found, is_ours);
    }
    pal_buf_done(&found);
    return rc;
}

/* --------------------------------------------------------------- a connection */

void pal_strange_hold(struct pal_db *db, int64_t seconds)
{
    sqlite3 *handle = db->handle;
    if (db->driver->kind != PAL_DB_SQLITE || handle == NULL) {
        return;
    }
    tie(handle);
    (void)sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, PAL_STRANGE_VALUE);
    db->deadline = seconds > 0 ? now() + seconds * 1000 : 0;
}

bool pal_strange_is_late(const struct pal_db *db)
{
    return db->deadline != 0 && now() > db->deadline;
}
