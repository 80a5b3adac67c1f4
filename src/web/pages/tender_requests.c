/* tender_requests - what is asked of candidates behind the opening of a consultation: what was,
 * what came of it, and the form of a new request; see app/house/tender_request.h. */
#include "app/house/tender_request.h"

#include <string.h>

#include "app/house/answers.h"
#include "app/house/facts.h"
#include "app/house/sendings.h"
#include "base/text.h"
#include "web/pages/answers_filter.h"
#include "web/pages/pages.h"
#include "web/pages/tender_page.h"
#include "web/web_parts.h"

enum { ROWS_SHOWN = 3, ROWS_MORE = 9 };

/* ---------------------------------------------------------------- what was asked */

static const char *state_said(struct pal_call *call, const struct pal_tender_request *request,
                              enum pal_asked_back state)
{
    if (state == PAL_BACK_REPLIED || state == PAL_BACK_SETTLED) {
        return state == PAL_BACK_REPLIED ? pal_call_tr(call, "replied")
                                         : pal_call_tr(call, "settled");
    }
    return request->is_over ? pal_call_tr(call, "no reply in time")
                            : pal_call_tr(call, "a reply is awaited");
}

static void put_items(struct pal_call *call, const struct pal_tender_request *request,
                      struct pal_value *row, struct pal_value *shown)
{
    struct pal_value *data = pal_put_list(row, "items");
    struct pal_value *page = pal_put_list(shown, "items");
    for (size_t i = 0; i < request->count; i++) {
        const struct pal_request_item *item = &request->items[i];
        struct pal_value *one = pal_add_object(data);
        struct pal_value *seen = pal_add_object(page);
        pal_put_text(one, "sending", item->sending);
        pal_put_text(one, "question", item->question);
        pal_put_text(one, "text", item->text);
        pal_put_text(one, "state", pal_asked_back_ids[item->state]);
        pal_put(seen, "of", one);
        pal_put_text(seen, "who", item->provider_title);
        pal_put_text(seen, "state", state_said(call, request, item->state));
        pal_put_boolean(seen, "is_replied", item->state == PAL_BACK_REPLIED);
        pal_put_text(seen, "url",
                     pal_call_printf(call, "%s#asked-back",
                                     pal_read_url(call, item->sending, item->question)));
    }
}

static const char *title_of(struct pal_call *call, enum pal_request_sort sort)
{
    return pal_call_tr(call, pal_tender_act_titles[pal_request_acts[sort]]);
}

static enum pal_rc read_names(struct pal_call *call, const struct pal_tender_request *requests,
                              size_t count)
{
    const char **who = PAL_NEW(call->request->arena, const char *, count + 1);
    for (size_t i = 0; i < count && who != NULL; i++) {
        who[i] = requests[i].by;
    }
    return who != NULL ? pal_principals_read(call, who, count)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

static enum pal_rc put_requests(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_request *requests = NULL;
    size_t count = 0;
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    enum pal_rc rc = pal_tender_requests(&call->errand, tender, &requests, &count);
    rc = rc == PAL_OK ? read_names(call, requests, count) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const struct pal_tender_request *request = &requests[i];
        struct pal_value *row = pal_add_object(data);
        struct pal_value *shown = pal_add_object(page);
        bool is_known = request->sort < PAL_REQUEST_SORTS;
        pal_put_text(row, "id", request->part);
        pal_put_text(row, "sort", is_known ? pal_request_sort_ids[request->sort] : NULL);
        pal_put_text(row, "at", pal_call_time(call, request->at));
        pal_put_text(row, "until", pal_call_time(call, request->until));
        pal_put_text(row, "by", pal_principal_said(call, request->by, ""));
        pal_put_text(row, "confirmed", request->confirmed);
        pal_put_boolean(row, "is_over", request->is_over);
        put_items(call, request, row, shown);
        pal_put(shown, "of", row);
        pal_put_text(shown, "title", is_known ? title_of(call, request->sort) : NULL);
        pal_put_text(shown, "until", pal_tender_time_said(call, request->until));
    }
    pal_set(call->data, "requests", data);
    pal_set(call->page, "requests", page);
    return rc;
}

/* ------------------------------------------------------------------------ the form */

static const char *field_of(struct pal_call *call, size_t at, const char *key)
{
    return pal_call_printf(call, "items[%zu].%s", at, key);
}

/* What stands in a field: what was typed, or of the first row what the address asks for. */
static const char *value_of(struct pal_call *call, size_t at, const char *key, const char *asked)
{
    const char *typed = pal_call_typed(call, field_of(call, at, key));
    return typed != NULL ? typed : at == 0 && asked != NULL ? asked : "";
}

static void put_row(struct pal_call *call, size_t at, const struct pal_request_taker *takers,
                    size_t count, struct pal_value *row)
{
    const char *sending = value_of(call, at, "sending", pal_call_query(call, "sending"));
    struct pal_value *list = pal_put_list(row, "takers");
    pal_put_integer(row, "number", (int64_t)at);
    pal_put_integer(row, "row", (int64_t)at + 1);
    pal_put_text(row, "question", value_of(call, at, "question", pal_call_query(call, "question")));
    pal_put_text(row, "text", value_of(call, at, "text", NULL));
    pal_put_text(row, "sending_error", pal_call_told(call, field_of(call, at, "sending")));
    pal_put_text(row, "question_error", pal_call_told(call, field_of(call, at, "question")));
    pal_put_text(row, "text_error", pal_call_told(call, field_of(call, at, "text")));
    for (size_t i = 0; i < count; i++) {
        struct pal_value *one = pal_add_object(list);
        pal_put_text(one, "id", takers[i].sending);
        pal_put_text(one, "title", takers[i].provider_title);
        pal_put_boolean(one, "is_chosen", strcmp(takers[i].sending, sending) == 0);
    }
}

/* Rows behind the first ones are folded, unless something was typed into them. */
static void put_rows(struct pal_call *call, const struct pal_request_taker *takers, size_t count)
{
    struct pal_value *shown = pal_value_list(&call->values);
    struct pal_value *more = pal_value_list(&call->values);
    bool is_open = false;
    for (size_t i = 0; i < ROWS_SHOWN + ROWS_MORE; i++) {
        bool is_more = i >= ROWS_SHOWN;
        put_row(call, i, takers, count, pal_add_object(is_more ? more : shown));
        is_open = is_open || (is_more && (!pal_is_blank(value_of(call, i, "question", NULL)) ||
                                          !pal_is_blank(value_of(call, i, "text", NULL))));
    }
    pal_set(call->page, "rows", shown);
    pal_set(call->page, "more", more);
    pal_set_boolean(call->page, "is_more_open", is_open);
}

/* What all of them were asked, to choose from: a consultation asks everybody the same. */
static enum pal_rc put_questions(struct pal_call *call, const struct pal_request_taker *takers,
                                 size_t count)
{
    struct pal_sending first;
    const struct pal_questionnaire *of = NULL;
    struct pal_value *list = pal_value_list(&call->values);
    enum pal_rc rc = count > 0 ? pal_sending_get(&call->errand, takers[0].sending, &first) : PAL_OK;
    rc = rc == PAL_OK && count > 0
             ? pal_sending_questionnaire(&call->errand, pal_call_app(call), &first, &of)
             : rc;
    for (size_t i = 0; rc == PAL_OK && of != NULL && i < first.question_count; i++) {
        int at = pal_questionnaire_find(of, first.questions[i]);
        if (at >= 0) {
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "id", first.questions[i]);
            pal_put_text(row, "text",
                         pal_text_in(&of->questions[at].question, call->language.lang));
        }
    }
    for (size_t i = 0; rc == PAL_OK && of != NULL && i < first.above_count; i++) {
        const struct pal_area *area = pal_model_area(of->model, first.above[i]);
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "id", pal_call_printf(call, PAL_ANSWER_ABOVE "%s", first.above[i]));
        pal_put_text(row, "text",
                     area != NULL ? pal_text_in(&area->title, call->language.lang) : NULL);
    }
    pal_set(call->page, "questions", list);
    return rc;
}

static enum pal_request_sort sort_asked(struct pal_call *call)
{
    const char *typed = pal_call_typed(call, "sort");
    const char *asked = typed != NULL ? typed : pal_call_query(call, "sort");
    return asked != NULL && strcmp(asked, pal_request_sort_ids[PAL_REQUEST_COMPLETE]) == 0
               ? PAL_REQUEST_COMPLETE
               : PAL_REQUEST_CLARIFY;
}

/* The other sort has a page of its own: it is another act of the procedure. */
static void put_sorts(struct pal_call *call, const struct pal_tender *tender,
                      enum pal_request_sort now)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (int i = 0; i < PAL_REQUEST_SORTS; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", title_of(call, (enum pal_request_sort)i));
        pal_put_boolean(row, "is_current", i == (int)now);
        pal_put_text(row, "url",
                     pal_call_printf(call, "%s?sort=%s#ask",
                                     pal_tender_url(call, tender, "/requests"),
                                     pal_request_sort_ids[i]));
    }
    pal_set(call->page, "sorts", list);
}

/* Their names; NULL: all are told by mail. */
static const char *without_mail(struct pal_call *call, const struct pal_request_taker *takers,
                                size_t count)
{
    const char *out = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *title = takers[i].provider_title != NULL ? takers[i].provider_title : "";
        if (!takers[i].has_address) {
            out = out == NULL ? title : pal_call_printf(call, "%s, %s", out, title);
        }
    }
    return out;
}

static enum pal_rc put_form(struct pal_call *call, const struct pal_tender *tender)
{
    enum pal_request_sort sort = sort_asked(call);
    struct pal_request_may may;
    struct pal_request_taker *takers = NULL;
    struct pal_value *rules = pal_value_object(&call->values);
    size_t count = 0;
    enum pal_rc rc = pal_tender_request_may(&call->errand, tender, sort, &may);
    rc = rc == PAL_OK ? pal_tender_request_takers(&call->errand, tender, &takers, &count) : rc;
    rc = rc == PAL_OK ? pal_tender_put_rules(call, tender->project, pal_request_acts[sort],
                                             &may.asked, rules)
                      : rc;
    rc = rc == PAL_OK && may.why_not == NULL ? put_questions(call, takers, count) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_theirs = pal_call_may(call, PAL_MAY_EDIT_PROJECT) && !call->errand.is_read_only;
    pal_set_text(call->data, "why_not", may.why_not);
    pal_set_text(call->data, "until", may.why_not == NULL ? pal_call_time(call, may.until) : NULL);
    put_sorts(call, tender, sort);
    put_rows(call, takers, count);
    pal_confirms_put(call, &may.asked, rules);
    pal_set(call->page, "asking", rules);
    pal_set_text(call->page, "sort", pal_request_sort_ids[sort]);
    pal_set_text(call->page, "sort_title", title_of(call, sort));
    pal_set_text(call->page, "without_mail", without_mail(call, takers, count));
    pal_set_boolean(call->page, "is_form", is_theirs && may.why_not == NULL && count > 0);
    pal_set_boolean(call->page, "is_theirs", is_theirs);
    pal_set_text(call->page, "why_not", may.why_not);
    pal_set_boolean(call->page, "has_nobody", may.why_not == NULL && count == 0);
    pal_set_text(call->page, "until_said", pal_tender_time_said(call, may.until));
    pal_set_text(
        call->page, "days",
        pal_call_printf(call, pal_tr_n(&call->language, "%u day", "%u days", may.days), may.days));
    pal_set_integer(call->page, "most", PAL_REQUEST_TEXT);
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    return PAL_OK;
}

enum pal_rc pal_page_tender_requests(struct pal_call *call)
{
    struct pal_tender tender;
    enum pal_rc rc = pal_tender_open(call, &tender);
    rc = rc == PAL_OK ? put_requests(call, &tender) : rc;
    rc = rc == PAL_OK ? put_form(call, &tender) : rc;
    return rc == PAL_OK ? pal_call_show(call, "web_tender_requests",
                                        pal_call_tr(call, "Requests after the opening"))
                        : rc;
}

/* ------------------------------------------------------------------------- the act */

/* The rows in which something stands keep the numbers that they have in the form: a refusal names
 * its row. Those behind the last one that says something are none. */
static size_t read_rows(struct pal_call *call, struct pal_request_item items[PAL_REQUEST_ITEMS + 1])
{
    size_t count = 0;
    for (size_t i = 0; i <= PAL_REQUEST_ITEMS; i++) {
        items[i] = (struct pal_request_item){
            .sending = pal_call_word(call, field_of(call, i, "sending")),
            .question = pal_call_word(call, field_of(call, i, "question")),
            .text = pal_call_word(call, field_of(call, i, "text"))};
        bool is_said = !pal_is_blank(items[i].question) || !pal_is_blank(items[i].text);
        count = is_said ? i + 1 : count;
    }
    return count;
}

enum pal_rc pal_do_tender_request(struct pal_call *call)
{
    struct pal_request_item items[PAL_REQUEST_ITEMS + 1];
    struct pal_act_done done = {0};
    const char *sort = pal_call_word(call, "sort");
    const struct pal_request_wish wish = {
        .project = call->params[0],
        .tender = call->params[1],
        .act = pal_act_id(call),
        .sort = strcmp(sort, pal_request_sort_ids[PAL_REQUEST_COMPLETE]) == 0 ? PAL_REQUEST_COMPLETE
                                                                              : PAL_REQUEST_CLARIFY,
        .items = items,
        .count = read_rows(call, items),
        .confirmed = pal_confirmed_read(call)};
    enum pal_rc rc = pal_act_answer(call, pal_tender_request(&call->errand, &wish, &done), &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/projects/%s/tender/%s/requests",
                                      call->params[0], call->params[1])
                        : rc;
}
