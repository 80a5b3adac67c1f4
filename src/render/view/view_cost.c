/* view_cost - the four ways of ownership as JSON. */
#include "base/date.h"
#include "base/duration.h"
#include "render/view/view.h"
#include "render/view/view_parts.h"
#include "render/words.h"

static json_t *hours(double value)
{
    return json_real((double)(uint64_t)(value * 10000 + 0.5) / 10000);
}

static json_t *spread(const struct pal_spread *of, bool *failed)
{
    static const char *const keys[PAL_SPREAD_ROWS] = {"p5", "p50", "p95", "mean"};
    static const char *const error_keys[PAL_SPREAD_ROWS] = {
        "p5_standard_error", "p50_standard_error", "p95_standard_error", "standard_error"};
    json_t *object = json_object();
    for (int i = 0; i < PAL_SPREAD_ROWS; i++) {
        pal_view_put(object, keys[i], hours(of->rows[i].value), failed);
    }
    for (int i = 0; i < PAL_SPREAD_ROWS; i++) {
        double error = of->rows[i].standard_error;
        pal_view_put(object, error_keys[i], error < 0 ? json_null() : hours(error), failed);
    }
    return object;
}

static json_t *view_way(const struct pal_ways *ways, enum pal_way_id id, bool *failed)
{
    const struct pal_way *way = &ways->ways[id];
    const struct pal_model *model = ways->request.assessment->model;
    json_t *row = json_object();
    json_t *kinds = json_object();
    json_t *actors = json_object();
    json_t *years = json_array();
    json_t *areas = json_array();
    pal_view_put(row, "id", json_string(pal_way_ids[id]), failed);
    pal_view_put(row, "steps_permanent", pal_json_number(way->permanent_count), failed);
    pal_view_put(row, "steps_prepared", pal_json_number(way->prepared_count), failed);
    pal_view_put(row, "points_missing", pal_json_number(way->points_missing), failed);
    pal_view_put(row, "points_to_set_up", pal_json_number(way->points_to_set_up), failed);
    pal_view_put(row, "cost", pal_json_number(way->total), failed);
    for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        pal_view_put(kinds, pal_cost_kind_ids[kind], pal_json_number(way->by_kind[kind]), failed);
    }
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        pal_view_put(actors, pal_actor_ids[actor], pal_json_number(way->by_actor[actor]), failed);
    }
    for (size_t year = 0; year < ways->year_count; year++) {
        pal_json_append(years, pal_json_number(way->by_year[year]), failed);
    }
    pal_view_put(row, "cost_by_kind", kinds, failed);
    pal_view_put(row, "cost_by_actor", actors, failed);
    pal_view_put(row, "cost_by_year", years, failed);
    pal_view_put(row, "exposed_hours", hours(way->exposed_hours), failed);
    pal_view_put(row, "exposed_step_hours", hours(way->exposed_step_hours), failed);
    if (!ways->request.outlook->is_replay) {
        pal_view_put(row, "exposed_hours_exact", json_boolean(way->is_exposed_exact), failed);
        pal_view_put(row, "simulated_cost", spread(&way->cost, failed), failed);
        pal_view_put(row, "simulated_exposed_hours", spread(&way->exposed, failed), failed);
    }
    for (size_t i = 0; i < model->area_count; i++) {
        json_t *area = json_object();
        const struct pal_ladder *ladder = model->areas[i].ladder;
        pal_view_put(area, "id", json_string(model->areas[i].id), failed);
        pal_view_put(area, "permanent", pal_json_steps(ladder, way->permanent[i], failed), failed);
        pal_view_put(area, "prepared", pal_json_steps(ladder, way->prepared[i], failed), failed);
        pal_json_append(areas, area, failed);
    }
    pal_view_put(row, "areas", areas, failed);
    return row;
}

static json_t *view_reasons(const struct pal_ways *ways, const struct pal_language *language,
                            bool *failed)
{
    json_t *list = json_array();
    for (int i = 0; i < PAL_REASON_COUNT; i++) {
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(pal_way_reason_ids[i]), failed);
        pal_view_put(row, "text",
                     json_string(pal_word_way_reason(language, (enum pal_way_reason)i)), failed);
        pal_view_put(row, "steps", pal_json_number(ways->reasons[i].steps), failed);
        pal_view_put(row, "saving_if_prepared", json_integer((json_int_t)ways->reasons[i].saving),
                     failed);
        pal_json_append(list, row, failed);
    }
    return list;
}

static json_t *view_forced(const struct pal_ways *ways, bool *failed)
{
    const struct pal_model *model = ways->request.assessment->model;
    const struct pal_alert_scheme *scheme = ways->request.outlook->scheme;
    json_t *list = json_array();
    for (size_t i = 0; i < ways->forced_count; i++) {
        const struct pal_way_forced *forced = &ways->forced[i];
        const struct pal_area *area = &model->areas[forced->area];
        json_t *row = json_object();
        pal_view_put(row, "area", json_string(area->id), failed);
        pal_view_put(row, "steps", pal_json_steps(area->ladder, forced->steps, failed), failed);
        pal_view_put(row, "from", json_string(scheme->levels[forced->from].id), failed);
        pal_view_put(row, "to", json_string(scheme->levels[forced->to].id), failed);
        pal_view_put(row, "activation_hours", hours((double)forced->activation_minutes / 60),
                     failed);
        pal_view_put(row, "delay", pal_json_duration(forced->delay_minutes), failed);
        pal_json_append(list, row, failed);
    }
    return list;
}

json_t *pal_view_outlook(const struct pal_outlook *outlook, const double *level_hours,
                         const struct pal_language *language)
{
    bool failed = false;
    json_t *object = json_object();
    json_t *levels = json_array();
    pal_view_put(object, "id", json_string(outlook->id), &failed);
    pal_view_put(object, "title", pal_json_in_language(&outlook->title, language), &failed);
    pal_view_put(object, "source", pal_json_text(outlook->source), &failed);
    pal_view_put(object, "alert_scheme", json_string(outlook->scheme->id), &failed);
    pal_view_put(object, "kind", json_string(outlook->is_replay ? "history" : "rates"), &failed);
    pal_view_put(object, "hours", hours(pal_outlook_hours(outlook)), &failed);
    for (size_t i = 0; i < outlook->scheme->level_count; i++) {
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(outlook->scheme->levels[i].id), &failed);
        pal_view_put(row, "label",
                     pal_json_in_language(&outlook->scheme->levels[i].label, language), &failed);
        pal_view_put(row, "hours", hours(level_hours[i]), &failed);
        pal_json_append(levels, row, &failed);
    }
    pal_view_put(object, "levels", levels, &failed);
    if (outlook->is_replay) {
        json_t *changes = json_array();
        char text[PAL_INSTANT_TEXT];
        for (size_t i = 0; i < outlook->history.count; i++) {
            json_t *row = json_object();
            pal_instant_write(outlook->start_at + outlook->history.changes[i].at_minutes, text);
            pal_view_put(row, "at", json_string(text), &failed);
            pal_view_put(row, "level",
                         json_string(outlook->scheme->levels[outlook->history.changes[i].level].id),
                         &failed);
            pal_json_append(changes, row, &failed);
        }
        pal_instant_write(outlook->start_at + outlook->history.end_minutes, text);
        pal_view_put(object, "changes", changes, &failed);
        pal_view_put(object, "end", json_string(text), &failed);
    } else {
        pal_view_put(object, "start", json_string(outlook->scheme->levels[outlook->start_level].id),
                     &failed);
        pal_view_put(object, "years", pal_json_number(outlook->years), &failed);
        size_t trap = pal_markov_trap(&outlook->rates);
        bool has_trap = trap < outlook->scheme->level_count && outlook->scheme->level_count > 1;
        pal_view_put(object, "never_left",
                     has_trap ? json_string(outlook->scheme->levels[trap].id) : json_null(),
                     &failed);
    }
    return pal_json_finish(object, failed);
}

json_t *pal_view_efforts(const struct pal_efforts *efforts, const struct pal_language *language)
{
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "id", json_string(efforts->id), &failed);
    pal_view_put(object, "title", pal_json_in_language(&efforts->title, language), &failed);
    pal_view_put(object, "source", pal_json_text(efforts->source), &failed);
    pal_view_put(object, "currency", json_string(efforts->currency), &failed);
    pal_view_put(object, "proposed", json_boolean(efforts->is_proposed), &failed);
    return pal_json_finish(object, failed);
}

json_t *pal_view_ways(const struct pal_ways *ways, const struct pal_language *language)
{
    bool failed = false;
    const struct pal_ways_request *request = &ways->request;
    const struct pal_model *model = request->assessment->model;
    json_t *object = json_object();
    json_t *rows = json_array();
    pal_view_put(object, "assessment", json_string(request->assessment->id), &failed);
    pal_view_put(object, "provider", json_string(request->assessment->provider), &failed);
    pal_view_put(object, "project", json_string(request->assessment->project), &failed);
    pal_view_put(object, "model", json_string(model->id), &failed);
    pal_view_put(object, "profile", json_string(request->profile->id), &failed);
    pal_view_put(object, "basis", json_string(pal_basis_ids[request->basis]), &failed);
    pal_view_put(object, "full_level", pal_json_number(request->full_rank), &failed);
    pal_view_put(object, "outlook", pal_view_outlook(request->outlook, ways->level_hours, language),
                 &failed);
    pal_view_put(object, "effort", pal_view_efforts(request->efforts, language), &failed);
    if (!request->outlook->is_replay) {
        pal_view_put(object, "seed", pal_json_number(request->seed), &failed);
        pal_view_put(object, "draws", pal_json_number(ways->draws), &failed);
    }
    for (int id = 0; id < PAL_WAY_COUNT; id++) {
        pal_json_append(rows, view_way(ways, (enum pal_way_id)id, &failed), &failed);
    }
    pal_view_put(object, "ways", rows, &failed);
    pal_view_put(object, "demanded_steps", pal_json_number(ways->demanded_count), &failed);
    pal_view_put(object, "adaptive_reasons", view_reasons(ways, language, &failed), &failed);
    pal_view_put(object, "forced_by_delay", view_forced(ways, &failed), &failed);
    pal_view_put(object, "delay_not_stated", json_boolean(ways->has_unstated_delay), &failed);
    pal_view_put(object, "notice", pal_json_text(model->notice), &failed);
    return pal_json_finish(object, failed);
}
