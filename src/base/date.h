/*
 * date - calendar dates as text, year-month-day (ISO 8601, proleptic Gregorian).
 */
#ifndef PAL_BASE_DATE_H
#define PAL_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* True when `text` is a date of the calendar written YYYY-MM-DD (years 0001 to 9999). Such texts
 * sort by time. */
bool pal_date_check(const char *text);

/* Minutes from 0001-01-01T00:00 to a time written YYYY-MM-DD (its first minute) or
 * YYYY-MM-DDTHH:MM. Without a time zone: one clock for a whole document. True when it is one. */
bool pal_instant_read(const char *text, uint64_t *minutes);

/* Writes such a time back; "YYYY-MM-DD" where it is the first minute of a day. */
enum { PAL_INSTANT_TEXT = 20 };
void pal_instant_write(uint64_t minutes, char out[PAL_INSTANT_TEXT]);

/* Days from one date to another; -1: one of them is none (or NULL), or they are the wrong way
 * round. */
int64_t pal_days_between(const char *from, const char *to);

/* The first minute of the day `months` months after the day of `minutes`; the last day of a shorter
 * month where the day does not exist there. */
uint64_t pal_instant_add_months(uint64_t minutes, unsigned months);

/* As pal_instant_add_months, so many months before; 0 where that is before the calendar begins. */
uint64_t pal_instant_take_months(uint64_t minutes, uint64_t months);

#endif
