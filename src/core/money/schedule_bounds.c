#include "core/money/schedule_solver.h"

#include <string.h>

enum { PATIENCE = 12 /* rounds without a better bound before steps get shorter */ };

/* Whole values: a plan better than the best is worth at least one more. */
bool pal_solver_is_hopeless(const struct pal_solver *solver, double bound)
{
    return bound < (double)solver->value + 1 - 1e-6 - bound * 1e-12;
}

/* Lowers the bound of a node by following its gradient; keeps the best prices and the mean plan. */
void pal_solver_price(struct pal_solver *solver, struct pal_solver_node *node, int rounds)
{
    const struct pal_part *part = solver->part;
    size_t cells = part->resource_count * part->periods;
    double reach = rounds > PAL_SOLVER_NODE_ROUNDS ? 1.2 : 0.5;
    int waited = 0;
    double share = 0;
    memcpy(solver->trial, node->price, cells * sizeof *solver->trial);
    for (int round = 0; round < rounds && solver->work_left > 0; round++) {
        double bound = pal_solver_relax(solver, node, solver->trial);
        if (bound <= PAL_SOLVER_NONE / 2) {
            node->bound = PAL_SOLVER_NONE;
            return;
        }
        /* The mean of the relaxed plans leans to the later ones. */
        share = round == 0 ? 1 : round < 10 ? 0.3 : 0.1;
        for (size_t i = 0; i < part->step_count; i++) {
            solver->mean[i] += share * ((double)solver->relaxed[i] - solver->mean[i]);
        }
        if (bound < node->bound) {
            node->bound = bound;
            memcpy(node->price, solver->trial, cells * sizeof *node->price);
            waited = 0;
        } else if (++waited > PATIENCE) {
            reach *= 0.6;
            waited = 0;
        }
        if (pal_solver_is_hopeless(solver, node->bound)) {
            return;
        }
        double length = pal_solver_gradient(solver, solver->trial);
        if (length <= 0) {
            return; /* the relaxed plan fits and wastes nothing that has a price */
        }
        double aim = (double)solver->value;
        double step = reach * (bound - aim) / length;
        for (size_t r = 0; r < part->resource_count; r++) {
            for (size_t t = 0; t < part->periods; t++) {
                size_t at = r * part->periods + t;
                double next = solver->trial[at] - step * solver->gradient[at] * solver->scale[r];
                solver->trial[at] = next > 0 ? next : 0;
            }
        }
        if (rounds > PAL_SOLVER_NODE_ROUNDS && round % 10 == 0) {
            pal_solver_keep(solver, pal_solver_repair(solver));
        }
    }
}

/* Earlier steps of a chain are not later, later ones not earlier. */
void pal_solver_spread(const struct pal_part *part, struct pal_solver_node *node, size_t chain)
{
    for (size_t i = part->first[chain] + 1; i < part->first[chain + 1]; i++) {
        if (node->low[i] < node->low[i - 1]) {
            node->low[i] = node->low[i - 1];
        }
    }
    for (size_t i = part->first[chain + 1]; i > part->first[chain] + 1; i--) {
        if (node->high[i - 2] > node->high[i - 1]) {
            node->high[i - 2] = node->high[i - 1];
        }
    }
}

/* What the best plan of a chain is worth at the prices when a step must be finished in a period
 * (or, at `periods`, never): head and tail joined. */
static double through(const struct pal_solver *solver, const struct pal_solver_node *node,
                      size_t step, size_t period, bool is_first, bool is_last)
{
    size_t periods = solver->part->periods;
    const double *before = is_first ? NULL : solver->head + (step - 1) * (periods + 1);
    double sum = before != NULL ? before[period] : 0;
    if (period < periods) {
        sum += pal_solver_reduced(solver, step, period) +
               (is_last ? 0 : solver->tail[(step + 1) * (periods + 1) + period]);
    }
    return period < node->low[step] || period > node->high[step] ? PAL_SOLVER_NONE : sum;
}

/* The best of the chain up to the step, which is finished in a period up to each one; at
 * `periods`: with the step finished or not. */
static void fill_head(const struct pal_solver *solver, const struct pal_solver_node *node,
                      size_t step, bool is_first)
{
    size_t periods = solver->part->periods;
    double *head = solver->head + step * (periods + 1);
    const double *before = is_first ? NULL : head - (periods + 1);
    double best = PAL_SOLVER_NONE;
    for (size_t t = 0; t < periods; t++) {
        if (t >= node->low[step] && t <= node->high[step]) {
            double sum = pal_solver_reduced(solver, step, t) + (before != NULL ? before[t] : 0);
            best = sum > best ? sum : best;
        }
        head[t] = best;
    }
    double undone = node->high[step] < periods ? PAL_SOLVER_NONE
                    : before != NULL           ? before[periods]
                                               : 0;
    head[periods] = undone > best ? undone : best;
}

/* Shuts out periods in which a step cannot be in any plan better than the best one known. */
void pal_solver_tighten(struct pal_solver *solver, struct pal_solver_node *node)
{
    const struct pal_part *part = solver->part;
    double spare = node->bound - ((double)solver->value + 1) + 1e-6 + node->bound * 1e-12;
    if (pal_solver_relax(solver, node, node->price) <= PAL_SOLVER_NONE / 2) {
        node->bound = PAL_SOLVER_NONE;
        return;
    }
    for (size_t chain = 0; chain < part->chain_count; chain++) {
        size_t from = part->first[chain];
        size_t to = part->first[chain + 1];
        for (size_t i = from; i < to; i++) {
            fill_head(solver, node, i, i == from);
        }
        double best = from < to ? solver->tail[from * (part->periods + 1)] : 0;
        for (size_t i = from; i < to; i++) {
            while (node->low[i] < node->high[i] &&
                   through(solver, node, i, node->low[i], i == from, i + 1 == to) < best - spare) {
                node->low[i]++;
            }
            while (node->high[i] > node->low[i] &&
                   through(solver, node, i, node->high[i], i == from, i + 1 == to) < best - spare) {
                node->high[i]--;
            }
        }
        pal_solver_spread(part, node, chain);
    }
    uint64_t done = part->step_count * (part->periods + 2);
    solver->work_left -= done < solver->work_left ? done : solver->work_left;
}
