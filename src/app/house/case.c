#include "app/house/case.h"

#include <limits.h>
#include <string.h>

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

/* What a project's document says. */
struct said {
    const char *word; /* NULL: not written */
    const char *profile;
    size_t candidates;
    bool is_retained;
};

static struct pal_case_of tell(const struct pal_errand *errand, const char *project,
                               const struct said *said)
{
    struct pal_case_of of = {.word = said->word != NULL ? said->word : pal_project_1_states[0],
                             .state = pal_project_1_state(said->word),
                             .may = rights_on(errand, project)};
    pal_case_tell(&of.facts, PAL_FACT_CLOSED, of.state == PAL_PROJECT_CLOSED);
    pal_case_tell(&of.facts, PAL_FACT_CANDIDATES, said->candidates > 0);
    pal_case_tell(&of.facts, PAL_FACT_RETAINED, said->is_retained);
    pal_case_tell(&of.facts, PAL_FACT_PROFILE, said->profile != NULL);
    return of;
}

static struct pal_case_of tell_of_none(const struct pal_errand *errand)
{
    return (struct pal_case_of){.word = "", .may = rights_on(errand, NULL)};
}

static bool is_retained(const char *word)
{
    return pal_project_1_candidate(word) == PAL_CANDIDATE_RETAINED;
}

struct pal_case_of pal_case_of_value(const struct pal_errand *errand, const char *project,
                                     const struct pal_value *document)
{
    const struct pal_value *list = pal_value_get(document, "candidates");
    struct said said = {.word = pal_value_as_text(pal_value_get(document, "state")),
                        .profile = pal_value_as_text(pal_value_get(document, "profile")),
                        .candidates = pal_value_count(list)};
    PAL_EACH(at, list)
    {
        said.is_retained =
            said.is_retained || is_retained(pal_value_as_text(pal_value_get(at, "state")));
    }
    return document != NULL ? tell(errand, project, &said) : tell_of_none(errand);
}

struct pal_case_of pal_case_of_node(const struct pal_errand *errand, const char *project,
                                    const struct pal_node *root)
{
    const struct pal_node *list = pal_node_get(root, "candidates");
    struct said said = {.word = pal_node_text(pal_node_get(root, "state")),
                        .profile = pal_node_text(pal_node_get(root, "profile")),
                        .candidates = pal_node_count(list)};
    for (const struct pal_node *at = said.candidates > 0 ? list->first : NULL; at != NULL;
         at = at->next) {
        said.is_retained =
            said.is_retained || is_retained(pal_node_text(pal_node_get(at, "state")));
    }
    return root != NULL ? tell(errand, project, &said) : tell_of_none(errand);
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

enum pal_rc pal_house_case(struct pal_errand *errand, const char *project,
                           const struct pal_standing *standing, struct pal_case_of *of)
{
    if (standing != NULL) {
        const struct pal_assessed *latest = &standing->latest;
        bool is_there = latest->id != NULL;
        pal_case_tell(&of->facts, PAL_FACT_ASSESSMENT, is_there);
        pal_case_tell(&of->facts, PAL_FACT_TARGET_RATED,
                      is_there && latest->demanded >= 0 && latest->not_rated == 0);
    }
    return pal_errand_explain(errand, look_around(errand, project, &of->facts));
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

enum pal_rc pal_case_tell_why(struct pal_errand *errand, const struct pal_case_answer *answer,
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
