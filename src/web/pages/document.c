/* pages_document - the text and the history of any document. */
#include <stdlib.h>
#include <string.h>

#include "app/desk/document_json.h"
#include "app/desk/library.h"
#include "base/difference.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { VERSIONS_PER_PAGE = 200 };

/* --------------------------------------------------------------- one's text */

static bool may_write(const struct pal_call *call, const struct pal_record *record)
{
    return strcmp(record->kind, "assessment") == 0
               ? pal_errand_may(&call->errand, PAL_MAY_ASSESS, record->project)
               : record->version > 0 && pal_errand_may(&call->errand, PAL_MAY_EDIT_LIBRARY, NULL);
}

enum pal_rc pal_document_show_text(struct pal_call *call, const char *kind, const char *id)
{
    struct pal_record record;
    int64_t asked = strtoll(
        pal_call_query(call, "version") != NULL ? pal_call_query(call, "version") : "0", NULL, 10);
    enum pal_rc rc = pal_house_get(&call->errand, kind, id, &record);
    int64_t last = rc == PAL_OK ? record.version : 0;
    if (rc == PAL_OK && asked > 0 && asked != last) {
        rc = pal_house_version(&call->errand, kind, id, asked, &record);
    }
    rc = rc == PAL_OK ? pal_document_frame(call, &record) : rc;
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

/* The text of a form: what was typed, or a file that was sent. */
const char *pal_document_sent(const struct pal_call *call, size_t *len)
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
    enum pal_rc rc = pal_app_check_text(pal_fresh_app(call), "document", text, len, &checked);
    pal_call_put(call, call->data, "problems", pal_problems(call));
    if (rc != PAL_OK) {
        return pal_tell_problem(call, PAL_E_INVALID);
    }
    if (strcmp(checked.kind->word, kind) != 0 || strcmp(checked.id, id) != 0) {
        return pal_errand_fail(
            &call->errand, PAL_E_INVALID,
            "this text is the %s %s; here stands the %s %s: keep kind and id, or "
            "copy the document under another id",
            checked.kind->word, pal_quote(checked.id).text, kind, pal_quote(id).text);
    }
    return PAL_OK;
}

enum pal_rc pal_document_do_text(struct pal_call *call, const char *kind, const char *id,
                                 const char *back)
{
    size_t len;
    const char *text = pal_document_sent(call, &len);
    struct pal_record record;
    enum pal_rc rc = check_same(call, kind, id, text, len);
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_call_does(call, "check")) {
        call->is_form_again = true;
        return pal_document_show_text(call, kind, id);
    }
    rc = pal_house_put(&call->errand, pal_fresh_app(call), "", text, len, pal_form_version(call),
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
    enum pal_rc rc = pal_house_version(&call->errand, kind, id, from, &versions[0]);
    rc = rc == PAL_OK ? pal_house_version(&call->errand, kind, id, to, &versions[1]) : rc;
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
        return pal_errand_fail(&call->errand, rc, "there is no such version");
    }
    return pal_errand_explain(&call->errand, rc);
}

enum pal_rc pal_document_show_history(struct pal_call *call, const char *kind, const char *id,
                                      const char *place)
{
    struct pal_record record;
    struct pal_record *rows = NULL;
    size_t count = 0;
    json_t *list = json_array();
    int64_t from = version_asked(call, "from");
    int64_t to = version_asked(call, "to");
    int64_t before = version_asked(call, "cursor");
    bool has_asked = from > 0 && to > 0;
    enum pal_rc rc = pal_house_get(&call->errand, kind, id, &record);
    rc = rc == PAL_OK ? pal_document_frame(call, &record) : rc;
    rc = rc == PAL_OK && has_asked ? add_difference(call, kind, id, from, to) : rc;
    rc = rc == PAL_OK ? pal_errand_explain(&call->errand,
                                           pal_house_history(&call->errand, kind, id, before,
                                                             VERSIONS_PER_PAGE, &rows, &count))
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
    bool is_full = count == VERSIONS_PER_PAGE;
    const char *cursor =
        is_full ? pal_call_printf(call, "%lld", (long long)rows[count - 1].version) : NULL;
    pal_call_text(call, call->data, "next_cursor", cursor);
    pal_call_text(call, call->page, "next_url",
                  is_full ? pal_call_printf(call, "%s/history?cursor=%s", place, cursor) : NULL);
    pal_call_text(call, call->data, "removed_at",
                  rc == PAL_OK && record.removed_at != 0 ? pal_call_time(call, record.removed_at)
                                                         : NULL);
    pal_call_put(call, call->page, "can_edit",
                 json_boolean(rc == PAL_OK && may_write(call, &record)));
    return rc == PAL_OK ? pal_call_show(call, "web_history", record.title) : rc;
}

enum pal_rc pal_document_do_history(struct pal_call *call, const char *kind, const char *id,
                                    const char *place)
{
    bool is_back = pal_call_does(call, "restore");
    if (!is_back && !pal_call_does(call, "remove")) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID, "the form does not say what to do");
    }
    enum pal_rc rc =
        pal_errand_explain(&call->errand, pal_house_remove(&call->errand, kind, id, is_back));
    return rc == PAL_OK ? pal_call_go(call, true, "%s/history", place) : rc;
}

/* The document as a file. */
enum pal_rc pal_document_send(struct pal_call *call, const char *kind, const char *id)
{
    struct pal_record record;
    enum pal_rc rc = pal_house_get(&call->errand, kind, id, &record);
    if (rc == PAL_OK) {
        rc = pal_audit_reading(&call->errand, "download", pal_call_printf(call, "%s/%s", kind, id),
                               pal_call_printf(call, "version %lld", (long long)record.version));
    }
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
    return pal_document_show_text(call, "assessment", call->params[0]);
}

enum pal_rc pal_do_assessment_text(struct pal_call *call)
{
    return pal_document_do_text(call, "assessment", call->params[0],
                                pal_call_printf(call, "/assessments/%s", call->params[0]));
}

enum pal_rc pal_do_assessment_history(struct pal_call *call)
{
    return pal_document_do_history(call, "assessment", call->params[0],
                                   pal_call_printf(call, "/assessments/%s", call->params[0]));
}

enum pal_rc pal_page_assessment_history(struct pal_call *call)
{
    return pal_document_show_history(call, "assessment", call->params[0],
                                     pal_call_printf(call, "/assessments/%s", call->params[0]));
}

enum pal_rc pal_page_assessment_file(struct pal_call *call)
{
    return pal_document_send(call, "assessment", call->params[0]);
}
