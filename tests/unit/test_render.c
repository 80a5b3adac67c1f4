/* render: the words of a language, the figure, widths of the terminal. */
#include "helpers.h"

#include "base/utf8.h"
#include "render/figure/figure.h"
#include "render/terminal/terminal.h"
#include "render/words.h"

static void test_catalog(void **state)
{
    (void)state;
    struct pal_language french = pal_library_language(PAL_LANG_FR);
    struct pal_language english = pal_library_language(PAL_LANG_EN);
    assert_non_null(french.catalog);
    assert_null(english.catalog);
    assert_string_equal(pal_tr(&english, "provider"), "provider");
    assert_string_equal(pal_tr(&french, "provider"), "prestataire");
    assert_string_equal(pal_tr(&french, "no such text"), "no such text");
    assert_string_equal(pal_tr(&french, ""), "");
    assert_string_equal(pal_tr_n(&english, "%u point", "%u points", 0), "%u points");
    assert_string_equal(pal_tr_n(&french, "%u point", "%u points", 0), "%u point");
    assert_string_equal(pal_tr_n(&french, "%u point", "%u points", 1), "%u point");
    assert_string_equal(pal_tr_n(&french, "%u point", "%u points", 2), "%u points");
    /* Cut or altered bytes are survived: a text is then its own translation. */
    for (size_t len = 0; len < french.catalog_len && len < 4000; len += 7) {
        struct pal_language cut = {PAL_LANG_FR, malloc(len + 1), len};
        memcpy((unsigned char *)(uintptr_t)cut.catalog, french.catalog, len);
        const char *text = pal_tr(&cut, "provider");
        assert_true(strcmp(text, "provider") == 0 || strcmp(text, "prestataire") == 0);
        free((void *)(uintptr_t)cut.catalog);
    }
    unsigned char *altered = malloc(french.catalog_len);
    uint64_t random = 99;
    for (int i = 0; i < 2000; i++) {
        memcpy(altered, french.catalog, french.catalog_len);
        for (int j = 0; j < 8; j++) {
            altered[next_random(&random) % 64] = (unsigned char)next_random(&random);
        }
        struct pal_language other = {PAL_LANG_FR, altered, french.catalog_len};
        assert_non_null(pal_tr(&other, "provider"));
        assert_non_null(pal_tr_n(&other, "%u point", "%u points", 3));
    }
    free(altered);
}

static void test_letters_of_actors_differ(void **state)
{
    (void)state;
    for (int lang = 0; lang < PAL_LANG_COUNT; lang++) {
        struct pal_language language = pal_library_language((enum pal_lang)lang);
        for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
            for (int j = 0; j < i; j++) {
                assert_string_not_equal(pal_word_actor_letter(&language, (enum pal_actor)i),
                                        pal_word_actor_letter(&language, (enum pal_actor)j));
            }
        }
    }
}

static const char WIDE_MODEL[] = MODEL(
    "rating: {scale: nplf, rule: staged}\n"
    "ladder: [{id: one, level: 1, title: S}, {id: two, level: 2, title: S}]\n"
    "areas:\n"
    "  - {id: Alpha, title: A, category: c, actor: expert}\n"
    "  - {id: Beta, title: 日本語の題名, category: c, actor: provider, ladder: [{id: own, level: "
    "3, title: O}]}\n"
    "  - {id: Gamma, title: G, category: c, actor: provider}\n");

static void test_figure_layout(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = read_model(&reading, WIDE_MODEL);
    const struct pal_assessment *assessment = read_assessment(
        &reading,
        "palier: assessment/1\nid: a\ntitle: T\nmodel: small\nprovider: P\nproject: J\n"
        "date: 2026-01-01\nratings: {Alpha: {one: F, two: N}, Gamma: not applicable}\n",
        model);
    const pal_mask target[] = {3, 1, 3};
    struct pal_score score = score_of(&reading, assessment, PAL_BASIS_CHECKED, target);
    struct pal_figure figure;
    assert_int_equal(pal_figure_layout(&score, pal_span_all(score.assessment->model), 10,
                                       &reading.arena, &figure),
                     PAL_OK);
    assert_int_equal(figure.panel_count, 2); /* Beta has a ladder of its own */
    assert_int_equal(figure.panels[0].area_count, 2);
    assert_int_equal(figure.panels[1].areas[0], 1);
    assert_int_equal(figure.prefix_len, 0);
    assert_int_equal(pal_figure_cell(&figure, 0, 0).state, PAL_CELL_ACHIEVED);
    assert_int_equal(pal_figure_cell(&figure, 0, 1).state, PAL_CELL_MISSING);
    struct pal_cell beta = pal_figure_cell(&figure, 1, 0);
    assert_int_equal(beta.state, PAL_CELL_MISSING);
    assert_true(beta.is_not_rated);
    assert_int_equal(pal_figure_cell(&figure, 2, 0).state, PAL_CELL_NOT_APPLICABLE);
    assert_int_equal(pal_figure_layout(&score, pal_span_all(score.assessment->model), 1,
                                       &reading.arena, &figure),
                     PAL_OK);
    assert_int_equal(figure.panel_count, 3);
    reading_done(&reading);
}

/* No line of the score of any model is wider than the terminal. */
static void test_terminal_widths(void **state)
{
    (void)state;
    static const size_t widths[] = {40, 60, 80, 120};
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    char *text = read_file("examples/example-2003.yaml", NULL);
    const struct pal_assessment *assessment = read_assessment(&reading, text, model);
    const struct pal_profile *profile = read_profile(
        &reading, PROFILE("targets: {\"*\": level 2, PA07: [\"2.1\", \"4.1\"]}\n"), model);
    struct pal_scored scored = {.profile = profile};
    scored.score = score_of(&reading, assessment, PAL_BASIS_CHECKED, profile->targets[0]);
    for (int lang = 0; lang < PAL_LANG_COUNT; lang++) {
        struct pal_language language = pal_library_language((enum pal_lang)lang);
        for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
            struct pal_terminal terminal = {&language, &reading.arena, widths[i], false};
            struct pal_buf out;
            pal_buf_init(&out, 1 << 20, NULL);
            assert_int_equal(pal_terminal_score(&terminal, &scored, &out), PAL_OK);
            for (const char *at = pal_buf_text(&out); *at != '\0';) {
                size_t len = strcspn(at, "\n");
                char *line = pal_arena_copy(&reading.arena, at, len);
                if (pal_utf8_columns(line) > widths[i]) {
                    fprintf(stderr, "%zu columns in %zu: %s\n", pal_utf8_columns(line), widths[i],
                            line);
                }
                assert_true(pal_utf8_columns(line) <= widths[i]);
                assert_true(len == 0 || line[len - 1] != ' ');
                at += len + (at[len] == '\n');
            }
            pal_buf_done(&out);
        }
    }
    free(text);
    reading_done(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalog),
        cmocka_unit_test(test_letters_of_actors_differ),
        cmocka_unit_test(test_figure_layout),
        cmocka_unit_test(test_terminal_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
