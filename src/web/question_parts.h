/* question_parts - what the files of the form of an answer share. Private to src/web/question_*.c.
 */
#ifndef PAL_WEB_QUESTION_PARTS_H
#define PAL_WEB_QUESTION_PARTS_H

#include <jansson.h>

#include "core/question/answer.h"
#include "web/question_form.h"

/* What is typed into one control. */
enum pal_typed_kind {
    PAL_TYPED_WORD, /* a line of at most PAL_QUESTION_WORD characters */
    PAL_TYPED_LINE, /* in languages */
    PAL_TYPED_TEXT, /* in languages, of several lines */
    PAL_TYPED_NUMBER,
    PAL_TYPED_WHOLE,
    PAL_TYPED_UNIT,
    PAL_TYPED_DATE,
    PAL_TYPED_NEVER, /* a mark: the date never was */
    PAL_TYPED_YESNO,
    PAL_TYPED_STEP,
    PAL_TYPED_CHOICE,
    PAL_TYPED_COUNTRY,
    PAL_TYPED_FILE,
    PAL_TYPED_WAY,     /* how a proof is shown */
    PAL_TYPED_ABOUT,   /* what the answer is about */
    PAL_TYPED_INSTEAD, /* the fields, or what is said in their stead */
    PAL_TYPED_QUIET,   /* kept, and not shown */
};

struct pal_question_part {
    const char *key; /* behind the path of its box; "": the box itself */
    enum pal_typed_kind kind;
    const char *title; /* what it is called within its box; NULL: as the box */
};

/* What one value is typed in, as a field, a cell, a proof; or a table of such. */
struct pal_question_box {
    const char *path;                     /* of a cell NULL: where its row stands says it */
    const struct pal_answer_field *field; /* NULL: it is none of the question's */
    const struct pal_question_part *parts;
    size_t part_count;     /* 0: a table */
    struct pal_said *said; /* one for each part */
    /* Of a table: */
    struct pal_question_row *first;
    struct pal_question_row *last;
    size_t count;
    size_t beyond;                  /* rows that were too many to be taken, */
    struct pal_question_row *spare; /* and the one that took them */
    size_t from;                    /* the first row that is shown */
    bool is_none;                   /* "none" was the answer */
    const char *before;             /* what was sent of rows that were not shown; NULL: nothing */
    const char *after;
    const char *error;
};

struct pal_question_row {
    struct pal_question_row *next;
    size_t index;
    struct pal_question_box *cells; /* one for each column */
    bool is_added;                  /* an empty row that was asked for */
};

/* The parts around the fields, in the order of their box; from PAL_AROUND_PROOF on those of the
 * subcontractor's proof. */
enum pal_around {
    PAL_AROUND_INSTEAD,
    PAL_AROUND_NOT_YET,
    PAL_AROUND_NOT_APPLICABLE,
    PAL_AROUND_ABOUT,
    PAL_AROUND_SERVICE,
    PAL_AROUND_REMARK,
    PAL_AROUND_SECRET,
    PAL_AROUND_WHO,
    PAL_AROUND_PROOF
};
enum pal_proof_part {
    PAL_PROOF_TITLE,
    PAL_PROOF_FILE,
    PAL_PROOF_PAGE,
    PAL_PROOF_WAY,
    PAL_PROOF_QUOTE,
    PAL_PROOF_SECRET,
    PAL_PROOF_PARTS
};
/* The parts of what is drawn, of a date, of a number. */
enum { PAL_DRAWN_DRAWN, PAL_DRAWN_GOOD, PAL_DRAWN_ASKED };
enum { PAL_DATE_DAY, PAL_DATE_NEVER };
enum { PAL_AMOUNT_VALUE, PAL_AMOUNT_UNIT };

/* How a proof is shown where it is not handed over. */
enum { PAL_PROOF_WAYS = 2 };
extern const char *const pal_proof_ways[PAL_PROOF_WAYS];
extern const char *const pal_proof_way_titles[PAL_PROOF_WAYS];
/* The units of time, one of which a number may be typed in where its field has one of them. */
enum { PAL_TYPED_UNITS = 4 };
extern const enum pal_unit pal_typed_units[PAL_TYPED_UNITS];
bool pal_typed_has_units(const struct pal_answer_field *field);

static inline bool pal_question_is_table(const struct pal_question_box *box)
{
    return box->part_count == 0;
}
bool pal_typed_is_in_languages(enum pal_typed_kind kind);

/* How many cells a row of a table has, and how many rows it may have. */
size_t pal_question_columns(const struct pal_question_box *table);
size_t pal_question_rows_most(const struct pal_question_box *table);
/* The row of a number, which is made where it is not there; where the table is full one that does
 * not count. NULL: memory is short. */
struct pal_question_row *pal_question_row_at(struct pal_question_form *form,
                                             struct pal_question_box *table, size_t index);
/* Takes out the rows in which nothing stands, and numbers the others from 0. */
void pal_question_settle(struct pal_question_box *table);

bool pal_said_is_blank(const struct pal_said *said);
/* Whether nothing was typed; a unit alone is nothing. */
bool pal_question_is_blank(const struct pal_question_box *box);
bool pal_question_row_is_blank(const struct pal_question_box *table,
                               const struct pal_question_row *row);

/* What stands in a text, whatever its languages: that of `lang` before others; "" for nothing. */
const char *pal_said_in(const struct pal_said *said, enum pal_lang lang);
/* The same of what has no languages, without the blanks around it. */
const char *pal_typed_word(struct pal_question_form *form, const struct pal_said *said);

/* What is answered: the fields, or what was chosen, or what alone was typed, in their stead. */
enum pal_answer_instead pal_question_instead(const struct pal_question_form *form);

/* Where a path leads to. */
struct pal_question_spot {
    struct pal_said *said;
    const struct pal_question_part *part;
    const char *behind; /* of the path: "" or a language */
};
/* False: the form has no such place. Rows that are not there are made. */
bool pal_question_find(struct pal_question_form *form, const char *path,
                       struct pal_question_spot *out);
/* The table that a path leads to or through, and what stands behind it. NULL: none. */
struct pal_question_box *pal_question_find_table(struct pal_question_form *form, const char *path,
                                                 const char **behind);

/* The path of a part; `box` is that of the box. */
const char *pal_question_path(struct pal_question_form *form, const char *box,
                              const struct pal_question_part *part);
/* The path of a cell: "fields.levels[2].hours", "proofs[0]". */
const char *pal_question_cell_path(struct pal_question_form *form,
                                   const struct pal_question_box *table, size_t row, size_t cell);

/* Fills a table with rows, behind those that are there. */
void pal_question_fill_rows(struct pal_question_form *form, struct pal_question_box *table,
                            const json_t *rows);
/* The rows of a table from one to before another, as they were typed, as JSON. */
const char *pal_question_rows_typed(struct pal_question_form *form,
                                    const struct pal_question_box *table, size_t from,
                                    size_t until);
/* Puts a value into an object, whose reference it takes; NULL is a failure. */
void pal_question_put(struct pal_question_form *form, json_t *map, const char *key, json_t *json);
/* JSON in one line into the arena, keys sorted; takes the reference, of which NULL is a failure. */
const char *pal_question_dump(struct pal_question_form *form, json_t *json);

const char *pal_question_copy(struct pal_question_form *form, const char *text, size_t len);
/* A text that was made in the arena; "" where memory was short. */
const char *pal_question_made(struct pal_question_form *form, const char *text);
const char *pal_question_say(const struct pal_question_form *form, const char *text)
    __attribute__((format_arg(2)));
enum pal_lang pal_question_lang(const struct pal_question_form *form);

/* The country that a text names, by its code or by its name in any language; -1: none. */
int pal_question_country(struct pal_question_form *form, const char *text);

#endif
