#include "render/report/report_means.h"

#include <stdio.h>

#include "base/date.h"
#include "render/amount.h"
#include "render/cost_words.h"
#include "render/figure/calendar_parts.h"
#include "render/report/report_parts.h"
#include "render/words.h"

enum { MINUTES_PER_HOUR = 60, NUMBER_TEXT = 32 };

static struct pal_value *hours(const struct pal_report *report, uint64_t minutes)
{
    char text[PAL_AMOUNT_TEXT];
    pal_hours_write((double)minutes / MINUTES_PER_HOUR, report->language, text);
    return pal_value_text(report->in, text);
}

static struct pal_value *amount(const struct pal_report *report, uint64_t minor_units)
{
    char text[PAL_AMOUNT_TEXT];
    pal_amount_write(minor_units, report->language, text);
    return pal_value_text(report->in, text);
}

/* Hours of work, or money. */
static struct pal_value *resource(const struct pal_report *report, size_t which, uint64_t value)
{
    return which == PAL_RESOURCE_MONEY ? amount(report, value) : hours(report, value);
}

/* ---------------------------------------------------------------------------------- budget */

static void add_resource(const struct pal_report *report, const struct pal_budget *budget,
                         size_t which, struct pal_value *rows)
{
    struct pal_value *row = pal_add_object(rows);
    struct pal_value *cells = pal_put_list(row, "cells");
    const bool is_limited = pal_budget_limits(budget, which);
    uint64_t sum = 0;
    pal_put_text(row, "title",
                 which == PAL_RESOURCE_MONEY
                     ? pal_tr(report->language, "money")
                     : pal_word_actor(report->language, (enum pal_actor)which));
    pal_put_boolean(row, "is_work", which != PAL_RESOURCE_MONEY);
    pal_put_boolean(row, "is_free", !is_limited);
    for (size_t t = 0; t < budget->period_count && is_limited; t++) {
        sum += budget->amounts[which][t];
        pal_add(cells, resource(report, which, budget->amounts[which][t]));
    }
    pal_put(row, "sum", is_limited ? resource(report, which, sum) : pal_value_null(report->in));
}

struct pal_value *pal_report_budget(const struct pal_budget *budget,
                                    const struct pal_language *language, struct pal_values *in)
{
    const struct pal_report report = {in, language, in->arena};
    struct pal_value *means = pal_value_object(in);
    struct pal_value *page = pal_put_object(means, "budget");
    struct pal_value *periods = pal_put_list(page, "periods");
    for (size_t t = 0; t < budget->period_count; t++) {
        char first[PAL_INSTANT_TEXT];
        char last[PAL_INSTANT_TEXT];
        struct pal_value *row = pal_add_object(periods);
        pal_calendar_dates(budget, t, first, last);
        pal_put_integer(row, "number", (int64_t)t + 1);
        pal_put_text(row, "from", first);
        pal_put_text(row, "to", last);
    }
    struct pal_value *rows = pal_put_list(page, "rows");
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        add_resource(&report, budget, r, rows);
    }
    pal_put_boolean(page, "is_early", budget->is_early);
    pal_put_integer(page, "all", (int64_t)budget->period_count + 1);
    return means;
}

/* ---------------------------------------------------------------------------------- outlook */

static void put_history(struct pal_report *report, const struct pal_outlook *outlook,
                        struct pal_span shown, struct pal_value *page)
{
    const struct pal_history *history = &outlook->history;
    struct pal_value *rows = pal_put_list(page, "rows");
    for (size_t i = shown.first; i < shown.first + shown.count; i++) {
        const struct pal_history_change *change = &history->changes[i];
        const uint64_t end =
            i + 1 < history->count ? history->changes[i + 1].at_minutes : history->end_minutes;
        char from[PAL_INSTANT_TEXT];
        char to[PAL_INSTANT_TEXT];
        struct pal_value *row = pal_add_object(rows);
        pal_cost_instant(outlook->start_at + change->at_minutes, from);
        pal_cost_instant(outlook->start_at + end, to);
        pal_put_text(row, "from", from);
        pal_put_text(row, "to", to);
        pal_put(row, "level", pal_report_level(report, &outlook->scheme->levels[change->level]));
        pal_put(row, "lasts", pal_report_span(report, end - change->at_minutes));
    }
    pal_put(page, "count",
            pal_value_made(report->in,
                           pal_arena_printf(report->arena,
                                            pal_tr_n(report->language, "%zu change of the level",
                                                     "%zu changes of the level", history->count),
                                            history->count)));
}

/* "3", "0.5": changes a year. */
static struct pal_value *rate(const struct pal_report *report, double per_year)
{
    char text[NUMBER_TEXT];
    (void)snprintf(text, sizeof text, "%g", per_year);
    for (char *at = text; *at != '\0' && report->language->lang == PAL_LANG_FR; at++) {
        *at = *at == '.' ? ',' : *at;
    }
    return pal_value_text(report->in, text);
}

static void put_rates(struct pal_report *report, const struct pal_outlook *outlook,
                      struct pal_value *page)
{
    const struct pal_alert_scheme *scheme = outlook->scheme;
    const size_t count = scheme->level_count;
    struct pal_value *heads = pal_put_list(page, "heads");
    struct pal_value *rows = pal_put_list(page, "rows");
    for (size_t from = 0; from < count; from++) {
        struct pal_value *row = pal_add_object(rows);
        struct pal_value *cells = pal_put_list(row, "cells");
        double leaves = 0;
        pal_add(heads, pal_report_level(report, &scheme->levels[from]));
        for (size_t to = 0; to < count; to++) {
            double each = to == from ? 0 : outlook->rates.per_year[from * count + to];
            struct pal_value *cell = pal_add_object(cells);
            leaves += each;
            pal_put(cell, "to", pal_report_level(report, &scheme->levels[to]));
            pal_put_boolean(cell, "is_same", to == from);
            pal_put(cell, "rate", each > 0 ? rate(report, each) : pal_value_null(report->in));
        }
        pal_put(row, "from", pal_report_level(report, &scheme->levels[from]));
        pal_put_boolean(row, "is_start", from == outlook->start_level);
        pal_put(row, "stays",
                leaves > 0
                    ? pal_report_span(report, (uint64_t)(PAL_HOURS_PER_YEAR / leaves + 0.5) * 60)
                    : pal_value_null(report->in));
    }
    pal_put_integer(page, "years", outlook->years);
    pal_put(page, "start", pal_report_level(report, &scheme->levels[outlook->start_level]));
}

struct pal_value *pal_report_outlook(const struct pal_outlook *outlook, struct pal_span shown,
                                     const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    struct pal_value *means = pal_value_object(in);
    struct pal_value *page = pal_put_object(means, outlook->is_replay ? "history" : "rates");
    pal_put_text(page, "scheme", pal_text_in(&outlook->scheme->title, language->lang));
    pal_put_text(page, "source", outlook->source);
    if (outlook->is_replay) {
        put_history(&report, outlook, shown, page);
    } else {
        put_rates(&report, outlook, page);
    }
    return means;
}

/* ---------------------------------------------------------------------------------- efforts */

/* What is written of a step, or of all of an area. */
static void put_values(const struct pal_report *report, const uint64_t *values,
                       struct pal_value *row)
{
    static const struct {
        const char *work;
        const char *money;
        enum pal_effort_value minutes;
        enum pal_effort_value cost;
    } pairs[] = {{"setup", "setup_money", PAL_EFFORT_SETUP_MINUTES, PAL_EFFORT_SETUP_COST},
                 {"running", "running_money", PAL_EFFORT_RUNNING_MINUTES, PAL_EFFORT_RUNNING_COST},
                 {"standby", "standby_money", PAL_EFFORT_STANDBY_MINUTES, PAL_EFFORT_STANDBY_COST},
                 {"activation", "activation_money", PAL_EFFORT_ACTIVATION_MINUTES,
                  PAL_EFFORT_ACTIVATION_COST}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        pal_put(row, pairs[i].work, hours(report, values[pairs[i].minutes]));
        pal_put(row, pairs[i].money,
                values[pairs[i].cost] > 0 ? amount(report, values[pairs[i].cost])
                                          : pal_value_null(report->in));
    }
    pal_put(row, "time",
            values[PAL_EFFORT_ACTIVATION_TIME] > 0
                ? pal_report_span(report, values[PAL_EFFORT_ACTIVATION_TIME])
                : pal_value_null(report->in));
}

/* The sums of an area; activation times add up, for its steps are activated one after the other. */
static void add_area(const struct pal_report *report, const struct pal_efforts *efforts, size_t at,
                     struct pal_value *areas)
{
    const struct pal_area *area = &efforts->model->areas[at];
    uint64_t sums[PAL_EFFORT_VALUE_COUNT] = {0};
    int64_t switchable = 0;
    struct pal_value *row = pal_add_object(areas);
    for (size_t step = 0; step < area->ladder->count; step++) {
        const struct pal_effort *effort = &efforts->steps[area->first_step + step];
        for (size_t v = 0; v < PAL_EFFORT_VALUE_COUNT; v++) {
            sums[v] += effort->values[v];
        }
        switchable += effort->is_switchable;
    }
    pal_put_text(row, "id", area->id);
    pal_put_text(row, "title", pal_text_in(&area->title, report->language->lang));
    pal_put_integer(row, "steps", (int64_t)area->ladder->count);
    pal_put_integer(row, "switchable", switchable);
    put_values(report, sums, row);
}

struct pal_value *pal_report_efforts(const struct pal_efforts *efforts,
                                     const struct pal_language *language, struct pal_values *in)
{
    const struct pal_report report = {in, language, in->arena};
    struct pal_value *means = pal_value_object(in);
    struct pal_value *page = pal_put_object(means, "effort");
    struct pal_value *actors = pal_put_list(page, "actors");
    struct pal_value *areas = pal_put_list(page, "areas");
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        struct pal_value *row = pal_add_object(actors);
        pal_put_text(row, "title", pal_word_actor(language, (enum pal_actor)actor));
        pal_put(row, "hour", amount(&report, efforts->hour_cost[actor]));
    }
    for (size_t i = 0; i < efforts->model->area_count; i++) {
        add_area(&report, efforts, i, areas);
    }
    pal_put_text(page, "model", pal_text_in(&efforts->model->title, language->lang));
    pal_put_text(page, "source", efforts->source);
    pal_put_text(page, "currency", efforts->currency);
    pal_put_boolean(page, "proposed", efforts->is_proposed);
    return means;
}
