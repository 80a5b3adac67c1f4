/* answers_needs - which needs of a project a question is of, by the areas that it asks of. Private
 * to src/web/pages. */
#ifndef PAL_WEB_PAGES_ANSWERS_NEEDS_H
#define PAL_WEB_PAGES_ANSWERS_NEEDS_H

#include "core/model/propose.h"
#include "core/question/questionnaire.h"
#include "web/call.h"

/* What a project states, and the rule of its model; `rule` NULL: nothing is stated that can be read
 * for this model. */
struct pal_read_needs {
    const struct pal_needs_rule *rule;
    const struct pal_needs *needs;
};
enum pal_rc pal_read_needs(struct pal_call *call, const char *project,
                           const struct pal_model *model,
                           struct pal_read_needs *out) PAL_WARN_UNUSED;

/* The needs that a question is of, as bits: those of the areas for whose cells it speaks, else of
 * those it is shown beside. */
uint32_t pal_read_needs_of(const struct pal_read_needs *needs, const struct pal_question *question);
/* "Integrity, degree 3 of 4" */
const char *pal_read_need_title(struct pal_call *call, const struct pal_read_needs *needs,
                                size_t need);

#endif
