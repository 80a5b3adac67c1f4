/* store: the same behaviour of both databases, and what each does when things go wrong. */
#include "fixture.h"

#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
