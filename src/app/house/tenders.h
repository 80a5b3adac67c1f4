/*
 * tenders - consultations: one closing for all candidates, one opening, and nothing private before.
 *
 * A consultation is a thing of a project ("tender", a part for each round); the questionnaires that
 * were sent in it name it (struct pal_sending, `tender`). It closes by the clock. Until it is
 * opened, by as many persons as the procedure asks for, each of whom has declared to have no
 * conflict of interest, nobody reads what its candidates answered: no page, no list, no command.
 * Source: docs/tenders.md; the rules are data (core/case/procedure.h).
 */
#ifndef PAL_APP_HOUSE_TENDERS_H
#define PAL_APP_HOUSE_TENDERS_H

#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/passes.h"
#include "core/case/case.h"

#define PAL_TENDER_FACT        "tender"
#define PAL_DECLARATION_FACT   "tender-declaration"
#define PAL_CLARIFICATION_FACT "clarification"
#define PAL_QUESTION_FACT      "candidate-question"
#define PAL_LATE_FACT          "late-submission"
#define PAL_DECLARED_CONFLICT  "conflict" /* a state of a declaration */
/* Of a question: what the keeper made of it. */
#define PAL_PASSED_ON_LANE "passed-on"

enum { PAL_TENDER_OPENERS = 8 }; /* persons who have declared, at most */

struct pal_tender_opener {
    const char *person;
    const char *name;
    int64_t at;
    bool has_conflict; /* and says so: they open nothing */
};

struct pal_tender {
    const char *id; /* "t1" */
    const char *project;
    unsigned state;
    const char *state_id;
    int64_t turn;
    int64_t closing; /* the second in which it closes */
    int64_t launched_at;
    int64_t opened_at;     /* 0: it is not */
    const char *opened_by; /* a principal; NULL */
    const char *keeper;    /* a person */
    const char *keeper_name;
    const char *reason;    /* of the last change; NULL */
    const char *annex;     /* SHA-256 of what was fixed before the first link left; NULL: none */
    const char *confirmed; /* rules, by whoever launched or moved it; NULL: none */
    unsigned openers_needed;
    struct pal_tender_opener openers[PAL_TENDER_OPENERS];
    size_t opener_count;
    struct pal_case_facts facts;
    unsigned may;
    bool is_over;   /* closed by the clock */
    bool is_sealed; /* nobody reads its answers */
    bool is_keeper; /* the visitor is */
    bool is_opener; /* they have declared to have no conflict, where the procedure asks for that */
};

/* Those of a project, the last first. Needs the right to read it. */
enum pal_rc pal_tenders_list(struct pal_errand *errand, const char *project,
                             struct pal_tender **out, size_t *count) PAL_WARN_UNUSED;
/* One. PAL_E_NOT_FOUND with a sentence. */
enum pal_rc pal_tender_get(struct pal_errand *errand, const char *project, const char *id,
                           struct pal_tender *out) PAL_WARN_UNUSED;
/* Whether one was opened in a project and none runs: then what else is to be known is asked outside
 * consultations, too. Whoever asks may know of it. */
enum pal_rc pal_tender_was_opened(struct pal_errand *errand, const char *project,
                                  bool *out) PAL_WARN_UNUSED;
size_t pal_tender_next(const struct pal_tender *tender, struct pal_case_answer *out, size_t max);

/* What whoever answers is told of the consultation that it was sent in; all NULL or 0 outside. */
struct pal_tender_given {
    const char *tender; /* its id */
    const char *annex;  /* SHA-256 */
    const char *keeper_name;
    int64_t closing;
    bool is_running;
    unsigned state;    /* PAL_TENDER_RUNNING … */
    bool is_over;      /* closed by the clock */
    int64_t opened_at; /* 0: it is not */
};
struct pal_sending;
struct pal_candidates;
/* What those handed in who are still in behind the last opening of a project: a further round is
 * for all of them. `is_round`: one was opened. */
enum pal_rc pal_tender_still_in(struct pal_errand *errand, const char *project,
                                const struct pal_candidates *candidates, bool *is_round,
                                struct pal_sending **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_tender_given(struct pal_errand *errand, const struct pal_sending *sending,
                             struct pal_tender_given *out) PAL_WARN_UNUSED;

/* What whoever answers is told was done to it since: the closing was moved, or it was cancelled;
 * the last first. None outside. */
struct pal_tender_changed {
    int64_t at;
    bool is_cancelled;
    int64_t from;       /* the closing before */
    int64_t to;         /* and behind; the same where it was cancelled */
    const char *reason; /* NULL: none was said */
};
enum pal_rc pal_tender_changes(struct pal_errand *errand, const struct pal_sending *sending,
                               struct pal_tender_changed **out, size_t *count) PAL_WARN_UNUSED;

/* What is said of one. */
struct pal_tender_wish {
    const char *project;
    const char *tender;
    const char *act;
    int64_t turn;
    const char *state;
    int64_t closing;       /* 0: as it was */
    const char *reason;    /* NULL: none */
    const char *confirmed; /* rules (tender_confirm.h); NULL: those that were */
};
enum pal_rc pal_tender_say(struct pal_errand *errand, const struct pal_tender_wish *wish,
                           struct pal_act_done *out) PAL_WARN_UNUSED;

/* The visitor declares to have no conflict of interest in it, or to have one. */
enum pal_rc pal_tender_declare(struct pal_errand *errand, const char *project, const char *tender,
                               bool has_conflict, const char *act,
                               struct pal_act_done *out) PAL_WARN_UNUSED;

/* The keeper makes a further link of one who takes part, which lets them do as much as the first
 * one; or one in place of all that there are, where one got lost or into other hands. */
struct pal_tender_link_wish {
    const char *project;
    const char *tender;
    const char *sending;
    bool ends_others;
};
struct pal_tender_linked {
    const char *sending;
    const char *provider_title; /* NULL */
    char link[PAL_SECRET_TEXT];
};
/* PAL_E_NOT_FOUND: it was not sent in that consultation. Else as pal_passes_make. */
enum pal_rc pal_tender_link(struct pal_errand *errand, const struct pal_tender_link_wish *wish,
                            struct pal_tender_linked *out) PAL_WARN_UNUSED;

#endif
