/* A questionnaire's units, levels, thresholds and indices. */
#include "rule_cases.h"

/* ---------------------------------------------------------------- the questionnaire's tables */

static void test_units(void **state)
{
    int64_t out;
    for (int i = 1; i < PAL_UNIT_COUNT; i++) {
        enum pal_unit unit;
        assert_true(pal_unit_find(pal_unit_ids[i], &unit));
        assert_int_equal(unit, i);
        assert_true(pal_unit_convert(7, unit, unit, &out));
        assert_int_equal(out, 7);
    }
    enum pal_unit none;
    assert_false(pal_unit_find("", &none));
    assert_false(pal_unit_find("hour", &none));
    assert_true(pal_unit_convert(2, PAL_UNIT_DAY, PAL_UNIT_MINUTE, &out));
    assert_int_equal(out, 2880);
    assert_true(pal_unit_convert(90000, PAL_UNIT_MINUTE, PAL_UNIT_HOUR, &out));
    assert_int_equal(out, 1500);
    assert_false(pal_unit_convert(1, PAL_UNIT_MINUTE, PAL_UNIT_HOUR, &out));
    assert_false(pal_unit_convert(12, PAL_UNIT_MONTH, PAL_UNIT_YEAR, &out));
    assert_false(pal_unit_convert(1, PAL_UNIT_MONTH, PAL_UNIT_DAY, &out));
    assert_false(pal_unit_convert(1, PAL_UNIT_KM, PAL_UNIT_SECOND, &out));
    assert_false(pal_unit_convert(INT64_MAX / 2, PAL_UNIT_DAY, PAL_UNIT_SECOND, &out));
    assert_false(pal_unit_convert(INT64_MIN, PAL_UNIT_DAY, PAL_UNIT_SECOND, &out));
    assert_true(pal_unit_convert(PAL_ANSWER_NUMBER_MOST * PAL_THOUSANDTHS, PAL_UNIT_DAY,
                                 PAL_UNIT_SECOND, &out));
    (void)state;
}

static void test_same(void **state)
{
    struct pal_questionnaire one = {.id = "one"};
    struct pal_questionnaire copy = {.id = "copy", .copy_of = "one"};
    struct pal_questionnaire other_copy = {.id = "other-copy", .copy_of = "one"};
    struct pal_questionnaire of_copy = {.id = "of-copy", .copy_of = "copy"};
    struct pal_questionnaire other = {.id = "other"};
    (void)state;
    assert_true(pal_questionnaire_is_same(&one, &one));
    assert_true(pal_questionnaire_is_same(&one, &copy) && pal_questionnaire_is_same(&copy, &one));
    assert_true(pal_questionnaire_is_same(&copy, &other_copy));
    assert_true(pal_questionnaire_is_same(&copy, &of_copy));
    assert_false(pal_questionnaire_is_same(&one, &of_copy));
    assert_false(pal_questionnaire_is_same(&one, &other));
    assert_false(pal_questionnaire_is_same(&copy, &other));
}

static void test_neutral_level(void **state)
{
    static const unsigned levels[][8] = {
        {1}, {1, 4}, {1, 3, 4}, {1, 2, 3, 4}, {1, 2, 3, 3, 4}, {1, 2, 2, 3, 3, 4},
    };
    for (unsigned count = 1; count <= sizeof levels / sizeof *levels; count++) {
        for (unsigned at = 1; at <= count; at++) {
            assert_int_equal(pal_neutral_level(at, count), levels[count - 1][at - 1]);
        }
    }
    assert_int_equal(pal_neutral_level(1, 0), 1);
    assert_int_equal(pal_neutral_level(0, 4), 1);
    assert_int_equal(pal_neutral_level(9, 4), 4);
    assert_int_equal(pal_neutral_level(UINT32_MAX - 1, UINT32_MAX), 4);
    (void)state;
}

static void test_in_force(void **state)
{
    struct pal_threshold two[] = {
        {.name = "A.x", .unit = PAL_UNIT_HOUR, .value = 9000, .levels = {1000, 2000, 3000, 4000}},
        {.name = "B.x", .unit = PAL_UNIT_HOUR, .value = 8000, .levels = {5000, 6000, 7000, 8000}}};
    const struct pal_questionnaire of = {.thresholds = two, .threshold_count = 2};
    const char *by_level[] = {"60", "0.5", "soon"};
    const char *in_all[] = {"12"};
    struct pal_parameter own[] = {{"B.x", by_level, 3}, {"C.x", in_all, 1}};
    const char *levels[] = {"calm", "raised", "crisis"};
    struct pal_profile profile = {
        .alert_levels = levels, .alert_level_count = 3, .parameters = own, .parameter_count = 2};
    static const struct {
        const char *level;
        unsigned neutral;
        int64_t a, b;
    } table[] = {{NULL, 0, 9000, 8000},      {NULL, 2, 2000, 6000},     {"calm", 1, 1000, 60000},
                 {"raised", 3, 3000, 500},   {"crisis", 4, 4000, 8000}, /* "soon" is passed over */
                 {"unknown", 4, 4000, 8000}, {"calm", 5, 9000, 60000}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int64_t out[2];
        pal_thresholds_in_force(&of, &profile, table[i].level, table[i].neutral, out);
        assert_int_equal(out[0], table[i].a);
        assert_int_equal(out[1], table[i].b);
    }
    int64_t out[2];
    own[1].name = "A.x"; /* one value at all levels */
    pal_thresholds_in_force(&of, &profile, NULL, 0, out);
    assert_int_equal(out[0], 12000);
    pal_thresholds_in_force(&of, NULL, "calm", 0, out);
    assert_int_equal(out[0], 9000);
    (void)state;
}

/* The levels of a profile that follows a scheme are the scheme's. */
static void test_in_force_of_scheme(void **state)
{
    struct pal_alert_level levels[] = {{.id = "green", .rank = 1}, {.id = "red", .rank = 2}};
    const struct pal_alert_scheme scheme = {.id = "s", .levels = levels, .level_count = 2};
    struct pal_threshold one[] = {{.name = "A.x", .value = 9000}};
    const struct pal_questionnaire of = {.thresholds = one, .threshold_count = 1};
    const char *values[] = {"1", "2"};
    struct pal_parameter own[] = {{"A.x", values, 2}};
    const struct pal_profile profile = {.scheme = &scheme, .parameters = own, .parameter_count = 1};
    int64_t out[1];
    pal_thresholds_in_force(&of, &profile, "red", 0, out);
    assert_int_equal(out[0], 2000);
    pal_thresholds_in_force(&of, &profile, "blue", 0, out);
    assert_int_equal(out[0], 9000);
    (void)state;
}

static void test_found(void **state)
{
    enum { COUNT = 5000 };
    struct pal_question *questions = PAL_NEW(*state, struct pal_question, COUNT);
    struct pal_questionnaire of = {
        .questions = questions, .question_count = COUNT, .by_id = PAL_NEW(*state, size_t, COUNT)};
    for (size_t i = 0; i < COUNT; i++) {
        questions[i].id = pal_arena_printf(*state, "Q-%zu", (i * 2741 + 17) % COUNT);
    }
    pal_questionnaire_index(&of);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(pal_questionnaire_find(&of, questions[i].id), (int)i);
    }
    assert_int_equal(pal_questionnaire_find(&of, "Q-5000"), -1);
    assert_int_equal(pal_questionnaire_find(&of, ""), -1);
    for (int i = 0; i < THRESHOLDS; i++) {
        assert_int_equal(pal_threshold_find(&questionnaire, thresholds[i].name), i);
    }
    assert_int_equal(pal_threshold_find(&questionnaire, "T-1.none"), -1);
    assert_int_equal(pal_threshold_find(&(struct pal_questionnaire){.id = "none"}, "T"), -1);
}

static void test_work(void **state)
{
    const struct made_fields fields =
        fields_of(*state, "a:percent; b:integer; c:number:h; d:date; e:drawn:x/3; f:ladder; "
                          "r:rows(g:integer, h:text, i:number:h)");
    struct pal_question question = {.fields = fields.items,
                                    .field_count = fields.count,
                                    .put = PAL_PUT_BOTH,
                                    .evidence = {{"the register", NULL}}};
    assert_int_equal(pal_question_figures(&question), 6); /* all but the ladder; a table is one */
    assert_true(pal_question_wants_proof(&question));
    question.put = PAL_PUT_VISIT;
    assert_false(pal_question_wants_proof(&question));
    question.put = PAL_PUT_WRITTEN;
    assert_true(pal_question_wants_proof(&question));
    question.evidence = (struct pal_text){{NULL, NULL}};
    assert_false(pal_question_wants_proof(&question));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_units),
        CASE(test_same),
        CASE(test_neutral_level),
        CASE(test_in_force),
        CASE(test_in_force_of_scheme),
        CASE(test_found),
        CASE(test_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
