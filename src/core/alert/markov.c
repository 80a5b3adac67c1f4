#include "core/alert/markov.h"

#include <string.h>

enum { STATES_MAX = 2 * PAL_MARKOV_LEVELS };

/* Poisson weights around their mode, found by ratios so that no exponential can underflow. */
struct weights {
    size_t first;
    size_t count;
    double *value; /* they add up to 1 */
};

static enum pal_rc poisson(double mean, struct pal_arena *arena, struct weights *out)
{
    size_t mode = (size_t)mean;
    double least = PAL_MARKOV_LOST * 1e-6; /* of the weight at the mode */
    size_t first = mode;
    size_t last = mode;
    for (double w = 1; first > 0 && w > least; first--) {
        w *= (double)first / mean;
    }
    for (double w = 1; w > least; last++) {
        w *= mean / (double)(last + 1);
    }
    *out = (struct weights){.first = first, .count = last - first + 1};
    out->value = PAL_NEW(arena, double, out->count);
    if (out->value == NULL) {
        return PAL_E_MEMORY;
    }
    out->value[mode - first] = 1;
    for (size_t n = mode; n > first; n--) {
        out->value[n - 1 - first] = out->value[n - first] * (double)n / mean;
    }
    for (size_t n = mode; n < last; n++) {
        out->value[n + 1 - first] = out->value[n - first] * mean / (double)(n + 1);
    }
    double sum = 0;
    for (size_t i = 0; i < out->count; i++) {
        sum += out->value[i];
    }
    for (size_t i = 0; i < out->count; i++) {
        out->value[i] /= sum;
    }
    return PAL_OK;
}

/* A chain uniformized: step = I + Q / fastest, rates per hour. */
struct uniform {
    size_t count;
    double fastest;
    double *step; /* [from * count + to] */
};

static bool in_set(pal_level_set set, size_t level)
{
    return (set >> level & 1) != 0;
}

/* The rate per hour of leaving a level for another. */
static double rate(const struct pal_rates *rates, size_t from, size_t to)
{
    return from == to ? 0 : rates->per_year[from * rates->level_count + to] / PAL_HOURS_PER_YEAR;
}

/* The chain restricted to `set`: what leaves it is lost. */
static enum pal_rc uniformize(const struct pal_rates *rates, pal_level_set set,
                              struct pal_arena *arena, struct uniform *out)
{
    size_t count = rates->level_count;
    double out_rate[PAL_MARKOV_LEVELS] = {0};
    *out = (struct uniform){count, 0, PAL_NEW(arena, double, count *count)};
    if (out->step == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            out_rate[i] += rate(rates, i, j);
        }
        if (in_set(set, i) && out_rate[i] > out->fastest) {
            out->fastest = out_rate[i];
        }
    }
    if (out->fastest == 0) {
        out->fastest = 1 / PAL_HOURS_PER_YEAR; /* nothing moves; any rate will do */
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            if (in_set(set, i) && in_set(set, j)) {
                out->step[i * count + j] =
                    i == j ? 1 - out_rate[i] / out->fastest : rate(rates, i, j) / out->fastest;
            }
        }
    }
    return PAL_OK;
}

/* row = row * step */
static void advance(const struct uniform *chain, double *row)
{
    double next[STATES_MAX] = {0};
    for (size_t i = 0; i < chain->count; i++) {
        for (size_t j = 0; j < chain->count; j++) {
            next[j] += row[i] * chain->step[i * chain->count + j];
        }
    }
    memcpy(row, next, chain->count * sizeof *row);
}

/* For a row at time 0: the row at time t, and its integral from 0 to t. Either may be NULL.
 * integral = 1/fastest * sum over n of P(more than n jumps) * row * step^n. */
static enum pal_rc evolve(const struct uniform *chain, const double *start, double hours,
                          struct pal_arena *arena, double *at_end, double *integral)
{
    struct weights weights;
    double row[STATES_MAX];
    double end[STATES_MAX] = {0};
    double sum[STATES_MAX] = {0};
    memcpy(row, start, chain->count * sizeof *row);
    if (poisson(chain->fastest * hours, arena, &weights) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    double more = 1; /* the probability of more than n jumps */
    for (size_t n = 0; n < weights.first + weights.count; n++) {
        double exactly = n < weights.first ? 0 : weights.value[n - weights.first];
        more -= exactly;
        more = more < 0 ? 0 : more;
        for (size_t i = 0; i < chain->count; i++) {
            end[i] += exactly * row[i];
            sum[i] += more * row[i] / chain->fastest;
        }
        advance(chain, row);
    }
    if (at_end != NULL) {
        memcpy(at_end, end, chain->count * sizeof *end);
    }
    if (integral != NULL) {
        memcpy(integral, sum, chain->count * sizeof *sum);
    }
    return PAL_OK;
}

static pal_level_set all_levels(const struct pal_rates *rates)
{
    return rates->level_count >= 64 ? ~(pal_level_set)0
                                    : ((pal_level_set)1 << rates->level_count) - 1;
}

enum pal_rc pal_markov_years(const struct pal_rates *rates, size_t years, struct pal_arena *arena,
                             double *rows, double *out)
{
    size_t levels = rates->level_count;
    struct uniform chain;
    const double *from = rates->start;
    if (uniformize(rates, all_levels(rates), arena, &chain) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    for (size_t year = 0; year < years; year++) {
        double *sum = out + year * levels;
        double *row = rows + year * levels;
        if (evolve(&chain, from, PAL_HOURS_PER_YEAR, arena, row, sum) != PAL_OK) {
            return PAL_E_MEMORY;
        }
        from = row;
        for (size_t i = 0; i < levels && year > 0; i++) {
            sum[i] += out[(year - 1) * levels + i];
        }
    }
    return PAL_OK;
}

enum pal_rc pal_markov_occupancy(const struct pal_rates *rates, double horizon_hours,
                                 struct pal_arena *arena, double *out)
{
    struct uniform chain;
    if (uniformize(rates, all_levels(rates), arena, &chain) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    return evolve(&chain, rates->start, horizon_hours, arena, NULL, out);
}

static double sum_inside(const double *row, size_t count, pal_level_set set)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += in_set(set, i) ? row[i] : 0;
    }
    return sum;
}

struct pal_expected_use pal_markov_use_of(const struct pal_rates *rates, pal_level_set demand,
                                          const double *occupancy)
{
    size_t count = rates->level_count;
    struct pal_expected_use use = {.demanded_hours = sum_inside(occupancy, count, demand)};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            if (!in_set(demand, i) && in_set(demand, j)) {
                use.entries += occupancy[i] * rate(rates, i, j);
            }
        }
    }
    return use;
}

/* The whole chain with a double of each level of the demand: an entry by a change that takes
 * `activation` minutes leads to the double, and the double is left for where its level is left. */
static enum pal_rc with_doubles(const struct pal_rates *rates,
                                const struct pal_exposure_class *step, uint32_t activation,
                                struct pal_arena *arena, struct uniform *out)
{
    size_t levels = rates->level_count;
    struct uniform plain;
    if (uniformize(rates, all_levels(rates), arena, &plain) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    *out = (struct uniform){2 * levels, plain.fastest, PAL_NEW(arena, double, 4 * levels * levels)};
    if (out->step == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < levels; i++) {
        for (size_t j = 0; j < levels; j++) {
            bool is_entry = !in_set(step->demand, i) && in_set(step->demand, j);
            bool is_counted = is_entry && step->activation_minutes[i * levels + j] == activation;
            bool stays = in_set(step->demand, i) && in_set(step->demand, j);
            double chance = plain.step[i * levels + j];
            out->step[i * out->count + j + (is_counted ? levels : 0)] = chance;
            out->step[(i + levels) * out->count + j + (stays ? levels : 0)] = chance;
        }
    }
    return PAL_OK;
}

/* The chain up to the moment from which on what is entered cannot be active before the horizon:
 * found among those known, or made. NULL when memory is short. */
static struct pal_markov_past *past_of(const struct pal_rates *rates, double horizon_hours,
                                       uint32_t minutes, struct pal_markov_memory *memory,
                                       struct pal_arena *arena)
{
    size_t levels = rates->level_count;
    struct uniform chain;
    for (struct pal_markov_past *past = memory->pasts; past != NULL; past = past->next) {
        if (past->minutes == minutes) {
            return past;
        }
    }
    struct pal_markov_past *past = PAL_NEW(memory->arena, struct pal_markov_past, 1);
    double *rows = PAL_NEW(memory->arena, double, 2 * levels);
    double hours = horizon_hours - (double)minutes / 60;
    hours = hours > 0 ? hours : 0;
    size_t years = memory->year_rows != NULL ? (size_t)(hours / PAL_HOURS_PER_YEAR) : 0;
    const double *from = years > 0 ? memory->year_rows + (years - 1) * levels : rates->start;
    hours -= (double)years * PAL_HOURS_PER_YEAR;
    if (past == NULL || rows == NULL ||
        uniformize(rates, all_levels(rates), arena, &chain) != PAL_OK ||
        evolve(&chain, from, hours, arena, rows, rows + levels) != PAL_OK) {
        return NULL;
    }
    for (size_t i = 0; i < levels && years > 0; i++) {
        rows[levels + i] += memory->year_sums[(years - 1) * levels + i];
    }
    *past = (struct pal_markov_past){minutes, rows, rows + levels, memory->pasts};
    memory->pasts = past;
    return past;
}

/* The mean of min(hours, stay) for a stay within `inside` that begins at each of its levels. */
static enum pal_rc mean_stay(const struct uniform *inside, double hours, struct pal_arena *arena,
                             double *out)
{
    size_t count = inside->count;
    struct uniform turned = {count, inside->fastest, PAL_NEW(arena, double, count *count)};
    double ones[STATES_MAX];
    if (turned.step == NULL) {
        return PAL_E_MEMORY;
    }
    /* A row through the turned chain is a column through the chain: all starts at once. */
    for (size_t i = 0; i < count; i++) {
        ones[i] = 1;
        for (size_t j = 0; j < count; j++) {
            turned.step[j * count + i] = inside->step[i * count + j];
        }
    }
    return evolve(&turned, ones, hours, arena, NULL, out);
}

/* The exposure by the entries that take `activation` minutes. Those that come early enough to be
 * waited out add the mean of min(activation, stay); of the others, that come within the activation
 * time before the horizon, the time in the doubles is all exposure. */
static enum pal_rc exposure_of(const struct pal_rates *rates, const struct pal_exposure_class *step,
                               uint32_t activation, double horizon,
                               struct pal_markov_memory *memory, struct pal_arena *arena,
                               double *out)
{
    size_t levels = rates->level_count;
    struct uniform doubled;
    struct uniform inside;
    double start[STATES_MAX] = {0};
    double late[STATES_MAX];
    double stay[STATES_MAX];
    double hours = (double)activation / 60 < horizon ? (double)activation / 60 : horizon;
    const struct pal_markov_past *past = past_of(rates, horizon, activation, memory, arena);
    if (past == NULL) {
        return PAL_E_MEMORY;
    }
    memcpy(start, past->row, levels * sizeof *start);
    if (with_doubles(rates, step, activation, arena, &doubled) != PAL_OK ||
        evolve(&doubled, start, hours, arena, NULL, late) != PAL_OK ||
        uniformize(rates, step->demand, arena, &inside) != PAL_OK ||
        mean_stay(&inside, hours, arena, stay) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    double exposed = sum_inside(late + levels, levels, step->demand);
    for (size_t i = 0; i < levels; i++) {
        for (size_t j = 0; j < levels; j++) {
            bool is_entry = !in_set(step->demand, i) && in_set(step->demand, j);
            if (is_entry && step->activation_minutes[i * levels + j] == activation) {
                exposed += past->occupancy[i] * rate(rates, i, j) * stay[j];
            }
        }
    }
    *out = exposed;
    return PAL_OK;
}

uint32_t pal_markov_next_activation(const struct pal_rates *rates,
                                    const struct pal_exposure_class *step, uint32_t done)
{
    size_t levels = rates->level_count;
    uint32_t next = UINT32_MAX;
    for (size_t i = 0; i < levels; i++) {
        for (size_t j = 0; j < levels; j++) {
            uint32_t activation = step->activation_minutes[i * levels + j];
            if (!in_set(step->demand, i) && in_set(step->demand, j) && activation > done &&
                activation < next && rates->per_year[i * levels + j] > 0) {
                next = activation;
            }
        }
    }
    return next;
}

double pal_markov_fastest(const struct pal_rates *rates)
{
    size_t levels = rates->level_count;
    double fastest = 0;
    for (size_t from = 0; from < levels; from++) {
        double sum = 0;
        for (size_t to = 0; to < levels; to++) {
            sum += from != to ? rates->per_year[from * levels + to] : 0;
        }
        fastest = sum > fastest ? sum : fastest;
    }
    return fastest;
}

enum pal_rc pal_markov_exposure(const struct pal_rates *rates,
                                const struct pal_exposure_class *step, double horizon_hours,
                                struct pal_markov_memory *memory, struct pal_arena *arena,
                                double *out)
{
    struct pal_markov_memory own = {.arena = arena};
    *out = 0;
    for (uint32_t next = pal_markov_next_activation(rates, step, 0); next != UINT32_MAX;
         next = pal_markov_next_activation(rates, step, next)) {
        double part;
        enum pal_rc rc = exposure_of(rates, step, next, horizon_hours,
                                     memory != NULL ? memory : &own, arena, &part);
        if (rc != PAL_OK) {
            return rc;
        }
        *out += part;
    }
    return PAL_OK;
}

/* The levels that can be in force at some time. */
static pal_level_set reachable(const struct pal_rates *rates)
{
    size_t count = rates->level_count;
    pal_level_set set = 0;
    for (size_t i = 0; i < count; i++) {
        set |= (pal_level_set)(rates->start[i] > 0) << i;
    }
    for (pal_level_set before = 0; before != set;) {
        before = set;
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < count && in_set(set, i); j++) {
                set |= (pal_level_set)(rate(rates, i, j) > 0) << j;
            }
        }
    }
    return set;
}

size_t pal_markov_trap(const struct pal_rates *rates)
{
    pal_level_set set = reachable(rates);
    for (size_t i = 0; i < rates->level_count; i++) {
        double sum = 0;
        for (size_t j = 0; j < rates->level_count; j++) {
            sum += rate(rates, i, j);
        }
        if (sum == 0 && in_set(set, i)) {
            return i;
        }
    }
    return rates->level_count;
}
