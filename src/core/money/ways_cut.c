#include "core/money/ways_parts.h"

#include <string.h>

static const struct pal_effort *effort_of(const struct pal_ways_work *work, size_t area,
                                          size_t step)
{
    return &work->request->efforts->steps[work->model->areas[area].first_step + step];
}

enum pal_rc pal_ways_find_demanded(struct pal_ways_work *work, size_t area,
                                   struct pal_ways_demanded *out)
{
    const struct pal_ways_span *always = pal_ways_use(work, pal_ways_every_level(work));
    out->count = 0;
    if (always == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t step = 0; step < work->model->areas[area].ladder->count; step++) {
        pal_level_set demand = pal_ways_demand(work, area, step);
        if (demand == 0) {
            continue;
        }
        size_t at = out->count++;
        const struct pal_effort *effort = effort_of(work, area, step);
        const struct pal_ways_span *active = pal_ways_use(work, demand);
        struct pal_step_cost cost = pal_ways_cost(work, area, step);
        if (active == NULL) {
            return PAL_E_MEMORY;
        }
        out->step[at] = step;
        out->demand[at] = demand;
        out->is_fixed[at] = demand == pal_ways_every_level(work) || !effort->is_switchable;
        out->minutes[at] = effort->values[PAL_EFFORT_ACTIVATION_TIME];
        out->permanent[at] = pal_ways_cost_over(work, &cost, always, always);
        out->prepared[at] = pal_ways_cost_over(work, &cost, always, active);
    }
    return PAL_OK;
}

/* Whether the change activates the step at a position, were it prepared. */
static bool is_entry(const struct pal_ways_demanded *steps, size_t at, size_t from, size_t to)
{
    return (steps->demand[at] >> to & 1) != 0 && (steps->demand[at] >> from & 1) == 0;
}

/* The first cut from `fixed` on that a change admits: from the top of the ladder down, as many
 * steps as can be activated one after the other within its delay. */
static size_t cut_for_change(struct pal_ways_work *work, const struct pal_ways_demanded *steps,
                             size_t fixed, struct pal_way_forced *change)
{
    change->delay_minutes = pal_alert_delay(work->scheme, change->from, change->to);
    change->activation_minutes = 0;
    for (size_t cut = steps->count; cut > fixed; cut--) {
        if (is_entry(steps, cut - 1, change->from, change->to)) {
            change->activation_minutes += steps->minutes[cut - 1];
        }
        if (change->delay_minutes != PAL_ALERT_NOT_STATED &&
            change->activation_minutes > change->delay_minutes) {
            return cut;
        }
    }
    return fixed;
}

/* The first cut that every change admits; `forced`: the change that asks for it, where that is
 * later than `fixed`. */
static size_t admissible_cut(struct pal_ways_work *work, const struct pal_ways_demanded *steps,
                             size_t fixed, struct pal_way_forced *forced)
{
    size_t cut = fixed;
    for (size_t from = 0; from < work->level_count && steps->count > fixed; from++) {
        for (size_t to = 0; to < work->level_count; to++) {
            struct pal_way_forced change = {.area = forced->area, .from = from, .to = to};
            size_t own = from != to ? cut_for_change(work, steps, fixed, &change) : fixed;
            if (own > cut) {
                cut = own;
                *forced = change;
            }
        }
    }
    return cut;
}

/* Whether a change activates steps from the cut on, and the scheme states no delay for it. */
static bool has_unstated_delay(const struct pal_ways_work *work,
                               const struct pal_ways_demanded *steps, size_t cut)
{
    for (size_t from = 0; from < work->level_count && cut < steps->count; from++) {
        for (size_t to = 0; to < work->level_count; to++) {
            if (from == to || pal_alert_delay(work->scheme, from, to) != PAL_ALERT_NOT_STATED) {
                continue;
            }
            for (size_t i = cut; i < steps->count; i++) {
                if (is_entry(steps, i, from, to) && steps->minutes[i] > 0) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* The class of the step at a position, given that those before it from the cut on were added to the
 * table in order: its own time is added to every change that enters it. */
struct pal_exposure_class pal_ways_next_class(struct pal_ways_work *work,
                                              const struct pal_ways_demanded *steps, size_t at)
{
    size_t levels = work->level_count;
    /* Longer than the horizon counts as the horizon. */
    uint64_t most = (uint64_t)(work->out->horizon_hours * 60 + 0.5);
    for (size_t from = 0; from < levels; from++) {
        for (size_t to = 0; to < levels; to++) {
            size_t cell = from * levels + to;
            if (is_entry(steps, at, from, to)) {
                uint64_t sum = work->sums[cell] + steps->minutes[at];
                work->sums[cell] = (uint32_t)(sum < most ? sum : most);
                work->table[cell] = work->sums[cell];
            } else {
                work->table[cell] = 0;
            }
        }
    }
    return (struct pal_exposure_class){steps->demand[at], work->table};
}

void pal_ways_start_classes(struct pal_ways_work *work)
{
    memset(work->sums, 0, work->level_count * work->level_count * sizeof *work->sums);
}

/* What an area costs with a cut. */
static struct pal_sum cut_cost(const struct pal_ways_demanded *steps, size_t cut)
{
    struct pal_sum cost = {{0, 0}, 0};
    for (size_t i = 0; i < steps->count; i++) {
        cost = pal_sum_add(cost, i < cut ? steps->permanent[i] : steps->prepared[i]);
    }
    return cost;
}

/* The cheapest cut from `first` on. Of equal ones that with less exposure wins, then that with more
 * permanent steps: both are the later one, for with fewer prepared steps each of them waits for no
 * more of them. */
static size_t best_cut(const struct pal_ways_demanded *steps, size_t first)
{
    size_t best = first;
    struct pal_sum best_cost = cut_cost(steps, first);
    for (size_t cut = first + 1; cut <= steps->count; cut++) {
        struct pal_sum cost = cut_cost(steps, cut);
        if (pal_sum_compare(cost, best_cost) <= 0) {
            best = cut;
            best_cost = cost;
        }
    }
    return best;
}

static void note_reason(struct pal_ways_work *work, enum pal_way_reason reason,
                        const struct pal_ways_demanded *steps, size_t at)
{
    work->out->reasons[reason].steps++;
    work->out->demanded_count++;
    work->if_permanent[reason] = pal_sum_add(work->if_permanent[reason], steps->permanent[at]);
    work->if_prepared[reason] = pal_sum_add(work->if_prepared[reason], steps->prepared[at]);
}

static int64_t less(struct pal_sum a, struct pal_sum b)
{
    return (int64_t)pal_sum_round(a) - (int64_t)pal_sum_round(b);
}

void pal_ways_sum_reasons(struct pal_ways_work *work)
{
    struct pal_sum all_permanent = {{0, 0}, 0};
    struct pal_sum adaptive = {{0, 0}, 0};
    for (int reason = 0; reason < PAL_REASON_COUNT; reason++) {
        all_permanent = pal_sum_add(all_permanent, work->if_permanent[reason]);
        adaptive =
            pal_sum_add(adaptive, reason == PAL_REASON_PREPARED ? work->if_prepared[reason]
                                                                : work->if_permanent[reason]);
        work->out->reasons[reason].saving =
            less(work->if_permanent[reason], work->if_prepared[reason]);
    }
    /* As the totals of the ways are shown: each of the two rounded once. */
    work->out->reasons[PAL_REASON_PREPARED].saving = less(all_permanent, adaptive);
}

enum pal_rc pal_ways_cut(struct pal_ways_work *work, size_t area, struct pal_way *way)
{
    const struct pal_ways_demanded *steps = &work->steps;
    if (pal_ways_find_demanded(work, area, &work->steps) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    size_t fixed = 0; /* the first cut that leaves no step prepared that must be permanent */
    for (size_t i = 0; i < steps->count; i++) {
        fixed = steps->is_fixed[i] ? i + 1 : fixed;
    }
    struct pal_way_forced forced = {.area = area};
    size_t admissible = admissible_cut(work, steps, fixed, &forced);
    if (admissible > fixed) {
        for (size_t i = fixed; i < admissible; i++) {
            forced.steps |= (pal_mask)1 << steps->step[i];
        }
        work->out->forced[work->out->forced_count++] = forced;
    }
    size_t cut = best_cut(steps, admissible);
    work->out->has_unstated_delay =
        work->out->has_unstated_delay || has_unstated_delay(work, steps, cut);
    for (size_t i = 0; i < steps->count; i++) {
        pal_mask bit = (pal_mask)1 << steps->step[i];
        way->permanent[area] |= i < cut ? bit : 0;
        way->prepared[area] |= i < cut ? 0 : bit;
        note_reason(work,
                    i >= cut                                         ? PAL_REASON_PREPARED
                    : steps->demand[i] == pal_ways_every_level(work) ? PAL_REASON_ALWAYS
                    : steps->is_fixed[i]                             ? PAL_REASON_NOT_SWITCHABLE
                    : i < fixed                                      ? PAL_REASON_BELOW
                    : i < admissible                                 ? PAL_REASON_DELAY
                                                                     : PAL_REASON_CHEAPER,
                    steps, i);
    }
    return PAL_OK;
}
