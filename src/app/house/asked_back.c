#include "app/house/asked_back.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/answers_parts.h"
#include "app/house/asked_back_parts.h"
#include "app/house/sending_parts.h"
#include "base/text.h"
#include "store/facts.h"

/* ---------------------------------------------------------------------- telling */

static const char *copy(struct pal_errand *errand, const json_t *text)
{
    const char *word = json_string_value(text);
    return word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
}

/* A role may stand in each language. */
static const char *role_of(struct pal_errand *errand, const json_t *by)
{
    const json_t *role = json_object_get(by, "role");
    enum pal_lang lang = pal_errand_lang(errand);
    const json_t *own = json_object_get(role, pal_lang_codes[lang]);
    return copy(errand, json_is_string(role) ? role
                        : own != NULL        ? own
                                             : json_object_get(role, pal_lang_codes[0]));
}

enum pal_asked_back pal_asked_back_state(const char *id)
{
    int state = 0;
    while (state < PAL_BACK_SETTLED && strcmp(pal_asked_back_ids[state], id) != 0) {
        state++;
    }
    return (enum pal_asked_back)state;
}

static struct pal_back_words tell(struct pal_errand *errand, const struct pal_fact *fact)
{
    json_t *body = json_loads(fact->body, 0, NULL);
    const json_t *by = json_object_get(body, "by");
    const char *text = copy(errand, json_object_get(body, "text"));
    const char *until = copy(errand, json_object_get(body, "until"));
    const struct pal_back_words out = {.state = pal_asked_back_state(fact->state),
                                       .text = text != NULL ? text : "",
                                       .role = role_of(errand, by),
                                       .name = copy(errand, json_object_get(by, "name")),
                                       .by = fact->claim[0] != '\0' ? fact->claim : fact->principal,
                                       .turn = fact->turn,
                                       .at = fact->at,
                                       .until = until != NULL ? pal_sending_seconds(until) : 0,
                                       .is_erased = fact->is_erased};
    json_decref(body);
    return out;
}

bool pal_asked_back_waits(const struct pal_errand *errand, enum pal_asked_back state, int64_t until)
{
    return state == PAL_BACK_ASKED && (until == 0 || until >= errand->now);
}

bool pal_back_is_awaited(const struct pal_errand *errand, const struct pal_back_thread *thread)
{
    const struct pal_back_words *last =
        thread->count > 0 ? &thread->words[thread->count - 1] : NULL;
    return last != NULL && pal_asked_back_waits(errand, last->state, last->until);
}

bool pal_back_may_say(const struct pal_errand *errand, const struct pal_back_may *may,
                      const struct pal_back_thread *thread, bool answers)
{
    bool is_awaited = pal_back_is_awaited(errand, thread);
    bool is_unsettled = thread->turn > 0 && thread->state != PAL_BACK_SETTLED;
    return answers ? may->reply || (may->reply_asked && is_awaited)
                   : may->ask || (may->settle && is_unsettled && !is_awaited);
}

/* ---------------------------------------------------------------------- reading */

static struct pal_fact_search search_of(const struct pal_sending *sending, const char *question,
                                        size_t max)
{
    return (struct pal_fact_search){.subject_kind = PAL_SENDING_KIND,
                                    .subject = sending->id,
                                    .kind = PAL_ASKED_BACK_FACT,
                                    .part = question,
                                    .lane = "",
                                    .max = max};
}

enum pal_rc pal_asked_back_read(struct pal_errand *errand, const struct pal_sending *sending,
                                const char *question, struct pal_back_thread *out)
{
    const struct pal_fact_search search = search_of(sending, question, PAL_ASKED_BACK_MOST + 1);
    struct pal_fact *facts = NULL;
    size_t count = 0;
    *out = (struct pal_back_thread){.question = question, .state = PAL_BACK_SETTLED};
    if (sending->is_sealed || !pal_answers_is_asked(sending, question)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_facts_history(errand, &search, &facts, &count);
    if (rc != PAL_OK || count == 0) {
        return rc;
    }
    out->words = PAL_NEW(errand->arena, struct pal_back_words, count);
    if (out->words == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    out->turn = facts[0].turn;
    out->state = pal_asked_back_state(facts[0].state);
    for (size_t i = count; i > 0; i--) {
        out->words[out->count++] = tell(errand, &facts[i - 1]);
    }
    return PAL_OK;
}

/* The parts of a sending in the order in which they are asked: what was said about each. */
static enum pal_rc put_in_order(struct pal_errand *errand, const struct pal_sending *sending,
                                const struct pal_fact *facts, size_t found,
                                struct pal_back_thread *out, size_t *count)
{
    const size_t asked = sending->question_count + sending->above_count;
    for (size_t i = 0; i < asked && *count < found; i++) {
        bool is_above = i >= sending->question_count;
        const char *part = is_above ? pal_arena_printf(errand->arena, PAL_ANSWER_ABOVE "%s",
                                                       sending->above[i - sending->question_count])
                                    : sending->questions[i];
        if (part == NULL) {
            return PAL_E_MEMORY;
        }
        for (size_t k = 0; k < found; k++) {
            if (strcmp(facts[k].part, part) == 0) {
                struct pal_back_words *words = PAL_NEW(errand->arena, struct pal_back_words, 1);
                if (words == NULL) {
                    return PAL_E_MEMORY;
                }
                *words = tell(errand, &facts[k]);
                out[(*count)++] =
                    (struct pal_back_thread){part, words->state, words->turn, words, 1};
            }
        }
    }
    return PAL_OK;
}

enum pal_rc pal_asked_back_list(struct pal_errand *errand, const struct pal_sending *sending,
                                struct pal_back_thread **out, size_t *count)
{
    const size_t asked = sending->question_count + sending->above_count;
    const struct pal_fact_search search = search_of(sending, NULL, asked + 1);
    struct pal_fact *facts = NULL;
    size_t found = 0;
    *out = NULL;
    *count = 0;
    if (sending->is_sealed) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &found);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = PAL_NEW(errand->arena, struct pal_back_thread, found + 1);
    return pal_errand_explain(errand, *out != NULL
                                          ? put_in_order(errand, sending, facts, found, *out, count)
                                          : PAL_E_MEMORY);
}

/* --------------------------------------------------------------------- counting */

static struct pal_back_count *count_of(struct pal_back_count *counts, size_t *count,
                                       const char *sending)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(counts[i].sending, sending) == 0) {
            return &counts[i];
        }
    }
    counts[*count] = (struct pal_back_count){.sending = sending};
    return &counts[(*count)++];
}

enum pal_rc pal_asked_back_count(struct pal_errand *errand, const char *project,
                                 struct pal_back_count **out, size_t *count)
{
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    *out = NULL;
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_heads_on_project(errand->db, PAL_ASKED_BACK_FACT, project, errand->arena, &rows,
                              &found);
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_back_count, found + 1) : NULL;
    if (*out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < found; i++) {
        enum pal_asked_back state = pal_asked_back_state(rows[i].state);
        if (state == PAL_BACK_ASKED || state == PAL_BACK_REPLIED) {
            struct pal_back_count *at = count_of(*out, count, rows[i].subject);
            at->asked += state == PAL_BACK_ASKED;
            at->replied += state == PAL_BACK_REPLIED;
        }
    }
    return PAL_OK;
}

/* ----------------------------------------------------------------------- saying */

static const char *body_of(struct pal_errand *errand, const struct pal_back_wish *wish)
{
    json_t *body = json_object();
    json_t *by = wish->by != NULL ? json_loads(wish->by, 0, NULL) : NULL;
    bool is_made = body != NULL && (by == NULL || json_object_set_new(body, "by", by) == 0) &&
                   (pal_is_blank(wish->text) ||
                    json_object_set_new(body, "text", json_string(wish->text)) == 0);
    char *text = is_made ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *own = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(body);
    return own;
}

enum pal_rc pal_asked_back_say(struct pal_errand *errand, const struct pal_back_wish *wish,
                               struct pal_act_done *out)
{
    *out = (struct pal_act_done){0};
    if (strlen(wish->text) > PAL_ASKED_BACK_TEXT) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "text",
                                  "this is longer than %d bytes: say it in fewer words, or in "
                                  "several",
                                  PAL_ASKED_BACK_TEXT);
    }
    const char *body = body_of(errand, wish);
    if (body == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    const struct pal_fact_wish fact = {.kind = PAL_ASKED_BACK_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = wish->sending,
                                       .part = wish->question,
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = pal_asked_back_ids[wish->state],
                                       .json = body};
    const struct pal_act_wish act = {.id = wish->act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &act, out);
}
