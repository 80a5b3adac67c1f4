/* sending_mail - the mails of questionnaires that were sent: to whom the link goes, and what became
 * of them. See sending_mail.h, sending_parts.h. */
#include "app/house/sending_mail.h"

#include <string.h>

#include "app/house/mail_parts.h"
#include "app/house/reminders.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/tenders_parts.h"
#include "store/records.h"

enum pal_rc pal_sending_mail_put(struct pal_errand *errand, const struct pal_sending_plan *plan,
                                 size_t recipient, const struct pal_sent_to *sent)
{
    const struct pal_recipient *to = &plan->recipients[recipient];
    struct pal_sending_letter letter = {0};
    if (to->address == NULL || sent->pass == NULL) {
        return PAL_OK;
    }
    if (plan->write == NULL) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "mail",
                                  "a mail is sent by whoever brings its words");
    }
    enum pal_rc rc = plan->write(plan->writer, recipient, sent, &letter);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    const struct pal_mail_wish wish = {
        .about = {plan->project, PAL_SENDING_KIND, sent->sending, sent->pass},
        .what = PAL_INVITATION_MAIL,
        .address = to->address,
        .name = "",
        .lang = letter.lang,
        .title = letter.title,
        .body = letter.body};
    rc = pal_mail_put(errand, &wish, NULL);
    const struct pal_reminding reminding = {.project = plan->project,
                                            .provider = to->provider,
                                            .sent_at = errand->now,
                                            .until = plan->until,
                                            .lang = letter.lang};
    return rc == PAL_OK ? pal_reminders_put(errand, &reminding, sent, to->address) : rc;
}

enum pal_rc pal_sending_mail_withdraw(struct pal_errand *errand, const char *sending,
                                      const char *pass, const char *what)
{
    struct pal_record head;
    enum pal_rc rc = pal_record_head(errand->db, PAL_SENDING_KIND, sending, errand->arena, &head);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    const struct pal_mail_about about = {head.project, PAL_SENDING_KIND, sending, pass};
    return pal_mail_withdraw(errand, &about, what, NULL);
}

/* ---------------------------------------------------------------------- wanted */

/* Whether a later one to the same link has left, or is due as well: a server that was off over
 * several sends the last one. */
static bool is_overtaken(const struct pal_errand *errand, const struct pal_mail_row *mails,
                         size_t count, const struct pal_mail_row *mail)
{
    for (size_t i = 0; i < count; i++) {
        const struct pal_mail_row *other = &mails[i];
        bool is_later =
            strcmp(other->what, PAL_REMINDER_MAIL) == 0 && other->not_before > mail->not_before;
        bool is_sent = strcmp(other->state, pal_mail_state_ids[PAL_MAIL_SENT]) == 0;
        bool is_due = strcmp(other->state, pal_mail_state_ids[PAL_MAIL_WAITING]) == 0 &&
                      other->next_at <= errand->now;
        if (is_later && (is_sent || is_due)) {
            return true;
        }
    }
    return false;
}

/* Who never got the link is not reminded of it. */
static bool has_no_link(const struct pal_mail_row *mails, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(mails[i].what, PAL_INVITATION_MAIL) == 0) {
            return strcmp(mails[i].state, pal_mail_state_ids[PAL_MAIL_SENT]) != 0;
        }
    }
    return false;
}

static enum pal_rc ask_reminder(struct pal_errand *errand, const struct pal_mail_row *mail,
                                bool *is_wanted)
{
    struct pal_sending_now now;
    struct pal_mail_row *mails = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_sending_now(errand, mail->of.subject, &now);
    *is_wanted = rc == PAL_OK && now.waits;
    if (rc != PAL_OK || !*is_wanted) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    rc = pal_mail_row_list_of(errand->db, &mail->of, NULL, PAL_MAIL_LISTED, errand->arena, &mails,
                              &count);
    *is_wanted =
        rc == PAL_OK && !is_overtaken(errand, mails, count, mail) && !has_no_link(mails, count);
    return rc;
}

enum pal_rc pal_mail_ask_wanted(struct pal_errand *errand, const struct pal_mail_row *mail,
                                enum pal_mail_wanted *out)
{
    enum pal_pass_state state = PAL_PASS_OPEN;
    bool is_wanted = true;
    *out = PAL_MAIL_WANTED;
    if (!pal_kind_is(mail->of.kind, PAL_KIND_SENDING) || mail->of.part[0] == '\0') {
        return PAL_OK;
    }
    enum pal_rc rc = pal_passes_state(errand, mail->of.part, &state);
    if (rc == PAL_OK && strcmp(mail->what, PAL_REMINDER_MAIL) == 0) {
        rc = ask_reminder(errand, mail, &is_wanted);
    }
    *out = !is_wanted || state == PAL_PASS_OVER || state == PAL_PASS_REVOKED ? PAL_MAIL_UNWANTED
           : state == PAL_PASS_ASLEEP                                        ? PAL_MAIL_NOT_NOW
                                                                             : PAL_MAIL_WANTED;
    return pal_errand_explain(errand, rc);
}

/* ---------------------------------------------------------------------- telling */

enum pal_rc pal_sending_mail_is_sealed(struct pal_errand *errand, const struct pal_mail_row *mail,
                                       bool *out)
{
    struct pal_sending_now now;
    *out = false;
    if (!pal_kind_is(mail->of.kind, PAL_KIND_SENDING) ||
        strcmp(mail->what, PAL_REMINDER_MAIL) != 0 || mail->not_before > errand->now) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_sending_now(errand, mail->of.subject, &now);
    *out = rc == PAL_OK && now.is_sealed;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
}

enum pal_rc pal_sending_mails(struct pal_errand *errand, const struct pal_sending *sending,
                              struct pal_mail **out, size_t *count)
{
    const struct pal_mail_about about = {sending->project, PAL_SENDING_KIND, sending->id, NULL};
    struct pal_tender_brief tender;
    *out = NULL;
    *count = 0;
    enum pal_rc rc = pal_errand_explain(
        errand, pal_tender_brief(errand, sending->project, sending->tender, &tender));
    /* What is not sent any more, or came back, would tell who takes part. */
    bool is_told = tender.is_sealed
                       ? tender.is_keeper
                       : pal_errand_may(errand, PAL_MAY_EDIT_PROJECT, sending->project);
    return rc == PAL_OK && is_told ? pal_mail_find(errand, &about, NULL, out, count) : rc;
}
