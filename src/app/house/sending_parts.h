/* sending_parts - what the files of questionnaires sent share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_SENDING_PARTS_H
#define PAL_APP_HOUSE_SENDING_PARTS_H

#include <jansson.h>

#include "app/house/case.h"
#include "app/house/fact_kinds.h"
#include "app/house/sending.h"
#include "app/house/sendings.h"
#include "store/records.h"

extern const struct pal_fact_kind pal_fact_sent; /* a row of fact_kinds.c */

/* One whatever the visitor may: its text, its state, and what they are to it. PAL_E_NOT_FOUND
 * without a sentence. */
enum pal_rc pal_sending_find(struct pal_errand *errand, const char *id,
                             struct pal_sending *out) PAL_WARN_UNUSED;

/* The same of what was asked for (pal_sending_row_ask with PAL_SENT_FACT), which it ends. */
enum pal_rc pal_sending_find_asked(struct pal_errand *errand, struct pal_query *asked,
                                   struct pal_sending *out) PAL_WARN_UNUSED;
/* What its document says; nothing of its state. */
enum pal_rc pal_sending_read(struct pal_errand *errand, const struct pal_record *record,
                             struct pal_sending *out) PAL_WARN_UNUSED;

/* Whether the time to answer, which a closing is, too, ends no later than a link can: else what is
 * wrong, at "until". */
enum pal_rc pal_sending_check_end(struct pal_errand *errand, int64_t until) PAL_WARN_UNUSED;

/* How far one is and until when, whatever the visitor may see of that: for acts of the house that
 * go by it. PAL_E_NOT_FOUND without a sentence. */
struct pal_sending_now {
    const char *project;
    const char *provider; /* an id; NULL */
    int64_t written_at;
    unsigned state;
    int64_t until;
    bool waits; /* for answers that may be given now */
    bool is_sealed;
};
enum pal_rc pal_sending_now(struct pal_errand *errand, const char *id,
                            struct pal_sending_now *out) PAL_WARN_UNUSED;

/* Fills in what a reader of its facts is. */
enum pal_rc pal_sending_reader(struct pal_errand *errand, const char *id,
                               struct pal_audience_reader *reader) PAL_WARN_UNUSED;

/* Within the transaction in which a consultation goes on: what it ends of its
 * questionnaires, that their links last as long as it does, and who has answered once it is opened.
 */
enum pal_rc pal_sendings_follow_tender(struct pal_errand *errand,
                                       const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* Answers are handed in, in time or late, by whoever has all questions: not with a link to one
 * topic. PAL_E_DENIED. */
enum pal_rc pal_sending_require_whole(struct pal_errand *errand,
                                      const struct pal_sending *sending) PAL_WARN_UNUSED;

/* Within the transaction in which a late submission is admitted (`row` says so): it is handed in.
 */
enum pal_rc pal_sending_admit(struct pal_errand *errand,
                              const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* Whether what became of a mail is nobody's to know: a reminder whose time has come, of a
 * questionnaire that is sealed. It leaves to those alone who have not handed in. */
struct pal_mail_row;
enum pal_rc pal_sending_mail_is_sealed(struct pal_errand *errand, const struct pal_mail_row *mail,
                                       bool *out) PAL_WARN_UNUSED;

/* The projects of all whose answers are sealed, by their ids, as an object (new reference). */
enum pal_rc pal_sendings_sealed(struct pal_errand *errand, json_t **out) PAL_WARN_UNUSED;

/* How far those of a project are, by one query and whoever asks. */
enum pal_rc pal_sendings_count(struct pal_errand *errand, const char *project,
                               struct pal_case_sent *out) PAL_WARN_UNUSED;

/* Within a transaction: the candidate to whom it was sent goes on to a state, where the table lets
 * them; in a tender that is sealed nobody does, as others would see who answers. `reason`: NULL, or
 * why. */
enum pal_rc pal_sending_move(struct pal_errand *errand, const struct pal_sending *sending,
                             unsigned to, const char *reason) PAL_WARN_UNUSED;

/* Within the transaction in which it is sent, behind its entries: a mail with the link, where the
 * recipient has an address. As pal_mail_put; the field is that of pal_mail_put, too. */
enum pal_rc pal_sending_mail_put(struct pal_errand *errand, const struct pal_sending_plan *plan,
                                 size_t recipient, const struct pal_sent_to *sent) PAL_WARN_UNUSED;
/* Within a transaction: mails that wait are not sent, with one link (the id of a pass) or, NULL,
 * any; of one kind (`what`) or, NULL, any. */
enum pal_rc pal_sending_mail_withdraw(struct pal_errand *errand, const char *sending,
                                      const char *pass, const char *what) PAL_WARN_UNUSED;

/* Whether a project is closed; of one that is not there false. */
enum pal_rc pal_sending_find_closed(struct pal_errand *errand, const char *project,
                                    bool *out) PAL_WARN_UNUSED;

/* A time as bodies of facts have it, in UTC: "2026-03-02T11:00"; back: seconds, 0: it is none. */
const char *pal_sending_time(struct pal_errand *errand, int64_t seconds);
/* The day of it alone, YYYY-MM-DD. */
const char *pal_sending_day(struct pal_arena *arena, int64_t seconds);
int64_t pal_sending_seconds(const char *text);

#endif
