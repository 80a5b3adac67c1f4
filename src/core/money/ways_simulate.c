#include "core/money/ways_parts.h"

#include "core/alert/simulate.h"

static const double DRAWN_MAX = 4e7; /* simulated changes times classes: a second or two a way */
enum { DRAWS_MIN = 20 };             /* the 5th percentile is the least of 20 */

/* Heap sort: in place, no recursion, the same time for every order. */
static void sift(double *values, size_t at, size_t count)
{
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        child += child + 1 < count && values[child] < values[child + 1];
        if (values[at] >= values[child]) {
            return;
        }
        double held = values[at];
        values[at] = values[child];
        values[child] = held;
        at = child;
    }
}

static void sort(double *values, size_t count)
{
    for (size_t i = count / 2; i > 0; i--) {
        sift(values, i - 1, count);
    }
    for (size_t i = count; i > 1; i--) {
        double held = values[0];
        values[0] = values[i - 1];
        values[i - 1] = held;
        sift(values, 0, i - 1);
    }
}

/* Newton's method, so that the core needs no mathematics of the C library for one root. */
static double root_of(double value)
{
    double root = value > 1 ? value : 1;
    for (int i = 0; i < 200 && value > 0; i++) {
        double next = (root + value / root) / 2;
        if (next >= root) {
            break;
        }
        root = next;
    }
    return value > 0 ? root : 0;
}

/* A percentile and its standard error: half the distance between the values that stand one standard
 * deviation of the binomial count below and above it. */
static struct pal_estimate percentile_of(const double *sorted, size_t count, unsigned share)
{
    double part = (double)share / 100;
    size_t off = (size_t)(root_of((double)count * part * (1 - part)) + 0.999);
    size_t rank = (count * share + 99) / 100;
    size_t below = rank > off ? rank - off : 1;
    size_t above = rank + off < count ? rank + off : count;
    return (struct pal_estimate){pal_quantile(sorted, count, share),
                                 count > 1 ? (sorted[above - 1] - sorted[below - 1]) / 2 : -1};
}

static struct pal_spread spread_of(double *values, size_t count)
{
    /* From the first value on, so that equal values leave no error of rounding. */
    struct pal_estimate mean = {values[0], -1};
    double variance = 0;
    double above_first = 0;
    for (size_t i = 0; i < count; i++) {
        above_first += (values[i] - values[0]) / (double)count;
    }
    mean.value += above_first;
    for (size_t i = 0; i < count; i++) {
        double off = values[i] - mean.value;
        variance += off * off / (double)count;
    }
    if (count > 1) {
        mean.standard_error = root_of(variance / (double)count);
    }
    sort(values, count);
    return (struct pal_spread){{percentile_of(values, count, 5), percentile_of(values, count, 50),
                                percentile_of(values, count, 95), mean}};
}

/* How many histories a simulation can draw within its bound. */
static size_t draws_for(const struct pal_ways_work *work, const struct pal_ways_tables *tables)
{
    const struct pal_outlook *outlook = work->request->outlook;
    double fastest = pal_markov_fastest(&outlook->rates);
    double changes = fastest * (double)outlook->years + 1;
    double most = DRAWN_MAX / (changes * (double)(1 + tables->class_count));
    size_t draws = work->request->draws;
    if ((double)draws > most) {
        draws = most > DRAWS_MIN ? (size_t)most : DRAWS_MIN;
    }
    return draws < work->request->draws ? draws : work->request->draws;
}

/* Whether no level asks for two classes, nor for one where it is exposed anyhow: then the exposures
 * never overlap, and their sum is exact. */
static bool is_disjoint(const struct pal_ways_tables *tables)
{
    pal_level_set seen = tables->always_exposed;
    for (size_t i = 0; i < tables->class_count; i++) {
        if ((seen & tables->classes[i].demand) != 0) {
            return false;
        }
        seen |= tables->classes[i].demand;
    }
    return true;
}

/* The hours exposed over rates: exact where exposures do not overlap; otherwise simulated, and
 * held between what is known exactly: the longest of them, and all step-hours. */
static enum pal_rc find_exposed(struct pal_ways_work *work, const struct pal_ways_tables *tables,
                                struct pal_way *way)
{
    const struct pal_ways_span *always = pal_ways_use(work, tables->always_exposed);
    double sum = always != NULL ? always->all_hours : 0;
    double longest = sum;
    enum pal_rc rc = always != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < tables->class_count && rc == PAL_OK; i++) {
        double hours;
        rc = pal_ways_exposure(work, &tables->classes[i], &hours);
        if (rc == PAL_OK) {
            sum += hours;
            longest = hours > longest ? hours : longest;
        }
    }
    way->is_exposed_exact = is_disjoint(tables);
    way->exposed_hours = way->is_exposed_exact ? sum : way->exposed.rows[PAL_SPREAD_MEAN].value;
    if (way->exposed_hours < longest) {
        way->exposed_hours = longest;
    }
    if (way->exposed_hours > way->exposed_step_hours) {
        way->exposed_hours = way->exposed_step_hours;
    }
    return rc;
}

static enum pal_rc simulate(struct pal_ways_work *work, const struct pal_ways_tables *tables,
                            struct pal_way *way)
{
    size_t draws = work->out->draws;
    struct pal_simulation simulation = {
        .rates = work->request->outlook->rates,
        .horizon_hours = work->out->horizon_hours,
        .seed = work->request->seed,
        .base_cost = tables->setup,
        .cost_per_hour = tables->per_hour,
        .cost_per_change = tables->per_change,
        .classes = tables->classes,
        .class_count = tables->class_count,
        .always_exposed = tables->always_exposed,
    };
    struct pal_drawn *drawn = PAL_NEW(&work->scratch, struct pal_drawn, draws);
    double *values = PAL_NEW(&work->scratch, double, draws);
    enum pal_rc rc = PAL_E_MEMORY;
    if (drawn != NULL && values != NULL) {
        rc = pal_simulate(&simulation, draws, &work->scratch, drawn);
    }
    if (rc == PAL_OK) {
        for (size_t i = 0; i < draws; i++) {
            values[i] = drawn[i].cost;
        }
        way->cost = spread_of(values, draws);
        for (size_t i = 0; i < draws; i++) {
            values[i] = drawn[i].exposed_hours;
        }
        way->exposed = spread_of(values, draws);
    }
    pal_arena_done(&work->scratch);
    return rc;
}
/* All ways are simulated over the same histories, as many as the slowest of them allows. */
enum pal_rc pal_ways_simulate(struct pal_ways_work *work,
                              const struct pal_ways_tables tables[PAL_WAY_COUNT])
{
    enum pal_rc rc = PAL_OK;
    work->out->draws = work->request->draws;
    for (int id = 0; id < PAL_WAY_COUNT; id++) {
        size_t own = draws_for(work, &tables[id]);
        work->out->draws = own < work->out->draws ? own : work->out->draws;
    }
    for (int id = 0; id < PAL_WAY_COUNT && rc == PAL_OK; id++) {
        rc = simulate(work, &tables[id], &work->out->ways[id]);
        if (rc == PAL_OK) {
            rc = find_exposed(work, &tables[id], &work->out->ways[id]);
        }
    }
    return rc;
}

enum pal_rc pal_ways_price(struct pal_ways_work *work,
                           const struct pal_ways_tables tables[PAL_WAY_COUNT])
{
    for (int id = 0; id < PAL_WAY_COUNT; id++) {
        for (size_t i = 0; i < tables[id].class_count; i++) {
            double hours;
            enum pal_rc rc = pal_ways_exposure(work, &tables[id].classes[i], &hours);
            if (rc != PAL_OK) {
                return rc;
            }
        }
    }
    return PAL_OK;
}
