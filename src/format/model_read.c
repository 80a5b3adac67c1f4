/* model_read - model/1 to struct pal_model. */
#include <string.h>

#include "base/text.h"
#include "format/kinds.h"

static const struct pal_type type_rank = {
    .kind = PAL_TYPE_INTEGER, .name = "a rank", .min = 0, .max = PAL_LIMIT_RANK};
static const struct pal_type type_actor = {.kind = PAL_TYPE_CHOICE,
                                           .name = "an actor",
                                           .choices = pal_actor_ids,
                                           .choice_count = PAL_ACTOR_COUNT};
static const struct pal_type type_actors = {
    .kind = PAL_TYPE_LIST, .name = "a list of actors", .item = &type_actor};
static const struct pal_type type_texts = {
    .kind = PAL_TYPE_LIST, .name = "a list of texts", .item = &pal_type_languages};

struct practice_doc {
    struct pal_node *id, *title, *text, *source, *verified, *text_verified;
};
static const struct pal_field practice_fields[] = {
    PAL_FIELD(practice_doc, id, true, &pal_type_code,
              "The practice's id, such as BP.01.01 or GP 2.1.1."),
    PAL_FIELD(practice_doc, title, false, &pal_type_languages, "Its short name."),
    PAL_FIELD(practice_doc, text, false, &pal_type_languages, "The practice as a sentence."),
    PAL_FIELD(practice_doc, source, false, &pal_type_text, "Where the wording was seen."),
    PAL_FIELD(practice_doc, verified, false, &pal_type_boolean,
              "`false`: a person must still check the wording; users see the doubt."),
    PAL_FIELD(practice_doc, text_verified, false, &pal_type_boolean,
              "`false`: a person must still check the sentence, though the title was checked."),
};
static const struct pal_type type_practice = {.kind = PAL_TYPE_OBJECT,
                                              .name = "a practice",
                                              .fields = practice_fields,
                                              .field_count = 6,
                                              .slots_size = sizeof(struct practice_doc)};
static const struct pal_type type_practices = {.kind = PAL_TYPE_LIST,
                                               .name = "a list of practices",
                                               .max = PAL_LIMIT_PRACTICES,
                                               .item = &type_practice,
                                               .is_ordered = true};

struct step_doc {
    struct pal_node *id, *level, *title, *alias, *practices, *rated_by, *source, *verified;
};
static const char *const rated_by_choices[] = {"area"};
static const struct pal_type type_rated_by = {.kind = PAL_TYPE_CHOICE,
                                              .name = "the word area",
                                              .choices = rated_by_choices,
                                              .choice_count = 1};
static const struct pal_field step_fields[] = {
    PAL_FIELD(step_doc, id, true, &pal_type_id, "The step's id; unique within its ladder."),
    PAL_FIELD(step_doc, level, true, &type_rank,
              "Rank of its capability level; it never decreases along the ladder."),
    PAL_FIELD(step_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(step_doc, alias, false, &pal_type_text, "Another wording in circulation."),
    PAL_FIELD(step_doc, practices, false, &type_practices, "The practices that make up the step."),
    PAL_FIELD(
        step_doc, rated_by, false, &type_rated_by,
        "`area`: the step is rated by the practices of the area; its own are shown, not rated."),
    PAL_FIELD(step_doc, source, false, &pal_type_text, "Where the wording was seen."),
    PAL_FIELD(step_doc, verified, false, &pal_type_boolean,
              "`false`: a person must still check the wording."),
};
static const struct pal_type type_step = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a step",
                                          .fields = step_fields,
                                          .field_count = 8,
                                          .slots_size = sizeof(struct step_doc)};
static const struct pal_type type_ladder = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of steps",
                                            .min = 1,
                                            .max = PAL_LIMIT_STEPS,
                                            .item = &type_step,
                                            .is_ordered = true};

struct level_doc {
    struct pal_node *rank, *title;
};
static const struct pal_field level_fields[] = {
    PAL_FIELD(level_doc, rank, true, &type_rank, "The level's number; 0 is \"not performed\"."),
    PAL_FIELD(level_doc, title, false, &pal_type_languages, "Its name."),
};
static const struct pal_type type_level = {.kind = PAL_TYPE_OBJECT,
                                           .name = "a level",
                                           .fields = level_fields,
                                           .field_count = 2,
                                           .slots_size = sizeof(struct level_doc)};
static const struct pal_type type_levels = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of levels",
                                            .min = 1,
                                            .max = PAL_LIMIT_LEVELS,
                                            .item = &type_level};

struct category_doc {
    struct pal_node *id, *title;
};
static const struct pal_field category_fields[] = {
    PAL_FIELD(category_doc, id, true, &pal_type_id, "The word that areas write."),
    PAL_FIELD(category_doc, title, true, &pal_type_languages, "Its name."),
};
static const struct pal_type type_category = {.kind = PAL_TYPE_OBJECT,
                                              .name = "a category",
                                              .fields = category_fields,
                                              .field_count = 2,
                                              .slots_size = sizeof(struct category_doc)};
static const struct pal_type type_categories = {.kind = PAL_TYPE_LIST,
                                                .name = "a list of categories",
                                                .max = PAL_LIMIT_AREAS,
                                                .item = &type_category,
                                                .is_ordered = true};

struct area_doc {
    struct pal_node *id, *title, *category, *actor, *contributors, *people, *goals, *goals_source,
        *goals_verified, *practices, *ladder, *source, *verified;
};
static const struct pal_field area_fields[] = {
    PAL_FIELD(area_doc, id, true, &pal_type_id, "The area's id, such as PA01."),
    PAL_FIELD(area_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(area_doc, category, true, &pal_type_id, "Its family; points are summed by it."),
    PAL_FIELD(area_doc, actor, true, &type_actor, "Who owes the area's points by default."),
    PAL_FIELD(area_doc, contributors, false, &type_actors, "Who helps: shown, not counted."),
    PAL_FIELD(
        area_doc, people, false, &pal_type_boolean,
        "`true`: the area is on people and organization, and a low target here is warned of."),
    PAL_FIELD(area_doc, goals, false, &type_texts, "What the area is for."),
    PAL_FIELD(area_doc, goals_source, false, &pal_type_text, "Where the goals were seen."),
    PAL_FIELD(area_doc, goals_verified, false, &pal_type_boolean,
              "`false`: a person must still check the goals."),
    PAL_FIELD(area_doc, practices, false, &type_practices,
              "The base practices; they rate the steps that are `rated_by: area`."),
    PAL_FIELD(area_doc, ladder, false, &type_ladder,
              "The area's own steps, in place of the model's."),
    PAL_FIELD(area_doc, source, false, &pal_type_text, "Where the title was seen."),
    PAL_FIELD(area_doc, verified, false, &pal_type_boolean,
              "`false`: a person must still check the title."),
};
static const struct pal_type type_area = {.kind = PAL_TYPE_OBJECT,
                                          .name = "an area",
                                          .fields = area_fields,
                                          .field_count = 13,
                                          .slots_size = sizeof(struct area_doc)};
static const struct pal_type type_areas = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of areas",
                                           .min = 1,
                                           .max = PAL_LIMIT_AREAS,
                                           .item = &type_area,
                                           .is_ordered = true};

struct rating_doc {
    struct pal_node *scale, *rule;
};
static const char *const scale_choices[] = {"nplf"};
static const struct pal_type type_scale = {
    .kind = PAL_TYPE_CHOICE, .name = "a scale", .choices = scale_choices, .choice_count = 1};
static const struct pal_type type_rule = {.kind = PAL_TYPE_CHOICE,
                                          .name = "a rating rule",
                                          .choices = pal_rule_ids,
                                          .choice_count = PAL_RULE_COUNT};
static const struct pal_field rating_fields[] = {
    PAL_FIELD(rating_doc, scale, false, &type_scale, "The marks: N, P, L, F; absent: `nplf`.",
              .absent = "nplf"),
    PAL_FIELD(rating_doc, rule, false, &type_rule,
              "Which marks achieve a step and a level (docs/scoring.md); absent: `staged`.",
              .absent = "staged"),
};
static const struct pal_type type_rating = {.kind = PAL_TYPE_OBJECT,
                                            .name = "a map with scale and rule",
                                            .fields = rating_fields,
                                            .field_count = 2,
                                            .slots_size = sizeof(struct rating_doc)};

struct model_doc {
    struct pal_node *palier, *id, *title, *model_version, *notice, *source, *doubts, *levels,
        *categories, *ladder, *areas, *rating;
};
static const struct pal_field model_fields[] = {
    PAL_FIELD(model_doc, palier, true, &pal_type_text, "The kind: `model/1`."),
    PAL_FIELD(model_doc, id, true, &pal_type_id,
              "The name by which profiles and assessments call the model."),
    PAL_FIELD(model_doc, title, true, &pal_type_languages, "The model's name."),
    PAL_FIELD(model_doc, model_version, false, &pal_type_text,
              "Version of the model's own document."),
    PAL_FIELD(model_doc, notice, false, &pal_type_text,
              "Copyright notice; shown wherever text of the model is shown."),
    PAL_FIELD(model_doc, source, false, &pal_type_text, "Where the content comes from."),
    PAL_FIELD(model_doc, doubts, false, &type_texts,
              "What a person must still check; shown to users."),
    PAL_FIELD(model_doc, levels, true, &type_levels, "The capability levels, in any order."),
    PAL_FIELD(model_doc, categories, false, &type_categories,
              "Names of the categories and their order; absent: as first written in the areas."),
    PAL_FIELD(model_doc, ladder, true, &type_ladder, "The steps of an area, in order."),
    PAL_FIELD(model_doc, areas, true, &type_areas, "The process areas, in order."),
    PAL_FIELD(model_doc, rating, true, &type_rating, "Scale and rule."),
};
const struct pal_type pal_type_model = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a model",
    .doc = "A maturity model: levels, the ladder of steps, process areas, practices, rating rule.",
    .fields = model_fields,
    .field_count = 12,
    .slots_size = sizeof(struct model_doc)};

static bool is_doubtful(const struct pal_node *verified)
{
    return !pal_node_boolean(verified, true);
}

static struct pal_practice *read_practices(struct pal_reader *reader, const struct pal_node *list,
                                           size_t *count)
{
    struct pal_practice *practices =
        pal_reader_take(reader, pal_node_count(list), sizeof *practices);
    if (practices == NULL || list == NULL) {
        return practices;
    }
    for (struct pal_node *item = list->first; item != NULL; item = item->next) {
        struct practice_doc doc;
        pal_bind(&type_practice, item, &doc);
        if (doc.id == NULL) {
            continue;
        }
        for (size_t i = 0; i < *count; i++) {
            if (strcmp(practices[i].id, doc.id->text) == 0) {
                pal_node_error(reader, doc.id, PAL_E_INVALID,
                               "the practice %s stands twice in this list; give each its own id",
                               pal_quote(doc.id->text).text);
                break;
            }
        }
        practices[(*count)++] = (struct pal_practice){
            .id = doc.id->text,
            .title = pal_node_in_languages(doc.title),
            .text = pal_node_in_languages(doc.text),
            .source = pal_node_text(doc.source),
            .is_doubtful = is_doubtful(doc.verified),
            .text_is_doubtful = is_doubtful(doc.verified) || is_doubtful(doc.text_verified),
        };
    }
    return practices;
}

static void read_levels(struct pal_reader *reader, const struct pal_node *list,
                        struct pal_model *model)
{
    model->levels = pal_reader_take(reader, pal_node_count(list), sizeof *model->levels);
    if (model->levels == NULL || list == NULL) {
        return;
    }
    for (struct pal_node *item = list->first; item != NULL; item = item->next) {
        struct level_doc doc;
        pal_bind(&type_level, item, &doc);
        if (doc.rank == NULL) {
            continue;
        }
        uint32_t rank = pal_node_integer(doc.rank, 0);
        if (pal_model_level(model, rank) != NULL) {
            pal_node_error(reader, doc.rank, PAL_E_INVALID,
                           "the rank %u stands twice; write each level once", (unsigned)rank);
            continue;
        }
        size_t at = model->level_count++;
        for (; at > 0 && model->levels[at - 1].rank > rank; at--) {
            model->levels[at] = model->levels[at - 1];
        }
        model->levels[at] = (struct pal_level){rank, pal_node_in_languages(doc.title)};
    }
}

/* The level of a step must exist and not be below the level of the step before it. */
static void check_step_level(struct pal_reader *reader, struct pal_node *node,
                             const struct pal_model *model, const struct pal_ladder *ladder)
{
    uint32_t level = pal_node_integer(node, 0);
    if (pal_model_level(model, level) == NULL && model->level_count > 0) {
        pal_node_error(
            reader, node, PAL_E_INVALID,
            "level %u is not in \"levels\" (which end at %u); add it there or correct it",
            (unsigned)level, (unsigned)model->levels[model->level_count - 1].rank);
    } else if (ladder->count > 0 && level < ladder->steps[ladder->count - 1].level) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "level %u comes after level %u; within a ladder levels never decrease",
                       (unsigned)level, (unsigned)ladder->steps[ladder->count - 1].level);
    }
}

static void read_ladder(struct pal_reader *reader, const struct pal_node *list,
                        const struct pal_model *model, struct pal_ladder *ladder)
{
    ladder->steps = pal_reader_take(reader, pal_node_count(list), sizeof *ladder->steps);
    if (ladder->steps == NULL || list == NULL) {
        return;
    }
    for (struct pal_node *item = list->first; item != NULL; item = item->next) {
        struct step_doc doc;
        pal_bind(&type_step, item, &doc);
        if (doc.id == NULL || doc.level == NULL) {
            continue;
        }
        if (pal_ladder_find(ladder, doc.id->text) >= 0) {
            pal_node_error(reader, doc.id, PAL_E_INVALID,
                           "the step %s stands twice in this ladder; give each its own id",
                           pal_quote(doc.id->text).text);
            continue;
        }
        check_step_level(reader, doc.level, model, ladder);
        struct pal_step *step = &ladder->steps[ladder->count++];
        step->id = doc.id->text;
        step->level = pal_node_integer(doc.level, 0);
        step->title = pal_node_in_languages(doc.title);
        step->alias = pal_node_text(doc.alias);
        step->source = pal_node_text(doc.source);
        step->is_doubtful = is_doubtful(doc.verified);
        step->is_rated_by_area = doc.rated_by != NULL;
        step->practices = read_practices(reader, doc.practices, &step->practice_count);
    }
}

static size_t find_category(const struct pal_model *model, const char *id)
{
    for (size_t i = 0; i < model->category_count; i++) {
        if (strcmp(model->categories[i].id, id) == 0) {
            return i;
        }
    }
    return model->category_count;
}

/* Declared categories; areas may then name no other. */
static void read_categories(struct pal_reader *reader, const struct pal_node *list,
                            size_t area_count, struct pal_model *model)
{
    size_t room = list != NULL ? list->count : area_count;
    model->categories = pal_reader_take(reader, room, sizeof *model->categories);
    if (model->categories == NULL || list == NULL) {
        return;
    }
    for (struct pal_node *item = list->first; item != NULL; item = item->next) {
        struct category_doc doc;
        pal_bind(&type_category, item, &doc);
        if (doc.id == NULL) {
            continue;
        }
        if (find_category(model, doc.id->text) < model->category_count) {
            pal_node_error(reader, doc.id, PAL_E_INVALID, "the category %s stands twice; keep one",
                           pal_quote(doc.id->text).text);
            continue;
        }
        model->categories[model->category_count++] =
            (struct pal_category){doc.id->text, pal_node_in_languages(doc.title)};
    }
}

static size_t read_area_category(struct pal_reader *reader, struct pal_node *node,
                                 bool are_declared, struct pal_model *model)
{
    if (node == NULL) {
        return 0;
    }
    size_t at = find_category(model, node->text);
    if (at == model->category_count) {
        if (are_declared) {
            pal_node_error(reader, node, PAL_E_INVALID,
                           "the category %s is not in \"categories\"; add it there or correct it",
                           pal_quote(node->text).text);
            return 0;
        }
        model->categories[model->category_count++] = (struct pal_category){.id = node->text};
    }
    return at;
}

static uint32_t read_contributors(const struct pal_node *list)
{
    uint32_t mask = 0;
    enum pal_actor actor;
    for (const struct pal_node *item = list != NULL ? list->first : NULL; item != NULL;
         item = item->next) {
        if (!item->is_bad && pal_actor_find(item->text, &actor)) {
            mask |= 1U << actor;
        }
    }
    return mask;
}

static void read_area(struct pal_reader *reader, const struct area_doc *doc, bool are_declared,
                      struct pal_model *model)
{
    struct pal_area *area = &model->areas[model->area_count++];
    area->id = doc->id->text;
    area->title = pal_node_in_languages(doc->title);
    area->category = read_area_category(reader, doc->category, are_declared, model);
    if (doc->actor != NULL) {
        (void)pal_actor_find(doc->actor->text, &area->actor);
    }
    area->contributors = read_contributors(doc->contributors);
    area->is_on_people = pal_node_boolean(doc->people, false);
    area->source = pal_node_text(doc->source);
    area->is_doubtful = is_doubtful(doc->verified);
    area->goals = pal_node_texts(reader, doc->goals, &area->goal_count);
    area->goals_source = pal_node_text(doc->goals_source);
    area->goals_are_doubtful = is_doubtful(doc->goals_verified);
    area->practices = read_practices(reader, doc->practices, &area->practice_count);
    area->ladder = &model->ladder;
    if (doc->ladder != NULL) {
        struct pal_ladder *own = pal_reader_take(reader, 1, sizeof *own);
        if (own != NULL) {
            read_ladder(reader, doc->ladder, model, own);
            area->ladder = own;
        }
    }
}

/* Areas are bound first and read after, so that a duplicate id is found by sorting. */
static void read_areas(struct pal_reader *reader, const struct pal_node *list, bool are_declared,
                       struct pal_model *model)
{
    size_t count = pal_node_count(list);
    model->areas = pal_reader_take(reader, count, sizeof *model->areas);
    model->areas_by_id = pal_reader_take(reader, count, sizeof *model->areas_by_id);
    struct pal_node **ids = pal_reader_take(reader, count, sizeof *ids);
    if (model->areas == NULL || model->areas_by_id == NULL || ids == NULL || list == NULL) {
        return;
    }
    for (struct pal_node *item = list->first; item != NULL; item = item->next) {
        struct area_doc doc;
        pal_bind(&type_area, item, &doc);
        if (doc.id != NULL) {
            ids[model->area_count] = doc.id;
            read_area(reader, &doc, are_declared, model);
        }
    }
    if (reader->is_out_of_memory) {
        return;
    }
    pal_model_index(model);
    for (size_t i = 1; i < model->area_count; i++) {
        size_t a = model->areas_by_id[i - 1];
        size_t b = model->areas_by_id[i];
        if (strcmp(model->areas[a].id, model->areas[b].id) == 0) {
            pal_node_error(reader, ids[a > b ? a : b], PAL_E_INVALID,
                           "the area %s stands twice; give each its own id",
                           pal_quote(model->areas[a].id).text);
        }
    }
}

struct pal_model *pal_model_read(struct pal_reader *reader, struct pal_node *root)
{
    size_t errors_before = reader->diag->error_count;
    pal_type_check(reader, &pal_type_model, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    struct model_doc doc;
    pal_bind(&pal_type_model, root, &doc);
    struct pal_model *model = pal_reader_take(reader, 1, sizeof *model);
    if (model == NULL) {
        return NULL;
    }
    model->id = pal_node_text(doc.id);
    model->title = pal_node_in_languages(doc.title);
    model->version = pal_node_text(doc.model_version);
    model->notice = pal_node_text(doc.notice);
    model->source = pal_node_text(doc.source);
    model->doubts = pal_node_texts(reader, doc.doubts, &model->doubt_count);
    read_levels(reader, doc.levels, model);
    read_ladder(reader, doc.ladder, model, &model->ladder);
    read_categories(reader, doc.categories, pal_node_count(doc.areas), model);
    read_areas(reader, doc.areas, doc.categories != NULL, model);
    if (doc.rating != NULL) {
        struct rating_doc rating;
        pal_bind(&type_rating, doc.rating, &rating);
        if (rating.rule != NULL) {
            (void)pal_rule_find(rating.rule->text, &model->rule);
        }
    }
    return reader->diag->error_count == errors_before ? model : NULL;
}
