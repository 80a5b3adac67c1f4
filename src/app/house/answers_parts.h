/* answers_parts - what the files of answers share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_ANSWERS_PARTS_H
#define PAL_APP_HOUSE_ANSWERS_PARTS_H

#include <jansson.h>

#include "app/house/answers.h"
#include "app/house/fact_kinds.h"

extern const struct pal_fact_kind pal_fact_answer; /* a row of fact_kinds.c */

#define PAL_LANE_CLAIMED "claimed"

/* A map of answers by their questions, whose reference it takes, as a document answers/1 of
 * `organization` (NULL: as it is called now); `count` of what was written stays as it is. */
enum pal_rc pal_answers_document(struct pal_errand *errand, const struct pal_sending *sending,
                                 const char *day, const char *organization, json_t *answers,
                                 struct pal_answers_written *out) PAL_WARN_UNUSED;
/* Whether the visitor reads a lane. */
enum pal_rc pal_answers_may_read(struct pal_errand *errand, const struct pal_sending *sending,
                                 enum pal_answers_lane lane) PAL_WARN_UNUSED;
/* Whether a question is asked, or what lies above an area, of the visitor's part of it. */
bool pal_answers_is_asked(const struct pal_sending *sending, const char *part);
/* Why the visitor may not answer, or not any more. */
enum pal_rc pal_answers_refuse(struct pal_errand *errand,
                               const struct pal_sending *sending) PAL_WARN_UNUSED;

/* Within the transaction of a submission: what the respondents have becomes what others read. */
enum pal_rc pal_answers_claim(struct pal_errand *errand, const char *sending) PAL_WARN_UNUSED;

#endif
