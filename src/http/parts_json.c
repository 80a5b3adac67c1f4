/* parts_json - a JSON body as the fields that a form would send. */
#include <jansson.h>
#include <string.h>

#include "base/text.h"
#include "http/parts.h"

/* A value as the text of a field; NULL: it is a list, an object or a fraction, or memory is short.
 */
static const char *word_of(struct pal_arena *arena, const json_t *value, size_t *len)
{
    char number[24];
    const char *text = json_is_string(value)  ? json_string_value(value)
                       : json_is_true(value)  ? "true"
                       : json_is_false(value) ? "false"
                       : json_is_null(value)  ? ""
                                              : NULL;
    if (json_is_integer(value)) {
        (void)snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
        text = number;
    }
    *len = text != NULL ? strlen(text) : 0;
    return text != NULL ? pal_arena_copy(arena, text, *len) : NULL;
}

/* Each value of a list is a field. */
static size_t count_fields(json_t *body)
{
    size_t count = 0;
    const char *key;
    json_t *value;
    json_object_foreach(body, key, value)
    {
        count += json_is_array(value) ? json_array_size(value) : 1;
    }
    return count;
}

static enum pal_rc add_field(struct pal_arena *arena, const char *name, const json_t *value,
                             struct pal_field_value *out, const struct pal_voice *voice,
                             struct pal_err *err)
{
    bool is_plain = !json_is_array(value) && !json_is_object(value) && !json_is_real(value);
    if (!is_plain) {
        return pal_err_say(err, PAL_E_INVALID, voice,
                           "%s must be a text, a whole number or a boolean, or a list of them",
                           pal_quote(name).text);
    }
    *out = (struct pal_field_value){.name = name};
    out->value = word_of(arena, value, &out->value_len);
    return out->value != NULL
               ? PAL_OK
               : pal_err_say(err, PAL_E_MEMORY, voice, "Memory is short: try again later.");
}

/* `items` has room for all. */
static enum pal_rc add_fields(struct pal_arena *arena, json_t *body, struct pal_field_value *items,
                              size_t *count, const struct pal_voice *voice, struct pal_err *err)
{
    const char *key;
    json_t *value;
    json_object_foreach(body, key, value)
    {
        const char *name = pal_arena_copy(arena, key, strlen(key));
        size_t values = json_is_array(value) ? json_array_size(value) : 1;
        if (name == NULL) {
            return pal_err_say(err, PAL_E_MEMORY, voice, "Memory is short: try again later.");
        }
        for (size_t i = 0; i < values; i++) {
            const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
            enum pal_rc rc = add_field(arena, name, one, &items[*count], voice, err);
            if (rc != PAL_OK) {
                return rc;
            }
            (*count)++;
        }
    }
    return PAL_OK;
}

static enum pal_rc read_object(struct pal_arena *arena, json_t *body, struct pal_fields *out,
                               const struct pal_voice *voice, struct pal_err *err)
{
    size_t most = count_fields(body);
    if (most > PAL_HTTP_FIELDS) {
        return pal_err_say(err, PAL_E_LIMIT, voice, "the body has more than %d values",
                           PAL_HTTP_FIELDS);
    }
    struct pal_field_value *items = PAL_NEW(arena, struct pal_field_value, most + 1);
    if (items == NULL) {
        return pal_err_say(err, PAL_E_MEMORY, voice, "Memory is short: try again later.");
    }
    out->items = items;
    return add_fields(arena, body, items, &out->count, voice, err);
}

/* What the parser says itself, it says in English alone. */
static enum pal_rc is_broken(const json_error_t *error, const struct pal_voice *voice,
                             struct pal_err *err)
{
    return json_error_code(error) == json_error_duplicate_key
               ? pal_err_say(err, PAL_E_INVALID, voice,
                             "the body has a name twice: line %d, column %d", error->line,
                             error->column)
               : pal_err_say(err, PAL_E_INVALID, voice,
                             "the body is no JSON: look at line %d, column %d", error->line,
                             error->column);
}

enum pal_rc pal_json_fields_parse(struct pal_arena *arena, const char *text, size_t len,
                                  struct pal_fields *out, const struct pal_voice *voice,
                                  struct pal_err *err)
{
    enum {
        DEPTH = 2,
        VALUES = 3 * PAL_HTTP_FIELDS + 1
    }; /* each field: its name, a list, a value */
    json_error_t error;
    *out = (struct pal_fields){0};
    enum pal_rc scanned = pal_json_scan(text, len, DEPTH, VALUES, voice, err);
    if (scanned != PAL_OK) {
        return scanned;
    }
    json_t *body = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (body == NULL) {
        return is_broken(&error, voice, err);
    }
    enum pal_rc rc = json_is_object(body)
                         ? read_object(arena, body, out, voice, err)
                         : pal_err_say(err, PAL_E_INVALID, voice,
                                       "the body must be a JSON object: {\"field\": \"value\"}");
    json_decref(body);
    return rc;
}
