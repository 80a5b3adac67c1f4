/* line_ends: the ends of lines stay as they were. */
#include "helpers.h"

#include "base/line_ends.h"

static void test_like(void **state)
{
    (void)state;
    /* What was, what a browser sends, what is kept. */
    static const char *const cases[][3] = {
        {"", "", ""},
        {"", "a\r\nb\r\n", "a\nb\n"},
        {"a\nb\n", "a\r\nc\r\n", "a\nc\n"},
        {"a\nb\n", "a\nb\n", "a\nb\n"},
        {"a\r\nb\r\n", "a\r\nb\r\nc\r\n", "a\r\nb\r\nc\r\n"},
        {"a\r\nb\r\n", "a\nb\nc", "a\r\nb\r\nc"},
        {"a\rb\r", "a\r\nb\r\nc\r\n", "a\rb\rc\r"},
        {"a", "b\r\n", "b\n"},
        /* mixed: unchanged, one changed, one in between, one gone, one before all */
        {"a\r\nb\nc\r\n", "a\r\nb\r\nc\r\n", "a\r\nb\nc\r\n"},
        {"a\r\nb\nc\r\n", "a\r\nx\r\nc\r\n", "a\r\nx\nc\r\n"},
        {"a\nb\nc\r\nd\r\n", "a\r\nb\r\nx\r\nc\r\nd\r\n", "a\nb\nx\nc\r\nd\r\n"},
        {"a\nb\r\nc\r\n", "b\r\nc\r\n", "b\r\nc\r\n"},
        {"a\r\nb\n", "x\r\na\r\nb\r\n", "x\r\na\r\nb\n"},
        {"a\r\nb\nc", "a\r\nb\r\nc\r\nd", "a\r\nb\nc\nd"},
        {"a\n\n\r\nb\r", "a\r\n\r\n\r\nb\r\n", "a\n\n\r\nb\r"},
    };
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = strlen(cases[i][1]);
        const char *got = pal_line_ends_like(&arena, cases[i][1], &len, cases[i][0]);
        assert_string_equal(got, cases[i][2]);
        assert_int_equal(len, strlen(cases[i][2]));
    }
    pal_arena_done(&arena);
}

/* Any text with its ends made CR LF, as a browser does it, comes back as it was. */
static void test_back(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\n", "\r\n", "\r", "a", "b", ""};
    unsigned seed = 1;
    for (int round = 0; round < 2000; round++) {
        struct pal_arena arena;
        char before[256] = "";
        char sent[256] = "";
        pal_arena_init(&arena, NULL);
        for (int i = 0; i < 24; i++) {
            seed = seed * 1103515245U + 12345U;
            const char *piece = pieces[(seed >> 16) % 6];
            bool joins = before[0] != '\0' && before[strlen(before) - 1] == '\r';
            if (!(joins && piece[0] == '\n')) { /* or the two would be one end */
                strcat(before, piece);
                strcat(sent, piece[0] == '\n' || piece[0] == '\r' ? "\r\n" : piece);
            }
        }
        size_t len = strlen(sent);
        assert_string_equal(pal_line_ends_like(&arena, sent, &len, before), before);
        assert_int_equal(len, strlen(before));
        pal_arena_done(&arena);
    }
}

static void test_unix(void **state)
{
    (void)state;
    struct pal_arena arena;
    size_t len = 11;
    pal_arena_init(&arena, NULL);
    assert_string_equal(pal_line_ends_unix(&arena, "a\r\nb\rc\n\r\r\nd", &len), "a\nb\rc\n\r\nd");
    assert_int_equal(len, 9);
    pal_arena_done(&arena);
}

/* Too long to be held line by line against what was: in bounded time and memory all the same. */
static void test_long(void **state)
{
    (void)state;
    enum { LINES = PAL_LINE_ENDS_COMPARED + 2 };
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    char *before = pal_arena_take_text(&arena, LINES + 4);
    char *text = pal_arena_take_text(&arena, 2 * LINES + 4);
    memset(before, '\n', LINES);
    strcpy(before + LINES, "\r\n");
    for (size_t i = 0; i <= LINES; i++) {
        text[2 * i] = '\r';
        text[2 * i + 1] = '\n';
    }
    text[2 * LINES + 2] = '\0';
    size_t len = 2 * LINES + 2;
    const char *got = pal_line_ends_like(&arena, text, &len, before);
    assert_int_equal(len, LINES + 1);
    assert_null(strchr(got, '\r'));
    pal_arena_done(&arena);
}

/* The ends of a text go beside it, as a browser sends it, and come back. */
static void test_said(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\n", "\r\n", "\r", "a", "b", ""};
    uint32_t random = 5;
    for (int round = 0; round < 300; round++) {
        struct pal_arena arena;
        char text[200] = "";
        pal_arena_init(&arena, NULL);
        for (int i = 0; i < 30; i++) {
            random = random * 1664525 + 1013904223;
            strcat(text, pieces[(random >> 16) % 6]);
        }
        size_t len = strlen(text);
        const char *said = pal_line_ends_said(&arena, text, len);
        const char *sent = pal_line_ends_like(&arena, text, &len, "\n"); /* all of them LF */
        sent = pal_line_ends_as(&arena, sent, &len, said[0] != '\0' ? said : "");
        assert_string_equal(said[0] != '\0' ? sent : text, text);
        pal_arena_done(&arena);
    }
    static const char *const none[] = {"", "1", "2l", "1x", "l1", "99999999999999999999l", "3l"};
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    assert_string_equal(pal_line_ends_said(&arena, "a\nb\n", 4), "");
    assert_string_equal(pal_line_ends_said(&arena, "a\r\nb\r\n\r", 7), "2c1r");
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        size_t len = 2;
        assert_string_equal(pal_line_ends_as(&arena, "a\n", &len, none[i]), "a\n");
    }
    pal_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_like), cmocka_unit_test(test_back), cmocka_unit_test(test_unix),
        cmocka_unit_test(test_long), cmocka_unit_test(test_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
