#include "core/money/schedule_solver.h"

#include <string.h>

static void start_slack(struct pal_solver *solver)
{
    for (size_t i = 0; i < solver->part->resource_count * solver->part->periods; i++) {
        solver->slack[i] = (uint64_t)solver->capacity[i];
    }
}

/* Whether a step may move from a period to an earlier one. */
static bool fits(const struct pal_solver *solver, size_t step, size_t from, size_t to)
{
    const struct pal_part *part = solver->part;
    for (size_t r = 0; r < part->resource_count; r++) {
        uint64_t use = pal_part_use(part, step, r);
        for (size_t t = to; t < from && use > 0; t++) {
            if (solver->slack[r * part->periods + t] < use) {
                return false;
            }
        }
    }
    return true;
}

/* Moves a step; the slack follows. A move to an earlier period must fit. */
static void move(struct pal_solver *solver, size_t step, size_t to)
{
    const struct pal_part *part = solver->part;
    size_t from = solver->current[step];
    for (size_t r = 0; r < part->resource_count; r++) {
        uint64_t use = pal_part_use(part, step, r);
        for (size_t t = to; t < from; t++) {
            solver->slack[r * part->periods + t] -= use;
        }
        for (size_t t = from; t < to; t++) {
            solver->slack[r * part->periods + t] += use;
        }
    }
    solver->current[step] = (uint8_t)to;
}

void pal_solver_keep(struct pal_solver *solver, uint64_t value)
{
    if (value > solver->value) {
        solver->value = value;
        memcpy(solver->plan, solver->current, solver->part->step_count);
    }
}

/* A plan from the relaxed one: period by period the steps it wants by then, chain after chain,
 * those that do not fit later; then whatever still fits, as early as it does. */
uint64_t pal_solver_repair(struct pal_solver *solver)
{
    const struct pal_part *part = solver->part;
    size_t periods = part->periods;
    start_slack(solver);
    memset(solver->current, (int)periods, part->step_count);
    for (size_t pass = 0; pass < 2 * periods; pass++) {
        size_t t = pass % periods;
        bool any = pass >= periods;
        for (size_t chain = 0; chain < part->chain_count; chain++) {
            for (size_t i = part->first[chain]; i < part->first[chain + 1]; i++) {
                size_t least = i > part->first[chain] ? solver->current[i - 1] : 0;
                if (solver->current[i] <= t) {
                    continue;
                }
                if (least > t || (!any && solver->relaxed[i] > t) ||
                    !fits(solver, i, solver->current[i], t)) {
                    break;
                }
                move(solver, i, t);
            }
        }
    }
    return pal_part_value(part, solver->current);
}

/* The periods between which a step may move, by its neighbours in the chain. */
static size_t earliest(const struct pal_solver *solver, size_t chain, size_t step)
{
    return step > solver->part->first[chain] ? solver->current[step - 1] : 0;
}

static size_t latest(const struct pal_solver *solver, size_t chain, size_t step)
{
    return step + 1 < solver->part->first[chain + 1] ? solver->current[step + 1]
                                                     : solver->part->periods;
}

/* Exchanges: a step moves, and where it does not fit another one that shares its resource gives
 * way; worse plans are taken less and less often (annealing). */
struct exchange {
    size_t *chain_of;                  /* [step] */
    size_t *users[PAL_RESOURCE_COUNT]; /* [resource]: the steps that use it */
    size_t user_count[PAL_RESOURCE_COUNT];
    uint64_t value;
    double heat;
};

static bool is_taken(struct pal_solver *solver, const struct exchange *exchange, int64_t gain)
{
    if (gain >= 0) {
        return true;
    }
    /* 1 / (1 + x + x²/2 + x³/6) falls like e^-x, without the mathematics of the C library. */
    double x = (double)-gain / exchange->heat;
    return pal_random_uniform(&solver->random) * (1 + x + x * x / 2 + x * x * x / 6) < 1;
}

static int64_t gain_of(const struct pal_solver *solver, size_t step, size_t to)
{
    return (int64_t)pal_part_worth(solver->part, step, to) -
           (int64_t)pal_part_worth(solver->part, step, solver->current[step]);
}

static void try_exchange(struct pal_solver *solver, struct exchange *exchange)
{
    const struct pal_part *part = solver->part;
    size_t step = pal_random_below(&solver->random, part->step_count);
    size_t low = earliest(solver, exchange->chain_of[step], step);
    size_t high = latest(solver, exchange->chain_of[step], step);
    size_t from = solver->current[step];
    if (low == high) {
        return;
    }
    size_t to = low + pal_random_below(&solver->random, high - low);
    to += to >= from; /* another period than now */
    if (to > high) {
        return;
    }
    int64_t gain = gain_of(solver, step, to);
    if (to > from || fits(solver, step, from, to)) {
        if (is_taken(solver, exchange, gain)) {
            move(solver, step, to);
            exchange->value = (uint64_t)((int64_t)exchange->value + gain);
        }
        return;
    }
    /* Another step gives way: later, as far as its chain allows. */
    size_t row = part->own[step] < part->resource_count ? part->own[step] : part->money;
    size_t other =
        exchange->users[row][pal_random_below(&solver->random, exchange->user_count[row])];
    size_t was = solver->current[other];
    size_t last = latest(solver, exchange->chain_of[other], other);
    if (other == step || was >= last) {
        return;
    }
    size_t away = was + 1 + pal_random_below(&solver->random, last - was);
    gain += gain_of(solver, other, away);
    if (!is_taken(solver, exchange, gain)) {
        return;
    }
    move(solver, other, away);
    bool is_in_order =
        other + 1 != step || exchange->chain_of[other] != exchange->chain_of[step] || away <= to;
    if (is_in_order && fits(solver, step, from, to)) {
        move(solver, step, to);
        exchange->value = (uint64_t)((int64_t)exchange->value + gain);
    } else {
        move(solver, other, was);
    }
}

/* Spends `work` on exchanges, from the best plan known. */
enum pal_rc pal_solver_exchange(struct pal_solver *solver, size_t *chain_of, uint64_t work)
{
    const struct pal_part *part = solver->part;
    enum { COST = 24 /* of one trial, in evaluations */, ASKS_EVERY = 4096 };
    uint64_t trials = work / COST;
    uint64_t most = 1;
    struct exchange exchange = {.chain_of = chain_of, .value = solver->value};
    for (size_t r = 0; r < part->resource_count; r++) {
        exchange.users[r] = PAL_NEW(solver->arena, size_t, part->step_count);
        if (exchange.users[r] == NULL) {
            return PAL_E_MEMORY;
        }
        for (size_t i = 0; i < part->step_count; i++) {
            if (pal_part_use(part, i, r) > 0) {
                exchange.users[r][exchange.user_count[r]++] = i;
            }
        }
    }
    for (size_t i = 0; i < part->step_count; i++) {
        most = part->steps[i].weight > most ? part->steps[i].weight : most;
    }
    start_slack(solver);
    memset(solver->current, (int)part->periods, part->step_count);
    for (size_t i = 0; i < part->step_count; i++) {
        move(solver, i, solver->plan[i]);
    }
    for (uint64_t i = 0; i < trials; i++) {
        if (i % ASKS_EVERY == 0 && pal_alloc_is_over(solver->arena->alloc)) {
            return PAL_E_MEMORY;
        }
        double left = 1 - (double)i / (double)trials;
        exchange.heat = (double)most * (0.04 + 0.09 * left);
        try_exchange(solver, &exchange);
        if (exchange.value > solver->value) {
            pal_solver_keep(solver, exchange.value);
        }
    }
    solver->work_left -= work < solver->work_left ? work : solver->work_left;
    return PAL_OK;
}
