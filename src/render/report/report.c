#include "render/report/report.h"

#include <stdio.h>
#include <string.h>

#include "render/figure/figure.h"
#include "render/gap_words.h"
#include "render/notes.h"
#include "render/part.h"
#include "render/report/report_parts.h"
#include "render/template/mustache.h"
#include "render/view/view_parts.h"
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
    struct pal_mustache_env env = {get_partial, translate, &source, language};
    const struct pal_mustache *template;
    enum pal_rc rc = pal_mustache_compile(arena, text, &env, &template, err);
    return rc == PAL_OK ? pal_mustache_render(template, both, NULL, out, err) : rc;
}

struct pal_value *pal_report_written(struct pal_values *in, struct pal_buf *text)
{
    const char *written = pal_buf_text(text);
    struct pal_value *value = written != NULL ? pal_value_text_n(in, written, text->len) : NULL;
    pal_buf_done(text);
    return value;
}

void pal_report_prefix(char out[PAL_REPORT_PREFIX], const char *prefix, size_t part, size_t parts)
{
    if (parts > 1) {
        (void)snprintf(out, PAL_REPORT_PREFIX, "%s%zu-", prefix, part + 1);
    } else {
        (void)snprintf(out, PAL_REPORT_PREFIX, "%s", prefix);
    }
}

/* The figures of some scores, part by part: of a part first that of each score. */
struct figure_rows {
    const struct pal_scored *scored;
    size_t count;
    const struct pal_language *language;
};

static struct pal_value *make_figure(struct pal_values *in, const void *ctx, size_t index)
{
    const struct figure_rows *rows = ctx;
    size_t which = index % rows->count;
    size_t part = index / rows->count;
    const struct pal_scored *scored = &rows->scored[which];
    const struct pal_model *model = scored->score.assessment->model;
    char first[PAL_REPORT_PREFIX] = "f-";
    char prefix[PAL_REPORT_PREFIX];
    if (rows->count > 1) {
        (void)snprintf(first, sizeof first, "f%zu-", which + 1);
    }
    pal_report_prefix(prefix, first, part, pal_part_count(model));
    const char *target = pal_view_target_title(scored, rows->language, in->arena);
    struct pal_buf svg;
    pal_buf_init(&svg, FIGURE_MAX, in->arena->alloc);
    if (target == NULL || pal_figure_svg(&scored->score, pal_part_span(model, part), target, prefix,
                                         rows->language, in->arena, &svg) != PAL_OK) {
        pal_buf_fail(&svg);
    }
    return pal_report_written(in, &svg);
}

struct pal_value *pal_report_large_figures(struct pal_report *report,
                                           const struct pal_scored *scored, size_t count)
{
    const struct figure_rows rows = {scored, count, report->language};
    return pal_value_rows(report->in, count * pal_part_count(scored->score.assessment->model),
                          count, make_figure, &rows, sizeof rows);
}

struct page_figure_rows {
    struct pal_figure_subject subject;
    const struct pal_model *model;
    const struct pal_language *language;
};

static struct pal_value *make_page_figure(struct pal_values *in, const void *ctx, size_t index)
{
    const struct page_figure_rows *rows = ctx;
    char prefix[PAL_REPORT_PREFIX];
    struct pal_buf svg;
    pal_report_prefix(prefix, "f-", index, pal_part_count(rows->model));
    pal_buf_init(&svg, FIGURE_MAX, in->arena->alloc);
    if (pal_figure_page(&rows->subject, pal_part_span(rows->model, index), prefix, rows->language,
                        in->arena, &svg) != PAL_OK) {
        pal_buf_fail(&svg);
    }
    return pal_report_written(in, &svg);
}

struct pal_value *pal_report_figures(struct pal_report *report,
                                     const struct pal_figure_subject *subject,
                                     const struct pal_model *model)
{
    const struct page_figure_rows rows = {*subject, model, report->language};
    return pal_value_rows(report->in, pal_part_count(model), 1, make_page_figure, &rows,
                          sizeof rows);
}

/* The figure of a score, or of its plan, and the sentence above it. */
static void put_face(struct pal_report *report, const struct pal_scored *scored, bool is_plan,
                     struct pal_value *page)
{
    struct pal_scored *own = PAL_NEW(report->arena, struct pal_scored, 1);
    if (own == NULL) {
        report->in->failed = true;
        return;
    }
    *own = *scored;
    const struct pal_gap_said said = pal_gap_of(own, report->language);
    const struct pal_figure_subject subject = {.score = &own->score, .is_plan = is_plan};
    pal_put(page, "sentence",
            pal_value_made(report->in, pal_gap_sentence(&said, report->language, report->arena)));
    pal_put(page, "page_figures",
            pal_report_figures(report, &subject, own->score.assessment->model));
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

/* The actions of a plan that are about one area and one actor's: they follow each other. */
struct area_run {
    const struct pal_plan_action *first;
    size_t count;
};

struct run_rows {
    const struct area_run *runs;
    struct pal_scored scored;
    const struct pal_actions *actions;
    const struct pal_language *language;
};

/* A plan as a page shows it: in parts, each of the areas that its figure has. */
struct plan_rows {
    struct pal_scored scored;
    struct pal_plan plan;
    const struct pal_actions *actions;
    const struct pal_language *language;
};

/* An area with the notes on it and on those of its steps that have no action of their own. */
static struct pal_value *make_run(struct pal_values *in, const void *ctx, size_t index)
{
    const struct run_rows *rows = ctx;
    const struct area_run *run = &rows->runs[index];
    const struct pal_score *score = &rows->scored.score;
    const struct pal_assessment *assessment = score->assessment;
    size_t area = run->first->area;
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "id", assessment->model->areas[area].id);
    pal_put_borrowed(row, "title",
                     pal_text_in(&assessment->model->areas[area].title, rows->language->lang));
    pal_put(
        row, "notes",
        pal_notes_json(in, assessment, area, true, ~score->areas[area].missing, rows->language));
    pal_put(
        row, "steps",
        pal_view_actions(in, &rows->scored, run->first, run->count, rows->actions, rows->language));
    return row;
}

/* Parts `count` actions by area, those alone that are in a span; gives how many parts. */
static size_t find_runs(const struct pal_plan_action *list, size_t count, struct pal_span span,
                        struct area_run *runs)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_in = list[i].area >= span.first && list[i].area < span.first + span.count;
        if (is_in && (found == 0 || runs[found - 1].first->area != list[i].area)) {
            runs[found++] = (struct area_run){&list[i], 0};
        }
        if (is_in) {
            runs[found - 1].count++;
        }
    }
    return found;
}

/* Why a part has nothing to do. */
static const char *nothing_to_do(const struct plan_rows *rows)
{
    const struct pal_score *score = &rows->scored.score;
    const char *text =
        rows->plan.count > 0
            ? PAL_N_("Nothing is missing in these areas; what is to be done is in the other parts.")
        : !score->has_target
            ? PAL_N_("Without a confidence profile nothing is asked for: there is nothing to plan.")
        : pal_score_target_state(score) == PAL_TARGET_NOTHING_APPLICABLE
            ? PAL_N_("Nothing of what the profile asks for is applicable: there is nothing to do.")
        : pal_score_target_state(score) == PAL_TARGET_NOTHING_DEMANDED
            ? PAL_N_("The profile asks for nothing here: there is nothing to do.")
            : PAL_N_("Nothing is missing: all that the profile asks for is achieved.");
    return pal_tr(rows->language, text);
}

/* What an actor has to do in the areas of a part. */
static void add_actor(struct pal_values *in, const struct plan_rows *rows, enum pal_actor actor,
                      const struct pal_plan_action *first, struct pal_span span,
                      struct pal_value *actors)
{
    struct area_run *runs = PAL_NEW(in->arena, struct area_run, span.count);
    if (runs == NULL) {
        in->failed = true;
        return;
    }
    const struct run_rows own = {runs, rows->scored, rows->actions, rows->language};
    size_t count = find_runs(first, rows->plan.count_by_actor[actor], span, runs);
    if (count == 0) {
        return;
    }
    struct pal_value *row = pal_add_object(actors);
    pal_put_borrowed(row, "actor", pal_actor_ids[actor]);
    pal_put_integer(row, "gap", (int64_t)rows->scored.score.by_actor[actor].gap);
    pal_put(row, "areas", pal_value_rows(in, count, PAL_PART_AREAS, make_run, &own, sizeof own));
}

/* Actor > area > step, actors without an action left out. */
static struct pal_value *make_part(struct pal_values *in, const void *ctx, size_t index)
{
    const struct plan_rows *rows = ctx;
    struct pal_value *part = pal_value_object(in);
    struct pal_value *actors = pal_put_list(part, "actors");
    const struct pal_plan_action *at = rows->plan.actions;
    const struct pal_span span = pal_part_span(rows->scored.score.assessment->model, index);
    for (int i = 0; i < PAL_ACTOR_COUNT; at += rows->plan.count_by_actor[i], i++) {
        add_actor(in, rows, (enum pal_actor)i, at, span, actors);
    }
    pal_put_text(part, "nothing", pal_value_count(actors) == 0 ? nothing_to_do(rows) : NULL);
    return part;
}

/* The plan in the parts of the figure, so that each shows what is to be done in its areas; with its
 * remark. */
static struct pal_value *page_plan(struct pal_report *report, const struct pal_scored *scored,
                                   const struct pal_plan *plan, const struct pal_actions *actions)
{
    const struct plan_rows rows = {*scored, *plan, actions, report->language};
    struct pal_value *object = pal_value_object(report->in);
    pal_put(object, "parts",
            pal_value_rows(report->in, pal_part_count(scored->score.assessment->model), 1,
                           make_part, &rows, sizeof rows));
    pal_put_boolean(object, "proposed", actions != NULL && actions->is_proposed);
    return object;
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

struct pal_value *pal_report_score_page(struct pal_report *report, const struct pal_scored *scored)
{
    const struct pal_model *model = scored->score.assessment->model;
    struct pal_value *page = pal_report_page(report, model);
    pal_put_text(page, "rule", pal_word_rule(report->language, model->rule));
    pal_put_text(page, "basis", pal_word_basis(report->language, scored->score.basis));
    pal_put_text(page, "level_name",
                 pal_word_level(report->language, scored->profile, scored->alert));
    const char *target = pal_view_target_title(scored, report->language, report->arena);
    pal_put(page, "target",
            target != NULL && target[0] == '\0' ? pal_value_null(report->in)
                                                : pal_value_made(report->in, target));
    return page;
}

/* Nothing of the target is applicable, or nothing is demanded: there is no gap to tell. */
static struct pal_value *nothing_asked(const struct pal_report *report,
                                       const struct pal_score *score)
{
    return pal_value_boolean(
        report->in,
        pal_word_nothing_asked(report->language, pal_score_target_state(score)) != NULL);
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
    struct pal_value *page = pal_report_score_page(&report, scored);
    struct pal_scored *own = PAL_NEW(in->arena, struct pal_scored, 1);
    if (own == NULL) {
        in->failed = true;
        return (struct pal_view){"score", NULL, NULL};
    }
    *own = *scored;
    pal_put(page, "figures", pal_report_large_figures(&report, own, 1));
    put_face(&report, scored, false, page);
    pal_put(page, "notes", notes(&report, scored->score.assessment));
    pal_put_boolean(page, "has_notes", scored->score.assessment->note_count > 0);
    pal_put(page, "levels", levels(&report, &scored->score));
    pal_put_boolean(page, "has_target", scored->score.has_target);
    pal_put(page, "nothing_asked", nothing_asked(&report, &scored->score));
    put_not_rated(page, &scored->score);
    pal_put_boolean(page, "has_step_not_applicable", has_step_not_applicable(&scored->score));
    pal_put_boolean(page, "has_surplus", scored->score.steps.surplus > 0);
    pal_put_boolean(page, "has_not_rated", scored->score.steps.not_rated > 0);
    if (plan != NULL && plan->count > 0) {
        pal_put(page, "plan", page_plan(&report, scored, plan, actions));
    }
    return (struct pal_view){"score", pal_view_score(report.in, scored, language), page};
}

struct pal_view pal_report_plan(const struct pal_scored *scored, const struct pal_plan *plan,
                                const struct pal_actions *actions,
                                const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    struct pal_value *page = pal_report_score_page(&report, scored);
    struct pal_value *data = pal_view_plan(report.in, scored, plan, actions, language);
    pal_put(page, "nothing_asked", nothing_asked(&report, &scored->score));
    put_not_rated(page, &scored->score);
    pal_put(page, "plan", page_plan(&report, scored, plan, actions));
    put_face(&report, scored, true, page);
    return (struct pal_view){"plan", data, page};
}
