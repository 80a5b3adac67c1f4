/*
 * report_change - what a change of the alert level asks for as one self-contained HTML page; made
 * as those of report.h.
 */
#ifndef PAL_RENDER_REPORT_REPORT_CHANGE_H
#define PAL_RENDER_REPORT_REPORT_CHANGE_H

#include "core/model/posture.h"
#include "core/money/readiness.h"
#include "render/report/report.h"

/* Who must activate what, in which order and by when; what is missing; what may be stood down and
 * what that saves. The profile of `posture` must follow an alert scheme. */
struct pal_view pal_report_change(const struct pal_posture *posture,
                                  const struct pal_efforts *efforts,
                                  const struct pal_level_change *change,
                                  const struct pal_language *language, struct pal_values *in);

#endif
