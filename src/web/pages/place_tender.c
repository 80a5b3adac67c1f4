/* place_tender - what the place where one answers says of the consultation that it belongs to: how
 * far that is, what was changed since the link was given, what was handed in; see place.h. */
#include "app/house/tenders.h"
#include "web/pages/place.h"
#include "web/pages/tender_page.h"

/* Why nothing is written any more; NULL: something is, or the link is to read along. */
static const char *why_closed(struct pal_call *call, const struct pal_place_view *view,
                              const struct pal_tender_given *given)
{
    const struct pal_sending *sending = &view->sending;
    if (given->state == PAL_TENDER_CANCELLED) {
        return pal_call_tr(call, "The consultation was cancelled: nothing is handed in any more, "
                                 "and nobody reads what was answered.");
    }
    if (sending->state == PAL_SENDING_CLOSED) {
        return pal_call_tr(call, "This questionnaire is closed.");
    }
    if (!sending->is_over && given->state == PAL_TENDER_RUNNING) {
        return NULL;
    }
    if (sending->state != PAL_SENDING_SUBMITTED) {
        return pal_call_tr(call, "The closing has passed, and nothing was handed in: nobody of the "
                                 "buyer reads what was answered. It is still here.");
    }
    return given->state == PAL_TENDER_OPENED
               ? pal_call_printf(call,
                                 pal_call_tr(call, "The closing has passed. The answers were "
                                                   "opened on %s, and are read as they were handed "
                                                   "in; nothing of them is changed any more."),
                                 pal_tender_time_said(call, given->opened_at))
               : pal_call_tr(call, "The closing has passed. What was handed in stays as it is, and "
                                   "sealed: nobody reads it before the opening.");
}

/* Whether something was written since it was handed in, which is not part of it. */
static bool is_changed_since(const struct pal_place_view *view)
{
    for (size_t i = 0; i < view->answering.count; i++) {
        if (view->answering.items[i].now.number > view->sending.said_number) {
            return true;
        }
    }
    return false;
}

bool pal_place_may_again(const struct pal_place_view *view)
{
    const struct pal_sending *sending = &view->sending;
    return sending->tender != NULL && sending->state == PAL_SENDING_SUBMITTED &&
           sending->is_sealed && !sending->is_over;
}

bool pal_place_is_changed(const struct pal_place_view *view)
{
    return pal_place_may_again(view) && is_changed_since(view);
}

/* What was handed in before the closing, which counts unless it is handed in again. */
static void put_handed_in(struct pal_call *call, const struct pal_place_view *view)
{
    if (!pal_place_may_again(view)) {
        return;
    }
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "text",
                 pal_call_printf(call,
                                 pal_call_tr(call, "Handed in on %s. Until the closing it may be "
                                                   "handed in again; the last time counts."),
                                 pal_tender_time_said(call, view->sending.said_at)));
    pal_put_boolean(row, "is_changed", pal_place_is_changed(view));
    pal_set(call->page, "handed_in", row);
}

static enum pal_rc put_changes(struct pal_call *call, const struct pal_place_view *view)
{
    struct pal_tender_changed *changes = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    enum pal_rc rc = pal_tender_changes(&call->errand, &view->sending, &changes, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const struct pal_tender_changed *change = &changes[i];
        struct pal_value *row = pal_add_object(list);
        pal_put_text(
            row, "text",
            change->is_cancelled
                ? pal_call_tr(call, "The consultation was cancelled")
                : pal_call_printf(call, pal_call_tr(call, "The closing was moved, from %s to %s"),
                                  pal_tender_time_said(call, change->from),
                                  pal_tender_time_said(call, change->to)));
        pal_put_text(row, "at", pal_call_time(call, change->at));
        pal_put_text(row, "reason", change->reason);
    }
    pal_set(call->page, "changes", list);
    pal_set_boolean(call->page, "has_changes", count > 0);
    return rc;
}

enum pal_rc pal_place_put_consultation(struct pal_call *call, const struct pal_place_view *view)
{
    struct pal_tender_given given;
    enum pal_rc rc = pal_tender_given(&call->errand, &view->sending, &given);
    if (rc != PAL_OK || given.tender == NULL) {
        return rc;
    }
    pal_tender_clocks(call);
    bool is_open = given.is_running && !given.is_over;
    pal_set_boolean(call->page, "is_sealed_place", is_open);
    const char *why = why_closed(call, view, &given);
    pal_set_text(call->page, "closed",
                 why != NULL || view->sending.may_answer
                     ? why
                     : pal_call_tr(call, "You read along: nothing can be changed with this link."));
    pal_set_text(call->page, "late_url",
                 given.is_over && given.state != PAL_TENDER_CANCELLED && view->sending.is_respondent
                     ? pal_place_url(call, view, "/late")
                     : NULL);
    put_handed_in(call, view);
    return put_changes(call, view);
}
