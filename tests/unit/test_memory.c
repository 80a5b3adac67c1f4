/* Every allocation of base, core, format and the template engine is made to fail once, in turn:
 * no crash, no leak, an error each time. */
#include "failing.h"
#include "helpers.h"

#include "core/alert/markov.h"
#include "core/case/messages.h"
#include "core/model/batch.h"
#include "core/model/compare.h"
#include "core/model/plan.h"
#include "core/money/calendar.h"
#include "core/money/readiness.h"
#include "core/money/ways.h"
#include "render/figure/cost_figure.h"
#include "render/figure/figure.h"
#include "render/figure/profile_figure.h"
#include "render/template/mustache.h"

/* The whole path is run twice: over the built-in model with the arena's usual chunks, and over a
 * small one with an allocation per piece, which no chunk hides. */
typedef bool (*path)(struct pal_arena *arena, struct pal_diag *diag);

static struct pal_node *parse(struct pal_arena *arena, struct pal_diag *diag, const char *text,
                              struct pal_reader *reader)
{
    *reader = (struct pal_reader){.arena = arena, .diag = diag, .file = "t"};
    return pal_yaml_read(reader, text, strlen(text));
}

static const char SMALL_MODEL[] =
    "palier: model/1\nid: sse-cmm-2.0\ntitle: T\nnotice: N\ndoubts: [a]\n"
    "levels: [{rank: 0, title: Z}, {rank: 1, title: A}, {rank: 2, title: B}, {rank: 3, title: C}]\n"
    "rating: {scale: nplf, rule: staged}\ncategories: [{id: c, title: C}]\n"
    "ladder:\n  - {id: \"1.1\", level: 1, title: S, rated_by: area}\n"
    "  - {id: \"2.1\", level: 2, title: S, practices: [{id: GP 2.1.1, title: T}]}\n"
    "areas:\n  - {id: PA01, title: A, category: c, actor: expert, goals: [g]}\n"
    "  - {id: PA02, title: A, category: c, actor: provider, ladder: [{id: own, level: 1, title: "
    "S}]}\n"
    "  - {id: PA03, title: A, category: c, actor: expert, contributors: [provider], practices: "
    "[{id: BP.03.01, title: T}, {id: BP.03.02, title: T}]}\n"
    "  - {id: PA22, title: A, category: c, actor: provider, ladder: [{id: \"3.3\", level: 3, "
    "title: "
    "S}]}\n";
static const char SMALL_ACTIONS[] = "palier: actions/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\n"
                                    "actions: [{practice: BP.03.01, what: w}]\n";

static bool run_documents(struct pal_arena *arena, struct pal_diag *diag, const char *model_text,
                          const char *actions_text)
{
    struct pal_reader reader;
    struct pal_node *root = parse(arena, diag, model_text, &reader);
    struct pal_model *model = root != NULL ? pal_model_read(&reader, root) : NULL;
    if (model == NULL) {
        return false;
    }
    root = parse(
        arena, diag,
        PROFILE("targets: {\"*\": {a: level 2, b: level 3}}\nparameters: {x: {a: 1, b: 2}}\n"),
        &reader);
    struct pal_profile *profile =
        root != NULL ? pal_profile_read(&reader, root, model, NULL) : NULL;
    if (profile == NULL) {
        return false;
    }
    root = parse(
        arena, diag,
        ASSESSMENT("assessors: [A]\nactors: {\"PA22/3.3\": expert}\nweights: {PA01: 2}\n"
                   "ratings: {PA01: level 1, PA03: {\"1.1\": {BP.03.01: F}}}\nseen: {PA02: all}\n"
                   "claimed: {}\nnotes: {PA01/2.1: x}\n"),
        &reader);
    struct pal_assessment *assessment =
        root != NULL ? pal_assessment_read(&reader, root, model) : NULL;
    if (assessment == NULL) {
        return false;
    }
    root = parse(arena, diag, actions_text, &reader);
    if (root == NULL || pal_actions_read(&reader, root, model) == NULL) {
        return false;
    }
    struct pal_score scores[2];
    struct pal_plan plan;
    struct pal_comparison comparison;
    const struct pal_batch *batch;
    struct pal_figure figure;
    struct pal_profile_figure profile_figure;
    const struct pal_language english = {PAL_LANG_EN, NULL, 0};
    const pal_mask *targets[] = {profile->targets[0], profile->targets[1]};
    return pal_score_compute(assessment, PAL_BASIS_CHECKED, targets[0], arena, &scores[0]) ==
               PAL_OK &&
           pal_score_compute(assessment, PAL_BASIS_SEEN, targets[1], arena, &scores[1]) == PAL_OK &&
           pal_plan_make(&scores[0], arena, &plan) == PAL_OK &&
           pal_compare(scores, 2, true, arena, &comparison) == PAL_OK &&
           pal_batch_new(model, targets, 2, assessment->weights, assessment->actors, arena,
                         &batch) == PAL_OK &&
           pal_figure_layout(&scores[0], pal_span_all(scores[0].assessment->model), 3, arena,
                             &figure) == PAL_OK &&
           pal_profile_figure_layout(profile, 3, &english, arena, &profile_figure) == PAL_OK;
}

static bool built_in_path(struct pal_arena *arena, struct pal_diag *diag)
{
    return run_documents(arena, diag,
                         (const char *)pal_library_find("models", "sse-cmm-2.0")->bytes,
                         (const char *)pal_library_find("actions", "sse-cmm-2.0")->bytes);
}

static bool small_path(struct pal_arena *arena, struct pal_diag *diag)
{
    arena->is_piecewise = true;
    return run_documents(arena, diag, SMALL_MODEL, SMALL_ACTIONS);
}

static const char SMALL_SCHEME[] =
    "palier: alert-scheme/1\nid: s\ntitle: T\ndoubts: [d]\ndefault_level: a\nlevels:\n"
    "  - {id: a, rank: 1, label: A, measures: [m], prepare: [{level: b, within: P1D}]}\n"
    "  - {id: b, rank: 2, label: B, sustain: P1D}\n"
    "equivalences: [{scheme: t, levels: {a: x}}]\n";
static const char SMALL_NEEDS_RULE[] =
    "palier: needs-rule/1\nid: r\ntitle: T\nmodel: sse-cmm-2.0\n"
    "needs: [{id: n, title: N, degrees: [{definition: a}, {definition: b}, {definition: c}, "
    "{definition: d}]}]\n"
    "exposure: {id: e, title: E, degrees: [{definition: a}, {definition: b}, {definition: c}, "
    "{definition: d}]}\ndegrees: [none, none, all, all]\n"
    "areas: {PA01: {needs: [n], exposure: rank, side: provider, reason: r}, PA03: {rule: fixed, "
    "fixed_to: \"1.1\", side: buyer, reason: r}}\n";
static const char SMALL_NEEDS[] = "palier: needs/1\nid: n\ntitle: T\nmodel: sse-cmm-2.0\n"
                                  "alert_scheme: s\nneeds: {n: 3}\nexposure: 2\n";

/* A model, a scheme, a rule, needs, and the profile proposed from them. */
static bool proposal_path(struct pal_arena *arena, struct pal_diag *diag)
{
    struct pal_reader reader;
    struct pal_proposal proposal;
    arena->is_piecewise = true;
    struct pal_node *root = parse(arena, diag, SMALL_MODEL, &reader);
    const struct pal_model *model = root != NULL ? pal_model_read(&reader, root) : NULL;
    root = model != NULL ? parse(arena, diag, SMALL_SCHEME, &reader) : NULL;
    const struct pal_alert_scheme *scheme =
        root != NULL ? pal_alert_scheme_read(&reader, root) : NULL;
    root = scheme != NULL ? parse(arena, diag, SMALL_NEEDS_RULE, &reader) : NULL;
    const struct pal_needs_rule *rule =
        root != NULL ? pal_needs_rule_read(&reader, root, model) : NULL;
    root = rule != NULL ? parse(arena, diag, SMALL_NEEDS, &reader) : NULL;
    const struct pal_needs *needs =
        root != NULL ? pal_needs_read(&reader, root, rule, scheme) : NULL;
    struct pal_profile_figure figure;
    const struct pal_language english = {PAL_LANG_EN, NULL, 0};
    return needs != NULL && pal_propose(rule, needs, arena, &proposal) == PAL_OK &&
           pal_profile_figure_layout_proposal(&proposal, 3, &english, arena, &figure) == PAL_OK;
}

/* The arithmetic over rates takes memory for its weights. */
static bool rates_path(struct pal_arena *arena, struct pal_diag *diag)
{
    static const double per_year[] = {0, 2, 12, 0};
    static const double start[] = {1, 0};
    struct pal_rates rates = {2, per_year, start};
    static const uint32_t activation[] = {1440, 1440, 1440, 1440};
    const struct pal_exposure_class step = {2, activation};
    double occupancy[2];
    double exposed;
    (void)diag;
    arena->is_piecewise = true;
    return pal_markov_occupancy(&rates, 8766, arena, occupancy) == PAL_OK &&
           pal_markov_exposure(&rates, &step, 8766, NULL, arena, &exposed) == PAL_OK;
}

static const char SMALL_PROFILE[] =
    "palier: profile/1\nid: p\ntitle: T\nmodel: sse-cmm-2.0\nalert_scheme: s\n"
    "targets: {\"*\": {a: none, b: all}, PA01: {a: \"1.1\", b: all}}\n";
static const char SMALL_ASSESSMENT[] =
    "palier: assessment/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nprovider: P\nproject: J\n"
    "date: 2026-01-01\nratings: {PA01: \"1.1\"}\n";
static const char SMALL_EFFORT[] =
    "palier: effort/1\nid: e\ntitle: T\nmodel: sse-cmm-2.0\ncurrency: EUR\n"
    "hour_cost: {provider: 6000}\ndefault: {setup_minutes: 60, running_cost: 9, activation_time: "
    "PT2H, switchable: true}\npractices: {BP.03.01: {setup_cost: 4}}\n"
    "steps: {PA01/1.1: {setup_cost: 3}}\n";
static const char SMALL_HISTORY[] =
    "palier: alert-history/1\nid: h\ntitle: T\nalert_scheme: s\nstart: 2003-01-01\n"
    "end: 2004-06-01\nchanges: [{at: 2003-01-01, level: a}, {at: 2003-02-01, level: b}]\n";
static const char SMALL_RATES[] =
    "palier: alert-rates/1\nid: r\ntitle: T\nalert_scheme: s\nstart: a\nyears: 2\n"
    "per_year: {a: {b: 2}, b: {a: 12}}\n";

static bool ways_path(struct pal_arena *arena, struct pal_diag *diag, const char *outlook_text)
{
    struct pal_reader reader;
    struct pal_ways ways;
    struct pal_level_change change;
    struct pal_level_change *changes;
    size_t count;
    arena->is_piecewise = true;
    struct pal_node *root = parse(arena, diag, SMALL_MODEL, &reader);
    const struct pal_model *model = root != NULL ? pal_model_read(&reader, root) : NULL;
    root = model != NULL ? parse(arena, diag, SMALL_SCHEME, &reader) : NULL;
    const struct pal_alert_scheme *scheme =
        root != NULL ? pal_alert_scheme_read(&reader, root) : NULL;
    root = scheme != NULL ? parse(arena, diag, SMALL_PROFILE, &reader) : NULL;
    const struct pal_profile *profile =
        root != NULL ? pal_profile_read(&reader, root, model, scheme) : NULL;
    root = profile != NULL ? parse(arena, diag, SMALL_ASSESSMENT, &reader) : NULL;
    const struct pal_assessment *assessment =
        root != NULL ? pal_assessment_read(&reader, root, model) : NULL;
    root = assessment != NULL ? parse(arena, diag, SMALL_EFFORT, &reader) : NULL;
    const struct pal_efforts *efforts = root != NULL ? pal_effort_read(&reader, root, model) : NULL;
    root = efforts != NULL ? parse(arena, diag, outlook_text, &reader) : NULL;
    const struct pal_outlook *outlook = root == NULL ? NULL
                                        : outlook_text == SMALL_HISTORY
                                            ? pal_alert_history_read(&reader, root, scheme)
                                            : pal_alert_rates_read(&reader, root, scheme);
    if (outlook == NULL) {
        return false;
    }
    struct pal_ways_request request = {.assessment = assessment,
                                       .profile = profile,
                                       .efforts = efforts,
                                       .outlook = outlook,
                                       .full_rank = 1,
                                       .draws = 20};
    struct pal_posture posture;
    struct pal_cost_figure figure;
    const struct pal_language english = {PAL_LANG_EN, NULL, 0};
    return pal_ways_compute(&request, arena, &ways) == PAL_OK &&
           pal_cost_figure_layout(&ways, &english, arena, &figure) == PAL_OK &&
           pal_posture_compute(assessment, PAL_BASIS_CHECKED, profile, 0, arena, &posture) ==
               PAL_OK &&
           pal_level_change_compute(&posture, efforts, 1, arena, &change) == PAL_OK &&
           pal_readiness_compute(&posture, efforts, arena, &changes, &count) == PAL_OK;
}

static const char SMALL_BUDGET[] =
    "palier: budget/1\nid: b\ntitle: T\nstart: 2026-01-01\nperiod: quarter\nperiods: 2\n"
    "minutes: {provider: [60, 120], expert: 100}\nmoney: 5\n";

/* The missing steps of a score on a calendar. */
static bool calendar_path(struct pal_arena *arena, struct pal_diag *diag)
{
    struct pal_reader reader;
    struct pal_score score;
    struct pal_calendar calendar;
    struct pal_budget other;
    static const int64_t more[PAL_RESOURCE_COUNT] = {60, -60, 60, -60};
    arena->is_piecewise = true;
    struct pal_node *root = parse(arena, diag, SMALL_MODEL, &reader);
    const struct pal_model *model = root != NULL ? pal_model_read(&reader, root) : NULL;
    root = model != NULL ? parse(arena, diag, SMALL_SCHEME, &reader) : NULL;
    const struct pal_alert_scheme *scheme =
        root != NULL ? pal_alert_scheme_read(&reader, root) : NULL;
    root = scheme != NULL ? parse(arena, diag, SMALL_PROFILE, &reader) : NULL;
    const struct pal_profile *profile =
        root != NULL ? pal_profile_read(&reader, root, model, scheme) : NULL;
    root = profile != NULL ? parse(arena, diag, SMALL_ASSESSMENT, &reader) : NULL;
    const struct pal_assessment *assessment =
        root != NULL ? pal_assessment_read(&reader, root, model) : NULL;
    root = assessment != NULL ? parse(arena, diag, SMALL_EFFORT, &reader) : NULL;
    const struct pal_efforts *efforts = root != NULL ? pal_effort_read(&reader, root, model) : NULL;
    root = efforts != NULL ? parse(arena, diag, SMALL_BUDGET, &reader) : NULL;
    const struct pal_budget *budget = root != NULL ? pal_budget_read(&reader, root) : NULL;
    return budget != NULL &&
           pal_score_compute(assessment, PAL_BASIS_CHECKED, profile->targets[1], arena, &score) ==
               PAL_OK &&
           pal_calendar_make(&score, efforts, budget, 2, 100000, arena, &calendar) == PAL_OK &&
           pal_calendar_make(&score, efforts, budget, 1, 100000, arena, &calendar) == PAL_OK &&
           pal_budget_with(budget, more, arena, &other) == PAL_OK &&
           pal_calendar_begin(&score, efforts, &other, 2, arena, &calendar) == PAL_OK;
}

/* Too large for the lattice: prices, exchanges, branch and bound. */
static bool schedule_path(struct pal_arena *arena, struct pal_diag *diag)
{
    enum { COUNT = 60, LADDER = 2, PERIODS = 2 };
    static size_t first[COUNT / LADDER + 1];
    static struct pal_schedule_step steps[COUNT];
    static const uint64_t capacity[PERIODS] = {300, 600};
    struct pal_schedule plan;
    (void)diag;
    arena->is_piecewise = true;
    for (size_t i = 0; i < COUNT; i++) {
        steps[i] = (struct pal_schedule_step){(uint32_t)(1 + i * 7 % 5),
                                              (uint32_t)(11 + i * 13 % 17), 0, 0};
        first[i / LADDER + 1] = i + 1;
    }
    struct pal_schedule_problem problem = {
        COUNT / LADDER, first, steps, PERIODS, {capacity, NULL, NULL, NULL}, true};
    return pal_schedule_solve(&problem, 300000, arena, &plan) == PAL_OK;
}

static bool history_path(struct pal_arena *arena, struct pal_diag *diag)
{
    return ways_path(arena, diag, SMALL_HISTORY);
}

static bool outlook_rates_path(struct pal_arena *arena, struct pal_diag *diag)
{
    return ways_path(arena, diag, SMALL_RATES);
}

static const char SMALL_MESSAGES[] =
    "palier: messages/1\nid: m\ntitle: T\ntexts:\n"
    "  - {id: a.head, use: a, when: [always], kind: heading, text: {en: H, fr: T}}\n"
    "  - {id: a.text, use: a, when: [tender], unless: [late], kind: paragraph, placeholders: "
    "[lead_days], text: {en: \"in {lead_days} days\", fr: \"{lead_days} jours\"}}\n";

/* A table of procedures, and a message by it. */
static bool tender_path(struct pal_arena *arena, struct pal_diag *diag)
{
    static char *text;
    struct pal_reader reader;
    struct pal_placeholder given[PAL_MESSAGE_VALUES];
    struct pal_message_written written;
    const char *facts[PAL_MESSAGE_FACTS];
    size_t count;
    arena->is_piecewise = true;
    text = text != NULL ? text : read_file("tests/fuzz/corpus/document/procedures.yaml", NULL);
    struct pal_node *root = parse(arena, diag, text, &reader);
    const struct pal_procedures *table = root != NULL ? pal_procedures_read(&reader, root) : NULL;
    root = table != NULL ? parse(arena, diag, SMALL_MESSAGES, &reader) : NULL;
    const struct pal_messages *messages = root != NULL ? pal_messages_read(&reader, root) : NULL;
    if (messages == NULL || pal_messages_values(table, pal_procedure_find(table, NULL), NULL, 0,
                                                arena, given, &count) != PAL_OK) {
        return false;
    }
    given[0] = (struct pal_placeholder){"lead_days", "6"};
    facts[0] = "tender";
    const struct pal_message_asked asked = {
        .use = "a", .facts = {facts, 1}, .given = {given, 1}, .lang = PAL_LANG_FR};
    return pal_messages_write(messages, &asked, arena, &written) == PAL_OK && written.count == 2;
}

static const char *no_partial(void *ctx, const char *name)
{
    (void)ctx;
    return strcmp(name, "p") == 0 ? "line\nline {{x}}\n" : NULL;
}

static bool template_path(struct pal_arena *arena, struct pal_diag *diag)
{
    arena->is_piecewise = true;
    struct pal_mustache_env env = {no_partial, NULL, NULL, NULL};
    const struct pal_mustache *template;
    struct pal_buf out;
    pal_buf_init(&out, 1 << 20, arena->alloc);
    struct pal_values values;
    pal_values_init(&values, arena);
    struct pal_value *data = pal_value_object(&values);
    struct pal_value *list = pal_put_list(data, "l");
    pal_put_text(data, "x", "y");
    pal_add_integer(list, 1);
    pal_add(list, pal_value_list(&values));
    struct pal_err err = {.rc = PAL_E_MEMORY};
    bool is_done =
        !values.failed &&
        pal_mustache_compile(arena,
                             "{{#l}}{{.}}{{/l}}\n  {{>p}}\n{{#_}}text {{x}}{{/_}}{{=<% %>=}}<%x%>"
                             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                             &env, &template, &err) == PAL_OK &&
        pal_mustache_render(template, data, NULL, &out, &err) == PAL_OK;
    if (!is_done) {
        pal_diag_error(diag, &err);
    }
    pal_buf_done(&out);
    return is_done;
}

/* Runs `run` until it no longer meets the failing allocation. */
static size_t fail_each(path run)
{
    size_t runs = 0;
    for (size_t fail_at = 0;; fail_at++) {
        struct failing failing = {.count = 0, .fail_at = fail_at};
        struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        static struct pal_diag diag;
        pal_arena_init(&arena, &alloc);
        pal_diag_init(&diag);
        bool is_done = run(&arena, &diag);
        bool was_met = failing.count > fail_at;
        pal_arena_done(&arena);
        assert_int_equal(is_done, !was_met);
        if (!was_met) {
            return runs;
        }
        runs++;
        assert_true(runs < 100000);
    }
}

static void test_documents_and_scores(void **state)
{
    (void)state;
    assert_true(fail_each(small_path) > 200);
    assert_true(fail_each(built_in_path) > 20);
}

static void test_proposals_and_rates(void **state)
{
    (void)state;
    assert_true(fail_each(proposal_path) > 100);
    assert_true(fail_each(rates_path) >= 6);
    assert_true(fail_each(calendar_path) > 200);
    assert_true(fail_each(schedule_path) > 30);
    assert_true(fail_each(history_path) > 200);
    assert_true(fail_each(outlook_rates_path) > 200);
    assert_true(fail_each(tender_path) > 100);
}

static void test_templates(void **state)
{
    (void)state;
    assert_true(fail_each(template_path) > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_documents_and_scores),
        cmocka_unit_test(test_proposals_and_rates),
        cmocka_unit_test(test_templates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
