/*
 * questions - the verbs of questionnaires and answers: what an answer gives, and what all of them
 * suggest. Failures are left in the app's problems.
 */
#ifndef PAL_APP_DESK_QUESTIONS_H
#define PAL_APP_DESK_QUESTIONS_H

#include "app/desk/app.h"
#include "core/question/asked.h"
#include "core/question/suggest.h"

/* The one that is built in, which is sent where nobody chooses another. */
#define PAL_QUESTIONNAIRE_USUAL "outcontracting-2"

/* A questionnaire by id (built in, or of the database) or path; of a database, and what is built
 * in, it is read once. */
enum pal_rc pal_app_questionnaire(struct pal_app *app, const char *id_or_path,
                                  const struct pal_questionnaire **out) PAL_WARN_UNUSED;
/* The same of a text at hand, which is read once where the app keeps what it reads. */
enum pal_rc pal_app_questionnaire_of(struct pal_app *app, const char *name, const char *text,
                                     size_t len,
                                     const struct pal_questionnaire **out) PAL_WARN_UNUSED;

/* Supplies the questionnaire that answers are to, by id or path; without it they name a built-in
 * one, or one of the database. */
enum pal_rc pal_app_use_questionnaire(struct pal_app *app, const char *id_or_path) PAL_WARN_UNUSED;

/* Answers by path; to `questionnaire`, or (NULL) to the one that was supplied or that they name. */
enum pal_rc pal_app_answers(struct pal_app *app, const char *path,
                            const struct pal_questionnaire *questionnaire,
                            const struct pal_answers **out) PAL_WARN_UNUSED;

/* Whether a body (JSON, the keys of an answer of answers/1) answers a question ("POL-01", or
 * "above/PA05") as its fields ask. PAL_E_INVALID: `err` says what does not, and where. */
enum pal_rc pal_app_answer_check(struct pal_app *app, const struct pal_questionnaire *questionnaire,
                                 const char *question, const char *body,
                                 struct pal_err *err) PAL_WARN_UNUSED;

/* Many such bodies as answers, for judging; those that cannot be read are left out. */
struct pal_answer_body {
    const char *question;
    const char *body;
    enum pal_basis state;
};
enum pal_rc pal_app_answers_of(struct pal_app *app, const struct pal_questionnaire *questionnaire,
                               const struct pal_answer_body *bodies, size_t count, const char *date,
                               const struct pal_answers **out) PAL_WARN_UNUSED;

struct pal_suggest_request {
    const char *const *answers; /* paths: sets of answers to one questionnaire */
    size_t answer_count;
    const char *profile; /* id or path, whose thresholds and levels count; NULL: none */
    const char *alert;   /* a level of the profile; without one "1" to "4"; NULL: none */
    enum pal_basis basis;
};

/* Judges the answers and says what they suggest on a basis. */
enum pal_rc pal_app_suggest(struct pal_app *app, const struct pal_suggest_request *request,
                            struct pal_suggested *out) PAL_WARN_UNUSED;

/* The thresholds in force at an alert level of a profile, in the app's arena: `alert` as in the
 * request. PAL_E_NOT_FOUND, PAL_E_USAGE: there is no such level. */
enum pal_rc pal_app_thresholds(struct pal_app *app, const struct pal_questionnaire *questionnaire,
                               const struct pal_profile *profile, const char *alert,
                               const int64_t **out) PAL_WARN_UNUSED;

#endif
