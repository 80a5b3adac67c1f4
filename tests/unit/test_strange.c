/* strange: a file from outside, and how long a query of one may take. */
#include "helpers.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "store/migrate.h"
#include "store/strange.h"

static char path[64];

static struct pal_db_pool *new_database(struct pal_db **db)
{
    struct pal_db_pool *pool;
    int done;
    (void)snprintf(path, sizeof path, "/tmp/palier-strange-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(pal_db_pool_open(path, 1, &pool, NULL), PAL_OK);
    assert_int_equal(pal_db_take(pool, db, NULL), PAL_OK);
    assert_int_equal(pal_migrate(*db, &done, NULL), PAL_OK);
    return pool;
}

static void remove_database(struct pal_db_pool *pool, struct pal_db *db)
{
    pal_db_give(db);
    pal_db_pool_close(pool);
    (void)unlink(path);
}

/* A schema that every number of steps makes is ours; one more table is not. */
static void test_schema(void **state)
{
    struct pal_db *db;
    struct pal_err err = {0};
    (void)state;
    struct pal_db_pool *pool = new_database(&db);
    assert_int_equal(pal_strange_check(path, &err), PAL_OK);
    assert_int_equal(pal_db_run_script(db, "CREATE TABLE more (x TEXT)"), PAL_OK);
    assert_int_equal(pal_strange_check(path, &err), PAL_E_INVALID);
    assert_non_null(strstr(err.message, "its schema is none"));
    remove_database(pool, db);
}

static void test_old_schemas(void **state)
{
    (void)state;
    for (size_t i = 1; i <= pal_migration_count; i++) {
        struct pal_db_pool *pool;
        struct pal_db *db;
        int done;
        (void)snprintf(path, sizeof path, "/tmp/palier-strange-XXXXXX");
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        (void)close(fd);
        assert_int_equal(pal_db_pool_open(path, 1, &pool, NULL), PAL_OK);
        assert_int_equal(pal_db_take(pool, &db, NULL), PAL_OK);
        assert_int_equal(pal_migrate_steps(db, pal_migrations, i, &done, NULL), PAL_OK);
        assert_int_equal(pal_strange_check(path, NULL), PAL_OK);
        remove_database(pool, db);
    }
}

/* A query that would never end, ends. */
static void test_time(void **state)
{
    struct pal_db *db;
    (void)state;
    struct pal_db_pool *pool = new_database(&db);
    time_t start = time(NULL);
    pal_strange_hold(db, 1);
    assert_false(pal_strange_is_late(db));
    struct pal_query *query =
        pal_db_query(db, "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
                         " SELECT COUNT(*) FROM n");
    assert_false(pal_query_next(query));
    assert_int_not_equal(pal_query_end(query), PAL_OK);
    assert_true(pal_strange_is_late(db));
    assert_true(time(NULL) - start < 60);
    pal_strange_hold(db, 0);
    assert_false(pal_strange_is_late(db));
    query = pal_db_query(db, "SELECT COUNT(*) FROM persons");
    assert_true(pal_query_next(query));
    assert_int_equal(pal_query_end(query), PAL_OK);
    remove_database(pool, db);
}

/* A value larger than any of ours is none. */
static void test_size(void **state)
{
    struct pal_db *db;
    (void)state;
    struct pal_db_pool *pool = new_database(&db);
    pal_strange_hold(db, 60);
    struct pal_query *query = pal_db_query(db, "SELECT zeroblob(CAST($1 AS BIGINT))");
    pal_query_int(query, (int64_t)PAL_STRANGE_VALUE + 1);
    assert_false(pal_query_next(query));
    assert_int_equal(pal_query_end(query), PAL_E_LIMIT);
    remove_database(pool, db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schema),
        cmocka_unit_test(test_old_schemas),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
