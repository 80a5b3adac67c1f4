/*
 * simulate - alert histories drawn from rates, for the spread that an expectation hides.
 *
 * The chain of core/alert/markov.h, drawn from a stated seed: the same seed gives the same results.
 * What a history costs is linear in the hours spent at each level and in the changes between
 * levels, so a whole posture is two tables; for exposure, steps demanded at the same levels are one
 * class. Doubles throughout: this is simulation. Source: docs/posture.md.
 */
#ifndef PAL_CORE_ALERT_SIMULATE_H
#define PAL_CORE_ALERT_SIMULATE_H

#include <stdint.h>

#include "core/alert/markov.h"

/* What is drawn. All tables are by level; borrowed. */
struct pal_simulation {
    struct pal_rates rates;
    double horizon_hours;
    uint64_t seed;
    double base_cost;              /* whatever happens: set-up */
    const double *cost_per_hour;   /* [level] */
    const double *cost_per_change; /* [from * level_count + to] */
    const struct pal_exposure_class *classes;
    size_t class_count;
    pal_level_set always_exposed; /* at these levels some demanded step is never active */
};

/* One history. */
struct pal_drawn {
    double cost;
    double exposed_hours; /* in which at least one class is demanded and not yet active */
};

/* Draws `count` histories into `out`. Pure: the seed is all the chance there is. Fails only for
 * want of memory. */
enum pal_rc pal_simulate(const struct pal_simulation *simulation, size_t count,
                         struct pal_arena *arena, struct pal_drawn *out) PAL_WARN_UNUSED;

/* The value below which a share of `count` sorted values lies: the nearest rank, `share` in
 * percent. */
double pal_quantile(const double *sorted, size_t count, unsigned share);

#endif
