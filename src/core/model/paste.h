/*
 * paste - marks as a spreadsheet gives them: a block of letters, or a list of steps with their
 * marks. Text in, cells out; nothing is said of what stands there already.
 *
 * A block has the areas as rows and the steps as columns, or the other way round. With the ids of
 * areas and steps at its edges ("PA05", "PA05 Title") it may hold any of them, in any order;
 * without, it is of all of them in the order of the model, and its shape tells how it lies.
 *
 * A list has one step on each line: "PA05/2.1 F", "PA05;2.1;F;why", or columns below heads of these
 * names, in any order: part or area and step, basis, mark, practices, state, reason. That is how
 * the marks of an assessment are told as a table, so that they come in again as they went out.
 *
 * A mark is N, P, L, F, also small; x, na, n/a, "not applicable", s.o. or "sans objet"; a dash
 * takes back, nothing leaves as it is, and so does an = alone. Formulas are not computed.
 */
#ifndef PAL_CORE_MODEL_PASTE_H
#define PAL_CORE_MODEL_PASTE_H

#include "base/arena.h"
#include "base/rc.h"
#include "core/model/marks.h"

/* How a block lies at whose edges nothing says it. */
enum pal_paste_lie {
    PAL_PASTE_BY_SHAPE,
    PAL_PASTE_AREAS_DOWN, /* areas are rows */
    PAL_PASTE_STEPS_DOWN,
    PAL_PASTE_LIES
};
extern const char *const pal_paste_lie_ids[PAL_PASTE_LIES]; /* "", "areas", "steps" */

enum pal_paste_form {
    PAL_PASTE_NOTHING,
    PAL_PASTE_LIST,
    PAL_PASTE_AREAS_AS_ROWS,
    PAL_PASTE_STEPS_AS_ROWS
};

/* What a cell says of its mark. */
enum pal_paste_word { PAL_PASTE_LEAVE, PAL_PASTE_MARK, PAL_PASTE_PRACTICES, PAL_PASTE_TAKE_BACK };

struct pal_paste_practice {
    const char *id; /* of the model */
    enum pal_rating rating;
};

struct pal_paste_cell {
    size_t area;             /* index in the model */
    size_t step;             /* in the ladder of the area */
    enum pal_mark_lane lane; /* PAL_MARK_LANES: it does not say which */
    enum pal_paste_word word;
    enum pal_rating rating;
    const struct pal_paste_practice *practices;
    size_t practice_count;
    bool is_again;      /* a mark that is to be seen again */
    const char *reason; /* NULL: it is not said; "": it is taken back */
    size_t line;        /* of the text, from 1 */
    size_t column;      /* cell of that line, from 1 */
};

/* Why a cell is not taken. */
enum pal_paste_fault {
    PAL_PASTE_FORMULA,
    PAL_PASTE_NO_MARK,     /* it is no mark */
    PAL_PASTE_NO_AREA,     /* the model has none of that id */
    PAL_PASTE_NO_STEP,     /* the area has none of that id, or not so many */
    PAL_PASTE_NO_BASIS,    /* there is none of that id */
    PAL_PASTE_NO_PRACTICE, /* the step has none of that id, or there is no mark behind it */
    PAL_PASTE_BOTH,        /* a mark and marks of practices */
    PAL_PASTE_TWICE,       /* it stands further above already */
    PAL_PASTE_LONG,        /* a reason of more than PAL_PASTE_REASON_MOST bytes */
    PAL_PASTE_FAULTS
};
struct pal_paste_refused {
    size_t line;
    size_t column;
    enum pal_paste_fault fault;
    const char *what; /* what stands there */
};

/* Why nothing of it is taken. */
enum pal_paste_whole {
    PAL_PASTE_FINE,
    PAL_PASTE_EMPTY,     /* there is nothing */
    PAL_PASTE_TOO_LONG,  /* more lines or cells than base/cells.h takes */
    PAL_PASTE_SHAPE,     /* a block without ids that is as large as no assessment of this model */
    PAL_PASTE_AMBIGUOUS, /* its shape does not tell how it lies */
};

enum {
    PAL_PASTE_REFUSED_TOLD = 50,
    PAL_PASTE_REASON_MOST = 4000, /* as a reason is kept (app/house/reasons_parts.h) */
};

struct pal_pasted {
    enum pal_paste_whole whole;
    enum pal_paste_form form;
    size_t rows; /* of a block: without its heads */
    size_t columns;
    size_t steps; /* of the longest ladder of the model */
    struct pal_paste_cell *cells;
    size_t count;
    struct pal_paste_refused refused[PAL_PASTE_REFUSED_TOLD]; /* the first ones */
    size_t refused_count;                                     /* all */
};

/* Reads what was pasted. PAL_E_MEMORY is the one failure: anything else stands in `out`, which
 * borrows from the arena and from the model. */
enum pal_rc pal_paste_read(struct pal_arena *arena, const struct pal_model *model, const char *text,
                           enum pal_paste_lie lie, struct pal_pasted *out) PAL_WARN_UNUSED;

/* A mark as people type it, with nothing around it; false: it is none. */
bool pal_paste_word_find(const char *text, enum pal_paste_word *word, enum pal_rating *rating);

#endif
