/* grid - the marks of a whole assessment as its figure, in which one marks (ui/grid.js); without a
 * script each cell leads to its step on the page of its area. */
#include "app/house/marks_grid.h"

#include <jansson.h>
#include <string.h>

#include "app/house/shelf.h"
#include "render/figure/figure_grid.h"
#include "render/template/value_json.h"
#include "render/words.h"
#include "web/pages/against.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"
#include "web/pages/reason_insert.h"
#include "web/pages/suggestions.h"
#include "web/parts.h"
#include "web/web_parts.h"

enum { GRID_MAX = 8 << 20 };

/* What the page is made of. */
struct sheet {
    struct pal_against against;
    struct pal_marked_grid marked;
    struct pal_scored scored;
    enum pal_mark_lane lane;
    struct pal_heard heard; /* where what answers suggest is drawn, too */
};

/* ----------------------------------------------------------------------------- data */

static void put_areas(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_model *model = sheet->marked.assessment->model;
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < model->area_count; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "id", model->areas[i].id);
        pal_put_integer(row, "rated", (int64_t)sheet->marked.rated[i]);
        pal_put_integer(row, "steps", (int64_t)model->areas[i].ladder->count);
    }
    pal_set(call->data, "areas", list);
}

/* What a program reads; the page has it as the grid. As on the page of an area, `inherited` stands
 * where there is no mark of its own. */
static void put_cells(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_model *model = sheet->marked.assessment->model;
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        for (size_t j = 0; j < area->ladder->count; j++) {
            const struct pal_step *step = &area->ladder->steps[j];
            const struct pal_marked *marked = &sheet->marked.cells[area->first_step + j].marked;
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "part", pal_call_printf(call, "%s/%s", area->id, step->id));
            pal_put_integer(row, "level", (int64_t)step->level);
            pal_put_integer(row, "turn", marked->turn);
            pal_put(row, "own", pal_marks_body(call, marked->own));
            pal_put(row, "inherited",
                    pal_marks_body(call, marked->own == NULL ? marked->inherited : NULL));
            pal_put(row, "again", pal_marks_body(call, marked->again));
            pal_put_text(row, "reason", marked->reason);
        }
    }
    pal_set(call->data, "cells", list);
}

/* ------------------------------------------------------------------------- the page */

/* Whether what answers suggest is drawn: it is asked for, and of a basis that answers have. */
static bool shows_suggested(struct pal_call *call, enum pal_mark_lane lane)
{
    return pal_call_query(call, "suggested") != NULL && lane <= PAL_MARK_CLAIMED;
}

static const char *url_of(struct pal_call *call, enum pal_mark_lane lane)
{
    const char *also = shows_suggested(call, lane) ? "&suggested=1" : "";
    return pal_look_kept(call, pal_call_printf(call, "?basis=%s%s", pal_mark_lane_ids[lane], also));
}

/* The ways to what answers suggest: nothing is asked of them where it is not drawn. */
static enum pal_rc hear(struct pal_call *call, struct sheet *sheet)
{
    const bool is_basis = sheet->lane <= PAL_MARK_CLAIMED;
    const bool is_shown = shows_suggested(call, sheet->lane);
    const char *lane = pal_mark_lane_ids[sheet->lane];
    const char *id = sheet->against.record.id;
    pal_set_text(
        call->page, "suggestions_url",
        is_basis ? pal_look_kept(call, pal_call_printf(call, "/assessments/%s/suggestions?basis=%s",
                                                       id, lane))
                 : NULL);
    pal_set_text(call->page, "suggested_url",
                 is_basis ? pal_look_kept(call, pal_call_printf(call, "?basis=%s%s", lane,
                                                                is_shown ? "" : "&suggested=1"))
                          : NULL);
    pal_set_boolean(call->page, "is_suggested", is_shown);
    return is_shown ? pal_suggested_for(&call->errand, pal_call_app(call), sheet->marked.assessment,
                                        sheet->against.record.project, (enum pal_basis)sheet->lane,
                                        &sheet->heard)
                    : PAL_OK;
}

static void put_lanes(struct pal_call *call, enum pal_mark_lane lane)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (int i = 0; i < PAL_MARK_LANES; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", pal_mark_lane_title(call, (enum pal_mark_lane)i));
        pal_put_text(row, "url", url_of(call, (enum pal_mark_lane)i));
        pal_put_boolean(row, "is_here", i == (int)lane);
    }
    pal_set(call->page, "lanes", list);
}

/* Lives as long as the rows that are made of it. */
struct grid_rows {
    struct pal_figure_grid grid;
    const struct pal_model *model;
    const struct pal_language *language;
};

static struct pal_value *make_grid(struct pal_values *in, const void *ctx, size_t index)
{
    const struct grid_rows *rows = ctx;
    struct pal_buf html;
    pal_buf_init(&html, GRID_MAX, in->arena->alloc);
    enum pal_rc rc = pal_figure_grid_write(&rows->grid, pal_part_span(rows->model, index),
                                           rows->language, in->arena, &html);
    const char *text = rc == PAL_OK ? pal_buf_text(&html) : NULL;
    struct pal_value *value =
        pal_value_made(in, text != NULL ? pal_arena_copy(in->arena, text, html.len) : NULL);
    pal_buf_done(&html);
    return value;
}

/* What the address of an area's page ends with, where a look is kept: "&alert=vigilance". */
static const char *behind(struct pal_call *call)
{
    const char *look =
        pal_look_behind(call, pal_call_printf(call, "/assessments/%s/marks", call->params[0]));
    return look[0] == '?' ? pal_call_printf(call, "&%s", look + 1) : "";
}

/* What answers suggest, in the corner of each cell. */
static void draw_suggested(const struct sheet *sheet, struct pal_figure_grid_cell *cells,
                           size_t count)
{
    const struct pal_suggestions *suggestions = sheet->heard.suggested.suggestions;
    for (size_t i = 0; suggestions != NULL && i < count; i++) {
        const struct pal_step_suggestion *step = &suggestions->steps[i];
        cells[i].suggested = step->rating;
        cells[i].is_partly = pal_step_is_partly_answered(step);
    }
}

static struct pal_figure_grid_cell *drawn_cells(struct pal_call *call, const struct sheet *sheet)
{
    const size_t count = sheet->marked.assessment->model->step_count;
    struct pal_figure_grid_cell *cells =
        PAL_NEW(call->request->arena, struct pal_figure_grid_cell, count);
    for (size_t i = 0; i < count && cells != NULL; i++) {
        const struct pal_grid_mark *mark = &sheet->marked.cells[i];
        const enum pal_rating rating = mark->is_again ? PAL_RATING_NOT_RATED : mark->rating;
        cells[i] = (struct pal_figure_grid_cell){.rating = rating,
                                                 .below = mark->below,
                                                 .is_own = mark->marked.own != NULL,
                                                 .is_by_practices = mark->is_by_practices,
                                                 .is_again = mark->is_again};
    }
    if (cells != NULL) {
        draw_suggested(sheet, cells, count);
    }
    return cells;
}

/* The cell to go on with: the first that is asked for and not rated, else the first that is not
 * rated; NULL: all are. */
static const char *next_cell(const struct pal_figure_grid *grid, const struct pal_area **area)
{
    const struct pal_model *model = grid->score->assessment->model;
    const char *other = NULL;
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *at = &model->areas[i];
        for (size_t j = 0; j < at->ladder->count; j++) {
            const struct pal_cell cell = pal_figure_grid_state(grid, i, j);
            if (cell.is_not_rated && (cell.is_target || other == NULL)) {
                other = at->ladder->steps[j].id;
                *area = at;
            }
            if (cell.is_not_rated && cell.is_target) {
                return other;
            }
        }
    }
    return other;
}

static void put_progress(struct pal_call *call, const struct pal_figure_grid *grid,
                         enum pal_mark_lane lane)
{
    const struct pal_model *model = grid->score->assessment->model;
    const struct pal_area *area = NULL;
    const char *step = next_cell(grid, &area);
    size_t all = model->step_count;
    size_t rated = 0;
    for (size_t i = 0; i < model->step_count; i++) {
        const enum pal_rating rating = grid->cells[i].rating;
        all -= rating == PAL_RATING_NOT_APPLICABLE;
        rated += rating != PAL_RATING_NOT_APPLICABLE && rating != PAL_RATING_NOT_RATED;
    }
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_integer(row, "rated", (int64_t)rated);
    pal_put_integer(row, "all", (int64_t)all);
    pal_put_text(row, "words", pal_call_tr(call, "%zu of %zu steps rated"));
    pal_put_text(row, "text",
                 pal_call_printf(call, pal_call_tr(call, "%zu of %zu steps rated"), rated, all));
    pal_put_text(row, "go_on", pal_call_tr(call, "go on with %s"));
    pal_put_text(
        row, "title",
        step == NULL ? NULL : pal_call_printf(call, pal_call_tr(call, "go on with %s"), area->id));
    pal_put_text(
        row, "url",
        step == NULL
            ? NULL
            : pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks/%s/%s?basis=%s",
                                                  call->params[0], pal_call_escaped(call, area->id),
                                                  pal_call_escaped(call, step),
                                                  pal_mark_lane_ids[lane])));
    pal_set(call->page, "rated", row);
}

/* The words of the script, and what the letters at the foot mean: "P = provider, M = …". */
static void put_words(struct pal_call *call)
{
    static const char *const ids[PAL_RATING_COUNT] = {"nothing", "n", "p", "l", "f", "x"};
    struct pal_value *words = pal_value_object(&call->values);
    for (int i = 0; i < PAL_RATING_COUNT; i++) {
        pal_put_text(words, ids[i], pal_figure_grid_word(&call->language, (enum pal_rating)i));
    }
    pal_set(call->page, "words", words);
    const char *actors = "";
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        actors = pal_call_printf(call, "%s%s%s = %s", actors, i > 0 ? ", " : "",
                                 pal_word_actor_letter(&call->language, (enum pal_actor)i),
                                 pal_word_actor(&call->language, (enum pal_actor)i));
    }
    pal_set_text(call->page, "actors", actors);
}

static enum pal_rc put_page(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_model *model = sheet->marked.assessment->model;
    struct pal_scored *scored = PAL_NEW(call->request->arena, struct pal_scored, 1);
    const struct pal_figure_grid_cell *cells = drawn_cells(call, sheet);
    if (scored == NULL || cells == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    *scored = sheet->scored;
    const char *title = pal_mark_lane_title(call, sheet->lane);
    const struct grid_rows rows = {.grid = {.score = &scored->score,
                                            .cells = cells,
                                            .title = title,
                                            .basis = pal_mark_lane_ids[sheet->lane],
                                            .behind = behind(call)},
                                   .model = model,
                                   .language = &call->language};
    const struct pal_document *record = &sheet->against.record;
    pal_set(call->page, "grids",
            pal_value_rows(&call->values, pal_part_count(model), 1, make_grid, &rows, sizeof rows));
    put_progress(call, &rows.grid, sheet->lane);
    pal_set_text(call->page, "rating_url",
                 pal_look_kept(call, pal_call_printf(call, "/assessments/%s/rating", record->id)));
    pal_set_text(call->page, "paste_url",
                 pal_look_kept(call, pal_call_printf(call, "/assessments/%s/paste?basis=%s",
                                                     record->id, pal_mark_lane_ids[sheet->lane])));
    pal_set_text(call->page, "practices_url",
                 pal_look_kept(call, pal_call_printf(call, "/assessments/%s/practices?basis=%s",
                                                     record->id, pal_mark_lane_ids[sheet->lane])));
    put_lanes(call, sheet->lane);
    put_words(call);
    pal_set_text(call->page, "lane_title", title);
    pal_set_text(call->page, "notice", model->notice);
    pal_set(call->page, "grid_script", pal_value_borrowed(&call->values, call->web->grid_script));
    pal_set_integer(call->page, "offset", pal_zone_offset(call->zone, call->errand.now));
    pal_set_boolean(call->page, "has_target", sheet->scored.score.has_target);
    pal_set_boolean(call->page, "is_first", sheet->marked.fact == 0);
    return pal_marks_may(call, record);
}

/* The score that the target is of; states of cells are made of the marks. */
static enum pal_rc open(struct pal_call *call, struct sheet *sheet)
{
    struct pal_score_request request = pal_against_request(&sheet->against);
    request.basis =
        sheet->lane <= PAL_MARK_CLAIMED ? (enum pal_basis)sheet->lane : PAL_BASIS_CHECKED;
    enum pal_rc rc = pal_marks_grid(&call->errand, pal_call_app(call), sheet->against.record.id,
                                    sheet->lane, &sheet->marked);
    if (rc == PAL_OK) {
        rc = pal_app_score(pal_call_app(call), &request, &sheet->scored);
    }
    return rc == PAL_OK
               ? rc
               : pal_against_unread(call, &sheet->against.record, pal_tell_problem(call, rc));
}

enum pal_rc pal_page_grid(struct pal_call *call)
{
    struct sheet *sheet = PAL_NEW(call->request->arena, struct sheet, 1);
    enum pal_rc rc = sheet != NULL ? pal_against_own(call, call->params[0], &sheet->against)
                                   : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? pal_marks_lane(call, &sheet->lane) : rc;
    rc = rc == PAL_OK ? open(call, sheet) : rc;
    if (rc != PAL_OK || sheet->scored.score.assessment == NULL) { /* it cannot be read */
        return rc;
    }
    pal_set_text(call->data, "id", sheet->against.record.id);
    pal_set_text(call->data, "model", sheet->marked.assessment->model->id);
    pal_set_text(call->data, "basis", pal_mark_lane_ids[sheet->lane]);
    pal_set_integer(call->data, "version", sheet->against.record.version);
    pal_set_integer(call->data, "fact", sheet->marked.fact);
    put_areas(call, sheet);
    if (call->is_api) {
        put_cells(call, sheet);
    } else {
        rc = hear(call, sheet);
        rc = rc == PAL_OK ? put_page(call, sheet) : rc;
        rc = rc == PAL_OK ? pal_reasons_offer(call, sheet->against.record.project) : rc;
    }
    struct pal_view view = {.data = call->data, .page = call->page};
    rc = rc == PAL_OK ? pal_parts_choose(call, &view) : rc;
    return rc == PAL_OK ? pal_call_show(call, "web_grid", sheet->against.record.title) : rc;
}
