/* sending_mail - what became of the mails with which a questionnaire was sent. */
#include "app/house/sending_mail.h"

#include <string.h>

#include "app/house/reminders.h"
#include "web/pages/sending_page.h"
#include "web/web_parts.h"

static const char *state_said(struct pal_call *call, enum pal_mail_state state)
{
    static const char *const titles[PAL_MAIL_STATES] = {
        [PAL_MAIL_WAITING] = PAL_N_("is on its way"),
        [PAL_MAIL_SENT] = PAL_N_("was sent"),
        [PAL_MAIL_REFUSED] = PAL_N_("refused by the mail server"),
        [PAL_MAIL_GIVEN_UP] = PAL_N_("could not be sent"),
        [PAL_MAIL_WITHDRAWN] = PAL_N_("was not sent any more"),
        [PAL_MAIL_SEALED] = PAL_N_("is told once the answers are open")};
    return pal_call_tr(call, titles[state]);
}

static const char *what_said(struct pal_call *call, const struct pal_mail *mail)
{
    return strcmp(mail->what, PAL_REMINDER_MAIL) == 0 ? pal_call_tr(call, "reminder")
           : strcmp(mail->what, "invitation") == 0    ? pal_call_tr(call, "invitation")
                                                      : mail->title;
}

/* Its time is to come: nothing was tried. */
static bool is_ahead(const struct pal_call *call, const struct pal_mail *mail)
{
    return mail->state == PAL_MAIL_WAITING && mail->tries == 0 && mail->next_at > call->errand.now;
}

static void put_one(struct pal_call *call, struct pal_value *list, const struct pal_mail *mail)
{
    bool is_lost = mail->state == PAL_MAIL_REFUSED || mail->state == PAL_MAIL_GIVEN_UP;
    struct pal_value *row = pal_add_object(list);
    struct pal_value *shown = pal_add_object(pal_value_get(call->page, "mails"));
    bool waits = is_ahead(call, mail);
    pal_put_text(row, "what", mail->what);
    pal_put_text(row, "address", mail->address);
    pal_put_text(row, "state", pal_mail_state_ids[mail->state]);
    pal_put_text(row, "at",
                 pal_call_time(call, mail->ended_at != 0 ? mail->ended_at : mail->written_at));
    pal_put_text(row, "due_at", waits ? pal_call_time(call, mail->next_at) : NULL);
    pal_put_text(row, "trouble", mail->sentence);
    pal_put(shown, "of", row);
    pal_put_text(shown, "what", what_said(call, mail));
    pal_put_text(shown, "state",
                 waits ? pal_call_tr(call, "leaves") : state_said(call, mail->state));
    pal_put_text(shown, "at",
                 waits ? pal_value_as_text(pal_value_get(row, "due_at"))
                       : pal_value_as_text(pal_value_get(row, "at")));
    pal_put_boolean(shown, "is_lost", is_lost);
}

enum pal_rc pal_sending_put_mails(struct pal_call *call, const struct pal_sending *sending)
{
    struct pal_mail *mails = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    pal_set(call->data, "mails", list);
    pal_set(call->page, "mails", pal_value_list(&call->values));
    enum pal_rc rc = pal_sending_mails(&call->errand, sending, &mails, &count);
    for (size_t i = 0; i < count; i++) {
        put_one(call, list, &mails[i]);
    }
    pal_set_boolean(call->page, "has_mails", count > 0);
    return rc;
}

enum pal_rc pal_sending_put_reminder(struct pal_call *call, const struct pal_sending *sending)
{
    static const char *const titles[PAL_LANG_COUNT] = {"English", "Français"};
    enum pal_rc rc = PAL_OK;
    bool may = pal_call_may(call, sending->is_sealed ? PAL_MAY_KEEP : PAL_MAY_EDIT_PROJECT);
    bool is_asked = sending->to == PAL_ACTOR_PROVIDER && pal_sending_is_open(sending) &&
                    sending->is_told && may;
    struct pal_value *list = pal_value_list(&call->values);
    pal_set(call->page, "reminders", list);
    pal_set_boolean(call->page, "has_reminders", is_asked);
    for (int i = 0; i < PAL_LANG_COUNT && is_asked && rc == PAL_OK; i++) {
        struct pal_sending_letter letter;
        const struct pal_reminding of = {.project = sending->project,
                                         .provider = sending->provider,
                                         .sent_at = sending->written_at,
                                         .until = sending->until,
                                         .lang = (enum pal_lang)i};
        rc = pal_reminder_write(&call->errand, &of, &letter);
        if (rc == PAL_OK) {
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "lang", pal_lang_codes[i]);
            pal_put_text(row, "language", titles[i]);
            pal_put_text(row, "mail_title", letter.title);
            pal_put_text(row, "mail_body", letter.body);
        }
    }
    return rc;
}
