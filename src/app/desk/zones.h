/*
 * zones - the time zones that this machine knows: files of the tz database, each read once.
 *
 * They are where the C library looks for them: in TZDIR, else /usr/share/zoneinfo. The machine's
 * own is what TZ says, else /etc/localtime, else UTC. Threads share what was read.
 */
#ifndef PAL_APP_DESK_ZONES_H
#define PAL_APP_DESK_ZONES_H

#include "base/arena.h"
#include "base/rc.h"
#include "base/zone.h"

struct pal_zones;

/* Reads the machine's own; NULL: memory is short. */
struct pal_zones *pal_zones_new(void);
void pal_zones_free(struct pal_zones *zones);

/* The zone of a name; NULL: there is none. Lives as long as `zones`. */
const struct pal_zone *pal_zones_find(struct pal_zones *zones, const char *name);

/* The machine's own, as it was when the program started; its name is "" where none is known. */
const struct pal_zone *pal_zones_own(const struct pal_zones *zones);

/* The names that people choose from, in order: UTC and those of places. Empty where the machine has
 * no list of them. */
enum pal_rc pal_zones_list(struct pal_arena *arena, const char *const **out,
                           size_t *count) PAL_WARN_UNUSED;

#endif
