/* answer_marks_parts - the kinds of facts of answer_marks.h. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_ANSWER_MARKS_PARTS_H
#define PAL_APP_HOUSE_ANSWER_MARKS_PARTS_H

#include "app/house/answer_marks.h"
#include "app/house/fact_kinds.h"

/* Rows of fact_kinds.c. */
extern const struct pal_fact_kind pal_fact_answer_mark;
extern const struct pal_fact_kind pal_fact_answer_verdict;
extern const struct pal_fact_kind pal_fact_finding;

/* A sending whose answers are looked at: once they are submitted; what only the expert is asked,
 * and the interview guide, as soon as the questionnaire is there. PAL_E_DENIED while it is sealed.
 */
enum pal_rc pal_answers_open(struct pal_errand *errand, const char *id,
                             struct pal_sending *out) PAL_WARN_UNUSED;

#endif
