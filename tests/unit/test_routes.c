/* routes: no address means two things, every act stands under the page that has its form, and no id
 * can be taken for a word of an address. */
#include "helpers.h"

#include "app/house/errand.h"
#include "format/desc.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

/* A piece of a path, which ends at "/" or with it. */
static size_t piece_len(const char *at)
{
    return strcspn(at, "/");
}

static bool is_word(const char *piece)
{
    return piece[0] != '{';
}

static bool is_same_piece(const char *one, const char *other)
{
    return piece_len(one) == piece_len(other) && strncmp(one, other, piece_len(one)) == 0;
}

static const char *next_piece(const char *at)
{
    at += piece_len(at);
    return *at == '/' ? at + 1 : NULL;
}

/* Whether an address can fit both: then `word` and `name` are the first pieces that differ, where
 * the one is written out and the other stands for any; NULL: none differs so. */
static bool can_meet(const char *one, const char *other, const char **word, const char **name)
{
    *word = NULL;
    *name = NULL;
    const char *a = one + 1;
    const char *b = other + 1;
    for (; a != NULL && b != NULL; a = next_piece(a), b = next_piece(b)) {
        if (is_word(a) && is_word(b) && !is_same_piece(a, b)) {
            return false;
        }
        if (is_word(a) != is_word(b) && *word == NULL) {
            *word = is_word(a) ? a : b;
            *name = is_word(a) ? b : a;
        }
    }
    return a == NULL && b == NULL;
}

/* What stands for {person}, {job} and the like is made by the house: 16 digits and letters, or
 * "t1". A kind is one of a list, and the rest is typed by people, who may not choose the word then.
 */
static bool is_reserved(const char *word, const char *name)
{
    static const char *const made[] = {"{person}", "{job}",  "{file}",  "{part}",
                                       "{pass}",   "{link}", "{tender}"};
    char text[64];
    (void)snprintf(text, sizeof text, "%.*s", (int)piece_len(word), word);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        if (piece_len(name) == strlen(made[i]) && strncmp(name, made[i], strlen(made[i])) == 0) {
            return strlen(text) != 16;
        }
    }
    return pal_id_is_reserved(text);
}

static void test_one_meaning(void **state)
{
    (void)state;
    for (size_t i = 0; i < pal_route_count; i++) {
        for (size_t j = 0; j < i; j++) {
            const char *word;
            const char *name;
            const struct pal_route *one = &pal_routes[i];
            const struct pal_route *other = &pal_routes[j];
            if (!can_meet(one->path, other->path, &word, &name)) {
                continue;
            }
            if (word == NULL) { /* the same address: by two methods */
                assert_string_equal(one->path, other->path);
                assert_int_not_equal(one->method, other->method);
            } else if (!is_reserved(word, name)) {
                fail_msg("%s and %s can mean the same", one->path, other->path);
            }
        }
    }
}

/* The page of an act has the form that is shown again when it fails. */
static void test_pages(void **state)
{
    (void)state;
    size_t acts = 0;
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        const struct pal_route *page = pal_route_page(route);
        assert_int_equal(page->method, PAL_GET);
        assert_true(route->method != PAL_GET || page == route);
        if (route->form != NULL && route->form != page->run) {
            fail_msg("%s is no page with the form of %s", page->path, route->path);
        }
        acts += route->method != PAL_GET;
    }
    assert_true(acts > 60);
}

/* An act does one thing: it is nobody else's, and no field names what is to be done. */
static void test_acts(void **state)
{
    (void)state;
    struct pal_take take;
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        for (const char *words = route->fields; pal_take_next(&words, &take);) {
            assert_false(take.name_len == 2 && strncmp(take.name, "do", 2) == 0);
        }
        assert_true(route->summary[0] != '\0');
        assert_true((route->method == PAL_GET) == (route->body_max == 0));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_meaning),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_acts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
