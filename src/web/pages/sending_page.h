/*
 * sending_page - what pages of questionnaires that were sent share. Private to src/web/pages.
 */
#ifndef PAL_WEB_PAGES_SENDING_PAGE_H
#define PAL_WEB_PAGES_SENDING_PAGE_H

#include "app/house/case.h"
#include "app/house/sending.h"
#include "app/house/sendings.h"
#include "web/call.h"

/* Who is asked, in words; `provider` NULL: about none. */
const char *pal_sending_whom(struct pal_call *call, enum pal_actor to, const char *provider);

/* How far it is, in words. */
const char *pal_sending_state_said(struct pal_call *call, const struct pal_sending *sending);

/* The keys that each has, in lists and on its own page. */
void pal_sending_tell(struct pal_call *call, struct pal_value *row,
                      const struct pal_sending *sending);

/* Until when they may answer, as a form offers it: a day in `until` and a time of it in `time`, by
 * the clocks of the reader. `at`: what is offered. */
void pal_until_put(struct pal_call *call, int64_t at);
/* What stands in the two fields, or of a program "2027-03-31T16:00:00Z" in the first; 0: nothing
 * was sent. PAL_E_INVALID at its field. */
enum pal_rc pal_until_read(struct pal_call *call, int64_t *out) PAL_WARN_UNUSED;
/* So many days ahead, at five in the afternoon. */
int64_t pal_until_in(const struct pal_call *call, unsigned days);
/* An instant as the clocks of the reader show it: the day, the time. */
const char *pal_until_day(struct pal_call *call, int64_t at);
const char *pal_until_time(struct pal_call *call, int64_t at);

/* One line of the project's page about them, and what was asked back about their answers, under
 * `sendings` of the page. */
enum pal_rc pal_sendings_line(struct pal_call *call, const char *project,
                              const struct pal_case_of *of) PAL_WARN_UNUSED;

/* To those who may send: the mails with which it was sent, under `mails`. */
enum pal_rc pal_sending_put_mails(struct pal_call *call,
                                  const struct pal_sending *sending) PAL_WARN_UNUSED;

/* To them, of what waits for the answers of a candidate: a reminder to paste into a mail of one's
 * own, in each language, under `reminders` of the page. */
enum pal_rc pal_sending_put_reminder(struct pal_call *call,
                                     const struct pal_sending *sending) PAL_WARN_UNUSED;

/* The invitation that goes by mail, or is pasted into a mail of one's own. */
struct pal_invitation_of {
    const char *project; /* its title */
    const char *link;    /* the whole address */
    int64_t until;
    const struct pal_asked_work *work;
    const char *privacy; /* where the notice on personal data stands; "": not said */
    enum pal_lang lang;
};
struct pal_sending_letter pal_invitation_write(struct pal_call *call,
                                               const struct pal_invitation_of *of);
/* Minutes of work as a range: "10 to 15 hours", in a language. */
const char *pal_work_range(struct pal_call *call, const struct pal_language *language,
                           const struct pal_range *minutes);

#endif
