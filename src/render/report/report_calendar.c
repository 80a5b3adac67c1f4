#include "render/report/report_calendar.h"

#include "render/amount.h"
#include "render/figure/calendar_parts.h"
#include "render/figure/calendar_svg.h"
#include "render/report/report_parts.h"
#include "render/words.h"

enum { FIGURE_MAX = 256 << 20, MINUTES_PER_DAY = 7 * 60 };

static json_t *hours(const struct pal_report *report, double minutes)
{
    char text[PAL_AMOUNT_TEXT];
    pal_hours_write(minutes / 60, report->language, text);
    return json_string(text);
}

static json_t *amount(const struct pal_report *report, uint64_t minor_units)
{
    char text[PAL_AMOUNT_TEXT];
    pal_amount_write(minor_units, report->language, text);
    return json_string(text);
}

static json_t *figure(struct pal_report *report, const struct pal_scored *scored,
                      const struct pal_calendar *calendar)
{
    struct pal_buf svg;
    json_t *text = NULL;
    pal_buf_init(&svg, FIGURE_MAX, NULL);
    if (pal_calendar_svg(scored, calendar, report->language, report->arena, &svg) == PAL_OK) {
        text = json_stringn(pal_buf_text(&svg), svg.len);
    }
    pal_buf_done(&svg);
    return text;
}

/* The steps of a period, or those left undone, actor by actor as they stand. */
static json_t *steps(struct pal_report *report, const struct pal_calendar *calendar, size_t period)
{
    const struct pal_model *model = calendar->score->assessment->model;
    json_t *list = json_array();
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        for (size_t i = 0; i < calendar->count; i++) {
            const struct pal_calendar_step *step = &calendar->steps[i];
            if (step->period != period || (int)step->actor != actor) {
                continue;
            }
            const struct pal_area *area = &model->areas[step->area];
            const struct pal_step *rung = &area->ladder->steps[step->step];
            json_t *row = json_object();
            pal_report_put(report, row, "actor",
                           json_string(pal_word_actor(report->language, step->actor)));
            pal_report_put(report, row, "area", json_string(area->id));
            pal_report_put(report, row, "area_title",
                           json_string(pal_text_in(&area->title, report->language->lang)));
            pal_report_put(report, row, "step", json_string(rung->id));
            pal_report_put(report, row, "step_title",
                           json_string(pal_text_in(&rung->title, report->language->lang)));
            pal_report_put(report, row, "hours", hours(report, step->work));
            pal_report_put(report, row, "money",
                           step->money > 0 ? amount(report, step->money) : json_null());
            pal_report_put(report, row, "points", json_integer(step->points));
            pal_report_append(report, list, row);
        }
    }
    return list;
}

/* The missing steps that are built. */
static json_t *built(struct pal_report *report, const struct pal_calendar *calendar)
{
    const struct pal_model *model = calendar->score->assessment->model;
    json_t *list = json_array();
    for (size_t i = 0; i < calendar->built_count; i++) {
        const struct pal_calendar_built *step = &calendar->built[i];
        const struct pal_area *area = &model->areas[step->area];
        const struct pal_step *rung = &area->ladder->steps[step->step];
        json_t *row = json_object();
        pal_report_put(report, row, "actor",
                       json_string(pal_word_actor(report->language, step->actor)));
        pal_report_put(report, row, "area", json_string(area->id));
        pal_report_put(report, row, "area_title",
                       json_string(pal_text_in(&area->title, report->language->lang)));
        pal_report_put(report, row, "step", json_string(rung->id));
        pal_report_put(report, row, "step_title",
                       json_string(pal_text_in(&rung->title, report->language->lang)));
        pal_report_put(report, row, "takes", pal_report_span(report, step->minutes));
        pal_report_put(report, row, "points", json_integer(step->points));
        pal_report_append(report, list, row);
    }
    return list;
}

/* One row a period: who may work how long, and what a day more would be worth. */
static json_t *periods(struct pal_report *report, const struct pal_calendar *calendar)
{
    json_t *list = json_array();
    for (size_t t = 0; t < calendar->period_count; t++) {
        char first[PAL_INSTANT_TEXT];
        char last[PAL_INSTANT_TEXT];
        json_t *row = json_object();
        json_t *actors = json_array();
        json_t *done = steps(report, calendar, t);
        pal_calendar_dates(calendar->budget, t, first, last);
        for (size_t actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
            json_t *cell = json_object();
            bool is_limited = calendar->capacity[actor] != NULL;
            double worth = is_limited ? calendar->schedule.marginal[actor][t] : 0;
            pal_report_put(report, cell, "used", hours(report, (double)calendar->used[actor][t]));
            pal_report_put(report, cell, "day",
                           worth > 0 ? hours(report, worth * MINUTES_PER_DAY * 60) : json_null());
            pal_report_append(report, actors, cell);
        }
        pal_report_put(report, row, "number", json_integer((json_int_t)t + 1));
        pal_report_put(report, row, "from", json_string(first));
        pal_report_put(report, row, "to", json_string(last));
        pal_report_put(report, row, "actors", actors);
        pal_report_put(report, row, "has_steps", json_boolean(json_array_size(done) > 0));
        pal_report_put(report, row, "steps", done);
        pal_report_append(report, list, row);
    }
    return list;
}

static json_t *lacking(struct pal_report *report, const struct pal_calendar *calendar)
{
    json_t *list = json_array();
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        if (calendar->lacking[r] == 0) {
            continue;
        }
        json_t *row = json_object();
        bool is_money = r == PAL_RESOURCE_MONEY;
        pal_report_put(report, row, "money",
                       is_money ? amount(report, calendar->lacking[r]) : json_null());
        pal_report_put(report, row, "hours",
                       is_money ? json_null() : hours(report, (double)calendar->lacking[r]));
        pal_report_put(report, row, "actor",
                       is_money ? json_null()
                                : json_string(pal_word_actor(report->language, (enum pal_actor)r)));
        pal_report_append(report, list, row);
    }
    return list;
}

/* What the whole target takes. */
static json_t *whole(struct pal_report *report, const struct pal_calendar *calendar)
{
    json_t *object = json_object();
    json_t *actors = json_array();
    json_t *lack = lacking(report, calendar);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        json_t *row = json_object();
        pal_report_put(report, row, "actor",
                       json_string(pal_word_actor(report->language, (enum pal_actor)actor)));
        pal_report_put(report, row, "hours", hours(report, (double)calendar->whole[actor]));
        pal_report_append(report, actors, row);
    }
    pal_report_put(report, object, "actors", actors);
    pal_report_put(report, object, "cost", amount(report, calendar->whole_cost));
    if (calendar->met_in < calendar->budget->period_count) {
        char first[PAL_INSTANT_TEXT];
        char last[PAL_INSTANT_TEXT];
        pal_calendar_dates(calendar->budget, calendar->met_in, first, last);
        pal_report_put(report, object, "met_by", json_string(last));
    }
    pal_report_put(report, object, "is_lacking", json_boolean(json_array_size(lack) > 0));
    pal_report_put(report, object, "lacking", lack);
    return object;
}

enum pal_rc pal_report_calendar(const struct pal_scored *scored,
                                const struct pal_calendar *calendar,
                                const struct pal_templates *templates,
                                const struct pal_language *language, struct pal_arena *arena,
                                struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    const struct pal_assessment *assessment = calendar->score->assessment;
    json_t *page = pal_report_page(&report, assessment->model);
    json_t *data = pal_view_calendar(scored, calendar, language);
    json_t *undone = steps(&report, calendar, calendar->budget->period_count);
    const char *target = pal_view_target_title(scored, language, arena);
    pal_report_put(&report, page, "title",
                   json_string(pal_text_in(&assessment->title, language->lang)));
    pal_report_put(&report, page, "target", target != NULL ? json_string(target) : NULL);
    pal_report_put(&report, page, "budget",
                   json_string(pal_text_in(&calendar->budget->title, language->lang)));
    pal_report_put(&report, page, "efforts",
                   json_string(pal_text_in(&calendar->efforts->title, language->lang)));
    pal_report_put(&report, page, "currency", json_string(calendar->efforts->currency));
    pal_report_put(&report, page, "is_early", json_boolean(calendar->budget->is_early));
    pal_report_put(&report, page, "missing", json_integer((json_int_t)calendar->points_missing));
    pal_report_put(&report, page, "figure", figure(&report, scored, calendar));
    pal_report_put(&report, page, "periods", periods(&report, calendar));
    pal_report_put(&report, page, "has_undone", json_boolean(json_array_size(undone) > 0));
    pal_report_put(&report, page, "undone", undone);
    pal_report_put(&report, page, "points_built",
                   calendar->points_built > 0 ? json_integer((json_int_t)calendar->points_built)
                                              : json_null());
    pal_report_put(&report, page, "has_built", json_boolean(calendar->built_count > 0));
    pal_report_put(&report, page, "built", built(&report, calendar));
    pal_report_put(&report, page, "whole", whole(&report, calendar));
    return pal_report_render(&report, "schedule", data, page, out);
}
