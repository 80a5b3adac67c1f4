/*
 * report_profile - a confidence profile, a proposed one and an alert scheme as one self-contained
 * HTML page each; made as those of report.h.
 */
#ifndef PAL_RENDER_REPORT_REPORT_PROFILE_H
#define PAL_RENDER_REPORT_REPORT_PROFILE_H

#include "core/alert/alert.h"
#include "core/model/profile.h"
#include "core/model/propose.h"
#include "render/report/report.h"

/* The figure, the alert levels, the target of each area at each level, the parameters. */
struct pal_view pal_report_profile(const struct pal_profile *profile,
                                   const struct pal_language *language, struct pal_values *in);

/* What was stated, the figure, and why each area has its target. */
struct pal_view pal_report_proposal(const struct pal_proposal *proposal,
                                    const struct pal_language *language, struct pal_values *in);

/* The levels by rank; where the source gives no number the page says so. */
struct pal_view pal_report_alert(const struct pal_alert_scheme *scheme,
                                 const struct pal_language *language, struct pal_values *in);

#endif
