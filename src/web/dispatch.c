/* dispatch - from a request to its handler and to an answer; see web_parts.h. */
#include <string.h>
#include <strings.h>
#include <time.h>

#include "app/desk/library.h"
#include "app/house/audit.h"
#include "app/house/blind.h"
#include "app/house/errand.h"
#include "app/house/house.h"
#include "app/house/passes.h"
#include "app/house/people.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"
#include "http/parts.h"
#include "web/forms.h"
#include "web/marking.h"
#include "web/pages/pages.h"
#include "web/tables.h"
#include "web/web_parts.h"

static bool has_type(const struct pal_http_request *request, const char *wanted)
{
    const char *type = pal_http_header(request, "Content-Type");
    return type != NULL && strncasecmp(type, wanted, strlen(wanted)) == 0;
}

/* A file comes in a form with parts or as the body itself, and a document in any way; what cannot
 * hold either is fields alone. */
static bool is_file_type(const struct pal_http_request *head)
{
    return has_type(head, "multipart/form-data") || has_type(head, "application/octet-stream");
}

bool pal_web_is_streamed(void *ctx, const struct pal_http_request *head)
{
    const char *params[4];
    unsigned status;
    struct pal_door door;
    const struct pal_route *route = pal_route_find(head, &door, params, &status);
    (void)ctx;
    return route != NULL && (route->traits & PAL_ROUTE_FILES) != 0 && is_file_type(head);
}

/* Of a file that is larger than the house takes, up to some such files come and are thrown away: a
 * browser shows the sentence only once it has sent all. */
static size_t file_max(const struct pal_web *web)
{
    enum { BORNE = 4 };
    return BORNE * (size_t)web->options.file_most + PAL_FIELDS_MAX;
}

size_t pal_web_body_max(void *ctx, const struct pal_http_request *head, bool *is_open)
{
    const char *params[4];
    unsigned status;
    struct pal_door door;
    const struct pal_route *route = pal_route_find(head, &door, params, &status);
    if (route == NULL) {
        return 0;
    }
    if ((route->traits & PAL_ROUTE_FILES) != 0 && is_file_type(head)) {
        return file_max(ctx);
    }
    *is_open = route->right == PAL_MAY_ANYTHING_ANYONE;
    bool is_fields = pal_take_has_long(route->fields, true) &&
                     !pal_take_has_long(route->fields, false) &&
                     !has_type(head, "multipart/form-data");
    return is_fields && route->body_max > PAL_FIELDS_MAX ? PAL_FIELDS_MAX : route->body_max;
}

size_t pal_web_lane_of(void *ctx, const struct pal_http_request *request)
{
    const char *params[4];
    unsigned status;
    struct pal_door door;
    const struct pal_route *route = pal_route_find(request, &door, params, &status);
    (void)ctx;
    if (route != NULL && pal_table_asked(request, route, door.is_api) != PAL_TABLE_NONE) {
        return PAL_LANE_DOCUMENTS; /* the whole of a list, not a part of it */
    }
    return route != NULL ? pal_route_lane(route, params) : PAL_LANE_OPEN;
}

/* --------------------------------------------------------------- who it is */

/* A page remembers a language in the browser; `age` says for how long. */
static void keep_language(struct pal_call *call, const char *cookie, const char *code,
                          const char *age)
{
    pal_http_set(call->response, "Set-Cookie",
                 pal_call_printf(call, "%s=%s; Path=/%s; HttpOnly; SameSite=Lax%s", cookie, code,
                                 age, call->request->is_secure ? "; Secure" : ""));
}

/* The account's language decides: the browser brings it along, so that what is refused before it
 * is known who asks is said in it, too. */
static void tell_language(struct pal_call *call, const char *code)
{
    const char *told = pal_fields_get(&call->request->cookies, PAL_LANGUAGE_COOKIE_ACCOUNT);
    if (!call->is_api && (told == NULL || strcmp(told, code) != 0)) {
        keep_language(call, PAL_LANGUAGE_COOKIE_ACCOUNT, code, "");
    }
}

/* The language: asked for, kept in a cookie, chosen by the person, of the browser. */
static enum pal_lang choose_language(struct pal_call *call)
{
    enum pal_lang lang = PAL_LANG_EN;
    const struct pal_fields *cookies = &call->request->cookies;
    const char *asked = pal_call_query(call, "lang");
    const char *kept = pal_fields_get(cookies, PAL_LANGUAGE_COOKIE);
    const struct pal_principal *person = &call->errand.principal;
    if (asked != NULL && pal_lang_find(asked, &lang)) {
        keep_language(call, PAL_LANGUAGE_COOKIE, asked, "; Max-Age=31536000");
        return lang;
    }
    if (kept != NULL && pal_lang_find(kept, &lang)) {
        return lang;
    }
    if (person->id != NULL && pal_lang_find(person->language, &lang)) {
        tell_language(call, person->language);
        return lang;
    }
    return pal_web_browser_language(call->request);
}

void pal_call_speak(struct pal_call *call, const char *code)
{
    enum pal_lang lang;
    if (pal_call_query(call, "lang") == NULL && pal_lang_find(code, &lang)) {
        call->language = pal_library_language(lang);
    }
}

/* From now on the errand says its sentences in the visitor's language, and times in their zone. */
static void speak(struct pal_call *call)
{
    call->language = pal_library_language(choose_language(call));
    call->voice = pal_language_voice(&call->language);
    call->errand.voice = &call->voice;
    call->zone = pal_house_zone(call->web->house, call->errand.principal.zone);
    if (call->zone == NULL) { /* chosen where the machine knew it */
        call->zone = pal_house_zone(call->web->house, "");
    }
}

static enum pal_rc find_person(struct pal_call *call)
{
    const char *cookie = pal_fields_get(&call->request->cookies, "palier");
    const char *bearer = pal_http_header(call->request, "Authorization");
    enum pal_rc rc = PAL_OK;
    if (bearer != NULL && call->is_api) {
        if (strncmp(bearer, "Bearer ", 7) != 0) {
            return pal_errand_fail(&call->errand, PAL_E_DENIED,
                                   "the API takes \"Authorization: Bearer TOKEN\"");
        }
        rc = pal_people_use_token(&call->errand, bearer + 7);
        return rc == PAL_E_NOT_FOUND ? pal_errand_fail(&call->errand, PAL_E_DENIED,
                                                       "this token is not valid (any more)")
                                     : rc;
    }
    if (cookie != NULL && cookie[0] != '\0') {
        rc = pal_people_resume(&call->errand, cookie);
    }
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

static enum pal_rc read_form(struct pal_call *call)
{
    const char *type = pal_http_header(call->request, "Content-Type");
    if (call->request->body_len == 0) {
        return PAL_OK;
    }
    if (call->is_api && (type == NULL || strncmp(type, "application/json", 16) == 0)) {
        return pal_json_fields_parse(call->request->arena, call->request->body,
                                     call->request->body_len, &call->form, call->errand.voice,
                                     &call->errand.err);
    }
    if (call->is_api && type != NULL && strstr(type, "yaml") != NULL) {
        return PAL_OK; /* the body is the document */
    }
    enum pal_rc rc =
        pal_http_form(call->request, &call->form, call->errand.voice, &call->errand.err);
    return rc == PAL_OK && !call->is_api ? pal_form_lines(call) : rc;
}

/* Whoever reads an assessment independently is led to the page of that reading. */
static enum pal_rc check_blind(struct pal_call *call)
{
    const char *id = call->params[0];
    bool is_led = call->route->method == PAL_GET && !call->is_api;
    if ((call->route->traits & PAL_ROUTE_BLIND) != 0) {
        return PAL_OK; /* the verbs decide */
    }
    return is_led && pal_blind_is(&call->errand, "assessment", id)
               ? pal_call_go(call, false, "/assessments/%s/second", id)
               : pal_blind_require(&call->errand, "assessment", id);
}

/* The right of the route, on its project. An assessment that does not exist is asked of everywhere:
 * who may not read everything learns nothing of it. */
static enum pal_rc check_right(struct pal_call *call)
{
    const char *kind = pal_scope_kind(call->route->scope);
    enum pal_rc found = PAL_OK;
    if (call->route->scope == PAL_SCOPE_PROJECT) {
        call->project = call->params[0];
    } else if (kind != NULL) {
        found = pal_house_project_of(&call->errand, kind, call->params[0], &call->project);
        if (found != PAL_OK && found != PAL_E_NOT_FOUND) {
            return pal_errand_explain(&call->errand, found);
        }
    }
    enum pal_rc rc = pal_errand_require(&call->errand, call->route->right,
                                        found == PAL_OK ? call->project : NULL);
    if (rc == PAL_OK && found == PAL_E_NOT_FOUND) {
        return pal_errand_fail(&call->errand, found,
                               call->route->scope == PAL_SCOPE_ASSESSMENT
                                   ? "there is no assessment %s"
                                   : "there is no questionnaire %s that was sent",
                               pal_quote(call->params[0]).text);
    }
    return rc == PAL_OK && call->route->scope == PAL_SCOPE_ASSESSMENT ? check_blind(call) : rc;
}

/* A name that nothing reads would be passed over without a word: a program is told, a browser sends
 * what the page holds. A word that chooses must be one of its choices; a file is no text. */
static enum pal_rc check_field(struct pal_call *call, const struct pal_field_value *field,
                               struct pal_take *take)
{
    bool is_known = pal_take_find(call->route->fields, field->name, take);
    if (!is_known && call->is_api && !pal_route_reads_field(call->route, field->name)) {
        return pal_errand_fail(
            &call->errand, PAL_E_INVALID, "there is no field %s here; it takes: %s",
            pal_quote(field->name).text, pal_take_told(call->request->arena, call->route->fields));
    }
    if (!is_known) {
        take->is_long = false;
        return PAL_OK;
    }
    if (field->file_name != NULL && !take->is_file) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "%s is a text, but a file was sent for it",
                               pal_quote(field->name).text);
    }
    if (field->file_name == NULL && take->is_file && field->value_len > 0) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "%s is a file, but a text was sent for it; send a form of the type "
                               "multipart/form-data",
                               pal_quote(field->name).text);
    }
    if (field->value[0] != '\0' && !pal_take_allows(take, field->value)) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID, "%s cannot be %s; it is one of: %s",
                               pal_quote(field->name).text, pal_quote(field->value).text,
                               pal_take_choices(call->request->arena, take));
    }
    return PAL_OK;
}

static enum pal_rc check_fields(struct pal_call *call)
{
    bool has_long = pal_take_has_long(call->route->fields, true) ||
                    pal_take_has_long(call->route->fields, false);
    size_t bytes = 0;
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        struct pal_take take;
        enum pal_rc rc = check_field(call, field, &take);
        if (rc != PAL_OK) {
            return rc;
        }
        bytes += strlen(field->name) + (take.is_long ? 0 : field->value_len);
    }
    return has_long && bytes > PAL_FIELDS_MAX
               ? pal_errand_fail(&call->errand, PAL_E_LIMIT,
                                 "the fields beside the document take more than %d kB together",
                                 PAL_FIELDS_MAX / 1024)
               : PAL_OK;
}

/* A word that chooses is one of its choices. */
static enum pal_rc check_choice(struct pal_call *call, const struct pal_field_value *field)
{
    struct pal_take take;
    bool is_fine = field->value_len == 0 || call->route == NULL ||
                   !pal_take_find(call->route->query, field->name, &take) ||
                   pal_take_allows(&take, field->value);
    return is_fine
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_INVALID, "%s cannot be %s; it is one of: %s",
                                 pal_quote(field->name).text, pal_quote(field->value).text,
                                 pal_take_choices(call->request->arena, &take));
}

static enum pal_rc check_query(struct pal_call *call)
{
    call->table = pal_table_asked(call->request, call->route, call->is_api);
    if (call->table == PAL_TABLE_UNKNOWN) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "format: %s is none of json, csv and spreadsheet",
                               pal_quote(pal_fields_get(&call->request->query, "format")).text);
    }
    for (size_t i = 0; i < call->request->query.count; i++) {
        enum pal_rc rc = check_choice(call, &call->request->query.items[i]);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    for (size_t i = 0; i < call->request->query.count && call->is_api; i++) {
        const char *name = call->request->query.items[i].name;
        if (!pal_route_reads_query(call->route, name)) {
            return call->route->query[0] != '\0'
                       ? pal_errand_fail(&call->errand, PAL_E_INVALID,
                                         "there is no %s in this query; it takes: %s",
                                         pal_quote(name).text,
                                         pal_take_told(call->request->arena, call->route->query))
                       : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                         "there is no %s in this query: it takes nothing",
                                         pal_quote(name).text);
        }
    }
    return PAL_OK;
}

enum pal_rc pal_web_take_version(struct pal_call *call)
{
    const char *match = pal_http_header(call->request, "If-Match");
    if (match == NULL) {
        return PAL_OK;
    }
    size_t len = match[0] == '"' ? strspn(match + 1, "0123456789") : 0;
    const char *end = match + 1 + len;
    size_t fact_len = len > 0 && end[0] == '.' ? strspn(end + 1, "0123456789") : 0;
    const char *fact = "0";
    if (fact_len > 0) {
        fact = pal_arena_copy(call->request->arena, end + 1, fact_len);
        end += 1 + fact_len;
    }
    if (len == 0 || strcmp(end, "\"") != 0) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "If-Match is no ETag of this server, which are as \"12\"");
    }
    const char *text = pal_arena_copy(call->request->arena, match + 1, len);
    struct pal_field_value *items =
        PAL_NEW(call->request->arena, struct pal_field_value, call->form.count + 2);
    if (text == NULL || items == NULL || fact == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    items[0] = (struct pal_field_value){.name = "version", .value = text, .value_len = len};
    size_t count = 1;
    if (pal_route_reads_field(call->route, "fact")) {
        items[count++] =
            (struct pal_field_value){.name = "fact", .value = fact, .value_len = strlen(fact)};
    }
    if (call->form.count > 0) {
        memcpy(items + count, call->form.items, call->form.count * sizeof *items);
    }
    call->form = (struct pal_fields){items, call->form.count + count};
    return PAL_OK;
}

/* Under the address of a pass the pass alone acts, whoever has signed in: what it may is the
 * table's, on its subject. All else is told by the same sentence. */
static enum pal_rc check_pass(struct pal_call *call)
{
    const char *secret = pal_fields_get(&call->request->cookies, PAL_PASS_COOKIE);
    enum pal_rc rc = pal_passes_resume(&call->errand, call->pass, secret != NULL ? secret : "");
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_pass *held = call->errand.principal.pass;
    const char *kind = pal_scope_kind(call->route->scope);
    bool is_its = kind != NULL && pal_shelf_kind(held->kind)->is_passed &&
                  strcmp(held->kind, kind) == 0 && strcmp(held->subject, call->params[0]) == 0;
    if (!is_its || (call->route->pass & held->rights) == 0) {
        return pal_passes_none(&call->errand);
    }
    call->project = held->project;
    return PAL_OK;
}

/* Who it is, and whether they may use the route. Where the link of a pass leads, nobody is anybody:
 * it is opened by who holds it. */
static enum pal_rc let_in(struct pal_call *call)
{
    enum pal_rc rc = PAL_OK;
    if (call->pass == NULL && !call->is_quiet) {
        rc = find_person(call);
    }
    speak(call);
    if (rc == PAL_OK) {
        rc = call->pass != NULL ? check_pass(call) : check_right(call);
    }
    if (rc == PAL_OK) {
        rc = pal_document_stands(call);
    }
    if (rc == PAL_OK && !call->is_head_alone) { /* nothing is answered yet that would be marked */
        rc = pal_marking_find(call);
    }
    return rc == PAL_OK ? check_query(call) : rc;
}

/* What a form says, where it may come from. */
static enum pal_rc take_form(struct pal_call *call)
{
    enum pal_rc rc = pal_web_check_origin(call);
    if (rc == PAL_OK) {
        rc = check_fields(call);
    }
    return rc == PAL_OK ? pal_web_take_version(call) : rc;
}

/* A file in pieces: what has come of it goes where it is refused at any step. */
static enum pal_rc run_streamed(struct pal_call *call)
{
    enum pal_rc rc = let_in(call);
    if (call->is_head_alone) {
        return rc == PAL_OK ? pal_sent_file_may(call) : rc;
    }
    if (rc == PAL_OK) {
        rc = pal_sent_file_take(call);
    }
    if (rc == PAL_OK && !call->is_piece) {
        rc = take_form(call);
        rc = rc == PAL_OK ? call->route->run(call) : rc;
    }
    if (rc != PAL_OK) {
        pal_sent_file_give_up(call);
    }
    return rc;
}

static enum pal_rc run(struct pal_call *call)
{
    if (pal_web_is_streamed(call->web, call->request)) {
        return run_streamed(call);
    }
    enum pal_rc rc = let_in(call);
    if (rc != PAL_OK || call->is_head_alone || call->location != NULL) {
        return rc;
    }
    if (call->route->method != PAL_GET) {
        rc = read_form(call);
        rc = rc == PAL_OK ? take_form(call) : rc;
    }
    return rc == PAL_OK ? call->route->run(call) : rc;
}

void pal_web_tell_methods(struct pal_call *call)
{
    const char *params[4];
    unsigned status;
    struct pal_door door;
    struct pal_http_request other = *call->request;
    other.method = PAL_GET;
    bool has_get = pal_route_find(&other, &door, params, &status) != NULL;
    other.method = PAL_POST;
    bool has_post = pal_route_find(&other, &door, params, &status) != NULL;
    pal_http_set(call->response, "Allow",
                 has_get && has_post ? "GET, HEAD, POST"
                 : has_get           ? "GET, HEAD"
                                     : "POST");
}

/* Whoever is signed in is told in their language that a page is not there. */
static void speak_to_person(struct pal_call *call)
{
    const char *cookie = pal_fields_get(&call->request->cookies, "palier");
    bool is_known = cookie != NULL && cookie[0] != '\0' && !call->is_quiet;
    if (is_known && pal_house_enter(call->web->house, &call->errand) == PAL_OK) {
        (void)!find_person(call);
    }
    speak(call);
}

static void tell_no_route(struct pal_call *call, unsigned status)
{
    speak_to_person(call);
    struct pal_quote path = pal_quote(call->request->path);
    const char *page = status == 405 ? pal_route_elsewhere(call->request) : NULL;
    if (page != NULL) { /* an act's address that was loaded again: its form stands there */
        call->response->status = 303;
        pal_http_set(call->response, "Location", page);
        return;
    }
    if (status == 404) {
        (void)pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "there is no page %s", path.text);
    } else {
        (void)pal_errand_fail(&call->errand, PAL_E_USAGE, "%s does not take this method",
                              path.text);
    }
    if (status == 405) {
        pal_web_tell_methods(call);
    }
    pal_web_show_error(call, status);
}

/* Once an hour whoever comes first removes what is over: on memory and time of its own, for what
 * the visitor asked may have used up his. A failure is no matter of the visitor's. */
static void tidy_now_and_then(struct pal_web *web, const struct pal_errand *errand)
{
    enum { HOUR = 3600 };
    int64_t before = atomic_load(&web->tidied_at);
    if (errand->now - before >= HOUR &&
        atomic_compare_exchange_strong(&web->tidied_at, &before, errand->now)) {
        struct pal_arena arena;
        pal_arena_init(&arena, NULL);
        struct pal_errand own = {.arena = &arena,
                                 .principal = {.kind = PAL_PRINCIPAL_CLOCK},
                                 .source = "palier",
                                 .now = errand->now};
        if (pal_house_enter(errand->house, &own) == PAL_OK) {
            (void)!pal_people_tidy(&own);
        }
        pal_house_leave(&own);
        pal_arena_done(&arena);
    }
}

/* Runs the route, or a step of it before: gives whether that was done, and there is no answer yet.
 */
static bool run_route(struct pal_call *call)
{
    enum pal_rc rc = pal_house_enter(call->web->house, &call->errand);
    if (rc == PAL_OK) {
        rc = run(call);
    } else {
        speak(call);
    }
    if (rc == PAL_OK && (call->is_head_alone || call->is_piece)) {
        return true;
    }
    pal_web_conclude(call, rc);
    if (rc == PAL_E_DENIED) {
        pal_audit_refusal(&call->errand,
                          pal_call_printf(call, "%s %s",
                                          call->route->method == PAL_GET ? "GET" : "POST",
                                          call->route->path),
                          call->project);
    }
    return false;
}

static void close_call(struct pal_call *call)
{
    if (call->response->fixed == NULL) {
        pal_http_set(call->response, "Cache-Control", "no-store");
    }
    if (call->errand.db != NULL) {
        uint64_t queries = pal_house_queries(&call->errand);
        atomic_fetch_add(&call->web->queries, queries);
        pal_http_set(
            call->response, "Server-Timing",
            pal_call_printf(call, "db;desc=\"%llu queries\"", (unsigned long long)queries));
        pal_house_leave(&call->errand);
        tidy_now_and_then(call->web, &call->errand);
    }
    pal_web_compress(call->request, call->response);
    if (call->has_app) {
        pal_app_done(&call->app);
    }
}

/* What of a request is at hand. */
enum extent { HEAD_ALONE, PIECE, WHOLE };

/* Answers a request whole or, where its body is not here yet, with a refusal alone. */
static bool answer(struct pal_web *web, struct pal_http_request *request,
                   struct pal_http_response *response, enum extent extent)
{
    unsigned status = 200;
    bool is_admitted = false;
    struct pal_call call = {.web = web,
                            .request = request,
                            .response = response,
                            .is_head_alone = extent == HEAD_ALONE,
                            .is_piece = extent == PIECE,
                            .zone = &pal_zone_utc,
                            .errand = {.arena = request->arena,
                                       .stop = pal_http_stop_of(request),
                                       .source = request->remote,
                                       .now = pal_house_now(web->house),
                                       .is_hurried = true}};
    pal_values_init(&call.values, request->arena);
    call.data = pal_value_object(&call.values);
    call.page = pal_value_object(&call.values);
    struct pal_door door;
    call.route = pal_route_find(request, &door, call.params, &status);
    call.place = call.route != NULL ? pal_route_place(request, &door, call.route) : NULL;
    call.failed = call.route != NULL && call.place == NULL;
    call.place = call.place != NULL ? call.place : request->path;
    call.is_api = door.is_api;
    call.pass = door.pass;
    call.is_quiet = door.pass != NULL || (call.route != NULL && pal_route_is_link(call.route));
    pal_web_guard(response, request->is_secure, call.is_quiet,
                  call.route != NULL && (call.route->traits & PAL_ROUTE_ASKS) != 0);
    if (call.route == NULL) {
        tell_no_route(&call, status);
    } else {
        is_admitted = run_route(&call);
    }
    close_call(&call);
    return is_admitted;
}

void pal_web_handle(void *ctx, struct pal_http_request *request, struct pal_http_response *response)
{
    (void)answer(ctx, request, response, WHOLE);
}

bool pal_web_admit(void *ctx, struct pal_http_request *head, struct pal_http_response *response)
{
    struct pal_web *web = ctx;
    const int64_t now = pal_house_now(web->house);
    const bool is_whole = !pal_web_is_streamed(ctx, head);
    if (is_whole && pal_lately_was_in(&web->lately, head, now)) {
        return true;
    }
    const bool is_admitted = answer(ctx, head, response, HEAD_ALONE);
    if (is_admitted && is_whole) {
        pal_lately_note(&web->lately, head, now);
    }
    return is_admitted;
}

bool pal_web_take(void *ctx, struct pal_http_request *request, struct pal_http_response *response)
{
    return answer(ctx, request, response, PIECE);
}

bool pal_web_give(void *ctx, struct pal_http_request *request, struct pal_buf *out)
{
    struct pal_web *web = ctx;
    struct pal_errand errand = {.arena = request->arena,
                                .stop = pal_http_stop_of(request),
                                .source = request->remote,
                                .now = pal_house_now(web->house)};
    enum pal_rc rc = pal_house_enter(web->house, &errand);
    if (rc == PAL_OK) {
        rc = pal_sent_file_give(&errand, request->state, out);
        pal_house_leave(&errand);
    }
    if (rc != PAL_OK) {
        (void)pal_errand_conceal(&errand, rc);
        pal_web_log_failure(web, request, errand.inner.message);
    }
    return rc == PAL_OK;
}
