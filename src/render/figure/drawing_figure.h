/*
 * drawing_figure - a confidence profile that is drawn: a grid of areas and steps in which every
 * cell can be reached and named, and over it the line of a target, or of all of them nested.
 *
 * The cells are a table, so that the figure is read, and drawn, with a keyboard and a screen
 * reader; the lines are an SVG over them, of one unit for a cell, that the style sheet stretches:
 * wide (areas in columns, steps upwards) and turned (areas in rows, steps to the right). The
 * script ui/draw.js redraws what this writes, in the same way.
 *
 * A line runs over the uppermost step that is demanded of each area; what is left out under it is a
 * cell without a mark. In a cell stands the mark of the calmest level that demands the step
 * (profile_figure.h), "•" where the target is the same at all levels.
 */
#ifndef PAL_RENDER_FIGURE_DRAWING_FIGURE_H
#define PAL_RENDER_FIGURE_DRAWING_FIGURE_H

#include "render/figure/profile_figure.h"

enum {
    PAL_DRAWING_COLUMNS = 24, /* areas beside each other before a further panel starts */
    PAL_DRAWING_DASHES = 8,   /* patterns of lines; further levels begin again, with their marks */
};

struct pal_drawing {
    const struct pal_profile_figure *figure; /* of the areas that are shown */
    size_t chosen;                           /* its level; as many as there are levels: all */
    pal_mask *const *other;                  /* targets of each level to compare with; NULL: none */
    const char *title;
};

/* Writes the figure as HTML. A failure is kept in the buffer. */
void pal_drawing_figure(const struct pal_drawing *drawing, struct pal_buf *out);

/* How far up the ladder a target goes: the place of its uppermost step, from 1; 0: it has none. */
size_t pal_drawing_height(pal_mask target);

#endif
