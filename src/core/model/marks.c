#include "core/model/marks.h"

#include <string.h>

const char *const pal_mark_lane_ids[PAL_MARK_LANES] = {"checked", "seen", "claimed", "prepared",
                                                       "active"};
const char *const pal_mark_lane_keys[PAL_MARK_LANES] = {"ratings", "seen", "claimed", "prepared",
                                                        "active"};

enum pal_mark_lane pal_mark_lane_find(const char *id)
{
    int lane = 0;
    while (lane < PAL_MARK_LANES && strcmp(pal_mark_lane_ids[lane], id) != 0) {
        lane++;
    }
    return (enum pal_mark_lane)lane;
}

const struct pal_ratings *pal_mark_ratings(const struct pal_assessment *assessment,
                                           enum pal_mark_lane lane)
{
    return lane == PAL_MARK_PREPARED ? &assessment->prepared
           : lane == PAL_MARK_ACTIVE ? &assessment->active
                                     : &assessment->ratings[lane];
}

static bool has_any(const struct pal_mark_cells *cells, enum pal_mark_lane lane, size_t step_count)
{
    for (size_t i = 0; i < step_count; i++) {
        if (cells->at[lane][i] != NULL) {
            return true;
        }
    }
    return false;
}

bool pal_mark_inherits(enum pal_mark_lane lane)
{
    return lane != PAL_MARK_CHECKED && lane != PAL_MARK_PREPARED;
}

enum pal_mark_lane pal_mark_stronger(const struct pal_mark_cells *cells, enum pal_mark_lane lane,
                                     size_t step_count)
{
    bool is_seen = lane == PAL_MARK_CLAIMED && has_any(cells, PAL_MARK_SEEN, step_count);
    bool is_checked = pal_mark_inherits(lane) && has_any(cells, PAL_MARK_CHECKED, step_count);
    return is_seen ? PAL_MARK_SEEN : is_checked ? PAL_MARK_CHECKED : PAL_MARK_LANES;
}

void pal_mark_inherit(struct pal_mark_cells *cells, size_t step_count)
{
    for (int i = PAL_MARK_SEEN; i < PAL_MARK_LANES; i++) {
        enum pal_mark_lane lane = (enum pal_mark_lane)i;
        enum pal_mark_lane from = pal_mark_stronger(cells, lane, step_count);
        if (from == PAL_MARK_LANES || !has_any(cells, lane, step_count)) {
            continue;
        }
        for (size_t j = 0; j < step_count; j++) {
            if (cells->at[lane][j] == NULL) {
                cells->at[lane][j] = cells->at[from][j];
            }
        }
    }
}

static bool is_inherited(const struct pal_mark_cells *cells, enum pal_mark_lane lane,
                         enum pal_mark_lane from, size_t step)
{
    const char *own = cells->at[lane][step];
    const char *other = cells->at[from][step];
    return own != NULL && other != NULL && strcmp(own, other) == 0;
}

void pal_mark_leave_inherited(struct pal_mark_cells *cells, size_t step_count)
{
    for (int i = PAL_MARK_LANES - 1; i >= 0; i--) { /* the weakest first: the others are whole */
        enum pal_mark_lane lane = (enum pal_mark_lane)i;
        enum pal_mark_lane from = pal_mark_stronger(cells, lane, step_count);
        bool is_all = true;
        for (size_t j = 0; j < step_count && from != PAL_MARK_LANES; j++) {
            is_all = is_all && (cells->at[lane][j] == NULL || is_inherited(cells, lane, from, j));
        }
        for (size_t j = 0; j < step_count && !is_all; j++) {
            if (is_inherited(cells, lane, from, j)) {
                cells->at[lane][j] = NULL;
            }
        }
    }
}
