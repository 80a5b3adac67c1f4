/* drawing: the line over the cells, what a target costs, a proposal as a profile. */
#include "helpers.h"

#include "app/desk/drawn.h"
#include "core/money/demand.h"
#include "format/kinds.h"
#include "render/figure/drawing_figure.h"

static const struct pal_language english = {PAL_LANG_EN, NULL, 0};

static void draw(struct reading *reading, const char *targets, size_t chosen, struct pal_buf *out)
{
    struct pal_profile_figure figure;
    const struct pal_profile *profile = read_profile(reading, targets, sse_cmm(reading));
    assert_int_equal(
        pal_profile_figure_layout(profile, PAL_DRAWING_COLUMNS, &english, &reading->arena, &figure),
        PAL_OK);
    const struct pal_drawing drawing = {&figure, chosen, NULL, "Title & all"};
    pal_buf_init(out, 1 << 20, NULL);
    pal_drawing_figure(&drawing, out);
    assert_false(out->failed);
}

static void test_height(void **state)
{
    (void)state;
    assert_int_equal(pal_drawing_height(0), 0);
    assert_int_equal(pal_drawing_height(1), 1);
    assert_int_equal(pal_drawing_height(0xFF), 8);
    assert_int_equal(pal_drawing_height(5), 3); /* what is left out below does not count */
    assert_int_equal(pal_drawing_height(~(pal_mask)0), 64);
}

/* One continuous line over 22 areas of 12 steps, ten units to a cell. */
static void test_line(void **state)
{
    (void)state;
    struct reading reading;
    struct pal_buf out;
    reading_init(&reading);
    draw(&reading, PROFILE("targets: {\"*\": \"2.4\", PA02: \"3.3\", PA03: none}\n"), 0, &out);
    const char *text = pal_buf_text(&out);
    assert_non_null(strstr(text, "d=\"M0 70H10V40H20V120H30V70H40H50"));
    assert_non_null(strstr(text, "aria-label=\"Title &amp; all\""));
    assert_non_null(strstr(text, "<b>PA01 Administer Security Controls, provider</b>"));
    assert_non_null(strstr(text, "•")); /* the same at all levels */
    pal_buf_done(&out);
    reading_done(&reading);
}

static size_t count(const char *text, const char *what)
{
    size_t found = 0;
    for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what)) {
        found++;
    }
    return found;
}

/* All levels at once: a line each, of its own pattern, standing apart where they are equal. */
static void test_nested(void **state)
{
    (void)state;
    struct reading reading;
    struct pal_buf out;
    const char *targets =
        PROFILE("targets: {\"*\": {low: \"1.1\", high: \"2.1\"}, PA01: \"1.1\"}\n");
    reading_init(&reading);
    draw(&reading, targets, 2, &out);
    const char *text = pal_buf_text(&out);
    assert_int_equal(count(text, "<path class=\"draw-line"), 2);
    assert_non_null(strstr(text, "draw-l0\" d=\"M0 110H10H20"));
    assert_non_null(strstr(text, "draw-l1\" d=\"M0 109H10V99H20"));
    pal_buf_done(&out);
    draw(&reading, targets, 1, &out);
    text = pal_buf_text(&out);
    assert_int_equal(count(text, "<path class=\"draw-line"), 1);
    assert_non_null(strstr(text, "draw-one draw-l0\" d=\"M0 110H10V100H20"));
    assert_int_equal(count(text, "class=\"d\""), 1 + 21 * 2);
    pal_buf_done(&out);
    reading_done(&reading);
}

/* By hand: set-up of 2 h at 60.00 and 10.00 of money, running 30 min at 60.00 a month, of each step
 * of the provider; an hour of the others costs nothing. */
static void test_demand(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_efforts *efforts = pal_effort_read(
        &reading.reader,
        read_tree(&reading,
                  "palier: effort/1\nid: e\ntitle: T\nmodel: sse-cmm-2.0\ncurrency: EUR\n"
                  "hour_cost: {provider: 6000}\nsteps:\n"
                  "  PA01/1.1: {setup_minutes: 120, setup_cost: 1000, running_minutes: 30}\n"
                  "  PA01/2.1: {setup_minutes: 120, setup_cost: 1000, running_minutes: 30}\n"
                  "  PA02/1.1: {setup_minutes: 120, setup_cost: 1000, running_minutes: 30}\n"),
        model);
    assert_non_null(efforts);
    const struct pal_profile *profile =
        read_profile(&reading, PROFILE("targets: {PA01: \"2.1\", PA02: \"1.1\"}\n"), model);
    const struct pal_demand_cost cost = pal_demand_cost(efforts, profile->targets[0]);
    assert_int_equal(cost.steps, 3);
    assert_int_equal(cost.setup, 2 * (12000 + 1000) + 1000);
    assert_int_equal(cost.running, 2 * 12 * 3000);
    profile = read_profile(&reading, PROFILE("targets: {PA01: none}\n"), model);
    assert_int_equal(pal_demand_cost(efforts, profile->targets[0]).setup, 0);
    reading_done(&reading);
}

/* docs/needs.md: the institutional site has 114 steps at the base level, 135 at the gravest. */
static void test_proposed(void **state)
{
    (void)state;
    struct pal_app app;
    struct pal_proposal proposal;
    pal_app_init(&app);
    assert_int_equal(
        pal_app_propose(&app, PAL_SOURCE_ROOT "/examples/needs-institutional.yaml", &proposal),
        PAL_OK);
    const struct pal_profile *profile = pal_app_proposed(&app, &proposal);
    assert_non_null(profile);
    assert_int_equal(profile->alert_level_count, 4);
    size_t steps[2] = {0, 0};
    for (size_t i = 0; i < profile->model->area_count; i++) {
        steps[0] += pal_mask_count(profile->targets[0][i]);
        steps[1] += pal_mask_count(profile->targets[3][i]);
        assert_true(pal_text_in(&profile->reasons[i].proposed, PAL_LANG_FR)[0] != '\0');
    }
    assert_int_equal(steps[0], 114);
    assert_int_equal(steps[1], 135);
    assert_int_equal(pal_profile_warnings(profile, NULL, 0), 0);
    pal_app_done(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_height),   cmocka_unit_test(test_line),
        cmocka_unit_test(test_nested),   cmocka_unit_test(test_demand),
        cmocka_unit_test(test_proposed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
