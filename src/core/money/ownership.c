#include "core/money/ownership.h"

/* Carries whole minor units out of the part, so that sums of many steps cannot overflow. */
static struct pal_money carry(uint64_t minor_units, uint64_t part)
{
    return (struct pal_money){minor_units + part / PAL_MINUTES_PER_MONTH,
                              part % PAL_MINUTES_PER_MONTH};
}

/* `per_month` for `minutes`. Split, so that 2^32 minor units a month over centuries fit. */
static struct pal_money over(uint64_t per_month, uint64_t minutes)
{
    struct pal_money whole = {per_month * (minutes / PAL_MINUTES_PER_MONTH), 0};
    return pal_money_add(whole, carry(0, per_month * (minutes % PAL_MINUTES_PER_MONTH)));
}

struct pal_money pal_money_add(struct pal_money a, struct pal_money b)
{
    return carry(a.minor_units + b.minor_units, a.part + b.part);
}

uint64_t pal_money_round(struct pal_money money)
{
    struct pal_money carried = carry(money.minor_units, money.part);
    return carried.minor_units + (carried.part * 2 >= PAL_MINUTES_PER_MONTH);
}

struct pal_money pal_ownership_permanent(const struct pal_step_cost *cost, uint64_t horizon_minutes)
{
    return pal_money_add((struct pal_money){cost->setup, 0}, over(cost->running, horizon_minutes));
}

struct pal_money pal_ownership_prepared(const struct pal_step_cost *cost, uint64_t horizon_minutes,
                                        const struct pal_history_use *use)
{
    struct pal_money sum = {cost->setup + cost->activation * use->entries, 0};
    sum = pal_money_add(sum, over(cost->running, use->demanded_minutes));
    return pal_money_add(sum, over(cost->standby, horizon_minutes - use->demanded_minutes));
}

double pal_ownership_expected_permanent(const struct pal_step_cost *cost, double horizon_hours)
{
    return (double)cost->setup + (double)cost->running * horizon_hours / PAL_HOURS_PER_MONTH;
}

double pal_ownership_expected_prepared(const struct pal_step_cost *cost, double horizon_hours,
                                       const struct pal_expected_use *use)
{
    return (double)cost->setup +
           ((double)cost->running * use->demanded_hours +
            (double)cost->standby * (horizon_hours - use->demanded_hours)) /
               PAL_HOURS_PER_MONTH +
           (double)cost->activation * use->entries;
}
