/*
 * profile - a confidence profile: the target set of steps, per alert level where it follows one.
 */
#ifndef PAL_CORE_MODEL_PROFILE_H
#define PAL_CORE_MODEL_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/alert/alert.h"
#include "core/model/model.h"

/* A threshold that pass rules of a questionnaire read as $name. */
struct pal_parameter {
    const char *name;
    const char **values; /* one per alert level of the profile, or one in all */
    size_t value_count;
};

/* Why an area has its target. One that was proposed and has no reason beside the sentence of the
 * rule has the target that was proposed. */
struct pal_target_reason {
    struct pal_text proposed; /* the sentence of the rule; empty: it was not proposed */
    const char *changed;      /* why it is another than proposed, or what it is; NULL: not said */
};

struct pal_profile {
    const char *id;
    struct pal_text title;
    const struct pal_model *model;
    const char *alert_scheme; /* id; NULL: the levels are those written in the targets */
    const struct pal_alert_scheme *scheme; /* NULL: none is named, or it was not looked up */
    const char **alert_levels;             /* calmest first */
    size_t alert_level_count;              /* 0: the target is the same at every level */
    pal_mask **targets;                    /* [alert level or 0][area] */
    struct pal_target_reason *reasons;     /* [area]; NULL: none is stated */
    struct pal_parameter *parameters;
    size_t parameter_count;
};

/* Finds the target at an alert level. `alert` NULL is right only where the targets name no levels;
 * a profile of a scheme that writes the same target for all levels takes any level of the scheme.
 * Gives NULL when the level is needed and absent, or unknown. */
const pal_mask *pal_profile_target(const struct pal_profile *profile, const char *alert);

/* What the target of an area holds at any of its alert levels. */
pal_mask pal_profile_target_anywhere(const struct pal_profile *profile, size_t area);

/* The steps of `area` that alert level `level` (index, at least 1) demands no longer although the
 * level before it does: empty everywhere in a growing profile. */
pal_mask pal_profile_shrinks(const struct pal_profile *profile, size_t level, size_t area);

/* The steps of a target without one below them in the ladder: demanded, and resting on steps that
 * are not. */
pal_mask pal_target_unsupported(pal_mask target);

/* True when `area` is on people and organization and its target at alert level `level` (index)
 * holds less than half as many steps as the greatest target of that level. The paper's lesson:
 * "People and organizations are major risk factors." */
bool pal_profile_leaves_people_low(const struct pal_profile *profile, size_t level, size_t area);

/* What whoever draws a profile is warned of, and nobody is kept from; the rules are the three
 * above. Sources: docs/posture.md ("growing"), docs/scoring.md (a feature may be done out of order,
 * a target that asks for it is odd), the paper's lesson on people and organization. */
enum pal_profile_warning_kind {
    PAL_PROFILE_SHRINKS,
    PAL_PROFILE_UNSUPPORTED,
    PAL_PROFILE_PEOPLE_LOW,
    PAL_PROFILE_WARNING_COUNT
};

/* "shrinks", "unsupported", "people-low". */
extern const char *const pal_profile_warning_ids[PAL_PROFILE_WARNING_COUNT];

struct pal_profile_warning {
    enum pal_profile_warning_kind kind;
    size_t level; /* index; 0 where the target is the same at every level */
    size_t area;
    pal_mask steps; /* that are demanded no longer, or rest on nothing; of people low: none */
};

/* All warnings of a profile, calmest level first, in each by the order of the areas: writes at most
 * `max` of them and gives how many there are. */
size_t pal_profile_warnings(const struct pal_profile *profile, struct pal_profile_warning *out,
                            size_t max);

#endif
