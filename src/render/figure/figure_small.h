/*
 * figure_small - the figure as a thumbnail beside a name: columns of areas, nothing else. Achieved
 * is solid, missing a red outline, surplus a blue one. It says nothing that the numbers beside it
 * do not say and is hidden from a screen reader.
 */
#ifndef PAL_RENDER_FIGURE_FIGURE_SMALL_H
#define PAL_RENDER_FIGURE_FIGURE_SMALL_H

#include "base/buf.h"
#include "core/model/score.h"

/* Writes it as SVG with presentation attributes and the classes of the large figure alone. A
 * failure is kept in the buffer. */
void pal_figure_small_svg(const struct pal_score *score, struct pal_buf *out);

#endif
