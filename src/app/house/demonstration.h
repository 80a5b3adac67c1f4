/*
 * demonstration - a project to look around in: the paper's case, and three candidates for what
 * comes after it: how they were asked, what they answered in a consultation, what was seen and
 * checked of it, and how two experts assessed them.
 *
 * What it holds is data, in English and French: data/demonstration/demonstration.yaml says who
 * does what, one act after the other, and when; each act goes through the verb that people use, at
 * its time.
 */
#ifndef PAL_APP_HOUSE_DEMONSTRATION_H
#define PAL_APP_HOUSE_DEMONSTRATION_H

#include "app/house/errand.h"
#include "app/house/secret.h"

enum { PAL_DEMONSTRATION_PEOPLE = 8 };

/* An account of the demonstration. */
struct pal_demonstration {
    char id[32]; /* "expert"; of the second one "second_expert" */
    char email[64];
    char password[PAL_ID_TEXT]; /* "": none */
};
struct pal_demonstrated {
    struct pal_demonstration people[PAL_DEMONSTRATION_PEOPLE];
    size_t count;
};

/* Plays the demonstration in a language: for the operator into an empty database, with passwords
 * that are random and known to nobody else; for an administrator into a house without projects,
 * whose accounts get no password (a link is made for them at People), and no second administrator.
 * PAL_E_EXISTS: it is not empty. What fails may leave the first acts done. */
enum pal_rc pal_house_demonstrate(struct pal_errand *errand, enum pal_lang lang,
                                  struct pal_demonstrated *out) PAL_WARN_UNUSED;

#endif
