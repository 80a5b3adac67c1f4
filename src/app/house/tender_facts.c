/* tender_facts - the kinds of facts of a consultation; see tenders_parts.h. */
#include <string.h>

#include "app/house/answers_parts.h"
#include "app/house/case.h"
#include "app/house/case_facts.h"
#include "app/house/fact_rows.h"
#include "app/house/passes.h"
#include "app/house/procedures.h"
#include "app/house/sending_parts.h"
#include "app/house/tender_confirm.h"
#include "app/house/tender_talk.h"
#include "app/house/tenders_parts.h"
#include "base/text.h"

enum { TEXT_MOST = 8000, WORD_MOST = 200, HASH_DIGITS = 64 };

static const struct pal_type type_text = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = TEXT_MOST};
static const struct pal_type type_word = {
    .kind = PAL_TYPE_TEXT, .name = "a few words", .max = WORD_MOST};
static const struct pal_type type_hash = {
    .kind = PAL_TYPE_TEXT, .name = "a SHA-256", .max = HASH_DIGITS};
static const enum pal_kind_id of_projects[] = {PAL_KIND_PROJECT, PAL_KIND_COUNT};
static const enum pal_kind_id of_sendings[] = {PAL_KIND_SENDING, PAL_KIND_COUNT};

static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    (void)saying;
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    const struct pal_fact_state *state = pal_fact_state_find(kind, row->state);
    const char *reason = pal_fact_word(errand, row, "reason");
    const char *words =
        pal_arena_printf(errand->arena, pal_voice_say(errand->voice, PAL_N_("%s: %s, said by %s")),
                         pal_voice_say(errand->voice, kind->title),
                         pal_voice_say(errand->voice, state != NULL ? state->title : row->state),
                         pal_case_who(errand, row));
    return words != NULL && reason != NULL
               ? pal_arena_printf(errand->arena, "%s: %s", words, reason)
               : words;
}

/* ------------------------------------------------------------------------- tender */

struct tender_doc {
    struct pal_node *closing, *keeper, *annex, *reason, *confirmed;
};
static const struct pal_field tender_fields[] = {
    PAL_FIELD(tender_doc, closing, true, &pal_type_instant, PAL_N_("The closing, in UTC")),
    PAL_FIELD(tender_doc, keeper, true, &type_word, PAL_N_("The keeper, by id")),
    PAL_FIELD(tender_doc, annex, false, &type_hash, PAL_N_("SHA-256 of the annex")),
    PAL_FIELD(tender_doc, reason, false, &type_text, PAL_N_("Why")),
    PAL_FIELD(tender_doc, confirmed, false, &type_word,
              PAL_N_("Rules that whoever acts has confirmed, by id")),
};
static const struct pal_type type_tender = {.kind = PAL_TYPE_OBJECT,
                                            .name = "a consultation",
                                            .fields = tender_fields,
                                            .field_count = 5,
                                            .slots_size = sizeof(struct tender_doc)};

static unsigned given_by(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_tender *now)
{
    int64_t closing = pal_sending_seconds(pal_fact_word(errand, row, "closing"));
    bool is_moved = closing != 0 && closing != now->closing;
    return (is_moved ? PAL_ASK_BIT(PAL_ASK_DATE) : 0U) |
           (pal_fact_word(errand, row, "reason") != NULL ? PAL_ASK_BIT(PAL_ASK_REASON) : 0U);
}

/* What was fixed before the first link left stays as it was. */
static enum pal_rc check_kept(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_tender *now, unsigned to)
{
    const char *annex = pal_fact_word(errand, row, "annex");
    const char *keeper = pal_fact_word(errand, row, "keeper");
    int64_t closing = pal_sending_seconds(pal_fact_word(errand, row, "closing"));
    bool is_kept =
        strcmp(annex != NULL ? annex : "", now->annex != NULL ? now->annex : "") == 0 &&
        strcmp(keeper != NULL ? keeper : "", now->keeper != NULL ? now->keeper : "") == 0;
    if (!is_kept || (to != PAL_TENDER_RUNNING && closing != now->closing)) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "what was fixed when the consultation was launched stays as it is");
    }
    return PAL_OK;
}

/* A closing that leaves less time than the rules ask for, and whatever else a later date asks. */
static enum pal_rc check_move(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_tender *now, int64_t closing)
{
    struct pal_tender_confirms asked = {.count = 0};
    const char *said = pal_fact_word(errand, row, "confirmed");
    enum pal_rc rc = pal_tender_confirms_move(errand, now, closing, &asked);
    bool is_kept = said != NULL && now->confirmed != NULL && strcmp(said, now->confirmed) == 0;
    bool is_whole = true;
    for (size_t i = 0; i < asked.count; i++) {
        is_whole = is_whole && said != NULL && pal_is_among(asked.of[i].id, said);
    }
    /* What was confirmed for the launch goes on to hold. */
    return rc == PAL_OK && !(is_kept && is_whole) ? pal_tender_confirms_check(errand, &asked, said)
                                                  : rc;
}

static enum pal_rc check_tender_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                       const struct pal_fact_row *head)
{
    struct pal_tender now;
    if (head->turn == 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "a consultation is launched by sending its questionnaires");
    }
    enum pal_rc rc =
        pal_errand_explain(errand, pal_tender_find(errand, row->subject, row->part, &now));
    unsigned to = pal_case_find_state(PAL_CASE_TENDER, row->state);
    if (rc == PAL_OK && to == PAL_TENDER_RUNNING) {
        rc = pal_procedure_require(errand, row->subject, PAL_TENDER_CHANGE_DATE);
    }
    if (rc == PAL_OK && to == PAL_CASE_NOT_THERE) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "%s",
                             pal_voice_say(errand->voice, pal_case_no_undo));
    }
    rc = rc == PAL_OK ? check_kept(errand, row, &now, to) : rc;
    int64_t closing = pal_sending_seconds(pal_fact_word(errand, row, "closing"));
    rc = rc == PAL_OK && closing != now.closing ? pal_sending_check_end(errand, closing) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_case_asked asked = {.thing = PAL_CASE_TENDER,
                                   .state = now.state,
                                   .facts = now.facts,
                                   .may = now.may,
                                   .given = given_by(errand, row, &now)};
    pal_case_tell(&asked.facts, PAL_FACT_LATER, closing > now.closing && closing > errand->now);
    const struct pal_case_answer answer = pal_case_follow(&asked, to);
    rc = pal_case_refuse(errand, &answer, NULL);
    return rc == PAL_OK && to == PAL_TENDER_RUNNING ? check_move(errand, row, &now, closing) : rc;
}

static enum pal_rc check_tender(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_tender_within);
}

bool pal_tender_fact_is_new(const struct pal_errand *errand, const struct pal_fact_row *row)
{
    bool is_own = row->claim == NULL || row->claim[0] == '\0';
    return is_own && row->at == errand->now;
}

/* The questionnaires of a consultation end when it does. */
static enum pal_rc follow_tender(struct pal_errand *errand, const struct pal_fact_row *row,
                                 struct pal_scores *ahead)
{
    (void)ahead;
    bool is_brought = strcmp(row->state, "opened") == 0 && !pal_tender_fact_is_new(errand, row);
    enum pal_rc rc = is_brought ? PAL_OK : pal_sendings_follow_tender(errand, row);
    return rc == PAL_OK && pal_tender_fact_is_new(errand, row) ? pal_tender_mail_moved(errand, row)
                                                               : rc;
}

enum pal_rc pal_tender_follow_move(struct pal_errand *errand, const struct pal_fact_row *row)
{
    return follow_tender(errand, row, NULL);
}

static const struct pal_fact_lane project_lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_EDIT_PROJECT, PAL_AUDIENCE_PROJECT}};
static const struct pal_fact_state tender_states[] = {
    {"running", PAL_N_("under way"), PAL_ROW_AS_SAID},
    {"opened", PAL_N_("opened"), PAL_ROW_AS_SAID},
    {"cancelled", PAL_N_("cancelled"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_tender = {.id = PAL_TENDER_FACT,
                                              .title = PAL_N_("Consultation"),
                                              .verb = "tender",
                                              .subjects = of_projects,
                                              .has_named_parts = true,
                                              .has_own_page = true,
                                              .fields = &type_tender,
                                              .lanes = project_lanes,
                                              .lane_count = 1,
                                              .states = tender_states,
                                              .state_count = 3,
                                              .check = check_tender,
                                              .follow = follow_tender,
                                              .say = say,
                                              .no_undo = pal_case_no_undo,
                                              .is_of_consultation = true};

/* -------------------------------------------------------------------- declaration */

struct plain_doc {
    struct pal_node *reason;
};
static const struct pal_field plain_fields[] = {
    PAL_FIELD(plain_doc, reason, false, &type_text, PAL_N_("What there is to say")),
};
static const struct pal_type type_plain = {.kind = PAL_TYPE_OBJECT,
                                           .name = "a declaration",
                                           .fields = plain_fields,
                                           .field_count = 1,
                                           .slots_size = sizeof(struct plain_doc)};

/* Everybody declares for themselves, while the answers are not open; a conflict that was declared
 * stands, and is lifted by nobody (D18). */
static enum pal_rc check_declaration(struct pal_errand *errand, const struct pal_fact_row *row,
                                     const struct pal_fact_row *head)
{
    struct pal_tender now;
    size_t len = strcspn(row->part, "/");
    const char *tender = pal_arena_copy(errand->arena, row->part, len);
    bool is_self = row->part[len] == '/' && errand->principal.kind == PAL_PRINCIPAL_PERSON &&
                   strcmp(row->part + len + 1, errand->principal.id) == 0;
    if (row->claim != NULL) {
        return PAL_OK;
    }
    if (!is_self || tender == NULL) {
        return pal_errand_fail(errand, PAL_E_DENIED, "everybody declares it for themselves");
    }
    if (head->turn > 0 && strcmp(head->state, PAL_DECLARED_CONFLICT) == 0) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "you have declared a conflict of interest, which stands: whoever "
                               "has one steps back from this consultation");
    }
    enum pal_rc rc = pal_tender_find(errand, row->subject, tender, &now);
    if (rc == PAL_OK && now.state != PAL_TENDER_RUNNING) {
        return pal_errand_fail(errand, PAL_E_INVALID, "this consultation is over");
    }
    return rc == PAL_E_NOT_FOUND
               ? pal_errand_fail(errand, rc, "there is no consultation %s in this project",
                                 pal_quote(tender).text)
               : pal_errand_explain(errand, rc);
}

static const struct pal_fact_state declaration_states[] = {
    {"declared", PAL_N_("has no conflict of interest"), PAL_ROW_AS_SAID},
    {PAL_DECLARED_CONFLICT, PAL_N_("has a conflict of interest"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_declaration = {.id = PAL_DECLARATION_FACT,
                                                   .title = PAL_N_("Declaration of interests"),
                                                   .verb = "declare",
                                                   .subjects = of_projects,
                                                   .has_named_parts = true,
                                                   .has_own_page = true,
                                                   .fields = &type_plain,
                                                   .lanes = project_lanes,
                                                   .lane_count = 1,
                                                   .states = declaration_states,
                                                   .state_count = 2,
                                                   .check = check_declaration,
                                                   .say = say,
                                                   .is_of_consultation = true};

/* ------------------------------------------------------------ questions and answers */

struct question_doc {
    struct pal_node *question, *about, *taken_out;
};
static const struct pal_field question_fields[] = {
    PAL_FIELD(question_doc, question, true, &type_text, PAL_N_("The question")),
    PAL_FIELD(question_doc, about, false, &type_word, PAL_N_("Which questions it is about")),
    PAL_FIELD(question_doc, taken_out, false, &type_word, PAL_N_("What was taken out")),
};
static const struct pal_type type_question = {.kind = PAL_TYPE_OBJECT,
                                              .name = "a question",
                                              .fields = question_fields,
                                              .field_count = 3,
                                              .slots_size = sizeof(struct question_doc)};

/* What the keeper took out of a question stands beside it, and is nobody else's before the opening:
 * what all are told says nothing of it. */
static enum pal_rc check_passed_on(struct pal_errand *errand, const struct pal_sending *sending)
{
    struct pal_tender_brief tender;
    enum pal_rc rc = pal_errand_explain(
        errand, pal_tender_brief(errand, sending->project, sending->tender, &tender));
    return rc == PAL_OK && !tender.is_keeper
               ? pal_errand_fail(errand, PAL_E_DENIED,
                                 "questions are made anonymous by the keeper alone")
               : rc;
}

/* Whether there is room for one more of a kind on its subject; `lane` NULL: in all together. */
static enum pal_rc has_room(struct pal_errand *errand, const struct pal_fact_row *row,
                            const char *lane, size_t most, bool *out)
{
    const struct pal_fact_list list = {.subject_kind = row->subject_kind,
                                       .subject = row->subject,
                                       .kind = row->kind,
                                       .lane = lane,
                                       .max = most};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc =
        pal_errand_explain(errand, pal_head_list(errand->db, &list, errand->arena, &rows, &count));
    *out = count < most;
    return rc;
}

/* A candidate asks so many questions at most: each is read by a person. */
static enum pal_rc check_count(struct pal_errand *errand, const struct pal_fact_row *row)
{
    bool is_room = false;
    enum pal_rc rc = has_room(errand, row, "", PAL_TENDER_ASKED, &is_room);
    return rc == PAL_OK && !is_room
               ? pal_errand_fail_at(errand, PAL_E_LIMIT, "question",
                                    "%d questions were asked from here, which is the most",
                                    PAL_TENDER_ASKED)
               : rc;
}

/* Asked by whoever answers, until the closing. */
static enum pal_rc check_question_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                         const struct pal_fact_row *head)
{
    struct pal_sending sending;
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, row->subject, &sending));
    if (rc == PAL_OK && strcmp(row->lane, PAL_PASSED_ON_LANE) == 0) {
        return check_passed_on(errand, &sending);
    }
    if (rc == PAL_OK && (sending.may & PAL_CASE_BY_CANDIDATE) == 0) {
        rc = pal_errand_fail(errand, PAL_E_DENIED, "questions are asked by those who answer");
    }
    if (rc == PAL_OK && sending.is_over) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "the time to ask is over");
    }
    return rc == PAL_OK && head->turn == 0 ? check_count(errand, row) : rc;
}

static enum pal_rc check_question(struct pal_errand *errand, const struct pal_fact_row *row,
                                  const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_question_within);
}

static const struct pal_fact_lane question_lanes[] = {
    {"", PAL_N_("Who answers, and the keeper"), PAL_MAY_COMMENT, PAL_AUDIENCE_KEEPER},
    {PAL_PASSED_ON_LANE, PAL_N_("Who answers, and the keeper"), PAL_MAY_KEEP, PAL_AUDIENCE_KEEPER}};
static const struct pal_fact_state question_states[] = {
    {"asked", PAL_N_("asked by a candidate"), PAL_ROW_AS_SAID},
    {"withdrawn", PAL_N_("withdrawn"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_candidate_question = {.id = PAL_QUESTION_FACT,
                                                          .title = PAL_N_("Questions asked"),
                                                          .verb = "ask",
                                                          .subjects = of_sendings,
                                                          .has_own_parts = true,
                                                          .has_own_page = true,
                                                          .fields = &type_question,
                                                          .lanes = question_lanes,
                                                          .lane_count = 2,
                                                          .states = question_states,
                                                          .state_count = 2,
                                                          .check = check_question,
                                                          .say = say,
                                                          .pass = PAL_PASS_ANSWER,
                                                          .pass_lane = "",
                                                          .is_of_consultation = true};

struct clarification_doc {
    struct pal_node *tender, *question, *answer, *about, *received, *of, *correction, *needed,
        *confirmed;
};
static const struct pal_field clarification_fields[] = {
    PAL_FIELD(clarification_doc, tender, true, &type_word, PAL_N_("Of which consultation")),
    PAL_FIELD(clarification_doc, question, true, &type_text, PAL_N_("The question, anonymous")),
    PAL_FIELD(clarification_doc, answer, false, &type_text, PAL_N_("The answer, to all")),
    PAL_FIELD(clarification_doc, about, false, &type_word, PAL_N_("Which questions it is about")),
    PAL_FIELD(clarification_doc, received, false, &pal_type_date, PAL_N_("When it was received")),
    PAL_FIELD(clarification_doc, of, false, &type_word,
              PAL_N_("Which question of a candidate it passes on")),
    PAL_FIELD(clarification_doc, correction, false, &type_word,
              PAL_N_("It corrects what is asked: what stood there, and what stands there now")),
    PAL_FIELD(clarification_doc, needed, false, &type_word,
              PAL_N_("Whether it is needed to answer: yes or no")),
    PAL_FIELD(clarification_doc, confirmed, false, &type_word,
              PAL_N_("Rules that whoever acts has confirmed, by id")),
};
static const struct pal_type type_clarification = {.kind = PAL_TYPE_OBJECT,
                                                   .name = "a clarification",
                                                   .fields = clarification_fields,
                                                   .field_count = 9,
                                                   .slots_size = sizeof(struct clarification_doc)};
static const struct pal_fact_lane clarification_lanes[] = {
    {"", PAL_N_("All who take part"), PAL_MAY_EDIT_PROJECT, PAL_AUDIENCE_PROJECT},
    {"anonymous", PAL_N_("Those who answer it"), PAL_MAY_KEEP, PAL_AUDIENCE_PROJECT}};
static const struct pal_fact_state clarification_states[] = {
    {"said", PAL_N_("said"), PAL_ROW_AS_SAID}, {"withdrawn", PAL_N_("withdrawn"), PAL_ROW_AS_SAID}};

/* Whoever answers does not know who asked: another person has made the question anonymous (D16). */
static enum pal_rc check_answerer(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_fact_row value = *row;
    struct pal_fact_row passed_on;
    value.lane = "anonymous";
    const char *self = pal_fact_principal(errand);
    enum pal_rc rc = pal_fact_head(errand, &value, &passed_on);
    if (rc != PAL_OK || self == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    return passed_on.turn > 0 && strcmp(passed_on.principal, self) == 0
               ? pal_errand_fail(
                     errand, PAL_E_DENIED,
                     "whoever made a question anonymous does not answer it: the one who "
                     "answers must not know who asked")
               : PAL_OK;
}

/* The keeper of the consultation alone passes on, and only what a candidate of it has asked. */
static enum pal_rc check_passing_on(struct pal_errand *errand, const struct pal_fact_row *row,
                                    const struct pal_tender *now)
{
    const char *of = pal_fact_word(errand, row, "of");
    bool is_asked = false;
    if (!now->is_keeper) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "questions are made anonymous by the keeper alone");
    }
    enum pal_rc rc = of != NULL ? pal_tender_has_question(errand, now, of, &is_asked) : PAL_OK;
    return rc == PAL_OK && !is_asked
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "of",
                                    "say which question of a candidate is passed on: there is no "
                                    "question %s",
                                    pal_quote(of != NULL ? of : "").text)
               : rc;
}

/* Whether the closing moves by it is said of every answer that leaves behind the lead time. */
static enum pal_rc check_needed(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_tender *now)
{
    struct pal_tender_lead lead;
    const char *needed = pal_fact_word(errand, row, "needed");
    if (needed != NULL && !pal_is_among(needed, "yes no")) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "needed", "choose one of: %s", "yes no");
    }
    enum pal_rc rc = pal_tender_lead(errand, now, &lead);
    bool must = rc == PAL_OK && lead.moves_closing && errand->now > lead.answer_by;
    return must && needed == NULL
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "needed",
                                    "it leaves behind the lead time: say whether it is needed to "
                                    "answer, yes or no")
               : rc;
}

/* What a consultation lets be told to all, and what whoever tells it has confirmed. */
static enum pal_rc check_told(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_tender *now)
{
    bool is_answer = row->lane[0] == '\0';
    bool is_correction = pal_fact_word(errand, row, "correction") != NULL;
    enum pal_tender_telling what = !is_answer      ? PAL_TELL_PASSED_ON
                                   : is_correction ? PAL_TELL_CORRECTION
                                                   : PAL_TELL_ANSWER;
    struct pal_tender_confirms asked = {.count = 0};
    enum pal_rc rc = is_answer ? pal_procedure_require(errand, row->subject,
                                                       is_correction ? PAL_TENDER_CHANGE_CONTENT
                                                                     : PAL_TENDER_ANSWER_TO_ALL)
                               : check_passing_on(errand, row, now);
    rc = rc == PAL_OK && is_answer ? check_answerer(errand, row) : rc;
    rc = rc == PAL_OK && what == PAL_TELL_ANSWER ? check_needed(errand, row, now) : rc;
    rc = rc == PAL_OK ? pal_tender_confirms_tell(errand, now, what, &asked) : rc;
    return rc == PAL_OK
               ? pal_tender_confirms_check(errand, &asked, pal_fact_word(errand, row, "confirmed"))
               : rc;
}

/* What is told to all is listed whole. */
static enum pal_rc check_room(struct pal_errand *errand, const struct pal_fact_row *row)
{
    bool is_room = false;
    enum pal_rc rc = has_room(errand, row, NULL, PAL_TENDER_TALK, &is_room);
    return rc == PAL_OK && !is_room
               ? pal_errand_fail(errand, PAL_E_LIMIT,
                                 "%d things were told to all in this project, which is the most",
                                 PAL_TENDER_TALK)
               : rc;
}

static const char not_taken_back[] =
    PAL_N_("what was told to all is not taken back: tell all what holds instead, as a correction");

static enum pal_rc check_clarification(struct pal_errand *errand, const struct pal_fact_row *row,
                                       const struct pal_fact_row *head)
{
    struct pal_tender now;
    const char *tender = pal_fact_word(errand, row, "tender");
    if (row->claim != NULL) {
        return PAL_OK;
    }
    enum pal_rc rc =
        tender != NULL ? pal_tender_find(errand, row->subject, tender, &now) : PAL_E_NOT_FOUND;
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? pal_errand_fail_at(errand, PAL_E_INVALID, "tender",
                                                          "say of which consultation it is")
                                     : pal_errand_explain(errand, rc);
    }
    if (strcmp(row->state, "said") != 0) {
        return pal_errand_fail(errand, PAL_E_INVALID, "%s",
                               pal_voice_say(errand->voice, not_taken_back));
    }
    if (head->turn == 0) {
        rc = check_room(errand, row);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    if (row->lane[0] == '\0' && pal_is_blank(pal_fact_word(errand, row, "answer"))) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "answer", "write the answer");
    }
    return now.state == PAL_TENDER_RUNNING && !now.is_over
               ? check_told(errand, row, &now)
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "the closing has passed: nothing is clarified for all any more");
}

/* All who take part are told, those with an address by mail; the closing moves where an answer
 * makes it. */
static enum pal_rc follow_clarification(struct pal_errand *errand, const struct pal_fact_row *row,
                                        struct pal_scores *ahead)
{
    (void)ahead;
    struct pal_tender now;
    const char *tender = pal_fact_word(errand, row, "tender");
    if (row->lane[0] != '\0' || !pal_tender_fact_is_new(errand, row) ||
        strcmp(row->state, "said") != 0) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_tender_mail_told(errand, row);
    if (rc != PAL_OK || tender == NULL || pal_fact_word(errand, row, "correction") != NULL) {
        return rc;
    }
    rc = pal_errand_explain(errand, pal_tender_find(errand, row->subject, tender, &now));
    return rc == PAL_OK ? pal_tender_follow_answer(errand, &now, row->part,
                                                   pal_fact_word(errand, row, "needed"))
                        : rc;
}

const struct pal_fact_kind pal_fact_clarification = {.id = PAL_CLARIFICATION_FACT,
                                                     .title =
                                                         PAL_N_("Questions and answers to all"),
                                                     .verb = "clarify",
                                                     .subjects = of_projects,
                                                     .has_own_parts = true,
                                                     .has_own_page = true,
                                                     .fields = &type_clarification,
                                                     .lanes = clarification_lanes,
                                                     .lane_count = 2,
                                                     .states = clarification_states,
                                                     .state_count = 2,
                                                     .check = check_clarification,
                                                     .follow = follow_clarification,
                                                     .say = say,
                                                     .no_undo = not_taken_back,
                                                     .is_of_consultation = true};

/* ------------------------------------------------------------------ late submission */

struct late_doc {
    struct pal_node *reason, *since, *receipt, *signed_by;
};
static const struct pal_field late_fields[] = {
    PAL_FIELD(late_doc, reason, true, &type_text, PAL_N_("Why")),
    PAL_FIELD(late_doc, since, false, &type_word, PAL_N_("Since when the server failed")),
    PAL_FIELD(late_doc, receipt, false, &type_hash, PAL_N_("SHA-256 of what is kept unread")),
    PAL_FIELD(late_doc, signed_by, false, &type_word, PAL_N_("Who signs it off")),
};
static const struct pal_type type_late = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a late submission",
                                          .fields = late_fields,
                                          .field_count = 4,
                                          .slots_size = sizeof(struct late_doc)};

/* Those whom the same interruption held up, and who said so in time, are decided alike. */
static enum pal_rc check_alike(struct pal_errand *errand, const struct pal_fact_row *row,
                               const struct pal_tender *tender)
{
    struct pal_tender_late *all = NULL;
    const struct pal_tender_late *own = NULL;
    const struct pal_tender_late *other = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_tender_list_late(errand, tender, &all, &count);
    for (size_t i = 0; i < count; i++) {
        bool is_own = strcmp(all[i].sending, row->subject) == 0;
        bool is_other = all[i].decision != NULL && strcmp(all[i].decision, row->state) != 0;
        own = is_own ? &all[i] : own;
        other = !is_own && is_other && all[i].is_in_time ? &all[i] : other;
    }
    return rc == PAL_OK && own != NULL && own->is_in_time && other != NULL
               ? pal_errand_fail(errand, PAL_E_INVALID,
                                 "those who were held up are decided alike: %s was decided "
                                 "otherwise",
                                 other->provider_title)
               : rc;
}

/* Of a submission that was said to be late, once, for good; and it is not said anew then. */
static enum pal_rc check_undecided(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_fact_row value = *row;
    struct pal_fact_row asked;
    struct pal_fact_row decided;
    value.lane = "";
    enum pal_rc rc = pal_errand_explain(errand, pal_fact_head(errand, &value, &asked));
    value.lane = "decision";
    rc = rc == PAL_OK ? pal_errand_explain(errand, pal_fact_head(errand, &value, &decided)) : rc;
    if (rc == PAL_OK && row->lane[0] != '\0' && asked.turn == 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "nobody has said that they were late: there is nothing to decide");
    }
    return rc == PAL_OK && decided.turn > 0
               ? pal_errand_fail(errand, PAL_E_INVALID,
                                 "this was decided, and the candidate was told: it stands")
               : rc;
}

/* What came late is decided on by those who open. */
static enum pal_rc check_opener(struct pal_errand *errand, const struct pal_tender *now)
{
    return now->is_opener
               ? PAL_OK
               : pal_errand_fail(
                     errand, PAL_E_DENIED, "%s",
                     pal_voice_say(errand->voice, pal_case_fact_words[PAL_FACT_OPENER].lacks));
}

/* By those who open, who have no conflict of interest, and not by whoever runs the server (D21);
 * admitted only where the server's own record has an interruption. */
static enum pal_rc check_decision(struct pal_errand *errand, const struct pal_fact_row *row,
                                  const struct pal_sending *sending)
{
    struct pal_tender tender;
    bool has_gap = false;
    enum pal_rc rc = pal_procedure_require(errand, sending->project, PAL_TENDER_ADMIT_LATE);
    if (rc == PAL_OK && pal_errand_may(errand, PAL_MAY_ADMINISTER, NULL)) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "whoever runs the server does not judge its failure: another one "
                               "who opens decides");
    }
    rc = rc == PAL_OK ? pal_errand_explain(errand, pal_tender_find(errand, sending->project,
                                                                   sending->tender, &tender))
                      : rc;
    rc = rc == PAL_OK ? check_opener(errand, &tender) : rc;
    rc = rc == PAL_OK ? check_alike(errand, row, &tender) : rc;
    if (rc != PAL_OK || strcmp(row->state, "admitted") != 0) {
        return rc;
    }
    if (sending->state == PAL_SENDING_SUBMITTED) {
        return pal_errand_fail(errand, PAL_E_INVALID, "what was handed in in time stands");
    }
    rc = pal_tender_had_outage(errand, &tender, &has_gap);
    return rc == PAL_OK && !has_gap
               ? pal_procedure_refuse(errand, sending->project, PAL_TENDER_ADMIT_LATE, "OUTAGE")
               : rc;
}

/* Who comes late says so and why; it is decided by others, by the record of availability. */
static enum pal_rc check_late_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                     const struct pal_fact_row *head)
{
    (void)head;
    struct pal_sending sending;
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, row->subject, &sending));
    bool is_decision = row->lane[0] != '\0';
    if (rc == PAL_OK && !is_decision && (sending.may & PAL_CASE_BY_CANDIDATE) == 0) {
        rc = pal_errand_fail(errand, PAL_E_DENIED, "this is said by those who answer");
    }
    rc = rc == PAL_OK && !is_decision ? pal_sending_require_whole(errand, &sending) : rc;
    if (rc == PAL_OK && (sending.tender == NULL || !sending.is_over)) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "the closing has not passed");
    }
    if (rc == PAL_OK && pal_is_blank(pal_fact_word(errand, row, "reason"))) {
        rc = pal_errand_fail_at(errand, PAL_E_INVALID, "reason", "say why");
    }
    bool is_right_state = is_decision == (strcmp(row->state, "asked") != 0);
    if (rc == PAL_OK && !is_right_state) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no state %s",
                               pal_quote(row->state).text);
    }
    rc = rc == PAL_OK && is_decision ? check_decision(errand, row, &sending) : rc;
    return rc == PAL_OK ? check_undecided(errand, row) : rc;
}

/* Whether somebody came late is nobody's to know, nor to decide, before the opening. */
static enum pal_rc refuse_late(struct pal_errand *errand, const struct pal_fact_row *row)
{
    (void)row;
    return pal_errand_fail(errand, PAL_E_DENIED,
                           "what came late is decided on when the answers are open");
}

static enum pal_rc check_late(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_late_within);
}

/* What is admitted is handed in, and opened with the others. */
static enum pal_rc follow_late(struct pal_errand *errand, const struct pal_fact_row *row,
                               struct pal_scores *ahead)
{
    (void)ahead;
    return row->lane[0] != '\0' && pal_tender_fact_is_new(errand, row) &&
                   strcmp(row->state, "admitted") == 0
               ? pal_sending_admit(errand, row)
               : PAL_OK;
}

static const struct pal_fact_lane late_lanes[] = {
    {"", PAL_N_("Who answers, and the keeper"), PAL_MAY_COMMENT, PAL_AUDIENCE_KEEPER},
    {"decision", PAL_N_("Who answers, and the keeper"), PAL_MAY_EDIT_PROJECT, PAL_AUDIENCE_KEEPER}};
static const struct pal_fact_state late_states[] = {
    {"asked", PAL_N_("told by a candidate"), PAL_ROW_AS_SAID},
    {"admitted", PAL_N_("admitted"), PAL_ROW_AS_SAID},
    {"refused", PAL_N_("not admitted"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_late = {.id = PAL_LATE_FACT,
                                            .title = PAL_N_("Late submission"),
                                            .verb = "say-late",
                                            .subjects = of_sendings,
                                            .has_own_page = true,
                                            .fields = &type_late,
                                            .lanes = late_lanes,
                                            .lane_count = 2,
                                            .states = late_states,
                                            .state_count = 3,
                                            .check = check_late,
                                            .refuse_unseen = refuse_late,
                                            .follow = follow_late,
                                            .say = say,
                                            .no_undo = pal_case_no_undo,
                                            .pass = PAL_PASS_ANSWER,
                                            .pass_lane = "",
                                            .is_of_consultation = true};
