/*
 * report_cost - the four ways of ownership as one self-contained HTML page; made as those of
 * report.h.
 */
#ifndef PAL_RENDER_REPORT_REPORT_COST_H
#define PAL_RENDER_REPORT_REPORT_COST_H

#include "core/money/ways.h"
#include "render/report/report.h"

/* The saving in a sentence, the figure, the ways in numbers, where the adaptive way saves and where
 * it cannot, the alert levels. */
struct pal_view pal_report_cost(const struct pal_ways *ways, const struct pal_language *language,
                                struct pal_values *in);

#endif
