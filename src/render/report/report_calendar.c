#include "render/report/report_calendar.h"

#include "render/amount.h"
#include "render/figure/calendar_parts.h"
#include "render/figure/calendar_svg.h"
#include "render/part.h"
#include "render/report/report_parts.h"
#include "render/words.h"

enum { FIGURE_MAX = 256 << 20, MINUTES_PER_DAY = 7 * 60, MONEY_STEP = 100000 };

static struct pal_value *hours(const struct pal_report *report, double minutes)
{
    char text[PAL_AMOUNT_TEXT];
    pal_hours_write(minutes / 60, report->language, text);
    return pal_value_text(report->in, text);
}

static struct pal_value *amount(const struct pal_report *report, uint64_t minor_units)
{
    char text[PAL_AMOUNT_TEXT];
    pal_amount_write(minor_units, report->language, text);
    return pal_value_text(report->in, text);
}

struct figure_row {
    struct pal_scored scored;
    struct pal_calendar calendar;
    const struct pal_language *language;
};

static struct pal_value *make_figure(struct pal_values *in, const void *ctx, size_t index)
{
    const struct figure_row *row = ctx;
    struct pal_buf svg;
    (void)index;
    pal_buf_init(&svg, FIGURE_MAX, in->arena->alloc);
    if (pal_calendar_svg(&row->scored, &row->calendar, row->language, in->arena, &svg) != PAL_OK) {
        pal_buf_fail(&svg);
    }
    return pal_report_written(in, &svg);
}

/* The figure, drawn when it is written. */
static struct pal_value *figures(struct pal_report *report, const struct pal_scored *scored,
                                 const struct pal_calendar *calendar)
{
    const struct figure_row row = {*scored, *calendar, report->language};
    return pal_value_rows(report->in, 1, 1, make_figure, &row, sizeof row);
}

/* The steps of a calendar by period, those left undone last, and within a period by actor. */
struct step_order {
    const size_t *steps;
    const size_t *starts; /* of each period, and of what is undone; the last is the count of all */
};

struct step_rows {
    struct pal_calendar calendar;
    const size_t *steps;
    const struct pal_language *language;
};

/* What every row of a step says of it; points come last in each. */
static struct pal_value *step_row(struct pal_values *in, const struct step_rows *rows, size_t area,
                                  size_t step, enum pal_actor actor)
{
    const struct pal_area *of = &rows->calendar.score->assessment->model->areas[area];
    const struct pal_step *rung = &of->ladder->steps[step];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "actor", pal_word_actor(rows->language, actor));
    pal_put_borrowed(row, "area", of->id);
    pal_put_borrowed(row, "area_title", pal_text_in(&of->title, rows->language->lang));
    pal_put_borrowed(row, "step", rung->id);
    pal_put_borrowed(row, "step_title", pal_text_in(&rung->title, rows->language->lang));
    return row;
}

static struct pal_value *make_step(struct pal_values *in, const void *ctx, size_t index)
{
    const struct step_rows *rows = ctx;
    const struct pal_report report = {in, rows->language, in->arena};
    const struct pal_calendar_step *step = &rows->calendar.steps[rows->steps[index]];
    struct pal_value *row = step_row(in, rows, step->area, step->step, step->actor);
    pal_put(row, "hours", hours(&report, step->work));
    pal_put(row, "money", step->money > 0 ? amount(&report, step->money) : pal_value_null(in));
    pal_put_integer(row, "points", step->points);
    return row;
}

/* Puts the steps into their order; false: memory was short. */
static bool order_steps(struct pal_report *report, const struct pal_calendar *calendar,
                        struct step_order *out)
{
    size_t buckets = calendar->budget->period_count + 1;
    size_t *starts = PAL_NEW(report->arena, size_t, buckets + 1);
    size_t *steps = PAL_NEW(report->arena, size_t, calendar->count);
    size_t *next = PAL_NEW(report->arena, size_t, buckets * PAL_ACTOR_COUNT + 1);
    if (starts == NULL || steps == NULL || next == NULL) {
        report->in->failed = true;
        return false;
    }
    for (size_t i = 0; i < calendar->count; i++) {
        const struct pal_calendar_step *step = &calendar->steps[i];
        next[step->period * PAL_ACTOR_COUNT + (size_t)step->actor + 1]++;
    }
    for (size_t i = 1; i <= buckets * PAL_ACTOR_COUNT; i++) {
        next[i] += next[i - 1];
    }
    for (size_t i = 0; i <= buckets; i++) {
        starts[i] = next[i * PAL_ACTOR_COUNT];
    }
    for (size_t i = 0; i < calendar->count; i++) {
        const struct pal_calendar_step *step = &calendar->steps[i];
        steps[next[step->period * PAL_ACTOR_COUNT + (size_t)step->actor]++] = i;
    }
    *out = (struct step_order){steps, starts};
    return true;
}

/* The steps of a period, or those left undone, actor by actor as they stand. */
static struct pal_value *steps(struct pal_report *report, const struct pal_calendar *calendar,
                               const struct step_order *order, size_t period)
{
    size_t first = order->starts[period];
    const struct step_rows rows = {*calendar, order->steps + first, report->language};
    return pal_value_rows(report->in, order->starts[period + 1] - first, PAL_PART_ACTIONS,
                          make_step, &rows, sizeof rows);
}

static struct pal_value *make_built(struct pal_values *in, const void *ctx, size_t index)
{
    const struct step_rows *rows = ctx;
    const struct pal_report report = {in, rows->language, in->arena};
    const struct pal_calendar_built *step = &rows->calendar.built[index];
    struct pal_value *row = step_row(in, rows, step->area, step->step, step->actor);
    pal_put(row, "takes", pal_report_span(&report, step->minutes));
    pal_put_integer(row, "points", step->points);
    return row;
}

/* The missing steps that are built. */
static struct pal_value *built(struct pal_report *report, const struct pal_calendar *calendar)
{
    const struct step_rows rows = {*calendar, NULL, report->language};
    return pal_value_rows(report->in, calendar->built_count, PAL_PART_ACTIONS, make_built, &rows,
                          sizeof rows);
}

/* The money of a period, and what a thousand more of it would be worth. */
static struct pal_value *money_cell(struct pal_report *report, const struct pal_calendar *calendar,
                                    size_t period)
{
    struct pal_value *cell = pal_value_object(report->in);
    bool is_limited = calendar->capacity[PAL_RESOURCE_MONEY] != NULL;
    double worth = is_limited ? calendar->schedule.marginal[PAL_RESOURCE_MONEY][period] : 0;
    pal_put(cell, "used", amount(report, calendar->used[PAL_RESOURCE_MONEY][period]));
    pal_put(cell, "more",
            worth > 0 ? hours(report, worth * MONEY_STEP * 60) : pal_value_null(report->in));
    return cell;
}

/* One row a period: who may work how long, and what a day more would be worth. */
static struct pal_value *periods(struct pal_report *report, const struct pal_calendar *calendar,
                                 const struct step_order *order)
{
    struct pal_value *list = pal_value_list(report->in);
    for (size_t t = 0; t < calendar->period_count; t++) {
        char first[PAL_INSTANT_TEXT];
        char last[PAL_INSTANT_TEXT];
        struct pal_value *row = pal_value_object(report->in);
        struct pal_value *actors = pal_value_list(report->in);
        struct pal_value *done = steps(report, calendar, order, t);
        pal_calendar_dates(calendar->budget, t, first, last);
        for (size_t actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
            struct pal_value *cell = pal_value_object(report->in);
            bool is_limited = calendar->capacity[actor] != NULL;
            double worth = is_limited ? calendar->schedule.marginal[actor][t] : 0;
            pal_put(cell, "used", hours(report, (double)calendar->used[actor][t]));
            pal_put(cell, "day",
                    worth > 0 ? hours(report, worth * MINUTES_PER_DAY * 60)
                              : pal_value_null(report->in));
            pal_add(actors, cell);
        }
        pal_put_integer(row, "number", (int64_t)t + 1);
        pal_put_text(row, "from", first);
        pal_put_text(row, "to", last);
        pal_put(row, "actors", actors);
        pal_put(row, "money", money_cell(report, calendar, t));
        pal_put_boolean(row, "has_steps", pal_value_count(done) > 0);
        pal_put(row, "steps", done);
        pal_add(list, row);
    }
    return list;
}

static struct pal_value *lacking(struct pal_report *report, const struct pal_calendar *calendar)
{
    struct pal_value *list = pal_value_list(report->in);
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        if (calendar->lacking[r] == 0) {
            continue;
        }
        struct pal_value *row = pal_value_object(report->in);
        bool is_money = r == PAL_RESOURCE_MONEY;
        pal_put(row, "money",
                is_money ? amount(report, calendar->lacking[r]) : pal_value_null(report->in));
        pal_put(row, "hours",
                is_money ? pal_value_null(report->in)
                         : hours(report, (double)calendar->lacking[r]));
        pal_put(row, "actor",
                is_money ? pal_value_null(report->in)
                         : pal_value_text(report->in,
                                          pal_word_actor(report->language, (enum pal_actor)r)));
        pal_add(list, row);
    }
    return list;
}

/* What the whole target takes. */
static struct pal_value *whole(struct pal_report *report, const struct pal_calendar *calendar)
{
    struct pal_value *object = pal_value_object(report->in);
    struct pal_value *actors = pal_value_list(report->in);
    struct pal_value *lack = lacking(report, calendar);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        struct pal_value *row = pal_value_object(report->in);
        pal_put_text(row, "actor", pal_word_actor(report->language, (enum pal_actor)actor));
        pal_put(row, "hours", hours(report, (double)calendar->whole[actor]));
        pal_add(actors, row);
    }
    pal_put(object, "actors", actors);
    pal_put(object, "cost", amount(report, calendar->whole_cost));
    if (calendar->met_in < calendar->budget->period_count) {
        char first[PAL_INSTANT_TEXT];
        char last[PAL_INSTANT_TEXT];
        pal_calendar_dates(calendar->budget, calendar->met_in, first, last);
        pal_put_text(object, "met_by", last);
    }
    pal_put_boolean(object, "is_lacking", pal_value_count(lack) > 0);
    pal_put(object, "lacking", lack);
    return object;
}

struct pal_view pal_report_calendar(const struct pal_scored *scored,
                                    const struct pal_calendar *calendar,
                                    const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    const struct pal_assessment *assessment = calendar->score->assessment;
    struct pal_value *page = pal_report_page(&report, assessment->model);
    struct pal_value *data = pal_view_calendar(report.in, scored, calendar, language);
    struct step_order order;
    if (!order_steps(&report, calendar, &order)) {
        return (struct pal_view){"schedule", data, page};
    }
    struct pal_value *undone = steps(&report, calendar, &order, calendar->budget->period_count);
    const char *target = pal_view_target_title(scored, language, in->arena);
    pal_put_text(page, "title", pal_text_in(&assessment->title, language->lang));
    pal_put(page, "target", pal_value_made(in, target));
    pal_put_text(page, "budget", pal_text_in(&calendar->budget->title, language->lang));
    pal_put_text(page, "efforts", pal_text_in(&calendar->efforts->title, language->lang));
    pal_put_text(page, "currency", calendar->efforts->currency);
    pal_put_boolean(page, "is_early", calendar->budget->is_early);
    pal_put_integer(page, "missing", (int64_t)calendar->points_missing);
    pal_put_boolean(page, "has_plan", calendar->count > 0);
    pal_put_integer(page, "undone_count", (int64_t)calendar->undone_count);
    pal_put(page, "figures", figures(&report, scored, calendar));
    pal_put(page, "periods", periods(&report, calendar, &order));
    pal_put_boolean(page, "has_undone", pal_value_count(undone) > 0);
    pal_put(page, "undone", undone);
    pal_put(page, "points_built",
            calendar->points_built > 0
                ? pal_value_integer(report.in, (int64_t)calendar->points_built)
                : pal_value_null(report.in));
    pal_put_boolean(page, "has_built", calendar->built_count > 0);
    pal_put(page, "built", built(&report, calendar));
    pal_put(page, "whole", whole(&report, calendar));
    return (struct pal_view){"schedule", data, page};
}
