/*
 * submit - the respondents hand their answers in: somebody signs them off and gets a receipt.
 *
 * From then on those who assess read them. The receipt is the SHA-256 of the answers as a document
 * (pal_answers_write), which anybody can compute anew of the file that they download.
 */
#ifndef PAL_APP_HOUSE_SUBMIT_H
#define PAL_APP_HOUSE_SUBMIT_H

#include "app/house/answers.h"

struct pal_submission {
    const char *sending;
    const char *act;       /* id */
    const char *signed_by; /* in which role somebody signs */
};

/* Submits what the respondents have at this moment; an answer that comes in meanwhile is taken
 * along. PAL_E_CONFLICT: somebody else has submitted first; PAL_E_INVALID at `signed_by`, or why it
 * cannot be done. */
enum pal_rc pal_sending_submit(struct pal_errand *errand, const struct pal_submission *wish,
                               struct pal_act_done *out) PAL_WARN_UNUSED;

#endif
