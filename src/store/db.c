#include "store/db.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "store/driver.h"

enum { TAKE_SECONDS = 10, CACHED = 256 };

enum transaction { NONE, WRITING, READING };

/* A prepared statement that a connection keeps. */
struct kept {
    const char *sql;
    void *statement;
    bool is_used;
};

struct pal_query {
    struct pal_db *db;
    struct kept *kept;
    struct kept own; /* where the kept one is in use, or the cache is full */
    const char *sql;
    struct pal_value values[PAL_PARAMETERS];
    size_t count;
    enum pal_rc rc;
    bool is_started;
    bool has_row;
    struct pal_query *next; /* of the connection's spare ones */
};

struct pal_db {
    struct pal_db_pool *pool;
    void *connection; /* NULL: not open */
    bool is_broken;
    enum transaction transaction;
    enum pal_rc failed; /* the first failure of the transaction: nothing but a rollback helps */
    size_t under_way;   /* queries that hold a statement */
    struct kept cache[CACHED];
    size_t cached;
    struct pal_query *spare;
    struct pal_err err;
    uint64_t queries;
    struct pal_db *next; /* of the pool's free ones */
};

struct pal_db_pool {
    const struct pal_db_driver *driver;
    char *url;
    char *shown;
    pthread_mutex_t mutex;
    pthread_cond_t is_given;
    struct pal_db *dbs;
    size_t size;
    struct pal_db *free;
};

/* ------------------------------------------------------------------- pool */

static const struct pal_db_driver *driver_of(const char *url)
{
    bool is_pg = strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0;
    return is_pg ? &pal_db_postgresql : &pal_db_sqlite;
}

/* A path that was meant to be something else: its words may hold a password, and would become the
 * name of a file. */
static bool is_no_database(const char *url)
{
    bool is_pg = driver_of(url) == &pal_db_postgresql;
    return !is_pg && (strstr(url, "://") != NULL || strstr(url, "password=") != NULL);
}

/* The URL without what stands between ":" and the last "@", and without its parameters. Where it is
 * not sure which of them a "?" begins, the first word alone is left. */
static char *without_password(const char *url)
{
    char *out = strdup(url);
    char *user = out != NULL ? strstr(out, "://") : NULL;
    if (user == NULL) {
        return out;
    }
    user += strlen("://");
    char *at = strrchr(user, '@');
    char *parameters = strchr(user, '?');
    if (at != NULL && parameters != NULL && parameters < at) {
        user[strcspn(user, ":/?@")] = '\0';
        return out;
    }
    if (parameters != NULL) {
        *parameters = '\0';
    }
    char *colon = at != NULL ? memchr(user, ':', (size_t)(at - user)) : NULL;
    if (colon != NULL) {
        memmove(colon, at, strlen(at) + 1);
    }
    return out;
}

static void close_db(struct pal_db *db)
{
    const struct pal_db_driver *driver = db->pool->driver;
    for (size_t i = 0; i < db->cached; i++) {
        driver->finish(db->cache[i].statement);
    }
    db->cached = 0;
    if (db->connection != NULL) {
        driver->close(db->connection);
        db->connection = NULL;
    }
    db->transaction = NONE;
    db->failed = PAL_OK;
    db->is_broken = false;
}

static enum pal_rc open_db(struct pal_db *db)
{
    close_db(db);
    return db->pool->driver->open(db->pool->url, &db->connection, &db->err);
}

/* Waiting is measured by a clock that nobody sets. */
static void init_waiting(struct pal_db_pool *pool)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->is_given, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&pool->mutex, NULL);
}

enum pal_rc pal_db_pool_open(const char *url, size_t size, struct pal_db_pool **out,
                             struct pal_err *err)
{
    *out = NULL;
    if (is_no_database(url)) {
        return pal_err_set(err, PAL_E_INVALID,
                           "this is no database that palier knows: give the path of a file, "
                           "sqlite:PATH, or postgresql://USER@HOST/NAME");
    }
    struct pal_db_pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    pool->driver = driver_of(url);
    pool->url = strdup(url);
    pool->shown = without_password(url);
    pool->size = size > 0 ? size : 1;
    pool->dbs = calloc(pool->size, sizeof *pool->dbs);
    init_waiting(pool);
    if (pool->url == NULL || pool->shown == NULL || pool->dbs == NULL) {
        pool->size = pool->dbs != NULL ? pool->size : 0;
        pal_db_pool_close(pool);
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    for (size_t i = pool->size; i > 0; i--) {
        pool->dbs[i - 1].pool = pool;
        pool->dbs[i - 1].next = pool->free;
        pool->free = &pool->dbs[i - 1];
    }
    /* The first connection shows whether there is such a database at all. */
    enum pal_rc rc = open_db(&pool->dbs[0]);
    if (rc != PAL_OK) {
        if (err != NULL) {
            *err = pool->dbs[0].err;
        }
        pal_db_pool_close(pool);
        return rc;
    }
    *out = pool;
    return PAL_OK;
}

void pal_db_pool_close(struct pal_db_pool *pool)
{
    if (pool == NULL) {
        return;
    }
    for (size_t i = 0; i < pool->size; i++) {
        struct pal_db *db = &pool->dbs[i];
        if (db->pool != NULL) {
            close_db(db);
        }
        while (db->spare != NULL) {
            struct pal_query *query = db->spare;
            db->spare = query->next;
            free(query);
        }
    }
    pthread_mutex_destroy(&pool->mutex);
    pthread_cond_destroy(&pool->is_given);
    free(pool->dbs);
    free(pool->url);
    free(pool->shown);
    free(pool);
}

enum pal_db_kind pal_db_pool_kind(const struct pal_db_pool *pool)
{
    return pool->driver->kind;
}

enum pal_db_kind pal_db_kind_of(const struct pal_db *db)
{
    return db->pool->driver->kind;
}

const char *pal_db_pool_shown(const struct pal_db_pool *pool)
{
    return pool->shown;
}

/* The next free one, waiting for it. NULL: none in time. */
static struct pal_db *wait_for_one(struct pal_db_pool *pool)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += TAKE_SECONDS;
    pthread_mutex_lock(&pool->mutex);
    int failed = 0;
    while (pool->free == NULL && failed == 0) {
        failed = pthread_cond_timedwait(&pool->is_given, &pool->mutex, &until);
    }
    struct pal_db *db = pool->free;
    if (db != NULL) {
        pool->free = db->next;
    }
    pthread_mutex_unlock(&pool->mutex);
    return db;
}

enum pal_rc pal_db_take(struct pal_db_pool *pool, struct pal_db **out, struct pal_err *err)
{
    struct pal_db *db = wait_for_one(pool);
    *out = NULL;
    if (db == NULL) {
        return pal_err_set(err, PAL_E_UNAVAILABLE, "all connections to the database are busy");
    }
    db->queries = 0;
    db->err = (struct pal_err){0};
    enum pal_rc rc = db->connection == NULL || db->is_broken ? open_db(db) : PAL_OK;
    if (rc != PAL_OK) {
        if (err != NULL) {
            *err = db->err;
        }
        pal_db_give(db);
        return rc;
    }
    *out = db;
    return PAL_OK;
}

void pal_db_give(struct pal_db *db)
{
    struct pal_db_pool *pool = db->pool;
    pal_db_rollback(db);
    pthread_mutex_lock(&pool->mutex);
    db->next = pool->free;
    pool->free = db;
    pthread_cond_signal(&pool->is_given);
    pthread_mutex_unlock(&pool->mutex);
}

const struct pal_err *pal_db_error(const struct pal_db *db)
{
    return &db->err;
}

uint64_t pal_db_query_count(const struct pal_db *db)
{
    return db->queries;
}

/* ----------------------------------------------------------- transactions */

/* What came of something that the database was asked for. */
static enum pal_rc note(struct pal_db *db, enum pal_rc rc)
{
    db->is_broken = db->is_broken || rc == PAL_E_UNAVAILABLE;
    if (db->transaction != NONE && db->failed == PAL_OK) {
        db->failed = rc;
    }
    return rc;
}

/* A connection at hand, opened again where it is seen to be gone: only where nothing is under way,
 * since that would be gone too. */
static enum pal_rc make_ready(struct pal_db *db)
{
    if (db->transaction != NONE || db->under_way > 0) {
        return db->connection != NULL
                   ? PAL_OK
                   : pal_err_set(&db->err, PAL_E_UNAVAILABLE, "the database went away meanwhile");
    }
    bool is_there = db->connection != NULL && db->pool->driver->is_alive(db->connection);
    return is_there ? PAL_OK : open_db(db);
}

/* Runs what starts something: on a connection that the server dropped it is tried once more on a
 * new one. */
static enum pal_rc run_first(struct pal_db *db, const char *sql)
{
    enum pal_rc rc = make_ready(db);
    if (rc != PAL_OK) {
        return note(db, rc);
    }
    rc = db->pool->driver->run(db->connection, sql, &db->err);
    if (rc == PAL_E_UNAVAILABLE && db->under_way == 0) {
        rc = open_db(db);
        rc = rc == PAL_OK ? db->pool->driver->run(db->connection, sql, &db->err) : rc;
    }
    return note(db, rc);
}

static enum pal_rc begin(struct pal_db *db, const char *sql, enum transaction kind)
{
    if (db->transaction != NONE) {
        return pal_err_set(&db->err, PAL_E_USAGE, "a transaction is under way");
    }
    enum pal_rc rc = run_first(db, sql);
    db->transaction = rc == PAL_OK ? kind : NONE;
    return rc;
}

enum pal_rc pal_db_begin(struct pal_db *db)
{
    return begin(db, db->pool->driver->begin, WRITING);
}

enum pal_rc pal_db_begin_read(struct pal_db *db)
{
    return begin(db, db->pool->driver->begin_read, READING);
}

enum pal_rc pal_db_commit(struct pal_db *db)
{
    if (db->transaction == NONE) {
        return pal_err_set(&db->err, PAL_E_USAGE, "no transaction is under way");
    }
    /* PostgreSQL answers such a COMMIT as if all were well, and rolls back. */
    if (db->failed != PAL_OK) {
        return db->failed;
    }
    enum pal_rc rc = note(db, db->pool->driver->run(db->connection, "COMMIT", &db->err));
    if (rc == PAL_OK) {
        db->transaction = NONE;
    }
    return rc;
}

void pal_db_rollback(struct pal_db *db)
{
    struct pal_err ignored;
    if (db->transaction == NONE) {
        return;
    }
    /* SQLite has rolled back by itself after some failures: it then says so, and that is fine. A
     * connection on which PostgreSQL cannot roll back is of no use. */
    enum pal_rc rc = db->pool->driver->run(db->connection, "ROLLBACK", &ignored);
    db->is_broken = db->is_broken || (rc != PAL_OK && db->pool->driver->kind == PAL_DB_POSTGRESQL);
    db->transaction = NONE;
    db->failed = PAL_OK;
}

enum pal_rc pal_db_run_script(struct pal_db *db, const char *sql)
{
    enum pal_rc rc = db->failed != PAL_OK ? db->failed : make_ready(db);
    rc = rc == PAL_OK ? db->pool->driver->run(db->connection, sql, &db->err) : rc;
    return note(db, rc);
}

/* ----------------------------------------------------------------- queries */

struct pal_query *pal_db_query_literal(struct pal_db *db, const char *sql)
{
    /* When memory is short one static query stands for all: it has failed and stays so. */
    static struct pal_query failed = {.rc = PAL_E_MEMORY};
    struct pal_query *query = db->spare;
    if (query != NULL) {
        db->spare = query->next;
        *query = (struct pal_query){0};
    } else {
        query = calloc(1, sizeof *query);
    }
    if (query == NULL) {
        (void)note(db, pal_err_set(&db->err, PAL_E_MEMORY, "there is not enough memory"));
        return &failed;
    }
    query->db = db;
    query->sql = sql;
    return query;
}

/* Makes a query fail that has not failed yet. */
static void fail(struct pal_query *query, enum pal_rc rc, const char *sentence)
{
    if (query->rc == PAL_OK) {
        query->rc = note(query->db, pal_err_set(&query->db->err, rc, "%s", sentence));
    }
}

static struct pal_value *next_value(struct pal_query *query)
{
    if (query->db == NULL) {
        return NULL;
    }
    if (query->count == PAL_PARAMETERS) {
        fail(query, PAL_E_LIMIT, "a query has too many parameters");
        return NULL;
    }
    return &query->values[query->count++];
}

void pal_query_text(struct pal_query *query, const char *text)
{
    struct pal_value *value = next_value(query);
    if (value == NULL) {
        return;
    }
    *value =
        (struct pal_value){.kind = text != NULL ? PAL_VALUE_TEXT : PAL_VALUE_NULL, .text = text};
    if (text != NULL && !pal_utf8_check(text, strlen(text), &(size_t){0})) {
        fail(query, PAL_E_INVALID, "a text is not valid UTF-8");
    }
}

void pal_query_int(struct pal_query *query, int64_t number)
{
    struct pal_value *value = next_value(query);
    if (value != NULL) {
        *value = (struct pal_value){.kind = PAL_VALUE_INT, .number = number};
    }
}

void pal_query_bytes(struct pal_query *query, const void *bytes, size_t len)
{
    struct pal_value *value = next_value(query);
    if (value != NULL) {
        *value = (struct pal_value){
            .kind = bytes != NULL ? PAL_VALUE_BYTES : PAL_VALUE_NULL, .bytes = bytes, .len = len};
    }
}

/* The prepared statement: a kept one that is not in use, or a new one. */
static enum pal_rc prepare(struct pal_query *query)
{
    struct pal_db *db = query->db;
    for (size_t i = 0; i < db->cached; i++) {
        struct kept *at = &db->cache[i];
        if (!at->is_used && (at->sql == query->sql || strcmp(at->sql, query->sql) == 0)) {
            query->kept = at;
            at->is_used = true;
            db->under_way++;
            return PAL_OK;
        }
    }
    struct kept *at = db->cached < CACHED ? &db->cache[db->cached] : &query->own;
    enum pal_rc rc =
        db->pool->driver->prepare(db->connection, query->sql, &at->statement, &db->err);
    if (rc == PAL_OK) {
        at->sql = query->sql;
        at->is_used = true;
        query->kept = at;
        db->under_way++;
        db->cached += at != &query->own;
    }
    return rc;
}

static enum pal_rc run_once(struct pal_query *query)
{
    struct pal_db *db = query->db;
    enum pal_rc rc = prepare(query);
    /* SQLite would write within a transaction that reads, or fail where another has written. */
    if (rc == PAL_OK && db->transaction == READING &&
        db->pool->driver->writes(query->kept->statement)) {
        return pal_err_set(&db->err, PAL_E_USAGE, "this transaction only reads");
    }
    return rc == PAL_OK ? db->pool->driver->start(query->kept->statement, query->values,
                                                  query->count, &db->err)
                        : rc;
}

/* Gives the statement back. What SQLite finds wrong only at the end of one is its result. */
static enum pal_rc let_go(struct pal_query *query)
{
    const struct pal_db_driver *driver = query->db->pool->driver;
    if (query->kept == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = driver->reset(query->kept->statement, &query->db->err);
    if (query->kept == &query->own) {
        driver->finish(query->own.statement);
    } else {
        query->kept->is_used = false;
    }
    query->kept = NULL;
    query->db->under_way--;
    return rc;
}

/* Whether doing it twice is the same as once: nobody knows what became of a write whose answer did
 * not come. */
static bool only_reads(const char *sql)
{
    return strncmp(sql, "SELECT", strlen("SELECT")) == 0;
}

static enum pal_rc run_query(struct pal_query *query)
{
    struct pal_db *db = query->db;
    enum pal_rc rc = make_ready(db);
    rc = rc == PAL_OK ? run_once(query) : rc;
    bool is_alone = db->transaction == NONE && db->under_way == (size_t)(query->kept != NULL);
    if (rc == PAL_E_UNAVAILABLE && is_alone && only_reads(query->sql)) {
        (void)let_go(query);
        rc = open_db(db);
        rc = rc == PAL_OK ? run_once(query) : rc;
    }
    return rc;
}

static void start(struct pal_query *query)
{
    struct pal_db *db = query->db;
    query->is_started = true;
    if (query->rc != PAL_OK) {
        return;
    }
    db->queries++;
    query->rc = db->failed != PAL_OK ? db->failed : note(db, run_query(query));
}

bool pal_query_next(struct pal_query *query)
{
    if (query->db == NULL) {
        return false;
    }
    if (!query->is_started) {
        start(query);
    }
    query->has_row = false;
    if (query->rc == PAL_OK) {
        bool has_row = false;
        query->rc = note(query->db, query->db->pool->driver->fetch(query->kept->statement, &has_row,
                                                                   &query->db->err));
        query->has_row = query->rc == PAL_OK && has_row;
    }
    return query->has_row;
}

const char *pal_column_text(const struct pal_query *query, int column)
{
    return query->has_row ? query->db->pool->driver->text(query->kept->statement, column) : NULL;
}

int64_t pal_column_int(const struct pal_query *query, int column)
{
    return query->has_row ? query->db->pool->driver->number(query->kept->statement, column) : 0;
}

const void *pal_column_bytes(const struct pal_query *query, int column, size_t *len)
{
    *len = 0;
    return query->has_row ? query->db->pool->driver->bytes(query->kept->statement, column, len)
                          : NULL;
}

bool pal_column_is_null(const struct pal_query *query, int column)
{
    return !query->has_row || query->db->pool->driver->is_null(query->kept->statement, column);
}

void pal_query_fail(struct pal_query *query, enum pal_rc rc)
{
    if (query->db != NULL) {
        fail(query, rc,
             rc == PAL_E_MEMORY ? "there is not enough memory" : "a row is not what it should be");
    }
}

enum pal_rc pal_query_end(struct pal_query *query)
{
    struct pal_db *db = query->db;
    if (db == NULL) {
        return PAL_E_MEMORY;
    }
    if (!query->is_started) {
        /* Without a row asked for, all of it is run: SQLite works while it is fetched. */
        (void)pal_query_next(query);
    }
    enum pal_rc at_end = let_go(query);
    enum pal_rc rc = query->rc != PAL_OK ? query->rc : note(db, at_end);
    query->next = db->spare;
    db->spare = query;
    return rc;
}
