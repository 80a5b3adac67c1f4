/*
 * compare - several scores side by side: candidates at one date, or one provider over time.
 *
 * Both questions have one answer sheet: a ranking by what the provider still owes, and the steps
 * won and lost from each score to the next.
 */
#ifndef PAL_CORE_MODEL_COMPARE_H
#define PAL_CORE_MODEL_COMPARE_H

#include "base/arena.h"
#include "core/model/score.h"

struct pal_change {
    pal_mask won;  /* achieved now, not in the score before */
    pal_mask lost; /* achieved in the score before, not now */
};

struct pal_comparison {
    const struct pal_score *scores; /* borrowed, in the order given */
    size_t count;
    size_t *ranking;            /* indices of scores, nearest to the profile first */
    struct pal_change *changes; /* [score - 1][area]; count - 1 rows */
    bool is_one_provider;       /* all scores name the same provider: read it over time */
};

/* Compares `count` (at least 2) scores of the same model against the same target.
 * Ranking: fewest points missing on the provider's own steps first; then, without a target or at
 * equal points, most points achieved on them, fewest missing in the whole project; then the order
 * given. An area that is not applicable in one of two scores has neither won nor lost steps.
 * Fails only for want of memory. */
enum pal_rc pal_compare(const struct pal_score *scores, size_t count, struct pal_arena *arena,
                        struct pal_comparison *out) PAL_WARN_UNUSED;

/* The change in `area` from score `index` - 1 to score `index` (at least 1). */
struct pal_change pal_compare_change(const struct pal_comparison *comparison, size_t index,
                                     size_t area);

#endif
