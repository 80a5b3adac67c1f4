/*
 * case - what the tables of transitions (core/case/case.h) decide by, as the database has it.
 *
 * States are the words of project/1 (core/case/project_1.h): states that it has no word for cannot
 * be kept yet, and are offered to nobody.
 */
#ifndef PAL_APP_HOUSE_CASE_H
#define PAL_APP_HOUSE_CASE_H

#include "app/house/errand.h"
#include "app/house/standing.h"
#include "base/value.h"
#include "core/case/case.h"
#include "format/node.h"

/* A project, and what the visitor may do there. */
struct pal_case_of {
    const char *word; /* the state that its document writes; "": there is none */
    unsigned state;
    struct pal_case_facts facts;
    unsigned may;
};

/* By a project's document alone: its state, whether it has candidates, who is retained, a profile.
 * No query; its words are borrowed. NULL: a project that is to be. */
struct pal_case_of pal_case_of_value(const struct pal_errand *errand, const char *project,
                                     const struct pal_value *document);
struct pal_case_of pal_case_of_node(const struct pal_errand *errand, const char *project,
                                    const struct pal_node *root);

/* Adds what belongs to it, by one query: needs, documents. `standing` tells of the assessment that
 * stands for it; NULL: nobody looks at that. */
enum pal_rc pal_house_case(struct pal_errand *errand, const char *project,
                           const struct pal_standing *standing,
                           struct pal_case_of *of) PAL_WARN_UNUSED;

/* Whether the project may go on to the state of a word, a candidate from one word to another (NULL:
 * not there), an assessment begin. `given`: PAL_ASK_BIT of what was given; ~0U: whatever is asked.
 */
struct pal_case_answer pal_case_of_project(const struct pal_case_of *of, const char *word,
                                           unsigned given);
struct pal_case_answer pal_case_of_candidate(const struct pal_case_of *of, const char *from,
                                             const char *to, unsigned given);
struct pal_case_answer pal_case_of_assessment(const struct pal_case_of *of);

/* PAL_OK where it may happen; else why not, in the errand: who may not is denied, all else is about
 * what was sent. `whose`: a candidate, a step; NULL: the project. */
enum pal_rc pal_case_tell_why(struct pal_errand *errand, const struct pal_case_answer *answer,
                              const char *whose) PAL_WARN_UNUSED;

#endif
