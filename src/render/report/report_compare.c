#include "render/figure/figure_beside.h"
#include "render/figure/trend_figure.h"
#include "render/gap_words.h"
#include "render/part.h"
#include "render/report/report_parts.h"
#include "render/steps.h"
#include "render/view/view_parts.h"
#include "render/words.h"

enum {
    DRAWN_MAX = 16 << 20,
    NAMES_MOST = 4, /* so many columns have room for names beside their letters */
    BAR = 52,       /* pixels of the longest */
    LETTER_TEXT = 4
};

/* "A", "B" … "Z", "AA" …: by which a column is told. */
static void write_letter(size_t at, char out[LETTER_TEXT])
{
    enum { LETTERS = 26 };
    size_t len = 0;
    if (at >= LETTERS) {
        out[len++] = (char)('A' + (at / LETTERS - 1) % LETTERS);
    }
    out[len++] = (char)('A' + at % LETTERS);
    out[len] = '\0';
}

static const struct pal_score *shown(const struct pal_comparison *comparison, size_t at)
{
    return &comparison->scores[pal_compare_shown(comparison, at)];
}

static const struct pal_area *area_at(const struct pal_comparison *comparison, size_t area)
{
    return &comparison->scores[0].assessment->model->areas[area];
}

/* Letter and title of the one that is shown at a place. */
static void put_name(struct pal_value *row, const struct pal_comparison *comparison, size_t at,
                     enum pal_lang lang)
{
    char letter[LETTER_TEXT];
    write_letter(at, letter);
    pal_put_text(row, "letter", letter);
    pal_put_borrowed(row, "title", pal_text_in(&shown(comparison, at)->assessment->title, lang));
}

static void put_area(struct pal_value *row, const struct pal_area *area, enum pal_lang lang)
{
    pal_put_borrowed(row, "id", area->id);
    pal_put_borrowed(row, "title", pal_text_in(&area->title, lang));
}

/* A number; null where it is 0, which a template shows like any other. */
static struct pal_value *unless_none(struct pal_values *in, size_t count)
{
    return count > 0 ? pal_value_integer(in, (int64_t)count) : pal_value_null(in);
}

/* --------------------------------------------------------------- each, with its figure */

/* What a place does not say by itself: see add_remarks in terminal_compare.c. */
static void put_remark(struct pal_value *row, const struct pal_score *score)
{
    const struct pal_step_counts *steps = &score->steps;
    bool is_nothing = steps->target == 0 && steps->target_not_applicable > 0;
    bool is_part = steps->target > 0 && steps->target_not_applicable > 0;
    pal_put_boolean(row, "nothing_applicable", is_nothing);
    pal_put_boolean(row, "part_not_applicable", is_part);
    pal_put_boolean(row, "unproven", pal_compare_is_unproven(score));
    pal_put_integer(row, "demanded", (int64_t)(steps->target + steps->target_not_applicable));
}

/* The figure of one of several, and its sentence: their target stands once for all. */
static void put_face(struct pal_report *report, const struct pal_scored *scored,
                     const struct pal_comparison *comparison, size_t at, struct pal_value *row)
{
    struct pal_gap_said said = pal_gap_of(scored, report->language);
    struct pal_buf figure;
    said.profile = NULL;
    pal_buf_init(&figure, DRAWN_MAX, report->arena->alloc);
    pal_figure_beside(comparison, at, &figure);
    pal_put(row, "figure", pal_report_written(report->in, &figure));
    pal_put(row, "sentence",
            pal_value_made(report->in, pal_gap_sentence(&said, report->language, report->arena)));
}

/* Candidates nearest first, or by title; one provider in the order of dates. */
static struct pal_value *page_ranking(struct pal_report *report, const struct pal_scored *scored,
                                      const struct pal_comparison *comparison,
                                      const struct pal_value *assessments)
{
    struct pal_value *ranking = pal_value_list(report->in);
    for (size_t i = 0; i < comparison->count; i++) {
        struct pal_value *row = pal_add_object(ranking);
        const size_t at = pal_compare_shown(comparison, i);
        struct pal_value *score = pal_value_at(assessments, at);
        char letter[LETTER_TEXT];
        write_letter(i, letter);
        pal_put_text(row, "letter", letter);
        pal_put(row, "place", unless_none(report->in, pal_compare_place(comparison, i)));
        put_face(report, &scored[at], comparison, i, row);
        pal_put(row, "own", pal_value_at(pal_value_get(score, "actors"), PAL_ACTOR_PROVIDER));
        pal_put(row, "score", score);
        put_remark(row, &comparison->scores[at]);
    }
    return ranking;
}

static void put_drawn(struct pal_report *report, struct pal_value *page,
                      const struct pal_comparison *comparison)
{
    struct pal_buf shared;
    struct pal_buf legend;
    pal_buf_init(&shared, DRAWN_MAX, report->arena->alloc);
    pal_figure_beside_shared(comparison, report->language, &shared);
    pal_put(page, "shared", pal_report_written(report->in, &shared));
    pal_buf_init(&legend, DRAWN_MAX, report->arena->alloc);
    pal_figure_beside_legend(comparison, report->language, &legend);
    pal_put(page, "legend", pal_report_written(report->in, &legend));
    const size_t areas = comparison->scores[0].assessment->model->area_count;
    pal_put(page, "drawn_areas",
            unless_none(report->in, areas > PAL_FIGURE_BESIDE_AREAS ? PAL_FIGURE_BESIDE_AREAS : 0));
}

/* ---------------------------------------------------------------- what separates them */

struct steps_rows {
    struct pal_comparison comparison;
    struct pal_area_steps_list list;
    enum pal_lang lang;
};

static struct pal_value *make_steps(struct pal_values *in, const void *ctx, size_t index)
{
    const struct steps_rows *rows = ctx;
    const struct pal_area_steps *at = &rows->list.rows[index];
    const struct pal_area *area = area_at(&rows->comparison, at->area);
    struct pal_value *row = pal_value_object(in);
    put_area(row, area, rows->lang);
    pal_put_integer(row, "points", (int64_t)at->points);
    pal_put(row, "steps", pal_view_steps(in, area->ladder, at->steps));
    return row;
}

/* The steps of a set in one text, as there are many cells; null where it is empty. */
static struct pal_value *steps_or_none(struct pal_values *in, const struct pal_ladder *ladder,
                                       pal_mask mask)
{
    struct pal_buf steps;
    if (mask == 0) {
        return pal_value_null(in);
    }
    pal_buf_init(&steps, DRAWN_MAX, in->arena->alloc);
    pal_steps(&steps, ladder, mask);
    return pal_report_written(in, &steps);
}

/* How one stands there: what it misses, and of that what nobody rated; what does not apply to it.
 */
static void add_stand(struct pal_values *in, const struct steps_rows *rows, size_t place,
                      const struct pal_area_steps *at, struct pal_value *list)
{
    const struct pal_comparison *comparison = &rows->comparison;
    const struct pal_ladder *ladder = area_at(comparison, at->area)->ladder;
    const struct pal_area_score *own = &shown(comparison, place)->areas[at->area];
    const pal_mask missing = at->steps & own->missing;
    struct pal_value *row = pal_add_object(list);
    char letter[LETTER_TEXT];
    write_letter(place, letter);
    pal_put_text(row, "letter", letter);
    pal_put(row, "missing", steps_or_none(in, ladder, missing & ~own->not_rated));
    pal_put(row, "not_rated", steps_or_none(in, ladder, missing & own->not_rated));
    pal_put(row, "not_applicable", steps_or_none(in, ladder, at->steps & own->not_applicable));
    pal_put_boolean(row, "is_met", (at->steps & ~own->achieved) == 0);
}

static struct pal_value *make_separating(struct pal_values *in, const void *ctx, size_t index)
{
    const struct steps_rows *rows = ctx;
    struct pal_value *row = make_steps(in, ctx, index);
    struct pal_value *of = pal_put_list(row, "of");
    for (size_t i = 0; i < rows->comparison.count; i++) {
        add_stand(in, rows, i, &rows->list.rows[index], of);
    }
    return row;
}

/* A list with how much it is: steps and points; null where it is empty. */
static void put_steps(struct pal_report *report, struct pal_value *page, const char *key,
                      const struct pal_comparison *comparison, struct pal_area_steps_list list,
                      pal_row_maker make)
{
    const struct steps_rows rows = {*comparison, list, report->language->lang};
    uint64_t points = 0;
    size_t steps = 0;
    if (list.count == 0) {
        pal_put_null(page, key);
        return;
    }
    for (size_t i = 0; i < list.count; i++) {
        points += list.rows[i].points;
        steps += pal_mask_count(list.rows[i].steps);
    }
    struct pal_value *object = pal_put_object(page, key);
    pal_put_integer(object, "count", (int64_t)steps);
    pal_put_integer(object, "points", (int64_t)points);
    pal_put(object, "areas",
            pal_value_rows(report->in, list.count, PAL_PART_AREAS, make, &rows, sizeof rows));
}

static void put_separation(struct pal_report *report, struct pal_value *page,
                           const struct pal_comparison *comparison)
{
    struct pal_value *heads = pal_put_list(page, "heads");
    for (size_t i = 0; i < comparison->count; i++) {
        struct pal_value *head = pal_add_object(heads);
        put_name(head, comparison, i, report->language->lang);
        pal_put_boolean(head, "has_name", comparison->count <= NAMES_MOST);
    }
    pal_put_boolean(page, "is_few",
                    comparison->count <= NAMES_MOST && !comparison->is_one_provider);
    pal_put_boolean(page, "is_many",
                    comparison->count > NAMES_MOST && !comparison->is_one_provider);
    put_steps(report, page, "separates", comparison, comparison->differ, make_separating);
    put_steps(report, page, "lacked", comparison, comparison->lacked, make_steps);
    put_steps(report, page, "met", comparison, comparison->met, make_steps);
}

/* -------------------------------------------------------- points by actor, on each basis */

/* What the longest bar stands for: the most that any of them misses on any basis. */
static uint64_t most_missing(const struct pal_comparison *comparison)
{
    uint64_t most = 1;
    for (size_t i = 0; i < comparison->count * PAL_BASIS_COUNT; i++) {
        const struct pal_basis_points *points = &comparison->bases[i];
        most = points->is_said && points->points.gap > most ? points->points.gap : most;
    }
    return most;
}

static void add_bar(struct pal_report *report, struct pal_value *cells, uint64_t points,
                    uint64_t most, const char *label)
{
    const uint64_t wide = points > 0 && points * BAR < most ? 1 : points * BAR / most;
    struct pal_value *cell = pal_add_object(cells);
    pal_put_borrowed(cell, "label", label);
    pal_put_integer(cell, "points", (int64_t)points);
    pal_put(cell, "wide", unless_none(report->in, (size_t)wide));
}

static void add_basis(struct pal_report *report, struct pal_value *bases,
                      const struct pal_basis_points *points, enum pal_basis basis, uint64_t most)
{
    static const char *const nothing[PAL_BASIS_COUNT] = {
        PAL_N_("nothing checked"), PAL_N_("nothing seen"), PAL_N_("nothing claimed")};
    struct pal_value *row = pal_add_object(bases);
    pal_put_text(row, "basis", pal_word_basis(report->language, basis));
    pal_put_text(row, "nothing", points->is_said ? NULL : pal_tr(report->language, nothing[basis]));
    struct pal_value *cells = pal_put_list(row, "cells");
    if (!points->is_said) {
        return;
    }
    add_bar(report, cells, points->points.gap, most, pal_tr(report->language, "together"));
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        add_bar(report, cells, points->by_actor[i].gap, most,
                pal_word_actor(report->language, (enum pal_actor)i));
    }
}

static void put_points(struct pal_report *report, struct pal_value *page,
                       const struct pal_comparison *comparison)
{
    struct pal_value *heads = pal_put_list(page, "bases");
    struct pal_value *rows = pal_put_list(page, "points");
    const uint64_t most = most_missing(comparison);
    for (int basis = PAL_BASIS_COUNT - 1; basis >= 0; basis--) {
        struct pal_value *head = pal_add_object(heads);
        pal_put_text(head, "title", pal_word_basis(report->language, (enum pal_basis)basis));
    }
    for (size_t i = 0; i < comparison->count; i++) {
        struct pal_value *row = pal_add_object(rows);
        const size_t at = pal_compare_shown(comparison, i);
        put_name(row, comparison, i, report->language->lang);
        pal_put_borrowed(row, "date", comparison->scores[at].assessment->date);
        struct pal_value *bases = pal_put_list(row, "bases");
        for (int basis = PAL_BASIS_COUNT - 1; basis >= 0; basis--) {
            add_basis(report, bases, pal_compare_basis(comparison, at, (enum pal_basis)basis),
                      (enum pal_basis)basis, most);
        }
    }
}

static void put_trend(struct pal_report *report, struct pal_value *page,
                      const struct pal_scored *scored, const struct pal_comparison *comparison)
{
    const char *target = pal_view_target_title(scored, report->language, report->arena);
    struct pal_buf figure;
    if (!pal_trend_figure_has_line(comparison)) {
        pal_put_null(page, "trend");
        return;
    }
    pal_buf_init(&figure, DRAWN_MAX, report->arena->alloc);
    pal_trend_figure_svg(comparison, target != NULL ? target : "", report->language, &figure);
    pal_put(page, "trend", pal_report_written(report->in, &figure));
}

/* ---------------------------------------------------------------- from date to date */

/* What changed from one score to the next, in the areas where something did. */
struct change_rows {
    struct pal_comparison comparison;
    size_t index; /* of the later score */
    const size_t *areas;
    enum pal_lang lang;
};

static struct pal_value *make_change(struct pal_values *in, const void *ctx, size_t index)
{
    const struct change_rows *rows = ctx;
    const struct pal_area *area = area_at(&rows->comparison, rows->areas[index]);
    struct pal_change change =
        pal_compare_change(&rows->comparison, rows->index, rows->areas[index]);
    struct pal_value *row = pal_value_object(in);
    put_area(row, area, rows->lang);
    pal_put(row, "won", pal_view_steps(in, area->ladder, change.won));
    pal_put(row, "lost", pal_view_steps(in, area->ladder, change.lost));
    pal_put(row, "asked", pal_view_steps(in, area->ladder, change.asked));
    pal_put(row, "not_asked", pal_view_steps(in, area->ladder, change.not_asked));
    return row;
}

/* One of the two: by its date and title. */
static void put_one(struct pal_report *report, struct pal_value *row, const char *key,
                    const struct pal_assessment *assessment)
{
    struct pal_value *one = pal_put_object(row, key);
    pal_put_borrowed(one, "title", pal_text_in(&assessment->title, report->language->lang));
    pal_put_borrowed(one, "date", assessment->date);
}

static void add_change(struct pal_report *report, const struct pal_comparison *comparison,
                       size_t index, struct pal_value *changes)
{
    const struct pal_model *model = comparison->scores->assessment->model;
    size_t *areas = PAL_NEW(report->arena, size_t, model->area_count);
    size_t count = 0;
    size_t won = 0;
    size_t lost = 0;
    size_t asked = 0;
    size_t not_asked = 0;
    size_t not_compared = 0;
    for (size_t i = 0; i < model->area_count && areas != NULL; i++) {
        struct pal_change change = pal_compare_change(comparison, index, i);
        won += pal_mask_count(change.won);
        lost += pal_mask_count(change.lost);
        asked += pal_mask_count(change.asked);
        not_asked += pal_mask_count(change.not_asked);
        not_compared += pal_mask_count(change.not_compared);
        if ((change.won | change.lost | change.asked | change.not_asked) != 0) {
            areas[count++] = i;
        }
    }
    const struct change_rows rows = {*comparison, index, areas, report->language->lang};
    struct pal_value *row = pal_add_object(changes);
    report->in->failed |= areas == NULL;
    put_one(report, row, "before", comparison->scores[index - 1].assessment);
    put_one(report, row, "now", comparison->scores[index].assessment);
    pal_put_boolean(row, "has_areas", count > 0);
    pal_put_boolean(row, "has_asked", asked + not_asked > 0);
    pal_put(row, "areas",
            pal_value_rows(report->in, count, PAL_PART_AREAS, make_change, &rows, sizeof rows));
    pal_put_integer(row, "won", (int64_t)won);
    pal_put_integer(row, "lost", (int64_t)lost);
    pal_put_integer(row, "asked", (int64_t)asked);
    pal_put_integer(row, "not_asked", (int64_t)not_asked);
    pal_put(row, "not_compared", unless_none(report->in, not_compared));
}

/* -------------------------------------------------------------------- all together */

struct pal_view pal_report_compare(const struct pal_scored *scored,
                                   const struct pal_comparison *comparison,
                                   const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    struct pal_value *page = pal_report_score_page(&report, &scored[0]);
    struct pal_value *data = pal_view_compare(report.in, scored, comparison, language);
    pal_put_boolean(page, "has_target", comparison->scores[0].has_target);
    pal_put_boolean(page, "has_places", comparison->has_places);
    pal_put(page, "figures", pal_report_large_figures(&report, scored, comparison->count));
    put_drawn(&report, page, comparison);
    pal_put(page, "ranking",
            page_ranking(&report, scored, comparison, pal_value_get(data, "assessments")));
    put_separation(&report, page, comparison);
    put_points(&report, page, comparison);
    put_trend(&report, page, scored, comparison);
    struct pal_value *changes = pal_put_list(page, "changes");
    for (size_t i = 1; comparison->is_one_provider && i < comparison->count; i++) {
        add_change(&report, comparison, i, changes);
    }
    return (struct pal_view){"compare", data, page};
}
