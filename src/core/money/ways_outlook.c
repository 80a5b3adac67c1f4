#include "core/money/ways_parts.h"

#include <string.h>

static const double SPENT_MAX = 4e9; /* multiplications: some seconds */

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

/* About how many multiplications the exact exposure of a class takes: for each activation time the
 * doubled chain is stepped twice through as many terms as changes are expected. */
static double price_of(const struct pal_ways_work *work, const struct pal_exposure_class *class)
{
    const struct pal_rates *rates = &work->request->outlook->rates;
    size_t levels = work->level_count;
    double fastest = 0;
    double groups = 0;
    uint32_t last = 0;
    for (size_t from = 0; from < levels; from++) {
        double sum = 0;
        for (size_t to = 0; to < levels; to++) {
            uint32_t minutes = class->activation_minutes[from * levels + to];
            sum += from != to ? rates->per_year[from * levels + to] : 0;
            groups += minutes > 0 && minutes != last ? 1 : 0; /* runs: no fewer than the times */
            last = minutes > 0 ? minutes : last;
        }
        fastest = sum > fastest ? sum : fastest;
    }
    double terms = fastest * (double)work->request->outlook->years + 50;
    return groups * 8 * (double)(levels * levels) * terms;
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
    work->spent += price_of(work, class);
    if (work->spent > SPENT_MAX) {
        return PAL_E_LIMIT;
    }
    struct pal_ways_memo *memo = PAL_NEW(work->arena, struct pal_ways_memo, 1);
    uint32_t *table = pal_arena_take(work->arena, 1, bytes);
    if (memo == NULL || table == NULL) {
        return PAL_E_MEMORY;
    }
    memcpy(table, class->activation_minutes, bytes);
    enum pal_rc rc = pal_markov_exposure(&work->request->outlook->rates, class,
                                         work->out->horizon_hours, &work->scratch, hours);
    pal_arena_done(&work->scratch);
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
