/*
 * figure_small - the figure as a thumbnail beside a name, 132 x 40 pixels for 22 areas: columns of
 * areas and the line of the target. Achieved is solid, missing an outline, not rated a gap with
 * dots, surplus lighter and above the line: told apart in grey. It says nothing that the words
 * beside it do not say and is hidden from a screen reader.
 */
#ifndef PAL_RENDER_FIGURE_FIGURE_SMALL_H
#define PAL_RENDER_FIGURE_FIGURE_SMALL_H

#include "base/buf.h"
#include "core/model/score.h"

/* Which drawing this is: raised with each change of what is drawn, so that figures which are kept
 * are drawn again. A test holds both together. */
enum { PAL_FIGURE_SMALL_DRAWING = 2 };

/* Writes it as SVG with presentation attributes and classes alone. A failure is kept in the
 * buffer. */
void pal_figure_small_svg(const struct pal_score *score, struct pal_buf *out);

#endif
