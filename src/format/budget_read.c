/* budget_read - budget/1 to struct pal_budget. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "format/kinds.h"

enum { AMOUNT_MAX = 999999999 };

static const struct pal_type type_amount = {
    .kind = PAL_TYPE_INTEGER, .name = "an amount", .min = 0, .max = AMOUNT_MAX};
static const struct pal_type type_amount_list = {.kind = PAL_TYPE_LIST,
                                                 .name = "an amount per period",
                                                 .max = PAL_LIMIT_PERIODS,
                                                 .item = &type_amount};
static const struct pal_type *const amounts_any[] = {&type_amount, &type_amount_list};
static const struct pal_type type_amounts = {.kind = PAL_TYPE_ANY,
                                             .name = "an amount for each period, or one per period",
                                             .any = amounts_any,
                                             .any_count = 2};

static const struct pal_type type_work = {
    .kind = PAL_TYPE_INTEGER, .name = "an amount", .min = 0, .max = AMOUNT_MAX, .is_work = true};
static const struct pal_type type_work_list = {.kind = PAL_TYPE_LIST,
                                               .name = "an amount per period",
                                               .max = PAL_LIMIT_PERIODS,
                                               .item = &type_work};
static const struct pal_type *const works_any[] = {&type_work, &type_work_list};
static const struct pal_type type_works = {.kind = PAL_TYPE_ANY,
                                           .name = "an amount for each period, or one per period",
                                           .any = works_any,
                                           .any_count = 2};

struct minutes_doc {
    struct pal_node *provider, *project_manager, *expert;
};
static const struct pal_field minutes_fields[] = {
    PAL_FIELD(minutes_doc, provider, false, &type_works, "Of the provider."),
    PAL_FIELD(minutes_doc, project_manager, false, &type_works, "Of the project manager."),
    PAL_FIELD(minutes_doc, expert, false, &type_works, "Of the expert."),
};
static const struct pal_type type_minutes = {.kind = PAL_TYPE_OBJECT,
                                             .name = "minutes of work per actor",
                                             .fields = minutes_fields,
                                             .field_count = PAL_ACTOR_COUNT,
                                             .slots_size = sizeof(struct minutes_doc)};
static const char *const period_choices[] = {"month", "quarter", "year"};
static const char *const period_titles[] = {PAL_N_("month"), PAL_N_("quarter"), PAL_N_("year")};
static const unsigned period_months[] = {1, 3, 12};
static const struct pal_type type_period = {.kind = PAL_TYPE_CHOICE,
                                            .name = "a length",
                                            .choices = period_choices,
                                            .choice_titles = period_titles,
                                            .choice_count = 3};
static const struct pal_type type_periods = {
    .kind = PAL_TYPE_INTEGER, .name = "how many", .min = 1, .max = PAL_LIMIT_PERIODS};
static const char *const value_choices[] = {"early", "end"};
static const char *const value_titles[] = {PAL_N_("earlier is better"),
                                           PAL_N_("what stands at the end")};
static const struct pal_type type_value = {.kind = PAL_TYPE_CHOICE,
                                           .name = "what counts",
                                           .choices = value_choices,
                                           .choice_titles = value_titles,
                                           .choice_count = 2};

struct budget_doc {
    struct pal_node *palier, *id, *title, *start, *period, *periods, *value, *minutes, *money;
};
static const struct pal_field budget_fields[] = {
    PAL_FIELD(budget_doc, palier, true, &pal_type_text, "The kind: `budget/1`."),
    PAL_FIELD(budget_doc, id, true, &pal_type_id, "The budget's id."),
    PAL_FIELD(budget_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(budget_doc, start, true, &pal_type_date, "The first day of the first period.",
              .title = PAL_N_("first day")),
    PAL_FIELD(budget_doc, period, true, &type_period, "How long a period is.",
              .title = PAL_N_("length of a period")),
    PAL_FIELD(budget_doc, periods, true, &type_periods, "How many periods are planned.",
              .title = PAL_N_("number of periods")),
    PAL_FIELD(budget_doc, value, false, &type_value,
              "`early`: a step counts its points for every period from its end on, so earlier is "
              "better; `end`: only what stands at the end counts.",
              .absent = "early", .title = PAL_N_("what counts")),
    PAL_FIELD(budget_doc, minutes, false, &type_minutes,
              "Work that comes in each period; what is not used is kept. An actor who is not named "
              "has no limit.",
              .title = PAL_N_("minutes of work in each period")),
    PAL_FIELD(budget_doc, money, false, &type_amounts,
              "Minor units that come in each period; what is not used is kept. Absent: no limit.",
              .title = PAL_N_("money in each period, in minor units")),
};
const struct pal_type pal_type_budget = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a budget",
    .doc = "What can be spent on setting up steps, period by period.",
    .fields = budget_fields,
    .field_count = 9,
    .slots_size = sizeof(struct budget_doc)};

static void read_amounts(struct pal_reader *reader, struct pal_node *node,
                         struct pal_budget *budget, size_t resource)
{
    uint64_t *amounts = pal_reader_take(reader, budget->period_count, sizeof *amounts);
    budget->amounts[resource] = amounts;
    if (amounts == NULL) {
        return;
    }
    if (node == NULL) {
        amounts[0] = PAL_BUDGET_FREE;
        return;
    }
    const struct pal_node *item = node->kind == PAL_NODE_LIST ? node->first : NULL;
    if (node->kind == PAL_NODE_LIST && node->count != budget->period_count) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "%u amounts for %zu periods; write one for each, or one number for all",
                       (unsigned)node->count, budget->period_count);
        return;
    }
    for (size_t i = 0; i < budget->period_count; i++) {
        amounts[i] = pal_node_integer(item != NULL ? item : node, 0);
        item = item != NULL ? item->next : NULL;
    }
}

struct pal_budget *pal_budget_read(struct pal_reader *reader, struct pal_node *root)
{
    size_t errors_before = reader->diag->error_count;
    struct budget_doc doc;
    struct minutes_doc minutes = {0};
    pal_type_check(reader, &pal_type_budget, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    pal_bind(&pal_type_budget, root, &doc);
    struct pal_budget *budget = pal_reader_take(reader, 1, sizeof *budget);
    if (budget == NULL || doc.start == NULL || doc.period == NULL || doc.periods == NULL) {
        return NULL;
    }
    budget->id = pal_node_text(doc.id);
    budget->title = pal_node_in_languages(doc.title);
    (void)pal_instant_read(doc.start->text, &budget->start_at);
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(doc.period->text, period_choices[i]) == 0) {
            budget->months_per_period = period_months[i];
        }
    }
    budget->period_count = pal_node_integer(doc.periods, 1);
    uint64_t end = 0;
    (void)pal_instant_read("9999-12-31", &end);
    if (pal_instant_add_months(budget->start_at,
                               (unsigned)budget->period_count * budget->months_per_period) > end) {
        pal_node_error(reader, doc.start, PAL_E_INVALID,
                       "the periods end after the year 9999; write an earlier start than %s",
                       doc.start->text);
    }
    budget->is_early = doc.value == NULL || strcmp(doc.value->text, "early") == 0;
    if (doc.minutes != NULL) {
        pal_bind(&type_minutes, doc.minutes, &minutes);
    }
    read_amounts(reader, minutes.provider, budget, PAL_ACTOR_PROVIDER);
    read_amounts(reader, minutes.project_manager, budget, PAL_ACTOR_PROJECT_MANAGER);
    read_amounts(reader, minutes.expert, budget, PAL_ACTOR_EXPERT);
    read_amounts(reader, doc.money, budget, PAL_RESOURCE_MONEY);
    return reader->diag->error_count == errors_before ? budget : NULL;
}
