/*
 * csv - results as tables for a spreadsheet (RFC 4180, UTF-8, one header row).
 *
 * Ids only, no titles: the tables hold no text of the model and so need no notice. In a plan {PA}
 * is the id of the area.
 */
#ifndef PAL_RENDER_CSV_H
#define PAL_RENDER_CSV_H

#include "base/buf.h"
#include "render/view/view.h"

/* One row per step of the model. */
enum pal_rc pal_csv_score(const struct pal_scored *scored, struct pal_buf *out) PAL_WARN_UNUSED;

/* One row per task. `actions` may be NULL. */
enum pal_rc pal_csv_plan(const struct pal_scored *scored, const struct pal_plan *plan,
                         const struct pal_actions *actions, const struct pal_language *language,
                         struct pal_arena *arena, struct pal_buf *out) PAL_WARN_UNUSED;

/* One row per assessment and area. */
enum pal_rc pal_csv_compare(const struct pal_scored *scored,
                            const struct pal_comparison *comparison,
                            struct pal_buf *out) PAL_WARN_UNUSED;

#endif
