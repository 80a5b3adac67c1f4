#include "base/order.h"

#include <string.h>

/* Heap sort, since qsort cannot be told of what the positions are without a global, and thousands
 * of them want more than insertion. */
static void sift_down(size_t *order, size_t root, size_t count, pal_order_name name, const void *of)
{
    for (;;) {
        size_t child = 2 * root + 1;
        if (child >= count) {
            return;
        }
        if (child + 1 < count && strcmp(name(of, order[child]), name(of, order[child + 1])) < 0) {
            child++;
        }
        if (strcmp(name(of, order[root]), name(of, order[child])) >= 0) {
            return;
        }
        size_t swap = order[root];
        order[root] = order[child];
        order[child] = swap;
        root = child;
    }
}

void pal_order_make(size_t *order, size_t count, pal_order_name name, const void *of)
{
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
    }
    for (size_t i = count / 2; i-- > 0;) {
        sift_down(order, i, count, name, of);
    }
    for (size_t end = count; end-- > 1;) {
        size_t swap = order[0];
        order[0] = order[end];
        order[end] = swap;
        sift_down(order, 0, end, name, of);
    }
}

int pal_order_find(const size_t *order, size_t count, pal_order_name name, const void *of,
                   const char *wanted)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t at = order != NULL ? order[middle] : middle;
        int side = strcmp(wanted, name(of, at));
        if (side == 0) {
            return (int)at;
        }
        if (side < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return -1;
}
