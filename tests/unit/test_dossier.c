/* dossier: what is reckoned of hours and deliveries. */
#include "helpers.h"

#include "app/house/dossier.h"

static void test_days(void **state)
{
    (void)state;
    assert_int_equal(pal_days_between("2026-01-12", "2026-01-16"), 4);
    assert_int_equal(pal_days_between("2026-01-12", "2026-01-12"), 0);
    assert_int_equal(pal_days_between("2024-02-28", "2024-03-01"), 2);
    assert_int_equal(pal_days_between("2025-12-31", "2026-12-31"), 365);
    assert_int_equal(pal_days_between("2026-01-12", "2026-01-11"), -1);
    assert_int_equal(pal_days_between("2026-01-12", NULL), -1);
    assert_int_equal(pal_days_between("2026-01-12", "tomorrow"), -1);
    assert_int_equal(pal_days_between("", "2026-01-12"), -1);
}

/* The paper's aim from 1998 to 2003: the expert's time divided by 2.5. */
static void test_trend(void **state)
{
    (void)state;
    assert_int_equal(pal_hours_divided(600, 240), 250);
    assert_int_equal(pal_hours_divided(600, 600), 100);
    assert_int_equal(pal_hours_divided(600, 900), 67);
    assert_int_equal(pal_hours_divided(1, 3), 33);
    assert_int_equal(pal_hours_divided(0, 240), 0);
    assert_int_equal(pal_hours_divided(600, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_trend),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
