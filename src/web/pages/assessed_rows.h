/*
 * assessed_rows - an assessment as lists tell it: its points, its gap, how far its rating is.
 * Private to src/web/pages.
 */
#ifndef PAL_WEB_PAGES_ASSESSED_ROWS_H
#define PAL_WEB_PAGES_ASSESSED_ROWS_H

#include "app/house/document.h"
#include "render/gap_words.h"
#include "web/call.h"

/* What a row says of its gap; its target is that of the project. */
struct pal_gap_said pal_assessed_gap(const struct pal_assessed *row);

/* The row as programs read it. */
struct pal_value *pal_assessed_row(struct pal_call *call, const struct pal_assessed *row);

/* How far an assessment is, in words, for a page: `state`, and, for whoever reads names (which
 * pal_principals_read has read), `said_by` and `said_at`. */
struct pal_value *pal_course_shown(struct pal_call *call, const struct pal_course_said *said);

#endif
