/* hold - an answer against its shape, where the program is built to be tested. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/house/errand.h"
#include "web/shapes/shapes.h"
#include "web/web_parts.h"

#ifdef PAL_HOLD_SHAPES

enum { WHERE_MAX = 512 };

/* One write of one line: the threads of a server, and several servers, add to the same file. */
static void note(struct pal_call *call, const char *complaint)
{
    const char *path = getenv("PALIER_ANSWERS");
    int file = path != NULL ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file < 0) {
        return;
    }
    struct pal_value *line = pal_value_object(&call->values);
    struct pal_buf text;
    pal_buf_init(&text, SIZE_MAX / 2, NULL);
    pal_put_borrowed(line, "route", call->route->path);
    pal_put_boolean(line, "is_get", call->route->method == PAL_GET);
    pal_put_borrowed(line, "path", call->request->path);
    pal_put_boolean(line, "is_api", call->is_api);
    pal_put_borrowed(line, "template", call->template);
    pal_put_borrowed(line, "complaint", complaint);
    pal_put(line, "data", call->data);
    pal_put(line, "page", call->page);
    pal_value_json(line, 0, &text);
    pal_buf_add_char(&text, '\n');
    if (text.failed || write(file, pal_buf_text(&text), text.len) != (ssize_t)text.len) {
        perror(path);
    }
    pal_buf_done(&text);
    (void)close(file);
}

void pal_shapes_note(struct pal_call *call)
{
    if (call->route != NULL && !pal_call_is_short(call)) {
        note(call, NULL);
    }
}

/* Where a check has come to, and what is wrong there. */
struct place {
    char path[WHERE_MAX];
    size_t len;
    char complaint[WHERE_MAX];
    bool is_whole; /* keys that are required must be there */
};

static bool holds(struct place *at, const struct pal_type *type, const struct pal_value *value);

static bool complain(struct place *at, const char *what)
{
    (void)snprintf(at->complaint, sizeof at->complaint, "data%.*s %s", (int)at->len, at->path,
                   what);
    return false;
}

/* Goes on behind a name, and comes back. */
static bool holds_within(struct place *at, const char *sign, const char *name,
                         const struct pal_type *type, const struct pal_value *value)
{
    size_t before = at->len;
    int used = snprintf(at->path + before, sizeof at->path - before, "%s%s", sign, name);
    at->len += used > 0 && before + (size_t)used < sizeof at->path ? (size_t)used : 0;
    bool is_good = holds(at, type, value);
    at->len = before;
    return is_good;
}

static bool holds_list(struct place *at, const struct pal_type *type, const struct pal_value *value)
{
    struct pal_walk walk;
    const struct pal_value *item;
    bool is_good = pal_value_is(value, PAL_VALUE_LIST) || complain(at, "is no list");
    if (!is_good) {
        return false;
    }
    pal_walk_start(&walk, value);
    while (is_good && (item = pal_walk_next(&walk)) != NULL) {
        is_good = holds_within(at, "[]", "", type->item, item);
    }
    (void)pal_walk_end(&walk);
    return is_good;
}

static bool holds_object(struct place *at, const struct pal_type *type,
                         const struct pal_value *value)
{
    if (!pal_value_is(value, PAL_VALUE_OBJECT)) {
        return complain(at, "is no object");
    }
    PAL_EACH(member, value)
    {
        const struct pal_field *field = pal_field_of(type, member->key);
        if (pal_value_get(value, member->key) !=
            member) { /* templates read one, programs another */
            char what[128];
            (void)snprintf(what, sizeof what, "has %.64s twice", member->key);
            return complain(at, what);
        }
        if (field == NULL) {
            return holds_within(at, ".", member->key, NULL, member);
        }
        bool is_none = pal_value_is(member, PAL_VALUE_NULL) && !field->is_required;
        if (!is_none && !holds_within(at, ".", member->key, field->type, member)) {
            return false;
        }
    }
    for (size_t i = 0; i < type->field_count && at->is_whole; i++) {
        if (type->fields[i].is_required && pal_value_get(value, type->fields[i].key) == NULL) {
            char what[128];
            (void)snprintf(what, sizeof what, "lacks %.64s", type->fields[i].key);
            return complain(at, what);
        }
    }
    return true;
}

/* Digits where the pattern has a 0, else its own signs. */
static bool is_like(const struct pal_value *value, const char *pattern)
{
    const char *text = pal_value_as_text(value);
    if (text == NULL || strlen(text) != strlen(pattern)) {
        return false;
    }
    for (size_t i = 0; pattern[i] != '\0'; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == '0' ? !is_digit : text[i] != pattern[i]) {
            return false;
        }
    }
    return true;
}

/* How many keys of an object a shape names. */
static size_t keys_of(const struct pal_type *type, const struct pal_value *value)
{
    size_t count = 0;
    if (type->kind == PAL_TYPE_OBJECT && pal_value_is(value, PAL_VALUE_OBJECT)) {
        PAL_EACH(member, value)
        {
            count += pal_field_of(type, member->key) != NULL;
        }
    }
    return count;
}

/* What is of none of several shapes is told against the one that it has most keys of. */
static bool holds_any(struct place *at, const struct pal_type *type, const struct pal_value *value)
{
    bool is_good = type->any_count == 0;
    const struct pal_type *meant = is_good ? NULL : type->any[0];
    for (size_t i = 0; i < type->any_count && !is_good; i++) {
        is_good = holds(at, type->any[i], value);
        meant = keys_of(type->any[i], value) > keys_of(meant, value) ? type->any[i] : meant;
    }
    return is_good || holds(at, meant, value);
}

static bool holds_map(struct place *at, const struct pal_type *type, const struct pal_value *value)
{
    bool is_good = pal_value_is(value, PAL_VALUE_OBJECT) || complain(at, "is no object");
    PAL_EACH(member, value)
    {
        is_good = is_good && holds_within(at, ".", member->key, type->item, member);
    }
    return is_good;
}

static bool is_scalar(const struct pal_type *type, const struct pal_value *value)
{
    switch (type->kind) {
    case PAL_TYPE_INTEGER:
        return pal_value_is(value, PAL_VALUE_INTEGER);
    case PAL_TYPE_DECIMAL:
        return pal_value_is(value, PAL_VALUE_REAL) || pal_value_is(value, PAL_VALUE_INTEGER);
    case PAL_TYPE_BOOLEAN:
        return pal_value_is(value, PAL_VALUE_TRUE) || pal_value_is(value, PAL_VALUE_FALSE);
    case PAL_TYPE_DATE:
        return is_like(value, "0000-00-00");
    case PAL_TYPE_INSTANT:
        return is_like(value, "0000-00-00T00:00:00Z");
    case PAL_TYPE_TEXT:
    case PAL_TYPE_ID:
    case PAL_TYPE_CODE:
    case PAL_TYPE_DURATION:
    case PAL_TYPE_CHOICE:
    case PAL_TYPE_LIST:
    case PAL_TYPE_MAP:
    case PAL_TYPE_OBJECT:
    case PAL_TYPE_ANY:
        break;
    }
    return pal_value_is(value, PAL_VALUE_TEXT);
}

/* A key without a type is not in the shape. */
static bool holds(struct place *at, const struct pal_type *type, const struct pal_value *value)
{
    if (type == NULL) {
        return complain(at, "is not in its shape");
    }
    switch (type->kind) {
    case PAL_TYPE_OBJECT:
        return holds_object(at, type, value);
    case PAL_TYPE_LIST:
        return holds_list(at, type, value);
    case PAL_TYPE_MAP:
        return holds_map(at, type, value);
    case PAL_TYPE_ANY:
        return holds_any(at, type, value);
    case PAL_TYPE_TEXT:
    case PAL_TYPE_ID:
    case PAL_TYPE_CODE:
    case PAL_TYPE_INTEGER:
    case PAL_TYPE_DECIMAL:
    case PAL_TYPE_BOOLEAN:
    case PAL_TYPE_DATE:
    case PAL_TYPE_INSTANT:
    case PAL_TYPE_DURATION:
    case PAL_TYPE_CHOICE:
        break;
    }
    if (!is_scalar(type, value)) {
        char what[128];
        (void)snprintf(what, sizeof what, "is no %.64s", type->name);
        return complain(at, what);
    }
    return true;
}

static bool has_key(const struct pal_type *type, const char *key)
{
    if (type == NULL || (type->kind == PAL_TYPE_ANY && type->any_count == 0)) {
        return true; /* what it is stands elsewhere */
    }
    if (type->kind == PAL_TYPE_OBJECT) {
        return pal_field_of(type, key) != NULL;
    }
    bool has = false;
    for (size_t i = 0; i < type->any_count; i++) {
        has = has || has_key(type->any[i], key);
    }
    return has;
}

bool pal_shapes_have_parts(struct pal_call *call)
{
    const struct pal_type *shape = pal_shape_of(call->route);
    const struct pal_field *field =
        shape != NULL && call->report_key != NULL ? pal_field_of(shape, call->report_key) : NULL;
    bool has = has_key(field != NULL ? field->type : shape, "part");
    if (!has) {
        (void)fprintf(stderr, "shapes: %s: a report is shown in parts, and its shape has no part\n",
                      call->route->path);
    }
    return has;
}

/* A page has its shape. An act answers what came of it or, where it shows a page, that: of a form
 * that failed a part may be missing. */
enum pal_rc pal_shapes_hold(struct pal_call *call)
{
    bool is_get = call->route->method == PAL_GET;
    const struct pal_type *shape = pal_shape_of(call->route);
    struct place at = {.is_whole = is_get};
    if (pal_call_is_short(call)) {
        return PAL_OK; /* told by the caller */
    }
    bool is_good = shape != NULL && holds(&at, shape, call->data);
    if (!is_good && !is_get) {
        struct place act = {.len = 0};
        is_good = holds(&act, &pal_shape_done, call->data);
        at = shape == NULL ? act : at;
    }
    note(call, is_good ? NULL : at.complaint);
    if (is_good) {
        return PAL_OK;
    }
    (void)fprintf(stderr, "shapes: %s %s (%s): %s: see src/web/shapes\n", is_get ? "GET" : "POST",
                  call->route->path, shape != NULL ? shape->name : "no shape",
                  at.complaint[0] != '\0' ? at.complaint : "data have no shape");
    return pal_errand_explain(&call->errand, PAL_E_IO);
}

#endif
