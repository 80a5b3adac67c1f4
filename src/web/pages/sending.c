/* sending - a questionnaire that was sent, for who sent it: how far it is, what may happen next,
 * what was asked, what became of it. Whoever holds its link is led to where one answers (place.c).
 */
#include "app/house/sending.h"

#include <string.h>

#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/forms.h"
#include "web/frames.h"
#include "web/pages/asked.h"
#include "web/pages/asked_back.h"
#include "web/pages/next.h"
#include "web/pages/pages.h"
#include "web/pages/sending_page.h"
#include "web/web_parts.h"

enum { NEXT_MOST = 8, HISTORY_MOST = 200, WEEKS_MORE = 2, DAYS_OF_WEEK = 7 };

/* The acts of its page: the verb of the table, the last word of the address, its handler. */
static const struct {
    const char *verb;
    const char *word;
    pal_handler run;
} acts[] = {{"extend", "extend", pal_do_sending_extend},
            {"reopen", "reopen", pal_do_sending_reopen},
            {"open_again", "open-again", pal_do_sending_open_again},
            {"close", "close", pal_do_sending_close}};

/* ------------------------------------------------------------------ what may be done */

static int find_act(const char *verb)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (strcmp(acts[i].verb, verb) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* What was typed into the form of an act that is shown again. */
static const char *typed(struct pal_call *call, int act, const char *name, const char *kept)
{
    const char *value = pal_call_is_again(call, acts[act].run) ? pal_call_typed(call, name) : NULL;
    return value != NULL ? value : kept;
}

/* A later end is offered than the one that is said. */
static int64_t offered_end(struct pal_call *call, const struct pal_sending *sending)
{
    int64_t soon = pal_until_in(call, WEEKS_MORE * DAYS_OF_WEEK);
    return sending->until >= soon ? sending->until + (int64_t)WEEKS_MORE * DAYS_OF_WEEK * 24 * 3600
                                  : soon;
}

static void put_act(struct pal_call *call, const struct pal_sending *sending, int act,
                    const struct pal_case_row *row)
{
    struct pal_value *form = pal_add_object(pal_value_get(call->page, "acts"));
    int64_t end = offered_end(call, sending);
    bool asks_date = (row->asks & PAL_ASK_BIT(PAL_ASK_DATE)) != 0;
    pal_put_text(form, "act", acts[act].word);
    pal_put_text(form, "title", pal_call_tr(call, row->title));
    pal_put_text(form, "act_id", pal_facts_new_id(&call->errand));
    pal_put_boolean(form, "asks_date", asks_date);
    pal_put_boolean(form, "asks_reason", (row->asks & PAL_ASK_BIT(PAL_ASK_REASON)) != 0);
    pal_put_text(form, "until",
                 asks_date ? typed(call, act, "until", pal_until_day(call, end)) : "");
    pal_put_text(form, "time",
                 asks_date ? typed(call, act, "time", pal_until_time(call, end)) : "");
    pal_put_text(form, "reason", typed(call, act, "reason", ""));
    pal_put_boolean(form, "is_again", pal_call_is_again(call, acts[act].run));
}

/* A form for each act that the table offers; for programs every row, and why not. */
static void put_acts(struct pal_call *call, const struct pal_sending *sending)
{
    struct pal_case_answer answers[NEXT_MOST];
    size_t count = pal_sending_next(sending, answers, NEXT_MOST);
    struct pal_value *data = pal_value_list(&call->values);
    const struct pal_case_answer *barred = NULL;
    pal_set(call->page, "acts", pal_value_list(&call->values));
    for (size_t i = 0; i < count && i < NEXT_MOST; i++) {
        int act = find_act(answers[i].row->verb);
        if (act < 0) {
            continue;
        }
        pal_next_put_act(call, data, acts[act].word, &answers[i]);
        if (answers[i].says == PAL_CASE_MAY) {
            put_act(call, sending, act, answers[i].row);
        }
        barred = answers[i].says == PAL_CASE_NOT_NOW ? &answers[i] : barred;
    }
    pal_set(call->data, "next", data);
    pal_set_text(call->page, "why_not",
                 barred != NULL && pal_value_count(pal_value_get(call->page, "acts")) == 0
                     ? pal_call_printf(call, pal_call_tr(call, "%s: %s"),
                                       pal_call_tr(call, barred->row->title),
                                       pal_call_tr(call, barred->why_not))
                     : NULL);
}

/* ------------------------------------------------------------------------ the page */

/* What comes next, and who does it. */
static const char *told_next(struct pal_call *call, const struct pal_sending *sending)
{
    if (pal_sending_is_late(sending)) {
        return pal_call_tr(call, "Nothing was submitted in time. Who sent it gives more time, or "
                                 "closes it.");
    }
    if (!pal_sending_is_open(sending)) {
        return NULL;
    }
    switch (sending->to) {
    case PAL_ACTOR_PROVIDER:
        return pal_call_tr(call, "The provider answers next, with the link.");
    case PAL_ACTOR_PROJECT_MANAGER:
        return pal_call_tr(call, "The project manager answers next.");
    case PAL_ACTOR_EXPERT:
    case PAL_ACTOR_COUNT:
        break;
    }
    return pal_call_tr(call, "The expert answers next.");
}

/* A document that it names, as a link where it can be read. */
static enum pal_rc name_document(struct pal_call *call, const char *kind, const char *id,
                                 const char *key)
{
    struct pal_document record;
    if (id == NULL) {
        return PAL_OK;
    }
    struct pal_err kept = call->errand.err;
    enum pal_rc rc = pal_house_get(&call->errand, kind, id, &record);
    if (rc == PAL_E_NOT_FOUND || rc == PAL_E_DENIED) {
        call->errand.err = kept;
    } else if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "title",
                 rc == PAL_OK ? pal_document_title(call, record.text, record.title) : id);
    pal_put_text(row, "url", rc == PAL_OK ? pal_document_place(call, &record) : NULL);
    pal_set(call->page, key, row);
    return PAL_OK;
}

static enum pal_rc put_names(struct pal_call *call, const struct pal_sending *sending)
{
    enum pal_rc rc = name_document(call, pal_kinds[PAL_KIND_QUESTIONNAIRE].word,
                                   sending->questionnaire, "questionnaire");
    rc = rc == PAL_OK
             ? name_document(call, pal_kinds[PAL_KIND_PROFILE].word, sending->profile, "profile")
             : rc;
    rc = rc == PAL_OK
             ? name_document(call, pal_kinds[PAL_KIND_PROVIDER].word, sending->provider, "provider")
             : rc;
    const char *who[] = {sending->said_by != NULL ? sending->said_by : ""};
    return rc == PAL_OK ? pal_principals_read(call, who, 1) : rc;
}

static void put_state(struct pal_call *call, const struct pal_sending *sending)
{
    pal_sending_tell(call, call->data, sending);
    pal_set_text(call->data, "questionnaire", sending->questionnaire);
    pal_set_text(call->data, "profile", sending->profile);
    pal_set_text(call->data, "reason", sending->reason);
    pal_set_text(call->data, "signed_by", sending->signed_by);
    pal_set_text(call->data, "receipt", sending->receipt);
    pal_set_text(call->page, "whom", pal_sending_whom(call, sending->to, sending->provider_title));
    pal_set_text(call->page, "state", pal_sending_state_said(call, sending));
    pal_set_text(call->page, "tier", pal_call_tr(call, pal_tier_titles[sending->tier]));
    pal_set_boolean(call->page, "is_open", pal_sending_is_open(sending));
    pal_set_boolean(call->page, "is_late", pal_sending_is_late(sending));
    pal_set_text(call->page, "told", told_next(call, sending));
    pal_set_text(call->page, "by",
                 sending->said_by != NULL ? pal_principal_said(call, sending->said_by, "") : NULL);
}

/* How many links to it are open: a provider without one cannot answer. */
static enum pal_rc put_links(struct pal_call *call, const struct pal_sending *sending)
{
    struct pal_pass *passes = NULL;
    size_t count = 0;
    size_t open = 0;
    bool may_look = pal_call_may(call, PAL_MAY_EDIT_PROJECT) && !sending->is_sealed;
    if (!may_look) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_passes_list(&call->errand, PAL_SENDING_KIND, sending->id, &passes, &count);
    for (size_t i = 0; i < count; i++) {
        open += passes[i].state == PAL_PASS_OPEN && (passes[i].rights & PAL_PASS_ANSWER) != 0;
    }
    pal_set_text(call->page, "links_url", pal_call_printf(call, "/sendings/%s/links", sending->id));
    pal_set_text(call->page, "links",
                 pal_call_printf(call,
                                 pal_tr_n(&call->language, "%zu link to answer with",
                                          "%zu links to answer with", open),
                                 open));
    pal_set_boolean(call->page, "lacks_link",
                    open == 0 && sending->to == PAL_ACTOR_PROVIDER && pal_sending_is_open(sending));
    return rc;
}

/* What was asked back, and the way to it. */
static enum pal_rc put_back(struct pal_call *call, const struct pal_sending *sending)
{
    struct pal_back_count *counts = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_asked_back_count(&call->errand, sending->project, &counts, &count);
    const char *words = pal_back_put_counts(call, call->data, counts, count, sending->id);
    bool is_awaited =
        pal_value_as_integer(pal_value_get(call->data, "asked_back")) > 0 && sending->is_respondent;
    bool is_replied = pal_value_as_integer(pal_value_get(call->data, "replied")) > 0;
    pal_set_text(call->page, "back", words[0] != '\0' ? words : NULL);
    pal_set_text(call->page, "back_url",
                 pal_call_printf(call,
                                 is_awaited   ? "/sendings/%s/answer"
                                 : is_replied ? "/sendings/%s/answers?show=replied"
                                              : "/sendings/%s/answers?show=asked-back",
                                 sending->id));
    return rc;
}

enum pal_rc pal_page_sending(struct pal_call *call)
{
    struct pal_sending sending;
    if (pal_call_is_pass(call)) {
        const char *place = pal_call_printf(call, "/sendings/%s/answer", call->params[0]);
        return pal_call_go(call, false, "%s", pal_call_under(call, call->pass, place));
    }
    enum pal_rc rc = pal_sending_get(&call->errand, call->params[0], &sending);
    rc = rc == PAL_OK ? pal_sending_frame(call, &sending) : rc;
    rc = rc == PAL_OK ? put_names(call, &sending) : rc;
    rc = rc == PAL_OK ? put_links(call, &sending) : rc;
    rc = rc == PAL_OK ? pal_sending_put_mails(call, &sending) : rc;
    rc = rc == PAL_OK ? pal_sending_put_reminder(call, &sending) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    put_state(call, &sending);
    rc = put_back(call, &sending);
    put_acts(call, &sending);
    pal_set_text(call->page, "questions_url",
                 pal_call_printf(call, "/sendings/%s/questions", sending.id));
    pal_set_text(call->page, "answer_url",
                 sending.may_answer ? pal_call_printf(call, "/sendings/%s/answer", sending.id)
                                    : NULL);
    pal_set_text(call->page, "answers_url",
                 sending.was_submitted && !sending.is_sealed
                     ? pal_call_printf(call, "/sendings/%s/answers", sending.id)
                     : NULL);
    pal_until_put(call, pal_until_in(call, WEEKS_MORE * DAYS_OF_WEEK));
    pal_set_text(call->page, "tender_url",
                 sending.tender != NULL ? pal_call_printf(call, "/projects/%s/tender/%s",
                                                          sending.project, sending.tender)
                                        : NULL);
    return rc != PAL_OK ? rc : pal_call_show(call, "web_sending", sending.title);
}

/* ------------------------------------------------------------------------- acts */

static enum pal_rc say(struct pal_call *call, unsigned state)
{
    const char *turn = pal_call_word(call, "turn");
    bool has_date = pal_route_reads_field(call->route, "until");
    bool has_reason = pal_route_reads_field(call->route, "reason");
    const char *reason = has_reason ? pal_call_word(call, "reason") : "";
    struct pal_sent_wish wish = {.sending = call->params[0],
                                 .state = pal_case_tables[PAL_CASE_SENDING].states[state].id,
                                 .act = pal_act_id(call),
                                 .turn = turn[0] != '\0' ? pal_whole_number(turn) : 0,
                                 .reason = !pal_is_blank(reason) ? reason : NULL};
    struct pal_act_done done = {0};
    enum pal_rc rc = has_date ? pal_until_read(call, &wish.until) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_act_answer(call, pal_sending_say(&call->errand, &wish, &done), &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/sendings/%s", call->params[0]) : rc;
}

enum pal_rc pal_do_sending_extend(struct pal_call *call)
{
    return say(call, PAL_SENDING_OPEN);
}

enum pal_rc pal_do_sending_reopen(struct pal_call *call)
{
    return say(call, PAL_SENDING_REOPENED);
}

enum pal_rc pal_do_sending_open_again(struct pal_call *call)
{
    return say(call, PAL_SENDING_REOPENED);
}

enum pal_rc pal_do_sending_close(struct pal_call *call)
{
    return say(call, PAL_SENDING_CLOSED);
}

/* -------------------------------------------------------------------- questions */

enum pal_rc pal_page_sending_questions(struct pal_call *call)
{
    struct pal_sending sending;
    enum pal_rc rc = pal_sending_get(&call->errand, call->params[0], &sending);
    rc = rc == PAL_OK ? pal_sending_frame(call, &sending) : rc;
    rc = rc == PAL_OK ? pal_asked_put_sent(call, &sending) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "until",
                 sending.until != 0 ? pal_call_time(call, sending.until) : NULL);
    pal_set_text(call->page, "whom", pal_sending_whom(call, sending.to, sending.provider_title));
    pal_set_text(call->page, "tier", pal_call_tr(call, pal_tier_titles[sending.tier]));
    return pal_call_show(call, "web_sending_questions", pal_call_tr(call, "Questions"));
}

/* ---------------------------------------------------------------------- history */

static void put_said(struct pal_call *call, const struct pal_fact *fact, bool may_erase)
{
    const struct pal_case_table *table = &pal_case_tables[PAL_CASE_SENDING];
    unsigned state = pal_case_find_state(PAL_CASE_SENDING, fact->state);
    struct pal_value *body = pal_fact_body_value(call, fact);
    struct pal_value *row = pal_fact_value(call, fact, body);
    struct pal_value *shown = pal_add_object(pal_value_get(call->page, "rows"));
    const char *until = pal_value_as_text(pal_value_get(body, "until"));
    pal_add(pal_value_get(call->data, "facts"), row);
    pal_put(shown, "of", row);
    pal_put_text(shown, "state",
                 state != PAL_CASE_NOT_THERE ? pal_call_tr(call, table->states[state].title)
                                             : pal_call_tr(call, "Taken back"));
    pal_put_text(shown, "until", until != NULL ? pal_call_printf(call, "%s:00Z", until) : NULL);
    pal_put_text(shown, "by", pal_principal_said(call, fact->principal, fact->claim));
    pal_put_text(shown, "act_id", pal_facts_new_id(&call->errand));
    pal_put_boolean(shown, "can_erase", may_erase);
}

enum pal_rc pal_page_sending_history(struct pal_call *call)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = call->params[0],
                                           .kind = PAL_SENT_FACT,
                                           .max = HISTORY_MOST};
    struct pal_sending sending;
    struct pal_fact *facts = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_sending_get(&call->errand, call->params[0], &sending);
    rc = rc == PAL_OK ? pal_sending_frame(call, &sending) : rc;
    rc = rc == PAL_OK ? pal_facts_history(&call->errand, &search, &facts, &count) : rc;
    const struct pal_fact **all = PAL_NEW(call->request->arena, const struct pal_fact *, count + 1);
    if (rc != PAL_OK || all == NULL) {
        return rc != PAL_OK ? rc : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        all[i] = &facts[i];
    }
    rc = pal_facts_read(call, all, count);
    pal_set(call->data, "facts", pal_value_list(&call->values));
    pal_set(call->page, "rows", pal_value_list(&call->values));
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        put_said(call, &facts[i], pal_call_may(call, PAL_MAY_ADMINISTER));
    }
    return rc == PAL_OK ? pal_call_show(call, "web_sending_history", pal_call_tr(call, "History"))
                        : rc;
}

enum pal_rc pal_do_sending_erase(struct pal_call *call)
{
    const struct pal_fact_place place = {PAL_SENT_FACT, PAL_SENDING_KIND, call->params[0]};
    struct pal_act_done done = {0};
    enum pal_rc rc =
        pal_facts_erase(&call->errand, &place, pal_whole_number(pal_call_word(call, "number")),
                        pal_act_id(call), &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/sendings/%s/history", call->params[0])
                        : rc;
}
