/*
 * case_facts - facts that say the state of a thing of the case (a stage, a candidate): their
 * fields, the one rule that they are held against, what they say in words. Private to
 * src/app/house.
 *
 * The rule is the table of the thing (core/case/case.h): what leads from the state that holds to
 * the one that is said; a state that stays may be said anew, as if for the first time. What is
 * brought from elsewhere tells how things stood there, as a project that is brought does: it is
 * held against no table, and the right to say it is asked all the same.
 */
#ifndef PAL_APP_HOUSE_CASE_FACTS_H
#define PAL_APP_HOUSE_CASE_FACTS_H

#include "app/house/facts_parts.h"
#include "core/case/case.h"

/* The body of such a fact: "date", "reason". */
extern const struct pal_type pal_type_case_said;
extern const struct pal_fact_lane pal_case_lanes[1];
extern const char pal_case_no_undo[];

/* What a row says; what it does not say is NULL. */
struct pal_case_said {
    const char *date;
    const char *reason;
};
struct pal_case_said pal_case_said_in(struct pal_errand *errand, const char *body);

/* What was said before a fact. */
struct pal_case_held {
    bool is_said;       /* somebody has said the state that holds; else it cannot be said anew */
    const char *reason; /* that stood there: it is that of something else; NULL: none */
};

/* Whether `row` may be said where `asked` is how things stand: its `given` is taken from the row.
 */
enum pal_rc pal_case_hold_fact(struct pal_errand *errand, const struct pal_case_asked *asked,
                               const struct pal_case_held *held,
                               const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* The `check` of such a kind: what is said here and now is held by `within`, in memory of its own,
 * as texts that it reads may be long; what is brought was so elsewhere. */
typedef enum pal_rc pal_case_checking(struct pal_errand *errand, const struct pal_fact_row *row,
                                      const struct pal_fact_row *head);
enum pal_rc pal_case_check_apart(struct pal_errand *errand, const struct pal_fact_row *row,
                                 const struct pal_fact_row *head,
                                 pal_case_checking *within) PAL_WARN_UNUSED;

/* Who said it, by name; NULL: memory is short. */
const char *pal_case_who(struct pal_errand *errand, const struct pal_fact_row *row);

/* "step visit done on 2026-03-02 by Eva Expert"; where no day is said "…, by …"; then ": WHY". */
const char *pal_case_say(struct pal_errand *errand, enum pal_case_thing thing,
                         const struct pal_fact_row *row);

#endif
