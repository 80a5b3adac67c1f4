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
