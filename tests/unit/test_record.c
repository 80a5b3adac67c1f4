/* record: a change that no entry of the audit chain covers is not kept. */
#include "helpers.h"

#include <unistd.h>

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/house.h"
#include "store/people.h"
#include "store/records.h"

static struct pal_house *house;
static char path[] = "/tmp/palier-record-XXXXXX";

static struct pal_errand enter(struct pal_arena *arena)
{
    struct pal_errand errand = {.arena = arena,
                                .principal = {.kind = PAL_PRINCIPAL_OPERATOR},
                                .source = "local",
                                .now = 1700000000};
    assert_int_equal(pal_house_enter(house, &errand), PAL_OK);
    return errand;
}

static int open_one(void **state)
{
    struct pal_err err = {0};
    (void)state;
    int file = mkstemp(path);
    assert_true(file >= 0);
    (void)close(file);
    assert_int_equal(pal_house_open(path, 1, &house, &err), PAL_OK);
    return 0;
}

static int close_one(void **state)
{
    (void)state;
    pal_house_close(house);
    (void)unlink(path);
    return 0;
}

static const struct pal_person ada = {.id = "ada", .name = "Ada", .language = "en"};

static void test_without_an_entry(void **state)
{
    struct pal_arena arena;
    int64_t count = 1;
    (void)state;
    pal_arena_init(&arena, NULL);
    struct pal_errand errand = enter(&arena);
    assert_int_equal(pal_errand_begin(&errand), PAL_OK);
    assert_int_equal(pal_person_add(errand.db, &ada), PAL_OK);
    assert_int_equal(pal_errand_end(&errand, PAL_OK), PAL_E_INVALID);
    assert_non_null(strstr(errand.err.message, "no entry in the audit chain"));
    assert_int_equal(pal_person_count(errand.db, &count), PAL_OK);
    assert_int_equal(count, 0);
    /* Also where the row was written behind the entry. */
    assert_int_equal(pal_errand_begin(&errand), PAL_OK);
    assert_int_equal(pal_audit_write(&errand, "invite", "person/ada", "", ""), PAL_OK);
    assert_int_equal(pal_person_add(errand.db, &ada), PAL_OK);
    assert_int_equal(pal_errand_end(&errand, PAL_OK), PAL_E_INVALID);
    pal_house_leave(&errand);
    pal_arena_done(&arena);
}

static void test_with_an_entry(void **state)
{
    struct pal_arena arena;
    struct pal_audit_result result;
    (void)state;
    pal_arena_init(&arena, NULL);
    struct pal_errand errand = enter(&arena);
    assert_int_equal(pal_errand_begin(&errand), PAL_OK);
    assert_int_equal(pal_person_add(errand.db, &ada), PAL_OK);
    assert_int_equal(pal_audit_write(&errand, "invite", "person/ada", "", ""), PAL_OK);
    assert_int_equal(pal_errand_end(&errand, PAL_OK), PAL_OK);
    assert_int_equal(pal_audit_verify(&errand, 0, NULL, &result), PAL_OK);
    assert_true(pal_audit_is_whole(&result));
    assert_int_equal(result.rows, 1);
    /* Scores are computed by nobody's act: their entry is made at the end. */
    const struct pal_score_row score = {.id = "a",
                                        .version = 1,
                                        .project = "p",
                                        .provider = "q",
                                        .day = "2026-01-01",
                                        .achieved = 3,
                                        .figure = ""};
    assert_int_equal(pal_errand_begin(&errand), PAL_OK);
    assert_int_equal(pal_score_put(errand.db, &score), PAL_OK);
    assert_int_equal(pal_errand_end(&errand, PAL_OK), PAL_OK);
    assert_int_equal(pal_audit_verify(&errand, 0, NULL, &result), PAL_OK);
    assert_true(pal_audit_is_whole(&result));
    assert_int_equal(result.rows, 2);
    pal_house_leave(&errand);
    pal_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_an_entry),
        cmocka_unit_test(test_with_an_entry),
    };
    return cmocka_run_group_tests_name("record", tests, open_one, close_one);
}
