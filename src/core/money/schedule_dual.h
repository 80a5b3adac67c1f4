/*
 * schedule_dual - what one more unit is worth: the prices of the linear relaxation of a part as it
 * stands.
 *
 * In the relaxation a plan of a chain may be a mixture of plans; the capacities hold for the mean.
 * Solved by the simplex method over plans of chains, which are made as they are wanted (Dantzig and
 * Wolfe), with a basis of one row per capacity (the one plan of each chain that is always in the
 * basis is its key: generalized upper bounds, Dantzig and Van Slyke 1967). Where several prices are
 * optimal, those of a little more are taken: what is asked is the worth of one more, not of one
 * less. Source: docs/posture.md ("The best plan"). Private to core/money/schedule*.c.
 */
#ifndef PAL_CORE_MONEY_SCHEDULE_DUAL_H
#define PAL_CORE_MONEY_SCHEDULE_DUAL_H

#include "core/money/schedule_parts.h"

/* Writes to `marginal` [resource of the part * periods + period] the worth of one more unit that
 * comes in in that period. `work` evaluations of a step in a period are allowed; *is_solved false:
 * they did not suffice, and nothing was written. Fails only for want of memory. */
enum pal_rc pal_part_dual(const struct pal_part *part, uint64_t work, struct pal_arena *arena,
                          double *marginal, bool *is_solved) PAL_WARN_UNUSED;

#endif
