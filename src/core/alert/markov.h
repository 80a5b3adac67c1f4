/*
 * markov - an alert history that is only known by its rates: a continuous-time Markov chain.
 *
 * q[i][j] changes per year from level i to level j. Expected values are exact up to a stated bound:
 * matrix exponentials are computed by uniformization, with Poisson weights of which less than
 * PAL_MARKOV_LOST is dropped, so that every probability is off by less than that, and a time by
 * less than that part of the horizon (plus rounding of doubles). Definitions: docs/posture.md.
 *
 * Times are in hours; a year is 8,766 hours.
 */
#ifndef PAL_CORE_ALERT_MARKOV_H
#define PAL_CORE_ALERT_MARKOV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/rc.h"
#include "core/alert/history.h"

#define PAL_HOURS_PER_YEAR  8766.0
#define PAL_HOURS_PER_MONTH 730.5
#define PAL_MARKOV_LOST     1e-14

enum { PAL_MARKOV_LEVELS = 64 };

struct pal_rates {
    size_t level_count;     /* at most PAL_MARKOV_LEVELS */
    const double *per_year; /* [from * level_count + to]; the diagonal is not read */
    const double *start;    /* probability of each level at time 0 */
};

/* Expected use of a step demanded at the levels of `demand`, over `horizon_hours`. */
struct pal_expected_use {
    double demanded_hours; /* sum over D of M(H) */
    double entries;        /* sum over i outside, j inside of M(H)_i q_ij */
    double exposed_hours;  /* M(H)_D 1 - M(H - t)_D e^(t Q_DD) 1 - p(0)_D int_0^t e^(s Q_DD) ds 1 */
};

/* Expected hours at each level over the horizon: M(H) = the integral of p(t) from 0 to H. `out` has
 * level_count entries. Fails only for want of memory. */
enum pal_rc pal_markov_occupancy(const struct pal_rates *rates, double horizon_hours,
                                 struct pal_arena *arena, double *out) PAL_WARN_UNUSED;

/* Hours at levels of `demand` and entries into them, from the occupancy of a span of time. */
struct pal_expected_use pal_markov_use_of(const struct pal_rates *rates, pal_level_set demand,
                                          const double *occupancy);

/* At the end of each year, as [year * level_count + level]: the probability of each level, and the
 * expected hours at it until then. Fails only for want of memory. */
enum pal_rc pal_markov_years(const struct pal_rates *rates, size_t years, struct pal_arena *arena,
                             double *rows, double *out) PAL_WARN_UNUSED;

/* The chain up to an activation time before the horizon, kept because activation times recur. */
struct pal_markov_past {
    uint32_t minutes;
    const double *row;       /* [level]: its probabilities then */
    const double *occupancy; /* [level]: hours at it until then */
    struct pal_markov_past *next;
};

/* Pasts of one chain and one horizon. */
struct pal_markov_memory {
    struct pal_arena *arena; /* they live in it */
    const double *year_rows; /* of pal_markov_years, as far as the horizon; NULL: not known */
    const double *year_sums;
    struct pal_markov_past *pasts;
};

/* The expected exposure, in hours, of a step whose activation depends on the change it is entered
 * by. Entries with the same activation time t are taken together: those up to t before the horizon
 * H add M(H - t)_i q_ij times the mean of min(t, stay from j); for the later ones the levels of
 * `demand` are doubled, and the doubles, entered by these changes alone, hold the time since.
 * An activation longer than the horizon counts as the horizon. `memory` may be NULL: nothing is
 * kept. */
enum pal_rc pal_markov_exposure(const struct pal_rates *rates,
                                const struct pal_exposure_class *step, double horizon_hours,
                                struct pal_markov_memory *memory, struct pal_arena *arena,
                                double *out) PAL_WARN_UNUSED;

/* The least activation time above `done` by which a class is entered at some rate; UINT32_MAX:
 * none. */
uint32_t pal_markov_next_activation(const struct pal_rates *rates,
                                    const struct pal_exposure_class *step, uint32_t done);

/* The greatest sum of rates by which a level is left, per year: what the terms of a sum follow. */
double pal_markov_fastest(const struct pal_rates *rates);

/* The first level that can be reached and is never left (rates that do not return), or
 * level_count. */
size_t pal_markov_trap(const struct pal_rates *rates);

#endif
