/*
 * schedule_parts - a part of a schedule problem whose chains share resources, and its exact
 * solution where it is small. Private to core/money/schedule*.c and core/money/lattice.c.
 */
#ifndef PAL_CORE_MONEY_SCHEDULE_PARTS_H
#define PAL_CORE_MONEY_SCHEDULE_PARTS_H

#include "core/money/schedule.h"

/* With its own numbering of steps, chains and resources. */
struct pal_part {
    const struct pal_schedule_problem *problem;
    size_t chain_count;
    size_t step_count;
    size_t *first;  /* [chain_count + 1] */
    size_t *origin; /* [step]: index in the problem */
    struct pal_schedule_step *steps;
    size_t periods;
    size_t resource_count;
    size_t resource[PAL_RESOURCE_COUNT]; /* of the problem */
    size_t *own;                         /* [step]: the resource of its work here, or none */
    bool has_money;
    size_t money; /* the resource of money here */
};

/* What a step is worth when it is finished in a period; 0: never. */
uint64_t pal_part_worth(const struct pal_part *part, size_t step, size_t period);

/* What a step takes of a resource of the part. */
uint64_t pal_part_use(const struct pal_part *part, size_t step, size_t resource);

/* What a plan is worth: the period of each step. */
uint64_t pal_part_value(const struct pal_part *part, const uint8_t *plan);

/* Solves a part: prices at the root, exchanges, then branch and bound. Adds to `out`; `bound` is
 * that of the part. */
enum pal_rc pal_part_solve(struct pal_part *part, uint64_t work, struct pal_arena *arena,
                           struct pal_schedule *out, double *bound) PAL_WARN_UNUSED;

/* Whether the ways to have gone along all chains are few enough to look at each. */
bool pal_lattice_fits(const struct pal_part *part);

/* The best plan of a part that fits: the period of each step into `plan`. Fails only for want of
 * memory. */
enum pal_rc pal_lattice_solve(const struct pal_part *part, struct pal_arena *arena,
                              uint8_t *plan) PAL_WARN_UNUSED;

#endif
