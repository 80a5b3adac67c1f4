/*
 * marks_lacking - which marks of an assessment nothing stands beside: neither a reason nor
 * evidence.
 *
 * Asked where somebody says that an assessment is rated: each step of the target that is marked on
 * what was seen or checked is to have one of both. Whoever lacks one is told; it keeps nobody from
 * saying it, and keeps the assessment from being sealed.
 */
#ifndef PAL_APP_HOUSE_MARKS_LACKING_H
#define PAL_APP_HOUSE_MARKS_LACKING_H

#include "app/house/marks.h"

/* A cell: where, and on which basis. */
struct pal_mark_place {
    const char *part; /* "PA05/2.1" */
    const char *area;
    const char *step;
    enum pal_mark_lane lane;
};

/* Of an assessment, in the order of the model. */
struct pal_marks_open {
    int64_t fact; /* the last mark or reason */
    struct pal_mark_place *lacking;
    size_t lacking_count;
    struct pal_mark_place *again; /* to be seen again, in any lane */
    size_t again_count;
    size_t steps;                 /* that the model has */
    size_t rated[PAL_MARK_LANES]; /* of these, with a mark that counts in this lane: its own, or one
                                   * that it takes from a stronger lane */
};

/* `target` has a mask for each area of the model; NULL: every step counts. Behind the right to read
 * the assessment. */
enum pal_rc pal_marks_open(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                           const pal_mask *target, struct pal_marks_open *out) PAL_WARN_UNUSED;

/* The same of an assessment that was read from a text: its notes are the reasons, and nothing is to
 * be seen again. `fact` is 0. */
enum pal_rc pal_marks_open_of_text(struct pal_errand *errand,
                                   const struct pal_assessment *assessment,
                                   struct pal_marks_open *out) PAL_WARN_UNUSED;

#endif
