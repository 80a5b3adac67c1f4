#include "render/view.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/duration.h"
#include "render/words.h"

void pal_view_put(json_t *object, const char *key, json_t *value, bool *failed)
{
    if (json_object_set_new(object, key, value) != 0) {
        *failed = true;
    }
}

static void append(json_t *list, json_t *value, bool *failed)
{
    if (json_array_append_new(list, value) != 0) {
        *failed = true;
    }
}

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *text_or_null(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

static json_t *in_language(const struct pal_text *text, const struct pal_language *language)
{
    return json_string(pal_text_in(text, language->lang));
}

/* A number that has no meaning without a target. */
static json_t *if_target(const struct pal_score *score, uint64_t value)
{
    return score->has_target ? number(value) : json_null();
}

/* Gives `object` back, or NULL after a failure. */
static json_t *finish(json_t *object, bool failed)
{
    if (failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *steps_of(const struct pal_ladder *ladder, pal_mask mask, bool *failed)
{
    json_t *list = json_array();
    for (; mask != 0; mask &= mask - 1) {
        append(list, json_string(ladder->steps[__builtin_ctzll(mask)].id), failed);
    }
    return list;
}

static json_t *gap_by_actor(const struct pal_score *score, bool *failed)
{
    if (!score->has_target) {
        return json_null();
    }
    json_t *object = json_object();
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_view_put(object, pal_actor_ids[i], number(score->by_actor[i].gap), failed);
    }
    return object;
}

static json_t *gap_by_category(const struct pal_score *score, bool *failed)
{
    if (!score->has_target) {
        return json_null();
    }
    const struct pal_model *model = score->assessment->model;
    json_t *object = json_object();
    for (size_t i = 0; i < model->category_count; i++) {
        pal_view_put(object, model->categories[i].id, number(score->by_category[i].gap), failed);
    }
    return object;
}

static json_t *view_points(const struct pal_score *score, bool *failed)
{
    json_t *object = json_object();
    pal_view_put(object, "achieved", number(score->points.achieved), failed);
    pal_view_put(object, "target", if_target(score, score->points.target), failed);
    pal_view_put(object, "gap", if_target(score, score->points.gap), failed);
    pal_view_put(object, "surplus", if_target(score, score->points.surplus), failed);
    pal_view_put(object, "gap_by_actor", gap_by_actor(score, failed), failed);
    pal_view_put(object, "gap_by_category", gap_by_category(score, failed), failed);
    return object;
}

static json_t *view_steps(const struct pal_score *score, bool *failed)
{
    json_t *object = json_object();
    pal_view_put(object, "achieved", number(score->steps.achieved), failed);
    pal_view_put(object, "target", if_target(score, score->steps.target), failed);
    pal_view_put(object, "missing", if_target(score, score->steps.missing), failed);
    pal_view_put(object, "surplus", if_target(score, score->steps.surplus), failed);
    pal_view_put(object, "not_rated", number(score->steps.not_rated), failed);
    pal_view_put(object, "not_applicable", number(score->steps.not_applicable), failed);
    return object;
}

static json_t *view_area(const struct pal_score *score, size_t index,
                         const struct pal_language *language, bool *failed)
{
    const struct pal_assessment *assessment = score->assessment;
    const struct pal_area *area = &assessment->model->areas[index];
    const struct pal_area_score *result = &score->areas[index];
    const struct pal_ladder *ladder = area->ladder;
    json_t *object = json_object();
    pal_view_put(object, "id", json_string(area->id), failed);
    pal_view_put(object, "applicable", json_boolean(result->is_applicable), failed);
    pal_view_put(object, "actor", json_string(pal_actor_ids[assessment->area_actors[index]]),
                 failed);
    pal_view_put(object, "level", result->is_applicable ? number(result->level) : json_null(),
                 failed);
    pal_view_put(object, "level_is_minimum", json_boolean(result->level_is_minimum), failed);
    pal_view_put(object, "achieved", steps_of(ladder, result->achieved, failed), failed);
    pal_view_put(object, "missing", steps_of(ladder, result->missing, failed), failed);
    pal_view_put(object, "surplus", steps_of(ladder, result->surplus, failed), failed);
    pal_view_put(object, "not_rated", steps_of(ladder, result->not_rated, failed), failed);
    pal_view_put(object, "gap", number(result->points.gap), failed);
    pal_view_put(object, "surplus_points", number(result->points.surplus), failed);
    pal_view_put(object, "target", steps_of(ladder, result->target, failed), failed);
    pal_view_put(object, "title", in_language(&area->title, language), failed);
    pal_view_put(object, "category", json_string(assessment->model->categories[area->category].id),
                 failed);
    return object;
}

static json_t *sums(const struct pal_score *score, const struct pal_points *points, json_t *object,
                    bool *failed)
{
    pal_view_put(object, "achieved", number(points->achieved), failed);
    pal_view_put(object, "target", if_target(score, points->target), failed);
    pal_view_put(object, "gap", if_target(score, points->gap), failed);
    pal_view_put(object, "surplus", if_target(score, points->surplus), failed);
    return object;
}

/* All four sums by actor and by category; the contract's `gap_by_…` are a part of them. */
static void put_sums(const struct pal_score *score, const struct pal_language *language,
                     json_t *object, bool *failed)
{
    const struct pal_model *model = score->assessment->model;
    json_t *actors = json_array();
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(pal_actor_ids[i]), failed);
        append(actors, sums(score, &score->by_actor[i], row, failed), failed);
    }
    pal_view_put(object, "actors", actors, failed);
    json_t *categories = json_array();
    for (size_t i = 0; i < model->category_count; i++) {
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(model->categories[i].id), failed);
        pal_view_put(row, "title", json_string(pal_word_category(language, &model->categories[i])),
                     failed);
        append(categories, sums(score, &score->by_category[i], row, failed), failed);
    }
    pal_view_put(object, "categories", categories, failed);
}

static json_t *texts(const char *const *list, size_t count, bool *failed)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        append(array, json_string(list[i]), failed);
    }
    return array;
}

/* What names an assessment and what it was held against; shared by score and plan. */
static void put_identity(const struct pal_scored *scored, const struct pal_language *language,
                         json_t *object, bool *failed)
{
    const struct pal_assessment *assessment = scored->score.assessment;
    pal_view_put(object, "title", in_language(&assessment->title, language), failed);
    pal_view_put(object, "provider", json_string(assessment->provider), failed);
    pal_view_put(object, "project", json_string(assessment->project), failed);
    pal_view_put(object, "date", json_string(assessment->date), failed);
    pal_view_put(
        object, "assessors",
        texts((const char *const *)assessment->assessors, assessment->assessor_count, failed),
        failed);
    pal_view_put(object, "model_title", in_language(&assessment->model->title, language), failed);
    pal_view_put(object, "profile_title",
                 scored->profile != NULL ? in_language(&scored->profile->title, language)
                                         : json_null(),
                 failed);
    pal_view_put(object, "notice", text_or_null(assessment->model->notice), failed);
}

json_t *pal_view_score(const struct pal_scored *scored, const struct pal_language *language)
{
    const struct pal_score *score = &scored->score;
    const struct pal_model *model = score->assessment->model;
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "assessment", json_string(score->assessment->id), &failed);
    pal_view_put(object, "model", json_string(model->id), &failed);
    pal_view_put(object, "rule", json_string(pal_rule_ids[model->rule]), &failed);
    pal_view_put(object, "basis", json_string(pal_basis_ids[score->basis]), &failed);
    pal_view_put(object, "profile", text_or_null(scored->profile ? scored->profile->id : NULL),
                 &failed);
    pal_view_put(object, "alert", text_or_null(scored->alert), &failed);
    pal_view_put(object, "points", view_points(score, &failed), &failed);
    pal_view_put(object, "steps", view_steps(score, &failed), &failed);
    pal_view_put(object, "meets_target",
                 score->has_target ? json_boolean(pal_score_meets_target(score)) : json_null(),
                 &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < model->area_count; i++) {
        append(areas, view_area(score, i, language, &failed), &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    put_sums(score, language, object, &failed);
    pal_view_put(object, "weighted", json_boolean(score->assessment->has_weights), &failed);
    pal_view_put(object, "appraisal", json_false(), &failed);
    put_identity(scored, language, object, &failed);
    return finish(object, failed);
}

const char *pal_view_target_title(const struct pal_scored *scored,
                                  const struct pal_language *language, struct pal_arena *arena)
{
    if (scored->profile == NULL) {
        return "";
    }
    const char *title = pal_text_in(&scored->profile->title, language->lang);
    return scored->alert == NULL ? title : pal_arena_printf(arena, "%s (%s)", title, scored->alert);
}

const char *pal_view_action_text(const struct pal_text *text, const struct pal_area *area,
                                 const struct pal_language *language, struct pal_arena *arena)
{
    const char *source = pal_text_in(text, language->lang);
    const char *title = pal_text_in(&area->title, language->lang);
    const char *mark = strstr(source, "{PA}");
    if (mark == NULL) {
        return source;
    }
    struct pal_buf buf;
    pal_buf_init(&buf, 1 << 20, arena->alloc);
    for (; mark != NULL; mark = strstr(source, "{PA}")) {
        pal_buf_add_n(&buf, source, (size_t)(mark - source));
        pal_buf_add(&buf, title);
        source = mark + 4;
    }
    pal_buf_add(&buf, source);
    const char *result = buf.failed ? NULL : pal_arena_copy(arena, pal_buf_text(&buf), buf.len);
    pal_buf_done(&buf);
    return result;
}

static json_t *view_task(const struct pal_plan_task *task, const struct pal_area *area,
                         const struct pal_actions *actions, const struct pal_language *language,
                         struct pal_arena *arena, bool *failed)
{
    json_t *object = json_object();
    const struct pal_practice *practice = task->practice;
    pal_view_put(object, "practice", text_or_null(practice ? practice->id : NULL), failed);
    const char *title = practice ? pal_text_in(&practice->title, language->lang) : "";
    pal_view_put(object, "title", title[0] != '\0' ? json_string(title) : json_null(), failed);
    pal_view_put(object, "verified", practice ? json_boolean(!practice->is_doubtful) : json_null(),
                 failed);
    pal_view_put(object, "rating",
                 task->rating != PAL_RATING_NOT_RATED ? json_string(pal_rating_ids[task->rating])
                                                      : json_null(),
                 failed);
    const struct pal_action *action =
        practice != NULL ? pal_actions_find(actions, practice->id) : NULL;
    if (action != NULL) {
        pal_view_put(object, "what",
                     json_string(pal_view_action_text(&action->what, area, language, arena)),
                     failed);
        pal_view_put(object, "example",
                     json_string(pal_view_action_text(&action->example, area, language, arena)),
                     failed);
        pal_view_put(object, "proof",
                     json_string(pal_view_action_text(&action->proof, area, language, arena)),
                     failed);
        pal_view_put(object, "recurring", text_or_null(action->recurring), failed);
    } else {
        pal_view_put(object, "what", json_null(), failed);
    }
    return object;
}

static json_t *view_action(const struct pal_scored *scored, const struct pal_plan_action *action,
                           const struct pal_actions *actions, const struct pal_language *language,
                           struct pal_arena *arena, bool *failed)
{
    const struct pal_model *model = scored->score.assessment->model;
    const struct pal_area *area = &model->areas[action->area];
    const struct pal_step *step = &area->ladder->steps[action->step];
    json_t *object = json_object();
    pal_view_put(object, "order", number(action->order), failed);
    pal_view_put(object, "area", json_string(area->id), failed);
    pal_view_put(object, "step", json_string(step->id), failed);
    pal_view_put(object, "actor", json_string(pal_actor_ids[action->actor]), failed);
    pal_view_put(object, "points", number(action->points), failed);
    pal_view_put(object, "area_title", in_language(&area->title, language), failed);
    pal_view_put(object, "step_title", in_language(&step->title, language), failed);
    struct pal_plan_task tasks[PAL_LIMIT_PRACTICES];
    size_t count = pal_plan_tasks(&scored->score, action, tasks, PAL_LIMIT_PRACTICES);
    json_t *list = json_array();
    for (size_t i = 0; i < count && i < PAL_LIMIT_PRACTICES; i++) {
        append(list, view_task(&tasks[i], area, actions, language, arena, failed), failed);
    }
    pal_view_put(object, "tasks", list, failed);
    return object;
}

json_t *pal_view_plan(const struct pal_scored *scored, const struct pal_plan *plan,
                      const struct pal_actions *actions, const struct pal_language *language)
{
    const struct pal_score *score = &scored->score;
    bool failed = false;
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    json_t *object = json_object();
    json_t *list = json_array();
    for (size_t i = 0; i < plan->count; i++) {
        append(list, view_action(scored, &plan->actions[i], actions, language, &arena, &failed),
               &failed);
    }
    pal_arena_done(&arena);
    pal_view_put(object, "actions", list, &failed);
    pal_view_put(object, "assessment", json_string(score->assessment->id), &failed);
    pal_view_put(object, "model", json_string(score->assessment->model->id), &failed);
    pal_view_put(object, "rule", json_string(pal_rule_ids[score->assessment->model->rule]),
                 &failed);
    pal_view_put(object, "basis", json_string(pal_basis_ids[score->basis]), &failed);
    pal_view_put(object, "profile", text_or_null(scored->profile ? scored->profile->id : NULL),
                 &failed);
    pal_view_put(object, "alert", text_or_null(scored->alert), &failed);
    pal_view_put(object, "gap", number(score->points.gap), &failed);
    pal_view_put(object, "gap_by_actor", gap_by_actor(score, &failed), &failed);
    pal_view_put(object, "proposed", json_boolean(actions != NULL && actions->is_proposed),
                 &failed);
    put_identity(scored, language, object, &failed);
    return finish(object, failed);
}

/* One list of steps per score after the first. */
static json_t *view_changes(const struct pal_comparison *comparison, size_t area, bool is_won,
                            bool *failed)
{
    const struct pal_model *model = comparison->scores[0].assessment->model;
    json_t *list = json_array();
    for (size_t i = 1; i < comparison->count; i++) {
        struct pal_change change = pal_compare_change(comparison, i, area);
        append(list, steps_of(model->areas[area].ladder, is_won ? change.won : change.lost, failed),
               failed);
    }
    return list;
}

json_t *pal_view_compare(const struct pal_scored *scored, const struct pal_comparison *comparison,
                         const struct pal_language *language)
{
    const struct pal_model *model = comparison->scores[0].assessment->model;
    bool failed = false;
    json_t *object = json_object();
    json_t *assessments = json_array();
    json_t *ranking = json_array();
    for (size_t i = 0; i < comparison->count; i++) {
        append(assessments, pal_view_score(&scored[i], language), &failed);
        append(ranking, json_string(comparison->scores[comparison->ranking[i]].assessment->id),
               &failed);
    }
    pal_view_put(object, "assessments", assessments, &failed);
    pal_view_put(object, "ranking", ranking, &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < model->area_count; i++) {
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(model->areas[i].id), &failed);
        pal_view_put(row, "won", view_changes(comparison, i, true, &failed), &failed);
        pal_view_put(row, "lost", view_changes(comparison, i, false, &failed), &failed);
        append(areas, row, &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    pal_view_put(object, "one_provider", json_boolean(comparison->is_one_provider), &failed);
    pal_view_put(object, "notice", text_or_null(model->notice), &failed);
    return finish(object, failed);
}

static json_t *view_practices(const struct pal_practice *practices, size_t count,
                              const struct pal_language *language, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_object();
        const char *text = pal_text_in(&practices[i].text, language->lang);
        pal_view_put(row, "id", json_string(practices[i].id), failed);
        pal_view_put(row, "title", in_language(&practices[i].title, language), failed);
        pal_view_put(row, "text", text_or_null(text[0] != '\0' ? text : NULL), failed);
        pal_view_put(row, "source", text_or_null(practices[i].source), failed);
        pal_view_put(row, "verified", json_boolean(!practices[i].is_doubtful), failed);
        append(list, row, failed);
    }
    return list;
}

static json_t *view_ladder(const struct pal_ladder *ladder, const struct pal_language *language,
                           bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ladder->count; i++) {
        const struct pal_step *step = &ladder->steps[i];
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(step->id), failed);
        pal_view_put(row, "level", number(step->level), failed);
        pal_view_put(row, "title", in_language(&step->title, language), failed);
        pal_view_put(row, "alias", text_or_null(step->alias), failed);
        pal_view_put(row, "source", text_or_null(step->source), failed);
        pal_view_put(row, "verified", json_boolean(!step->is_doubtful), failed);
        pal_view_put(row, "rated_by_area", json_boolean(step->is_rated_by_area), failed);
        pal_view_put(row, "practices",
                     view_practices(step->practices, step->practice_count, language, failed),
                     failed);
        append(list, row, failed);
    }
    return list;
}

static json_t *view_texts(const struct pal_text *list, size_t count,
                          const struct pal_language *language, bool *failed)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        append(array, in_language(&list[i], language), failed);
    }
    return array;
}

static json_t *view_model_area(const struct pal_model *model, const struct pal_area *area,
                               const struct pal_language *language, bool *failed)
{
    json_t *row = json_object();
    pal_view_put(row, "id", json_string(area->id), failed);
    pal_view_put(row, "title", in_language(&area->title, language), failed);
    pal_view_put(row, "category", json_string(model->categories[area->category].id), failed);
    pal_view_put(row, "actor", json_string(pal_actor_ids[area->actor]), failed);
    json_t *contributors = json_array();
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        if ((area->contributors >> i & 1) != 0) {
            append(contributors, json_string(pal_actor_ids[i]), failed);
        }
    }
    pal_view_put(row, "contributors", contributors, failed);
    pal_view_put(row, "people", json_boolean(area->is_on_people), failed);
    pal_view_put(row, "goals", view_texts(area->goals, area->goal_count, language, failed), failed);
    pal_view_put(row, "goals_verified", json_boolean(!area->goals_are_doubtful), failed);
    pal_view_put(row, "source", text_or_null(area->source), failed);
    pal_view_put(row, "verified", json_boolean(!area->is_doubtful), failed);
    pal_view_put(row, "practices",
                 view_practices(area->practices, area->practice_count, language, failed), failed);
    pal_view_put(row, "ladder",
                 area->ladder != &model->ladder ? view_ladder(area->ladder, language, failed)
                                                : json_null(),
                 failed);
    return row;
}

json_t *pal_view_model(const struct pal_model *model, const struct pal_language *language)
{
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "id", json_string(model->id), &failed);
    pal_view_put(object, "title", in_language(&model->title, language), &failed);
    pal_view_put(object, "model_version", text_or_null(model->version), &failed);
    pal_view_put(object, "notice", text_or_null(model->notice), &failed);
    pal_view_put(object, "source", text_or_null(model->source), &failed);
    pal_view_put(object, "rule", json_string(pal_rule_ids[model->rule]), &failed);
    pal_view_put(object, "steps", number(model->step_count), &failed);
    pal_view_put(object, "doubts", view_texts(model->doubts, model->doubt_count, language, &failed),
                 &failed);
    json_t *levels = json_array();
    for (size_t i = 0; i < model->level_count; i++) {
        json_t *row = json_object();
        pal_view_put(row, "rank", number(model->levels[i].rank), &failed);
        pal_view_put(row, "title", in_language(&model->levels[i].title, language), &failed);
        append(levels, row, &failed);
    }
    pal_view_put(object, "levels", levels, &failed);
    pal_view_put(object, "ladder", view_ladder(&model->ladder, language, &failed), &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < model->area_count; i++) {
        append(areas, view_model_area(model, &model->areas[i], language, &failed), &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    return finish(object, failed);
}

json_t *pal_view_profile(const struct pal_profile *profile, const struct pal_language *language)
{
    const struct pal_model *model = profile->model;
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "id", json_string(profile->id), &failed);
    pal_view_put(object, "title", in_language(&profile->title, language), &failed);
    pal_view_put(object, "model", json_string(model->id), &failed);
    pal_view_put(object, "alert_scheme", text_or_null(profile->alert_scheme), &failed);
    pal_view_put(
        object, "alert_levels",
        texts((const char *const *)profile->alert_levels, profile->alert_level_count, &failed),
        &failed);
    json_t *areas = json_array();
    size_t sets = profile->alert_level_count > 0 ? profile->alert_level_count : 1;
    for (size_t i = 0; i < model->area_count; i++) {
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(model->areas[i].id), &failed);
        json_t *targets = json_array();
        for (size_t j = 0; j < sets; j++) {
            append(targets, steps_of(model->areas[i].ladder, profile->targets[j][i], &failed),
                   &failed);
        }
        pal_view_put(row, "targets", targets, &failed);
        append(areas, row, &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    return finish(object, failed);
}

/* A duration as it is written in documents; null: not stated. */
static json_t *duration(uint32_t minutes)
{
    char text[PAL_DURATION_TEXT];
    if (minutes == PAL_ALERT_NOT_STATED) {
        return json_null();
    }
    pal_duration_write(minutes, text);
    return json_string(text);
}

static json_t *language_or_null(const struct pal_text *text, const struct pal_language *language)
{
    const char *shown = pal_text_in(text, language->lang);
    return shown[0] != '\0' ? json_string(shown) : json_null();
}

static json_t *view_alert_level(const struct pal_alert_scheme *scheme, size_t index,
                                const struct pal_language *language, bool *failed)
{
    const struct pal_alert_level *level = &scheme->levels[index];
    json_t *row = json_object();
    pal_view_put(row, "id", json_string(level->id), failed);
    pal_view_put(row, "rank", number(level->rank), failed);
    pal_view_put(row, "label", in_language(&level->label, language), failed);
    pal_view_put(row, "alias", text_or_null(level->alias), failed);
    pal_view_put(row, "colour", text_or_null(level->colour), failed);
    pal_view_put(row, "meaning", language_or_null(&level->meaning, language), failed);
    pal_view_put(row, "trigger", language_or_null(&level->trigger, language), failed);
    pal_view_put(row, "declared_by", text_or_null(level->declared_by), failed);
    pal_view_put(row, "local_override",
                 level->local_override != PAL_OVERRIDE_NOT_STATED
                     ? json_string(pal_override_ids[level->local_override])
                     : json_null(),
                 failed);
    pal_view_put(row, "sustain", duration(level->sustain_minutes), failed);
    pal_view_put(row, "acknowledge_within", duration(level->acknowledge_minutes), failed);
    pal_view_put(row, "apply_within", duration(level->apply_minutes), failed);
    pal_view_put(row, "report_every", duration(level->report_minutes), failed);
    json_t *prepare = json_array();
    for (size_t i = 0; i < level->prepare_count; i++) {
        json_t *reach = json_object();
        pal_view_put(reach, "level", json_string(scheme->levels[level->prepare[i].level].id),
                     failed);
        pal_view_put(reach, "within", duration(level->prepare[i].within_minutes), failed);
        append(prepare, reach, failed);
    }
    pal_view_put(row, "prepare", prepare, failed);
    pal_view_put(row, "measures",
                 view_texts(level->measures, level->measure_count, language, failed), failed);
    pal_view_put(row, "source", text_or_null(level->source), failed);
    pal_view_put(row, "verified", json_boolean(!level->is_doubtful), failed);
    return row;
}

json_t *pal_view_alert(const struct pal_alert_scheme *scheme, const struct pal_language *language)
{
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "id", json_string(scheme->id), &failed);
    pal_view_put(object, "title", in_language(&scheme->title, language), &failed);
    pal_view_put(object, "authority", text_or_null(scheme->authority), &failed);
    pal_view_put(object, "version", text_or_null(scheme->version), &failed);
    pal_view_put(object, "valid_from", text_or_null(scheme->valid_from), &failed);
    pal_view_put(object, "valid_to", text_or_null(scheme->valid_to), &failed);
    pal_view_put(object, "source", text_or_null(scheme->source), &failed);
    pal_view_put(object, "licence", text_or_null(scheme->licence), &failed);
    pal_view_put(object, "cumulative",
                 scheme->has_cumulative ? json_boolean(scheme->is_cumulative) : json_null(),
                 &failed);
    pal_view_put(object, "default_level", json_string(scheme->levels[scheme->default_level].id),
                 &failed);
    pal_view_put(object, "doubts",
                 view_texts(scheme->doubts, scheme->doubt_count, language, &failed), &failed);
    json_t *levels = json_array();
    for (size_t i = 0; i < scheme->level_count; i++) {
        append(levels, view_alert_level(scheme, i, language, &failed), &failed);
    }
    pal_view_put(object, "levels", levels, &failed);
    json_t *equivalences = json_array();
    for (size_t i = 0; i < scheme->equivalence_count; i++) {
        const struct pal_alert_equivalence *equivalence = &scheme->equivalences[i];
        json_t *row = json_object();
        json_t *map = json_object();
        for (size_t j = 0; j < scheme->level_count; j++) {
            if (equivalence->levels[j] != NULL) {
                pal_view_put(map, scheme->levels[j].id, json_string(equivalence->levels[j]),
                             &failed);
            }
        }
        pal_view_put(row, "scheme", json_string(equivalence->scheme), &failed);
        pal_view_put(row, "levels", map, &failed);
        pal_view_put(row, "source", text_or_null(equivalence->source), &failed);
        append(equivalences, row, &failed);
    }
    pal_view_put(object, "equivalences", equivalences, &failed);
    return finish(object, failed);
}

static json_t *view_proposed(const struct pal_proposal *proposal, size_t rank, size_t area,
                             bool *failed)
{
    const struct pal_proposed_target *target = pal_proposal_target(proposal, rank, area);
    const struct pal_model *model = proposal->rule->model;
    json_t *row = json_object();
    pal_view_put(row, "degree", target->degree > 0 ? number(target->degree) : json_null(), failed);
    pal_view_put(row, "need_degree",
                 target->need_degree > 0 ? number(target->need_degree) : json_null(), failed);
    pal_view_put(row, "exposure_degree",
                 target->exposure_degree > 0 ? number(target->exposure_degree) : json_null(),
                 failed);
    pal_view_put(row, "target", steps_of(model->areas[area].ladder, target->target, failed),
                 failed);
    return row;
}

static json_t *view_proposed_area(const struct pal_proposal *proposal, size_t area,
                                  const struct pal_language *language, bool *failed)
{
    const struct pal_needs_rule *rule = proposal->rule;
    const struct pal_area_rule *row_rule = &rule->areas[area];
    json_t *row = json_object();
    pal_view_put(row, "id", json_string(rule->model->areas[area].id), failed);
    pal_view_put(row, "title", in_language(&rule->model->areas[area].title, language), failed);
    pal_view_put(row, "rule",
                 row_rule->is_stated ? json_string(pal_need_rule_ids[row_rule->rule]) : json_null(),
                 failed);
    json_t *needs = json_array();
    for (size_t i = 0; i < rule->need_count; i++) {
        if ((row_rule->needs >> i & 1) != 0) {
            append(needs, json_string(rule->needs[i].id), failed);
        }
    }
    pal_view_put(row, "needs", needs, failed);
    pal_view_put(row, "exposure", json_string(pal_exposure_ids[row_rule->exposure]), failed);
    pal_view_put(row, "lead", number(row_rule->lead), failed);
    pal_view_put(row, "reason", language_or_null(&row_rule->reason, language), failed);
    json_t *ranks = json_array();
    for (size_t rank = 1; rank <= proposal->rank_count; rank++) {
        append(ranks, view_proposed(proposal, rank, area, failed), failed);
    }
    pal_view_put(row, "ranks", ranks, failed);
    return row;
}

json_t *pal_view_proposal(const struct pal_proposal *proposal, const struct pal_language *language)
{
    const struct pal_needs *needs = proposal->needs;
    const struct pal_needs_rule *rule = proposal->rule;
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "needs_id", json_string(needs->id), &failed);
    pal_view_put(object, "title", in_language(&needs->title, language), &failed);
    pal_view_put(object, "project", text_or_null(needs->project), &failed);
    pal_view_put(object, "model", json_string(rule->model->id), &failed);
    pal_view_put(object, "rule", json_string(rule->id), &failed);
    pal_view_put(object, "proposed", json_boolean(rule->is_proposed), &failed);
    pal_view_put(object, "alert_scheme",
                 text_or_null(needs->scheme != NULL ? needs->scheme->id : NULL), &failed);
    json_t *degrees = json_object();
    for (size_t i = 0; i < rule->need_count; i++) {
        pal_view_put(degrees, rule->needs[i].id, number(needs->degrees[i]), &failed);
    }
    pal_view_put(object, "needs", degrees, &failed);
    pal_view_put(object, "exposure", number(needs->exposure), &failed);
    json_t *ranks = json_array();
    for (size_t rank = 1; rank <= proposal->rank_count; rank++) {
        json_t *row = json_object();
        pal_view_put(row, "rank", number(rank), &failed);
        pal_view_put(
            row, "level",
            text_or_null(needs->scheme != NULL ? needs->scheme->levels[rank - 1].id : NULL),
            &failed);
        pal_view_put(row, "steps", number(pal_proposal_size(proposal, rank)), &failed);
        append(ranks, row, &failed);
    }
    pal_view_put(object, "ranks", ranks, &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < rule->model->area_count; i++) {
        append(areas, view_proposed_area(proposal, i, language, &failed), &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    pal_view_put(object, "notice", text_or_null(rule->model->notice), &failed);
    return finish(object, failed);
}

/* One of the three sums: all, and the part of each actor. */
static json_t *view_posture_sum(const struct pal_posture *posture, size_t offset, bool *failed)
{
    json_t *row = json_object();
    json_t *actors = json_object();
    uint64_t value;
    memcpy(&value, (const char *)&posture->points + offset, sizeof value);
    pal_view_put(row, "all", number(value), failed);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        memcpy(&value, (const char *)&posture->by_actor[i] + offset, sizeof value);
        pal_view_put(actors, pal_actor_ids[i], number(value), failed);
    }
    pal_view_put(row, "by_actor", actors, failed);
    return row;
}

json_t *pal_view_posture(const struct pal_posture *posture, const char *alert,
                         const struct pal_language *language)
{
    const struct pal_assessment *assessment = posture->assessment;
    const struct pal_model *model = assessment->model;
    const struct pal_profile *profile = posture->profile;
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "assessment", json_string(assessment->id), &failed);
    pal_view_put(object, "model", json_string(model->id), &failed);
    pal_view_put(object, "rule", json_string(pal_rule_ids[model->rule]), &failed);
    pal_view_put(object, "basis", json_string(pal_basis_ids[posture->basis]), &failed);
    pal_view_put(object, "profile", json_string(profile->id), &failed);
    pal_view_put(object, "alert_scheme", text_or_null(profile->alert_scheme), &failed);
    pal_view_put(object, "alert", text_or_null(alert), &failed);
    pal_view_put(
        object, "gap_preparation",
        view_posture_sum(posture, offsetof(struct pal_posture_points, gap_preparation), &failed),
        &failed);
    pal_view_put(
        object, "gap_activation",
        view_posture_sum(posture, offsetof(struct pal_posture_points, gap_activation), &failed),
        &failed);
    pal_view_put(
        object, "active_surplus",
        view_posture_sum(posture, offsetof(struct pal_posture_points, active_surplus), &failed),
        &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_posture_area *area = &posture->areas[i];
        const struct pal_ladder *ladder = model->areas[i].ladder;
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(model->areas[i].id), &failed);
        pal_view_put(row, "title", in_language(&model->areas[i].title, language), &failed);
        pal_view_put(row, "applicable", json_boolean(area->is_applicable), &failed);
        pal_view_put(row, "actor", json_string(pal_actor_ids[assessment->area_actors[i]]), &failed);
        pal_view_put(row, "achieved", steps_of(ladder, area->achieved, &failed), &failed);
        pal_view_put(row, "prepared", steps_of(ladder, area->prepared, &failed), &failed);
        pal_view_put(row, "active", steps_of(ladder, area->active, &failed), &failed);
        pal_view_put(row, "target", steps_of(ladder, area->target, &failed), &failed);
        pal_view_put(row, "prepare_set", steps_of(ladder, area->prepare_set, &failed), &failed);
        pal_view_put(row, "gap_preparation", steps_of(ladder, area->gap_preparation, &failed),
                     &failed);
        pal_view_put(row, "gap_activation", steps_of(ladder, area->gap_activation, &failed),
                     &failed);
        pal_view_put(row, "active_surplus", steps_of(ladder, area->active_surplus, &failed),
                     &failed);
        append(areas, row, &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    pal_view_put(object, "notice", text_or_null(model->notice), &failed);
    return finish(object, failed);
}
