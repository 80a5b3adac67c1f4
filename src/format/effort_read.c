/* effort_read - effort/1 to struct pal_efforts. */
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/text.h"
#include "format/kinds.h"
#include "format/selection.h"

static const struct pal_type type_minutes = {.kind = PAL_TYPE_INTEGER,
                                             .name = "minutes of work",
                                             .min = 0,
                                             .max = PAL_LIMIT_EFFORT_MINUTES,
                                             .is_work = true};
static const struct pal_type type_cost = {
    .kind = PAL_TYPE_INTEGER, .name = "money in minor units", .min = 0, .max = PAL_LIMIT_COST};
static const struct pal_type type_hour_cost = {
    .kind = PAL_TYPE_INTEGER, .name = "money in minor units", .min = 0, .max = PAL_LIMIT_HOUR_COST};

/* The nine numbers stand first, in the order of enum pal_effort_value. */
struct row_doc {
    struct pal_node *setup_minutes, *setup_cost, *running_minutes, *running_cost, *standby_minutes,
        *standby_cost, *activation_minutes, *activation_cost, *activation_time, *switchable;
};
static const struct pal_field row_fields[] = {
    PAL_FIELD(row_doc, setup_minutes, false, &type_minutes, "Work to set it up, once."),
    PAL_FIELD(row_doc, setup_cost, false, &type_cost, "Money to set it up, besides the work."),
    PAL_FIELD(row_doc, running_minutes, false, &type_minutes, "Work per month while active."),
    PAL_FIELD(row_doc, running_cost, false, &type_cost, "Money per month while active."),
    PAL_FIELD(row_doc, standby_minutes, false, &type_minutes,
              "Work per month while prepared and not active."),
    PAL_FIELD(row_doc, standby_cost, false, &type_cost,
              "Money per month while prepared and not active."),
    PAL_FIELD(row_doc, activation_minutes, false, &type_minutes, "Work of each activation."),
    PAL_FIELD(row_doc, activation_cost, false, &type_cost, "Money of each activation."),
    PAL_FIELD(row_doc, activation_time, false, &pal_type_duration,
              "From the order until it is active."),
    PAL_FIELD(row_doc, switchable, false, &pal_type_boolean,
              "`true`: an alert can switch it on; where no place says it: `false`.",
              .title = PAL_N_("can be switched on")),
};
static const struct pal_type type_row = {.kind = PAL_TYPE_OBJECT,
                                         .name = "an effort",
                                         .fields = row_fields,
                                         .field_count = PAL_EFFORT_VALUE_COUNT + 1,
                                         .slots_size = sizeof(struct row_doc)};
static const struct pal_type type_areas = {.kind = PAL_TYPE_MAP,
                                           .name = "a map from area to effort",
                                           .map_key = "area",
                                           .item = &type_row,
                                           .key_names = PAL_PART_AREA};
static const struct pal_type type_practices = {.kind = PAL_TYPE_MAP,
                                               .name = "a map from practice to effort",
                                               .map_key = "practice",
                                               .item = &type_row};
static const struct pal_type type_steps = {.kind = PAL_TYPE_MAP,
                                           .name = "a map from area/step to effort",
                                           .map_key = "area/step",
                                           .item = &type_row};

struct hour_doc {
    struct pal_node *provider, *project_manager, *expert;
};
static const struct pal_field hour_fields[] = {
    PAL_FIELD(hour_doc, provider, false, &type_hour_cost, "Of the provider."),
    PAL_FIELD(hour_doc, project_manager, false, &type_hour_cost, "Of the project manager."),
    PAL_FIELD(hour_doc, expert, false, &type_hour_cost, "Of the expert."),
};
static const struct pal_type type_hours = {.kind = PAL_TYPE_OBJECT,
                                           .name = "the cost of an hour of work, per actor",
                                           .fields = hour_fields,
                                           .field_count = PAL_ACTOR_COUNT,
                                           .slots_size = sizeof(struct hour_doc)};
static const char *const status_choices[] = {"proposed", "confirmed"};
static const char *const status_titles[] = {PAL_N_("proposed, to be confirmed"),
                                            PAL_N_("confirmed")};
static const struct pal_type type_status = {.kind = PAL_TYPE_CHOICE,
                                            .name = "a status",
                                            .choices = status_choices,
                                            .choice_titles = status_titles,
                                            .choice_count = 2};

struct effort_doc {
    struct pal_node *palier, *id, *title, *model, *source, *status, *currency, *hour_cost,
        *model_row, *areas, *practices, *steps;
};
static const struct pal_field effort_fields[] = {
    PAL_FIELD(effort_doc, palier, true, &pal_type_text, "The kind: `effort/1`."),
    PAL_FIELD(effort_doc, id, true, &pal_type_id, "The id of the efforts."),
    PAL_FIELD(effort_doc, title, true, &pal_type_languages, "Their name."),
    PAL_FIELD(effort_doc, model, true, &pal_type_id, "The id of the model they are for.",
              .refers = "model"),
    PAL_FIELD(effort_doc, source, false, &pal_type_text, "Where the numbers come from."),
    PAL_FIELD(effort_doc, status, false, &type_status,
              "`proposed`: to be confirmed by the expert; outputs say so."),
    PAL_FIELD(effort_doc, currency, false, &pal_type_text,
              "What amounts are in, as `EUR`; a minor unit is a hundredth of it."),
    PAL_FIELD(effort_doc, hour_cost, false, &type_hours,
              "What an hour of work costs: turns minutes into money; 0 where nothing is said.",
              .title = PAL_N_("cost of an hour")),
    {.key = "default",
     .type = &type_row,
     .slot = offsetof(struct effort_doc, model_row),
     .doc = "Of each step of the model.",
     .title = PAL_N_("each step")},
    PAL_FIELD(effort_doc, areas, false, &type_areas, "Of each step of an area.",
              .title = PAL_N_("each step of an area")),
    PAL_FIELD(effort_doc, practices, false, &type_practices,
              "Of a practice, in every area: a step takes the sum of its practices and is "
              "switchable when all of them that say `switchable` say true."),
    PAL_FIELD(effort_doc, steps, false, &type_steps, "Of one step: `PA01/2.3`.",
              .title = PAL_N_("single steps")),
};
const struct pal_type pal_type_effort = {
    .kind = PAL_TYPE_OBJECT,
    .name = "efforts",
    .doc = "What steps take: work, money, the time to switch them on. Each number comes from the "
           "finest place that states it: step, practices, area, default; 0 where none does.",
    .fields = effort_fields,
    .field_count = 12,
    .slots_size = sizeof(struct effort_doc)};

/* What one place states. */
struct row {
    bool is_stated[PAL_EFFORT_VALUE_COUNT];
    uint32_t values[PAL_EFFORT_VALUE_COUNT];
    bool has_switchable;
    bool is_switchable;
};

static struct row read_row(const struct pal_node *node)
{
    struct row row = {0};
    struct row_doc doc;
    pal_bind(&type_row, node, &doc);
    const struct pal_node *const nodes[PAL_EFFORT_VALUE_COUNT] = {
        doc.setup_minutes,      doc.setup_cost,      doc.running_minutes,
        doc.running_cost,       doc.standby_minutes, doc.standby_cost,
        doc.activation_minutes, doc.activation_cost, doc.activation_time};
    for (size_t i = 0; i < PAL_EFFORT_VALUE_COUNT; i++) {
        row.is_stated[i] = nodes[i] != NULL;
        if (i == PAL_EFFORT_ACTIVATION_TIME && nodes[i] != NULL) {
            (void)pal_duration_read(nodes[i]->text, &row.values[i]);
        } else {
            row.values[i] = pal_node_integer(nodes[i], 0);
        }
    }
    row.has_switchable = doc.switchable != NULL;
    row.is_switchable = pal_node_boolean(doc.switchable, false);
    return row;
}

static void apply(struct pal_effort *effort, const struct row *row)
{
    for (size_t i = 0; i < PAL_EFFORT_VALUE_COUNT; i++) {
        if (row->is_stated[i]) {
            effort->values[i] = row->values[i];
        }
    }
    if (row->has_switchable) {
        effort->is_switchable = row->is_switchable;
    }
}

static uint32_t limit_of(size_t value)
{
    const struct pal_type *type = row_fields[value].type;
    return type->kind == PAL_TYPE_INTEGER ? type->max : PAL_LIMIT_YEARS * 366 * 24 * 60;
}

/* The practices that a document states, sorted by id. */
struct stated {
    struct pal_node *map;
    const struct pal_node **nodes;
    size_t count;
};

static int by_key(const void *a, const void *b)
{
    const struct pal_node *const *one = a;
    const struct pal_node *const *other = b;
    return strcmp((*one)->key, (*other)->key);
}

static const struct pal_node *find_stated(const struct stated *stated, const char *id)
{
    struct pal_node wanted = {.key = id};
    const struct pal_node *at = &wanted;
    const struct pal_node **found =
        stated->count > 0
            ? bsearch(&at, stated->nodes, stated->count, sizeof(const struct pal_node *), by_key)
            : NULL;
    return found != NULL ? *found : NULL;
}

/* Adds what the practices of a step state to one row. A number that some of them state and others
 * do not counts 0 for the others; one that is silent on `switchable` does not decide it. */
static struct row sum_practices(const struct stated *stated, const struct pal_practice *practices,
                                size_t count)
{
    struct row sum = {0};
    size_t with_switchable = 0;
    bool all_switchable = true;
    for (size_t i = 0; i < count; i++) {
        const struct pal_node *node = find_stated(stated, practices[i].id);
        if (node == NULL) {
            continue;
        }
        struct row row = read_row(node);
        for (size_t at = 0; at < PAL_EFFORT_VALUE_COUNT; at++) {
            uint64_t value = (uint64_t)sum.values[at] + row.values[at];
            uint32_t limit = limit_of(at);
            sum.is_stated[at] |= row.is_stated[at];
            sum.values[at] = value > limit ? limit + 1 : (uint32_t)value;
        }
        with_switchable += row.has_switchable;
        all_switchable = all_switchable && (row.is_switchable || !row.has_switchable);
    }
    sum.has_switchable = with_switchable > 0;
    sum.is_switchable = with_switchable > 0 && all_switchable;
    return sum;
}

/* A sum over practices may pass the limit that holds for each of them. */
static void check_sum(struct pal_reader *reader, struct pal_node *map, const struct pal_area *area,
                      size_t step, struct row *row)
{
    for (size_t i = 0; i < PAL_EFFORT_VALUE_COUNT; i++) {
        if (row->values[i] > limit_of(i)) {
            pal_node_error(reader, map, PAL_E_LIMIT,
                           "the practices of %s/%s add up to more %s than one step may take (%u)",
                           area->id, area->ladder->steps[step].id, row_fields[i].key,
                           (unsigned)limit_of(i));
            row->values[i] = 0;
        }
    }
}

/* A step is made of the practices it is rated by; where the document states none of these, of its
 * own. */
static struct row practices_row(struct pal_reader *reader, const struct stated *stated,
                                const struct pal_area *area, size_t step)
{
    size_t count;
    const struct pal_practice *practices = pal_area_rated_practices(area, step, &count);
    struct row row = sum_practices(stated, practices, count);
    const struct pal_step *own = &area->ladder->steps[step];
    bool is_empty = !row.has_switchable;
    for (size_t i = 0; i < PAL_EFFORT_VALUE_COUNT; i++) {
        is_empty = is_empty && !row.is_stated[i];
    }
    if (is_empty && practices != own->practices) {
        row = sum_practices(stated, own->practices, own->practice_count);
    }
    check_sum(reader, stated->map, area, step, &row);
    return row;
}

/* Reports practices that the model does not have, and sorts the others by id. */
static void index_practices(struct pal_reader *reader, struct pal_node *map,
                            const struct pal_model *model, struct stated *out)
{
    struct pal_practice_ids known;
    out->map = map;
    out->nodes = pal_reader_take(reader, map->count, sizeof(const struct pal_node *));
    if (out->nodes == NULL || !pal_practice_ids_of(reader, model, &known)) {
        return;
    }
    for (struct pal_node *node = map->first; node != NULL; node = node->next) {
        if (!pal_practice_ids_have(&known, node->key)) {
            pal_node_error(reader, node, PAL_E_INVALID, "the model \"%s\" has no practice %s",
                           model->id, pal_quote(node->key).text);
        } else if (!node->is_bad) {
            out->nodes[out->count++] = node;
        }
    }
    qsort(out->nodes, out->count, sizeof *out->nodes, by_key);
}

/* From the coarsest place to the finest, so that the finest wins. */
static void read_steps(struct pal_reader *reader, const struct effort_doc *doc,
                       struct pal_efforts *efforts)
{
    const struct pal_model *model = efforts->model;
    struct row all = {0};
    struct row common[PAL_LIMIT_STEPS]; /* of the steps of the common ladder: read once */
    bool is_read[PAL_LIMIT_STEPS] = {false};
    struct stated stated = {0};
    if (doc->model_row != NULL) {
        all = read_row(doc->model_row);
    }
    if (doc->practices != NULL) {
        index_practices(reader, doc->practices, model, &stated);
    }
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        const struct pal_node *node =
            doc->areas != NULL ? pal_node_get(doc->areas, area->id) : NULL;
        for (size_t step = 0; step < area->ladder->count; step++) {
            struct pal_effort *effort = &efforts->steps[area->first_step + step];
            bool is_common =
                area->ladder == &model->ladder && !area->ladder->steps[step].is_rated_by_area;
            apply(effort, &all);
            if (node != NULL) {
                struct row row = read_row(node);
                apply(effort, &row);
            }
            if (stated.count == 0) {
                continue;
            }
            if (is_common && is_read[step]) {
                apply(effort, &common[step]);
                continue;
            }
            common[step] = practices_row(reader, &stated, area, step);
            is_read[step] = is_common;
            apply(effort, &common[step]);
        }
    }
    for (struct pal_node *node = doc->areas != NULL ? doc->areas->first : NULL; node != NULL;
         node = node->next) {
        (void)pal_area_find(reader, node, node->key, model);
    }
    for (struct pal_node *node = doc->steps != NULL ? doc->steps->first : NULL; node != NULL;
         node = node->next) {
        struct pal_place place;
        if (!pal_place_find(reader, node, model, &place)) {
            continue;
        }
        if (place.step < 0) {
            pal_node_error(reader, node, PAL_E_INVALID,
                           "%s is an area; write its effort under \"areas\", or a step as %s/%s",
                           pal_quote(node->key).text, place.area->id,
                           place.area->ladder->steps[0].id);
            continue;
        }
        struct row row = read_row(node);
        apply(&efforts->steps[place.area->first_step + (size_t)place.step], &row);
    }
}

static void read_hour_cost(const struct pal_node *node, struct pal_efforts *efforts)
{
    struct hour_doc doc;
    if (node == NULL) {
        return;
    }
    pal_bind(&type_hours, node, &doc);
    efforts->hour_cost[PAL_ACTOR_PROVIDER] = pal_node_integer(doc.provider, 0);
    efforts->hour_cost[PAL_ACTOR_PROJECT_MANAGER] = pal_node_integer(doc.project_manager, 0);
    efforts->hour_cost[PAL_ACTOR_EXPERT] = pal_node_integer(doc.expert, 0);
}

struct pal_efforts *pal_effort_read(struct pal_reader *reader, struct pal_node *root,
                                    const struct pal_model *model)
{
    size_t errors_before = reader->diag->error_count;
    pal_type_check(reader, &pal_type_effort, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    struct effort_doc doc;
    pal_bind(&pal_type_effort, root, &doc);
    pal_kind_check_model(reader, doc.model, model);
    struct pal_efforts *efforts = pal_reader_take(reader, 1, sizeof *efforts);
    if (efforts == NULL || doc.model == NULL || doc.model->is_bad) {
        return NULL;
    }
    efforts->id = pal_node_text(doc.id);
    efforts->title = pal_node_in_languages(doc.title);
    efforts->model = model;
    efforts->source = pal_node_text(doc.source);
    efforts->currency = doc.currency != NULL ? doc.currency->text : "";
    efforts->is_proposed = doc.status != NULL && strcmp(doc.status->text, "proposed") == 0;
    read_hour_cost(doc.hour_cost, efforts);
    efforts->steps = pal_reader_take(reader, model->step_count, sizeof *efforts->steps);
    if (efforts->steps == NULL) {
        return NULL;
    }
    read_steps(reader, &doc, efforts);
    return reader->diag->error_count == errors_before ? efforts : NULL;
}
