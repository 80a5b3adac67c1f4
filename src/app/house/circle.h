/*
 * circle - the persons around one project, read at once: what the visitor may give there and to
 * whom, the pairs that are held, what was lifted. The verbs of grants.h decide; this is what pages
 * offer.
 */
#ifndef PAL_APP_HOUSE_CIRCLE_H
#define PAL_APP_HOUSE_CIRCLE_H

#include "app/house/errand.h"
#include "app/house/grants.h"

struct pal_circle;

/* For whoever reads the project; in the errand's arena. */
enum pal_rc pal_circle_load(struct pal_errand *errand, const char *project,
                            struct pal_circle **out) PAL_WARN_UNUSED;

/* The roles that are held on the project, person by person. */
enum pal_rc pal_circle_roles(struct pal_errand *errand, const struct pal_circle *circle,
                             struct pal_role_held **out, size_t *count) PAL_WARN_UNUSED;

/* What the visitor gives there to somebody else, and takes away. */
struct pal_offer {
    bool gives[PAL_ROLE_COUNT];
    bool takes[PAL_ROLE_COUNT];
    bool is_any; /* gives at all */
};
enum pal_rc pal_circle_offer(struct pal_errand *errand, const struct pal_circle *circle,
                             struct pal_offer *out) PAL_WARN_UNUSED;

/* Who may receive a role of the offer; nobody where it is none. */
enum pal_rc pal_circle_receivers(struct pal_errand *errand, const struct pal_circle *circle,
                                 const struct pal_offer *offer, enum pal_role role, size_t max,
                                 struct pal_account **out, size_t *count) PAL_WARN_UNUSED;

/* Pairs that are held on the project by whoever has a role there, and that nobody lifted. */
enum pal_rc pal_circle_pairs(struct pal_errand *errand, const struct pal_circle *circle, size_t max,
                             struct pal_pair **out, size_t *count) PAL_WARN_UNUSED;

/* What was lifted there; of what was lifted everywhere, for whoever has a role there. */
enum pal_rc pal_circle_lifts(struct pal_errand *errand, const struct pal_circle *circle,
                             struct pal_lifted_duty **out, size_t *count) PAL_WARN_UNUSED;

#endif
