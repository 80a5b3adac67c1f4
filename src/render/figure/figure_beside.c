#include "render/figure/figure_beside.h"

#include "base/text.h"
#include "base/utf8.h"
#include "render/figure/figure_cells.h"
#include "render/figure/figure_parts.h"

/* In pixels, but for what is counted in columns. 22 areas of 12 steps stand in 286 x 160. */
enum {
    WIDE = 264,
    HIGH = 120,
    COLUMN_MOST = 14,
    STEP_MOST = 10,
    LEFT = 16,
    TOP = 3,
    FOOT = 34,
    ID_LEAST = 9, /* a column so wide has room for an id under it */
    ID_COLUMNS = 6,
    /* turned */
    TURNED_W = 366,
    TURNED_ROW = 16,
    TURNED_HEAD = 16,
    TURNED_STEP_MOST = 14,
    TURNED_STEP_LEAST = 3,
    TURNED_LABEL_LEAST = 110,
    TURNED_LETTER = 6,
};

struct beside {
    const struct pal_comparison *comparison;
    const struct pal_model *model;
    struct pal_buf *out;
    size_t areas;
    size_t tallest; /* steps of the longest ladder */
    size_t column;
    size_t step;
    size_t bottom;
};

static size_t between(size_t value, size_t least, size_t most)
{
    return value > most ? most : value < least ? least : value;
}

static struct beside lay_out(const struct pal_comparison *comparison, struct pal_buf *out)
{
    const struct pal_model *model = comparison->scores[0].assessment->model;
    struct beside beside = {.comparison = comparison, .model = model, .out = out, .tallest = 1};
    beside.areas = between(model->area_count, 1, PAL_FIGURE_BESIDE_AREAS);
    for (size_t i = 0; i < beside.areas; i++) {
        const size_t steps = model->areas[i].ladder->count;
        beside.tallest = steps > beside.tallest ? steps : beside.tallest;
    }
    beside.column = between(WIDE / beside.areas, 2, COLUMN_MOST);
    beside.step = between(HIGH / beside.tallest, 2, STEP_MOST);
    beside.bottom = TOP + beside.tallest * beside.step;
    return beside;
}

/* Whether all areas have the same ladder: then rows are levels, with their numbers. */
static bool has_one_ladder(const struct beside *beside)
{
    for (size_t i = 0; i < beside->areas; i++) {
        if (beside->model->areas[i].ladder != beside->model->areas[0].ladder) {
            return false;
        }
    }
    return true;
}

static int64_t column_x(const struct beside *beside, size_t area)
{
    return (int64_t)(LEFT + area * beside->column);
}

static int64_t step_y(const struct beside *beside, size_t step)
{
    return (int64_t)(beside->bottom - step * beside->step);
}

/* ------------------------------------------------------------------------- the cells */

enum painted { ACHIEVED, SURPLUS, MISSING, NOT_APPLICABLE, NOT_RATED, PAINTED_COUNT };

static const char *const attributes[PAINTED_COUNT] = {
    [ACHIEVED] = "class=\"pal-edge\" fill=\"none\" stroke=\"#34506e\"",
    [SURPLUS] = "class=\"pal-surplus\" fill=\"url(#b-hatch)\" stroke=\"#34506e\"",
    [MISSING] = "class=\"pal-missing\" fill=\"#ffffff\" stroke=\"#b3261e\" stroke-width=\"1.5\"",
    [NOT_APPLICABLE] = "class=\"pal-not-applicable\" fill=\"none\" stroke=\"#8a8a8a\"",
    [NOT_RATED] = ("class=\"pal-dots\" stroke=\"#444444\" stroke-width=\"3\" "
                   "stroke-linecap=\"round\"")};

static pal_mask mask_of(const struct pal_score *score, size_t area, enum painted painted)
{
    const struct pal_area_score *own = &score->areas[area];
    switch (painted) {
    case ACHIEVED:
        return score->has_target ? own->achieved & own->target : own->achieved;
    case SURPLUS:
        return own->surplus;
    case MISSING:
        return own->missing;
    case NOT_APPLICABLE:
        return own->not_applicable;
    case NOT_RATED: /* as in the large figure: also where nothing is asked for */
        return own->not_rated;
    case PAINTED_COUNT:
        break;
    }
    return 0;
}

/* Cells on each other as one part of a path, with a line between each two: a box from one side. */
static void add_box(const struct beside *beside, size_t area, size_t from, size_t to)
{
    const int64_t wide = (int64_t)beside->column - 3;
    const int64_t tall = (int64_t)((to - from) * beside->step) - 2;
    pal_buf_fill(
        beside->out, "M@.5 @h@v-@h-@z",
        (const int64_t[]){column_x(beside, area) + 1, step_y(beside, from) - 1, wide, tall, wide});
    for (size_t i = from + 1; i < to; i++) {
        pal_buf_fill(beside->out, "M@.5 @h@",
                     (const int64_t[]){column_x(beside, area) + 1, step_y(beside, i), wide});
    }
}

/* A run of cells; what is solid is a line whose dashes are the cells. */
static void add_run(const struct beside *beside, size_t area, size_t from, size_t to,
                    enum painted painted)
{
    const int64_t x = column_x(beside, area);
    const int64_t half = (int64_t)beside->column / 2;
    if (painted == ACHIEVED) {
        pal_buf_fill(beside->out, "M@ @v-@",
                     (const int64_t[]){x + half, step_y(beside, from),
                                       (int64_t)((to - from) * beside->step)});
        return;
    }
    if (painted == SURPLUS || painted == MISSING) {
        add_box(beside, area, from, to);
        return;
    }
    for (size_t i = from; i < to; i++) {
        const int64_t y = step_y(beside, i);
        const int64_t middle = y - (int64_t)beside->step / 2;
        if (painted == NOT_RATED) {
            pal_buf_fill(beside->out, "M@ @h0", (const int64_t[]){x + half, middle});
        } else {
            pal_buf_fill(beside->out, "M@ @l4 4m0-4l-4 4",
                         (const int64_t[]){x + half - 2, middle - 2});
        }
    }
}

/* All cells of one way of painting, as one path; nothing where there are none. */
static void add_painted(const struct beside *beside, const struct pal_score *score,
                        enum painted painted)
{
    bool is_open = false;
    for (size_t area = 0; area < beside->areas; area++) {
        const pal_mask mask = mask_of(score, area, painted);
        const size_t steps = beside->model->areas[area].ladder->count;
        for (size_t from = 0; from < steps && mask >> from != 0; from++) {
            size_t to = from;
            while (to < steps && (mask >> to & 1) != 0) {
                to++;
            }
            if (to == from) {
                continue;
            }
            if (!is_open) {
                pal_buf_printf(beside->out, "<path %s", attributes[painted]);
                if (painted == ACHIEVED) {
                    pal_buf_printf(beside->out, " stroke-width=\"%zu\" stroke-dasharray=\"%zu 1\"",
                                   beside->column - (beside->column > 2), beside->step - 1);
                }
                pal_buf_add(beside->out, " d=\"");
                is_open = true;
            }
            add_run(beside, area, from, to, painted);
            from = to;
        }
    }
    pal_buf_add(beside->out, is_open ? "\"/>" : "");
}

/* ------------------------------------------------------------- what is there once for all */

static bool is_demanded(const struct beside *beside, size_t area, size_t step)
{
    return area < beside->areas && step < beside->tallest &&
           (beside->comparison->scores[0].areas[area].demanded >> step & 1) != 0;
}

/* The line around what is demanded: runs of edges along each row of edges, then along each column.
 */
static void add_target(const struct beside *beside)
{
    struct pal_buf *out = beside->out;
    pal_buf_add(out, "<g id=\"b-target\"><path class=\"pal-target\" fill=\"none\" "
                     "stroke=\"#000000\" stroke-width=\"2\" stroke-linecap=\"square\" d=\"");
    for (size_t step = 0; step <= beside->tallest; step++) {
        for (size_t area = 0; area < beside->areas; area++) {
            const size_t from = area;
            while (area < beside->areas && is_demanded(beside, area, step) !=
                                               (step > 0 && is_demanded(beside, area, step - 1))) {
                area++;
            }
            if (area > from) {
                pal_buf_fill(out, "M@ @h@",
                             (const int64_t[]){column_x(beside, from), step_y(beside, step),
                                               (int64_t)((area - from) * beside->column)});
            }
        }
    }
    for (size_t area = 0; area <= beside->areas; area++) {
        for (size_t step = 0; step < beside->tallest; step++) {
            const size_t from = step;
            while (step < beside->tallest &&
                   is_demanded(beside, area, step) !=
                       (area > 0 && is_demanded(beside, area - 1, step))) {
                step++;
            }
            if (step > from) {
                pal_buf_fill(out, "M@ @v-@",
                             (const int64_t[]){column_x(beside, area), step_y(beside, from),
                                               (int64_t)((step - from) * beside->step)});
            }
        }
    }
    pal_buf_add(out, "\"/></g>\n");
}

/* The first step of each level, and behind the last one where the ladder ends. */
static size_t next_level(const struct pal_ladder *ladder, size_t step)
{
    const uint32_t level = ladder->steps[step].level;
    while (step < ladder->count && ladder->steps[step].level == level) {
        step++;
    }
    return step;
}

/* Ground, levels and ids under the columns. */
static void add_labels(const struct beside *beside)
{
    struct pal_buf *out = beside->out;
    const int64_t wide = (int64_t)(beside->areas * beside->column);
    const struct pal_ladder *ladder =
        has_one_ladder(beside) ? beside->model->areas[0].ladder : NULL;
    pal_buf_fill(out, "<g id=\"b-labels\"><path class=\"pal-grid\" stroke=\"#cfcfcf\" d=\"M@ @h@",
                 (const int64_t[]){LEFT, step_y(beside, 0), wide});
    for (size_t i = 0; ladder != NULL && i < ladder->count;) {
        i = next_level(ladder, i);
        pal_buf_fill(out, "M@ @h@", (const int64_t[]){LEFT, step_y(beside, i), wide});
    }
    pal_buf_add(out, "\"/>");
    for (size_t i = 0; ladder != NULL && i < ladder->count;) {
        const size_t end = next_level(ladder, i);
        pal_buf_fill(out, "<text x=\"@\" y=\"@\" font-size=\"10\" text-anchor=\"end\">@</text>",
                     (const int64_t[]){LEFT - 5, (step_y(beside, i) + step_y(beside, end)) / 2 + 4,
                                       ladder->steps[i].level});
        i = end;
    }
    for (size_t i = 0; beside->column >= ID_LEAST && i < beside->areas; i++) {
        const int64_t x = column_x(beside, i) + (int64_t)beside->column / 2 + 3;
        const int64_t y = (int64_t)beside->bottom + 4;
        pal_buf_fill(out,
                     "<text font-size=\"9\" text-anchor=\"end\" transform=\"translate(@ @) "
                     "rotate(-90)\">",
                     (const int64_t[]){x, y});
        pal_figure_short(out, beside->model->areas[i].id, ID_COLUMNS);
        pal_buf_add(out, "</text>");
    }
    pal_buf_add(out, "</g>\n");
}

static size_t turned_step(const struct beside *beside)
{
    return between((TURNED_W - TURNED_LABEL_LEAST) / beside->tallest, TURNED_STEP_LEAST,
                   TURNED_STEP_MOST);
}

static size_t turned_left(const struct beside *beside)
{
    const size_t cells = turned_step(beside) * beside->tallest + 2;
    return cells < TURNED_W ? TURNED_W - cells : 0;
}

/* Titles of areas at the left, levels above. */
static void add_turned_labels(const struct beside *beside, const struct pal_language *language)
{
    struct pal_buf *out = beside->out;
    const size_t left = turned_left(beside);
    const struct pal_ladder *ladder =
        has_one_ladder(beside) ? beside->model->areas[0].ladder : NULL;
    pal_buf_add(out, "<g id=\"b-turned\">");
    for (size_t i = 0; ladder != NULL && i < ladder->count;) {
        const size_t end = next_level(ladder, i);
        pal_buf_fill(out, "<text x=\"@\" y=\"11\" font-size=\"11\" text-anchor=\"middle\">@</text>",
                     (const int64_t[]){(int64_t)(left + (i + end) * turned_step(beside) / 2),
                                       ladder->steps[i].level});
        i = end;
    }
    for (size_t i = 0; i < beside->areas; i++) {
        const struct pal_area *area = &beside->model->areas[i];
        const size_t columns = left > 12 ? (left - 6) / TURNED_LETTER : 1;
        const size_t id = pal_utf8_columns(area->id);
        pal_buf_fill(out, "<text y=\"@\" font-size=\"11\">",
                     (const int64_t[]){(int64_t)(TURNED_HEAD + i * TURNED_ROW + 12)});
        pal_figure_short(out, area->id, columns > 12 ? 12 : columns);
        if (id + 4 < columns) {
            pal_buf_add(out, " ");
            pal_figure_short(out, pal_text_in(&area->title, language->lang), columns - id - 1);
        }
        pal_buf_add(out, "</text>");
    }
    pal_buf_add(out, "</g>\n");
}

void pal_figure_beside_shared(const struct pal_comparison *comparison,
                              const struct pal_language *language, struct pal_buf *out)
{
    const struct beside beside = lay_out(comparison, out);
    pal_buf_add(out, "<svg class=\"pal-figure pal-cells\" width=\"0\" height=\"0\" "
                     "aria-hidden=\"true\" focusable=\"false\">\n<defs>\n");
    pal_shown_hatch(out, "b-");
    add_labels(&beside);
    add_turned_labels(&beside, language);
    if (comparison->scores[0].has_target) {
        add_target(&beside);
    }
    for (size_t i = 0; i < comparison->count; i++) {
        pal_buf_printf(out, "<g id=\"b-cells%zu\">", i + 1);
        for (enum painted painted = 0; painted < PAINTED_COUNT; painted++) {
            add_painted(&beside, &comparison->scores[pal_compare_shown(comparison, i)], painted);
        }
        pal_buf_add(out, "</g>\n");
    }
    pal_buf_add(out, "</defs>\n</svg>\n");
}

/* ------------------------------------------------------------------- as it is, and turned */

static void open_figure(struct pal_buf *out, const char *class, size_t width, size_t height)
{
    pal_buf_printf(out,
                   "<svg class=\"pal-figure %s\" viewBox=\"0 0 %zu %zu\" width=\"%zu\" "
                   "height=\"%zu\" fill=\"#111111\" aria-hidden=\"true\" focusable=\"false\">",
                   class, width, height, width, height);
}

void pal_figure_beside(const struct pal_comparison *comparison, size_t at, struct pal_buf *out)
{
    const struct beside beside = lay_out(comparison, out);
    const char *target = comparison->scores[0].has_target ? "<use href=\"#b-target\"/>" : "";
    open_figure(out, "pal-wide", LEFT + beside.areas * beside.column + 2,
                beside.bottom + (beside.column >= ID_LEAST ? FOOT : 3));
    pal_buf_printf(out, "<use href=\"#b-labels\"/><use href=\"#b-cells%zu\"/>%s</svg>\n", at + 1,
                   target);
    open_figure(out, "pal-turned", TURNED_W, TURNED_HEAD + beside.areas * TURNED_ROW + 3);
    /* Mirrored on the diagonal: what ran upwards runs to the right. */
    pal_buf_printf(
        out,
        "<use href=\"#b-turned\"/><g transform=\"translate(%zu %d) matrix(0 %zu.%03zu "
        "-%zu.%03zu 0 0 0) translate(-%d -%zu)\"><use href=\"#b-cells%zu\"/>%s</g></svg>",
        turned_left(&beside), TURNED_HEAD, TURNED_ROW / beside.column,
        TURNED_ROW * 1000 / beside.column % 1000, turned_step(&beside) / beside.step,
        turned_step(&beside) * 1000 / beside.step % 1000, LEFT, beside.bottom, at + 1, target);
}

/* ------------------------------------------------------------------------- the legend */

static bool occurs(const struct beside *beside, enum painted painted)
{
    for (size_t i = 0; i < beside->comparison->count; i++) {
        for (size_t area = 0; area < beside->areas; area++) {
            if (mask_of(&beside->comparison->scores[i], area, painted) != 0) {
                return true;
            }
        }
    }
    return false;
}

static void add_item(struct pal_buf *out, const char *drawn, const char *word)
{
    pal_buf_printf(
        out,
        "<li><svg class=\"pal-figure pal-small\" width=\"16\" height=\"12\" "
        "viewBox=\"0 0 16 12\" aria-hidden=\"true\" focusable=\"false\"><path %s/></svg> ",
        drawn);
    pal_text_xml(out, word);
    pal_buf_add(out, "</li>\n");
}

void pal_figure_beside_legend(const struct pal_comparison *comparison,
                              const struct pal_language *language, struct pal_buf *out)
{
    static const struct {
        const char *drawn;
        const char *word;
    } items[PAINTED_COUNT] = {
        [ACHIEVED] = {"class=\"pal-achieved\" fill=\"#34506e\" d=\"M1 1h14v10h-14z\"",
                      PAL_N_("achieved")},
        [SURPLUS] = {"class=\"pal-surplus\" fill=\"url(#b-hatch)\" stroke=\"#34506e\" "
                     "d=\"M1.5 1.5h13v9h-13z\"",
                     PAL_N_("surplus")},
        [MISSING] = {"class=\"pal-missing\" fill=\"#ffffff\" stroke=\"#b3261e\" "
                     "stroke-width=\"1.5\" d=\"M1.5 1.5h13v9h-13z\"",
                     PAL_N_("missing")},
        [NOT_APPLICABLE] = {"class=\"pal-not-applicable\" fill=\"none\" stroke=\"#8a8a8a\" "
                            "d=\"M5 3l6 6m0-6l-6 6\"",
                            PAL_N_("not applicable")},
        [NOT_RATED] = {"class=\"pal-dots\" stroke=\"#444444\" stroke-width=\"4\" "
                       "stroke-linecap=\"round\" d=\"M8 6h0\"",
                       PAL_N_("not rated")},
    };
    const struct beside beside = lay_out(comparison, out);
    for (enum painted painted = 0; painted < PAINTED_COUNT; painted++) {
        if (occurs(&beside, painted)) {
            add_item(out, items[painted].drawn, pal_tr(language, items[painted].word));
        }
    }
    if (comparison->scores[0].has_target) {
        add_item(out,
                 "class=\"pal-target\" fill=\"none\" stroke=\"#000000\" stroke-width=\"2\" "
                 "d=\"M0 6h16\"",
                 pal_tr(language, "target"));
    }
}
