#include "app/house/proofs.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/facts_parts.h"
#include "app/house/file_facts.h"
#include "app/house/proofs_parts.h"
#include "app/house/sending_parts.h"
#include "base/text.h"
#include "store/facts.h"
#include "store/records.h"

enum { HASH_DIGITS = PAL_HASH_TEXT - 1 };

static const char *const lane_ids[] = {PAL_LANE_PROOFS, PAL_LANE_CLAIMED};

static bool is_there(const char *state)
{
    return strcmp(state, pal_fact_file.states[0].id) == 0;
}

/* ----------------------------------------------------------------------- rights */

enum pal_rc pal_proofs_may_send(struct pal_errand *errand, const char *sending)
{
    struct pal_sending found;
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, sending, &found));
    if (rc == PAL_OK && !found.may_answer) {
        return pal_answers_refuse(errand, &found);
    }
    if (rc == PAL_OK) {
        rc = pal_errand_explain(errand,
                                pal_heads_brief(errand->db, pal_fact_file.id, PAL_SENDING_KIND,
                                                sending, errand->arena, &rows, &count));
    }
    return rc == PAL_OK && count > PAL_PROOFS_MOST
               ? pal_errand_fail(errand, PAL_E_LIMIT,
                                 "more than %d files were sent here: name those that are there",
                                 PAL_PROOFS_MOST)
               : rc;
}

enum pal_rc pal_proofs_check(struct pal_errand *errand, const struct pal_fact_row *row)
{
    if (row->claim != NULL) { /* what is brought was so elsewhere */
        return PAL_OK;
    }
    return strcmp(row->lane, PAL_LANE_PROOFS) == 0
               ? pal_proofs_may_send(errand, row->subject)
               : pal_errand_fail(errand, PAL_E_DENIED, "what is submitted is submitted as a whole");
}

/* ---------------------------------------------------------------------- reading */

static int by_number(const void *one, const void *other)
{
    const struct pal_fact *a = one;
    const struct pal_fact *b = other;
    return (a->number > b->number) - (a->number < b->number);
}

/* Whether an answer to one of the questions of a sending names it. */
static bool is_in_part(const struct pal_sending *sending, const struct pal_fact_row *answers,
                       size_t count, const char *hash)
{
    for (size_t i = 0; i < count; i++) {
        bool is_asked = false;
        for (size_t j = 0; j < sending->question_count; j++) {
            is_asked = is_asked || strcmp(sending->questions[j], answers[i].part) == 0;
        }
        if (is_asked && answers[i].lane[0] == '\0' && strstr(answers[i].body, hash) != NULL) {
            return true;
        }
    }
    return false;
}

/* Whoever holds a link to one topic is told of no other's files. */
static enum pal_rc keep_part(struct pal_errand *errand, const struct pal_sending *sending,
                             struct pal_fact *facts, size_t *count)
{
    struct pal_fact_row *answers = NULL;
    size_t answered = 0;
    size_t kept = 0;
    const char *self = pal_fact_principal(errand);
    enum pal_rc rc = self == NULL
                         ? PAL_E_MEMORY
                         : pal_heads_brief(errand->db, PAL_ANSWER_FACT, PAL_SENDING_KIND,
                                           sending->id, errand->arena, &answers, &answered);
    for (size_t i = 0; i < *count && rc == PAL_OK; i++) {
        struct pal_file_said said;
        rc = pal_file_said(errand, facts[i].body, &said);
        if (rc == PAL_OK && (strcmp(facts[i].principal, self) == 0 ||
                             is_in_part(sending, answers, answered, said.hash))) {
            facts[kept++] = facts[i];
        }
    }
    *count = kept;
    return rc;
}

enum pal_rc pal_proofs_list(struct pal_errand *errand, const struct pal_sending *sending,
                            enum pal_answers_lane lane, struct pal_proof_file **out, size_t *count)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = sending->id,
                                           .kind = pal_fact_file.id,
                                           .lane = lane_ids[lane],
                                           .max = PAL_PROOFS_MOST + 1};
    struct pal_fact *facts = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = pal_answers_may_read(errand, sending, lane);
    rc = rc == PAL_OK ? pal_facts_heads(errand, &search, &facts, &found) : rc;
    rc = rc == PAL_OK && sending->is_part ? keep_part(errand, sending, facts, &found) : rc;
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_proof_file, found + 1) : NULL;
    if (*out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    qsort(facts, found, sizeof *facts, by_number);
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        struct pal_file_said said;
        rc = pal_file_said(errand, facts[i].body, &said);
        if (rc == PAL_OK && said.hash[0] != '\0') {
            (*out)[(*count)++] = (struct pal_proof_file){.part = facts[i].part,
                                                         .hash = said.hash,
                                                         .name = said.name,
                                                         .title = said.title,
                                                         .size = said.size,
                                                         .turn = facts[i].turn,
                                                         .at = facts[i].at,
                                                         .is_withdrawn = !is_there(facts[i].state)};
        }
    }
    return rc;
}

enum pal_rc pal_proof_require(struct pal_errand *errand, const struct pal_sending *sending,
                              const char *part)
{
    struct pal_proof_file *files = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_proofs_list(errand, sending, PAL_ANSWERS_OWN, &files, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (strcmp(files[i].part, part) == 0) {
            return PAL_OK;
        }
    }
    return rc == PAL_OK ? pal_errand_fail(errand, PAL_E_NOT_FOUND,
                                          "there is no such file here, or it was withdrawn")
                        : rc;
}

/* ------------------------------------------------------------------- withdrawing */

enum pal_rc pal_proof_withdraw(struct pal_errand *errand, const struct pal_sending *sending,
                               const char *part, const char *act, struct pal_act_done *out)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = sending->id,
                                           .kind = pal_fact_file.id,
                                           .part = part,
                                           .lane = PAL_LANE_PROOFS,
                                           .max = 1};
    struct pal_fact *facts = NULL;
    size_t found = 0;
    enum pal_rc rc = sending->is_part ? pal_proof_require(errand, sending, part) : PAL_OK;
    rc = rc == PAL_OK ? pal_facts_heads(errand, &search, &facts, &found) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    if (found == 0) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND,
                               "there is no such file here, or it was withdrawn");
    }
    const struct pal_fact_wish fact = {.kind = pal_fact_file.id,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = sending->id,
                                       .part = part,
                                       .lane = PAL_LANE_PROOFS,
                                       .seen_turn = facts[0].turn,
                                       .state = pal_fact_file.states[1].id,
                                       .json = facts[0].body};
    const struct pal_act_wish wish = {.id = act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}

/* ------------------------------------------------------------------------ naming */

/* The answer with one proof more; NULL: it has it already, or memory is short. */
static const char *with_proof(struct pal_errand *errand, const char *body,
                              const struct pal_proof_wish *wish)
{
    const char *out = NULL;
    json_t *answer = json_loads(body, 0, NULL);
    json_t *by = json_loads(wish->by, 0, NULL);
    json_t *proofs = json_object_get(answer, "proofs");
    if (proofs == NULL) {
        proofs = json_array();
        (void)json_object_set_new(answer, "proofs", proofs);
    }
    (void)json_array_append_new(proofs,
                                json_pack("{s:s, s:s}", "file", wish->hash, "title", wish->title));
    (void)json_object_set(answer, "by", by);
    char *text = json_dumps(answer, JSON_SORT_KEYS | JSON_COMPACT);
    out = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(by);
    json_decref(answer);
    return out;
}

static enum pal_rc name_once(struct pal_errand *errand, const struct pal_sending *sending,
                             const struct pal_proof_wish *wish)
{
    struct pal_answer_now now;
    struct pal_act_done done;
    enum pal_rc rc = pal_answer_get(errand, sending, wish->question, &now);
    if (rc != PAL_OK || strstr(now.body, wish->hash) != NULL) {
        return rc;
    }
    const struct pal_answer_wish put = {.sending = sending->id,
                                        .question = wish->question,
                                        .act = pal_facts_new_id(errand),
                                        .turn = now.turn,
                                        .state = pal_answer_state_changed(now.state),
                                        .json = with_proof(errand, now.body, wish)};
    return put.json != NULL ? pal_answer_put(errand, &put, &done)
                            : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* Whoever writes beside it is waited for: what they say of the answer stays. */
enum pal_rc pal_proof_name(struct pal_errand *errand, const struct pal_sending *sending,
                           const struct pal_proof_wish *wish)
{
    enum { TRIES = 4 };
    enum pal_rc rc = PAL_E_CONFLICT;
    for (int i = 0; i < TRIES && rc == PAL_E_CONFLICT; i++) {
        errand->err = (struct pal_err){0};
        rc = name_once(errand, sending, wish);
    }
    return rc;
}

/* Whether a file of that hash is among the heads, and in sight. */
static bool is_sent(struct pal_errand *errand, const struct pal_fact_row *rows, size_t count,
                    const char *hash)
{
    for (size_t i = 0; i < count; i++) {
        struct pal_file_said said;
        bool is_own = strcmp(rows[i].lane, PAL_LANE_PROOFS) == 0;
        if (is_own && pal_file_said(errand, rows[i].body, &said) == PAL_OK &&
            strcmp(said.hash, hash) == 0) {
            return true;
        }
    }
    return false;
}

static enum pal_rc check_file(struct pal_errand *errand, const struct pal_fact_row *rows,
                              size_t count, const json_t *proof)
{
    const char *hash = json_string_value(json_object_get(proof, "file"));
    return hash == NULL || is_sent(errand, rows, count, hash)
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "there is no file %s here: send it first, then name it by its "
                                 "SHA-256",
                                 pal_quote(hash).text);
}

enum pal_rc pal_proofs_check_named(struct pal_errand *errand, const char *sending, const char *body)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    if (strstr(body, "\"file\":") == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_heads_brief(errand->db, pal_fact_file.id, PAL_SENDING_KIND, sending,
                                     errand->arena, &rows, &count);
    json_t *answer = rc == PAL_OK ? json_loads(body, 0, NULL) : NULL;
    const json_t *proofs = json_object_get(answer, "proofs");
    for (size_t i = 0; i < json_array_size(proofs) && rc == PAL_OK; i++) {
        rc = check_file(errand, rows, count, json_array_get(proofs, i));
    }
    if (rc == PAL_OK) {
        rc = check_file(errand, rows, count,
                        json_object_get(json_object_get(answer, "subcontractor"), "proof"));
    }
    json_decref(answer);
    return pal_errand_explain(errand, rc);
}

/* -------------------------------------------------------------------- submitting */

/* What was claimed of a file before; NULL: nothing. */
static const struct pal_fact_row *find_claimed(const struct pal_fact_row *rows, size_t count,
                                               const struct pal_fact_row *own)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].kind, own->kind) == 0 && strcmp(rows[i].lane, PAL_LANE_CLAIMED) == 0 &&
            strcmp(rows[i].part, own->part) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

/* Whether an answer that the respondents have names what a file's body says. */
static bool is_named(struct pal_errand *errand, const struct pal_fact_row *answers, size_t count,
                     const char *body)
{
    struct pal_file_said said;
    if (pal_file_said(errand, body, &said) != PAL_OK || strlen(said.hash) != HASH_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (answers[i].lane[0] == '\0' && strstr(answers[i].body, said.hash) != NULL) {
            return true;
        }
    }
    return false;
}

/* What of a file is said to those who read the answers; false: nothing new. */
static bool claim_of(const struct pal_fact_row *own, const struct pal_fact_row *last, bool is_read,
                     struct pal_fact_row *out)
{
    const char *state = pal_fact_file.states[is_read ? 0 : 1].id;
    if (last == NULL ? !is_read : strcmp(last->state, state) == 0) {
        return false;
    }
    *out = (struct pal_fact_row){.kind = pal_fact_file.id,
                                 .subject_kind = PAL_SENDING_KIND,
                                 .part = own->part,
                                 .lane = PAL_LANE_CLAIMED,
                                 .turn = last != NULL ? last->turn + 1 : 1,
                                 .state = state,
                                 .body = own->body,
                                 .audience = pal_audience_ids[PAL_AUDIENCE_ANSWERS]};
    return true;
}

enum pal_rc pal_proofs_claim(struct pal_errand *errand, const char *sending)
{
    static const char *const kinds[2] = {"file", PAL_ANSWER_FACT};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    size_t changed = 0;
    const char *project = "";
    enum pal_rc rc =
        pal_record_project(errand->db, PAL_SENDING_KIND, sending, errand->arena, &project);
    rc = rc == PAL_OK ? pal_heads_brief_of(errand->db, kinds, PAL_SENDING_KIND, sending,
                                           errand->arena, &rows, &count)
                      : rc;
    struct pal_fact_row *claims =
        rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_fact_row, count + 1) : NULL;
    if (claims == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct pal_fact_row *own = &rows[i];
        if (strcmp(own->kind, kinds[0]) != 0 || strcmp(own->lane, PAL_LANE_PROOFS) != 0) {
            continue;
        }
        bool is_read = is_there(own->state) && is_named(errand, rows, count, own->body);
        if (claim_of(own, find_claimed(rows, count, own), is_read, &claims[changed])) {
            claims[changed].project = project;
            claims[changed++].subject = sending;
        }
    }
    const struct pal_facts_follow what = {.verb = "submit-answers"};
    return changed > 0 ? pal_facts_append(errand, &what, claims, changed) : PAL_OK;
}
