/* sending_mail - the mails of questionnaires that were sent: to whom the link goes, and what became
 * of them. See sending_mail.h, sending_parts.h. */
#include "app/house/sending_mail.h"

#include "app/house/mail_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "store/records.h"

#define INVITATION "invitation"

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
        .what = INVITATION,
        .address = to->address,
        .name = "",
        .lang = letter.lang,
        .title = letter.title,
        .body = letter.body};
    return pal_mail_put(errand, &wish, NULL);
}

enum pal_rc pal_sending_mail_withdraw(struct pal_errand *errand, const char *sending,
                                      const char *pass)
{
    struct pal_record head;
    enum pal_rc rc = pal_record_head(errand->db, PAL_SENDING_KIND, sending, errand->arena, &head);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    const struct pal_mail_about about = {head.project, PAL_SENDING_KIND, sending, pass};
    return pal_mail_withdraw(errand, &about, NULL, NULL);
}

enum pal_rc pal_sending_mails(struct pal_errand *errand, const struct pal_sending *sending,
                              struct pal_mail **out, size_t *count)
{
    const struct pal_mail_about about = {sending->project, PAL_SENDING_KIND, sending->id, NULL};
    *out = NULL;
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, sending->project);
    return rc == PAL_OK ? pal_mail_find(errand, &about, NULL, out, count) : rc;
}
