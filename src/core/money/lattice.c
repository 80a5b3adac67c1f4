/* lattice - a small part of a schedule, exactly: how far each chain has come is a point of a
 * lattice, a plan is a walk through it that never goes back, one point for the end of each period.
 */
#include "core/money/schedule_parts.h"

enum { CELLS_MAX = 1 << 22 }; /* points times periods */

struct lattice {
    const struct pal_part *part;
    size_t points;
    size_t *stride;  /* [chain]: from a point to the one with a step more of that chain */
    uint64_t *use;   /* [point * resources + resource] */
    uint64_t *worth; /* [point]: weights of the finished steps */
    int64_t *best;   /* [period * points + point]: from that period on, starting at the point or
                        beyond it; -1: what is finished there does not fit */
};

/* The number of points; more than CELLS_MAX where it is too many. */
static size_t count_points(const struct pal_part *part)
{
    size_t points = 1;
    for (size_t chain = 0; chain < part->chain_count && points <= CELLS_MAX; chain++) {
        points *= part->first[chain + 1] - part->first[chain] + 1;
    }
    return points;
}

bool pal_lattice_fits(const struct pal_part *part)
{
    return count_points(part) * part->periods <= CELLS_MAX;
}

/* How many steps of a chain are finished at a point. */
static size_t taken(const struct lattice *lattice, size_t point, size_t chain)
{
    const struct pal_part *part = lattice->part;
    return point / lattice->stride[chain] % (part->first[chain + 1] - part->first[chain] + 1);
}

static bool has_more(const struct lattice *lattice, size_t point, size_t chain)
{
    const struct pal_part *part = lattice->part;
    return taken(lattice, point, chain) < part->first[chain + 1] - part->first[chain];
}

/* Each point from the one with a step less. */
static void fill_points(struct lattice *lattice)
{
    const struct pal_part *part = lattice->part;
    for (size_t point = 1; point < lattice->points; point++) {
        size_t chain = 0;
        while (taken(lattice, point, chain) == 0) {
            chain++;
        }
        size_t before = point - lattice->stride[chain];
        size_t step = part->first[chain] + taken(lattice, before, chain);
        lattice->worth[point] = lattice->worth[before] + part->steps[step].weight;
        for (size_t r = 0; r < part->resource_count; r++) {
            lattice->use[point * part->resource_count + r] =
                lattice->use[before * part->resource_count + r] + pal_part_use(part, step, r);
        }
    }
}

static bool fits(const struct lattice *lattice, size_t point, size_t period)
{
    const struct pal_part *part = lattice->part;
    for (size_t r = 0; r < part->resource_count; r++) {
        if (lattice->use[point * part->resource_count + r] >
            part->problem->capacity[part->resource[r]][period]) {
            return false;
        }
    }
    return true;
}

/* What it is worth to stand at a point at the end of a period and go on from there. */
static int64_t stay(const struct lattice *lattice, size_t point, size_t period)
{
    const struct pal_part *part = lattice->part;
    bool is_last = period + 1 == part->periods;
    int64_t rest = is_last ? 0 : lattice->best[(period + 1) * lattice->points + point];
    if (rest < 0 || !fits(lattice, point, period)) {
        return -1;
    }
    bool counts = part->problem->is_early || is_last;
    return rest + (counts ? (int64_t)lattice->worth[point] : 0);
}

static void fill_best(struct lattice *lattice)
{
    const struct pal_part *part = lattice->part;
    for (size_t period = part->periods; period > 0; period--) {
        int64_t *best = lattice->best + (period - 1) * lattice->points;
        for (size_t point = lattice->points; point > 0; point--) {
            int64_t value = stay(lattice, point - 1, period - 1);
            for (size_t chain = 0; chain < part->chain_count; chain++) {
                if (has_more(lattice, point - 1, chain) &&
                    best[point - 1 + lattice->stride[chain]] > value) {
                    value = best[point - 1 + lattice->stride[chain]];
                }
            }
            best[point - 1] = value;
        }
    }
}

static void walk(const struct lattice *lattice, uint8_t *plan)
{
    const struct pal_part *part = lattice->part;
    size_t point = 0;
    for (size_t i = 0; i < part->step_count; i++) {
        plan[i] = (uint8_t)part->periods;
    }
    for (size_t period = 0; period < part->periods; period++) {
        const int64_t *best = lattice->best + period * lattice->points;
        while (stay(lattice, point, period) < best[point]) {
            size_t chain = 0;
            while (!has_more(lattice, point, chain) ||
                   best[point + lattice->stride[chain]] < best[point]) {
                chain++;
            }
            plan[part->first[chain] + taken(lattice, point, chain)] = (uint8_t)period;
            point += lattice->stride[chain];
        }
    }
}

enum pal_rc pal_lattice_solve(const struct pal_part *part, struct pal_arena *arena, uint8_t *plan)
{
    size_t points = count_points(part);
    struct lattice lattice = {
        .part = part,
        .points = points,
        .stride = PAL_NEW(arena, size_t, part->chain_count),
        .use = PAL_NEW(arena, uint64_t, points * part->resource_count),
        .worth = PAL_NEW(arena, uint64_t, points),
        .best = PAL_NEW(arena, int64_t, points * part->periods),
    };
    if (lattice.stride == NULL || lattice.use == NULL || lattice.worth == NULL ||
        lattice.best == NULL) {
        return PAL_E_MEMORY;
    }
    size_t stride = 1;
    for (size_t chain = 0; chain < part->chain_count; chain++) {
        lattice.stride[chain] = stride;
        stride *= part->first[chain + 1] - part->first[chain] + 1;
    }
    fill_points(&lattice);
    fill_best(&lattice);
    walk(&lattice, plan);
    return PAL_OK;
}
