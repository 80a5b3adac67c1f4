/*
 * trend_figure - the points that one provider is missing to one target, from date to date: a line
 * for each basis on which its assessments say something. The lines are told apart by their marks
 * and dashes, and named at their ends; each point carries its number, dates stand on the axis where
 * they are in time. A date on which nothing was said on a basis, or on which nothing of the target
 * was applicable, has no point of it.
 */
#ifndef PAL_RENDER_FIGURE_TREND_FIGURE_H
#define PAL_RENDER_FIGURE_TREND_FIGURE_H

#include "base/buf.h"
#include "core/model/compare.h"
#include "render/template/language.h"

/* True when there is a line to draw: one provider, a target, two points on one basis. */
bool pal_trend_figure_has_line(const struct pal_comparison *comparison);

/* Writes it twice, for a page and for a narrow screen; `target` is what it was held against, for
 * its title. A failure is kept in the buffer. */
void pal_trend_figure_svg(const struct pal_comparison *comparison, const char *target,
                          const struct pal_language *language, struct pal_buf *out);

#endif
