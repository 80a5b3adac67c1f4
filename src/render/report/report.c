#include "render/report/report.h"

#include <stdio.h>
#include <string.h>

#include "render/figure/figure.h"
#include "render/notes.h"
#include "render/report/report_parts.h"
#include "render/template/value_json.h"
#include "render/words.h"

enum { FIGURE_MAX = 256 << 20 };

static const char *get_partial(void *ctx, const char *name)
{
    const struct pal_report *report = ctx;
    return report->templates->get(report->templates->ctx, name);
}

static const char *translate(void *ctx, const char *text)
{
    const struct pal_report *report = ctx;
    return pal_tr(report->language, text);
}

void pal_report_put(struct pal_report *report, json_t *object, const char *key, json_t *value)
{
    pal_view_put(object, key, value, &report->failed);
}

void pal_report_append(struct pal_report *report, json_t *list, json_t *value)
{
    report->failed |= json_array_append_new(list, value) != 0;
}

json_t *pal_report_written(struct pal_buf *text)
{
    const char *written = pal_buf_text(text);
    json_t *value = written != NULL ? json_stringn(written, text->len) : NULL;
    pal_buf_done(text);
    return value;
}

static json_t *figure(struct pal_report *report, const struct pal_scored *scored,
                      const char *prefix)
{
    struct pal_buf svg;
    pal_buf_init(&svg, FIGURE_MAX, NULL);
    const char *target = pal_view_target_title(scored, report->language, report->arena);
    json_t *text = NULL;
    if (target != NULL && pal_figure_svg(&scored->score, target, prefix, report->language,
                                         report->arena, &svg) == PAL_OK) {
        text = json_stringn(pal_buf_text(&svg), svg.len);
    }
    pal_buf_done(&svg);
    return text;
}

static json_t *doubts(struct pal_report *report, const struct pal_model *model)
{
    json_t *list = json_array();
    for (size_t i = 0; i < model->doubt_count; i++) {
        pal_report_append(report, list,
                          json_string(pal_text_in(&model->doubts[i], report->language->lang)));
    }
    return list;
}

/* The copyright notice, one paragraph an entry. */
static json_t *notice(struct pal_report *report, const struct pal_model *model)
{
    json_t *list = json_array();
    for (const char *at = model->notice; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, "\n");
        if (len > 0) {
            pal_report_append(report, list, json_stringn(at, len));
        }
        at += len + (at[len] == '\n');
    }
    return list;
}

static json_t *notes(struct pal_report *report, const struct pal_assessment *assessment)
{
    return pal_notes_all(assessment, report->language, &report->failed);
}

/* A level is called by its title where it is the level, not where it is the least one: what nobody
 * rated is not "Not Performed". */
static void add_level(struct pal_report *report, json_t *list, const struct pal_score *score,
                      uint32_t rank, bool is_minimum)
{
    size_t count = pal_score_count_areas(score, PAL_STANDS_AT_LEVEL, rank, is_minimum);
    if (count == 0) {
        return;
    }
    const struct pal_level *level = pal_model_level(score->assessment->model, rank);
    const char *title =
        level != NULL && !is_minimum ? pal_text_in(&level->title, report->language->lang) : "";
    json_t *row = json_object();
    pal_report_put(report, row, "at_level", json_true());
    pal_report_put(report, row, "rank", json_integer((json_int_t)rank));
    pal_report_put(report, row, "is_minimum", json_boolean(is_minimum));
    pal_report_put(report, row, "title", title[0] != '\0' ? json_string(title) : json_null());
    pal_report_put(report, row, "count", json_integer((json_int_t)count));
    pal_report_append(report, list, row);
}

/* Areas that stand at no level. */
static void add_without_level(struct pal_report *report, json_t *list,
                              const struct pal_score *score, enum pal_area_standing standing,
                              const char *key)
{
    size_t count = pal_score_count_areas(score, standing, 0, false);
    if (count > 0) {
        json_t *row = json_object();
        pal_report_put(report, row, key, json_true());
        pal_report_put(report, row, "count", json_integer((json_int_t)count));
        pal_report_append(report, list, row);
    }
}

/* How many areas stand at each level, for the sentence under the figure, and how many at none. */
static json_t *levels(struct pal_report *report, const struct pal_score *score)
{
    const struct pal_model *model = score->assessment->model;
    json_t *list = json_array();
    bool has_zero = pal_model_level(model, 0) != NULL;
    for (size_t i = 0; i < model->level_count + !has_zero; i++) {
        uint32_t rank = has_zero ? model->levels[i].rank : (i > 0 ? model->levels[i - 1].rank : 0);
        add_level(report, list, score, rank, false);
        add_level(report, list, score, rank, true);
    }
    add_without_level(report, list, score, PAL_STANDS_NOT_RATED, "not_rated");
    add_without_level(report, list, score, PAL_STANDS_NOT_APPLICABLE, "not_applicable");
    size_t last = json_array_size(list);
    if (last > 0) {
        pal_report_put(report, json_array_get(list, last - 1), "last", json_true());
    }
    return list;
}

/* The notes on an area and on those of its steps that have no action of their own in the plan. */
static json_t *notes_of_area(struct pal_report *report, const struct pal_score *score,
                             const char *id)
{
    const struct pal_model *model = score->assessment->model;
    const struct pal_area *area = pal_model_area(model, id);
    size_t index = (size_t)(area - model->areas);
    return pal_notes_json(score->assessment, index, true, ~score->areas[index].missing,
                          report->language, &report->failed);
}

/* The actions of the plan's JSON, grouped: actor > area > step. They stand in that order. */
static json_t *group_actions(struct pal_report *report, const struct pal_score *score, json_t *plan)
{
    json_t *actors = json_array();
    json_t *areas = NULL;
    json_t *steps = NULL;
    const char *actor = "";
    const char *area = "";
    size_t index;
    json_t *action;
    json_array_foreach(json_object_get(plan, "actions"), index, action)
    {
        const char *this_actor = json_string_value(json_object_get(action, "actor"));
        const char *this_area = json_string_value(json_object_get(action, "area"));
        bool is_new_actor = areas == NULL || strcmp(actor, this_actor) != 0;
        if (is_new_actor) {
            json_t *row = json_object();
            areas = json_array();
            pal_report_put(report, row, "actor", json_string(this_actor));
            pal_report_put(
                report, row, "gap",
                json_incref(json_object_get(json_object_get(plan, "gap_by_actor"), this_actor)));
            pal_report_put(report, row, "areas", areas);
            pal_report_append(report, actors, row);
        }
        if (is_new_actor || strcmp(area, this_area) != 0) {
            json_t *row = json_object();
            steps = json_array();
            pal_report_put(report, row, "id", json_string(this_area));
            pal_report_put(report, row, "title",
                           json_incref(json_object_get(action, "area_title")));
            pal_report_put(report, row, "notes", notes_of_area(report, score, this_area));
            pal_report_put(report, row, "steps", steps);
            pal_report_append(report, areas, row);
        }
        pal_report_append(report, steps, json_incref(action));
        actor = this_actor;
        area = this_area;
        if (report->failed) {
            break;
        }
    }
    return actors;
}

json_t *pal_report_page(struct pal_report *report, const struct pal_model *model)
{
    json_t *page = json_object();
    pal_report_put(report, page, "lang", json_string(pal_lang_codes[report->language->lang]));
    pal_report_put(report, page, "no_appraisal",
                   json_string(pal_word_no_appraisal(report->language)));
    if (model != NULL) {
        pal_report_put(report, page, "doubts", doubts(report, model));
        pal_report_put(report, page, "notice", notice(report, model));
        pal_report_put(report, page, "has_small_print",
                       json_boolean(model->doubt_count > 0 || model->notice != NULL));
    }
    return page;
}

/* What the pages of a score need besides their data. */
static json_t *new_page(struct pal_report *report, const struct pal_scored *scored)
{
    const struct pal_model *model = scored->score.assessment->model;
    json_t *page = pal_report_page(report, model);
    pal_report_put(report, page, "rule", json_string(pal_word_rule(report->language, model->rule)));
    pal_report_put(report, page, "basis",
                   json_string(pal_word_basis(report->language, scored->score.basis)));
    const char *target = pal_view_target_title(scored, report->language, report->arena);
    pal_report_put(report, page, "target",
                   target != NULL && target[0] == '\0' ? json_null() : json_string(target));
    return page;
}

static enum pal_rc compile(struct pal_report *report, const char *name,
                           const struct pal_mustache_env *env, const struct pal_mustache **out)
{
    const char *source = get_partial(report, name);
    if (source == NULL) {
        return pal_err_set(report->err, PAL_E_NOT_FOUND, "the page template \"%s\" is not built in",
                           name);
    }
    return pal_mustache_compile(report->arena, source, env, out, report->err);
}

enum pal_rc pal_report_render(struct pal_report *report, const char *name, json_t *data,
                              json_t *page, struct pal_buf *out)
{
    json_t *view = json_object();
    pal_report_put(report, view, "data", data);
    pal_report_put(report, view, "page", page);
    enum pal_rc rc = PAL_E_MEMORY;
    const struct pal_templates *templates = report->templates;
    struct pal_mustache_env env = {get_partial, translate, report}; /* outlives the template */
    if (!report->failed && templates->complete != NULL &&
        !templates->complete(templates->ctx, data, page)) {
        rc = PAL_OK;
    } else if (!report->failed) {
        const struct pal_mustache *template =
            templates->compiled != NULL ? templates->compiled(templates->ctx, name) : NULL;
        rc = template != NULL ? PAL_OK : compile(report, name, &env, &template);
        if (rc == PAL_OK) {
            struct pal_values values;
            pal_values_init(&values, report->arena);
            const struct pal_value *value = pal_value_of_json(&values, view);
            rc = values.failed ? PAL_E_MEMORY
                               : pal_mustache_render(template, value, out, report->err);
        }
    } else {
        (void)pal_err_set(report->err, rc, "there is not enough memory for the report");
    }
    json_decref(view);
    return rc;
}

/* The plan grouped by actor, with its remark. */
static json_t *page_plan(struct pal_report *report, const struct pal_score *score, json_t *plan)
{
    json_t *object = json_object();
    pal_report_put(report, object, "actors", group_actions(report, score, plan));
    pal_report_put(report, object, "proposed", json_incref(json_object_get(plan, "proposed")));
    return object;
}

static json_t *nothing_applicable(const struct pal_score *score)
{
    return json_boolean(pal_score_target_state(score) == PAL_TARGET_NOTHING_APPLICABLE);
}

/* A number 0 is shown by a template like any other: it is told here when there is one to show. */
static void put_not_rated(struct pal_report *report, json_t *page, const struct pal_score *score)
{
    pal_report_put(report, page, "has_gap_not_rated",
                   json_boolean(score->points.gap_not_rated > 0));
    pal_report_put(report, page, "has_missing_not_rated",
                   json_boolean(score->steps.missing_not_rated > 0));
}

/* True when single steps are not applicable, in areas that are. */
static bool has_step_not_applicable(const struct pal_score *score)
{
    for (size_t i = 0; i < score->assessment->model->area_count; i++) {
        if (score->areas[i].is_applicable && score->areas[i].not_applicable != 0) {
            return true;
        }
    }
    return false;
}

enum pal_rc pal_report_score(const struct pal_scored *scored, const struct pal_plan *plan,
                             const struct pal_actions *actions,
                             const struct pal_templates *templates,
                             const struct pal_language *language, struct pal_arena *arena,
                             struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    json_t *page = new_page(&report, scored);
    pal_report_put(&report, page, "figure", figure(&report, scored, "f-"));
    pal_report_put(&report, page, "notes", notes(&report, scored->score.assessment));
    pal_report_put(&report, page, "has_notes",
                   json_boolean(scored->score.assessment->note_count > 0));
    pal_report_put(&report, page, "levels", levels(&report, &scored->score));
    pal_report_put(&report, page, "has_target", json_boolean(scored->score.has_target));
    pal_report_put(&report, page, "nothing_applicable", nothing_applicable(&scored->score));
    put_not_rated(&report, page, &scored->score);
    pal_report_put(&report, page, "has_step_not_applicable",
                   json_boolean(has_step_not_applicable(&scored->score)));
    pal_report_put(&report, page, "has_surplus", json_boolean(scored->score.steps.surplus > 0));
    pal_report_put(&report, page, "has_not_rated", json_boolean(scored->score.steps.not_rated > 0));
    pal_report_put(&report, page, "has_not_applicable",
                   json_boolean(scored->score.steps.not_applicable > 0));
    if (plan != NULL && plan->count > 0) {
        json_t *data = pal_view_plan(scored, plan, actions, language);
        report.failed |= data == NULL;
        pal_report_put(&report, page, "plan", page_plan(&report, &scored->score, data));
        json_decref(data);
    }
    return pal_report_render(&report, "score", pal_view_score(scored, language), page, out);
}

enum pal_rc pal_report_plan(const struct pal_scored *scored, const struct pal_plan *plan,
                            const struct pal_actions *actions,
                            const struct pal_templates *templates,
                            const struct pal_language *language, struct pal_arena *arena,
                            struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    json_t *page = new_page(&report, scored);
    json_t *data = pal_view_plan(scored, plan, actions, language);
    pal_report_put(&report, page, "nothing_applicable", nothing_applicable(&scored->score));
    put_not_rated(&report, page, &scored->score);
    pal_report_put(&report, page, "plan", page_plan(&report, &scored->score, data));
    return pal_report_render(&report, "plan", data, page, out);
}

/* What a place does not say by itself: see add_remarks in terminal_compare.c. */
static void put_remark(struct pal_report *report, json_t *row, const struct pal_score *score)
{
    const struct pal_step_counts *steps = &score->steps;
    bool is_nothing = steps->target == 0 && steps->target_not_applicable > 0;
    bool is_part = steps->target > 0 && steps->target_not_applicable > 0;
    pal_report_put(report, row, "nothing_applicable", json_boolean(is_nothing));
    pal_report_put(report, row, "part_not_applicable", json_boolean(is_part));
    pal_report_put(report, row, "unproven", json_boolean(pal_compare_is_unproven(score)));
    pal_report_put(report, row, "demanded",
                   json_integer((json_int_t)(steps->target + steps->target_not_applicable)));
}

enum pal_rc pal_report_compare(const struct pal_scored *scored,
                               const struct pal_comparison *comparison,
                               const struct pal_templates *templates,
                               const struct pal_language *language, struct pal_arena *arena,
                               struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    json_t *page = new_page(&report, &scored[0]);
    json_t *data = pal_view_compare(scored, comparison, language);
    json_t *figures = json_array();
    for (size_t i = 0; i < comparison->count; i++) {
        char prefix[24];
        (void)snprintf(prefix, sizeof prefix, "f%zu-", i + 1);
        pal_report_append(&report, figures, figure(&report, &scored[i], prefix));
    }
    pal_report_put(&report, page, "figures", figures);
    json_t *ranking = json_array();
    for (size_t i = 0; i < comparison->count; i++) {
        json_t *row = json_object();
        json_t *score =
            json_array_get(json_object_get(data, "assessments"), comparison->ranking[i]);
        pal_report_put(&report, row, "place", json_integer((json_int_t)i + 1));
        pal_report_put(
            &report, row, "own",
            json_incref(json_array_get(json_object_get(score, "actors"), PAL_ACTOR_PROVIDER)));
        pal_report_put(&report, row, "score", json_incref(score));
        put_remark(&report, row, &comparison->scores[comparison->ranking[i]]);
        pal_report_append(&report, ranking, row);
    }
    pal_report_put(&report, page, "ranking", ranking);
    json_t *changes = json_array();
    for (size_t i = 1; i < comparison->count; i++) {
        json_t *row = json_object();
        json_t *areas = json_array();
        json_int_t won = 0;
        json_int_t lost = 0;
        json_int_t not_compared = 0;
        size_t at;
        json_t *area;
        json_array_foreach(json_object_get(data, "areas"), at, area)
        {
            json_t *area_won = json_array_get(json_object_get(area, "won"), i - 1);
            json_t *area_lost = json_array_get(json_object_get(area, "lost"), i - 1);
            won += (json_int_t)json_array_size(area_won);
            lost += (json_int_t)json_array_size(area_lost);
            not_compared += (json_int_t)json_array_size(
                json_array_get(json_object_get(area, "not_compared"), i - 1));
            if (json_array_size(area_won) + json_array_size(area_lost) > 0) {
                json_t *line = json_object();
                pal_report_put(&report, line, "id", json_incref(json_object_get(area, "id")));
                pal_report_put(&report, line, "won", json_incref(area_won));
                pal_report_put(&report, line, "lost", json_incref(area_lost));
                pal_report_append(&report, areas, line);
            }
        }
        pal_report_put(&report, row, "before", json_string(scored[i - 1].score.assessment->id));
        pal_report_put(&report, row, "now", json_string(scored[i].score.assessment->id));
        pal_report_put(&report, row, "areas", areas);
        pal_report_put(&report, row, "won", json_integer(won));
        pal_report_put(&report, row, "lost", json_integer(lost));
        pal_report_put(&report, row, "not_compared",
                       not_compared > 0 ? json_integer(not_compared) : json_null());
        pal_report_append(&report, changes, row);
    }
    pal_report_put(&report, page, "changes", changes);
    return pal_report_render(&report, "compare", data, page, out);
}
