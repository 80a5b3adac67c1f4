/* core/question/worked: the minutes in which somebody saved, and the middle of ten. */
#include "helpers.h"

#include "core/question/worked.h"

static void test_minutes(void **state)
{
    (void)state;
    assert_int_equal(pal_worked_minutes(NULL, 0), 0);
    const struct pal_worked_at one[] = {{0, 1000}};
    assert_int_equal(pal_worked_minutes(one, 1), 5);
    /* five before, ten, thirty (no pause yet); a pause of 31, five before, one */
    const struct pal_worked_at stretch[] = {{0, 0}, {0, 10}, {0, 40}, {0, 71}, {0, 72}};
    assert_int_equal(pal_worked_minutes(stretch, 5), 5 + 10 + 30 + 5 + 1);
    /* two at once are two; the second one's time is not the first one's pause */
    const struct pal_worked_at two[] = {{0, 0}, {0, 20}, {1, 21}, {1, 30}};
    assert_int_equal(pal_worked_minutes(two, 4), 5 + 20 + 5 + 9);
    /* over a night nothing is worked; a clock that was set back makes no time */
    const struct pal_worked_at night[] = {{0, 0}, {0, 900}, {0, 890}};
    assert_int_equal(pal_worked_minutes(night, 3), 15);
}

static void test_median(void **state)
{
    (void)state;
    uint32_t minutes[11] = {50, 10, 90, 30, 70, 20, 60, 40, 100, 80, 5};
    uint32_t middle = 1;
    assert_false(pal_worked_median(minutes, 9, &middle));
    assert_int_equal(middle, 0);
    assert_true(pal_worked_median(minutes, 10, &middle));
    assert_int_equal(middle, 55);
    assert_int_equal(minutes[0], 10);
    assert_true(pal_worked_median(minutes, 11, &middle));
    assert_int_equal(middle, 50);
    uint32_t odd[10] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 2};
    assert_true(pal_worked_median(odd, 10, &middle));
    assert_int_equal(middle, 2); /* one and a half, rounded up */
    uint32_t huge[10];
    for (size_t i = 0; i < 10; i++) {
        huge[i] = UINT32_MAX;
    }
    assert_true(pal_worked_median(huge, 10, &middle));
    assert_int_equal(middle, UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_minutes),
                                       cmocka_unit_test(test_median)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
