/* What pass rules give: the vectors follow the tables of "Pass rules" (docs/questionnaire.md). */
#include "rule_cases.h"

static enum pal_verdict gives(const struct pal_rule_part *rule, const struct made_fields *fields,
                              const struct pal_answer_value *values, enum pal_verdict decided)
{
    int64_t in_force[THRESHOLDS];
    pal_thresholds_in_force(&questionnaire, NULL, NULL, 0, in_force);
    const struct pal_rule_facts facts = {DAY, in_force, decided};
    return pal_rule_gives(rule, fields->items, values, &facts);
}

static enum pal_verdict verdict(struct pal_arena *arena, const char *of, const char *rule,
                                const char *values, enum pal_verdict decided)
{
    const struct made_fields fields = fields_of(arena, of);
    return gives(rule_of(arena, &fields, rule), &fields, made_values(arena, &fields, values),
                 decided);
}

struct meaning {
    const char *fields, *rule, *values;
    enum pal_verdict verdict;
};

#define OPEN PAL_VERDICT_OPEN
#define FAIL PAL_VERDICT_FAIL
#define PASS PAL_VERDICT_PASS

static void check_all(struct pal_arena *arena, const struct meaning *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum pal_verdict is = verdict(arena, all[i].fields, all[i].rule, all[i].values, OPEN);
        if (is != all[i].verdict) {
            print_error("%s over \"%s\" gives %s, not %s\n", all[i].rule, all[i].values,
                        pal_verdict_ids[is], pal_verdict_ids[all[i].verdict]);
        }
        assert_int_equal(is, all[i].verdict);
    }
}

#define CHECK_ALL(arena, table) check_all((arena), (table), sizeof(table) / sizeof *(table))

/* ------------------------------------------------------------------------ the meaning */

#define PLACES "r:rows(a:yesno, n:integer, d:date)"

static void test_presence(void **state)
{
    static const struct meaning table[] = {
        {"f:text", "present(f)", "", FAIL},
        {"f:text", "present(f)", "f=word", PASS},
        {"f:person", "present(f)", "f=Ada", PASS},
        {"f:person", "present(f)", "f=/officer", PASS},
        {"f:person", "present(f)", "f=", FAIL},
        {"f:document", "present(f)", "f=policy", PASS},
        {"f:document", "present(f)", "f=policy!", FAIL},
        {"f:document", "present(f)", "f=@2026-01-01", FAIL},
        {"f:date", "present(f)", "f=2026-01-01", PASS},
        {"f:date", "present(f)", "f=never", FAIL},
        {"f:country", "present(f)", "f=FR", PASS},
        {"f:choice(a|b)", "present(f)", "f=a", PASS},
        {"f:integer", "present(f)", "f=0", PASS},
        {"f:drawn:x/3", "present(f)", "", FAIL},
        {PLACES, "present(r)", "", FAIL},
        {PLACES, "present(r)", "r=none", FAIL},
        {PLACES, "present(r)", "r=[]", FAIL},
        {PLACES, "present(r)", "r=[a=yes]", PASS},
        {PLACES, "none(r)", "", OPEN},
        {PLACES, "none(r)", "r=[]", OPEN},
        {PLACES, "none(r)", "r=none", PASS},
        {PLACES, "none(r)", "r=[a=yes]", FAIL},
    };
    CHECK_ALL(*state, table);
}

static void test_rows(void **state)
{
    static const struct meaning table[] = {
        {PLACES, "count(r) >= 1", "", OPEN},
        {PLACES, "count(r) >= 1", "r=[]", OPEN},
        {PLACES, "count(r) >= 1", "r=none", FAIL},
        {PLACES, "count(r) = 0", "r=none", PASS},
        {PLACES, "count(r) >= $T-1.count", "r=[a=yes|a=no]", PASS},
        {PLACES, "count(r) >= $T-1.count", "r=[a=yes]", FAIL},
        {PLACES, "all(r, a = yes)", "", OPEN},
        {PLACES, "all(r, a = yes)", "r=[]", OPEN},
        {PLACES, "all(r, a = yes)", "r=none", FAIL},
        {PLACES, "all(r, a = yes)", "r=[a=yes|a=yes]", PASS},
        {PLACES, "all(r, a = yes)", "r=[a=yes|n=1]", OPEN},
        {PLACES, "all(r, a = yes)", "r=[n=1|a=no]", FAIL},
        {PLACES, "any(r, a = yes)", "", OPEN},
        {PLACES, "any(r, a = yes)", "r=none", FAIL},
        {PLACES, "any(r, a = yes)", "r=[a=no|a=yes|n=1]", PASS},
        {PLACES, "any(r, a = yes)", "r=[a=no|n=1]", OPEN},
        {PLACES, "any(r, a = yes)", "r=[a=no|a=no]", FAIL},
        /* one row has to hold all of it */
        {PLACES, "any(r, a = yes and n >= 2)", "r=[a=yes,n=1|a=no,n=2]", FAIL},
        {PLACES, "any(r, a = yes and n >= 2)", "r=[a=yes,n=1|a=yes,n=2]", PASS},
        {PLACES, "any(r, a = yes) and any(r, n >= 2)", "r=[a=yes,n=1|a=no,n=2]", PASS},
        {PLACES, "all(r, (a = yes or n >= 2) and age(d) <= 2mo)",
         "r=[a=yes,d=2026-03-01|n=3,d=2026-02-01]", PASS},
        {PLACES, "all(r, age(d) <= 2mo)", "r=[d=2026-03-01|d=never]", FAIL},
        {PLACES, "all(r, decide)", "r=none", FAIL},
        {PLACES, "all(r, decide)", "r=[a=yes]", OPEN},
    };
    CHECK_ALL(*state, table);
    assert_int_equal(verdict(*state, PLACES, "all(r, decide)", "r=[a=no|a=no]", PASS), PASS);
    assert_int_equal(verdict(*state, PLACES, "any(r, decide)", "r=[a=no]", FAIL), FAIL);
    assert_int_equal(verdict(*state, PLACES, "any(r, decide)", "r=none", PASS), FAIL);
}

/* The day is 2026-03-31. */
static void test_age(void **state)
{
    static const struct meaning table[] = {
        {"f:date", "age(f) <= 12mo", "", OPEN},
        {"f:date", "age(f) <= 12mo", "f=never", FAIL},
        {"f:date", "age(f) > 12mo", "f=never", FAIL},
        {"f:date", "age(f) != 12mo", "f=never", FAIL},
        {"f:date", "age(f) <= 12mo", "f=2026-04-01", OPEN}, /* it cannot have been done */
        {"f:date", "age(f) >= 12mo", "f=2026-04-01", OPEN},
        {"f:date", "age(f) <= 0d", "f=2026-03-31", PASS},
        {"f:date", "age(f) <= 12mo", "f=2025-03-31", PASS},
        {"f:date", "age(f) <= 12mo", "f=2025-03-30", FAIL},
        {"f:date", "age(f) < 12mo", "f=2025-03-31", FAIL},
        {"f:date", "age(f) < 12mo", "f=2025-04-01", PASS},
        {"f:date", "age(f) = 12mo", "f=2025-03-31", PASS},
        {"f:date", "age(f) = 12mo", "f=2025-03-30", FAIL},
        {"f:date", "age(f) != 12mo", "f=2025-03-31", FAIL},
        {"f:date", "age(f) != 12mo", "f=2025-04-01", PASS},
        {"f:date", "age(f) >= 12mo", "f=2025-03-31", PASS},
        {"f:date", "age(f) >= 12mo", "f=2025-04-01", FAIL},
        {"f:date", "age(f) > 12mo", "f=2025-03-31", FAIL},
        {"f:date", "age(f) > 12mo", "f=2025-03-30", PASS},
        /* the last day of a shorter month */
        {"f:date", "age(f) <= 1mo", "f=2026-02-28", PASS},
        {"f:date", "age(f) <= 1mo", "f=2026-02-27", FAIL},
        {"f:date", "age(f) <= 25mo", "f=2024-02-29", PASS},
        {"f:date", "age(f) <= 25mo", "f=2024-02-28", FAIL},
        {"f:date", "age(f) <= 2y", "f=2024-03-31", PASS},
        {"f:date", "age(f) <= 2y", "f=2024-03-30", FAIL},
        {"f:date", "age(f) <= 999999999mo", "f=0001-01-01", PASS},
        {"f:date", "age(f) <= 999999999y", "f=0001-01-01", PASS},
        {"f:date", "age(f) <= 999999999d", "f=0001-01-01", PASS},
        {"f:date", "age(f) <= 30d", "f=2026-03-01", PASS},
        {"f:date", "age(f) <= 30d", "f=2026-02-28", FAIL},
        {"f:date", "age(f) <= 48h", "f=2026-03-29", PASS},
        {"f:date", "age(f) <= 47h", "f=2026-03-29", FAIL},
        {"f:date", "age(f) <= $T-1.age", "f=2025-03-31", PASS},
        {"f:date", "age(f) <= $T-1.years", "f=2024-09-30", PASS}, /* a year and a half */
        {"f:date", "age(f) <= $T-1.years", "f=2024-09-29", FAIL},
        {"f:date", "age(f) <= $T-1.days", "f=2026-03-30", PASS},
        {"f:date", "age(f) <= $T-1.days", "f=2026-03-29", FAIL},
        {"f:date", "age(f) <= $T-1.minutes", "f=2026-03-31", PASS},
        {"f:document", "age(f) <= 12mo", "f=plan@2025-04-01", PASS},
        {"f:document", "age(f) <= 12mo", "f=plan@2024-04-01", FAIL},
        {"f:document", "age(f) <= 12mo", "f=plan", OPEN},
        {"f:document", "age(f) <= 12mo", "", OPEN},
        {"f:date; g:date", "f <= g", "f=2026-01-01 g=2026-01-01", PASS},
        {"f:date; g:date", "f < g", "f=2026-01-01 g=2026-01-01", FAIL},
        {"f:date; g:date", "f < g", "f=2026-01-01 g=2027-01-01", PASS},
        {"f:date; g:date", "f < g", "f=2026-01-01 g=never", FAIL},
        {"f:date; g:date", "f < g", "g=never", FAIL},
        {"f:date; g:date", "f < g", "f=2026-01-01", OPEN},
    };
    CHECK_ALL(*state, table);
}

#define PARTS "f:integer; g:integer"

static void test_share_and_drawn(void **state)
{
    static const struct meaning table[] = {
        {PARTS, "share(f,g) >= 50%", "f=1", OPEN},
        {PARTS, "share(f,g) >= 50%", "g=1", OPEN},
        {PARTS, "share(f,g) >= 50%", "f=0 g=0", OPEN},
        {PARTS, "share(f,g) >= 0%", "f=1 g=0", OPEN},
        {PARTS, "share(f,g) >= 50%", "f=1 g=2", PASS},
        {PARTS, "share(f,g) > 50%", "f=1 g=2", FAIL},
        {PARTS, "share(f,g) = 50%", "f=1 g=2", PASS},
        {PARTS, "share(f,g) >= 34%", "f=1 g=3", FAIL}, /* 33.3: nothing is rounded */
        {PARTS, "share(f,g) >= 33%", "f=1 g=3", PASS},
        {PARTS, "share(f,g) != 33%", "f=1 g=3", PASS},
        {PARTS, "share(f,g) >= $T-1.share", "f=199 g=200", PASS}, /* 99.5 */
        {PARTS, "share(f,g) >= $T-1.share", "f=994 g=1000", FAIL},
        {PARTS, "share(f,g) >= 150%", "f=3 g=2", PASS}, /* a part above the whole stands */
        {PARTS, "share(f,g) >= 100%", "f=1000000000 g=1000000000", PASS},
        {PARTS, "share(f,g) >= 100%", "f=999999999 g=1000000000", FAIL},
        {PARTS, "share(f,g) >= 1000000000%", "f=10000000 g=1", PASS},
        {PARTS, "share(f,g) >= 1000000000%", "f=9999999 g=1", FAIL},
        {"s:drawn:x/6", "x(s) >= 5", "", OPEN},
        {"s:drawn:x/6", "x(s) >= 5", "s=0/0", OPEN},
        {"s:drawn:x/6", "x(s) >= 5", "s=2/2", OPEN}, /* fewer than half */
        {"s:drawn:x/6", "x(s) >= 5", "s=3/3", PASS},
        {"s:drawn:x/6", "x(s) >= 5", "s=2/3", FAIL}, /* 4 of 6 */
        {"s:drawn:x/6", "x(s) >= 4", "s=2/3", PASS},
        {"s:drawn:x/6", "x(s) >= 5", "s=5/6", PASS},
        {"s:drawn:x/6", "x(s) >= 5", "s=4/6", FAIL},
        {"s:drawn:x/6", "x(s) >= 5", "s=9/12", FAIL}, /* more than asked: the same share */
        {"s:drawn:x/6", "x(s) >= 5", "s=10/12", PASS},
        {"s:drawn:x/6", "x(s) = 3", "s=2/4", PASS},
        {"s:drawn:x/6", "x(s) < 3", "s=2/4", FAIL},
        {"s:drawn:x/5", "x(s) >= 2", "s=2/2", OPEN},
        {"s:drawn:x/5", "x(s) >= 5", "s=3/3", PASS},
        {"s:drawn:x/1", "x(s) >= $T-1.most", "s=1000000000/1", PASS},
        {"s:drawn:x/4000000000", "x(s) >= 1000000000", "s=0/1000000000", OPEN},
        {"s:drawn:x/2000000000", "x(s) >= 1000000000", "s=500000000/1000000000", PASS},
        {"s:drawn:x/2000000000", "x(s) >= 1000000000", "s=499999999/1000000000", FAIL},
    };
    CHECK_ALL(*state, table);
}

static void test_compared(void **state)
{
    static const struct meaning table[] = {
        {"f:yesno", "f = yes", "", OPEN},
        {"f:yesno", "f = yes", "f=yes", PASS},
        {"f:yesno", "f = yes", "f=no", FAIL},
        {"f:yesno", "f != yes", "f=no", PASS},
        {"f:yesno", "f = no", "f=no", PASS},
        {"f:yesno", "f != no", "", OPEN},
        {"f:choice(a|b|yes)", "f = b", "f=b", PASS},
        {"f:choice(a|b|yes)", "f = yes", "f=b", FAIL},
        {"f:choice(a|b|yes)", "f != a", "f=b", PASS},
        {"f:choice(a|b)", "f != a", "", OPEN},
        {"f:ladder", "step(f) >= 2", "", OPEN},
        {"f:ladder", "step(f) >= 2", "f=2", PASS},
        {"f:ladder", "step(f) >= 2", "f=1", FAIL},
        {"f:ladder", "step(f) >= $T-1.step", "f=3", PASS},
        {"f:ladder", "step(f) = 0", "f=0", PASS},
        {"f:integer", "f >= 2", "f=2", PASS},
        {"f:integer", "f > 2", "f=2", FAIL},
        {"f:integer", "f < 2", "f=1", PASS},
        {"f:integer", "f <= 2", "f=3", FAIL},
        {"f:integer", "f != 2", "f=3", PASS},
        {"f:integer", "f = $T-1.count", "f=2", PASS},
        {"f:integer", "f >= $T-1.most", "f=1000000000", PASS},
        {PARTS, "f <= g", "f=1 g=1", PASS},
        {PARTS, "f <= g", "f=2 g=1", FAIL},
        {PARTS, "f != g", "f=2 g=1", PASS},
        {PARTS, "f <= g", "f=1", OPEN},
        {PARTS, "f <= g", "g=1", OPEN},
        {"f:percent", "f >= 99%", "f=99", PASS},
        {"f:percent", "f >= 99%", "f=98.999", FAIL},
        {"f:percent", "f >= $T-1.share", "f=99.5", PASS},
        {"f:percent; g:percent", "f >= g", "f=99.95 g=99.9", PASS},
        {"f:number:h", "f <= 24h", "f=24", PASS},
        {"f:number:h", "f <= 24h", "f=24.001", FAIL},
        {"f:number:h", "f <= 1d", "f=24", PASS},
        {"f:number:h", "f <= $T-1.days", "f=36", PASS},
        {"f:number:h", "f <= $T-1.days", "f=36.001", FAIL},
        {"f:number:d", "f <= 36h", "f=1.5", PASS},
        {"f:number:d", "f <= 35h", "f=1.5", FAIL},
        {"f:number:d", "f < 1h", "f=0.041", PASS}, /* 59 minutes */
        {"f:number:d", "f < 1h", "f=0.042", FAIL}, /* one hour and 28 seconds */
        {"f:number:min", "f = 2h", "f=120", PASS},
        {"f:number:min", "f <= $T-1.minutes", "f=90", PASS},
        {"f:number:s", "f <= $T-1.minutes", "f=5400", PASS},
        {"f:number:s", "f <= $T-1.minutes", "f=5400.001", FAIL},
        {"f:number:d", "f <= 1000000000d", "f=1000000000", PASS},
        {"f:number:mo", "f >= $T-1.age", "f=12", PASS},
        {"f:number:mo", "f >= 13mo", "f=12", FAIL},
        {"f:number:Gbit/s", "f >= $T-1.gbits", "f=9.999", FAIL},
        {"f:number:km; g:number:km", "f >= g", "f=5 g=5", PASS},
    };
    CHECK_ALL(*state, table);
}

/* ---------------------------------------------------------------------------- and, or */

static void test_truth(void **state)
{
    static const char *const values[] = {[OPEN] = "", [FAIL] = "no", [PASS] = "yes"};
    static const int ands[3][3] = {[OPEN] = {[OPEN] = OPEN, [FAIL] = FAIL, [PASS] = OPEN},
                                   [FAIL] = {[OPEN] = FAIL, [FAIL] = FAIL, [PASS] = FAIL},
                                   [PASS] = {[OPEN] = OPEN, [FAIL] = FAIL, [PASS] = PASS}};
    static const int ors[3][3] = {[OPEN] = {[OPEN] = OPEN, [FAIL] = OPEN, [PASS] = PASS},
                                  [FAIL] = {[OPEN] = OPEN, [FAIL] = FAIL, [PASS] = PASS},
                                  [PASS] = {[OPEN] = PASS, [FAIL] = PASS, [PASS] = PASS}};
    for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
            char text[64] = "";
            size_t used = 0;
            if (a != OPEN) {
                used += (size_t)snprintf(text, sizeof text, "a=%s ", values[a]);
            }
            if (b != OPEN) {
                (void)snprintf(text + used, sizeof text - used, "b=%s", values[b]);
            }
            static const char of[] = "a:yesno; b:yesno";
            assert_int_equal(verdict(*state, of, "a = yes and b = yes", text, OPEN), ands[a][b]);
            assert_int_equal(verdict(*state, of, "a = yes or b = yes", text, OPEN), ors[a][b]);
        }
    }
}

#define FOUR "a:yesno; b:yesno; c:yesno; d:yesno"

static void test_precedence(void **state)
{
    static const struct meaning table[] = {
        {FOUR, "a = yes or b = yes and c = yes", "a=yes b=no c=no", PASS},
        {FOUR, "a = yes and b = yes or c = yes", "a=no b=no c=yes", PASS},
        {FOUR, "(a = yes or b = yes) and c = yes", "a=yes b=no c=no", FAIL},
        {FOUR, "a = yes and (b = yes or c = yes)", "a=no b=no c=yes", FAIL},
        {FOUR, "a = yes and b = yes or c = yes and d = yes", "a=no b=yes c=yes d=yes", PASS},
        {FOUR, "a = yes or b = yes and c = yes or d = yes", "a=no b=yes c=no d=no", FAIL},
        {FOUR, "((a = yes))", "a=yes", PASS},
        {FOUR, "(a=yes)and(b=yes)or(c=yes)", "a=yes b=yes c=no", PASS},
    };
    CHECK_ALL(*state, table);
}

static void test_decide(void **state)
{
    static const enum pal_verdict all[] = {OPEN, FAIL, PASS};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        enum pal_verdict decided = all[i];
        assert_int_equal(verdict(*state, FOUR, "decide", "", decided), decided);
        assert_int_equal(verdict(*state, FOUR, "a = yes and decide", "a=no", decided), FAIL);
        assert_int_equal(verdict(*state, FOUR, "a = yes and decide", "a=yes", decided), decided);
        assert_int_equal(verdict(*state, FOUR, "a = yes or decide", "a=yes", decided), PASS);
    }
    static const struct {
        const char *rule;
        bool asks;
    } asked[] = {{"decide", true},
                 {"a = yes", false},
                 {"a = yes and (b = yes or decide)", true},
                 {"all(r, decide)", true},
                 {"all(r, n >= 1)", false}};
    const struct made_fields fields = fields_of(*state, "a:yesno; b:yesno; " PLACES);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        assert_int_equal(pal_rule_asks_person(rule_of(*state, &fields, asked[i].rule)),
                         asked[i].asks);
    }
}

/* A name is a function, or a word of the grammar, only where it stands as one. */
static void test_names(void **state)
{
    static const struct meaning table[] = {
        {"count:integer", "count >= 2", "count=2", PASS},
        {"count:rows(count:integer)", "count(count) >= 1 and all(count, count = 3)",
         "count=[count=3]", PASS},
        {"age:date", "age(age) <= 1y", "age=2026-01-01", PASS},
        {"x:drawn:x/3", "x(x) >= 3", "x=3/3", PASS},
        {"decide:yesno", "decide = yes", "decide=yes", PASS},
        {"decide:yesno", "decide", "decide=yes", OPEN},
        {"or:yesno; and:yesno", "or = yes or and = yes and or = no", "or=yes and=no", PASS},
        {"f:choice(or|and)", "f = or or f = and", "f=and", PASS},
        {"a_b_:yesno", "a_b_ = yes", "a_b_=yes", PASS},
    };
    CHECK_ALL(*state, table);
}

static void test_blanks(void **state)
{
    static const struct meaning table[] = {
        {"f:date", "age(f)<=12mo", "f=2026-01-01", PASS},
        {"f:date", "  age ( f )\t<= \n 12mo\r\n ", "f=2026-01-01", PASS},
        {"f:integer", "f>=$T-1.count", "f=2", PASS},
        {PARTS, "share ( f , g )>=50%and f>=1", "f=1 g=2", PASS},
        {PLACES, "all(r,n>=1)", "r=[n=1]", PASS},
    };
    CHECK_ALL(*state, table);
}

/* --------------------------------------------------------------------------- the material */

/* The next cell of a tab-separated line, which it cuts. */
static char *cell(char **at)
{
    char *start = *at;
    *at += strcspn(*at, "\t\n");
    if (**at != '\0') {
        *(*at)++ = '\0';
    }
    return start;
}

static size_t read_thresholds(struct pal_arena *arena, char *text,
                              struct pal_questionnaire *material)
{
    enum { MOST = 200 };
    material->thresholds = PAL_NEW(arena, struct pal_threshold, MOST);
    for (char *at = text; *at != '\0'; material->threshold_count++) {
        struct pal_threshold *one = &material->thresholds[material->threshold_count];
        one->name = cell(&at);
        assert_true(pal_unit_find(cell(&at), &one->unit));
        one->value = PAL_THOUSANDTHS;
    }
    return material->threshold_count;
}

/* Every rule of the built-in questionnaire and of the interview guide is one over its own fields,
 * and none passes where nothing is answered. */
static void test_material(void **state)
{
    struct pal_questionnaire material = {.id = "material"};
    char *units = read_file("tests/fixtures/pass-rules/thresholds.tsv", NULL);
    char *rules = read_file("tests/fixtures/pass-rules/rules.tsv", NULL);
    assert_int_equal(read_thresholds(*state, units, &material), 133);
    int64_t in_force[200];
    pal_thresholds_in_force(&material, NULL, NULL, 0, in_force);
    const struct pal_rule_facts facts = {DAY, in_force, PAL_VERDICT_OPEN};
    size_t count = 0;
    for (char *at = rules; *at != '\0'; count++) {
        const char *id = cell(&at);
        const struct made_fields fields = fields_of(*state, cell(&at));
        const char *text = cell(&at);
        const struct pal_rule_part *rule;
        struct pal_rule_fault fault;
        enum pal_rc rc =
            pal_rule_read(text, fields.items, fields.count, &material, NULL, *state, &rule, &fault);
        if (rc != PAL_OK) {
            print_error("%s: %s\nat %zu: %s\n", id, text, fault.at, fault.text);
        }
        assert_int_equal(rc, PAL_OK);
        assert_int_not_equal(
            pal_rule_gives(rule, fields.items, made_values(*state, &fields, ""), &facts), PASS);
    }
    assert_int_equal(count, 135 + 29 + 1);
    free(units);
    free(rules);
}

/* --------------------------------------------------------------------------- chance */

/* A rule of chance, of at most so many levels. */
static void make_rule(uint64_t *random, int levels, struct pal_buf *out)
{
    if (levels == 0) {
        pal_buf_add(out, next_random(random) % 8 == 0 ? "decide" : pick(random, rule_terms, TERMS));
        return;
    }
    static const char *const joins[] = {" and ", " or "};
    size_t count = 1 + next_random(random) % 3;
    for (size_t i = 0; i < count; i++) {
        bool is_group = next_random(random) % 2 == 0;
        pal_buf_add(out, i > 0 ? pick(random, joins, 2) : "");
        pal_buf_add(out, is_group ? "(" : "");
        make_rule(random, levels - 1, out);
        pal_buf_add(out, is_group ? ")" : "");
    }
}

static const char *const words_of[PAL_FIELD_TYPE_COUNT][4] = {
    [PAL_FIELD_YESNO] = {"yes", "no"},
    [PAL_FIELD_LADDER] = {"0", "2", "3"},
    [PAL_FIELD_PERCENT] = {"0", "98.999", "99", "1000000000"},
    [PAL_FIELD_INTEGER] = {"0", "1", "7", "1000000000"},
    [PAL_FIELD_NUMBER] = {"0", "24", "90.5", "1000000000"},
    [PAL_FIELD_DATE] = {"2026-01-01", "0001-01-01", "9999-12-31", "never"},
    [PAL_FIELD_PERSON] = {"Ada", "/role", ""},
    [PAL_FIELD_TEXT] = {"word"},
    [PAL_FIELD_DOCUMENT] = {"plan", "plan@2026-03-01", "plan!@2020-02-29", "@2026-01-01"},
    [PAL_FIELD_CHOICE] = {"day", "night"},
    [PAL_FIELD_COUNTRY] = {"FR"},
    [PAL_FIELD_ROWS] = {"none", "[]", "[held=2026-03-01,good=2|good=0]", "[held=never|good=2]"},
    [PAL_FIELD_DRAWN] = {"0/0", "2/2", "5/6", "1000000000/1000000000"},
};

static struct pal_answer_value *random_values(struct pal_arena *arena, uint64_t *random,
                                              const struct made_fields *fields)
{
    struct pal_answer_value *values = PAL_NEW(arena, struct pal_answer_value, fields->count);
    for (size_t i = 0; i < fields->count; i++) {
        const char *word = words_of[fields->items[i].type][next_random(random) % 4];
        if (word != NULL && next_random(random) % 4 != 0) {
            made_value(arena, &fields->items[i], pal_arena_copy(arena, word, strlen(word)),
                       &values[i]);
        }
        if (next_random(random) % 16 == 0) { /* what no reader lets in is no crash, either */
            values[i].number = (int64_t)next_random(random);
            values[i].drawn = (int64_t)next_random(random);
        }
    }
    return values;
}

static void test_chance(void **state)
{
    uint64_t random = 15;
    size_t seen[PAL_VERDICT_COUNT] = {0};
    for (int round = 0; round < 4000; round++) {
        struct pal_arena arena;
        struct pal_buf text;
        pal_arena_init(&arena, NULL);
        pal_buf_init(&text, 1 << 16, NULL);
        make_rule(&random, 1 + round % 4, &text);
        const struct made_fields fields = fields_of(&arena, MIX);
        const struct pal_answer_value *empty = made_values(&arena, &fields, "");
        if (text.len <= PAL_RULE_LENGTH_MOST) {
            const struct pal_rule_part *rule = rule_of(&arena, &fields, pal_buf_text(&text));
            for (int i = 0; i < 8; i++) {
                const struct pal_answer_value *values = random_values(&arena, &random, &fields);
                enum pal_verdict decided =
                    (enum pal_verdict)(next_random(&random) % PAL_VERDICT_COUNT);
                seen[gives(rule, &fields, values, decided)]++;
            }
            assert_int_not_equal(gives(rule, &fields, empty, PAL_VERDICT_OPEN), PASS);
            assert_int_not_equal(gives(rule, &fields, empty, PAL_VERDICT_FAIL), PASS);
            assert_true(gives(rule, &fields, empty, PAL_VERDICT_PASS) != PASS ||
                        pal_rule_asks_person(rule));
        }
        pal_buf_done(&text);
        pal_arena_done(&arena);
    }
    for (int i = 0; i < PAL_VERDICT_COUNT; i++) {
        assert_true(seen[i] > 1000);
    }
    (void)state;
}

/* How good a verdict is. */
static int rank(enum pal_verdict verdict_of)
{
    return verdict_of == PASS ? 2 : verdict_of == OPEN ? 1 : 0;
}

static void set_yesno(struct pal_answer_value *value, int rank_of)
{
    *value = (struct pal_answer_value){.state = rank_of == 1 ? PAL_BLANK_EMPTY : PAL_BLANK_FILLED,
                                       .number = rank_of == 2};
}

static void make_yes_rule(uint64_t *random, int levels, struct pal_buf *out)
{
    size_t count = levels == 0 ? 1 : 1 + next_random(random) % 3;
    for (size_t i = 0; i < count; i++) {
        static const char *const joins[] = {" and ", " or "};
        static const char *const yes[] = {"a = yes", "b = yes", "c = yes", "d = yes"};
        pal_buf_add(out, i > 0 ? pick(random, joins, 2) : "");
        if (levels == 0) {
            pal_buf_add(out, pick(random, yes, 4));
        } else {
            pal_buf_add(out, "(");
            make_yes_rule(random, levels - 1, out);
            pal_buf_add(out, ")");
        }
    }
}

/* There is no negation: where a part gets better, the whole does not get worse. */
static void test_monotone(void **state)
{
    uint64_t random = 16;
    for (int round = 0; round < 300; round++) {
        struct pal_buf text;
        pal_buf_init(&text, 1 << 16, NULL);
        make_yes_rule(&random, 3, &text);
        const struct made_fields fields = fields_of(*state, FOUR);
        struct pal_answer_value values[4];
        if (text.len <= PAL_RULE_LENGTH_MOST) {
            const struct pal_rule_part *rule = rule_of(*state, &fields, pal_buf_text(&text));
            for (int all = 0; all < 81; all++) {
                const int ranks[] = {all % 3, all / 3 % 3, all / 9 % 3, all / 27};
                for (int i = 0; i < 4; i++) {
                    set_yesno(&values[i], ranks[i]);
                }
                int before = rank(gives(rule, &fields, values, OPEN));
                for (int i = 0; i < 4; i++) {
                    set_yesno(&values[i], ranks[i] < 2 ? ranks[i] + 1 : 2);
                    assert_true(rank(gives(rule, &fields, values, OPEN)) >= before);
                    set_yesno(&values[i], ranks[i]);
                }
            }
        }
        pal_buf_done(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_presence), CASE(test_rows),   CASE(test_age),        CASE(test_share_and_drawn),
        CASE(test_compared), CASE(test_truth),  CASE(test_precedence), CASE(test_decide),
        CASE(test_names),    CASE(test_blanks), CASE(test_material),   CASE(test_chance),
        CASE(test_monotone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
