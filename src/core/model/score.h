/*
 * score - levels, gap and surplus of an assessment against a target.
 *
 * Definitions (DESIGN.md section 2; docs/scoring.md, with the paper's arithmetic):
 *   A = achieved steps, T = target steps, w = weight of a step, r = its actor;
 *   gap = sum of w over T \ A;  surplus = sum of w over A \ T;  gap(actor) = the part of r.
 *   gap - surplus = |T| - |A| in weighted points, whatever the sets (a test holds it).
 * The steps of an area that is not applicable leave A, T and every total and are counted apart.
 * All numbers are whole; the greatest (262,144 steps of 1,000,000 points) is far below 2^64.
 */
#ifndef PAL_CORE_MODEL_SCORE_H
#define PAL_CORE_MODEL_SCORE_H

#include "base/arena.h"
#include "base/rc.h"
#include "core/model/assessment.h"
#include "core/model/model.h"

/* Weighted points. Without a target only `achieved` has a meaning. */
struct pal_points {
    uint64_t achieved;
    uint64_t target;
    uint64_t gap;
    uint64_t surplus;
};

struct pal_step_counts {
    uint64_t achieved;
    uint64_t target;
    uint64_t missing;
    uint64_t surplus;
    uint64_t not_rated;
    uint64_t not_applicable;
};

struct pal_area_score {
    bool is_applicable;
    uint32_t level;
    bool level_is_minimum;
    pal_mask achieved;
    pal_mask target;
    pal_mask missing;
    pal_mask surplus;
    pal_mask not_rated;
    struct pal_points points;
};

struct pal_score {
    const struct pal_assessment *assessment;
    enum pal_basis basis;
    bool has_target;
    struct pal_points points;
    struct pal_points by_actor[PAL_ACTOR_COUNT];
    struct pal_points *by_category; /* one per category of the model */
    struct pal_step_counts steps;
    struct pal_area_score *areas; /* one per area of the model */
};

/* Scores `assessment` on `basis` against `target` (one mask per area; NULL: levels only). The
 * result borrows the assessment and lives in `arena`. Fails only for want of memory. */
enum pal_rc pal_score_compute(const struct pal_assessment *assessment, enum pal_basis basis,
                              const pal_mask *target, struct pal_arena *arena,
                              struct pal_score *out) PAL_WARN_UNUSED;

/* True when no step of the target is missing, whatever the weights; true without a target. */
bool pal_score_meets_target(const struct pal_score *score);

/* `numerator / denominator` in hundredths, rounded half up; -1 when the denominator is 0. For the
 * ratios of docs/scoring.md (91 / 42 = 2.17). */
int64_t pal_score_ratio_hundredths(uint64_t numerator, uint64_t denominator);

#endif
