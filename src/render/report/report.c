#include "render/report/report.h"

#include <stdio.h>
#include <string.h>

#include "render/figure/figure.h"
#include "render/notes.h"
#include "render/report/report_parts.h"
#include "render/template/mustache.h"
#include "render/words.h"

enum { FIGURE_MAX = 256 << 20 };

/* Where the partials of a page and its translations come from. */
struct page_source {
    const struct pal_templates *templates;
    const struct pal_language *language;
};

static const char *get_partial(void *ctx, const char *name)
{
    const struct page_source *source = ctx;
    return source->templates->get(source->templates->ctx, name);
}

static const char *translate(void *ctx, const char *text)
{
    const struct page_source *source = ctx;
    return pal_tr(source->language, text);
}

enum pal_rc pal_report_html(const struct pal_view *view, const struct pal_templates *templates,
                            const struct pal_language *language, struct pal_arena *arena,
                            struct pal_buf *out, struct pal_err *err)
{
    struct pal_values values;
    pal_values_init(&values, arena);
    struct pal_value *both = pal_value_object(&values);
    pal_put(both, "data", view->data);
    pal_put(both, "page", view->page);
    if (values.failed) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory for the report");
    }
    const char *text = templates->get(templates->ctx, view->name);
    if (text == NULL) {
        return pal_err_set(err, PAL_E_NOT_FOUND, "the page template \"%s\" is not built in",
                           view->name);
    }
    struct page_source source = {templates, language};
    struct pal_mustache_env env = {get_partial, translate, &source};
    const struct pal_mustache *template;
    enum pal_rc rc = pal_mustache_compile(arena, text, &env, &template, err);
    return rc == PAL_OK ? pal_mustache_render(template, both, out, err) : rc;
}

struct pal_value *pal_report_written(struct pal_values *in, struct pal_buf *text)
{
    const char *written = pal_buf_text(text);
    struct pal_value *value = written != NULL ? pal_value_text_n(in, written, text->len) : NULL;
    pal_buf_done(text);
    return value;
}

static struct pal_value *figure(struct pal_report *report, const struct pal_scored *scored,
                                const char *prefix)
{
    struct pal_buf svg;
    pal_buf_init(&svg, FIGURE_MAX, NULL);
    const char *target = pal_view_target_title(scored, report->language, report->arena);
    struct pal_value *text = NULL;
    if (target != NULL && pal_figure_svg(&scored->score, target, prefix, report->language,
                                         report->arena, &svg) == PAL_OK) {
        text = pal_value_text_n(report->in, pal_buf_text(&svg), svg.len);
    }
    pal_buf_done(&svg);
    return text;
}

static struct pal_value *doubts(struct pal_report *report, const struct pal_model *model)
{
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = 0; i < model->doubt_count; i++) {
        pal_add_text(list, pal_text_in(&model->doubts[i], report->language->lang));
    }
    return list;
}

/* The copyright notice, one paragraph an entry. */
static struct pal_value *notice(struct pal_report *report, const struct pal_model *model)
{
    struct pal_value *list = pal_value_list(report->in);
    for (const char *at = model->notice; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, "\n");
        if (len > 0) {
            pal_add(list, pal_value_text_n(report->in, at, len));
        }
        at += len + (at[len] == '\n');
    }
    return list;
}

static struct pal_value *notes(struct pal_report *report, const struct pal_assessment *assessment)
{
    return pal_notes_all(report->in, assessment, report->language);
}

/* A level is called by its title where it is the level, not where it is the least one: what nobody
 * rated is not "Not Performed". */
static void add_level(struct pal_report *report, struct pal_value *list,
                      const struct pal_score *score, uint32_t rank, bool is_minimum)
{
    size_t count = pal_score_count_areas(score, PAL_STANDS_AT_LEVEL, rank, is_minimum);
    if (count == 0) {
        return;
    }
    const struct pal_level *level = pal_model_level(score->assessment->model, rank);
    const char *title =
        level != NULL && !is_minimum ? pal_text_in(&level->title, report->language->lang) : "";
    struct pal_value *row = pal_value_object(report->in);
    pal_put_boolean(row, "at_level", true);
    pal_put_integer(row, "rank", (int64_t)rank);
    pal_put_boolean(row, "is_minimum", is_minimum);
    pal_put(row, "title",
            title[0] != '\0' ? pal_value_text(report->in, title) : pal_value_null(report->in));
    pal_put_integer(row, "count", (int64_t)count);
    pal_add(list, row);
}

/* Areas that stand at no level. */
static void add_without_level(struct pal_report *report, struct pal_value *list,
                              const struct pal_score *score, enum pal_area_standing standing,
                              const char *key)
{
    size_t count = pal_score_count_areas(score, standing, 0, false);
    if (count > 0) {
        struct pal_value *row = pal_value_object(report->in);
        pal_put_boolean(row, key, true);
        pal_put_integer(row, "count", (int64_t)count);
        pal_add(list, row);
    }
}

/* How many areas stand at each level, for the sentence under the figure, and how many at none. */
static struct pal_value *levels(struct pal_report *report, const struct pal_score *score)
{
    const struct pal_model *model = score->assessment->model;
    struct pal_value *list = pal_value_list(report->in);
    bool has_zero = pal_model_level(model, 0) != NULL;
    for (size_t i = 0; i < model->level_count + !has_zero; i++) {
        uint32_t rank = has_zero ? model->levels[i].rank : (i > 0 ? model->levels[i - 1].rank : 0);
        add_level(report, list, score, rank, false);
        add_level(report, list, score, rank, true);
    }
    add_without_level(report, list, score, PAL_STANDS_NOT_RATED, "not_rated");
    add_without_level(report, list, score, PAL_STANDS_NOT_APPLICABLE, "not_applicable");
    size_t last = pal_value_count(list);
    if (last > 0) {
        pal_put_boolean(pal_value_at(list, last - 1), "last", true);
    }
    return list;
}

/* The notes on an area and on those of its steps that have no action of their own in the plan. */
static struct pal_value *notes_of_area(struct pal_report *report, const struct pal_score *score,
                                       const char *id)
{
    const struct pal_model *model = score->assessment->model;
    const struct pal_area *area = pal_model_area(model, id);
    size_t index = (size_t)(area - model->areas);
    return pal_notes_json(report->in, score->assessment, index, true, ~score->areas[index].missing,
                          report->language);
}

/* The actions of the plan's JSON, grouped: actor > area > step. They stand in that order. */
static struct pal_value *group_actions(struct pal_report *report, const struct pal_score *score,
                                       struct pal_value *plan)
{
    struct pal_value *actors = pal_value_list(report->in);
    struct pal_value *areas = NULL;
    struct pal_value *steps = NULL;
    const char *actor = "";
    const char *area = "";
    PAL_EACH(action, pal_value_get(plan, "actions"))
    {
        const char *this_actor = pal_value_as_text(pal_value_get(action, "actor"));
        const char *this_area = pal_value_as_text(pal_value_get(action, "area"));
        bool is_new_actor = areas == NULL || strcmp(actor, this_actor) != 0;
        if (is_new_actor) {
            struct pal_value *row = pal_value_object(report->in);
            areas = pal_value_list(report->in);
            pal_put_text(row, "actor", this_actor);
            pal_put(row, "gap", pal_value_get(pal_value_get(plan, "gap_by_actor"), this_actor));
            pal_put(row, "areas", areas);
            pal_add(actors, row);
        }
        if (is_new_actor || strcmp(area, this_area) != 0) {
            struct pal_value *row = pal_value_object(report->in);
            steps = pal_value_list(report->in);
            pal_put_text(row, "id", this_area);
            pal_put(row, "title", pal_value_get(action, "area_title"));
            pal_put(row, "notes", notes_of_area(report, score, this_area));
            pal_put(row, "steps", steps);
            pal_add(areas, row);
        }
        pal_add(steps, action);
        actor = this_actor;
        area = this_area;
        if (report->in->failed) {
            break;
        }
    }
    return actors;
}

struct pal_value *pal_report_page(struct pal_report *report, const struct pal_model *model)
{
    struct pal_value *page = pal_value_object(report->in);
    pal_put_text(page, "lang", pal_lang_codes[report->language->lang]);
    pal_put_text(page, "no_appraisal", pal_word_no_appraisal(report->language));
    if (model != NULL) {
        pal_put(page, "doubts", doubts(report, model));
        pal_put(page, "notice", notice(report, model));
        pal_put_boolean(page, "has_small_print", model->doubt_count > 0 || model->notice != NULL);
    }
    return page;
}

/* What the pages of a score need besides their data. */
static struct pal_value *new_page(struct pal_report *report, const struct pal_scored *scored)
{
    const struct pal_model *model = scored->score.assessment->model;
    struct pal_value *page = pal_report_page(report, model);
    pal_put_text(page, "rule", pal_word_rule(report->language, model->rule));
    pal_put_text(page, "basis", pal_word_basis(report->language, scored->score.basis));
    const char *target = pal_view_target_title(scored, report->language, report->arena);
    pal_put(page, "target",
            target != NULL && target[0] == '\0' ? pal_value_null(report->in)
                                                : pal_value_made(report->in, target));
    return page;
}

/* The plan grouped by actor, with its remark. */
static struct pal_value *page_plan(struct pal_report *report, const struct pal_score *score,
                                   struct pal_value *plan)
{
    struct pal_value *object = pal_value_object(report->in);
    pal_put(object, "actors", group_actions(report, score, plan));
    pal_put(object, "proposed", pal_value_get(plan, "proposed"));
    return object;
}

static struct pal_value *nothing_applicable(struct pal_values *in, const struct pal_score *score)
{
    return pal_value_boolean(in, pal_score_target_state(score) == PAL_TARGET_NOTHING_APPLICABLE);
}

/* A number 0 is shown by a template like any other: it is told here when there is one to show. */
static void put_not_rated(struct pal_value *page, const struct pal_score *score)
{
    pal_put_boolean(page, "has_gap_not_rated", score->points.gap_not_rated > 0);
    pal_put_boolean(page, "has_missing_not_rated", score->steps.missing_not_rated > 0);
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

struct pal_view pal_report_score(const struct pal_scored *scored, const struct pal_plan *plan,
                                 const struct pal_actions *actions,
                                 const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    struct pal_value *page = new_page(&report, scored);
    pal_put(page, "figure", figure(&report, scored, "f-"));
    pal_put(page, "notes", notes(&report, scored->score.assessment));
    pal_put_boolean(page, "has_notes", scored->score.assessment->note_count > 0);
    pal_put(page, "levels", levels(&report, &scored->score));
    pal_put_boolean(page, "has_target", scored->score.has_target);
    pal_put(page, "nothing_applicable", nothing_applicable(report.in, &scored->score));
    put_not_rated(page, &scored->score);
    pal_put_boolean(page, "has_step_not_applicable", has_step_not_applicable(&scored->score));
    pal_put_boolean(page, "has_surplus", scored->score.steps.surplus > 0);
    pal_put_boolean(page, "has_not_rated", scored->score.steps.not_rated > 0);
    if (plan != NULL && plan->count > 0) {
        struct pal_value *data = pal_view_plan(report.in, scored, plan, actions, language);
        pal_put(page, "plan", page_plan(&report, &scored->score, data));
    }
    return (struct pal_view){"score", pal_view_score(report.in, scored, language), page};
}

struct pal_view pal_report_plan(const struct pal_scored *scored, const struct pal_plan *plan,
                                const struct pal_actions *actions,
                                const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    struct pal_value *page = new_page(&report, scored);
    struct pal_value *data = pal_view_plan(report.in, scored, plan, actions, language);
    pal_put(page, "nothing_applicable", nothing_applicable(report.in, &scored->score));
    put_not_rated(page, &scored->score);
    pal_put(page, "plan", page_plan(&report, &scored->score, data));
    return (struct pal_view){"plan", data, page};
}

/* What a place does not say by itself: see add_remarks in terminal_compare.c. */
static void put_remark(struct pal_value *row, const struct pal_score *score)
{
    const struct pal_step_counts *steps = &score->steps;
    bool is_nothing = steps->target == 0 && steps->target_not_applicable > 0;
    bool is_part = steps->target > 0 && steps->target_not_applicable > 0;
    pal_put_boolean(row, "nothing_applicable", is_nothing);
    pal_put_boolean(row, "part_not_applicable", is_part);
    pal_put_boolean(row, "unproven", pal_compare_is_unproven(score));
    pal_put_integer(row, "demanded", (int64_t)(steps->target + steps->target_not_applicable));
}

struct pal_view pal_report_compare(const struct pal_scored *scored,
                                   const struct pal_comparison *comparison,
                                   const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    struct pal_value *page = new_page(&report, &scored[0]);
    struct pal_value *data = pal_view_compare(report.in, scored, comparison, language);
    struct pal_value *figures = pal_value_list(report.in);
    for (size_t i = 0; i < comparison->count; i++) {
        char prefix[24];
        (void)snprintf(prefix, sizeof prefix, "f%zu-", i + 1);
        pal_add(figures, figure(&report, &scored[i], prefix));
    }
    pal_put(page, "figures", figures);
    struct pal_value *ranking = pal_value_list(report.in);
    for (size_t i = 0; i < comparison->count; i++) {
        struct pal_value *row = pal_value_object(report.in);
        struct pal_value *score =
            pal_value_at(pal_value_get(data, "assessments"), comparison->ranking[i]);
        pal_put_integer(row, "place", (int64_t)i + 1);
        pal_put(row, "own", pal_value_at(pal_value_get(score, "actors"), PAL_ACTOR_PROVIDER));
        pal_put(row, "score", score);
        put_remark(row, &comparison->scores[comparison->ranking[i]]);
        pal_add(ranking, row);
    }
    pal_put(page, "ranking", ranking);
    struct pal_value *changes = pal_value_list(report.in);
    for (size_t i = 1; i < comparison->count; i++) {
        struct pal_value *row = pal_value_object(report.in);
        struct pal_value *areas = pal_value_list(report.in);
        int64_t won = 0;
        int64_t lost = 0;
        int64_t not_compared = 0;
        PAL_EACH(area, pal_value_get(data, "areas"))
        {
            struct pal_value *area_won = pal_value_at(pal_value_get(area, "won"), i - 1);
            struct pal_value *area_lost = pal_value_at(pal_value_get(area, "lost"), i - 1);
            won += (int64_t)pal_value_count(area_won);
            lost += (int64_t)pal_value_count(area_lost);
            not_compared +=
                (int64_t)pal_value_count(pal_value_at(pal_value_get(area, "not_compared"), i - 1));
            if (pal_value_count(area_won) + pal_value_count(area_lost) > 0) {
                struct pal_value *line = pal_value_object(report.in);
                pal_put(line, "id", pal_value_get(area, "id"));
                pal_put(line, "won", area_won);
                pal_put(line, "lost", area_lost);
                pal_add(areas, line);
            }
        }
        pal_put_text(row, "before", scored[i - 1].score.assessment->id);
        pal_put_text(row, "now", scored[i].score.assessment->id);
        pal_put(row, "areas", areas);
        pal_put_integer(row, "won", won);
        pal_put_integer(row, "lost", lost);
        pal_put(row, "not_compared",
                not_compared > 0 ? pal_value_integer(report.in, not_compared)
                                 : pal_value_null(report.in));
        pal_add(changes, row);
    }
    pal_put(page, "changes", changes);
    return (struct pal_view){"compare", data, page};
}
