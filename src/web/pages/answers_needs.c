#include "web/pages/answers_needs.h"

#include <string.h>

#include "app/house/shelf.h"

enum pal_rc pal_read_needs(struct pal_call *call, const char *project,
                           const struct pal_model *model, struct pal_read_needs *out)
{
    struct pal_document record;
    struct pal_proposal proposal;
    const struct pal_err told = call->errand.err; /* of a form that is shown again */
    *out = (struct pal_read_needs){0};
    enum pal_rc rc = pal_house_get(&call->errand, "needs", project, &record);
    if (rc == PAL_OK) {
        rc = pal_app_propose(pal_call_app(call), pal_call_printf(call, "needs/%s", project),
                             &proposal);
    }
    if (rc == PAL_OK && strcmp(proposal.rule->model->id, model->id) == 0) {
        *out = (struct pal_read_needs){proposal.rule, proposal.needs};
    }
    if (rc == PAL_E_MEMORY) {
        return rc;
    }
    call->errand.err = told;
    return PAL_OK;
}

uint32_t pal_read_needs_of(const struct pal_read_needs *needs, const struct pal_question *question)
{
    const struct pal_step_ref *cells =
        question->cell_count > 0 ? question->cells : question->context;
    size_t count = question->cell_count > 0 ? question->cell_count : question->context_count;
    uint32_t out = 0;
    for (size_t i = 0; needs->rule != NULL && i < count; i++) {
        out |= needs->rule->areas[cells[i].area].needs;
    }
    return out;
}

const char *pal_read_need_title(struct pal_call *call, const struct pal_read_needs *needs,
                                size_t need)
{
    return pal_call_printf(call, pal_call_tr(call, "%s, degree %u of %d"),
                           pal_text_in(&needs->rule->needs[need].title, call->language.lang),
                           (unsigned)needs->needs->degrees[need], PAL_DEGREE_MAX);
}
