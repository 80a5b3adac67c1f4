#include "core/money/ways.h"

#include <string.h>

#include "core/alert/simulate.h"
#include "core/model/posture.h"

const char *const pal_way_ids[PAL_WAY_COUNT] = {"full", "strictest", "adaptive", "lowest"};
const char *const pal_cost_kind_ids[PAL_COST_KIND_COUNT] = {"setup", "running", "standby",
                                                            "activation"};
const char *const pal_way_reason_ids[PAL_REASON_COUNT] = {"prepared", "always", "not-switchable",
                                                          "below",    "delay",  "cheaper"};

/* Money as it is summed: exact for a replay, expected over rates; the other stays 0. */
struct sum {
    struct pal_money exact;
    double expected;
};

/* What the outlook is for a set of levels, year by year. */
struct use {
    pal_level_set demand;
    bool is_set;
    uint64_t *minutes; /* [year], of a replay */
    double *hours;     /* [year], over rates */
    double *entries;   /* [year]; whole numbers in a replay */
    double all_hours;
};

/* The exposure of one class over the outlook, kept because steps with the same numbers abound. */
struct memo {
    struct pal_exposure_class class;
    double hours;
    struct memo *next;
};

enum { MEMO_BUCKETS = 1024 };
static const double SPENT_MAX = 4e9; /* multiplications: some seconds */
static const double DRAWN_MAX = 4e7; /* simulated changes times classes: a second or two a way */
enum { DRAWS_MIN = 20 };             /* the 5th percentile is the least of 20 */

/* The demanded steps of an area in ladder order, and what is known of each. */
struct demanded {
    size_t count;
    size_t step[PAL_LIMIT_STEPS];
    pal_level_set demand[PAL_LIMIT_STEPS];
    bool is_fixed[PAL_LIMIT_STEPS]; /* permanent whichever way it is counted */
    uint64_t minutes[PAL_LIMIT_STEPS];
    struct sum permanent[PAL_LIMIT_STEPS];
    struct sum prepared[PAL_LIMIT_STEPS];
};

struct work {
    const struct pal_ways_request *request;
    const struct pal_model *model;
    const struct pal_alert_scheme *scheme;
    struct pal_arena *arena;
    struct pal_arena scratch; /* emptied area by area */
    struct pal_ways *out;
    struct pal_posture posture; /* what is achieved and prepared */
    size_t level_count;
    size_t year_count;
    double spent;      /* on exact exposures, see price_of */
    struct use *uses;  /* open addressing by demand */
    size_t use_room;   /* a power of 2 */
    double *occupancy; /* [year * level_count + level], over rates */
    struct memo *memos[MEMO_BUCKETS];
    struct demanded steps;                /* of the area at hand */
    uint32_t *table;                      /* of the class at hand, [from * level_count + to] */
    uint32_t *sums;                       /* of the classes of the area so far, likewise */
    struct sum (*cells)[PAL_ACTOR_COUNT]; /* [year * PAL_COST_KIND_COUNT + kind][actor], one way */
};

static pal_mask target_at(const struct work *work, size_t level, size_t area)
{
    const struct pal_profile *profile = work->request->profile;
    return profile->targets[profile->alert_level_count > 0 ? level : 0][area] &
           work->posture.areas[area].applicable;
}

static pal_level_set demand_of(const struct work *work, size_t area, size_t step)
{
    pal_level_set set = 0;
    for (size_t level = 0; level < work->level_count; level++) {
        set |= (target_at(work, level, area) >> step & 1) << level;
    }
    return set;
}

static pal_level_set every_level(const struct work *work)
{
    return work->level_count >= 64 ? ~(pal_level_set)0
                                   : ((pal_level_set)1 << work->level_count) - 1;
}

static const struct pal_effort *effort_of(const struct work *work, size_t area, size_t step)
{
    return &work->request->efforts->steps[work->model->areas[area].first_step + step];
}

static enum pal_actor actor_of(const struct work *work, size_t area, size_t step)
{
    size_t at = work->model->areas[area].first_step + step;
    return (enum pal_actor)work->request->assessment->actors[at];
}

/* Set-up is paid unless the step is achieved or built. */
static struct pal_step_cost cost_of(const struct work *work, size_t area, size_t step)
{
    const struct pal_posture_area *state = &work->posture.areas[area];
    bool is_built = ((state->achieved | state->prepared) >> step & 1) != 0;
    return pal_effort_cost(work->request->efforts, work->model->areas[area].first_step + step,
                           actor_of(work, area, step), is_built);
}

/* ---------------------------------------------------------------- the outlook */

/* The history up to `end`. */
static struct pal_history history_until(const struct pal_history *history, uint64_t end)
{
    struct pal_history part = {history->changes, 0, end};
    while (part.count < history->count && history->changes[part.count].at_minutes < end) {
        part.count++;
    }
    return part;
}

static void fill_replayed(const struct work *work, struct use *use)
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

static void fill_expected(const struct work *work, struct use *use)
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
static const struct use *use_of(struct work *work, pal_level_set demand)
{
    size_t at = (size_t)((demand * 0x9E3779B97F4A7C15U) >> 32) & (work->use_room - 1);
    while (work->uses[at].is_set && work->uses[at].demand != demand) {
        at = (at + 1) & (work->use_room - 1);
    }
    struct use *use = &work->uses[at];
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

static uint64_t hash_of(const struct work *work, const struct pal_exposure_class *class)
{
    uint64_t hash = class->demand * 0x9E3779B97F4A7C15U;
    for (size_t i = 0; i < work->level_count * work->level_count; i++) {
        hash = (hash ^ class->activation_minutes[i]) * 0x100000001B3U;
    }
    return hash ^ (hash >> 29);
}

/* About how many multiplications the exact exposure of a class takes: for each activation time the
 * doubled chain is stepped twice through as many terms as changes are expected. */
static double price_of(const struct work *work, const struct pal_exposure_class *class)
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
static enum pal_rc expected_exposure(struct work *work, const struct pal_exposure_class *class,
                                     double *hours)
{
    struct memo **bucket = &work->memos[hash_of(work, class) % MEMO_BUCKETS];
    size_t bytes = work->level_count * work->level_count * sizeof *class->activation_minutes;
    for (const struct memo *memo = *bucket; memo != NULL; memo = memo->next) {
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
    struct memo *memo = PAL_NEW(work->arena, struct memo, 1);
    uint32_t *table = pal_arena_take(work->arena, 1, bytes);
    if (memo == NULL || table == NULL) {
        return PAL_E_MEMORY;
    }
    memcpy(table, class->activation_minutes, bytes);
    enum pal_rc rc = pal_markov_exposure(&work->request->outlook->rates, class,
                                         work->out->horizon_hours, &work->scratch, hours);
    pal_arena_done(&work->scratch);
    *memo = (struct memo){{class->demand, table}, *hours, *bucket};
    *bucket = memo;
    return rc;
}

/* The exposure of a class in hours. */
static enum pal_rc exposure_of(struct work *work, const struct pal_exposure_class *class,
                               double *hours)
{
    const struct pal_outlook *outlook = work->request->outlook;
    if (!outlook->is_replay) {
        return expected_exposure(work, class, hours);
    }
    *hours = (double)pal_history_exposure(&outlook->history, work->level_count, class) / 60;
    return PAL_OK;
}

/* ------------------------------------------------------------------- money */

static struct sum add(struct sum a, struct sum b)
{
    return (struct sum){pal_money_add(a.exact, b.exact), a.expected + b.expected};
}

/* `per_month` over the part of a year in which the step is active or idle. */
static struct sum over(const struct work *work, uint64_t per_month, uint64_t minutes, double hours)
{
    if (work->request->outlook->is_replay) {
        struct pal_step_cost cost = {.running = per_month};
        return (struct sum){.exact = pal_ownership_permanent(&cost, minutes)};
    }
    return (struct sum){.expected = (double)per_month * hours / PAL_HOURS_PER_MONTH};
}

static struct sum times(const struct work *work, uint64_t each, double count)
{
    if (work->request->outlook->is_replay) {
        return (struct sum){.exact = {each * (uint64_t)count, 0}};
    }
    return (struct sum){.expected = (double)each * count};
}

/* What a step costs in a year by kind: active while `active` demands it, idle for the rest where
 * it is prepared. */
static void cost_in_year(const struct work *work, const struct pal_step_cost *cost,
                         const struct use *always, const struct use *active, size_t year,
                         struct sum kinds[PAL_COST_KIND_COUNT])
{
    kinds[PAL_COST_SETUP] = times(work, year == 0 ? cost->setup : 0, 1);
    kinds[PAL_COST_RUNNING] = over(work, cost->running, active->minutes[year], active->hours[year]);
    kinds[PAL_COST_STANDBY] =
        over(work, cost->standby, always->minutes[year] - active->minutes[year],
             always->hours[year] - active->hours[year]);
    kinds[PAL_COST_ACTIVATION] = times(work, cost->activation, active->entries[year]);
}

/* A step over the whole outlook. */
static struct sum cost_over(const struct work *work, const struct pal_step_cost *cost,
                            const struct use *always, const struct use *active)
{
    struct sum all = {{0, 0}, 0};
    for (size_t year = 0; year < work->year_count; year++) {
        struct sum kinds[PAL_COST_KIND_COUNT];
        cost_in_year(work, cost, always, active, year, kinds);
        for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
            all = add(all, kinds[kind]);
        }
    }
    return all;
}

/* The one less the other in minor units; exactly 0 where they are equal. Expected values that
 * differ by rounding alone are equal. */
static double difference(struct sum a, struct sum b)
{
    double expected = a.expected - b.expected;
    double size = a.expected > b.expected ? a.expected : b.expected;
    if (expected < size * 1e-11 && expected > -size * 1e-11) {
        expected = 0;
    }
    double whole = (double)(int64_t)(a.exact.minor_units - b.exact.minor_units);
    double part = (double)((int64_t)a.exact.part - (int64_t)b.exact.part);
    return whole + part / PAL_MINUTES_PER_MONTH + expected;
}

static uint64_t rounded(struct sum sum)
{
    return pal_money_round(sum.exact) + (uint64_t)(sum.expected + 0.5);
}

/* -------------------------------------------------------------------- cuts */

static enum pal_rc find_demanded(struct work *work, size_t area, struct demanded *out)
{
    const struct use *always = use_of(work, every_level(work));
    out->count = 0;
    if (always == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t step = 0; step < work->model->areas[area].ladder->count; step++) {
        pal_level_set demand = demand_of(work, area, step);
        if (demand == 0) {
            continue;
        }
        size_t at = out->count++;
        const struct pal_effort *effort = effort_of(work, area, step);
        const struct use *active = use_of(work, demand);
        struct pal_step_cost cost = cost_of(work, area, step);
        if (active == NULL) {
            return PAL_E_MEMORY;
        }
        out->step[at] = step;
        out->demand[at] = demand;
        out->is_fixed[at] = demand == every_level(work) || !effort->is_switchable;
        out->minutes[at] = effort->values[PAL_EFFORT_ACTIVATION_TIME];
        out->permanent[at] = cost_over(work, &cost, always, always);
        out->prepared[at] = cost_over(work, &cost, always, active);
    }
    return PAL_OK;
}

/* Whether the change activates the step at a position, were it prepared. */
static bool is_entry(const struct demanded *steps, size_t at, size_t from, size_t to)
{
    return (steps->demand[at] >> to & 1) != 0 && (steps->demand[at] >> from & 1) == 0;
}

/* The first cut from `fixed` on that a change admits: from the top of the ladder down, as many
 * steps as can be activated one after the other within its delay. */
static size_t cut_for_change(struct work *work, const struct demanded *steps, size_t fixed,
                             struct pal_way_forced *change)
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
static size_t admissible_cut(struct work *work, const struct demanded *steps, size_t fixed,
                             struct pal_way_forced *forced)
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
static bool has_unstated_delay(const struct work *work, const struct demanded *steps, size_t cut)
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
static struct pal_exposure_class next_class(struct work *work, const struct demanded *steps,
                                            size_t at)
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

static void start_classes(struct work *work)
{
    memset(work->sums, 0, work->level_count * work->level_count * sizeof *work->sums);
}

/* Step-hours of exposure of a cut. */
static enum pal_rc cut_exposure(struct work *work, const struct demanded *steps, size_t cut,
                                double *out)
{
    *out = 0;
    start_classes(work);
    for (size_t i = cut; i < steps->count; i++) {
        struct pal_exposure_class class = next_class(work, steps, i);
        double hours;
        enum pal_rc rc = exposure_of(work, &class, &hours);
        if (rc != PAL_OK) {
            return rc;
        }
        *out += hours;
    }
    return PAL_OK;
}

/* The cheapest cut from `first` on; of equal ones that with less exposure, then with more
 * permanent steps. */
static enum pal_rc best_cut(struct work *work, const struct demanded *steps, size_t first,
                            size_t *out)
{
    struct sum cost = {{0, 0}, 0};
    struct sum best_cost;
    size_t best = first;
    for (size_t i = 0; i < steps->count; i++) {
        cost = add(cost, i < first ? steps->permanent[i] : steps->prepared[i]);
    }
    best_cost = cost;
    for (size_t cut = first + 1; cut <= steps->count; cut++) {
        struct sum other = {{0, 0}, 0};
        for (size_t i = 0; i < steps->count; i++) {
            other = add(other, i < cut ? steps->permanent[i] : steps->prepared[i]);
        }
        double less = difference(best_cost, other);
        if (less == 0) {
            double own;
            double theirs;
            enum pal_rc rc = cut_exposure(work, steps, best, &own);
            if (rc == PAL_OK) {
                rc = cut_exposure(work, steps, cut, &theirs);
            }
            if (rc != PAL_OK) {
                return rc;
            }
            less = theirs <= own + own * 1e-11 ? 1 : 0;
        }
        if (less > 0) {
            best = cut;
            best_cost = other;
        }
    }
    *out = best;
    return PAL_OK;
}

static void note_reason(struct work *work, enum pal_way_reason reason, const struct demanded *steps,
                        size_t at)
{
    struct pal_way_reasons *row = &work->out->reasons[reason];
    double saving = difference(steps->permanent[at], steps->prepared[at]);
    row->steps++;
    row->saving += saving > 0 ? saving : 0;
    work->out->demanded_count++;
}

static enum pal_rc cut_area(struct work *work, size_t area, struct pal_way *way)
{
    const struct demanded *steps = &work->steps;
    if (find_demanded(work, area, &work->steps) != PAL_OK) {
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
    size_t cut;
    enum pal_rc rc = best_cut(work, steps, admissible, &cut);
    if (rc != PAL_OK) {
        return rc;
    }
    work->out->has_unstated_delay =
        work->out->has_unstated_delay || has_unstated_delay(work, steps, cut);
    for (size_t i = 0; i < steps->count; i++) {
        pal_mask bit = (pal_mask)1 << steps->step[i];
        way->permanent[area] |= i < cut ? bit : 0;
        way->prepared[area] |= i < cut ? 0 : bit;
        note_reason(work,
                    i >= cut                                ? PAL_REASON_PREPARED
                    : steps->demand[i] == every_level(work) ? PAL_REASON_ALWAYS
                    : steps->is_fixed[i]                    ? PAL_REASON_NOT_SWITCHABLE
                    : i < fixed                             ? PAL_REASON_BELOW
                    : i < admissible                        ? PAL_REASON_DELAY
                                                            : PAL_REASON_CHEAPER,
                    steps, i);
    }
    return PAL_OK;
}

/* --------------------------------------------------------------- one way */

static enum pal_rc choose_steps(struct work *work, enum pal_way_id id, struct pal_way *way)
{
    const struct pal_model *model = work->model;
    enum pal_rc rc = PAL_OK;
    way->permanent = PAL_NEW(work->arena, pal_mask, model->area_count);
    way->prepared = PAL_NEW(work->arena, pal_mask, model->area_count);
    way->by_year = PAL_NEW(work->arena, uint64_t, work->year_count);
    if (way->permanent == NULL || way->prepared == NULL || way->by_year == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t area = 0; area < model->area_count; area++) {
        if (!work->posture.areas[area].is_applicable) {
            continue;
        }
        switch (id) {
        case PAL_WAY_FULL:
            way->permanent[area] =
                pal_ladder_to_level(model->areas[area].ladder, work->request->full_rank) &
                work->posture.areas[area].applicable;
            break;
        case PAL_WAY_STRICTEST:
            way->permanent[area] = target_at(work, work->level_count - 1, area);
            break;
        case PAL_WAY_LOWEST:
            way->permanent[area] = target_at(work, 0, area);
            break;
        case PAL_WAY_ADAPTIVE:
        case PAL_WAY_COUNT:
            rc = cut_area(work, area, way);
            if (rc != PAL_OK) {
                return rc;
            }
            break;
        }
        way->permanent_count += pal_mask_count(way->permanent[area]);
        way->prepared_count += pal_mask_count(way->prepared[area]);
    }
    return PAL_OK;
}

/* What a simulated history needs to know of a way. */
struct tables {
    double setup;
    double *per_hour;   /* [level] */
    double *per_change; /* [from * levels + to] */
    struct pal_exposure_class *classes;
    uint32_t **longest; /* [class]: its table */
    size_t class_count;
    pal_level_set always_exposed;
};

static bool new_tables(const struct work *work, struct tables *tables)
{
    size_t levels = work->level_count;
    *tables = (struct tables){
        .per_hour = PAL_NEW(work->arena, double, levels),
        .per_change = PAL_NEW(work->arena, double, levels *levels),
        .classes = PAL_NEW(work->arena, struct pal_exposure_class, work->model->step_count),
        .longest = PAL_NEW(work->arena, uint32_t *, work->model->step_count)};
    return tables->longest != NULL && tables->per_hour != NULL && tables->per_change != NULL &&
           tables->classes != NULL;
}

/* Joins a step's class to those of the way: one class for each set of levels, with the longest
 * time of its steps. */
static enum pal_rc join_class(struct work *work, const struct pal_exposure_class *class,
                              struct tables *tables)
{
    size_t cells = work->level_count * work->level_count;
    size_t at = 0;
    while (at < tables->class_count && tables->classes[at].demand != class->demand) {
        at++;
    }
    if (at == tables->class_count) {
        tables->longest[at] = PAL_NEW(work->arena, uint32_t, cells);
        if (tables->longest[at] == NULL) {
            return PAL_E_MEMORY;
        }
        tables->classes[at] = (struct pal_exposure_class){class->demand, tables->longest[at]};
        tables->class_count++;
    }
    for (size_t i = 0; i < cells; i++) {
        uint32_t own = class->activation_minutes[i];
        uint32_t *longest = &tables->longest[at][i];
        *longest = own > *longest ? own : *longest;
    }
    return PAL_OK;
}

/* Adds the money of a step that the way keeps, permanent or prepared. */
static enum pal_rc add_step(struct work *work, struct pal_way *way, size_t area, size_t step,
                            bool is_prepared, struct tables *tables)
{
    pal_level_set demand = is_prepared ? demand_of(work, area, step) : every_level(work);
    const struct use *always = use_of(work, every_level(work));
    const struct use *active = use_of(work, demand);
    struct pal_step_cost cost = cost_of(work, area, step);
    enum pal_actor actor = actor_of(work, area, step);
    if (always == NULL || active == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t year = 0; year < work->year_count; year++) {
        struct sum kinds[PAL_COST_KIND_COUNT];
        cost_in_year(work, &cost, always, active, year, kinds);
        for (size_t kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
            struct sum *cell = &work->cells[year * PAL_COST_KIND_COUNT + kind][actor];
            *cell = add(*cell, kinds[kind]);
        }
    }
    const struct pal_posture_area *state = &work->posture.areas[area];
    if (((state->achieved | state->prepared) >> step & 1) == 0) {
        size_t at = work->model->areas[area].first_step + step;
        way->points_missing += work->request->assessment->weights[at];
    }
    tables->setup += (double)cost.setup;
    for (size_t from = 0; from < work->level_count; from++) {
        bool is_on = (demand >> from & 1) != 0;
        tables->per_hour[from] +=
            (double)(is_on ? cost.running : cost.standby) / PAL_HOURS_PER_MONTH;
        for (size_t to = 0; to < work->level_count && !is_on; to++) {
            if ((demand >> to & 1) != 0) {
                tables->per_change[from * work->level_count + to] += (double)cost.activation;
            }
        }
    }
    return PAL_OK;
}

/* Exposure: a demanded step that the way does not keep, or one that is switched on. */
static enum pal_rc add_exposure(struct work *work, size_t area, struct pal_way *way,
                                struct tables *tables)
{
    const struct demanded *steps = &work->steps;
    if (find_demanded(work, area, &work->steps) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    start_classes(work);
    for (size_t i = 0; i < steps->count; i++) {
        pal_mask bit = (pal_mask)1 << steps->step[i];
        if ((way->permanent[area] & bit) != 0) {
            continue;
        }
        if ((way->prepared[area] & bit) == 0) {
            const struct use *use = use_of(work, steps->demand[i]);
            if (use == NULL) {
                return PAL_E_MEMORY;
            }
            way->exposed_step_hours += use->all_hours;
            tables->always_exposed |= steps->demand[i];
            continue;
        }
        struct pal_exposure_class class = next_class(work, steps, i);
        double hours;
        enum pal_rc rc = exposure_of(work, &class, &hours);
        if (rc == PAL_OK) {
            rc = join_class(work, &class, tables);
        }
        if (rc != PAL_OK) {
            return rc;
        }
        way->exposed_step_hours += hours;
    }
    return PAL_OK;
}

/* Sums of the cells, each rounded once. */
static void sum_cells(const struct work *work, struct pal_way *way)
{
    struct sum total = {{0, 0}, 0};
    struct sum kinds[PAL_COST_KIND_COUNT] = {{{0, 0}, 0}};
    struct sum actors[PAL_ACTOR_COUNT] = {{{0, 0}, 0}};
    for (size_t year = 0; year < work->year_count; year++) {
        struct sum in_year = {{0, 0}, 0};
        for (size_t kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
            for (size_t actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
                struct sum cell = work->cells[year * PAL_COST_KIND_COUNT + kind][actor];
                in_year = add(in_year, cell);
                kinds[kind] = add(kinds[kind], cell);
                actors[actor] = add(actors[actor], cell);
            }
        }
        way->by_year[year] = rounded(in_year);
        total = add(total, in_year);
    }
    way->total = rounded(total);
    for (size_t kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        way->by_kind[kind] = rounded(kinds[kind]);
    }
    for (size_t actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        way->by_actor[actor] = rounded(actors[actor]);
    }
}

/* -------------------------------------------------------------- simulation */

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

static struct pal_spread spread_of(double *values, size_t count)
{
    struct pal_spread spread = {0};
    double variance = 0;
    for (size_t i = 0; i < count; i++) {
        spread.mean += values[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        double off = values[i] - spread.mean;
        variance += off * off / (double)count;
    }
    spread.standard_error = root_of(variance / (double)count);
    sort(values, count);
    spread.low = pal_quantile(values, count, 5);
    spread.middle = pal_quantile(values, count, 50);
    spread.high = pal_quantile(values, count, 95);
    return spread;
}

/* How many histories a simulation can draw within its bound. */
static size_t draws_for(const struct work *work, const struct tables *tables)
{
    const struct pal_outlook *outlook = work->request->outlook;
    size_t levels = work->level_count;
    double fastest = 0;
    for (size_t from = 0; from < levels; from++) {
        double sum = 0;
        for (size_t to = 0; to < levels; to++) {
            sum += from != to ? outlook->rates.per_year[from * levels + to] : 0;
        }
        fastest = sum > fastest ? sum : fastest;
    }
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
static bool is_disjoint(const struct tables *tables)
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
static enum pal_rc find_exposed(struct work *work, const struct tables *tables, struct pal_way *way)
{
    const struct use *always = use_of(work, tables->always_exposed);
    double sum = always != NULL ? always->all_hours : 0;
    double longest = sum;
    enum pal_rc rc = always != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < tables->class_count && rc == PAL_OK; i++) {
        double hours;
        rc = exposure_of(work, &tables->classes[i], &hours);
        if (rc == PAL_OK) {
            sum += hours;
            longest = hours > longest ? hours : longest;
        }
    }
    way->is_exposed_exact = is_disjoint(tables);
    way->exposed_hours = way->is_exposed_exact ? sum : way->exposed.mean;
    if (way->exposed_hours < longest) {
        way->exposed_hours = longest;
    }
    if (way->exposed_hours > way->exposed_step_hours) {
        way->exposed_hours = way->exposed_step_hours;
    }
    return rc;
}

static enum pal_rc simulate(struct work *work, const struct tables *tables, struct pal_way *way)
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

static enum pal_rc compute_way(struct work *work, enum pal_way_id id, struct tables *tables)
{
    struct pal_way *way = &work->out->ways[id];
    const struct pal_outlook *outlook = work->request->outlook;
    memset(work->cells, 0, work->year_count * PAL_COST_KIND_COUNT * sizeof *work->cells);
    enum pal_rc rc = choose_steps(work, id, way);
    if (rc != PAL_OK || !new_tables(work, tables)) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (size_t area = 0; area < work->model->area_count; area++) {
        if (!work->posture.areas[area].is_applicable) {
            continue;
        }
        pal_mask kept = way->permanent[area] | way->prepared[area];
        for (size_t step = 0; step < work->model->areas[area].ladder->count; step++) {
            bool is_prepared = (way->prepared[area] >> step & 1) != 0;
            if ((kept >> step & 1) != 0 &&
                add_step(work, way, area, step, is_prepared, tables) != PAL_OK) {
                return PAL_E_MEMORY;
            }
        }
        rc = add_exposure(work, area, way, tables);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    sum_cells(work, way);
    if (outlook->is_replay) {
        way->exposed_hours =
            (double)pal_history_exposed(&outlook->history, work->level_count, tables->classes,
                                        tables->class_count, tables->always_exposed) /
            60;
        way->is_exposed_exact = true;
    }
    return PAL_OK;
}

/* All ways are simulated over the same histories, as many as the slowest of them allows. */
static enum pal_rc simulate_ways(struct work *work, const struct tables tables[PAL_WAY_COUNT])
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

/* --------------------------------------------------------------------- all */

/* Hours at each level up to the end of each year. */
static enum pal_rc fill_occupancy(struct work *work)
{
    const struct pal_outlook *outlook = work->request->outlook;
    work->occupancy = PAL_NEW(work->arena, double, work->year_count * work->level_count);
    if (work->occupancy == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t year = 0; year < work->year_count && !outlook->is_replay; year++) {
        enum pal_rc rc =
            pal_markov_occupancy(&outlook->rates, (double)(year + 1) * PAL_HOURS_PER_YEAR,
                                 &work->scratch, work->occupancy + year * work->level_count);
        pal_arena_done(&work->scratch);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    return PAL_OK;
}

static enum pal_rc fill_level_hours(struct work *work)
{
    work->out->level_hours = PAL_NEW(work->arena, double, work->level_count);
    for (size_t level = 0; level < work->level_count; level++) {
        const struct use *use = use_of(work, (pal_level_set)1 << level);
        if (work->out->level_hours == NULL || use == NULL) {
            return PAL_E_MEMORY;
        }
        work->out->level_hours[level] = use->all_hours;
    }
    return PAL_OK;
}

static enum pal_rc prepare(struct work *work)
{
    const struct pal_ways_request *request = work->request;
    work->use_room = 256;
    while (work->use_room < 2 * (work->model->step_count + work->level_count + 2)) {
        work->use_room *= 2;
    }
    work->uses = PAL_NEW(work->arena, struct use, work->use_room);
    work->out->forced = PAL_NEW(work->arena, struct pal_way_forced, work->model->area_count);
    work->cells =
        pal_arena_take(work->arena, work->year_count * PAL_COST_KIND_COUNT, sizeof *work->cells);
    work->table = PAL_NEW(work->arena, uint32_t, work->level_count * work->level_count);
    work->sums = PAL_NEW(work->arena, uint32_t, work->level_count * work->level_count);
    if (work->table == NULL || work->sums == NULL || work->uses == NULL ||
        work->out->forced == NULL || work->cells == NULL ||
        pal_posture_compute(request->assessment, request->basis, request->profile, 0, work->arena,
                            &work->posture) != PAL_OK ||
        fill_occupancy(work) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    return fill_level_hours(work);
}

enum pal_rc pal_ways_compute(const struct pal_ways_request *request, struct pal_arena *arena,
                             struct pal_ways *out)
{
    *out = (struct pal_ways){.request = *request,
                             .year_count = pal_outlook_years(request->outlook),
                             .horizon_hours = pal_outlook_hours(request->outlook)};
    struct work *work = PAL_NEW(arena, struct work, 1);
    if (work == NULL) {
        return PAL_E_MEMORY;
    }
    *work = (struct work){.request = request,
                          .model = request->assessment->model,
                          .scheme = request->outlook->scheme,
                          .arena = arena,
                          .out = out,
                          .level_count = request->outlook->scheme->level_count,
                          .year_count = out->year_count};
    pal_arena_init(&work->scratch, arena->alloc);
    struct tables tables[PAL_WAY_COUNT];
    enum pal_rc rc = prepare(work);
    for (int id = 0; id < PAL_WAY_COUNT && rc == PAL_OK; id++) {
        rc = compute_way(work, (enum pal_way_id)id, &tables[id]);
    }
    if (rc == PAL_OK && !request->outlook->is_replay) {
        rc = simulate_ways(work, tables);
    }
    pal_arena_done(&work->scratch);
    return rc;
}
