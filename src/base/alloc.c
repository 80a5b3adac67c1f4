#include "base/alloc.h"

#include <stdlib.h>

static void *heap_resize(void *ctx, void *old, size_t size)
{
    (void)ctx;
    if (size == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, size);
}

const struct pal_alloc pal_alloc_heap = {.resize = heap_resize, .ctx = NULL};
