/* course_parts - the kind of facts that say how far an assessment is. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_COURSE_PARTS_H
#define PAL_APP_HOUSE_COURSE_PARTS_H

#include "app/house/course.h"
#include "app/house/fact_kinds.h"

extern const struct pal_fact_kind pal_fact_course; /* a row of fact_kinds.c */

/* Whether it is a draft; what cannot be read is none. */
bool pal_course_is_draft(struct pal_errand *errand, const char *assessment);
/* PAL_E_INVALID: the assessment is rated, and nothing of its marks changes. */
enum pal_rc pal_course_require_draft(struct pal_errand *errand,
                                     const char *assessment) PAL_WARN_UNUSED;
/* The same in two steps, so that others are asked together with it. */
struct pal_query *pal_course_ask(struct pal_errand *errand, const char *assessment);
enum pal_rc pal_course_require_draft_of(struct pal_errand *errand,
                                        struct pal_query *asked) PAL_WARN_UNUSED;

#endif
