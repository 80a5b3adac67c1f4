/*
 * access - what the pages of accounts and of a project's people share.
 */
#ifndef PAL_WEB_PAGES_ACCESS_H
#define PAL_WEB_PAGES_ACCESS_H

#include "app/house/accounts.h"
#include "app/house/grants.h"
#include "web/call.h"

/* `sessions` and `tokens` of the data: where somebody is signed in, their tokens that open
 * something. */
void pal_call_sessions(struct pal_call *call, const struct pal_open_session *sessions,
                       size_t count);
void pal_call_tokens(struct pal_call *call, const struct pal_api_token *tokens, size_t count);

/* "expert and approving authority" */
const char *pal_call_duty(struct pal_call *call, const struct pal_duty *duty);

/* `lifts` of the data; the names of the persons were read (pal_call_names). */
void pal_call_lifts(struct pal_call *call, const struct pal_lifted_duty *lifts, size_t count);

#endif
