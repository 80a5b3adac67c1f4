/*
 * accounts - whether and how long somebody enters: locks, ends, what falls with credentials, and
 * the administrator who must remain.
 */
#ifndef PAL_APP_HOUSE_ACCOUNTS_H
#define PAL_APP_HOUSE_ACCOUNTS_H

#include "app/house/errand.h"

enum { PAL_TOKENS_MOST = 20, PAL_SESSION_NAME = 17 };

/* An account: who somebody is, and whether and until when they enter. */
struct pal_account {
    const char *id;
    const char *email; /* NULL: erased, or of whoever contributes */
    const char *name;
    const char *language;
    const char *contributes; /* of whoever answers with a link and has no account: to what,
                                "sending/ID"; NULL: they have one */
    const char *acts_as;     /* as what: a role as they say it */
    bool has_password;       /* false: none was chosen yet */
    int64_t created_at;
    int64_t seen_at;      /* 0: never signed in */
    int64_t retain_until; /* 0: no date */
    int64_t erased_at;    /* 0: not erased */
    int64_t expires_at;   /* from then on nobody enters with it; 0: no end */
    int64_t locked_at;    /* 0: not locked */
    const char *locked_by;
    const char *locked_reason;
};

/* Where somebody is signed in. */
struct pal_open_session {
    char id[PAL_SESSION_NAME]; /* what the forms call it: from it nobody comes to its secret */
    const char *agent;
    int64_t created_at;
    int64_t seen_at;
    bool is_this; /* the one of the errand */
};

/* A token with which programs come in. */
struct pal_api_token {
    const char *id;
    const char *title;
    const char *scope;
    int64_t expires_at;
    int64_t used_at;    /* 0: never */
    int64_t revoked_at; /* 0: not revoked */
};

/* PAL_OK of oneself, and of anybody for an administrator; PAL_E_DENIED. */
enum pal_rc pal_people_require_self(struct pal_errand *errand, const char *person) PAL_WARN_UNUSED;

/* Whether the account has an end, and has come to it. */
bool pal_account_is_over(const struct pal_account *account, int64_t now);

/* Within a transaction: ends a person's sessions but one (its hash; NULL: all), tokens and devices,
 * and with `links` the links that were not used. */
enum pal_rc pal_accounts_end_all(struct pal_errand *errand, const char *person, const char *but,
                                 bool links) PAL_WARN_UNUSED;

/* PAL_OK when that is the visitor's password; guessed no faster than where one signs in. */
enum pal_rc pal_people_prove(struct pal_errand *errand, const char *password) PAL_WARN_UNUSED;

/* Where somebody is signed in, and their tokens: of oneself, or for an administrator. */
enum pal_rc pal_people_access(struct pal_errand *errand, const char *person,
                              struct pal_open_session **sessions, size_t *session_count,
                              struct pal_api_token **tokens, size_t *token_count) PAL_WARN_UNUSED;

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
