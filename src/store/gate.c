#include "store/gate.h"

#include <time.h>

struct pal_gate_waiter {
    pthread_cond_t turn;
    bool is_in;
    struct pal_gate_waiter *next;
};

void pal_gate_init(struct pal_gate *gate, size_t places)
{
    *gate = (struct pal_gate){.free = places};
    (void)pthread_mutex_init(&gate->mutex, NULL);
}

void pal_gate_done(struct pal_gate *gate)
{
    (void)pthread_mutex_destroy(&gate->mutex);
}

static struct timespec time_after(unsigned milliseconds)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += (time_t)(milliseconds / 1000);
    at.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000;
    }
    return at;
}

/* The clock of the waiting must not jump when the time of day is set. */
static void turn_init(pthread_cond_t *turn)
{
    pthread_condattr_t how;
    (void)pthread_condattr_init(&how);
    (void)pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
    (void)pthread_cond_init(turn, &how);
    (void)pthread_condattr_destroy(&how);
}

static void line_up(struct pal_gate *gate, struct pal_gate_waiter *waiter)
{
    if (gate->last != NULL) {
        gate->last->next = waiter;
    } else {
        gate->first = waiter;
    }
    gate->last = waiter;
}

static void step_out(struct pal_gate *gate, const struct pal_gate_waiter *waiter)
{
    struct pal_gate_waiter *before = NULL;
    struct pal_gate_waiter *at = gate->first;
    while (at != waiter) {
        before = at;
        at = at->next;
    }
    if (before != NULL) {
        before->next = at->next;
    } else {
        gate->first = at->next;
    }
    if (gate->last == at) {
        gate->last = before;
    }
}

static bool wait_for_turn(struct pal_gate *gate, unsigned milliseconds)
{
    struct pal_gate_waiter waiter = {.is_in = false};
    struct timespec until = time_after(milliseconds);
    turn_init(&waiter.turn);
    line_up(gate, &waiter);
    int status = 0;
    while (!waiter.is_in && status == 0) {
        status = pthread_cond_timedwait(&waiter.turn, &gate->mutex, &until);
    }
    if (!waiter.is_in) {
        step_out(gate, &waiter);
    }
    (void)pthread_cond_destroy(&waiter.turn);
    return waiter.is_in;
}

bool pal_gate_enter(struct pal_gate *gate, unsigned milliseconds)
{
    bool is_in = true;
    (void)pthread_mutex_lock(&gate->mutex);
    if (gate->free > 0) {
        gate->free--;
    } else {
        is_in = wait_for_turn(gate, milliseconds);
    }
    (void)pthread_mutex_unlock(&gate->mutex);
    return is_in;
}

void pal_gate_leave(struct pal_gate *gate)
{
    (void)pthread_mutex_lock(&gate->mutex);
    struct pal_gate_waiter *next = gate->first;
    if (next == NULL) {
        gate->free++;
    } else {
        step_out(gate, next);
        next->is_in = true;
        (void)pthread_cond_signal(&next->turn);
    }
    (void)pthread_mutex_unlock(&gate->mutex);
}
