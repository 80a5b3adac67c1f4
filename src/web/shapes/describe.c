/* describe - shapes as JSON Schemas, for the description of the API. */
#include <string.h>

#include "web/shapes/describe.h"
#include "web/shapes/shape_parts.h"

static json_t *schema_of(const struct pal_type *type, json_t *known, bool *failed);

static void put(json_t *object, const char *key, json_t *value, bool *failed)
{
    *failed = json_object_set_new(object, key, value) != 0 || *failed;
}

/* A value that may be null. */
static json_t *or_null(json_t *schema)
{
    const char *type = json_string_value(json_object_get(schema, "type"));
    if (type == NULL) {
        return json_pack("{s:[o, {s:s}]}", "anyOf", schema, "type", "null");
    }
    json_t *both = json_pack("[s, s]", type, "null");
    return json_object_set_new(schema, "type", both) == 0 ? schema : NULL;
}

static json_t *object_schema(const struct pal_type *type, json_t *known, bool *failed)
{
    json_t *out = json_pack("{s:s, s:b}", "type", "object", "additionalProperties", 0);
    json_t *properties = json_object();
    json_t *required = json_array();
    put(out, "description", json_string(type->doc), failed);
    for (size_t i = 0; i < type->field_count; i++) {
        const struct pal_field *field = &type->fields[i];
        json_t *schema = schema_of(field->type, known, failed);
        put(properties, field->key, field->is_required ? schema : or_null(schema), failed);
        if (field->is_required) {
            *failed = json_array_append_new(required, json_string(field->key)) != 0 || *failed;
        }
    }
    put(out, "properties", properties, failed);
    if (json_array_size(required) > 0) {
        put(out, "required", required, failed);
    } else {
        json_decref(required);
    }
    return out;
}

/* An object stands once, among what is known by name. It is put there before its members are
 * looked at: its place is taken. */
static json_t *reference(const struct pal_type *type, json_t *known, bool *failed)
{
    if (json_object_get(known, type->name) == NULL) {
        put(known, type->name, json_null(), failed);
        put(known, type->name, object_schema(type, known, failed), failed);
    }
    return json_pack("{s:s+}", "$ref", "#/components/schemas/", type->name);
}

static json_t *any_schema(const struct pal_type *type, json_t *known, bool *failed)
{
    if (type->any_count == 0) {
        return json_object();
    }
    json_t *list = json_array();
    for (size_t i = 0; i < type->any_count; i++) {
        *failed =
            json_array_append_new(list, schema_of(type->any[i], known, failed)) != 0 || *failed;
    }
    return json_pack("{s:o}", "anyOf", list);
}

static json_t *schema_of(const struct pal_type *type, json_t *known, bool *failed)
{
    switch (type->kind) {
    case PAL_TYPE_OBJECT:
        return reference(type, known, failed);
    case PAL_TYPE_LIST:
        return json_pack("{s:s, s:o}", "type", "array", "items",
                         schema_of(type->item, known, failed));
    case PAL_TYPE_MAP:
        return json_pack("{s:s, s:o}", "type", "object", "additionalProperties",
                         schema_of(type->item, known, failed));
    case PAL_TYPE_ANY:
        return any_schema(type, known, failed);
    case PAL_TYPE_INTEGER:
        return json_pack("{s:s}", "type", "integer");
    case PAL_TYPE_DECIMAL:
        return json_pack("{s:s}", "type", "number");
    case PAL_TYPE_BOOLEAN:
        return json_pack("{s:s}", "type", "boolean");
    case PAL_TYPE_DATE:
        return json_pack("{s:s, s:s}", "type", "string", "format", "date");
    case PAL_TYPE_INSTANT:
        return json_pack("{s:s, s:s}", "type", "string", "format", "date-time");
    case PAL_TYPE_TEXT:
    case PAL_TYPE_ID:
    case PAL_TYPE_CODE:
    case PAL_TYPE_DURATION:
    case PAL_TYPE_CHOICE:
        break;
    }
    return json_pack("{s:s}", "type", "string");
}

/* The marking of a project stands in all that leaves it (marking.h). */
static void may_be_marked(const struct pal_type *type, json_t *known, bool *failed)
{
    for (size_t i = 0; i < type->any_count; i++) {
        may_be_marked(type->any[i], known, failed);
    }
    json_t *properties = json_object_get(json_object_get(known, type->name), "properties");
    if (properties != NULL) {
        put(properties, "marking", json_pack("{s:[s, s]}", "type", "string", "null"), failed);
    }
}

json_t *pal_shape_answer(const struct pal_route *route, json_t *known, bool *failed)
{
    const struct pal_type *page = pal_shape_of(route);
    json_t *out = page != NULL ? schema_of(page, known, failed) : NULL;
    if (page != NULL) {
        may_be_marked(page, known, failed);
    }
    if (route->method == PAL_GET) {
        return out;
    }
    json_t *done = schema_of(&pal_shape_done, known, failed);
    may_be_marked(&pal_shape_done, known, failed);
    return out != NULL ? json_pack("{s:[o, o]}", "anyOf", done, out) : done;
}

json_t *pal_shape_refused(json_t *known, bool *failed)
{
    json_t *out = schema_of(&pal_shape_refusal, known, failed);
    put(json_object_get(known, pal_shape_refusal.name), "additionalProperties", json_true(),
        failed);
    return out;
}
