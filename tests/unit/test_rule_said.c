/* What a rule asks is said in words, each of its pieces with the thresholds it names; and where a
 * threshold in force comes from. */
#include "question_docs.h"

#include "render/rule_said.h"

enum { THRESHOLDS_MOST = 8 };

static const struct pal_language english = {.lang = PAL_LANG_EN};

static const int64_t *usual(struct reading *reading, const struct pal_questionnaire *of)
{
    int64_t *out = PAL_NEW(&reading->arena, int64_t, of->threshold_count + 1);
    pal_thresholds_in_force(of, NULL, NULL, 0, out);
    return out;
}

/* The words of a question's pieces, one a line. */
static const char *said_of(struct reading *reading, const struct pal_questionnaire *of,
                           const char *id)
{
    int at = pal_questionnaire_find(of, id);
    const struct pal_question *question = &of->questions[at];
    const int64_t *thresholds = usual(reading, of);
    const char *out = "";
    bool is_one = false;
    for (const struct pal_rule_part *part = pal_rule_pieces(question->rule, &is_one); part != NULL;
         part = is_one ? NULL : part->next) {
        out = pal_arena_printf(
            &reading->arena, "%s%s\n", out,
            pal_rule_said(part, question->fields, thresholds, &english, &reading->arena));
    }
    return out;
}

static void test_said(void **state)
{
    struct reading reading;
    reading_init(&reading);
    const struct pal_questionnaire *of = built_in(&reading);
    assert_string_equal(said_of(&reading, of, "POL-01"),
                        "\"policy\" is named\n\"the service is named\": \"yes\"\n");
    assert_string_equal(said_of(&reading, of, "POL-05"),
                        "\"people trained\": at least 90\u00a0% of \"staff in all\"\n");
    assert_string_equal(said_of(&reading, of, "POL-02"),
                        "\"approved by\" is named\n\"date of approval\": at most 12 months ago\n");
    assert_non_null(strstr(said_of(&reading, of, "AUD-06"), "at most 24\u00a0h\n"));
    reading_done(&reading);
    (void)state;
}

/* Every rule that is built in: no piece is said by nothing, none by what was to be filled in, and
 * every threshold that stands in the rule is told with one of its pieces. */
static void test_all(void **state)
{
    struct reading reading;
    reading_init(&reading);
    const struct pal_questionnaire *of = built_in(&reading);
    const int64_t *thresholds = usual(&reading, of);
    bool *told = PAL_NEW(&reading.arena, bool, of->threshold_count + 1);
    for (size_t i = 0; i < of->question_count + of->guide_count; i++) {
        const struct pal_question *question =
            i < of->question_count ? &of->questions[i] : &of->guide[i - of->question_count];
        bool is_one = false;
        for (const struct pal_rule_part *part = pal_rule_pieces(question->rule, &is_one);
             part != NULL; part = is_one ? NULL : part->next) {
            size_t named[THRESHOLDS_MOST];
            const char *words =
                pal_rule_said(part, question->fields, thresholds, &english, &reading.arena);
            assert_true(words[0] != '\0');
            assert_null(strstr(words, "%s"));
            assert_null(strstr(words, "\"\""));
            size_t count = pal_rule_thresholds(part, named, THRESHOLDS_MOST);
            for (size_t k = 0; k < count; k++) {
                told[named[k]] = true;
            }
        }
    }
    for (size_t i = 0; i < of->threshold_count; i++) {
        if (!told[i]) {
            print_message("%s is told with no piece\n", of->thresholds[i].name);
        }
        assert_true(told[i]);
    }
    reading_done(&reading);
    (void)state;
}

static void test_amounts(void **state)
{
    static const struct {
        int64_t amount;
        enum pal_unit unit;
        enum pal_lang lang;
        const char *said;
    } table[] = {
        {90000, PAL_UNIT_PERCENT, PAL_LANG_EN, "90\u00a0%"},
        {1500, PAL_UNIT_HOUR, PAL_LANG_EN, "1.5\u00a0h"},
        {1500, PAL_UNIT_HOUR, PAL_LANG_FR, "1,5\u00a0h"},
        {1000, PAL_UNIT_MONTH, PAL_LANG_EN, "1 month"},
        {12000, PAL_UNIT_MONTH, PAL_LANG_EN, "12 months"},
        {1500, PAL_UNIT_DAY, PAL_LANG_EN, "1.5 days"},
        {2000, PAL_UNIT_STEP, PAL_LANG_EN, "step 2"},
        {3000, PAL_UNIT_COUNT, PAL_LANG_EN, "3"},
        {0, PAL_UNIT_NONE, PAL_LANG_EN, "0"},
    };
    struct reading reading;
    reading_init(&reading);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct pal_language language = {.lang = table[i].lang};
        assert_string_equal(
            pal_amount_said(table[i].amount, table[i].unit, &language, &reading.arena),
            table[i].said);
    }
    reading_done(&reading);
    (void)state;
}

/* The profile states it, else the questionnaire at a level, else the questionnaire. */
static void test_from(void **state)
{
    const struct pal_threshold threshold = {.name = "A.x", .value = 9000, .levels = {1, 2, 3, 4}};
    const char *values[] = {"1", "soon"};
    struct pal_parameter own[] = {{"A.x", values, 2}};
    const char *levels[] = {"calm", "raised"};
    struct pal_profile profile = {.alert_levels = levels, .alert_level_count = 2};
    assert_int_equal(pal_threshold_comes_from(&threshold, NULL, NULL), PAL_THRESHOLD_USUAL);
    assert_int_equal(pal_threshold_comes_from(&threshold, &profile, NULL), PAL_THRESHOLD_USUAL);
    assert_int_equal(pal_threshold_comes_from(&threshold, &profile, "calm"),
                     PAL_THRESHOLD_OF_LEVEL);
    profile.parameters = own;
    profile.parameter_count = 1;
    assert_int_equal(pal_threshold_comes_from(&threshold, &profile, "calm"),
                     PAL_THRESHOLD_OF_PROFILE);
    /* what is no number is passed over */
    assert_int_equal(pal_threshold_comes_from(&threshold, &profile, "raised"),
                     PAL_THRESHOLD_OF_LEVEL);
    own[0].name = "B.x";
    assert_int_equal(pal_threshold_comes_from(&threshold, &profile, "calm"),
                     PAL_THRESHOLD_OF_LEVEL);
    (void)state;
}

/* How an answer stands to a step, and to each practice of it. */
static void test_to(void **state)
{
    struct reading reading;
    reading_init(&reading);
    const struct pal_questionnaire *of = built_in(&reading);
    const struct pal_model *model = of->model;
    uint8_t *actors = PAL_NEW(&reading.arena, uint8_t, model->step_count + 1);
    int at = pal_questionnaire_find(of, "PRC-07");
    struct pal_judged judged = {.question = &of->questions[at],
                                .verdict = {.verdict = PAL_VERDICT_PASS, .why = PAL_WHY_RULE}};
    const struct pal_step_ref *cell = &judged.question->cells[0];
    memset(actors, (int)judged.question->observed_at, model->step_count);
    assert_int_equal(pal_judged_to(&judged, model, actors, cell), PAL_JUDGED_SPEAKS);
    assert_true(pal_judged_is_of_practice(&judged, model, cell, 0));
    assert_true(pal_judged_is_of_practice(&judged, model, cell, 1));
    const struct pal_step_ref other = {cell->area, cell->step + 1};
    assert_int_equal(pal_judged_to(&judged, model, actors, &other), PAL_JUDGED_ASIDE);
    assert_false(pal_judged_is_rated(&judged)); /* nothing is answered */
    const struct pal_answer answer = {.state = PAL_BASIS_SEEN};
    judged.answer = &answer;
    assert_true(pal_judged_is_rated(&judged));
    judged.verdict.verdict = PAL_VERDICT_OPEN;
    assert_false(pal_judged_is_rated(&judged));
    at = pal_questionnaire_find(of, "POL-01");
    judged.question = &of->questions[at];
    memset(actors, PAL_ACTOR_PROVIDER, model->step_count);
    assert_int_equal(pal_judged_to(&judged, model, actors, &judged.question->cells[0]),
                     PAL_JUDGED_SPEAKS);
    assert_int_equal(pal_judged_to(&judged, model, actors, &judged.question->context[0]),
                     PAL_JUDGED_CONTEXT);
    assert_false(pal_judged_is_of_practice(&judged, model, &judged.question->cells[0], 0));
    reading_done(&reading);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_said), cmocka_unit_test(test_all), cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_from), cmocka_unit_test(test_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
