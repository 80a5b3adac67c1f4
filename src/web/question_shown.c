/* question_shown - an answer as one reads it: values with their units, words in the language of the
 * reader. What could not be read as what it should be is shown as it was typed. */
#include <string.h>

#include "base/fold.h"
#include "base/text.h"
#include "base/utf8.h"
#include "core/question/countries.h"
#include "core/question/thousandths.h"
#include "web/question_parts.h"

struct telling {
    struct pal_question_form *form;
    struct pal_values *values;
    enum pal_lang lang;
};

static const char *say(const struct telling *in, const char *text) __attribute__((format_arg(2)));

static const char *say(const struct telling *in, const char *text)
{
    return pal_question_say(in->form, text);
}

static const char *made(struct telling *in, const char *text)
{
    return pal_question_made(in->form, text);
}

/* --------------------------------------------------------------- countries */

static bool is_called(const struct pal_text *title, const char *text)
{
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (strcmp(title->in[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether two texts are the same but for case and accents. */
static bool is_like(struct pal_question_form *form, const char *folded, const char *text)
{
    const char *other = pal_fold(form->arena, text);
    form->failed = form->failed || other == NULL;
    return other != NULL && strcmp(folded, other) == 0;
}

int pal_question_country(struct pal_question_form *form, const char *text)
{
    size_t bad_at = 0;
    int code = pal_country_find(text);
    for (size_t i = 0; code < 0 && i < pal_country_count; i++) {
        code = is_called(pal_country_title(i), text) ? (int)i : code;
    }
    if (code >= 0 || !pal_utf8_check(text, strlen(text), &bad_at)) {
        return code;
    }
    const char *folded = pal_fold(form->arena, text);
    form->failed = form->failed || folded == NULL;
    for (size_t i = 0; folded != NULL && i < pal_country_count; i++) {
        const struct pal_text *title = pal_country_title(i);
        if (is_like(form, folded, title->in[PAL_LANG_EN]) ||
            is_like(form, folded, title->in[PAL_LANG_FR]) ||
            is_like(form, folded, pal_country_codes[i])) {
            return (int)i;
        }
    }
    return -1;
}

/* ------------------------------------------------------------------ values */

/* A number with the sign for its parts that the reader writes. */
static const char *number_shown(struct telling *in, int64_t amount)
{
    char text[PAL_THOUSANDTHS_TEXT];
    pal_thousandths_write(amount, text);
    char *point = in->lang == PAL_LANG_FR ? strchr(text, '.') : NULL;
    if (point != NULL) {
        *point = ',';
    }
    return made(in, pal_question_copy(in->form, text, strlen(text)));
}

/* A unit behind a number: a sign, or a word. */
static const char *unit_shown(struct telling *in, enum pal_unit unit, int64_t amount)
{
    bool is_one = amount == PAL_THOUSANDTHS;
    if (unit == PAL_UNIT_DAY) {
        return is_one ? say(in, PAL_N_("day")) : say(in, PAL_N_("days"));
    }
    if (unit == PAL_UNIT_MONTH) {
        return is_one ? say(in, PAL_N_("month")) : say(in, PAL_N_("months"));
    }
    if (unit == PAL_UNIT_YEAR) {
        return is_one ? say(in, PAL_N_("year")) : say(in, PAL_N_("years"));
    }
    return pal_unit_ids[unit];
}

/* "99.95 %", "22 min"; what is no number as it stands. Between them a blank that does not break. */
static const char *amount_shown(struct telling *in, const char *text, enum pal_unit unit)
{
    int64_t amount = 0;
    bool is_number = pal_thousandths_read(text, &amount);
    const char *number = is_number ? number_shown(in, amount) : text;
    return unit == PAL_UNIT_NONE
               ? number
               : made(in, pal_arena_printf(in->form->arena, "%s\u00a0%s", number,
                                           unit_shown(in, unit, is_number ? amount : 0)));
}

static const char *word_shown(struct telling *in, const struct pal_answer_field *field,
                              const char *text)
{
    if (field->type == PAL_FIELD_YESNO) {
        return strcmp(text, "yes") == 0  ? say(in, PAL_N_("yes"))
               : strcmp(text, "no") == 0 ? say(in, PAL_N_("no"))
                                         : text;
    }
    int64_t step = pal_whole_number(text);
    for (size_t i = 0; i < field->choice_count; i++) {
        const char *title = pal_text_in(&field->choices[i].title, in->lang);
        if (field->type == PAL_FIELD_LADDER && step == (int64_t)i) {
            return made(in, pal_arena_printf(in->form->arena, "%zu – %s", i, title));
        }
        if (field->type == PAL_FIELD_CHOICE && strcmp(field->choices[i].id, text) == 0) {
            return title;
        }
    }
    return text;
}

/* The unit that a number is in. */
static enum pal_unit unit_of(struct telling *in, const struct pal_question_box *box)
{
    enum pal_unit unit = box->field->unit;
    if (box->field->type == PAL_FIELD_PERCENT) {
        return PAL_UNIT_PERCENT;
    }
    if (box->field->type == PAL_FIELD_NUMBER && box->part_count > 1) {
        const char *typed = pal_typed_word(in->form, &box->said[PAL_AMOUNT_UNIT]);
        (void)(typed[0] != '\0' && pal_unit_find(typed, &unit));
    }
    return box->field->type == PAL_FIELD_NUMBER ? unit : PAL_UNIT_NONE;
}

static const char *country_shown(const struct telling *in, const char *text)
{
    int country = pal_country_find(text);
    return country >= 0 ? pal_text_in(pal_country_title((size_t)country), in->lang) : text;
}

static void add_piece(struct telling *in, struct pal_buf *buf, const char *before,
                      const struct pal_said *said)
{
    const char *text = pal_said_in(said, in->lang);
    if (text[0] != '\0') {
        pal_buf_add(buf, buf->len > 0 ? ", " : "");
        pal_buf_add(buf, before);
        pal_buf_add(buf, before[0] != '\0' ? "\u00a0" : "");
        pal_buf_add(buf, text);
    }
}

/* "Charter, version 5.2, 2025-09-18, page 4, on the intranet". */
static const char *document_shown(struct telling *in, const struct pal_question_box *box)
{
    static const char *const words[] = {"", PAL_N_("version"), "", PAL_N_("page"), ""};
    struct pal_buf buf;
    pal_buf_init(&buf, (size_t)4 * PAL_QUESTION_BODY, in->form->arena->alloc);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        add_piece(in, &buf, words[i][0] != '\0' ? say(in, words[i]) : "", &box->said[i]);
    }
    const char *text = pal_buf_text(&buf);
    const char *own = made(in, text != NULL ? pal_question_copy(in->form, text, buf.len) : NULL);
    pal_buf_done(&buf);
    return own;
}

static const char *drawn_shown(struct telling *in, const struct pal_question_box *box)
{
    return made(in, pal_arena_printf(in->form->arena, say(in, PAL_N_("%s drawn, of these %s good")),
                                     pal_said_in(&box->said[PAL_DRAWN_DRAWN], in->lang),
                                     pal_said_in(&box->said[PAL_DRAWN_GOOD], in->lang)));
}

static const char *person_shown(struct telling *in, const struct pal_question_box *box)
{
    const char *role = pal_said_in(&box->said[0], in->lang);
    const char *name = pal_said_in(&box->said[1], in->lang);
    bool is_both = role[0] != '\0' && name[0] != '\0';
    return is_both           ? made(in, pal_arena_printf(in->form->arena, "%s (%s)", role, name))
           : name[0] != '\0' ? name
                             : role;
}

static const char *date_shown(struct telling *in, const struct pal_question_box *box)
{
    return !pal_said_is_blank(&box->said[PAL_DATE_NEVER])
               ? say(in, PAL_N_("never"))
               : pal_said_in(&box->said[PAL_DATE_DAY], in->lang);
}

/* What a field or a cell says; NULL: nothing. */
static const char *box_shown(struct telling *in, const struct pal_question_box *box)
{
    if (pal_question_is_blank(box)) {
        return NULL;
    }
    const char *text = pal_said_in(&box->said[0], in->lang);
    switch (box->field->type) {
    case PAL_FIELD_YESNO:
    case PAL_FIELD_LADDER:
    case PAL_FIELD_CHOICE:
        return word_shown(in, box->field, text);
    case PAL_FIELD_PERCENT:
    case PAL_FIELD_INTEGER:
    case PAL_FIELD_NUMBER:
        return amount_shown(in, text, unit_of(in, box));
    case PAL_FIELD_DATE:
        return date_shown(in, box);
    case PAL_FIELD_PERSON:
        return person_shown(in, box);
    case PAL_FIELD_DOCUMENT:
        return document_shown(in, box);
    case PAL_FIELD_COUNTRY:
        return country_shown(in, text);
    case PAL_FIELD_DRAWN:
        return drawn_shown(in, box);
    case PAL_FIELD_TEXT:
    case PAL_FIELD_ROWS:
    case PAL_FIELD_TYPE_COUNT:
        break;
    }
    return text;
}

static const char *title_of(struct telling *in, const struct pal_answer_field *field)
{
    const char *title = pal_text_in(&field->title, in->lang);
    title = title[0] != '\0' ? title : field->id;
    char *own = pal_arena_copy(in->form->arena, title, strlen(title));
    if (own != NULL) {
        pal_text_capital(own);
    }
    return made(in, own);
}

static bool is_figure(const struct pal_answer_field *field)
{
    return field->type == PAL_FIELD_NUMBER || field->type == PAL_FIELD_PERCENT ||
           field->type == PAL_FIELD_INTEGER;
}

static struct pal_value *table_shown(struct telling *in, const struct pal_question_box *table)
{
    struct pal_value *out = pal_value_object(in->values);
    struct pal_value *columns = pal_put_list(out, "columns");
    struct pal_value *rows = pal_put_list(out, "rows");
    const char *titles[PAL_ANSWER_FIELDS_MOST];
    size_t count = table->field->column_count;
    count = count < PAL_ANSWER_FIELDS_MOST ? count : PAL_ANSWER_FIELDS_MOST;
    for (size_t i = 0; i < count; i++) {
        struct pal_value *column = pal_add_object(columns);
        titles[i] = title_of(in, &table->field->columns[i]);
        pal_put_borrowed(column, "title", titles[i]);
        pal_put_boolean(column, "is_figure", is_figure(&table->field->columns[i]));
    }
    for (const struct pal_question_row *row = table->first; row != NULL; row = row->next) {
        if (pal_question_row_is_blank(table, row)) {
            continue;
        }
        struct pal_value *cells = pal_put_list(pal_add_object(rows), "cells");
        for (size_t i = 0; i < count; i++) {
            const char *text = box_shown(in, &row->cells[i]);
            struct pal_value *cell = pal_add_object(cells);
            pal_put_borrowed(cell, "column", titles[i]);
            pal_put_borrowed(cell, "text", text != NULL ? text : "");
            pal_put_boolean(cell, "is_figure", is_figure(&table->field->columns[i]));
        }
    }
    return out;
}

static bool has_rows(const struct pal_question_box *table)
{
    for (const struct pal_question_row *row = table->first; row != NULL; row = row->next) {
        if (!pal_question_row_is_blank(table, row)) {
            return true;
        }
    }
    return false;
}

static void add_field(struct telling *in, struct pal_value *list,
                      const struct pal_question_box *box)
{
    bool is_table = pal_question_is_table(box);
    const char *none = is_table && box->is_none ? say(in, PAL_N_("none")) : NULL;
    const char *text = is_table ? none : box_shown(in, box);
    bool is_long = is_table && has_rows(box);
    if (text == NULL && !is_long) {
        return;
    }
    struct pal_value *out = pal_add_object(list);
    pal_put_borrowed(out, "label", title_of(in, box->field));
    pal_put_borrowed(out, "text", text);
    if (is_long) {
        pal_put(out, "table", table_shown(in, box));
    } else {
        pal_put_null(out, "table");
    }
}

/* ------------------------------------------------------------------ proofs */

static const char *or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

static const char *said_or_null(const struct telling *in, const struct pal_said *said)
{
    return or_null(pal_said_in(said, in->lang));
}

static struct pal_value *proof_shown(struct telling *in, const struct pal_said *said)
{
    struct pal_value *out = pal_value_object(in->values);
    const char *file = pal_said_in(&said[PAL_PROOF_FILE], in->lang);
    const char *way = pal_said_in(&said[PAL_PROOF_WAY], in->lang);
    const struct pal_question_file *found = NULL;
    for (size_t i = 0; i < in->form->file_count && file[0] != '\0'; i++) {
        found = strcmp(in->form->files[i].id, file) == 0 ? &in->form->files[i] : found;
    }
    for (size_t i = 0; i < PAL_PROOF_WAYS; i++) {
        way = strcmp(way, pal_proof_ways[i]) == 0 ? say(in, pal_proof_way_titles[i]) : way;
    }
    pal_put_borrowed(out, "title", said_or_null(in, &said[PAL_PROOF_TITLE]));
    pal_put_borrowed(out, "file", found != NULL ? found->name : or_null(file));
    pal_put_borrowed(out, "url", found != NULL ? found->url : NULL);
    pal_put_borrowed(out, "leaf", said_or_null(in, &said[PAL_PROOF_PAGE]));
    pal_put_borrowed(out, "way", or_null(way));
    pal_put_borrowed(out, "quote", said_or_null(in, &said[PAL_PROOF_QUOTE]));
    pal_put_borrowed(out, "secret", said_or_null(in, &said[PAL_PROOF_SECRET]));
    return out;
}

static bool is_proof(const struct pal_said *said)
{
    for (size_t i = 0; i < PAL_PROOF_PARTS; i++) {
        if (!pal_said_is_blank(&said[i])) {
            return true;
        }
    }
    return false;
}

static void put_proofs(struct telling *in, struct pal_value *out)
{
    const struct pal_said *around = in->form->around->said;
    struct pal_value *list = pal_put_list(out, "proofs");
    for (struct pal_question_row *row = in->form->proofs->first; row != NULL; row = row->next) {
        if (!pal_question_row_is_blank(in->form->proofs, row)) {
            pal_add(list, proof_shown(in, row->cells[0].said));
        }
    }
    pal_put_boolean(out, "has_proofs", pal_value_count(list) > 0);
    const char *who = pal_said_in(&around[PAL_AROUND_WHO], in->lang);
    bool has_proof = is_proof(&around[PAL_AROUND_PROOF]);
    if (who[0] == '\0' && !has_proof) {
        pal_put_null(out, "subcontractor");
        return;
    }
    struct pal_value *subcontractor = pal_put_object(out, "subcontractor");
    pal_put_borrowed(subcontractor, "who", who);
    if (has_proof) {
        pal_put(subcontractor, "proof", proof_shown(in, &around[PAL_AROUND_PROOF]));
    } else {
        pal_put_null(subcontractor, "proof");
    }
}

/* ---------------------------------------------------------------- the whole */

/* What stands in the fields' stead. */
static void put_instead(struct telling *in, struct pal_value *out)
{
    enum pal_answer_instead instead = pal_question_instead(in->form);
    const struct pal_said *around = in->form->around->said;
    if (instead == PAL_ANSWER_FIELDS) {
        pal_put_null(out, "instead");
        return;
    }
    struct pal_value *said = pal_put_object(out, "instead");
    pal_put_borrowed(said, "title", say(in, pal_answer_instead_titles[instead]));
    pal_put_borrowed(said, "day",
                     instead == PAL_ANSWER_NOT_YET ? said_or_null(in, &around[PAL_AROUND_NOT_YET])
                                                   : NULL);
    pal_put_borrowed(said, "reason",
                     instead == PAL_ANSWER_NOT_APPLICABLE
                         ? said_or_null(in, &around[PAL_AROUND_NOT_APPLICABLE])
                         : NULL);
}

/* What the answer is about, where that is not what was asked for, or a service is named. */
static void put_about(struct telling *in, struct pal_value *out)
{
    const struct pal_said *around = in->form->around->said;
    const char *typed = pal_said_in(&around[PAL_AROUND_ABOUT], in->lang);
    const char *service = said_or_null(in, &around[PAL_AROUND_SERVICE]);
    const char *title = NULL;
    for (size_t i = 0; i < PAL_ABOUT_COUNT; i++) {
        bool is_it = strcmp(typed, pal_about_ids[i]) == 0;
        bool is_as_asked =
            i == (size_t)in->form->question->about ||
            (in->form->question->about == PAL_ABOUT_COMPARABLE && i == PAL_ABOUT_THIS);
        static const char *const titles[PAL_ABOUT_COUNT] = {PAL_N_("this service"),
                                                            PAL_N_("a comparable service"),
                                                            PAL_N_("the whole organization")};
        bool is_told = is_it && (!is_as_asked || i == PAL_ABOUT_COMPARABLE || service != NULL);
        title = is_told ? say(in, titles[i]) : title;
    }
    pal_put_borrowed(out, "about", title);
    pal_put_borrowed(out, "service", service);
}

struct pal_value *pal_question_form_shown(struct pal_question_form *form, struct pal_values *values)
{
    struct telling in = {form, values, pal_question_lang(form)};
    struct pal_value *out = pal_value_object(values);
    if (form->failed) {
        values->failed = true;
        return out;
    }
    const struct pal_said *around = form->around->said;
    put_instead(&in, out);
    struct pal_value *fields = pal_put_list(out, "fields");
    for (size_t i = 0; i < form->question->field_count; i++) {
        add_field(&in, fields, &form->boxes[i]);
    }
    pal_put_boolean(out, "has_fields", pal_value_count(fields) > 0);
    put_about(&in, out);
    pal_put_borrowed(out, "remark", said_or_null(&in, &around[PAL_AROUND_REMARK]));
    pal_put_borrowed(out, "secret", said_or_null(&in, &around[PAL_AROUND_SECRET]));
    put_proofs(&in, out);
    pal_put_borrowed(out, "by", said_or_null(&in, &form->by_role));
    pal_put_borrowed(out, "organization", said_or_null(&in, &form->organization));
    bool is_empty = pal_value_count(fields) == 0 && pal_question_instead(form) == PAL_ANSWER_FIELDS;
    pal_put_boolean(out, "is_unanswered", is_empty);
    values->failed = values->failed || form->failed;
    return out;
}
