/* grants_parts - what the files about roles share of the rows that hold them. Private to
 * src/app/house. */
#ifndef PAL_APP_HOUSE_GRANTS_PARTS_H
#define PAL_APP_HOUSE_GRANTS_PARTS_H

#include "app/house/errand.h"
#include "app/house/grants.h"
#include "store/accounts.h"

/* Whether one of these is that role, wherever. */
bool pal_grants_have(const struct pal_grant *grants, size_t count, const char *role);

/* pal_grants_add for a role that comes from elsewhere, with the time at which it was given there.
 */
enum pal_rc pal_grants_bring(struct pal_errand *errand,
                             const struct pal_grant *grant) PAL_WARN_UNUSED;

/* What one person holds and was lifted for them; rows of others are passed over. */
struct pal_holding {
    const char *person;
    const struct pal_grant *grants;
    size_t grant_count;
    const struct pal_lift *lifts;
    size_t lift_count;
};
/* The same as core/case/rights.h asks for it, in the errand's arena. */
enum pal_rc pal_grants_pairing(struct pal_errand *errand, const struct pal_holding *holding,
                               struct pal_pairing *out) PAL_WARN_UNUSED;
/* The pairs of one person; at most `max` are written, `count` is added to. */
enum pal_rc pal_grants_pairs_of(struct pal_errand *errand, const struct pal_rights *rights,
                                const struct pal_holding *holding, struct pal_pair *out, size_t max,
                                size_t *count) PAL_WARN_UNUSED;

/* Whether a project is a tender, where rules of a role ("": of any that exists) ask for it; else it
 * counts as none. */
enum pal_rc pal_grants_tender(struct pal_errand *errand, const char *role, const char *project,
                              bool *out) PAL_WARN_UNUSED;

/* Whether the visitor may do what the table of duties calls an act, on a project: by the roles that
 * they hold and what they have done. PAL_E_INVALID: a sentence names the rule. */
enum pal_rc pal_grants_check_act(struct pal_errand *errand, const char *project,
                                 const char *act) PAL_WARN_UNUSED;

/* pal_grants_lift for one that comes from elsewhere, with its reason, author and time: checked
 * before, and written within a transaction after pal_errand_lock. */
enum pal_rc pal_grants_check_lift(struct pal_errand *errand,
                                  const struct pal_lift *lift) PAL_WARN_UNUSED;
enum pal_rc pal_grants_bring_lift(struct pal_errand *errand,
                                  const struct pal_lift *lift) PAL_WARN_UNUSED;

#endif
