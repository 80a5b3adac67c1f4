/* profile_figure_svg - the figure of a profile. The calmest level has the full colour, graver ones
 * paler shades, always under their mark; a heavy line runs around all that is demanded, a thin one
 * wherever the levels change. */
#include "base/text.h"
#include "base/utf8.h"
#include "render/figure/figure_parts.h"
#include "render/figure/profile_figure.h"
#include "render/steps.h"

enum { TITLE_H = 58, LEGEND_LINE = 24 };

const size_t pal_profile_figure_columns = PAL_FIGURE_COLUMNS;

struct drawing {
    const struct pal_profile_figure *figure;
    const char *id_prefix;
    struct pal_buf *out;
};

/* Hundredths of the full colour. Text is white on the full colour alone; nothing lies between it
 * and 45, where neither white nor black text is readable in both light and dark pages. */
static unsigned shade(const struct pal_profile_figure *figure, uint64_t levels)
{
    enum { FULL = 100, ONE = 30, FROM = 45, TO = 8 };
    unsigned at = (unsigned)__builtin_ctzll(levels);
    if (at == 0) {
        return FULL;
    }
    return figure->level_count == 2
               ? ONE
               : FROM - (FROM - TO) * (at - 1) / (unsigned)(figure->level_count - 2);
}

static void add_cell(const struct drawing *drawing, uint64_t levels, size_t x, size_t y)
{
    struct pal_buf *out = drawing->out;
    char mark[PAL_PROFILE_MARK];
    if (levels == 0) {
        return;
    }
    bool is_lasting = pal_profile_figure_lasts(drawing->figure, levels);
    unsigned percent = is_lasting ? shade(drawing->figure, levels) : 0;
    if (is_lasting) {
        pal_buf_printf(out,
                       "<rect class=\"pal-demand\" x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" "
                       "fill=\"#34506e\" fill-opacity=\"%u.%02u\"/>\n",
                       x + 1, y + 1, PAL_FIGURE_CELL_W - 2, PAL_FIGURE_CELL_H - 2, percent / 100,
                       percent % 100);
    } else {
        pal_buf_printf(out,
                       "<rect class=\"pal-demand-only\" x=\"%zu\" y=\"%zu\" width=\"%d\" "
                       "height=\"%d\" fill=\"none\" stroke=\"#34506e\" stroke-width=\"2\" "
                       "stroke-dasharray=\"2 2\"/>\n",
                       x + 2, y + 2, PAL_FIGURE_CELL_W - 4, PAL_FIGURE_CELL_H - 4);
    }
    pal_profile_figure_mark(drawing->figure, levels, mark);
    if (mark[0] != '\0') {
        pal_buf_printf(out, "<text%s x=\"%zu.5\" y=\"%zu\" font-size=\"%d\" ",
                       percent == 100 ? " class=\"pal-on\" fill=\"#ffffff\"" : "",
                       x + PAL_FIGURE_CELL_W / 2, y + 15, pal_utf8_columns(mark) > 2 ? 10 : 12);
        pal_buf_printf(out, "text-anchor=\"middle\">%s</text>\n", mark);
    }
}

/* "calm 1.1–2.1; raised 1.1–2.3", or the one target. */
static void add_column_text(const struct drawing *drawing, const struct pal_area *area,
                            size_t index)
{
    const struct pal_profile_figure *figure = drawing->figure;
    struct pal_buf text;
    pal_buf_init(&text, 1 << 20, drawing->out->alloc);
    for (size_t i = 0; i < figure->level_count; i++) {
        const struct pal_profile_level *level = &figure->levels[i];
        pal_buf_printf(&text, "%s%s%s", i > 0 ? "; " : "", level->label,
                       figure->has_levels ? " " : "");
        if (level->target[index] == 0) {
            pal_buf_add(&text, pal_tr(figure->language, "none"));
        }
        pal_steps(&text, area->ladder, level->target[index]);
    }
    const char *shown = pal_buf_text(&text);
    if (shown == NULL) {
        drawing->out->failed = true;
    } else {
        pal_text_xml(drawing->out, shown);
    }
    pal_buf_done(&text);
}

static void add_column(const struct drawing *drawing, const struct pal_figure_panel *panel,
                       size_t at, size_t top)
{
    struct pal_buf *out = drawing->out;
    const struct pal_profile_figure *figure = drawing->figure;
    size_t index = panel->areas[at];
    const struct pal_area *area = &figure->model->areas[index];
    pal_buf_add(out, "<g><title>");
    pal_text_xml(out, area->id);
    pal_buf_add(out, " ");
    pal_text_xml(out, pal_text_in(&area->title, figure->language->lang));
    pal_buf_add(out, ": ");
    add_column_text(drawing, area, index);
    pal_buf_add(out, "</title>\n");
    for (size_t i = 0; i < panel->ladder->count; i++) {
        add_cell(drawing, pal_profile_figure_levels(figure, index, i),
                 pal_figure_left() + at * PAL_FIGURE_CELL_W, pal_figure_row_y(panel, top, i));
    }
    pal_figure_foot(out, panel, at, top, area, area->actor, PAL_FIGURE_TITLE_COLUMNS,
                    figure->language);
    pal_buf_add(out, "</g>\n");
}

static uint64_t levels_of(const struct pal_profile_figure *figure,
                          const struct pal_figure_panel *panel, size_t at, size_t step)
{
    return pal_figure_in_panel(panel, at, step)
               ? pal_profile_figure_levels(figure, panel->areas[at], step)
               : 0;
}

static bool is_outer(const void *ctx, const struct pal_figure_panel *panel, size_t at, size_t step,
                     size_t other_at, size_t other_step)
{
    return (levels_of(ctx, panel, at, step) == 0) !=
           (levels_of(ctx, panel, other_at, other_step) == 0);
}

static bool is_inner(const void *ctx, const struct pal_figure_panel *panel, size_t at, size_t step,
                     size_t other_at, size_t other_step)
{
    uint64_t levels = levels_of(ctx, panel, at, step);
    uint64_t other = levels_of(ctx, panel, other_at, other_step);
    return levels != 0 && other != 0 && levels != other;
}

static void add_panel(const struct drawing *drawing, const struct pal_figure_panel *panel,
                      size_t top)
{
    struct pal_buf *out = drawing->out;
    pal_figure_grid(out, panel, top);
    pal_figure_rows(out, panel, drawing->figure->language, top);
    for (size_t i = 0; i < panel->area_count; i++) {
        add_column(drawing, panel, i, top);
    }
    pal_buf_add(out, "<path class=\"pal-target\" fill=\"none\" stroke=\"#000000\" "
                     "stroke-width=\"1.5\" stroke-linecap=\"square\" d=\"");
    pal_figure_edges(out, panel, top, is_inner, drawing->figure);
    pal_buf_add(out, "\"/>\n<path class=\"pal-target\" fill=\"none\" stroke=\"#000000\" "
                     "stroke-width=\"3\" stroke-linecap=\"square\" d=\"");
    pal_figure_edges(out, panel, top, is_outer, drawing->figure);
    pal_buf_add(out, "\"/>\n");
}

static void add_line_start(const struct drawing *drawing, size_t x, size_t y)
{
    pal_buf_printf(drawing->out, "<text x=\"%zu\" y=\"%zu\" font-size=\"12\">", x, y + 15);
}

static void add_steps_demanded(struct pal_buf *out, const struct pal_language *language,
                               unsigned long long steps)
{
    pal_buf_printf(out, pal_tr_n(language, "%llu step demanded", "%llu steps demanded", steps),
                   steps);
}

static const char *reading(const struct pal_profile_figure *figure)
{
    return figure->has_letters
               ? pal_tr(figure->language, "The letter in a cell: the step is demanded from this "
                                          "alert level on.")
               : pal_tr(figure->language, "The number in a cell: the step is demanded from this "
                                          "alert level on.");
}

static void add_legend_level(const struct drawing *drawing, size_t at, size_t y)
{
    const struct pal_profile_figure *figure = drawing->figure;
    const struct pal_profile_level *level = &figure->levels[at];
    struct pal_buf *out = drawing->out;
    uint64_t from_here = UINT64_MAX << at;
    from_here &= figure->level_count < 64 ? ((uint64_t)1 << figure->level_count) - 1 : UINT64_MAX;
    add_cell(drawing, from_here, PAL_FIGURE_MARGIN + 8, y);
    add_line_start(drawing, PAL_FIGURE_MARGIN + PAL_FIGURE_CELL_W + 16, y);
    if (figure->has_levels) {
        pal_figure_short(out, level->label, 60);
    } else {
        pal_buf_add(out, pal_tr(figure->language, "demanded at every alert level"));
    }
    pal_buf_add(out, " · ");
    add_steps_demanded(out, figure->language, level->steps);
    pal_buf_add(out, "</text>\n");
}

/* One line per level, then what does not last, then the actors. */
static void add_legend(const struct drawing *drawing, size_t y)
{
    const struct pal_profile_figure *figure = drawing->figure;
    struct pal_buf *out = drawing->out;
    size_t text_x = PAL_FIGURE_MARGIN + PAL_FIGURE_CELL_W + 16;
    if (figure->has_levels) {
        add_line_start(drawing, PAL_FIGURE_MARGIN + 8, y);
        pal_text_xml(out, reading(figure));
        pal_buf_add(out, "</text>\n");
        y += LEGEND_LINE;
    }
    for (size_t i = 0; i < figure->level_count; i++, y += LEGEND_LINE) {
        add_legend_level(drawing, i, y);
    }
    if (!figure->is_growing) {
        pal_buf_printf(out,
                       "<rect class=\"pal-demand-only\" x=\"%d\" y=\"%zu\" width=\"%d\" "
                       "height=\"%d\" fill=\"none\" stroke=\"#34506e\" stroke-width=\"2\" "
                       "stroke-dasharray=\"2 2\"/>\n",
                       PAL_FIGURE_MARGIN + 10, y + 2, PAL_FIGURE_CELL_W - 4, PAL_FIGURE_CELL_H - 4);
        add_line_start(drawing, text_x, y);
        pal_text_xml(out, pal_tr(figure->language, "demanded at the alert levels written, and "
                                                   "at no other"));
        pal_buf_add(out, "</text>\n");
        y += LEGEND_LINE;
    }
    for (size_t i = 0; i < figure->note_count; i++, y += LEGEND_LINE) {
        struct pal_buf list;
        pal_buf_init(&list, 1 << 12, out->alloc);
        pal_profile_figure_list(figure, figure->notes[i], &list);
        add_line_start(drawing, text_x, y);
        pal_buf_printf(out, "*%zu = ", i + 1);
        const char *text = pal_buf_text(&list);
        pal_buf_add(out, text != NULL ? text : "");
        out->failed |= text == NULL;
        pal_buf_add(out, "</text>\n");
        pal_buf_done(&list);
    }
    pal_figure_actors(out, figure->language, y + 15);
}

static size_t legend_height(const struct pal_profile_figure *figure)
{
    size_t lines =
        figure->has_levels + figure->level_count + !figure->is_growing + figure->note_count + 1;
    return lines * LEGEND_LINE + PAL_FIGURE_MARGIN;
}

static void add_heading(const struct drawing *drawing, size_t width, size_t height)
{
    const struct pal_profile_figure *figure = drawing->figure;
    struct pal_buf *out = drawing->out;
    pal_buf_printf(out, "<title id=\"%stitle\">", drawing->id_prefix);
    pal_text_xml(out, figure->title);
    pal_buf_printf(out, "</title>\n<desc id=\"%sdesc\">", drawing->id_prefix);
    pal_buf_printf(out, pal_tr(figure->language, "%zu areas in columns, their steps in rows."),
                   figure->model->area_count);
    if (figure->has_levels) {
        pal_buf_add(out, " ");
        pal_text_xml(out, reading(figure));
    }
    for (size_t i = 0; i < figure->level_count; i++) {
        const struct pal_profile_level *level = &figure->levels[i];
        pal_buf_add(out, " ");
        if (figure->has_levels) {
            pal_buf_printf(out, "%s = ", level->mark);
            pal_text_xml(out, level->label);
            pal_buf_add(out, pal_tr(figure->language, ": "));
        }
        add_steps_demanded(out, figure->language, level->steps);
        pal_buf_add(out, ".");
    }
    pal_buf_add(out, "</desc>\n");
    pal_figure_paper(out, width, height);
    pal_buf_printf(out, "<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"bold\">",
                   PAL_FIGURE_MARGIN + 8);
    pal_figure_short(out, figure->title, width / 11);
    pal_buf_printf(out, "</text>\n<text x=\"%d\" y=\"45\" font-size=\"12\">",
                   PAL_FIGURE_MARGIN + 8);
    pal_figure_short(out, figure->caption, width * 3 / 20);
    pal_figure_span(out, figure->model, figure->span);
    pal_buf_add(out, "</text>\n");
}

enum pal_rc pal_profile_figure_svg(const struct pal_profile_figure *figure, const char *id_prefix,
                                   struct pal_buf *out)
{
    struct drawing drawing = {figure, id_prefix, out};
    size_t columns = 0;
    size_t height = TITLE_H + legend_height(figure);
    for (size_t i = 0; i < figure->panel_count; i++) {
        const struct pal_figure_panel *panel = &figure->panels[i];
        columns = panel->area_count > columns ? panel->area_count : columns;
        height +=
            panel->ladder->count * PAL_FIGURE_CELL_H + PAL_FIGURE_FOOT_H + PAL_FIGURE_PANEL_GAP;
    }
    size_t width = pal_figure_left() + columns * PAL_FIGURE_CELL_W + PAL_FIGURE_MARGIN;
    width = width < PAL_FIGURE_WIDTH_MIN ? PAL_FIGURE_WIDTH_MIN : width;
    pal_figure_open(out, id_prefix, width, height);
    add_heading(&drawing, width, height);
    size_t top = TITLE_H;
    for (size_t i = 0; i < figure->panel_count; i++) {
        const struct pal_figure_panel *panel = &figure->panels[i];
        add_panel(&drawing, panel, top);
        top += panel->ladder->count * PAL_FIGURE_CELL_H + PAL_FIGURE_FOOT_H + PAL_FIGURE_PANEL_GAP;
    }
    add_legend(&drawing, top);
    pal_figure_close(out, figure->model);
    return out->failed ? PAL_E_MEMORY : PAL_OK;
}
