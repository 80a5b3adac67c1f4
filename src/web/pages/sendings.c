/* sendings - the questionnaires that were sent in a project. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/procedures.h"
#include "app/house/shelf.h"
#include "web/frames.h"
#include "web/lists.h"
#include "web/pages/asked_back.h"
#include "web/pages/next.h"
#include "web/pages/pages.h"
#include "web/pages/sending_page.h"

enum { PER_PAGE = 50, FEW = 3 /* that nobody has to look for */ };

/* The names of who said something last, looked up together. */
static enum pal_rc name_all(struct pal_call *call, const struct pal_sending *sendings, size_t count)
{
    const char **who = PAL_NEW(call->request->arena, const char *, count + 1);
    for (size_t i = 0; i < count && who != NULL; i++) {
        who[i] = sendings[i].said_by != NULL ? sendings[i].said_by : "";
    }
    return who != NULL ? pal_principals_read(call, who, count)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

static void put_row(struct pal_call *call, const struct pal_sending *sending,
                    const struct pal_back_count *backs, size_t back_count)
{
    struct pal_value *row = pal_add_object(pal_value_get(call->data, "sendings"));
    struct pal_value *shown = pal_add_object(pal_value_get(call->page, "rows"));
    pal_sending_tell(call, row, sending);
    const char *back = pal_back_put_counts(call, row, backs, back_count, sending->id);
    pal_put_text(shown, "back", back[0] != '\0' ? back : NULL);
    pal_put(shown, "of", row);
    pal_put_text(shown, "whom", pal_sending_whom(call, sending->to, sending->provider_title));
    pal_put_text(shown, "url", pal_call_printf(call, "/sendings/%s", sending->id));
    pal_put_text(shown, "tier", pal_call_tr(call, pal_tier_titles[sending->tier]));
    pal_put_text(shown, "state", pal_sending_state_said(call, sending));
    pal_put_text(shown, "by",
                 sending->said_by != NULL ? pal_principal_said(call, sending->said_by, "") : NULL);
}

static void offer(struct pal_call *call, size_t shown)
{
    static const struct pal_list_sort sorts[PAL_SENDING_SORTS] = {
        {"sent", true}, {"whom", false}, {"until", false}, {"state", false}};
    const struct pal_list_option states[PAL_SENDING_FILTERS] = {
        {"open", pal_call_tr(call, "open")},
        {"late", pal_call_tr(call, "the time is over")},
        {"submitted", pal_call_tr(call, "submitted")},
        {"closed", pal_call_tr(call, "closed")}};
    const char *sort = pal_call_query(call, "sort");
    bool is_chosen = sort != NULL || pal_call_query(call, "state") != NULL ||
                     pal_call_query(call, "cursor") != NULL;
    pal_list_heads(call, sorts, PAL_SENDING_SORTS, sort != NULL ? sort : "-sent");
    pal_list_select(call, "state", pal_call_tr(call, "State"), states, PAL_SENDING_FILTERS);
    pal_set_boolean(call->page, "has_search", shown > FEW || is_chosen);
}

static enum pal_rc put_all(struct pal_call *call, const char *project)
{
    struct pal_sending *sendings = NULL;
    size_t count = 0;
    size_t total = 0;
    struct pal_back_count *backs = NULL;
    size_t back_count = 0;
    const char *next = NULL;
    const struct pal_sending_search wanted = {.project = project,
                                              .state = pal_call_query(call, "state"),
                                              .sort = pal_call_query(call, "sort"),
                                              .cursor = pal_call_query(call, "cursor"),
                                              .max = pal_list_part(call, PER_PAGE)};
    enum pal_rc rc = pal_sendings_find(&call->errand, &wanted, &sendings, &count, &total, &next);
    rc = rc == PAL_OK ? name_all(call, sendings, count) : rc;
    rc = rc == PAL_OK ? pal_asked_back_count(&call->errand, project, &backs, &back_count) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set(call->data, "sendings", pal_value_list(&call->values));
    pal_set(call->page, "rows", pal_value_list(&call->values));
    for (size_t i = 0; i < count; i++) {
        put_row(call, &sendings[i], backs, back_count);
    }
    pal_set_integer(call->data, "total", (int64_t)total);
    pal_list_next(call, next);
    offer(call, count);
    return PAL_OK;
}

/* Who may send one, or why nobody may. */
static void put_sending(struct pal_call *call, const char *project, const struct pal_case_of *of)
{
    struct pal_case_asked asked = {.thing = PAL_CASE_SENDING,
                                   .state = PAL_CASE_NOT_THERE,
                                   .facts = of->facts,
                                   .may = of->may,
                                   .given = ~0U};
    const struct pal_case_answer answer = pal_case_follow(&asked, PAL_SENDING_OPEN);
    pal_set_text(call->page, "send_url",
                 answer.says == PAL_CASE_MAY
                     ? pal_call_printf(call, "/projects/%s/questionnaires/send", project)
                     : NULL);
    pal_set_text(call->page, "why_not",
                 answer.says == PAL_CASE_NOT_NOW ? pal_call_tr(call, answer.why_not) : NULL);
    if (answer.says == PAL_CASE_MAY) {
        struct pal_value *next = pal_value_object(&call->values);
        pal_put_text(next, "title", pal_call_tr(call, "Send a questionnaire"));
        pal_put_text(next, "url",
                     pal_call_printf(call, "/projects/%s/questionnaires/send", project));
        pal_set(call->page, "next", next);
    }
}

enum pal_rc pal_page_sendings(struct pal_call *call)
{
    const char *id = call->params[0];
    struct pal_document record;
    struct pal_value *document = NULL;
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    rc = rc == PAL_OK ? put_all(call, id) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_case_of of = pal_case_of_value(&call->errand, id, document, NULL);
    put_sending(call, id, &of);
    bool is_tender = pal_value_get(document, "procedure") != NULL; /* and which: is asked then */
    rc = is_tender ? pal_house_is_tender(&call->errand, id, &is_tender) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->page, "tender_url",
                 is_tender ? pal_call_printf(call, "/projects/%s/tender", id) : NULL);
    pal_project_tabs(call, id);
    return pal_call_show(call, "web_sendings", pal_call_tr(call, "Questionnaires"));
}
