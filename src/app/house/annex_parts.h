/* annex_parts - what the files of annexes share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_ANNEX_PARTS_H
#define PAL_APP_HOUSE_ANNEX_PARTS_H

#include "app/house/annex.h"
#include "app/house/fact_kinds.h"

extern const struct pal_fact_kind pal_fact_annex; /* a row of fact_kinds.c */

/* Within the transaction in which a consultation is launched: the one that is fixed, or one that is
 * fixed by this. PAL_E_INVALID: what it says is another thing by now. */
enum pal_rc pal_annex_fix_within(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_annex_plan *plan,
                                 struct pal_annex *out) PAL_WARN_UNUSED;

/* Whether what a person says for it may stand there: numbers, what a sentence needs, and what the
 * procedure forbids. The second is asked of one that was written. */
enum pal_rc pal_annex_check_choices(struct pal_errand *errand, struct pal_app *app,
                                    const struct pal_annex_plan *plan) PAL_WARN_UNUSED;
enum pal_rc pal_annex_check_points(struct pal_errand *errand,
                                   const struct pal_annex *annex) PAL_WARN_UNUSED;

/* Of one that is fixed behind an opening: that there may be a further round, which asks the same.
 */
enum pal_rc pal_annex_check_round(struct pal_errand *errand,
                                  const struct pal_annex_plan *plan) PAL_WARN_UNUSED;

#endif
