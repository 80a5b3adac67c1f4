/*
 * report_calendar - the best plan within a budget as a self-contained HTML page.
 */
#ifndef PAL_RENDER_REPORT_REPORT_CALENDAR_H
#define PAL_RENDER_REPORT_REPORT_CALENDAR_H

#include "core/money/calendar.h"
#include "render/report/report.h"

/* Errors as for pal_report_score. */
enum pal_rc pal_report_calendar(const struct pal_scored *scored,
                                const struct pal_calendar *calendar,
                                const struct pal_templates *templates,
                                const struct pal_language *language, struct pal_arena *arena,
                                struct pal_buf *out, struct pal_err *err) PAL_WARN_UNUSED;

#endif
