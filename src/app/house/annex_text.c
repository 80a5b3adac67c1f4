/* annex_text - the words and tables of an annex; see annex.h. */
#include <stdio.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/desk/library.h"
#include "app/house/annex_parts.h"
#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/secret.h"
#include "app/house/sendings.h"
#include "app/house/shelf.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/zone.h"
#include "core/case/deadlines.h"
#include "core/case/messages.h"
#include "core/question/rule.h"
#include "render/rule_said.h"

enum { GIVEN_MOST = 48, FACTS_MOST = 16, NAMES_MOST = 160 };

const char *const pal_annex_choice_ids[PAL_ANNEX_CHOICES] = {
    [PAL_ANNEX_REFERENCE] = "reference",     [PAL_ANNEX_BUYER] = "buyer",
    [PAL_ANNEX_CHANNEL] = "channel",         [PAL_ANNEX_BUYER_PROFILE] = "buyer_profile",
    [PAL_ANNEX_WEIGHT] = "security_weight",  [PAL_ANNEX_MARKS] = "marks",
    [PAL_ANNEX_MARK_MAX] = "mark_max",       [PAL_ANNEX_MARK_STEP] = "mark_step",
    [PAL_ANNEX_MINIMUM] = "minimum_points",  [PAL_ANNEX_VISIT] = "visit",
    [PAL_ANNEX_NEGOTIATION] = "negotiation",
};
const char *const pal_annex_choice_words[PAL_ANNEX_CHOICES] = {
    [PAL_ANNEX_CHANNEL] = "link profile",
    [PAL_ANNEX_MARKS] = "steps questions",
    [PAL_ANNEX_VISIT] = "all no_mark after",
    [PAL_ANNEX_NEGOTIATION] = "no yes reserved",
};

/* What is known where it is written. */
struct writing {
    struct pal_errand *errand;
    struct pal_app *app;
    const struct pal_annex_plan *plan;
    struct pal_sending_measure measure;
    const struct pal_procedures *table;
    const struct pal_procedure *procedure;
    const struct pal_messages *messages;
    const struct pal_zone *zone;
    struct pal_document project;
    const char *level; /* of the profile; NULL: none */
    const pal_mask *target;
    int64_t version; /* of the profile; 0: it is built in */
    enum pal_lang lang;
    struct pal_placeholder given[GIVEN_MOST];
    size_t given_count;
};

/* ---------------------------------------------------------------- what is known */

static void give(struct writing *at, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0' && at->given_count < GIVEN_MOST) {
        at->given[at->given_count++] = (struct pal_placeholder){name, text};
    }
}

static void give_number(struct writing *at, const char *name, size_t number)
{
    give(at, name, pal_arena_printf(at->errand->arena, "%zu", number));
}

static void give_time(struct writing *at, const char *name, int64_t when, bool is_day)
{
    char text[PAL_ZONE_TEXT];
    if (is_day) {
        pal_zone_write_day(at->zone, when, text);
    } else {
        pal_zone_write_time(at->zone, when, text);
    }
    give(at, name, pal_arena_copy(at->errand->arena, text, strlen(text)));
}

static enum pal_rc find_target(struct writing *at)
{
    const struct pal_profile *profile = at->measure.profile;
    struct pal_opened document;
    struct pal_document record;
    if (profile == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_document_look(at->app, at->project.id, at->project.text,
                                       strlen(at->project.text), &document);
    const char *level =
        rc == PAL_OK ? pal_node_text(pal_node_get(document.root, "alert_level")) : NULL;
    at->level = level != NULL && level[0] != '\0' ? level
                : profile->alert_level_count > 0  ? profile->alert_levels[0]
                                                  : NULL;
    at->target = pal_profile_target(profile, at->level);
    struct pal_err kept = at->errand->err;
    rc = pal_house_get(at->errand, "profile", profile->id, &record);
    at->version = rc == PAL_OK ? record.version : 0;
    at->errand->err = kept;
    return rc == PAL_E_MEMORY ? rc : PAL_OK;
}

static size_t points(const struct writing *at, bool of_provider)
{
    const struct pal_model *model = at->measure.questionnaire->model;
    size_t count = 0;
    for (size_t a = 0; at->target != NULL && a < model->area_count; a++) {
        bool is_its = !of_provider || model->areas[a].actor == PAL_ACTOR_PROVIDER;
        count += is_its ? pal_mask_count(at->target[a]) : 0;
    }
    return count;
}

static void give_profile(struct writing *at)
{
    const struct pal_profile *profile = at->measure.profile;
    static const char *const built_in[PAL_LANG_COUNT] = {"built in", "intégrée"};
    if (profile == NULL || at->target == NULL) {
        return;
    }
    give(at, "profile_title", pal_text_in(&profile->title, at->lang));
    give(at, "profile_version",
         at->version > 0 ? pal_arena_printf(at->errand->arena, "%lld", (long long)at->version)
                         : built_in[at->lang]);
    give_number(at, "target_points", points(at, false));
    give_number(at, "provider_points", points(at, true));
    const struct pal_alert_scheme *scheme = profile->scheme;
    for (size_t i = 0; scheme != NULL && at->level != NULL && i < scheme->level_count; i++) {
        if (strcmp(scheme->levels[i].id, at->level) == 0) {
            give(at, "alert_level", pal_text_in(&scheme->levels[i].label, at->lang));
            give_number(at, "rank", i + 1);
            give_number(at, "ranks", scheme->level_count);
            give(at, "scheme_title", pal_text_in(&scheme->title, at->lang));
        }
    }
}

/* How many topics they are in, and which of them decide. */
static void give_questions(struct writing *at)
{
    const struct pal_questionnaire *of = at->measure.questionnaire;
    const struct pal_asked *asked = &at->measure.asked;
    const char *decisive = "";
    size_t topics = 0;
    for (size_t i = 0; i < asked->count; i++) {
        const struct pal_question *question = &of->questions[asked->questions[i]];
        topics += i == 0 || of->questions[asked->questions[i - 1]].topic != question->topic;
        if (question->weight == PAL_WEIGHT_DECISIVE) {
            const char *longer = pal_arena_printf(at->errand->arena, "%s%s%s", decisive,
                                                  decisive[0] != '\0' ? ", " : "", question->id);
            decisive = longer != NULL ? longer : decisive;
        }
    }
    give_number(at, "topics", topics);
    give_number(at, "questions", at->measure.work.questions);
    give_number(at, "questions_weight", at->measure.work.questions);
    give_number(at, "proofs", at->measure.work.proofs);
    give(at, "decisive", decisive);
}

static void give_choices(struct writing *at)
{
    for (int i = 0; i < PAL_ANNEX_CHOICES; i++) {
        if (pal_annex_choice_words[i] == NULL) {
            give(at, pal_annex_choice_ids[i], at->plan->choices[i]);
        }
    }
    if (at->plan->choices[PAL_ANNEX_REFERENCE] == NULL) {
        give(at, "reference", at->plan->project);
    }
}

static void give_times(struct writing *at)
{
    static const char *const languages[PAL_LANG_COUNT] = {"English or French",
                                                          "français ou en anglais"};
    const struct pal_tender_rule *until = pal_procedure_rule(at->table, "QUESTIONS-UNTIL");
    give_time(at, "closing", at->plan->until, false);
    give_time(at, "closing_day", at->plan->until, true);
    give_time(at, "fixed_on", at->errand->now, true);
    give(at, "time_zone", at->zone->name[0] != '\0' ? at->zone->name : "UTC");
    give(at, "language", languages[at->lang]);
    int64_t last = until != NULL && until->value.count > 0
                       ? pal_deadline_answer_by(at->zone, at->plan->until, until->value.of[0])
                       : 0;
    if (last > at->errand->now) {
        give_time(at, "questions_until", last, false);
    }
}

static enum pal_rc give_all(struct writing *at)
{
    struct pal_placeholder values[PAL_MESSAGE_VALUES];
    size_t count = 0;
    at->given_count = 0;
    enum pal_rc rc =
        pal_messages_values(at->table, at->procedure, NULL, 0, at->errand->arena, values, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        give(at, values[i].name, values[i].text);
    }
    give(at, "project_title", at->project.title);
    give_choices(at);
    give_times(at);
    give_profile(at);
    give_questions(at);
    return rc;
}

/* ------------------------------------------------------------------- the tables */

/* A text within a cell, whose end is a bar or the end of the line. */
static void add_in_cell(struct pal_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        char c = *text == '|' ? '/' : *text == '\n' ? ' ' : *text;
        pal_buf_add_n(out, &c, 1);
    }
}

/* "PA01 Administer Security Controls" */
static void add_area(const struct writing *at, const struct pal_area *area, struct pal_buf *out)
{
    pal_buf_printf(out, "%s ", area->id);
    add_in_cell(out, pal_text_in(&area->title, at->lang));
}

static void add_steps(const struct pal_area *area, pal_mask mask, struct pal_buf *out)
{
    for (size_t s = 0; s < area->ladder->count; s++) {
        if ((mask >> s & 1) != 0) {
            pal_buf_printf(out, " %s", area->ladder->steps[s].id);
        }
    }
}

static void add_targets(const struct writing *at, struct pal_buf *out)
{
    static const char *const heads[PAL_LANG_COUNT] = {"| Area | Steps asked |",
                                                      "| Domaine | Échelons demandés |"};
    const struct pal_model *model = at->measure.questionnaire->model;
    if (points(at, true) == 0) {
        return;
    }
    pal_buf_printf(out, "%s\n", heads[at->lang]);
    for (size_t a = 0; a < model->area_count; a++) {
        const struct pal_area *area = &model->areas[a];
        if (at->target[a] == 0 || area->actor != PAL_ACTOR_PROVIDER) {
            continue;
        }
        pal_buf_add(out, "| ");
        add_area(at, area, out);
        pal_buf_add(out, " |");
        add_steps(area, at->target[a], out);
        pal_buf_add(out, " |\n");
    }
    pal_buf_add(out, "\n");
}

static const char *level_title(const struct writing *at, const char *level)
{
    const struct pal_alert_scheme *scheme = at->measure.profile->scheme;
    for (size_t i = 0; scheme != NULL && i < scheme->level_count; i++) {
        if (strcmp(scheme->levels[i].id, level) == 0) {
            return pal_text_in(&scheme->levels[i].label, at->lang);
        }
    }
    return level;
}

/* Steps of one area at each level that marks are not given for: "level: steps; level: steps". */
static bool add_others(const struct writing *at, size_t area, const char *head, struct pal_buf *out)
{
    const struct pal_profile *profile = at->measure.profile;
    const struct pal_area *of = &at->measure.questionnaire->model->areas[area];
    const char *before = "";
    for (size_t i = 0; i < profile->alert_level_count; i++) {
        const char *level = profile->alert_levels[i];
        pal_mask mask = pal_profile_target(profile, level)[area];
        if (strcmp(level, at->level) == 0 || mask == 0) {
            continue;
        }
        if (before[0] == '\0') {
            pal_buf_printf(out, "%s| ", head);
            add_area(at, of, out);
            pal_buf_add(out, " | ");
        }
        pal_buf_add(out, before);
        add_in_cell(out, level_title(at, level));
        pal_buf_add(out, at->lang == PAL_LANG_FR ? " :" : ":");
        add_steps(of, mask, out);
        before = at->lang == PAL_LANG_FR ? " ; " : "; ";
    }
    pal_buf_add(out, before[0] != '\0' ? " |\n" : "");
    return before[0] != '\0';
}

static void add_other_levels(const struct writing *at, struct pal_buf *out)
{
    static const char *const heads[PAL_LANG_COUNT] = {
        "| Area | Steps asked at the other levels |\n",
        "| Domaine | Échelons demandés aux autres niveaux |\n"};
    const struct pal_model *model = at->measure.questionnaire->model;
    bool is_any = false;
    for (size_t a = 0; at->target != NULL && at->level != NULL && a < model->area_count; a++) {
        bool is_its = model->areas[a].actor == PAL_ACTOR_PROVIDER;
        is_any = (is_its && add_others(at, a, is_any ? "" : heads[at->lang], out)) || is_any;
    }
    pal_buf_add(out, is_any ? "\n" : "");
}

static bool is_chosen(const struct writing *at, enum pal_annex_choice choice, const char *word)
{
    const char *said = at->plan->choices[choice];
    return said != NULL && strcmp(said, word) == 0;
}

/* How the share of security is divided: the questions of each topic, each worth the same. */
static void add_share_of_topics(const struct writing *at, struct pal_buf *out)
{
    static const char *const heads[PAL_LANG_COUNT] = {"| Topic | Questions |\n",
                                                      "| Thème | Questions |\n"};
    const struct pal_questionnaire *of = at->measure.questionnaire;
    const struct pal_asked *asked = &at->measure.asked;
    pal_buf_add(out, asked->count > 0 ? heads[at->lang] : "");
    for (size_t i = 0, next = 0; i < asked->count; i = next) {
        size_t topic = of->questions[asked->questions[i]].topic;
        while (next < asked->count && of->questions[asked->questions[next]].topic == topic) {
            next++;
        }
        pal_buf_add(out, "| ");
        add_in_cell(out, pal_text_in(&of->topics[topic].title, at->lang));
        pal_buf_printf(out, " | %zu / %zu |\n", next - i, asked->count);
    }
    pal_buf_add(out, asked->count > 0 ? "\n" : "");
}

/* The points of each area, a step being worth one. */
static void add_share_of_areas(const struct writing *at, struct pal_buf *out)
{
    static const char *const heads[PAL_LANG_COUNT] = {"| Area | Points |\n",
                                                      "| Domaine | Points |\n"};
    const struct pal_model *model = at->measure.questionnaire->model;
    const size_t all = points(at, true);
    pal_buf_add(out, all > 0 ? heads[at->lang] : "");
    for (size_t a = 0; all > 0 && a < model->area_count; a++) {
        const struct pal_area *area = &model->areas[a];
        if (area->actor == PAL_ACTOR_PROVIDER && at->target[a] != 0) {
            pal_buf_add(out, "| ");
            add_area(at, area, out);
            pal_buf_printf(out, " | %zu / %zu |\n", (size_t)pal_mask_count(at->target[a]), all);
        }
    }
    pal_buf_add(out, all > 0 ? "\n" : "");
}

static void add_share(const struct writing *at, struct pal_buf *out)
{
    if (is_chosen(at, PAL_ANNEX_MARKS, "questions")) {
        add_share_of_topics(at, out);
    } else {
        add_share_of_areas(at, out);
    }
}

/* What a question's rule asks by values that depend on the level: the pieces that name one. */
static bool add_held(const struct writing *at, const struct pal_question *question,
                     const int64_t *values, const char *head, struct pal_buf *out)
{
    struct pal_language language = pal_library_language(at->lang);
    bool is_one = true;
    bool is_any = false;
    const struct pal_rule_part *piece =
        question->rule != NULL ? pal_rule_pieces(question->rule, &is_one) : NULL;
    for (; piece != NULL; piece = is_one ? NULL : piece->next) {
        size_t named;
        if (pal_rule_thresholds(piece, &named, 1) == 0) {
            continue;
        }
        if (!is_any) {
            pal_buf_printf(out, "%s| %s ", head, question->id);
            add_in_cell(out, pal_text_in(&question->question, at->lang));
        }
        pal_buf_add(out, is_any ? "; " : " | ");
        add_in_cell(out,
                    pal_rule_said(piece, question->fields, values, &language, at->errand->arena));
        is_any = true;
    }
    pal_buf_add(out, is_any ? " |\n" : "");
    return is_any;
}

static enum pal_rc add_thresholds(const struct writing *at, struct pal_buf *out)
{
    static const char *const heads[PAL_LANG_COUNT] = {"| Question | Value asked |\n",
                                                      "| Question | Valeur demandée |\n"};
    const struct pal_questionnaire *of = at->measure.questionnaire;
    const struct pal_asked *asked = &at->measure.asked;
    int64_t *values = PAL_NEW(at->errand->arena, int64_t, of->threshold_count + 1);
    bool is_any = false;
    if (values == NULL) {
        return PAL_E_MEMORY;
    }
    unsigned neutral = at->measure.profile != NULL && at->level != NULL
                           ? pal_profile_neutral_level(at->measure.profile, at->level)
                           : 0;
    pal_thresholds_in_force(of, at->measure.profile, at->level, neutral, values);
    for (size_t i = 0; i < asked->count; i++) {
        const struct pal_question *one = &of->questions[asked->questions[i]];
        is_any = add_held(at, one, values, is_any ? "" : heads[at->lang], out) || is_any;
    }
    if (is_any) {
        pal_buf_add(out, "\n");
    }
    return PAL_OK;
}

/* -------------------------------------------------------------------- the words */

static size_t facts_of(const struct writing *at, const char *out[FACTS_MOST])
{
    static const struct {
        enum pal_annex_choice choice;
        const char *word;
        const char *fact;
    } known[] = {{PAL_ANNEX_CHANNEL, "link", "channel_link"},
                 {PAL_ANNEX_CHANNEL, "profile", "channel_profile"},
                 {PAL_ANNEX_MARKS, "steps", "marks_by_steps"},
                 {PAL_ANNEX_MARKS, "questions", "marks_by_questions"},
                 {PAL_ANNEX_VISIT, "all", "visit_all"},
                 {PAL_ANNEX_VISIT, "no_mark", "visit_no_mark"},
                 {PAL_ANNEX_VISIT, "after", "visit_after"},
                 {PAL_ANNEX_NEGOTIATION, "no", "negotiation_no"},
                 {PAL_ANNEX_NEGOTIATION, "yes", "negotiation_yes"},
                 {PAL_ANNEX_NEGOTIATION, "reserved", "negotiation_reserved"}};
    size_t count = pal_messages_facts(at->procedure, out);
    for (size_t i = 0; i < sizeof known / sizeof *known && count < FACTS_MOST; i++) {
        if (is_chosen(at, known[i].choice, known[i].word)) {
            out[count++] = known[i].fact;
        }
    }
    if (at->plan->choices[PAL_ANNEX_MINIMUM] != NULL && count < FACTS_MOST) {
        out[count++] = "minimum";
    }
    const struct pal_tender_answer *clarify = &at->procedure->acts[PAL_TENDER_CLARIFY];
    for (size_t i = 0; i < clarify->rule_count && count < FACTS_MOST; i++) {
        if (strcmp(clarify->rules[i]->id, "CLARIFY-MEANING") == 0) {
            out[count++] = "clarify_meaning";
        }
    }
    if (strcmp(at->procedure->id, "competitive_dialogue") == 0 && count < FACTS_MOST) {
        out[count++] = "dialogue";
    }
    return count;
}

/* Lines that announce a table: where it would be empty, they are not written. */
enum table { TABLE_NONE, TABLE_TARGETS, TABLE_LEVELS, TABLE_THRESHOLDS, TABLE_SHARE };

static enum table table_of(const char *line)
{
    static const struct {
        const char *line;
        enum table table;
    } known[] = {{"annex.profile.table", TABLE_TARGETS},
                 {"annex.alert.other", TABLE_LEVELS},
                 {"annex.thresholds.text", TABLE_THRESHOLDS},
                 {"annex.weights.text", TABLE_SHARE},
                 {"annex.weights.points", TABLE_SHARE}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].line, line) == 0) {
            return known[i].table;
        }
    }
    return TABLE_NONE;
}

static enum pal_rc add_table(const struct writing *at, enum table table, struct pal_buf *out)
{
    switch (table) {
    case TABLE_TARGETS:
        add_targets(at, out);
        return PAL_OK;
    case TABLE_LEVELS:
        add_other_levels(at, out);
        return PAL_OK;
    case TABLE_SHARE:
        add_share(at, out);
        return PAL_OK;
    case TABLE_THRESHOLDS:
        return add_thresholds(at, out);
    case TABLE_NONE:
        break;
    }
    return PAL_OK;
}

static enum pal_rc add_line(const struct writing *at, const struct pal_message_line *line,
                            struct pal_buf *out)
{
    const char *mark = line->of->kind == PAL_MESSAGE_TITLE     ? "# "
                       : line->of->kind == PAL_MESSAGE_HEADING ? "## "
                                                               : "";
    static const char of_level[] = "annex.alert.";
    const enum table table = table_of(line->of->id);
    struct pal_buf cells;
    if (at->level == NULL && strncmp(line->of->id, of_level, strlen(of_level)) == 0) {
        return PAL_OK; /* a profile without alert levels */
    }
    pal_buf_init(&cells, PAL_ANNEX_TEXT, at->errand->arena->alloc);
    enum pal_rc rc = add_table(at, table, &cells);
    const char *text = pal_buf_text(&cells);
    rc = rc == PAL_OK && text == NULL ? PAL_E_MEMORY : rc;
    if (rc == PAL_OK && (table == TABLE_NONE || cells.len > 0)) {
        /* Of two sentences about one table it stands behind the second. */
        bool is_before = strcmp(line->of->id, "annex.weights.text") == 0;
        pal_buf_printf(out, "%s%s\n\n%s", mark, line->text, is_before ? "" : text);
    }
    pal_buf_done(&cells);
    return rc;
}

static enum pal_rc write_in(struct writing *at, enum pal_lang lang, const char **out)
{
    const char *facts[FACTS_MOST];
    struct pal_message_written written;
    struct pal_buf buf;
    at->lang = lang;
    enum pal_rc rc = give_all(at);
    const struct pal_message_asked asked = {.use = "annex",
                                            .facts = {facts, facts_of(at, facts)},
                                            .given = {at->given, at->given_count},
                                            .lang = lang};
    rc = rc == PAL_OK ? pal_messages_write(at->messages, &asked, at->errand->arena, &written) : rc;
    pal_buf_init(&buf, PAL_ANNEX_TEXT, at->errand->arena->alloc);
    for (size_t i = 0; rc == PAL_OK && i < written.count; i++) {
        rc = add_line(at, &written.lines[i], &buf);
    }
    const char *text = pal_buf_text(&buf);
    *out = rc == PAL_OK && text != NULL ? pal_arena_copy(at->errand->arena, text, buf.len) : NULL;
    pal_buf_done(&buf);
    return rc == PAL_OK && *out == NULL ? PAL_E_MEMORY : rc;
}

const char *pal_annex_file(struct pal_errand *errand, const struct pal_annex *annex)
{
    return pal_arena_printf(errand->arena, "%s---\n\n%s", annex->text.in[PAL_LANG_EN],
                            annex->text.in[PAL_LANG_FR]);
}

enum pal_rc pal_annex_write(struct pal_errand *errand, struct pal_app *app,
                            const struct pal_annex_plan *plan, struct pal_annex *out)
{
    struct writing at = {.errand = errand, .app = app, .plan = plan};
    const struct pal_sending_plan sending = {
        .project = plan->project, .questionnaire = plan->questionnaire, .tier = plan->tier};
    *out = (struct pal_annex){.plan = *plan};
    enum pal_rc rc = pal_sendings_measure(errand, app, &sending, PAL_ACTOR_PROVIDER, &at.measure);
    rc = rc == PAL_OK ? pal_house_get(errand, "project", plan->project, &at.project) : rc;
    rc = rc == PAL_OK ? pal_house_procedures(errand, app, &at.table) : rc;
    rc = rc == PAL_OK ? pal_house_procedure(errand, app, plan->project, &at.procedure) : rc;
    rc = rc == PAL_OK ? pal_house_messages(errand, app, &at.messages) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    at.zone = pal_house_zone(errand->house, NULL);
    rc = find_target(&at);
    for (int lang = 0; lang < PAL_LANG_COUNT && rc == PAL_OK; lang++) {
        rc = write_in(&at, (enum pal_lang)lang, &out->text.in[lang]);
    }
    out->points = points(&at, true);
    const char *file = rc == PAL_OK ? pal_annex_file(errand, out) : NULL;
    char hash[PAL_HASH_TEXT];
    if (file != NULL) {
        pal_secret_hash(file, strlen(file), hash);
        out->hash = pal_arena_copy(errand->arena, hash, strlen(hash));
    }
    out->profile = at.measure.profile != NULL ? at.measure.profile->id : NULL;
    out->profile_version = at.version;
    out->alert = at.level;
    return out->hash != NULL ? PAL_OK
                             : pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
}
