/* SQLite behind store/db.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/text.h"
#include "store/driver.h"
#include "store/lower.h"
#include "store/strange.h"

/* SQLite keeps such a journal in pieces of this size, and writes at most 128 KiB less one byte at
 * once when it makes a file of them: of a larger piece it writes nothing and says that the disk is
 * full. */
enum { JOURNAL_IN_MEMORY = 127 << 10 };

/* ------------------------------------------------------------------ the file */

static enum pal_rc refuse_file(const char *path, int number, struct pal_err *err)
{
    if (number == ENOENT) {
        return pal_err_set(err, PAL_E_IO, "the folder of the database %s does not exist; make it",
                           pal_quote(path).text);
    }
    return pal_err_set(err, PAL_E_IO, "cannot open the database %s: %s", pal_quote(path).text,
                       strerror(number));
}

/* SQLite would make the file readable to all; -wal and -shm get the same mode as the file. A file
 * that is there is never opened here: closing it would drop every lock that this process has on it
 * (POSIX), other programs would then take the database for unused, and remove its log under our
 * connections. */
static enum pal_rc make_file(const char *path, struct pal_err *err)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        (void)close(file);
    } else if (errno != EEXIST) {
        return refuse_file(path, errno, err);
    }
    return PAL_OK;
}

static enum pal_rc check_file(const char *path, enum pal_db_mode mode, struct pal_err *err)
{
    struct stat about;
    if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return pal_err_lacks(err, PAL_E_NOT_FOUND, "database",
                             "there is no database at %s; say where it is, or make one with "
                             "\"palier init\"",
                             pal_quote(path).text);
    }
    if (access(path, mode == PAL_DB_READ ? R_OK : R_OK | W_OK) != 0) {
        return refuse_file(path, errno, err);
    }
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode)) {
        return pal_err_set(err, PAL_E_IO, "the database %s is no file", pal_quote(path).text);
    }
    return PAL_OK;
}

/* SQLite counts the memory it takes for whoever asks, under one lock for all connections: nobody
 * here asks. What an act that is undone within a transaction would bring back (pal_db_mark) is some
 * twenty pages for each act: it is kept in memory for twice as many as SQLite does by itself before
 * it makes a file of it. */
static void set_up_library(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, JOURNAL_IN_MEMORY);
}

/* The full path: a program that changes its folder must not meet another file. */
static enum pal_rc open_file(struct pal_db_pool *pool, const char *written, struct pal_err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    char full[PATH_MAX];
    (void)pthread_once(&once, set_up_library);
    if (*written == '\0') {
        return pal_err_set(err, PAL_E_INVALID, "the database has no path; write sqlite:PATH");
    }
    enum pal_rc rc = pool->mode == PAL_DB_MAKE ? make_file(written, err) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = check_file(written, pool->mode, err);
    if (rc != PAL_OK) {
        return rc;
    }
    if (realpath(written, full) == NULL) {
        return refuse_file(written, errno, err);
    }
    pool->target = pal_store_copy(full);
    pool->shown = pal_store_copy(full);
    if (pool->target == NULL || pool->shown == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "out of memory");
    }
    return PAL_OK;
}

/* ------------------------------------------------------------------ failures */

static enum pal_rc rc_of_constraint(int code)
{
    switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
        return PAL_E_EXISTS;
    default:
        return PAL_E_INVALID;
    }
}

static bool is_full(int number)
{
    return number == ENOSPC || number == EDQUOT || number == EFBIG;
}

/* A full disk under the index of the log is an I/O error to SQLite, and a file that may not grow (a
 * quota, a limit on files) a failed write. sqlite3_system_errno does not have it after a
 * COMMIT (3.40); errno, which is cleared before each step, does. */
static enum pal_rc rc_of_io(sqlite3 *handle)
{
    return is_full(errno) || is_full(sqlite3_system_errno(handle)) ? PAL_E_FULL : PAL_E_IO;
}

static enum pal_rc rc_of(sqlite3 *handle, int code)
{
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return PAL_E_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return PAL_E_BUSY;
    case SQLITE_CONSTRAINT:
        return rc_of_constraint(code);
    case SQLITE_TOOBIG:
        return PAL_E_LIMIT;
    case SQLITE_NOMEM:
        return PAL_E_MEMORY;
    case SQLITE_IOERR:
        return rc_of_io(handle);
    default:
        return PAL_E_IO;
    }
}

static enum pal_rc fail(struct pal_db *db, int code)
{
    sqlite3 *handle = db->handle;
    if ((code & 0xFF) == SQLITE_INTERRUPT) {
        return pal_db_fail_late(db, sqlite3_errmsg(handle));
    }
    return pal_db_fail(db, rc_of(handle, code), sqlite3_errmsg(handle));
}

/* ------------------------------------------------------------------ connections */

static void disconnect(struct pal_db *db)
{
    pal_db_statements_drop(db);
    (void)sqlite3_close_v2(db->handle);
    db->handle = NULL;
}

/* As PostgreSQL's collation "C": the order of texts is that of their bytes. */
static int compare_bytes(void *context, int left_len, const void *left, int right_len,
                         const void *right)
{
    (void)context;
    int shorter = left_len < right_len ? left_len : right_len;
    int order = memcmp(left, right, (size_t)shorter);
    return order != 0 ? order : left_len - right_len;
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

static int read_mode(void *context, int count, char **values, char **names)
{
    (void)names;
    bool *is_wal = context;
    *is_wal = count == 1 && values[0] != NULL && strcmp(values[0], "wal") == 0;
    return 0;
}

/* SQLite does not wait for its lock when the log is made, whatever its time-out says: programs that
 * start at once would fail. */
static int set_wal(sqlite3 *handle, bool *is_wal)
{
    static const struct timespec pause = {.tv_nsec = 10000000};
    int code = SQLITE_BUSY;
    for (int i = 0; i < PAL_DB_WAIT_MS / 10 && (code & 0xFF) == SQLITE_BUSY; i++) {
        if (i > 0) {
            (void)nanosleep(&pause, NULL);
        }
        code = sqlite3_exec(handle, "PRAGMA journal_mode = WAL", read_mode, is_wal, NULL);
    }
    return code;
}

/* What the SQL of the house needs of any connection. */
static int add_words(sqlite3 *handle)
{
    int code = sqlite3_create_collation(handle, "C", SQLITE_UTF8, NULL, compare_bytes);
    if (code != SQLITE_OK) {
        return code;
    }
    return sqlite3_create_function(handle, "lower", 1,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                   sql_lower, NULL, NULL);
}

static int set_up(sqlite3 *handle, bool *is_wal)
{
    int code = add_words(handle);
    if (code == SQLITE_OK) {
        code = set_wal(handle, is_wal);
    }
    if (code == SQLITE_OK) { /* from here on: two waits within each other would be a long one */
        code = sqlite3_busy_timeout(handle, PAL_DB_WAIT_MS);
    }
    if (code == SQLITE_OK) {
        code = sqlite3_exec(handle,
                            "PRAGMA synchronous = FULL;" /* what was acknowledged stays */
                            "PRAGMA foreign_keys = ON;"
                            "PRAGMA secure_delete = ON;" /* what is erased is overwritten */
                            /* pages that every act writes go into the file once for many acts */
                            "PRAGMA wal_autocheckpoint = 4000;"
                            "PRAGMA trusted_schema = OFF",
                            NULL, NULL, NULL);
    }
    return code;
}

static enum pal_rc check_set_up(struct pal_db *db, int code, bool is_wal)
{
    if (code == SQLITE_NOTADB) {
        return pal_err_set(&db->error, PAL_E_IO,
                           "the file %s is no database; it was left as it is. Give another path",
                           pal_quote(db->pool->shown).text);
    }
    if ((code & 0xFF) == SQLITE_BUSY) {
        return pal_err_set(&db->error, PAL_E_UNAVAILABLE,
                           "another program has the database %s for itself; end it, then try again",
                           pal_quote(db->pool->shown).text);
    }
    if (code != SQLITE_OK) {
        return fail(db, code);
    }
    if (!is_wal) {
        return pal_db_fail(db, PAL_E_IO, "its file system has no write-ahead log; move it");
    }
    return PAL_OK;
}

static enum pal_rc connect_to_write(struct pal_db *db)
{
    sqlite3 *handle = NULL;
    bool is_wal = false;
    int code =
        sqlite3_open_v2(db->pool->target, &handle,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    db->handle = handle;
    if (code == SQLITE_OK) {
        code = set_up(handle, &is_wal);
    }
    return check_set_up(db, code, is_wal);
}

/* Opens the file to read, and reads of it: SQLite looks for the log on the first occasion. */
static int open_to_read(struct pal_db *db, const char *name, int flags)
{
    sqlite3 *handle = NULL;
    int code =
        sqlite3_open_v2(name, &handle, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | flags, NULL);
    db->handle = handle;
    if (code != SQLITE_OK) {
        return code;
    }
    code = add_words(handle);
    if (code != SQLITE_OK) {
        return code;
    }
    code = sqlite3_busy_timeout(handle, PAL_DB_WAIT_MS);
    if (code != SQLITE_OK) {
        return code;
    }
    return sqlite3_exec(handle,
                        "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
                        "PRAGMA query_only = ON; SELECT COUNT(*) FROM sqlite_master",
                        NULL, NULL, NULL);
}

/* "file:PATH?immutable=1", for a path of any bytes. */
static bool write_name(const char *path, char *out, size_t room)
{
    size_t len = (size_t)snprintf(out, room, "file:");
    for (const unsigned char *at = (const unsigned char *)path; *at != '\0'; at++) {
        if (len + 20 > room) {
            return false;
        }
        bool is_plain = *at > ' ' && *at < 0x7F && strchr("%?#", *at) == NULL;
        len += (size_t)snprintf(out + len, room - len, is_plain ? "%c" : "%%%02X", *at);
    }
    (void)snprintf(out + len, room - len, "?immutable=1");
    return true;
}

/* Whether a log stands beside the file, and its size; what is in it only SQLite itself may put
 * together. */
static bool find_log(const char *path, int64_t *size)
{
    char name[PATH_MAX + 16];
    struct stat about;
    (void)snprintf(name, sizeof name, "%s-wal", path);
    bool is_there = stat(name, &about) == 0;
    *size = is_there ? (int64_t)about.st_size : 0;
    return is_there;
}

static bool may_write(const char *path)
{
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s", path); /* a full path */
    *strrchr(folder, '/') = '\0';
    return access(path, W_OK) == 0 && access(folder[0] != '\0' ? folder : "/", W_OK) == 0;
}

static enum pal_rc refuse_log(struct pal_db *db)
{
    return pal_err_set(&db->error, PAL_E_IO,
                       "the database %s was not closed: its last changes stand in its -wal file, "
                       "which cannot be read without the right to write beside it; run this as "
                       "the owner of the database, or on a copy of both files in a folder of yours",
                       pal_quote(db->pool->shown).text);
}

/* SQLite needs a file for the index of its log, and whoever reads first makes it. Who may write
 * does that as a writer would, and takes it away at the end. Who may not would leave a file that
 * shuts the owner out: for them a file without a log is complete by itself, no program has it open
 * to write. */
static enum pal_rc connect_to_read(struct pal_db *db)
{
    char name[3 * PATH_MAX + 32];
    const char *path = db->pool->target;
    int64_t size = 0;
    int code = SQLITE_CANTOPEN;
    bool is_writable = may_write(path);
    if (is_writable || find_log(path, &size)) {
        code = open_to_read(db, path, is_writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    }
    int kind = code & 0xFF;
    bool is_shut = kind == SQLITE_CANTOPEN || kind == SQLITE_READONLY || kind == SQLITE_IOERR;
    if (is_shut && size > 0) {
        return refuse_log(db);
    }
    if (is_shut && write_name(path, name, sizeof name)) {
        (void)sqlite3_close_v2(db->handle);
        code = open_to_read(db, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    }
    return check_set_up(db, code, true);
}

static int is_over(void *ctx)
{
    const struct pal_db *db = ctx;
    return pal_stop_is_over(db->stop) || pal_strange_is_late(db);
}

static enum pal_rc connect_file(struct pal_db *db)
{
    enum pal_rc rc = db->pool->mode == PAL_DB_READ ? connect_to_read(db) : connect_to_write(db);
    if (rc != PAL_OK) {
        disconnect(db);
    } else {
        sqlite3_progress_handler(db->handle, PAL_DB_STEPS, is_over, db);
    }
    return rc;
}

static bool is_alive(struct pal_db *db)
{
    return db->handle != NULL;
}

/* A full disk may have ended it already. */
static bool is_in_transaction(struct pal_db *db)
{
    return db->handle != NULL && sqlite3_get_autocommit(db->handle) == 0;
}

static enum pal_rc execute(struct pal_db *db, const char *sql)
{
    errno = 0; /* see rc_of_io */
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? PAL_OK : fail(db, code);
}

/* ------------------------------------------------------------------ queries */

/* "?1" for "$1", but in what is quoted: SQLite numbers "$1", "$2" … in the order of their first
 * use, and would have to be asked for the place of each, each time. NULL: memory is short. */
static char *with_places(const char *sql)
{
    char *copy = pal_store_copy(sql);
    char quote = '\0';
    for (char *at = copy; at != NULL && *at != '\0'; at++) {
        if (quote != '\0') {
            quote = (char)(*at == quote ? '\0' : quote);
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
        } else if (at[0] == '$' && at[1] >= '1' && at[1] <= '9') {
            *at = '?';
        }
    }
    return copy;
}

static bool has_all_params(sqlite3_stmt *handle)
{
    bool has_all = true;
    for (int i = sqlite3_bind_parameter_count(handle); i > 0; i--) {
        has_all = sqlite3_bind_parameter_name(handle, i) != NULL && has_all;
    }
    return has_all;
}

static enum pal_rc prepare(struct pal_db *db, struct pal_db_statement *statement)
{
    sqlite3_stmt *handle = NULL;
    const char *rest = NULL;
    char *sql = with_places(statement->sql);
    if (sql == NULL) {
        return pal_db_fail(db, PAL_E_MEMORY, "out of memory");
    }
    int code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    bool is_one = code == SQLITE_OK && handle != NULL && *rest == '\0';
    pal_store_free(sql);
    if (code != SQLITE_OK) {
        return fail(db, code);
    }
    if (!is_one || !has_all_params(handle)) {
        (void)sqlite3_finalize(handle);
        return is_one ? pal_db_fail(db, PAL_E_INVALID, "a query leaves out a parameter")
                      : pal_db_fail(db, PAL_E_IO, "a query is one statement, without a semicolon");
    }
    statement->handle = handle;
    return PAL_OK;
}

static void discard(struct pal_db *db, struct pal_db_statement *statement)
{
    (void)db;
    (void)sqlite3_finalize(statement->handle);
}

static int bind_param(sqlite3_stmt *handle, int index, const struct pal_db_param *param)
{
    switch (param->kind) {
    case PAL_PARAM_NULL:
        return sqlite3_bind_null(handle, index);
    case PAL_PARAM_INT:
        return sqlite3_bind_int64(handle, index, param->number);
    case PAL_PARAM_TEXT:
        return sqlite3_bind_text64(handle, index, param->at, param->len, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case PAL_PARAM_BYTES:
        return sqlite3_bind_blob64(handle, index, param->at, param->len, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static enum pal_rc run(struct pal_query *query)
{
    sqlite3_stmt *handle = query->statement->handle;
    if (query->param_count > (size_t)sqlite3_bind_parameter_count(handle)) {
        return pal_db_fail(query->db, PAL_E_INVALID, "a query leaves out a parameter");
    }
    for (size_t i = 0; i < query->param_count; i++) {
        int code = bind_param(handle, (int)i + 1, &query->params[i]);
        if (code != SQLITE_OK) {
            return fail(query->db, code);
        }
    }
    query->rows = handle;
    return PAL_OK;
}

static enum pal_rc next(struct pal_query *query, bool *has_row)
{
    errno = 0; /* see rc_of_io */
    int code = sqlite3_step(query->rows);
    *has_row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? PAL_OK : fail(query->db, code);
}

/* The end of a statement that has more rows may be what keeps its change: it can fail. */
static enum pal_rc finish(struct pal_query *query)
{
    if (query->statement == NULL) {
        return PAL_OK;
    }
    int code = sqlite3_reset(query->statement->handle);
    (void)sqlite3_clear_bindings(query->statement->handle);
    return code == SQLITE_OK || query->rc != PAL_OK ? PAL_OK : fail(query->db, code);
}

static const char *column_text(const struct pal_query *query, int column)
{
    return (const char *)sqlite3_column_text(query->rows, column);
}

static int64_t column_int(const struct pal_query *query, int column)
{
    return sqlite3_column_int64(query->rows, column);
}

static bool column_is_null(const struct pal_query *query, int column)
{
    return sqlite3_column_type(query->rows, column) == SQLITE_NULL;
}

static bool column_is_of(const struct pal_query *query, int column, char type)
{
    int kind = sqlite3_column_type(query->rows, column);
    if (kind == SQLITE_NULL) {
        return true;
    }
    if (type == 't') {
        const char *text = (const char *)sqlite3_column_text(query->rows, column);
        return kind == SQLITE_TEXT && text != NULL &&
               strlen(text) == (size_t)sqlite3_column_bytes(query->rows, column);
    }
    return kind == (type == 'i' ? SQLITE_INTEGER : SQLITE_BLOB);
}

/* SQLite gives NULL for no bytes as well. */
static const void *column_bytes(const struct pal_query *query, int column, size_t *len)
{
    bool is_null = column_is_null(query, column);
    const void *bytes = sqlite3_column_blob(query->rows, column);
    *len = (size_t)sqlite3_column_bytes(query->rows, column);
    return bytes == NULL && !is_null ? "" : bytes;
}

const struct pal_db_driver pal_db_sqlite = {
    .kind = PAL_DB_SQLITE,
    .has_one_writer = true,
    .begin = "BEGIN IMMEDIATE",
    /* As PostgreSQL: who said that he reads cannot write. */
    .begin_read = "BEGIN; PRAGMA query_only = ON",
    .after_read = "PRAGMA query_only = OFF",
    .bytes_type = "BLOB",
    .count_tables = "SELECT COUNT(CASE WHEN name = 'schema_steps' THEN 1 END), COUNT(*)"
                    " FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE "
                    "'!'",
    .open = open_file,
    .connect = connect_file,
    .disconnect = disconnect,
    .is_alive = is_alive,
    .is_in_transaction = is_in_transaction,
    .execute = execute,
    .prepare = prepare,
    .discard = discard,
    .run = run,
    .next = next,
    .finish = finish,
    .text = column_text,
    .integer = column_int,
    .bytes = column_bytes,
    .is_null = column_is_null,
    .is_of = column_is_of,
};
