/*
 * plan - the missing steps of a score as the actions of each actor.
 *
 * Order: by actor; within an actor the areas in the model's order, within an area the ladder's
 * order, since a step rests on those below it.
 */
#ifndef PAL_CORE_MODEL_PLAN_H
#define PAL_CORE_MODEL_PLAN_H

#include "base/arena.h"
#include "core/model/score.h"

struct pal_plan_action {
    size_t order; /* from 1 over the whole plan */
    size_t area;
    size_t step; /* position in the area's ladder */
    enum pal_actor actor;
    uint32_t points;
};

struct pal_plan {
    struct pal_plan_action *actions;
    size_t count;
    size_t count_by_actor[PAL_ACTOR_COUNT]; /* actions of an actor stand together */
};

/* Lays out the missing steps of `score`, which must have a target. Fails only for want of
 * memory. */
enum pal_rc pal_plan_make(const struct pal_score *score, struct pal_arena *arena,
                          struct pal_plan *out) PAL_WARN_UNUSED;

/* What is to be done for one missing step: the practices that are not yet done, or, for a step
 * that has none, the step itself. */
struct pal_plan_task {
    const struct pal_practice *practice; /* NULL: the step as a whole */
    enum pal_rating rating;              /* of the practice, on the score's basis */
};

/* The tasks of an action, at most `max`; gives how many there are. A practice already rated as
 * the rule demands is left out, unless that would leave nothing; so is one that is not
 * applicable. */
size_t pal_plan_tasks(const struct pal_score *score, const struct pal_plan_action *action,
                      struct pal_plan_task *tasks, size_t max);

#endif
