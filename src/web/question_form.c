/* question_form - what an answer is typed in: its boxes, the paths that lead to them, what was
 * sent, rows that come and go. */
#include "web/question_form.h"

#include <string.h>

#include "base/fold.h"
#include "base/line_ends.h"
#include "base/text.h"
#include "core/question/countries.h"
#include "web/question_parts.h"

/* ------------------------------------------------------------------- parts */

#define PARTS(table) (table), sizeof(table) / sizeof *(table)

static const struct pal_question_part yesno_parts[] = {{"", PAL_TYPED_YESNO, NULL}};
static const struct pal_question_part ladder_parts[] = {{"", PAL_TYPED_STEP, NULL}};
static const struct pal_question_part decimal_parts[] = {{"", PAL_TYPED_NUMBER, NULL}};
static const struct pal_question_part integer_parts[] = {{"", PAL_TYPED_WHOLE, NULL}};
static const struct pal_question_part amount_parts[] = {{"value", PAL_TYPED_NUMBER, NULL},
                                                        {"unit", PAL_TYPED_UNIT, PAL_N_("unit")}};
static const struct pal_question_part date_parts[] = {{"", PAL_TYPED_DATE, NULL},
                                                      {"never", PAL_TYPED_NEVER, PAL_N_("never")}};
static const struct pal_question_part person_parts[] = {
    {"role", PAL_TYPED_LINE, PAL_N_("role")},
    {"name", PAL_TYPED_WORD, PAL_N_("name, if you like")}};
static const struct pal_question_part text_parts[] = {{"", PAL_TYPED_TEXT, NULL}};
static const struct pal_question_part document_parts[] = {
    {"title", PAL_TYPED_LINE, PAL_N_("title")},
    {"version", PAL_TYPED_WORD, PAL_N_("version")},
    {"date", PAL_TYPED_DATE, PAL_N_("date")},
    {"page", PAL_TYPED_WORD, PAL_N_("page")},
    {"place", PAL_TYPED_LINE, PAL_N_("where it is kept")},
    {"hash", PAL_TYPED_QUIET, NULL}};
static const struct pal_question_part choice_parts[] = {{"", PAL_TYPED_CHOICE, NULL}};
static const struct pal_question_part country_parts[] = {{"", PAL_TYPED_COUNTRY, NULL}};
static const struct pal_question_part drawn_parts[] = {
    {"drawn", PAL_TYPED_WHOLE, PAL_N_("drawn")},
    {"good", PAL_TYPED_WHOLE, PAL_N_("of these, good")},
    {"n_asked", PAL_TYPED_QUIET, NULL}};

static const struct {
    const struct pal_question_part *parts;
    size_t count;
} parts_of[PAL_FIELD_TYPE_COUNT] = {
    [PAL_FIELD_YESNO] = {PARTS(yesno_parts)},       [PAL_FIELD_LADDER] = {PARTS(ladder_parts)},
    [PAL_FIELD_PERCENT] = {PARTS(decimal_parts)},   [PAL_FIELD_INTEGER] = {PARTS(integer_parts)},
    [PAL_FIELD_NUMBER] = {PARTS(amount_parts)},     [PAL_FIELD_DATE] = {PARTS(date_parts)},
    [PAL_FIELD_PERSON] = {PARTS(person_parts)},     [PAL_FIELD_TEXT] = {PARTS(text_parts)},
    [PAL_FIELD_DOCUMENT] = {PARTS(document_parts)}, [PAL_FIELD_CHOICE] = {PARTS(choice_parts)},
    [PAL_FIELD_COUNTRY] = {PARTS(country_parts)},   [PAL_FIELD_DRAWN] = {PARTS(drawn_parts)}};

#define PROOF_PARTS(before)                                                                        \
    {before "title", PAL_TYPED_LINE, PAL_N_("what it is")},                                        \
        {before "file", PAL_TYPED_FILE, PAL_N_("file")},                                           \
        {before "page", PAL_TYPED_WORD, PAL_N_("page")},                                           \
        {before "shown", PAL_TYPED_WAY, PAL_N_("or how it is shown")},                             \
        {before "quote", PAL_TYPED_QUIET, NULL},                                                   \
    {                                                                                              \
        before "secret", PAL_TYPED_LINE, PAL_N_("business secret because")                         \
    }
static const struct pal_question_part proof_parts[] = {PROOF_PARTS("")};
_Static_assert(sizeof proof_parts / sizeof *proof_parts == PAL_PROOF_PARTS, "one for each");

static const struct pal_question_part around_parts[] = {
    {"instead", PAL_TYPED_INSTEAD, NULL},
    {"not_yet", PAL_TYPED_DATE, PAL_N_("planned for")},
    {"not_applicable", PAL_TYPED_TEXT, PAL_N_("why it does not apply")},
    {"about", PAL_TYPED_ABOUT, PAL_N_("what the answer is about")},
    {"service", PAL_TYPED_LINE, PAL_N_("which comparable service")},
    {"remark", PAL_TYPED_TEXT, PAL_N_("remark")},
    {"secret", PAL_TYPED_TEXT, PAL_N_("why the answer is a business secret")},
    {"subcontractor.who", PAL_TYPED_LINE, PAL_N_("which subcontractor")},
    PROOF_PARTS("subcontractor.proof.")};

const char *const pal_proof_ways[PAL_PROOF_WAYS] = {"on_site", "video_call"};
const char *const pal_proof_way_titles[PAL_PROOF_WAYS] = {PAL_N_("shown on site"),
                                                          PAL_N_("shown by video call")};
const enum pal_unit pal_typed_units[PAL_TYPED_UNITS] = {PAL_UNIT_SECOND, PAL_UNIT_MINUTE,
                                                        PAL_UNIT_HOUR, PAL_UNIT_DAY};

bool pal_typed_has_units(const struct pal_answer_field *field)
{
    for (size_t i = 0; i < PAL_TYPED_UNITS; i++) {
        if (field->unit == pal_typed_units[i]) {
            return true;
        }
    }
    return false;
}

bool pal_typed_is_in_languages(enum pal_typed_kind kind)
{
    return kind == PAL_TYPED_LINE || kind == PAL_TYPED_TEXT;
}

/* ------------------------------------------------------------------- words */

const char *pal_question_copy(struct pal_question_form *form, const char *text, size_t len)
{
    const char *copy = pal_arena_copy(form->arena, text, len);
    form->failed = form->failed || copy == NULL;
    return copy;
}

const char *pal_question_made(struct pal_question_form *form, const char *text)
{
    form->failed = form->failed || text == NULL;
    return text != NULL ? text : "";
}

const char *pal_question_say(const struct pal_question_form *form, const char *text)
{
    return pal_voice_say(form->voice, text);
}

enum pal_lang pal_question_lang(const struct pal_question_form *form)
{
    return form->voice != NULL ? form->voice->lang : PAL_LANG_EN;
}

bool pal_said_is_blank(const struct pal_said *said)
{
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (!pal_is_blank(said->in[i])) {
            return false;
        }
    }
    return pal_is_blank(said->alone);
}

const char *pal_said_in(const struct pal_said *said, enum pal_lang lang)
{
    if (!pal_is_blank(said->in[lang])) {
        return said->in[lang];
    }
    if (!pal_is_blank(said->alone)) {
        return said->alone;
    }
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (!pal_is_blank(said->in[i])) {
            return said->in[i];
        }
    }
    return "";
}

const char *pal_typed_word(struct pal_question_form *form, const struct pal_said *said)
{
    if (pal_is_blank(said->alone)) {
        return "";
    }
    size_t len = strlen(said->alone);
    const char *start = pal_text_trimmed(said->alone, &len);
    return start[len] == '\0' ? start
                              : pal_question_made(form, pal_question_copy(form, start, len));
}

/* ------------------------------------------------------------------- boxes */

static void init_box(struct pal_question_form *form, struct pal_question_box *box,
                     const struct pal_question_part *parts, size_t count)
{
    box->parts = parts;
    box->part_count = count;
    box->said = count > 0 ? PAL_NEW(form->arena, struct pal_said, count) : NULL;
    if (count > 0 && box->said == NULL) {
        box->part_count = 0; /* nothing can be typed into it */
        form->failed = true;
    }
}

static void init_field(struct pal_question_form *form, struct pal_question_box *box,
                       const struct pal_answer_field *field)
{
    box->field = field;
    if (field->type == PAL_FIELD_NUMBER && field->unit == PAL_UNIT_NONE) {
        init_box(form, box, PARTS(decimal_parts));
        return;
    }
    init_box(form, box, parts_of[field->type].parts, parts_of[field->type].count);
}

void pal_question_form_init(struct pal_question_form *form, struct pal_arena *arena,
                            const struct pal_voice *voice,
                            const struct pal_questionnaire *questionnaire,
                            const struct pal_question *question)
{
    *form = (struct pal_question_form){
        .arena = arena, .voice = voice, .questionnaire = questionnaire, .question = question};
    form->boxes = PAL_NEW(arena, struct pal_question_box, question->field_count + 2);
    if (form->boxes == NULL) {
        form->failed = true;
        return;
    }
    for (size_t i = 0; i < question->field_count; i++) {
        form->boxes[i].path =
            pal_question_made(form, pal_arena_printf(arena, "fields.%s", question->fields[i].id));
        init_field(form, &form->boxes[i], &question->fields[i]);
    }
    form->around = &form->boxes[question->field_count];
    form->around->path = "";
    init_box(form, form->around, PARTS(around_parts));
    form->proofs = form->around + 1;
    form->proofs->path = "proofs";
}

size_t pal_question_columns(const struct pal_question_box *table)
{
    return table->field != NULL ? table->field->column_count : 1;
}

size_t pal_question_rows_most(const struct pal_question_box *table)
{
    return table->field != NULL ? PAL_QUESTION_ROWS : PAL_QUESTION_PROOFS;
}

static struct pal_question_row *make_row(struct pal_question_form *form,
                                         const struct pal_question_box *table)
{
    size_t columns = pal_question_columns(table);
    struct pal_question_row *row = PAL_NEW(form->arena, struct pal_question_row, 1);
    struct pal_question_box *cells = PAL_NEW(form->arena, struct pal_question_box, columns);
    if (row == NULL || cells == NULL) {
        form->failed = true;
        return NULL;
    }
    row->cells = cells;
    for (size_t i = 0; i < columns; i++) {
        if (table->field != NULL) {
            init_field(form, &cells[i], &table->field->columns[i]);
        } else {
            init_box(form, &cells[i], PARTS(proof_parts));
        }
    }
    return row;
}

/* What is too much is typed into a row that does not count. */
static struct pal_question_row *spare_row(struct pal_question_form *form,
                                          struct pal_question_box *table, size_t index)
{
    if (table->spare == NULL) {
        table->spare = make_row(form, table);
        table->beyond++;
    } else if (table->spare->index != index) {
        table->beyond++;
    }
    if (table->spare != NULL) {
        table->spare->index = index;
    }
    return table->spare;
}

struct pal_question_row *pal_question_row_at(struct pal_question_form *form,
                                             struct pal_question_box *table, size_t index)
{
    struct pal_question_row *before = NULL;
    struct pal_question_row *at =
        table->last != NULL && table->last->index <= index ? table->last : table->first;
    for (; at != NULL && at->index <= index; at = at->next) {
        if (at->index == index) {
            return at;
        }
        before = at;
    }
    if (table->count >= pal_question_rows_most(table)) {
        return spare_row(form, table, index);
    }
    struct pal_question_row *row = make_row(form, table);
    if (row == NULL) {
        return NULL;
    }
    row->index = index;
    row->next = before != NULL ? before->next : table->first;
    *(before != NULL ? &before->next : &table->first) = row;
    table->last = row->next == NULL ? row : table->last;
    table->count++;
    return row;
}

bool pal_question_is_blank(const struct pal_question_box *box)
{
    for (size_t i = 0; i < box->part_count; i++) {
        enum pal_typed_kind kind = box->parts[i].kind;
        if (kind != PAL_TYPED_UNIT && kind != PAL_TYPED_QUIET &&
            !pal_said_is_blank(&box->said[i])) {
            return false;
        }
    }
    return box->count == 0 && !box->is_none;
}

bool pal_question_row_is_blank(const struct pal_question_box *table,
                               const struct pal_question_row *row)
{
    for (size_t i = 0; i < pal_question_columns(table); i++) {
        if (!pal_question_is_blank(&row->cells[i])) {
            return false;
        }
    }
    return true;
}

void pal_question_settle(struct pal_question_box *table)
{
    struct pal_question_row **link = &table->first;
    table->last = NULL;
    while (*link != NULL) {
        struct pal_question_row *row = *link;
        if (!row->is_added && pal_question_row_is_blank(table, row)) {
            *link = row->next;
            table->count--;
            continue;
        }
        row->index = table->last != NULL ? table->last->index + 1 : 0;
        table->last = row;
        link = &row->next;
    }
}

enum pal_answer_instead pal_question_instead(const struct pal_question_form *form)
{
    const struct pal_said *around = form->around->said;
    const char *chosen = around[PAL_AROUND_INSTEAD].alone;
    for (int i = PAL_ANSWER_FIELDS + 1; chosen != NULL && i < PAL_ANSWER_INSTEAD_COUNT; i++) {
        if (strcmp(chosen, pal_answer_instead_ids[i]) == 0) {
            return (enum pal_answer_instead)i;
        }
    }
    for (size_t i = 0; i < form->question->field_count; i++) {
        if (!pal_question_is_blank(&form->boxes[i])) {
            return PAL_ANSWER_FIELDS;
        }
    }
    bool is_not_yet = !pal_said_is_blank(&around[PAL_AROUND_NOT_YET]);
    bool has_reason = !pal_said_is_blank(&around[PAL_AROUND_NOT_APPLICABLE]);
    return is_not_yet == has_reason ? PAL_ANSWER_FIELDS
           : is_not_yet             ? PAL_ANSWER_NOT_YET
                                    : PAL_ANSWER_NOT_APPLICABLE;
}

/* ------------------------------------------------------------------- paths */

/* "[12]" of a path; false: it is none. */
static bool read_index(const char **at, size_t *out)
{
    enum { DIGITS_MOST = 6 };
    size_t digits = **at == '[' ? strspn(*at + 1, "0123456789") : 0;
    if (digits == 0 || digits > DIGITS_MOST || (*at)[1 + digits] != ']') {
        return false;
    }
    *out = 0;
    for (size_t i = 1; i <= digits; i++) {
        *out = *out * 10 + (size_t)((*at)[i] - '0');
    }
    *at += digits + 2;
    return true;
}

/* The length of a word that a path begins with, where it ends there; 0: it does not. */
static size_t begins(const char *path, const char *word)
{
    size_t len = strlen(word);
    bool is_it = strncmp(path, word, len) == 0 &&
                 (path[len] == '\0' || path[len] == '.' || path[len] == '[');
    return is_it ? len : 0;
}

/* The field of that id, and what stands behind it. */
static int field_at(const struct pal_answer_field *fields, size_t count, const char *path,
                    const char **behind)
{
    for (size_t i = 0; i < count; i++) {
        size_t len = begins(path, fields[i].id);
        if (len > 0) {
            *behind = path + len;
            return (int)i;
        }
    }
    return -1;
}

/* The part of a box that the rest of a path (".title.fr", "") leads to. */
static bool part_at(const struct pal_question_box *box, const char *rest,
                    struct pal_question_spot *out)
{
    *out = (struct pal_question_spot){0};
    for (size_t i = 0; i < box->part_count; i++) {
        const char *key = box->parts[i].key;
        size_t len = *rest == '.' && key[0] != '\0' ? begins(rest + 1, key) : 0;
        if (len > 0 || key[0] == '\0') {
            *out = (struct pal_question_spot){&box->said[i], &box->parts[i],
                                              len > 0 ? rest + 1 + len : rest};
        }
        if (len > 0) {
            break;
        }
    }
    if (out->said == NULL) {
        return false;
    }
    out->behind += *out->behind == '.';
    return true;
}

/* The box of a field, and what stands behind its path. */
static struct pal_question_box *box_at(struct pal_question_form *form, const char *path,
                                       const char **behind)
{
    static const char fields[] = "fields.";
    size_t len = sizeof fields - 1;
    int at = strncmp(path, fields, len) == 0
                 ? field_at(form->question->fields, form->question->field_count, path + len, behind)
                 : -1;
    return at >= 0 ? &form->boxes[at] : NULL;
}

struct pal_question_box *pal_question_find_table(struct pal_question_form *form, const char *path,
                                                 const char **behind)
{
    size_t len = begins(path, "proofs");
    struct pal_question_box *box = len > 0 ? form->proofs : box_at(form, path, behind);
    *behind = len > 0 ? path + len : *behind;
    return box != NULL && pal_question_is_table(box) ? box : NULL;
}

static bool find_in_table(struct pal_question_form *form, struct pal_question_box *table,
                          const char *rest, struct pal_question_spot *out)
{
    size_t index = 0;
    int column = 0;
    if (!read_index(&rest, &index) || *rest != '.') {
        return false;
    }
    if (table->field != NULL) {
        column = field_at(table->field->columns, table->field->column_count, rest + 1, &rest);
    }
    struct pal_question_row *row = column >= 0 ? pal_question_row_at(form, table, index) : NULL;
    return row != NULL && part_at(&row->cells[column], rest, out);
}

bool pal_question_find(struct pal_question_form *form, const char *path,
                       struct pal_question_spot *out)
{
    const char *rest = "";
    struct pal_question_box *table = pal_question_find_table(form, path, &rest);
    if (table != NULL) {
        return find_in_table(form, table, rest, out);
    }
    struct pal_question_box *box = box_at(form, path, &rest);
    if (box != NULL) {
        return part_at(box, rest, out);
    }
    const struct pal_question_box *around = form->around;
    for (size_t i = 0; i < around->part_count; i++) {
        size_t len = begins(path, around->parts[i].key);
        if (len > 0) {
            *out = (struct pal_question_spot){&around->said[i], &around->parts[i], path + len};
            out->behind += *out->behind == '.';
            return true;
        }
    }
    return false;
}

const char *pal_question_path(struct pal_question_form *form, const char *box,
                              const struct pal_question_part *part)
{
    if (part->key[0] == '\0' || box[0] == '\0') {
        return part->key[0] == '\0' ? box : part->key;
    }
    return pal_question_made(form, pal_arena_printf(form->arena, "%s.%s", box, part->key));
}

const char *pal_question_cell_path(struct pal_question_form *form,
                                   const struct pal_question_box *table, size_t row, size_t cell)
{
    const struct pal_answer_field *field = table->field;
    return pal_question_made(
        form, field != NULL ? pal_arena_printf(form->arena, "%s[%zu].%s", table->path, row,
                                               field->columns[cell].id)
                            : pal_arena_printf(form->arena, "%s[%zu]", table->path, row));
}

/* --------------------------------------------------------------- what was sent */

static bool is_among(const char *name, const char *words)
{
    size_t len = strlen(name);
    for (const char *at = words; *at != '\0';) {
        size_t word = strcspn(at, " ");
        if (word == len && memcmp(at, name, len) == 0) {
            return true;
        }
        at += word;
        at += *at == ' ';
    }
    return false;
}

/* What stands beside the rows of a table: "none.levels", "fields.levels.before". */
static bool take_beside(struct pal_question_form *form, const char *name, const char *value)
{
    const char *behind = "";
    static const char none[] = "none.";
    size_t len = sizeof none - 1;
    if (strncmp(name, none, len) == 0) {
        int at = field_at(form->question->fields, form->question->field_count, name + len, &behind);
        bool is_table = at >= 0 && pal_question_is_table(&form->boxes[at]) && *behind == '\0';
        if (is_table) {
            form->boxes[at].is_none = form->boxes[at].is_none || !pal_is_blank(value);
        }
        return is_table;
    }
    struct pal_question_box *table = pal_question_find_table(form, name, &behind);
    if (table == NULL || table->field == NULL) {
        return false;
    }
    if (strcmp(behind, ".before") == 0) {
        table->before = table->before != NULL ? table->before : value;
    } else if (strcmp(behind, ".after") == 0) {
        table->after = table->after != NULL ? table->after : value;
    }
    return strcmp(behind, ".before") == 0 || strcmp(behind, ".after") == 0;
}

/* Lines of a browser end with CR LF: here with LF alone. */
static const char *with_our_ends(struct pal_question_form *form, const struct pal_field_value *sent)
{
    size_t len = strlen(sent->value);
    if (memchr(sent->value, '\r', len) == NULL) {
        return sent->value;
    }
    return pal_question_made(form, pal_line_ends_unix(form->arena, sent->value, &len));
}

/* Takes one text; false: the form has no such name. The first of several with a name counts. */
static bool take(struct pal_question_form *form, const struct pal_field_value *sent)
{
    struct pal_question_spot spot;
    enum pal_lang lang = PAL_LANG_EN;
    if (take_beside(form, sent->name, sent->value)) {
        return true;
    }
    if (!pal_question_find(form, sent->name, &spot)) {
        return false;
    }
    bool has_lang = *spot.behind != '\0';
    if (has_lang &&
        !(pal_typed_is_in_languages(spot.part->kind) && pal_lang_find(spot.behind, &lang))) {
        return false;
    }
    const char **into = has_lang ? &spot.said->in[lang] : &spot.said->alone;
    *into = *into != NULL ? *into : with_our_ends(form, sent);
    return true;
}

/* -------------------------------------------------------------------- rows */

bool pal_question_form_asks_rows(const struct pal_fields *sent)
{
    for (size_t i = 0; i < sent->count; i++) {
        if (is_among(sent->items[i].name, PAL_QUESTION_ACTS)) {
            return true;
        }
    }
    return false;
}

/* The rows that were not shown before those that were. */
static void join_before(struct pal_question_form *form, struct pal_question_box *table,
                        const json_t *rows)
{
    struct pal_question_row *first = table->first;
    struct pal_question_row *last = table->last;
    size_t count = table->count;
    table->first = table->last = NULL;
    table->count = 0;
    pal_question_fill_rows(form, table, rows);
    table->from = table->count;
    bool is_behind = first != NULL && first->index >= table->from;
    for (struct pal_question_row *row = first; row != NULL; row = row->next) {
        row->index += is_behind ? 0 : table->from;
    }
    *(table->last != NULL ? &table->last->next : &table->first) = first;
    table->last = last != NULL ? last : table->last;
    table->count += count;
}

static void join_rows(struct pal_question_form *form, struct pal_question_box *table)
{
    json_t *before = table->before != NULL ? json_loads(table->before, 0, NULL) : NULL;
    json_t *after = table->after != NULL ? json_loads(table->after, 0, NULL) : NULL;
    if (json_is_array(before)) {
        join_before(form, table, before);
    }
    pal_question_fill_rows(form, table, after);
    json_decref(before);
    json_decref(after);
}

/* The table whose rows a button names; its row into `index` where it names one. */
static struct pal_question_box *table_of(struct pal_question_form *form,
                                         const struct pal_field_value *sent, const char *act,
                                         size_t *index)
{
    const char *behind = "";
    if (strcmp(sent->name, act) != 0) {
        return NULL;
    }
    struct pal_question_box *table = pal_question_find_table(form, sent->value, &behind);
    bool is_whole = table != NULL && (index == NULL || read_index(&behind, index));
    return is_whole && *behind == '\0' ? table : NULL;
}

static void add_rows(struct pal_question_form *form, struct pal_question_box *table)
{
    enum { ROWS_MORE = 3 };
    size_t more = table->field != NULL ? ROWS_MORE : 1;
    for (size_t i = 0; i < more && table->count < pal_question_rows_most(table); i++) {
        size_t index = table->last != NULL ? table->last->index + 1 : 0;
        struct pal_question_row *row = pal_question_row_at(form, table, index);
        if (row == NULL) {
            return;
        }
        row->is_added = true;
        if (form->first_row == NULL) {
            form->first_row = pal_question_made(
                form, pal_arena_printf(form->arena, "%s[%zu]", table->path, index));
            table->from = index;
        }
    }
}

static void remove_row(struct pal_question_box *table, size_t index)
{
    struct pal_question_row *before = NULL;
    struct pal_question_row *row = table->first;
    for (; row != NULL && row->index != index; row = row->next) {
        before = row;
    }
    if (row != NULL) {
        *(before != NULL ? &before->next : &table->first) = row->next;
        table->last = table->last == row ? before : table->last;
        table->count--;
    }
}

/* Rows as the buttons asked: one is taken away by the number that it was sent with. */
static void act(struct pal_question_form *form, const struct pal_fields *sent)
{
    size_t index = 0;
    for (size_t i = 0; i < sent->count && !form->failed; i++) {
        struct pal_question_box *table = table_of(form, &sent->items[i], "remove", &index);
        if (table != NULL) {
            remove_row(table, index);
        }
    }
    for (size_t i = 0; i < form->question->field_count; i++) {
        pal_question_settle(&form->boxes[i]);
    }
    pal_question_settle(form->proofs);
    for (size_t i = 0; i < sent->count && !form->failed; i++) {
        struct pal_question_box *table = table_of(form, &sent->items[i], "add", NULL);
        if (table != NULL) {
            add_rows(form, table);
        }
        table = table_of(form, &sent->items[i], "from", &index);
        if (table != NULL) {
            table->from = index;
        }
    }
}

void pal_question_form_read(struct pal_question_form *form, const struct pal_fields *sent,
                            const char *others)
{
    for (size_t i = 0; i < sent->count && !form->failed; i++) {
        const struct pal_field_value *item = &sent->items[i];
        bool is_other = is_among(item->name, others) || is_among(item->name, PAL_QUESTION_ACTS);
        if (item->file_name == NULL && !is_other && !take(form, item) && form->unknown == NULL) {
            form->unknown = item->name;
        }
    }
    for (size_t i = 0; i < form->question->field_count && !form->failed; i++) {
        join_rows(form, &form->boxes[i]);
    }
    if (!form->failed) {
        act(form, sent);
    }
}

void pal_question_form_put_file(struct pal_question_form *form, size_t proof, const char *id)
{
    struct pal_question_row *row = pal_question_row_at(form, form->proofs, proof);
    if (row != NULL) {
        row->cells[0].said[PAL_PROOF_FILE] =
            (struct pal_said){.alone = pal_question_copy(form, id, strlen(id))};
    }
}
