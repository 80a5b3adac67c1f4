/*
 * candidates - the providers that the text of a project names, and what holds of each: what was
 * said of it last (facts of the kind "candidate", a part for each provider), else the word and the
 * note of the text. Whatever reads the state of a candidate reads it here.
 */
#ifndef PAL_APP_HOUSE_CANDIDATES_H
#define PAL_APP_HOUSE_CANDIDATES_H

#include "app/house/errand.h"
#include "app/house/facts.h"
#include "core/case/case.h"

#define PAL_CANDIDATE_FACT "candidate"

struct pal_candidate {
    const char *provider; /* an id; "": the text names none */
    unsigned state; /* PAL_CANDIDATE_NAMED …; PAL_CASE_NOT_THERE: the word of the text is none */
    const char *note;            /* why; "" */
    const char *date;            /* NULL: no day is said */
    const struct pal_fact *fact; /* that tells it; NULL: the text does */
    int64_t turn;                /* of the last fact, also where that tells nothing; 0: none */
    bool has_answered;           /* has submitted answers, once */
    bool has_questionnaire; /* one was sent to them; where somebody looked (pal_sendings_tell) */
};

/* {0}: none yet. */
struct pal_candidates {
    struct pal_candidate *items;
    size_t count;
    size_t room;
};

/* Adds those of a project's text as the text says, without its notes, in the arena of the errand:
 * for whoever asks who is named. A text that is NULL or that cannot be read has none. */
enum pal_rc pal_candidates_add(struct pal_errand *errand, const char *text,
                               struct pal_candidates *candidates) PAL_WARN_UNUSED;

/* What holds of those that the text of one project names. */
enum pal_rc pal_candidates_now(struct pal_errand *errand, const char *project, const char *text,
                               struct pal_candidates *out) PAL_WARN_UNUSED;

/* The same of many projects, `out` as the texts say, by one query at most; `has_answered` is that
 * of those who are answered or shortlisted now. */
enum pal_rc pal_candidates_of(struct pal_errand *errand, const char *const *projects, size_t count,
                              struct pal_candidates *out) PAL_WARN_UNUSED;

/* NULL: it is none of them. */
const struct pal_candidate *pal_candidates_find(const struct pal_candidates *candidates,
                                                const char *provider);
bool pal_candidates_have(const struct pal_candidates *candidates, const char *provider);

/* How many run (all but those who are refused or have withdrawn), whether one is retained. */
size_t pal_candidates_running(const struct pal_candidates *candidates);
bool pal_candidates_retain(const struct pal_candidates *candidates);

#endif
