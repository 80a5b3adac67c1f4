/* db_sqlite - the driver of SQLite. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/driver.h"
#include "store/lower.h"

enum { BUSY_MS = 5000 };

struct statement {
    sqlite3_stmt *stmt;
    sqlite3 *db;
    bool is_done;
};

static enum pal_rc code_of(int sqlite)
{
    switch (sqlite) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
        return PAL_E_EXISTS;
    default:
        break;
    }
    switch (sqlite & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return PAL_E_BUSY;
    case SQLITE_FULL:
        return PAL_E_FULL;
    case SQLITE_TOOBIG:
        return PAL_E_LIMIT;
    case SQLITE_CONSTRAINT:
        return PAL_E_INVALID;
    case SQLITE_NOMEM:
        return PAL_E_MEMORY;
    default:
        return PAL_E_IO;
    }
}

static enum pal_rc fail(sqlite3 *db, int sqlite, struct pal_err *err)
{
    enum pal_rc rc = code_of(sqlite);
    if (rc == PAL_E_FULL) {
        return pal_err_set(err, rc,
                           "there is no room left on the disk of the database; make some, nothing "
                           "was written");
    }
    if (rc == PAL_E_BUSY) {
        return pal_err_set(err, rc, "the database is busy; try again");
    }
    if ((sqlite & 0xff) == SQLITE_NOTADB) {
        return pal_err_set(err, rc, "the file is no SQLite database");
    }
    return pal_err_set(err, rc, "the database says: %s", db != NULL ? sqlite3_errmsg(db) : "?");
}

/* The file is made for its owner alone, before SQLite would make it for all. */
static enum pal_rc make_file(const char *path, struct pal_err *err)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        return pal_err_set(err, PAL_E_IO,
                           "the database %s cannot be opened or made: does its folder exist, and "
                           "may this user write there?",
                           path);
    }
    close(file);
    return PAL_OK;
}

/* lower() as PostgreSQL has it: for words that are searched. */
static void sql_lower(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *text = (const char *)sqlite3_value_text(values[0]);
    char *copy = text != NULL ? sqlite3_mprintf("%s", text) : NULL;
    (void)count;
    if (copy == NULL) {
        sqlite3_result_null(context);
        return;
    }
    pal_store_lower(copy);
    sqlite3_result_text(context, copy, -1, sqlite3_free);
}

static enum pal_rc set_up(sqlite3 *db, struct pal_err *err)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    if (sqlite3_create_function(db, "lower", 1, flags, NULL, sql_lower, NULL, NULL) != SQLITE_OK) {
        return fail(db, sqlite3_extended_errcode(db), err);
    }
    /* FULL: what was acknowledged survives a loss of power. */
    int sqlite = sqlite3_exec(db,
                              "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                              "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                              "PRAGMA trusted_schema = OFF;",
                              NULL, NULL, NULL);
    return sqlite == SQLITE_OK ? PAL_OK : fail(db, sqlite3_extended_errcode(db), err);
}

static enum pal_rc open_connection(const char *url, void **connection, struct pal_err *err)
{
    const char *path = strncmp(url, "sqlite:", 7) == 0 ? url + 7 : url;
    sqlite3 *db = NULL;
    enum pal_rc rc = make_file(path, err);
    if (rc != PAL_OK) {
        return rc;
    }
    int sqlite = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (sqlite != SQLITE_OK) {
        rc = fail(db, sqlite, err);
        sqlite3_close(db);
        return rc;
    }
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, BUSY_MS);
    rc = set_up(db, err);
    if (rc != PAL_OK) {
        sqlite3_close(db);
        return rc;
    }
    *connection = db;
    return PAL_OK;
}

static void close_connection(void *connection)
{
    sqlite3_close(connection);
}

static bool is_alive(void *connection)
{
    (void)connection;
    return true;
}

static enum pal_rc run(void *connection, const char *script, struct pal_err *err)
{
    int sqlite = sqlite3_exec(connection, script, NULL, NULL, NULL);
    return sqlite == SQLITE_OK ? PAL_OK
                               : fail(connection, sqlite3_extended_errcode(connection), err);
}

static enum pal_rc prepare(void *connection, const char *sql, void **statement, struct pal_err *err)
{
    struct statement *out = calloc(1, sizeof *out);
    if (out == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    out->db = connection;
    int sqlite =
        sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &out->stmt, NULL);
    if (sqlite != SQLITE_OK) {
        free(out);
        return fail(connection, sqlite3_extended_errcode(connection), err);
    }
    *statement = out;
    return PAL_OK;
}

static bool writes(const void *statement)
{
    const struct statement *at = statement;
    return sqlite3_stmt_readonly(at->stmt) == 0;
}

static int bind(sqlite3_stmt *stmt, int at, const struct pal_value *value)
{
    switch (value->kind) {
    case PAL_VALUE_TEXT:
        return sqlite3_bind_text(stmt, at, value->text, -1, SQLITE_STATIC);
    case PAL_VALUE_INT:
        return sqlite3_bind_int64(stmt, at, value->number);
    case PAL_VALUE_BYTES:
        return sqlite3_bind_blob64(stmt, at, value->len > 0 ? value->bytes : "", value->len,
                                   SQLITE_STATIC);
    case PAL_VALUE_NULL:
        break;
    }
    return sqlite3_bind_null(stmt, at);
}

static enum pal_rc start(void *statement, const struct pal_value *values, size_t count,
                         struct pal_err *err)
{
    struct statement *at = statement;
    at->is_done = false;
    if ((size_t)sqlite3_bind_parameter_count(at->stmt) != count) {
        return pal_err_set(err, PAL_E_INVALID, "a query has %d parameters and %zu were bound",
                           sqlite3_bind_parameter_count(at->stmt), count);
    }
    for (size_t i = 0; i < count; i++) {
        char name[24];
        (void)snprintf(name, sizeof name, "$%zu", i + 1);
        int sqlite = bind(at->stmt, sqlite3_bind_parameter_index(at->stmt, name), &values[i]);
        if (sqlite != SQLITE_OK) {
            return fail(at->db, sqlite, err);
        }
    }
    return PAL_OK;
}

static enum pal_rc fetch(void *statement, bool *has_row, struct pal_err *err)
{
    struct statement *at = statement;
    *has_row = false;
    if (at->is_done) {
        return PAL_OK;
    }
    int sqlite = sqlite3_step(at->stmt);
    *has_row = sqlite == SQLITE_ROW;
    at->is_done = sqlite != SQLITE_ROW;
    return sqlite == SQLITE_ROW || sqlite == SQLITE_DONE
               ? PAL_OK
               : fail(at->db, sqlite3_extended_errcode(at->db), err);
}

/* A statement that was not stepped to its end (RETURNING) ends here: foreign keys are checked and,
 * outside a transaction, it is committed. */
static enum pal_rc reset(void *statement, struct pal_err *err)
{
    struct statement *at = statement;
    int sqlite = sqlite3_reset(at->stmt);
    enum pal_rc rc =
        sqlite == SQLITE_OK ? PAL_OK : fail(at->db, sqlite3_extended_errcode(at->db), err);
    sqlite3_clear_bindings(at->stmt);
    return rc;
}

static void finish(void *statement)
{
    struct statement *at = statement;
    sqlite3_finalize(at->stmt);
    free(at);
}

static bool is_null(const void *statement, int column)
{
    const struct statement *at = statement;
    return sqlite3_column_type(at->stmt, column) == SQLITE_NULL;
}

static const char *text(const void *statement, int column)
{
    const struct statement *at = statement;
    return (const char *)sqlite3_column_text(at->stmt, column);
}

static int64_t number(const void *statement, int column)
{
    const struct statement *at = statement;
    return sqlite3_column_int64(at->stmt, column);
}

static const void *bytes(void *statement, int column, size_t *len)
{
    struct statement *at = statement;
    const void *out = sqlite3_column_blob(at->stmt, column);
    *len = (size_t)sqlite3_column_bytes(at->stmt, column);
    /* No bytes are not null. */
    return out == NULL && !is_null(at, column) ? "" : out;
}

const struct pal_db_driver pal_db_sqlite = {
    .kind = PAL_DB_SQLITE,
    .begin = "BEGIN IMMEDIATE",
    .begin_read = "BEGIN",
    .open = open_connection,
    .close = close_connection,
    .is_alive = is_alive,
    .run = run,
    .prepare = prepare,
    .writes = writes,
    .start = start,
    .fetch = fetch,
    .reset = reset,
    .finish = finish,
    .is_null = is_null,
    .text = text,
    .number = number,
    .bytes = bytes,
};
