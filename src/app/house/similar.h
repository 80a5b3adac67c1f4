/*
 * similar - a provider that is there already under a name that differs by case, spaces, signs or
 * accents alone: asked about before another one is made.
 */
#ifndef PAL_APP_HOUSE_SIMILAR_H
#define PAL_APP_HOUSE_SIMILAR_H

#include "app/house/document.h"
#include "app/house/errand.h"
#include "core/model/compare.h"

/* Of each of `count` names that assessments give a provider one word: names have the same word
 * where they mean one provider, which goes by its title or its id; case, accents and blanks do not
 * matter. One query. */
enum pal_rc pal_house_provider_words(struct pal_errand *errand, const char *const *names,
                                     size_t count, const char **out) PAL_WARN_UNUSED;

/* What the house knows of an assessment for a comparison, beside its text. */
struct pal_house_compared {
    const char *day; /* "": nothing is computed of it */
    struct pal_compared known;
};
/* Of each of `count` assessments, which the visitor may read. */
enum pal_rc pal_house_compared(struct pal_errand *errand, const char *const *ids, size_t count,
                               struct pal_house_compared *out) PAL_WARN_UNUSED;

/* The provider with such a name that the visitor may know of, as an offer for a project ("": for
 * the library); `out->id` NULL: there is none. */
enum pal_rc pal_house_similar(struct pal_errand *errand, const char *project, const char *name,
                              struct pal_document *out) PAL_WARN_UNUSED;

/* Whether one is to be made under a name: `answer` is "take", "new", or "" where nobody was asked
 * yet, which is PAL_E_CONFLICT with the question where there is a similar one. `out->id`: that is
 * taken; NULL: another is made. `own`: the id that the new one is to have, under which it may be
 * there already as the act was done once; NULL: a name alone is written, and the very same is
 * taken. */
enum pal_rc pal_house_settle_similar(struct pal_errand *errand, const char *project,
                                     const char *name, const char *own, const char *answer,
                                     struct pal_document *out) PAL_WARN_UNUSED;

/* What is to be told of a text that was brought, where it names a provider (itself, or that of an
 * assessment) almost as one that is there already: a sentence; NULL: nothing. */
struct pal_named {
    const char *kind;
    const char *id;
    const char *project; /* "": the library's */
    const char *text;
    size_t len;
};
enum pal_rc pal_house_similar_in(struct pal_errand *errand, const struct pal_named *named,
                                 const char **out) PAL_WARN_UNUSED;

#endif
