/*
 * blind - whoever reads an assessment independently (second.h) sees nothing of what others marked
 * there, until both sides say that they are done.
 *
 * The one rule of it: everything that tells of an assessment asks here. It holds for the person,
 * whatever their roles, by whichever session, token or job they come; the operator at the machine
 * sees all. What a person reads so is loaded with their roles, by one indexed query.
 */
#ifndef PAL_APP_HOUSE_BLIND_H
#define PAL_APP_HOUSE_BLIND_H

#include "app/house/errand.h"

/* An assessment that the visitor reads independently, and its project. */
struct pal_blind {
    const char *assessment;
    const char *project;
};

/* Whether the visitor is not to see what is marked in a document. */
bool pal_blind_is(const struct pal_errand *errand, const char *kind, const char *id);
/* Whether that holds of any assessment of a project. */
bool pal_blind_on(const struct pal_errand *errand, const char *project);

/* PAL_E_DENIED with its sentence where it is so. */
enum pal_rc pal_blind_require(struct pal_errand *errand, const char *kind,
                              const char *id) PAL_WARN_UNUSED;

#endif
