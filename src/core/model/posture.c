#include "core/model/posture.h"

pal_mask pal_posture_prepare_set(const struct pal_profile *profile, size_t level, size_t area)
{
    pal_mask set = profile->targets[profile->alert_level_count > 0 ? level : 0][area];
    if (profile->scheme == NULL || profile->alert_level_count == 0) {
        return set;
    }
    const struct pal_alert_level *in_force = &profile->scheme->levels[level];
    for (size_t i = 0; i < in_force->prepare_count; i++) {
        set |= profile->targets[in_force->prepare[i].level][area];
    }
    return set;
}

pal_mask pal_posture_achieved(const struct pal_model *model, size_t index,
                              const struct pal_ratings *ratings)
{
    const struct pal_area *area = &model->areas[index];
    pal_mask mask = 0;
    for (size_t i = 0; i < area->ladder->count; i++) {
        enum pal_rating rating = (enum pal_rating)ratings->steps[area->first_step + i];
        if (pal_rating_is_achieved(rating, model->rule)) {
            mask |= (pal_mask)1 << i;
        }
    }
    return mask;
}

pal_mask pal_posture_prepared(const struct pal_assessment *assessment, size_t area)
{
    return pal_posture_achieved(assessment->model, area, &assessment->prepared);
}

/* How much of what is asked rests on nothing: steps that nobody rated, or that do not apply. */
static void count_unknown(struct pal_posture *posture, size_t index,
                          const struct pal_ratings *ratings, pal_mask asked, pal_mask applicable)
{
    const struct pal_area *area = &posture->assessment->model->areas[index];
    for (size_t i = 0; i < area->ladder->count; i++) {
        pal_mask bit = (pal_mask)1 << i;
        bool is_rated = ratings->steps[area->first_step + i] != PAL_RATING_NOT_RATED;
        posture->asked_not_applicable += (asked & ~applicable & bit) != 0;
        posture->asked_not_rated += (asked & applicable & bit) != 0 && !is_rated;
    }
}

static void add_points(struct pal_posture *posture, const struct pal_area *area,
                       const struct pal_posture_area *result)
{
    const struct pal_assessment *assessment = posture->assessment;
    for (size_t i = 0; i < area->ladder->count; i++) {
        pal_mask bit = (pal_mask)1 << i;
        uint64_t weight = assessment->weights[area->first_step + i];
        struct pal_posture_points part = {
            .gap_preparation = (result->gap_preparation & bit) != 0 ? weight : 0,
            .gap_activation = (result->gap_activation & bit) != 0 ? weight : 0,
            .active_surplus = (result->active_surplus & bit) != 0 ? weight : 0,
        };
        struct pal_posture_points *own =
            &posture->by_actor[assessment->actors[area->first_step + i]];
        posture->points.gap_preparation += part.gap_preparation;
        posture->points.gap_activation += part.gap_activation;
        posture->points.active_surplus += part.active_surplus;
        own->gap_preparation += part.gap_preparation;
        own->gap_activation += part.gap_activation;
        own->active_surplus += part.active_surplus;
    }
}

enum pal_rc pal_posture_compute(const struct pal_assessment *assessment, enum pal_basis basis,
                                const struct pal_profile *profile, size_t level,
                                struct pal_arena *arena, struct pal_posture *out)
{
    const struct pal_model *model = assessment->model;
    struct pal_posture posture = {
        .assessment = assessment, .profile = profile, .basis = basis, .level = level};
    posture.areas = PAL_NEW(arena, struct pal_posture_area, model->area_count);
    if (posture.areas == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        struct pal_posture_area *result = &posture.areas[i];
        const struct pal_ratings *ratings = pal_assessment_ratings(assessment, basis, i);
        result->applicable = pal_assessment_applicable(assessment, basis, i);
        pal_mask asked = profile->targets[profile->alert_level_count > 0 ? level : 0][i] |
                         pal_posture_prepare_set(profile, level, i);
        count_unknown(&posture, i, ratings, asked, result->applicable);
        if (result->applicable == 0) {
            continue;
        }
        result->is_applicable = true;
        result->achieved = pal_posture_achieved(model, i, ratings);
        result->prepared = pal_posture_prepared(assessment, i) & result->applicable;
        result->active =
            assessment->active.areas[i] == PAL_AREA_ABSENT
                ? result->achieved
                : pal_posture_achieved(model, i, &assessment->active) & result->applicable;
        result->target =
            profile->targets[profile->alert_level_count > 0 ? level : 0][i] & result->applicable;
        result->prepare_set = pal_posture_prepare_set(profile, level, i) & result->applicable;
        result->gap_preparation = result->prepare_set & ~(result->achieved | result->prepared);
        result->gap_activation = result->target & ~result->active;
        result->active_surplus = result->active & ~result->target;
        add_points(&posture, area, result);
    }
    *out = posture;
    return PAL_OK;
}
