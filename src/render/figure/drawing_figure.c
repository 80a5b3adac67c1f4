#include "render/figure/drawing_figure.h"

#include "base/text.h"
#include "render/figure/figure_parts.h"
#include "render/words.h"

enum {
    TENTHS = 10, /* of a cell: by which the lines of two levels stand apart */
    STEP_COLUMNS = 24,
    FOOT_COLUMNS = 9,
    ROW_COLUMNS = 11
};

size_t pal_drawing_height(pal_mask target)
{
    return target == 0 ? 0 : 64 - (size_t)__builtin_clzll(target);
}

static bool shows(const struct pal_drawing *drawing, size_t level)
{
    return drawing->chosen == level || drawing->chosen == drawing->figure->level_count;
}

/* ------------------------------------------------------------------------- lines */

/* Over each column of a panel; `lift`: tenths of a cell that the line stands higher. */
static void add_line(struct pal_buf *out, const struct pal_figure_panel *panel,
                     const pal_mask *target, size_t lift, const char *class, size_t pattern)
{
    const int64_t top = (int64_t)(panel->ladder->count * TENTHS) - (int64_t)lift;
    int64_t last = INT64_MIN;
    pal_buf_printf(out, "<path class=\"%s%zu\" d=\"", class, pattern);
    for (size_t at = 0; at < panel->area_count; at++) {
        int64_t y = top - (int64_t)(pal_drawing_height(target[panel->areas[at]]) * TENTHS);
        if (at == 0) {
            pal_buf_printf(out, "M0 %lld", (long long)y);
        } else if (y != last) {
            pal_buf_printf(out, "V%lld", (long long)y);
        }
        pal_buf_printf(out, "H%zu", (at + 1) * TENTHS);
        last = y;
    }
    pal_buf_add(out, "\"/>");
}

static void add_lines(const struct pal_drawing *drawing, const struct pal_figure_panel *panel,
                      size_t index, struct pal_buf *out)
{
    const struct pal_profile_figure *figure = drawing->figure;
    size_t wide = panel->area_count * TENTHS;
    size_t high = panel->ladder->count * TENTHS;
    pal_buf_printf(out,
                   "<svg class=\"draw-lines\" width=\"0\" height=\"0\" aria-hidden=\"true\" "
                   "focusable=\"false\"><defs><g id=\"lines-%zu\">",
                   index);
    for (size_t i = 0; i < figure->level_count && drawing->other != NULL; i++) {
        if (shows(drawing, i)) {
            add_line(out, panel, drawing->other[i], 0, "draw-other draw-o", i);
        }
    }
    for (size_t i = 0; i < figure->level_count; i++) {
        if (shows(drawing, i)) {
            bool is_one = drawing->chosen == i;
            add_line(out, panel, figure->levels[i].target, is_one ? 0 : i % PAL_DRAWING_DASHES,
                     is_one ? "draw-line draw-one draw-l" : "draw-line draw-l",
                     is_one ? 0 : i % PAL_DRAWING_DASHES);
        }
    }
    pal_buf_printf(out,
                   "</g></defs></svg><svg class=\"draw-wide\" viewBox=\"0 0 %zu %zu\" "
                   "preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><use "
                   "href=\"#lines-%zu\"/></svg><svg class=\"draw-turned\" viewBox=\"0 0 %zu %zu\" "
                   "preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><use "
                   "href=\"#lines-%zu\" transform=\"matrix(0 1 -1 0 %zu 0)\"/></svg>",
                   wide, high, index, high, wide, index, high);
}

/* ------------------------------------------------------------------------- labels */

/* The middle of the cell at `at` of `count`, in hundredths of a per cent. */
static size_t middle(size_t at, size_t count)
{
    return (2 * at + 1) * 5000 / count;
}

static void open_labels(const char *class, struct pal_buf *out)
{
    pal_buf_printf(out, "<svg class=\"%s\" aria-hidden=\"true\" focusable=\"false\">", class);
}

/* At the left: the steps, the first at the bottom. */
static void add_step_labels(const struct pal_drawing *drawing, const struct pal_figure_panel *panel,
                            struct pal_buf *out)
{
    const struct pal_ladder *ladder = panel->ladder;
    open_labels("draw-steps", out);
    for (size_t i = 0; i < ladder->count; i++) {
        size_t y = middle(ladder->count - 1 - i, ladder->count);
        pal_buf_printf(out, "<text y=\"%zu.%02zu%%\" dy=\".35em\"><tspan class=\"b\">", y / 100,
                       y % 100);
        pal_figure_short(out, ladder->steps[i].id, 8);
        pal_buf_add(out, "</tspan> ");
        pal_figure_short(out, pal_text_in(&ladder->steps[i].title, drawing->figure->language->lang),
                         STEP_COLUMNS);
        pal_buf_add(out, "</text>");
    }
    pal_buf_add(out, "</svg>");
}

static void add_area_label(const struct pal_drawing *drawing, size_t index, size_t columns,
                           struct pal_buf *out)
{
    const struct pal_language *language = drawing->figure->language;
    const struct pal_area *area = &drawing->figure->model->areas[index];
    pal_buf_add(out, "<tspan class=\"b\">");
    pal_text_xml(out, pal_word_actor_letter(language, area->actor));
    pal_buf_add(out, " ");
    pal_figure_short(out, area->id, 8);
    pal_buf_add(out, "</tspan> ");
    pal_figure_short(out, pal_text_in(&area->title, language->lang), columns);
    pal_buf_add(out, "</text>");
}

/* Under the columns, and, where the figure is turned, beside the rows. */
static void add_area_labels(const struct pal_drawing *drawing, const struct pal_figure_panel *panel,
                            struct pal_buf *out)
{
    open_labels("draw-foot", out);
    for (size_t at = 0; at < panel->area_count; at++) {
        size_t x = middle(at, panel->area_count);
        pal_buf_printf(out, "<text x=\"%zu.%02zu%%\" y=\"6\">", x / 100, x % 100);
        add_area_label(drawing, panel->areas[at], FOOT_COLUMNS, out);
    }
    pal_buf_add(out, "</svg>");
    open_labels("draw-rows", out);
    for (size_t at = 0; at < panel->area_count; at++) {
        size_t y = middle(at, panel->area_count);
        pal_buf_printf(out, "<text y=\"%zu.%02zu%%\" dy=\".35em\">", y / 100, y % 100);
        add_area_label(drawing, panel->areas[at], ROW_COLUMNS, out);
    }
    pal_buf_add(out, "</svg>");
}

/* ------------------------------------------------------------------------- cells */

static void add_cell(const struct pal_drawing *drawing, size_t area, size_t step,
                     struct pal_buf *out)
{
    const struct pal_profile_figure *figure = drawing->figure;
    uint64_t levels = pal_profile_figure_levels(figure, area, step);
    bool is_here =
        drawing->chosen == figure->level_count ? levels != 0 : (levels >> drawing->chosen & 1) != 0;
    pal_buf_add(out, is_here ? "<td role=\"gridcell\" class=\"d\">" : "<td role=\"gridcell\">");
    if (levels != 0) {
        pal_text_xml(out, figure->has_levels ? figure->levels[__builtin_ctzll(levels)].mark : "•");
    }
    pal_buf_add(out, "</td>");
}

static void add_area(const struct pal_drawing *drawing, const struct pal_figure_panel *panel,
                     size_t index, struct pal_buf *out)
{
    const struct pal_language *language = drawing->figure->language;
    const struct pal_area *area = &drawing->figure->model->areas[index];
    const char *title = pal_text_in(&area->title, language->lang);
    pal_buf_add(out, "<tr role=\"row\" data-area=\"");
    pal_text_xml(out, area->id);
    pal_buf_add(out, "\"><th role=\"rowheader\" scope=\"row\"><b>");
    pal_text_xml(out, area->id);
    pal_buf_add(out, " ");
    pal_text_xml(out, title);
    pal_buf_add(out, ", ");
    pal_text_xml(out, pal_word_actor(language, area->actor));
    pal_buf_add(out, "</b></th>");
    for (size_t step = 0; step < panel->ladder->count; step++) {
        add_cell(drawing, index, step, out);
    }
    pal_buf_add(out, "</tr>\n");
}

static void add_steps(const struct pal_drawing *drawing, const struct pal_figure_panel *panel,
                      struct pal_buf *out)
{
    const struct pal_language *language = drawing->figure->language;
    const struct pal_ladder *ladder = panel->ladder;
    pal_buf_add(out, "<tr role=\"row\" class=\"steps\"><td role=\"gridcell\"></td>");
    for (size_t i = 0; i < ladder->count; i++) {
        bool is_first = i > 0 && ladder->steps[i].level != ladder->steps[i - 1].level;
        pal_buf_printf(out, "<th role=\"columnheader\" scope=\"col\"%s data-step=\"",
                       is_first ? " class=\"first\"" : "");
        pal_text_xml(out, ladder->steps[i].id);
        pal_buf_add(out, "\" title=\"");
        pal_text_xml(out, pal_text_in(&ladder->steps[i].title, language->lang));
        pal_buf_add(out, "\"><b>");
        pal_text_xml(out, ladder->steps[i].id);
        pal_buf_add(out, "</b></th>");
    }
    pal_buf_add(out, "</tr>\n");
}

void pal_drawing_figure(const struct pal_drawing *drawing, struct pal_buf *out)
{
    const struct pal_profile_figure *figure = drawing->figure;
    for (size_t i = 0; i < figure->panel_count; i++) {
        const struct pal_figure_panel *panel = &figure->panels[i];
        pal_buf_add(out, "<div class=\"draw\"><table role=\"grid\" aria-label=\"");
        pal_text_xml(out, drawing->title);
        pal_buf_add(out, "\">\n");
        add_steps(drawing, panel, out);
        for (size_t at = 0; at < panel->area_count; at++) {
            add_area(drawing, panel, panel->areas[at], out);
        }
        pal_buf_add(out, "</table>");
        add_step_labels(drawing, panel, out);
        add_area_labels(drawing, panel, out);
        add_lines(drawing, panel, i, out);
        pal_buf_add(out, "</div>\n");
    }
}
