/*
 * ways_parts - what the four ways are computed from. Private to the files core/money/ways*.c:
 *
 *   outlook   what the outlook is for a set of levels, and the exposure of a class of steps
 *   money     what a step costs over it
 *   cut       the cheapest admissible cut of each area
 *   simulate  the spread of simulated histories
 */
#ifndef PAL_CORE_MONEY_WAYS_PARTS_H
#define PAL_CORE_MONEY_WAYS_PARTS_H

#include "core/model/posture.h"
#include "core/money/ways.h"

/* Money as it is summed: exact for a replay, expected over rates; the other stays 0. */
struct pal_sum {
    struct pal_money exact;
    double expected;
};

/* What the outlook is for a set of levels, year by year. */
struct pal_ways_span {
    pal_level_set demand;
    bool is_set;
    uint64_t *minutes; /* [year], of a replay */
    double *hours;     /* [year], over rates */
    double *entries;   /* [year]; whole numbers in a replay */
    double all_hours;
};

/* The exposure of one class over the outlook, kept because steps with the same numbers abound. */
struct pal_ways_memo {
    struct pal_exposure_class class;
    double hours;
    struct pal_ways_memo *next;
};
enum { PAL_WAYS_BUCKETS = 1024 };

/* The demanded steps of an area in ladder order, and what is known of each. */
struct pal_ways_demanded {
    size_t count;
    size_t step[PAL_LIMIT_STEPS];
    pal_level_set demand[PAL_LIMIT_STEPS];
    bool is_fixed[PAL_LIMIT_STEPS]; /* permanent whichever way it is counted */
    uint64_t minutes[PAL_LIMIT_STEPS];
    struct pal_sum permanent[PAL_LIMIT_STEPS];
    struct pal_sum prepared[PAL_LIMIT_STEPS];
};

struct pal_ways_work {
    const struct pal_ways_request *request;
    const struct pal_model *model;
    const struct pal_alert_scheme *scheme;
    struct pal_arena *arena;
    struct pal_arena scratch; /* emptied area by area */
    struct pal_ways *out;
    struct pal_posture posture; /* what is achieved and prepared */
    size_t level_count;
    size_t year_count;
    bool is_estimate; /* exposures are priced, not computed */
    struct pal_markov_memory memory;
    double spent;               /* on exact exposures, see price_of */
    struct pal_ways_span *uses; /* open addressing by demand */
    size_t use_room;            /* a power of 2 */
    double *occupancy;          /* [year * level_count + level], over rates */
    struct pal_ways_memo *memos[PAL_WAYS_BUCKETS];
    struct pal_sum if_permanent[PAL_REASON_COUNT]; /* of the demanded steps, by reason */
    struct pal_sum if_prepared[PAL_REASON_COUNT];
    struct pal_ways_demanded steps; /* of the area at hand */
    uint32_t *table;                /* of the class at hand, [from * level_count + to] */
    uint32_t *sums;                 /* of the classes of the area so far, likewise */
    struct pal_sum (
        *cells)[PAL_ACTOR_COUNT]; /* [year * PAL_COST_KIND_COUNT + kind][actor], one way */
};
/* What a simulated history needs to know of a way. */
struct pal_ways_tables {
    double setup;
    double *per_hour;   /* [level] */
    double *per_change; /* [from * levels + to] */
    struct pal_exposure_class *classes;
    uint32_t **longest; /* [class]: its table */
    size_t class_count;
    pal_level_set always_exposed;
};

/* The target of an area at a level of the scheme. */
pal_mask pal_ways_target(const struct pal_ways_work *work, size_t level, size_t area);

/* The levels that demand a step. */
pal_level_set pal_ways_demand(const struct pal_ways_work *work, size_t area, size_t step);

pal_level_set pal_ways_every_level(const struct pal_ways_work *work);

/* What a step takes; set-up is paid unless the step is achieved or built. */
struct pal_step_cost pal_ways_cost(const struct pal_ways_work *work, size_t area, size_t step);

enum pal_actor pal_ways_actor(const struct pal_ways_work *work, size_t area, size_t step);

/* The use of a set of levels, computed once. NULL when memory is short. */
const struct pal_ways_span *pal_ways_use(struct pal_ways_work *work, pal_level_set demand);

/* The exposure of a class in hours. */
enum pal_rc pal_ways_exposure(struct pal_ways_work *work, const struct pal_exposure_class *class,
                              double *hours) PAL_WARN_UNUSED;

struct pal_sum pal_sum_add(struct pal_sum a, struct pal_sum b);

/* -1, 0 or 1 as the one is less than, as much as or more than the other in whole minor units.
 * Expected values that differ by the rounding of doubles alone are equal. */
int pal_sum_compare(struct pal_sum a, struct pal_sum b);

/* Whole minor units, half away from zero. */
uint64_t pal_sum_round(struct pal_sum sum);

/* What a step costs in a year by kind: active while `active` demands it, idle for the rest of
 * `always` where it is prepared. */
void pal_ways_cost_in_year(const struct pal_ways_work *work, const struct pal_step_cost *cost,
                           const struct pal_ways_span *always, const struct pal_ways_span *active,
                           size_t year, struct pal_sum kinds[PAL_COST_KIND_COUNT]);

/* A step over the whole outlook. */
struct pal_sum pal_ways_cost_over(const struct pal_ways_work *work,
                                  const struct pal_step_cost *cost,
                                  const struct pal_ways_span *always,
                                  const struct pal_ways_span *active);

/* The demanded steps of an area. */
enum pal_rc pal_ways_find_demanded(struct pal_ways_work *work, size_t area,
                                   struct pal_ways_demanded *out) PAL_WARN_UNUSED;

/* The class of the step at a position, given that those before it from the cut on were added to the
 * table in order since pal_ways_start_classes: its own time is added to every change that enters
 * it. */
struct pal_exposure_class pal_ways_next_class(struct pal_ways_work *work,
                                              const struct pal_ways_demanded *steps, size_t at);
void pal_ways_start_classes(struct pal_ways_work *work);

/* The steps of an area in the adaptive way: its best cut, and the reasons. */
enum pal_rc pal_ways_cut(struct pal_ways_work *work, size_t area,
                         struct pal_way *way) PAL_WARN_UNUSED;

/* What the steps of each reason save, or would save, once all areas are cut. */
void pal_ways_sum_reasons(struct pal_ways_work *work);

/* As pal_ways_simulate for an estimate: prices the exposures of the classes of the ways. */
enum pal_rc pal_ways_price(struct pal_ways_work *work,
                           const struct pal_ways_tables tables[PAL_WAY_COUNT]) PAL_WARN_UNUSED;

/* All ways are simulated over the same histories, as many as the slowest of them allows. */
enum pal_rc pal_ways_simulate(struct pal_ways_work *work,
                              const struct pal_ways_tables tables[PAL_WAY_COUNT]) PAL_WARN_UNUSED;

#endif
