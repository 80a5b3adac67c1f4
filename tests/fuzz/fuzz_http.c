/* fuzz_http - what a stranger writes in HTTP. The first byte chooses the piece: p path, q query,
 * c cookies, j a JSON body, m multipart (its Content-Type up to the first line feed; whole,
 * and in pieces of several lengths), h Host and
 * forwarded addresses. */
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "http/host.h"
#include "http/parts.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    enum pal_rc rc = pal_json_scan(text, len, DEPTH, VALUES, NULL, &err);
    must(rc == PAL_OK || err.message[0] != '\0');
    json_t *value = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    if (value != NULL) {
        size_t count = count_values(value, 0, &deepest);
        must((rc == PAL_OK) == (count <= VALUES && deepest <= DEPTH));
    }
    json_decref(value);
}

/* Reads a form in pieces of `step` bytes. */
static enum pal_rc read_pieces(struct pal_form_pieces *form, const char *body, size_t len,
                               size_t step, struct pal_buf *file)
{
    struct pal_err err;
    enum pal_rc rc = PAL_OK;
    for (size_t at = 0; at < len && rc == PAL_OK; at += step) {
        size_t before = file->len;
        size_t count = len - at < step ? len - at : step;
        rc = pal_form_pieces_read(form, body + at, count, file, NULL, &err);
        must(rc != PAL_OK || file->len - before <= count + 74);
    }
    return rc == PAL_OK ? pal_form_pieces_end(form, NULL, &err) : rc;
}

/* A form in pieces is what it is whole: `fields` NULL: none. The one file and what stands beside it
 * are the same; more of either the whole one alone takes. */
static void fuzz_pieces(struct pal_arena *arena, const char *type, const char *body, size_t len,
                        size_t step, const struct pal_fields *fields)
{
    enum { FIELDS_BYTES = 16384, FIELDS_MOST = 64 };
    struct pal_form_pieces *form;
    struct pal_buf file;
    struct pal_err err;
    pal_buf_init(&file, len + 1, NULL);
    enum pal_rc rc = pal_form_pieces_new(arena, type, FIELDS_BYTES, &form, NULL, &err);
    rc = rc == PAL_OK ? read_pieces(form, body, len, step, &file) : rc;
    must(rc != PAL_OK || fields != NULL);
    size_t files = 0;
    size_t beside = 0;
    for (size_t i = 0; fields != NULL && i < fields->count; i++) {
        const struct pal_field_value *field = &fields->items[i];
        if (field->file_name != NULL) {
            files++;
            must(rc != PAL_OK ||
                 (file.len == field->value_len && file.len < len &&
                  (file.len == 0 || memcmp(file.data, field->value, file.len) == 0)));
            continue;
        }
        beside++;
        must(rc != PAL_OK ||
             strcmp(pal_form_pieces_fields(form).items[beside - 1].value, field->value) == 0);
    }
    must(rc != PAL_OK || (files <= 1 && (files == 1) == (pal_form_pieces_file(form) != NULL)));
    must(rc == PAL_OK || fields == NULL || files > 1 || beside > FIELDS_MOST || len > FIELDS_BYTES);
    pal_buf_done(&file);
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
    len -= (size_t)(body - text);
    bool is_form = pal_multipart_parse(arena, type, body, len, &fields, NULL, &err) == PAL_OK;
    if (is_form) {
        check_fields(&fields);
    }
    for (size_t step = 1; step <= len; step = 3 * step + len % 2) {
        fuzz_pieces(arena, type, body, len, step, is_form ? &fields : NULL);
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
        if (pal_json_fields_parse(&arena, text, len, &fields, NULL, &err) != PAL_OK) {
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
