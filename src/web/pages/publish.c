/* publish - a project's own profile or provider becomes the library's. */
#include "app/house/shelf.h"
#include "web/pages/pages.h"

enum pal_rc pal_do_publish(struct pal_call *call)
{
    struct pal_here here;
    enum pal_rc rc = pal_document_here(call, &here);
    rc = rc == PAL_OK ? pal_house_publish(&call->errand, here.kind, here.id) : rc;
    return rc == PAL_OK ? pal_call_go(call, true, "%s", pal_kind_url(call, here.kind, "", here.id))
                        : rc;
}
