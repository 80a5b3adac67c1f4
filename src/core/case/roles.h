/*
 * roles - which roles there are, which rights, and which role has which right: the one table of it.
 *
 * Who gives a role is another table (rights.h), what a right lets happen in which state a third
 * (case.h). A set of rights is a word of bits, PAL_RIGHT_BIT of each.
 */
#ifndef PAL_CORE_CASE_ROLES_H
#define PAL_CORE_CASE_ROLES_H

#include <stdbool.h>

enum pal_role {
    PAL_ROLE_ADMINISTRATOR,
    PAL_ROLE_EXPERT,
    PAL_ROLE_PROJECT_MANAGER,
    PAL_ROLE_PROVIDER,
    PAL_ROLE_APPROVING_AUTHORITY,
    PAL_ROLE_AUDITOR,
    PAL_ROLE_KEEPER, /* of a consultation */
    PAL_ROLE_COUNT
};

/* "administrator" … */
extern const char *const pal_role_ids[PAL_ROLE_COUNT];

enum pal_right {
    PAL_MAY_ANYTHING_ANYONE, /* no sign-in asked */
    PAL_MAY_OWN,             /* one's own account: every person */
    PAL_MAY_READ_PROJECT,
    PAL_MAY_EDIT_PROJECT,
    PAL_MAY_ASSESS,
    PAL_MAY_COMMENT,
    PAL_MAY_GRANT, /* say who answers for what on a project */
    PAL_MAY_CREATE_PROJECT,
    PAL_MAY_READ_LIBRARY,
    PAL_MAY_EDIT_LIBRARY,
    PAL_MAY_AUDIT,
    PAL_MAY_ADMINISTER,
    PAL_MAY_KEEP, /* a consultation: who takes part is seen by them alone before its closing */
    PAL_RIGHT_COUNT
};

extern const char *const pal_right_ids[PAL_RIGHT_COUNT];

#define PAL_RIGHT_BIT(right) (1U << (right))

/* Whether a role has a right. */
bool pal_role_may(enum pal_role role, enum pal_right right);

/* The role with that id; PAL_ROLE_COUNT: there is none. */
enum pal_role pal_role_find(const char *id);

/* Whether whoever uses the right changes something. */
bool pal_right_changes(enum pal_right right);

/* Whether a role in one project gives the right in the house, too: the library is nobody's
 * project. */
bool pal_right_is_of_house(enum pal_right right);

#endif
