/*
 * report_calendar - the best plan within a budget as a self-contained HTML page.
 */
#ifndef PAL_RENDER_REPORT_REPORT_CALENDAR_H
#define PAL_RENDER_REPORT_REPORT_CALENDAR_H

#include "core/money/calendar.h"
#include "render/report/report.h"

struct pal_view pal_report_calendar(const struct pal_scored *scored,
                                    const struct pal_calendar *calendar,
                                    const struct pal_language *language, struct pal_values *in);

#endif
