/*
 * course - how far an assessment is: a draft, rated; the facts of the kind "course" on it, held
 * against the table of the assessment (core/case/case.h).
 *
 * What nobody has said anything of is a draft. While it is none, its marks, reasons and the ratings
 * of its text stay as they are: it is taken back to the draft first, with a reason.
 */
#ifndef PAL_APP_HOUSE_COURSE_H
#define PAL_APP_HOUSE_COURSE_H

#include "app/house/case.h"
#include "app/house/facts.h"

#define PAL_COURSE_FACT "course"

struct pal_course {
    unsigned state;        /* PAL_ASSESSMENT_DRAFT … */
    const char *state_id;  /* "draft" */
    int64_t turn;          /* of the fact; 0: nobody has said anything */
    struct pal_fact fact;  /* who said it, when; only where turn > 0 */
    const char *reason;    /* NULL: none */
    struct pal_case_of of; /* its project, and what the visitor may there */
};

/* Behind the right to read the assessment. */
enum pal_rc pal_course_now(struct pal_errand *errand, const char *assessment,
                           struct pal_course *out) PAL_WARN_UNUSED;

/* What is said of it alone, by one query. */
enum pal_rc pal_course_read(struct pal_errand *errand, const char *assessment,
                            struct pal_course_said *out) PAL_WARN_UNUSED;

/* Every row of the table from its state, as pal_case_next. */
size_t pal_course_next(const struct pal_course *course, struct pal_case_answer *out, size_t max);

/* Whether marks of an earlier assessment may be taken over in a project ("": of none), to be seen
 * again: not before the award of a tender, where its procedure says so. PAL_E_INVALID and
 * PAL_E_DENIED with a sentence. */
enum pal_rc pal_course_check_from(struct pal_errand *errand, const char *project) PAL_WARN_UNUSED;

/* Says its next state; `turn` is what was seen. PAL_E_INVALID: the table's sentence. */
struct pal_course_wish {
    const char *assessment;
    const char *state; /* "rated" */
    const char *reason;
    int64_t turn;
    const char *act;
};
enum pal_rc pal_course_say(struct pal_errand *errand, const struct pal_course_wish *wish,
                           struct pal_act_done *out) PAL_WARN_UNUSED;

#endif
