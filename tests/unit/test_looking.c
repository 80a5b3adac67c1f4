/* What of all that was said of an answer counts, and which of several answers to one question. */
#include "helpers.h"

#include "app/house/looking_parts.h"

static struct pal_looked_fact said(const char *state, const char *body, int64_t number)
{
    return (struct pal_looked_fact){.state = state, .body = body, .turn = 1, .number = number};
}

static const char *settled(struct pal_arena *arena, struct pal_looked_answer *answer)
{
    assert_true(pal_looked_settle(arena, answer));
    return answer->body;
}

#define CLAIM "{\"by\":\"boss\",\"fields\":{\"a\":\"2\",\"b\":\"3\"},\"remark\":\"so\"}"

static void test_found(void **state)
{
    (void)state;
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    struct pal_looked_answer answer = {0};
    assert_string_equal(settled(&arena, &answer), "{}");
    assert_int_equal(answer.state, PAL_BASIS_CLAIMED);

    answer.claimed = said("claimed", CLAIM, 1);
    assert_string_equal(settled(&arena, &answer), CLAIM); /* as it came */
    assert_int_equal(answer.state, PAL_BASIS_CLAIMED);

    answer.seen = said("marked", "{\"said_by\":\"a\"}", 2); /* seen as it was claimed */
    assert_string_equal(settled(&arena, &answer), CLAIM);
    assert_int_equal(answer.state, PAL_BASIS_SEEN);

    /* what was found takes the place of all fields, and of what stood in their stead */
    answer.seen = said("marked", "{\"fields\":{\"a\":\"1\"}}", 2);
    assert_string_equal(settled(&arena, &answer),
                        "{\"by\":\"boss\",\"fields\":{\"a\":\"1\"},\"remark\":\"so\"}");
    answer.checked = said("marked", "{\"none\":[\"b\"]}", 3);
    assert_string_equal(settled(&arena, &answer),
                        "{\"by\":\"boss\",\"none\":[\"b\"],\"remark\":\"so\"}");
    assert_int_equal(answer.state, PAL_BASIS_CHECKED);
    answer.claimed = said("claimed", "{\"about\":\"organization\",\"not_known\":true}", 1);
    assert_string_equal(settled(&arena, &answer), "{\"none\":[\"b\"]}");

    /* what was taken back is not there */
    answer.checked.state = "withdrawn";
    assert_string_equal(settled(&arena, &answer), "{\"fields\":{\"a\":\"1\"}}");
    assert_int_equal(answer.state, PAL_BASIS_SEEN);
    answer.seen.state = "withdrawn";
    assert_string_equal(settled(&arena, &answer),
                        "{\"about\":\"organization\",\"not_known\":true}");
    assert_int_equal(answer.state, PAL_BASIS_CLAIMED);

    /* of what only the expert is asked there is no claim */
    struct pal_looked_answer own = {.checked = said("marked", "{\"fields\":{\"a\":\"1\"}}", 9)};
    assert_string_equal(settled(&arena, &own), "{\"fields\":{\"a\":\"1\"}}");
    assert_int_equal(own.state, PAL_BASIS_CHECKED);
    pal_arena_done(&arena);
}

static void test_decided(void **state)
{
    (void)state;
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    struct pal_looked_answer answer = {.claimed = said("claimed", "{\"fields\":{\"a\":\"1\"}}", 1)};
    answer.verdict = said("pass", "{\"reason\":\"r\"}", 2);
    answer.verdict.at = 1772496000; /* 2026-03-03 */
    assert_string_equal(settled(&arena, &answer),
                        "{\"decided\":{\"by\":\"expert\",\"on\":\"2026-03-03\",\"reason\":\"r\","
                        "\"verdict\":\"pass\"},\"fields\":{\"a\":\"1\"}}");
    answer.verdict.state = "accepted";
    assert_string_equal(settled(&arena, &answer),
                        "{\"accepted\":{\"by\":\"expert\",\"on\":\"2026-03-03\",\"reason\":\"r\"},"
                        "\"fields\":{\"a\":\"1\"}}");
    answer.verdict.state = "withdrawn";
    assert_string_equal(settled(&arena, &answer), "{\"fields\":{\"a\":\"1\"}}");
    pal_arena_done(&arena);
}

/* An answer that was submitted again is claimed again, whatever was said of the one before. */
static void test_older(void **state)
{
    (void)state;
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    struct pal_looked_answer answer = {.claimed = said("claimed", "{\"fields\":{\"a\":\"9\"}}", 7),
                                       .seen = said("marked", "{\"fields\":{\"a\":\"1\"}}", 5),
                                       .checked = said("marked", "{\"said_by\":\"a\"}", 8),
                                       .verdict = said("fail", "{\"reason\":\"r\"}", 6),
                                       .finding = said("open", "{\"fact\":\"f\"}", 6)};
    assert_string_equal(settled(&arena, &answer), "{\"fields\":{\"a\":\"9\"}}");
    assert_int_equal(answer.state, PAL_BASIS_CHECKED);
    assert_true(answer.seen.is_older);
    assert_true(pal_looked_stands(&answer.seen));
    assert_false(pal_looked_counts(&answer.seen));
    assert_false(answer.checked.is_older);
    assert_true(answer.verdict.is_older);
    assert_true(answer.finding.is_older);
    answer.checked.state = "withdrawn";
    (void)settled(&arena, &answer);
    assert_int_equal(answer.state, PAL_BASIS_CLAIMED);
    pal_arena_done(&arena);
}

/* ---------------------------------------------------------------------- several answers */

static struct pal_judged judged(const struct pal_question *question,
                                const struct pal_answer *answer)
{
    return (struct pal_judged){.question = question, .answer = answer};
}

/* Which answers stand there, by the thousandths of their first value: "12 7 9". */
static const char *gathered(struct pal_arena *arena, const struct pal_model *model,
                            struct pal_looking *lookings, size_t count)
{
    struct pal_heard heard = {.lookings = lookings, .looking_count = count};
    const char *out = "";
    assert_int_equal(pal_heard_gather(arena, model, &heard), PAL_OK);
    for (size_t i = 0; i < heard.suggested.count; i++) {
        out = pal_arena_printf(arena, "%s%s%d", out, i > 0 ? " " : "",
                               (int)heard.suggested.judged[i].answer->values[0].number);
    }
    return out;
}

static void test_gathered(void **state)
{
    (void)state;
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    struct pal_model model = {.id = "m"};
    struct pal_model other = {.id = "other"};
    struct pal_question questions[2] = {{.id = "A-01"}, {.id = "A-02"}};
    struct pal_question guide = {.id = "GP 1", .is_of_guide = true};
    size_t by_id[2] = {0, 1};
    struct pal_questionnaire of = {
        .id = "q", .model = &model, .questions = questions, .question_count = 2, .by_id = by_id};
    struct pal_questionnaire own = of;
    struct pal_questionnaire strange = of;
    own.id = "own";
    strange.id = "strange";
    strange.model = &other;
    struct pal_answer_value values[8];
    struct pal_answer answers[8];
    for (int i = 0; i < 8; i++) {
        values[i] = (struct pal_answer_value){.number = i + 1};
        answers[i] = (struct pal_answer){.values = &values[i], .state = PAL_BASIS_CLAIMED};
    }
    answers[6].area = 1;
    struct pal_judged first[] = {judged(&questions[0], &answers[0]),
                                 judged(&questions[1], &answers[1]), judged(&guide, &answers[5])};
    struct pal_judged second[] = {judged(&questions[0], &answers[2]), judged(&questions[1], NULL),
                                  judged(&guide, &answers[6])};
    struct pal_judged third[] = {judged(&questions[0], &answers[3])};
    struct pal_looking lookings[] = {
        {.questionnaire = &of, .judged = first, .judged_count = 3},
        {.questionnaire = &of, .judged = second, .judged_count = 3},
        {.questionnaire = &own, .judged = third, .judged_count = 1},
        {.questionnaire = &strange, .judged = third, .judged_count = 1},
    };
    /* the later one; what it does not answer stays; the guide's by area; a question of another
     * questionnaire is another one, and what is of another model speaks for nothing here */
    assert_string_equal(gathered(&arena, &model, lookings, 4), "3 2 6 7 4");
    answers[0].state = PAL_BASIS_SEEN; /* the better state, though it is the earlier one */
    assert_string_equal(gathered(&arena, &model, lookings, 2), "1 2 6 7");
    answers[2].state = PAL_BASIS_CHECKED;
    assert_string_equal(gathered(&arena, &model, lookings, 2), "3 2 6 7");
    assert_string_equal(gathered(&arena, &model, lookings, 0), "");
    pal_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_decided),
        cmocka_unit_test(test_older),
        cmocka_unit_test(test_gathered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
