/*
 * lease - memory of one request out of one pool: it leases a megabyte at a time, up to a most.
 *
 * Nobody waits for memory while holding some: who finds none is refused at once, and `is_refused`
 * tells that from a heap that is exhausted. A pool is shared by threads, a lease is one thread's.
 */
#ifndef PAL_BASE_LEASE_H
#define PAL_BASE_LEASE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"

enum { PAL_LEASE_STEP = 1 << 20 };

struct pal_pool {
    _Atomic size_t left;  /* bytes that nobody has leased */
    _Atomic size_t least; /* the least that was ever left */
};

void pal_pool_init(struct pal_pool *pool, size_t bytes);

struct pal_lease {
    struct pal_alloc alloc; /* for arenas and buffers */
    struct pal_pool *pool;
    size_t most;   /* bytes that this lease may use */
    size_t leased; /* of the pool */
    size_t used;   /* asked for and not given back */
    size_t peak;
    bool is_refused; /* something was asked for that the pool or the most did not give */
};

/* An empty lease; it must stay where it is while `alloc` is used. */
void pal_lease_init(struct pal_lease *lease, struct pal_pool *pool, size_t most);

/* Gives everything back to the pool. What was allocated must have been freed. */
void pal_lease_done(struct pal_lease *lease);

#endif
