/*
 * second - an assessment read independently by a second expert (docs/decisions/0042).
 *
 * An expert asks another one, who has marked nothing of it, to mark it without seeing the marks
 * that are there (blind.h). What they mark counts nowhere, and nobody but they see it. Once both
 * sides say that they are done, the reading is open and stays so: both see both, the share of equal
 * marks is told, and each difference is agreed, with a reason. Results live in the errand's arena.
 */
#ifndef PAL_APP_HOUSE_SECOND_H
#define PAL_APP_HOUSE_SECOND_H

#include "app/desk/app.h"
#include "app/house/facts.h"
#include "app/house/marks.h"
#include "core/model/agreement.h"

/* The lanes in which one reads twice: checked, seen, claimed. */
enum { PAL_SECOND_LANES = PAL_MARK_CLAIMED + 1 };

enum pal_second_state {
    PAL_SECOND_IS_NONE,
    PAL_SECOND_IS_UNDER_WAY,
    PAL_SECOND_IS_OPEN,
    PAL_SECOND_IS_GIVEN_UP,
};
/* "none", "under-way", "open", "given-up" */
extern const char *const pal_second_state_ids[];

/* A side: whether it is done, and which turn says so. */
struct pal_second_side {
    bool is_done;
    int64_t turn;
    struct pal_fact said; /* only where turn > 0 */
};

/* How it stands. */
struct pal_second {
    enum pal_second_state state;
    const char *reader;   /* a person; "": none so far */
    bool is_reader;       /* the visitor */
    struct pal_fact said; /* what was said last; not of none */
    const char *reason;   /* of that; NULL */
    struct pal_fact begun;
    struct pal_second_side first;
    struct pal_second_side second;
    struct pal_document document; /* without its text */
};
/* Behind the right to read the project; also for whoever reads it independently. */
enum pal_rc pal_second_now(struct pal_errand *errand, const char *assessment,
                           struct pal_second *out) PAL_WARN_UNUSED;

/* The experts of the project, and those of the house, who may be asked: ids of persons, 200 at
 * most. */
enum pal_rc pal_second_offered(struct pal_errand *errand, const char *assessment, const char ***out,
                               size_t *count) PAL_WARN_UNUSED;

/* Asks somebody, or gives a reading up (then a reason is needed). */
struct pal_second_wish {
    const char *assessment;
    const char *reader;
    const char *reason; /* "": none */
    int64_t turn;       /* that was seen of it */
    const char *act;
    const char *asked; /* as of struct pal_act_wish */
};
enum pal_rc pal_second_ask(struct pal_errand *errand, const struct pal_second_wish *wish,
                           struct pal_act_done *out) PAL_WARN_UNUSED;
enum pal_rc pal_second_give_up(struct pal_errand *errand, const struct pal_second_wish *wish,
                               struct pal_act_done *out) PAL_WARN_UNUSED;

/* Says that the visitor's side is done, or not yet after all: the reader's own, else the other. */
enum pal_rc pal_second_say_done(struct pal_errand *errand, const struct pal_second_wish *wish,
                                bool is_done, struct pal_act_done *out) PAL_WARN_UNUSED;

/* What the reader has marked in a cell. */
struct pal_second_cell {
    const char *body; /* as of a mark, without the reason; NULL: not marked */
    const char *reason;
    enum pal_rating rating;
    int64_t turn;
};
struct pal_second_marks {
    const struct pal_model *model;                   /* lives as long as `app` */
    struct pal_second_cell *cells[PAL_SECOND_LANES]; /* one for each step of the model */
    size_t *rated[PAL_SECOND_LANES];                 /* of each area */
    int64_t fact;                                    /* the last mark of it */
};
/* As far as the visitor may read them; else nothing is marked. */
enum pal_rc pal_second_marks(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                             const char *reader, struct pal_second_marks *out) PAL_WARN_UNUSED;

/* Marks steps for the second reading, as pal_marks_put; a reason that is not said stays. */
enum pal_rc pal_second_put(struct pal_errand *errand, const struct pal_marking *marking,
                           struct pal_act_done *out) PAL_WARN_UNUSED;

/* A step that both marked, differently. */
struct pal_second_difference {
    const char *part;
    const struct pal_area *area;
    size_t step;
    enum pal_mark_lane lane;
    enum pal_rating first; /* as it was when the reading was opened */
    enum pal_rating second;
    const char *first_reason; /* NULL: none */
    const char *second_reason;
    const char *second_body;
    int distance;        /* pal_agreement_distance */
    const char *taken;   /* "first", "second", "other"; NULL: not agreed yet */
    enum pal_rating now; /* what is marked there by now */
    const char *agreed_reason;
    struct pal_fact agreed; /* where it is */
};
struct pal_second_compared {
    const struct pal_model *model;
    struct pal_agreement all;
    struct pal_agreement in[PAL_SECOND_LANES];
    struct pal_agreement *areas; /* one per area of the model */
    struct pal_second_difference *differences;
    size_t count;
    size_t agreed;
    int64_t fact; /* the last mark, reason or agreement */
};
/* Of a reading that is open. PAL_E_INVALID: it is not. */
enum pal_rc pal_second_compare(struct pal_errand *errand, struct pal_app *app,
                               const char *assessment, const struct pal_second *second,
                               struct pal_second_compared *out) PAL_WARN_UNUSED;

/* Agrees differences, one or all of an area that are not agreed yet: as one act. Of all of an area
 * those with a reason of their own keep that. */
struct pal_second_reason {
    const char *part;
    enum pal_mark_lane lane;
    const char *text;
};
struct pal_second_agreeing {
    const char *assessment;
    const char *area;        /* all of an area in all lanes; "": the part */
    const char *part;        /* "PA05/2.1" */
    enum pal_mark_lane lane; /* of the part */
    const char *take;        /* "first", "second", "other" */
    const char *mark;        /* with "other": an id of the scale */
    const char *reason;
    const struct pal_second_reason *own; /* with an area */
    size_t own_count;
    struct pal_seen seen;
    const char *act;
};
enum pal_rc pal_second_agree(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_second_agreeing *wish,
                             struct pal_act_done *out) PAL_WARN_UNUSED;

#endif
