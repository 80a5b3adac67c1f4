/*
 * tender_talk - what is asked and answered in a consultation before its closing, and what comes too
 * late.
 *
 * A candidate asks from where they answer; the keeper alone reads it, takes out what tells who
 * asks and passes it on; somebody else writes the answer, which goes to all at the same moment.
 * What is corrected goes to all, too. Source: docs/tenders.md.
 */
#ifndef PAL_APP_HOUSE_TENDER_TALK_H
#define PAL_APP_HOUSE_TENDER_TALK_H

#include "app/house/sending.h"
#include "app/house/tenders.h"

enum {
    PAL_TENDER_TALK = 400, /* what is passed on, answered to all and corrected in a project */
    PAL_TENDER_ASKED = 40  /* questions of one candidate */
};

/* A question as a candidate put it. */
struct pal_tender_question {
    const char *part; /* its id */
    const char *sending;
    const char *provider_title;
    const char *question;
    const char *about;     /* NULL: of no question in particular */
    const char *taken_out; /* what the keeper took out; NULL: nothing, or not passed on */
    int64_t at;
    int64_t turn;
    bool is_withdrawn;
    bool is_passed_on;
    bool is_late; /* asked later than the rules let one count on an answer */
};
/* Of a consultation, the first first, to its keeper; to anybody else none, until it is opened. */
enum pal_rc pal_tender_questions(struct pal_errand *errand, const struct pal_tender *tender,
                                 struct pal_tender_question **out, size_t *count) PAL_WARN_UNUSED;
/* Those of one who answers. */
enum pal_rc pal_tender_asked_by(struct pal_errand *errand, const struct pal_sending *sending,
                                struct pal_tender_question **out, size_t *count) PAL_WARN_UNUSED;
/* A respondent asks. As pal_facts_act. PAL_E_INVALID: the closing has passed. */
enum pal_rc pal_tender_ask(struct pal_errand *errand, const char *sending, const char *question,
                           const char *about, const char *act,
                           struct pal_act_done *out) PAL_WARN_UNUSED;

/* What is told to all: a question, anonymous, with its answer; or a correction. */
struct pal_tender_told {
    const char *part;
    const char *question; /* of a correction: what stood there */
    const char *answer;   /* NULL: it waits for one; of a correction: what stands there now */
    const char *about;    /* NULL: of no question in particular */
    const char *of;       /* the question that it passes on; NULL: none */
    const char *by;       /* a principal: who answered; NULL */
    int64_t passed_on_at; /* 0: nobody asked */
    int64_t answered_at;  /* 0: it waits */
    int64_t turn;         /* of the answer */
    bool is_correction;
    const char *needed;           /* "yes", "no"; NULL: nobody said */
    const char *confirmed;        /* rules, by whoever answered; NULL: none */
    const char *passed_by;        /* a principal: who made it anonymous; NULL */
    const char *passed_confirmed; /* rules, by them; NULL: none */
};
/* Whether the question of one was asked too late to count on an answer: not in good time. */
enum pal_rc pal_tender_asked_late(struct pal_errand *errand, const struct pal_tender *tender,
                                  const char *part, bool *out) PAL_WARN_UNUSED;
/* Of a consultation, the first first: for who may read the project those too that wait. */
enum pal_rc pal_tender_list_told(struct pal_errand *errand, const struct pal_tender *tender,
                                 struct pal_tender_told **out, size_t *count) PAL_WARN_UNUSED;
/* What was told to all, for one of them; of what was sent outside consultations nothing. */
enum pal_rc pal_tender_told_to(struct pal_errand *errand, const struct pal_sending *sending,
                               struct pal_tender_told **out, size_t *count) PAL_WARN_UNUSED;

/* The keeper passes a question on, anonymous. */
struct pal_tender_pass_on {
    const char *project;
    const char *tender;
    const char *of; /* the question, by its part */
    const char *question;
    const char *about;     /* NULL */
    const char *taken_out; /* what was, for the record; NULL */
    const char *confirmed; /* rules (tender_confirm.h); NULL: none */
    bool is_sure;          /* though the text seems to tell who asks */
    const char *act;
};
/* PAL_E_INVALID at `question`: nothing is written, or the text names the candidate or a mail
 * address and the keeper has not said that it is meant so. */
enum pal_rc pal_tender_pass_on(struct pal_errand *errand, const struct pal_tender_pass_on *wish,
                               struct pal_act_done *out) PAL_WARN_UNUSED;

/* Until when an answer leaves the lead time, by the project's procedure, and whether a needed one
 * that leaves later moves the closing. */
struct pal_tender_lead {
    const char *rule; /* that asks for it; NULL: none does */
    uint32_t days;    /* 0: none is asked for */
    int64_t answer_by;
    int64_t questions_until; /* 0: no rule says it */
    bool moves_closing;
};
enum pal_rc pal_tender_lead(struct pal_errand *errand, const struct pal_tender *tender,
                            struct pal_tender_lead *out) PAL_WARN_UNUSED;

/* An answer, or a correction, to all. A needed answer that leaves behind the lead time moves the
 * closing, where the procedure asks for it and the question was asked in good time; what nobody
 * asked from where they answer counts as asked in good time. */
struct pal_tender_answer_wish {
    const char *project;
    const char *tender;
    const char *part; /* "": nobody asked */
    const char *question;
    const char *answer;
    const char *about;     /* NULL */
    const char *needed;    /* "yes", "no"; NULL: not said, as one may before the lead time */
    const char *confirmed; /* rules (tender_confirm.h); NULL: none */
    int64_t turn;          /* of the answer that was seen */
    bool is_correction;
    const char *act;
};
enum pal_rc pal_tender_answer_to_all(struct pal_errand *errand,
                                     const struct pal_tender_answer_wish *wish,
                                     struct pal_act_done *out) PAL_WARN_UNUSED;

/* What came too late: who says so, what is kept unread, what was decided. */
struct pal_tender_late {
    const char *sending;
    const char *provider_title;
    const char *reason; /* NULL: nothing was said */
    const char *since;
    const char *receipt;  /* SHA-256 of what is kept unread */
    const char *decision; /* "admitted", "refused"; NULL: none */
    const char *decided_why;
    const char *decided_by; /* a principal */
    int64_t at;
    int64_t decided_at;
    int64_t turn;    /* of the decision */
    bool is_in_time; /* told within the time that the rule gives */
};
/* Those of a consultation: to its keeper, and once it is opened to who may read the project. */
enum pal_rc pal_tender_list_late(struct pal_errand *errand, const struct pal_tender *tender,
                                 struct pal_tender_late **out, size_t *count) PAL_WARN_UNUSED;
/* The one of somebody who answers; turn and `at` 0: they said nothing. */
enum pal_rc pal_tender_late_of(struct pal_errand *errand, const struct pal_sending *sending,
                               struct pal_tender_late *out) PAL_WARN_UNUSED;
/* A respondent says that they come late, and why: what they have is kept, unread. */
enum pal_rc pal_tender_say_late(struct pal_errand *errand, const char *sending, const char *reason,
                                const char *since, const char *signed_by, const char *act,
                                struct pal_act_done *out) PAL_WARN_UNUSED;
/* Whoever opens decides on it. */
enum pal_rc pal_tender_decide_late(struct pal_errand *errand, const char *sending, bool is_admitted,
                                   const char *reason, int64_t turn, const char *act,
                                   struct pal_act_done *out) PAL_WARN_UNUSED;

#endif
