#include "core/case/procedure.h"

#include <string.h>

const char *const pal_tender_act_ids[PAL_TENDER_ACTS] = {
    "private_question_before_closing",
    "answer_to_all",
    "change_of_date",
    "extend_for_one",
    "change_of_content",
    "submit_again",
    "read_before_closing",
    "late_submission",
    "clarify_after_closing",
    "complete_after_closing",
    "negotiate",
    "reopen",
    "visit_before_award",
    "copy_from_earlier_assessment",
    "show_thresholds_before",
    "mark_on_claimed",
    "reply_before_award",
};

/* As data/messages/ has them for those outside (tests/unit/test_procedure.c). */
const char *const pal_tender_act_titles[PAL_TENDER_ACTS] = {
    PAL_N_("Answer or ask one candidate alone before the closing"),
    PAL_N_("Answer a question to all"),
    PAL_N_("Move the closing"),
    PAL_N_("Give one recipient more time"),
    PAL_N_("Change what is asked"),
    PAL_N_("Hand in again"),
    PAL_N_("Read answers before the closing"),
    PAL_N_("Admit a submission after the closing"),
    PAL_N_("Ask what an answer means"),
    PAL_N_("Ask for what is missing"),
    PAL_N_("Negotiate"),
    PAL_N_("Open a questionnaire again"),
    PAL_N_("Visit before the award"),
    PAL_N_("Take answers or ratings over from an earlier assessment"),
    PAL_N_("Show the thresholds before the answers"),
    PAL_N_("Rank or mark on what is only claimed"),
    PAL_N_("Open the right of reply before the award"),
};

const char *const pal_tender_unit_ids[PAL_TENDER_UNIT_COUNT] = {
    "", "d", "working_day", "mo", "y", "min", "s", "person", "MB", "EUR"};
const uint32_t pal_tender_unit_most[PAL_TENDER_UNIT_COUNT] = {
    0, 36525, 36525, 1200, 100, 999999, 999999, 100, 99999, 999999999};
const char *const pal_tender_change_ids[PAL_CHANGE_COUNT] = {"no", "stricter", "project", "house"};
const char *const pal_tender_origin_ids[PAL_ORIGIN_COUNT] = {"law", "case_law", "guidance",
                                                             "house"};
const char *const pal_tender_says_ids[PAL_TENDER_SAYS] = {"allowed", "forbidden", "condition"};
const char *const pal_tender_groups[PAL_TENDER_GROUPS] = {"all", "tender", "formal", "outside"};

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

enum pal_tender_act pal_tender_act_find(const char *id)
{
    unsigned act = 0;
    while (act < PAL_TENDER_ACTS && !is(pal_tender_act_ids[act], id)) {
        act++;
    }
    return (enum pal_tender_act)act;
}

const char *pal_tender_source_said(const struct pal_tender_source *source, enum pal_lang lang)
{
    const char *text = pal_text_in(&source->text, lang);
    return text[0] != '\0' ? text : NULL;
}

bool pal_tender_rule_is_checked(const struct pal_tender_rule *rule)
{
    return rule->value.count > 0;
}

/* ------------------------------------------------------------------ procedures */

bool pal_procedure_is(const struct pal_procedure *procedure, const char *word)
{
    return is(word, "all") || is(word, procedure->id) ||
           (is(word, "tender") && procedure->is_tender) ||
           (is(word, "formal") && procedure->is_formal) ||
           (is(word, "outside") && !procedure->is_tender);
}

/* NULL: the table has none of that id. */
static const struct pal_procedure *find(const struct pal_procedures *procedures, const char *id)
{
    for (size_t i = 0; i < procedures->procedure_count; i++) {
        if (is(procedures->procedures[i].id, id)) {
            return &procedures->procedures[i];
        }
    }
    return NULL;
}

bool pal_procedure_is_there(const struct pal_procedures *procedures, const char *id)
{
    return find(procedures, id) != NULL;
}

const struct pal_procedure *pal_procedure_find(const struct pal_procedures *procedures,
                                               const char *id)
{
    const struct pal_procedure *found = id != NULL ? find(procedures, id) : NULL;
    return found != NULL ? found : find(procedures, PAL_PROCEDURE_NONE);
}

const struct pal_tender_answer *pal_procedure_ask(const struct pal_procedures *procedures,
                                                  const char *id, enum pal_tender_act act)
{
    return &pal_procedure_find(procedures, id)->acts[act];
}

const struct pal_tender_rule *pal_procedure_rule(const struct pal_procedures *procedures,
                                                 const char *id)
{
    for (size_t i = 0; i < procedures->rule_count; i++) {
        if (is(procedures->rules[i].id, id)) {
            return &procedures->rules[i];
        }
    }
    return NULL;
}

static bool applies(const struct pal_tender_rule *rule, const struct pal_procedure *procedure)
{
    for (size_t i = 0; i < rule->applies_to.count; i++) {
        if (pal_procedure_is(procedure, rule->applies_to.of[i])) {
            return true;
        }
    }
    return false;
}

static bool names(const struct pal_tender_answer *answer, const struct pal_tender_rule *rule)
{
    for (size_t i = 0; i < answer->rule_count; i++) {
        if (answer->rules[i] == rule) {
            return true;
        }
    }
    return false;
}

bool pal_procedure_holds(const struct pal_procedure *procedure, const struct pal_tender_rule *rule)
{
    if (!applies(rule, procedure) || !rule->is_of_acts) {
        return applies(rule, procedure);
    }
    for (size_t act = 0; act < PAL_TENDER_ACTS; act++) {
        if (names(&procedure->acts[act], rule)) {
            return true;
        }
    }
    return false;
}

/* -------------------------------------------------------------------- values */

/* Whether each number is no looser than what holds now. */
static bool is_stricter(const struct pal_tender_rule *rule, const struct pal_tender_asked *asked)
{
    const struct pal_tender_override *override = &asked->override;
    for (size_t i = 0; i < override->count && i < asked->now.count; i++) {
        if (rule->is_most ? override->of[i] > asked->now.of[i]
                          : override->of[i] < asked->now.of[i]) {
            return false;
        }
    }
    return true;
}

/* A list of numbers (days of reminders) may become another list; one number stays one. */
static bool fits(const struct pal_tender_rule *rule, const struct pal_tender_override *override)
{
    size_t most = rule->value.count > 1 ? PAL_TENDER_VALUES : 1;
    bool is_fit = override->count >= 1 && override->count <= most;
    for (size_t i = 0; i < override->count && is_fit; i++) {
        is_fit = override->of[i] >= 1 && override->of[i] <= pal_tender_unit_most[rule->value.unit];
    }
    return is_fit;
}

/* Who may, and when. */
static enum pal_rc check_who(const struct pal_tender_rule *rule,
                             const struct pal_tender_asked *asked, const struct pal_voice *voice,
                             struct pal_err *err)
{
    bool is_of_project = asked->override.is_of_project;
    enum pal_lang lang = voice != NULL ? voice->lang : PAL_LANG_EN;
    if (rule->changeable == PAL_CHANGE_NOBODY) {
        return pal_err_say(err, PAL_E_INVALID, voice, PAL_N_("the rule %s does not change: %s"),
                           rule->id, pal_text_in(&rule->note, lang));
    }
    if (rule->changeable == PAL_CHANGE_PROJECT && !is_of_project) {
        return pal_err_say(
            err, PAL_E_DENIED, voice,
            PAL_N_("the value of the rule %s is set in each project, by its manager"), rule->id);
    }
    if (rule->changeable == PAL_CHANGE_HOUSE && is_of_project) {
        return pal_err_say(
            err, PAL_E_DENIED, voice,
            PAL_N_("the value of the rule %s is that of the house: ask an administrator"),
            rule->id);
    }
    if (is_of_project && asked->is_sent) {
        return pal_err_say(err, PAL_E_INVALID, voice,
                           PAL_N_("the value of the rule %s stays as it is: the first link has "
                                  "left"),
                           rule->id);
    }
    return PAL_OK;
}

static enum pal_rc refuse_numbers(const struct pal_tender_rule *rule, const struct pal_voice *voice,
                                  struct pal_err *err)
{
    unsigned most = pal_tender_unit_most[rule->value.unit];
    return rule->value.count > 1
               ? pal_err_say(err, PAL_E_INVALID, voice,
                             PAL_N_("the rule %s takes up to %d numbers, each from 1 to %u"),
                             rule->id, PAL_TENDER_VALUES, most)
               : pal_err_say(err, PAL_E_INVALID, voice,
                             PAL_N_("the rule %s takes one number from 1 to %u"), rule->id, most);
}

enum pal_rc pal_procedure_override(const struct pal_tender_rule *rule,
                                   const struct pal_tender_asked *asked,
                                   const struct pal_voice *voice, struct pal_err *err)
{
    enum pal_rc rc = check_who(rule, asked, voice, err);
    if (rc != PAL_OK) {
        return rc;
    }
    if (rule->value.count == 0) {
        return pal_err_say(err, PAL_E_INVALID, voice,
                           PAL_N_("the rule %s has no number that could be changed"), rule->id);
    }
    if (!fits(rule, &asked->override)) {
        return refuse_numbers(rule, voice, err);
    }
    if (rule->changeable == PAL_CHANGE_STRICTER && !is_stricter(rule, asked)) {
        return pal_err_say(err, PAL_E_INVALID, voice,
                           rule->is_most
                               ? PAL_N_("the rule %s may only become stricter: write %u or less")
                               : PAL_N_("the rule %s may only become stricter: write %u or more"),
                           rule->id, (unsigned)asked->now.of[0]);
    }
    return PAL_OK;
}

/* The house's come first, whatever their order: a project is held against what is left by them. */
static void apply(const struct pal_tender_rule *rule, const struct pal_tender_override *overrides,
                  size_t count, bool is_of_project, struct pal_tender_value *now)
{
    for (size_t i = 0; i < count; i++) {
        const struct pal_tender_asked asked = {overrides[i], *now, false};
        if (overrides[i].is_of_project != is_of_project || !is(overrides[i].rule, rule->id) ||
            pal_procedure_override(rule, &asked, NULL, NULL) != PAL_OK) {
            continue;
        }
        now->count = overrides[i].count;
        memcpy(now->of, overrides[i].of, overrides[i].count * sizeof *now->of);
    }
}

struct pal_tender_value pal_procedure_value(const struct pal_tender_rule *rule,
                                            const struct pal_tender_override *overrides,
                                            size_t count)
{
    struct pal_tender_value now = rule->value;
    apply(rule, overrides, count, false, &now);
    apply(rule, overrides, count, true, &now);
    return now;
}
