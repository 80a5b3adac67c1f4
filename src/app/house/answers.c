#include "app/house/answers.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/desk/document_json.h"
#include "app/desk/questions.h"
#include "app/house/answers_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/secret.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "base/buf.h"
#include "base/text.h"
#include "format/kinds.h"
#include "store/facts.h"
#include "store/records.h"

enum { ANSWERS_MOST = 10000, TEXT_MOST = 32 << 20 };

static const char *const lane_ids[] = {"", PAL_LANE_CLAIMED};

/* ------------------------------------------------------------- questionnaire */

enum pal_rc pal_sending_questionnaire(struct pal_errand *errand, struct pal_app *app,
                                      const struct pal_sending *sending,
                                      const struct pal_questionnaire **out)
{
    struct pal_record record;
    enum pal_rc rc = PAL_OK;
    if (sending->questionnaire_version == 0) {
        rc = pal_app_questionnaire(app, sending->questionnaire, out);
    } else {
        rc = pal_record_get_version(errand->db, pal_kinds[PAL_KIND_QUESTIONNAIRE].word,
                                    sending->questionnaire, sending->questionnaire_version,
                                    errand->arena, &record);
        rc = rc == PAL_OK ? pal_app_questionnaire_of(app, sending->questionnaire, record.text,
                                                     strlen(record.text), out)
                          : rc;
    }
    return rc == PAL_OK || rc == PAL_E_MEMORY
               ? pal_errand_explain(errand, rc)
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "the questionnaire %s cannot be read any more",
                                 pal_quote(sending->questionnaire).text);
}

/* ------------------------------------------------------------------------ now */

/* A blank text says nothing, nor does a row of such, or a map. */
static bool says_anything(json_t *value)
{
    const char *key;
    json_t *part;
    size_t i;
    json_object_foreach(value, key, part)
    {
        if (says_anything(part)) {
            return true;
        }
    }
    json_array_foreach(value, i, part)
    {
        if (says_anything(part)) {
            return true;
        }
    }
    return json_is_string(value) ? !pal_is_blank(json_string_value(value))
                                 : json_is_number(value) || json_is_boolean(value);
}

/* Whether a body answers: a remark alone does not. */
static bool is_answer(const json_t *body)
{
    return says_anything(json_object_get(body, "fields")) ||
           json_array_size(json_object_get(body, "none")) > 0 ||
           json_object_get(body, "not_yet") != NULL ||
           json_is_true(json_object_get(body, "not_known")) ||
           json_object_get(body, "not_applicable") != NULL;
}

static const char *copy(struct pal_errand *errand, const json_t *text)
{
    const char *word = json_string_value(text);
    return word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
}

/* Who answered, as it is said: a role, or {role, name}; a role may stand in several languages. */
static void read_by(struct pal_errand *errand, const json_t *body, struct pal_answer_now *out)
{
    const json_t *by = json_object_get(body, "by");
    const json_t *role = json_is_object(by) ? json_object_get(by, "role") : by;
    enum pal_lang lang = pal_errand_lang(errand);
    const json_t *own = json_object_get(role, pal_lang_codes[lang]);
    out->role = copy(errand, !json_is_object(role) ? role
                             : own != NULL         ? own
                                                   : json_object_get(role, pal_lang_codes[0]));
    out->name = copy(errand, json_object_get(by, "name"));
}

static struct pal_answer_now tell(struct pal_errand *errand, const char *question,
                                  const struct pal_fact *fact)
{
    struct pal_answer_now out = {.question = question, .state = "open", .body = "{}"};
    if (fact == NULL || fact->body[0] == '\0') {
        return out;
    }
    json_t *body = json_loads(fact->body, 0, NULL);
    out = (struct pal_answer_now){.question = question,
                                  .state = fact->state,
                                  .body = fact->body,
                                  .is_answered = is_answer(body),
                                  .turn = fact->turn,
                                  .number = fact->number,
                                  .act = fact->act,
                                  .at = fact->at,
                                  .by = fact->claim[0] != '\0' ? fact->claim : fact->principal};
    read_by(errand, body, &out);
    json_decref(body);
    return out;
}

static int by_part(const void *one, const void *other)
{
    return strcmp(((const struct pal_fact *)one)->part, ((const struct pal_fact *)other)->part);
}

static const struct pal_fact *find_fact(const struct pal_fact *facts, size_t count,
                                        const char *part)
{
    const struct pal_fact key = {.part = part};
    return count > 0 ? bsearch(&key, facts, count, sizeof *facts, by_part) : NULL;
}

enum pal_rc pal_answers_may_read(struct pal_errand *errand, const struct pal_sending *sending,
                                 enum pal_answers_lane lane)
{
    if (sending->is_respondent || (lane == PAL_ANSWERS_CLAIMED && !sending->is_sealed)) {
        return PAL_OK;
    }
    return lane == PAL_ANSWERS_OWN
               ? pal_errand_fail(errand, PAL_E_DENIED,
                                 "answers are read once they are submitted, not before")
               : pal_errand_fail(errand, PAL_E_DENIED,
                                 "answers of a tender are read once they are opened, not before");
}

enum pal_rc pal_answers_now(struct pal_errand *errand, const struct pal_sending *sending,
                            enum pal_answers_lane lane, struct pal_answer_now **out, size_t *count)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = sending->id,
                                           .kind = PAL_ANSWER_FACT,
                                           .lane = lane_ids[lane],
                                           .max = ANSWERS_MOST};
    struct pal_fact *facts = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = pal_answers_may_read(errand, sending, lane);
    rc = rc == PAL_OK ? pal_facts_heads(errand, &search, &facts, &found) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    *out = PAL_NEW(errand->arena, struct pal_answer_now,
                   sending->question_count + sending->above_count + 1);
    if (*out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    qsort(facts, found, sizeof *facts, by_part);
    for (size_t i = 0; i < sending->question_count; i++) {
        const char *part = sending->questions[i];
        (*out)[(*count)++] = tell(errand, part, find_fact(facts, found, part));
    }
    for (size_t i = 0; i < sending->above_count; i++) {
        const char *part =
            pal_arena_printf(errand->arena, PAL_ANSWER_ABOVE "%s", sending->above[i]);
        if (part == NULL) {
            return pal_errand_explain(errand, PAL_E_MEMORY);
        }
        (*out)[(*count)++] = tell(errand, part, find_fact(facts, found, part));
    }
    return PAL_OK;
}

enum pal_rc pal_answer_get(struct pal_errand *errand, const struct pal_sending *sending,
                           const char *question, struct pal_answer_now *out)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = sending->id,
                                           .kind = PAL_ANSWER_FACT,
                                           .part = question,
                                           .lane = "",
                                           .max = 1};
    struct pal_fact *facts = NULL;
    size_t found = 0;
    enum pal_rc rc = pal_answers_may_read(errand, sending, PAL_ANSWERS_OWN);
    rc = rc == PAL_OK ? pal_facts_heads(errand, &search, &facts, &found) : rc;
    if (rc == PAL_OK) {
        *out = tell(errand, question, found > 0 ? facts : NULL);
    }
    return rc;
}

enum pal_rc pal_answers_say_state(struct pal_errand *errand, const struct pal_answers_state *wish,
                                  struct pal_act_done *out)
{
    struct pal_fact_wish *facts = PAL_NEW(errand->arena, struct pal_fact_wish, wish->count + 1);
    *out = (struct pal_act_done){0};
    if (facts == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < wish->count; i++) {
        facts[i] = (struct pal_fact_wish){.kind = PAL_ANSWER_FACT,
                                          .subject_kind = PAL_SENDING_KIND,
                                          .subject = wish->sending,
                                          .part = wish->answers[i].question,
                                          .lane = "",
                                          .seen_turn = wish->answers[i].turn,
                                          .state = wish->state,
                                          .json = wish->answers[i].body};
    }
    const struct pal_act_wish act = {.id = wish->act, .facts = facts, .count = wish->count};
    return pal_facts_act(errand, &act, out);
}

const char *pal_answer_state_changed(const char *state)
{
    return strcmp(state, "approved") == 0 ? "proposed" : state;
}

/* -------------------------------------------------------------------- as a document */

/* The day to which ages count: that of what was submitted, as it was then; else said, or today. */
static const char *day_of(struct pal_errand *errand, const struct pal_sending *sending,
                          enum pal_answers_lane lane)
{
    bool is_submitted = lane == PAL_ANSWERS_CLAIMED && sending->said_at != 0;
    const char *said =
        is_submitted && sending->receipt_day != NULL ? sending->receipt_day : sending->day;
    const char *text = pal_sending_time(errand, is_submitted ? sending->said_at : errand->now);
    return said != NULL || text == NULL ? said
                                        : pal_arena_copy(errand->arena, text, strlen("YYYY-MM-DD"));
}

/* Of whom the answers are: the provider's name, or the project's. */
static enum pal_rc name_organization(struct pal_errand *errand, const struct pal_sending *sending,
                                     const char **out)
{
    bool is_provider = sending->to == PAL_ACTOR_PROVIDER && sending->provider != NULL;
    const char *id = is_provider ? sending->provider : sending->project;
    const char *title = NULL;
    enum pal_rc rc = pal_record_titles(errand->db, is_provider ? "provider" : "project", &id, 1,
                                       errand->arena, &title);
    *out = title != NULL ? title : id;
    return rc;
}

static json_t *answers_json(const struct pal_answer_now *answers, size_t count, size_t *said)
{
    json_t *map = json_object();
    *said = 0;
    for (size_t i = 0; i < count; i++) {
        json_t *body = answers[i].turn > 0 ? json_loads(answers[i].body, 0, NULL) : NULL;
        *said += answers[i].is_answered;
        (void)json_object_del(json_object_get(body, "by"), "name"); /* it can be erased */
        if (json_object_size(body) > 0) {
            (void)json_object_set_new(map, answers[i].question, body);
        } else {
            json_decref(body);
        }
    }
    return map;
}

static enum pal_rc write_yaml(struct pal_errand *errand, const json_t *document,
                              struct pal_answers_written *out)
{
    struct pal_buf buf;
    pal_buf_init(&buf, TEXT_MOST, errand->arena->alloc);
    pal_document_yaml(document, &buf);
    const char *text = pal_buf_text(&buf);
    out->text = text != NULL ? pal_arena_copy(errand->arena, text, buf.len) : NULL;
    out->len = buf.len;
    pal_buf_done(&buf);
    if (out->text == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    pal_secret_hash(out->text, out->len, out->hash);
    return PAL_OK;
}

enum pal_rc pal_answers_document(struct pal_errand *errand, const struct pal_sending *sending,
                                 const char *day, const char *organization, json_t *answers,
                                 struct pal_answers_written *out)
{
    enum pal_rc rc =
        organization == NULL ? name_organization(errand, sending, &organization) : PAL_OK;
    json_t *document =
        rc == PAL_OK ? json_pack("{s:s, s:s, s:s, s:s, s:s, s:O}", "palier", "answers/1", "id",
                                 sending->id, "questionnaire", sending->questionnaire,
                                 "organization", organization, "date", day, "answers", answers)
                     : NULL;
    if (rc == PAL_OK) {
        rc = document != NULL ? write_yaml(errand, document, out) : PAL_E_MEMORY;
    }
    out->day = day;
    out->organization = organization;
    json_decref(document);
    json_decref(answers);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_answers_write(struct pal_errand *errand, const struct pal_sending *sending,
                              enum pal_answers_lane lane, struct pal_answers_written *out)
{
    struct pal_answer_now *answers = NULL;
    size_t count = 0;
    const char *day = day_of(errand, sending, lane);
    *out = (struct pal_answers_written){0};
    enum pal_rc rc = pal_answers_now(errand, sending, lane, &answers, &count);
    if (rc == PAL_OK && day == NULL) {
        rc = PAL_E_MEMORY;
    }
    const char *organization = lane == PAL_ANSWERS_CLAIMED ? sending->receipt_organization : NULL;
    return rc == PAL_OK ? pal_answers_document(errand, sending, day, organization,
                                               answers_json(answers, count, &out->count), out)
                        : pal_errand_explain(errand, rc);
}

/* --------------------------------------------------------------------- submitting */

static const struct pal_fact_row *find_claimed(const struct pal_fact_row *rows, size_t count,
                                               const char *part)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].lane, PAL_LANE_CLAIMED) == 0 && strcmp(rows[i].part, part) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

enum pal_rc pal_answers_claim(struct pal_errand *errand, const char *sending)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    size_t changed = 0;
    const char *project = "";
    enum pal_rc rc =
        pal_record_project(errand->db, PAL_SENDING_KIND, sending, errand->arena, &project);
    if (rc == PAL_OK) {
        rc = pal_heads_brief(errand->db, PAL_ANSWER_FACT, PAL_SENDING_KIND, sending, errand->arena,
                             &rows, &count);
    }
    struct pal_fact_row *claims =
        rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_fact_row, count + 1) : NULL;
    if (claims == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct pal_fact_row *last = find_claimed(rows, count, rows[i].part);
        bool is_own = rows[i].lane[0] == '\0';
        if (!is_own || (last != NULL && strcmp(last->body, rows[i].body) == 0)) {
            continue;
        }
        claims[changed++] =
            (struct pal_fact_row){.kind = PAL_ANSWER_FACT,
                                  .project = project,
                                  .subject_kind = PAL_SENDING_KIND,
                                  .subject = sending,
                                  .part = rows[i].part,
                                  .lane = PAL_LANE_CLAIMED,
                                  .turn = last != NULL ? last->turn + 1 : 1,
                                  .state = "claimed",
                                  .body = rows[i].body,
                                  .audience = pal_audience_ids[PAL_AUDIENCE_ANSWERS]};
    }
    const struct pal_facts_follow what = {.verb = "submit-answers"};
    return changed > 0 ? pal_facts_append(errand, &what, claims, changed) : PAL_OK;
}
