/*
 * kept - documents that were read, kept for whoever reads the same bytes again.
 *
 * One store serves all threads of a process. An entry is an arena with what was read into it; it is
 * found by a key made of the content and of everything it was read with (never of who reads) and
 * is not changed any more. Entries that are in use stay; of the others the one unused for longest
 * goes first when the budget is passed. What takes more than a quarter of the budget is not kept,
 * only used.
 */
#ifndef PAL_APP_DESK_KEPT_H
#define PAL_APP_DESK_KEPT_H

#include "base/arena.h"
#include "base/rc.h"

struct pal_kept;
struct pal_kept_entry;

enum { PAL_KEPT_KEY = 32 };

struct pal_kept_key {
    unsigned char bytes[PAL_KEPT_KEY];
};

/* A store for at most `budget` bytes; NULL when memory is short. */
struct pal_kept *pal_kept_new(size_t budget);
/* Every entry must have been released. */
void pal_kept_free(struct pal_kept *kept);

/* What is kept under a key, in use until it is released; NULL: nothing. */
struct pal_kept_entry *pal_kept_find(struct pal_kept *kept, const struct pal_kept_key *key);

/* Takes over an arena (empty afterwards) with `what` in it, and gives the entry, in use by the
 * caller. Where another thread was quicker, its entry is given and the arena is freed. NULL when
 * memory is short: the arena is still the caller's. */
struct pal_kept_entry *pal_kept_add(struct pal_kept *kept, const struct pal_kept_key *key,
                                    struct pal_arena *arena, const void *what);

/* What an entry holds. */
const void *pal_kept_what(const struct pal_kept_entry *entry);

void pal_kept_release(struct pal_kept *kept, struct pal_kept_entry *entry);

/* For tests and measures: what is held. */
struct pal_kept_state {
    size_t bytes;
    size_t entries;
};
struct pal_kept_state pal_kept_look(struct pal_kept *kept);

#endif
