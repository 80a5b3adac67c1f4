/* core/case/deadlines: days of the calendar in a zone, over ends of years, leap days and changes of
 * the clocks; what is expected stands here by hand. */
#include "helpers.h"

#include "core/case/deadlines.h"

enum { HOUR = 3600, DAY = 86400 };

static struct pal_zone paris(void)
{
    struct pal_zone zone;
    assert_true(pal_zone_read_rule("CET-1CEST,M3.5.0,M10.5.0/3", &zone));
    return zone;
}

static int64_t at(const char *text)
{
    int64_t out = 0;
    assert_true(pal_zone_instant(text, &out));
    return out;
}

static void expect(int64_t is, const char *wanted)
{
    if (is != at(wanted)) {
        char shown[PAL_ZONE_TEXT];
        pal_zone_write_time(&pal_zone_utc, is, shown);
        fail_msg("%s, and not %s", shown, wanted);
    }
}

/* The time that clocks show as an instant: once, twice, never. */
static void test_clocks(void **state)
{
    (void)state;
    const struct pal_zone zone = paris();
    struct pal_zone west;
    struct pal_zone south;
    assert_true(pal_zone_read_rule("EST5EDT,M3.2.0,M11.1.0", &west));
    assert_true(pal_zone_read_rule("AEST-10AEDT,M10.1.0,M4.1.0/3", &south));
    for (int is_late = 0; is_late < 2; is_late++) {
        expect(pal_zone_at(&zone, at("2026-07-01T14:05:00Z"), is_late), "2026-07-01T12:05:00Z");
        expect(pal_zone_at(&zone, at("2026-01-01T00:30:00Z"), is_late), "2025-12-31T23:30:00Z");
        expect(pal_zone_at(&pal_zone_utc, at("2026-03-29T02:30:00Z"), is_late),
               "2026-03-29T02:30:00Z");
        expect(pal_zone_at(&west, at("2026-07-01T22:00:00Z"), is_late), "2026-07-02T02:00:00Z");
        expect(pal_zone_at(&south, at("2026-01-01T08:00:00Z"), is_late), "2025-12-31T21:00:00Z");
        /* the day before and the day behind a change */
        expect(pal_zone_at(&zone, at("2026-03-28T12:00:00Z"), is_late), "2026-03-28T11:00:00Z");
        expect(pal_zone_at(&zone, at("2026-03-29T12:00:00Z"), is_late), "2026-03-29T10:00:00Z");
        expect(pal_zone_at(&zone, at("2026-03-29T01:59:59Z"), is_late), "2026-03-29T00:59:59Z");
        expect(pal_zone_at(&zone, at("2026-03-29T03:00:00Z"), is_late), "2026-03-29T01:00:00Z");
    }
    /* 25 October: from 3:00 summer time back to 2:00 */
    expect(pal_zone_at(&zone, at("2026-10-25T02:30:00Z"), false), "2026-10-25T00:30:00Z");
    expect(pal_zone_at(&zone, at("2026-10-25T02:30:00Z"), true), "2026-10-25T01:30:00Z");
    expect(pal_zone_at(&west, at("2026-11-01T01:30:00Z"), false), "2026-11-01T05:30:00Z");
    expect(pal_zone_at(&west, at("2026-11-01T01:30:00Z"), true), "2026-11-01T06:30:00Z");
    /* 29 March: 2:00 to 3:00 is skipped */
    expect(pal_zone_at(&zone, at("2026-03-29T02:30:00Z"), false), "2026-03-29T00:30:00Z");
    expect(pal_zone_at(&zone, at("2026-03-29T02:30:00Z"), true), "2026-03-29T01:30:00Z");
    /* what is shown of each hour of two years leads back to it, but for the hour shown twice */
    for (int64_t when = at("2026-01-01T00:00:00Z"); when < at("2028-01-01T00:00:00Z");
         when += HOUR / 2) {
        int64_t local = when + pal_zone_offset(&zone, when);
        int64_t first = pal_zone_at(&zone, local, false);
        int64_t last = pal_zone_at(&zone, local, true);
        assert_true(first == when || last == when);
        assert_true(last == first || last == first + HOUR);
    }
}

static void test_days(void **state)
{
    (void)state;
    const struct pal_zone zone = paris();
    /* six days before a closing at noon in Paris */
    expect(pal_deadline_answer_by(&zone, at("2026-06-18T10:00:00Z"), 6), "2026-06-12T10:00:00Z");
    /* over the change to summer time (29 March): noon stays noon */
    expect(pal_deadline_answer_by(&zone, at("2026-04-02T10:00:00Z"), 6), "2026-03-27T11:00:00Z");
    /* and to winter time (25 October) */
    expect(pal_deadline_answer_by(&zone, at("2026-10-28T11:00:00Z"), 6), "2026-10-22T10:00:00Z");
    /* over an end of a year; midnight in Paris is the evening before in UTC */
    expect(pal_deadline_answer_by(&zone, at("2027-01-03T23:00:00Z"), 6), "2026-12-28T23:00:00Z");
    /* over 29 February, and where there is none */
    expect(pal_deadline_answer_by(&zone, at("2028-03-03T11:00:00Z"), 6), "2028-02-26T11:00:00Z");
    expect(pal_deadline_answer_by(&zone, at("2027-03-03T11:00:00Z"), 6), "2027-02-25T11:00:00Z");
    expect(pal_deadline_answer_by(&zone, at("2100-03-03T11:00:00Z"), 6), "2100-02-25T11:00:00Z");
    /* at a time that does not exist six days earlier: before the gap, which is the stricter */
    expect(pal_deadline_answer_by(&zone, at("2026-04-04T00:30:00Z"), 6), "2026-03-29T00:30:00Z");
    /* at one that is there twice: the first */
    expect(pal_deadline_answer_by(&zone, at("2026-10-31T01:30:00Z"), 6), "2026-10-25T00:30:00Z");
    /* and onwards the last, and behind the gap: nobody gets less */
    expect(pal_deadline_days_after(&zone, at("2026-10-20T00:30:00Z"), 5), "2026-10-25T01:30:00Z");
    expect(pal_deadline_days_after(&zone, at("2026-03-24T01:30:00Z"), 5), "2026-03-29T01:30:00Z");
    expect(pal_deadline_days_after(&zone, at("2026-10-25T00:30:00Z"), 0), "2026-10-25T00:30:00Z");
}

/* Reminders: in order, each once, none within a day of what was just written, none at the end. */
static void test_reminders(void **state)
{
    (void)state;
    const struct pal_zone zone = paris();
    const int64_t until = at("2026-04-02T10:00:00Z"); /* noon in Paris */
    struct pal_tender_value days = {.of = {2, 7, 2, 0}, .count = 4, .unit = PAL_TENDER_UNIT_DAYS};
    int64_t times[PAL_REMINDERS_MOST];
    assert_int_equal(pal_deadline_reminders(&zone, at("2026-03-01T10:00:00Z"), until, &days, times),
                     2);
    expect(times[0], "2026-03-26T11:00:00Z"); /* at noon, before the clocks changed */
    expect(times[1], "2026-03-31T10:00:00Z");
    assert_int_equal(pal_deadline_reminders(&zone, at("2026-03-25T11:00:00Z"), until, &days, times),
                     2);
    assert_int_equal(pal_deadline_reminders(&zone, at("2026-03-25T11:00:01Z"), until, &days, times),
                     1);
    expect(times[0], "2026-03-31T10:00:00Z");
    assert_int_equal(pal_deadline_reminders(&zone, at("2026-04-01T10:00:00Z"), until, &days, times),
                     0);
    assert_int_equal(pal_deadline_reminders(&zone, until + HOUR, until, &days, times), 0);
    days.count = 0;
    assert_int_equal(pal_deadline_reminders(&zone, at("2026-03-01T10:00:00Z"), until, &days, times),
                     0);
    days = (struct pal_tender_value){.of = {2}, .count = 1, .unit = PAL_TENDER_UNIT_MONTHS};
    assert_int_equal(pal_deadline_reminders(&zone, at("2026-01-01T10:00:00Z"), until, &days, times),
                     0);
}

static void test_ends(void **state)
{
    (void)state;
    const struct pal_zone zone = paris();
    const int64_t from = at("2026-12-18T15:00:00Z"); /* a Friday, 16:00 in Paris */
    expect(pal_deadline_end(&zone, from, 15, PAL_TENDER_UNIT_DAYS), "2027-01-02T15:00:00Z");
    /* fifteen Mondays to Fridays behind it */
    expect(pal_deadline_end(&zone, from, 15, PAL_TENDER_UNIT_WORKING_DAYS), "2027-01-08T15:00:00Z");
    expect(pal_deadline_end(&zone, from, 1, PAL_TENDER_UNIT_WORKING_DAYS), "2026-12-21T15:00:00Z");
    expect(pal_deadline_end(&zone, from + DAY, 1, PAL_TENDER_UNIT_WORKING_DAYS),
           "2026-12-21T15:00:00Z");
    /* which day it is, the zone says: Sunday evening in UTC is Monday in Paris */
    expect(pal_deadline_end(&zone, at("2026-12-20T23:30:00Z"), 1, PAL_TENDER_UNIT_WORKING_DAYS),
           "2026-12-21T23:30:00Z");
    expect(pal_deadline_end(&zone, from, 1, PAL_TENDER_UNIT_MONTHS), "2027-01-18T15:00:00Z");
    expect(pal_deadline_end(&zone, at("2027-01-31T11:00:00Z"), 1, PAL_TENDER_UNIT_MONTHS),
           "2027-02-28T11:00:00Z");
    expect(pal_deadline_end(&zone, at("2028-02-29T11:00:00Z"), 5, PAL_TENDER_UNIT_YEARS),
           "2033-02-28T11:00:00Z");
    /* the month ends at the same time in Paris: in summer an hour earlier */
    expect(pal_deadline_end(&zone, at("2026-03-15T11:00:00Z"), 1, PAL_TENDER_UNIT_MONTHS),
           "2026-04-15T10:00:00Z");
    /* before 1970, too */
    expect(pal_deadline_end(&zone, at("1969-12-31T11:00:00Z"), 1, PAL_TENDER_UNIT_MONTHS),
           "1970-01-31T11:00:00Z");
    expect(pal_deadline_end(&zone, from, 90, PAL_TENDER_UNIT_MINUTES), "2026-12-18T16:30:00Z");
    expect(pal_deadline_end(&zone, from, 61, PAL_TENDER_UNIT_SECONDS), "2026-12-18T15:01:01Z");
    assert_int_equal(pal_deadline_end(&zone, from, 2, PAL_TENDER_UNIT_PERSONS), from);
}

static void test_closing(void **state)
{
    (void)state;
    const int64_t closing = at("2026-06-18T10:00:00Z");
    assert_false(pal_deadline_is_late(closing, closing, 0));
    assert_true(pal_deadline_is_late(closing, closing + 1, 0));
    assert_false(pal_deadline_is_late(closing, closing + 60, 60));
    assert_true(pal_deadline_is_later(closing, closing + 1));
    assert_false(pal_deadline_is_later(closing, closing));
    assert_false(pal_deadline_is_later(closing, closing - DAY));
}

static void test_late_answer(void **state)
{
    (void)state;
    const struct pal_zone zone = paris();
    const int64_t closing = at("2026-04-02T10:00:00Z"); /* noon in summer time */
    struct pal_deadline_answer answer = {
        .closing = closing,
        .questions_until = at("2026-03-23T11:00:00Z"),
        .asked = at("2026-03-20T09:00:00Z"),
        .answered = at("2026-03-27T11:00:00Z"), /* six days before, to the second */
        .lead = 6,
        .is_needed = true,
    };
    assert_int_equal(pal_deadline_extended(&zone, &answer), closing);
    answer.answered++; /* a second late: a day more, at noon */
    expect(pal_deadline_extended(&zone, &answer), "2026-04-03T10:00:00Z");
    answer.answered = at("2026-03-28T11:00:00Z"); /* just a day late */
    expect(pal_deadline_extended(&zone, &answer), "2026-04-03T10:00:00Z");
    answer.answered = at("2026-03-31T14:00:00Z");
    expect(pal_deadline_extended(&zone, &answer), "2026-04-07T10:00:00Z");
    answer.answered = at("2026-12-30T14:00:00Z"); /* behind the closing, over the end of the year */
    expect(pal_deadline_extended(&zone, &answer), "2027-01-06T11:00:00Z");
    /* nothing is owed */
    answer.is_needed = false;
    assert_int_equal(pal_deadline_extended(&zone, &answer), closing);
    answer.is_needed = true;
    answer.asked = answer.questions_until + 1;
    assert_int_equal(pal_deadline_extended(&zone, &answer), closing);
    answer.asked = answer.questions_until;
    assert_true(pal_deadline_extended(&zone, &answer) > closing);
    /* Whenever it leaves: the new closing leaves six days, and a day less would not. */
    for (int64_t when = at("2026-03-20T00:00:00Z"); when < at("2026-11-10T00:00:00Z");
         when += 5 * HOUR + 17 * 60) {
        answer.answered = when;
        int64_t is = pal_deadline_extended(&zone, &answer);
        assert_true(is >= closing && pal_deadline_answer_by(&zone, is, 6) >= when);
        int64_t earlier = pal_deadline_days_before(&zone, is, 1);
        assert_true(is == closing || pal_deadline_answer_by(&zone, earlier, 6) < when);
    }
}

static void test_same_delay(void **state)
{
    (void)state;
    const struct pal_zone zone = paris();
    const int64_t asked = at("2026-10-23T10:00:00Z"); /* noon; the clocks go back on the 25th */
    const int64_t due = at("2026-10-28T11:00:00Z");
    struct pal_deadline_request requests[3] = {
        {asked, due}, {asked, due}, {asked + HOUR, due + HOUR}};
    assert_int_equal(pal_deadline_days_after(&zone, asked, 5), due);
    assert_true(pal_deadline_are_same(&zone, requests, 3, 5));
    requests[1].due += 1;
    assert_false(pal_deadline_are_same(&zone, requests, 3, 5));
    requests[1].due = asked + 5 * (int64_t)DAY; /* five times 24 hours: an hour less */
    assert_false(pal_deadline_are_same(&zone, requests, 3, 5));
    assert_true(pal_deadline_are_same(&zone, requests, 0, 5));
}

static void test_claim(void **state)
{
    (void)state;
    const struct pal_zone zone = paris();
    const int64_t closing = at("2026-12-31T11:00:00Z");
    assert_int_equal(pal_deadline_claim(&zone, closing, at("2027-01-02T11:00:00Z"), 2),
                     PAL_CLAIM_IN_TIME);
    assert_int_equal(pal_deadline_claim(&zone, closing, at("2027-01-02T11:00:01Z"), 2),
                     PAL_CLAIM_LATER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clocks),      cmocka_unit_test(test_days),
        cmocka_unit_test(test_ends),        cmocka_unit_test(test_closing),
        cmocka_unit_test(test_late_answer), cmocka_unit_test(test_same_delay),
        cmocka_unit_test(test_claim),       cmocka_unit_test(test_reminders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
