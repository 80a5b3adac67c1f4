#include "render/template/value_json.h"

#include <string.h>

struct pal_value *pal_value_of_json(struct pal_values *values, const json_t *json)
{
    switch (json == NULL ? JSON_NULL : json_typeof(json)) {
    case JSON_STRING:
        return pal_value_text_n(values, json_string_value(json), json_string_length(json));
    case JSON_INTEGER:
        return pal_value_integer(values, json_integer_value(json));
    case JSON_REAL:
        return pal_value_real(values, json_real_value(json));
    case JSON_TRUE:
    case JSON_FALSE:
        return pal_value_boolean(values, json_is_true(json));
    case JSON_NULL:
        break;
    case JSON_ARRAY: {
        struct pal_value *list = pal_value_list(values);
        size_t count = json_array_size(json);
        for (size_t i = 0; i < count; i++) {
            pal_add(list, pal_value_of_json(values, json_array_get(json, i)));
        }
        return list;
    }
    case JSON_OBJECT: {
        struct pal_value *object = pal_value_object(values);
        const char *key;
        json_t *item;
        json_object_foreach((json_t *)(uintptr_t)json, key, item)
        {
            pal_put(object, pal_arena_copy(values->arena, key, strlen(key)),
                    pal_value_of_json(values, item));
        }
        return object;
    }
    }
    return pal_value_null(values);
}

static json_t *container_of(const struct pal_value *value)
{
    bool is_list = pal_value_is(value, PAL_VALUE_LIST);
    json_t *out = is_list ? json_array() : json_object();
    PAL_EACH(item, value)
    {
        json_t *child = pal_json_of_value(item);
        int failed = is_list ? json_array_append_new(out, child)
                             : json_object_set_new(out, item->key, child);
        if (failed != 0) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

json_t *pal_json_of_value(const struct pal_value *value)
{
    switch ((enum pal_value_kind)value->kind) {
    case PAL_VALUE_NULL:
        return json_null();
    case PAL_VALUE_FALSE:
    case PAL_VALUE_TRUE:
        return json_boolean(value->kind == PAL_VALUE_TRUE);
    case PAL_VALUE_INTEGER:
        return json_integer(value->integer);
    case PAL_VALUE_REAL:
        return json_real(value->real);
    case PAL_VALUE_TEXT:
        return json_stringn(value->text, value->text_len);
    case PAL_VALUE_ROWS:
    case PAL_VALUE_LIST:
    case PAL_VALUE_OBJECT:
        break;
    }
    return container_of(value);
}
