/* suggestions - what answers suggest, as pages of an assessment show it. Private to src/web/pages.
 */
#ifndef PAL_WEB_PAGES_SUGGESTIONS_H
#define PAL_WEB_PAGES_SUGGESTIONS_H

#include "app/house/suggested.h"
#include "web/call.h"

/* What is suggested for a step on each basis, by practice, with the answers that speak for it and
 * those that are shown beside it: `suggested` of data and page. Nothing where nothing is answered.
 */
enum pal_rc pal_suggestions_put_step(struct pal_call *call, const struct pal_assessment *assessment,
                                     const char *project, size_t area, size_t step) PAL_WARN_UNUSED;

/* "practices answered: 3 of 5, all pass" */
const char *pal_suggestions_share(struct pal_call *call, const struct pal_step_suggestion *step);
/* Where what is suggested for an area is taken over. */
const char *pal_suggestions_url(struct pal_call *call, const char *assessment, const char *area,
                                enum pal_basis basis);

#endif
