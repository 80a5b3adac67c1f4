#include "app/house/looking.h"

#include <stdlib.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/desk/questions.h"
#include "app/house/alerts_parts.h"
#include "app/house/answers_parts.h"
#include "app/house/asked_back.h"
#include "app/house/facts_parts.h"
#include "app/house/file_facts.h"
#include "app/house/looking_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/tenders_parts.h"
#include "base/text.h"
#include "store/facts.h"

/* -------------------------------------------------------------- what was said */

static struct pal_looked_fact told(const struct pal_fact *fact)
{
    return (struct pal_looked_fact){.state = fact->state,
                                    .body = fact->body,
                                    .turn = fact->turn,
                                    .number = fact->number,
                                    .at = fact->at,
                                    .by = fact->claim[0] != '\0' ? fact->claim : fact->principal};
}

static int by_part(const void *one, const void *other)
{
    const struct pal_looked_answer *a = *(const struct pal_looked_answer *const *)one;
    const struct pal_looked_answer *b = *(const struct pal_looked_answer *const *)other;
    return strcmp(a->part, b->part);
}

/* The answers by their parts, for finding. */
struct index {
    struct pal_looked_answer **items;
    size_t count;
};

static bool make_index(struct pal_errand *errand, struct pal_looking *looking, struct index *out)
{
    out->items = PAL_NEW(errand->arena, struct pal_looked_answer *, looking->count + 1);
    out->count = looking->count;
    for (size_t i = 0; out->items != NULL && i < looking->count; i++) {
        out->items[i] = &looking->answers[i];
    }
    if (out->items != NULL) {
        qsort(out->items, out->count, sizeof *out->items, by_part);
    }
    return out->items != NULL;
}

static struct pal_looked_answer *find(const struct index *index, const char *part)
{
    const struct pal_looked_answer key = {.part = part};
    const struct pal_looked_answer *wanted = &key;
    struct pal_looked_answer **at =
        bsearch(&wanted, index->items, index->count, sizeof *index->items, by_part);
    return at != NULL ? *at : NULL;
}

static struct pal_looked_fact *place_of(struct pal_looked_answer *answer,
                                        const struct pal_fact *fact)
{
    if (strcmp(fact->kind, PAL_ANSWER_FACT) == 0) {
        return &answer->claimed;
    }
    if (strcmp(fact->kind, PAL_ANSWER_VERDICT_FACT) == 0) {
        return &answer->verdict;
    }
    if (strcmp(fact->kind, PAL_FINDING_FACT) == 0) {
        return &answer->finding;
    }
    if (strcmp(fact->kind, PAL_ASKED_BACK_FACT) == 0) {
        return &answer->asked_back;
    }
    return strcmp(fact->lane, pal_basis_ids[PAL_BASIS_CHECKED]) == 0 ? &answer->checked
                                                                     : &answer->seen;
}

/* What is read of a sending: its facts of one kind after the other, to one reader. */
struct reading {
    struct pal_errand *errand;
    struct pal_fact_subject subject;
    const char *sending;
};

/* All that was said of a kind; NULL lane, part: in each. */
static enum pal_rc read_kind(const struct reading *reading, const char *kind, const char *lane,
                             const char *part, struct pal_fact **out, size_t *count)
{
    enum { MOST = 20000 };
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    const struct pal_fact_list list = {.subject_kind = PAL_SENDING_KIND,
                                       .subject = reading->sending,
                                       .kind = kind,
                                       .part = part,
                                       .lane = lane,
                                       .audiences = reading->subject.audiences,
                                       .max = MOST};
    enum pal_rc rc =
        pal_head_list(reading->errand->db, &list, reading->errand->arena, &rows, &found);
    return pal_facts_told(reading->errand, rc, rows, found, out, count);
}

/* ------------------------------------------------------------------ which there are */

static const struct pal_question *question_of(const struct pal_questionnaire *of, const char *part)
{
    int at = pal_questionnaire_find(of, part);
    if (at >= 0) {
        return &of->questions[at];
    }
    return strncmp(part, PAL_ANSWER_ABOVE, strlen(PAL_ANSWER_ABOVE)) == 0 ? &pal_question_above
                                                                          : NULL;
}

static bool is_experts(const struct pal_looking *looking, const struct pal_question *question)
{
    return looking->sending.to == PAL_ACTOR_PROVIDER && question->is_observed;
}

static void add(struct pal_looking *looking, const char *part, const struct pal_question *question,
                bool is_asked)
{
    if (question != NULL) {
        bool is_above = question == &pal_question_above;
        looking->answers[looking->count++] = (struct pal_looked_answer){
            .part = part,
            .key = part,
            .question = question,
            .area = is_above ? pal_model_area(looking->questionnaire->model,
                                              part + strlen(PAL_ANSWER_ABOVE))
                             : NULL,
            .is_asked = is_asked,
            .body = "{}"};
    }
}

/* A question of the guide of an area, once something was said of it. */
static enum pal_rc add_guide(struct pal_errand *errand, struct pal_looking *looking,
                             const char *part)
{
    const struct pal_questionnaire *of = looking->questionnaire;
    const char *key = pal_answer_key_of_part(errand->arena, part);
    if (key == NULL) {
        return PAL_E_MEMORY;
    }
    size_t len = strcspn(key, "@");
    for (size_t i = 0; i < of->guide_count; i++) {
        if (strlen(of->guide[i].id) == len && memcmp(of->guide[i].id, key, len) == 0) {
            add(looking, part, &of->guide[i], false);
            looking->answers[looking->count - 1].key = key;
            looking->answers[looking->count - 1].area =
                key[len] == '@' ? pal_model_area(of->model, key + len + 1) : NULL;
        }
    }
    return PAL_OK;
}

static enum pal_rc lay_out(struct pal_errand *errand, struct pal_looking *looking,
                           const struct pal_fact *marks, size_t mark_count)
{
    const struct pal_sending *sending = &looking->sending;
    const struct pal_questionnaire *of = looking->questionnaire;
    looking->answers = PAL_NEW(errand->arena, struct pal_looked_answer,
                               sending->question_count + sending->above_count + of->question_count +
                                   mark_count + 1);
    if (looking->answers == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < sending->question_count; i++) {
        add(looking, sending->questions[i], question_of(of, sending->questions[i]), true);
    }
    for (size_t i = 0; i < sending->above_count; i++) {
        const char *part =
            pal_arena_printf(errand->arena, PAL_ANSWER_ABOVE "%s", sending->above[i]);
        if (part == NULL) {
            return PAL_E_MEMORY;
        }
        add(looking, part, &pal_question_above, true);
    }
    for (size_t i = 0; i < of->question_count; i++) {
        if (is_experts(looking, &of->questions[i])) {
            add(looking, of->questions[i].id, &of->questions[i], false);
        }
    }
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < mark_count && rc == PAL_OK; i++) {
        bool is_guide = strncmp(marks[i].part, PAL_ANSWER_GUIDE, strlen(PAL_ANSWER_GUIDE)) == 0;
        bool is_first = true;
        for (size_t k = 0; k < i && is_guide; k++) {
            is_first = is_first && strcmp(marks[k].part, marks[i].part) != 0;
        }
        rc = is_guide && is_first ? add_guide(errand, looking, marks[i].part) : PAL_OK;
    }
    return rc;
}

/* ------------------------------------------------------------------------ judging */

static enum pal_rc judge(struct pal_errand *errand, struct pal_app *app, struct pal_looking *out)
{
    struct pal_answer_body *bodies = PAL_NEW(errand->arena, struct pal_answer_body, out->count + 1);
    size_t count = 0;
    if (bodies == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < out->count; i++) {
        struct pal_looked_answer *answer = &out->answers[i];
        if (!pal_looked_settle(errand->arena, answer)) {
            return PAL_E_MEMORY;
        }
        if (strcmp(answer->body, "{}") != 0) {
            bodies[count++] = (struct pal_answer_body){answer->key, answer->body, answer->state};
        }
    }
    enum pal_rc rc =
        pal_app_answers_of(app, out->questionnaire, bodies, count, out->day, &out->said);
    if (rc != PAL_OK) {
        return rc;
    }
    out->judged = pal_answers_judge(out->questionnaire, &out->said, 1, out->thresholds,
                                    errand->arena, &out->judged_count);
    return out->judged != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* Of what lies above the target of an area nothing is judged. */
static void hand_out_above(const struct pal_looking *looking, struct pal_looked_answer *answer)
{
    for (size_t i = 0; i < looking->said->count; i++) {
        const struct pal_answer *said = &looking->said->answers[i];
        bool is_its =
            said->is_above && &looking->questionnaire->model->areas[said->area] == answer->area;
        answer->answer = is_its ? said : answer->answer;
    }
}

/* What was judged of each: by its place in the questionnaire, of the guide by its area, too. */
static void hand_out(struct pal_looking *out)
{
    const struct pal_questionnaire *of = out->questionnaire;
    for (size_t i = 0; i < out->count; i++) {
        struct pal_looked_answer *answer = &out->answers[i];
        if (answer->question == &pal_question_above) {
            hand_out_above(out, answer);
            continue;
        }
        if (!answer->question->is_of_guide) {
            answer->judged = &out->judged[answer->question - of->questions];
        }
        for (size_t k = of->question_count; k < out->judged_count; k++) {
            const struct pal_judged *judged = &out->judged[k];
            bool is_its = judged->question == answer->question &&
                          &of->model->areas[judged->answer->area] == answer->area;
            answer->judged = is_its ? judged : answer->judged;
        }
        answer->answer = answer->judged != NULL ? answer->judged->answer : NULL;
    }
}

/* ------------------------------------------------------------------- held against */

/* In a consultation what its annex said stays, whatever the project says since (LEVEL-FIXED): the
 * profile in the version of then, and the level for which marks are given. */
static void take_fixed(struct pal_errand *errand, struct pal_app *app,
                       const struct pal_sending *sending, struct pal_looking_at *at)
{
    struct pal_document *then = PAL_NEW(errand->arena, struct pal_document, 1);
    struct pal_err kept = errand->err;
    if (sending->tender == NULL) {
        return;
    }
    if (at->profile == NULL && sending->profile != NULL) {
        at->profile = sending->profile;
        if (sending->profile_version > 0 && then != NULL &&
            pal_house_version(errand, pal_kinds[PAL_KIND_PROFILE].word, sending->profile,
                              sending->profile_version, then) == PAL_OK) {
            pal_house_hand(app, then);
        }
    }
    at->alert = at->alert == NULL ? sending->alert : at->alert;
    errand->err = kept;
}

/* The project's profile and the level in force, where nothing else is asked for, nor fixed. */
static enum pal_rc find_measure(struct pal_errand *errand, struct pal_app *app,
                                const struct pal_looking_at *wanted, struct pal_looking *out)
{
    struct pal_looking_at now = *wanted;
    const struct pal_looking_at *at = &now;
    struct pal_document project;
    struct pal_opened document;
    struct pal_alert_now alert = {0};
    struct pal_alert_text text = {0};
    enum pal_rc rc = pal_house_get(errand, "project", out->sending.project, &project);
    if (rc != PAL_OK) {
        return rc;
    }
    take_fixed(errand, app, &out->sending, &now);
    if (pal_document_look(app, project.id, project.text, strlen(project.text), &document) ==
        PAL_OK) {
        text.profile = pal_node_text(pal_node_get(document.root, "profile"));
        text.level = pal_node_text(pal_node_get(document.root, "alert_level"));
        text.since = pal_node_text(pal_node_get(document.root, "alert_since"));
    }
    if (at->alert == NULL) {
        rc = pal_alerts_now(errand, app, project.id, &text, &alert);
    }
    const char *profile = at->profile != NULL ? at->profile : text.profile;
    const char *level = at->alert != NULL ? at->alert : alert.level;
    if (rc == PAL_OK && profile != NULL &&
        pal_document_profile(app, profile, out->questionnaire->model, &out->profile) != PAL_OK) {
        out->profile = NULL;
    }
    out->alert = out->profile != NULL ? level : NULL;
    return rc;
}

static enum pal_rc find_thresholds(struct pal_errand *errand, struct pal_app *app,
                                   struct pal_looking *out)
{
    enum pal_rc rc =
        pal_app_thresholds(app, out->questionnaire, out->profile, out->alert, &out->thresholds);
    if (rc == PAL_E_INVALID && out->alert != NULL) { /* a level that this profile does not have */
        out->alert = NULL;
        rc = pal_app_thresholds(app, out->questionnaire, out->profile, NULL, &out->thresholds);
    }
    return rc == PAL_OK ? PAL_OK : pal_errand_explain(errand, rc);
}

/* The day to which ages count: said, or that of the submission, or today. Of what was reopened it
 * is that of the last answer that was submitted. */
static const char *day_of(struct pal_errand *errand, const struct pal_looking *looking)
{
    const struct pal_sending *sending = &looking->sending;
    int64_t at = sending->receipt != NULL ? sending->said_at : 0;
    for (size_t i = 0; i < looking->count && sending->receipt == NULL; i++) {
        int64_t claimed = looking->answers[i].claimed.at;
        at = claimed > at ? claimed : at;
    }
    const char *text = pal_sending_time(errand, at != 0 ? at : errand->now);
    return sending->day != NULL || text == NULL
               ? sending->day
               : pal_arena_copy(errand->arena, text, strlen("YYYY-MM-DD"));
}

static enum pal_rc read_answers(const struct reading *reading, struct pal_looking *out)
{
    static const struct {
        const char *kind;
        const char *lane;
    } read[] = {{PAL_ANSWER_MARK_FACT, NULL},
                {PAL_ANSWER_FACT, PAL_LANE_CLAIMED},
                {PAL_ANSWER_VERDICT_FACT, NULL},
                {PAL_FINDING_FACT, NULL},
                {PAL_ASKED_BACK_FACT, NULL}};
    struct index index = {0};
    for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
        struct pal_fact *facts = NULL;
        size_t count = 0;
        enum pal_rc rc = read_kind(reading, read[i].kind, read[i].lane, NULL, &facts, &count);
        if (rc == PAL_OK && i == 0) { /* the marks say which questions of the guide there are */
            rc = lay_out(reading->errand, out, facts, count);
            rc = rc == PAL_OK && !make_index(reading->errand, out, &index) ? PAL_E_MEMORY : rc;
        }
        if (rc != PAL_OK) {
            return rc;
        }
        for (size_t k = 0; k < count; k++) {
            struct pal_looked_answer *answer = find(&index, facts[k].part);
            if (answer != NULL) {
                *place_of(answer, &facts[k]) = told(&facts[k]);
            }
        }
    }
    return PAL_OK;
}

/* When the visitor has looked at all, who is a person. */
static enum pal_rc read_last(const struct reading *reading, struct pal_looked_last *out)
{
    const char *self = pal_looked_self(reading->errand);
    struct pal_fact *facts = NULL;
    size_t count = 0;
    enum pal_rc rc =
        self[0] != '\0' ? read_kind(reading, PAL_LOOKED_FACT, NULL, self, &facts, &count) : PAL_OK;
    if (rc == PAL_OK && count > 0) {
        *out = (struct pal_looked_last){facts[0].turn, facts[0].number, facts[0].at};
    }
    return rc;
}

static enum pal_rc read_facts(struct pal_errand *errand, struct pal_looking *out)
{
    struct reading reading = {.errand = errand, .sending = out->sending.id};
    enum pal_rc rc =
        pal_fact_subject_open(errand, PAL_SENDING_KIND, out->sending.id, &reading.subject);
    rc = rc == PAL_OK ? read_answers(&reading, out) : rc;
    rc = rc == PAL_OK ? read_last(&reading, &out->last) : rc;
    rc = rc == PAL_OK ? read_kind(&reading, pal_fact_file.id, PAL_LANE_CLAIMED, NULL, &out->files,
                                  &out->file_count)
                      : rc;
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_looking_at(struct pal_errand *errand, struct pal_app *app, const char *sending,
                           const struct pal_looking_at *at, struct pal_looking *out)
{
    *out = (struct pal_looking){0};
    enum pal_rc rc = pal_sending_get(errand, sending, &out->sending);
    if (rc == PAL_OK && out->sending.is_sealed) {
        return pal_tender_refuse_sealed(errand, out->sending.project);
    }
    rc = rc == PAL_OK ? pal_sending_questionnaire(errand, app, &out->sending, &out->questionnaire)
                      : rc;
    rc = rc == PAL_OK ? find_measure(errand, app, at, out) : rc;
    rc = rc == PAL_OK ? find_thresholds(errand, app, out) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = read_facts(errand, out);
    out->day = rc == PAL_OK ? day_of(errand, out) : NULL;
    rc = rc == PAL_OK && out->day == NULL ? PAL_E_MEMORY : rc;
    rc = rc == PAL_OK ? judge(errand, app, out) : rc;
    if (rc == PAL_OK) {
        hand_out(out);
    }
    return pal_errand_explain(errand, rc);
}
