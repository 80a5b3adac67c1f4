/* document - the text and the history of any document. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/line_ends.h"
#include "base/text.h"
#include "web/marking.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { VERSIONS_PER_PAGE = 200 };

/* --------------------------------------------------------------- one's text */

/* Whether a form of this page would be taken: by the verb, and by the address, which lets nobody in
 * for a document of the library who may not change that, whatever a project lets them write. */
static bool may_write(const struct pal_call *call, const struct pal_document *record)
{
    bool is_let_in =
        pal_house_is_of_projects(record->kind) ||
        (record->version > 0 && pal_errand_may(&call->errand, PAL_MAY_EDIT_LIBRARY, NULL));
    return is_let_in && pal_house_may_write(&call->errand, record);
}

/* A project's own documents are written by their forms, and stay in its lists. */
static bool has_form(const struct pal_document *record)
{
    const struct pal_shelf_kind *kind = pal_shelf_kind(record->kind);
    return kind->is_project || kind->is_by_project;
}

/* A version that the query asks for; 0: none. */
static enum pal_rc version_asked(struct pal_call *call, const char *name, int64_t *out)
{
    const char *text = pal_call_query(call, name);
    *out = text != NULL ? pal_whole_number(text) : 0;
    return *out >= 0 ? PAL_OK
                     : pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "there is no version %s",
                                       pal_quote(text).text);
}

/* The version of a document that the query asks for, or what stands there now: the last, or what
 * was written from its facts since. `last` is what stands there. */
static enum pal_rc open_version(struct pal_call *call, const char *kind, const char *id,
                                struct pal_document *out, struct pal_seen *last)
{
    int64_t asked;
    enum pal_rc rc = version_asked(call, "version", &asked);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_get(&call->errand, kind, id, out);
    if (rc != PAL_OK) {
        return rc;
    }
    *last = (struct pal_seen){out->version, out->fact};
    if (asked == 0 || (asked == last->version && !out->is_written)) {
        return PAL_OK;
    }
    rc = pal_house_version(&call->errand, kind, id, asked, out);
    return rc == PAL_E_NOT_FOUND
               ? pal_errand_fail(&call->errand, rc, "there is no version %lld of this document",
                                 (long long)asked)
               : rc;
}

static bool is_current(const struct pal_document *record, struct pal_seen last)
{
    return record->version == last.version && record->fact == last.fact;
}

/* What can be done with a version: to download it, and with an old one to write it again. */
static void add_version(struct pal_call *call, const struct pal_document *record,
                        struct pal_seen last, const char *place)
{
    if (last.version == 0) {
        return; /* built in */
    }
    pal_set_text(call->page, "file_url",
                 record->is_written ? pal_call_printf(call, "%s/file", place)
                                    : pal_call_printf(call, "%s/file?version=%lld", place,
                                                      (long long)record->version));
    pal_set_text(call->page, "history_url", pal_call_printf(call, "%s/history", place));
    if (is_current(record, last)) {
        return;
    }
    struct pal_value *old = pal_value_object(&call->values);
    pal_put_integer(old, "version", record->version);
    pal_put_integer(old, "last", last.version);
    pal_put_integer(old, "fact", last.fact);
    pal_put_text(old, "compare_url",
                 pal_call_printf(call, "%s/history?from=%lld&to=%lld", place,
                                 (long long)record->version, (long long)last.version));
    pal_put_boolean(old, "can_revert", may_write(call, record));
    pal_set(call->page, "old", old);
}

/* Whether the problems that are shown are those of other documents. */
static bool names_others(const struct pal_call *call)
{
    PAL_EACH(row, pal_value_get(call->data, "problems"))
    {
        if (pal_value_is(pal_value_get(row, "document"), PAL_VALUE_TEXT)) {
            return true;
        }
    }
    return false;
}

enum pal_rc pal_document_show_text(struct pal_call *call, const char *kind, const char *id,
                                   const char *place)
{
    struct pal_document record;
    struct pal_seen last = {0, 0};
    enum pal_rc rc = open_version(call, kind, id, &record, &last);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_document_frame(call, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_edited = call->is_form_again && pal_route_reads_field(call->route, "text");
    const char *typed = is_edited ? pal_call_field(call, "text") : NULL;
    bool is_last = is_current(&record, last);
    call->version = record.version;
    call->fact = record.fact;
    pal_set_text(call->data, "kind", kind);
    pal_set_text(call->data, "id", id);
    pal_set_text(call->data, "text", typed != NULL ? typed : record.text);
    pal_set_integer(call->data, "version",
                    typed != NULL ? pal_form_version_shown(call) : record.version);
    pal_set_integer(call->data, "fact", typed != NULL ? pal_form_fact_shown(call) : record.fact);
    if (pal_value_get(call->data, "problems") == NULL) {
        pal_set(call->data, "problems", pal_value_list(&call->values));
    }
    pal_call_form(call, "note", "");
    bool can_edit = is_last && may_write(call, &record) && !has_form(&record);
    pal_set_boolean(call->page, "can_edit", can_edit);
    /* a document of the library is written at another address than it is read */
    pal_set_text(call->page, "save_url",
                 pal_call_printf(call, "%s/%s", place,
                                 pal_shelf_kind(kind)->shelf != NULL ? "edit" : "text"));
    if (can_edit && pal_shelf_kind(kind)->shelf != NULL) {
        pal_call_form(call, "copy", pal_call_printf(call, "%s-new", id));
        pal_set_boolean(call->page, "open_copy", names_others(call));
    }
    add_version(call, &record, last, place);
    return pal_call_show(call, "web_text", record.title);
}

/* Whether a program sent no field: If-Match stands beside them as the version. */
static bool is_body_alone(const struct pal_call *call)
{
    static const char *const seen[] = {"version", "fact"};
    bool is_alone = call->is_api && call->form.count <= 2;
    for (size_t i = 0; i < call->form.count && is_alone; i++) {
        is_alone = strcmp(call->form.items[i].name, seen[i]) == 0;
    }
    return is_alone;
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
    if (is_body_alone(call)) {
        *len = call->request->body_len;
        return call->request->body;
    }
    *len = 0;
    return "";
}

const char *pal_document_text(struct pal_call *call, const char *before, size_t *len)
{
    const char *text = pal_document_sent(call, len);
    bool is_typed = false;
    for (size_t i = 0; i < call->form.count; i++) {
        is_typed = is_typed || (call->form.items[i].value == text &&
                                strcmp(call->form.items[i].name, "text") == 0);
    }
    if (call->is_api || !is_typed) {
        return text;
    }
    const char *like = pal_line_ends_like(call->request->arena, text, len, before);
    call->failed = like == NULL || call->failed;
    return like != NULL ? like : text;
}

/* Whether a text is of the kind and id that it was sent to. */
static enum pal_rc check_same(struct pal_call *call, const char *kind, const char *id,
                              const char *text, size_t len)
{
    struct pal_checked checked;
    enum pal_rc rc = pal_app_check_text(pal_fresh_app(call), "document", text, len, &checked);
    pal_set(call->data, "problems", pal_problems(call));
    if (rc != PAL_OK) {
        return pal_tell_problem(call, PAL_E_INVALID);
    }
    if (strcmp(checked.kind->word, kind) != 0 || strcmp(checked.id, id) != 0) {
        return pal_errand_fail(
            &call->errand, PAL_E_INVALID,
            "this text is another document (%s, %s) than what stands here (%s, %s): keep kind and "
            "id, or copy the document under another id",
            pal_kind_said(call->errand.voice, checked.kind->word), pal_quote(checked.id).text,
            pal_kind_said(call->errand.voice, kind), pal_quote(id).text);
    }
    return PAL_OK;
}

enum pal_rc pal_document_do_text(struct pal_call *call, const char *kind, const char *id,
                                 const char *place)
{
    size_t len;
    struct pal_document record;
    struct pal_document before;
    enum pal_rc rc = pal_house_get(&call->errand, kind, id, &before);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *text = pal_document_text(call, before.text, &len);
    rc = check_same(call, kind, id, text, len);
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_call_does(call, "check")) {
        rc = pal_house_try(&call->errand, pal_fresh_app(call), before.project, text, len, &record);
        if (rc != PAL_OK) {
            return rc == PAL_E_INVALID ? pal_tell_refusal(call, rc) : rc;
        }
        call->is_form_again = true;
        return pal_document_show_text(call, kind, id, place);
    }
    rc = pal_house_put(&call->errand, pal_fresh_app(call), "", text, len, pal_form_seen(call),
                       pal_call_word(call, "note"), &record);
    if (rc == PAL_E_CONFLICT) {
        return pal_tell_conflict(call, kind, id);
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_refusal(call, rc) : rc;
    }
    return pal_go_written(call, &record, place);
}

/* ------------------------------------------------------------------ history */

/* The names of whoever wrote these versions, and of whom their claims name. */
static enum pal_rc read_authors(struct pal_call *call, const struct pal_version *rows, size_t count)
{
    const char **ids = PAL_NEW(call->request->arena, const char *, 2 * count + 1);
    if (ids == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        ids[2 * i] = rows[i].written_by;
        ids[2 * i + 1] = rows[i].claim;
    }
    return pal_call_names(call, ids, 2 * count);
}

/* One line of the history. */
static struct pal_value *version_row(struct pal_call *call, const struct pal_version *row,
                                     const char *place)
{
    struct pal_value *out = pal_value_object(&call->values);
    long long version = (long long)row->number;
    pal_put_integer(out, "version", row->number);
    pal_put_text(out, "at", pal_call_time(call, row->written_at));
    pal_put_text(out, "by", pal_call_author(call, row->written_by, row->claim));
    pal_put_text(out, "note", row->note);
    pal_put_text(out, "hash", row->hash);
    pal_put_text(out, "url", pal_call_printf(call, "%s/text?version=%lld", place, version));
    pal_put_text(out, "file_url", pal_call_printf(call, "%s/file?version=%lld", place, version));
    pal_put_text(out, "compare_url",
                 version > 1 ? pal_call_printf(call, "%s/history?from=%lld&to=%lld", place,
                                               version - 1, version)
                             : NULL);
    return out;
}

/* A page of versions, newest first. */
static enum pal_rc add_versions(struct pal_call *call, const struct pal_document *record,
                                const char *place, int64_t from, int64_t to)
{
    struct pal_version *rows = NULL;
    size_t count = 0;
    int64_t before;
    struct pal_value *list = pal_value_list(&call->values);
    enum pal_rc rc = version_asked(call, "cursor", &before);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_explain(&call->errand,
                            pal_house_history(&call->errand, record->kind, record->id, before,
                                              VERSIONS_PER_PAGE, &rows, &count));
    if (rc != PAL_OK) {
        return rc;
    }
    rc = read_authors(call, rows, count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = version_row(call, &rows[i], place);
        pal_put_boolean(row, "is_from", from > 0 ? rows[i].number == from : i == 1);
        pal_put_boolean(row, "is_to", to > 0 ? rows[i].number == to : i == 0);
        pal_add(list, row);
    }
    pal_set(call->data, "versions", list);
    bool is_full = count == VERSIONS_PER_PAGE;
    const char *cursor =
        is_full ? pal_call_printf(call, "%lld", (long long)rows[count - 1].number) : NULL;
    pal_set_text(call->data, "next_cursor", cursor);
    pal_set_text(call->page, "next_url",
                 is_full ? pal_call_printf(call, "%s/history?cursor=%s", place, cursor) : NULL);
    return rc;
}

enum pal_rc pal_document_show_history(struct pal_call *call, const char *kind, const char *id,
                                      const char *place)
{
    struct pal_document record;
    int64_t from;
    int64_t to;
    enum pal_rc rc = version_asked(call, "from", &from);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = version_asked(call, "to", &to);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_get(&call->errand, kind, id, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_document_frame(call, &record);
    if (rc == PAL_OK && from > 0 && to > 0) {
        rc = pal_changes_shown(call, kind, id, from, to);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = add_versions(call, &record, place, from, to);
    if (rc != PAL_OK) {
        return rc;
    }
    call->version = record.version;
    call->fact = record.fact;
    pal_set_integer(call->data, "version", record.version);
    pal_set_integer(call->data, "fact", record.fact);
    if (pal_value_get(call->data, "problems") == NULL) {
        pal_set(call->data, "problems", pal_value_list(&call->values));
    }
    pal_set_text(call->data, "removed_at",
                 record.removed_at != 0 ? pal_call_time(call, record.removed_at) : NULL);
    pal_set_boolean(call->page, "can_remove", may_write(call, &record) && !has_form(&record));
    return pal_call_show(call, "web_history", record.title);
}

/* Writes an old version again. */
static enum pal_rc revert(struct pal_call *call, const char *kind, const char *id,
                          const char *place)
{
    struct pal_document written = {0};
    const char *old = pal_call_word(call, "old");
    int64_t number = pal_whole_number(old);
    if (number < 0) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "old: say which version is to be written again");
    }
    const char *note = pal_call_word(call, "note");
    const char *said = pal_call_printf(call, pal_call_tr(call, "version %s again"), old);
    if (note[0] != '\0') {
        said = pal_call_printf(call, "%s: %s", said, note);
    }
    enum pal_rc rc = pal_house_restore(&call->errand, pal_fresh_app(call), kind, id, number,
                                       pal_form_seen(call), said, &written);
    if (rc == PAL_E_INVALID) {
        return pal_tell_refusal(call, rc);
    }
    return rc == PAL_OK ? pal_go_written(call, &written, pal_call_printf(call, "%s/history", place))
                        : rc;
}

enum pal_rc pal_document_do_history(struct pal_call *call, const char *kind, const char *id,
                                    const char *place)
{
    bool is_back = pal_call_does(call, "restore");
    if (pal_call_does(call, "revert")) {
        return revert(call, kind, id, place);
    }
    if (!is_back && !pal_call_does(call, "remove")) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID, "the form does not say what to do");
    }
    enum pal_rc rc =
        pal_errand_explain(&call->errand, pal_house_remove(&call->errand, kind, id, is_back));
    return rc == PAL_OK ? pal_call_go(call, true, "%s/history", place) : rc;
}

/* The document as a file: the last version, or the one asked for, which the name then tells. */
enum pal_rc pal_document_send(struct pal_call *call, const char *kind, const char *id)
{
    struct pal_document record;
    struct pal_seen last = {0, 0};
    enum pal_rc rc = open_version(call, kind, id, &record, &last);
    if (rc == PAL_OK) {
        rc = pal_audit_reading(&call->errand, "download", pal_call_printf(call, "%s/%s", kind, id),
                               pal_call_printf(call, "version %lld", (long long)record.version));
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const char *mark = pal_call_query(call, "version") != NULL
                           ? pal_call_printf(call, ".v%lld", (long long)record.version)
                           : "";
    call->response->content_type = "application/yaml; charset=utf-8";
    pal_http_set(call->response, "Content-Disposition",
                 pal_marking_disposition(call, pal_call_printf(call, "%s%s.yaml", id, mark)));
    pal_web_set_version(call, record.version, record.fact);
    pal_buf_add(&call->response->body, record.text);
    return PAL_OK;
}

/* -------------------------------------------------------------- assessments */

enum pal_rc pal_page_assessment_text(struct pal_call *call)
{
    return pal_document_show_text(call, "assessment", call->params[0],
                                  pal_call_printf(call, "/assessments/%s", call->params[0]));
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
