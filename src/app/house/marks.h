/*
 * marks - the marks of an assessment, step by step: what stands there, and marking.
 *
 * Texts of results are in the errand's arena. A mark as it is told and sent is an id of the scale
 * (core/model/rating.h), or marks of practices.
 */
#ifndef PAL_APP_HOUSE_MARKS_H
#define PAL_APP_HOUSE_MARKS_H

#include "app/desk/app.h"
#include "app/house/document.h"
#include "app/house/facts.h"
#include "core/model/marks.h"

#define PAL_MARK_FACT   "mark"
#define PAL_REASON_FACT "reason"

/* What stands in a cell: bodies of facts as JSON, {"mark": "F"}, {"practices": {"BP.05.01": "F"}},
 * or {} for what is said not to be rated. */
struct pal_marked {
    const char *own;       /* NULL: none of its own */
    const char *inherited; /* from a stronger basis, where it has none; NULL */
    int64_t turn;          /* 0: nothing was said of it but by the text */
    const char *again;     /* a body that is to be seen again, and counts for nothing yet; NULL */
    const char *reason;    /* why, in the visitor's language; NULL: nobody said so in this lane */
    int64_t reason_turn;
};

/* An area of an assessment in a lane. */
struct pal_marked_area {
    const struct pal_model *model; /* lives as long as `app` */
    const struct pal_area *area;
    int64_t fact; /* the last mark or reason of the assessment; 0: nobody has marked so far */
    struct pal_marked steps[PAL_LIMIT_STEPS];
    size_t *rated; /* of each area of the model: how many steps have a mark of their own there */
};

/* Behind the right to read the assessment. `area` "": the first. PAL_E_NOT_FOUND: there is no such
 * area in the model. */
enum pal_rc pal_marks_area(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                           enum pal_mark_lane lane, const char *area,
                           struct pal_marked_area *out) PAL_WARN_UNUSED;

/* A mark that is sent: of which step, and the fields of its body; none: it is taken back. */
struct pal_mark_wish {
    const char *part; /* "PA05/2.1" */
    const struct pal_fact_field *fields;
    size_t field_count;
    bool is_kept;       /* the mark stays as it is; a reason or evidence is said of it */
    const char *reason; /* why; NULL: it is not said, "": it is taken back */
    bool is_again;      /* the mark is one that is to be seen again */
    bool is_aside;      /* the evidence does not speak for it */
    bool has_lane;      /* it is of `lane`, whatever the others are of */
    enum pal_mark_lane lane;
};

/* Marks of steps, with what is said of all of them. */
struct pal_marking {
    const char *assessment;
    enum pal_mark_lane lane;
    struct pal_seen seen; /* the version of the text, and the last mark (pal_marked_area), seen */
    const char *act;
    const struct pal_mark_wish *marks;
    size_t count;
    const struct pal_fact_field *evidence; /* the fields of one piece (evidence.h), for all */
    size_t evidence_count;                 /* 0: none is named */
    const char *asked;                     /* as of struct pal_act_wish */
};

/* Marks steps, as one act: all or none. Who marked one of these steps since is shown
 * (PAL_E_CONFLICT), as in pal_facts_act. Until somebody has marked, the version is held against the
 * last one; 0: it is the last. */
enum pal_rc pal_marks_put(struct pal_errand *errand, const struct pal_marking *marking,
                          struct pal_act_done *out) PAL_WARN_UNUSED;

/* Says the marks that are to be seen again as they stand: of these steps, in this lane. Those of
 * other steps stay. PAL_E_INVALID: none of them is to be seen again. */
struct pal_confirming {
    const char *assessment;
    enum pal_mark_lane lane;
    struct pal_seen seen;
    const char *act;
    const char *area;         /* all of an area; "": of the parts */
    const char *const *parts; /* "PA05/2.1" */
    size_t count;
};
enum pal_rc pal_marks_confirm(struct pal_errand *errand, const struct pal_confirming *confirming,
                              struct pal_act_done *out) PAL_WARN_UNUSED;

/* Takes the marks of an earlier assessment of the same model over, on each basis, to be seen again:
 * where nothing is marked here. PAL_E_INVALID: it may not (a tender), it is of another model or
 * provider, or there is nothing to take. PAL_E_NOT_FOUND: the visitor reads no such assessment. */
struct pal_start_from {
    const char *assessment;
    const char *from;
    struct pal_seen seen;
    const char *act;
};
enum pal_rc pal_marks_start_from(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_start_from *wish,
                                 struct pal_act_done *out) PAL_WARN_UNUSED;

/* The assessment as of its last change, which is of its text or a mark: when, by whom. Behind the
 * right to read the assessment. */
enum pal_rc pal_marks_changed(struct pal_errand *errand, const struct pal_document *assessment,
                              struct pal_document *out) PAL_WARN_UNUSED;

/* How many steps of the assessment are to be seen again in a lane. Behind the right to read it. */
enum pal_rc pal_marks_to_see_again(struct pal_errand *errand, const struct pal_document *assessment,
                                   enum pal_mark_lane lane, int64_t *out) PAL_WARN_UNUSED;

/* What stands in a fact's body as a field: "F" of {"mark": "F"}; NULL. */
const char *pal_mark_of_body(struct pal_errand *errand, const char *body);

#endif
