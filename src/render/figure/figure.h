/*
 * figure - the face of palier: areas in columns, steps in rows, the target as a line over them.
 *
 * Here is what the figure shows; figure_svg.c and text.c only draw it. Areas with the same ladder
 * stand in one panel; a panel too wide for its medium is continued in a further one.
 */
#ifndef PAL_RENDER_FIGURE_FIGURE_H
#define PAL_RENDER_FIGURE_FIGURE_H

#include "base/arena.h"
#include "base/buf.h"
#include "core/model/score.h"
#include "render/part.h"
#include "render/template/language.h"

enum pal_cell_state {
    PAL_CELL_EMPTY,    /* neither achieved nor demanded */
    PAL_CELL_ACHIEVED, /* achieved; demanded, or no target is set */
    PAL_CELL_MISSING,  /* demanded, not achieved */
    PAL_CELL_SURPLUS,  /* achieved beyond the target */
    PAL_CELL_NOT_APPLICABLE,
    PAL_CELL_STATE_COUNT
};

struct pal_cell {
    enum pal_cell_state state;
    bool is_target;
    bool is_not_rated; /* shown as a dot, in an empty or a missing cell */
};

struct pal_figure_panel {
    const struct pal_ladder *ladder;
    size_t *areas; /* indices in the model */
    size_t area_count;
};

struct pal_figure {
    const struct pal_score *score;
    struct pal_figure_panel *panels;
    size_t panel_count;
    size_t prefix_len; /* bytes that all ids of areas start with ("PA"), without the last digits */
};

/* Parts a span of a model's areas into panels of at most `columns` areas. Fails only for want of
 * memory. */
enum pal_rc pal_figure_panels(const struct pal_model *model, struct pal_span span, size_t columns,
                              struct pal_arena *arena, struct pal_figure_panel **panels,
                              size_t *panel_count) PAL_WARN_UNUSED;

/* Lays the figure of a span out with at most `columns` areas beside each other. Fails only for want
 * of memory. */
enum pal_rc pal_figure_layout(const struct pal_score *score, struct pal_span span, size_t columns,
                              struct pal_arena *arena, struct pal_figure *out) PAL_WARN_UNUSED;

/* What stands in the cell of an area at a step of its ladder. */
struct pal_cell pal_figure_cell(const struct pal_figure *figure, size_t area, size_t step);

/* Writes the figure of a span as SVG, with title, description and a text for each cell's column.
 * `id_prefix` makes the ids unique when several figures stand in one page. */
enum pal_rc pal_figure_svg(const struct pal_score *score, struct pal_span span,
                           const char *target_title, const char *id_prefix,
                           const struct pal_language *language, struct pal_arena *arena,
                           struct pal_buf *out) PAL_WARN_UNUSED;

#endif
