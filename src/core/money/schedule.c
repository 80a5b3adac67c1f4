#include "core/money/schedule.h"

#include <string.h>

#include "core/money/chains.h"
#include "core/money/schedule_parts.h"

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
            rc = pal_part_solve(&part, work * part.step_count / steps, arena, out, &bound);
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
