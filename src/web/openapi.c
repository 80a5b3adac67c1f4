/* openapi - the description of the API from the route table: OpenAPI 3.1. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/errand.h"
#include "app/house/shelf_kinds.h"
#include "format/kinds.h"
#include "palier_version.h"
#include "web/pages/pages.h"
#include "web/shapes/describe.h"
#include "web/sheet_describe.h"
#include "web/tables.h"
#include "web/web_parts.h"

static void put(json_t *object, const char *key, json_t *value, bool *failed)
{
    *failed = json_object_set_new(object, key, value) != 0 || *failed;
}

/* The {…} of a path. */
static void add_path_parameters(json_t *list, const char *path, bool *failed)
{
    for (const char *at = strchr(path, '{'); at != NULL; at = strchr(at + 1, '{')) {
        json_t *row = json_pack("{s:s%, s:s, s:b, s:{s:s}}", "name", at + 1, strcspn(at + 1, "}"),
                                "in", "path", "required", 1, "schema", "type", "string");
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
}

/* What a word of the route stands for: a text, one of some words, or several. In JSON what is no
 * word to choose may be written as a number or a boolean, too, which is read as its text. */
static json_t *schema_of(const struct pal_take *take, bool is_json, bool *failed)
{
    json_t *schema = is_json && take->choices == NULL
                         ? json_pack("{s:[s, s, s]}", "type", "string", "integer", "boolean")
                         : json_pack("{s:s}", "type", "string");
    for (size_t at = 0; at < take->choices_len;) {
        size_t len = strcspn(take->choices + at, "| ");
        json_t *words = json_object_get(schema, "enum");
        if (words == NULL) {
            words = json_array();
            put(schema, "enum", words, failed);
        }
        *failed =
            json_array_append_new(words, json_stringn(take->choices + at, len)) != 0 || *failed;
        at += len + 1;
    }
    return take->is_list ? json_pack("{s:s, s:o}", "type", "array", "items", schema) : schema;
}

static void add_query_parameters(json_t *list, const char *words, bool *failed)
{
    struct pal_take take;
    while (pal_take_next(&words, &take)) {
        json_t *row = json_pack("{s:s%, s:s, s:o}", "name", take.name, take.name_len, "in", "query",
                                "schema", schema_of(&take, false, failed));
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
}

/* A list is given as JSON or as CSV. */
static void add_format(json_t *list, bool *failed)
{
    json_t *row = json_pack(
        "{s:s, s:s, s:s, s:{s:s, s:[s, s, s]}}", "name", "format", "in", "query", "description",
        "The list as JSON, or all of it as CSV, as Accept: text/csv asks for it too; "
        "spreadsheet is CSV with a byte order mark",
        "schema", "type", "string", "enum", "json", "csv", "spreadsheet");
    *failed = json_array_append_new(list, row) != 0 || *failed;
}

static json_t *parameters(const struct pal_route *route, bool *failed)
{
    json_t *list = json_array();
    add_path_parameters(list, route->path, failed);
    add_query_parameters(list, route->query, failed);
    if (pal_shape_rows(route) != NULL) {
        add_format(list, failed);
    }
    return list;
}

/* Whether the form of a route is made of descriptors (web/sheet.h): it takes rows. */
static bool is_of_sheet(const struct pal_route *route)
{
    return strstr(route->fields, "remove take") != NULL;
}

/* Whether documents of a kind have their form at a route. */
static bool has_form_at(const struct pal_shelf_kind *kind, const char *path)
{
    bool is_own = strncmp(path, "/projects", strlen("/projects")) == 0;
    if (kind->is_copied && strstr(path, "/new") != NULL) {
        return false;
    }
    if (strstr(path, "{kind}") == NULL) {
        return kind->id == (strstr(path, "/meeting") != NULL  ? PAL_KIND_MEETING
                            : strstr(path, "/notice") != NULL ? PAL_KIND_NOTICE
                                                              : PAL_KIND_PROJECT);
    }
    return is_own ? kind->own_place != NULL && !kind->is_begun_apart && !kind->is_by_project
                  : kind->shelf != NULL;
}

/* The fields of the documents whose form stands at a route, by their paths; of each kind a
 * component. Of a project it has its domain names alone. */
static json_t *sheet_fields(const char *path, json_t *known, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        const struct pal_shelf_kind *kind = &pal_shelf_kinds[i];
        json_t *name = json_sprintf("fields-%s", kind->word);
        const char *word = json_string_value(name);
        if (word != NULL && has_form_at(kind, path)) {
            if (json_object_get(known, word) == NULL) {
                put(known, word,
                    pal_sheet_describe(pal_kinds[i].type, kind->is_project ? "domains" : NULL,
                                       failed),
                    failed);
            }
            json_t *row = json_pack("{s:o}", "$ref", json_sprintf("#/components/schemas/%s", word));
            *failed = json_array_append_new(list, row) != 0 || *failed;
        }
        *failed = word == NULL || *failed;
        json_decref(name);
    }
    return list;
}

/* The fields of a body; a file is sent as multipart/form-data alone. */
static json_t *body_schema(const struct pal_route *route, bool with_files, json_t *known,
                           bool *failed)
{
    const char *words = route->fields;
    struct pal_take take;
    json_t *properties = json_object();
    json_t *schema = json_pack("{s:s, s:o}", "type", "object", "properties", properties);
    bool is_open = false;
    while (pal_take_next(&words, &take)) {
        if (take.name[0] == '*') {
            is_open = true;
        } else if (!take.is_file) {
            *failed = json_object_setn_new(properties, take.name, take.name_len,
                                           schema_of(&take, !with_files, failed)) != 0 ||
                      *failed;
        } else if (with_files) {
            *failed = json_object_setn_new(
                          properties, take.name, take.name_len,
                          json_pack("{s:s, s:s}", "type", "string", "format", "binary")) != 0 ||
                      *failed;
        }
    }
    if (is_of_sheet(route)) {
        put(schema, "anyOf", sheet_fields(route->path, known, failed), failed);
        put(schema, "unevaluatedProperties", json_false(), failed);
    } else {
        put(schema, "additionalProperties", json_boolean(is_open), failed);
    }
    return schema;
}

static json_t *request_body(const struct pal_route *route, json_t *known, bool *failed)
{
    struct pal_take take;
    json_t *content = json_pack("{s:{s:o}}", "application/json", "schema",
                                body_schema(route, false, known, failed));
    if (pal_take_find(route->fields, "file", &take)) {
        put(content, "multipart/form-data",
            json_pack("{s:o}", "schema", body_schema(route, true, known, failed)), failed);
    }
    if ((route->traits & PAL_ROUTE_FILES) != 0) { /* the query says what it is */
        put(content, "application/octet-stream", json_object(), failed);
    }
    if (pal_take_find(route->fields, "text", &take)) {
        put(content, "application/yaml",
            json_pack("{s:{s:s, s:s}}", "schema", "type", "string", "description",
                      "The document as it is"),
            failed);
    }
    return json_pack("{s:o}", "content", content);
}

/* "get_projects_project" */
static void operation_id(const struct pal_route *route, char out[128])
{
    size_t used = 0;
    const char *parts[] = {route->method == PAL_GET ? "get" : "post", route->path};
    for (size_t i = 0; i < 2; i++) {
        for (const char *at = parts[i]; *at != '\0' && used < 126; at++) {
            if (isalnum((unsigned char)*at)) {
                out[used++] = *at;
            } else if (used > 0 && out[used - 1] != '_' && *at != '}') {
                out[used++] = '_';
            }
        }
    }
    while (used > 0 && out[used - 1] == '_') {
        used--;
    }
    out[used] = '\0';
}

/* An answer with a body of a schema, which is taken. */
static json_t *answered(const char *text, const char *type, json_t *schema)
{
    return json_pack("{s:s, s:{s:{s:o}}}", "description", text, "content", type, "schema", schema);
}

static json_t *refused(const char *text, json_t *known, bool *failed)
{
    return answered(text, "application/problem+json", pal_shape_refused(known, failed));
}

/* What a list is as CSV, beside its JSON. */
static void add_table(json_t *answer, const struct pal_route *route, bool *failed)
{
    struct pal_buf heads;
    pal_buf_init(&heads, SIZE_MAX / 2, NULL);
    pal_table_heads(route, &heads);
    const char *text = pal_buf_text(&heads);
    json_t *schema =
        text != NULL && !heads.failed
            ? json_pack("{s:s, s:o}", "type", "string", "description",
                        json_sprintf("All rows of %s, under these heads: %.*s",
                                     pal_shape_rows(route), (int)strcspn(text, "\r"), text))
            : NULL;
    put(json_object_get(answer, "content"), "text/csv", json_pack("{s:o}", "schema", schema),
        failed);
    pal_buf_done(&heads);
}

/* Whether a route names something that may not be there: in its path, or by a field. */
static bool names_something(const struct pal_route *route)
{
    static const char *const names[] = {"id",    "person",     "project", "provider", "profile",
                                        "model", "assessment", "step",    "old",      "number"};
    struct pal_take take;
    bool is_named = strchr(route->path, '{') != NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !is_named; i++) {
        is_named = pal_take_find(route->query, names[i], &take) ||
                   (pal_take_find(route->fields, names[i], &take) && take.name[0] != '*');
    }
    return is_named;
}

/* What may be refused before anybody looks at it, as a text; else as all refusals are. */
static json_t *refused_early(const char *text, json_t *known, bool *failed)
{
    json_t *out = refused(text, known, failed);
    put(json_object_get(out, "content"), "text/plain",
        json_pack("{s:{s:s}}", "schema", "type", "string"), failed);
    return out;
}

/* What the machine sets bounds to. */
static void add_bounds(json_t *out, const struct pal_route *route, json_t *known, bool *failed)
{
    put(out, "413",
        refused_early("More than one request may have: too much was sent, or all of it at once is "
                      "too long",
                      known, failed),
        failed);
    bool is_link = strncmp(route->path, "/link/", strlen("/link/")) == 0;
    if ((route->traits & (PAL_ROUTE_HASHES | PAL_ROUTE_JOB)) != 0 || is_link) {
        put(out, "429",
            refused("Too many attempts, or too many jobs that have not ended", known, failed),
            failed);
    }
    put(out, "503", refused_early("Too much at this moment: Retry-After says when", known, failed),
        failed);
    if (route->method != PAL_GET) {
        put(out, "507", refused("The disk is full: nothing was written", known, failed), failed);
    }
}

/* What comes back that is no data of a page: its type, by handler. */
static json_t *file_answer(const struct pal_route *route, bool *failed)
{
    static const struct {
        pal_handler run;
        const char *types[4]; /* NULL behind them */
    } files[] = {
        {pal_page_document_file, {"application/yaml", NULL}},
        {pal_page_answers_file, {"application/yaml", NULL}},
        {pal_page_file, {"application/pdf", "text/plain", "application/octet-stream", NULL}},
        {pal_page_sent_file, {"application/octet-stream", NULL}},
        {pal_page_health, {"text/plain", NULL}},
        {pal_page_metrics, {"text/plain", NULL}},
        {pal_page_static, {"text/css", "text/javascript", NULL}},
        {pal_page_openapi, {"application/json", NULL}}};
    json_t *content = json_object();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        for (size_t j = 0; files[i].run == route->run && files[i].types[j] != NULL; j++) {
            put(content, files[i].types[j], json_object(), failed);
        }
    }
    return json_pack("{s:s, s:o}", "description", route->summary, "content", content);
}

static json_t *responses(const struct pal_route *route, json_t *known, bool *failed)
{
    static const char json[] = "application/json";
    json_t *out = json_object();
    json_t *shape = pal_shape_answer(route, known, failed);
    put(out, "200",
        shape == NULL
            ? file_answer(route, failed)
            : answered(route->method == PAL_GET ? "The data of the page" : "What was done", json,
                       shape),
        failed);
    if (pal_shape_rows(route) != NULL) {
        add_table(json_object_get(out, "200"), route, failed);
    }
    if ((route->traits & PAL_ROUTE_JOB) != 0) {
        put(out, "202",
            answered("It lasts longer than a request may, and is worked off as a job: its id is "
                     "in job, its address in Location",
                     json, pal_shape_answer(route, known, failed)),
            failed);
    }
    put(out, "400",
        answered("No request that this server takes", "text/plain",
                 json_pack("{s:s}", "type", "string")),
        failed);
    if (route->right != PAL_MAY_ANYTHING_ANYONE || route->method != PAL_GET) {
        put(out, "403", refused("Not signed in, or not allowed", known, failed), failed);
    }
    if (names_something(route)) {
        put(out, "404", refused("There is no such thing", known, failed), failed);
    }
    if (route->method != PAL_GET) {
        put(out, "409", refused("Changed by somebody else since", known, failed), failed);
    }
    put(out, "422", refused("Not valid, or a name that is not taken here", known, failed), failed);
    add_bounds(out, route, known, failed);
    return out;
}

static json_t *operation(const struct pal_route *route, json_t *known, bool *failed)
{
    char id[128];
    json_t *out = json_object();
    json_t *rows = parameters(route, failed);
    operation_id(route, id);
    put(out, "operationId", json_string(id), failed);
    put(out, "summary", json_string(route->summary), failed);
    put(out, "description", json_sprintf("Needs the right \"%s\".", pal_right_ids[route->right]),
        failed);
    if (json_array_size(rows) > 0) {
        put(out, "parameters", rows, failed);
    } else {
        json_decref(rows);
    }
    if (route->body_max > 0) {
        put(out, "requestBody", request_body(route, known, failed), failed);
    }
    put(out, "responses", responses(route, known, failed), failed);
    if (route->right == PAL_MAY_ANYTHING_ANYONE) {
        put(out, "security", json_array(), failed);
    }
    return out;
}

static json_t *paths(json_t *known, bool *failed)
{
    json_t *out = json_object();
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        if (strcmp(route->path, "/") == 0 || pal_route_is_link(route)) {
            continue; /* /projects under its short name; what is for browsers alone */
        }
        json_t *path = json_object_get(out, route->path);
        if (path == NULL) {
            path = json_object();
            put(out, route->path, path, failed);
        }
        put(path, route->method == PAL_GET ? "get" : "post", operation(route, known, failed),
            failed);
    }
    return out;
}

enum pal_rc pal_web_openapi(struct pal_buf *out)
{
    bool failed = false;
    json_t *root = json_object();
    json_t *known = json_object();
    put(root, "openapi", json_string("3.1.0"), &failed);
    put(root, "info",
        json_pack("{s:s, s:s, s:s, s:{s:s, s:s}}", "title", "palier", "version", PALIER_VERSION,
                  "description",
                  "The data of every page and every verb of the server. Errors are problem+json; "
                  "documents carry an ETag, and a change with If-Match of an old one is a 409. A "
                  "method that an address does not take is a 405 with Allow.",
                  "license", "name", "Apache-2.0", "identifier", "Apache-2.0"),
        &failed);
    put(root, "servers", json_pack("[{s:s}]", "url", "/api/v1"), &failed);
    put(root, "security", json_pack("[{s:[]}]", "token"), &failed);
    put(root, "paths", paths(known, &failed), &failed);
    put(root, "components",
        json_pack("{s:o, s:{s:{s:s, s:s}}}", "schemas", known, "securitySchemes", "token", "type",
                  "http", "scheme", "bearer"),
        &failed);
    char *text = failed ? NULL : json_dumps(root, JSON_INDENT(1));
    json_decref(root);
    if (text == NULL) {
        return PAL_E_MEMORY;
    }
    pal_buf_add(out, text);
    pal_buf_add_char(out, '\n');
    free(text);
    return PAL_OK;
}
