/*
 * readiness - what a change of the alert level asks of a posture, and how long it takes.
 *
 * Within an area the steps to activate are activated in ladder order, one after the other; areas in
 * parallel. The change takes as long as its longest area. It is ready when that fits into the delay
 * which the scheme states; "no delay stated" is an answer of its own. A step that no alert can
 * switch on is active where it is achieved and missing where it is not. Source: docs/posture.md.
 */
#ifndef PAL_CORE_MONEY_READINESS_H
#define PAL_CORE_MONEY_READINESS_H

#include "core/model/posture.h"
#include "core/money/effort.h"

enum pal_readiness {
    PAL_READY,
    PAL_READY_NO_DELAY, /* all can be activated; the scheme states no delay to hold it against */
    PAL_READY_TOO_SLOW,
    PAL_READY_MISSING, /* steps are demanded that are neither achieved nor prepared */
    PAL_READINESS_COUNT
};

/* "ready", "no-delay-stated", "too-slow", "steps-missing". */
extern const char *const pal_readiness_ids[PAL_READINESS_COUNT];

/* One step of a change. */
struct pal_level_step {
    size_t area;
    size_t step; /* position in the area's ladder */
    enum pal_actor actor;
    uint64_t minutes; /* to activate: from the order until it is active, those before it included */
    int64_t saving;   /* to stand down: minor units a month, running less standby; below 0 where it
                         costs more asleep than active */
};

struct pal_level_change {
    size_t from; /* index of the level in force */
    size_t to;
    uint32_t delay_minutes; /* PAL_ALERT_NOT_STATED: the scheme gives none */
    enum pal_readiness verdict;
    uint64_t minutes;                /* of the longest area */
    size_t longest_area;             /* where something is activated */
    struct pal_level_step *activate; /* areas in the model's order, steps in ladder order */
    size_t activate_count;
    struct pal_level_step *missing;
    size_t missing_count;
    struct pal_level_step *stand_down; /* active, not demanded any more, can be switched off */
    size_t stand_down_count;
    int64_t saving; /* minor units a month, were all that may be stood down stood down */
};

/* The change from the posture's level in force, as its steps are now, to the level `to`. The
 * posture's profile must follow an alert scheme. Fails only for want of memory. */
enum pal_rc pal_level_change_compute(const struct pal_posture *posture,
                                     const struct pal_efforts *efforts, size_t to,
                                     struct pal_arena *arena,
                                     struct pal_level_change *out) PAL_WARN_UNUSED;

/* Every change between two levels: `*out` has `*count` of them, without lists. At the level in
 * force the steps are as they are; at another, an area that says which steps are active has its
 * achieved and prepared steps active as far as that level demands them, and an area that does not
 * say so has what is achieved active as well. */
enum pal_rc pal_readiness_compute(const struct pal_posture *posture,
                                  const struct pal_efforts *efforts, struct pal_arena *arena,
                                  struct pal_level_change **out, size_t *count) PAL_WARN_UNUSED;

#endif
