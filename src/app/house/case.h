/*
 * case - what the tables of transitions (core/case/case.h) decide by, as the database has it.
 *
 * The states of projects are the words of project/1 (core/case/project_1.h): states that it has no
 * word for cannot be kept yet, and are offered to nobody. Those of candidates: candidates.h; of the
 * steps of the process: stages.h.
 */
#ifndef PAL_APP_HOUSE_CASE_H
#define PAL_APP_HOUSE_CASE_H

#include "app/house/candidates.h"
#include "app/house/errand.h"
#include "app/house/standing.h"
#include "base/value.h"
#include "core/case/case.h"
#include "format/node.h"

/* How many questionnaires were sent in a project, and how far they are. */
struct pal_case_sent {
    size_t count;
    size_t open;        /* and the time to answer is not over */
    size_t over;        /* neither submitted nor closed, though it is */
    size_t submitted;   /* and with those who read them */
    bool was_submitted; /* one was, whatever became of it */
};

/* A project, and what the visitor may do there. */
struct pal_case_of {
    const char *word; /* the state that its document writes; "": there is none */
    unsigned state;
    struct pal_case_facts facts;
    unsigned may;
    bool has_tables; /* of procedures in the library, once pal_house_case has looked (procedures.h)
                      */
    struct pal_case_sent sent; /* where somebody looked (pal_house_case) */
};

/* By a project's document and its candidates (NULL: nobody looked at them) alone: its state,
 * whether it has candidates, who is retained, a profile. No query; its words are borrowed.
 * `document` NULL: a project that is to be. */
struct pal_case_of pal_case_of_value(const struct pal_errand *errand, const char *project,
                                     const struct pal_value *document,
                                     const struct pal_candidates *candidates);
struct pal_case_of pal_case_of_node(const struct pal_errand *errand, const char *project,
                                    const struct pal_node *root,
                                    const struct pal_candidates *candidates);

/* Adds what its candidates tell. */
void pal_case_tell_candidates(struct pal_case_of *of, const struct pal_candidates *candidates);

/* Adds what belongs to it, by two queries: needs, documents, questionnaires. `standing` tells of
 * the assessment that stands for it; NULL: nobody looks at that. */
enum pal_rc pal_house_case(struct pal_errand *errand, const char *project,
                           const struct pal_standing *standing,
                           struct pal_case_of *of) PAL_WARN_UNUSED;

/* What the table of candidates is asked of one; NULL: of whoever is none yet. `given`: nothing. */
struct pal_case_asked pal_case_asked_of_candidate(const struct pal_case_of *of,
                                                  const struct pal_candidate *candidate);

/* Whether the project may go on to the state of a word, an assessment begin. `given`: PAL_ASK_BIT
 * of what was given. */
struct pal_case_answer pal_case_of_project(const struct pal_case_of *of, const char *word,
                                           unsigned given);
struct pal_case_answer pal_case_of_assessment(const struct pal_case_of *of);

/* Whether the alert level may go from one to another of its scheme: both as their place among its
 * levels, the calmest first; below 0: none. A level that stays is put in force anew. */
struct pal_case_answer pal_case_of_alert(const struct pal_case_of *of, int from, int to,
                                         unsigned given);

/* The sentence of an answer, in the visitor's language. `whose`: a candidate, a step; NULL: the
 * project.
 * PAL_OK: it may; PAL_E_DENIED: it is for others to do; PAL_E_INVALID: all else is about what was
 * sent. */
enum pal_rc pal_case_refuse(struct pal_errand *errand, const struct pal_case_answer *answer,
                            const char *whose) PAL_WARN_UNUSED;

#endif
