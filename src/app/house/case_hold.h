/* case_hold - a text that is to be written, held against the tables of transitions. Private to
 * src/app/house. */
#ifndef PAL_APP_HOUSE_CASE_HOLD_H
#define PAL_APP_HOUSE_CASE_HOLD_H

#include "app/house/errand.h"
#include "store/records.h"

/* Whether what a prepared text changes against version `version` (0: it is new) may happen: the
 * state of a project, the states of its candidates, the beginning of an assessment. A version that
 * is not there is left to whoever writes. PAL_E_INVALID, PAL_E_DENIED: a sentence says why not. */
enum pal_rc pal_case_hold(struct pal_errand *errand, const struct pal_record *record,
                          int64_t version) PAL_WARN_UNUSED;

#endif
