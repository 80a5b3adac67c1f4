/* visit_parts - what the files of visits share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_VISIT_PARTS_H
#define PAL_APP_HOUSE_VISIT_PARTS_H

#include "app/house/fact_kinds.h"
#include "app/house/visit.h"

/* Rows of fact_kinds.c. */
extern const struct pal_fact_kind pal_fact_visit;
extern const struct pal_fact_kind pal_fact_visit_item;
extern const struct pal_fact_kind pal_fact_visit_note;

#endif
