#include "core/money/schedule_solver.h"

#include <string.h>

/* The step whose mean period is farthest from whole, weighed by what it is worth. False: all
 * periods are decided. */
static bool choose_branch(const struct pal_solver *solver, struct pal_solver_node *node)
{
    const struct pal_part *part = solver->part;
    double most = -1;
    for (size_t i = 0; i < part->step_count; i++) {
        if (node->low[i] >= node->high[i]) {
            continue;
        }
        double mean = solver->mean[i];
        double low = (double)node->low[i];
        double high = (double)node->high[i];
        mean = mean < low ? low : mean > high ? high : mean;
        size_t whole = (size_t)mean;
        whole = whole >= node->high[i] ? (size_t)node->high[i] - 1 : whole;
        double off = mean - (double)whole;
        double doubt = (off < 0.5 ? off : 1 - off) * (double)part->steps[i].weight +
                       1e-9 * (double)part->steps[i].weight;
        if (doubt > most) {
            most = doubt;
            node->branch_step = i;
            node->branch_at = (uint8_t)whole;
        }
    }
    return most >= 0;
}

struct pal_solver_node *pal_solver_new_node(struct pal_solver *solver)
{
    const struct pal_part *part = solver->part;
    if (solver->spare != NULL) {
        struct pal_solver_node *node = solver->spare;
        memcpy(&solver->spare, node->low, sizeof(struct pal_solver_node *));
        return node;
    }
    struct pal_solver_node *node = PAL_NEW(solver->arena, struct pal_solver_node, 1);
    if (node == NULL) {
        return NULL;
    }
    node->low =
        PAL_NEW(solver->arena, uint8_t, part->step_count + sizeof(struct pal_solver_node *));
    node->high = PAL_NEW(solver->arena, uint8_t, part->step_count);
    node->price = PAL_NEW(solver->arena, double, part->resource_count * part->periods);
    return node->low != NULL && node->high != NULL && node->price != NULL ? node : NULL;
}

void pal_solver_drop(struct pal_solver *solver, struct pal_solver_node *node)
{
    memcpy(node->low, &solver->spare, sizeof(struct pal_solver_node *));
    solver->spare = node;
}

/* A heap with the highest bound on top. */
static enum pal_rc push(struct pal_solver *solver, struct pal_solver_node *node)
{
    if (solver->heap_count == solver->heap_room) {
        size_t room = solver->heap_room > 0 ? 2 * solver->heap_room : 64;
        struct pal_solver_node **heap = PAL_NEW(solver->arena, struct pal_solver_node *, room);
        if (heap == NULL) {
            return PAL_E_MEMORY;
        }
        if (solver->heap_count > 0) {
            memcpy(heap, solver->heap, solver->heap_count * sizeof(struct pal_solver_node *));
        }
        solver->heap = heap;
        solver->heap_room = room;
    }
    size_t at = solver->heap_count++;
    while (at > 0 && solver->heap[(at - 1) / 2]->bound < node->bound) {
        solver->heap[at] = solver->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    solver->heap[at] = node;
    return PAL_OK;
}

struct pal_solver_node *pal_solver_pop(struct pal_solver *solver)
{
    struct pal_solver_node *top = solver->heap[0];
    struct pal_solver_node *last = solver->heap[--solver->heap_count];
    size_t at = 0;
    for (size_t child = 1; child < solver->heap_count; child = 2 * at + 1) {
        if (child + 1 < solver->heap_count &&
            solver->heap[child + 1]->bound > solver->heap[child]->bound) {
            child++;
        }
        if (solver->heap[child]->bound <= last->bound) {
            break;
        }
        solver->heap[at] = solver->heap[child];
        at = child;
    }
    if (solver->heap_count > 0) {
        solver->heap[at] = last;
    }
    return top;
}

/* Prices a node; it waits in the heap unless nothing better can come of it. */
enum pal_rc pal_solver_settle(struct pal_solver *solver, struct pal_solver_node *node, int rounds)
{
    solver->nodes++;
    pal_solver_price(solver, node, rounds);
    if (node->bound > PAL_SOLVER_NONE / 2 && !pal_solver_is_hopeless(solver, node->bound)) {
        pal_solver_keep(solver, pal_solver_repair(solver));
        pal_solver_tighten(solver, node);
    }
    bool is_open =
        node->bound > PAL_SOLVER_NONE / 2 && !pal_solver_is_hopeless(solver, node->bound);
    if (is_open && choose_branch(solver, node)) {
        return push(solver, node);
    }
    if (is_open) {
        /* All periods are decided: one plan is left to judge. */
        memcpy(solver->relaxed, node->low, solver->part->step_count);
        pal_solver_keep(solver, pal_solver_repair(solver));
    }
    pal_solver_drop(solver, node);
    return PAL_OK;
}

enum pal_rc pal_solver_branch(struct pal_solver *solver, struct pal_solver_node *node)
{
    const struct pal_part *part = solver->part;
    for (int later = 0; later < 2; later++) {
        struct pal_solver_node *child = pal_solver_new_node(solver);
        if (child == NULL) {
            return PAL_E_MEMORY;
        }
        memcpy(child->low, node->low, part->step_count);
        memcpy(child->high, node->high, part->step_count);
        memcpy(child->price, node->price,
               part->resource_count * part->periods * sizeof *child->price);
        child->bound = node->bound;
        size_t step = node->branch_step;
        if (later) {
            child->low[step] = (uint8_t)(node->branch_at + 1);
        } else {
            child->high[step] = node->branch_at;
        }
        size_t chain = 0;
        while (part->first[chain + 1] <= step) {
            chain++;
        }
        pal_solver_spread(part, child, chain);
        enum pal_rc rc = pal_solver_settle(solver, child, PAL_SOLVER_NODE_ROUNDS);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    return PAL_OK;
}
