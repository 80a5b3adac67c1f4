#include "web/tables.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/house/errand.h"
#include "base/text.h"
#include "web/marking.h"
#include "web/shapes/shapes.h"
#include "web/web_parts.h"

enum { NAME_MAX = 256 };

/* ------------------------------------------------------------------ asking */

/* How much a type is wanted, in thousandths; 0: it is not named. */
static unsigned wanted(const char *accept, const char *type)
{
    size_t len = strlen(type);
    for (const char *at = accept; *at != '\0';) {
        at += strspn(at, " \t,");
        size_t range = strcspn(at, ",");
        if (range >= len && strncasecmp(at, type, len) == 0 && strchr(" \t;,", at[len]) != NULL) {
            const char *quality = strstr(at + len, "q=");
            bool has_one = quality != NULL && quality < at + range;
            return has_one ? (unsigned)(strtod(quality + 2, NULL) * 1000) : 1000;
        }
        at += range;
    }
    return 0;
}

enum pal_table_form pal_table_asked(const struct pal_http_request *request,
                                    const struct pal_route *route, bool is_api)
{
    const char *format = pal_fields_get(&request->query, "format");
    const char *accept = pal_http_header(request, "Accept");
    if (!is_api || request->method == PAL_POST || pal_shape_rows(route) == NULL) {
        return PAL_TABLE_NONE;
    }
    if (format == NULL || format[0] == '\0') {
        return accept != NULL && wanted(accept, "text/csv") > wanted(accept, "application/json")
                   ? PAL_TABLE_CSV
                   : PAL_TABLE_NONE;
    }
    return strcmp(format, "csv") == 0           ? PAL_TABLE_CSV
           : strcmp(format, "spreadsheet") == 0 ? PAL_TABLE_SPREADSHEET
           : strcmp(format, "json") == 0        ? PAL_TABLE_NONE
                                                : PAL_TABLE_UNKNOWN;
}

/* ----------------------------------------------------------------- columns */

/* Of what may be of several shapes: of the one that has it. */
static const struct pal_type *member(const struct pal_type *type, const char *key, size_t len)
{
    for (size_t i = 0; type->kind == PAL_TYPE_ANY && i < type->any_count; i++) {
        const struct pal_type *found = member(type->any[i], key, len);
        if (found != NULL) {
            return found;
        }
    }
    for (size_t i = 0; i < type->field_count; i++) {
        if (strlen(type->fields[i].key) == len && memcmp(type->fields[i].key, key, len) == 0) {
            return type->fields[i].type;
        }
    }
    return NULL;
}

/* A row, and the object around it where its list is one of several. */
struct rows {
    const struct pal_type *outer; /* NULL: there is one list */
    const char *outer_key;
    size_t outer_len;
    const struct pal_type *row;
    const char *key;
    bool has_marking; /* behind the columns of a row: that of the project that they are of */
};

static struct rows rows_of(const struct pal_route *route)
{
    const struct pal_type *page = pal_shape_of(route);
    const char *path = pal_shape_rows(route);
    size_t len = strcspn(path, ".");
    struct rows out = {.key = path, .has_marking = route->scope != PAL_SCOPE_HOUSE};
    out.row = member(page, path, len)->item;
    if (path[len] == '.') {
        out.outer = out.row;
        out.outer_key = path;
        out.outer_len = len;
        out.key = path + len + 1;
        out.row = member(out.outer, out.key, strlen(out.key))->item;
    }
    return out;
}

static void end_row(struct pal_buf *out)
{
    if (!out->failed && out->len > 0 && pal_buf_text(out)[out->len - 1] == ',') {
        out->len--; /* the comma behind the last cell */
    }
    pal_buf_add(out, "\r\n");
}

/* Lists within the object around a row are the rows. */
static bool is_cell(const struct pal_type *type, bool is_outer)
{
    return !is_outer || type->kind != PAL_TYPE_LIST;
}

static void add_heads(struct pal_buf *out, const struct pal_type *type, const char *before,
                      bool is_outer)
{
    for (size_t i = 0; i < type->field_count; i++) {
        char name[NAME_MAX];
        const struct pal_type *of = type->fields[i].type;
        (void)snprintf(name, sizeof name, "%s%s%s", before, before[0] != '\0' ? "." : "",
                       type->fields[i].key);
        if (of->kind == PAL_TYPE_OBJECT) {
            add_heads(out, of, name, is_outer);
        } else if (is_cell(of, is_outer)) {
            pal_text_csv(out, name);
            pal_buf_add_char(out, ',');
        }
    }
}

void pal_table_heads(const struct pal_route *route, struct pal_buf *out)
{
    const struct rows rows = rows_of(route);
    if (rows.outer != NULL) {
        char name[NAME_MAX];
        (void)snprintf(name, sizeof name, "%.*s", (int)rows.outer_len, rows.outer_key);
        add_heads(out, rows.outer, name, true);
    }
    add_heads(out, rows.row, "", false);
    if (rows.has_marking) {
        pal_buf_add(out, "marking,");
    }
    end_row(out);
}

/* ------------------------------------------------------------------- cells */

static void add_json(struct pal_buf *out, const struct pal_value *value)
{
    struct pal_buf text;
    pal_buf_init(&text, SIZE_MAX / 2, out->alloc);
    pal_value_json(value, 0, &text);
    if (text.failed) {
        out->failed = true;
    } else {
        pal_text_csv(out, pal_buf_text(&text));
    }
    pal_buf_done(&text);
}

/* Of a list what each goes by: itself, or the first member of an object. */
static void add_list(struct pal_buf *out, const struct pal_value *list)
{
    struct pal_buf text;
    pal_buf_init(&text, SIZE_MAX / 2, out->alloc);
    PAL_EACH(item, list)
    {
        const struct pal_value *of =
            pal_value_is(item, PAL_VALUE_OBJECT) ? pal_value_first(item) : item;
        const char *word = pal_value_as_text(of);
        pal_buf_add(&text, text.len > 0 ? " " : "");
        if (word != NULL) {
            pal_buf_add(&text, word);
        } else if (of != NULL) {
            pal_value_json(of, 0, &text);
        }
    }
    out->failed = out->failed || text.failed;
    pal_text_csv(out, text.len > 0 ? pal_buf_text(&text) : "");
    pal_buf_done(&text);
}

static void add_cell(struct pal_buf *out, const struct pal_value *value)
{
    const char *text = pal_value_as_text(value);
    if (text != NULL) {
        pal_text_csv(out, text);
    } else if (pal_value_is(value, PAL_VALUE_LIST)) {
        add_list(out, value);
    } else if (value != NULL && !pal_value_is(value, PAL_VALUE_NULL)) {
        add_json(out, value);
    }
    pal_buf_add_char(out, ',');
}

static void add_cells(struct pal_buf *out, const struct pal_type *type,
                      const struct pal_value *value, bool is_outer)
{
    for (size_t i = 0; i < type->field_count; i++) {
        const struct pal_type *of = type->fields[i].type;
        const struct pal_value *at = pal_value_get(value, type->fields[i].key);
        if (of->kind == PAL_TYPE_OBJECT) {
            add_cells(out, of, at, is_outer);
        } else if (is_cell(of, is_outer)) {
            add_cell(out, at);
        }
    }
}

static void add_rows(struct pal_call *call, const struct rows *rows, const struct pal_value *around,
                     const struct pal_value *list)
{
    struct pal_buf *out = &call->response->body;
    PAL_EACH(row, list)
    {
        if (around != NULL) {
            add_cells(out, rows->outer, around, true);
        }
        add_cells(out, rows->row, row, false);
        if (rows->has_marking) {
            pal_text_csv(out, call->marking != NULL ? call->marking : "");
            pal_buf_add_char(out, ',');
        }
        end_row(out);
    }
}

/* ------------------------------------------------------------------ answer */

/* The query with another place in the list. */
static bool set_cursor(struct pal_call *call, const char *cursor)
{
    const struct pal_fields *query = &call->request->query;
    struct pal_field_value *items =
        PAL_NEW(call->request->arena, struct pal_field_value, query->count + 1);
    const char *kept = pal_arena_copy(call->request->arena, cursor, strlen(cursor));
    if (items == NULL || kept == NULL) {
        return false;
    }
    size_t count = 0;
    items[count++] =
        (struct pal_field_value){.name = "cursor", .value = kept, .value_len = strlen(kept)};
    for (size_t i = 0; i < query->count; i++) {
        if (strcmp(query->items[i].name, "cursor") != 0) {
            items[count++] = query->items[i];
        }
    }
    call->request->query = (struct pal_fields){items, count};
    return true;
}

/* What a part is made in: `arena` of its own, or that of the request again. */
static void make_in(struct pal_call *call, struct pal_arena *arena)
{
    call->request->arena = arena;
    call->errand.arena = arena;
    pal_values_init(&call->values, arena);
    call->data = pal_value_object(&call->values);
    call->page = pal_value_object(&call->values);
    if (call->has_app) { /* it keeps what it has read */
        pal_app_done(&call->app);
        call->has_app = false;
    }
}

/* "north-hours.csv": the last words of the address. */
static const char *file_name(struct pal_call *call)
{
    const char *const *segments = call->request->segments;
    size_t count = call->request->segment_count;
    return count > PAL_DOOR_SEGMENTS + 1
               ? pal_call_printf(call, "%s-%s.csv", segments[count - 2], segments[count - 1])
               : pal_call_printf(call, "%s.csv", segments[count - 1]);
}

/* The part of the list that is in the data. */
static void add_part(struct pal_call *call, const struct rows *rows)
{
    if (rows->outer == NULL) {
        add_rows(call, rows, NULL, pal_value_get(call->data, rows->key));
        return;
    }
    PAL_EACH(around, pal_value_get_n(call->data, rows->outer_key, rows->outer_len))
    {
        add_rows(call, rows, around, pal_value_get(around, rows->key));
    }
}

/* The next part, by the page's handler, in memory that is given back: a list is as long as it is.
 * `more` tells whether the query was moved on to another one behind it. */
static enum pal_rc add_next(struct pal_call *call, const struct rows *rows, bool *more)
{
    struct pal_arena *lasting = call->request->arena;
    struct pal_arena part;
    pal_arena_init(&part, lasting->alloc);
    make_in(call, &part);
    enum pal_rc rc = call->route->run(call);
#ifdef PAL_HOLD_SHAPES
    rc = rc == PAL_OK ? pal_shapes_hold(call) : rc;
#endif
    bool is_short = rc == PAL_OK && pal_call_is_short(call);
    const char *cursor = NULL;
    if (rc == PAL_OK && !is_short) {
        add_part(call, rows);
        cursor = pal_value_as_text(pal_value_get(call->data, "next_cursor"));
    }
    call->request->arena = lasting; /* where the place lasts */
    *more = cursor != NULL;
    is_short = is_short || (*more && !set_cursor(call, cursor));
    make_in(call, lasting);
    pal_arena_done(&part);
    return is_short ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : rc;
}

static enum pal_rc add_all(struct pal_call *call)
{
    const struct rows rows = rows_of(call->route);
    const char *cursor = pal_value_as_text(pal_value_get(call->data, "next_cursor"));
    bool more = cursor != NULL;
    enum pal_rc rc = PAL_OK;
    add_part(call, &rows);
    if (pal_call_is_short(call) || (more && !set_cursor(call, cursor))) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    while (more && rc == PAL_OK && !call->response->body.failed) {
        rc = add_next(call, &rows, &more);
    }
    return rc == PAL_OK && call->response->body.failed
               ? pal_errand_explain(&call->errand, PAL_E_MEMORY)
               : rc;
}

enum pal_rc pal_table_answer(struct pal_call *call)
{
    struct pal_http_response *response = call->response;
    /* By this mark alone a spreadsheet knows a file that is opened with a click as UTF-8; programs,
     * which ask by Accept, would take it for a part of the first head. */
    pal_buf_add(&response->body, call->table == PAL_TABLE_SPREADSHEET ? "\xEF\xBB\xBF" : "");
    pal_table_heads(call->route, &response->body);
    enum pal_rc rc = add_all(call);
    if (rc == PAL_OK) {
        response->content_type = "text/csv; charset=utf-8; header=present";
        pal_http_set(response, "Content-Disposition",
                     pal_marking_disposition(call, file_name(call)));
    }
    return rc;
}
