/*
 * gate - a door that lets a number of threads in at a time, in the order in which they came.
 *
 * Whoever leaves hands the place to the one that waits longest: a thread that leaves and comes back
 * at once cannot starve the others, which a plain mutex allows.
 */
#ifndef PAL_STORE_GATE_H
#define PAL_STORE_GATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct pal_gate_waiter;

struct pal_gate {
    pthread_mutex_t mutex;
    size_t free;
    struct pal_gate_waiter *first; /* waits longest */
    struct pal_gate_waiter *last;
};

void pal_gate_init(struct pal_gate *gate, size_t places);
void pal_gate_done(struct pal_gate *gate);

/* True: in, until pal_gate_leave. False: nobody left within the time. */
bool pal_gate_enter(struct pal_gate *gate, unsigned milliseconds);
void pal_gate_leave(struct pal_gate *gate);

#endif
