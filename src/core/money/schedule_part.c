#include "core/money/schedule_solver.h"

#include <string.h>

#include "core/money/schedule_dual.h"

enum {
    SEARCH_SHARE = 3, /* one part in this many of the work goes to exchanges */
    NODES_MAX = 1 << 20,
};

/* Steps that can never fit, alone with those under them in the chain, are left out at once. */
static void shut_out(const struct pal_solver *solver, struct pal_solver_node *root)
{
    const struct pal_part *part = solver->part;
    size_t periods = part->periods;
    for (size_t chain = 0; chain < part->chain_count; chain++) {
        uint64_t sum[PAL_RESOURCE_COUNT] = {0};
        size_t t = 0;
        for (size_t i = part->first[chain]; i < part->first[chain + 1]; i++) {
            for (size_t r = 0; r < part->resource_count; r++) {
                sum[r] += pal_part_use(part, i, r);
                while (t < periods && (double)sum[r] > solver->capacity[r * periods + t]) {
                    t++;
                }
            }
            root->low[i] = (uint8_t)t;
        }
    }
}

static bool take_room(struct pal_solver *solver)
{
    const struct pal_part *part = solver->part;
    size_t cells = part->resource_count * part->periods;
    size_t rows = part->step_count * (part->periods + 1);
    solver->capacity = PAL_NEW(solver->arena, double, cells);
    solver->scale = PAL_NEW(solver->arena, double, part->resource_count);
    solver->total = PAL_NEW(solver->arena, double, cells);
    solver->tail = PAL_NEW(solver->arena, double, rows);
    solver->head = PAL_NEW(solver->arena, double, rows);
    solver->gradient = PAL_NEW(solver->arena, double, cells);
    solver->trial = PAL_NEW(solver->arena, double, cells);
    solver->mean = PAL_NEW(solver->arena, double, part->step_count);
    solver->relaxed = PAL_NEW(solver->arena, uint8_t, part->step_count);
    solver->plan = PAL_NEW(solver->arena, uint8_t, part->step_count);
    solver->current = PAL_NEW(solver->arena, uint8_t, part->step_count);
    solver->slack = PAL_NEW(solver->arena, uint64_t, cells);
    return solver->capacity != NULL && solver->scale != NULL && solver->total != NULL &&
           solver->tail != NULL && solver->head != NULL && solver->gradient != NULL &&
           solver->trial != NULL && solver->mean != NULL && solver->relaxed != NULL &&
           solver->plan != NULL && solver->current != NULL && solver->slack != NULL;
}

static void fill_capacity(struct pal_solver *solver)
{
    const struct pal_part *part = solver->part;
    for (size_t r = 0; r < part->resource_count; r++) {
        const uint64_t *capacity = part->problem->capacity[part->resource[r]];
        for (size_t t = 0; t < part->periods; t++) {
            solver->capacity[r * part->periods + t] = (double)capacity[t];
        }
        double last = (double)capacity[part->periods - 1];
        solver->scale[r] = last > 1 ? 1 / last : 1;
    }
}

/* A solver made ready for a part: no plan yet, nothing decided. NULL when memory is short. */
static struct pal_solver_node *start(struct pal_solver *solver, size_t *chain_of)
{
    const struct pal_part *part = solver->part;
    struct pal_solver_node *root = take_room(solver) ? pal_solver_new_node(solver) : NULL;
    if (root == NULL) {
        return NULL;
    }
    for (size_t chain = 0; chain < part->chain_count; chain++) {
        for (size_t i = part->first[chain]; i < part->first[chain + 1]; i++) {
            chain_of[i] = chain;
        }
    }
    fill_capacity(solver);
    pal_random_seed(&solver->random, 2004);
    memset(solver->plan, (int)part->periods, part->step_count);
    memset(root->high, (int)part->periods, part->step_count);
    root->bound = 1e300;
    shut_out(solver, root);
    return root;
}

/* Branch and bound, the highest bound first, while work is left. */
static enum pal_rc search(struct pal_solver *solver)
{
    while (solver->heap_count > 0 && solver->work_left > 0 && solver->nodes < NODES_MAX) {
        if (pal_alloc_is_over(solver->arena->alloc)) {
            return PAL_E_MEMORY;
        }
        struct pal_solver_node *node = pal_solver_pop(solver);
        if (!pal_solver_is_hopeless(solver, node->bound)) {
            enum pal_rc rc = pal_solver_branch(solver, node);
            if (rc != PAL_OK) {
                return rc;
            }
        }
        pal_solver_drop(solver, node);
    }
    return PAL_OK;
}

/* What follows the root: every plan where they are few, else exchanges and the search; each only
 * while a better plan is possible. */
static enum pal_rc go_on(struct pal_solver *solver, struct pal_solver_node *root, size_t *chain_of,
                         uint64_t work)
{
    const struct pal_part *part = solver->part;
    enum pal_rc rc;
    if (!pal_solver_is_hopeless(solver, root->bound) && pal_lattice_fits(part)) {
        rc = pal_lattice_solve(part, solver->arena, solver->current);
        if (rc != PAL_OK) {
            return rc;
        }
        pal_solver_keep(solver, pal_part_value(part, solver->current));
        root->bound = (double)solver->value;
    }
    if (!pal_solver_is_hopeless(solver, root->bound)) {
        rc = pal_solver_exchange(solver, chain_of, work / SEARCH_SHARE);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    if (!pal_solver_is_hopeless(solver, root->bound)) {
        rc = pal_solver_settle(solver, root, PAL_SOLVER_NODE_ROUNDS);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    return search(solver);
}

/* Of the open nodes, never below the plan. */
static double open_bound(const struct pal_solver *solver)
{
    double open = (double)solver->value;
    for (size_t i = 0; i < solver->heap_count; i++) {
        open = solver->heap[i]->bound > open ? solver->heap[i]->bound : open;
    }
    return open;
}

/* What one more unit is worth: the prices of the linear relaxation; those of the root, which are
 * near them, where it would take too long. */
static enum pal_rc add_marginal(const struct pal_part *part, uint64_t work, struct pal_arena *arena,
                                const double *root_price, struct pal_schedule *out)
{
    double *worth = PAL_NEW(arena, double, part->resource_count * part->periods);
    bool is_solved;
    if (worth == NULL || pal_part_dual(part, work, arena, worth, &is_solved) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    for (size_t r = 0; r < part->resource_count; r++) {
        double sum = 0;
        for (size_t t = part->periods; t > 0; t--) {
            size_t at = r * part->periods + t - 1;
            sum += root_price[at];
            out->marginal[part->resource[r]][t - 1] = is_solved ? worth[at] : sum;
        }
    }
    return PAL_OK;
}

enum pal_rc pal_part_solve(struct pal_part *part, uint64_t work, struct pal_arena *arena,
                           struct pal_schedule *out, double *bound)
{
    struct pal_solver solver = {.part = part, .arena = arena, .work_left = work};
    size_t *chain_of = PAL_NEW(arena, size_t, part->step_count);
    double *root_price = PAL_NEW(arena, double, part->resource_count * part->periods);
    if (chain_of == NULL || root_price == NULL) {
        return PAL_E_MEMORY;
    }
    struct pal_solver_node *root = start(&solver, chain_of);
    if (root == NULL) {
        return PAL_E_MEMORY;
    }
    pal_solver_price(&solver, root, PAL_SOLVER_ROOT_ROUNDS);
    pal_solver_keep(&solver, pal_solver_repair(&solver));
    memcpy(root_price, root->price, part->resource_count * part->periods * sizeof *root_price);
    enum pal_rc rc = go_on(&solver, root, chain_of, work);
    if (rc != PAL_OK) {
        return rc;
    }
    *bound = open_bound(&solver);
    for (size_t i = 0; i < part->step_count; i++) {
        out->period[part->origin[i]] = solver.plan[i];
    }
    out->value += solver.value;
    out->nodes += solver.nodes;
    return add_marginal(part, work, arena, root_price, out);
}
