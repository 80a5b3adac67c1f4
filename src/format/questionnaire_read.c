/* questionnaire_read - questionnaire/1 to the structs of core/question/questionnaire.h. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/question/rule.h"
#include "core/question/thousandths.h"
#include "format/kinds.h"
#include "format/questionnaire_types.h"
#include "format/selection.h"

/* What reading holds at hand. */
struct reading {
    struct pal_reader *reader;
    struct pal_questionnaire *out;
    bool is_for_model; /* false: its steps are those of another model, and not looked up */
};

/* ---------------------------------------------------------------- words */

static const char *word_id(const void *words, size_t at)
{
    return ((const struct pal_word *)words)[at].id;
}

/* Whether an id stood before; reports it. */
static bool stood_before(struct pal_reader *reader, struct pal_node *node, const char *id,
                         const void *rows, size_t count, const char *(*id_of)(const void *, size_t))
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(id_of(rows, i), id) == 0) {
            pal_node_error(reader, node, PAL_E_INVALID, "%s stands twice; keep one",
                           pal_quote(id).text);
            return true;
        }
    }
    return false;
}

static struct pal_word *read_words(struct pal_reader *reader, const struct pal_node *list,
                                   size_t *count)
{
    struct pal_word *words =
        pal_reader_take(reader, pal_node_count(list) + 1, sizeof(struct pal_word));
    *count = 0;
    for (struct pal_node *item = pal_node_first(list); words != NULL && item != NULL;
         item = item->next) {
        struct pal_word_doc doc;
        pal_bind(&pal_type_word, item, &doc);
        const char *id = pal_node_text(doc.id);
        if (id != NULL && !stood_before(reader, item, id, words, *count, word_id)) {
            words[(*count)++] = (struct pal_word){id, pal_node_in_languages(doc.title)};
        }
    }
    return words;
}

static bool read_topics(struct reading *reading, const struct pal_node *list)
{
    struct pal_questionnaire *out = reading->out;
    size_t room = pal_node_count(list) + 1;
    out->topics = pal_reader_take(reading->reader, room, sizeof *out->topics);
    out->topic_notes = pal_reader_take(reading->reader, room, sizeof *out->topic_notes);
    if (out->topics == NULL || out->topic_notes == NULL) {
        return false;
    }
    for (struct pal_node *item = pal_node_first(list); item != NULL; item = item->next) {
        struct pal_topic_doc doc;
        pal_bind(&pal_type_topic, item, &doc);
        const char *id = pal_node_text(doc.id);
        if (id == NULL ||
            stood_before(reading->reader, item, id, out->topics, out->topic_count, word_id)) {
            continue;
        }
        out->topics[out->topic_count] = (struct pal_word){id, pal_node_in_languages(doc.title)};
        out->topic_notes[out->topic_count++] = pal_node_in_languages(doc.note);
    }
    return true;
}

/* The position of the word that a node names; without one, and where it is not there, 0. */
static bool find_word(const struct pal_node *node, const struct pal_word *words, size_t count,
                      size_t *out)
{
    *out = 0;
    for (size_t i = 0; node != NULL && i < count; i++) {
        if (strcmp(words[i].id, pal_node_text(node)) == 0) {
            *out = i;
            return true;
        }
    }
    return node == NULL;
}

/* --------------------------------------------------------------- fields */

/* The part that a type of field has of its own, and no other type. False: it is missing, or there
 * is one of another type; which is reported. */
static bool has_parts(struct pal_reader *reader, struct pal_node *node,
                      const struct pal_answer_field_doc *doc, enum pal_field_type type)
{
    const struct {
        const char *key;
        struct pal_node *part;
        enum pal_field_type of;
    } parts[] = {{"unit", doc->unit, PAL_FIELD_NUMBER},
                 {"steps", doc->steps, PAL_FIELD_LADDER},
                 {"choices", doc->choices, PAL_FIELD_CHOICE},
                 {"of", doc->of, PAL_FIELD_DRAWN},
                 {"columns", doc->columns, PAL_FIELD_ROWS}};
    bool is_whole = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct pal_node *stated = pal_node_get(node, parts[i].key);
        if (parts[i].of == type && stated == NULL) {
            pal_node_error(reader, node, PAL_E_INVALID,
                           "a field of type \"%s\" needs \"%s\"; add it", pal_field_type_ids[type],
                           parts[i].key);
            pal_diag_field(reader->diag, parts[i].key);
        } else if (parts[i].of != type && parts[i].part != NULL) {
            pal_node_error(reader, parts[i].part, PAL_E_INVALID,
                           "a field of type \"%s\" has no \"%s\"; leave it out",
                           pal_field_type_ids[type], parts[i].key);
        } else {
            continue;
        }
        is_whole = false;
    }
    return is_whole;
}

static struct pal_answer_field *read_fields(struct pal_reader *reader, struct pal_node *list,
                                            const struct pal_type *type, size_t *count);

static void read_ladder(struct pal_reader *reader, const struct pal_node *list,
                        struct pal_answer_field *field)
{
    field->choices = pal_reader_take(reader, PAL_LADDER_TEXTS, sizeof *field->choices);
    for (struct pal_node *item = pal_node_first(list);
         field->choices != NULL && item != NULL && field->choice_count < PAL_LADDER_TEXTS;
         item = item->next) {
        field->choices[field->choice_count++] =
            (struct pal_word){NULL, pal_node_in_languages(item)};
    }
}

static void read_field_parts(struct pal_reader *reader, const struct pal_answer_field_doc *doc,
                             struct pal_answer_field *field)
{
    if (doc->unit != NULL) {
        (void)pal_unit_find(doc->unit->text, &field->unit);
    }
    if (doc->steps != NULL) {
        read_ladder(reader, doc->steps, field);
    }
    if (doc->choices != NULL) {
        field->choices = read_words(reader, doc->choices, &field->choice_count);
    }
    if (doc->of != NULL) {
        field->drawn = pal_node_integer(doc->of, 1);
    }
    if (doc->columns != NULL) {
        field->columns = read_fields(reader, doc->columns, &pal_type_column, &field->column_count);
    }
}

static const char *field_id(const void *fields, size_t at)
{
    return ((const struct pal_answer_field *)fields)[at].id;
}

static bool read_field(struct pal_reader *reader, struct pal_node *node,
                       const struct pal_type *type, struct pal_answer_field *field)
{
    struct pal_answer_field_doc doc = {0};
    pal_bind(type, node, &doc);
    const char *id = pal_node_text(doc.id);
    if (id == NULL || doc.type == NULL) {
        return false;
    }
    if (!pal_rule_names_field(id)) {
        pal_node_error(reader, doc.id, PAL_E_INVALID,
                       "%s cannot be the name of a field: it takes small letters and \"_\"",
                       pal_quote(id).text);
        return false;
    }
    bool is_column = type == &pal_type_column;
    if (is_column &&
        pal_node_choice(doc.type, pal_field_type_ids, PAL_FIELD_TYPE_COUNT, 0) >= PAL_FIELD_ROWS) {
        pal_node_error(reader, doc.type, PAL_E_INVALID,
                       "a column holds neither a table nor what is drawn");
        return false;
    }
    *field = (struct pal_answer_field){
        .id = id,
        .title = pal_node_in_languages(doc.title),
        .type = (enum pal_field_type)pal_node_choice(doc.type, pal_field_type_ids,
                                                     PAL_FIELD_TYPE_COUNT, PAL_FIELD_TEXT),
    };
    if (!has_parts(reader, node, &doc, field->type)) {
        return false;
    }
    read_field_parts(reader, &doc, field);
    return true;
}

static struct pal_answer_field *read_fields(struct pal_reader *reader, struct pal_node *list,
                                            const struct pal_type *type, size_t *count)
{
    struct pal_answer_field *fields =
        pal_reader_take(reader, pal_node_count(list) + 1, sizeof *fields);
    *count = 0;
    for (struct pal_node *item = pal_node_first(list); fields != NULL && item != NULL;
         item = item->next) {
        struct pal_answer_field field;
        if (!item->is_bad && read_field(reader, item, type, &field) &&
            !stood_before(reader, item, field.id, fields, *count, field_id)) {
            fields[(*count)++] = field;
        }
    }
    return fields;
}

/* What a question that names no fields has: one text. */
static void take_plain_field(struct pal_reader *reader, struct pal_question *question)
{
    question->fields = pal_reader_take(reader, 1, sizeof *question->fields);
    if (question->fields != NULL) {
        question->fields[0] = (struct pal_answer_field){.id = "answer", .type = PAL_FIELD_TEXT};
        question->field_count = 1;
    }
}

/* ----------------------------------------------------------------- steps */

static bool is_among(const struct pal_step_ref *cells, size_t count, const struct pal_step_ref *of)
{
    for (size_t i = 0; i < count; i++) {
        if (cells[i].area == of->area && cells[i].step == of->step) {
            return true;
        }
    }
    return false;
}

static struct pal_step_ref *read_cells(struct reading *reading, const struct pal_node *list,
                                       size_t *count)
{
    const struct pal_model *model = reading->out->model;
    struct pal_step_ref *cells =
        pal_reader_take(reading->reader, pal_node_count(list) + 1, sizeof *cells);
    *count = 0;
    for (struct pal_node *item = pal_node_first(list);
         reading->is_for_model && cells != NULL && item != NULL; item = item->next) {
        struct pal_place place;
        if (item->is_bad || !pal_place_read(reading->reader, item, item->text, model, &place)) {
            continue;
        }
        if (place.step < 0) {
            pal_node_error(reading->reader, item, PAL_E_INVALID,
                           "this names an area; name a step of it, as \"%s/%s\"", place.area->id,
                           place.area->ladder->steps[0].id);
            continue;
        }
        struct pal_step_ref cell = {(size_t)(place.area - model->areas), (size_t)place.step};
        if (!is_among(cells, *count, &cell)) {
            cells[(*count)++] = cell;
        } else {
            pal_node_error(reading->reader, item, PAL_E_INVALID, "%s stands twice; keep one",
                           pal_quote(item->text).text);
        }
    }
    return cells;
}

/* The practice of that id in a step; -1: there is none. */
static int practice_in(const struct pal_model *model, const struct pal_step_ref *cell,
                       const char *id, size_t len)
{
    size_t count = 0;
    const struct pal_practice *practices =
        pal_area_rated_practices(&model->areas[cell->area], cell->step, &count);
    for (size_t i = 0; i < count; i++) {
        if (strlen(practices[i].id) == len && memcmp(practices[i].id, id, len) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* In how many of `cells` a practice stands, as "BP.01.01" or "GP 2.1.3@PA01"; `out` is the first.
 */
static size_t find_practice(const struct pal_model *model, const struct pal_step_ref *cells,
                            size_t count, const char *text, struct pal_practice_ref *out)
{
    const char *at = strchr(text, '@');
    size_t len = at != NULL ? (size_t)(at - text) : strlen(text);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_area = at == NULL || strcmp(model->areas[cells[i].area].id, at + 1) == 0;
        int practice = is_area ? practice_in(model, &cells[i], text, len) : -1;
        if (practice >= 0 && found++ == 0) {
            *out = (struct pal_practice_ref){cells[i].area, cells[i].step, (size_t)practice};
        }
    }
    return found;
}

static bool is_named(const struct pal_question *question, const struct pal_practice_ref *ref)
{
    for (size_t i = 0; i < question->practice_count; i++) {
        const struct pal_practice_ref *one = &question->practices[i];
        if (one->area == ref->area && one->step == ref->step && one->practice == ref->practice) {
            return true;
        }
    }
    return false;
}

/* A practice of the cells that the answer speaks for is kept, one of the context passed over. */
static void read_practice(struct reading *reading, struct pal_node *node,
                          struct pal_question *question)
{
    struct pal_practice_ref ref;
    const struct pal_model *model = reading->out->model;
    size_t found = find_practice(model, question->cells, question->cell_count, node->text, &ref);
    if (found == 1 && !is_named(question, &ref)) {
        question->practices[question->practice_count++] = ref;
    } else if (found == 1) {
        pal_node_error(reading->reader, node, PAL_E_INVALID, "%s stands twice; keep one",
                       pal_quote(node->text).text);
    } else if (found > 1) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "%s stands in several of the steps named here; say the area, as \"%.*s@%s\"",
                       pal_quote(node->text).text, (int)strcspn(node->text, "@"), node->text,
                       model->areas[ref.area].id);
    } else if (find_practice(model, question->context, question->context_count, node->text, &ref) ==
               0) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "%s is a practice of none of the steps named here",
                       pal_quote(node->text).text);
    }
}

static void read_practices(struct reading *reading, const struct pal_node *list,
                           struct pal_question *question)
{
    question->practices =
        pal_reader_take(reading->reader, pal_node_count(list) + 1, sizeof *question->practices);
    for (struct pal_node *item = pal_node_first(list);
         reading->is_for_model && question->practices != NULL && item != NULL; item = item->next) {
        if (!item->is_bad) {
            read_practice(reading, item, question);
        }
    }
}

/* ----------------------------------------------------------------- rules */

static const struct pal_rule_part *read_rule(struct reading *reading, struct pal_node *node,
                                             const char *text, const struct pal_question *over)
{
    struct pal_rule_fault fault = {0};
    const struct pal_rule_part *rule = NULL;
    enum pal_rc rc =
        pal_rule_read(text, over->fields, over->field_count, reading->out,
                      reading->reader->diag->voice, reading->reader->arena, &rule, &fault);
    if (rc == PAL_E_MEMORY) {
        pal_reader_out_of_memory(reading->reader);
    } else if (rc != PAL_OK) {
        pal_node_error(reading->reader, node, PAL_E_INVALID, "the rule %s, character %zu: %s",
                       pal_quote(text).text, fault.at + 1, fault.text);
    }
    return rc == PAL_OK ? rule : NULL;
}

/* Whether nothing in a tree was reported: a rule over fields that were is not read. */
static bool is_sound(const struct pal_node *node)
{
    if (node == NULL) {
        return true;
    }
    const struct pal_node *child = node->kind != PAL_NODE_SCALAR ? node->first : NULL;
    while (child != NULL && is_sound(child)) {
        child = child->next;
    }
    return !node->is_bad && child == NULL;
}

/* The part that questions of the questionnaire and of the guide share. */
struct shared {
    struct pal_node *node, *question, *help, *fields, *pass, *weight, *evidence;
};

static void read_shared(struct reading *reading, const struct shared *doc, struct pal_question *out)
{
    struct pal_reader *reader = reading->reader;
    out->question = pal_node_in_languages(doc->question);
    out->help = pal_node_in_languages(doc->help);
    out->evidence = pal_node_in_languages(doc->evidence);
    out->weight = (enum pal_answer_weight)pal_node_choice(doc->weight, pal_weight_ids,
                                                          PAL_WEIGHT_COUNT, PAL_WEIGHT_SUPPORTING);
    if (doc->fields != NULL) {
        out->fields = read_fields(reader, doc->fields, &pal_type_answer_field, &out->field_count);
    } else {
        take_plain_field(reader, out);
    }
    out->pass = doc->pass != NULL ? pal_node_text(doc->pass) : "decide";
    if (out->fields != NULL && out->pass != NULL && is_sound(doc->fields)) {
        out->rule = read_rule(reading, doc->pass != NULL ? doc->pass : doc->node, out->pass, out);
    }
}

/* ------------------------------------------------------------- questions */

static void read_question(struct reading *reading, struct pal_node *node,
                          const struct pal_question_doc *doc, struct pal_question *out)
{
    struct pal_questionnaire *of = reading->out;
    struct shared shared = {node,      doc->question, doc->help,    doc->fields,
                            doc->pass, doc->weight,   doc->evidence};
    out->ask_if = -1;
    if (!find_word(doc->topic, of->topics, of->topic_count, &out->topic)) {
        pal_node_error(reading->reader, doc->topic, PAL_E_INVALID,
                       "there is no topic %s in this questionnaire",
                       pal_quote(pal_node_text(doc->topic)).text);
    }
    out->tier =
        (enum pal_tier)pal_node_choice(doc->tier, pal_tier_ids, PAL_TIER_COUNT, PAL_TIER_CORE);
    out->answered_by = (enum pal_actor)pal_node_choice(doc->answered_by, pal_actor_ids,
                                                       PAL_ACTOR_COUNT, PAL_ACTOR_PROVIDER);
    out->is_observed = doc->observed_at != NULL;
    out->observed_at = (enum pal_actor)pal_node_choice(doc->observed_at, pal_actor_ids,
                                                       PAL_ACTOR_COUNT, PAL_ACTOR_PROVIDER);
    out->put = (enum pal_put)pal_node_choice(doc->phase, pal_put_ids, PAL_PUT_COUNT, PAL_PUT_BOTH);
    out->about =
        (enum pal_about)pal_node_choice(doc->about, pal_about_ids, PAL_ABOUT_COUNT, PAL_ABOUT_THIS);
    out->basis = pal_node_text(doc->basis);
    read_shared(reading, &shared, out);
    out->cells = read_cells(reading, doc->cells, &out->cell_count);
    out->context = read_cells(reading, doc->context, &out->context_count);
    if (out->cells != NULL && out->context != NULL) {
        read_practices(reading, doc->practices, out);
    }
}

/* Ids that stand twice stand beside each other in the index; there may be thousands. */
static void check_ids(struct reading *reading, struct pal_node *const *nodes)
{
    const struct pal_questionnaire *of = reading->out;
    for (size_t i = 1; i < of->question_count; i++) {
        size_t one = of->by_id[i - 1];
        size_t other = of->by_id[i];
        if (strcmp(of->questions[one].id, of->questions[other].id) == 0) {
            pal_node_error(reading->reader, nodes[one > other ? one : other], PAL_E_INVALID,
                           "the question %s stands twice; keep one",
                           pal_quote(of->questions[one].id).text);
        }
    }
}

static void read_condition(struct reading *reading, struct pal_node *node,
                           struct pal_question *question)
{
    struct pal_ask_if_doc doc;
    pal_bind(&pal_type_ask_if, node, &doc);
    const char *id = pal_node_text(doc.question);
    if (id == NULL || doc.rule == NULL) {
        return;
    }
    question->ask_if = pal_questionnaire_find(reading->out, id);
    const struct pal_question *other =
        question->ask_if >= 0 ? &reading->out->questions[question->ask_if] : NULL;
    if (other == NULL || other >= question) {
        pal_node_error(reading->reader, doc.question, PAL_E_INVALID,
                       "%s is no question that stands before this one", pal_quote(id).text);
    } else {
        question->ask_rule = read_rule(reading, doc.rule, doc.rule->text, other);
    }
    if (question->ask_rule != NULL && pal_rule_asks_person(question->ask_rule)) {
        pal_node_error(reading->reader, doc.rule, PAL_E_INVALID,
                       "nobody decides whether a question is put, so \"decide\" never passes here; "
                       "take it out of the rule");
    }
}

static void read_questions(struct reading *reading, const struct pal_node *list)
{
    struct pal_questionnaire *of = reading->out;
    size_t room = pal_node_count(list) + 1;
    struct pal_node **nodes = pal_reader_take(reading->reader, room, sizeof *nodes);
    struct pal_node **conditions = pal_reader_take(reading->reader, room, sizeof *conditions);
    of->questions = pal_reader_take(reading->reader, room, sizeof *of->questions);
    of->by_id = pal_reader_take(reading->reader, room, sizeof *of->by_id);
    if (nodes == NULL || conditions == NULL || of->questions == NULL || of->by_id == NULL) {
        return;
    }
    for (struct pal_node *item = pal_node_first(list); item != NULL; item = item->next) {
        struct pal_question_doc doc;
        pal_bind(&pal_type_question, item, &doc);
        if (doc.id == NULL) {
            continue;
        }
        nodes[of->question_count] = item;
        conditions[of->question_count] = doc.ask_if;
        of->questions[of->question_count].id = pal_node_text(doc.id);
        read_question(reading, item, &doc, &of->questions[of->question_count++]);
    }
    pal_questionnaire_index(of);
    check_ids(reading, nodes);
    for (size_t i = 0; i < of->question_count; i++) {
        if (conditions[i] != NULL) {
            read_condition(reading, conditions[i], &of->questions[i]);
        }
    }
}

/* ----------------------------------------------------------------- guide */

/* The step whose generic practice has that id, in the ladder that most areas share. */
static const char *step_of_practice(const struct pal_model *model, const char *id)
{
    for (size_t i = 0; i < model->ladder.count; i++) {
        const struct pal_step *step = &model->ladder.steps[i];
        for (size_t k = 0; k < step->practice_count; k++) {
            if (strcmp(step->practices[k].id, id) == 0) {
                return step->id;
            }
        }
    }
    return NULL;
}

static void read_guide_question(struct reading *reading, struct pal_node *node,
                                struct pal_question *out)
{
    struct pal_questionnaire *of = reading->out;
    struct pal_guide_doc doc;
    pal_bind(&pal_type_guide, node, &doc);
    struct shared shared = {node,     doc.question, doc.help,    doc.fields,
                            doc.pass, doc.weight,   doc.evidence};
    *out = (struct pal_question){
        .id = pal_node_text(doc.id),
        .is_of_guide = true,
        .ask_if = -1,
        .answered_by = PAL_ACTOR_EXPERT,
        .put = PAL_PUT_VISIT,
        .about = PAL_ABOUT_COMPARABLE,
        .same_answer = (enum pal_same_answer)pal_node_choice(doc.same_answer, pal_same_answer_ids,
                                                             PAL_SAME_COUNT, PAL_SAME_AREA),
    };
    if (!find_word(doc.met, of->people, of->people_count, &out->topic)) {
        pal_node_error(reading->reader, doc.met, PAL_E_INVALID,
                       "there is nobody %s among the people of this questionnaire",
                       pal_quote(pal_node_text(doc.met)).text);
    }
    read_shared(reading, &shared, out);
    out->step = out->id != NULL ? step_of_practice(of->model, out->id) : NULL;
    if (out->id != NULL && out->step == NULL && reading->is_for_model) {
        pal_node_error(reading->reader, doc.id, PAL_E_INVALID,
                       "%s is no practice of the model's ladder", pal_quote(out->id).text);
    }
}

static const char *question_id(const void *questions, size_t at)
{
    return ((const struct pal_question *)questions)[at].id;
}

static void read_guide(struct reading *reading, const struct pal_node *list)
{
    struct pal_questionnaire *of = reading->out;
    of->guide = pal_reader_take(reading->reader, pal_node_count(list) + 1, sizeof *of->guide);
    for (struct pal_node *item = pal_node_first(list); of->guide != NULL && item != NULL;
         item = item->next) {
        struct pal_question *question = &of->guide[of->guide_count];
        if (item->is_bad) {
            continue;
        }
        read_guide_question(reading, item, question);
        if (question->id != NULL && !stood_before(reading->reader, item, question->id, of->guide,
                                                  of->guide_count, question_id)) {
            of->guide_count++;
        }
    }
}

/* ----------------------------------------------------- thresholds and work */

static int64_t read_number(struct pal_reader *reader, struct pal_node *node)
{
    int64_t out = 0;
    if (node != NULL && !node->is_bad && !pal_thousandths_read(node->text, &out)) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "%s is no number with at most three digits behind the point",
                       pal_quote(node->text).text);
    }
    return out;
}

static void read_threshold(struct pal_reader *reader, struct pal_node *node,
                           struct pal_threshold *out)
{
    struct pal_threshold_doc doc;
    pal_bind(&pal_type_threshold, node, &doc);
    out->name = node->key;
    out->value = read_number(reader, doc.value);
    out->source = pal_node_text(doc.source);
    out->is_proposed = out->source != NULL && strcmp(out->source, "proposed") == 0;
    out->note = pal_node_in_languages(doc.note);
    if (doc.unit != NULL) {
        (void)pal_unit_find(doc.unit->text, &out->unit);
    }
    struct pal_node *level = pal_node_first(doc.levels);
    for (size_t i = 0; i < PAL_NEUTRAL_LEVELS; i++) {
        out->levels[i] = level != NULL ? read_number(reader, level) : out->value;
        level = level != NULL ? level->next : NULL;
    }
}

static int compare_thresholds(const void *one, const void *other)
{
    return strcmp(((const struct pal_threshold *)one)->name,
                  ((const struct pal_threshold *)other)->name);
}

static void read_thresholds(struct reading *reading, const struct pal_node *map)
{
    struct pal_questionnaire *of = reading->out;
    of->thresholds =
        pal_reader_take(reading->reader, pal_node_count(map) + 1, sizeof *of->thresholds);
    for (struct pal_node *item = pal_node_first(map); of->thresholds != NULL && item != NULL;
         item = item->next) {
        if (item->is_bad) {
            continue;
        }
        if (pal_rule_names_threshold(item->key)) {
            read_threshold(reading->reader, item, &of->thresholds[of->threshold_count++]);
        } else {
            pal_node_error(reading->reader, item, PAL_E_INVALID,
                           "%s cannot be the name of a threshold: it looks like ORG-08.minutes",
                           pal_quote(item->key).text);
        }
    }
    if (of->thresholds != NULL) {
        qsort(of->thresholds, of->threshold_count, sizeof *of->thresholds, compare_thresholds);
    }
}

static uint8_t *directions_of(struct pal_reader *reader, const struct pal_questionnaire *of)
{
    uint8_t *directions = pal_reader_take(reader, of->threshold_count + 1, sizeof *directions);
    if (directions != NULL) {
        pal_questionnaire_directions(of, directions);
    }
    return directions;
}

/* What is asked should not loosen as the alert rises. Of a questionnaire without errors alone. */
static void warn_of_loosening(struct pal_reader *reader, const struct pal_questionnaire *of,
                              const struct pal_node *map)
{
    const uint8_t *directions = directions_of(reader, of);
    for (struct pal_node *item = pal_node_first(map); directions != NULL && item != NULL;
         item = item->next) {
        int at = pal_threshold_find(of, item->key);
        unsigned level = at >= 0 ? pal_threshold_loosens(&of->thresholds[at], directions[at]) : 0;
        if (level > 0) {
            pal_node_warning(reader, item,
                             "this threshold asks for less at the neutral alert level %u than at "
                             "%u; it should not loosen as the alert rises",
                             level, level - 1);
        }
    }
}

static struct pal_range read_range(struct pal_reader *reader, struct pal_node *node)
{
    struct pal_range_doc doc;
    pal_bind(&pal_type_range, node, &doc);
    struct pal_range out = {pal_node_integer(doc.low, 0), pal_node_integer(doc.high, 0)};
    if (doc.high != NULL && out.high < out.low) {
        pal_node_error(reader, doc.high, PAL_E_INVALID, "this is less than \"low\"");
    }
    return out;
}

static struct pal_work read_minutes(struct pal_reader *reader, struct pal_node *node)
{
    struct pal_minutes_doc doc;
    pal_bind(&pal_type_minutes, node, &doc);
    return (struct pal_work){.question = read_range(reader, doc.question),
                             .figure = read_range(reader, doc.figure),
                             .proof = read_range(reader, doc.proof)};
}

static void read_work(struct reading *reading, struct pal_node *node)
{
    struct pal_work_doc doc;
    pal_bind(&pal_type_work, node, &doc);
    reading->out->has_work = node != NULL;
    reading->out->work_source = pal_node_text(doc.source);
    reading->out->first = read_minutes(reading->reader, doc.first);
    reading->out->again = read_minutes(reading->reader, doc.again);
}

struct pal_questionnaire *pal_questionnaire_read(struct pal_reader *reader, struct pal_node *root,
                                                 const struct pal_model *model)
{
    size_t errors_before = reader->diag->error_count;
    pal_type_check(reader, &pal_type_questionnaire, root);
    struct pal_questionnaire_doc doc;
    pal_bind(&pal_type_questionnaire, root, &doc);
    pal_kind_check_model(reader, doc.model, model);
    struct pal_questionnaire *out = pal_reader_take(reader, 1, sizeof *out);
    if (out == NULL) {
        return NULL;
    }
    struct reading reading = {reader, out, doc.model != NULL && !doc.model->is_bad};
    out->model = model;
    out->id = pal_node_text(doc.id);
    out->copy_of = pal_node_text(doc.copy_of);
    out->title = pal_node_in_languages(doc.title);
    out->source = pal_node_text(doc.source);
    out->people = read_words(reader, doc.people, &out->people_count);
    read_thresholds(&reading, doc.parameters);
    if (read_topics(&reading, doc.topics) && out->thresholds != NULL && out->people != NULL) {
        read_questions(&reading, doc.questions);
        read_guide(&reading, doc.guide);
    }
    read_work(&reading, doc.work);
    if (reader->diag->error_count != errors_before || reader->is_out_of_memory) {
        return NULL;
    }
    warn_of_loosening(reader, out, doc.parameters);
    return reader->is_out_of_memory ? NULL : out;
}
