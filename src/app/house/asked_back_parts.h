/* asked_back_parts - what the files of asking back share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_ASKED_BACK_PARTS_H
#define PAL_APP_HOUSE_ASKED_BACK_PARTS_H

#include "app/house/asked_back.h"
#include "app/house/fact_kinds.h"

extern const struct pal_fact_kind pal_fact_asked_back; /* a row of fact_kinds.c */

/* Of the words of a row. */
enum pal_asked_back pal_asked_back_state(const char *id);
/* Whether a reply to such words is awaited still; `until` 0: there is no end. */
bool pal_asked_back_waits(const struct pal_errand *errand, enum pal_asked_back state,
                          int64_t until);
/* The same of the last words. */
bool pal_asked_back_is_awaited(struct pal_errand *errand, const struct pal_fact_row *head);

/* Within the transaction in which something was said: mails to the other side. */
enum pal_rc pal_asked_back_mail(struct pal_errand *errand, const struct pal_sending *sending,
                                const struct pal_fact_row *row) PAL_WARN_UNUSED;

#endif
