#include "render/report/report_calendar.h"

#include "render/amount.h"
#include "render/figure/calendar_parts.h"
#include "render/figure/calendar_svg.h"
#include "render/report/report_parts.h"
#include "render/words.h"

enum { FIGURE_MAX = 256 << 20, MINUTES_PER_DAY = 7 * 60 };

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

static struct pal_value *figure(struct pal_report *report, const struct pal_scored *scored,
                                const struct pal_calendar *calendar)
{
    struct pal_buf svg;
    struct pal_value *text = NULL;
    pal_buf_init(&svg, FIGURE_MAX, NULL);
    if (pal_calendar_svg(scored, calendar, report->language, report->arena, &svg) == PAL_OK) {
        text = pal_value_text_n(report->in, pal_buf_text(&svg), svg.len);
    }
    pal_buf_done(&svg);
    return text;
}

/* What every row of a step says of it; points come last in each. */
static struct pal_value *step_row(struct pal_report *report, const struct pal_area *area,
                                  size_t step, enum pal_actor actor)
{
    const struct pal_step *rung = &area->ladder->steps[step];
    struct pal_value *row = pal_value_object(report->in);
    pal_put_text(row, "actor", pal_word_actor(report->language, actor));
    pal_put_text(row, "area", area->id);
    pal_put_text(row, "area_title", pal_text_in(&area->title, report->language->lang));
    pal_put_text(row, "step", rung->id);
    pal_put_text(row, "step_title", pal_text_in(&rung->title, report->language->lang));
    return row;
}

/* The steps of a period, or those left undone, actor by actor as they stand. */
static struct pal_value *steps(struct pal_report *report, const struct pal_calendar *calendar,
                               size_t period)
{
    const struct pal_model *model = calendar->score->assessment->model;
    struct pal_value *list = pal_value_list(report->in);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        for (size_t i = 0; i < calendar->count; i++) {
            const struct pal_calendar_step *step = &calendar->steps[i];
            if (step->period != period || (int)step->actor != actor) {
                continue;
            }
            struct pal_value *row =
                step_row(report, &model->areas[step->area], step->step, step->actor);
            pal_put(row, "hours", hours(report, step->work));
            pal_put(row, "money",
                    step->money > 0 ? amount(report, step->money) : pal_value_null(report->in));
            pal_put_integer(row, "points", step->points);
            pal_add(list, row);
        }
    }
    return list;
}

/* The missing steps that are built. */
static struct pal_value *built(struct pal_report *report, const struct pal_calendar *calendar)
{
    const struct pal_model *model = calendar->score->assessment->model;
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = 0; i < calendar->built_count; i++) {
        const struct pal_calendar_built *step = &calendar->built[i];
        struct pal_value *row =
            step_row(report, &model->areas[step->area], step->step, step->actor);
        pal_put(row, "takes", pal_report_span(report, step->minutes));
        pal_put_integer(row, "points", step->points);
        pal_add(list, row);
    }
    return list;
}

/* One row a period: who may work how long, and what a day more would be worth. */
static struct pal_value *periods(struct pal_report *report, const struct pal_calendar *calendar)
{
    struct pal_value *list = pal_value_list(report->in);
    for (size_t t = 0; t < calendar->period_count; t++) {
        char first[PAL_INSTANT_TEXT];
        char last[PAL_INSTANT_TEXT];
        struct pal_value *row = pal_value_object(report->in);
        struct pal_value *actors = pal_value_list(report->in);
        struct pal_value *done = steps(report, calendar, t);
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
    struct pal_value *undone = steps(&report, calendar, calendar->budget->period_count);
    const char *target = pal_view_target_title(scored, language, in->arena);
    pal_put_text(page, "title", pal_text_in(&assessment->title, language->lang));
    pal_put(page, "target", pal_value_made(in, target));
    pal_put_text(page, "budget", pal_text_in(&calendar->budget->title, language->lang));
    pal_put_text(page, "efforts", pal_text_in(&calendar->efforts->title, language->lang));
    pal_put_text(page, "currency", calendar->efforts->currency);
    pal_put_boolean(page, "is_early", calendar->budget->is_early);
    pal_put_integer(page, "missing", (int64_t)calendar->points_missing);
    pal_put(page, "figure", figure(&report, scored, calendar));
    pal_put(page, "periods", periods(&report, calendar));
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
