/* answers_read - answers/1 to the structs of core/question/answer.h. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "core/question/countries.h"
#include "core/question/suggest.h"
#include "core/question/thousandths.h"
#include "format/answers_types.h"
#include "format/kinds.h"
#include "format/selection.h"

/* What reading one answer holds at hand. */
struct reading {
    struct pal_reader *reader;
    const struct pal_questionnaire *questionnaire;
};

/* ---------------------------------------------------------------- values */

static bool is_scalar(const struct reading *reading, struct pal_node *node, const char *wanted)
{
    if (node->kind != PAL_NODE_SCALAR) {
        pal_node_error(reading->reader, node, PAL_E_INVALID, "this field takes %s; found %s",
                       pal_voice_say(reading->reader->diag->voice, wanted),
                       pal_voice_say(reading->reader->diag->voice, pal_node_kind_name(node)));
    }
    return node->kind == PAL_NODE_SCALAR;
}

static bool refuse(const struct reading *reading, struct pal_node *node, const char *wanted)
{
    pal_node_error(reading->reader, node, PAL_E_INVALID, "this field takes %s; found %s",
                   pal_voice_say(reading->reader->diag->voice, wanted), pal_quote(node->text).text);
    return false;
}

static bool read_word(const struct reading *reading, struct pal_node *node,
                      const struct pal_answer_field *field, struct pal_answer_value *out)
{
    static const char *const yes[] = {"no", "yes"};
    if (field->type == PAL_FIELD_YESNO) {
        if (!is_scalar(reading, node, PAL_N_("yes or no"))) {
            return false;
        }
        out->number = pal_node_choice(node, yes, 2, -1);
        return out->number >= 0 || refuse(reading, node, PAL_N_("yes or no"));
    }
    if (!is_scalar(reading, node, PAL_N_("one of its words"))) {
        return false;
    }
    for (size_t i = 0; i < field->choice_count; i++) {
        if (strcmp(field->choices[i].id, node->text) == 0) {
            out->number = (int64_t)i;
            return true;
        }
    }
    return refuse(reading, node, PAL_N_("one of its words"));
}

static bool read_step(const struct reading *reading, struct pal_node *node,
                      const struct pal_answer_field *field, struct pal_answer_value *out)
{
    if (!is_scalar(reading, node, PAL_N_("a step of the ladder, from 0 to 3"))) {
        return false;
    }
    out->number = pal_whole_number(node->text);
    return (out->number >= 0 && out->number < (int64_t)field->choice_count) ||
           refuse(reading, node, PAL_N_("a step of the ladder, from 0 to 3"));
}

/* Brings a number that was written in another unit into that of the field. */
static bool read_unit(const struct reading *reading, struct pal_node *node, enum pal_unit own,
                      int64_t *number)
{
    const struct pal_voice *voice = reading->reader->diag->voice;
    enum pal_unit unit = own;
    int64_t nothing = 0;
    if (!pal_unit_find(node->text, &unit) || !pal_unit_convert(0, unit, own, &nothing)) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "%s is not the unit of this field, which is \"%s\"",
                       pal_quote(node->text).text, pal_unit_ids[own]);
        return false;
    }
    if (!pal_unit_convert(*number, unit, own, number)) {
        const char *in = pal_voice_say(voice, pal_unit_titles[own]);
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "this cannot be told in %s without rounding; write it in %s", in, in);
        return false;
    }
    return true;
}

/* A number with a unit of its own is brought into that of the field. */
static bool read_amount(const struct reading *reading, struct pal_node *node,
                        const struct pal_answer_field *field, struct pal_answer_value *out)
{
    struct pal_amount_doc doc = {.value = node};
    enum pal_unit own = field->type == PAL_FIELD_PERCENT ? PAL_UNIT_PERCENT : field->unit;
    if (node->kind == PAL_NODE_MAP) {
        pal_type_check(reading->reader, &pal_type_amount, node);
        pal_bind(&pal_type_amount, node, &doc);
        if (doc.value == NULL) {
            return false;
        }
    }
    if (!is_scalar(reading, doc.value, PAL_N_("a number"))) {
        return false;
    }
    if (!pal_thousandths_read(doc.value->text, &out->number)) {
        return refuse(reading, doc.value,
                      PAL_N_("a number with at most three digits behind the point"));
    }
    if (node->kind == PAL_NODE_MAP && doc.unit != NULL &&
        !read_unit(reading, doc.unit, own, &out->number)) {
        return false;
    }
    return out->number <= PAL_ANSWER_NUMBER_MOST * PAL_THOUSANDTHS ||
           refuse(reading, doc.value, PAL_N_("a smaller number"));
}

static bool read_whole(const struct reading *reading, struct pal_node *node,
                       struct pal_answer_value *out)
{
    if (!is_scalar(reading, node, PAL_N_("a whole number"))) {
        return false;
    }
    return (pal_thousandths_read(node->text, &out->number) && out->number % PAL_THOUSANDTHS == 0) ||
           refuse(reading, node, PAL_N_("a whole number"));
}

static bool read_date(const struct reading *reading, struct pal_node *node,
                      struct pal_answer_value *out)
{
    if (!is_scalar(reading, node, PAL_N_("a date, as 2003-11-05, or \"never\""))) {
        return false;
    }
    if (strcmp(node->text, "never") == 0) {
        out->state = PAL_BLANK_NEVER;
        return true;
    }
    out->date = node->text;
    return pal_date_check(node->text) ||
           refuse(reading, node, PAL_N_("a date, as 2003-11-05, or \"never\""));
}

static bool read_person(const struct reading *reading, struct pal_node *node,
                        struct pal_answer_value *out)
{
    if (node->kind == PAL_NODE_SCALAR) {
        out->text.in[PAL_LANG_EN] = node->text;
        return true;
    }
    struct pal_role_doc doc;
    pal_type_check(reading->reader, &pal_type_role, node);
    pal_bind(&pal_type_role, node, &doc);
    out->text = pal_node_in_languages(doc.role);
    out->name = pal_node_text(doc.name);
    return !node->is_bad;
}

static bool read_document(const struct reading *reading, struct pal_node *node,
                          struct pal_answer_value *out)
{
    if (node->kind == PAL_NODE_SCALAR) {
        out->text.in[PAL_LANG_EN] = node->text;
        return true;
    }
    struct pal_document_doc doc;
    pal_type_check(reading->reader, &pal_type_document_value, node);
    pal_bind(&pal_type_document_value, node, &doc);
    out->text = pal_node_in_languages(doc.title);
    out->name = pal_node_text(doc.version);
    out->date = pal_node_text(doc.date);
    out->page = pal_node_text(doc.page);
    out->place = pal_node_in_languages(doc.place);
    return !node->is_bad;
}

static bool read_country(const struct reading *reading, struct pal_node *node,
                         struct pal_answer_value *out)
{
    if (!is_scalar(reading, node, PAL_N_("a country of ISO 3166, as FR"))) {
        return false;
    }
    out->name = node->text;
    return pal_country_is_known(node->text) ||
           refuse(reading, node, PAL_N_("a country of ISO 3166, as FR"));
}

static int64_t read_count(const struct reading *reading, struct pal_node *node)
{
    enum { COUNT_MOST = 1000000 };
    int64_t count = node != NULL ? pal_whole_number(node->text) : 0;
    if (count < 0 || count > COUNT_MOST) {
        (void)refuse(reading, node, PAL_N_("a whole number"));
        return 0;
    }
    return count;
}

static bool read_drawn(const struct reading *reading, struct pal_node *node,
                       struct pal_answer_value *out)
{
    struct pal_drawn_doc doc;
    if (node->kind != PAL_NODE_MAP) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "this field takes what was drawn, as {drawn: 6, good: 5}");
        return false;
    }
    pal_type_check(reading->reader, &pal_type_drawn_value, node);
    pal_bind(&pal_type_drawn_value, node, &doc);
    (void)read_count(reading, doc.n_asked);
    out->drawn = read_count(reading, doc.drawn);
    out->number = read_count(reading, doc.good);
    bool is_whole = doc.good != NULL && doc.drawn != NULL && !doc.drawn->is_bad;
    if (is_whole && out->number > out->drawn) {
        pal_node_error(reading->reader, doc.good, PAL_E_INVALID, "more are good than were drawn");
    }
    return !node->is_bad;
}

static bool read_value(const struct reading *reading, struct pal_node *node,
                       const struct pal_answer_field *field, struct pal_answer_value *out);

/* The field that a key names; reports one that is none. */
static const struct pal_answer_field *field_of(const struct reading *reading, struct pal_node *node,
                                               const char *key,
                                               const struct pal_answer_field *fields, size_t count)
{
    int at = pal_answer_field_find(fields, count, key);
    if (at >= 0) {
        return &fields[at];
    }
    const char *known[PAL_ANSWER_FIELDS_MOST];
    for (size_t i = 0; i < count && i < PAL_ANSWER_FIELDS_MOST; i++) {
        known[i] = fields[i].id;
    }
    count = count < PAL_ANSWER_FIELDS_MOST ? count : PAL_ANSWER_FIELDS_MOST;
    const char *near = pal_reader_is_full(reading->reader) ? NULL : pal_nearest(key, known, count);
    if (near != NULL) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "the question has no field %s; did you mean \"%s\"?", pal_quote(key).text,
                       near);
    } else {
        pal_node_error(reading->reader, node, PAL_E_INVALID, "the question has no field %s",
                       pal_quote(key).text);
    }
    return NULL;
}

static bool read_rows(const struct reading *reading, struct pal_node *node,
                      const struct pal_answer_field *field, struct pal_answer_value *out)
{
    if (node->kind != PAL_NODE_LIST) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "this field takes a table: a list of rows, each a map from column to value");
        return false;
    }
    out->cells =
        pal_reader_take(reading->reader, node->count * field->column_count + 1, sizeof *out->cells);
    if (out->cells == NULL) {
        return false;
    }
    for (struct pal_node *row = node->first; row != NULL; row = row->next) {
        struct pal_answer_value *cells = &out->cells[out->row_count++ * field->column_count];
        for (struct pal_node *cell = pal_node_first(row); cell != NULL; cell = cell->next) {
            const struct pal_answer_field *column =
                field_of(reading, cell, cell->key, field->columns, field->column_count);
            if (column != NULL && !cell->is_bad) {
                (void)read_value(reading, cell, column, &cells[column - field->columns]);
            }
        }
    }
    return true;
}

static bool read_text(const struct reading *reading, struct pal_node *node,
                      struct pal_answer_value *out)
{
    pal_type_check(reading->reader, &pal_type_languages, node);
    out->text = pal_node_in_languages(node);
    return !node->is_bad;
}

/* By the type of the field. */
static bool read_typed(const struct reading *reading, struct pal_node *node,
                       const struct pal_answer_field *field, struct pal_answer_value *out)
{
    switch (field->type) {
    case PAL_FIELD_YESNO:
    case PAL_FIELD_CHOICE:
        return read_word(reading, node, field, out);
    case PAL_FIELD_LADDER:
        return read_step(reading, node, field, out);
    case PAL_FIELD_PERCENT:
    case PAL_FIELD_NUMBER:
        return read_amount(reading, node, field, out);
    case PAL_FIELD_INTEGER:
        return read_whole(reading, node, out);
    case PAL_FIELD_DATE:
        return read_date(reading, node, out);
    case PAL_FIELD_PERSON:
        return read_person(reading, node, out);
    case PAL_FIELD_DOCUMENT:
        return read_document(reading, node, out);
    case PAL_FIELD_COUNTRY:
        return read_country(reading, node, out);
    case PAL_FIELD_DRAWN:
        return read_drawn(reading, node, out);
    case PAL_FIELD_ROWS:
        return read_rows(reading, node, field, out);
    case PAL_FIELD_TEXT:
    case PAL_FIELD_TYPE_COUNT:
        break;
    }
    return read_text(reading, node, out);
}

static bool read_value(const struct reading *reading, struct pal_node *node,
                       const struct pal_answer_field *field, struct pal_answer_value *out)
{
    out->state = PAL_BLANK_FILLED;
    if (node->kind == PAL_NODE_SCALAR && node->text[0] == '\0') {
        out->state = PAL_BLANK_EMPTY;
        return true;
    }
    if (!read_typed(reading, node, field, out)) {
        *out = (struct pal_answer_value){0};
        return false;
    }
    return true;
}

static void read_none(const struct reading *reading, struct pal_node *node,
                      const struct pal_answer_field *field, struct pal_answer_value *out)
{
    if (field->type != PAL_FIELD_ROWS) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "%s is no table: \"none\" is an answer to tables alone",
                       pal_quote(node->text).text);
    } else if (out->state == PAL_BLANK_FILLED) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "the table %s has rows, so \"none\" is no answer to it; keep one",
                       pal_quote(node->text).text);
    } else {
        out->state = PAL_BLANK_NO_ROWS;
    }
}

static void read_fields(const struct reading *reading, const struct pal_answer_doc *doc,
                        const struct pal_question *question, struct pal_answer *out)
{
    const struct pal_answer_field *fields = question->fields;
    for (struct pal_node *node = pal_node_first(doc->fields); node != NULL; node = node->next) {
        const struct pal_answer_field *field =
            node->is_bad ? NULL : field_of(reading, node, node->key, fields, question->field_count);
        if (field != NULL) {
            (void)read_value(reading, node, field, &out->values[field - fields]);
        }
    }
}

/* What was answered by "none", beside the values of which those that say nothing are taken out. */
static void read_nones(const struct reading *reading, const struct pal_answer_doc *doc,
                       const struct pal_question *question, struct pal_answer *out)
{
    const struct pal_answer_field *fields = question->fields;
    for (size_t i = 0; i < question->field_count; i++) {
        pal_answer_value_tidy(&fields[i], &out->values[i]);
    }
    for (struct pal_node *node = pal_node_first(doc->none); node != NULL; node = node->next) {
        const struct pal_answer_field *field =
            node->is_bad ? NULL
                         : field_of(reading, node, node->text, fields, question->field_count);
        if (field != NULL) {
            read_none(reading, node, field, &out->values[field - fields]);
        }
    }
}

/* ---------------------------------------------------------------- answer */

static struct pal_text role_of(struct pal_node *node)
{
    if (node == NULL || node->kind == PAL_NODE_SCALAR) {
        return pal_node_in_languages(node);
    }
    struct pal_role_doc doc;
    pal_bind(&pal_type_role, node, &doc);
    return pal_node_in_languages(doc.role);
}

static struct pal_proof read_proof(struct pal_node *node)
{
    struct pal_proof_doc doc;
    pal_bind(&pal_type_proof, node, &doc);
    return (struct pal_proof){.title = pal_node_in_languages(doc.title),
                              .file = pal_node_text(doc.file),
                              .page = pal_node_text(doc.page),
                              .shown = pal_node_text(doc.shown),
                              .secret = pal_node_in_languages(doc.secret)};
}

static void read_proofs(const struct reading *reading, const struct pal_node *list,
                        struct pal_answer *out)
{
    out->proofs = pal_reader_take(reading->reader, pal_node_count(list) + 1, sizeof *out->proofs);
    for (struct pal_node *item = pal_node_first(list); out->proofs != NULL && item != NULL;
         item = item->next) {
        out->proofs[out->proof_count++] = read_proof(item);
    }
}

/* Instead of fields: at most one of the answers that are no failure. */
static void read_instead(const struct reading *reading, struct pal_node *node,
                         const struct pal_answer_doc *doc, const struct pal_question *question,
                         struct pal_answer *out)
{
    bool is_not_known = pal_node_boolean(doc->not_known, false);
    int said = (doc->fields != NULL || doc->none != NULL) + (doc->not_yet != NULL) + is_not_known +
               (doc->not_applicable != NULL);
    if (said > 1) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "an answer has fields, or is one of \"not_yet\", \"not_known\" and "
                       "\"not_applicable\"; keep one");
    }
    if (doc->not_yet != NULL && question->about == PAL_ABOUT_ORGANIZATION) {
        pal_node_error(reading->reader, doc->not_yet, PAL_E_INVALID,
                       "the question is about the organization: \"not yet in service\" is no "
                       "answer to it");
    }
    out->not_yet = pal_node_text(doc->not_yet);
    out->reason = pal_node_in_languages(doc->not_applicable);
    out->instead = doc->not_yet != NULL          ? PAL_ANSWER_NOT_YET
                   : is_not_known                ? PAL_ANSWER_NOT_KNOWN
                   : doc->not_applicable != NULL ? PAL_ANSWER_NOT_APPLICABLE
                                                 : PAL_ANSWER_FIELDS;
}

static void refuse_blank(const struct reading *reading, struct pal_node *node, bool is_blank)
{
    if (node != NULL && !node->is_bad && is_blank) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "this says nothing; write it, or leave the key out");
    }
}

static void refuse_blank_text(const struct reading *reading, struct pal_node *node)
{
    const struct pal_text text = pal_node_in_languages(node);
    refuse_blank(reading, node, pal_text_is_empty(&text));
}

static void refuse_blank_person(const struct reading *reading, struct pal_node *node)
{
    struct pal_role_doc doc;
    const struct pal_text role = role_of(node);
    pal_bind(&pal_type_role, node, &doc);
    refuse_blank(reading, node, pal_text_is_empty(&role) && pal_is_blank(pal_node_text(doc.name)));
}

/* Words on which something hangs, so that they are there or not. */
static void refuse_blanks(const struct reading *reading, const struct pal_answer_doc *doc)
{
    struct pal_decided_doc decided;
    struct pal_accepted_doc accepted;
    struct pal_subcontractor_doc subcontractor;
    pal_bind(&pal_type_decided, doc->decided, &decided);
    pal_bind(&pal_type_accepted, doc->accepted, &accepted);
    pal_bind(&pal_type_subcontractor, doc->subcontractor, &subcontractor);
    refuse_blank_text(reading, doc->not_applicable);
    refuse_blank_text(reading, doc->service);
    refuse_blank_text(reading, subcontractor.who);
    refuse_blank_person(reading, decided.by);
    refuse_blank_text(reading, decided.reason);
    refuse_blank_person(reading, accepted.by);
    refuse_blank_text(reading, accepted.reason);
}

/* The guide is the expert's own: what it asked is seen at least, but for what a subcontractor
 * answered and nothing shows, which is claimed, whoever asked. */
static enum pal_basis state_of(const struct reading *reading, const struct pal_answer_doc *doc,
                               const struct pal_answer *answer, bool lacks_proof)
{
    bool is_seen = answer->is_of_guide && !lacks_proof;
    enum pal_basis usual = is_seen ? PAL_BASIS_SEEN : PAL_BASIS_CLAIMED;
    enum pal_basis state =
        (enum pal_basis)pal_node_choice(doc->state, pal_basis_ids, PAL_BASIS_COUNT, (int)usual);
    if (is_seen && state == PAL_BASIS_CLAIMED) {
        pal_node_error(reading->reader, doc->state, PAL_E_INVALID,
                       "what the interview guide asked is \"seen\" at least; leave the key out, or "
                       "write \"seen\" or \"checked\"");
    } else if (lacks_proof && state != PAL_BASIS_CLAIMED) {
        pal_node_error(reading->reader, doc->state, PAL_E_INVALID,
                       "what a subcontractor answered is only claimed until the proof has been "
                       "read; name the proof, or leave it \"claimed\"");
    } else if (lacks_proof) {
        pal_node_warning(reading->reader, doc->subcontractor,
                         "a subcontractor answered, without a proof: it stays \"claimed\" until "
                         "one is named and was read");
    }
    return state;
}

/* What stands beside the values. */
static void read_around(const struct reading *reading, const struct pal_answer_doc *doc,
                        struct pal_answer *out)
{
    struct pal_subcontractor_doc subcontractor;
    struct pal_decided_doc decided;
    pal_bind(&pal_type_subcontractor, doc->subcontractor, &subcontractor);
    pal_bind(&pal_type_decided, doc->decided, &decided);
    out->subcontractor = pal_node_in_languages(subcontractor.who);
    out->subcontractor_proof = read_proof(subcontractor.proof);
    out->remark = pal_node_in_languages(doc->remark);
    out->has_about = doc->about != NULL;
    out->about =
        (enum pal_about)pal_node_choice(doc->about, pal_about_ids, PAL_ABOUT_COUNT, PAL_ABOUT_THIS);
    out->service = pal_node_in_languages(doc->service);
    out->by = role_of(doc->by);
    out->secret = pal_node_in_languages(doc->secret);
    out->state = state_of(reading, doc, out,
                          doc->subcontractor != NULL && !doc->subcontractor->is_bad &&
                              subcontractor.proof == NULL);
    out->is_accepted = doc->accepted != NULL;
    out->decided = (enum pal_verdict)pal_node_choice(decided.verdict, pal_verdict_ids,
                                                     PAL_VERDICT_COUNT, PAL_VERDICT_OPEN);
}

/* "GP 2.1.1@PA08": the question of the guide, and the area. */
static const struct pal_question *find_guide(const struct reading *reading, struct pal_node *node,
                                             struct pal_answer *out)
{
    const struct pal_questionnaire *of = reading->questionnaire;
    const char *at = strchr(node->key, '@');
    for (size_t i = 0; at != NULL && i < of->guide_count; i++) {
        size_t len = strlen(of->guide[i].id);
        if ((size_t)(at - node->key) == len && memcmp(node->key, of->guide[i].id, len) == 0) {
            const struct pal_area *area = pal_area_find(reading->reader, node, at + 1, of->model);
            out->question = i;
            out->is_of_guide = true;
            out->area = area != NULL ? (size_t)(area - of->model->areas) : 0;
            return area != NULL ? &of->guide[i] : NULL;
        }
    }
    return NULL;
}

/* "above/PA05": what lies above the target of an area. */
static const struct pal_question *find_above(const struct reading *reading, struct pal_node *node,
                                             struct pal_answer *out)
{
    static const char word[] = "above/";
    const struct pal_model *model = reading->questionnaire->model;
    if (strncmp(node->key, word, sizeof word - 1) != 0) {
        return NULL;
    }
    const struct pal_area *area =
        pal_area_find(reading->reader, node, node->key + sizeof word - 1, model);
    out->is_above = true;
    out->area = area != NULL ? (size_t)(area - model->areas) : 0;
    return area != NULL ? &pal_question_above : NULL;
}

static void refuse_question(const struct reading *reading, struct pal_node *node)
{
    enum { NEAR_MAX = 512 };
    const char *ids[NEAR_MAX];
    const struct pal_questionnaire *of = reading->questionnaire;
    size_t count = of->question_count < NEAR_MAX ? of->question_count : NEAR_MAX;
    for (size_t i = 0; i < count; i++) {
        ids[i] = of->questions[i].id;
    }
    const char *near =
        pal_reader_is_full(reading->reader) ? NULL : pal_nearest(node->key, ids, count);
    if (near != NULL) {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "the questionnaire \"%s\" has no question %s; did you mean \"%s\"?", of->id,
                       pal_quote(node->key).text, near);
    } else {
        pal_node_error(reading->reader, node, PAL_E_INVALID,
                       "the questionnaire \"%s\" has no question %s", of->id,
                       pal_quote(node->key).text);
    }
}

static const struct pal_question *find_question(const struct reading *reading,
                                                struct pal_node *node, struct pal_answer *out)
{
    const struct pal_questionnaire *of = reading->questionnaire;
    int at = pal_questionnaire_find(of, node->key);
    if (at >= 0) {
        out->question = (size_t)at;
        return &of->questions[at];
    }
    const struct pal_question *question = find_above(reading, node, out);
    question = question == NULL && !node->is_bad ? find_guide(reading, node, out) : question;
    if (question == NULL && !node->is_bad) {
        refuse_question(reading, node);
    }
    return question;
}

static void check_practice(const struct reading *reading, const struct pal_area *area,
                           struct pal_node *row, struct pal_node *name)
{
    const struct pal_text text = pal_node_in_languages(name);
    const char *said = pal_text_in(&text, PAL_LANG_EN);
    const char *as = area->practice_count > 0 ? area->practices[0].id : "";
    if (pal_text_is_empty(&text)) {
        pal_node_error(reading->reader, name != NULL ? name : row, PAL_E_INVALID,
                       "the row names no base practice of %s, so it speaks for none; begin with "
                       "its id, as \"%s\"",
                       area->id, as);
    } else if (pal_base_practice_find(area, said) < 0) {
        pal_node_error(reading->reader, name, PAL_E_INVALID,
                       "%s is no base practice of %s; begin with its id, as \"%s\"",
                       pal_quote(said).text, area->id, as);
    }
}

/* Where the guide asks of base practices row by row, each row that says anything names one of the
 * area. */
static void check_practices(const struct reading *reading, const struct pal_answer_doc *doc,
                            const struct pal_question *question, const struct pal_answer *answer)
{
    const struct pal_area *area = &reading->questionnaire->model->areas[answer->area];
    const struct pal_answer_field *table =
        answer->is_of_guide ? pal_guide_table(question, area) : NULL;
    const struct pal_node *rows = table != NULL ? pal_node_get(doc->fields, table->id) : NULL;
    const struct pal_answer_value *value =
        table != NULL ? &answer->values[table - question->fields] : NULL;
    size_t at = 0;
    for (struct pal_node *row = pal_node_first(rows); row != NULL; row = row->next, at++) {
        struct pal_node *name = pal_node_get(row, table->columns[0].id);
        bool is_told = row->is_bad || (name != NULL && name->is_bad) || at >= value->row_count;
        if (!is_told && !pal_answer_row_is_blank(table, value, at)) {
            check_practice(reading, area, row, name);
        }
    }
}

static bool read_answer(const struct reading *reading, struct pal_node *node,
                        struct pal_answer *out)
{
    struct pal_answer_doc doc;
    const struct pal_question *question = node->is_bad ? NULL : find_question(reading, node, out);
    if (question == NULL) {
        return false;
    }
    pal_bind(&pal_type_answer, node, &doc);
    out->values = pal_reader_take(reading->reader, question->field_count + 1, sizeof *out->values);
    if (out->values == NULL) {
        return false;
    }
    read_instead(reading, node, &doc, question, out);
    read_fields(reading, &doc, question, out);
    check_practices(reading, &doc, question, out);
    read_nones(reading, &doc, question, out);
    read_proofs(reading, doc.proofs, out);
    read_around(reading, &doc, out);
    refuse_blanks(reading, &doc);
    return true;
}

bool pal_answer_read(struct pal_reader *reader, struct pal_node *node,
                     const struct pal_questionnaire *questionnaire, struct pal_answer *out)
{
    const struct reading reading = {reader, questionnaire};
    *out = (struct pal_answer){0};
    return read_answer(&reading, node, out);
}

struct pal_answers *pal_answers_read(struct pal_reader *reader, struct pal_node *root,
                                     const struct pal_questionnaire *questionnaire)
{
    size_t errors_before = reader->diag->error_count;
    struct pal_answers_doc doc;
    pal_type_check(reader, &pal_type_answers, root);
    pal_bind(&pal_type_answers, root, &doc);
    if (doc.questionnaire != NULL &&
        !pal_questionnaire_takes(questionnaire, doc.questionnaire->text)) {
        pal_node_error(reader, doc.questionnaire, PAL_E_INVALID,
                       "these answers are to the questionnaire %s, not to \"%s\"",
                       pal_quote(doc.questionnaire->text).text, questionnaire->id);
        return NULL;
    }
    struct reading reading = {reader, questionnaire};
    struct pal_answers *out = pal_reader_take(reader, 1, sizeof *out);
    struct pal_answer *answers =
        pal_reader_take(reader, pal_node_count(doc.answers) + 1, sizeof *answers);
    if (out == NULL || answers == NULL) {
        return NULL;
    }
    *out = (struct pal_answers){.id = pal_node_text(doc.id),
                                .questionnaire = questionnaire,
                                .organization = pal_node_in_languages(doc.organization),
                                .candidate = pal_node_in_languages(doc.candidate),
                                .date = pal_node_text(doc.date),
                                .answers = answers};
    for (struct pal_node *node = pal_node_first(doc.answers); node != NULL; node = node->next) {
        out->count += read_answer(&reading, node, &answers[out->count]);
    }
    return reader->diag->error_count == errors_before && !reader->is_out_of_memory ? out : NULL;
}
