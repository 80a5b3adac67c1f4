/*
 * served - the record of availability: a row for every minute in which a server answered, by each
 * of them. Nothing of it changes; what is old goes.
 */
#ifndef PAL_STORE_SERVED_H
#define PAL_STORE_SERVED_H

#include "base/arena.h"
#include "store/db.h"

/* A minute is its number since 1970. Written twice it stands once. */
enum pal_rc pal_served_add(struct pal_db *db, int64_t minute, const char *server) PAL_WARN_UNUSED;

/* The minutes from one to another (which is not among them) in which any server answered, in their
 * order; `max` at most. */
enum pal_rc pal_served_list(struct pal_db *db, int64_t from, int64_t to, size_t max,
                            struct pal_arena *arena, int64_t **out, size_t *count) PAL_WARN_UNUSED;

/* The first there is; 0: none. */
enum pal_rc pal_served_first(struct pal_db *db, int64_t *out) PAL_WARN_UNUSED;

/* Removes those before a minute. */
enum pal_rc pal_served_forget(struct pal_db *db, int64_t before) PAL_WARN_UNUSED;

#endif
