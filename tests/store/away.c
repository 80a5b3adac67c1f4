/* The server goes away and comes back: sentences meanwhile, recovery by itself. */
#include "store.h"

/* Words for pg_ctl: the cluster of PALIER_TEST_POSTGRESQL. */
static void control(const char *words)
{
    char command[1024];
    const char *prefix = getenv("PALIER_TEST_PG_CTL");
    assert_non_null(prefix);
    (void)snprintf(command, sizeof command, "%s %s", prefix, words);
    assert_int_equal(system(command), 0);
}

static void make_table(struct fixture *f)
{
    OK(pal_db_run_script(f->db, "CREATE TABLE things (n BIGINT NOT NULL)"));
}

static enum pal_rc add_thing(struct pal_db *db)
{
    return pal_query_end(pal_db_query(db, "INSERT INTO things (n) VALUES (1)"));
}

static void expect_sentence(const struct pal_err *err)
{
    RC(PAL_E_UNAVAILABLE, err->rc);
    assert_true(strlen(err->message) > 10);
}

static void test_within_a_transaction(void **state)
{
    struct fixture *f = *state;
    struct pal_err err;
    make_table(f);
    OK(pal_db_begin(f->db));
    OK(add_thing(f->db));
    control("stop");
    RC(PAL_E_UNAVAILABLE, add_thing(f->db));
    expect_sentence(pal_db_error(f->db));
    RC(PAL_E_UNAVAILABLE, add_thing(f->db));
    RC(PAL_E_UNAVAILABLE, pal_db_commit(f->db));
    pal_db_give(f->db);
    RC(PAL_E_UNAVAILABLE, pal_db_take(f->pool, &f->db, &err));
    expect_sentence(&err);
    assert_null(f->db);
    control("start");
    OK(pal_db_take(f->pool, &f->db, &err));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM things"), 0);
    OK(add_thing(f->db));
}

static void test_outside_of_one(void **state)
{
    struct fixture *f = *state;
    make_table(f);
    OK(add_thing(f->db));
    control("stop");
    RC(PAL_E_UNAVAILABLE, add_thing(f->db));
    expect_sentence(pal_db_error(f->db));
    RC(PAL_E_UNAVAILABLE, pal_db_begin(f->db));
    expect_sentence(pal_db_error(f->db));
    RC(PAL_E_UNAVAILABLE, pal_db_begin_read(f->db));
    RC(PAL_E_UNAVAILABLE, pal_db_run_script(f->db, "DELETE FROM things"));
    expect_sentence(pal_db_error(f->db));
    RC(PAL_E_UNAVAILABLE, pal_query_end(pal_db_query(f->db, "SELECT n FROM things")));
    control("start");
    OK(add_thing(f->db));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM things"), 2);
}

/* Nobody notices a restart between two queries; what writes is done once. */
static void test_restart(void **state)
{
    struct fixture *f = *state;
    struct pal_db *other;
    make_table(f);
    OK(pal_db_take(f->pool, &other, NULL));
    OK(add_thing(f->db));
    OK(add_thing(other));
    pal_db_give(other);
    control("-m fast restart");
    OK(add_thing(f->db));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM things"), 3);
    control("-m immediate restart");
    OK(pal_db_begin(f->db));
    OK(add_thing(f->db));
    OK(pal_db_commit(f->db));
    OK(pal_db_take(f->pool, &other, NULL));
    OK(pal_db_begin_read(other));
    assert_int_equal(NUMBER(other, "SELECT COUNT(*) FROM things"), 4);
    pal_db_give(other);
}

/* A query that is under way keeps its statement, whatever happens to the connection. */
static void test_with_open_queries(void **state)
{
    struct fixture *f = *state;
    make_table(f);
    OK(add_thing(f->db));
    OK(add_thing(f->db));
    struct pal_query *open = pal_db_query(f->db, "SELECT n FROM things");
    assert_true(pal_query_next(open));
    control("-m fast restart");
    RC(PAL_E_UNAVAILABLE, pal_db_begin(f->db));
    RC(PAL_E_UNAVAILABLE, add_thing(f->db));
    struct pal_query *same = pal_db_query(f->db, "SELECT n FROM things");
    assert_false(pal_query_next(same));
    RC(PAL_E_UNAVAILABLE, pal_query_end(same));
    assert_true(pal_query_next(open));
    assert_int_equal(pal_column_int(open, 0), 1);
    assert_false(pal_query_next(open));
    OK(pal_query_end(open));
    OK(add_thing(f->db));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM things"), 3);
}

const struct test away_tests[] = {
    {"away within a transaction", test_within_a_transaction, false, true},
    {"away outside of one", test_outside_of_one, false, true},
    {"a restart in between", test_restart, false, true},
    {"a restart with open queries", test_with_open_queries, false, true},
    {NULL, NULL, false, false},
};
