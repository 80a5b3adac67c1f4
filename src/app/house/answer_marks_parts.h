/* answer_marks_parts - the kinds of facts of answer_marks.h. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_ANSWER_MARKS_PARTS_H
#define PAL_APP_HOUSE_ANSWER_MARKS_PARTS_H

#include "app/house/answer_marks.h"
#include "app/house/fact_kinds.h"

/* Rows of fact_kinds.c. */
extern const struct pal_fact_kind pal_fact_answer_mark;
extern const struct pal_fact_kind pal_fact_answer_verdict;
extern const struct pal_fact_kind pal_fact_finding;

#endif
