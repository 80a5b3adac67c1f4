/* fuzz_rule - a pass rule over fields, and values of an answer: a line each, as
 * tests/unit/rule_made.h has them. Whatever comes, a rule is read or refused at a place within it
 * and in words, a verdict is one of three, and where nothing is answered none passes but by a
 * person. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/rule_made.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct pal_threshold thresholds[] = {
    {.name = "T-1.age", .unit = PAL_UNIT_MONTH, .value = 12000},
    {.name = "T-1.count", .unit = PAL_UNIT_COUNT_OF, .value = 2000},
    {.name = "T-1.hours", .unit = PAL_UNIT_HOUR, .value = 36000},
    {.name = "T-1.share", .unit = PAL_UNIT_PERCENT, .value = 99500},
    {.name = "T-1.step", .unit = PAL_UNIT_STEP, .value = 2000},
};
enum { THRESHOLDS = sizeof thresholds / sizeof *thresholds };
static const struct pal_questionnaire questionnaire = {.thresholds = thresholds,
                                                       .threshold_count = THRESHOLDS};

/* The next line, which it cuts; "" behind the last. */
static char *line(char **at)
{
    char *start = *at;
    *at += strcspn(*at, "\n");
    if (**at != '\0') {
        *(*at)++ = '\0';
    }
    return start;
}

static enum pal_verdict gives(struct pal_arena *arena, const struct pal_rule_part *rule,
                              const struct made_fields *fields, const char *values,
                              enum pal_verdict decided)
{
    int64_t in_force[THRESHOLDS];
    pal_thresholds_in_force(&questionnaire, NULL, NULL, 0, in_force);
    const struct pal_rule_facts facts = {"2026-03-31", in_force, decided};
    enum pal_verdict verdict =
        pal_rule_gives(rule, fields->items, made_values(arena, fields, values), &facts);
    must(verdict < PAL_VERDICT_COUNT);
    return verdict;
}

static void check(struct pal_arena *arena, const struct made_fields *fields, const char *text,
                  const char *values)
{
    const struct pal_rule_part *rule;
    struct pal_rule_fault fault;
    enum pal_rc rc = pal_rule_read(text, fields->items, fields->count, &questionnaire, NULL, arena,
                                   &rule, &fault);
    must(rc == PAL_OK || rc == PAL_E_INVALID);
    must((rc == PAL_OK) == (rule != NULL) && (rc == PAL_OK) == (fault.text[0] == '\0'));
    must(fault.at <= strlen(text));
    if (rc == PAL_OK) {
        for (int decided = 0; decided < PAL_VERDICT_COUNT; decided++) {
            (void)gives(arena, rule, fields, values, (enum pal_verdict)decided);
        }
        must(gives(arena, rule, fields, "", PAL_VERDICT_OPEN) != PAL_VERDICT_PASS);
        must(gives(arena, rule, fields, "", PAL_VERDICT_PASS) != PAL_VERDICT_PASS ||
             pal_rule_asks_person(rule));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pal_arena arena;
    struct made_fields fields;
    pal_arena_init(&arena, NULL);
    char *at = pal_arena_copy(&arena, (const char *)data, size);
    must(at != NULL);
    const char *of = line(&at);
    const char *text = line(&at);
    if (made_fields_read(&arena, of, ';', &fields)) {
        check(&arena, &fields, text, line(&at));
    }
    pal_arena_done(&arena);
    return 0;
}
