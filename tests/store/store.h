/* store - what the tests of src/store share: each test has a database of its own, on each of the
 * two kinds. */
#ifndef PAL_TESTS_STORE_H
#define PAL_TESTS_STORE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/migrate.h"
#include "store/people.h"
#include "store/records.h"

enum { POOL = 4, URL_MAX = 512 };

struct fixture {
    enum pal_db_kind kind;
    char folder[64];
    char url[URL_MAX];
    struct pal_db_pool *pool; /* of POOL connections, with the schema */
    struct pal_db *db;        /* one of them */
    struct pal_arena arena;
};

/* A test and on which databases it runs. */
struct test {
    const char *name;
    void (*run)(void **state);
    bool is_sqlite_alone;
    bool is_pg_alone;
};

extern const struct test account_tests[], cover_tests[], fact_tests[], mail_tests[], mark_tests[],
    memory_tests[], pass_tests[], people_tests[], record_tests[], sent_tests[], standing_tests[],
    url_tests[];

/* Rows as they are computed of facts (app/house/fact_rows.h). */
enum pal_rc put_hours_row(struct pal_db *db, const struct pal_hours_row *row);
enum pal_rc put_delivery_row(struct pal_db *db, const struct pal_delivery_row *row);

#define OK(call)        assert_int_equal((call), PAL_OK)
#define RC(rc, call)    assert_int_equal((call), (rc))
#define TEXT(a, b)      assert_string_equal((a), (b))
#define RUN(db, sql)    OK(pal_query_end(pal_db_query((db), sql)))
#define NUMBER(db, sql) number_of(pal_db_query((db), sql))

/* The number in the first row. */
int64_t number_of(struct pal_query *query);

/* An empty database beside the fixture's own; its URL. They go with the fixture. */
void fixture_another(struct fixture *fixture, const char *name, char url[URL_MAX]);

int fixture_set_up(void **state);
int fixture_tear_down(void **state);

#endif
