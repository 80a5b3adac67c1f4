/*
 * marks_all - all that is marked of an assessment, on every basis: what is told as a table, and
 * what is held against marks that are pasted.
 */
#ifndef PAL_APP_HOUSE_MARKS_ALL_H
#define PAL_APP_HOUSE_MARKS_ALL_H

#include "app/house/marks.h"

struct pal_marked_all {
    const struct pal_assessment *assessment; /* lives as long as `app` */
    int64_t fact;                            /* the last mark or reason; 0: nobody has marked */
    struct pal_marked *cells;     /* of each lane all steps of the model; `inherited` is not told */
    const struct pal_fact **said; /* likewise who said the last of it; NULL: the text alone */
};

/* Behind the right to read the assessment. Where nobody has said a reason, a note of the text is
 * that of the strongest lane in which its step is marked. `with_said`: who and when is told, too.
 */
enum pal_rc pal_marks_all(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                          bool with_said, struct pal_marked_all *out) PAL_WARN_UNUSED;

/* What stands in a lane of a step. */
struct pal_marked *pal_marked_at(const struct pal_marked_all *all, enum pal_mark_lane lane,
                                 size_t area, size_t step);

#endif
