/*
 * demand - what a target costs, whoever is assessed: the steps that it demands, none of them
 * achieved so far.
 *
 *   set-up = sum of S over T;  a year = 12 times the sum of r over T
 * with S and r of docs/posture.md, section "What one step costs", each step's work at the hour cost
 * of its area's actor. What a provider has achieved already, and what is switched on only under an
 * alert, is counted by ways.h.
 */
#ifndef PAL_CORE_MONEY_DEMAND_H
#define PAL_CORE_MONEY_DEMAND_H

#include "core/money/effort.h"

struct pal_demand_cost {
    uint64_t steps;   /* demanded */
    uint64_t setup;   /* minor units, once */
    uint64_t running; /* minor units, a year, all of them active */
};

/* `target`: one mask per area of the efforts' model. */
struct pal_demand_cost pal_demand_cost(const struct pal_efforts *efforts, const pal_mask *target);

#endif
