/* core/score, plan, compare, batch: the paper's numbers, states, weights, actors, the identity. */
#include "helpers.h"

#include "core/model/batch.h"
#include "core/model/compare.h"
#include "core/model/plan.h"

static const pal_mask *target_of(struct reading *reading, const struct pal_model *model,
                                 const char *targets)
{
    const struct pal_profile *profile = read_profile(
        reading, pal_arena_printf(&reading->arena, PROFILE("targets: %s\n"), targets), model);
    return profile->targets[0];
}

static const struct pal_assessment *assess(struct reading *reading, const struct pal_model *model,
                                           const char *rest)
{
    return read_assessment(reading, pal_arena_printf(&reading->arena, ASSESSMENT("%s"), rest),
                           model);
}

static void expect_gap(const struct pal_score *score, uint64_t gap, uint64_t provider,
                       uint64_t manager, uint64_t expert, uint64_t surplus)
{
    assert_int_equal(score->points.gap, gap);
    assert_int_equal(score->by_actor[PAL_ACTOR_PROVIDER].gap, provider);
    assert_int_equal(score->by_actor[PAL_ACTOR_PROJECT_MANAGER].gap, manager);
    assert_int_equal(score->by_actor[PAL_ACTOR_EXPERT].gap, expert);
    assert_int_equal(score->points.surplus, surplus);
}

/* Roger 2004, sections 3 and 4: 91 = 70 + 15 + 6, 42 = 21 + 15 + 6, surplus 12. */
static void test_the_paper(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    char *text = read_file("examples/example-2003.yaml", NULL);
    char *adaptive_text = read_file("examples/example-2003-adaptive.yaml", NULL);
    const struct pal_assessment *paper = read_assessment(&reading, text, model);
    const struct pal_profile *adaptive = read_profile(&reading, adaptive_text, model);

    struct pal_score level3 = score_of(&reading, paper, PAL_BASIS_CHECKED,
                                       target_of(&reading, model, "{\"*\": level 3}"));
    expect_gap(&level3, 91, 70, 15, 6, 0);
    assert_false(level3.surplus_is_minimum); /* all of it is rated */
    assert_int_equal(level3.points.achieved, 85);
    assert_int_equal(level3.points.target, 176);
    struct pal_score now =
        score_of(&reading, paper, PAL_BASIS_CHECKED, pal_profile_target(adaptive, NULL));
    expect_gap(&now, 42, 21, 15, 6, 12);
    assert_int_equal(now.points.target, 115);

    size_t at_level[6] = {0};
    for (size_t i = 0; i < model->area_count; i++) {
        at_level[now.areas[i].level]++;
    }
    assert_int_equal(at_level[1], 14);
    assert_int_equal(at_level[2], 8);

    /* docs/scoring.md: 2.17 overall, 3.33 for the provider, 1.00 for the others. */
    assert_int_equal(pal_score_ratio_hundredths(91, 42), 217);
    assert_int_equal(pal_score_ratio_hundredths(70, 21), 333);
    assert_int_equal(pal_score_ratio_hundredths(15, 15), 100);
    assert_int_equal(pal_score_ratio_hundredths(1, 0), -1);
    /* The paper's aim from 1998 to 2003: the expert's time divided by 2.5. */
    assert_int_equal(pal_score_ratio_hundredths(600, 240), 250);
    assert_int_equal(pal_score_ratio_hundredths(600, 900), 67);
    assert_int_equal(pal_score_ratio_hundredths(1, 3), 33);
    assert_int_equal(pal_score_ratio_hundredths(0, 240), 0);
    free(text);
    free(adaptive_text);
    reading_done(&reading);
}

static const char *all_areas(struct reading *reading, const struct pal_model *model,
                             const char *rating)
{
    const char *list = "ratings:\n";
    for (size_t i = 0; i < model->area_count; i++) {
        list = pal_arena_printf(&reading->arena, "%s  %s: %s\n", list, model->areas[i].id, rating);
    }
    return list;
}

/* The further vectors of docs/scoring.md. */
static void test_vectors(void **state)
{
    (void)state;
    static const struct {
        const char *rating;
        const char *target;
        uint64_t gap;
        uint64_t surplus;
        uint32_t level;
    } cases[] = {
        {"none", "level 3", 176, 0, 0},
        {"none", "level 2", 110, 0, 0},
        {"all", "level 3", 0, 88, 5},
        {"\"3.2\"", "level 3", 22, 0, 2},
        {"[\"1.1\", \"2.1\", \"2.2\", \"2.3\", \"3.1\"]", "level 3", 66, 0, 1},
        {"[\"1.1\", \"2.1\", \"2.2\", \"2.3\", \"3.1\"]", "\"2.3\"", 0, 22, 1},
        {"level 0", "all", 264, 0, 0},
        {"level 5", "none", 0, 264, 5},
    };
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct pal_assessment *assessment =
            assess(&reading, model, all_areas(&reading, model, cases[i].rating));
        const pal_mask *target = target_of(
            &reading, model, pal_arena_printf(&reading.arena, "{\"*\": %s}", cases[i].target));
        struct pal_score score = score_of(&reading, assessment, PAL_BASIS_CHECKED, target);
        assert_int_equal(score.points.gap, cases[i].gap);
        assert_int_equal(score.points.surplus, cases[i].surplus);
        assert_int_equal(score.areas[7].level, cases[i].level);
        assert_int_equal(pal_score_target_state(&score), score.points.target == 0
                                                             ? PAL_TARGET_NOTHING_DEMANDED
                                                         : cases[i].gap == 0 ? PAL_TARGET_MET
                                                                             : PAL_TARGET_MISSED);
    }
    reading_done(&reading);
}

static void test_states_stay_apart(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_assessment *assessment = assess(
        &reading, model,
        "ratings:\n  PA01: not applicable\n  PA02: none\n  PA03: {\"1.1\": F, \"2.1\": N}\n");
    struct pal_score score = score_of(&reading, assessment, PAL_BASIS_CHECKED,
                                      target_of(&reading, model, "{\"*\": level 1}"));
    assert_int_equal(score.steps.not_applicable, 12);
    assert_int_equal(score.steps.not_rated, 10 + 19 * 12);
    assert_int_equal(score.steps.target, 21);
    assert_int_equal(score.steps.missing, 20);
    assert_false(score.areas[0].is_applicable);
    assert_int_equal(score.areas[0].points.target, 0);
    assert_false(score.areas[1].level_is_minimum); /* none: rated, and not achieved */
    assert_false(score.areas[2].level_is_minimum); /* 2.1 is N: level 1 whatever the rest */
    assert_int_equal(score.areas[2].level, 1);
    assert_false(score.areas[3].is_rated); /* no level at all, and no least one */
    assert_false(score.areas[3].level_is_minimum);
    assert_true(score.areas[1].is_rated);
    assert_int_equal(score.steps.missing_not_rated, 19);
    assert_int_equal(score.points.gap_not_rated, 19);
    assert_true(score.surplus_is_minimum); /* what is above the target is not rated */
    assert_int_equal(score.steps.target_not_applicable, 1);
    assert_int_equal(pal_score_count_areas(&score, PAL_STANDS_NOT_RATED, 0, false), 19);
    assert_int_equal(pal_score_count_areas(&score, PAL_STANDS_NOT_APPLICABLE, 0, false), 1);
    assert_int_equal(pal_score_count_areas(&score, PAL_STANDS_AT_LEVEL, 0, false), 1);
    assert_int_equal(pal_score_count_areas(&score, PAL_STANDS_AT_LEVEL, 0, true), 0);
    assert_int_equal(pal_score_count_areas(&score, PAL_STANDS_AT_LEVEL, 1, false), 1);
    struct pal_score plain = score_of(&reading, assessment, PAL_BASIS_CHECKED, NULL);
    assert_false(plain.has_target);
    assert_int_equal(pal_score_target_state(&plain), PAL_TARGET_ABSENT);
    assert_int_equal(plain.points.achieved, 1);
    assert_false(plain.surplus_is_minimum);
    struct pal_score all = score_of(&reading, assessment, PAL_BASIS_CHECKED,
                                    target_of(&reading, model, "{\"*\": level 5}"));
    assert_false(all.surplus_is_minimum); /* nothing that is not rated is above it */
    reading_done(&reading);
}

static void test_three_bases(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_assessment *assessment =
        assess(&reading, model,
               "ratings: {PA01: \"1.1\", PA02: \"1.1\", PA05: not applicable}\n"
               "seen: {PA01: \"2.1\", PA03: \"2.1\"}\n"
               "claimed: {PA01: \"2.2\", PA05: \"1.1\"}\n");
    static const uint64_t expected[PAL_BASIS_COUNT] = {
        [PAL_BASIS_CHECKED] = 1 + 1,
        [PAL_BASIS_SEEN] = 2 + 1 + 2,
        [PAL_BASIS_CLAIMED] = 3 + 1 + 2 + 1,
    };
    for (int basis = 0; basis < PAL_BASIS_COUNT; basis++) {
        struct pal_score score = score_of(&reading, assessment, (enum pal_basis)basis, NULL);
        assert_int_equal(score.points.achieved, expected[basis]);
        assert_int_equal(score.areas[4].is_applicable, basis == PAL_BASIS_CLAIMED);
    }
    reading_done(&reading);
}

static void test_weights_and_actors_finest_wins(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_assessment *assessment =
        assess(&reading, model,
               "actors: {\"PA22/3.3\": provider, PA22: project_manager, \"PA01/1.1\": expert}\n"
               "weights: {\"PA08/2.4\": 5, PA08: 2, default: 3, PA09: 0, \"PA10/1.1\": 1000000}\n"
               "ratings: {}\n");
    struct pal_score score = score_of(&reading, assessment, PAL_BASIS_CHECKED,
                                      target_of(&reading, model,
                                                "{PA01: \"1.1\", PA08: level 2, PA09: all, "
                                                "PA10: \"1.1\", PA22: level 3}"));
    assert_true(assessment->has_weights);
    assert_int_equal(score.areas[7].points.gap, 2 * 4 + 5);
    assert_int_equal(score.areas[8].points.gap, 0);
    assert_int_equal(score.areas[9].points.gap, 1000000);
    assert_int_equal(score.areas[21].points.gap, 8 * 3);
    assert_int_equal(score.by_actor[PAL_ACTOR_EXPERT].gap, 3);
    assert_int_equal(score.by_actor[PAL_ACTOR_PROVIDER].gap, 13 + 3);
    assert_int_equal(score.by_actor[PAL_ACTOR_PROJECT_MANAGER].gap, 7 * 3 + 1000000);
    assert_int_equal(score.steps.missing, 1 + 5 + 12 + 1 + 8);
    /* Steps of weight 0 are missing all the same. */
    const struct pal_assessment *free_of_charge =
        assess(&reading, model, "weights: {default: 0}\nratings: {}\n");
    struct pal_score nothing = score_of(&reading, free_of_charge, PAL_BASIS_CHECKED,
                                        target_of(&reading, model, "{PA01: \"1.1\"}"));
    assert_int_equal(nothing.points.gap, 0);
    assert_int_equal(pal_score_target_state(&nothing), PAL_TARGET_MISSED);
    reading_done(&reading);
}

/* Random ratings of a step: not rated, N, P, L, F or not applicable. */
static void randomize(struct pal_assessment *assessment, uint64_t *random)
{
    const struct pal_model *model = assessment->model;
    struct pal_ratings *ratings = &assessment->ratings[PAL_BASIS_CHECKED];
    for (size_t i = 0; i < model->area_count; i++) {
        uint64_t draw = next_random(random) % 8;
        ratings->areas[i] = draw == 0   ? PAL_AREA_NOT_APPLICABLE
                            : draw == 1 ? PAL_AREA_ABSENT
                                        : PAL_AREA_RATED;
        for (size_t j = 0; j < model->areas[i].ladder->count; j++) {
            ratings->steps[model->areas[i].first_step + j] =
                draw == 1 ? PAL_RATING_NOT_RATED
                          : (uint8_t)(next_random(random) % PAL_RATING_COUNT);
        }
    }
    for (size_t i = 0; i < model->step_count; i++) {
        uint64_t draw = next_random(random);
        assessment->weights[i] = draw % 3 == 0 ? (uint32_t)(draw >> 8) % 1000001 : 1;
        assessment->actors[i] = (uint8_t)(draw >> 40) % PAL_ACTOR_COUNT;
    }
}

/* gap - surplus = |T| - |A| on every random case, also by actor; the batch gives the same. */
static void test_identity_and_batch_on_random_cases(void **state)
{
    (void)state;
    enum { CASES = 3000, TARGETS = 3 };
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    struct pal_assessment *assessment =
        (struct pal_assessment *)(uintptr_t)assess(&reading, model, "ratings: {}\n");
    uint64_t random = 20040419;
    size_t words = pal_batch_words(model);
    assert_int_equal(words, 5);
    for (int i = 0; i < CASES; i++) {
        struct pal_arena arena;
        pal_arena_init(&arena, NULL);
        randomize(assessment, &random);
        ((struct pal_model *)(uintptr_t)model)->rule = i % 2 ? PAL_RULE_STAGED : PAL_RULE_ISO_33020;
        pal_mask *targets[TARGETS];
        pal_mask *applicable[TARGETS];
        struct pal_score scores[TARGETS];
        for (int t = 0; t < TARGETS; t++) {
            targets[t] = PAL_NEW(&arena, pal_mask, model->area_count);
            applicable[t] = PAL_NEW(&arena, pal_mask, model->area_count);
            for (size_t a = 0; a < model->area_count; a++) {
                targets[t][a] = next_random(&random) & 0xFFF;
            }
            assert_int_equal(
                pal_score_compute(assessment, PAL_BASIS_CHECKED, targets[t], &arena, &scores[t]),
                PAL_OK);
            const struct pal_score *score = &scores[t];
            assert_true(score->points.gap - score->points.surplus ==
                        score->points.target - score->points.achieved);
            assert_int_equal(score->steps.missing - score->steps.surplus,
                             score->steps.target - score->steps.achieved);
            uint64_t sum = 0;
            for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
                const struct pal_points *part = &score->by_actor[actor];
                assert_true(part->gap - part->surplus == part->target - part->achieved);
                sum += part->gap;
            }
            assert_int_equal(sum, score->points.gap);
            sum = 0;
            for (size_t c = 0; c < model->category_count; c++) {
                sum += score->by_category[c].gap;
            }
            assert_int_equal(sum, score->points.gap);
            for (size_t a = 0; a < model->area_count; a++) {
                applicable[t][a] =
                    targets[t][a] & pal_assessment_applicable(assessment, PAL_BASIS_CHECKED, a);
                assert_true(score->areas[a].target == applicable[t][a]);
                assert_true((score->areas[a].achieved & score->areas[a].not_applicable) == 0);
                assert_int_equal(score->areas[a].is_applicable,
                                 score->areas[a].not_applicable != 0xFFF);
            }
        }
        pal_mask *achieved = PAL_NEW(&arena, pal_mask, model->area_count);
        for (size_t a = 0; a < model->area_count; a++) {
            achieved[a] = scores[0].areas[a].achieved;
        }
        uint64_t *packed = PAL_NEW(&arena, uint64_t, words * 70);
        struct pal_batch_points *points = PAL_NEW(&arena, struct pal_batch_points, TARGETS * 70);
        const struct pal_batch *batch;
        assert_int_equal(pal_batch_new(model, (const pal_mask *const *)applicable, TARGETS,
                                       assessment->weights, assessment->actors, &arena, &batch),
                         PAL_OK);
        pal_batch_pack(model, achieved, packed + 69 * words);
        pal_batch_score(batch, packed, 70, points);
        for (int t = 0; t < TARGETS; t++) {
            for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
                assert_int_equal(points[69 * TARGETS + t].gap_by_actor[actor],
                                 scores[t].by_actor[actor].gap);
            }
            assert_int_equal(points[69 * TARGETS + t].surplus, scores[t].points.surplus);
            assert_int_equal(points[t].surplus, 0);
        }
        pal_arena_done(&arena);
    }
    reading_done(&reading);
}

/* A model of more steps than fit the batch's columns takes the other way through it. */
static void test_batch_of_a_wide_model(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    struct pal_buf text;
    pal_buf_init(&text, 1 << 22, NULL);
    pal_buf_add(&text, MODEL("rating: {scale: nplf, rule: staged}\nladder:\n"));
    for (int i = 0; i < 64; i++) {
        pal_buf_printf(&text, "  - {id: s%d, level: 1, title: T}\n", i);
    }
    pal_buf_add(&text, "areas:\n");
    for (int i = 0; i < 100; i++) {
        pal_buf_printf(&text, "  - {id: a%d, title: T, category: c%d, actor: expert}\n", i, i % 7);
    }
    const struct pal_model *model = read_model(&reading, pal_buf_text(&text));
    pal_buf_done(&text);
    assert_int_equal(model->step_count, 6400);
    assert_int_equal(model->category_count, 7);
    pal_mask *target = PAL_NEW(&reading.arena, pal_mask, model->area_count);
    pal_mask *achieved = PAL_NEW(&reading.arena, pal_mask, model->area_count);
    uint32_t *weights = PAL_NEW(&reading.arena, uint32_t, model->step_count);
    uint8_t *actors = PAL_NEW(&reading.arena, uint8_t, model->step_count);
    uint64_t random = 7;
    uint64_t gap = 0;
    uint64_t surplus = 0;
    for (size_t i = 0; i < model->step_count; i++) {
        weights[i] = (uint32_t)(next_random(&random) % 1000001);
        uint64_t draw = next_random(&random);
        target[i / 64] |= (draw & 1) << (i % 64);
        achieved[i / 64] |= (draw >> 1 & 1) << (i % 64);
        gap += (draw & 3) == 1 ? weights[i] : 0;
        surplus += (draw & 3) == 2 ? weights[i] : 0;
    }
    uint64_t *packed = PAL_NEW(&reading.arena, uint64_t, pal_batch_words(model));
    pal_batch_pack(model, achieved, packed);
    const struct pal_batch *batch;
    const pal_mask *targets[] = {target};
    assert_int_equal(pal_batch_new(model, targets, 1, weights, actors, &reading.arena, &batch),
                     PAL_OK);
    struct pal_batch_points points;
    pal_batch_score(batch, packed, 1, &points);
    assert_int_equal(points.gap_by_actor[0], gap);
    assert_int_equal(points.surplus, surplus);
    reading_done(&reading);
}

static void test_plan(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_assessment *assessment =
        assess(&reading, model,
               "weights: {\"PA01/2.1\": 4}\n"
               "ratings:\n  PA01: {\"1.1\": {BP.01.01: F, BP.01.02: P, BP.01.03: F, BP.01.04: N}}\n"
               "  PA02: \"1.1\"\n");
    struct pal_score score = score_of(&reading, assessment, PAL_BASIS_CHECKED,
                                      target_of(&reading, model, "{PA02: level 2, PA01: \"2.1\"}"));
    struct pal_plan plan;
    assert_int_equal(pal_plan_make(&score, &reading.arena, &plan), PAL_OK);
    assert_int_equal(plan.count, 6);
    assert_int_equal(plan.count_by_actor[PAL_ACTOR_PROVIDER], 2);
    assert_int_equal(plan.count_by_actor[PAL_ACTOR_PROJECT_MANAGER], 4);
    assert_int_equal(plan.actions[0].order, 1);
    assert_int_equal(plan.actions[0].step, 0);
    assert_int_equal(plan.actions[1].points, 4);
    assert_int_equal(plan.actions[5].step, 4);
    struct pal_plan_task tasks[8];
    assert_int_equal(pal_plan_tasks(&score, &plan.actions[0], tasks, 8), 2);
    assert_string_equal(tasks[0].practice->id, "BP.01.02");
    assert_int_equal(tasks[0].rating, PAL_RATING_P);
    assert_string_equal(tasks[1].practice->id, "BP.01.04");
    assert_int_equal(pal_plan_tasks(&score, &plan.actions[1], tasks, 8), 6);
    assert_string_equal(tasks[0].practice->id, "GP 2.1.1");
    assert_int_equal(pal_plan_tasks(&score, &plan.actions[1], tasks, 1), 6);
    reading_done(&reading);
}

static void test_plan_of_a_step_without_practices(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = read_model(
        &reading, MODEL("rating: {scale: nplf, rule: staged}\n"
                        "ladder: [{id: s1, level: 1, title: S, rated_by: area, practices: "
                        "[{id: G, title: G}]}, {id: s2, level: 2, title: S}]\n"
                        "areas: [{id: X, title: X, category: c, actor: expert}]\n"));
    const struct pal_assessment *assessment = read_assessment(
        &reading,
        "palier: assessment/1\nid: a\ntitle: T\nmodel: small\nprovider: P\nproject: J\n"
        "date: 2026-01-01\nratings: {X: {s1: L}}\n",
        model);
    pal_mask target = 3;
    struct pal_score score = score_of(&reading, assessment, PAL_BASIS_CHECKED, &target);
    struct pal_plan plan;
    assert_int_equal(pal_plan_make(&score, &reading.arena, &plan), PAL_OK);
    struct pal_plan_task task;
    assert_int_equal(pal_plan_tasks(&score, &plan.actions[0], &task, 1), 1);
    assert_string_equal(task.practice->id, "G"); /* shown, not rated */
    assert_int_equal(pal_plan_tasks(&score, &plan.actions[1], &task, 1), 1);
    assert_null(task.practice);
    assert_int_equal(pal_plan_tasks(&score, &plan.actions[1], NULL, 0), 1);
    reading_done(&reading);
}

static void test_compare(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const pal_mask *target = target_of(&reading, model, "{\"*\": level 2}");
    static const char *const ratings[] = {
        "ratings: {PA01: \"2.1\", PA02: \"2.4\", PA05: not applicable}\n",
        "ratings: {PA01: \"2.2\", PA02: \"1.1\", PA05: \"2.1\"}\n",
        "ratings: {PA01: [\"2.1\", \"2.2\"], PA02: \"1.1\", PA05: \"1.1\"}\n",
    };
    struct pal_score scores[3];
    for (int i = 0; i < 3; i++) {
        scores[i] =
            score_of(&reading, assess(&reading, model, ratings[i]), PAL_BASIS_CHECKED, target);
    }
    struct pal_comparison comparison;
    assert_int_equal(pal_compare(scores, 3, true, &reading.arena, &comparison), PAL_OK);
    assert_true(comparison.is_one_provider);
    /* Provider's steps missing: PA05 not applicable leaves 5 fewer in the first. */
    assert_int_equal(comparison.ranking[0], 0);
    assert_int_equal(comparison.ranking[1], 1);
    assert_int_equal(comparison.ranking[2], 2);
    struct pal_change change = pal_compare_change(&comparison, 1, 0);
    assert_int_equal(change.won, 4);
    assert_int_equal(change.lost, 0);
    change = pal_compare_change(&comparison, 1, 1);
    assert_int_equal(change.won, 0);
    assert_int_equal(change.lost, 30);
    change = pal_compare_change(&comparison, 1, 4); /* was not applicable: neither */
    assert_int_equal(change.won | change.lost, 0);
    change = pal_compare_change(&comparison, 2, 0);
    assert_int_equal(change.lost, 1);
    assert_int_equal(pal_compare_change(&comparison, 1, 4).not_compared, 0xFFF);
    assert_int_equal(pal_compare_change(&comparison, 2, 4).not_compared, 0);
    /* What shows nothing stands last, wherever it was given; so does one whose provider shows
     * nothing. */
    struct pal_score hollow[3] = {
        score_of(&reading, assess(&reading, model, all_areas(&reading, model, "not applicable")),
                 PAL_BASIS_CHECKED, target),
        score_of(&reading, assess(&reading, model, all_areas(&reading, model, "{\"5.1\": N}")),
                 PAL_BASIS_CHECKED, target),
        scores[1]};
    assert_int_equal(pal_score_target_state(&hollow[0]), PAL_TARGET_NOTHING_APPLICABLE);
    assert_true(pal_compare_is_unproven(&hollow[0]));
    assert_false(pal_compare_is_unproven(&hollow[1]));
    assert_int_equal(pal_compare(hollow, 3, true, &reading.arena, &comparison), PAL_OK);
    assert_int_equal(comparison.ranking[0], 2);
    assert_int_equal(comparison.ranking[1], 1);
    assert_int_equal(comparison.ranking[2], 0);
    reading_done(&reading);
}

static void test_compare_order(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const pal_mask *target = target_of(&reading, model, "{\"*\": level 2}");
    struct pal_score scores[3];
    struct pal_comparison comparison;
    for (int i = 0; i < 3; i++) {
        scores[i] = score_of(
            &reading,
            assess(&reading, model, "ratings: {PA01: \"2.2\", PA02: \"1.1\", PA05: \"2.1\"}\n"),
            PAL_BASIS_CHECKED, target);
    }
    /* One provider in the order of dates, on one day as they were written, then by their ids;
     * several as given, nothing won. */
    struct pal_assessment dated[3] = {*scores[0].assessment, *scores[1].assessment,
                                      *scores[2].assessment};
    static const char *const dates[] = {"2026-03-01", "2025-03-01", "2026-03-01"};
    static const char *const ids[] = {"c", "b", "a"};
    struct pal_compared known[3] = {{"one", 2}, {"one", 3}, {"one", 1}};
    size_t order[3];
    for (int i = 0; i < 3; i++) {
        dated[i].date = dates[i];
        dated[i].id = ids[i];
        scores[i].assessment = &dated[i];
    }
    pal_compare_order(scores, known, 3, order);
    assert_int_equal(order[0], 1);
    assert_int_equal(order[1], 2);
    assert_int_equal(order[2], 0);
    known[0].written = 0;
    pal_compare_order(scores, known, 3, order);
    assert_int_equal(order[1], 0);
    known[0].written = known[2].written;
    pal_compare_order(scores, known, 3, order);
    assert_int_equal(order[1], 2);
    assert_true(pal_compare_is_one_provider(known, 3));
    known[2].provider = "another";
    assert_false(pal_compare_is_one_provider(known, 3));
    pal_compare_order(scores, known, 3, order);
    assert_int_equal(order[0], 0);
    assert_int_equal(pal_compare(scores, 3, false, &reading.arena, &comparison), PAL_OK);
    assert_false(comparison.is_one_provider);
    struct pal_change change = pal_compare_change(&comparison, 1, 0);
    assert_int_equal(change.won | change.lost | change.not_compared, 0);
    /* Equal scores have one place, and their order is not the one given. */
    struct pal_score same[2] = {scores[1], scores[1]};
    same[1].assessment = &dated[2]; /* "a", behind "b" */
    assert_int_equal(pal_compare(same, 2, false, &reading.arena, &comparison), PAL_OK);
    assert_int_equal(comparison.ranking[0], 1);
    assert_int_equal(pal_compare_place(&comparison, 1), 1);
    /* What demands nothing is no target of which nothing is applicable. */
    const pal_mask *nothing = target_of(&reading, model, "{\"*\": none}");
    struct pal_score easy = score_of(&reading, scores[1].assessment, PAL_BASIS_CHECKED, nothing);
    assert_int_equal(pal_score_target_state(&easy), PAL_TARGET_NOTHING_DEMANDED);
    assert_false(pal_compare_is_unproven(&easy));
    reading_done(&reading);
}

/* What separates candidates is all that their gaps differ by; what all miss or meet is the rest. */
static void test_compare_separates(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const pal_mask *target = target_of(&reading, model,
                                       "{\"*\": none, PA01: level 2, PA02: level 1, "
                                       "PA03: level 1, PA05: \"2.1\"}");
    static const char *const ratings[] = {
        "ratings: {PA01: \"2.3\", PA02: \"1.1\", PA03: none, PA05: not applicable}\n",
        "ratings: {PA01: \"2.1\", PA02: none, PA03: none, PA05: \"1.1\"}\n",
        "ratings: {PA01: \"2.2\", PA02: \"1.1\", PA05: \"1.1\"}\nweights: {PA02: 9}\n",
    };
    struct pal_score scores[3];
    struct pal_comparison comparison;
    for (int i = 0; i < 3; i++) {
        scores[i] =
            score_of(&reading, assess(&reading, model, ratings[i]), PAL_BASIS_CHECKED, target);
    }
    assert_int_equal(pal_compare(scores, 3, false, &reading.arena, &comparison), PAL_OK);
    /* Most points first, at the most that a step weighs; of as many the model's order. */
    assert_int_equal(comparison.differ.count, 3);
    assert_int_equal(comparison.differ.rows[0].area, 1);
    assert_int_equal(comparison.differ.rows[0].steps, 1);
    assert_int_equal(comparison.differ.rows[0].points, 9);
    assert_int_equal(comparison.differ.rows[1].area, 0);
    assert_int_equal(comparison.differ.rows[1].steps, 0xC); /* 2.2 and 2.3 */
    assert_int_equal(comparison.differ.rows[2].area, 4);    /* 2.1 does not apply to the first */
    assert_int_equal(comparison.differ.rows[2].steps, 2);
    assert_int_equal(comparison.lacked.count, 2);
    assert_int_equal(comparison.lacked.rows[0].area, 0);
    assert_int_equal(comparison.lacked.rows[0].steps, 0x10);
    assert_int_equal(comparison.lacked.rows[1].area, 2); /* none, and not rated */
    assert_int_equal(comparison.met.count, 2);
    assert_int_equal(comparison.met.rows[0].steps, 3);
    assert_int_equal(comparison.met.rows[1].area, 4);
    for (int i = 1; i < 3; i++) {
        int64_t more = 0;
        for (size_t at = 0; at < comparison.differ.count; at++) {
            const struct pal_area_steps *row = &comparison.differ.rows[at];
            const size_t first = model->areas[row->area].first_step;
            for (size_t step = 0; step < 12; step++) {
                pal_mask bit = row->steps & (pal_mask)1 << step;
                more += (scores[i].areas[row->area].missing & bit) != 0
                            ? scores[i].assessment->weights[first + step]
                            : 0;
                more -= (scores[0].areas[row->area].missing & bit) != 0
                            ? scores[0].assessment->weights[first + step]
                            : 0;
            }
        }
        assert_int_equal((int64_t)scores[i].points.gap - (int64_t)scores[0].points.gap, more);
    }
    /* Without a target nothing separates them. */
    for (int i = 0; i < 3; i++) {
        scores[i] = score_of(&reading, scores[i].assessment, PAL_BASIS_CHECKED, NULL);
    }
    assert_int_equal(pal_compare(scores, 3, false, &reading.arena, &comparison), PAL_OK);
    assert_int_equal(comparison.differ.count + comparison.lacked.count + comparison.met.count, 0);
    reading_done(&reading);
}

/* Nobody is ranked on what is only claimed; each basis has its points, or says nothing. */
static void test_compare_bases(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const pal_mask *target = target_of(&reading, model, "{\"*\": none, PA01: level 2}");
    static const char *const ratings[] = {"ratings: {PA01: none}\nclaimed: {PA01: \"2.4\"}\n",
                                          "ratings: {PA01: \"2.1\"}\n",
                                          "ratings: {PA01: \"2.1\"}\n"};
    static const char *const ids[] = {"a", "c", "b"};
    static const char *const titles[] = {"zeta", "Ébène", "EBENE"};
    struct pal_assessment named[3];
    struct pal_score scores[3];
    struct pal_comparison comparison;
    for (int i = 0; i < 3; i++) {
        named[i] = *assess(&reading, model, ratings[i]);
        named[i].id = ids[i];
        named[i].title = (struct pal_text){{titles[i]}};
        scores[i] = score_of(&reading, &named[i], PAL_BASIS_CLAIMED, target);
    }
    assert_int_equal(pal_compare(scores, 3, false, &reading.arena, &comparison), PAL_OK);
    assert_false(comparison.has_places);
    assert_int_equal(comparison.ranking[0], 2); /* by title, of equal titles by id */
    assert_int_equal(comparison.ranking[1], 1);
    assert_int_equal(comparison.ranking[2], 0); /* though it claims the most */
    assert_int_equal(pal_compare_place(&comparison, 0), 0);
    const struct pal_basis_points *claimed = pal_compare_basis(&comparison, 0, PAL_BASIS_CLAIMED);
    assert_true(claimed->is_said);
    assert_int_equal(claimed->points.gap, 0);
    assert_int_equal(claimed->state, PAL_TARGET_MET);
    assert_int_equal(pal_compare_basis(&comparison, 0, PAL_BASIS_CHECKED)->points.gap, 5);
    assert_int_equal(
        pal_compare_basis(&comparison, 0, PAL_BASIS_CHECKED)->by_actor[PAL_ACTOR_PROVIDER].gap, 5);
    assert_false(pal_compare_basis(&comparison, 0, PAL_BASIS_SEEN)->is_said);
    assert_false(pal_compare_basis(&comparison, 1, PAL_BASIS_CLAIMED)->is_said);
    for (int basis = 0; basis < PAL_BASIS_COUNT; basis++) { /* the same as scored on it */
        struct pal_score own = score_of(&reading, &named[0], (enum pal_basis)basis, target);
        const struct pal_basis_points *points =
            pal_compare_basis(&comparison, 0, (enum pal_basis)basis);
        assert_memory_equal(&points->points, &own.points, sizeof own.points);
        assert_memory_equal(points->by_actor, own.by_actor, sizeof own.by_actor);
        assert_int_equal(points->state, pal_score_target_state(&own));
    }
    for (int i = 0; i < 3; i++) {
        scores[i] = score_of(&reading, &named[i], PAL_BASIS_CHECKED, target);
    }
    assert_int_equal(pal_compare(scores, 3, false, &reading.arena, &comparison), PAL_OK);
    assert_true(comparison.has_places);
    assert_int_equal(comparison.ranking[2], 0); /* what is checked ranks */
    assert_int_equal(pal_compare_place(&comparison, 1), 1);
    /* What became applicable is newly asked for. */
    named[0] = *assess(&reading, model, "ratings: {PA01: not applicable}\n");
    scores[0] = score_of(&reading, &named[0], PAL_BASIS_CHECKED, target);
    assert_int_equal(pal_compare(scores, 2, true, &reading.arena, &comparison), PAL_OK);
    assert_false(comparison.has_places);
    struct pal_change change = pal_compare_change(&comparison, 1, 0);
    assert_int_equal(change.asked, 0x1F);
    assert_int_equal(change.not_asked | change.won | change.lost, 0);
    reading_done(&reading);
}

static void test_profiles_by_alert(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_profile *profile =
        read_profile(&reading,
                     PROFILE("targets:\n  \"*\": {low: \"1.1\", high: level 2}\n  PA01: level 3\n"
                             "  PA02: {high: none, low: all}\n"
                             "parameters: {x.y: {low: 1, high: 2}, z: 3}\n"),
                     model);
    assert_int_equal(profile->alert_level_count, 2);
    assert_string_equal(profile->alert_levels[0], "low");
    assert_null(pal_profile_target(profile, NULL));
    assert_null(pal_profile_target(profile, "other"));
    assert_int_equal(pal_profile_target(profile, "low")[2], 1);
    assert_int_equal(pal_profile_target(profile, "high")[2], 31);
    assert_int_equal(pal_profile_target(profile, "high")[0], 255);
    assert_int_equal(pal_profile_target(profile, "low")[0], 255);
    assert_int_equal(pal_profile_target(profile, "low")[1], 0xFFF);
    assert_int_equal(pal_profile_shrinks(profile, 1, 1), 0xFFF);
    assert_int_equal(pal_profile_shrinks(profile, 1, 2), 0);
    /* PA02 shrinks; PA07, PA21 and PA22 stay low beside it at the level "low". */
    assert_int_equal(reading.diag.warning_count, 4);
    assert_int_equal(pal_target_unsupported(0), 0);
    assert_int_equal(pal_target_unsupported(7), 0);
    assert_int_equal(pal_target_unsupported(13), 12);
    assert_int_equal(pal_target_unsupported(2), 2);
    assert_true(pal_target_unsupported(~(pal_mask)0) == 0);
    assert_true(pal_profile_leaves_people_low(profile, 0, 20));
    assert_false(pal_profile_leaves_people_low(profile, 0, 19));
    struct pal_profile_warning warnings[2];
    assert_int_equal(pal_profile_warnings(profile, NULL, 0), 4);
    assert_int_equal(pal_profile_warnings(profile, warnings, 2), 4); /* two fit */
    assert_int_equal(warnings[0].kind, PAL_PROFILE_PEOPLE_LOW);
    assert_int_equal(warnings[0].area, 6);
    assert_int_equal(warnings[0].level, 0);
    assert_null(profile->reasons);
    assert_int_equal(profile->parameter_count, 2);
    assert_string_equal(profile->parameters[0].values[1], "2");
    struct pal_profile_warning warned[3];
    const struct pal_profile *odd = read_profile(
        &reading,
        PROFILE("targets: {PA01: {low: [\"1.1\", \"2.2\"], high: \"1.1\"}}\n"
                "reasons: {PA01: {proposed: {en: As ruled, fr: Selon la règle}, changed: Seen}}\n"),
        model);
    assert_int_equal(pal_profile_warnings(odd, warned, 3), 8);
    assert_int_equal(warned[0].kind, PAL_PROFILE_UNSUPPORTED);
    assert_int_equal(warned[0].steps, 4);
    assert_string_equal(odd->reasons[0].changed, "Seen");
    assert_string_equal(pal_text_in(&odd->reasons[0].proposed, PAL_LANG_FR), "Selon la règle");
    assert_null(odd->reasons[1].changed);
    const struct pal_profile *constant =
        read_profile(&reading, PROFILE("targets: {PA01: all}\n"), model);
    assert_null(pal_profile_target(constant, "low"));
    assert_int_equal(pal_profile_target(constant, NULL)[1], 0); /* no target and no `*`: none */
    reading_done(&reading);
}

static void test_lookups(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    assert_int_equal(model->area_count, 22);
    assert_int_equal(model->step_count, 264);
    for (size_t i = 0; i < model->area_count; i++) {
        assert_ptr_equal(pal_model_area(model, model->areas[i].id), &model->areas[i]);
    }
    assert_null(pal_model_area(model, "PA00"));
    assert_null(pal_model_area(model, "PA99"));
    assert_null(pal_model_level(model, 6));
    assert_int_equal(pal_ladder_find(&model->ladder, "9.9"), -1);
    assert_true(pal_ladder_to_step(63) == ~(pal_mask)0);
    struct pal_ladder empty = {NULL, 0};
    assert_int_equal(pal_ladder_all(&empty), 0);
    const struct pal_assessment *assessment = assess(
        &reading, model, "ratings: {}\nnotes: {PA03: on the area, PA03/2.1: {en: on the step}}\n");
    assert_int_equal(assessment->note_count, 2);
    assert_string_equal(assessment->notes[0].place, "PA03");
    assert_int_equal(assessment->notes[0].step, -1);
    assert_int_equal(assessment->notes[1].step, 1);
    assert_string_equal(assessment->notes[1].text.in[0], "on the step");
    assert_null(pal_actions_find(NULL, "GP 1.1.1"));
    reading_done(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_paper),
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_states_stay_apart),
        cmocka_unit_test(test_three_bases),
        cmocka_unit_test(test_weights_and_actors_finest_wins),
        cmocka_unit_test(test_identity_and_batch_on_random_cases),
        cmocka_unit_test(test_batch_of_a_wide_model),
        cmocka_unit_test(test_plan),
        cmocka_unit_test(test_plan_of_a_step_without_practices),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_compare_order),
        cmocka_unit_test(test_compare_separates),
        cmocka_unit_test(test_compare_bases),
        cmocka_unit_test(test_profiles_by_alert),
        cmocka_unit_test(test_lookups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
