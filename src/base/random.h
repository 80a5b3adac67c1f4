/*
 * random - draws from a stated seed: the same seed gives the same draws, everywhere.
 *
 * xoshiro256++ 1.0 (D. Blackman, S. Vigna, public domain algorithm), seeded by splitmix64. For
 * simulation and search; nothing secret may depend on it.
 */
#ifndef PAL_BASE_RANDOM_H
#define PAL_BASE_RANDOM_H

#include <stdint.h>

struct pal_random {
    uint64_t state[4];
};

void pal_random_seed(struct pal_random *random, uint64_t seed);

/* 64 bits. */
uint64_t pal_random_next(struct pal_random *random);

/* In (0, 1): never 0, so that its logarithm is finite. */
double pal_random_uniform(struct pal_random *random);

/* A number below `count`, which is at least 1 and below 2^32. */
uint64_t pal_random_below(struct pal_random *random, uint64_t count);

#endif
