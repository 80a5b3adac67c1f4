/*
 * agreement - how far two experts agree who marked the same steps without seeing each other's
 * marks.
 *
 * What both have marked is compared, and nothing else: a step that one of them has left out is
 * neither equal nor different. The share is that of equal marks, as a whole number of percent,
 * rounded down, so that 100 means all. Test: tests/unit/test_agreement.c.
 */
#ifndef PAL_CORE_MODEL_AGREEMENT_H
#define PAL_CORE_MODEL_AGREEMENT_H

#include "core/model/rating.h"

struct pal_agreement {
    size_t both;  /* marked by both */
    size_t equal; /* of these */
    size_t first; /* marked by the first alone */
    size_t second;
};

/* Adds a step. A mark that is not rated is none; "not applicable" is one like the others. */
void pal_agreement_add(struct pal_agreement *agreement, enum pal_rating first,
                       enum pal_rating second);

/* -1: nothing was marked by both. */
int pal_agreement_percent(const struct pal_agreement *agreement);

/* How many marks of the scale N, P, L, F lie between: 0 to 3; -1 where one of them is not on it. */
int pal_agreement_distance(enum pal_rating first, enum pal_rating second);

#endif
