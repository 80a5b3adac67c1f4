/*
 * lease - what one request may use: memory out of one pool, taken a megabyte at a time up to a
 * most, and time of the processor. Private to src/http.
 *
 * Nobody waits for memory while holding some: who finds none is refused at once, and `end` tells
 * that from a heap that is exhausted. A pool is shared by threads; a lease is used by one at a
 * time, and its time is that of the thread which began it.
 */
#ifndef PAL_HTTP_LEASE_H
#define PAL_HTTP_LEASE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "http/http.h"

enum { PAL_LEASE_STEP = 1 << 20 };

struct pal_pool {
    _Atomic size_t left; /* bytes that nobody has leased */
};

void pal_pool_init(struct pal_pool *pool, size_t bytes);

struct pal_lease {
    struct pal_alloc alloc; /* for arenas and buffers */
    struct pal_stop stop;   /* for what takes its memory elsewhere */
    struct pal_pool *pool;
    size_t most;   /* bytes that this lease may use */
    size_t leased; /* of the pool, and what is lent beside it */
    size_t lent;
    size_t used;         /* asked for and not given back */
    uint64_t over_at;    /* of the thread's clock, in nanoseconds; 0: it may run on */
    uint64_t sure_until; /* of the clock on the wall: before, `over_at` cannot have come */
    enum pal_http_end end;
};

/* An empty lease; it must stay where it is while `alloc` is used. */
void pal_lease_init(struct pal_lease *lease, struct pal_pool *pool, size_t most);

/* From now on this thread may work for so many milliseconds of the processor, with memory of that
 * pool. Nothing that was allocated before may be there any more. */
void pal_lease_start(struct pal_lease *lease, struct pal_pool *pool, uint64_t milliseconds);

/* It may use so many bytes more, and its time is not counted any more. The first megabyte of them
 * is lent beside the pool: a refusal can be told when nothing is left there. */
void pal_lease_go_beyond(struct pal_lease *lease, size_t bytes);

/* The work is done: what stays is the answer. The time ends to matter, and all that is leased
 * beyond what is in use goes back. */
void pal_lease_stop(struct pal_lease *lease);

/* Gives everything back to the pool. What was allocated must have been freed. */
void pal_lease_done(struct pal_lease *lease);

#endif
