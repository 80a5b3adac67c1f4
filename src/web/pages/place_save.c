/* place_save - an answer is written: as it was sent, together with what somebody else has changed
 * of it meanwhile, or shown beside that; and states of answers. See place.h. */
#include <string.h>

#include "app/house/facts.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/web_parts.h"

enum { HISTORY_MOST = 200, FAULTS_MOST = 50 };

/* An answer on its way. */
struct saving {
    struct pal_place_view view;
    struct pal_answering_item item; /* without what stands there now */
    struct pal_answer_wish wish;
    struct pal_act_done done;
    bool is_merged;    /* with what somebody else has changed */
    bool is_unchanged; /* it says what stands there already */
};

/* ----------------------------------------------------------------------- reading */

/* Which question the address is of; whether it is asked is the verb's to say. */
static enum pal_rc find_item(struct pal_call *call, struct saving *out)
{
    struct pal_answering *answering = &out->view.answering;
    const char *part = pal_place_part(call);
    enum pal_rc rc = pal_sending_questionnaire(&call->errand, pal_call_app(call),
                                               &out->view.sending, &answering->questionnaire);
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_above = strcmp(call->params[1], PAL_ANSWERING_ABOVE) == 0;
    int at = is_above ? -1 : pal_questionnaire_find(answering->questionnaire, part);
    bool is_here =
        at >= 0 && strcmp(pal_answering_topic_id(answering->questionnaire,
                                                 &answering->questionnaire->questions[at]),
                          call->params[1]) == 0;
    if (!is_above && !is_here) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "the question %s is not asked here",
                               pal_quote(part).text);
    }
    out->item = (struct pal_answering_item){
        .question = is_above ? &pal_question_above : &answering->questionnaire->questions[at],
        .now = {.question = part}};
    return PAL_OK;
}

/* What is wrong with it, for programs; the first sentence is that of the act. */
static enum pal_rc tell_faults(struct pal_call *call, struct pal_question_form *form)
{
    struct pal_question_fault faults[FAULTS_MOST];
    size_t count = pal_question_form_faults(form, faults, FAULTS_MOST);
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "path", faults[i].path);
        pal_put_text(row, "sentence", faults[i].sentence);
    }
    pal_set(call->data, "faults", list);
    return pal_errand_fail(&call->errand, PAL_E_INVALID, "%s",
                           count > 0 ? faults[0].sentence
                                     : pal_call_tr(call, "this is no answer to the question"));
}

/* What is new of it is not approved by whoever has approved what was there. */
static const char *state_of(struct pal_call *call)
{
    const char *said = pal_place_word(call, "state");
    return said[0] != '\0' ? said : pal_answer_state_changed(pal_place_word(call, "was"));
}

static enum pal_rc read_sent(struct pal_call *call, struct saving *out)
{
    struct pal_question_form form;
    const char *json = NULL;
    pal_place_form(call, &out->view, &out->item, &form);
    pal_question_form_read(&form, &call->form, PAL_PLACE_OTHERS);
    pal_place_put_by(call, &out->view, &form);
    if (form.unknown != NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "there is no field %s in the answer to this question",
                               pal_quote(form.unknown).text);
    }
    enum pal_rc rc = pal_question_form_answer(&form, &json);
    if (rc == PAL_E_INVALID) {
        return tell_faults(call, &form);
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_LIMIT
                   ? pal_errand_fail(&call->errand, rc,
                                     "this answer is longer than %d kB: send what is long as a "
                                     "file, and name it as a proof",
                                     PAL_QUESTION_BODY / 1024)
                   : pal_errand_explain(&call->errand, rc);
    }
    out->wish = (struct pal_answer_wish){.sending = out->view.sending.id,
                                         .question = out->item.now.question,
                                         .act = pal_act_id(call),
                                         .turn = pal_whole_number(pal_place_word(call, "turn")),
                                         .state = state_of(call),
                                         .json = json != NULL ? json : "{}"};
    return out->wish.turn >= 0
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "say of which part this is, and which turn of it you saw");
}

/* ----------------------------------------------------------------------- merging */

/* What stood there when the form was made; "{}": nothing did, NULL: it is not known any more. */
static enum pal_rc find_base(struct pal_call *call, const struct saving *saving, const char **out)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = saving->wish.sending,
                                           .kind = PAL_ANSWER_FACT,
                                           .part = saving->wish.question,
                                           .lane = "",
                                           .max = HISTORY_MOST};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    *out = saving->wish.turn == 0 ? "{}" : NULL;
    enum pal_rc rc =
        saving->wish.turn > 0 ? pal_facts_history(&call->errand, &search, &facts, &count) : PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (facts[i].turn == saving->wish.turn && !facts[i].is_erased) {
            *out = facts[i].body;
        }
    }
    return rc;
}

static const char *lower_state(const char *one, const char *other)
{
    static const char *const order[] = {"open", "proposed"};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (strcmp(one, order[i]) == 0 || strcmp(other, order[i]) == 0) {
            return order[i];
        }
    }
    return one;
}

/* Somebody else was first: where they changed other parts of it, both go together. */
static enum pal_rc merge(struct pal_call *call, struct saving *saving)
{
    const char *base = NULL;
    struct pal_err kept = call->errand.err;
    const struct pal_fact now = saving->done.facts[0];
    if (pal_answers_same(saving->wish.json, now.body)) {
        saving->is_unchanged = true;
        return PAL_OK;
    }
    enum pal_rc rc = find_base(call, saving, &base);
    const char *merged =
        rc == PAL_OK && base != NULL
            ? pal_answers_merged(call, saving->item.question, base, saving->wish.json, now.body)
            : NULL;
    if (rc != PAL_OK || merged == NULL) {
        call->errand.err = rc != PAL_OK ? call->errand.err : kept;
        return rc != PAL_OK ? rc : PAL_E_CONFLICT;
    }
    saving->is_merged = true;
    if (pal_answers_same(merged, now.body)) {
        return PAL_OK;
    }
    struct pal_answer_wish wish = saving->wish;
    struct pal_act_done done;
    wish.act = pal_facts_new_id(&call->errand);
    wish.turn = now.turn;
    wish.json = merged;
    wish.state =
        lower_state(saving->wish.state[0] != '\0' ? saving->wish.state : "open", now.state);
    call->errand.err = (struct pal_err){0};
    rc = pal_answer_put(&call->errand, &wish, &done);
    if (rc == PAL_OK || rc == PAL_E_CONFLICT) {
        saving->done = done;
    }
    return rc;
}

/* A form without a script is sent whole whether or not anything was changed: what stands there
 * already makes no turn. */
static enum pal_rc look_unchanged(struct pal_call *call, struct saving *saving)
{
    struct pal_answer_now now;
    if (call->is_api) {
        return PAL_OK;
    }
    enum pal_rc rc =
        pal_answer_get(&call->errand, &saving->view.sending, saving->wish.question, &now);
    saving->is_unchanged = rc == PAL_OK && now.turn == saving->wish.turn &&
                           pal_place_word(call, "state")[0] == '\0' &&
                           pal_answers_same(now.body, saving->wish.json);
    return rc;
}

static enum pal_rc put(struct pal_call *call, struct saving *saving)
{
    enum { TRIES = 4 };
    enum pal_rc rc = look_unchanged(call, saving);
    if (rc != PAL_OK || saving->is_unchanged) {
        return rc;
    }
    rc = pal_answer_put(&call->errand, &saving->wish, &saving->done);
    for (int i = 0;
         i < TRIES && rc == PAL_E_CONFLICT && saving->done.count == 1 && !saving->is_unchanged;
         i++) {
        rc = merge(call, saving);
        if (rc == PAL_E_CONFLICT && !saving->is_merged) {
            break;
        }
    }
    return rc;
}

/* ---------------------------------------------------------------------- answering */

/* Which questions are asked, or not any more, by what was answered here. */
static enum pal_rc tell_hung(struct pal_call *call, const struct saving *saving)
{
    struct pal_answering_hung *hung = NULL;
    size_t count = 0;
    const char *body = saving->done.count > 0 ? saving->done.facts[0].body : saving->wish.json;
    struct pal_value *list = pal_value_list(&call->values);
    enum pal_rc rc =
        pal_answering_hung(&call->errand, pal_call_app(call), saving->view.answering.questionnaire,
                           saving->wish.question, body, &hung, &count);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "question", hung[i].question);
        pal_put_boolean(row, "is_put", hung[i].is_put);
    }
    pal_set(call->data, "hung", list);
    return rc;
}

/* Back to the question, which says that it was saved. */
static enum pal_rc go_back(struct pal_call *call, const struct saving *saving)
{
    const char *question = pal_call_escaped(call, saving->wish.question);
    if (strcmp(pal_place_word(call, "go"), "files") == 0) {
        return pal_call_go(call, false, "%s/files?question=%s", saving->view.base, question);
    }
    const char *saved =
        saving->is_unchanged ? "same" : pal_call_printf(call, "%lld", (long long)call->errand.now);
    call->location =
        pal_call_printf(call, "%s/topics/%s?saved=%s&at=%s%s#%s", saving->view.base,
                        call->params[1], saved, question, saving->is_merged ? "&merged=1" : "",
                        pal_place_anchor(call, saving->wish.question));
    return PAL_OK;
}

enum pal_rc pal_do_place_answer(struct pal_call *call)
{
    struct saving saving = {0};
    enum pal_rc rc = pal_place_look(call, &saving.view);
    rc = rc == PAL_OK ? find_item(call, &saving) : rc;
    if (rc == PAL_OK && pal_place_role(call) == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "say first in which role you answer, at the beginning of the place");
    }
    rc = rc == PAL_OK ? read_sent(call, &saving) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put(call, &saving);
    rc = pal_act_answer(call, rc, &saving.done);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_boolean(call->data, "is_merged", saving.is_merged);
    rc = tell_hung(call, &saving);
    return rc == PAL_OK ? go_back(call, &saving) : rc;
}

/* Rows more or fewer, or a part of what somebody else has saved: nothing is written. */
enum pal_rc pal_do_place_rows(struct pal_call *call)
{
    call->is_form_again = true;
    return pal_page_place_topic(call);
}

/* ------------------------------------------------------------------------ states */

static bool is_to_say(const struct pal_answering_item *item, size_t topic, const char *state)
{
    bool is_approved = strcmp(item->now.state, "approved") == 0;
    bool is_higher =
        strcmp(state, "approved") == 0 ? !is_approved : strcmp(item->now.state, "open") == 0;
    return item->topic == topic && item->is_put && item->now.is_answered && is_higher;
}

/* All answers of a topic that are not so far yet. */
enum pal_rc pal_do_place_state(struct pal_call *call)
{
    struct pal_place_view view;
    const struct pal_answering_topic *topic = NULL;
    struct pal_act_done done = {0};
    enum pal_rc rc = pal_place_open(call, &view);
    rc = rc == PAL_OK ? pal_place_topic_here(call, &view, &topic) : rc;
    struct pal_answer_now *answers =
        rc == PAL_OK
            ? PAL_NEW(call->request->arena, struct pal_answer_now, view.answering.count + 1)
            : NULL;
    if (answers == NULL) {
        return pal_errand_explain(&call->errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    struct pal_answers_state wish = {.sending = view.sending.id,
                                     .act = pal_act_id(call),
                                     .state = pal_place_word(call, "state"),
                                     .answers = answers};
    for (size_t i = 0; i < view.answering.count; i++) {
        if (is_to_say(&view.answering.items[i], (size_t)(topic - view.answering.topics),
                      wish.state)) {
            answers[wish.count++] = view.answering.items[i].now;
        }
    }
    if (wish.count == 0) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "there is no answer on this topic that is not so far already");
    }
    rc = pal_answers_say_state(&call->errand, &wish, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "%s/topics/%s", view.base, topic->id)
                        : rc;
}
