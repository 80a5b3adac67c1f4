/*
 * value - what views are made of: texts, numbers, lists and objects in an arena.
 *
 * A view is built from the top: `pal_put_object(view, "points")` gives the new object, which is
 * filled in turn. Everything lives in the arena of `struct pal_values` and goes with it; nothing is
 * freed one by one. Failure sticks: when memory is short `failed` is set and every call goes on to
 * be harmless, so that the builder looks once, at its end.
 *
 * Keys are borrowed: literals, or texts of the arena. A key is put once into an object; pal_set
 * replaces, in its place. Texts are copied unless the name of the function says that they are
 * borrowed.
 *
 * A long list need not exist: pal_value_rows says how a row is made, and whoever writes the list
 * makes one at a time. Whoever reads it otherwise (PAL_EACH, pal_value_at) has it made whole.
 */
#ifndef PAL_BASE_VALUE_H
#define PAL_BASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum pal_value_kind {
    PAL_VALUE_NULL,
    PAL_VALUE_FALSE,
    PAL_VALUE_TRUE,
    PAL_VALUE_INTEGER,
    PAL_VALUE_REAL,
    PAL_VALUE_TEXT,
    PAL_VALUE_ROWS, /* a list whose values are made when they are looked at */
    PAL_VALUE_LIST,
    PAL_VALUE_OBJECT
};

struct pal_values;
struct pal_rows;

struct pal_value {
    const char *key; /* within an object */
    struct pal_value *next;
    uint32_t key_len;
    uint8_t kind; /* enum pal_value_kind */
    bool is_held; /* within a list or an object */
    union {
        int64_t integer;
        double real;
        struct {
            const char *text; /* NUL-terminated */
            size_t text_len;
        };
        struct {
            struct pal_value *first;
            union {
                struct pal_value *last;
                struct pal_rows *rows;
            };
            struct pal_values *in;
            size_t count;
        };
    };
};

/* Where values are made. */
struct pal_values {
    struct pal_arena *arena;
    bool failed;
    struct pal_value none; /* stands for every value that could not be made */
};

void pal_values_init(struct pal_values *values, struct pal_arena *arena);

/* ------------------------------------------------------------------ making */

struct pal_value *pal_value_object(struct pal_values *values);
struct pal_value *pal_value_list(struct pal_values *values);
struct pal_value *pal_value_null(struct pal_values *values);
struct pal_value *pal_value_boolean(struct pal_values *values, bool value);
struct pal_value *pal_value_integer(struct pal_values *values, int64_t value);
struct pal_value *pal_value_real(struct pal_values *values, double value);
/* Null for NULL, likewise below. */
struct pal_value *pal_value_text(struct pal_values *values, const char *text);
struct pal_value *pal_value_text_n(struct pal_values *values, const char *text, size_t len);
struct pal_value *pal_value_borrowed(struct pal_values *values, const char *text);
/* A text that was made in the arena, borrowed; NULL, as where memory was short, is a failure. */
struct pal_value *pal_value_made(struct pal_values *values, const char *text);
/* A list of `count` rows; `make` gives the one at `index`, every time in the same way, in the
 * values it is given. `ctx` is copied (`size` bytes); what it points to must live as long as the
 * list. So many as `per_part` of them (not 0) are shown together where a list is shown part by
 * part. */
typedef struct pal_value *(*pal_row_maker)(struct pal_values *in, const void *ctx, size_t index);
struct pal_value *pal_value_rows(struct pal_values *values, size_t count, size_t per_part,
                                 pal_row_maker make, const void *ctx, size_t size);
/* How many parts a list has: 1 for one that is no rows, or none. */
size_t pal_value_part_count(const struct pal_value *list);
/* The part at `index` of rows, empty behind the last one; none is made for it. */
struct pal_value *pal_value_part(struct pal_values *values, const struct pal_value *rows,
                                 size_t index);
/* A value of one's own, with all that it holds; its keys and texts are those of the original. */
struct pal_value *pal_value_copy(struct pal_values *values, const struct pal_value *value);

/* ------------------------------------------------- into an object, by a key */

/* A value that stands somewhere already is shared: from then on neither place may change it. NULL,
 * as a value or as a key, is a failure. */
void pal_put(struct pal_value *object, const char *key, struct pal_value *value);
void pal_set(struct pal_value *object, const char *key, struct pal_value *value);
void pal_set_boolean(struct pal_value *object, const char *key, bool value);
void pal_set_integer(struct pal_value *object, const char *key, int64_t value);
void pal_set_text(struct pal_value *object, const char *key, const char *text);
struct pal_value *pal_put_object(struct pal_value *object, const char *key);
struct pal_value *pal_put_list(struct pal_value *object, const char *key);
void pal_put_null(struct pal_value *object, const char *key);
void pal_put_boolean(struct pal_value *object, const char *key, bool value);
void pal_put_integer(struct pal_value *object, const char *key, int64_t value);
void pal_put_text(struct pal_value *object, const char *key, const char *text);
void pal_put_text_n(struct pal_value *object, const char *key, const char *text, size_t len);
void pal_put_borrowed(struct pal_value *object, const char *key, const char *text);

/* Sets every key of `more` in `object`; the second: those that it lacks. */
void pal_set_all(struct pal_value *object, const struct pal_value *more);
void pal_set_missing(struct pal_value *object, const struct pal_value *more);
/* Takes everything out of a list or an object. */
void pal_clear(struct pal_value *container);

/* ------------------------------------------------------------- into a list */

void pal_add(struct pal_value *list, struct pal_value *value);
struct pal_value *pal_add_object(struct pal_value *list);
void pal_add_integer(struct pal_value *list, int64_t value);
void pal_add_text(struct pal_value *list, const char *text);
void pal_add_borrowed(struct pal_value *list, const char *text);

/* ------------------------------------------------------------------ reading */

/* The value of a key; NULL: there is none, or `object` is no object. */
struct pal_value *pal_value_get(const struct pal_value *object, const char *key);
struct pal_value *pal_value_get_n(const struct pal_value *object, const char *key, size_t len);

/* The text of a value, NULL where it is none; an integer, 0 where it is none. */
const char *pal_value_as_text(const struct pal_value *value);
int64_t pal_value_as_integer(const struct pal_value *value);
/* Rows are a list. */
bool pal_value_is(const struct pal_value *value, enum pal_value_kind kind);

/* The value at a place of a list, counted from 0; NULL: there is none. Walks the list. */
struct pal_value *pal_value_at(const struct pal_value *list, size_t place);

/* How many a list or an object holds; 0 for anything else. */
size_t pal_value_count(const struct pal_value *value);

/* Each of a list's or an object's values. */
#define PAL_EACH(item, container)                                                                  \
    for (struct pal_value *item = pal_value_first(container); item != NULL; item = item->next)
struct pal_value *pal_value_first(const struct pal_value *container);

/* A walk through a list of either kind, for whoever is done with a value before the next one: rows
 * are made in memory of the walk's own. */
struct pal_walk {
    const struct pal_value *list;
    struct pal_value *item;
    size_t next;
    struct pal_arena arena;
    struct pal_values values;
};
void pal_walk_start(struct pal_walk *walk, const struct pal_value *list);
/* The next value; NULL: there is none, or memory was short. */
const struct pal_value *pal_walk_next(struct pal_walk *walk);
/* Frees; false: memory was short before the end. */
bool pal_walk_end(struct pal_walk *walk);

/* Writes a value as JSON: `indent` blanks for each level, 0: in one line. Reals have at most 12
 * digits. Keys stand in the order in which they were put. */
void pal_value_json(const struct pal_value *value, unsigned indent, struct pal_buf *out);

#endif
