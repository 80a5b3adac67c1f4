/*
 * marks_step - all that stands of one step of an assessment, basis by basis: marks, reasons, who
 * said them when, and the evidence that speaks for it.
 */
#ifndef PAL_APP_HOUSE_MARKS_STEP_H
#define PAL_APP_HOUSE_MARKS_STEP_H

#include "app/house/evidence.h"
#include "app/house/marks.h"

/* What stands of it in a lane. */
struct pal_step_said {
    struct pal_marked cell;
    enum pal_rating rating;        /* of its own mark, rolled up from practices; else inherited */
    const struct pal_fact *mark;   /* the last that was said of it; NULL: nothing but by the text */
    const struct pal_fact *reason; /* likewise */
};

struct pal_marked_step {
    const struct pal_assessment *assessment; /* lives as long as `app` */
    const struct pal_area *area;
    size_t step;
    const char *part; /* "PA05/2.1" */
    const char *note; /* of the text, where nobody has said a reason; NULL */
    int64_t fact;     /* the last mark or reason of the assessment */
    struct pal_step_said in[PAL_MARK_LANES];
    struct pal_evidence *evidence; /* that speaks for this step */
    size_t evidence_count;
};

/* Behind the right to read the assessment. PAL_E_NOT_FOUND: its model has no such step. */
enum pal_rc pal_marks_step(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                           const char *part, struct pal_marked_step *out) PAL_WARN_UNUSED;

#endif
