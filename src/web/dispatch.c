/* dispatch - from a request to its handler and to an answer; see web_parts.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/library.h"
#include "base/text.h"
#include "web/web_parts.h"

/* ------------------------------------------------------------------ routes */

/* Whether a path of the table fits the segments; parameters are kept. */
static bool fits(const char *path, const char *const *segments, size_t count, const char *params[4])
{
    size_t used = 0;
    size_t at = 0;
    while (*path == '/' && path[1] != '\0') {
        path++;
        size_t len = strcspn(path, "/");
        if (at == count) {
            return false;
        }
        if (path[0] == '{') {
            params[used++] = segments[at];
        } else if (strlen(segments[at]) != len || memcmp(segments[at], path, len) != 0) {
            return false;
        }
        path += len;
        at++;
    }
    return at == count;
}

const struct pal_route *pal_route_find(const struct pal_http_request *request, bool *is_api,
                                       const char *params[4], unsigned *status)
{
    const char *const *segments = request->segments;
    size_t count = request->segment_count;
    enum pal_method method = request->method == PAL_HEAD ? PAL_GET : request->method;
    *is_api = count >= 2 && strcmp(segments[0], "api") == 0 && strcmp(segments[1], "v1") == 0;
    if (*is_api) {
        segments += 2;
        count -= 2;
    }
    *status = 404;
    for (size_t i = 0; i < pal_route_count; i++) {
        memset(params, 0, 4 * sizeof *params);
        if (fits(pal_routes[i].path, segments, count, params)) {
            if (pal_routes[i].method == method) {
                return &pal_routes[i];
            }
            *status = 405;
        }
    }
    return NULL;
}

size_t pal_web_body_max(void *ctx, const struct pal_http_request *head)
{
    const char *params[4];
    unsigned status;
    bool is_api;
    const struct pal_route *route = pal_route_find(head, &is_api, params, &status);
    (void)ctx;
    return route != NULL ? route->body_max : 0;
}

/* ----------------------------------------------------------------- answers */

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
    case PAL_E_BUSY:
        return 429;
    case PAL_E_UNAVAILABLE:
        return 503;
    case PAL_E_FULL:
        return 507;
    case PAL_E_MEMORY:
    case PAL_E_IO:
        return 500;
    }
    return 500;
}

void pal_web_guard(struct pal_http_response *response, bool is_secure)
{
    pal_http_set(response, "Content-Security-Policy",
                 "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
                 "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    pal_http_set(response, "X-Content-Type-Options", "nosniff");
    pal_http_set(response, "X-Frame-Options", "DENY");
    pal_http_set(response, "Referrer-Policy", "same-origin");
    pal_http_set(response, "Cross-Origin-Opener-Policy", "same-origin");
    pal_http_set(response, "Cross-Origin-Resource-Policy", "same-origin");
    pal_http_set(response, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (is_secure) {
        pal_http_set(response, "Strict-Transport-Security", "max-age=63072000");
    }
}

static void write_json(struct pal_http_response *response, const json_t *value)
{
    char *text = value != NULL ? json_dumps(value, JSON_INDENT(1) | JSON_ENCODE_ANY) : NULL;
    pal_buf_add(&response->body, text != NULL ? text : "{}");
    pal_buf_add_char(&response->body, '\n');
    free(text);
}

/* application/problem+json (RFC 9457). */
static void write_problem(struct pal_http_response *response, unsigned status, const char *sentence,
                          json_t *data)
{
    json_t *problem = data != NULL ? json_copy(data) : json_object();
    (void)!json_object_set_new(problem, "type", json_string("about:blank"));
    (void)!json_object_set_new(problem, "title", json_string(pal_status_title(status)));
    (void)!json_object_set_new(problem, "status", json_integer((json_int_t)status));
    (void)!json_object_set_new(problem, "detail", json_string(sentence));
    response->status = status;
    response->content_type = "application/problem+json";
    write_json(response, problem);
    json_decref(problem);
}

void pal_web_refuse(void *ctx, const struct pal_http_request *request, unsigned status,
                    const char *sentence, struct pal_http_response *response)
{
    (void)ctx;
    response->status = status;
    response->content_type = "text/plain; charset=utf-8";
    pal_web_guard(response, request != NULL && request->is_secure);
    pal_http_set(response, "Cache-Control", "no-store");
    pal_buf_printf(&response->body, "%u: %s\n", status, sentence);
}

const struct pal_mustache *pal_worker_template(struct pal_worker *worker, enum pal_lang lang,
                                               const char *name, struct pal_err *err)
{
    for (const struct pal_compiled *at = worker->compiled[lang]; at != NULL; at = at->next) {
        if (strcmp(at->name, name) == 0) {
            return at->template;
        }
    }
    const char *source = pal_library_templates.get(pal_library_templates.ctx, name);
    struct pal_compiled *entry = PAL_NEW(&worker->arena, struct pal_compiled, 1);
    const char *kept = pal_arena_copy(&worker->arena, name, strlen(name));
    if (source == NULL || entry == NULL || kept == NULL ||
        pal_mustache_compile(&worker->arena, source, &worker->env[lang], &entry->template, err) !=
            PAL_OK) {
        return NULL;
    }
    entry->name = kept;
    entry->next = worker->compiled[lang];
    worker->compiled[lang] = entry;
    return entry->template;
}

/* The page from {data, page}. */
static enum pal_rc render(struct pal_call *call)
{
    struct pal_worker *worker = &call->web->workers[call->request->worker];
    const struct pal_mustache *template =
        pal_worker_template(worker, call->language.lang, call->template, &call->visit.err);
    json_t *view = json_pack("{s:O, s:O}", "data", call->data, "page", call->page);
    enum pal_rc rc = view != NULL && template != NULL && !call->failed ? PAL_OK : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = pal_mustache_render(template, view, &call->response->body, &call->visit.err);
    }
    json_decref(view);
    return pal_visit_explain(&call->visit, rc);
}

static void set_version(struct pal_call *call)
{
    if (call->version > 0) {
        pal_http_set(call->response, "ETag",
                     pal_call_printf(call, "\"%lld\"", (long long)call->version));
    }
}

static enum pal_rc answer(struct pal_call *call)
{
    struct pal_http_response *response = call->response;
    if (response->content_type != NULL) {
        return PAL_OK; /* the handler has answered */
    }
    set_version(call);
    if (call->location != NULL && !call->is_api) {
        response->status = 303;
        pal_http_set(response, "Location", call->location);
        return PAL_OK;
    }
    if (call->is_api) {
        response->content_type = "application/json";
        if (call->location != NULL) {
            pal_http_set(response, "Location", call->location);
        }
        write_json(response, call->data);
        return PAL_OK;
    }
    response->content_type = "text/html; charset=utf-8";
    return response->body.len > 0 ? PAL_OK : render(call);
}

/* What was typed is shown on an error page: nothing is lost. Secrets are not. */
static void keep_typed(struct pal_call *call)
{
    static const char *const hidden[] = {"csrf", "password", "again", "old",
                                         "new",  "version",  "do"};
    json_t *kept = json_array();
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        bool is_hidden = field->file_name != NULL || field->value[0] == '\0';
        for (size_t j = 0; j < sizeof hidden / sizeof *hidden; j++) {
            is_hidden = is_hidden || strcmp(field->name, hidden[j]) == 0;
        }
        if (!is_hidden) {
            json_t *row = json_object();
            pal_call_text(call, row, "name", field->name);
            pal_call_text(call, row, "value", field->value);
            pal_call_add(call, kept, row);
        }
    }
    pal_call_put(call, call->page, "has_kept", json_boolean(json_array_size(kept) > 0));
    pal_call_put(call, call->data, "kept", kept);
}

static void fresh_body(struct pal_call *call)
{
    pal_buf_done(&call->response->body);
    call->response->content_type = NULL;
    call->location = NULL;
}

static void show_error(struct pal_call *call, unsigned status)
{
    char sentence[PAL_ERR_MESSAGE_MAX];
    (void)snprintf(sentence, sizeof sentence, "%s", call->visit.err.message);
    fresh_body(call);
    call->response->status = status;
    if (call->is_api) {
        write_problem(call->response, status, sentence, call->data);
        return;
    }
    json_decref(call->data);
    json_decref(call->page);
    call->data = json_object();
    call->page = json_object();
    call->failed = false;
    const char *title = pal_call_tr(call, pal_status_title(status));
    pal_call_put(call, call->data, "status", json_integer((json_int_t)status));
    pal_call_text(call, call->data, "title", title);
    pal_call_text(call, call->data, "sentence", sentence);
    pal_call_text(call, call->data, "request_id", call->request->id);
    keep_typed(call);
    call->response->content_type = "text/html; charset=utf-8";
    if (pal_call_show(call, "web_error", title) != PAL_OK || render(call) != PAL_OK) {
        fresh_body(call);
        call->response->content_type = "text/plain; charset=utf-8";
        pal_buf_printf(&call->response->body, "%u: %s\n", status, sentence);
    }
}

/* The form again, with what was typed and the sentence above it. */
static bool show_form_again(struct pal_call *call, unsigned status)
{
    struct pal_err err = call->visit.err;
    if (call->is_api || call->route->form == NULL || status >= 500 || status == 404) {
        return false;
    }
    fresh_body(call);
    (void)json_object_clear(call->page); /* what the failed act has put around its page */
    call->is_form_again = true;
    json_t *errors = json_array();
    json_t *row = json_object();
    pal_call_text(call, row, "text", err.message);
    pal_call_add(call, errors, row);
    pal_call_put(call, call->page, "errors", errors);
    bool is_shown = call->route->form(call) == PAL_OK && answer(call) == PAL_OK;
    call->response->status = status;
    call->visit.err = err;
    return is_shown;
}

/* A stranger who asks for a page is sent to sign in and then back. */
static bool send_to_sign_in(struct pal_call *call, enum pal_rc rc)
{
    if (rc != PAL_E_DENIED || call->visit.person.id != NULL || call->is_api ||
        call->route->right ==
            PAL_MAY_ANYTHING_ANYONE) { /* the form to sign in says what is wrong */
        return false;
    }
    fresh_body(call);
    call->response->status = 303;
    bool is_page = call->request->method == PAL_GET && strchr(call->request->path, '%') == NULL;
    pal_http_set(call->response, "Location",
                 is_page && call->request->segment_count > 0
                     ? pal_call_printf(call, "/sign-in?back=%s", call->request->path)
                     : "/sign-in");
    return true;
}

static void conclude(struct pal_call *call, enum pal_rc rc)
{
    if (rc == PAL_OK) {
        rc = answer(call);
    }
    if (rc == PAL_OK) {
        return;
    }
    unsigned status = status_of(rc);
    if (!send_to_sign_in(call, rc) && !show_form_again(call, status)) {
        show_error(call, status);
    }
    if (status == 429 || status == 503) {
        pal_http_set(call->response, "Retry-After", "5");
    }
}

/* --------------------------------------------------------------- who it is */

/* The language: asked for, chosen by the person, kept in a cookie, of the browser. */
static enum pal_lang choose_language(struct pal_call *call)
{
    enum pal_lang lang = PAL_LANG_EN;
    const char *asked = pal_call_query(call, "lang");
    const char *kept = pal_fields_get(&call->request->cookies, "palier_lang");
    const char *browser = pal_http_header(call->request, "Accept-Language");
    if (asked != NULL && pal_lang_find(asked, &lang)) {
        pal_http_set(call->response, "Set-Cookie",
                     pal_call_printf(call,
                                     "palier_lang=%s; Path=/; Max-Age=31536000; HttpOnly; "
                                     "SameSite=Lax%s",
                                     asked, call->request->is_secure ? "; Secure" : ""));
        return lang;
    }
    if ((kept != NULL && pal_lang_find(kept, &lang)) ||
        (call->visit.person.id != NULL && pal_lang_find(call->visit.person.language, &lang))) {
        return lang;
    }
    if (browser != NULL && strlen(browser) >= 2) {
        char code[3] = {browser[0], browser[1], '\0'};
        (void)pal_lang_find(code, &lang);
    }
    return lang;
}

static enum pal_rc find_person(struct pal_call *call)
{
    const char *cookie = pal_fields_get(&call->request->cookies, "palier");
    const char *bearer = pal_http_header(call->request, "Authorization");
    enum pal_rc rc = PAL_OK;
    if (bearer != NULL && call->is_api) {
        if (strncmp(bearer, "Bearer ", 7) != 0) {
            return pal_visit_fail(&call->visit, PAL_E_DENIED,
                                  "the API takes \"Authorization: Bearer TOKEN\"");
        }
        rc = pal_people_use_token(&call->visit, bearer + 7);
        return rc == PAL_E_NOT_FOUND ? pal_visit_fail(&call->visit, PAL_E_DENIED,
                                                      "this token is not valid (any more)")
                                     : rc;
    }
    if (cookie != NULL && cookie[0] != '\0') {
        rc = pal_people_resume(&call->visit, cookie);
    }
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

/* The token of a form is another one on each page, or compression would tell it to whoever can make
 * the page repeat a guess (BREACH): a random word, and its MAC under the session's secret. */
static const char *csrf_for(struct pal_call *call, const char *word)
{
    const char *cookie = pal_fields_get(&call->request->cookies, "palier");
    char mac[PAL_HASH_TEXT];
    pal_secret_mac(cookie, word, mac);
    return pal_call_printf(call, "%s.%s", word, mac);
}

const char *pal_call_csrf(struct pal_call *call)
{
    char word[PAL_ID_TEXT];
    if (call->visit.session == NULL) {
        return "";
    }
    pal_secret_id(word);
    return csrf_for(call, word);
}

static bool is_own_csrf(struct pal_call *call, const char *sent)
{
    size_t len = sent != NULL ? strcspn(sent, ".") : 0;
    const char *word = pal_call_printf(call, "%.*s", (int)len, sent != NULL ? sent : "");
    return len == PAL_ID_TEXT - 1 && pal_secret_equal(sent, csrf_for(call, word));
}

/* A change must come from a page of ours: by what the browser says of its origin, and by the
 * session's token in the form (or a header, where a script of the API has the cookie). */
static enum pal_rc check_origin(struct pal_call *call)
{
    const char *site = pal_http_header(call->request, "Sec-Fetch-Site");
    const char *origin = pal_http_header(call->request, "Origin");
    const char *sent = pal_call_field(call, "csrf");
    const char *host = origin != NULL ? strstr(origin, "://") : NULL;
    const char *own = pal_http_header(call->request, "Host");
    bool is_strange =
        (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) ||
        (origin != NULL && (host == NULL || own == NULL || strcmp(host + 3, own) != 0));
    if (call->is_api && pal_http_header(call->request, "Authorization") != NULL) {
        return PAL_OK; /* a token is not sent by a browser on its own */
    }
    if (sent == NULL) {
        sent = pal_http_header(call->request, "X-CSRF-Token");
    }
    bool is_missing = call->visit.session != NULL && !is_own_csrf(call, sent);
    if (is_strange || is_missing) {
        return pal_visit_fail(&call->visit, PAL_E_DENIED,
                              "this form is not from a page of this session; load the page again "
                              "and send it once more");
    }
    return PAL_OK;
}

/* A value of a JSON body as the text that a form would send; NULL: it is a list or an object. */
static const char *json_word(struct pal_call *call, const json_t *value)
{
    return json_is_string(value)  ? json_string_value(value)
           : json_is_true(value)  ? "true"
           : json_is_false(value) ? "false"
           : json_is_null(value)  ? ""
           : json_is_integer(value)
               ? pal_call_printf(call, "%lld", (long long)json_integer_value(value))
               : NULL;
}

/* How many fields a JSON body stands for: each value of a list is one. */
static size_t count_json(const json_t *body)
{
    size_t count = 0;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)body, key, value)
    {
        count += json_is_array(value) ? json_array_size(value) : 1;
    }
    return count;
}

/* The fields of a JSON body: texts, numbers and booleans by name; of a list, several of a name. */
static enum pal_rc read_json(struct pal_call *call)
{
    struct pal_arena *arena = call->request->arena;
    json_error_t error;
    json_t *body =
        json_loadb(call->request->body, call->request->body_len, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(body)) {
        json_decref(body);
        return pal_visit_fail(&call->visit, PAL_E_INVALID,
                              "the body is no JSON object: %s, line %d", error.text, error.line);
    }
    size_t count = count_json(body);
    struct pal_field_value *items = PAL_NEW(arena, struct pal_field_value, count);
    const char *key;
    json_t *value;
    enum pal_rc rc = items == NULL ? PAL_E_MEMORY : count > PAL_HTTP_FIELDS ? PAL_E_LIMIT : PAL_OK;
    json_object_foreach(body, key, value)
    {
        size_t values = json_is_array(value) ? json_array_size(value) : 1;
        for (size_t i = 0; i < values && rc == PAL_OK; i++) {
            const char *text =
                json_word(call, json_is_array(value) ? json_array_get(value, i) : value);
            if (text == NULL) {
                rc = pal_visit_fail(&call->visit, PAL_E_INVALID,
                                    "%s must be a text, a whole number or a boolean, or a list of "
                                    "them",
                                    pal_quote(key).text);
                break;
            }
            items[call->form.count++] =
                (struct pal_field_value){.name = pal_arena_copy(arena, key, strlen(key)),
                                         .value = pal_arena_copy(arena, text, strlen(text)),
                                         .value_len = strlen(text)};
        }
    }
    call->form.items = items;
    json_decref(body);
    return pal_visit_explain(&call->visit, rc);
}

static enum pal_rc read_form(struct pal_call *call)
{
    const char *type = pal_http_header(call->request, "Content-Type");
    if (call->request->body_len == 0) {
        return PAL_OK;
    }
    if (call->is_api && (type == NULL || strncmp(type, "application/json", 16) == 0)) {
        return read_json(call);
    }
    if (call->is_api && type != NULL && strstr(type, "yaml") != NULL) {
        return PAL_OK; /* the body is the document */
    }
    return pal_http_form(call->request, &call->form, &call->visit.err);
}

/* The project that the route's right is asked of. */
static enum pal_rc find_project(struct pal_call *call)
{
    if (call->route->scope == PAL_SCOPE_PROJECT) {
        call->project = call->params[0];
    } else if (call->route->scope == PAL_SCOPE_ASSESSMENT) {
        enum pal_rc rc =
            pal_house_project_of(&call->visit, "assessment", call->params[0], &call->project);
        if (rc == PAL_E_NOT_FOUND && call->visit.person.id != NULL) {
            return pal_visit_fail(&call->visit, rc, "there is no assessment %s",
                                  pal_quote(call->params[0]).text);
        }
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_visit_explain(&call->visit, rc);
    }
    return PAL_OK;
}

/* If-Match of the API is the version that a form would send: an ETag as it was given. */
static enum pal_rc take_version(struct pal_call *call)
{
    const char *match = pal_http_header(call->request, "If-Match");
    if (match != NULL) {
        size_t len = match[0] == '"' ? strspn(match + 1, "0123456789") : 0;
        if (len == 0 || strcmp(match + 1 + len, "\"") != 0) {
            return pal_visit_fail(&call->visit, PAL_E_INVALID,
                                  "If-Match is no ETag of this server, which are as \"12\"");
        }
        const char *text = pal_arena_copy(call->request->arena, match + 1, len);
        struct pal_field_value *items =
            PAL_NEW(call->request->arena, struct pal_field_value, call->form.count + 1);
        if (text != NULL && items != NULL) {
            items[0] = (struct pal_field_value){.name = "version", .value = text, .value_len = len};
            if (call->form.count > 0) {
                memcpy(items + 1, call->form.items, call->form.count * sizeof *items);
            }
            call->form = (struct pal_fields){items, call->form.count + 1};
        }
    }
    return PAL_OK;
}

static enum pal_rc run(struct pal_call *call)
{
    enum pal_rc rc = find_person(call);
    call->language = pal_library_language(choose_language(call));
    if (rc == PAL_OK) {
        rc = find_project(call);
    }
    if (rc == PAL_OK) {
        rc = pal_visit_require(&call->visit, call->route->right, call->project);
    }
    if (rc == PAL_OK && call->route->method != PAL_GET) {
        rc = read_form(call);
        rc = rc == PAL_OK ? check_origin(call) : rc;
        rc = rc == PAL_OK ? take_version(call) : rc;
    }
    return rc == PAL_OK ? call->route->run(call) : rc;
}

/* Which methods an address takes: RFC 9110 asks for it with a 405. */
static void tell_methods(struct pal_call *call)
{
    const char *params[4];
    unsigned status;
    bool is_api;
    struct pal_http_request other = *call->request;
    other.method = PAL_GET;
    bool has_get = pal_route_find(&other, &is_api, params, &status) != NULL;
    other.method = PAL_POST;
    bool has_post = pal_route_find(&other, &is_api, params, &status) != NULL;
    pal_http_set(call->response, "Allow",
                 has_get && has_post ? "GET, HEAD, POST"
                 : has_get           ? "GET, HEAD"
                                     : "POST");
}

static void tell_no_route(struct pal_call *call, unsigned status)
{
    call->language = pal_library_language(choose_language(call));
    (void)pal_visit_fail(&call->visit, status == 404 ? PAL_E_NOT_FOUND : PAL_E_USAGE,
                         status == 404 ? "there is no page %s" : "%s does not take this method",
                         pal_quote(call->request->path).text);
    if (status == 405) {
        tell_methods(call);
    }
    show_error(call, status);
}

/* Once an hour whoever comes first removes what is over. A failure is no matter of the visitor's.
 */
static void tidy_now_and_then(struct pal_web *web, const struct pal_visit *visit)
{
    enum { HOUR = 3600 };
    int64_t before = atomic_load(&web->tidied_at);
    if (visit->now - before >= HOUR &&
        atomic_compare_exchange_strong(&web->tidied_at, &before, visit->now)) {
        struct pal_visit own = *visit;
        (void)!pal_people_tidy(&own);
    }
}

void pal_web_handle(void *ctx, struct pal_http_request *request, struct pal_http_response *response)
{
    struct pal_web *web = ctx;
    unsigned status = 200;
    struct pal_call call = {
        .web = web,
        .request = request,
        .response = response,
        .data = json_object(),
        .page = json_object(),
        .visit = {.arena = request->arena, .source = request->remote, .now = (int64_t)time(NULL)}};
    call.route = pal_route_find(request, &call.is_api, call.params, &status);
    pal_web_guard(response, request->is_secure);
    if (call.route == NULL) {
        tell_no_route(&call, status);
    } else {
        enum pal_rc rc = pal_house_enter(web->house, &call.visit);
        if (rc == PAL_OK) {
            rc = run(&call);
        } else {
            call.language = pal_library_language(choose_language(&call));
        }
        conclude(&call, rc);
    }
    if (response->fixed == NULL) {
        pal_http_set(response, "Cache-Control", "no-store");
    }
    if (call.visit.db != NULL) {
        uint64_t queries = pal_house_queries(&call.visit);
        atomic_fetch_add(&web->queries, queries);
        pal_http_set(
            response, "Server-Timing",
            pal_call_printf(&call, "db;desc=\"%llu queries\"", (unsigned long long)queries));
        tidy_now_and_then(web, &call.visit);
        pal_house_leave(&call.visit);
    }
    pal_web_compress(request, response);
    if (call.has_app) {
        pal_app_done(&call.app);
    }
    json_decref(call.data);
    json_decref(call.page);
}
