/* render: the words of a language, the figure, widths of the terminal. */
#include "helpers.h"

#include "base/utf8.h"
#include "core/model/compare.h"
#include "render/figure/figure.h"
#include "render/figure/figure_beside.h"
#include "render/figure/figure_grid.h"
#include "render/figure/figure_page.h"
#include "render/figure/figure_small.h"
#include "render/figure/trend_figure.h"
#include "render/gap_words.h"
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

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* FNV-1a: whether a text is another, no more. */
static uint32_t sum_of(const char *text)
{
    uint32_t sum = 2166136261U;
    for (const char *at = text; *at != '\0'; at++) {
        sum = (sum ^ (unsigned char)*at) * 16777619U;
    }
    return sum;
}

/* What is missing, what nobody rated, what lies beyond and what does not apply differ in form, not
 * in colour alone; the target is one line. */
static void test_figure_small(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_assessment *assessment = read_assessment(
        &reading,
        "palier: assessment/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nprovider: P\nproject: J\n"
        "date: 2026-01-01\nratings: {PA01: level 2, PA02: {1.1: F, 2.1: N}, PA04: not "
        "applicable}\n",
        model);
    pal_mask target[22] = {1, 7, 3};
    struct pal_score score = score_of(&reading, assessment, PAL_BASIS_CHECKED, target);
    struct pal_buf out;
    pal_buf_init(&out, 1 << 20, NULL);
    pal_figure_small_svg(&score, &out);
    const char *text = pal_buf_text(&out);
    assert_non_null(strstr(text, "width=\"132\" height=\"40\""));
    /* PA01: one step asked for, four beyond it. */
    assert_non_null(strstr(text, "class=\"pal-achieved\" fill=\"#34506e\" d=\"M0 39h5v-3h-5z"));
    assert_non_null(strstr(text, "class=\"pal-beyond\" fill=\"#9db1c6\" d=\"M0 36h5v-12h-5z\""));
    /* PA02: 2.1 missing is an outline, 2.2 not rated a dot, as both of PA03. */
    assert_non_null(strstr(text, "stroke=\"#b3261e\" d=\"M6.5 35.5h4v-2h-4z\""));
    assert_non_null(strstr(text, "class=\"pal-not-rated\" fill=\"#444444\" d=\"M8 31h1v1h-1zM14 "));
    /* One line, from step to step; on the ground behind PA03. */
    assert_non_null(strstr(text, "d=\"M0 36h6V30h6V33h6V39h6V39h6"));
    assert_int_equal(count_of(text, "pal-target"), 1);
    /* A drawing that differs has a number of its own: figures that are kept are drawn again by it.
     */
    assert_int_equal(PAL_FIGURE_SMALL_DRAWING, 2);
    assert_int_equal(sum_of(text), 0x39725056);
    pal_buf_done(&out);
    reading_done(&reading);
}

/* As it is and turned: the cells stand once, both use them, and each is named by the same words. */
static void test_figure_page(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = read_model(&reading, WIDE_MODEL);
    const struct pal_assessment *assessment = read_assessment(
        &reading,
        "palier: assessment/1\nid: a\ntitle: <T>\nmodel: small\nprovider: P\nproject: J\n"
        "date: 2026-01-01\nratings: {Alpha: {one: F, two: N}, Gamma: not applicable}\n",
        model);
    const pal_mask target[] = {3, 1, 3};
    struct pal_score score = score_of(&reading, assessment, PAL_BASIS_CHECKED, target);
    struct pal_language english = pal_library_language(PAL_LANG_EN);
    for (int is_plan = 0; is_plan < 2; is_plan++) {
        const struct pal_figure_subject subject = {.score = &score, .is_plan = is_plan == 1};
        struct pal_buf out;
        pal_buf_init(&out, 1 << 20, NULL);
        assert_int_equal(
            pal_figure_page(&subject, pal_span_all(model), "f-", &english, &reading.arena, &out),
            PAL_OK);
        const char *text = pal_buf_text(&out);
        assert_int_equal(count_of(text, "<svg "), 3);
        assert_int_equal(count_of(text, "<g id=\"f-cells"), 2); /* Beta has a ladder of its own */
        assert_int_equal(count_of(text, "<use href=\"#f-cells0\""), 2);
        assert_int_equal(count_of(text, "role=\"img\" aria-labelledby=\"f-title f-desc\""), 2);
        assert_int_equal(count_of(text, "id=\"f-title\">&lt;T&gt;<"), 1);
        assert_int_equal(count_of(text, "added by the plan"), is_plan == 1 ? 2 : 0);
        assert_int_equal(count_of(text, ">missing<"), is_plan == 1 ? 0 : 2);
        assert_int_equal(count_of(text, ">not applicable<"), 2);
        pal_buf_done(&out);
    }
    reading_done(&reading);
}

/* Every state, what is of its own and what is inherited, the sides of the target, in both
 * languages; the same states as the drawing. */
static void test_figure_grid(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = read_model(&reading, WIDE_MODEL);
    const struct pal_assessment *assessment = read_assessment(
        &reading,
        "palier: assessment/1\nid: a\ntitle: T\nmodel: small\nprovider: P\nproject: J\n"
        "date: 2026-01-01\nratings: {Alpha: {one: F, two: N}, Gamma: {one: not applicable, two: "
        "F}}\n",
        model);
    const pal_mask target[] = {3, 1, 1};
    struct pal_score score = score_of(&reading, assessment, PAL_BASIS_CHECKED, target);
    const struct pal_figure_grid_cell cells[] = {
        {.rating = PAL_RATING_F, .is_own = true, .below = PAL_RATING_N},
        {.rating = PAL_RATING_N, .is_by_practices = true},
        {.rating = PAL_RATING_NOT_RATED, .is_own = true, .is_again = true},
        {.rating = PAL_RATING_NOT_APPLICABLE, .is_own = true},
        {.rating = PAL_RATING_F, .is_own = true}};
    const struct pal_figure_grid grid = {.score = &score,
                                         .cells = cells,
                                         .title = "<Checked>",
                                         .basis = "checked",
                                         .behind = "&alert=a"};
    const struct pal_figure figure = {.score = &score};
    for (size_t area = 0; area < 3; area++) {
        for (size_t step = 0; step < model->areas[area].ladder->count; step++) {
            const struct pal_cell drawn = pal_figure_cell(&figure, area, step);
            const struct pal_cell cell = pal_figure_grid_state(&grid, area, step);
            assert_int_equal(cell.state, drawn.state);
            assert_int_equal(cell.is_target, drawn.is_target);
            assert_int_equal(cell.is_not_rated, drawn.is_not_rated);
        }
    }
    struct pal_buf out;
    struct pal_language english = pal_library_language(PAL_LANG_EN);
    pal_buf_init(&out, 1 << 20, NULL);
    assert_int_equal(
        pal_figure_grid_write(&grid, pal_span_all(model), &english, &reading.arena, &out), PAL_OK);
    const char *text = pal_buf_text(&out);
    assert_int_equal(count_of(text, "<table class=\"grid\" role=\"grid\""), 2);
    assert_int_equal(count_of(text, "aria-label=\"&lt;Checked&gt;, Alpha – Gamma\""), 1);
    assert_int_equal(count_of(text, "data-achieves=\"F\" data-target"), 2);
    assert_non_null(strstr(text,
                           "<td class=\"a t d l r o\" data-below=\"N\"><a href=\"marks/Alpha/one?"
                           "basis=checked&amp;alert=a\" aria-label=\"Alpha one F: "
                           "fully\">F</a></td>"));
    assert_non_null(strstr(text, "<td class=\"m t u l r h p\">"));
    assert_non_null(strstr(
        text, "aria-label=\"Alpha two N: not achieved, missing, by practices, inherited\">N<"));
    assert_non_null(strstr(text, "<td class=\"m t u d l r o g\">"));
    assert_non_null(strstr(text, "aria-label=\"Beta own to be seen again, missing\">?<"));
    assert_non_null(strstr(text, "<td class=\"x t o\">")); /* asked for, and out of the target */
    assert_non_null(strstr(text, "aria-label=\"Gamma two F: fully, surplus\">F<"));
    pal_buf_done(&out);
    reading_done(&reading);
}

/* Cells, labels and target of what is compared are drawn once and used by both figures of each; all
 * have one scale. */
static void test_figure_beside(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_language english = {PAL_LANG_EN, NULL, 0};
    const struct pal_model *model = sse_cmm(&reading);
    static const char *const ratings[] = {"{PA01: level 2, PA04: not applicable}",
                                          "{PA01: {1.1: F, 2.1: N}, PA02: level 1}"};
    const pal_mask target[22] = {1, 7, 3};
    struct pal_score scores[2];
    struct pal_comparison comparison;
    struct pal_buf shared;
    struct pal_buf out;
    for (int i = 0; i < 2; i++) {
        const char *text =
            pal_arena_printf(&reading.arena, ASSESSMENT("ratings: %s\n"), ratings[i]);
        scores[i] =
            score_of(&reading, read_assessment(&reading, text, model), PAL_BASIS_CHECKED, target);
    }
    assert_int_equal(pal_compare(scores, 2, false, &reading.arena, &comparison), PAL_OK);
    pal_buf_init(&shared, 1 << 20, NULL);
    pal_buf_init(&out, 1 << 20, NULL);
    pal_figure_beside_shared(&comparison, &english, &shared);
    const char *text = pal_buf_text(&shared);
    assert_int_equal(count_of(text, "id=\"b-target\""), 1);
    assert_int_equal(count_of(text, "pal-target"), 1);
    assert_int_equal(count_of(text, "id=\"b-cells"), 2);
    /* PA01 of the one that is nearer: one step asked for, four beyond it. */
    assert_non_null(strstr(text, "d=\"M22 123v-10\""));
    assert_non_null(strstr(text, "d=\"M17.5 112h9v-38h-9z"));
    assert_int_equal(count_of(text, "<path class=\"pal-not-applicable\""), 1);
    pal_figure_beside(&comparison, 1, &out);
    text = pal_buf_text(&out);
    assert_int_equal(count_of(text, "href=\"#b-cells2\""), 2);
    assert_int_equal(count_of(text, "href=\"#b-target\""), 2);
    assert_int_equal(count_of(text, "href=\"#b-cells1\""), 0);
    assert_non_null(strstr(text, "pal-wide\" viewBox=\"0 0 282 157\""));
    assert_non_null(strstr(text, "pal-turned\" viewBox=\"0 0 366 "));
    pal_buf_done(&shared);
    pal_buf_done(&out);
    reading_done(&reading);
}

/* A point for each date on which something was said on a basis, at its number; none elsewhere. */
static void test_trend_figure(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_language english = {PAL_LANG_EN, NULL, 0};
    const struct pal_model *model = sse_cmm(&reading);
    static const char *const ratings[] = {"ratings: {PA01: none}\nclaimed: {PA01: level 1}\n",
                                          "ratings: {PA01: \"2.1\"}\n",
                                          "ratings: {PA01: level 2}\n"};
    static const char *const dates[] = {"2025-01-01", "2025-07-02", "2026-01-01"};
    const pal_mask target[22] = {0x1F};
    struct pal_assessment dated[3];
    struct pal_score scores[3];
    struct pal_comparison comparison;
    struct pal_buf out;
    for (int i = 0; i < 3; i++) {
        const char *text = pal_arena_printf(&reading.arena, ASSESSMENT("%s"), ratings[i]);
        dated[i] = *read_assessment(&reading, text, model);
        dated[i].date = dates[i];
        scores[i] = score_of(&reading, &dated[i], PAL_BASIS_CHECKED, target);
    }
    assert_int_equal(pal_compare(scores, 3, false, &reading.arena, &comparison), PAL_OK);
    assert_false(pal_trend_figure_has_line(&comparison)); /* of several there is no line */
    assert_int_equal(pal_compare(scores, 3, true, &reading.arena, &comparison), PAL_OK);
    assert_true(pal_trend_figure_has_line(&comparison));
    pal_buf_init(&out, 1 << 20, NULL);
    pal_trend_figure_svg(&comparison, "A & B", &english, &out);
    const char *text = pal_buf_text(&out);
    assert_non_null(strstr(text, "A &amp; B"));
    assert_int_equal(count_of(text, "pal-wide\""), 1);
    assert_int_equal(count_of(text, "pal-turned\""), 1);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(count_of(text, dates[i]), 2);
    }
    assert_int_equal(count_of(text, "font-weight=\"bold\""), 2 * 4); /* 5, 3, 0; claimed 4 */
    assert_non_null(strstr(text, "bold\" text-anchor=\"middle\">5<"));
    assert_non_null(strstr(text, "bold\" text-anchor=\"middle\">4<"));
    assert_int_equal(count_of(text, ">seen<"), 0);
    assert_int_equal(count_of(text, ">claimed<"), 2);
    pal_buf_done(&out);
    reading_done(&reading);
}

static void test_sentences(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_gap_said base = {.state = PAL_TARGET_MISSED, .target = 50};
    const char *site = "A & B";
    static const struct {
        uint64_t gap[PAL_ACTOR_COUNT];
        uint64_t not_rated;
        uint64_t surplus;
        const char *level;
        const char *english;
        const char *french;
    } cases[] = {
        {{5},
         0,
         0,
         "yellow",
         "<strong>5 points missing</strong> to <em>A &amp; B</em> at <em>yellow</em>: all 5 the "
         "provider's.",
         "<strong>5 points manquants</strong> pour atteindre <em>A &amp; B</em> au niveau "
         "<em>yellow</em> : les 5 à la charge du prestataire."},
        {{0, 1},
         1,
         1,
         NULL,
         "<strong>1 point missing</strong> to <em>A &amp; B</em>: it is the project manager's. "
         "Nothing of it is rated yet. 1 point lies beyond the target.",
         "<strong>1 point manquant</strong> pour atteindre <em>A &amp; B</em> : à la charge du "
         "chef de projet. Rien n’en est encore coté. 1 point dépasse la cible."},
        {{0, 0, 2},
         0,
         0,
         NULL,
         "<strong>2 points missing</strong> to <em>A &amp; B</em>: both the expert's.",
         "<strong>2 points manquants</strong> pour atteindre <em>A &amp; B</em> : les deux à la "
         "charge de l’expert."},
        {{19, 0, 10},
         6,
         12,
         NULL,
         "<strong>29 points missing</strong> to <em>A &amp; B</em>: 19 the provider's and 10 the "
         "expert's. 6 of them are not rated yet. 12 points lie beyond the target.",
         "<strong>29 points manquants</strong> pour atteindre <em>A &amp; B</em> : 19 à la charge "
         "du prestataire et 10 de l’expert. 6 d’entre eux ne sont pas encore cotés. 12 points "
         "dépassent la cible."},
        {{3, 2, 1},
         0,
         0,
         NULL,
         "<strong>6 points missing</strong> to <em>A &amp; B</em>: 3 the provider's, 2 the project "
         "manager's and 1 the expert's.",
         "<strong>6 points manquants</strong> pour atteindre <em>A &amp; B</em> : 3 à la charge du "
         "prestataire, 2 du chef de projet et 1 de l’expert."},
    };
    struct pal_language english = pal_library_language(PAL_LANG_EN);
    struct pal_language french = pal_library_language(PAL_LANG_FR);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pal_gap_said said = base;
        said.profile = site;
        said.level = cases[i].level;
        said.gap_not_rated = cases[i].not_rated;
        said.surplus = cases[i].surplus;
        for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
            said.gap_by_actor[actor] = cases[i].gap[actor];
            said.gap += cases[i].gap[actor];
        }
        assert_string_equal(pal_gap_sentence(&said, &english, &reading.arena), cases[i].english);
        assert_string_equal(pal_gap_sentence(&said, &french, &reading.arena), cases[i].french);
    }
    reading_done(&reading);
}

static void test_sentences_of_states(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const char *site = "A & B";
    struct pal_language english = pal_library_language(PAL_LANG_EN);
    struct pal_gap_said said = {.state = PAL_TARGET_MET, .profile = site};
    assert_string_equal(pal_gap_sentence(&said, &english, &reading.arena),
                        "<strong>No point missing</strong> to <em>A &amp; B</em>.");
    said = (struct pal_gap_said){
        .state = PAL_TARGET_MISSED, .profile = site, .is_unrated = true, .gap = 50, .target = 50};
    assert_string_equal(pal_gap_sentence(&said, &english, &reading.arena),
                        "<strong>Nothing is rated yet</strong>: <em>A &amp; B</em> asks for 50 "
                        "points.");
    said = (struct pal_gap_said){.state = PAL_TARGET_ABSENT, .achieved = 91, .surplus = 3};
    assert_string_equal(pal_gap_sentence(&said, &english, &reading.arena),
                        "<strong>91 points achieved</strong>; there is no profile to hold them "
                        "against.");
    said = (struct pal_gap_said){.state = PAL_TARGET_MISSED, .missing = 1};
    assert_string_equal(pal_gap_sentence(&said, &english, &reading.arena),
                        "<strong>1 step missing</strong>, without weight.");
    said = (struct pal_gap_said){.state = PAL_TARGET_NOTHING_APPLICABLE};
    assert_string_equal(pal_gap_sentence(&said, &english, &reading.arena),
                        "<strong>nothing of the target was applicable</strong>.");
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
        cmocka_unit_test(test_catalog),         cmocka_unit_test(test_letters_of_actors_differ),
        cmocka_unit_test(test_figure_layout),   cmocka_unit_test(test_figure_small),
        cmocka_unit_test(test_figure_page),     cmocka_unit_test(test_figure_grid),
        cmocka_unit_test(test_figure_beside),   cmocka_unit_test(test_trend_figure),
        cmocka_unit_test(test_sentences),       cmocka_unit_test(test_sentences_of_states),
        cmocka_unit_test(test_terminal_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
