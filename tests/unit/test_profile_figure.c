/* profile_figure: what stands in a cell, whatever the levels are called and wherever they go. */
#include "helpers.h"

#include "core/model/propose.h"
#include "format/kinds.h"
#include "render/figure/profile_figure.h"

static const struct pal_language english = {PAL_LANG_EN, NULL, 0};

static struct pal_profile_figure layout(struct reading *reading, const struct pal_profile *profile,
                                        size_t columns)
{
    struct pal_profile_figure figure;
    assert_int_equal(
        pal_profile_figure_layout(profile, columns, &english, &reading->arena, &figure), PAL_OK);
    return figure;
}

/* The mark of a step of the SSE-CMM, by ids. */
static const char *mark(struct reading *reading, const struct pal_profile_figure *figure,
                        const char *area_id, const char *step_id)
{
    char text[PAL_PROFILE_MARK];
    const struct pal_area *area = pal_model_area(figure->model, area_id);
    size_t index = (size_t)(area - figure->model->areas);
    int step = pal_ladder_find(area->ladder, step_id);
    assert_true(step >= 0);
    pal_profile_figure_mark(figure, pal_profile_figure_levels(figure, index, (size_t)step), text);
    return pal_arena_copy(&reading->arena, text, strlen(text));
}

static void test_growing(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_profile *profile = read_profile(
        &reading,
        PROFILE("targets: {\"*\": {calm: \"1.1\", raised: \"2.2\", crisis: level 2}, PA02: level 1,"
                " PA03: none, PA04: {calm: none, raised: none, crisis: \"1.1\"}}\n"),
        model);
    struct pal_profile_figure figure = layout(&reading, profile, 40);
    assert_true(figure.has_levels && figure.is_growing && !figure.has_letters);
    assert_int_equal(figure.level_count, 3);
    assert_int_equal(figure.panel_count, 1);
    assert_int_equal(figure.note_count, 0);
    assert_string_equal(mark(&reading, &figure, "PA01", "1.1"), "1");
    assert_string_equal(mark(&reading, &figure, "PA01", "2.2"), "2");
    assert_string_equal(mark(&reading, &figure, "PA01", "2.4"), "3");
    assert_string_equal(mark(&reading, &figure, "PA01", "3.1"), "");
    assert_string_equal(mark(&reading, &figure, "PA02", "1.1"), "1");
    assert_string_equal(mark(&reading, &figure, "PA02", "2.1"), "");
    assert_string_equal(mark(&reading, &figure, "PA03", "1.1"), "");
    assert_string_equal(mark(&reading, &figure, "PA04", "1.1"), "3");
    assert_int_equal(figure.levels[0].steps, 20);          /* 19 areas with 1.1, and PA02 */
    assert_int_equal(figure.levels[2].steps, 97);          /* 19 areas with 5 steps, PA02, PA04 */
    assert_string_equal(figure.levels[1].label, "raised"); /* no scheme names it */
    figure = layout(&reading, profile, 8);
    assert_int_equal(figure.panel_count, 3);
    reading_done(&reading);
}

static void test_one_target(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_profile *profile =
        read_profile(&reading, PROFILE("targets: {\"*\": level 2}\n"), model);
    struct pal_profile_figure figure = layout(&reading, profile, 40);
    assert_true(!figure.has_levels && figure.is_growing);
    assert_int_equal(figure.level_count, 1);
    assert_int_equal(figure.levels[0].steps, 110);
    assert_string_equal(mark(&reading, &figure, "PA01", "1.1"), "");
    assert_int_equal(pal_profile_figure_levels(&figure, 0, 0), 1);
    assert_int_equal(pal_profile_figure_levels(&figure, 0, 5), 0);
    reading_done(&reading);
}

/* What a graver level demands no longer is shown as it is, also where a cell is too small. */
static void test_shrinking(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_profile *profile = read_profile(
        &reading,
        PROFILE("targets:\n"
                "  PA01: {l: level 2, m: \"2.2\", n: \"1.1\", o: \"1.1\", p: \"1.1\", q: \"1.1\"}\n"
                "  PA02: {l: \"1.1\", m: none, n: \"1.1\", o: none, p: \"1.1\", q: none}\n"
                "  PA03: {l: none, m: none, n: \"1.1\", o: none, p: none, q: none}\n"
                "  PA05: {l: \"1.1\", m: none, n: \"1.1\", o: \"1.1\", p: \"1.1\", q: \"1.1\"}\n"),
        model);
    struct pal_profile_figure figure = layout(&reading, profile, 40);
    assert_false(figure.is_growing);
    assert_string_equal(mark(&reading, &figure, "PA01", "1.1"), "1");
    assert_string_equal(mark(&reading, &figure, "PA01", "2.1"), "1–2");
    assert_string_equal(mark(&reading, &figure, "PA01", "2.4"), "1");
    assert_string_equal(mark(&reading, &figure, "PA02", "1.1"), "*1");
    assert_string_equal(mark(&reading, &figure, "PA03", "1.1"), "3");
    assert_string_equal(mark(&reading, &figure, "PA05", "1.1"), "*2");
    assert_int_equal(figure.note_count, 2);
    /* A mark alone does not tell whether graver levels follow: the set does. */
    assert_false(pal_profile_figure_lasts(&figure, 1));
    assert_true(pal_profile_figure_lasts(&figure, 63));
    assert_true(pal_profile_figure_lasts(&figure, 32));
    assert_true(pal_profile_figure_lasts(&figure, 0));
    struct pal_buf list;
    pal_buf_init(&list, 1 << 10, NULL);
    pal_profile_figure_list(&figure, figure.notes[0], &list);
    assert_string_equal(pal_buf_text(&list), "1,3,5");
    pal_buf_done(&list);
    pal_profile_figure_list(&figure, figure.notes[1], &list);
    assert_string_equal(pal_buf_text(&list), "1,3–6");
    pal_buf_done(&list);
    reading_done(&reading);
}

/* INFOCON 5 is the calmest: a rank in its cells would be read as the level of that number. */
static void test_levels_called_by_numbers(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_profile *profile = read_profile(
        &reading, PROFILE("targets: {PA01: {\"5\": \"1.1\", \"4\": \"2.1\"}}\n"), model);
    struct pal_profile_figure figure = layout(&reading, profile, 40);
    assert_true(figure.has_letters);
    assert_string_equal(mark(&reading, &figure, "PA01", "1.1"), "a");
    assert_string_equal(mark(&reading, &figure, "PA01", "2.1"), "b");
    reading_done(&reading);
}

/* 64 levels, the most that there can be, each dropping what another demands. */
static void test_most_levels(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    uint64_t random = 7;
    struct pal_buf text;
    pal_buf_init(&text, 1 << 20, NULL);
    pal_buf_add(&text, PROFILE("targets:\n"));
    for (size_t area = 0; area < model->area_count; area++) {
        pal_buf_printf(&text, "  %s: {", model->areas[area].id);
        for (size_t i = 0; i < PAL_LIMIT_ALERT_LEVELS; i++) {
            pal_buf_printf(&text, "%sl%c%c: ", i > 0 ? ", " : "", (char)('a' + i / 8),
                           (char)('a' + i % 8));
            pal_buf_add(&text, "[");
            for (size_t step = 0; step < 12; step++) {
                if ((next_random(&random) >> 20 & 1) != 0) {
                    pal_buf_printf(&text, "%s\"%s\"", text.data[text.len - 1] == '[' ? "" : ", ",
                                   model->ladder.steps[step].id);
                }
            }
            pal_buf_add(&text, text.data[text.len - 1] == '[' ? "\"1.1\"]" : "]");
        }
        pal_buf_add(&text, "}\n");
    }
    const struct pal_profile *profile = read_profile(&reading, pal_buf_text(&text), model);
    struct pal_profile_figure figure = layout(&reading, profile, 40);
    assert_int_equal(figure.level_count, 64);
    assert_int_equal(figure.note_count, PAL_PROFILE_NOTES);
    assert_true(pal_profile_figure_lasts(&figure, UINT64_MAX));
    assert_true(pal_profile_figure_lasts(&figure, (uint64_t)1 << 63));
    struct pal_buf svg;
    pal_buf_init(&svg, 1 << 24, NULL);
    assert_int_equal(pal_profile_figure_svg(&figure, "f-", &svg), PAL_OK);
    assert_non_null(strstr(pal_buf_text(&svg), ">*</text>")); /* a set beyond the notes */
    pal_buf_done(&svg);
    /* A buffer that is too small is an error, not half a figure. */
    pal_buf_init(&svg, 5000, NULL);
    assert_int_equal(pal_profile_figure_svg(&figure, "f-", &svg), PAL_E_MEMORY);
    pal_buf_done(&svg);
    pal_buf_done(&text);
    reading_done(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growing),     cmocka_unit_test(test_one_target),
        cmocka_unit_test(test_shrinking),   cmocka_unit_test(test_levels_called_by_numbers),
        cmocka_unit_test(test_most_levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
