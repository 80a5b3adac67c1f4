/* What is built in: the model, its actions, the alert schemes. */
#include "helpers.h"

static void test_model_is_read_whole(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    assert_int_equal(model->ladder.count, 12);
    assert_int_equal(model->category_count, 5);
    assert_int_equal(model->level_count, 6);
    assert_int_equal(model->rule, PAL_RULE_STAGED);
    assert_non_null(strstr(model->notice, "Copyright © 1999"));
    assert_non_null(strstr(model->notice, "Copyright © 1995 by Carnegie Mellon University"));
    size_t generic = 0;
    for (size_t i = 0; i < model->ladder.count; i++) {
        generic += model->ladder.steps[i].practice_count;
    }
    assert_int_equal(generic, 29);
    size_t base = 0;
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        assert_non_null(area->source);
        assert_non_null(area->title.in[PAL_LANG_FR]);
        base += area->practice_count;
        for (size_t j = 0; j < area->practice_count; j++) {
            assert_non_null(area->practices[j].source);
            assert_non_null(area->practices[j].title.in[PAL_LANG_FR]);
            assert_true(area->practices[j].text_is_doubtful);
            /* The titles of PA01 to PA11 are known but for one (tests/cli/test_content.py). */
            assert_int_equal(area->practices[j].is_doubtful,
                             i >= 11 || strcmp(area->practices[j].id, "BP.10.02") == 0);
        }
    }
    assert_int_equal(base, 128);
    assert_int_equal(model->areas[21].actor, PAL_ACTOR_PROVIDER);
    assert_int_equal(model->areas[1].actor, PAL_ACTOR_PROJECT_MANAGER);
    assert_int_equal(model->areas[1].contributors,
                     1U << PAL_ACTOR_PROVIDER | 1U << PAL_ACTOR_EXPERT);
    size_t count;
    assert_string_equal(pal_area_rated_practices(&model->areas[0], 0, &count)->id, "BP.01.01");
    assert_int_equal(count, 4);
    assert_string_equal(pal_area_rated_practices(&model->areas[0], 1, &count)->id, "GP 2.1.1");
    assert_int_equal(count, 6);
    reading_done(&reading);
}

/* Every practice of the built-in model has an action, in both languages. */
static void test_every_practice_has_an_action(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_library_file *file = pal_library_find("actions", "sse-cmm-2.0");
    struct pal_node *root = read_tree(&reading, (const char *)file->bytes);
    const struct pal_actions *actions = pal_actions_read(&reading.reader, root, model);
    assert_non_null(actions);
    assert_int_equal(reading.diag.warning_count, 0);
    assert_int_equal(actions->count, 128 + 29);
    assert_true(actions->is_proposed);
    for (size_t i = 0; i < model->area_count; i++) {
        for (size_t j = 0; j < model->areas[i].practice_count; j++) {
            const struct pal_action *action =
                pal_actions_find(actions, model->areas[i].practices[j].id);
            assert_non_null(action);
            for (int lang = 0; lang < PAL_LANG_COUNT; lang++) {
                assert_non_null(action->what.in[lang]);
                assert_non_null(action->example.in[lang]);
                assert_non_null(action->proof.in[lang]);
            }
        }
    }
    assert_null(pal_actions_find(actions, "BP.99.99"));
    reading_done(&reading);
}

/* Order is by rank, never by label: INFOCON 5 is the calmest. */
static void test_schemes_are_ordered_by_rank(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_library_file *file = pal_library_find("alerts", "infocon");
    struct pal_node *root = read_tree(&reading, (const char *)file->bytes);
    const struct pal_alert_scheme *infocon = pal_alert_scheme_read(&reading.reader, root);
    assert_non_null(infocon);
    assert_string_equal(infocon->levels[0].id, "5");
    assert_string_equal(infocon->levels[4].id, "1");
    assert_int_equal(infocon->default_level, 0);
    assert_int_equal(infocon->levels[4].local_override, PAL_OVERRIDE_UPWARD);
    assert_int_equal(infocon->levels[4].sustain_minutes, PAL_ALERT_NOT_STATED);
    root = read_tree(&reading, (const char *)pal_library_find("alerts", "awr-example")->bytes);
    const struct pal_alert_scheme *example = pal_alert_scheme_read(&reading.reader, root);
    assert_int_equal(pal_alert_delay(example, 0, 1), 7 * 1440); /* prepare of calm */
    assert_int_equal(pal_alert_delay(example, 0, 3), 1440);     /* else apply_within of response */
    assert_int_equal(pal_alert_delay(infocon, 0, 1), PAL_ALERT_NOT_STATED);
    assert_int_equal(pal_alert_find(example, "nowhere"), -1);
    root = read_tree(&reading, (const char *)pal_library_find("alerts", "vigipirate-2003")->bytes);
    const struct pal_alert_scheme *vigipirate = pal_alert_scheme_read(&reading.reader, root);
    assert_string_equal(pal_alert_label(vigipirate, "ecarlate", PAL_LANG_EN), "scarlet");
    assert_string_equal(pal_alert_label(vigipirate, "ecarlate", PAL_LANG_FR), "écarlate");
    assert_string_equal(pal_alert_label(vigipirate, "nowhere", PAL_LANG_EN), "nowhere");
    assert_string_equal(pal_alert_label(NULL, "ecarlate", PAL_LANG_FR), "ecarlate");
    assert_null(pal_alert_label(vigipirate, NULL, PAL_LANG_EN));
    /* An equivalence may join levels but not reverse them. */
    const char *joined[] = {"5", "5", "3", "1"};
    const char *reversed[] = {"5", "3", "4", NULL};
    struct pal_alert_equivalence row = {.scheme = "infocon", .levels = joined};
    size_t bad = 9;
    assert_true(pal_alert_equivalence_keeps_order(example, &row, infocon, &bad));
    row.levels = reversed;
    assert_false(pal_alert_equivalence_keeps_order(example, &row, infocon, &bad));
    assert_int_equal(bad, 2);
    /* A profile of a scheme has the scheme's levels, in its order. */
    const struct pal_model *model = sse_cmm(&reading);
    root =
        read_tree(&reading, PROFILE("alert_scheme: awr-example\ntargets:\n  PA01: {response: all, "
                                    "warning: level 2, watch: \"2.1\", calm: none}\n"));
    const struct pal_profile *profile = pal_profile_read(&reading.reader, root, model, example);
    assert_non_null(profile);
    assert_int_equal(profile->alert_level_count, 4);
    assert_string_equal(profile->alert_levels[0], "calm");
    assert_int_equal(pal_profile_target(profile, "watch")[0], 3);
    root = read_tree(&reading, PROFILE("alert_scheme: awr-example\ntargets: {PA01: all}\n"));
    profile = pal_profile_read(&reading.reader, root, model, example);
    assert_int_equal(pal_profile_target(profile, "watch")[0], 0xFFF);
    assert_null(pal_profile_target(profile, "other"));
    assert_int_equal(reading.diag.error_count, 0);
    root =
        read_tree(&reading, PROFILE("alert_scheme: awr-example\ntargets: {PA01: {clam: all}}\n"));
    assert_null(pal_profile_read(&reading.reader, root, model, example));
    assert_non_null(strstr(reading.diag.errors[0].message, "did you mean \"calm\"?"));
    assert_non_null(
        strstr(reading.diag.errors[1].message, "no target for the alert level \"calm\""));
    reading_done(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_is_read_whole),
        cmocka_unit_test(test_every_practice_has_an_action),
        cmocka_unit_test(test_schemes_are_ordered_by_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
