/* decay - what fades: a level that halves again and again. */
#ifndef PAL_BASE_DECAY_H
#define PAL_BASE_DECAY_H

#include <stdint.h>

/* What is left of a level (from 0) after some seconds, when it halves every `half` seconds (from
 * 1): a straight line within each half-life, whole numbers alone, so that every machine says the
 * same. Before the level was taken (a clock set back), all of it is left. */
int64_t pal_decay(int64_t level, int64_t seconds, int64_t half);

#endif
