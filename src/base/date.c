#include "base/date.h"

#include <stdio.h>
#include <string.h>

enum { MINUTES_PER_DAY = 1440 };

static int digits(const char *at, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9') {
            return -1;
        }
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

bool pal_date_check(const char *text)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    int year = digits(text, 4);
    int month = digits(text + 5, 2);
    int day = digits(text + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1) {
        return false;
    }
    return day <= days_of_month(year, month);
}

/* Days from 0001-01-01 to the first day of a year. */
static uint64_t days_before_year(int year)
{
    uint64_t past = (uint64_t)year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

static uint64_t days_to(int year, int month, int day)
{
    uint64_t days = days_before_year(year);
    for (int at = 1; at < month; at++) {
        days += (uint64_t)days_of_month(year, at);
    }
    return days + (uint64_t)day - 1;
}

bool pal_instant_read(const char *text, uint64_t *minutes)
{
    size_t len = strlen(text);
    char date[11] = "";
    int hour = 0;
    int minute = 0;
    if (len == 16 && text[10] == 'T' && text[13] == ':') {
        hour = digits(text + 11, 2);
        minute = digits(text + 14, 2);
    } else if (len != 10) {
        return false;
    }
    memcpy(date, text, 10);
    if (!pal_date_check(date) || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
        return false;
    }
    *minutes =
        days_to(digits(text, 4), digits(text + 5, 2), digits(text + 8, 2)) * MINUTES_PER_DAY +
        (uint64_t)(hour * 60 + minute);
    return true;
}

struct day {
    int year, month, day;
};

static struct day day_of(uint64_t minutes)
{
    uint64_t days = minutes / MINUTES_PER_DAY;
    struct day at = {(int)(days / 366) + 1, 1, 1};
    while (days_before_year(at.year + 1) <= days) {
        at.year++;
    }
    uint64_t left = days - days_before_year(at.year);
    while (left >= (uint64_t)days_of_month(at.year, at.month)) {
        left -= (uint64_t)days_of_month(at.year, at.month);
        at.month++;
    }
    at.day = (int)left + 1;
    return at;
}

void pal_instant_write(uint64_t minutes, char out[PAL_INSTANT_TEXT])
{
    struct day at = day_of(minutes);
    unsigned of_day = (unsigned)(minutes % MINUTES_PER_DAY);
    if (of_day == 0) {
        (void)snprintf(out, PAL_INSTANT_TEXT, "%04d-%02d-%02d", at.year % 10000, at.month % 100,
                       at.day % 100);
    } else {
        (void)snprintf(out, PAL_INSTANT_TEXT, "%04d-%02d-%02dT%02u:%02u", at.year % 10000,
                       at.month % 100, at.day % 100, of_day / 60 % 24, of_day % 60);
    }
}

/* The day `day` of a month counted from January of the year 1, or the month's last one. */
static uint64_t day_in_month(uint64_t month, int day)
{
    int year = (int)(month / 12) + 1;
    int last = days_of_month(year, (int)(month % 12) + 1);
    return days_to(year, (int)(month % 12) + 1, day < last ? day : last) * MINUTES_PER_DAY;
}

static uint64_t month_of(const struct day *at)
{
    return ((uint64_t)at->year - 1) * 12 + (uint64_t)at->month - 1;
}

uint64_t pal_instant_add_months(uint64_t minutes, unsigned months)
{
    struct day at = day_of(minutes);
    return day_in_month(month_of(&at) + months, at.day);
}

uint64_t pal_instant_take_months(uint64_t minutes, uint64_t months)
{
    struct day at = day_of(minutes);
    uint64_t month = month_of(&at);
    return months > month ? 0 : day_in_month(month - months, at.day);
}

int64_t pal_days_between(const char *from, const char *to)
{
    uint64_t minutes[2];
    if (from == NULL || to == NULL || !pal_date_check(from) || !pal_date_check(to) ||
        !pal_instant_read(from, &minutes[0]) || !pal_instant_read(to, &minutes[1]) ||
        minutes[1] < minutes[0]) {
        return -1;
    }
    return (int64_t)((minutes[1] - minutes[0]) / MINUTES_PER_DAY);
}
