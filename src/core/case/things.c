/* things - the tables of transitions: what each thing of a case can become, by whom, and when. */
#include "base/lang.h"
#include "core/case/case.h"

#define EDIT   PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT)
#define ASSESS PAL_RIGHT_BIT(PAL_MAY_ASSESS)
#define CREATE PAL_RIGHT_BIT(PAL_MAY_CREATE_PROJECT)
#define THEY   PAL_CASE_BY_CANDIDATE

#define F(fact)      PAL_FACT_BIT(PAL_FACT_##fact)
#define REASON       PAL_ASK_BIT(PAL_ASK_REASON)
#define DATE         PAL_ASK_BIT(PAL_ASK_DATE)
#define REFERENCE    PAL_ASK_BIT(PAL_ASK_REFERENCE)
#define OUTSIDE      PAL_STATE_BIT(PAL_CASE_NOT_THERE)
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ------------------------------------------------------------------ project */

static const struct pal_case_state project_states[] = {
    [PAL_CASE_NOT_THERE] = {"not_there", PAL_N_("not there"), false},
    [PAL_PROJECT_PREPARING] = {"preparing", PAL_N_("preparing"), false},
    [PAL_PROJECT_TENDER] = {"tender", PAL_N_("tender"), false},
    [PAL_PROJECT_CHOSEN] = {"chosen", PAL_N_("provider chosen"), false},
    [PAL_PROJECT_IN_SERVICE] = {"in_service", PAL_N_("in service"), false},
    [PAL_PROJECT_CLOSED] = {"closed", PAL_N_("closed"), false},
};
#define P(state) PAL_STATE_BIT(PAL_PROJECT_##state)

/* A project may come in at any state: contracts are older than the program. */
static const struct pal_case_row project_rows[] = {
    {OUTSIDE, PAL_PROJECT_PREPARING, "start", PAL_N_("Start the project"), CREATE, 0, 0, 0},
    {OUTSIDE, PAL_PROJECT_TENDER, "start_in_tender", PAL_N_("Take it over in its tender"), CREATE,
     0, 0, 0},
    {OUTSIDE, PAL_PROJECT_CHOSEN, "start_chosen", PAL_N_("Take it over with its provider chosen"),
     CREATE, 0, 0, 0},
    {OUTSIDE, PAL_PROJECT_IN_SERVICE, "start_in_service", PAL_N_("Take it over in service"), CREATE,
     0, 0, 0},
    {OUTSIDE, PAL_PROJECT_CLOSED, "start_closed", PAL_N_("Take it over for the record"), CREATE, 0,
     0, 0},
    {P(PREPARING), PAL_PROJECT_TENDER, "open_tender", PAL_N_("Open the tender"), EDIT, F(NEEDS), 0,
     0},
    {P(PREPARING), PAL_PROJECT_TENDER, "open_tender_without_needs",
     PAL_N_("Open the tender though no needs are written"), EDIT, 0, F(NEEDS), REASON},
    {P(PREPARING), PAL_PROJECT_CHOSEN, "skip_tender", PAL_N_("Skip the tender"), EDIT, 0, 0,
     REASON},
    {P(TENDER), PAL_PROJECT_CHOSEN, "choose", PAL_N_("Choose the retained candidate"), EDIT,
     F(RETAINED), F(QUESTIONNAIRE_OPEN), 0},
    {P(TENDER), PAL_PROJECT_CHOSEN, "choose_elsewhere",
     PAL_N_("Go on with a provider who was chosen elsewhere"), EDIT, 0,
     F(RETAINED) | F(QUESTIONNAIRE_OPEN), REASON},
    {P(CHOSEN), PAL_PROJECT_IN_SERVICE, "begin_service", PAL_N_("Begin the service"), EDIT,
     F(RETAINED), 0, DATE},
    {P(CHOSEN) | P(IN_SERVICE), PAL_PROJECT_CLOSED, "close", PAL_N_("Close the project"), EDIT, 0,
     F(QUESTIONNAIRE_OPEN), 0},
    {P(PREPARING) | P(TENDER), PAL_PROJECT_CLOSED, "give_up", PAL_N_("Give the project up"), EDIT,
     0, 0, REASON},
    {P(TENDER) | P(CHOSEN) | P(CLOSED), PAL_PROJECT_PREPARING, "back_to_preparing",
     PAL_N_("Back to preparing"), EDIT, 0, 0, REASON},
    {P(CHOSEN) | P(CLOSED), PAL_PROJECT_TENDER, "back_to_tender", PAL_N_("Back to the tender"),
     EDIT, 0, 0, REASON},
    {P(IN_SERVICE) | P(CLOSED), PAL_PROJECT_CHOSEN, "back_to_chosen",
     PAL_N_("Back to where the provider was chosen"), EDIT, 0, 0, REASON},
    {P(CLOSED), PAL_PROJECT_IN_SERVICE, "back_to_service", PAL_N_("Back into service"), EDIT, 0, 0,
     REASON},
};

/* -------------------------------------------------------------------- stage */

static const struct pal_case_state stage_states[] = {
    [PAL_CASE_NOT_THERE] = {"not_there", PAL_N_("not there"), false},
    [PAL_STAGE_OPEN] = {"open", PAL_N_("to do"), false},
    [PAL_STAGE_UNDER_WAY] = {"under_way", PAL_N_("under way"), false},
    [PAL_STAGE_DONE] = {"done", PAL_N_("done"), false},
    [PAL_STAGE_NOT_NEEDED] = {"not_needed", PAL_N_("not needed"), false},
};
#define G(state) PAL_STATE_BIT(PAL_STAGE_##state)

/* What facts tell (stages.h) is not ticked. */
static const struct pal_case_row stage_rows[] = {
    {G(OPEN), PAL_STAGE_UNDER_WAY, "begin", PAL_N_("Begin"), EDIT | ASSESS, 0,
     F(CLOSED) | F(DERIVED), 0},
    {G(UNDER_WAY), PAL_STAGE_OPEN, "put-back", PAL_N_("Not begun after all"), EDIT | ASSESS, 0,
     F(CLOSED) | F(DERIVED), 0},
    {G(OPEN) | G(UNDER_WAY), PAL_STAGE_DONE, "tick", PAL_N_("Done"), EDIT | ASSESS, 0,
     F(CLOSED) | F(DERIVED), DATE},
    {G(OPEN) | G(UNDER_WAY), PAL_STAGE_NOT_NEEDED, "leave-out", PAL_N_("Not needed"), EDIT | ASSESS,
     0, F(CLOSED), REASON},
    {G(DONE), PAL_STAGE_UNDER_WAY, "reopen", PAL_N_("Not done after all"), EDIT | ASSESS, 0,
     F(CLOSED) | F(DERIVED), REASON},
    {G(NOT_NEEDED), PAL_STAGE_OPEN, "need", PAL_N_("Needed after all"), EDIT | ASSESS, 0, F(CLOSED),
     REASON},
};

/* ---------------------------------------------------------------- candidate */

static const struct pal_case_state candidate_states[] = {
    [PAL_CASE_NOT_THERE] = {"not_there", PAL_N_("not there"), false},
    [PAL_CANDIDATE_NAMED] = {"named", PAL_N_("candidate"), false},
    [PAL_CANDIDATE_INVITED] = {"invited", PAL_N_("invited"), false},
    [PAL_CANDIDATE_ANSWERING] = {"answering", PAL_N_("answering"), false},
    [PAL_CANDIDATE_ANSWERED] = {"answered", PAL_N_("answered"), false},
    [PAL_CANDIDATE_SHORTLISTED] = {"shortlisted", PAL_N_("shortlisted"), false},
    [PAL_CANDIDATE_RETAINED] = {"retained", PAL_N_("retained"), false},
    [PAL_CANDIDATE_REFUSED] = {"refused", PAL_N_("refused"), false},
    [PAL_CANDIDATE_WITHDRAWN] = {"withdrawn", PAL_N_("withdrawn"), false},
};
#define C(state) PAL_STATE_BIT(PAL_CANDIDATE_##state)
#define RUNNING  (C(NAMED) | C(INVITED) | C(ANSWERING) | C(ANSWERED) | C(SHORTLISTED) | C(RETAINED))

static const struct pal_case_row candidate_rows[] = {
    {OUTSIDE, PAL_CANDIDATE_NAMED, "name", PAL_N_("Name the candidate"), EDIT, 0, F(CLOSED), 0},
    {OUTSIDE, PAL_CANDIDATE_RETAINED, "name_retained",
     PAL_N_("Name a candidate who is retained already"), EDIT, 0, F(CLOSED), 0},
    {OUTSIDE, PAL_CANDIDATE_REFUSED, "name_refused",
     PAL_N_("Name a candidate who was refused already"), EDIT, 0, F(CLOSED), REASON},
    {C(NAMED), PAL_CANDIDATE_INVITED, "invite", PAL_N_("Invite"), EDIT, F(QUESTIONNAIRE), F(CLOSED),
     DATE},
    {C(INVITED), PAL_CANDIDATE_NAMED, "take_invitation_back", PAL_N_("Take the invitation back"),
     EDIT, 0, F(CLOSED), REASON},
    {C(INVITED), PAL_CANDIDATE_ANSWERING, "begin_answering", PAL_N_("Begin to answer"), THEY, 0,
     F(CLOSED), 0},
    {C(ANSWERING), PAL_CANDIDATE_ANSWERED, "submit", PAL_N_("Submit the answers"), THEY, 0,
     F(CLOSED), 0},
    {C(ANSWERED), PAL_CANDIDATE_ANSWERING, "reopen_answers", PAL_N_("Reopen the answers"), EDIT, 0,
     F(CLOSED), REASON},
    {C(ANSWERED), PAL_CANDIDATE_SHORTLISTED, "shortlist", PAL_N_("Shortlist"), EDIT, 0, F(CLOSED),
     0},
    {C(SHORTLISTED), PAL_CANDIDATE_ANSWERED, "take_off", PAL_N_("Take off the shortlist"), EDIT, 0,
     F(CLOSED), REASON},
    {C(NAMED) | C(ANSWERED) | C(SHORTLISTED), PAL_CANDIDATE_RETAINED, "retain", PAL_N_("Retain"),
     EDIT, 0, F(CLOSED), 0},
    {RUNNING, PAL_CANDIDATE_REFUSED, "refuse", PAL_N_("Refuse"), EDIT, 0, F(CLOSED), REASON},
    {RUNNING, PAL_CANDIDATE_WITHDRAWN, "withdraw", PAL_N_("Withdraw"), EDIT | THEY, 0, F(CLOSED),
     DATE},
    {C(RETAINED), PAL_CANDIDATE_NAMED, "release", PAL_N_("No longer retained"), EDIT, 0,
     F(CLOSED) | F(ANSWERED), REASON},
    {C(RETAINED), PAL_CANDIDATE_SHORTLISTED, "release_to_shortlist",
     PAL_N_("No longer retained, back on the shortlist"), EDIT, F(ANSWERED), F(CLOSED), REASON},
    {C(REFUSED), PAL_CANDIDATE_NAMED, "take_back", PAL_N_("Take the refusal back"), EDIT, 0,
     F(CLOSED) | F(ANSWERED), REASON},
    {C(REFUSED), PAL_CANDIDATE_ANSWERED, "take_back_to_answered",
     PAL_N_("Take the refusal back: the answers count again"), EDIT, F(ANSWERED), F(CLOSED),
     REASON},
    {C(REFUSED), PAL_CANDIDATE_RETAINED, "retain_after_all",
     PAL_N_("Take the refusal back and retain"), EDIT, 0, F(CLOSED), REASON},
    {C(WITHDRAWN), PAL_CANDIDATE_NAMED, "come_back", PAL_N_("Come back"), EDIT, 0, F(CLOSED),
     REASON},
    {C(NAMED) | C(RETAINED) | C(REFUSED) | C(WITHDRAWN), PAL_CASE_NOT_THERE, "remove",
     PAL_N_("Remove"), EDIT, 0, F(CLOSED) | F(ANSWERED), 0},
};

/* --------------------------------------------------------------- assessment */

static const struct pal_case_state assessment_states[] = {
    [PAL_CASE_NOT_THERE] = {"not_there", PAL_N_("not there"), false},
    [PAL_ASSESSMENT_DRAFT] = {"draft", PAL_N_("draft"), false},
    [PAL_ASSESSMENT_RATED] = {"rated", PAL_N_("rated"), false},
    [PAL_ASSESSMENT_CONTRADICTION] = {"contradiction", PAL_N_("open to the reply"), false},
    [PAL_ASSESSMENT_SEALED] = {"sealed", PAL_N_("sealed"), true},
};
#define A(state) PAL_STATE_BIT(PAL_ASSESSMENT_##state)

static const struct pal_case_row assessment_rows[] = {
    {OUTSIDE, PAL_ASSESSMENT_DRAFT, "begin", PAL_N_("Begin an assessment"), ASSESS, 0, F(CLOSED),
     0},
    {OUTSIDE, PAL_ASSESSMENT_DRAFT, "begin_from", PAL_N_("Start from an earlier assessment"),
     ASSESS, 0, F(CLOSED) | F(TENDER), 0},
    {A(DRAFT), PAL_ASSESSMENT_RATED, "rate", PAL_N_("All is rated"), ASSESS, F(TARGET_RATED), 0, 0},
    {A(RATED) | A(CONTRADICTION), PAL_ASSESSMENT_DRAFT, "rework", PAL_N_("Back to the draft"),
     ASSESS, 0, 0, REASON},
    {A(RATED), PAL_ASSESSMENT_CONTRADICTION, "open_reply", PAL_N_("Open it to the reply"), ASSESS,
     0, 0, DATE},
    {A(CONTRADICTION), PAL_ASSESSMENT_RATED, "take_reply_back", PAL_N_("Close the reply unheard"),
     ASSESS, 0, 0, REASON},
    {A(CONTRADICTION), PAL_ASSESSMENT_SEALED, "seal", PAL_N_("Seal"), ASSESS, 0, F(FINDING_OPEN),
     0},
};

/* -------------------------------------------------------------- alert level */

static const struct pal_case_state alert_states[] = {
    [PAL_CASE_NOT_THERE] = {"not_there", PAL_N_("not there"), false},
    [PAL_ALERT_IN_FORCE] = {"in_force", PAL_N_("in force"), false},
    [PAL_ALERT_REPLACED] = {"replaced", PAL_N_("replaced"), true},
};
#define L(state) PAL_STATE_BIT(PAL_ALERT_##state)

/* The level that is raised or lowered is replaced; the new one is in force by the same act. */
static const struct pal_case_row alert_rows[] = {
    {OUTSIDE, PAL_ALERT_IN_FORCE, "put_in_force", PAL_N_("Put in force"), EDIT, 0, F(CLOSED),
     DATE | REFERENCE},
    {L(IN_FORCE), PAL_ALERT_REPLACED, "raise", PAL_N_("Raise the alert level"), EDIT, F(HIGHER),
     F(CLOSED), DATE | REFERENCE},
    {L(IN_FORCE), PAL_ALERT_REPLACED, "lower", PAL_N_("Lower the alert level"), EDIT, F(LOWER),
     F(CLOSED), DATE | REFERENCE},
    {L(IN_FORCE), PAL_ALERT_REPLACED, "lift", PAL_N_("Follow no alert level any more"), EDIT, 0, 0,
     DATE | REFERENCE},
};

/* ------------------------------------------------------- questionnaire sent */

static const struct pal_case_state sending_states[] = {
    [PAL_CASE_NOT_THERE] = {"not_there", PAL_N_("not there"), false},
    [PAL_SENDING_PREPARED] = {"prepared", PAL_N_("prepared"), false},
    [PAL_SENDING_OPEN] = {"open", PAL_N_("open"), false},
    [PAL_SENDING_SUBMITTED] = {"submitted", PAL_N_("submitted"), false},
    [PAL_SENDING_REOPENED] = {"reopened", PAL_N_("reopened"), false},
    [PAL_SENDING_CLOSED] = {"closed", PAL_N_("closed"), false},
};
#define S(state) PAL_STATE_BIT(PAL_SENDING_##state)

/* In a sealed tender a later submission takes the place of an earlier one until the closing, and
 * nothing is reopened or ended for one alone. */
static const struct pal_case_row sending_rows[] = {
    {OUTSIDE, PAL_SENDING_PREPARED, "prepare", PAL_N_("Prepare"), EDIT | ASSESS, 0, F(CLOSED), 0},
    {OUTSIDE | S(PREPARED), PAL_SENDING_OPEN, "send", PAL_N_("Send"), EDIT | ASSESS, 0, F(CLOSED),
     DATE},
    {S(OPEN) | S(REOPENED), PAL_SENDING_SUBMITTED, "submit", PAL_N_("Submit the answers"), THEY, 0,
     F(CLOSED) | F(OVER), 0},
    {S(SUBMITTED), PAL_SENDING_SUBMITTED, "submit_again", PAL_N_("Submit again"), THEY, F(SEALED),
     F(CLOSED) | F(OVER), 0},
    {S(SUBMITTED), PAL_SENDING_REOPENED, "reopen", PAL_N_("Reopen the answers"), EDIT | ASSESS, 0,
     F(CLOSED) | F(TOGETHER), DATE | REASON},
    {S(OPEN) | S(REOPENED), PAL_SENDING_OPEN, "extend", PAL_N_("Give more time"), EDIT | ASSESS, 0,
     F(CLOSED) | F(TOGETHER), DATE | REASON},
    {S(PREPARED) | S(OPEN) | S(REOPENED) | S(SUBMITTED), PAL_SENDING_CLOSED, "close",
     PAL_N_("Close"), EDIT | ASSESS, 0, F(TOGETHER), REASON},
    {S(CLOSED), PAL_SENDING_REOPENED, "open_again", PAL_N_("Open it again"), EDIT | ASSESS, 0,
     F(CLOSED) | F(TOGETHER), DATE | REASON},
};

/* ------------------------------------------------------------------- tender */

static const struct pal_case_state tender_states[] = {
    [PAL_CASE_NOT_THERE] = {"not_there", PAL_N_("not there"), false},
    [PAL_TENDER_RUNNING] = {"running", PAL_N_("under way"), false},
    [PAL_TENDER_OPENED] = {"opened", PAL_N_("opened"), true},
    [PAL_TENDER_CANCELLED] = {"cancelled", PAL_N_("cancelled"), true},
};
#define T(state) PAL_STATE_BIT(PAL_TENDER_##state)

/* It closes by the clock: that the time is over is read, not written. */
static const struct pal_case_row tender_rows[] = {
    {OUTSIDE, PAL_TENDER_RUNNING, "launch", PAL_N_("Launch the consultation"), EDIT, 0, F(CLOSED),
     DATE},
    {T(RUNNING), PAL_TENDER_RUNNING, "move_closing", PAL_N_("Move the closing"), EDIT, F(LATER),
     F(CLOSED) | F(OVER), DATE | REASON},
    {T(RUNNING), PAL_TENDER_OPENED, "open", PAL_N_("Open the answers"), EDIT | ASSESS,
     F(OVER) | F(DECLARED) | F(OPENER), F(CLOSED), 0},
    {T(RUNNING), PAL_TENDER_CANCELLED, "cancel", PAL_N_("Cancel the consultation"), EDIT, 0, 0,
     REASON},
};

#define TABLE(word, name, first)                                                                   \
    {                                                                                              \
        .id = #word, .title = name, .states = word##_states, .state_count = COUNT(word##_states),  \
        .initial = first, .rows = word##_rows, .row_count = COUNT(word##_rows)                     \
    }

const struct pal_case_table pal_case_tables[PAL_CASE_THINGS] = {
    [PAL_CASE_PROJECT] = TABLE(project, "Project", PAL_CASE_NOT_THERE),
    [PAL_CASE_STAGE] = TABLE(stage, "Stage of the process", PAL_STAGE_OPEN),
    [PAL_CASE_CANDIDATE] = TABLE(candidate, "Candidate", PAL_CASE_NOT_THERE),
    [PAL_CASE_ASSESSMENT] = TABLE(assessment, "Assessment", PAL_CASE_NOT_THERE),
    [PAL_CASE_ALERT] = TABLE(alert, "Alert level", PAL_CASE_NOT_THERE),
    [PAL_CASE_TENDER] = TABLE(tender, "Consultation", PAL_CASE_NOT_THERE),
    [PAL_CASE_SENDING] = TABLE(sending, "Questionnaire sent", PAL_CASE_NOT_THERE),
};

const char *const pal_case_ask_ids[PAL_ASK_COUNT] = {"reason", "date", "reference"};

const struct pal_case_fact_words pal_case_fact_words[PAL_FACT_COUNT] = {
    [PAL_FACT_CLOSED] = {"closed", "the project is closed", NULL,
                         PAL_N_("the project is closed; take it back first")},
    [PAL_FACT_TENDER] = {"tender", "the project is in its tender", NULL,
                         PAL_N_("in a tender nothing is taken over from an earlier assessment")},
    [PAL_FACT_NEEDS] = {"has_needs", "the needs are written",
                        PAL_N_("the needs of the project are not written"),
                        PAL_N_("the needs of the project are written")},
    [PAL_FACT_MEETING] = {"has_meeting", "the first meeting is written down", NULL, NULL},
    [PAL_FACT_DOCUMENTS] = {"has_documents", "documents were handed over", NULL, NULL},
    [PAL_FACT_CANDIDATES] = {"has_candidates", "candidates are named", NULL, NULL},
    [PAL_FACT_RETAINED] = {"has_retained", "a candidate is retained",
                           PAL_N_("no candidate is retained"), PAL_N_("a candidate is retained")},
    [PAL_FACT_PROFILE] = {"has_profile", "the project has a confidence profile", NULL, NULL},
    [PAL_FACT_ASSESSMENT] = {"has_assessment", "an assessment stands for the project", NULL, NULL},
    [PAL_FACT_TARGET_RATED] = {"target_rated", "every area of the target is rated",
                               PAL_N_("not every area of the target is rated"), NULL},
    [PAL_FACT_TARGET_MET] = {"target_met", "no point of the target is missing", NULL, NULL},
    [PAL_FACT_QUESTIONNAIRE] = {"has_questionnaire", "a questionnaire is prepared",
                                PAL_N_("no questionnaire is prepared for this candidate"), NULL},
    [PAL_FACT_QUESTIONNAIRE_OPEN] = {"questionnaire_open", "a questionnaire is open", NULL,
                                     PAL_N_("a questionnaire is still open")},
    [PAL_FACT_QUESTIONNAIRE_SUBMITTED] = {"questionnaire_submitted",
                                          "a questionnaire was submitted", NULL, NULL},
    [PAL_FACT_ANSWERED] = {"has_answered", "the candidate has submitted answers",
                           PAL_N_("this candidate has submitted no answers"),
                           PAL_N_("this candidate has submitted answers")},
    [PAL_FACT_VISITED] = {"visited", "the visit was held", NULL, NULL},
    [PAL_FACT_VISIT_PLANNED] = {"visit_planned", "a visit is planned", NULL, NULL},
    [PAL_FACT_PLAN_AGREED] = {"plan_agreed", "the plan was agreed", NULL, NULL},
    [PAL_FACT_REPORT_ISSUED] = {"report_issued", "the report was issued", NULL, NULL},
    [PAL_FACT_FINDING_OPEN] = {"finding_open", "a finding is open", NULL,
                               PAL_N_("a finding is still open")},
    [PAL_FACT_DERIVED] = {"derived", "facts tell the state of the stage", NULL,
                          PAL_N_("what was done tells the state of this stage; it is not ticked")},
    [PAL_FACT_HIGHER] = {"higher", "the new level ranks above the one in force",
                         PAL_N_("the new level does not rank above the one in force"), NULL},
    [PAL_FACT_LOWER] = {"lower", "the new level ranks below the one in force",
                        PAL_N_("the new level does not rank below the one in force"), NULL},
    [PAL_FACT_OVER] = {"over", "the time to answer is over", PAL_N_("the closing is still to come"),
                       PAL_N_("the time to answer is over")},
    [PAL_FACT_DECLARED] = {"declared", "as many as open have declared to have no conflict",
                           PAL_N_("not as many persons as open the answers have declared that they "
                                  "have no conflict of interest"),
                           NULL},
    [PAL_FACT_OPENER] = {"opener", "whoever opens is one of those who have declared",
                         PAL_N_("whoever opens the answers has declared before to have no conflict "
                                "of interest"),
                         NULL},
    [PAL_FACT_LATER] = {"later", "the new closing is later",
                        PAL_N_("a closing is only moved to a later time"), NULL},
    [PAL_FACT_SEALED] = {"sealed", "the tender is sealed until its answers are opened",
                         PAL_N_("what was submitted is with those who read it; ask them to reopen "
                                "it"),
                         NULL},
    [PAL_FACT_TOGETHER] = {"together", "it was sent in a consultation, to all at once", NULL,
                           PAL_N_("in a tender this is not done for one candidate alone")},
};
