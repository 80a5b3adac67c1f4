/* core/case/rights over the table that is built in: who gives what, and which roles do not go
 * together. What is expected stands here again, by hand. */
#include "helpers.h"

#include "core/case/rights.h"

static const struct pal_rights *read_rights(struct reading *reading)
{
    const struct pal_library_file *file = pal_library_find("rights", "palier-1");
    assert_non_null(file);
    struct pal_node *root = read_tree(reading, (const char *)file->bytes);
    const struct pal_rights *rights = root != NULL ? pal_rights_read(&reading->reader, root) : NULL;
    if (rights == NULL) {
        print_problems(reading);
    }
    assert_non_null(rights);
    return rights;
}

/* What the table says beside what is decided by it, for those who read it. */
static void expect_words(void)
{
    struct reading reading;
    reading_init(&reading);
    const struct pal_library_file *file = pal_library_find("rights", "palier-1");
    struct pal_node *root = read_tree(&reading, (const char *)file->bytes);
    const struct pal_node *rule = pal_node_get(root, "grants")->first;
    const struct pal_node *duty = pal_node_get(root, "duties")->first;
    for (; rule != NULL; rule = rule->next) {
        struct pal_text note = pal_node_in_languages(pal_node_get(rule, "note"));
        for (enum pal_lang lang = 0; lang < PAL_LANG_COUNT; lang++) {
            assert_non_null(note.in[lang]);
        }
    }
    for (; duty != NULL; duty = duty->next) {
        const struct pal_node *acts = pal_node_get(duty, "b_acts");
        assert_true(pal_node_count(pal_node_get(duty, "a_acts")) > 0 && pal_node_count(acts) > 0);
        if (strcmp(pal_node_text(pal_node_get(duty, "id")), "D21") == 0) {
            assert_string_equal(pal_node_text(pal_node_get(duty, "origin")), "proposed");
            assert_string_equal(pal_node_text(acts->first), "admit_late");
        }
    }
    reading_done(&reading);
}

static void test_table(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_rights *rights = read_rights(&reading);
    assert_int_equal(rights->rule_count, 22);
    assert_int_equal(rights->duty_count, 25);
    assert_string_equal(pal_rights_role_of(rights, "choose"), "project_manager");
    assert_string_equal(pal_rights_role_of(rights, "rate"), "expert");
    assert_string_equal(pal_rights_role_of(rights, "answer"), "provider");
    assert_null(pal_rights_role_of(rights, "open_first")); /* no role's, though a duty names it */
    assert_null(pal_rights_role_of(rights, "sing"));
    for (size_t i = 0; i < rights->duty_count; i++) {
        const struct pal_duty *duty = &rights->duties[i];
        for (enum pal_lang lang = 0; lang < PAL_LANG_COUNT; lang++) {
            assert_non_null(duty->reason.in[lang]);
            assert_non_null(duty->a_title.in[lang]);
            assert_non_null(duty->b_title.in[lang]);
        }
    }
    const struct pal_duty *late = pal_rights_duty(rights, "D21");
    assert_int_equal(late->kind, PAL_DUTY_ROLE_AND_ACT);
    assert_true(late->is_of_tenders);
    assert_int_equal(late->lifter, PAL_LIFTED_BY_OPERATOR);
    assert_null(pal_rights_duty(rights, "D99"));
    expect_words();
    reading_done(&reading);
}

static void test_places(void **state)
{
    (void)state;
    static const struct {
        const char *role;
        bool everywhere;
        bool project;
    } places[] = {{"administrator", true, false},
                  {"auditor", true, true},
                  {"expert", true, true},
                  {"project_manager", true, true},
                  {"approving_authority", true, true},
                  {"provider", false, true},
                  {"keeper", false, true},
                  {"any", true, true},
                  {"nothing", false, false}};
    struct reading reading;
    reading_init(&reading);
    const struct pal_rights *rights = read_rights(&reading);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        assert_int_equal(pal_rights_fits(rights, places[i].role, "*"), places[i].everywhere);
        assert_int_equal(pal_rights_fits(rights, places[i].role, "p"), places[i].project);
    }
    reading_done(&reading);
}

enum { SELF = 1, CREATING = 2, CREATED = 4, HELD = 8, TENDER = 16, OPERATOR = 32, TAKE = 64 };

static enum pal_giving_says ask(const struct pal_rights *rights, const char *giver,
                                const char *where, const char *role, const char *project, int flags,
                                const char **rule)
{
    const struct pal_held held = {giver, where};
    const struct pal_grant_rule *found;
    const struct pal_giving giving = {.held = &held,
                                      .held_count = 1,
                                      .is_operator = (flags & OPERATOR) != 0,
                                      .wanted = {role, project},
                                      .is_to_oneself = (flags & SELF) != 0,
                                      .is_creating = (flags & CREATING) != 0,
                                      .has_created = (flags & CREATED) != 0,
                                      .is_held = (flags & HELD) != 0,
                                      .is_tender = (flags & TENDER) != 0};
    enum pal_giving_says says = (flags & TAKE) != 0 ? pal_rights_take(rights, &giving, &found)
                                                    : pal_rights_give(rights, &giving, &found);
    *rule = found != NULL ? found->id : "";
    return says;
}

static void test_giving(void **state)
{
    (void)state;
    static const struct {
        const char *giver, *where, *role, *project;
        int flags;
        enum pal_giving_says says;
        const char *rule;
    } cases[] = {
        {"administrator", "*", "administrator", "*", 0, PAL_GIVING_ALLOWED, "G04"},
        {"administrator", "*", "administrator", "*", SELF, PAL_GIVING_NOT_ONESELF, "G04"},
        {"administrator", "*", "auditor", "*", SELF, PAL_GIVING_NOT_ONESELF, "G05"},
        {"administrator", "*", "auditor", "*", SELF | TAKE, PAL_GIVING_ALLOWED, "G05"},
        {"administrator", "*", "provider", "p", 0, PAL_GIVING_ALLOWED, "G13"},
        {"administrator", "*", "provider", "*", 0, PAL_GIVING_NOWHERE, ""},
        {"administrator", "*", "administrator", "p", 0, PAL_GIVING_NOWHERE, ""},
        /* What stands where it cannot be held is taken away all the same. */
        {"administrator", "*", "provider", "*", TAKE, PAL_GIVING_ALLOWED, "G13"},
        {"project_manager", "p", "provider", "*", TAKE, PAL_GIVING_NOT_YOURS, ""},
        {"project_manager", "p", "expert", "p", 0, PAL_GIVING_ALLOWED, "G16"},
        {"project_manager", "p", "expert", "p", SELF, PAL_GIVING_NOT_ONESELF, "G16"},
        {"project_manager", "p", "expert", "q", 0, PAL_GIVING_NOT_YOURS, ""},
        {"project_manager", "*", "expert", "q", 0, PAL_GIVING_ALLOWED, "G16"},
        {"project_manager", "*", "expert", "*", 0, PAL_GIVING_NOT_YOURS, ""},
        {"project_manager", "p", "project_manager", "p", 0, PAL_GIVING_ALLOWED, "G15"},
        {"project_manager", "p", "auditor", "p", 0, PAL_GIVING_NOT_YOURS, ""},
        {"project_manager", "p", "auditor", "p", TAKE, PAL_GIVING_NOT_YOURS, ""},
        {"project_manager", "p", "administrator", "*", 0, PAL_GIVING_NOT_YOURS, ""},
        {"project_manager", "p", "keeper", "p", 0, PAL_GIVING_NOT_YOURS, "G19"},
        {"project_manager", "p", "keeper", "p", TENDER, PAL_GIVING_ALLOWED, "G19"},
        {"project_manager", "p", "project_manager", "p", SELF | CREATING, PAL_GIVING_ALLOWED,
         "G22"},
        {"expert", "*", "project_manager", "p", 0, PAL_GIVING_NOT_YOURS, "G20"},
        {"expert", "*", "project_manager", "p", CREATED, PAL_GIVING_ALLOWED, "G20"},
        {"expert", "p", "project_manager", "p", CREATED | HELD, PAL_GIVING_NOT_FIRST, "G20"},
        {"expert", "p", "project_manager", "p", CREATED | HELD | TAKE, PAL_GIVING_NOT_FIRST, "G20"},
        {"expert", "p", "project_manager", "p", CREATED | SELF, PAL_GIVING_NOT_ONESELF, "G20"},
        {"expert", "p", "expert", "p", SELF, PAL_GIVING_NOT_YOURS, "G21"},
        {"expert", "*", "expert", "p", SELF | CREATING, PAL_GIVING_ALLOWED, "G21"},
        {"auditor", "*", "expert", "p", CREATED, PAL_GIVING_NOT_YOURS, ""},
        {"provider", "p", "provider", "p", 0, PAL_GIVING_NOT_YOURS, ""},
        {"none", "*", "expert", "p", OPERATOR, PAL_GIVING_ALLOWED, "G03"},
        {"none", "*", "administrator", "*", OPERATOR | SELF, PAL_GIVING_ALLOWED, "G01"},
        {"none", "*", "provider", "*", OPERATOR, PAL_GIVING_NOWHERE, ""},
        {"none", "*", "provider", "*", OPERATOR | TAKE, PAL_GIVING_ALLOWED, "G02"},
    };
    struct reading reading;
    reading_init(&reading);
    const struct pal_rights *rights = read_rights(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *rule;
        enum pal_giving_says says = ask(rights, cases[i].giver, cases[i].where, cases[i].role,
                                        cases[i].project, cases[i].flags, &rule);
        if (says != cases[i].says || strcmp(rule, cases[i].rule) != 0) {
            fail_msg("case %zu: says %d by rule \"%s\"", i, (int)says, rule);
        }
    }
    reading_done(&reading);
}

struct pairs {
    char text[256];
};

/* "D01 p,D11 r,": the pairs that were not lifted, as they come. */
static struct pairs pairs_of(const struct pal_rights *rights, const struct pal_pairing *of)
{
    struct pairs out = {""};
    struct pal_pair_place at = {0};
    struct pal_conflict found;
    while (pal_rights_next_pair(rights, of, &at, &found)) {
        size_t len = strlen(out.text);
        (void)snprintf(out.text + len, sizeof out.text - len, "%s %s,", found.duty->id,
                       found.project);
    }
    return out;
}

/* The pairs of roles that exist, by hand: every other two go together. */
static void test_pairs(void **state)
{
    (void)state;
    static const char *const roles[] = {"administrator", "expert",  "project_manager",
                                        "provider",      "auditor", "approving_authority"};
    static const char *const pairs[][3] = {{"expert", "approving_authority", "D01"},
                                           {"provider", "expert", "D02"},
                                           {"provider", "project_manager", "D03"},
                                           {"provider", "approving_authority", "D04"},
                                           {"provider", "auditor", "D05"},
                                           {"provider", "administrator", "D06"},
                                           {"project_manager", "approving_authority", "D09"},
                                           {"auditor", "administrator", "D10"},
                                           {"auditor", "expert", "D11"},
                                           {"auditor", "project_manager", "D12"},
                                           {"auditor", "approving_authority", "D13"}};
    struct reading reading;
    reading_init(&reading);
    const struct pal_rights *rights = read_rights(&reading);
    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j < 6; j++) {
            const char *expected = "";
            for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
                bool is_it =
                    (strcmp(pairs[k][0], roles[i]) == 0 && strcmp(pairs[k][1], roles[j]) == 0) ||
                    (strcmp(pairs[k][0], roles[j]) == 0 && strcmp(pairs[k][1], roles[i]) == 0);
                expected = is_it ? pairs[k][2] : expected;
            }
            const struct pal_duty *duty = pal_rights_pair(rights, roles[i], roles[j]);
            assert_string_equal(duty != NULL ? duty->id : "", expected);
            /* Everywhere counts here; here does not count there. */
            const char *const places[][3] = {
                {"*", "p", "p"}, {"p", "*", "p"}, {"p", "p", "p"}, {"*", "*", "*"}, {"p", "q", ""}};
            for (size_t k = 0; k < 5; k++) {
                const struct pal_held held[] = {{roles[i], places[k][0]}, {roles[j], places[k][1]}};
                bool is_of_house = strcmp(expected, "D10") == 0;
                bool meets = expected[0] != '\0' && (is_of_house || places[k][2][0] != '\0');
                char wanted[16] = "";
                if (meets) {
                    (void)snprintf(wanted, sizeof wanted, "%s %s,", expected,
                                   is_of_house ? "*" : places[k][2]);
                }
                const struct pal_pairing both = {.held = held, .held_count = 2};
                const struct pal_pairing giving = {
                    .held = held, .held_count = 1, .added = &held[1]};
                assert_string_equal(pairs_of(rights, &both).text, wanted);
                assert_string_equal(pairs_of(rights, &giving).text, wanted);
            }
        }
    }
    reading_done(&reading);
}

static bool is_that(void *ctx, const char *project)
{
    return strcmp(project, ctx) == 0;
}

static void test_lifts(void **state)
{
    (void)state;
    const struct pal_held held[] = {{"expert", "*"},
                                    {"expert", "p"},
                                    {"approving_authority", "p"},
                                    {"approving_authority", "q"},
                                    {"auditor", "r"}};
    const struct pal_lift_of lifts[] = {{"D01", "p", false}, {"D11", "*", false}};
    struct pal_pairing all = {.held = held, .held_count = 5};
    struct reading reading;
    reading_init(&reading);
    const struct pal_rights *rights = read_rights(&reading);
    assert_string_equal(pairs_of(rights, &all).text, "D01 p,D01 q,D11 r,"); /* on p once */
    all.lifts = lifts;
    all.lift_count = 2;
    assert_string_equal(pairs_of(rights, &all).text, "D01 q,");
    /* What a role would make, also where its other half stands twice; what there is, is not told.
     */
    const struct pal_held manager = {"project_manager", "p"};
    const struct pal_held authority = {"approving_authority", "p"};
    all.added = &manager;
    assert_string_equal(pairs_of(rights, &all).text, "D09 p,");
    const struct pal_pairing twice = {.held = held, .held_count = 2, .added = &authority};
    assert_string_equal(pairs_of(rights, &twice).text, "D01 p,");
    /* A keeper's pairs hold in a tender alone; and there less is lifted. */
    const struct pal_held keeper = {"keeper", "p"};
    struct pal_pairing tender = {.held = held, .held_count = 1, .added = &keeper};
    assert_string_equal(pairs_of(rights, &tender).text, "");
    static const char only_p[] = "p";
    const struct pal_tenders of_p = {is_that, (void *)only_p};
    tender.tenders = &of_p;
    assert_string_equal(pairs_of(rights, &tender).text, "D14 p,");
    const struct pal_held elsewhere = {"keeper", "q"};
    tender.added = &elsewhere; /* q is no tender */
    assert_string_equal(pairs_of(rights, &tender).text, "");
    /* What was lifted before counts there as far as it could be lifted there. */
    const struct pal_held answering[] = {{"provider", "p"}, {"provider", "q"}, {"expert", "*"}};
    const struct pal_lift_of freed[] = {{"D02", "*", true}};
    struct pal_pairing both = {
        .held = answering, .held_count = 3, .lifts = freed, .lift_count = 1, .tenders = &of_p};
    assert_string_equal(pairs_of(rights, &both).text, "D02 p,"); /* by nobody */
    const struct pal_lift_of keeping[] = {{"D14", "p", false}};
    tender.added = &keeper;
    tender.lifts = keeping;
    tender.lift_count = 1;
    assert_string_equal(pairs_of(rights, &tender).text, ""); /* by an administrator */
    const struct pal_duty *answers = pal_rights_duty(rights, "D02");
    assert_int_equal(pal_duty_lifted_by(answers, false), PAL_LIFTED_BY_ADMINISTRATOR);
    assert_int_equal(pal_duty_lifted_by(answers, true), PAL_LIFTED_BY_NOBODY);
    reading_done(&reading);
}

/* However many pairs were lifted, the one that was not is found, also when it is the last. */
static void test_many(void **state)
{
    (void)state;
    enum { MANY = 300 };
    static char names[MANY][8];
    static struct pal_held held[MANY + 1];
    static struct pal_lift_of lifts[MANY];
    struct pal_pairing all = {
        .held = held, .held_count = MANY + 1, .lifts = lifts, .lift_count = MANY};
    struct reading reading;
    reading_init(&reading);
    const struct pal_rights *rights = read_rights(&reading);
    for (size_t i = 0; i < MANY; i++) {
        (void)snprintf(names[i], sizeof names[i], "p%zu", i);
        held[i] = (struct pal_held){"approving_authority", names[i]};
        lifts[i] = (struct pal_lift_of){"D01", names[i], false};
    }
    held[MANY] = (struct pal_held){"expert", "*"};
    assert_string_equal(pairs_of(rights, &all).text, "");
    all.lift_count--;
    assert_string_equal(pairs_of(rights, &all).text, "D01 p299,");
    all.held_count = MANY;
    all.added = &held[MANY];
    assert_string_equal(pairs_of(rights, &all).text, "D01 p299,");
    reading_done(&reading);
}

/* Whether two roles of a list are a pair of a duty at a place: what the header says, word by word.
 */
static bool is_pair(const struct pal_duty *duty, const struct pal_held *held, size_t count,
                    const char *place)
{
    bool is_there[2] = {false, false};
    bool is_own = duty->scope == PAL_DUTY_HOUSE; /* one of the two stands at the place itself */
    for (size_t i = 0; i < count; i++) {
        bool is_here = strcmp(held[i].project, place) == 0;
        bool reaches =
            is_here || strcmp(held[i].project, "*") == 0 || duty->scope == PAL_DUTY_HOUSE;
        const char *const halves[] = {duty->a, duty->b};
        for (size_t k = 0; k < 2; k++) {
            bool is_half = strcmp(held[i].role, halves[k]) == 0;
            is_there[k] = is_there[k] || (is_half && reaches);
            is_own = is_own || (is_half && is_here);
        }
    }
    bool fits = duty->scope != PAL_DUTY_HOUSE || strcmp(place, "*") == 0;
    return fits && is_own && is_there[0] && is_there[1];
}

/* Thousands of small sets: each pair is found, once, and nothing else. */
static void test_sets(void **state)
{
    (void)state;
    static const char *const roles[] = {"administrator", "expert",  "project_manager",
                                        "provider",      "auditor", "approving_authority"};
    static const char *const places[] = {"*", "p", "q"};
    struct reading reading;
    reading_init(&reading);
    const struct pal_rights *rights = read_rights(&reading);
    for (unsigned set = 0; set < 1U << 12; set++) {
        struct pal_held held[12];
        size_t count = 0;
        for (unsigned k = 0; k < 12; k++) { /* steps of 5 go through all 18 in another order */
            unsigned at = (k * 5 + set) % 18;
            if ((set >> k & 1U) != 0) {
                held[count++] = (struct pal_held){roles[at % 6], places[at / 6]};
            }
        }
        struct pal_pair_place at = {0};
        struct pal_conflict pair;
        const struct pal_pairing all = {.held = held, .held_count = count};
        bool is_there[32][3] = {{false}};
        while (pal_rights_next_pair(rights, &all, &at, &pair)) {
            size_t duty = (size_t)(pair.duty - rights->duties);
            size_t place = pair.project[0] == '*' ? 0 : (size_t)(pair.project[0] - 'p') + 1;
            assert_false(is_there[duty][place]);
            is_there[duty][place] = true;
        }
        for (size_t i = 0; i < rights->duty_count; i++) {
            for (size_t k = 0; k < 3; k++) {
                bool is_wanted = rights->duties[i].kind == PAL_DUTY_ROLES &&
                                 !rights->duties[i].is_of_tenders &&
                                 is_pair(&rights->duties[i], held, count, places[k]);
                assert_int_equal(is_there[i][k], is_wanted);
            }
        }
    }
    reading_done(&reading);
}

/* Tables that are refused, and where. */
static void test_refused(void **state)
{
    (void)state;
#define RULE                                                                                       \
    "{id: G1, giver: a, role: b, scope: project, to_oneself: true, when: always, may_take_away: "  \
    "true, origin: workflow}"
    static const char *const texts[] = {
        "grants: []\nduties: []\n",
        "grants: [" RULE ", " RULE "]\nduties: []\n",
        "grants: [" RULE "]\n",
        "grants: [{id: G1, giver: a, role: b, scope: here, to_oneself: true, when: always, "
        "may_take_away: true, origin: workflow}]\nduties: []\n",
        "grants: [" RULE "]\nduties: [{id: D1}]\n",
        "grants: x\nduties: y\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[2048];
        struct reading reading;
        reading_init(&reading);
        (void)snprintf(text, sizeof text, "palier: rights/1\nid: a\ntitle: T\n%s", texts[i]);
        struct pal_node *root = read_tree(&reading, text);
        assert_non_null(root);
        assert_null(pal_rights_read(&reading.reader, root));
        assert_true(reading.diag.error_count > 0);
        reading_done(&reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table), cmocka_unit_test(test_places),  cmocka_unit_test(test_giving),
        cmocka_unit_test(test_pairs), cmocka_unit_test(test_lifts),   cmocka_unit_test(test_many),
        cmocka_unit_test(test_sets),  cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
