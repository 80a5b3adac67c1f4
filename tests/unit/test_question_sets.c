/* Several sets of answers: which of two counts, of which day each is, of which provider all are. */
#include "question_made.h"

static void test_two_sets(void **state)
{
    (void)state;
    struct made made;
    make(&made, NULL);
    static const struct {
        const char *first, *second;
        enum pal_verdict verdict;
    } table[] = {
        {"  POL: {fields: {ok: yes}}\n", "  POL: {fields: {ok: no}}\n", PAL_VERDICT_FAIL},
        {"  POL: {fields: {ok: yes}, state: seen}\n", "  POL: {fields: {ok: no}}\n",
         PAL_VERDICT_PASS},
        {"  POL: {fields: {ok: yes}}\n", "  POL: {fields: {ok: no}, state: checked}\n",
         PAL_VERDICT_FAIL},
        {"  POL: {fields: {ok: yes}}\n", "  REV: {fields: {ok: no}}\n", PAL_VERDICT_PASS},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *texts[] = {
            pal_arena_printf(&made.reading.arena, "%s%s", ANSWERS(""), table[i].first),
            pal_arena_printf(&made.reading.arena, "%s%s", ANSWERS(""), table[i].second)};
        make_of(&made, texts, 2, NULL, CLAIMED);
        assert_int_equal(made.count, made.questionnaire->question_count);
        assert_int_equal(judged(&made, "POL")->verdict.verdict, table[i].verdict);
    }
    reading_done(&made.reading);
}

/* Each set's ages count to its own day, whichever stands first. */
static void test_days_of_sets(void **state)
{
    (void)state;
    struct made made;
    static const char text[] =
        QUESTIONS("- {id: A, question: A, fields: [{id: d, type: date}], pass: age(d) <= 1mo}\n"
                  "- {id: B, question: B, fields: [{id: d, type: date}], pass: age(d) <= 1mo, "
                  "ask_if: {question: A, rule: age(d) <= 1mo}}\n"
                  "people: [{id: them, title: T}]\n"
                  "guide:\n"
                  "- {id: GP 2.3.1, met: them, question: K, fields: [{id: d, type: date}], "
                  "pass: age(d) <= 1mo}\n");
    static const char later[] = "palier: answers/1\nid: b\nquestionnaire: q\norganization: O\n"
                                "date: 2027-03-02\nanswers:\n"
                                "  B: {fields: {d: 2027-02-20}}\n"
                                "  GP 2.3.1@PA08: {fields: {d: 2027-02-20}}\n"
                                "  GP 2.3.1@PA02: {fields: {d: 2026-02-20}}\n";
    static const char *const sets[][2] = {{ANSWERS("  A: {fields: {d: 2026-02-20}}\n"), later},
                                          {later, ANSWERS("  A: {fields: {d: 2026-02-20}}\n")}};
    reading_init(&made.reading);
    made.questionnaire = read_questionnaire(&made.reading, text, sse_cmm(&made.reading));
    for (size_t i = 0; i < 2; i++) {
        make_of(&made, sets[i], 2, NULL, CLAIMED);
        assert_int_equal(made.count, 4);
        assert_int_equal(judged(&made, "A")->verdict.verdict, PAL_VERDICT_PASS);
        assert_int_equal(judged(&made, "B")->verdict.verdict, PAL_VERDICT_PASS);
        assert_string_equal(judged(&made, "A")->day, "2026-03-02");
        assert_string_equal(judged(&made, "B")->day, "2027-03-02");
        assert_int_equal(made.judged[2].verdict.verdict, PAL_VERDICT_FAIL); /* PA02 */
        assert_int_equal(made.judged[3].verdict.verdict, PAL_VERDICT_PASS);
    }
    reading_done(&made.reading);
}

#define OF(head, rest)                                                                             \
    "palier: answers/1\nid: a\nquestionnaire: q\ndate: 2026-03-02\n" head "answers:\n" rest

/* Sets of two providers are told from one another, whoever answers for them. */
static void test_providers_of_sets(void **state)
{
    (void)state;
    struct made made;
    static const struct {
        const char *first, *second;
        bool is_of_two;
    } table[] = {
        {OF("organization: N\n", "  POL: {not_known: true}\n"),
         OF("organization: S\n", "  REV: {not_known: true}\n"), true},
        {OF("organization: N\n", "  POL: {not_known: true}\n"),
         OF("organization: N\n", "  REV: {not_known: true}\n"), false},
        {OF("organization: {en: N, fr: Nord}\n", "  POL: {not_known: true}\n"),
         OF("organization: Nord\n", "  REV: {not_known: true}\n"), false},
        {OF("organization: N\n", "  POL: {not_known: true}\n"),
         OF("organization: E\n", "  LOOK: {not_known: true}\n"), false},
        {OF("organization: N\n", "  POL: {not_known: true}\n"),
         OF("organization: E\n", "  GP 2.3.1@PA08: {not_known: true}\n"), false},
        {OF("organization: N\n", "  POL: {not_known: true}\n"),
         OF("organization: E\ncandidate: N\n", "  LOOK: {not_known: true}\n"), false},
        {OF("organization: N\n", "  POL: {not_known: true}\n"),
         OF("organization: E\ncandidate: S\n", "  LOOK: {not_known: true}\n"), true},
        {OF("organization: E\ncandidate: N\n", "  LOOK: {not_known: true}\n"),
         OF("organization: E\ncandidate: S\n", "  LOOK: {not_known: true}\n"), true},
        {OF("organization: E\ncandidate: N\n", "  POL: {not_known: true}\n"),
         OF("organization: N\n", "  POL: {not_known: true}\n"), false},
    };
    make(&made, NULL);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t one = 9;
        size_t other = 9;
        const struct pal_answers *lists[] = {
            read_answers(&made.reading, table[i].first, made.questionnaire),
            read_answers(&made.reading, table[i].second, made.questionnaire)};
        bool is_of_two = pal_answers_tell_of_two(lists, 2, &one, &other);
        assert_int_equal(is_of_two, table[i].is_of_two);
        assert_true(!is_of_two || (one == 0 && other == 1));
    }
    reading_done(&made.reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_sets),
        cmocka_unit_test(test_days_of_sets),
        cmocka_unit_test(test_providers_of_sets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
