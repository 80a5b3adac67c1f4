/*
 * budget - what can be spent on set-up, period by period: work of each actor and money.
 */
#ifndef PAL_CORE_MONEY_BUDGET_H
#define PAL_CORE_MONEY_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"

/* No limit is stated. */
#define PAL_BUDGET_FREE UINT64_MAX

/* What a budget counts: the work of the actors, in the order of enum pal_actor, then money. */
enum { PAL_RESOURCE_MONEY = PAL_ACTOR_COUNT, PAL_RESOURCE_COUNT };

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

#endif
