#include "core/model/score.h"

static uint64_t mask_points(const uint32_t *weights, pal_mask mask)
{
    uint64_t sum = 0;
    while (mask != 0) {
        sum += weights[__builtin_ctzll(mask)];
        mask &= mask - 1;
    }
    return sum;
}

static struct pal_points points_of(const struct pal_area_score *area, const uint32_t *weights,
                                   pal_mask only)
{
    return (struct pal_points){
        .achieved = mask_points(weights, area->achieved & only),
        .target = mask_points(weights, area->target & only),
        .gap = mask_points(weights, area->missing & only),
        .gap_not_rated = mask_points(weights, area->missing & area->not_rated & only),
        .surplus = mask_points(weights, area->surplus & only),
    };
}

static void add_points(struct pal_points *sum, const struct pal_points *more)
{
    sum->achieved += more->achieved;
    sum->target += more->target;
    sum->gap += more->gap;
    sum->gap_not_rated += more->gap_not_rated;
    sum->surplus += more->surplus;
}

static void add_counts(struct pal_step_counts *sum, const struct pal_area_score *area,
                       pal_mask only)
{
    sum->achieved += pal_mask_count(area->achieved & only);
    sum->target += pal_mask_count(area->target & only);
    sum->missing += pal_mask_count(area->missing & only);
    sum->missing_not_rated += pal_mask_count(area->missing & area->not_rated & only);
    sum->surplus += pal_mask_count(area->surplus & only);
    sum->not_rated += pal_mask_count(area->not_rated & only);
    sum->not_applicable += pal_mask_count(area->not_applicable & only);
    sum->target_not_applicable += pal_mask_count(area->demanded & area->not_applicable & only);
}

/* The sets and the level of one area. */
static void score_area(const struct pal_area *area, const uint8_t *ratings, enum pal_rule rule,
                       const pal_mask *target, pal_mask not_applicable, struct pal_area_score *out)
{
    out->demanded = target != NULL ? *target : 0;
    out->not_applicable = not_applicable;
    out->is_applicable = (pal_ladder_all(area->ladder) & ~not_applicable) != 0;
    if (!out->is_applicable) {
        return;
    }
    for (size_t i = 0; i < area->ladder->count; i++) {
        pal_mask step = (pal_mask)1 << i;
        if (ratings[i] == PAL_RATING_NOT_RATED) {
            out->not_rated |= step;
        } else if (pal_rating_is_achieved((enum pal_rating)ratings[i], rule)) {
            out->achieved |= step;
        }
    }
    out->is_rated = (pal_ladder_all(area->ladder) & ~(not_applicable | out->not_rated)) != 0;
    if (out->is_rated) {
        out->level = pal_rating_level(area->ladder, ratings, rule, &out->level_is_minimum);
    }
    if (target != NULL) {
        out->target = out->demanded & ~not_applicable;
        out->missing = out->target & ~out->achieved;
        out->surplus = out->achieved & ~out->target;
    }
}

/* The steps of an area that `actor` answers for. */
static pal_mask steps_of_actor(const struct pal_area *area, const uint8_t *actors, int actor)
{
    pal_mask mask = 0;
    for (size_t i = 0; i < area->ladder->count; i++) {
        if (actors[i] == actor) {
            mask |= (pal_mask)1 << i;
        }
    }
    return mask;
}

enum pal_rc pal_score_compute(const struct pal_assessment *assessment, enum pal_basis basis,
                              const pal_mask *target, struct pal_arena *arena,
                              struct pal_score *out)
{
    const struct pal_model *model = assessment->model;
    struct pal_score score = {
        .assessment = assessment, .basis = basis, .has_target = target != NULL};
    score.areas = PAL_NEW(arena, struct pal_area_score, model->area_count);
    score.by_category = PAL_NEW(arena, struct pal_points, model->category_count);
    if (score.areas == NULL || score.by_category == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        struct pal_area_score *result = &score.areas[i];
        const struct pal_ratings *ratings = pal_assessment_ratings(assessment, basis, i);
        score_area(area, ratings->steps + area->first_step, model->rule,
                   target != NULL ? &target[i] : NULL,
                   pal_ratings_not_applicable(ratings, model, i), result);
        const uint32_t *weights = assessment->weights + area->first_step;
        result->points = points_of(result, weights, ~(pal_mask)0);
        add_points(&score.points, &result->points);
        add_points(&score.by_category[area->category], &result->points);
        for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
            pal_mask own = steps_of_actor(area, assessment->actors + area->first_step, actor);
            struct pal_points part = points_of(result, weights, own);
            add_points(&score.by_actor[actor], &part);
            add_counts(&score.steps_by_actor[actor], result, own);
        }
        add_counts(&score.steps, result, ~(pal_mask)0);
        score.surplus_is_minimum = score.surplus_is_minimum ||
                                   (target != NULL && (result->not_rated & ~result->target) != 0);
    }
    *out = score;
    return PAL_OK;
}

enum pal_target_state pal_score_target_state(const struct pal_score *score)
{
    if (!score->has_target) {
        return PAL_TARGET_ABSENT;
    }
    if (score->steps.target == 0) {
        return score->steps.target_not_applicable > 0 ? PAL_TARGET_NOTHING_APPLICABLE
                                                      : PAL_TARGET_NOTHING_DEMANDED;
    }
    return score->steps.missing == 0 ? PAL_TARGET_MET : PAL_TARGET_MISSED;
}

enum pal_area_standing pal_area_standing(const struct pal_area_score *area)
{
    if (!area->is_applicable) {
        return PAL_STANDS_NOT_APPLICABLE;
    }
    return area->is_rated ? PAL_STANDS_AT_LEVEL : PAL_STANDS_NOT_RATED;
}

size_t pal_score_count_areas(const struct pal_score *score, enum pal_area_standing standing,
                             uint32_t rank, bool is_minimum)
{
    size_t count = 0;
    for (size_t i = 0; i < score->assessment->model->area_count; i++) {
        const struct pal_area_score *area = &score->areas[i];
        bool is_at_level = area->level == rank && area->level_is_minimum == is_minimum;
        count +=
            pal_area_standing(area) == standing && (standing != PAL_STANDS_AT_LEVEL || is_at_level);
    }
    return count;
}

int64_t pal_score_ratio_hundredths(uint64_t numerator, uint64_t denominator)
{
    if (denominator == 0) {
        return -1;
    }
    return (int64_t)((numerator * 200 + denominator) / (denominator * 2));
}
