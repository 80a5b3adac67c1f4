/* forms - what every form needs that writes a document: its version, the problems, what somebody
 * else wrote meanwhile, the choices of a field. */
#include <stdlib.h>
#include <string.h>

#include "app/desk/document_json.h"
#include "app/desk/library.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { OPTIONS_MOST = 2000 };

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
            return pal_errand_fail(&call->errand, rc, "%s%s%s", err->path,
                                   err->path[0] != '\0' ? ": " : "", err->message);
        }
    }
    return pal_errand_explain(&call->errand, rc);
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

enum pal_rc pal_put_json(struct pal_call *call, const char *project, json_t *document,
                         int64_t version, const char *note, struct pal_record *out)
{
    struct pal_buf text;
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, NULL);
    pal_document_yaml(document, &text);
    const char *written = pal_buf_text(&text);
    enum pal_rc rc = written != NULL && !call->failed
                         ? pal_house_put(&call->errand, pal_fresh_app(call), project, written,
                                         text.len, version, note, out)
                         : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    pal_buf_done(&text);
    return rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : rc;
}

json_t *pal_problems(struct pal_call *call)
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

/* Both versions, so that nothing is lost. */
enum pal_rc pal_tell_conflict(struct pal_call *call, const char *kind, const char *id)
{
    struct pal_err err = call->errand.err;
    struct pal_record record;
    if (pal_house_get(&call->errand, kind, id, &record) == PAL_OK &&
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
    call->errand.err = err;
    return PAL_E_CONFLICT;
}

enum pal_rc pal_library_options(struct pal_call *call, const char *field, const char *kind,
                                const char *folder, const char *chosen)
{
    enum { IDS_MAX = 256 };
    struct pal_library_id ids[IDS_MAX];
    size_t built_in = pal_library_list(folder, ids, IDS_MAX);
    struct pal_record *rows = NULL;
    size_t count = 0;
    for (size_t i = 0; i < built_in && i < IDS_MAX; i++) {
        const char *id = pal_arena_copy(call->request->arena, ids[i].text, ids[i].len);
        if (id != NULL) {
            pal_call_option(call, field, id, id, chosen);
        }
    }
    enum pal_rc rc =
        pal_house_offered(&call->errand, kind, call->project, OPTIONS_MOST, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        pal_call_option(call, field, rows[i].id, rows[i].title, chosen);
    }
    return pal_errand_explain(&call->errand, rc);
}

const char *pal_word_in(const json_t *document, const char *key)
{
    const char *text = json_string_value(json_object_get(document, key));
    return text != NULL ? text : "";
}
