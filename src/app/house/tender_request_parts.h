/* tender_request_parts - what the files of requests share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_TENDER_REQUEST_PARTS_H
#define PAL_APP_HOUSE_TENDER_REQUEST_PARTS_H

#include "app/house/tender_request.h"
#include "app/house/tenders_parts.h"
#include "store/facts.h"

/* What its fact says; without what came of it. The sort of one that says none that there is:
 * PAL_REQUEST_SORTS. */
enum pal_rc pal_request_read(struct pal_errand *errand, const struct pal_fact_row *row,
                             struct pal_tender_request *out) PAL_WARN_UNUSED;

/* Those of a project, the last first. */
enum pal_rc pal_request_rows(struct pal_errand *errand, const char *project,
                             struct pal_fact_row **rows, size_t *count) PAL_WARN_UNUSED;

/* The last words beside an answer; turn 0: there are none. */
enum pal_rc pal_request_words(struct pal_errand *errand, const struct pal_request_item *item,
                              struct pal_fact_row *out) PAL_WARN_UNUSED;

/* What holds of the candidates of a project. */
enum pal_rc pal_request_candidates(struct pal_errand *errand, const char *project,
                                   struct pal_candidates *out) PAL_WARN_UNUSED;

#endif
