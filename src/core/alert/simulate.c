#include "core/alert/simulate.h"

#include <math.h>

#include "base/random.h"

/* The chain made ready: mean stay and cumulated chances of the next level. */
struct chain {
    size_t count;
    double mean_hours[PAL_MARKOV_LEVELS]; /* 0: the level is never left */
    double until[PAL_MARKOV_LEVELS][PAL_MARKOV_LEVELS];
    double start[PAL_MARKOV_LEVELS];
};

static void prepare(const struct pal_rates *rates, struct chain *chain)
{
    size_t count = rates->level_count;
    double started = 0;
    chain->count = count;
    for (size_t i = 0; i < count; i++) {
        double sum = 0;
        for (size_t j = 0; j < count; j++) {
            sum += i != j ? rates->per_year[i * count + j] : 0;
            chain->until[i][j] = sum;
        }
        chain->mean_hours[i] = sum > 0 ? PAL_HOURS_PER_YEAR / sum : 0;
        for (size_t j = 0; j < count && sum > 0; j++) {
            chain->until[i][j] /= sum;
        }
        started += rates->start[i];
        chain->start[i] = started;
    }
}

/* The first entry of a cumulated table above a draw. */
static size_t choose(const double *until, size_t count, double draw)
{
    size_t at = 0;
    while (at + 1 < count && until[at] <= draw) {
        at++;
    }
    return at;
}

/* The last moment at which a class that `level` demands is not yet active. */
static double exposed_until(const struct pal_simulation *simulation, size_t level,
                            const double *until)
{
    double last = 0;
    for (size_t i = 0; i < simulation->class_count; i++) {
        bool is_demanded = (simulation->classes[i].demand >> level & 1) != 0;
        last = is_demanded && until[i] > last ? until[i] : last;
    }
    return last;
}

/* The classes that the change enters are not active before their time is over. */
static void enter(const struct pal_simulation *simulation, size_t from, size_t to, double now,
                  double *until)
{
    for (size_t i = 0; i < simulation->class_count; i++) {
        const struct pal_exposure_class *class = &simulation->classes[i];
        if ((class->demand >> to & 1) != 0 && (class->demand >> from & 1) == 0) {
            size_t change = from * simulation->rates.level_count + to;
            until[i] = now + (double)class->activation_minutes[change] / 60;
        }
    }
}

/* `until` has room for each class. */
static struct pal_drawn draw(const struct pal_simulation *simulation, const struct chain *chain,
                             struct pal_random *random, double *until)
{
    struct pal_drawn result = {.cost = simulation->base_cost};
    double now = 0;
    size_t level = choose(chain->start, chain->count, pal_random_uniform(random));
    for (size_t i = 0; i < simulation->class_count; i++) {
        until[i] = 0;
    }
    for (;;) {
        double left = simulation->horizon_hours - now;
        double stay = chain->mean_hours[level] > 0
                          ? -log(pal_random_uniform(random)) * chain->mean_hours[level]
                          : left;
        bool is_last = stay >= left;
        stay = is_last ? left : stay;
        double exposed = (simulation->always_exposed >> level & 1) != 0
                             ? stay
                             : exposed_until(simulation, level, until) - now;
        result.cost += stay * simulation->cost_per_hour[level];
        result.exposed_hours += exposed < 0 ? 0 : exposed > stay ? stay : exposed;
        if (is_last) {
            return result;
        }
        now += stay;
        size_t to = choose(chain->until[level], chain->count, pal_random_uniform(random));
        result.cost += simulation->cost_per_change[level * chain->count + to];
        enter(simulation, level, to, now, until);
        level = to;
    }
}

enum pal_rc pal_simulate(const struct pal_simulation *simulation, size_t count,
                         struct pal_arena *arena, struct pal_drawn *out)
{
    struct chain *chain = PAL_NEW(arena, struct chain, 1);
    double *until = PAL_NEW(arena, double, simulation->class_count);
    struct pal_random random;
    if (chain == NULL || until == NULL) {
        return PAL_E_MEMORY;
    }
    prepare(&simulation->rates, chain);
    pal_random_seed(&random, simulation->seed);
    for (size_t i = 0; i < count; i++) {
        out[i] = draw(simulation, chain, &random, until);
    }
    return PAL_OK;
}

double pal_quantile(const double *sorted, size_t count, unsigned share)
{
    size_t rank = (count * share + 99) / 100;
    return sorted[rank > 0 ? rank - 1 : 0];
}
