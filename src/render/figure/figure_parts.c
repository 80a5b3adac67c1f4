/* figure_parts - SVG 1.1 with presentation attributes only (no style element, so that a page with a
 * strict content security policy may hold it). */
#include "render/figure/figure_parts.h"

#include "base/text.h"
#include "base/utf8.h"
#include "render/words.h"

enum {
    BAND_W = 34,   /* level bands, at the left */
    LABEL_W = 284, /* titles of steps */
    STEP_COLUMNS = 39,
};

void pal_figure_open(struct pal_buf *out, const char *id_prefix, size_t width, size_t height)
{
    pal_buf_printf(out,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pal-figure\" "
                   "viewBox=\"0 0 %zu %zu\" width=\"%zu\" height=\"%zu\" role=\"img\" "
                   "aria-labelledby=\"%stitle %sdesc\" "
                   "font-family=\"Noto Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif\" "
                   "fill=\"#111111\">\n",
                   width, height, width, height, id_prefix, id_prefix);
}

void pal_figure_paper(struct pal_buf *out, size_t width, size_t height)
{
    pal_buf_printf(out,
                   "<rect class=\"pal-paper\" width=\"%zu\" height=\"%zu\" fill=\"#ffffff\"/>\n",
                   width, height);
}

void pal_figure_close(struct pal_buf *out, const struct pal_model *model)
{
    if (model->notice != NULL) {
        pal_buf_add(out, "<metadata>");
        pal_text_xml(out, model->notice);
        pal_buf_add(out, "</metadata>\n");
    }
    pal_buf_add(out, "</svg>\n");
}

void pal_figure_short(struct pal_buf *out, const char *text, size_t columns)
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

void pal_figure_span(struct pal_buf *out, const struct pal_model *model, struct pal_span span)
{
    if (span.count < model->area_count) {
        pal_buf_add(out, " · ");
        pal_figure_short(out, model->areas[span.first].id, 20);
        pal_buf_add(out, " – ");
        pal_figure_short(out, model->areas[span.first + span.count - 1].id, 20);
    }
}

size_t pal_figure_left(void)
{
    return PAL_FIGURE_MARGIN + BAND_W + LABEL_W;
}

size_t pal_figure_row_y(const struct pal_figure_panel *panel, size_t top, size_t step)
{
    return top + (panel->ladder->count - 1 - step) * PAL_FIGURE_CELL_H;
}

/* 'h': to the right, 'v': down. */
static void add_line(struct pal_buf *out, char way, size_t x, size_t y, size_t len)
{
    pal_buf_fill(out, way == 'h' ? "M@ @h@" : "M@ @v@",
                 (const int64_t[]){(int64_t)x, (int64_t)y, (int64_t)len});
}

void pal_figure_grid(struct pal_buf *out, const struct pal_figure_panel *panel, size_t top)
{
    size_t left = pal_figure_left();
    size_t width = panel->area_count * PAL_FIGURE_CELL_W;
    size_t height = panel->ladder->count * PAL_FIGURE_CELL_H;
    pal_buf_add(
        out, "<path class=\"pal-grid\" fill=\"none\" stroke=\"#cfcfcf\" stroke-width=\"1\" d=\"");
    for (size_t i = 0; i <= panel->ladder->count; i++) {
        add_line(out, 'h', left, top + i * PAL_FIGURE_CELL_H, width);
    }
    for (size_t i = 0; i <= panel->area_count; i++) {
        add_line(out, 'v', left + i * PAL_FIGURE_CELL_W, top, height);
    }
    pal_buf_add(out, "\"/>\n");
}

void pal_figure_rows(struct pal_buf *out, const struct pal_figure_panel *panel,
                     const struct pal_language *language, size_t top)
{
    const struct pal_ladder *ladder = panel->ladder;
    for (size_t i = 0; i < ladder->count; i++) {
        const struct pal_step *step = &ladder->steps[i];
        pal_buf_fill(out, "<text x=\"@\" y=\"@\" font-size=\"12\">",
                     (const int64_t[]){PAL_FIGURE_MARGIN + BAND_W + 8,
                                       (int64_t)pal_figure_row_y(panel, top, i) + 15});
        pal_text_xml(out, step->id);
        pal_buf_add(out, " ");
        pal_figure_short(out, pal_text_in(&step->title, language->lang), STEP_COLUMNS);
        pal_buf_add(out, "</text>\n");
    }
    for (size_t i = 0; i < ladder->count;) {
        size_t first = i;
        while (i < ladder->count && ladder->steps[i].level == ladder->steps[first].level) {
            i++;
        }
        size_t y = pal_figure_row_y(panel, top, i - 1);
        size_t height = (i - first) * PAL_FIGURE_CELL_H;
        pal_buf_printf(out,
                       "<path class=\"pal-band\" d=\"M%d %zuh-6v%zuh6\" fill=\"none\" "
                       "stroke=\"#666666\" stroke-width=\"1\"/>\n"
                       "<text x=\"%d\" y=\"%zu\" font-size=\"13\" font-weight=\"bold\" "
                       "text-anchor=\"end\">%u</text>\n",
                       PAL_FIGURE_MARGIN + BAND_W, y + 3, height - 6,
                       PAL_FIGURE_MARGIN + BAND_W - 11, y + height / 2 + 5,
                       (unsigned)ladder->steps[first].level);
        if (i < ladder->count) {
            pal_buf_printf(out,
                           "<path class=\"pal-band\" d=\"M%d %zuH%zu\" fill=\"none\" "
                           "stroke=\"#8a8a8a\" stroke-width=\"1\"/>\n",
                           PAL_FIGURE_MARGIN, y,
                           pal_figure_left() + panel->area_count * PAL_FIGURE_CELL_W);
        }
    }
}

void pal_figure_foot(struct pal_buf *out, const struct pal_figure_panel *panel, size_t at,
                     size_t top, const struct pal_area *area, enum pal_actor actor, size_t columns,
                     const struct pal_language *language)
{
    int64_t x = (int64_t)(pal_figure_left() + at * PAL_FIGURE_CELL_W + PAL_FIGURE_CELL_W / 2);
    int64_t foot = (int64_t)(top + panel->ladder->count * PAL_FIGURE_CELL_H);
    pal_buf_fill(out,
                 "<text x=\"@\" y=\"@\" font-size=\"11\" font-weight=\"bold\" "
                 "text-anchor=\"middle\">",
                 (const int64_t[]){x, foot + 15});
    pal_buf_add(out, pal_word_actor_letter(language, actor));
    pal_buf_fill(out,
                 "</text>\n<text transform=\"translate(@ @) rotate(-90)\" font-size=\"11\" "
                 "text-anchor=\"end\">",
                 (const int64_t[]){x + 4, foot + 24});
    pal_figure_short(out, area->id, 12);
    pal_buf_add(out, " ");
    pal_figure_short(out, pal_text_in(&area->title, language->lang), columns);
    pal_buf_add(out, "</text>\n");
}

void pal_figure_actors(struct pal_buf *out, const struct pal_language *language, size_t y)
{
    pal_buf_printf(out, "<text x=\"%d\" y=\"%zu\" font-size=\"12\">", PAL_FIGURE_MARGIN + 8, y);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        pal_buf_printf(out, "%s%s = ", actor > 0 ? ", " : "",
                       pal_word_actor_letter(language, (enum pal_actor)actor));
        pal_text_xml(out, pal_word_actor(language, (enum pal_actor)actor));
    }
    pal_buf_add(out, "</text>\n");
}

bool pal_figure_in_panel(const struct pal_figure_panel *panel, size_t at, size_t step)
{
    return at < panel->area_count && step < panel->ladder->count;
}

void pal_figure_edges(struct pal_buf *out, const struct pal_figure_panel *panel, size_t top,
                      pal_figure_has_edge has_edge, const void *ctx)
{
    size_t rows = panel->ladder->count;
    size_t left = pal_figure_left();
    for (size_t edge = 0; edge <= rows; edge++) {
        size_t run = 0;
        for (size_t at = 0; at <= panel->area_count; at++) {
            bool is_drawn = at < panel->area_count && has_edge(ctx, panel, at, edge, at, edge - 1);
            if (is_drawn) {
                run++;
            } else if (run > 0) {
                add_line(out, 'h', left + (at - run) * PAL_FIGURE_CELL_W,
                         top + (rows - edge) * PAL_FIGURE_CELL_H, run * PAL_FIGURE_CELL_W);
                run = 0;
            }
        }
    }
    for (size_t edge = 0; edge <= panel->area_count; edge++) {
        size_t run = 0;
        for (size_t step = 0; step <= rows; step++) {
            bool is_drawn = step < rows && has_edge(ctx, panel, edge, step, edge - 1, step);
            if (is_drawn) {
                run++;
            } else if (run > 0) {
                add_line(out, 'v', left + edge * PAL_FIGURE_CELL_W,
                         top + (rows - step) * PAL_FIGURE_CELL_H, run * PAL_FIGURE_CELL_H);
                run = 0;
            }
        }
    }
}
