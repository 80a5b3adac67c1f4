#include "app/house/case.h"

#include <string.h>

#include "app/house/sending_parts.h"
#include "base/text.h"
#include "core/case/project_1.h"
#include "store/records.h"

/* The rights that the visitor has there; `project` NULL: in the house. */
static unsigned rights_on(const struct pal_errand *errand, const char *project)
{
    unsigned may = 0;
    for (unsigned right = 0; right < PAL_RIGHT_COUNT; right++) {
        may |= pal_errand_may(errand, (enum pal_right)right, project) ? PAL_RIGHT_BIT(right) : 0;
    }
    return may;
}

void pal_case_tell_candidates(struct pal_case_of *of, const struct pal_candidates *candidates)
{
    pal_case_tell(&of->facts, PAL_FACT_CANDIDATES, candidates->count > 0);
    pal_case_tell(&of->facts, PAL_FACT_RETAINED, pal_candidates_retain(candidates));
}

/* `word`, `profile` NULL: not written. */
static struct pal_case_of tell(const struct pal_errand *errand, const char *project,
                               const char *word, const char *profile,
                               const struct pal_candidates *candidates)
{
    struct pal_case_of of = {.word = word != NULL ? word : pal_project_1_states[0],
                             .state = pal_project_1_state(word),
                             .may = rights_on(errand, project)};
    pal_case_tell(&of.facts, PAL_FACT_CLOSED, of.state == PAL_PROJECT_CLOSED);
    pal_case_tell(&of.facts, PAL_FACT_TENDER, of.state == PAL_PROJECT_TENDER);
    pal_case_tell(&of.facts, PAL_FACT_PROFILE, profile != NULL);
    if (candidates != NULL) {
        pal_case_tell_candidates(&of, candidates);
    }
    return of;
}

static struct pal_case_of tell_of_none(const struct pal_errand *errand)
{
    return (struct pal_case_of){.word = "", .may = rights_on(errand, NULL)};
}

struct pal_case_of pal_case_of_value(const struct pal_errand *errand, const char *project,
                                     const struct pal_value *document,
                                     const struct pal_candidates *candidates)
{
    return document != NULL
               ? tell(errand, project, pal_value_as_text(pal_value_get(document, "state")),
                      pal_value_as_text(pal_value_get(document, "profile")), candidates)
               : tell_of_none(errand);
}

struct pal_case_of pal_case_of_node(const struct pal_errand *errand, const char *project,
                                    const struct pal_node *root,
                                    const struct pal_candidates *candidates)
{
    return root != NULL ? tell(errand, project, pal_node_text(pal_node_get(root, "state")),
                               pal_node_text(pal_node_get(root, "profile")), candidates)
                        : tell_of_none(errand);
}

static enum pal_rc look_around(struct pal_errand *errand, const char *project,
                               struct pal_case_of *of)
{
    struct pal_case_facts *facts = &of->facts;
    struct pal_dossier_there there = {0};
    enum pal_rc rc = pal_dossier_has(errand->db, project, &there);
    pal_case_tell(facts, PAL_FACT_DOCUMENTS, there.files);
    pal_case_tell(facts, PAL_FACT_NEEDS, there.needs);
    pal_case_tell(facts, PAL_FACT_MEETING, there.meeting);
    of->has_tables = there.tables;
    rc = rc == PAL_OK ? pal_sendings_count(errand, project, &of->sent) : rc;
    pal_case_tell(facts, PAL_FACT_QUESTIONNAIRE, of->sent.count > 0);
    pal_case_tell(facts, PAL_FACT_QUESTIONNAIRE_OPEN, of->sent.open > 0);
    if (of->sent.count > 0) { /* else a stage is ticked by who has asked on paper */
        pal_case_tell(facts, PAL_FACT_QUESTIONNAIRE_SUBMITTED, of->sent.was_submitted);
        pal_case_tell(facts, PAL_FACT_VISITED, there.visit_held);
        pal_case_tell(facts, PAL_FACT_VISIT_PLANNED, there.visit_planned);
    }
    return rc;
}

enum pal_rc pal_house_case(struct pal_errand *errand, const char *project,
                           const struct pal_standing *standing, struct pal_case_of *of)
{
    if (standing != NULL) {
        const struct pal_assessed *latest = &standing->latest;
        bool is_there = latest->id != NULL;
        pal_case_tell(&of->facts, PAL_FACT_ASSESSMENT, is_there);
        pal_case_tell(&of->facts, PAL_FACT_TARGET_RATED,
                      is_there && standing->begun == NULL && latest->demanded >= 0 &&
                          latest->not_rated == 0);
        pal_case_tell(&of->facts, PAL_FACT_TARGET_MET,
                      is_there && latest->demanded >= 0 && latest->gap == 0);
    }
    return pal_errand_explain(errand, look_around(errand, project, of));
}

struct pal_case_answer pal_case_of_project(const struct pal_case_of *of, const char *word,
                                           unsigned given)
{
    const struct pal_case_asked asked = {.thing = PAL_CASE_PROJECT,
                                         .state = of->state,
                                         .facts = of->facts,
                                         .may = of->may,
                                         .given = given};
    return pal_case_between(&asked, pal_project_1_state(word));
}

struct pal_case_asked pal_case_asked_of_candidate(const struct pal_case_of *of,
                                                  const struct pal_candidate *candidate)
{
    struct pal_case_asked asked = {.thing = PAL_CASE_CANDIDATE,
                                   .state =
                                       candidate != NULL ? candidate->state : PAL_CASE_NOT_THERE,
                                   .facts = of->facts,
                                   .may = of->may};
    pal_case_tell(&asked.facts, PAL_FACT_ANSWERED, candidate != NULL && candidate->has_answered);
    pal_case_tell(&asked.facts, PAL_FACT_QUESTIONNAIRE,
                  candidate != NULL && candidate->has_questionnaire);
    return asked;
}

struct pal_case_answer pal_case_of_assessment(const struct pal_case_of *of)
{
    const struct pal_case_asked asked = {.thing = PAL_CASE_ASSESSMENT,
                                         .state = PAL_CASE_NOT_THERE,
                                         .facts = of->facts,
                                         .may = of->may};
    return pal_case_check(&asked, "begin");
}

struct pal_case_answer pal_case_of_alert(const struct pal_case_of *of, int from, int to,
                                         unsigned given)
{
    struct pal_case_asked asked = {.thing = PAL_CASE_ALERT,
                                   .state = from < 0 ? PAL_CASE_NOT_THERE : PAL_ALERT_IN_FORCE,
                                   .facts = of->facts,
                                   .may = of->may,
                                   .given = given};
    if (from == to) { /* it is put in force anew, as by another order */
        asked.state = PAL_CASE_NOT_THERE;
        from = -1;
    }
    pal_case_tell(&asked.facts, PAL_FACT_HIGHER, to > from);
    pal_case_tell(&asked.facts, PAL_FACT_LOWER, to < from);
    return pal_case_check(&asked, to < 0      ? "lift"
                                  : from < 0  ? "put_in_force"
                                  : to > from ? "raise"
                                              : "lower");
}

enum pal_rc pal_case_refuse(struct pal_errand *errand, const struct pal_case_answer *answer,
                            const char *whose)
{
    if (answer->says == PAL_CASE_MAY) {
        return PAL_OK;
    }
    enum pal_rc rc = answer->says == PAL_CASE_NOT_YOURS ? PAL_E_DENIED : PAL_E_INVALID;
    const char *why = pal_voice_say(errand->voice, answer->why_not);
    return whose != NULL ? pal_errand_fail(errand, rc, "%s: %s", pal_quote(whose).text, why)
                         : pal_errand_fail(errand, rc, "%s", why);
}
