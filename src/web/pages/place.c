/* place - where a questionnaire is answered by who holds its link: what it is, until when, what is
 * asked. */
#include "app/house/sending.h"
#include "web/frames.h"
#include "web/pages/asked.h"
#include "web/pages/pages.h"
#include "web/pages/sending_page.h"

enum pal_rc pal_page_place(struct pal_call *call)
{
    struct pal_sending sending;
    enum pal_rc rc = pal_sending_get(&call->errand, call->params[0], &sending);
    rc = rc == PAL_OK ? pal_sending_frame(call, &sending) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_sending_tell(call, call->data, &sending);
    rc = pal_asked_put_sent(call, &sending);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->page, "state", pal_sending_state_said(call, &sending));
    pal_set_boolean(call->page, "is_open", pal_sending_is_open(&sending));
    return pal_call_show(call, "web_place", sending.title);
}
