/*
 * suggested - what answers suggest for the steps of an assessment, and taking it over.
 *
 * Nothing is ever taken over by itself. Whoever marks takes what is suggested for an area on a
 * basis, as one act through the marks (marks.h), whose reasons name the answers.
 */
#ifndef PAL_APP_HOUSE_SUGGESTED_H
#define PAL_APP_HOUSE_SUGGESTED_H

#include "app/house/looking.h"
#include "app/house/marks_grid.h"

/* What the answers of the project that tell of the assessment's provider suggest for its steps, by
 * the target of the project and the level in force. `out->suggested.suggestions` NULL: nothing is
 * answered. Behind the right to read the assessment. */
enum pal_rc pal_suggested_for(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_assessment *assessment, const char *project,
                              enum pal_basis basis, struct pal_heard *out) PAL_WARN_UNUSED;

/* A step of an area for which something is suggested, beside what is marked there. */
struct pal_suggested_step {
    size_t step;
    const char *part; /* "PA05/2.1" */
    const struct pal_step_suggestion *of;
    const struct pal_grid_mark *now;
    const char *answers; /* that speak for it, "POL-01, POL-03" */
    bool is_same;        /* it is marked so already */
    bool is_other;       /* a mark of its own stands there, which says something else */
};
struct pal_suggested_area {
    const struct pal_area *area;
    struct pal_suggested_step *steps; /* those with a suggestion for the step as a whole */
    size_t count;
    const char *digest; /* of what is suggested, and of the answers behind it */
};
/* Of an area, given what is marked on the same basis. */
enum pal_rc pal_suggested_area(struct pal_errand *errand, const struct pal_heard *heard,
                               const struct pal_marked_grid *marked, size_t area,
                               struct pal_suggested_area *out) PAL_WARN_UNUSED;

/* What is taken over. */
struct pal_suggested_taking {
    const char *assessment;
    const char *area;
    enum pal_basis basis;
    const char *const *steps; /* their ids; NULL: those that have no mark of their own */
    size_t count;
    const char *digest; /* that was seen; NULL: whatever is suggested now */
    struct pal_seen seen;
    const char *act;
};
/* Marks what is suggested, practice by practice. As pal_marks_put. PAL_E_CONFLICT with a sentence:
 * the answers suggest something else by now. PAL_E_INVALID: nothing of it is suggested. */
enum pal_rc pal_suggested_take(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_suggested_taking *taking,
                               struct pal_act_done *out) PAL_WARN_UNUSED;

#endif
