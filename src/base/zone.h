/*
 * zone - the offset of a time zone from UTC at an instant, as the tz database has it (RFC 9636).
 *
 * Read here, because the C library knows one zone at a time for a whole program, and pages are made
 * by threads for people of several. The bytes are those of a file of the system, which somebody
 * else reads: nothing here does.
 */
#ifndef PAL_BASE_ZONE_H
#define PAL_BASE_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A day of the year on which an offset begins or ends: "M3.5.0/2", "J60", "59". */
struct pal_zone_day {
    char kind; /* 'M', 'J', or '0': counted from 0, with the 29th of February */
    int month;
    int week;
    int day;
    int32_t seconds; /* of that day, by the offset of before */
};

/* How it goes on behind the last known change, and for ever. */
struct pal_zone_rule {
    int32_t offset; /* seconds east of UTC */
    int32_t other;  /* the same from `from` to `to` of each year */
    bool has_other;
    struct pal_zone_day from;
    struct pal_zone_day to;
};

struct pal_zone {
    const char *name; /* "Europe/Paris"; "" where it has none */
    const unsigned char *times;
    const unsigned char *kinds;
    const unsigned char *offsets;
    size_t count;
    size_t kind_count;
    bool has_rule;
    struct pal_zone_rule rule;
};

/* UTC. */
extern const struct pal_zone pal_zone_utc;

/* A file of the tz database, of version 2 or later; `name` and the bytes are borrowed. False: it is
 * none. */
bool pal_zone_read(const char *name, const unsigned char *bytes, size_t len, struct pal_zone *out);

/* A zone as POSIX writes it ("CET-1CEST,M3.5.0,M10.5.0/3"), as TZ may hold it. */
bool pal_zone_read_rule(const char *text, struct pal_zone *out);

/* Whether a name can be one of the tz database: it names no file elsewhere. */
bool pal_zone_is_name(const char *name);

/* Seconds east of UTC at an instant, which is seconds since 1970. */
int32_t pal_zone_offset(const struct pal_zone *zone, int64_t at);

/* The instant at which the clocks of the zone show a time: seconds since 1970 as if that were UTC.
 * Of a time that they show twice the last one (`is_late`) or the first; of one that they skip, the
 * instant as far behind the gap, or before it, as that time is in it. */
int64_t pal_zone_at(const struct pal_zone *zone, int64_t local, bool is_late);

/* "2026-07-01 14:05 UTC+2", of instants from the year 1 to 9999; the day alone; the time alone
 * "14:05:09 UTC+2". "" for others. */
enum { PAL_ZONE_TEXT = 40 };
void pal_zone_write_time(const struct pal_zone *zone, int64_t at, char out[PAL_ZONE_TEXT]);
void pal_zone_write_day(const struct pal_zone *zone, int64_t at, char out[PAL_ZONE_TEXT]);
void pal_zone_write_clock(const struct pal_zone *zone, int64_t at, char out[PAL_ZONE_TEXT]);

/* Seconds since 1970 of "2026-07-01T12:05:00Z"; false: it is no such text. */
bool pal_zone_instant(const char *text, int64_t *out);

#endif
