#include "render/view/view.h"

#include <string.h>

#include "base/buf.h"
#include "render/notes.h"
#include "render/part.h"
#include "render/view/view_parts.h"
#include "render/words.h"

/* A number that has no meaning without a target. */
static struct pal_value *if_target(struct pal_values *in, const struct pal_score *score,
                                   uint64_t value)
{
    return score->has_target ? pal_value_integer(in, (int64_t)value) : pal_value_null(in);
}

static struct pal_value *gap_by_actor(struct pal_values *in, const struct pal_score *score)
{
    if (!score->has_target) {
        return pal_value_null(in);
    }
    struct pal_value *object = pal_value_object(in);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_put_integer(object, pal_actor_ids[i], (int64_t)(score->by_actor[i].gap));
    }
    return object;
}

static struct pal_value *gap_by_category(struct pal_values *in, const struct pal_score *score)
{
    if (!score->has_target) {
        return pal_value_null(in);
    }
    const struct pal_model *model = score->assessment->model;
    struct pal_value *object = pal_value_object(in);
    for (size_t i = 0; i < model->category_count; i++) {
        pal_put_integer(object, model->categories[i].id, (int64_t)(score->by_category[i].gap));
    }
    return object;
}

static struct pal_value *view_points(struct pal_values *in, const struct pal_score *score)
{
    struct pal_value *object = pal_value_object(in);
    pal_put_integer(object, "achieved", (int64_t)(score->points.achieved));
    pal_put(object, "target", if_target(in, score, score->points.target));
    pal_put(object, "gap", if_target(in, score, score->points.gap));
    pal_put(object, "gap_not_rated", if_target(in, score, score->points.gap_not_rated));
    pal_put(object, "surplus", if_target(in, score, score->points.surplus));
    pal_put_boolean(object, "surplus_is_minimum", score->surplus_is_minimum);
    pal_put(object, "gap_by_actor", gap_by_actor(in, score));
    pal_put(object, "gap_by_category", gap_by_category(in, score));
    return object;
}

static struct pal_value *view_steps(struct pal_values *in, const struct pal_score *score)
{
    struct pal_value *object = pal_value_object(in);
    pal_put_integer(object, "achieved", (int64_t)(score->steps.achieved));
    pal_put(object, "target", if_target(in, score, score->steps.target));
    pal_put(object, "missing", if_target(in, score, score->steps.missing));
    pal_put(object, "missing_not_rated", if_target(in, score, score->steps.missing_not_rated));
    pal_put(object, "surplus", if_target(in, score, score->steps.surplus));
    pal_put_integer(object, "not_rated", (int64_t)(score->steps.not_rated));
    pal_put_integer(object, "not_applicable", (int64_t)(score->steps.not_applicable));
    pal_put(object, "target_not_applicable",
            if_target(in, score, score->steps.target_not_applicable));
    return object;
}

static struct pal_value *meets_target(struct pal_values *in, const struct pal_score *score)
{
    switch (pal_score_target_state(score)) {
    case PAL_TARGET_MET:
        return pal_value_boolean(in, true);
    case PAL_TARGET_MISSED:
        return pal_value_boolean(in, false);
    case PAL_TARGET_ABSENT:
    case PAL_TARGET_NOTHING_APPLICABLE:
    case PAL_TARGET_NOTHING_DEMANDED:
        break;
    }
    return pal_value_null(in);
}

static struct pal_value *view_area(struct pal_values *in, const struct pal_score *score,
                                   size_t index, const struct pal_language *language)
{
    const struct pal_assessment *assessment = score->assessment;
    const struct pal_area *area = &assessment->model->areas[index];
    const struct pal_area_score *result = &score->areas[index];
    const struct pal_ladder *ladder = area->ladder;
    struct pal_value *object = pal_value_object(in);
    pal_put_borrowed(object, "id", area->id);
    pal_put_boolean(object, "applicable", result->is_applicable);
    pal_put_borrowed(object, "actor", pal_actor_ids[assessment->area_actors[index]]);
    pal_put(object, "level",
            result->is_rated ? pal_value_integer(in, (int64_t)(result->level))
                             : pal_value_null(in));
    pal_put_boolean(object, "level_is_minimum", result->level_is_minimum);
    pal_put(object, "achieved", pal_view_steps(in, ladder, result->achieved));
    pal_put(object, "missing", pal_view_steps(in, ladder, result->missing));
    pal_put(object, "surplus", pal_view_steps(in, ladder, result->surplus));
    pal_put(object, "not_rated", pal_view_steps(in, ladder, result->not_rated));
    pal_put(object, "not_applicable",
            pal_view_steps(in, ladder, result->is_applicable ? result->not_applicable : 0));
    pal_put_integer(object, "gap", (int64_t)(result->points.gap));
    pal_put_integer(object, "gap_not_rated", (int64_t)(result->points.gap_not_rated));
    pal_put_integer(object, "surplus_points", (int64_t)(result->points.surplus));
    pal_put(object, "target", pal_view_steps(in, ladder, result->target));
    pal_put(object, "title", pal_view_in_language(in, &area->title, language));
    pal_put_borrowed(object, "category", assessment->model->categories[area->category].id);
    pal_put(object, "notes", pal_notes_json(in, assessment, index, true, ~(pal_mask)0, language));
    return object;
}

/* Whatever the rows of a score's lists are made from. */
struct scored_rows {
    struct pal_scored scored;
    const struct pal_language *language;
};

static struct pal_value *make_area(struct pal_values *in, const void *ctx, size_t index)
{
    const struct scored_rows *rows = ctx;
    return view_area(in, &rows->scored.score, index, rows->language);
}

static struct pal_value *sums(struct pal_values *in, const struct pal_score *score,
                              const struct pal_points *points, struct pal_value *object)
{
    pal_put_integer(object, "achieved", (int64_t)(points->achieved));
    pal_put(object, "target", if_target(in, score, points->target));
    pal_put(object, "gap", if_target(in, score, points->gap));
    pal_put(object, "gap_not_rated", if_target(in, score, points->gap_not_rated));
    pal_put(object, "surplus", if_target(in, score, points->surplus));
    return object;
}

/* All four sums by actor and by category; the contract's `gap_by_…` are a part of them. */
static void put_sums(struct pal_values *in, const struct pal_score *score,
                     const struct pal_language *language, struct pal_value *object)
{
    const struct pal_model *model = score->assessment->model;
    struct pal_value *actors = pal_value_list(in);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        struct pal_value *row = pal_value_object(in);
        pal_put_borrowed(row, "id", pal_actor_ids[i]);
        pal_add(actors, sums(in, score, &score->by_actor[i], row));
    }
    pal_put(object, "actors", actors);
    struct pal_value *categories = pal_value_list(in);
    for (size_t i = 0; i < model->category_count; i++) {
        struct pal_value *row = pal_value_object(in);
        pal_put_borrowed(row, "id", model->categories[i].id);
        pal_put_borrowed(row, "title", pal_word_category(language, &model->categories[i]));
        pal_add(categories, sums(in, score, &score->by_category[i], row));
    }
    pal_put(object, "categories", categories);
}

static struct pal_value *texts(struct pal_values *in, const char *const *list, size_t count)
{
    struct pal_value *array = pal_value_list(in);
    for (size_t i = 0; i < count; i++) {
        pal_add_borrowed(array, list[i]);
    }
    return array;
}

/* What names an assessment and what it was held against; shared by score and plan. */
static void put_identity(struct pal_values *in, const struct pal_scored *scored,
                         const struct pal_language *language, struct pal_value *object)
{
    const struct pal_assessment *assessment = scored->score.assessment;
    pal_put(object, "title", pal_view_in_language(in, &assessment->title, language));
    pal_put_borrowed(object, "provider", assessment->provider);
    pal_put_borrowed(object, "project", assessment->project);
    pal_put_borrowed(object, "date", assessment->date);
    pal_put(object, "assessors",
            texts(in, (const char *const *)assessment->assessors, assessment->assessor_count));
    pal_put(object, "model_title", pal_view_in_language(in, &assessment->model->title, language));
    pal_put(object, "profile_title",
            scored->profile != NULL ? pal_view_in_language(in, &scored->profile->title, language)
                                    : pal_value_null(in));
    pal_put_borrowed(object, "notice", assessment->model->notice);
}

struct pal_value *pal_view_score(struct pal_values *in, const struct pal_scored *scored,
                                 const struct pal_language *language)
{
    const struct pal_score *score = &scored->score;
    const struct pal_model *model = score->assessment->model;
    struct pal_value *object = pal_value_object(in);
    pal_put_borrowed(object, "assessment", score->assessment->id);
    pal_put_borrowed(object, "model", model->id);
    pal_put_borrowed(object, "rule", pal_rule_ids[model->rule]);
    pal_put_borrowed(object, "basis", pal_basis_ids[score->basis]);
    pal_put_borrowed(object, "profile", scored->profile ? scored->profile->id : NULL);
    pal_put_borrowed(object, "alert", scored->alert);
    pal_put(object, "points", view_points(in, score));
    pal_put(object, "steps", view_steps(in, score));
    pal_put(object, "meets_target", meets_target(in, score));
    const struct scored_rows rows = {*scored, language};
    pal_put(object, "areas",
            pal_value_rows(in, model->area_count, PAL_PART_AREAS, make_area, &rows, sizeof rows));
    put_sums(in, score, language, object);
    pal_put_boolean(object, "weighted", score->assessment->has_weights);
    pal_put_boolean(object, "appraisal", false);
    put_identity(in, scored, language, object);
    return object;
}

const char *pal_view_target_title(const struct pal_scored *scored,
                                  const struct pal_language *language, struct pal_arena *arena)
{
    if (scored->profile == NULL) {
        return "";
    }
    const char *title = pal_text_in(&scored->profile->title, language->lang);
    const char *level = pal_word_level(language, scored->profile, scored->alert);
    return level == NULL ? title : pal_arena_printf(arena, "%s (%s)", title, level);
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

static struct pal_value *action_text(struct pal_values *in, const struct pal_text *text,
                                     const struct pal_area *area,
                                     const struct pal_language *language)
{
    return pal_value_made(in, pal_view_action_text(text, area, language, in->arena));
}

static struct pal_value *view_task(struct pal_values *in, const struct pal_plan_task *task,
                                   const struct pal_area *area, const struct pal_actions *actions,
                                   const struct pal_language *language)
{
    struct pal_value *object = pal_value_object(in);
    const struct pal_practice *practice = task->practice;
    pal_put_borrowed(object, "practice", practice ? practice->id : NULL);
    const char *title = practice ? pal_text_in(&practice->title, language->lang) : "";
    pal_put(object, "title", title[0] != '\0' ? pal_value_borrowed(in, title) : pal_value_null(in));
    pal_put(object, "verified",
            practice ? pal_value_boolean(in, !practice->is_doubtful) : pal_value_null(in));
    pal_put(object, "rating",
            task->rating != PAL_RATING_NOT_RATED
                ? pal_value_borrowed(in, pal_rating_ids[task->rating])
                : pal_value_null(in));
    const struct pal_action *action =
        practice != NULL ? pal_actions_find(actions, practice->id) : NULL;
    if (action != NULL) {
        pal_put(object, "what", action_text(in, &action->what, area, language));
        pal_put(object, "example", action_text(in, &action->example, area, language));
        pal_put(object, "proof", action_text(in, &action->proof, area, language));
        pal_put_borrowed(object, "recurring", action->recurring);
    } else {
        pal_put_null(object, "what");
    }
    return object;
}

static struct pal_value *view_action(struct pal_values *in, const struct pal_scored *scored,
                                     const struct pal_plan_action *action,
                                     const struct pal_actions *actions,
                                     const struct pal_language *language)
{
    const struct pal_model *model = scored->score.assessment->model;
    const struct pal_area *area = &model->areas[action->area];
    const struct pal_step *step = &area->ladder->steps[action->step];
    struct pal_value *object = pal_value_object(in);
    pal_put_integer(object, "order", (int64_t)(action->order));
    pal_put_borrowed(object, "area", area->id);
    pal_put_borrowed(object, "step", step->id);
    pal_put_borrowed(object, "actor", pal_actor_ids[action->actor]);
    pal_put_integer(object, "points", (int64_t)(action->points));
    pal_put(object, "area_title", pal_view_in_language(in, &area->title, language));
    pal_put(object, "step_title", pal_view_in_language(in, &step->title, language));
    struct pal_plan_task tasks[PAL_LIMIT_PRACTICES];
    size_t count = pal_plan_tasks(&scored->score, action, tasks, PAL_LIMIT_PRACTICES);
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 0; i < count && i < PAL_LIMIT_PRACTICES; i++) {
        pal_add(list, view_task(in, &tasks[i], area, actions, language));
    }
    pal_put(object, "tasks", list);
    pal_put(object, "notes",
            pal_notes_json(in, scored->score.assessment, action->area, true,
                           (pal_mask)1 << action->step, language));
    pal_put_boolean(object, "rated",
                    (scored->score.areas[action->area].not_rated >> action->step & 1) == 0);
    return object;
}

struct plan_rows {
    struct pal_scored scored;
    const struct pal_plan_action *list;
    const struct pal_actions *actions;
    const struct pal_language *language;
};

static struct pal_value *make_action(struct pal_values *in, const void *ctx, size_t index)
{
    const struct plan_rows *rows = ctx;
    return view_action(in, &rows->scored, &rows->list[index], rows->actions, rows->language);
}

struct pal_value *pal_view_actions(struct pal_values *in, const struct pal_scored *scored,
                                   const struct pal_plan_action *list, size_t count,
                                   const struct pal_actions *actions,
                                   const struct pal_language *language)
{
    const struct plan_rows rows = {*scored, list, actions, language};
    return pal_value_rows(in, count, PAL_PART_ACTIONS, make_action, &rows, sizeof rows);
}

struct pal_value *pal_view_plan(struct pal_values *in, const struct pal_scored *scored,
                                const struct pal_plan *plan, const struct pal_actions *actions,
                                const struct pal_language *language)
{
    const struct pal_score *score = &scored->score;
    struct pal_value *object = pal_value_object(in);
    pal_put(object, "actions",
            pal_view_actions(in, scored, plan->actions, plan->count, actions, language));
    pal_put_borrowed(object, "assessment", score->assessment->id);
    pal_put_borrowed(object, "model", score->assessment->model->id);
    pal_put_borrowed(object, "rule", pal_rule_ids[score->assessment->model->rule]);
    pal_put_borrowed(object, "basis", pal_basis_ids[score->basis]);
    pal_put_borrowed(object, "profile", scored->profile ? scored->profile->id : NULL);
    pal_put_borrowed(object, "alert", scored->alert);
    pal_put_integer(object, "gap", (int64_t)(score->points.gap));
    pal_put_integer(object, "gap_not_rated", (int64_t)(score->points.gap_not_rated));
    pal_put(object, "meets_target", meets_target(in, score));
    pal_put(object, "gap_by_actor", gap_by_actor(in, score));
    pal_put(object, "notes", pal_notes_all(in, score->assessment, language));
    pal_put_boolean(object, "proposed", actions != NULL && actions->is_proposed);
    put_identity(in, scored, language, object);
    return object;
}

static struct pal_value *view_practices(struct pal_values *in, const struct pal_practice *practices,
                                        size_t count, const struct pal_language *language)
{
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_value_object(in);
        const char *text = pal_text_in(&practices[i].text, language->lang);
        pal_put_borrowed(row, "id", practices[i].id);
        pal_put(row, "title", pal_view_in_language(in, &practices[i].title, language));
        pal_put_borrowed(row, "text", text[0] != '\0' ? text : NULL);
        pal_put_borrowed(row, "source", practices[i].source);
        pal_put_boolean(row, "verified", !practices[i].is_doubtful);
        pal_put_boolean(row, "text_verified", !practices[i].text_is_doubtful);
        pal_add(list, row);
    }
    return list;
}

static struct pal_value *view_ladder(struct pal_values *in, const struct pal_ladder *ladder,
                                     const struct pal_language *language)
{
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 0; i < ladder->count; i++) {
        const struct pal_step *step = &ladder->steps[i];
        struct pal_value *row = pal_value_object(in);
        pal_put_borrowed(row, "id", step->id);
        pal_put_integer(row, "level", (int64_t)(step->level));
        pal_put(row, "title", pal_view_in_language(in, &step->title, language));
        pal_put_borrowed(row, "alias", step->alias);
        pal_put_borrowed(row, "source", step->source);
        pal_put_boolean(row, "verified", !step->is_doubtful);
        pal_put_boolean(row, "rated_by_area", step->is_rated_by_area);
        pal_put(row, "practices",
                view_practices(in, step->practices, step->practice_count, language));
        pal_add(list, row);
    }
    return list;
}

static struct pal_value *view_model_area(struct pal_values *in, const struct pal_model *model,
                                         const struct pal_area *area,
                                         const struct pal_language *language)
{
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "id", area->id);
    pal_put(row, "title", pal_view_in_language(in, &area->title, language));
    pal_put_borrowed(row, "category", model->categories[area->category].id);
    pal_put_borrowed(row, "actor", pal_actor_ids[area->actor]);
    struct pal_value *contributors = pal_value_list(in);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        if ((area->contributors >> i & 1) != 0) {
            pal_add_borrowed(contributors, pal_actor_ids[i]);
        }
    }
    pal_put(row, "contributors", contributors);
    pal_put_boolean(row, "people", area->is_on_people);
    pal_put(row, "goals", pal_view_texts(in, area->goals, area->goal_count, language));
    pal_put_boolean(row, "goals_verified", !area->goals_are_doubtful);
    pal_put_borrowed(row, "source", area->source);
    pal_put_boolean(row, "verified", !area->is_doubtful);
    pal_put(row, "practices", view_practices(in, area->practices, area->practice_count, language));
    pal_put(row, "ladder",
            area->ladder != &model->ladder ? view_ladder(in, area->ladder, language)
                                           : pal_value_null(in));
    return row;
}

struct model_rows {
    const struct pal_model *model;
    const struct pal_language *language;
};

static struct pal_value *make_model_area(struct pal_values *in, const void *ctx, size_t index)
{
    const struct model_rows *rows = ctx;
    return view_model_area(in, rows->model, &rows->model->areas[index], rows->language);
}

struct pal_value *pal_view_model(struct pal_values *in, const struct pal_model *model,
                                 const struct pal_language *language)
{
    struct pal_value *object = pal_value_object(in);
    pal_put_borrowed(object, "id", model->id);
    pal_put(object, "title", pal_view_in_language(in, &model->title, language));
    pal_put_borrowed(object, "model_version", model->version);
    pal_put_borrowed(object, "notice", model->notice);
    pal_put_borrowed(object, "source", model->source);
    pal_put_borrowed(object, "rule", pal_rule_ids[model->rule]);
    pal_put_integer(object, "steps", (int64_t)(model->step_count));
    pal_put(object, "doubts", pal_view_texts(in, model->doubts, model->doubt_count, language));
    struct pal_value *levels = pal_value_list(in);
    for (size_t i = 0; i < model->level_count; i++) {
        struct pal_value *row = pal_value_object(in);
        pal_put_integer(row, "rank", (int64_t)(model->levels[i].rank));
        pal_put(row, "title", pal_view_in_language(in, &model->levels[i].title, language));
        pal_add(levels, row);
    }
    pal_put(object, "levels", levels);
    pal_put(object, "ladder", view_ladder(in, &model->ladder, language));
    const struct model_rows rows = {model, language};
    pal_put(
        object, "areas",
        pal_value_rows(in, model->area_count, PAL_PART_AREAS, make_model_area, &rows, sizeof rows));
    return object;
}

static struct pal_value *make_profile_area(struct pal_values *in, const void *ctx, size_t index)
{
    const struct pal_profile *profile = *(const struct pal_profile *const *)ctx;
    const struct pal_area *area = &profile->model->areas[index];
    size_t sets = profile->alert_level_count > 0 ? profile->alert_level_count : 1;
    struct pal_value *row = pal_value_object(in);
    struct pal_value *targets = pal_value_list(in);
    pal_put_borrowed(row, "id", area->id);
    for (size_t i = 0; i < sets; i++) {
        pal_add(targets, pal_view_steps(in, area->ladder, profile->targets[i][index]));
    }
    pal_put(row, "targets", targets);
    return row;
}

struct pal_value *pal_view_profile(struct pal_values *in, const struct pal_profile *profile,
                                   const struct pal_language *language)
{
    struct pal_value *object = pal_value_object(in);
    pal_put_borrowed(object, "id", profile->id);
    pal_put(object, "title", pal_view_in_language(in, &profile->title, language));
    pal_put_borrowed(object, "model", profile->model->id);
    pal_put_borrowed(object, "alert_scheme", profile->alert_scheme);
    pal_put(object, "alert_levels",
            texts(in, (const char *const *)profile->alert_levels, profile->alert_level_count));
    pal_put(object, "areas",
            pal_value_rows(in, profile->model->area_count, PAL_PART_AREAS, make_profile_area,
                           &profile, sizeof(const struct pal_profile *)));
    return object;
}
