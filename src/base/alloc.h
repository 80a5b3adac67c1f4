/*
 * alloc - the one door to the heap, so that tests can fail the n-th allocation.
 *
 * `resize` follows realloc: old NULL allocates, size 0 frees and gives back NULL.
 */
#ifndef PAL_BASE_ALLOC_H
#define PAL_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

struct pal_alloc {
    void *(*resize)(void *ctx, void *old, size_t size);
    void *ctx;
    /* Whoever works long asks now and then whether to give up, as if memory were short; NULL: no.
     */
    bool (*is_over)(void *ctx);
};

/* Whether the work that takes its memory here shall end. */
static inline bool pal_alloc_is_over(const struct pal_alloc *alloc)
{
    return alloc->is_over != NULL && alloc->is_over(alloc->ctx);
}

/* The C library's heap. */
extern const struct pal_alloc pal_alloc_heap;

#endif
