/* drawing_means - what a drawn profile means: warnings, the points of those who are assessed, what
 * it costs, how it differs from another. */
#include <string.h>

#include "app/desk/drawn.h"
#include "app/house/shelf.h"
#include "core/money/demand.h"
#include "format/kinds.h"
#include "render/amount.h"
#include "render/steps.h"
#include "render/words.h"
#include "web/pages/against.h"
#include "web/pages/drawing.h"

enum {
    ASSESSMENTS_SHOWN = 8, /* the latest ones */
    WARNINGS_SHOWN = 60,
    DIFFERENCES_SHOWN = 200,
    EFFORTS_LOOKED_AT = 20,
    HEAD_MOST = 2000, /* characters of efforts in which their model is looked for */
    SENTENCE = 400,
    STEPS_MOST = 1 << 12
};

/* The level as data have it: null where there are none. */
static void put_level(struct pal_value *row, const struct pal_drawn *drawn, size_t level)
{
    pal_put_text(row, "level",
                 level < drawn->drawn.alert_level_count ? drawn->drawn.alert_levels[level] : NULL);
}

static const char *level_word(struct pal_call *call, const struct pal_drawn *drawn, size_t level)
{
    return level < drawn->drawn.alert_level_count
               ? pal_word_level(&call->language, &drawn->drawn, drawn->drawn.alert_levels[level])
               : pal_call_tr(call, "all levels");
}

static void put_steps(struct pal_value *row, const char *key, const struct pal_ladder *ladder,
                      pal_mask mask)
{
    struct pal_value *list = pal_put_list(row, key);
    for (; mask != 0; mask &= mask - 1) {
        pal_add_text(list, ladder->steps[__builtin_ctzll(mask)].id);
    }
}

/* ------------------------------------------------------------------------- warnings */

static void add_warnings(struct pal_call *call, const struct pal_drawn *drawn)
{
    struct pal_profile_warning warnings[WARNINGS_SHOWN];
    char sentence[SENTENCE];
    const char *levels[PAL_LIMIT_ALERT_LEVELS];
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < drawn->count; i++) {
        levels[i] = level_word(call, drawn, i);
    }
    size_t count = pal_profile_warnings(&drawn->drawn, warnings, WARNINGS_SHOWN);
    for (size_t i = 0; i < count && i < WARNINGS_SHOWN; i++) {
        const struct pal_area *area = &drawn->drawn.model->areas[warnings[i].area];
        struct pal_value *row = pal_add_object(list);
        pal_put_borrowed(row, "kind", pal_profile_warning_ids[warnings[i].kind]);
        put_level(row, drawn, warnings[i].level);
        pal_put_text(row, "area", area->id);
        put_steps(row, "steps", area->ladder, warnings[i].steps);
        pal_profile_warning_say(&drawn->drawn, &warnings[i], levels, call->errand.voice, sentence,
                                sizeof sentence);
        pal_put_text(row, "sentence", sentence);
    }
    pal_set(call->data, "warnings", list);
    pal_set_integer(call->data, "warning_count", (int64_t)count);
    pal_set_boolean(call->page, "has_warnings", count > 0);
}

/* ------------------------------------------------------------------------- costs */

/* Efforts for the model among the documents of a project (""; the library), the newest first. */
static enum pal_rc look_for_efforts(struct pal_call *call, const char *project, const char *model,
                                    const char **path)
{
    const struct pal_document_search list = {.kind = "effort",
                                             .project = project,
                                             .with_text = true,
                                             .text_most = HEAD_MOST,
                                             .max = EFFORTS_LOOKED_AT};
    struct pal_document *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_house_find(&call->errand, &list, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK && *path == NULL; i++) {
        if (strcmp(pal_against_word(call, rows[i].text, "model"), model) == 0) {
            *path = pal_call_printf(call, "effort/%s", rows[i].id);
        }
    }
    return pal_errand_explain(&call->errand, rc);
}

/* The project's own, else the library's, else those built in; NULL: there are none. */
static enum pal_rc find_efforts(struct pal_call *call, const struct pal_drawn *drawn,
                                const struct pal_efforts **out)
{
    const struct pal_model *model = drawn->drawn.model;
    const char *path = NULL;
    enum pal_rc rc =
        drawn->project != NULL ? look_for_efforts(call, drawn->project, model->id, &path) : PAL_OK;
    if (rc == PAL_OK && path == NULL) {
        rc = look_for_efforts(call, "", model->id, &path);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_app_efforts_for(pal_call_app(call), path, model, out);
    return rc == PAL_OK ? rc : pal_tell_problem(call, rc);
}

static void put_efforts(struct pal_call *call, const struct pal_efforts *efforts)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", efforts->id);
    pal_put_text(row, "title", pal_text_in(&efforts->title, call->language.lang));
    pal_put_text(row, "currency", efforts->currency);
    pal_put_boolean(row, "proposed", efforts->is_proposed);
    pal_set(call->data, "effort", row);
}

static const char *amount(struct pal_call *call, uint64_t minor_units)
{
    char room[PAL_AMOUNT_TEXT];
    pal_amount_write(minor_units, &call->language, room);
    return pal_call_printf(call, "%s", room);
}

static size_t count_steps(const struct pal_model *model, const pal_mask *target)
{
    size_t steps = 0;
    for (size_t i = 0; i < model->area_count; i++) {
        steps += pal_mask_count(target[i]);
    }
    return steps;
}

/* A level with what it demands; beside it its words, and whether its numbers are seen. */
static void add_level(struct pal_call *call, const struct pal_drawn *drawn, size_t level,
                      const struct pal_efforts *efforts)
{
    struct pal_value *row = pal_add_object(pal_value_get(call->data, "levels"));
    struct pal_value *beside = pal_add_object(pal_value_get(call->page, "levels"));
    const pal_mask *target = drawn->drawn.targets[level];
    pal_put_text(row, "id",
                 level < drawn->drawn.alert_level_count ? drawn->drawn.alert_levels[level] : NULL);
    pal_put_integer(row, "steps", (int64_t)count_steps(drawn->drawn.model, target));
    pal_put(beside, "of", row);
    pal_put_text(beside, "name", pal_drawn_level(drawn, level));
    pal_put_text(beside, "label", level_word(call, drawn, level));
    pal_put_boolean(beside, "is_chosen", level == drawn->chosen);
    pal_put_boolean(beside, "is_hidden", level != drawn->chosen && drawn->chosen != drawn->count);
    if (efforts != NULL) {
        const struct pal_demand_cost cost = pal_demand_cost(efforts, target);
        pal_put_integer(row, "setup", (int64_t)cost.setup);
        pal_put_integer(row, "running_year", (int64_t)cost.running);
        pal_put_text(beside, "setup", amount(call, cost.setup));
        pal_put_text(beside, "running_year", amount(call, cost.running));
    }
}

static enum pal_rc add_levels(struct pal_call *call, const struct pal_drawn *drawn)
{
    const struct pal_efforts *efforts = NULL;
    enum pal_rc rc = find_efforts(call, drawn, &efforts);
    pal_set(call->data, "levels", pal_value_list(&call->values));
    pal_set(call->page, "levels", pal_value_list(&call->values));
    if (rc == PAL_OK && efforts != NULL) {
        put_efforts(call, efforts);
    }
    for (size_t i = 0; i < drawn->count && rc == PAL_OK; i++) {
        add_level(call, drawn, i, efforts);
    }
    return rc;
}

/* ------------------------------------------------------------------------- points */

static void add_points(struct pal_call *call, const struct pal_drawn *drawn, size_t level,
                       const struct pal_score *score, struct pal_value *points,
                       struct pal_value *shown)
{
    struct pal_value *row = pal_add_object(points);
    put_level(row, drawn, level);
    pal_put_integer(row, "target", (int64_t)score->points.target);
    pal_put_integer(row, "gap", (int64_t)score->points.gap);
    pal_put_integer(row, "gap_not_rated", (int64_t)score->points.gap_not_rated);
    pal_put_integer(row, "surplus", (int64_t)score->points.surplus);
    struct pal_value *by_actor = pal_put_object(row, "gap_by_actor");
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        pal_put_integer(by_actor, pal_actor_ids[actor], (int64_t)score->by_actor[actor].gap);
    }
    struct pal_value *beside = pal_add_object(shown);
    pal_put(beside, "of", row);
    pal_put_text(beside, "name", pal_drawn_level(drawn, level));
    pal_put_text(beside, "label", level_word(call, drawn, level));
    pal_put_boolean(beside, "is_hidden", level != drawn->chosen && drawn->chosen != drawn->count);
}

/* An assessment that cannot be read, or is for another model, says so and has no points. */
static enum pal_rc add_assessment(struct pal_call *call, const struct pal_drawn *drawn,
                                  const struct pal_assessed *of, struct pal_value *list,
                                  struct pal_value *shown)
{
    struct pal_score *scores = PAL_NEW(call->request->arena, struct pal_score, drawn->count);
    if (scores == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = pal_app_drawn(
        pal_call_app(call), pal_call_printf(call, "assessment/%s", of->id), drawn->drawn.model,
        PAL_BASIS_CHECKED, drawn->drawn.targets, drawn->count, scores);
    bool is_unread = rc == PAL_E_INVALID || rc == PAL_E_NOT_FOUND || rc == PAL_E_USAGE;
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "id", of->id);
    pal_put_text(row, "title", of->title);
    pal_put_text(row, "provider", of->provider);
    pal_put_text(row, "date", of->day);
    pal_put_boolean(row, "is_unread", is_unread);
    struct pal_value *beside = pal_add_object(shown);
    struct pal_value *points = pal_put_list(row, "points");
    pal_put(beside, "of", row);
    pal_put_text(beside, "url", pal_call_printf(call, "/assessments/%s", of->id));
    struct pal_value *rows = pal_put_list(beside, "points");
    for (size_t i = 0; i < drawn->count && rc == PAL_OK; i++) {
        add_points(call, drawn, i, &scores[i], points, rows);
    }
    return is_unread ? PAL_OK : pal_errand_explain(&call->errand, rc);
}

/* The heads of the columns of points. */
static void add_actors(struct pal_call *call)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "letter", pal_word_actor_letter(&call->language, (enum pal_actor)actor));
        pal_put_text(row, "title", pal_word_actor(&call->language, (enum pal_actor)actor));
    }
    pal_set(call->page, "actors", list);
}

static enum pal_rc add_assessments(struct pal_call *call, const struct pal_drawn *drawn)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    const struct pal_assessment_search wanted = {.project = drawn->project,
                                                 .max = ASSESSMENTS_SHOWN};
    struct pal_assessed *rows = NULL;
    size_t count = 0;
    const char *next = NULL;
    enum pal_rc rc = PAL_OK;
    if (drawn->project != NULL) {
        rc = pal_house_assessments(&call->errand, &wanted, &rows, &count, &next);
        rc = pal_errand_explain(&call->errand, rc);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = add_assessment(call, drawn, &rows[i], list, shown);
    }
    pal_set(call->data, "assessments", list);
    pal_set(call->page, "assessments", shown);
    add_actors(call);
    pal_set_boolean(call->page, "has_assessments", count > 0);
    pal_set_boolean(call->page, "has_more_assessments", next != NULL);
    return rc;
}

/* ------------------------------------------------------------------------- differences */

static const char *steps_said(struct pal_call *call, const struct pal_ladder *ladder, pal_mask mask)
{
    struct pal_buf out;
    pal_buf_init(&out, STEPS_MOST, call->request->arena->alloc);
    pal_steps(&out, ladder, mask);
    const char *text = pal_buf_text(&out);
    text = text != NULL ? pal_call_printf(call, "%s", text) : "";
    pal_buf_done(&out);
    return text[0] != '\0' ? text : pal_call_tr(call, "none");
}

static void add_difference(struct pal_call *call, const struct pal_drawn *drawn, size_t level,
                           size_t index, struct pal_value *list)
{
    const struct pal_area *area = &drawn->drawn.model->areas[index];
    const pal_mask here = drawn->drawn.targets[level][index];
    const pal_mask there = drawn->other->targets[level][index];
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "area", area->id);
    put_level(row, drawn, level);
    put_steps(row, "here", area->ladder, here);
    put_steps(row, "there", area->ladder, there);
    pal_put_text(row, "sentence",
                 pal_call_printf(call, pal_call_tr(call, "%s, %s: %s here, %s there"), area->id,
                                 level_word(call, drawn, level),
                                 steps_said(call, area->ladder, here),
                                 steps_said(call, area->ladder, there)));
}

static void add_differences(struct pal_call *call, const struct pal_drawn *drawn)
{
    struct pal_value *list = pal_value_list(&call->values);
    size_t count = 0;
    for (size_t area = 0; area < drawn->drawn.model->area_count && drawn->other != NULL; area++) {
        for (size_t level = 0; level < drawn->count; level++) {
            bool differs = drawn->drawn.targets[level][area] != drawn->other->targets[level][area];
            if (differs && count++ < DIFFERENCES_SHOWN) {
                add_difference(call, drawn, level, area, list);
            }
        }
    }
    pal_set_text(call->data, "with", drawn->with);
    pal_set(call->data, "differences", list);
    pal_set_integer(call->data, "difference_count", (int64_t)count);
}

enum pal_rc pal_drawn_means(struct pal_call *call, const struct pal_drawn *drawn)
{
    add_warnings(call, drawn);
    add_differences(call, drawn);
    enum pal_rc rc = add_levels(call, drawn);
    return rc == PAL_OK ? add_assessments(call, drawn) : rc;
}
