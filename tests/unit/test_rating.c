/* core/rating: the worked examples of docs/scoring.md, which are those of the published methods
 * (SSE-CMM model document section 3.3; ISO/IEC 33020 level rule). */
#include "helpers.h"

#include "core/model/rating.h"

/* "F N - P x" … for each step of a ladder; x: not applicable. */
static size_t read_marks(const char *text, uint8_t *marks)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        char id[2] = {*text, '\0'};
        enum pal_rating rating = PAL_RATING_NOT_RATED;
        if (*text == ' ') {
            continue;
        }
        if (*text == 'x') {
            assert_true(pal_rating_find("not applicable", &rating));
        } else if (*text != '-') {
            assert_true(pal_rating_find(id, &rating));
        }
        marks[count++] = (uint8_t)rating;
    }
    return count;
}

/* The twelve common features of the SSE-CMM by level. */
static const uint32_t sse_levels[] = {1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5};
/* The nine process attributes of ISO/IEC 33020. */
static const uint32_t iso_levels[] = {1, 2, 2, 3, 3, 4, 4, 5, 5};

struct level_case {
    const char *marks;
    uint32_t level;
    bool is_minimum;
};

static void check_levels(const struct level_case *cases, size_t count, const uint32_t *levels,
                         size_t steps, enum pal_rule rule)
{
    struct pal_step rungs[12] = {{0}};
    for (size_t i = 0; i < steps; i++) {
        rungs[i].level = levels[i];
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t marks[64] = {0};
        size_t written = read_marks(cases[i].marks, marks);
        struct pal_ladder ladder = {rungs, written};
        assert_true(written <= steps);
        bool is_minimum;
        assert_int_equal(pal_rating_level(&ladder, marks, rule, &is_minimum), cases[i].level);
        assert_int_equal(is_minimum, cases[i].is_minimum);
    }
}

static void test_staged_levels(void **state)
{
    (void)state;
    static const struct level_case cases[] = {
        {"N NNNN NNN NN NN", 0, false}, /* none */
        {"F NNNN NNN NN NN", 1, false}, /* the base practices only */
        {"F FFFP NNN NN NN", 1, false}, /* all but one of the level 2 practices: level 1 */
        {"F FFFF NNN NN NN", 2, false}, /* all of levels 1 and 2 */
        {"F FFPF FFF NN NN", 1, false}, /* all of 1, 2, 3 except 2.3.2 */
        {"F FFFF FFF PN NN", 3, false}, /* 1, 2, 3 all, 4.1.1 only */
        {"F FFFF FFF FF FF", 5, false}, /* all 29 */
        {"L FFFF FFF FF FF", 0, false}, /* largely is not fully */
        {"F FFFF FLF FF FF", 2, false}, /* a hole at level 3; what is above gives no level */
        {"- NNNN NNN NN NN", 0, true},  /* not rated counts as not achieved, and is said */
        {"F FFF- NNN NN NN", 1, true},
        {"F FFN- NNN NN NN", 1, false}, /* would be level 1 whatever the missing one */
        {"- FFFF FFF FF FF", 0, true},
        {"- ---- --- -- --", 0, true},
        {"F xFFF NNN NN NN", 2, false}, /* over the applicable steps alone */
        {"x FFFF NNN NN NN", 2, false}, /* a level without an applicable step is passed over … */
        {"F xxxx FFF NN NN", 3, false},
        {"F xxxx NNN NN NN", 1, false}, /* … and is not reached by it */
        {"F xxxx xxx xx xx", 1, false},
        {"N xxxx FFF NN NN", 0, false},
        {"F x-FF NNN NN NN", 1, true},
    };
    check_levels(cases, sizeof cases / sizeof *cases, sse_levels, 12, PAL_RULE_STAGED);
}

static void test_iso_levels(void **state)
{
    (void)state;
    static const struct level_case cases[] = {
        {"L NN NN NN NN", 1, false}, /* 1.1 = L: level 1 */
        {"L FF NN NN NN", 1, false}, /* 1.1 = L, 2.1 = F, 2.2 = F: level 1, not 2 */
        {"F LL NN NN NN", 2, false}, /* 1.1 = F, 2.1 = L, 2.2 = L: level 2 */
        {"F LF FF NN NN", 2, false}, /* 2.1 = L holds level 3 back */
        {"P FF FF NN NN", 0, false}, /* 1.1 = P: level 0 */
        {"F FF FF FF LL", 5, false}, {"F FF FF FF FF", 5, false}, {"F FF FP NN NN", 2, false},
        {"F Fx LL NN NN", 3, false}, {"F xx LL NN NN", 3, false}, {"L xx FF NN NN", 1, false},
        {"F F- NN NN NN", 1, true},  {"L -- NN NN NN", 1, false}, {"- FF NN NN NN", 0, true},
    };
    check_levels(cases, sizeof cases / sizeof *cases, iso_levels, 9, PAL_RULE_ISO_33020);
}

static void test_levels_without_steps_are_passed_over(void **state)
{
    (void)state;
    static const uint32_t gaps[] = {1, 3, 3, 5};
    static const struct level_case cases[] = {
        {"FNNN", 1, false}, {"FFFN", 3, false}, {"FFFF", 5, false}, {"NFFF", 0, false}};
    check_levels(cases, 4, gaps, 4, PAL_RULE_STAGED);
}

static void test_practices_roll_up_to_the_lowest(void **state)
{
    (void)state;
    static const struct {
        const char *marks;
        const char *step; /* "-": not rated */
    } cases[] = {
        {"FFF", "F"}, {"FLF", "L"}, {"FPL", "P"}, {"NPF", "N"}, {"F-F", "-"}, {"L-F", "-"},
        {"P-F", "P"}, {"N-", "N"},  {"--", "-"},  {"", "-"},    {"F", "F"},   {"FxL", "L"},
        {"xxx", "x"}, {"x", "x"},   {"x-", "-"},  {"Px-", "P"}, {"Fx-", "-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t marks[8];
        size_t count = read_marks(cases[i].marks, marks);
        enum pal_rating practices[8] = {PAL_RATING_NOT_RATED};
        for (size_t j = 0; j < count; j++) {
            practices[j] = (enum pal_rating)marks[j];
        }
        uint8_t expected[1];
        (void)read_marks(cases[i].step, expected);
        assert_int_equal(pal_rating_of_practices(practices, count), expected[0]);
    }
}

static void test_achieved(void **state)
{
    (void)state;
    assert_true(pal_rating_is_achieved(PAL_RATING_F, PAL_RULE_STAGED));
    assert_false(pal_rating_is_achieved(PAL_RATING_L, PAL_RULE_STAGED));
    assert_true(pal_rating_is_achieved(PAL_RATING_L, PAL_RULE_ISO_33020));
    assert_false(pal_rating_is_achieved(PAL_RATING_P, PAL_RULE_ISO_33020));
    assert_false(pal_rating_is_achieved(PAL_RATING_NOT_RATED, PAL_RULE_ISO_33020));
    enum pal_rating rating;
    assert_false(pal_rating_find("", &rating));
    assert_false(pal_rating_find("X", &rating));
    enum pal_rule rule;
    assert_true(pal_rule_find("iso-33020", &rule));
    assert_false(pal_rule_find("other", &rule));
    enum pal_actor actor;
    assert_false(pal_actor_find("isp", &actor));
    enum pal_basis basis;
    assert_true(pal_basis_find("claimed", &basis));
    assert_false(pal_basis_find("guessed", &basis));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_staged_levels),
        cmocka_unit_test(test_iso_levels),
        cmocka_unit_test(test_levels_without_steps_are_passed_over),
        cmocka_unit_test(test_practices_roll_up_to_the_lowest),
        cmocka_unit_test(test_achieved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
