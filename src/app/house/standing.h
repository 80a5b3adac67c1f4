/*
 * standing - which assessment stands for a project.
 *
 * Once a candidate is retained, it is one of that provider's, and no other's. Before, no provider
 * is chosen: it is one of all, beside the number of candidates. Of these the latest stands that is
 * rated (every step of its target is, or it is said to be): a follow-up that was only begun takes
 * nobody's place. Where none is rated, the latest does, unfinished. Latest: by the date that the
 * assessment bears, then by when it was first written (the order of the audit). The rule is the
 * store's (pal_score_standing). To whoever reads an assessment independently it counts as unrated:
 * which one stands would tell how far it is.
 */
#ifndef PAL_APP_HOUSE_STANDING_H
#define PAL_APP_HOUSE_STANDING_H

#include "app/house/candidates.h"
#include "app/house/document.h"
#include "app/house/errand.h"

struct pal_standing {
    struct pal_candidates field; /* what holds of the candidates (pal_candidates_of) */
    int64_t candidates;          /* that run: neither refused nor withdrawn */
    const char *retained;        /* who is retained, by title; NULL: nobody so far */
    struct pal_assessed latest;  /* what stands; id NULL: there is none */
    const char *begun;   /* the latest of all, where that is not rated: the id of what stands,
                            or of one after it; NULL: the latest is rated */
    int64_t assessments; /* how many the project has, of all providers */
    bool has_seconds;    /* somebody was asked for a second reading (second_lines.h) */
};

/* Of each of `count` projects, which come with their texts. An assessment is a candidate's where it
 * means the same provider (pal_house_provider_words): by title or id, whatever case, accents and
 * blanks. A fixed number of queries. */
enum pal_rc pal_house_standing(struct pal_errand *errand, const struct pal_document *projects,
                               size_t count, struct pal_standing *out) PAL_WARN_UNUSED;

/* Of a project, which comes with its text, the standing assessment of each candidate that runs
 * (neither refused nor withdrawn); where not two of those have one, of each candidate; where not
 * two of these, of each provider that is assessed. As the project names them; at most `max`. A
 * query for each. `without`: the titles of those who have none, with commas; NULL: all have. */
struct pal_field_standing {
    struct pal_assessed *items;
    bool *is_unfinished; /* of each: none of its provider is rated */
    size_t count;
    const char *without;
};
enum pal_rc pal_house_field_standing(struct pal_errand *errand, const struct pal_document *project,
                                     size_t max, struct pal_field_standing *out) PAL_WARN_UNUSED;

#endif
