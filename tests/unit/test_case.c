/* core/case: the tables of transitions, walked by random principals over random facts; the stages;
 * what project/1 means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/house/case.h"
#include "core/case/case.h"
#include "core/case/project_1.h"
#include "core/case/stages.h"

enum { ROWS_MOST = 32, WALKS = 400, PACES = 60 };

static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Each table by itself: its rows name states that it has, verbs are not double, and every fact that
 * a row asks has the sentence that refuses. */
static void expect_row(const struct pal_case_table *table, const struct pal_case_row *row)
{
    assert_int_not_equal(row->from, 0);
    assert_int_equal(row->from >> table->state_count, 0);
    assert_true(row->to < table->state_count);
    assert_int_not_equal(row->who, 0);
    assert_true(row->verb[0] != '\0' && row->title[0] != '\0');
    assert_int_equal(row->asks >> PAL_ASK_COUNT, 0);
    assert_true((row->must & row->must_not) == 0);
    for (unsigned i = 0; i < 64; i++) {
        bool lacks = (row->must >> i & 1) != 0;
        bool bars = (row->must_not >> i & 1) != 0;
        assert_true(i < PAL_FACT_COUNT || (!lacks && !bars));
        assert_true(!lacks || pal_case_fact_words[i].lacks != NULL);
        assert_true(!bars || pal_case_fact_words[i].bars != NULL);
    }
    for (unsigned state = 0; state < table->state_count; state++) {
        bool is_left = (row->from & PAL_STATE_BIT(state)) != 0;
        assert_true(!is_left || !table->states[state].is_final);
        /* what stays where it is says something new: a date, or all of it once more */
        assert_true(!is_left || row->to != state || row->asks != 0 || row->must != 0);
        for (size_t j = 0; j < table->row_count; j++) {
            const struct pal_case_row *other = &table->rows[j];
            assert_true(other == row || !is_left || (other->from & PAL_STATE_BIT(state)) == 0 ||
                        strcmp(other->verb, row->verb) != 0);
        }
    }
}

static void test_tables(void **state)
{
    (void)state;
    for (unsigned i = 0; i < PAL_FACT_COUNT; i++) {
        assert_non_null(pal_case_fact_words[i].id);
        assert_non_null(pal_case_fact_words[i].says);
    }
    for (unsigned thing = 0; thing < PAL_CASE_THINGS; thing++) {
        const struct pal_case_table *table = &pal_case_tables[thing];
        assert_in_range(table->state_count, 2, 31);
        assert_in_range(table->row_count, 1, ROWS_MOST);
        for (size_t i = 0; i < table->row_count; i++) {
            expect_row(table, &table->rows[i]);
        }
        for (unsigned i = 1; i < table->state_count; i++) {
            assert_int_equal(pal_case_find_state(thing, table->states[i].id), i);
        }
        assert_int_equal(pal_case_find_state(thing, "nowhere"), PAL_CASE_NOT_THERE);
    }
}

/* Every state is reached from where the thing begins, and what is not final has a way out. */
static void test_reached(void **state)
{
    (void)state;
    for (unsigned thing = 0; thing < PAL_CASE_THINGS; thing++) {
        const struct pal_case_table *table = &pal_case_tables[thing];
        uint32_t reached = PAL_STATE_BIT(table->initial);
        uint32_t left = 0;
        for (size_t turn = 0; turn < table->state_count; turn++) {
            for (size_t i = 0; i < table->row_count; i++) {
                left |= table->rows[i].from;
                if ((table->rows[i].from & reached) != 0) {
                    reached |= PAL_STATE_BIT(table->rows[i].to);
                }
            }
        }
        for (unsigned i = table->initial; i < table->state_count; i++) {
            assert_true((reached & PAL_STATE_BIT(i)) != 0);
            assert_int_equal((left & PAL_STATE_BIT(i)) == 0, table->states[i].is_final);
        }
    }
}

/* What a row says, decided here once more, by hand. */
static enum pal_case_says expected(const struct pal_case_row *row,
                                   const struct pal_case_asked *asked)
{
    if ((row->who & asked->may) == 0) {
        return PAL_CASE_NOT_YOURS;
    }
    for (unsigned i = 0; i < PAL_FACT_COUNT; i++) {
        bool holds = pal_case_holds(&asked->facts, (enum pal_case_fact)i);
        if (((row->must >> i & 1) != 0 && !holds) || ((row->must_not >> i & 1) != 0 && holds)) {
            return PAL_CASE_NOT_NOW;
        }
    }
    return (row->asks & ~asked->given) != 0 ? PAL_CASE_ASKS : PAL_CASE_MAY;
}

static void expect_sense(const struct pal_case_answer *answer)
{
    assert_int_equal(answer->says == PAL_CASE_MAY, answer->why_not == NULL);
    assert_true(answer->why_not == NULL || answer->why_not[0] != '\0');
}

/* Whoever asks all verbs that there are in this state gets what the rows say; all others lead
 * nowhere. Gives the row of one that may, drawn; NULL: none may. */
static const struct pal_case_row *expect_verbs(const struct pal_case_asked *asked, uint64_t drawn)
{
    const struct pal_case_table *table = &pal_case_tables[asked->thing];
    const struct pal_case_row *may[ROWS_MOST];
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const struct pal_case_row *row = &table->rows[i];
        struct pal_case_answer answer = pal_case_check(asked, row->verb);
        expect_sense(&answer);
        if ((row->from & PAL_STATE_BIT(asked->state)) == 0) {
            assert_true(answer.row != row);
            continue;
        }
        assert_ptr_equal(answer.row, row);
        assert_int_equal(answer.says, expected(row, asked));
        if (answer.says == PAL_CASE_MAY) {
            may[count++] = row;
        }
    }
    struct pal_case_answer none = pal_case_check(asked, "no_such_verb");
    assert_int_equal(none.says, PAL_CASE_NO_WAY);
    expect_sense(&none);
    return count > 0 ? may[drawn % count] : NULL;
}

/* What is shown is what the verbs say, once what they ask for is given. */
static void expect_next(const struct pal_case_asked *asked)
{
    struct pal_case_answer rows[ROWS_MOST];
    struct pal_case_asked all = *asked;
    size_t count = pal_case_next(asked, rows, ROWS_MOST);
    assert_int_equal(pal_case_next(asked, NULL, 0), count);
    all.given = ~0U;
    for (size_t i = 0; i < count; i++) {
        expect_sense(&rows[i]);
        assert_true((rows[i].row->from & PAL_STATE_BIT(asked->state)) != 0);
        assert_int_equal(rows[i].says, pal_case_check(&all, rows[i].row->verb).says);
        assert_int_not_equal(rows[i].says, PAL_CASE_ASKS);
    }
    for (unsigned to = 0; to < pal_case_tables[asked->thing].state_count; to++) {
        enum pal_case_says best = PAL_CASE_NO_WAY;
        struct pal_case_answer between = pal_case_between(&all, to);
        expect_sense(&between);
        for (size_t i = 0; i < count; i++) {
            best = rows[i].row->to == to && rows[i].says > best ? rows[i].says : best;
        }
        bool stays = to == asked->state && to != PAL_CASE_NOT_THERE;
        assert_int_equal(between.says, stays ? PAL_CASE_MAY : best);
        assert_true(between.row == NULL || between.row->to == to);
        assert_int_equal(between.row == NULL, stays || best == PAL_CASE_NO_WAY);
    }
}

static void test_walk(void **state)
{
    (void)state;
    uint64_t seed = 0x9e3779b97f4a7c15U;
    uint32_t seen[PAL_CASE_THINGS] = {0};
    for (unsigned walk = 0; walk < WALKS; walk++) {
        struct pal_case_asked asked = {.thing = walk % PAL_CASE_THINGS};
        asked.state = pal_case_tables[asked.thing].initial;
        for (unsigned pace = 0; pace < PACES; pace++) {
            asked.may = (unsigned)draw(&seed);
            asked.given = (unsigned)draw(&seed);
            asked.facts = (struct pal_case_facts){0};
            uint64_t facts = draw(&seed) & draw(&seed);
            for (unsigned i = 0; i < PAL_FACT_COUNT; i++) {
                pal_case_tell(&asked.facts, (enum pal_case_fact)i, (facts >> i & 1) != 0);
            }
            expect_next(&asked);
            const struct pal_case_row *row = expect_verbs(&asked, draw(&seed));
            unsigned before = asked.state;
            if (row != NULL) {
                asked.state = row->to;
                assert_true((row->from & PAL_STATE_BIT(before)) != 0);
            }
            seen[asked.thing] |= PAL_STATE_BIT(asked.state);
        }
    }
    for (unsigned thing = 0; thing < PAL_CASE_THINGS; thing++) {
        for (unsigned i = 1; i < pal_case_tables[thing].state_count; i++) {
            assert_true((seen[thing] & PAL_STATE_BIT(i)) != 0);
        }
    }
}

/* Nobody without a right does anything, and no state is beyond the tables. */
static void test_nobody(void **state)
{
    (void)state;
    struct pal_case_answer rows[ROWS_MOST];
    for (unsigned thing = 0; thing < PAL_CASE_THINGS; thing++) {
        for (unsigned at = 0; at < 40; at++) {
            struct pal_case_asked asked = {.thing = thing, .state = at, .given = ~0U};
            size_t count = pal_case_next(&asked, rows, ROWS_MOST);
            assert_true(at < pal_case_tables[thing].state_count || count == 0);
            for (size_t i = 0; i < count; i++) {
                assert_int_equal(rows[i].says, PAL_CASE_NOT_YOURS);
            }
        }
    }
}

/* What alert levels ask of their table: places among the levels of a scheme, -1 for none. */
static void test_alert(void **state)
{
    (void)state;
    enum { DATE = PAL_ASK_BIT(PAL_ASK_DATE), BOTH = DATE | PAL_ASK_BIT(PAL_ASK_REFERENCE) };
    static const struct {
        int from, to;
        bool is_closed;
        unsigned given;
        enum pal_case_says says;
        const char *verb; /* NULL: none */
    } asked[] = {
        {-1, 2, false, BOTH, PAL_CASE_MAY, "put_in_force"},
        {-1, 2, false, DATE, PAL_CASE_ASKS, "put_in_force"},
        {-1, 2, true, BOTH, PAL_CASE_NOT_NOW, "put_in_force"},
        {1, 2, false, BOTH, PAL_CASE_MAY, "raise"},
        {1, 2, false, 0, PAL_CASE_ASKS, "raise"},
        {1, 2, true, BOTH, PAL_CASE_NOT_NOW, "raise"},
        {2, 0, false, BOTH, PAL_CASE_MAY, "lower"},
        {2, 0, true, BOTH, PAL_CASE_NOT_NOW, "lower"},
        {2, 2, false, BOTH, PAL_CASE_MAY, "put_in_force"}, /* anew */
        {2, 2, true, BOTH, PAL_CASE_NOT_NOW, "put_in_force"},
        {0, -1, false, BOTH, PAL_CASE_MAY, "lift"},
        {0, -1, true, BOTH, PAL_CASE_MAY, "lift"},
        {-1, -1, false, BOTH, PAL_CASE_NO_WAY, NULL},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct pal_case_of of = {.may = PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT)};
        pal_case_tell(&of.facts, PAL_FACT_CLOSED, asked[i].is_closed);
        struct pal_case_answer answer =
            pal_case_of_alert(&of, asked[i].from, asked[i].to, asked[i].given);
        assert_int_equal(answer.says, asked[i].says);
        expect_sense(&answer);
        assert_int_equal(answer.row == NULL, asked[i].verb == NULL);
        if (answer.row != NULL) {
            assert_string_equal(answer.row->verb, asked[i].verb);
        }
        of.may = PAL_RIGHT_BIT(PAL_MAY_ASSESS);
        answer = pal_case_of_alert(&of, asked[i].from, asked[i].to, asked[i].given);
        assert_true(answer.says == PAL_CASE_NOT_YOURS || answer.says == PAL_CASE_NO_WAY);
    }
}

/* Some ways that people go, said by hand. */
static void test_ways(void **state)
{
    (void)state;
    struct pal_case_asked asked = {.thing = PAL_CASE_CANDIDATE,
                                   .state = PAL_CANDIDATE_REFUSED,
                                   .may = PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT)};
    assert_int_equal(pal_case_between(&asked, PAL_CANDIDATE_NAMED).says, PAL_CASE_ASKS);
    asked.given = PAL_ASK_BIT(PAL_ASK_REASON);
    assert_int_equal(pal_case_between(&asked, PAL_CANDIDATE_NAMED).says, PAL_CASE_MAY);
    assert_int_equal(pal_case_between(&asked, PAL_CANDIDATE_SHORTLISTED).says, PAL_CASE_NO_WAY);
    pal_case_tell(&asked.facts, PAL_FACT_CLOSED, true);
    assert_string_equal(pal_case_between(&asked, PAL_CANDIDATE_NAMED).why_not,
                        "the project is closed; take it back first");
    asked = (struct pal_case_asked){.thing = PAL_CASE_PROJECT,
                                    .state = PAL_PROJECT_TENDER,
                                    .may = PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT)};
    assert_string_equal(pal_case_check(&asked, "choose").why_not, "no candidate is retained");
    pal_case_tell(&asked.facts, PAL_FACT_RETAINED, true);
    assert_int_equal(pal_case_check(&asked, "choose").says, PAL_CASE_MAY);
    assert_string_equal(pal_case_between(&asked, PAL_PROJECT_CHOSEN).row->verb, "choose");
    pal_case_tell(&asked.facts, PAL_FACT_RETAINED, false);
    assert_string_equal(pal_case_between(&asked, PAL_PROJECT_CHOSEN).row->verb, "choose_elsewhere");
    asked = (struct pal_case_asked){.thing = PAL_CASE_ASSESSMENT,
                                    .state = PAL_ASSESSMENT_DRAFT,
                                    .may = PAL_RIGHT_BIT(PAL_MAY_ASSESS)};
    assert_int_equal(pal_case_check(&asked, "rate").says, PAL_CASE_NOT_NOW);
    assert_int_equal(pal_case_check(&asked, "seal").says, PAL_CASE_NO_WAY);
}

static void test_project_1(void **state)
{
    (void)state;
    assert_int_equal(pal_project_1_state("needs"), PAL_PROJECT_PREPARING);
    assert_int_equal(pal_project_1_state(NULL), PAL_PROJECT_PREPARING);
    assert_int_equal(pal_project_1_state("candidates"), PAL_PROJECT_TENDER);
    assert_int_equal(pal_project_1_state("assessment"), PAL_PROJECT_CHOSEN);
    assert_int_equal(pal_project_1_state("plans"), PAL_PROJECT_CHOSEN);
    assert_int_equal(pal_project_1_state("closed"), PAL_PROJECT_CLOSED);
    assert_int_equal(pal_project_1_state("lost"), PAL_CASE_NOT_THERE);
    assert_int_equal(pal_project_1_candidate(""), PAL_CANDIDATE_NAMED);
    assert_int_equal(pal_project_1_candidate("candidate"), PAL_CANDIDATE_NAMED);
    assert_int_equal(pal_project_1_candidate("retained"), PAL_CANDIDATE_RETAINED);
    assert_int_equal(pal_project_1_candidate("refused"), PAL_CANDIDATE_REFUSED);
    assert_int_equal(pal_project_1_candidate("invited"), PAL_CASE_NOT_THERE);
    /* From each word to each other, with a reason: as it always was. */
    for (size_t i = 0; i < PAL_PROJECT_1_STATES; i++) {
        for (size_t j = 0; j < PAL_PROJECT_1_STATES; j++) {
            struct pal_case_asked asked = {.thing = PAL_CASE_PROJECT,
                                           .state = pal_project_1_state(pal_project_1_states[i]),
                                           .may = PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT),
                                           .given = PAL_ASK_BIT(PAL_ASK_REASON)};
            unsigned to = pal_project_1_state(pal_project_1_states[j]);
            assert_int_equal(pal_case_between(&asked, to).says, PAL_CASE_MAY);
        }
    }
    for (size_t i = 0; i < PAL_PROJECT_1_CANDIDATES; i++) {
        for (size_t j = 0; j < PAL_PROJECT_1_CANDIDATES; j++) {
            struct pal_case_asked asked = {.thing = PAL_CASE_CANDIDATE,
                                           .state =
                                               pal_project_1_candidate(pal_project_1_candidates[i]),
                                           .may = PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT),
                                           .given = PAL_ASK_BIT(PAL_ASK_REASON)};
            unsigned to = pal_project_1_candidate(pal_project_1_candidates[j]);
            assert_int_equal(pal_case_between(&asked, to).says, PAL_CASE_MAY);
        }
    }
}

static void expect_stages(unsigned said, const struct pal_case_facts *facts,
                          const char *expected_states)
{
    static const enum pal_done_when when[] = {PAL_DONE_NEEDS,         PAL_DONE_DOCUMENTS,
                                              PAL_DONE_QUESTIONNAIRE, PAL_DONE_RATED,
                                              PAL_DONE_TICKED,        PAL_DONE_VISIT};
    enum { COUNT = sizeof when / sizeof *when };
    char shown[COUNT + 1] = "";
    for (size_t i = 0; i < COUNT; i++) {
        const struct pal_stage stage = {"one", when[i], said};
        shown[i] = " oudn"[pal_stage_state(&stage, facts)];
    }
    assert_string_equal(shown, expected_states);
}

static void test_stages(void **state)
{
    (void)state;
    struct pal_case_facts facts = {0};
    expect_stages(PAL_CASE_NOT_THERE, &facts, "oooooo"); /* nobody has looked, or said a word */
    expect_stages(PAL_STAGE_DONE, &facts, "dddddd");
    pal_case_tell(&facts, PAL_FACT_NEEDS, false);
    pal_case_tell(&facts, PAL_FACT_DOCUMENTS, true);
    expect_stages(PAL_CASE_NOT_THERE, &facts, "odoooo");
    expect_stages(PAL_STAGE_DONE, &facts, "oddddd"); /* what facts tell, nobody says */
    expect_stages(PAL_STAGE_UNDER_WAY, &facts, "oduuuu");
    expect_stages(PAL_STAGE_NOT_NEEDED, &facts, "nnnnnn"); /* but that it is not needed */
    pal_case_tell(&facts, PAL_FACT_NEEDS, true);
    pal_case_tell(&facts, PAL_FACT_TARGET_RATED, false);
    pal_case_tell(&facts, PAL_FACT_CLOSED, true);
    expect_stages(PAL_CASE_NOT_THERE, &facts, "ddoooo"); /* never by another field */
    pal_case_tell(&facts, PAL_FACT_ASSESSMENT, true);
    expect_stages(PAL_STAGE_OPEN, &facts, "ddouoo");
    pal_case_tell(&facts, PAL_FACT_TARGET_RATED, true);
    expect_stages(PAL_STAGE_UNDER_WAY, &facts, "dduduu");
    pal_case_tell(&facts, PAL_FACT_QUESTIONNAIRE_SUBMITTED, false);
    expect_stages(PAL_STAGE_DONE, &facts, "ddoddd"); /* sent, and over before one was submitted */
    pal_case_tell(&facts, PAL_FACT_QUESTIONNAIRE_OPEN, true);
    expect_stages(PAL_STAGE_DONE, &facts, "dduddd");
    pal_case_tell(&facts, PAL_FACT_QUESTIONNAIRE_SUBMITTED, true);
    expect_stages(PAL_STAGE_OPEN, &facts, "ddudoo"); /* another one is still open */
    pal_case_tell(&facts, PAL_FACT_QUESTIONNAIRE_OPEN, false);
    expect_stages(PAL_STAGE_OPEN, &facts, "ddddoo");
    for (unsigned i = 1; i < PAL_DONE_COUNT; i++) {
        assert_int_equal(pal_done_when_find(pal_done_when_ids[i]), i);
    }
    assert_int_equal(pal_done_when_find(NULL), PAL_DONE_TICKED);
    assert_int_equal(pal_done_when_find("later"), PAL_DONE_TICKED);
    const struct pal_stage visit = {"visit", PAL_DONE_VISIT, PAL_CASE_NOT_THERE};
    assert_false(pal_stage_is_derived(&visit, &facts));
    pal_case_tell(&facts, PAL_FACT_VISITED, false); /* asked here, and nobody went yet */
    expect_stages(PAL_STAGE_DONE, &facts, "dddddo");
    pal_case_tell(&facts, PAL_FACT_VISIT_PLANNED, true);
    expect_stages(PAL_STAGE_OPEN, &facts, "ddddou");
    pal_case_tell(&facts, PAL_FACT_VISITED, true);
    expect_stages(PAL_STAGE_OPEN, &facts, "ddddou"); /* another one lies ahead */
    pal_case_tell(&facts, PAL_FACT_VISIT_PLANNED, false);
    expect_stages(PAL_STAGE_OPEN, &facts, "ddddod");
    expect_stages(PAL_STAGE_NOT_NEEDED, &facts, "nnnnnn");
}

/* What stays may be said anew by whoever may say it, under what holds for it. */
static void test_again(void **state)
{
    (void)state;
    struct pal_case_asked asked = {
        .thing = PAL_CASE_STAGE, .state = PAL_STAGE_DONE, .may = PAL_RIGHT_BIT(PAL_MAY_ASSESS)};
    assert_int_equal(pal_case_again(&asked).says, PAL_CASE_ASKS);
    asked.given = PAL_ASK_BIT(PAL_ASK_DATE);
    assert_int_equal(pal_case_again(&asked).says, PAL_CASE_MAY);
    pal_case_tell(&asked.facts, PAL_FACT_DERIVED, true);
    assert_int_equal(pal_case_again(&asked).says, PAL_CASE_NOT_NOW);
    asked.may = 0;
    assert_int_equal(pal_case_again(&asked).says, PAL_CASE_NOT_YOURS);
    asked.state = PAL_CASE_NOT_THERE;
    assert_int_equal(pal_case_again(&asked).says, PAL_CASE_NO_WAY);
}

/* The words for a candidate go there and back, those of project/1 and the others. */
static void test_words(void **state)
{
    (void)state;
    assert_string_equal(pal_project_1_candidate_word(PAL_CANDIDATE_NAMED), "candidate");
    assert_string_equal(pal_project_1_candidate_word(PAL_CANDIDATE_WITHDRAWN), "withdrawn");
    for (unsigned i = PAL_CANDIDATE_NAMED; i <= PAL_CANDIDATE_WITHDRAWN; i++) {
        assert_int_equal(pal_project_1_candidate_state(pal_project_1_candidate_word(i)), i);
    }
    assert_int_equal(pal_project_1_candidate_state("named"), PAL_CANDIDATE_NAMED);
    assert_int_equal(pal_project_1_candidate_state("lost"), PAL_CASE_NOT_THERE);
}

static enum pal_case_todo todo_in(unsigned state, const struct pal_case_facts *facts)
{
    return pal_case_todo(state, facts, 0).todo;
}

/* What is next: in its order, whose it is, whoever looks. */
static void test_todo(void **state)
{
    (void)state;
    static const struct {
        unsigned in;
        enum pal_case_todo todo;
        enum pal_role whose;
        enum pal_case_fact then; /* what holds once it is done */
    } way[] = {
        {PAL_PROJECT_PREPARING, PAL_TODO_NEEDS, PAL_ROLE_PROJECT_MANAGER, PAL_FACT_NEEDS},
        {PAL_PROJECT_PREPARING, PAL_TODO_CANDIDATES, PAL_ROLE_PROJECT_MANAGER, PAL_FACT_CANDIDATES},
        {PAL_PROJECT_PREPARING, PAL_TODO_MEETING, PAL_ROLE_PROJECT_MANAGER, PAL_FACT_MEETING},
        {PAL_PROJECT_PREPARING, PAL_TODO_PROFILE, PAL_ROLE_EXPERT, PAL_FACT_PROFILE},
        {PAL_PROJECT_PREPARING, PAL_TODO_TENDER, PAL_ROLE_PROJECT_MANAGER, PAL_FACT_PROFILE},
        {PAL_PROJECT_TENDER, PAL_TODO_QUESTIONNAIRE, PAL_ROLE_PROJECT_MANAGER,
         PAL_FACT_QUESTIONNAIRE},
        {PAL_PROJECT_TENDER, PAL_TODO_ASSESS, PAL_ROLE_EXPERT, PAL_FACT_ASSESSMENT},
        {PAL_PROJECT_TENDER, PAL_TODO_RATE, PAL_ROLE_EXPERT, PAL_FACT_TARGET_RATED},
        {PAL_PROJECT_TENDER, PAL_TODO_RETAIN, PAL_ROLE_PROJECT_MANAGER, PAL_FACT_RETAINED},
        {PAL_PROJECT_TENDER, PAL_TODO_CHOOSE, PAL_ROLE_PROJECT_MANAGER, PAL_FACT_RETAINED},
        {PAL_PROJECT_CHOSEN, PAL_TODO_PLAN, PAL_ROLE_PROJECT_MANAGER, PAL_FACT_RETAINED},
        {PAL_PROJECT_IN_SERVICE, PAL_TODO_PLAN, PAL_ROLE_PROJECT_MANAGER, PAL_FACT_TARGET_MET},
        {PAL_PROJECT_CHOSEN, PAL_TODO_NOTHING, PAL_ROLE_COUNT, PAL_FACT_RETAINED},
        {PAL_PROJECT_IN_SERVICE, PAL_TODO_NOTHING, PAL_ROLE_COUNT, PAL_FACT_RETAINED},
        {PAL_PROJECT_CLOSED, PAL_TODO_NOTHING, PAL_ROLE_COUNT, PAL_FACT_RETAINED},
    };
    const unsigned edit = PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT);
    const unsigned assess = PAL_RIGHT_BIT(PAL_MAY_ASSESS);
    struct pal_case_facts facts = {0};
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        struct pal_case_next_thing next = pal_case_todo(way[i].in, &facts, edit);
        bool is_experts = way[i].todo == PAL_TODO_PROFILE || way[i].todo == PAL_TODO_ASSESS ||
                          way[i].todo == PAL_TODO_RATE;
        assert_int_equal(next.todo, way[i].todo);
        assert_int_equal(next.whose, way[i].whose);
        assert_int_equal(next.is_yours, !is_experts && next.todo != PAL_TODO_NOTHING);
        assert_false(pal_case_todo(way[i].in, &facts, 0).is_yours);
        assert_int_equal(pal_case_todo(way[i].in, &facts, assess).is_yours, is_experts);
        pal_case_tell(&facts, way[i].then, true);
    }
    facts = (struct pal_case_facts){0};
    pal_case_tell(&facts, PAL_FACT_CANDIDATES, true);
    pal_case_tell(&facts, PAL_FACT_PROFILE, true);
    assert_int_equal(todo_in(PAL_PROJECT_CHOSEN, &facts), PAL_TODO_ASSESS); /* nobody is asked */
    assert_int_equal(todo_in(PAL_PROJECT_TENDER, &facts), PAL_TODO_QUESTIONNAIRE);
    pal_case_tell(&facts, PAL_FACT_ASSESSMENT, true); /* who assesses without one goes on */
    assert_int_equal(todo_in(PAL_PROJECT_TENDER, &facts), PAL_TODO_RATE);
    facts = (struct pal_case_facts){0};
    assert_int_equal(todo_in(PAL_PROJECT_TENDER, &facts), PAL_TODO_CANDIDATES);
    assert_int_equal(todo_in(PAL_PROJECT_CHOSEN, &facts), PAL_TODO_PROFILE);
    assert_int_equal(todo_in(99, &facts), PAL_TODO_NOTHING);
    static const enum pal_case_fact met[] = {PAL_FACT_PROFILE, PAL_FACT_ASSESSMENT,
                                             PAL_FACT_TARGET_RATED, PAL_FACT_TARGET_MET};
    for (size_t i = 0; i < sizeof met / sizeof *met; i++) {
        pal_case_tell(&facts, met[i], true);
    }
    assert_int_equal(todo_in(PAL_PROJECT_CHOSEN, &facts), PAL_TODO_RETAIN); /* chosen elsewhere */
}

/* A name under the root domain is no other that ends alike. */
static void test_domains(void **state)
{
    (void)state;
    static const struct {
        const char *root;
        const char *name;
        bool is_outside;
    } names[] = {
        {"gouv.fr", "museum.gouv.fr", false},
        {"gouv.fr", "gouv.fr", false},
        {"gouv.fr", "Museum.Gouv.FR", false},
        {"gouv.fr", "museum-gouv.fr", true},
        {"gouv.fr", "notgouv.fr", true},
        {"gouv.fr", "museum.example", true},
        {"gouv.fr", "fr", true},
        {NULL, "museum.example", false},
        {"", "museum.example", false},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(pal_project_1_is_outside(names[i].root, names[i].name),
                         names[i].is_outside);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),    cmocka_unit_test(test_reached),
        cmocka_unit_test(test_walk),      cmocka_unit_test(test_nobody),
        cmocka_unit_test(test_alert),     cmocka_unit_test(test_ways),
        cmocka_unit_test(test_project_1), cmocka_unit_test(test_stages),
        cmocka_unit_test(test_again),     cmocka_unit_test(test_words),
        cmocka_unit_test(test_todo),      cmocka_unit_test(test_domains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
