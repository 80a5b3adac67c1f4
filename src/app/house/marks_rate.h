/*
 * marks_rate - what marks that somebody says would change: of an assessment of the database, before
 * they are put there (marks.h), or of the text of one that stands in a file, which is then written
 * as the database would write it.
 *
 * Results are in the errand's arena. An errand for a file needs no house.
 */
#ifndef PAL_APP_HOUSE_MARKS_RATE_H
#define PAL_APP_HOUSE_MARKS_RATE_H

#include "app/house/marks.h"

/* A step that is another than before. */
struct pal_step_change {
    const char *part;   /* "PA05/2.1" */
    bool is_marked;     /* the mark is another */
    const char *before; /* bodies, as in pal_marked; NULL: none of its own */
    const char *after;
    const char *reason; /* that is said now; "": it is taken back; NULL: as it was */
};

struct pal_marks_would {
    struct pal_step_change *changes;
    size_t count;
    size_t marked;   /* of these, with another mark */
    size_t reasoned; /* with another reason */
    /* For pal_marks_put: what is as it was is kept, and says nothing again; where evidence is
     * named all of them, since it speaks for each. */
    struct pal_mark_wish *wishes;
    size_t wish_count;
};

/* What a marking would change of an assessment of the database; nothing is written. Behind the
 * right to read it. PAL_E_INVALID: it would be refused, with the sentence. */
enum pal_rc pal_marks_would(struct pal_errand *errand, struct pal_app *app,
                            const struct pal_marking *marking,
                            struct pal_marks_would *out) PAL_WARN_UNUSED;

/* An assessment's text, from anywhere. */
struct pal_marks_text_of {
    const char *name; /* what messages call it */
    const char *text;
    size_t len;
};

/* Reads it; its problems are in `app`. */
enum pal_rc pal_marks_open_text(struct pal_app *app, const struct pal_marks_text_of *of,
                                const struct pal_assessment **out) PAL_WARN_UNUSED;

/* The same marking of a text, whose `assessment`, `seen` and `act` are not read: `*text` is the
 * text with it, NULL where nothing changes. A reason becomes the note of its step, whatever the
 * basis. PAL_E_INVALID: there is evidence, which a text has no place for. */
enum pal_rc pal_marks_rate_text(struct pal_errand *errand, struct pal_app *app,
                                const struct pal_marks_text_of *of,
                                const struct pal_marking *marking, struct pal_marks_would *out,
                                const char **text) PAL_WARN_UNUSED;

/* Reads a line "PA05/2.1 F", with blanks, a tab, a comma or a semicolon between, "-" for a mark
 * that is taken back, "=" for one that stays; `len` without the end of the line. False: it says
 * something else, or memory is short. */
bool pal_mark_line_read(struct pal_errand *errand, const char *line, size_t len,
                        struct pal_mark_wish *out);

#endif
