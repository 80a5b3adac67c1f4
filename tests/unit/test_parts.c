/* parts, host: what a stranger writes in HTTP, piece by piece, and each allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failing.h"
#include "http/host.h"
#include "http/parts.h"

enum { JOINED_MAX = 512 };

/* Segments joined by "|". */
static enum pal_rc split(const char *path, char joined[JOINED_MAX])
{
    const char *segments[PAL_HTTP_SEGMENTS];
    struct pal_arena arena;
    size_t count;
    pal_arena_init(&arena, NULL);
    enum pal_rc rc = pal_path_split(&arena, path, segments, &count);
    joined[0] = '\0';
    for (size_t i = 0; rc == PAL_OK && i < count; i++) {
        size_t len = strlen(joined);
        (void)snprintf(joined + len, JOINED_MAX - len, "%s|", segments[i]);
    }
    pal_arena_done(&arena);
    return rc;
}

static void test_paths(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        enum pal_rc rc;
        const char *joined;
    } cases[] = {
        {"/", PAL_OK, ""},
        {"/a", PAL_OK, "a|"},
        {"/a/b%20c/%C3%A9", PAL_OK, "a|b c|é|"},
        {"/a+b", PAL_OK, "a+b|"},
        {"/%41%6a", PAL_OK, "Aj|"},
        {"/...", PAL_OK, "...|"},
        {"/a%5Cb", PAL_OK, "a\\b|"},
        {"/%252f", PAL_OK, "%2f|"},
        {"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", PAL_OK,
         "1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|"},
        {"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", PAL_E_LIMIT, ""},
        {"", PAL_E_INVALID, ""},
        {"a", PAL_E_INVALID, ""},
        {"*", PAL_E_INVALID, ""},
        {"//", PAL_E_INVALID, ""},
        {"/a/", PAL_E_INVALID, ""},
        {"/a//b", PAL_E_INVALID, ""},
        {"/.", PAL_E_INVALID, ""},
        {"/a/..", PAL_E_INVALID, ""},
        {"/%2e%2E", PAL_E_INVALID, ""},
        {"/a%2fb", PAL_E_INVALID, ""},
        {"/%2F", PAL_E_INVALID, ""},
        {"/a%00b", PAL_E_INVALID, ""},
        {"/%00", PAL_E_INVALID, ""},
        {"/a%0Ab", PAL_E_INVALID, ""},
        {"/a%7f", PAL_E_INVALID, ""},
        {"/a%", PAL_E_INVALID, ""},
        {"/a%4", PAL_E_INVALID, ""},
        {"/a%4/1", PAL_E_INVALID, ""},
        {"/a%g0", PAL_E_INVALID, ""},
        {"/%C3", PAL_E_INVALID, ""},
        {"/%C0%AF", PAL_E_INVALID, ""},
        {"/%ED%A0%80", PAL_E_INVALID, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char joined[JOINED_MAX];
        assert_int_equal(split(cases[i].path, joined), cases[i].rc);
        assert_string_equal(joined, cases[i].joined);
    }
}

/* Fields as "name=value|"; a file as "name=@file_name,type,length|". */
static void join(const struct pal_fields *fields, char joined[JOINED_MAX])
{
    joined[0] = '\0';
    for (size_t i = 0; i < fields->count; i++) {
        const struct pal_field_value *field = &fields->items[i];
        size_t len = strlen(joined);
        if (field->file_name != NULL) {
            (void)snprintf(
                joined + len, JOINED_MAX - len, "%s=@%s,%s,%zu|", field->name, field->file_name,
                field->content_type != NULL ? field->content_type : "-", field->value_len);
        } else {
            assert_int_equal(field->value_len, strlen(field->value));
            (void)snprintf(joined + len, JOINED_MAX - len, "%s=%s|", field->name, field->value);
        }
    }
}

static void test_queries(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *joined; /* NULL: invalid */
    } cases[] = {
        {"", ""},
        {"a=1&b=x+y", "a=1|b=x y|"},
        {"a=1&a=2", "a=1|a=2|"},
        {"a", "a=|"},
        {"a=", "a=|"},
        {"=1", "=1|"},
        {"a==b=", "a==b=|"},
        {"&&a=1&&", "a=1|"},
        {"%26=%3D&%2B=%2b", "&==|+=+|"},
        {"a=%0D%0A", "a=\r\n|"},
        {"a=%C3%A9", "a=é|"},
        {"a=%", NULL},
        {"a=%1", NULL},
        {"a=%1&b=23", NULL},
        {"a%zz=1", NULL},
        {"a=%00", NULL},
        {"a=%FF", NULL},
        {"a=1&\xFF=2", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char joined[JOINED_MAX];
        struct pal_arena arena;
        struct pal_fields fields;
        pal_arena_init(&arena, NULL);
        enum pal_rc rc = pal_query_parse(&arena, cases[i].text, strlen(cases[i].text), &fields);
        assert_int_equal(rc, cases[i].joined != NULL ? PAL_OK : PAL_E_INVALID);
        join(&fields, joined);
        assert_string_equal(joined, cases[i].joined != NULL ? cases[i].joined : "");
        pal_arena_done(&arena);
    }
}

static void test_query_limits(void **state)
{
    (void)state;
    char text[2 * PAL_HTTP_FIELDS + 2];
    struct pal_arena arena;
    struct pal_fields fields;
    pal_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = i % 2 == 0 ? 'a' : '&';
    }
    assert_int_equal(pal_query_parse(&arena, text, 2 * PAL_HTTP_FIELDS, &fields), PAL_OK);
    assert_int_equal(fields.count, PAL_HTTP_FIELDS);
    assert_int_equal(pal_query_parse(&arena, text, sizeof text, &fields), PAL_E_LIMIT);
    assert_int_equal(fields.count, 0);
    assert_int_equal(pal_query_parse(&arena, "a\0b", 3, &fields), PAL_E_INVALID);
    assert_string_equal(pal_fields_get(&(struct pal_fields){0}, "a") == NULL ? "" : "x", "");
    assert_int_equal(pal_query_parse(&arena, "a=1&b=2&a=3", 11, &fields), PAL_OK);
    assert_string_equal(pal_fields_get(&fields, "a"), "1");
    assert_null(pal_fields_get(&fields, "c"));
    pal_arena_done(&arena);
}

static void test_cookies(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *joined;
    } cases[] = {
        {"", ""},
        {"a=b", "a=b|"},
        {"a=b; c=d;e=f ;\tg=h\t", "a=b|c=d|e=f|g=h|"},
        {"a=\"b\"", "a=b|"},
        {"a=\"", ""},
        {"a=\"\"", "a=|"},
        {"a=", "a=|"},
        {"a=b=c", "a=b=c|"},
        {"a", ""},
        {"=b", ""},
        {";;;", ""},
        {"a b=c; d=e", "d=e|"},
        {"a=b c; d=e", "d=e|"},
        {"a=b,c; d=e", "d=e|"},
        {"a=b\\c; d=e", "d=e|"},
        {"a=\xC3\xA9; d=e", "d=e|"},
        {"\xC3\xA9=a; d=e", "d=e|"},
        {"__Host-s=%41", "__Host-s=%41|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char joined[JOINED_MAX];
        struct pal_arena arena;
        struct pal_fields fields;
        pal_arena_init(&arena, NULL);
        assert_int_equal(pal_cookies_parse(&arena, cases[i].text, &fields), PAL_OK);
        join(&fields, joined);
        assert_string_equal(joined, cases[i].joined);
        pal_arena_done(&arena);
    }
}

#define TYPE       "multipart/form-data; boundary=B"
#define PART(name) "--B\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"

static void test_multipart(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        const char *body;
        const char *joined; /* NULL: invalid */
    } cases[] = {
        {TYPE, PART("a") "1\r\n" PART("b") "\r\n--B--\r\n", "a=1|b=|"},
        {TYPE, "--B--", ""},
        {TYPE, PART("a") "--B--", "a=|"},
        {TYPE, PART("a") "\r\n--C\r\n--\r\n--B--", "a=\r\n--C\r\n--|"},
        {TYPE, PART("a%22b\\\"c\\\\") "x\r\n--B--", "a\"b\"c\\=x|"},
        {TYPE, PART("a\"; filename=\"f g.txt") "x\r\n--B--", "a=@f g.txt,-,1|"},
        {TYPE,
         "--B\r\ncontent-type:  text/x\r\nX-Other: y\r\ncontent-disposition:form-data;name=a;"
         "filename=\"\"\r\n\r\n\xFF\r\n--B--",
         "a=@,text/x,1|"},
        {"Multipart/Form-Data;charset=utf-8;BOUNDARY=\"B\"", PART("a") "1\r\n--B--", "a=1|"},
        {TYPE, "", NULL},
        {TYPE, "--", NULL},
        {TYPE, "--B", NULL},
        {TYPE, "--B\r\n", NULL},
        {TYPE, "--B\n", NULL},
        {TYPE, "x--B--", NULL},
        {TYPE, "\r\n--B--", NULL},
        {TYPE, PART("a"), NULL},
        {TYPE, PART("a") "1\r\n--B", NULL},
        {TYPE, PART("a") "1\r\n--B-", NULL},
        {TYPE, PART("a") "1\r\n--Bx\r\n--B--", NULL},
        {TYPE, PART("a") "\xFF\r\n--B--", NULL},
        {TYPE, PART("\xFF") "1\r\n--B--", NULL},
        {TYPE, "--B\r\n\r\n1\r\n--B--", NULL},
        {TYPE, "--B\r\nContent-Disposition: form-data\r\n\r\n1\r\n--B--", NULL},
        {TYPE, "--B\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--B--", NULL},
        {TYPE, "--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--B--", NULL},
        {TYPE, "--B\r\nContent-Disposition: form-data; name=a junk\r\n\r\n1\r\n--B--", NULL},
        {TYPE, "--B\r\nContent-Disposition: form-data; name=\r\n\r\n1\r\n--B--", NULL},
        {TYPE, PART("a\"; name=\"b") "1\r\n--B--", NULL},
        {TYPE, PART("a\"; filename*=\"b") "1\r\n--B--", NULL},
        {"multipart/form-data", "--B--", NULL},
        {"multipart/form-data; boundary=", "--B--", NULL},
        {"multipart/form-data; boundary=\"\"", "--B--", NULL},
        {"multipart/form-data; boundary=B; boundary=C", "--B--", NULL},
        {"multipart/form-data; boundary=B; x", "--B--", NULL},
        {"multipart/form-data; "
         "boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         "--B--", NULL},
        {"multipart/form-datax; boundary=B", "--B--", NULL},
        {"text/plain", "--B--", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char joined[JOINED_MAX];
        struct pal_arena arena;
        struct pal_fields fields;
        struct pal_err err = {0};
        pal_arena_init(&arena, NULL);
        enum pal_rc rc = pal_multipart_parse(&arena, cases[i].type, cases[i].body,
                                             strlen(cases[i].body), &fields, NULL, &err);
        assert_int_equal(rc, cases[i].joined != NULL ? PAL_OK : PAL_E_INVALID);
        assert_int_equal(rc == PAL_OK, err.message[0] == '\0');
        join(&fields, joined);
        assert_string_equal(joined, cases[i].joined != NULL ? cases[i].joined : "");
        pal_arena_done(&arena);
    }
}

static void test_multipart_bytes(void **state)
{
    (void)state;
    static const char FILE_BODY[] = PART("f\"; filename=\"x") "a\0b\r\n-\0\r\n--B--";
    static const char FIELD_BODY[] = PART("f") "a\0b\r\n--B--";
    struct pal_arena arena;
    struct pal_fields fields;
    pal_arena_init(&arena, NULL);
    assert_int_equal(
        pal_multipart_parse(&arena, TYPE, FILE_BODY, sizeof FILE_BODY - 1, &fields, NULL, NULL),
        PAL_OK);
    assert_int_equal(fields.items[0].value_len, 7);
    assert_memory_equal(fields.items[0].value, "a\0b\r\n-\0", 8);
    assert_int_equal(
        pal_multipart_parse(&arena, TYPE, FIELD_BODY, sizeof FIELD_BODY - 1, &fields, NULL, NULL),
        PAL_E_INVALID);
    pal_arena_done(&arena);
}

static void test_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *usual; /* NULL: none */
    } cases[] = {{"127.0.0.1", "127.0.0.1"},
                 {"::1", "::1"},
                 {"0:0:0:0:0:0:0:1", "::1"},
                 {"2001:DB8::A", "2001:db8::a"},
                 {"::ffff:1.2.3.4", "1.2.3.4"},
                 {"1.2.3", NULL},
                 {"1.2.3.4:80", NULL},
                 {"[::1]", NULL},
                 {"", NULL},
                 {"localhost", NULL},
                 {"01.2.3.4", NULL},
                 {"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pal_address usual;
        bool is_address = pal_address_read(cases[i].text, strlen(cases[i].text), &usual);
        assert_int_equal(is_address, cases[i].usual != NULL);
        if (is_address) {
            assert_string_equal(usual.text, cases[i].usual);
        }
    }
    assert_string_equal(pal_address_network("1.2.3.4").text, "1.2.3.4");
    assert_string_equal(pal_address_network("2001:db8:1:2:3:4:5:6").text, "2001:db8:1:2::");
    assert_string_equal(pal_address_network("::1").text, "::");
    assert_true(pal_address_is_loopback("127.8.9.1"));
    assert_true(pal_address_is_loopback("0::1"));
    assert_false(pal_address_is_loopback("0.0.0.0"));
    assert_false(pal_address_is_loopback("::"));
    assert_false(pal_address_is_loopback("localhost"));
}

static void test_hosts(void **state)
{
    (void)state;
    static const char *const HOSTS[] = {"palier.example", "::1", "[2001:db8::1]"};
    static const struct {
        const char *value;
        int found;
    } cases[] = {{"palier.example", 0},
                 {"PALIER.example:8443", 0},
                 {"palier.example:", 0},
                 {"[::1]", 1},
                 {"[::1]:80", 1},
                 {"[2001:DB8::1]:1", 2},
                 {"::1", -1},
                 {"", -1},
                 {":80", -1},
                 {"[]", -1},
                 {"[::1", -1},
                 {"[::1]x", -1},
                 {"palier.example.", -1},
                 {"palier.exampl", -1},
                 {"palier.example:8a", -1},
                 {"palier.example:1:2", -1},
                 {"palier.example:123456", -1},
                 {"palier.example/x", -1},
                 {"x@palier.example", -1},
                 {"a.palier.example", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *host = pal_host_find(cases[i].value, HOSTS, 3);
        assert_ptr_equal(host, cases[i].found >= 0 ? HOSTS[cases[i].found] : NULL);
    }
}

static void test_forwarded(void **state)
{
    (void)state;
    static const char *const PROXIES[] = {"10.0.0.1", "0:0::1"};
    static const struct {
        const char *header;
        const char *remote;
        const char *client;
    } cases[] = {{"1.1.1.1", "10.0.0.1", "1.1.1.1"},
                 {"1.1.1.1", "10.0.0.2", "10.0.0.2"},
                 {"6.6.6.6, 1.1.1.1 , ::1", "10.0.0.1", "1.1.1.1"},
                 {"1.1.1.1,10.0.0.1,10.0.0.1", "::1", "1.1.1.1"},
                 {"", "::1", "::1"},
                 {",", "::1", "::1"},
                 {"junk", "::1", "::1"},
                 {"1.1.1.1, junk, 10.0.0.1", "::1", "10.0.0.1"},
                 {"10.0.0.1", "::1", "10.0.0.1"},
                 {"::ffff:1.1.1.1", "::1", "1.1.1.1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pal_address client =
            pal_forwarded_client(cases[i].header, cases[i].remote, PROXIES, 2);
        assert_string_equal(client.text, cases[i].client);
    }
}

static enum pal_rc read_everything(struct pal_arena *arena)
{
    static const char BODY[] = PART("a") "1\r\n" PART(
        "b\"; filename=\"c") "2\r\n"
                             "--B\r\nContent-Type: x\r\nContent-Disposition: form-data; "
                             "name=c\r\n\r\n\r\n--B--";
    const char *segments[PAL_HTTP_SEGMENTS];
    struct pal_fields fields;
    size_t count;
    enum pal_rc rc = pal_path_split(arena, "/a/b%20c", segments, &count);
    rc = rc == PAL_OK ? pal_query_parse(arena, "a=1&b=2&c", 9, &fields) : rc;
    rc = rc == PAL_OK ? pal_cookies_parse(arena, "a=1; b; c=2", &fields) : rc;
    return rc == PAL_OK
               ? pal_multipart_parse(arena, TYPE, BODY, sizeof BODY - 1, &fields, NULL, NULL)
               : rc;
}

static void test_each_allocation(void **state)
{
    (void)state;
    size_t fail_at = 0;
    for (bool was_met = true; was_met; fail_at++) {
        struct failing failing = {.count = 0, .fail_at = fail_at};
        struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        enum pal_rc rc = read_everything(&arena);
        was_met = failing.count > fail_at;
        assert_int_equal(rc, was_met ? PAL_E_MEMORY : PAL_OK);
        pal_arena_done(&arena);
    }
    assert_true(fail_at > 25);
}

/* A form in pieces of `step` bytes, in the arena; the bytes of its file in `out`. */
static enum pal_rc read_pieces(struct pal_arena *arena, const char *body, size_t len, size_t step,
                               size_t fields_max, struct pal_form_pieces **form,
                               struct pal_buf *out)
{
    struct pal_err err = {0};
    enum pal_rc rc = pal_form_pieces_new(arena, TYPE, fields_max, form, NULL, &err);
    for (size_t at = 0; at < len && rc == PAL_OK; at += step) {
        rc = pal_form_pieces_read(*form, body + at, len - at < step ? len - at : step, out, NULL,
                                  &err);
    }
    rc = rc == PAL_OK ? pal_form_pieces_end(*form, NULL, &err) : rc;
    assert_true(rc == PAL_OK || rc == PAL_E_MEMORY || err.message[0] != '\0');
    return rc;
}

#define FORM                                                                                       \
    PART("a")                                                                                      \
    "one\r\n" PART("b") "\r\n" PART(                                                               \
        "file\"; filename=\"x.bin") "\r\r\n--\r\n-B\r\n--\0\r\n--C\r\n--B\r\n"                     \
                                    "Content-Disposition: form-data; "                             \
                                    "name=\"c\"\r\n\r\nlast\r\n--B--\r\n"

/* What looks like the end of a part and is none, cut anywhere. */
static void test_form_pieces(void **state)
{
    static const char file[] = "\r\r\n--\r\n-B\r\n--\0\r\n--C";
    (void)state;
    for (size_t step = 1; step < sizeof FORM; step++) {
        struct pal_arena arena;
        struct pal_form_pieces *form;
        struct pal_buf out;
        pal_arena_init(&arena, NULL);
        pal_buf_init(&out, sizeof FORM, NULL);
        assert_int_equal(read_pieces(&arena, FORM, sizeof FORM - 1, step, 1000, &form, &out),
                         PAL_OK);
        assert_int_equal(out.len, sizeof file - 1);
        assert_memory_equal(out.data, file, sizeof file - 1);
        struct pal_fields fields = pal_form_pieces_fields(form);
        assert_int_equal(fields.count, 3);
        assert_string_equal(pal_fields_get(&fields, "a"), "one");
        assert_string_equal(pal_fields_get(&fields, "b"), "");
        assert_string_equal(pal_fields_get(&fields, "c"), "last");
        assert_string_equal(pal_form_pieces_file(form)->file_name, "x.bin");
        pal_buf_done(&out);
        pal_arena_done(&arena);
    }
}

static void test_form_pieces_refused(void **state)
{
    static const struct {
        const char *body;
        size_t fields_max;
        enum pal_rc rc;
    } cases[] = {
        {PART("a") "1\r\n--B--", 100, PAL_OK},
        {PART("a") "1\r\n--B--", 40, PAL_E_LIMIT},
        {PART("a") "1\r\n--B-", 100, PAL_E_INVALID},
        {PART("a") "1\r\n--Bx", 100, PAL_E_INVALID},
        {PART("a") "1", 100, PAL_E_INVALID},
        {PART("a") "\xFF\r\n--B--", 100, PAL_E_INVALID},
        {"x--B--", 100, PAL_E_INVALID},
        {PART("a\"; filename=\"x") "1\r\n" PART("b\"; filename=\"y") "2\r\n--B--", 300,
         PAL_E_INVALID},
        {"--B\r\nno head", 100, PAL_E_INVALID},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pal_arena arena;
        struct pal_form_pieces *form;
        struct pal_buf out;
        pal_arena_init(&arena, NULL);
        pal_buf_init(&out, 1000, NULL);
        assert_int_equal(read_pieces(&arena, cases[i].body, strlen(cases[i].body), 3,
                                     cases[i].fields_max, &form, &out),
                         cases[i].rc);
        pal_buf_done(&out);
        pal_arena_done(&arena);
    }
}

/* Each allocation fails once: it is told, and nothing is lost track of. */
static void test_form_pieces_memory(void **state)
{
    size_t fail_at = 0;
    (void)state;
    for (bool was_met = true; was_met; fail_at++) {
        struct failing failing = {.count = 0, .fail_at = fail_at};
        struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        struct pal_form_pieces *form;
        struct pal_buf out;
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        pal_buf_init(&out, sizeof FORM, &alloc);
        enum pal_rc rc = read_pieces(&arena, FORM, sizeof FORM - 1, 7, 1000, &form, &out);
        was_met = failing.count > fail_at;
        assert_int_equal(rc, was_met ? PAL_E_MEMORY : PAL_OK);
        pal_buf_done(&out);
        pal_arena_done(&arena);
    }
    assert_true(fail_at > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_queries),
        cmocka_unit_test(test_query_limits),
        cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_multipart),
        cmocka_unit_test(test_multipart_bytes),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_forwarded),
        cmocka_unit_test(test_each_allocation),
        cmocka_unit_test(test_form_pieces),
        cmocka_unit_test(test_form_pieces_refused),
        cmocka_unit_test(test_form_pieces_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
