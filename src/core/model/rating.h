/*
 * rating - from the ratings of practices to steps, and from steps to the capability level.
 *
 * Sources: FORMATS.md "Level of an area"; docs/scoring.md repeats the rules with their worked
 * examples, which are the vectors of tests/unit/test_rating.c.
 */
#ifndef PAL_CORE_MODEL_RATING_H
#define PAL_CORE_MODEL_RATING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"

/* ISO/IEC 33020 scale. "Not rated" and "not applicable" are states of their own: the one never
 * counts as N, the other counts nowhere. The order of N < P < L < F is used. */
enum pal_rating {
    PAL_RATING_NOT_RATED,
    PAL_RATING_N,
    PAL_RATING_P,
    PAL_RATING_L,
    PAL_RATING_F,
    PAL_RATING_NOT_APPLICABLE,
    PAL_RATING_COUNT
};

/* "", "N", "P", "L", "F", "not applicable": as documents write them. */
extern const char *const pal_rating_ids[PAL_RATING_COUNT];

/* Finds N, P, L, F or "not applicable"; true when known. */
bool pal_rating_find(const char *id, enum pal_rating *out);

/* A step rated practice by practice takes the lowest of its practices, those that are not
 * applicable left out; where all are, so is the step. While some practice is not rated that holds
 * only for a lowest of N or P, since better is then impossible; else the step is not rated. */
enum pal_rating pal_rating_of_practices(const enum pal_rating *practices, size_t count);

/* True when a step rated so counts as achieved, for points: F under `staged`; L or F under
 * `iso-33020`. */
bool pal_rating_is_achieved(enum pal_rating rating, enum pal_rule rule);

/* The capability level of an area from the ratings of its steps, in ladder order.
 *   staged:     the greatest level of which, and of those below, every step is F.
 *   iso-33020:  the greatest level whose steps are all L or F, every lower step being F.
 * Steps that are not applicable are passed over, and with them a level of which the area has no
 * other step. 0 when no level holds. Not rated counts as not achieved; `is_minimum` is set when the
 * level would be higher if the steps not rated were F. Where no step is rated there is no level to
 * tell: the caller says so (struct pal_area_score, `is_rated`). */
uint32_t pal_rating_level(const struct pal_ladder *ladder, const uint8_t *ratings,
                          enum pal_rule rule, bool *is_minimum);

#endif
