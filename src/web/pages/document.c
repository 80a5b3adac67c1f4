/* document - the text and the history of any document. */
#include <string.h>

#include "app/desk/library.h"
#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/line_ends.h"
#include "base/text.h"
#include "base/utf8.h"
#include "web/marking.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { VERSIONS_PER_PAGE = 200 };

/* --------------------------------------------------------------- one's text */

/* Whether a form of this page would be taken: by the verb, and by the address, which for a document
 * of the library lets nobody in who may not change that; a project's own stands in its project. */
static bool may_write(const struct pal_call *call, const struct pal_document *record)
{
    bool is_let_in =
        record->version > 0 &&
        (record->project[0] != '\0' || pal_errand_may(&call->errand, PAL_MAY_EDIT_LIBRARY, NULL));
    return is_let_in && pal_house_may_write(&call->errand, record);
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

/* Where two versions are held against each other. */
static const char *url_between(struct pal_call *call, const char *place, int64_t from, int64_t to)
{
    return pal_look_kept(call, pal_call_printf(call, "%s/history?from=%lld&to=%lld", place,
                                               (long long)from, (long long)to));
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
    pal_set_text(call->page, "history_url",
                 pal_look_kept(call, pal_call_printf(call, "%s/history", place)));
    if (is_current(record, last)) {
        return;
    }
    struct pal_value *old = pal_value_object(&call->values);
    pal_put_integer(old, "version", record->version);
    pal_put_integer(old, "last", last.version);
    pal_put_integer(old, "fact", last.fact);
    pal_put_text(old, "compare_url", url_between(call, place, record->version, last.version));
    pal_put_text(old, "revert_url",
                 pal_look_kept(call, pal_call_printf(call, "%s/history/revert", place)));
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

/* Where its text is edited: in the library at an address of its own. */
static const char *text_url(struct pal_call *call, const struct pal_document *record,
                            const char *place)
{
    return pal_call_printf(call, record->project[0] == '\0' ? "%s/edit" : "%s/text", place);
}

static enum pal_rc show_text(struct pal_call *call, const struct pal_here *here)
{
    struct pal_document record;
    struct pal_seen last = {0, 0};
    enum pal_rc rc = open_version(call, here->kind, here->id, &record, &last);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_document_frame(call, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *place = pal_document_place(call, &record);
    const char *typed = pal_call_typed(call, "text");
    bool is_last = is_current(&record, last);
    call->version = record.version;
    call->fact = record.fact;
    pal_set_text(call->data, "kind", record.kind);
    pal_set_text(call->data, "id", record.id);
    pal_set_text(call->data, "text", typed != NULL ? typed : record.text);
    pal_set_integer(call->data, "version",
                    typed != NULL ? pal_form_version_shown(call) : record.version);
    pal_set_integer(call->data, "fact", typed != NULL ? pal_form_fact_shown(call) : record.fact);
    if (pal_value_get(call->data, "problems") == NULL) {
        pal_set(call->data, "problems", pal_value_list(&call->values));
    }
    pal_call_form(call, "note", "");
    bool can_edit = is_last && may_write(call, &record);
    pal_set_boolean(call->page, "can_edit", can_edit);
    pal_set_text(call->page, "text_url", text_url(call, &record, place));
    if (can_edit && record.project[0] == '\0') {
        pal_call_form(call, "copy", pal_call_printf(call, "%s-new", record.id));
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

enum pal_rc pal_table_sent(struct pal_call *call, const char **out)
{
    size_t len;
    size_t bad;
    uint32_t code;
    const char *text = pal_document_sent(call, &len);
    if (strlen(text) != len || !pal_utf8_check(text, len, &bad) ||
        !pal_utf8_is_text(text, len, &code)) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "text",
                                  "this is no table in UTF-8: save it as \"CSV UTF-8\", or "
                                  "copy the cells and paste "
                                  "them");
    }
    if (pal_route_reads_field(call->route, "ends")) {
        const char *ends = pal_call_word(call, "ends");
        text = ends[0] != '\0' ? pal_line_ends_as(call->request->arena, text, &len, ends) : text;
    }
    *out = text != NULL ? text : "";
    return text != NULL ? PAL_OK : pal_errand_explain(&call->errand, PAL_E_MEMORY);
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

enum pal_rc pal_document_refused(struct pal_call *call, enum pal_rc rc)
{
    bool is_file = false;
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        is_file = is_file || (strcmp(field->name, "file") == 0 && field->value_len > 0);
    }
    bool is_its = rc == PAL_E_INVALID || rc == PAL_E_EXISTS;
    const char *field = call->errand.err.field;
    bool is_told = field != NULL && pal_route_reads_field(call->route, field);
    if (is_its && !is_told && !is_body_alone(call)) {
        call->errand.err.field = is_file ? "file" : "text";
    }
    return rc;
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

/* The text that was sent for a document, which must be of its kind and id. */
static enum pal_rc read_sent(struct pal_call *call, const struct pal_here *here,
                             struct pal_document *before, const char **text, size_t *len)
{
    enum pal_rc rc = pal_house_get(&call->errand, here->kind, here->id, before);
    if (rc != PAL_OK) {
        return rc;
    }
    *text = pal_document_text(call, before->text, len);
    return check_same(call, here->kind, here->id, *text, *len);
}

static enum pal_rc check_text(struct pal_call *call, const struct pal_here *here)
{
    const char *text;
    size_t len;
    struct pal_document record;
    struct pal_document before;
    enum pal_rc rc = read_sent(call, here, &before, &text, &len);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_try(&call->errand, pal_fresh_app(call), before.project, text, len, &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_refusal(call, rc) : rc;
    }
    call->is_form_again = true;
    return show_text(call, here);
}

/* A text that says states says them as the tables of transitions allow. */
static enum pal_rc do_text(struct pal_call *call, const struct pal_here *here)
{
    const char *text;
    size_t len;
    struct pal_document record;
    struct pal_document before;
    enum pal_rc rc = read_sent(call, here, &before, &text, &len);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *note = pal_call_word(call, "note");
    struct pal_seen seen = pal_form_seen(call);
    rc =
        pal_shelf_kind(here->kind)->held == PAL_HELD_AS_PROJECT
            ? pal_house_go_on(&call->errand, pal_fresh_app(call), "", text, len, seen.version, note,
                              &record)
            : pal_house_put(&call->errand, pal_fresh_app(call), "", text, len, seen, note, &record);
    if (rc == PAL_E_CONFLICT) {
        return pal_tell_conflict(call, here->kind, here->id);
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_refusal(call, rc) : rc;
    }
    return pal_go_written(call, &record, here->place);
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
    pal_put_text(
        out, "url",
        pal_look_kept(call, pal_call_printf(call, "%s/text?version=%lld", place, version)));
    pal_put_text(out, "file_url", pal_call_printf(call, "%s/file?version=%lld", place, version));
    pal_put_text(out, "compare_url",
                 version > 1 ? url_between(call, place, version - 1, version) : NULL);
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
    pal_set_boolean(call->page, "has_several", record->version > 1);
    pal_set_boolean(call->page, "is_built_in", record->version == 0);
    bool is_full = count == VERSIONS_PER_PAGE;
    const char *cursor =
        is_full ? pal_call_printf(call, "%lld", (long long)rows[count - 1].number) : NULL;
    pal_set_text(call->data, "next_cursor", cursor);
    pal_set_text(
        call->page, "next_url",
        is_full ? pal_look_kept(call, pal_call_printf(call, "%s/history?cursor=%s", place, cursor))
                : NULL);
    return rc;
}

/* Who may take it out of the lists, where that is more than who may write its text. */
static void add_removal(struct pal_call *call, const struct pal_document *record, const char *place)
{
    bool can_remove = may_write(call, record);
    pal_set_text(call->data, "removed_at",
                 record->removed_at != 0 ? pal_call_time(call, record->removed_at) : NULL);
    pal_set_boolean(call->page, "can_remove", can_remove);
    pal_set_boolean(call->page, "is_project", pal_shelf_kind(record->kind)->is_project);
    pal_set_text(call->page, "edit_url", pal_look_kept(call, text_url(call, record, place)));
    pal_set_text(call->page, "remove_url",
                 pal_look_kept(call, pal_call_printf(call, "%s/history/remove", place)));
    pal_set_text(call->page, "restore_url",
                 pal_look_kept(call, pal_call_printf(call, "%s/history/restore", place)));
}

static enum pal_rc show_history(struct pal_call *call, const struct pal_here *here)
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
    rc = pal_house_get(&call->errand, here->kind, here->id, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *place = pal_document_place(call, &record);
    rc = pal_document_frame(call, &record);
    if (rc == PAL_OK && from > 0 && to > 0) {
        rc = pal_changes_shown(call, here->kind, here->id, from, to);
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
    pal_set_text(call->page, "marks_url",
                 record.fact != 0
                     ? pal_look_kept(call, pal_call_printf(call, "%s/facts/mark", place))
                     : NULL);
    if (pal_value_get(call->data, "problems") == NULL) {
        pal_set(call->data, "problems", pal_value_list(&call->values));
    }
    add_removal(call, &record, place);
    return pal_call_show(call, "web_history", record.title);
}

/* Writes an old version again. */
static enum pal_rc revert(struct pal_call *call, const struct pal_here *here)
{
    struct pal_document written = {0};
    const char *old = pal_call_word(call, "old");
    int64_t number = pal_whole_number(old);
    if (number < 0) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "old",
                                  "say which version is to be written again");
    }
    const char *note = pal_call_word(call, "note");
    const char *said = pal_call_printf(call, pal_call_tr(call, "version %s again"), old);
    if (note[0] != '\0') {
        said = pal_call_printf(call, "%s: %s", said, note);
    }
    enum pal_rc rc = pal_house_restore(&call->errand, pal_fresh_app(call), here->kind, here->id,
                                       number, pal_form_seen(call), said, &written);
    if (rc == PAL_E_INVALID) {
        return pal_tell_refusal(call, rc);
    }
    return rc == PAL_OK
               ? pal_go_written(call, &written, pal_call_printf(call, "%s/history", here->place))
               : rc;
}

/* Out of the lists, or back into them. */
static enum pal_rc take_out(struct pal_call *call, const struct pal_here *here, bool is_back)
{
    enum pal_rc rc = pal_errand_explain(
        &call->errand, pal_house_remove(&call->errand, here->kind, here->id, is_back));
    return rc == PAL_OK ? pal_call_go(call, true, "%s/history", here->place) : rc;
}

/* The document as a file: the last version, or the one asked for, which the name then tells. */
static enum pal_rc send_file(struct pal_call *call, const struct pal_here *here)
{
    struct pal_document record;
    struct pal_seen last = {0, 0};
    enum pal_rc rc = open_version(call, here->kind, here->id, &record, &last);
    if (rc == PAL_OK) {
        rc = pal_audit_reading(&call->errand, "download",
                               pal_call_printf(call, "%s/%s", here->kind, here->id),
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
                 pal_marking_disposition(call, pal_call_printf(call, "%s%s.yaml", here->id, mark)));
    pal_web_set_version(call, record.version, record.fact);
    pal_buf_add(&call->response->body, record.text);
    return PAL_OK;
}

/* --------------------------------------------------------------- of every kind */

/* How far the path of a route goes the way of a place, whatever each calls what stands in braces:
 * its length; 0: it goes another. */
static size_t fit(const char *place, const char *path)
{
    const char *at = path;
    while (*place != '\0') {
        if (*place == '{' && *at == '{') {
            place += strcspn(place, "}") + 1;
            at += strcspn(at, "}") + 1;
        } else if (*place == *at) {
            place++;
            at++;
        } else {
            return 0;
        }
    }
    return *at == '\0' || *at == '/' ? (size_t)(at - path) : 0;
}

/* The place that a route is of: the longest that fits. */
static const struct pal_shelf_kind *kind_of_route(const char *path, const char **place)
{
    const struct pal_shelf_kind *found = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        const char *const places[] = {pal_shelf_kinds[i].place, pal_shelf_kinds[i].own_place};
        for (size_t j = 0; j < 2; j++) {
            size_t len = places[j] != NULL ? fit(places[j], path) : 0;
            if (len > longest) {
                longest = len;
                found = &pal_shelf_kinds[i];
                *place = places[j];
            }
        }
    }
    return found;
}

/* What the address has where a place has a name in braces; NULL: it has no such name. */
static const char *word_at(const struct pal_call *call, const char *place, const char *name)
{
    size_t len = strlen(name);
    size_t count = 0;
    for (const char *at = strchr(place, '{'); at != NULL; at = strchr(at + 1, '{')) {
        if (strncmp(at + 1, name, len) == 0 && at[1 + len] == '}') {
            return call->params[count];
        }
        count++;
    }
    return NULL;
}

/* Whether documents of a kind stand at a place. */
static bool stands_at(const struct pal_shelf_kind *kind, const char *place)
{
    return (kind->place != NULL && strcmp(kind->place, place) == 0) ||
           (kind->own_place != NULL && strcmp(kind->own_place, place) == 0);
}

/* What the address of a route says of the document that stands there. */
struct told_by_address {
    const struct pal_shelf_kind *kind; /* NULL: none stands there */
    const char *word;                  /* of its kind, where that is in the address */
    const char *project;
    const char *id;
};

static struct told_by_address read_address(const struct pal_call *call)
{
    const char *place = "";
    struct told_by_address out = {.kind = kind_of_route(call->route->path, &place)};
    out.word = word_at(call, place, "kind");
    out.project = word_at(call, place, "project");
    out.id = word_at(call, place, "id");
    out.kind = out.word != NULL ? pal_shelf_kind(out.word) : out.kind;
    out.kind = out.kind != NULL && stands_at(out.kind, place) ? out.kind : NULL;
    return out;
}

void pal_document_at(struct pal_call *call, struct pal_here *out)
{
    const struct told_by_address told = read_address(call);
    const char *kind = told.kind != NULL ? told.kind->word : "";
    *out = (struct pal_here){.kind = kind, .id = told.id != NULL ? told.id : told.project};
    /* An assessment's address has no project in it, and is one's nevertheless. */
    bool is_shelved = told.kind != NULL && told.kind->place != NULL;
    const char *owner = told.project != NULL ? told.project : is_shelved ? "" : "-";
    out->place = told.kind != NULL ? pal_kind_url(call, kind, owner, out->id) : "";
}

/* Whether it is of whom the address says: one project's own, or the library's. Of the library's an
 * id that is a project's is nobody's, whoever asks. */
static enum pal_rc check_owner(struct pal_call *call, const struct told_by_address *told)
{
    const char *of = "";
    enum pal_rc rc = pal_house_project_of(&call->errand, told->kind->word, told->id, &of);
    if (told->project == NULL) {
        const char *folder = told->kind->folder;
        bool is_built_in = folder != NULL && pal_library_find(folder, told->id) != NULL;
        rc = rc == PAL_OK && of[0] != '\0' ? PAL_E_NOT_FOUND : rc;
        return is_built_in ? PAL_OK : pal_errand_explain(&call->errand, rc);
    }
    if (rc == PAL_E_NOT_FOUND || (rc == PAL_OK && strcmp(of, told->project) != 0)) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                               "the project has no document %s of this kind",
                               pal_quote(told->id).text);
    }
    return rc == PAL_OK ? rc : pal_errand_explain(&call->errand, rc);
}

enum pal_rc pal_document_here(struct pal_call *call, struct pal_here *out)
{
    const struct told_by_address told = read_address(call);
    if (told.kind == NULL) {
        return told.project == NULL
                   ? pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "the library holds no %s",
                                     pal_quote(told.word).text)
                   : pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                                     "no document of the kind %s stands here",
                                     pal_quote(told.word).text);
    }
    pal_document_at(call, out);
    bool has_owner = told.id != NULL && told.word != NULL;
    return has_owner ? check_owner(call, &told) : PAL_OK;
}

/* Below an address of the library: where the same stands of a project's own. */
static const char *below_own(struct pal_call *call, const char *place)
{
    const char *below = call->route->path + strlen("/library/{kind}/{id}");
    const char *fact = strstr(below, "{fact}");
    below = strcmp(below, "/edit") == 0 ? "/text" : below;
    return fact != NULL ? pal_call_printf(call, "%s%.*s%s", place, (int)(fact - below), below,
                                          call->params[2])
                        : pal_call_printf(call, "%s%s", place, below);
}

enum pal_rc pal_document_stands(struct pal_call *call)
{
    const char *of = NULL;
    struct pal_here here;
    if (strstr(call->route->path, "/library/{kind}/{id}") == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_document_here(call, &here);
    if (rc != PAL_E_NOT_FOUND || call->is_api || call->route->method != PAL_GET ||
        call->route->scope == PAL_SCOPE_PROJECT || here.place[0] == '\0' ||
        pal_house_project_of(&call->errand, here.kind, here.id, &of) != PAL_OK ||
        !pal_errand_may(&call->errand, PAL_MAY_READ_PROJECT, of)) {
        return rc;
    }
    call->errand.err = (struct pal_err){0};
    const char *place = pal_kind_url(call, here.kind, of, here.id);
    return pal_call_go(call, false, "%s", pal_call_asked(call, below_own(call, place)));
}

enum pal_rc pal_page_document_text(struct pal_call *call)
{
    struct pal_here here;
    enum pal_rc rc = pal_document_here(call, &here);
    return rc == PAL_OK ? show_text(call, &here) : rc;
}

enum pal_rc pal_do_document_text(struct pal_call *call)
{
    struct pal_here here;
    enum pal_rc rc = pal_document_here(call, &here);
    return rc == PAL_OK ? pal_document_refused(call, do_text(call, &here)) : rc;
}

enum pal_rc pal_do_document_check(struct pal_call *call)
{
    struct pal_here here;
    enum pal_rc rc = pal_document_here(call, &here);
    return rc == PAL_OK ? pal_document_refused(call, check_text(call, &here)) : rc;
}

enum pal_rc pal_page_document_history(struct pal_call *call)
{
    struct pal_here here;
    enum pal_rc rc = pal_document_here(call, &here);
    return rc == PAL_OK ? show_history(call, &here) : rc;
}

enum pal_rc pal_do_document_revert(struct pal_call *call)
{
    struct pal_here here;
    enum pal_rc rc = pal_document_here(call, &here);
    return rc == PAL_OK ? revert(call, &here) : rc;
}

enum pal_rc pal_do_document_take_out(struct pal_call *call)
{
    struct pal_here here;
    enum pal_rc rc = pal_document_here(call, &here);
    return rc == PAL_OK ? take_out(call, &here, false) : rc;
}

enum pal_rc pal_do_document_bring_back(struct pal_call *call)
{
    struct pal_here here;
    enum pal_rc rc = pal_document_here(call, &here);
    return rc == PAL_OK ? take_out(call, &here, true) : rc;
}

enum pal_rc pal_page_document_file(struct pal_call *call)
{
    struct pal_here here;
    enum pal_rc rc = pal_document_here(call, &here);
    return rc == PAL_OK ? send_file(call, &here) : rc;
}
