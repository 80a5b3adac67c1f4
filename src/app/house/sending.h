/*
 * sending - a questionnaire that was sent: what was asked of whom, and how far they are.
 *
 * Its document (sending/1) is written once. What happens to it is said of it (the fact "sent", by
 * the table of its thing in core/case); the answers are facts of it, too (answers.h). Whoever
 * answers is a *respondent*: who holds a pass on it with the right to answer, or, of what was sent
 * to the project manager or the expert, who has that part on the project. Docs/decisions/0047.
 */
#ifndef PAL_APP_HOUSE_SENDING_H
#define PAL_APP_HOUSE_SENDING_H

#include "app/house/candidates.h"
#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/passes.h"
#include "core/case/case.h"
#include "core/model/model.h"
#include "core/question/questionnaire.h"

#define PAL_SENDING_KIND "sending"
#define PAL_SENT_FACT    "sent"

struct pal_sending {
    const char *id;
    const char *title;
    const char *project;
    const char *project_title; /* NULL in lists */
    const char *questionnaire;
    int64_t questionnaire_version; /* 0: the one that is built in */
    enum pal_actor to;
    const char *provider;       /* an id; NULL: of none */
    const char *provider_title; /* NULL: of none */
    enum pal_tier tier;
    const char *profile;     /* NULL: none */
    const char *assessment;  /* NULL: none is named */
    const char *tender;      /* NULL: outside tenders */
    int64_t profile_version; /* of a tender, as its annex says; 0: not said, or built in */
    const char *alert;       /* the level for which marks are given in a tender; NULL: not said */
    const char *day;         /* NULL: that of the submission */
    const char *const *questions;
    size_t question_count;
    const char *const *above; /* areas of which one open question is asked */
    size_t above_count;
    int64_t written_at;
    /* How far it is; of who may not see that, and of what nobody has said anything of: prepared. */
    unsigned state;
    const char *state_id;
    int64_t turn;
    int64_t until;                    /* the second in which it ends; 0: none is said */
    const char *reason;               /* of the state; NULL */
    const char *signed_by;            /* who signed the submission off: a role; NULL */
    const char *receipt;              /* SHA-256 of the answers as they were submitted; NULL */
    const char *receipt_day;          /* to which ages counted in them; NULL: not kept */
    const char *receipt_organization; /* of whom they said that they were; NULL: not kept */
    int64_t said_at;
    int64_t said_number; /* of the fact that says the state: what is newer came behind it */
    const char *said_by; /* a principal */
    struct pal_case_facts facts;
    unsigned may; /* for the table: rights, PAL_CASE_BY_CANDIDATE */
    bool is_over;
    bool is_sealed;
    bool is_told; /* the visitor sees how far it is: sealed, its keeper and who answers alone */
    bool was_submitted; /* answers are there to be read: submitted, and perhaps reopened since */
    bool is_respondent;
    bool is_part;    /* the visitor holds a link to one topic: no other question is told */
    bool may_answer; /* a respondent who changes answers, while it is open */
};

/* One, to whom may read it. PAL_E_NOT_FOUND. */
enum pal_rc pal_sending_get(struct pal_errand *errand, const char *id,
                            struct pal_sending *out) PAL_WARN_UNUSED;

/* The same for an act that asks itself whether the visitor may: whatever they may. */
enum pal_rc pal_sending_look(struct pal_errand *errand, const char *id,
                             struct pal_sending *out) PAL_WARN_UNUSED;

/* Those of a project, the newest first. Needs the right to read it. */
enum { PAL_SENDINGS_MOST = 1000 };
enum pal_rc pal_sendings_list(struct pal_errand *errand, const char *project,
                              struct pal_sending **out, size_t *count) PAL_WARN_UNUSED;

/* Whether it waits for answers that may still be given; or for none, as the time to give them is
 * over. */
bool pal_sending_is_open(const struct pal_sending *sending);
bool pal_sending_is_late(const struct pal_sending *sending);

/* The same in an order, filtered. `next`: where the list goes on; NULL: it ends. `total`: how many
 * there are in all its parts. PAL_E_INVALID: the sort, or the cursor, is none of this list. */
enum { PAL_SENDING_SORTS = 4, PAL_SENDING_FILTERS = 4 };
extern const char *const pal_sending_sorts[PAL_SENDING_SORTS];     /* "sent" … */
extern const char *const pal_sending_filters[PAL_SENDING_FILTERS]; /* "open", "late" … */
struct pal_sending_search {
    const char *project;
    const char *state;  /* one of the filters; NULL: any */
    const char *sort;   /* NULL: "-sent" */
    const char *cursor; /* that a part of the same list ended with; NULL: from the beginning */
    size_t max;
};
enum pal_rc pal_sendings_find(struct pal_errand *errand, const struct pal_sending_search *wanted,
                              struct pal_sending **out, size_t *count, size_t *total,
                              const char **next) PAL_WARN_UNUSED;

/* Tells of each candidate of a project whether a questionnaire was sent to them that is not closed,
 * and whether they have submitted answers. Needs the right to read it. */
enum pal_rc pal_sendings_tell(struct pal_errand *errand, const char *project,
                              struct pal_candidates *candidates) PAL_WARN_UNUSED;

/* What may happen next, in the order of the table; at most `max`. */
size_t pal_sending_next(const struct pal_sending *sending, struct pal_case_answer *out, size_t max);

/* The last day of a link to one that ends at `until`: a month longer, so that what was submitted
 * can be read. */
int64_t pal_sending_link_day(const struct pal_errand *errand, int64_t until);

/* What is said of a state. */
struct pal_sent_wish {
    const char *sending;
    const char *state;
    const char *act; /* id */
    int64_t turn;    /* that was seen */
    int64_t until;   /* 0: not said */
    const char *reason;
    const char *signed_by;
    const char *receipt;
    const char *day; /* as of struct pal_answers_written; NULL */
    const char *organization;
    const char *asked; /* as of struct pal_act_wish */
};
/* Says it. As pal_facts_act. */
enum pal_rc pal_sending_say(struct pal_errand *errand, const struct pal_sent_wish *wish,
                            struct pal_act_done *out) PAL_WARN_UNUSED;

#endif
