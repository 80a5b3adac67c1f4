#include "core/markov.h"

#include <string.h>

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

/* The chain restricted to `set`, uniformized: step = I + Q / fastest, rates per hour. */
struct uniform {
    size_t count;
    double fastest;
    double step[PAL_MARKOV_LEVELS * PAL_MARKOV_LEVELS];
};

static bool in_set(pal_level_set set, size_t level)
{
    return (set >> level & 1) != 0;
}

static void uniformize(const struct pal_rates *rates, pal_level_set set, struct uniform *out)
{
    size_t count = rates->level_count;
    double out_rate[PAL_MARKOV_LEVELS] = {0};
    out->count = count;
    out->fastest = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            out_rate[i] += i != j ? rates->per_year[i * count + j] / PAL_HOURS_PER_YEAR : 0;
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
            double p = 0;
            if (in_set(set, i) && in_set(set, j)) {
                p = i == j ? 1 - out_rate[i] / out->fastest
                           : rates->per_year[i * count + j] / PAL_HOURS_PER_YEAR / out->fastest;
            }
            out->step[i * count + j] = p;
        }
    }
}

/* row = row * step */
static void advance(const struct uniform *chain, double *row)
{
    double next[PAL_MARKOV_LEVELS] = {0};
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
    double row[PAL_MARKOV_LEVELS];
    double end[PAL_MARKOV_LEVELS] = {0};
    double sum[PAL_MARKOV_LEVELS] = {0};
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

enum pal_rc pal_markov_occupancy(const struct pal_rates *rates, double horizon_hours,
                                 struct pal_arena *arena, double *out)
{
    struct uniform *chain = PAL_NEW(arena, struct uniform, 1);
    if (chain == NULL) {
        return PAL_E_MEMORY;
    }
    uniformize(rates, all_levels(rates), chain);
    return evolve(chain, rates->start, horizon_hours, arena, NULL, out);
}

static double sum_inside(const double *row, size_t count, pal_level_set set)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += in_set(set, i) ? row[i] : 0;
    }
    return sum;
}

/* The time in D, less the time in D that has lasted at least t, less the first t of a stay that
 * was already under way at the start. */
static enum pal_rc exposure(const struct pal_rates *rates, pal_level_set demand, double horizon,
                            double activation, double demanded, struct pal_arena *arena,
                            double *out)
{
    size_t count = rates->level_count;
    double before[PAL_MARKOV_LEVELS];
    double lasted[PAL_MARKOV_LEVELS];
    double first[PAL_MARKOV_LEVELS];
    struct uniform *inside = PAL_NEW(arena, struct uniform, 1);
    if (inside == NULL ||
        pal_markov_occupancy(rates, horizon - activation, arena, before) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    uniformize(rates, demand, inside);
    double start[PAL_MARKOV_LEVELS];
    for (size_t i = 0; i < count; i++) {
        start[i] = in_set(demand, i) ? rates->start[i] : 0;
        before[i] = in_set(demand, i) ? before[i] : 0;
    }
    if (evolve(inside, before, activation, arena, lasted, NULL) != PAL_OK ||
        evolve(inside, start, activation, arena, NULL, first) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    *out = demanded - sum_inside(lasted, count, demand) - sum_inside(first, count, demand);
    *out = *out < 0 ? 0 : *out;
    return PAL_OK;
}

enum pal_rc pal_markov_use(const struct pal_rates *rates, pal_level_set demand,
                           double horizon_hours, double activation_hours, struct pal_arena *arena,
                           struct pal_expected_use *out)
{
    size_t count = rates->level_count;
    double occupancy[PAL_MARKOV_LEVELS];
    if (pal_markov_occupancy(rates, horizon_hours, arena, occupancy) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    struct pal_expected_use use = {.demanded_hours = sum_inside(occupancy, count, demand)};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            if (!in_set(demand, i) && in_set(demand, j)) {
                use.entries += occupancy[i] * rates->per_year[i * count + j] / PAL_HOURS_PER_YEAR;
            }
        }
    }
    double activation = activation_hours > horizon_hours ? horizon_hours : activation_hours;
    if (exposure(rates, demand, horizon_hours, activation, use.demanded_hours, arena,
                 &use.exposed_hours) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    *out = use;
    return PAL_OK;
}

size_t pal_markov_trap(const struct pal_rates *rates)
{
    for (size_t i = 0; i < rates->level_count; i++) {
        double sum = 0;
        for (size_t j = 0; j < rates->level_count; j++) {
            sum += i != j ? rates->per_year[i * rates->level_count + j] : 0;
        }
        if (sum == 0) {
            return i;
        }
    }
    return rates->level_count;
}
