/* place_submit - the answers are handed in: what is open, who signs them off, the receipt.
 * See app/house/submit.h. */
#include "app/house/submit.h"

#include <string.h>

#include "app/house/passes.h"
#include "base/text.h"
#include "web/marking.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/web_parts.h"

/* ----------------------------------------------------------------------- submitting */

/* What is open, and what was said in an answer's stead: that is no failure. */
static void put_open(struct pal_call *call, const struct pal_place_view *view)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    for (size_t i = 0; i < view->answering.count; i++) {
        const struct pal_answering_item *item = &view->answering.items[i];
        if (!item->is_put || item->now.is_answered || item->area != NULL) {
            continue;
        }
        pal_add_borrowed(list, item->now.question);
        struct pal_value *row = pal_add_object(shown);
        pal_put_text(row, "code", item->now.question);
        pal_put_text(row, "title", pal_place_question(call, item));
        pal_put_text(row, "url", pal_place_item_url(call, view, item));
    }
    pal_set(call->data, "open", list);
    pal_set(call->page, "open", shown);
    pal_set_boolean(call->page, "has_open", pal_value_count(list) > 0);
}

enum pal_rc pal_page_place_submit(struct pal_call *call)
{
    struct pal_place_view view;
    const struct pal_pass *held = call->errand.principal.pass;
    enum pal_rc rc = pal_place_open(call, &view);
    if (rc == PAL_OK && !call->is_form_again && !view.sending.may_answer &&
        view.sending.receipt != NULL) {
        return pal_call_go(call, false, "%s/receipt", view.base);
    }
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_answering_progress *all = &view.answering.progress;
    pal_place_data(call, &view);
    pal_put_progress(pal_put_object(call->data, "progress"), all);
    put_open(call, &view);
    pal_set_text(call->page, "progress",
                 pal_call_printf(call,
                                 pal_call_tr(call, "%zu of %zu questions answered, %zu of these "
                                                   "approved"),
                                 all->answered, all->asked, all->approved));
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    pal_set_boolean(call->page, "can_submit",
                    pal_place_may_write(call, &view) && !view.sending.is_part && all->answered > 0);
    pal_set_boolean(call->page, "must_say_who",
                    view.sending.may_answer && pal_place_role(call) == NULL);
    pal_set_boolean(call->page, "is_empty", all->answered == 0);
    pal_call_form(call, "signed_by", held != NULL && held->role != NULL ? held->role : "");
    return pal_call_show(call, "web_place_submit", view.sending.title);
}

enum pal_rc pal_do_place_submit(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_act_done done = {0};
    enum pal_rc rc = pal_place_open_sending(call, &view);
    if (rc == PAL_OK && pal_place_role(call) == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "say first in which role you answer, at the beginning of the place");
    }
    const struct pal_submission wish = {.sending = call->params[0],
                                        .act = pal_act_id(call),
                                        .signed_by = pal_call_word(call, "signed_by")};
    rc = rc == PAL_OK ? pal_sending_submit(&call->errand, &wish, &done) : rc;
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "%s/receipt", view.base) : rc;
}

/* -------------------------------------------------------------------------- receipt */

enum pal_rc pal_page_place_receipt(struct pal_call *call)
{
    struct pal_place_view view;
    enum pal_rc rc = pal_place_open_sending(call, &view);
    if (rc == PAL_OK && view.sending.receipt == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                               "nothing was submitted so far: there is no receipt");
    }
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_place_data(call, &view);
    pal_set_text(call->page, "file_url", pal_place_url(call, &view, "/file?of=submitted"));
    pal_set_text(call->page, "file_name", pal_call_printf(call, "%s.yaml", view.sending.id));
    return pal_call_show(call, "web_place_receipt", view.sending.title);
}
