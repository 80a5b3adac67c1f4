#include "core/money/ways_parts.h"

#include <string.h>

const char *const pal_way_ids[PAL_WAY_COUNT] = {"full", "strictest", "adaptive", "lowest"};
const char *const pal_cost_kind_ids[PAL_COST_KIND_COUNT] = {"setup", "running", "standby",
                                                            "activation"};
const char *const pal_way_reason_ids[PAL_REASON_COUNT] = {"prepared", "always", "not-switchable",
                                                          "below",    "delay",  "cheaper"};

pal_mask pal_ways_target(const struct pal_ways_work *work, size_t level, size_t area)
{
    const struct pal_profile *profile = work->request->profile;
    return profile->targets[profile->alert_level_count > 0 ? level : 0][area] &
           work->posture.areas[area].applicable;
}

pal_level_set pal_ways_demand(const struct pal_ways_work *work, size_t area, size_t step)
{
    pal_level_set set = 0;
    for (size_t level = 0; level < work->level_count; level++) {
        set |= (pal_ways_target(work, level, area) >> step & 1) << level;
    }
    return set;
}

pal_level_set pal_ways_every_level(const struct pal_ways_work *work)
{
    return work->level_count >= 64 ? ~(pal_level_set)0
                                   : ((pal_level_set)1 << work->level_count) - 1;
}

enum pal_actor pal_ways_actor(const struct pal_ways_work *work, size_t area, size_t step)
{
    size_t at = work->model->areas[area].first_step + step;
    return (enum pal_actor)work->request->assessment->actors[at];
}

/* Set-up is paid unless the step is achieved or built. */
struct pal_step_cost pal_ways_cost(const struct pal_ways_work *work, size_t area, size_t step)
{
    const struct pal_posture_area *state = &work->posture.areas[area];
    bool is_built = ((state->achieved | state->prepared) >> step & 1) != 0;
    return pal_effort_cost(work->request->efforts, work->model->areas[area].first_step + step,
                           pal_ways_actor(work, area, step), is_built);
}

static enum pal_rc choose_steps(struct pal_ways_work *work, enum pal_way_id id, struct pal_way *way)
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
            way->permanent[area] = pal_ways_target(work, work->level_count - 1, area);
            break;
        case PAL_WAY_LOWEST:
            way->permanent[area] = pal_ways_target(work, 0, area);
            break;
        case PAL_WAY_ADAPTIVE:
        case PAL_WAY_COUNT:
            rc = pal_ways_cut(work, area, way);
            if (rc != PAL_OK) {
                return rc;
            }
            break;
        }
        way->permanent_count += pal_mask_count(way->permanent[area]);
        way->prepared_count += pal_mask_count(way->prepared[area]);
    }
    if (id == PAL_WAY_ADAPTIVE) {
        pal_ways_sum_reasons(work);
    }
    return PAL_OK;
}

static bool new_tables(const struct pal_ways_work *work, struct pal_ways_tables *tables)
{
    size_t levels = work->level_count;
    *tables = (struct pal_ways_tables){
        .per_hour = PAL_NEW(work->arena, double, levels),
        .per_change = PAL_NEW(work->arena, double, levels *levels),
        .classes = PAL_NEW(work->arena, struct pal_exposure_class, work->model->step_count),
        .longest = PAL_NEW(work->arena, uint32_t *, work->model->step_count)};
    return tables->longest != NULL && tables->per_hour != NULL && tables->per_change != NULL &&
           tables->classes != NULL;
}

/* Joins a step's class to those of the way: one class for each set of levels, with the longest
 * time of its steps. */
static enum pal_rc join_class(struct pal_ways_work *work, const struct pal_exposure_class *class,
                              struct pal_ways_tables *tables)
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
static enum pal_rc add_step(struct pal_ways_work *work, struct pal_way *way, size_t area,
                            size_t step, bool is_prepared, struct pal_ways_tables *tables)
{
    pal_level_set demand =
        is_prepared ? pal_ways_demand(work, area, step) : pal_ways_every_level(work);
    const struct pal_ways_span *always = pal_ways_use(work, pal_ways_every_level(work));
    const struct pal_ways_span *active = pal_ways_use(work, demand);
    struct pal_step_cost cost = pal_ways_cost(work, area, step);
    enum pal_actor actor = pal_ways_actor(work, area, step);
    if (always == NULL || active == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t year = 0; year < work->year_count; year++) {
        struct pal_sum kinds[PAL_COST_KIND_COUNT];
        pal_ways_cost_in_year(work, &cost, always, active, year, kinds);
        for (size_t kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
            struct pal_sum *cell = &work->cells[year * PAL_COST_KIND_COUNT + kind][actor];
            *cell = pal_sum_add(*cell, kinds[kind]);
        }
    }
    const struct pal_posture_area *state = &work->posture.areas[area];
    uint64_t points =
        work->request->assessment->weights[work->model->areas[area].first_step + step];
    bool is_achieved = (state->achieved >> step & 1) != 0;
    bool is_built = is_achieved || (state->prepared >> step & 1) != 0;
    way->points_missing += is_achieved ? 0 : points;
    way->points_to_set_up += is_built ? 0 : points;
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
static enum pal_rc add_exposure(struct pal_ways_work *work, size_t area, struct pal_way *way,
                                struct pal_ways_tables *tables)
{
    const struct pal_ways_demanded *steps = &work->steps;
    if (pal_ways_find_demanded(work, area, &work->steps) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    pal_ways_start_classes(work);
    for (size_t i = 0; i < steps->count; i++) {
        pal_mask bit = (pal_mask)1 << steps->step[i];
        if ((way->permanent[area] & bit) != 0) {
            continue;
        }
        if ((way->prepared[area] & bit) == 0) {
            const struct pal_ways_span *use = pal_ways_use(work, steps->demand[i]);
            if (use == NULL) {
                return PAL_E_MEMORY;
            }
            way->exposed_step_hours += use->all_hours;
            tables->always_exposed |= steps->demand[i];
            continue;
        }
        struct pal_exposure_class class = pal_ways_next_class(work, steps, i);
        double hours;
        enum pal_rc rc = pal_ways_exposure(work, &class, &hours);
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
static void sum_cells(const struct pal_ways_work *work, struct pal_way *way)
{
    struct pal_sum total = {{0, 0}, 0};
    struct pal_sum kinds[PAL_COST_KIND_COUNT] = {{{0, 0}, 0}};
    struct pal_sum actors[PAL_ACTOR_COUNT] = {{{0, 0}, 0}};
    for (size_t year = 0; year < work->year_count; year++) {
        struct pal_sum in_year = {{0, 0}, 0};
        for (size_t kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
            for (size_t actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
                struct pal_sum cell = work->cells[year * PAL_COST_KIND_COUNT + kind][actor];
                in_year = pal_sum_add(in_year, cell);
                kinds[kind] = pal_sum_add(kinds[kind], cell);
                actors[actor] = pal_sum_add(actors[actor], cell);
            }
        }
        way->by_year[year] = pal_sum_round(in_year);
        total = pal_sum_add(total, in_year);
    }
    way->total = pal_sum_round(total);
    for (size_t kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        way->by_kind[kind] = pal_sum_round(kinds[kind]);
    }
    for (size_t actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        way->by_actor[actor] = pal_sum_round(actors[actor]);
    }
}

static enum pal_rc compute_way(struct pal_ways_work *work, enum pal_way_id id,
                               struct pal_ways_tables *tables)
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

/* Hours at each level up to the end of each year. */
static enum pal_rc fill_occupancy(struct pal_ways_work *work)
{
    const struct pal_outlook *outlook = work->request->outlook;
    double *rows = PAL_NEW(work->arena, double, work->year_count * work->level_count);
    work->occupancy = PAL_NEW(work->arena, double, work->year_count * work->level_count);
    if (rows == NULL || work->occupancy == NULL) {
        return PAL_E_MEMORY;
    }
    if (outlook->is_replay) {
        return PAL_OK;
    }
    enum pal_rc rc =
        pal_markov_years(&outlook->rates, work->year_count, &work->scratch, rows, work->occupancy);
    work->memory.year_rows = rows;
    work->memory.year_sums = work->occupancy;
    pal_arena_done(&work->scratch);
    return rc;
}

static enum pal_rc fill_level_hours(struct pal_ways_work *work)
{
    work->out->level_hours = PAL_NEW(work->arena, double, work->level_count);
    for (size_t level = 0; level < work->level_count; level++) {
        const struct pal_ways_span *use = pal_ways_use(work, (pal_level_set)1 << level);
        if (work->out->level_hours == NULL || use == NULL) {
            return PAL_E_MEMORY;
        }
        work->out->level_hours[level] = use->all_hours;
    }
    return PAL_OK;
}

static enum pal_rc prepare(struct pal_ways_work *work)
{
    const struct pal_ways_request *request = work->request;
    work->use_room = 256;
    while (work->use_room < 2 * (work->model->step_count + work->level_count + 2)) {
        work->use_room *= 2;
    }
    work->uses = PAL_NEW(work->arena, struct pal_ways_span, work->use_room);
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

/* Computes the ways; as an estimate, without exposures, simulation and what follows from them. */
static enum pal_rc run(const struct pal_ways_request *request, bool is_estimate,
                       struct pal_arena *arena, struct pal_ways *out)
{
    *out = (struct pal_ways){.request = *request,
                             .year_count = pal_outlook_years(request->outlook),
                             .horizon_hours = pal_outlook_hours(request->outlook)};
    struct pal_ways_work *work = PAL_NEW(arena, struct pal_ways_work, 1);
    if (work == NULL) {
        return PAL_E_MEMORY;
    }
    *work = (struct pal_ways_work){.request = request,
                                   .model = request->assessment->model,
                                   .scheme = request->outlook->scheme,
                                   .arena = arena,
                                   .is_estimate = is_estimate,
                                   .memory = {.arena = arena},
                                   .out = out,
                                   .level_count = request->outlook->scheme->level_count,
                                   .year_count = out->year_count};
    pal_arena_init(&work->scratch, arena->alloc);
    struct pal_ways_tables tables[PAL_WAY_COUNT];
    enum pal_rc rc = prepare(work);
    for (int id = 0; id < PAL_WAY_COUNT && rc == PAL_OK; id++) {
        rc = compute_way(work, (enum pal_way_id)id, &tables[id]);
    }
    if (rc == PAL_OK && !request->outlook->is_replay) {
        rc = is_estimate ? pal_ways_price(work, tables) : pal_ways_simulate(work, tables);
    }
    pal_arena_done(&work->scratch);
    return rc;
}

enum pal_rc pal_ways_compute(const struct pal_ways_request *request, struct pal_arena *arena,
                             struct pal_ways *out)
{
    if (!request->outlook->is_replay) {
        /* What takes too long is known before it is begun. */
        struct pal_arena scratch;
        pal_arena_init(&scratch, arena->alloc);
        enum pal_rc rc = run(request, true, &scratch, out);
        pal_arena_done(&scratch);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    return run(request, false, arena, out);
}
