/*
 * ways - four ways to own a posture over an outlook: what each costs and what each leaves exposed.
 *
 *   full       every step up to a capability level, always
 *   strictest  the target of the gravest alert level, always
 *   adaptive   per area the cheapest admissible cut: the first steps of the demanded ladder always,
 *              the others prepared and switched on when the alert demands them
 *   lowest     the target of the calmest level, always
 *
 * Every level of the scheme is taken as reachable. A step is permanent whichever way it is counted
 * when every level demands it or no alert can switch it on. A cut is admissible when for each
 * change of level the activations of its area, one after the other, fit into the delay that the
 * scheme states; where none is stated every cut is. Source: docs/posture.md.
 */
#ifndef PAL_CORE_MONEY_WAYS_H
#define PAL_CORE_MONEY_WAYS_H

#include "core/alert/outlook.h"
#include "core/model/assessment.h"
#include "core/model/profile.h"
#include "core/money/effort.h"

enum pal_way_id {
    PAL_WAY_FULL,
    PAL_WAY_STRICTEST,
    PAL_WAY_ADAPTIVE,
    PAL_WAY_LOWEST,
    PAL_WAY_COUNT
};
enum pal_cost_kind {
    PAL_COST_SETUP,
    PAL_COST_RUNNING,
    PAL_COST_STANDBY,
    PAL_COST_ACTIVATION,
    PAL_COST_KIND_COUNT
};

/* "full", "strictest", "adaptive", "lowest"; "setup", "running", "standby", "activation". */
extern const char *const pal_way_ids[PAL_WAY_COUNT];
extern const char *const pal_cost_kind_ids[PAL_COST_KIND_COUNT];

/* Why a demanded step is permanent or prepared in the adaptive way. */
enum pal_way_reason {
    PAL_REASON_PREPARED,       /* switched on when the alert demands it */
    PAL_REASON_ALWAYS,         /* every level demands it */
    PAL_REASON_NOT_SWITCHABLE, /* no alert can switch it on */
    PAL_REASON_BELOW,          /* in its ladder it stands under a step that is permanent */
    PAL_REASON_DELAY,          /* prepared, its area would not be ready within the stated delay */
    PAL_REASON_CHEAPER,        /* to keep it active costs less, or as much with less exposure */
    PAL_REASON_COUNT
};

extern const char *const pal_way_reason_ids[PAL_REASON_COUNT];

/* A simulated number. */
struct pal_estimate {
    double value;
    double standard_error; /* below 0: one history does not tell it */
};

/* What an expectation hides: of simulated histories, the 5th, 50th, 95th percentile and the mean.
 */
enum pal_spread_row {
    PAL_SPREAD_LOW,
    PAL_SPREAD_MIDDLE,
    PAL_SPREAD_HIGH,
    PAL_SPREAD_MEAN,
    PAL_SPREAD_ROWS
};
struct pal_spread {
    struct pal_estimate rows[PAL_SPREAD_ROWS];
};

/* Money in minor units, each sum rounded once. */
struct pal_way {
    pal_mask *permanent; /* [area] */
    pal_mask *prepared;  /* [area]; adaptive only */
    size_t permanent_count;
    size_t prepared_count;
    uint64_t points_missing;   /* of kept steps that are not achieved: score's gap to them */
    uint64_t points_to_set_up; /* of these, those that are not built either */
    uint64_t total;
    uint64_t by_kind[PAL_COST_KIND_COUNT];
    uint64_t by_actor[PAL_ACTOR_COUNT];
    uint64_t *by_year;         /* [year of the outlook] */
    double exposed_hours;      /* at least one demanded step not active */
    bool is_exposed_exact;     /* over rates: no level asks for steps of two classes */
    double exposed_step_hours; /* summed over steps; exact */
    struct pal_spread cost;    /* over rates */
    struct pal_spread exposed;
};

/* Steps of an area that the adaptive way keeps permanent only because of a delay. */
struct pal_way_forced {
    size_t area;
    pal_mask steps; /* of the area's ladder */
    size_t from;    /* the change of level that leaves too little time for the highest of them */
    size_t to;
    uint64_t activation_minutes; /* of that step and those above it, were they prepared */
    uint32_t delay_minutes;
};

/* How the demanded steps of the adaptive way came to be as they are. */
struct pal_way_reasons {
    size_t steps;
    int64_t saving; /* minor units that all these steps together save, or would save, prepared
                       instead of always active; below 0 where that costs more */
};

struct pal_ways_request {
    const struct pal_assessment *assessment;
    enum pal_basis basis;
    const struct pal_profile *profile; /* of the outlook's scheme */
    const struct pal_efforts *efforts; /* for the assessment's model */
    const struct pal_outlook *outlook;
    uint32_t full_rank; /* the capability level of `full` */
    uint64_t seed;      /* of the simulation */
    size_t draws;       /* histories to simulate, at most */
};

struct pal_ways {
    struct pal_ways_request request;
    struct pal_way ways[PAL_WAY_COUNT];
    size_t year_count;
    double horizon_hours;
    double *level_hours; /* [level]: replayed, or expected */
    size_t demanded_count;
    struct pal_way_reasons reasons[PAL_REASON_COUNT];
    struct pal_way_forced *forced; /* at most one per area */
    size_t forced_count;
    bool has_unstated_delay; /* a change that activates something has no delay */
    size_t draws; /* histories simulated: fewer than asked for where each has very many changes */
};

/* Computes the four ways. Fails for want of memory, or with PAL_E_LIMIT where the exact exposure
 * over rates would take minutes: very many alert levels, changes, years and different efforts at
 * once. */
enum pal_rc pal_ways_compute(const struct pal_ways_request *request, struct pal_arena *arena,
                             struct pal_ways *out) PAL_WARN_UNUSED;

#endif
