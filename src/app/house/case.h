/*
 * case - what the tables of transitions (core/case/case.h) decide by, as the database has it.
 *
 * States are the words of project/1 (core/case/project_1.h): states that it has no word for cannot
 * be kept yet, and are offered to nobody.
 */
#ifndef PAL_APP_HOUSE_CASE_H
#define PAL_APP_HOUSE_CASE_H

#include "app/house/document.h"
#include "app/house/errand.h"
#include "app/house/standing.h"
#include "core/case/case.h"

/* A project, and what the visitor may do there. */
struct pal_case_of {
    const char *word; /* the state that its text writes; "": the text cannot be read */
    unsigned state;
    struct pal_case_facts facts;
    unsigned may;
};

/* By the text of a project alone: its state, whether it has candidates, who is retained, a profile.
 * No query. `project` is a project that the visitor has read; with a text of NULL it is to be. */
enum pal_rc pal_house_case_of_text(struct pal_errand *errand, const struct pal_document *project,
                                   struct pal_case_of *out) PAL_WARN_UNUSED;

/* And by what belongs to it: needs, documents, the assessment that stands for it. `standing` was
 * read already; NULL: it is read here. */
enum pal_rc pal_house_case(struct pal_errand *errand, const struct pal_document *project,
                           const struct pal_standing *standing,
                           struct pal_case_of *out) PAL_WARN_UNUSED;

/* Whether the project may go on to the state of a word, a candidate from one word to another (NULL:
 * not there), an assessment begin. `given`: PAL_ASK_BIT of what was given; ~0U: whatever is asked.
 */
struct pal_case_answer pal_case_of_project(const struct pal_case_of *of, const char *word,
                                           unsigned given);
struct pal_case_answer pal_case_of_candidate(const struct pal_case_of *of, const char *from,
                                             const char *to, unsigned given);
struct pal_case_answer pal_case_of_assessment(const struct pal_case_of *of);

#endif
