#include "core/money/schedule_solver.h"

#include <string.h>

uint64_t pal_part_worth(const struct pal_part *part, size_t step, size_t period)
{
    if (period >= part->periods) {
        return 0;
    }
    uint64_t weight = part->steps[step].weight;
    return part->problem->is_early ? weight * (part->periods - period) : weight;
}

uint64_t pal_part_use(const struct pal_part *part, size_t step, size_t resource)
{
    uint64_t use = part->own[step] == resource ? part->steps[step].work : 0;
    return use + (part->has_money && part->money == resource ? part->steps[step].money : 0);
}

uint64_t pal_part_value(const struct pal_part *part, const uint8_t *plan)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < part->step_count; i++) {
        sum += pal_part_worth(part, i, plan[i]);
    }
    return sum;
}
/* What a unit costs when it is used in a period: it is gone from then on. */
static void sum_prices(const struct pal_solver *solver, const double *price)
{
    size_t periods = solver->part->periods;
    for (size_t r = 0; r < solver->part->resource_count; r++) {
        double sum = 0;
        for (size_t t = periods; t > 0; t--) {
            sum += price[r * periods + t - 1];
            solver->total[r * periods + t - 1] = sum;
        }
    }
}

double pal_solver_reduced(const struct pal_solver *solver, size_t step, size_t period)
{
    const struct pal_part *part = solver->part;
    const struct pal_schedule_step *at = &part->steps[step];
    double worth =
        (double)at->weight * (part->problem->is_early ? (double)(part->periods - period) : 1.0);
    if (part->own[step] < part->resource_count) {
        worth -= (double)at->work * solver->total[part->own[step] * part->periods + period];
    }
    if (part->has_money) {
        worth -= (double)at->money * solver->total[part->money * part->periods + period];
    }
    return worth;
}

/* The best of the rest of a chain from `step` on, for each earliest period. */
static void fill_tail(const struct pal_solver *solver, const struct pal_solver_node *node,
                      size_t step, bool is_last)
{
    size_t periods = solver->part->periods;
    double *tail = solver->tail + step * (periods + 1);
    const double *next = is_last ? NULL : tail + periods + 1;
    tail[periods] = node->high[step] >= periods ? 0 : PAL_SOLVER_NONE;
    for (size_t t = periods; t > 0; t--) {
        double best = tail[t];
        if (t - 1 >= node->low[step] && t - 1 <= node->high[step]) {
            double rest = next != NULL ? next[t - 1] : 0;
            double take = rest > PAL_SOLVER_NONE / 2
                              ? pal_solver_reduced(solver, step, t - 1) + rest
                              : PAL_SOLVER_NONE;
            best = take > best ? take : best;
        }
        tail[t - 1] = best;
    }
}

/* The period of each step in a best plan of its chain at the prices. */
static void trace_chain(const struct pal_solver *solver, size_t from, size_t to)
{
    size_t periods = solver->part->periods;
    size_t t = 0;
    for (size_t step = from; step < to; step++) {
        const double *tail = solver->tail + step * (periods + 1);
        while (t < periods && tail[t] <= tail[t + 1]) {
            t++;
        }
        solver->relaxed[step] = (uint8_t)t;
    }
}

/* The bound of a node at prices; the relaxed plan with it. PAL_SOLVER_NONE: the node has no plan.
 */
double pal_solver_relax(struct pal_solver *solver, const struct pal_solver_node *node,
                        const double *price)
{
    const struct pal_part *part = solver->part;
    double bound = 0;
    sum_prices(solver, price);
    for (size_t i = 0; i < part->resource_count * part->periods; i++) {
        bound += price[i] * solver->capacity[i];
    }
    for (size_t chain = 0; chain < part->chain_count; chain++) {
        for (size_t step = part->first[chain + 1]; step > part->first[chain]; step--) {
            fill_tail(solver, node, step - 1, step == part->first[chain + 1]);
        }
        if (part->first[chain] == part->first[chain + 1]) {
            continue;
        }
        double best = solver->tail[part->first[chain] * (part->periods + 1)];
        if (best <= PAL_SOLVER_NONE / 2) {
            return PAL_SOLVER_NONE;
        }
        bound += best;
        trace_chain(solver, part->first[chain], part->first[chain + 1]);
    }
    uint64_t done = part->step_count * (part->periods + 2);
    solver->work_left -= done < solver->work_left ? done : solver->work_left;
    return bound;
}

/* Capacity less use of the relaxed plan: where it is negative, the price must rise. Gives the
 * squared length, in shares of the capacity, of what a step may follow. */
double pal_solver_gradient(struct pal_solver *solver, const double *price)
{
    const struct pal_part *part = solver->part;
    size_t periods = part->periods;
    double *gradient = solver->gradient;
    double length = 0;
    memset(gradient, 0, part->resource_count * periods * sizeof *gradient);
    for (size_t i = 0; i < part->step_count; i++) {
        size_t t = solver->relaxed[i];
        if (t >= periods) {
            continue;
        }
        if (part->own[i] < part->resource_count) {
            gradient[part->own[i] * periods + t] += (double)part->steps[i].work;
        }
        if (part->has_money) {
            gradient[part->money * periods + t] += (double)part->steps[i].money;
        }
    }
    for (size_t r = 0; r < part->resource_count; r++) {
        double used = 0;
        for (size_t t = 0; t < periods; t++) {
            size_t at = r * periods + t;
            used += gradient[at];
            gradient[at] = (solver->capacity[at] - used) * solver->scale[r];
            if (price[at] > 0 || gradient[at] < 0) {
                length += gradient[at] * gradient[at];
            }
        }
    }
    return length;
}
