/*
 * rights - who may give which role to whom, and which roles one person cannot combine.
 *
 * The rules are data (data/rights/, read by format/rights_read.c); what is decided here is a
 * function of them and of what is held. A role that is held everywhere counts on each project.
 * Which role has which right is another table (roles.h).
 */
#ifndef PAL_CORE_CASE_RIGHTS_H
#define PAL_CORE_CASE_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"
#include "base/text.h"

/* The project of a role that is held everywhere. */
#define PAL_EVERYWHERE "*"
bool pal_rights_is_everywhere(const char *project);

enum pal_rule_scope { PAL_RULE_EVERYWHERE, PAL_RULE_PROJECT };
enum pal_rule_when {
    PAL_RULE_ALWAYS,
    PAL_RULE_TENDER,           /* while the project is a tender */
    PAL_RULE_CREATION,         /* by opening the project */
    PAL_RULE_CREATED_AND_NONE, /* by whoever opened it, while nobody has the role on it */
};

/* Who gives a role. */
struct pal_grant_rule {
    const char *id;
    const char *giver; /* a role, or "operator" */
    const char *role;  /* "any": each that exists */
    enum pal_rule_scope scope;
    enum pal_rule_when when;
    bool is_to_oneself;
    bool may_take_away;
};

enum pal_duty_kind { PAL_DUTY_ROLES, PAL_DUTY_ROLE_AND_ACT, PAL_DUTY_ACTS };
enum pal_duty_scope { PAL_DUTY_PROJECT, PAL_DUTY_SUBJECT, PAL_DUTY_HOUSE };
enum pal_lifter { PAL_LIFTED_BY_ADMINISTRATOR, PAL_LIFTED_BY_OPERATOR, PAL_LIFTED_BY_NOBODY };

/* What one person does not combine. */
struct pal_duty {
    const char *id;
    enum pal_duty_kind kind;
    const char *a;
    const char *b;
    struct pal_text a_title;
    struct pal_text b_title;
    struct pal_words a_acts; /* that the half stands for */
    struct pal_words b_acts;
    enum pal_duty_scope scope;
    bool is_of_tenders; /* only there */
    enum pal_lifter lifter;
    enum pal_lifter lifter_in_tender;
    struct pal_text reason;
};

struct pal_rights {
    const char *id;
    struct pal_text title;
    const struct pal_grant_rule *rules;
    size_t rule_count;
    const struct pal_duty *duties;
    size_t duty_count;
};

/* A role somebody holds; `project` is an id or PAL_EVERYWHERE. */
struct pal_held {
    const char *role;
    const char *project;
};

/* Whether a role can be held there at all: some rule for that very role names the place. */
bool pal_rights_fits(const struct pal_rights *rights, const char *role, const char *project);

/* "May this giver give (or take away) that role there?" */
struct pal_giving {
    const struct pal_held *held; /* by the giver */
    size_t held_count;
    bool is_operator; /* at the machine: the giver "operator", whatever is held */
    struct pal_held wanted;
    bool is_to_oneself;
    bool is_creating; /* the giver opens the project in this act */
    bool has_created; /* the giver has opened the project */
    bool is_held;     /* somebody has the role on the project */
    bool is_tender;   /* the project is one */
};

enum pal_giving_says {
    PAL_GIVING_ALLOWED,
    PAL_GIVING_NOWHERE,     /* the role cannot be held there */
    PAL_GIVING_NOT_YOURS,   /* the giver has no role that gives it */
    PAL_GIVING_NOT_ONESELF, /* the rule would allow it for others */
    PAL_GIVING_NOT_FIRST,   /* whoever opened the project names the first one alone */
};

/* `rule`: the one that allows it, or that comes nearest; NULL: there is none. */
enum pal_giving_says pal_rights_give(const struct pal_rights *rights,
                                     const struct pal_giving *giving,
                                     const struct pal_grant_rule **rule);

/* Who may give may take away, also from oneself. */
enum pal_giving_says pal_rights_take(const struct pal_rights *rights,
                                     const struct pal_giving *giving,
                                     const struct pal_grant_rule **rule);

/* A pair that is held, and where: on a project, or PAL_EVERYWHERE. */
struct pal_conflict {
    const struct pal_duty *duty;
    const char *project;
};

/* A duty that was lifted for somebody: on a project, or PAL_EVERYWHERE for all. */
struct pal_lift_of {
    const char *duty;
    const char *project;
    bool is_by_operator;
};
/* In a tender a lift counts only where whoever gave it lifts the duty there, too: it may have been
 * given before the project became one. */
bool pal_rights_is_lifted(const struct pal_conflict *conflict, const struct pal_lift_of *lifts,
                          size_t count, bool is_tender);

/* Which projects are tenders; asked for the places of pairs alone. */
struct pal_tenders {
    bool (*is)(void *ctx, const char *project);
    void *ctx;
};

/* What one person holds, and what was lifted for them. */
struct pal_pairing {
    const struct pal_held *held;
    size_t held_count;
    const struct pal_lift_of *lifts;
    size_t lift_count;
    const struct pal_held *added; /* the pairs that this role would make; NULL: those there are */
    const struct pal_tenders *tenders; /* NULL: no project is one */
};

/* How far the pairs were gone through; {0}: not at all. */
struct pal_pair_place {
    size_t duty;
    size_t held;
};

/* Whether both halves of some duty are among the roles at all, wherever they are held: without them
 * there is no pair. */
bool pal_rights_has_halves(const struct pal_rights *rights, const struct pal_pairing *of);

/* The next pair that was not lifted, each once, in the order of the duties; false: there is no
 * other. Takes the square of what is held. */
bool pal_rights_next_pair(const struct pal_rights *rights, const struct pal_pairing *of,
                          struct pal_pair_place *at, struct pal_conflict *out);

/* The role that an act is of: whoever has done it on a project has been that there, whatever they
 * hold. NULL: of none. */
const char *pal_rights_role_of(const struct pal_rights *rights, const char *act);

/* The duty between two roles, in whichever order; NULL: they combine. */
const struct pal_duty *pal_rights_pair(const struct pal_rights *rights, const char *a,
                                       const char *b);
const struct pal_duty *pal_rights_duty(const struct pal_rights *rights, const char *id);

/* Who lifts a duty. */
enum pal_lifter pal_duty_lifted_by(const struct pal_duty *duty, bool is_tender);

#endif
