#include "core/model/plan.h"

enum pal_rc pal_plan_make(const struct pal_score *score, struct pal_arena *arena,
                          struct pal_plan *out)
{
    const struct pal_assessment *assessment = score->assessment;
    const struct pal_model *model = assessment->model;
    struct pal_plan plan = {0};
    plan.actions = PAL_NEW(arena, struct pal_plan_action, score->steps.missing);
    if (plan.actions == NULL) {
        return PAL_E_MEMORY;
    }
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        for (size_t i = 0; i < model->area_count; i++) {
            const struct pal_area *area = &model->areas[i];
            for (pal_mask left = score->areas[i].missing; left != 0; left &= left - 1) {
                size_t step = (size_t)__builtin_ctzll(left);
                if (assessment->actors[area->first_step + step] != actor) {
                    continue;
                }
                plan.actions[plan.count] = (struct pal_plan_action){
                    .order = plan.count + 1,
                    .area = i,
                    .step = step,
                    .actor = (enum pal_actor)actor,
                    .points = assessment->weights[area->first_step + step],
                };
                plan.count++;
                plan.count_by_actor[actor]++;
            }
        }
    }
    *out = plan;
    return PAL_OK;
}

size_t pal_plan_tasks(const struct pal_score *score, const struct pal_plan_action *action,
                      struct pal_plan_task *tasks, size_t max)
{
    const struct pal_model *model = score->assessment->model;
    const struct pal_area *area = &model->areas[action->area];
    const struct pal_ratings *ratings =
        pal_assessment_ratings(score->assessment, score->basis, action->area);
    size_t practice_count;
    const struct pal_practice *practices =
        pal_area_rated_practices(area, action->step, &practice_count);
    if (practice_count == 0) {
        /* Rated as a whole: the practices shown with the step, or the step itself. */
        practices = area->ladder->steps[action->step].practices;
        practice_count = area->ladder->steps[action->step].practice_count;
    }
    size_t count = 0;
    for (size_t i = 0; i < practice_count; i++) {
        enum pal_rating rating = pal_ratings_practice(ratings, area->first_step + action->step, i);
        if (pal_rating_is_achieved(rating, model->rule) || rating == PAL_RATING_NOT_APPLICABLE) {
            continue;
        }
        if (count < max) {
            tasks[count] = (struct pal_plan_task){&practices[i], rating};
        }
        count++;
    }
    if (count == 0) {
        if (max > 0) {
            tasks[0] = (struct pal_plan_task){NULL, PAL_RATING_NOT_RATED};
        }
        return 1;
    }
    return count;
}
