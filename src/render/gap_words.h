/*
 * gap_words - what is missing, and to whom it falls, as a sentence: "5 points missing to
 * Institutional site at yellow: all 5 the provider's."
 *
 * Sums like "91 = 70 + 15 + 6" are for the command line and the paper's case; pages and lists say
 * it in words. The sentences are HTML: what was written by people is escaped, the number and the
 * names stand out.
 */
#ifndef PAL_RENDER_GAP_WORDS_H
#define PAL_RENDER_GAP_WORDS_H

#include "base/arena.h"
#include "core/model/posture.h"
#include "core/model/score.h"
#include "render/view/view.h"

/* What a sentence is made of; all borrowed. */
struct pal_gap_said {
    const char *profile; /* its title; NULL: the target is not named */
    const char *level;   /* the label of the alert level; NULL: none */
    enum pal_target_state state;
    uint64_t achieved; /* in points, like the next five */
    uint64_t target;
    uint64_t gap;
    uint64_t gap_by_actor[PAL_ACTOR_COUNT];
    uint64_t gap_not_rated;
    uint64_t surplus;
    bool surplus_is_minimum; /* at least so much */
    uint64_t missing;        /* steps: a step may weigh nothing */
    bool is_unrated;         /* no step at all is rated */
};

/* What a score says of itself, with profile and level by name in the language. */
struct pal_gap_said pal_gap_of(const struct pal_scored *scored,
                               const struct pal_language *language);

/* The sentence, as HTML in `arena`; NULL when memory is short. */
const char *pal_gap_sentence(const struct pal_gap_said *said, const struct pal_language *language,
                             struct pal_arena *arena);

/* What a posture asks for: to be activated, to be prepared, what may be stood down. `level` is the
 * label of the level in force, or NULL. */
const char *pal_gap_posture(const struct pal_posture *posture, const char *level,
                            const struct pal_language *language, struct pal_arena *arena);

#endif
