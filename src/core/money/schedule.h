/*
 * schedule - which steps to finish in which period, with what the actors and the money allow.
 *
 * Steps stand in chains (the ladder of an area): a step is finished in a period not earlier than
 * the one before it. Each takes work of one actor and money; what all finished steps take by the
 * end of a period must fit what has come in by then. A plan is worth, summed over finished steps,
 * the weight times the periods from the finishing one on, or the weight alone when only the end
 * counts.
 *
 * - Where chains are tied by a single resource and only one period counts: exact
 * (core/money/chains.h).
 * - Otherwise the capacities are relaxed with a price each: every chain is then a small exact
 * problem of its own, and the sum is a bound on any plan. A plan is made from the relaxed one and
 * improved by exchanging steps; branch and bound on the periods of steps brings both together as
 * far as the allowed work goes. Work is counted, not timed: the same input gives the same plan.
 *
 * Chains that share no resource are solved apart. "Optimal" is said only where plan and bound meet.
 * Source: docs/posture.md ("The best plan").
 */
#ifndef PAL_CORE_MONEY_SCHEDULE_H
#define PAL_CORE_MONEY_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/rc.h"
#include "core/money/budget.h"

/* Evaluations of a step in a period that take about a second. */
#define PAL_SCHEDULE_SECOND 450000000U

struct pal_schedule_step {
    uint32_t weight;
    uint32_t work; /* minutes of its actor */
    uint32_t money;
    uint8_t actor; /* enum pal_actor */
};

struct pal_schedule_problem {
    size_t chain_count;
    const size_t *first; /* [chain_count + 1]: steps of chain i are first[i] … first[i + 1] - 1 */
    const struct pal_schedule_step *steps;
    size_t period_count;
    /* [resource]: what has come in by the end of each period, never decreasing; NULL: no limit.
     * Resources in the order of core/money/budget.h. */
    const uint64_t *capacity[PAL_RESOURCE_COUNT];
    bool is_early;
};

struct pal_schedule {
    uint8_t *period; /* [step]: 0 the first; period_count: not finished */
    uint64_t value;  /* of the plan */
    uint64_t bound;  /* no plan is worth more */
    bool is_optimal; /* value = bound */
    uint64_t nodes;  /* of branch and bound */
    /* [resource][period]: worth of one more unit that comes in in that period, by the linear
     * relaxation (core/money/schedule_dual.h); NULL: no limit */
    double *marginal[PAL_RESOURCE_COUNT];
};

/* Solves with about `work` evaluations; the exact cases take what they take. Fails only for want of
 * memory. */
enum pal_rc pal_schedule_solve(const struct pal_schedule_problem *problem, uint64_t work,
                               struct pal_arena *arena, struct pal_schedule *out) PAL_WARN_UNUSED;

#endif
