/* db_pg - the driver of PostgreSQL. libpq is loaded when it is first needed: whoever uses SQLite
 * needs no libpq, and every start of the program is spared its thirty libraries. */
#include <dlfcn.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/driver.h"

/* The functions that are used, with the types of the header. */
#define FUNCTIONS(X)                                                                               \
    X(PQconnectdbParams)                                                                           \
    X(PQconninfoParse)                                                                             \
    X(PQconninfoFree)                                                                              \
    X(PQconsumeInput)                                                                              \
    X(PQfinish)                                                                                    \
    X(PQstatus)                                                                                    \
    X(PQerrorMessage)                                                                              \
    X(PQexec)                                                                                      \
    X(PQclear)                                                                                     \
    X(PQresultStatus)                                                                              \
    X(PQresultErrorField)                                                                          \
    X(PQprepare)                                                                                   \
    X(PQexecPrepared)                                                                              \
    X(PQntuples)                                                                                   \
    X(PQgetvalue)                                                                                  \
    X(PQgetisnull)                                                                                 \
    X(PQunescapeBytea)                                                                             \
    X(PQfreemem)                                                                                   \
    X(PQsetNoticeProcessor)

#define MEMBER(name) __typeof__(name) *name;
static struct {
    FUNCTIONS(MEMBER)
} pq;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_loaded;

static void load(void)
{
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    bool all = library != NULL;
#define LOAD(name)                                                                                 \
    {                                                                                              \
        void *symbol = all ? dlsym(library, #name) : NULL;                                         \
        memcpy(&pq.name, &symbol, sizeof symbol);                                                  \
        all = all && symbol != NULL;                                                               \
    }
    FUNCTIONS(LOAD)
    is_loaded = all;
}

struct connection {
    PGconn *conn;
    unsigned long next; /* number of the next prepared statement */
};

struct statement {
    struct connection *connection;
    char name[24];
    PGresult *result; /* of the execution under way */
    int row;          /* at hand; -1: none yet */
    unsigned char *unescaped;
};

/* The first line of what the server says, without its newline. */
static void first_line(const char *message, char *out, size_t room)
{
    size_t len = strcspn(message, "\n");
    (void)snprintf(out, room, "%.*s", (int)len, message);
}

static enum pal_rc code_of(const char *state)
{
    static const struct {
        const char *prefix;
        enum pal_rc rc;
    } codes[] = {
        {"23505", PAL_E_EXISTS},      {"23", PAL_E_INVALID},     {"40", PAL_E_BUSY},
        {"22", PAL_E_INVALID},        {"08P01", PAL_E_INVALID},  {"25006", PAL_E_USAGE},
        {"54", PAL_E_LIMIT},          {"55P03", PAL_E_BUSY},     {"57014", PAL_E_BUSY},
        {"53100", PAL_E_FULL},        {"08", PAL_E_UNAVAILABLE}, {"57P0", PAL_E_UNAVAILABLE},
        {"53300", PAL_E_UNAVAILABLE}, {"53200", PAL_E_MEMORY}};
    for (size_t i = 0; state != NULL && i < sizeof codes / sizeof *codes; i++) {
        if (strncmp(state, codes[i].prefix, strlen(codes[i].prefix)) == 0) {
            return codes[i].rc;
        }
    }
    return PAL_E_IO;
}

/* Explains a failed result (may be NULL). */
static enum pal_rc fail(struct connection *connection, const PGresult *result, struct pal_err *err)
{
    char line[256];
    const char *state = result != NULL ? pq.PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    enum pal_rc rc =
        pq.PQstatus(connection->conn) != CONNECTION_OK ? PAL_E_UNAVAILABLE : code_of(state);
    if (rc == PAL_E_UNAVAILABLE) {
        return pal_err_set(err, rc, "the database is away; it is tried again with each request");
    }
    if (rc == PAL_E_FULL) {
        return pal_err_set(err, rc,
                           "there is no room left on the disk of the database; make some, nothing "
                           "was written");
    }
    if (rc == PAL_E_USAGE) {
        return pal_err_set(err, rc, "this transaction only reads");
    }
    if (rc == PAL_E_BUSY) {
        return pal_err_set(err, rc, "the database is busy; try again");
    }
    first_line(pq.PQerrorMessage(connection->conn), line, sizeof line);
    return pal_err_set(err, rc, "the database says: %s", line);
}

static void be_quiet(void *ctx, const char *message)
{
    (void)ctx;
    (void)message;
}

/* What the server sent last, and that it hung up, are two reads. */
static bool is_alive(void *connection)
{
    struct connection *at = connection;
    return pq.PQconsumeInput(at->conn) == 1 && pq.PQconsumeInput(at->conn) == 1 &&
           pq.PQstatus(at->conn) == CONNECTION_OK;
}

static enum pal_rc run(void *connection, const char *script, struct pal_err *err)
{
    struct connection *at = connection;
    PGresult *result = pq.PQexec(at->conn, script);
    ExecStatusType status = pq.PQresultStatus(result);
    enum pal_rc rc =
        status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? PAL_OK : fail(at, result, err);
    pq.PQclear(result);
    return rc;
}

/* Whether a URL can be taken apart, and was meant as it was: what libpq says of one that was not
 * repeats parts of it, and those may be of the password. */
static bool is_readable(const char *url)
{
    PQconninfoOption *options = pq.PQconninfoParse(url, NULL);
    bool is_ok = options != NULL;
    for (const PQconninfoOption *at = options; is_ok && at->keyword != NULL; at++) {
        bool is_place = strcmp(at->keyword, "host") == 0 || strcmp(at->keyword, "dbname") == 0 ||
                        strcmp(at->keyword, "port") == 0;
        is_ok = !is_place || at->val == NULL || strchr(at->val, '@') == NULL;
    }
    pq.PQconninfoFree(options);
    return is_ok;
}

static enum pal_rc open_connection(const char *url, void **connection, struct pal_err *err)
{
    /* What stands before the URL, it may say otherwise. A server that is gone without a word is
     * noticed within a minute. */
    const char *const names[] = {"connect_timeout",  "application_name",    "keepalives_idle",
                                 "keepalives_count", "keepalives_interval", "tcp_user_timeout",
                                 "dbname",           "client_encoding",     NULL};
    const char *const values[] = {"5", "palier", "30", "3", "10", "60000", url, "UTF8", NULL};
    pthread_once(&once, load);
    if (!is_loaded) {
        return pal_err_set(err, PAL_E_UNAVAILABLE,
                           "PostgreSQL's client library is missing; install the package libpq5");
    }
    if (!is_readable(url)) {
        return pal_err_set(err, PAL_E_UNAVAILABLE,
                           "the URL of the database cannot be read; it is "
                           "postgresql://USER:PASSWORD@HOST:PORT/NAME, where signs other than "
                           "letters and digits are written as %%40 for @");
    }
    struct connection *out = calloc(1, sizeof *out);
    if (out == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    out->conn = pq.PQconnectdbParams(names, values, 1);
    if (out->conn == NULL || pq.PQstatus(out->conn) != CONNECTION_OK) {
        char line[256];
        first_line(out->conn != NULL ? pq.PQerrorMessage(out->conn) : "", line, sizeof line);
        pq.PQfinish(out->conn);
        free(out);
        return pal_err_set(err, PAL_E_UNAVAILABLE, "the database does not answer: %s", line);
    }
    pq.PQsetNoticeProcessor(out->conn, be_quiet, NULL);
    enum pal_rc rc = run(out, "SET statement_timeout = '30s'; SET lock_timeout = '5s'", err);
    if (rc != PAL_OK) {
        pq.PQfinish(out->conn);
        free(out);
        return rc;
    }
    *connection = out;
    return PAL_OK;
}

static void close_connection(void *connection)
{
    struct connection *at = connection;
    pq.PQfinish(at->conn);
    free(at);
}

static enum pal_rc prepare(void *connection, const char *sql, void **statement, struct pal_err *err)
{
    struct connection *at = connection;
    struct statement *out = calloc(1, sizeof *out);
    if (out == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    out->connection = at;
    (void)snprintf(out->name, sizeof out->name, "s%lu", ++at->next);
    PGresult *result = pq.PQprepare(at->conn, out->name, sql, 0, NULL);
    enum pal_rc rc = pq.PQresultStatus(result) == PGRES_COMMAND_OK ? PAL_OK : fail(at, result, err);
    pq.PQclear(result);
    if (rc != PAL_OK) {
        free(out);
        return rc;
    }
    *statement = out;
    return PAL_OK;
}

static bool writes(const void *statement)
{
    (void)statement;
    return false;
}

static enum pal_rc reset(void *statement, struct pal_err *err)
{
    struct statement *at = statement;
    (void)err;
    pq.PQclear(at->result);
    at->result = NULL;
    pq.PQfreemem(at->unescaped);
    at->unescaped = NULL;
    at->row = -1;
    return PAL_OK;
}

static enum pal_rc start(void *statement, const struct pal_value *values, size_t count,
                         struct pal_err *err)
{
    struct statement *at = statement;
    const char *texts[PAL_PARAMETERS];
    int lengths[PAL_PARAMETERS];
    int formats[PAL_PARAMETERS];
    char numbers[PAL_PARAMETERS][24];
    for (size_t i = 0; i < count; i++) {
        texts[i] = values[i].kind == PAL_VALUE_TEXT ? values[i].text : NULL;
        lengths[i] = 0;
        formats[i] = 0;
        if (values[i].kind == PAL_VALUE_INT) {
            (void)snprintf(numbers[i], sizeof numbers[i], "%lld", (long long)values[i].number);
            texts[i] = numbers[i];
        } else if (values[i].kind == PAL_VALUE_BYTES) {
            texts[i] = values[i].len > 0 ? values[i].bytes : "";
            lengths[i] = (int)values[i].len;
            formats[i] = 1;
        }
    }
    (void)reset(at, err);
    at->result =
        pq.PQexecPrepared(at->connection->conn, at->name, (int)count, texts, lengths, formats, 0);
    ExecStatusType status = pq.PQresultStatus(at->result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
               ? PAL_OK
               : fail(at->connection, at->result, err);
}

static enum pal_rc fetch(void *statement, bool *has_row, struct pal_err *err)
{
    struct statement *at = statement;
    (void)err;
    pq.PQfreemem(at->unescaped);
    at->unescaped = NULL;
    *has_row = at->result != NULL && ++at->row < pq.PQntuples(at->result);
    return PAL_OK;
}

static void finish(void *statement)
{
    (void)reset(statement, NULL);
    free(statement);
}

static bool is_null(const void *statement, int column)
{
    const struct statement *at = statement;
    return pq.PQgetisnull(at->result, at->row, column) != 0;
}

static const char *text(const void *statement, int column)
{
    const struct statement *at = statement;
    return is_null(at, column) ? NULL : pq.PQgetvalue(at->result, at->row, column);
}

static int64_t number(const void *statement, int column)
{
    const char *value = text(statement, column);
    return value != NULL ? strtoll(value, NULL, 10) : 0;
}

static const void *bytes(void *statement, int column, size_t *len)
{
    struct statement *at = statement;
    const char *value = text(at, column);
    *len = 0;
    if (value == NULL) {
        return NULL;
    }
    pq.PQfreemem(at->unescaped);
    at->unescaped = pq.PQunescapeBytea((const unsigned char *)value, len);
    return at->unescaped;
}

const struct pal_db_driver pal_db_postgresql = {
    .kind = PAL_DB_POSTGRESQL,
    .begin = "BEGIN",
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
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
