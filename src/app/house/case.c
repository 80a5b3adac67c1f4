#include "app/house/case.h"

#include <limits.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/house.h"
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

static enum pal_rc read_text(struct pal_errand *errand, const struct pal_node *root,
                             struct pal_case_of *out)
{
    const char *word = pal_node_text(pal_node_get(root, "state"));
    const struct pal_node *list = pal_node_get(root, "candidates");
    bool is_retained = false;
    word = word != NULL ? word : pal_project_1_states[0];
    out->word = pal_arena_copy(errand->arena, word, strlen(word));
    out->state = pal_project_1_state(word);
    for (const struct pal_node *at = pal_node_count(list) > 0 ? list->first : NULL; at != NULL;
         at = at->next) {
        const char *state = pal_node_text(pal_node_get(at, "state"));
        is_retained = is_retained || pal_project_1_candidate(state) == PAL_CANDIDATE_RETAINED;
    }
    pal_case_tell(&out->facts, PAL_FACT_CLOSED, out->state == PAL_PROJECT_CLOSED);
    pal_case_tell(&out->facts, PAL_FACT_CANDIDATES, pal_node_count(list) > 0);
    pal_case_tell(&out->facts, PAL_FACT_RETAINED, is_retained);
    pal_case_tell(&out->facts, PAL_FACT_PROFILE,
                  pal_node_text(pal_node_get(root, "profile")) != NULL);
    return out->word != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_house_case_of_text(struct pal_errand *errand, const struct pal_document *project,
                                   struct pal_case_of *out)
{
    struct pal_app app;
    struct pal_opened document;
    *out = (struct pal_case_of){
        .word = "", .may = rights_on(errand, project->text != NULL ? project->id : NULL)};
    if (project->text == NULL) {
        return PAL_OK;
    }
    pal_house_share(errand, &app);
    enum pal_rc rc =
        pal_document_look(&app, "project", project->text, strlen(project->text), &document);
    rc = rc == PAL_OK ? read_text(errand, document.root, out) : rc;
    pal_app_done(&app);
    return rc == PAL_E_MEMORY ? pal_errand_explain(errand, rc) : PAL_OK;
}

static enum pal_rc look_around(struct pal_errand *errand, const char *project,
                               struct pal_case_facts *facts)
{
    bool has_files = false;
    bool has_needs = false;
    enum pal_rc rc = pal_dossier_has(errand->db, project, &has_files, &has_needs);
    pal_case_tell(facts, PAL_FACT_DOCUMENTS, has_files);
    pal_case_tell(facts, PAL_FACT_NEEDS, has_needs);
    return rc;
}

enum pal_rc pal_house_case(struct pal_errand *errand, const struct pal_document *project,
                           const struct pal_standing *standing, struct pal_case_of *out)
{
    struct pal_standing own;
    enum pal_rc rc = pal_house_case_of_text(errand, project, out);
    if (rc != PAL_OK || project->text == NULL) {
        return rc;
    }
    rc = standing == NULL ? pal_house_standing(errand, project, 1, &own) : PAL_OK;
    if (rc == PAL_OK) {
        const struct pal_assessed *latest = standing != NULL ? &standing->latest : &own.latest;
        bool is_there = latest->id != NULL;
        pal_case_tell(&out->facts, PAL_FACT_ASSESSMENT, is_there);
        pal_case_tell(&out->facts, PAL_FACT_TARGET_RATED,
                      is_there && latest->demanded >= 0 && latest->not_rated == 0);
        rc = look_around(errand, project->id, &out->facts);
    }
    return pal_errand_explain(errand, rc);
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

struct pal_case_answer pal_case_of_candidate(const struct pal_case_of *of, const char *from,
                                             const char *to, unsigned given)
{
    const struct pal_case_asked asked = {.thing = PAL_CASE_CANDIDATE,
                                         .state = from != NULL ? pal_project_1_candidate(from)
                                                               : PAL_CASE_NOT_THERE,
                                         .facts = of->facts,
                                         .may = of->may,
                                         .given = given};
    unsigned state = to != NULL ? pal_project_1_candidate(to) : PAL_CASE_NOT_THERE;
    bool is_word = to == NULL || state != PAL_CASE_NOT_THERE;
    return pal_case_between(&asked, is_word ? state : UINT_MAX);
}

struct pal_case_answer pal_case_of_assessment(const struct pal_case_of *of)
{
    const struct pal_case_asked asked = {.thing = PAL_CASE_ASSESSMENT,
                                         .state = PAL_CASE_NOT_THERE,
                                         .facts = of->facts,
                                         .may = of->may};
    return pal_case_check(&asked, "begin");
}
