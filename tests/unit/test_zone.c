/* zone: offsets are those of the C library, for each zone of this machine; how they are written. */
#include "helpers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/zone.h"

enum { FILE_MOST = 65536, YEAR = 31556952 };
#define FOLDER "/usr/share/zoneinfo/"

static unsigned char bytes[FILE_MOST];

static size_t read_zone(const char *name, struct pal_zone *out)
{
    char path[256];
    (void)snprintf(path, sizeof path, FOLDER "%s", name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file); /* tzdata is one of the packages of a build */
    size_t len = fread(bytes, 1, sizeof bytes, file);
    assert_int_equal(fclose(file), 0);
    assert_true(pal_zone_read(name, bytes, len, out));
    return len;
}

static long offset_here(int64_t at)
{
    struct tm parts;
    time_t when = (time_t)at;
    assert_non_null(localtime_r(&when, &parts));
    return parts.tm_gmtoff;
}

static void hold(const char *name, const struct pal_zone *zone, int64_t at)
{
    if (pal_zone_offset(zone, at) != offset_here(at)) {
        fail_msg("%s at %lld: %d, and the C library says %ld", name, (long long)at,
                 (int)pal_zone_offset(zone, at), offset_here(at));
    }
}

/* Every 41 hours of 1970 to 2105, and around each change that was. */
static void compare(const char *name, const struct pal_zone *zone)
{
    enum { STEP = 41 * 3600 };
    char set[256];
    (void)snprintf(set, sizeof set, ":%s", name);
    assert_int_equal(setenv("TZ", set, 1), 0);
    tzset();
    int32_t before = pal_zone_offset(zone, 0);
    for (int64_t at = 0; at < (int64_t)135 * YEAR; at += STEP) {
        int32_t now = pal_zone_offset(zone, at);
        hold(name, zone, at);
        if (now != before) { /* in between: to the second */
            int64_t low = at - STEP;
            int64_t high = at;
            while (high - low > 1) {
                int64_t middle = low + (high - low) / 2;
                if (pal_zone_offset(zone, middle) == before) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            hold(name, zone, low);
            hold(name, zone, high);
        }
        before = now;
    }
}

static void test_all_are_as_the_library_has_them(void **state)
{
    char line[512];
    size_t count = 0;
    FILE *table = fopen(FOLDER "zone.tab", "r");
    (void)state;
    assert_non_null(table);
    while (fgets(line, sizeof line, table) != NULL) {
        char name[128];
        struct pal_zone zone;
        if (line[0] != '#' && sscanf(line, "%*s %*s %127s", name) == 1) {
            read_zone(name, &zone);
            compare(name, &zone);
            count++;
        }
    }
    assert_int_equal(fclose(table), 0);
    assert_true(count > 300);
}

static void test_rules(void **state)
{
    static const char *const rules[] = {"CET-1CEST,M3.5.0,M10.5.0/3",

                                        "<+0330>-3:30",
                                        "NZST-12NZDT,M9.5.0,M4.1.0/3",
                                        "IST-1GMT0,M10.5.0,M3.5.0/1",
                                        "XXX-2YYY,J60/1:30,J300",
                                        "EET-2EEST,M3.4.4/50,M10.4.4/50",
                                        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"};
    static const char *const none[] = {"",
                                       "Europe/Paris",
                                       "CET",
                                       "C-1",
                                       "CET-1CEST,M3.5.0",
                                       "CET-1CEST,M13.5.0,M10.5.0",
                                       "CET-1CEST,M3.6.0,M10.5.0",
                                       "CET-200",
                                       "<CET-1",
                                       "CET-1CEST,M3.5.0,M10.5.0/3x",
                                       "CET-1CEST,J0,J10",
                                       "CET-1:60"};
    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct pal_zone zone;
        assert_true(pal_zone_read_rule(rules[i], &zone));
        compare(rules[i], &zone);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct pal_zone zone;
        assert_false(pal_zone_read_rule(none[i], &zone));
    }
    struct pal_zone open; /* the days are left open: those of the United States, as POSIX has it */
    assert_true(pal_zone_read_rule("XST5XDT", &open));
    assert_int_equal(pal_zone_offset(&open, 1784124309), -4 * 3600);
    assert_int_equal(pal_zone_offset(&open, 1768435200), -5 * 3600);
    /* All the year, without a gap at its end, where the library of this machine has one. */
    assert_true(pal_zone_read_rule("XST5XDT,0/0,J365/25", &open));
    for (int64_t at = 0; at < (int64_t)3 * YEAR; at += 1800) {
        assert_int_equal(pal_zone_offset(&open, at), -4 * 3600);
    }
}

static void test_writing(void **state)
{
    static const struct {
        const char *zone;
        const char *at;
        const char *time;
        const char *day;
    } cases[] = {
        {"Europe/Paris", "2026-01-15T23:30:09Z", "2026-01-16 00:30 UTC+1", "2026-01-16"},
        {"Europe/Paris", "2026-07-15T12:00:00Z", "2026-07-15 14:00 UTC+2", "2026-07-15"},
        {"Europe/Paris", "2060-07-15T12:00:00Z", "2060-07-15 14:00 UTC+2", "2060-07-15"},
        {"America/New_York", "2026-01-15T03:00:00Z", "2026-01-14 22:00 UTC-5", "2026-01-14"},
        {"America/New_York", "2026-07-15T03:00:00Z", "2026-07-14 23:00 UTC-4", "2026-07-14"},
        {"America/St_Johns", "2026-01-15T03:00:00Z", "2026-01-14 23:30 UTC-3:30", "2026-01-14"},
        {"Asia/Kathmandu", "2026-01-15T20:00:00Z", "2026-01-16 01:45 UTC+5:45", "2026-01-16"},
        {"Etc/UTC", "2026-01-15T20:00:00Z", "2026-01-15 20:00 UTC", "2026-01-15"},
        {"Pacific/Kiritimati", "9999-12-31T23:00:00Z", "", ""},
        {"Pacific/Kiritimati", "2024-02-28T23:00:00Z", "2024-02-29 13:00 UTC+14", "2024-02-29"}};
    char text[PAL_ZONE_TEXT];
    struct pal_zone zone;
    int64_t at = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_zone(cases[i].zone, &zone);
        assert_true(pal_zone_instant(cases[i].at, &at));
        pal_zone_write_time(&zone, at, text);
        assert_string_equal(text, cases[i].time);
        pal_zone_write_day(&zone, at, text);
        assert_string_equal(text, cases[i].day);
    }
    assert_true(pal_zone_instant("1970-01-01T00:00:00Z", &at) && at == 0);
    assert_true(pal_zone_instant("2000-03-01T01:02:03Z", &at) && at == 951872523);
    assert_false(pal_zone_instant("2000-03-01", &at));
    assert_false(pal_zone_instant("2000-03-01T01:02:03", &at));
    assert_false(pal_zone_instant("2000-03-01T01:02:03Z ", &at));
    read_zone("Europe/Paris", &zone);
    pal_zone_write_clock(&zone, 1784124309, text);
    assert_string_equal(text, "16:05:09 UTC+2");
    pal_zone_write_time(&pal_zone_utc, 0, text);
    assert_string_equal(text, "1970-01-01 00:00 UTC");
}

static void test_broken_files(void **state)
{
    struct pal_zone zone;
    size_t len = read_zone("America/New_York", &zone);
    static unsigned char copy[FILE_MOST];
    (void)state;
    for (size_t cut = 0; cut < len; cut++) { /* none that is cut is one */
        memcpy(copy, bytes, cut);
        assert_false(pal_zone_read("x", copy, cut, &zone));
    }
    for (size_t i = 0; i < len; i++) { /* whatever stands in it, nothing beside it is read */
        for (unsigned bit = 0; bit < 8; bit++) {
            memcpy(copy, bytes, len);
            copy[i] ^= (unsigned char)(1U << bit);
            if (pal_zone_read("x", copy, len, &zone)) {
                (void)pal_zone_offset(&zone, 1784124309);
            }
        }
    }
}

static void test_names(void **state)
{
    static const char *const names[] = {"Europe/Paris", "America/Argentina/Buenos_Aires",
                                        "Etc/GMT+5", "UTC"};
    static const char *const none[] = {
        "",   "../etc/passwd", "/etc/localtime", "Europe/../UTC", "a//b", "Europe/",
        "-x", "Europe Paris",  "Ex\xC3\xA9",     "Europe/Paris\n"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_true(pal_zone_is_name(names[i]));
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(pal_zone_is_name(none[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_are_as_the_library_has_them),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_writing),
        cmocka_unit_test(test_broken_files),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
