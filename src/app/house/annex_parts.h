/* annex_parts - what the files of annexes share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_ANNEX_PARTS_H
#define PAL_APP_HOUSE_ANNEX_PARTS_H

#include "app/house/annex.h"
#include "app/house/fact_kinds.h"

extern const struct pal_fact_kind pal_fact_annex; /* a row of fact_kinds.c */

/* Within the transaction in which a consultation is launched: the hash of the one that is fixed, or
 * of one that is fixed by this. */
enum pal_rc pal_annex_fix_within(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_annex_plan *plan,
                                 const char **hash) PAL_WARN_UNUSED;

#endif
