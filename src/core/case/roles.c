#include "core/case/roles.h"

#include <stddef.h>
#include <string.h>

const char *const pal_role_ids[PAL_ROLE_COUNT] = {
    "administrator",       "expert",  "project_manager", "provider",
    "approving_authority", "auditor", "keeper"};

const char *const pal_right_ids[PAL_RIGHT_COUNT] = {
    "anyone",       "own",          "read_project", "edit_project",
    "assess",       "comment",      "grant",        "create_project",
    "read_library", "edit_library", "audit",        "administer",
    "keep"};

#define R(right) PAL_RIGHT_BIT(right)

/* Who may what. An auditor reads everything and changes nothing; an administrator looks after
 * people and the installation, and reads no project without a role in it. */
static const unsigned rights_of[PAL_ROLE_COUNT] = {
    [PAL_ROLE_ADMINISTRATOR] =
        R(PAL_MAY_GRANT) | R(PAL_MAY_READ_LIBRARY) | R(PAL_MAY_AUDIT) | R(PAL_MAY_ADMINISTER),
    [PAL_ROLE_EXPERT] = R(PAL_MAY_READ_PROJECT) | R(PAL_MAY_EDIT_PROJECT) | R(PAL_MAY_ASSESS) |
                        R(PAL_MAY_COMMENT) | R(PAL_MAY_CREATE_PROJECT) | R(PAL_MAY_READ_LIBRARY) |
                        R(PAL_MAY_EDIT_LIBRARY),
    [PAL_ROLE_PROJECT_MANAGER] = R(PAL_MAY_READ_PROJECT) | R(PAL_MAY_EDIT_PROJECT) |
                                 R(PAL_MAY_COMMENT) | R(PAL_MAY_GRANT) | R(PAL_MAY_CREATE_PROJECT) |
                                 R(PAL_MAY_READ_LIBRARY),
    [PAL_ROLE_PROVIDER] = 0,
    [PAL_ROLE_APPROVING_AUTHORITY] =
        R(PAL_MAY_READ_PROJECT) | R(PAL_MAY_COMMENT) | R(PAL_MAY_READ_LIBRARY),
    [PAL_ROLE_AUDITOR] = R(PAL_MAY_READ_PROJECT) | R(PAL_MAY_READ_LIBRARY) | R(PAL_MAY_AUDIT),
    [PAL_ROLE_KEEPER] = R(PAL_MAY_READ_PROJECT) | R(PAL_MAY_READ_LIBRARY) | R(PAL_MAY_KEEP),
};

bool pal_role_may(enum pal_role role, enum pal_right right)
{
    return role < PAL_ROLE_COUNT && (right <= PAL_MAY_OWN || (rights_of[role] & R(right)) != 0);
}

enum pal_role pal_role_find(const char *id)
{
    size_t at = 0;
    while (at < PAL_ROLE_COUNT && strcmp(pal_role_ids[at], id) != 0) {
        at++;
    }
    return (enum pal_role)at;
}

bool pal_right_changes(enum pal_right right)
{
    return right == PAL_MAY_EDIT_PROJECT || right == PAL_MAY_ASSESS || right == PAL_MAY_COMMENT ||
           right == PAL_MAY_GRANT || right == PAL_MAY_CREATE_PROJECT ||
           right == PAL_MAY_EDIT_LIBRARY || right == PAL_MAY_ADMINISTER || right == PAL_MAY_KEEP;
}

bool pal_right_is_of_house(enum pal_right right)
{
    return right == PAL_MAY_READ_LIBRARY;
}
