/*
 * changes - what changed from one assessment to another, step by step, and from one profile to
 * another, demand by demand.
 *
 * Both texts must be for the same model: what is another model's has no step in common with it. A
 * caller that cannot say so tells fields (format/changes.h) or lines (base/difference.h) instead.
 */
#ifndef PAL_CORE_MODEL_CHANGES_H
#define PAL_CORE_MODEL_CHANGES_H

#include "base/arena.h"
#include "base/rc.h"
#include "core/model/marks.h"
#include "core/model/profile.h"

/* A mark that is another one. What an area inherits from a stronger basis is no mark of its own. */
struct pal_mark_change {
    enum pal_mark_lane lane;
    size_t area;
    int step;     /* -1: the area as a whole */
    int practice; /* among those the step is rated by; -1: the step as a whole */
    enum pal_rating before;
    enum pal_rating after;
};

/* A reason that is another one; an empty text: there was none, or is none. */
struct pal_note_change {
    size_t area;
    int step; /* -1: of the area as a whole */
    struct pal_text before;
    struct pal_text after;
};

struct pal_assessment_changes {
    const struct pal_mark_change *marks; /* by lane, area, step */
    size_t mark_count;
    const struct pal_note_change *notes; /* by area, step */
    size_t note_count;
};

/* Whether steps of one model are steps of the other. */
bool pal_changes_are_of_one(const struct pal_model *before, const struct pal_model *after);

/* Fails only for want of memory. Texts are those of the assessments. */
enum pal_rc pal_assessment_changes(const struct pal_assessment *before,
                                   const struct pal_assessment *after, struct pal_arena *arena,
                                   struct pal_assessment_changes *out) PAL_WARN_UNUSED;

/* A step that is demanded otherwise: a bit per level of struct pal_profile_changes. */
struct pal_demand_change {
    size_t area;
    size_t step;
    uint64_t added;   /* demanded now, not before */
    uint64_t removed; /* demanded before, no longer */
};

struct pal_profile_changes {
    const char *
        *levels; /* those of the newer profile, then those that it lost; an alert level's id */
    size_t level_count; /* 0: neither follows any, and bit 0 stands for all times */
    const struct pal_demand_change *demands; /* by area, step */
    size_t demand_count;
};

/* As above. A profile that follows no level demands at each what it demands. */
enum pal_rc pal_profile_changes(const struct pal_profile *before, const struct pal_profile *after,
                                struct pal_arena *arena,
                                struct pal_profile_changes *out) PAL_WARN_UNUSED;

#endif
