#include "core/money/effort.h"

static uint64_t money_of(const struct pal_efforts *efforts, const struct pal_effort *effort,
                         enum pal_effort_value minutes, enum pal_actor actor)
{
    uint64_t work = (uint64_t)effort->values[minutes] * efforts->hour_cost[actor];
    return (work + 30) / 60 + effort->values[minutes + 1];
}

struct pal_step_cost pal_effort_cost(const struct pal_efforts *efforts, size_t step,
                                     enum pal_actor actor, bool is_achieved)
{
    const struct pal_effort *effort = &efforts->steps[step];
    return (struct pal_step_cost){
        .setup = is_achieved ? 0 : money_of(efforts, effort, PAL_EFFORT_SETUP_MINUTES, actor),
        .running = money_of(efforts, effort, PAL_EFFORT_RUNNING_MINUTES, actor),
        .standby = money_of(efforts, effort, PAL_EFFORT_STANDBY_MINUTES, actor),
        .activation = money_of(efforts, effort, PAL_EFFORT_ACTIVATION_MINUTES, actor),
    };
}
