/* question_answer - the answer that was typed, as JSON, and what is wrong with it. What is refused
 * here format/answers_read.c refuses, too; its sentences are of a document, these of a form. */
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "base/utf8.h"
#include "core/question/countries.h"
#include "core/question/thousandths.h"
#include "web/question_parts.h"

/* A value on its way: the form, and the box whose parts are looked at. */
struct taking {
    struct pal_question_form *form;
    struct pal_question_box *box;
};

static void refuse(struct taking *at, size_t part, const char *fmt, ...) PAL_PRINTF(3, 4);

/* The sentence of a part; the first one stays. */
static void refuse(struct taking *at, size_t part, const char *fmt, ...)
{
    struct pal_said *said = &at->box->said[part];
    char text[PAL_ERR_MESSAGE_MAX];
    va_list args;
    at->form->error_count++;
    if (said->error != NULL) {
        return;
    }
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    pal_utf8_trim(text);
    said->error = pal_question_made(at->form, pal_question_copy(at->form, text, strlen(text)));
}

static const char *say(const struct taking *at, const char *text) __attribute__((format_arg(2)));

static const char *say(const struct taking *at, const char *text)
{
    return pal_question_say(at->form, text);
}

static const char *word(struct taking *at, size_t part)
{
    return pal_typed_word(at->form, &at->box->said[part]);
}

/* ------------------------------------------------------------------- texts */

/* A text without the blanks around it; NULL: nothing stands there, or what no text may hold. */
static json_t *text_json(struct taking *at, size_t part, const char *text, size_t most)
{
    uint32_t code = 0;
    size_t bad_at = 0;
    if (pal_is_blank(text)) {
        return NULL;
    }
    size_t len = strlen(text);
    text = pal_text_trimmed(text, &len);
    if (!pal_utf8_check(text, len, &bad_at)) {
        refuse(at, part, say(at, PAL_N_("the text is no UTF-8 from byte %zu on")), bad_at + 1);
        return NULL;
    }
    if (!pal_utf8_is_text(text, len, &code)) {
        refuse(at, part, say(at, PAL_N_("the text holds the control character U+%04X; remove it")),
               (unsigned)code);
        return NULL;
    }
    size_t count = 0;
    for (size_t i = 0; i < len; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    if (count > most) {
        refuse(at, part, say(at, PAL_N_("this has %zu characters, %zu are the most; shorten it")),
               count, most);
    }
    json_t *json = json_stringn(text, len);
    at->form->failed = at->form->failed || json == NULL;
    return json;
}

/* A text, or one per language. */
static json_t *said_json(struct taking *at, size_t part)
{
    const struct pal_said *said = &at->box->said[part];
    bool is_in_languages = pal_typed_is_in_languages(at->box->parts[part].kind);
    size_t most = is_in_languages ? PAL_QUESTION_BODY : PAL_QUESTION_WORD;
    json_t *alone = text_json(at, part, said->alone, most);
    json_t *map = NULL;
    for (size_t i = 0; i < PAL_LANG_COUNT && is_in_languages; i++) {
        json_t *json = text_json(at, part, said->in[i], most);
        if (json != NULL) {
            map = map != NULL ? map : json_object();
            pal_question_put(at->form, map, pal_lang_codes[i], json);
        }
    }
    const char *own = pal_lang_codes[pal_question_lang(at->form)];
    if (map == NULL) {
        return alone;
    }
    if (alone != NULL && json_object_get(map, own) == NULL) {
        pal_question_put(at->form, map, own, alone);
    } else {
        json_decref(alone);
    }
    return map;
}

static json_t *literal(struct taking *at, const char *text)
{
    json_t *json = json_string(text);
    at->form->failed = at->form->failed || json == NULL;
    return json;
}

/* ----------------------------------------------------------------- numbers */

/* A number in thousandths; false: it is none, which is said. */
static bool read_decimal(struct taking *at, size_t part, int64_t *out)
{
    enum { BEHIND_MOST = 3 };
    struct pal_number typed;
    const char *text = word(at, part);
    bool is_number = pal_number_read(text, &typed);
    bool is_percent = at->box->field->type == PAL_FIELD_PERCENT; /* never thousands */
    if (is_number && typed.is_doubtful && !is_percent) {
        refuse(at, part,
               say(at, PAL_N_("%s may be read in two ways; write it without the comma, or with a "
                              "point in its place")),
               pal_quote(text).text);
        return false;
    }
    while (is_number && typed.behind_len > BEHIND_MOST && typed.behind % 10 == 0) {
        typed.behind /= 10;
        typed.scale /= 10;
        typed.behind_len--;
    }
    if (!is_number || typed.behind_len > BEHIND_MOST) {
        refuse(at, part,
               say(at, PAL_N_("%s is no number; write it in digits, at most three of them behind a "
                              "point, as 99.95")),
               pal_quote(text).text);
        return false;
    }
    *out = typed.whole * PAL_THOUSANDTHS + typed.behind * (PAL_THOUSANDTHS / typed.scale);
    return true;
}

static json_t *decimal_json(struct taking *at, size_t part)
{
    char text[PAL_THOUSANDTHS_TEXT];
    int64_t amount = 0;
    if (!read_decimal(at, part, &amount)) {
        return NULL;
    }
    pal_thousandths_write(amount, text);
    return literal(at, text);
}

/* -1: it is none, which is said. */
static int64_t read_whole(struct taking *at, size_t part, int64_t most)
{
    struct pal_number typed;
    const char *text = word(at, part);
    if (pal_number_read(text, &typed) && typed.behind_len == 0 && typed.whole <= most) {
        return typed.whole;
    }
    refuse(at, part,
           say(at, PAL_N_("%s is no whole number from 0 to %u; write it in digits, without a comma "
                          "or a point")),
           pal_quote(text).text, (unsigned)most);
    return -1;
}

static json_t *number_json(struct taking *at, int64_t number)
{
    char text[PAL_THOUSANDTHS_TEXT];
    pal_thousandths_write(number * PAL_THOUSANDTHS, text);
    return literal(at, text);
}

static json_t *whole_json(struct taking *at, size_t part)
{
    enum { WHOLE_MOST = 999999999 };
    int64_t number = read_whole(at, part, WHOLE_MOST);
    return number >= 0 ? number_json(at, number) : NULL;
}

/* The value in its unit: one that can be brought into the field's without a rest. */
static json_t *amount_json(struct taking *at)
{
    enum pal_unit own = at->box->field->unit;
    enum pal_unit unit = own;
    int64_t amount = 0;
    int64_t converted = 0;
    const char *typed = word(at, PAL_AMOUNT_UNIT);
    json_t *value = decimal_json(at, PAL_AMOUNT_VALUE);
    if (value == NULL || !read_decimal(at, PAL_AMOUNT_VALUE, &amount)) {
        return value;
    }
    bool is_unit = typed[0] == '\0' || pal_unit_find(typed, &unit);
    bool is_known = is_unit && (unit == own || (pal_typed_has_units(at->box->field) &&
                                                pal_unit_convert(0, unit, own, &converted)));
    if (!is_known) {
        refuse(at, PAL_AMOUNT_UNIT, say(at, PAL_N_("%s is no unit of this number; choose one")),
               pal_quote(typed).text);
    } else if (!pal_unit_convert(amount, unit, own, &converted)) {
        refuse(at, PAL_AMOUNT_VALUE,
               say(at, PAL_N_("this cannot be told in %s without rounding; write it in %s")),
               say(at, pal_unit_titles[own]), say(at, pal_unit_titles[own]));
    } else if (converted > PAL_ANSWER_NUMBER_MOST * PAL_THOUSANDTHS) {
        refuse(at, PAL_AMOUNT_VALUE, "%s",
               say(at, PAL_N_("this is too great; write a smaller number")));
    }
    json_t *map = json_object();
    pal_question_put(at->form, map, "value", value);
    pal_question_put(at->form, map, "unit", json_string(pal_unit_ids[unit]));
    return map;
}

static json_t *drawn_json(struct taking *at)
{
    enum { DRAWN_MOST = 1000000 };
    bool has_drawn = !pal_said_is_blank(&at->box->said[PAL_DRAWN_DRAWN]);
    bool has_good = !pal_said_is_blank(&at->box->said[PAL_DRAWN_GOOD]);
    if (!has_drawn || !has_good) {
        refuse(at, has_drawn ? PAL_DRAWN_GOOD : PAL_DRAWN_DRAWN,
               has_drawn ? say(at, PAL_N_("write also how many of these were good"))
                         : say(at, PAL_N_("write also how many were drawn")));
        return NULL;
    }
    int64_t drawn = read_whole(at, PAL_DRAWN_DRAWN, DRAWN_MOST);
    int64_t good = read_whole(at, PAL_DRAWN_GOOD, DRAWN_MOST);
    if (drawn >= 0 && good > drawn) {
        refuse(at, PAL_DRAWN_GOOD, say(at, PAL_N_("more are good than were drawn")));
    }
    json_t *map = json_object();
    pal_question_put(at->form, map, "drawn", number_json(at, drawn));
    pal_question_put(at->form, map, "good", number_json(at, good));
    int64_t asked = pal_whole_number(word(at, PAL_DRAWN_ASKED));
    if (asked >= 0 && asked <= DRAWN_MOST) {
        pal_question_put(at->form, map, "n_asked", number_json(at, asked));
    }
    return map;
}

/* ------------------------------------------------------------------- words */

/* A day; NULL: nothing stands there, or what is none, which is said. */
static json_t *day_json(struct taking *at, size_t part)
{
    const char *text = word(at, part);
    if (text[0] != '\0' && !pal_date_check(text)) {
        refuse(at, part, say(at, PAL_N_("%s is no date of the calendar; write it as 2003-11-05")),
               pal_quote(text).text);
        return NULL;
    }
    return text[0] != '\0' ? literal(at, text) : NULL;
}

static json_t *date_json(struct taking *at)
{
    bool is_never = !pal_said_is_blank(&at->box->said[PAL_DATE_NEVER]);
    if (strcmp(word(at, PAL_DATE_DAY), "never") == 0) {
        return literal(at, "never");
    }
    json_t *day = day_json(at, PAL_DATE_DAY);
    if (day != NULL && is_never) {
        refuse(at, PAL_DATE_DAY,
               say(at, PAL_N_("a date stands here, and \"never\" is marked; keep one of them")));
    }
    return day != NULL || !is_never ? day : literal(at, "never");
}

static json_t *step_json(struct taking *at)
{
    int64_t step = pal_whole_number(word(at, 0));
    if (step < 0 || step >= (int64_t)at->box->field->choice_count) {
        refuse(at, 0, "%s", say(at, PAL_N_("choose one of the texts")));
        return NULL;
    }
    return number_json(at, step);
}

/* Yes or no, or one of the field's words. */
static json_t *choice_json(struct taking *at)
{
    const struct pal_answer_field *field = at->box->field;
    const char *text = word(at, 0);
    bool is_known =
        field->type == PAL_FIELD_YESNO && (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0);
    for (size_t i = 0; field->type == PAL_FIELD_CHOICE && i < field->choice_count; i++) {
        is_known = is_known || strcmp(text, field->choices[i].id) == 0;
    }
    if (!is_known) {
        refuse(at, 0, say(at, PAL_N_("%s is none of the words; choose one")), pal_quote(text).text);
        return NULL;
    }
    return literal(at, text);
}

static json_t *country_json(struct taking *at)
{
    const char *text = word(at, 0);
    int country = pal_question_country(at->form, text);
    if (country < 0) {
        refuse(at, 0,
               say(at, PAL_N_("%s is no country; choose one of the list, or write its code, as "
                              "FR")),
               pal_quote(text).text);
        return NULL;
    }
    return literal(at, pal_country_codes[country]);
}

/* ------------------------------------------------------------------- boxes */

/* A box of several parts as a map of those in which something stands. */
static json_t *map_json(struct taking *at)
{
    json_t *map = json_object();
    for (size_t i = 0; i < at->box->part_count; i++) {
        enum pal_typed_kind kind = at->box->parts[i].kind;
        json_t *json = kind == PAL_TYPED_DATE ? day_json(at, i) : said_json(at, i);
        if (json != NULL) {
            pal_question_put(at->form, map, at->box->parts[i].key, json);
        }
    }
    return map;
}

/* The value of a field or a cell in which something stands; NULL: it is wrong, which is said. */
static json_t *value_json(struct pal_question_form *form, struct pal_question_box *box)
{
    struct taking at = {form, box};
    switch (box->field->type) {
    case PAL_FIELD_LADDER:
        return step_json(&at);
    case PAL_FIELD_YESNO:
    case PAL_FIELD_CHOICE:
        return choice_json(&at);
    case PAL_FIELD_PERCENT:
        return decimal_json(&at, 0);
    case PAL_FIELD_INTEGER:
        return whole_json(&at, 0);
    case PAL_FIELD_NUMBER:
        return box->part_count > 1 ? amount_json(&at) : decimal_json(&at, 0);
    case PAL_FIELD_DATE:
        return date_json(&at);
    case PAL_FIELD_PERSON:
    case PAL_FIELD_DOCUMENT:
        return map_json(&at);
    case PAL_FIELD_COUNTRY:
        return country_json(&at);
    case PAL_FIELD_DRAWN:
        return drawn_json(&at);
    case PAL_FIELD_TEXT:
    case PAL_FIELD_ROWS:
    case PAL_FIELD_TYPE_COUNT:
        break;
    }
    return said_json(&at, 0);
}

static void refuse_table(struct pal_question_form *form, struct pal_question_box *table,
                         const char *sentence)
{
    form->error_count++;
    table->error = table->error != NULL ? table->error : pal_question_made(form, sentence);
}

static void check_rows(struct pal_question_form *form, struct pal_question_box *table)
{
    if (table->beyond > 0) {
        refuse_table(form, table,
                     pal_arena_printf(
                         form->arena,
                         pal_question_say(form, PAL_N_("these are %zu rows, %zu are the most; hand "
                                                       "a longer list over as a file")),
                         table->count + table->beyond, pal_question_rows_most(table)));
    }
    if (table->is_none && table->count > 0) {
        refuse_table(form, table,
                     pal_question_say(form, PAL_N_("there are rows, and \"none\" is marked; take "
                                                   "away the mark or the rows")));
    }
}

/* NULL: no row stands there. */
static json_t *rows_json(struct pal_question_form *form, struct pal_question_box *table)
{
    json_t *rows = NULL;
    for (struct pal_question_row *row = table->first; row != NULL; row = row->next) {
        if (pal_question_row_is_blank(table, row)) {
            continue;
        }
        json_t *map = json_object();
        for (size_t i = 0; i < pal_question_columns(table); i++) {
            json_t *cell =
                pal_question_is_blank(&row->cells[i]) ? NULL : value_json(form, &row->cells[i]);
            if (cell != NULL) {
                pal_question_put(form, map, table->field->columns[i].id, cell);
            }
        }
        rows = rows != NULL ? rows : json_array();
        form->failed = json_array_append_new(rows, map) != 0 || form->failed;
    }
    return rows;
}

/* The fields in which something stands, and the tables of which "none" is said. */
static void put_fields(struct pal_question_form *form, json_t *answer)
{
    json_t *fields = NULL;
    json_t *none = NULL;
    for (size_t i = 0; i < form->question->field_count; i++) {
        struct pal_question_box *box = &form->boxes[i];
        bool is_table = pal_question_is_table(box);
        json_t *json = is_table                     ? rows_json(form, box)
                       : pal_question_is_blank(box) ? NULL
                                                    : value_json(form, box);
        if (json != NULL) {
            fields = fields != NULL ? fields : json_object();
            pal_question_put(form, fields, box->field->id, json);
        }
        check_rows(form, box);
        if (box->is_none) {
            none = none != NULL ? none : json_array();
            form->failed =
                json_array_append_new(none, json_string(box->field->id)) != 0 || form->failed;
        }
    }
    if (fields != NULL) {
        pal_question_put(form, answer, "fields", fields);
    }
    if (none != NULL) {
        pal_question_put(form, answer, "none", none);
    }
}

/* ------------------------------------------------------------------ proofs */

/* The name of a file that is there; NULL: none. */
static const char *file_name(const struct pal_question_form *form, const char *id)
{
    for (size_t i = 0; i < form->file_count; i++) {
        if (strcmp(form->files[i].id, id) == 0) {
            return form->files[i].name;
        }
    }
    return NULL;
}

static void check_proof(struct taking *at, size_t from)
{
    const char *way = word(at, from + PAL_PROOF_WAY);
    bool is_way = way[0] == '\0';
    for (size_t i = 0; i < PAL_PROOF_WAYS; i++) {
        is_way = is_way || strcmp(way, pal_proof_ways[i]) == 0;
    }
    if (!is_way) {
        refuse(at, from + PAL_PROOF_WAY, say(at, PAL_N_("%s is none of the words; choose one")),
               pal_quote(way).text);
    }
}

/* The parts of a proof from a part of a box on; NULL: nothing stands there. A proof without a title
 * is called as its file. */
static json_t *proof_json(struct taking *at, size_t from)
{
    static const char *const keys[PAL_PROOF_PARTS] = {"title", "file",  "page",
                                                      "shown", "quote", "secret"};
    json_t *map = NULL;
    for (size_t i = 0; i < PAL_PROOF_PARTS; i++) {
        json_t *json = said_json(at, from + i);
        if (json != NULL) {
            map = map != NULL ? map : json_object();
            pal_question_put(at->form, map, keys[i], json);
        }
    }
    check_proof(at, from);
    if (map != NULL && json_object_get(map, "title") == NULL) {
        const char *name = file_name(at->form, word(at, from + PAL_PROOF_FILE));
        if (name != NULL) {
            pal_question_put(at->form, map, "title", json_string(name));
        } else {
            refuse(at, from + PAL_PROOF_TITLE,
                   say(at, PAL_N_("this is missing; say what the proof is")));
        }
    }
    return map;
}

static void put_proofs(struct pal_question_form *form, json_t *answer)
{
    json_t *list = NULL;
    for (struct pal_question_row *row = form->proofs->first; row != NULL; row = row->next) {
        struct taking at = {form, &row->cells[0]};
        json_t *proof = proof_json(&at, 0);
        if (proof != NULL) {
            list = list != NULL ? list : json_array();
            form->failed = json_array_append_new(list, proof) != 0 || form->failed;
        }
    }
    check_rows(form, form->proofs);
    if (list != NULL) {
        pal_question_put(form, answer, "proofs", list);
    }
}

static void put_subcontractor(struct taking *at, json_t *answer)
{
    json_t *who = said_json(at, PAL_AROUND_WHO);
    json_t *proof = proof_json(at, PAL_AROUND_PROOF);
    if (who == NULL && proof == NULL) {
        return;
    }
    if (who == NULL) {
        refuse(at, PAL_AROUND_WHO,
               say(at, PAL_N_("this is missing; say which subcontractor answered")));
    }
    json_t *map = json_object();
    if (who != NULL) {
        pal_question_put(at->form, map, "who", who);
    }
    if (proof != NULL) {
        pal_question_put(at->form, map, "proof", proof);
    }
    pal_question_put(at->form, answer, "subcontractor", map);
}

/* ------------------------------------------------------------------ around */

static void put_text(struct taking *at, json_t *answer, size_t part)
{
    json_t *json = said_json(at, part);
    if (json != NULL) {
        pal_question_put(at->form, answer, at->box->parts[part].key, json);
    }
}

/* What is said in the fields' stead; beside it no field stands, nor what belongs to another. */
static void put_instead(struct taking *at, json_t *answer)
{
    static const size_t parts[PAL_ANSWER_INSTEAD_COUNT] = {
        [PAL_ANSWER_NOT_YET] = PAL_AROUND_NOT_YET,
        [PAL_ANSWER_NOT_APPLICABLE] = PAL_AROUND_NOT_APPLICABLE};
    enum pal_answer_instead instead = pal_question_instead(at->form);
    bool has_fields =
        json_object_get(answer, "fields") != NULL || json_object_get(answer, "none") != NULL;
    json_t *day = day_json(at, PAL_AROUND_NOT_YET);
    json_t *reason = said_json(at, PAL_AROUND_NOT_APPLICABLE);
    if (instead != PAL_ANSWER_FIELDS && has_fields) {
        refuse(at, PAL_AROUND_INSTEAD,
               say(at, PAL_N_("fields are filled in, and \"%s\" is chosen; empty the fields, or "
                              "choose to answer by them")),
               say(at, pal_answer_instead_titles[instead]));
    }
    if (instead == PAL_ANSWER_NOT_YET && at->form->question->about == PAL_ABOUT_ORGANIZATION) {
        refuse(at, PAL_AROUND_INSTEAD,
               say(at, PAL_N_("the question is about the organization: \"not yet in service\" is "
                              "no answer to it")));
    }
    if ((day != NULL && instead != PAL_ANSWER_NOT_YET) ||
        (reason != NULL && instead != PAL_ANSWER_NOT_APPLICABLE)) {
        size_t part = reason != NULL && instead != PAL_ANSWER_NOT_APPLICABLE
                          ? PAL_AROUND_NOT_APPLICABLE
                          : PAL_AROUND_NOT_YET;
        refuse(at, part,
               say(at, PAL_N_("this belongs to an answer that is not chosen; choose it, "
                              "or empty this")));
    }
    if (parts[instead] == PAL_AROUND_NOT_YET && day == NULL) {
        refuse(at, PAL_AROUND_NOT_YET, say(at, PAL_N_("the planned date is missing; write it")));
    }
    if (parts[instead] == PAL_AROUND_NOT_APPLICABLE && reason == NULL) {
        refuse(at, PAL_AROUND_NOT_APPLICABLE,
               say(at, PAL_N_("the reason is missing; write why the question does not apply")));
    }
    if (instead == PAL_ANSWER_NOT_KNOWN) {
        pal_question_put(at->form, answer, "not_known", json_true());
    }
    if (day != NULL) {
        pal_question_put(at->form, answer, "not_yet", day);
    }
    if (reason != NULL) {
        pal_question_put(at->form, answer, "not_applicable", reason);
    }
}

/* What the answer is about is said with every answer; that alone, as it was asked, is none. */
static void put_about(struct taking *at, json_t *answer)
{
    enum pal_about asked = at->form->question->about;
    asked = asked == PAL_ABOUT_COMPARABLE ? PAL_ABOUT_THIS : asked;
    const char *typed = word(at, PAL_AROUND_ABOUT);
    const char *about = typed[0] != '\0' ? typed : pal_about_ids[asked];
    bool is_known = false;
    for (size_t i = 0; i < PAL_ABOUT_COUNT; i++) {
        is_known = is_known || strcmp(about, pal_about_ids[i]) == 0;
    }
    if (!is_known) {
        refuse(at, PAL_AROUND_ABOUT, say(at, PAL_N_("%s is none of the words; choose one")),
               pal_quote(typed).text);
    } else if (json_object_size(answer) > 0 || strcmp(about, pal_about_ids[asked]) != 0) {
        pal_question_put(at->form, answer, "about", json_string(about));
    }
}

static void put_around(struct pal_question_form *form, json_t *answer)
{
    struct taking at = {form, form->around};
    const char *instead = word(&at, PAL_AROUND_INSTEAD);
    bool is_known = instead[0] == '\0';
    for (size_t i = 0; i < PAL_ANSWER_INSTEAD_COUNT; i++) {
        is_known = is_known || strcmp(instead, pal_answer_instead_ids[i]) == 0;
    }
    if (!is_known) {
        refuse(&at, PAL_AROUND_INSTEAD, say(&at, PAL_N_("%s is none of the words; choose one")),
               pal_quote(instead).text);
    }
    put_instead(&at, answer);
    put_text(&at, answer, PAL_AROUND_SERVICE);
    put_text(&at, answer, PAL_AROUND_REMARK);
    put_text(&at, answer, PAL_AROUND_SECRET);
    put_subcontractor(&at, answer);
    put_proofs(form, answer);
    put_about(&at, answer);
}

/* Who answered, as it came: none of it is typed here. */
static void put_by(struct pal_question_form *form, json_t *answer)
{
    static const struct pal_question_part parts[] = {{"role", PAL_TYPED_LINE, NULL},
                                                     {"name", PAL_TYPED_WORD, NULL},
                                                     {"for", PAL_TYPED_LINE, NULL}};
    struct pal_said said[] = {form->by_role, {.alone = form->by_name}, form->organization};
    struct pal_question_box box = {.parts = parts, .part_count = 3, .said = said};
    struct taking at = {form, &box};
    json_t *role = said_json(&at, 0);
    json_t *name = said_json(&at, 1);
    json_t *organization = said_json(&at, 2);
    json_t *by = role != NULL || name != NULL ? json_object() : NULL;
    if (role != NULL) {
        pal_question_put(form, by, "role", role);
    }
    if (name != NULL) {
        pal_question_put(form, by, "name", name);
    }
    if (by != NULL) {
        pal_question_put(form, answer, "by", by);
    }
    if (organization != NULL) {
        pal_question_put(form, answer, "organization", organization);
    }
}

static void forget_errors(struct pal_question_box *box)
{
    box->error = NULL;
    for (size_t i = 0; i < box->part_count; i++) {
        box->said[i].error = NULL;
    }
    for (struct pal_question_row *row = box->first; row != NULL; row = row->next) {
        for (size_t i = 0; i < pal_question_columns(box); i++) {
            forget_errors(&row->cells[i]);
        }
    }
}

enum pal_rc pal_question_form_answer(struct pal_question_form *form, const char **json)
{
    *json = NULL;
    form->error_count = 0;
    form->error = NULL;
    if (form->failed) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < form->question->field_count + 2; i++) {
        forget_errors(&form->boxes[i]);
    }
    json_t *answer = json_object();
    put_fields(form, answer);
    if (!form->is_bare) {
        put_around(form, answer);
    }
    bool is_empty = json_object_size(answer) == 0;
    if (!is_empty && !form->is_bare) {
        put_by(form, answer);
    }
    const char *text = pal_question_dump(form, answer);
    if (form->failed) {
        return PAL_E_MEMORY;
    }
    if (form->error_count > 0) {
        return PAL_E_INVALID;
    }
    if (strlen(text) > PAL_QUESTION_BODY) {
        form->error_count++;
        form->error = pal_question_made(
            form,
            pal_arena_printf(form->arena,
                             pal_question_say(form, PAL_N_("this answer is %zu bytes long, %d are "
                                                           "the most; hand long texts over as "
                                                           "files")),
                             strlen(text), (int)PAL_QUESTION_BODY));
        return form->failed ? PAL_E_MEMORY : PAL_E_LIMIT;
    }
    *json = is_empty ? NULL : text;
    return PAL_OK;
}
