/* answers_across - one question across candidates: their answers beside each other, a proof of each
 * opened beside it. */
#include <string.h>

#include "base/text.h"
#include "web/frames.h"
#include "web/pages/answers_field.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { ACROSS_MOST = 24 };

/* Whoever's answer is there. */
struct column {
    const struct pal_read_candidate *of;
    struct pal_read read;
    const struct pal_looked_answer *answer;
};
struct across {
    struct pal_read_field field;
    struct column columns[ACROSS_MOST];
    size_t count;
    const struct pal_questionnaire *questionnaire; /* of the first; NULL: nothing is there */
    const struct pal_question *question;
    const char *part;
    const char *named; /* the id of the questionnaire that the address names; NULL: none */
    int64_t proof;     /* which proof of each is opened, from 1; 0: none */
};

/* ------------------------------------------------------------------------ finding */

/* Whether what was sent is the questionnaire that is looked at: another one may ask something else
 * under the same id. */
static enum pal_rc is_meant(struct pal_call *call, const struct across *of,
                            const struct pal_sending *sending, bool *out)
{
    const struct pal_questionnaire *questionnaire = NULL;
    enum pal_rc rc =
        pal_sending_questionnaire(&call->errand, pal_call_app(call), sending, &questionnaire);
    *out = rc == PAL_OK && of->questionnaire != NULL &&
           pal_questionnaire_is_same(of->questionnaire, questionnaire);
    return rc;
}

/* Of an area it is one of the guide, or what goes beyond: of whatever questionnaire. */
static bool asks_part(const struct pal_questionnaire *questionnaire, const char *part)
{
    return strchr(part, '/') != NULL || pal_questionnaire_find(questionnaire, part) >= 0;
}

/* The questionnaire that the address names, or the form that is shown again is of; without any the
 * first that asks the question. NULL: nobody was sent it. */
static enum pal_rc find_meant(struct pal_call *call, struct across *of)
{
    const char *sent = call->route->method == PAL_POST ? pal_call_word(call, "sending") : "";
    enum pal_rc rc = PAL_OK;
    of->named = sent[0] == '\0' ? pal_call_query(call, "of") : NULL;
    for (size_t i = 0; i < of->field.count && of->questionnaire == NULL; i++) {
        const struct pal_read_candidate *item = &of->field.items[i];
        for (size_t k = 0; k < item->count && of->questionnaire == NULL && rc == PAL_OK; k++) {
            const struct pal_sending *sending = &item->sendings[k];
            const struct pal_questionnaire *asks = NULL;
            bool is_its = sent[0] != '\0'     ? strcmp(sending->id, sent) == 0
                          : of->named != NULL ? strcmp(sending->questionnaire, of->named) == 0
                                              : true;
            rc = is_its
                     ? pal_sending_questionnaire(&call->errand, pal_call_app(call), sending, &asks)
                     : PAL_OK;
            bool has = asks != NULL && asks_part(asks, of->part);
            of->questionnaire = has ? asks : NULL;
            of->named = has && sent[0] != '\0' ? sending->questionnaire : of->named;
        }
    }
    return rc;
}

/* Of several questionnaires to one, that in which the answer is in the better state, else the
 * newest. */
static enum pal_rc find_column(struct pal_call *call, const struct pal_read_candidate *item,
                               struct across *of)
{
    struct column *column = &of->columns[of->count];
    for (size_t i = 0; i < item->count; i++) {
        struct pal_read *read = PAL_NEW(call->request->arena, struct pal_read, 1);
        if (read == NULL) {
            return pal_errand_explain(&call->errand, PAL_E_MEMORY);
        }
        if (item->sendings[i].is_sealed) {
            continue;
        }
        bool is_its = false;
        enum pal_rc rc = is_meant(call, of, &item->sendings[i], &is_its);
        if (rc == PAL_OK && !is_its) {
            continue;
        }
        rc = rc == PAL_OK ? pal_read_open(call, item->sendings[i].id, read) : rc;
        if (rc != PAL_OK) {
            return rc;
        }
        const struct pal_looked_answer *answer = pal_read_find(read, of->part);
        bool is_better =
            answer != NULL && (column->answer == NULL || answer->state < column->answer->state);
        if (is_better) {
            *column = (struct column){.of = item, .read = *read, .answer = answer};
        }
    }
    of->count += column->answer != NULL;
    return PAL_OK;
}

static enum pal_rc open(struct pal_call *call, struct across *of)
{
    enum pal_rc rc = pal_read_field(call, call->params[0], &of->field);
    of->part = pal_read_part(call, call->params[1]);
    rc = rc == PAL_OK ? find_meant(call, of) : rc;
    for (size_t i = 0; i < of->field.count && rc == PAL_OK && of->count < ACROSS_MOST; i++) {
        rc = of->field.items[i].is_there ? find_column(call, &of->field.items[i], of) : PAL_OK;
        rc = rc == PAL_OK && of->count > 0 && of->columns[of->count - 1].of == &of->field.items[i]
                 ? pal_read_names(call, &of->columns[of->count - 1].read)
                 : rc;
    }
    if (rc == PAL_OK && of->count > 0) {
        of->questionnaire = of->columns[0].read.looking.questionnaire;
        of->question = of->columns[0].answer->question;
    }
    return rc;
}

/* Where nobody's answer is there, the questionnaire that is sent says what is asked. */
static enum pal_rc find_question(struct pal_call *call, struct across *of)
{
    int at = of->question == NULL && of->questionnaire != NULL
                 ? pal_questionnaire_find(of->questionnaire, of->part)
                 : -1;
    of->question = at >= 0 ? &of->questionnaire->questions[at] : of->question;
    return of->question != NULL ? PAL_OK
                                : pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                                                  "the question %s is not asked in this project",
                                                  pal_quote(of->part).text);
}

/* ------------------------------------------------------------------------ where to */

/* `named`: the questionnaire; NULL: whichever asks the question first. */
static const char *url_of(struct pal_call *call, const char *named, const char *part, int64_t proof)
{
    const char *url = pal_call_printf(call, "/projects/%s/questionnaires/across/%s",
                                      call->params[0], pal_read_address(call, part));
    url = named != NULL ? pal_call_printf(call, "%s?of=%s", url, named) : url;
    return proof > 0 ? pal_call_printf(call, "%s%cproof=%lld", url, named != NULL ? '&' : '?',
                                       (long long)proof)
                     : url;
}

static bool is_asked(const struct across *of, const struct pal_question *question)
{
    for (size_t i = 0; i < of->count; i++) {
        const struct pal_sending *sending = &of->columns[i].read.looking.sending;
        for (size_t k = 0; k < sending->question_count; k++) {
            if (strcmp(sending->questions[k], question->id) == 0) {
                return true;
            }
        }
    }
    return question->is_observed;
}

/* The questions beside it that anybody whose answers are there was asked. */
static void put_ways(struct pal_call *call, const struct across *of)
{
    int here = pal_questionnaire_find(of->questionnaire, of->part);
    const struct pal_question *before = NULL;
    const struct pal_question *next = NULL;
    for (int i = 0; here >= 0 && i < (int)of->questionnaire->question_count; i++) {
        const struct pal_question *question = &of->questionnaire->questions[i];
        if (i != here && is_asked(of, question)) {
            before = i < here ? question : before;
            next = i > here && next == NULL ? question : next;
        }
    }
    pal_set_text(call->page, "before_url",
                 before != NULL ? url_of(call, of->named, before->id, of->proof) : NULL);
    pal_set_text(call->page, "next_url",
                 next != NULL ? url_of(call, of->named, next->id, of->proof) : NULL);
    pal_set_text(call->page, "all_url",
                 pal_call_printf(call, "/projects/%s/questionnaires/compare", call->params[0]));
    pal_set_text(call->page, "here_url", url_of(call, of->named, of->part, 0));
}

/* ------------------------------------------------------------------------ a column */

/* The hash of a proof of an answer that is a file, by its place; NULL: it has none there. */
static const char *proof_of(const struct column *column, int64_t number)
{
    const struct pal_answer *answer = column->answer->answer;
    return answer != NULL && number >= 1 && (size_t)number <= answer->proof_count
               ? answer->proofs[number - 1].file
               : NULL;
}

/* Each file that proves an answer, to be opened beside all. */
static void put_proofs(struct pal_call *call, const struct across *of)
{
    struct pal_value *list = pal_value_list(&call->values);
    size_t most = 0;
    for (size_t i = 0; i < of->count; i++) {
        const struct pal_answer *answer = of->columns[i].answer->answer;
        most = answer != NULL && answer->proof_count > most ? answer->proof_count : most;
    }
    for (size_t i = 1; i <= most; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_integer(row, "number", (int64_t)i);
        pal_put_borrowed(row, "url", url_of(call, of->named, of->part, (int64_t)i));
        pal_put_boolean(row, "is_here", of->proof == (int64_t)i);
    }
    pal_set(call->page, "proofs", list);
}

static enum pal_rc put_column(struct pal_call *call, const struct across *of,
                              const struct column *column, struct pal_value *list)
{
    const struct pal_read *read = &column->read;
    const struct pal_looked_answer *answer = column->answer;
    struct pal_value *row = pal_add_object(list);
    struct pal_value *shown = pal_value_null(&call->values);
    bool is_claimed = pal_looked_stands(&answer->claimed) && answer->claimed.body[0] != '\0';
    pal_put_borrowed(row, "title", column->of->title);
    pal_put_borrowed(row, "candidate", column->of->title);
    pal_put_borrowed(row, "sending", read->looking.sending.id);
    pal_put_borrowed(row, "url", pal_read_url(call, read->looking.sending.id, answer->part));
    if (is_claimed) {
        shown = pal_read_shown(call, read, answer, answer->claimed.body);
    }
    pal_put(row, "shown", shown);
    pal_put_boolean(row, "is_claimed", is_claimed);
    pal_read_put_verdict(call, row, read, answer);
    pal_read_put_conditions(call, NULL, row, read, answer);
    struct pal_value *seen = pal_read_mark(call, read, answer, &answer->seen);
    struct pal_value *checked = pal_read_mark(call, read, answer, &answer->checked);
    pal_put(row, "seen", seen != NULL ? seen : pal_value_null(&call->values));
    pal_put(row, "checked", checked != NULL ? checked : pal_value_null(&call->values));
    const char *hash = proof_of(column, of->proof);
    enum pal_rc rc = PAL_OK;
    if (hash != NULL) {
        rc = pal_read_put_proof(call, row, read, hash);
    } else {
        pal_put_null(row, "proof");
    }
    /* what was typed is shown again in the form it was typed in */
    const bool is_again = call->is_form_again;
    const char *sent = is_again ? pal_call_field(call, "sending") : NULL;
    call->is_form_again = is_again && sent != NULL && strcmp(sent, read->looking.sending.id) == 0;
    /* this form is the short one: it would leave out what a mark says beside */
    pal_put_boolean(row, "is_marked",
                    !call->is_form_again &&
                        (pal_looked_counts(&answer->seen) || pal_looked_counts(&answer->checked)));
    rc = rc == PAL_OK ? pal_read_put_forms(call, row, read, answer, url_of(call, NULL, of->part, 0))
                      : rc;
    call->is_form_again = is_again;
    return rc;
}

/* ------------------------------------------------------------------------ the page */

static void put_question(struct pal_call *call, const struct across *of)
{
    const struct pal_question *question = of->question;
    const char *evidence = pal_text_in(&question->evidence, call->language.lang);
    struct pal_value *row = pal_value_object(&call->values);
    const struct pal_looked_answer as = {.question = question, .part = of->part};
    const struct pal_read read = {.looking = {.questionnaire = of->questionnaire}};
    pal_put_borrowed(row, "id", question->id);
    pal_put_borrowed(row, "text", pal_read_question(call, &as));
    pal_put_borrowed(row, "topic", pal_read_topic(call, &read, &as).title);
    pal_put_borrowed(row, "weight", pal_call_tr(call, pal_weight_titles[question->weight]));
    pal_put_borrowed(row, "tier", pal_call_tr(call, pal_tier_titles[question->tier]));
    pal_put_borrowed(row, "evidence", evidence[0] != '\0' ? evidence : NULL);
    pal_set(call->page, "question", row);
}

static void put_data(struct pal_call *call, const struct across *of)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < of->count; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_borrowed(row, "provider", of->columns[i].of->provider);
        pal_put_borrowed(row, "sending", of->columns[i].read.looking.sending.id);
        pal_read_put_whole(call, pal_put_object(row, "answer"), &of->columns[i].read,
                           of->columns[i].answer);
    }
    pal_set_text(call->data, "project", call->params[0]);
    pal_set_text(call->data, "question", of->part);
    pal_set(call->data, "candidates", list);
}

enum pal_rc pal_page_across(struct pal_call *call)
{
    struct across *of = PAL_NEW(call->request->arena, struct across, 1);
    struct pal_value *columns = pal_value_list(&call->values);
    const char *proof = pal_call_query(call, "proof");
    enum pal_rc rc = of != NULL ? open(call, of) : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? find_question(call, of) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    of->proof = proof != NULL ? pal_whole_number(proof) : 0;
    put_data(call, of);
    pal_read_put_absent(call, &of->field, of->question->answered_by);
    pal_project_tabs(call, call->params[0]);
    if (!call->is_api) {
        put_question(call, of);
        put_ways(call, of);
        put_proofs(call, of);
        for (size_t i = 0; i < of->count && rc == PAL_OK; i++) {
            rc = put_column(call, of, &of->columns[i], columns);
        }
        pal_set(call->page, "columns", columns);
        pal_set_boolean(call->page, "is_any", of->count > 0);
        pal_set_boolean(call->page, "is_overtaken",
                        pal_value_count(pal_value_get(call->data, "now")) > 0);
        pal_set(call->page, "read_script",
                pal_value_borrowed(&call->values, call->web->read_script));
    }
    return rc == PAL_OK ? pal_call_show(call, "web_across", of->part) : rc;
}

/* The questionnaire that is meant is one of this project. */
static enum pal_rc check_sending(struct pal_call *call, const char *id, struct pal_sending *out)
{
    enum pal_rc rc = pal_sending_get(&call->errand, id, out);
    bool is_here = rc == PAL_OK && strcmp(out->project, call->params[0]) == 0;
    return rc == PAL_OK && !is_here
               ? pal_errand_fail_at(&call->errand, PAL_E_NOT_FOUND, "sending",
                                    "there is no questionnaire %s in this project",
                                    pal_quote(id).text)
               : rc;
}

enum pal_rc pal_do_across_mark(struct pal_call *call)
{
    struct pal_sending sending;
    const char *id = pal_call_word(call, "sending");
    const char *part = pal_read_part(call, call->params[1]);
    enum pal_rc rc = check_sending(call, id, &sending);
    return rc == PAL_OK
               ? pal_read_do_mark(call, id, part, url_of(call, sending.questionnaire, part, 0))
               : rc;
}
