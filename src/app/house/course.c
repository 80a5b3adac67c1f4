/* course - how far an assessment is; see course.h. */
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/case_facts.h"
#include "app/house/course_parts.h"
#include "app/house/house.h"
#include "app/house/marks_parts.h"
#include "app/house/procedures.h"
#include "base/text.h"
#include "store/facts.h"
#include "store/records.h"

/* -------------------------------------------------------------------------- now */

/* The project around an assessment, as its case asks of it; without a project nothing is known. */
static enum pal_rc look_at_project(struct pal_errand *errand, const char *project,
                                   struct pal_case_of *of)
{
    struct pal_record record;
    struct pal_app app;
    struct pal_opened document;
    enum pal_rc rc = pal_record_get(errand->db, "project", project, errand->arena, &record);
    if (rc != PAL_OK) {
        *of = pal_case_of_node(errand, project, NULL, NULL);
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    pal_house_share(errand, &app);
    rc = pal_document_look(&app, project, record.text, strlen(record.text), &document);
    *of = pal_case_of_node(errand, project, rc == PAL_OK ? document.root : NULL, NULL);
    of->word = ""; /* the tree goes */
    pal_app_done(&app);
    return rc == PAL_E_MEMORY ? pal_errand_explain(errand, rc) : PAL_OK;
}

/* Whether every step of the target is rated, as the lists have it; of all steps that apply, where
 * the project aims at none. */
static enum pal_rc look_at_score(struct pal_errand *errand, const char *assessment,
                                 struct pal_case_facts *facts)
{
    struct pal_score_row row;
    enum pal_rc rc = pal_score_get(errand->db, assessment, errand->arena, &row);
    bool is_there = rc == PAL_OK;
    pal_case_tell(facts, PAL_FACT_TARGET_RATED, is_there && row.is_whole);
    return is_there || rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
}

static enum pal_rc look_around(struct pal_errand *errand, const char *assessment,
                               const char *project, struct pal_case_of *of)
{
    enum pal_rc rc = look_at_project(errand, project, of);
    return rc == PAL_OK ? look_at_score(errand, assessment, &of->facts) : rc;
}

struct pal_query *pal_course_ask(struct pal_errand *errand, const char *assessment)
{
    const struct pal_fact_row value = {.kind = PAL_COURSE_FACT,
                                       .subject_kind = "assessment",
                                       .subject = assessment,
                                       .part = "",
                                       .lane = ""};
    return pal_head_ask(errand->db, &value);
}

static enum pal_rc take_head(struct pal_errand *errand, struct pal_query *asked,
                             struct pal_fact_row *out)
{
    enum pal_rc rc = pal_head_take(asked, errand->arena, out);
    if (rc == PAL_E_NOT_FOUND) {
        *out = (struct pal_fact_row){.turn = 0};
        return PAL_OK;
    }
    return pal_errand_explain(errand, rc);
}

static enum pal_rc find_head(struct pal_errand *errand, const char *assessment,
                             struct pal_fact_row *out)
{
    return take_head(errand, pal_course_ask(errand, assessment), out);
}

/* What nobody has said anything of is a draft. */
static unsigned state_of(const struct pal_fact_row *head)
{
    unsigned state =
        head->turn > 0 ? pal_case_find_state(PAL_CASE_ASSESSMENT, head->state) : PAL_CASE_NOT_THERE;
    return state != PAL_CASE_NOT_THERE ? state : PAL_ASSESSMENT_DRAFT;
}

enum pal_rc pal_course_now(struct pal_errand *errand, const char *assessment,
                           struct pal_course *out)
{
    struct pal_fact_subject subject;
    struct pal_fact_row head;
    *out = (struct pal_course){.state = PAL_ASSESSMENT_DRAFT};
    enum pal_rc rc = pal_fact_subject_open(errand, "assessment", assessment, &subject);
    if (rc == PAL_OK) {
        rc = find_head(errand, assessment, &head);
    }
    if (rc == PAL_OK) {
        rc = look_around(errand, assessment, subject.project, &out->of);
    }
    if (rc == PAL_OK) {
        out->state = state_of(&head);
        out->turn = head.turn;
        out->fact = head.turn > 0 ? pal_fact_told(&head) : (struct pal_fact){0};
        out->reason = head.turn > 0 ? pal_case_said_in(errand, head.body).reason : NULL;
    }
    out->state_id = pal_case_tables[PAL_CASE_ASSESSMENT].states[out->state].id;
    return rc;
}

enum pal_rc pal_course_read(struct pal_errand *errand, const char *assessment,
                            struct pal_course_said *out)
{
    struct pal_fact_row head = {.turn = 0};
    enum pal_rc rc = find_head(errand, assessment, &head);
    const bool is_said = rc == PAL_OK && head.turn > 0;
    const struct pal_fact said = is_said ? pal_fact_told(&head) : (struct pal_fact){0};
    *out = (struct pal_course_said){
        .state = pal_case_tables[PAL_CASE_ASSESSMENT].states[state_of(&head)].id,
        .by = is_said ? said.principal : NULL,
        .claim = is_said ? said.claim : "",
        .at = said.at};
    return rc;
}

static struct pal_case_asked asked_of(const struct pal_case_of *of, unsigned state)
{
    return (struct pal_case_asked){
        .thing = PAL_CASE_ASSESSMENT, .state = state, .facts = of->facts, .may = of->may};
}

size_t pal_course_next(const struct pal_course *course, struct pal_case_answer *out, size_t max)
{
    const struct pal_case_asked asked = asked_of(&course->of, course->state);
    return pal_case_next(&asked, out, max);
}

/* ------------------------------------------------------------------------ holding */

bool pal_course_is_draft(struct pal_errand *errand, const char *assessment)
{
    struct pal_fact_row head;
    return find_head(errand, assessment, &head) == PAL_OK &&
           state_of(&head) == PAL_ASSESSMENT_DRAFT;
}

enum pal_rc pal_course_require_draft(struct pal_errand *errand, const char *assessment)
{
    return pal_course_require_draft_of(errand, pal_course_ask(errand, assessment));
}

enum pal_rc pal_course_require_draft_of(struct pal_errand *errand, struct pal_query *asked)
{
    struct pal_fact_row head;
    enum pal_rc rc = take_head(errand, asked, &head);
    return rc != PAL_OK || state_of(&head) == PAL_ASSESSMENT_DRAFT
               ? rc
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "this assessment is said to be rated: take it back to the draft "
                                 "first, with a reason");
}

enum pal_rc pal_course_check_from(struct pal_errand *errand, const char *project)
{
    struct pal_case_of of;
    enum pal_rc rc = look_at_project(errand, project, &of);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_case_asked asked = asked_of(&of, PAL_CASE_NOT_THERE);
    const struct pal_case_answer answer = pal_case_check(&asked, "begin_from");
    rc = pal_case_refuse(errand, &answer, NULL);
    bool is_awarded = of.state >= PAL_PROJECT_CHOSEN;
    return rc == PAL_OK && project[0] != '\0' && !is_awarded
               ? pal_procedure_require(errand, project, PAL_TENDER_COPY)
               : rc;
}

/* ----------------------------------------------------------------------- the kind */

static enum pal_rc check_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    struct pal_case_of of;
    enum pal_rc rc = look_around(errand, row->subject, row->project, &of);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_case_asked asked = asked_of(&of, state_of(head));
    const struct pal_case_held held = {
        head->turn > 0, head->turn > 0 ? pal_case_said_in(errand, head->body).reason : NULL};
    return pal_case_hold_fact(errand, &asked, &held, row);
}

static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_within);
}

/* What is said to be rated stays as it is: its text is taken over, so that it cannot be edited past
 * the facts. */
static enum pal_rc begin(struct pal_errand *errand, const struct pal_fact_row *rows, size_t count,
                         int64_t seen_version)
{
    (void)seen_version;
    return strcmp(rows[count - 1].state, "rated") == 0
               ? pal_marks_take_over(errand, rows[count - 1].subject)
               : PAL_OK;
}

static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    (void)saying;
    return pal_case_say(errand, PAL_CASE_ASSESSMENT, row);
}

static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT}};
static const enum pal_kind_id subjects[] = {PAL_KIND_ASSESSMENT, PAL_KIND_COUNT};
static const struct pal_fact_state states[] = {{"draft", PAL_N_("draft"), PAL_ROW_AS_SAID},
                                               {"rated", PAL_N_("rated"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_course = {.id = PAL_COURSE_FACT,
                                              .title = PAL_N_("How far it is"),
                                              .verb = PAL_COURSE_FACT,
                                              .subjects = subjects,
                                              .has_own_page = true,
                                              .fields = &pal_type_case_said,
                                              .lanes = lanes,
                                              .lane_count = 1,
                                              .states = states,
                                              .state_count = 2,
                                              .begin = begin,
                                              .check = check,
                                              .settle = pal_marks_settle,
                                              .say = say,
                                              .no_undo = pal_case_no_undo};

enum pal_rc pal_course_say(struct pal_errand *errand, const struct pal_course_wish *wish,
                           struct pal_act_done *out)
{
    const struct pal_fact_field reason = {"reason", wish->reason};
    const struct pal_fact_wish fact = {.kind = PAL_COURSE_FACT,
                                       .subject_kind = "assessment",
                                       .subject = wish->assessment,
                                       .part = "",
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = wish->state,
                                       .fields = &reason,
                                       .field_count = 1};
    const struct pal_act_wish act = {.id = wish->act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &act, out);
}
