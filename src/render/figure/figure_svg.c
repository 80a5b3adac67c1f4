/* figure_svg - the figure as SVG 1.1 with presentation attributes only (no style element, so that
 * a page with a strict content security policy may hold it). Lengths are in pixels. */
#include "base/text.h"
#include "base/utf8.h"
#include "render/figure/figure.h"
#include "render/figure/figure_parts.h"
#include "render/words.h"

enum { TITLE_H = 58, LEGEND_H = 58 };

struct drawing {
    const struct pal_figure *figure;
    struct pal_span span;
    const struct pal_language *language;
    const char *id_prefix;
    struct pal_buf *out;
};

/* A place, and a size or a path from there. */
static void add_achieved(struct pal_buf *out, int64_t x, int64_t y)
{
    pal_buf_fill(out,
                 "<rect class=\"pal-achieved\" x=\"@\" y=\"@\" width=\"@\" height=\"@\" "
                 "fill=\"#34506e\"/>\n",
                 (const int64_t[]){x + 1, y + 1, PAL_FIGURE_CELL_W - 2, PAL_FIGURE_CELL_H - 2});
}

static void add_surplus(const struct drawing *drawing, int64_t x, int64_t y)
{
    pal_buf_fill(drawing->out,
                 "<rect class=\"pal-surplus\" x=\"@\" y=\"@\" width=\"@\" height=\"@\" "
                 "fill=\"url(#",
                 (const int64_t[]){x + 2, y + 2, PAL_FIGURE_CELL_W - 4, PAL_FIGURE_CELL_H - 4});
    pal_buf_add(drawing->out, drawing->id_prefix);
    pal_buf_add(drawing->out, "hatch)\" stroke=\"#34506e\" stroke-width=\"1\"/>\n");
}

static void add_missing(struct pal_buf *out, int64_t x, int64_t y)
{
    pal_buf_fill(out,
                 "<rect class=\"pal-missing\" x=\"@\" y=\"@\" width=\"@\" height=\"@\" "
                 "fill=\"#ffffff\" stroke=\"#b3261e\" stroke-width=\"2\"/>\n",
                 (const int64_t[]){x + 4, y + 4, PAL_FIGURE_CELL_W - 8, PAL_FIGURE_CELL_H - 8});
}

static void add_not_applicable(struct pal_buf *out, int64_t x, int64_t y)
{
    enum { WIDE = PAL_FIGURE_CELL_W - 16, HIGH = PAL_FIGURE_CELL_H - 12 };
    pal_buf_fill(out,
                 "<path class=\"pal-not-applicable\" d=\"M@ @l@ @m0 @l@ @\" "
                 "fill=\"none\" stroke=\"#8a8a8a\" stroke-width=\"1\"/>\n",
                 (const int64_t[]){x + 8, y + 6, WIDE, HIGH, -HIGH, -WIDE, HIGH});
}

static void add_cell(const struct drawing *drawing, struct pal_cell cell, size_t column, size_t row)
{
    struct pal_buf *out = drawing->out;
    int64_t x = (int64_t)column;
    int64_t y = (int64_t)row;
    switch (cell.state) {
    case PAL_CELL_ACHIEVED:
        add_achieved(out, x, y);
        break;
    case PAL_CELL_SURPLUS:
        add_surplus(drawing, x, y);
        break;
    case PAL_CELL_MISSING:
        add_missing(out, x, y);
        break;
    case PAL_CELL_NOT_APPLICABLE:
        add_not_applicable(out, x, y);
        break;
    case PAL_CELL_EMPTY:
    case PAL_CELL_STATE_COUNT:
        break;
    }
    if (cell.is_not_rated) {
        pal_buf_fill(out,
                     "<circle class=\"pal-not-rated\" cx=\"@.5\" cy=\"@.5\" r=\"2\" "
                     "fill=\"#444444\"/>\n",
                     (const int64_t[]){x + PAL_FIGURE_CELL_W / 2, y + PAL_FIGURE_CELL_H / 2});
    }
}

/* "at least level 1", "not rated yet", "not applicable": how an area stands. */
static void add_standing(const struct pal_area_score *area, const struct pal_language *language,
                         struct pal_buf *out)
{
    switch (pal_area_standing(area)) {
    case PAL_STANDS_NOT_APPLICABLE:
        pal_buf_add(out, pal_tr(language, "not applicable"));
        return;
    case PAL_STANDS_NOT_RATED:
        pal_buf_add(out, pal_tr(language, "not rated yet"));
        return;
    case PAL_STANDS_AT_LEVEL:
        pal_buf_printf(out,
                       area->level_is_minimum ? pal_tr(language, "at least level %u")
                                              : pal_tr(language, "level %u"),
                       (unsigned)area->level);
        return;
    }
}

void pal_figure_area_words(const struct pal_area_score *area, const struct pal_language *language,
                           struct pal_buf *out)
{
    add_standing(area, language, out);
    if (!area->is_applicable) {
        return;
    }
    pal_buf_printf(out, pal_tr(language, ", %u achieved, %u missing, %u surplus"),
                   pal_mask_count(area->achieved), pal_mask_count(area->missing),
                   pal_mask_count(area->surplus));
    if (area->not_rated != 0) {
        pal_buf_printf(out, pal_tr(language, ", %u not rated"), pal_mask_count(area->not_rated));
    }
    if ((area->missing & area->not_rated) != 0) {
        pal_buf_printf(out, pal_tr(language, " (%u of the missing)"),
                       pal_mask_count(area->missing & area->not_rated));
    }
    if (area->not_applicable != 0) {
        pal_buf_printf(out, pal_tr(language, ", %u not applicable"),
                       pal_mask_count(area->not_applicable));
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
    size_t x = pal_figure_left() + at * PAL_FIGURE_CELL_W;
    pal_buf_add(out, "<g><title>");
    pal_text_xml(out, area->id);
    pal_buf_add(out, " ");
    pal_text_xml(out, title);
    pal_buf_add(out, ": ");
    pal_figure_area_words(result, drawing->language, out);
    pal_buf_add(out, "</title>\n");
    for (size_t i = 0; i < panel->ladder->count; i++) {
        add_cell(drawing, pal_figure_cell(drawing->figure, index, i), x,
                 pal_figure_row_y(panel, top, i));
    }
    pal_figure_foot(out, panel, at, top, area,
                    (enum pal_actor)score->assessment->area_actors[index], PAL_FIGURE_TITLE_COLUMNS,
                    drawing->language);
    pal_buf_add(out, "</g>\n");
}

/* The target's line runs between a demanded and another cell. */
static bool is_target(const void *ctx, const struct pal_figure_panel *panel, size_t at, size_t step)
{
    const struct drawing *drawing = ctx;
    return pal_figure_in_panel(panel, at, step) &&
           pal_figure_cell(drawing->figure, panel->areas[at], step).is_target;
}

static bool is_outline(const void *ctx, const struct pal_figure_panel *panel, size_t at,
                       size_t step, size_t other_at, size_t other_step)
{
    return is_target(ctx, panel, at, step) != is_target(ctx, panel, other_at, other_step);
}

static void add_outline(const struct drawing *drawing, const struct pal_figure_panel *panel,
                        size_t top)
{
    pal_buf_add(drawing->out, "<path class=\"pal-target\" fill=\"none\" stroke=\"#000000\" "
                              "stroke-width=\"3\" stroke-linecap=\"square\" d=\"");
    pal_figure_edges(drawing->out, panel, top, is_outline, drawing);
    pal_buf_add(drawing->out, "\"/>\n");
}

static void add_panel(const struct drawing *drawing, const struct pal_figure_panel *panel,
                      size_t top)
{
    pal_figure_grid(drawing->out, panel, top);
    pal_figure_rows(drawing->out, panel, drawing->language, top);
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
    pal_buf_printf(drawing->out, "<text x=\"%zu\" y=\"%zu\" font-size=\"12\">",
                   *x + PAL_FIGURE_CELL_W + 4, y + 15);
    pal_text_xml(drawing->out, word);
    pal_buf_add(drawing->out, "</text>\n");
    *x += PAL_FIGURE_CELL_W + 22 + pal_utf8_columns(word) * 7;
}

static void add_legend(const struct drawing *drawing, size_t y)
{
    const struct pal_language *language = drawing->language;
    const struct pal_step_counts *steps = &drawing->figure->score->steps;
    size_t x = PAL_FIGURE_MARGIN + 8;
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
                       x, y + PAL_FIGURE_CELL_H / 2, PAL_FIGURE_CELL_W - 4);
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
    pal_figure_actors(drawing->out, language, y + 40);
}

void pal_figure_score_words(const struct pal_score *score, const struct pal_language *language,
                            struct pal_buf *out)
{
    pal_buf_printf(
        out, pal_tr(language, "%zu areas in columns, their steps in rows. %llu steps achieved"),
        score->assessment->model->area_count, (unsigned long long)score->steps.achieved);
    if (score->has_target) {
        pal_buf_printf(out, pal_tr(language, ", %llu demanded, %llu missing, %llu surplus"),
                       (unsigned long long)score->steps.target,
                       (unsigned long long)score->steps.missing,
                       (unsigned long long)score->steps.surplus);
    }
    if (score->steps.missing_not_rated > 0) {
        pal_buf_printf(
            out, pal_tr(language, ", %llu not rated (%llu of the missing), %llu not applicable"),
            (unsigned long long)score->steps.not_rated,
            (unsigned long long)score->steps.missing_not_rated,
            (unsigned long long)score->steps.not_applicable);
    } else if (score->steps.not_rated > 0 || score->steps.not_applicable > 0) {
        pal_buf_printf(out, pal_tr(language, ", %llu not rated, %llu not applicable"),
                       (unsigned long long)score->steps.not_rated,
                       (unsigned long long)score->steps.not_applicable);
    }
    const char *nothing = pal_word_nothing_asked(language, pal_score_target_state(score));
    if (nothing != NULL) {
        pal_buf_printf(out, "; %s", nothing);
    }
    pal_buf_add_char(out, '.');
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
    pal_figure_score_words(score, language, out);
    pal_buf_add(out, "</desc>\n");
    pal_figure_paper(out, width, height);
    pal_buf_printf(out, "<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"bold\">",
                   PAL_FIGURE_MARGIN + 8);
    pal_figure_short(out, pal_text_in(&assessment->title, language->lang), 80);
    pal_buf_add(out, "</text>\n");
    pal_buf_printf(out, "<text x=\"%d\" y=\"45\" font-size=\"12\">", PAL_FIGURE_MARGIN + 8);
    pal_figure_short(out, assessment->provider, 40);
    pal_buf_add(out, " · ");
    pal_text_xml(out, assessment->date);
    pal_buf_add(out, " · ");
    pal_text_xml(out, pal_word_basis(language, score->basis));
    pal_buf_printf(out, " · %s", pal_word_rule_short(language, assessment->model->rule));
    if (score->has_target) {
        pal_buf_printf(out, " · %s ", pal_tr(language, "target:"));
        pal_figure_short(out, target_title, 60);
    }
    pal_figure_span(out, assessment->model, drawing->span);
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

enum pal_rc pal_figure_svg(const struct pal_score *score, struct pal_span span,
                           const char *target_title, const char *id_prefix,
                           const struct pal_language *language, struct pal_arena *arena,
                           struct pal_buf *out)
{
    struct pal_figure figure;
    if (pal_figure_layout(score, span, PAL_FIGURE_COLUMNS, arena, &figure) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    size_t columns = 0;
    size_t height = TITLE_H;
    for (size_t i = 0; i < figure.panel_count; i++) {
        columns = figure.panels[i].area_count > columns ? figure.panels[i].area_count : columns;
        height += figure.panels[i].ladder->count * PAL_FIGURE_CELL_H + PAL_FIGURE_FOOT_H +
                  PAL_FIGURE_PANEL_GAP;
    }
    struct drawing drawing = {&figure, span, language, id_prefix, out};
    size_t width = pal_figure_left() + columns * PAL_FIGURE_CELL_W + PAL_FIGURE_MARGIN;
    width = width < PAL_FIGURE_WIDTH_MIN ? PAL_FIGURE_WIDTH_MIN : width;
    height += LEGEND_H;
    pal_figure_open(out, id_prefix, width, height);
    add_heading(&drawing, target_title, width, height);
    add_defs(&drawing);
    size_t top = TITLE_H;
    for (size_t i = 0; i < figure.panel_count; i++) {
        add_panel(&drawing, &figure.panels[i], top);
        top += figure.panels[i].ladder->count * PAL_FIGURE_CELL_H + PAL_FIGURE_FOOT_H +
               PAL_FIGURE_PANEL_GAP;
    }
    add_legend(&drawing, top);
    pal_figure_close(out, score->assessment->model);
    return out->failed ? PAL_E_MEMORY : PAL_OK;
}
