#include "core/case/deadlines.h"

#include "base/date.h"

enum { MINUTE = 60, DAY = 86400, DAYS_TO_1970 = 719162, MONTHS_OF_YEAR = 12, DAYS_OF_WEEK = 7 };

static int64_t local_of(const struct pal_zone *zone, int64_t at)
{
    return at + pal_zone_offset(zone, at);
}

static int64_t floor_of(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

int64_t pal_deadline_days_before(const struct pal_zone *zone, int64_t at, uint32_t days)
{
    return days == 0 ? at : pal_zone_at(zone, local_of(zone, at) - (int64_t)days * DAY, false);
}

int64_t pal_deadline_days_after(const struct pal_zone *zone, int64_t at, uint32_t days)
{
    return days == 0 ? at : pal_zone_at(zone, local_of(zone, at) + (int64_t)days * DAY, true);
}

static int64_t months_after(const struct pal_zone *zone, int64_t at, uint32_t months)
{
    int64_t local = local_of(zone, at);
    int64_t days = floor_of(local, DAY);
    uint64_t minutes = (uint64_t)(days + DAYS_TO_1970) * (DAY / MINUTE);
    uint64_t later = pal_instant_add_months(minutes, months);
    int64_t day = (int64_t)(later / (DAY / MINUTE)) - DAYS_TO_1970;
    return pal_zone_at(zone, day * DAY + (local - days * DAY), true);
}

/* 1970 began on a Thursday. */
static bool is_weekend(int64_t days)
{
    int64_t of_week = (days + 3) - floor_of(days + 3, DAYS_OF_WEEK) * DAYS_OF_WEEK;
    return of_week >= 5;
}

static int64_t working_days_after(const struct pal_zone *zone, int64_t at, uint32_t count)
{
    int64_t day = floor_of(local_of(zone, at), DAY);
    uint32_t days = 0;
    while (count > 0) {
        days++;
        count -= is_weekend(day + days) ? 0 : 1;
    }
    return pal_deadline_days_after(zone, at, days);
}

int64_t pal_deadline_end(const struct pal_zone *zone, int64_t from, uint32_t count,
                         enum pal_tender_unit unit)
{
    switch (unit) {
    case PAL_TENDER_UNIT_DAYS:
        return pal_deadline_days_after(zone, from, count);
    case PAL_TENDER_UNIT_WORKING_DAYS:
        return working_days_after(zone, from, count);
    case PAL_TENDER_UNIT_MONTHS:
        return months_after(zone, from, count);
    case PAL_TENDER_UNIT_YEARS:
        return months_after(zone, from, count * MONTHS_OF_YEAR);
    case PAL_TENDER_UNIT_MINUTES:
        return from + (int64_t)count * MINUTE;
    case PAL_TENDER_UNIT_SECONDS:
        return from + count;
    case PAL_TENDER_UNIT_NONE:
    case PAL_TENDER_UNIT_PERSONS:
    case PAL_TENDER_UNIT_MEGABYTES:
    case PAL_TENDER_UNIT_EUROS:
    case PAL_TENDER_UNIT_COUNT:
        break;
    }
    return from;
}

bool pal_deadline_is_late(int64_t closing, int64_t received, uint32_t tolerance)
{
    return received > closing + tolerance;
}

int64_t pal_deadline_answer_by(const struct pal_zone *zone, int64_t closing, uint32_t lead)
{
    return pal_deadline_days_before(zone, closing, lead);
}

/* Among those that are in order, each once. */
static size_t put_in_order(int64_t *times, size_t count, int64_t at)
{
    size_t place = count;
    while (place > 0 && times[place - 1] >= at) {
        place--;
    }
    if (place < count && times[place] == at) {
        return count;
    }
    for (size_t i = count; i > place; i--) {
        times[i] = times[i - 1];
    }
    times[place] = at;
    return count + 1;
}

size_t pal_deadline_reminders(const struct pal_zone *zone, int64_t from, int64_t until,
                              const struct pal_tender_value *days, int64_t out[PAL_REMINDERS_MOST])
{
    size_t count = 0;
    if (days->unit != PAL_TENDER_UNIT_DAYS) {
        return 0;
    }
    for (size_t i = 0; i < days->count && i < PAL_REMINDERS_MOST; i++) {
        int64_t at = pal_deadline_days_before(zone, until, days->of[i]);
        bool is_fine = days->of[i] > 0 && at >= from + DAY && at < until;
        count = is_fine ? put_in_order(out, count, at) : count;
    }
    return count;
}

bool pal_deadline_is_later(int64_t closing, int64_t wanted)
{
    return wanted > closing;
}

int64_t pal_deadline_extended(const struct pal_zone *zone, const struct pal_deadline_answer *answer)
{
    int64_t by = pal_deadline_answer_by(zone, answer->closing, answer->lead);
    if (!answer->is_needed || answer->asked > answer->questions_until || answer->answered <= by) {
        return answer->closing;
    }
    /* Two days less than what is surely enough: clocks change by hours. */
    int64_t days = (answer->answered - by) / DAY - 2;
    int64_t closing = answer->closing;
    for (days = days > 0 ? days : 0; by < answer->answered; days++) {
        closing = pal_deadline_days_after(zone, answer->closing, (uint32_t)days);
        by = pal_deadline_answer_by(zone, closing, answer->lead);
    }
    return closing;
}

bool pal_deadline_are_same(const struct pal_zone *zone, const struct pal_deadline_request *requests,
                           size_t count, uint32_t days)
{
    for (size_t i = 0; i < count; i++) {
        if (requests[i].due != pal_deadline_days_after(zone, requests[i].asked, days)) {
            return false;
        }
    }
    return true;
}

enum pal_deadline_claim pal_deadline_claim(const struct pal_zone *zone, int64_t from,
                                           int64_t reported, uint32_t days)
{
    return reported <= pal_deadline_days_after(zone, from, days) ? PAL_CLAIM_IN_TIME
                                                                 : PAL_CLAIM_LATER;
}
