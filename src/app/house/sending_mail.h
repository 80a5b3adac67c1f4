/*
 * sending_mail - the mails with which a questionnaire was sent, as they are told.
 */
#ifndef PAL_APP_HOUSE_SENDING_MAIL_H
#define PAL_APP_HOUSE_SENDING_MAIL_H

#include "app/house/mail.h"
#include "app/house/sendings.h"

/* Those of one, the newest first, `about.part` the link that each had: to who may edit the project,
 * and of a consultation that is sealed to its keeper alone. Nobody else is told of any. */
enum pal_rc pal_sending_mails(struct pal_errand *errand, const struct pal_sending *sending,
                              struct pal_mail **out, size_t *count) PAL_WARN_UNUSED;

#endif
