/* sending_mail - what became of the mails with which a questionnaire was sent. */
#include "app/house/sending_mail.h"

#include <string.h>

#include "web/pages/sending_page.h"
#include "web/web_parts.h"

static const char *state_said(struct pal_call *call, enum pal_mail_state state)
{
    static const char *const titles[PAL_MAIL_STATES] = {
        [PAL_MAIL_WAITING] = PAL_N_("is on its way"),
        [PAL_MAIL_SENT] = PAL_N_("was sent"),
        [PAL_MAIL_REFUSED] = PAL_N_("was refused"),
        [PAL_MAIL_GIVEN_UP] = PAL_N_("could not be sent"),
        [PAL_MAIL_WITHDRAWN] = PAL_N_("was not sent any more")};
    return pal_call_tr(call, titles[state]);
}

static void put_one(struct pal_call *call, struct pal_value *list, const struct pal_mail *mail)
{
    bool is_lost = mail->state == PAL_MAIL_REFUSED || mail->state == PAL_MAIL_GIVEN_UP;
    struct pal_value *row = pal_add_object(list);
    struct pal_value *shown = pal_add_object(pal_value_get(call->page, "mails"));
    pal_put_text(row, "address", mail->address);
    pal_put_text(row, "state", pal_mail_state_ids[mail->state]);
    pal_put_text(row, "at",
                 pal_call_time(call, mail->ended_at != 0 ? mail->ended_at : mail->written_at));
    pal_put_text(row, "trouble", mail->sentence);
    pal_put(shown, "of", row);
    pal_put_text(shown, "title", strcmp(mail->what, "invitation") != 0 ? mail->title : NULL);
    pal_put_text(shown, "state", state_said(call, mail->state));
    pal_put_boolean(shown, "is_lost", is_lost);
}

enum pal_rc pal_sending_put_mails(struct pal_call *call, const struct pal_sending *sending)
{
    struct pal_mail *mails = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    pal_set(call->data, "mails", list);
    pal_set(call->page, "mails", pal_value_list(&call->values));
    if (!pal_call_may(call, PAL_MAY_EDIT_PROJECT)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_sending_mails(&call->errand, sending, &mails, &count);
    for (size_t i = 0; i < count; i++) {
        put_one(call, list, &mails[i]);
    }
    pal_set_boolean(call->page, "has_mails", count > 0);
    return rc;
}
