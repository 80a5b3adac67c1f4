/* findings - what answers fall short in: each failed supporting answer is a finding, proposed until
 * somebody keeps, changes or withdraws it. */
#include <string.h>

#include "base/text.h"
#include "web/frames.h"
#include "web/lists.h"
#include "web/pages/answers_filter.h"
#include "web/pages/findings_text.h"
#include "web/pages/pages.h"
#include "web/parts.h"

enum { FINDINGS_PER_PART = 50 };

/* How far a finding is. */
enum stage { STAGE_PROPOSED, STAGE_OPEN, STAGE_WITHDRAWN, STAGE_COUNT };
static const char *const stage_ids[STAGE_COUNT] = {"proposed", "open", "withdrawn"};

static enum stage stage_of(const struct pal_looked_answer *answer)
{
    return answer->finding.turn == 0                         ? STAGE_PROPOSED
           : strcmp(answer->finding.state, "withdrawn") == 0 ? STAGE_WITHDRAWN
                                                             : STAGE_OPEN;
}

static const char *stage_title(struct pal_call *call, enum stage stage)
{
    static const char *const titles[STAGE_COUNT] = {PAL_N_("proposed"), PAL_N_("upheld"),
                                                    PAL_N_("withdrawn")};
    return pal_call_tr(call, titles[stage]);
}

/* A failed supporting answer, or what was said to be a finding though the answer passes by now. */
static bool is_listed(const struct pal_looked_answer *answer)
{
    return answer->finding.turn > 0 ||
           (answer->judged != NULL && pal_judged_is_finding(answer->judged));
}

static bool fails(const struct pal_looked_answer *answer)
{
    return answer->judged != NULL && answer->judged->verdict.verdict == PAL_VERDICT_FAIL;
}

static void text_of(struct pal_call *call, const struct pal_finding_source *source,
                    const struct pal_looked_answer *answer, struct pal_finding_text *out)
{
    if (!pal_finding_said(call, answer, out)) {
        pal_finding_propose(call, source, answer, out);
    }
}

static const char *url_of(struct pal_call *call, const struct pal_looked_answer *answer)
{
    return pal_call_printf(call, "/sendings/%s/findings/%s", call->params[0],
                           pal_read_address(call, answer->part));
}

/* ------------------------------------------------------------------------ one of them */

static void put_data(struct pal_call *call, struct pal_value *row,
                     const struct pal_looked_answer *answer, const struct pal_finding_text *text)
{
    pal_put_borrowed(row, "question", answer->part);
    pal_put_borrowed(row, "state", stage_ids[stage_of(answer)]);
    pal_put_borrowed(row, "basis", pal_basis_ids[answer->state]);
    pal_put_boolean(row, "still_fails", fails(answer));
    pal_put_boolean(row, "is_older", answer->finding.is_older);
    pal_put_integer(row, "turn", answer->finding.turn);
    for (int i = 0; i < PAL_FINDING_PARTS; i++) {
        pal_put_borrowed(row, pal_finding_part_ids[i], text->parts[i]);
    }
    pal_put_borrowed(row, "by", answer->finding.turn > 0 ? answer->finding.by : NULL);
    pal_put_text(row, "at",
                 answer->finding.turn > 0 ? pal_call_time(call, answer->finding.at) : NULL);
}

static void put_page(struct pal_call *call, struct pal_value *row, const struct pal_read *read,
                     const struct pal_looked_answer *answer, const struct pal_finding_text *text)
{
    const enum stage stage = stage_of(answer);
    pal_put_borrowed(row, "id", answer->key);
    pal_put_borrowed(row, "address", pal_read_address(call, answer->part));
    pal_put_borrowed(row, "question", pal_read_question(call, answer));
    pal_put_borrowed(row, "url", url_of(call, answer));
    pal_put_borrowed(row, "answer_url", pal_read_url(call, call->params[0], answer->part));
    pal_put_borrowed(row, "stage", stage_title(call, stage));
    pal_put_boolean(row, "is_proposed", stage == STAGE_PROPOSED);
    pal_put_boolean(row, "is_open", stage == STAGE_OPEN);
    pal_put_boolean(row, "is_withdrawn", stage == STAGE_WITHDRAWN);
    pal_put_boolean(row, "passes_now", !fails(answer));
    pal_put_boolean(row, "is_older", answer->finding.is_older);
    pal_put_integer(row, "turn", answer->finding.turn);
    pal_put_text(row, "act", pal_facts_new_id(&call->errand));
    struct pal_value *parts = pal_put_list(row, "parts");
    for (int i = 0; i < PAL_FINDING_PARTS; i++) {
        struct pal_value *part = pal_add_object(parts);
        pal_put_borrowed(part, "name", pal_finding_part_ids[i]);
        pal_put_borrowed(part, "title", pal_finding_part_title(call, (enum pal_finding_part)i));
        pal_put_borrowed(part, "text", text->parts[i]);
        pal_put_boolean(part, "is_any", text->parts[i][0] != '\0');
    }
    pal_put_borrowed(row, "by",
                     answer->finding.turn > 0 ? pal_principal_said(call, answer->finding.by, "")
                                              : NULL);
    pal_put_text(row, "at",
                 answer->finding.turn > 0 ? pal_call_time(call, answer->finding.at) : NULL);
    (void)read;
}

static void put_may(struct pal_call *call, const struct pal_read *read)
{
    pal_set_boolean(call->page, "can_say",
                    pal_errand_may(&call->errand, PAL_MAY_ASSESS, read->looking.sending.project) &&
                        !call->errand.is_read_only);
}

static enum pal_rc open(struct pal_call *call, struct pal_read **read,
                        struct pal_finding_source *source)
{
    *read = PAL_NEW(call->request->arena, struct pal_read, 1);
    enum pal_rc rc = *read != NULL ? pal_read_open(call, call->params[0], *read)
                                   : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? pal_sending_frame(call, &(*read)->looking.sending) : rc;
    rc = rc == PAL_OK ? pal_read_names(call, *read) : rc;
    rc = rc == PAL_OK ? pal_finding_source(call, *read, source) : rc;
    if (rc == PAL_OK) {
        put_may(call, *read);
        pal_set_text(call->data, "id", call->params[0]);
    }
    return rc;
}

/* ------------------------------------------------------------------------------ the list */

static void put_stages(struct pal_call *call, const int64_t counts[STAGE_COUNT])
{
    const char *now = pal_call_query(call, "state");
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *data = pal_value_object(&call->values);
    int64_t all = 0;
    for (int i = 0; i < STAGE_COUNT; i++) {
        pal_put_integer(data, stage_ids[i], counts[i]);
        all += counts[i];
    }
    for (int i = -1; i < STAGE_COUNT; i++) {
        struct pal_value *row = pal_add_object(list);
        const char *id = i < 0 ? NULL : stage_ids[i];
        pal_put_borrowed(row, "title",
                         i < 0 ? pal_call_tr(call, "All") : stage_title(call, (enum stage)i));
        pal_put_integer(row, "count", i < 0 ? all : counts[i]);
        pal_put_borrowed(row, "url", pal_list_url(call, "state", id));
        pal_put_boolean(row, "is_here", i < 0 ? now == NULL : now != NULL && strcmp(now, id) == 0);
    }
    pal_set(call->data, "counts", data);
    pal_set(call->page, "stages", list);
}

/* Those that the query asks for. */
static const struct pal_looked_answer **choose(struct pal_call *call, const struct pal_read *read,
                                               size_t *count)
{
    const char *wanted = pal_call_query(call, "state");
    int64_t counts[STAGE_COUNT] = {0};
    const struct pal_looked_answer **out =
        PAL_NEW(call->request->arena, const struct pal_looked_answer *, read->looking.count + 1);
    *count = 0;
    for (size_t i = 0; out != NULL && i < read->looking.count; i++) {
        const struct pal_looked_answer *answer = &read->looking.answers[i];
        if (!is_listed(answer)) {
            continue;
        }
        counts[stage_of(answer)]++;
        if (wanted == NULL || strcmp(wanted, stage_ids[stage_of(answer)]) == 0) {
            out[(*count)++] = answer;
        }
    }
    put_stages(call, counts);
    return out;
}

enum pal_rc pal_page_findings(struct pal_call *call)
{
    struct pal_read *read = NULL;
    struct pal_finding_source source;
    struct pal_span span;
    size_t count = 0;
    enum pal_rc rc = open(call, &read, &source);
    const struct pal_looked_answer **chosen = rc == PAL_OK ? choose(call, read, &count) : NULL;
    if (rc == PAL_OK && chosen == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    rc = rc == PAL_OK ? pal_parts_span(call, count, FINDINGS_PER_PART, &span) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    for (size_t i = span.first; i < span.first + span.count; i++) {
        struct pal_finding_text text;
        text_of(call, &source, chosen[i], &text);
        put_data(call, pal_add_object(data), chosen[i], &text);
        put_page(call, pal_add_object(page), read, chosen[i], &text);
    }
    pal_set(call->data, "findings", data);
    pal_set(call->page, "findings", page);
    pal_set_boolean(call->page, "is_any", count > 0);
    return pal_call_show(call, "web_findings", pal_call_tr(call, "Findings"));
}

/* ------------------------------------------------------------------------------- the form */

static enum pal_rc find(struct pal_call *call, const struct pal_read *read,
                        const struct pal_looked_answer **out)
{
    const char *part = pal_read_part(call, call->params[1]);
    *out = pal_read_find(read, part);
    return *out != NULL
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                                 "the question %s is not asked here", pal_quote(part).text);
}

/* After a conflict the form follows what is there now. */
static void put_form(struct pal_call *call, const struct pal_looked_answer *answer,
                     const struct pal_finding_text *text)
{
    bool is_conflict = pal_value_get(call->data, "now") != NULL;
    const char *act = pal_call_typed(call, "act");
    struct pal_value *fields = pal_value_list(&call->values);
    for (int i = 0; i < PAL_FINDING_PARTS; i++) {
        const char *typed = pal_call_typed(call, pal_finding_part_ids[i]);
        struct pal_value *row = pal_add_object(fields);
        pal_put_borrowed(row, "name", pal_finding_part_ids[i]);
        pal_put_borrowed(row, "title", pal_finding_part_title(call, (enum pal_finding_part)i));
        pal_put_borrowed(row, "text", typed != NULL ? typed : text->parts[i]);
        pal_put_borrowed(row, "error", pal_call_told(call, pal_finding_part_ids[i]));
    }
    pal_set(call->page, "fields", fields);
    pal_set_text(call->page, "act_id",
                 act != NULL && !is_conflict ? act : pal_facts_new_id(&call->errand));
    pal_set_integer(call->page, "turn", answer->finding.turn);
    pal_set_boolean(call->page, "is_conflict", is_conflict);
    pal_set_text(call->page, "all_url",
                 pal_call_printf(call, "/sendings/%s/findings", call->params[0]));
}

enum pal_rc pal_page_finding(struct pal_call *call)
{
    struct pal_read *read = NULL;
    struct pal_finding_source source;
    const struct pal_looked_answer *answer = NULL;
    struct pal_finding_text text;
    enum pal_rc rc = open(call, &read, &source);
    rc = rc == PAL_OK ? find(call, read, &answer) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    text_of(call, &source, answer, &text);
    struct pal_value *data = pal_value_object(&call->values);
    struct pal_value *page = pal_value_object(&call->values);
    put_data(call, data, answer, &text);
    put_page(call, page, read, answer, &text);
    pal_set(call->data, "finding", data);
    pal_set(call->page, "finding", page);
    put_form(call, answer, &text);
    return pal_call_show(call, "web_finding", answer->key);
}

/* -------------------------------------------------------------------------------- the act */

/* What a form leaves out is as it is proposed, or as it was said before. */
static enum pal_rc fill(struct pal_call *call, struct pal_finding_text *text)
{
    struct pal_read *read = NULL;
    struct pal_finding_source source;
    const struct pal_looked_answer *answer = NULL;
    bool is_whole = true;
    for (int i = 0; i < PAL_FINDING_PARTS; i++) {
        text->parts[i] = pal_call_field(call, pal_finding_part_ids[i]);
        is_whole = is_whole && text->parts[i] != NULL;
    }
    if (is_whole) {
        return PAL_OK;
    }
    struct pal_finding_text own;
    read = PAL_NEW(call->request->arena, struct pal_read, 1);
    enum pal_rc rc = read != NULL ? pal_read_open(call, call->params[0], read)
                                  : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? pal_read_names(call, read) : rc;
    rc = rc == PAL_OK ? pal_finding_source(call, read, &source) : rc;
    rc = rc == PAL_OK ? find(call, read, &answer) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    text_of(call, &source, answer, &own);
    for (int i = 0; i < PAL_FINDING_PARTS; i++) {
        text->parts[i] = text->parts[i] != NULL ? text->parts[i] : own.parts[i];
    }
    return PAL_OK;
}

enum pal_rc pal_do_finding_say(struct pal_call *call)
{
    struct pal_act_done done = {0};
    struct pal_finding_text text;
    const char *turn = pal_call_word(call, "turn");
    const char *state = pal_call_word(call, "state");
    const char *part = pal_read_part(call, call->params[1]);
    enum pal_rc rc = fill(call, &text);
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_is_blank(text.parts[PAL_FINDING_FACT_PART])) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "fact",
                                  "say what is the case: a finding states a fact");
    }
    const struct pal_finding_wish wish = {.sending = call->params[0],
                                          .question = part,
                                          .act = pal_act_id(call),
                                          .turn = turn[0] != '\0' ? pal_whole_number(turn) : 0,
                                          .state = state[0] != '\0' ? state : "open",
                                          .fact = text.parts[PAL_FINDING_FACT_PART],
                                          .evidence = text.parts[PAL_FINDING_EVIDENCE],
                                          .risk = text.parts[PAL_FINDING_RISK],
                                          .hurts = text.parts[PAL_FINDING_HURTS],
                                          .recommendation = text.parts[PAL_FINDING_RECOMMENDATION]};
    rc = pal_act_answer(call, pal_finding_say(&call->errand, &wish, &done), &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/sendings/%s/findings#finding-%s",
                                      call->params[0], pal_read_address(call, part))
                        : rc;
}
