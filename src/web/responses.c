/* responses - how a call ends: a page, data, a place to go, or an error that says what to do. */
#include <stdio.h>
#include <string.h>

#include "app/desk/library.h"
#include "app/house/errand.h"
#include "render/template/mustache.h"
#include "web/marking.h"
#include "web/shapes/shapes.h"
#include "web/tables.h"
#include "web/web_parts.h"

const char *pal_status_title(unsigned status)
{
    switch (status) {
    case 400:
        return PAL_N_("This request cannot be read");
    case 403:
        return PAL_N_("Not allowed");
    case 404:
        return PAL_N_("Not found");
    case 405:
        return PAL_N_("Not possible here");
    case 409:
        return PAL_N_("Changed meanwhile");
    case 413:
        return PAL_N_("Too large");
    case 421:
        return PAL_N_("Not this server");
    case 422:
        return PAL_N_("Not valid");
    case 429:
        return PAL_N_("Too many attempts");
    case 503:
        return PAL_N_("Not available at the moment");
    case 507:
        return PAL_N_("The disk is full");
    default:
        return status < 500 ? PAL_N_("This request cannot be read") : PAL_N_("Something failed");
    }
}

static unsigned status_of(enum pal_rc rc)
{
    switch (rc) {
    case PAL_OK:
        return 200;
    case PAL_E_DENIED:
        return 403;
    case PAL_E_NOT_FOUND:
        return 404;
    case PAL_E_CONFLICT:
    case PAL_E_EXISTS:
        return 409;
    case PAL_E_LIMIT:
        return 413;
    case PAL_E_INVALID:
    case PAL_E_USAGE:
        return 422;
    case PAL_E_OFTEN:
        return 429;
    case PAL_E_BUSY:
    case PAL_E_UNAVAILABLE:
        return 503;
    case PAL_E_FULL:
        return 507;
    case PAL_E_LATER:
        return 202;
    case PAL_E_MEMORY:
    case PAL_E_IO:
        return 500;
    }
    return 500;
}

#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "              \
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

void pal_web_guard(struct pal_http_response *response, bool is_secure, bool is_quiet, bool asks)
{
    pal_http_set(response, "Content-Security-Policy",
                 asks ? POLICY "; connect-src 'self'" : POLICY);
    pal_http_set(response, "X-Content-Type-Options", "nosniff");
    pal_http_set(response, "X-Frame-Options", "DENY");
    pal_http_set(response, "Referrer-Policy", is_quiet ? "no-referrer" : "same-origin");
    pal_http_set(response, "Cross-Origin-Opener-Policy", "same-origin");
    pal_http_set(response, "Cross-Origin-Resource-Policy", "same-origin");
    pal_http_set(response, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (is_secure) {
        pal_http_set(response, "Strict-Transport-Security", "max-age=63072000");
    }
}

static void write_json(struct pal_http_response *response, const struct pal_value *value)
{
    if (pal_value_is(value, PAL_VALUE_OBJECT)) {
        pal_value_json(value, 1, &response->body);
    } else {
        pal_buf_add(&response->body, "{}"); /* memory was short */
    }
    pal_buf_add_char(&response->body, '\n');
}

/* application/problem+json (RFC 9457), beside what the handler has found out. */
static void write_problem(struct pal_call *call, unsigned status, const char *sentence)
{
    pal_set_text(call->data, "type", "about:blank");
    pal_set_text(call->data, "title", pal_call_tr(call, pal_status_title(status)));
    pal_set_integer(call->data, "status", status);
    pal_set_text(call->data, "detail", sentence);
    call->response->status = status;
    call->response->content_type = "application/problem+json";
    write_json(call->response, call->data);
}

/* The page from {data, page}. */
static enum pal_rc render(struct pal_call *call)
{
    const struct pal_mustache *template =
        pal_web_template(call->web->templates, call->language.lang, call->template);
    struct pal_value *view = pal_value_object(&call->values);
    pal_put(view, "data", call->data);
    pal_put(view, "page", call->page);
    if (template == NULL || pal_call_is_short(call)) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    enum pal_rc rc =
        pal_mustache_render(template, view, call->zone, &call->response->body, &call->errand.err);
    return pal_errand_explain(&call->errand, rc);
}

void pal_web_set_version(struct pal_call *call, int64_t version, int64_t fact)
{
    if (version > 0) {
        const char *of = fact > 0 ? pal_call_printf(call, ".%lld", (long long)fact) : "";
        pal_http_set(call->response, "ETag",
                     pal_call_printf(call, "\"%lld%s\"", (long long)version, of));
    }
}

static enum pal_rc answer(struct pal_call *call)
{
    struct pal_http_response *response = call->response;
    if (response->content_type != NULL) {
        return PAL_OK; /* the handler has answered */
    }
    pal_web_set_version(call, call->version, call->fact);
#ifdef PAL_HOLD_SHAPES
    bool is_elsewhere = call->location != NULL && call->route->method == PAL_GET;
    if (!is_elsewhere && pal_shapes_hold(call) != PAL_OK) {
        return PAL_E_IO;
    }
#endif
    if (call->location != NULL && !call->is_api) {
        response->status = 303;
        pal_http_set(response, "Location", call->location);
        return PAL_OK;
    }
    if (call->table != PAL_TABLE_NONE) {
        return pal_table_answer(call);
    }
    if (call->is_api) {
        response->content_type = "application/json";
        if (call->location != NULL) {
            pal_http_set(response, "Location", call->location);
        }
        pal_marking_tell(call);
        if (pal_call_is_short(call)) {
            return pal_errand_explain(&call->errand, PAL_E_MEMORY);
        }
        write_json(response, call->data);
        return response->body.failed ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
    }
    response->content_type = "text/html; charset=utf-8";
    return response->body.len > 0 ? PAL_OK : render(call);
}

/* What people call a field; its name where nothing else is known. */
static const char *label_of(const struct pal_call *call, const char *name)
{
    static const struct {
        const char *name;
        const char *label;
    } labels[] = {
        {"date", PAL_N_("Date")},         {"id", PAL_N_("Id")},
        {"language", PAL_N_("Language")}, {"level", PAL_N_("Level")},
        {"name", PAL_N_("Name")},         {"note", PAL_N_("Note")},
        {"person", PAL_N_("Person")},     {"project", PAL_N_("Project")},
        {"provider", PAL_N_("Provider")}, {"reason", PAL_N_("Reason")},
        {"role", PAL_N_("Role")},         {"state", PAL_N_("State")},
        {"step", PAL_N_("Step")},         {"text", PAL_N_("Text")},
        {"title", PAL_N_("Title")},       {"until", PAL_N_("Until")},
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (strcmp(labels[i].name, name) == 0) {
            return pal_call_tr(call, labels[i].label);
        }
    }
    return name;
}

/* What was typed is shown on an error page: nothing is lost. Secrets are not, nor what no field
 * shows. */
static void keep_typed(struct pal_call *call)
{
    static const char *const hidden[] = {"csrf",    "password", "again", "old",  "new",
                                         "version", "act",      "turn",  "part", "lane",
                                         "fact",    "seen",     "number"};
    struct pal_value *kept = pal_value_list(&call->values);
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        bool is_hidden = field->file_name != NULL || field->value[0] == '\0';
        for (size_t j = 0; j < sizeof hidden / sizeof *hidden; j++) {
            is_hidden = is_hidden || strcmp(field->name, hidden[j]) == 0;
        }
        if (!is_hidden) {
            struct pal_value *row = pal_value_object(&call->values);
            pal_put_text(row, "name", field->name);
            pal_put_text(row, "label", label_of(call, field->name));
            pal_put_text(row, "value", field->value);
            pal_add(kept, row);
        }
    }
    pal_set_boolean(call->page, "has_kept", pal_value_count(kept) > 0);
    pal_set(call->data, "kept", kept);
}

/* What the page of an error may take beyond what a request may: and what was typed, which it holds
 * again, with its escapes. */
enum { TELLING_MAX = 2 << 20, TYPED_TIMES = 8 };

static void fresh_body(struct pal_call *call)
{
    pal_buf_done(&call->response->body);
    call->response->content_type = NULL;
    call->location = NULL;
}

void pal_web_show_error(struct pal_call *call, unsigned status)
{
    char sentence[PAL_ERR_MESSAGE_MAX];
    (void)snprintf(sentence, sizeof sentence, "%s", call->errand.err.message);
    fresh_body(call);
    call->response->status = status;
    if (call->is_api) {
        pal_marking_tell(call);
        if (call->errand.err.field != NULL) {
            pal_set_text(call->data, "field", call->errand.err.field);
        }
        write_problem(call, status, sentence);
        return;
    }
    call->failed = false;
    call->values.failed = false;
    call->data = pal_value_object(&call->values);
    call->page = pal_value_object(&call->values);
    const char *title = pal_call_tr(call, pal_status_title(status));
    pal_set_integer(call->data, "status", (int64_t)status);
    pal_set_text(call->data, "title", title);
    pal_set_text(call->data, "sentence", sentence);
    pal_set_text(call->data, "request_id", call->request->id);
    keep_typed(call);
    call->response->content_type = "text/html; charset=utf-8";
    enum pal_rc rc = pal_call_show(call, "web_error", title);
#ifdef PAL_HOLD_SHAPES
    pal_shapes_note(call);
#endif
    if (rc != PAL_OK || render(call) != PAL_OK) {
        fresh_body(call);
        call->response->content_type = "text/plain; charset=utf-8";
        pal_buf_printf(&call->response->body, "%u: %s\n", status, sentence);
    }
}

/* The form again, with what was typed and the sentence above it. */
static bool show_form_again(struct pal_call *call, unsigned status)
{
    struct pal_err err = call->errand.err;
    if (call->is_api || call->is_head_alone || call->route->form == NULL || status >= 500 ||
        status == 404) {
        return false;
    }
    fresh_body(call);
    pal_clear(call->page); /* what the failed act has put around its page */
    call->is_form_again = true;
    struct pal_value *errors = pal_value_list(&call->values);
    struct pal_value *row = pal_value_object(&call->values);
    bool has_field = err.field != NULL && (call->route->traits & PAL_ROUTE_IN_ROW) == 0 &&
                     pal_route_reads_field(call->route, err.field);
    pal_put_text(row, "text", err.message);
    pal_put_text(row, "field", has_field ? err.field : NULL);
    pal_add(errors, row);
    pal_set(call->page, "errors", errors);
    pal_set_boolean(call->page, "has_errors", true);
    if (has_field) {
        pal_call_error(call, err.field, err.message);
    }
    bool is_shown = call->route->form(call) == PAL_OK && answer(call) == PAL_OK;
    call->response->status = status;
    call->errand.err = err;
    return is_shown;
}

/* What was asked for, with its query where an address may be so long, as a word of another query. A
 * path reads well as it is. */
static const char *way_back(struct pal_call *call)
{
    enum { TARGET_MAX = 900 };
    const struct pal_http_request *request = call->request;
    const char *asked = strlen(request->target) <= TARGET_MAX ? request->target : request->path;
    const char *query = strchr(asked, '?');
    const char *path = pal_arena_copy(request->arena, asked,
                                      query != NULL ? (size_t)(query - asked) : strlen(asked));
    if (path == NULL) {
        return "/";
    }
    path = strchr(path, '%') == NULL ? path : pal_call_escaped(call, path);
    return query != NULL ? pal_call_printf(call, "%s%s", path, pal_call_escaped(call, query))
                         : path;
}

/* A stranger who asks for a page is sent to sign in and then back. */
static bool send_to_sign_in(struct pal_call *call, enum pal_rc rc)
{
    if (rc != PAL_E_DENIED || call->errand.principal.id != NULL || call->is_api || call->is_quiet ||
        call->route->right ==
            PAL_MAY_ANYTHING_ANYONE) { /* the form to sign in says what is wrong */
        return false;
    }
    fresh_body(call);
    call->response->status = 303;
    bool is_page = call->request->method == PAL_GET && call->request->target[0] == '/' &&
                   call->request->target[1] != '\0';
    pal_http_set(call->response, "Location",
                 is_page ? pal_call_printf(call, "/sign-in?back=%s", way_back(call)) : "/sign-in");
    return true;
}

/* What a request is told that used more than one may, or than there is. */
static enum pal_rc explain_end(struct pal_call *call, enum pal_http_end end)
{
    enum { MEGABYTE = 1 << 20 };
    call->errand.err = (struct pal_err){0};
    switch (end) {
    case PAL_HTTP_GOES_ON:
        break;
    case PAL_HTTP_TOO_LARGE:
        return pal_errand_fail(&call->errand, PAL_E_LIMIT,
                               "this would take more than %d MB of memory: ask for less at a time "
                               "(where there are parts, with part=1), or use the program on files",
                               PAL_REQUEST_MAX / MEGABYTE);
    case PAL_HTTP_NO_TIME:
        return pal_errand_fail(&call->errand, PAL_E_BUSY,
                               "this would take longer than %d seconds of the processor: ask for "
                               "less at a time, or use the program on files",
                               PAL_REQUEST_SECONDS);
    case PAL_HTTP_NO_MEMORY:
        break;
    }
    return pal_errand_fail(&call->errand, PAL_E_BUSY,
                           "so much is asked at this moment that there is no memory left for this: "
                           "try again in a moment");
}

/* What became a job: a browser goes to its page, a program is told where it is. */
static enum pal_rc answer_later(struct pal_call *call)
{
    fresh_body(call);
    call->data = pal_value_object(&call->values);
    pal_set_text(call->data, "job", call->errand.job);
    pal_set_text(call->data, "detail", call->errand.err.message);
    call->version = 0;
    call->response->status = 202;
    call->location =
        pal_call_printf(call, "%s/jobs/%s", call->is_api ? "/api/v1" : "", call->errand.job);
    return answer(call);
}

void pal_web_conclude(struct pal_call *call, enum pal_rc rc)
{
    if (rc == PAL_OK || rc == PAL_E_LATER) {
        rc = rc == PAL_OK ? answer(call) : answer_later(call);
    }
    enum pal_http_end end = pal_http_end_of(call->request);
    bool is_doubtful = end != PAL_HTTP_GOES_ON && call->route->method == PAL_GET;
    if (rc == PAL_OK &&
        !is_doubtful) { /* a page made without what was refused may lack something */
        return;
    }
    bool is_told = end != PAL_HTTP_GOES_ON;
    pal_http_go_beyond(call->request,
                       TELLING_MAX + (is_told ? 0 : TYPED_TIMES * call->request->body_len));
    if (is_told) {
        rc = explain_end(call, end);
        call->data = pal_value_object(&call->values); /* what there was is what takes so much */
    }
    unsigned status = status_of(rc);
    if (status >= 500 && !is_told) { /* nobody's fault who asked: what it was is the log's */
        rc = pal_errand_conceal(&call->errand, rc);
    }
    if (call->errand.inner.message[0] != '\0') {
        pal_web_log_failure(call->web, call->request, call->errand.inner.message);
    }
    if (!send_to_sign_in(call, rc) && !show_form_again(call, status)) {
        pal_web_show_error(call, status);
    }
    if (status == 429 || status == 503) {
        pal_http_set(call->response, "Retry-After", "5");
    }
}
