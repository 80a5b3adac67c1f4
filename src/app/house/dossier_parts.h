/* dossier_parts - hours and outputs as kinds of facts. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_DOSSIER_PARTS_H
#define PAL_APP_HOUSE_DOSSIER_PARTS_H

#include "app/house/fact_kinds.h"

#define PAL_HOURS_FACT        "hours"
#define PAL_DELIVERY_FACT     "delivery"
#define PAL_DOSSIER_WITHDRAWN "withdrawn" /* a state of both */

extern const struct pal_fact_kind pal_fact_hours; /* rows of fact_kinds.c */
extern const struct pal_fact_kind pal_fact_delivery;

/* Makes facts of the rows of a database of before, within the transaction that brings it up to
 * date: each is an act of the clock, which claims whoever wrote the row, with its entry. Done where
 * nothing of these kinds was ever said. */
enum pal_rc pal_older_adopt(struct pal_errand *errand) PAL_WARN_UNUSED;

#endif
