/*
 * deadlines - the times that the rules of a procedure ask for (procedure.h).
 *
 * Instants are seconds since 1970. Days, months and years are those of the calendar in a zone, the
 * project's, at the same time of the day: ten days may be an hour longer or shorter than ten times
 * 24. Where the clocks show that time twice or never, what is counted on is the longer time.
 */
#ifndef PAL_CORE_CASE_DEADLINES_H
#define PAL_CORE_CASE_DEADLINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/zone.h"
#include "core/case/procedure.h"

/* So many days before or after an instant. */
int64_t pal_deadline_days_before(const struct pal_zone *zone, int64_t at, uint32_t days);
int64_t pal_deadline_days_after(const struct pal_zone *zone, int64_t at, uint32_t days);

/* The end of a time that begins at an instant. Working days are Monday to Friday: which days a
 * country keeps free is not known here. A month that lacks the day ends on its last one. A unit
 * that is no time ends at once. */
int64_t pal_deadline_end(const struct pal_zone *zone, int64_t from, uint32_t count,
                         enum pal_tender_unit unit);

/* CLOSING-TOLERANCE: whether what comes in comes after the closing. */
bool pal_deadline_is_late(int64_t closing, int64_t received, uint32_t tolerance);

/* LEAD-ANSWER and its kin: until when an answer reaches everyone so many days before the closing;
 * QUESTIONS-UNTIL likewise. */
int64_t pal_deadline_answer_by(const struct pal_zone *zone, int64_t closing, uint32_t lead);

/* REMIND: when reminders leave of what was begun or moved at `from` and ends at `until`: so many
 * days before the end, each once, the first first. One that would leave within a day of `from` is
 * left out: who has just been written to is not reminded. Gives how many. */
enum { PAL_REMINDERS_MOST = PAL_TENDER_VALUES };
size_t pal_deadline_reminders(const struct pal_zone *zone, int64_t from, int64_t until,
                              const struct pal_tender_value *days, int64_t out[PAL_REMINDERS_MOST]);

/* LATER-ONLY. */
bool pal_deadline_is_later(int64_t closing, int64_t wanted);

/* EXTEND-LATE-ANSWER: an answer and the question before it. */
struct pal_deadline_answer {
    int64_t closing;
    int64_t questions_until; /* asked later is not asked in good time */
    int64_t asked;
    int64_t answered;
    uint32_t lead; /* days */
    bool is_needed;
};
/* The earliest closing that leaves the lead time behind the answer, at the time of the day of the
 * one that stands; that one where the answer is not needed, was not asked for in good time, or left
 * in time. How much more the answer deserves a person says. */
int64_t pal_deadline_extended(const struct pal_zone *zone,
                              const struct pal_deadline_answer *answer);

/* SAME-DELAY: what was asked of one candidate after the closing, and until when. */
struct pal_deadline_request {
    int64_t asked;
    int64_t due;
};
/* Whether each has just so many days. */
bool pal_deadline_are_same(const struct pal_zone *zone, const struct pal_deadline_request *requests,
                           size_t count, uint32_t days);

/* OUTAGE-CLAIM: a failure that was reported. Both are recorded and decided on. */
enum pal_deadline_claim { PAL_CLAIM_IN_TIME, PAL_CLAIM_LATER };
/* `from`: the closing, or when the candidate was told that the submission is late. */
enum pal_deadline_claim pal_deadline_claim(const struct pal_zone *zone, int64_t from,
                                           int64_t reported, uint32_t days);

#endif
