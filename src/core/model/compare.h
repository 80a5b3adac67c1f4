/*
 * compare - several scores side by side: candidates, or one provider over time.
 *
 * Candidates are ranked by what the provider still owes, but never on what is only claimed: there
 * they stand in the order of their titles. One provider is read in the order of dates: from each
 * score to the next steps are gained, no longer achieved, newly asked for. From one provider to
 * another nothing is gained or lost.
 */
#ifndef PAL_CORE_MODEL_COMPARE_H
#define PAL_CORE_MODEL_COMPARE_H

#include "base/arena.h"
#include "core/model/score.h"

struct pal_change {
    pal_mask won;          /* achieved now, not in the score before */
    pal_mask lost;         /* achieved in the score before, not now */
    pal_mask not_compared; /* not applicable in just one of the two, or achieved in one and not
                              rated in the other: neither won nor lost */
    pal_mask asked;        /* demanded now, not in the score before: it has become applicable */
    pal_mask not_asked;    /* the other way round */
};

/* Some of the demanded steps of an area, with their points: where candidates weigh a step
 * differently, the most that it weighs. */
struct pal_area_steps {
    size_t area;
    pal_mask steps;
    uint64_t points;
};
struct pal_area_steps_list {
    struct pal_area_steps *rows;
    size_t count;
};

/* A score on one basis, without its areas. */
struct pal_basis_points {
    bool is_said; /* false: the assessment has no word on this basis; what is shown is a stronger's
                   */
    enum pal_target_state state;
    struct pal_points points;
    struct pal_points by_actor[PAL_ACTOR_COUNT];
};

/* What is known of a score beside it. */
struct pal_compared {
    const char *provider; /* one word for one provider, however its assessments name it */
    int64_t written; /* of assessments of one day: the less, the earlier it was first written */
};

struct pal_comparison {
    const struct pal_score *scores; /* borrowed, in the order given (over time: that of dates) */
    size_t count;
    size_t *ranking;            /* indices of scores, nearest to the profile first; on what is only
                                   claimed in the order of their titles */
    struct pal_change *changes; /* [score - 1][area]; count - 1 rows; all empty of candidates */
    bool is_one_provider;       /* all scores name the same provider: read it over time */
    bool has_places;            /* neither over time nor on what is only claimed */
    /* Of the demanded steps, by area: missing in some scores and not in others; missing in all;
     * applicable in some and missing in none. The first two most points first, then as the model
     * has them. Empty without a target. Points missing of one score differ from those of another
     * by what they miss of the first list, and by nothing else. */
    struct pal_area_steps_list differ;
    struct pal_area_steps_list lacked;
    struct pal_area_steps_list met;
    struct pal_basis_points *bases; /* [score * PAL_BASIS_COUNT + basis], against the same target */
};

/* True when all are of the same provider. */
bool pal_compare_is_one_provider(const struct pal_compared *known, size_t count);

/* The order in which scores are compared, as indices: of one provider that of dates, on one day
 * that in which they were first written, then that of their ids; else the order given. */
void pal_compare_order(const struct pal_score *scores, const struct pal_compared *known,
                       size_t count, size_t *order);

/* Compares `count` (at least 2) scores of the same model on the same basis against the same target;
 * of one provider where `is_one_provider`, in the order of pal_compare_order.
 * Ranking: fewest points missing on the provider's own steps first; then, without a target or at
 * equal points, most points achieved on them, fewest missing in the whole project. Equals have one
 * place and stand in the order of their ids, whatever order was given. A score that the target says
 * nothing of (pal_compare_is_unproven) stands behind all others. A step that is not rated or not
 * applicable in one of two scores is neither won nor lost. On what is only claimed
 * (PAL_BASIS_CLAIMED) nobody is ranked: candidates stand in the order of their titles, case and
 * accents aside, then of their ids. Fails only for want of memory. */
enum pal_rc pal_compare(const struct pal_score *scores, size_t count, bool is_one_provider,
                        struct pal_arena *arena, struct pal_comparison *out) PAL_WARN_UNUSED;

/* The place of the score at `at` of the ranking, from 1: equals have one place, and those behind
 * them come after as many as there are. 0: nobody has a place. */
size_t pal_compare_place(const struct pal_comparison *comparison, size_t at);

/* True when the target demands steps of the provider or of the project and none of them is
 * applicable: nothing is missing, and nothing was shown. Such a score wins no comparison. */
bool pal_compare_is_unproven(const struct pal_score *score);

/* The score that is shown at a place of the page: over time that of dates, else that of the
 * ranking. An index of `scores`. */
size_t pal_compare_shown(const struct pal_comparison *comparison, size_t at);

/* The score on a basis. */
const struct pal_basis_points *pal_compare_basis(const struct pal_comparison *comparison,
                                                 size_t score, enum pal_basis basis);

/* The change in `area` from score `index` - 1 to score `index` (at least 1). */
struct pal_change pal_compare_change(const struct pal_comparison *comparison, size_t index,
                                     size_t area);

#endif
