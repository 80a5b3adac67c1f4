/*
 * score - levels, gap and surplus of an assessment against a target.
 *
 * Definitions (DESIGN.md section 2; docs/scoring.md, with the paper's arithmetic):
 *   A = achieved steps, T = target steps, w = weight of a step, r = its actor;
 *   gap = sum of w over T \ A;  surplus = sum of w over A \ T;  gap(actor) = the part of r.
 *   gap - surplus = |T| - |A| in weighted points, whatever the sets (a test holds it).
 * Steps that are not applicable leave A, T and every total and are counted apart. Steps that are
 * not rated are not achieved, and what they are of the gap is said beside it. All numbers are
 * whole; the greatest (262,144 steps of 1,000,000 points) is far below 2^64.
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
    uint64_t gap_not_rated; /* the part of the gap that nobody has rated */
    uint64_t surplus;
};

struct pal_step_counts {
    uint64_t achieved;
    uint64_t target;
    uint64_t missing;
    uint64_t missing_not_rated; /* demanded, and not rated */
    uint64_t surplus;
    uint64_t not_rated;
    uint64_t not_applicable;
    uint64_t target_not_applicable; /* the profile demands them; not counted in `target` */
};

struct pal_area_score {
    bool is_applicable; /* false: none of its steps is */
    bool is_rated;      /* false: none of its steps is rated, and it has no level */
    uint32_t level;
    bool level_is_minimum;
    pal_mask achieved;
    pal_mask demanded; /* what the profile says, before what is not applicable left it */
    pal_mask target;
    pal_mask missing;
    pal_mask surplus;
    pal_mask not_rated;
    pal_mask not_applicable; /* all of the ladder where the area is not applicable */
    struct pal_points points;
};

/* What a score says of its target. */
enum pal_target_state {
    PAL_TARGET_ABSENT, /* there is none */
    PAL_TARGET_MET,    /* at least one demanded step is applicable, and none is missing */
    PAL_TARGET_MISSED, /* a demanded step is missing, whatever its weight */
    PAL_TARGET_NOTHING_APPLICABLE, /* no demanded step is applicable: neither met nor missed */
    PAL_TARGET_NOTHING_DEMANDED,   /* no step is demanded: likewise */
};

struct pal_score {
    const struct pal_assessment *assessment;
    enum pal_basis basis;
    bool has_target;
    bool
        surplus_is_minimum; /* steps that nothing demands are not rated: they may be surplus, too */
    struct pal_points points;
    struct pal_points by_actor[PAL_ACTOR_COUNT];
    struct pal_points *by_category; /* one per category of the model */
    struct pal_step_counts steps;
    struct pal_step_counts steps_by_actor[PAL_ACTOR_COUNT];
    struct pal_area_score *areas; /* one per area of the model */
};

/* Scores `assessment` on `basis` against `target` (one mask per area; NULL: levels only). The
 * result borrows the assessment and lives in `arena`. Fails only for want of memory. */
enum pal_rc pal_score_compute(const struct pal_assessment *assessment, enum pal_basis basis,
                              const pal_mask *target, struct pal_arena *arena,
                              struct pal_score *out) PAL_WARN_UNUSED;

enum pal_target_state pal_score_target_state(const struct pal_score *score);

/* Which of the three ways an area stands by its level: not applicable (counted nowhere else), not
 * rated yet, or at a level, which is a least one while `level_is_minimum`. */
enum pal_area_standing { PAL_STANDS_AT_LEVEL, PAL_STANDS_NOT_RATED, PAL_STANDS_NOT_APPLICABLE };
enum pal_area_standing pal_area_standing(const struct pal_area_score *area);

/* How many areas stand so; for PAL_STANDS_AT_LEVEL those at `rank` whose level is a least one or
 * not, as `is_minimum` says. */
size_t pal_score_count_areas(const struct pal_score *score, enum pal_area_standing standing,
                             uint32_t rank, bool is_minimum);

/* `numerator / denominator` in hundredths, rounded half up; -1 when the denominator is 0. For the
 * ratios of docs/scoring.md (91 / 42 = 2.17), and for by how much the hours of a first assessment
 * are divided in a later one (600 and 240 minutes: 2.50). */
int64_t pal_score_ratio_hundredths(uint64_t numerator, uint64_t denominator);

#endif
