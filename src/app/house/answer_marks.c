#include "app/house/answer_marks.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/questions.h"
#include "app/house/answer_marks_parts.h"
#include "app/house/answers_parts.h"
#include "app/house/case_facts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/looking_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/tenders_parts.h"
#include "base/text.h"
#include "format/answers_types.h"

enum { TEXT_MOST = 8000 };

/* ------------------------------------------------------------------------ parts */

const char *pal_answer_guide_part(struct pal_arena *arena, const char *area, const char *practice)
{
    char *part = pal_arena_printf(arena, PAL_ANSWER_GUIDE "%s/%s", area, practice);
    for (char *at = part; at != NULL && *at != '\0'; at++) {
        *at = *at == ' ' ? '_' : *at;
    }
    return part;
}

const char *pal_answer_key_of_part(struct pal_arena *arena, const char *part)
{
    const char *area = part + strlen(PAL_ANSWER_GUIDE);
    if (strncmp(part, PAL_ANSWER_GUIDE, strlen(PAL_ANSWER_GUIDE)) != 0 ||
        strchr(area, '/') == NULL) {
        return part;
    }
    size_t len = strcspn(area, "/");
    char *key = pal_arena_printf(arena, "%s@%.*s", area + len + 1, (int)len, area);
    for (char *at = key; at != NULL && *at != '\0'; at++) {
        *at = *at == '_' ? ' ' : *at;
    }
    return key;
}

/* ------------------------------------------------------------------------ rules */

enum pal_rc pal_answers_open(struct pal_errand *errand, const char *id, struct pal_sending *out)
{
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, id, out));
    if (rc == PAL_OK && out->is_sealed) {
        rc = pal_tender_refuse_sealed(errand, out->project);
    }
    return rc == PAL_OK && out->tender != NULL
               ? pal_tender_check_interest(errand, out->project, out->tender)
               : rc;
}

static enum pal_rc check_handed_in(struct pal_errand *errand, const struct pal_sending *sending,
                                   const char *part)
{
    return sending->was_submitted || !pal_answers_is_asked(sending, part)
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "the answers are not submitted yet: %s is looked at then", part);
}

/* A rule that asks nobody is not decided by a person. */
static enum pal_rc check_asks(struct pal_errand *errand, const struct pal_questionnaire *of,
                              const char *key)
{
    int at = pal_questionnaire_find(of, key);
    return at < 0 || pal_rule_asks_person(of->questions[at].rule)
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "%s passes or fails by its rule, which asks nobody to decide",
                                 key);
}

/* By the question's own fields: what was found is an answer, too. `decided`: whether a person
 * decides pass or fail. */
static enum pal_rc check_against(struct pal_errand *errand, const struct pal_sending *sending,
                                 const char *part, const char *body, bool decided)
{
    struct pal_app app;
    const struct pal_questionnaire *of = NULL;
    const char *key = pal_answer_key_of_part(errand->arena, part);
    if (key == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    pal_app_init_in(&app, errand->arena->alloc);
    app.voice = errand->voice;
    pal_house_use(errand, &app);
    enum pal_rc rc = check_handed_in(errand, sending, part);
    rc = rc == PAL_OK ? pal_sending_questionnaire(errand, &app, sending, &of) : rc;
    if (rc == PAL_OK) {
        rc = pal_app_answer_check(&app, of, key, body, &errand->err);
    }
    rc = rc == PAL_OK && decided ? check_asks(errand, of, key) : rc;
    pal_app_done(&app);
    return rc;
}

/* The part of a mark that is an answer. */
static const char *found_in(struct pal_errand *errand, const char *body)
{
    json_t *mark = json_loads(body, 0, NULL);
    json_t *found = json_object();
    static const char *const keys[] = {"fields", "none"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *value = json_object_get(mark, keys[i]);
        if (value != NULL) {
            (void)json_object_set(found, keys[i], value);
        }
    }
    char *text = json_dumps(found, JSON_COMPACT | JSON_SORT_KEYS);
    const char *own = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(found);
    json_decref(mark);
    return own;
}

/* By its state, or by an undo of what was said first. */
static bool is_taken_back(const struct pal_fact_row *row)
{
    return strcmp(row->state, "withdrawn") == 0 || strcmp(row->state, pal_fact_none) == 0;
}

/* Seen is what a document shows or somebody says; checked what was opened, drawn or tried. */
static bool shows_anything(const char *body)
{
    json_t *mark = json_loads(body, 0, NULL);
    bool shows = json_object_get(mark, "proof") != NULL ||
                 json_object_get(mark, "said_by") != NULL ||
                 json_object_get(mark, "items") != NULL ||
                 json_object_get(mark, "remark") != NULL || json_object_get(mark, "fields") != NULL;
    json_decref(mark);
    return shows;
}

/* What a subcontractor answered stays claimed until its proof was read: the mark names it, where
 * the answer does not. */
static enum pal_rc check_proof(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const struct pal_fact_row value = {.kind = PAL_ANSWER_FACT,
                                       .subject_kind = row->subject_kind,
                                       .subject = row->subject,
                                       .part = row->part,
                                       .lane = PAL_LANE_CLAIMED};
    struct pal_fact_row answer;
    enum pal_rc rc = pal_errand_explain(errand, pal_fact_head(errand, &value, &answer));
    if (rc != PAL_OK || answer.turn == 0 || !pal_answer_lacks_proof(answer.body)) {
        return rc;
    }
    json_t *mark = json_loads(row->body, 0, NULL);
    bool names = json_object_get(mark, "proof") != NULL;
    json_decref(mark);
    return names ? PAL_OK
                 : pal_errand_fail_at(errand, PAL_E_INVALID, "proof",
                                      "a subcontractor answered and named no proof: it is claimed "
                                      "until one was read; name the document that you read");
}

static enum pal_rc check_mark_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                     const struct pal_fact_row *head)
{
    (void)head;
    struct pal_sending sending;
    enum pal_rc rc = pal_answers_open(errand, row->subject, &sending);
    if (rc != PAL_OK || is_taken_back(row)) {
        return rc;
    }
    if (!shows_anything(row->body)) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "say by what it was seen: a document and its page, the words in it, "
                               "who said it, or what was drawn");
    }
    rc = check_proof(errand, row);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *found = found_in(errand, row->body);
    return found != NULL ? check_against(errand, &sending, row->part, found, false)
                         : pal_errand_explain(errand, PAL_E_MEMORY);
}

static enum pal_rc check_mark(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_mark_within);
}

static enum pal_rc check_verdict_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                        const struct pal_fact_row *head)
{
    (void)head;
    struct pal_sending sending;
    enum pal_rc rc = pal_answers_open(errand, row->subject, &sending);
    bool needs_reason = !is_taken_back(row);
    bool decides = needs_reason && strcmp(row->state, "accepted") != 0;
    if (rc == PAL_OK && needs_reason && pal_is_blank(pal_fact_word(errand, row, "reason"))) {
        rc = pal_errand_fail_at(errand, PAL_E_INVALID, "reason", "say why you decide so");
    }
    return rc == PAL_OK ? check_against(errand, &sending, row->part, "{}", decides) : rc;
}

static enum pal_rc check_verdict(struct pal_errand *errand, const struct pal_fact_row *row,
                                 const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_verdict_within);
}

/* ------------------------------------------------------------------------ kinds */

static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    (void)saying;
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    const struct pal_fact_state *state = pal_fact_state_find(kind, row->state);
    const struct pal_fact_lane *lane = pal_fact_lane_find(kind, row->lane);
    const char *what = row->lane[0] != '\0' && lane != NULL ? lane->title
                       : state != NULL                      ? state->title
                                                            : row->state;
    return pal_arena_printf(
        errand->arena, pal_voice_say(errand->voice, PAL_N_("question %s: %s, said by %s")),
        row->part, pal_voice_say(errand->voice, what), pal_case_who(errand, row));
}

static const enum pal_kind_id subjects[] = {PAL_KIND_SENDING, PAL_KIND_COUNT};
static const struct pal_fact_state mark_states[] = {
    {"marked", PAL_N_("marked"), PAL_ROW_AS_SAID},
    {"withdrawn", PAL_N_("withdrawn"), PAL_ROW_GONE}};
static const struct pal_fact_lane mark_lanes[] = {
    {"seen", PAL_N_("seen"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT},
    {"checked", PAL_N_("checked"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT}};
const struct pal_fact_kind pal_fact_answer_mark = {.id = PAL_ANSWER_MARK_FACT,
                                                   .title = PAL_N_("How answers were seen"),
                                                   .verb = "mark-answer",
                                                   .subjects = subjects,
                                                   .has_named_parts = true,
                                                   .has_own_page = true,
                                                   .fields = &pal_type_answer_mark,
                                                   .lanes = mark_lanes,
                                                   .lane_count = 2,
                                                   .states = mark_states,
                                                   .state_count = 2,
                                                   .check = check_mark,
                                                   .say = say};

static const struct pal_type type_text = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = TEXT_MOST};
struct verdict_doc {
    struct pal_node *reason;
};
static const struct pal_field verdict_fields[] = {
    PAL_FIELD(verdict_doc, reason, false, &type_text, PAL_N_("Why")),
};
static const struct pal_type type_verdict = {.kind = PAL_TYPE_OBJECT,
                                             .name = "a decision",
                                             .fields = verdict_fields,
                                             .field_count = 1,
                                             .slots_size = sizeof(struct verdict_doc)};
static const struct pal_fact_state verdict_states[] = {
    {"pass", PAL_N_("passes"), PAL_ROW_AS_SAID},
    {"fail", PAL_N_("fails"), PAL_ROW_AS_SAID},
    {"accepted", PAL_N_("accepted"), PAL_ROW_AS_SAID},
    {"withdrawn", PAL_N_("withdrawn"), PAL_ROW_GONE}};
static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT}};
const struct pal_fact_kind pal_fact_answer_verdict = {.id = PAL_ANSWER_VERDICT_FACT,
                                                      .title =
                                                          PAL_N_("What was decided of answers"),
                                                      .verb = "decide-answer",
                                                      .subjects = subjects,
                                                      .has_named_parts = true,
                                                      .has_own_page = true,
                                                      .fields = &type_verdict,
                                                      .lanes = lanes,
                                                      .lane_count = 1,
                                                      .states = verdict_states,
                                                      .state_count = 4,
                                                      .check = check_verdict,
                                                      .say = say};

struct finding_doc {
    struct pal_node *fact, *evidence, *risk, *hurts, *recommendation;
};
static const struct pal_field finding_fields[] = {
    PAL_FIELD(finding_doc, fact, true, &type_text, PAL_N_("What is the case")),
    PAL_FIELD(finding_doc, evidence, false, &type_text, PAL_N_("By which evidence")),
    PAL_FIELD(finding_doc, risk, false, &type_text, PAL_N_("Which risk it bears")),
    PAL_FIELD(finding_doc, hurts, false, &type_text, PAL_N_("Which need or requirement it hurts")),
    PAL_FIELD(finding_doc, recommendation, false, &type_text, PAL_N_("What is recommended")),
};
static const struct pal_type type_finding = {.kind = PAL_TYPE_OBJECT,
                                             .name = "a finding",
                                             .fields = finding_fields,
                                             .field_count = 5,
                                             .slots_size = sizeof(struct finding_doc)};
static const struct pal_fact_state finding_states[] = {
    {"open", PAL_N_("open"), PAL_ROW_AS_SAID}, {"withdrawn", PAL_N_("withdrawn"), PAL_ROW_AS_SAID}};

static enum pal_rc check_finding_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                        const struct pal_fact_row *head)
{
    (void)head;
    struct pal_sending sending;
    enum pal_rc rc = pal_answers_open(errand, row->subject, &sending);
    return rc == PAL_OK ? check_against(errand, &sending, row->part, "{}", false) : rc;
}

static enum pal_rc check_finding(struct pal_errand *errand, const struct pal_fact_row *row,
                                 const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_finding_within);
}

const struct pal_fact_kind pal_fact_finding = {.id = PAL_FINDING_FACT,
                                               .title = PAL_N_("Findings"),
                                               .verb = "finding",
                                               .subjects = subjects,
                                               .has_named_parts = true,
                                               .has_own_page = true,
                                               .fields = &type_finding,
                                               .lanes = lanes,
                                               .lane_count = 1,
                                               .states = finding_states,
                                               .state_count = 2,
                                               .check = check_finding,
                                               .say = say};

/* ------------------------------------------------------------------------ saying */

static enum pal_rc say_one(struct pal_errand *errand, const char *act,
                           const struct pal_fact_wish *fact, struct pal_act_done *out)
{
    const struct pal_act_wish wish = {.id = act, .facts = fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}

enum pal_rc pal_answer_mark(struct pal_errand *errand, const struct pal_answer_mark_wish *wish,
                            struct pal_act_done *out)
{
    const struct pal_fact_wish fact = {.kind = PAL_ANSWER_MARK_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = wish->sending,
                                       .part = wish->question,
                                       .lane = pal_basis_ids[wish->basis],
                                       .seen_turn = wish->turn,
                                       .state = wish->is_withdrawn ? "withdrawn" : "marked",
                                       .json = wish->json};
    return say_one(errand, wish->act, &fact, out);
}

enum pal_rc pal_answer_decide(struct pal_errand *errand, const struct pal_answer_verdict_wish *wish,
                              struct pal_act_done *out)
{
    const struct pal_fact_field reason = {"reason", wish->reason};
    const struct pal_fact_wish fact = {.kind = PAL_ANSWER_VERDICT_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = wish->sending,
                                       .part = wish->question,
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = wish->state,
                                       .fields = &reason,
                                       .field_count = 1};
    return say_one(errand, wish->act, &fact, out);
}

enum pal_rc pal_finding_say(struct pal_errand *errand, const struct pal_finding_wish *wish,
                            struct pal_act_done *out)
{
    const struct pal_fact_field fields[] = {{"fact", wish->fact},
                                            {"evidence", wish->evidence},
                                            {"risk", wish->risk},
                                            {"hurts", wish->hurts},
                                            {"recommendation", wish->recommendation}};
    const struct pal_fact_wish fact = {.kind = PAL_FINDING_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = wish->sending,
                                       .part = wish->question,
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = wish->state,
                                       .fields = fields,
                                       .field_count = sizeof fields / sizeof *fields};
    return say_one(errand, wish->act, &fact, out);
}
