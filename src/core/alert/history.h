/*
 * history - an alert history that took place, replayed: time at each level, entries, exposure.
 *
 * Whole minutes. Definitions: docs/posture.md.
 */
#ifndef PAL_CORE_ALERT_HISTORY_H
#define PAL_CORE_ALERT_HISTORY_H

#include <stddef.h>
#include <stdint.h>

/* From `at_minutes` on, counted from the start of the history, `level` is in force. */
struct pal_history_change {
    uint64_t at_minutes;
    size_t level;
};

/* Changes in growing time; the first stands at 0 and says where the history starts. */
struct pal_history {
    const struct pal_history_change *changes;
    size_t count;
    uint64_t end_minutes; /* after the last change */
};

/* Sets of alert levels: bit i is the level with index i. */
typedef uint64_t pal_level_set;

/* What a history is for a step that is demanded at the levels of `demand`. */
struct pal_history_use {
    uint64_t demanded_minutes; /* at levels that demand it */
    uint64_t entries;          /* into these levels after the start; a start inside is none */
    uint64_t exposed_minutes;  /* demanded and not yet active: the sum over entries of
                                  min(activation, minutes stayed) */
};

/* Replays a history for a step that takes `activation_minutes` to become active. An activation
 * longer than the history counts as the history. */
struct pal_history_use pal_history_replay(const struct pal_history *history, pal_level_set demand,
                                          uint64_t activation_minutes);

/* Steps that are demanded at the same levels, and how long it takes from the change `from` -> `to`
 * (from outside `demand` to inside) until the last of them is active. */
struct pal_exposure_class {
    pal_level_set demand;
    const uint32_t *activation_minutes; /* [from * level_count + to] */
};

/* As pal_history_replay for one class whose activation depends on the change: the exposure of a
 * step that others of its area are activated before. */
uint64_t pal_history_exposure(const struct pal_history *history, size_t level_count,
                              const struct pal_exposure_class *step);

/* Minutes in which at least one class is demanded and not yet active, or a level of
 * `always_exposed` is in force: the union over steps. */
uint64_t pal_history_exposed(const struct pal_history *history, size_t level_count,
                             const struct pal_exposure_class *classes, size_t class_count,
                             pal_level_set always_exposed);

#endif
