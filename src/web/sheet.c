/* sheet - the tree of a form: how each type is typed, and what its names lead to. */
#include "web/sheet.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/sheet_parts.h"

static bool is_scalar(const struct pal_type *type)
{
    return type->kind < PAL_TYPE_LIST;
}

/* What stands beside others of its kind in one line: no free text. */
static bool is_word(const struct pal_type *type)
{
    return is_scalar(type) && type->kind != PAL_TYPE_TEXT && type->kind != PAL_TYPE_BOOLEAN;
}

/* "600", or a list of such; "level 2", or a list of steps. */
static bool is_one_or_several(const struct pal_type *type)
{
    return type->kind == PAL_TYPE_ANY && type->any_count == 2 && is_scalar(type->any[0]) &&
           type->any[1]->kind == PAL_TYPE_LIST && is_scalar(type->any[1]->item);
}

const struct pal_type *pal_sheet_row_type(const struct pal_type *rows)
{
    bool is_by_value = rows->kind == PAL_TYPE_MAP && rows->item->typed_as != NULL;
    return is_by_value ? rows->item->typed_as : rows->item;
}

bool pal_sheet_is_by_value(const struct pal_sheet_node *rows)
{
    return rows->shape == PAL_SHEET_ROWS && pal_sheet_row_type(rows->type) != rows->type->item;
}

static bool has_no_form(const struct pal_type *type)
{
    enum pal_sheet_shape shape = pal_sheet_shape_of(type);
    for (size_t i = 0; shape == PAL_SHEET_OBJECT && i < type->field_count; i++) {
        if (has_no_form(type->fields[i].type)) {
            return true;
        }
    }
    return shape == PAL_SHEET_KEPT;
}

enum pal_sheet_shape pal_sheet_shape_of(const struct pal_type *type)
{
    if (type == &pal_type_languages) {
        return PAL_SHEET_LANGUAGES;
    }
    if (is_scalar(type)) {
        return PAL_SHEET_SCALAR;
    }
    if (is_one_or_several(type) || (type->kind == PAL_TYPE_LIST && is_word(type->item))) {
        return PAL_SHEET_LINE;
    }
    if (type->kind == PAL_TYPE_OBJECT) {
        return PAL_SHEET_OBJECT;
    }
    bool is_rows = type->kind == PAL_TYPE_LIST || type->kind == PAL_TYPE_MAP;
    return is_rows && !has_no_form(pal_sheet_row_type(type)) ? PAL_SHEET_ROWS : PAL_SHEET_KEPT;
}

const struct pal_type *pal_sheet_value_type(const struct pal_type *type)
{
    if (type->kind == PAL_TYPE_ANY) {
        return type->any[0];
    }
    return type->kind == PAL_TYPE_LIST ? type->item : type;
}

struct pal_sheet_node *pal_sheet_at_of(const struct pal_sheet_node *row)
{
    return strcmp(row->first->field->key, "at") == 0 ? row->first : row->last;
}

struct pal_sheet_node *pal_sheet_value_of(const struct pal_sheet_node *row)
{
    return pal_sheet_at_of(row) == row->first ? row->last : row->first;
}

bool pal_sheet_is_map(const struct pal_sheet_node *node)
{
    return node != NULL && node->type->kind == PAL_TYPE_MAP;
}

/* ------------------------------------------------------------------ the tree */

static void hang(struct pal_sheet_node *parent, struct pal_sheet_node *node)
{
    if (parent->last != NULL) {
        parent->last->next = node;
    } else {
        parent->first = node;
    }
    parent->last = node;
    parent->count++;
}

/* A node with the fields of its object, which are as deep as the tables are. */
static struct pal_sheet_node *make_node(struct pal_sheet *sheet, struct pal_sheet_node *parent,
                                        const struct pal_type *type, const struct pal_field *field)
{
    struct pal_sheet_node *node = PAL_NEW(sheet->arena, struct pal_sheet_node, 1);
    if (node == NULL) {
        sheet->failed = true;
        return NULL;
    }
    sheet->made++;
    *node = (struct pal_sheet_node){
        .type = type, .field = field, .shape = pal_sheet_shape_of(type), .parent = parent};
    for (size_t i = 0; node->shape == PAL_SHEET_OBJECT && i < type->field_count; i++) {
        struct pal_sheet_node *child =
            make_node(sheet, node, type->fields[i].type, &type->fields[i]);
        if (child == NULL) {
            return NULL;
        }
        hang(node, child);
    }
    return node;
}

void pal_sheet_init(struct pal_sheet *sheet, struct pal_arena *arena, const struct pal_voice *voice,
                    const struct pal_type *type, const char *part)
{
    *sheet = (struct pal_sheet){.arena = arena, .voice = voice, .type = type, .part = part};
    sheet->root = make_node(sheet, NULL, type, NULL);
}

struct pal_sheet_node *pal_sheet_item(struct pal_sheet *sheet, struct pal_sheet_node *rows,
                                      size_t index)
{
    struct pal_sheet_node *before = NULL;
    for (struct pal_sheet_node *at = rows->first; at != NULL && at->index <= index; at = at->next) {
        if (at->index == index) {
            return at;
        }
        before = at;
    }
    struct pal_sheet_node *item = make_node(sheet, rows, pal_sheet_row_type(rows->type), NULL);
    if (item == NULL) {
        return NULL;
    }
    item->sent = item->index = index;
    item->next = before != NULL ? before->next : rows->first;
    if (before != NULL) {
        before->next = item;
    } else {
        rows->first = item;
    }
    rows->last = item->next == NULL ? item : rows->last;
    rows->count++;
    return item;
}

const char *pal_sheet_copy(struct pal_sheet *sheet, const char *text, size_t len)
{
    const char *copy = pal_arena_copy(sheet->arena, text, len);
    sheet->failed = sheet->failed || copy == NULL;
    return copy;
}

/* ------------------------------------------------------------- what is asked for */

const char *const pal_sheet_calls[] = {"title", "label", "what", "name", NULL};

static bool is_called(const struct pal_sheet_node *item)
{
    for (const struct pal_sheet_node *at = item->first; at != NULL; at = at->next) {
        for (size_t i = 0; at->field != NULL && pal_sheet_calls[i] != NULL; i++) {
            if (strcmp(at->field->key, pal_sheet_calls[i]) == 0) {
                return true;
            }
        }
    }
    return false;
}

bool pal_sheet_is_proposed(const struct pal_sheet_node *node)
{
    return node->field != NULL && node->type == &pal_type_id &&
           strcmp(node->field->key, "id") == 0 && node->parent != NULL && is_called(node->parent);
}

size_t pal_sheet_rows_needed(const struct pal_sheet_node *rows)
{
    if (rows->field == NULL || !rows->field->is_required) {
        return 0;
    }
    return rows->type->min > 0 ? rows->type->min : 1;
}

bool pal_sheet_is_needed(const struct pal_sheet_node *node)
{
    if (node->parent == NULL) {
        return true;
    }
    bool is_its = node->field != NULL ? node->field->is_required && !pal_sheet_is_proposed(node)
                                      : node->index < pal_sheet_rows_needed(node->parent);
    return is_its && pal_sheet_is_needed(node->parent);
}

bool pal_sheet_is_shown(const struct pal_sheet *sheet, const struct pal_sheet_node *node)
{
    if (node->shape == PAL_SHEET_KEPT) {
        return false;
    }
    if (node->parent != sheet->root || node->field == NULL) {
        return true;
    }
    const char *key = node->field->key;
    if (node->field->is_quiet || strcmp(key, "palier") == 0 ||
        (strcmp(key, "id") == 0 && !sheet->is_new)) {
        return false;
    }
    return sheet->part == NULL || strcmp(sheet->part, key) == 0;
}

bool pal_sheet_is_blank(const struct pal_sheet_node *node)
{
    if (!pal_is_blank(node->key) || node->is_asked) {
        return false;
    }
    if (node->shape == PAL_SHEET_SCALAR || node->shape == PAL_SHEET_LINE) {
        return node->type->kind == PAL_TYPE_BOOLEAN || pal_is_blank(node->text);
    }
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (!pal_is_blank(node->said[i])) {
            return false;
        }
    }
    for (const struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        bool is_quiet = at->field != NULL && at->field->is_quiet;
        if (!is_quiet && !pal_sheet_is_blank(at)) {
            return false;
        }
    }
    return pal_is_blank(node->text);
}

/* --------------------------------------------------------------------- names */

static struct pal_sheet_node *field_of(struct pal_sheet_node *node, const char *key, size_t len)
{
    for (struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        if (strlen(at->field->key) == len && memcmp(at->field->key, key, len) == 0) {
            return at;
        }
    }
    return NULL;
}

static struct pal_sheet_node *item_of(struct pal_sheet *sheet, struct pal_sheet_node *rows,
                                      size_t index, bool makes)
{
    for (struct pal_sheet_node *at = rows->first; at != NULL && !makes; at = at->next) {
        if (at->sent == index) {
            return at;
        }
    }
    return makes ? pal_sheet_item(sheet, rows, index) : NULL;
}

/* "[12]" of a name; false: it is none. */
static bool read_index(const char **at, size_t *out)
{
    enum { DIGITS_MOST = 6 };
    size_t digits = strspn(*at + 1, "0123456789");
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

struct pal_sheet_node *pal_sheet_find(struct pal_sheet *sheet, const char *name, bool makes,
                                      const char **what)
{
    struct pal_sheet_node *node = sheet->root;
    const char *at = name;
    while (node != NULL && node->shape == PAL_SHEET_OBJECT) {
        size_t len = strcspn(at, ".[#");
        size_t index = 0;
        node = field_of(node, at, len);
        at += len;
        if (node == NULL || !pal_sheet_is_shown(sheet, node)) {
            return NULL;
        }
        while (node != NULL && node->shape == PAL_SHEET_ROWS && *at == '[') {
            if (!read_index(&at, &index)) {
                return NULL;
            }
            node = item_of(sheet, node, index, makes);
        }
        if (node == NULL || *at != '.' || node->shape != PAL_SHEET_OBJECT) {
            break;
        }
        at++;
    }
    *what = at;
    return node;
}

const char *pal_sheet_name(struct pal_sheet *sheet, const struct pal_sheet_node *node)
{
    if (node->parent == NULL) {
        return "";
    }
    const char *above = pal_sheet_name(sheet, node->parent);
    const char *name = node->field == NULL
                           ? pal_arena_printf(sheet->arena, "%s[%zu]", above, node->index)
                           : pal_arena_printf(sheet->arena, "%s%s%s", above,
                                              above[0] != '\0' ? "." : "", node->field->key);
    sheet->failed = sheet->failed || name == NULL;
    return name != NULL ? name : "";
}

/* ---------------------------------------------------------------------- rows */

/* Adds the cells of a node; false: it cannot stand in a table. */
static bool add_cells(struct pal_sheet_node *node, struct pal_sheet_node **cells, size_t max,
                      size_t *count)
{
    if (node->field != NULL && node->field->is_quiet) {
        return true;
    }
    if (node->shape == PAL_SHEET_ROWS || node->shape == PAL_SHEET_KEPT) {
        return false;
    }
    if (node->shape != PAL_SHEET_OBJECT) {
        if (*count < max) {
            cells[*count] = node;
        }
        return ++*count <= max;
    }
    for (struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        if (!add_cells(at, cells, max, count)) {
            return false;
        }
    }
    return true;
}

size_t pal_sheet_cells(struct pal_sheet_node *item, struct pal_sheet_node **cells, size_t max)
{
    size_t count = 0;
    if (pal_sheet_is_map(item->parent)) {
        cells[count++] = NULL;
    }
    return add_cells(item, cells, max, &count) ? count : 0;
}

const char *pal_sheet_column(const struct pal_sheet_node *rows, const struct pal_sheet_node *cell,
                             char *room, size_t size)
{
    if (cell == NULL) {
        return rows->type->key_title != NULL ? rows->type->key_title : rows->type->map_key;
    }
    return cell->field != NULL ? pal_field_title(cell->field, room, size) : PAL_N_("value");
}

static struct pal_sheet_node *rows_at(struct pal_sheet *sheet, const char *path)
{
    const char *what;
    struct pal_sheet_node *node = pal_sheet_find(sheet, path, false, &what);
    return node != NULL && *what == '\0' && node->shape == PAL_SHEET_ROWS ? node : NULL;
}

void pal_sheet_add_rows(struct pal_sheet *sheet, const char *path)
{
    struct pal_sheet_node *cells[PAL_SHEET_CELLS];
    struct pal_sheet_node *rows = rows_at(sheet, path);
    size_t count = rows != NULL;
    for (size_t i = 0; i < count && pal_sheet_size(sheet) < PAL_SHEET_FIELDS; i++) {
        size_t index = rows->last != NULL ? rows->last->index + 1 : 0;
        bool is_full = rows->type->max > 0 && rows->count >= rows->type->max;
        struct pal_sheet_node *item = is_full ? NULL : pal_sheet_item(sheet, rows, index);
        if (item == NULL) {
            return;
        }
        bool is_table = pal_sheet_cells(item, cells, PAL_SHEET_CELLS) > 0;
        count = is_table ? PAL_SHEET_ROWS_MORE : 1;
        item->is_added = true;
        sheet->first_row =
            sheet->first_row != NULL ? sheet->first_row : pal_sheet_name(sheet, item);
    }
}

void pal_sheet_remove_row(struct pal_sheet *sheet, const char *path)
{
    const char *what;
    struct pal_sheet_node *item = pal_sheet_find(sheet, path, false, &what);
    struct pal_sheet_node *rows = item != NULL && *what == '\0' ? item->parent : NULL;
    if (rows != NULL && rows->shape == PAL_SHEET_ROWS) {
        pal_sheet_take_out(item);
    }
}

void pal_sheet_take_out(struct pal_sheet_node *item)
{
    struct pal_sheet_node *rows = item->parent;
    struct pal_sheet_node *before = NULL;
    for (struct pal_sheet_node *at = rows->first; at != item; at = at->next) {
        before = at;
    }
    for (struct pal_sheet_node *at = item->next; at != NULL; at = at->next) {
        at->index--;
    }
    if (before != NULL) {
        before->next = item->next;
    } else {
        rows->first = item->next;
    }
    rows->last = rows->last == item ? before : rows->last;
    rows->count--;
}

/* ----------------------------------------------------------------- sentences */

/* Whether a key of a path, whose longest words are cut, is that of an item. */
static bool is_key(const struct pal_sheet_node *item, const char *word, size_t len)
{
    enum { WORD_MOST = 80 }; /* as format/node.c writes them */
    const char *key = item->key != NULL ? item->key : "";
    return strncmp(key, word, len) == 0 && (key[len] == '\0' || len == WORD_MOST);
}

/* Of rows that say a value each, the value that stands under two keys. */
static struct pal_sheet_node *value_under(const struct pal_sheet_node *row, const char *word,
                                          size_t len)
{
    for (struct pal_sheet_node *at = row->parent->first; at != NULL; at = at->next) {
        const char *text = pal_sheet_at_of(at)->text;
        const char *key = text != NULL ? text : "";
        bool is_same = at->key != NULL && row->key != NULL && strcmp(at->key, row->key) == 0;
        if (is_same && strlen(key) == len && memcmp(key, word, len) == 0) {
            return pal_sheet_value_of(at);
        }
    }
    return NULL;
}

/* The child that the next word of a path leads to; NULL: none. Moves `at` behind the word. */
static struct pal_sheet_node *step(struct pal_sheet_node *node, const char **at)
{
    size_t index = 0;
    if (**at == '[' && read_index(at, &index)) {
        struct pal_sheet_node *item = node->shape == PAL_SHEET_ROWS ? node->first : NULL;
        while (item != NULL && index-- > 0) {
            item = item->next;
        }
        return item;
    }
    bool is_quoted = strncmp(*at, "[\"", 2) == 0;
    const char *word = *at + (is_quoted ? 2 : **at == '.');
    const char *end = is_quoted ? strstr(word, "\"]") : word + strcspn(word, ".[");
    size_t len = end != NULL ? (size_t)(end - word) : 0;
    if (len == 0) {
        return NULL;
    }
    *at = end + (is_quoted ? 2 : 0);
    if (node->field == NULL && node->parent != NULL && pal_sheet_is_by_value(node->parent)) {
        return value_under(node, word, len);
    }
    if (node->shape == PAL_SHEET_OBJECT) {
        return field_of(node, word, len);
    }
    for (struct pal_sheet_node *item = node->first; item != NULL && pal_sheet_is_map(node);
         item = item->next) {
        if (is_key(item, word, len)) {
            return item;
        }
    }
    return NULL;
}

bool pal_sheet_tell(struct pal_sheet *sheet, const char *path, const char *field,
                    const char *sentence)
{
    struct pal_sheet_node *node = sheet->root;
    const char *at = path;
    for (struct pal_sheet_node *next = node; next != NULL && *at != '\0';) {
        next = step(node, &at);
        node = next != NULL ? next : node;
    }
    if (field != NULL && node->shape == PAL_SHEET_OBJECT) {
        struct pal_sheet_node *lacks = field_of(node, field, strlen(field));
        node = lacks != NULL ? lacks : node;
    }
    while (node->parent != NULL && !pal_sheet_is_shown(sheet, node)) {
        node = node->parent;
    }
    for (struct pal_sheet_node *up = node; up->parent != NULL; up = up->parent) {
        if (!pal_sheet_is_shown(sheet, up)) {
            return false;
        }
    }
    if (node->parent == NULL) {
        return false;
    }
    if (node->error == NULL) {
        node->error = pal_sheet_copy(sheet, sentence, strlen(sentence));
    }
    return true;
}

/* ---------------------------------------------------------------------- size */

static size_t size_of(const struct pal_sheet *sheet, const struct pal_sheet_node *node)
{
    size_t size = (size_t)(node->parent != NULL && pal_sheet_is_map(node->parent)) +
                  (size_t)(node->shape == PAL_SHEET_ROWS);
    if (node->shape == PAL_SHEET_SCALAR || node->shape == PAL_SHEET_LINE) {
        return size + 1;
    }
    if (node->shape == PAL_SHEET_LANGUAGES) {
        return size + PAL_LANG_COUNT;
    }
    for (const struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        size += pal_sheet_is_shown(sheet, at) ? size_of(sheet, at) : 0;
    }
    return size;
}

size_t pal_sheet_size(const struct pal_sheet *sheet)
{
    return sheet->root == NULL ? 0 : sheet->is_cut ? SIZE_MAX : size_of(sheet, sheet->root);
}
