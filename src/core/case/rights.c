#include "core/case/rights.h"

#include <string.h>

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool pal_rights_is_everywhere(const char *project)
{
    return is(project, PAL_EVERYWHERE);
}

static enum pal_rule_scope scope_of(const char *project)
{
    return pal_rights_is_everywhere(project) ? PAL_RULE_EVERYWHERE : PAL_RULE_PROJECT;
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
        if (is(held->role, rule->giver) && (pal_rights_is_everywhere(held->project) ||
                                            is(held->project, giving->wanted.project))) {
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
    /* What is held from when the project was a tender can be taken away. */
    if ((rule->when == PAL_RULE_TENDER && !giving->is_tender && !is_taking) ||
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

/* Somewhere, at least. */
static bool applies(const struct pal_duty *duty, const struct pal_pairing *of)
{
    return duty->kind == PAL_DUTY_ROLES && (of->tenders != NULL || !duty->is_of_tenders);
}

/* A pair that a duty is about at a place: it holds there, and was not lifted. Whether the place is
 * a tender is looked up where that matters. */
static bool counts(const struct pal_pairing *of, const struct pal_conflict *found)
{
    const struct pal_duty *duty = found->duty;
    bool is_lifted = pal_rights_is_lifted(found, of->lifts, of->lift_count, false);
    if (!duty->is_of_tenders && (!is_lifted || of->tenders == NULL)) {
        return !is_lifted;
    }
    bool is_tender = of->tenders != NULL && !pal_rights_is_everywhere(found->project) &&
                     of->tenders->is(of->tenders->ctx, found->project);
    return is_tender ? !pal_rights_is_lifted(found, of->lifts, of->lift_count, true)
                     : !duty->is_of_tenders && !is_lifted;
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
    if (pal_rights_is_everywhere(one->project)) {
        return other->project;
    }
    return pal_rights_is_everywhere(other->project) || is(one->project, other->project)
               ? one->project
               : NULL;
}

/* Where the role at `i` makes a pair by a duty, if its other half is there; NULL: nowhere. */
static const char *place_of(const struct pal_pairing *of, const struct pal_duty *duty, size_t i)
{
    const struct pal_held *one = &of->held[i];
    if (of->added != NULL) {
        return is_between(duty, of->added->role, one->role) ? meet(duty, of->added, one) : NULL;
    }
    return is(duty->a, one->role) || is(duty->b, one->role) ? meet(duty, one, one) : NULL;
}

static bool has_other_half(const struct pal_pairing *of, const struct pal_duty *duty, size_t i,
                           const char *place)
{
    const struct pal_held *one = &of->held[i];
    if (of->added != NULL) {
        return true;
    }
    for (size_t j = 0; j < of->held_count; j++) {
        const struct pal_held *other = &of->held[j];
        if (j != i && is_between(duty, one->role, other->role)) {
            const char *at = meet(duty, one, other);
            if (at != NULL && is(at, place)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether no role before `i` makes the same pair. Each half that stands at the place itself makes
 * it, so that it is enough to look where they stand. */
static bool is_first(const struct pal_pairing *of, const struct pal_duty *duty, size_t i,
                     const char *place)
{
    for (size_t j = 0; j < i; j++) {
        const char *before = place_of(of, duty, j);
        if (before != NULL && is(before, place)) {
            return false;
        }
    }
    return true;
}

/* Whether both halves of a duty are among the roles at all: who has thousands has mostly one role
 * in each project. */
static bool has_halves(const struct pal_pairing *of, const struct pal_duty *duty)
{
    bool has_a = of->added != NULL && is(duty->a, of->added->role);
    bool has_b = of->added != NULL && is(duty->b, of->added->role);
    for (size_t i = 0; i < of->held_count && !(has_a && has_b); i++) {
        has_a = has_a || is(duty->a, of->held[i].role);
        has_b = has_b || is(duty->b, of->held[i].role);
    }
    return has_a && has_b;
}

bool pal_rights_has_halves(const struct pal_rights *rights, const struct pal_pairing *of)
{
    for (size_t i = 0; i < rights->duty_count; i++) {
        if (applies(&rights->duties[i], of) && has_halves(of, &rights->duties[i])) {
            return true;
        }
    }
    return false;
}

bool pal_rights_next_pair(const struct pal_rights *rights, const struct pal_pairing *of,
                          struct pal_pair_place *at, struct pal_conflict *out)
{
    for (; at->duty < rights->duty_count; at->duty++, at->held = 0) {
        const struct pal_duty *duty = &rights->duties[at->duty];
        if (!applies(duty, of) || (at->held == 0 && !has_halves(of, duty))) {
            continue;
        }
        while (at->held < of->held_count) {
            size_t i = at->held++;
            const char *place = place_of(of, duty, i);
            *out = (struct pal_conflict){duty, place};
            if (place != NULL && has_other_half(of, duty, i, place) &&
                is_first(of, duty, i, place) && counts(of, out)) {
                return true;
            }
        }
    }
    return false;
}

bool pal_rights_is_lifted(const struct pal_conflict *conflict, const struct pal_lift_of *lifts,
                          size_t count, bool is_tender)
{
    enum pal_lifter lifter = conflict->duty->lifter_in_tender;
    for (size_t i = 0; i < count; i++) {
        bool is_valid = !is_tender || lifter == PAL_LIFTED_BY_ADMINISTRATOR ||
                        (lifter == PAL_LIFTED_BY_OPERATOR && lifts[i].is_by_operator);
        if (is_valid && is(lifts[i].duty, conflict->duty->id) &&
            (pal_rights_is_everywhere(lifts[i].project) ||
             is(lifts[i].project, conflict->project))) {
            return true;
        }
    }
    return false;
}

const char *pal_rights_role_of(const struct pal_rights *rights, const char *act)
{
    for (size_t i = 0; i < rights->duty_count; i++) {
        const struct pal_duty *duty = &rights->duties[i];
        if (duty->kind == PAL_DUTY_ROLES && pal_words_have(&duty->a_acts, act)) {
            return duty->a;
        }
        if (duty->kind == PAL_DUTY_ROLES && pal_words_have(&duty->b_acts, act)) {
            return duty->b;
        }
    }
    return NULL;
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
