/* sheet_show - what the template of all forms shows of a sheet.
 *
 * Every field says all the names that its template reads, so that none is taken from what stands
 * around it. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/duration.h"
#include "base/text.h"
#include "web/sheet_parts.h"

enum { FOLDED_FROM = 7 /* fields of an item, from which on those that say nothing are folded */ };

/* What an id is (format/desc.h), with blanks around it, which are taken off. */
static const char ID_PATTERN[] = " *[A-Za-z0-9][A-Za-z0-9._\\-]* *";

struct showing {
    struct pal_sheet *sheet;
    struct pal_values *values;
    struct pal_value *errors;
    enum pal_lang lang;
    bool is_focused; /* the first field of the first new row was met */
};

static const char *say(const struct showing *in, const char *text) __attribute__((format_arg(2)));

static const char *say(const struct showing *in, const char *text)
{
    return pal_voice_say(in->sheet->voice, text);
}

static const char *made(struct showing *in, char *text)
{
    in->sheet->failed = in->sheet->failed || text == NULL;
    return text != NULL ? text : "";
}

/* "laws[2].title" as "laws-2--title": what an address may name. */
static const char *id_of(struct showing *in, const char *name)
{
    char *id = pal_arena_copy(in->sheet->arena, name, strlen(name));
    for (char *at = id; at != NULL && *at != '\0'; at++) {
        *at = strchr("[].#*", *at) != NULL ? '-' : *at;
    }
    return made(in, id);
}

/* A sentence of the reference without the marks of its words. */
static const char *plain(struct showing *in, const char *text)
{
    char *out = pal_arena_copy(in->sheet->arena, text, strlen(text));
    size_t len = 0;
    for (size_t i = 0; out != NULL && out[i] != '\0'; i++) {
        if (out[i] != '`') {
            out[len++] = out[i];
        }
    }
    if (out != NULL) {
        out[len] = '\0';
    }
    return made(in, out);
}

static const char *capital(struct showing *in, const char *text)
{
    char *out = pal_arena_copy(in->sheet->arena, text, strlen(text));
    if (out != NULL) {
        pal_text_capital(out);
    }
    return made(in, out);
}

static const char *title_of(struct showing *in, const struct pal_sheet_node *node)
{
    char room[64];
    if (node->field == NULL) {
        return "";
    }
    const char *title = say(in, pal_field_title(node->field, room, sizeof room));
    return title == room ? pal_sheet_copy(in->sheet, room, strlen(room)) : title;
}

/* ------------------------------------------------------------------ controls */

static void add_option(struct pal_value *options, const char *value, const char *title,
                       const char *chosen, bool *is_there)
{
    struct pal_value *row = pal_add_object(options);
    bool is_chosen = strcmp(value, chosen) == 0;
    pal_put_text(row, "value", value);
    pal_put_text(row, "title", title);
    pal_put_boolean(row, "is_chosen", is_chosen);
    *is_there = *is_there || is_chosen;
}

/* The words of a choice; what stands for none of them is the empty one. */
static void add_choices(struct showing *in, struct pal_value *options,
                        const struct pal_sheet_node *node, const char *chosen, bool *is_there)
{
    const struct pal_type *type = node->type;
    const char *absent = node->field != NULL ? node->field->absent : NULL;
    if (absent == NULL) {
        add_option(options, "", say(in, PAL_N_("choose one")), chosen, is_there);
    }
    for (size_t i = 0; i < type->choice_count; i++) {
        const char *title =
            say(in, type->choice_titles != NULL ? type->choice_titles[i] : type->choices[i]);
        bool is_absent = absent != NULL && strcmp(absent, type->choices[i]) == 0;
        bool is_unsaid = is_absent && strcmp(chosen, type->choices[i]) != 0;
        add_option(options, is_unsaid ? "" : type->choices[i], title, chosen, is_there);
    }
}

/* What is there to choose from; what stands there is among it, whatever it is. */
static void add_offered(struct showing *in, struct pal_value *options,
                        const struct pal_sheet_node *node, const struct pal_value *offered,
                        const char *chosen, bool *is_there)
{
    const char *absent = node->field != NULL ? node->field->absent : NULL;
    add_option(options, "", say(in, absent != NULL ? absent : PAL_N_("choose one")), chosen,
               is_there);
    PAL_EACH(row, offered)
    {
        add_option(options, pal_value_as_text(pal_value_get(row, "value")),
                   pal_value_as_text(pal_value_get(row, "title")), chosen, is_there);
    }
}

/* What stands there and is not offered: "2.3;" is that step alone. */
static const char *as_said(struct showing *in, const struct pal_sheet_node *node, const char *text)
{
    size_t len = strlen(text);
    bool is_one = node->shape == PAL_SHEET_LINE && len > 1 && text[len - 1] == ';';
    return is_one ? made(in, pal_arena_printf(in->sheet->arena, say(in, PAL_N_("%.*s alone")),
                                              (int)(len - 1), text))
                  : text;
}

/* A field whose value is chosen; NULL: nothing is known that it could be chosen from. */
static struct pal_value *show_choice(struct showing *in, const struct pal_sheet_node *node,
                                     bool is_key, const char *text)
{
    bool is_of_words = !is_key && node->type->kind == PAL_TYPE_CHOICE;
    const struct pal_value *offered =
        is_of_words ? NULL : pal_sheet_options(in->sheet, node, is_key);
    if (!is_of_words && offered == NULL) {
        return NULL;
    }
    struct pal_value *options = pal_value_list(in->values);
    const char *chosen = text != NULL ? text : "";
    bool is_there = false;
    if (is_of_words) {
        add_choices(in, options, node, chosen, &is_there);
    } else {
        add_offered(in, options, node, offered, chosen, &is_there);
    }
    if (!is_there) {
        add_option(options, chosen, as_said(in, node, chosen), chosen, &is_there);
    }
    struct pal_value *out = pal_value_object(in->values);
    pal_put(out, "options", options);
    return out;
}

/* A mark. What its absence stands for is sent before it, so that a row without the mark says so. */
static struct pal_value *show_mark(struct showing *in, const struct pal_sheet_node *node)
{
    bool is_absent_true = node->field != NULL && node->field->absent != NULL &&
                          strcmp(node->field->absent, "true") == 0;
    bool is_true = node->text != NULL && strcmp(node->text, "true") == 0;
    struct pal_value *out = pal_value_object(in->values);
    pal_put_boolean(out, "is_set", is_true || (is_absent_true && node->text == NULL));
    pal_put_text(out, "value", is_absent_true && !is_true ? "absent" : "true");
    pal_put_boolean(out, "says_no", is_absent_true || (node->is_said && !is_true));
    return out;
}

/* A duration as people say it, "3 d 12 h", where it says no less than the text. */
static const char *duration_text(struct showing *in, const char *text)
{
    enum { HOUR = 60, DAY = 1440 };
    uint32_t minutes = 0;
    char iso[PAL_DURATION_TEXT];
    if (!pal_duration_read(text, &minutes)) {
        return text;
    }
    pal_duration_write(minutes, iso);
    if (strcmp(iso, text) != 0 || minutes == 0) {
        return text;
    }
    char days[24] = "";
    char hours[24] = "";
    char rest[24] = "";
    if (minutes >= DAY) {
        (void)snprintf(days, sizeof days, say(in, PAL_N_("%u d")), (unsigned)(minutes / DAY));
    }
    if (minutes % DAY >= HOUR) {
        (void)snprintf(hours, sizeof hours, "%s%u h", days[0] != '\0' ? " " : "",
                       (unsigned)(minutes % DAY / HOUR));
    }
    if (minutes % HOUR != 0) {
        (void)snprintf(rest, sizeof rest, "%s%u min", minutes > HOUR ? " " : "",
                       (unsigned)(minutes % HOUR));
    }
    return made(in, pal_arena_printf(in->sheet->arena, "%s%s%s", days, hours, rest));
}

/* One line of text. A date that is none is shown as it was typed, which a field of dates cannot. */
static struct pal_value *show_line(struct showing *in, const struct pal_sheet_node *node,
                                   const char *text)
{
    const struct pal_type *type = pal_sheet_value_type(node->type);
    bool is_date = type->kind == PAL_TYPE_DATE && (text[0] == '\0' || pal_date_check(text));
    bool is_number = pal_sheet_is_number(type);
    bool is_word = type->kind == PAL_TYPE_ID || type->kind == PAL_TYPE_CODE;
    bool is_short = is_date || is_number || type->kind == PAL_TYPE_DURATION ||
                    type->kind == PAL_TYPE_INSTANT || type->kind == PAL_TYPE_DATE;
    struct pal_value *out = pal_value_object(in->values);
    pal_put_text(out, "type", is_date ? "date" : "text");
    pal_put_text(out, "value", type->kind == PAL_TYPE_DURATION ? duration_text(in, text) : text);
    pal_put_boolean(out, "is_number", is_number && node->shape == PAL_SHEET_SCALAR);
    pal_put_boolean(out, "is_decimal", type->kind == PAL_TYPE_DECIMAL);
    pal_put_boolean(out, "is_short", is_short && node->shape == PAL_SHEET_SCALAR);
    pal_put_boolean(out, "is_word", is_word);
    bool is_id = type->kind == PAL_TYPE_ID && node->shape == PAL_SHEET_SCALAR;
    pal_put_text(out, "pattern", is_id ? ID_PATTERN : NULL);
    return out;
}

static struct pal_value *show_area(struct showing *in, const char *text, bool is_cell)
{
    enum { ROWS_LEAST = 3, ROWS_MOST = 14, IN_LINE = 70, IN_CELL = 36 };
    size_t rows = 1 + strlen(text) / (is_cell ? IN_CELL : IN_LINE);
    for (const char *at = strchr(text, '\n'); at != NULL; at = strchr(at + 1, '\n')) {
        rows++;
    }
    size_t least = is_cell ? 2 : ROWS_LEAST;
    rows = rows < least ? least : rows > ROWS_MOST ? ROWS_MOST : rows;
    struct pal_value *out = pal_value_object(in->values);
    pal_put_text(out, "value", text);
    pal_put_integer(out, "rows", (int64_t)rows);
    return out;
}

static void put_text_control(struct showing *in, struct pal_value *out,
                             const struct pal_sheet_node *node, const char *text, bool is_cell)
{
    text = text != NULL ? text : "";
    bool is_long = (node->field != NULL && node->field->is_long) || strchr(text, '\n') != NULL;
    pal_put(out, is_long ? "area" : "line",
            is_long ? show_area(in, text, is_cell) : show_line(in, node, text));
}

/* The text in the other languages, behind a fold; open where it says what the reader's lacks. */
static void put_others(struct showing *in, struct pal_value *out, const struct pal_sheet_node *node,
                       const char *name, bool is_cell)
{
    static const char *const titles[PAL_LANG_COUNT] = {PAL_N_("in English"), PAL_N_("in French")};
    struct pal_value *list = pal_value_list(in->values);
    bool is_open = false;
    size_t said = 0;
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        said += !pal_is_blank(node->said[i]);
        if (i == in->lang) {
            continue;
        }
        const char *own =
            made(in, pal_arena_printf(in->sheet->arena, "%s.%s", name, pal_lang_codes[i]));
        struct pal_value *other = pal_add_object(list);
        pal_put_text(other, "name", own);
        pal_put_text(other, "id", id_of(in, own));
        pal_put_text(other, "label", say(in, titles[i]));
        pal_put_text(other, "lang", pal_lang_codes[i]);
        put_text_control(in, other, node, node->said[i], is_cell);
        pal_put_null(other, pal_value_get(other, "area") != NULL ? "line" : "area");
        is_open = is_open || (pal_is_blank(node->said[in->lang]) && !pal_is_blank(node->said[i]));
    }
    struct pal_value *others = pal_put_object(out, "others");
    pal_put(others, "list", list);
    pal_put_boolean(others, "is_open", is_open);
    pal_put_text(others, "by_language",
                 node->is_by_language && said == 1
                     ? made(in, pal_arena_printf(in->sheet->arena, "%s.*", name))
                     : NULL);
}

/* ---------------------------------------------------------------- one field */

static void put_missing(struct pal_value *out)
{
    static const char *const controls[] = {"line", "area",  "pick", "mark",
                                           "part", "table", "many", "others"};
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        if (pal_value_get(out, controls[i]) == NULL) {
            pal_put_null(out, controls[i]);
        }
    }
}

/* How numbers are written that may be written in several ways; "": as numbers are. */
static const char *way_of(struct showing *in, const struct pal_sheet_node *node)
{
    const struct pal_type *type = pal_sheet_value_type(node->type);
    bool is_several = pal_sheet_is_number(type) && node->shape == PAL_SHEET_LINE;
    const char *work = type->is_work ? say(in, PAL_N_("Minutes, or hours as 2 h 30.")) : "";
    const char *several =
        is_several ? say(in, PAL_N_("Semicolons between several: 600; 300.")) : "";
    bool is_both = work[0] != '\0' && several[0] != '\0';
    return is_both           ? made(in, pal_arena_printf(in->sheet->arena, "%s %s", work, several))
           : work[0] != '\0' ? work
                             : several;
}

static const char *meaning_of(struct showing *in, const struct pal_sheet_node *node)
{
    const char *text = plain(in, say(in, node->field->doc));
    const char *way = way_of(in, node);
    return way[0] != '\0' ? made(in, pal_arena_printf(in->sheet->arena, "%s %s", text, way)) : text;
}

/* What a field means, unless its name says so already. */
static const char *hint_of(struct showing *in, const struct pal_sheet_node *node, const char *label)
{
    if (pal_sheet_is_proposed(node)) {
        return say(in, PAL_N_("Left empty, it is made from the title."));
    }
    if (node->field == NULL) {
        return NULL;
    }
    const char *hint = meaning_of(in, node);
    size_t len = strlen(label);
    return strncmp(hint, label, len) == 0 && strcmp(hint + len, ".") == 0 ? NULL : hint;
}

/* Whether a field must be filled in. Of a text per language that is the reader's, unless another
 * says something. */
static bool is_asked_for(const struct showing *in, const struct pal_sheet_node *node)
{
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (i != in->lang && !pal_is_blank(node->said[i])) {
            return false;
        }
    }
    return pal_sheet_is_needed(node);
}

static void put_head(struct showing *in, struct pal_value *out, const struct pal_sheet_node *node,
                     const char *name, const char *label)
{
    const char *id = id_of(in, name);
    pal_put_text(out, "name", name);
    pal_put_text(out, "id", id);
    pal_put_text(out, "label", label);
    pal_put_text(out, "hint", hint_of(in, node, label));
    const char *error = node->is_key_wrong ? NULL : node->error;
    pal_put_text(out, "error", error);
    pal_put_boolean(out, "is_cell", false);
    pal_put_null(out, "column");
    pal_put_boolean(out, "is_required", is_asked_for(in, node));
    bool takes_focus = !in->is_focused && in->sheet->first_row != NULL &&
                       strncmp(name, in->sheet->first_row, strlen(in->sheet->first_row)) == 0;
    in->is_focused = in->is_focused || takes_focus;
    pal_put_boolean(out, "takes_focus", takes_focus);
    if (error != NULL && in->errors != NULL) {
        struct pal_value *row = pal_add_object(in->errors);
        pal_put_text(row, "text",
                     label[0] != '\0'
                         ? made(in, pal_arena_printf(in->sheet->arena, say(in, PAL_N_("%s: %s")),
                                                     label, error))
                         : error);
        pal_put_text(row, "field", id);
    }
}

static void put_control(struct showing *in, struct pal_value *out,
                        const struct pal_sheet_node *node, const char *name, bool is_cell)
{
    bool is_mark =
        node->type->kind == PAL_TYPE_BOOLEAN &&
        (node->text == NULL || strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0);
    struct pal_value *pick = node->shape != PAL_SHEET_LANGUAGES && !is_mark
                                 ? show_choice(in, node, false, node->text)
                                 : NULL;
    if (node->shape == PAL_SHEET_LANGUAGES) {
        put_text_control(in, out, node, node->said[in->lang], is_cell);
        put_others(in, out, node, name, is_cell);
    } else if (is_mark) {
        pal_put(out, "mark", show_mark(in, node));
    } else if (pick != NULL) {
        pal_put(out, "pick", pick);
    } else {
        put_text_control(in, out, node, node->text, is_cell);
    }
}

/* A field with a control of its own. */
static struct pal_value *show_value(struct showing *in, const struct pal_sheet_node *node,
                                    const char *label, bool is_cell)
{
    struct pal_value *out = pal_value_object(in->values);
    const char *name = pal_sheet_name(in->sheet, node);
    if (node->shape == PAL_SHEET_LANGUAGES) {
        const char *own =
            made(in, pal_arena_printf(in->sheet->arena, "%s.%s", name, pal_lang_codes[in->lang]));
        put_head(in, out, node, own, label);
    } else {
        put_head(in, out, node, name, label);
    }
    put_control(in, out, node, name, is_cell);
    put_missing(out);
    return out;
}

/* Whether the error of a map's row stands at its key: what it is of, or it has no field of its own.
 */
static bool is_told_at_key(const struct pal_sheet_node *item)
{
    return item->is_key_wrong || item->shape == PAL_SHEET_OBJECT || item->shape == PAL_SHEET_ROWS;
}

/* The key of a map's row. */
static struct pal_value *show_key(struct showing *in, const struct pal_sheet_node *item,
                                  const char *label)
{
    const struct pal_sheet_node key = {.type = &pal_type_text,
                                       .shape = PAL_SHEET_SCALAR,
                                       .parent = item->parent,
                                       .index = item->index,
                                       .text = item->key,
                                       .error = is_told_at_key(item) ? item->error : NULL};
    struct pal_value *out = pal_value_object(in->values);
    const char *name =
        made(in, pal_arena_printf(in->sheet->arena, "%s#", pal_sheet_name(in->sheet, item)));
    struct pal_value *pick = show_choice(in, item, true, item->key);
    put_head(in, out, &key, name, label);
    pal_put(out, pick != NULL ? "pick" : "line",
            pick != NULL ? pick : show_line(in, &key, item->key != NULL ? item->key : ""));
    put_missing(out);
    return out;
}

/* ------------------------------------------------------------------- tables */

/* What a form keeps of a row and does not show. */
static void add_quiet(struct showing *in, struct pal_value *list, const struct pal_sheet_node *node)
{
    for (const struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        if (at->field->is_quiet && at->text != NULL) {
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "name", pal_sheet_name(in->sheet, at));
            pal_put_text(row, "value", at->text);
        }
    }
}

static const char *column_title(struct showing *in, const struct pal_sheet_node *rows,
                                const struct pal_sheet_node *cell)
{
    char room[64];
    const char *title = say(in, pal_sheet_column(rows, cell, room, sizeof room));
    return title == room ? pal_sheet_copy(in->sheet, room, strlen(room)) : title;
}

static void add_columns(struct showing *in, struct pal_value *table,
                        const struct pal_sheet_node *rows, struct pal_sheet_node *const *cells,
                        size_t count)
{
    struct pal_value *columns = pal_put_list(table, "columns");
    struct pal_value *meanings = pal_put_list(table, "meanings");
    for (size_t i = 0; i < count; i++) {
        const struct pal_sheet_node *cell = cells[i];
        struct pal_value *column = pal_add_object(columns);
        const char *title = column_title(in, rows, cell);
        bool is_number = cell != NULL && pal_sheet_is_number(cell->type);
        pal_put_text(column, "title", title);
        pal_put_boolean(column, "is_number", is_number);
        pal_put_boolean(column, "is_first", i == 0);
        if (cell != NULL && cell->field != NULL) {
            struct pal_value *meaning = pal_add_object(meanings);
            pal_put_text(meaning, "title", title);
            pal_put_text(meaning, "text", meaning_of(in, cell));
        }
    }
    pal_put_boolean(table, "has_meanings", pal_value_count(meanings) > 0);
    pal_put_boolean(table, "has_columns", count > 1);
}

static void add_row(struct showing *in, struct pal_value *list, const struct pal_sheet_node *rows,
                    struct pal_sheet_node *item, size_t number)
{
    struct pal_sheet_node *cells[PAL_SHEET_CELLS];
    size_t count = pal_sheet_cells(item, cells, PAL_SHEET_CELLS);
    struct pal_value *row = pal_add_object(list);
    const char *name = pal_sheet_name(in->sheet, item);
    pal_put_integer(row, "number", (int64_t)number);
    pal_put_text(row, "path", name);
    add_quiet(in, pal_put_list(row, "quiet"), item);
    struct pal_value *shown = pal_put_list(row, "cells");
    for (size_t i = 0; i < count; i++) {
        const char *title = column_title(in, rows, cells[i]);
        const char *label = made(in, pal_arena_printf(in->sheet->arena, "%s %zu", title, number));
        struct pal_value *cell =
            cells[i] == NULL ? show_key(in, item, label) : show_value(in, cells[i], label, true);
        pal_set_text(cell, "column", count > 1 ? title : NULL);
        pal_set_boolean(cell, "is_cell", true);
        pal_set_text(cell, "hint", NULL); /* what the columns mean stands below */
        pal_add(shown, cell);
    }
    bool is_told = pal_sheet_is_map(rows) || item->shape != PAL_SHEET_OBJECT;
    pal_put_text(row, "error", is_told ? NULL : item->error);
    pal_put_text(row, "id", id_of(in, name));
    if (!is_told && item->error != NULL && in->errors != NULL) {
        struct pal_value *told = pal_add_object(in->errors);
        pal_put_text(told, "text", item->error);
        pal_put_text(told, "field", id_of(in, name));
    }
}

static struct pal_value *show_table(struct showing *in, struct pal_sheet_node *rows,
                                    struct pal_sheet_node *const *cells, size_t count)
{
    struct pal_value *table = pal_value_object(in->values);
    const char *name = pal_sheet_name(in->sheet, rows);
    size_t number = 1;
    add_columns(in, table, rows, cells, count);
    struct pal_value *list = pal_put_list(table, "rows");
    for (struct pal_sheet_node *at = rows->first; at != NULL; at = at->next) {
        add_row(in, list, rows, at, number++);
    }
    pal_put_text(table, "path", name);
    pal_put_text(table, "paste", made(in, pal_arena_printf(in->sheet->arena, "paste:%s", name)));
    pal_put_text(table, "paste_id",
                 made(in, pal_arena_printf(in->sheet->arena, "paste-%s", id_of(in, name))));
    return table;
}

/* ------------------------------------------------------------------- groups */

static struct pal_value *show_node(struct showing *in, struct pal_sheet_node *node);

/* The fields of an object; of an item with many, those that say nothing are folded. */
static void add_fields(struct showing *in, struct pal_value *out, struct pal_sheet_node *node)
{
    struct pal_value *fields = pal_put_list(out, "fields");
    struct pal_value *more = pal_put_list(out, "more");
    struct pal_value *quiet = pal_put_list(out, "quiet");
    bool folds = node->field == NULL && node->parent != NULL && node->count >= FOLDED_FROM;
    add_quiet(in, quiet, node);
    struct pal_value *id = NULL; /* stands behind what it is made from */
    for (struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        if (!pal_sheet_is_shown(in->sheet, at) || at->field->is_quiet) {
            continue;
        }
        bool is_folded = folds && !at->field->is_required && pal_sheet_is_blank(at) &&
                         at->error == NULL && at->text == NULL;
        struct pal_value *shown = show_node(in, at);
        if (pal_sheet_is_proposed(at)) {
            id = shown;
            continue;
        }
        pal_add(is_folded ? more : fields, shown);
        if (id != NULL) {
            pal_add(fields, id);
            id = NULL;
        }
    }
    pal_put_boolean(out, "has_more", pal_value_count(more) > 0);
}

static const char *called(struct showing *in, const struct pal_sheet_node *item)
{
    static const char *const keys[] = {"title", "label", "what", "name", "scheme"};
    if (!pal_is_blank(item->key)) {
        return item->key;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        for (const struct pal_sheet_node *at = item->first; at != NULL; at = at->next) {
            const char *text = at->said[in->lang] != NULL ? at->said[in->lang] : at->text;
            bool is_it = at->field != NULL && strcmp(at->field->key, keys[i]) == 0;
            if (is_it && !pal_is_blank(text)) {
                return text;
            }
        }
    }
    return capital(in, say(in, item->type->name));
}

static void add_item(struct showing *in, struct pal_value *list, const struct pal_sheet_node *rows,
                     struct pal_sheet_node *item, size_t number)
{
    struct pal_value *row = pal_add_object(list);
    const char *name = pal_sheet_name(in->sheet, item);
    pal_put_integer(row, "number", (int64_t)number);
    pal_put_text(row, "title", called(in, item));
    pal_put_text(row, "path", name);
    pal_put_text(row, "id", id_of(in, name));
    pal_put_text(row, "error", pal_sheet_is_map(rows) ? NULL : item->error);
    pal_put(row, "key",
            pal_sheet_is_map(rows)
                ? show_key(in, item, capital(in, say(in, pal_sheet_column(rows, NULL, NULL, 0))))
                : pal_value_null(in->values));
    if (item->shape == PAL_SHEET_OBJECT) {
        add_fields(in, row, item);
    } else {
        pal_add(pal_put_list(row, "fields"), show_node(in, item));
        pal_put_list(row, "quiet");
        pal_put_list(row, "more");
        pal_put_boolean(row, "has_more", false);
    }
    if (item->error != NULL && !pal_sheet_is_map(rows) && in->errors != NULL) {
        struct pal_value *told = pal_add_object(in->errors);
        pal_put_text(told, "text", item->error);
        pal_put_text(told, "field", id_of(in, name));
    }
}

/* Room for one more at the end of a table, for two where there is none; for what must be there. */
static void add_room(struct showing *in, struct pal_sheet_node *rows, bool is_table)
{
    bool has_room = rows->last != NULL && rows->last->is_added && pal_sheet_is_blank(rows->last);
    size_t needed = pal_sheet_rows_needed(rows);
    size_t count = is_table && !has_room ? (rows->count == 0 ? 2 : 1) : 0;
    size_t lacking = needed > rows->count ? needed - rows->count : 0;
    count = count < lacking ? lacking : count;
    for (size_t i = 0; i < count && (rows->type->max == 0 || rows->count < rows->type->max); i++) {
        (void)pal_sheet_item(in->sheet, rows, rows->last != NULL ? rows->last->index + 1 : 0);
    }
}

static void put_rows(struct showing *in, struct pal_value *out, struct pal_sheet_node *rows)
{
    struct pal_sheet_node *cells[PAL_SHEET_CELLS];
    struct pal_sheet_node *blank = pal_sheet_item(in->sheet, rows, SIZE_MAX);
    size_t count = blank != NULL ? pal_sheet_cells(blank, cells, PAL_SHEET_CELLS) : 0;
    struct pal_sheet_node *before = NULL;
    for (struct pal_sheet_node *at = rows->first; at != blank && at != NULL; at = at->next) {
        before = at;
    }
    if (blank != NULL) { /* it says what the columns are, and goes again */
        *(before != NULL ? &before->next : &rows->first) = NULL;
        rows->last = before;
        rows->count--;
    }
    add_room(in, rows, count > 0);
    pal_put_text(out, "add", pal_sheet_name(in->sheet, rows));
    if (count > 0) {
        pal_put(out, "table", show_table(in, rows, cells, count));
        return;
    }
    struct pal_value *many = pal_value_object(in->values);
    struct pal_value *list = pal_put_list(many, "items");
    size_t number = 1;
    for (struct pal_sheet_node *at = rows->first; at != NULL; at = at->next) {
        add_item(in, list, rows, at, number++);
    }
    pal_put_text(many, "path", pal_sheet_name(in->sheet, rows));
    pal_put_text(many, "add_label",
                 made(in, pal_arena_printf(in->sheet->arena, say(in, PAL_N_("Add %s")),
                                           say(in, rows->type->item->name))));
    pal_put(out, "many", many);
}

static struct pal_value *show_node(struct showing *in, struct pal_sheet_node *node)
{
    const char *label = capital(in, title_of(in, node));
    if (node->shape != PAL_SHEET_ROWS && node->shape != PAL_SHEET_OBJECT) {
        return show_value(in, node, label, false);
    }
    struct pal_value *out = pal_value_object(in->values);
    put_head(in, out, node, pal_sheet_name(in->sheet, node), label);
    if (node->shape == PAL_SHEET_OBJECT) {
        struct pal_value *part = pal_value_object(in->values);
        add_fields(in, part, node);
        pal_put(out, "part", part);
    } else {
        put_rows(in, out, node);
    }
    put_missing(out);
    return out;
}

static void number_rows(struct pal_sheet_node *node)
{
    size_t index = 0;
    for (struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        at->index = index++;
        number_rows(at);
    }
}

struct pal_value *pal_sheet_show(struct pal_sheet *sheet, struct pal_values *values,
                                 struct pal_value *errors)
{
    struct showing in = {.sheet = sheet,
                         .values = values,
                         .errors = errors,
                         .lang = sheet->voice != NULL ? sheet->voice->lang : PAL_LANG_EN};
    struct pal_value *out = pal_value_object(values);
    if (sheet->root != NULL) {
        number_rows(sheet->root);
        add_fields(&in, out, sheet->root);
    }
    values->failed = values->failed || sheet->failed;
    return out;
}
