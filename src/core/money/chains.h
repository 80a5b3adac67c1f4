/*
 * chains - one budget, one period: how far to go along each chain of steps, exactly.
 *
 * Of each chain a prefix is taken; the prefixes together must fit the budget and be worth the most:
 * a multiple-choice knapsack. The linear relaxation gives a price for a unit of budget; a choice
 * loses what it is worth less, at that price, than its chain's best. All choices together may lose
 * no more than the distance between the relaxation and the best plan known, which leaves few: these
 * are searched by dynamic programming over undominated (use, worth) pairs. Whole numbers; exact,
 * unless the search outgrows the work or the memory it is given: chains whose worth follows their
 * use closely leave very many. Then a table over every amount is filled
 * (core/money/chains_table.c); where that is too large too, the best plan met stands, with the
 * relaxation as its bound.
 *
 * Source: docs/posture.md ("one period, one budget").
 */
#ifndef PAL_CORE_MONEY_CHAINS_H
#define PAL_CORE_MONEY_CHAINS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/rc.h"

struct pal_chain_step {
    uint64_t worth; /* sums stay below 2^50, so that doubles tell whole numbers apart */
    uint64_t use;   /* of the budget; likewise */
};

struct pal_chains {
    size_t count;
    const size_t *first; /* [count + 1]: steps of chain i are first[i] … first[i + 1] - 1 */
    const struct pal_chain_step *steps;
    uint64_t budget;
};

struct pal_chains_choice {
    size_t *taken; /* [chain]: how many of its steps */
    uint64_t worth;
    uint64_t use;
    double price; /* worth of one more unit of the budget, in the relaxation */
    double bound; /* no choice is worth more; the worth itself when the search was finished */
};

/* The pairs that a search keeps at most: about 100 MB of them. */
#define PAL_CHAINS_PAIRS 2000000U

/* The table of every amount that is filled where the pairs are too many: its cells, at most a bit
 * each, and the units of its budget, 8 bytes each. */
#define PAL_CHAINS_CELLS 200000000U
#define PAL_CHAINS_UNITS 4000000U

/* The best choice: always where steps times budget and the budget keep to the limits of the table,
 * or the pairs to theirs; otherwise the best that `work` comparisons find (PAL_SCHEDULE_SECOND of
 * core/money/schedule.h is about a second); of equal ones any, always the same. Fails only for want
 * of memory. */
enum pal_rc pal_chains_choose(const struct pal_chains *chains, uint64_t work,
                              struct pal_arena *arena,
                              struct pal_chains_choice *out) PAL_WARN_UNUSED;

#endif
