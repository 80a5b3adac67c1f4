/* sheet_parts - what the files of a sheet share. Private to src/web/sheet*.c. */
#ifndef PAL_WEB_SHEET_PARTS_H
#define PAL_WEB_SHEET_PARTS_H

#include "base/lang.h"
#include "web/sheet.h"

/* Of a longer document no more is taken: it has no form. */
enum { PAL_SHEET_NODES = 30000 };

/* How a type is typed. */
enum pal_sheet_shape {
    PAL_SHEET_SCALAR,    /* one text: a line, an area, a choice, a mark */
    PAL_SHEET_LANGUAGES, /* a text, or one per language */
    PAL_SHEET_LINE,      /* several ids or numbers in one field */
    PAL_SHEET_ROWS,      /* a list or a map: items, of a map with their keys */
    PAL_SHEET_OBJECT,    /* fields */
    PAL_SHEET_KEPT       /* has no form */
};

struct pal_sheet_node {
    const struct pal_type *type;
    const struct pal_field *field; /* NULL: an item */
    enum pal_sheet_shape shape;
    bool is_by_language; /* a text that stands under a language although it is the only one */
    bool is_said;        /* of a mark: its document says true or false, or the form did */
    bool is_sent;        /* of a key of the document: something of it came */
    bool is_key_wrong;   /* of a map's row: the error is of its key */
    bool is_added;       /* an empty row that was asked for */
    bool is_asked;       /* of rows: more of them were asked for, wherever they stand */
    struct pal_sheet_node *parent;
    struct pal_sheet_node *first; /* fields of an object in the order of the table; items */
    struct pal_sheet_node *last;
    struct pal_sheet_node *next;
    size_t count;
    size_t sent;                      /* of an item: the number that it was sent with */
    size_t index;                     /* and that it has now */
    const char *key;                  /* of a map's item; NULL: none */
    const char *text;                 /* NULL: none */
    const char *said[PAL_LANG_COUNT]; /* of a text per language; NULL: none */
    const char *error;                /* NULL: none */
};

enum pal_sheet_shape pal_sheet_shape_of(const struct pal_type *type);

/* The type of the rows of a list or a map, as they are typed. */
const struct pal_type *pal_sheet_row_type(const struct pal_type *rows);

/* Whether the rows of a map say a value each, several of which may stand under one key. */
bool pal_sheet_is_by_value(const struct pal_sheet_node *rows);
/* Of such a row the value, and the second key under which it stands. */
struct pal_sheet_node *pal_sheet_value_of(const struct pal_sheet_node *row);
struct pal_sheet_node *pal_sheet_at_of(const struct pal_sheet_node *row);

/* The type of the values of one field: of several alternatives that of one value. */
const struct pal_type *pal_sheet_value_type(const struct pal_type *type);

/* A new item of a list or a map behind the others, or where its index belongs. NULL: memory. */
struct pal_sheet_node *pal_sheet_item(struct pal_sheet *sheet, struct pal_sheet_node *rows,
                                      size_t index);

/* Whether nothing stands in it. */
bool pal_sheet_is_blank(const struct pal_sheet_node *node);
bool pal_sheet_is_map(const struct pal_sheet_node *node);
/* Whether the document is none without what stands in a node: what its form asks for. */
bool pal_sheet_is_needed(const struct pal_sheet_node *node);
/* How many rows of a list or a map it asks for. */
size_t pal_sheet_rows_needed(const struct pal_sheet_node *rows);
/* The fields by which an object is called, first of all; NULL behind the last. */
extern const char *const pal_sheet_calls[];

/* An id that its document, or its row, can have from its title. */
bool pal_sheet_is_proposed(const struct pal_sheet_node *node);
/* Whether a field is shown at all. */
bool pal_sheet_is_shown(const struct pal_sheet *sheet, const struct pal_sheet_node *node);

/* Takes an item out of its rows; those behind it move up. */
void pal_sheet_take_out(struct pal_sheet_node *item);

/* The node that the name of a field leads to, its rows by the numbers that they were sent with;
 * `what` is what stands behind it: "#", ".fr", "". NULL: none. Items that are not there are made
 * where `makes` is set. */
struct pal_sheet_node *pal_sheet_find(struct pal_sheet *sheet, const char *name, bool makes,
                                      const char **what);

/* What a node may be chosen from, as {value, title, word}: `word` is the title without its id, or
 * NULL. Of the key of a map's row its rows, with `is_key`. NULL: from nothing that is known. */
const struct pal_value *pal_sheet_options(struct pal_sheet *sheet,
                                          const struct pal_sheet_node *node, bool is_key);

/* The name of a node, into the arena. */
const char *pal_sheet_name(struct pal_sheet *sheet, const struct pal_sheet_node *node);

/* The cells of a row: the scalars of an item, those of objects within it too, and before them the
 * key (a NULL) of a map's. Gives how many, fills at most `max`. 0: its rows are no table. */
enum { PAL_SHEET_CELLS = 12 };
size_t pal_sheet_cells(struct pal_sheet_node *item, struct pal_sheet_node **cells, size_t max);

/* Puts one text, as it is typed, into a node. */
void pal_sheet_put(struct pal_sheet *sheet, struct pal_sheet_node *node, const char *text,
                   enum pal_lang lang);

const char *pal_sheet_copy(struct pal_sheet *sheet, const char *text, size_t len);

/* What the column of a cell of a row is called; `cell` is NULL for the key of a map's. Not
 * translated; in `room` where it is no constant. */
const char *pal_sheet_column(const struct pal_sheet_node *rows, const struct pal_sheet_node *cell,
                             char *room, size_t size);

bool pal_sheet_is_number(const struct pal_type *type);

/* A number as its type has it: "5000", "5 000", of decimals "5000,25"; of minutes of work "2 h 30"
 * too. What is none stays a text, for the check. */
struct pal_value *pal_sheet_number(struct pal_values *values, const struct pal_type *type,
                                   const char *text);

/* What is wrong with a number that the check refuses, and how to write it; NULL: nothing, or memory
 * is short. */
const char *pal_sheet_wrong_number(struct pal_sheet *sheet, const struct pal_sheet_node *node,
                                   const struct pal_value *value, const char *text);

#endif
