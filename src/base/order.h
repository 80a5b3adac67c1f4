/*
 * order - positions in the order of the names of what stands there, and finding one by its name.
 */
#ifndef PAL_BASE_ORDER_H
#define PAL_BASE_ORDER_H

#include <stddef.h>

/* The name of what stands at a position of `of`. */
typedef const char *(*pal_order_name)(const void *of, size_t at);

/* Fills `order` with the positions 0 to count - 1, sorted by the bytes of their names. */
void pal_order_make(size_t *order, size_t count, pal_order_name name, const void *of);

/* The position of that name, or -1. Of a name that stands several times, one of them. `order` NULL:
 * what stands in `of` is sorted itself. */
int pal_order_find(const size_t *order, size_t count, pal_order_name name, const void *of,
                   const char *wanted);

#endif
