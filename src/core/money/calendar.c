#include "core/money/calendar.h"

#include "core/model/posture.h"

/* A missing step that is prepared: nothing of it is set up again. */
static void add_built(struct pal_calendar *calendar, size_t area, size_t step)
{
    const struct pal_assessment *assessment = calendar->score->assessment;
    size_t at = assessment->model->areas[area].first_step + step;
    calendar->built[calendar->built_count++] = (struct pal_calendar_built){
        .area = area,
        .step = step,
        .actor = (enum pal_actor)assessment->actors[at],
        .points = assessment->weights[at],
        .minutes = calendar->efforts->steps[at].values[PAL_EFFORT_ACTIVATION_TIME],
    };
    calendar->points_built += assessment->weights[at];
}

static void add_step(struct pal_calendar *calendar, size_t area, size_t step,
                     struct pal_schedule_step *out)
{
    const struct pal_assessment *assessment = calendar->score->assessment;
    size_t at = assessment->model->areas[area].first_step + step;
    const struct pal_effort *effort = &calendar->efforts->steps[at];
    struct pal_calendar_step *row = &calendar->steps[calendar->count++];
    *row = (struct pal_calendar_step){
        .area = area,
        .step = step,
        .actor = (enum pal_actor)assessment->actors[at],
        .points = assessment->weights[at],
        .work = effort->values[PAL_EFFORT_SETUP_MINUTES],
        .money = effort->values[PAL_EFFORT_SETUP_COST],
    };
    *out = (struct pal_schedule_step){row->points, row->work, row->money, (uint8_t)row->actor};
    calendar->whole[row->actor] += row->work;
    calendar->whole[PAL_RESOURCE_MONEY] += row->money;
    calendar->whole_cost += pal_effort_cost(calendar->efforts, at, row->actor, false).setup;
}

/* The steps of the calendar and the chains they form, one per area. */
static enum pal_rc gather(struct pal_calendar *calendar, struct pal_arena *arena,
                          struct pal_schedule_problem *problem)
{
    const struct pal_score *score = calendar->score;
    const struct pal_model *model = score->assessment->model;
    size_t *first = PAL_NEW(arena, size_t, model->area_count + 1);
    struct pal_schedule_step *steps =
        PAL_NEW(arena, struct pal_schedule_step, score->steps.missing);
    calendar->steps = PAL_NEW(arena, struct pal_calendar_step, score->steps.missing);
    calendar->built = PAL_NEW(arena, struct pal_calendar_built, score->steps.missing);
    if (first == NULL || steps == NULL || calendar->steps == NULL || calendar->built == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < model->area_count; i++) {
        pal_mask prepared = pal_posture_prepared(score->assessment, i);
        for (pal_mask left = score->areas[i].missing; left != 0; left &= left - 1) {
            size_t step = (size_t)__builtin_ctzll(left);
            if ((prepared >> step & 1) != 0) {
                add_built(calendar, i, step);
            } else {
                add_step(calendar, i, step, &steps[calendar->count]);
            }
        }
        first[i + 1] = calendar->count;
    }
    calendar->points_missing = score->points.gap;
    problem->chain_count = model->area_count;
    problem->first = first;
    problem->steps = steps;
    return PAL_OK;
}

/* What has come in by the end of each period of the budget. */
static enum pal_rc add_up(struct pal_calendar *calendar, struct pal_arena *arena)
{
    const struct pal_budget *budget = calendar->budget;
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        calendar->used[r] = PAL_NEW(arena, uint64_t, budget->period_count);
        if (calendar->used[r] == NULL) {
            return PAL_E_MEMORY;
        }
        if (budget->amounts[r][0] == PAL_BUDGET_FREE) {
            continue;
        }
        calendar->capacity[r] = PAL_NEW(arena, uint64_t, budget->period_count);
        if (calendar->capacity[r] == NULL) {
            return PAL_E_MEMORY;
        }
        uint64_t sum = 0;
        for (size_t t = 0; t < budget->period_count; t++) {
            sum += budget->amounts[r][t];
            calendar->capacity[r][t] = sum;
        }
    }
    return PAL_OK;
}

/* Whether the whole target fits by the end of a period. */
static bool is_met_in(const struct pal_calendar *calendar, size_t period)
{
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        if (calendar->capacity[r] != NULL && calendar->capacity[r][period] < calendar->whole[r]) {
            return false;
        }
    }
    return true;
}

static void find_meeting(struct pal_calendar *calendar)
{
    size_t last = calendar->period_count - 1;
    calendar->met_in = 0;
    while (calendar->met_in < calendar->budget->period_count &&
           !is_met_in(calendar, calendar->met_in)) {
        calendar->met_in++;
    }
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        if (calendar->capacity[r] != NULL && calendar->capacity[r][last] < calendar->whole[r]) {
            calendar->lacking[r] = calendar->whole[r] - calendar->capacity[r][last];
        }
    }
}

/* The plan as periods of the steps. Where everything fits by the end, what the plan leaves undone
 * is finished in the last period: only then does all that has come in have to hold it. */
static void lay_out(struct pal_calendar *calendar)
{
    size_t periods = calendar->period_count;
    bool is_whole = is_met_in(calendar, periods - 1);
    for (size_t i = 0; i < calendar->count; i++) {
        struct pal_calendar_step *step = &calendar->steps[i];
        if (is_whole && calendar->schedule.period[i] == periods) {
            calendar->schedule.period[i] = (uint8_t)(periods - 1);
            calendar->schedule.value += step->points;
        }
        step->period = calendar->schedule.period[i];
        if (step->period < periods) {
            calendar->used[step->actor][step->period] += step->work;
            calendar->used[PAL_RESOURCE_MONEY][step->period] += step->money;
            calendar->points_planned += step->points;
        } else {
            step->period = calendar->budget->period_count;
            calendar->undone_count++;
        }
    }
    if (calendar->schedule.bound < calendar->schedule.value) {
        calendar->schedule.bound = calendar->schedule.value;
    }
    calendar->schedule.is_optimal = calendar->schedule.bound == calendar->schedule.value;
}

enum pal_rc pal_calendar_begin(const struct pal_score *score, const struct pal_efforts *efforts,
                               const struct pal_budget *budget, size_t periods,
                               struct pal_arena *arena, struct pal_calendar *out)
{
    struct pal_schedule_problem *problem = &out->problem;
    *out = (struct pal_calendar){
        .score = score, .efforts = efforts, .budget = budget, .period_count = periods};
    problem->period_count = periods;
    problem->is_early = budget->is_early;
    if (add_up(out, arena) != PAL_OK || gather(out, arena, problem) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        problem->capacity[r] = out->capacity[r];
    }
    find_meeting(out);
    return PAL_OK;
}

void pal_calendar_lay(struct pal_calendar *calendar, const struct pal_schedule *schedule)
{
    calendar->schedule = *schedule;
    lay_out(calendar);
}

enum pal_rc pal_calendar_make(const struct pal_score *score, const struct pal_efforts *efforts,
                              const struct pal_budget *budget, size_t periods, uint64_t work,
                              struct pal_arena *arena, struct pal_calendar *out)
{
    struct pal_schedule schedule;
    enum pal_rc rc = pal_calendar_begin(score, efforts, budget, periods, arena, out);
    if (rc == PAL_OK) {
        rc = pal_schedule_solve(&out->problem, work, arena, &schedule);
    }
    if (rc == PAL_OK) {
        pal_calendar_lay(out, &schedule);
    }
    return rc;
}
