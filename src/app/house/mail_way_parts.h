/* mail_way_parts - letters on their way. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_MAIL_WAY_PARTS_H
#define PAL_APP_HOUSE_MAIL_WAY_PARTS_H

#include "app/house/mail_parts.h"
#include "app/house/mail_way.h"
#include "mail/letter.h"
#include "mail/smtp.h"

/* What became of a letter as a trouble of its row (mail_parts.h); "": it was sent. */
const char *pal_mail_trouble_id(const struct pal_smtp_told *told);

/* A sentence of it, with what the mail server said; NULL of "", and where memory is short. */
const char *pal_mail_trouble_say(const char *trouble, const char *answer,
                                 const struct pal_voice *voice, struct pal_arena *arena);

/* PAL_E_INVALID with the sentence of what is no address. */
enum pal_rc pal_mail_refuse_address(struct pal_err *err, const struct pal_voice *voice,
                                    const char *given);

/* Sends a letter, whose `from` is the house's, in the connection that is kept; by one thread.
 * PAL_E_INVALID: it is none. */
enum pal_rc pal_mail_way_send(struct pal_mail_way *way, struct pal_letter *letter,
                              bool (*is_over)(void *ctx), void *ctx,
                              struct pal_smtp_told *told) PAL_WARN_UNUSED;
void pal_mail_way_hang_up(struct pal_mail_way *way);

/* What the way lacked at the last letter, from any thread; "": nothing. */
const char *pal_mail_way_trouble(struct pal_mail_way *way);

#endif
