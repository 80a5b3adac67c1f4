/*
 * figure_beside - the figures of what is compared, small enough that three or four stand beside
 * each other, all at one scale against one target. As on other pages (figure_page.h) each is there
 * twice, as it is and turned, and the cells are drawn once, in an element that shows nothing; that
 * element holds labels and the line of the target once for all.
 *
 * Achieved is solid, missing an outline, surplus hatched, not applicable crossed, not rated a dot.
 * Wider models are drawn closer. The figures are hidden from a screen reader: the tables beside
 * them say the same.
 */
#ifndef PAL_RENDER_FIGURE_FIGURE_BESIDE_H
#define PAL_RENDER_FIGURE_FIGURE_BESIDE_H

#include "base/buf.h"
#include "core/model/compare.h"
#include "render/template/language.h"

/* Areas behind these are not drawn: a column would have no width. */
enum { PAL_FIGURE_BESIDE_AREAS = 128 };

/* The element that the figures of a page use, which it has once. A failure is kept in the buffer,
 * likewise below. */
void pal_figure_beside_shared(const struct pal_comparison *comparison,
                              const struct pal_language *language, struct pal_buf *out);

/* The figure of the one that is shown at a place (pal_compare_shown). */
void pal_figure_beside(const struct pal_comparison *comparison, size_t at, struct pal_buf *out);

/* What the ways of painting mean, those alone that occur: items of a list. */
void pal_figure_beside_legend(const struct pal_comparison *comparison,
                              const struct pal_language *language, struct pal_buf *out);

#endif
