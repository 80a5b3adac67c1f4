/*
 * served - when this house could be reached: a row for every minute in which one of its servers
 * ran, against which a late submission is held. It proves that the server ran, not that a certain
 * candidate could reach it.
 */
#ifndef PAL_APP_HOUSE_SERVED_H
#define PAL_APP_HOUSE_SERVED_H

#include "app/house/errand.h"

enum {
    PAL_SERVED_GAPS = 100,            /* that are told */
    PAL_SERVED_SPAN = 31 * 24 * 3600, /* seconds that are looked at, at most */
    PAL_SERVED_YEARS = 6,             /* that the record is kept */
};

/* Minutes, one after the other, in which no server ran: from its first second to the one behind. */
struct pal_served_gap {
    int64_t from;
    int64_t to;
};

/* The gaps between two seconds; a gap may begin before the record does (`first`: its first second;
 * 0: there is none). The minute that runs is no gap. Needs the right to read the project that it is
 * asked for. */
enum pal_rc pal_served_gaps(struct pal_errand *errand, const char *project, int64_t from,
                            int64_t to, struct pal_served_gap **out, size_t *count,
                            int64_t *first) PAL_WARN_UNUSED;

/* Writes that a server of that name runs now: once a minute; `last` is the minute it wrote last.
 * Not worth failing anything. */
void pal_served_note(struct pal_errand *errand, const char *server, int64_t *last);

#endif
