/* pages_document - the text and the history of any document; the library. */
#include <stdlib.h>
#include <string.h>

#include "app/document_json.h"
#include "app/library.h"
#include "base/difference.h"
#include "base/text.h"
#include "render/report_profile.h"
#include "web/pages.h"
#include "web/web_parts.h"

enum { VERSIONS_MOST = 200, ITEMS_MOST = 500 };

/* -------------------------------------------------------------- for all forms */

int64_t pal_form_version(const struct pal_call *call)
{
    return strtoll(pal_call_word(call, "version"), NULL, 10);
}

enum pal_rc pal_tell_problem(struct pal_call *call, enum pal_rc rc)
{
    const struct pal_app *app = pal_call_app(call);
    for (const struct pal_app_problems *at = app->problems; at != NULL; at = at->next) {
        if (at->diag.error_count > 0) {
            const struct pal_err *err = &at->diag.errors[0];
            return pal_visit_fail(&call->visit, rc, "%s%s%s", err->path,
                                  err->path[0] != '\0' ? ": " : "", err->message);
        }
    }
    return pal_visit_explain(&call->visit, rc);
}

/* A fresh app: problems of what is written alone. */
static struct pal_app *fresh_app(struct pal_call *call)
{
    if (call->has_app) {
        pal_app_done(&call->app);
        call->has_app = false;
    }
    return pal_call_app(call);
}

enum pal_rc pal_put_json(struct pal_call *call, const char *project, json_t *document,
                         int64_t version, const char *note, struct pal_record *out)
{
    struct pal_buf text;
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, NULL);
    pal_document_yaml(document, &text);
    const char *written = pal_buf_text(&text);
    enum pal_rc rc = written != NULL && !call->failed
                         ? pal_house_put(&call->visit, fresh_app(call), project, written, text.len,
                                         version, note, out)
                         : pal_visit_explain(&call->visit, PAL_E_MEMORY);
    pal_buf_done(&text);
    return rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : rc;
}

/* --------------------------------------------------------------- one's text */

static json_t *problems(struct pal_call *call)
{
    json_t *list = json_array();
    for (const struct pal_app_problems *at = pal_call_app(call)->problems; at != NULL;
         at = at->next) {
        for (int pass = 0; pass < 2; pass++) {
            const struct pal_err *rows = pass == 0 ? at->diag.errors : at->diag.warnings;
            size_t count = pass == 0 ? at->diag.error_count : at->diag.warning_count;
            for (size_t i = 0; i < count && i < PAL_LIMIT_PROBLEMS; i++) {
                json_t *row = json_object();
                pal_call_put(call, row, "line", json_integer((json_int_t)rows[i].line));
                pal_call_text(call, row, "path", rows[i].path);
                pal_call_text(call, row, "message", rows[i].message);
                pal_call_put(call, row, "is_warning", json_boolean(pass == 1));
                pal_call_add(call, list, row);
            }
        }
    }
    return list;
}

/* What stands around a document's pages: crumbs and tabs of its kind. */
static enum pal_rc frame(struct pal_call *call, const struct pal_record *record)
{
    struct pal_record project;
    json_t *document = NULL;
    if (strcmp(record->kind, "assessment") != 0) {
        const char *url = pal_call_printf(call, "/library/%s/%s", record->kind, record->id);
        pal_call_crumb(call, pal_call_tr(call, "Library"), "/library");
        pal_call_crumb(call, record->title, url);
        return PAL_OK;
    }
    if (record->project[0] != '\0') {
        enum pal_rc rc = pal_project_frame(call, record->project, &project, &document);
        json_decref(document);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    pal_call_crumb(call, record->title, pal_call_printf(call, "/assessments/%s", record->id));
    static const char *const tabs[][2] = {{PAL_N_("Overview"), ""},
                                          {PAL_N_("Action plan"), "/plan"},
                                          {PAL_N_("Posture"), "/posture"},
                                          {PAL_N_("Text"), "/text"},
                                          {PAL_N_("History"), "/history"}};
    for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
        pal_call_tab(call, pal_call_tr(call, tabs[i][0]),
                     pal_call_printf(call, "/assessments/%s%s", record->id, tabs[i][1]));
    }
    return PAL_OK;
}

static bool may_write(const struct pal_call *call, const struct pal_record *record)
{
    return strcmp(record->kind, "assessment") == 0
               ? pal_visit_may(&call->visit, PAL_MAY_ASSESS, record->project)
               : record->version > 0 && pal_visit_may(&call->visit, PAL_MAY_EDIT_LIBRARY, NULL);
}

static enum pal_rc show_text(struct pal_call *call, const char *kind, const char *id)
{
    struct pal_record record;
    int64_t asked = strtoll(
        pal_call_query(call, "version") != NULL ? pal_call_query(call, "version") : "0", NULL, 10);
    enum pal_rc rc = pal_house_get(&call->visit, kind, id, &record);
    int64_t last = rc == PAL_OK ? record.version : 0;
    if (rc == PAL_OK && asked > 0 && asked != last) {
        rc = pal_house_version(&call->visit, kind, id, asked, &record);
    }
    rc = rc == PAL_OK ? frame(call, &record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const char *typed = call->is_form_again ? pal_call_field(call, "text") : NULL;
    call->version = last;
    pal_call_text(call, call->data, "kind", kind);
    pal_call_text(call, call->data, "id", id);
    pal_call_text(call, call->data, "text", typed != NULL ? typed : record.text);
    pal_call_put(call, call->data, "version",
                 json_integer(typed != NULL ? pal_form_version(call) : record.version));
    if (json_object_get(call->data, "problems") == NULL) {
        pal_call_put(call, call->data, "problems", json_array());
    }
    pal_call_form(call, "note", "");
    pal_call_put(call, call->page, "can_edit",
                 json_boolean(record.version == last && may_write(call, &record)));
    return pal_call_show(call, "web_text", record.title);
}

/* Both versions, so that nothing is lost. */
enum pal_rc pal_tell_conflict(struct pal_call *call, const char *kind, const char *id)
{
    struct pal_err err = call->visit.err;
    struct pal_record record;
    if (pal_house_get(&call->visit, kind, id, &record) == PAL_OK &&
        pal_call_names(call, &record.changed_by, 1) == PAL_OK) {
        json_t *conflict = json_object();
        pal_call_text(call, conflict, "theirs", record.text);
        pal_call_put(call, conflict, "their_version", json_integer(record.version));
        pal_call_text(call, conflict, "by", pal_call_person(call, record.changed_by));
        pal_call_text(call, conflict, "at", pal_call_time(call, record.changed_at));
        pal_call_text(call, conflict, "yours",
                      pal_route_reads_field(call->route, "text") ? pal_call_word(call, "text")
                                                                 : "");
        pal_call_put(call, call->data, "conflict", conflict);
    }
    call->visit.err = err;
    return PAL_E_CONFLICT;
}

/* The text of a form: what was typed, or a file that was sent. */
static const char *sent_text(const struct pal_call *call, size_t *len)
{
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        bool is_file = strcmp(field->name, "file") == 0 && field->value_len > 0;
        bool is_text = strcmp(field->name, "text") == 0 && field->value_len > 0;
        if (is_file || is_text) {
            *len = field->value_len;
            return field->value;
        }
    }
    if (call->is_api && call->form.count <= 1) {
        *len = call->request->body_len;
        return call->request->body;
    }
    *len = 0;
    return "";
}

/* Whether a text is of the kind and id that it was sent to. */
static enum pal_rc check_same(struct pal_call *call, const char *kind, const char *id,
                              const char *text, size_t len)
{
    struct pal_checked checked;
    enum pal_rc rc = pal_app_check_text(fresh_app(call), "document", text, len, &checked);
    pal_call_put(call, call->data, "problems", problems(call));
    if (rc != PAL_OK) {
        return pal_tell_problem(call, PAL_E_INVALID);
    }
    if (strcmp(checked.kind->word, kind) != 0 || strcmp(checked.id, id) != 0) {
        return pal_visit_fail(&call->visit, PAL_E_INVALID,
                              "this text is the %s %s; here stands the %s %s: keep kind and id, or "
                              "copy the document under another id",
                              checked.kind->word, pal_quote(checked.id).text, kind,
                              pal_quote(id).text);
    }
    return PAL_OK;
}

static enum pal_rc do_text(struct pal_call *call, const char *kind, const char *id,
                           const char *back)
{
    size_t len;
    const char *text = sent_text(call, &len);
    struct pal_record record;
    enum pal_rc rc = check_same(call, kind, id, text, len);
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_call_does(call, "check")) {
        call->is_form_again = true;
        return show_text(call, kind, id);
    }
    rc = pal_house_put(&call->visit, fresh_app(call), "", text, len, pal_form_version(call),
                       pal_call_word(call, "note"), &record);
    if (rc == PAL_E_CONFLICT) {
        return pal_tell_conflict(call, kind, id);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    call->version = record.version;
    pal_call_put(call, call->data, "version", json_integer(record.version));
    return pal_call_go(call, true, "%s", back);
}

/* ------------------------------------------------------------------ history */

/* A version that is asked for in the query; 0: none. */
static int64_t version_asked(const struct pal_call *call, const char *name)
{
    const char *text = pal_call_query(call, name);
    return text != NULL ? strtoll(text, NULL, 10) : 0;
}

static const char *const difference_kinds[] = {"same", "removed", "added", "left_out"};

/* What changed from one version to another, line by line. */
static enum pal_rc add_difference(struct pal_call *call, const char *kind, const char *id,
                                  int64_t from, int64_t to)
{
    struct pal_arena *arena = call->request->arena;
    struct pal_record versions[2];
    size_t count = 0;
    json_t *list = json_array();
    enum pal_rc rc = pal_house_version(&call->visit, kind, id, from, &versions[0]);
    rc = rc == PAL_OK ? pal_house_version(&call->visit, kind, id, to, &versions[1]) : rc;
    struct pal_difference_line *lines =
        rc == PAL_OK ? pal_difference(versions[0].text, versions[1].text, arena, &count) : NULL;
    rc = rc == PAL_OK && lines == NULL ? PAL_E_MEMORY : rc;
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_object();
        pal_call_text(call, row, "kind", difference_kinds[lines[i].kind]);
        pal_call_put(call, row, "text",
                     json_stringn(lines[i].text != NULL ? lines[i].text : "", lines[i].len));
        pal_call_put(call, row, "line",
                     lines[i].number > 0 ? json_integer((json_int_t)lines[i].number) : json_null());
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->data, "from", json_integer(from));
    pal_call_put(call, call->data, "to", json_integer(to));
    pal_call_put(call, call->data, "difference", list);
    pal_call_put(call, call->page, "has_difference", json_true());
    pal_call_put(call, call->page, "is_same", json_boolean(count == 0));
    if (rc == PAL_E_NOT_FOUND) {
        return pal_visit_fail(&call->visit, rc, "there is no such version");
    }
    return pal_visit_explain(&call->visit, rc);
}

static enum pal_rc show_history(struct pal_call *call, const char *kind, const char *id,
                                const char *place)
{
    struct pal_record record;
    struct pal_record *rows = NULL;
    size_t count = 0;
    json_t *list = json_array();
    int64_t from = version_asked(call, "from");
    int64_t to = version_asked(call, "to");
    bool has_asked = from > 0 && to > 0;
    enum pal_rc rc = pal_house_get(&call->visit, kind, id, &record);
    rc = rc == PAL_OK ? frame(call, &record) : rc;
    rc = rc == PAL_OK && has_asked ? add_difference(call, kind, id, from, to) : rc;
    rc = rc == PAL_OK
             ? pal_visit_explain(&call->visit, pal_house_history(&call->visit, kind, id, 0,
                                                                 VERSIONS_MOST, &rows, &count))
             : rc;
    const char **ids = PAL_NEW(call->request->arena, const char *, count + 1);
    for (size_t i = 0; i < count && ids != NULL; i++) {
        ids[i] = rows[i].changed_by;
    }
    rc = rc == PAL_OK && ids != NULL ? pal_call_names(call, ids, count) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        json_t *row = json_object();
        pal_call_put(call, row, "version", json_integer(rows[i].version));
        pal_call_text(call, row, "at", pal_call_time(call, rows[i].changed_at));
        pal_call_text(call, row, "by", pal_call_person(call, rows[i].changed_by));
        pal_call_text(call, row, "note", rows[i].note);
        pal_call_text(call, row, "hash", rows[i].hash);
        pal_call_text(
            call, row, "url",
            pal_call_printf(call, "%s/text?version=%lld", place, (long long)rows[i].version));
        pal_call_text(call, row, "compare_url",
                      rows[i].version > 1 ? pal_call_printf(call, "%s/history?from=%lld&to=%lld",
                                                            place, (long long)rows[i].version - 1,
                                                            (long long)rows[i].version)
                                          : NULL);
        pal_call_put(call, row, "is_from",
                     json_boolean(has_asked ? rows[i].version == from : i == 1));
        pal_call_put(call, row, "is_to", json_boolean(has_asked ? rows[i].version == to : i == 0));
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->data, "versions", list);
    pal_call_text(call, call->data, "removed_at",
                  rc == PAL_OK && record.removed_at != 0 ? pal_call_time(call, record.removed_at)
                                                         : NULL);
    pal_call_put(call, call->page, "can_edit",
                 json_boolean(rc == PAL_OK && may_write(call, &record)));
    return rc == PAL_OK ? pal_call_show(call, "web_history", record.title) : rc;
}

static enum pal_rc do_history(struct pal_call *call, const char *kind, const char *id,
                              const char *place)
{
    bool is_back = pal_call_does(call, "restore");
    if (!is_back && !pal_call_does(call, "remove")) {
        return pal_visit_fail(&call->visit, PAL_E_INVALID, "the form does not say what to do");
    }
    enum pal_rc rc =
        pal_visit_explain(&call->visit, pal_house_remove(&call->visit, kind, id, is_back));
    return rc == PAL_OK ? pal_call_go(call, true, "%s/history", place) : rc;
}

enum pal_rc pal_add_removed(struct pal_call *call, const char *kind, const char *project)
{
    struct pal_record_list list = {.kind = kind,
                                   .project = project != NULL ? project : "",
                                   .is_removed = true,
                                   .max = ITEMS_MOST};
    struct pal_record *rows = NULL;
    size_t count = 0;
    json_t *out = json_array();
    enum pal_rc rc = pal_house_find(&call->visit, &list, &rows, &count);
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_object();
        pal_call_text(call, row, "id", rows[i].id);
        pal_call_text(call, row, "title", rows[i].title);
        pal_call_text(
            call, row, "url",
            strcmp(rows[i].kind, "assessment") == 0
                ? pal_call_printf(call, "/assessments/%s/history", rows[i].id)
                : pal_call_printf(call, "/library/%s/%s/history", rows[i].kind, rows[i].id));
        pal_call_add(call, out, row);
    }
    pal_call_put(call, call->data, "removed", out);
    pal_call_put(call, call->page, "has_removed", json_boolean(count > 0));
    return pal_visit_explain(&call->visit, rc);
}

/* The document as a file. */
static enum pal_rc send_file(struct pal_call *call, const char *kind, const char *id)
{
    struct pal_record record;
    enum pal_rc rc = pal_house_get(&call->visit, kind, id, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    call->response->content_type = "application/yaml; charset=utf-8";
    pal_http_set(call->response, "Content-Disposition",
                 pal_call_printf(call, "attachment; filename=\"%s.yaml\"", id));
    call->version = record.version;
    pal_buf_add(&call->response->body, record.text);
    return PAL_OK;
}

/* -------------------------------------------------------------- assessments */

enum pal_rc pal_page_assessment_text(struct pal_call *call)
{
    return show_text(call, "assessment", call->params[0]);
}

enum pal_rc pal_do_assessment_text(struct pal_call *call)
{
    return do_text(call, "assessment", call->params[0],
                   pal_call_printf(call, "/assessments/%s", call->params[0]));
}

enum pal_rc pal_do_assessment_history(struct pal_call *call)
{
    return do_history(call, "assessment", call->params[0],
                      pal_call_printf(call, "/assessments/%s", call->params[0]));
}

enum pal_rc pal_page_assessment_history(struct pal_call *call)
{
    return show_history(call, "assessment", call->params[0],
                        pal_call_printf(call, "/assessments/%s", call->params[0]));
}

enum pal_rc pal_page_assessment_file(struct pal_call *call)
{
    return send_file(call, "assessment", call->params[0]);
}

/* ------------------------------------------------------------------ library */

/* The kinds that the library holds, in the order of the page. */
static const char *const shelves[][3] = {
    {"model", "models", PAL_N_("Models")},
    {"profile", "profiles", PAL_N_("Confidence profiles")},
    {"alert-scheme", "alerts", PAL_N_("Alert schemes")},
    {"effort", "effort", PAL_N_("Efforts")},
    {"actions", "actions", PAL_N_("Actions")},
    {"needs-rule", "needs", PAL_N_("Rules from needs to profiles")},
    {"process", "processes", PAL_N_("Process descriptions")},
    {"provider", "", PAL_N_("Providers")},
};
enum { SHELVES = sizeof shelves / sizeof *shelves };

/* The shelf of a kind; SHELVES: the library has no such kind. */
static size_t shelf_of(const char *kind)
{
    size_t at = 0;
    while (at < SHELVES && strcmp(shelves[at][0], kind) != 0) {
        at++;
    }
    return at;
}

static void add_item(struct pal_call *call, json_t *items, const char *kind, const char *id,
                     const char *title, int64_t version, int64_t changed_at)
{
    json_t *row = json_object();
    pal_call_text(call, row, "id", id);
    pal_call_text(call, row, "title", title);
    pal_call_put(call, row, "version", version > 0 ? json_integer(version) : json_null());
    pal_call_put(call, row, "is_built_in", json_boolean(version == 0));
    pal_call_text(call, row, "url", pal_call_printf(call, "/library/%s/%s", kind, id));
    pal_call_text(call, row, "changed_at", pal_call_day(call, changed_at));
    pal_call_add(call, items, row);
}

/* The title line of a built-in document, without reading the whole of it. */
static const char *built_in_title(struct pal_call *call, const char *folder, const char *id)
{
    const struct pal_library_file *file = pal_library_find(folder, id);
    const char *at = file != NULL ? strstr((const char *)file->bytes, "\ntitle: ") : NULL;
    if (at == NULL) {
        return id;
    }
    at += strlen("\ntitle: ");
    const char *key = call->language.lang == PAL_LANG_FR ? "fr: \"" : "en: \"";
    size_t line = strcspn(at, "\n");
    const char *text = strstr(at, key);
    if (text != NULL && (size_t)(text - at) < line) {
        text += strlen(key);
        return pal_call_printf(call, "%.*s", (int)strcspn(text, "\"\n"), text);
    }
    at += at[0] == '"';
    return at[0] == '{' ? id : pal_call_printf(call, "%.*s", (int)strcspn(at, "\"\n"), at);
}

static void add_built_in(struct pal_call *call, json_t *items, size_t shelf)
{
    enum { IDS_MAX = 256 };
    struct pal_library_id ids[IDS_MAX];
    size_t count =
        shelves[shelf][1][0] != '\0' ? pal_library_list(shelves[shelf][1], ids, IDS_MAX) : 0;
    for (size_t i = 0; i < count && i < IDS_MAX; i++) {
        const char *id = pal_arena_copy(call->request->arena, ids[i].text, ids[i].len);
        if (id != NULL) {
            add_item(call, items, shelves[shelf][0], id,
                     built_in_title(call, shelves[shelf][1], id), 0, 0);
        }
    }
}

enum pal_rc pal_page_library(struct pal_call *call)
{
    struct pal_record_list list = {.project = "", .max = ITEMS_MOST};
    struct pal_record *rows = NULL;
    size_t count = 0;
    json_t *groups = json_array();
    enum pal_rc rc = pal_house_find(&call->visit, &list, &rows, &count);
    for (size_t shelf = 0; shelf < SHELVES && rc == PAL_OK; shelf++) {
        json_t *group = json_object();
        json_t *items = json_array();
        add_built_in(call, items, shelf);
        for (size_t i = 0; i < count; i++) {
            if (strcmp(rows[i].kind, shelves[shelf][0]) == 0) {
                add_item(call, items, rows[i].kind, rows[i].id, rows[i].title, rows[i].version,
                         rows[i].changed_at);
            }
        }
        pal_call_text(call, group, "kind", shelves[shelf][0]);
        pal_call_text(call, group, "title", pal_call_tr(call, shelves[shelf][2]));
        pal_call_put(call, group, "items", items);
        pal_call_add(call, groups, group);
    }
    pal_call_put(call, call->data, "groups", groups);
    rc = rc == PAL_OK ? pal_add_removed(call, NULL, NULL) : rc;
    pal_call_put(call, call->page, "can_edit",
                 json_boolean(pal_visit_may(&call->visit, PAL_MAY_EDIT_LIBRARY, NULL)));
    pal_call_form(call, "text", "");
    return rc == PAL_OK ? pal_call_show(call, "web_library", pal_call_tr(call, "Library"))
                        : pal_visit_explain(&call->visit, rc);
}

/* Brings a document in; its kind and id stand in it. What belongs to a project has no place here:
 * it would be of none, and nobody would find it. */
enum pal_rc pal_do_library(struct pal_call *call)
{
    size_t len;
    const char *text = sent_text(call, &len);
    struct pal_record record;
    struct pal_checked checked;
    enum pal_rc rc = pal_app_check_text(fresh_app(call), "document", text, len, &checked);
    if (rc == PAL_OK && shelf_of(checked.kind->word) == SHELVES) {
        return pal_visit_fail(&call->visit, PAL_E_INVALID,
                              "the library holds no %s; bring it in where it belongs",
                              checked.kind->word);
    }
    rc = pal_house_put(&call->visit, fresh_app(call), "", text, len, pal_form_version(call),
                       pal_call_word(call, "note"), &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : rc;
    }
    pal_call_text(call, call->data, "kind", record.kind);
    pal_call_text(call, call->data, "id", record.id);
    call->version = record.version;
    return pal_call_go(call, true, "/library/%s/%s", record.kind, record.id);
}

static enum pal_rc check_shelf(struct pal_call *call)
{
    if (shelf_of(call->params[0]) < SHELVES) {
        return PAL_OK;
    }
    return pal_visit_fail(&call->visit, PAL_E_NOT_FOUND, "the library holds no %s",
                          pal_quote(call->params[0]).text);
}

/* The page of a profile or a scheme is its report, under "document". One that cannot be read (its
 * model is gone) is shown as its text alone. */
static enum pal_rc show_item(struct pal_call *call, const char *kind, const char *id,
                             const char *title)
{
    const struct pal_profile *profile = NULL;
    const struct pal_alert_scheme *scheme = NULL;
    struct pal_app *app = pal_call_app(call);
    if (strcmp(kind, "profile") == 0 && pal_app_profile(app, id, &profile) != PAL_OK) {
        profile = NULL;
    }
    if (strcmp(kind, "alert-scheme") == 0 && pal_app_scheme(app, id, &scheme) != PAL_OK) {
        scheme = NULL;
    }
    pal_call_put(call, call->data, "has_profile", json_boolean(profile != NULL));
    pal_call_put(call, call->data, "has_alert", json_boolean(scheme != NULL));
    if (profile == NULL && scheme == NULL) {
        pal_call_put(call, call->page, "open_text", json_true());
        return pal_call_show(call, "web_library_item", title);
    }
    call->report_key = "document";
    enum pal_rc rc = pal_call_report(call, "web_library_item", title);
    struct pal_templates templates = pal_call_templates(call);
    struct pal_arena *arena = call->request->arena;
    struct pal_buf *body = &call->response->body;
    if (rc == PAL_OK) {
        rc = profile != NULL ? pal_report_profile(profile, &templates, &call->language, arena, body,
                                                  &call->visit.err)
                             : pal_report_alert(scheme, &templates, &call->language, arena, body,
                                                &call->visit.err);
    }
    return pal_visit_explain(&call->visit, rc);
}

enum pal_rc pal_page_library_item(struct pal_call *call)
{
    const char *kind = call->params[0];
    const char *id = call->params[1];
    const char *place = pal_call_printf(call, "/library/%s/%s", kind, id);
    struct pal_record record;
    enum pal_rc rc = check_shelf(call);
    rc = rc == PAL_OK ? pal_house_get(&call->visit, kind, id, &record) : rc;
    rc = rc == PAL_OK ? frame(call, &record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    call->version = record.version;
    bool can_edit = pal_visit_may(&call->visit, PAL_MAY_EDIT_LIBRARY, NULL);
    json_t *document = pal_house_json(pal_call_app(call), record.text, strlen(record.text));
    pal_call_put(call, call->data, "document", document != NULL ? document : json_null());
    pal_call_text(call, call->data, "kind", kind);
    pal_call_text(call, call->data, "id", id);
    pal_call_text(call, call->data, "text", record.text);
    pal_call_put(call, call->data, "version", json_integer(record.version));
    pal_call_put(call, call->data, "is_built_in", json_boolean(record.version == 0));
    if (can_edit) {
        json_t *copy = json_object();
        pal_call_text(call, copy, "value", pal_call_printf(call, "%s-copy", id));
        pal_call_put(call, call->page, "copy", copy);
    }
    if (can_edit && record.version > 0) {
        pal_call_text(call, call->page, "edit_url", pal_call_printf(call, "%s/edit", place));
    }
    if (record.version > 0) {
        pal_call_text(call, call->page, "history_url", pal_call_printf(call, "%s/history", place));
    }
    pal_call_text(call, call->page, "download_url", pal_call_printf(call, "%s/file", place));
    return show_item(call, kind, id,
                     record.version > 0 ? record.title
                                        : built_in_title(call, shelves[shelf_of(kind)][1], id));
}

/* Copies a document under another id: the id's line is the only one that changes. */
enum pal_rc pal_do_library_item(struct pal_call *call)
{
    struct pal_record record;
    struct pal_record written;
    const char *id = pal_call_word(call, "copy");
    enum pal_rc rc = check_shelf(call);
    rc = rc == PAL_OK ? pal_house_get(&call->visit, call->params[0], call->params[1], &record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    if (!pal_id_check(id, false)) {
        return pal_visit_fail(&call->visit, PAL_E_INVALID, "%s is no id", pal_quote(id).text);
    }
    const char *line =
        strncmp(record.text, "id:", 3) == 0 ? record.text : strstr(record.text, "\nid:");
    if (line == NULL) {
        return pal_visit_fail(&call->visit, PAL_E_INVALID,
                              "this document's id does not stand on a line of its own; copy its "
                              "text by hand");
    }
    line += line != record.text;
    struct pal_buf text;
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, NULL);
    pal_buf_add_n(&text, record.text, (size_t)(line - record.text));
    pal_buf_printf(&text, "id: %s", id);
    pal_buf_add(&text, line + strcspn(line, "\n"));
    const char *copy = pal_buf_text(&text);
    rc = copy != NULL ? pal_house_put(&call->visit, fresh_app(call), "", copy, text.len, 0,
                                      pal_call_printf(call, "copy of %s", record.id), &written)
                      : pal_visit_explain(&call->visit, PAL_E_MEMORY);
    pal_buf_done(&text);
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : rc;
    }
    pal_call_text(call, call->data, "id", written.id);
    return pal_call_go(call, true, "/library/%s/%s/edit", written.kind, written.id);
}

enum pal_rc pal_page_library_text(struct pal_call *call)
{
    enum pal_rc rc = check_shelf(call);
    return rc == PAL_OK ? show_text(call, call->params[0], call->params[1]) : rc;
}

enum pal_rc pal_do_library_text(struct pal_call *call)
{
    enum pal_rc rc = check_shelf(call);
    return rc == PAL_OK
               ? do_text(call, call->params[0], call->params[1],
                         pal_call_printf(call, "/library/%s/%s", call->params[0], call->params[1]))
               : rc;
}

enum pal_rc pal_page_library_history(struct pal_call *call)
{
    enum pal_rc rc = check_shelf(call);
    return rc == PAL_OK ? show_history(call, call->params[0], call->params[1],
                                       pal_call_printf(call, "/library/%s/%s", call->params[0],
                                                       call->params[1]))
                        : rc;
}

enum pal_rc pal_do_library_history(struct pal_call *call)
{
    enum pal_rc rc = check_shelf(call);
    return rc == PAL_OK ? do_history(call, call->params[0], call->params[1],
                                     pal_call_printf(call, "/library/%s/%s", call->params[0],
                                                     call->params[1]))
                        : rc;
}

enum pal_rc pal_page_library_file(struct pal_call *call)
{
    enum pal_rc rc = check_shelf(call);
    return rc == PAL_OK ? send_file(call, call->params[0], call->params[1]) : rc;
}
