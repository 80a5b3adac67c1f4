/*
 * answering - what a respondent finds in the place where one answers: what is asked, topic by
 * topic, what is answered so far, and what is next.
 *
 * Of a question that hangs on another one it is known whether it is put (ask_if): the other's
 * answer decides, at the thresholds without an alert level, so that what is asked depends on no
 * level.
 */
#ifndef PAL_APP_HOUSE_ANSWERING_H
#define PAL_APP_HOUSE_ANSWERING_H

#include "app/house/answers.h"
#include "core/question/asked.h"

/* The topic of the open questions on what lies above the targets, and that of a questionnaire
 * without topics. */
#define PAL_ANSWERING_ABOVE "above"
#define PAL_ANSWERING_ALL   "questions"

/* How far something is, of the questions that are put. */
struct pal_answering_progress {
    size_t asked;
    size_t answered; /* of them */
    /* Of these, each in one of them. */
    size_t saved; /* neither proposed nor approved */
    size_t proposed;
    size_t approved;
};

struct pal_answering_item {
    const struct pal_question *question; /* pal_question_above, of an area */
    const struct pal_area *area;         /* NULL: it is a question */
    size_t topic;                        /* position in `topics` */
    bool is_put;
    struct pal_answer_now now;
};

struct pal_answering_topic {
    const char *id;
    const struct pal_text *title; /* NULL: of PAL_ANSWERING_ABOVE and PAL_ANSWERING_ALL */
    const struct pal_text *note;  /* NULL: none */
    struct pal_answering_progress progress;
};

struct pal_answering {
    const struct pal_questionnaire *questionnaire;
    struct pal_answering_item *items; /* in the order in which they are asked */
    size_t count;
    struct pal_answering_topic *topics; /* those that ask anything, in the questionnaire's order */
    size_t topic_count;
    struct pal_answering_progress progress;
    struct pal_asked_work work; /* what all of it takes */
};

/* Reads it. `app` as for pal_sending_questionnaire. PAL_E_DENIED as pal_answers_now. */
enum pal_rc pal_answering_read(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_sending *sending, enum pal_answers_lane lane,
                               struct pal_answering *out) PAL_WARN_UNUSED;

/* The id of the topic under which a question is asked. */
const char *pal_answering_topic_id(const struct pal_questionnaire *of,
                                   const struct pal_question *question);
/* The topic of an id; NULL: nothing is asked of it here. */
const struct pal_answering_topic *pal_answering_topic(const struct pal_answering *place,
                                                      const char *id);
/* The first question that is put and has no answer, in the topics from `topic` on, then in those
 * before; NULL: all are answered. */
const struct pal_answering_item *pal_answering_next(const struct pal_answering *place,
                                                    size_t topic);

/* Which questions hang on one, by its answer as it stands now (JSON): whether each is put. */
struct pal_answering_hung {
    const char *question;
    bool is_put;
};
enum pal_rc pal_answering_hung(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_questionnaire *questionnaire, const char *question,
                               const char *body, struct pal_answering_hung **out,
                               size_t *count) PAL_WARN_UNUSED;

#endif
