#include "render/figure/figure_cells.h"

#include "render/figure/figure_parts.h"

/* ------------------------------------------------------------------- what is shown */

static struct pal_shown_cell of_score(const struct pal_figure_subject *subject, size_t area,
                                      size_t step)
{
    static const enum pal_shown shown[PAL_CELL_STATE_COUNT] = {
        [PAL_CELL_ACHIEVED] = PAL_SHOWN_ACHIEVED,
        [PAL_CELL_MISSING] = PAL_SHOWN_MISSING,
        [PAL_CELL_SURPLUS] = PAL_SHOWN_SURPLUS,
        [PAL_CELL_NOT_APPLICABLE] = PAL_SHOWN_NOT_APPLICABLE};
    const struct pal_figure figure = {.score = subject->score};
    const struct pal_cell cell = pal_figure_cell(&figure, area, step);
    bool is_added = subject->is_plan && cell.state == PAL_CELL_MISSING;
    return (struct pal_shown_cell){.shown = is_added ? PAL_SHOWN_PLANNED : shown[cell.state],
                                   .is_target = cell.is_target,
                                   .is_not_rated = cell.is_not_rated && !is_added};
}

static struct pal_shown_cell of_posture(const struct pal_posture_area *area, size_t step)
{
    const pal_mask bit = (pal_mask)1 << step;
    const bool is_target = (area->target & bit) != 0;
    const bool is_active = (area->active & bit) != 0;
    const bool is_built = ((area->achieved | area->prepared) & bit) != 0;
    struct pal_shown_cell cell = {.is_target = is_target};
    if ((area->applicable & bit) == 0) {
        cell.shown = PAL_SHOWN_NOT_APPLICABLE;
    } else if (is_active) {
        cell.shown = is_target ? PAL_SHOWN_ACHIEVED : PAL_SHOWN_SURPLUS;
    } else if (is_target) {
        cell.shown = is_built ? PAL_SHOWN_TO_SWITCH_ON : PAL_SHOWN_MISSING;
    } else if (is_built) {
        cell.shown = PAL_SHOWN_READY;
    } else if ((area->prepare_set & bit) != 0) {
        cell.shown = PAL_SHOWN_TO_PREPARE;
    }
    return cell;
}

struct pal_shown_cell pal_shown_cell(const struct pal_figure_subject *subject, size_t area,
                                     size_t step)
{
    return subject->score != NULL ? of_score(subject, area, step)
                                  : of_posture(&subject->posture->areas[area], step);
}

const char *pal_shown_word(const struct pal_figure_subject *subject, enum pal_shown shown,
                           const struct pal_language *language)
{
    static const char *const of_scores[PAL_SHOWN_COUNT] = {
        [PAL_SHOWN_ACHIEVED] = PAL_N_("achieved"),
        [PAL_SHOWN_MISSING] = PAL_N_("missing"),
        [PAL_SHOWN_PLANNED] = PAL_N_("added by the plan"),
        [PAL_SHOWN_SURPLUS] = PAL_N_("surplus"),
        [PAL_SHOWN_NOT_APPLICABLE] = PAL_N_("not applicable")};
    static const char *const of_postures[PAL_SHOWN_COUNT] = {
        [PAL_SHOWN_ACHIEVED] = PAL_N_("active"),
        [PAL_SHOWN_MISSING] = PAL_N_("missing, to be activated at once"),
        [PAL_SHOWN_TO_SWITCH_ON] = PAL_N_("prepared, to be activated at once"),
        [PAL_SHOWN_READY] = PAL_N_("prepared"),
        [PAL_SHOWN_TO_PREPARE] = PAL_N_("to be prepared now"),
        [PAL_SHOWN_SURPLUS] = PAL_N_("active beyond the target"),
        [PAL_SHOWN_NOT_APPLICABLE] = PAL_N_("not applicable")};
    const char *word = subject->score != NULL ? of_scores[shown] : of_postures[shown];
    return word != NULL ? pal_tr(language, word) : NULL;
}

/* ---------------------------------------------------------------------- how it is painted */

enum { DOTS = PAL_SHOWN_COUNT };

/* What one path paints: the cells of some kinds, each as a part that starts `in` from its corner.
 */
struct layer {
    unsigned kinds;
    const char *attributes; /* "@": the prefix of the ids */
    int64_t in[2];
    const char *part; /* behind the place */
};

#define KIND(name) (1u << PAL_SHOWN_##name)
#define MISSES     (KIND(MISSING) | KIND(PLANNED) | KIND(TO_SWITCH_ON))

static const struct layer layers[] = {
    {KIND(ACHIEVED), "class=\"pal-achieved\" fill=\"#34506e\"", {1, 1}, "h25v19h-25z"},
    {KIND(SURPLUS),
     "class=\"pal-surplus\" fill=\"url(#@hatch)\" stroke=\"#34506e\"",
     {2, 2},
     "h23v17h-23z"},
    {MISSES,
     "class=\"pal-missing\" fill=\"#ffffff\" stroke=\"#b3261e\" stroke-width=\"2\"",
     {4, 4},
     "h19v13h-19z"},
    {KIND(PLANNED),
     "class=\"pal-added\" fill=\"none\" stroke=\"#b3261e\" stroke-width=\"2\"",
     {9, 10},
     "h9m-4 -4v9"},
    {KIND(READY) | KIND(TO_SWITCH_ON),
     "class=\"pal-achieved\" fill=\"#34506e\"",
     {5, 5},
     "h17l-17 11z"},
    {KIND(READY), "class=\"pal-edge\" fill=\"none\" stroke=\"#34506e\"", {4, 4}, "h19v13h-19z"},
    {KIND(TO_PREPARE),
     "class=\"pal-edge\" fill=\"none\" stroke=\"#34506e\" stroke-width=\"2\" "
     "stroke-dasharray=\"3 3\"",
     {4, 4},
     "h19v13h-19z"},
    {KIND(NOT_APPLICABLE),
     "class=\"pal-not-applicable\" fill=\"none\" stroke=\"#8a8a8a\"",
     {8, 6},
     "l11 9m0 -9l-11 9"},
    {1u << DOTS,
     "class=\"pal-dots\" stroke=\"#444444\" stroke-width=\"4\" stroke-linecap=\"round\"",
     {13, 10},
     "h0"},
};

static bool is_in(const struct layer *layer, const struct pal_shown_cell *cell)
{
    return (layer->kinds & 1u << cell->shown) != 0 ||
           ((layer->kinds & 1u << DOTS) != 0 && cell->is_not_rated);
}

static void open_layer(struct pal_buf *out, const struct layer *layer, const char *id_prefix)
{
    size_t len = 0;
    while (layer->attributes[len] != '@' && layer->attributes[len] != '\0') {
        len++;
    }
    pal_buf_add(out, "<path ");
    pal_buf_add_n(out, layer->attributes, len);
    if (layer->attributes[len] == '@') {
        pal_buf_add(out, id_prefix);
        pal_buf_add(out, layer->attributes + len + 1);
    }
    pal_buf_add(out, " d=\"");
}

void pal_shown_paint(struct pal_buf *out, const struct pal_shown_cell *cells, size_t count,
                     const char *id_prefix)
{
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        const struct layer *layer = &layers[i];
        bool is_open = false;
        for (size_t at = 0; at < count; at++) {
            if (!is_in(layer, &cells[at])) {
                continue;
            }
            if (!is_open) {
                open_layer(out, layer, id_prefix);
                is_open = true;
            }
            pal_buf_fill(out, "M@ @",
                         (const int64_t[]){cells[at].x + layer->in[0], cells[at].y + layer->in[1]});
            pal_buf_add(out, layer->part);
        }
        pal_buf_add(out, is_open ? "\"/>\n" : "");
    }
}

void pal_shown_hatch(struct pal_buf *out, const char *id_prefix)
{
    pal_buf_printf(out,
                   "<pattern id=\"%shatch\" width=\"5\" height=\"5\" "
                   "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                   "<rect width=\"5\" height=\"5\" fill=\"#ffffff\"/>"
                   "<rect width=\"2\" height=\"5\" fill=\"#34506e\"/></pattern>\n",
                   id_prefix);
}
