/*
 * tender_request - what is asked of candidates behind the opening of a consultation: what an answer
 * means, or that what is missing, or not as asked, is put right.
 *
 * One request goes to all whom it concerns at the same moment, to each what is asked of them, and
 * all have as many days to answer as the rule says (SAME-DELAY). What is asked stands beside the
 * answer (asked_back.h) and is replied to there, in words, until then; no answer changes by it. A
 * request is a fact of the project with a part of its own: what stands beside the answers follows
 * from it, and from nothing else. While a further round runs there is none. Source:
 * docs/tenders.md.
 */
#ifndef PAL_APP_HOUSE_TENDER_REQUEST_H
#define PAL_APP_HOUSE_TENDER_REQUEST_H

#include "app/house/asked_back.h"
#include "app/house/tender_confirm.h"
#include "app/house/tenders.h"
#include "core/case/procedure.h"

#define PAL_REQUEST_FACT "tender-request"

enum {
    PAL_REQUEST_ITEMS = 40,  /* answers that one request is about */
    PAL_REQUEST_TEXT = 1000, /* characters of what is asked about one */
    PAL_REQUEST_BYTES =
        16000,         /* of all that one request asks: a mail holds it, with the questions */
    PAL_REQUESTS = 400 /* of a project */
};

enum pal_request_sort { PAL_REQUEST_CLARIFY, PAL_REQUEST_COMPLETE, PAL_REQUEST_SORTS };
extern const char *const pal_request_sort_ids[PAL_REQUEST_SORTS]; /* "clarify", "complete" */
extern const enum pal_tender_act pal_request_acts[PAL_REQUEST_SORTS];

struct pal_request_item {
    const char *sending;
    const char *question; /* its part */
    const char *text;     /* what is asked */
    /* Of a request that was made: */
    const char *provider_title; /* NULL */
    enum pal_asked_back state;  /* of the last words beside the answer that follow it */
};

struct pal_tender_request {
    const char *part;
    enum pal_request_sort sort;
    int64_t at;
    int64_t until;
    const char *by;        /* a principal, or whom an import names */
    const char *confirmed; /* rules, by whoever asked; NULL: none */
    struct pal_request_item *items;
    size_t count;
    bool is_over; /* the time to answer has passed */
};

/* Those of a consultation, the last first; while it is sealed none. Needs the right to read the
 * project. */
enum pal_rc pal_tender_requests(struct pal_errand *errand, const struct pal_tender *tender,
                                struct pal_tender_request **out, size_t *count) PAL_WARN_UNUSED;

/* Who may be asked: those who handed in and are still in; while it is sealed nobody. */
struct pal_request_taker {
    const char *sending;
    const char *provider_title; /* NULL */
    bool has_address;           /* they are told by mail */
};
enum pal_rc pal_tender_request_takers(struct pal_errand *errand, const struct pal_tender *tender,
                                      struct pal_request_taker **out,
                                      size_t *count) PAL_WARN_UNUSED;

/* PAL_E_INVALID: what one has asked in a project is still to be replied to; a further round waits
 * for it, as nothing is private while it runs. */
enum pal_rc pal_tender_check_replied(struct pal_errand *errand,
                                     const char *project) PAL_WARN_UNUSED;

/* What stands against a request of a sort, and what it would be held by. */
struct pal_request_may {
    const char *why_not; /* a sentence; NULL: nothing does */
    uint32_t days;       /* that each has */
    int64_t until;       /* were it made now */
    struct pal_tender_confirms asked;
};
enum pal_rc pal_tender_request_may(struct pal_errand *errand, const struct pal_tender *tender,
                                   enum pal_request_sort sort,
                                   struct pal_request_may *out) PAL_WARN_UNUSED;

struct pal_request_wish {
    const char *project;
    const char *tender;
    const char *act;
    enum pal_request_sort sort;
    const struct pal_request_item *items;
    size_t count;
    const char *confirmed; /* rules (tender_confirm.h); NULL: none */
};
/* Asks. As pal_facts_act; the field of a refusal is "items[3].sending", "items[3].question" or
 * "items[3].text", from 0 on, or "confirmed". Each candidate concerned is told by mail, where this
 * server sends any and has an address. */
enum pal_rc pal_tender_request(struct pal_errand *errand, const struct pal_request_wish *wish,
                               struct pal_act_done *out) PAL_WARN_UNUSED;

#endif
