/* frames - what stands around the pages of a project, an assessment, a document: crumbs, tabs, the
 * alert band, what is out of the lists. */
#include <string.h>

#include "app/house/alerts.h"
#include "app/house/blind.h"
#include "app/house/case.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"
#include "render/template/writers.h"
#include "web/pages/against.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { REMOVED_MOST = 500 };

/* Its title stands over the tabs, at the same height on each. */
static void name_thing(struct pal_call *call)
{
    enum { LONG = 72 }; /* bytes: more than a line beside a button */
    pal_set_text(call->page, "thing", call->thing);
    pal_set_boolean(call->page, "is_thing_long", call->thing != NULL && strlen(call->thing) > LONG);
}

#define QUESTIONNAIRES "/questionnaires"

/* Whether the page is below that of the questionnaires that were sent: sending one. */
static bool is_of_questionnaires(const struct pal_call *call)
{
    static const char below[] = "/projects/{project}" QUESTIONNAIRES "/";
    static const char tender[] = "/projects/{project}/tender";
    const struct pal_route *page = pal_route_page(call->route);
    return page != NULL && (strncmp(page->path, below, sizeof below - 1) == 0 ||
                            strncmp(page->path, tender, sizeof tender - 1) == 0);
}

void pal_project_tabs(struct pal_call *call, const char *id)
{
    static const char *const tabs[][2] = {{PAL_N_("Overview"), ""},
                                          {PAL_N_("Steps"), "/process"},
                                          {PAL_N_("Needs"), "/needs"},
                                          {PAL_N_("First meeting"), "/meeting"},
                                          {PAL_N_("Documents"), "/documents"},
                                          {PAL_N_("Candidates"), "/candidates"},
                                          {PAL_N_("Questionnaires"), QUESTIONNAIRES},
                                          {PAL_N_("Library"), "/library"},
                                          {PAL_N_("People"), "/people"},
                                          {PAL_N_("Hours"), "/hours"},
                                          {PAL_N_("Files"), "/files"},
                                          {PAL_N_("Comments"), "/facts/comment"}};
    for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
        pal_call_tab(call, pal_call_tr(call, tabs[i][0]),
                     pal_call_printf(call, "/projects/%s%s", id, tabs[i][1]));
        if (strcmp(tabs[i][1], QUESTIONNAIRES) == 0 && is_of_questionnaires(call)) {
            pal_call_tab_is_here(call);
        }
    }
    name_thing(call);
}

/* The alert level in force: its label and rank in the profile's scheme, since when, by whose order;
 * and where it is raised and lowered. */
static struct pal_value *alert_band(struct pal_call *call, const char *project,
                                    const struct pal_value *document,
                                    const struct pal_alert_now *now)
{
    const struct pal_alert_scheme *scheme = now->scheme;
    const struct pal_case_of of = pal_case_of_value(&call->errand, project, document, NULL);
    bool may_change = pal_alerts_may_any(&of, now);
    if (now->level == NULL && !may_change) {
        return pal_value_null(&call->values);
    }
    int at = scheme != NULL && now->level != NULL ? pal_alert_find(scheme, now->level) : -1;
    struct pal_value *band = pal_value_object(&call->values);
    pal_put_text(band, "label",
                 at >= 0              ? pal_text_in(&scheme->levels[at].label, call->language.lang)
                 : now->level != NULL ? now->level
                                      : pal_call_tr(call, "none"));
    pal_put_text(band, "rank",
                 at >= 0 ? pal_call_printf(call, pal_call_tr(call, "%u of %zu"),
                                           scheme->levels[at].rank, scheme->level_count)
                         : NULL);
    pal_put_text(band, "scheme",
                 scheme != NULL ? pal_text_in(&scheme->title, call->language.lang) : "");
    pal_put_text(band, "since", now->since);
    pal_put_text(band, "order", now->order);
    pal_put_text(band, "url",
                 may_change ? pal_call_printf(call, "/projects/%s/alert", project) : NULL);
    pal_put_text(
        band, "look_url",
        may_change || scheme == NULL ? NULL : pal_call_printf(call, "/projects/%s/alert", project));
    return band;
}

static enum pal_rc find_alert(struct pal_call *call, const char *project,
                              const struct pal_value *document, struct pal_alert_now *out)
{
    const struct pal_alert_text text = {pal_value_as_text(pal_value_get(document, "profile")),
                                        pal_value_as_text(pal_value_get(document, "alert_level")),
                                        pal_value_as_text(pal_value_get(document, "alert_since"))};
    return pal_alerts_now(&call->errand, pal_call_app(call), project, &text, out);
}

const char *pal_said(const struct pal_call *call, const struct pal_value *text)
{
    return pal_write_said(&call->language, text);
}

void pal_call_out_of_lists(struct pal_call *call, const struct pal_document *record)
{
    if (record->removed_at == 0) {
        return;
    }
    struct pal_value *out = pal_value_object(&call->values);
    pal_put_text(out, "title", record->title);
    pal_put_text(out, "at", pal_call_time(call, record->removed_at));
    pal_put_text(out, "url", pal_call_printf(call, "%s/history", pal_document_place(call, record)));
    pal_set(call->page, "out_of_lists", out);
}

enum pal_rc pal_project_frame(struct pal_call *call, const char *project,
                              struct pal_document *record, struct pal_value **document)
{
    *document = NULL;
    bool is_at_hand = call->own.id != NULL && strcmp(call->own.id, project) == 0;
    enum pal_rc rc = is_at_hand ? PAL_OK : pal_house_get(&call->errand, "project", project, record);
    if (is_at_hand) {
        *record = call->own;
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? pal_errand_fail(&call->errand, rc, "there is no project %s",
                                                       pal_quote(project).text)
                                     : rc;
    }
    *document = pal_call_document(call, record->text, strlen(record->text));
    if (*document == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    rc = find_alert(call, project, *document, &call->alert);
    if (rc != PAL_OK) {
        return rc;
    }
    if (!pal_call_is_pass(call)) { /* the band is the house's; what the level asks for is shown */
        pal_set(call->page, "alert", alert_band(call, project, *document, &call->alert));
    }
    call->thing = record->title;
    if (!pal_call_is_pass(call)) {
        pal_call_out_of_lists(call, record);
    }
    pal_call_crumb(call, pal_call_tr(call, "Projects"), "/");
    pal_call_crumb(call, record->title, pal_call_printf(call, "/projects/%s", project));
    return PAL_OK;
}

/* Whether the page is below that of the marks: a step, how far the rating is. */
static bool is_of_marks(const struct pal_call *call)
{
    static const char *const below[] = {
        "/assessments/{assessment}/marks/", "/assessments/{assessment}/rating",
        "/assessments/{assessment}/paste", "/assessments/{assessment}/practices",
        "/assessments/{assessment}/suggestions"};
    const struct pal_route *page = pal_route_page(call->route);
    for (size_t i = 0; page != NULL && i < sizeof below / sizeof *below; i++) {
        if (strncmp(page->path, below[i], strlen(below[i])) == 0) {
            return true;
        }
    }
    return false;
}

static void second_tab(struct pal_call *call, const char *id)
{
    pal_call_tab(call, pal_call_tr(call, "Second reading"),
                 pal_call_printf(call, "/assessments/%s/second", id));
}

/* Whether the page is below that of the posture: readiness, cost, a plan within a budget. */
static bool is_of_posture(const struct pal_call *call)
{
    static const char below[] = "/assessments/{assessment}/posture/";
    const struct pal_route *page = pal_route_page(call->route);
    return page != NULL && strncmp(page->path, below, sizeof below - 1) == 0;
}

/* The pages of an assessment, as tabs. */
static void assessment_tabs(struct pal_call *call, const char *id)
{
    static const char *const tabs[][2] = {
        {PAL_N_("Overview"), ""},        {PAL_N_("Action plan"), "/plan"},
        {PAL_N_("Posture"), "/posture"}, {PAL_N_("Marks"), "/marks"},
        {PAL_N_("Text"), "/text"},       {PAL_N_("History"), "/history"},
        {PAL_N_("Files"), "/files"},     {PAL_N_("Comments"), "/facts/comment"}};
    for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
        pal_call_tab(call, pal_call_tr(call, tabs[i][0]),
                     pal_call_printf(call, "/assessments/%s%s", id, tabs[i][1]));
        bool is_below = (strcmp(tabs[i][1], "/marks") == 0 && is_of_marks(call)) ||
                        (strcmp(tabs[i][1], "/posture") == 0 && is_of_posture(call));
        if (is_below) {
            pal_call_tab_is_here(call);
        }
    }
    name_thing(call);
    if (!pal_call_is_pass(call) && pal_call_may(call, PAL_MAY_ASSESS)) {
        second_tab(call, id);
    }
    if (pal_call_is_pass(call) || pal_call_may(call, PAL_MAY_ASSESS)) {
        pal_call_tab(call, pal_call_tr(call, "Links"),
                     pal_call_printf(call, "/assessments/%s/links", id));
    }
}

void pal_assessment_frame(struct pal_call *call, const struct pal_document *record)
{
    call->thing = record->title;
    if (pal_blind_is(&call->errand, record->kind, record->id)) { /* the one page of it */
        pal_call_crumb(call, record->title,
                       pal_call_printf(call, "/assessments/%s/second", record->id));
        name_thing(call);
        second_tab(call, record->id);
        return;
    }
    pal_call_crumb(call, record->title,
                   pal_look_kept(call, pal_call_printf(call, "/assessments/%s", record->id)));
    assessment_tabs(call, record->id);
}

/* Whether the page is below one of the tabs: an answer, a finding. */
static bool is_below_sending(const struct pal_call *call, const char *tab)
{
    static const char sending[] = "/sendings/{sending}";
    const struct pal_route *page = pal_route_page(call->route);
    size_t len = strlen(tab);
    const char *behind = page != NULL && strncmp(page->path, sending, sizeof sending - 1) == 0
                             ? page->path + sizeof sending - 1
                             : "";
    return len > 0 && strncmp(behind, tab, len) == 0 && behind[len] == '/';
}

/* Links are for who sends, the visit of a provider is for who reads the project; of what is sealed
 * nothing is read, and its links are the keeper's, on the page of the consultation. */
static bool has_sending_tab(const struct pal_call *call, const struct pal_sending *sending,
                            const char *tab)
{
    if (strcmp(tab, "/links") == 0) {
        return pal_call_may(call, PAL_MAY_EDIT_PROJECT) && !sending->is_sealed;
    }
    bool is_of_answers =
        strcmp(tab, "/answers") == 0 || strcmp(tab, "/visit") == 0 || strcmp(tab, "/findings") == 0;
    return !(is_of_answers && sending->is_sealed) &&
           (strcmp(tab, "/visit") != 0 || sending->to == PAL_ACTOR_PROVIDER);
}

static void sending_tabs(struct pal_call *call, const struct pal_sending *sending)
{
    static const char *const tabs[][2] = {
        {PAL_N_("Overview"), ""},          {PAL_N_("Questions"), "/questions"},
        {PAL_N_("Answers"), "/answers"},   {PAL_N_("Visit"), "/visit"},
        {PAL_N_("Findings"), "/findings"}, {PAL_N_("Links"), "/links"},
        {PAL_N_("History"), "/history"}};
    for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
        if (has_sending_tab(call, sending, tabs[i][1])) {
            pal_call_tab(call, pal_call_tr(call, tabs[i][0]),
                         pal_call_printf(call, "/sendings/%s%s", sending->id, tabs[i][1]));
            if (is_below_sending(call, tabs[i][1])) {
                pal_call_tab_is_here(call);
            }
        }
    }
    name_thing(call);
}

enum pal_rc pal_sending_frame(struct pal_call *call, const struct pal_sending *sending)
{
    struct pal_document project;
    struct pal_value *document = NULL;
    enum pal_rc rc = pal_project_frame(call, sending->project, &project, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_crumb(call, pal_call_tr(call, "Questionnaires"),
                   pal_call_printf(call, "/projects/%s" QUESTIONNAIRES, sending->project));
    call->thing = sending->title;
    pal_call_crumb(call, sending->title, pal_call_printf(call, "/sendings/%s", sending->id));
    sending_tabs(call, sending);
    return PAL_OK;
}

const char *pal_kind_url(struct pal_call *call, const char *kind, const char *project,
                         const char *id)
{
    const char *place = pal_kind_place(pal_shelf_kind(kind), project, id, call->request->arena);
    call->failed = call->failed || place == NULL;
    return place != NULL ? place : "";
}

const char *pal_document_place(struct pal_call *call, const struct pal_document *record)
{
    return pal_kind_url(call, record->kind, record->project, record->id);
}

/* Around the versions of what a project's pages write. */
static enum pal_rc project_document_frame(struct pal_call *call, const struct pal_document *record)
{
    struct pal_document project;
    struct pal_value *document = NULL;
    enum pal_rc rc = pal_project_frame(call, record->project, &project, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_shelf_kind *kind = pal_shelf_kind(record->kind);
    if (!kind->is_project && !kind->is_by_project) {
        pal_call_crumb(call, pal_call_tr(call, "Library"),
                       pal_call_printf(call, "/projects/%s/library", record->project));
    }
    if (!kind->is_project) {
        pal_call_out_of_lists(call, record);
        pal_call_crumb(call, kind->is_by_project ? pal_call_tr(call, kind->title) : record->title,
                       pal_document_place(call, record));
    }
    pal_project_tabs(call, record->project);
    return PAL_OK;
}

/* A built-in document is known by its id; its title stands in its text. */
static const char *title_on_shelf(struct pal_call *call, const struct pal_document *record)
{
    return record->version == 0 ? pal_document_title(call, record->text, record->id)
                                : record->title;
}

/* What stands around a document's pages: crumbs and tabs of its kind. */
enum pal_rc pal_document_frame(struct pal_call *call, const struct pal_document *record)
{
    struct pal_document project;
    struct pal_value *document = NULL;
    const struct pal_shelf_kind *kind = pal_shelf_kind(record->kind);
    bool is_own = record->project[0] != '\0' &&
                  pal_errand_may(&call->errand, PAL_MAY_READ_PROJECT, record->project);
    if (is_own && kind->id != PAL_KIND_ASSESSMENT) {
        return project_document_frame(call, record);
    }
    if (kind->belongs != PAL_OF_PROJECT) {
        const char *url = pal_call_printf(call, "/library/%s/%s", record->kind, record->id);
        pal_call_crumb(call, pal_call_tr(call, "Library"), "/library");
        pal_call_crumb(call, title_on_shelf(call, record), url);
        return PAL_OK;
    }
    if (record->project[0] != '\0') {
        enum pal_rc rc = pal_project_frame(call, record->project, &project, &document);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    enum pal_rc rc = pal_against_keep(call, record, document);
    pal_assessment_frame(call, record);
    return rc;
}

/* A document of a project is named to whoever may bring it back. */
static bool is_named(struct pal_call *call, const struct pal_document *record)
{
    return !pal_shelf_kind(record->kind)->is_project || pal_house_may_write(&call->errand, record);
}

enum pal_rc pal_add_removed(struct pal_call *call, const char *kind, const char *project)
{
    bool is_of_all = kind != NULL && pal_house_is_of_projects(kind);
    struct pal_document_search list = {.kind = kind,
                                       .project = project != NULL ? project
                                                  : is_of_all     ? NULL
                                                                  : "",
                                       .is_removed = true,
                                       .max = REMOVED_MOST};
    struct pal_document *rows = NULL;
    size_t count = 0;
    struct pal_value *out = pal_value_list(&call->values);
    enum pal_rc rc = pal_house_find(&call->errand, &list, &rows, &count);
    for (size_t i = 0; i < count; i++) {
        if (is_named(call, &rows[i])) {
            struct pal_value *row = pal_value_object(&call->values);
            pal_put_text(row, "id", rows[i].id);
            pal_put_text(row, "title", rows[i].title);
            pal_put_text(row, "url",
                         pal_call_printf(call, "%s/history", pal_document_place(call, &rows[i])));
            pal_add(out, row);
        }
    }
    pal_set(call->data, "removed", out);
    pal_set_boolean(call->page, "has_removed", pal_value_count(out) > 0);
    return pal_errand_explain(&call->errand, rc);
}
