/*
 * marks - what was said of single steps, and the ratings of an area that they make together.
 *
 * A mark stands in a cell: a step of an area, in a lane. A cell without a mark of its own takes
 * that of the lane that is stronger (docs/data-model.md): on the figure it is shown so, and the
 * written document names what was inherited.
 */
#ifndef PAL_CORE_MODEL_MARKS_H
#define PAL_CORE_MODEL_MARKS_H

#include "core/model/assessment.h"

/* The bases, strongest first, and what is kept beside them. */
enum pal_mark_lane {
    PAL_MARK_CHECKED,
    PAL_MARK_SEEN,
    PAL_MARK_CLAIMED,
    PAL_MARK_PREPARED,
    PAL_MARK_ACTIVE,
    PAL_MARK_LANES
};

/* "checked", "seen", "claimed", "prepared", "active" */
extern const char *const pal_mark_lane_ids[PAL_MARK_LANES];
/* The keys of assessment/1: "ratings", "seen" … */
extern const char *const pal_mark_lane_keys[PAL_MARK_LANES];
/* PAL_MARK_LANES: there is none of that id. */
enum pal_mark_lane pal_mark_lane_find(const char *id);

/* The ratings of an assessment in a lane. */
const struct pal_ratings *pal_mark_ratings(const struct pal_assessment *assessment,
                                           enum pal_mark_lane lane);

/* What stands in the cells of one area, as the caller writes it; NULL: nothing. */
struct pal_mark_cells {
    const char *at[PAL_MARK_LANES][PAL_LIMIT_STEPS];
};

/* The lane that an area of `lane` takes its cells from where they have none of their own: of what
 * was claimed what was seen, else what was checked; of what is active what was checked; of what is
 * prepared none. PAL_MARK_LANES: none, or nothing stands there. */
enum pal_mark_lane pal_mark_stronger(const struct pal_mark_cells *cells, enum pal_mark_lane lane,
                                     size_t step_count);

/* Whether cells of a lane take those of a stronger one. */
bool pal_mark_inherits(enum pal_mark_lane lane);

/* Fills the cells that inherit. A lane in which the area has no mark at all stays empty: readers
 * take the stronger one as a whole (pal_assessment_ratings). */
void pal_mark_inherit(struct pal_mark_cells *cells, size_t step_count);

/* The other way round, of a text that names what was inherited: cells that equal what they would
 * take are empty, where another cell of their lane does not. A lane that says all the same as the
 * stronger one says so itself, and stays. */
void pal_mark_leave_inherited(struct pal_mark_cells *cells, size_t step_count);

#endif
