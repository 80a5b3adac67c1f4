/*
 * asked - which questions are put to whom, how long that takes, and what the answers can decide.
 *
 * A question is put up to the union of the targets of all alert levels, so that every candidate is
 * asked the same whatever level is in force. Of what lies above it one open question an area takes
 * the place. Source: docs/questionnaire.md, "What is asked".
 */
#ifndef PAL_CORE_QUESTION_ASKED_H
#define PAL_CORE_QUESTION_ASKED_H

#include "base/arena.h"
#include "base/rc.h"
#include "core/question/questionnaire.h"

/* To whom, and how much. */
struct pal_asking {
    enum pal_actor actor;
    enum pal_tier tier;                /* core: those alone; full: all */
    bool is_written;                   /* questions that are answered in writing; else: all */
    const struct pal_profile *profile; /* NULL: no target, everything is asked */
    const uint8_t *actors; /* enum pal_actor of each step of the model; NULL: the model's own */
};

struct pal_asked {
    size_t *questions; /* indices, in the questionnaire's order */
    size_t count;
    size_t *areas_above; /* areas of which questions were left out because they lie above the
                            target: one open question each */
    size_t area_above_count;
};

/* PAL_E_MEMORY, or what is asked in `out`, in the arena. */
enum pal_rc pal_asked_choose(const struct pal_questionnaire *questionnaire,
                             const struct pal_asking *asking, struct pal_arena *arena,
                             struct pal_asked *out) PAL_WARN_UNUSED;

/* What a recipient is asked for. */
struct pal_asked_work {
    size_t questions; /* the open ones among them */
    size_t figures;
    size_t proofs;
    struct pal_range first_minutes; /* {0, 0}: the questionnaire does not say */
    struct pal_range again_minutes;
    size_t target_steps;    /* of that actor, at any alert level */
    size_t decidable_steps; /* of them: each practice has a question that is asked */
};
void pal_asked_measure(const struct pal_questionnaire *questionnaire,
                       const struct pal_asking *asking, const struct pal_asked *asked,
                       struct pal_asked_work *out);

#endif
