/*
 * budget - what can be spent on set-up, period by period: work of each actor and money.
 */
#ifndef PAL_CORE_MONEY_BUDGET_H
#define PAL_CORE_MONEY_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/rc.h"
#include "core/model/model.h"

/* No limit is stated. */
#define PAL_BUDGET_FREE UINT64_MAX

/* What a budget counts: the work of the actors, in the order of enum pal_actor, then money. */
enum { PAL_RESOURCE_MONEY = PAL_ACTOR_COUNT, PAL_RESOURCE_COUNT };

/* "provider_minutes", …, "money". */
extern const char *const pal_resource_ids[PAL_RESOURCE_COUNT];

struct pal_budget {
    const char *id;
    struct pal_text title;
    uint64_t start_at;          /* minutes of pal_instant_read; a day */
    unsigned months_per_period; /* 1, 3, 12 */
    size_t period_count;
    bool is_early; /* a step counts for every period from its end on; false: once, at the end */
    /* [period]: minutes of work or minor units that come in that period; what is not used is kept.
     * PAL_BUDGET_FREE in the first: without limit. */
    uint64_t *amounts[PAL_RESOURCE_COUNT];
};

/* Whether a budget sets a limit to a resource. */
bool pal_budget_limits(const struct pal_budget *budget, size_t resource);

/* A budget with so much more (below 0: less) of each resource in every period, never less than
 * nothing; what has no limit has none still. It borrows what does not change. Fails only for want
 * of memory. */
enum pal_rc pal_budget_with(const struct pal_budget *budget, const int64_t more[PAL_RESOURCE_COUNT],
                            struct pal_arena *arena, struct pal_budget *out) PAL_WARN_UNUSED;

#endif
