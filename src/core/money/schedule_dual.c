#include "core/money/schedule_dual.h"

#include <string.h>

#include "base/random.h"

enum {
    REBUILD = 48,     /* pivots between two fresh inverses */
    PIVOTS_EACH = 60, /* pivots allowed for each row and chain */
    PIVOTS_MORE = 4000,
};
static const double GAIN_LEAST = 1e-11;  /* of the greatest worth of a chain: else nothing gains */
static const double PIVOT_LEAST = 1e-10; /* smaller ones are rounding */
static const double NEAR_ZERO = 1e-9;    /* shares and slacks this small are none */

/* A variable of the relaxation: how much of a plan of a chain is taken, or what a row has left. */
struct column {
    size_t chain; /* or chain_count: the slack of row `row` */
    size_t row;
    double *use; /* [row], scaled; a plan's */
    double worth;
};

struct dual {
    const struct pal_part *part;
    uint64_t work_left;
    size_t rows; /* resource * periods + period */
    size_t chains;
    double *scale; /* [resource]: a scaled unit in units */
    double worth_scale;
    double *capacity;      /* [row], scaled, a little more than stated */
    double *stated;        /* [row], scaled */
    struct column *key;    /* [chain] */
    struct column *basic;  /* [row] */
    double *inverse;       /* [row * rows + row] of the basis without the keys */
    double *value;         /* [row]: of the basic variables */
    double *price;         /* [row] */
    double *total;         /* [row]: what a unit used in that period costs */
    struct column *wanted; /* [chain]: the best plan at the last pricing; worth < 0: none */
    double *tail;          /* [step of a chain * (periods + 1) + period] */
    double *change;        /* [row]: of the basic values for a unit of the entering one */
    double *key_change;    /* [chain] */
    double *row_sum;       /* [row], scratch */
    double *square;        /* [row * 2 rows], scratch of rebuild */
    size_t pivots;
};

static bool is_slack(const struct dual *dual, const struct column *column)
{
    return column->chain == dual->chains;
}

/* ----------------------------------------------------------------- columns */

/* Copies a column into the room that another one had. */
static void put(const struct dual *dual, struct column *to, const struct column *from)
{
    double *use = to->use;
    if (from->use != NULL) {
        memcpy(use, from->use, dual->rows * sizeof *use);
    }
    *to = *from;
    to->use = use;
}

/* A column without its chain's key: what the basis is made of. */
static double entry(const struct dual *dual, const struct column *column, size_t row)
{
    if (is_slack(dual, column)) {
        return column->row == row ? 1 : 0;
    }
    return column->use[row] - dual->key[column->chain].use[row];
}

static double worth_of(const struct dual *dual, const struct column *column)
{
    return is_slack(dual, column) ? 0 : column->worth - dual->key[column->chain].worth;
}

/* The share of a chain's key: what the basic plans of the chain leave of 1. */
static double key_value(const struct dual *dual, size_t chain)
{
    double left = 1;
    for (size_t i = 0; i < dual->rows; i++) {
        left -= dual->basic[i].chain == chain ? dual->value[i] : 0;
    }
    return left;
}

/* ------------------------------------------------------------------- basis */

/* A fresh inverse, by elimination with the greatest pivot. False: the basis is singular. */
static bool invert(struct dual *dual)
{
    size_t n = dual->rows;
    double *square = dual->square;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            square[i * 2 * n + j] = entry(dual, &dual->basic[j], i);
            square[i * 2 * n + n + j] = i == j ? 1 : 0;
        }
    }
    for (size_t at = 0; at < n; at++) {
        size_t best = at;
        for (size_t i = at; i < n; i++) {
            double own = square[i * 2 * n + at];
            double known = square[best * 2 * n + at];
            best = own * own > known * known ? i : best;
        }
        double pivot = square[best * 2 * n + at];
        if (pivot < PIVOT_LEAST * 1e-3 && pivot > -PIVOT_LEAST * 1e-3) {
            return false;
        }
        for (size_t j = 0; j < 2 * n; j++) {
            double held = square[best * 2 * n + j];
            square[best * 2 * n + j] = square[at * 2 * n + j];
            square[at * 2 * n + j] = held / pivot;
        }
        for (size_t i = 0; i < n; i++) {
            double factor = square[i * 2 * n + at];
            if (i == at || factor == 0) {
                continue;
            }
            for (size_t j = at; j < 2 * n; j++) {
                square[i * 2 * n + j] -= factor * square[at * 2 * n + j];
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        memcpy(dual->inverse + i * n, square + i * 2 * n + n, n * sizeof *square);
    }
    return true;
}

/* The basic values at capacities: what these leave when every key is taken whole. */
static void fill_values(struct dual *dual, const double *capacity, double *value)
{
    size_t n = dual->rows;
    memcpy(dual->row_sum, capacity, n * sizeof *dual->row_sum);
    for (size_t chain = 0; chain < dual->chains; chain++) {
        for (size_t i = 0; i < n; i++) {
            dual->row_sum[i] -= dual->key[chain].use[i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        value[i] = 0;
        for (size_t j = 0; j < n; j++) {
            value[i] += dual->inverse[i * n + j] * dual->row_sum[j];
        }
    }
}

static void fill_prices(struct dual *dual)
{
    size_t n = dual->rows;
    memset(dual->price, 0, n * sizeof *dual->price);
    for (size_t i = 0; i < n; i++) {
        double worth = worth_of(dual, &dual->basic[i]);
        for (size_t j = 0; j < n && worth != 0; j++) {
            dual->price[j] += worth * dual->inverse[i * n + j];
        }
    }
}

/* ----------------------------------------------------------------- pricing */

/* What a unit of the variable would gain at the prices. */
static double gain_of(const struct dual *dual, const struct column *column)
{
    if (is_slack(dual, column)) {
        return -dual->price[column->row];
    }
    double gain = worth_of(dual, column);
    for (size_t i = 0; i < dual->rows; i++) {
        gain -= dual->price[i] * entry(dual, column, i);
    }
    return gain;
}

static double step_worth(const struct dual *dual, size_t step, size_t period)
{
    return (double)pal_part_worth(dual->part, step, period) / dual->worth_scale;
}

/* What a step is worth in a period less what it takes at the prices. */
static double reduced(const struct dual *dual, size_t step, size_t period)
{
    double worth = step_worth(dual, step, period);
    for (size_t r = 0; r < dual->part->resource_count; r++) {
        uint64_t use = pal_part_use(dual->part, step, r);
        if (use > 0) {
            worth -= (double)use / dual->scale[r] * dual->total[r * dual->part->periods + period];
        }
    }
    return worth;
}

/* The plan of a chain that is worth the most at the prices, from `tail`. */
static void trace(const struct dual *dual, size_t chain, struct column *out)
{
    const struct pal_part *part = dual->part;
    size_t periods = part->periods;
    size_t t = 0;
    out->chain = chain;
    out->worth = 0;
    memset(out->use, 0, dual->rows * sizeof *out->use);
    for (size_t step = part->first[chain]; step < part->first[chain + 1]; step++) {
        const double *tail = dual->tail + (step - part->first[chain]) * (periods + 1);
        while (t < periods && tail[t] <= tail[t + 1]) {
            t++;
        }
        if (t == periods) {
            break;
        }
        out->worth += step_worth(dual, step, t);
        for (size_t r = 0; r < part->resource_count; r++) {
            out->use[r * periods + t] += (double)pal_part_use(part, step, r) / dual->scale[r];
        }
    }
    for (size_t r = 0; r < part->resource_count; r++) {
        for (t = 1; t < periods; t++) {
            out->use[r * periods + t] += out->use[r * periods + t - 1];
        }
    }
}

static void price_chain(struct dual *dual, size_t chain)
{
    const struct pal_part *part = dual->part;
    size_t periods = part->periods;
    size_t count = part->first[chain + 1] - part->first[chain];
    for (size_t i = count; i > 0; i--) {
        double *tail = dual->tail + (i - 1) * (periods + 1);
        tail[periods] = 0;
        for (size_t t = periods; t > 0; t--) {
            double take = reduced(dual, part->first[chain] + i - 1, t - 1) +
                          (i < count ? tail[periods + 1 + t - 1] : 0);
            tail[t - 1] = take > tail[t] ? take : tail[t];
        }
    }
    trace(dual, chain, &dual->wanted[chain]);
}

/* The best plan of every chain at the prices. */
static void price_chains(struct dual *dual)
{
    const struct pal_part *part = dual->part;
    uint64_t done = (uint64_t)part->step_count * (part->periods + 2) + dual->rows * dual->rows;
    for (size_t r = 0; r < part->resource_count; r++) {
        double sum = 0;
        for (size_t t = part->periods; t > 0; t--) {
            sum += dual->price[r * part->periods + t - 1];
            dual->total[r * part->periods + t - 1] = sum;
        }
    }
    for (size_t chain = 0; chain < dual->chains; chain++) {
        price_chain(dual, chain);
    }
    dual->work_left -= done < dual->work_left ? done : dual->work_left;
}

/* The variable that gains most, of the slacks and the plans wanted. False: none gains. */
static bool choose_entering(const struct dual *dual, struct column *slack,
                            const struct column **out)
{
    double most = GAIN_LEAST;
    *out = NULL;
    for (size_t row = 0; row < dual->rows; row++) {
        if (-dual->price[row] > most) {
            most = -dual->price[row];
            *slack = (struct column){dual->chains, row, NULL, 0};
            *out = slack;
        }
    }
    for (size_t chain = 0; chain < dual->chains; chain++) {
        double gain = gain_of(dual, &dual->wanted[chain]);
        if (gain > most) {
            most = gain;
            *out = &dual->wanted[chain];
        }
    }
    return *out != NULL;
}

/* ------------------------------------------------------------------ pivots */

static void fill_change(struct dual *dual, const struct column *entering)
{
    size_t n = dual->rows;
    memset(dual->key_change, 0, dual->chains * sizeof *dual->key_change);
    for (size_t i = 0; i < n; i++) {
        dual->row_sum[i] = entry(dual, entering, i);
    }
    if (!is_slack(dual, entering)) {
        dual->key_change[entering->chain] = 1;
    }
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++) {
            sum += dual->inverse[i * n + j] * dual->row_sum[j];
        }
        dual->change[i] = sum;
        if (!is_slack(dual, &dual->basic[i])) {
            dual->key_change[dual->basic[i].chain] -= sum;
        }
    }
}

/* What leaves: the row of a basic variable, or `rows` and the chain of a key. */
struct leaving {
    size_t row;
    size_t chain;
    double step;
    double pivot;
};

static void consider(struct leaving *best, double value, double change, size_t row, size_t chain)
{
    if (change <= PIVOT_LEAST) {
        return;
    }
    double step = value > 0 ? value / change : 0;
    bool is_tied = step < best->step + 1e-13 && step > best->step - 1e-13;
    if (step < best->step - 1e-13 || (is_tied && change > best->pivot)) {
        *best = (struct leaving){row, chain, step, change};
    }
}

/* The variable that reaches 0 first. A plan's share ends at 1, so there is one, or a slack that no
 * row bounds: a row of no use. */
static struct leaving choose_leaving(const struct dual *dual)
{
    struct leaving best = {dual->rows, dual->chains, 1e300, 0};
    for (size_t i = 0; i < dual->rows; i++) {
        consider(&best, dual->value[i], dual->change[i], i, dual->chains);
    }
    for (size_t chain = 0; chain < dual->chains; chain++) {
        if (dual->key_change[chain] > PIVOT_LEAST) {
            consider(&best, key_value(dual, chain), dual->key_change[chain], dual->rows, chain);
        }
    }
    return best;
}

/* The key of a chain and a basic plan of it change places. */
static void swap_key(struct dual *dual, size_t chain, size_t row)
{
    size_t n = dual->rows;
    double share = key_value(dual, chain);
    for (size_t j = 0; j < n; j++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            sum += dual->basic[i].chain == chain ? dual->inverse[i * n + j] : 0;
        }
        dual->inverse[row * n + j] = -sum;
    }
    struct column held = dual->key[chain];
    dual->key[chain] = dual->basic[row];
    dual->basic[row] = held;
    dual->value[row] = share;
}

/* The basic plan of a chain with the greatest share; `rows`: the key is alone. */
static size_t partner(const struct dual *dual, size_t chain)
{
    size_t best = dual->rows;
    for (size_t i = 0; i < dual->rows; i++) {
        if (dual->basic[i].chain == chain &&
            (best == dual->rows || dual->value[i] > dual->value[best])) {
            best = i;
        }
    }
    return best;
}

static void replace(struct dual *dual, const struct column *entering, size_t row, double step)
{
    size_t n = dual->rows;
    double pivot = dual->change[row];
    for (size_t j = 0; j < n; j++) {
        dual->inverse[row * n + j] /= pivot;
    }
    for (size_t i = 0; i < n; i++) {
        double factor = dual->change[i];
        if (i == row || factor == 0) {
            continue;
        }
        dual->value[i] -= step * factor;
        for (size_t j = 0; j < n; j++) {
            dual->inverse[i * n + j] -= factor * dual->inverse[row * n + j];
        }
    }
    dual->value[row] = step;
    put(dual, &dual->basic[row], entering);
}

/* Lets a variable enter. False: the numbers have gone astray. */
static bool pivot(struct dual *dual, const struct column *entering)
{
    fill_change(dual, entering);
    struct leaving leaving = choose_leaving(dual);
    if (leaving.pivot == 0) {
        return false;
    }
    if (leaving.row == dual->rows) {
        size_t row = partner(dual, leaving.chain);
        if (row == dual->rows) {
            /* The whole of the chain goes over to the entering plan. */
            for (size_t i = 0; i < dual->rows; i++) {
                dual->value[i] -= leaving.step * dual->change[i];
            }
            put(dual, &dual->key[leaving.chain], entering);
            return true;
        }
        swap_key(dual, leaving.chain, row);
        fill_change(dual, entering);
        leaving.row = row;
        if (dual->change[row] <= PIVOT_LEAST / 10) {
            return false;
        }
    }
    replace(dual, entering, leaving.row, leaving.step);
    return true;
}

/* Fresh numbers from time to time. */
static bool refresh(struct dual *dual)
{
    if (++dual->pivots % REBUILD != 0) {
        return true;
    }
    if (!invert(dual)) {
        return false;
    }
    fill_values(dual, dual->capacity, dual->value);
    return true;
}

/* From every chain undone to the optimum. False: not within the work. */
static bool optimize(struct dual *dual)
{
    size_t most = PIVOTS_EACH * (dual->rows + dual->chains) + PIVOTS_MORE;
    struct column slack;
    const struct column *entering;
    dual->pivots = 0;
    while (dual->pivots < most && dual->work_left > 0) {
        size_t before = dual->pivots;
        fill_prices(dual);
        price_chains(dual);
        while (dual->pivots < most && dual->work_left > 0 &&
               choose_entering(dual, &slack, &entering)) {
            if (!pivot(dual, entering) || !refresh(dual)) {
                return false;
            }
            uint64_t done = dual->rows * (3 * dual->rows + 2 * dual->chains);
            dual->work_left -= done < dual->work_left ? done : dual->work_left;
            fill_prices(dual);
        }
        if (dual->pivots == before) {
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------- start */

static bool take_room(struct dual *dual, struct pal_arena *arena)
{
    size_t n = dual->rows;
    size_t longest = 0;
    for (size_t chain = 0; chain < dual->chains; chain++) {
        size_t count = dual->part->first[chain + 1] - dual->part->first[chain];
        longest = count > longest ? count : longest;
    }
    dual->scale = PAL_NEW(arena, double, dual->part->resource_count);
    double *rows = PAL_NEW(arena, double, 7 * n);
    dual->inverse = PAL_NEW(arena, double, n *n);
    dual->square = PAL_NEW(arena, double, 2 * n * n);
    dual->key_change = PAL_NEW(arena, double, dual->chains);
    dual->tail = PAL_NEW(arena, double, longest *(dual->part->periods + 1));
    dual->key = PAL_NEW(arena, struct column, dual->chains);
    dual->wanted = PAL_NEW(arena, struct column, dual->chains);
    dual->basic = PAL_NEW(arena, struct column, n);
    double *uses = PAL_NEW(arena, double, (2 * dual->chains + n) * n);
    if (dual->scale == NULL || rows == NULL || dual->inverse == NULL || dual->square == NULL ||
        dual->key_change == NULL || dual->tail == NULL || dual->key == NULL ||
        dual->wanted == NULL || dual->basic == NULL || uses == NULL) {
        return false;
    }
    dual->capacity = rows;
    dual->stated = rows + n;
    dual->value = rows + 2 * n;
    dual->price = rows + 3 * n;
    dual->total = rows + 4 * n;
    dual->change = rows + 5 * n;
    dual->row_sum = rows + 6 * n;
    for (size_t i = 0; i < dual->chains; i++) {
        dual->key[i].use = uses + i * n;
        dual->wanted[i].use = uses + (dual->chains + i) * n;
    }
    for (size_t i = 0; i < n; i++) {
        dual->basic[i].use = uses + (2 * dual->chains + i) * n;
    }
    return true;
}

/* Capacities and worths of about 1. */
static void fill_scales(struct dual *dual)
{
    const struct pal_part *part = dual->part;
    dual->worth_scale = 1;
    for (size_t chain = 0; chain < dual->chains; chain++) {
        double sum = 0;
        for (size_t i = part->first[chain]; i < part->first[chain + 1]; i++) {
            sum += (double)pal_part_worth(part, i, 0);
        }
        dual->worth_scale = sum > dual->worth_scale ? sum : dual->worth_scale;
    }
    for (size_t r = 0; r < part->resource_count; r++) {
        const uint64_t *capacity = part->problem->capacity[part->resource[r]];
        double last = (double)capacity[part->periods - 1];
        dual->scale[r] = last > 1 ? last : 1;
        for (size_t t = 0; t < part->periods; t++) {
            dual->stated[r * part->periods + t] = (double)capacity[t] / dual->scale[r];
        }
    }
}

/* The smallest change of a capacity that settles ties: far below a unit where doubles allow it. */
static double nudge_of(const struct dual *dual, size_t resource)
{
    double unit = 1e-4 / dual->scale[resource];
    return unit > 1e-8 ? unit : 1e-8;
}

/* Every chain undone, every slack basic; the capacities a little above what is stated. `row` at
 * least rows: more comes in everywhere; else nearly all of it in the period of that row. */
static void start(struct dual *dual, size_t row)
{
    const struct pal_part *part = dual->part;
    struct pal_random random;
    pal_random_seed(&random, 1967);
    for (size_t r = 0; r < part->resource_count; r++) {
        double more = 0;
        for (size_t t = 0; t < part->periods; t++) {
            size_t at = r * part->periods + t;
            double share = 0.5 + pal_random_uniform(&random) / 2;
            share *= row < dual->rows && at == row ? 100 : 1;
            more += share * nudge_of(dual, r) / (row < dual->rows ? 100 : 1);
            dual->capacity[at] = dual->stated[at] + more;
            dual->value[at] = dual->capacity[at];
            struct column slack = {dual->chains, at, NULL, 0};
            put(dual, &dual->basic[at], &slack);
        }
    }
    memset(dual->inverse, 0, dual->rows * dual->rows * sizeof *dual->inverse);
    for (size_t i = 0; i < dual->rows; i++) {
        dual->inverse[i * dual->rows + i] = 1;
    }
    for (size_t chain = 0; chain < dual->chains; chain++) {
        dual->key[chain].chain = chain;
        dual->key[chain].worth = 0;
        memset(dual->key[chain].use, 0, dual->rows * sizeof *dual->key[chain].use);
    }
}

/* Whether some variable of the basis is 0 at the capacities as stated: other prices may be as
 * good. */
static bool is_tied(struct dual *dual)
{
    fill_values(dual, dual->stated, dual->value);
    for (size_t i = 0; i < dual->rows; i++) {
        if (dual->value[i] < NEAR_ZERO) {
            return true;
        }
    }
    for (size_t chain = 0; chain < dual->chains; chain++) {
        if (key_value(dual, chain) < NEAR_ZERO) {
            return true;
        }
    }
    return false;
}

/* The worth of a unit that comes in in the period of a row, and is there from then on. */
static double worth_of_one_more(const struct dual *dual, size_t row)
{
    size_t periods = dual->part->periods;
    double sum = 0;
    for (size_t t = row % periods; t < periods; t++) {
        double price = dual->price[row / periods * periods + t];
        sum += price > 0 ? price : 0;
    }
    return sum < GAIN_LEAST * 10 ? 0 : sum * dual->worth_scale / dual->scale[row / periods];
}

enum pal_rc pal_part_dual(const struct pal_part *part, uint64_t work, struct pal_arena *arena,
                          double *marginal, bool *is_solved)
{
    struct pal_arena scratch;
    struct dual dual = {.part = part,
                        .work_left = work,
                        .rows = part->resource_count * part->periods,
                        .chains = part->chain_count};
    *is_solved = false;
    pal_arena_init(&scratch, arena->alloc);
    if (!take_room(&dual, &scratch)) {
        pal_arena_done(&scratch);
        return PAL_E_MEMORY;
    }
    fill_scales(&dual);
    start(&dual, dual.rows);
    *is_solved = optimize(&dual);
    if (*is_solved) {
        for (size_t row = 0; row < dual.rows; row++) {
            marginal[row] = worth_of_one_more(&dual, row);
        }
    }
    /* Where ties leave a choice, each unit is asked for by itself. */
    bool is_open = *is_solved && is_tied(&dual);
    for (size_t row = 0; is_open && row < dual.rows; row++) {
        start(&dual, row);
        is_open = optimize(&dual);
        if (is_open) {
            marginal[row] = worth_of_one_more(&dual, row);
        }
    }
    pal_arena_done(&scratch);
    return PAL_OK;
}
