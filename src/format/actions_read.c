/* actions_read - actions/1 to struct pal_actions. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "format/kinds.h"
#include "format/selection.h"

struct action_doc {
    struct pal_node *practice, *what, *example, *proof, *recurring;
};
static const char *const recurring_choices[] = {"once", "continuous", "monthly", "quarterly",
                                                "yearly"};
static const char *const recurring_titles[] = {PAL_N_("once"), PAL_N_("all the time"),
                                               PAL_N_("every month"), PAL_N_("every quarter"),
                                               PAL_N_("every year")};
static const struct pal_type type_recurring = {.kind = PAL_TYPE_CHOICE,
                                               .name = "how often",
                                               .choices = recurring_choices,
                                               .choice_titles = recurring_titles,
                                               .choice_count = 5};
static const struct pal_field action_fields[] = {
    PAL_FIELD(action_doc, practice, true, &pal_type_code,
              "The practice that the action carries out."),
    PAL_FIELD(action_doc, what, true, &pal_type_languages,
              "What to do, in plain words; `{PA}` stands for the title of the area.",
              .title = PAL_N_("what to do"), .is_long = true),
    PAL_FIELD(action_doc, example, false, &pal_type_languages, "One way to do it.",
              .is_long = true),
    PAL_FIELD(action_doc, proof, false, &pal_type_languages, "What shows that it is done.",
              .is_long = true),
    PAL_FIELD(action_doc, recurring, false, &type_recurring, "How often it is done again.",
              .title = PAL_N_("how often")),
};
static const struct pal_type type_action = {.kind = PAL_TYPE_OBJECT,
                                            .name = "an action",
                                            .fields = action_fields,
                                            .field_count = 5,
                                            .slots_size = sizeof(struct action_doc)};
static const struct pal_type type_action_list = {
    .kind = PAL_TYPE_LIST, .name = "a list of actions", .item = &type_action};
static const char *const status_choices[] = {"proposed", "confirmed"};
static const char *const status_titles[] = {PAL_N_("proposed, to be confirmed"),
                                            PAL_N_("confirmed")};
static const struct pal_type type_status = {.kind = PAL_TYPE_CHOICE,
                                            .name = "a status",
                                            .choices = status_choices,
                                            .choice_titles = status_titles,
                                            .choice_count = 2};

struct actions_doc {
    struct pal_node *palier, *id, *title, *model, *source, *status, *actions;
};
static const struct pal_field actions_fields[] = {
    PAL_FIELD(actions_doc, palier, true, &pal_type_text, "The kind: `actions/1`."),
    PAL_FIELD(actions_doc, id, true, &pal_type_id, "The id of the list."),
    PAL_FIELD(actions_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(actions_doc, model, true, &pal_type_id, "The id of the model it is for.",
              .refers = "model"),
    PAL_FIELD(actions_doc, source, false, &pal_type_text, "Where the content comes from."),
    PAL_FIELD(actions_doc, status, false, &type_status,
              "`proposed`: to be confirmed by the expert; outputs say so."),
    PAL_FIELD(actions_doc, actions, true, &type_action_list, "The actions."),
};
const struct pal_type pal_type_actions = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a list of actions",
    .doc = "For each practice of a model: what to do in plain words, an example, what proves it.",
    .fields = actions_fields,
    .field_count = 7,
    .slots_size = sizeof(struct actions_doc)};

static int by_practice(const void *a, const void *b)
{
    const struct pal_action *one = a;
    const struct pal_action *other = b;
    return strcmp(one->practice, other->practice);
}

static void read_list(struct pal_reader *reader, struct pal_node *list,
                      const struct pal_model *model, struct pal_actions *actions)
{
    struct pal_practice_ids known;
    if (!pal_practice_ids_of(reader, model, &known)) {
        return;
    }
    for (struct pal_node *item = list->first; item != NULL; item = item->next) {
        struct action_doc doc;
        pal_bind(&type_action, item, &doc);
        if (doc.practice == NULL) {
            continue;
        }
        const char *id = doc.practice->text;
        if (!pal_practice_ids_have(&known, id)) {
            pal_node_warning(reader, doc.practice,
                             "the model %s has no practice %s; this action is never used",
                             pal_quote(model->id).text, pal_quote(id).text);
            continue;
        }
        actions->actions[actions->count++] = (struct pal_action){
            .practice = id,
            .what = pal_node_in_languages(doc.what),
            .example = pal_node_in_languages(doc.example),
            .proof = pal_node_in_languages(doc.proof),
            .recurring = pal_node_text(doc.recurring),
        };
    }
    qsort(actions->actions, actions->count, sizeof *actions->actions, by_practice);
    for (size_t i = 1; i < actions->count; i++) {
        if (strcmp(actions->actions[i].practice, actions->actions[i - 1].practice) == 0) {
            pal_node_error(reader, list, PAL_E_INVALID, "the practice %s has two actions; keep one",
                           pal_quote(actions->actions[i].practice).text);
        }
    }
}

struct pal_actions *pal_actions_read(struct pal_reader *reader, struct pal_node *root,
                                     const struct pal_model *model)
{
    size_t errors_before = reader->diag->error_count;
    pal_type_check(reader, &pal_type_actions, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    struct actions_doc doc;
    pal_bind(&pal_type_actions, root, &doc);
    pal_kind_check_model(reader, doc.model, model);
    struct pal_actions *actions = PAL_NEW(reader->arena, struct pal_actions, 1);
    if (actions == NULL) {
        pal_reader_out_of_memory(reader);
        return NULL;
    }
    actions->id = pal_node_text(doc.id);
    actions->title = pal_node_in_languages(doc.title);
    actions->model = pal_node_text(doc.model);
    actions->is_proposed = doc.status != NULL && strcmp(doc.status->text, "proposed") == 0;
    if (doc.actions != NULL && doc.model != NULL && !doc.model->is_bad) {
        actions->actions = PAL_NEW(reader->arena, struct pal_action, doc.actions->count);
        if (actions->actions == NULL) {
            pal_reader_out_of_memory(reader);
            return NULL;
        }
        read_list(reader, doc.actions, model, actions);
    }
    return reader->diag->error_count == errors_before ? actions : NULL;
}
