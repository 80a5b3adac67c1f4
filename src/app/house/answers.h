/*
 * answers - what is answered to a questionnaire that was sent, question by question.
 *
 * An answer is a fact of the sending, its part the question; its body has the keys of an answer of
 * answers/1. The respondents' own value (lane "") is read by nobody else, ever: what they submit
 * becomes the value of the lane "claimed", which those may read who assess, once it is not sealed.
 */
#ifndef PAL_APP_HOUSE_ANSWERS_H
#define PAL_APP_HOUSE_ANSWERS_H

#include "app/desk/app.h"
#include "app/house/sending.h"
#include "core/question/answer.h"

#define PAL_ANSWER_FACT "answer"

enum pal_answers_lane {
    PAL_ANSWERS_OWN,     /* as the respondents have them */
    PAL_ANSWERS_CLAIMED, /* as they were submitted */
};

/* The part of an open question on what lies above the target of an area: "above/PA05". */
#define PAL_ANSWER_ABOVE "above/"

/* One as it stands. */
struct pal_answer_now {
    const char *question; /* the part */
    const char *state;    /* open, proposed, approved; claimed */
    const char *body;     /* JSON: an answer of answers/1; "{}": nothing */
    bool is_answered;     /* it says something */
    int64_t turn;
    int64_t number; /* of its fact */
    int64_t act;
    int64_t at;
    const char *by;   /* principal */
    const char *role; /* of who answered; NULL */
    const char *name; /* their id among persons, where they gave a name; NULL */
};

/* All of a lane, in the order of what is asked; a question without an answer has turn 0 and "{}".
 * PAL_E_DENIED: they are not the visitor's to read. */
enum pal_rc pal_answers_now(struct pal_errand *errand, const struct pal_sending *sending,
                            enum pal_answers_lane lane, struct pal_answer_now **out,
                            size_t *count) PAL_WARN_UNUSED;

/* The respondents' own answer to one question; turn 0 and "{}": none. */
enum pal_rc pal_answer_get(struct pal_errand *errand, const struct pal_sending *sending,
                           const char *question, struct pal_answer_now *out) PAL_WARN_UNUSED;

/* Says another state of answers that stay as they are, all in one act or none. As pal_facts_act. */
struct pal_answers_state {
    const char *sending;
    const char *act; /* id */
    const char *state;
    const struct pal_answer_now *answers; /* at least one, as they were seen */
    size_t count;
};
enum pal_rc pal_answers_say_state(struct pal_errand *errand, const struct pal_answers_state *wish,
                                  struct pal_act_done *out) PAL_WARN_UNUSED;

/* The state of an answer that is changed: what was approved is proposed again. */
const char *pal_answer_state_changed(const char *state);

/* What is to be answered. */
struct pal_answer_wish {
    const char *sending;
    const char *question; /* or "above/AREA" */
    const char *act;      /* id */
    int64_t turn;         /* that was seen; 0: nothing was there */
    const char *state;    /* open, proposed, approved; "": open */
    const char *json;     /* an answer of answers/1 as JSON */
};
/* Says it, as a respondent. As pal_facts_act: PAL_E_CONFLICT with what stands there. */
enum pal_rc pal_answer_put(struct pal_errand *errand, const struct pal_answer_wish *wish,
                           struct pal_act_done *out) PAL_WARN_UNUSED;

/* The answers of a lane as a document, answers/1: canonical, the same answers the same bytes. */
struct pal_answers_written {
    const char *text;
    size_t len;
    char hash[65];            /* SHA-256 of the text: the receipt */
    size_t count;             /* answers in it */
    const char *day;          /* to which ages count in it */
    const char *organization; /* of whom it says that it is */
};
enum pal_rc pal_answers_write(struct pal_errand *errand, const struct pal_sending *sending,
                              enum pal_answers_lane lane,
                              struct pal_answers_written *out) PAL_WARN_UNUSED;

/* The questionnaire of a sending, in the version that was sent; in the arena of `app`, which shares
 * the house (pal_house_share) and may keep what it reads. */
enum pal_rc pal_sending_questionnaire(struct pal_errand *errand, struct pal_app *app,
                                      const struct pal_sending *sending,
                                      const struct pal_questionnaire **out) PAL_WARN_UNUSED;

#endif
