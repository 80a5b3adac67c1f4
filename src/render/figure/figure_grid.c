#include "render/figure/figure_grid.h"

#include <string.h>

#include "base/text.h"
#include "render/figure/figure.h"
#include "render/figure/figure_parts.h"
#include "render/words.h"

/* Titles stand whole, but for those that would push everything away. */
enum { FOOT_COLUMNS = 80, STEP_COLUMNS = 64 };

struct drawing {
    const struct pal_figure_grid *grid;
    const struct pal_model *model;
    const struct pal_language *language;
    const char *words[PAL_RATING_COUNT];
    struct pal_buf *out;
};

const char *pal_figure_grid_word(const struct pal_language *language, enum pal_rating rating)
{
    static const char *const words[PAL_RATING_COUNT] = {
        PAL_N_("not rated"),  PAL_N_("N: not achieved"), PAL_N_("P: partly"),
        PAL_N_("L: largely"), PAL_N_("F: fully"),        PAL_N_("not applicable")};
    return pal_tr(language, words[rating]);
}

/* ------------------------------------------------------------------------ the states */

struct pal_cell pal_figure_grid_state(const struct pal_figure_grid *grid, size_t area, size_t step)
{
    const struct pal_model *model = grid->score->assessment->model;
    const struct pal_figure_grid_cell *cell = &grid->cells[model->areas[area].first_step + step];
    const bool is_demanded =
        grid->score->has_target && (grid->score->areas[area].demanded >> step & 1) != 0;
    const bool is_achieved = pal_rating_is_achieved(cell->rating, model->rule);
    if (cell->rating == PAL_RATING_NOT_APPLICABLE) {
        return (struct pal_cell){.state = PAL_CELL_NOT_APPLICABLE};
    }
    return (struct pal_cell){.state = is_achieved && (is_demanded || !grid->score->has_target)
                                          ? PAL_CELL_ACHIEVED
                                      : is_achieved ? PAL_CELL_SURPLUS
                                      : is_demanded ? PAL_CELL_MISSING
                                                    : PAL_CELL_EMPTY,
                             .is_target = is_demanded,
                             .is_not_rated = cell->rating == PAL_RATING_NOT_RATED};
}

static bool is_target(const struct drawing *drawing, const struct pal_figure_panel *panel,
                      size_t at, size_t step)
{
    return pal_figure_in_panel(panel, at, step) &&
           pal_figure_grid_state(drawing->grid, panel->areas[at], step).is_target;
}

/* ------------------------------------------------------------------------- the cells */

/* Of the target: the sides on which the line runs. Upwards is the next step. */
static void add_sides(const struct drawing *drawing, const struct pal_figure_panel *panel,
                      size_t at, size_t step)
{
    static const struct {
        const char *name;
        size_t right; /* unsigned wrap makes "the one before" of all ones */
        size_t up;
    } sides[] = {{" u", 0, 1}, {" d", 0, SIZE_MAX}, {" l", SIZE_MAX, 0}, {" r", 1, 0}};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        if (!is_target(drawing, panel, at + sides[i].right, step + sides[i].up)) {
            pal_buf_add(drawing->out, sides[i].name);
        }
    }
}

static void add_classes(const struct drawing *drawing, const struct pal_figure_panel *panel,
                        size_t at, size_t step, const struct pal_figure_grid_cell *cell)
{
    static const char *const states[PAL_CELL_STATE_COUNT] = {[PAL_CELL_EMPTY] = "e",
                                                             [PAL_CELL_ACHIEVED] = "a",
                                                             [PAL_CELL_MISSING] = "m",
                                                             [PAL_CELL_SURPLUS] = "s",
                                                             [PAL_CELL_NOT_APPLICABLE] = "x"};
    const size_t area = panel->areas[at];
    const struct pal_score *score = drawing->grid->score;
    struct pal_buf *out = drawing->out;
    pal_buf_add(out, states[pal_figure_grid_state(drawing->grid, area, step).state]);
    if (score->has_target && (score->areas[area].demanded >> step & 1) != 0) {
        pal_buf_add(out, " t");
    }
    if (is_target(drawing, panel, at, step)) {
        add_sides(drawing, panel, at, step);
    }
    pal_buf_add(out, cell->is_own ? " o" : cell->rating != PAL_RATING_NOT_RATED ? " h" : "");
    pal_buf_add(out, cell->is_by_practices ? " p" : "");
    pal_buf_add(out, cell->is_again ? " g" : "");
}

/* What stands in the cell, for the eye. */
static const char *letter_of(const struct pal_figure_grid_cell *cell)
{
    return cell->is_again                              ? "?"
           : cell->rating == PAL_RATING_NOT_RATED      ? "·"
           : cell->rating == PAL_RATING_NOT_APPLICABLE ? "x"
                                                       : pal_rating_ids[cell->rating];
}

static void add_name(const struct drawing *drawing, const struct pal_area *area,
                     const struct pal_step *step, const struct pal_figure_grid_cell *cell,
                     enum pal_cell_state state)
{
    struct pal_buf *out = drawing->out;
    const struct pal_language *language = drawing->language;
    pal_text_xml(out, area->id);
    pal_buf_add_char(out, ' ');
    pal_text_xml(out, step->id);
    pal_buf_add_char(out, ' ');
    pal_text_xml(out, cell->is_again ? pal_tr(language, "to be seen again")
                                     : drawing->words[cell->rating]);
    const char *more[] = {state == PAL_CELL_MISSING   ? pal_tr(language, "missing")
                          : state == PAL_CELL_SURPLUS ? pal_tr(language, "surplus")
                                                      : NULL,
                          cell->is_by_practices ? pal_tr(language, "by practices") : NULL,
                          !cell->is_own && cell->rating != PAL_RATING_NOT_RATED
                              ? pal_tr(language, "inherited")
                              : NULL,
                          cell->is_partly ? pal_tr(language, "partly answered") : NULL};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        if (more[i] != NULL) {
            pal_buf_add(out, ", ");
            pal_text_xml(out, more[i]);
        }
    }
    if (cell->suggested != PAL_RATING_NOT_RATED) {
        pal_buf_add(out, ", ");
        pal_text_xml(out, pal_tr(language, "answers suggest"));
        pal_buf_add(out, " ");
        pal_text_xml(out, drawing->words[cell->suggested]);
    }
}

/* In a corner of the cell, beside the mark: what answers suggest for it. */
static void add_suggested(struct pal_buf *out, const struct pal_figure_grid_cell *cell)
{
    if (cell->suggested != PAL_RATING_NOT_RATED) {
        pal_buf_add(out, "<i class=\"q\">");
        pal_buf_add(out, cell->suggested == PAL_RATING_NOT_APPLICABLE
                             ? "x"
                             : pal_rating_ids[cell->suggested]);
        pal_buf_add(out, "</i>");
    } else if (cell->is_partly) {
        pal_buf_add(out, "<i class=\"q half\"></i>");
    }
}

static void add_link(const struct drawing *drawing, const struct pal_area *area)
{
    pal_buf_add(drawing->out, "<a href=\"?area=");
    pal_text_xml(drawing->out, area->id);
    pal_buf_add(drawing->out, "&amp;basis=");
    pal_buf_add(drawing->out, drawing->grid->basis);
    pal_text_xml(drawing->out, drawing->grid->behind);
}

static void add_cell(const struct drawing *drawing, const struct pal_figure_panel *panel, size_t at,
                     size_t step)
{
    struct pal_buf *out = drawing->out;
    const size_t index = panel->areas[at];
    const struct pal_area *area = &drawing->model->areas[index];
    const struct pal_step *of = &panel->ladder->steps[step];
    const struct pal_figure_grid_cell *cell = &drawing->grid->cells[area->first_step + step];
    pal_buf_add(out, "<td class=\"");
    add_classes(drawing, panel, at, step, cell);
    if (cell->is_own && cell->below != PAL_RATING_NOT_RATED) {
        pal_buf_add(out, "\" data-below=\"");
        pal_buf_add(out, pal_rating_ids[cell->below]);
    }
    pal_buf_add(out, "\">");
    pal_buf_add(out, "<a href=\"marks/");
    pal_text_xml(out, area->id);
    pal_buf_add_char(out, '/');
    pal_text_xml(out, of->id);
    pal_buf_add(out, "?basis=");
    pal_buf_add(out, drawing->grid->basis);
    pal_text_xml(out, drawing->grid->behind);
    pal_buf_add(out, "\" aria-label=\"");
    add_name(drawing, area, of, cell, pal_figure_grid_state(drawing->grid, index, step).state);
    pal_buf_add(out, "\">");
    pal_buf_add(out, letter_of(cell));
    pal_buf_add(out, "</a>");
    add_suggested(out, cell);
    pal_buf_add(out, "</td>");
}

/* ------------------------------------------------------------------------- the heads */

/* The style sheet shows them below the cells, as the figure does. */
static void add_heads(const struct drawing *drawing, const struct pal_figure_panel *panel)
{
    struct pal_buf *out = drawing->out;
    pal_buf_add(out, "<thead><tr><th scope=\"col\" colspan=\"2\"><span class=\"unseen\">");
    pal_text_xml(out, pal_tr(drawing->language, "step"));
    pal_buf_add(out, "</span></th>");
    for (size_t at = 0; at < panel->area_count; at++) {
        const size_t index = panel->areas[at];
        const struct pal_area *area = &drawing->model->areas[index];
        const char *title = pal_text_in(&area->title, drawing->language->lang);
        const enum pal_actor actor =
            (enum pal_actor)drawing->grid->score->assessment->area_actors[index];
        pal_buf_add(out, "<th scope=\"col\" data-id=\"");
        pal_text_xml(out, area->id);
        pal_buf_add(out, "\"><b>");
        pal_buf_add(out, pal_word_actor_letter(drawing->language, actor));
        pal_buf_add(out, "</b> ");
        add_link(drawing, area);
        pal_buf_add(out, "\">");
        pal_text_xml(out, area->id);
        pal_buf_add_char(out, ' ');
        pal_figure_short(out, title, FOOT_COLUMNS);
        pal_buf_add(out, "</a></th>");
    }
    pal_buf_add(out, "</tr></thead>\n");
}

/* At the left of a row: the level where one begins, going down, and the step. */
static void add_row_heads(const struct drawing *drawing, const struct pal_ladder *ladder,
                          size_t step)
{
    struct pal_buf *out = drawing->out;
    const struct pal_step *at = &ladder->steps[step];
    if (step + 1 == ladder->count || ladder->steps[step + 1].level != at->level) {
        size_t rows = 1;
        while (rows <= step && ladder->steps[step - rows].level == at->level) {
            rows++;
        }
        pal_buf_printf(out,
                       "<th scope=\"rowgroup\" rowspan=\"%zu\"><span class=\"unseen\">%s "
                       "</span>%u</th>",
                       rows, pal_tr(drawing->language, "level"), (unsigned)at->level);
    }
    pal_buf_add(out, "<th scope=\"row\" data-id=\"");
    pal_text_xml(out, at->id);
    pal_buf_add(out, "\"><b>");
    pal_text_xml(out, at->id);
    pal_buf_add(out, "</b> <span>");
    pal_figure_short(out, pal_text_in(&at->title, drawing->language->lang), STEP_COLUMNS);
    pal_buf_add(out, "</span></th>");
}

static void add_panel(const struct drawing *drawing, const struct pal_figure_panel *panel)
{
    struct pal_buf *out = drawing->out;
    const struct pal_ladder *ladder = panel->ladder;
    const struct pal_score *score = drawing->grid->score;
    pal_buf_add(out, "<table class=\"grid\" role=\"grid\" aria-label=\"");
    pal_text_xml(out, drawing->grid->title);
    if (panel->area_count < drawing->model->area_count) {
        pal_buf_add(out, ", ");
        pal_text_xml(out, drawing->model->areas[panel->areas[0]].id);
        pal_buf_add(out, " – ");
        pal_text_xml(out, drawing->model->areas[panel->areas[panel->area_count - 1]].id);
    }
    pal_buf_add(out, "\" data-achieves=\"");
    for (int i = PAL_RATING_N; i <= PAL_RATING_F; i++) {
        bool is_achieved = pal_rating_is_achieved((enum pal_rating)i, drawing->model->rule);
        pal_buf_add(out, is_achieved ? pal_rating_ids[i] : "");
    }
    pal_buf_add(out, score->has_target ? "\" data-target=\"\">\n" : "\">\n");
    add_heads(drawing, panel);
    pal_buf_add(out, "<tbody>\n");
    for (size_t step = ladder->count; step-- > 0;) {
        pal_buf_add(out, "<tr>");
        add_row_heads(drawing, ladder, step);
        for (size_t at = 0; at < panel->area_count; at++) {
            add_cell(drawing, panel, at, step);
        }
        pal_buf_add(out, "</tr>\n");
    }
    pal_buf_add(out, "</tbody></table>\n");
}

enum pal_rc pal_figure_grid_write(const struct pal_figure_grid *grid, struct pal_span span,
                                  const struct pal_language *language, struct pal_arena *arena,
                                  struct pal_buf *out)
{
    struct drawing drawing = {
        .grid = grid, .model = grid->score->assessment->model, .language = language, .out = out};
    struct pal_figure_panel *panels = NULL;
    size_t count = 0;
    enum pal_rc rc =
        pal_figure_panels(drawing.model, span, PAL_FIGURE_GRID_COLUMNS, arena, &panels, &count);
    for (int i = 0; i < PAL_RATING_COUNT; i++) {
        drawing.words[i] = pal_figure_grid_word(language, (enum pal_rating)i);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        add_panel(&drawing, &panels[i]);
    }
    return rc != PAL_OK ? rc : out->failed ? PAL_E_MEMORY : PAL_OK;
}
