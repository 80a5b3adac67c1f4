/*
 * report_posture - what an alert level asks of an assessment as one self-contained HTML page; made
 * as those of report.h.
 */
#ifndef PAL_RENDER_REPORT_REPORT_POSTURE_H
#define PAL_RENDER_REPORT_REPORT_POSTURE_H

#include "core/model/posture.h"
#include "core/money/readiness.h"
#include "render/report/report.h"

/* What the page shows; all borrowed. */
struct pal_posture_page {
    const struct pal_posture *posture;
    const char *alert; /* the level in force as written; NULL: the profile has none */
    const struct pal_efforts *efforts;      /* that the times of `changes` are from; NULL: none */
    const struct pal_level_change *changes; /* of pal_readiness_compute; NULL: no scheme */
    size_t change_count;
};

/* What to prepare, to activate and what may be stood down, in points by actor and area by area;
 * how long each change of the alert level takes, against the delay that the scheme allows. */
struct pal_view pal_report_posture(const struct pal_posture_page *shown,
                                   const struct pal_language *language, struct pal_values *in);

/* Each change of the alert level by itself: ready or not, how long, against which delay. There are
 * `changes`. */
struct pal_view pal_report_readiness(const struct pal_posture_page *shown,
                                     const struct pal_language *language, struct pal_values *in);

#endif
