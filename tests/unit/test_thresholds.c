/* Thresholds that loosen as the alert rises, and the neutral levels of profiles. */
#include "question_docs.h"

static void test_loosening(void **state)
{
    (void)state;
    static const struct {
        int64_t levels[PAL_NEUTRAL_LEVELS];
        unsigned direction, wanted;
    } table[] = {
        {{1, 1, 2, 3}, PAL_MORE_IS_STRICTER, 0},
        {{1, 2, 1, 3}, PAL_MORE_IS_STRICTER, 3},
        {{3, 2, 2, 1}, PAL_MORE_IS_STRICTER, 2},
        {{3, 2, 2, 1}, PAL_LESS_IS_STRICTER, 0},
        {{3, 2, 1, 2}, PAL_LESS_IS_STRICTER, 4},
        {{3, 9, 1, 2}, PAL_LESS_IS_STRICTER | PAL_MORE_IS_STRICTER, 0}, /* used in both ways */
        {{3, 9, 1, 2}, 0, 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pal_threshold threshold = {.name = "T-1.x"};
        memcpy(threshold.levels, table[i].levels, sizeof threshold.levels);
        assert_int_equal(pal_threshold_loosens(&threshold, table[i].direction), table[i].wanted);
    }
}

static void test_loosening_of_profile(void **state)
{
    (void)state;
    static const struct {
        const char *values[3];
        size_t count;
        unsigned direction;
        size_t wanted;
    } table[] = {
        {{"5", "15", "60"}, 3, PAL_LESS_IS_STRICTER, 1},
        {{"60", "15", "15.5"}, 3, PAL_LESS_IS_STRICTER, 2},
        {{"60", "15", "5"}, 3, PAL_LESS_IS_STRICTER, 0},
        {{"60", "15", "5"}, 3, PAL_MORE_IS_STRICTER, 1},
        {{"60", "15", "5"}, 3, 0, 0},
        {{"5"}, 1, PAL_LESS_IS_STRICTER, 0},
        {{"5", "x", "60"}, 3, PAL_LESS_IS_STRICTER, 0}, /* the questionnaire's stand between */
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *values[3];
        memcpy(values, table[i].values, sizeof values);
        const struct pal_parameter parameter = {"T-1.x", values, table[i].count};
        assert_int_equal(pal_parameter_loosens(&parameter, table[i].direction), table[i].wanted);
    }
}

static void test_neutral_of_profile(void **state)
{
    (void)state;
    struct pal_alert_level graver[] = {{.id = "a", .rank = 1}, {.id = "b", .rank = 2}};
    const struct pal_alert_scheme scheme = {.levels = graver, .level_count = 2};
    const char *levels[] = {"calm", "raised", "crisis"};
    struct pal_profile profile = {.alert_levels = levels, .alert_level_count = 3};
    assert_int_equal(pal_profile_neutral_level(&profile, "calm"), 1);
    assert_int_equal(pal_profile_neutral_level(&profile, "raised"), 3);
    assert_int_equal(pal_profile_neutral_level(&profile, "crisis"), 4);
    assert_int_equal(pal_profile_neutral_level(&profile, "a"), 0);
    profile.scheme = &scheme;
    assert_int_equal(pal_profile_neutral_level(&profile, "a"), 1);
    assert_int_equal(pal_profile_neutral_level(&profile, "b"), 4);
    assert_int_equal(pal_profile_neutral_level(&profile, "calm"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loosening),
        cmocka_unit_test(test_loosening_of_profile),
        cmocka_unit_test(test_neutral_of_profile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
