/*
 * ownership - what one step costs over a horizon: kept active all the time, or kept prepared and
 * switched on when the alert demands it.
 *
 *   permanent:  S + r H
 *   prepared:   S + r h + b (H - h) + v n
 * with set-up S, running cost r and standby cost b per month, activation cost v each time; H the
 * horizon, h the time at levels that demand the step, n the entries. Money in minor units; a month
 * is 43,830 minutes. Replayed sums are exact fractions, rounded once, half away from zero, by
 * pal_money_round; expected sums are doubles. Source: docs/posture.md.
 */
#ifndef PAL_CORE_MONEY_OWNERSHIP_H
#define PAL_CORE_MONEY_OWNERSHIP_H

#include "core/alert/history.h"
#include "core/alert/markov.h"

enum { PAL_MINUTES_PER_MONTH = 43830 };

/* The effort of one step, as far as ownership goes. */
struct pal_step_cost {
    uint64_t setup;      /* minor units, once; 0 for a step already achieved */
    uint64_t running;    /* per month while active */
    uint64_t standby;    /* per month while prepared and not active */
    uint64_t activation; /* each time it is made active */
};

/* A sum of money as `minor_units + part / PAL_MINUTES_PER_MONTH`, exact. */
struct pal_money {
    uint64_t minor_units;
    uint64_t part; /* in minor units times minutes, any size */
};

struct pal_money pal_ownership_permanent(const struct pal_step_cost *cost,
                                         uint64_t horizon_minutes);
struct pal_money pal_ownership_prepared(const struct pal_step_cost *cost, uint64_t horizon_minutes,
                                        const struct pal_history_use *use);

/* Adds sums without rounding. */
struct pal_money pal_money_add(struct pal_money a, struct pal_money b);

/* The sum in whole minor units, half away from zero. */
uint64_t pal_money_round(struct pal_money money);

/* The same over rates: expected money in minor units. */
double pal_ownership_expected_permanent(const struct pal_step_cost *cost, double horizon_hours);
double pal_ownership_expected_prepared(const struct pal_step_cost *cost, double horizon_hours,
                                       const struct pal_expected_use *use);

#endif
