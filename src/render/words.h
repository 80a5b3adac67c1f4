/*
 * words - the field's own words for the enumerations of the core, in the user's language.
 */
#ifndef PAL_RENDER_WORDS_H
#define PAL_RENDER_WORDS_H

#include "core/model/assessment.h"
#include "core/model/model.h"
#include "core/model/profile.h"
#include "core/model/score.h"
#include "core/money/readiness.h"
#include "core/money/ways.h"
#include "render/template/language.h"

const char *pal_word_actor(const struct pal_language *language, enum pal_actor actor);

/* One letter for the actor, for the foot of a column of the figure. */
const char *pal_word_actor_letter(const struct pal_language *language, enum pal_actor actor);

const char *pal_word_basis(const struct pal_language *language, enum pal_basis basis);
const char *pal_word_rule(const struct pal_language *language, enum pal_rule rule);

/* The rule in a word, for the head of a figure. */
const char *pal_word_rule_short(const struct pal_language *language, enum pal_rule rule);

const char *pal_word_readiness(const struct pal_language *language, enum pal_readiness verdict);
const char *pal_word_way(const struct pal_language *language, enum pal_way_id way);
const char *pal_word_cost_kind(const struct pal_language *language, enum pal_cost_kind kind);

/* "switched on when the alert demands it": why a step is as it is in the adaptive way. */
const char *pal_word_way_reason(const struct pal_language *language, enum pal_way_reason reason);

/* What people call an alert level of a profile: its label in the scheme, else its id. */
const char *pal_word_level(const struct pal_language *language, const struct pal_profile *profile,
                           const char *id);

/* The title of a category, or its id where it has none. */
const char *pal_word_category(const struct pal_language *language,
                              const struct pal_category *category);

/* "nothing of the target was applicable": said in place of a target met or missed. */
/* Why a target is neither met nor missed; NULL: it is one of these, or there is none. */
const char *pal_word_nothing_asked(const struct pal_language *language,
                                   enum pal_target_state state);

/* The sentence that every report carries. */
const char *pal_word_no_appraisal(const struct pal_language *language);

/* How much of what a posture asks for nobody rated or does not apply; NULL: nothing. In `arena`. */
const char *pal_word_unknown_asked(const struct pal_language *language,
                                   const struct pal_posture *posture, struct pal_arena *arena);

#endif
