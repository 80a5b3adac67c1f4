/*
 * chains_parts - the choices of chains, and the table of every amount. Private to
 * core/money/chains.c and core/money/chains_table.c.
 */
#ifndef PAL_CORE_MONEY_CHAINS_PARTS_H
#define PAL_CORE_MONEY_CHAINS_PARTS_H

#include <stdbool.h>

#include "core/money/chains.h"

/* A prefix of a chain, as a choice. */
struct pal_option {
    uint64_t worth;
    uint64_t use;
    double loss;
    size_t taken;
};

/* The choices of one chain that are left: growing use, never less worth. */
struct pal_choices {
    struct pal_option *options;
    size_t count;
    size_t chain;
    size_t base;   /* index of its choice without loss and least use */
    double second; /* the least loss of another choice */
};

/* How many cells the table has: what is left to choose times what is left to spend. */
uint64_t pal_table_cells(const struct pal_choices *classes, size_t count, uint64_t budget);

/* Whether cells and units keep to PAL_CHAINS_CELLS and PAL_CHAINS_UNITS. */
bool pal_table_fits(const struct pal_choices *classes, size_t count, uint64_t budget);

/* The best choice of one option per class, by its index into `at`, and its worth; 0 where even the
 * least use of all passes the budget. Its memory, at most 8 bytes a unit and a bit a cell, is given
 * back before it returns. Fails only for want of memory. */
enum pal_rc pal_table_choose(const struct pal_choices *classes, size_t count, uint64_t budget,
                             const struct pal_alloc *alloc, size_t *at,
                             uint64_t *worth) PAL_WARN_UNUSED;

#endif
