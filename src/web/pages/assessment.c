/* assessment - what is computed of an assessment: score, plan; a new one. */
#include <string.h>

#include "app/house/course.h"
#include "app/house/errand.h"
#include "app/house/marks.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/similar.h"
#include "base/text.h"
#include "web/pages/against.h"
#include "web/pages/assessed_rows.h"
#include "web/pages/next.h"
#include "web/pages/pages.h"
#include "web/pages/second_page.h"
#include "web/web_parts.h"

static void add_exports(struct pal_call *call, const char *id, const char *page)
{
    pal_call_export(
        call, "JSON",
        pal_call_asked(call, pal_call_printf(call, "/api/v1/assessments/%s%s", id, page)));
    pal_call_export(call, "YAML", pal_call_printf(call, "/assessments/%s/file", id));
}

/* Whether a step that is asked for is not rated. */
static bool lacks_rating(const struct pal_score *score)
{
    bool lacks = false;
    for (size_t i = 0; i < score->assessment->model->area_count; i++) {
        lacks = lacks || (score->areas[i].not_rated & score->areas[i].missing) != 0;
    }
    return lacks;
}

/* The area to go on with: the first with a step that is asked for and not rated, else the first
 * with one that is not rated; NULL: all are rated. */
static const char *open_area(const struct pal_score *score)
{
    const struct pal_model *model = score->assessment->model;
    const char *other = NULL;
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area_score *area = &score->areas[i];
        if ((area->not_rated & area->missing) != 0) {
            return model->areas[i].id;
        }
        other = other == NULL && area->not_rated != 0 ? model->areas[i].id : other;
    }
    return other;
}

/* To whoever does neither: who does. What is planned is followed once a provider is chosen. */
static void tell_next(struct pal_call *call, const struct pal_against *against,
                      const struct pal_score *score)
{
    const bool is_chosen =
        against->state == PAL_PROJECT_CHOSEN || against->state == PAL_PROJECT_IN_SERVICE;
    if (against->state != PAL_PROJECT_CLOSED && lacks_rating(score)) {
        pal_set_text(call->page, "next_told", pal_next_told(call, PAL_TODO_RATE));
    } else if (is_chosen && score->points.gap > 0) {
        pal_set_text(call->page, "next_told", pal_next_told(call, PAL_TODO_PLAN));
    }
}

/* Whether all that the target demands is rated, and the assessment is a draft still: what it
 * demands not may stay open. */
static bool may_say_rated(const struct pal_course_said *said, const struct pal_score *score)
{
    return !lacks_rating(score) && score->points.target > 0 && strcmp(said->state, "draft") == 0;
}

/* The state of the rating; whoever holds a pass reads no names. */
static void put_course(struct pal_call *call, const struct pal_course_said *said)
{
    const bool has_name = said->by != NULL && !pal_call_is_pass(call);
    pal_set_text(call->data, "state", said->state);
    pal_set_text(call->data, "said_by", has_name ? said->by : NULL);
    pal_set_text(call->data, "said_at", has_name ? pal_call_time(call, said->at) : NULL);
    pal_set(call->page, "course", pal_course_shown(call, said));
}

/* How many steps are rated; `area`: to go on with, NULL: none; `url`: where, NULL: others do. */
static void put_rated(struct pal_call *call, const struct pal_score *score, const char *url,
                      const char *area, int64_t again)
{
    const int64_t all =
        (int64_t)score->assessment->model->step_count - (int64_t)score->steps.not_applicable;
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "text",
                 pal_progress_said(call, all - (int64_t)score->steps.not_rated, all, again));
    pal_put_text(row, "title",
                 area != NULL ? pal_call_printf(call, pal_call_tr(call, "go on with %s"), area)
                              : NULL);
    pal_put_text(row, "url", url);
    pal_set(call->page, "rated", row);
}

/* How far the rating is, and the first thing to do: to go on with it, or
 * with the plan. */
static void add_progress(struct pal_call *call, const struct pal_against *against,
                         const struct pal_score *score, const struct pal_course_said *said,
                         int64_t again)
{
    const char *id = against->record.id;
    const char *area = open_area(score);
    const bool may_rate = !pal_call_is_pass(call) && pal_call_may(call, PAL_MAY_ASSESS);
    struct pal_value *next = NULL;
    put_rated(call, score,
              area != NULL && may_rate
                  ? pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks?basis=%s", id,
                                                        pal_basis_ids[against->basis]))
                  : NULL,
              area, again);
    if (may_rate && may_say_rated(said, score)) {
        next = pal_value_object(&call->values);
        pal_put_text(next, "title", pal_call_tr(call, PAL_N_("Say that all is rated")));
        pal_put_text(next, "url",
                     pal_look_kept(call, pal_call_printf(call, "/assessments/%s/rating", id)));
    } else if (area != NULL && may_rate) {
        next = pal_value_object(&call->values);
        pal_put_text(next, "title",
                     pal_call_printf(call, pal_call_tr(call, "Go on with %s"), area));
        pal_put(next, "url", pal_value_get(pal_value_get(call->page, "rated"), "url"));
    } else if (score->points.gap > 0 && pal_call_may(call, PAL_MAY_EDIT_PROJECT)) {
        next = pal_value_object(&call->values);
        pal_put_text(next, "title", pal_next_title(call, PAL_TODO_PLAN));
        pal_put_text(next, "url",
                     pal_look_kept(call, pal_call_printf(call, "/assessments/%s/plan", id)));
    }
    pal_set(call->page, "next", next != NULL ? next : pal_value_null(&call->values));
    if (next == NULL && !pal_call_is_pass(call)) {
        tell_next(call, against, score);
    }
}

/* Who changed it last, its text or a mark, and who said how far it is; whoever holds a pass reads
 * no names. */
static enum pal_rc tell_who(struct pal_call *call, const struct pal_document *record,
                            struct pal_course_said *said)
{
    struct pal_document changed;
    enum pal_rc rc = pal_course_read(&call->errand, record->id, said);
    if (rc != PAL_OK || pal_call_is_pass(call)) {
        return rc;
    }
    const char *who[] = {said->by != NULL ? said->by : "", said->claim};
    rc = said->by != NULL ? pal_principals_read(call, who, 2) : PAL_OK;
    rc = rc == PAL_OK ? pal_marks_changed(&call->errand, record, &changed) : rc;
    return rc == PAL_OK ? pal_call_who(call, &changed) : rc;
}

enum pal_rc pal_page_assessment(struct pal_call *call)
{
    struct pal_against against;
    struct pal_scored scored;
    struct pal_course_said said;
    const char *id = call->params[0];
    enum pal_rc rc = pal_against_open(call, id, &against);
    if (rc != PAL_OK) {
        return rc;
    }
    int64_t again = 0;
    rc = tell_who(call, &against.record, &said);
    if (rc == PAL_OK && !pal_call_is_pass(call)) {
        rc = pal_marks_to_see_again(&call->errand, &against.record,
                                    (enum pal_mark_lane)against.basis, &again);
    }
    rc = rc == PAL_OK ? pal_second_lines_put(call, against.record.project, id) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_score_request request = pal_against_request(&against);
    rc = pal_app_score(pal_call_app(call), &request, &scored);
    if (rc != PAL_OK) {
        return pal_against_explain(call, &against, pal_tell_problem(call, rc));
    }
    add_exports(call, id, "");
    put_course(call, &said);
    add_progress(call, &against, &scored.score, &said, again);
    struct pal_view view = pal_report_score(&scored, NULL, NULL, &call->language, &call->values);
    return pal_call_report(call, view, "web_assessment", against.record.title);
}

enum pal_rc pal_page_plan(struct pal_call *call)
{
    struct pal_against against;
    struct pal_scored scored;
    struct pal_plan plan;
    const struct pal_actions *actions;
    const char *id = call->params[0];
    enum pal_rc rc = pal_against_open(call, id, &against);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_score_request request = pal_against_request(&against);
    rc = pal_app_plan(pal_call_app(call), &request, &scored, &plan, &actions);
    if (rc != PAL_OK) {
        return pal_against_explain(call, &against, pal_tell_problem(call, rc));
    }
    add_exports(call, id, "/plan");
    struct pal_view view = pal_report_plan(&scored, &plan, actions, &call->language, &call->values);
    return pal_call_report(call, view, "web_plan", against.record.title);
}

/* ---------------------------------------------------------------- a new one */

/* A project's one candidate is whom an assessment is of. */
static void offer_providers(struct pal_call *call, const struct pal_value *project,
                            const struct pal_document *rows, size_t count)
{
    const struct pal_value *candidates = pal_value_get(project, "candidates");
    const char *only = pal_value_count(candidates) == 1
                           ? pal_word_in(pal_value_at(candidates, 0), "provider")
                           : "";
    const char *chosen = NULL;
    for (size_t i = 0; i < count; i++) {
        chosen = strcmp(rows[i].id, only) == 0 ? rows[i].title : chosen;
    }
    pal_call_option(call, "provider", "", "—", chosen);
    for (size_t i = 0; i < count; i++) {
        pal_call_option(call, "provider", rows[i].title, rows[i].title, chosen);
    }
}

enum pal_rc pal_page_assessment_new(struct pal_call *call)
{
    static const char *const fields[] = {"id", "title", "new_provider", "text"};
    struct pal_document project;
    struct pal_document *rows = NULL;
    size_t count = 0;
    struct pal_value *document;
    enum pal_rc rc = pal_project_frame(call, call->params[0], &project, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_offered(&call->errand, "provider", call->params[0], 500, &rows, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        pal_call_form(call, fields[i], "");
    }
    pal_call_form(call, "date", pal_call_day(call, call->errand.now));
    offer_providers(call, document, rows, count);
    rc = pal_library_options(call, "model", "model", "sse-cmm-2.0");
    const char *name = pal_fields_get(&call->form, "new_provider");
    if (rc == PAL_OK) {
        rc = pal_show_similar(call, call->params[0], name != NULL ? name : "");
    }
    pal_call_keep(call, "model", "sse-cmm-2.0", NULL);
    return rc == PAL_OK
               ? pal_call_show(call, "web_new_assessment", pal_call_tr(call, "New assessment"))
               : rc;
}

/* An assessment without a rating. */
static struct pal_value *empty_assessment(struct pal_call *call, const char *project,
                                          const char *provider, const char *id)
{
    struct pal_value *document = pal_value_object(&call->values);
    pal_put_text(document, "palier", "assessment/1");
    pal_put_text(document, "id", id);
    pal_put_text(document, "title", pal_call_word(call, "title"));
    pal_put_text(document, "model", pal_call_word(call, "model"));
    pal_put_text(document, "provider", provider);
    pal_put_text(document, "project", project);
    pal_put_text(document, "date", pal_call_word(call, "date"));
    return document;
}

/* One that is begun, and what came of it. */
struct beginning {
    const struct pal_document *project;
    const char *provider;
    struct pal_document *out;
};

/* `ratings` is required and may be empty, which the writer of YAML leaves out. */
static enum pal_rc write_empty(struct pal_call *call, void *ctx, const char *id)
{
    const struct beginning *what = ctx;
    struct pal_buf text;
    struct pal_value *document = empty_assessment(call, what->project->title, what->provider, id);
    pal_buf_init(&text, PAL_FORM_MAX, NULL);
    pal_call_yaml(document, &text);
    pal_buf_add(&text, "ratings: {}\n");
    const char *written = pal_call_is_short(call) ? NULL : pal_buf_text(&text);
    enum pal_rc rc = written != NULL
                         ? pal_house_go_on(&call->errand, pal_fresh_app(call), what->project->id,
                                           written, text.len, 0, "", what->out)
                         : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    pal_buf_done(&text);
    return rc;
}

/* Its id is proposed by its title, else by who is assessed and when. */
static enum pal_rc put_empty(struct pal_call *call, const struct pal_document *project,
                             struct pal_document *out)
{
    const char *provider = pal_call_word(call, "new_provider");
    const char *title = pal_call_word(call, "title");
    struct pal_document taken = {.id = NULL};
    enum pal_rc rc = provider[0] != '\0'
                         ? pal_settle_similar(call, project->id, provider, NULL, &taken)
                         : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    provider = taken.id != NULL      ? taken.title
               : provider[0] != '\0' ? provider
                                     : pal_call_word(call, "provider");
    if (pal_is_blank(title) && !pal_is_blank(provider)) {
        title = pal_call_printf(call, "%s %s", provider, pal_call_word(call, "date"));
    }
    struct beginning beginning = {project, provider, out};
    const struct pal_new_document what = {"assessment", pal_call_word(call, "id"), title,
                                          write_empty, &beginning};
    return pal_form_put_new(call, &what);
}

/* A text that was sent must be an assessment. */
static enum pal_rc put_sent(struct pal_call *call, const char *project, const char *text,
                            size_t len, struct pal_document *out)
{
    struct pal_checked checked;
    enum pal_rc rc = pal_app_check_text(pal_call_app(call), "document", text, len, &checked);
    if (rc != PAL_OK) {
        return PAL_E_INVALID;
    }
    if (checked.kind != &pal_kinds[PAL_KIND_ASSESSMENT]) {
        (void)pal_app_fail(pal_call_app(call), PAL_E_INVALID, "this is no assessment, but: %s",
                           pal_kind_said(call->errand.voice, checked.kind->word));
        return PAL_E_INVALID;
    }
    return pal_house_go_on(&call->errand, pal_call_app(call), project, text, len, 0, "", out);
}

static enum pal_rc go_started(struct pal_call *call, enum pal_rc rc,
                              const struct pal_document *record)
{
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : rc;
    }
    pal_set_text(call->data, "id", record->id);
    return pal_call_go(call, true, "/assessments/%s", record->id);
}

enum pal_rc pal_do_assessment_new(struct pal_call *call)
{
    struct pal_document project;
    struct pal_document record;
    enum pal_rc rc = pal_house_get(&call->errand, "project", call->params[0], &project);
    rc = rc == PAL_OK ? go_started(call, put_empty(call, &project, &record), &record) : rc;
    const char *field = call->errand.err.field;
    if (rc != PAL_OK && field != NULL && strcmp(field, "provider") == 0 &&
        pal_call_word(call, "new_provider")[0] != '\0') {
        call->errand.err.field = "new_provider"; /* where it was typed */
    }
    return rc;
}

/* It is brought as it is: nobody asks a text that was written elsewhere, but who sends it is told.
 */
static enum pal_rc warn_of_similar(struct pal_call *call, const char *project, const char *text,
                                   size_t len)
{
    const struct pal_named named = {.kind = pal_kinds[PAL_KIND_ASSESSMENT].word,
                                    .id = "",
                                    .project = project,
                                    .text = text,
                                    .len = len};
    const char *sentence = NULL;
    enum pal_rc rc = pal_house_similar_in(&call->errand, &named, &sentence);
    if (rc == PAL_OK && sentence != NULL) {
        struct pal_value *list = pal_value_list(&call->values);
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "message", sentence);
        pal_put_boolean(row, "is_warning", true);
        pal_set(call->data, "problems", list);
    }
    return rc;
}

enum pal_rc pal_do_assessment_bring(struct pal_call *call)
{
    struct pal_document project;
    struct pal_document record;
    size_t len;
    const char *sent = pal_document_sent(call, &len);
    enum pal_rc rc = pal_house_get(&call->errand, "project", call->params[0], &project);
    if (rc == PAL_OK) {
        rc = put_sent(call, project.id, sent, len, &record);
        rc = rc == PAL_OK ? warn_of_similar(call, project.id, sent, len) : rc;
        rc = go_started(call, rc, &record);
    }
    return pal_document_refused(call, rc);
}
