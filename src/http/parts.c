#include "http/parts.h"

#include <string.h>

#include "base/utf8.h"

enum { NOT_HEX = 16 };

static unsigned hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return (unsigned)(c - 'a') + 10;
    }
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : NOT_HEX;
}

/* Decodes percent escapes, and plus signs where they stand for spaces. The result is UTF-8 without
 * NUL: whoever reads it as a C string reads all of it. */
static enum pal_rc decode(struct pal_arena *arena, const char *text, size_t len, bool has_plus,
                          const char **out, size_t *out_len)
{
    char *decoded = pal_arena_take_text(arena, len + 1);
    size_t n = 0;
    if (decoded == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '%') {
            unsigned high = len - i > 2 ? hex_value(text[i + 1]) : NOT_HEX;
            unsigned low = len - i > 2 ? hex_value(text[i + 2]) : NOT_HEX;
            if (high == NOT_HEX || low == NOT_HEX) {
                return PAL_E_INVALID;
            }
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && has_plus) {
            c = ' ';
        }
        decoded[n++] = c;
    }
    *out = decoded;
    *out_len = n;
    size_t bad_at;
    bool is_text = memchr(decoded, '\0', n) == NULL && pal_utf8_check(decoded, n, &bad_at);
    return is_text ? PAL_OK : PAL_E_INVALID;
}

/* A segment names one thing: nothing in it may be read as a way to another. */
static bool segment_is_plain(const char *segment)
{
    if (*segment == '\0' || strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0) {
        return false;
    }
    for (const char *c = segment; *c != '\0'; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7F || *c == '/') {
            return false;
        }
    }
    return true;
}

enum pal_rc pal_path_split(struct pal_arena *arena, const char *path, const char **segments,
                           size_t *count)
{
    *count = 0;
    if (path[0] != '/') {
        return PAL_E_INVALID;
    }
    if (path[1] == '\0') {
        return PAL_OK;
    }
    for (const char *at = path; *at == '/';) {
        size_t decoded_len;
        size_t len = strcspn(at + 1, "/");
        if (*count == PAL_HTTP_SEGMENTS) {
            return PAL_E_LIMIT;
        }
        enum pal_rc rc = decode(arena, at + 1, len, false, &segments[*count], &decoded_len);
        if (rc != PAL_OK) {
            return rc;
        }
        if (!segment_is_plain(segments[*count])) {
            return PAL_E_INVALID;
        }
        (*count)++;
        at += 1 + len;
    }
    return PAL_OK;
}

/* The byte behind the piece that starts at `at`: a separator or the end. */
static const char *piece_end(const char *at, const char *end, char separator)
{
    const char *found = at < end ? memchr(at, separator, (size_t)(end - at)) : NULL;
    return found != NULL ? found : end;
}

/* How many pieces between separators hold anything; counts no further than just over the limit. */
static size_t count_pieces(const char *text, size_t len, char separator)
{
    size_t count = 0;
    const char *end = text + len;
    for (const char *at = text; at < end && count <= PAL_HTTP_FIELDS;) {
        const char *stop = piece_end(at, end, separator);
        count += stop > at;
        at = stop + 1;
    }
    return count;
}

/* Room for the fields of `text`, so that reading them needs no growing. */
static enum pal_rc take_fields(struct pal_arena *arena, const char *text, size_t len,
                               char separator, struct pal_field_value **items)
{
    size_t count = count_pieces(text, len, separator);
    if (count > PAL_HTTP_FIELDS) {
        return PAL_E_LIMIT;
    }
    *items = PAL_NEW(arena, struct pal_field_value, count);
    return *items != NULL ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc read_pair(struct pal_arena *arena, const char *at, const char *end,
                             struct pal_field_value *field)
{
    const char *equals = piece_end(at, end, '=');
    const char *value = equals < end ? equals + 1 : end;
    size_t name_len;
    enum pal_rc rc = decode(arena, at, (size_t)(equals - at), true, &field->name, &name_len);
    return rc != PAL_OK ? rc
                        : decode(arena, value, (size_t)(end - value), true, &field->value,
                                 &field->value_len);
}

enum pal_rc pal_query_parse(struct pal_arena *arena, const char *text, size_t len,
                            struct pal_fields *out)
{
    struct pal_field_value *items;
    const char *end = text + len;
    *out = (struct pal_fields){0};
    enum pal_rc rc = take_fields(arena, text, len, '&', &items);
    for (const char *at = text; rc == PAL_OK && at < end;) {
        const char *stop = piece_end(at, end, '&');
        if (stop > at) {
            rc = read_pair(arena, at, stop, &items[out->count++]);
        }
        at = stop + 1;
    }
    out->items = rc == PAL_OK ? items : NULL;
    out->count = rc == PAL_OK ? out->count : 0;
    return rc;
}

/* RFC 6265: what a cookie's name and value are made of. */
static bool is_cookie_name(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] <= ' ' || text[i] >= 0x7F || strchr("()<>@,;:\\\"/[]?={}", text[i]) != NULL) {
            return false;
        }
    }
    return len > 0;
}

static bool is_cookie_value(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] <= ' ' || text[i] >= 0x7F || strchr("\",;\\", text[i]) != NULL) {
            return false;
        }
    }
    return true;
}

static void trim(const char **at, const char **end)
{
    while (*at < *end && (**at == ' ' || **at == '\t')) {
        (*at)++;
    }
    while (*at < *end && ((*end)[-1] == ' ' || (*end)[-1] == '\t')) {
        (*end)--;
    }
}

/* PAL_E_NOT_FOUND: no cookie stands there. */
static enum pal_rc read_cookie(struct pal_arena *arena, const char *at, const char *end,
                               struct pal_field_value *field)
{
    trim(&at, &end);
    const char *equals = piece_end(at, end, '=');
    const char *value = equals + 1;
    if (equals == end || !is_cookie_name(at, (size_t)(equals - at))) {
        return PAL_E_NOT_FOUND;
    }
    if (end - value >= 2 && *value == '"' && end[-1] == '"') {
        value++;
        end--;
    }
    if (!is_cookie_value(value, (size_t)(end - value))) {
        return PAL_E_NOT_FOUND;
    }
    field->value_len = (size_t)(end - value);
    field->name = pal_arena_copy(arena, at, (size_t)(equals - at));
    field->value = pal_arena_copy(arena, value, field->value_len);
    return field->name != NULL && field->value != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_cookies_parse(struct pal_arena *arena, const char *text, struct pal_fields *out)
{
    struct pal_field_value *items;
    const char *end = text + strlen(text);
    *out = (struct pal_fields){0};
    enum pal_rc rc = take_fields(arena, text, (size_t)(end - text), ';', &items);
    if (rc != PAL_OK) {
        return rc;
    }
    for (const char *at = text; at < end;) {
        const char *stop = piece_end(at, end, ';');
        rc = stop > at ? read_cookie(arena, at, stop, &items[out->count]) : PAL_E_NOT_FOUND;
        if (rc == PAL_E_MEMORY) {
            out->count = 0;
            return rc;
        }
        out->count += rc == PAL_OK;
        at = stop + 1;
    }
    out->items = items;
    return PAL_OK;
}

const char *pal_fields_get(const struct pal_fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++) {
        if (strcmp(fields->items[i].name, name) == 0) {
            return fields->items[i].value;
        }
    }
    return NULL;
}
