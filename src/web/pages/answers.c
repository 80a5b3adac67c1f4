/* answers - the answers to a questionnaire that was sent, topic by topic, for who reads them. */
#include <string.h>

#include "app/house/audit.h"
#include "base/text.h"
#include "render/words.h"
#include "web/frames.h"
#include "web/lists.h"
#include "web/marking.h"
#include "web/pages/answers_filter.h"
#include "web/pages/pages.h"
#include "web/parts.h"
#include "web/web_parts.h"

enum { ANSWERS_PER_PART = 40 };

/* ------------------------------------------------------------------------ the head */

static void count_all(const struct pal_read *read, int64_t counts[PAL_SHOW_COUNT], int64_t *passed,
                      int64_t *answered)
{
    for (size_t i = 0; i < read->looking.count; i++) {
        const struct pal_looked_answer *answer = &read->looking.answers[i];
        const struct pal_read_traits traits = pal_read_traits(read, answer);
        for (int show = 0; show < PAL_SHOW_COUNT; show++) {
            counts[show] += pal_read_shows((enum pal_read_show)show, &traits, answer);
        }
        *passed += traits.is_passed;
        *answered += traits.is_answered && answer->is_asked;
    }
}

static void put_counts(struct pal_call *call, const struct pal_read *read)
{
    int64_t counts[PAL_SHOW_COUNT] = {0};
    int64_t passed = 0;
    int64_t answered = 0;
    count_all(read, counts, &passed, &answered);
    struct pal_value *data = pal_value_object(&call->values);
    pal_put_integer(data, "all", counts[PAL_SHOW_ALL]);
    pal_put_integer(data, "answered", answered);
    pal_put_integer(data, "passed", passed);
    pal_put_integer(data, "failed", counts[PAL_SHOW_FAILED]);
    pal_put_integer(data, "decisive_failures", counts[PAL_SHOW_DECISIVE]);
    pal_put_integer(data, "findings", counts[PAL_SHOW_FINDINGS]);
    pal_put_integer(data, "open", counts[PAL_SHOW_OPEN]);
    pal_put_integer(data, "to_decide", counts[PAL_SHOW_TO_DECIDE]);
    pal_put_integer(data, "unanswered", counts[PAL_SHOW_UNANSWERED]);
    pal_put_integer(data, "unproven", counts[PAL_SHOW_UNPROVEN]);
    pal_put_integer(data, "secret", counts[PAL_SHOW_SECRET]);
    pal_put_integer(data, "new", counts[PAL_SHOW_NEW]);
    pal_put_integer(data, "submitted_again", counts[PAL_SHOW_AGAIN]);
    pal_put_integer(data, "marked_before", counts[PAL_SHOW_BEFORE]);
    pal_put_integer(data, "asked_back", counts[PAL_SHOW_ASKED_BACK]);
    pal_put_integer(data, "replied", counts[PAL_SHOW_REPLIED]);
    pal_set(call->data, "counts", data);

    const char *now = pal_call_query(call, "show");
    struct pal_value *list = pal_value_list(&call->values);
    for (int i = 0; i < PAL_SHOW_COUNT; i++) {
        bool is_here = strcmp(pal_read_show_ids[i], now != NULL ? now : "") == 0;
        if (counts[i] == 0 && !is_here) {
            continue;
        }
        struct pal_value *row = pal_add_object(list);
        pal_put_borrowed(row, "title", pal_read_show_title(call, (enum pal_read_show)i));
        pal_put_integer(row, "count", counts[i]);
        pal_put_borrowed(row, "url",
                         pal_list_url(call, "show", i > 0 ? pal_read_show_ids[i] : NULL));
        pal_put_boolean(row, "is_here", is_here);
    }
    pal_set(call->page, "shows", list);
    pal_set_text(call->page, "answered",
                 pal_call_printf(
                     call, pal_call_tr(call, "%lld of %zu questions answered"), (long long)answered,
                     read->looking.sending.question_count + read->looking.sending.above_count));
}

/* Against what the answers are held. */
static void put_measure(struct pal_call *call, const struct pal_looking *looking)
{
    const struct pal_profile *profile = looking->profile;
    pal_set_text(call->data, "profile", profile != NULL ? profile->id : NULL);
    pal_set_text(call->data, "alert", looking->alert);
    pal_set_text(call->data, "day", looking->day);
    const char *title = profile != NULL ? pal_text_in(&profile->title, call->language.lang) : NULL;
    pal_set_text(call->page, "profile", title);
    pal_set_text(call->page, "level",
                 looking->alert != NULL ? pal_word_level(&call->language, profile, looking->alert)
                                        : NULL);
}

static void put_sending(struct pal_call *call, const struct pal_sending *sending)
{
    bool is_submitted = sending->receipt != NULL;
    pal_set_text(call->data, "id", sending->id);
    pal_set_text(call->data, "project", sending->project);
    pal_set_text(call->data, "questionnaire", sending->questionnaire);
    pal_set_text(call->data, "to", pal_actor_ids[sending->to]);
    pal_set_text(call->data, "provider", sending->provider);
    pal_set_text(call->data, "state", sending->state_id);
    pal_set_text(call->data, "submitted_at",
                 is_submitted ? pal_call_time(call, sending->said_at) : NULL);
    pal_set_text(call->data, "signed_by", sending->signed_by);
    pal_set_text(call->page, "state",
                 pal_call_tr(call, pal_case_tables[PAL_CASE_SENDING].states[sending->state].title));
}

/* ------------------------------------------------------------------------ the rows */

static void add_row(struct pal_call *call, struct pal_value *list, const struct pal_read *read,
                    const struct pal_looked_answer *answer)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_borrowed(row, "id", answer->key);
    pal_put_borrowed(row, "question", pal_read_question(call, answer));
    pal_put_borrowed(
        row, "url",
        pal_read_kept(call, pal_read_url(call, read->looking.sending.id, answer->part)));
    pal_put_borrowed(row, "answer",
                     pal_read_in_short(call, pal_read_shown(call, read, answer, answer->body)));
    pal_put_integer(row, "proofs",
                    answer->answer != NULL ? (int64_t)answer->answer->proof_count : 0);
    pal_read_put_verdict(call, row, read, answer);
}

/* By topics, which follow each other as their questions do. */
static void put_rows(struct pal_call *call, const struct pal_read *read,
                     const struct pal_looked_answer *const *chosen, size_t count)
{
    struct pal_value *topics = pal_value_list(&call->values);
    struct pal_value *list = NULL;
    const char *last = "";
    for (size_t i = 0; i < count; i++) {
        const struct pal_read_topic topic = pal_read_topic(call, read, chosen[i]);
        if (list == NULL || strcmp(topic.id, last) != 0) {
            struct pal_value *row = pal_add_object(topics);
            pal_put_borrowed(row, "id", topic.id);
            pal_put_borrowed(row, "title", topic.title);
            list = pal_put_list(row, "answers");
            last = topic.id;
        }
        add_row(call, list, read, chosen[i]);
    }
    pal_set(call->page, "topics", topics);
    pal_set_boolean(call->page, "is_any", count > 0);
}

static void put_data(struct pal_call *call, const struct pal_read *read,
                     const struct pal_looked_answer *const *chosen, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        pal_read_put_data(call, pal_add_object(list), read, chosen[i]);
    }
    pal_set(call->data, "answers", list);
}

/* ------------------------------------------------------------------------ the form */

static enum pal_rc put_search(struct pal_call *call, const struct pal_read *read)
{
    struct pal_list_option *topics =
        PAL_NEW(call->request->arena, struct pal_list_option, read->looking.count + 1);
    size_t count = 0;
    if (topics == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < read->looking.count; i++) {
        const struct pal_read_topic topic = pal_read_topic(call, read, &read->looking.answers[i]);
        bool is_there = false;
        for (size_t k = 0; k < count; k++) {
            is_there = is_there || strcmp(topics[k].value, topic.id) == 0;
        }
        if (!is_there) {
            topics[count++] = (struct pal_list_option){topic.id, topic.title};
        }
    }
    const struct pal_list_option states[] = {{"claimed", pal_call_tr(call, "claimed")},
                                             {"seen", pal_call_tr(call, "seen")},
                                             {"checked", pal_call_tr(call, "checked")}};
    pal_list_search(call, "q", pal_call_tr(call, "Question"));
    pal_list_select(call, "topic", pal_call_tr(call, "Topic"), topics, count);
    pal_list_select(call, "state", pal_call_tr(call, "State"), states, 3);
    return PAL_OK;
}

/* ------------------------------------------------------------------------ the page */

static void put_looked(struct pal_call *call, const struct pal_read *read)
{
    bool is_person = call->errand.principal.kind == PAL_PRINCIPAL_PERSON;
    pal_set_text(call->data, "looked_at",
                 read->looking.last.number > 0 ? pal_call_time(call, read->looking.last.at) : NULL);
    pal_set_integer(call->data, "looked_turn", read->looking.last.turn);
    pal_set_boolean(call->page, "can_look", is_person && !call->errand.is_read_only);
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
}

enum pal_rc pal_page_answers(struct pal_call *call)
{
    struct pal_read *read = PAL_NEW(call->request->arena, struct pal_read, 1);
    struct pal_span span;
    size_t count = 0;
    enum pal_rc rc = read != NULL ? pal_read_open(call, call->params[0], read)
                                  : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? pal_sending_frame(call, &read->looking.sending) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_looked_answer **chosen = pal_read_chosen(call, read, &count);
    if (chosen == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    put_sending(call, &read->looking.sending);
    put_measure(call, &read->looking);
    put_looked(call, read);
    put_counts(call, read);
    rc = put_search(call, read);
    rc = rc == PAL_OK ? pal_parts_span(call, count, ANSWERS_PER_PART, &span) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    put_data(call, read, chosen + span.first, span.count);
    if (!call->is_api) {
        put_rows(call, read, chosen + span.first, span.count);
    }
    pal_set_text(call->page, "file_url",
                 pal_call_printf(call, "/sendings/%s/file", call->params[0]));
    pal_set(call->page, "read_script", pal_value_borrowed(&call->values, call->web->read_script));
    return pal_call_show(call, "web_answers", pal_call_tr(call, "Answers"));
}

enum pal_rc pal_do_answers_looked(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const char *turn = pal_call_word(call, "turn");
    enum pal_rc rc = pal_looked_say(&call->errand, call->params[0], pal_act_id(call),
                                    turn[0] != '\0' ? pal_whole_number(turn) : 0, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/sendings/%s/answers", call->params[0])
                        : rc;
}

enum pal_rc pal_page_answers_file(struct pal_call *call)
{
    struct pal_looking looking;
    struct pal_answers_written written;
    const struct pal_looking_at at = {0};
    enum pal_rc rc =
        pal_looking_at(&call->errand, pal_call_app(call), call->params[0], &at, &looking);
    rc = rc == PAL_OK ? pal_looking_write(&call->errand, &looking, &written) : rc;
    rc = rc == PAL_OK
             ? pal_audit_reading(&call->errand, "download",
                                 pal_call_printf(call, "sending/%s", call->params[0]), "answers")
             : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    call->response->content_type = "application/yaml; charset=utf-8";
    pal_http_set(call->response, "Content-Disposition",
                 pal_marking_disposition(call, pal_call_printf(call, "%s.yaml", call->params[0])));
    pal_buf_add_n(&call->response->body, written.text, written.len);
    return PAL_OK;
}
