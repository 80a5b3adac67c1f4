/*
 * worked - how long answering a questionnaire took, in the middle of those that were submitted here
 * (core/question/worked.h), beside what the questionnaire proposes.
 */
#ifndef PAL_APP_HOUSE_WORKED_H
#define PAL_APP_HOUSE_WORKED_H

#include "app/house/sendings.h"

/* Of so many submissions the one in the middle. `count` under PAL_WORKED_LEAST: it is not told. */
struct pal_worked {
    size_t count;
    uint32_t minutes;
};
struct pal_worked_all {
    struct pal_worked first; /* by whoever had submitted none of it before */
    struct pal_worked again;
};

/* The submissions of a questionnaire that were made last, in all projects. For who may send in one:
 * the middle of ten names nobody. */
struct pal_submitted;
struct pal_submitted_list {
    const struct pal_submitted *all; /* the last first */
    size_t count;
};
enum pal_rc pal_worked_read(struct pal_errand *errand, const char *project,
                            const char *questionnaire,
                            struct pal_submitted_list *out) PAL_WARN_UNUSED;

/* Of those, what a kind of actor was asked in a tier; those that are sealed are none yet. */
enum pal_rc pal_worked_find(struct pal_errand *errand, const struct pal_submitted_list *list,
                            enum pal_tier tier, enum pal_actor actor,
                            struct pal_worked_all *out) PAL_WARN_UNUSED;

#endif
