#include "app/desk/document_json.h"

#include <string.h>

#include "base/number.h"
#include "base/utf8.h"

/* ----------------------------------------------------------------- to JSON */

/* The type among the alternatives of ANY that a node is of: told apart by its shape. */
static const struct pal_type *alternative(const struct pal_type *type, const struct pal_node *node)
{
    for (size_t i = 0; type != NULL && type->kind == PAL_TYPE_ANY && i < type->any_count; i++) {
        enum pal_type_kind kind = type->any[i]->kind;
        bool is_list = kind == PAL_TYPE_LIST;
        bool is_map = kind == PAL_TYPE_MAP || kind == PAL_TYPE_OBJECT;
        if ((node->kind == PAL_NODE_LIST && is_list) || (node->kind == PAL_NODE_MAP && is_map) ||
            (node->kind == PAL_NODE_SCALAR && !is_list && !is_map)) {
            return type->any[i];
        }
    }
    return type;
}

static const struct pal_type *type_of_child(const struct pal_type *type, const char *key)
{
    if (type == NULL || type->kind != PAL_TYPE_OBJECT) {
        return type != NULL ? type->item : NULL;
    }
    const struct pal_field *field = pal_field_of(type, key);
    return field != NULL ? field->type : NULL;
}

static json_t *scalar(const struct pal_type *type, const struct pal_node *node)
{
    if (type != NULL && type->kind == PAL_TYPE_INTEGER) {
        return json_integer((json_int_t)pal_node_integer(node, 0));
    }
    if (type != NULL && type->kind == PAL_TYPE_DECIMAL) {
        return json_real(pal_node_decimal(node, 0));
    }
    if (type != NULL && type->kind == PAL_TYPE_BOOLEAN) {
        return json_boolean(pal_node_boolean(node, false));
    }
    return json_string(node->text);
}

json_t *pal_document_json(const struct pal_type *type, const struct pal_node *node)
{
    const struct pal_type *own = alternative(type, node);
    if (node->kind == PAL_NODE_SCALAR) {
        return scalar(own, node);
    }
    bool is_list = node->kind == PAL_NODE_LIST;
    json_t *out = is_list ? json_array() : json_object();
    for (const struct pal_node *at = node->first; at != NULL && out != NULL; at = at->next) {
        json_t *child = pal_document_json(
            is_list ? (own != NULL ? own->item : NULL) : type_of_child(own, at->key), at);
        int failed =
            is_list ? json_array_append_new(out, child) : json_object_set_new(out, at->key, child);
        if (failed != 0) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

/* ---------------------------------------------------------------- to values */

static struct pal_value *scalar_value(struct pal_values *in, const struct pal_type *type,
                                      const struct pal_node *node)
{
    if (type != NULL && type->kind == PAL_TYPE_INTEGER) {
        return pal_value_integer(in, (int64_t)pal_node_integer(node, 0));
    }
    if (type != NULL && type->kind == PAL_TYPE_DECIMAL) {
        return pal_value_real(in, pal_node_decimal(node, 0));
    }
    if (type != NULL && type->kind == PAL_TYPE_BOOLEAN) {
        return pal_value_boolean(in, pal_node_boolean(node, false));
    }
    return pal_value_text(in, node->text);
}

/* The key as the table has it, which lives as long as the program; else a copy. NULL when memory is
 * short. */
static const char *lasting_key(struct pal_values *in, const struct pal_type *type, const char *key)
{
    const struct pal_field *field = pal_field_of(type, key);
    if (field != NULL) {
        return field->key;
    }
    const char *copy = pal_arena_copy(in->arena, key, strlen(key));
    in->failed |= copy == NULL;
    return copy;
}

struct pal_value *pal_document_value(struct pal_values *in, const struct pal_type *type,
                                     const struct pal_node *node)
{
    const struct pal_type *own = alternative(type, node);
    if (node->kind == PAL_NODE_SCALAR) {
        return scalar_value(in, own, node);
    }
    bool is_list = node->kind == PAL_NODE_LIST;
    struct pal_value *out = is_list ? pal_value_list(in) : pal_value_object(in);
    for (const struct pal_node *at = node->first; at != NULL && !in->failed; at = at->next) {
        if (is_list) {
            pal_add(out, pal_document_value(in, own != NULL ? own->item : NULL, at));
            continue;
        }
        const char *key = lasting_key(in, own, at->key);
        if (key != NULL) {
            pal_put(out, key, pal_document_value(in, type_of_child(own, at->key), at));
        }
    }
    return out;
}

struct pal_value *pal_document_members(struct pal_values *in, const struct pal_type *type,
                                       const struct pal_node *node, const char *const *keys)
{
    const struct pal_type *own = alternative(type, node);
    struct pal_value *out = pal_value_object(in);
    for (const struct pal_node *at = node->kind == PAL_NODE_MAP ? node->first : NULL; at != NULL;
         at = at->next) {
        for (size_t i = 0; keys[i] != NULL; i++) {
            if (strcmp(keys[i], at->key) == 0) {
                pal_put(out, keys[i], pal_document_value(in, type_of_child(own, at->key), at));
            }
        }
    }
    return out;
}

/* ----------------------------------------------------------------- to YAML */

static bool is_plain_word(const char *text)
{
    size_t len = strlen(text);
    static const char *const reserved[] = {"true", "false", "null", "yes",  "no", "on",
                                           "off",  "y",     "n",    "none", "all"};
    if (len == 0 || len > 64 ||
        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") != len ||
        !((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'))) {
        return false;
    }
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        if (strcmp(text, reserved[i]) == 0) {
            return false;
        }
    }
    return true;
}

static bool is_date(const char *text)
{
    return strlen(text) == 10 && strspn(text, "0123456789-") == 10 && text[4] == '-';
}

static void add_string(struct pal_buf *out, const char *text)
{
    if (is_plain_word(text) || is_date(text)) {
        pal_buf_add(out, text);
        return;
    }
    pal_buf_add_char(out, '"');
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') {
            pal_buf_add_char(out, '\\');
            pal_buf_add_char(out, *at);
        } else if (*at == '\n') {
            pal_buf_add(out, "\\n");
        } else if (*at == '\t') {
            pal_buf_add(out, "\\t");
        } else if (*at == '\r') {
            pal_buf_add(out, "\\r");
        } else if ((unsigned char)*at < ' ' || *at == 0x7F) {
            pal_buf_printf(out, "\\x%02X", (unsigned)(unsigned char)*at);
        } else {
            pal_buf_add_char(out, *at);
        }
    }
    pal_buf_add_char(out, '"');
}

static bool is_left_out(const json_t *value)
{
    return json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0) ||
           (json_is_array(value) && json_array_size(value) == 0) ||
           (json_is_object(value) && json_object_size(value) == 0);
}

static void add_value(struct pal_buf *out, const json_t *value, size_t indent, bool is_in_list);

static void add_scalar(struct pal_buf *out, const json_t *value)
{
    if (json_is_string(value)) {
        add_string(out, json_string_value(value));
    } else if (json_is_integer(value)) {
        pal_buf_printf(out, "%lld", (long long)json_integer_value(value));
    } else if (json_is_real(value)) {
        char text[PAL_DECIMAL_TEXT]; /* of a document: "12", as it was typed */
        pal_decimal_write(json_real_value(value), text);
        pal_buf_add(out, text);
    } else {
        pal_buf_add(out, json_is_true(value) ? "true" : "false");
    }
    pal_buf_add_char(out, '\n');
}

static void add_map(struct pal_buf *out, const json_t *map, size_t indent, bool is_in_list)
{
    bool is_first = true;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)map, key, value)
    {
        bool is_kept = indent > 0 && json_is_object(value); /* "PA05: {}" is not the same as none */
        if (is_left_out(value) && !is_kept) {
            continue;
        }
        pal_buf_add_times(out, " ", is_first && is_in_list ? 0 : indent);
        is_first = false;
        add_string(out, key);
        pal_buf_add_char(out, ':');
        add_value(out, value, indent, false);
    }
    if (is_first) {
        pal_buf_add(out, "{}\n");
    }
}

static void add_list(struct pal_buf *out, const json_t *list, size_t indent)
{
    size_t index;
    json_t *value;
    json_array_foreach(list, index, value)
    {
        pal_buf_add_times(out, " ", indent);
        pal_buf_add_char(out, '-');
        add_value(out, value, indent, true);
    }
}

/* What stands behind "key:" or "-". */
static void add_value(struct pal_buf *out, const json_t *value, size_t indent, bool is_in_list)
{
    if (json_is_object(value) && json_object_size(value) == 0) {
        pal_buf_add(out, " {}\n");
    } else if (json_is_object(value)) {
        pal_buf_add_char(out, is_in_list ? ' ' : '\n');
        add_map(out, value, indent + 2, is_in_list);
    } else if (json_is_array(value)) {
        pal_buf_add_char(out, '\n');
        add_list(out, value, indent + 2);
    } else {
        pal_buf_add_char(out, ' ');
        add_scalar(out, value);
    }
}

void pal_document_yaml(const json_t *value, struct pal_buf *out)
{
    if (json_is_object(value)) {
        add_map(out, value, 0, false);
    } else {
        add_value(out, value, 0, false);
    }
}
