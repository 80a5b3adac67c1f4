/* bounds: what is asked of a database on behalf of somebody whose time is bounded. */
#include "fixture.h"

enum { BOUND_MS = 300 };

/* The time of who holds a connection: `until` on the clock, or ended by the database. */
struct bounded {
    struct pal_stop stop;
    double until;
    bool is_ended;
};

static bool bounded_is_over(void *ctx)
{
    const struct bounded *bounded = ctx;
    return bounded->is_ended || seconds_now() > bounded->until;
}

static void end_bounded(void *ctx)
{
    ((struct bounded *)ctx)->is_ended = true;
}

static void start_bounded(struct bounded *bounded)
{
    *bounded = (struct bounded){.stop = {bounded_is_over, end_bounded, bounded, BOUND_MS},
                                .until = seconds_now() + BOUND_MS / 1000.0};
}

static struct pal_db *take_bounded(struct pal_db_pool *pool, struct bounded *bounded)
{
    struct pal_db *db = NULL;
    start_bounded(bounded);
    assert_int_equal(pal_db_take_for(pool, &bounded->stop, &db, NULL), PAL_OK);
    return db;
}

/* Would run for minutes. */
static enum pal_rc run_for_ever(struct pal_db *db)
{
    struct pal_query *query =
        pal_db_query(db, "WITH RECURSIVE r (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL"
                         " SELECT n + 1 FROM r WHERE n < 20000000000) SELECT COUNT(*) FROM r");
    assert_false(pal_query_next(query));
    return pal_query_end(query);
}

static void assert_ended_in_time(struct pal_db *db, const struct bounded *bounded)
{
    double start = seconds_now();
    assert_int_equal(run_for_ever(db), PAL_E_BUSY);
    assert_true(seconds_now() - start < 2);
    assert_true(bounded->is_ended);
    assert_non_null(strstr(pal_db_error(db)->message, "longer than it may"));
}

static void test_long_query_is_ended(void **state)
{
    const struct fixture *fixture = *state;
    struct bounded bounded;
    make_counter(fixture->db);
    struct pal_db *db = take_bounded(fixture->pool, &bounded);
    assert_int_equal(count_of(db), 0);
    assert_ended_in_time(db, &bounded);
    /* Nothing more is asked on behalf of whoever used up his time; then the connection is as good
     * as any. */
    assert_int_equal(increment(db), PAL_E_BUSY);
    start_bounded(&bounded);
    assert_db_ok(db, increment(db));
    pal_db_give(db);
    assert_int_equal(count_of(fixture->db), 1);
}

/* Of a transaction that was ended nothing is kept, whether it wrote or read. */
static void test_long_transaction_is_rolled_back(void **state)
{
    const struct fixture *fixture = *state;
    struct bounded bounded;
    make_counter(fixture->db);
    struct pal_db *db = take_bounded(fixture->pool, &bounded);
    assert_db_ok(db, pal_db_begin(db));
    assert_db_ok(db, increment(db));
    if (fixture->kind == PAL_DB_POSTGRESQL) { /* where who writes may wait for seconds beside */
        run_script(db, "SET LOCAL statement_timeout = 300");
    }
    assert_ended_in_time(db, &bounded);
    assert_int_equal(increment(db), PAL_E_BUSY);
    assert_int_equal(pal_db_commit(db), PAL_E_BUSY);
    start_bounded(&bounded);
    assert_db_ok(db, pal_db_begin_read(db));
    assert_int_equal(count_of(db), 0);
    assert_ended_in_time(db, &bounded);
    pal_db_rollback(db);
    start_bounded(&bounded);
    assert_db_ok(db, pal_db_begin(db));
    assert_db_ok(db, increment(db));
    assert_db_ok(db, pal_db_commit(db));
    pal_db_give(db);
    assert_int_equal(count_of(fixture->db), 1);
}

/* The bound goes with who had it. */
static void test_bound_is_of_who_takes(void **state)
{
    const struct fixture *fixture = *state;
    struct pal_db_pool *pool = open_pool(fixture, 1);
    struct bounded bounded;
    struct pal_db *db = take_bounded(pool, &bounded);
    assert_ended_in_time(db, &bounded);
    pal_db_give(db);
    db = take(pool);
    struct pal_query *query =
        pal_db_query(db, "WITH RECURSIVE r (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL"
                         " SELECT n + 1 FROM r WHERE n < 3000000) SELECT COUNT(*) FROM r");
    assert_true(pal_query_next(query));
    assert_int_equal(pal_column_int(query, 0), 3000000);
    assert_db_ok(db, pal_query_end(query));
    pal_db_give(db);
    pal_db_pool_close(pool);
}

/* A lock is waited for as long as on SQLite by who writes; by a single statement less than its
 * time, and what it hears is that somebody else was in the way. */
static void test_waiting_is_not_working(void **state)
{
    const struct fixture *fixture = *state;
    struct bounded bounded;
    make_counter(fixture->db);
    struct pal_db *db = take_bounded(fixture->pool, &bounded);
    bounded.until += 60;
    assert_db_ok(fixture->db, pal_db_begin(fixture->db));
    assert_db_ok(fixture->db, increment(fixture->db));
    double start = seconds_now();
    assert_int_equal(increment(db), PAL_E_BUSY);
    assert_true(seconds_now() - start < 2);
    assert_non_null(strstr(pal_db_error(db)->message, "somebody else"));
    assert_db_ok(db, pal_db_begin(db));
    start = seconds_now();
    assert_int_equal(increment(db), PAL_E_BUSY);
    assert_true(seconds_now() - start > 4);
    assert_non_null(strstr(pal_db_error(db)->message, "somebody else"));
    assert_false(bounded.is_ended);
    pal_db_rollback(db);
    assert_db_ok(fixture->db, pal_db_commit(fixture->db));
    assert_db_ok(db, increment(db));
    pal_db_give(db);
}

/* Many statements that are short each: the server ends none of them. */
static void test_statements_are_counted_together(void **state)
{
    const struct fixture *fixture = *state;
    struct bounded bounded;
    struct pal_db *db = take_bounded(fixture->pool, &bounded);
    bounded.until += 60;
    enum pal_rc rc = PAL_OK;
    int done = 0;
    for (; rc == PAL_OK && done < 100; done++) {
        rc = pal_query_end(pal_db_query(db, "SELECT pg_sleep(0.05)"));
    }
    assert_int_equal(rc, PAL_E_BUSY);
    assert_true(done >= 3 && done <= 9);
    assert_true(bounded.is_ended);
    pal_db_give(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(test_long_query_is_ended),
        ON_BOTH(test_long_transaction_is_rolled_back),
        ON_BOTH(test_bound_is_of_who_takes),
        ON_POSTGRESQL(test_waiting_is_not_working),
        ON_POSTGRESQL(test_statements_are_counted_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
