/*
 * ownership - what one step costs, and exact sums of money over time.
 *
 *   permanent:  S + r H
 * with set-up S and running cost r per month over a horizon H. What is kept prepared and switched
 * on when the alert demands it is summed of the same parts, by year (ways.h). Money in minor units;
 * a month is 43,830 minutes. Sums are exact fractions, rounded once, half away from zero, by
 * pal_money_round. Source: docs/posture.md.
 */
#ifndef PAL_CORE_MONEY_OWNERSHIP_H
#define PAL_CORE_MONEY_OWNERSHIP_H

#include <stdint.h>

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

/* Adds sums without rounding. */
struct pal_money pal_money_add(struct pal_money a, struct pal_money b);

/* The sum in whole minor units, half away from zero. */
uint64_t pal_money_round(struct pal_money money);

#endif
