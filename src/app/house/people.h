/*
 * people - accounts, sessions, links, tokens, roles that are given; erasure.
 */
#ifndef PAL_APP_HOUSE_PEOPLE_H
#define PAL_APP_HOUSE_PEOPLE_H

#include <jansson.h>

#include "app/house/accounts.h"
#include "app/house/document.h"
#include "app/house/errand.h"
#include "app/house/secret.h"

enum {
    PAL_SESSION_IDLE = 12 * 3600,    /* seconds without a request */
    PAL_SESSION_AGE = 7 * 24 * 3600, /* seconds since the sign-in */
    PAL_LINK_AGE = 3 * 24 * 3600,
    PAL_DEVICE_AGE = 180 * 24 * 3600, /* seconds without a sign-in */
    PAL_DEVICES = 10,                 /* that a person has at most */
    PAL_TOKEN_DAYS = 366,
};

struct pal_sign_in {
    const char *email;
    const char *password;
    const char *agent;  /* what the browser calls itself */
    const char *device; /* the secret that it keeps since an earlier sign-in; NULL: none */
};

/* Signs in; `token` is the secret of the session, `device` the one that the browser is to keep.
 * PAL_E_DENIED: wrong; PAL_E_OFTEN: too many attempts, the sentence says when to try again. While
 * the password is worked on, the errand holds no connection. */
enum pal_rc pal_people_sign_in(struct pal_errand *errand, const struct pal_sign_in *with,
                               char token[PAL_SECRET_TEXT],
                               char device[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;

/* Makes the visitor whoever a session's or an API token's secret belongs to; loads the grants.
 * PAL_E_NOT_FOUND: nobody (any more). */
enum pal_rc pal_people_resume(struct pal_errand *errand, const char *token) PAL_WARN_UNUSED;

/* Makes the visitor the person with that id, who asked for what is done now (jobs.h). PAL_E_DENIED:
 * the account is locked, over, or erased. */
enum pal_rc pal_people_act_for(struct pal_errand *errand, const char *person) PAL_WARN_UNUSED;
enum pal_rc pal_people_use_token(struct pal_errand *errand, const char *token) PAL_WARN_UNUSED;

enum pal_rc pal_people_sign_out(struct pal_errand *errand) PAL_WARN_UNUSED;
enum pal_rc pal_people_sign_out_everywhere(struct pal_errand *errand,
                                           const char *person) PAL_WARN_UNUSED;

struct pal_invitation {
    const char *name;
    const char *email;
    const char *language;
    const struct pal_role_on *roles;
    size_t role_count;
};

/* Adds a person with roles, and makes the one-time link with which they choose a password: all or
 * nothing. */
enum pal_rc pal_people_invite(struct pal_errand *errand, const struct pal_invitation *invitation,
                              const char **person, char link[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;
/* A new link for a person who has an account. */
enum pal_rc pal_people_reset(struct pal_errand *errand, const char *person,
                             char link[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;
/* Whose link it is. PAL_E_NOT_FOUND: used, over, or never given; PAL_E_OFTEN: too many such from
 * there. */
enum pal_rc pal_people_link(struct pal_errand *errand, const char *link, struct pal_account *out,
                            const char **kind) PAL_WARN_UNUSED;
/* The roles of whoever it is for; after pal_people_link, which counts what is guessed. */
struct pal_role_named {
    const char *role;
    const char *project; /* "*": everywhere */
    const char *title;   /* of the project; its id where it has none */
};
enum pal_rc pal_people_link_roles(struct pal_errand *errand, const char *link,
                                  struct pal_role_named **out, size_t *count) PAL_WARN_UNUSED;
/* Chooses a password with a link; every session of the person ends. */
enum pal_rc pal_people_use_link(struct pal_errand *errand, const char *link,
                                const char *password) PAL_WARN_UNUSED;

/* The visitor's own account, as it is to be. */
struct pal_own_account {
    const char *name;
    const char *language;
    const char *zone; /* "": the server's; NULL: as it is */
};
enum pal_rc pal_people_change_own(struct pal_errand *errand,
                                  const struct pal_own_account *wish) PAL_WARN_UNUSED;
enum pal_rc pal_people_change_password(struct pal_errand *errand, const char *old,
                                       const char *password) PAL_WARN_UNUSED;
/* What a token is to be, and the visitor's password: it is made by whoever signed in, never with
 * another token, at most PAL_TOKENS_MOST (accounts.h) at a time, and ends with the account. */
struct pal_new_token {
    const char *title;
    const char *scope; /* "read", "write" */
    int64_t days;
    const char *password;
};
enum pal_rc pal_people_add_token(struct pal_errand *errand, const struct pal_new_token *wanted,
                                 char token[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;
/* A token of oneself; for an administrator, of anybody. */
enum pal_rc pal_people_revoke_token(struct pal_errand *errand, const char *person,
                                    const char *id) PAL_WARN_UNUSED;

/* Rights of others, as data/rights/ says (grants.h): nobody gives to themselves, nobody gets two
 * roles that one person does not combine. The last administrator who can sign in stays one. */
enum pal_rc pal_people_grant(struct pal_errand *errand, const char *person, const char *role,
                             const char *project) PAL_WARN_UNUSED;
enum pal_rc pal_people_ungrant(struct pal_errand *errand, const char *person, const char *role,
                               const char *project) PAL_WARN_UNUSED;

/* Whether without that person nobody could sign in who administers, or only for a time: what takes
 * that away from them is refused. */
enum pal_rc pal_people_is_last(struct pal_errand *errand, const struct pal_account *person,
                               bool *out) PAL_WARN_UNUSED;
/* Whether the visitor's roles give a right, on a project or (NULL) everywhere, as they are now: an
 * act may have taken one away. */
bool pal_people_still_may(struct pal_errand *errand, enum pal_right right, const char *project);

/* Until when a person's data are kept (the day itself included), then they are erased; 0: no date.
 */
enum pal_rc pal_people_retain(struct pal_errand *errand, const char *person,
                              int64_t until) PAL_WARN_UNUSED;

/* Everything that is kept about a person, as JSON (new reference): who it is, roles, sessions,
 * tokens, and what the person did: hours, deliveries, files, versions, audit entries, addresses. At
 * most PAL_PERSONAL_ROWS of each, the newest; "left_out" names the lists that are longer. Audited.
 */
enum { PAL_PERSONAL_ROWS = 20000 };
enum pal_rc pal_people_export(struct pal_errand *errand, const char *person,
                              json_t **out) PAL_WARN_UNUSED;

/* Erases who a person is; the id stays in facts, seals and the chain. */
enum pal_rc pal_people_erase(struct pal_errand *errand, const char *person) PAL_WARN_UNUSED;

/* A role that somebody has. */
struct pal_role_held {
    const char *person;
    const char *role;
    const char *project; /* "*": everywhere */
    int64_t granted_at;
};

/* A project that names the visitor in a role that does not let them read it. */
struct pal_named_on {
    const char *project;
    const char *title;
    const char *role;
};
/* At most PAL_NAMED_MOST. */
enum { PAL_NAMED_MOST = 50 };
enum pal_rc pal_people_named(struct pal_errand *errand, struct pal_named_on **out,
                             size_t *count) PAL_WARN_UNUSED;

/* How often somebody has a role. */
struct pal_role_sum {
    const char *person;
    const char *role;
    int64_t count;       /* of projects, "*" among them */
    const char *project; /* one of them */
    bool is_everywhere;
};

/* Who there is: for an administrator, or whoever says who answers for what on a project. */
enum pal_rc pal_people_list(struct pal_errand *errand, const char *project, const char *after,
                            size_t max, struct pal_account **out, size_t *count) PAL_WARN_UNUSED;
/* The same, sorted and filtered, for an administrator. PAL_E_INVALID: the sort, or the state or
 * role, is none. */
struct pal_people_search {
    const char *words; /* in the name or the address, case and accents aside; NULL: any */
    const char *role;  /* that is held somewhere; NULL: any */
    const char *state; /* one of pal_account_states; NULL: any */
    const char *sort;  /* "name", "last_seen", with - before it from the last on; NULL: "name" */
    const char *after; /* the id of the last one of the part before; NULL: from the start */
    size_t max;
};
enum { PAL_ACCOUNT_STATES = 6 };
extern const char *const pal_account_states[PAL_ACCOUNT_STATES];
enum pal_rc pal_people_find(struct pal_errand *errand, const struct pal_people_search *wanted,
                            struct pal_account **out, size_t *count) PAL_WARN_UNUSED;
/* The projects that roles can be given on whose titles or ids hold `words` (""; all), those changed
 * last first: for an administrator, titles alone. */
enum pal_rc pal_people_projects(struct pal_errand *errand, const char *words, size_t max,
                                struct pal_document **out, size_t *count) PAL_WARN_UNUSED;
/* The title of the one with this id, NULL where there is none; for an administrator. */
enum pal_rc pal_people_project_title(struct pal_errand *errand, const char *id,
                                     const char **title) PAL_WARN_UNUSED;
enum pal_rc pal_people_get(struct pal_errand *errand, const char *person,
                           struct pal_account *out) PAL_WARN_UNUSED;
enum pal_rc pal_people_by_email(struct pal_errand *errand, const char *email,
                                struct pal_account *out) PAL_WARN_UNUSED;
/* The names of some persons, beside `ids`: NULL where there is no such
 * person, "" where the name was erased. Few queries. */
enum pal_rc pal_people_names(struct pal_errand *errand, const char *const *ids, size_t count,
                             const char **names) PAL_WARN_UNUSED;
/* Roles: of a person, of a project, or all (both NULL). */
enum pal_rc pal_people_grants(struct pal_errand *errand, const char *person, const char *project,
                              struct pal_role_held **out, size_t *count) PAL_WARN_UNUSED;
/* Roles of the persons of a list, added up. For an administrator. */
enum pal_rc pal_people_roles(struct pal_errand *errand, const struct pal_account *people,
                             size_t count, struct pal_role_sum **out,
                             size_t *sum_count) PAL_WARN_UNUSED;
/* How many persons there are, and how many administrators. */
enum pal_rc pal_people_count(struct pal_errand *errand, int64_t *all,
                             int64_t *administrators) PAL_WARN_UNUSED;

/* Removes what is over: sessions, links, attempts; erases persons whose date has passed. For the
 * operator; the server does it by itself, once an hour. */
enum pal_rc pal_people_tidy(struct pal_errand *errand) PAL_WARN_UNUSED;

#endif
