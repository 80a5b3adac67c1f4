#include "render/figure/figure_small.h"

/* In pixels: 22 areas of 12 steps stand whole in 132 x 40. Wider models are drawn closer. */
enum { WIDE = 132, HIGH = 36, TOP = 3, COLUMN_MOST = 6, STEP_MOST = 9, AREAS_MAX = 128 };

struct small {
    const struct pal_score *score;
    struct pal_buf *out;
    size_t areas;
    size_t column; /* from one area to the next */
    size_t bar;    /* of which the bar takes this */
    size_t step;
    size_t bottom;
};

/* The runs of a set of steps in a column, from the bottom up, as parts of one path. An outline
 * runs within the cells. */
static void add_runs(const struct small *small, pal_mask mask, size_t area, bool is_outline)
{
    size_t steps = small->score->assessment->model->areas[area].ladder->count;
    const int64_t x = (int64_t)(area * small->column);
    for (size_t from = 0; from < steps; from++) {
        size_t to = from;
        while (to < steps && (mask >> to & 1) != 0) {
            to++;
        }
        if (to > from) {
            const int64_t y = (int64_t)(small->bottom - from * small->step);
            const int64_t tall = (int64_t)((to - from) * small->step);
            const int64_t wide = (int64_t)small->bar;
            if (is_outline) {
                pal_buf_fill(small->out, "M@.5 @.5h@v-@h-@z",
                             (const int64_t[]){x, y - 1, wide - 1, tall - 1, wide - 1});
            } else {
                pal_buf_fill(small->out, "M@ @h@v-@h-@z",
                             (const int64_t[]){x, y, wide, tall, wide});
            }
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
    case MISSING: /* what nobody rated is a gap of its own: no outline, dots */
        return result->missing & ~result->not_rated;
    case SURPLUS:
        return result->surplus;
    }
    return 0;
}

static void add_path(const struct small *small, const char *attributes, enum state state)
{
    pal_buf_printf(small->out, "<path %s d=\"", attributes);
    for (size_t i = 0; i < small->areas; i++) {
        add_runs(small, steps_in(small->score, i, state), i, state == MISSING);
    }
    pal_buf_add(small->out, "\"/>");
}

/* A mark in the middle of every cell that holds no rating: a dot where a step is asked for (without
 * a target: any step) and not rated, a stroke where it is not applicable. Nothing when none is. */
static void add_marks(const struct small *small, bool is_not_rated)
{
    const struct pal_score *score = small->score;
    const struct pal_model *model = score->assessment->model;
    bool is_open = false;
    for (size_t i = 0; i < small->areas; i++) {
        const struct pal_area_score *area = &score->areas[i];
        pal_mask mask = !is_not_rated       ? area->not_applicable
                        : score->has_target ? area->missing & area->not_rated
                                            : area->not_rated;
        for (size_t step = 0; step < model->areas[i].ladder->count; step++) {
            if ((mask >> step & 1) == 0) {
                continue;
            }
            if (!is_open) {
                pal_buf_add(small->out,
                            is_not_rated
                                ? "<path class=\"pal-not-rated\" fill=\"#444444\" d=\""
                                : "<path class=\"pal-not-applicable\" fill=\"#8a8a8a\" d=\"");
                is_open = true;
            }
            const int64_t wide = is_not_rated ? 1 : (int64_t)small->bar;
            const size_t x = i * small->column + (is_not_rated ? small->bar / 2 : 0);
            pal_buf_fill(small->out, "M@ @h@v1h-@z",
                         (const int64_t[]){
                             (int64_t)x,
                             (int64_t)(small->bottom - step * small->step - (small->step + 1) / 2),
                             wide, wide});
        }
    }
    pal_buf_add(small->out, is_open ? "\"/>" : "");
}

/* How high the target of an area reaches, in steps. */
static size_t reach(const struct small *small, size_t area)
{
    size_t steps = small->score->assessment->model->areas[area].ladder->count;
    while (steps > 0 && (small->score->areas[area].target >> (steps - 1) & 1) == 0) {
        steps--;
    }
    return steps;
}

/* One stepped line over all columns; it lies on the ground where nothing is asked for. */
static void add_target(const struct small *small)
{
    pal_buf_add(small->out, "<path class=\"pal-target\" fill=\"none\" stroke=\"#000000\" "
                            "stroke-width=\"2\" d=\"");
    for (size_t i = 0; i < small->areas; i++) {
        const int64_t y = (int64_t)(small->bottom - reach(small, i) * small->step);
        pal_buf_fill(small->out, i == 0 ? "M0 @h@" : "V@h@",
                     (const int64_t[]){y, (int64_t)small->column});
    }
    pal_buf_add(small->out, "\"/>");
}

static size_t at_most(size_t value, size_t most)
{
    return value > most ? most : value > 0 ? value : 1;
}

void pal_figure_small_svg(const struct pal_score *score, struct pal_buf *out)
{
    const struct pal_model *model = score->assessment->model;
    size_t areas = model->area_count < AREAS_MAX ? model->area_count : AREAS_MAX;
    size_t tallest = 1;
    for (size_t i = 0; i < areas; i++) {
        size_t steps = model->areas[i].ladder->count;
        tallest = steps > tallest ? steps : tallest;
    }
    size_t column = at_most(WIDE / areas, COLUMN_MOST);
    size_t step = at_most(HIGH / tallest, STEP_MOST);
    const struct small small = {
        score, out, areas, column, column > 2 ? column - 1 : column, step, TOP + tallest * step};
    pal_buf_printf(
        out,
        "<svg class=\"pal-figure pal-small\" width=\"%zu\" height=\"%zu\" viewBox=\"0 0 %zu "
        "%zu\" aria-hidden=\"true\" focusable=\"false\">",
        areas * column, small.bottom + 1, areas * column, small.bottom + 1);
    add_path(&small, "class=\"pal-achieved\" fill=\"#34506e\"", ACHIEVED);
    add_path(&small, "class=\"pal-beyond\" fill=\"#9db1c6\"", SURPLUS);
    add_path(&small, "class=\"pal-missing\" fill=\"#ffffff\" stroke=\"#b3261e\"", MISSING);
    add_marks(&small, true);
    add_marks(&small, false);
    if (score->has_target) {
        add_target(&small);
    }
    pal_buf_add(out, "</svg>");
}
