/* Queries that are sent without waiting for their answers: the same on both databases, but for when
 * a failure is told. */
#include "store.h"
#include "store/driver.h"
#include "store/facts.h"
#include "store/rows.h"

static struct pal_query *ask_number(struct pal_db *db, int64_t number)
{
    struct pal_query *query = pal_db_query(db, "SELECT CAST($1 AS BIGINT) + 1");
    pal_query_int(query, number);
    pal_query_send(query);
    return query;
}

static void take_number(struct pal_query *query, int64_t number)
{
    assert_true(pal_query_next(query));
    assert_int_equal(pal_column_int(query, 0), number + 1);
    assert_false(pal_query_next(query));
    OK(pal_query_end(query));
}

static struct pal_query *put(struct pal_db *db, const char *key, const char *value)
{
    struct pal_query *query = pal_db_query(db, "INSERT INTO settings (key, value) VALUES ($1, $2)");
    pal_query_text(query, key);
    pal_query_text(query, value);
    return query;
}

static int64_t count(struct pal_db *db)
{
    return NUMBER(db, "SELECT COUNT(*) FROM settings WHERE key LIKE 't%'");
}

/* More than fit at a time, read in another order than they were sent, some of them not at all. */
static void test_many(void **state)
{
    enum { MANY = 3 * PAL_DB_SENT_MAX + 1 };
    struct pal_db *db = ((struct fixture *)*state)->db;
    struct pal_query *queries[MANY];
    OK(pal_db_begin(db));
    for (int i = 0; i < MANY; i++) {
        queries[i] = ask_number(db, i);
    }
    for (int i = MANY - 1; i >= 0; i--) {
        if (i % 3 == 0) {
            OK(pal_query_end(queries[i]));
        } else {
            take_number(queries[i], i);
        }
    }
    OK(pal_db_commit(db));
    OK(pal_db_begin_read(db));
    struct pal_query *first = ask_number(db, 1);
    struct pal_query *second = ask_number(db, 2);
    take_number(second, 2);
    take_number(first, 1);
    OK(pal_db_commit(db));
    take_number(ask_number(db, 7), 7); /* outside: as if it were not sent */
}

/* What was left is there for whatever comes behind it, and after the commit. */
static void test_left(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    char key[16];
    OK(pal_db_begin(db));
    for (int i = 0; i < 40; i++) {
        (void)snprintf(key, sizeof key, "t%d", i);
        OK(pal_query_leave(put(db, key, key)));
        (void)snprintf(key, sizeof key, "gone"); /* it was read */
    }
    assert_int_equal(count(db), 40);
    OK(pal_query_leave(put(db, "t-last", "x")));
    OK(pal_db_commit(db));
    assert_int_equal(count(db), 41);
    OK(pal_query_leave(put(db, "t-alone", "x"))); /* outside of a transaction */
    assert_int_equal(count(db), 42);
}

/* The failure of one that was left is told, at the latest by the end of its act; the act before and
 * the one behind it stay. */
static void test_failed(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    OK(pal_db_begin(db));
    OK(pal_db_mark(db));
    OK(pal_query_leave(put(db, "t1", "x")));
    OK(pal_db_mark_keep(db));
    OK(pal_db_mark(db));
    (void)!pal_query_leave(put(db, "t1", "again"));
    (void)!pal_query_leave(put(db, "t2", "behind it"));
    struct pal_query *asked = ask_number(db, 1);
    assert_false(pal_query_next(asked));
    RC(PAL_E_EXISTS, pal_query_end(asked));
    RC(PAL_E_EXISTS, pal_db_mark_keep(db));
    OK(pal_db_mark_undo(db));
    RC(PAL_E_EXISTS, pal_db_error(db)->rc);
    OK(pal_db_mark(db));
    (void)!pal_query_leave(put(db, "t1", "again"));
    RC(PAL_E_EXISTS, pal_db_mark_keep(db)); /* nothing was waited for before */
    OK(pal_db_mark_undo(db));
    OK(pal_db_mark(db));
    (void)!pal_query_leave(put(db, "t1", "again"));
    OK(pal_db_mark_undo(db)); /* nor here */
    OK(pal_db_mark(db));
    OK(pal_query_leave(put(db, "t3", "x")));
    OK(pal_db_mark_keep(db));
    OK(pal_db_commit(db));
    assert_int_equal(count(db), 2);
    OK(pal_db_begin(db));
    (void)!pal_query_leave(put(db, "t1", "again"));
    RC(PAL_E_EXISTS, pal_db_commit(db));
    OK(pal_db_begin(db));
    (void)!pal_query_leave(put(db, "t1", "again"));
    pal_db_rollback(db);
    assert_int_equal(count(db), 2);
}

/* A value that its column does not take, and one that is no UTF-8, which is not sent at all. */
static void test_refused(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    OK(pal_db_begin(db));
    RC(PAL_E_INVALID, pal_query_leave(put(db, "t\xff", "x")));
    RC(PAL_E_INVALID, pal_db_commit(db));
    OK(pal_db_begin(db));
    (void)!pal_query_leave(put(db, "t1", NULL));
    RC(PAL_E_INVALID, pal_db_commit(db));
    assert_int_equal(count(db), 0);
}

/* The connection goes while answers are on their way. */
static void test_lost(void **state)
{
    struct fixture *f = *state;
    struct pal_db *db = f->db;
    struct pal_db *other;
    struct pal_err err;
    int64_t pid = NUMBER(db, "SELECT pg_backend_pid()");
    OK(pal_db_begin(db));
    OK(pal_query_leave(put(db, "t1", "x")));
    OK(pal_db_take(f->pool, &other, &err));
    struct pal_query *query =
        pal_db_query(other, "SELECT pg_terminate_backend(CAST($1 AS INTEGER), 5000)");
    pal_query_int(query, pid);
    OK(pal_query_end(query));
    pal_db_give(other);
    (void)!pal_query_leave(put(db, "t2", "x"));
    struct pal_query *asked = ask_number(db, 1);
    assert_false(pal_query_next(asked));
    RC(PAL_E_UNAVAILABLE, pal_query_end(asked));
    RC(PAL_E_UNAVAILABLE, pal_db_commit(db));
    OK(pal_db_begin(db));
    OK(pal_query_leave(put(db, "t3", "x")));
    OK(pal_db_commit(db));
    assert_int_equal(count(db), 1);
}

/* Two who write at once number their acts and facts one behind the other. */
static void *write_acts(void *context)
{
    struct fixture *f = context;
    struct pal_db *db;
    struct pal_err err;
    for (int i = 0; i < 30; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "%d by %p", i, (void *)&db);
        struct pal_act_row row = {
            .principal = "operator", .id = id, .at = 1, .salt = "s", .digest = "d"};
        bool is_fine = pal_db_take(f->pool, &db, &err) == PAL_OK;
        is_fine = is_fine && pal_db_begin(db) == PAL_OK && pal_act_add(db, &row) == PAL_OK;
        is_fine = is_fine && pal_db_commit(db) == PAL_OK;
        pal_db_give(db);
        if (!is_fine) {
            return f;
        }
    }
    return NULL;
}

static void test_numbers(void **state)
{
    struct fixture *f = *state;
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, write_acts, f), 0);
    }
    for (size_t i = 0; i < 2; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM acts"), 60);
    assert_int_equal(NUMBER(f->db, "SELECT MAX(number) FROM acts"), 60);
}

const struct test sent_tests[] = {
    {"queries that are sent", test_many, false, false},
    {"queries that are left", test_left, false, false},
    {"one of them fails", test_failed, false, false},
    {"one of them is refused", test_refused, false, false},
    {"the connection goes", test_lost, false, true},
    {"two who number", test_numbers, false, false},
    {NULL, NULL, false, false},
};
