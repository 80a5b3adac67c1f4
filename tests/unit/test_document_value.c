/* document_value: every document that is built in, as a value and as JSON: the same, and back. */
#include "helpers.h"

#include <jansson.h>

#include "app/desk/library.h"
#include "app/house/shelf.h"
#include "render/template/value_json.h"

enum { IDS_MOST = 256 };

static void compare(const char *folder, const char *id)
{
    const struct pal_library_file *file = pal_library_find(folder, id);
    struct pal_app app;
    struct pal_arena arena;
    struct pal_values values;
    struct pal_buf out;
    assert_non_null(file);
    pal_app_init(&app);
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    pal_buf_init(&out, 1 << 26, NULL);
    json_t *json = pal_house_json(&app, (const char *)file->bytes, file->len);
    struct pal_value *value = pal_house_value(&app, (const char *)file->bytes, file->len, &values);
    pal_app_done(&app); /* the words are the value's own */
    assert_non_null(json);
    assert_non_null(value);
    assert_false(values.failed);
    char *expected = json_dumps(json, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    pal_value_json(value, 1, &out);
    assert_string_equal(pal_buf_text(&out), expected);
    json_t *back = pal_json_of_value(value);
    assert_true(json_equal(json, back));
    json_decref(back);
    json_decref(json);
    free(expected);
    pal_buf_done(&out);
    pal_arena_done(&arena);
}

static void test_library(void **state)
{
    (void)state;
    static const char *const folders[] = {"models", "profiles", "alerts",   "effort",
                                          "needs",  "actions",  "processes"};
    struct pal_library_id ids[IDS_MOST];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t count = pal_library_list(folders[i], ids, IDS_MOST);
        assert_in_range(count, 1, IDS_MOST);
        for (size_t j = 0; j < count; j++) {
            char id[128];
            (void)snprintf(id, sizeof id, "%.*s", (int)ids[j].len, ids[j].text);
            compare(folders[i], id);
        }
    }
}

/* What is no document is no value either. */
static void test_none(void **state)
{
    (void)state;
    struct pal_app app;
    struct pal_arena arena;
    struct pal_values values;
    pal_app_init(&app);
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    assert_null(pal_house_value(&app, "palier: no", 10, &values));
    pal_arena_done(&arena);
    pal_app_done(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_library), cmocka_unit_test(test_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
