/*
 * asked_back - words beside one answer to a questionnaire that was sent, between whoever reads the
 * answers and whoever gave them: what is asked back, what is said, what is replied.
 *
 * The words about a question are one value of the sending (a fact, its part the question): each
 * turn is what somebody says next, and the state of the last tells whether a reply is awaited. Both
 * sides read all of it. It changes no answer: that takes reopening. It begins with the submission.
 * In tenders it is asked of all whom it concerns in one request (tender_request.h), and replied to
 * until that ends; whoever asks one alone is told the rule. Docs/decisions/0053.
 */
#ifndef PAL_APP_HOUSE_ASKED_BACK_H
#define PAL_APP_HOUSE_ASKED_BACK_H

#include "app/house/sending.h"

#define PAL_ASKED_BACK_FACT "asked-back"

enum {
    PAL_ASKED_BACK_TEXT = 4000, /* bytes of what is said at once */
    PAL_ASKED_BACK_MOST = 60,   /* turns about one answer */
    PAL_ASKED_BACK_DAYS = 14    /* that links last at least, once something was asked back */
};

enum pal_asked_back {
    PAL_BACK_ASKED,   /* by whoever reads the answers: a reply is awaited */
    PAL_BACK_SAID,    /* by them, and nothing is awaited */
    PAL_BACK_REPLIED, /* by whoever answers, asked or not */
    PAL_BACK_SETTLED, /* by whoever reads: there is nothing to reply, or it was looked at */
    PAL_BACK_STATES
};
extern const char *const pal_asked_back_ids[PAL_BACK_STATES]; /* "asked" … */

/* What somebody said. */
struct pal_back_words {
    enum pal_asked_back state;
    const char *text; /* "": none is needed to settle it, or it was erased */
    const char *role; /* of who answers; NULL */
    const char *name; /* their id among persons, where they gave a name; NULL */
    const char *by;   /* principal, or whom an import names */
    int64_t turn;
    int64_t at;
    int64_t until; /* what a request asks is replied to until then; 0: there is no end */
    bool is_erased;
};

struct pal_back_thread {
    const char *question;
    enum pal_asked_back state;    /* of the last words */
    int64_t turn;                 /* 0: nothing was said */
    struct pal_back_words *words; /* the oldest first */
    size_t count;
};

/* The last words about each question of which anything was said, in the order of the questions.
 * Whoever may read the sending, once it is not sealed; a link to a topic reads those of that. */
enum pal_rc pal_asked_back_list(struct pal_errand *errand, const struct pal_sending *sending,
                                struct pal_back_thread **out, size_t *count) PAL_WARN_UNUSED;
/* All that was said about one; turn 0: nothing. */
enum pal_rc pal_asked_back_read(struct pal_errand *errand, const struct pal_sending *sending,
                                const char *question, struct pal_back_thread *out) PAL_WARN_UNUSED;

/* Whether a reply is awaited still. */
bool pal_back_is_awaited(const struct pal_errand *errand, const struct pal_back_thread *thread);

/* What the visitor may, whatever the question. */
struct pal_back_may {
    bool ask;            /* and say */
    bool settle;         /* where something was asked */
    bool reply;          /* and say unasked */
    bool reply_asked;    /* where a reply is awaited */
    bool request;        /* of all whom it concerns, behind an opening (tender_request.h) */
    const char *why_not; /* a sentence for whoever could but for a rule; NULL */
};
enum pal_rc pal_asked_back_may(struct pal_errand *errand, const struct pal_sending *sending,
                               struct pal_back_may *out) PAL_WARN_UNUSED;

/* Whether the visitor may say something about one, or settle it, as who answers or as who reads. */
bool pal_back_may_say(const struct pal_errand *errand, const struct pal_back_may *may,
                      const struct pal_back_thread *thread, bool answers);

struct pal_back_wish {
    const char *sending;
    const char *question;
    const char *act;
    int64_t turn; /* that was seen; 0: nothing was there */
    enum pal_asked_back state;
    const char *text;
    const char *by; /* JSON, as answers have it: who answers; NULL: whoever acts */
};
/* Says it. As pal_facts_act; the field of a refusal is "text". The other side gets a mail, where
 * this server sends any and has an address: one a day at most. */
enum pal_rc pal_asked_back_say(struct pal_errand *errand, const struct pal_back_wish *wish,
                               struct pal_act_done *out) PAL_WARN_UNUSED;

/* How many answers of each questionnaire of a project wait for a reply, and how many were replied
 * to and not settled; those with neither are not there. Needs the right to read it. */
struct pal_back_count {
    const char *sending;
    size_t asked;
    size_t replied;
};
enum pal_rc pal_asked_back_count(struct pal_errand *errand, const char *project,
                                 struct pal_back_count **out, size_t *count) PAL_WARN_UNUSED;

#endif
