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

static void add_path(struct pal_buf *out, const struct pal_score *score, size_t areas,
                     size_t height, const char *attributes, int state)
{
    const struct pal_model *model = score->assessment->model;
    pal_buf_printf(out, "<path %s d=\"", attributes);
    for (size_t i = 0; i < areas; i++) {
        const struct pal_area_score *area = &score->areas[i];
        pal_mask both = score->has_target ? area->achieved & area->target : area->achieved;
        if (area->is_applicable) {
            add_runs(out,
                     state == 0   ? both
                     : state == 1 ? area->missing
                                  : area->surplus,
                     model->areas[i].ladder->count, i, height);
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
    add_path(out, score, areas, height, "class=\"pal-achieved\" fill=\"#34506e\"", 0);
    add_path(out, score, areas, height,
             "class=\"pal-surplus\" fill=\"none\" stroke=\"#34506e\" stroke-width=\"1\"", 2);
    add_path(out, score, areas, height,
             "class=\"pal-missing\" fill=\"#ffffff\" stroke=\"#b3261e\" stroke-width=\"1\"", 1);
    pal_buf_add(out, "</svg>");
}
