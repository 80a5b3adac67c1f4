/* render/mustache: the public cases of tests/fixtures/mustache-spec, and palier's two additions. */
#include "helpers.h"

#include "render/template/mustache.h"
#include "render/template/value_json.h"

static const char *partial_of(void *ctx, const char *name)
{
    return json_string_value(json_object_get(ctx, name));
}

static const char *shout(void *ctx, const char *text)
{
    (void)ctx;
    if (strcmp(text, "hello {{name}}") == 0) {
        return "bonjour {{name}} !";
    }
    return strcmp(text, "broken") == 0 ? "{{#never closed}}" : text;
}

static const struct pal_language english = {.lang = PAL_LANG_EN};

static char *render(const char *template, json_t *data, json_t *partials, struct pal_err *err)
{
    struct pal_arena arena;
    struct pal_buf out;
    const struct pal_mustache *compiled;
    struct pal_mustache_env env = {partial_of, shout, partials, &english};
    pal_arena_init(&arena, NULL);
    pal_buf_init(&out, 1 << 20, NULL);
    char *result = NULL;
    enum pal_rc rc = pal_mustache_compile(&arena, template, &env, &compiled, err);
    if (rc == PAL_OK) {
        struct pal_values values;
        pal_values_init(&values, &arena);
        rc = pal_mustache_render(compiled, pal_value_of_json(&values, data), NULL, &out, err);
        assert_false(values.failed);
    }
    if (rc == PAL_OK) {
        result = strdup(pal_buf_text(&out));
    }
    pal_buf_done(&out);
    pal_arena_done(&arena);
    return result;
}

static void test_public_cases(void **state)
{
    (void)state;
    static const char *const files[] = {"comments", "delimiters", "interpolation",
                                        "inverted", "partials",   "sections"};
    size_t count = 0;
    size_t failed = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "tests/fixtures/mustache-spec/%s.json", files[i]);
        char *text = read_file(path, NULL);
        json_t *file = json_loads(text, 0, NULL);
        assert_non_null(file);
        size_t index;
        json_t *test;
        json_array_foreach(json_object_get(file, "tests"), index, test)
        {
            struct pal_err err = {0};
            const char *expected = json_string_value(json_object_get(test, "expected"));
            char *got =
                render(json_string_value(json_object_get(test, "template")),
                       json_object_get(test, "data"), json_object_get(test, "partials"), &err);
            count++;
            if (got == NULL || strcmp(got, expected) != 0) {
                failed++;
                fprintf(stderr, "%s: %s\nexpected: %s\ngot: %s\n%s\n", files[i],
                        json_string_value(json_object_get(test, "name")), expected,
                        got != NULL ? got : "(nothing)", err.message);
            }
            free(got);
        }
        json_decref(file);
        free(text);
    }
    assert_int_equal(failed, 0);
    assert_int_equal(count, 136);
}

static void expect(const char *template, const char *data, const char *expected)
{
    json_t *json = json_loads(data, 0, NULL);
    assert_non_null(json);
    struct pal_err err = {0};
    char *got = render(template, json, json, &err);
    if (got == NULL) {
        fprintf(stderr, "%s\n", err.message);
    }
    assert_non_null(got);
    assert_string_equal(got, expected);
    free(got);
    json_decref(json);
}

static void test_additions(void **state)
{
    (void)state;
    expect("{{#state.missing}}M{{/state.missing}}{{#state.other}}O{{/state.other}}",
           "{\"state\": \"missing\"}", "M");
    expect("{{^state.missing}}not{{/state.missing}}", "{\"state\": \"achieved\"}", "not");
    expect("{{#a}}{{#_}}hello {{name}}{{/_}}{{/a}}",
           "{\"a\": [{\"name\": \"<X>\"}, {\"name\": 1}]}", "bonjour &lt;X&gt; !bonjour 1 !");
    expect("{{#_}}unknown {{name}}{{/_}}", "{\"name\": true}", "unknown true");
}

static void expect_error(const char *template, uint32_t line, const char *sentence)
{
    struct pal_err err = {0};
    json_t *data = json_pack("{s:s}", "loop", "{{>loop}}");
    char *got = render(template, data, data, &err);
    if (got != NULL || strstr(err.message, sentence) == NULL) {
        fprintf(stderr, "%s\ngot: %s, %s\n", template, got != NULL ? got : "", err.message);
    }
    assert_null(got);
    assert_non_null(strstr(err.message, sentence));
    assert_int_equal(err.line, line);
    json_decref(data);
}

static void test_writers(void **state)
{
    static const struct {
        const char *template;
        const char *result;
    } cases[] = {{"{{at|time}} {{at|day}}", "2026-11-29 01:02 UTC 2026-11-29"},
                 {"{{day|time}}{{none|time}}{{null|size}}", "2026-11-29"},
                 {"{{m|hours}}, {{o.h|hours}}", "7 h 30, 2 h"},
                 {"{{b|size}} {{m|size}} {{big|size}}", "1 byte 450 bytes 1.2 MB"},
                 {"{{o.h|size}} {{kilo|size}}", "120 bytes 412 kB"},
                 {"{{both|said}} {{{french|said}}} {{day|said}}", "a &lt; b c &lt; d 2026-11-29"},
                 {"{{r|ratio}} {{m|ratio}}", "2.50 450"},
                 {"{{#l}}{{.|hours}};{{/l}}", "1 h;0 h 01;"}};
    (void)state;
    struct pal_err err = {0};
    json_t *data = json_pack(
        "{s:s, s:s, s:n, s:i, s:{s:i}, s:i, s:i, s:i, s:{s:s, s:s}, s:{s:s}, s:f, s:[i, i]}", "at",
        "2026-11-29T01:02:03Z", "day", "2026-11-29", "null", "m", 450, "o", "h", 120, "b", 1, "big",
        1200000, "kilo", 412499, "both", "en", "a < b", "fr", "x", "french", "fr", "c &lt; d", "r",
        2.5, "l", 60, 1);
    assert_non_null(data);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *result = render(cases[i].template, data, NULL, &err);
        assert_non_null(result);
        assert_string_equal(result, cases[i].result);
        free(result);
    }
    assert_null(render("\n{{at|clock}}", data, NULL, &err));
    assert_int_equal(err.line, 2);
    assert_string_equal(err.message, "there is no such way to write a value: \"clock\"");
    json_decref(data);
}

static void test_errors(void **state)
{
    (void)state;
    expect_error("a\n{{#b}}\n", 2, "never closed: \"b\"");
    expect_error("a\n\n{{/b}}", 3, "no section is open");
    expect_error("{{#a}}{{/b}}", 1, "is not \"b\"");
    expect_error("{{a", 1, "not closed");
    expect_error("{{{a}}", 1, "needs \"}}}\"");
    expect_error("{{}}", 1, "has no name");
    expect_error("{{=x=}}", 1, "no delimiters");
    expect_error("{{= a b c =}}", 1, "no delimiters");
    expect_error("{{#_}}broken{{/_}}", 1, "never closed");
    expect_error("{{>loop}}", 0, "too deep");
    char deep[PAL_MUSTACHE_NESTING * 6 + 20] = "";
    for (int i = 0; i <= PAL_MUSTACHE_NESTING; i++) {
        strcat(deep, "{{#a}}");
    }
    expect_error(deep, 1, "nested too deep");
}

static void test_work_is_bounded(void **state)
{
    (void)state;
    json_t *list = json_array();
    for (int i = 0; i < 100; i++) {
        json_array_append_new(list, json_true());
    }
    json_t *data = json_pack("{s:o}", "l", list);
    struct pal_err err = {0};
    char *got =
        render("{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}", data, data, &err);
    assert_null(got);
    assert_int_equal(err.rc, PAL_E_LIMIT);
    got = render("{{#l}}{{#l}}{{#l}}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{{/l}}{{/l}}{{/l}}", data, data,
                 &err);
    assert_null(got);
    assert_int_equal(err.rc, PAL_E_LIMIT);
    json_decref(data);
    char *large = malloc(PAL_MUSTACHE_TEMPLATE + 2);
    memset(large, 'x', PAL_MUSTACHE_TEMPLATE + 1);
    large[PAL_MUSTACHE_TEMPLATE + 1] = '\0';
    assert_null(render(large, NULL, NULL, &err));
    assert_non_null(strstr(err.message, "too long"));
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_public_cases),    cmocka_unit_test(test_additions),
        cmocka_unit_test(test_writers),         cmocka_unit_test(test_errors),
        cmocka_unit_test(test_work_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
