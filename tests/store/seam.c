/* The seam (store/db.h): what is bound is what comes back, transactions, threads, the cache. */
#include "store.h"

#include <pthread.h>
#include <time.h>

static void make_table(struct fixture *f)
{
    const char *sql = f->kind == PAL_DB_SQLITE
                          ? "CREATE TABLE things (id TEXT PRIMARY KEY, n BIGINT, b BLOB)"
                          : "CREATE TABLE things (id TEXT PRIMARY KEY, n BIGINT, b BYTEA)";
    OK(pal_db_run_script(f->db, sql));
}

static enum pal_rc add_thing(struct pal_db *db, const char *id, int64_t n)
{
    struct pal_query *query = pal_db_query(db, "INSERT INTO things (id, n) VALUES ($1, $2)");
    pal_query_text(query, id);
    pal_query_int(query, n);
    return pal_query_end(query);
}

static void test_types(void **state)
{
    struct fixture *f = *state;
    enum { MILLION = 1 << 20 };
    unsigned char *bytes = malloc(MILLION);
    static const int64_t numbers[] = {0, -1, INT64_MAX, INT64_MIN, 1700000000};
    make_table(f);
    assert_non_null(bytes);
    for (size_t i = 0; i < MILLION; i++) {
        bytes[i] = (unsigned char)(i * 2654435761U >> 13);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct pal_query *query = pal_db_query(
            f->db, "INSERT INTO things (id, n, b) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE"
                   " SET n = $2, b = $3");
        pal_query_text(query, "é ' \" \\ $1 ? \n 😀");
        pal_query_int(query, numbers[i]);
        pal_query_bytes(query, bytes, MILLION);
        OK(pal_query_end(query));
        query = pal_db_query(f->db, "SELECT id, n, b FROM things");
        size_t len;
        assert_true(pal_query_next(query));
        TEXT(pal_column_text(query, 0), "é ' \" \\ $1 ? \n 😀");
        assert_true(pal_column_int(query, 1) == numbers[i]);
        const void *read = pal_column_bytes(query, 2, &len);
        assert_int_equal(len, MILLION);
        assert_memory_equal(read, bytes, MILLION);
        assert_false(pal_query_next(query));
        assert_false(pal_query_next(query));
        OK(pal_query_end(query));
    }
    free(bytes);
}

static void test_nulls_and_nothing(void **state)
{
    struct fixture *f = *state;
    size_t len = 7;
    make_table(f);
    struct pal_query *query =
        pal_db_query(f->db, "INSERT INTO things (id, n, b) VALUES ($1, $2, $3)");
    pal_query_text(query, "");
    pal_query_text(query, NULL);
    pal_query_bytes(query, NULL, 0);
    OK(pal_query_end(query));
    query = pal_db_query(f->db, "INSERT INTO things (id, b) VALUES ($1, $2)");
    pal_query_text(query, "none");
    pal_query_bytes(query, "", 0);
    OK(pal_query_end(query));
    query = pal_db_query(f->db, "SELECT id, n, b FROM things ORDER BY id");
    assert_true(pal_query_next(query));
    TEXT(pal_column_text(query, 0), "");
    assert_false(pal_column_is_null(query, 0));
    assert_true(pal_column_is_null(query, 1));
    assert_int_equal(pal_column_int(query, 1), 0);
    assert_null(pal_column_text(query, 1));
    assert_null(pal_column_bytes(query, 2, &len));
    assert_int_equal(len, 0);
    assert_true(pal_query_next(query));
    assert_non_null(pal_column_bytes(query, 2, &len)); /* no bytes are not null */
    assert_int_equal(len, 0);
    assert_false(pal_column_is_null(query, 2));
    OK(pal_query_end(query));
}

static void test_parameters(void **state)
{
    struct fixture *f = *state;
    make_table(f);
    struct pal_query *query =
        pal_db_query(f->db, "INSERT INTO things (id, n) VALUES ($1, CAST($2 AS BIGINT) + $2 + $3)");
    pal_query_text(query, "a");
    pal_query_int(query, 20);
    pal_query_int(query, 2);
    OK(pal_query_end(query));
    query = pal_db_query(f->db, "SELECT n FROM things WHERE id = $1 OR id = $1 || $2 OR $2 = $1");
    pal_query_text(query, "a");
    pal_query_text(query, "b");
    assert_int_equal(number_of(query), 42);
    /* One too few is a mistake of the program, and no reason to think the database away. */
    query = pal_db_query(f->db, "SELECT n FROM things WHERE id = $1 AND n = $2");
    pal_query_text(query, "a");
    assert_false(pal_query_next(query));
    RC(PAL_E_INVALID, pal_query_end(query));
    query = pal_db_query(f->db, "SELECT 1");
    for (int i = 0; i < 100; i++) {
        pal_query_int(query, i);
    }
    RC(PAL_E_LIMIT, pal_query_end(query));
    assert_true(strlen(pal_db_error(f->db)->message) > 0);
}

static void test_bad_text(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {"\xff", "a\xc3", "\xed\xa0\x80", "\xc0\x80"};
    make_table(f);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        RC(PAL_E_INVALID, add_thing(f->db, bad[i], 1));
        assert_non_null(strstr(pal_db_error(f->db)->message, "UTF-8"));
    }
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM things"), 0);
}

struct work {
    struct fixture *f;
    enum pal_rc rc;
};

static enum pal_rc increment(struct pal_db *db)
{
    enum pal_rc rc = pal_db_begin(db);
    int64_t n = 0;
    if (rc == PAL_OK) {
        struct pal_query *query =
            pal_db_query(db, "UPDATE things SET n = n WHERE id = 'a' RETURNING n");
        n = pal_query_next(query) ? pal_column_int(query, 0) : -1000000;
        rc = pal_query_end(query);
    }
    if (rc == PAL_OK) {
        struct pal_query *query = pal_db_query(db, "UPDATE things SET n = $1 WHERE id = 'a'");
        pal_query_int(query, n + 1);
        rc = pal_query_end(query);
    }
    return rc == PAL_OK ? pal_db_commit(db) : rc;
}

static void *increment_often(void *ctx)
{
    struct work *work = ctx;
    for (int i = 0; i < 200 && work->rc == PAL_OK; i++) {
        struct pal_db *db;
        work->rc = pal_db_take(work->f->pool, &db, NULL);
        if (work->rc == PAL_OK) {
            work->rc = increment(db);
            pal_db_give(db);
        }
    }
    return NULL;
}

static void test_threads(void **state)
{
    enum { THREADS = 10 };
    struct fixture *f = *state;
    pthread_t threads[THREADS];
    struct work works[THREADS];
    make_table(f);
    OK(add_thing(f->db, "a", 0));
    pal_db_give(f->db);
    f->db = NULL;
    for (size_t i = 0; i < THREADS; i++) {
        works[i] = (struct work){f, PAL_OK};
        assert_int_equal(pthread_create(&threads[i], NULL, increment_often, &works[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        OK(works[i].rc);
    }
    OK(pal_db_take(f->pool, &f->db, NULL));
    assert_int_equal(NUMBER(f->db, "SELECT n FROM things"), 2000);
}

static void test_constraints(void **state)
{
    struct fixture *f = *state;
    make_table(f);
    OK(pal_db_run_script(f->db, "CREATE TABLE parts (thing TEXT NOT NULL REFERENCES things (id),"
                                " n BIGINT NOT NULL CHECK (n > 0))"));
    OK(add_thing(f->db, "a", 1));
    RC(PAL_E_EXISTS, add_thing(f->db, "a", 2));
    assert_true(strlen(pal_db_error(f->db)->message) > 0);
    RC(PAL_E_EXISTS, pal_db_error(f->db)->rc);
    RC(PAL_E_INVALID, pal_query_end(pal_db_query(f->db, "INSERT INTO parts VALUES ('b', 1)")));
    RC(PAL_E_INVALID, pal_query_end(pal_db_query(f->db, "INSERT INTO parts VALUES ('a', 0)")));
    RC(PAL_E_INVALID, pal_query_end(pal_db_query(f->db, "INSERT INTO parts VALUES (NULL, 1)")));
    /* With RETURNING, SQLite checks the key only when the statement ends. */
    struct pal_query *query =
        pal_db_query(f->db, "INSERT INTO parts VALUES ('b', 1) RETURNING thing");
    (void)pal_query_next(query);
    RC(PAL_E_INVALID, pal_query_end(query));
    query = pal_db_query(f->db, "DELETE FROM things RETURNING id");
    (void)pal_query_next(query);
    OK(pal_query_end(query));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM parts"), 0);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM things"), 0);
    RC(PAL_E_IO, pal_query_end(pal_db_query(f->db, "SELECT nothing FROM nowhere")));
}

static void test_transactions(void **state)
{
    struct fixture *f = *state;
    make_table(f);
    RC(PAL_E_USAGE, pal_db_commit(f->db));
    OK(pal_db_begin(f->db));
    RC(PAL_E_USAGE, pal_db_begin(f->db));
    RC(PAL_E_USAGE, pal_db_begin_read(f->db));
    OK(add_thing(f->db, "a", 1));
    OK(pal_db_commit(f->db));
    OK(pal_db_begin(f->db));
    OK(add_thing(f->db, "b", 1));
    pal_db_rollback(f->db);
    pal_db_rollback(f->db);
    OK(pal_db_begin(f->db));
    OK(add_thing(f->db, "c", 1));
    pal_db_give(f->db); /* and what was begun is gone */
    OK(pal_db_take(f->pool, &f->db, NULL));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM things"), 1);
    OK(pal_db_begin(f->db));
    OK(pal_db_commit(f->db));
}

/* A transaction sticks to its first failure, on both databases. */
static void test_failed_transaction(void **state)
{
    struct fixture *f = *state;
    make_table(f);
    OK(add_thing(f->db, "a", 1));
    OK(pal_db_begin(f->db));
    OK(add_thing(f->db, "b", 1));
    RC(PAL_E_EXISTS, add_thing(f->db, "a", 1));
    RC(PAL_E_EXISTS, add_thing(f->db, "c", 1));
    RC(PAL_E_EXISTS, pal_db_run_script(f->db, "DELETE FROM things"));
    RC(PAL_E_EXISTS, pal_db_commit(f->db));
    pal_db_rollback(f->db);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM things"), 1);
    OK(pal_db_begin(f->db));
    RC(PAL_E_INVALID, add_thing(f->db, "\xff", 1));
    RC(PAL_E_INVALID, pal_db_commit(f->db));
    pal_db_rollback(f->db);
    OK(pal_db_begin(f->db));
    struct pal_query *query = pal_db_query(f->db, "SELECT id FROM things");
    assert_true(pal_query_next(query));
    pal_query_fail(query, PAL_E_MEMORY);
    assert_false(pal_query_next(query));
    RC(PAL_E_MEMORY, pal_query_end(query));
    RC(PAL_E_MEMORY, pal_db_error(f->db)->rc);
    RC(PAL_E_MEMORY, pal_db_commit(f->db));
    pal_db_rollback(f->db);
    OK(add_thing(f->db, "d", 1));
}

static void test_reading_transaction(void **state)
{
    struct fixture *f = *state;
    struct pal_db *other;
    make_table(f);
    OK(add_thing(f->db, "a", 1));
    OK(pal_db_take(f->pool, &other, NULL));
    OK(pal_db_begin_read(other));
    assert_int_equal(NUMBER(other, "SELECT COUNT(*) FROM things"), 1);
    OK(add_thing(f->db, "b", 1));
    RUN(f->db, "UPDATE things SET n = 5");
    assert_int_equal(NUMBER(other, "SELECT COUNT(*) FROM things"), 1);
    assert_int_equal(NUMBER(other, "SELECT n FROM things"), 1);
    OK(pal_db_commit(other));
    assert_int_equal(NUMBER(other, "SELECT COUNT(*) FROM things"), 2);
    OK(pal_db_begin_read(other));
    RC(PAL_E_USAGE, add_thing(other, "c", 1));
    assert_non_null(strstr(pal_db_error(other)->message, "only reads"));
    pal_db_give(other);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM things"), 2);
}

/* Both databases have one idea of small letters. */
static void test_lower(void **state)
{
    static const char *const texts[][2] = {{"AZaz09_[@", "azaz09_[@"},
                                           {"ÀÉÎÕÜÝÞ×ßÿ", "àéîõüýþ×ßÿ"},
                                           {"ŒœŸŽžŁłŃĶĸĞ", "œœÿžžłłńķĸğ"},
                                           {"ΑΩαω", "αωαω"},
                                           {"ЁЖЯжя", "ёжяжя"},
                                           {"日本 😀 É", "日本 😀 é"},
                                           {"", ""}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct pal_query *query = pal_db_query(f->db, "SELECT lower(CAST($1 AS TEXT))");
        pal_query_text(query, texts[i][0]);
        assert_true(pal_query_next(query));
        TEXT(pal_column_text(query, 0), texts[i][1]);
        OK(pal_query_end(query));
    }
}

static struct pal_query *things(struct pal_db *db)
{
    return pal_db_query(db, "SELECT id FROM things ORDER BY id");
}

static void test_cache(void **state)
{
    struct fixture *f = *state;
    make_table(f);
    OK(add_thing(f->db, "a", 1));
    OK(add_thing(f->db, "b", 1));
    struct pal_query *one = things(f->db);
    struct pal_query *two = things(f->db);
    assert_true(pal_query_next(one));
    assert_true(pal_query_next(two));
    assert_true(pal_query_next(two));
    TEXT(pal_column_text(one, 0), "a");
    TEXT(pal_column_text(two, 0), "b");
    OK(pal_query_end(two));
    assert_true(pal_query_next(one));
    TEXT(pal_column_text(one, 0), "b");
    OK(pal_query_end(one));
    /* More at once than are kept. */
    enum { MANY = 300 };
    static struct pal_query *many[MANY];
    for (size_t i = 0; i < MANY; i++) {
        many[i] = things(f->db);
        assert_true(pal_query_next(many[i]));
    }
    for (size_t i = 0; i < MANY; i++) {
        assert_true(pal_query_next(many[i]));
        TEXT(pal_column_text(many[i], 0), "b");
        assert_false(pal_query_next(many[i]));
        OK(pal_query_end(many[i]));
    }
    /* A statement that failed is as good as new. */
    RC(PAL_E_EXISTS, add_thing(f->db, "a", 1));
    OK(add_thing(f->db, "c", 1));
}

static void test_count(void **state)
{
    struct fixture *f = *state;
    pal_db_give(f->db);
    OK(pal_db_take(f->pool, &f->db, NULL));
    assert_int_equal(pal_db_query_count(f->db), 0);
    OK(pal_db_begin(f->db));
    assert_int_equal(NUMBER(f->db, "SELECT 1"), 1);
    OK(pal_query_end(pal_db_query(f->db, "SELECT 2")));
    OK(pal_db_commit(f->db));
    assert_int_equal(pal_db_query_count(f->db), 2);
}

static void *give_later(void *ctx)
{
    struct timespec moment = {0, 300000000};
    nanosleep(&moment, NULL);
    pal_db_give(ctx);
    return NULL;
}

static void test_waiting(void **state)
{
    struct fixture *f = *state;
    struct pal_db *dbs[POOL];
    struct pal_err err;
    pthread_t thread;
    pal_db_give(f->db);
    f->db = NULL;
    for (size_t i = 0; i < POOL; i++) {
        OK(pal_db_take(f->pool, &dbs[i], &err));
    }
    assert_int_equal(pthread_create(&thread, NULL, give_later, dbs[0]), 0);
    OK(pal_db_take(f->pool, &dbs[0], &err));
    assert_int_equal(pthread_join(thread, NULL), 0);
    RC(PAL_E_UNAVAILABLE, pal_db_take(f->pool, &f->db, &err));
    assert_non_null(strstr(err.message, "busy"));
    for (size_t i = 0; i < POOL; i++) {
        pal_db_give(dbs[i]);
    }
}

/* Two that write the same row: the second waits no longer than the time-out. */
static void test_busy(void **state)
{
    struct fixture *f = *state;
    struct pal_db *other;
    make_table(f);
    OK(add_thing(f->db, "a", 1));
    OK(pal_db_take(f->pool, &other, NULL));
    OK(pal_db_begin(f->db));
    RUN(f->db, "UPDATE things SET n = 2");
    enum pal_rc rc = pal_db_begin(other);
    rc = rc == PAL_OK ? pal_query_end(pal_db_query(other, "UPDATE things SET n = 3")) : rc;
    assert_int_equal(rc, PAL_E_BUSY);
    assert_non_null(strstr(pal_db_error(other)->message, "busy"));
    pal_db_rollback(other);
    OK(pal_db_commit(f->db));
    RUN(other, "UPDATE things SET n = n + 5");
    assert_int_equal(NUMBER(other, "SELECT n FROM things"), 7);
    pal_db_give(other);
}

const struct test seam_tests[] = {
    {"all types", test_types, false, false},
    {"null and nothing", test_nulls_and_nothing, false, false},
    {"parameters", test_parameters, false, false},
    {"bad text", test_bad_text, false, false},
    {"ten threads", test_threads, false, false},
    {"constraints", test_constraints, false, false},
    {"transactions", test_transactions, false, false},
    {"a failed transaction", test_failed_transaction, false, false},
    {"a reading transaction", test_reading_transaction, false, false},
    {"small letters", test_lower, false, false},
    {"the cache of statements", test_cache, false, false},
    {"the count of queries", test_count, false, false},
    {"waiting for a connection", test_waiting, false, false},
    {"busy", test_busy, false, false},
    {NULL, NULL, false, false},
};
