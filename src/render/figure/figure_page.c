#include "render/figure/figure_page.h"

#include "base/text.h"
#include "base/utf8.h"
#include "render/figure/figure_cells.h"
#include "render/figure/figure_parts.h"
#include "render/words.h"

/* In pixels, but for COLUMNS. */
enum {
    TOP = 6,
    FOOT_H = 152, /* letters, ids and titles of areas, cut */
    FOOT_COLUMNS = 14,
    LEGEND_H = 30,
    LEGEND_LINE = 24,
    /* turned */
    TURNED_W = 366,
    TURNED_ROW = 20,
    TURNED_HEAD = 34,
    TURNED_STEP_MOST = 17,
    TURNED_STEP_LEAST = 4,
    TURNED_LABEL_LEAST = 96,
    TURNED_LETTER = 14,
    STEP_ID_ROOM = 16 /* a step's id stands over its column where that is as wide */
};

struct page {
    const struct pal_figure_subject *subject;
    const struct pal_assessment *assessment;
    const struct pal_language *language;
    const char *id_prefix;
    struct pal_buf *out;
    struct pal_figure_panel *panels;
    size_t panel_count;
    bool has_target;
    unsigned shown; /* a bit for each way in which a cell of the figure is */
    bool has_dots;
};

/* A panel with its cells: [area in the panel * steps + step]. */
struct sheet {
    const struct pal_figure_panel *panel;
    struct pal_shown_cell *cells;
};

/* ------------------------------------------------------------------------- the cells */

static enum pal_rc fill_sheet(struct page *page, size_t index, size_t top, struct pal_arena *arena,
                              struct sheet *out)
{
    const struct pal_figure_panel *panel = &page->panels[index];
    size_t steps = panel->ladder->count;
    *out = (struct sheet){panel, PAL_NEW(arena, struct pal_shown_cell, panel->area_count * steps)};
    if (out->cells == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t at = 0; at < panel->area_count; at++) {
        for (size_t step = 0; step < steps; step++) {
            struct pal_shown_cell *cell = &out->cells[at * steps + step];
            *cell = pal_shown_cell(page->subject, panel->areas[at], step);
            cell->x = (int64_t)(pal_figure_left() + at * PAL_FIGURE_CELL_W);
            cell->y = (int64_t)pal_figure_row_y(panel, top, step);
            page->shown |= 1u << cell->shown;
            page->has_dots = page->has_dots || cell->is_not_rated;
        }
    }
    return PAL_OK;
}

static bool is_target(const struct sheet *sheet, size_t at, size_t step)
{
    return pal_figure_in_panel(sheet->panel, at, step) &&
           sheet->cells[at * sheet->panel->ladder->count + step].is_target;
}

static bool is_outline(const void *ctx, const struct pal_figure_panel *panel, size_t at,
                       size_t step, size_t other_at, size_t other_step)
{
    (void)panel;
    return is_target(ctx, at, step) != is_target(ctx, other_at, other_step);
}

/* What the pointer is told over a column. */
static void add_hint(const struct page *page, const struct pal_figure_panel *panel, size_t at,
                     size_t top)
{
    struct pal_buf *out = page->out;
    const size_t index = panel->areas[at];
    const struct pal_area *area = &page->assessment->model->areas[index];
    pal_buf_add(out, "<g><title>");
    pal_text_xml(out, area->id);
    pal_buf_add(out, " ");
    pal_text_xml(out, pal_text_in(&area->title, page->language->lang));
    if (page->subject->score != NULL) {
        pal_buf_add(out, ": ");
        pal_figure_area_words(&page->subject->score->areas[index], page->language, out);
    }
    pal_buf_fill(
        out, "</title><path fill=\"none\" pointer-events=\"all\" d=\"M@ @h@v@h-@z\"/></g>\n",
        (const int64_t[]){(int64_t)(pal_figure_left() + at * PAL_FIGURE_CELL_W), (int64_t)top,
                          PAL_FIGURE_CELL_W, (int64_t)(panel->ladder->count * PAL_FIGURE_CELL_H),
                          PAL_FIGURE_CELL_W});
}

/* Grid, cells, line of the target and hints of a panel, to be used by both figures. */
static void add_sheet(const struct page *page, const struct sheet *sheet, size_t index, size_t top)
{
    struct pal_buf *out = page->out;
    const struct pal_figure_panel *panel = sheet->panel;
    pal_buf_printf(out, "<g id=\"%scells%zu\">\n", page->id_prefix, index);
    pal_figure_grid(out, panel, top);
    pal_shown_paint(out, sheet->cells, panel->area_count * panel->ladder->count, page->id_prefix);
    if (page->has_target) {
        pal_buf_add(out, "<path class=\"pal-target\" fill=\"none\" stroke=\"#000000\" "
                         "stroke-width=\"3\" stroke-linecap=\"square\" d=\"");
        pal_figure_edges(out, panel, top, is_outline, sheet);
        pal_buf_add(out, "\"/>\n");
    }
    for (size_t at = 0; at < panel->area_count; at++) {
        add_hint(page, panel, at, top);
    }
    pal_buf_add(out, "</g>\n");
}

static size_t panel_height(const struct pal_figure_panel *panel)
{
    return panel->ladder->count * PAL_FIGURE_CELL_H + FOOT_H;
}

/* The element that shows nothing: all cells, and the pattern that some are painted with. */
static enum pal_rc add_cells(struct page *page, struct pal_arena *arena)
{
    size_t top = TOP;
    pal_buf_add(page->out, "<svg class=\"pal-figure pal-cells\" width=\"0\" height=\"0\" "
                           "aria-hidden=\"true\" focusable=\"false\">\n<defs>\n");
    pal_shown_hatch(page->out, page->id_prefix);
    for (size_t i = 0; i < page->panel_count; i++) {
        struct sheet sheet;
        if (fill_sheet(page, i, top, arena, &sheet) != PAL_OK) {
            return PAL_E_MEMORY;
        }
        add_sheet(page, &sheet, i, top);
        top += panel_height(&page->panels[i]);
    }
    pal_buf_add(page->out, "</defs>\n</svg>\n");
    return PAL_OK;
}

/* ------------------------------------------------------------------------ the legend */

/* Where the next item of a legend stands. */
struct pen {
    size_t x;
    size_t y;
    size_t left;
    size_t right;
};

static void make_room(struct pen *pen, size_t wide)
{
    if (pen->x > pen->left && pen->x + wide > pen->right) {
        pen->x = pen->left;
        pen->y += LEGEND_LINE;
    }
}

static void add_word(const struct page *page, struct pen *pen, size_t before, const char *word)
{
    pal_buf_fill(page->out, "<text x=\"@\" y=\"@\" font-size=\"12\">",
                 (const int64_t[]){(int64_t)(pen->x + before), (int64_t)pen->y + 15});
    pal_text_xml(page->out, word);
    pal_buf_add(page->out, "</text>\n");
    pen->x += before + 16 + pal_utf8_columns(word) * 7;
}

static void add_item(const struct page *page, struct pen *pen, struct pal_shown_cell cell,
                     const char *word)
{
    make_room(pen, PAL_FIGURE_CELL_W + 4 + pal_utf8_columns(word) * 7);
    cell.x = (int64_t)pen->x;
    cell.y = (int64_t)pen->y;
    pal_shown_paint(page->out, &cell, 1, page->id_prefix);
    add_word(page, pen, PAL_FIGURE_CELL_W + 4, word);
}

static void add_target_item(const struct page *page, struct pen *pen)
{
    const char *word = pal_tr(page->language, "target");
    make_room(pen, PAL_FIGURE_CELL_W + 4 + pal_utf8_columns(word) * 7);
    pal_buf_printf(page->out,
                   "<path class=\"pal-target\" d=\"M%zu %zuh23\" fill=\"none\" stroke=\"#000000\" "
                   "stroke-width=\"3\"/>\n",
                   pen->x, pen->y + PAL_FIGURE_CELL_H / 2);
    add_word(page, pen, PAL_FIGURE_CELL_W + 4, word);
}

static void add_actors(const struct page *page, struct pen *pen)
{
    struct pal_buf words;
    pal_buf_init(&words, 4096, page->out->alloc);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        pal_buf_printf(&words, "%s%s = %s", actor > 0 ? ", " : "",
                       pal_word_actor_letter(page->language, (enum pal_actor)actor),
                       pal_word_actor(page->language, (enum pal_actor)actor));
    }
    const char *text = pal_buf_text(&words);
    if (text != NULL) {
        make_room(pen, pal_utf8_columns(text) * 7);
        add_word(page, pen, 0, text);
    } else {
        pal_buf_fail(page->out);
    }
    pal_buf_done(&words);
}

/* Only what the figure shows. */
static void add_legend(const struct page *page, struct pen *pen)
{
    for (enum pal_shown shown = PAL_SHOWN_ACHIEVED; shown < PAL_SHOWN_COUNT; shown++) {
        const char *word = pal_shown_word(page->subject, shown, page->language);
        if ((page->shown >> shown & 1) != 0 && word != NULL) {
            add_item(page, pen, (struct pal_shown_cell){.shown = shown}, word);
        }
    }
    if (page->has_dots) {
        add_item(page, pen, (struct pal_shown_cell){.is_not_rated = true},
                 pal_tr(page->language, "not rated"));
    }
    if (page->has_target) {
        add_target_item(page, pen);
    }
    add_actors(page, pen);
}

/* How high the legend is: drawn into nothing first. */
static size_t legend_height(const struct page *page, struct pen pen)
{
    struct pal_buf nothing;
    struct page trial = *page;
    const size_t top = pen.y;
    pal_buf_init(&nothing, 1 << 16, page->out->alloc);
    trial.out = &nothing;
    add_legend(&trial, &pen);
    pal_buf_done(&nothing);
    return pen.y - top + LEGEND_H;
}

/* ------------------------------------------------------------------- as it is, and turned */

static void open_figure(const struct page *page, const char *class, size_t width, size_t height)
{
    pal_buf_printf(page->out,
                   "<svg class=\"pal-figure %s\" viewBox=\"0 0 %zu %zu\" width=\"%zu\" "
                   "height=\"%zu\" role=\"img\" aria-labelledby=\"%stitle %sdesc\" "
                   "font-family=\"Noto Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif\" "
                   "fill=\"#111111\">\n",
                   class, width, height, width, height, page->id_prefix, page->id_prefix);
}

static void add_names(const struct page *page)
{
    struct pal_buf *out = page->out;
    const struct pal_figure_subject *subject = page->subject;
    pal_buf_printf(out, "<title id=\"%stitle\">", page->id_prefix);
    pal_text_xml(out, pal_text_in(&page->assessment->title, page->language->lang));
    pal_buf_printf(out, "</title>\n<desc id=\"%sdesc\">", page->id_prefix);
    if (subject->score != NULL) {
        pal_figure_score_words(subject->score, page->language, out);
    } else {
        pal_buf_printf(out, pal_tr(page->language, "%zu areas in columns, their steps in rows."),
                       page->assessment->model->area_count);
    }
    pal_buf_add(out, "</desc>\n");
}

static void add_wide(const struct page *page)
{
    struct pal_buf *out = page->out;
    size_t columns = 0;
    size_t height = TOP;
    for (size_t i = 0; i < page->panel_count; i++) {
        columns = page->panels[i].area_count > columns ? page->panels[i].area_count : columns;
        height += panel_height(&page->panels[i]);
    }
    size_t width = pal_figure_left() + columns * PAL_FIGURE_CELL_W + PAL_FIGURE_MARGIN;
    width = width < PAL_FIGURE_WIDTH_MIN ? PAL_FIGURE_WIDTH_MIN : width;
    struct pen pen = {PAL_FIGURE_MARGIN, height, PAL_FIGURE_MARGIN, width};
    height += legend_height(page, pen);
    open_figure(page, "pal-wide", width, height);
    add_names(page);
    pal_figure_paper(out, width, height);
    size_t top = TOP;
    for (size_t i = 0; i < page->panel_count; i++) {
        const struct pal_figure_panel *panel = &page->panels[i];
        pal_figure_rows(out, panel, page->language, top);
        pal_buf_printf(out, "<use href=\"#%scells%zu\"/>\n", page->id_prefix, i);
        for (size_t at = 0; at < panel->area_count; at++) {
            const size_t index = panel->areas[at];
            pal_figure_foot(out, panel, at, top, &page->assessment->model->areas[index],
                            (enum pal_actor)page->assessment->area_actors[index], FOOT_COLUMNS,
                            page->language);
        }
        top += panel_height(panel);
    }
    add_legend(page, &pen);
    pal_figure_close(out, page->assessment->model);
}

static size_t turned_step(const struct pal_figure_panel *panel)
{
    size_t wide = (TURNED_W - TURNED_LABEL_LEAST) / panel->ladder->count;
    return wide > TURNED_STEP_MOST    ? TURNED_STEP_MOST
           : wide < TURNED_STEP_LEAST ? TURNED_STEP_LEAST
                                      : wide;
}

static size_t turned_left(const struct pal_figure_panel *panel)
{
    return TURNED_W - 2 - turned_step(panel) * panel->ladder->count;
}

static size_t turned_height(const struct pal_figure_panel *panel)
{
    return TURNED_HEAD + panel->area_count * TURNED_ROW + 8;
}

/* Over the columns: the levels, and the ids of the steps where they have room. */
static void add_head(const struct page *page, const struct pal_figure_panel *panel, size_t top)
{
    struct pal_buf *out = page->out;
    const struct pal_ladder *ladder = panel->ladder;
    const size_t step = turned_step(panel);
    const size_t left = turned_left(panel);
    for (size_t i = 0; i < ladder->count;) {
        const size_t first = i;
        while (i < ladder->count && ladder->steps[i].level == ladder->steps[first].level) {
            i++;
        }
        pal_buf_printf(out,
                       "<path class=\"pal-band\" d=\"M%zu %zuv-3h%zuv3\" fill=\"none\" "
                       "stroke=\"#666666\"/>\n<text x=\"%zu\" y=\"%zu\" font-size=\"12\" "
                       "font-weight=\"bold\" text-anchor=\"middle\">%u</text>\n",
                       left + first * step + 2, top + 17, (i - first) * step - 4,
                       left + (first + i) * step / 2, top + 11,
                       (unsigned)ladder->steps[first].level);
    }
    for (size_t i = 0; i < ladder->count && step >= STEP_ID_ROOM; i++) {
        pal_buf_fill(out, "<text x=\"@\" y=\"@\" font-size=\"10\" text-anchor=\"middle\">",
                     (const int64_t[]){(int64_t)(left + i * step + step / 2), (int64_t)top + 29});
        pal_figure_short(out, ladder->steps[i].id, 3);
        pal_buf_add(out, "</text>\n");
    }
}

/* The row of an area: the letter of its actor, its id and its title. */
static void add_label(const struct page *page, const struct pal_figure_panel *panel, size_t at,
                      size_t top)
{
    struct pal_buf *out = page->out;
    const size_t index = panel->areas[at];
    const struct pal_area *area = &page->assessment->model->areas[index];
    const size_t columns = (turned_left(panel) - TURNED_LETTER - 4) / 7;
    const size_t id = pal_utf8_columns(area->id) + 1;
    const int64_t y = (int64_t)(top + TURNED_HEAD + at * TURNED_ROW) + 14;
    pal_buf_fill(out, "<text x=\"0\" y=\"@\" font-size=\"11\" font-weight=\"bold\">",
                 (const int64_t[]){y});
    pal_buf_add(out, pal_word_actor_letter(page->language,
                                           (enum pal_actor)page->assessment->area_actors[index]));
    pal_buf_fill(out, "</text><text x=\"@\" y=\"@\" font-size=\"12\">",
                 (const int64_t[]){TURNED_LETTER, y});
    pal_figure_short(out, area->id, 12);
    if (id + 4 < columns) {
        pal_buf_add(out, " ");
        pal_figure_short(out, pal_text_in(&area->title, page->language->lang), columns - id);
    }
    pal_buf_add(out, "</text>\n");
}

/* The cells of the other figure, mirrored on their diagonal: what ran upwards runs to the right. */
static void add_turned_cells(const struct page *page, const struct pal_figure_panel *panel,
                             size_t index, size_t wide_top, size_t top)
{
    const size_t bottom = wide_top + panel->ladder->count * PAL_FIGURE_CELL_H;
    pal_buf_printf(page->out,
                   "<use href=\"#%scells%zu\" transform=\"translate(%zu %zu) matrix(0 .%03d "
                   "-.%03zu 0 0 0) translate(-%zu -%zu)\"/>\n",
                   page->id_prefix, index, turned_left(panel), top + TURNED_HEAD,
                   TURNED_ROW * 1000 / PAL_FIGURE_CELL_W,
                   turned_step(panel) * 1000 / PAL_FIGURE_CELL_H, pal_figure_left(), bottom);
}

static void add_turned(const struct page *page)
{
    size_t height = 0;
    for (size_t i = 0; i < page->panel_count; i++) {
        height += turned_height(&page->panels[i]);
    }
    struct pen pen = {0, height, 0, TURNED_W};
    height += legend_height(page, pen);
    open_figure(page, "pal-turned", TURNED_W, height);
    pal_figure_paper(page->out, TURNED_W, height);
    size_t top = 0;
    size_t wide_top = TOP;
    for (size_t i = 0; i < page->panel_count; i++) {
        const struct pal_figure_panel *panel = &page->panels[i];
        add_head(page, panel, top);
        for (size_t at = 0; at < panel->area_count; at++) {
            add_label(page, panel, at, top);
        }
        add_turned_cells(page, panel, i, wide_top, top);
        top += turned_height(panel);
        wide_top += panel_height(panel);
    }
    add_legend(page, &pen);
    pal_buf_add(page->out, "</svg>\n");
}

enum pal_rc pal_figure_page(const struct pal_figure_subject *subject, struct pal_span span,
                            const char *id_prefix, const struct pal_language *language,
                            struct pal_arena *arena, struct pal_buf *out)
{
    struct page page = {.subject = subject,
                        .assessment = subject->score != NULL ? subject->score->assessment
                                                             : subject->posture->assessment,
                        .language = language,
                        .id_prefix = id_prefix,
                        .out = out,
                        .has_target = subject->score == NULL || subject->score->has_target};
    enum pal_rc rc = pal_figure_panels(page.assessment->model, span, PAL_FIGURE_COLUMNS, arena,
                                       &page.panels, &page.panel_count);
    rc = rc == PAL_OK ? add_cells(&page, arena) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    add_wide(&page);
    add_turned(&page);
    return out->failed ? PAL_E_MEMORY : PAL_OK;
}
