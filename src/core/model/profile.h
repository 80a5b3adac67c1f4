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

struct pal_profile {
    const char *id;
    struct pal_text title;
    const struct pal_model *model;
    const char *alert_scheme; /* id; NULL: the levels are those written in the targets */
    const struct pal_alert_scheme *scheme; /* NULL: none is named, or it was not looked up */
    const char **alert_levels;             /* calmest first */
    size_t alert_level_count;              /* 0: the target is the same at every level */
    pal_mask **targets;                    /* [alert level or 0][area] */
    struct pal_parameter *parameters;
    size_t parameter_count;
};

/* Finds the target at an alert level. `alert` NULL is right only where the targets name no levels;
 * a profile of a scheme that writes the same target for all levels takes any level of the scheme.
 * Gives NULL when the level is needed and absent, or unknown. */
const pal_mask *pal_profile_target(const struct pal_profile *profile, const char *alert);

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

#endif
