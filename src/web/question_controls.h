/* question_controls - what the templates of a question show of one value. Private to
 * src/web/question_*.c. */
#ifndef PAL_WEB_QUESTION_CONTROLS_H
#define PAL_WEB_QUESTION_CONTROLS_H

#include "web/question_parts.h"

struct pal_question_showing {
    struct pal_question_form *form;
    struct pal_values *values;
    struct pal_value *errors; /* NULL: nowhere */
    enum pal_lang lang;
    const char *id; /* that every id begins with: "POL-01" */
};

/* A part that is shown: where it stands, what it is of, how people call it. */
struct pal_question_shown {
    const char *path;
    const struct pal_question_part *part;
    struct pal_said *said;
    const struct pal_answer_field *field;
    const char *label;
    const char *within;  /* what is said before its label where that stands alone; NULL: nothing */
    const char *hold;    /* stands in the empty control; NULL: nothing */
    const char *caption; /* stands before a control of a cell; NULL: nothing */
    bool is_cell;
    bool is_spread; /* all that it is chosen from is seen, and last that nothing is */
    bool is_named;  /* no label stands before it: it carries its name itself */
    bool takes_focus;
};

/* "POL-01" and "levels[2].title" as "POL-01-levels-2--title": what an address may name. */
const char *pal_question_plain_id(struct pal_question_showing *in, const char *text);
const char *pal_question_id(struct pal_question_showing *in, const char *path);

const char *pal_question_text(const struct pal_question_showing *in, const struct pal_text *text);
/* With a capital. */
const char *pal_question_capital(struct pal_question_showing *in, const char *text);
/* What a field is called, or its id with blanks, with the unit that cannot be chosen behind it. */
const char *pal_question_title(struct pal_question_showing *in,
                               const struct pal_answer_field *field);

/* A sentence (NULL: none) into the list of what is wrong, with what it is of (NULL: the whole). */
void pal_question_told(struct pal_question_showing *in, const char *label, const char *sentence,
                       const char *id);

/* What a part may be chosen from, and that nothing is (NULL: something must be); what stands there
 * is among it, whatever it is. */
struct pal_value *pal_question_options(struct pal_question_showing *in,
                                       const struct pal_question_shown *of, const char *none);

/* One control with its label and what is wrong with it. */
struct pal_value *pal_question_control(struct pal_question_showing *in,
                                       const struct pal_question_shown *of);
/* The controls of a box: as many as it has parts that are shown; of a date and of a number with a
 * unit the second belongs to the first. `number` is that of the row, 0: it is no cell. */
void pal_question_add_controls(struct pal_question_showing *in, struct pal_value *list,
                               struct pal_question_box *box, const char *path, const char *label,
                               size_t number, bool takes_focus);
/* What is kept of a box and not shown, as {name, value}. */
void pal_question_add_quiet(struct pal_question_showing *in, struct pal_value *list,
                            struct pal_question_box *box, const char *path);

#endif
