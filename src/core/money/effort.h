/*
 * effort - what each step of a model takes: work, money, time to switch it on.
 *
 * Work is in minutes of the actor who answers for the step, money in minor units (cents). Set-up
 * and activation are each time, running and standby are per month. Work becomes money at the hour
 * cost of the actor, so that one figure holds both. Words and units: docs/posture.md.
 */
#ifndef PAL_CORE_MONEY_EFFORT_H
#define PAL_CORE_MONEY_EFFORT_H

#include "core/model/model.h"
#include "core/money/ownership.h"

/* The numbers of an effort, in the order of `struct pal_effort.values`. */
enum pal_effort_value {
    PAL_EFFORT_SETUP_MINUTES,
    PAL_EFFORT_SETUP_COST,
    PAL_EFFORT_RUNNING_MINUTES, /* per month while active */
    PAL_EFFORT_RUNNING_COST,
    PAL_EFFORT_STANDBY_MINUTES, /* per month while prepared and not active */
    PAL_EFFORT_STANDBY_COST,
    PAL_EFFORT_ACTIVATION_MINUTES, /* work, each time */
    PAL_EFFORT_ACTIVATION_COST,
    PAL_EFFORT_ACTIVATION_TIME, /* minutes from the order until it is active */
    PAL_EFFORT_VALUE_COUNT
};

struct pal_effort {
    uint32_t values[PAL_EFFORT_VALUE_COUNT];
    bool is_switchable; /* an alert can switch it on; false: a standard process, always on */
};

/* Efforts of every step of a model. Built by format/effort_read.c. */
struct pal_efforts {
    const char *id;
    struct pal_text title;
    const struct pal_model *model;
    const char *source;
    const char *currency;                /* what an amount is followed by: "EUR", "h" */
    bool is_proposed;                    /* a proposal of palier, to be confirmed by the expert */
    uint32_t hour_cost[PAL_ACTOR_COUNT]; /* minor units for an hour of work */
    struct pal_effort *steps;            /* one per step of the model */
};

/* The money of one step when `actor` does its work; set-up is 0 when `is_achieved`. Each of the
 * four is rounded once, half away from zero. */
struct pal_step_cost pal_effort_cost(const struct pal_efforts *efforts, size_t step,
                                     enum pal_actor actor, bool is_achieved);

#endif
