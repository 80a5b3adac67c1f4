#include "core/money/ways_parts.h"

#include <string.h>

static const double SPENT_MAX = 1.5e9; /* multiplications: about a second */

/* The history up to `end`. */
static struct pal_history history_until(const struct pal_history *history, uint64_t end)
{
    struct pal_history part = {history->changes, 0, end};
    while (part.count < history->count && history->changes[part.count].at_minutes < end) {
        part.count++;
    }
    return part;
}

static void fill_replayed(const struct pal_ways_work *work, struct pal_ways_span *use)
{
    struct pal_history_use before = {0};
    for (size_t year = 0; year < work->year_count; year++) {
        struct pal_history part = history_until(&work->request->outlook->history,
                                                pal_outlook_year_end(work->request->outlook, year));
        struct pal_history_use now = pal_history_replay(&part, use->demand, 0);
        use->minutes[year] = now.demanded_minutes - before.demanded_minutes;
        use->entries[year] = (double)(now.entries - before.entries);
        before = now;
    }
    use->all_hours = (double)before.demanded_minutes / 60;
}

static void fill_expected(const struct pal_ways_work *work, struct pal_ways_span *use)
{
    struct pal_expected_use before = {0};
    for (size_t year = 0; year < work->year_count; year++) {
        struct pal_expected_use now = pal_markov_use_of(&work->request->outlook->rates, use->demand,
                                                        work->occupancy + year * work->level_count);
        use->hours[year] = now.demanded_hours - before.demanded_hours;
        use->entries[year] = now.entries - before.entries;
        before = now;
    }
    use->all_hours = before.demanded_hours;
}

/* The use of a set of levels, computed once. NULL when memory is short. */
const struct pal_ways_span *pal_ways_use(struct pal_ways_work *work, pal_level_set demand)
{
    size_t at = (size_t)((demand * 0x9E3779B97F4A7C15U) >> 32) & (work->use_room - 1);
    while (work->uses[at].is_set && work->uses[at].demand != demand) {
        at = (at + 1) & (work->use_room - 1);
    }
    struct pal_ways_span *use = &work->uses[at];
    if (use->is_set) {
        return use;
    }
    use->minutes = PAL_NEW(work->arena, uint64_t, work->year_count);
    use->hours = PAL_NEW(work->arena, double, work->year_count);
    use->entries = PAL_NEW(work->arena, double, work->year_count);
    if (use->minutes == NULL || use->hours == NULL || use->entries == NULL) {
        return NULL;
    }
    use->demand = demand;
    use->is_set = true;
    if (work->request->outlook->is_replay) {
        fill_replayed(work, use);
    } else {
        fill_expected(work, use);
    }
    return use;
}

static uint64_t hash_of(const struct pal_ways_work *work, const struct pal_exposure_class *class)
{
    uint64_t hash = class->demand * 0x9E3779B97F4A7C15U;
    for (size_t i = 0; i < work->level_count * work->level_count; i++) {
        hash = (hash ^ class->activation_minutes[i]) * 0x100000001B3U;
    }
    return hash ^ (hash >> 29);
}

/* How many multiplications it takes to step a chain of `states` over a time. */
static double price_of(const struct pal_ways_work *work, double states, double hours)
{
    double fastest = pal_markov_fastest(&work->request->outlook->rates);
    double changes = fastest * hours / PAL_HOURS_PER_YEAR;
    return states * states * (changes + (changes > 1 ? 50 : 24)); /* as the weights fall */
}

/* Adds what the exact exposure of a class would take, and keeps its activation times as if they
 * were known from then on. */
static enum pal_rc estimate(struct pal_ways_work *work, const struct pal_exposure_class *class)
{
    const struct pal_rates *rates = &work->request->outlook->rates;
    double levels = (double)work->level_count;
    for (uint32_t next = pal_markov_next_activation(rates, class, 0); next != UINT32_MAX;
         next = pal_markov_next_activation(rates, class, next)) {
        struct pal_markov_past *past = work->memory.pasts;
        double hours = (double)next / 60;
        while (past != NULL && past->minutes != next) {
            past = past->next;
        }
        if (past == NULL) {
            past = PAL_NEW(work->arena, struct pal_markov_past, 1);
            if (past == NULL) {
                return PAL_E_MEMORY;
            }
            *past = (struct pal_markov_past){.minutes = next, .next = work->memory.pasts};
            work->memory.pasts = past;
            work->spent += price_of(work, levels, PAL_HOURS_PER_YEAR);
        }
        work->spent += price_of(work, 2 * levels, hours) + price_of(work, levels, hours);
        if (work->spent > SPENT_MAX) {
            return PAL_E_LIMIT;
        }
    }
    return PAL_OK;
}

/* The exposure of a class over rates, in hours: taken from an earlier one where it was asked for.
 */
static enum pal_rc expected_exposure(struct pal_ways_work *work,
                                     const struct pal_exposure_class *class, double *hours)
{
    struct pal_ways_memo **bucket = &work->memos[hash_of(work, class) % PAL_WAYS_BUCKETS];
    size_t bytes = work->level_count * work->level_count * sizeof *class->activation_minutes;
    for (const struct pal_ways_memo *memo = *bucket; memo != NULL; memo = memo->next) {
        if (memo->class.demand == class->demand &&
            memcmp(memo->class.activation_minutes, class->activation_minutes, bytes) == 0) {
            *hours = memo->hours;
            return PAL_OK;
        }
    }
    struct pal_ways_memo *memo = PAL_NEW(work->arena, struct pal_ways_memo, 1);
    uint32_t *table = pal_arena_take(work->arena, 1, bytes);
    if (memo == NULL || table == NULL) {
        return PAL_E_MEMORY;
    }
    memcpy(table, class->activation_minutes, bytes);
    *hours = 0;
    enum pal_rc rc;
    if (work->is_estimate) {
        rc = estimate(work, class);
    } else {
        rc = pal_markov_exposure(&work->request->outlook->rates, class, work->out->horizon_hours,
                                 &work->memory, &work->scratch, hours);
        pal_arena_done(&work->scratch);
    }
    *memo = (struct pal_ways_memo){{class->demand, table}, *hours, *bucket};
    *bucket = memo;
    return rc;
}

/* The exposure of a class in hours. */
enum pal_rc pal_ways_exposure(struct pal_ways_work *work, const struct pal_exposure_class *class,
                              double *hours)
{
    const struct pal_outlook *outlook = work->request->outlook;
    if (!outlook->is_replay) {
        return expected_exposure(work, class, hours);
    }
    *hours = (double)pal_history_exposure(&outlook->history, work->level_count, class) / 60;
    return PAL_OK;
}
