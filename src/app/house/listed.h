/*
 * listed - what lists sort, filter and search by: the title folded, and of a project its state, the
 * alert level in force and who offers its service. Computed rows, renewed in the transaction of
 * whatever changes one; made again by pal_listed_rebuild. Private to src/app/house.
 */
#ifndef PAL_APP_HOUSE_LISTED_H
#define PAL_APP_HOUSE_LISTED_H

#include "app/house/errand.h"
#include "store/facts.h"
#include "store/records.h"

/* Within the transaction that has written a document: its row, and those of the projects that
 * depend on it: on the title of a provider, on a profile or a scheme. */
enum pal_rc pal_listed_follow(struct pal_errand *errand,
                              const struct pal_record *written) PAL_WARN_UNUSED;

/* The same of a fact: how a candidate stands, the alert level of a project or of a scheme. */
enum pal_rc pal_listed_follow_fact(struct pal_errand *errand,
                                   const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* All rows, anew. */
enum pal_rc pal_listed_rebuild(struct pal_errand *errand) PAL_WARN_UNUSED;

/* How many rows are not what they are computed as, are missing, or are of no document. */
enum pal_rc pal_listed_wrong(struct pal_errand *errand, int64_t *out) PAL_WARN_UNUSED;

#endif
