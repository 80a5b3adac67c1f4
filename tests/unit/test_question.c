/* What answers suggest, and what is asked: the tables of docs/questionnaire.md. */
#include "question_made.h"

#include "core/question/asked.h"

/* ------------------------------------------------------------- one practice */

#define PASS(state)                                                                                \
    {                                                                                              \
        PAL_WEIGHT_SUPPORTING, PAL_VERDICT_PASS, state, false                                      \
    }
#define FAIL(state)                                                                                \
    {                                                                                              \
        PAL_WEIGHT_SUPPORTING, PAL_VERDICT_FAIL, state, false                                      \
    }
#define DECISIVE(state)                                                                            \
    {                                                                                              \
        PAL_WEIGHT_DECISIVE, PAL_VERDICT_FAIL, state, false                                        \
    }
#define OPEN(state)                                                                                \
    {                                                                                              \
        PAL_WEIGHT_SUPPORTING, PAL_VERDICT_OPEN, state, false                                      \
    }
#define APART(state)                                                                               \
    {                                                                                              \
        PAL_WEIGHT_SUPPORTING, PAL_VERDICT_OPEN, state, true                                       \
    }

struct practice_case {
    const char *name;
    bool is_base;
    struct pal_answer_evidence evidence[4];
    size_t count;
    enum pal_rating claimed, seen, checked;
    size_t findings;
};

static const struct practice_case practice_cases[] = {
    /* the worked cases */
    {"R1", true, {PASS(CHECKED), FAIL(CHECKED), FAIL(CLAIMED)}, 3, F, F, F, 2},
    {"R2", true, {PASS(CLAIMED), DECISIVE(SEEN)}, 2, N, N, O, 0},
    {"R3", false, {PASS(CHECKED), PASS(SEEN), FAIL(CLAIMED)}, 3, L, F, F, 1},
    {"R4", false, {PASS(CHECKED), FAIL(CLAIMED)}, 2, P, F, F, 1},
    {"R5", false, {PASS(CHECKED), PASS(CHECKED), DECISIVE(SEEN)}, 3, N, N, F, 0},
    /* R6, where what does not apply is one answer of three */
    {"R6", false, {OPEN(CLAIMED), OPEN(CLAIMED), APART(CLAIMED)}, 3, O, O, O, 0},
    /* a base practice with answers that does not reach F is N; a failure beside a pass is a finding
     */
    {"base, failed", true, {FAIL(SEEN)}, 1, N, N, O, 1},
    {"base, failed twice", true, {FAIL(CHECKED), FAIL(CHECKED)}, 2, N, N, N, 2},
    {"base, decisive passed", true, {PASS(SEEN), FAIL(SEEN)}, 2, F, F, O, 1},
    /* a generic practice: more than half, half, less, none */
    {"3 of 4", false, {PASS(SEEN), PASS(SEEN), PASS(SEEN), FAIL(SEEN)}, 4, L, L, O, 1},
    {"2 of 4", false, {PASS(SEEN), PASS(SEEN), FAIL(SEEN), FAIL(SEEN)}, 4, P, P, O, 2},
    {"1 of 4", false, {PASS(SEEN), FAIL(SEEN), FAIL(SEEN), FAIL(SEEN)}, 4, P, P, O, 3},
    {"0 of 2", false, {FAIL(SEEN), FAIL(SEEN)}, 2, N, N, O, 2},
    {"all of 2", false, {PASS(SEEN), PASS(CLAIMED)}, 2, F, F, O, 0},
    /* what is not rated stands neither for nor against, and in no denominator */
    {"open beside", false, {PASS(SEEN), OPEN(SEEN), OPEN(SEEN), FAIL(SEEN)}, 4, P, P, O, 1},
    {"apart beside", false, {PASS(SEEN), APART(SEEN)}, 2, F, F, O, 0},
    /* all of them not applicable, accepted: so is the practice, on the bases that have them */
    {"all apart", true, {APART(SEEN), APART(CLAIMED)}, 2, NA, NA, O, 0},
    {"none", true, {{0}}, 0, O, O, O, 0},
};

static void test_practices(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof practice_cases / sizeof *practice_cases; i++) {
        const struct practice_case *of = &practice_cases[i];
        const enum pal_rating wanted[] = {of->checked, of->seen, of->claimed};
        size_t findings = 0;
        for (int basis = 0; basis < PAL_BASIS_COUNT; basis++) {
            enum pal_rating got =
                pal_suggest_practice(of->evidence, of->count, of->is_base, (enum pal_basis)basis);
            if (got != wanted[basis]) {
                print_error("%s at %s: %d, not %d\n", of->name, pal_basis_ids[basis], (int)got,
                            (int)wanted[basis]);
            }
            assert_int_equal(got, wanted[basis]);
        }
        for (size_t k = 0; k < of->count; k++) {
            const struct pal_question question = {.weight = of->evidence[k].weight};
            const struct pal_judged judged = {.question = &question,
                                              .verdict = {.verdict = of->evidence[k].verdict}};
            findings += pal_judged_is_finding(&judged);
        }
        assert_int_equal(findings, of->findings);
    }
}

/* ------------------------------------------------------------------ documents */

static void test_steps(void **state)
{
    (void)state;
    struct made made;
    make(&made, ANSWERS("  POL: {fields: {ok: yes}}\n  REV: {fields: {ok: no}}\n"
                        "  OWN: {fields: {ok: yes}}\n  LOOK: {fields: {ok: yes}}\n"));
    expect(&made, "PA08", "2.3", N, 2, 1); /* F and N: the lowest */
    assert_int_equal(suggested(&made, "PA08", "2.3")->practices, 2);
    expect(&made, "PA08", "2.4", O, 1, 0); /* one of two: none, even with an N */
    assert_int_equal(made.suggestions->practices[suggested(&made, "PA08", "2.4")->first], N);
    assert_int_equal(made.suggestions->practices[suggested(&made, "PA08", "2.4")->first + 1], O);
    expect(&made, "PA08", "1.1", O, 1, 1); /* one of seven */
    assert_int_equal(suggested(&made, "PA08", "1.1")->practices, 7);
    expect(&made, "PA02", "2.3", O, 0, 0); /* another actor's: context */
    expect(&made, "PA02", "1.1", O, 0, 0);
    expect(&made, "PA08", "2.2", F, 2, 2);                     /* observed there */
    expect(&made, "PA03", "2.3", O, 1, 1);                     /* of whoever answers */
    expect(&made, "PA07", "2.3", O, 0, 0);                     /* neither */
    assert_false(pal_judged_is_finding(judged(&made, "REV"))); /* decisive */
    assert_false(pal_judged_is_finding(judged(&made, "POL")));
    reading_done(&made.reading);
}

/* A base practice at F with a failure beside it is not counted among those of which all passes. */
static void test_share(void **state)
{
    (void)state;
    struct made made;
    static const char text[] =
        QUESTIONS("- {id: A, question: A, fields: [{id: ok, type: yesno}], pass: ok = yes, "
                  "cells: [PA08/1.1], practices: [BP.08.01, BP.08.02]}\n"
                  "- {id: B, question: B, fields: [{id: ok, type: yesno}], pass: ok = yes, "
                  "cells: [PA08/1.1], practices: [BP.08.01]}\n");
    const char *answers = ANSWERS("  A: {fields: {ok: yes}}\n  B: {fields: {ok: no}}\n");
    reading_init(&made.reading);
    made.questionnaire = read_questionnaire(&made.reading, text, sse_cmm(&made.reading));
    make_of(&made, &answers, 1, NULL, CLAIMED);
    expect(&made, "PA08", "1.1", O, 2, 1);
    assert_int_equal(made.suggestions->practices[suggested(&made, "PA08", "1.1")->first], F);
    assert_true(pal_judged_is_finding(judged(&made, "B")));
    reading_done(&made.reading);
}

/* The actors of an assessment take the place of the model's. */
static void test_actors(void **state)
{
    (void)state;
    struct made made;
    make(&made, NULL);
    const char *answers = ANSWERS("  POL: {fields: {ok: yes}}\n  REV: {fields: {ok: yes}}\n"
                                  "  OWN: {fields: {ok: yes}}\n  LOOK: {fields: {ok: yes}}\n");
    const struct pal_model *model = made.questionnaire->model;
    uint8_t *actors = PAL_NEW(&made.reading.arena, uint8_t, model->step_count);
    memset(actors, PAL_ACTOR_PROJECT_MANAGER, model->step_count);
    make_of(&made, &answers, 1, actors, CLAIMED);
    for (size_t i = 0; i < model->step_count; i++) {
        assert_int_equal(made.suggestions->steps[i].answered, 0);
    }
    actors[step_of(&made, "PA02", "2.3")] = PAL_ACTOR_PROVIDER;
    actors[step_of(&made, "PA07", "2.3")] = PAL_ACTOR_EXPERT;
    make_of(&made, &answers, 1, actors, CLAIMED);
    expect(&made, "PA02", "2.3", F, 2, 2);
    expect(&made, "PA07", "2.3", O, 1, 1);
    expect(&made, "PA08", "2.3", O, 0, 0);
    expect(&made, "PA08", "2.2", O, 0, 0); /* the provider's no more */
    reading_done(&made.reading);
}

static void test_bases(void **state)
{
    (void)state;
    struct made made;
    make(&made, NULL);
    const char *answers = ANSWERS("  POL: {fields: {ok: yes}, state: seen}\n"
                                  "  REV: {fields: {ok: yes}, state: checked}\n");
    make_of(&made, &answers, 1, NULL, CLAIMED);
    expect(&made, "PA08", "2.3", F, 2, 2);
    make_of(&made, &answers, 1, NULL, SEEN);
    expect(&made, "PA08", "2.3", F, 2, 2);
    make_of(&made, &answers, 1, NULL, CHECKED);
    expect(&made, "PA08", "2.3", O, 1, 1);
    reading_done(&made.reading);
}

static void test_not_applicable(void **state)
{
    (void)state;
    struct made made;
    make(&made, NULL);
    const char *accepted =
        ANSWERS("  POL: {not_applicable: R, accepted: {by: E, on: 2026-03-02, reason: R}}\n"
                "  REV: {not_applicable: R, accepted: {by: E, on: 2026-03-02, reason: R}}\n");
    make_of(&made, &accepted, 1, NULL, CLAIMED);
    expect(&made, "PA08", "2.3", NA, 0, 0); /* in no denominator */
    assert_int_equal(suggested(&made, "PA08", "2.3")->applicable, 0);
    assert_true(pal_step_is_answered(suggested(&made, "PA08", "2.3")));
    assert_false(pal_step_is_partly_answered(suggested(&made, "PA08", "2.3")));
    const char *beside =
        ANSWERS("  POL: {not_applicable: R, accepted: {by: E, on: 2026-03-02, reason: R}}\n"
                "  REV: {fields: {ok: yes}}\n");
    make_of(&made, &beside, 1, NULL, CLAIMED);
    expect(&made, "PA08", "2.3", F, 1, 1);
    assert_int_equal(suggested(&made, "PA08", "2.3")->applicable, 1);
    assert_int_equal(suggested(&made, "PA08", "2.3")->practices, 2);
    /* alone it answers no part of a step; beside one that passes all that is answered does */
    const char *alone = ANSWERS("  LOOK: {not_applicable: R}\n  REV: {not_applicable: R, accepted: "
                                "{by: E, on: 2026-03-02, reason: R}}\n");
    make_of(&made, &alone, 1, NULL, CLAIMED);
    expect(&made, "PA08", "2.3", O, 0, 0);
    assert_int_equal(suggested(&made, "PA08", "2.3")->applicable, 1);
    assert_false(pal_step_is_answered(suggested(&made, "PA08", "2.3")));
    const char *claimed = ANSWERS("  POL: {not_applicable: R}\n  REV: {fields: {ok: yes}}\n");
    make_of(&made, &claimed, 1, NULL, CLAIMED);
    expect(&made, "PA08", "2.3", O, 1, 1);
    assert_int_equal(judged(&made, "POL")->verdict.why, PAL_WHY_NOT_APPLICABLE);
    reading_done(&made.reading);
}

/* ------------------------------------------------------------------- judging */

static void test_asked_if(void **state)
{
    (void)state;
    struct made made;
    static const struct {
        const char *answers;
        enum pal_answer_why deep, deeper;
    } table[] = {
        {"  POL: {fields: {ok: yes}}\n", PAL_WHY_NOT_PUT, PAL_WHY_NOT_PUT},
        {"  SUB: {fields: {who: [{name: A}]}}\n  DEEP: {fields: {ok: yes}}\n", PAL_WHY_NOT_PUT,
         PAL_WHY_NOT_PUT},
        {"  SUB: {none: [who]}\n", PAL_WHY_NOT_PUT, PAL_WHY_NOT_PUT},
        {"  SUB: {not_known: true}\n", PAL_WHY_NOT_PUT, PAL_WHY_NOT_PUT},
        {"  SUB: {fields: {who: [{name: A}, {name: B}]}}\n", PAL_WHY_UNANSWERED, PAL_WHY_NOT_PUT},
        {"  SUB: {fields: {who: [{name: A}, {name: B}]}}\n  DEEP: {fields: {ok: yes}}\n",
         PAL_WHY_RULE, PAL_WHY_UNANSWERED},
        /* what hangs on an answer to a question that was not put is not put either */
        {"  SUB: {none: [who]}\n  DEEP: {fields: {ok: yes}}\n  DEEPER: {fields: {ok: yes}}\n",
         PAL_WHY_NOT_PUT, PAL_WHY_NOT_PUT},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        make(&made, NULL);
        const char *text =
            pal_arena_printf(&made.reading.arena, "%s%s", ANSWERS(""), table[i].answers);
        make_of(&made, &text, 1, NULL, CLAIMED);
        assert_int_equal(judged(&made, "DEEP")->verdict.why, table[i].deep);
        assert_int_equal(judged(&made, "DEEPER")->verdict.why, table[i].deeper);
        expect(&made, "PA08", "5.1", O, table[i].deep == PAL_WHY_RULE,
               table[i].deep == PAL_WHY_RULE);
        reading_done(&made.reading);
    }
}

/* What says nothing is no answer, and a row that says nothing no row. */
static void test_blank(void **state)
{
    (void)state;
    struct made made;
    static const struct {
        const char *question, *answer;
        enum pal_answer_why why;
        size_t rows;
    } table[] = {
        {"SUB", "{fields: {who: []}}", PAL_WHY_UNANSWERED, 0},
        {"SUB", "{fields: {who: [{}]}}", PAL_WHY_UNANSWERED, 0},
        {"SUB", "{fields: {who: [{name: \"   \"}, {name: \"  \"}]}}", PAL_WHY_UNANSWERED, 0},
        {"SUB", "{fields: {who: [{}, {name: A}, {name: \" \"}, {name: B}]}}", PAL_WHY_RULE, 2},
        {"SUB", "{fields: {who: [{}]}, none: [who]}", PAL_WHY_RULE, 0},
        {"SAY", "{fields: {answer: \"  \"}}", PAL_WHY_UNANSWERED, 0},
        {"SAY", "{fields: {answer: {en: \"  \", fr: \" \"}}}", PAL_WHY_UNANSWERED, 0},
        {"SAY", "{fields: {answer: {en: \" \", fr: oui}}}", PAL_WHY_RULE, 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        make(&made, NULL);
        const char *text = pal_arena_printf(&made.reading.arena, "%s  %s: %s\n", ANSWERS(""),
                                            table[i].question, table[i].answer);
        make_of(&made, &text, 1, NULL, CLAIMED);
        const struct pal_judged *got = judged(&made, table[i].question);
        assert_int_equal(got->verdict.why, table[i].why);
        assert_int_equal(got->answer->values[0].row_count, table[i].rows);
        reading_done(&made.reading);
    }
    make(&made, ANSWERS("  SUB: {fields: {who: [{}, {name: \" \"}, {name: B}]}}\n"
                        "  DEEP: {fields: {ok: yes}}\n"));
    assert_int_equal(judged(&made, "DEEP")->verdict.why, PAL_WHY_NOT_PUT); /* count(who) >= 2 */
    assert_string_equal(judged(&made, "SUB")->answer->values[0].cells[0].text.in[PAL_LANG_EN], "B");
    reading_done(&made.reading);
}

static void test_guide(void **state)
{
    (void)state;
    struct made made;
    make(&made, NULL);
    const char *texts[] = {
        ANSWERS(
            "  GP 5.1.2@PA08: {fields: {ok: yes}}\n  GP 2.3.1@PA03: {fields: {ok: no}}\n"
            "  GP 2.3.1@PA08: {fields: {ok: no}, state: checked}\n  REV: {fields: {ok: yes}}\n"),
        ANSWERS("  GP 2.3.1@PA03: {fields: {ok: yes}}\n"
                "  GP 2.3.1@PA08: {fields: {ok: yes}}\n  GP 2.3.1@PA02: {fields: {ok: yes}}\n")};
    make_of(&made, texts, 2, NULL, CLAIMED);
    size_t first = made.questionnaire->question_count;
    static const struct {
        const char *area;
        enum pal_verdict verdict;
    } wanted[] = {{"PA02", PAL_VERDICT_PASS},
                  {"PA03", PAL_VERDICT_PASS},  /* the later */
                  {"PA08", PAL_VERDICT_FAIL},  /* the better */
                  {"PA08", PAL_VERDICT_PASS}}; /* of GP 5.1.2 */
    assert_int_equal(made.count, first + 4);
    for (size_t i = 0; i < 4; i++) {
        const struct pal_judged *one = &made.judged[first + i];
        assert_string_equal(made.questionnaire->model->areas[one->answer->area].id, wanted[i].area);
        assert_int_equal(one->verdict.verdict, wanted[i].verdict);
        assert_string_equal(one->question->id, i < 3 ? "GP 2.3.1" : "GP 5.1.2");
    }
    expect(&made, "PA08", "2.3", N, 2, 1); /* with the answer to REV */
    expect(&made, "PA02", "2.3", O, 1, 1); /* the expert asks in every area, whoever its actor is */
    expect(&made, "PA03", "2.3", O, 1, 1);
    expect(&made, "PA08", "5.1", O, 1, 1);
    make_of(&made, texts, 2, NULL, SEEN); /* where nothing is said of it, it was seen */
    expect(&made, "PA02", "2.3", O, 1, 1);
    expect(&made, "PA08", "5.1", O, 1, 1);
    make_of(&made, texts, 2, NULL, CHECKED);
    expect(&made, "PA02", "2.3", O, 0, 0);
    expect(&made, "PA08", "2.3", O, 1, 0);
    reading_done(&made.reading);
}

/* What lies above a target is read by a person, and counted for nothing. */
static void test_above(void **state)
{
    (void)state;
    struct made made;
    make(&made, ANSWERS("  above/PA08: {fields: {answer: more}, decided: {verdict: pass, by: E, "
                        "on: 2026-03-02, reason: R}}\n"));
    assert_int_equal(made.count, made.questionnaire->question_count);
    for (size_t i = 0; i < made.count; i++) {
        assert_null(made.judged[i].answer);
    }
    reading_done(&made.reading);
}

/* Of the base practices the guide asks row by row: each row speaks for its own. */
static void test_guide_rows(void **state)
{
    (void)state;
    struct made made;
    static const struct {
        const char *answer;
        enum pal_rating practices[4];
        enum pal_rating step;
    } table[] = {
        {"{fields: {practices: [{practice: BP.01.01, done: yes}, {practice: BP.01.02 Manage, done: "
         "no}, {practice: {en: BP.01.03 in words}}]}}",
         {F, N, O, O},
         O},
        {"{fields: {practices: [{practice: BP.01.01, done: yes}, {practice: BP.01.02, done: yes}, "
         "{practice: BP.01.03, done: yes}, {practice: BP.01.04, done: no}]}}",
         {F, F, F, N},
         N},
        /* one that is named twice: its decisive failure counts */
        {"{fields: {practices: [{practice: BP.01.01, done: yes}, {practice: BP.01.01, done: no}]}}",
         {N, O, O, O},
         O},
        {"{none: [practices]}", {N, N, N, N}, N},
        {"{not_applicable: R, accepted: {by: E, on: 2026-03-02, reason: R}}", {NA, NA, NA, NA}, NA},
        {"{not_known: true}", {O, O, O, O}, O},
        {"{fields: {practices: []}}", {O, O, O, O}, O},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        make(&made, NULL);
        const char *text = pal_arena_printf(&made.reading.arena, "%s  GP 1.1.1@PA01: %s\n",
                                            ANSWERS(""), table[i].answer);
        make_of(&made, &text, 1, NULL, CLAIMED);
        const struct pal_step_suggestion *step = suggested(&made, "PA01", "1.1");
        for (size_t k = 0; k < 4; k++) {
            assert_int_equal(made.suggestions->practices[step->first + k], table[i].practices[k]);
        }
        assert_int_equal(step->rating, table[i].step);
        reading_done(&made.reading);
    }
}

static void test_about(void **state)
{
    (void)state;
    struct made made;
    static const struct {
        const char *answers;
        const char *id;
        enum pal_answer_why why;
    } table[] = {
        {"  POL: {fields: {ok: yes}}\n", "POL", PAL_WHY_RULE},
        {"  POL: {fields: {ok: yes}, about: this_service}\n", "POL", PAL_WHY_RULE},
        {"  POL: {fields: {ok: yes}, about: comparable_service, service: S}\n", "POL",
         PAL_WHY_ABOUT},
        {"  POL: {fields: {ok: yes}, about: organization}\n", "POL", PAL_WHY_ABOUT},
        {"  POL: {fields: {ok: yes}, about: organization, accepted: {by: E, on: 2026-03-02, "
         "reason: R}}\n",
         "POL", PAL_WHY_RULE},
        {"  LIKE: {fields: {ok: yes}, about: this_service}\n", "LIKE", PAL_WHY_RULE},
        {"  LIKE: {fields: {ok: yes}, about: comparable_service, service: S}\n", "LIKE",
         PAL_WHY_RULE},
        {"  LIKE: {fields: {ok: yes}, about: comparable_service}\n", "LIKE", PAL_WHY_ABOUT},
        {"  LIKE: {fields: {ok: yes}, about: comparable_service, accepted: {by: E, on: 2026-03-02, "
         "reason: R}}\n",
         "LIKE", PAL_WHY_RULE},
        {"  LIKE: {fields: {ok: yes}, about: organization}\n", "LIKE", PAL_WHY_ABOUT},
        {"  ORG: {fields: {ok: yes}, about: organization}\n", "ORG", PAL_WHY_RULE},
        {"  ORG: {fields: {ok: yes}, about: this_service}\n", "ORG", PAL_WHY_ABOUT},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        make(&made, NULL);
        const char *text =
            pal_arena_printf(&made.reading.arena, "%s%s", ANSWERS(""), table[i].answers);
        make_of(&made, &text, 1, NULL, CLAIMED);
        struct pal_answer_verdict got = judged(&made, table[i].id)->verdict;
        assert_int_equal(got.why, table[i].why);
        assert_int_equal(got.by_rule, PAL_VERDICT_PASS);
        assert_int_equal(got.verdict,
                         table[i].why == PAL_WHY_RULE ? PAL_VERDICT_PASS : PAL_VERDICT_OPEN);
        reading_done(&made.reading);
    }
}

/* What is no failure is not rated, and what a person decided counts where the rule asks for it. */
static void test_not_rated(void **state)
{
    (void)state;
    struct made made;
    make(&made,
         ANSWERS("  POL: {not_yet: 2026-09-01}\n  REV: {not_known: true}\n  OWN: {fields: {}}\n"
                 "  LIKE: {remark: R}\n  LOOK: {}\n"
                 "  SAY: {fields: {answer: yes}, decided: {verdict: pass, by: E, on: 2026-03-02, "
                 "reason: R}}\n"));
    static const struct {
        const char *id;
        enum pal_answer_why why;
    } table[] = {{"POL", PAL_WHY_NOT_YET},     {"REV", PAL_WHY_NOT_KNOWN},
                 {"OWN", PAL_WHY_UNANSWERED},  {"LIKE", PAL_WHY_UNANSWERED},
                 {"LOOK", PAL_WHY_UNANSWERED}, {"ORG", PAL_WHY_UNANSWERED}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct pal_judged *one = judged(&made, table[i].id);
        assert_int_equal(one->verdict.why, table[i].why);
        assert_int_equal(one->verdict.verdict, PAL_VERDICT_OPEN);
        assert_false(pal_judged_is_finding(one));
    }
    assert_int_equal(judged(&made, "SAY")->verdict.verdict, PAL_VERDICT_PASS);
    assert_null(judged(&made, "ORG")->answer);
    expect(&made, "PA08", "2.3", O, 0, 0);
    reading_done(&made.reading);
}

/* -------------------------------------------------------------------- asking */

static size_t ask(struct reading *reading, const struct pal_questionnaire *of,
                  struct pal_asking asking, struct pal_asked_work *work)
{
    struct pal_asked asked;
    struct pal_asked_work own;
    assert_int_equal(pal_asked_choose(of, &asking, &reading->arena, &asked), PAL_OK);
    pal_asked_measure(of, &asking, &asked, work != NULL ? work : &own);
    return asked.count;
}

/* How many steps have an answer to each practice, whoever gives it, up to a tier. */
static size_t covered(struct reading *reading, const struct pal_questionnaire *of,
                      enum pal_tier tier)
{
    size_t steps = 0;
    const struct pal_model *model = of->model;
    for (size_t a = 0; a < model->area_count; a++) {
        for (size_t s = 0; s < model->areas[a].ladder->count; s++) {
            bool *has = PAL_NEW(&reading->arena, bool, 256);
            size_t count = 0;
            size_t found = 0;
            (void)pal_area_rated_practices(&model->areas[a], s, &count);
            for (size_t q = 0; q < of->question_count; q++) {
                const struct pal_question *question = &of->questions[q];
                for (size_t k = 0; question->tier <= tier && k < question->practice_count; k++) {
                    const struct pal_practice_ref *ref = &question->practices[k];
                    if (ref->area == a && ref->step == s && !has[ref->practice]) {
                        has[ref->practice] = true;
                        found++;
                    }
                }
            }
            steps += found == count;
        }
    }
    return steps;
}

static void test_asked_of_built_in(void **state)
{
    (void)state;
    static const size_t core[] = {33, 7, 5};
    struct reading reading;
    reading_init(&reading);
    const struct pal_questionnaire *of = built_in(&reading);
    const struct pal_profile *all =
        read_profile(&reading, PROFILE("targets: {\"*\": all}\n"), of->model);
    size_t full = 0;
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        struct pal_asking asking = {.actor = (enum pal_actor)actor, .tier = PAL_TIER_CORE};
        assert_int_equal(ask(&reading, of, asking, NULL), core[actor]);
        asking.tier = PAL_TIER_FULL;
        full += ask(&reading, of, asking, NULL);
        asking.profile = all;
        assert_int_equal(ask(&reading, of, asking, NULL),
                         ask(&reading, of,
                             (struct pal_asking){.actor = asking.actor, .tier = PAL_TIER_FULL},
                             NULL));
    }
    assert_int_equal(full, 135);
    assert_int_equal(covered(&reading, of, PAL_TIER_CORE), 2);
    assert_int_equal(covered(&reading, of, PAL_TIER_FULL), 24);
    reading_done(&reading);
}

/* The provider's core: ten to fifteen hours for the first time, three to four with what there is.
 */
static void test_work(void **state)
{
    (void)state;
    struct reading reading;
    struct pal_asked_work work;
    reading_init(&reading);
    const struct pal_questionnaire *of = built_in(&reading);
    ask(&reading, of, (struct pal_asking){.actor = PAL_ACTOR_PROVIDER, .tier = PAL_TIER_CORE},
        &work);
    assert_int_equal(work.questions, 33);
    assert_in_range(work.first_minutes.low, 9 * 60 + 30, 10 * 60 + 30);
    assert_in_range(work.first_minutes.high, 14 * 60 + 30, 15 * 60 + 30);
    assert_in_range(work.again_minutes.low, 2 * 60 + 30, 3 * 60 + 30);
    assert_in_range(work.again_minutes.high, 3 * 60 + 30, 4 * 60 + 30);
    assert_int_equal(work.target_steps, 0); /* without a profile there is none */
    assert_true(work.figures > 0 && work.proofs > 0);
    assert_string_equal(of->work_source, "proposed");
    struct pal_questionnaire silent = *of;
    silent.has_work = false;
    ask(&reading, &silent, (struct pal_asking){.actor = PAL_ACTOR_PROVIDER}, &work);
    assert_int_equal(work.first_minutes.high, 0);
    assert_int_equal(work.again_minutes.high, 0);
    reading_done(&reading);
}

static const char LADDER[] = QUESTIONS(
    "- {id: A, question: A, cells: [PA08/2.3], practices: [GP 2.3.1]}\n"
    "- {id: B, question: B, cells: [PA08/2.4, PA05/3.1], phase: visit}\n"
    "- {id: C, question: C, tier: full, cells: [PA08/3.1], practices: [GP 3.1.1]}\n"
    "- {id: D, question: D, cells: [PA05/1.1], context: [PA08/2.3]}\n"
    "- {id: E, question: E, context: [PA05/2.1]}\n"
    "- {id: F, question: F}\n"
    "- {id: G, question: G, answered_by: expert, cells: [PA03/2.1], fields: [{id: n, type: "
    "integer}], evidence: the register}\n"
    "- {id: H, question: H, cells: [PA08/2.3], practices: [GP 2.3.2]}\n");

static void expect_asked(struct reading *reading, const struct pal_questionnaire *of,
                         struct pal_asking asking, const char *questions, const char *above)
{
    struct pal_asked asked;
    char text[200] = "";
    char areas[200] = "";
    assert_int_equal(pal_asked_choose(of, &asking, &reading->arena, &asked), PAL_OK);
    for (size_t i = 0; i < asked.count; i++) {
        strcat(text, of->questions[asked.questions[i]].id);
    }
    for (size_t i = 0; i < asked.area_above_count; i++) {
        strcat(areas, of->model->areas[asked.areas_above[i]].id);
    }
    assert_string_equal(text, questions);
    assert_string_equal(areas, above);
    struct pal_asked_work work;
    pal_asked_measure(of, &asking, &asked, &work);
    assert_int_equal(work.questions, asked.count + asked.area_above_count);
}

static void test_asked_up_to_targets(void **state)
{
    (void)state;
    struct reading reading;
    struct pal_asked_work work;
    reading_init(&reading);
    const struct pal_questionnaire *of = read_questionnaire(&reading, LADDER, sse_cmm(&reading));
    /* at no level of the two are all asked of */
    const struct pal_profile *two = read_profile(
        &reading,
        PROFILE("targets: {\"*\": none, PA08: {calm: \"2.4\", high: [\"1.1\", \"2.3\"]}, "
                "PA05: {calm: none, high: \"1.1\"}, PA03: none}\n"),
        of->model);
    struct pal_asking asking = {.actor = PAL_ACTOR_PROVIDER, .tier = PAL_TIER_FULL};
    expect_asked(&reading, of, asking, "ABCDEFH", "");
    asking.tier = PAL_TIER_CORE;
    expect_asked(&reading, of, asking, "ABDEFH", "");
    asking.is_written = true;
    expect_asked(&reading, of, asking, "ADEFH", "");
    asking =
        (struct pal_asking){.actor = PAL_ACTOR_PROVIDER, .tier = PAL_TIER_FULL, .profile = two};
    expect_asked(&reading, of, asking, "ABDFH",
                 "PA08"); /* C above; E of context alone is not asked */
    assert_int_equal(ask(&reading, of, asking, &work), 5);
    assert_int_equal(work.target_steps, 6);    /* PA08 up to 2.4, PA05/1.1 */
    assert_int_equal(work.decidable_steps, 1); /* PA08/2.3 */
    asking.actor = PAL_ACTOR_EXPERT;
    expect_asked(&reading, of, asking, "", "PA03");
    asking.profile = NULL;
    assert_int_equal(ask(&reading, of, asking, &work), 1);
    assert_int_equal(work.figures, 1);
    assert_int_equal(work.proofs, 1);
    reading_done(&reading);
}

static void test_target_of_actors(void **state)
{
    (void)state;
    struct reading reading;
    struct pal_asked_work work;
    reading_init(&reading);
    const struct pal_questionnaire *of = read_questionnaire(&reading, LADDER, sse_cmm(&reading));
    const struct pal_profile *profile =
        read_profile(&reading, PROFILE("targets: {\"*\": none, PA08: \"2.3\"}\n"), of->model);
    uint8_t *actors = PAL_NEW(&reading.arena, uint8_t, of->model->step_count);
    memset(actors, PAL_ACTOR_EXPERT, of->model->step_count);
    struct pal_asking asking = {
        .actor = PAL_ACTOR_PROVIDER, .tier = PAL_TIER_FULL, .profile = profile, .actors = actors};
    ask(&reading, of, asking, &work);
    assert_int_equal(work.target_steps, 0);
    asking.actors = NULL;
    ask(&reading, of, asking, &work);
    assert_int_equal(work.target_steps, 4);
    reading_done(&reading);
}

/* The built-in questionnaire and a profile with levels: each question against each target. */
static void test_asked_is_the_union(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_questionnaire *of = built_in(&reading);
    const struct pal_profile *profile = read_profile(
        &reading,
        PROFILE(
            "targets: {\"*\": {a: \"1.1\", b: \"2.1\", c: \"2.2\"}, PA08: {a: \"2.4\", b: none, "
            "c: \"1.1\"}, PA11: {a: none, b: \"3.1\", c: none}}\n"),
        of->model);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        struct pal_asking asking = {
            .actor = (enum pal_actor)actor, .tier = PAL_TIER_FULL, .profile = profile};
        struct pal_asked asked;
        assert_int_equal(pal_asked_choose(of, &asking, &reading.arena, &asked), PAL_OK);
        size_t next = 0;
        for (size_t i = 0; i < of->question_count; i++) {
            const struct pal_question *question = &of->questions[i];
            bool is_wanted = false;
            for (size_t k = 0; k < question->cell_count * 3; k++) {
                const struct pal_step_ref *cell = &question->cells[k / 3];
                is_wanted |= (profile->targets[k % 3][cell->area] >> cell->step & 1) != 0;
            }
            if (question->answered_by == asking.actor && question->cell_count > 0) {
                bool is_asked = next < asked.count && asked.questions[next] == i;
                assert_int_equal(is_asked, is_wanted);
            }
            next += next < asked.count && asked.questions[next] == i;
        }
        assert_int_equal(next, asked.count);
    }
    reading_done(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_practices),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_share),
        cmocka_unit_test(test_actors),
        cmocka_unit_test(test_bases),
        cmocka_unit_test(test_not_applicable),
        cmocka_unit_test(test_asked_if),
        cmocka_unit_test(test_blank),
        cmocka_unit_test(test_guide),
        cmocka_unit_test(test_above),
        cmocka_unit_test(test_guide_rows),
        cmocka_unit_test(test_about),
        cmocka_unit_test(test_not_rated),
        cmocka_unit_test(test_asked_of_built_in),
        cmocka_unit_test(test_work),
        cmocka_unit_test(test_asked_up_to_targets),
        cmocka_unit_test(test_target_of_actors),
        cmocka_unit_test(test_asked_is_the_union),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
