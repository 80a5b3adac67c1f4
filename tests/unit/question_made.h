/* question_made - a small questionnaire, and answers to it, judged and suggested. */
#ifndef PAL_TESTS_QUESTION_MADE_H
#define PAL_TESTS_QUESTION_MADE_H

#include "question_docs.h"

#define N  PAL_RATING_N
#define P  PAL_RATING_P
#define L  PAL_RATING_L
#define F  PAL_RATING_F
#define NA PAL_RATING_NOT_APPLICABLE
#define O  PAL_RATING_NOT_RATED

#define CHECKED PAL_BASIS_CHECKED
#define SEEN    PAL_BASIS_SEEN
#define CLAIMED PAL_BASIS_CLAIMED

static const char SMALL[] = QUESTIONS(
    "- {id: POL, question: A, fields: [{id: ok, type: yesno}], pass: ok = yes, "
    "cells: [PA08/2.3], practices: [GP 2.3.1]}\n"
    "- {id: REV, question: B, fields: [{id: ok, type: yesno}], pass: ok = yes, weight: decisive, "
    "cells: [PA08/2.3, PA08/2.4], context: [PA02/1.1], "
    "practices: [GP 2.3.2, GP 2.4.1, BP.02.01]}\n"
    "- {id: OWN, question: C, fields: [{id: ok, type: yesno}], pass: ok = yes, "
    "cells: [PA02/2.3, PA08/1.1], practices: [GP 2.3.1@PA02, GP 2.3.2@PA02, BP.08.01]}\n"
    "- {id: LOOK, question: D, answered_by: expert, observed_at: provider, "
    "fields: [{id: ok, type: yesno}], pass: ok = yes, cells: [PA08/2.2, PA03/2.3, PA07/2.3], "
    "practices: [GP 2.2.1, GP 2.2.2, GP 2.3.1@PA03, GP 2.3.1@PA07]}\n"
    "- {id: SUB, question: E, fields: [{id: who, type: rows, columns: [{id: name, type: text}]}], "
    "pass: count(who) >= 1}\n"
    "- {id: DEEP, question: F, fields: [{id: ok, type: yesno}], pass: ok = yes, "
    "ask_if: {question: SUB, rule: count(who) >= 2}, cells: [PA08/5.1], practices: [GP 5.1.1]}\n"
    "- {id: DEEPER, question: G, fields: [{id: ok, type: yesno}], pass: ok = yes, "
    "ask_if: {question: DEEP, rule: ok = yes}, cells: [PA08/5.1], practices: [GP 5.1.2]}\n"
    "- {id: LIKE, question: H, about: comparable_service, fields: [{id: ok, type: yesno}], "
    "pass: ok = yes}\n"
    "- {id: ORG, question: I, about: organization, fields: [{id: ok, type: yesno}], "
    "pass: ok = yes}\n"
    "- {id: SAY, question: J}\n"
    "people: [{id: them, title: T}]\n"
    "guide:\n"
    "- {id: GP 2.3.1, met: them, question: K, fields: [{id: ok, type: yesno}], pass: ok = yes}\n"
    "- {id: GP 5.1.2, met: them, question: L, fields: [{id: ok, type: yesno}], pass: ok = yes}\n"
    "- {id: GP 1.1.1, met: them, question: M, weight: decisive, fields: [{id: practices, type: "
    "rows, "
    "columns: [{id: practice, type: text}, {id: done, type: yesno}]}], "
    "pass: \"all(practices, done = yes)\"}\n");

/* Answers to SMALL, judged and suggested. */
struct made {
    struct reading reading;
    const struct pal_questionnaire *questionnaire;
    const struct pal_judged *judged;
    size_t count;
    const struct pal_suggestions *suggestions;
};

static inline void make_of(struct made *made, const char *const *texts, size_t text_count,
                           const uint8_t *actors, enum pal_basis basis)
{
    const struct pal_answers *lists[4];
    for (size_t i = 0; i < text_count; i++) {
        lists[i] = read_answers(&made->reading, texts[i], made->questionnaire);
    }
    made->judged = pal_answers_judge(made->questionnaire, lists, text_count, NULL,
                                     &made->reading.arena, &made->count);
    assert_non_null(made->judged);
    made->suggestions = pal_suggest(made->questionnaire, made->judged, made->count, actors, basis,
                                    &made->reading.arena);
    assert_non_null(made->suggestions);
    assert_int_equal(made->suggestions->basis, basis);
}

static inline void make(struct made *made, const char *text)
{
    reading_init(&made->reading);
    made->questionnaire = read_questionnaire(&made->reading, SMALL, sse_cmm(&made->reading));
    if (text != NULL) {
        make_of(made, &text, 1, NULL, CLAIMED);
    }
}

static inline const struct pal_judged *judged(const struct made *made, const char *id)
{
    int at = pal_questionnaire_find(made->questionnaire, id);
    assert_in_range(at, 0, made->count - 1);
    return &made->judged[at];
}

static inline size_t step_of(const struct made *made, const char *area, const char *step)
{
    const struct pal_area *of = pal_model_area(made->questionnaire->model, area);
    assert_non_null(of);
    return of->first_step + (size_t)pal_ladder_find(of->ladder, step);
}

static inline const struct pal_step_suggestion *suggested(const struct made *made, const char *area,
                                                          const char *step)
{
    return &made->suggestions->steps[step_of(made, area, step)];
}

static inline void expect(const struct made *made, const char *area, const char *step,
                          enum pal_rating rating, uint32_t answered, uint32_t passed)
{
    const struct pal_step_suggestion *got = suggested(made, area, step);
    assert_int_equal(got->rating, rating);
    assert_int_equal(got->answered, answered);
    assert_int_equal(got->passed, passed);
}

#endif
