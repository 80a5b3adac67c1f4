/*
 * contributors - who answers with a link: in which role, and, if they like, under which name.
 *
 * It is said once in each browser that has exchanged the link. The role stands in the answers; the
 * name in a row of persons without address and password, which is exported and erased as any other
 * and goes by itself after PAL_CONTRIBUTOR_YEARS. Answers hold its id alone. Who answers with an
 * account is who they are.
 */
#ifndef PAL_APP_HOUSE_CONTRIBUTORS_H
#define PAL_APP_HOUSE_CONTRIBUTORS_H

#include "app/house/errand.h"

enum {
    PAL_CONTRIBUTOR_ROLE = 200,  /* bytes */
    PAL_CONTRIBUTOR_YEARS = 5,   /* that a name is kept at most */
    PAL_CONTRIBUTORS_MOST = 100, /* of one link */
};

struct pal_contributor {
    const char *person; /* their id */
    const char *name;
    const char *role;
};

/* Those who gave a name with the visitor's link, in the order in which they came. */
enum pal_rc pal_contributors_list(struct pal_errand *errand, struct pal_contributor **out,
                                  size_t *count) PAL_WARN_UNUSED;

/* What somebody says of themselves. */
struct pal_contributor_wish {
    const char *role;
    const char *name;     /* "": none */
    const char *person;   /* one of those that were listed, who they are; "": none */
    const char *language; /* "en", "fr" */
};
/* Says it, of the browser that the visitor sits at. PAL_E_INVALID with a sentence at `role` or
 * `name`. */
enum pal_rc pal_contributor_say(struct pal_errand *errand,
                                const struct pal_contributor_wish *wish) PAL_WARN_UNUSED;

/* The names behind ids that stand in answers to what was sent, for whoever may read these: NULL
 * where there is none, "" where it was erased. */
enum pal_rc pal_contributors_names(struct pal_errand *errand, const char *sending,
                                   const char *const *ids, size_t count,
                                   const char **names) PAL_WARN_UNUSED;

/* Before a consultation is opened nobody is told who contributes to it, operators included:
 * ",sending/a,sending/b,"; NULL: there is none. */
enum pal_rc pal_contributors_sealed(struct pal_errand *errand, const char **out) PAL_WARN_UNUSED;

/* "sending/ID", as persons have it; NULL: memory is short. */
const char *pal_contributes_to(struct pal_errand *errand, const char *sending);

#endif
