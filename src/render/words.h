/*
 * words - the field's own words for the enumerations of the core, in the user's language.
 */
#ifndef PAL_RENDER_WORDS_H
#define PAL_RENDER_WORDS_H

#include "core/assessment.h"
#include "core/model.h"
#include "render/language.h"

const char *pal_word_actor(const struct pal_language *language, enum pal_actor actor);

/* One letter for the actor, for the foot of a column of the figure. */
const char *pal_word_actor_letter(const struct pal_language *language, enum pal_actor actor);

const char *pal_word_basis(const struct pal_language *language, enum pal_basis basis);
const char *pal_word_rule(const struct pal_language *language, enum pal_rule rule);

/* The title of a category, or its id where it has none. */
const char *pal_word_category(const struct pal_language *language,
                              const struct pal_category *category);

/* The sentence that every report carries. */
const char *pal_word_no_appraisal(const struct pal_language *language);

#endif
