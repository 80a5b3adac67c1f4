/* sheet_values - a sheet filled with a document, or with what a form has sent, and the document
 * that it gives. */
#include <stdio.h>
#include <string.h>

#include "base/duration.h"
#include "base/number.h"
#include "base/text.h"
#include "format/desc.h"
#include "web/sheet_parts.h"

/* --------------------------------------------------------- from a document */

static const char *decimal_text(struct pal_sheet *sheet, double value)
{
    char text[PAL_DECIMAL_TEXT];
    pal_decimal_write(value, text);
    return pal_sheet_copy(sheet, text, strlen(text));
}

static const char *scalar_text(struct pal_sheet *sheet, const struct pal_value *value)
{
    char text[32];
    switch ((enum pal_value_kind)value->kind) {
    case PAL_VALUE_TRUE:
        return "true";
    case PAL_VALUE_FALSE:
        return "false";
    case PAL_VALUE_INTEGER:
        (void)snprintf(text, sizeof text, "%lld", (long long)value->integer);
        return pal_sheet_copy(sheet, text, strlen(text));
    case PAL_VALUE_REAL:
        return decimal_text(sheet, value->real);
    case PAL_VALUE_TEXT:
        return value->text;
    case PAL_VALUE_NULL:
    case PAL_VALUE_ROWS:
    case PAL_VALUE_LIST:
    case PAL_VALUE_OBJECT:
        return NULL;
    }
    return NULL;
}

/* Several in one line: "600; 300", "PA01, PA02". */
static const char *line_text(struct pal_sheet *sheet, const struct pal_sheet_node *node,
                             const struct pal_value *value)
{
    if (!pal_value_is(value, PAL_VALUE_LIST)) {
        return scalar_text(sheet, value);
    }
    bool is_number = pal_sheet_is_number(pal_sheet_value_type(node->type));
    struct pal_buf line;
    pal_buf_init(&line, PAL_SHEET_PASTED, NULL);
    PAL_EACH(item, value)
    {
        const char *text = scalar_text(sheet, item);
        bool is_first = line.len == 0;
        pal_buf_add(&line, is_first ? "" : is_number ? "; " : ", ");
        pal_buf_add(&line, text != NULL ? text : "");
    }
    bool is_one = node->type->kind == PAL_TYPE_ANY && pal_value_count(value) == 1;
    pal_buf_add(&line, is_one ? ";" : ""); /* "2.3" alone is another thing than a list of it */
    const char *text = pal_buf_text(&line);
    text = text != NULL ? pal_sheet_copy(sheet, text, line.len) : NULL;
    sheet->failed = sheet->failed || text == NULL;
    pal_buf_done(&line);
    return text;
}

static void fill_languages(struct pal_sheet *sheet, struct pal_sheet_node *node,
                           const struct pal_value *value)
{
    enum pal_lang own = sheet->voice != NULL ? sheet->voice->lang : PAL_LANG_EN;
    if (!pal_value_is(value, PAL_VALUE_OBJECT)) {
        node->said[own] = scalar_text(sheet, value);
        return;
    }
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        node->said[i] = pal_value_as_text(pal_value_get(value, pal_lang_codes[i]));
    }
    node->is_by_language = true;
}

static void fill(struct pal_sheet *sheet, struct pal_sheet_node *node,
                 const struct pal_value *value);

/* A row behind the others; NULL: memory. */
static struct pal_sheet_node *next_item(struct pal_sheet *sheet, struct pal_sheet_node *rows)
{
    return pal_sheet_item(sheet, rows, rows->last != NULL ? rows->last->index + 1 : 0);
}

/* A row for each value that stands under a key: "PA01: {low: level 1, high: all}". */
static void fill_values(struct pal_sheet *sheet, struct pal_sheet_node *rows,
                        const struct pal_value *under)
{
    bool is_several = pal_value_is(under, PAL_VALUE_OBJECT);
    for (const struct pal_value *at = is_several ? pal_value_first(under) : under; at != NULL;
         at = is_several ? at->next : NULL) {
        struct pal_sheet_node *item = next_item(sheet, rows);
        if (item == NULL) {
            return;
        }
        item->key = under->key;
        pal_sheet_at_of(item)->text = is_several ? at->key : NULL;
        fill(sheet, pal_sheet_value_of(item), at);
    }
}

static void fill_rows(struct pal_sheet *sheet, struct pal_sheet_node *rows,
                      const struct pal_value *value)
{
    PAL_EACH(row, value)
    {
        if (sheet->made > PAL_SHEET_NODES) {
            sheet->is_cut = true;
            return;
        }
        if (pal_sheet_is_by_value(rows)) {
            fill_values(sheet, rows, row);
            continue;
        }
        struct pal_sheet_node *item = next_item(sheet, rows);
        if (item == NULL) {
            return;
        }
        item->key = pal_sheet_is_map(rows) ? row->key : NULL;
        fill(sheet, item, row);
    }
}

static void fill(struct pal_sheet *sheet, struct pal_sheet_node *node,
                 const struct pal_value *value)
{
    if (value == NULL) {
        return;
    }
    switch (node->shape) {
    case PAL_SHEET_SCALAR:
        node->text = scalar_text(sheet, value);
        node->is_said = node->text != NULL;
        break;
    case PAL_SHEET_LINE:
        node->text = line_text(sheet, node, value);
        break;
    case PAL_SHEET_LANGUAGES:
        fill_languages(sheet, node, value);
        break;
    case PAL_SHEET_OBJECT:
        for (struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
            if (pal_sheet_is_shown(sheet, at)) { /* what is not stays as it is */
                fill(sheet, at, pal_value_get(value, at->field->key));
            }
        }
        break;
    case PAL_SHEET_ROWS:
        fill_rows(sheet, node, value);
        break;
    case PAL_SHEET_KEPT:
        break;
    }
}

void pal_sheet_fill(struct pal_sheet *sheet, const struct pal_value *document)
{
    if (sheet->root != NULL) {
        fill(sheet, sheet->root, document);
    }
}

/* ------------------------------------------------------------- from a form */

static const char PASTE[] = "paste:"; /* before the path of rows to which lines shall be added */

static bool is_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* A mark is sent as what it says when it is set, behind what it says when it is not. */
static void put_mark(struct pal_sheet_node *node, const char *text)
{
    static const char *const yes[] = {"true", "yes", "oui", "on", "x", "X", "1"};
    static const char *const no[] = {"false", "no", "non", "0"};
    bool is_set = node->text != NULL && strcmp(node->text, "true") == 0;
    if (is_set || node->is_by_language) {
        return; /* settled */
    }
    if (strcmp(text, "absent") == 0) {
        node->text = NULL;
        node->is_said = false;
        node->is_by_language = true;
    } else if (text[0] != '\0') {
        bool is_yes = is_one_of(text, yes, sizeof yes / sizeof *yes);
        bool is_no = is_one_of(text, no, sizeof no / sizeof *no);
        node->text = is_yes ? "true" : is_no ? "false" : text;
        node->is_said = true;
    }
}

void pal_sheet_put(struct pal_sheet *sheet, struct pal_sheet_node *node, const char *text,
                   enum pal_lang lang)
{
    (void)sheet;
    if (node->shape == PAL_SHEET_LANGUAGES) {
        node->said[lang] = node->said[lang] != NULL ? node->said[lang] : text;
    } else if (node->type->kind == PAL_TYPE_BOOLEAN) {
        put_mark(node, text);
    } else {
        node->text = node->text != NULL ? node->text : text;
    }
}

/* Takes one field that was sent; false: the sheet has none of that name. */
static bool take(struct pal_sheet *sheet, const struct pal_field_value *sent)
{
    const char *what = "";
    struct pal_sheet_node *node = pal_sheet_find(sheet, sent->name, false, &what);
    node = node != NULL ? node : pal_sheet_find(sheet, sent->name, true, &what);
    if (node == NULL) {
        return false;
    }
    for (struct pal_sheet_node *up = node; up->parent != NULL; up = up->parent) {
        up->is_sent = true;
    }
    if (strcmp(what, "#") == 0 && pal_sheet_is_map(node->parent)) {
        node->key = node->key != NULL ? node->key : sent->value;
        return true;
    }
    if (node->shape == PAL_SHEET_LANGUAGES && what[0] == '.') {
        enum pal_lang lang;
        bool is_known = pal_lang_find(what + 1, &lang);
        if (is_known) {
            pal_sheet_put(sheet, node, sent->value, lang);
        }
        node->is_by_language = node->is_by_language || strcmp(what, ".*") == 0;
        return is_known || strcmp(what, ".*") == 0;
    }
    if (what[0] == '\0' && node->shape == PAL_SHEET_ROWS) {
        return true; /* it may have become empty */
    }
    if (what[0] != '\0' || node->shape == PAL_SHEET_OBJECT) {
        return false;
    }
    pal_sheet_put(sheet, node, sent->value,
                  sheet->voice != NULL ? sheet->voice->lang : PAL_LANG_EN);
    return true;
}

/* Rows in which nothing stands are left out. */
static void leave_out_blank(struct pal_sheet_node *node)
{
    struct pal_sheet_node **link = &node->first;
    node->last = NULL;
    while (*link != NULL) {
        struct pal_sheet_node *at = *link;
        leave_out_blank(at);
        if (node->shape == PAL_SHEET_ROWS && pal_sheet_is_blank(at)) {
            *link = at->next;
            node->count--;
        } else {
            at->index =
                node->shape == PAL_SHEET_ROWS && node->last != NULL ? node->last->index + 1 : 0;
            node->last = at;
            link = &at->next;
        }
    }
}

/* Rows to which others shall be added stay, also where nothing else stands around them. */
static void note_asked(struct pal_sheet *sheet, const struct pal_field_value *sent)
{
    const char *what = "";
    bool is_add = strcmp(sent->name, "add") == 0;
    bool is_paste = strncmp(sent->name, PASTE, sizeof PASTE - 1) == 0 && !pal_is_blank(sent->value);
    struct pal_sheet_node *rows =
        is_add || is_paste
            ? pal_sheet_find(sheet, is_add ? sent->value : sent->name + sizeof PASTE - 1, false,
                             &what)
            : NULL;
    if (rows != NULL && *what == '\0' && rows->shape == PAL_SHEET_ROWS) {
        rows->is_asked = true;
    }
}

void pal_sheet_read(struct pal_sheet *sheet, const struct pal_fields *form, const char *others)
{
    sheet->is_read = true;
    for (size_t i = 0; i < form->count && !sheet->failed; i++) {
        const struct pal_field_value *sent = &form->items[i];
        bool is_other =
            pal_is_among(sent->name, others) || strncmp(sent->name, PASTE, sizeof PASTE - 1) == 0;
        if (!is_other && (sent->file_name != NULL || !take(sheet, sent)) &&
            sheet->unknown == NULL) {
            sheet->unknown = sent->name;
        }
    }
    for (size_t i = 0; i < form->count && !sheet->failed; i++) {
        note_asked(sheet, &form->items[i]);
    }
    if (sheet->root != NULL) {
        leave_out_blank(sheet->root);
    }
}

/* ------------------------------------------------------------- to a document */

static const char *trimmed(struct pal_sheet *sheet, const char *text)
{
    static const char blanks[] = " \t\r\n";
    text += strspn(text, blanks);
    size_t len = strlen(text);
    while (len > 0 && strchr(blanks, text[len - 1]) != NULL) {
        len--;
    }
    return text[len] == '\0' ? text : pal_sheet_copy(sheet, text, len);
}

/* Minutes of a unit as people write it; 0: it is none. */
static uint32_t minutes_of_unit(const char *word, size_t len)
{
    static const struct {
        const char *word;
        uint32_t minutes;
    } units[] = {{"min", 1},       {"minute", 1},   {"minutes", 1},     {"h", 60},
                 {"hour", 60},     {"hours", 60},   {"heure", 60},      {"heures", 60},
                 {"d", 1440},      {"day", 1440},   {"days", 1440},     {"j", 1440},
                 {"jour", 1440},   {"jours", 1440}, {"w", 10080},       {"week", 10080},
                 {"weeks", 10080}, {"sem", 10080},  {"semaine", 10080}, {"semaines", 10080}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strlen(units[i].word) == len && memcmp(units[i].word, word, len) == 0) {
            return units[i].minutes;
        }
    }
    return 0;
}

/* "3 d 12 h" as P3DT12H; anything else as it is. */
static const char *duration_of(struct pal_sheet *sheet, const char *text)
{
    enum { DIGITS_MOST = 6, MINUTES_MOST = 100 * 366 * 1440 };
    uint64_t minutes = 0;
    char iso[PAL_DURATION_TEXT];
    const char *at = text;
    while (*at != '\0') {
        size_t digits = strspn(at, "0123456789");
        const char *unit = at + digits + strspn(at + digits, " ");
        size_t len = strcspn(unit, " 0123456789");
        uint32_t each = minutes_of_unit(unit, len);
        if (digits == 0 || digits > DIGITS_MOST || each == 0) {
            return text;
        }
        uint64_t number = 0;
        for (size_t i = 0; i < digits; i++) {
            number = number * 10 + (uint64_t)(at[i] - '0');
        }
        minutes += number * each;
        at = unit + len;
        at += strspn(at, " ");
    }
    if (text[0] == '\0' || minutes > MINUTES_MOST) {
        return text;
    }
    pal_duration_write((uint32_t)minutes, iso);
    return pal_sheet_copy(sheet, iso, strlen(iso));
}

static struct pal_value *boolean_value(struct pal_values *values, const char *text)
{
    bool is_true = strcmp(text, "true") == 0;
    return is_true || strcmp(text, "false") == 0 ? pal_value_boolean(values, is_true)
                                                 : pal_value_text(values, text);
}

static struct pal_value *scalar_value(struct pal_sheet *sheet, struct pal_values *values,
                                      const struct pal_type *type, const char *typed, bool is_long)
{
    const char *text = is_long && strchr(typed, '\n') != NULL ? typed : trimmed(sheet, typed);
    if (text == NULL || text[0] == '\0') {
        return NULL;
    }
    switch (type->kind) {
    case PAL_TYPE_INTEGER:
    case PAL_TYPE_DECIMAL:
        return pal_sheet_number(values, type, text);
    case PAL_TYPE_BOOLEAN:
        return boolean_value(values, text);
    case PAL_TYPE_DURATION:
        return pal_value_text(values, duration_of(sheet, text));
    case PAL_TYPE_TEXT:
    case PAL_TYPE_ID:
    case PAL_TYPE_CODE:
    case PAL_TYPE_DATE:
    case PAL_TYPE_INSTANT:
    case PAL_TYPE_CHOICE:
    case PAL_TYPE_LIST:
    case PAL_TYPE_MAP:
    case PAL_TYPE_OBJECT:
    case PAL_TYPE_ANY:
        return pal_value_text(values, text);
    }
    return NULL;
}

/* What is no number says so in words that fit a form, before the check says it in its own. */
static void tell_number(struct pal_sheet *sheet, struct pal_sheet_node *node,
                        const struct pal_value *value, const char *typed)
{
    if (value != NULL && node->error == NULL &&
        pal_sheet_is_number(pal_sheet_value_type(node->type))) {
        node->error = pal_sheet_wrong_number(sheet, node, value, typed);
    }
}

static struct pal_value *one_value(struct pal_sheet *sheet, struct pal_values *values,
                                   struct pal_sheet_node *node)
{
    if (node->text == NULL) {
        return NULL;
    }
    bool is_long = node->type->kind == PAL_TYPE_TEXT;
    struct pal_value *value = scalar_value(sheet, values, node->type, node->text, is_long);
    tell_number(sheet, node, value, node->text);
    return value;
}

/* What one field holds of several; of "one or several" one alone stands by itself: "2.3", unless a
 * mark stands behind it: "2.3;". */
static struct pal_value *line_value(struct pal_sheet *sheet, struct pal_values *values,
                                    struct pal_sheet_node *node)
{
    const struct pal_type *item = pal_sheet_value_type(node->type);
    bool has_blanks = item->kind == PAL_TYPE_CODE || item->kind == PAL_TYPE_TEXT;
    const char *between = has_blanks ? ",;\t\r\n" : " ,;\t\r\n";
    between = pal_sheet_is_number(item) ? ";\t\r\n" : between; /* blanks stand within: "5 000" */
    struct pal_value *list = pal_value_list(values);
    struct pal_value *only = NULL;
    const char *typed = node->text != NULL ? trimmed(sheet, node->text) : "";
    bool has_mark = typed != NULL && typed[strcspn(typed, between)] != '\0';
    for (const char *at = typed; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, between);
        const char *word = pal_sheet_copy(sheet, at, len);
        struct pal_value *value =
            word != NULL ? scalar_value(sheet, values, item, word, false) : NULL;
        if (value != NULL) {
            tell_number(sheet, node, value, word);
            only = pal_value_copy(values, value);
            pal_add(list, value);
        }
        at += len;
        at += *at != '\0';
    }
    size_t count = pal_value_count(list);
    bool is_alone = node->type->kind == PAL_TYPE_ANY && count == 1 && !has_mark;
    return count == 0 ? NULL : is_alone ? only : list;
}

static struct pal_value *languages_value(struct pal_sheet *sheet, struct pal_values *values,
                                         const struct pal_sheet_node *node)
{
    struct pal_value *out = pal_value_object(values);
    struct pal_value *only = NULL;
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        struct pal_value *value =
            node->said[i] != NULL ? scalar_value(sheet, values, &pal_type_text, node->said[i], true)
                                  : NULL;
        if (value != NULL) {
            only = pal_value_copy(values, value);
            pal_put(out, pal_lang_codes[i], value);
        }
    }
    size_t count = pal_value_count(out);
    return count == 0 ? NULL : count == 1 && !node->is_by_language ? only : out;
}

static struct pal_value *value_of(struct pal_sheet *sheet, struct pal_values *values,
                                  struct pal_sheet_node *node, const struct pal_value *before);

/* What is wrong with a row of a map, which no document can hold; NULL: nothing. */
static const char *wrong_with(const struct pal_value *rows, const char *key,
                              const struct pal_value *value, const struct pal_sheet_node *row)
{
    if (key == NULL || key[0] == '\0') {
        return PAL_N_("what this row is of is missing; fill it in");
    }
    if (pal_value_get(rows, key) != NULL) {
        return PAL_N_("a row above says this already; put them together");
    }
    return value == NULL && row->shape != PAL_SHEET_ROWS
               ? PAL_N_("this row says nothing; fill it in, or remove it")
               : NULL;
}

/* A map: each row under its key, which must be there, once. */
static struct pal_value *map_value(struct pal_sheet *sheet, struct pal_values *values,
                                   struct pal_sheet_node *rows, const struct pal_value *before)
{
    struct pal_value *out = pal_value_object(values);
    for (struct pal_sheet_node *at = rows->first; at != NULL; at = at->next) {
        const char *key = at->key != NULL ? trimmed(sheet, at->key) : "";
        const struct pal_value *kept = key != NULL ? pal_value_get(before, key) : NULL;
        struct pal_value *value = value_of(sheet, values, at, kept);
        const char *wrong = wrong_with(out, key, value, at);
        if (wrong != NULL) {
            at->error = pal_voice_say(sheet->voice, wrong);
            at->is_key_wrong = value != NULL;
            sheet->is_refused = true;
            continue;
        }
        at->key = key;
        pal_put(out, key, value != NULL ? value : pal_value_object(values));
    }
    return out;
}

/* What is wrong with a row that says a value under one key or two; NULL: nothing. `place`: where.
 */
static const char *wrong_with_value(const struct pal_value *under, struct pal_sheet_node *row,
                                    const char *at, const struct pal_value *value,
                                    struct pal_sheet_node **place)
{
    struct pal_sheet_node *second = pal_sheet_at_of(row);
    bool is_one = under != NULL && !pal_value_is(under, PAL_VALUE_OBJECT);
    *place = row;
    if (row->key[0] == '\0') {
        return PAL_N_("what this row is of is missing; fill it in");
    }
    if (is_one || (under != NULL && (at[0] == '\0' || pal_value_get(under, at) != NULL))) {
        return PAL_N_("a row above says this already; put them together");
    }
    bool lacks_second = at[0] == '\0' && second->field->is_required;
    *place = lacks_second ? second : pal_sheet_value_of(row);
    return lacks_second    ? PAL_N_("this is missing; fill it in")
           : value == NULL ? PAL_N_("this row says nothing; fill it in, or remove it")
                           : NULL;
}

/* Puts what a row says into a map of values, or of maps of values. */
static void put_by_value(struct pal_sheet *sheet, struct pal_values *values, struct pal_value *out,
                         struct pal_sheet_node *row)
{
    struct pal_sheet_node *second = pal_sheet_at_of(row);
    struct pal_sheet_node *place;
    row->key = row->key != NULL ? trimmed(sheet, row->key) : "";
    second->text = second->text != NULL ? trimmed(sheet, second->text) : NULL;
    if (row->key == NULL) {
        return; /* memory */
    }
    const char *at = second->text != NULL ? second->text : "";
    struct pal_value *under = pal_value_get(out, row->key);
    struct pal_value *value = value_of(sheet, values, pal_sheet_value_of(row), NULL);
    const char *wrong = wrong_with_value(under, row, at, value, &place);
    if (wrong != NULL) {
        place->error = pal_voice_say(sheet->voice, wrong);
        sheet->is_refused = true;
    } else if (at[0] == '\0') {
        pal_put(out, row->key, value);
    } else {
        pal_put(under != NULL ? under : pal_put_object(out, row->key), at, value);
    }
}

static struct pal_value *by_value(struct pal_sheet *sheet, struct pal_values *values,
                                  struct pal_sheet_node *rows)
{
    struct pal_value *out = pal_value_object(values);
    for (struct pal_sheet_node *row = rows->first; row != NULL; row = row->next) {
        put_by_value(sheet, values, out, row);
    }
    return out;
}

static struct pal_value *rows_value(struct pal_sheet *sheet, struct pal_values *values,
                                    struct pal_sheet_node *rows, const struct pal_value *before)
{
    if (rows->count == 0) {
        return NULL;
    }
    if (pal_sheet_is_by_value(rows)) {
        return by_value(sheet, values, rows);
    }
    if (pal_sheet_is_map(rows)) {
        return map_value(sheet, values, rows, before);
    }
    struct pal_value *out = pal_value_list(values);
    const struct pal_value *kept = pal_value_first(before);
    for (struct pal_sheet_node *at = rows->first; at != NULL; at = at->next) {
        struct pal_value *value = value_of(sheet, values, at, kept);
        if (value != NULL) {
            pal_add(out, value);
        }
        kept = kept != NULL ? kept->next : NULL;
    }
    return out;
}

/* Puts a field of an object into its document. */
static void put_member(struct pal_sheet *sheet, struct pal_values *values, struct pal_value *out,
                       struct pal_sheet_node *node, const struct pal_value *before)
{
    const struct pal_value *kept = pal_value_get(before, node->field->key);
    bool is_at_root = node->parent == sheet->root;
    bool is_other = is_at_root && sheet->is_read && !node->is_sent;
    struct pal_value *value = NULL;
    if (pal_sheet_is_shown(sheet, node) && !is_other) {
        value = value_of(sheet, values, node, kept);
    } else if (kept != NULL) {
        value = pal_value_copy(values, kept);
    }
    if (value != NULL) {
        pal_put(out, node->field->key, value);
    }
}

/* An object that must be there, and of which nothing is said, says what that stands for. */
static void say_absent(struct pal_value *out, const struct pal_sheet_node *node)
{
    for (const struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        if (at->type->kind == PAL_TYPE_CHOICE && at->field->absent != NULL) {
            pal_put_text(out, at->field->key, at->field->absent);
        }
    }
}

/* What was there stays in its order: a form that changes nothing writes nothing. */
static struct pal_value *object_value(struct pal_sheet *sheet, struct pal_values *values,
                                      struct pal_sheet_node *node, const struct pal_value *before)
{
    struct pal_value *out = pal_value_object(values);
    PAL_EACH(kept, before)
    {
        for (struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
            if (strcmp(at->field->key, kept->key) == 0) {
                put_member(sheet, values, out, at, before);
            }
        }
    }
    for (struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        if (pal_value_get(before, at->field->key) == NULL) {
            put_member(sheet, values, out, at, before);
        }
    }
    bool is_item = node->field == NULL;
    if (!is_item && pal_value_count(out) == 0 && pal_sheet_is_needed(node)) {
        say_absent(out, node);
    }
    return is_item || pal_value_count(out) > 0 ? out : NULL;
}

static struct pal_value *value_of(struct pal_sheet *sheet, struct pal_values *values,
                                  struct pal_sheet_node *node, const struct pal_value *before)
{
    switch (node->shape) {
    case PAL_SHEET_SCALAR:
        return one_value(sheet, values, node);
    case PAL_SHEET_LINE:
        return line_value(sheet, values, node);
    case PAL_SHEET_LANGUAGES:
        return languages_value(sheet, values, node);
    case PAL_SHEET_ROWS:
        return rows_value(sheet, values, node, before);
    case PAL_SHEET_OBJECT:
        return object_value(sheet, values, node, before);
    case PAL_SHEET_KEPT:
        return NULL;
    }
    return NULL;
}

struct pal_value *pal_sheet_document(struct pal_sheet *sheet, struct pal_values *values,
                                     const struct pal_value *before)
{
    struct pal_value *document =
        sheet->root != NULL ? value_of(sheet, values, sheet->root, before) : NULL;
    values->failed = values->failed || sheet->failed || sheet->is_cut || document == NULL;
    return document != NULL ? document : &values->none;
}
