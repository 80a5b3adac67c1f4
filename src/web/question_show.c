/* question_show - what the template of a question shows of its form: its fields, and what stands
 * around them. */
#include <string.h>

#include "base/text.h"
#include "core/question/countries.h"
#include "web/question_controls.h"

static const char *say(const struct pal_question_showing *in, const char *text)
    __attribute__((format_arg(2)));

static const char *say(const struct pal_question_showing *in, const char *text)
{
    return pal_question_say(in->form, text);
}

static const char *made(struct pal_question_showing *in, const char *text)
{
    return pal_question_made(in->form, text);
}

/* ------------------------------------------------------------------ fields */

/* What a field may be said of besides its name. */
static const char *hint_of(struct pal_question_showing *in, const struct pal_answer_field *field)
{
    bool has_person = field->type == PAL_FIELD_PERSON;
    for (size_t i = 0; i < field->column_count; i++) {
        has_person = has_person || field->columns[i].type == PAL_FIELD_PERSON;
    }
    if (field->type == PAL_FIELD_DRAWN) {
        return made(in, pal_arena_printf(in->form->arena, say(in, PAL_N_("Asked for: %u.")),
                                         (unsigned)field->drawn));
    }
    return has_person ? say(in, PAL_N_("The role is enough. Names are left out of exports."))
                      : NULL;
}

static struct pal_value *radios_of(struct pal_question_showing *in, struct pal_question_box *box)
{
    struct pal_question_shown of = {.path = box->path,
                                    .part = &box->parts[0],
                                    .said = &box->said[0],
                                    .field = box->field,
                                    .is_spread = true};
    struct pal_value *radios = pal_value_object(in->values);
    pal_put_borrowed(radios, "name", box->path);
    pal_put_boolean(radios, "is_long", box->field->type == PAL_FIELD_LADDER);
    pal_put(radios, "options", pal_question_options(in, &of, say(in, PAL_N_("no answer"))));
    return radios;
}

static bool has_radios(const struct pal_answer_field *field)
{
    enum { RADIOS_MOST = 5 };
    return field->type == PAL_FIELD_YESNO || field->type == PAL_FIELD_LADDER ||
           (field->type == PAL_FIELD_CHOICE && field->choice_count <= RADIOS_MOST);
}

static void put_head(struct pal_question_showing *in, struct pal_value *out, const char *path,
                     const char *label, const char *hint, const char *error)
{
    const char *id = pal_question_id(in, path);
    pal_put_borrowed(out, "id", id);
    pal_put_borrowed(out, "label", label);
    pal_put_borrowed(out, "hint", hint);
    pal_put_borrowed(out, "error", error);
    pal_question_told(in, label, error, id);
}

/* ------------------------------------------------------------------ tables */

/* How the cells of a column are laid out. */
static const char *shape_of(const struct pal_answer_field *column)
{
    static const char *const shapes[PAL_FIELD_TYPE_COUNT] = {
        [PAL_FIELD_NUMBER] = "typed-figure",  [PAL_FIELD_PERCENT] = "typed-figure",
        [PAL_FIELD_INTEGER] = "typed-figure", [PAL_FIELD_DATE] = "typed-day",
        [PAL_FIELD_YESNO] = "typed-word",     [PAL_FIELD_DOCUMENT] = "typed-paper",
        [PAL_FIELD_TEXT] = "typed-text"};
    const char *shape = shapes[column->type];
    return column->type == PAL_FIELD_NUMBER && pal_typed_has_units(column) ? "typed-amount"
           : shape != NULL                                                 ? shape
                                                                           : "typed-name";
}

static size_t window_of(const struct pal_question_box *table)
{
    enum { CONTROLS = 160, ROWS_LEAST = 4 };
    size_t controls = 0;
    for (size_t i = 0; i < table->field->column_count; i++) {
        enum pal_field_type type = table->field->columns[i].type;
        bool is_two =
            type == PAL_FIELD_NUMBER || type == PAL_FIELD_DATE || type == PAL_FIELD_PERSON;
        controls += type == PAL_FIELD_DOCUMENT ? 5 : is_two ? 2 : 1;
    }
    size_t rows = CONTROLS / (controls > 0 ? controls : 1);
    return rows > ROWS_LEAST ? rows : ROWS_LEAST;
}

static bool has_error(const struct pal_question_box *table, const struct pal_question_row *row)
{
    for (size_t i = 0; i < pal_question_columns(table); i++) {
        for (size_t j = 0; j < row->cells[i].part_count; j++) {
            if (row->cells[i].said[j].error != NULL) {
                return true;
            }
        }
    }
    return false;
}

/* The first row that is shown: that of the part of the table that was turned to, or in which
 * something is wrong. */
static size_t from_of(const struct pal_question_box *table, size_t window)
{
    size_t from = table->from;
    for (const struct pal_question_row *row = table->first; row != NULL; row = row->next) {
        if (has_error(table, row)) {
            from = row->index;
            break;
        }
    }
    from = table->count == 0 ? 0 : from < table->count ? from : table->count - 1;
    return from / window * window;
}

static void add_row(struct pal_question_showing *in, struct pal_value *rows,
                    struct pal_question_box *table, struct pal_question_row *row)
{
    struct pal_value *out = pal_add_object(rows);
    const char *path =
        made(in, pal_arena_printf(in->form->arena, "%s[%zu]", table->path, row->index));
    bool takes_focus = in->form->first_row != NULL && strcmp(in->form->first_row, path) == 0;
    pal_put_integer(out, "number", (int64_t)row->index + 1);
    pal_put_borrowed(out, "path", path);
    struct pal_value *quiet = pal_put_list(out, "quiet");
    struct pal_value *cells = pal_put_list(out, "cells");
    for (size_t i = 0; i < table->field->column_count; i++) {
        const struct pal_answer_field *column = &table->field->columns[i];
        const char *own = pal_question_cell_path(in->form, table, row->index, i);
        const char *title = pal_question_capital(in, pal_question_title(in, column));
        struct pal_value *cell = pal_add_object(cells);
        pal_put_borrowed(cell, "column", title);
        pal_put_borrowed(cell, "shape", shape_of(column));
        pal_question_add_controls(in, pal_put_list(cell, "controls"), &row->cells[i], own, title,
                                  row->index + 1, takes_focus && i == 0);
        pal_question_add_quiet(in, quiet, &row->cells[i], own);
    }
}

static void put_hidden(struct pal_question_showing *in, struct pal_value *out, const char *key,
                       const struct pal_question_box *table, size_t from, size_t until)
{
    if (from >= until) {
        pal_put_null(out, key);
        return;
    }
    struct pal_value *hidden = pal_put_object(out, key);
    pal_put_borrowed(hidden, "name",
                     made(in, pal_arena_printf(in->form->arena, "%s.%s", table->path, key)));
    pal_put_borrowed(hidden, "value", pal_question_rows_typed(in->form, table, from, until));
}

/* The ways to the rows of a long table that are not shown. */
static void put_ways(struct pal_question_showing *in, struct pal_value *out,
                     const struct pal_question_box *table, size_t from, size_t until)
{
    size_t window = window_of(table);
    put_hidden(in, out, "before", table, 0, from);
    put_hidden(in, out, "after", table, until, table->count);
    if (from == 0 && until == table->count) {
        pal_put_null(out, "part");
        return;
    }
    struct pal_value *part = pal_put_object(out, "part");
    pal_put_integer(part, "from", (int64_t)from + 1);
    pal_put_integer(part, "until", (int64_t)until);
    pal_put_integer(part, "count", (int64_t)table->count);
    pal_put_borrowed(part, "earlier",
                     from > 0 ? made(in, pal_arena_printf(in->form->arena, "%s[%zu]", table->path,
                                                          from - window))
                              : NULL);
    pal_put_borrowed(part, "later",
                     until < table->count ? made(in, pal_arena_printf(in->form->arena, "%s[%zu]",
                                                                      table->path, until))
                                          : NULL);
}

static struct pal_value *table_of(struct pal_question_showing *in, struct pal_question_box *table)
{
    enum { ROWS_AT_FIRST = 2 };
    bool is_empty = table->count == 0 && !table->is_none;
    for (size_t i = 0; is_empty && i < ROWS_AT_FIRST; i++) {
        struct pal_question_row *row = pal_question_row_at(in->form, table, i);
        if (row != NULL) {
            row->is_added = true;
        }
    }
    size_t window = window_of(table);
    size_t from = from_of(table, window);
    size_t until = table->count - from < window ? table->count : from + window;
    struct pal_value *out = pal_value_object(in->values);
    const char *none = made(in, pal_arena_printf(in->form->arena, "none.%s", table->field->id));
    pal_put_borrowed(out, "path", table->path);
    pal_put_borrowed(out, "none", none);
    pal_put_borrowed(out, "none_id", pal_question_id(in, none));
    pal_put_boolean(out, "is_none", table->is_none);
    pal_put_boolean(out, "is_full", table->count >= pal_question_rows_most(table));
    pal_put_boolean(out, "has_rows", table->count > 0);
    struct pal_value *columns = pal_put_list(out, "columns");
    for (size_t i = 0; i < table->field->column_count; i++) {
        struct pal_value *column = pal_add_object(columns);
        pal_put_borrowed(
            column, "title",
            pal_question_capital(in, pal_question_title(in, &table->field->columns[i])));
    }
    struct pal_value *rows = pal_put_list(out, "rows");
    for (struct pal_question_row *row = table->first; row != NULL; row = row->next) {
        if (row->index >= from && row->index < until) {
            add_row(in, rows, table, row);
        }
    }
    put_ways(in, out, table, from, until);
    return out;
}

static struct pal_value *field_of(struct pal_question_showing *in, struct pal_question_box *box)
{
    static const char *const kinds[] = {"table", "radios", "control", "group"};
    const struct pal_answer_field *field = box->field;
    struct pal_value *out = pal_value_object(in->values);
    const char *label = pal_question_capital(in, pal_question_title(in, field));
    bool is_table = pal_question_is_table(box);
    bool is_radios = has_radios(field);
    bool is_several = !is_table && box->parts[0].title != NULL;
    put_head(in, out, box->path, label, hint_of(in, field),
             is_table    ? box->error
             : is_radios ? box->said[0].error
                         : NULL);
    struct pal_value *quiet = pal_put_list(out, "quiet");
    pal_question_add_quiet(in, quiet, box, box->path);
    if (is_table) {
        pal_put(out, "table", table_of(in, box));
    } else if (is_radios) {
        pal_put(out, "radios", radios_of(in, box));
    } else {
        struct pal_value *controls = pal_value_list(in->values);
        pal_question_add_controls(in, controls, box, box->path, label, 0, false);
        pal_put(out, is_several ? "group" : "control",
                is_several ? controls : pal_value_first(controls));
    }
    pal_put_boolean(out, "has_group", is_several);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (pal_value_get(out, kinds[i]) == NULL) {
            pal_put_null(out, kinds[i]);
        }
    }
    return out;
}

/* ------------------------------------------------------------------ around */

/* One of the parts around the fields. */
static struct pal_value *around(struct pal_question_showing *in, size_t at)
{
    const struct pal_question_part *part = &in->form->around->parts[at];
    const struct pal_question_shown of = {.path = part->key,
                                          .part = part,
                                          .said = &in->form->around->said[at],
                                          .label = pal_question_capital(in, say(in, part->title))};
    return pal_question_control(in, &of);
}

static bool is_typed(const struct pal_question_showing *in, size_t from, size_t until)
{
    for (size_t i = from; i < until; i++) {
        const struct pal_said *said = &in->form->around->said[i];
        if (!pal_said_is_blank(said) || said->error != NULL) {
            return true;
        }
    }
    return false;
}

static struct pal_value *add_choice(struct pal_value *list, const char *value, const char *title,
                                    bool is_chosen)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_borrowed(row, "value", value);
    pal_put_borrowed(row, "title", title);
    pal_put_boolean(row, "is_chosen", is_chosen);
    pal_put_null(row, "control");
    return row;
}

/* The fields, or what may be said in their stead. */
static struct pal_value *instead_of(struct pal_question_showing *in)
{
    static const char *const titles[PAL_ANSWER_INSTEAD_COUNT] = {
        [PAL_ANSWER_FIELDS] = PAL_N_("answered by the fields above"),
        [PAL_ANSWER_NOT_YET] = PAL_N_("the service does not run yet"),
        [PAL_ANSWER_NOT_KNOWN] = PAL_N_("not known"),
        [PAL_ANSWER_NOT_APPLICABLE] = PAL_N_("does not apply")};
    enum pal_answer_instead chosen = pal_question_instead(in->form);
    struct pal_value *out = pal_value_object(in->values);
    put_head(in, out, "instead", say(in, PAL_N_("Another answer")), NULL,
             in->form->around->said[PAL_AROUND_INSTEAD].error);
    pal_put_boolean(out, "is_open",
                    chosen != PAL_ANSWER_FIELDS ||
                        in->form->around->said[PAL_AROUND_INSTEAD].error != NULL ||
                        is_typed(in, PAL_AROUND_NOT_YET, PAL_AROUND_ABOUT));
    struct pal_value *options = pal_put_list(out, "options");
    for (int i = 0; i < PAL_ANSWER_INSTEAD_COUNT; i++) {
        bool fits = i != PAL_ANSWER_NOT_YET ||
                    in->form->question->about != PAL_ABOUT_ORGANIZATION ||
                    is_typed(in, PAL_AROUND_NOT_YET, PAL_AROUND_NOT_YET + 1) || i == (int)chosen;
        if (!fits) {
            continue;
        }
        struct pal_value *row =
            add_choice(options, pal_answer_instead_ids[i], say(in, titles[i]), i == (int)chosen);
        if (i == PAL_ANSWER_NOT_YET || i == PAL_ANSWER_NOT_APPLICABLE) {
            pal_set(row, "control",
                    around(in, i == PAL_ANSWER_NOT_YET ? PAL_AROUND_NOT_YET
                                                       : PAL_AROUND_NOT_APPLICABLE));
        }
    }
    return out;
}

static struct pal_value *about_of(struct pal_question_showing *in)
{
    static const char *const titles[PAL_ABOUT_COUNT] = {
        PAL_N_("this service"), PAL_N_("a comparable service"), PAL_N_("the whole organization")};
    enum pal_about asked = in->form->question->about;
    const char *typed = pal_typed_word(in->form, &in->form->around->said[PAL_AROUND_ABOUT]);
    const char *chosen =
        typed[0] != '\0' ? typed
                         : pal_about_ids[asked == PAL_ABOUT_COMPARABLE ? PAL_ABOUT_THIS : asked];
    struct pal_value *out = pal_value_object(in->values);
    const char *now = chosen;
    put_head(in, out, "about", say(in, PAL_N_("What the answer is about")), NULL,
             in->form->around->said[PAL_AROUND_ABOUT].error);
    struct pal_value *options = pal_put_list(out, "options");
    bool is_as_asked = false;
    for (size_t i = 0; i < PAL_ABOUT_COUNT; i++) {
        bool is_chosen = strcmp(chosen, pal_about_ids[i]) == 0;
        bool is_asked =
            i == (size_t)asked || (asked == PAL_ABOUT_COMPARABLE && i == PAL_ABOUT_THIS);
        const char *title = say(in, titles[i]);
        (void)add_choice(options, pal_about_ids[i], title, is_chosen);
        now = is_chosen ? title : now;
        is_as_asked = is_as_asked || (is_chosen && is_asked);
    }
    pal_put_borrowed(out, "now", now);
    pal_put_boolean(out, "is_as_asked", is_as_asked);
    pal_put_boolean(out, "is_open",
                    !is_as_asked || strcmp(chosen, pal_about_ids[PAL_ABOUT_COMPARABLE]) == 0 ||
                        is_typed(in, PAL_AROUND_SERVICE, PAL_AROUND_SERVICE + 1));
    pal_put(out, "service", around(in, PAL_AROUND_SERVICE));
    return out;
}

/* ------------------------------------------------------------------ proofs */

/* The controls of a proof whose parts begin at one of its box. */
static struct pal_value *proof_of(struct pal_question_showing *in, struct pal_question_box *box,
                                  size_t from, const char *path, const char *within,
                                  bool takes_focus)
{
    static const char *const keys[PAL_PROOF_PARTS] = {"what", "file",  "leaf",
                                                      "way",  "quote", "secret"};
    struct pal_value *out = pal_value_object(in->values);
    struct pal_value *quiet = pal_put_list(out, "quiet");
    for (size_t i = 0; i < PAL_PROOF_PARTS; i++) {
        const struct pal_question_part *part = &box->parts[from + i];
        struct pal_question_shown of = {
            .path = pal_question_path(in->form, path, part),
            .part = part,
            .said = &box->said[from + i],
            .label = part->title != NULL ? pal_question_capital(in, say(in, part->title)) : "",
            .within = within,
            .takes_focus = takes_focus && i == 0};
        bool has_file = in->form->file_count > 0 || !pal_said_is_blank(of.said);
        if (part->kind == PAL_TYPED_QUIET) {
            if (!pal_said_is_blank(of.said)) {
                struct pal_value *row = pal_add_object(quiet);
                pal_put_borrowed(row, "name", of.path);
                pal_put_borrowed(row, "value", of.said->alone);
            }
        } else if (i == PAL_PROOF_FILE && !has_file) {
            pal_put_null(out, keys[i]);
        } else {
            pal_put(out, keys[i], pal_question_control(in, &of));
        }
    }
    const struct pal_said *secret = &box->said[from + PAL_PROOF_SECRET];
    pal_put_boolean(out, "is_secret", !pal_said_is_blank(secret) || secret->error != NULL);
    return out;
}

static struct pal_value *proofs_of(struct pal_question_showing *in)
{
    struct pal_question_box *proofs = in->form->proofs;
    struct pal_value *out = pal_value_object(in->values);
    bool is_wanted = pal_question_wants_proof(in->form->question);
    put_head(in, out, "proofs", say(in, PAL_N_("Proofs")), NULL, proofs->error);
    if (proofs->count == 0 && is_wanted) {
        struct pal_question_row *row = pal_question_row_at(in->form, proofs, 0);
        if (row != NULL) {
            row->is_added = true;
        }
    }
    struct pal_value *list = pal_put_list(out, "list");
    for (struct pal_question_row *row = proofs->first; row != NULL; row = row->next) {
        const char *path = pal_question_cell_path(in->form, proofs, row->index, 0);
        bool takes_focus = in->form->first_row != NULL && strcmp(in->form->first_row, path) == 0;
        const char *within = made(
            in, pal_arena_printf(in->form->arena, say(in, PAL_N_("Proof %zu")), row->index + 1));
        struct pal_value *proof = proof_of(in, &row->cells[0], 0, path, within, takes_focus);
        pal_put_integer(proof, "number", (int64_t)row->index + 1);
        pal_put_borrowed(proof, "path", path);
        pal_put_borrowed(proof, "upload",
                         in->form->can_upload
                             ? made(in, pal_arena_printf(in->form->arena, "%s.upload", path))
                             : NULL);
        pal_put_borrowed(
            proof, "upload_id",
            pal_question_id(in, made(in, pal_arena_printf(in->form->arena, "%s.upload", path))));
        pal_add(list, proof);
    }
    pal_put_boolean(out, "is_full", proofs->count >= pal_question_rows_most(proofs));
    return out;
}

static struct pal_value *subcontractor_of(struct pal_question_showing *in)
{
    struct pal_question_box *box = in->form->around;
    struct pal_value *out = pal_value_object(in->values);
    size_t until = PAL_AROUND_PROOF + PAL_PROOF_PARTS;
    pal_put_boolean(out, "is_open", is_typed(in, PAL_AROUND_WHO, until));
    pal_put(out, "who", around(in, PAL_AROUND_WHO));
    struct pal_value *proof = proof_of(in, box, PAL_AROUND_PROOF, "",
                                       say(in, PAL_N_("Proof of the subcontractor")), false);
    pal_put_null(proof, "upload");
    pal_put(out, "proof", proof);
    return out;
}

/* ---------------------------------------------------------------- the whole */

/* A question of the interview guide names the area. */
static const char *question_text(struct pal_question_showing *in)
{
    static const char place[] = "{PA}";
    const char *text = pal_question_text(in, &in->form->question->question);
    const char *at = in->form->area != NULL ? strstr(text, place) : NULL;
    return at == NULL ? text
                      : made(in, pal_arena_printf(in->form->arena, "%.*s%s%s", (int)(at - text),
                                                  text, in->form->area, at + sizeof place - 1));
}

static const char *or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

static void put_countries(struct pal_question_showing *in, struct pal_value *out)
{
    bool is_asked = false;
    for (size_t i = 0; i < in->form->question->field_count; i++) {
        const struct pal_answer_field *field = &in->form->question->fields[i];
        for (size_t j = 0; j < field->column_count; j++) {
            is_asked = is_asked || field->columns[j].type == PAL_FIELD_COUNTRY;
        }
    }
    struct pal_value *countries = is_asked ? pal_put_object(out, "countries") : NULL;
    struct pal_value *list = is_asked ? pal_put_list(countries, "list") : NULL;
    for (size_t i = 0; is_asked && i < pal_country_count; i++) {
        pal_add_borrowed(
            list, pal_question_text(in, pal_country_title(pal_country_by_name(in->lang, i))));
    }
    if (is_asked) {
        pal_put_borrowed(countries, "id", pal_question_id(in, "countries"));
    } else {
        pal_put_null(out, "countries");
    }
}

/* All that stands around the fields. */
static void put_around(struct pal_question_showing *in, struct pal_value *out)
{
    static const char *const keys[] = {"instead", "remark",        "proofs",
                                       "about",   "subcontractor", "secret"};
    for (size_t i = 0; in->form->is_bare && i < sizeof keys / sizeof *keys; i++) {
        pal_put_null(out, keys[i]);
    }
    if (in->form->is_bare) {
        return;
    }
    pal_put(out, "instead", instead_of(in));
    pal_put(out, "remark", around(in, PAL_AROUND_REMARK));
    pal_put(out, "proofs", proofs_of(in));
    pal_put(out, "about", about_of(in));
    pal_put(out, "subcontractor", subcontractor_of(in));
    struct pal_value *secret = pal_put_object(out, "secret");
    pal_put_boolean(secret, "is_open", is_typed(in, PAL_AROUND_SECRET, PAL_AROUND_SECRET + 1));
    pal_put(secret, "control", around(in, PAL_AROUND_SECRET));
}

struct pal_value *pal_question_form_show(struct pal_question_form *form, struct pal_values *values,
                                         struct pal_value *errors)
{
    const struct pal_question *question = form->question;
    struct pal_question_showing in = {form, values, errors, pal_question_lang(form), ""};
    struct pal_value *out = pal_value_object(values);
    if (form->failed) {
        values->failed = true;
        return out;
    }
    const char *part = form->part != NULL ? form->part : question->id;
    in.id = pal_question_plain_id(&in, part);
    pal_question_told(&in, NULL, form->error, in.id);
    pal_put_borrowed(out, "id", in.id);
    pal_put_borrowed(out, "code", part);
    pal_put_borrowed(out, "question", question_text(&in));
    pal_put_borrowed(out, "help", or_null(pal_question_text(&in, &question->help)));
    pal_put_borrowed(out, "evidence", or_null(pal_question_text(&in, &question->evidence)));
    pal_put_borrowed(out, "asked_about", say(&in, pal_about_titles[question->about]));
    pal_put_borrowed(out, "asked_when", say(&in, pal_put_titles[question->put]));
    pal_put_borrowed(out, "rows_url", form->rows_url);
    pal_put_borrowed(out, "error", form->error);
    struct pal_value *fields = pal_put_list(out, "fields");
    for (size_t i = 0; i < question->field_count; i++) {
        pal_add(fields, field_of(&in, &form->boxes[i]));
    }
    put_countries(&in, out);
    put_around(&in, out);
    values->failed = values->failed || form->failed;
    return out;
}
