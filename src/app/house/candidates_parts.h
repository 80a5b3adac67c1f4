/* candidates_parts - what facts and documents have to do with the states of candidates. Private to
 * src/app/house. */
#ifndef PAL_APP_HOUSE_CANDIDATES_PARTS_H
#define PAL_APP_HOUSE_CANDIDATES_PARTS_H

#include "app/house/candidates.h"
#include "app/house/fact_kinds.h"
#include "format/node.h"
#include "store/records.h"

extern const struct pal_fact_kind pal_fact_candidate; /* a row of fact_kinds.c */

/* Those that a text names, as it says; of the notes, which may be long, there are digests ("":
 * none). */
enum pal_rc pal_candidates_of_node(struct pal_errand *errand, const struct pal_node *root,
                                   struct pal_candidates *out) PAL_WARN_UNUSED;

/* What a new text of a project makes of a candidate. A word or a note that stands there as it stood
 * in the text before says nothing new: what holds stays. */
struct pal_candidate_change {
    const struct pal_candidate *before; /* what held; NULL: it was none */
    struct pal_candidate after;         /* what is to hold */
    bool has_note;                      /* the text has another note */
    bool is_gone;                       /* the text names it no more */
    bool is_said;                       /* another state, or where a fact tells another note */
};
/* `was`, `is`: as the texts say. `held`: what holds of the first. */
enum pal_rc pal_candidates_compare(struct pal_errand *errand, const char *project,
                                   const struct pal_candidates *was,
                                   const struct pal_candidates *is, struct pal_candidates *held,
                                   struct pal_candidate_change **out,
                                   size_t *count) PAL_WARN_UNUSED;

/* After a version of a project was written, within its transaction: whoever wrote a text that makes
 * something else of a candidate has said so, and that is a fact. Whether it may be is
 * case_hold.h's.
 */
enum pal_rc pal_candidates_follow_text(struct pal_errand *errand, struct pal_record *written,
                                       const struct pal_record *last) PAL_WARN_UNUSED;

#endif
