/* fixture - an empty database for each test, once in a file and once on a server. */
#ifndef PAL_TESTS_STORE_FIXTURE_H
#define PAL_TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/db.h"

struct fixture {
    enum pal_db_kind kind;
    char folder[64];
    char url[256];
    struct pal_db_pool *pool;
    struct pal_db *db; /* one connection, for tests that need no more */
};

static inline void run_shell(const char *command)
{
    assert_non_null(command);
    assert_int_equal(system(command), 0);
}

static inline struct pal_db_pool *open_pool(const struct fixture *fixture, size_t size)
{
    struct pal_db_pool *pool = NULL;
    struct pal_err err = {0};
    if (pal_db_pool_open(fixture->url, size, &pool, &err) != PAL_OK) {
        fail_msg("%s", err.message);
    }
    return pool;
}

static inline struct pal_db *take(struct pal_db_pool *pool)
{
    struct pal_db *db = NULL;
    struct pal_err err = {0};
    if (pal_db_take(pool, &db, &err) != PAL_OK) {
        fail_msg("%s", err.message);
    }
    return db;
}

#define assert_db_ok(db, call)                                                                     \
    do {                                                                                           \
        if ((call) != PAL_OK) {                                                                    \
            fail_msg("%s", pal_db_error(db)->message);                                             \
        }                                                                                          \
    } while (0)

static inline void run_script(struct pal_db *db, const char *sql)
{
    assert_db_ok(db, pal_db_run_script(db, sql));
}

/* The number that a query without parameters gives. */
#define number_of(db, sql) number_at((db), pal_db_query((db), sql))
static inline int64_t number_at(struct pal_db *db, struct pal_query *query)
{
    assert_true(pal_query_next(query));
    int64_t number = pal_column_int(query, 0);
    assert_db_ok(db, pal_query_end(query));
    return number;
}

static inline void set_up_file(struct fixture *fixture)
{
    (void)snprintf(fixture->folder, sizeof fixture->folder, "/tmp/palier-store.XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    (void)snprintf(fixture->url, sizeof fixture->url, "sqlite:%s/test.db", fixture->folder);
}

/* A test that finds no server fails: one that is skipped is forgotten. */
static inline void set_up_server(struct fixture *fixture)
{
    const char *url = getenv("PALIER_TEST_POSTGRESQL");
    if (url == NULL || *url == '\0') {
        free(fixture);
        fail_msg("PALIER_TEST_POSTGRESQL is not set: use tests/store/with_postgresql.sh");
    }
    (void)snprintf(fixture->url, sizeof fixture->url, "%s", url);
}

static inline int set_up(void **state, enum pal_db_kind kind)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fixture->kind = kind;
    if (kind == PAL_DB_SQLITE) {
        set_up_file(fixture);
    } else {
        set_up_server(fixture);
    }
    fixture->pool = open_pool(fixture, 4);
    fixture->db = take(fixture->pool);
    if (kind == PAL_DB_POSTGRESQL) {
        run_script(fixture->db, "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public");
    }
    *state = fixture;
    return 0;
}

static inline int set_up_sqlite(void **state)
{
    return set_up(state, PAL_DB_SQLITE);
}

static inline int set_up_postgresql(void **state)
{
    return set_up(state, PAL_DB_POSTGRESQL);
}

static inline int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char command[128];
    pal_db_give(fixture->db);
    pal_db_pool_close(fixture->pool);
    if (fixture->kind == PAL_DB_SQLITE) {
        (void)snprintf(command, sizeof command, "rm -rf '%s'", fixture->folder);
        run_shell(command);
    }
    free(fixture);
    return 0;
}

#define ON_SQLITE(test)                                                                            \
    {                                                                                              \
#test " (SQLite)", test, set_up_sqlite, tear_down, NULL                                    \
    }
#define ON_POSTGRESQL(test)                                                                        \
    {                                                                                              \
#test " (PostgreSQL)", test, set_up_postgresql, tear_down, NULL                            \
    }
#define ON_BOTH(test) ON_SQLITE(test), ON_POSTGRESQL(test)

static inline double seconds_now(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static inline void make_counter(struct pal_db *db)
{
    run_script(db, "CREATE TABLE counter (id TEXT PRIMARY KEY, n BIGINT NOT NULL);\n"
                   "INSERT INTO counter VALUES ('x', 0)");
}

static inline enum pal_rc increment(struct pal_db *db)
{
    return pal_query_end(pal_db_query(db, "UPDATE counter SET n = n + 1 WHERE id = 'x'"));
}

static inline int64_t count_of(struct pal_db *db)
{
    return number_of(db, "SELECT n FROM counter WHERE id = 'x'");
}

#endif
