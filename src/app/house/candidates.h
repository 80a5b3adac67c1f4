/* candidates - the providers that the texts of projects name. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_CANDIDATES_H
#define PAL_APP_HOUSE_CANDIDATES_H

#include "app/house/errand.h"

struct pal_candidate {
    const char *provider; /* an id; "": the text names none */
    bool is_refused;
    bool is_retained;
};

/* {0}: none yet. */
struct pal_candidates {
    struct pal_candidate *items;
    size_t count;
    size_t room;
};

/* Adds those of a project's text, in the arena of the errand. A text that is NULL or that cannot be
 * read has none. */
enum pal_rc pal_candidates_add(struct pal_errand *errand, const char *text,
                               struct pal_candidates *candidates) PAL_WARN_UNUSED;

bool pal_candidates_have(const struct pal_candidates *candidates, const char *provider);

#endif
