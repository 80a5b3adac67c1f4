/*
 * clerk - works jobs off (jobs.h): one thread of a server that takes leases, renews them, and has a
 * second thread do the work.
 *
 * A job is an errand of who asked, with the rights that person has now. What comes of it stands in
 * the job as JSON: of a text `document` {kind, id, title, version, is_unchanged} and `problems`, of
 * a chain `verified` (both as in outcome.h), of an act of facts `act`, its number, of a search
 * `plan` (searches.h); where it was refused, `sentence`.
 */
#ifndef PAL_APP_HOUSE_CLERK_H
#define PAL_APP_HOUSE_CLERK_H

#include "app/house/house.h"

enum {
    PAL_CLERK_CONNECTIONS = 2, /* that a clerk uses of the house's */
    PAL_CLERK_LEASE = 30,      /* seconds after which a job of a server that is gone is another's */
    PAL_CLERK_TRIES = 3        /* a job that ended its server, or found it too busy, so often is not
                                  begun again */
};

struct pal_clerk;

/* Starts; `log` is told why a job failed inside, from another thread. */
typedef void (*pal_clerk_log)(void *ctx, const char *job, const char *sentence);
enum pal_rc pal_clerk_start(struct pal_house *house, pal_clerk_log log, void *ctx,
                            struct pal_clerk **out, struct pal_err *err) PAL_WARN_UNUSED;
/* Ends: a job that is not done is given back, to be begun again. NULL: nothing. */
void pal_clerk_stop(struct pal_clerk *clerk);

#endif
