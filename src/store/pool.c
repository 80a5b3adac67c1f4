/* The connections to one database, shared by all threads. */
#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "store/driver.h"

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Which database a URL means; `written` is what its driver reads of it. */
static const struct pal_db_driver *driver_of(const char *url, const char **written)
{
    *written = url;
    if (starts_with(url, "postgresql://") || starts_with(url, "postgres://")) {
        return &pal_db_pg;
    }
    if (starts_with(url, "sqlite:")) {
        *written = url + strlen("sqlite:");
        return &pal_db_sqlite;
    }
    /* The words that libpq takes beside URLs would become the name of a file, password and all. */
    bool is_words = strstr(url, "password=") != NULL;
    return strstr(url, "://") == NULL && !is_words ? &pal_db_sqlite : NULL;
}

/* The part of a URL before "://" alone: what follows may hold a password. */
static enum pal_rc refuse_scheme(const char *url, struct pal_err *err)
{
    char scheme[32];
    const char *end = strstr(url, "://");
    if (end == NULL) {
        return pal_err_set(err, PAL_E_INVALID,
                           "a database is written sqlite:PATH or postgresql://USER@HOST/DATABASE");
    }
    size_t len = (size_t)(end - url);
    len = len < sizeof scheme ? len : sizeof scheme - 1;
    memcpy(scheme, url, len);
    scheme[len] = '\0';
    return pal_err_set(err, PAL_E_INVALID,
                       "databases of the kind %s are not known; write sqlite:PATH or "
                       "postgresql://USER@HOST/DATABASE",
                       pal_quote(scheme).text);
}

static void free_connection(struct pal_db *db)
{
    db->driver->disconnect(db);
    pal_store_free(db);
}

static struct pal_db *new_connection(struct pal_db_pool *pool)
{
    struct pal_db *db = pal_store_new(sizeof *db);
    if (db != NULL) {
        db->pool = pool;
        db->driver = pool->driver;
        db->no_memory = (struct pal_query){.db = db, .rc = PAL_E_MEMORY};
    }
    return db;
}

enum pal_rc pal_db_reconnect(struct pal_db *db)
{
    db->driver->disconnect(db);
    return db->driver->connect(db);
}

/* One whose server was told this bound already, or any. */
static struct pal_db *pop_idle(struct pal_db_pool *pool, unsigned ms)
{
    (void)pthread_mutex_lock(&pool->mutex);
    struct pal_db **at = &pool->idle;
    while (*at != NULL && (*at)->told_ms != ms) {
        at = &(*at)->next;
    }
    at = *at != NULL ? at : &pool->idle;
    struct pal_db *db = *at;
    if (db != NULL) {
        *at = db->next;
    }
    (void)pthread_mutex_unlock(&pool->mutex);
    return db;
}

static void push_idle(struct pal_db *db)
{
    struct pal_db_pool *pool = db->pool;
    (void)pthread_mutex_lock(&pool->mutex);
    db->next = pool->idle;
    pool->idle = db;
    (void)pthread_mutex_unlock(&pool->mutex);
    pal_gate_leave(&pool->connections);
}

/* A connection that answers: one that is idle, or a new one. The caller has a place. */
static enum pal_rc connect_one(struct pal_db_pool *pool, const struct pal_stop *stop,
                               struct pal_db **out, struct pal_err *err)
{
    struct pal_db *db = pop_idle(pool, stop != NULL ? stop->ms : 0);
    if (db == NULL) {
        db = new_connection(pool);
    }
    if (db == NULL) {
        pal_gate_leave(&pool->connections);
        return pal_err_set(err, PAL_E_MEMORY, "out of memory");
    }
    db->stop = stop;
    db->waited_us = 0;
    if (!db->driver->is_alive(db) && pal_db_reconnect(db) != PAL_OK) {
        enum pal_rc rc = db->error.rc;
        if (err != NULL) {
            *err = db->error;
        }
        db->stop = NULL;
        push_idle(db);
        return rc;
    }
    *out = db;
    return PAL_OK;
}

enum pal_rc pal_db_take(struct pal_db_pool *pool, struct pal_db **out, struct pal_err *err)
{
    return pal_db_take_for(pool, NULL, out, err);
}

enum pal_rc pal_db_take_for(struct pal_db_pool *pool, const struct pal_stop *stop,
                            struct pal_db **out, struct pal_err *err)
{
    *out = NULL;
    if (!pal_gate_enter(&pool->connections, PAL_DB_WAIT_MS)) {
        return pal_err_set(err, PAL_E_UNAVAILABLE,
                           "all %zu connections to the database %s are busy; try again in a moment",
                           pool->size, pool->shown);
    }
    enum pal_rc rc = connect_one(pool, stop, out, err);
    if (rc != PAL_OK) {
        return rc;
    }
    (*out)->query_count = 0;
    memset(&(*out)->error, 0, sizeof(*out)->error);
    return PAL_OK;
}

void pal_db_give(struct pal_db *db)
{
    if (db == NULL) {
        return;
    }
    assert(db->open_queries == 0); /* their rows would be read by nobody */
    pal_db_rollback(db);
    db->stop = NULL;
    push_idle(db);
}

static enum pal_rc try_first(struct pal_db_pool *pool, struct pal_err *err)
{
    struct pal_db *db;
    enum pal_rc rc = pal_db_take(pool, &db, err);
    pal_db_give(db);
    return rc;
}

static struct pal_db_pool *new_pool(const struct pal_db_driver *driver, size_t size)
{
    struct pal_db_pool *pool = pal_store_new(sizeof *pool);
    if (pool != NULL) {
        pool->driver = driver;
        pool->size = size;
        pal_gate_init(&pool->connections, size);
        pal_gate_init(&pool->writers, 1);
        (void)pthread_mutex_init(&pool->mutex, NULL);
    }
    return pool;
}

enum pal_rc pal_db_pool_open(const char *url, size_t size, struct pal_db_pool **out,
                             struct pal_err *err)
{
    return pal_db_pool_open_as(url, size, PAL_DB_MAKE, out, err);
}

enum pal_rc pal_db_pool_open_as(const char *url, size_t size, enum pal_db_mode mode,
                                struct pal_db_pool **out, struct pal_err *err)
{
    assert(size > 0);
    const char *written;
    const struct pal_db_driver *driver = driver_of(url, &written);
    *out = NULL;
    if (driver == NULL) {
        return refuse_scheme(url, err);
    }
    struct pal_db_pool *pool = new_pool(driver, size);
    if (pool == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "out of memory");
    }
    pool->mode = mode;
    enum pal_rc rc = driver->open(pool, written, err);
    if (rc == PAL_OK) {
        rc = try_first(pool, err);
    }
    if (rc != PAL_OK) {
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
    for (struct pal_db *db = pop_idle(pool, 0); db != NULL; db = pop_idle(pool, 0)) {
        free_connection(db);
    }
    assert(pool->connections.free == pool->size); /* all were given back */
    pal_gate_done(&pool->connections);
    pal_gate_done(&pool->writers);
    (void)pthread_mutex_destroy(&pool->mutex);
    pal_store_free(pool->target);
    pal_store_free(pool->shown);
    pal_store_free(pool);
}

enum pal_db_kind pal_db_kind_of(const struct pal_db *db)
{
    return db->driver->kind;
}

bool pal_db_is_read_only(const struct pal_db *db)
{
    return db->pool->mode == PAL_DB_READ;
}

const char *pal_db_pool_shown(const struct pal_db_pool *pool)
{
    return pool->shown;
}
