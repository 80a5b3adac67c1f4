/* proofs_parts - what the files of proofs share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_PROOFS_PARTS_H
#define PAL_APP_HOUSE_PROOFS_PARTS_H

#include "app/house/answers_parts.h"
#include "app/house/proofs.h"

/* Whether the visitor may send a file to a sending, before any byte comes. */
enum pal_rc pal_proofs_may_send(struct pal_errand *errand, const char *sending) PAL_WARN_UNUSED;
/* Whether they may say a fact of such a file, within its transaction. */
enum pal_rc pal_proofs_check(struct pal_errand *errand,
                             const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* Within the transaction of an answer: that the files it names are there. */
enum pal_rc pal_proofs_check_named(struct pal_errand *errand, const char *sending,
                                   const char *body) PAL_WARN_UNUSED;

/* Within the transaction of a submission: those that the answers name are read by others from now
 * on, and what they name no more is not. */
enum pal_rc pal_proofs_claim(struct pal_errand *errand, const char *sending) PAL_WARN_UNUSED;

#endif
