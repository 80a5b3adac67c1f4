#include "render/report/report_cost.h"

#include "base/date.h"
#include "render/amount.h"
#include "render/cost_words.h"
#include "render/figure/cost_figure.h"
#include "render/report/report_parts.h"
#include "render/steps.h"
#include "render/words.h"

enum { FIGURE_MAX = 16 << 20, SENTENCE_MAX = 1 << 20 };

static struct pal_value *number(struct pal_values *in, uint64_t value)
{
    return pal_value_integer(in, (int64_t)value);
}

static struct pal_value *amount(const struct pal_report *report, uint64_t minor_units)
{
    char text[PAL_AMOUNT_TEXT];
    pal_amount_write(minor_units, report->language, text);
    return pal_value_text(report->in, text);
}

static struct pal_value *signed_amount(const struct pal_report *report, int64_t minor_units)
{
    char text[PAL_AMOUNT_TEXT];
    pal_amount_write_signed(minor_units, report->language, text);
    return pal_value_text(report->in, text);
}

static struct pal_value *hours(const struct pal_report *report, double value)
{
    char text[PAL_AMOUNT_TEXT];
    pal_hours_write(value, report->language, text);
    return pal_value_text(report->in, text);
}

static struct pal_value *in_language(const struct pal_report *report, const struct pal_text *text)
{
    return pal_value_text(report->in, pal_text_in(text, report->language->lang));
}

static struct pal_value *figure(const struct pal_report *report, const struct pal_ways *ways)
{
    struct pal_cost_figure layout;
    struct pal_buf out;
    if (pal_cost_figure_layout(ways, report->language, report->arena, &layout) != PAL_OK) {
        return NULL;
    }
    pal_buf_init(&out, FIGURE_MAX, NULL);
    enum pal_rc rc = pal_cost_figure_svg(&layout, "f-", &out);
    struct pal_value *text = pal_report_written(report->in, &out);
    if (rc != PAL_OK) {
        return NULL;
    }
    return text;
}

/* ------------------------------------------------------------------------- the ways in numbers */

/* A row of the table of the ways; its cells are appended by the caller. */
static struct pal_value *new_row(struct pal_report *report, struct pal_value *rows,
                                 const char *title, bool is_total)
{
    struct pal_value *row = pal_value_object(report->in);
    struct pal_value *cells = pal_value_list(report->in);
    pal_put_text(row, "title", title);
    pal_put_boolean(row, "total", is_total);
    pal_put(row, "cells", cells);
    pal_add(rows, row);
    return cells;
}

/* Rows under a title of their own; NULL: none. */
static struct pal_value *new_group(struct pal_report *report, struct pal_value *groups,
                                   const char *title, const char *unit)
{
    struct pal_value *group = pal_value_object(report->in);
    struct pal_value *rows = pal_value_list(report->in);
    pal_put(group, "title",
            title != NULL ? pal_value_text(report->in, title) : pal_value_null(report->in));
    pal_put(group, "unit",
            unit != NULL ? pal_value_text(report->in, unit) : pal_value_null(report->in));
    pal_put(group, "rows", rows);
    pal_add(groups, group);
    return rows;
}

static void add_steps(struct pal_report *report, const struct pal_ways *ways,
                      struct pal_value *groups)
{
    const struct pal_language *language = report->language;
    struct pal_value *rows = new_group(report, groups, NULL, NULL);
    struct pal_value *permanent =
        new_row(report, rows, pal_tr(language, "steps always active"), false);
    struct pal_value *prepared = new_row(report, rows, pal_tr(language, "steps prepared"), false);
    struct pal_value *points = new_row(report, rows, pal_tr(language, "points to set up"), false);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        pal_add(permanent, number(report->in, ways->ways[way].permanent_count));
        pal_add(prepared, number(report->in, ways->ways[way].prepared_count));
        pal_add(points, number(report->in, ways->ways[way].points_to_set_up));
    }
}

static void add_money(struct pal_report *report, const struct pal_ways *ways,
                      struct pal_value *groups)
{
    const struct pal_language *language = report->language;
    const char *currency = ways->request.efforts->currency;
    struct pal_value *rows = new_group(report, groups, pal_tr(language, "cost by kind"), currency);
    for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        struct pal_value *cells =
            new_row(report, rows, pal_word_cost_kind(language, (enum pal_cost_kind)kind), false);
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            pal_add(cells, amount(report, ways->ways[way].by_kind[kind]));
        }
    }
    rows = new_group(report, groups, pal_tr(language, "cost by actor"), currency);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        struct pal_value *cells =
            new_row(report, rows, pal_word_actor(language, (enum pal_actor)actor), false);
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            pal_add(cells, amount(report, ways->ways[way].by_actor[actor]));
        }
    }
    rows = new_group(report, groups, pal_tr(language, "cost by year"), currency);
    for (size_t year = 0; year < ways->year_count; year++) {
        const char *title =
            pal_arena_printf(report->arena, pal_tr(language, "year %u"), (unsigned)year + 1);
        report->in->failed |= title == NULL;
        struct pal_value *cells = new_row(report, rows, title, false);
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            pal_add(cells, amount(report, ways->ways[way].by_year[year]));
        }
    }
    struct pal_value *cells = new_row(report, rows, pal_tr(language, "cost"), true);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        pal_add(cells, amount(report, ways->ways[way].total));
    }
}

static void add_exposure(struct pal_report *report, const struct pal_ways *ways,
                         struct pal_value *groups)
{
    const struct pal_language *language = report->language;
    struct pal_value *rows = new_group(report, groups, pal_tr(language, "exposure"), NULL);
    struct pal_value *exposed = new_row(report, rows, pal_tr(language, "exposed hours"), true);
    struct pal_value *step_hours =
        new_row(report, rows, pal_tr(language, "exposed step-hours"), false);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        char text[PAL_AMOUNT_TEXT];
        pal_cost_exposed(ways, (enum pal_way_id)way, language, text);
        pal_add_text(exposed, text);
        pal_add(step_hours, hours(report, ways->ways[way].exposed_step_hours));
    }
}

static struct pal_value *estimate(const struct pal_report *report, const struct pal_estimate *of,
                                  bool is_money)
{
    char text[PAL_AMOUNT_TEXT];
    pal_cost_estimate(of, is_money, report->language, text);
    return pal_value_text(report->in, text);
}

/* What an expectation hides; beside each number the standard error that simulation leaves. */
static void add_spread(struct pal_report *report, const struct pal_ways *ways,
                       struct pal_value *groups)
{
    const struct pal_language *language = report->language;
    const char *const titles[] = {pal_tr(language, "5 of 100 below"),
                                  pal_tr(language, "50 of 100 below"),
                                  pal_tr(language, "95 of 100 below"), pal_tr(language, "mean")};
    enum { ROWS = 4 };
    struct pal_value *cost =
        new_group(report, groups, pal_tr(language, "simulated histories: cost"),
                  ways->request.efforts->currency);
    struct pal_value *exposed =
        new_group(report, groups, pal_tr(language, "simulated histories: exposed hours"), NULL);
    for (int i = 0; i < ROWS; i++) {
        struct pal_value *cost_cells = new_row(report, cost, titles[i], false);
        struct pal_value *exposed_cells = new_row(report, exposed, titles[i], false);
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            pal_add(cost_cells, estimate(report, &ways->ways[way].cost.rows[i], true));
            pal_add(exposed_cells, estimate(report, &ways->ways[way].exposed.rows[i], false));
        }
    }
}

static struct pal_value *groups(struct pal_report *report, const struct pal_ways *ways)
{
    struct pal_value *list = pal_value_list(report->in);
    add_steps(report, ways, list);
    add_money(report, ways, list);
    add_exposure(report, ways, list);
    if (!ways->request.outlook->is_replay) {
        add_spread(report, ways, list);
    }
    return list;
}

/* ------------------------------------------------------- why the adaptive way is as it is */

static struct pal_value *reasons(struct pal_report *report, const struct pal_ways *ways)
{
    struct pal_value *list = pal_value_list(report->in);
    for (int i = 0; i < PAL_REASON_COUNT; i++) {
        const struct pal_way_reasons *reason = &ways->reasons[i];
        if (reason->steps == 0) {
            continue;
        }
        struct pal_value *row = pal_value_object(report->in);
        pal_put(row, "steps", number(report->in, reason->steps));
        pal_put_text(row, "text", pal_word_way_reason(report->language, (enum pal_way_reason)i));
        pal_put(row, "saves",
                i == PAL_REASON_PREPARED ? signed_amount(report, reason->saving)
                                         : pal_value_null(report->in));
        pal_put(row, "would_save",
                i != PAL_REASON_PREPARED && i != PAL_REASON_ALWAYS
                    ? signed_amount(report, reason->saving)
                    : pal_value_null(report->in));
        pal_add(list, row);
    }
    return list;
}

static struct pal_value *steps_of(struct pal_values *in, const struct pal_ladder *ladder,
                                  pal_mask mask)
{
    struct pal_buf out;
    pal_buf_init(&out, SENTENCE_MAX, NULL);
    pal_steps(&out, ladder, mask);
    return pal_report_written(in, &out);
}

/* The cut of each area that is asked for anything: null where it has no steps of one kind. */
static struct pal_value *cut(struct pal_report *report, const struct pal_ways *ways)
{
    const struct pal_model *model = ways->request.assessment->model;
    const struct pal_way *way = &ways->ways[PAL_WAY_ADAPTIVE];
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        if ((way->permanent[i] | way->prepared[i]) == 0) {
            continue;
        }
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "id", area->id);
        pal_put(row, "title", in_language(report, &area->title));
        pal_put(row, "permanent",
                way->permanent[i] != 0 ? steps_of(report->in, area->ladder, way->permanent[i])
                                       : pal_value_null(report->in));
        pal_put(row, "prepared",
                way->prepared[i] != 0 ? steps_of(report->in, area->ladder, way->prepared[i])
                                      : pal_value_null(report->in));
    }
    return list;
}

/* Steps that stay active only because of a delay. */
static struct pal_value *forced(struct pal_report *report, const struct pal_ways *ways)
{
    const struct pal_model *model = ways->request.assessment->model;
    const struct pal_alert_scheme *scheme = ways->request.outlook->scheme;
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = 0; i < ways->forced_count; i++) {
        const struct pal_way_forced *of = &ways->forced[i];
        const struct pal_area *area = &model->areas[of->area];
        struct pal_value *row = pal_value_object(report->in);
        pal_put_text(row, "area", area->id);
        pal_put(row, "title", in_language(report, &area->title));
        pal_put(row, "steps", steps_of(report->in, area->ladder, of->steps));
        pal_put(row, "from", pal_report_level(report, &scheme->levels[of->from]));
        pal_put(row, "to", pal_report_level(report, &scheme->levels[of->to]));
        pal_put(row, "takes", pal_report_span(report, of->activation_minutes));
        pal_put(row, "delay", pal_report_span(report, of->delay_minutes));
        pal_add(list, row);
    }
    return list;
}

/* ----------------------------------------------------------------------------- the alert */

/* The gravest level first, as in the figure. */
static struct pal_value *levels(struct pal_report *report, const struct pal_ways *ways)
{
    const struct pal_alert_scheme *scheme = ways->request.outlook->scheme;
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = scheme->level_count; i-- > 0;) {
        struct pal_value *row = pal_value_object(report->in);
        pal_put(row, "label", pal_report_level(report, &scheme->levels[i]));
        pal_put(row, "hours", hours(report, ways->level_hours[i]));
        pal_put(row, "share", hours(report, 100 * ways->level_hours[i] / ways->horizon_hours));
        pal_put(row, "active",
                number(report->in, ways->ways[PAL_WAY_ADAPTIVE].permanent_count +
                                       pal_cost_switched_on(ways, i)));
        pal_add(list, row);
    }
    return list;
}

static struct pal_value *changes(struct pal_report *report, const struct pal_outlook *outlook)
{
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = 0; i < outlook->history.count; i++) {
        const struct pal_history_change *change = &outlook->history.changes[i];
        char text[PAL_INSTANT_TEXT];
        struct pal_value *row = pal_value_object(report->in);
        pal_cost_instant(outlook->start_at + change->at_minutes, text);
        pal_put_text(row, "at", text);
        pal_put(row, "label", pal_report_level(report, &outlook->scheme->levels[change->level]));
        pal_add(list, row);
    }
    return list;
}

static void add_alert(struct pal_report *report, const struct pal_ways *ways,
                      struct pal_value *page)
{
    const struct pal_outlook *outlook = ways->request.outlook;
    pal_put_boolean(page, "is_replay", outlook->is_replay);
    pal_put(page, "levels", levels(report, ways));
    if (outlook->is_replay) {
        char end[PAL_INSTANT_TEXT];
        pal_cost_instant(outlook->start_at + outlook->history.end_minutes, end);
        pal_put(page, "changes", changes(report, outlook));
        pal_put_text(page, "end", end);
    } else {
        const struct pal_alert_level *start = &outlook->scheme->levels[outlook->start_level];
        size_t trap = pal_markov_trap(&outlook->rates);
        bool has_trap = trap < outlook->scheme->level_count && outlook->scheme->level_count > 1;
        pal_put(page, "start", pal_report_level(report, start));
        pal_put(page, "never_left",
                has_trap ? pal_report_level(report, &outlook->scheme->levels[trap])
                         : pal_value_null(report->in));
    }
}

static struct pal_value *verdict(const struct pal_report *report, const struct pal_ways *ways)
{
    struct pal_buf out;
    pal_buf_init(&out, SENTENCE_MAX, NULL);
    pal_cost_verdict(&out, ways, report->language);
    return pal_report_written(report->in, &out);
}

struct pal_view pal_report_cost(const struct pal_ways *ways, const struct pal_language *language,
                                struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    const struct pal_ways_request *request = &ways->request;
    struct pal_value *page = pal_report_page(&report, request->assessment->model);
    pal_put(page, "title", in_language(&report, &request->assessment->title));
    pal_put(page, "model", in_language(&report, &request->assessment->model->title));
    pal_put(page, "profile", in_language(&report, &request->profile->title));
    pal_put(page, "scheme", in_language(&report, &request->outlook->scheme->title));
    pal_put_text(page, "basis", pal_word_basis(language, request->basis));
    pal_put(page, "verdict", verdict(&report, ways));
    pal_put(page, "figure", figure(&report, ways));
    struct pal_value *heads = pal_value_list(report.in);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        pal_add_text(heads, pal_word_way(language, (enum pal_way_id)way));
    }
    pal_put(page, "heads", heads);
    pal_put(page, "groups", groups(&report, ways));
    pal_put(page, "cut", cut(&report, ways));
    pal_put(page, "reasons", reasons(&report, ways));
    pal_put_boolean(page, "has_forced", ways->forced_count > 0);
    pal_put(page, "forced", forced(&report, ways));
    add_alert(&report, ways, page);
    return (struct pal_view){"cost", pal_view_ways(report.in, ways, language), page};
}
