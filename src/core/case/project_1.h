/*
 * project_1 - what the words of project/1 mean: the states of the project, and of its candidates.
 *
 * needs -> preparing; candidates -> tender; assessment, plans -> chosen; closed -> closed.
 * Candidates: candidate -> named; retained; refused. project/1 is read for ever; it has no word for
 * other states.
 */
#ifndef PAL_CORE_CASE_PROJECT_1_H
#define PAL_CORE_CASE_PROJECT_1_H

#include <stdbool.h>
#include <stddef.h>

#include "core/case/case.h"

/* The words, in their order; the first one is meant where none is written. */
enum { PAL_PROJECT_1_STATES = 5, PAL_PROJECT_1_CANDIDATES = 3 };
extern const char *const pal_project_1_states[PAL_PROJECT_1_STATES];
extern const char *const pal_project_1_candidates[PAL_PROJECT_1_CANDIDATES];

/* The state of the case; NULL or "": of the first word; another word: PAL_CASE_NOT_THERE. */
unsigned pal_project_1_state(const char *word);
unsigned pal_project_1_candidate(const char *word);

/* How a state of a candidate is called where project/1 may be meant: its word where it has one,
 * else the id of the state. */
const char *pal_project_1_candidate_word(unsigned state);

/* The state that such a word means; PAL_CASE_NOT_THERE: none. */
unsigned pal_project_1_candidate_state(const char *word);

/* Whether a domain name lies neither at nor under the root domain, small and capital letters alike.
 * Without a root (NULL, "") nothing lies outside. */
bool pal_project_1_is_outside(const char *root, const char *name);

#endif
