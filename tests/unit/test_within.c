/* within: when a model's new text can take the place of the old one. */
#include "helpers.h"

#include "core/model/within.h"

#define HEAD                                                                                       \
    "palier: model/1\nid: m\ntitle: M\nlevels: [{rank: 0, title: N}, {rank: 1, title: S},"         \
    " {rank: 2, title: T}]\nladder:\n"
#define ONE "  - {id: \"1.1\", level: 1, title: D, rated_by: area}\n"
#define TWO                                                                                        \
    "  - {id: \"2.1\", level: 2, title: P, practices: [{id: G1, title: X}, {id: G2, title: Y}]}\n"
#define AREAS "areas:\n"
#define A                                                                                          \
    "  - {id: A, title: A, category: work, actor: provider, practices: [{id: B1, title: Z}]}\n"
#define B    "  - {id: B, title: B, category: work, actor: provider}\n"
#define TAIL "rating: {rule: staged}\n"

static const char whole[] = HEAD ONE TWO AREAS A B TAIL;

static bool is_within(const char *before, const char *now)
{
    struct reading one;
    struct reading other;
    reading_init(&one);
    reading_init(&other);
    bool out = pal_model_is_within(read_model(&one, before), read_model(&other, now));
    reading_done(&one);
    reading_done(&other);
    return out;
}

/* `whole` with the first `old` written as `new`. */
static const char *with(struct pal_arena *arena, const char *old, const char *new)
{
    const char *at = strstr(whole, old);
    assert_non_null(at);
    return pal_arena_printf(arena, "%.*s%s%s", (int)(at - whole), whole, new, at + strlen(old));
}

static void test_changes(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new;
        bool fits;
    } cases[] = {
        {"title: A,", "title: Another,", true},
        {"category: work, actor: provider, practices", "category: play, actor: provider, practices",
         false},
        {"actor: provider}", "actor: expert}", true},
        {B, "", false},
        {A, "  - {id: Z, title: A, category: work, actor: provider}\n", false},
        {B, B "  - {id: C, title: C, category: work, actor: provider}\n", true},
        {"{id: G2, title: Y}", "{id: G3, title: Y}", false},
        {"{id: G2, title: Y}", "{id: G2, title: Y}, {id: G3, title: W}", true},
        {", practices: [{id: B1, title: Z}]", "", false},
        {"{id: B1, title: Z}", "{id: B1, title: Z}, {id: B2, title: V}", true},
        {", rated_by: area", "", false},
        {TWO, "", false},
        {"\"2.1\"", "\"2.2\"", false},
        {ONE TWO, ONE TWO "  - {id: \"2.2\", level: 2, title: Q}\n", true},
        {", {rank: 2, title: T}", ", {rank: 2, title: T}, {rank: 3, title: U}", true},
    };
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(is_within(whole, with(&arena, cases[i].old, cases[i].new)), cases[i].fits);
        assert_true(is_within(whole, whole));
    }
    assert_false(is_within(
        with(&arena, ", {rank: 2, title: T}", ", {rank: 2, title: T}, {rank: 3, title: U}"),
        whole));
    pal_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
