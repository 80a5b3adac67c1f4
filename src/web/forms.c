/* forms - what every form needs that writes a document: its version, the problems, what somebody
 * else wrote meanwhile, the choices of a field. */
#include <string.h>

#include "app/desk/library.h"
#include "app/house/errand.h"
#include "app/house/outcome.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/line_ends.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { OPTIONS_MOST = 2000 };

enum pal_rc pal_form_id(struct pal_call *call, const char *id)
{
    struct pal_err err;
    enum pal_rc rc = pal_id_require(id, false, call->errand.voice, &err);
    return rc == PAL_OK ? rc : pal_errand_fail_at(&call->errand, rc, "id", "%s", err.message);
}

/* 0 where the address takes none: not every document is written from facts. */
static int64_t number_sent(const struct pal_call *call, const char *name)
{
    const char *typed = pal_route_reads_field(call->route, name) ? pal_call_word(call, name) : "";
    return typed[0] != '\0' ? pal_whole_number(typed) : 0;
}

int64_t pal_form_version(const struct pal_call *call)
{
    return number_sent(call, "version");
}

struct pal_seen pal_form_seen(const struct pal_call *call)
{
    return (struct pal_seen){number_sent(call, "version"), number_sent(call, "fact")};
}

/* What a form is shown with: theirs after a conflict, what was sent, or what stands there. */
static int64_t shown(const struct pal_call *call, const char *name, const char *theirs, int64_t now)
{
    const struct pal_value *conflict = pal_value_get(call->data, "conflict");
    if (conflict != NULL) {
        return pal_value_as_integer(pal_value_get(conflict, theirs));
    }
    int64_t sent = call->is_form_again ? number_sent(call, name) : -1;
    return sent >= 0 ? sent : now;
}

int64_t pal_form_version_shown(const struct pal_call *call)
{
    return shown(call, "version", "their_version", call->version);
}

int64_t pal_form_fact_shown(const struct pal_call *call)
{
    return shown(call, "fact", "their_fact", call->fact);
}

/* A problem at a key that the form sends under its name stands at that field. */
static enum pal_rc tell_one(struct pal_call *call, enum pal_rc rc, const struct pal_err *err)
{
    size_t len = strcspn(err->path, ".[");
    const char *key = len > 0 ? pal_call_printf(call, "%.*s", (int)len, err->path) : err->field;
    bool has_field = key != NULL && pal_route_reads_field(call->route, key);
    bool is_missing = has_field && len == 0;
    bool has_path = err->path[0] != '\0' && !(has_field && err->path[len] == '\0');
    rc = pal_errand_fail(
        &call->errand, rc, "%s%s%s", has_path ? err->path : "", has_path ? ": " : "",
        is_missing ? pal_call_tr(call, "this is missing; fill it in") : err->message);
    return has_field ? pal_errand_at(&call->errand, rc, key) : rc;
}

enum pal_rc pal_tell_problem(struct pal_call *call, enum pal_rc rc)
{
    const struct pal_app *app = pal_call_app(call);
    for (const struct pal_app_problems *at = app->problems; at != NULL; at = at->next) {
        if (at->diag.error_count > 0) {
            return tell_one(call, rc, &at->diag.errors[0]);
        }
    }
    return pal_errand_explain(&call->errand, rc);
}

enum pal_rc pal_form_lines(struct pal_call *call)
{
    struct pal_arena *arena = call->request->arena;
    struct pal_field_value *items = PAL_NEW(arena, struct pal_field_value, call->form.count + 1);
    if (items == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < call->form.count; i++) {
        items[i] = call->form.items[i];
        if (items[i].file_name == NULL &&
            memchr(items[i].value, '\r', items[i].value_len) != NULL) {
            items[i].value = pal_line_ends_unix(arena, items[i].value, &items[i].value_len);
        }
        if (items[i].value == NULL) {
            return pal_errand_explain(&call->errand, PAL_E_MEMORY);
        }
    }
    call->form.items = items;
    return PAL_OK;
}

const char *pal_form_like(struct pal_call *call, const char *name, const char *before)
{
    const char *value = pal_call_word(call, name);
    size_t len = strlen(value);
    if (call->is_api) {
        return value;
    }
    const char *like = pal_line_ends_like(call->request->arena, value, &len, before);
    call->failed = like == NULL || call->failed;
    return like != NULL ? like : value;
}

/* ------------------------------------------------- titles of what is chosen */

/* A scalar of YAML as it stands in a line: quotes taken off. */
static const char *scalar_in(struct pal_call *call, const char *at)
{
    at += strspn(at, " ");
    char quote = at[0] == '"' || at[0] == '\'' ? at[0] : '\0';
    const char *end = quote != '\0' ? strchr(at + 1, quote) : at + strcspn(at, ",}\r\n");
    at += quote != '\0';
    return end != NULL && end > at ? pal_call_printf(call, "%.*s", (int)(end - at), at) : "";
}

/* The value of a language within the lines or the braces behind "title:". */
static const char *in_language(struct pal_call *call, const char *at, const char *end,
                               const char *code)
{
    size_t len = strlen(code);
    for (; at + len < end; at++) {
        bool begins = strchr(" {,\n", at[-1]) != NULL;
        if (begins && strncmp(at, code, len) == 0 && at[len] == ':') {
            return scalar_in(call, at + len + 1);
        }
    }
    return "";
}

const char *pal_document_title(struct pal_call *call, const char *text, const char *otherwise)
{
    const char *at = strncmp(text, "title:", 6) == 0 ? text : strstr(text, "\ntitle:");
    if (at == NULL) {
        return otherwise;
    }
    at = strchr(at, ':') + 1;
    size_t line = strcspn(at, "\n");
    const char *end = at + line;
    bool is_block = strspn(at, " \r") >= line;
    bool is_braced = at[strspn(at, " ")] == '{';
    while (is_block && end[0] == '\n' && end[1] == ' ') {
        end += 1 + strcspn(end + 1, "\n");
    }
    const char *title = "";
    for (size_t i = 0; (is_block || is_braced) && i <= PAL_LANG_COUNT && title[0] == '\0'; i++) {
        title = in_language(call, at, end,
                            pal_lang_codes[i == 0 ? (size_t)call->language.lang : i - 1]);
    }
    title = is_block || is_braced ? title : scalar_in(call, at);
    return title[0] != '\0' ? title : otherwise;
}

static void add_offered(struct pal_value *list, const char *id, const char *title)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "value", id);
    pal_put_text(row, "title", title);
}

struct pal_value *pal_documents_offered(struct pal_call *call, const char *kind)
{
    enum { IDS_MAX = 256 };
    struct pal_library_id ids[IDS_MAX];
    struct pal_value *list = pal_value_list(&call->values);
    const struct pal_shelf_kind *shelf = pal_shelf_kind(kind);
    const char *folder = shelf != NULL ? shelf->folder : NULL;
    size_t built_in = folder != NULL ? pal_library_list(folder, ids, IDS_MAX) : 0;
    struct pal_document *rows = NULL;
    size_t count = 0;
    for (size_t i = 0; i < built_in && i < IDS_MAX; i++) {
        const char *id = pal_arena_copy(call->request->arena, ids[i].text, ids[i].len);
        const struct pal_library_file *file = id != NULL ? pal_library_find(folder, id) : NULL;
        if (file != NULL) {
            add_offered(list, id, pal_document_title(call, (const char *)file->bytes, id));
        }
    }
    struct pal_err err = call->errand.err;
    bool is_read = pal_house_offered(&call->errand, kind, call->project, OPTIONS_MOST, &rows,
                                     &count) == PAL_OK;
    for (size_t i = 0; i < count && is_read; i++) {
        const char *text = rows[i].text != NULL ? rows[i].text : "";
        add_offered(list, rows[i].id, pal_document_title(call, text, rows[i].title));
    }
    call->failed = call->failed || !is_read;
    call->errand.err = err;
    return list;
}

/* A fresh app: problems of what is written alone. */
struct pal_app *pal_fresh_app(struct pal_call *call)
{
    if (call->has_app) {
        pal_app_done(&call->app);
        call->has_app = false;
    }
    return pal_call_app(call);
}

/* The text that is kept of a document where a form says the same: its comments and its layout stay.
 * Where the form says something else `written` stays. */
static enum pal_rc prefer_kept(struct pal_call *call, const struct pal_value *document,
                               const char **written)
{
    struct pal_document record;
    struct pal_buf text;
    const char *kind = pal_word_in(document, "palier");
    kind = pal_call_printf(call, "%.*s", (int)strcspn(kind, "/"), kind);
    enum pal_rc rc = pal_house_get(&call->errand, kind, pal_word_in(document, "id"), &record);
    if (rc == PAL_E_NOT_FOUND) {
        call->errand.err = (struct pal_err){0}; /* writing will say it */
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    const struct pal_value *kept = pal_call_document(call, record.text, strlen(record.text));
    if (kept == NULL) {
        return PAL_E_MEMORY;
    }
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, call->request->arena->alloc);
    pal_call_yaml(kept, &text);
    const char *again = pal_buf_text(&text);
    bool is_same = again != NULL && strcmp(again, *written) == 0;
    *written = is_same ? record.text : *written;
    pal_buf_done(&text);
    return again != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_put_json(struct pal_call *call, const char *project, struct pal_value *document,
                         int64_t version, const char *note, struct pal_document *out)
{
    struct pal_buf text;
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, call->request->arena->alloc);
    pal_call_yaml(document, &text);
    const char *written = pal_buf_text(&text);
    enum pal_rc rc = written != NULL ? PAL_OK : PAL_E_MEMORY;
    if (rc == PAL_OK && version > 0) {
        rc = prefer_kept(call, document, &written);
    }
    if (rc == PAL_OK && pal_call_is_short(call)) {
        rc = PAL_E_MEMORY; /* never half of what the form says */
    }
    if (rc == PAL_OK) {
        rc = pal_house_go_on(&call->errand, pal_fresh_app(call), project, written, strlen(written),
                             version, note, out);
    }
    pal_buf_done(&text);
    return rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : pal_errand_explain(&call->errand, rc);
}

enum pal_rc pal_go_written(struct pal_call *call, const struct pal_document *written,
                           const char *url)
{
    call->version = written->version;
    call->fact = written->fact;
    pal_set_integer(call->data, "version", written->version);
    if (written->fact != 0) {
        pal_set_integer(call->data, "fact", written->fact);
    }
    pal_set_boolean(call->data, "changed", !written->is_unchanged);
    return written->is_unchanged
               ? pal_call_go(call, false,
                             strchr(url, '?') != NULL ? "%s&saved=same" : "%s?saved=same", url)
               : pal_call_go(call, true, "%s", url);
}

const char *pal_document_url(struct pal_call *call, const char *kind_and_id)
{
    const char *id = strchr(kind_and_id, '/');
    if (id == NULL) {
        return NULL;
    }
    const struct pal_shelf_kind *kind =
        pal_shelf_kind(pal_call_printf(call, "%.*s", (int)(id - kind_and_id), kind_and_id));
    const char *project = "";
    if (kind->is_project || kind->is_by_project) {
        project = id + 1;
    } else if (kind->id == PAL_KIND_COUNT ||
               pal_house_project_of(&call->errand, kind->word, id + 1, &project) != PAL_OK) {
        project = ""; /* it is built in, or gone */
    }
    return pal_kind_place(kind, project, id + 1, call->request->arena);
}

enum pal_rc pal_tell_refusal(struct pal_call *call, enum pal_rc rc)
{
    bool is_own = false;
    for (const struct pal_app_problems *at = pal_call_app(call)->problems; at != NULL;
         at = at->next) {
        is_own =
            is_own || (at->diag.error_count > 0 && pal_outcome_other(&at->diag.errors[0]) == NULL &&
                       at->diag.errors[0].file[0] != '\0');
    }
    pal_set(call->data, "problems", pal_problems(call));
    return is_own ? pal_tell_problem(call, rc) : pal_errand_explain(&call->errand, rc);
}

struct pal_value *pal_problems(struct pal_call *call)
{
    return pal_problems_linked(call, pal_outcome_problems(pal_call_app(call), &call->values));
}

struct pal_value *pal_problems_linked(struct pal_call *call, struct pal_value *problems)
{
    PAL_EACH(row, problems)
    {
        const char *other = pal_value_as_text(pal_value_get(row, "document"));
        pal_set_text(row, "url", other != NULL ? pal_document_url(call, other) : NULL);
    }
    return problems;
}

/* Both versions, so that nothing is lost. */
enum pal_rc pal_tell_conflict(struct pal_call *call, const char *kind, const char *id)
{
    struct pal_err err = call->errand.err;
    struct pal_document record;
    if (pal_house_get(&call->errand, kind, id, &record) == PAL_OK &&
        pal_call_names(call, (const char *[]){record.changed_by, record.claim}, 2) == PAL_OK) {
        struct pal_value *conflict = pal_value_object(&call->values);
        pal_put_text(conflict, "theirs", record.text);
        pal_put_integer(conflict, "their_version", record.version);
        pal_put_integer(conflict, "their_fact", record.fact);
        pal_put_text(conflict, "by", pal_call_author(call, record.changed_by, record.claim));
        pal_put_text(conflict, "at", pal_call_time(call, record.changed_at));
        pal_put_text(conflict, "yours",
                     pal_route_reads_field(call->route, "text") ? pal_call_word(call, "text") : "");
        pal_set(call->data, "conflict", conflict);
    }
    call->errand.err = err;
    return PAL_E_CONFLICT;
}

enum pal_rc pal_library_options(struct pal_call *call, const char *field, const char *kind,
                                const char *chosen)
{
    struct pal_value *offered = pal_documents_offered(call, kind);
    PAL_EACH(row, offered)
    {
        pal_call_option(call, field, pal_word_in(row, "value"), pal_word_in(row, "title"), chosen);
    }
    return call->failed ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
}

const char *pal_word_in(const struct pal_value *document, const char *key)
{
    const char *text = pal_value_as_text(pal_value_get(document, key));
    return text != NULL ? text : "";
}
