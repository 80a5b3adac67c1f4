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
enum pal_rc pal_report_cost(const struct pal_ways *ways, const struct pal_templates *templates,
                            const struct pal_language *language, struct pal_arena *arena,
                            struct pal_buf *out, struct pal_err *err) PAL_WARN_UNUSED;

#endif
