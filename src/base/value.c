#include "base/value.h"

#include <stdio.h>
#include <string.h>

void pal_values_init(struct pal_values *values, struct pal_arena *arena)
{
    *values = (struct pal_values){.arena = arena};
}

static struct pal_value *make(struct pal_values *values, enum pal_value_kind kind)
{
    struct pal_value *value = PAL_NEW(values->arena, struct pal_value, 1);
    if (value == NULL) {
        values->failed = true;
        values->none = (struct pal_value){.kind = PAL_VALUE_NULL};
        return &values->none;
    }
    value->kind = (uint8_t)kind;
    return value;
}

static struct pal_value *make_container(struct pal_values *values, enum pal_value_kind kind)
{
    struct pal_value *value = make(values, kind);
    if (value != &values->none) {
        value->in = values;
    }
    return value;
}

struct pal_value *pal_value_object(struct pal_values *values)
{
    return make_container(values, PAL_VALUE_OBJECT);
}

struct pal_value *pal_value_list(struct pal_values *values)
{
    return make_container(values, PAL_VALUE_LIST);
}

/* How the rows of a list are made, and all of them once somebody has asked for them at once. */
struct pal_rows {
    pal_row_maker make;
    const void *ctx;
    size_t first;
    size_t per_part;
    struct pal_value *made;
};

static struct pal_value *hold_rows(struct pal_values *values, size_t count, struct pal_rows how)
{
    struct pal_rows *rows = PAL_NEW(values->arena, struct pal_rows, 1);
    struct pal_value *value = make_container(values, PAL_VALUE_ROWS);
    if (rows == NULL || value == &values->none) {
        values->failed = true;
        values->none = (struct pal_value){.kind = PAL_VALUE_NULL};
        return &values->none;
    }
    *rows = how;
    value->rows = rows;
    value->count = count;
    return value;
}

struct pal_value *pal_value_rows(struct pal_values *values, size_t count, size_t per_part,
                                 pal_row_maker maker, const void *ctx, size_t size)
{
    void *own = pal_arena_take(values->arena, 1, size);
    if (own != NULL) {
        memcpy(own, ctx, size);
    }
    values->failed |= own == NULL;
    return hold_rows(values, own != NULL ? count : 0,
                     (struct pal_rows){.make = maker, .ctx = own, .per_part = per_part});
}

size_t pal_value_part_count(const struct pal_value *list)
{
    if (list == NULL || list->kind != PAL_VALUE_ROWS || list->count == 0) {
        return 1;
    }
    return (list->count + list->rows->per_part - 1) / list->rows->per_part;
}

struct pal_value *pal_value_part(struct pal_values *values, const struct pal_value *rows,
                                 size_t index)
{
    struct pal_rows how = *rows->rows;
    size_t start = index < pal_value_part_count(rows) ? index * how.per_part : rows->count;
    size_t left = rows->count - start;
    how.first += start;
    how.made = NULL;
    return hold_rows(values, left < how.per_part ? left : how.per_part, how);
}

struct pal_value *pal_value_null(struct pal_values *values)
{
    return make(values, PAL_VALUE_NULL);
}

struct pal_value *pal_value_boolean(struct pal_values *values, bool value)
{
    return make(values, value ? PAL_VALUE_TRUE : PAL_VALUE_FALSE);
}

struct pal_value *pal_value_integer(struct pal_values *values, int64_t value)
{
    struct pal_value *made = make(values, PAL_VALUE_INTEGER);
    if (made != &values->none) {
        made->integer = value;
    }
    return made;
}

struct pal_value *pal_value_real(struct pal_values *values, double value)
{
    struct pal_value *made = make(values, PAL_VALUE_REAL);
    if (made != &values->none) {
        made->real = value;
    }
    return made;
}

static struct pal_value *hold_text(struct pal_values *values, const char *text, size_t len)
{
    struct pal_value *made = make(values, text != NULL ? PAL_VALUE_TEXT : PAL_VALUE_NULL);
    if (text != NULL && made != &values->none) {
        made->text = text;
        made->text_len = len;
    }
    return made;
}

struct pal_value *pal_value_borrowed(struct pal_values *values, const char *text)
{
    return hold_text(values, text, text != NULL ? strlen(text) : 0);
}

struct pal_value *pal_value_made(struct pal_values *values, const char *text)
{
    values->failed |= text == NULL;
    return pal_value_borrowed(values, text);
}

struct pal_value *pal_value_text_n(struct pal_values *values, const char *text, size_t len)
{
    const char *copy = text != NULL ? pal_arena_copy(values->arena, text, len) : NULL;
    values->failed |= text != NULL && copy == NULL;
    return hold_text(values, copy, len);
}

struct pal_value *pal_value_text(struct pal_values *values, const char *text)
{
    return pal_value_text_n(values, text, text != NULL ? strlen(text) : 0);
}

/* ------------------------------------------------------------ putting together */

static bool is_container(const struct pal_value *value)
{
    return value->kind >= PAL_VALUE_LIST;
}

static bool is_list(const struct pal_value *value)
{
    return value->kind == PAL_VALUE_ROWS || value->kind == PAL_VALUE_LIST;
}

/* A value as it can stand in one place: what stands elsewhere already is copied as far as its own
 * node, so that its siblings there stay. NULL: it could not be made, as `failed` says. */
static struct pal_value *to_hold(struct pal_values *values, struct pal_value *value)
{
    if (value != NULL && !value->is_held && value != &values->none) {
        value->is_held = true;
        return value;
    }
    struct pal_value *copy = value != NULL ? PAL_NEW(values->arena, struct pal_value, 1) : NULL;
    if (copy == NULL) {
        values->failed = true;
        return NULL;
    }
    *copy = *value;
    copy->is_held = true;
    return copy;
}

/* Appends a value to a list or an object. */
static void append(struct pal_value *container, const char *key, struct pal_value *value)
{
    if (!is_container(container)) {
        return; /* it could not be made: `failed` says so */
    }
    if (container->kind == PAL_VALUE_OBJECT && key == NULL) {
        container->in->failed = true; /* the key could not be made */
        return;
    }
    struct pal_value *own = to_hold(container->in, value);
    if (own == NULL) {
        return;
    }
    own->next = NULL;
    own->key = key;
    own->key_len = key != NULL ? (uint32_t)strlen(key) : 0;
    if (container->last != NULL) {
        container->last->next = own;
    } else {
        container->first = own;
    }
    container->last = own;
    container->count++;
}

void pal_put(struct pal_value *object, const char *key, struct pal_value *value)
{
    append(object, key, value);
}

/* Where the value of a key hangs: `first` of the object or `next` of the one before; NULL: it has
 * none. */
static struct pal_value **find_link(struct pal_value *object, const char *key)
{
    if (object->kind != PAL_VALUE_OBJECT) {
        return NULL;
    }
    for (struct pal_value **at = &object->first; *at != NULL; at = &(*at)->next) {
        if (strcmp((*at)->key, key) == 0) {
            return at;
        }
    }
    return NULL;
}

void pal_clear(struct pal_value *container)
{
    if (is_container(container)) {
        container->first = NULL;
        container->last = NULL;
        container->count = 0;
    }
}

void pal_set(struct pal_value *object, const char *key, struct pal_value *value)
{
    struct pal_value **link = find_link(object, key);
    if (link == NULL) {
        append(object, key, value);
        return;
    }
    struct pal_value *old = *link;
    struct pal_value *own = to_hold(object->in, value);
    if (own == NULL) {
        return;
    }
    own->key = old->key;
    own->key_len = old->key_len;
    own->next = old->next;
    *link = own;
    if (object->last == old) {
        object->last = own;
    }
}

void pal_set_all(struct pal_value *object, const struct pal_value *more)
{
    PAL_EACH(item, more)
    {
        pal_set(object, item->key, item);
    }
}

void pal_set_missing(struct pal_value *object, const struct pal_value *more)
{
    PAL_EACH(item, more)
    {
        if (pal_value_get_n(object, item->key, item->key_len) == NULL) {
            pal_put(object, item->key, item);
        }
    }
}

/* A value that has just been made, or the values' `none`, with which nothing can be done. */
static struct pal_values *values_of(struct pal_value *container)
{
    return is_container(container) ? container->in : NULL;
}

struct pal_value *pal_put_object(struct pal_value *object, const char *key)
{
    struct pal_values *values = values_of(object);
    struct pal_value *made = values != NULL ? pal_value_object(values) : object;
    append(object, key, made);
    return made;
}

struct pal_value *pal_put_list(struct pal_value *object, const char *key)
{
    struct pal_values *values = values_of(object);
    struct pal_value *made = values != NULL ? pal_value_list(values) : object;
    append(object, key, made);
    return made;
}

void pal_put_null(struct pal_value *object, const char *key)
{
    struct pal_values *values = values_of(object);
    if (values != NULL) {
        append(object, key, pal_value_null(values));
    }
}

void pal_put_boolean(struct pal_value *object, const char *key, bool value)
{
    struct pal_values *values = values_of(object);
    if (values != NULL) {
        append(object, key, pal_value_boolean(values, value));
    }
}

void pal_put_integer(struct pal_value *object, const char *key, int64_t value)
{
    struct pal_values *values = values_of(object);
    if (values != NULL) {
        append(object, key, pal_value_integer(values, value));
    }
}

void pal_put_text(struct pal_value *object, const char *key, const char *text)
{
    struct pal_values *values = values_of(object);
    if (values != NULL) {
        append(object, key, pal_value_text(values, text));
    }
}

void pal_put_text_n(struct pal_value *object, const char *key, const char *text, size_t len)
{
    struct pal_values *values = values_of(object);
    if (values != NULL) {
        append(object, key, pal_value_text_n(values, text, len));
    }
}

void pal_put_borrowed(struct pal_value *object, const char *key, const char *text)
{
    struct pal_values *values = values_of(object);
    if (values != NULL) {
        append(object, key, pal_value_borrowed(values, text));
    }
}

void pal_set_boolean(struct pal_value *object, const char *key, bool value)
{
    struct pal_values *values = values_of(object);
    if (values != NULL) {
        pal_set(object, key, pal_value_boolean(values, value));
    }
}

void pal_set_integer(struct pal_value *object, const char *key, int64_t value)
{
    struct pal_values *values = values_of(object);
    if (values != NULL) {
        pal_set(object, key, pal_value_integer(values, value));
    }
}

void pal_set_text(struct pal_value *object, const char *key, const char *text)
{
    struct pal_values *values = values_of(object);
    if (values != NULL) {
        pal_set(object, key, pal_value_text(values, text));
    }
}

void pal_add(struct pal_value *list, struct pal_value *value)
{
    append(list, NULL, value);
}

struct pal_value *pal_add_object(struct pal_value *list)
{
    return pal_put_object(list, NULL);
}

void pal_add_integer(struct pal_value *list, int64_t value)
{
    pal_put_integer(list, NULL, value);
}

void pal_add_text(struct pal_value *list, const char *text)
{
    pal_put_text(list, NULL, text);
}

void pal_add_borrowed(struct pal_value *list, const char *text)
{
    pal_put_borrowed(list, NULL, text);
}

/* ------------------------------------------------------------------ reading */

/* All rows at once, made where the list is. */
static struct pal_value *make_rows(const struct pal_value *list)
{
    struct pal_rows *rows = list->rows;
    if (rows->made == NULL) {
        rows->made = pal_value_list(list->in);
        for (size_t i = 0; i < list->count && !list->in->failed; i++) {
            pal_add(rows->made, rows->make(list->in, rows->ctx, rows->first + i));
        }
    }
    return rows->made;
}

struct pal_value *pal_value_first(const struct pal_value *container)
{
    if (container != NULL && container->kind == PAL_VALUE_ROWS) {
        container = make_rows(container);
    }
    return container != NULL && is_container(container) ? container->first : NULL;
}

void pal_walk_start(struct pal_walk *walk, const struct pal_value *list)
{
    *walk = (struct pal_walk){.list = list};
    if (list != NULL && list->kind == PAL_VALUE_ROWS) {
        pal_arena_init(&walk->arena, list->in->arena->alloc);
        pal_values_init(&walk->values, &walk->arena);
    }
}

const struct pal_value *pal_walk_next(struct pal_walk *walk)
{
    const struct pal_value *list = walk->list;
    if (list == NULL || walk->next >= pal_value_count(list)) {
        return NULL;
    }
    if (list->kind != PAL_VALUE_ROWS) {
        walk->item = walk->next++ == 0 ? list->first : walk->item->next;
        return walk->item;
    }
    if (pal_alloc_is_over(walk->arena.alloc)) {
        walk->values.failed = true;
        return NULL;
    }
    pal_arena_reset(&walk->arena);
    struct pal_value *item =
        list->rows->make(&walk->values, list->rows->ctx, list->rows->first + walk->next++);
    walk->values.failed |= item == NULL; /* a row that is lacking is no end of the list */
    return walk->values.failed ? NULL : item;
}

bool pal_walk_end(struct pal_walk *walk)
{
    bool is_whole = !walk->values.failed;
    if (walk->arena.alloc != NULL) {
        pal_arena_done(&walk->arena);
    }
    return is_whole;
}

struct pal_value *pal_value_get_n(const struct pal_value *object, const char *key, size_t len)
{
    if (object == NULL || object->kind != PAL_VALUE_OBJECT) {
        return NULL;
    }
    for (struct pal_value *at = object->first; at != NULL; at = at->next) {
        if (at->key_len == len && at->key[0] == key[0] && memcmp(at->key, key, len) == 0) {
            return at;
        }
    }
    return NULL;
}

struct pal_value *pal_value_get(const struct pal_value *object, const char *key)
{
    return pal_value_get_n(object, key, strlen(key));
}

const char *pal_value_as_text(const struct pal_value *value)
{
    return value != NULL && value->kind == PAL_VALUE_TEXT ? value->text : NULL;
}

int64_t pal_value_as_integer(const struct pal_value *value)
{
    return value != NULL && value->kind == PAL_VALUE_INTEGER ? value->integer : 0;
}

bool pal_value_is(const struct pal_value *value, enum pal_value_kind kind)
{
    return value != NULL && (value->kind == kind || (kind == PAL_VALUE_LIST && is_list(value)));
}

struct pal_value *pal_value_at(const struct pal_value *list, size_t place)
{
    struct pal_value *at = pal_value_first(list);
    while (at != NULL && place-- > 0) {
        at = at->next;
    }
    return at;
}

size_t pal_value_count(const struct pal_value *value)
{
    return value != NULL && (is_list(value) || is_container(value)) ? value->count : 0;
}

/* Documents and views are some levels deep: what nests without end is refused where it is read. */
struct pal_value *pal_value_copy(struct pal_values *values, const struct pal_value *value)
{
    bool is_rows = value->kind == PAL_VALUE_ROWS;
    struct pal_value *copy =
        make(values, is_rows ? PAL_VALUE_LIST : (enum pal_value_kind)value->kind);
    if (copy == &values->none) {
        return copy;
    }
    if (!is_rows && !is_container(value)) {
        *copy = *value;
        copy->is_held = false;
        return copy;
    }
    copy->in = values;
    PAL_EACH(item, value)
    {
        append(copy, item->key, pal_value_copy(values, item));
    }
    return copy;
}

/* -------------------------------------------------------------------- JSON */

/* A key, a name: short, and without anything that JSON escapes. */
static bool is_plain(const char *text, size_t len)
{
    bool is_odd = false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        is_odd |= (c < 0x20) | (c == '"') | (c == '\\');
    }
    return !is_odd;
}

static void write_text(struct pal_buf *out, const char *text, size_t len)
{
    static const char short_names[] = {[8] = 'b', [9] = 't', [10] = 'n', [12] = 'f', [13] = 'r'};
    pal_buf_add_char(out, '"');
    if (is_plain(text, len)) {
        pal_buf_add_n(out, text, len);
        pal_buf_add_char(out, '"');
        return;
    }
    size_t plain = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        pal_buf_add_n(out, text + plain, i - plain);
        plain = i + 1;
        if (c >= 0x20) {
            pal_buf_add_char(out, '\\');
            pal_buf_add_char(out, (char)c);
        } else if (c < sizeof short_names && short_names[c] != '\0') {
            pal_buf_add_char(out, '\\');
            pal_buf_add_char(out, short_names[c]);
        } else {
            pal_buf_printf(out, "\\u%04X", (unsigned)c);
        }
    }
    pal_buf_add_n(out, text + plain, len - plain);
    pal_buf_add_char(out, '"');
}

/* A real number always shows that it is one. */
static void write_real(struct pal_buf *out, double value)
{
    char number[40];
    (void)snprintf(number, sizeof number, "%.12g", value);
    char *exponent = strchr(number, 'e');
    if (exponent != NULL) { /* "1e-07" as "1e-7", "1e+20" as "1e20" */
        char *start = exponent + 1 + (exponent[1] == '-');
        size_t skipped = strspn(start, "+0");
        memmove(start, start + skipped, strlen(start + skipped) + 1);
    }
    pal_buf_add(out, number);
    if (strpbrk(number, ".e") == NULL) {
        pal_buf_add(out, ".0");
    }
}

static void write_break(struct pal_buf *out, unsigned indent, unsigned level)
{
    static const char blanks[] = "                                                                ";
    if (indent == 0) {
        return;
    }
    pal_buf_add_char(out, '\n');
    for (size_t left = (size_t)indent * level; left > 0;) {
        size_t some = left < sizeof blanks - 1 ? left : sizeof blanks - 1;
        pal_buf_add_n(out, blanks, some);
        left -= some;
    }
}

static void write_scalar(const struct pal_value *value, struct pal_buf *out)
{
    switch (value->kind) {
    case PAL_VALUE_FALSE:
        pal_buf_add_n(out, "false", 5);
        break;
    case PAL_VALUE_TRUE:
        pal_buf_add_n(out, "true", 4);
        break;
    case PAL_VALUE_INTEGER:
        pal_buf_add_integer(out, value->integer);
        break;
    case PAL_VALUE_REAL:
        write_real(out, value->real);
        break;
    case PAL_VALUE_TEXT:
        write_text(out, value->text, value->text_len);
        break;
    default:
        pal_buf_add_n(out, "null", 4);
        break;
    }
}

static void write_value(const struct pal_value *value, unsigned indent, unsigned level,
                        struct pal_buf *out);

static void write_rows(const struct pal_value *rows, unsigned indent, unsigned level,
                       struct pal_buf *out)
{
    struct pal_walk walk;
    pal_walk_start(&walk, rows);
    pal_buf_add_char(out, '[');
    const struct pal_value *item = out->failed ? NULL : pal_walk_next(&walk);
    for (size_t left = rows->count; item != NULL;
         item = out->failed ? NULL : pal_walk_next(&walk)) {
        write_break(out, indent, level + 1);
        write_value(item, indent, level + 1, out);
        if (--left > 0) {
            pal_buf_add_n(out, ", ", indent > 0 ? 1 : 2);
        }
    }
    if (rows->count > 0) {
        write_break(out, indent, level);
    }
    pal_buf_add_char(out, ']');
    if (!pal_walk_end(&walk)) {
        pal_buf_fail(out);
    }
}

/* Views are some levels deep: what nests without end is cut off by those who read it. */
static void write_value(const struct pal_value *value, unsigned indent, unsigned level,
                        struct pal_buf *out)
{
    if (value->kind == PAL_VALUE_ROWS) {
        write_rows(value, indent, level, out);
        return;
    }
    if (!is_container(value)) {
        write_scalar(value, out);
        return;
    }
    bool is_object = value->kind == PAL_VALUE_OBJECT;
    pal_buf_add_char(out, is_object ? '{' : '[');
    for (const struct pal_value *item = value->first; item != NULL; item = item->next) {
        write_break(out, indent, level + 1);
        if (is_object) {
            write_text(out, item->key, item->key_len);
            pal_buf_add_n(out, ": ", 2);
        }
        write_value(item, indent, level + 1, out);
        if (item->next != NULL) {
            pal_buf_add_n(out, ", ", indent > 0 ? 1 : 2);
        }
    }
    if (value->first != NULL) {
        write_break(out, indent, level);
    }
    pal_buf_add_char(out, is_object ? '}' : ']');
}

void pal_value_json(const struct pal_value *value, unsigned indent, struct pal_buf *out)
{
    write_value(value, indent, 0, out);
}
