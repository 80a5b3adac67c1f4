/* figure_cells - what stands in the cells of a figure on a page, and how each is painted. Private
 * to figure_page.c and figure_cells.c. */
#ifndef PAL_RENDER_FIGURE_FIGURE_CELLS_H
#define PAL_RENDER_FIGURE_FIGURE_CELLS_H

#include "render/figure/figure_page.h"

/* All distinct in grey. */
enum pal_shown {
    PAL_SHOWN_NOTHING,
    PAL_SHOWN_ACHIEVED,       /* solid; of a posture: active */
    PAL_SHOWN_MISSING,        /* a heavy edge */
    PAL_SHOWN_PLANNED,        /* the same with a cross in it: what the plan adds */
    PAL_SHOWN_TO_SWITCH_ON,   /* the same, half filled: it is built and not active */
    PAL_SHOWN_READY,          /* half filled: built, and nobody asks for it now */
    PAL_SHOWN_TO_PREPARE,     /* a broken edge */
    PAL_SHOWN_SURPLUS,        /* hatched */
    PAL_SHOWN_NOT_APPLICABLE, /* crossed */
    PAL_SHOWN_COUNT
};

struct pal_shown_cell {
    int64_t x; /* its corner */
    int64_t y;
    enum pal_shown shown;
    bool is_target;
    bool is_not_rated; /* a dot */
};

/* The cell of an area (index in the model) at a step, its place left open. */
struct pal_shown_cell pal_shown_cell(const struct pal_figure_subject *subject, size_t area,
                                     size_t step);

/* The word for what is shown, for the legend; NULL: none. */
const char *pal_shown_word(const struct pal_figure_subject *subject, enum pal_shown shown,
                           const struct pal_language *language);

/* The pattern that surplus is painted with, with its id. */
void pal_shown_hatch(struct pal_buf *out, const char *id_prefix);

/* Paints cells: a path for each way in which one is painted. */
void pal_shown_paint(struct pal_buf *out, const struct pal_shown_cell *cells, size_t count,
                     const char *id_prefix);

#endif
