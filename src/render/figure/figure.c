#include "render/figure/figure.h"

#include <string.h>

static bool same_ladder(const struct pal_ladder *a, const struct pal_ladder *b)
{
    if (a == b) {
        return true;
    }
    if (a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->steps[i].id, b->steps[i].id) != 0 || a->steps[i].level != b->steps[i].level) {
            return false;
        }
    }
    return true;
}

/* The start that all ids share, but never a digit of a number: PA01 … PA22 share "PA". */
static size_t common_prefix(const struct pal_model *model)
{
    const char *first = model->areas[0].id;
    size_t len = strcspn(first, "0123456789");
    if (first[len] == '\0') {
        return 0;
    }
    for (size_t i = 1; i < model->area_count && len > 0; i++) {
        const char *id = model->areas[i].id;
        size_t same = 0;
        while (same < len && id[same] == first[same]) {
            same++;
        }
        len = id[same] == '\0' ? 0 : same;
    }
    return len;
}

/* Which panel an area belongs to: the last one of its ladder while it has room. Ladders are
 * compared by content once per distinct pointer: most models have one. */
static struct pal_figure_panel *panel_for(struct pal_figure_panel *panels, size_t count,
                                          const struct pal_ladder *ladder, size_t columns)
{
    for (size_t i = count; i-- > 0;) {
        struct pal_figure_panel *panel = &panels[i];
        if (same_ladder(panel->ladder, ladder)) {
            return panel->area_count < columns ? panel : NULL;
        }
    }
    return NULL;
}

enum pal_rc pal_figure_panels(const struct pal_model *model, struct pal_span span, size_t columns,
                              struct pal_arena *arena, struct pal_figure_panel **panels,
                              size_t *panel_count)
{
    size_t count = 0;
    struct pal_figure_panel *list = PAL_NEW(arena, struct pal_figure_panel, span.count);
    if (list == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = span.first; i < span.first + span.count; i++) {
        const struct pal_ladder *ladder = model->areas[i].ladder;
        struct pal_figure_panel *panel = panel_for(list, count, ladder, columns);
        if (panel == NULL) {
            panel = &list[count++];
            panel->ladder = ladder;
            panel->areas = PAL_NEW(arena, size_t, columns);
            if (panel->areas == NULL) {
                return PAL_E_MEMORY;
            }
        }
        panel->areas[panel->area_count++] = i;
    }
    *panels = list;
    *panel_count = count;
    return PAL_OK;
}

enum pal_rc pal_figure_layout(const struct pal_score *score, struct pal_span span, size_t columns,
                              struct pal_arena *arena, struct pal_figure *out)
{
    const struct pal_model *model = score->assessment->model;
    struct pal_figure figure = {.score = score, .prefix_len = common_prefix(model)};
    enum pal_rc rc =
        pal_figure_panels(model, span, columns, arena, &figure.panels, &figure.panel_count);
    if (rc == PAL_OK) {
        *out = figure;
    }
    return rc;
}

struct pal_cell pal_figure_cell(const struct pal_figure *figure, size_t area, size_t step)
{
    const struct pal_area_score *score = &figure->score->areas[area];
    pal_mask bit = (pal_mask)1 << step;
    if ((score->not_applicable & bit) != 0) {
        return (struct pal_cell){.state = PAL_CELL_NOT_APPLICABLE};
    }
    struct pal_cell cell = {.state = PAL_CELL_EMPTY,
                            .is_target = (score->target & bit) != 0,
                            .is_not_rated = (score->not_rated & bit) != 0};
    if ((score->surplus & bit) != 0) {
        cell.state = PAL_CELL_SURPLUS;
    } else if ((score->achieved & bit) != 0) {
        cell.state = PAL_CELL_ACHIEVED;
    } else if ((score->missing & bit) != 0) {
        cell.state = PAL_CELL_MISSING;
    }
    return cell;
}
