#include "base/lease.h"

#include <stdint.h>

/* The size stands before each piece: `resize` is not told the old one. */
struct head {
    _Alignas(max_align_t) size_t size;
};

void pal_pool_init(struct pal_pool *pool, size_t bytes)
{
    atomic_store(&pool->left, bytes);
    atomic_store(&pool->least, bytes);
}

static bool take_of_pool(struct pal_pool *pool, size_t bytes)
{
    size_t left = atomic_load(&pool->left);
    do {
        if (left < bytes) {
            return false;
        }
    } while (!atomic_compare_exchange_weak(&pool->left, &left, left - bytes));
    size_t least = atomic_load(&pool->least);
    while (least > left - bytes &&
           !atomic_compare_exchange_weak(&pool->least, &least, left - bytes)) {
    }
    return true;
}

/* Whether `more` bytes may be used beside those in use; leases what is lacking. */
static bool make_room(struct pal_lease *lease, size_t more)
{
    if (more > lease->most - lease->used) {
        return false;
    }
    size_t wanted = lease->used + more;
    if (wanted <= lease->leased) {
        return true;
    }
    size_t steps = (wanted - lease->leased + PAL_LEASE_STEP - 1) / PAL_LEASE_STEP;
    if (!take_of_pool(lease->pool, steps * PAL_LEASE_STEP)) {
        return false;
    }
    lease->leased += steps * PAL_LEASE_STEP;
    return true;
}

static void *resize(void *ctx, void *old, size_t size)
{
    struct pal_lease *lease = ctx;
    struct head *head = old != NULL ? (struct head *)old - 1 : NULL;
    size_t had = head != NULL ? head->size : 0;
    if (size == 0) {
        if (head != NULL) {
            lease->used -= had + sizeof *head;
            (void)pal_alloc_heap.resize(pal_alloc_heap.ctx, head, 0);
        }
        return NULL;
    }
    size_t before = head != NULL ? had + sizeof *head : 0;
    if (size > SIZE_MAX - sizeof *head ||
        (size + sizeof *head > before && !make_room(lease, size + sizeof *head - before))) {
        lease->is_refused = true;
        return NULL;
    }
    head = pal_alloc_heap.resize(pal_alloc_heap.ctx, head, sizeof *head + size);
    if (head == NULL) {
        return NULL;
    }
    head->size = size;
    lease->used += size + sizeof *head - before;
    lease->peak = lease->used > lease->peak ? lease->used : lease->peak;
    return head + 1;
}

void pal_lease_init(struct pal_lease *lease, struct pal_pool *pool, size_t most)
{
    *lease = (struct pal_lease){.alloc = {resize, lease}, .pool = pool, .most = most};
}

void pal_lease_done(struct pal_lease *lease)
{
    atomic_fetch_add(&lease->pool->left, lease->leased);
    lease->leased = 0;
    lease->used = 0;
}
