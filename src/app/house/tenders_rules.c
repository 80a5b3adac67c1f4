/* tenders_rules - what the procedure of a project asks of its consultations; see tenders_parts.h.
 */
#include <string.h>

#include "app/house/annex_parts.h"
#include "app/house/grants.h"
#include "app/house/house.h"
#include "app/house/people.h"
#include "app/house/procedures.h"
#include "app/house/shelf.h"
#include "app/house/tender_confirm.h"
#include "app/house/tenders_parts.h"

static enum pal_rc look_at_procedure(struct pal_errand *errand, const char *project,
                                     struct pal_procedure *out)
{
    const struct pal_procedure *procedure = NULL;
    struct pal_app app;
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    enum pal_rc rc = pal_house_procedure(errand, &app, project, &procedure);
    *out = rc == PAL_OK ? *procedure : (struct pal_procedure){0};
    pal_app_done(&app);
    return rc;
}

enum pal_rc pal_tender_openers_needed(struct pal_errand *errand, const char *project, unsigned *out)
{
    struct pal_procedure procedure;
    enum pal_rc rc = look_at_procedure(errand, project, &procedure);
    *out = rc == PAL_OK ? procedure.opening_persons : 0;
    return rc;
}

enum pal_rc pal_tender_refuse_sealed(struct pal_errand *errand, const char *project)
{
    enum pal_rc rc = pal_procedure_require(errand, project, PAL_TENDER_READ_BEFORE);
    return rc == PAL_OK
               ? pal_errand_fail(errand, PAL_E_DENIED,
                                 "answers of a tender are read once they are opened, not before")
               : rc;
}

/* Whether somebody keeps consultations of a project. */
static enum pal_rc check_keeper(struct pal_errand *errand, const char *project, const char *keeper)
{
    struct pal_role_held *held = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_people_grants(errand, NULL, project, &held, &count);
    for (size_t i = 0; i < count && rc == PAL_OK && keeper != NULL; i++) {
        if (strcmp(held[i].person, keeper) == 0 && pal_role_find(held[i].role) == PAL_ROLE_KEEPER) {
            return PAL_OK;
        }
    }
    return rc == PAL_OK
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "keeper",
                                    "name the keeper: somebody who has that role on this project")
               : pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_check_launch(struct pal_errand *errand, const char *project,
                                    const char *keeper, bool *has_annex)
{
    struct pal_procedure procedure;
    *has_annex = false;
    enum pal_rc rc = look_at_procedure(errand, project, &procedure);
    if (rc == PAL_OK && procedure.has_keeper) {
        rc = check_keeper(errand, project, keeper);
    }
    *has_annex = rc == PAL_OK && procedure.has_annex;
    return rc;
}

/* Two lists of ids as one; NULL: both are. */
static const char *join(struct pal_errand *errand, const char *one, const char *other)
{
    return one == NULL     ? other
           : other == NULL ? one
                           : pal_arena_printf(errand->arena, "%s %s", one, other);
}

enum pal_rc pal_tender_check_confirmed(struct pal_errand *errand,
                                       const struct pal_tender_launch *launch, const char **out)
{
    struct pal_tender_confirms asked = {.count = 0};
    struct pal_annex annex;
    const char *said = launch->confirmed;
    enum pal_rc rc = pal_tender_confirms_annex(errand, launch->project, launch->closing, &asked);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_annex_find(errand, launch->project, launch->annex, &annex);
    if (rc == PAL_OK && annex.plan.until > errand->now) {
        said = join(errand, said, annex.plan.confirmed);
    }
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(errand, rc);
    }
    *out = pal_tender_confirms_among(errand, &asked, said);
    return pal_tender_confirms_check(errand, &asked, *out);
}
