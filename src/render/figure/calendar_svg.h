/*
 * calendar_svg - the best plan as a calendar: periods in columns, the areas of each actor in rows.
 *
 * In a cell stand the steps of the area that are finished in the period; under the areas of an
 * actor a bar shows how much of what has come in by then is used. Readable in black and white.
 */
#ifndef PAL_RENDER_FIGURE_CALENDAR_SVG_H
#define PAL_RENDER_FIGURE_CALENDAR_SVG_H

#include "base/buf.h"
#include "core/money/calendar.h"
#include "render/view/view.h"

/* Writes the calendar as SVG, with title, description and a text for each cell. */
enum pal_rc pal_calendar_svg(const struct pal_scored *scored, const struct pal_calendar *calendar,
                             const struct pal_language *language, struct pal_arena *arena,
                             struct pal_buf *out) PAL_WARN_UNUSED;

#endif
