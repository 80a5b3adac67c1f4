/*
 * asked - the questions of a questionnaire as they are asked of somebody: to read, to print.
 * Private to src/web.
 */
#ifndef PAL_WEB_PAGES_ASKED_H
#define PAL_WEB_PAGES_ASKED_H

#include "app/house/sending.h"
#include "core/question/questionnaire.h"
#include "web/call.h"

struct pal_asked_shown {
    const struct pal_questionnaire *of;
    const size_t *questions; /* indices, in the questionnaire's order */
    size_t count;
    const size_t *areas_above; /* indices of areas of which one open question is asked */
    size_t area_count;
    bool with_rules; /* and by which rule an answer passes: for who assesses */
};

/* Topic by topic under `topics` of the data, with `above` and how many there are (`questions`); the
 * same with words under `topics` and `above` of the page. */
void pal_asked_put(struct pal_call *call, const struct pal_asked_shown *shown);

/* Those of a questionnaire that was sent, to the visitor: with its rules, where they assess and do
 * not answer by a link. */
enum pal_rc pal_asked_put_sent(struct pal_call *call,
                               const struct pal_sending *sending) PAL_WARN_UNUSED;

#endif
