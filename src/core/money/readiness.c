#include "core/money/readiness.h"

const char *const pal_readiness_ids[PAL_READINESS_COUNT] = {"ready", "no-delay-stated", "too-slow",
                                                            "steps-missing"};

static pal_mask target_at(const struct pal_posture *posture, size_t level, size_t area)
{
    const struct pal_profile *profile = posture->profile;
    return profile->targets[profile->alert_level_count > 0 ? level : 0][area] &
           posture->areas[area].applicable;
}

static pal_mask switchable_steps(const struct pal_efforts *efforts, const struct pal_area *area)
{
    pal_mask mask = 0;
    for (size_t i = 0; i < area->ladder->count; i++) {
        mask |= (pal_mask)efforts->steps[area->first_step + i].is_switchable << i;
    }
    return mask;
}

/* The steps that are active in an area at a level; a standard process is active once achieved. */
static pal_mask active_at(const struct pal_posture *posture, size_t level, size_t index,
                          pal_mask switchable)
{
    const struct pal_posture_area *area = &posture->areas[index];
    pal_mask standard = area->achieved & ~switchable;
    if (level == posture->level) {
        return (area->active & switchable) | standard;
    }
    pal_mask demanded = target_at(posture, level, index) & switchable;
    bool is_silent = posture->assessment->active.areas[index] == PAL_AREA_ABSENT;
    return standard | (is_silent ? area->achieved : 0) |
           ((area->achieved | area->prepared) & demanded);
}

struct work {
    const struct pal_posture *posture;
    const struct pal_efforts *efforts;
    size_t from;
    size_t to;
};

static struct pal_level_step step_of(const struct work *work, size_t index, size_t step)
{
    const struct pal_assessment *assessment = work->posture->assessment;
    size_t at = assessment->model->areas[index].first_step + step;
    return (struct pal_level_step){
        .area = index, .step = step, .actor = (enum pal_actor)assessment->actors[at]};
}

static int64_t saving_of(const struct work *work, const struct pal_level_step *step)
{
    const struct pal_model *model = work->posture->assessment->model;
    struct pal_step_cost cost = pal_effort_cost(
        work->efforts, model->areas[step->area].first_step + step->step, step->actor, true);
    return (int64_t)cost.running - (int64_t)cost.standby;
}

/* One area of a change. Where `out` has no lists, it is only counted. */
static void add_area(const struct work *work, size_t index, struct pal_level_change *out)
{
    const struct pal_area *area = &work->posture->assessment->model->areas[index];
    const struct pal_posture_area *state = &work->posture->areas[index];
    pal_mask switchable = switchable_steps(work->efforts, area);
    pal_mask active = active_at(work->posture, work->from, index, switchable);
    pal_mask target = target_at(work->posture, work->to, index);
    pal_mask can = (state->achieved | state->prepared) & switchable;
    uint64_t minutes = 0;
    for (size_t i = 0; i < area->ladder->count; i++) {
        pal_mask bit = (pal_mask)1 << i;
        struct pal_level_step step = step_of(work, index, i);
        bool is_wanted = (target & bit) != 0 && (active & bit) == 0;
        if (is_wanted && (can & bit) != 0) {
            minutes +=
                work->efforts->steps[area->first_step + i].values[PAL_EFFORT_ACTIVATION_TIME];
            step.minutes = minutes;
            if (out->activate != NULL) {
                out->activate[out->activate_count] = step;
            }
            out->activate_count++;
        } else if (is_wanted) {
            if (out->missing != NULL) {
                out->missing[out->missing_count] = step;
            }
            out->missing_count++;
        } else if ((active & ~target & switchable & bit) != 0) {
            step.saving = saving_of(work, &step);
            out->saving += step.saving;
            if (out->stand_down != NULL) {
                out->stand_down[out->stand_down_count] = step;
            }
            out->stand_down_count++;
        }
    }
    if (minutes > out->minutes) {
        out->minutes = minutes;
        out->longest_area = index;
    }
}

static enum pal_readiness verdict_of(const struct pal_level_change *change)
{
    if (change->missing_count > 0) {
        return PAL_READY_MISSING;
    }
    if (change->delay_minutes == PAL_ALERT_NOT_STATED && change->activate_count > 0) {
        return PAL_READY_NO_DELAY;
    }
    return change->minutes <= change->delay_minutes ? PAL_READY : PAL_READY_TOO_SLOW;
}

static void fill(const struct work *work, struct pal_level_change *out)
{
    const struct pal_model *model = work->posture->assessment->model;
    out->from = work->from;
    out->to = work->to;
    out->delay_minutes = pal_alert_delay(work->posture->profile->scheme, work->from, work->to);
    for (size_t i = 0; i < model->area_count; i++) {
        if (work->posture->areas[i].is_applicable) {
            add_area(work, i, out);
        }
    }
    out->verdict = verdict_of(out);
}

enum pal_rc pal_level_change_compute(const struct pal_posture *posture,
                                     const struct pal_efforts *efforts, size_t to,
                                     struct pal_arena *arena, struct pal_level_change *out)
{
    struct work work = {posture, efforts, posture->level, to};
    size_t steps = posture->assessment->model->step_count;
    *out = (struct pal_level_change){.activate = PAL_NEW(arena, struct pal_level_step, steps),
                                     .missing = PAL_NEW(arena, struct pal_level_step, steps),
                                     .stand_down = PAL_NEW(arena, struct pal_level_step, steps)};
    if (out->activate == NULL || out->missing == NULL || out->stand_down == NULL) {
        return PAL_E_MEMORY;
    }
    fill(&work, out);
    return PAL_OK;
}

enum pal_rc pal_readiness_compute(const struct pal_posture *posture,
                                  const struct pal_efforts *efforts, struct pal_arena *arena,
                                  struct pal_level_change **out, size_t *count)
{
    size_t levels = posture->profile->scheme->level_count;
    *count = 0;
    *out = PAL_NEW(arena, struct pal_level_change, levels * levels);
    if (*out == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t from = 0; from < levels; from++) {
        for (size_t to = 0; to < levels; to++) {
            if (from != to) {
                struct work work = {posture, efforts, from, to};
                fill(&work, &(*out)[(*count)++]);
            }
        }
    }
    return PAL_OK;
}
