/* weak: passwords that are tried first. The list is the one that is built in. */
#include "helpers.h"

#include "app/desk/library.h"
#include "app/house/secret.h"
#include "app/house/weak.h"

static const char *list;
static size_t list_len;

static int find_list(void **state)
{
    (void)state;
    list = pal_library_bytes("data/passwords/common.txt", &list_len);
    return list_len > 0 ? 0 : 1;
}

static enum pal_weak weakness(const char *password)
{
    return pal_password_weakness(list, list_len, password, "ada.byron@engines.example",
                                 "Ada King-Noël");
}

/* Sorted, folded, without doubles: the search relies on it. Each line is found, also in capitals,
 * padded and repeated. */
static void test_list(void **state)
{
    (void)state;
    char before[128] = "";
    size_t count = 0;
    for (const char *line = list; line < list + list_len; count++) {
        const char *end = strchr(line, '\n');
        char text[128];
        char twice[256];
        assert_non_null(end);
        assert_true((size_t)(end - line) < sizeof text);
        (void)snprintf(text, sizeof text, "%.*s", (int)(end - line), line);
        assert_true(strcmp(before, text) < 0);
        assert_int_equal(weakness(text), PAL_WEAK_COMMON);
        (void)snprintf(twice, sizeof twice, "%s%s", text, text);
        assert_int_equal(weakness(twice), PAL_WEAK_COMMON);
        (void)snprintf(twice, sizeof twice, "12%s2026!", text);
        if (text[0] >= 'a' && text[0] <= 'z' && text[strlen(text) - 1] >= 'a') {
            assert_int_equal(weakness(twice), PAL_WEAK_COMMON);
        }
        memcpy(before, text, sizeof before);
        line = end + 1;
    }
    assert_true(count >= 10000);
}

static void test_common(void **state)
{
    (void)state;
    static const char *const weak[] = {
        "password1234",   "Password1234!", "PASSWORDPASSWORD", "p@ssw0rd1234", "P455w0rd!!!!",
        "123456123456",   "123456789012",  "000000000000",     "qwertyuiop12", "qwertyuiop[]",
        "qwertyuiopas",   "azertyuiopqs",  "1qaz2wsx3edc",     "1q2w3e4r5t6y", "abcdefghijkl",
        "lkjihgfedcba",   "abcabcabcabc",  "monkey!monkey!",   "iloveyou2026", "!!!football!!!",
        "9876543210987",  "unbelievable",  "xyxyxyxyxyxyx",    "letmein12345", "1234567890qwerty",
        "michael19840512"};
    static const char *const strong[] = {
        "correct horse battery staple", "739204857392",          "7#9$k2!8@4%1q",
        "tiger-lamp-seven-oak",         "une phrase que j'aime", "vTq8mZr2LxWp",
        "zoologie et botanique",        "ΑΒΓΔΕΖΗΘΙΚΛΜ",          "monkey lamp monkey tree"};
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        if (weakness(weak[i]) != PAL_WEAK_COMMON) {
            fail_msg("%s is common", weak[i]);
        }
    }
    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++) {
        if (weakness(strong[i]) != PAL_WEAK_NOT) {
            fail_msg("%s is not weak", strong[i]);
        }
    }
}

static void test_own(void **state)
{
    (void)state;
    static const char *const own[] = {"ada.byron@engines.example",
                                      "Ada.Byron@Engines.Example",
                                      "ada.byron2026",
                                      "AdaByron1815!!",
                                      "ByronByron12",
                                      "engines.example",
                                      "AdaKing-Noël1",
                                      "NOËLnoëlNOËL9",
                                      "adabyronpassword",
                                      "passwordbyron",
                                      "Byron123456789"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (weakness(own[i]) == PAL_WEAK_NOT) {
            fail_msg("%s is one's own", own[i]);
        }
    }
    assert_int_equal(weakness("ada.byron@engines.example"), PAL_WEAK_OWN);
    assert_int_equal(weakness("ada likes lovely machines"), PAL_WEAK_NOT);
    assert_int_equal(pal_password_weakness(list, list_len, "correct horse battery", "", ""),
                     PAL_WEAK_NOT);
    char longest[PAL_PASSWORD_MOST + 2];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(weakness(longest), PAL_WEAK_NOT); /* refused for its length */
    longest[PAL_PASSWORD_MOST] = '\0';
    assert_int_equal(weakness(longest), PAL_WEAK_COMMON);
    assert_int_equal(weakness(""), PAL_WEAK_NOT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_common),
        cmocka_unit_test(test_own),
    };
    return cmocka_run_group_tests(tests, find_list, NULL);
}
