/*
 * accounts - whether and how long somebody enters: locks, ends, what falls with credentials, and
 * the administrator who must remain.
 */
#ifndef PAL_APP_HOUSE_ACCOUNTS_H
#define PAL_APP_HOUSE_ACCOUNTS_H

#include "app/house/errand.h"
#include "store/accounts.h"

enum { PAL_TOKENS_MOST = 20, PAL_SESSION_NAME = 17 };

/* Oneself, or somebody else as an administrator. */
enum pal_rc pal_people_require_self(struct pal_errand *errand, const char *person) PAL_WARN_UNUSED;

/* Whether the account has come to its last day. */
bool pal_account_is_over(const struct pal_person *person, int64_t now);

/* Within a transaction, after pal_errand_lock: the account of the errand as it is now. Proving and
 * hashing a password take long and hold no connection: PAL_E_DENIED where the password was changed
 * meanwhile, or the account locked, ended or erased. */
enum pal_rc pal_accounts_still(struct pal_errand *errand, struct pal_person *now) PAL_WARN_UNUSED;

/* Within a transaction, after pal_errand_lock: the account of somebody who was not erased;
 * PAL_E_NOT_FOUND or PAL_E_INVALID with a sentence. */
enum pal_rc pal_accounts_there(struct pal_errand *errand, const char *person,
                               struct pal_person *out) PAL_WARN_UNUSED;

/* Within a transaction: ends a person's sessions but one (its hash; NULL: all), tokens and devices,
 * and with `links` the links that were not used. */
enum pal_rc pal_accounts_end_all(struct pal_errand *errand, const char *person, const char *but,
                                 bool links) PAL_WARN_UNUSED;

/* Whether somebody whose password was right may enter: PAL_E_DENIED with what to do where the
 * account is locked or has ended. The refusal is in the audit. */
enum pal_rc pal_people_may_enter(struct pal_errand *errand,
                                 const struct pal_person *person) PAL_WARN_UNUSED;

/* PAL_OK when that is the visitor's password; guessed no faster than where one signs in. */
enum pal_rc pal_people_prove(struct pal_errand *errand, const char *password) PAL_WARN_UNUSED;

/* Within a transaction, locked (pal_errand_lock): the administrators before an act, and after it
 * PAL_E_INVALID where the act has taken the last one who can sign in, or the last whose account has
 * no end. */
enum pal_rc pal_accounts_count(struct pal_errand *errand,
                               struct pal_administrators *out) PAL_WARN_UNUSED;
enum pal_rc pal_accounts_keep_one(struct pal_errand *errand,
                                  const struct pal_administrators *before) PAL_WARN_UNUSED;

/* What the forms call a session: from it nobody comes to its secret. */
void pal_session_name(const char *hash, char out[PAL_SESSION_NAME]);

/* Where somebody is signed in, and their tokens: of oneself, or for an administrator. */
enum pal_rc pal_people_access(struct pal_errand *errand, const char *person,
                              struct pal_session **sessions, size_t *session_count,
                              struct pal_token **tokens, size_t *token_count) PAL_WARN_UNUSED;

/* Ends one session, by its name. */
enum pal_rc pal_people_end_session(struct pal_errand *errand, const char *person,
                                   const char *name) PAL_WARN_UNUSED;

/* For an administrator. A locked account has no session, no token and no link, and lets nobody in
 * until it is unlocked. */
enum pal_rc pal_people_lock(struct pal_errand *errand, const char *person,
                            const char *reason) PAL_WARN_UNUSED;
enum pal_rc pal_people_unlock(struct pal_errand *errand, const char *person) PAL_WARN_UNUSED;

/* The first second at which the account lets nobody in any more; 0: no end. For an administrator.
 */
enum pal_rc pal_people_expire(struct pal_errand *errand, const char *person,
                              int64_t at) PAL_WARN_UNUSED;

#endif
