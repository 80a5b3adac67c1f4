#include "render/figure/figure_small.h"

enum { CELL_W = 4, CELL_H = 3, GAP = 1, AREAS_MAX = 128 };

/* The runs of a set of steps in a column, from the bottom up, as parts of one path. */
static void add_runs(struct pal_buf *out, pal_mask mask, size_t steps, size_t column, size_t height)
{
    for (size_t from = 0; from < steps; from++) {
        size_t to = from;
        while (to < steps && (mask >> to & 1) != 0) {
            to++;
        }
        if (to > from) {
            size_t tall = (to - from) * CELL_H;
            pal_buf_printf(out, "M%zu %zuh%dv-%zuh-%dz", column * (CELL_W + GAP),
                           height - from * CELL_H, CELL_W, tall, CELL_W);
            from = to;
        }
    }
}

/* What one path shows of every column. */
enum state { ACHIEVED, MISSING, SURPLUS };

static pal_mask steps_in(const struct pal_score *score, size_t area, enum state state)
{
    const struct pal_area_score *result = &score->areas[area];
    switch (state) {
    case ACHIEVED:
        return score->has_target ? result->achieved & result->target : result->achieved;
    case MISSING:
        return result->missing;
    case SURPLUS:
        return result->surplus;
    }
    return 0;
}

static void add_path(struct pal_buf *out, const struct pal_score *score, size_t areas,
                     size_t height, const char *attributes, enum state state)
{
    const struct pal_model *model = score->assessment->model;
    pal_buf_printf(out, "<path %s d=\"", attributes);
    for (size_t i = 0; i < areas; i++) {
        add_runs(out, steps_in(score, i, state), model->areas[i].ladder->count, i, height);
    }
    pal_buf_add(out, "\"/>");
}

/* A mark in the middle of every cell of a state that is no rating: a dot where the step is not
 * rated, a stroke where it is not applicable. Nothing when no step is in it. */
static void add_marks(struct pal_buf *out, const struct pal_score *score, size_t areas,
                      size_t height, bool is_not_rated)
{
    const struct pal_model *model = score->assessment->model;
    if ((is_not_rated ? score->steps.not_rated : score->steps.not_applicable) == 0) {
        return;
    }
    pal_buf_add(out, is_not_rated ? "<path class=\"pal-not-rated\" fill=\"#444444\" d=\""
                                  : "<path class=\"pal-not-applicable\" fill=\"#8a8a8a\" d=\"");
    for (size_t i = 0; i < areas; i++) {
        const struct pal_area_score *area = &score->areas[i];
        pal_mask mask = is_not_rated ? area->not_rated : area->not_applicable;
        for (size_t step = 0; step < model->areas[i].ladder->count; step++) {
            if ((mask >> step & 1) != 0) {
                size_t wide = is_not_rated ? 1 : CELL_W;
                pal_buf_printf(out, "M%zu %zuh%zuv1h-%zuz",
                               i * (CELL_W + GAP) + (is_not_rated ? CELL_W / 2 : 0),
                               height - step * CELL_H - 2, wide, wide);
            }
        }
    }
    pal_buf_add(out, "\"/>");
}

void pal_figure_small_svg(const struct pal_score *score, struct pal_buf *out)
{
    const struct pal_model *model = score->assessment->model;
    size_t areas = model->area_count < AREAS_MAX ? model->area_count : AREAS_MAX;
    size_t tallest = 0;
    for (size_t i = 0; i < areas; i++) {
        size_t steps = model->areas[i].ladder->count;
        tallest = steps > tallest ? steps : tallest;
    }
    size_t width = areas * (CELL_W + GAP);
    size_t height = tallest * CELL_H;
    pal_buf_printf(
        out,
        "<svg class=\"pal-figure pal-small\" width=\"%zu\" height=\"%zu\" viewBox=\"0 0 %zu "
        "%zu\" aria-hidden=\"true\" focusable=\"false\">",
        width, height + 1, width, height + 1);
    add_path(out, score, areas, height, "class=\"pal-achieved\" fill=\"#34506e\"", ACHIEVED);
    add_path(out, score, areas, height,
             "class=\"pal-surplus\" fill=\"none\" stroke=\"#34506e\" stroke-width=\"1\"", SURPLUS);
    add_path(out, score, areas, height,
             "class=\"pal-missing\" fill=\"#ffffff\" stroke=\"#b3261e\" stroke-width=\"1\"",
             MISSING);
    add_marks(out, score, areas, height, true);
    add_marks(out, score, areas, height, false);
    pal_buf_add(out, "</svg>");
}
