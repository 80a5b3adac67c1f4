/* answer_facts - the kind of facts that are answers; see answers.h. */
#include <string.h>

#include "app/desk/questions.h"
#include "app/house/answers_parts.h"
#include "app/house/case_facts.h"
#include "app/house/errand_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/proofs_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "format/answers_types.h"
#include "store/facts.h"
#include "store/sendings.h"

bool pal_answers_is_asked(const struct pal_sending *sending, const char *part)
{
    size_t above = strlen(PAL_ANSWER_ABOVE);
    if (strncmp(part, PAL_ANSWER_ABOVE, above) == 0) {
        for (size_t i = 0; i < sending->above_count; i++) {
            if (strcmp(sending->above[i], part + above) == 0) {
                return true;
            }
        }
        return false;
    }
    for (size_t i = 0; i < sending->question_count; i++) {
        if (strcmp(sending->questions[i], part) == 0) {
            return true;
        }
    }
    return false;
}

static enum pal_rc refuse_other(struct pal_errand *errand)
{
    return pal_errand_fail(errand, PAL_E_DENIED,
                           "answers are given by those who were asked, and by nobody else");
}

enum pal_rc pal_answers_refuse(struct pal_errand *errand, const struct pal_sending *sending)
{
    if ((sending->may & PAL_CASE_BY_CANDIDATE) == 0) {
        return refuse_other(errand);
    }
    if (sending->is_over) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the time to answer is over: nothing of it was lost, and nothing "
                               "changes any more");
    }
    return pal_errand_fail(errand, PAL_E_INVALID,
                           sending->state == PAL_SENDING_SUBMITTED
                               ? "the answers are submitted: who reads them can reopen them"
                               : "this questionnaire is not open");
}

/* The answer fits the question: its fields, their types, what is no answer to it. */
static enum pal_rc check_fields(struct pal_errand *errand, const struct pal_sending *sending,
                                const struct pal_fact_row *row)
{
    struct pal_app app;
    const struct pal_questionnaire *questionnaire = NULL;
    pal_app_init_in(&app, errand->arena->alloc);
    app.voice = errand->voice;
    pal_house_use(errand, &app);
    enum pal_rc rc = pal_sending_questionnaire(errand, &app, sending, &questionnaire);
    if (rc == PAL_OK) {
        rc = pal_app_answer_check(&app, questionnaire, row->part, row->body, &errand->err);
    }
    pal_app_done(&app);
    return rc;
}

/* ------------------------------------------------------------------ asked ahead */

/* What an act on a sending has asked for with its lock: of acts that share a transaction each turn
 * to the database holds up all. */
struct asked_ahead {
    struct pal_of_act held;
    const char *sending;
    struct pal_query *row; /* NULL: it was taken */
};

static void close_asked(struct pal_of_act *of)
{
    struct asked_ahead *ahead = (struct asked_ahead *)of;
    if (ahead->row != NULL) {
        (void)!pal_query_end(ahead->row);
        ahead->row = NULL;
    }
}

static void ask(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct asked_ahead *ahead = PAL_NEW(errand->arena, struct asked_ahead, 1);
    if (ahead == NULL) {
        return; /* it is asked for when it is needed */
    }
    ahead->held.close = close_asked;
    ahead->sending = row->subject;
    ahead->row = pal_sending_row_ask(errand->db, PAL_SENT_FACT, row->subject);
    pal_errand_hold(errand, &ahead->held);
}

/* The sending, as it was asked for or now. */
static enum pal_rc find_sending(struct pal_errand *errand, const char *id, struct pal_sending *out)
{
    struct asked_ahead *ahead = (struct asked_ahead *)errand->held;
    bool is_asked_for = ahead != NULL && ahead->held.close == close_asked && ahead->row != NULL &&
                        strcmp(ahead->sending, id) == 0;
    struct pal_query *row = is_asked_for ? ahead->row : NULL;
    if (row == NULL) {
        return pal_sending_find(errand, id, out);
    }
    ahead->row = NULL;
    return pal_sending_find_asked(errand, row, out);
}

static enum pal_rc check_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    (void)head;
    struct pal_sending sending;
    enum pal_rc rc = pal_errand_explain(errand, find_sending(errand, row->subject, &sending));
    if (rc != PAL_OK) {
        return rc;
    }
    if (row->lane[0] != '\0' || strcmp(row->state, "claimed") == 0) {
        return pal_errand_fail(errand, PAL_E_DENIED, "what is submitted is submitted as a whole");
    }
    if (!sending.may_answer) {
        return pal_answers_refuse(errand, &sending);
    }
    if (!pal_answers_is_asked(&sending, row->part)) {
        return pal_errand_fail(errand, PAL_E_INVALID, "the question %s is not asked here",
                               pal_quote(row->part).text);
    }
    rc = check_fields(errand, &sending, row);
    return rc == PAL_OK ? pal_proofs_check_named(errand, row->subject, row->body) : rc;
}

static enum pal_rc refuse_unseen(struct pal_errand *errand, const struct pal_fact_row *row)
{
    (void)row;
    return refuse_other(errand);
}

static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_within);
}

/* With the first answer the candidate has begun to answer. */
static enum pal_rc follow(struct pal_errand *errand, const struct pal_fact_row *row,
                          struct pal_scores *ahead)
{
    enum { TWO = 2 };
    const struct pal_fact_list said = {
        .subject_kind = row->subject_kind, .subject = row->subject, .kind = row->kind, .max = TWO};
    struct pal_fact_row *rows = NULL;
    struct pal_sending sending;
    size_t count = 0;
    (void)ahead;
    if (row->turn > 1) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_head_list(errand->db, &said, errand->arena, &rows, &count);
    if (rc != PAL_OK || count > 1) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_errand_explain(errand, pal_sending_find(errand, row->subject, &sending));
    return rc == PAL_OK ? pal_sending_move(errand, &sending, PAL_CANDIDATE_ANSWERING, NULL) : rc;
}

static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    (void)saying;
    return pal_arena_printf(errand->arena,
                            pal_voice_say(errand->voice, PAL_N_("question %s: answered by %s")),
                            row->part, pal_case_who(errand, row));
}

static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("Who answers"), PAL_MAY_COMMENT, PAL_AUDIENCE_RESPONDENT},
    {PAL_LANE_CLAIMED, PAL_N_("Who reads the answers"), PAL_MAY_COMMENT, PAL_AUDIENCE_ANSWERS}};
static const enum pal_kind_id subjects[] = {PAL_KIND_SENDING, PAL_KIND_COUNT};
static const struct pal_fact_state states[] = {{"open", PAL_N_("open"), PAL_ROW_AS_SAID},
                                               {"proposed", PAL_N_("proposed"), PAL_ROW_AS_SAID},
                                               {"approved", PAL_N_("approved"), PAL_ROW_AS_SAID},
                                               {"claimed", PAL_N_("claimed"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_answer = {.id = PAL_ANSWER_FACT,
                                              .title = PAL_N_("Answers"),
                                              .verb = "answer",
                                              .subjects = subjects,
                                              .has_named_parts = true,
                                              .has_own_page = true,
                                              .fields = &pal_type_answer_said,
                                              .lanes = lanes,
                                              .lane_count = 2,
                                              .states = states,
                                              .state_count = 4,
                                              .ask = ask,
                                              .check = check,
                                              .refuse_unseen = refuse_unseen,
                                              .follow = follow,
                                              .say = say,
                                              .pass = PAL_PASS_ANSWER,
                                              .pass_lane = ""};

enum pal_rc pal_answer_put(struct pal_errand *errand, const struct pal_answer_wish *wish,
                           struct pal_act_done *out)
{
    const struct pal_fact_wish fact = {.kind = PAL_ANSWER_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = wish->sending,
                                       .part = wish->question,
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = wish->state,
                                       .json = wish->json};
    const struct pal_act_wish act = {.id = wish->act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &act, out);
}
