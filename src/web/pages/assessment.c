/* pages_assessment - what is computed of an assessment: score, plan, posture; a new one. */
#include <stdio.h>
#include <string.h>

#include "app/desk/document_json.h"
#include "app/desk/library.h"
#include "base/text.h"
#include "render/report/report_posture.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { COMPARED_MOST = 8 };

/* What an assessment is looked at against. */
struct against {
    struct pal_record record;
    const char *profile;
    const char *alert;
    enum pal_basis basis;
    const char *path; /* for the verbs: "assessment/ID" */
};

static const char *copy_of(struct pal_call *call, const json_t *document, const char *key)
{
    const char *text = json_string_value(json_object_get(document, key));
    return text != NULL ? pal_call_printf(call, "%s", text) : NULL;
}

/* The chooser: profiles, the levels of the chosen one, the basis. */
static enum pal_rc add_chooser(struct pal_call *call, struct against *against)
{
    static const char *const bases[PAL_BASIS_COUNT] = {PAL_N_("checked"), PAL_N_("seen"),
                                                       PAL_N_("claimed")};
    const struct pal_alert_scheme *scheme = NULL;
    const char *profile = against->profile != NULL ? against->profile : "";
    pal_call_option(call, "profile", "none", pal_call_tr(call, "none"), profile);
    enum pal_rc rc = pal_library_options(call, "profile", "profile", "profiles", profile);
    if (rc != PAL_OK) {
        return rc;
    }
    if (against->profile != NULL &&
        pal_app_scheme_of_profile(pal_call_app(call), against->profile, &scheme) == PAL_OK &&
        scheme != NULL) {
        for (size_t i = 0; i < scheme->level_count; i++) {
            pal_call_option(call, "alert", scheme->levels[i].id,
                            pal_text_in(&scheme->levels[i].label, call->language.lang),
                            against->alert);
        }
        if (against->alert == NULL && scheme->level_count > 0) {
            against->alert = scheme->levels[0].id;
        }
    } else {
        against->alert = NULL;
    }
    for (size_t i = 0; i < PAL_BASIS_COUNT; i++) {
        pal_call_option(call, "basis", pal_basis_ids[i], pal_call_tr(call, bases[i]),
                        pal_basis_ids[against->basis]);
    }
    return PAL_OK;
}

static enum pal_basis basis_asked(const struct pal_call *call)
{
    const char *asked = pal_call_query(call, "basis");
    for (size_t i = 0; i < PAL_BASIS_COUNT; i++) {
        if (asked != NULL && strcmp(asked, pal_basis_ids[i]) == 0) {
            return (enum pal_basis)i;
        }
    }
    return PAL_BASIS_CHECKED;
}

/* The assessment, its project around it, and what was asked or is the project's. */
static enum pal_rc open_assessment(struct pal_call *call, const char *id, struct against *out)
{
    struct pal_record project;
    json_t *document = NULL;
    *out = (struct against){.basis = basis_asked(call)};
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", id, &out->record);
    if (rc == PAL_OK && out->record.project[0] != '\0') {
        rc = pal_project_frame(call, out->record.project, &project, &document);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    out->profile = copy_of(call, document, "profile");
    out->alert = copy_of(call, document, "alert_level");
    json_decref(document);
    const char *asked = pal_call_query(call, "profile");
    if (asked != NULL) {
        bool is_same = out->profile != NULL && strcmp(asked, out->profile) == 0;
        out->profile = strcmp(asked, "none") == 0 ? NULL : asked;
        out->alert = is_same ? out->alert : NULL;
    }
    out->alert = pal_call_query(call, "alert") != NULL ? pal_call_query(call, "alert") : out->alert;
    out->path = pal_call_printf(call, "assessment/%s", id);
    call->version = out->record.version;
    pal_call_crumb(call, out->record.title, pal_call_printf(call, "/assessments/%s", id));
    pal_assessment_tabs(call, id);
    return add_chooser(call, out);
}

static struct pal_score_request request_of(const struct against *against)
{
    return (struct pal_score_request){.assessments = &against->path,
                                      .assessment_count = 1,
                                      .profile = against->profile,
                                      .alert = against->alert,
                                      .basis = against->basis};
}

static void add_exports(struct pal_call *call, const char *id, const char *page)
{
    const char *asked = strchr(call->request->target, '?');
    pal_call_export(
        call, "JSON",
        pal_call_printf(call, "/api/v1/assessments/%s%s%s", id, page, asked != NULL ? asked : ""));
    pal_call_export(call, "YAML", pal_call_printf(call, "/assessments/%s/file", id));
}

enum pal_rc pal_page_assessment(struct pal_call *call)
{
    struct against against;
    struct pal_scored scored;
    const char *id = call->params[0];
    enum pal_rc rc = open_assessment(call, id, &against);
    rc = rc == PAL_OK ? pal_call_who(call, &against.record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_score_request request = request_of(&against);
    rc = pal_app_score(pal_call_app(call), &request, &scored);
    if (rc != PAL_OK) {
        return pal_tell_problem(call, rc);
    }
    add_exports(call, id, "");
    rc = pal_call_report(call, "web_assessment", against.record.title);
    struct pal_templates templates = pal_call_templates(call);
    return rc == PAL_OK
               ? pal_errand_explain(&call->errand,
                                    pal_report_score(&scored, NULL, NULL, &templates,
                                                     &call->language, call->request->arena,
                                                     &call->response->body, &call->errand.err))
               : rc;
}

enum pal_rc pal_page_plan(struct pal_call *call)
{
    struct against against;
    struct pal_scored scored;
    struct pal_plan plan;
    const struct pal_actions *actions;
    const char *id = call->params[0];
    enum pal_rc rc = open_assessment(call, id, &against);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_score_request request = request_of(&against);
    rc = pal_app_plan(pal_call_app(call), &request, &scored, &plan, &actions);
    if (rc != PAL_OK) {
        return pal_tell_problem(call, rc);
    }
    add_exports(call, id, "/plan");
    rc = pal_call_report(call, "web_plan", against.record.title);
    struct pal_templates templates = pal_call_templates(call);
    return rc == PAL_OK
               ? pal_errand_explain(&call->errand,
                                    pal_report_plan(&scored, &plan, actions, &templates,
                                                    &call->language, call->request->arena,
                                                    &call->response->body, &call->errand.err))
               : rc;
}

enum pal_rc pal_page_posture(struct pal_call *call)
{
    struct against against;
    struct pal_posture posture;
    struct pal_posture_page shown = {.posture = &posture};
    struct pal_level_change *changes = NULL;
    const char *id = call->params[0];
    enum pal_rc rc = open_assessment(call, id, &against);
    if (rc == PAL_OK && against.profile == NULL) {
        rc = pal_errand_fail(&call->errand, PAL_E_INVALID,
                             "a posture needs a confidence profile: choose one above, or give the "
                             "project one");
    }
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_score_request request = request_of(&against);
    rc = pal_app_readiness(pal_call_app(call), &request, NULL, &posture, &shown.efforts, &changes,
                           &shown.change_count);
    if (rc != PAL_OK) {
        return pal_tell_problem(call, rc);
    }
    shown.changes = changes;
    shown.alert = against.alert;
    add_exports(call, id, "/posture");
    rc = pal_call_report(call, "web_posture", against.record.title);
    struct pal_templates templates = pal_call_templates(call);
    return rc == PAL_OK
               ? pal_errand_explain(&call->errand,
                                    pal_report_posture(&shown, &templates, &call->language,
                                                       call->request->arena, &call->response->body,
                                                       &call->errand.err))
               : rc;
}

/* The address of this comparison's data: the query as it was asked. */
static const char *compare_url(struct pal_call *call)
{
    const char *url = "/api/v1/compare?";
    for (size_t i = 0; i < call->request->query.count; i++) {
        const struct pal_field_value *field = &call->request->query.items[i];
        if (pal_route_reads_query(call->route, field->name)) {
            url = pal_call_printf(call, "%s%s%s=%s", url, i > 0 ? "&" : "", field->name,
                                  pal_call_escaped(call, field->value));
        }
    }
    return url;
}

/* Assessments beside each other, against the profile of the first one's project. */
enum pal_rc pal_page_compare(struct pal_call *call)
{
    struct against against;
    const char *paths[COMPARED_MOST];
    size_t count = 0;
    for (size_t i = 0; i < call->request->query.count && count < COMPARED_MOST; i++) {
        const struct pal_field_value *field = &call->request->query.items[i];
        struct pal_record record;
        if (strcmp(field->name, "id") != 0) {
            continue;
        }
        enum pal_rc rc = pal_house_get(&call->errand, "assessment", field->value, &record);
        if (rc != PAL_OK) {
            return rc;
        }
        paths[count++] = pal_call_printf(call, "assessment/%s", record.id);
    }
    if (count < 2) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "name at least two assessments: /compare?id=FIRST&id=SECOND");
    }
    enum pal_rc rc = open_assessment(call, paths[0] + strlen("assessment/"), &against);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_score_request request = request_of(&against);
    const struct pal_scored *scored;
    struct pal_comparison comparison;
    request.assessments = paths;
    request.assessment_count = count;
    rc = pal_app_compare(pal_call_app(call), &request, &scored, &comparison);
    if (rc != PAL_OK) {
        return pal_tell_problem(call, rc);
    }
    pal_call_export(call, "JSON", compare_url(call));
    rc = pal_call_report(call, "web_compare", pal_call_tr(call, "Comparison"));
    struct pal_templates templates = pal_call_templates(call);
    return rc == PAL_OK
               ? pal_errand_explain(&call->errand,
                                    pal_report_compare(scored, &comparison, &templates,
                                                       &call->language, call->request->arena,
                                                       &call->response->body, &call->errand.err))
               : rc;
}

/* ---------------------------------------------------------------- a new one */

enum pal_rc pal_page_assessment_new(struct pal_call *call)
{
    static const char *const fields[] = {"id", "title", "new_provider", "text"};
    struct pal_record project;
    struct pal_record *rows = NULL;
    size_t count = 0;
    json_t *document;
    enum pal_rc rc = pal_project_frame(call, call->params[0], &project, &document);
    json_decref(document);
    rc = rc == PAL_OK
             ? pal_house_offered(&call->errand, "provider", call->params[0], 500, &rows, &count)
             : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        pal_call_form(call, fields[i], "");
    }
    pal_call_form(call, "date", pal_call_day(call, call->errand.now));
    pal_call_option(call, "provider", "", "—", NULL);
    for (size_t i = 0; i < count; i++) {
        pal_call_option(call, "provider", rows[i].title, rows[i].title, NULL);
    }
    rc = pal_library_options(call, "model", "model", "models", "sse-cmm-2.0");
    return rc == PAL_OK
               ? pal_call_show(call, "web_new_assessment", pal_call_tr(call, "New assessment"))
               : rc;
}

/* An assessment without a rating. */
static json_t *empty_assessment(struct pal_call *call, const char *project)
{
    const char *provider = pal_call_word(call, "new_provider");
    json_t *document = json_object();
    provider = provider[0] != '\0' ? provider : pal_call_word(call, "provider");
    pal_call_text(call, document, "palier", "assessment/1");
    pal_call_text(call, document, "id", pal_call_word(call, "id"));
    pal_call_text(call, document, "title", pal_call_word(call, "title"));
    pal_call_text(call, document, "model", pal_call_word(call, "model"));
    pal_call_text(call, document, "provider", provider);
    pal_call_text(call, document, "project", project);
    pal_call_text(call, document, "date", pal_call_word(call, "date"));
    return document;
}

/* `ratings` is required and may be empty, which the writer of YAML leaves out. */
static enum pal_rc put_empty(struct pal_call *call, const char *project, struct pal_record *out)
{
    struct pal_record record;
    enum pal_rc rc = pal_house_get(&call->errand, "project", project, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    json_t *document = empty_assessment(call, record.title);
    struct pal_buf text;
    pal_buf_init(&text, PAL_FORM_MAX, NULL);
    pal_document_yaml(document, &text);
    pal_buf_add(&text, "ratings: {}\n");
    json_decref(document);
    const char *written = pal_buf_text(&text);
    rc = written != NULL ? pal_house_put(&call->errand, pal_call_app(call), project, written,
                                         text.len, 0, "", out)
                         : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    pal_buf_done(&text);
    return rc;
}

/* A text that was sent must be an assessment. */
static enum pal_rc put_sent(struct pal_call *call, const char *project, const char *text,
                            size_t len, struct pal_record *out)
{
    struct pal_checked checked;
    enum pal_rc rc = pal_app_check_text(pal_call_app(call), "document", text, len, &checked);
    if (rc != PAL_OK) {
        return PAL_E_INVALID;
    }
    if (strcmp(checked.kind->word, "assessment") != 0) {
        (void)pal_app_fail(pal_call_app(call), PAL_E_INVALID, "this is no assessment but a %s",
                           checked.kind->word);
        return PAL_E_INVALID;
    }
    return pal_house_put(&call->errand, pal_call_app(call), project, text, len, 0, "", out);
}

enum pal_rc pal_do_assessment_new(struct pal_call *call)
{
    const char *project = call->params[0];
    struct pal_record record;
    const struct pal_field_value *sent = NULL;
    enum pal_rc rc = pal_house_get(&call->errand, "project", project, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        bool is_text = strcmp(field->name, "text") == 0 || strcmp(field->name, "file") == 0;
        sent = is_text && field->value_len > 0 ? field : sent;
    }
    if (sent != NULL) {
        rc = put_sent(call, project, sent->value, sent->value_len, &record);
    } else if (call->is_api && call->form.count == 0) {
        rc = put_sent(call, project, call->request->body, call->request->body_len, &record);
    } else {
        rc = put_empty(call, project, &record);
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : rc;
    }
    pal_call_text(call, call->data, "id", record.id);
    return pal_call_go(call, true, "/assessments/%s", record.id);
}
