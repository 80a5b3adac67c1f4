/* fuzz_http - what a stranger writes in HTTP. The first byte chooses the piece: p path, q query,
 * c cookies, j a JSON body, m multipart (its Content-Type up to the first line feed), h Host and
 * forwarded addresses. */
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "http/host.h"
#include "http/parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool is_so)
{
    if (!is_so) {
        abort();
    }
}

static bool is_text(const char *text, size_t len)
{
    size_t bad_at;
    return strlen(text) == len && pal_utf8_check(text, len, &bad_at);
}

/* What is accepted is text that ends where its length says. */
static void check_fields(const struct pal_fields *fields)
{
    must(fields->count <= PAL_HTTP_FIELDS);
    for (size_t i = 0; i < fields->count; i++) {
        const struct pal_field_value *field = &fields->items[i];
        must(is_text(field->name, strlen(field->name)));
        must(field->value[field->value_len] == '\0');
        must(field->file_name != NULL || is_text(field->value, field->value_len));
    }
}

static void fuzz_path(struct pal_arena *arena, const char *text)
{
    const char *segments[PAL_HTTP_SEGMENTS];
    size_t count;
    if (pal_path_split(arena, text, segments, &count) != PAL_OK) {
        return;
    }
    must(count <= PAL_HTTP_SEGMENTS);
    for (size_t i = 0; i < count; i++) {
        must(is_text(segments[i], strlen(segments[i])));
        must(segments[i][0] != '\0' && strchr(segments[i], '/') == NULL &&
             strcmp(segments[i], "..") != 0);
    }
}

/* Values and names below a value, itself included, and how deep it is nested. */
static size_t count_values(const json_t *value, size_t depth, size_t *deepest)
{
    size_t count = 1;
    const char *key;
    json_t *inner;
    size_t i;
    bool is_nest = json_is_object(value) || json_is_array(value);
    *deepest = is_nest && depth + 1 > *deepest ? depth + 1 : *deepest;
    json_array_foreach(value, i, inner)
    {
        count += count_values(inner, depth + 1, deepest);
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, inner)
    {
        count += 1 + count_values(inner, depth + 1, deepest);
    }
    return count;
}

/* What the scan lets through has no more than it said; of what is JSON, it counts exactly. */
static void fuzz_scan(const char *text, size_t len)
{
    enum { DEPTH = 4, VALUES = 50 };
    struct pal_err err = {0};
    size_t deepest = 0;
    enum pal_rc rc = pal_json_scan(text, len, DEPTH, VALUES, &err);
    must(rc == PAL_OK || err.message[0] != '\0');
    json_t *value = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    if (value != NULL) {
        size_t count = count_values(value, 0, &deepest);
        must((rc == PAL_OK) == (count <= VALUES && deepest <= DEPTH));
    }
    json_decref(value);
}

static void fuzz_multipart(struct pal_arena *arena, const char *text, size_t len)
{
    struct pal_fields fields;
    struct pal_err err;
    const char *end = memchr(text, '\n', len);
    if (end == NULL) {
        return;
    }
    const char *type = pal_arena_copy(arena, text, (size_t)(end - text));
    const char *body = end + 1;
    if (pal_multipart_parse(arena, type, body, len - (size_t)(body - text), &fields, &err) ==
        PAL_OK) {
        check_fields(&fields);
    }
}

static void fuzz_host(const char *text)
{
    static const char *const HOSTS[] = {"localhost", "::1", "[2001:db8::1]", "a.example"};
    static const char *const PROXIES[] = {"127.0.0.1", "::1"};
    struct pal_address address;
    (void)pal_host_find(text, HOSTS, 4);
    address = pal_forwarded_client(text, "::1", PROXIES, 2);
    must(pal_address_read(address.text, strlen(address.text), &address));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pal_arena arena;
    struct pal_fields fields = {0};
    struct pal_err err;
    if (size == 0) {
        return 0;
    }
    pal_arena_init(&arena, NULL);
    arena.is_piecewise = true; /* so that an overrun is seen */
    size_t len = size - 1;
    const char *text = pal_arena_copy(&arena, (const char *)data + 1, len);
    switch (data[0]) {
    case 'p':
        fuzz_path(&arena, text);
        break;
    case 'q':
        (void)!pal_query_parse(&arena, text, len, &fields);
        break;
    case 'c':
        (void)!pal_cookies_parse(&arena, text, &fields);
        break;
    case 'j':
        fuzz_scan(text, len);
        if (pal_json_fields_parse(&arena, text, len, &fields, &err) != PAL_OK) {
            must(err.message[0] != '\0'); /* bad input gets a sentence */
            fields.count = 0;
        }
        break;
    case 'm':
        fuzz_multipart(&arena, text, len);
        break;
    default:
        fuzz_host(text);
    }
    check_fields(&fields);
    pal_arena_done(&arena);
    return 0;
}
