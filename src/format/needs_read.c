/* needs_read - needs-rule/1 and needs/1 to the structs of core/model/propose.h. */
#include <string.h>

#include "base/text.h"
#include "format/kinds.h"
#include "format/selection.h"

static const struct pal_type type_degree = {
    .kind = PAL_TYPE_INTEGER, .name = "a degree", .min = 1, .max = PAL_DEGREE_MAX};

struct scale_doc {
    struct pal_node *definition, *example;
};
static const struct pal_field scale_fields[] = {
    PAL_FIELD(scale_doc, definition, true, &pal_type_languages, "What a failure would mean."),
    PAL_FIELD(scale_doc, example, false, &pal_type_languages, "A case."),
};
static const struct pal_type type_scale = {.kind = PAL_TYPE_OBJECT,
                                           .name = "a degree",
                                           .fields = scale_fields,
                                           .field_count = 2,
                                           .slots_size = sizeof(struct scale_doc)};
static const struct pal_type type_scales = {.kind = PAL_TYPE_LIST,
                                            .name = "the four degrees, from 1",
                                            .min = PAL_DEGREE_MAX,
                                            .max = PAL_DEGREE_MAX,
                                            .item = &type_scale};

struct need_doc {
    struct pal_node *id, *title, *degrees;
};
static const struct pal_field need_fields[] = {
    PAL_FIELD(need_doc, id, true, &pal_type_id, "The word that areas and projects write."),
    PAL_FIELD(need_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(need_doc, degrees, true, &type_scales, "What each degree means."),
};
static const struct pal_type type_need = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a need",
                                          .fields = need_fields,
                                          .field_count = 3,
                                          .slots_size = sizeof(struct need_doc)};
static const struct pal_type type_needs = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of needs",
                                           .min = 1,
                                           .max = PAL_NEEDS_MAX,
                                           .item = &type_need,
                                           .is_ordered = true};
static const struct pal_type type_degree_targets = {.kind = PAL_TYPE_LIST,
                                                    .name =
                                                        "four selections of steps, from degree 1",
                                                    .min = PAL_DEGREE_MAX,
                                                    .max = PAL_DEGREE_MAX,
                                                    .item = &pal_type_selection};

/* In the order of core/model/propose.h. */
static const char *const exposure_titles[PAL_EXPOSURE_COUNT] = {
    PAL_N_("does not count"), PAL_N_("the stated one, at every level"), PAL_N_("at once"),
    PAL_N_("one rank later"), PAL_N_("two ranks later")};
static const char *const need_rule_titles[PAL_NEED_RULE_COUNT] = {
    PAL_N_("by the needs"), PAL_N_("a fixed target"), PAL_N_("no target"),
    PAL_N_("fixed, once an area of the provider's side has the greatest degree")};
static const char *const side_titles[PAL_SIDE_COUNT] = {PAL_N_("the provider's"),
                                                        PAL_N_("the buyer's")};
static const struct pal_type type_exposure_rule = {.kind = PAL_TYPE_CHOICE,
                                                   .name = "how exposure counts",
                                                   .choices = pal_exposure_ids,
                                                   .choice_titles = exposure_titles,
                                                   .choice_count = PAL_EXPOSURE_COUNT};
static const struct pal_type type_lead = {
    .kind = PAL_TYPE_INTEGER, .name = "degrees ahead", .min = 0, .max = PAL_DEGREE_MAX};
static const struct pal_type type_need_rule = {.kind = PAL_TYPE_CHOICE,
                                               .name = "a rule",
                                               .choices = pal_need_rule_ids,
                                               .choice_titles = need_rule_titles,
                                               .choice_count = PAL_NEED_RULE_COUNT};
static const struct pal_type type_side = {.kind = PAL_TYPE_CHOICE,
                                          .name = "a side",
                                          .choices = pal_side_ids,
                                          .choice_titles = side_titles,
                                          .choice_count = PAL_SIDE_COUNT};

struct area_doc {
    struct pal_node *needs, *exposure, *lead, *rule, *fixed_to, *side, *reason;
};
static const struct pal_field area_fields[] = {
    PAL_FIELD(area_doc, needs, false, &pal_type_id_list, "The needs that the area serves."),
    PAL_FIELD(area_doc, exposure, false, &type_exposure_rule,
              "When an alert reaches the area: at once (`rank`), one or two ranks later, never "
              "(`base`: the stated exposure), or exposure does not count (`none`).",
              .absent = "none"),
    PAL_FIELD(area_doc, lead, false, &type_lead, "Degrees asked ahead; absent: 0."),
    PAL_FIELD(area_doc, rule, false, &type_need_rule,
              "How the target comes about; absent: `needs`.", .absent = "needs"),
    PAL_FIELD(area_doc, fixed_to, false, &pal_type_selection,
              "The target under `fixed` and `standard_process`."),
    PAL_FIELD(area_doc, side, true, &type_side, "Whose way of working the area judges."),
    PAL_FIELD(area_doc, reason, true, &pal_type_languages, "The sentence shown with the target."),
};
static const struct pal_type type_area = {.kind = PAL_TYPE_OBJECT,
                                          .name = "the rule of an area",
                                          .fields = area_fields,
                                          .field_count = 7,
                                          .slots_size = sizeof(struct area_doc)};
static const struct pal_type type_areas = {.kind = PAL_TYPE_MAP,
                                           .name = "a map from area to its rule",
                                           .map_key = "area",
                                           .min = 1,
                                           .item = &type_area,
                                           .key_names = PAL_PART_AREA};
static const char *const status_choices[] = {"proposed", "confirmed"};
static const char *const status_titles[] = {PAL_N_("proposed, to be confirmed"),
                                            PAL_N_("confirmed")};
static const struct pal_type type_status = {.kind = PAL_TYPE_CHOICE,
                                            .name = "a status",
                                            .choices = status_choices,
                                            .choice_titles = status_titles,
                                            .choice_count = 2};

struct rule_doc {
    struct pal_node *palier, *id, *title, *model, *source, *status, *needs, *exposure, *degrees,
        *areas;
};
static const struct pal_field rule_fields[] = {
    PAL_FIELD(rule_doc, palier, true, &pal_type_text, "The kind: `needs-rule/1`."),
    PAL_FIELD(rule_doc, id, true, &pal_type_id, "The rule's id."),
    PAL_FIELD(rule_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(rule_doc, model, true, &pal_type_id, "The id of the model it is for.",
              .refers = "model"),
    PAL_FIELD(rule_doc, source, false, &pal_type_text, "Where the content comes from."),
    PAL_FIELD(rule_doc, status, false, &type_status,
              "`proposed`: to be discussed with the expert."),
    PAL_FIELD(rule_doc, needs, true, &type_needs, "The needs of a system."),
    PAL_FIELD(rule_doc, exposure, true, &type_need, "The exposure of its environment."),
    PAL_FIELD(rule_doc, degrees, true, &type_degree_targets, "What each degree demands."),
    PAL_FIELD(rule_doc, areas, true, &type_areas, "The rule per area; an area left out has none."),
};
const struct pal_type pal_type_needs_rule = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a rule from needs to targets",
    .doc = "How the needs of a project give the target of each area at each alert level.",
    .fields = rule_fields,
    .field_count = 10,
    .slots_size = sizeof(struct rule_doc)};

static const struct pal_type type_stated_needs = {.kind = PAL_TYPE_MAP,
                                                  .name = "a map from need to degree",
                                                  .map_key = "need",
                                                  .max = PAL_NEEDS_MAX,
                                                  .item = &type_degree};
struct needs_doc {
    struct pal_node *palier, *id, *title, *model, *project, *alert_scheme, *needs, *exposure;
};
static const struct pal_field needs_fields[] = {
    PAL_FIELD(needs_doc, palier, true, &pal_type_text, "The kind: `needs/1`."),
    PAL_FIELD(needs_doc, id, true, &pal_type_id, "The id of the needs; the profile's id too."),
    PAL_FIELD(needs_doc, title, true, &pal_type_languages, "Their name; the profile's name too."),
    PAL_FIELD(needs_doc, model, true, &pal_type_id, "The id of the model.", .refers = "model"),
    PAL_FIELD(needs_doc, project, false, &pal_type_text, "For which site or service."),
    PAL_FIELD(needs_doc, alert_scheme, false, &pal_type_id,
              "The alert scheme to follow; absent: one target for all times.",
              .refers = "alert-scheme"),
    PAL_FIELD(needs_doc, needs, true, &type_stated_needs,
              "A degree from 1 to 4 for each need of the rule, for the gravest ordinary use."),
    PAL_FIELD(needs_doc, exposure, true, &type_degree,
              "How far the environment threatens the site."),
};
const struct pal_type pal_type_needs = {
    .kind = PAL_TYPE_OBJECT,
    .name = "the needs of a project",
    .doc = "What a site must keep, each need a degree from 1 to 4, and how exposed it is.",
    .fields = needs_fields,
    .field_count = 8,
    .slots_size = sizeof(struct needs_doc)};

/* The index of a need, or -1. */
static int find_need(const struct pal_needs_rule *rule, const char *id)
{
    for (size_t i = 0; i < rule->need_count; i++) {
        if (strcmp(rule->needs[i].id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static void read_need(const struct pal_node *node, struct pal_need *need)
{
    struct need_doc doc;
    pal_bind(&type_need, node, &doc);
    need->id = pal_node_text(doc.id);
    need->title = pal_node_in_languages(doc.title);
    size_t at = 0;
    for (const struct pal_node *item = doc.degrees != NULL ? doc.degrees->first : NULL;
         item != NULL && at < PAL_DEGREE_MAX; item = item->next) {
        struct scale_doc scale;
        pal_bind(&type_scale, item, &scale);
        need->degrees[at++] = (struct pal_degree){pal_node_in_languages(scale.definition),
                                                  pal_node_in_languages(scale.example)};
    }
}

static void read_needs(struct pal_reader *reader, const struct pal_node *list,
                       struct pal_needs_rule *rule)
{
    for (struct pal_node *item = list->first; item != NULL; item = item->next) {
        struct pal_need need = {0};
        read_need(item, &need);
        if (need.id == NULL) {
            continue;
        }
        if (find_need(rule, need.id) >= 0) {
            pal_node_error(reader, item, PAL_E_INVALID, "the need %s stands twice; keep one",
                           pal_quote(need.id).text);
        } else {
            rule->needs[rule->need_count++] = need;
        }
    }
}

/* A selection for every area of the model. */
static void read_degrees(struct pal_reader *reader, const struct pal_node *list,
                         struct pal_needs_rule *rule)
{
    size_t degree = 0;
    for (struct pal_node *item = list->first; item != NULL; item = item->next, degree++) {
        rule->targets[degree] = PAL_NEW(reader->arena, pal_mask, rule->model->area_count);
        if (rule->targets[degree] == NULL) {
            pal_reader_out_of_memory(reader);
            return;
        }
        for (size_t i = 0; i < rule->model->area_count && !item->is_bad; i++) {
            (void)pal_selection_read(reader, item, rule->model, &rule->model->areas[i],
                                     &rule->targets[degree][i]);
        }
    }
}

static void read_area(struct pal_reader *reader, struct pal_node *node, const struct pal_area *area,
                      const struct pal_needs_rule *rule, struct pal_area_rule *row)
{
    struct area_doc doc;
    pal_bind(&type_area, node, &doc);
    row->is_stated = true;
    row->exposure = (enum pal_exposure_rule)pal_node_choice(doc.exposure, pal_exposure_ids,
                                                            PAL_EXPOSURE_COUNT, PAL_EXPOSURE_NONE);
    row->rule = (enum pal_need_rule)pal_node_choice(doc.rule, pal_need_rule_ids,
                                                    PAL_NEED_RULE_COUNT, PAL_NEED_RULE_NEEDS);
    row->side =
        (enum pal_side)pal_node_choice(doc.side, pal_side_ids, PAL_SIDE_COUNT, PAL_SIDE_PROVIDER);
    row->lead = pal_node_integer(doc.lead, 0);
    row->reason = pal_node_in_languages(doc.reason);
    for (struct pal_node *item = doc.needs != NULL ? doc.needs->first : NULL; item != NULL;
         item = item->next) {
        int need = item->is_bad ? -1 : find_need(rule, item->text);
        if (need >= 0) {
            row->needs |= 1U << need;
        } else if (!item->is_bad) {
            pal_node_error(reader, item, PAL_E_INVALID, "the rule has no need %s",
                           pal_quote(item->text).text);
        }
    }
    bool is_fixed = row->rule == PAL_NEED_RULE_FIXED || row->rule == PAL_NEED_RULE_STANDARD_PROCESS;
    if (doc.fixed_to != NULL) {
        (void)pal_selection_read(reader, doc.fixed_to, rule->model, area, &row->fixed);
    } else if (is_fixed && !node->is_bad) {
        pal_node_error(reader, node, PAL_E_INVALID, "the rule \"%s\" needs \"fixed_to\"; add it",
                       pal_need_rule_ids[row->rule]);
        pal_diag_field(reader->diag, "fixed_to");
    }
}

static void read_areas(struct pal_reader *reader, const struct pal_node *map,
                       struct pal_needs_rule *rule)
{
    for (struct pal_node *node = map->first; node != NULL; node = node->next) {
        const struct pal_area *area = pal_area_find(reader, node, node->key, rule->model);
        if (area != NULL) {
            read_area(reader, node, area, rule, &rule->areas[area - rule->model->areas]);
        }
    }
}

struct pal_needs_rule *pal_needs_rule_read(struct pal_reader *reader, struct pal_node *root,
                                           const struct pal_model *model)
{
    size_t errors_before = reader->diag->error_count;
    pal_type_check(reader, &pal_type_needs_rule, root);
    struct rule_doc doc;
    pal_bind(&pal_type_needs_rule, root, &doc);
    pal_kind_check_model(reader, doc.model, model);
    struct pal_needs_rule *rule = PAL_NEW(reader->arena, struct pal_needs_rule, 1);
    struct pal_area_rule *areas = PAL_NEW(reader->arena, struct pal_area_rule, model->area_count);
    if (rule == NULL || areas == NULL) {
        pal_reader_out_of_memory(reader);
        return NULL;
    }
    rule->model = model;
    rule->areas = areas;
    rule->id = pal_node_text(doc.id);
    rule->title = pal_node_in_languages(doc.title);
    rule->is_proposed = doc.status != NULL && strcmp(doc.status->text, "proposed") == 0;
    bool is_for_model = doc.model != NULL && !doc.model->is_bad;
    if (doc.needs != NULL) {
        read_needs(reader, doc.needs, rule);
    }
    if (doc.exposure != NULL) {
        read_need(doc.exposure, &rule->exposure);
    }
    if (doc.degrees != NULL && is_for_model) {
        read_degrees(reader, doc.degrees, rule);
    }
    if (doc.areas != NULL && is_for_model) {
        read_areas(reader, doc.areas, rule);
    }
    return reader->diag->error_count == errors_before ? rule : NULL;
}

struct pal_needs *pal_needs_read(struct pal_reader *reader, struct pal_node *root,
                                 const struct pal_needs_rule *rule,
                                 const struct pal_alert_scheme *scheme)
{
    size_t errors_before = reader->diag->error_count;
    pal_type_check(reader, &pal_type_needs, root);
    struct needs_doc doc;
    pal_bind(&pal_type_needs, root, &doc);
    pal_kind_check_model(reader, doc.model, rule->model);
    struct pal_needs *needs = PAL_NEW(reader->arena, struct pal_needs, 1);
    if (needs == NULL) {
        pal_reader_out_of_memory(reader);
        return NULL;
    }
    needs->id = pal_node_text(doc.id);
    needs->title = pal_node_in_languages(doc.title);
    needs->project = pal_node_text(doc.project);
    needs->scheme = scheme;
    needs->exposure = pal_node_integer(doc.exposure, 0);
    for (struct pal_node *node = doc.needs != NULL ? doc.needs->first : NULL; node != NULL;
         node = node->next) {
        int at = find_need(rule, node->key);
        if (at >= 0) {
            needs->degrees[at] = pal_node_integer(node, 0);
        } else {
            pal_node_error(reader, node, PAL_E_INVALID, "the rule \"%s\" knows no need %s",
                           rule->id, pal_quote(node->key).text);
        }
    }
    for (size_t i = 0; doc.needs != NULL && i < rule->need_count; i++) {
        if (needs->degrees[i] == 0 && pal_node_get(doc.needs, rule->needs[i].id) == NULL) {
            pal_node_error(reader, doc.needs, PAL_E_INVALID,
                           "the need \"%s\" has no degree; state it, from 1 to 4",
                           rule->needs[i].id);
        }
    }
    return reader->diag->error_count == errors_before ? needs : NULL;
}
