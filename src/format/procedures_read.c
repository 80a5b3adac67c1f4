/* procedures_read - procedures/1 to struct pal_procedures. */
#include <string.h>

#include "base/text.h"
#include "format/kinds.h"

/* More would be no table that a person has looked through. */
enum { PROCEDURES_MAX = 64, RULES_MAX = 512, WORDS_MAX = 64, DOUBTS_MAX = 64, PERSONS_MAX = 100 };

/* -------------------------------------------------------------------- the rules */

static const struct pal_type type_number = {
    .kind = PAL_TYPE_INTEGER, .name = "a number", .min = 0, .max = 999999999};
static const struct pal_type type_value = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of numbers",
                                           .min = 1,
                                           .max = PAL_TENDER_VALUES,
                                           .item = &type_number,
                                           .is_ordered = true};
static const char *const unit_titles[PAL_TENDER_UNIT_COUNT - 1] = {PAL_N_("days of the calendar"),
                                                                   PAL_N_("working days"),
                                                                   PAL_N_("months"),
                                                                   PAL_N_("years"),
                                                                   PAL_N_("minutes"),
                                                                   PAL_N_("seconds"),
                                                                   PAL_N_("persons"),
                                                                   PAL_N_("megabytes"),
                                                                   PAL_N_("euros")};
static const struct pal_type type_unit = {.kind = PAL_TYPE_CHOICE,
                                          .name = "a unit",
                                          .choices = &pal_tender_unit_ids[1],
                                          .choice_titles = unit_titles,
                                          .choice_count = PAL_TENDER_UNIT_COUNT - 1};
static const char *const change_titles[PAL_CHANGE_COUNT] = {
    PAL_N_("by nobody"), PAL_N_("to a stricter value alone"),
    PAL_N_("by the project manager, before the first link leaves"), PAL_N_("by an administrator")};
static const struct pal_type type_change = {.kind = PAL_TYPE_CHOICE,
                                            .name = "who changes a value",
                                            .choices = pal_tender_change_ids,
                                            .choice_titles = change_titles,
                                            .choice_count = PAL_CHANGE_COUNT};
static const char *const bound_choices[] = {"least", "most"};
static const char *const bound_titles[] = {PAL_N_("the least: stricter is more"),
                                           PAL_N_("the most: stricter is less")};
static const struct pal_type type_bound = {.kind = PAL_TYPE_CHOICE,
                                           .name = "what a value bounds",
                                           .choices = bound_choices,
                                           .choice_titles = bound_titles,
                                           .choice_count = 2};
static const char *const origin_titles[PAL_ORIGIN_COUNT] = {PAL_N_("the law"), PAL_N_("case law"),
                                                            PAL_N_("guidance of an authority"),
                                                            PAL_N_("a choice of the house")};
static const struct pal_type type_origin = {.kind = PAL_TYPE_CHOICE,
                                            .name = "where a rule of a procedure comes from",
                                            .choices = pal_tender_origin_ids,
                                            .choice_titles = origin_titles,
                                            .choice_count = PAL_ORIGIN_COUNT};
static const struct pal_type type_applies = {.kind = PAL_TYPE_LIST,
                                             .name = "a list of procedures",
                                             .min = 1,
                                             .max = WORDS_MAX,
                                             .item = &pal_type_text};

struct rule_doc {
    struct pal_node *id, *applies_to, *value, *unit, *changeable, *bound, *origin, *source,
        *verified, *source_eu, *verified_eu, *note;
};
static const struct pal_field rule_fields[] = {
    PAL_FIELD(rule_doc, id, true, &pal_type_id, "Its id, which acts and refusals name."),
    PAL_FIELD(rule_doc, applies_to, true, &type_applies,
              "Where it holds: ids of procedures, or `all`, `tender`, `formal`, `outside` (what is "
              "no tender). Where acts name it, it holds for them alone.",
              .title = PAL_N_("where it holds")),
    PAL_FIELD(rule_doc, value, false, &type_value,
              "What it demands. A rule with a value is checked by the program, one without is "
              "confirmed by the person who acts."),
    PAL_FIELD(rule_doc, unit, false, &type_unit, "What the value counts; needed with one."),
    PAL_FIELD(rule_doc, changeable, false, &type_change,
              "Who may put another value in its place: `no`, nobody; `stricter`, house and "
              "project, to a stricter one alone; `project`, the project manager, before the first "
              "link leaves; `house`, an administrator.",
              .title = PAL_N_("changed by"), .absent = "no"),
    PAL_FIELD(rule_doc, bound, false, &type_bound,
              "What is stricter: of `least` more, of `most` less; needed with `stricter`."),
    PAL_FIELD(rule_doc, origin, true, &type_origin,
              "`house`: our own choice, which the text cited only supports."),
    PAL_FIELD(rule_doc, source, false, &pal_type_languages, "The text that it rests on."),
    PAL_FIELD(rule_doc, verified, false, &pal_type_boolean,
              "`false`: that text is known from a commentary, or by its number, or there is none.",
              .absent = "false"),
    PAL_FIELD(rule_doc, source_eu, false, &pal_type_text, "The directive beside it.",
              .title = PAL_N_("European source")),
    PAL_FIELD(rule_doc, verified_eu, false, &pal_type_boolean, "The same of that one.",
              .title = PAL_N_("European source verified"), .absent = "false"),
    PAL_FIELD(rule_doc, note, true, &pal_type_languages,
              "The sentence that a page shows as the reason.", .is_long = true),
};
static const struct pal_type type_rule = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a rule of a procedure",
                                          .fields = rule_fields,
                                          .field_count = 12,
                                          .slots_size = sizeof(struct rule_doc)};
static const struct pal_type type_rules = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of rules",
                                           .min = 1,
                                           .max = RULES_MAX,
                                           .item = &type_rule};

/* --------------------------------------------------------------- the procedures */

static const struct pal_type type_act = {.kind = PAL_TYPE_CHOICE,
                                         .name = "an act",
                                         .choices = pal_tender_act_ids,
                                         .choice_titles = pal_tender_act_titles,
                                         .choice_count = PAL_TENDER_ACTS};
static const char *const says_titles[PAL_TENDER_SAYS] = {PAL_N_("allowed"), PAL_N_("forbidden"),
                                                         PAL_N_("allowed on conditions")};
static const struct pal_type type_says = {.kind = PAL_TYPE_CHOICE,
                                          .name = "what is said of an act",
                                          .choices = pal_tender_says_ids,
                                          .choice_titles = says_titles,
                                          .choice_count = PAL_TENDER_SAYS};
static const struct pal_type type_act_rules = {.kind = PAL_TYPE_LIST,
                                               .name = "a list of ids",
                                               .max = PAL_TENDER_RULES,
                                               .item = &pal_type_id,
                                               .is_ordered = true};
struct act_doc {
    struct pal_node *act, *says, *rules;
};
static const struct pal_field act_fields[] = {
    PAL_FIELD(act_doc, act, true, &type_act, "The act."),
    PAL_FIELD(act_doc, says, true, &type_says,
              "`allowed`; `forbidden`: no button and no route, and the note of its rule says why; "
              "`condition`: it asks for what its rules ask."),
    PAL_FIELD(act_doc, rules, false, &type_act_rules,
              "The rules that say so: of what is forbidden one, of a condition one or more."),
};
static const struct pal_type type_act_row = {.kind = PAL_TYPE_OBJECT,
                                             .name = "what a procedure says of an act",
                                             .fields = act_fields,
                                             .field_count = 3,
                                             .slots_size = sizeof(struct act_doc)};
static const struct pal_type type_acts = {.kind = PAL_TYPE_LIST,
                                          .name = "a list of acts",
                                          .min = 1,
                                          .max = PAL_TENDER_ACTS,
                                          .item = &type_act_row};
static const struct pal_type type_persons = {
    .kind = PAL_TYPE_INTEGER, .name = "a number of persons", .min = 0, .max = PERSONS_MAX};

struct procedure_doc {
    struct pal_node *id, *title, *tender, *formal, *sealed, *annex, *keeper, *opening_persons,
        *acts, *source, *verified, *source_eu, *verified_eu, *note;
};
static const struct pal_field procedure_fields[] = {
    PAL_FIELD(procedure_doc, id, true, &pal_type_text,
              "The word that projects write; `none` is that of projects that write none, and must "
              "be there."),
    PAL_FIELD(procedure_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(procedure_doc, tender, false, &pal_type_boolean,
              "Whether it is one: until each closing nothing is private, and roles and duties of "
              "tenders hold.",
              .absent = "false"),
    PAL_FIELD(procedure_doc, formal, false, &pal_type_boolean,
              "Whether it is formal, as the law calls it.", .absent = "false"),
    PAL_FIELD(procedure_doc, sealed, false, &pal_type_boolean,
              "Whether nobody reads an answer before the closing.", .absent = "false"),
    PAL_FIELD(procedure_doc, annex, false, &pal_type_boolean,
              "Whether the annex must be there before the first link leaves.", .absent = "false"),
    PAL_FIELD(procedure_doc, keeper, false, &pal_type_boolean,
              "Whether a keeper must be named before the first link leaves.", .absent = "false"),
    PAL_FIELD(procedure_doc, opening_persons, true, &type_persons,
              "How many open together; 0: nothing is opened."),
    PAL_FIELD(procedure_doc, acts, true, &type_acts, "What it says of each act, each once."),
    PAL_FIELD(procedure_doc, source, false, &pal_type_languages, "The text that it rests on."),
    PAL_FIELD(procedure_doc, verified, false, &pal_type_boolean,
              "`false`: that text is known from a commentary, or by its number, or there is none.",
              .absent = "false"),
    PAL_FIELD(procedure_doc, source_eu, false, &pal_type_text, "The directive beside it.",
              .title = PAL_N_("European source")),
    PAL_FIELD(procedure_doc, verified_eu, false, &pal_type_boolean, "The same of that one.",
              .title = PAL_N_("European source verified"), .absent = "false"),
    PAL_FIELD(procedure_doc, note, true, &pal_type_languages, "What a project's page says of it.",
              .is_long = true),
};
static const struct pal_type type_procedure = {.kind = PAL_TYPE_OBJECT,
                                               .name = "a procedure",
                                               .fields = procedure_fields,
                                               .field_count = 14,
                                               .slots_size = sizeof(struct procedure_doc)};
static const struct pal_type type_procedures = {.kind = PAL_TYPE_LIST,
                                                .name = "a list of procedures",
                                                .min = 1,
                                                .max = PROCEDURES_MAX,
                                                .item = &type_procedure,
                                                .is_ordered = true};

static const struct pal_type type_doubts = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of texts",
                                            .max = DOUBTS_MAX,
                                            .item = &pal_type_languages,
                                            .is_ordered = true};
struct procedures_doc {
    struct pal_node *palier, *id, *title, *replaces, *source, *doubts, *procedures, *rules;
};
static const struct pal_field procedures_fields[] = {
    PAL_FIELD(procedures_doc, palier, true, &pal_type_text, "The kind: `procedures/1`."),
    PAL_FIELD(procedures_doc, id, true, &pal_type_id, "The id of the table."),
    PAL_FIELD(procedures_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(procedures_doc, replaces, false, &pal_type_id,
              "The id of the table in whose place the house goes by this one; absent: it is kept "
              "and decides nothing.",
              .title = PAL_N_("stands in place of"), .refers = "procedures"),
    PAL_FIELD(procedures_doc, source, false, &pal_type_text, "Where the content comes from.",
              .is_long = true),
    PAL_FIELD(procedures_doc, doubts, false, &type_doubts,
              "What somebody who knows the law must still look at; shown to users."),
    PAL_FIELD(procedures_doc, procedures, true, &type_procedures, "The kinds of procedure."),
    PAL_FIELD(procedures_doc, rules, true, &type_rules, "The rules behind them."),
};
const struct pal_type pal_type_procedures = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a table of procedures",
    .doc = "Kinds of procedure, from open to none, what each lets happen in a project, and "
           "the rules behind that, with their sources. A copy in the library that is changed and "
           "says what it `replaces` stands in place of what is built in.",
    .fields = procedures_fields,
    .field_count = 8,
    .slots_size = sizeof(struct procedures_doc)};

/* ---------------------------------------------------------------------- reading */

/* What is read, while it is. */
struct reading {
    struct pal_reader *reader;
    struct pal_procedures *out;
    struct pal_tender_rule *rules;
    struct pal_procedure *procedures;
    struct pal_node *rule_list;
};

static struct pal_tender_source read_source(const struct pal_node *text,
                                            const struct pal_node *verified)
{
    return (struct pal_tender_source){pal_node_in_languages(text),
                                      pal_node_boolean(verified, false)};
}

static void read_value(struct pal_reader *reader, struct pal_node *item, const struct rule_doc *doc,
                       struct pal_tender_rule *rule)
{
    rule->value.unit = (enum pal_tender_unit)(pal_choice_of(doc->unit, &type_unit, SIZE_MAX) + 1);
    bool has_value = pal_node_get(item, "value") != NULL;
    if (has_value != (pal_node_get(item, "unit") != NULL)) {
        pal_node_error(reader, item, PAL_E_INVALID,
                       "the rule %s has a value without a unit, or a unit without a value: write "
                       "both or none",
                       pal_quote(rule->id).text);
        return;
    }
    bool is_read = doc->value != NULL && doc->unit != NULL;
    for (const struct pal_node *at = is_read ? doc->value->first : NULL; at != NULL;
         at = at->next) {
        uint32_t number = pal_node_integer(at, 0);
        if (number > pal_tender_unit_most[rule->value.unit]) {
            pal_node_error(reader, doc->value, PAL_E_LIMIT,
                           "%u is too much: of this unit %u are taken at most", (unsigned)number,
                           (unsigned)pal_tender_unit_most[rule->value.unit]);
            return;
        }
        rule->value.of[rule->value.count++] = number;
    }
}

/* What changes needs a number, but for what a project chooses in words. */
static void check_change(struct pal_reader *reader, struct pal_node *item,
                         const struct rule_doc *doc, const struct pal_tender_rule *rule)
{
    bool is_stricter = rule->changeable == PAL_CHANGE_STRICTER;
    if (is_stricter && (doc->bound == NULL || rule->value.count == 0)) {
        pal_node_error(reader, item, PAL_E_INVALID,
                       "the rule %s changes to stricter values: write its value, and under "
                       "\"bound\" whether it is the least or the most",
                       pal_quote(rule->id).text);
    }
}

static bool read_rule(struct pal_reader *reader, struct pal_node *item, struct pal_tender_rule *out)
{
    struct rule_doc doc;
    pal_bind(&type_rule, item, &doc);
    if (doc.id == NULL || doc.applies_to == NULL) {
        return false;
    }
    *out = (struct pal_tender_rule){
        .id = doc.id->text,
        .applies_to = pal_node_words(reader, doc.applies_to),
        .changeable = (enum pal_tender_change)pal_choice_of(doc.changeable, &type_change, 0),
        .is_most = pal_choice_of(doc.bound, &type_bound, 0) == 1,
        .origin = (enum pal_tender_origin)pal_choice_of(doc.origin, &type_origin, 0),
        .source = read_source(doc.source, doc.verified),
        .source_eu = read_source(doc.source_eu, doc.verified_eu),
        .note = pal_node_in_languages(doc.note),
    };
    read_value(reader, item, &doc, out);
    check_change(reader, item, &doc, out);
    return true;
}

static void read_rules(struct reading *in)
{
    in->rules = pal_reader_take(in->reader, in->rule_list->count + 1, sizeof *in->rules);
    in->out->rules = in->rules;
    for (struct pal_node *item = in->rules != NULL ? in->rule_list->first : NULL; item != NULL;
         item = item->next) {
        in->out->rule_count += read_rule(in->reader, item, &in->rules[in->out->rule_count]) ? 1 : 0;
    }
}

/* What a rule applies to must be there: a word that is none would silently switch it off. */
static void check_applies(struct reading *in)
{
    for (struct pal_node *item = in->rule_list->first; item != NULL; item = item->next) {
        const struct pal_node *list = pal_node_get(item, "applies_to");
        struct pal_node *word =
            list != NULL && list->kind == PAL_NODE_LIST && !list->is_bad ? list->first : NULL;
        for (; word != NULL; word = word->next) {
            const char *text = pal_node_text(word);
            bool is_group = false;
            for (size_t i = 0; text != NULL && i < PAL_TENDER_GROUPS; i++) {
                is_group = is_group || strcmp(pal_tender_groups[i], text) == 0;
            }
            if (text != NULL && !is_group && !pal_procedure_is_there(in->out, text)) {
                pal_node_error(in->reader, word, PAL_E_INVALID,
                               "there is no procedure %s in this table, nor a group of that name "
                               "(all, tender, formal, outside)",
                               pal_quote(text).text);
            }
        }
    }
}

static struct pal_tender_rule *find_rule(const struct reading *in, const char *id)
{
    for (size_t i = 0; i < in->out->rule_count; i++) {
        if (strcmp(in->rules[i].id, id) == 0) {
            return &in->rules[i];
        }
    }
    return NULL;
}

/* Whether a rule holds where an act of a procedure names it, whatever else does. */
static bool is_of(const struct pal_tender_rule *rule, const struct pal_procedure *procedure)
{
    const struct pal_tender_rule bare = {.applies_to = rule->applies_to};
    return pal_procedure_holds(procedure, &bare);
}

static void add_act_rules(const struct reading *in, const struct pal_procedure *procedure,
                          const struct pal_node *list, struct pal_tender_answer *out)
{
    for (struct pal_node *at = pal_node_count(list) > 0 ? list->first : NULL; at != NULL;
         at = at->next) {
        const char *id = pal_node_text(at);
        struct pal_tender_rule *rule = id != NULL ? find_rule(in, id) : NULL;
        if (id != NULL && rule == NULL) {
            pal_node_error(in->reader, at, PAL_E_INVALID, "there is no rule %s in this table",
                           pal_quote(id).text);
        } else if (rule != NULL && !is_of(rule, procedure)) {
            pal_node_error(in->reader, at, PAL_E_INVALID,
                           "the rule %s does not apply to the procedure %s (see its "
                           "\"applies_to\")",
                           pal_quote(id).text, procedure->id);
        } else if (rule != NULL && out->rule_count < PAL_TENDER_RULES) {
            rule->is_of_acts = true;
            out->rules[out->rule_count++] = rule;
        }
    }
}

/* `is_said`: the acts that were met before. */
static void read_act(const struct reading *in, struct pal_procedure *procedure,
                     struct pal_node *item, bool is_said[PAL_TENDER_ACTS])
{
    struct act_doc doc;
    pal_bind(&type_act_row, item, &doc);
    size_t act = pal_choice_of(doc.act, &type_act, PAL_TENDER_ACTS);
    if (act == PAL_TENDER_ACTS || doc.says == NULL) {
        return;
    }
    if (is_said[act]) {
        pal_node_error(in->reader, item, PAL_E_INVALID,
                       "the act %s stands twice; write each act once",
                       pal_quote(doc.act->text).text);
        return;
    }
    is_said[act] = true;
    struct pal_tender_answer *answer = &procedure->acts[act];
    answer->says = (enum pal_tender_says)pal_choice_of(doc.says, &type_says, 0);
    add_act_rules(in, procedure, doc.rules, answer);
    size_t count = pal_node_count(doc.rules);
    bool is_right = answer->says == PAL_TENDER_ALLOWED     ? count == 0
                    : answer->says == PAL_TENDER_FORBIDDEN ? count == 1
                                                           : count > 0;
    if (!is_right) {
        pal_node_error(in->reader, item, PAL_E_INVALID,
                       "what is allowed names no rule, what is forbidden one, a condition one or "
                       "more");
    }
}

static void read_acts(const struct reading *in, struct pal_procedure *procedure,
                      struct pal_node *list)
{
    bool is_said[PAL_TENDER_ACTS] = {false};
    for (struct pal_node *at = list != NULL ? list->first : NULL; at != NULL; at = at->next) {
        read_act(in, procedure, at, is_said);
    }
    for (size_t act = 0; act < PAL_TENDER_ACTS && list != NULL; act++) {
        if (!is_said[act]) {
            pal_node_error(in->reader, list, PAL_E_INVALID,
                           "nothing is said of the act \"%s\": add it, as allowed, forbidden or "
                           "condition",
                           pal_tender_act_ids[act]);
        }
    }
}

static bool read_head(struct pal_reader *reader, struct pal_node *item, struct procedure_doc *doc,
                      struct pal_procedure *out)
{
    pal_bind(&type_procedure, item, doc);
    if (doc->id == NULL) {
        return false;
    }
    *out = (struct pal_procedure){
        .id = doc->id->text,
        .title = pal_node_in_languages(doc->title),
        .is_tender = pal_node_boolean(doc->tender, false),
        .is_formal = pal_node_boolean(doc->formal, false),
        .is_sealed = pal_node_boolean(doc->sealed, false),
        .has_annex = pal_node_boolean(doc->annex, false),
        .has_keeper = pal_node_boolean(doc->keeper, false),
        .opening_persons = pal_node_integer(doc->opening_persons, 0),
        .source = read_source(doc->source, doc->verified),
        .source_eu = read_source(doc->source_eu, doc->verified_eu),
        .note = pal_node_in_languages(doc->note),
    };
    bool is_group = false;
    for (size_t i = 0; i < PAL_TENDER_GROUPS; i++) {
        is_group = is_group || strcmp(pal_tender_groups[i], out->id) == 0;
    }
    if (is_group || !pal_id_check(out->id, false)) {
        pal_node_error(reader, doc->id, PAL_E_INVALID,
                       "%s cannot be the id of a procedure: it is made of letters, digits, '.', "
                       "'_', '-', and is none of the words all, tender, formal, outside",
                       pal_quote(out->id).text);
    }
    if (out->is_formal && !out->is_tender) {
        pal_node_error(reader, item, PAL_E_INVALID, "a formal procedure is a tender, too");
    }
    return true;
}

static void read_procedures(struct reading *in, struct pal_node *list)
{
    struct pal_procedures *out = in->out;
    in->procedures = pal_reader_take(in->reader, list->count + 1, sizeof *in->procedures);
    out->procedures = in->procedures;
    for (struct pal_node *item = in->procedures != NULL ? list->first : NULL; item != NULL;
         item = item->next) {
        struct procedure_doc doc;
        struct pal_procedure *procedure = &in->procedures[out->procedure_count];
        if (read_head(in->reader, item, &doc, procedure)) {
            read_acts(in, procedure, doc.acts);
            out->procedure_count++;
        }
    }
    if (in->procedures != NULL && !pal_procedure_is_there(out, PAL_PROCEDURE_NONE)) {
        pal_node_error(in->reader, list, PAL_E_INVALID,
                       "the procedure \"none\" is missing: it is that of projects that name none");
    }
}

struct pal_procedures *pal_procedures_read(struct pal_reader *reader, struct pal_node *root)
{
    size_t errors_before = reader->diag->error_count;
    struct procedures_doc doc;
    pal_type_check(reader, &pal_type_procedures, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    pal_bind(&pal_type_procedures, root, &doc);
    struct pal_procedures *out = pal_reader_take(reader, 1, sizeof *out);
    if (out == NULL || doc.procedures == NULL || doc.rules == NULL) {
        return NULL;
    }
    struct reading in = {.reader = reader, .out = out, .rule_list = doc.rules};
    out->id = pal_node_text(doc.id);
    out->title = pal_node_in_languages(doc.title);
    out->replaces = pal_node_text(doc.replaces);
    out->source = pal_node_text(doc.source);
    out->doubts = pal_node_texts(reader, doc.doubts, &out->doubt_count);
    pal_node_check_ids(reader, doc.rules);
    pal_node_check_ids(reader, doc.procedures);
    read_rules(&in);
    read_procedures(&in, doc.procedures);
    check_applies(&in);
    return reader->diag->error_count == errors_before && !reader->is_out_of_memory ? out : NULL;
}
