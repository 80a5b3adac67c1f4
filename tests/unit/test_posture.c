/* core/history, markov, ownership: the worked numbers of docs/posture.md. */
#include "helpers.h"

#include "core/alert/simulate.h"
#include "core/model/posture.h"
#include "core/money/ownership.h"
#include "core/money/readiness.h"

static const struct pal_step_cost worked = {
    .setup = 100000, .running = 30000, .standby = 5000, .activation = 20000};
enum { DAY = 1440, LEVEL_2 = 2 /* the set of level 2 alone: bit 1 */ };

static void expect_near(double got, double wanted, double tolerance)
{
    double off = got > wanted ? got - wanted : wanted - got;
    if (off > tolerance) {
        fprintf(stderr, "%.9f, wanted %.9f\n", got, wanted);
    }
    assert_true(off <= tolerance);
}

/* The formulas of docs/posture.md as they stand there, against which the parts are held. */
static struct pal_money prepared(const struct pal_step_cost *cost, uint64_t horizon_minutes,
                                 const struct pal_history_use *use)
{
    const struct pal_step_cost awake = {.setup = cost->setup + cost->activation * use->entries,
                                        .running = cost->running};
    const struct pal_step_cost asleep = {.running = cost->standby};
    return pal_money_add(pal_ownership_permanent(&awake, use->demanded_minutes),
                         pal_ownership_permanent(&asleep, horizon_minutes - use->demanded_minutes));
}

static double expected_prepared(const struct pal_step_cost *cost, double horizon_hours,
                                const struct pal_expected_use *use)
{
    double months = use->demanded_hours / PAL_HOURS_PER_MONTH;
    double others = horizon_hours / PAL_HOURS_PER_MONTH - months;
    return (double)cost->setup + (double)cost->running * months + (double)cost->standby * others +
           (double)cost->activation * use->entries;
}

/* The use of a step of two or three levels that takes `activation_hours` by whatever change. */
static enum pal_rc expect_use(const struct pal_rates *rates, pal_level_set demand,
                              double horizon_hours, uint32_t activation_hours,
                              struct pal_arena *arena, struct pal_expected_use *out)
{
    double occupancy[3];
    uint32_t activation[9];
    const struct pal_exposure_class step = {demand, activation};
    assert_true(rates->level_count <= 3);
    for (size_t i = 0; i < 9; i++) {
        activation[i] = activation_hours * 60;
    }
    assert_int_equal(pal_markov_occupancy(rates, horizon_hours, arena, occupancy), PAL_OK);
    *out = pal_markov_use_of(rates, demand, occupancy);
    return pal_markov_exposure(rates, &step, horizon_hours, NULL, arena, &out->exposed_hours);
}

/* 365 days: level 1; day 100 -> 2; day 130 -> 1; day 300 -> 2; day 310 -> 1. */
static void test_replay(void **state)
{
    (void)state;
    static const struct pal_history_change changes[] = {
        {0, 0}, {100 * DAY, 1}, {130 * DAY, 0}, {300 * DAY, 1}, {310 * DAY, 0}};
    struct pal_history history = {changes, 5, 365 * DAY};
    struct pal_history_use use = pal_history_replay(&history, LEVEL_2, DAY);
    assert_int_equal(use.demanded_minutes, 960 * 60);
    assert_int_equal(use.entries, 2);
    assert_int_equal(use.exposed_minutes, 48 * 60);
    assert_int_equal(pal_money_round(pal_ownership_permanent(&worked, history.end_minutes)),
                     459754);
    assert_int_equal(pal_money_round(prepared(&worked, history.end_minutes, &use)), 232813);
    /* An activation longer than a stay is cut by it; level 1 starts inside: no entry for it. */
    assert_int_equal(pal_history_replay(&history, LEVEL_2, 20 * DAY).exposed_minutes, 30 * DAY);
    struct pal_history_use calm = pal_history_replay(&history, 1, DAY);
    assert_int_equal(calm.entries, 2);
    assert_int_equal(calm.demanded_minutes, (365 - 40) * DAY);
    struct pal_history_use always = pal_history_replay(&history, 3, DAY);
    assert_int_equal(always.entries, 0);
    assert_int_equal(always.exposed_minutes, 0);
    assert_int_equal(always.demanded_minutes, 365 * DAY);
}

/* Rates 1 -> 2 twice a year, 2 -> 1 twelve times a year, start 1, one year. */
static void test_rates(void **state)
{
    (void)state;
    static const double per_year[] = {0, 2, 12, 0};
    static const double start[] = {1, 0};
    struct pal_rates rates = {2, per_year, start};
    struct pal_expected_use use;
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    assert_int_equal(expect_use(&rates, LEVEL_2, PAL_HOURS_PER_YEAR, 24, &arena, &use), PAL_OK);
    expect_near(use.demanded_hours, 1162.8368, 5e-5);
    expect_near(use.entries, 1.734694, 5e-7);
    expect_near(use.exposed_hours, 40.9011, 5e-5);
    /* In closed form: h = H/7 - (1 - e^(-14)) / 98 years; entries = 2 (1 - h). */
    double h = 1.0 / 7 - (1 - 8.315287191035679e-07) / 98;
    expect_near(use.demanded_hours, h * PAL_HOURS_PER_YEAR, 1e-8);
    expect_near(use.entries, 2 * (1 - h), 1e-12);
    expect_near(expected_prepared(&worked, PAL_HOURS_PER_YEAR, &use), 234490, 0.5);
    assert_int_equal(pal_markov_trap(&rates), 2);
    pal_arena_done(&arena);
}

static void test_rates_at_the_edges(void **state)
{
    (void)state;
    struct pal_arena arena;
    struct pal_expected_use use;
    double occupancy[3];
    pal_arena_init(&arena, NULL);
    /* Nothing ever moves. */
    static const double still[] = {0, 0, 0, 0};
    static const double half[] = {0.5, 0.5};
    struct pal_rates frozen = {2, still, half};
    assert_int_equal(expect_use(&frozen, LEVEL_2, 1000, 24, &arena, &use), PAL_OK);
    expect_near(use.demanded_hours, 500, 1e-9);
    expect_near(use.entries, 0, 1e-12);
    expect_near(use.exposed_hours, 0, 1e-9); /* a stay under way at the start is no entry */
    assert_int_equal(pal_markov_trap(&frozen), 0);
    /* Very fast changes over a century: the stationary share. */
    static const double fast[] = {0, 4000, 0, 0, 0, 4000, 4000, 0, 0};
    static const double first[] = {1, 0, 0};
    struct pal_rates cycle = {3, fast, first};
    assert_int_equal(pal_markov_occupancy(&cycle, 100 * PAL_HOURS_PER_YEAR, &arena, occupancy),
                     PAL_OK);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        expect_near(occupancy[i], 100 * PAL_HOURS_PER_YEAR / 3, 3);
        sum += occupancy[i];
    }
    expect_near(sum, 100 * PAL_HOURS_PER_YEAR, 1e-4);
    /* Activation beyond the horizon counts as the horizon: exposed whenever entered. */
    assert_int_equal(expect_use(&cycle, 1, 10, 1000, &arena, &use), PAL_OK);
    assert_true(use.exposed_hours <= use.demanded_hours + 1e-9);
    assert_int_equal(expect_use(&cycle, 1, 10, 0, &arena, &use), PAL_OK);
    expect_near(use.exposed_hours, 0, 1e-9);
    pal_arena_done(&arena);
}

/* The exact values against histories drawn at random and replayed: the two ways must agree. */
static void test_rates_agree_with_replayed_draws(void **state)
{
    (void)state;
    enum { DRAWS = 20000, STEPS = 400 };
    static const double per_year[] = {0, 2, 12, 0};
    static const double start[] = {1, 0};
    struct pal_rates rates = {2, per_year, start};
    struct pal_arena arena;
    struct pal_expected_use use;
    pal_arena_init(&arena, NULL);
    assert_int_equal(expect_use(&rates, LEVEL_2, PAL_HOURS_PER_YEAR, 24, &arena, &use), PAL_OK);
    double hours = 0;
    double entries = 0;
    double exposed = 0;
    uint64_t random = 20040419;
    static struct pal_history_change changes[STEPS];
    for (int draw = 0; draw < DRAWS; draw++) {
        /* Minute by minute would be slow: in steps of an hour, a change with its probability. */
        size_t count = 1;
        size_t level = 0;
        changes[0] = (struct pal_history_change){0, 0};
        for (uint64_t hour = 1; hour < 8766 && count < STEPS; hour++) {
            double chance = (level == 0 ? 2 : 12) / PAL_HOURS_PER_YEAR;
            if ((double)(next_random(&random) >> 11) / 9007199254740992.0 < chance) {
                level = 1 - level;
                changes[count++] = (struct pal_history_change){hour * 60, level};
            }
        }
        struct pal_history history = {changes, count, 8766 * 60};
        struct pal_history_use drawn = pal_history_replay(&history, LEVEL_2, DAY);
        hours += (double)drawn.demanded_minutes / 60;
        entries += (double)drawn.entries;
        exposed += (double)drawn.exposed_minutes / 60;
    }
    /* Three standard errors and a little for the hours' grain. */
    expect_near(hours / DRAWS, use.demanded_hours, 30);
    expect_near(entries / DRAWS, use.entries, 0.04);
    expect_near(exposed / DRAWS, use.exposed_hours, 1.2);
    pal_arena_done(&arena);
}

/* 200,000 histories of the worked case: within three standard errors of the exact values, and the
 * same bytes from the same seed. */
static void test_simulation(void **state)
{
    (void)state;
    enum { COUNT = 200000 };
    static const double per_year[] = {0, 2, 12, 0};
    static const double start[] = {1, 0};
    static const double per_hour[] = {5000 / PAL_HOURS_PER_MONTH, 30000 / PAL_HOURS_PER_MONTH};
    static const double per_change[] = {0, 20000, 0, 0};
    static const uint32_t activation[] = {0, 24 * 60, 0, 0};
    static const struct pal_exposure_class class = {LEVEL_2, activation};
    struct pal_simulation simulation = {
        .rates = {2, per_year, start},
        .horizon_hours = PAL_HOURS_PER_YEAR,
        .seed = 2004,
        .base_cost = 100000,
        .cost_per_hour = per_hour,
        .cost_per_change = per_change,
        .classes = &class,
        .class_count = 1,
    };
    struct pal_drawn *drawn = malloc(COUNT * sizeof *drawn);
    struct pal_drawn *again = malloc(COUNT * sizeof *again);
    assert_non_null(drawn);
    assert_non_null(again);
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    assert_int_equal(pal_simulate(&simulation, COUNT, &arena, drawn), PAL_OK);
    assert_int_equal(pal_simulate(&simulation, COUNT, &arena, again), PAL_OK);
    assert_memory_equal(drawn, again, COUNT * sizeof *drawn);
    double cost = 0;
    double cost_2 = 0;
    double exposed = 0;
    double exposed_2 = 0;
    for (size_t i = 0; i < COUNT; i++) {
        cost += drawn[i].cost / COUNT;
        exposed += drawn[i].exposed_hours / COUNT;
    }
    for (size_t i = 0; i < COUNT; i++) {
        cost_2 += (drawn[i].cost - cost) * (drawn[i].cost - cost) / COUNT;
        exposed_2 +=
            (drawn[i].exposed_hours - exposed) * (drawn[i].exposed_hours - exposed) / COUNT;
    }
    struct pal_expected_use use;
    assert_int_equal(expect_use(&simulation.rates, LEVEL_2, PAL_HOURS_PER_YEAR, 24, &arena, &use),
                     PAL_OK);
    double exact = expected_prepared(&worked, PAL_HOURS_PER_YEAR, &use);
    /* (3 standard errors) squared, so that no root is needed. */
    assert_true((cost - exact) * (cost - exact) <= 9 * cost_2 / COUNT);
    assert_true((exposed - use.exposed_hours) * (exposed - use.exposed_hours) <=
                9 * exposed_2 / COUNT);
    simulation.seed = 2005;
    assert_int_equal(pal_simulate(&simulation, COUNT, &arena, again), PAL_OK);
    assert_memory_not_equal(drawn, again, COUNT * sizeof *drawn);
    static const double sorted[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    expect_near(pal_quantile(sorted, 10, 50), 5, 0);
    expect_near(pal_quantile(sorted, 10, 95), 10, 0);
    expect_near(pal_quantile(sorted, 10, 5), 1, 0);
    expect_near(pal_quantile(sorted, 10, 0), 1, 0);
    pal_arena_done(&arena);
    free(drawn);
    free(again);
}

/* Three levels, low prepares middle; the three results as sets, by hand. */
static void test_three_results(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    struct pal_node *root = read_tree(
        &reading,
        "palier: alert-scheme/1\nid: s\ntitle: T\nlevels:\n"
        "  - {id: low, rank: 1, label: L, prepare: [{level: middle}]}\n"
        "  - {id: middle, rank: 2, label: M}\n  - {id: high, rank: 3, label: H, sustain: P1D}\n");
    const struct pal_alert_scheme *scheme = pal_alert_scheme_read(&reading.reader, root);
    root = read_tree(&reading, PROFILE("alert_scheme: s\ntargets:\n"
                                       "  PA01: {low: \"1.1\", middle: \"2.2\", high: level 3}\n"
                                       "  PA02: level 1\n  PA12: level 5\n"));
    const struct pal_profile *profile = pal_profile_read(&reading.reader, root, model, scheme);
    assert_non_null(profile);
    const struct pal_assessment *assessment = read_assessment(
        &reading,
        ASSESSMENT(
            "weights: {PA02: 10}\nratings: {PA01: \"2.1\", PA02: none, PA05: \"1.1\", PA12: not "
            "applicable}\n"
            "prepared: {PA01: [\"2.2\"]}\nactive: {PA01: [\"2.1\"]}\n"),
        model);
    struct pal_posture posture;
    assert_int_equal(
        pal_posture_compute(assessment, PAL_BASIS_CHECKED, profile, 0, &reading.arena, &posture),
        PAL_OK);
    const struct pal_posture_area *area = &posture.areas[0];
    assert_int_equal(area->target, 1);
    assert_int_equal(area->prepare_set, 7);     /* low and, reachable from it, middle */
    assert_int_equal(area->gap_preparation, 0); /* 1.1, 2.1 achieved, 2.2 prepared */
    assert_int_equal(area->gap_activation, 1);  /* 1.1 is achieved and asleep */
    assert_int_equal(area->active_surplus, 2);
    assert_int_equal(posture.areas[1].gap_preparation, 1);
    assert_int_equal(posture.areas[4].active_surplus, 1); /* no word on active: what is achieved */
    assert_false(posture.areas[11].is_applicable);
    assert_int_equal(posture.points.gap_preparation, 10);
    assert_int_equal(posture.points.gap_activation, 11);
    assert_int_equal(posture.points.active_surplus, 2);
    assert_int_equal(posture.by_actor[PAL_ACTOR_PROJECT_MANAGER].gap_activation, 10);
    assert_int_equal(
        pal_posture_compute(assessment, PAL_BASIS_CHECKED, profile, 2, &reading.arena, &posture),
        PAL_OK);
    assert_int_equal(posture.areas[0].prepare_set, 255);
    assert_int_equal(posture.areas[0].gap_preparation, 255 & ~7);
    assert_int_equal(posture.areas[0].gap_activation, 255 & ~2);
    assert_int_equal(posture.areas[0].active_surplus, 0);
    /* Without a scheme only the level in force is prepared for. */
    const struct pal_profile *plain =
        read_profile(&reading, PROFILE("targets: {PA01: {low: \"1.1\", high: level 3}}\n"), model);
    assert_int_equal(pal_posture_prepare_set(plain, 0, 0), 1);
    reading_done(&reading);
}

static void test_money_is_rounded_once(void **state)
{
    (void)state;
    struct pal_money half = {0, PAL_MINUTES_PER_MONTH / 2};
    assert_int_equal(pal_money_round(half), 1);
    assert_int_equal(pal_money_round((struct pal_money){0, PAL_MINUTES_PER_MONTH / 2 - 1}), 0);
    assert_int_equal(pal_money_round(pal_money_add(half, half)), 1);
    struct pal_step_cost large = {.running = UINT32_MAX};
    assert_int_equal(pal_money_round(pal_ownership_permanent(
                         &large, (uint64_t)1200 * PAL_MINUTES_PER_MONTH + 1)),
                     (uint64_t)UINT32_MAX * 1200 + 97991);
}

/* Four levels' worth of readiness by hand: area PA01 says what is active, PA02 does not. */
static void test_changes_of_level(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    struct pal_node *root = read_tree(
        &reading, "palier: alert-scheme/1\nid: s\ntitle: T\nlevels:\n"
                  "  - {id: low, rank: 1, label: L, prepare: [{level: high, within: PT5H}]}\n"
                  "  - {id: middle, rank: 2, label: M, apply_within: PT3H}\n"
                  "  - {id: high, rank: 3, label: H, sustain: P1D}\n");
    const struct pal_alert_scheme *scheme = pal_alert_scheme_read(&reading.reader, root);
    root = read_tree(&reading, PROFILE("alert_scheme: s\ntargets:\n"
                                       "  PA01: {low: \"1.1\", middle: \"2.2\", high: \"2.4\"}\n"
                                       "  PA02: {low: none, middle: none, high: \"2.1\"}\n"));
    const struct pal_profile *profile = pal_profile_read(&reading.reader, root, model, scheme);
    root = read_tree(&reading, ASSESSMENT("ratings: {PA01: \"2.3\", PA02: none}\n"
                                          "prepared: {PA01: [\"2.4\"]}\n"
                                          "active: {PA01: \"1.1\"}\n"));
    const struct pal_assessment *assessment = pal_assessment_read(&reading.reader, root, model);
    root = read_tree(&reading,
                     "palier: effort/1\nid: e\ntitle: T\nmodel: sse-cmm-2.0\n"
                     "default: {activation_time: PT2H, running_cost: 500, standby_cost: 100, "
                     "switchable: true}\n");
    const struct pal_efforts *efforts = pal_effort_read(&reading.reader, root, model);
    struct pal_posture posture;
    struct pal_level_change change;
    assert_int_equal(
        pal_posture_compute(assessment, PAL_BASIS_CHECKED, profile, 0, &reading.arena, &posture),
        PAL_OK);
    assert_int_equal(pal_level_change_compute(&posture, efforts, 1, &reading.arena, &change),
                     PAL_OK);
    assert_int_equal(change.activate_count, 2); /* 2.1 and 2.2 of PA01 sleep */
    assert_int_equal(change.activate[1].minutes, 240);
    assert_int_equal(change.minutes, 240);
    assert_int_equal(change.delay_minutes, 180);
    assert_int_equal(change.verdict, PAL_READY_TOO_SLOW);
    assert_int_equal(pal_level_change_compute(&posture, efforts, 2, &reading.arena, &change),
                     PAL_OK);
    assert_int_equal(change.activate_count, 4);
    assert_int_equal(change.minutes, 480);
    assert_int_equal(change.missing_count, 2); /* PA02 to 2.1 */
    assert_int_equal(change.delay_minutes, 300);
    assert_int_equal(change.verdict, PAL_READY_MISSING);
    /* All six changes: from middle the first three steps of PA01 are active already. */
    struct pal_level_change *all;
    size_t count;
    assert_int_equal(pal_readiness_compute(&posture, efforts, &reading.arena, &all, &count),
                     PAL_OK);
    assert_int_equal(count, 6);
    assert_int_equal(all[3].from, 1);
    assert_int_equal(all[3].to, 2);
    assert_int_equal(all[3].minutes, 240);
    assert_int_equal(all[3].delay_minutes, PAL_ALERT_NOT_STATED);
    assert_int_equal(all[2].to, 0);
    assert_int_equal(all[2].stand_down_count, 2);
    assert_int_equal(all[2].saving, 800);
    assert_int_equal(all[2].verdict, PAL_READY);
    assert_int_equal(all[0].verdict, PAL_READY_TOO_SLOW);
    reading_done(&reading);
}

static void test_one_scheme_at_a_time(void **state)
{
    (void)state;
    struct pal_alert_scheme one = {
        .id = "a", .authority = "X", .valid_from = "2003-03", .valid_to = "2014-02"};
    struct pal_alert_scheme other = {.id = "b", .authority = "X", .valid_from = "2014-02-20"};
    assert_false(pal_alert_overlap(&one, &other)); /* in the month in which the other ends */
    assert_false(pal_alert_overlap(&other, &one));
    other.valid_from = "2013";
    assert_true(pal_alert_overlap(&one, &other));
    assert_true(pal_alert_overlap(&other, &one));
    other.authority = "Y";
    assert_false(pal_alert_overlap(&one, &other));
    other.authority = NULL;
    assert_false(pal_alert_overlap(&one, &other));
    other.authority = "X";
    other.valid_from = NULL;
    assert_false(pal_alert_overlap(&one, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes_of_level),
        cmocka_unit_test(test_one_scheme_at_a_time),
        cmocka_unit_test(test_replay),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_rates_at_the_edges),
        cmocka_unit_test(test_rates_agree_with_replayed_draws),
        cmocka_unit_test(test_simulation),
        cmocka_unit_test(test_three_results),
        cmocka_unit_test(test_money_is_rounded_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
