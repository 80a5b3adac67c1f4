/* fuzz_document - any bytes as a palier document: parsed, checked, read, and, where it is an
 * assessment or a profile, scored and drawn. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/library.h"
#include "core/case/messages.h"
#include "core/case/procedure.h"
#include "core/model/plan.h"
#include "core/model/score.h"
#include "core/money/calendar.h"
#include "core/money/ways.h"
#include "core/question/asked.h"
#include "core/question/suggest.h"
#include "format/kinds.h"
#include "format/yaml.h"
#include "render/csv.h"
#include "render/figure/figure.h"
#include "render/profile_yaml.h"
#include "render/terminal/terminal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct pal_model *built_in(struct pal_arena *arena)
{
    static struct pal_diag diag;
    const struct pal_library_file *file = pal_library_find("models", "sse-cmm-2.0");
    struct pal_reader reader = {.arena = arena, .diag = &diag, .file = "model"};
    pal_diag_init(&diag);
    struct pal_node *root = pal_yaml_read(&reader, (const char *)file->bytes, file->len);
    return root != NULL ? pal_model_read(&reader, root) : NULL;
}

/* The built-in model is read once: fuzzing is about what comes from outside. */
static const struct pal_model *model_for_documents(void)
{
    static struct pal_arena arena;
    static const struct pal_model *model;
    if (model == NULL) {
        pal_arena_init(&arena, NULL);
        model = built_in(&arena);
        if (model == NULL) {
            abort();
        }
    }
    return model;
}

static void score(const struct pal_assessment *assessment, const pal_mask *target,
                  const struct pal_profile *profile, struct pal_arena *arena)
{
    struct pal_scored scored = {.profile = profile};
    struct pal_language language = pal_library_language(PAL_LANG_FR);
    struct pal_terminal terminal = {&language, arena, 80, true};
    struct pal_buf out;
    if (pal_score_compute(assessment, PAL_BASIS_CLAIMED, target, arena, &scored.score) != PAL_OK) {
        abort();
    }
    if (target != NULL && scored.score.points.gap - scored.score.points.surplus !=
                              scored.score.points.target - scored.score.points.achieved) {
        abort();
    }
    pal_buf_init(&out, 1 << 26, NULL);
    if (pal_csv_score(&scored, &out) != PAL_OK ||
        pal_figure_svg(&scored.score, pal_span_all(scored.score.assessment->model), "T", "f-",
                       &language, arena, &out) != PAL_OK ||
        (profile != NULL && pal_terminal_score(&terminal, &scored, &out) != PAL_OK)) {
        abort();
    }
    struct pal_values values;
    pal_values_init(&values, arena);
    (void)pal_view_score(&values, &scored, &language);
    if (values.failed) {
        abort();
    }
    pal_buf_done(&out);
}

/* A rule as it comes, or needs for the built-in rule, proposed and written. */
static void propose(struct pal_reader *reader, struct pal_node *root, const struct pal_kind *kind)
{
    const struct pal_model *model = model_for_documents();
    const struct pal_library_file *file = pal_library_find("needs", "sse-cmm-2.0");
    struct pal_language language = pal_library_language(PAL_LANG_EN);
    struct pal_proposal proposal;
    struct pal_buf out;
    if (kind == &pal_kinds[PAL_KIND_NEEDS_RULE]) {
        (void)pal_needs_rule_read(reader, root, model);
        return;
    }
    struct pal_node *rule_root = pal_yaml_read(reader, (const char *)file->bytes, file->len);
    const struct pal_needs_rule *rule =
        rule_root != NULL ? pal_needs_rule_read(reader, rule_root, model) : NULL;
    const struct pal_needs *needs = rule != NULL ? pal_needs_read(reader, root, rule, NULL) : NULL;
    if (needs != NULL && pal_propose(rule, needs, reader->arena, &proposal) == PAL_OK) {
        pal_buf_init(&out, 1 << 24, NULL);
        if (pal_profile_yaml(&proposal, &language, &out) != PAL_OK) {
            abort();
        }
        pal_buf_done(&out);
    }
}

/* Reads one of the texts below, which are right. */
static struct pal_node *parse_own(struct pal_reader *reader, const char *text)
{
    struct pal_node *root = pal_yaml_read(reader, text, strlen(text));
    if (root == NULL) {
        abort();
    }
    return root;
}

/* An outlook as it comes, owned: whatever it says, sums agree. */
static void own(struct pal_reader *reader, struct pal_node *root, const struct pal_kind *kind)
{
    const struct pal_model *model = model_for_documents();
    const struct pal_library_file *effort = pal_library_find("effort", "sse-cmm-2.0");
    const struct pal_alert_scheme *scheme = pal_alert_scheme_read(
        reader, parse_own(reader, "palier: alert-scheme/1\nid: s\ntitle: T\nlevels:\n"
                                  "  - {id: a, rank: 1, label: A, prepare: [{level: c, within: "
                                  "P1D}]}\n  - {id: b, rank: 2, label: B}\n"
                                  "  - {id: c, rank: 3, label: C, sustain: P1D}\n"));
    const struct pal_outlook *outlook = kind == &pal_kinds[PAL_KIND_ALERT_HISTORY]
                                            ? pal_alert_history_read(reader, root, scheme)
                                            : pal_alert_rates_read(reader, root, scheme);
    if (outlook == NULL) {
        return;
    }
    struct pal_ways_request request = {
        .assessment = pal_assessment_read(
            reader,
            parse_own(reader, "palier: assessment/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\n"
                              "provider: P\nproject: J\ndate: 2026-01-01\nratings: {PA01: none}\n"),
            model),
        .profile = pal_profile_read(
            reader,
            parse_own(reader, "palier: profile/1\nid: p\ntitle: T\nmodel: sse-cmm-2.0\n"
                              "alert_scheme: s\ntargets: {\"*\": none, PA01: {a: \"1.1\", b: "
                              "\"2.3\", c: level 3}}\n"),
            model, scheme),
        .efforts = pal_effort_read(reader, parse_own(reader, (const char *)effort->bytes), model),
        .outlook = outlook,
        .full_rank = 1,
        .draws = 10,
    };
    struct pal_ways ways;
    if (pal_ways_compute(&request, reader->arena, &ways) !=
        PAL_OK) { /* three levels: never too much */
        abort();
    }
    const struct pal_way *adaptive = &ways.ways[PAL_WAY_ADAPTIVE];
    uint64_t sum = 0;
    for (int i = 0; i < PAL_COST_KIND_COUNT; i++) {
        sum += adaptive->by_kind[i];
    }
    if (sum > adaptive->total + 3 || adaptive->total > sum + 3 ||
        adaptive->total > ways.ways[PAL_WAY_STRICTEST].total + 1 ||
        adaptive->exposed_hours > adaptive->exposed_step_hours * 2 + ways.horizon_hours) {
        abort();
    }
}

/* A budget as it comes, spent: the plan keeps to it. */
static void spend(struct pal_reader *reader, struct pal_node *root)
{
    const struct pal_model *model = model_for_documents();
    const struct pal_budget *budget = pal_budget_read(reader, root);
    const struct pal_library_file *effort = pal_library_find("effort", "sse-cmm-2.0");
    struct pal_score score;
    struct pal_calendar calendar;
    if (budget == NULL) {
        return;
    }
    const struct pal_assessment *assessment = pal_assessment_read(
        reader,
        parse_own(reader, "palier: assessment/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\n"
                          "provider: P\nproject: J\ndate: 2026-01-01\nratings: {PA01: none}\n"),
        model);
    const struct pal_profile *profile = pal_profile_read(
        reader,
        parse_own(reader, "palier: profile/1\nid: p\ntitle: T\nmodel: sse-cmm-2.0\n"
                          "targets: {\"*\": none, PA01: level 2, PA02: level 3, PA03: \"2.1\"}\n"),
        model, NULL);
    const struct pal_efforts *efforts =
        pal_effort_read(reader, parse_own(reader, (const char *)effort->bytes), model);
    if (pal_score_compute(assessment, PAL_BASIS_CHECKED, profile->targets[0], reader->arena,
                          &score) != PAL_OK ||
        pal_calendar_make(&score, efforts, budget, budget->period_count, 20000, reader->arena,
                          &calendar) != PAL_OK) {
        abort();
    }
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        uint64_t used = 0;
        for (size_t t = 0; t < budget->period_count && calendar.capacity[r] != NULL; t++) {
            used += calendar.used[r][t];
            if (used > calendar.capacity[r][t]) {
                abort();
            }
        }
    }
    if (calendar.schedule.value > calendar.schedule.bound) {
        abort();
    }
}

/* The built-in questionnaire, read once as the model is. */
static const struct pal_questionnaire *questionnaire_for_answers(void)
{
    static struct pal_arena arena;
    static struct pal_diag diag;
    static const struct pal_questionnaire *questionnaire;
    const struct pal_library_file *file = pal_library_find("questionnaires", "outcontracting-2");
    if (questionnaire == NULL) {
        pal_arena_init(&arena, NULL);
        pal_diag_init(&diag);
        struct pal_reader reader = {.arena = &arena, .diag = &diag, .file = "questionnaire"};
        questionnaire = pal_questionnaire_read(
            &reader, parse_own(&reader, (const char *)file->bytes), model_for_documents());
    }
    return questionnaire;
}

/* Answers as they come: judged at each level, and what they suggest on each basis. */
static void suggest(struct pal_reader *reader, struct pal_node *root)
{
    const struct pal_questionnaire *of = questionnaire_for_answers();
    const struct pal_answers *answers = of != NULL ? pal_answers_read(reader, root, of) : NULL;
    int64_t *thresholds = PAL_NEW(reader->arena, int64_t, of != NULL ? of->threshold_count : 1);
    for (unsigned level = 0; answers != NULL && level <= PAL_NEUTRAL_LEVELS; level++) {
        size_t count;
        pal_thresholds_in_force(of, NULL, NULL, level, thresholds);
        const struct pal_judged *judged =
            pal_answers_judge(of, &answers, 1, thresholds, reader->arena, &count);
        for (int basis = 0; basis < PAL_BASIS_COUNT; basis++) {
            const struct pal_suggestions *all =
                pal_suggest(of, judged, count, NULL, (enum pal_basis)basis, reader->arena);
            for (size_t i = 0; i < of->model->step_count; i++) {
                const struct pal_step_suggestion *step = &all->steps[i];
                if (step->passed > step->answered || step->answered > step->practices) {
                    abort();
                }
            }
        }
    }
}

/* A questionnaire as it comes: whatever is asked, of whomever. */
static void ask_all(struct pal_reader *reader, struct pal_node *root)
{
    const struct pal_questionnaire *of =
        pal_questionnaire_read(reader, root, model_for_documents());
    for (int actor = 0; of != NULL && actor < PAL_ACTOR_COUNT; actor++) {
        struct pal_asking asking = {.actor = (enum pal_actor)actor, .tier = PAL_TIER_FULL};
        struct pal_asked asked;
        struct pal_asked_work work;
        if (pal_asked_choose(of, &asking, reader->arena, &asked) != PAL_OK) {
            abort();
        }
        pal_asked_measure(of, &asking, &asked, &work);
        if (work.questions != asked.count || asked.area_above_count > 0) {
            abort();
        }
    }
}

/* A table of procedures as it comes: what it says of each act is of rules that it has. */
static void ask(struct pal_reader *reader, struct pal_node *root)
{
    const struct pal_procedures *table = pal_procedures_read(reader, root);
    for (size_t i = 0; table != NULL && i < table->procedure_count; i++) {
        const struct pal_procedure *procedure = &table->procedures[i];
        for (unsigned act = 0; act < PAL_TENDER_ACTS; act++) {
            const struct pal_tender_answer *answer =
                pal_procedure_ask(table, procedure->id, (enum pal_tender_act)act);
            for (size_t j = 0; j < answer->rule_count; j++) {
                if (!pal_procedure_holds(procedure, answer->rules[j]) ||
                    pal_procedure_rule(table, answer->rules[j]->id) != answer->rules[j]) {
                    abort();
                }
            }
        }
    }
}

/* Texts as they come, each written with all that it asks for: no brace is left. */
static void write(struct pal_reader *reader, struct pal_node *root)
{
    const struct pal_messages *messages = pal_messages_read(reader, root);
    for (size_t i = 0; messages != NULL && i < messages->count; i++) {
        const struct pal_message *message = &messages->texts[i];
        struct pal_message_written written;
        struct pal_placeholder given[32];
        for (size_t j = 0; j < message->placeholders.count; j++) {
            given[j] = (struct pal_placeholder){message->placeholders.of[j], "x"};
        }
        const struct pal_message_asked asked = {.use = message->use,
                                                .facts = message->when,
                                                .given = {given, message->placeholders.count},
                                                .lang = PAL_LANG_FR};
        if (pal_messages_write(messages, &asked, reader->arena, &written) != PAL_OK) {
            abort();
        }
        for (size_t j = 0; j < written.count; j++) {
            if (strpbrk(written.lines[j].text, "{}") != NULL) {
                abort();
            }
        }
    }
}

/* What the house says of itself. */
static void say(struct pal_reader *reader, struct pal_node *root)
{
    const struct pal_notice *notice = pal_notice_read(reader, root);
    const char *lacks[PAL_NOTICE_MUST];
    const char *facts[PAL_NOTICE_FACTS];
    struct pal_placeholder given[PAL_NOTICE_GIVEN];
    if (notice != NULL &&
        (pal_notice_lacks(notice, lacks) > PAL_NOTICE_MUST ||
         pal_notice_facts(notice, facts) > PAL_NOTICE_FACTS ||
         pal_notice_give(notice, PAL_LANG_FR, reader->arena, given) > PAL_NOTICE_GIVEN)) {
        abort();
    }
}

/* What stands by itself; false: it is for a model. */
static bool read_alone(struct pal_reader *reader, struct pal_node *root,
                       const struct pal_kind *kind)
{
    if (kind >= &pal_kinds[PAL_KIND_PROJECT]) {
        pal_type_check(reader, kind->type, root);
    } else if (kind == &pal_kinds[PAL_KIND_RIGHTS]) {
        (void)pal_rights_read(reader, root);
    } else if (kind == &pal_kinds[PAL_KIND_PROCEDURES]) {
        ask(reader, root);
    } else if (kind == &pal_kinds[PAL_KIND_MESSAGES]) {
        write(reader, root);
    } else if (kind == &pal_kinds[PAL_KIND_NOTICE]) {
        say(reader, root);
    } else if (kind == &pal_kinds[PAL_KIND_BUDGET]) {
        spend(reader, root);
    } else if (kind == &pal_kinds[PAL_KIND_ALERT_SCHEME]) {
        (void)pal_alert_scheme_read(reader, root);
    } else {
        return false;
    }
    return true;
}

static void read_kind(struct pal_reader *reader, struct pal_node *root, const struct pal_kind *kind)
{
    const struct pal_model *model = model_for_documents();
    static const char EMPTY[] =
        "palier: assessment/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nprovider: P\nproject: J\n"
        "date: 2026-01-01\nratings: {PA01: level 3}\n";
    if (read_alone(reader, root, kind)) {
        return;
    }
    if (kind == &pal_kinds[PAL_KIND_MODEL]) {
        (void)pal_model_read(reader, root);
    } else if (kind == &pal_kinds[PAL_KIND_ACTIONS]) {
        (void)pal_actions_read(reader, root, model);
    } else if (kind == &pal_kinds[PAL_KIND_NEEDS_RULE] || kind == &pal_kinds[PAL_KIND_NEEDS]) {
        propose(reader, root, kind);
    } else if (kind == &pal_kinds[PAL_KIND_EFFORT]) {
        (void)pal_effort_read(reader, root, model);
    } else if (kind == &pal_kinds[PAL_KIND_QUESTIONNAIRE]) {
        ask_all(reader, root);
    } else if (kind == &pal_kinds[PAL_KIND_ANSWERS]) {
        suggest(reader, root);
    } else if (kind == &pal_kinds[PAL_KIND_ALERT_HISTORY] ||
               kind == &pal_kinds[PAL_KIND_ALERT_RATES]) {
        own(reader, root, kind);
    } else if (kind == &pal_kinds[PAL_KIND_ASSESSMENT]) {
        const struct pal_assessment *assessment = pal_assessment_read(reader, root, model);
        if (assessment != NULL) {
            score(assessment, NULL, NULL, reader->arena);
        }
    } else {
        const struct pal_profile *profile = pal_profile_read(reader, root, model, NULL);
        struct pal_node *other = pal_yaml_read(reader, EMPTY, sizeof EMPTY - 1);
        const struct pal_assessment *assessment =
            profile != NULL && other != NULL ? pal_assessment_read(reader, other, model) : NULL;
        if (assessment != NULL) {
            score(assessment, profile->targets[0], profile, reader->arena);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pal_diag diag;
    struct pal_arena arena;
    struct pal_buf out;
    pal_arena_init(&arena, NULL);
    pal_diag_init(&diag);
    struct pal_reader reader = {.arena = &arena, .diag = &diag, .file = "fuzz"};
    struct pal_node *root = pal_yaml_read(&reader, (const char *)data, size);
    const struct pal_kind *kind = root != NULL ? pal_kind_of(&reader, root) : NULL;
    if (kind != NULL) {
        read_kind(&reader, root, kind);
    }
    pal_buf_init(&out, 1 << 20, NULL);
    pal_diag_write(&diag, NULL, &out);
    pal_buf_done(&out);
    pal_arena_done(&arena);
    return 0;
}
