/*
 * posture - the steps achieved, prepared and active at an alert level, against what it demands.
 *
 *   prepare set P = T of the level in force and of every level that the scheme says must be
 *                   reachable from it (without a scheme: T of the level alone)
 *   gap of preparation = P without (achieved or prepared)     do now
 *   gap of activation  = T without active                     do at once
 *   active surplus     = active without T                     money to save
 *
 * Source and words: docs/posture.md.
 */
#ifndef PAL_CORE_MODEL_POSTURE_H
#define PAL_CORE_MODEL_POSTURE_H

#include "base/arena.h"
#include "base/rc.h"
#include "core/model/assessment.h"
#include "core/model/profile.h"

struct pal_posture_area {
    bool is_applicable;
    pal_mask applicable; /* its steps that apply; no set below holds another */
    pal_mask achieved;
    pal_mask prepared;
    pal_mask active;
    pal_mask target;      /* T of the level in force */
    pal_mask prepare_set; /* P */
    pal_mask gap_preparation;
    pal_mask gap_activation;
    pal_mask active_surplus;
};

/* Weighted points. */
struct pal_posture_points {
    uint64_t gap_preparation;
    uint64_t gap_activation;
    uint64_t active_surplus;
};

struct pal_posture {
    const struct pal_assessment *assessment;
    const struct pal_profile *profile;
    enum pal_basis basis;
    size_t level; /* index of the level in force: in the scheme of the profile, also where the
                     target is the same at every level; else among the profile's levels, or 0 */
    size_t asked_not_rated;      /* steps of the target or of P that nobody rated */
    size_t asked_not_applicable; /* steps that would be of these, were they applicable */
    struct pal_posture_points points;
    struct pal_posture_points by_actor[PAL_ACTOR_COUNT];
    struct pal_posture_area *areas; /* one per area of the model */
};

/* The posture of `assessment` on `basis` at the level in force `level` (index, as above). Fails
 * only for want of memory. */
enum pal_rc pal_posture_compute(const struct pal_assessment *assessment, enum pal_basis basis,
                                const struct pal_profile *profile, size_t level,
                                struct pal_arena *arena, struct pal_posture *out) PAL_WARN_UNUSED;

/* The steps of an area (index) whose rating counts under the model's rule. */
pal_mask pal_posture_achieved(const struct pal_model *model, size_t area,
                              const struct pal_ratings *ratings);

/* The steps of an area that the assessment says are prepared: built, can be switched on. */
pal_mask pal_posture_prepared(const struct pal_assessment *assessment, size_t area);

/* The prepare set of an area at a level of the profile. */
pal_mask pal_posture_prepare_set(const struct pal_profile *profile, size_t level, size_t area);

#endif
