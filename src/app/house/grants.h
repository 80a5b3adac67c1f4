/*
 * grants - who gives whom which role, and the pairs of roles that one person does not combine:
 * core/case/rights.h asked about what the database holds.
 *
 * Whatever gives a role goes through pal_grants_bring (grants_parts.h), wherever the role comes
 * from: a page, an invitation, the command line, a folder that is brought in. Whoever opens a
 * project gets theirs by pal_grants_join.
 */
#ifndef PAL_APP_HOUSE_GRANTS_H
#define PAL_APP_HOUSE_GRANTS_H

#include "app/house/errand.h"
#include "app/house/people.h"
#include "core/case/rights.h"

/* The titles of the roles, to be translated. */
extern const char *const pal_role_titles[PAL_ROLE_COUNT];

/* "person/ID", what the audit calls somebody. */
const char *pal_person_object(struct pal_errand *errand, const char *person);

/* Whether the visitor gives (or takes away) that role there to that person; PAL_E_DENIED or
 * PAL_E_INVALID with a sentence that names the rule. `person` NULL: somebody who has no account
 * yet. */
enum pal_rc pal_grants_may_give(struct pal_errand *errand, const char *person,
                                const struct pal_role_on *on) PAL_WARN_UNUSED;
enum pal_rc pal_grants_may_take(struct pal_errand *errand, const char *person,
                                const struct pal_role_on *on) PAL_WARN_UNUSED;

/* What pal_people_grant would give that person there, role by role; what they have there is not
 * given again. */
enum pal_rc pal_grants_offer(struct pal_errand *errand, const char *person, const char *project,
                             bool gives[PAL_ROLE_COUNT]) PAL_WARN_UNUSED;

/* Whether there is such a person, who was not erased, and such a project, or "*": of what is given
 * to a person somewhere. */
enum pal_rc pal_grants_check_place(struct pal_errand *errand, const char *person,
                                   const char *project) PAL_WARN_UNUSED;

/* Gives a role, with its audit entry, after all that is checked: who gives it, to whom, where, and
 * the pairs that it would make with what the person holds. PAL_E_INVALID for one that was not
 * lifted: the sentence names both roles and the reason; PAL_E_NOT_FOUND: no such person. Within a
 * transaction that writes, after pal_errand_lock. */
enum pal_rc pal_grants_add(struct pal_errand *errand, const char *person,
                           const struct pal_role_on *on) PAL_WARN_UNUSED;
/* Whoever opens a project gets the role by which they may open it. Within the transaction that
 * writes the project; nothing for the operator. */
enum pal_rc pal_grants_join(struct pal_errand *errand, const char *project) PAL_WARN_UNUSED;

/* Whether the visitor has opened the project and may name its first project manager. */
bool pal_grants_may_found(struct pal_errand *errand, const char *project);

/* A pair that somebody holds and that was not lifted. `duty` NULL: a role where it cannot be held,
 * named by `role`. */
struct pal_pair {
    const char *person;
    const struct pal_duty *duty;
    const char *role;
    const char *project;
};
/* All of the house, for an administrator or the operator; at most `max`. */
enum pal_rc pal_grants_pairs(struct pal_errand *errand, const struct pal_rights *rights, size_t max,
                             struct pal_pair **out, size_t *count) PAL_WARN_UNUSED;

/* A duty that does not hold for a person: on a project, or everywhere ("*"). */
struct pal_lifted_duty {
    const char *person;
    const char *project;
    const char *duty;
    const char *reason;
    const char *by; /* id; "": the operator */
    int64_t at;
    bool is_needed; /* both roles are held: it is not taken back; told by pal_grants_lifts alone */
};

/* Lifts the duty between two roles for a person, on a project or ("*") everywhere: an administrator
 * for others where the table says so, the operator for anybody unless nobody may. */
enum pal_rc pal_grants_lift(struct pal_errand *errand, const char *person, const char *one,
                            const char *other, const char *project,
                            const char *reason) PAL_WARN_UNUSED;
/* Takes that back; PAL_E_INVALID while both roles are held there. */
enum pal_rc pal_grants_unlift(struct pal_errand *errand, const char *person, const char *duty,
                              const char *project) PAL_WARN_UNUSED;
/* What was lifted for a person, for an administrator. */
enum pal_rc pal_grants_lifts(struct pal_errand *errand, const char *person,
                             struct pal_lifted_duty **out, size_t *count) PAL_WARN_UNUSED;

#endif
