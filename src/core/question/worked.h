/*
 * worked - how long answering took, from the minutes in which something was saved.
 *
 * It measures what a server can see: the time from one save of somebody to their next, unless that
 * is longer than a pause, and a while before the first of each stretch. What is done elsewhere,
 * such as asking a colleague or looking for a document, is in it only as far as no pause lies
 * between; whoever answer at once with one link count once. So it is rather too little than too
 * much. The two numbers are proposed.
 */
#ifndef PAL_CORE_QUESTION_WORKED_H
#define PAL_CORE_QUESTION_WORKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PAL_WORKED_PAUSE = 30, /* minutes without a save: longer is no work */
    PAL_WORKED_BEFORE = 5, /* minutes of reading before the first save of a stretch */
    PAL_WORKED_LEAST = 10  /* submissions, before a median is told */
};

/* A minute in which somebody saved something. */
struct pal_worked_at {
    size_t who;
    int64_t minute;
};

/* Minutes of all together; `at` is in order of `who`, then of time. */
uint32_t pal_worked_minutes(const struct pal_worked_at *at, size_t count);

/* The middle of all, of an even number the mean of the two in the middle, rounded up; puts them in
 * order. False: there are fewer than PAL_WORKED_LEAST, and nothing is told. */
bool pal_worked_median(uint32_t *minutes, size_t count, uint32_t *out);

#endif
