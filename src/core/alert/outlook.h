/*
 * outlook - how the alert level goes over a horizon: a history that took place, or rates of change.
 *
 * Levels are indices in the scheme. Times of a history are minutes of one clock; its years are
 * twelve months of the calendar from its start, those of rates 8,766 hours. Source:
 * docs/posture.md.
 */
#ifndef PAL_CORE_ALERT_OUTLOOK_H
#define PAL_CORE_ALERT_OUTLOOK_H

#include "core/alert/alert.h"
#include "core/alert/history.h"
#include "core/alert/markov.h"

struct pal_outlook {
    const char *id;
    struct pal_text title;
    const char *source;
    const struct pal_alert_scheme *scheme;
    bool is_replay;             /* true: `history`; false: `rates` over `years` */
    struct pal_history history; /* minutes from its start */
    uint64_t start_at;          /* of the history, in minutes of pal_instant_read */
    struct pal_rates rates;
    size_t start_level;
    uint32_t years;
};

/* The length of the outlook. */
double pal_outlook_hours(const struct pal_outlook *outlook);

/* The end of a year (0: the first) in minutes from the start, at most the end of the outlook. */
uint64_t pal_outlook_year_end(const struct pal_outlook *outlook, size_t year);

/* How many years it touches. */
size_t pal_outlook_years(const struct pal_outlook *outlook);

#endif
