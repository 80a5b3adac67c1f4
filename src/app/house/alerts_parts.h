/* alerts_parts - what facts and documents have to do with alert levels. Private to src/app/house.
 */
#ifndef PAL_APP_HOUSE_ALERTS_PARTS_H
#define PAL_APP_HOUSE_ALERTS_PARTS_H

#include "app/house/alerts.h"
#include "app/house/fact_kinds.h"
#include "store/records.h"

extern const struct pal_fact_kind pal_fact_alert; /* a row of fact_kinds.c */

/* The turn of the value on a subject, "project/museum" or "alert-scheme/ID"; 0: no act tells of it.
 */
enum pal_rc pal_alerts_turn(struct pal_errand *errand, const char *subject,
                            int64_t *out) PAL_WARN_UNUSED;

/* After a version of a project was written, within its transaction: a level that its text no longer
 * says as before is an act, too, for whoever wrote the text has said so last. */
enum pal_rc pal_alerts_follow_text(struct pal_errand *errand, const struct pal_record *written,
                                   const struct pal_record *last) PAL_WARN_UNUSED;

#endif
