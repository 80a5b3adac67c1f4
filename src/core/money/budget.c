#include "core/money/budget.h"

const char *const pal_resource_ids[PAL_RESOURCE_COUNT] = {
    "provider_minutes", "project_manager_minutes", "expert_minutes", "money"};

bool pal_budget_limits(const struct pal_budget *budget, size_t resource)
{
    return budget->amounts[resource][0] != PAL_BUDGET_FREE;
}

static uint64_t changed(uint64_t amount, int64_t more)
{
    const uint64_t size = more < 0 ? (uint64_t)0 - (uint64_t)more : (uint64_t)more;
    return more >= 0 ? amount + size : amount > size ? amount - size : 0;
}

enum pal_rc pal_budget_with(const struct pal_budget *budget, const int64_t more[PAL_RESOURCE_COUNT],
                            struct pal_arena *arena, struct pal_budget *out)
{
    *out = *budget;
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        if (more[r] == 0 || !pal_budget_limits(budget, r)) {
            continue;
        }
        out->amounts[r] = PAL_NEW(arena, uint64_t, budget->period_count);
        if (out->amounts[r] == NULL) {
            return PAL_E_MEMORY;
        }
        for (size_t t = 0; t < budget->period_count; t++) {
            out->amounts[r][t] = changed(budget->amounts[r][t], more[r]);
        }
    }
    return PAL_OK;
}
