/*
 * people - persons, what they may, and what they sign in with.
 *
 * Texts of results are in the arena that is passed. Secrets come and go as hashes
 * (app/house/secret.h). PAL_E_NOT_FOUND where there is no such row; failures of the database as in
 * store/db.h.
 */
#ifndef PAL_STORE_PEOPLE_H
#define PAL_STORE_PEOPLE_H

#include "base/arena.h"
#include "store/db.h"

struct pal_person {
    const char *id;
    const char *email; /* NULL: erased, or of whoever contributes */
    const char *name;
    const char *language;
    const char *zone;     /* in which times are shown; NULL: the server's */
    const char *password; /* as app/house/secret.h wrote it; NULL: none was chosen yet */
    int64_t created_at;
    int64_t seen_at;      /* 0: never signed in */
    int64_t retain_until; /* 0: no date */
    int64_t erased_at;    /* 0: not erased */
    int64_t expires_at;   /* 0: no end */
    int64_t locked_at;    /* 0: not locked */
    const char *locked_by;
    const char *locked_reason;
    /* Of whoever answers with a link and has no account; NULL: they have one. */
    const char *contributes; /* to what: "sending/ID" */
    const char *pass;        /* with which link */
    const char *acts_as;     /* the role as they say it */
    int64_t as_of; /* of whoever is let in: the last entry that told of persons or grants then */
};

struct pal_grant {
    const char *person;
    const char *role;
    const char *project; /* "*": everywhere */
    int64_t granted_at;
};

struct pal_token {
    const char *id;
    const char *person;
    const char *title;
    const char *scope;
    int64_t created_at;
    int64_t expires_at;
    int64_t used_at;    /* 0: never */
    int64_t revoked_at; /* 0: not revoked */
};

struct pal_session {
    const char *hash;
    const char *agent;
    int64_t created_at;
    int64_t seen_at;
};

/* Adds a person without a password; of whoever contributes, without an address. PAL_E_EXISTS: the
 * address is taken. */
enum pal_rc pal_person_add(struct pal_db *db, const struct pal_person *person) PAL_WARN_UNUSED;
enum pal_rc pal_person_get(struct pal_db *db, const char *id, struct pal_arena *arena,
                           struct pal_person *out) PAL_WARN_UNUSED;
enum pal_rc pal_person_by_email(struct pal_db *db, const char *email, struct pal_arena *arena,
                                struct pal_person *out) PAL_WARN_UNUSED;
/* The list, sorted and filtered. */
struct pal_person_search {
    const char *words; /* folded (base/fold.h), in the name or the address; NULL: any */
    const char *role;  /* that is held somewhere; NULL: any */
    const char *state; /* "active", "invited", "locked", "ended", "erased", or "contributor", who
                          has no account; NULL: any account */
    bool is_by_seen;   /* else by name */
    bool is_down;
    const char *after;  /* the id of the last one of the part before; NULL: from the start */
    int64_t now;        /* whether an account is over */
    const char *except; /* ",sending/a,sending/b,": nobody who contributes to these; NULL: to any */
    size_t max;
};
enum pal_rc pal_person_find(struct pal_db *db, const struct pal_person_search *wanted,
                            struct pal_arena *arena, struct pal_person **out,
                            size_t *count) PAL_WARN_UNUSED;
/* By name; at most `max`. `after`: the id of the last one of the page before, NULL: from the
 * start. */
enum pal_rc pal_person_list(struct pal_db *db, const char *after, size_t max,
                            struct pal_arena *arena, struct pal_person **out,
                            size_t *count) PAL_WARN_UNUSED;
/* The names of some persons, in one query for each 50: `names` is filled beside `ids`; NULL where
 * there is no such person, "" where the name was erased. */
enum pal_rc pal_person_names(struct pal_db *db, const char *const *ids, size_t count,
                             struct pal_arena *arena, const char **names) PAL_WARN_UNUSED;
/* Of accounts. */
enum pal_rc pal_person_count(struct pal_db *db, int64_t *out) PAL_WARN_UNUSED;

/* Those who contribute with a link, who were not erased, in the order in which they came. */
enum pal_rc pal_person_of_pass(struct pal_db *db, const char *pass, size_t max,
                               struct pal_arena *arena, struct pal_person **out,
                               size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_person_set_role(struct pal_db *db, const char *id, const char *name,
                                const char *acts_as) PAL_WARN_UNUSED;

/* PAL_E_NOT_FOUND of somebody who was erased, too. `until` 0: no date. */
enum pal_rc pal_person_set_name(struct pal_db *db, const char *id, const char *name,
                                const char *language, const char *zone) PAL_WARN_UNUSED;
enum pal_rc pal_person_set_retention(struct pal_db *db, const char *id,
                                     int64_t until) PAL_WARN_UNUSED;
enum pal_rc pal_person_set_password(struct pal_db *db, const char *id,
                                    const char *password) PAL_WARN_UNUSED;
enum pal_rc pal_person_seen(struct pal_db *db, const char *id, int64_t at) PAL_WARN_UNUSED;

/* Empties what says who it is; grants, sessions, tokens and links go. The id stays. */
enum pal_rc pal_person_erase(struct pal_db *db, const char *id, int64_t at) PAL_WARN_UNUSED;

/* Grants of a person, or of a project (the other NULL), or all. */
enum pal_rc pal_grant_list(struct pal_db *db, const char *person, const char *project,
                           struct pal_arena *arena, struct pal_grant **out,
                           size_t *count) PAL_WARN_UNUSED;
/* Those of a person that are of these roles, at most PAL_ROLES_ASKED. */
enum { PAL_ROLES_ASKED = 8 };
enum pal_rc pal_grant_of_roles(struct pal_db *db, const char *person, const char *const *roles,
                               size_t role_count, struct pal_arena *arena, struct pal_grant **out,
                               size_t *count) PAL_WARN_UNUSED;

/* How often a person has a role. */
struct pal_grant_sum {
    const char *person;
    const char *role;
    int64_t count;       /* of projects, "*" among them */
    const char *project; /* one of them, "*" where there is no other */
    bool is_everywhere;
};

/* Of some persons, in the order of their ids within lots of persons; of all in that order where
 * `persons` is NULL. */
enum pal_rc pal_grant_sums(struct pal_db *db, const char *const *persons, size_t person_count,
                           struct pal_arena *arena, struct pal_grant_sum **out,
                           size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_grant_add(struct pal_db *db, const struct pal_grant *grant) PAL_WARN_UNUSED;
enum pal_rc pal_grant_remove(struct pal_db *db, const struct pal_grant *grant,
                             bool *was_there) PAL_WARN_UNUSED;
/* How many persons have a role everywhere. */
enum pal_rc pal_grant_count(struct pal_db *db, const char *role, int64_t *out) PAL_WARN_UNUSED;

enum pal_rc pal_session_add(struct pal_db *db, const char *hash, const char *person,
                            const char *agent, int64_t at) PAL_WARN_UNUSED;
/* The person of a session that was seen after `since`, made after `born`, whose account is neither
 * locked nor over `now`; and when it was seen. */
enum pal_rc pal_session_person(struct pal_db *db, const char *hash, int64_t since, int64_t born,
                               int64_t now, struct pal_arena *arena, struct pal_person *out,
                               int64_t *seen_at) PAL_WARN_UNUSED;
enum pal_rc pal_session_seen(struct pal_db *db, const char *hash, int64_t at) PAL_WARN_UNUSED;
enum pal_rc pal_session_remove(struct pal_db *db, const char *hash) PAL_WARN_UNUSED;
/* All sessions of a person but `except` (NULL: none is kept). */
enum pal_rc pal_session_remove_all(struct pal_db *db, const char *person,
                                   const char *except) PAL_WARN_UNUSED;
enum pal_rc pal_session_list(struct pal_db *db, const char *person, struct pal_arena *arena,
                             struct pal_session **out, size_t *count) PAL_WARN_UNUSED;
/* Persons whose data were to be kept until then at most, who are not erased; the oldest first. */
enum pal_rc pal_person_due(struct pal_db *db, int64_t until, size_t max, struct pal_arena *arena,
                           struct pal_person **out, size_t *count) PAL_WARN_UNUSED;

/* Sessions, links and attempts that are over. */
enum pal_rc pal_people_sweep(struct pal_db *db, int64_t sessions_before, int64_t now,
                             int64_t attempts_before) PAL_WARN_UNUSED;

enum pal_rc pal_token_add(struct pal_db *db, const struct pal_token *token,
                          const char *hash) PAL_WARN_UNUSED;
enum pal_rc pal_token_person(struct pal_db *db, const char *hash, int64_t now,
                             struct pal_arena *arena, struct pal_person *person,
                             struct pal_token *token) PAL_WARN_UNUSED;
enum pal_rc pal_token_used(struct pal_db *db, const char *id, int64_t at) PAL_WARN_UNUSED;
enum pal_rc pal_token_list(struct pal_db *db, const char *person, struct pal_arena *arena,
                           struct pal_token **out, size_t *count) PAL_WARN_UNUSED;
/* PAL_E_NOT_FOUND: the person has no such token, or it was revoked. */
enum pal_rc pal_token_revoke(struct pal_db *db, const char *person, const char *id,
                             int64_t at) PAL_WARN_UNUSED;

enum pal_rc pal_link_add(struct pal_db *db, const char *hash, const char *person, const char *kind,
                         int64_t at, int64_t expires_at) PAL_WARN_UNUSED;
/* The person of a link that is neither used nor over. */
enum pal_rc pal_link_person(struct pal_db *db, const char *hash, int64_t now,
                            struct pal_arena *arena, struct pal_person *out,
                            const char **kind) PAL_WARN_UNUSED;
/* Uses a link once. PAL_E_NOT_FOUND: it was used in the meantime. */
enum pal_rc pal_link_use(struct pal_db *db, const char *hash, int64_t now) PAL_WARN_UNUSED;
enum pal_rc pal_link_remove_all(struct pal_db *db, const char *person) PAL_WARN_UNUSED;

/* How much was guessed under a key: a level, and when it was that high. */
struct pal_attempt {
    int64_t level;
    int64_t at;
};

/* Zeroes where there is none. */
enum pal_rc pal_attempt_get(struct pal_db *db, const char *key,
                            struct pal_attempt *out) PAL_WARN_UNUSED;
/* Writes it where it still is as it was read: PAL_E_CONFLICT when it is not. */
enum pal_rc pal_attempt_put(struct pal_db *db, const char *key, const struct pal_attempt *before,
                            const struct pal_attempt *after) PAL_WARN_UNUSED;
enum pal_rc pal_attempt_clear(struct pal_db *db, const char *key) PAL_WARN_UNUSED;

#endif
