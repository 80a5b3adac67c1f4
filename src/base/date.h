/*
 * date - calendar dates as text, year-month-day (ISO 8601, proleptic Gregorian).
 */
#ifndef PAL_BASE_DATE_H
#define PAL_BASE_DATE_H

#include <stdbool.h>

/* True when `text` is a date of the calendar written YYYY-MM-DD (years 0001 to 9999). Such texts
 * sort by time. */
bool pal_date_check(const char *text);

#endif
