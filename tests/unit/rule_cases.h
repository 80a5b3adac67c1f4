/* rule_cases - what the tests of pass rules share: fields of all types, thresholds, reading. */
#ifndef PAL_TESTS_RULE_CASES_H
#define PAL_TESTS_RULE_CASES_H

#include "helpers.h"
#include "rule_made.h"

#define MIX                                                                                        \
    "ready:yesno; method:ladder; part:percent; staff:integer; hours:number:h; places:integer; "    \
    "held:date; officer:person; note:text; plan:document; mode:choice(day|night); land:country; "  \
    "tests:rows(held:date, good:integer); sample:drawn:x/6; minutes:number:min; stored:number:mo"

static struct pal_threshold thresholds[] = {
    {.name = "T-1.age", .unit = PAL_UNIT_MONTH, .value = 12000},
    {.name = "T-1.count", .unit = PAL_UNIT_COUNT_OF, .value = 2000},
    {.name = "T-1.days", .unit = PAL_UNIT_DAY, .value = 1500},
    {.name = "T-1.gbits", .unit = PAL_UNIT_GBITS, .value = 10000},
    {.name = "T-1.hours", .unit = PAL_UNIT_HOUR, .value = 36000},
    {.name = "T-1.minutes", .unit = PAL_UNIT_MINUTE, .value = 90000},
    {.name = "T-1.most", .unit = PAL_UNIT_COUNT_OF, .value = INT64_C(1000000000000)},
    {.name = "T-1.share", .unit = PAL_UNIT_PERCENT, .value = 99500},
    {.name = "T-1.step", .unit = PAL_UNIT_STEP, .value = 2000},
    {.name = "T-1.years", .unit = PAL_UNIT_YEAR, .value = 1500},
};
enum { THRESHOLDS = sizeof thresholds / sizeof *thresholds };
static const struct pal_questionnaire questionnaire = {.thresholds = thresholds,
                                                       .threshold_count = THRESHOLDS};

#define DAY "2026-03-31"

static inline int setup(void **state)
{
    static struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    *state = &arena;
    return 0;
}

static inline int teardown(void **state)
{
    pal_arena_done(*state);
    return 0;
}

static inline struct made_fields fields_of(struct pal_arena *arena, const char *text)
{
    struct made_fields fields;
    assert_true(made_fields_read(arena, text, ';', &fields));
    return fields;
}

static inline const struct pal_rule_part *
rule_of(struct pal_arena *arena, const struct made_fields *fields, const char *text)
{
    const struct pal_rule_part *rule;
    struct pal_rule_fault fault;
    enum pal_rc rc = pal_rule_read(text, fields->items, fields->count, &questionnaire, NULL, arena,
                                   &rule, &fault);
    if (rc != PAL_OK) {
        print_error("%s\n%*s^ %s\n", text, (int)fault.at, "", fault.text);
    }
    assert_int_equal(rc, PAL_OK);
    assert_non_null(rule);
    assert_string_equal(fault.text, "");
    return rule;
}

static inline const char *pick(uint64_t *random, const char *const *from, size_t count)
{
    return from[next_random(random) % count];
}

static const char *const rule_terms[] = {
    "ready = yes",
    "ready != no",
    "mode = night",
    "step(method) >= 2",
    "part >= 99%",
    "staff <= places",
    "share(staff, places) >= 50%",
    "hours <= 1d",
    "minutes > $T-1.minutes",
    "age(held) <= 12mo",
    "age(plan) > 10d",
    "present(officer)",
    "present(note)",
    "present(tests)",
    "none(tests)",
    "count(tests) >= $T-1.count",
    "x(sample) >= 5",
    "all(tests, good >= 1 and age(held) <= 1y)",
    "any(tests, good = 2 or decide)",
};
enum { TERMS = sizeof rule_terms / sizeof *rule_terms };

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
