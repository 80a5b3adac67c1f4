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

#define PAL_MARK_FACT "mark"

/* What stands in a cell: bodies of facts as JSON, {"mark": "F"}, {"practices": {"BP.05.01": "F"}},
 * or {} for what is said not to be rated. */
struct pal_marked {
    const char *own;       /* NULL: none of its own */
    const char *inherited; /* from a stronger basis, where it has none; NULL */
    int64_t turn;          /* 0: nothing was said of it but by the text */
};

/* An area of an assessment in a lane. */
struct pal_marked_area {
    const struct pal_model *model; /* lives as long as `app` */
    const struct pal_area *area;
    int64_t fact; /* the last mark of the assessment; 0: nobody has marked so far */
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
};

/* Marks steps, as one act: all or none. `seen` is the version of the text, and the last mark
 * (pal_marked_area), that whoever marks has seen; who marked one of these steps since is shown
 * (PAL_E_CONFLICT), as in pal_facts_act. Until somebody has marked, the version is held against the
 * last one; 0: it is the last. */
enum pal_rc pal_marks_put(struct pal_errand *errand, const char *assessment,
                          enum pal_mark_lane lane, struct pal_seen seen, const char *act,
                          const struct pal_mark_wish *marks, size_t count,
                          struct pal_act_done *out) PAL_WARN_UNUSED;

/* The assessment as of its last change, which is of its text or a mark: when, by whom. Behind the
 * right to read the assessment. */
enum pal_rc pal_marks_changed(struct pal_errand *errand, const struct pal_document *assessment,
                              struct pal_document *out) PAL_WARN_UNUSED;

/* What stands in a fact's body as a field: "F" of {"mark": "F"}; NULL. */
const char *pal_mark_of_body(struct pal_errand *errand, const char *body);

#endif
