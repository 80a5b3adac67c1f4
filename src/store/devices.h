/*
 * devices - the browsers that a person has signed in from: each keeps a secret, of which the hash
 * is here. Texts of results are in the arena that is passed.
 */
#ifndef PAL_STORE_DEVICES_H
#define PAL_STORE_DEVICES_H

#include "base/arena.h"
#include "store/db.h"

struct pal_device {
    const char *hash;
    const char *agent; /* what the browser calls itself */
    int64_t created_at;
    int64_t seen_at; /* the last sign-in */
};

/* Adds a device, and lets go of the person's least recent ones beyond `most`. */
enum pal_rc pal_device_add(struct pal_db *db, const char *hash, const char *person,
                           const char *agent, int64_t at, size_t most) PAL_WARN_UNUSED;
/* Whether it is a device of this person that has signed in since `since`. */
enum pal_rc pal_device_find(struct pal_db *db, const char *hash, const char *person, int64_t since,
                            bool *is_known) PAL_WARN_UNUSED;
enum pal_rc pal_device_seen(struct pal_db *db, const char *hash, int64_t at) PAL_WARN_UNUSED;
/* The most recent first. */
enum pal_rc pal_device_list(struct pal_db *db, const char *person, struct pal_arena *arena,
                            struct pal_device **out, size_t *count) PAL_WARN_UNUSED;
/* All devices of a person but `except` (NULL: none is kept). */
enum pal_rc pal_device_remove_all(struct pal_db *db, const char *person,
                                  const char *except) PAL_WARN_UNUSED;
/* Those that have not signed in since then. */
enum pal_rc pal_device_sweep(struct pal_db *db, int64_t before) PAL_WARN_UNUSED;

#endif
