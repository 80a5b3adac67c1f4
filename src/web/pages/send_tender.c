/* send_tender - sending in a tender: what the annex says, to all candidates in one act, with a
 * keeper; see tender_page.h. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/people.h"
#include "app/house/procedures.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/sending_page.h"
#include "web/pages/tender_page.h"

/* Who keeps consultations of the project; the only one is chosen. */
static enum pal_rc put_keepers(struct pal_call *call, bool *has_any)
{
    struct pal_role_held *held = NULL;
    size_t count = 0;
    const char *typed = pal_call_typed(call, "keeper");
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *data = pal_value_list(&call->values);
    enum pal_rc rc = pal_people_grants(&call->errand, NULL, call->params[0], &held, &count);
    const char **ids = PAL_NEW(call->request->arena, const char *, count + 1);
    size_t found = 0;
    for (size_t i = 0; i < count && rc == PAL_OK && ids != NULL; i++) {
        if (pal_role_find(held[i].role) == PAL_ROLE_KEEPER) {
            ids[found++] = held[i].person;
        }
    }
    rc = rc == PAL_OK && ids != NULL ? pal_call_names(call, ids, found) : PAL_E_MEMORY;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "person", ids[i]);
        pal_put_text(row, "name", pal_call_person(call, ids[i]));
        pal_put_boolean(row, "is_chosen", typed != NULL ? strcmp(typed, ids[i]) == 0 : found == 1);
        struct pal_value *told = pal_add_object(data);
        pal_put_text(told, "person", ids[i]);
        pal_put_text(told, "name", pal_call_person(call, ids[i]));
    }
    *has_any = found > 0;
    pal_set(call->page, "keepers", list);
    pal_set(call->data, "keepers", data);
    pal_set_boolean(call->page, "has_no_keeper", found == 0);
    pal_set_text(call->page, "people_url",
                 pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL) ? "/people" : NULL);
    pal_call_keep(call, "keeper", NULL, NULL);
    return pal_errand_explain(&call->errand, rc);
}

/* What is sent, as it was fixed; NULL where nothing is, or its closing has passed. */
static enum pal_rc find_fixed(struct pal_call *call, struct pal_annex *out, bool *is_fixed)
{
    enum pal_rc rc = pal_annex_find(&call->errand, call->params[0], NULL, out);
    *is_fixed = rc == PAL_OK && out->plan.until > call->errand.now;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(&call->errand, rc);
}

/* What the launch asks to be confirmed beside what was with the annex. */
static enum pal_rc put_confirms(struct pal_call *call, const struct pal_annex *annex,
                                struct pal_value *row)
{
    struct pal_tender_confirms asked = {.count = 0};
    struct pal_tender_confirms left = {.count = 0};
    enum pal_rc rc =
        pal_tender_confirms_annex(&call->errand, call->params[0], annex->plan.until, &asked);
    for (size_t i = 0; i < asked.count; i++) {
        bool is_said =
            annex->plan.confirmed != NULL && pal_is_among(asked.of[i].id, annex->plan.confirmed);
        if (!is_said) {
            left.of[left.count++] = asked.of[i];
        }
    }
    pal_confirms_put(call, &left, row);
    pal_put_text(row, "confirmed", annex->plan.confirmed);
    pal_put_text(row, "remains", pal_tender_remains(call, annex->plan.until));
    return rc == PAL_OK ? pal_tender_put_days(call) : rc;
}

static enum pal_rc put_fixed(struct pal_call *call, bool *is_fixed)
{
    struct pal_annex annex;
    enum pal_rc rc = find_fixed(call, &annex, is_fixed);
    if (rc == PAL_OK && *is_fixed) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "hash", annex.hash);
        pal_put_text(row, "closing", pal_tender_time_said(call, annex.plan.until));
        pal_put_text(row, "tier", pal_call_tr(call, pal_tier_titles[annex.plan.tier]));
        pal_put_text(row, "url",
                     pal_call_printf(call, "/projects/%s/tender/annex", call->params[0]));
        pal_set(call->page, "annex", row);
        rc = put_confirms(call, &annex, row);
        pal_set_text(call->data, "annex", annex.hash);
        pal_set_text(call->data, "until", pal_call_time(call, annex.plan.until));
    }
    return rc;
}

/* One that runs goes before another one. */
static enum pal_rc is_running(struct pal_call *call, bool *out)
{
    struct pal_tender *tenders = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_tenders_list(&call->errand, call->params[0], &tenders, &count);
    *out = false;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        *out = *out || tenders[i].state == PAL_TENDER_RUNNING;
    }
    return rc;
}

enum pal_rc pal_send_show_launch(struct pal_call *call, bool may)
{
    bool has_keeper = false;
    bool is_fixed = false;
    bool runs = false;
    pal_tender_clocks(call);
    enum pal_rc rc = put_keepers(call, &has_keeper);
    rc = rc == PAL_OK ? put_fixed(call, &is_fixed) : rc;
    rc = rc == PAL_OK ? is_running(call, &runs) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    if (runs) {
        pal_set_text(call->page, "why_not",
                     pal_call_tr(call,
                                 "A consultation is running: it is opened or cancelled before "
                                 "another one is launched."));
    }
    pal_set_boolean(call->page, "may_send", may && !runs);
    pal_set_boolean(call->page, "may_launch", may && !runs && is_fixed && has_keeper);
    pal_set_text(call->page, "tender_url",
                 pal_call_printf(call, "/projects/%s/tender", call->params[0]));
    pal_call_keep(call, "to", NULL, NULL);
    pal_call_keep(call, "until", NULL, NULL);
    return pal_call_show(call, "web_send_tender", pal_call_tr(call, "Launch the consultation"));
}

/* In a tender candidates are asked together: what is sent is what the annex says. */
enum pal_rc pal_send_plan_together(struct pal_call *call, struct pal_sending_plan *plan)
{
    struct pal_annex annex;
    bool is_tender = false;
    bool is_fixed = false;
    enum pal_rc rc = pal_house_is_tender(&call->errand, call->params[0], &is_tender);
    if (rc != PAL_OK || !is_tender) {
        return rc;
    }
    const char *keeper = pal_call_word(call, "keeper");
    bool was_opened = false;
    rc = pal_tender_was_opened(&call->errand, call->params[0], &was_opened);
    if (rc != PAL_OK || (was_opened && keeper[0] == '\0')) {
        return rc; /* what the short list is asked for beside it */
    }
    rc = find_fixed(call, &annex, &is_fixed);
    if (rc == PAL_OK && !is_fixed) {
        rc = pal_errand_fail_at(&call->errand, PAL_E_INVALID, "until",
                                "fix the annex first: it says what is asked, and the closing");
    }
    if (rc != PAL_OK) {
        return rc;
    }
    plan->is_tender = true;
    plan->keeper = keeper[0] != '\0' ? keeper : NULL;
    plan->confirmed = pal_confirmed_read(call);
    if (plan->until == 0) {
        plan->until = annex.plan.until;
        plan->tier = annex.plan.tier;
        plan->questionnaire = annex.plan.questionnaire;
    }
    return PAL_OK;
}
