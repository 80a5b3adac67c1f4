/*
 * model - a maturity model as data: levels, ladders of steps, process areas, practices.
 *
 * The structs are plain and read-only once built; everything they point to lives in the arena of
 * whoever built them. Nothing here knows a particular model: counts come from the data.
 *
 * A set of steps of one area is a `pal_mask`: bit i is the i-th step of the area's ladder. A set
 * of steps of a whole model is an array of masks, one per area, in the model's order.
 */
#ifndef PAL_CORE_MODEL_MODEL_H
#define PAL_CORE_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lang.h"
#include "base/limits.h"

typedef uint64_t pal_mask;

/* Who answers for a step. The order is the order of every listing by actor. */
enum pal_actor { PAL_ACTOR_PROVIDER, PAL_ACTOR_PROJECT_MANAGER, PAL_ACTOR_EXPERT, PAL_ACTOR_COUNT };

/* "provider", "project_manager", "expert". */
extern const char *const pal_actor_ids[PAL_ACTOR_COUNT];
/* "the provider" …; marked for translation. */
extern const char *const pal_actor_titles[PAL_ACTOR_COUNT];

/* Which ratings make an area reach a level (pal_rating_level in core/model/rating.h). */
enum pal_rule { PAL_RULE_STAGED, PAL_RULE_ISO_33020, PAL_RULE_COUNT };

/* "staged", "iso-33020". */
extern const char *const pal_rule_ids[PAL_RULE_COUNT];

struct pal_practice {
    const char *id;
    struct pal_text title;
    struct pal_text text;  /* the practice as a sentence; may be empty */
    const char *source;    /* where the wording was seen; NULL: not stated */
    bool is_doubtful;      /* `verified: false` in the document */
    bool text_is_doubtful; /* the same, or `text_verified: false`: the sentence alone */
};

/* One rung of a ladder; in SSE-CMM a common feature. */
struct pal_step {
    const char *id;
    uint32_t level; /* rank of its capability level */
    struct pal_text title;
    const char *alias; /* another wording in circulation; NULL: none */
    const char *source;
    bool is_doubtful;
    bool is_rated_by_area; /* its practices are those of the area */
    struct pal_practice *practices;
    size_t practice_count;
};

struct pal_ladder {
    struct pal_step *steps;
    size_t count; /* 1 to PAL_LIMIT_STEPS; levels never decrease along it */
};

struct pal_level {
    uint32_t rank;
    struct pal_text title;
};

struct pal_category {
    const char *id;
    struct pal_text title; /* empty: the id is shown */
};

struct pal_area {
    const char *id;
    struct pal_text title;
    size_t category; /* index in the model's categories */
    enum pal_actor actor;
    uint32_t contributors; /* bit per actor: shown, never counted */
    bool is_on_people;     /* people and organization: a low target here is warned of */
    const char *source;
    bool is_doubtful;
    struct pal_text *goals;
    size_t goal_count;
    const char *goals_source;
    bool goals_are_doubtful;
    struct pal_practice *practices;
    size_t practice_count;
    const struct pal_ladder *ladder;
    size_t first_step; /* index of its first step among all steps of the model */
};

struct pal_model {
    const char *id;
    struct pal_text title;
    const char *version; /* of the model's own document; NULL: not stated */
    const char *notice;  /* shown wherever text of the model is shown; NULL: none */
    const char *source;
    struct pal_text *doubts; /* what a person still has to check */
    size_t doubt_count;
    enum pal_rule rule;
    struct pal_level *levels; /* ascending ranks */
    size_t level_count;
    struct pal_category *categories; /* in the order they are first used or declared */
    size_t category_count;
    struct pal_ladder ladder; /* of every area that has none of its own */
    struct pal_area *areas;
    size_t area_count;
    size_t step_count;   /* over all areas */
    size_t *areas_by_id; /* indices of `areas`, sorted by id */
};

/* Fills `areas_by_id`, `first_step` and `step_count` from the areas; `areas_by_id` must have room
 * for area_count entries. */
void pal_model_index(struct pal_model *model);

/* The area called `id`, or NULL. */
const struct pal_area *pal_model_area(const struct pal_model *model, const char *id);

/* The level of that rank, or NULL. */
const struct pal_level *pal_model_level(const struct pal_model *model, uint32_t rank);

/* The position of step `id` in the ladder; -1: no such step. */
int pal_ladder_find(const struct pal_ladder *ladder, const char *id);

/* Every step of the ladder. */
pal_mask pal_ladder_all(const struct pal_ladder *ladder);

/* Every step whose level is at most `rank`. */
pal_mask pal_ladder_to_level(const struct pal_ladder *ladder, uint32_t rank);

/* The first step up to and including position `at`. */
pal_mask pal_ladder_to_step(size_t at);

/* The practices by which a step of this area is rated: the area's own where the step is rated by
 * the area, else the step's. `count` is 0 when the step is rated as a whole. */
const struct pal_practice *pal_area_rated_practices(const struct pal_area *area, size_t step,
                                                    size_t *count);

/* Finds an actor or a rule by its id; true when known. */
bool pal_actor_find(const char *id, enum pal_actor *out);
bool pal_rule_find(const char *id, enum pal_rule *out);

/* Number of steps in a mask. */
unsigned pal_mask_count(pal_mask mask);

#endif
