/* visit_parts - what the files of visits share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_VISIT_PARTS_H
#define PAL_APP_HOUSE_VISIT_PARTS_H

#include "app/house/fact_kinds.h"
#include "app/house/visit.h"

/* Rows of fact_kinds.c. */
extern const struct pal_fact_kind pal_fact_visit;
extern const struct pal_fact_kind pal_fact_visit_item;
extern const struct pal_fact_kind pal_fact_visit_note;

/* Whether a file that was taken along may be said to be there, or be taken out of sight. */
enum pal_rc pal_visit_file_check(struct pal_errand *errand,
                                 const struct pal_fact_row *row) PAL_WARN_UNUSED;

#endif
