/*
 * accounts - how long and whether a person enters, what falls with their credentials, and the pairs
 * of roles that were lifted for them. Results and failures as in people.h.
 */
#ifndef PAL_STORE_ACCOUNTS_H
#define PAL_STORE_ACCOUNTS_H

#include "store/people.h"

/* Locks (`person` says when, by whom, why), or with locked_at 0 unlocks; sets or takes away the end
 * of the account. */
enum pal_rc pal_person_set_access(struct pal_db *db,
                                  const struct pal_person *person) PAL_WARN_UNUSED;

/* Administrators everywhere: whoever has the role; of these, whose account is neither locked, nor
 * erased, nor at its end; of these, who have a password and so can sign in; of these, whose account
 * has no end. */
struct pal_administrators {
    int64_t all;
    int64_t open;
    int64_t able;
    int64_t lasting;
};
enum pal_rc pal_administrators_count(struct pal_db *db, int64_t now,
                                     struct pal_administrators *out) PAL_WARN_UNUSED;

/* Tokens that are neither over nor revoked. */
enum pal_rc pal_token_count(struct pal_db *db, const char *person, int64_t now,
                            int64_t *out) PAL_WARN_UNUSED;
enum pal_rc pal_token_revoke_all(struct pal_db *db, const char *person, int64_t at) PAL_WARN_UNUSED;
/* No token of the person lasts longer than that. */
enum pal_rc pal_token_shorten(struct pal_db *db, const char *person,
                              int64_t expires_at) PAL_WARN_UNUSED;

/* A row of `lifts`; `project` as in grants. */
struct pal_lift {
    const char *person;
    const char *project;
    const char *duty;
    const char *reason;
    const char *by; /* id; "": the operator */
    int64_t at;
};

/* Adds it, or writes the newer reason. */
enum pal_rc pal_lift_add(struct pal_db *db, const struct pal_lift *lift) PAL_WARN_UNUSED;
enum pal_rc pal_lift_remove(struct pal_db *db, const struct pal_lift *lift,
                            bool *was_there) PAL_WARN_UNUSED;
/* Of a person, of a project with those of everywhere (the other NULL), or all. */
enum pal_rc pal_lift_list(struct pal_db *db, const char *person, const char *project,
                          struct pal_arena *arena, struct pal_lift **out,
                          size_t *count) PAL_WARN_UNUSED;

#endif
