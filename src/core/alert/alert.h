/*
 * alert - an alert scheme: levels decided by an authority, ordered by rank, and what each demands.
 *
 * Order is by `rank` and never by label: in several schemes (INFOCON, CPCON) the small number is
 * the grave one. What a source does not say is absent, never a default: `PAL_ALERT_NOT_STATED`.
 */
#ifndef PAL_CORE_ALERT_ALERT_H
#define PAL_CORE_ALERT_ALERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lang.h"

/* A duration that the source does not give. */
#define PAL_ALERT_NOT_STATED UINT32_MAX

enum pal_override {
    PAL_OVERRIDE_NOT_STATED,
    PAL_OVERRIDE_NONE,
    PAL_OVERRIDE_UPWARD,
    PAL_OVERRIDE_FREE,
    PAL_OVERRIDE_COUNT
};

/* "", "none", "upward", "free". */
extern const char *const pal_override_ids[PAL_OVERRIDE_COUNT];

/* A level that must be reachable from another, and within which delay. */
struct pal_alert_reach {
    size_t level;            /* index in the scheme */
    uint32_t within_minutes; /* PAL_ALERT_NOT_STATED: no number is given */
};

struct pal_alert_level {
    const char *id;
    uint32_t rank; /* 1: the calmest */
    struct pal_text label;
    const char *alias;
    struct pal_text colour;
    struct pal_text meaning;
    struct pal_text trigger;
    const char *declared_by;
    enum pal_override local_override; /* may a lower authority set another level? */
    uint32_t sustain_minutes;         /* how long it can be held without hardship */
    uint32_t acknowledge_minutes;
    uint32_t apply_minutes;
    uint32_t report_minutes;
    struct pal_alert_reach *prepare; /* what must be reachable from here, ascending ranks */
    size_t prepare_count;
    struct pal_text *measures; /* what the source says is done at this level */
    size_t measure_count;
    struct pal_text source;
    bool is_doubtful;
};

/* Levels of this scheme as levels of another. */
struct pal_alert_equivalence {
    const char *scheme;
    const char **levels; /* [level of this scheme]: id there; NULL: none is stated */
    struct pal_text source;
};

struct pal_alert_scheme {
    const char *id;
    struct pal_text title;
    const char *authority;
    const char *version;
    const char *valid_from; /* YYYY-MM or YYYY-MM-DD as the source says; NULL: not stated */
    const char *valid_to;
    struct pal_text source;
    const char *licence;
    struct pal_text *doubts;
    size_t doubt_count;
    bool is_cumulative;             /* a level keeps all that lower ranks ask for */
    bool has_cumulative;            /* false: the source does not say */
    struct pal_alert_level *levels; /* ascending ranks, dense from 1 */
    size_t level_count;
    size_t default_level;
    struct pal_alert_equivalence *equivalences;
    size_t equivalence_count;
};

/* The index of the level called `id`, or -1. */
int pal_alert_find(const struct pal_alert_scheme *scheme, const char *id);

/* What the level called `id` is called: its label in the language; `id` itself (NULL: none) where
 * there is no scheme (NULL), or where the scheme does not have the level or gives it no label. */
const char *pal_alert_label(const struct pal_alert_scheme *scheme, const char *id,
                            enum pal_lang lang);

/* The delay that the scheme allows for the change `from` -> `to` (indices): what `prepare` of
 * `from` says for `to`, else `apply_within` of `to`; PAL_ALERT_NOT_STATED when neither is given.
 * Source: the definition of admissible delays of docs/posture.md. */
uint32_t pal_alert_delay(const struct pal_alert_scheme *scheme, size_t from, size_t to);

/* True when both schemes are of one authority and their periods of validity, where stated, have a
 * time in common. A period that ends in the month, or on the day, in which the other begins does
 * not overlap it. */
bool pal_alert_overlap(const struct pal_alert_scheme *one, const struct pal_alert_scheme *other);

/* True when an equivalence keeps the order of ranks: a graver level here is never a calmer one
 * there. Many-to-one is allowed. `bad` is the first level that breaks it. */
bool pal_alert_equivalence_keeps_order(const struct pal_alert_scheme *scheme,
                                       const struct pal_alert_equivalence *equivalence,
                                       const struct pal_alert_scheme *other, size_t *bad);

#endif
