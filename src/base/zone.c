#include "base/zone.h"

#include <stdio.h>
#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 24 * 3600, HEAD = 44, NAME_MAX = 64 };

const struct pal_zone pal_zone_utc = {.name = "UTC"};

/* ---------------------------------------------------------------- calendar */

/* Days from 1970-01-01 (the algorithms of Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms"). */
static int64_t days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
    int64_t at = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * at + 2) / 5 + 1);
    *month = (int)(at < 10 ? at + 3 : at - 9);
    *year = years + era * 400 + (*month <= 2);
}

static int64_t floor_of(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Seconds since 1970 of such a day in a year, as its clock says it. */
static int64_t day_in(const struct pal_zone_day *day, int64_t year)
{
    enum { MARCH_1 = 60, WEEK = 7, THURSDAY = 4 };
    int64_t days;
    if (day->kind == 'M') {
        int64_t first = days_of(year, day->month, 1);
        int64_t next =
            day->month == 12 ? days_of(year + 1, 1, 1) : days_of(year, day->month + 1, 1);
        int64_t weekday = first + THURSDAY - floor_of(first + THURSDAY, WEEK) * WEEK;
        days = first + (day->day - weekday + WEEK) % WEEK + (int64_t)(day->week - 1) * WEEK;
        while (days >= next) { /* the fifth is the last */
            days -= WEEK;
        }
    } else {
        bool is_behind = day->kind == 'J' && is_leap(year) && day->day >= MARCH_1;
        days = days_of(year, 1, 1) + day->day - (day->kind == 'J') + is_behind;
    }
    return days * DAY + day->seconds;
}

/* ------------------------------------------------------------ reading a rule */

static bool read_number(const char **at, int least, int most, int *out)
{
    size_t len = strspn(*at, "0123456789");
    int value = 0;
    for (size_t i = 0; i < len && value <= most; i++) {
        value = value * 10 + ((*at)[i] - '0');
    }
    *at += len;
    *out = value;
    return len > 0 && value >= least && value <= most;
}

/* "-1", "3:30", "+02:00:00", as seconds; a week at most, as RFC 9636 lets it. */
static bool read_seconds(const char **at, int32_t *out)
{
    enum { HOURS_MOST = 167 };
    int sign = **at == '-' ? -1 : 1;
    int parts[3] = {0};
    *at += **at == '-' || **at == '+';
    for (size_t i = 0; i < 3; i++) {
        if (!read_number(at, 0, i == 0 ? HOURS_MOST : 59, &parts[i])) {
            return false;
        }
        if (**at != ':' || i == 2) {
            break;
        }
        ++*at;
    }
    *out = sign * (parts[0] * HOUR + parts[1] * MINUTE + parts[2]);
    return true;
}

static bool read_abbreviation(const char **at)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    bool is_quoted = **at == '<';
    const char *start = *at + is_quoted;
    size_t len = is_quoted ? strcspn(start, ">") : strspn(start, letters);
    bool is_whole = !is_quoted || start[len] == '>';
    *at = start + len + (is_quoted && is_whole);
    return is_whole && len >= 3;
}

static bool read_day(const char **at, struct pal_zone_day *out)
{
    bool is_fine;
    *out = (struct pal_zone_day){.kind = '0', .seconds = 2 * HOUR};
    if (**at == 'M' || **at == 'J') {
        out->kind = *(*at)++;
    }
    if (out->kind == 'M') {
        is_fine = read_number(at, 1, 12, &out->month) && *(*at)++ == '.' &&
                  read_number(at, 1, 5, &out->week) && *(*at)++ == '.' &&
                  read_number(at, 0, 6, &out->day);
    } else {
        is_fine = read_number(at, out->kind == 'J', 365, &out->day);
    }
    if (is_fine && **at == '/') {
        ++*at;
        is_fine = read_seconds(at, &out->seconds);
    }
    return is_fine;
}

static bool read_rule(const char *at, struct pal_zone_rule *out)
{
    int32_t west;
    *out = (struct pal_zone_rule){.offset = 0};
    if (!read_abbreviation(&at) || !read_seconds(&at, &west)) {
        return false;
    }
    out->offset = -west;
    if (*at == '\0') {
        return true;
    }
    out->has_other = true;
    out->other = out->offset + HOUR;
    if (!read_abbreviation(&at)) {
        return false;
    }
    if (*at != ',' && *at != '\0') {
        if (!read_seconds(&at, &west)) {
            return false;
        }
        out->other = -west;
    }
    at = *at == '\0' ? ",M3.2.0,M11.1.0" : at; /* as POSIX leaves open and others do */
    return *at++ == ',' && read_day(&at, &out->from) && *at++ == ',' && read_day(&at, &out->to) &&
           *at == '\0';
}

bool pal_zone_read_rule(const char *text, struct pal_zone *out)
{
    *out = (struct pal_zone){.name = "", .has_rule = true};
    return read_rule(text, &out->rule);
}

/* ------------------------------------------------------------ reading a file */

static uint32_t word(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t long_word(const unsigned char *at)
{
    return (int64_t)((uint64_t)word(at) << 32 | word(at + 4));
}

/* What a head says there is. */
struct counts {
    size_t utc;
    size_t standard;
    size_t leaps;
    size_t times;
    size_t kinds;
    size_t letters;
};

static bool read_head(const unsigned char *at, size_t left, struct counts *out)
{
    enum { MOST = 100000 };
    if (left < HEAD || memcmp(at, "TZif", 4) != 0 || at[4] < '2') {
        return false;
    }
    size_t *const numbers[] = {&out->utc,   &out->standard, &out->leaps,
                               &out->times, &out->kinds,    &out->letters};
    for (size_t i = 0; i < 6; i++) {
        *numbers[i] = word(at + 20 + 4 * i);
        if (*numbers[i] > MOST) {
            return false;
        }
    }
    return true;
}

static size_t size_of(const struct counts *counts, size_t time)
{
    return counts->times * (time + 1) + counts->kinds * 6 + counts->letters +
           counts->leaps * (time + 4) + counts->standard + counts->utc;
}

bool pal_zone_read(const char *name, const unsigned char *bytes, size_t len, struct pal_zone *out)
{
    struct counts counts;
    char rule[128];
    *out = (struct pal_zone){.name = name};
    if (!read_head(bytes, len, &counts) || len - HEAD < size_of(&counts, 4)) {
        return false;
    }
    bytes += HEAD + size_of(&counts, 4); /* the first part is for readers of 32 bits */
    len -= HEAD + size_of(&counts, 4);
    if (!read_head(bytes, len, &counts) || len - HEAD < size_of(&counts, 8) || counts.kinds == 0) {
        return false;
    }
    const unsigned char *foot = bytes + HEAD + size_of(&counts, 8);
    size_t left = len - HEAD - size_of(&counts, 8);
    out->times = bytes + HEAD;
    out->kinds = out->times + 8 * counts.times;
    out->offsets = out->kinds + counts.times;
    out->count = counts.times;
    out->kind_count = counts.kinds;
    for (size_t i = 0; i < out->count; i++) {
        if (out->kinds[i] >= out->kind_count) {
            return false;
        }
    }
    const unsigned char *end = left > 1 ? memchr(foot + 1, '\n', left - 1) : NULL;
    size_t rule_len = end != NULL ? (size_t)(end - foot) - 1 : 0;
    if (end == NULL || foot[0] != '\n' || rule_len >= sizeof rule) {
        return false;
    }
    memcpy(rule, foot + 1, rule_len);
    rule[rule_len] = '\0';
    out->has_rule = rule_len > 0;
    return !out->has_rule || read_rule(rule, &out->rule);
}

bool pal_zone_is_name(const char *name)
{
    static const char signs[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    size_t len = strlen(name);
    for (size_t i = 0; i + 1 < len; i++) {
        if (name[i] == '/' && name[i + 1] == '/') {
            return false;
        }
    }
    return len > 0 && len <= NAME_MAX && strspn(name, signs) == len && name[0] != '/' &&
           name[0] != '-' && name[len - 1] != '/';
}

/* ------------------------------------------------------------------ offsets */

static int32_t offset_by_rule(const struct pal_zone_rule *rule, int64_t at)
{
    int64_t year;
    int month;
    int day;
    if (!rule->has_other) {
        return rule->offset;
    }
    date_of(floor_of(at + rule->offset, DAY), &year, &month, &day);
    int64_t from = day_in(&rule->from, year) - rule->offset;
    int64_t to = day_in(&rule->to, year) - rule->other;
    bool is_other = from < to ? at >= from && at < to : at < to || at >= from;
    return is_other ? rule->other : rule->offset;
}

int32_t pal_zone_offset(const struct pal_zone *zone, int64_t at)
{
    size_t low = 0; /* changes that were before */
    size_t high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (long_word(zone->times + 8 * middle) <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == zone->count && zone->has_rule) {
        return offset_by_rule(&zone->rule, at);
    }
    if (zone->kind_count == 0) {
        return 0;
    }
    size_t kind = low > 0 ? zone->kinds[low - 1] : 0;
    return (int32_t)word(zone->offsets + 6 * kind);
}

/* No zone changes twice within two days. */
int64_t pal_zone_at(const struct pal_zone *zone, int64_t local, bool is_late)
{
    const int32_t before = pal_zone_offset(zone, local - DAY);
    const int32_t after = pal_zone_offset(zone, local + DAY);
    const int64_t first = local - before; /* by the offset of before */
    const int64_t last = local - after;
    bool is_first = pal_zone_offset(zone, first) == before;
    bool is_last = pal_zone_offset(zone, last) == after;
    if (is_first != is_last) {
        return is_first ? first : last;
    }
    /* Both: the clocks were put back, and `last` is later. Neither: they were put on, and the
     * offset of before leads behind the gap. */
    return is_late == is_first ? last : first;
}

/* ------------------------------------------------------------------ writing */

static char *put_digits(char *at, int64_t value, int digits)
{
    for (int i = digits; i-- > 0; value /= 10) {
        at[i] = (char)('0' + value % 10);
    }
    return at + digits;
}

/* "2026-07-01"; false: the year has more or fewer than four digits. */
static bool put_day(char **at, int64_t local)
{
    int64_t year;
    int month;
    int day;
    date_of(floor_of(local, DAY), &year, &month, &day);
    if (year < 1 || year > 9999) {
        **at = '\0';
        return false;
    }
    *at = put_digits(*at, year, 4);
    *(*at)++ = '-';
    *at = put_digits(*at, month, 2);
    *(*at)++ = '-';
    *at = put_digits(*at, day, 2);
    **at = '\0';
    return true;
}

/* "14:05", or with seconds. */
static char *put_clock(char *at, int64_t local, bool has_seconds)
{
    int64_t seconds = local - floor_of(local, DAY) * DAY;
    at = put_digits(at, seconds / HOUR, 2);
    *at++ = ':';
    at = put_digits(at, seconds / MINUTE % 60, 2);
    if (has_seconds) {
        *at++ = ':';
        at = put_digits(at, seconds % 60, 2);
    }
    return at;
}

/* " UTC+5:30"; an offset of before there were zones, to the minute. */
static void put_offset(char *at, int32_t offset)
{
    int32_t minutes = (offset < 0 ? -offset : offset) / MINUTE;
    size_t left = PAL_ZONE_TEXT / 2;
    if (minutes == 0) {
        (void)snprintf(at, left, " UTC");
    } else if (minutes % 60 == 0) {
        (void)snprintf(at, left, " UTC%c%d", offset < 0 ? '-' : '+', (int)minutes / 60);
    } else {
        (void)snprintf(at, left, " UTC%c%d:%02d", offset < 0 ? '-' : '+', (int)minutes / 60,
                       (int)minutes % 60);
    }
}

void pal_zone_write_time(const struct pal_zone *zone, int64_t at, char out[PAL_ZONE_TEXT])
{
    int32_t offset = pal_zone_offset(zone, at);
    if (put_day(&out, at + offset)) {
        *out++ = ' ';
        put_offset(put_clock(out, at + offset, false), offset);
    }
}

void pal_zone_write_day(const struct pal_zone *zone, int64_t at, char out[PAL_ZONE_TEXT])
{
    (void)put_day(&out, at + pal_zone_offset(zone, at));
}

void pal_zone_write_clock(const struct pal_zone *zone, int64_t at, char out[PAL_ZONE_TEXT])
{
    int32_t offset = pal_zone_offset(zone, at);
    put_offset(put_clock(out, at + offset, true), offset);
}

/* Digits where the pattern has a 0, else its own signs. */
static bool is_like(const char *text, const char *pattern)
{
    for (; *pattern != '\0'; text++, pattern++) {
        bool is_digit = *text >= '0' && *text <= '9';
        if (*pattern == '0' ? !is_digit : *text != *pattern) {
            return false;
        }
    }
    return *text == '\0';
}

static int number_at(const char *text, size_t digits)
{
    int value = 0;
    for (size_t i = 0; i < digits; i++) {
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool pal_zone_instant(const char *text, int64_t *out)
{
    if (!is_like(text, "0000-00-00T00:00:00Z")) {
        return false;
    }
    *out = days_of(number_at(text, 4), number_at(text + 5, 2), number_at(text + 8, 2)) * DAY +
           number_at(text + 11, 2) * HOUR + number_at(text + 14, 2) * MINUTE +
           number_at(text + 17, 2);
    return true;
}
