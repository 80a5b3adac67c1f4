/*
 * calendar - the missing steps of a score laid on the periods of a budget: the best plan.
 *
 * The steps that a score misses are to be set up, but for those that are prepared: they are built,
 * and only wait to be activated. Each takes the work of its actor and the money that its effort
 * states. The plan closes the most weighted gap that the budget allows, in ladder order
 * (core/money/schedule.h); beside it stands what the whole target takes and when it could be met.
 */
#ifndef PAL_CORE_MONEY_CALENDAR_H
#define PAL_CORE_MONEY_CALENDAR_H

#include "core/model/score.h"
#include "core/money/effort.h"
#include "core/money/schedule.h"

struct pal_calendar_step {
    size_t area;
    size_t step; /* position in the area's ladder */
    enum pal_actor actor;
    uint32_t points;
    uint32_t work;  /* minutes of its actor */
    uint32_t money; /* minor units, besides the work */
    size_t period;  /* finished in; period_count: not within the budget */
};

/* A missing step that is built: activation is all that is left to do for it. */
struct pal_calendar_built {
    size_t area;
    size_t step;
    enum pal_actor actor;
    uint32_t points;
    uint32_t minutes; /* of its activation */
};

struct pal_calendar {
    const struct pal_score *score;
    const struct pal_efforts *efforts;
    const struct pal_budget *budget;
    size_t period_count;             /* planned: those of the budget, or fewer */
    struct pal_calendar_step *steps; /* every missing step to set up, in the model's order */
    size_t count;
    struct pal_calendar_built *built; /* the other missing steps, likewise */
    size_t built_count;
    struct pal_schedule_problem problem;    /* what `schedule` solves */
    struct pal_schedule schedule;           /* its periods are those of `steps` */
    uint64_t *used[PAL_RESOURCE_COUNT];     /* [period], in that period */
    uint64_t *capacity[PAL_RESOURCE_COUNT]; /* [period], come in by its end; NULL: no limit */
    uint64_t points_planned;                /* of the steps that are finished */
    uint64_t points_missing;                /* the gap of the score */
    uint64_t points_built;                  /* of it, of the steps that are built */
    size_t undone_count;                    /* steps not finished within the budget */
    uint64_t whole[PAL_RESOURCE_COUNT];     /* what the whole target still takes to set up */
    uint64_t whole_cost;                    /* its money, work at hour costs included */
    uint64_t lacking[PAL_RESOURCE_COUNT];   /* of it, at the end of the last period planned */
    size_t met_in; /* the first period by whose end the whole target fits; the budget's number of
                      periods: in none */
};

/* Plans the missing steps of a score, which must have a target, over the first `periods` periods of
 * the budget. Where the whole target fits by the end of the last of them, all of it is finished.
 * `work` as for pal_schedule_solve. Fails only for want of memory. */
enum pal_rc pal_calendar_make(const struct pal_score *score, const struct pal_efforts *efforts,
                              const struct pal_budget *budget, size_t periods, uint64_t work,
                              struct pal_arena *arena, struct pal_calendar *out) PAL_WARN_UNUSED;

/* The two halves of that, for a plan that was searched elsewhere: the problem without a plan, and
 * the plan laid on it, which must be one of just this problem. */
enum pal_rc pal_calendar_begin(const struct pal_score *score, const struct pal_efforts *efforts,
                               const struct pal_budget *budget, size_t periods,
                               struct pal_arena *arena, struct pal_calendar *out) PAL_WARN_UNUSED;
void pal_calendar_lay(struct pal_calendar *calendar, const struct pal_schedule *schedule);

#endif
