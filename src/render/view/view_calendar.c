/* view_calendar - the best plan within a budget as JSON. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "render/figure/calendar_parts.h"
#include "render/part.h"
#include "render/view/view.h"
#include "render/view/view_parts.h"

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

/* Which step it is: what every row of one begins with. */
static struct pal_value *view_step(struct pal_values *in, const struct pal_calendar *calendar,
                                   size_t at, size_t step, const struct pal_language *language)
{
    const struct pal_area *area = &calendar->score->assessment->model->areas[at];
    const struct pal_step *rung = &area->ladder->steps[step];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "area", area->id);
    pal_put(row, "area_title", pal_view_in_language(in, &area->title, language));
    pal_put_borrowed(row, "step", rung->id);
    pal_put(row, "step_title", pal_view_in_language(in, &rung->title, language));
    return row;
}

static struct pal_value *view_planned(struct pal_values *in, const struct pal_calendar *calendar,
                                      const struct pal_calendar_step *step,
                                      const struct pal_language *language)
{
    bool is_planned = step->period < calendar->period_count;
    struct pal_value *row = view_step(in, calendar, step->area, step->step, language);
    pal_put_borrowed(row, "actor", pal_actor_ids[step->actor]);
    pal_put_integer(row, "points", (int64_t)(step->points));
    pal_put_integer(row, "work_minutes", (int64_t)(step->work));
    pal_put_integer(row, "money", (int64_t)(step->money));
    pal_put(row, "period",
            is_planned ? pal_value_integer(in, (int64_t)(step->period + 1)) : pal_value_null(in));
    return row;
}

static struct pal_value *view_period(struct pal_values *in, const struct pal_calendar *calendar,
                                     size_t period)
{
    char first[PAL_INSTANT_TEXT];
    char last[PAL_INSTANT_TEXT];
    struct pal_value *row = pal_value_object(in);
    struct pal_value *used = pal_value_object(in);
    struct pal_value *capacity = pal_value_object(in);
    struct pal_value *marginal = pal_value_object(in);
    pal_calendar_dates(calendar->budget, period, first, last);
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        const char *id = pal_resource_ids[r];
        bool is_limited = calendar->capacity[r] != NULL;
        pal_put_integer(used, id, (int64_t)(calendar->used[r][period]));
        pal_put(capacity, id,
                is_limited ? pal_value_integer(in, (int64_t)(calendar->capacity[r][period]))
                           : pal_value_null(in));
        double each = is_limited ? calendar->schedule.marginal[r][period] : 0;
        pal_put(marginal, id,
                is_limited ? pal_value_real(in, (double)(uint64_t)(each * 1e9 + 0.5) / 1e9)
                           : pal_value_null(in));
    }
    pal_put_integer(row, "period", (int64_t)(period + 1));
    pal_put_text(row, "from", first);
    pal_put_text(row, "to", last);
    pal_put(row, "used", used);
    pal_put(row, "come_in_by_the_end", capacity);
    pal_put(row, "worth_of_one_more", marginal);
    return row;
}

/* A missing step that is built and waits to be activated. */
static struct pal_value *view_built(struct pal_values *in, const struct pal_calendar *calendar,
                                    const struct pal_calendar_built *step,
                                    const struct pal_language *language)
{
    struct pal_value *row = view_step(in, calendar, step->area, step->step, language);
    pal_put_borrowed(row, "actor", pal_actor_ids[step->actor]);
    pal_put_integer(row, "points", (int64_t)(step->points));
    pal_put_integer(row, "activation_minutes", (int64_t)(step->minutes));
    return row;
}

static struct pal_value *view_whole(struct pal_values *in, const struct pal_calendar *calendar)
{
    struct pal_value *whole = pal_value_object(in);
    struct pal_value *takes = pal_value_object(in);
    struct pal_value *lacking = pal_value_object(in);
    bool is_met = calendar->met_in < calendar->budget->period_count;
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        pal_put_integer(takes, pal_resource_ids[r], (int64_t)(calendar->whole[r]));
        pal_put_integer(lacking, pal_resource_ids[r], (int64_t)(calendar->lacking[r]));
    }
    pal_put_integer(whole, "points", (int64_t)(calendar->points_missing));
    pal_put_integer(whole, "points_built", (int64_t)(calendar->points_built));
    pal_put(whole, "takes", takes);
    pal_put_integer(whole, "cost", (int64_t)(calendar->whole_cost));
    pal_put(whole, "first_met_in_period",
            is_met ? pal_value_integer(in, (int64_t)(calendar->met_in + 1)) : pal_value_null(in));
    pal_put(whole, "lacking", lacking);
    return whole;
}

struct calendar_rows {
    struct pal_calendar calendar;
    const struct pal_language *language;
};

static struct pal_value *make_planned(struct pal_values *in, const void *ctx, size_t index)
{
    const struct calendar_rows *rows = ctx;
    return view_planned(in, &rows->calendar, &rows->calendar.steps[index], rows->language);
}

static struct pal_value *make_built(struct pal_values *in, const void *ctx, size_t index)
{
    const struct calendar_rows *rows = ctx;
    return view_built(in, &rows->calendar, &rows->calendar.built[index], rows->language);
}

struct pal_value *pal_view_calendar(struct pal_values *in, const struct pal_scored *scored,
                                    const struct pal_calendar *calendar,
                                    const struct pal_language *language)
{
    const struct pal_assessment *assessment = calendar->score->assessment;
    struct pal_value *object = pal_value_object(in);
    struct pal_value *periods = pal_value_list(in);
    const struct calendar_rows rows = {*calendar, language};
    pal_put_borrowed(object, "assessment", assessment->id);
    pal_put_borrowed(object, "provider", assessment->provider);
    pal_put_borrowed(object, "project", assessment->project);
    pal_put_borrowed(object, "model", assessment->model->id);
    pal_put_borrowed(object, "profile", scored->profile->id);
    pal_put_borrowed(object, "alert", scored->alert);
    pal_put_borrowed(object, "basis", pal_basis_ids[calendar->score->basis]);
    pal_put(object, "effort", pal_view_efforts(in, calendar->efforts, language));
    pal_put_borrowed(object, "budget", calendar->budget->id);
    pal_put_borrowed(object, "counts", calendar->budget->is_early ? "early" : "end");
    pal_put_integer(object, "value", (int64_t)(calendar->schedule.value));
    pal_put_integer(object, "bound", (int64_t)(calendar->schedule.bound));
    pal_put_boolean(object, "optimal", calendar->schedule.is_optimal);
    pal_put_integer(object, "points_planned", (int64_t)(calendar->points_planned));
    for (size_t t = 0; t < calendar->period_count; t++) {
        pal_add(periods, view_period(in, calendar, t));
    }
    pal_put(object, "periods", periods);
    pal_put(
        object, "steps",
        pal_value_rows(in, calendar->count, PAL_PART_ACTIONS, make_planned, &rows, sizeof rows));
    pal_put(object, "to_activate",
            pal_value_rows(in, calendar->built_count, PAL_PART_ACTIONS, make_built, &rows,
                           sizeof rows));
    pal_put(object, "whole_target", view_whole(in, calendar));
    pal_put_borrowed(object, "notice", assessment->model->notice);
    return object;
}
