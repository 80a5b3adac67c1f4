/* question_docs - questionnaires and answers from text, on the built-in model. */
#ifndef PAL_TESTS_QUESTION_DOCS_H
#define PAL_TESTS_QUESTION_DOCS_H

#include "helpers.h"

#include "core/question/suggest.h"

#define QUESTIONS(rest)                                                                            \
    "palier: questionnaire/1\nid: q\ntitle: T\nmodel: sse-cmm-2.0\nquestions:\n" rest
#define ANSWERS(rest)                                                                              \
    "palier: answers/1\nid: a\nquestionnaire: q\norganization: O\ndate: "                          \
    "2026-03-02\nanswers:\n" rest

static inline const struct pal_questionnaire *
read_questionnaire(struct reading *reading, const char *text, const struct pal_model *model)
{
    struct pal_node *root = read_tree(reading, text);
    const struct pal_questionnaire *out =
        root != NULL ? pal_questionnaire_read(&reading->reader, root, model) : NULL;
    if (out == NULL) {
        print_problems(reading);
    }
    assert_non_null(out);
    return out;
}

static inline const struct pal_answers *read_answers(struct reading *reading, const char *text,
                                                     const struct pal_questionnaire *questionnaire)
{
    struct pal_node *root = read_tree(reading, text);
    const struct pal_answers *out =
        root != NULL ? pal_answers_read(&reading->reader, root, questionnaire) : NULL;
    if (out == NULL) {
        print_problems(reading);
    }
    assert_non_null(out);
    return out;
}

static inline const struct pal_questionnaire *built_in(struct reading *reading)
{
    const struct pal_library_file *file = pal_library_find("questionnaires", "outcontracting-2");
    assert_non_null(file);
    return read_questionnaire(reading, (const char *)file->bytes, sse_cmm(reading));
}

#endif
