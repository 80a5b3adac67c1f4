/* sending_facts - the kind of facts that says how far a questionnaire that was sent is; see
 * sending_parts.h. */
#include <string.h>

#include "app/house/answers_parts.h"
#include "app/house/case.h"
#include "app/house/case_facts.h"
#include "app/house/fact_rows.h"
#include "app/house/procedures.h"
#include "app/house/proofs_parts.h"
#include "app/house/reminders.h"
#include "app/house/sending_parts.h"
#include "app/house/tenders_parts.h"
#include "base/text.h"

enum { REASON_MOST = 2000, ROLE_MOST = 200, NAME_MOST = 4000, HASH_DIGITS = 64 };

static const struct pal_type type_reason = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = REASON_MOST};
static const struct pal_type type_role = {
    .kind = PAL_TYPE_TEXT, .name = "a role", .max = ROLE_MOST};
static const struct pal_type type_name = {
    .kind = PAL_TYPE_TEXT, .name = "a name", .max = NAME_MOST};
static const struct pal_type type_hash = {
    .kind = PAL_TYPE_TEXT, .name = "a SHA-256", .max = HASH_DIGITS};
struct sent_doc {
    struct pal_node *until, *reason, *signed_by, *receipt, *day, *organization;
};
static const struct pal_field sent_fields[] = {
    PAL_FIELD(sent_doc, until, false, &pal_type_instant, PAL_N_("Until when, in UTC")),
    PAL_FIELD(sent_doc, reason, false, &type_reason, PAL_N_("Why")),
    PAL_FIELD(sent_doc, signed_by, false, &type_role, PAL_N_("Who signs it off")),
    PAL_FIELD(sent_doc, receipt, false, &type_hash, PAL_N_("SHA-256 of what was submitted")),
    PAL_FIELD(sent_doc, day, false, &pal_type_date, PAL_N_("The day to which ages count in it")),
    PAL_FIELD(sent_doc, organization, false, &type_name, PAL_N_("Of whom it says that it is")),
};
static const struct pal_type type_sent = {.kind = PAL_TYPE_OBJECT,
                                          .name = "what is said of a questionnaire that was sent",
                                          .fields = sent_fields,
                                          .field_count = 6,
                                          .slots_size = sizeof(struct sent_doc)};

/* ------------------------------------------------------------------------ rules */

enum pal_rc pal_sending_check_end(struct pal_errand *errand, int64_t until)
{
    return until > errand->now + (int64_t)PAL_PASS_DAYS * 24 * 3600
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                    "the time to answer is %d days at most", PAL_PASS_DAYS)
               : PAL_OK;
}

/* An end lies ahead, and not further than a link lasts. */
static enum pal_rc check_until(struct pal_errand *errand, const struct pal_fact_row *row)
{
    int64_t until = pal_sending_seconds(pal_fact_word(errand, row, "until"));
    if (until != 0 && until <= errand->now) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                  "the time to answer ends in the past: give a later day");
    }
    return pal_sending_check_end(errand, until);
}

/* More time is a later end than the one that was said. */
static enum pal_rc check_longer(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_sending *sending)
{
    int64_t until = pal_sending_seconds(pal_fact_word(errand, row, "until"));
    return sending->until != 0 && until <= sending->until
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                    "they have until then already: give a later day")
               : PAL_OK;
}

static unsigned given_by(struct pal_errand *errand, const struct pal_fact_row *row)
{
    return (pal_fact_word(errand, row, "until") != NULL ? PAL_ASK_BIT(PAL_ASK_DATE) : 0U) |
           (pal_fact_word(errand, row, "reason") != NULL ? PAL_ASK_BIT(PAL_ASK_REASON) : 0U);
}

enum pal_rc pal_sending_require_whole(struct pal_errand *errand, const struct pal_sending *sending)
{
    return sending->is_part
               ? pal_errand_fail(
                     errand, PAL_E_DENIED,
                     "the answers are submitted as a whole, by whoever has all questions")
               : PAL_OK;
}

/* Whoever submits says which answers, as they are now, and who signs them off. */
static enum pal_rc check_submission(struct pal_errand *errand, const struct pal_sending *sending,
                                    const struct pal_fact_row *row)
{
    const char *wanted = pal_fact_word(errand, row, "receipt");
    struct pal_answers_written written;
    enum pal_rc rc = pal_sending_require_whole(errand, sending);
    if (rc == PAL_OK && pal_is_blank(pal_fact_word(errand, row, "signed_by"))) {
        rc = pal_errand_fail_at(errand, PAL_E_INVALID, "signed_by",
                                "say in which role you sign the answers off");
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_answers_write(errand, sending, PAL_ANSWERS_OWN, &written);
    if (rc != PAL_OK) {
        return rc;
    }
    if (written.count == 0) {
        return pal_errand_fail(errand, PAL_E_INVALID, "no question is answered so far");
    }
    return wanted != NULL && strcmp(wanted, written.hash) == 0
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_CONFLICT,
                                 "an answer was changed meanwhile: look at them once more, then "
                                 "submit");
}

/* What the procedure says of doing it for one candidate alone. */
static enum pal_rc ask_procedure(struct pal_errand *errand, const struct pal_sending *sending,
                                 bool is_there, unsigned to)
{
    bool is_of_candidate = sending->to == PAL_ACTOR_PROVIDER;
    bool is_extended = to == PAL_SENDING_OPEN && is_there;
    if (!is_of_candidate || (!is_extended && to != PAL_SENDING_REOPENED)) {
        return PAL_OK;
    }
    const enum pal_tender_act act = is_extended ? PAL_TENDER_EXTEND_ONE : PAL_TENDER_REOPEN;
    if (sending->tender != NULL) {
        return pal_procedure_require_alone(errand, sending->project, act);
    }
    /* What the short list of a tender is asked for behind the opening is no consultation. */
    bool is_tender = false;
    enum pal_rc rc = pal_house_is_tender(errand, sending->project, &is_tender);
    return rc == PAL_OK && !is_tender ? pal_procedure_require(errand, sending->project, act) : rc;
}

/* How far a candidate is nobody knows before the opening, nor by what is refused. */
static enum pal_rc refuse_unseen(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_sending sending;
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, row->subject, &sending));
    unsigned to = pal_case_find_state(PAL_CASE_SENDING, row->state);
    rc = rc == PAL_OK ? ask_procedure(errand, &sending, true, to) : rc;
    return rc == PAL_OK
               ? pal_errand_fail(
                     errand, PAL_E_DENIED, "%s",
                     pal_voice_say(errand->voice, pal_case_fact_words[PAL_FACT_TOGETHER].bars))
               : rc;
}

static enum pal_rc check_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    struct pal_sending sending;
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, row->subject, &sending));
    if (rc != PAL_OK) {
        return rc;
    }
    unsigned to = pal_case_find_state(PAL_CASE_SENDING, row->state);
    if (to == PAL_CASE_NOT_THERE) {
        return pal_errand_fail(errand, PAL_E_INVALID, "%s",
                               pal_voice_say(errand->voice, pal_case_no_undo));
    }
    const struct pal_case_asked asked = {.thing = PAL_CASE_SENDING,
                                         .state =
                                             head->turn > 0 ? sending.state : PAL_CASE_NOT_THERE,
                                         .facts = sending.facts,
                                         .may = sending.may,
                                         .given = given_by(errand, row)};
    const struct pal_case_answer answer = pal_case_follow(&asked, to);
    rc = answer.says != PAL_CASE_NOT_YOURS ? ask_procedure(errand, &sending, head->turn > 0, to)
                                           : PAL_OK;
    rc = rc == PAL_OK ? pal_case_refuse(errand, &answer, NULL) : rc;
    rc = rc == PAL_OK ? check_until(errand, row) : rc;
    rc = rc == PAL_OK && to == PAL_SENDING_OPEN ? check_longer(errand, row, &sending) : rc;
    return rc == PAL_OK && to == PAL_SENDING_SUBMITTED ? check_submission(errand, &sending, row)
                                                       : rc;
}

static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_within);
}

/* Whoever is given more time goes on by the link that they have, and is reminded of the new end. */
static enum pal_rc prolong(struct pal_errand *errand, const struct pal_sending *sending)
{
    if (sending->until == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_passes_prolong_within(errand, PAL_SENDING_KIND, sending->id,
                                               pal_sending_link_day(errand, sending->until));
    return rc == PAL_OK ? pal_reminders_renew(errand, sending->id) : rc;
}

/* What was submitted is what the others read from now on, and the candidate has answered. */
static enum pal_rc follow(struct pal_errand *errand, const struct pal_fact_row *row,
                          struct pal_scores *ahead)
{
    (void)ahead;
    struct pal_sending sending;
    enum pal_rc rc = pal_sending_find(errand, row->subject, &sending);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    switch (sending.state) {
    case PAL_SENDING_SUBMITTED:
        if (pal_tender_fact_is_new(errand, row)) { /* what is brought brings along what followed */
            rc = pal_answers_claim(errand, row->subject);
            rc = rc == PAL_OK ? pal_proofs_claim(errand, row->subject) : rc;
        }
        /* Under seal they wait with those of the others, and are not sent when their time comes. */
        rc = rc == PAL_OK && !sending.is_sealed
                 ? pal_sending_mail_withdraw(errand, row->subject, NULL, PAL_REMINDER_MAIL)
                 : rc;
        return rc == PAL_OK ? pal_sending_move(errand, &sending, PAL_CANDIDATE_ANSWERED, NULL) : rc;
    case PAL_SENDING_REOPENED:
        rc = pal_sending_move(errand, &sending, PAL_CANDIDATE_ANSWERING, sending.reason);
        return rc == PAL_OK ? prolong(errand, &sending) : rc;
    case PAL_SENDING_OPEN:
        return prolong(errand, &sending);
    case PAL_SENDING_CLOSED:
        return pal_sending_mail_withdraw(errand, row->subject, NULL, NULL);
    default:
        return PAL_OK;
    }
}

static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    (void)saying;
    const char *reason = pal_fact_word(errand, row, "reason");
    const char *until = pal_fact_word(errand, row, "until");
    unsigned state = pal_case_find_state(PAL_CASE_SENDING, row->state);
    const char *title =
        pal_voice_say(errand->voice, pal_case_tables[PAL_CASE_SENDING].states[state].title);
    const char *who = pal_case_who(errand, row);
    const char *words =
        until != NULL ? pal_arena_printf(
                            errand->arena,
                            pal_voice_say(errand->voice,
                                          PAL_N_("questionnaire %s: %s until %s UTC, said by %s")),
                            row->subject, title, until, who)
                      : pal_arena_printf(errand->arena,
                                         pal_voice_say(errand->voice,
                                                       PAL_N_("questionnaire %s: %s, said by %s")),
                                         row->subject, title, who);
    return words != NULL && reason != NULL
               ? pal_arena_printf(errand->arena, "%s: %s", words, reason)
               : words;
}

static const struct pal_fact_lane lanes[] = {{"", PAL_N_("Who answers, and who reads the answers"),
                                              PAL_MAY_EDIT_PROJECT, PAL_AUDIENCE_KEEPER}};
static const enum pal_kind_id subjects[] = {PAL_KIND_SENDING, PAL_KIND_COUNT};
static const struct pal_fact_state states[] = {{"prepared", PAL_N_("prepared"), PAL_ROW_AS_SAID},
                                               {"open", PAL_N_("open"), PAL_ROW_AS_SAID},
                                               {"submitted", PAL_N_("submitted"), PAL_ROW_AS_SAID},
                                               {"reopened", PAL_N_("reopened"), PAL_ROW_AS_SAID},
                                               {"closed", PAL_N_("closed"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_sent = {.id = PAL_SENT_FACT,
                                            .title = PAL_N_("How far the questionnaire is"),
                                            .verb = "say-sent",
                                            .subjects = subjects,
                                            .has_own_page = true,
                                            .fields = &type_sent,
                                            .lanes = lanes,
                                            .lane_count = 1,
                                            .states = states,
                                            .state_count = 5,
                                            .check = check,
                                            .refuse_unseen = refuse_unseen,
                                            .follow = follow,
                                            .say = say,
                                            .no_undo = pal_case_no_undo,
                                            .pass = PAL_PASS_ANSWER,
                                            .pass_lane = "",
                                            .is_of_consultation = true};

/* ------------------------------------------------------------------------ saying */

int64_t pal_sending_link_day(const struct pal_errand *errand, int64_t until)
{
    enum { DAY = 24 * 3600, KEPT = 30 };
    int64_t last = until + (int64_t)KEPT * DAY;
    int64_t most = errand->now + (int64_t)PAL_PASS_DAYS * DAY;
    return last < most ? last : most;
}

enum pal_rc pal_sending_say(struct pal_errand *errand, const struct pal_sent_wish *wish,
                            struct pal_act_done *out)
{
    struct pal_fact_field fields[6];
    size_t count = 0;
    const char *until = wish->until != 0 ? pal_sending_time(errand, wish->until) : NULL;
    const struct pal_fact_field all[] = {
        {"until", until},           {"reason", wish->reason}, {"signed_by", wish->signed_by},
        {"receipt", wish->receipt}, {"day", wish->day},       {"organization", wish->organization}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].value != NULL) {
            fields[count++] = all[i];
        }
    }
    const struct pal_fact_wish fact = {.kind = PAL_SENT_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = wish->sending,
                                       .part = "",
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = wish->state,
                                       .fields = fields,
                                       .field_count = count};
    const struct pal_act_wish act = {
        .id = wish->act, .facts = &fact, .count = 1, .asked = wish->asked};
    return pal_facts_act(errand, &act, out);
}
