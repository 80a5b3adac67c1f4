/* tenders_rules - what the procedure of a project asks of its consultations; see tenders_parts.h.
 */
#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/shelf.h"
#include "app/house/tenders_parts.h"

enum pal_rc pal_tender_openers_needed(struct pal_errand *errand, const char *project, unsigned *out)
{
    struct pal_app app;
    const struct pal_procedure *procedure = NULL;
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    enum pal_rc rc = pal_house_procedure(errand, &app, project, &procedure);
    *out = rc == PAL_OK ? procedure->opening_persons : 0;
    pal_app_done(&app);
    return rc;
}
