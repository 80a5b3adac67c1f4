/*
 * schedule_solver - one part of a schedule problem by prices, exchanges, and branch and bound.
 * Private to the files core/money/schedule_*.c:
 *
 *   relax     prices on the capacities: every chain a small exact problem, their sum a bound
 *   exchange  plans from relaxed ones, improved by exchanging steps
 *   bounds    prices that lower a bound, periods that no better plan can use
 *   branch    nodes, the heap of those that are open, their children
 *   part      the whole search
 */
#ifndef PAL_CORE_MONEY_SCHEDULE_SOLVER_H
#define PAL_CORE_MONEY_SCHEDULE_SOLVER_H

#include "base/random.h"
#include "core/money/schedule_parts.h"

enum {
    PAL_SOLVER_ROOT_ROUNDS = 500, /* of prices at the root */
    PAL_SOLVER_NODE_ROUNDS = 24,  /* at a node, from the prices of its parent */
};

/* A bound of this or near it: there is no plan. */
#define PAL_SOLVER_NONE (-1e300)

/* A node of branch and bound: what is decided, its prices, its bound. */
struct pal_solver_node {
    uint8_t *low;  /* [step]: not earlier than */
    uint8_t *high; /* [step]: not later than; periods: may be left undone */
    double *price; /* [resource * periods + period], multipliers at least 0 */
    double bound;
    size_t branch_step;
    uint8_t branch_at; /* children: at most this period, or later */
};

struct pal_solver {
    struct pal_part *part;
    struct pal_arena *arena;
    uint64_t work_left;
    double *capacity; /* [resource * periods + period] */
    double *scale;    /* [resource]: what a unit counts in the length of a gradient */
    double *total;    /* [resource * periods + period]: what a unit used in that period costs */
    double *tail;     /* [step * (periods + 1) + period]: best of the chain's rest */
    double *head;     /* [step * (periods + 1) + period]: best of the chain up to the step */
    double *gradient; /* [resource * periods + period] */
    double *trial;    /* prices under trial */
    double *mean;     /* [step]: period in the relaxed plans, averaged */
    uint8_t *relaxed; /* [step]: period in the last relaxed plan */
    uint8_t *plan;    /* [step]: period in the best plan */
    uint64_t value;
    uint8_t *current; /* exchanges: the plan at hand */
    uint64_t *slack;  /* [resource * periods + period] of the plan at hand */
    struct pal_solver_node **heap;
    size_t heap_count;
    size_t heap_room;
    struct pal_solver_node *spare; /* nodes that are done with, to be used again */
    uint64_t nodes;
    struct pal_random random;
};

/* What a step is worth in a period less what it takes at the prices last summed by relax. */
double pal_solver_reduced(const struct pal_solver *solver, size_t step, size_t period);

/* The bound of a node at prices; the relaxed plan with it. PAL_SOLVER_NONE: the node has no plan.
 */
double pal_solver_relax(struct pal_solver *solver, const struct pal_solver_node *node,
                        const double *price);

/* Capacity less use of the relaxed plan: where it is negative, the price must rise. Gives the
 * squared length, in shares of the capacity, of what a step may follow. */
double pal_solver_gradient(struct pal_solver *solver, const double *price);

/* Keeps the plan at hand when it is worth more than the best one. */
void pal_solver_keep(struct pal_solver *solver, uint64_t value);

/* A plan from the relaxed one, into `current`; gives what it is worth. */
uint64_t pal_solver_repair(struct pal_solver *solver);

/* Spends `work` on exchanges, from the best plan known. `chain_of`: [step]. */
enum pal_rc pal_solver_exchange(struct pal_solver *solver, size_t *chain_of,
                                uint64_t work) PAL_WARN_UNUSED;

/* Whether no plan under a bound is better than the best one known: values are whole. */
bool pal_solver_is_hopeless(const struct pal_solver *solver, double bound);

/* Lowers the bound of a node by following its gradient; keeps the best prices and the mean plan. */
void pal_solver_price(struct pal_solver *solver, struct pal_solver_node *node, int rounds);

/* Earlier steps of a chain are not later, later ones not earlier. */
void pal_solver_spread(const struct pal_part *part, struct pal_solver_node *node, size_t chain);

/* Shuts out periods in which a step cannot be in any plan better than the best one known. */
void pal_solver_tighten(struct pal_solver *solver, struct pal_solver_node *node);

/* A node, undecided or as one that was dropped left it. NULL when memory is short. */
struct pal_solver_node *pal_solver_new_node(struct pal_solver *solver);
void pal_solver_drop(struct pal_solver *solver, struct pal_solver_node *node);

/* The open node with the highest bound; there must be one. */
struct pal_solver_node *pal_solver_pop(struct pal_solver *solver);

/* Prices a node; it waits in the heap unless nothing better can come of it. */
enum pal_rc pal_solver_settle(struct pal_solver *solver, struct pal_solver_node *node,
                              int rounds) PAL_WARN_UNUSED;

/* Settles both children of a node. */
enum pal_rc pal_solver_branch(struct pal_solver *solver,
                              struct pal_solver_node *node) PAL_WARN_UNUSED;

#endif
