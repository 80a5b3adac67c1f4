/* difference: what changed between two texts. */
#include "helpers.h"

#include "base/difference.h"

/* The difference as text, a line each: its sign and the line. */
static const char *shown(struct pal_arena *arena, const char *before, const char *after)
{
    static const char signs[] = " -+~";
    size_t count;
    struct pal_difference_line *lines = pal_difference(before, after, arena, &count);
    assert_non_null(lines);
    const char *out = "";
    for (size_t i = 0; i < count; i++) {
        out = pal_arena_printf(arena, "%s%c%.*s\n", out, signs[lines[i].kind], (int)lines[i].len,
                               lines[i].text != NULL ? lines[i].text : "");
    }
    return out;
}

static void test_lines(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"", "", ""},
        {"a\nb\n", "a\nb\n", ""},
        {"", "a\n", "+a\n"},
        {"a\n", "", "-a\n"},
        {"a\nb\nc\n", "a\nx\nc\n", " a\n-b\n+x\n c\n"},
        {"a\nb\nc\nd\n", "b\nc\ne\nd\n", "-a\n b\n c\n+e\n d\n"},
        {"a\na\n", "a\n", " a\n-a\n"},
        {"a", "a\n", ""}, /* the end of the last line is no line */
        {"a\n\nb\n", "a\nb\n", " a\n-\n b\n"},
        {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\nx\n", "~\n 6\n 7\n 8\n-9\n+x\n"},
        {"a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n", "x\n1\n2\n3\n4\n5\n6\n7\n8\ny\n",
         "-a\n+x\n 1\n 2\n 3\n~\n 6\n 7\n 8\n-b\n+y\n"},
    };
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(shown(&arena, cases[i][0], cases[i][1]), cases[i][2]);
    }
    pal_arena_done(&arena);
}

/* Whatever the texts are, the lines kept and removed are the one, those kept and added the other.
 */
static void test_long_texts(void **state)
{
    (void)state;
    enum { LINES = 3000, ROOM = LINES * 8 };
    static char before[ROOM];
    static char after[ROOM];
    size_t used[2] = {0, 0};
    for (size_t i = 0; i < LINES; i++) {
        used[0] += (size_t)snprintf(before + used[0], ROOM - used[0], "a%zu\n", i % 1000);
        used[1] += (size_t)snprintf(after + used[1], ROOM - used[1], "b%zu\n", i % 1000);
    }
    struct pal_arena arena;
    size_t count;
    pal_arena_init(&arena, NULL);
    struct pal_difference_line *lines = pal_difference(before, after, &arena, &count);
    assert_non_null(lines);
    assert_int_equal(count, 2 * LINES);
    assert_int_equal(lines[0].kind, PAL_DIFFERENCE_REMOVED);
    assert_int_equal(lines[LINES].kind, PAL_DIFFERENCE_ADDED);
    assert_int_equal(lines[LINES].number, 1);
    pal_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
