/* view_calendar - the best plan within a budget as JSON. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "render/figure/calendar_parts.h"
#include "render/view/view.h"
#include "render/view/view_parts.h"

const char *const pal_resource_ids[PAL_RESOURCE_COUNT] = {
    "provider_minutes", "project_manager_minutes", "expert_minutes", "money"};

void pal_calendar_dates(const struct pal_budget *budget, size_t period,
                        char first[PAL_INSTANT_TEXT], char last[PAL_INSTANT_TEXT])
{
    enum { MINUTES_PER_DAY = 1440 };
    unsigned months = budget->months_per_period;
    pal_instant_write(pal_instant_add_months(budget->start_at, (unsigned)period * months), first);
    pal_instant_write(pal_instant_add_months(budget->start_at, (unsigned)(period + 1) * months) -
                          MINUTES_PER_DAY,
                      last);
}

void pal_calendar_closed(const struct pal_calendar *calendar, const struct pal_language *language,
                         char *out, size_t room)
{
    int used = snprintf(out, room, pal_tr(language, "%llu of %llu missing points are closed"),
                        (unsigned long long)calendar->points_planned,
                        (unsigned long long)calendar->points_missing);
    if (calendar->points_built > 0 && used > 0 && (size_t)used < room) {
        (void)snprintf(out + used, room - (size_t)used,
                       pal_tr(language, "; %llu more are built and wait to be activated"),
                       (unsigned long long)calendar->points_built);
    }
}

static json_t *view_step(const struct pal_calendar *calendar, const struct pal_calendar_step *step,
                         const struct pal_language *language, bool *failed)
{
    const struct pal_area *area = &calendar->score->assessment->model->areas[step->area];
    bool is_planned = step->period < calendar->period_count;
    json_t *row = json_object();
    pal_view_put(row, "area", json_string(area->id), failed);
    pal_view_put(row, "area_title", pal_json_in_language(&area->title, language), failed);
    pal_view_put(row, "step", json_string(area->ladder->steps[step->step].id), failed);
    pal_view_put(row, "step_title",
                 pal_json_in_language(&area->ladder->steps[step->step].title, language), failed);
    pal_view_put(row, "actor", json_string(pal_actor_ids[step->actor]), failed);
    pal_view_put(row, "points", pal_json_number(step->points), failed);
    pal_view_put(row, "work_minutes", pal_json_number(step->work), failed);
    pal_view_put(row, "money", pal_json_number(step->money), failed);
    pal_view_put(row, "period", is_planned ? pal_json_number(step->period + 1) : json_null(),
                 failed);
    return row;
}

static json_t *view_period(const struct pal_calendar *calendar, size_t period, bool *failed)
{
    char first[PAL_INSTANT_TEXT];
    char last[PAL_INSTANT_TEXT];
    json_t *row = json_object();
    json_t *used = json_object();
    json_t *capacity = json_object();
    json_t *marginal = json_object();
    pal_calendar_dates(calendar->budget, period, first, last);
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        const char *id = pal_resource_ids[r];
        bool is_limited = calendar->capacity[r] != NULL;
        pal_view_put(used, id, pal_json_number(calendar->used[r][period]), failed);
        pal_view_put(capacity, id,
                     is_limited ? pal_json_number(calendar->capacity[r][period]) : json_null(),
                     failed);
        double each = is_limited ? calendar->schedule.marginal[r][period] : 0;
        pal_view_put(marginal, id,
                     is_limited ? json_real((double)(uint64_t)(each * 1e9 + 0.5) / 1e9)
                                : json_null(),
                     failed);
    }
    pal_view_put(row, "period", pal_json_number(period + 1), failed);
    pal_view_put(row, "from", json_string(first), failed);
    pal_view_put(row, "to", json_string(last), failed);
    pal_view_put(row, "used", used, failed);
    pal_view_put(row, "come_in_by_the_end", capacity, failed);
    pal_view_put(row, "worth_of_one_more", marginal, failed);
    return row;
}

/* A missing step that is built and waits to be activated. */
static json_t *view_built(const struct pal_calendar *calendar,
                          const struct pal_calendar_built *step,
                          const struct pal_language *language, bool *failed)
{
    const struct pal_area *area = &calendar->score->assessment->model->areas[step->area];
    json_t *row = json_object();
    pal_view_put(row, "area", json_string(area->id), failed);
    pal_view_put(row, "area_title", pal_json_in_language(&area->title, language), failed);
    pal_view_put(row, "step", json_string(area->ladder->steps[step->step].id), failed);
    pal_view_put(row, "step_title",
                 pal_json_in_language(&area->ladder->steps[step->step].title, language), failed);
    pal_view_put(row, "actor", json_string(pal_actor_ids[step->actor]), failed);
    pal_view_put(row, "points", pal_json_number(step->points), failed);
    pal_view_put(row, "activation_minutes", pal_json_number(step->minutes), failed);
    return row;
}

static json_t *view_whole(const struct pal_calendar *calendar, bool *failed)
{
    json_t *whole = json_object();
    json_t *takes = json_object();
    json_t *lacking = json_object();
    bool is_met = calendar->met_in < calendar->budget->period_count;
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        pal_view_put(takes, pal_resource_ids[r], pal_json_number(calendar->whole[r]), failed);
        pal_view_put(lacking, pal_resource_ids[r], pal_json_number(calendar->lacking[r]), failed);
    }
    pal_view_put(whole, "points", pal_json_number(calendar->points_missing), failed);
    pal_view_put(whole, "points_built", pal_json_number(calendar->points_built), failed);
    pal_view_put(whole, "takes", takes, failed);
    pal_view_put(whole, "cost", pal_json_number(calendar->whole_cost), failed);
    pal_view_put(whole, "first_met_in_period",
                 is_met ? pal_json_number(calendar->met_in + 1) : json_null(), failed);
    pal_view_put(whole, "lacking", lacking, failed);
    return whole;
}

json_t *pal_view_calendar(const struct pal_scored *scored, const struct pal_calendar *calendar,
                          const struct pal_language *language)
{
    bool failed = false;
    const struct pal_assessment *assessment = calendar->score->assessment;
    json_t *object = json_object();
    json_t *periods = json_array();
    json_t *steps = json_array();
    json_t *built = json_array();
    pal_view_put(object, "assessment", json_string(assessment->id), &failed);
    pal_view_put(object, "provider", json_string(assessment->provider), &failed);
    pal_view_put(object, "project", json_string(assessment->project), &failed);
    pal_view_put(object, "model", json_string(assessment->model->id), &failed);
    pal_view_put(object, "profile", json_string(scored->profile->id), &failed);
    pal_view_put(object, "alert", pal_json_text(scored->alert), &failed);
    pal_view_put(object, "basis", json_string(pal_basis_ids[calendar->score->basis]), &failed);
    pal_view_put(object, "effort", pal_view_efforts(calendar->efforts, language), &failed);
    pal_view_put(object, "budget", json_string(calendar->budget->id), &failed);
    pal_view_put(object, "counts", json_string(calendar->budget->is_early ? "early" : "end"),
                 &failed);
    pal_view_put(object, "value", pal_json_number(calendar->schedule.value), &failed);
    pal_view_put(object, "bound", pal_json_number(calendar->schedule.bound), &failed);
    pal_view_put(object, "optimal", json_boolean(calendar->schedule.is_optimal), &failed);
    pal_view_put(object, "points_planned", pal_json_number(calendar->points_planned), &failed);
    for (size_t t = 0; t < calendar->period_count; t++) {
        pal_json_append(periods, view_period(calendar, t, &failed), &failed);
    }
    for (size_t i = 0; i < calendar->count; i++) {
        pal_json_append(steps, view_step(calendar, &calendar->steps[i], language, &failed),
                        &failed);
    }
    pal_view_put(object, "periods", periods, &failed);
    for (size_t i = 0; i < calendar->built_count; i++) {
        pal_json_append(built, view_built(calendar, &calendar->built[i], language, &failed),
                        &failed);
    }
    pal_view_put(object, "steps", steps, &failed);
    pal_view_put(object, "to_activate", built, &failed);
    pal_view_put(object, "whole_target", view_whole(calendar, &failed), &failed);
    pal_view_put(object, "notice", pal_json_text(assessment->model->notice), &failed);
    return pal_json_finish(object, failed);
}
