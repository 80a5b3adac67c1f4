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
