/*
 * sheet - the form of a document, made of its descriptor (format/desc.h).
 *
 * A sheet is a tree of the fields of a type. It is filled with a document that is kept, or with
 * what a form has sent; it gives a document, and what the one template of all forms shows
 * (ui/web_sheet.mustache). Between two requests it is nowhere: the form carries all of it.
 *
 * A field's name is its path: `laws[2].title.fr`. The key of a map's entry, which is typed like a
 * value, is `areas[0]#`; what the name of a list does not say is in which order rows came, so their
 * numbers say that alone, and rows in which nothing stands are left out. A list of ids or numbers
 * stands in one field. A map of values, or of maps of values, is a row for each value
 * (`targets[0]#`, `targets[0].wanted`, `targets[0].at`). A key of the document of which nothing is
 * sent stays as it was: what the sheet does not show, and what a program does not name. So a list
 * sends its own name too: it may have become empty.
 */
#ifndef PAL_WEB_SHEET_H
#define PAL_WEB_SHEET_H

#include "base/lang.h"
#include "base/value.h"
#include "format/desc.h"
#include "http/http.h"

enum {
    PAL_SHEET_FIELDS = 1000,  /* that a form may have: of a longer document a part, or its text */
    PAL_SHEET_PASTED = 65536, /* bytes of lines that are pasted at once */
    PAL_SHEET_ROWS_MORE = 3   /* that "more rows" adds */
};

struct pal_sheet;
struct pal_sheet_node;

/* What a field may be chosen from, beyond its type: documents of a kind as {value, title}; parts of
 * the document of a kind whose id is given, with `word` too. NULL: nothing is known of it. */
struct pal_sheet_source {
    struct pal_value *(*options)(void *ctx, const char *kind);
    struct pal_value *(*parts)(void *ctx, enum pal_part part, const char *id);
    void *ctx;
};

struct pal_sheet {
    struct pal_arena *arena;
    const struct pal_voice *voice; /* of its words; NULL: English */
    const struct pal_type *type;   /* an object */
    const char *part;              /* the only key of it that is shown; NULL: all */
    bool is_new;                   /* of a document that is none yet: its id may be chosen */
    const struct pal_sheet_source *source; /* NULL: nothing is chosen */
    const struct pal_value *before;        /* the document that it is of; NULL: none */
    const char *under; /* of a part of a document: its path, "questions[12]"; NULL: it is whole */
    struct pal_value *parts[PAL_PART_COUNT];
    bool is_offered[PAL_PART_COUNT]; /* the source was asked for it */
    struct pal_sheet_node *root;
    const char *unknown;    /* a name that was sent and that no field has; NULL: none */
    const char *first_row;  /* the name of the row that was added first: it takes the focus */
    struct pal_value *told; /* what of pasted lines could not be taken: texts; NULL: nothing */
    bool is_read;           /* from what was sent */
    bool is_refused;        /* an error stands at a field before any check */
    bool is_cut;            /* the document is longer than any form: not all of it was taken */
    size_t made;            /* nodes */
    bool failed;            /* memory was short */
};

/* An empty sheet. */
void pal_sheet_init(struct pal_sheet *sheet, struct pal_arena *arena, const struct pal_voice *voice,
                    const struct pal_type *type, const char *part);

/* Fills it with a document that is kept: with what of it is shown, and of one that is longer than
 * any form with its beginning alone (`is_cut`), which gives no document again. */
void pal_sheet_fill(struct pal_sheet *sheet, const struct pal_value *document);

/* Fills it with what was sent; names that are none of its fields are `unknown` (the first), unless
 * they are among `others`, words with blanks between. Rows in which nothing stands are left out,
 * unless an `add` or a paste of what was sent is for a table within them. */
void pal_sheet_read(struct pal_sheet *sheet, const struct pal_fields *form, const char *others);

/* Gives rows the ids that their titles propose, where they lack one. */
void pal_sheet_propose(struct pal_sheet *sheet);

/* The document: what was typed as its types have it, and what is no such thing as it was typed, for
 * the check to say so. What is not shown is that of `before` (NULL: none). */
struct pal_value *pal_sheet_document(struct pal_sheet *sheet, struct pal_values *values,
                                     const struct pal_value *before);

/* How many names its form sends; of what was cut more than any form. */
size_t pal_sheet_size(const struct pal_sheet *sheet);

/* What the form shall show: adds empty rows at a path (of a table several), takes a row away. Rows
 * are named by the numbers that they were sent with, whatever was left out since; a path that leads
 * nowhere changes nothing, nor does a row that the form could not send. */
void pal_sheet_add_rows(struct pal_sheet *sheet, const char *path);
void pal_sheet_remove_row(struct pal_sheet *sheet, const char *path);

/* Appends lines of a spreadsheet (between tabs, else semicolons) to the table at a path, a cell for
 * each column. What cannot be taken is told by its line in `sheet->told`. */
void pal_sheet_paste(struct pal_sheet *sheet, const char *path, const char *text,
                     struct pal_values *values);

/* Puts a sentence at a place of the document, as the check of a document names it: at the field, or
 * at what is nearest around it. `field` (NULL: none) is what is missing there. False: it is of the
 * whole. */
bool pal_sheet_tell(struct pal_sheet *sheet, const char *path, const char *field,
                    const char *sentence);

/* What the template shows: {fields […]}; and the sentences that stand at fields, as {text, field},
 * into `errors` (NULL: nowhere). */
struct pal_value *pal_sheet_show(struct pal_sheet *sheet, struct pal_values *values,
                                 struct pal_value *errors);

#endif
