#include "core/question/questionnaire.h"

#include <string.h>

#include "base/order.h"
#include "core/question/rule.h"
#include "core/question/thousandths.h"

const char *const pal_tier_ids[PAL_TIER_COUNT] = {"core", "full"};
const char *const pal_put_ids[PAL_PUT_COUNT] = {"written", "visit", "both"};
const char *const pal_about_ids[PAL_ABOUT_COUNT] = {"this_service", "comparable_service",
                                                    "organization"};
const char *const pal_weight_ids[PAL_WEIGHT_COUNT] = {"supporting", "decisive"};
const char *const pal_same_answer_ids[PAL_SAME_COUNT] = {"area", "team", "organization"};
const char *const pal_field_type_ids[PAL_FIELD_TYPE_COUNT] = {
    "yesno", "ladder",   "percent", "integer", "number", "date", "person",
    "text",  "document", "choice",  "country", "rows",   "drawn"};
const char *const pal_unit_ids[PAL_UNIT_COUNT] = {"",  "s",  "min",    "h",     "d", "mo",
                                                  "y", "km", "Gbit/s", "count", "%", "step"};

const char *const pal_tier_titles[PAL_TIER_COUNT] = {PAL_N_("Core questions"),
                                                     PAL_N_("All questions")};
const char *const pal_put_titles[PAL_PUT_COUNT] = {PAL_N_("in writing"), PAL_N_("on the visit"),
                                                   PAL_N_("in writing, and shown on the visit")};
const char *const pal_about_titles[PAL_ABOUT_COUNT] = {
    PAL_N_("this service"), PAL_N_("this service, or a comparable one that is named"),
    PAL_N_("the whole organization")};
const char *const pal_weight_titles[PAL_WEIGHT_COUNT] = {PAL_N_("supporting"), PAL_N_("decisive")};
const char *const pal_same_answer_titles[PAL_SAME_COUNT] = {
    PAL_N_("asked area by area"),
    PAL_N_("the same answer holds for the areas run by the same team"),
    PAL_N_("the same answer holds for every area under the same common description or quality "
           "system")};
const char *const pal_unit_titles[PAL_UNIT_COUNT] = {"",
                                                     PAL_N_("seconds"),
                                                     PAL_N_("minutes"),
                                                     PAL_N_("hours"),
                                                     PAL_N_("days"),
                                                     PAL_N_("months"),
                                                     PAL_N_("years"),
                                                     PAL_N_("kilometres"),
                                                     PAL_N_("gigabits a second"),
                                                     PAL_N_("pieces"),
                                                     PAL_N_("per cent"),
                                                     PAL_N_("step of a ladder")};

/* --------------------------------------------------------------------------- units */

bool pal_unit_find(const char *id, enum pal_unit *out)
{
    for (int i = PAL_UNIT_NONE + 1; i < PAL_UNIT_COUNT; i++) {
        if (strcmp(id, pal_unit_ids[i]) == 0) {
            *out = (enum pal_unit)i;
            return true;
        }
    }
    return false;
}

/* How many seconds a unit always lasts; 0: it is none of time, or its length depends on the
 * calendar. */
static const int64_t seconds[PAL_UNIT_COUNT] = {
    [PAL_UNIT_SECOND] = 1, [PAL_UNIT_MINUTE] = 60, [PAL_UNIT_HOUR] = 3600, [PAL_UNIT_DAY] = 86400};

bool pal_unit_convert(int64_t amount, enum pal_unit from, enum pal_unit to, int64_t *out)
{
    int64_t each = seconds[from];
    int64_t into = seconds[to];
    *out = amount;
    if (from == to) {
        return true;
    }
    if (each == 0 || into == 0 || amount > INT64_MAX / each || amount < INT64_MIN / each ||
        amount * each % into != 0) {
        return false;
    }
    *out = amount * each / into;
    return true;
}

/* --------------------------------------------------------------- levels, thresholds */

unsigned pal_neutral_level(unsigned rank, unsigned count)
{
    if (count <= 1 || rank <= 1) {
        return 1;
    }
    if (rank >= count) {
        return PAL_NEUTRAL_LEVELS;
    }
    uint64_t steps = (uint64_t)count - 1;
    uint64_t above = (PAL_NEUTRAL_LEVELS - 1) * ((uint64_t)rank - 1);
    return 1 + (unsigned)((above + steps / 2) / steps);
}

static const struct pal_parameter *parameter_of(const struct pal_profile *profile, const char *name)
{
    for (size_t i = 0; profile != NULL && i < profile->parameter_count; i++) {
        if (strcmp(profile->parameters[i].name, name) == 0) {
            return &profile->parameters[i];
        }
    }
    return NULL;
}

/* Where an alert level stands among the values of a parameter; -1: it does not. */
static int position_of_level(const struct pal_profile *profile, const char *level)
{
    if (profile == NULL || level == NULL) {
        return -1;
    }
    if (profile->scheme != NULL) {
        return pal_alert_find(profile->scheme, level);
    }
    for (size_t i = 0; i < profile->alert_level_count; i++) {
        if (strcmp(profile->alert_levels[i], level) == 0) {
            return (int)i;
        }
    }
    return -1;
}

unsigned pal_profile_neutral_level(const struct pal_profile *profile, const char *level)
{
    int position = position_of_level(profile, level);
    size_t count =
        profile->scheme != NULL ? profile->scheme->level_count : profile->alert_level_count;
    return position >= 0 ? pal_neutral_level((unsigned)position + 1, (unsigned)count) : 0;
}

static bool is_less_strict(int64_t here, int64_t below, unsigned direction)
{
    return (direction == PAL_MORE_IS_STRICTER && here < below) ||
           (direction == PAL_LESS_IS_STRICTER && here > below);
}

unsigned pal_threshold_loosens(const struct pal_threshold *threshold, unsigned direction)
{
    for (unsigned i = 1; i < PAL_NEUTRAL_LEVELS; i++) {
        if (is_less_strict(threshold->levels[i], threshold->levels[i - 1], direction)) {
            return i + 1;
        }
    }
    return 0;
}

size_t pal_parameter_loosens(const struct pal_parameter *parameter, unsigned direction)
{
    for (size_t i = 1; i < parameter->value_count; i++) {
        int64_t below;
        int64_t here;
        if (pal_thousandths_read(parameter->values[i - 1], &below) &&
            pal_thousandths_read(parameter->values[i], &here) &&
            is_less_strict(here, below, direction)) {
            return i;
        }
    }
    return 0;
}

void pal_questionnaire_directions(const struct pal_questionnaire *questionnaire,
                                  uint8_t *directions)
{
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        pal_rule_add_directions(questionnaire->questions[i].rule, directions);
    }
    for (size_t i = 0; i < questionnaire->guide_count; i++) {
        pal_rule_add_directions(questionnaire->guide[i].rule, directions);
    }
}

/* What a parameter states at a position; NULL: nothing. */
static const char *stated(const struct pal_parameter *parameter, int position)
{
    if (parameter == NULL || parameter->value_count == 0) {
        return NULL;
    }
    if (parameter->value_count == 1) {
        return parameter->values[0];
    }
    return position >= 0 && (size_t)position < parameter->value_count ? parameter->values[position]
                                                                      : NULL;
}

void pal_thresholds_in_force(const struct pal_questionnaire *questionnaire,
                             const struct pal_profile *profile, const char *level, unsigned neutral,
                             int64_t *out)
{
    int position = position_of_level(profile, level);
    for (size_t i = 0; i < questionnaire->threshold_count; i++) {
        const struct pal_threshold *threshold = &questionnaire->thresholds[i];
        const char *own = stated(parameter_of(profile, threshold->name), position);
        if (own == NULL || !pal_thousandths_read(own, &out[i])) {
            out[i] = neutral >= 1 && neutral <= PAL_NEUTRAL_LEVELS ? threshold->levels[neutral - 1]
                                                                   : threshold->value;
        }
    }
}

const char *const pal_threshold_from_ids[PAL_THRESHOLD_FROM_COUNT] = {"usual", "level", "profile"};

enum pal_threshold_from pal_threshold_comes_from(const struct pal_threshold *threshold,
                                                 const struct pal_profile *profile,
                                                 const char *level)
{
    int64_t amount;
    const char *own =
        stated(parameter_of(profile, threshold->name), position_of_level(profile, level));
    if (own != NULL && pal_thousandths_read(own, &amount)) {
        return PAL_THRESHOLD_OF_PROFILE;
    }
    return profile != NULL && level != NULL ? PAL_THRESHOLD_OF_LEVEL : PAL_THRESHOLD_USUAL;
}

/* ----------------------------------------------------------------------- find, count */

int pal_answer_field_find(const struct pal_answer_field *fields, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i].id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static const char *id_of_question(const void *questions, size_t at)
{
    return ((const struct pal_question *)questions)[at].id;
}

void pal_questionnaire_index(struct pal_questionnaire *questionnaire)
{
    pal_order_make(questionnaire->by_id, questionnaire->question_count, id_of_question,
                   questionnaire->questions);
}

bool pal_questionnaire_takes(const struct pal_questionnaire *questionnaire, const char *id)
{
    return strcmp(questionnaire->id, id) == 0 ||
           (questionnaire->copy_of != NULL && strcmp(questionnaire->copy_of, id) == 0);
}

bool pal_questionnaire_is_same(const struct pal_questionnaire *one,
                               const struct pal_questionnaire *other)
{
    return pal_questionnaire_takes(one, other->id) || pal_questionnaire_takes(other, one->id) ||
           (one->copy_of != NULL && other->copy_of != NULL &&
            strcmp(one->copy_of, other->copy_of) == 0);
}

int pal_questionnaire_find(const struct pal_questionnaire *questionnaire, const char *id)
{
    return pal_order_find(questionnaire->by_id, questionnaire->question_count, id_of_question,
                          questionnaire->questions, id);
}

static const char *name_of_threshold(const void *thresholds, size_t at)
{
    return ((const struct pal_threshold *)thresholds)[at].name;
}

int pal_threshold_find(const struct pal_questionnaire *questionnaire, const char *name)
{
    return pal_order_find(NULL, questionnaire->threshold_count, name_of_threshold,
                          questionnaire->thresholds, name);
}

static bool is_figure(enum pal_field_type type)
{
    return type == PAL_FIELD_PERCENT || type == PAL_FIELD_INTEGER || type == PAL_FIELD_NUMBER ||
           type == PAL_FIELD_DATE || type == PAL_FIELD_ROWS || type == PAL_FIELD_DRAWN;
}

size_t pal_question_figures(const struct pal_question *question)
{
    size_t figures = 0;
    for (size_t i = 0; i < question->field_count; i++) {
        figures += is_figure(question->fields[i].type);
    }
    return figures;
}

bool pal_question_wants_proof(const struct pal_question *question)
{
    return question->put != PAL_PUT_VISIT && !pal_text_is_empty(&question->evidence);
}
