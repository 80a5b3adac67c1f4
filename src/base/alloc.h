/*
 * alloc - the one door to the heap, so that tests can fail the n-th allocation.
 *
 * `resize` follows realloc: old NULL allocates, size 0 frees and gives back NULL.
 */
#ifndef PAL_BASE_ALLOC_H
#define PAL_BASE_ALLOC_H

#include <stddef.h>

struct pal_alloc {
    void *(*resize)(void *ctx, void *old, size_t size);
    void *ctx;
};

/* The C library's heap. */
extern const struct pal_alloc pal_alloc_heap;

#endif
