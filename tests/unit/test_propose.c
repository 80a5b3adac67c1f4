/* core/propose: the 32 worked vectors of the rule, and its growth on all combinations. */
#include "helpers.h"

#include "core/model/propose.h"

static const struct pal_needs_rule *read_rule(struct reading *reading,
                                              const struct pal_model *model)
{
    const struct pal_library_file *file = pal_library_find("needs", "sse-cmm-2.0");
    assert_non_null(file);
    struct pal_node *root = read_tree(reading, (const char *)file->bytes);
    const struct pal_needs_rule *rule = pal_needs_rule_read(&reading->reader, root, model);
    if (rule == NULL) {
        print_problems(reading);
    }
    assert_non_null(rule);
    return rule;
}

static struct pal_alert_scheme four_levels(void)
{
    static struct pal_alert_level levels[4] = {{.id = "a", .rank = 1},
                                               {.id = "b", .rank = 2},
                                               {.id = "c", .rank = 3},
                                               {.id = "d", .rank = 4}};
    return (struct pal_alert_scheme){.id = "s", .levels = levels, .level_count = 4};
}

/* tests/fixtures/needs-vectors.tsv: project, five degrees, rank, 22 heights, size. */
static void test_worked_vectors(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_needs_rule *rule = read_rule(&reading, model);
    struct pal_alert_scheme scheme = four_levels();
    char *text = read_file("tests/fixtures/needs-vectors.tsv", NULL);
    size_t cases = 0;
    for (char *line = strchr(text, '\n') + 1; *line != '\0';) {
        char *end = line + strcspn(line, "\n");
        char *at = strchr(line, '\t') + 1;
        unsigned long numbers[5 + 1 + 22 + 1];
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            numbers[i] = strtoul(at, &at, 10);
        }
        struct pal_needs needs = {.id = "n", .scheme = &scheme};
        for (size_t i = 0; i < 4; i++) {
            needs.degrees[i] = (uint32_t)numbers[i];
        }
        needs.exposure = (uint32_t)numbers[4];
        struct pal_proposal proposal;
        assert_int_equal(pal_propose(rule, &needs, &reading.arena, &proposal), PAL_OK);
        size_t rank = numbers[5];
        for (size_t i = 0; i < model->area_count; i++) {
            pal_mask expected = ((pal_mask)1 << numbers[6 + i]) - 1;
            assert_int_equal(pal_proposal_target(&proposal, rank, i)->target, expected);
        }
        assert_int_equal(pal_proposal_size(&proposal, rank), numbers[28]);
        cases++;
        line = end + (*end == '\n');
    }
    assert_int_equal(cases, 32);
    free(text);
    reading_done(&reading);
}

/* The target grows with the rank and never shrinks when a need rises: all 1,024 combinations. */
static void test_growth(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_needs_rule *rule = read_rule(&reading, model);
    struct pal_alert_scheme scheme = four_levels();
    size_t strict = 0;
    for (unsigned code = 0; code < 1024; code++) {
        struct pal_arena arena;
        pal_arena_init(&arena, NULL);
        struct pal_needs needs = {.id = "n", .scheme = &scheme, .exposure = (code >> 8) + 1};
        for (unsigned i = 0; i < 4; i++) {
            needs.degrees[i] = (code >> (2 * i) & 3) + 1;
        }
        struct pal_proposal proposal;
        assert_int_equal(pal_propose(rule, &needs, &arena, &proposal), PAL_OK);
        bool is_strict = true;
        for (size_t rank = 2; rank <= 4; rank++) {
            for (size_t i = 0; i < model->area_count; i++) {
                assert_int_equal(pal_proposal_target(&proposal, rank - 1, i)->target &
                                     ~pal_proposal_target(&proposal, rank, i)->target,
                                 0);
            }
            is_strict = is_strict &&
                        pal_proposal_size(&proposal, rank) > pal_proposal_size(&proposal, rank - 1);
        }
        strict += is_strict;
        for (unsigned i = 0; i < 4; i++) {
            struct pal_needs more = needs;
            more.degrees[i] += more.degrees[i] < PAL_DEGREE_MAX;
            struct pal_proposal greater;
            assert_int_equal(pal_propose(rule, &more, &arena, &greater), PAL_OK);
            for (size_t area = 0; area < model->area_count; area++) {
                assert_int_equal(pal_proposal_target(&proposal, 1, area)->target &
                                     ~pal_proposal_target(&greater, 1, area)->target,
                                 0);
            }
        }
        pal_arena_done(&arena);
    }
    assert_int_equal(strict, 622);
    reading_done(&reading);
}

static void test_refused_needs(void **state)
{
    (void)state;
    static const struct {
        const char *rest;
        const char *path;
        const char *sentence;
    } cases[] = {
        {"needs: {integrity: 5}\nexposure: 1\n", "needs.integrity", "from 1 to 4"},
        {"needs: {integrity: 1, availability: 1, imputability: 1}\nexposure: 1\n", "needs",
         "\"confidentiality\" has no degree"},
        {"needs: {integrity: 1, availability: 1, imputability: 1, confidentiality: 1, beauty: 1}\n"
         "exposure: 1\n",
         "needs.beauty", "knows no need \"beauty\""},
        {"needs: {integrity: 1, availability: 1, imputability: 1, confidentiality: 1}\n", "",
         "\"exposure\" is missing"},
    };
    struct reading models;
    reading_init(&models);
    const struct pal_model *model = sse_cmm(&models);
    const struct pal_needs_rule *rule = read_rule(&models, model);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading;
        reading_init(&reading);
        struct pal_node *root = read_tree(
            &reading, pal_arena_printf(&reading.arena,
                                       "palier: needs/1\nid: n\ntitle: N\nmodel: sse-cmm-2.0\n%s",
                                       cases[i].rest));
        assert_null(pal_needs_read(&reading.reader, root, rule, NULL));
        assert_string_equal(reading.diag.errors[0].path, cases[i].path);
        assert_non_null(strstr(reading.diag.errors[0].message, cases[i].sentence));
        reading_done(&reading);
    }
    reading_done(&models);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_vectors),
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_refused_needs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
