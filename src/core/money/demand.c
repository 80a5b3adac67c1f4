#include "core/money/demand.h"

enum { MONTHS = 12 };

struct pal_demand_cost pal_demand_cost(const struct pal_efforts *efforts, const pal_mask *target)
{
    struct pal_demand_cost sum = {0, 0, 0};
    for (size_t i = 0; i < efforts->model->area_count; i++) {
        const struct pal_area *area = &efforts->model->areas[i];
        for (pal_mask left = target[i]; left != 0; left &= left - 1) {
            size_t step = area->first_step + (size_t)__builtin_ctzll(left);
            struct pal_step_cost cost = pal_effort_cost(efforts, step, area->actor, false);
            sum.steps++;
            sum.setup += cost.setup;
            sum.running += MONTHS * cost.running;
        }
    }
    return sum;
}
