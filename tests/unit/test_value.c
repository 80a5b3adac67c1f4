/* base/value: views in an arena, and the JSON that is written of them. */
#include "helpers.h"

#include <float.h>

#include "base/value.h"
#include "render/template/value_json.h"

static char *written(const struct pal_value *value, unsigned indent)
{
    struct pal_buf out;
    pal_buf_init(&out, 1 << 20, NULL);
    pal_value_json(value, indent, &out);
    char *text = strdup(pal_buf_text(&out));
    pal_buf_done(&out);
    return text;
}

static void expect(const struct pal_value *value, unsigned indent, const char *expected)
{
    char *text = written(value, indent);
    assert_string_equal(text, expected);
    free(text);
}

static void test_building(void **state)
{
    (void)state;
    struct pal_arena arena;
    struct pal_values values;
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    struct pal_value *view = pal_value_object(&values);
    pal_put_text(view, "title", "a \"b\"\n");
    pal_put_integer(view, "points", -91);
    pal_put_boolean(view, "met", false);
    pal_put_null(view, "alert");
    pal_put_text(view, "nothing", NULL);
    struct pal_value *areas = pal_put_list(view, "areas");
    pal_put_borrowed(pal_add_object(areas), "id", "PA01");
    struct pal_value *inner = pal_value_list(&values);
    pal_add_integer(inner, 2);
    pal_add(areas, inner);
    (void)pal_put_object(view, "empty");
    (void)pal_put_list(view, "none");
    expect(view, 0,
           "{\"title\": \"a \\\"b\\\"\\n\", \"points\": -91, \"met\": false, \"alert\": null, "
           "\"nothing\": null, \"areas\": [{\"id\": \"PA01\"}, [2]], \"empty\": {}, \"none\": []}");
    assert_int_equal(pal_value_count(view), 8);
    assert_int_equal(pal_value_as_integer(pal_value_get(view, "points")), -91);
    assert_null(pal_value_get(view, "point"));
    assert_null(pal_value_get(areas, "id"));
    assert_false(values.failed);
    pal_arena_done(&arena);
}

/* What stands in two places has its siblings in each; a key is set, dropped and set again. */
static void test_sharing(void **state)
{
    (void)state;
    struct pal_arena arena;
    struct pal_values values;
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    struct pal_value *a = pal_value_object(&values);
    struct pal_value *b = pal_value_object(&values);
    struct pal_value *list = pal_put_list(a, "list");
    pal_add_integer(list, 1);
    pal_put_integer(a, "behind", 2);
    pal_put_integer(b, "list", 0);
    pal_put_integer(b, "last", 3);
    pal_set_all(b, a);
    expect(a, 0, "{\"list\": [1], \"behind\": 2}");
    expect(b, 0, "{\"list\": [1], \"last\": 3, \"behind\": 2}"); /* set in its place */
    pal_set_text(b, "behind", "more");
    pal_set_boolean(b, "list", true);
    expect(b, 0, "{\"list\": true, \"last\": 3, \"behind\": \"more\"}");
    pal_set_missing(b, a);
    pal_set_integer(b, "new", 5);
    expect(b, 0, "{\"list\": true, \"last\": 3, \"behind\": \"more\", \"new\": 5}");
    expect(a, 0, "{\"list\": [1], \"behind\": 2}");
    pal_set(b, "list", pal_value_get(a, "list"));
    pal_put_integer(b, "end", 4);
    expect(b, 0, "{\"list\": [1], \"last\": 3, \"behind\": \"more\", \"new\": 5, \"end\": 4}");
    pal_arena_done(&arena);
}

/* A copy is nobody else's: what is set in it, or in what it holds, stays there. */
static void test_copy(void **state)
{
    (void)state;
    struct pal_arena arena;
    struct pal_values values;
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    struct pal_value *a = pal_value_object(&values);
    struct pal_value *rows = pal_put_list(a, "rows");
    pal_put_text(pal_add_object(rows), "name", "first");
    pal_put(a, "real", pal_value_real(&values, 0.5));
    struct pal_value *copy = pal_value_copy(&values, a);
    struct pal_value *row = pal_value_at(pal_value_get(copy, "rows"), 0);
    pal_set_text(row, "name", "second");
    pal_add_integer(pal_value_get(copy, "rows"), 2);
    expect(a, 0, "{\"rows\": [{\"name\": \"first\"}], \"real\": 0.5}");
    expect(copy, 0, "{\"rows\": [{\"name\": \"second\"}, 2], \"real\": 0.5}");
    assert_null(pal_value_at(rows, 1));
    assert_true(pal_value_is(rows, PAL_VALUE_LIST));
    assert_false(pal_value_is(NULL, PAL_VALUE_NULL));
    pal_clear(rows);
    pal_add_integer(rows, 7);
    expect(a, 0, "{\"rows\": [7], \"real\": 0.5}");
    pal_arena_done(&arena);
}

static struct pal_value *no_third_row(struct pal_values *values, const void *ctx, size_t index)
{
    (void)ctx;
    return index < 2 ? pal_value_integer(values, (int64_t)index) : NULL;
}

/* A row that could not be made, as where memory is short, is not the end of the list. */
static void test_lacking_row(void **state)
{
    (void)state;
    struct pal_arena arena;
    struct pal_values values;
    struct pal_walk walk;
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    pal_walk_start(&walk, pal_value_rows(&values, 3, 0, no_third_row, "", 0));
    assert_non_null(pal_walk_next(&walk));
    assert_non_null(pal_walk_next(&walk));
    assert_null(pal_walk_next(&walk));
    assert_false(pal_walk_end(&walk));
    pal_arena_done(&arena);
}

/* The bytes are those of the library that wrote the JSON before: whoever compares outputs sees none
 * that changed. */
static void test_json(void **state)
{
    (void)state;
    static const double reals[] = {0.5, 1.0, 1e20, 1.5e-7, -2.25, DBL_MAX, 123456789012345.0};
    json_t *json = json_pack("{s:[], s:{}, s:[i,[s],{s:n}], s:b, s:I}", "a", "b", "c", 1,
                             "\x01\b\f\r\t\\/\x7f é \xf0\x9f\x99\x82", "d", "e", 1, "f",
                             (json_int_t)INT64_MIN);
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        json_array_append_new(json_object_get(json, "a"), json_real(reals[i]));
    }
    struct pal_arena arena;
    struct pal_values values;
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    struct pal_value *value = pal_value_of_json(&values, json);
    for (unsigned indent = 0; indent < 4; indent++) {
        char *expected = json_dumps(json, JSON_INDENT(indent) | JSON_REAL_PRECISION(12));
        expect(value, indent, expected);
        free(expected);
    }
    json_decref(json);
    pal_arena_done(&arena);
}

struct little {
    size_t left;
};

static void *take_little(void *ctx, void *old, size_t size)
{
    struct little *little = ctx;
    if (size == 0) {
        free(old);
        return NULL;
    }
    if (little->left == 0) {
        return NULL;
    }
    little->left--;
    return realloc(old, size);
}

/* When memory ends nothing falls over, and it is said. */
static void test_no_memory(void **state)
{
    (void)state;
    for (size_t left = 0; left < 12; left++) {
        struct little little = {left};
        struct pal_alloc alloc = {take_little, &little, NULL};
        struct pal_arena arena;
        struct pal_values values;
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        pal_values_init(&values, &arena);
        struct pal_value *view = pal_value_object(&values);
        struct pal_value *list = pal_put_list(view, "list");
        pal_put_text(pal_add_object(list), "id", "PA01");
        pal_add(list, pal_value_real(&values, 0.5));
        pal_set(view, "list", list);
        char *text = written(view, 1);
        free(text);
        assert_int_equal(values.failed, left < 7);
        pal_arena_done(&arena);
    }
}

/* Rows count how often they were made. */
struct counting {
    size_t *made;
};

static struct pal_value *make_row(struct pal_values *in, const void *ctx, size_t index)
{
    const struct counting *counting = ctx;
    ++*counting->made;
    struct pal_value *row = pal_value_object(in);
    pal_put_integer(row, "n", (int64_t)index);
    return row;
}

/* Rows are written like any list, one by one; a part is a list of its own; whoever reads has all.
 */
static void test_rows(void **state)
{
    (void)state;
    struct pal_arena arena;
    struct pal_values values;
    size_t made = 0;
    const struct counting counting = {&made};
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    struct pal_value *view = pal_value_object(&values);
    struct pal_value *rows = pal_value_rows(&values, 5, 2, make_row, &counting, sizeof counting);
    pal_put(view, "rows", rows);
    assert_int_equal(made, 0);
    assert_int_equal(pal_value_count(rows), 5);
    assert_true(pal_value_is(rows, PAL_VALUE_LIST));
    expect(view, 0, "{\"rows\": [{\"n\": 0}, {\"n\": 1}, {\"n\": 2}, {\"n\": 3}, {\"n\": 4}]}");
    expect(rows, 1,
           "[\n {\n  \"n\": 0\n },\n {\n  \"n\": 1\n },\n {\n  \"n\": 2\n },\n {\n  \"n\": "
           "3\n },\n {\n  \"n\": 4\n }\n]");
    assert_int_equal(made, 10);
    assert_int_equal(pal_value_part_count(rows), 3);
    expect(pal_value_part(&values, rows, 1), 0, "[{\"n\": 2}, {\"n\": 3}]");
    expect(pal_value_part(&values, rows, 2), 0, "[{\"n\": 4}]");
    expect(pal_value_part(&values, rows, 3), 0, "[]");
    expect(pal_value_part(&values, pal_value_part(&values, rows, 1), 0), 0,
           "[{\"n\": 2}, {\"n\": 3}]");
    made = 0;
    assert_int_equal(pal_value_as_integer(pal_value_get(pal_value_at(rows, 3), "n")), 3);
    PAL_EACH(row, rows)
    {
        assert_non_null(pal_value_get(row, "n"));
    }
    assert_int_equal(made, 5); /* once for all who read */
    expect(pal_value_copy(&values, rows), 0,
           "[{\"n\": 0}, {\"n\": 1}, {\"n\": 2}, {\"n\": 3}, {\"n\": 4}]");
    assert_int_equal(pal_value_part_count(pal_value_list(&values)), 1);
    expect(pal_value_rows(&values, 0, 2, make_row, &counting, sizeof counting), 0, "[]");
    assert_false(values.failed);
    pal_arena_done(&arena);
}

/* Memory of a walk does not grow with its rows, and where there is none it says so. */
static void test_walk(void **state)
{
    (void)state;
    struct pal_arena arena;
    struct pal_values values;
    struct pal_walk walk;
    size_t made = 0;
    const struct counting counting = {&made};
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    struct pal_value *rows =
        pal_value_rows(&values, 100000, 64, make_row, &counting, sizeof counting);
    size_t before = pal_arena_size(&arena);
    int64_t sum = 0;
    pal_walk_start(&walk, rows);
    for (const struct pal_value *row; (row = pal_walk_next(&walk)) != NULL;) {
        sum += pal_value_as_integer(pal_value_get(row, "n"));
        assert_true(pal_arena_size(&walk.arena) < 64 * 1024);
    }
    assert_true(pal_walk_end(&walk));
    assert_true(sum == INT64_C(100000) * 99999 / 2);
    assert_int_equal(pal_arena_size(&arena), before);
    struct little little = {1};
    struct pal_alloc alloc = {take_little, &little, NULL};
    struct pal_arena small = {.alloc = &alloc};
    pal_values_init(&values, &small);
    rows = pal_value_rows(&values, 3, 1, make_row, &counting, sizeof counting);
    pal_walk_start(&walk, rows);
    while (pal_walk_next(&walk) != NULL) {
    }
    assert_false(pal_walk_end(&walk));
    struct pal_buf out;
    pal_buf_init(&out, 1 << 20, NULL);
    pal_value_json(rows, 0, &out);
    assert_true(out.failed);
    pal_buf_done(&out);
    pal_arena_done(&small);
    pal_arena_done(&arena);
}

/* Nor is a member without its key made of JSON. */
static void test_no_memory_json(void **state)
{
    (void)state;
    json_t *json = json_pack("{s:s, s:{s:i}, s:[s]}", "a", "b", "c", "d", 1, "e", "f");
    bool is_whole = false;
    for (size_t left = 0; !is_whole; left++) {
        struct little little = {left};
        struct pal_alloc alloc = {take_little, &little, NULL};
        struct pal_arena arena;
        struct pal_values values;
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        pal_values_init(&values, &arena);
        const struct pal_value *value = pal_value_of_json(&values, json);
        char *text = written(value, 0);
        is_whole = strcmp(text, "{\"a\": \"b\", \"c\": {\"d\": 1}, \"e\": [\"f\"]}") == 0;
        assert_int_equal(values.failed, !is_whole);
        PAL_EACH(member, value)
        {
            assert_non_null(member->key);
        }
        free(text);
        pal_arena_done(&arena);
    }
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_building),    cmocka_unit_test(test_rows),
        cmocka_unit_test(test_walk),        cmocka_unit_test(test_sharing),
        cmocka_unit_test(test_copy),        cmocka_unit_test(test_json),
        cmocka_unit_test(test_no_memory),   cmocka_unit_test(test_no_memory_json),
        cmocka_unit_test(test_lacking_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
