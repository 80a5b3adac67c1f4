/* tender_talk - questions of candidates and what is answered to all: for the keeper and those who
 * answer, and where one answers the questionnaire; what comes too late. See
 * app/house/tender_talk.h.
 */
#include "app/house/tender_talk.h"

#include <string.h>

#include "app/house/facts.h"
#include "app/house/procedures.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/tender_page.h"
#include "web/web_parts.h"

/* --------------------------------------------------------------------------- rows */

static struct pal_value *put_question(struct pal_call *call,
                                      const struct pal_tender_question *question,
                                      struct pal_value *data, struct pal_value *page)
{
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    pal_put_text(row, "id", question->part);
    pal_put_text(row, "sending", question->sending);
    pal_put_text(row, "question", question->question);
    pal_put_text(row, "about", question->about);
    pal_put_text(row, "taken_out", question->taken_out);
    pal_put_text(row, "at", pal_call_time(call, question->at));
    pal_put_boolean(row, "is_passed_on", question->is_passed_on);
    pal_put_boolean(row, "is_late", question->is_late);
    pal_put(shown, "of", row);
    return shown;
}

static struct pal_value *put_told(struct pal_call *call, const struct pal_tender_told *told,
                                  size_t number, struct pal_value *data, struct pal_value *page)
{
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    pal_put_text(row, "id", told->part);
    pal_put_integer(row, "number", (int64_t)number);
    pal_put_text(row, "question", told->question);
    pal_put_text(row, "answer", told->answer);
    pal_put_text(row, "about", told->about);
    pal_put_boolean(row, "is_correction", told->is_correction);
    pal_put_text(row, "asked_at",
                 told->passed_on_at != 0 ? pal_call_time(call, told->passed_on_at) : NULL);
    pal_put_text(row, "answered_at",
                 told->answered_at != 0 ? pal_call_time(call, told->answered_at) : NULL);
    pal_put_integer(row, "turn", told->turn);
    pal_put_text(row, "needed", told->needed);
    pal_put_text(row, "confirmed", told->confirmed);
    pal_put(shown, "of", row);
    return shown;
}

/* ------------------------------------------------------------- who leads, who keeps */

static enum pal_rc put_questions(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_question *questions = NULL;
    size_t count = 0;
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    bool is_shown = !tender->is_sealed || tender->is_keeper;
    struct pal_tender_confirms asked = {.count = 0};
    enum pal_rc rc = pal_tender_questions(&call->errand, tender, &questions, &count);
    rc = rc == PAL_OK ? pal_tender_confirms_tell(&call->errand, tender, PAL_TELL_PASSED_ON, &asked)
                      : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *shown = put_question(call, &questions[i], data, page);
        bool is_typed = pal_call_is_again(call, pal_do_tender_pass_on) &&
                        strcmp(pal_call_word(call, "of"), questions[i].part) == 0;
        pal_put_text(shown, "who", questions[i].provider_title);
        pal_put_text(shown, "act_id", pal_facts_new_id(&call->errand));
        pal_put_boolean(shown, "is_again", is_typed);
        pal_put_text(shown, "taken_out", is_typed ? pal_call_typed(call, "taken_out") : NULL);
        pal_put_text(shown, "typed",
                     is_typed ? pal_call_typed(call, "question") : questions[i].question);
        pal_confirms_put(call, &asked, shown);
        pal_put_boolean(shown, "may_pass_on",
                        tender->is_keeper && !questions[i].is_passed_on && !tender->is_over &&
                            tender->state == PAL_TENDER_RUNNING && !questions[i].is_withdrawn);
    }
    pal_set(call->data, "questions", is_shown ? data : pal_value_null(&call->values));
    pal_set(call->page, "questions", page);
    pal_set_boolean(call->page, "is_keeper", tender->is_keeper);
    pal_set_boolean(call->page, "shows_questions", is_shown);
    return rc;
}

static enum pal_rc put_all_told(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_told *told = NULL;
    size_t count = 0;
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    bool may = pal_call_may(call, PAL_MAY_EDIT_PROJECT) && !tender->is_over &&
               tender->state == PAL_TENDER_RUNNING;
    bool is_again = pal_call_is_again(call, pal_do_tender_answer);
    struct pal_tender_lead lead;
    struct pal_tender_confirms asked = {.count = 0};
    enum pal_rc rc = pal_tender_lead(&call->errand, tender, &lead);
    bool is_behind = rc == PAL_OK && call->errand.now > lead.answer_by;
    if (rc == PAL_OK) {
        struct pal_err kept = call->errand.err;
        rc = pal_tender_confirms_tell(&call->errand, tender, PAL_TELL_ANSWER, &asked);
        call->errand.err = rc == PAL_E_INVALID ? kept : call->errand.err;
        rc = rc == PAL_E_INVALID ? PAL_OK : rc;
    }
    rc = rc == PAL_OK ? pal_tender_list_told(&call->errand, tender, &told, &count) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *shown = put_told(call, &told[i], i + 1, data, page);
        bool is_late = false;
        if (may && told[i].answer == NULL) {
            rc = pal_tender_asked_late(&call->errand, tender, told[i].part, &is_late);
            pal_confirms_put(call, &asked, shown);
        }
        pal_put_boolean(shown, "is_asked_late", is_late);
        pal_put_boolean(shown, "asks_needed", is_behind && lead.moves_closing);
        bool is_typed = is_again && strcmp(pal_call_word(call, "part"), told[i].part) == 0;
        const char *typed = is_typed ? pal_call_typed(call, "answer") : NULL;
        pal_put_text(shown, "act_id", pal_facts_new_id(&call->errand));
        pal_put_text(shown, "typed", typed != NULL ? typed : "");
        pal_put_boolean(shown, "may_answer", may && told[i].answer == NULL);
    }
    pal_set(call->data, "told", data);
    pal_set(call->page, "told", page);
    pal_set_boolean(call->page, "may_answer", may);
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    return rc;
}

/* What was typed into the form of what nobody asked. */
static void put_unasked(struct pal_call *call)
{
    static const struct {
        const char *key;
        const char *field;
    } typed[] = {{"told_about", "about"}, {"told_question", "question"}, {"told_answer", "answer"}};
    bool is_again =
        pal_call_is_again(call, pal_do_tender_answer) && pal_call_word(call, "part")[0] == '\0';
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        const char *text = is_again ? pal_call_typed(call, typed[i].field) : NULL;
        pal_set_text(call->page, typed[i].key, text != NULL ? text : "");
    }
    pal_set_boolean(call->page, "is_told_again", is_again);
    pal_set_boolean(call->page, "is_correction",
                    is_again && strcmp(pal_call_word(call, "sort"), "correction") == 0);
}

/* What the rules ask of an answer, or of a correction, and what whoever tells it confirms. */
static enum pal_rc put_telling(struct pal_call *call, const struct pal_tender *tender,
                               enum pal_tender_act act, struct pal_value *row)
{
    struct pal_tender_confirms asked = {.count = 0};
    const bool is_answer = act == PAL_TENDER_ANSWER_TO_ALL;
    struct pal_err kept = call->errand.err;
    enum pal_rc rc = pal_tender_confirms_tell(
        &call->errand, tender, is_answer ? PAL_TELL_ANSWER : PAL_TELL_CORRECTION, &asked);
    if (rc == PAL_E_INVALID) { /* by law nothing may be told any more: the verb says so */
        call->errand.err = kept;
        rc = PAL_OK;
    }
    pal_confirms_put(call, &asked, row);
    return rc == PAL_OK ? pal_tender_put_rules(call, tender->project, act, &asked, row) : rc;
}

enum pal_rc pal_page_tender_questions(struct pal_call *call)
{
    struct pal_tender tender;
    struct pal_tender_lead lead;
    enum pal_rc rc = pal_tender_open(call, &tender);
    rc = rc == PAL_OK ? pal_tender_lead(&call->errand, &tender, &lead) : rc;
    rc = rc == PAL_OK ? put_questions(call, &tender) : rc;
    rc = rc == PAL_OK ? put_all_told(call, &tender) : rc;
    struct pal_value *answering = pal_value_object(&call->values);
    struct pal_value *correcting = pal_value_object(&call->values);
    rc = rc == PAL_OK ? put_telling(call, &tender, PAL_TENDER_ANSWER_TO_ALL, answering) : rc;
    rc = rc == PAL_OK ? put_telling(call, &tender, PAL_TENDER_CHANGE_CONTENT, correcting) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_late = call->errand.now > lead.answer_by;
    pal_set(call->page, "answering", answering);
    pal_set(call->page, "correcting", correcting);
    pal_set_text(call->data, "answer_by", pal_call_time(call, lead.answer_by));
    pal_set_text(call->page, "answer_by", pal_tender_time_said(call, lead.answer_by));
    pal_set_boolean(call->page, "asks_needed", is_late && lead.moves_closing);
    pal_set_boolean(call->page, "is_late", is_late);
    put_unasked(call);
    return pal_call_show(call, "web_tender_questions",
                         pal_call_tr(call, "Questions and answers to all"));
}

static enum pal_rc go_to_questions(struct pal_call *call, enum pal_rc rc,
                                   const struct pal_act_done *done)
{
    rc = pal_act_answer(call, rc, done);
    return rc == PAL_OK ? pal_call_go(call, !done->is_again, "/projects/%s/tender/%s/questions",
                                      call->params[0], call->params[1])
                        : rc;
}

static const char *word_or_null(const struct pal_call *call, const char *name)
{
    const char *word = pal_call_word(call, name);
    return pal_is_blank(word) ? NULL : word;
}

enum pal_rc pal_do_tender_pass_on(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const struct pal_tender_pass_on wish = {.project = call->params[0],
                                            .tender = call->params[1],
                                            .of = pal_call_word(call, "of"),
                                            .question = pal_call_word(call, "question"),
                                            .about = word_or_null(call, "about"),
                                            .taken_out = word_or_null(call, "taken_out"),
                                            .confirmed = pal_confirmed_read(call),
                                            .is_sure = pal_call_word(call, "sure")[0] != '\0',
                                            .act = pal_act_id(call)};
    return go_to_questions(call, pal_tender_pass_on(&call->errand, &wish, &done), &done);
}

enum pal_rc pal_do_tender_answer(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const char *turn = pal_call_word(call, "turn");
    const struct pal_tender_answer_wish wish = {
        .project = call->params[0],
        .tender = call->params[1],
        .part = pal_call_word(call, "part"),
        .question = pal_call_word(call, "question"),
        .answer = pal_call_word(call, "answer"),
        .about = word_or_null(call, "about"),
        .turn = turn[0] != '\0' ? pal_whole_number(turn) : 0,
        .is_correction = strcmp(pal_call_word(call, "sort"), "correction") == 0,
        .needed = word_or_null(call, "needed"),
        .confirmed = pal_confirmed_read(call),
        .act = pal_act_id(call)};
    return go_to_questions(call, pal_tender_answer_to_all(&call->errand, &wish, &done), &done);
}

/* ----------------------------------------------------------------- where one answers */

static enum pal_rc put_place(struct pal_call *call, const struct pal_place_view *view)
{
    struct pal_tender_question *asked = NULL;
    struct pal_tender_told *told = NULL;
    size_t asked_count = 0;
    size_t told_count = 0;
    struct pal_value *lists[4];
    for (size_t i = 0; i < 4; i++) {
        lists[i] = pal_value_list(&call->values);
    }
    enum pal_rc rc = pal_tender_asked_by(&call->errand, &view->sending, &asked, &asked_count);
    rc = rc == PAL_OK ? pal_tender_told_to(&call->errand, &view->sending, &told, &told_count) : rc;
    for (size_t i = 0; i < asked_count && rc == PAL_OK; i++) {
        (void)put_question(call, &asked[i], lists[0], lists[1]);
    }
    for (size_t i = 0; i < told_count && rc == PAL_OK; i++) {
        (void)put_told(call, &told[i], i + 1, lists[2], lists[3]);
    }
    pal_set(call->data, "asked", lists[0]);
    pal_set(call->page, "asked", lists[1]);
    pal_set(call->data, "told", lists[2]);
    pal_set(call->page, "told", lists[3]);
    return rc;
}

/* Outside a consultation nobody asks here. */
static enum pal_rc open_place(struct pal_call *call, struct pal_place_view *view,
                              struct pal_tender_given *given)
{
    enum pal_rc rc = pal_place_open_sending(call, view);
    rc = rc == PAL_OK ? pal_tender_given(&call->errand, &view->sending, given) : rc;
    return rc == PAL_OK && given->tender == NULL
               ? pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                                 "this questionnaire was sent outside a consultation")
               : rc;
}

enum pal_rc pal_page_place_questions(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_tender_given given;
    struct pal_tender_lead lead;
    struct pal_tender tender;
    enum pal_rc rc = open_place(call, &view, &given);
    rc = rc == PAL_OK ? put_place(call, &view) : rc;
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    tender = (struct pal_tender){.project = view.sending.project, .closing = given.closing};
    rc = pal_tender_lead(&call->errand, &tender, &lead);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_tender_clocks(call);
    bool may = view.sending.may_answer && given.is_running && !view.sending.is_over;
    pal_set_text(call->data, "closing", pal_call_time(call, given.closing));
    pal_set_text(call->data, "questions_until",
                 lead.questions_until != 0 ? pal_call_time(call, lead.questions_until) : NULL);
    pal_set_text(call->page, "closing", pal_tender_time_said(call, given.closing));
    pal_set_text(call->page, "questions_until",
                 lead.questions_until != 0 ? pal_tender_time_said(call, lead.questions_until)
                                           : NULL);
    pal_set_boolean(call->page, "is_late",
                    lead.questions_until != 0 && call->errand.now > lead.questions_until);
    pal_set_boolean(call->page, "may_ask", may);
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    pal_call_form(call, "question", "");
    pal_call_form(call, "about", "");
    return pal_call_show(call, "web_place_questions", view.sending.title);
}

enum pal_rc pal_do_place_ask(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_tender_given given;
    struct pal_act_done done = {0};
    enum pal_rc rc = open_place(call, &view, &given);
    rc = rc == PAL_OK
             ? pal_tender_ask(&call->errand, view.sending.id, pal_call_word(call, "question"),
                              word_or_null(call, "about"), pal_act_id(call), &done)
             : rc;
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "%s/questions", view.base) : rc;
}

/* -------------------------------------------------------------------------- too late */

enum pal_rc pal_page_place_late(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_tender_given given;
    struct pal_tender_late late;
    const struct pal_pass *held = call->errand.principal.pass;
    enum pal_rc rc = open_place(call, &view, &given);
    rc = rc == PAL_OK ? pal_tender_late_of(&call->errand, &view.sending, &late) : rc;
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    struct pal_value *rules = pal_value_object(&call->values);
    rc = rc == PAL_OK
             ? pal_tender_put_rules(call, view.sending.project, PAL_TENDER_ADMIT_LATE, NULL, rules)
             : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_tender_clocks(call);
    pal_set_text(call->data, "closing", pal_call_time(call, given.closing));
    pal_set_text(call->data, "reason", late.reason);
    pal_set_text(call->data, "since", late.since);
    pal_set_text(call->data, "receipt", late.receipt);
    pal_set_text(call->data, "at", late.at != 0 ? pal_call_time(call, late.at) : NULL);
    pal_set_text(call->data, "decision", late.decision);
    pal_set_text(call->data, "decided_why", late.decided_why);
    pal_set(call->page, "late_rules", rules);
    pal_set_text(call->page, "closing_said", pal_tender_time_said(call, given.closing));
    pal_set_boolean(call->page, "is_admitted",
                    late.decision != NULL && strcmp(late.decision, "admitted") == 0);
    pal_set_boolean(call->page, "may_say",
                    view.sending.is_over && !view.sending.is_part &&
                        given.state != PAL_TENDER_CANCELLED && late.decision == NULL &&
                        held != NULL && (held->rights & PAL_PASS_ANSWER) != 0);
    pal_set_boolean(call->page, "is_over", view.sending.is_over);
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    pal_call_form(call, "reason", late.reason != NULL ? late.reason : "");
    pal_call_form(call, "since", late.since != NULL ? late.since : "");
    pal_call_form(call, "signed_by", held != NULL && held->role != NULL ? held->role : "");
    return pal_call_show(call, "web_place_late", view.sending.title);
}

enum pal_rc pal_do_place_late(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_tender_given given;
    struct pal_act_done done = {0};
    enum pal_rc rc = open_place(call, &view, &given);
    rc = rc == PAL_OK
             ? pal_tender_say_late(&call->errand, view.sending.id, pal_call_word(call, "reason"),
                                   word_or_null(call, "since"), word_or_null(call, "signed_by"),
                                   pal_act_id(call), &done)
             : rc;
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "%s/late", view.base) : rc;
}
