#include "core/case/rights.h"

#include <string.h>

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static enum pal_rule_scope scope_of(const char *project)
{
    return is(project, PAL_EVERYWHERE) ? PAL_RULE_EVERYWHERE : PAL_RULE_PROJECT;
}

bool pal_rights_fits(const struct pal_rights *rights, const char *role, const char *project)
{
    for (size_t i = 0; i < rights->rule_count; i++) {
        if (rights->rules[i].scope == scope_of(project) && is(rights->rules[i].role, role)) {
            return true;
        }
    }
    return false;
}

/* Whether the giver is whom a rule names: here, or everywhere. */
static bool is_giver(const struct pal_grant_rule *rule, const struct pal_giving *giving)
{
    if (giving->is_operator) {
        return is(rule->giver, "operator");
    }
    for (size_t i = 0; i < giving->held_count; i++) {
        const struct pal_held *held = &giving->held[i];
        if (is(held->role, rule->giver) &&
            (is(held->project, PAL_EVERYWHERE) || is(held->project, giving->wanted.project))) {
            return true;
        }
    }
    return false;
}

/* What a rule that names the role, the place and the giver says. */
static enum pal_giving_says ask(const struct pal_grant_rule *rule, const struct pal_giving *giving,
                                bool is_taking)
{
    if (is_taking && !rule->may_take_away) {
        return PAL_GIVING_NOT_YOURS;
    }
    if ((rule->when == PAL_RULE_TENDER && !giving->is_tender) ||
        (rule->when == PAL_RULE_CREATION && !giving->is_creating) ||
        (rule->when == PAL_RULE_CREATED_AND_NONE && !giving->has_created)) {
        return PAL_GIVING_NOT_YOURS;
    }
    if (rule->when == PAL_RULE_CREATED_AND_NONE && giving->is_held) {
        return PAL_GIVING_NOT_FIRST;
    }
    if (giving->is_to_oneself && !rule->is_to_oneself && !is_taking) {
        return PAL_GIVING_NOT_ONESELF;
    }
    return PAL_GIVING_ALLOWED;
}

/* The best that any rule says: allowed, else the nearest reason why not. */
static enum pal_giving_says decide(const struct pal_rights *rights, const struct pal_giving *giving,
                                   bool is_taking, const struct pal_grant_rule **rule)
{
    static const int nearness[] = {[PAL_GIVING_NOWHERE] = 0,
                                   [PAL_GIVING_NOT_YOURS] = 1,
                                   [PAL_GIVING_NOT_FIRST] = 2,
                                   [PAL_GIVING_NOT_ONESELF] = 3,
                                   [PAL_GIVING_ALLOWED] = 4};
    enum pal_giving_says best = PAL_GIVING_NOT_YOURS;
    *rule = NULL;
    for (size_t i = 0; i < rights->rule_count; i++) {
        const struct pal_grant_rule *at = &rights->rules[i];
        bool is_of_role = is(at->role, giving->wanted.role) || is(at->role, "any");
        if (!is_of_role || at->scope != scope_of(giving->wanted.project) || !is_giver(at, giving)) {
            continue;
        }
        enum pal_giving_says says = ask(at, giving, is_taking);
        if (*rule == NULL || nearness[says] > nearness[best]) {
            best = says;
            *rule = at;
        }
    }
    return best;
}

enum pal_giving_says pal_rights_give(const struct pal_rights *rights,
                                     const struct pal_giving *giving,
                                     const struct pal_grant_rule **rule)
{
    *rule = NULL;
    return pal_rights_fits(rights, giving->wanted.role, giving->wanted.project)
               ? decide(rights, giving, false, rule)
               : PAL_GIVING_NOWHERE;
}

/* What stands where it cannot be held (from before there were rules) can be taken away all the
 * same, by whoever gives that role anywhere the giver's own role reaches. */
enum pal_giving_says pal_rights_take(const struct pal_rights *rights,
                                     const struct pal_giving *giving,
                                     const struct pal_grant_rule **rule)
{
    enum pal_giving_says says = decide(rights, giving, true, rule);
    if (says == PAL_GIVING_ALLOWED ||
        pal_rights_fits(rights, giving->wanted.role, giving->wanted.project)) {
        return says;
    }
    for (size_t i = 0; i < rights->rule_count; i++) {
        const struct pal_grant_rule *at = &rights->rules[i];
        if (is(at->role, giving->wanted.role) && is_giver(at, giving) &&
            ask(at, giving, true) == PAL_GIVING_ALLOWED) {
            *rule = at;
            return PAL_GIVING_ALLOWED;
        }
    }
    return says;
}

/* -------------------------------------------------------------------- duties */

static bool applies(const struct pal_duty *duty, bool is_tender)
{
    return duty->kind == PAL_DUTY_ROLES && (is_tender || !duty->is_of_tenders);
}

static bool is_between(const struct pal_duty *duty, const char *one, const char *other)
{
    return (is(duty->a, one) && is(duty->b, other)) || (is(duty->a, other) && is(duty->b, one));
}

/* Where two roles meet; NULL: nowhere. */
static const char *meet(const struct pal_duty *duty, const struct pal_held *one,
                        const struct pal_held *other)
{
    if (duty->scope == PAL_DUTY_HOUSE) {
        return PAL_EVERYWHERE;
    }
    if (is(one->project, PAL_EVERYWHERE)) {
        return other->project;
    }
    return is(other->project, PAL_EVERYWHERE) || is(one->project, other->project) ? one->project
                                                                                  : NULL;
}

static size_t add(struct pal_conflict *out, size_t count, size_t max, const struct pal_duty *duty,
                  const char *project)
{
    for (size_t i = 0; i < count; i++) {
        if (out[i].duty == duty && is(out[i].project, project)) {
            return count;
        }
    }
    if (count < max) {
        out[count++] = (struct pal_conflict){duty, project};
    }
    return count;
}

static size_t add_pairs(const struct pal_rights *rights, const struct pal_held *held, size_t count,
                        const struct pal_held *added, bool is_tender, struct pal_conflict *out,
                        size_t found, size_t max)
{
    for (size_t i = 0; i < rights->duty_count; i++) {
        const struct pal_duty *duty = &rights->duties[i];
        if (!applies(duty, is_tender) || (!is(duty->a, added->role) && !is(duty->b, added->role))) {
            continue;
        }
        for (size_t j = 0; j < count; j++) {
            const char *project =
                is_between(duty, added->role, held[j].role) ? meet(duty, added, &held[j]) : NULL;
            found = project != NULL ? add(out, found, max, duty, project) : found;
        }
    }
    return found;
}

size_t pal_rights_conflicts_of(const struct pal_rights *rights, const struct pal_held *held,
                               size_t count, const struct pal_held *added, bool is_tender,
                               struct pal_conflict *out, size_t max)
{
    return add_pairs(rights, held, count, added, is_tender, out, 0, max);
}

size_t pal_rights_conflicts(const struct pal_rights *rights, const struct pal_held *held,
                            size_t count, bool is_tender, struct pal_conflict *out, size_t max)
{
    size_t found = 0;
    for (size_t i = 1; i < count; i++) {
        found = add_pairs(rights, held, i, &held[i], is_tender, out, found, max);
    }
    return found;
}

bool pal_rights_is_lifted(const struct pal_conflict *conflict, const struct pal_lift_of *lifts,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is(lifts[i].duty, conflict->duty->id) &&
            (is(lifts[i].project, PAL_EVERYWHERE) || is(lifts[i].project, conflict->project))) {
            return true;
        }
    }
    return false;
}

const struct pal_duty *pal_rights_pair(const struct pal_rights *rights, const char *a,
                                       const char *b)
{
    for (size_t i = 0; i < rights->duty_count; i++) {
        if (rights->duties[i].kind == PAL_DUTY_ROLES && is_between(&rights->duties[i], a, b)) {
            return &rights->duties[i];
        }
    }
    return NULL;
}

const struct pal_duty *pal_rights_duty(const struct pal_rights *rights, const char *id)
{
    for (size_t i = 0; i < rights->duty_count; i++) {
        if (is(rights->duties[i].id, id)) {
            return &rights->duties[i];
        }
    }
    return NULL;
}

enum pal_lifter pal_duty_lifted_by(const struct pal_duty *duty, bool is_tender)
{
    return is_tender ? duty->lifter_in_tender : duty->lifter;
}
