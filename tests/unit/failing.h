/* failing - memory of which one allocation fails. */
#ifndef PAL_TESTS_FAILING_H
#define PAL_TESTS_FAILING_H

#include <stdlib.h>

#include "base/alloc.h"

/* Fails the allocation number `fail_at`, counting from 0. */
struct failing {
    size_t count;
    size_t fail_at;
};

static inline void *failing_resize(void *ctx, void *old, size_t size)
{
    struct failing *failing = ctx;
    if (size == 0) {
        free(old);
        return NULL;
    }
    return failing->count++ == failing->fail_at ? NULL : realloc(old, size);
}

static inline struct pal_alloc failing_alloc(struct failing *failing)
{
    return (struct pal_alloc){.resize = failing_resize, .ctx = failing};
}

#endif
