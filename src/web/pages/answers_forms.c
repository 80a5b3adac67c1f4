/* answers_forms - the forms with which answers are marked and decided, and what they say; see
 * answers_page.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/shelf.h"
#include "base/text.h"
#include "web/pages/answers_page.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

/* What the form of a mark says beside what was found. */
static const char others[] = "csrf act turn seen_turn checked_turn basis was contradicts "
                             "proof.title proof.file proof.page proof.quote said_by on "
                             "place remark add remove from sending";

/* ------------------------------------------------------------------------ showing */

/* A text of a mark's body, or of a part of it. */
static const char *word(const json_t *body, const char *key)
{
    const json_t *value = json_object_get(body, key);
    const char *text = json_string_value(value);
    for (int i = 0; text == NULL && i < PAL_LANG_COUNT; i++) {
        text = json_string_value(json_object_get(value, pal_lang_codes[i]));
    }
    return text != NULL ? text : "";
}

/* What was typed, where this form is shown again; else what stands there. */
static const char *typed(struct pal_call *call, const char *name, const char *kept)
{
    const char *sent = pal_call_typed(call, name);
    return sent != NULL ? sent : kept;
}

/* Whether the form of a mark is shown again, not another of the page. */
static bool is_mark_again(const struct pal_call *call)
{
    return call->is_form_again && pal_route_reads_field(call->route, "contradicts");
}

/* A text of the form and, as KEY_error, what is wrong with it. */
static void put_field(struct pal_call *call, struct pal_value *form, const char *key,
                      const char *name, const char *kept)
{
    pal_put_text(form, key, typed(call, name, kept));
    pal_put_borrowed(form, pal_call_printf(call, "%s_error", key),
                     is_mark_again(call) ? pal_call_told(call, name) : NULL);
}

static void put_files(struct pal_call *call, struct pal_value *form, const struct pal_read *read,
                      const char *chosen)
{
    struct pal_value *list = pal_put_list(form, "files");
    for (size_t i = 0; i < read->file_count; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_borrowed(row, "value", read->files[i].id);
        pal_put_borrowed(row, "title", read->files[i].name);
        pal_put_boolean(row, "is_chosen", strcmp(read->files[i].id, chosen) == 0);
    }
    pal_put_boolean(form, "has_files", read->file_count > 0);
    (void)call;
}

static const struct pal_looked_fact *mark_of(const struct pal_looked_answer *answer)
{
    return pal_looked_counts(&answer->checked)   ? &answer->checked
           : pal_looked_counts(&answer->seen)    ? &answer->seen
           : pal_looked_stands(&answer->checked) ? &answer->checked
           : pal_looked_stands(&answer->seen)    ? &answer->seen
                                                 : NULL;
}

/* What the form begins with: the mark that stands there, of an older answer without what was found
 * of that; else the first proof of the answer. */
static json_t *begin_with(const struct pal_looked_answer *answer)
{
    const struct pal_looked_fact *mark = mark_of(answer);
    if (mark != NULL) {
        json_t *body = json_loads(mark->body, 0, NULL);
        static const char *const found[] = {"fields", "none", "contradicts"};
        for (size_t i = 0; mark->is_older && i < sizeof found / sizeof *found; i++) {
            (void)json_object_del(body, found[i]);
        }
        return body;
    }
    json_t *said = json_loads(answer->body, 0, NULL);
    json_t *proof = json_array_get(json_object_get(said, "proofs"), 0);
    json_t *out = json_object();
    if (proof != NULL && json_object_get(proof, "shown") == NULL) {
        (void)json_object_set(out, "proof", proof);
    }
    json_decref(said);
    return out;
}

/* The form of what was found: empty but for what stands there or was typed. */
static void put_found(struct pal_call *call, struct pal_value *form, const struct pal_read *read,
                      const struct pal_looked_answer *answer, const char *body, const char *act)
{
    struct pal_question_form found;
    pal_question_form_init(&found, call->request->arena, call->errand.voice,
                           read->looking.questionnaire, answer->question);
    found.is_bare = true;
    found.part = answer->key;
    found.rows_url = pal_call_printf(call, "%s/rows", act);
    if (is_mark_again(call)) {
        pal_question_form_read(&found, &call->form, others);
    } else {
        pal_question_form_fill(&found, body);
    }
    const char *json = NULL; /* what is wrong is told at its place */
    bool is_any = pal_value_is(pal_value_get(form, "contradicts"), PAL_VALUE_TRUE) ||
                  pal_question_form_answer(&found, &json) != PAL_OK || json != NULL;
    struct pal_value *errors = is_mark_again(call) ? pal_value_list(&call->values) : NULL;
    pal_put(form, "found", pal_question_form_show(&found, &call->values, errors));
    pal_put_boolean(form, "has_found", is_any);
    if (pal_value_count(errors) > 0) {
        pal_set(call->page, "errors", errors);
    }
}

static void put_mark_form(struct pal_call *call, struct pal_value *forms,
                          const struct pal_read *read, const struct pal_looked_answer *answer,
                          const char *act)
{
    struct pal_value *form = pal_put_object(forms, "mark");
    json_t *mark = begin_with(answer);
    const json_t *proof = json_object_get(mark, "proof");
    const json_t *who = json_object_get(mark, "said_by");
    bool contradicts = json_is_true(json_object_get(mark, "contradicts"));
    char *text = json_dumps(mark, JSON_COMPACT);
    put_field(call, form, "title", "proof.title", word(proof, "title"));
    put_field(call, form, "leaf", "proof.page", word(proof, "page"));
    put_field(call, form, "quote", "proof.quote", word(proof, "quote"));
    put_files(call, form, read, typed(call, "proof.file", word(proof, "file")));
    put_field(call, form, "said_by", "said_by",
              json_is_object(who) ? word(who, "role") : word(mark, "said_by"));
    put_field(call, form, "on", "on", word(mark, "on"));
    put_field(call, form, "place", "place", word(mark, "place"));
    put_field(call, form, "remark", "remark", word(mark, "remark"));
    pal_put_boolean(form, "contradicts",
                    is_mark_again(call) ? pal_call_field(call, "contradicts") != NULL
                                        : contradicts);
    pal_put_text(form, "today", pal_call_day(call, call->errand.now));
    put_found(call, form, read, answer, text != NULL ? text : "", act);
    free(text);
    json_decref(mark);
}

/* What a person may decide of it: of a rule that asks for it, or of what the answer is about. */
static void put_decide_form(struct pal_call *call, struct pal_value *forms,
                            const struct pal_read *read, const struct pal_looked_answer *answer)
{
    const struct pal_read_traits traits = pal_read_traits(read, answer);
    const struct pal_judged *judged = answer->judged;
    bool is_said = pal_looked_stands(&answer->verdict);
    bool asks = judged != NULL && pal_rule_asks_person(answer->question->rule) &&
                traits.is_answered && answer->answer->instead == PAL_ANSWER_FIELDS;
    bool accepts =
        judged != NULL && traits.is_answered &&
        (judged->verdict.why == PAL_WHY_ABOUT || judged->verdict.why == PAL_WHY_NOT_APPLICABLE);
    if (!asks && !accepts && !is_said) {
        pal_put_null(forms, "decide");
        return;
    }
    struct pal_value *form = pal_put_object(forms, "decide");
    json_t *body = is_said ? json_loads(answer->verdict.body, 0, NULL) : NULL;
    pal_put_text(form, "reason", typed(call, "reason", word(body, "reason")));
    json_decref(body);
    pal_put_boolean(form, "asks", asks);
    pal_put_boolean(form, "accepts", accepts);
    pal_put_boolean(form, "is_said", is_said);
    pal_put_boolean(form, "is_about", accepts && judged->verdict.why == PAL_WHY_ABOUT);
}

/* After a conflict: what somebody else has said since; the form then follows theirs. */
static bool is_conflict(const struct pal_call *call)
{
    return pal_value_get(call->data, "now") != NULL;
}

enum pal_rc pal_read_put_forms(struct pal_call *call, struct pal_value *row,
                               const struct pal_read *read, const struct pal_looked_answer *answer,
                               const char *act)
{
    bool may = pal_errand_may(&call->errand, PAL_MAY_ASSESS, read->looking.sending.project) &&
               !call->errand.is_read_only;
    if (!may) {
        pal_put_null(row, "forms");
        return PAL_OK;
    }
    struct pal_value *forms = pal_put_object(row, "forms");
    const char *sent = typed(call, "act", "");
    pal_put_text(forms, "act", act);
    pal_put_text(forms, "act_id",
                 sent[0] != '\0' && !is_conflict(call) ? sent : pal_facts_new_id(&call->errand));
    pal_put_text(forms, "other_act_id", pal_facts_new_id(&call->errand));
    pal_put_text(forms, "last_act_id", pal_facts_new_id(&call->errand));
    pal_put_integer(forms, "seen_turn", answer->seen.turn);
    pal_put_integer(forms, "checked_turn", answer->checked.turn);
    pal_put_integer(forms, "verdict_turn", answer->verdict.turn);
    pal_put_boolean(forms, "is_seen", pal_looked_stands(&answer->seen));
    pal_put_boolean(forms, "is_checked", pal_looked_stands(&answer->checked));
    pal_put_boolean(forms, "is_open", is_mark_again(call));
    put_mark_form(call, forms, read, answer, act);
    put_decide_form(call, forms, read, answer);
    return pal_call_is_short(call) ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
}

/* -------------------------------------------------------------------------- saying */

static void set_text(json_t *object, const char *key, const char *text)
{
    if (!pal_is_blank(text)) {
        (void)json_object_set_new(object, key, json_string(text));
    }
}

static void set_object(json_t *object, const char *key, json_t *part)
{
    if (json_object_size(part) > 0) {
        (void)json_object_set_new(object, key, part);
    } else {
        json_decref(part);
    }
}

static enum pal_rc check_around(struct pal_call *call)
{
    static const char *const names[] = {"proof.title", "proof.page", "proof.quote", "said_by",
                                        "on",          "place",      "remark"};
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; rc == PAL_OK && i < sizeof names / sizeof *names; i++) {
        rc = pal_call_check_text(call, names[i], pal_call_word(call, names[i]),
                                 strcmp(names[i], "proof.page") == 0 ? PAL_QUESTION_WORD : 0);
    }
    return rc;
}

/* What stands around what was found. */
static enum pal_rc read_around(struct pal_call *call, json_t *mark)
{
    json_t *proof = json_object();
    json_t *who = json_object();
    set_text(proof, "title", pal_call_word(call, "proof.title"));
    set_text(proof, "file", pal_call_word(call, "proof.file"));
    set_text(proof, "page", pal_call_word(call, "proof.page"));
    set_text(proof, "quote", pal_call_word(call, "proof.quote"));
    set_text(who, "role", pal_call_word(call, "said_by"));
    bool is_nameless = json_object_size(proof) > 0 && json_object_get(proof, "title") == NULL;
    set_object(mark, "proof", proof);
    set_object(mark, "said_by", who);
    set_text(mark, "on", pal_call_word(call, "on"));
    set_text(mark, "place", pal_call_word(call, "place"));
    set_text(mark, "remark", pal_call_word(call, "remark"));
    if (pal_call_word(call, "contradicts")[0] != '\0') {
        (void)json_object_set_new(mark, "contradicts", json_true());
    }
    return is_nameless ? pal_errand_fail_at(&call->errand, PAL_E_INVALID, "proof.title",
                                            "say which document it is, or what was shown")
                       : PAL_OK;
}

/* The fields of an answer, where any was typed. */
static enum pal_rc read_found(struct pal_call *call, const struct pal_read *read,
                              const struct pal_looked_answer *answer, json_t *mark)
{
    struct pal_question_form found;
    const char *text = NULL;
    pal_question_form_init(&found, call->request->arena, call->errand.voice,
                           read->looking.questionnaire, answer->question);
    found.is_bare = true;
    pal_question_form_read(&found, &call->form, others);
    if (call->is_api && found.unknown != NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID, "there is no field %s here",
                               pal_quote(found.unknown).text);
    }
    enum pal_rc rc = pal_question_form_answer(&found, &text);
    if (rc != PAL_OK) {
        struct pal_question_fault fault;
        bool is_told = pal_question_form_faults(&found, &fault, 1) > 0;
        return is_told ? pal_errand_fail_at(&call->errand, rc, fault.path, "%s", fault.sentence)
                       : pal_errand_explain(&call->errand, rc);
    }
    json_t *said = text != NULL ? json_loads(text, 0, NULL) : NULL;
    static const char *const keys[] = {"fields", "none"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *value = json_object_get(said, keys[i]);
        if (value != NULL) {
            (void)json_object_set(mark, keys[i], value);
        }
    }
    json_decref(said);
    return PAL_OK;
}

/* How a proof was shown, and what was drawn, is said at the visit: a form that changes no number of
 * it leaves it. */
static void keep_visit(json_t *mark, const struct pal_looked_fact *before)
{
    json_t *kept = pal_looked_counts(before) ? json_loads(before->body, 0, NULL) : NULL;
    json_t *shown = json_object_get(json_object_get(kept, "proof"), "shown");
    json_t *proof = json_object_get(mark, "proof");
    if (shown != NULL && proof != NULL) {
        (void)json_object_set(proof, "shown", shown);
    }
    json_t *fields = json_object_get(kept, "fields");
    json_t *now = json_object_get(mark, "fields");
    bool is_same = fields == NULL ? now == NULL : now != NULL && json_equal(fields, now);
    static const char *const keys[] = {"drawn_from", "items"};
    for (size_t i = 0; is_same && i < sizeof keys / sizeof *keys; i++) {
        json_t *value = json_object_get(kept, keys[i]);
        if (value != NULL) {
            (void)json_object_set(mark, keys[i], value);
        }
    }
    json_decref(kept);
}

static enum pal_rc find_answer(struct pal_call *call, const char *sending, const char *part,
                               struct pal_read *read, const struct pal_looked_answer **out)
{
    enum pal_rc rc = pal_read_open(call, sending, read);
    *out = rc == PAL_OK ? pal_read_find(read, part) : NULL;
    return rc == PAL_OK && *out == NULL
               ? pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                                 "the question %s is not asked here", pal_quote(part).text)
               : rc;
}

static int64_t turn_sent(struct pal_call *call, const char *name)
{
    const char *turn = pal_call_word(call, name);
    return turn[0] != '\0' ? pal_whole_number(turn) : 0;
}

/* A form holds the turns of both lanes; a program names that of the lane. */
static int64_t turn_of(struct pal_call *call, const char *basis)
{
    const char *name = pal_call_printf(call, "%s_turn", basis);
    return pal_call_field(call, name) != NULL ? turn_sent(call, name) : turn_sent(call, "turn");
}

static enum pal_rc go_on(struct pal_call *call, enum pal_rc rc, const struct pal_act_done *done,
                         const char *back)
{
    rc = pal_act_answer(call, rc, done);
    return rc == PAL_OK ? pal_call_go(call, !done->is_again, "%s", back) : rc;
}

static enum pal_rc say_mark(struct pal_call *call, const char *sending, const char *part,
                            const json_t *mark, struct pal_act_done *done)
{
    const char *basis = pal_call_word(call, "basis");
    char *text = json_dumps(mark, JSON_COMPACT | JSON_SORT_KEYS);
    const struct pal_answer_mark_wish wish = {
        .sending = sending,
        .question = part,
        .act = pal_act_id(call),
        .basis = strcmp(basis, "checked") == 0 ? PAL_BASIS_CHECKED : PAL_BASIS_SEEN,
        .turn = turn_of(call, basis),
        .json = text};
    enum pal_rc rc = text != NULL ? pal_answer_mark(&call->errand, &wish, done)
                                  : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    free(text);
    return rc;
}

enum pal_rc pal_read_do_mark(struct pal_call *call, const char *sending, const char *part,
                             const char *back)
{
    struct pal_act_done done = {0};
    if (pal_call_word(call, "basis")[0] == '\0') {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "basis",
                                  "say whether the answer was seen or checked");
    }
    struct pal_read *read = PAL_NEW(call->request->arena, struct pal_read, 1);
    const struct pal_looked_answer *answer = NULL;
    enum pal_rc rc = read != NULL ? find_answer(call, sending, part, read, &answer)
                                  : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc != PAL_OK) {
        return rc;
    }
    json_t *mark = json_object();
    rc = check_around(call);
    rc = rc == PAL_OK ? read_around(call, mark) : rc;
    rc = rc == PAL_OK ? read_found(call, read, answer, mark) : rc;
    keep_visit(mark, strcmp(pal_call_word(call, "basis"), "checked") == 0 ? &answer->checked
                                                                          : &answer->seen);
    rc = rc == PAL_OK ? say_mark(call, sending, part, mark, &done) : rc;
    json_decref(mark);
    return go_on(call, rc, &done, back);
}

enum pal_rc pal_read_do_withdraw(struct pal_call *call, const char *sending, const char *part,
                                 const char *back)
{
    struct pal_act_done done = {0};
    const char *basis = pal_call_word(call, "basis");
    const struct pal_answer_mark_wish wish = {
        .sending = sending,
        .question = part,
        .act = pal_act_id(call),
        .basis = strcmp(basis, "checked") == 0 ? PAL_BASIS_CHECKED : PAL_BASIS_SEEN,
        .turn = turn_of(call, basis[0] != '\0' ? basis : "seen"),
        .is_withdrawn = true,
        .json = "{}"};
    return go_on(call, pal_answer_mark(&call->errand, &wish, &done), &done, back);
}

enum pal_rc pal_read_do_decide(struct pal_call *call, const char *sending, const char *part,
                               const char *back)
{
    struct pal_act_done done = {0};
    const struct pal_answer_verdict_wish wish = {.sending = sending,
                                                 .question = part,
                                                 .act = pal_act_id(call),
                                                 .turn = turn_sent(call, "turn"),
                                                 .state = pal_call_word(call, "state"),
                                                 .reason = pal_call_word(call, "reason")};
    return go_on(call, pal_answer_decide(&call->errand, &wish, &done), &done, back);
}
