/*
 * workers - a few threads and a queue of limited length before them. What is offered runs once, in
 * the order of offering, in one of the threads.
 */
#ifndef PAL_HTTP_WORKERS_H
#define PAL_HTTP_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

struct pal_workers;

/* Starts `count` threads of that niceness. */
enum pal_rc pal_workers_start(size_t count, size_t queue_max, int niceness,
                              void (*run)(void *ctx, void *task), void *ctx,
                              struct pal_workers **out, struct pal_err *err) PAL_WARN_UNUSED;

/* False: the queue is full or stopped, nothing was taken. */
bool pal_workers_offer(struct pal_workers *workers, void *task);

/* Runs what is queued and waits for the threads; takes nothing more. */
void pal_workers_stop(struct pal_workers *workers);

/* Only after pal_workers_stop, and when nobody offers any more. */
void pal_workers_free(struct pal_workers *workers);

#endif
