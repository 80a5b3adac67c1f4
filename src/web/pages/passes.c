/* passes - links with which an assessment is read, or a questionnaire answered, without an account:
 * made, looked after, opened. */
#include "app/house/passes.h"

#include <string.h>

#include "app/house/errand.h"
#include "app/house/sending.h"
#include "app/house/shelf.h"
#include "web/frames.h"
#include "web/marking.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { DAY = 24 * 3600, DAYS_OFFERED = 30 };

/* ------------------------------------------------------------------- the link */

enum pal_rc pal_page_pass(struct pal_call *call)
{
    enum pal_rc rc = pal_passes_look(&call->errand, call->params[0]);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_pass *pass = call->errand.principal.pass;
    call->project = pass->project;
    rc = pal_marking_find(call);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "title", pass->title);
    pal_set_text(call->data, "until", pal_call_day(call, pass->expires_at - 1));
    pal_set_text(call->data, "by", pass->name);
    pal_set_boolean(call->data, "is_handed_on", pass->is_handed_on);
    pal_set_text(call->data, "note", pass->note[0] != '\0' ? pass->note : NULL);
    struct pal_sending sending;
    rc = pal_kind_is(pass->kind, PAL_KIND_SENDING)
             ? pal_sending_get(&call->errand, pass->subject, &sending)
             : PAL_E_NOT_FOUND;
    bool may_answer = rc == PAL_OK && sending.may_answer && sending.until != 0;
    call->errand.err = (struct pal_err){0};
    pal_set_text(call->data, "answer_until",
                 may_answer && sending.until < pass->expires_at ? pal_call_time(call, sending.until)
                                                                : NULL);
    return pal_call_show(call, "web_pass",
                         pal_call_tr(call, pal_kind_is(pass->kind, PAL_KIND_SENDING)
                                               ? PAL_N_("A questionnaire for you")
                                               : PAL_N_("A link to an assessment")));
}

enum pal_rc pal_do_pass(struct pal_call *call)
{
    char secret[PAL_SECRET_TEXT];
    enum pal_rc rc = pal_passes_exchange(&call->errand, call->params[0], secret);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_pass *pass = call->errand.principal.pass;
    int64_t left = pass->expires_at - call->errand.now;
    pal_http_set(call->response, "Set-Cookie",
                 pal_call_printf(call,
                                 PAL_PASS_COOKIE "=%s; Path=%s; HttpOnly; SameSite=Lax; "
                                                 "Max-Age=%lld%s",
                                 secret, pal_call_under(call, pass->id, "/"),
                                 (long long)(left < PAL_PASS_AGE ? left : PAL_PASS_AGE),
                                 call->request->is_secure ? "; Secure" : ""));
    const char *place = pal_kind_place(pal_shelf_kind(pass->kind), pass->project, pass->subject,
                                       call->request->arena);
    if (place == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    return pal_call_go(call, false, "%s%s", pal_call_under(call, pass->id, place),
                       pal_kind_is(pass->kind, PAL_KIND_SENDING) ? "/answer" : "");
}

/* ---------------------------------------------------------- those of a subject */

static const char *state_title(const struct pal_call *call, enum pal_pass_state state)
{
    switch (state) {
    case PAL_PASS_OPEN:
        return pal_call_tr(call, "open");
    case PAL_PASS_OVER:
        return pal_call_tr(call, "over");
    case PAL_PASS_REVOKED:
        return pal_call_tr(call, "revoked");
    case PAL_PASS_ASLEEP:
        break;
    }
    return pal_call_tr(call, "asleep: who made it may not open it at the moment");
}

static void put_pass(struct pal_call *call, struct pal_value *row, const struct pal_pass *pass)
{
    pal_put_text(row, "id", pass->id);
    pal_put_text(row, "note", pass->note[0] != '\0' ? pass->note : NULL);
    pal_put_boolean(row, "may_answer", (pass->rights & PAL_PASS_ANSWER) != 0);
    pal_put_boolean(row, "may_hand_on", (pass->rights & PAL_PASS_HAND_ON) != 0);
    pal_put_boolean(row, "is_handed_on", pass->is_handed_on);
    pal_put_text(row, "by", pass->name[0] != '\0' ? pass->name : pass->person);
    pal_put_text(row, "made", pal_call_time(call, pass->created_at));
    pal_put_text(row, "until", pal_call_day(call, pass->expires_at - 1));
    pal_put_text(row, "state", pal_pass_state_ids[pass->state]);
}

/* Each into the data; once more, with its words and buttons, into the page. */
static enum pal_rc put_passes(struct pal_call *call)
{
    struct pal_pass *passes = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    enum pal_rc rc = pal_passes_list(&call->errand, pal_scope_kind(call->route->scope),
                                     call->params[0], &passes, &count);
    for (size_t i = 0; i < count; i++) {
        enum pal_pass_state state = passes[i].state;
        struct pal_value *row = pal_add_object(shown);
        put_pass(call, pal_add_object(list), &passes[i]);
        put_pass(call, row, &passes[i]);
        pal_put_text(row, "state_title", state_title(call, state));
        pal_put_boolean(row, "can_revoke", state == PAL_PASS_OPEN || state == PAL_PASS_ASLEEP);
    }
    pal_set(call->data, "passes", list);
    pal_set(call->page, "passes", shown);
    return rc;
}

/* Whether links are to a questionnaire, which is answered with them. */
static bool is_of_sending(const struct pal_call *call)
{
    return call->route->scope == PAL_SCOPE_SENDING;
}

/* What the form offers: a month, or as long as what is handed on; `day` 0, or a day of its own. */
static void put_form(struct pal_call *call, const struct pal_pass *held, int64_t day)
{
    int64_t most =
        held != NULL ? held->expires_at - 1 : call->errand.now + (int64_t)PAL_PASS_DAYS * DAY;
    int64_t offered = day != 0 ? day : call->errand.now + (int64_t)DAYS_OFFERED * DAY;
    const char *may = pal_call_typed(call, "may");
    pal_call_form(call, "until", pal_call_day(call, offered < most ? offered : most));
    pal_call_form(call, "note", "");
    pal_set_text(call->page, "until_least", pal_call_day(call, call->errand.now));
    pal_set_text(call->page, "until_most", pal_call_day(call, most));
    pal_set_boolean(call->page, "is_hand_on", pal_call_typed(call, "hand_on") != NULL);
    pal_set_boolean(call->page, "is_of_sending", is_of_sending(call));
    pal_set_boolean(call->page, "is_along", may != NULL && strcmp(may, "read") == 0);
    pal_set_boolean(call->page, "can_make", held != NULL || call->errand.session != NULL);
    pal_set_boolean(call->page, "is_holder", held != NULL);
}

/* What stands around the page; `day`: on which a link ends that is made now, 0: none is told. */
static enum pal_rc frame(struct pal_call *call, int64_t *day)
{
    struct pal_document record;
    struct pal_sending sending;
    *day = 0;
    if (is_of_sending(call)) {
        enum pal_rc rc = pal_sending_get(&call->errand, call->params[0], &sending);
        *day = rc == PAL_OK && sending.until > call->errand.now
                   ? pal_sending_link_day(&call->errand, sending.until)
                   : 0;
        return rc == PAL_OK ? pal_sending_frame(call, &sending) : rc;
    }
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", call->params[0], &record);
    return rc == PAL_OK ? pal_document_frame(call, &record) : rc;
}

enum pal_rc pal_page_links(struct pal_call *call)
{
    const struct pal_pass *held = call->errand.principal.pass;
    int64_t day = 0;
    enum pal_rc rc = frame(call, &day);
    if (rc == PAL_OK && held == NULL) {
        rc = put_passes(call);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    put_form(call, held, day);
    return pal_call_show(call, "web_links", pal_call_tr(call, "Links"));
}

/* A questionnaire is answered with its link, unless it is to read along alone. */
static unsigned rights_sent(struct pal_call *call)
{
    bool is_along = is_of_sending(call) && strcmp(pal_call_word(call, "may"), "read") == 0;
    unsigned answers = is_of_sending(call) && !is_along ? (unsigned)PAL_PASS_ANSWER : 0U;
    bool is_handed = pal_call_word(call, "hand_on")[0] != '\0';
    return PAL_PASS_READ | answers | (is_handed ? (unsigned)PAL_PASS_HAND_ON : 0U);
}

enum pal_rc pal_link_make(struct pal_call *call, const struct pal_new_pass *wanted)
{
    char link[PAL_SECRET_TEXT];
    struct pal_pass made;
    enum pal_rc rc = call->errand.principal.pass != NULL
                         ? pal_passes_hand_on(&call->errand, wanted, &made, link)
                         : pal_passes_make(&call->errand, wanted, &made, link);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", made.id);
    pal_put_text(row, "url", pal_call_whole_url(call, "/pass/", link));
    pal_put_text(row, "until", pal_call_day(call, made.expires_at - 1));
    pal_set(call->data, "link", row);
    return PAL_OK;
}

enum pal_rc pal_do_link_make(struct pal_call *call)
{
    const struct pal_new_pass wanted = {.kind = pal_scope_kind(call->route->scope),
                                        .subject = call->params[0],
                                        .rights = rights_sent(call),
                                        .last_day =
                                            pal_seconds_of_day(pal_call_word(call, "until")),
                                        .note = pal_call_word(call, "note")};
    enum pal_rc rc = pal_link_make(call, &wanted);
    return rc == PAL_OK ? pal_page_links(call) : rc;
}

/* Back to the list, once it was done. */
static enum pal_rc go_back(struct pal_call *call, enum pal_rc rc)
{
    const char *kind = pal_scope_kind(call->route->scope);
    return rc == PAL_OK ? pal_call_go(call, true, "%s/links",
                                      pal_kind_url(call, kind, call->project, call->params[0]))
                        : rc;
}

enum pal_rc pal_do_link_revoke(struct pal_call *call)
{
    return go_back(call, pal_passes_revoke(&call->errand, pal_scope_kind(call->route->scope),
                                           call->params[0], pal_call_word(call, "id")));
}

enum pal_rc pal_do_link_forget(struct pal_call *call)
{
    return go_back(call, pal_passes_forget(&call->errand, pal_scope_kind(call->route->scope),
                                           call->params[0], pal_call_word(call, "id")));
}
