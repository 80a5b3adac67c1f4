/*
 * reminders - mails that leave some days before the time to answer ends, to whom a questionnaire
 * was sent by mail and who has not handed it in (docs/decisions/0051).
 *
 * They are written with the act that says until when, and wait as rows; an end that is moved takes
 * them back and writes them anew. The days are the rule REMIND of the procedure. A reminder does
 * not bring the link: its secret is nowhere but in the first mail. Whether one is still wanted is
 * asked once more when its time has come (pal_mail_ask_wanted), so that a server that was off over
 * several sends the last alone.
 */
#ifndef PAL_APP_HOUSE_REMINDERS_H
#define PAL_APP_HOUSE_REMINDERS_H

#include "app/house/sendings.h"
#include "core/case/procedure.h"

#define PAL_INVITATION_MAIL "invitation"
#define PAL_REMINDER_MAIL   "reminder"

/* How many days before an end, by a procedure (its id; NULL: none). `count` 0: none leaves. */
enum pal_rc pal_reminders_days(struct pal_errand *errand, const char *procedure,
                               struct pal_tender_value *out) PAL_WARN_UNUSED;

/* What one says. */
struct pal_reminding {
    const char *project;
    const char *provider; /* an id; NULL: it is not said whose */
    int64_t sent_at;      /* when the link left */
    int64_t until;
    enum pal_lang lang;
};
/* In the errand's arena, with times by the clocks of whoever acts. */
enum pal_rc pal_reminder_write(struct pal_errand *errand, const struct pal_reminding *of,
                               struct pal_sending_letter *out) PAL_WARN_UNUSED;

/* Within the transaction in which a link goes to an address by mail: its reminders. */
enum pal_rc pal_reminders_put(struct pal_errand *errand, const struct pal_reminding *of,
                              const struct pal_sent_to *sent, const char *address) PAL_WARN_UNUSED;

/* Within the transaction in which the end of one was moved, or in which it goes on: those that wait
 * are taken back, and all who have a link by mail that is open are reminded of the new end. An
 * address that is not known any more is not reminded. */
enum pal_rc pal_reminders_renew(struct pal_errand *errand, const char *sending) PAL_WARN_UNUSED;

#endif
