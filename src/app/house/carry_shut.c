/* carry_shut - what an import may add to a project whose consultation is not open: nothing that
 * belongs to it; see carry_parts.h.
 *
 * What is brought is held to no table of transitions: it was said elsewhere, and stands as a claim.
 * So an export that somebody has written to would open what nobody may read, declare for others or
 * hand in for a candidate. What is here already is no addition.
 */
#include "app/house/carry_parts.h"
#include "app/house/fact_kinds.h"
#include "app/house/shelf_kinds.h"
#include "app/house/tenders_parts.h"
#include "base/text.h"

/* Asked once of each project. */
static enum pal_rc ask_shut(const struct pal_shut *shut, const char *project, bool *out)
{
    const json_t *known = json_object_get(shut->known, project);
    *out = json_is_true(known);
    if (known != NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_tender_is_shut(shut->errand, project, out, NULL);
    return rc == PAL_OK && json_object_set_new(shut->known, project, json_boolean(*out)) != 0
               ? pal_errand_explain(shut->errand, PAL_E_MEMORY)
               : rc;
}

static enum pal_rc check_project(const struct pal_shut *shut, const char *name, const char *project)
{
    bool is_shut = false;
    enum pal_rc rc = ask_shut(shut, project, &is_shut);
    return rc == PAL_OK && is_shut
               ? pal_errand_fail(shut->errand, PAL_E_CONFLICT,
                                 "%.300s is of the consultation of the project %s, which is not "
                                 "open here and does not have it: nothing was imported. Import it "
                                 "once that is opened, or into another database",
                                 name, pal_quote(project).text)
               : rc;
}

enum pal_rc pal_shut_check_document(const struct pal_shut *shut, const char *name, const char *kind,
                                    const char *project)
{
    return pal_shelf_kind(kind)->is_of_consultation ? check_project(shut, name, project) : PAL_OK;
}

static enum pal_rc check_fact(const struct pal_shut *shut, struct pal_bringing *at,
                              const json_t *act, const json_t *fact)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(pal_row_word(fact, "kind"));
    const struct pal_shelf_kind *of = pal_shelf_kind(pal_row_word(fact, "subject_kind"));
    const char *project = pal_row_word(fact, "subject");
    if (!of->is_of_consultation && (kind == NULL || !kind->is_of_consultation)) {
        return PAL_OK;
    }
    enum pal_rc rc =
        of->is_project ? PAL_OK : at->homes->find(at->homes->ctx, of->word, project, &project);
    return rc == PAL_OK ? check_project(shut, pal_act_called(at, act), project)
                        : pal_errand_explain(shut->errand, rc);
}

enum pal_rc pal_shut_check_acts(const struct pal_shut *shut, struct pal_bringing *at)
{
    struct pal_arena *kept = at->errand->arena;
    enum pal_rc rc = PAL_OK;
    at->errand->arena = &at->arena;
    for (size_t i = 0; i < at->ordered && rc == PAL_OK; i++) {
        const json_t *act = json_array_get(at->rows, at->order[i]);
        const json_t *facts = json_object_get(act, "facts");
        for (size_t j = 0; j < json_array_size(facts) && rc == PAL_OK; j++) {
            rc = check_fact(shut, at, act, json_array_get(facts, j));
        }
        pal_arena_done(&at->arena);
    }
    at->errand->arena = kept;
    return rc;
}
