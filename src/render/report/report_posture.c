#include "render/report/report_posture.h"

#include "render/gap_words.h"
#include "render/part.h"
#include "render/report/report_parts.h"
#include "render/steps.h"
#include "render/words.h"

enum { STEPS_MAX = 1 << 16 };

static struct pal_value *number(struct pal_values *in, uint64_t value)
{
    return pal_value_integer(in, (int64_t)value);
}

/* "1.1–2.4"; null: none. */
static struct pal_value *steps(struct pal_values *in, const struct pal_ladder *ladder,
                               pal_mask mask)
{
    struct pal_buf out;
    if (mask == 0) {
        return pal_value_null(in);
    }
    pal_buf_init(&out, STEPS_MAX, in->arena->alloc);
    pal_steps(&out, ladder, mask);
    return pal_report_written(in, &out);
}

/* One of the three results in points: all, then the part of each actor. */
static struct pal_value *sum(struct pal_report *report, const char *title, uint64_t all,
                             const uint64_t by_actor[PAL_ACTOR_COUNT])
{
    struct pal_value *row = pal_value_object(report->in);
    struct pal_value *actors = pal_value_list(report->in);
    pal_put_text(row, "title", title);
    pal_put(row, "all", number(report->in, all));
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_add(actors, number(report->in, by_actor[i]));
    }
    pal_put(row, "actors", actors);
    return row;
}

/* What is urgent stands first. */
static struct pal_value *sums(struct pal_report *report, const struct pal_posture *posture)
{
    const struct pal_language *language = report->language;
    struct pal_value *list = pal_value_list(report->in);
    uint64_t activate[PAL_ACTOR_COUNT];
    uint64_t prepare[PAL_ACTOR_COUNT];
    uint64_t surplus[PAL_ACTOR_COUNT];
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        activate[i] = posture->by_actor[i].gap_activation;
        prepare[i] = posture->by_actor[i].gap_preparation;
        surplus[i] = posture->by_actor[i].active_surplus;
    }
    pal_add(list, sum(report, pal_tr(language, "to activate: do at once"),
                      posture->points.gap_activation, activate));
    pal_add(list, sum(report, pal_tr(language, "to prepare: do now"),
                      posture->points.gap_preparation, prepare));
    pal_add(list, sum(report, pal_tr(language, "active beyond the target: may be stood down"),
                      posture->points.active_surplus, surplus));
    return list;
}

/* The areas that ask for something. */
struct asking_rows {
    struct pal_posture posture;
    const size_t *areas;
    const struct pal_language *language;
};

static struct pal_value *make_asking(struct pal_values *in, const void *ctx, size_t index)
{
    const struct asking_rows *rows = ctx;
    const struct pal_assessment *assessment = rows->posture.assessment;
    size_t at = rows->areas[index];
    const struct pal_area *of = &assessment->model->areas[at];
    const struct pal_posture_area *area = &rows->posture.areas[at];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "id", of->id);
    pal_put_borrowed(row, "title", pal_text_in(&of->title, rows->language->lang));
    pal_put_borrowed(row, "actor", pal_actor_ids[assessment->area_actors[at]]);
    pal_put(row, "activate", steps(in, of->ladder, area->gap_activation));
    pal_put(row, "prepare", steps(in, of->ladder, area->gap_preparation));
    pal_put(row, "surplus", steps(in, of->ladder, area->active_surplus));
    return row;
}

/* `quiet` counts the areas that ask for nothing. */
static struct pal_value *areas(struct pal_report *report, const struct pal_posture *posture,
                               uint64_t *quiet)
{
    const struct pal_model *model = posture->assessment->model;
    size_t *list = PAL_NEW(report->arena, size_t, model->area_count);
    size_t count = 0;
    report->in->failed |= list == NULL;
    for (size_t i = 0; i < model->area_count && list != NULL; i++) {
        const struct pal_posture_area *area = &posture->areas[i];
        if ((area->gap_activation | area->gap_preparation | area->active_surplus) != 0) {
            list[count++] = i;
        }
    }
    *quiet = model->area_count - count;
    const struct asking_rows rows = {*posture, list, report->language};
    return pal_value_rows(report->in, count, PAL_PART_AREAS, make_asking, &rows, sizeof rows);
}

/* The cell of one change; `change` NULL: from a level to itself. */
static struct pal_value *readiness_cell(struct pal_report *report,
                                        const struct pal_posture *posture,
                                        const struct pal_level_change *change, size_t to)
{
    const struct pal_language *language = report->language;
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    struct pal_value *cell = pal_value_object(report->in);
    pal_put(cell, "to", pal_report_level(report, &scheme->levels[to]));
    if (change == NULL) {
        pal_put_boolean(cell, "same", true);
        return cell;
    }
    bool asks = change->activate_count + change->missing_count > 0;
    pal_put_boolean(cell, "asks", asks);
    pal_put_boolean(cell, "is_ready", change->verdict == PAL_READY);
    pal_put_text(cell, "verdict", pal_word_readiness(language, change->verdict));
    pal_put(cell, "missing",
            change->missing_count > 0 ? number(report->in, change->missing_count)
                                      : pal_value_null(report->in));
    bool takes_time = change->activate_count > 0;
    pal_put(cell, "takes",
            takes_time ? pal_report_span(report, change->minutes) : pal_value_null(report->in));
    pal_put(cell, "longest",
            takes_time ? pal_value_text(report->in,
                                        posture->assessment->model->areas[change->longest_area].id)
                       : pal_value_null(report->in));
    pal_put(cell, "delay", pal_report_span(report, change->delay_minutes));
    return cell;
}

/* A row per level that a change starts from, a cell per level that it leads to. */
static struct pal_value *readiness(struct pal_report *report, const struct pal_posture_page *shown)
{
    const struct pal_posture *posture = shown->posture;
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    struct pal_value *list = pal_value_list(report->in);
    size_t next = 0; /* the changes stand in this order */
    for (size_t from = 0; from < scheme->level_count; from++) {
        struct pal_value *row = pal_value_object(report->in);
        struct pal_value *cells = pal_value_list(report->in);
        for (size_t to = 0; to < scheme->level_count; to++) {
            const struct pal_level_change *change = NULL;
            if (next < shown->change_count && shown->changes[next].from == from &&
                shown->changes[next].to == to) {
                change = &shown->changes[next++];
            }
            pal_add(cells, readiness_cell(report, posture, change, to));
        }
        pal_put(row, "from", pal_report_level(report, &scheme->levels[from]));
        pal_put_boolean(row, "in_force", shown->alert != NULL && from == posture->level);
        pal_put(row, "cells", cells);
        pal_add(list, row);
    }
    return list;
}

/* The level in force: its label where the scheme is at hand, else as it was written. */
static struct pal_value *level_in_force(struct pal_report *report,
                                        const struct pal_posture_page *shown)
{
    const struct pal_alert_scheme *scheme = shown->posture->profile->scheme;
    if (shown->alert == NULL) {
        return pal_value_null(report->in);
    }
    return scheme != NULL ? pal_report_level(report, &scheme->levels[shown->posture->level])
                          : pal_value_text(report->in, shown->alert);
}

struct pal_view pal_report_posture(const struct pal_posture_page *shown,
                                   const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    const struct pal_posture *posture = shown->posture;
    const struct pal_assessment *assessment = posture->assessment;
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    struct pal_value *page = pal_report_page(&report, assessment->model);
    pal_put_text(page, "title", pal_text_in(&assessment->title, language->lang));
    pal_put_text(page, "provider", assessment->provider);
    pal_put_text(page, "project", assessment->project);
    pal_put_text(page, "date", assessment->date);
    pal_put_text(page, "model", pal_text_in(&assessment->model->title, language->lang));
    pal_put_text(page, "rule", pal_word_rule(language, assessment->model->rule));
    pal_put_text(page, "basis", pal_word_basis(language, posture->basis));
    pal_put_text(page, "profile", pal_text_in(&posture->profile->title, language->lang));
    pal_put(page, "scheme",
            scheme != NULL ? pal_value_text(report.in, pal_text_in(&scheme->title, language->lang))
                           : pal_value_null(report.in));
    pal_put(page, "level", level_in_force(&report, shown));
    struct pal_value *actors = pal_value_list(report.in);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_add_text(actors, pal_word_actor(language, (enum pal_actor)i));
    }
    pal_put(page, "actors", actors);
    pal_put(page, "sums", sums(&report, posture));
    struct pal_posture *own = PAL_NEW(in->arena, struct pal_posture, 1);
    if (own != NULL) {
        *own = *posture;
        const struct pal_figure_subject subject = {.posture = own};
        pal_put(page, "page_figures", pal_report_figures(&report, &subject, assessment->model));
    }
    in->failed |= own == NULL;
    pal_put(page, "sentence",
            pal_value_made(in, pal_gap_posture(posture,
                                               pal_alert_label(posture->profile->scheme,
                                                               shown->alert, language->lang),
                                               language, in->arena)));
    pal_put_borrowed(page, "unknown", pal_word_unknown_asked(language, posture, in->arena));
    uint64_t quiet;
    struct pal_value *rows = areas(&report, posture, &quiet);
    pal_put_boolean(page, "has_areas", pal_value_count(rows) > 0);
    pal_put(page, "areas", rows);
    pal_put(page, "quiet", quiet > 0 ? number(report.in, quiet) : pal_value_null(report.in));
    pal_put_boolean(page, "has_weights", assessment->has_weights);
    if (shown->changes != NULL) {
        pal_put(page, "readiness", readiness(&report, shown));
        pal_put_text(page, "efforts", pal_text_in(&shown->efforts->title, language->lang));
        pal_put_boolean(page, "proposed", shown->efforts->is_proposed);
    }
    pal_put_boolean(page, "has_readiness", shown->changes != NULL);
    return (struct pal_view){"posture",
                             pal_view_posture(report.in, posture, shown->alert, language), page};
}

/* ------------------------------------------------------- each change by itself */

/* A change in words: what its cell has, and the title of the longest area. */
static struct pal_value *change_row(struct pal_report *report, const struct pal_posture *posture,
                                    const struct pal_level_change *change)
{
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    struct pal_value *row = readiness_cell(report, posture, change, change->to);
    pal_put(row, "from", pal_report_level(report, &scheme->levels[change->from]));
    pal_put_boolean(row, "is_missing", change->verdict == PAL_READY_MISSING);
    pal_put_boolean(row, "is_slow", change->verdict == PAL_READY_TOO_SLOW);
    pal_put(row, "activate",
            change->activate_count > 0 ? number(report->in, change->activate_count)
                                       : pal_value_null(report->in));
    pal_put(row, "area",
            change->activate_count > 0
                ? pal_value_borrowed(
                      report->in,
                      pal_text_in(&posture->assessment->model->areas[change->longest_area].title,
                                  report->language->lang))
                : pal_value_null(report->in));
    return row;
}

/* Changes of the level; those from the level in force stand together, and may be left out. */
struct change_rows {
    struct pal_posture posture;
    const struct pal_level_change *changes;
    size_t out_first;
    size_t out_count;
    const struct pal_language *language;
};

static struct pal_value *make_change(struct pal_values *in, const void *ctx, size_t index)
{
    const struct change_rows *rows = ctx;
    struct pal_report report = {in, rows->language, in->arena};
    const size_t at = index < rows->out_first ? index : index + rows->out_count;
    return change_row(&report, &rows->posture, &rows->changes[at]);
}

static struct pal_value *make_summary(struct pal_values *in, const void *ctx, size_t index)
{
    const struct change_rows *rows = ctx;
    return pal_view_readiness_of(in, &rows->posture, &rows->changes[index]);
}

/* Those that do not start at the level in force. */
static struct pal_value *other_changes(struct pal_values *in, const struct pal_posture_page *shown,
                                       const struct pal_language *language)
{
    struct change_rows rows = {*shown->posture, shown->changes, shown->change_count, 0, language};
    for (size_t i = shown->change_count; i-- > 0;) {
        if (shown->alert != NULL && shown->changes[i].from == shown->posture->level) {
            rows.out_first = i;
            rows.out_count++;
        }
    }
    return pal_value_rows(in, shown->change_count - rows.out_count, PAL_PART_ACTIONS, make_change,
                          &rows, sizeof rows);
}

/* How many of the changes are ready, or ask for nothing. */
static size_t count_ready(const struct pal_posture_page *shown)
{
    size_t ready = 0;
    for (size_t i = 0; i < shown->change_count; i++) {
        const struct pal_level_change *change = &shown->changes[i];
        ready += change->verdict == PAL_READY ||
                 (change->activate_count == 0 && change->missing_count == 0);
    }
    return ready;
}

struct pal_view pal_report_readiness(const struct pal_posture_page *shown,
                                     const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    const struct pal_posture *posture = shown->posture;
    const struct pal_assessment *assessment = posture->assessment;
    struct pal_value *data = pal_value_object(in);
    struct pal_value *page = pal_report_page(&report, assessment->model);
    pal_put_borrowed(data, "assessment", assessment->id);
    pal_put_borrowed(data, "model", assessment->model->id);
    pal_put_borrowed(data, "basis", pal_basis_ids[posture->basis]);
    pal_put_borrowed(data, "profile", posture->profile->id);
    pal_put_borrowed(data, "alert_scheme", posture->profile->alert_scheme);
    pal_put_borrowed(data, "alert", shown->alert);
    pal_put(data, "effort", pal_view_efforts(in, shown->efforts, language));
    const struct change_rows all = {*posture, shown->changes, shown->change_count, 0, language};
    pal_put(
        data, "changes",
        pal_value_rows(in, shown->change_count, PAL_PART_ACTIONS, make_summary, &all, sizeof all));
    struct pal_value *here = pal_value_list(in);
    struct pal_value *others = other_changes(in, shown, language);
    for (size_t i = 0; i < shown->change_count; i++) {
        if (shown->alert != NULL && shown->changes[i].from == posture->level) {
            pal_add(here, change_row(&report, posture, &shown->changes[i]));
        }
    }
    pal_put_boolean(page, "has_here", pal_value_count(here) > 0);
    pal_put_boolean(page, "has_others", pal_value_count(others) > 0);
    pal_put(page, "from_here", here);
    struct pal_value *table = pal_put_object(page, "here_table");
    pal_put(table, "rows", here);
    table = pal_put_object(page, "others_table");
    pal_put(table, "rows", others);
    pal_put(page, "level", level_in_force(&report, shown));
    pal_put_integer(page, "ready", (int64_t)count_ready(shown));
    pal_put_integer(page, "all", (int64_t)shown->change_count);
    pal_put_boolean(page, "is_none_ready", count_ready(shown) == 0);
    pal_put_boolean(page, "are_all_ready", count_ready(shown) == shown->change_count);
    pal_put_text(page, "efforts", pal_text_in(&shown->efforts->title, language->lang));
    pal_put_boolean(page, "proposed", shown->efforts->is_proposed);
    return (struct pal_view){"readiness", data, page};
}
