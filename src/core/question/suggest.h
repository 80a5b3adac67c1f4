/*
 * suggest - from answers to suggested ratings: practice by practice, and what was found on the way.
 *
 * An answer is evidence for the practices it names; it sets none of them, and a suggestion is never
 * taken over by itself. An answer speaks for a cell only where it comes from the cell's actor or
 * was observed at it; else it is context. Source and worked cases: docs/questionnaire.md, "How an
 * answer becomes a rating" (R1 to R6), vectors of tests/unit/test_question.c.
 */
#ifndef PAL_CORE_QUESTION_SUGGEST_H
#define PAL_CORE_QUESTION_SUGGEST_H

#include "base/arena.h"
#include "core/question/answer.h"

/* One answer as evidence for a practice. */
struct pal_answer_evidence {
    enum pal_answer_weight weight;
    enum pal_verdict verdict;
    enum pal_basis state;   /* claimed, seen or checked */
    bool is_not_applicable; /* and the assessor has accepted the reason */
};

/* What the answers at `basis` or better suggest for one practice. `is_base`: a base practice. */
enum pal_rating pal_suggest_practice(const struct pal_answer_evidence *evidence, size_t count,
                                     bool is_base, enum pal_basis basis);

/* What is suggested for one step. */
struct pal_step_suggestion {
    enum pal_rating rating; /* not rated: there is no suggestion */
    uint32_t practices;     /* of the step; 1 where it is rated as a whole */
    uint32_t applicable;    /* of them without those that are not applicable: what shares are of */
    uint32_t answered;      /* of the applicable ones that have answers which are rated */
    uint32_t passed;        /* of those: all their answers pass */
    uint32_t first;         /* in `practices` of the suggestions */
};
/* Whether some practices of a step have answers and others lack them: there is a share to tell, and
 * no suggestion. */
bool pal_step_is_partly_answered(const struct pal_step_suggestion *step);
/* Whether there is a suggestion or a share. */
bool pal_step_is_answered(const struct pal_step_suggestion *step);

struct pal_suggestions {
    const struct pal_model *model;
    enum pal_basis basis;
    uint8_t *practices; /* enum pal_rating; of step i from steps[i].first on */
    size_t practice_count;
    struct pal_step_suggestion *steps; /* one per step of the model */
};

/* A question and its answer, with what it gave. */
struct pal_judged {
    const struct pal_question *question;
    const struct pal_answer *answer; /* NULL: unanswered */
    const char *day; /* to which its ages count: that of the set it stands in; NULL: unanswered */
    struct pal_answer_verdict verdict;
    /* Of a question of the guide that is read row by row: the table, and enum pal_verdict of each
     * of its rows; NULL: the verdict is that of all it speaks for. */
    const struct pal_answer_value *table;
    const uint8_t *rows;
};

/* The base practice of an area that a text names by its id, behind which words may follow; -1:
 * none. */
int pal_base_practice_find(const struct pal_area *area, const char *text);

/* Whether the guide asks of the base practices of an area with this question, and which column of
 * its table (all(rows, …) is its rule) names them; NULL: it does not ask row by row. */
const struct pal_answer_field *pal_guide_table(const struct pal_question *question,
                                               const struct pal_area *area);

/* All answers to a questionnaire, judged: one per question, in its order, then the answers from the
 * guide, by question and area. `lists` are sets of answers to the same questionnaire (the
 * provider's, the expert's …); of two to one question the one in the better state counts, else the
 * later list. The ages of each count to the day of the set that it stands in, whatever the order of
 * the sets. NULL: memory. */
struct pal_judged *pal_answers_judge(const struct pal_questionnaire *questionnaire,
                                     const struct pal_answers *const *lists, size_t list_count,
                                     const int64_t *thresholds, struct pal_arena *arena,
                                     size_t *count);

/* Of which provider a set tells: of the candidate that it names, else of whoever answers where it
 * answers a provider's questions; NULL: of none, so that it fits any. */
const struct pal_text *pal_answers_provider(const struct pal_answers *answers);
/* Whether sets tell of two providers; the first two that do are `one` and `other`. */
bool pal_answers_tell_of_two(const struct pal_answers *const *lists, size_t list_count, size_t *one,
                             size_t *other);

/* The suggestions on a basis. `actors`: enum pal_actor of each step of the model (those of the
 * assessment); NULL: the model's own. NULL: memory is short. */
struct pal_suggestions *pal_suggest(const struct pal_questionnaire *questionnaire,
                                    const struct pal_judged *judged, size_t count,
                                    const uint8_t *actors, enum pal_basis basis,
                                    struct pal_arena *arena);

/* Sets of answers, judged, with what they suggest on a basis. */
struct pal_suggested {
    const struct pal_questionnaire *questionnaire;
    const struct pal_profile *profile; /* whose thresholds and levels count; NULL: none */
    const char *alert;                 /* NULL: no level */
    const char *date;                  /* to which ages count; of sets of several days the latest */
    const int64_t *thresholds;
    const uint8_t *actors;           /* of each step of the model; NULL: the model's own */
    const struct pal_judged *judged; /* pal_answers_judge */
    size_t count;
    const struct pal_suggestions *suggestions;
};

/* Whether a judged answer speaks for a cell, or is context there. */
bool pal_judged_speaks(const struct pal_judged *judged, const struct pal_model *model,
                       const uint8_t *actors, const struct pal_step_ref *cell);

/* How a judged answer stands to a step. */
enum pal_judged_to {
    PAL_JUDGED_ASIDE,   /* it has nothing to do with it */
    PAL_JUDGED_CONTEXT, /* it is shown beside it, and never counted */
    PAL_JUDGED_SPEAKS
};
enum pal_judged_to pal_judged_to(const struct pal_judged *judged, const struct pal_model *model,
                                 const uint8_t *actors, const struct pal_step_ref *cell);
/* Of one that speaks for a step: whether for a practice (position in pal_area_rated_practices); of
 * a step that is rated as a whole for that, practice 0. */
bool pal_judged_is_of_practice(const struct pal_judged *judged, const struct pal_model *model,
                               const struct pal_step_ref *cell, size_t practice);
/* Whether it is rated: neither open nor without an answer. Only such an answer suggests. */
bool pal_judged_is_rated(const struct pal_judged *judged);

/* Whether it is a finding: a supporting answer that fails, in whatever state. */
bool pal_judged_is_finding(const struct pal_judged *judged);

#endif
