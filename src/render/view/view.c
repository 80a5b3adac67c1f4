#include "render/view/view.h"

#include <string.h>

#include "base/buf.h"
#include "render/notes.h"
#include "render/view/view_parts.h"
#include "render/words.h"

/* A number that has no meaning without a target. */
static json_t *if_target(const struct pal_score *score, uint64_t value)
{
    return score->has_target ? pal_json_number(value) : json_null();
}

static json_t *gap_by_actor(const struct pal_score *score, bool *failed)
{
    if (!score->has_target) {
        return json_null();
    }
    json_t *object = json_object();
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_view_put(object, pal_actor_ids[i], pal_json_number(score->by_actor[i].gap), failed);
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
        pal_view_put(object, model->categories[i].id, pal_json_number(score->by_category[i].gap),
                     failed);
    }
    return object;
}

static json_t *view_points(const struct pal_score *score, bool *failed)
{
    json_t *object = json_object();
    pal_view_put(object, "achieved", pal_json_number(score->points.achieved), failed);
    pal_view_put(object, "target", if_target(score, score->points.target), failed);
    pal_view_put(object, "gap", if_target(score, score->points.gap), failed);
    pal_view_put(object, "gap_not_rated", if_target(score, score->points.gap_not_rated), failed);
    pal_view_put(object, "surplus", if_target(score, score->points.surplus), failed);
    pal_view_put(object, "gap_by_actor", gap_by_actor(score, failed), failed);
    pal_view_put(object, "gap_by_category", gap_by_category(score, failed), failed);
    return object;
}

static json_t *view_steps(const struct pal_score *score, bool *failed)
{
    json_t *object = json_object();
    pal_view_put(object, "achieved", pal_json_number(score->steps.achieved), failed);
    pal_view_put(object, "target", if_target(score, score->steps.target), failed);
    pal_view_put(object, "missing", if_target(score, score->steps.missing), failed);
    pal_view_put(object, "missing_not_rated", if_target(score, score->steps.missing_not_rated),
                 failed);
    pal_view_put(object, "surplus", if_target(score, score->steps.surplus), failed);
    pal_view_put(object, "not_rated", pal_json_number(score->steps.not_rated), failed);
    pal_view_put(object, "not_applicable", pal_json_number(score->steps.not_applicable), failed);
    pal_view_put(object, "target_not_applicable",
                 if_target(score, score->steps.target_not_applicable), failed);
    return object;
}

static json_t *meets_target(const struct pal_score *score)
{
    switch (pal_score_target_state(score)) {
    case PAL_TARGET_MET:
        return json_true();
    case PAL_TARGET_MISSED:
        return json_false();
    case PAL_TARGET_ABSENT:
    case PAL_TARGET_NOTHING_APPLICABLE:
        break;
    }
    return json_null();
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
    pal_view_put(object, "level", result->is_rated ? pal_json_number(result->level) : json_null(),
                 failed);
    pal_view_put(object, "level_is_minimum", json_boolean(result->level_is_minimum), failed);
    pal_view_put(object, "achieved", pal_json_steps(ladder, result->achieved, failed), failed);
    pal_view_put(object, "missing", pal_json_steps(ladder, result->missing, failed), failed);
    pal_view_put(object, "surplus", pal_json_steps(ladder, result->surplus, failed), failed);
    pal_view_put(object, "not_rated", pal_json_steps(ladder, result->not_rated, failed), failed);
    pal_view_put(object, "not_applicable",
                 pal_json_steps(ladder, result->is_applicable ? result->not_applicable : 0, failed),
                 failed);
    pal_view_put(object, "gap", pal_json_number(result->points.gap), failed);
    pal_view_put(object, "gap_not_rated", pal_json_number(result->points.gap_not_rated), failed);
    pal_view_put(object, "surplus_points", pal_json_number(result->points.surplus), failed);
    pal_view_put(object, "target", pal_json_steps(ladder, result->target, failed), failed);
    pal_view_put(object, "title", pal_json_in_language(&area->title, language), failed);
    pal_view_put(object, "category", json_string(assessment->model->categories[area->category].id),
                 failed);
    pal_view_put(object, "notes",
                 pal_notes_json(assessment, index, true, ~(pal_mask)0, language, failed), failed);
    return object;
}

static json_t *sums(const struct pal_score *score, const struct pal_points *points, json_t *object,
                    bool *failed)
{
    pal_view_put(object, "achieved", pal_json_number(points->achieved), failed);
    pal_view_put(object, "target", if_target(score, points->target), failed);
    pal_view_put(object, "gap", if_target(score, points->gap), failed);
    pal_view_put(object, "gap_not_rated", if_target(score, points->gap_not_rated), failed);
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
        pal_json_append(actors, sums(score, &score->by_actor[i], row, failed), failed);
    }
    pal_view_put(object, "actors", actors, failed);
    json_t *categories = json_array();
    for (size_t i = 0; i < model->category_count; i++) {
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(model->categories[i].id), failed);
        pal_view_put(row, "title", json_string(pal_word_category(language, &model->categories[i])),
                     failed);
        pal_json_append(categories, sums(score, &score->by_category[i], row, failed), failed);
    }
    pal_view_put(object, "categories", categories, failed);
}

static json_t *texts(const char *const *list, size_t count, bool *failed)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        pal_json_append(array, json_string(list[i]), failed);
    }
    return array;
}

/* What names an assessment and what it was held against; shared by score and plan. */
static void put_identity(const struct pal_scored *scored, const struct pal_language *language,
                         json_t *object, bool *failed)
{
    const struct pal_assessment *assessment = scored->score.assessment;
    pal_view_put(object, "title", pal_json_in_language(&assessment->title, language), failed);
    pal_view_put(object, "provider", json_string(assessment->provider), failed);
    pal_view_put(object, "project", json_string(assessment->project), failed);
    pal_view_put(object, "date", json_string(assessment->date), failed);
    pal_view_put(
        object, "assessors",
        texts((const char *const *)assessment->assessors, assessment->assessor_count, failed),
        failed);
    pal_view_put(object, "model_title", pal_json_in_language(&assessment->model->title, language),
                 failed);
    pal_view_put(object, "profile_title",
                 scored->profile != NULL ? pal_json_in_language(&scored->profile->title, language)
                                         : json_null(),
                 failed);
    pal_view_put(object, "notice", pal_json_text(assessment->model->notice), failed);
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
    pal_view_put(object, "profile", pal_json_text(scored->profile ? scored->profile->id : NULL),
                 &failed);
    pal_view_put(object, "alert", pal_json_text(scored->alert), &failed);
    pal_view_put(object, "points", view_points(score, &failed), &failed);
    pal_view_put(object, "steps", view_steps(score, &failed), &failed);
    pal_view_put(object, "meets_target", meets_target(score), &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < model->area_count; i++) {
        pal_json_append(areas, view_area(score, i, language, &failed), &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    put_sums(score, language, object, &failed);
    pal_view_put(object, "weighted", json_boolean(score->assessment->has_weights), &failed);
    pal_view_put(object, "appraisal", json_false(), &failed);
    put_identity(scored, language, object, &failed);
    return pal_json_finish(object, failed);
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
    pal_view_put(object, "practice", pal_json_text(practice ? practice->id : NULL), failed);
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
        pal_view_put(object, "recurring", pal_json_text(action->recurring), failed);
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
    pal_view_put(object, "order", pal_json_number(action->order), failed);
    pal_view_put(object, "area", json_string(area->id), failed);
    pal_view_put(object, "step", json_string(step->id), failed);
    pal_view_put(object, "actor", json_string(pal_actor_ids[action->actor]), failed);
    pal_view_put(object, "points", pal_json_number(action->points), failed);
    pal_view_put(object, "area_title", pal_json_in_language(&area->title, language), failed);
    pal_view_put(object, "step_title", pal_json_in_language(&step->title, language), failed);
    struct pal_plan_task tasks[PAL_LIMIT_PRACTICES];
    size_t count = pal_plan_tasks(&scored->score, action, tasks, PAL_LIMIT_PRACTICES);
    json_t *list = json_array();
    for (size_t i = 0; i < count && i < PAL_LIMIT_PRACTICES; i++) {
        pal_json_append(list, view_task(&tasks[i], area, actions, language, arena, failed), failed);
    }
    pal_view_put(object, "tasks", list, failed);
    pal_view_put(object, "notes",
                 pal_notes_json(scored->score.assessment, action->area, true,
                                (pal_mask)1 << action->step, language, failed),
                 failed);
    pal_view_put(
        object, "rated",
        json_boolean((scored->score.areas[action->area].not_rated >> action->step & 1) == 0),
        failed);
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
        pal_json_append(list,
                        view_action(scored, &plan->actions[i], actions, language, &arena, &failed),
                        &failed);
    }
    pal_arena_done(&arena);
    pal_view_put(object, "actions", list, &failed);
    pal_view_put(object, "assessment", json_string(score->assessment->id), &failed);
    pal_view_put(object, "model", json_string(score->assessment->model->id), &failed);
    pal_view_put(object, "rule", json_string(pal_rule_ids[score->assessment->model->rule]),
                 &failed);
    pal_view_put(object, "basis", json_string(pal_basis_ids[score->basis]), &failed);
    pal_view_put(object, "profile", pal_json_text(scored->profile ? scored->profile->id : NULL),
                 &failed);
    pal_view_put(object, "alert", pal_json_text(scored->alert), &failed);
    pal_view_put(object, "gap", pal_json_number(score->points.gap), &failed);
    pal_view_put(object, "gap_not_rated", pal_json_number(score->points.gap_not_rated), &failed);
    pal_view_put(object, "meets_target", meets_target(score), &failed);
    pal_view_put(object, "gap_by_actor", gap_by_actor(score, &failed), &failed);
    pal_view_put(object, "notes", pal_notes_all(score->assessment, language, &failed), &failed);
    pal_view_put(object, "proposed", json_boolean(actions != NULL && actions->is_proposed),
                 &failed);
    put_identity(scored, language, object, &failed);
    return pal_json_finish(object, failed);
}

enum change { WON, LOST, NOT_COMPARED };

/* One list of steps per score after the first. */
static json_t *view_changes(const struct pal_comparison *comparison, size_t area, enum change which,
                            bool *failed)
{
    const struct pal_model *model = comparison->scores[0].assessment->model;
    json_t *list = json_array();
    for (size_t i = 1; i < comparison->count; i++) {
        struct pal_change change = pal_compare_change(comparison, i, area);
        pal_mask mask = which == WON    ? change.won
                        : which == LOST ? change.lost
                                        : change.not_compared;
        pal_json_append(list, pal_json_steps(model->areas[area].ladder, mask, failed), failed);
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
    json_t *unproven = json_array();
    for (size_t i = 0; i < comparison->count; i++) {
        pal_json_append(assessments, pal_view_score(&scored[i], language), &failed);
        pal_json_append(ranking,
                        json_string(comparison->scores[comparison->ranking[i]].assessment->id),
                        &failed);
        if (pal_compare_is_unproven(&comparison->scores[i])) {
            pal_json_append(unproven, json_string(comparison->scores[i].assessment->id), &failed);
        }
    }
    pal_view_put(object, "assessments", assessments, &failed);
    pal_view_put(object, "ranking", ranking, &failed);
    pal_view_put(object, "unproven", unproven, &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < model->area_count; i++) {
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(model->areas[i].id), &failed);
        pal_view_put(row, "won", view_changes(comparison, i, WON, &failed), &failed);
        pal_view_put(row, "lost", view_changes(comparison, i, LOST, &failed), &failed);
        pal_view_put(row, "not_compared", view_changes(comparison, i, NOT_COMPARED, &failed),
                     &failed);
        pal_json_append(areas, row, &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    pal_view_put(object, "one_provider", json_boolean(comparison->is_one_provider), &failed);
    pal_view_put(object, "notice", pal_json_text(model->notice), &failed);
    return pal_json_finish(object, failed);
}

static json_t *view_practices(const struct pal_practice *practices, size_t count,
                              const struct pal_language *language, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_object();
        const char *text = pal_text_in(&practices[i].text, language->lang);
        pal_view_put(row, "id", json_string(practices[i].id), failed);
        pal_view_put(row, "title", pal_json_in_language(&practices[i].title, language), failed);
        pal_view_put(row, "text", pal_json_text(text[0] != '\0' ? text : NULL), failed);
        pal_view_put(row, "source", pal_json_text(practices[i].source), failed);
        pal_view_put(row, "verified", json_boolean(!practices[i].is_doubtful), failed);
        pal_view_put(row, "text_verified", json_boolean(!practices[i].text_is_doubtful), failed);
        pal_json_append(list, row, failed);
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
        pal_view_put(row, "level", pal_json_number(step->level), failed);
        pal_view_put(row, "title", pal_json_in_language(&step->title, language), failed);
        pal_view_put(row, "alias", pal_json_text(step->alias), failed);
        pal_view_put(row, "source", pal_json_text(step->source), failed);
        pal_view_put(row, "verified", json_boolean(!step->is_doubtful), failed);
        pal_view_put(row, "rated_by_area", json_boolean(step->is_rated_by_area), failed);
        pal_view_put(row, "practices",
                     view_practices(step->practices, step->practice_count, language, failed),
                     failed);
        pal_json_append(list, row, failed);
    }
    return list;
}

static json_t *view_model_area(const struct pal_model *model, const struct pal_area *area,
                               const struct pal_language *language, bool *failed)
{
    json_t *row = json_object();
    pal_view_put(row, "id", json_string(area->id), failed);
    pal_view_put(row, "title", pal_json_in_language(&area->title, language), failed);
    pal_view_put(row, "category", json_string(model->categories[area->category].id), failed);
    pal_view_put(row, "actor", json_string(pal_actor_ids[area->actor]), failed);
    json_t *contributors = json_array();
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        if ((area->contributors >> i & 1) != 0) {
            pal_json_append(contributors, json_string(pal_actor_ids[i]), failed);
        }
    }
    pal_view_put(row, "contributors", contributors, failed);
    pal_view_put(row, "people", json_boolean(area->is_on_people), failed);
    pal_view_put(row, "goals", pal_json_texts(area->goals, area->goal_count, language, failed),
                 failed);
    pal_view_put(row, "goals_verified", json_boolean(!area->goals_are_doubtful), failed);
    pal_view_put(row, "source", pal_json_text(area->source), failed);
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
    pal_view_put(object, "title", pal_json_in_language(&model->title, language), &failed);
    pal_view_put(object, "model_version", pal_json_text(model->version), &failed);
    pal_view_put(object, "notice", pal_json_text(model->notice), &failed);
    pal_view_put(object, "source", pal_json_text(model->source), &failed);
    pal_view_put(object, "rule", json_string(pal_rule_ids[model->rule]), &failed);
    pal_view_put(object, "steps", pal_json_number(model->step_count), &failed);
    pal_view_put(object, "doubts",
                 pal_json_texts(model->doubts, model->doubt_count, language, &failed), &failed);
    json_t *levels = json_array();
    for (size_t i = 0; i < model->level_count; i++) {
        json_t *row = json_object();
        pal_view_put(row, "rank", pal_json_number(model->levels[i].rank), &failed);
        pal_view_put(row, "title", pal_json_in_language(&model->levels[i].title, language),
                     &failed);
        pal_json_append(levels, row, &failed);
    }
    pal_view_put(object, "levels", levels, &failed);
    pal_view_put(object, "ladder", view_ladder(&model->ladder, language, &failed), &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < model->area_count; i++) {
        pal_json_append(areas, view_model_area(model, &model->areas[i], language, &failed),
                        &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    return pal_json_finish(object, failed);
}

json_t *pal_view_profile(const struct pal_profile *profile, const struct pal_language *language)
{
    const struct pal_model *model = profile->model;
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "id", json_string(profile->id), &failed);
    pal_view_put(object, "title", pal_json_in_language(&profile->title, language), &failed);
    pal_view_put(object, "model", json_string(model->id), &failed);
    pal_view_put(object, "alert_scheme", pal_json_text(profile->alert_scheme), &failed);
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
            pal_json_append(targets,
                            pal_json_steps(model->areas[i].ladder, profile->targets[j][i], &failed),
                            &failed);
        }
        pal_view_put(row, "targets", targets, &failed);
        pal_json_append(areas, row, &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    return pal_json_finish(object, failed);
}
