/* cost_figure: where bars, marks and dates stand, and what is active at a level. */
#include "helpers.h"

#include "render/cost_words.h"
#include "render/figure/cost_figure.h"

static const struct pal_language english = {PAL_LANG_EN, NULL, 0};

/* Three levels, two areas; PA01/2.x and PA02/2.x can be switched on. */
static const char SCHEME[] = "palier: alert-scheme/1\nid: s\ntitle: T\ndefault_level: a\nlevels:\n"
                             "  - {id: a, rank: 1, label: A}\n  - {id: b, rank: 2, label: B}\n"
                             "  - {id: c, rank: 3, label: C}\n";
static const char TARGETS[] =
    "palier: profile/1\nid: p\ntitle: T\nmodel: sse-cmm-2.0\nalert_scheme: s\n"
    "targets: {PA01: {a: \"1.1\", b: \"2.2\", c: level 2}, PA02: {a: none, b: none, c: \"2.1\"}}\n";
static const char EFFORT[] =
    "palier: effort/1\nid: e\ntitle: T\nmodel: sse-cmm-2.0\ncurrency: EUR\n"
    "default: {setup_cost: 100, running_cost: 1000, activation_cost: 1, activation_time: PT2H, "
    "switchable: true}\nsteps: {PA01/1.1: {switchable: false}}\n";

struct owned {
    struct reading reading;
    const struct pal_alert_scheme *scheme;
    struct pal_ways ways;
};

static void own(struct owned *owned, const char *outlook_text, bool is_replay)
{
    struct reading *reading = &owned->reading;
    reading_init(reading);
    const struct pal_model *model = sse_cmm(reading);
    owned->scheme = pal_alert_scheme_read(&reading->reader, read_tree(reading, SCHEME));
    assert_non_null(owned->scheme);
    struct pal_node *root = read_tree(reading, outlook_text);
    struct pal_ways_request request = {
        .assessment = read_assessment(reading, ASSESSMENT("ratings: {PA01: \"1.1\"}\n"), model),
        .profile =
            pal_profile_read(&reading->reader, read_tree(reading, TARGETS), model, owned->scheme),
        .efforts = pal_effort_read(&reading->reader, read_tree(reading, EFFORT), model),
        .outlook = is_replay ? pal_alert_history_read(&reading->reader, root, owned->scheme)
                             : pal_alert_rates_read(&reading->reader, root, owned->scheme),
        .full_rank = 1,
        .draws = 50};
    assert_non_null(request.profile);
    assert_non_null(request.efforts);
    assert_non_null(request.outlook);
    assert_int_equal(pal_ways_compute(&request, &reading->arena, &owned->ways), PAL_OK);
}

static struct pal_cost_figure layout(struct owned *owned)
{
    struct pal_cost_figure figure;
    assert_int_equal(pal_cost_figure_layout(&owned->ways, &english, &owned->reading.arena, &figure),
                     PAL_OK);
    return figure;
}

static void draw(const struct pal_cost_figure *figure, size_t max, enum pal_rc rc,
                 const char *wanted)
{
    struct pal_buf svg;
    pal_buf_init(&svg, max, NULL);
    assert_int_equal(pal_cost_figure_svg(figure, "f-", &svg), rc);
    if (wanted != NULL) {
        assert_non_null(strstr(pal_buf_text(&svg), wanted));
    }
    pal_buf_done(&svg);
}

static void test_lengths(void **state)
{
    (void)state;
    assert_int_equal(pal_cost_figure_length(0, 10, 100), 0);
    assert_int_equal(pal_cost_figure_length(5, 0, 100), 0);
    assert_int_equal(pal_cost_figure_length(5, 10, 100), 50);
    assert_int_equal(pal_cost_figure_length(0.001, 10, 100), 1); /* a little is not nothing */
    assert_int_equal(pal_cost_figure_length(11, 10, 100), 100);
    assert_true(pal_cost_figure_step(0, 300, 50, 1) == 0);
    assert_true(pal_cost_figure_step(1000, 300, 50, 1) == 200);
    assert_true(pal_cost_figure_step(999, 300, 30, 1) == 100);
    assert_true(pal_cost_figure_step(3, 300, 50, 1) == 1);
    assert_true(pal_cost_figure_step(1, 40, 50, 1) == 2); /* no mark but that at 0 */
}

static void test_active_steps(void **state)
{
    (void)state;
    struct owned owned;
    own(&owned,
        "palier: alert-rates/1\nid: r\ntitle: T\nalert_scheme: s\nstart: a\nyears: 2\n"
        "per_year: {a: {b: 2, c: 1}, b: {a: 12}, c: {a: 12}}\n",
        false);
    struct pal_cost_figure figure = layout(&owned);
    const struct pal_way *adaptive = &owned.ways.ways[PAL_WAY_ADAPTIVE];
    assert_int_equal(adaptive->permanent_count, 1);
    assert_int_equal(adaptive->prepared_count, 6);
    assert_int_equal(figure.level_count, 3);
    assert_int_equal(figure.steps_max, 7);
    assert_int_equal(figure.levels[0].switched_on, 0);
    assert_int_equal(figure.levels[1].switched_on, 2);
    assert_int_equal(figure.levels[2].switched_on, 6);
    assert_string_equal(figure.levels[0].label, "A");
    assert_string_equal(figure.levels[1].label, "B");
    double shares = figure.levels[0].share + figure.levels[1].share + figure.levels[2].share;
    assert_true(shares > 0.999999 && shares < 1.000001);
    assert_true(figure.cost_max >= (double)owned.ways.ways[PAL_WAY_STRICTEST].total);
    assert_true(figure.hours_max >=
                owned.ways.ways[PAL_WAY_LOWEST].exposed.rows[PAL_SPREAD_HIGH].value);
    assert_int_equal(figure.date_count, 0);
    draw(&figure, 1 << 20, PAL_OK, "1 always active + 6 prepared");
    /* A buffer that is too small is an error, not half a figure. */
    draw(&figure, 3000, PAL_E_MEMORY, NULL);
    reading_done(&owned.reading);
}

/* Dates stand in the uppermost row with room; where none has room, the date is left out. */
static void test_dates(void **state)
{
    (void)state;
    struct owned owned;
    own(&owned,
        "palier: alert-history/1\nid: h\ntitle: T\nalert_scheme: s\nstart: 2003-01-01\n"
        "end: 2005-01-01\nchanges: [{at: 2003-01-01, level: a}, {at: 2003-02-01, level: b},\n"
        "  {at: 2003-02-15, level: a}, {at: 2003-02-20, level: c}, {at: 2003-09-01, level: a},\n"
        "  {at: 2004-12-31, level: b}]\n",
        true);
    struct pal_cost_figure figure = layout(&owned);
    /* 731 days over 730 pixels: the marks stand at 0, 30, 44, 49, 242 and 729. */
    static const struct pal_cost_date wanted[] = {{0, 0, 0, false},
                                                  {1, 30, 1, false},
                                                  {2, 44, 2, false},
                                                  {4, 242, 0, false},
                                                  {5, 729, 0, true}};
    assert_int_equal(figure.date_count, 5);
    for (size_t i = 0; i < figure.date_count; i++) {
        assert_int_equal(figure.dates[i].change, wanted[i].change);
        assert_int_equal(figure.dates[i].x, wanted[i].x);
        assert_int_equal(figure.dates[i].row, wanted[i].row);
        assert_int_equal(figure.dates[i].is_left, wanted[i].is_left);
    }
    assert_int_equal(figure.months, 2);
    draw(&figure, 1 << 20, PAL_OK, ">2003-03</text>");
    reading_done(&owned.reading);
}

/* A history of an hour has no room for months, and none is drawn. */
static void test_short_history(void **state)
{
    (void)state;
    struct owned owned;
    own(&owned,
        "palier: alert-history/1\nid: h\ntitle: T\nalert_scheme: s\nstart: 2003-01-01\n"
        "end: 2003-01-01T01:00\nchanges: [{at: 2003-01-01, level: c}]\n",
        true);
    struct pal_cost_figure figure = layout(&owned);
    assert_int_equal(figure.date_count, 1);
    assert_int_equal(figure.levels[0].switched_on, 0);
    draw(&figure, 1 << 20, PAL_OK, "Alert level from 2003-01-01 to 2003-01-01 01:00");
    reading_done(&owned.reading);
}

/* What would be a black surface is shown as shares. */
static void test_many_changes(void **state)
{
    (void)state;
    for (size_t count = PAL_COST_CHANGES; count <= PAL_COST_CHANGES + 1; count++) {
        struct owned owned;
        struct pal_buf text;
        pal_buf_init(&text, 1 << 20, NULL);
        pal_buf_add(&text, "palier: alert-history/1\nid: h\ntitle: T\nalert_scheme: s\n"
                           "start: 2003-01-01\nend: 2005-01-01\nchanges:\n");
        for (size_t i = 0; i < count; i++) {
            pal_buf_printf(&text, "  - {at: 2003-%02zu-%02zu, level: %s}\n", i / 28 + 1, i % 28 + 1,
                           i % 2 == 0 ? "a" : "b");
        }
        own(&owned, pal_buf_text(&text), true);
        struct pal_cost_figure figure = layout(&owned);
        assert_int_equal(figure.has_timeline, count <= PAL_COST_CHANGES);
        assert_int_equal(figure.date_count > 0, count <= PAL_COST_CHANGES);
        draw(&figure, 1 << 20, PAL_OK,
             figure.has_timeline ? "Alert level from" : ">share of the hours<");
        pal_buf_done(&text);
        reading_done(&owned.reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths),      cmocka_unit_test(test_active_steps),
        cmocka_unit_test(test_dates),        cmocka_unit_test(test_short_history),
        cmocka_unit_test(test_many_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
