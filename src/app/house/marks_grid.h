/*
 * marks_grid - what is marked of a whole assessment in one lane: the cells of its grid.
 */
#ifndef PAL_APP_HOUSE_MARKS_GRID_H
#define PAL_APP_HOUSE_MARKS_GRID_H

#include "app/house/marks.h"

/* A cell. `marked.inherited` is what would stand there without a mark of its own, also where it has
 * one. */
struct pal_grid_mark {
    struct pal_marked marked;
    enum pal_rating
        rating;            /* its own, else the inherited one; of practices: what follows of them */
    enum pal_rating below; /* the inherited one */
    bool is_by_practices;
    bool is_again; /* to be seen again: it counts as not rated */
};

struct pal_marked_grid {
    const struct pal_assessment *assessment; /* lives as long as `app` */
    int64_t fact;                /* the last mark or reason; 0: nobody has marked so far */
    struct pal_grid_mark *cells; /* one for each step of the model */
    size_t *rated;               /* of each area: how many steps have a mark of their own there */
};

/* Behind the right to read the assessment. Two queries, whatever there is. */
enum pal_rc pal_marks_grid(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                           enum pal_mark_lane lane, struct pal_marked_grid *out) PAL_WARN_UNUSED;

/* What the body of a mark says; of practices what follows of them. */
enum pal_rating pal_mark_rating(const char *body, const struct pal_area *area, size_t step,
                                bool *is_by_practices);

#endif
