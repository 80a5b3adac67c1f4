/* view_cost - the four ways of ownership as JSON. */
#include "base/date.h"
#include "base/duration.h"
#include "render/view/view.h"
#include "render/view/view_parts.h"
#include "render/words.h"

static struct pal_value *hours(struct pal_values *in, double value)
{
    return pal_value_real(in, (double)(uint64_t)(value * 10000 + 0.5) / 10000);
}

static struct pal_value *spread(struct pal_values *in, const struct pal_spread *of)
{
    static const char *const keys[PAL_SPREAD_ROWS] = {"p5", "p50", "p95", "mean"};
    static const char *const error_keys[PAL_SPREAD_ROWS] = {
        "p5_standard_error", "p50_standard_error", "p95_standard_error", "standard_error"};
    struct pal_value *object = pal_value_object(in);
    for (int i = 0; i < PAL_SPREAD_ROWS; i++) {
        pal_put(object, keys[i], hours(in, of->rows[i].value));
    }
    for (int i = 0; i < PAL_SPREAD_ROWS; i++) {
        double error = of->rows[i].standard_error;
        pal_put(object, error_keys[i], error < 0 ? pal_value_null(in) : hours(in, error));
    }
    return object;
}

static struct pal_value *view_way(struct pal_values *in, const struct pal_ways *ways,
                                  enum pal_way_id id)
{
    const struct pal_way *way = &ways->ways[id];
    const struct pal_model *model = ways->request.assessment->model;
    struct pal_value *row = pal_value_object(in);
    struct pal_value *kinds = pal_value_object(in);
    struct pal_value *actors = pal_value_object(in);
    struct pal_value *years = pal_value_list(in);
    struct pal_value *areas = pal_value_list(in);
    pal_put_borrowed(row, "id", pal_way_ids[id]);
    pal_put_integer(row, "steps_permanent", (int64_t)(way->permanent_count));
    pal_put_integer(row, "steps_prepared", (int64_t)(way->prepared_count));
    pal_put_integer(row, "points_missing", (int64_t)(way->points_missing));
    pal_put_integer(row, "points_to_set_up", (int64_t)(way->points_to_set_up));
    pal_put_integer(row, "cost", (int64_t)(way->total));
    for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        pal_put_integer(kinds, pal_cost_kind_ids[kind], (int64_t)(way->by_kind[kind]));
    }
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        pal_put_integer(actors, pal_actor_ids[actor], (int64_t)(way->by_actor[actor]));
    }
    for (size_t year = 0; year < ways->year_count; year++) {
        pal_add_integer(years, (int64_t)(way->by_year[year]));
    }
    pal_put(row, "cost_by_kind", kinds);
    pal_put(row, "cost_by_actor", actors);
    pal_put(row, "cost_by_year", years);
    pal_put(row, "exposed_hours", hours(in, way->exposed_hours));
    pal_put(row, "exposed_step_hours", hours(in, way->exposed_step_hours));
    if (!ways->request.outlook->is_replay) {
        pal_put_boolean(row, "exposed_hours_exact", way->is_exposed_exact);
        pal_put(row, "simulated_cost", spread(in, &way->cost));
        pal_put(row, "simulated_exposed_hours", spread(in, &way->exposed));
    }
    for (size_t i = 0; i < model->area_count; i++) {
        struct pal_value *area = pal_value_object(in);
        const struct pal_ladder *ladder = model->areas[i].ladder;
        pal_put_borrowed(area, "id", model->areas[i].id);
        pal_put(area, "permanent", pal_view_steps(in, ladder, way->permanent[i]));
        pal_put(area, "prepared", pal_view_steps(in, ladder, way->prepared[i]));
        pal_add(areas, area);
    }
    pal_put(row, "areas", areas);
    return row;
}

static struct pal_value *view_reasons(struct pal_values *in, const struct pal_ways *ways,
                                      const struct pal_language *language)
{
    struct pal_value *list = pal_value_list(in);
    for (int i = 0; i < PAL_REASON_COUNT; i++) {
        struct pal_value *row = pal_value_object(in);
        pal_put_borrowed(row, "id", pal_way_reason_ids[i]);
        pal_put_borrowed(row, "text", pal_word_way_reason(language, (enum pal_way_reason)i));
        pal_put_integer(row, "steps", (int64_t)(ways->reasons[i].steps));
        pal_put_integer(row, "saving_if_prepared", (int64_t)ways->reasons[i].saving);
        pal_add(list, row);
    }
    return list;
}

static struct pal_value *view_forced(struct pal_values *in, const struct pal_ways *ways)
{
    const struct pal_model *model = ways->request.assessment->model;
    const struct pal_alert_scheme *scheme = ways->request.outlook->scheme;
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 0; i < ways->forced_count; i++) {
        const struct pal_way_forced *forced = &ways->forced[i];
        const struct pal_area *area = &model->areas[forced->area];
        struct pal_value *row = pal_value_object(in);
        pal_put_borrowed(row, "area", area->id);
        pal_put(row, "steps", pal_view_steps(in, area->ladder, forced->steps));
        pal_put_borrowed(row, "from", scheme->levels[forced->from].id);
        pal_put_borrowed(row, "to", scheme->levels[forced->to].id);
        pal_put(row, "activation_hours", hours(in, (double)forced->activation_minutes / 60));
        pal_put(row, "delay", pal_view_duration(in, forced->delay_minutes));
        pal_add(list, row);
    }
    return list;
}

struct pal_value *pal_view_outlook(struct pal_values *in, const struct pal_outlook *outlook,
                                   const double *level_hours, const struct pal_language *language)
{
    struct pal_value *object = pal_value_object(in);
    struct pal_value *levels = pal_value_list(in);
    pal_put_borrowed(object, "id", outlook->id);
    pal_put(object, "title", pal_view_in_language(in, &outlook->title, language));
    pal_put_borrowed(object, "source", outlook->source);
    pal_put_borrowed(object, "alert_scheme", outlook->scheme->id);
    pal_put_borrowed(object, "kind", outlook->is_replay ? "history" : "rates");
    pal_put(object, "hours", hours(in, pal_outlook_hours(outlook)));
    for (size_t i = 0; i < outlook->scheme->level_count; i++) {
        struct pal_value *row = pal_value_object(in);
        pal_put_borrowed(row, "id", outlook->scheme->levels[i].id);
        pal_put(row, "label",
                pal_view_in_language(in, &outlook->scheme->levels[i].label, language));
        pal_put(row, "hours", hours(in, level_hours[i]));
        pal_add(levels, row);
    }
    pal_put(object, "levels", levels);
    if (outlook->is_replay) {
        struct pal_value *changes = pal_value_list(in);
        char text[PAL_INSTANT_TEXT];
        for (size_t i = 0; i < outlook->history.count; i++) {
            struct pal_value *row = pal_value_object(in);
            pal_instant_write(outlook->start_at + outlook->history.changes[i].at_minutes, text);
            pal_put_text(row, "at", text);
            pal_put_borrowed(row, "level",
                             outlook->scheme->levels[outlook->history.changes[i].level].id);
            pal_add(changes, row);
        }
        pal_instant_write(outlook->start_at + outlook->history.end_minutes, text);
        pal_put(object, "changes", changes);
        pal_put_text(object, "end", text);
    } else {
        pal_put_borrowed(object, "start", outlook->scheme->levels[outlook->start_level].id);
        pal_put_integer(object, "years", (int64_t)(outlook->years));
        size_t trap = pal_markov_trap(&outlook->rates);
        bool has_trap = trap < outlook->scheme->level_count && outlook->scheme->level_count > 1;
        pal_put(object, "never_left",
                has_trap ? pal_value_borrowed(in, outlook->scheme->levels[trap].id)
                         : pal_value_null(in));
    }
    return object;
}

struct pal_value *pal_view_efforts(struct pal_values *in, const struct pal_efforts *efforts,
                                   const struct pal_language *language)
{
    struct pal_value *object = pal_value_object(in);
    pal_put_borrowed(object, "id", efforts->id);
    pal_put(object, "title", pal_view_in_language(in, &efforts->title, language));
    pal_put_borrowed(object, "source", efforts->source);
    pal_put_borrowed(object, "currency", efforts->currency);
    pal_put_boolean(object, "proposed", efforts->is_proposed);
    return object;
}

struct pal_value *pal_view_ways(struct pal_values *in, const struct pal_ways *ways,
                                const struct pal_language *language)
{
    const struct pal_ways_request *request = &ways->request;
    const struct pal_model *model = request->assessment->model;
    struct pal_value *object = pal_value_object(in);
    struct pal_value *rows = pal_value_list(in);
    pal_put_borrowed(object, "assessment", request->assessment->id);
    pal_put_borrowed(object, "provider", request->assessment->provider);
    pal_put_borrowed(object, "project", request->assessment->project);
    pal_put_borrowed(object, "model", model->id);
    pal_put_borrowed(object, "profile", request->profile->id);
    pal_put_borrowed(object, "basis", pal_basis_ids[request->basis]);
    pal_put_integer(object, "full_level", (int64_t)(request->full_rank));
    pal_put(object, "outlook", pal_view_outlook(in, request->outlook, ways->level_hours, language));
    pal_put(object, "effort", pal_view_efforts(in, request->efforts, language));
    if (!request->outlook->is_replay) {
        pal_put_integer(object, "seed", (int64_t)(request->seed));
        pal_put_integer(object, "draws", (int64_t)(ways->draws));
    }
    for (int id = 0; id < PAL_WAY_COUNT; id++) {
        pal_add(rows, view_way(in, ways, (enum pal_way_id)id));
    }
    pal_put(object, "ways", rows);
    pal_put_integer(object, "demanded_steps", (int64_t)(ways->demanded_count));
    pal_put(object, "adaptive_reasons", view_reasons(in, ways, language));
    pal_put(object, "forced_by_delay", view_forced(in, ways));
    pal_put_boolean(object, "delay_not_stated", ways->has_unstated_delay);
    pal_put_borrowed(object, "notice", model->notice);
    return object;
}
