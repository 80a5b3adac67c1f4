#include "render/view/view_parts.h"

#include "base/duration.h"
#include "core/alert/alert.h"
#include "render/view/view.h"

void pal_view_put(json_t *object, const char *key, json_t *value, bool *failed)
{
    if (json_object_set_new(object, key, value) != 0) {
        *failed = true;
    }
}

void pal_json_append(json_t *list, json_t *value, bool *failed)
{
    if (json_array_append_new(list, value) != 0) {
        *failed = true;
    }
}

json_t *pal_json_number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

json_t *pal_json_text(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

json_t *pal_json_in_language(const struct pal_text *text, const struct pal_language *language)
{
    return json_string(pal_text_in(text, language->lang));
}

/* Gives `object` back, or NULL after a failure. */
json_t *pal_json_finish(json_t *object, bool failed)
{
    if (failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}

json_t *pal_json_steps(const struct pal_ladder *ladder, pal_mask mask, bool *failed)
{
    json_t *list = json_array();
    for (; mask != 0; mask &= mask - 1) {
        pal_json_append(list, json_string(ladder->steps[__builtin_ctzll(mask)].id), failed);
    }
    return list;
}

json_t *pal_json_texts(const struct pal_text *list, size_t count,
                       const struct pal_language *language, bool *failed)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        pal_json_append(array, pal_json_in_language(&list[i], language), failed);
    }
    return array;
}

json_t *pal_json_language_or_null(const struct pal_text *text, const struct pal_language *language)
{
    const char *shown = pal_text_in(text, language->lang);
    return shown[0] != '\0' ? json_string(shown) : json_null();
}

json_t *pal_json_duration(uint32_t minutes)
{
    char text[PAL_DURATION_TEXT];
    if (minutes == PAL_ALERT_NOT_STATED) {
        return json_null();
    }
    pal_duration_write(minutes, text);
    return json_string(text);
}
