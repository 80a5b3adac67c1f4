/* outcome - what came of an act, as values: for the page of a request, and for the row of a job. */
#ifndef PAL_APP_HOUSE_OUTCOME_H
#define PAL_APP_HOUSE_OUTCOME_H

#include "app/desk/app.h"
#include "app/house/audit.h"
#include "base/value.h"

/* Of the text that a problem is of: NULL; else the document ("profile/mine") that the text breaks.
 */
const char *pal_outcome_other(const struct pal_err *problem);

/* The problems of an app: [{line, document, path, message, is_warning}], null where it has none. */
struct pal_value *pal_outcome_problems(const struct pal_app *app, struct pal_values *values);

/* What verification found: {is_whole, is_chain_whole, has_findings, findings [{row, entry,
 * sentence}], more, rows, broken_at, sentence, count, anchors, hash}. */
struct pal_value *pal_outcome_verified(const struct pal_audit_result *result,
                                       struct pal_values *values);

#endif
