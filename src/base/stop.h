/*
 * stop - when work ends that knows nothing of who has set its time: a query of a database.
 */
#ifndef PAL_BASE_STOP_H
#define PAL_BASE_STOP_H

#include <stdbool.h>
#include <stddef.h>

struct pal_stop {
    /* Asked now and then by the thread that works: whether to give up. */
    bool (*is_over)(void *ctx);
    /* Told when another process worked for too long, which `is_over` cannot see: from now on it is.
     */
    void (*end)(void *ctx);
    void *ctx;
    unsigned ms; /* of the clock on the wall: what another process is told */
};

static inline bool pal_stop_is_over(const struct pal_stop *stop)
{
    return stop != NULL && stop->is_over(stop->ctx);
}

#endif
