/* figure_svg - the figure as SVG 1.1 with presentation attributes only (no style element, so that
 * a page with a strict content security policy may hold it). Lengths are in pixels. */
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "render/figure.h"
#include "render/words.h"

enum {
    COLUMNS = 40, /* areas beside each other before a further panel starts */
    CELL_W = 27,
    CELL_H = 21,
    BAND_W = 34,   /* level bands, at the left */
    LABEL_W = 284, /* titles of steps */
    TITLE_H = 58,
    FOOT_H = 252, /* actor letters, ids and titles of areas, turned upright */
    PANEL_GAP = 18,
    LEGEND_H = 58,
    MARGIN = 14,
    TITLE_COLUMNS = 36, /* characters of an area's title */
    STEP_COLUMNS = 39,
};

struct drawing {
    const struct pal_figure *figure;
    const struct pal_language *language;
    const char *id_prefix;
    struct pal_buf *out;
};

static size_t grid_left(void)
{
    return MARGIN + BAND_W + LABEL_W;
}

/* Text cut to a number of columns, escaped. */
static void add_short(struct pal_buf *out, const char *text, size_t columns)
{
    if (pal_utf8_columns(text) <= columns) {
        pal_text_xml(out, text);
        return;
    }
    struct pal_buf cut;
    pal_buf_init(&cut, 4096, out->alloc);
    pal_buf_add_n(&cut, text, pal_utf8_fit(text, columns - 1));
    pal_buf_add(&cut, "…");
    const char *result = pal_buf_text(&cut);
    if (result == NULL) {
        out->failed = true;
    } else {
        pal_text_xml(out, result);
    }
    pal_buf_done(&cut);
}

static void add_cell(const struct drawing *drawing, struct pal_cell cell, size_t x, size_t y)
{
    struct pal_buf *out = drawing->out;
    switch (cell.state) {
    case PAL_CELL_ACHIEVED:
        pal_buf_printf(
            out,
            "<rect class=\"pal-achieved\" x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" "
            "fill=\"#34506e\"/>\n",
            x + 1, y + 1, CELL_W - 2, CELL_H - 2);
        break;
    case PAL_CELL_SURPLUS:
        pal_buf_printf(out,
                       "<rect class=\"pal-surplus\" x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" "
                       "fill=\"url(#%shatch)\" stroke=\"#34506e\" stroke-width=\"1\"/>\n",
                       x + 2, y + 2, CELL_W - 4, CELL_H - 4, drawing->id_prefix);
        break;
    case PAL_CELL_MISSING:
        pal_buf_printf(out,
                       "<rect class=\"pal-missing\" x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" "
                       "fill=\"#ffffff\" stroke=\"#b3261e\" stroke-width=\"2\"/>\n",
                       x + 4, y + 4, CELL_W - 8, CELL_H - 8);
        break;
    case PAL_CELL_NOT_APPLICABLE:
        pal_buf_printf(out,
                       "<path class=\"pal-not-applicable\" d=\"M%zu %zul%d %dm0 %dl%d %d\" "
                       "fill=\"none\" stroke=\"#8a8a8a\" stroke-width=\"1\"/>\n",
                       x + 8, y + 6, CELL_W - 16, CELL_H - 12, -(CELL_H - 12), -(CELL_W - 16),
                       CELL_H - 12);
        break;
    case PAL_CELL_EMPTY:
    case PAL_CELL_STATE_COUNT:
        break;
    }
    if (cell.is_not_rated) {
        pal_buf_printf(out,
                       "<circle class=\"pal-not-rated\" cx=\"%zu.5\" cy=\"%zu.5\" r=\"2\" "
                       "fill=\"#444444\"/>\n",
                       x + CELL_W / 2, y + CELL_H / 2);
    }
}

/* Rows run upwards: step 0 stands at the bottom. */
static size_t row_y(const struct pal_figure_panel *panel, size_t top, size_t step)
{
    return top + (panel->ladder->count - 1 - step) * CELL_H;
}

static void add_grid(const struct drawing *drawing, const struct pal_figure_panel *panel,
                     size_t top)
{
    size_t left = grid_left();
    size_t width = panel->area_count * CELL_W;
    size_t height = panel->ladder->count * CELL_H;
    pal_buf_add(
        drawing->out,
        "<path class=\"pal-grid\" fill=\"none\" stroke=\"#cfcfcf\" stroke-width=\"1\" d=\"");
    for (size_t i = 0; i <= panel->ladder->count; i++) {
        pal_buf_printf(drawing->out, "M%zu %zuh%zu", left, top + i * CELL_H, width);
    }
    for (size_t i = 0; i <= panel->area_count; i++) {
        pal_buf_printf(drawing->out, "M%zu %zuv%zu", left + i * CELL_W, top, height);
    }
    pal_buf_add(drawing->out, "\"/>\n");
}

/* The step titles and, at their left, one band per level. */
static void add_rows(const struct drawing *drawing, const struct pal_figure_panel *panel,
                     size_t top)
{
    struct pal_buf *out = drawing->out;
    const struct pal_ladder *ladder = panel->ladder;
    for (size_t i = 0; i < ladder->count; i++) {
        const struct pal_step *step = &ladder->steps[i];
        pal_buf_printf(out, "<text x=\"%d\" y=\"%zu\" font-size=\"12\">", MARGIN + BAND_W + 8,
                       row_y(panel, top, i) + 15);
        pal_text_xml(out, step->id);
        pal_buf_add(out, " ");
        add_short(out, pal_text_in(&step->title, drawing->language->lang), STEP_COLUMNS);
        pal_buf_add(out, "</text>\n");
    }
    for (size_t i = 0; i < ladder->count;) {
        size_t first = i;
        while (i < ladder->count && ladder->steps[i].level == ladder->steps[first].level) {
            i++;
        }
        size_t y = row_y(panel, top, i - 1);
        size_t height = (i - first) * CELL_H;
        pal_buf_printf(out,
                       "<path class=\"pal-band\" d=\"M%d %zuh-6v%zuh6\" fill=\"none\" "
                       "stroke=\"#666666\" stroke-width=\"1\"/>\n"
                       "<text x=\"%d\" y=\"%zu\" font-size=\"13\" font-weight=\"bold\" "
                       "text-anchor=\"end\">%u</text>\n",
                       MARGIN + BAND_W, y + 3, height - 6, MARGIN + BAND_W - 11, y + height / 2 + 5,
                       (unsigned)ladder->steps[first].level);
        if (i < ladder->count) {
            pal_buf_printf(out,
                           "<path class=\"pal-band\" d=\"M%d %zuH%zu\" fill=\"none\" "
                           "stroke=\"#8a8a8a\" stroke-width=\"1\"/>\n",
                           MARGIN, y, grid_left() + panel->area_count * CELL_W);
        }
    }
}

/* One column: a group with its title for the pointer and the screen reader, its cells, its foot. */
static void add_column(const struct drawing *drawing, const struct pal_figure_panel *panel,
                       size_t at, size_t top)
{
    struct pal_buf *out = drawing->out;
    const struct pal_score *score = drawing->figure->score;
    const struct pal_model *model = score->assessment->model;
    size_t index = panel->areas[at];
    const struct pal_area *area = &model->areas[index];
    const struct pal_area_score *result = &score->areas[index];
    const char *title = pal_text_in(&area->title, drawing->language->lang);
    size_t x = grid_left() + at * CELL_W;
    pal_buf_add(out, "<g><title>");
    pal_text_xml(out, area->id);
    pal_buf_add(out, " ");
    pal_text_xml(out, title);
    pal_buf_add(out, ": ");
    if (result->is_applicable) {
        pal_buf_printf(out,
                       pal_tr(drawing->language, "level %u, %u achieved, %u missing, %u surplus"),
                       (unsigned)result->level, pal_mask_count(result->achieved),
                       pal_mask_count(result->missing), pal_mask_count(result->surplus));
    } else {
        pal_buf_add(out, pal_tr(drawing->language, "not applicable"));
    }
    pal_buf_add(out, "</title>\n");
    for (size_t i = 0; i < panel->ladder->count; i++) {
        add_cell(drawing, pal_figure_cell(drawing->figure, index, i), x, row_y(panel, top, i));
    }
    size_t foot = top + panel->ladder->count * CELL_H;
    enum pal_actor actor = (enum pal_actor)score->assessment->area_actors[index];
    pal_buf_printf(out,
                   "<text x=\"%zu\" y=\"%zu\" font-size=\"11\" font-weight=\"bold\" "
                   "text-anchor=\"middle\">%s</text>\n",
                   x + CELL_W / 2, foot + 15, pal_word_actor_letter(drawing->language, actor));
    pal_buf_printf(out,
                   "<text transform=\"translate(%zu %zu) rotate(-90)\" font-size=\"11\" "
                   "text-anchor=\"end\">",
                   x + CELL_W / 2 + 4, foot + 24);
    add_short(out, area->id, 12);
    pal_buf_add(out, " ");
    add_short(out, title, TITLE_COLUMNS);
    pal_buf_add(out, "</text>\n</g>\n");
}

static bool is_target(const struct drawing *drawing, const struct pal_figure_panel *panel,
                      size_t at, size_t step)
{
    return at < panel->area_count && step < panel->ladder->count &&
           pal_figure_cell(drawing->figure, panel->areas[at], step).is_target;
}

/* The outline of the target as one path: the edges between a demanded and another cell, runs of
 * edges joined. Unsigned wrap makes "the column before the first" fall outside. */
static void add_outline(const struct drawing *drawing, const struct pal_figure_panel *panel,
                        size_t top)
{
    struct pal_buf *out = drawing->out;
    size_t rows = panel->ladder->count;
    size_t left = grid_left();
    pal_buf_add(out, "<path class=\"pal-target\" fill=\"none\" stroke=\"#000000\" "
                     "stroke-width=\"3\" stroke-linecap=\"square\" d=\"");
    for (size_t edge = 0; edge <= rows; edge++) {
        size_t run = 0;
        for (size_t at = 0; at <= panel->area_count; at++) {
            bool has_edge = at < panel->area_count && is_target(drawing, panel, at, edge) !=
                                                          is_target(drawing, panel, at, edge - 1);
            if (has_edge) {
                run++;
            } else if (run > 0) {
                pal_buf_printf(out, "M%zu %zuh%zu", left + (at - run) * CELL_W,
                               top + (rows - edge) * CELL_H, run * CELL_W);
                run = 0;
            }
        }
    }
    for (size_t edge = 0; edge <= panel->area_count; edge++) {
        size_t run = 0;
        for (size_t step = 0; step <= rows; step++) {
            bool has_edge = step < rows && is_target(drawing, panel, edge, step) !=
                                               is_target(drawing, panel, edge - 1, step);
            if (has_edge) {
                run++;
            } else if (run > 0) {
                pal_buf_printf(out, "M%zu %zuv%zu", left + edge * CELL_W,
                               top + (rows - step) * CELL_H, run * CELL_H);
                run = 0;
            }
        }
    }
    pal_buf_add(out, "\"/>\n");
}

static void add_panel(const struct drawing *drawing, const struct pal_figure_panel *panel,
                      size_t top)
{
    add_grid(drawing, panel, top);
    add_rows(drawing, panel, top);
    for (size_t i = 0; i < panel->area_count; i++) {
        add_column(drawing, panel, i, top);
    }
    if (drawing->figure->score->has_target) {
        add_outline(drawing, panel, top);
    }
}

static void add_legend_item(const struct drawing *drawing, struct pal_cell cell, const char *word,
                            size_t *x, size_t y)
{
    add_cell(drawing, cell, *x, y);
    pal_buf_printf(drawing->out, "<text x=\"%zu\" y=\"%zu\" font-size=\"12\">", *x + CELL_W + 4,
                   y + 15);
    pal_text_xml(drawing->out, word);
    pal_buf_add(drawing->out, "</text>\n");
    *x += CELL_W + 22 + pal_utf8_columns(word) * 7;
}

static void add_legend(const struct drawing *drawing, size_t y)
{
    const struct pal_language *language = drawing->language;
    const struct pal_step_counts *steps = &drawing->figure->score->steps;
    size_t x = MARGIN + 8;
    add_legend_item(drawing, (struct pal_cell){.state = PAL_CELL_ACHIEVED},
                    pal_tr(language, "achieved"), &x, y);
    if (drawing->figure->score->has_target) {
        add_legend_item(drawing, (struct pal_cell){.state = PAL_CELL_MISSING},
                        pal_tr(language, "missing"), &x, y);
        add_legend_item(drawing, (struct pal_cell){.state = PAL_CELL_SURPLUS},
                        pal_tr(language, "surplus"), &x, y);
        pal_buf_printf(drawing->out,
                       "<path class=\"pal-target\" d=\"M%zu %zuh%d\" fill=\"none\" "
                       "stroke=\"#000000\" stroke-width=\"3\"/>\n",
                       x, y + CELL_H / 2, CELL_W - 4);
        add_legend_item(drawing, (struct pal_cell){.state = PAL_CELL_EMPTY},
                        pal_tr(language, "target"), &x, y);
    }
    if (steps->not_rated > 0) {
        add_legend_item(drawing, (struct pal_cell){.is_not_rated = true},
                        pal_tr(language, "not rated"), &x, y);
    }
    if (steps->not_applicable > 0) {
        add_legend_item(drawing, (struct pal_cell){.state = PAL_CELL_NOT_APPLICABLE},
                        pal_tr(language, "not applicable"), &x, y);
    }
    pal_buf_printf(drawing->out, "<text x=\"%d\" y=\"%zu\" font-size=\"12\">", MARGIN + 8, y + 40);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        pal_buf_printf(drawing->out, "%s%s = ", actor > 0 ? ", " : "",
                       pal_word_actor_letter(language, (enum pal_actor)actor));
        pal_text_xml(drawing->out, pal_word_actor(language, (enum pal_actor)actor));
    }
    pal_buf_add(drawing->out, "</text>\n");
}

/* Title and description come first, for a screen reader; then the paper, so that the figure is
 * readable on any background. */
static void add_heading(const struct drawing *drawing, const char *target_title, size_t width,
                        size_t height)
{
    struct pal_buf *out = drawing->out;
    const struct pal_score *score = drawing->figure->score;
    const struct pal_assessment *assessment = score->assessment;
    const struct pal_language *language = drawing->language;
    pal_buf_printf(out, "<title id=\"%stitle\">", drawing->id_prefix);
    pal_text_xml(out, pal_text_in(&assessment->title, language->lang));
    pal_buf_add(out, "</title>\n");
    pal_buf_printf(out, "<desc id=\"%sdesc\">", drawing->id_prefix);
    pal_buf_printf(
        out, pal_tr(language, "%zu areas in columns, their steps in rows. %llu steps achieved"),
        assessment->model->area_count, (unsigned long long)score->steps.achieved);
    if (score->has_target) {
        pal_buf_printf(out, pal_tr(language, ", %llu demanded, %llu missing, %llu surplus"),
                       (unsigned long long)score->steps.target,
                       (unsigned long long)score->steps.missing,
                       (unsigned long long)score->steps.surplus);
    }
    pal_buf_add(out, ".</desc>\n");
    pal_buf_printf(out,
                   "<rect class=\"pal-paper\" width=\"%zu\" height=\"%zu\" fill=\"#ffffff\"/>\n",
                   width, height);
    pal_buf_printf(out, "<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"bold\">",
                   MARGIN + 8);
    add_short(out, pal_text_in(&assessment->title, language->lang), 80);
    pal_buf_add(out, "</text>\n");
    pal_buf_printf(out, "<text x=\"%d\" y=\"45\" font-size=\"12\">", MARGIN + 8);
    add_short(out, assessment->provider, 40);
    pal_buf_add(out, " · ");
    pal_text_xml(out, assessment->date);
    pal_buf_add(out, " · ");
    pal_text_xml(out, pal_word_basis(language, score->basis));
    pal_buf_printf(out, " · %s", pal_rule_ids[assessment->model->rule]);
    if (score->has_target) {
        pal_buf_printf(out, " · %s ", pal_tr(language, "target:"));
        add_short(out, target_title, 60);
    }
    pal_buf_add(out, "</text>\n");
}

static void add_defs(const struct drawing *drawing)
{
    pal_buf_printf(drawing->out,
                   "<defs><pattern id=\"%shatch\" width=\"5\" height=\"5\" "
                   "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                   "<rect width=\"5\" height=\"5\" fill=\"#ffffff\"/>"
                   "<rect width=\"2\" height=\"5\" fill=\"#34506e\"/></pattern></defs>\n",
                   drawing->id_prefix);
}

enum pal_rc pal_figure_svg(const struct pal_score *score, const char *target_title,
                           const char *id_prefix, const struct pal_language *language,
                           struct pal_arena *arena, struct pal_buf *out)
{
    struct pal_figure figure;
    if (pal_figure_layout(score, COLUMNS, arena, &figure) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    size_t columns = 0;
    size_t height = TITLE_H;
    for (size_t i = 0; i < figure.panel_count; i++) {
        columns = figure.panels[i].area_count > columns ? figure.panels[i].area_count : columns;
        height += figure.panels[i].ladder->count * CELL_H + FOOT_H + PANEL_GAP;
    }
    struct drawing drawing = {&figure, language, id_prefix, out};
    size_t width = grid_left() + columns * CELL_W + MARGIN;
    width = width < 640 ? 640 : width;
    height += LEGEND_H;
    pal_buf_printf(out,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pal-figure\" "
                   "viewBox=\"0 0 %zu %zu\" width=\"%zu\" height=\"%zu\" role=\"img\" "
                   "aria-labelledby=\"%stitle %sdesc\" "
                   "font-family=\"Noto Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif\" "
                   "fill=\"#111111\">\n",
                   width, height, width, height, id_prefix, id_prefix);
    add_heading(&drawing, target_title, width, height);
    add_defs(&drawing);
    size_t top = TITLE_H;
    for (size_t i = 0; i < figure.panel_count; i++) {
        add_panel(&drawing, &figure.panels[i], top);
        top += figure.panels[i].ladder->count * CELL_H + FOOT_H + PANEL_GAP;
    }
    add_legend(&drawing, top);
    if (score->assessment->model->notice != NULL) {
        pal_buf_add(out, "<metadata>");
        pal_text_xml(out, score->assessment->model->notice);
        pal_buf_add(out, "</metadata>\n");
    }
    pal_buf_add(out, "</svg>\n");
    return out->failed ? PAL_E_MEMORY : PAL_OK;
}
