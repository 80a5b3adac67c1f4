#include "render/report/report_cost.h"

#include "base/date.h"
#include "render/amount.h"
#include "render/cost_words.h"
#include "render/figure/cost_figure.h"
#include "render/report/report_parts.h"
#include "render/steps.h"
#include "render/words.h"

enum { FIGURE_MAX = 16 << 20, SENTENCE_MAX = 1 << 20 };

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *amount(const struct pal_report *report, uint64_t minor_units)
{
    char text[PAL_AMOUNT_TEXT];
    pal_amount_write(minor_units, report->language, text);
    return json_string(text);
}

static json_t *signed_amount(const struct pal_report *report, int64_t minor_units)
{
    char text[PAL_AMOUNT_TEXT];
    pal_amount_write_signed(minor_units, report->language, text);
    return json_string(text);
}

static json_t *hours(const struct pal_report *report, double value)
{
    char text[PAL_AMOUNT_TEXT];
    pal_hours_write(value, report->language, text);
    return json_string(text);
}

static json_t *in_language(const struct pal_report *report, const struct pal_text *text)
{
    return json_string(pal_text_in(text, report->language->lang));
}

static json_t *figure(const struct pal_report *report, const struct pal_ways *ways)
{
    struct pal_cost_figure layout;
    struct pal_buf out;
    if (pal_cost_figure_layout(ways, report->language, report->arena, &layout) != PAL_OK) {
        return NULL;
    }
    pal_buf_init(&out, FIGURE_MAX, NULL);
    enum pal_rc rc = pal_cost_figure_svg(&layout, "f-", &out);
    json_t *text = pal_report_written(&out);
    if (rc != PAL_OK) {
        json_decref(text);
        return NULL;
    }
    return text;
}

/* ------------------------------------------------------------------------- the ways in numbers */

/* A row of the table of the ways; its cells are appended by the caller. */
static json_t *new_row(struct pal_report *report, json_t *rows, const char *title, bool is_total)
{
    json_t *row = json_object();
    json_t *cells = json_array();
    pal_report_put(report, row, "title", json_string(title));
    pal_report_put(report, row, "total", json_boolean(is_total));
    pal_report_put(report, row, "cells", cells);
    pal_report_append(report, rows, row);
    return cells;
}

/* Rows under a title of their own; NULL: none. */
static json_t *new_group(struct pal_report *report, json_t *groups, const char *title,
                         const char *unit)
{
    json_t *group = json_object();
    json_t *rows = json_array();
    pal_report_put(report, group, "title", title != NULL ? json_string(title) : json_null());
    pal_report_put(report, group, "unit", unit != NULL ? json_string(unit) : json_null());
    pal_report_put(report, group, "rows", rows);
    pal_report_append(report, groups, group);
    return rows;
}

static void add_steps(struct pal_report *report, const struct pal_ways *ways, json_t *groups)
{
    const struct pal_language *language = report->language;
    json_t *rows = new_group(report, groups, NULL, NULL);
    json_t *permanent = new_row(report, rows, pal_tr(language, "steps always active"), false);
    json_t *prepared = new_row(report, rows, pal_tr(language, "steps prepared"), false);
    json_t *points = new_row(report, rows, pal_tr(language, "points to set up"), false);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        pal_report_append(report, permanent, number(ways->ways[way].permanent_count));
        pal_report_append(report, prepared, number(ways->ways[way].prepared_count));
        pal_report_append(report, points, number(ways->ways[way].points_to_set_up));
    }
}

static void add_money(struct pal_report *report, const struct pal_ways *ways, json_t *groups)
{
    const struct pal_language *language = report->language;
    const char *currency = ways->request.efforts->currency;
    json_t *rows = new_group(report, groups, pal_tr(language, "cost by kind"), currency);
    for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        json_t *cells =
            new_row(report, rows, pal_word_cost_kind(language, (enum pal_cost_kind)kind), false);
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            pal_report_append(report, cells, amount(report, ways->ways[way].by_kind[kind]));
        }
    }
    rows = new_group(report, groups, pal_tr(language, "cost by actor"), currency);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        json_t *cells =
            new_row(report, rows, pal_word_actor(language, (enum pal_actor)actor), false);
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            pal_report_append(report, cells, amount(report, ways->ways[way].by_actor[actor]));
        }
    }
    rows = new_group(report, groups, pal_tr(language, "cost by year"), currency);
    for (size_t year = 0; year < ways->year_count; year++) {
        const char *title =
            pal_arena_printf(report->arena, pal_tr(language, "year %u"), (unsigned)year + 1);
        json_t *cells = new_row(report, rows, title, false);
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            pal_report_append(report, cells, amount(report, ways->ways[way].by_year[year]));
        }
    }
    json_t *cells = new_row(report, rows, pal_tr(language, "cost"), true);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        pal_report_append(report, cells, amount(report, ways->ways[way].total));
    }
}

static void add_exposure(struct pal_report *report, const struct pal_ways *ways, json_t *groups)
{
    const struct pal_language *language = report->language;
    json_t *rows = new_group(report, groups, pal_tr(language, "exposure"), NULL);
    json_t *exposed = new_row(report, rows, pal_tr(language, "exposed hours"), true);
    json_t *step_hours = new_row(report, rows, pal_tr(language, "exposed step-hours"), false);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        char text[PAL_AMOUNT_TEXT];
        pal_cost_exposed(ways, (enum pal_way_id)way, language, text);
        pal_report_append(report, exposed, json_string(text));
        pal_report_append(report, step_hours, hours(report, ways->ways[way].exposed_step_hours));
    }
}

static json_t *estimate(const struct pal_report *report, const struct pal_estimate *of,
                        bool is_money)
{
    char text[PAL_AMOUNT_TEXT];
    pal_cost_estimate(of, is_money, report->language, text);
    return json_string(text);
}

/* What an expectation hides; beside each number the standard error that simulation leaves. */
static void add_spread(struct pal_report *report, const struct pal_ways *ways, json_t *groups)
{
    const struct pal_language *language = report->language;
    const char *const titles[] = {pal_tr(language, "5 of 100 below"),
                                  pal_tr(language, "50 of 100 below"),
                                  pal_tr(language, "95 of 100 below"), pal_tr(language, "mean")};
    enum { ROWS = 4 };
    json_t *cost = new_group(report, groups, pal_tr(language, "simulated histories: cost"),
                             ways->request.efforts->currency);
    json_t *exposed =
        new_group(report, groups, pal_tr(language, "simulated histories: exposed hours"), NULL);
    for (int i = 0; i < ROWS; i++) {
        json_t *cost_cells = new_row(report, cost, titles[i], false);
        json_t *exposed_cells = new_row(report, exposed, titles[i], false);
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            pal_report_append(report, cost_cells,
                              estimate(report, &ways->ways[way].cost.rows[i], true));
            pal_report_append(report, exposed_cells,
                              estimate(report, &ways->ways[way].exposed.rows[i], false));
        }
    }
}

static json_t *groups(struct pal_report *report, const struct pal_ways *ways)
{
    json_t *list = json_array();
    add_steps(report, ways, list);
    add_money(report, ways, list);
    add_exposure(report, ways, list);
    if (!ways->request.outlook->is_replay) {
        add_spread(report, ways, list);
    }
    return list;
}

/* ------------------------------------------------------- why the adaptive way is as it is */

static json_t *reasons(struct pal_report *report, const struct pal_ways *ways)
{
    json_t *list = json_array();
    for (int i = 0; i < PAL_REASON_COUNT; i++) {
        const struct pal_way_reasons *reason = &ways->reasons[i];
        if (reason->steps == 0) {
            continue;
        }
        json_t *row = json_object();
        pal_report_put(report, row, "steps", number(reason->steps));
        pal_report_put(report, row, "text",
                       json_string(pal_word_way_reason(report->language, (enum pal_way_reason)i)));
        pal_report_put(report, row, "saves",
                       i == PAL_REASON_PREPARED ? signed_amount(report, reason->saving)
                                                : json_null());
        pal_report_put(report, row, "would_save",
                       i != PAL_REASON_PREPARED && i != PAL_REASON_ALWAYS
                           ? signed_amount(report, reason->saving)
                           : json_null());
        pal_report_append(report, list, row);
    }
    return list;
}

static json_t *steps_of(const struct pal_ladder *ladder, pal_mask mask)
{
    struct pal_buf out;
    pal_buf_init(&out, SENTENCE_MAX, NULL);
    pal_steps(&out, ladder, mask);
    return pal_report_written(&out);
}

/* Steps that stay active only because of a delay. */
static json_t *forced(struct pal_report *report, const struct pal_ways *ways)
{
    const struct pal_model *model = ways->request.assessment->model;
    const struct pal_alert_scheme *scheme = ways->request.outlook->scheme;
    json_t *list = json_array();
    for (size_t i = 0; i < ways->forced_count; i++) {
        const struct pal_way_forced *of = &ways->forced[i];
        const struct pal_area *area = &model->areas[of->area];
        json_t *row = json_object();
        pal_report_put(report, row, "area", json_string(area->id));
        pal_report_put(report, row, "title", in_language(report, &area->title));
        pal_report_put(report, row, "steps", steps_of(area->ladder, of->steps));
        pal_report_put(report, row, "from", pal_report_level(report, &scheme->levels[of->from]));
        pal_report_put(report, row, "to", pal_report_level(report, &scheme->levels[of->to]));
        pal_report_put(report, row, "takes", pal_report_span(report, of->activation_minutes));
        pal_report_put(report, row, "delay", pal_report_span(report, of->delay_minutes));
        pal_report_append(report, list, row);
    }
    return list;
}

/* ----------------------------------------------------------------------------- the alert */

/* The gravest level first, as in the figure. */
static json_t *levels(struct pal_report *report, const struct pal_ways *ways)
{
    const struct pal_alert_scheme *scheme = ways->request.outlook->scheme;
    json_t *list = json_array();
    for (size_t i = scheme->level_count; i-- > 0;) {
        json_t *row = json_object();
        pal_report_put(report, row, "label", pal_report_level(report, &scheme->levels[i]));
        pal_report_put(report, row, "hours", hours(report, ways->level_hours[i]));
        pal_report_put(report, row, "share",
                       hours(report, 100 * ways->level_hours[i] / ways->horizon_hours));
        pal_report_put(
            report, row, "active",
            number(ways->ways[PAL_WAY_ADAPTIVE].permanent_count + pal_cost_switched_on(ways, i)));
        pal_report_append(report, list, row);
    }
    return list;
}

static json_t *changes(struct pal_report *report, const struct pal_outlook *outlook)
{
    json_t *list = json_array();
    for (size_t i = 0; i < outlook->history.count; i++) {
        const struct pal_history_change *change = &outlook->history.changes[i];
        char text[PAL_INSTANT_TEXT];
        json_t *row = json_object();
        pal_cost_instant(outlook->start_at + change->at_minutes, text);
        pal_report_put(report, row, "at", json_string(text));
        pal_report_put(report, row, "label",
                       pal_report_level(report, &outlook->scheme->levels[change->level]));
        pal_report_append(report, list, row);
    }
    return list;
}

static void add_alert(struct pal_report *report, const struct pal_ways *ways, json_t *page)
{
    const struct pal_outlook *outlook = ways->request.outlook;
    pal_report_put(report, page, "is_replay", json_boolean(outlook->is_replay));
    pal_report_put(report, page, "levels", levels(report, ways));
    if (outlook->is_replay) {
        char end[PAL_INSTANT_TEXT];
        pal_cost_instant(outlook->start_at + outlook->history.end_minutes, end);
        pal_report_put(report, page, "changes", changes(report, outlook));
        pal_report_put(report, page, "end", json_string(end));
    } else {
        const struct pal_alert_level *start = &outlook->scheme->levels[outlook->start_level];
        size_t trap = pal_markov_trap(&outlook->rates);
        bool has_trap = trap < outlook->scheme->level_count && outlook->scheme->level_count > 1;
        pal_report_put(report, page, "start", pal_report_level(report, start));
        pal_report_put(report, page, "never_left",
                       has_trap ? pal_report_level(report, &outlook->scheme->levels[trap])
                                : json_null());
    }
}

static json_t *verdict(const struct pal_report *report, const struct pal_ways *ways)
{
    struct pal_buf out;
    pal_buf_init(&out, SENTENCE_MAX, NULL);
    pal_cost_verdict(&out, ways, report->language);
    return pal_report_written(&out);
}

enum pal_rc pal_report_cost(const struct pal_ways *ways, const struct pal_templates *templates,
                            const struct pal_language *language, struct pal_arena *arena,
                            struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    const struct pal_ways_request *request = &ways->request;
    json_t *page = pal_report_page(&report, request->assessment->model);
    pal_report_put(&report, page, "title", in_language(&report, &request->assessment->title));
    pal_report_put(&report, page, "model",
                   in_language(&report, &request->assessment->model->title));
    pal_report_put(&report, page, "profile", in_language(&report, &request->profile->title));
    pal_report_put(&report, page, "scheme", in_language(&report, &request->outlook->scheme->title));
    pal_report_put(&report, page, "basis", json_string(pal_word_basis(language, request->basis)));
    pal_report_put(&report, page, "verdict", verdict(&report, ways));
    pal_report_put(&report, page, "figure", figure(&report, ways));
    json_t *heads = json_array();
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        pal_report_append(&report, heads,
                          json_string(pal_word_way(language, (enum pal_way_id)way)));
    }
    pal_report_put(&report, page, "heads", heads);
    pal_report_put(&report, page, "groups", groups(&report, ways));
    pal_report_put(&report, page, "reasons", reasons(&report, ways));
    pal_report_put(&report, page, "has_forced", json_boolean(ways->forced_count > 0));
    pal_report_put(&report, page, "forced", forced(&report, ways));
    add_alert(&report, ways, page);
    return pal_report_render(&report, "cost", pal_view_ways(ways, language), page, out);
}
