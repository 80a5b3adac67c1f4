/*
 * assessment - what is known of one provider for one project at one date.
 *
 * Three sets of ratings stand side by side and are never mixed: what was checked, what documents
 * show (seen), what the provider says (claimed). Built by format/assessment_read.c; read-only.
 */
#ifndef PAL_CORE_MODEL_ASSESSMENT_H
#define PAL_CORE_MODEL_ASSESSMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"
#include "core/model/rating.h"

/* Strongest first: an area without a word in one basis is taken from the next stronger one. */
enum pal_basis { PAL_BASIS_CHECKED, PAL_BASIS_SEEN, PAL_BASIS_CLAIMED, PAL_BASIS_COUNT };

/* "checked", "seen", "claimed". */
extern const char *const pal_basis_ids[PAL_BASIS_COUNT];
bool pal_basis_find(const char *id, enum pal_basis *out);

enum pal_area_state {
    PAL_AREA_ABSENT, /* no word on it: wholly not rated */
    PAL_AREA_RATED,
    PAL_AREA_NOT_APPLICABLE,
};

/* The rating of one practice; kept beside the step it was rolled up to, so that a plan names
 * only what is missing. */
struct pal_practice_rating {
    size_t step; /* index among all steps of the model */
    size_t practice;
    enum pal_rating rating;
};

struct pal_ratings {
    uint8_t *areas; /* enum pal_area_state, one per area */
    uint8_t *steps; /* enum pal_rating, one per step of the model, practices rolled up; a step of
                     * an area that is not applicable has no rating of its own here: ask below */
    struct pal_practice_rating *practices; /* ascending by step, then practice */
    size_t practice_count;
};

struct pal_note {
    const char *place; /* "PA03/2.1" as written */
    size_t area;
    int step; /* position in the area's ladder; -1: the note is on the area */
    struct pal_text text;
};

struct pal_assessment {
    const char *id;
    struct pal_text title;
    const struct pal_model *model;
    const char *provider;
    const char *project;
    const char *date; /* YYYY-MM-DD */
    const char **assessors;
    size_t assessor_count;
    struct pal_ratings ratings[PAL_BASIS_COUNT];
    struct pal_ratings prepared; /* achieved or built, can be switched on; absent: nothing more */
    struct pal_ratings active;   /* running now; an absent area: what is achieved is active */
    uint32_t *weights;           /* points of each step of the model */
    bool has_weights;            /* false: one point for one step, the paper's measure */
    uint8_t *actors;             /* enum pal_actor of each step of the model */
    uint8_t *area_actors;        /* enum pal_actor of each area as a whole */
    struct pal_note *notes;      /* ascending by area, then step */
    size_t note_count;
};

/* The ratings that speak for `area` (index) on a basis: the area's own, or those of the nearest
 * stronger basis that has a word on it; checked when none has. */
const struct pal_ratings *pal_assessment_ratings(const struct pal_assessment *assessment,
                                                 enum pal_basis basis, size_t area);

/* The steps of `area` that `ratings` say are not applicable: all where the whole area is. */
pal_mask pal_ratings_not_applicable(const struct pal_ratings *ratings,
                                    const struct pal_model *model, size_t area);

/* The steps of `area` that apply on a basis: targets, gaps and costs are about these alone. */
pal_mask pal_assessment_applicable(const struct pal_assessment *assessment, enum pal_basis basis,
                                   size_t area);

/* The notes on an area (its own first) and on its steps, in ladder order. */
const struct pal_note *pal_assessment_notes(const struct pal_assessment *assessment, size_t area,
                                            size_t *count);

/* True when a note says something of a step, or of its area as a whole. `step` -1: of the area. */
bool pal_assessment_has_note(const struct pal_assessment *assessment, size_t area, int step);

/* The rating of practice `practice` (position in pal_area_rated_practices) of a step of the
 * model; not rated when the step was rated as a whole. */
enum pal_rating pal_ratings_practice(const struct pal_ratings *ratings, size_t step,
                                     size_t practice);

#endif
