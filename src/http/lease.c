#include "http/lease.h"

#include <time.h>

/* The size stands before each piece: `resize` is not told the old one. */
struct head {
    _Alignas(max_align_t) size_t size;
};

void pal_pool_init(struct pal_pool *pool, size_t bytes)
{
    atomic_store(&pool->left, bytes);
}

static bool take_of_pool(struct pal_pool *pool, size_t bytes)
{
    size_t left = atomic_load(&pool->left);
    do {
        if (left < bytes) {
            return false;
        }
    } while (!atomic_compare_exchange_weak(&pool->left, &left, left - bytes));
    return true;
}

enum { NS_PER_MS = 1000000, COARSE_MS = 10 /* what the coarse clock may be late by */ };

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec now = {0};
    (void)clock_gettime(clock, &now); /* they exist on Linux: it cannot fail */
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* Of the processor. The kernel is asked: some hundred times as long as CLOCK_MONOTONIC_COARSE,
 * which it keeps where everybody reads it. */
static uint64_t thread_clock(void)
{
    return clock_ns(CLOCK_THREAD_CPUTIME_ID);
}

/* A thread takes no more of the processor than time goes by: until then nobody need ask for more.
 */
static bool may_be_over(const struct pal_lease *lease)
{
    return lease->over_at != 0 && clock_ns(CLOCK_MONOTONIC_COARSE) >= lease->sure_until;
}

static bool is_over(void *ctx)
{
    struct pal_lease *lease = ctx;
    if (lease->end == PAL_HTTP_GOES_ON && may_be_over(lease) && thread_clock() > lease->over_at) {
        lease->end = PAL_HTTP_NO_TIME;
    }
    return lease->end != PAL_HTTP_GOES_ON; /* what was refused once is missing from then on */
}

static void end(void *ctx)
{
    struct pal_lease *lease = ctx;
    if (lease->end == PAL_HTTP_GOES_ON && lease->over_at != 0) {
        lease->end = PAL_HTTP_NO_TIME;
    }
}

/* Whether `more` bytes may be used beside those in use; leases what is lacking. */
static bool make_room(struct pal_lease *lease, size_t more)
{
    if (lease->used > lease->most || more > lease->most - lease->used) {
        lease->end = PAL_HTTP_TOO_LARGE;
        return false;
    }
    size_t wanted = lease->used + more;
    if (wanted <= lease->leased) {
        return true;
    }
    size_t steps = (wanted - lease->leased + PAL_LEASE_STEP - 1) / PAL_LEASE_STEP;
    if (!take_of_pool(lease->pool, steps * PAL_LEASE_STEP)) {
        lease->end = PAL_HTTP_NO_MEMORY;
        return false;
    }
    lease->leased += steps * PAL_LEASE_STEP;
    return true;
}

static void *resize(void *ctx, void *old, size_t size)
{
    struct pal_lease *lease = ctx;
    struct head *head = old != NULL ? (struct head *)old - 1 : NULL;
    size_t before = head != NULL ? head->size + sizeof *head : 0;
    if (size == 0) {
        lease->used -= before;
        return pal_alloc_heap.resize(pal_alloc_heap.ctx, head, 0);
    }
    if (size > SIZE_MAX / 2 || is_over(lease)) {
        return NULL;
    }
    size_t now = size + sizeof *head;
    if (now > before && !make_room(lease, now - before)) {
        return NULL;
    }
    head = pal_alloc_heap.resize(pal_alloc_heap.ctx, head, now);
    if (head == NULL) {
        return NULL;
    }
    head->size = size;
    lease->used += now - before;
    return head + 1;
}

void pal_lease_init(struct pal_lease *lease, struct pal_pool *pool, size_t most)
{
    *lease = (struct pal_lease){.alloc = {resize, lease, is_over},
                                .stop = {.is_over = is_over, .end = end, .ctx = lease},
                                .pool = pool,
                                .most = most};
}

void pal_lease_start(struct pal_lease *lease, struct pal_pool *pool, uint64_t milliseconds)
{
    pal_lease_done(lease);
    lease->pool = pool;
    lease->end = PAL_HTTP_GOES_ON;
    lease->stop.ms = (unsigned)milliseconds;
    lease->over_at = thread_clock() + milliseconds * NS_PER_MS;
    uint64_t sure_ms = milliseconds > COARSE_MS ? milliseconds - COARSE_MS : 0;
    lease->sure_until = clock_ns(CLOCK_MONOTONIC_COARSE) + sure_ms * NS_PER_MS;
}

void pal_lease_go_beyond(struct pal_lease *lease, size_t bytes)
{
    lease->end = PAL_HTTP_GOES_ON;
    lease->over_at = 0;
    lease->most += bytes;
    if (lease->lent == 0) {
        lease->lent = PAL_LEASE_STEP;
        lease->leased += PAL_LEASE_STEP;
    }
}

/* Gives back all but so many bytes; what is lent counts as used first. */
static void give_back(struct pal_lease *lease, size_t kept)
{
    size_t of_pool = lease->leased - lease->lent;
    size_t needed = kept > lease->lent ? kept - lease->lent : 0;
    if (of_pool > needed) {
        atomic_fetch_add(&lease->pool->left, of_pool - needed);
        lease->leased -= of_pool - needed;
    }
}

void pal_lease_stop(struct pal_lease *lease)
{
    lease->over_at = 0;
    give_back(lease, lease->used);
}

void pal_lease_done(struct pal_lease *lease)
{
    give_back(lease, 0);
}
