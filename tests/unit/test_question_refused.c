/* Pass rules that are refused: at which place, and in which words. */
#include "failing.h"
#include "rule_cases.h"

/* ------------------------------------------------------------------------ what is refused */

struct refused {
    const char *fields, *rule;
    size_t at;
    const char *says;
};

static void check_refused(struct pal_arena *arena, const struct refused *wrong)
{
    const struct made_fields fields = fields_of(arena, wrong->fields);
    const struct pal_rule_part *rule;
    struct pal_rule_fault fault;
    enum pal_rc rc = pal_rule_read(wrong->rule, fields.items, fields.count, &questionnaire, NULL,
                                   arena, &rule, &fault);
    if (rc != PAL_E_INVALID || fault.at != wrong->at ||
        strncmp(fault.text, wrong->says, strlen(wrong->says)) != 0) {
        print_error("%s: at %zu, %s\n", wrong->rule, fault.at, fault.text);
    }
    assert_int_equal(rc, PAL_E_INVALID);
    assert_null(rule);
    assert_int_equal(fault.at, wrong->at);
    assert_int_equal(strncmp(fault.text, wrong->says, strlen(wrong->says)), 0);
}

#define REFUSE_ALL(arena, table)                                                                   \
    for (size_t i = 0; i < sizeof(table) / sizeof *(table); i++) {                                 \
        check_refused((arena), &(table)[i]);                                                       \
    }

static void test_grammar_refused(void **state)
{
    static const struct refused table[] = {
        {MIX, "", 0, "a part of the rule is missing here"},
        {MIX, "   ", 3, "a part of the rule is missing here"},
        {MIX, "ready = yes and", 15, "a part of the rule is missing here"},
        {MIX, "ready = yes or )", 15, "a part of the rule is missing here"},
        {MIX, "= yes", 0, "a part of the rule is missing here"},
        {MIX, "ready", 5, "a comparison is missing here"},
        {MIX, "ready yes", 6, "a comparison is missing here"},
        {MIX, "age(held)", 9, "a comparison is missing here"},
        {MIX, "ready =", 7, "a word of the answer is missing here"},
        {MIX, "staff >=", 8, "a number, a threshold, a word or a field is missing here"},
        {MIX, "staff >= (2)", 9, "a number, a threshold, a word or a field is missing here"},
        {MIX, "staff == 2", 7, "a number, a threshold, a word or a field is missing here"},
        {MIX, "staff => 2", 7, "a number, a threshold, a word or a field is missing here"},
        {MIX, "ready = yes ready = yes", 12, "\"and\" or \"or\" is missing here"},
        {MIX, "decide decide", 7, "\"and\" or \"or\" is missing here"},
        {MIX, "present(plan) = yes", 14, "\"and\" or \"or\" is missing here"},
        {MIX, "ready = yes)", 11, "this parenthesis closes none"},
        {MIX, "(ready = yes", 12, "\"and\", \"or\" or a closing parenthesis is missing here"},
        {MIX, "all(tests, good >= 1", 20, "\"and\", \"or\" or a closing parenthesis"},
        {MIX, "present(plan", 12, "a closing parenthesis is missing here"},
        {MIX, "present()", 8, "the name of a field is missing here"},
        {MIX, "present(\"plan\")", 8, "\"\"\" cannot stand in a rule"},
        {MIX, "all(tests)", 9, "a comma and a rule for the rows are missing here"},
        {MIX, "share(staff) >= 2%", 11, "a comma and the field of the whole are missing here"},
        {MIX, "not ready", 0, "there is no field \"not\""},
        {MIX, "! ready = yes", 0, "\"!\" cannot stand in a rule"},
        {MIX, "staff + 1 >= 2", 6, "\"+\" cannot stand in a rule"},
        {MIX, "staff >= -1", 9, "\"-\" cannot stand in a rule"},
        {MIX, "ready = yes ; decide", 12, "\";\" cannot stand in a rule"},
        {MIX, "ready = été", 8, "\"é\" cannot stand in a rule"},
        {MIX, "ready = \xff", 8, "\"?\" cannot stand in a rule"},
        {MIX, "ready = yes AND decide", 12, "\"AND\" cannot stand in a rule: words have small"},
        {MIX, "_ready = yes", 0, "\"_ready\" cannot stand in a rule: words have small"},
        {MIX, "staff2 >= 1", 0, "\"staff2\" cannot stand in a rule: words have small letters"},
        {MIX, "age(held) <= 13 mo", 15, "no blank stands between a number and its unit"},
        {MIX, "minutes <= 5 min", 12, "no blank stands between a number and its unit"},
        {MIX, "part >= 99 %", 11, "% stands right behind its number"},
        {MIX, "age(held) <= 13w", 15, "\"w\" is no unit that a rule writes"},
        {MIX, "minutes <= 5min", 12, "\"min\" is no unit that a rule writes"},
        {MIX, "staff = 1or decide", 9, "\"or\" is no unit that a rule writes"},
        {MIX, "part >= 99.5%", 10, "a number in a rule is whole"},
        {MIX, "staff <= 1000000001", 9, "\"1000000001\" is too great"},
        {MIX, "staff <= 99999999999999999999", 9, "\"99999999999999999999\" is too great"},
        {MIX, "staff >= $", 9, "a threshold is written as in $ORG-08.minutes"},
        {MIX, "staff >= $T-1", 9, "a threshold is written as in $ORG-08.minutes"},
        {MIX, "staff >= $t.count", 9, "a threshold is written as in $ORG-08.minutes"},
        {MIX, "staff >= $T-1.Count", 9, "a threshold is written as in $ORG-08.minutes"},
        {MIX, "staff >= $T-1.count2", 9, "a threshold is written as in $ORG-08.minutes"},
        {MIX, "staff >= $T-1. count", 9, "a threshold is written as in $ORG-08.minutes"},
        {MIX, "staff >= $ T-1.count", 9, "a threshold is written as in $ORG-08.minutes"},
        {MIX, "$T-1.count <= staff", 0, "a part of the rule is missing here"},
        {MIX, "2 <= staff", 0, "a part of the rule is missing here"},
    };
    REFUSE_ALL(*state, table);
}

static void test_names_refused(void **state)
{
    static const struct refused table[] = {
        {MIX, "decide and redy = yes", 11, "there is no field \"redy\"; did you mean \"ready\"?"},
        {MIX, "decide and walrus = yes", 11, "there is no field \"walrus\""},
        {MIX, "present(pln)", 8, "there is no field \"pln\"; did you mean \"plan\"?"},
        {MIX, "staff >= plces", 9, "there is no field \"plces\"; did you mean \"places\"?"},
        {MIX, "share(staff, place) >= 1%", 13, "there is no field \"place\"; did you mean"},
        {MIX, "all(tests, god >= 1)", 11,
         "the rows have no column \"god\"; did you mean \"good\"?"},
        {MIX, "all(tests, ready = yes)", 11, "the rows have no column \"ready\""},
        {MIX, "all(tests, good >= 1) and good >= 1", 26, "there is no field \"good\""},
        {MIX, "presnt(plan)", 0, "there is no function \"presnt\"; did you mean \"present\"?"},
        {MIX, "not(ready = yes)", 0, "there is no function \"not\""},
        {MIX, "decide(ready)", 0, "there is no function \"decide\""},
        {MIX, "staff >= $T-1.cont", 9,
         "there is no threshold \"T-1.cont\"; did you mean \"T-1.cou"},
        {MIX, "staff >= $WALRUS-77.horses", 9, "there is no threshold \"WALRUS-77.horses\""},
        {MIX, "mode = nigt", 7,
         "\"nigt\" is none of the choices of \"mode\"; did you mean \"night"},
        {MIX, "mode = walrus", 7, "\"walrus\" is none of the choices of \"mode\""},
        {MIX, "ready = maybe", 8, "\"ready\" is answered by yes or no, not by \"maybe\""},
        {MIX, "ready = mode", 8,
         "\"ready\" is held against a word of its answer, not against the field \"mode\": only "
         "whole "
         "numbers"},
        {MIX, "mode != ready", 8, "\"mode\" is held against a word of its answer, not against"},
    };
    REFUSE_ALL(*state, table);
}

static void test_types_refused(void **state)
{
    static const struct refused table[] = {
        {MIX, "age(staff) <= 1d", 4, "age() is that of a date or a document; \"staff\" is of the "},
        {MIX, "step(staff) >= 1", 5,
         "step() is that of a ladder; \"staff\" is of the type \"integ"},
        {MIX, "x(staff) >= 1", 2, "x() is how many of those that were drawn are good; \"staff\""},
        {MIX, "count(staff) >= 1", 6, "count() is that of rows; \"staff\" is of the type"},
        {MIX, "none(staff)", 5, "none() is asked of rows"},
        {MIX, "all(staff, decide)", 4, "all() is asked of rows"},
        {MIX, "any(plan, decide)", 4, "any() is asked of rows"},
        {MIX, "share(part, staff) >= 1%", 6, "share() is that of one whole number in another"},
        {MIX, "share(staff, hours) >= 1%", 13, "share() is that of one whole number in another"},
        {MIX, "all(tests, all(tests, decide))", 11, "all() asks of rows, and here the rule is"},
        {MIX, "all(tests, count(tests) >= 1)", 11, "count() asks of rows, and here the rule is"},
        {MIX, "any(tests, x(sample) >= 1)", 13, "the rows have no column \"sample\""},
        {MIX, "officer = yes", 0,
         "\"officer\", of the type \"person\", is not compared as it is; "
         "write present(officer)"},
        {MIX, "note = yes", 0,
         "\"note\", of the type \"text\", is not compared as it is; write pres"},
        {MIX, "land = fr", 0,
         "\"land\", of the type \"country\", is not compared as it is; write pr"},
        {MIX, "plan >= 1", 0,
         "\"plan\", of the type \"document\", is not compared as it is; write a"},
        {MIX, "method >= 2", 0,
         "\"method\", of the type \"ladder\", is not compared as it is; write s"},
        {MIX, "tests >= 2", 0,
         "\"tests\", of the type \"rows\", is not compared as it is; write count"},
        {MIX, "sample >= 2", 0,
         "\"sample\", of the type \"drawn\", is not compared as it is; write x("},
        {MIX, "held >= 2d", 8, "a date is compared with a date; write age(held)"},
        {MIX, "held >= $T-1.days", 8, "a date is compared with a date; write age(held)"},
        {MIX, "ready >= yes", 6, "\"ready\" is answered by a word: only = and != compare it"},
        {MIX, "mode < night", 5, "\"mode\" is answered by a word: only = and != compare it"},
        {MIX, "ready = 1", 8, "a word of the answer is missing here"},
        {MIX, "ready = $T-1.count", 8, "a word of the answer is missing here"},
        {MIX, "staff <= hours", 9, "\"staff\" and \"hours\" are not of the same type and unit"},
        {MIX, "hours <= minutes", 9, "\"hours\" and \"minutes\" are not of the same type and unit"},
        {MIX, "staff <= officer", 9, "\"staff\" and \"officer\" are not of the same type and unit"},
        {MIX, "age(held) <= hours", 13, "here a number or a threshold is held against"},
        {MIX, "count(tests) >= staff", 16, "here a number or a threshold is held against"},
    };
    REFUSE_ALL(*state, table);
}

static void test_units_refused(void **state)
{
    static const struct refused table[] = {
        {MIX, "hours <= 24", 9, "the number has no unit; what stands before it is in \"h\""},
        {MIX, "part >= 99", 8, "the number has no unit; what stands before it is in \"%\""},
        {MIX, "share(staff, places) >= 9", 24, "the number has no unit; what stands before it is"},
        {MIX, "staff >= 5%", 9, "the limit is in \"%\", what stands before it in \"count\""},
        {MIX, "staff >= 5d", 9, "the limit is in \"d\", what stands before it in \"count\""},
        {MIX, "count(tests) >= 5d", 16,
         "the limit is in \"d\", what stands before it in \"count\""},
        {MIX, "step(method) >= 2%", 16, "the limit is in \"%\", what stands before it in \"step\""},
        {MIX, "hours <= 1mo", 9, "the limit is in \"mo\", what stands before it in \"h\""},
        {MIX, "hours <= 1y", 9, "the limit is in \"y\", what stands before it in \"h\""},
        {MIX, "stored >= 1y", 10, "the limit is in \"y\", what stands before it in \"mo\""},
        {MIX, "stored >= 30d", 10, "the limit is in \"d\", what stands before it in \"mo\""},
        {MIX, "hours <= $T-1.age", 9, "the limit is in \"mo\", what stands before it in \"h\""},
        {MIX, "hours <= $T-1.count", 9,
         "the limit is in \"count\", what stands before it in \"h\""},
        {MIX, "staff >= $T-1.share", 9,
         "the limit is in \"%\", what stands before it in \"count\""},
        {MIX, "staff >= $T-1.step", 9,
         "the limit is in \"step\", what stands before it in \"count"},
        {MIX, "step(method) >= $T-1.count", 16,
         "the limit is in \"count\", what stands before it "},
        {MIX, "x(sample) >= $T-1.share", 13,
         "the limit is in \"%\", what stands before it in \"co"},
        {MIX, "minutes <= $T-1.gbits", 11, "the limit is in \"Gbit/s\", what stands before it in"},
        {MIX, "age(held) <= 12", 13, "an age is held against a time, as 30d, 13mo or 2y"},
        {MIX, "age(held) <= 12%", 13, "an age is held against a time, as 30d, 13mo or 2y"},
        {MIX, "age(held) <= $T-1.count", 13, "an age is held against a time, as 30d, 13mo or 2y"},
        {MIX, "age(held) <= $T-1.gbits", 13, "an age is held against a time, as 30d, 13mo or 2y"},
    };
    REFUSE_ALL(*state, table);
}

/* Without thresholds none can be named. */
static void test_no_thresholds(void **state)
{
    const struct made_fields fields = fields_of(*state, "f:integer");
    const struct pal_rule_part *rule;
    struct pal_rule_fault fault;
    assert_int_equal(pal_rule_read("f >= $T-1.count", fields.items, fields.count, NULL, NULL,
                                   *state, &rule, &fault),
                     PAL_E_INVALID);
    assert_string_equal(fault.text, "there is no threshold \"T-1.count\"");
}

static const char *say_french(const void *ctx, const char *text)
{
    (void)ctx;
    return strcmp(text, "there is no field %s") == 0 ? "il n’y a pas de champ %s" : text;
}

static void test_voice(void **state)
{
    const struct pal_voice voice = {say_french, NULL, PAL_LANG_FR};
    const struct made_fields fields = fields_of(*state, "f:integer");
    const struct pal_rule_part *rule;
    struct pal_rule_fault fault;
    assert_int_equal(pal_rule_read("walrus >= 1", fields.items, fields.count, NULL, &voice, *state,
                                   &rule, &fault),
                     PAL_E_INVALID);
    assert_string_equal(fault.text, "il n’y a pas de champ \"walrus\"");
}

/* --------------------------------------------------------------------------- bounds */

/* `count` times a text, joined by another. */
static char *repeated(struct pal_arena *arena, const char *before, size_t count, const char *middle,
                      const char *after)
{
    size_t len = count * (strlen(before) + strlen(after)) + strlen(middle) + 1;
    char *text = pal_arena_take_text(arena, len);
    char *at = text;
    for (size_t i = 0; i < count; i++, at += strlen(before)) {
        strcpy(at, before);
    }
    strcpy(at, middle);
    at += strlen(middle);
    for (size_t i = 0; i < count; i++, at += strlen(after)) {
        strcpy(at, after);
    }
    return text;
}

static void test_depth(void **state)
{
    const struct made_fields fields = fields_of(*state, "f:date; r:rows(g:date)");
    (void)rule_of(*state, &fields, repeated(*state, "(", 16, "age(f) <= 1d", ")"));
    (void)rule_of(*state, &fields, repeated(*state, "(", 15, "all(r, age(g) <= 1d)", ")"));
    const struct refused deep[] = {{"f:date", repeated(*state, "(", 17, "age(f) <= 1d", ")"), 16,
                                    "too many parentheses within each other; 16 are the most"},
                                   {"r:rows(g:date)",
                                    repeated(*state, "(", 16, "all(r, age(g) <= 1d)", ")"), 19,
                                    "too many parentheses within each other; 16 are the most"},
                                   {"f:date", repeated(*state, "(", 1000, "age(f) <= 1d", ""), 16,
                                    "too many parentheses within each other; 16 are the most"}};
    REFUSE_ALL(*state, deep);
    /* beside each other they are not within each other */
    (void)rule_of(*state, &fields, repeated(*state, "(decide) or ", 100, "decide", ""));
}

static void test_parts(void **state)
{
    const struct made_fields fields = fields_of(*state, "f:integer; r:rows(g:integer)");
    (void)rule_of(*state, &fields, repeated(*state, "f=0 or ", 199, "f=0", ""));
    (void)rule_of(*state, &fields, repeated(*state, "f=0 and ", 198, "any(r, g=0)", ""));
    const struct refused many[] = {{"f:integer", repeated(*state, "f=0 or ", 200, "f=0", ""), 1400,
                                    "the rule has too many parts; 200 are the most"},
                                   {"f:integer; r:rows(g:integer)",
                                    repeated(*state, "f=0 and ", 199, "any(r, g=0)", ""), 1599,
                                    "the rule has too many parts; 200 are the most"}};
    REFUSE_ALL(*state, many);
}

static void test_length(void **state)
{
    const struct made_fields fields = fields_of(*state, "f:integer");
    (void)rule_of(*state, &fields, repeated(*state, " ", 2000 - 3, "f=0", ""));
    const struct refused long_one = {"f:integer", repeated(*state, " ", 2001 - 3, "f=0", ""), 2000,
                                     "the rule is too long; 2000 bytes are the most"};
    check_refused(*state, &long_one);
    /* a sentence about a long word is cut, not overrun */
    const struct refused word = {"f:integer", repeated(*state, "a", 1900, "=0", ""), 0,
                                 "there is no field \"aaaa"};
    check_refused(*state, &word);
}

/* A rule in which letters were changed is read or refused, at a place within it and in words. */
static void test_broken(void **state)
{
    static const char letters[] = "()=<>!,$%. \tadfhmoyrxnAZ019_-\"\xc3\xa9\xff";
    uint64_t random = 17;
    for (int round = 0; round < 20000; round++) {
        struct pal_arena arena;
        pal_arena_init(&arena, NULL);
        const struct made_fields fields = fields_of(&arena, MIX);
        const char *term = pick(&random, rule_terms, TERMS);
        char *text = pal_arena_copy(&arena, term, strlen(term));
        for (uint64_t i = next_random(&random) % 4; i < 4; i++) {
            text[next_random(&random) % strlen(term)] =
                letters[next_random(&random) % (sizeof letters - 1)];
        }
        const struct pal_rule_part *rule;
        struct pal_rule_fault fault;
        enum pal_rc rc = pal_rule_read(text, fields.items, fields.count, &questionnaire, NULL,
                                       &arena, &rule, &fault);
        assert_int_equal(rc == PAL_OK, rule != NULL);
        assert_true(rc == PAL_OK ||
                    (rc == PAL_E_INVALID && fault.at <= strlen(text) && strlen(fault.text) > 8));
        pal_arena_done(&arena);
    }
    (void)state;
}

/* --------------------------------------------------------------------------- memory */

static void fail_each(const char *text, enum pal_rc at_last)
{
    struct pal_arena aside;
    pal_arena_init(&aside, NULL);
    const struct made_fields fields = fields_of(&aside, MIX);
    enum pal_rc rc = PAL_E_MEMORY;
    for (size_t at = 0; rc == PAL_E_MEMORY; at++) {
        struct failing failing = {0, at};
        struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        const struct pal_rule_part *rule;
        struct pal_rule_fault fault;
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        rc = pal_rule_read(text, fields.items, fields.count, &questionnaire, NULL, &arena, &rule,
                           &fault);
        assert_int_equal(rc == PAL_OK, rule != NULL);
        assert_int_equal(rc == PAL_E_INVALID, fault.text[0] != '\0');
        assert_int_equal(rc == PAL_E_MEMORY, failing.count > at);
        pal_arena_done(&arena);
    }
    assert_int_equal(rc, at_last);
    pal_arena_done(&aside);
}

static void test_memory(void **state)
{
    fail_each("(ready = yes or mode = day) and all(tests, good >= $T-1.count and age(held) <= 1y) "
              "and share(staff, places) >= 1% and staff <= places or decide",
              PAL_OK);
    fail_each("redy = yes", PAL_E_INVALID);
    fail_each("all(tests, god = 1)", PAL_E_INVALID);
    fail_each("mode = nigth", PAL_E_INVALID);
    fail_each("staff >= $T-1.cuont", PAL_E_INVALID);
    fail_each("cuont(tests) >= 1", PAL_E_INVALID);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_grammar_refused), CASE(test_names_refused), CASE(test_types_refused),
        CASE(test_units_refused),   CASE(test_no_thresholds), CASE(test_voice),
        CASE(test_depth),           CASE(test_parts),         CASE(test_length),
        CASE(test_broken),          CASE(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
