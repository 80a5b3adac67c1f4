/* answers_shown - what an answer says, gives and shows, for people and for programs; see
 * answers_page.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/asked_back.h"
#include "base/text.h"
#include "core/question/thousandths.h"
#include "render/rule_said.h"
#include "render/template/value_json.h"
#include "render/words.h"
#include "web/pages/answers_page.h"
#include "web/pages/pages.h"

enum { THRESHOLDS_MOST = 16 };

/* ------------------------------------------------------------------------ opening */

enum pal_rc pal_read_files(struct pal_call *call, const char *sending, struct pal_read *out)
{
    const struct pal_looking *looking = &out->looking;
    struct pal_question_file *files =
        PAL_NEW(call->request->arena, struct pal_question_file, looking->file_count + 1);
    out->file_parts = PAL_NEW(call->request->arena, const char *, looking->file_count + 1);
    if (files == NULL || out->file_parts == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < looking->file_count; i++) {
        const struct pal_fact *fact = &looking->files[i];
        const struct pal_value *body = pal_fact_body_value(call, fact);
        const char *hash = pal_value_as_text(pal_value_get(body, "sha256"));
        const char *name = pal_value_as_text(pal_value_get(body, "name"));
        if (hash != NULL && name != NULL) {
            out->file_parts[out->file_count] = fact->part;
            files[out->file_count++] = (struct pal_question_file){
                .id = hash,
                .name = name,
                .url = pal_call_printf(call, "/sendings/%s/files/%s?lane=claimed", sending,
                                       fact->part)};
        }
    }
    out->files = files;
    return PAL_OK;
}

enum pal_rc pal_read_open(struct pal_call *call, const char *sending, struct pal_read *out)
{
    const struct pal_looking_at at = {0};
    *out = (struct pal_read){0};
    enum pal_rc rc = pal_looking_at(&call->errand, pal_call_app(call), sending, &at, &out->looking);
    return rc == PAL_OK ? pal_read_files(call, sending, out) : rc;
}

enum pal_rc pal_read_names(struct pal_call *call, const struct pal_read *read)
{
    const struct pal_looking *looking = &read->looking;
    enum { EACH = 5 };
    const char **who = PAL_NEW(call->request->arena, const char *, EACH * looking->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < looking->count && who != NULL; i++) {
        const struct pal_looked_answer *answer = &looking->answers[i];
        const struct pal_looked_fact *const facts[EACH] = {
            &answer->claimed, &answer->seen, &answer->checked, &answer->verdict, &answer->finding};
        for (size_t k = 0; k < EACH; k++) {
            if (facts[k]->turn > 0) {
                who[count++] = facts[k]->by;
            }
        }
    }
    return who != NULL ? pal_principals_read(call, who, count)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

/* ---------------------------------------------------------------------- addresses */

static const char *with(struct pal_call *call, const char *text, char from, char to)
{
    char *out = pal_arena_copy(call->request->arena, text, strlen(text));
    for (char *at = out; at != NULL && *at != '\0'; at++) {
        *at = *at == from ? to : *at;
    }
    call->failed = call->failed || out == NULL;
    return out != NULL ? out : "";
}

const char *pal_read_address(struct pal_call *call, const char *part)
{
    return pal_call_escaped(call, with(call, part, '/', ':'));
}

const char *pal_read_part(struct pal_call *call, const char *address)
{
    return with(call, address, ':', '/');
}

const struct pal_looked_answer *pal_read_find(const struct pal_read *read, const char *part)
{
    for (size_t i = 0; i < read->looking.count; i++) {
        if (strcmp(read->looking.answers[i].part, part) == 0) {
            return &read->looking.answers[i];
        }
    }
    return NULL;
}

const char *pal_read_url(struct pal_call *call, const char *sending, const char *part)
{
    return pal_call_printf(call, "/sendings/%s/answers/%s", sending, pal_read_address(call, part));
}

/* ---------------------------------------------------------------------- the question */

static const char *area_title(const struct pal_call *call, const struct pal_looked_answer *answer)
{
    return answer->area != NULL ? pal_text_in(&answer->area->title, call->language.lang) : "";
}

const char *pal_read_code(const struct pal_looked_answer *answer)
{
    return answer->question == &pal_question_above && answer->area != NULL ? answer->area->id
                                                                           : answer->key;
}

const char *pal_read_question(struct pal_call *call, const struct pal_looked_answer *answer)
{
    static const char place[] = "{PA}";
    if (answer->question == &pal_question_above) {
        return pal_call_printf(call, pal_call_tr(call, "What goes beyond it: %s"),
                               area_title(call, answer));
    }
    const char *text = pal_text_in(&answer->question->question, call->language.lang);
    const char *at = answer->question->is_of_guide ? strstr(text, place) : NULL;
    return at == NULL ? text
                      : pal_call_printf(call, "%.*s%s%s", (int)(at - text), text,
                                        area_title(call, answer), at + sizeof place - 1);
}

struct pal_read_topic pal_read_topic(struct pal_call *call, const struct pal_read *read,
                                     const struct pal_looked_answer *answer)
{
    const struct pal_questionnaire *of = read->looking.questionnaire;
    if (answer->question == &pal_question_above) {
        return (struct pal_read_topic){"above", pal_call_tr(call, "Above the target")};
    }
    if (answer->question->is_of_guide) {
        return (struct pal_read_topic){"guide", pal_call_tr(call, "Interview guide")};
    }
    if (answer->question->topic >= of->topic_count) {
        return (struct pal_read_topic){"other", pal_call_tr(call, "Questions")};
    }
    const struct pal_word *topic = &of->topics[answer->question->topic];
    return (struct pal_read_topic){topic->id, pal_text_in(&topic->title, call->language.lang)};
}

/* ---------------------------------------------------------------------------- traits */

static bool is_said(const struct pal_text *text)
{
    return pal_text_in(text, PAL_LANG_EN)[0] != '\0';
}

static bool has_values(const struct pal_looked_answer *answer)
{
    for (size_t i = 0; i < answer->question->field_count; i++) {
        if (answer->answer->values[i].state != PAL_BLANK_EMPTY) {
            return true;
        }
    }
    return false;
}

static bool is_secret(const struct pal_answer *answer)
{
    bool is = is_said(&answer->secret);
    for (size_t i = 0; i < answer->proof_count && !is; i++) {
        is = is_said(&answer->proofs[i].secret);
    }
    return is;
}

/* Whether a person is asked for: the rule says so, or whether the answer counts is theirs to say.
 */
static bool is_to_decide(const struct pal_looked_answer *answer)
{
    const struct pal_judged *judged = answer->judged;
    if (judged == NULL || judged->verdict.verdict != PAL_VERDICT_OPEN) {
        return false;
    }
    switch (judged->verdict.why) {
    case PAL_WHY_RULE:
        return pal_rule_asks_person(answer->question->rule) &&
               judged->answer->decided == PAL_VERDICT_OPEN;
    case PAL_WHY_ABOUT:
        return true;
    case PAL_WHY_NOT_APPLICABLE:
        return !judged->answer->is_accepted;
    case PAL_WHY_UNANSWERED:
    case PAL_WHY_NOT_YET:
    case PAL_WHY_NOT_KNOWN:
    case PAL_WHY_NOT_PUT:
    case PAL_WHY_COUNT:
        break;
    }
    return false;
}

static bool has_proof(const struct pal_looked_answer *answer)
{
    return (answer->answer != NULL && answer->answer->proof_count > 0) ||
           answer->state != PAL_BASIS_CLAIMED;
}

static void put_times(const struct pal_read *read, const struct pal_looked_answer *answer,
                      struct pal_read_traits *out)
{
    bool is_there = pal_looked_stands(&answer->claimed);
    out->is_new = is_there && read->looking.last.number > 0 &&
                  answer->claimed.number > read->looking.last.number;
    out->is_submitted_again = is_there && answer->claimed.turn > 1;
    out->is_marked_before =
        answer->seen.is_older || answer->checked.is_older || answer->verdict.is_older;
}

static void put_asked_back(const struct pal_looked_answer *answer, struct pal_read_traits *out)
{
    const struct pal_looked_fact *last = &answer->asked_back;
    out->is_asked_back =
        last->turn > 0 && strcmp(last->state, pal_asked_back_ids[PAL_BACK_ASKED]) == 0;
    out->is_replied =
        last->turn > 0 && strcmp(last->state, pal_asked_back_ids[PAL_BACK_REPLIED]) == 0;
}

struct pal_read_traits pal_read_traits(const struct pal_read *read,
                                       const struct pal_looked_answer *answer)
{
    const struct pal_judged *judged = answer->judged;
    struct pal_read_traits out = {.is_put = true};
    put_times(read, answer, &out);
    put_asked_back(answer, &out);
    if (answer->answer != NULL) {
        out.is_answered = answer->answer->instead != PAL_ANSWER_FIELDS || has_values(answer);
        out.is_secret = is_secret(answer->answer);
        out.has_proof = has_proof(answer);
    }
    out.is_decisive = answer->question->weight == PAL_WEIGHT_DECISIVE;
    if (judged == NULL) {
        return out;
    }
    out.is_put = judged->verdict.why != PAL_WHY_NOT_PUT;
    out.is_failed = judged->verdict.verdict == PAL_VERDICT_FAIL;
    out.is_passed = judged->verdict.verdict == PAL_VERDICT_PASS;
    out.is_open = out.is_put && !out.is_failed && !out.is_passed &&
                  !(judged->verdict.why == PAL_WHY_NOT_APPLICABLE && judged->answer->is_accepted);
    out.is_finding = pal_judged_is_finding(judged);
    out.to_decide = is_to_decide(answer);
    return out;
}

/* ------------------------------------------------------------------------------ data */

static struct pal_value *json_value(struct pal_call *call, const char *text)
{
    json_t *json = text != NULL && text[0] != '\0' ? json_loads(text, 0, NULL) : NULL;
    struct pal_value *value =
        json != NULL ? pal_value_of_json(&call->values, json) : pal_value_null(&call->values);
    json_decref(json);
    return value;
}

void pal_read_put_data(struct pal_call *call, struct pal_value *row, const struct pal_read *read,
                       const struct pal_looked_answer *answer)
{
    const struct pal_question *question = answer->question;
    const struct pal_read_traits traits = pal_read_traits(read, answer);
    const struct pal_judged *judged = answer->judged;
    pal_put_borrowed(row, "question", answer->part);
    pal_put_borrowed(row, "topic", pal_read_topic(call, read, answer).id);
    pal_put_borrowed(row, "area", answer->area != NULL ? answer->area->id : NULL);
    pal_put_borrowed(row, "tier", pal_tier_ids[question->tier]);
    pal_put_borrowed(row, "weight", pal_weight_ids[question->weight]);
    pal_put_boolean(row, "is_asked", answer->is_asked);
    pal_put_boolean(row, "is_answered", traits.is_answered);
    pal_put_borrowed(row, "state", pal_basis_ids[answer->state]);
    pal_put_borrowed(row, "verdict",
                     judged != NULL ? pal_verdict_ids[judged->verdict.verdict] : NULL);
    pal_put_borrowed(row, "why", judged != NULL ? pal_answer_why_ids[judged->verdict.why] : NULL);
    pal_put_borrowed(row, "by_rule",
                     judged != NULL ? pal_verdict_ids[judged->verdict.by_rule] : NULL);
    pal_put_boolean(row, "is_finding", traits.is_finding);
    pal_put_boolean(row, "to_decide", traits.to_decide);
    pal_put_boolean(row, "has_proof", traits.has_proof);
    pal_put_boolean(row, "is_secret", traits.is_secret);
    pal_put_text(row, "submitted_at",
                 answer->claimed.turn > 0 ? pal_call_time(call, answer->claimed.at) : NULL);
    pal_put_boolean(row, "is_new", traits.is_new);
    pal_put_boolean(row, "is_submitted_again", traits.is_submitted_again);
    pal_put_boolean(row, "is_marked_before", traits.is_marked_before);
    pal_put_boolean(row, "is_asked_back", traits.is_asked_back);
    pal_put_boolean(row, "is_replied", traits.is_replied);
}

/* A fact that was said of it. */
static void put_said(struct pal_call *call, struct pal_value *row, const char *key,
                     const struct pal_looked_fact *fact)
{
    if (fact->turn == 0) {
        pal_put_null(row, key);
        return;
    }
    struct pal_value *said = pal_put_object(row, key);
    pal_put_borrowed(said, "state", fact->state);
    pal_put_integer(said, "turn", fact->turn);
    pal_put_text(said, "at", pal_call_time(call, fact->at));
    pal_put_borrowed(said, "by", fact->by);
    pal_put_boolean(said, "is_older", fact->is_older);
    pal_put(said, "body", json_value(call, fact->body));
}

static void put_places(struct pal_call *call, struct pal_value *row, const char *key,
                       const struct pal_model *model, const struct pal_step_ref *cells,
                       size_t count)
{
    struct pal_value *list = pal_put_list(row, key);
    for (size_t i = 0; i < count; i++) {
        const struct pal_area *area = &model->areas[cells[i].area];
        pal_add_text(
            list, pal_call_printf(call, "%s/%s", area->id, area->ladder->steps[cells[i].step].id));
    }
}

void pal_read_put_whole(struct pal_call *call, struct pal_value *row, const struct pal_read *read,
                        const struct pal_looked_answer *answer)
{
    const struct pal_model *model = read->looking.questionnaire->model;
    const struct pal_question *question = answer->question;
    pal_read_put_data(call, row, read, answer);
    pal_put(row, "counts", json_value(call, answer->body));
    put_said(call, row, "claimed", &answer->claimed);
    put_said(call, row, "seen", &answer->seen);
    put_said(call, row, "checked", &answer->checked);
    put_said(call, row, "decided", &answer->verdict);
    put_said(call, row, "finding", &answer->finding);
    pal_read_put_conditions(call, row, NULL, read, answer);
    put_places(call, row, "cells", model, question->cells, question->cell_count);
    put_places(call, row, "context", model, question->context, question->context_count);
}

/* ----------------------------------------------------------------- what it gives, in words */

static const char *why_said(struct pal_call *call, const struct pal_looked_answer *answer)
{
    const struct pal_judged *judged = answer->judged;
    const enum pal_answer_why why = judged->verdict.why;
    if (why == PAL_WHY_NOT_APPLICABLE && judged->answer->is_accepted) {
        return pal_call_tr(call, "not applicable, which is accepted");
    }
    if (why != PAL_WHY_RULE) {
        return pal_call_tr(call, pal_answer_why_titles[why]);
    }
    if (judged->answer->decided != PAL_VERDICT_OPEN &&
        pal_rule_asks_person(answer->question->rule)) {
        return pal_call_tr(call, "a person decided");
    }
    return is_to_decide(answer) ? pal_call_tr(call, "a person is to decide") : NULL;
}

void pal_read_put_verdict(struct pal_call *call, struct pal_value *row, const struct pal_read *read,
                          const struct pal_looked_answer *answer)
{
    static const char *const states[PAL_BASIS_COUNT] = {PAL_N_("checked"), PAL_N_("seen"),
                                                        PAL_N_("claimed")};
    const struct pal_read_traits traits = pal_read_traits(read, answer);
    const struct pal_judged *judged = answer->judged;
    const char *verdict = judged == NULL  ? NULL
                          : traits.is_put ? pal_verdict_titles[judged->verdict.verdict]
                                          : PAL_N_("not asked");
    pal_put_borrowed(row, "verdict", verdict != NULL ? pal_call_tr(call, verdict) : NULL);
    pal_put_borrowed(row, "why", judged != NULL && traits.is_put ? why_said(call, answer) : NULL);
    pal_put_borrowed(row, "by_rule",
                     judged != NULL && judged->verdict.why == PAL_WHY_ABOUT
                         ? pal_call_tr(call, pal_verdict_titles[judged->verdict.by_rule])
                         : NULL);
    pal_put_borrowed(row, "state",
                     traits.is_answered ? pal_call_tr(call, states[answer->state]) : NULL);
    pal_put_boolean(row, "is_failed", traits.is_failed);
    pal_put_boolean(row, "is_passed", traits.is_passed);
    pal_put_boolean(row, "is_decisive", traits.is_decisive);
    pal_put_boolean(row, "is_decisive_failure", traits.is_decisive && traits.is_failed);
    pal_put_boolean(row, "to_decide", traits.to_decide);
    pal_put_boolean(row, "is_secret", traits.is_secret);
    pal_put_boolean(row, "has_proof", traits.has_proof);
    pal_put_boolean(row, "lacks_proof", traits.is_answered && !traits.has_proof);
    pal_put_boolean(row, "is_new", traits.is_new);
    pal_put_boolean(row, "is_submitted_again", traits.is_submitted_again);
    pal_put_boolean(row, "is_marked_before", traits.is_marked_before);
    pal_put_boolean(row, "is_asked_back", traits.is_asked_back);
    pal_put_boolean(row, "is_replied", traits.is_replied);
}

/* "95 %, of the profile at vigilance", and what it rests on. */
static const char *origin_said(struct pal_call *call, const struct pal_looking *looking,
                               const struct pal_threshold *threshold)
{
    const char *level = looking->alert != NULL
                            ? pal_word_level(&call->language, looking->profile, looking->alert)
                            : "";
    switch (pal_threshold_comes_from(threshold, looking->profile, looking->alert)) {
    case PAL_THRESHOLD_OF_PROFILE:
        return pal_call_printf(call, pal_call_tr(call, "stated by the profile \"%s\""),
                               pal_text_in(&looking->profile->title, call->language.lang));
    case PAL_THRESHOLD_OF_LEVEL:
        return pal_call_printf(call, pal_call_tr(call, "of the questionnaire, at \"%s\""), level);
    case PAL_THRESHOLD_USUAL:
    case PAL_THRESHOLD_FROM_COUNT:
        break;
    }
    return pal_call_tr(call, "of the questionnaire, without an alert level");
}

static void add_threshold(struct pal_call *call, struct pal_value *data, struct pal_value *page,
                          const struct pal_looking *looking, size_t at)
{
    const struct pal_threshold *threshold = &looking->questionnaire->thresholds[at];
    char amount[PAL_THOUSANDTHS_TEXT];
    pal_thousandths_write(looking->thresholds[at], amount);
    if (data != NULL) {
        struct pal_value *row = pal_add_object(data);
        pal_put_borrowed(row, "name", threshold->name);
        pal_put_text(row, "value", amount);
        pal_put_borrowed(row, "unit", pal_unit_ids[threshold->unit]);
        pal_put_borrowed(row, "from",
                         pal_threshold_from_ids[pal_threshold_comes_from(
                             threshold, looking->profile, looking->alert)]);
        pal_put_borrowed(row, "source", threshold->source);
        pal_put_boolean(row, "is_proposed", threshold->is_proposed);
    }
    if (page != NULL) {
        struct pal_value *row = pal_add_object(page);
        pal_put_borrowed(row, "name", threshold->name);
        pal_put_borrowed(row, "value",
                         pal_amount_said(looking->thresholds[at], threshold->unit, &call->language,
                                         call->request->arena));
        pal_put_borrowed(row, "from", origin_said(call, looking, threshold));
        pal_put_borrowed(row, "source", threshold->is_proposed ? NULL : threshold->source);
        pal_put_boolean(row, "is_proposed", threshold->is_proposed);
    }
}

/* What a piece gives for the values that count; open where there are none. */
static enum pal_verdict piece_gives(const struct pal_looking *looking,
                                    const struct pal_looked_answer *answer,
                                    const struct pal_rule_part *piece)
{
    const struct pal_answer *said = answer->answer;
    if (said == NULL || said->instead != PAL_ANSWER_FIELDS) {
        return PAL_VERDICT_OPEN;
    }
    const struct pal_rule_facts facts = {looking->day, looking->thresholds, said->decided};
    return pal_rule_gives(piece, answer->question->fields, said->values, &facts);
}

void pal_read_put_conditions(struct pal_call *call, struct pal_value *data, struct pal_value *page,
                             const struct pal_read *read, const struct pal_looked_answer *answer)
{
    const struct pal_looking *looking = &read->looking;
    struct pal_value *data_list = data != NULL ? pal_put_list(data, "conditions") : NULL;
    struct pal_value *page_list = page != NULL ? pal_put_list(page, "conditions") : NULL;
    bool is_one = true;
    const struct pal_rule_part *piece =
        answer->judged != NULL ? pal_rule_pieces(answer->question->rule, &is_one) : NULL;
    for (; piece != NULL; piece = is_one ? NULL : piece->next) {
        size_t names[THRESHOLDS_MOST];
        const enum pal_verdict verdict = piece_gives(looking, answer, piece);
        struct pal_value *row = data != NULL ? pal_add_object(data_list) : NULL;
        struct pal_value *shown = page != NULL ? pal_add_object(page_list) : NULL;
        if (row != NULL) {
            pal_put_borrowed(row, "verdict", pal_verdict_ids[verdict]);
        }
        if (shown != NULL) {
            pal_put_borrowed(shown, "text",
                             pal_rule_said(piece, answer->question->fields, looking->thresholds,
                                           &call->language, call->request->arena));
            pal_put_borrowed(shown, "verdict", pal_call_tr(call, pal_verdict_titles[verdict]));
            pal_put_boolean(shown, "is_failed", verdict == PAL_VERDICT_FAIL);
            pal_put_boolean(shown, "is_passed", verdict == PAL_VERDICT_PASS);
        }
        struct pal_value *in_data = row != NULL ? pal_put_list(row, "thresholds") : NULL;
        struct pal_value *in_page = shown != NULL ? pal_put_list(shown, "thresholds") : NULL;
        size_t count = pal_rule_thresholds(piece, names, THRESHOLDS_MOST);
        for (size_t i = 0; i < count; i++) {
            add_threshold(call, in_data, in_page, looking, names[i]);
        }
    }
}

/* --------------------------------------------------------------------- what was answered */

struct pal_value *pal_read_shown(struct pal_call *call, const struct pal_read *read,
                                 const struct pal_looked_answer *answer, const char *body)
{
    struct pal_question_form form;
    pal_question_form_init(&form, call->request->arena, call->errand.voice,
                           read->looking.questionnaire, answer->question);
    form.files = read->files;
    form.file_count = read->file_count;
    pal_question_form_fill(&form, body);
    return pal_question_form_shown(&form, &call->values);
}

static const char *rows_in_short(struct pal_call *call, const struct pal_value *table)
{
    size_t count = pal_value_count(pal_value_get(table, "rows"));
    return pal_call_printf(call, pal_tr_n(&call->language, "%zu row", "%zu rows", count), count);
}

const char *pal_read_in_short(struct pal_call *call, const struct pal_value *shown)
{
    const struct pal_value *instead = pal_value_get(shown, "instead");
    const char *reason = pal_value_as_text(pal_value_get(instead, "reason"));
    const char *day = pal_value_as_text(pal_value_get(instead, "day"));
    const char *title = pal_value_as_text(pal_value_get(instead, "title"));
    const char *out = "";
    if (title != NULL) {
        return reason != NULL ? pal_call_printf(call, pal_call_tr(call, "%s: %s"), title, reason)
               : day != NULL  ? pal_call_printf(call, "%s, %s", title, day)
                              : title;
    }
    PAL_EACH(field, pal_value_get(shown, "fields"))
    {
        const char *label = pal_value_as_text(pal_value_get(field, "label"));
        const char *text = pal_value_as_text(pal_value_get(field, "text"));
        const struct pal_value *table = pal_value_get(field, "table");
        text = pal_value_is(table, PAL_VALUE_OBJECT) ? rows_in_short(call, table) : text;
        const char *each = pal_call_printf(call, pal_call_tr(call, "%s: %s"),
                                           label != NULL ? label : "", text != NULL ? text : "");
        out = out[0] != '\0' ? pal_call_printf(call, pal_call_tr(call, "%s; %s"), out, each) : each;
    }
    return out;
}

/* ---------------------------------------------------------------------------- marks */

/* A text of a mark in the reader's language. */
static const char *said_in(const struct pal_call *call, const struct pal_value *body,
                           const char *key)
{
    const struct pal_value *value = pal_value_get(body, key);
    const char *text = value != NULL ? pal_said(call, value) : "";
    return text[0] != '\0' ? text : NULL;
}

static void put_proof(struct pal_call *call, struct pal_value *row, const struct pal_read *read,
                      const struct pal_value *proof)
{
    const char *file = pal_value_as_text(pal_value_get(proof, "file"));
    const struct pal_question_file *found = NULL;
    for (size_t i = 0; i < read->file_count && file != NULL; i++) {
        found = strcmp(read->files[i].id, file) == 0 ? &read->files[i] : found;
    }
    pal_put_text(row, "title", said_in(call, proof, "title"));
    pal_put_text(row, "leaf", pal_value_as_text(pal_value_get(proof, "page")));
    pal_put_text(row, "quote", pal_value_as_text(pal_value_get(proof, "quote")));
    pal_put_borrowed(row, "file", found != NULL ? found->name : NULL);
    pal_put_borrowed(row, "url", found != NULL ? found->url : NULL);
}

struct pal_value *pal_read_found_shown(struct pal_call *call, const struct pal_read *read,
                                       const struct pal_looked_answer *answer, const char *body)
{
    json_t *mark = json_loads(body, 0, NULL);
    json_t *fields = json_object_get(mark, "fields");
    json_t *none = json_object_get(mark, "none");
    json_t *found = json_pack("{s:O*, s:O*}", "fields", fields, "none", none);
    char *text = json_dumps(found, JSON_COMPACT);
    struct pal_value *out =
        text != NULL ? pal_read_shown(call, read, answer, text) : pal_value_null(&call->values);
    free(text);
    json_decref(found);
    json_decref(mark);
    return out;
}

/* What was drawn, each with whether it was good. */
static void put_items(struct pal_call *call, struct pal_value *row, const struct pal_value *body)
{
    struct pal_value *list = pal_put_list(row, "items");
    PAL_EACH(item, pal_value_get(body, "items"))
    {
        struct pal_value *shown = pal_add_object(list);
        const struct pal_value *good = pal_value_get(item, "good");
        pal_put_text(shown, "what", said_in(call, item, "what"));
        pal_put_text(shown, "note", said_in(call, item, "note"));
        pal_put_boolean(shown, "is_good", pal_value_is(good, PAL_VALUE_TRUE));
        pal_put_boolean(shown, "is_bad", pal_value_is(good, PAL_VALUE_FALSE));
    }
    pal_put_boolean(row, "has_items", pal_value_count(list) > 0);
}

/* On which day it was seen, and where. */
static const char *when_said(struct pal_call *call, const struct pal_value *body)
{
    const char *on = pal_value_as_text(pal_value_get(body, "on"));
    const char *place = said_in(call, body, "place");
    return on != NULL && place != NULL ? pal_call_printf(call, "%s, %s", on, place)
           : on != NULL                ? on
                                       : place;
}

struct pal_value *pal_read_mark(struct pal_call *call, const struct pal_read *read,
                                const struct pal_looked_answer *answer,
                                const struct pal_looked_fact *mark)
{
    if (!pal_looked_stands(mark)) {
        return NULL;
    }
    struct pal_value *body = json_value(call, mark->body);
    struct pal_value *row = pal_value_object(&call->values);
    const struct pal_value *proof = pal_value_get(body, "proof");
    const struct pal_value *who = pal_value_get(body, "said_by");
    const bool has_found =
        pal_value_get(body, "fields") != NULL || pal_value_get(body, "none") != NULL;
    if (proof != NULL) {
        put_proof(call, pal_put_object(row, "proof"), read, proof);
    } else {
        pal_put_null(row, "proof");
    }
    pal_put_text(row, "said_by",
                 pal_value_is(who, PAL_VALUE_OBJECT) && pal_value_get(who, "role") != NULL
                     ? said_in(call, who, "role")
                     : said_in(call, body, "said_by"));
    pal_put_text(row, "when", when_said(call, body));
    pal_put_text(row, "drawn_from", said_in(call, body, "drawn_from"));
    put_items(call, row, body);
    pal_put_text(row, "remark", said_in(call, body, "remark"));
    pal_put_boolean(row, "contradicts",
                    pal_value_is(pal_value_get(body, "contradicts"), PAL_VALUE_TRUE));
    pal_put(row, "found",
            has_found ? pal_read_found_shown(call, read, answer, mark->body)
                      : pal_value_null(&call->values));
    pal_put_text(row, "by", pal_principal_said(call, mark->by, ""));
    pal_put_text(row, "at", pal_call_time(call, mark->at));
    pal_put_boolean(row, "is_older", mark->is_older);
    pal_put_integer(row, "turn", mark->turn);
    return row;
}
