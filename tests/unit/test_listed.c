/* listed: questions as a list of lines and as a table, what they become, and each way to be none.
 */
#include "helpers.h"

#include "failing.h"
#include "format/listed.h"

struct fixture {
    struct pal_arena arena;
    struct pal_listed listed;
};

static void begin(struct fixture *at, const char *text)
{
    pal_arena_init(&at->arena, NULL);
    assert_int_equal(pal_listed_read(&at->arena, text, "Questions", &at->listed), PAL_OK);
}

static void end(struct fixture *at)
{
    pal_arena_done(&at->arena);
}

static void assert_question(const struct fixture *at, size_t which, const char *id,
                            const char *topic, const char *text, enum pal_field_type type)
{
    assert_in_range(which, 0, at->listed.count - 1);
    const struct pal_listed_question *question = &at->listed.questions[which];
    assert_string_equal(question->id, id);
    assert_string_equal(at->listed.topics[question->topic].title, topic);
    assert_string_equal(question->text, text);
    assert_int_equal(question->type, type);
}

static void test_lines(void **state)
{
    struct fixture at;
    (void)state;
    begin(
        &at,
        "\xEF\xBB\xBFWho answers, and when?\r\n\n - How; by whom?\n12. Why?\n3) What?\n3.5 hours: "
        "enough?\n\t• \"Quoted\" word?\n\"Who \"\"is\"\" it, then?\"\n-2 degrees: enough?\n   \n");
    assert_int_equal(at.listed.whole, PAL_LISTED_FINE);
    assert_int_equal(at.listed.count, 8);
    assert_question(&at, 3, "Q-4", "Questions", "What?", PAL_FIELD_TEXT);
    end(&at);
    begin(&at, "Who answers, and when?\r\n\n - How; by whom?\n12. Why?\n3.5 hours: enough?\n• "
               "\"Quoted\" word?\n\"Who \"\"is\"\" it, then?\"\n-2 degrees: enough?\n   \n");
    static const char *const texts[] = {
        "Who answers, and when?", "How; by whom?",    "Why?",
        "3.5 hours: enough?",     "\"Quoted\" word?", "Who \"is\" it, then?",
        "-2 degrees: enough?"};
    assert_int_equal(at.listed.count, sizeof texts / sizeof *texts);
    assert_false(at.listed.is_table);
    for (size_t i = 0; i < at.listed.count; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "Q-%zu", i + 1);
        assert_question(&at, i, id, "Questions", texts[i], PAL_FIELD_TEXT);
        assert_true(at.listed.questions[i].is_id_made);
    }
    assert_int_equal(at.listed.questions[1].line, 3);
    assert_int_equal(at.listed.topic_count, 1);
    assert_string_equal(at.listed.topics[0].id, "questions");
    end(&at);
    begin(&at, "•\tWho?\n o\tWhy?\n1.\tHow?\n\tWhat?\t\n");
    assert_int_equal(at.listed.count, 4);
    assert_question(&at, 0, "Q-1", "Questions", "Who?", PAL_FIELD_TEXT);
    assert_question(&at, 2, "Q-3", "Questions", "How?", PAL_FIELD_TEXT);
    assert_question(&at, 3, "Q-4", "Questions", "What?", PAL_FIELD_TEXT);
    end(&at);
    begin(&at, "Question\nWho, and when?\nHow?");
    assert_int_equal(at.listed.count, 2);
    assert_question(&at, 0, "Q-1", "Questions", "Who, and when?", PAL_FIELD_TEXT);
    assert_int_equal(at.listed.questions[0].line, 2);
    end(&at);
}

static void test_heads(void **state)
{
    struct fixture at;
    (void)state;
    begin(&at, "Question;ID;Thème;Type de réponse;Échelons;Pratiques;montrée à côté de\n"
               "\"Qui; et quand ?\";POL-1;Politique;;PA01/2.1, PA21/1.1;GP 2.1.2@PA01;\n"
               "Combien ?;;Politique;nombre entier;;;\"PA10/1.1\nPA10/2.1\"\n"
               "Oui ?;Q-1;Écoute;Oui/Non;;;\n"
               "Quoi ?;;;PAYS;;;\n;;;;;;\n");
    assert_int_equal(at.listed.whole, PAL_LISTED_FINE);
    assert_int_equal(at.listed.refused_count, 0);
    assert_true(at.listed.is_table);
    assert_int_equal(at.listed.count, 4);
    assert_question(&at, 0, "POL-1", "Politique", "Qui; et quand ?", PAL_FIELD_TEXT);
    assert_question(&at, 1, "Q-2", "Politique", "Combien ?", PAL_FIELD_INTEGER);
    assert_question(&at, 2, "Q-1", "Écoute", "Oui ?", PAL_FIELD_YESNO);
    assert_question(&at, 3, "Q-3", "Questions", "Quoi ?", PAL_FIELD_COUNTRY);
    assert_int_equal(at.listed.topic_count, 3);
    assert_string_equal(at.listed.topics[1].id, "ecoute");
    assert_int_equal(at.listed.questions[0].steps.count, 2);
    assert_string_equal(at.listed.questions[0].steps.at[1], "PA21/1.1");
    assert_string_equal(at.listed.questions[0].practices.at[0], "GP 2.1.2@PA01");
    assert_int_equal(at.listed.questions[1].beside.count, 2);
    assert_string_equal(at.listed.questions[1].beside.at[1], "PA10/2.1");
    assert_int_equal(at.listed.questions[2].line, 5);
    end(&at);
    begin(&at, "Topic\tAnswer type\nPolicy\tdate\n");
    assert_int_equal(at.listed.whole, PAL_LISTED_NO_QUESTION);
    end(&at);
    begin(&at, "topic\nPolicy\n");
    assert_int_equal(at.listed.whole, PAL_LISTED_NO_QUESTION);
    end(&at);
}

/* Between tabs the columns are known by their number. */
static void test_tabs(void **state)
{
    static const struct {
        const char *text, *id, *topic;
        enum pal_field_type type;
    } cases[] = {{"A-1\tWho?\n", "A-1", "Questions", PAL_FIELD_TEXT},
                 {"A-1\tPolicy\tWho?\t\n", "A-1", "Policy", PAL_FIELD_TEXT},
                 {"A-1\tPolicy\tWho?\tperson\n", "A-1", "Policy", PAL_FIELD_PERSON},
                 {"Who?\t\n", "Q-1", "Questions", PAL_FIELD_TEXT},
                 {"\tWho?\n", "Q-1", "Questions", PAL_FIELD_TEXT}};
    struct fixture at;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin(&at, cases[i].text);
        assert_int_equal(at.listed.count, 1);
        assert_question(&at, 0, cases[i].id, cases[i].topic, "Who?", cases[i].type);
        end(&at);
    }
}

static void assert_refused(const char *text, size_t line, enum pal_listed_fault fault,
                           const char *what)
{
    struct fixture at;
    begin(&at, text);
    assert_int_equal(at.listed.whole, PAL_LISTED_FINE);
    assert_int_equal(at.listed.refused_count, 1);
    assert_int_equal(at.listed.refused[0].line, line);
    assert_int_equal(at.listed.refused[0].fault, fault);
    assert_string_equal(at.listed.refused[0].what, what);
    end(&at);
}

static void test_refused(void **state)
{
    char long_one[PAL_LISTED_TEXT_MOST + 2];
    char many[8 * (PAL_LISTED_PLACES + 2) + 32];
    (void)state;
    memset(long_one, 'x', sizeof long_one - 1);
    long_one[sizeof long_one - 1] = '\0';
    assert_refused(long_one, 1, PAL_LISTED_LONG, long_one);
    assert_refused("id\tquestion\nA\tWho?\nB\t\n", 3, PAL_LISTED_NOTHING_ASKED, "");
    assert_refused("id\tquestion\nA\tWho?\n.b c\tWho?\n", 3, PAL_LISTED_NO_ID, ".b c");
    assert_refused("id\tquestion\nA\tWho?\nB\tWhy?\n\nA\tHow?\n", 5, PAL_LISTED_TWICE, "A");
    assert_refused("question\ttype\nWho?\tsoon\n", 2, PAL_LISTED_NO_TYPE, "soon");
    assert_refused("question\ttype\nWho?\tNumber\n", 2, PAL_LISTED_TYPE_ALONE, "Number");
    assert_refused("id,question\nA,Who, and when?\n", 2, PAL_LISTED_MORE_CELLS, "and when?");
    assert_refused("a\tb\tc\ttext\te\n", 1, PAL_LISTED_MORE_CELLS, "e");
    strcpy(many, "question\tsteps\nWho?\t");
    const char *cell = many + strlen(many);
    for (size_t i = 0; i <= PAL_LISTED_PLACES; i++) {
        strcat(many, "PA1/2.1,");
    }
    assert_refused(many, 2, PAL_LISTED_MANY_PLACES, cell);
}

static void test_empty(void **state)
{
    static const char *const texts[] = {"", "\n \n\t\n", "\xEF\xBB\xBF", "question\n",
                                        "id\tquestion\n\t\n"};
    struct fixture at;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        begin(&at, texts[i]);
        assert_int_equal(at.listed.whole, PAL_LISTED_EMPTY);
        end(&at);
    }
}

/* So many as a questionnaire holds, and one more; of topics as well. */
static void test_many(void **state)
{
    struct fixture at;
    struct pal_buf text;
    (void)state;
    pal_buf_init(&text, 1 << 20, NULL);
    for (int i = 0; i < PAL_LISTED_MOST; i++) {
        pal_buf_printf(&text, "%sWho answers %d?\n", i % 2 == 0 ? "" : "- ", i);
    }
    begin(&at, pal_buf_text(&text));
    assert_int_equal(at.listed.whole, PAL_LISTED_FINE);
    assert_int_equal(at.listed.count, PAL_LISTED_MOST);
    assert_question(&at, PAL_LISTED_MOST - 1, "Q-5000", "Questions", "Who answers 4999?",
                    PAL_FIELD_TEXT);
    end(&at);
    pal_buf_add(&text, "One more?\n");
    begin(&at, pal_buf_text(&text));
    assert_int_equal(at.listed.whole, PAL_LISTED_TOO_LONG);
    end(&at);
    pal_buf_done(&text);
    pal_buf_init(&text, 1 << 20, NULL);
    pal_buf_add(&text, "topic\tquestion\n");
    for (int i = 0; i < PAL_LISTED_TOPICS; i++) {
        pal_buf_printf(&text, "T %d\tWho?\n", i);
    }
    begin(&at, pal_buf_text(&text));
    assert_int_equal(at.listed.topic_count, PAL_LISTED_TOPICS);
    assert_int_equal(at.listed.refused_count, 0);
    end(&at);
    pal_buf_add(&text, "One more\tWho?\n");
    assert_refused(pal_buf_text(&text), PAL_LISTED_TOPICS + 2, PAL_LISTED_MANY_TOPICS, "One more");
    pal_buf_done(&text);
    pal_buf_init(&text, 1 << 20, NULL);
    for (int i = 0; i < 9000; i++) {
        pal_buf_add(&text, "a\tb\n");
    }
    begin(&at, pal_buf_text(&text));
    assert_int_equal(at.listed.whole, PAL_LISTED_TOO_LONG);
    end(&at);
    pal_buf_done(&text);
}

/* Topics whose words make the same id, or none. */
static void test_topics(void **state)
{
    struct fixture at;
    (void)state;
    begin(&at, "topic\tquestion\nA b\tWho?\na-b\tWho?\n!!\tWho?\n??\tWho?\nnone\tWho?\n");
    static const char *const ids[] = {"a-b", "a-b-2", "topic", "topic-2", "none-2"};
    assert_int_equal(at.listed.topic_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(at.listed.topics[i].id, ids[i]);
    }
    end(&at);
}

static void test_memory(void **state)
{
    (void)state;
    enum pal_rc rc = PAL_E_MEMORY;
    for (size_t i = 0; rc == PAL_E_MEMORY; i++) {
        struct failing failing = {0, i};
        struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        struct pal_listed listed;
        pal_arena_init(&arena, &alloc);
        rc = pal_listed_read(&arena,
                             "id\ttopic\tquestion\tsteps\nA\tB\tWho?\tPA01/2.1\n\t\tWhy?\t\n",
                             "Questions", &listed);
        pal_arena_done(&arena);
        assert_true(rc == PAL_E_MEMORY || listed.count == 2);
    }
    assert_int_equal(rc, PAL_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),   cmocka_unit_test(test_heads), cmocka_unit_test(test_tabs),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_empty), cmocka_unit_test(test_many),
        cmocka_unit_test(test_topics),  cmocka_unit_test(test_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
