/* store: the same behaviour of both databases, and what each does when things go wrong. */
#include "fixture.h"

#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "store/driver.h"
#include "store/migrate.h"

/* ------------------------------------------------------------------ values */

#define BYTES_TABLE(type)                                                                          \
    "CREATE TABLE v (id TEXT PRIMARY KEY, n BIGINT, small INTEGER, yes BOOLEAN, b " type ")"

static void make_values(const struct fixture *fixture)
{
    run_script(fixture->db,
               fixture->kind == PAL_DB_SQLITE ? BYTES_TABLE("BLOB") : BYTES_TABLE("BYTEA"));
}

static void insert_value(struct pal_db *db, const char *id, int64_t n, const void *bytes,
                         size_t len)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO v (id, n, small, yes, b) VALUES ($1, $2, 7, $3 = 1, $4)");
    pal_query_text(query, id);
    pal_query_int(query, n);
    pal_query_int(query, n > 0);
    pal_query_bytes(query, bytes, len);
    assert_db_ok(db, pal_query_end(query));
}

static struct pal_query *select_value(struct pal_db *db, const char *id)
{
    struct pal_query *query = pal_db_query(db, "SELECT id, n, small, yes, b FROM v WHERE id = $1");
    pal_query_text(query, id);
    return query;
}

static void test_values_come_back(void **state)
{
    const struct fixture *fixture = *state;
    struct pal_db *db = fixture->db;
    static const struct {
        const char *id;
        int64_t n;
        const char *bytes;
        size_t len;
    } cases[] = {{"plain", 1, "abc", 3},
                 {"", 0, "", 0},
                 {"échelon 日本 🙂 'quoted' \\x41 $1", INT64_MAX, "\0\xFF\\'\0", 5},
                 {"least", INT64_MIN, "\0", 1}};
    make_values(fixture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        insert_value(db, cases[i].id, cases[i].n, cases[i].bytes, cases[i].len);
        struct pal_query *query = select_value(db, cases[i].id);
        size_t len = 99;
        assert_true(pal_query_next(query));
        assert_string_equal(pal_column_text(query, 0), cases[i].id);
        assert_true(pal_column_int(query, 1) == cases[i].n);
        assert_int_equal(pal_column_int(query, 2), 7);
        assert_int_equal(pal_column_int(query, 3), cases[i].n > 0);
        assert_string_equal(pal_column_text(query, 3), cases[i].n > 0 ? "1" : "0");
        assert_memory_equal(pal_column_bytes(query, 4, &len), cases[i].bytes, cases[i].len);
        assert_int_equal(len, cases[i].len);
        assert_false(pal_column_is_null(query, 4));
        assert_false(pal_query_next(query));
        assert_false(pal_query_next(query)); /* and does not start again */
        assert_db_ok(db, pal_query_end(query));
    }
}

static void test_nulls_come_back(void **state)
{
    const struct fixture *fixture = *state;
    struct pal_db *db = fixture->db;
    make_values(fixture);
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO v (id, n, small, yes, b) VALUES ('x', $1, $2, $3, $4)");
    pal_query_text(query, NULL);
    pal_query_text(query, NULL);
    pal_query_bytes(query, NULL, 0);
    pal_query_bytes(query, NULL, 0);
    assert_db_ok(db, pal_query_end(query));
    query = select_value(db, "x");
    assert_true(pal_query_next(query));
    for (int i = 1; i < 5; i++) {
        size_t len = 99;
        assert_true(pal_column_is_null(query, i));
        assert_null(pal_column_text(query, i));
        assert_int_equal(pal_column_int(query, i), 0);
        assert_null(pal_column_bytes(query, i, &len));
        assert_int_equal(len, 0);
    }
    assert_db_ok(db, pal_query_end(query));
}

static void test_large_bytes_come_back(void **state)
{
    enum { SIZE = 1 << 20 };
    const struct fixture *fixture = *state;
    unsigned char *bytes = malloc(SIZE);
    assert_non_null(bytes);
    for (size_t i = 0; i < SIZE; i++) {
        bytes[i] = (unsigned char)(i * 31 + (i >> 8));
    }
    make_values(fixture);
    insert_value(fixture->db, "large", 1, bytes, SIZE);
    struct pal_query *query = select_value(fixture->db, "large");
    size_t len = 0;
    assert_true(pal_query_next(query));
    const void *back = pal_column_bytes(query, 4, &len);
    assert_int_equal(len, SIZE);
    assert_memory_equal(back, bytes, SIZE);
    assert_db_ok(fixture->db, pal_query_end(query));
    free(bytes);
}

static void test_parameters_go_by_number(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    struct pal_query *query =
        pal_db_query(db, "SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT) || CAST($2 AS TEXT) || '$3'");
    pal_query_text(query, "a");
    pal_query_text(query, "b");
    assert_true(pal_query_next(query));
    assert_string_equal(pal_column_text(query, 0), "bab$3");
    assert_db_ok(db, pal_query_end(query));
    assert_int_equal(pal_db_params_in("x = $2 OR y = '$9' OR \"$8\" = $10"), 10);
    assert_int_equal(pal_db_params_in("'it''s $4' $1 $"), 1);
}

static void test_wrong_number_of_values(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    struct pal_query *query = pal_db_query(db, "SELECT CAST($1 AS TEXT), CAST($2 AS TEXT)");
    pal_query_text(query, "one");
    assert_false(pal_query_next(query));
    assert_int_equal(pal_query_end(query), PAL_E_INVALID);
    query = pal_db_query(db, "SELECT 1");
    for (int i = 0; i <= PAL_DB_PARAMS_MAX; i++) {
        pal_query_int(query, i);
    }
    assert_int_equal(pal_query_end(query), PAL_E_LIMIT);
    assert_int_equal(number_of(db, "SELECT 5"), 5);
}

static void test_bad_text_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    static const char *const bad[] = {"\xFF", "a\xC3", "\xED\xA0\x80", "\xC0\x80"};
    run_script(fixture->db, "CREATE TABLE t (x TEXT)");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct pal_query *query = pal_db_query(fixture->db, "INSERT INTO t (x) VALUES ($1)");
        pal_query_text(query, bad[i]);
        assert_int_equal(pal_query_end(query), PAL_E_INVALID);
        assert_non_null(strstr(pal_db_error(fixture->db)->message, "UTF-8"));
    }
    assert_int_equal(number_of(fixture->db, "SELECT COUNT(*) FROM t"), 0);
}

static void test_order_by_bytes_is_the_same(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    static const char *const order[] = {"", "B", "Ba", "a", "b", "É", "é"};
    run_script(db, "CREATE TABLE t (x TEXT);\n"
                   "INSERT INTO t VALUES ('é'), ('b'), ('Ba'), ('B'), ('a'), ('É'), ('')");
    struct pal_query *query = pal_db_query(db, "SELECT x FROM t ORDER BY x COLLATE \"C\"");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        assert_true(pal_query_next(query));
        assert_string_equal(pal_column_text(query, 0), order[i]);
    }
    assert_db_ok(db, pal_query_end(query));
}

static void test_sums_read_as_numbers(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    run_script(db, "CREATE TABLE t (n BIGINT);\nINSERT INTO t VALUES (9000000000), (-1)");
    assert_true(number_of(db, "SELECT SUM(n) FROM t") == 8999999999);
}

/* ------------------------------------------------------------------ queries */

static void test_returning_and_conflict(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    run_script(db, "CREATE TABLE t (k TEXT PRIMARY KEY, n BIGINT NOT NULL)");
    for (int i = 1; i <= 3; i++) {
        struct pal_query *query =
            pal_db_query(db, "INSERT INTO t (k, n) VALUES ($1, 1)"
                             " ON CONFLICT (k) DO UPDATE SET n = t.n + 1 RETURNING n");
        pal_query_text(query, "x");
        assert_true(pal_query_next(query));
        assert_int_equal(pal_column_int(query, 0), i);
        assert_db_ok(db, pal_query_end(query)); /* with a row unread: kept all the same */
    }
    assert_int_equal(number_of(db, "SELECT n FROM t"), 3);
}

/* How many prepared statements the connection holds, by the word of the database. */
static int64_t statements_held(const struct fixture *fixture)
{
    return fixture->kind == PAL_DB_POSTGRESQL
               ? number_of(fixture->db, "SELECT COUNT(*) FROM pg_prepared_statements")
               : (int64_t)fixture->db->statement_count;
}

static int64_t add_one(struct pal_db *db, int64_t n)
{
    struct pal_query *query = pal_db_query(db, "SELECT CAST($1 AS BIGINT) + 1");
    pal_query_int(query, n);
    return number_at(db, query);
}

static void test_statements_are_kept(void **state)
{
    const struct fixture *fixture = *state;
    assert_int_equal(add_one(fixture->db, 0), 1);
    int64_t before = statements_held(fixture);
    before = statements_held(fixture); /* the question itself is held by now */
    for (int64_t i = 0; i < 100; i++) {
        assert_int_equal(add_one(fixture->db, i), i + 1);
    }
    assert_int_equal(statements_held(fixture), before);
}

/* The address of a text is not enough of a key: a buffer changes. */
static void test_statements_know_their_text(void **state)
{
    const struct fixture *fixture = *state;
    char sql[32] = "SELECT 1";
    assert_int_equal(number_at(fixture->db, pal_db_query_literal(fixture->db, sql)), 1);
    sql[7] = '2';
    assert_int_equal(number_at(fixture->db, pal_db_query_literal(fixture->db, sql)), 2);
}

static void test_statements_have_a_maximum(void **state)
{
    const struct fixture *fixture = *state;
    char sql[64];
    for (int i = 0; i < 2 * PAL_DB_STATEMENTS_MAX; i++) {
        (void)snprintf(sql, sizeof sql, "SELECT %d", i);
        assert_int_equal(number_at(fixture->db, pal_db_query_literal(fixture->db, sql)), i);
    }
    assert_in_range(statements_held(fixture), 1, PAL_DB_STATEMENTS_MAX);
}

/* 10 + 9 + … : each call reads rows while a deeper one runs the same statement. */
static int64_t sum_below(struct pal_db *db, int64_t n)
{
    struct pal_query *query = pal_db_query(db, "SELECT CAST($1 AS BIGINT) - 1 UNION ALL SELECT -1");
    int64_t sum = n;
    pal_query_int(query, n);
    while (pal_query_next(query)) {
        int64_t below = pal_column_int(query, 0);
        sum += below > 0 ? sum_below(db, below) : 0;
    }
    assert_db_ok(db, pal_query_end(query));
    return sum;
}

static void test_queries_within_queries(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    assert_int_equal(sum_below(db, 10), 55);
    assert_int_equal(sum_below(db, 10), 55);
}

static void test_queries_are_counted(void **state)
{
    struct fixture *fixture = *state;
    uint64_t before = pal_db_query_count(fixture->db);
    assert_db_ok(fixture->db, pal_db_begin_read(fixture->db));
    assert_int_equal(number_of(fixture->db, "SELECT 1"), 1);
    assert_int_equal(number_of(fixture->db, "SELECT 2"), 2);
    assert_db_ok(fixture->db, pal_db_commit(fixture->db));
    assert_int_equal(pal_db_query_count(fixture->db), before + 2);
    pal_db_give(fixture->db);
    fixture->db = take(fixture->pool);
    assert_int_equal(pal_db_query_count(fixture->db), 0);
}

static void test_wrong_sql_is_an_error(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    struct pal_query *query = pal_db_query(db, "SELECT x FROM nowhere");
    assert_false(pal_query_next(query));
    assert_int_equal(pal_query_end(query), PAL_E_IO);
    assert_non_null(strstr(pal_db_error(db)->message, "nowhere"));
    query = pal_db_query(db, "SELECT 1; SELECT 2");
    assert_int_equal(pal_query_end(query), PAL_E_IO);
    assert_int_equal(number_of(db, "SELECT 3"), 3);
}

/* ------------------------------------------------------------------ transactions */

static void make_counter(struct pal_db *db)
{
    run_script(db, "CREATE TABLE counter (id TEXT PRIMARY KEY, n BIGINT NOT NULL);\n"
                   "INSERT INTO counter VALUES ('x', 0)");
}

static enum pal_rc increment(struct pal_db *db)
{
    return pal_query_end(pal_db_query(db, "UPDATE counter SET n = n + 1 WHERE id = 'x'"));
}

static int64_t count_of(struct pal_db *db)
{
    return number_of(db, "SELECT n FROM counter WHERE id = 'x'");
}

static void test_commit_and_rollback(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    make_counter(db);
    assert_db_ok(db, pal_db_begin(db));
    assert_db_ok(db, increment(db));
    pal_db_rollback(db);
    assert_int_equal(count_of(db), 0);
    assert_db_ok(db, pal_db_begin(db));
    assert_db_ok(db, increment(db));
    assert_db_ok(db, pal_db_commit(db));
    assert_int_equal(count_of(db), 1);
    pal_db_rollback(db); /* nothing to do */
    assert_int_equal(pal_db_commit(db), PAL_E_INVALID);
}

static void test_give_rolls_back(void **state)
{
    struct fixture *fixture = *state;
    make_counter(fixture->db);
    for (int i = 0; i < 10; i++) {
        struct pal_db *db = take(fixture->pool);
        assert_db_ok(db, pal_db_begin(db));
        assert_db_ok(db, increment(db));
        pal_db_give(db);
    }
    assert_int_equal(count_of(fixture->db), 0);
    assert_db_ok(fixture->db, pal_db_begin(fixture->db)); /* the turn to write was given back */
    pal_db_rollback(fixture->db);
}

static void test_transactions_do_not_nest(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    make_counter(db);
    assert_db_ok(db, pal_db_begin(db));
    assert_db_ok(db, increment(db));
    assert_int_equal(pal_db_begin(db), PAL_E_INVALID);
    assert_int_equal(pal_db_begin_read(db), PAL_E_INVALID);
    assert_int_equal(pal_db_commit(db), PAL_E_INVALID); /* half a change is not kept */
    assert_int_equal(count_of(db), 0);
    assert_db_ok(db, pal_db_begin(db));
    pal_db_rollback(db);
}

static void test_commit_with_an_open_query_is_refused(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    make_counter(db);
    assert_db_ok(db, pal_db_begin(db));
    struct pal_query *query = pal_db_query(db, "SELECT n FROM counter");
    assert_true(pal_query_next(query));
    assert_int_equal(pal_db_commit(db), PAL_E_INVALID);
    (void)!pal_query_end(query);
    assert_int_equal(count_of(db), 0);
}

static void insert_key(struct pal_db *db, const char *id, enum pal_rc expected)
{
    struct pal_query *query = pal_db_query(db, "INSERT INTO counter (id, n) VALUES ($1, 1)");
    pal_query_text(query, id);
    enum pal_rc rc = pal_query_end(query);
    if (rc != expected) {
        fail_msg("%d, not %d: %s", rc, expected, pal_db_error(db)->message);
    }
}

/* After a failure a transaction is of no use, on SQLite as on PostgreSQL. */
static void test_failure_sticks_to_the_transaction(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    make_counter(db);
    assert_db_ok(db, pal_db_begin(db));
    insert_key(db, "y", PAL_OK);
    insert_key(db, "x", PAL_E_EXISTS);
    insert_key(db, "z", PAL_E_EXISTS); /* what happened first stays */
    uint64_t count = pal_db_query_count(db);
    assert_int_equal(increment(db), PAL_E_EXISTS);
    assert_int_equal(pal_db_query_count(db), count); /* and is not asked */
    assert_int_equal(pal_db_run_script(db, "DROP TABLE counter"), PAL_E_EXISTS);
    assert_int_equal(pal_db_commit(db), PAL_E_EXISTS);
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM counter"), 1);
    insert_key(db, "y", PAL_OK);
}

static void test_constraints(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    run_script(db, "CREATE TABLE parent (id TEXT PRIMARY KEY);\n"
                   "CREATE TABLE child (id TEXT PRIMARY KEY, name TEXT UNIQUE,"
                   " n BIGINT NOT NULL CHECK (n > 0), parent TEXT REFERENCES parent (id));\n"
                   "INSERT INTO parent VALUES ('p');\n"
                   "INSERT INTO child VALUES ('a', 'a', 1, 'p')");
#define CHILD(values) pal_query_end(pal_db_query(db, "INSERT INTO child VALUES (" values ")"))
    assert_int_equal(CHILD("'a', 'b', 1, 'p'"), PAL_E_EXISTS);
    assert_int_equal(CHILD("'b', 'a', 1, 'p'"), PAL_E_EXISTS);
    assert_int_equal(CHILD("'b', 'b', 1, 'q'"), PAL_E_INVALID);
    assert_int_equal(CHILD("'b', 'b', NULL, 'p'"), PAL_E_INVALID);
    assert_int_equal(CHILD("'b', 'b', 0, 'p'"), PAL_E_INVALID);
    assert_db_ok(db, CHILD("'b', 'b', 1, 'p'"));
    assert_int_equal(pal_query_end(pal_db_query(db, "DELETE FROM parent")), PAL_E_INVALID);
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM child"), 2);
}

static void test_reading_sees_one_state(void **state)
{
    const struct fixture *fixture = *state;
    make_counter(fixture->db);
    struct pal_db *reader = take(fixture->pool);
    assert_db_ok(reader, pal_db_begin_read(reader));
    assert_int_equal(count_of(reader), 0);
    assert_db_ok(fixture->db, pal_db_begin(fixture->db));
    assert_db_ok(fixture->db, increment(fixture->db));
    assert_int_equal(count_of(reader), 0);
    assert_db_ok(fixture->db, pal_db_commit(fixture->db));
    assert_int_equal(count_of(reader), 0);
    assert_db_ok(reader, pal_db_commit(reader));
    assert_int_equal(count_of(reader), 1);
    pal_db_give(reader);
}

static void test_reading_cannot_write(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    make_counter(db);
    assert_db_ok(db, pal_db_begin_read(db));
    assert_int_equal(increment(db), PAL_E_IO);
    assert_int_equal(pal_db_commit(db), PAL_E_IO);
    assert_db_ok(db, increment(db)); /* and the connection writes again */
    assert_int_equal(count_of(db), 1);
}

/* ------------------------------------------------------------------ threads */

static double seconds_now(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void sleep_milliseconds(long milliseconds)
{
    struct timespec pause = {.tv_nsec = milliseconds * 1000000};
    (void)nanosleep(&pause, NULL);
}

struct greedy {
    struct pal_db_pool *pool;
    double until;
    long hold; /* milliseconds per transaction */
    int done;
};

static void *write_without_pause(void *argument)
{
    struct greedy *greedy = argument;
    struct pal_db *db;
    if (pal_db_take(greedy->pool, &db, NULL) != PAL_OK) {
        return NULL;
    }
    while (seconds_now() < greedy->until && pal_db_begin(db) == PAL_OK) {
        sleep_milliseconds(greedy->hold);
        if (increment(db) == PAL_OK && pal_db_commit(db) == PAL_OK) {
            greedy->done++;
        }
    }
    pal_db_give(db);
    return NULL;
}

/* Who writes again and again must let the others in: SQLite by itself does not. */
static void test_writers_take_turns(void **state)
{
    enum { WRITERS = 3 };
    const struct fixture *fixture = *state;
    pthread_t threads[WRITERS];
    struct greedy greedy[WRITERS];
    make_counter(fixture->db);
    for (size_t i = 0; i < WRITERS; i++) {
        greedy[i] = (struct greedy){.pool = fixture->pool, .until = seconds_now() + 1.5, .hold = 5};
        assert_int_equal(pthread_create(&threads[i], NULL, write_without_pause, &greedy[i]), 0);
    }
    for (size_t i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    for (size_t i = 0; i < WRITERS; i++) {
        assert_in_range(greedy[i].done, 1 + greedy[0].done / 2, 1 + greedy[0].done * 2);
    }
}

enum { THREADS = 10, ROUNDS = 200 };

static void *increment_often(void *argument)
{
    struct pal_db_pool *pool = argument;
    uintptr_t failures = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct pal_db *db;
        if (pal_db_take(pool, &db, NULL) != PAL_OK) {
            failures++;
            continue;
        }
        failures +=
            pal_db_begin(db) != PAL_OK || increment(db) != PAL_OK || pal_db_commit(db) != PAL_OK;
        pal_db_give(db);
    }
    return (void *)failures;
}

static void test_threads_lose_nothing(void **state)
{
    const struct fixture *fixture = *state;
    pthread_t threads[THREADS];
    make_counter(fixture->db);
    struct pal_db_pool *pool = open_pool(fixture, 4);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, increment_often, pool), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        void *failures;
        assert_int_equal(pthread_join(threads[i], &failures), 0);
        assert_null(failures);
    }
    pal_db_pool_close(pool);
    assert_int_equal(count_of(fixture->db), THREADS * ROUNDS);
}

static void test_all_connections_busy(void **state)
{
    const struct fixture *fixture = *state;
    struct pal_db_pool *pool = open_pool(fixture, 1);
    struct pal_db *first = take(pool);
    struct pal_db *second = first;
    struct pal_err err = {0};
    double start = seconds_now();
    assert_int_equal(pal_db_take(pool, &second, &err), PAL_E_UNAVAILABLE);
    assert_true(seconds_now() - start > 4 && seconds_now() - start < 10);
    assert_null(second);
    assert_non_null(strstr(err.message, "busy"));
    pal_db_give(first);
    pal_db_give(take(pool));
    pal_db_pool_close(pool);
}

/* Another program (another pool) holds the row for longer than the time-out. */
static void test_locked_for_too_long(void **state)
{
    const struct fixture *fixture = *state;
    make_counter(fixture->db);
    struct pal_db_pool *other = open_pool(fixture, 1);
    struct pal_db *db = take(other);
    assert_db_ok(fixture->db, pal_db_begin(fixture->db));
    assert_db_ok(fixture->db, increment(fixture->db));
    enum pal_rc rc = pal_db_begin(db);
    if (rc == PAL_OK) {
        rc = increment(db);
    }
    assert_int_equal(rc, PAL_E_BUSY);
    assert_int_equal(pal_db_error(db)->rc, PAL_E_BUSY);
    pal_db_rollback(db);
    assert_db_ok(fixture->db, pal_db_commit(fixture->db));
    assert_db_ok(db, increment(db));
    assert_int_equal(count_of(db), 2);
    pal_db_give(db);
    pal_db_pool_close(other);
}

/* The same within one pool, where SQLite's writers wait for their turn. */
static void test_writers_of_one_pool(void **state)
{
    const struct fixture *fixture = *state;
    struct pal_db *second = take(fixture->pool);
    assert_db_ok(fixture->db, pal_db_begin(fixture->db));
    assert_int_equal(pal_db_begin(second), PAL_E_BUSY);
    assert_db_ok(fixture->db, pal_db_commit(fixture->db));
    assert_db_ok(second, pal_db_begin(second));
    assert_db_ok(second, pal_db_commit(second));
    pal_db_give(second);
}

/* ------------------------------------------------------------------ when the server goes away */

static void stop_server(void)
{
    run_shell(getenv("PALIER_TEST_POSTGRESQL_STOP"));
}

static void start_server(void)
{
    run_shell(getenv("PALIER_TEST_POSTGRESQL_START"));
}

static void test_server_goes_away_and_comes_back(void **state)
{
    struct fixture *fixture = *state;
    struct pal_err err = {0};
    struct pal_db *idle = take(fixture->pool);
    make_counter(fixture->db);
    assert_int_equal(count_of(fixture->db), 0);
    pal_db_give(idle);
    assert_db_ok(fixture->db, pal_db_begin(fixture->db));
    assert_db_ok(fixture->db, increment(fixture->db));
    stop_server();
    assert_int_equal(increment(fixture->db), PAL_E_UNAVAILABLE);
    assert_int_equal(pal_db_commit(fixture->db), PAL_E_UNAVAILABLE);
    assert_non_null(strstr(pal_db_error(fixture->db)->message, "away"));
    assert_int_equal(pal_db_begin(fixture->db), PAL_E_UNAVAILABLE);
    assert_int_equal(increment(fixture->db), PAL_E_UNAVAILABLE);
    assert_int_equal(pal_db_take(fixture->pool, &idle, &err), PAL_E_UNAVAILABLE);
    assert_non_null(strstr(err.message, "away"));
    struct pal_db_pool *late;
    assert_int_equal(pal_db_pool_open(fixture->url, 1, &late, &err), PAL_E_UNAVAILABLE);
    start_server();
    assert_int_equal(count_of(fixture->db), 0);
    idle = take(fixture->pool);
    assert_db_ok(idle, increment(idle));
    assert_int_equal(count_of(idle), 1);
    pal_db_give(idle);
}

/* A restart between two uses is not noticed: idle in the pool, held, or about to begin. */
static void test_restart_is_not_noticed(void **state)
{
    struct fixture *fixture = *state;
    struct pal_db *beginning = take(fixture->pool);
    struct pal_db *idle = take(fixture->pool);
    make_counter(fixture->db);
    assert_int_equal(count_of(fixture->db), 0);
    assert_int_equal(count_of(beginning), 0);
    assert_int_equal(count_of(idle), 0);
    pal_db_give(idle);
    stop_server();
    start_server();
    assert_db_ok(fixture->db, increment(fixture->db));
    assert_db_ok(beginning, pal_db_begin(beginning));
    assert_db_ok(beginning, increment(beginning));
    assert_db_ok(beginning, pal_db_commit(beginning));
    idle = take(fixture->pool);
    assert_int_equal(count_of(idle), 2);
    pal_db_give(idle);
    pal_db_give(beginning);
}

/* A commit whose answer is lost must not look as if nothing was kept. */
static void test_commit_of_a_lost_server(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    make_counter(db);
    assert_db_ok(db, pal_db_begin(db));
    assert_db_ok(db, increment(db));
    stop_server();
    assert_int_equal(pal_db_commit(db), PAL_E_UNAVAILABLE);
    assert_non_null(strstr(pal_db_error(db)->message, "look whether it is there"));
    start_server();
    assert_int_equal(count_of(db), 0);
}

/* ------------------------------------------------------------------ when the disk is full */

static void test_full_disk_loses_nothing(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    int64_t kept = 0;
    enum pal_rc rc = PAL_OK;
    run_script(db, "PRAGMA max_page_count = 64;\nCREATE TABLE t (n BIGINT, x TEXT)");
    char text[3000];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    while (rc == PAL_OK && kept < 1000) {
        assert_db_ok(db, pal_db_begin(db));
        struct pal_query *query = pal_db_query(db, "INSERT INTO t (n, x) VALUES ($1, $2)");
        pal_query_int(query, kept);
        pal_query_text(query, text);
        rc = pal_query_end(query);
        kept += rc == PAL_OK;
        assert_int_equal(pal_db_commit(db), rc);
    }
    assert_int_equal(rc, PAL_E_FULL);
    assert_non_null(strstr(pal_db_error(db)->message, "make room"));
    assert_true(kept > 10);
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM t"), kept);
    run_script(db, "PRAGMA max_page_count = 1000"); /* there is room again */
    assert_db_ok(db, pal_db_begin(db));
    assert_db_ok(db, pal_query_end(pal_db_query(db, "INSERT INTO t (n, x) VALUES (-1, '')")));
    assert_db_ok(db, pal_db_commit(db));
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM t"), kept + 1);
}

/* ------------------------------------------------------------------ opening */

static enum pal_rc try_open(const char *url, struct pal_err *err)
{
    struct pal_db_pool *pool = NULL;
    enum pal_rc rc = pal_db_pool_open(url, 1, &pool, err);
    pal_db_pool_close(pool);
    return rc;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void test_file_that_is_no_database(void **state)
{
    const struct fixture *fixture = *state;
    char path[128];
    char text[1024];
    char back[1024];
    struct pal_err err;
    (void)snprintf(path, sizeof path, "%s/text", fixture->folder);
    for (int len = 4; len < 1000; len += 300) {
        (void)snprintf(text, sizeof text, "text%0*d", len, 7);
        write_file(path, text);
        assert_int_equal(try_open(path, &err), PAL_E_IO);
        assert_non_null(strstr(err.message, "is no database"));
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        assert_non_null(fgets(back, sizeof back, file));
        fclose(file);
        assert_string_equal(back, text);
    }
}

static void test_path_that_cannot_be(void **state)
{
    const struct fixture *fixture = *state;
    char path[128];
    struct pal_err err;
    (void)snprintf(path, sizeof path, "sqlite:%s/missing/x.db", fixture->folder);
    assert_int_equal(try_open(path, &err), PAL_E_IO);
    assert_non_null(strstr(err.message, "folder"));
    assert_non_null(strstr(err.message, "does not exist"));
    assert_int_equal(try_open(fixture->folder, &err), PAL_E_IO);
    assert_int_equal(try_open("", &err), PAL_E_INVALID);
    assert_int_equal(try_open("sqlite:", &err), PAL_E_INVALID);
}

static void test_file_that_another_program_holds(void **state)
{
    struct fixture *fixture = *state;
    struct pal_err err;
    char url[128];
    (void)snprintf(url, sizeof url, "sqlite:%s/held.db", fixture->folder);
    struct pal_db_pool *pool = NULL;
    assert_int_equal(pal_db_pool_open(url, 1, &pool, NULL), PAL_OK);
    struct pal_db *db = take(pool);
    run_script(db, "PRAGMA journal_mode = DELETE;\nPRAGMA locking_mode = EXCLUSIVE;\n"
                   "CREATE TABLE t (x TEXT)");
    double start = seconds_now();
    assert_int_equal(try_open(url, &err), PAL_E_UNAVAILABLE);
    assert_true(seconds_now() - start < 10);
    assert_non_null(strstr(err.message, "another program"));
    pal_db_give(db);
    pal_db_pool_close(pool);
}

static void test_file_is_for_its_owner(void **state)
{
    const struct fixture *fixture = *state;
    static const char *const ends[] = {"", "-wal", "-shm"};
    make_counter(fixture->db);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct stat about;
        char path[128];
        (void)snprintf(path, sizeof path, "%s/test.db%s", fixture->folder, ends[i]);
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
    assert_int_equal(pal_db_pool_kind(fixture->pool), PAL_DB_SQLITE);
    assert_string_equal(pal_db_pool_shown(fixture->pool), fixture->url + strlen("sqlite:"));
}

/* A disk may lose what was written but not what was synchronized. */
static void test_sqlite_is_set_for_safety(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    assert_int_equal(number_of(db, "PRAGMA synchronous"), 2);
    assert_int_equal(number_of(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number_of(db, "PRAGMA busy_timeout"), 5000);
}

static void test_url_that_cannot_be(void **state)
{
    (void)state;
    static const char *const urls[] = {"mysql://u:secret@h/d",
                                       "postgresql://u:secret@h:port/d",
                                       "postgresql://u:sec@secret@h/d",
                                       "postgresql://u:12/secret@h/d",
                                       "postgresql://u:secret@[::1/d",
                                       "postgresql://u:secret@h/d?password=secret&nonsense=secret",
                                       "postgresql://u:secret%@h/d",
                                       "postgresql://u:secret%zz@h/d"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct pal_err err = {0};
        assert_int_equal(try_open(urls[i], &err), PAL_E_INVALID);
        assert_true(strlen(err.message) > 20);
        assert_null(strstr(err.message, "secret"));
    }
}

/* The URL of the test's server with a password, which the server does not ask for. */
static void with_password(const struct fixture *fixture, const char *end, char url[300])
{
    const char *host = strchr(fixture->url, '@');
    assert_non_null(host);
    (void)snprintf(url, 300, "postgresql://palier:s3cret@%.150s%s", host + 1, end);
}

static void test_password_is_never_shown(void **state)
{
    const struct fixture *fixture = *state;
    static const char *const refused[] = {"_missing", "?user=nobody-of-that-name",
                                          "?host=/nowhere&password=s3cret", "?sslmode=require"};
    char url[300];
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct pal_err err = {0};
        with_password(fixture, refused[i], url);
        assert_int_equal(try_open(url, &err), PAL_E_UNAVAILABLE);
        assert_true(strlen(err.message) > 20);
        assert_null(strstr(err.message, "s3cret"));
    }
    with_password(fixture, "?password=s3cret", url);
    struct pal_db_pool *pool = NULL;
    assert_int_equal(pal_db_pool_open(url, 1, &pool, NULL), PAL_OK);
    assert_int_equal(pal_db_pool_kind(pool), PAL_DB_POSTGRESQL);
    assert_null(strstr(pal_db_pool_shown(pool), "s3cret"));
    assert_string_equal(pal_db_pool_shown(pool), fixture->url);
    pal_db_pool_close(pool);
}

static void test_client_library_is_missing(void **state)
{
    (void)state;
    struct pal_err err = {0};
    assert_int_equal(pal_pg_load("libpq-that-is-missing.so.5", &err), PAL_E_UNAVAILABLE);
    assert_non_null(strstr(err.message, "libpq5"));
    assert_int_equal(pal_pg_load("libc.so.6", &err), PAL_E_UNAVAILABLE); /* no libpq */
}

static void check_setting(struct pal_db *db, const char *name, const char *expected)
{
    struct pal_query *query = pal_db_query(db, "SELECT current_setting($1)");
    pal_query_text(query, name);
    assert_true(pal_query_next(query));
    assert_string_equal(pal_column_text(query, 0), expected);
    assert_db_ok(db, pal_query_end(query));
}

static void test_server_is_set_for_safety(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    check_setting(db, "statement_timeout", "30s");
    check_setting(db, "lock_timeout", "5s");
    check_setting(db, "application_name", "palier");
    check_setting(db, "client_encoding", "UTF8");
    assert_db_ok(db, pal_db_begin(db));
    check_setting(db, "transaction_isolation", "read committed");
    pal_db_rollback(db);
    assert_db_ok(db, pal_db_begin_read(db));
    check_setting(db, "transaction_isolation", "repeatable read");
    pal_db_rollback(db);
}

/* A number too large, a NUL in a text: the server refuses what only it can see. */
static void test_server_refuses_values(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    run_script(db, "CREATE TABLE t (n INTEGER, x TEXT)");
    struct pal_query *query = pal_db_query(db, "INSERT INTO t (n) VALUES ($1)");
    pal_query_int(query, INT64_MAX);
    assert_int_equal(pal_query_end(query), PAL_E_INVALID);
    query = pal_db_query(db, "INSERT INTO t (x) VALUES ($1)");
    pal_query_bytes(query, "a\0b", 3);
    assert_int_equal(pal_query_end(query), PAL_E_INVALID);
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM t"), 0);
}

/* ------------------------------------------------------------------ migrations */

static const struct pal_migration steps[] = {
    {1, "first",
     "CREATE TABLE a (id TEXT PRIMARY KEY, b @BYTES@);\nINSERT INTO a (id) VALUES ('1')"},
    {2, "second", "CREATE TABLE b (id TEXT PRIMARY KEY, a TEXT NOT NULL REFERENCES a (id))"},
    {3, "third",
     "ALTER TABLE a ADD COLUMN c BIGINT NOT NULL DEFAULT 0;\n"
     "CREATE INDEX a_c ON a (c)"},
    {4, "fourth", "UPDATE a SET c = c + 1;\nCREATE TABLE d (x @BYTES@, y @BYTES@)"},
};
enum { STEPS = sizeof steps / sizeof *steps };

static void migrate(struct pal_db *db, size_t count, int expected)
{
    struct pal_err err = {0};
    int done = -1;
    if (pal_migrate_steps(db, steps, count, &done, &err) != PAL_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(done, expected);
}

/* All that the database says of its tables, in one text. */
static char *schema_of(const struct fixture *fixture)
{
    static char text[1 << 16];
    size_t len = 0;
    struct pal_query *query =
        fixture->kind == PAL_DB_SQLITE
            ? pal_db_query(fixture->db, "SELECT name || '|' || COALESCE(sql, '') FROM sqlite_master"
                                        " ORDER BY name")
            : pal_db_query(fixture->db,
                           "SELECT x FROM (SELECT table_name || '.' || column_name || '|' ||"
                           " data_type || '|' || is_nullable || '|' || COALESCE(column_default, '')"
                           " || '|' || ordinal_position AS x FROM information_schema.columns WHERE"
                           " table_schema = 'public' UNION ALL SELECT indexdef FROM pg_indexes"
                           " WHERE schemaname = 'public' UNION ALL SELECT conname || '|' ||"
                           " pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace ="
                           " 'public'::regnamespace) AS all_of_it ORDER BY x COLLATE \"C\"");
    while (pal_query_next(query)) {
        len += (size_t)snprintf(text + len, sizeof text - len, "%s\n", pal_column_text(query, 0));
        assert_true(len < sizeof text);
    }
    assert_db_ok(fixture->db, pal_query_end(query));
    return text;
}

static void empty_database(const struct fixture *fixture)
{
    if (fixture->kind == PAL_DB_POSTGRESQL) {
        run_script(fixture->db, "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public");
        return;
    }
    run_script(fixture->db, "DROP TABLE d;\nDROP TABLE b;\nDROP TABLE a;\nDROP TABLE schema_steps");
}

static void test_fresh_equals_stepwise(void **state)
{
    const struct fixture *fixture = *state;
    for (size_t i = 1; i <= STEPS; i++) {
        migrate(fixture->db, i, 1);
    }
    char *stepwise = strdup(schema_of(fixture));
    assert_non_null(stepwise);
    assert_int_equal(number_of(fixture->db, "SELECT c FROM a"), 1);
    empty_database(fixture);
    migrate(fixture->db, STEPS, STEPS);
    migrate(fixture->db, STEPS, 0);
    assert_string_equal(schema_of(fixture), stepwise);
    assert_non_null(strstr(stepwise, "a_c"));
    assert_int_equal(number_of(fixture->db, "SELECT c FROM a"), 1);
    assert_int_equal(number_of(fixture->db, "SELECT COUNT(*) FROM schema_steps WHERE at > 1e9"),
                     STEPS);
    free(stepwise);
}

static void test_own_steps(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    int version = -1;
    int done = -1;
    for (size_t i = 0; i < pal_migration_count; i++) {
        assert_int_equal(pal_migrations[i].number, i + 1);
    }
    assert_int_equal(pal_migrate_version(db, &version, NULL), PAL_OK);
    assert_int_equal(version, 0);
    assert_int_equal(pal_migrate(db, &done, NULL), PAL_OK);
    assert_int_equal(done, pal_migration_count);
    assert_int_equal(pal_migrate_version(db, &version, NULL), PAL_OK);
    assert_int_equal(version, pal_migration_count);
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM settings"), 0);
}

static void test_newer_database_is_refused(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    struct pal_err err = {0};
    int done = -1;
    migrate(db, STEPS, STEPS);
    assert_int_equal(pal_migrate_steps(db, steps, STEPS - 1, &done, &err), PAL_E_INVALID);
    assert_int_equal(done, 0);
    assert_non_null(strstr(err.message, "newer"));
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM schema_steps"), STEPS);
}

static void test_foreign_database_is_refused(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    struct pal_err err = {0};
    int done = -1;
    run_script(db, "CREATE TABLE theirs (x TEXT)");
    assert_int_equal(pal_migrate(db, &done, &err), PAL_E_INVALID);
    assert_non_null(strstr(err.message, "another program"));
    assert_int_equal(pal_migrate_version(db, &done, &err), PAL_E_INVALID);
}

/* A step that fails leaves nothing of itself, and all before it. */
static void test_step_that_fails(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    static const struct pal_migration broken[] = {
        {1, "good", "CREATE TABLE a (id TEXT PRIMARY KEY)"},
        {2, "broken half", "CREATE TABLE b (id TEXT);\nINSERT INTO nowhere VALUES (1)"}};
    struct pal_err err = {0};
    int done = -1;
    assert_int_equal(pal_migrate_steps(db, broken, 2, &done, &err), PAL_E_IO);
    assert_int_equal(done, 1);
    assert_non_null(strstr(err.message, "step 2 of the schema (broken half)"));
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM schema_steps"), 1);
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM a"), 0);
    run_script(db, "CREATE TABLE b (id TEXT)"); /* is not there */
}

/* A program of its own; its exit status is the number of steps that it did. */
static pid_t start_program(const struct fixture *fixture, int gate)
{
    pid_t child = fork();
    if (child != 0) {
        assert_true(child > 0);
        return child;
    }
    struct pal_db_pool *pool = NULL;
    struct pal_db *db = NULL;
    struct pal_err err = {0};
    int done = 100;
    char go;
    (void)!read(gate, &go, 1);
    if (pal_db_pool_open(fixture->url, 1, &pool, &err) != PAL_OK ||
        pal_db_take(pool, &db, &err) != PAL_OK ||
        pal_migrate_steps(db, steps, STEPS, &done, &err) != PAL_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
        done = 100;
    }
    _exit(done);
}

static void test_programs_migrate_at_once(void **state)
{
    enum { PROGRAMS = 4 };
    struct fixture *fixture = *state;
    pid_t children[PROGRAMS];
    int gate[2];
    int sum = 0;
    pal_db_give(fixture->db);
    pal_db_pool_close(fixture->pool); /* a child must inherit no connection */
    assert_int_equal(pipe(gate), 0);
    for (size_t i = 0; i < PROGRAMS; i++) {
        children[i] = start_program(fixture, gate[0]);
    }
    assert_int_equal(write(gate[1], "gogo", PROGRAMS), PROGRAMS);
    for (size_t i = 0; i < PROGRAMS; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        sum += WEXITSTATUS(status);
    }
    close(gate[0]);
    close(gate[1]);
    fixture->pool = open_pool(fixture, 4);
    fixture->db = take(fixture->pool);
    assert_int_equal(sum, STEPS);
    assert_int_equal(number_of(fixture->db, "SELECT COUNT(*) FROM schema_steps"), STEPS);
    assert_int_equal(number_of(fixture->db, "SELECT c FROM a"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(test_values_come_back),
        ON_BOTH(test_nulls_come_back),
        ON_BOTH(test_large_bytes_come_back),
        ON_BOTH(test_parameters_go_by_number),
        ON_BOTH(test_wrong_number_of_values),
        ON_BOTH(test_bad_text_is_refused),
        ON_BOTH(test_order_by_bytes_is_the_same),
        ON_BOTH(test_sums_read_as_numbers),
        ON_BOTH(test_returning_and_conflict),
        ON_BOTH(test_statements_are_kept),
        ON_BOTH(test_statements_know_their_text),
        ON_BOTH(test_statements_have_a_maximum),
        ON_BOTH(test_queries_within_queries),
        ON_BOTH(test_queries_are_counted),
        ON_BOTH(test_wrong_sql_is_an_error),
        ON_BOTH(test_commit_and_rollback),
        ON_BOTH(test_give_rolls_back),
        ON_BOTH(test_transactions_do_not_nest),
        ON_BOTH(test_commit_with_an_open_query_is_refused),
        ON_BOTH(test_failure_sticks_to_the_transaction),
        ON_BOTH(test_constraints),
        ON_BOTH(test_reading_sees_one_state),
        ON_BOTH(test_reading_cannot_write),
        ON_BOTH(test_threads_lose_nothing),
        ON_SQLITE(test_all_connections_busy),
        ON_BOTH(test_locked_for_too_long),
        ON_SQLITE(test_writers_of_one_pool),
        ON_SQLITE(test_writers_take_turns),
        ON_POSTGRESQL(test_server_goes_away_and_comes_back),
        ON_POSTGRESQL(test_restart_is_not_noticed),
        ON_POSTGRESQL(test_commit_of_a_lost_server),
        ON_SQLITE(test_full_disk_loses_nothing),
        ON_SQLITE(test_file_that_is_no_database),
        ON_SQLITE(test_path_that_cannot_be),
        ON_SQLITE(test_file_that_another_program_holds),
        ON_SQLITE(test_file_is_for_its_owner),
        ON_SQLITE(test_sqlite_is_set_for_safety),
        ON_SQLITE(test_url_that_cannot_be),
        ON_POSTGRESQL(test_password_is_never_shown),
        ON_SQLITE(test_client_library_is_missing),
        ON_POSTGRESQL(test_server_is_set_for_safety),
        ON_POSTGRESQL(test_server_refuses_values),
        ON_BOTH(test_fresh_equals_stepwise),
        ON_BOTH(test_own_steps),
        ON_BOTH(test_newer_database_is_refused),
        ON_BOTH(test_foreign_database_is_refused),
        ON_BOTH(test_step_that_fails),
        ON_BOTH(test_programs_migrate_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
