/* Acts that share a transaction: one that fails leaves nothing, and the others stay. */
#include "store.h"
#include "store/cover.h"
#include "store/facts.h"
#include "store/rows.h"

/* What became of an act is known once something behind it was answered. */
static enum pal_rc answered(struct pal_db *db)
{
    int64_t number;
    return pal_row_int(pal_db_query(db, "SELECT MAX(number) FROM acts"), &number);
}

#define ROW_TEXT                                                                                   \
    ", of some length: 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "         \
    "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "     \
    "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789"

static enum pal_rc add(struct pal_db *db, const char *id)
{
    struct pal_act_row row = {
        .principal = "operator", .id = id, .at = 1, .salt = "s", .digest = "d"};
    enum pal_rc rc = pal_act_add(db, &row);
    return rc == PAL_OK ? answered(db) : rc;
}

static enum pal_rc mark(struct pal_db *db)
{
    enum pal_rc rc = pal_db_mark(db);
    return rc == PAL_OK ? answered(db) : rc;
}

static size_t noted(struct pal_db *db)
{
    size_t scores;
    return pal_cover_noted(db, &scores);
}

static void keep(struct pal_db *db, const char *id)
{
    OK(pal_db_mark(db));
    OK(add(db, id));
    OK(pal_db_mark_keep(db));
}

static int64_t there(struct pal_db *db)
{
    return NUMBER(db, "SELECT COUNT(*) FROM acts");
}

/* One that is refused by itself, one by the database. */
static void test_undone(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    OK(pal_db_begin(db));
    keep(db, "1");
    assert_int_equal(noted(db), 1);
    OK(pal_db_mark(db));
    OK(add(db, "2"));
    OK(add(db, "3"));
    assert_int_equal(noted(db), 3);
    OK(pal_db_mark_undo(db));
    assert_int_equal(noted(db), 1);
    OK(pal_db_mark(db));
    OK(add(db, "4"));
    RC(PAL_E_EXISTS, add(db, "1"));
    RC(PAL_E_EXISTS, add(db, "5")); /* a failure sticks */
    RC(PAL_E_EXISTS, pal_db_mark_keep(db));
    OK(pal_db_mark_undo(db));
    RC(PAL_E_EXISTS, pal_db_error(db)->rc); /* why it was undone */
    assert_int_equal(noted(db), 1);
    OK(pal_db_mark(db)); /* one that does nothing */
    OK(pal_db_mark_undo(db));
    keep(db, "6");
    assert_int_equal(noted(db), 2);
    OK(pal_db_commit(db));
    assert_int_equal(noted(db), 0);
    assert_int_equal(there(db), 2);
    assert_int_equal(NUMBER(db, "SELECT MAX(number) FROM acts WHERE id IN ('1', '6')"), 2);
}

/* One that changes more than what is undone is kept in memory for. */
static void test_long(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    RUN(db, "CREATE TABLE long_rows (number INTEGER NOT NULL, text TEXT NOT NULL)");
    RUN(db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
            " INSERT INTO long_rows SELECT i, 'as it was" ROW_TEXT "' FROM n");
    OK(pal_db_begin(db));
    keep(db, "1");
    OK(pal_db_mark(db));
    OK(add(db, "2"));
    RUN(db, "UPDATE long_rows SET text = 'as it is" ROW_TEXT "'");
    OK(pal_db_mark_undo(db));
    assert_int_equal(NUMBER(db, "SELECT COUNT(*) FROM long_rows WHERE text LIKE 'as it was%'"),
                     3000);
    OK(pal_db_mark(db));
    RUN(db, "UPDATE long_rows SET text = 'as it is" ROW_TEXT "'");
    OK(pal_db_mark_keep(db));
    OK(pal_db_commit(db));
    assert_int_equal(NUMBER(db, "SELECT COUNT(*) FROM long_rows WHERE text LIKE 'as it is%'"),
                     3000);
    assert_int_equal(there(db), 1);
    RUN(db, "DROP TABLE long_rows");
}

static void test_nesting(void **state)
{
    struct fixture *f = *state;
    struct pal_db *db = f->db;
    RC(PAL_E_INVALID, pal_db_mark(db));
    RC(PAL_E_INVALID, pal_db_mark_undo(db));
    OK(pal_db_begin_read(db));
    RC(PAL_E_INVALID, pal_db_mark(db));
    pal_db_rollback(db);
    OK(pal_db_begin(db));
    keep(db, "1");
    OK(pal_db_mark(db));
    OK(add(db, "2"));
    RC(PAL_E_INVALID, pal_db_mark(db));
    RC(PAL_E_INVALID, add(db, "3"));
    OK(pal_db_mark_undo(db)); /* the outer one, all of it */
    keep(db, "4");
    OK(pal_db_commit(db));
    assert_int_equal(there(db), 2);
    OK(pal_db_begin(db)); /* nothing is left of a mark that was never ended */
    OK(pal_db_mark(db));
    OK(add(db, "5"));
    pal_db_rollback(db);
    OK(pal_db_begin(db));
    keep(db, "6");
    RC(PAL_E_INVALID, pal_db_mark_undo(db)); /* it is kept already */
    RC(PAL_E_INVALID, pal_db_commit(db));
    OK(pal_db_begin(db));
    RC(PAL_E_INVALID, pal_db_mark_keep(db));
    pal_db_rollback(db);
    assert_int_equal(there(db), 2);
}

static void test_open_query(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    OK(pal_db_begin(db));
    keep(db, "1");
    OK(pal_db_mark(db));
    struct pal_query *query = pal_db_query(db, "SELECT id FROM acts");
    assert_true(pal_query_next(query));
    RC(PAL_E_INVALID, pal_db_mark_keep(db));
    RC(PAL_E_INVALID, pal_db_mark_undo(db));
    (void)!pal_query_end(query);
    OK(pal_db_mark_undo(db));
    OK(pal_db_commit(db));
    assert_int_equal(there(db), 1);
}

/* ------------------------------------------------------------------- time */

static bool is_over(void *ctx)
{
    int *left = ctx;
    *left -= *left > 0;
    return *left == 0;
}

static void end(void *ctx)
{
    *(int *)ctx = 0;
}

/* Whoever's time is over does nothing; what is kept of others stays, and their time is their own.
 */
static void test_lent(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    int left = 0;
    int plenty = 1000000;
    const struct pal_stop late = {is_over, end, &left, 2000};
    const struct pal_stop early = {is_over, end, &plenty, 2000};
    OK(pal_db_begin(db));
    keep(db, "1");
    assert_null(pal_db_lend(db, &late));
    OK(pal_db_mark(db));
    RC(PAL_E_BUSY, add(db, "2"));
    OK(pal_db_mark_undo(db));
    assert_ptr_equal(pal_db_lend(db, &early), &late);
    keep(db, "3");
    assert_ptr_equal(pal_db_lend(db, NULL), &early);
    keep(db, "4");
    OK(pal_db_commit(db));
    assert_int_equal(there(db), 3);
}

/* One whose time ends in the middle of a statement: SQLite takes back all of the transaction. What
 * the ends say is what is there. */
static void test_interrupted(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    int left = 20;
    const struct pal_stop stop = {is_over, end, &left, 2000};
    OK(pal_db_begin(db));
    keep(db, "1");
    (void)pal_db_lend(db, &stop);
    OK(pal_db_mark(db));
    RC(PAL_E_BUSY,
       pal_query_end(pal_db_query(
           db,
           "INSERT INTO acts (number, principal, id, at, said_at, salt, digest, claim)"
           " WITH RECURSIVE n (x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM n WHERE x < 9000000)"
           " SELECT x, 'p', 'i' || x, 1, 1, '', '', '' FROM n")));
    bool is_undone = pal_db_mark_undo(db) == PAL_OK;
    (void)pal_db_lend(db, NULL);
    enum pal_rc next = pal_db_mark(db);
    assert_true((next == PAL_OK) == is_undone);
    if (next == PAL_OK) {
        OK(pal_db_mark_keep(db));
    }
    assert_true((pal_db_commit(db) == PAL_OK) == is_undone);
    assert_int_equal(there(db), is_undone);
    OK(pal_db_begin(db));
    keep(db, "2");
    OK(pal_db_commit(db));
    assert_int_equal(there(db), is_undone + 1);
}

/* No room for one: those beside it stay, or the commit fails and says so. */
static void test_full(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    static char text[1 << 20];
    memset(text, 'x', sizeof text - 1);
    int64_t pages = NUMBER(db, "PRAGMA page_count");
    char sql[64];
    (void)snprintf(sql, sizeof sql, "PRAGMA max_page_count = %lld", (long long)pages + 20);
    OK(pal_db_run_script(db, sql));
    OK(pal_db_begin(db));
    keep(db, "1");
    OK(pal_db_mark(db));
    RC(PAL_E_FULL, add(db, text));
    bool is_undone = pal_db_mark_undo(db) == PAL_OK;
    if (is_undone) {
        keep(db, "2");
    } else {
        RC(PAL_E_FULL, pal_db_mark(db));
    }
    RC(is_undone ? PAL_OK : PAL_E_FULL, pal_db_commit(db));
    assert_int_equal(there(db), is_undone ? 2 : 0);
    OK(pal_db_run_script(db, "PRAGMA max_page_count = 100000"));
    OK(pal_db_begin(db));
    keep(db, text);
    OK(pal_db_commit(db));
}

/* ------------------------------------------------------------- a lost connection */

static void cut(struct fixture *f, struct pal_db *victim)
{
    struct pal_db *other;
    struct pal_err err;
    int64_t pid = NUMBER(victim, "SELECT pg_backend_pid()");
    OK(pal_db_take(f->pool, &other, &err));
    struct pal_query *query =
        pal_db_query(other, "SELECT pg_terminate_backend(CAST($1 AS INTEGER), 5000)");
    pal_query_int(query, pid);
    OK(pal_query_end(query));
    pal_db_give(other);
}

static void test_lost(void **state)
{
    struct fixture *f = *state;
    struct pal_db *db = f->db;
    OK(pal_db_begin(db));
    keep(db, "1");
    cut(f, db);
    RC(PAL_E_UNAVAILABLE, mark(db)); /* between two acts */
    assert_true(pal_db_mark_undo(db) != PAL_OK);
    RC(PAL_E_UNAVAILABLE, mark(db));
    RC(PAL_E_UNAVAILABLE, pal_db_commit(db));
    assert_int_equal(there(db), 0);
    OK(pal_db_begin(db));
    keep(db, "1");
    OK(pal_db_mark(db));
    OK(add(db, "2"));
    cut(f, db);
    RC(PAL_E_UNAVAILABLE, add(db, "3")); /* within one */
    assert_true(pal_db_mark_undo(db) != PAL_OK);
    RC(PAL_E_UNAVAILABLE, mark(db));
    RC(PAL_E_UNAVAILABLE, pal_db_commit(db));
    assert_int_equal(noted(db), 0);
    assert_int_equal(there(db), 0);
    OK(pal_db_begin(db));
    keep(db, "1");
    OK(pal_db_commit(db));
    assert_int_equal(there(db), 1);
}

const struct test mark_tests[] = {
    {"an act that is undone", test_undone, false, false},
    {"a long act that is undone", test_long, false, false},
    {"marks do not nest", test_nesting, false, false},
    {"an open query at the end of an act", test_open_query, false, false},
    {"a connection lent", test_lent, false, false},
    {"an act that is interrupted", test_interrupted, true, false},
    {"no room for an act", test_full, true, false},
    {"a connection lost among acts", test_lost, false, true},
    {NULL, NULL, false, false},
};
