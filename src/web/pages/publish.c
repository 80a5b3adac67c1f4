/* publish - a project's own profile or provider becomes the library's. */
#include "app/house/shelf.h"
#include "web/pages/pages.h"

enum pal_rc pal_do_publish(struct pal_call *call)
{
    enum pal_rc rc = pal_house_publish(&call->errand, call->params[0], call->params[1]);
    return rc == PAL_OK
               ? pal_call_go(call, true, "/library/%s/%s", call->params[0], call->params[1])
               : rc;
}
