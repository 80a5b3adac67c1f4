/*
 * jobs - acts that take longer than a request has: kept as rows, done by whichever server takes the
 * lease, with the rights that who asked has when they are done.
 *
 * A verb in a hurry (pal_errand.is_hurried) that finds that much depends on what it is to write
 * asks for a job (pal_jobs_ask) and ends with PAL_E_LATER; the clerk (clerk.h) runs the same verb
 * without hurry. A job that was begun and not ended, as when a server was killed, is begun again:
 * what it does names the version that it follows, and done twice it is done once.
 */
#ifndef PAL_APP_HOUSE_JOBS_H
#define PAL_APP_HOUSE_JOBS_H

#include "app/house/errand.h"

/* What is done within a request: so much may depend on what is written. */
enum {
    PAL_JOB_ASSESSMENTS = 1000,
    PAL_JOB_BYTES = 4 << 20, /* of the texts of those assessments */
    PAL_JOB_ENTRIES = 20000, /* of the chain, when it is verified */
    PAL_JOBS_OPEN = 8,       /* of one person at a time */
    PAL_JOBS_LISTED = 100,
    PAL_JOB_AGE = 7 * 24 * 3600 /* what has ended is kept so long */
};

enum pal_job_kind {
    PAL_JOB_WRITE,
    PAL_JOB_CHECK,
    PAL_JOB_AIM,
    PAL_JOB_VERIFY,
    PAL_JOB_ACT,
    PAL_JOB_GO_ON,  /* a text that is held against the tables again when it is written */
    PAL_JOB_SEARCH, /* for a better plan (searches.h): nothing is written */
    PAL_JOB_KINDS
};
extern const char *const pal_job_kind_ids[PAL_JOB_KINDS];

/* A job as it is shown. */
struct pal_job {
    const char *id;
    enum pal_job_kind kind;
    const char *project; /* "": of none */
    const char *subject; /* "profile/mine", "audit" */
    const char *person;  /* who asked */
    const char *state;   /* "waiting", "running", "done", "refused", "stopped" */
    const char *text;    /* what was to be written, while it is not; "" in lists */
    int64_t asked_at;
    int64_t begun_at; /* 0: not yet */
    int64_t ended_at;
    int64_t done; /* of `total` assessments, or entries; 0 of 0: not known so far */
    int64_t total;
    bool is_stopping;
    const char *result; /* JSON of what came of it (clerk.h); "" before the end. It names documents:
                           but for the chain's it is the asker's alone */
};

/* What is asked for. */
struct pal_job_wish {
    enum pal_job_kind kind;
    const char *project;
    const char *subject;
    int64_t version;
    const char *note;
    const char *text;
};

/* Keeps a job with an entry of its own, and gives PAL_E_LATER with its id in `errand->job`.
 * PAL_E_OFTEN: the visitor has too many that have not ended. Whether the visitor may do what is
 * asked was checked before, and is again when it is done. Not within a transaction. */
enum pal_rc pal_jobs_ask(struct pal_errand *errand,
                         const struct pal_job_wish *wish) PAL_WARN_UNUSED;

/* The visitor's, the newest first; an administrator's list is of all. */
struct pal_jobs_wanted {
    const char *state; /* one of pal_job_states; NULL: any */
    bool is_mine;      /* though one sees those of others */
    const char *sort;  /* "asked_at", "-asked_at": the newest first; NULL: so */
};
enum { PAL_JOB_STATES = 5 };
extern const char *const pal_job_states[PAL_JOB_STATES];
enum pal_rc pal_jobs_list(struct pal_errand *errand, const struct pal_jobs_wanted *wanted,
                          struct pal_job **out, size_t *count) PAL_WARN_UNUSED;
/* One that the list would have; PAL_E_NOT_FOUND. Its text and what came of it are the asker's
 * alone, and of an assessment that they read independently by now nobody's (blind.h). */
enum pal_rc pal_jobs_get(struct pal_errand *errand, const char *id,
                         struct pal_job *out) PAL_WARN_UNUSED;
/* Asks that it be stopped: nothing is written then, unless it was written already. */
enum pal_rc pal_jobs_stop(struct pal_errand *errand, const char *id) PAL_WARN_UNUSED;

#endif
