/*
 * tender_record - who takes part in a consultation, and what its opening found: for the keeper
 * before, for the record after.
 */
#ifndef PAL_APP_HOUSE_TENDER_RECORD_H
#define PAL_APP_HOUSE_TENDER_RECORD_H

#include "app/house/sending.h"
#include "app/house/served.h"
#include "app/house/tenders.h"

/* One who takes part. */
struct pal_tender_taker {
    const char *sending;
    const char *provider_title;
    int64_t links;        /* that were made, the first one among them */
    int64_t opened;       /* of these, by somebody */
    const char *bounced;  /* an address that could not be reached; NULL: none */
    const char *trouble;  /* what the mail server said to it; NULL */
    int64_t submitted_at; /* the last time; 0: never */
    const char *receipt;  /* NULL: none */
    /* Once it is opened. */
    size_t answered;
    size_t files;
    bool agrees; /* what is there now has the fingerprint of the receipt */
};
/* Those of a consultation, by name: to its keeper; to who may read the project once it is opened;
 * to anybody else PAL_E_DENIED, with the rule. */
enum pal_rc pal_tender_takers(struct pal_errand *errand, const struct pal_tender *tender,
                              struct pal_tender_taker **out, size_t *count) PAL_WARN_UNUSED;

/* A seal that was broken between the launch and the opening: an export of what nobody may read. */
struct pal_tender_seal {
    int64_t at;
    const char *person; /* an id; "": the operator */
    const char *reason;
    bool is_of_all; /* of the whole house, not of the project alone */
};
enum pal_rc pal_tender_seals(struct pal_errand *errand, const struct pal_tender *tender,
                             struct pal_tender_seal **out, size_t *count) PAL_WARN_UNUSED;

/* What somebody confirmed of rules that no program counts. */
enum pal_tender_confirmed_of {
    PAL_CONFIRMED_ANNEX,
    PAL_CONFIRMED_CLOSING, /* at the launch, or when it was moved */
    PAL_CONFIRMED_PASSED_ON,
    PAL_CONFIRMED_ANSWER,
    PAL_CONFIRMED_CORRECTION
};
struct pal_tender_confirmed {
    enum pal_tender_confirmed_of of;
    const char *rules; /* ids, with blanks between */
    const char *by;    /* a principal */
    int64_t at;
    const char *about; /* of what was told: which questions; NULL: it does not say */
};
/* All of a consultation, in the order of their times. Needs the right to read the project. */
enum pal_rc pal_tender_confirmed(struct pal_errand *errand, const struct pal_tender *tender,
                                 struct pal_tender_confirmed **out, size_t *count) PAL_WARN_UNUSED;

/* The record of availability of a consultation: interruptions from its launch, or 31 days, to its
 * closing, or now. Before `first` there is no record, and none is told. */
struct pal_tender_served {
    int64_t from;
    int64_t to;
    int64_t first; /* since when there is a record; 0: there is none */
    struct pal_served_gap *gaps;
    size_t count;
};
enum pal_rc pal_tender_served(struct pal_errand *errand, const struct pal_tender *tender,
                              struct pal_tender_served *out) PAL_WARN_UNUSED;

#endif
