/* changes: what changed from one text of a document to another, as members, steps and demands. */
#include "helpers.h"

#include "app/desk/changes.h"
#include "failing.h"

/* The changes of two texts as lines: "path: before -> after", "PA01/1.1 checked: F -> P" … */
static const char *told(struct pal_app *app, const char *before, const char *after,
                        enum pal_told_as as, enum pal_told_as *how)
{
    const struct pal_two_texts texts = {before, strlen(before), after, strlen(after)};
    struct pal_told_changes changes;
    const char *out = "";
    assert_int_equal(pal_app_changes(app, &texts, as, &changes), PAL_OK);
    *how = changes.as;
    for (size_t i = 0; i < changes.steps.mark_count; i++) {
        const struct pal_mark_change *mark = &changes.steps.marks[i];
        const struct pal_area *area = &changes.model->areas[mark->area];
        out = pal_arena_printf(&app->arena, "%s%s/%s %s: %s -> %s\n", out, area->id,
                               mark->step >= 0 ? area->ladder->steps[mark->step].id : "*",
                               pal_mark_lane_ids[mark->lane], pal_rating_ids[mark->before],
                               pal_rating_ids[mark->after]);
    }
    for (size_t i = 0; i < changes.steps.note_count; i++) {
        const struct pal_note_change *note = &changes.steps.notes[i];
        const char *was = pal_text_in(&note->before, PAL_LANG_EN);
        const char *is = pal_text_in(&note->after, PAL_LANG_EN);
        out = pal_arena_printf(&app->arena, "%sreason: %s -> %s\n", out, was != NULL ? was : "",
                               is != NULL ? is : "");
    }
    for (size_t i = 0; i < changes.demands.demand_count; i++) {
        const struct pal_demand_change *demand = &changes.demands.demands[i];
        const struct pal_area *area = &changes.model->areas[demand->area];
        out = pal_arena_printf(&app->arena, "%s%s/%s +%llx -%llx\n", out, area->id,
                               area->ladder->steps[demand->step].id,
                               (unsigned long long)demand->added,
                               (unsigned long long)demand->removed);
    }
    for (size_t i = 0; i < changes.members.count; i++) {
        const struct pal_member_change *member = &changes.members.items[i];
        out = pal_arena_printf(&app->arena, "%s%s: %s -> %s\n", out, member->path,
                               member->before != NULL ? member->before : "none",
                               member->after != NULL ? member->after : "none");
    }
    assert_non_null(out);
    return out;
}

static void check(const char *before, const char *after, enum pal_told_as as,
                  enum pal_told_as expected_how, const char *expected)
{
    struct pal_app app;
    enum pal_told_as how;
    pal_app_init(&app);
    assert_string_equal(told(&app, before, after, as, &how), expected);
    assert_int_equal(how, expected_how);
    pal_app_done(&app);
}

#define MET "palier: meeting/1\nid: m\ntitle: T\n"

static void test_members(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"", "", ""},
        {"date: 2026-01-10\n", "date: 2026-01-11\n", "date: 2026-01-10 -> 2026-01-11\n"},
        {"", "minutes: Said\n", "minutes: none -> Said\n"},
        {"minutes: Said\n", "# a remark\nminutes: \"Said\"\n", ""},
        {"participants: [Ada, Ben]\n", "participants: [Ben, Cleo]\n",
         "participants: Ada -> none\nparticipants: none -> Cleo\n"},
        {"laws: [{id: a, title: A}, {id: b, title: B}]\n",
         "laws: [{id: b, title: B, applies: false}, {id: a, title: {en: A, fr: A}}]\n",
         "laws[a].title: A -> en: A, fr: A\nlaws[b].applies: none -> false\n"},
        {"laws: [{id: a, title: {en: A, fr: B}}]\n", "laws: [{id: a, title: {en: A, fr: C}}]\n",
         "laws[a].title.fr: B -> C\n"},
        {"laws: [{id: a, title: A}]\n", "laws: [{id: a, title: A}, {id: c, title: C}]\n",
         "laws[c]: none -> id: c, title: C\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char before[512];
        char after[512];
        (void)snprintf(before, sizeof before, "%s%s", MET, cases[i][0]);
        (void)snprintf(after, sizeof after, "%s%s", MET, cases[i][1]);
        check(before, after, PAL_TOLD_AS_FIELDS, PAL_TOLD_AS_FIELDS, cases[i][2]);
    }
}

#define LADDERS                                                                                    \
    "palier: model/1\nid: m\ntitle: T\nlevels: [{rank: 0}, {rank: 1}]\nrating: {rule: staged}\n"
#define STEP(id) "{id: " id ", level: 1, title: S}"
#define AREA(id) "{id: " id ", title: A, category: w, actor: expert}"
#define RULE     "palier: needs-rule/1\nid: r\ntitle: T\nmodel: m\nexposure: {id: e, title: E}\n"

/* Where a list is read in its order, another order is a change; where each place means something,
 * what stands there is. */
static void test_order(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {LADDERS "ladder: [" STEP("a") ", " STEP("b") ", " STEP("c") ", " STEP(
             "d") "]\nareas: [" AREA("X") "]\n",
         LADDERS "ladder: [" STEP("a") ", " STEP("c") ", " STEP("b") ", " STEP(
             "d") "]\nareas: [" AREA("X") "]\n",
         "ladder: b, c -> c, b\n"},
        {LADDERS "ladder: [" STEP("a") "]\nareas: [" AREA("X") ", " AREA("Y") "]\n",
         LADDERS "ladder: [" STEP("a") "]\nareas: [" AREA("Y") ", " AREA("Z") ", " AREA("X") "]\n",
         "areas[Z]: none -> id: Z, title: A, category: w, actor: expert\nareas: X, Y -> Y, X\n"},
        {"palier: process/1\nid: p\ntitle: T\nsteps: [{id: needs, title: N}, {id: visit, title: "
         "V}]\n",
         "palier: process/1\nid: p\ntitle: T\nsteps: [{id: visit, title: V}, {id: needs, title: "
         "N}]\n",
         "steps: needs, visit -> visit, needs\n"},
        {MET "agenda: [One, Two]\n", MET "agenda: [Two, One]\n", "agenda: One, Two -> Two, One\n"},
        {RULE "degrees: [none, level 1, level 2, all]\n",
         RULE "degrees: [none, level 2, level 1, all]\n",
         "degrees[2]: level 1 -> level 2\ndegrees[3]: level 2 -> level 1\n"},
        {MET "participants: [Ada, Ben]\n", MET "participants: [Ben, Ada]\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check(cases[i][0], cases[i][1], PAL_TOLD_AS_FIELDS, PAL_TOLD_AS_FIELDS, cases[i][2]);
    }
}

#define ASSESSED                                                                                   \
    "palier: assessment/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nprovider: P\nproject: Q\n"         \
    "date: 2026-01-10\n"

static void test_steps(void **state)
{
    (void)state;
    static const char before[] = ASSESSED "ratings:\n  PA01: {\"1.1\": F, \"2.1\": L}\n"
                                          "notes:\n  PA01/1.1: Seen\n  PA02: Old\n";
    static const char after[] = ASSESSED "ratings:\n  PA01: {\"1.1\": P, \"2.1\": L}\n"
                                         "  PA02: not applicable\nclaimed:\n  PA01: {\"2.2\": F}\n"
                                         "assessors: [Ada]\nnotes:\n  PA01/1.1: Not all of it\n";
    check(before, after, PAL_TOLD_AS_STEPS, PAL_TOLD_AS_STEPS,
          "PA01/1.1 checked: F -> P\nPA02/* checked:  -> not applicable\n"
          "PA01/2.2 claimed:  -> F\nreason: Seen -> Not all of it\nreason: Old -> \n"
          "assessors: none -> Ada\n");
    check(before, before, PAL_TOLD_AS_STEPS, PAL_TOLD_AS_STEPS, "");
    /* What is for a model that is not there is told as members. */
    check("palier: assessment/1\nid: a\ntitle: T\nmodel: gone\nratings: {A: all}\n",
          "palier: assessment/1\nid: a\ntitle: T\nmodel: gone\nratings: {A: none}\n",
          PAL_TOLD_AS_STEPS, PAL_TOLD_AS_FIELDS, "ratings.A: all -> none\n");
}

#define AIMED "palier: profile/1\nid: p\ntitle: T\nmodel: sse-cmm-2.0\n"

static void test_demands(void **state)
{
    (void)state;
    check(AIMED "targets: {PA01: \"1.1\"}\n", AIMED "targets: {PA01: [\"1.1\", \"2.1\"]}\n",
          PAL_TOLD_AS_TARGETS, PAL_TOLD_AS_TARGETS, "PA01/2.1 +1 -0\n");
    check(AIMED "targets: {PA01: {calm: none, busy: \"1.1\"}}\n",
          AIMED "targets: {PA01: {calm: \"1.1\", busy: none}}\n", PAL_TOLD_AS_TARGETS,
          PAL_TOLD_AS_TARGETS, "PA01/1.1 +1 -2\n");
    /* Without levels it demands the same at each. */
    check(AIMED "targets: {PA01: \"1.1\"}\n",
          AIMED "targets: {PA01: {calm: none, busy: \"1.1\"}}\n", PAL_TOLD_AS_TARGETS,
          PAL_TOLD_AS_TARGETS, "PA01/1.1 +0 -1\n");
    check(AIMED "targets: {PA01: all}\nparameters: {days: \"3\"}\n",
          AIMED "targets: {PA01: all}\nparameters: {days: \"4\"}\n", PAL_TOLD_AS_TARGETS,
          PAL_TOLD_AS_TARGETS, "parameters.days: 3 -> 4\n");
}

static void test_numbers(void **state)
{
    (void)state;
    static const char head[] = "palier: budget/1\nid: b\ntitle: T\nstart: 2026-01-01\n"
                               "period: quarter\nperiods: 3\nmoney: 5\nminutes: {provider: ";
    char before[256];
    char after[256];
    (void)snprintf(before, sizeof before, "%s[60, 120, 60]}\n", head);
    (void)snprintf(after, sizeof after, "%s[60, 180, 60]}\n", head);
    check(before, after, PAL_TOLD_AS_FIELDS, PAL_TOLD_AS_FIELDS,
          "minutes.provider[2]: 120 -> 180\n");
}

static void test_lines_alone(void **state)
{
    (void)state;
    check(MET, "palier: [\n", PAL_TOLD_AS_FIELDS, PAL_TOLD_AS_LINES, "");
    check(MET, "palier: provider/1\nid: m\ntitle: T\n", PAL_TOLD_AS_FIELDS, PAL_TOLD_AS_LINES, "");
}

/* A list of so many laws, the last first where it is turned. */
static char *laws(size_t count, bool is_turned)
{
    size_t room = 64 + count * 40;
    char *text = malloc(room);
    assert_non_null(text);
    size_t used = (size_t)snprintf(text, room, "%slaws:\n", MET);
    for (size_t i = 0; i < count; i++) {
        size_t at = is_turned ? count - 1 - i : i;
        used += (size_t)snprintf(text + used, room - used, " - {id: l%zu, title: %c}\n", at,
                                 is_turned ? 'B' : 'A');
    }
    return text;
}

static void test_limits(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        size_t count = i == 0 ? 1500 : 20000; /* more than are told; more than are looked at */
        char *before = laws(count, false);
        char *after = laws(count, true);
        const struct pal_two_texts texts = {before, strlen(before), after, strlen(after)};
        struct pal_told_changes changes;
        struct pal_app app;
        pal_app_init(&app);
        assert_int_equal(pal_app_changes(&app, &texts, PAL_TOLD_AS_FIELDS, &changes), PAL_OK);
        assert_int_equal(changes.as, i == 0 ? PAL_TOLD_AS_FIELDS : PAL_TOLD_AS_LINES);
        assert_int_equal(changes.members.is_cut, i == 0);
        assert_int_equal(changes.why != NULL, i == 1);
        pal_app_done(&app);
        free(before);
        free(after);
    }
    char *line = malloc(PAL_CHANGES_BYTES + 64);
    assert_non_null(line);
    size_t head = (size_t)snprintf(line, 64, "%s#", MET);
    memset(line + head, 'x', PAL_CHANGES_BYTES);
    line[head + PAL_CHANGES_BYTES] = '\0';
    check(MET, line, PAL_TOLD_AS_FIELDS, PAL_TOLD_AS_LINES, "");
    free(line);
}

/* Wherever memory ends, that is what it says. */
static void test_short_memory(void **state)
{
    (void)state;
    static const char before[] = MET "laws: [{id: a, title: A}]\n";
    static const char after[] = MET "laws: [{id: a, title: B}]\n";
    const struct pal_two_texts texts = {before, strlen(before), after, strlen(after)};
    enum pal_rc rc = PAL_E_MEMORY;
    size_t tried = 0;
    for (; rc == PAL_E_MEMORY; tried++) {
        struct failing failing = {.fail_at = tried};
        struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_told_changes changes;
        struct pal_app app;
        pal_app_init_in(&app, &alloc);
        rc = pal_app_changes(&app, &texts, PAL_TOLD_AS_FIELDS, &changes);
        assert_true(rc == PAL_OK || rc == PAL_E_MEMORY);
        assert_true(rc != PAL_OK || changes.as == PAL_TOLD_AS_FIELDS);
        pal_app_done(&app);
    }
    assert_true(tried > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),     cmocka_unit_test(test_order),
        cmocka_unit_test(test_steps),       cmocka_unit_test(test_demands),
        cmocka_unit_test(test_lines_alone), cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_limits),      cmocka_unit_test(test_short_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
