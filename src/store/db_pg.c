/* PostgreSQL behind store/db.h. The client library is loaded when a first database of this kind is
 * opened: linking it would cost every start of the program 2.6 ms (docs/decisions/0010). */
#include <dlfcn.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libpq-fe.h>

#include "store/driver.h"

/* ------------------------------------------------------------------ the client library */

#define FUNCTIONS(X)                                                                               \
    X(PQclear)                                                                                     \
    X(PQconnectdbParams)                                                                           \
    X(PQconninfoFree)                                                                              \
    X(PQconninfoParse)                                                                             \
    X(PQconsumeInput)                                                                              \
    X(PQenterPipelineMode)                                                                         \
    X(PQerrorMessage)                                                                              \
    X(PQexec)                                                                                      \
    X(PQexecPrepared)                                                                              \
    X(PQexitPipelineMode)                                                                          \
    X(PQfinish)                                                                                    \
    X(PQftype)                                                                                     \
    X(PQgetisnull)                                                                                 \
    X(PQgetlength)                                                                                 \
    X(PQgetResult)                                                                                 \
    X(PQgetvalue)                                                                                  \
    X(PQnfields)                                                                                   \
    X(PQntuples)                                                                                   \
    X(PQparameterStatus)                                                                           \
    X(PQpipelineSync)                                                                              \
    X(PQprepare)                                                                                   \
    X(PQresultErrorField)                                                                          \
    X(PQresultStatus)                                                                              \
    X(PQsendQueryParams)                                                                           \
    X(PQsendQueryPrepared)                                                                         \
    X(PQsetNoticeProcessor)                                                                        \
    X(PQsocket)                                                                                    \
    X(PQstatus)                                                                                    \
    X(PQtransactionStatus)

/* The types are those of the library's header. */
#define FIELD(name) __typeof__(name) *name;
struct libpq {
    FUNCTIONS(FIELD)
};

static struct libpq pq;

struct symbol {
    const char *name;
    size_t offset;
};

#define SYMBOL(name) {#name, offsetof(struct libpq, name)},
static const struct symbol symbols[] = {FUNCTIONS(SYMBOL)};

static bool find_symbols(void *library, struct libpq *found)
{
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *address = dlsym(library, symbols[i].name);
        if (address == NULL) {
            return false;
        }
        /* ISO C has no way from an object's address to a function's but its bytes. */
        memcpy((char *)found + symbols[i].offset, &address, sizeof address);
    }
    return true;
}

static pthread_mutex_t pq_mutex = PTHREAD_MUTEX_INITIALIZER;

enum pal_rc pal_pg_load(const char *name, struct pal_err *err)
{
    struct libpq found;
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL || !find_symbols(library, &found)) {
        return pal_err_set(
            err, PAL_E_UNAVAILABLE,
            "PostgreSQL needs the client library %s, version 14 or later: install the "
            "Debian package libpq5, or use a database in a file (sqlite:PATH)",
            name);
    }
    (void)pthread_mutex_lock(&pq_mutex);
    if (pq.PQclear == NULL) {
        pq = found;
    }
    (void)pthread_mutex_unlock(&pq_mutex);
    return PAL_OK;
}

/* ------------------------------------------------------------------ the URL */

static const char *option(const PQconninfoOption *options, const char *keyword)
{
    for (; options->keyword != NULL; options++) {
        if (strcmp(options->keyword, keyword) == 0) {
            return options->val != NULL ? options->val : "";
        }
    }
    return "";
}

/* From the parts, so that a password, wherever it was written, is in none of it. */
static char *show(const PQconninfoOption *options)
{
    const char *user = option(options, "user");
    const char *host = option(options, "host");
    const char *port = option(options, "port");
    char text[512];
    (void)snprintf(text, sizeof text, "postgresql://%.100s%s%.150s%s%.40s/%.100s", user,
                   *user != '\0' ? "@" : "", host, *port != '\0' ? ":" : "", port,
                   option(options, "dbname"));
    return pal_store_copy(text);
}

/* A password with a bare "@" or "/" ends early: its rest is taken for the host, the port or the
 * database, and would be shown in messages. */
static bool is_split_well(const PQconninfoOption *options)
{
    const char *port = option(options, "port");
    return strchr(option(options, "host"), '@') == NULL &&
           strchr(option(options, "dbname"), '@') == NULL &&
           strspn(port, "0123456789,") == strlen(port);
}

/* The library's words on a URL that it cannot read repeat it, with the password. */
static enum pal_rc refuse_url(struct pal_err *err)
{
    return pal_err_set(err, PAL_E_INVALID,
                       "the URL of the database cannot be read; write it as "
                       "postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with special characters in "
                       "the password as %%XX");
}

static enum pal_rc open_url(struct pal_db_pool *pool, const char *written, struct pal_err *err)
{
    enum pal_rc rc = pal_pg_load("libpq.so.5", err);
    if (rc != PAL_OK) {
        return rc;
    }
    PQconninfoOption *options = pq.PQconninfoParse(written, NULL);
    if (options == NULL || !is_split_well(options)) {
        pq.PQconninfoFree(options);
        return refuse_url(err);
    }
    pool->target = pal_store_copy(written);
    pool->shown = show(options);
    pq.PQconninfoFree(options);
    if (pool->target == NULL || pool->shown == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "out of memory");
    }
    return PAL_OK;
}

/* ------------------------------------------------------------------ failures */

/* The library's words on one line. */
static void flatten(char *out, size_t size, const char *text)
{
    size_t len = 0;
    for (; *text != '\0' && len + 1 < size; text++) {
        bool is_space = *text == '\n' || *text == '\t' || *text == ' ';
        if (!is_space) {
            out[len++] = *text;
        } else if (len > 0 && out[len - 1] != ' ') {
            out[len++] = ' ';
        }
    }
    while (len > 0 && out[len - 1] == ' ') {
        len--;
    }
    out[len] = '\0';
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Appendix A of the manual of PostgreSQL. The rows are tried in order. */
static enum pal_rc rc_of(const char *state)
{
    static const struct {
        const char *start;
        enum pal_rc rc;
    } rows[] = {
        {"23505", PAL_E_EXISTS},   {"23", PAL_E_INVALID},
        {"22", PAL_E_INVALID}, /* a value that its type cannot hold */
        {"40001", PAL_E_BUSY},     {"40P01", PAL_E_BUSY},
        {"55P03", PAL_E_BUSY},     {"53100", PAL_E_FULL},
        {"08", PAL_E_UNAVAILABLE}, {"57P0", PAL_E_UNAVAILABLE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (starts_with(state, rows[i].start)) {
            return rows[i].rc;
        }
    }
    return PAL_E_IO;
}

/* The server's primary sentence only: its details repeat the values. */
static enum pal_rc fail(struct pal_db *db, PGresult *result)
{
    const char *state = pq.PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *words = pq.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    enum pal_rc rc = state != NULL ? rc_of(state) : PAL_E_IO;
    if (pq.PQstatus(db->handle) != CONNECTION_OK) {
        rc = PAL_E_UNAVAILABLE;
    }
    bool is_late = state != NULL && strcmp(state, "57014") == 0;
    char detail[300];
    flatten(detail, sizeof detail, words != NULL ? words : pq.PQerrorMessage(db->handle));
    pq.PQclear(result);
    return is_late ? pal_db_fail_late(db, detail) : pal_db_fail(db, rc, detail);
}

static bool is_good(const PGresult *result)
{
    ExecStatusType status = pq.PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/* ------------------------------------------------------------------ connections */

/* Nobody answers any more. */
static void give_up_sent(struct pal_db *db)
{
    for (size_t i = 0; i < db->sent_count; i++) {
        if (db->sent[i] != NULL) {
            db->sent[i]->rc = PAL_E_UNAVAILABLE;
        }
    }
    db->sent_count = 0;
}

static void disconnect(struct pal_db *db)
{
    if (db->handle != NULL) {
        pq.PQfinish(db->handle);
        db->handle = NULL;
        give_up_sent(db);
    }
    pal_db_statements_drop(db); /* which ended with the connection */
}

/* what was sent before goes first */
static enum pal_rc execute(struct pal_db *db, const char *sql);
static enum pal_rc await(struct pal_db *db);
static enum pal_rc send_query(struct pal_query *query);

static enum pal_rc execute_now(struct pal_db *db, const char *sql)
{
    PGresult *result = pq.PQexec(db->handle, sql);
    if (!is_good(result)) {
        return fail(db, result);
    }
    pq.PQclear(result);
    return PAL_OK;
}

/* What one statement may take, waiting included. Where the time is not bounded, a server that
 * stands still is still found out. */
static unsigned statement_ms(const struct pal_db *db)
{
    enum { UNBOUNDED_MS = 30000 };
    return db->stop != NULL ? db->stop->ms : UNBOUNDED_MS;
}

/* Less than a statement may take, so that a lock is told from work. */
static unsigned lock_ms(const struct pal_db *db)
{
    unsigned most = statement_ms(db) / 4 * 3;
    return most < PAL_DB_WAIT_MS ? most : PAL_DB_WAIT_MS;
}

static enum pal_rc say_bound(struct pal_db *db)
{
    char sql[128];
    (void)snprintf(sql, sizeof sql, "SET statement_timeout = %u; SET lock_timeout = %u",
                   statement_ms(db), lock_ms(db));
    enum pal_rc rc = execute(db, sql);
    if (rc == PAL_OK) {
        db->told_ms = db->stop != NULL ? db->stop->ms : 0;
    }
    return rc;
}

static enum pal_rc tell_bound(struct pal_db *db)
{
    return db->told_ms == (db->stop != NULL ? db->stop->ms : 0) ? PAL_OK : say_bound(db);
}

#define BEGIN "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"

/* Whoever writes waits for others as long as on SQLite: said with the beginning, on the same way,
 * and gone with the transaction. */
static void write_begin(const struct pal_db *db, char out[PAL_DB_BEGIN_MAX])
{
    int len = snprintf(out, PAL_DB_BEGIN_MAX, BEGIN);
    if (lock_ms(db) < PAL_DB_WAIT_MS) {
        (void)snprintf(out + len, PAL_DB_BEGIN_MAX - (size_t)len,
                       "; SET LOCAL statement_timeout = %u; SET LOCAL lock_timeout = %d",
                       statement_ms(db) + PAL_DB_WAIT_MS, PAL_DB_WAIT_MS);
    }
}

/* Notices would be written to the standard error. */
static void ignore_notice(void *context, const char *message)
{
    (void)context;
    (void)message;
}

static enum pal_rc set_up(struct pal_db *db)
{
    (void)pq.PQsetNoticeProcessor(db->handle, ignore_notice, NULL);
    const char *encoding = pq.PQparameterStatus(db->handle, "server_encoding");
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0) {
        return pal_db_fail(db, PAL_E_IO, "its encoding must be UTF8; make it again with that");
    }
    enum pal_rc rc = say_bound(db);
    if (rc == PAL_OK) {
        rc = execute(db, "SET bytea_output = 'hex'");
    }
    return rc == PAL_OK && db->pool->mode == PAL_DB_READ
               ? execute(db, "SET default_transaction_read_only = on")
               : rc;
}

/* What stands before the URL is a default that the URL may change, what stands after is not. The
 * keepalives notice a server that is gone without a word. */
static PGconn *dial(const char *url)
{
    static const char *const keywords[] = {"application_name",
                                           "connect_timeout",
                                           "keepalives_idle",
                                           "keepalives_interval",
                                           "keepalives_count",
                                           "tcp_user_timeout",
                                           "dbname",
                                           "client_encoding",
                                           NULL};
    const char *const values[] = {"palier", "5", "30", "10", "3", "40000", url, "UTF8", NULL};
    return pq.PQconnectdbParams(keywords, values, 1);
}

static enum pal_rc connect_server(struct pal_db *db)
{
    db->handle = dial(db->pool->target);
    if (pq.PQstatus(db->handle) != CONNECTION_OK) {
        char detail[300];
        flatten(detail, sizeof detail, pq.PQerrorMessage(db->handle));
        disconnect(db);
        return pal_db_fail(db, PAL_E_UNAVAILABLE, detail);
    }
    enum pal_rc rc = set_up(db);
    if (rc != PAL_OK) {
        disconnect(db);
    }
    return rc;
}

/* A server says nothing to a connection that asks nothing, except that it goes away (and that a
 * setting changed). */
static bool has_input(PGconn *connection)
{
    struct pollfd waiting = {.fd = pq.PQsocket(connection), .events = POLLIN};
    return poll(&waiting, 1, 0) > 0;
}

static bool is_alive(struct pal_db *db)
{
    enum { MESSAGES = 16 };
    if (db->handle == NULL) {
        return false;
    }
    for (int i = 0; i < MESSAGES && pq.PQstatus(db->handle) == CONNECTION_OK; i++) {
        if (!has_input(db->handle)) {
            return true;
        }
        if (pq.PQconsumeInput(db->handle) == 0) {
            return false;
        }
    }
    return false;
}

static bool is_in_transaction(struct pal_db *db)
{
    return db->handle != NULL && pq.PQstatus(db->handle) == CONNECTION_OK &&
           pq.PQtransactionStatus(db->handle) != PQTRANS_IDLE;
}

/* ------------------------------------------------------------------ queries */

static void name_of(const struct pal_db_statement *statement, char name[24])
{
    (void)snprintf(name, 24, "s%llu", (unsigned long long)statement->number);
}

/* The types of the parameters are left to the server: they follow from the columns. */
static enum pal_rc prepare(struct pal_db *db, struct pal_db_statement *statement)
{
    char name[24];
    name_of(statement, name);
    enum pal_rc rc = await(db);
    if (rc != PAL_OK) {
        return rc;
    }
    PGresult *result = pq.PQprepare(db->handle, name, statement->sql, 0, NULL);
    if (!is_good(result)) {
        return fail(db, result);
    }
    pq.PQclear(result);
    return PAL_OK;
}

static void discard(struct pal_db *db, struct pal_db_statement *statement)
{
    if (db->handle == NULL) {
        return;
    }
    (void)!await(db);
    char sql[48] = "DEALLOCATE ";
    name_of(statement, sql + strlen(sql));
    pq.PQclear(pq.PQexec(db->handle, sql));
}

/* The parameters as the library wants them. */
struct sent {
    const char *values[PAL_DB_PARAMS_MAX];
    int lengths[PAL_DB_PARAMS_MAX];
    int formats[PAL_DB_PARAMS_MAX]; /* 0: text, 1: binary */
    char digits[PAL_DB_PARAMS_MAX][24];
    char name[24]; /* of the statement */
};

static void send_param(struct sent *sent, size_t i, const struct pal_db_param *param)
{
    sent->values[i] = param->at;
    sent->lengths[i] = (int)param->len;
    sent->formats[i] = param->kind == PAL_PARAM_BYTES;
    if (param->kind == PAL_PARAM_NULL) {
        sent->values[i] = NULL;
    } else if (param->kind == PAL_PARAM_INT) {
        (void)snprintf(sent->digits[i], sizeof sent->digits[i], "%lld", (long long)param->number);
        sent->values[i] = sent->digits[i];
    }
}

/* A field of the row at hand. */
struct cell {
    const char *text; /* NULL: null */
    size_t len;
};

struct rows {
    PGresult *result;
    int next;
    int columns;
    struct pal_arena arena; /* what was decoded for the row at hand */
    struct cell *cells;
};

static enum pal_rc keep_rows(struct pal_query *query, PGresult *result)
{
    struct rows *rows = pal_store_new(sizeof *rows);
    if (rows == NULL) {
        pq.PQclear(result);
        return pal_db_fail(query->db, PAL_E_MEMORY, "rows");
    }
    rows->result = result;
    rows->columns = pq.PQnfields(result);
    pal_arena_init(&rows->arena, NULL);
    query->rows = rows;
    return PAL_OK;
}

static int64_t now_us(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

/* Many statements may take long together, too. */
static void count_wait(struct pal_db *db, int64_t microseconds)
{
    int64_t most_ms =
        (int64_t)statement_ms(db) + (db->state == PAL_DB_WRITING ? PAL_DB_WAIT_MS : 0);
    db->waited_us += microseconds;
    if (db->stop != NULL && db->waited_us > most_ms * 1000) {
        db->waited_us = 0; /* who tells of it asks again */
        db->stop->end(db->stop->ctx);
    }
}

static enum pal_rc set_params(const struct pal_query *query, struct sent *sent)
{
    enum { LARGEST = 1 << 29 }; /* PostgreSQL holds up to 1 GB in a field, as hexadecimal digits */
    for (size_t i = 0; i < query->param_count; i++) {
        if (query->params[i].len > LARGEST) {
            return pal_db_fail(query->db, PAL_E_LIMIT, "a value of more than 512 MB");
        }
        send_param(sent, i, &query->params[i]);
    }
    name_of(query->statement, sent->name);
    return PAL_OK;
}

static enum pal_rc run(struct pal_query *query)
{
    struct pal_db *db = query->db;
    struct sent sent;
    if (db->sent_count > 0) { /* it goes the same way, behind the others */
        enum pal_rc sent_rc = send_query(query);
        (void)!await(db);
        return sent_rc != PAL_OK ? sent_rc : query->rc;
    }
    enum pal_rc rc = set_params(query, &sent);
    if (rc != PAL_OK) {
        return rc;
    }
    int64_t since = now_us();
    PGresult *result = pq.PQexecPrepared(db->handle, sent.name, (int)query->param_count,
                                         sent.values, sent.lengths, sent.formats, 0);
    count_wait(db, now_us() - since);
    return is_good(result) ? keep_rows(query, result) : fail(db, result);
}

/* ------------------------------------------------------------------ what is on its way */

/* Room for one more, on a connection that answers later (the library's pipeline mode). */
static enum pal_rc make_way(struct pal_db *db)
{
    enum pal_rc rc = db->sent_count == PAL_DB_SENT_MAX ? await(db) : PAL_OK;
    if (rc == PAL_OK && db->sent_count == 0 && pq.PQenterPipelineMode(db->handle) == 0) {
        rc = fail(db, NULL);
    }
    return rc;
}

static enum pal_rc send_query(struct pal_query *query)
{
    struct pal_db *db = query->db;
    struct sent sent;
    enum pal_rc rc = set_params(query, &sent);
    rc = rc == PAL_OK ? make_way(db) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    db->sent[db->sent_count++] = query;
    return pq.PQsendQueryPrepared(db->handle, sent.name, (int)query->param_count, sent.values,
                                  sent.lengths, sent.formats, 0) != 0
               ? PAL_OK
               : fail(db, NULL);
}

static enum pal_rc send_word(struct pal_db *db, const char *sql)
{
    enum pal_rc rc = make_way(db);
    if (rc != PAL_OK) {
        return rc;
    }
    db->sent[db->sent_count++] = NULL;
    return pq.PQsendQueryParams(db->handle, sql, 0, NULL, NULL, NULL, NULL, 0) != 0
               ? PAL_OK
               : fail(db, NULL);
}

/* The answer to one of them. Behind the first that failed the server has done none. */
static enum pal_rc take_answer(struct pal_db *db, struct pal_query *query)
{
    PGresult *result = pq.PQgetResult(db->handle);
    enum pal_rc rc = PAL_OK;
    if (!is_good(result)) {
        rc = fail(db, result);
    } else if (query != NULL) {
        rc = keep_rows(query, result);
    } else {
        pq.PQclear(result);
    }
    if (query != NULL) {
        query->rc = rc;
    }
    pq.PQclear(pq.PQgetResult(db->handle)); /* none: the end of this answer */
    return rc;
}

static enum pal_rc await(struct pal_db *db)
{
    enum pal_rc rc = PAL_OK;
    if (db->sent_count == 0) {
        return PAL_OK;
    }
    int64_t since = now_us();
    if (pq.PQpipelineSync(db->handle) == 0) {
        rc = fail(db, NULL);
    }
    for (size_t i = 0; i < db->sent_count; i++) {
        enum pal_rc one = take_answer(db, db->sent[i]);
        rc = rc == PAL_OK ? one : rc;
    }
    db->sent_count = 0;
    pq.PQclear(pq.PQgetResult(db->handle)); /* of the sync */
    if (pq.PQexitPipelineMode(db->handle) == 0) {
        enum pal_rc left = fail(db, NULL);
        rc = rc == PAL_OK ? left : rc;
    }
    count_wait(db, now_us() - since);
    return rc;
}

/* What ends an act goes with what was sent of it, and is not done where that failed. All else waits
 * for it: what gives it up is not to be stopped by it. */
static enum pal_rc execute(struct pal_db *db, const char *sql)
{
    if (db->sent_count > 0 && (starts_with(sql, "COMMIT") || starts_with(sql, "RELEASE"))) {
        enum pal_rc rc = send_word(db, sql);
        enum pal_rc all = await(db);
        return rc != PAL_OK ? rc : all;
    }
    (void)!await(db);
    return execute_now(db, sql);
}

static unsigned char digit_of(char c)
{
    return (unsigned char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* Bytes come as "\x" and pairs of hexadecimal digits: other types of the same row, such as sums,
 * can be read as text only. */
static bool decode_bytes(struct rows *rows, struct cell *cell)
{
    size_t len = (cell->len - 2) / 2;
    const char *digits = cell->text + 2;
    char *bytes = pal_arena_take_text(&rows->arena, len + 1);
    if (bytes == NULL) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (char)(digit_of(digits[2 * i]) << 4 | digit_of(digits[2 * i + 1]));
    }
    bytes[len] = '\0';
    *cell = (struct cell){.text = bytes, .len = len};
    return true;
}

static bool read_cell(struct rows *rows, int row, int column)
{
    enum { BOOL_TYPE = 16, BYTES_TYPE = 17 }; /* pg_type.dat: these never change */
    struct cell *cell = &rows->cells[column];
    if (pq.PQgetisnull(rows->result, row, column)) {
        return true;
    }
    cell->text = pq.PQgetvalue(rows->result, row, column);
    cell->len = (size_t)pq.PQgetlength(rows->result, row, column);
    if (pq.PQftype(rows->result, column) == BOOL_TYPE) {
        cell->text = *cell->text == 't' ? "1" : "0"; /* as SQLite has it */
    } else if (pq.PQftype(rows->result, column) == BYTES_TYPE) {
        return decode_bytes(rows, cell);
    }
    return true;
}

static bool read_row(struct rows *rows, int row)
{
    pal_arena_done(&rows->arena);
    rows->cells = PAL_NEW(&rows->arena, struct cell, (size_t)rows->columns);
    if (rows->cells == NULL) {
        return false;
    }
    for (int i = 0; i < rows->columns; i++) {
        if (!read_cell(rows, row, i)) {
            return false;
        }
    }
    return true;
}

static enum pal_rc next(struct pal_query *query, bool *has_row)
{
    struct rows *rows = query->rows;
    *has_row = rows->next < pq.PQntuples(rows->result);
    if (*has_row && !read_row(rows, rows->next++)) {
        return pal_db_fail(query->db, PAL_E_MEMORY, "a row");
    }
    return PAL_OK;
}

static enum pal_rc finish(struct pal_query *query)
{
    struct rows *rows = query->rows;
    if (rows != NULL) {
        pal_arena_done(&rows->arena);
        pq.PQclear(rows->result);
        pal_store_free(rows);
    }
    return PAL_OK;
}

static const struct cell *cell_at(const struct pal_query *query, int column)
{
    const struct rows *rows = query->rows;
    return &rows->cells[column];
}

static const char *column_text(const struct pal_query *query, int column)
{
    return cell_at(query, column)->text;
}

static int64_t column_int(const struct pal_query *query, int column)
{
    const char *text = cell_at(query, column)->text;
    return text != NULL ? strtoll(text, NULL, 10) : 0;
}

static const void *column_bytes(const struct pal_query *query, int column, size_t *len)
{
    *len = cell_at(query, column)->len;
    return cell_at(query, column)->text;
}

static bool column_is_of(const struct pal_query *query, int column, char type)
{
    (void)query;
    (void)column;
    (void)type;
    return true; /* the server takes nothing else */
}

static bool column_is_null(const struct pal_query *query, int column)
{
    return cell_at(query, column)->text == NULL;
}

const struct pal_db_driver pal_db_pg = {
    .kind = PAL_DB_POSTGRESQL,
    .shares_statements = true,
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .bytes_type = "BYTEA",
    /* One number for all programs of this kind; a migration may take longer than a query. */
    .lock_schema = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 60000;"
                   " SELECT pg_advisory_xact_lock(7020410)",
    .count_tables = "SELECT COUNT(CASE WHEN tablename = 'schema_steps' THEN 1 END), COUNT(*)"
                    " FROM pg_catalog.pg_tables WHERE schemaname = current_schema()",
    .open = open_url,
    .connect = connect_server,
    .disconnect = disconnect,
    .is_alive = is_alive,
    .tell_bound = tell_bound,
    .write_begin = write_begin,
    .is_in_transaction = is_in_transaction,
    .execute = execute,
    .prepare = prepare,
    .discard = discard,
    .run = run,
    .send = send_query,
    .send_word = send_word,
    .await = await,
    .next = next,
    .finish = finish,
    .text = column_text,
    .integer = column_int,
    .bytes = column_bytes,
    .is_null = column_is_null,
    .is_of = column_is_of,
};
