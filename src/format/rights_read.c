/* rights_read - rights/1 to struct pal_rights. */
#include "format/kinds.h"

/* More would be no table that a person has looked through; what is decided walks all of it. */
enum { RULES_MAX = 256, ACTS_MAX = 32 };

static const char *const scope_choices[] = {"everywhere", "project"};
static const struct pal_type type_scope = {.kind = PAL_TYPE_CHOICE,
                                           .name = "where a role is held",
                                           .choices = scope_choices,
                                           .choice_count = 2};
static const char *const when_choices[] = {"always", "tender", "creation", "created_and_none"};
static const struct pal_type type_when = {
    .kind = PAL_TYPE_CHOICE, .name = "when it holds", .choices = when_choices, .choice_count = 4};
static const char *const origin_choices[] = {"workflow", "proposed"};
static const struct pal_type type_origin = {.kind = PAL_TYPE_CHOICE,
                                            .name = "where a rule comes from",
                                            .choices = origin_choices,
                                            .choice_count = 2};

struct rule_doc {
    struct pal_node *id, *giver, *role, *scope, *to_oneself, *when, *may_take_away, *origin, *note;
};
static const struct pal_field rule_fields[] = {
    PAL_FIELD(rule_doc, id, true, &pal_type_id, "Its id, which a refusal names."),
    PAL_FIELD(rule_doc, giver, true, &pal_type_id,
              "Who gives: a role, held there or everywhere, or `operator`, at the machine."),
    PAL_FIELD(rule_doc, role, true, &pal_type_id, "The role that is given; `any`: each."),
    PAL_FIELD(rule_doc, scope, true, &type_scope,
              "Where. A role that no rule but one for `any` gives at a scope is never held there."),
    PAL_FIELD(rule_doc, to_oneself, true, &pal_type_boolean, "Whether also to oneself."),
    PAL_FIELD(rule_doc, when, true, &type_when,
              "`always`; `tender`: while the project is one; `creation`: by opening the project; "
              "`created_and_none`: by whoever opened it, while nobody has the role on it."),
    PAL_FIELD(rule_doc, may_take_away, true, &pal_type_boolean,
              "Whether whoever gives it takes it away."),
    PAL_FIELD(rule_doc, origin, true, &type_origin,
              "`workflow`: from the way the house works; `proposed`: to be confirmed."),
    PAL_FIELD(rule_doc, note, false, &pal_type_languages, "What it means."),
};
static const struct pal_type type_rule = {.kind = PAL_TYPE_OBJECT,
                                          .name = "who gives a role",
                                          .fields = rule_fields,
                                          .field_count = 9,
                                          .slots_size = sizeof(struct rule_doc)};
static const struct pal_type type_rules = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of who gives what",
                                           .min = 1,
                                           .max = RULES_MAX,
                                           .item = &type_rule};

static const char *const kind_choices[] = {"role-role", "role-act", "act-act"};
static const struct pal_type type_kind = {.kind = PAL_TYPE_CHOICE,
                                          .name = "what two things are",
                                          .choices = kind_choices,
                                          .choice_count = 3};
static const char *const over_choices[] = {"project", "subject", "house"};
static const struct pal_type type_over = {.kind = PAL_TYPE_CHOICE,
                                          .name = "over what it holds",
                                          .choices = over_choices,
                                          .choice_count = 3};
static const char *const season_choices[] = {"always", "tender"};
static const struct pal_type type_season = {.kind = PAL_TYPE_CHOICE,
                                            .name = "when a duty holds",
                                            .choices = season_choices,
                                            .choice_count = 2};
static const char *const lifter_choices[] = {"administrator", "operator", "nobody"};
static const struct pal_type type_lifter = {
    .kind = PAL_TYPE_CHOICE, .name = "who lifts it", .choices = lifter_choices, .choice_count = 3};
static const struct pal_type type_acts = {
    .kind = PAL_TYPE_LIST, .name = "a list of acts", .max = ACTS_MAX, .item = &pal_type_id};

struct duty_doc {
    struct pal_node *id, *kind, *a, *a_title, *a_acts, *b, *b_title, *b_acts, *scope, *when,
        *liftable_by, *liftable_in_tender, *origin, *reason;
};
static const struct pal_field duty_fields[] = {
    PAL_FIELD(duty_doc, id, true, &pal_type_id, "Its id, which a refusal names."),
    PAL_FIELD(duty_doc, kind, true, &type_kind,
              "Two roles, a role and an act, or two acts that one person does not combine."),
    PAL_FIELD(duty_doc, a, true, &pal_type_id, "The one: a role or an act."),
    PAL_FIELD(duty_doc, a_title, true, &pal_type_languages, "What it is called."),
    PAL_FIELD(duty_doc, a_acts, true, &type_acts, "The acts that it stands for."),
    PAL_FIELD(duty_doc, b, true, &pal_type_id, "The other."),
    PAL_FIELD(duty_doc, b_title, true, &pal_type_languages, "What it is called."),
    PAL_FIELD(duty_doc, b_acts, true, &type_acts, "The acts that it stands for."),
    PAL_FIELD(duty_doc, scope, true, &type_over,
              "`project`: on one project, what is held everywhere included; `subject`: on one "
              "thing; `house`: wherever they are held."),
    PAL_FIELD(duty_doc, when, true, &type_season, "`tender`: while the project is one."),
    PAL_FIELD(duty_doc, liftable_by, true, &type_lifter,
              "Who lifts it for a person, with a reason. An administrator lifts for others alone; "
              "the operator lifts what an administrator lifts."),
    PAL_FIELD(duty_doc, liftable_in_tender, true, &type_lifter, "The same in a tender."),
    PAL_FIELD(duty_doc, origin, true, &type_origin,
              "`workflow`: from the way the house works; `proposed`: to be confirmed."),
    PAL_FIELD(duty_doc, reason, true, &pal_type_languages, "Why; a refusal says it."),
};
static const struct pal_type type_duty = {.kind = PAL_TYPE_OBJECT,
                                          .name = "what one person does not combine",
                                          .fields = duty_fields,
                                          .field_count = 14,
                                          .slots_size = sizeof(struct duty_doc)};
static const struct pal_type type_duties = {
    .kind = PAL_TYPE_LIST, .name = "a list of duties", .max = RULES_MAX, .item = &type_duty};

struct rights_doc {
    struct pal_node *palier, *id, *title, *source, *grants, *duties;
};
static const struct pal_field rights_fields[] = {
    PAL_FIELD(rights_doc, palier, true, &pal_type_text, "The kind: `rights/1`."),
    PAL_FIELD(rights_doc, id, true, &pal_type_id, "The id of the table."),
    PAL_FIELD(rights_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(rights_doc, source, false, &pal_type_text, "Where the content comes from."),
    PAL_FIELD(rights_doc, grants, true, &type_rules, "Who gives which role."),
    PAL_FIELD(rights_doc, duties, true, &type_duties, "What one person does not combine."),
};
const struct pal_type pal_type_rights = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a table of rights",
    .doc = "Who gives which role, and which roles and acts one person does not combine. The server "
           "decides by the one that is built in.",
    .fields = rights_fields,
    .field_count = 6,
    .slots_size = sizeof(struct rights_doc)};

static void read_rules(struct pal_reader *reader, struct pal_node *list, struct pal_rights *rights)
{
    size_t count = 0;
    struct pal_grant_rule *rules = pal_reader_take(reader, list->count, sizeof *rules);
    for (struct pal_node *item = list->first; rules != NULL && item != NULL; item = item->next) {
        struct rule_doc doc;
        pal_bind(&type_rule, item, &doc);
        if (doc.id == NULL || doc.giver == NULL || doc.role == NULL) {
            continue;
        }
        rules[count++] = (struct pal_grant_rule){
            .id = doc.id->text,
            .giver = doc.giver->text,
            .role = doc.role->text,
            .scope = (enum pal_rule_scope)pal_choice_of(doc.scope, &type_scope, 0),
            .when = (enum pal_rule_when)pal_choice_of(doc.when, &type_when, 0),
            .is_to_oneself = pal_node_boolean(doc.to_oneself, false),
            .may_take_away = pal_node_boolean(doc.may_take_away, false),
        };
    }
    rights->rules = rules;
    rights->rule_count = count;
}

static void read_duties(struct pal_reader *reader, struct pal_node *list, struct pal_rights *rights)
{
    size_t count = 0;
    struct pal_duty *duties = pal_reader_take(reader, list->count + 1, sizeof *duties);
    for (struct pal_node *item = list->first; duties != NULL && item != NULL; item = item->next) {
        struct duty_doc doc;
        pal_bind(&type_duty, item, &doc);
        if (doc.id == NULL || doc.a == NULL || doc.b == NULL) {
            continue;
        }
        duties[count++] = (struct pal_duty){
            .id = doc.id->text,
            .kind = (enum pal_duty_kind)pal_choice_of(doc.kind, &type_kind, 0),
            .a = doc.a->text,
            .b = doc.b->text,
            .a_title = pal_node_in_languages(doc.a_title),
            .b_title = pal_node_in_languages(doc.b_title),
            .a_acts = pal_node_words(reader, doc.a_acts),
            .b_acts = pal_node_words(reader, doc.b_acts),
            .scope = (enum pal_duty_scope)pal_choice_of(doc.scope, &type_over, 0),
            .is_of_tenders = pal_choice_of(doc.when, &type_season, 0) == 1,
            .lifter = (enum pal_lifter)pal_choice_of(doc.liftable_by, &type_lifter, 0),
            .lifter_in_tender =
                (enum pal_lifter)pal_choice_of(doc.liftable_in_tender, &type_lifter, 0),
            .reason = pal_node_in_languages(doc.reason),
        };
    }
    rights->duties = duties;
    rights->duty_count = count;
}

struct pal_rights *pal_rights_read(struct pal_reader *reader, struct pal_node *root)
{
    size_t errors_before = reader->diag->error_count;
    struct rights_doc doc;
    pal_type_check(reader, &pal_type_rights, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    pal_bind(&pal_type_rights, root, &doc);
    struct pal_rights *rights = pal_reader_take(reader, 1, sizeof *rights);
    if (rights == NULL || doc.grants == NULL || doc.duties == NULL) {
        return NULL;
    }
    rights->id = pal_node_text(doc.id);
    rights->title = pal_node_in_languages(doc.title);
    pal_node_check_ids(reader, doc.grants);
    pal_node_check_ids(reader, doc.duties);
    read_rules(reader, doc.grants, rights);
    read_duties(reader, doc.duties, rights);
    return reader->diag->error_count == errors_before && !reader->is_out_of_memory ? rights : NULL;
}
