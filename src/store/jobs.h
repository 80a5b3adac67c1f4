/*
 * jobs - acts that take longer than a request may: asked for now, done by whichever server takes
 * the lease. Texts of results are in the arena that is passed.
 *
 * A job is waiting until a server takes it, then running while its lease is renewed; a lease that
 * is over may be taken by another. It ends as done, refused or stopped. That it was asked for, by
 * whom and for what, is covered by the chain as long as it is there; how far it is, is not.
 */
#ifndef PAL_STORE_JOBS_H
#define PAL_STORE_JOBS_H

#include "base/arena.h"
#include "store/db.h"

struct pal_job_row {
    const char *id;
    const char *kind;
    const char *project;  /* "": of none */
    const char *subject;  /* "profile/mine" */
    const char *person;   /* who asked */
    const char *source;   /* the address that asked */
    const char *language; /* of its sentences */
    int64_t version;      /* that it is to follow */
    const char *note;
    const char
        *text; /* what is to be written; lists leave it out, an end that is done removes it */
    const char *state; /* "waiting" and "running" have not ended */
    int64_t asked_at;
    int64_t begun_at; /* 0: not yet */
    int64_t ended_at; /* 0: not yet */
    const char *holder;
    int64_t lease_until;
    int64_t tries;
    int64_t done; /* of `total` */
    int64_t total;
    bool is_stopping;
    const char *result; /* JSON; "" before the end */
};

/* Behind all others; within a transaction that holds the chain's lock. */
enum pal_rc pal_job_add(struct pal_db *db, const struct pal_job_row *row) PAL_WARN_UNUSED;
enum pal_rc pal_job_get(struct pal_db *db, const char *id, struct pal_arena *arena,
                        struct pal_job_row *out) PAL_WARN_UNUSED;
/* Jobs, the newest first, filtered. */
struct pal_job_search {
    const char *person; /* NULL: anybody's */
    const char *state;  /* NULL: any */
    bool is_up;         /* the oldest first */
    size_t max;
};
enum pal_rc pal_job_find(struct pal_db *db, const struct pal_job_search *wanted,
                         struct pal_arena *arena, struct pal_job_row **out,
                         size_t *count) PAL_WARN_UNUSED;
/* The newest first; of one person (NULL: of all). */
enum pal_rc pal_job_list(struct pal_db *db, const char *person, size_t max, struct pal_arena *arena,
                         struct pal_job_row **out, size_t *count) PAL_WARN_UNUSED;
/* How many of a person's jobs have not ended. */
enum pal_rc pal_job_open(struct pal_db *db, const char *person, int64_t *out) PAL_WARN_UNUSED;

/* Takes the lease of the oldest job that nobody holds, in one statement: of two servers one has it.
 * PAL_E_NOT_FOUND: there is none. */
enum pal_rc pal_job_take(struct pal_db *db, const char *holder, int64_t now, int64_t until,
                         struct pal_arena *arena, struct pal_job_row *out) PAL_WARN_UNUSED;
/* Whether there is one to take: nothing is changed, and nothing locked. */
enum pal_rc pal_job_is_due(struct pal_db *db, int64_t now, bool *out) PAL_WARN_UNUSED;
/* Renews it and tells how far the job is. PAL_E_NOT_FOUND: it is another's by now, or has ended. */
enum pal_rc pal_job_renew(struct pal_db *db, const struct pal_job_row *row,
                          bool *is_stopping) PAL_WARN_UNUSED;
/* Ends what `row->holder` holds: state, result, ended_at. PAL_E_NOT_FOUND as before. */
enum pal_rc pal_job_end(struct pal_db *db, const struct pal_job_row *row) PAL_WARN_UNUSED;
/* Gives back what `row->holder` holds; `is_try`: it was tried, else it is as if it had not been
 * taken. PAL_E_NOT_FOUND as before. */
enum pal_rc pal_job_give_back(struct pal_db *db, const struct pal_job_row *row,
                              bool is_try) PAL_WARN_UNUSED;
/* Asks that it be stopped; one that nobody has begun ends at once. PAL_E_NOT_FOUND: it has ended.
 */
enum pal_rc pal_job_stop(struct pal_db *db, const char *id, int64_t now) PAL_WARN_UNUSED;

/* Removes what has ended before; all of a person's. */
enum pal_rc pal_job_sweep(struct pal_db *db, int64_t before) PAL_WARN_UNUSED;
enum pal_rc pal_job_forget(struct pal_db *db, const char *person) PAL_WARN_UNUSED;

#endif
