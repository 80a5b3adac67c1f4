/* answer_read - one answer: what was asked and answered, what it gives and why, how it was seen. */
#include <string.h>

#include "app/house/contributors.h"
#include "base/text.h"
#include "render/words.h"
#include "web/frames.h"
#include "web/pages/answers_filter.h"
#include "web/pages/asked_back.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

/* ------------------------------------------------------------------------ where to */

static const char *sending_of(const struct pal_call *call)
{
    return call->params[0];
}

static const char *url_of(struct pal_call *call, const struct pal_looked_answer *answer)
{
    return pal_read_kept(call, pal_read_url(call, sending_of(call), answer->part));
}

/* The answers beside it, among those that were chosen; where it is none of them, among all. */
static enum pal_rc put_ways(struct pal_call *call, const struct pal_read *read,
                            const struct pal_looked_answer *answer)
{
    size_t count = 0;
    size_t at = 0;
    const struct pal_looked_answer **chosen = pal_read_chosen(call, read, &count);
    if (chosen == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    while (at < count && chosen[at] != answer) {
        at++;
    }
    bool is_chosen = at < count;
    const struct pal_looked_answer *first = read->looking.answers;
    const struct pal_looked_answer *before = is_chosen        ? (at > 0 ? chosen[at - 1] : NULL)
                                             : answer > first ? answer - 1
                                                              : NULL;
    const struct pal_looked_answer *next = is_chosen ? (at + 1 < count ? chosen[at + 1] : NULL)
                                           : answer + 1 < first + read->looking.count ? answer + 1
                                                                                      : NULL;
    pal_set_text(call->page, "before_url", before != NULL ? url_of(call, before) : NULL);
    pal_set_text(call->page, "next_url", next != NULL ? url_of(call, next) : NULL);
    pal_set_text(
        call->page, "all_url",
        pal_read_kept(call, pal_call_printf(call, "/sendings/%s/answers", sending_of(call))));
    pal_set_text(call->page, "across_url",
                 answer->area == NULL
                     ? pal_call_printf(call, "/projects/%s/questionnaires/across/%s?of=%s",
                                       read->looking.sending.project,
                                       pal_read_address(call, answer->part),
                                       read->looking.sending.questionnaire)
                     : NULL);
    pal_set_text(call->page, "finding_url",
                 pal_call_printf(call, "/sendings/%s/findings#finding-%s", sending_of(call),
                                 pal_read_address(call, answer->part)));
    pal_set_text(call->page, "place",
                 is_chosen ? pal_call_printf(call, "%zu / %zu", at + 1, count) : NULL);
    return PAL_OK;
}

/* ------------------------------------------------------------------------ the question */

static void put_cells(struct pal_call *call, struct pal_value *row, const char *key,
                      const struct pal_model *model, const struct pal_step_ref *cells, size_t count)
{
    const char *out = "";
    for (size_t i = 0; i < count; i++) {
        const struct pal_area *area = &model->areas[cells[i].area];
        out = pal_call_printf(call, "%s%s%s %s", out, i > 0 ? ", " : "", area->id,
                              area->ladder->steps[cells[i].step].id);
    }
    pal_put_text(row, key, count > 0 ? out : NULL);
}

static void put_question(struct pal_call *call, const struct pal_read *read,
                         const struct pal_looked_answer *answer)
{
    const struct pal_question *question = answer->question;
    const struct pal_model *model = read->looking.questionnaire->model;
    const enum pal_lang lang = call->language.lang;
    const char *help = pal_text_in(&question->help, lang);
    const char *evidence = pal_text_in(&question->evidence, lang);
    struct pal_value *row = pal_value_object(&call->values);
    bool is_plain = question != &pal_question_above;
    pal_put_borrowed(row, "id", pal_read_code(answer));
    pal_put_borrowed(row, "text", pal_read_question(call, answer));
    pal_put_borrowed(row, "topic", pal_read_topic(call, read, answer).title);
    pal_put_borrowed(row, "help", help[0] != '\0' ? help : NULL);
    pal_put_borrowed(row, "evidence", evidence[0] != '\0' ? evidence : NULL);
    pal_put_borrowed(row, "basis", question->basis);
    pal_put_borrowed(row, "tier", pal_call_tr(call, pal_tier_titles[question->tier]));
    pal_put_borrowed(row, "weight",
                     is_plain ? pal_call_tr(call, pal_weight_titles[question->weight]) : NULL);
    pal_put_borrowed(row, "asked_of", pal_word_actor(&call->language, question->answered_by));
    pal_put_boolean(row, "is_asked", answer->is_asked);
    put_cells(call, row, "cells", model, question->cells, question->cell_count);
    put_cells(call, row, "context", model, question->context, question->context_count);
    pal_set(call->page, "question", row);
}

/* ------------------------------------------------------------------------ the answer */

static void put_answer(struct pal_call *call, const struct pal_read *read,
                       const struct pal_looked_answer *answer)
{
    struct pal_value *row = pal_value_object(&call->values);
    const struct pal_looked_fact *claimed = &answer->claimed;
    bool is_claimed = pal_looked_stands(claimed) && claimed->body[0] != '\0';
    pal_put_boolean(row, "is_claimed", is_claimed);
    pal_put(row, "shown",
            is_claimed ? pal_read_shown(call, read, answer, claimed->body)
                       : pal_value_null(&call->values));
    pal_put_text(row, "submitted_at", is_claimed ? pal_call_time(call, claimed->at) : NULL);
    pal_put_text(row, "history",
                 is_claimed && claimed->turn > 1
                     ? pal_call_printf(call, "/sendings/%s/facts/answer?part=%s&lane=claimed",
                                       sending_of(call), pal_call_escaped(call, answer->part))
                     : NULL);
    pal_read_put_verdict(call, row, read, answer);
    pal_read_put_conditions(call, NULL, row, read, answer);
    struct pal_value *seen = pal_read_mark(call, read, answer, &answer->seen);
    struct pal_value *checked = pal_read_mark(call, read, answer, &answer->checked);
    pal_put(row, "seen", seen != NULL ? seen : pal_value_null(&call->values));
    pal_put(row, "checked", checked != NULL ? checked : pal_value_null(&call->values));
    pal_set(call->page, "answer", row);
}

/* Who answered, by name where they gave one: whoever carries out the assessment sees it. */
static enum pal_rc put_who(struct pal_call *call, const struct pal_read *read,
                           const struct pal_looked_answer *answer)
{
    struct pal_value *shown = pal_value_get(pal_value_get(call->page, "answer"), "shown");
    const char *role = pal_value_as_text(pal_value_get(shown, "by"));
    const struct pal_fact fact = {.body = answer->claimed.body};
    bool may = pal_errand_may(&call->errand, PAL_MAY_ASSESS, read->looking.sending.project);
    if (role == NULL || !may) {
        return PAL_OK;
    }
    const struct pal_value *by = pal_value_get(pal_fact_body_value(call, &fact), "by");
    const char *id = pal_value_as_text(pal_value_get(by, "name"));
    const char *name = NULL;
    enum pal_rc rc =
        id != NULL ? pal_contributors_names(&call->errand, read->looking.sending.id, &id, 1, &name)
                   : PAL_OK;
    if (rc == PAL_OK && name != NULL && name[0] != '\0') {
        pal_set_text(shown, "by", pal_call_printf(call, "%s, %s", name, role));
    }
    return rc;
}

/* What a person decided of it. */
static void put_decision(struct pal_call *call, const struct pal_looked_answer *answer)
{
    const struct pal_looked_fact *said = &answer->verdict;
    if (!pal_looked_stands(said)) {
        return;
    }
    static const struct {
        const char *state;
        const char *title;
    } titles[] = {{"pass", PAL_N_("decided: passes")},
                  {"fail", PAL_N_("decided: fails")},
                  {"accepted", PAL_N_("accepted")}};
    struct pal_value *row = pal_value_object(&call->values);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (strcmp(titles[i].state, said->state) == 0) {
            pal_put_borrowed(row, "title", pal_call_tr(call, titles[i].title));
        }
    }
    const struct pal_fact fact = {.body = said->body};
    const struct pal_value *body = pal_fact_body_value(call, &fact);
    pal_put_text(row, "reason", pal_value_as_text(pal_value_get(body, "reason")));
    pal_put_text(row, "by", pal_principal_said(call, said->by, ""));
    pal_put_text(row, "at", pal_call_time(call, said->at));
    pal_put_boolean(row, "is_older", said->is_older);
    pal_set(call->page, "decision", row);
}

/* The files that prove the answer, each to be opened beside it. */
static void put_openable(struct pal_call *call, const struct pal_read *read,
                         const struct pal_looked_answer *answer)
{
    struct pal_value *list = pal_value_list(&call->values);
    const char *now = pal_call_query(call, "proof");
    const char *url = url_of(call, answer);
    for (size_t i = 0; i < read->file_count; i++) {
        const struct pal_question_file *file = &read->files[i];
        bool is_named = strstr(answer->claimed.turn > 0 ? answer->claimed.body : "", file->id) ||
                        strstr(answer->seen.turn > 0 ? answer->seen.body : "", file->id) ||
                        strstr(answer->checked.turn > 0 ? answer->checked.body : "", file->id);
        if (is_named && (now == NULL || strcmp(now, file->id) != 0)) {
            struct pal_value *row = pal_add_object(list);
            pal_put_borrowed(row, "name", file->name);
            pal_put_borrowed(row, "url",
                             pal_call_printf(call, "%s%cproof=%s", url,
                                             strchr(url, '?') != NULL ? '&' : '?', file->id));
        }
    }
    pal_set(call->page, "openable", list);
}

static enum pal_rc put_proof(struct pal_call *call, const struct pal_read *read,
                             const struct pal_looked_answer *answer)
{
    const char *hash = pal_call_query(call, "proof");
    pal_set_text(call->page, "here_url", url_of(call, answer));
    return hash != NULL ? pal_read_put_proof(call, call->page, read, hash) : PAL_OK;
}

/* ------------------------------------------------------------------------ asking back */

/* Where the answers are reopened; NULL: not now, or not by the visitor. */
static const char *reopen_url(struct pal_call *call, const struct pal_sending *sending)
{
    enum { MOST = 8 };
    struct pal_case_answer answers[MOST];
    size_t count = pal_sending_next(sending, answers, MOST);
    for (size_t i = 0; i < count && i < MOST; i++) {
        bool is_it = answers[i].says == PAL_CASE_MAY && strcmp(answers[i].row->verb, "reopen") == 0;
        if (is_it && !call->errand.is_read_only) {
            return pal_call_printf(call, "/sendings/%s#act-reopen", sending->id);
        }
    }
    return NULL;
}

/* What was said beside it, and what may be said next. */
static enum pal_rc put_back(struct pal_call *call, const struct pal_read *read,
                            const struct pal_looked_answer *answer)
{
    const struct pal_sending *sending = &read->looking.sending;
    struct pal_back_thread thread = {.question = answer->part};
    struct pal_back_may may = {.ask = false};
    if (!answer->is_asked) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_asked_back_read(&call->errand, sending, answer->part, &thread);
    rc = rc == PAL_OK ? pal_asked_back_may(&call->errand, sending, &may) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *data = pal_value_object(&call->values);
    const struct pal_back_at at = {
        .sending = sending,
        .may = &may,
        .act = pal_call_printf(call, "%s/ask-back",
                               pal_read_url(call, sending_of(call), answer->part))};
    rc = pal_back_put(call, &at, &thread, pal_call_is_again(call, pal_do_answer_ask_back),
                      call->page, data);
    pal_set(call->data, "asked_back", thread.turn > 0 ? data : pal_value_null(&call->values));
    pal_set_text(call->page, "reopen_url", thread.turn > 0 ? reopen_url(call, sending) : NULL);
    pal_set_text(call->page, "request_url",
                 may.request
                     ? pal_call_printf(call,
                                       "/projects/%s/tender/%s/requests?sending=%s&question=%s#ask",
                                       sending->project, sending->tender, sending->id,
                                       pal_call_escaped(call, answer->part))
                     : NULL);
    if (sending->was_submitted && may.why_not != NULL) {
        char *why = pal_arena_copy(call->request->arena, may.why_not, strlen(may.why_not));
        if (why != NULL) {
            pal_text_capital(why); /* a sentence of its own, also where it is the note of a rule */
        }
        pal_set_text(call->page, "back_why_not", why);
    }
    return rc;
}

/* What somebody else has said meanwhile. */
static void put_now(struct pal_call *call)
{
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(fact, pal_value_get(call->data, "now"))
    {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "by", pal_value_as_text(pal_value_get(fact, "name")));
        pal_put_text(row, "at", pal_value_as_text(pal_value_get(fact, "at")));
    }
    pal_set(call->page, "now", list);
}

/* ------------------------------------------------------------------------ the page */

enum pal_rc pal_page_answer(struct pal_call *call)
{
    struct pal_read *read = PAL_NEW(call->request->arena, struct pal_read, 1);
    const char *part = pal_read_part(call, call->params[1]);
    enum pal_rc rc = read != NULL ? pal_read_open(call, sending_of(call), read)
                                  : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    const struct pal_looked_answer *answer = rc == PAL_OK ? pal_read_find(read, part) : NULL;
    if (rc == PAL_OK && answer == NULL) {
        rc = pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "the question %s is not asked here",
                             pal_quote(part).text);
    }
    rc = rc == PAL_OK ? pal_sending_frame(call, &read->looking.sending) : rc;
    rc = rc == PAL_OK ? pal_read_names(call, read) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "id", sending_of(call));
    struct pal_value *data = pal_value_object(&call->values);
    pal_read_put_whole(call, data, read, answer);
    pal_set(call->data, "answer", data);
    rc = put_back(call, read, answer);
    if (rc == PAL_OK && !call->is_api) {
        put_question(call, read, answer);
        put_answer(call, read, answer);
        put_decision(call, answer);
        put_now(call);
        rc = put_who(call, read, answer);
        rc = rc == PAL_OK ? put_ways(call, read, answer) : rc;
        put_openable(call, read, answer);
        rc = rc == PAL_OK ? put_proof(call, read, answer) : rc;
        rc = rc == PAL_OK ? pal_read_put_forms(call, call->page, read, answer,
                                               pal_read_url(call, sending_of(call), answer->part))
                          : rc;
        pal_set(call->page, "read_script",
                pal_value_borrowed(&call->values, call->web->read_script));
    }
    return rc == PAL_OK ? pal_call_show(call, "web_answer", pal_read_code(answer)) : rc;
}

/* ------------------------------------------------------------------------ acts */

static const char *back(struct pal_call *call, const char *part)
{
    return pal_read_url(call, sending_of(call), part);
}

enum pal_rc pal_do_answer_mark(struct pal_call *call)
{
    const char *part = pal_read_part(call, call->params[1]);
    return pal_read_do_mark(call, sending_of(call), part, back(call, part));
}

enum pal_rc pal_do_answer_withdraw(struct pal_call *call)
{
    const char *part = pal_read_part(call, call->params[1]);
    return pal_read_do_withdraw(call, sending_of(call), part, back(call, part));
}

enum pal_rc pal_do_answer_decide(struct pal_call *call)
{
    const char *part = pal_read_part(call, call->params[1]);
    return pal_read_do_decide(call, sending_of(call), part, back(call, part));
}

enum pal_rc pal_do_answer_ask_back(struct pal_call *call)
{
    const char *part = pal_read_part(call, call->params[1]);
    const char *state = pal_call_word(call, "state");
    const struct pal_back_sent sent = {
        .sending = sending_of(call),
        .question = part,
        .state = strcmp(state, pal_asked_back_ids[PAL_BACK_SETTLED]) == 0 ? PAL_BACK_SETTLED
                 : strcmp(state, pal_asked_back_ids[PAL_BACK_SAID]) == 0  ? PAL_BACK_SAID
                                                                          : PAL_BACK_ASKED};
    enum pal_rc rc = pal_back_do(call, &sent);
    return rc == PAL_OK ? pal_call_go(call, false, "%s?saved=%lld#asked-back", back(call, part),
                                      (long long)call->errand.now)
                        : rc;
}

/* Rows of a table of what was found, added or taken away; nothing is saved. */
enum pal_rc pal_do_answer_rows(struct pal_call *call)
{
    call->is_form_again = true;
    return pal_page_answer(call);
}
