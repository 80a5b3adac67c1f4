/* mail_parts - what the files of mail share, and verbs that have mails. Private to src/app/house.
 */
#ifndef PAL_APP_HOUSE_MAIL_PARTS_H
#define PAL_APP_HOUSE_MAIL_PARTS_H

#include "app/house/mail.h"
#include "store/mail.h"

/* What a failed try is called in a row, beside the troubles of the way. */
#define PAL_MAIL_TROUBLE_REFUSED  "refused"
#define PAL_MAIL_TROUBLE_LATER    "later"
#define PAL_MAIL_TROUBLE_LETTER   "letter"   /* it cannot be written as a mail */
#define PAL_MAIL_TROUBLE_BY_HAND  "by_hand"  /* nobody asked for it */
#define PAL_MAIL_TROUBLE_UNSENT   "unsent"   /* no server was there to send it */
#define PAL_MAIL_TROUBLE_ASLEEP   "asleep"   /* its link opens nothing at the moment */
#define PAL_MAIL_TROUBLE_RESTORED "restored" /* it was due before a backup was brought back */

/* As pal_mail_of, of one kind (`what`) or, NULL, all; whoever asks may see it. */
enum pal_rc pal_mail_find(struct pal_errand *errand, const struct pal_mail_about *about,
                          const char *what, struct pal_mail **out, size_t *count) PAL_WARN_UNUSED;

/* Within a transaction: removes what is long over, and gives up what nobody sends. */
enum pal_rc pal_mail_tidy(struct pal_errand *errand) PAL_WARN_UNUSED;

/* Whether the chain has the entry of whoever asked for just this: what somebody has written into
 * the table by hand is not sent in the house's name. PAL_E_DENIED. */
enum pal_rc pal_mail_check_asked(struct pal_errand *errand,
                                 const struct pal_mail_row *row) PAL_WARN_UNUSED;

/* Whether what a mail is of still wants it when its time has come: asked of every mail before it is
 * sent, so that none goes out after whatever ended its thing, by whichever way. */
enum pal_mail_wanted {
    PAL_MAIL_WANTED,
    PAL_MAIL_UNWANTED,
    PAL_MAIL_NOT_NOW, /* what it is of sleeps, and may wake */
};
enum pal_rc pal_mail_ask_wanted(struct pal_errand *errand, const struct pal_mail_row *row,
                                enum pal_mail_wanted *out) PAL_WARN_UNUSED;

#endif
