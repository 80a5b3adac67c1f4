#include "core/money/schedule.h"

#include <string.h>

#include "base/random.h"
#include "core/money/chains.h"
#include "core/money/schedule_parts.h"

enum {
    ROOT_ROUNDS = 500, /* of prices at the root */
    NODE_ROUNDS = 24,  /* at a node, from the prices of its parent */
    PATIENCE = 12,     /* rounds without a better bound before steps get shorter */
    SEARCH_SHARE = 3,  /* one part in this many of the work goes to exchanges */
    NODES_MAX = 1 << 20,
};
static const double NONE = -1e300;

/* A node of branch and bound: what is decided, its prices, its bound. */
struct node {
    uint8_t *low;  /* [step]: not earlier than */
    uint8_t *high; /* [step]: not later than; periods: may be left undone */
    double *price; /* [resource * periods + period], multipliers at least 0 */
    double bound;
    size_t branch_step;
    uint8_t branch_at; /* children: at most this period, or later */
};

struct solver {
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
    struct node **heap;
    size_t heap_count;
    size_t heap_room;
    struct node *spare; /* nodes that are done with, to be used again */
    uint64_t nodes;
    struct pal_random random;
};

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

static uint64_t value_of(const struct pal_part *part, const uint8_t *plan)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < part->step_count; i++) {
        sum += pal_part_worth(part, i, plan[i]);
    }
    return sum;
}

/* -------------------------------------------------------------- relaxation */

/* What a unit costs when it is used in a period: it is gone from then on. */
static void sum_prices(const struct solver *solver, const double *price)
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

static double reduced(const struct solver *solver, size_t step, size_t period)
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
static void fill_tail(const struct solver *solver, const struct node *node, size_t step,
                      bool is_last)
{
    size_t periods = solver->part->periods;
    double *tail = solver->tail + step * (periods + 1);
    const double *next = is_last ? NULL : tail + periods + 1;
    tail[periods] = node->high[step] >= periods ? 0 : NONE;
    for (size_t t = periods; t > 0; t--) {
        double best = tail[t];
        if (t - 1 >= node->low[step] && t - 1 <= node->high[step]) {
            double rest = next != NULL ? next[t - 1] : 0;
            double take = rest > NONE / 2 ? reduced(solver, step, t - 1) + rest : NONE;
            best = take > best ? take : best;
        }
        tail[t - 1] = best;
    }
}

/* The period of each step in a best plan of its chain at the prices. */
static void trace_chain(const struct solver *solver, size_t from, size_t to)
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

/* The bound of a node at prices; the relaxed plan with it. NONE: the node has no plan. */
static double relax(struct solver *solver, const struct node *node, const double *price)
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
        if (best <= NONE / 2) {
            return NONE;
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
static double find_gradient(struct solver *solver, const double *price)
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

/* ------------------------------------------------------------------- plans */

static void start_slack(struct solver *solver)
{
    for (size_t i = 0; i < solver->part->resource_count * solver->part->periods; i++) {
        solver->slack[i] = (uint64_t)solver->capacity[i];
    }
}

/* Whether a step may move from a period to an earlier one. */
static bool fits(const struct solver *solver, size_t step, size_t from, size_t to)
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
static void move(struct solver *solver, size_t step, size_t to)
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

static void keep_if_better(struct solver *solver, uint64_t value)
{
    if (value > solver->value) {
        solver->value = value;
        memcpy(solver->plan, solver->current, solver->part->step_count);
    }
}

/* A plan from the relaxed one: period by period the steps it wants by then, chain after chain,
 * those that do not fit later; then whatever still fits, as early as it does. */
static uint64_t repair(struct solver *solver)
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
    return value_of(part, solver->current);
}

/* The periods between which a step may move, by its neighbours in the chain. */
static size_t earliest(const struct solver *solver, size_t chain, size_t step)
{
    return step > solver->part->first[chain] ? solver->current[step - 1] : 0;
}

static size_t latest(const struct solver *solver, size_t chain, size_t step)
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

static bool is_taken(struct solver *solver, const struct exchange *exchange, int64_t gain)
{
    if (gain >= 0) {
        return true;
    }
    /* 1 / (1 + x + x²/2 + x³/6) falls like e^-x, without the mathematics of the C library. */
    double x = (double)-gain / exchange->heat;
    return pal_random_uniform(&solver->random) * (1 + x + x * x / 2 + x * x * x / 6) < 1;
}

static int64_t gain_of(const struct solver *solver, size_t step, size_t to)
{
    return (int64_t)pal_part_worth(solver->part, step, to) -
           (int64_t)pal_part_worth(solver->part, step, solver->current[step]);
}

static void try_exchange(struct solver *solver, struct exchange *exchange)
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
static enum pal_rc exchange_steps(struct solver *solver, size_t *chain_of, uint64_t work)
{
    const struct pal_part *part = solver->part;
    enum { COST = 24 }; /* of one trial, in evaluations */
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
        double left = 1 - (double)i / (double)trials;
        exchange.heat = (double)most * (0.04 + 0.09 * left);
        try_exchange(solver, &exchange);
        if (exchange.value > solver->value) {
            keep_if_better(solver, exchange.value);
        }
    }
    solver->work_left -= work < solver->work_left ? work : solver->work_left;
    return PAL_OK;
}

/* --------------------------------------------------------- branch and bound */

/* Whole values: a plan better than the best is worth at least one more. */
static bool is_hopeless(const struct solver *solver, double bound)
{
    return bound < (double)solver->value + 1 - 1e-6 - bound * 1e-12;
}

/* Lowers the bound of a node by following its gradient; keeps the best prices and the mean plan. */
static void price(struct solver *solver, struct node *node, int rounds)
{
    const struct pal_part *part = solver->part;
    size_t cells = part->resource_count * part->periods;
    double reach = rounds > NODE_ROUNDS ? 1.2 : 0.5;
    int waited = 0;
    double share = 0;
    memcpy(solver->trial, node->price, cells * sizeof *solver->trial);
    for (int round = 0; round < rounds && solver->work_left > 0; round++) {
        double bound = relax(solver, node, solver->trial);
        if (bound <= NONE / 2) {
            node->bound = NONE;
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
        if (is_hopeless(solver, node->bound)) {
            return;
        }
        double length = find_gradient(solver, solver->trial);
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
        if (rounds > NODE_ROUNDS && round % 10 == 0) {
            keep_if_better(solver, repair(solver));
        }
    }
}

/* Earlier steps of a chain are not later, later ones not earlier. */
static void spread_limits(const struct pal_part *part, struct node *node, size_t chain)
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
static double through(const struct solver *solver, const struct node *node, size_t step,
                      size_t period, bool is_first, bool is_last)
{
    size_t periods = solver->part->periods;
    const double *before = is_first ? NULL : solver->head + (step - 1) * (periods + 1);
    double sum = before != NULL ? before[period] : 0;
    if (period < periods) {
        sum += reduced(solver, step, period) +
               (is_last ? 0 : solver->tail[(step + 1) * (periods + 1) + period]);
    }
    return period < node->low[step] || period > node->high[step] ? NONE : sum;
}

/* The best of the chain up to the step, which is finished in a period up to each one; at
 * `periods`: with the step finished or not. */
static void fill_head(const struct solver *solver, const struct node *node, size_t step,
                      bool is_first)
{
    size_t periods = solver->part->periods;
    double *head = solver->head + step * (periods + 1);
    const double *before = is_first ? NULL : head - (periods + 1);
    double best = NONE;
    for (size_t t = 0; t < periods; t++) {
        if (t >= node->low[step] && t <= node->high[step]) {
            double sum = reduced(solver, step, t) + (before != NULL ? before[t] : 0);
            best = sum > best ? sum : best;
        }
        head[t] = best;
    }
    double undone = node->high[step] < periods ? NONE : before != NULL ? before[periods] : 0;
    head[periods] = undone > best ? undone : best;
}

/* Shuts out periods in which a step cannot be in any plan better than the best one known. */
static void tighten(struct solver *solver, struct node *node)
{
    const struct pal_part *part = solver->part;
    double spare = node->bound - ((double)solver->value + 1) + 1e-6 + node->bound * 1e-12;
    if (relax(solver, node, node->price) <= NONE / 2) {
        node->bound = NONE;
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
        spread_limits(part, node, chain);
    }
    uint64_t done = part->step_count * (part->periods + 2);
    solver->work_left -= done < solver->work_left ? done : solver->work_left;
}

/* The step whose mean period is farthest from whole, weighed by what it is worth. False: all
 * periods are decided. */
static bool choose_branch(const struct solver *solver, struct node *node)
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

static struct node *new_node(struct solver *solver)
{
    const struct pal_part *part = solver->part;
    if (solver->spare != NULL) {
        struct node *node = solver->spare;
        memcpy(&solver->spare, node->low, sizeof(struct node *));
        return node;
    }
    struct node *node = PAL_NEW(solver->arena, struct node, 1);
    if (node == NULL) {
        return NULL;
    }
    node->low = PAL_NEW(solver->arena, uint8_t, part->step_count + sizeof(struct node *));
    node->high = PAL_NEW(solver->arena, uint8_t, part->step_count);
    node->price = PAL_NEW(solver->arena, double, part->resource_count * part->periods);
    return node->low != NULL && node->high != NULL && node->price != NULL ? node : NULL;
}

static void drop_node(struct solver *solver, struct node *node)
{
    memcpy(node->low, &solver->spare, sizeof(struct node *));
    solver->spare = node;
}

/* A heap with the highest bound on top. */
static enum pal_rc push(struct solver *solver, struct node *node)
{
    if (solver->heap_count == solver->heap_room) {
        size_t room = solver->heap_room > 0 ? 2 * solver->heap_room : 64;
        struct node **heap = PAL_NEW(solver->arena, struct node *, room);
        if (heap == NULL) {
            return PAL_E_MEMORY;
        }
        if (solver->heap_count > 0) {
            memcpy(heap, solver->heap, solver->heap_count * sizeof(struct node *));
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

static struct node *pop(struct solver *solver)
{
    struct node *top = solver->heap[0];
    struct node *last = solver->heap[--solver->heap_count];
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
static enum pal_rc settle(struct solver *solver, struct node *node, int rounds)
{
    solver->nodes++;
    price(solver, node, rounds);
    if (node->bound > NONE / 2 && !is_hopeless(solver, node->bound)) {
        keep_if_better(solver, repair(solver));
        tighten(solver, node);
    }
    bool is_open = node->bound > NONE / 2 && !is_hopeless(solver, node->bound);
    if (is_open && choose_branch(solver, node)) {
        return push(solver, node);
    }
    if (is_open) {
        /* All periods are decided: one plan is left to judge. */
        memcpy(solver->relaxed, node->low, solver->part->step_count);
        keep_if_better(solver, repair(solver));
    }
    drop_node(solver, node);
    return PAL_OK;
}

static enum pal_rc branch(struct solver *solver, struct node *node)
{
    const struct pal_part *part = solver->part;
    for (int later = 0; later < 2; later++) {
        struct node *child = new_node(solver);
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
        spread_limits(part, child, chain);
        enum pal_rc rc = settle(solver, child, NODE_ROUNDS);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    return PAL_OK;
}

/* Steps that can never fit, alone with those under them in the chain, are left out at once. */
static void shut_out(const struct solver *solver, struct node *root)
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

static bool take_room(struct solver *solver)
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

static void fill_capacity(struct solver *solver)
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

/* Solves a part: prices at the root, exchanges, then branch and bound. */
static enum pal_rc solve_part(struct pal_part *part, uint64_t work, struct pal_arena *arena,
                              struct pal_schedule *out, double *bound)
{
    struct solver solver = {.part = part, .arena = arena, .work_left = work};
    size_t *chain_of = PAL_NEW(arena, size_t, part->step_count);
    if (chain_of == NULL || !take_room(&solver)) {
        return PAL_E_MEMORY;
    }
    struct node *root = new_node(&solver);
    if (root == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t chain = 0; chain < part->chain_count; chain++) {
        for (size_t i = part->first[chain]; i < part->first[chain + 1]; i++) {
            chain_of[i] = chain;
        }
    }
    fill_capacity(&solver);
    pal_random_seed(&solver.random, 2004);
    memset(solver.plan, (int)part->periods, part->step_count);
    memset(root->high, (int)part->periods, part->step_count);
    root->bound = 1e300;
    shut_out(&solver, root);
    price(&solver, root, ROOT_ROUNDS);
    keep_if_better(&solver, repair(&solver));
    double *root_price = PAL_NEW(arena, double, part->resource_count * part->periods);
    if (root_price == NULL) {
        return PAL_E_MEMORY;
    }
    memcpy(root_price, root->price, part->resource_count * part->periods * sizeof *root_price);
    *bound = root->bound;
    enum pal_rc rc = PAL_OK;
    if (!is_hopeless(&solver, root->bound) && pal_lattice_fits(part)) {
        rc = pal_lattice_solve(part, arena, solver.current);
        if (rc == PAL_OK) {
            keep_if_better(&solver, value_of(part, solver.current));
            root->bound = (double)solver.value;
        }
    }
    if (rc == PAL_OK && !is_hopeless(&solver, root->bound)) {
        rc = exchange_steps(&solver, chain_of, work / SEARCH_SHARE);
    }
    if (rc == PAL_OK && !is_hopeless(&solver, root->bound)) {
        rc = settle(&solver, root, NODE_ROUNDS);
    }
    while (rc == PAL_OK && solver.heap_count > 0 && solver.work_left > 0 &&
           solver.nodes < NODES_MAX) {
        struct node *node = pop(&solver);
        if (is_hopeless(&solver, node->bound)) {
            drop_node(&solver, node);
            continue;
        }
        *bound = node->bound;
        rc = branch(&solver, node);
        drop_node(&solver, node);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    /* The bound: of the open nodes, never below the plan. */
    double open = (double)solver.value;
    for (size_t i = 0; i < solver.heap_count; i++) {
        open = solver.heap[i]->bound > open ? solver.heap[i]->bound : open;
    }
    *bound = open;
    for (size_t i = 0; i < part->step_count; i++) {
        out->period[part->origin[i]] = solver.plan[i];
    }
    out->value += solver.value;
    out->nodes += solver.nodes;
    for (size_t r = 0; r < part->resource_count; r++) {
        double sum = 0;
        for (size_t t = part->periods; t > 0; t--) {
            sum += root_price[r * part->periods + t - 1];
            out->marginal[part->resource[r]][t - 1] = sum;
        }
    }
    return PAL_OK;
}

/* ------------------------------------------------------------------- parts */

/* The resources with a limit that a chain uses, as bits. */
static unsigned used_by(const struct pal_schedule_problem *problem, size_t chain)
{
    unsigned used = 0;
    for (size_t i = problem->first[chain]; i < problem->first[chain + 1]; i++) {
        const struct pal_schedule_step *step = &problem->steps[i];
        if (step->work > 0 && problem->capacity[step->actor] != NULL) {
            used |= 1U << step->actor;
        }
        if (step->money > 0 && problem->capacity[PAL_RESOURCE_MONEY] != NULL) {
            used |= 1U << PAL_RESOURCE_MONEY;
        }
    }
    return used;
}

/* A single resource, and a single period that counts: its capacity at the end is the budget. */
static enum pal_rc solve_exactly(const struct pal_part *part, size_t resource, uint64_t work,
                                 struct pal_arena *arena, struct pal_schedule *out, double *bound)
{
    const uint64_t *capacity = part->problem->capacity[resource];
    struct pal_chain_step *steps = PAL_NEW(arena, struct pal_chain_step, part->step_count);
    struct pal_chains chains = {part->chain_count, part->first, steps, capacity[part->periods - 1]};
    struct pal_chains_choice choice;
    if (steps == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < part->step_count; i++) {
        steps[i] = (struct pal_chain_step){pal_part_worth(part, i, part->periods - 1),
                                           pal_part_use(part, i, 0)};
    }
    if (pal_chains_choose(&chains, work, arena, &choice) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    /* As early as it fits, chain after chain: all of it fits by the end. */
    uint64_t used = 0;
    for (size_t chain = 0; chain < part->chain_count; chain++) {
        size_t t = 0;
        for (size_t i = 0; i < choice.taken[chain]; i++) {
            size_t step = part->first[chain] + i;
            used += steps[step].use;
            while (capacity[t] < used) {
                t++;
            }
            out->period[part->origin[step]] = (uint8_t)t;
        }
    }
    out->value += choice.worth;
    /* A unit more in any period is there at the end, and nothing else counts. */
    for (size_t t = 0; t < part->periods; t++) {
        out->marginal[resource][t] = choice.price;
    }
    *bound = choice.bound;
    return PAL_OK;
}

/* Gathers the chains that share the resources `group`. */
static enum pal_rc gather(const struct pal_schedule_problem *problem, const unsigned *groups,
                          unsigned group, struct pal_arena *arena, struct pal_part *out)
{
    size_t steps = problem->first[problem->chain_count];
    *out = (struct pal_part){.problem = problem,
                             .periods = problem->period_count,
                             .first = PAL_NEW(arena, size_t, problem->chain_count + 1),
                             .origin = PAL_NEW(arena, size_t, steps),
                             .steps = PAL_NEW(arena, struct pal_schedule_step, steps),
                             .own = PAL_NEW(arena, size_t, steps)};
    if (out->first == NULL || out->origin == NULL || out->steps == NULL || out->own == NULL) {
        return PAL_E_MEMORY;
    }
    size_t here[PAL_RESOURCE_COUNT];
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        here[r] = PAL_RESOURCE_COUNT;
        if ((group >> r & 1) != 0) {
            here[r] = out->resource_count;
            out->resource[out->resource_count++] = r;
        }
    }
    out->has_money = here[PAL_RESOURCE_MONEY] < PAL_RESOURCE_COUNT;
    out->money = here[PAL_RESOURCE_MONEY];
    for (size_t chain = 0; chain < problem->chain_count; chain++) {
        if (groups[chain] != group) {
            continue;
        }
        for (size_t i = problem->first[chain]; i < problem->first[chain + 1]; i++) {
            size_t at = out->step_count++;
            out->origin[at] = i;
            out->steps[at] = problem->steps[i];
            out->own[at] = problem->steps[i].work > 0 ? here[problem->steps[i].actor]
                                                      : (size_t)PAL_RESOURCE_COUNT;
        }
        out->first[++out->chain_count] = out->step_count;
    }
    return PAL_OK;
}

/* Chains that share a resource, directly or by others, are of one group: the union of their
 * resources. */
static void find_groups(const struct pal_schedule_problem *problem, unsigned *groups)
{
    for (size_t i = 0; i < problem->chain_count; i++) {
        groups[i] = used_by(problem, i);
    }
    for (bool is_changed = true; is_changed;) {
        unsigned joined[PAL_RESOURCE_COUNT] = {0};
        is_changed = false;
        for (size_t i = 0; i < problem->chain_count; i++) {
            for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
                joined[r] |= (groups[i] >> r & 1) != 0 ? groups[i] : 0;
            }
        }
        for (size_t i = 0; i < problem->chain_count; i++) {
            unsigned wider = groups[i];
            for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
                wider |= (groups[i] >> r & 1) != 0 ? joined[r] : 0;
            }
            is_changed = is_changed || wider != groups[i];
            groups[i] = wider;
        }
    }
}

/* Without a limit everything is finished at once. */
static void finish_all(const struct pal_part *part, struct pal_schedule *out, double *bound)
{
    for (size_t i = 0; i < part->step_count; i++) {
        out->period[part->origin[i]] = 0;
        out->value += pal_part_worth(part, i, 0);
        *bound += (double)pal_part_worth(part, i, 0);
    }
}

enum pal_rc pal_schedule_solve(const struct pal_schedule_problem *problem, uint64_t work,
                               struct pal_arena *arena, struct pal_schedule *out)
{
    size_t steps = problem->first[problem->chain_count];
    unsigned *groups = PAL_NEW(arena, unsigned, problem->chain_count);
    double sum = 0;
    *out = (struct pal_schedule){.period = PAL_NEW(arena, uint8_t, steps)};
    if (groups == NULL || out->period == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        out->marginal[r] =
            problem->capacity[r] != NULL ? PAL_NEW(arena, double, problem->period_count) : NULL;
        if (problem->capacity[r] != NULL && out->marginal[r] == NULL) {
            return PAL_E_MEMORY;
        }
    }
    memset(out->period, (int)problem->period_count, steps);
    find_groups(problem, groups);
    for (unsigned group = 0; group < 1U << PAL_RESOURCE_COUNT; group++) {
        struct pal_part part;
        double bound = 0;
        if (gather(problem, groups, group, arena, &part) != PAL_OK) {
            return PAL_E_MEMORY;
        }
        enum pal_rc rc = PAL_OK;
        bool is_single = part.resource_count == 1 && (part.periods == 1 || !problem->is_early);
        if (part.step_count == 0) {
            continue;
        }
        if (part.resource_count == 0) {
            finish_all(&part, out, &bound);
        } else if (is_single) {
            rc = solve_exactly(&part, part.resource[0], work, arena, out, &bound);
        } else {
            rc = solve_part(&part, work * part.step_count / steps, arena, out, &bound);
        }
        if (rc != PAL_OK) {
            return rc;
        }
        sum += (double)(uint64_t)(bound + 1e-6 + bound * 1e-12); /* whole values, part by part */
    }
    out->bound = (uint64_t)sum;
    out->is_optimal = out->bound <= out->value;
    return PAL_OK;
}
