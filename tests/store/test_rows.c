/* What src/store keeps, against both databases (test_store.c has the seam itself). PostgreSQL is
 * the one of PALIER_TEST_POSTGRESQL (tests/store/with_postgresql.sh); without it that half fails.
 */
#include "store.h"

enum { MOST = 200 };

static enum pal_db_kind kinds[] = {PAL_DB_SQLITE, PAL_DB_POSTGRESQL};

static size_t add(const struct test *tests, enum pal_db_kind *kind, struct CMUnitTest *out)
{
    size_t count = 0;
    for (const struct test *at = tests; at->name != NULL; at++) {
        if (*kind == PAL_DB_SQLITE ? at->is_pg_alone : at->is_sqlite_alone) {
            continue;
        }
        char *name = malloc(128);
        assert_non_null(name);
        (void)snprintf(name, 128, "%s (%s)", at->name,
                       *kind == PAL_DB_SQLITE ? "SQLite" : "PostgreSQL");
        out[count++] = (struct CMUnitTest){name, at->run, fixture_set_up, fixture_tear_down, kind};
    }
    return count;
}

int main(void)
{
    static const struct test *const groups[] = {
        cover_tests,   fact_tests,   mail_tests,     mark_tests, people_tests, pass_tests,
        account_tests, record_tests, standing_tests, sent_tests, memory_tests, url_tests};
    static struct CMUnitTest tests[MOST];
    size_t count = 0;
    for (size_t kind = 0; kind < 2; kind++) {
        for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
            count += add(groups[i], &kinds[kind], tests + count);
        }
    }
    int failed = _cmocka_run_group_tests("rows", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        free((char *)(uintptr_t)tests[i].name);
    }
    return failed;
}
