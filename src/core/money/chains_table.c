/* chains_table - one budget by dynamic programming over every amount: what is worth the most with
 * that much. The choices are kept as bits, so that the largest table takes some ten megabytes. */
#include <string.h>

#include "core/money/chains_parts.h"

enum { WORD = 64 };

struct table {
    uint64_t room;    /* the budget less the least use of every class */
    size_t words;     /* of one row of bits */
    uint64_t *worth;  /* [amount]: the best over the classes so far, above their first options */
    uint64_t **taken; /* [class]: rows of bits, one per option after the first: it was better than
                         all before it */
};

/* The least use of all classes; UINT64_MAX when it passes the budget. */
static uint64_t least_use(const struct pal_choices *classes, size_t count, uint64_t budget)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += classes[i].options[0].use;
    }
    return sum <= budget ? sum : UINT64_MAX;
}

/* What there is to spend above the least use: no more than can be spent. */
static uint64_t room_of(const struct pal_choices *classes, size_t count, uint64_t budget)
{
    uint64_t least = least_use(classes, count, budget);
    uint64_t most = 0;
    if (least == UINT64_MAX) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        most += classes[i].options[classes[i].count - 1].use - classes[i].options[0].use;
    }
    return budget - least < most ? budget - least : most;
}

uint64_t pal_table_cells(const struct pal_choices *classes, size_t count, uint64_t budget)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        rows += classes[i].count - 1;
    }
    return rows * room_of(classes, count, budget);
}

bool pal_table_fits(const struct pal_choices *classes, size_t count, uint64_t budget)
{
    return room_of(classes, count, budget) <= PAL_CHAINS_UNITS &&
           pal_table_cells(classes, count, budget) <= PAL_CHAINS_CELLS;
}

/* One option over the amounts of a word: `best` has what the others reach. Amounts below `from`
 * cannot hold it. */
static uint64_t try_option(const uint64_t *below, uint64_t more, size_t from, size_t to,
                           uint64_t *best)
{
    uint64_t word = 0;
    for (size_t k = from; k < to; k++) {
        uint64_t worth = below[k] + more;
        bool is_better = worth > best[k];
        best[k] = is_better ? worth : best[k];
        word |= (uint64_t)is_better << k;
    }
    return word;
}

/* Adds a class, from the largest amounts down, so that what smaller ones hold is still of before.
 */
static void add_class(const struct table *table, const struct pal_choices *choices, uint64_t *bits)
{
    for (size_t word = table->words; word > 0; word--) {
        uint64_t first = (word - 1) * WORD;
        size_t to = table->room + 1 - first < WORD ? (size_t)(table->room + 1 - first) : WORD;
        uint64_t best[WORD];
        memcpy(best, table->worth + first, to * sizeof *best);
        for (size_t i = 1; i < choices->count; i++) {
            uint64_t use = choices->options[i].use - choices->options[0].use;
            if (use >= first + to) {
                break; /* and the others take more */
            }
            /* Left of the table there is nothing: begin where the option fits. */
            size_t from = use > first ? (size_t)(use - first) : 0;
            const uint64_t *below = table->worth + (first + from - use);
            bits[(i - 1) * table->words + word - 1] =
                try_option(below, choices->options[i].worth - choices->options[0].worth, 0,
                           to - from, best + from)
                << from;
        }
        memcpy(table->worth + first, best, to * sizeof *best);
    }
}

/* The option of each class in the best plan, from the last class back. */
static void trace(const struct table *table, const struct pal_choices *classes, size_t count,
                  size_t *at)
{
    uint64_t left = table->room;
    for (size_t i = count; i > 0; i--) {
        const struct pal_choices *choices = &classes[i - 1];
        at[i - 1] = 0;
        for (size_t j = choices->count - 1; j > 0; j--) {
            uint64_t word = table->taken[i - 1][(j - 1) * table->words + left / WORD];
            if ((word >> (left % WORD) & 1) != 0) {
                at[i - 1] = j;
                left -= choices->options[j].use - choices->options[0].use;
                break;
            }
        }
    }
}

static enum pal_rc fill(struct table *table, const struct pal_choices *classes, size_t count,
                        struct pal_arena *arena, size_t *at)
{
    table->words = (size_t)(table->room / WORD + 1);
    table->worth = PAL_NEW(arena, uint64_t, table->room + 1);
    table->taken = PAL_NEW(arena, uint64_t *, count);
    if (table->worth == NULL || table->taken == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        table->taken[i] = PAL_NEW(arena, uint64_t, (classes[i].count - 1) * table->words);
        if (table->taken[i] == NULL) {
            return PAL_E_MEMORY;
        }
        add_class(table, &classes[i], table->taken[i]);
    }
    trace(table, classes, count, at);
    return PAL_OK;
}

enum pal_rc pal_table_choose(const struct pal_choices *classes, size_t count, uint64_t budget,
                             const struct pal_alloc *alloc, size_t *at, uint64_t *worth)
{
    struct table table = {.room = room_of(classes, count, budget)};
    struct pal_arena arena;
    *worth = 0;
    if (least_use(classes, count, budget) == UINT64_MAX) {
        return PAL_OK;
    }
    pal_arena_init(&arena, alloc);
    enum pal_rc rc = fill(&table, classes, count, &arena, at);
    for (size_t i = 0; rc == PAL_OK && i < count; i++) {
        *worth += classes[i].options[at[i]].worth;
    }
    pal_arena_done(&arena);
    return rc;
}
