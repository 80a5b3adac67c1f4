#include "core/money/ways_parts.h"

struct pal_sum pal_sum_add(struct pal_sum a, struct pal_sum b)
{
    return (struct pal_sum){pal_money_add(a.exact, b.exact), a.expected + b.expected};
}

/* `per_month` over the part of a year in which the step is active or idle. */
static struct pal_sum over(const struct pal_ways_work *work, uint64_t per_month, uint64_t minutes,
                           double hours)
{
    if (work->request->outlook->is_replay) {
        struct pal_step_cost cost = {.running = per_month};
        return (struct pal_sum){.exact = pal_ownership_permanent(&cost, minutes)};
    }
    return (struct pal_sum){.expected = (double)per_month * hours / PAL_HOURS_PER_MONTH};
}

static struct pal_sum times(const struct pal_ways_work *work, uint64_t each, double count)
{
    if (work->request->outlook->is_replay) {
        return (struct pal_sum){.exact = {each * (uint64_t)count, 0}};
    }
    return (struct pal_sum){.expected = (double)each * count};
}

/* What a step costs in a year by kind: active while `active` demands it, idle for the rest where
 * it is prepared. */
void pal_ways_cost_in_year(const struct pal_ways_work *work, const struct pal_step_cost *cost,
                           const struct pal_ways_span *always, const struct pal_ways_span *active,
                           size_t year, struct pal_sum kinds[PAL_COST_KIND_COUNT])
{
    kinds[PAL_COST_SETUP] = times(work, year == 0 ? cost->setup : 0, 1);
    kinds[PAL_COST_RUNNING] = over(work, cost->running, active->minutes[year], active->hours[year]);
    kinds[PAL_COST_STANDBY] =
        over(work, cost->standby, always->minutes[year] - active->minutes[year],
             always->hours[year] - active->hours[year]);
    kinds[PAL_COST_ACTIVATION] = times(work, cost->activation, active->entries[year]);
}

/* A step over the whole outlook. */
struct pal_sum pal_ways_cost_over(const struct pal_ways_work *work,
                                  const struct pal_step_cost *cost,
                                  const struct pal_ways_span *always,
                                  const struct pal_ways_span *active)
{
    struct pal_sum all = {{0, 0}, 0};
    for (size_t year = 0; year < work->year_count; year++) {
        struct pal_sum kinds[PAL_COST_KIND_COUNT];
        pal_ways_cost_in_year(work, cost, always, active, year, kinds);
        for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
            all = pal_sum_add(all, kinds[kind]);
        }
    }
    return all;
}

int pal_sum_compare(struct pal_sum a, struct pal_sum b)
{
    double off = a.expected - b.expected;
    double size = a.expected > b.expected ? a.expected : b.expected;
    bool is_same = a.exact.minor_units == b.exact.minor_units && a.exact.part == b.exact.part &&
                   off <= size * 1e-11 && off >= -size * 1e-11;
    uint64_t one = pal_sum_round(a);
    uint64_t other = pal_sum_round(b);
    return is_same || one == other ? 0 : one < other ? -1 : 1;
}

uint64_t pal_sum_round(struct pal_sum sum)
{
    return pal_money_round(sum.exact) + (uint64_t)(sum.expected + 0.5);
}
