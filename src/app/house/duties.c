/* duties - the pairs of roles that somebody holds all the same, and lifting them; see grants.h. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/checks.h"
#include "app/house/errand.h"
#include "app/house/grants.h"
#include "app/house/grants_parts.h"
#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/told.h"
#include "base/text.h"

/* -------------------------------------------------------------- what is held */

static void add(struct pal_pair *out, size_t max, size_t *count, struct pal_pair pair)
{
    if (*count < max) {
        out[(*count)++] = pair;
    }
}

static size_t count_lifts(const struct pal_holding *holding)
{
    size_t count = 0;
    for (size_t i = 0; i < holding->lift_count; i++) {
        count += strcmp(holding->lifts[i].person, holding->person) == 0;
    }
    return count;
}

/* What cannot be looked up is taken for one: the database has failed, and less is allowed there. */
static bool is_tender(void *ctx, const char *project)
{
    bool out;
    return pal_house_is_tender(ctx, project, &out) != PAL_OK || out;
}

static const struct pal_tenders *tenders_of(struct pal_errand *errand)
{
    struct pal_tenders *tenders = PAL_NEW(errand->arena, struct pal_tenders, 1);
    if (tenders != NULL) {
        *tenders = (struct pal_tenders){is_tender, errand};
    }
    return tenders;
}

enum pal_rc pal_grants_pairing(struct pal_errand *errand, const struct pal_holding *holding,
                               struct pal_pairing *out)
{
    struct pal_held *held = PAL_NEW(errand->arena, struct pal_held, holding->grant_count + 1);
    struct pal_lift_of *lifts =
        PAL_NEW(errand->arena, struct pal_lift_of, count_lifts(holding) + 1);
    *out = (struct pal_pairing){.held = held, .lifts = lifts, .tenders = tenders_of(errand)};
    if (held == NULL || lifts == NULL || out->tenders == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < holding->lift_count; i++) {
        const struct pal_lift *lift = &holding->lifts[i];
        if (strcmp(lift->person, holding->person) == 0) {
            lifts[out->lift_count++] =
                (struct pal_lift_of){lift->duty, lift->project, lift->by[0] == '\0'};
        }
    }
    for (size_t i = 0; i < holding->grant_count; i++) {
        const struct pal_grant *grant = &holding->grants[i];
        if (strcmp(grant->person, holding->person) == 0) {
            held[out->held_count++] = (struct pal_held){grant->role, grant->project};
        }
    }
    return PAL_OK;
}

enum pal_rc pal_grants_pairs_of(struct pal_errand *errand, const struct pal_rights *rights,
                                const struct pal_holding *holding, struct pal_pair *out, size_t max,
                                size_t *count)
{
    struct pal_pairing pairing;
    struct pal_pair_place at = {0};
    struct pal_conflict found;
    const char *person = holding->person;
    enum pal_rc rc = pal_grants_pairing(errand, holding, &pairing);
    if (rc != PAL_OK) {
        return rc;
    }
    for (size_t i = 0; i < pairing.held_count; i++) {
        const struct pal_held *held = &pairing.held[i];
        if (!pal_rights_fits(rights, held->role, held->project)) {
            add(out, max, count, (struct pal_pair){person, NULL, held->role, held->project});
        }
    }
    while (*count < max && pal_rights_next_pair(rights, &pairing, &at, &found)) {
        add(out, max, count, (struct pal_pair){person, found.duty, NULL, found.project});
    }
    return PAL_OK;
}

/* Whether a person who holds what those sums say may have something to tell, wherever it is held:
 * nearly nobody has, and the thousands of places of whoever starts projects need not be read. */
static enum pal_rc may_pair(struct pal_errand *errand, const struct pal_rights *rights,
                            const struct pal_grant_sum *sums, size_t count, bool *out)
{
    struct pal_held *held = PAL_NEW(errand->arena, struct pal_held, count);
    const struct pal_pairing all = {
        .held = held, .held_count = count, .tenders = tenders_of(errand)};
    *out = false;
    if (held == NULL || all.tenders == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_on_projects = sums[i].count > sums[i].is_everywhere;
        held[i] = (struct pal_held){sums[i].role, sums[i].project};
        *out |= sums[i].is_everywhere && !pal_rights_fits(rights, sums[i].role, "*");
        *out |= is_on_projects && !pal_rights_fits(rights, sums[i].role, sums[i].project);
    }
    *out |= pal_rights_has_halves(rights, &all);
    return PAL_OK;
}

/* The pairs of a person, of whom all is read. */
static enum pal_rc add_pairs(struct pal_errand *errand, const struct pal_rights *rights,
                             const char *person, struct pal_pair *out, size_t max, size_t *count)
{
    struct pal_holding holding = {.person = person};
    struct pal_grant *grants;
    struct pal_lift *lifts = NULL;
    enum pal_rc rc =
        pal_grant_list(errand->db, person, NULL, errand->arena, &grants, &holding.grant_count);
    if (rc == PAL_OK) {
        rc = pal_lift_list(errand->db, person, NULL, errand->arena, &lifts, &holding.lift_count);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    holding.grants = grants;
    holding.lifts = lifts;
    return pal_grants_pairs_of(errand, rights, &holding, out, max, count);
}

enum pal_rc pal_grants_pairs(struct pal_errand *errand, const struct pal_rights *rights, size_t max,
                             struct pal_pair **out, size_t *count)
{
    struct pal_grant_sum *sums;
    size_t sum_count;
    *out = NULL;
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_grant_sums(errand->db, NULL, 0, errand->arena, &sums, &sum_count);
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_pair, max + 1) : NULL;
    if (*out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < sum_count && rc == PAL_OK;) {
        const char *person = sums[i].person;
        size_t next = i + 1;
        bool may = false;
        while (next < sum_count && strcmp(sums[next].person, person) == 0) {
            next++;
        }
        rc = may_pair(errand, rights, &sums[i], next - i, &may);
        if (rc == PAL_OK && may) {
            rc = add_pairs(errand, rights, person, *out, max, count);
        }
        i = next;
    }
    return rc;
}

/* ------------------------------------------------------------------- lifting */

/* Whether the visitor lifts that duty for that person there. */
static enum pal_rc require_lifting(struct pal_errand *errand, const char *person,
                                   const struct pal_duty *duty, const char *project)
{
    bool is_of_tender = false;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    rc = rc == PAL_OK ? pal_house_is_tender(errand, project, &is_of_tender) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    enum pal_lifter lifter = pal_duty_lifted_by(duty, is_of_tender);
    if (lifter == PAL_LIFTED_BY_NOBODY && is_of_tender) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the project is a tender: there nobody lifts the rule %s", duty->id);
    }
    if (lifter == PAL_LIFTED_BY_NOBODY) {
        return pal_errand_fail(errand, PAL_E_INVALID, "nobody lifts the rule %s", duty->id);
    }
    if (pal_errand_is_operator(errand)) {
        return PAL_OK;
    }
    if (lifter == PAL_LIFTED_BY_OPERATOR) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "only the operator at the machine lifts the rule %s, with \"palier "
                               "user lift\"",
                               duty->id);
    }
    if (errand->principal.id != NULL && strcmp(errand->principal.id, person) == 0) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "nobody lifts a rule for themselves; another administrator can, or "
                               "the operator at the machine with \"palier user lift\"");
    }
    return PAL_OK;
}

/* No words of people come into the chain: the reason stands there as its hash. */
static const char *audit_words(struct pal_errand *errand, const struct pal_lift *lift)
{
    char hash[PAL_HASH_TEXT];
    pal_secret_hash(lift->reason, strlen(lift->reason), hash);
    const char *words = pal_arena_printf(errand->arena, "%s on %s, reason sha256 %s", lift->duty,
                                         lift->project, hash);
    return words != NULL ? words : lift->duty;
}

/* Within a transaction, locked. */
static enum pal_rc write_lift(struct pal_errand *errand, const struct pal_lift *lift)
{
    enum pal_rc rc = pal_grants_check_place(errand, lift->person, lift->project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_lift_add(errand->db, lift);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "lift-duty", pal_person_object(errand, lift->person), "",
                           audit_words(errand, lift));
}

enum pal_rc pal_grants_check_lift(struct pal_errand *errand, const struct pal_lift *lift)
{
    const struct pal_duty *duty = pal_rights_duty(pal_house_rights(errand->house), lift->duty);
    if (duty == NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no rule %s",
                               pal_quote(lift->duty).text);
    }
    enum pal_rc rc = require_lifting(errand, lift->person, duty, lift->project);
    return rc == PAL_OK ? pal_check_reason(errand, lift->reason) : rc;
}

enum pal_rc pal_grants_bring_lift(struct pal_errand *errand, const struct pal_lift *lift)
{
    enum pal_rc rc = pal_grants_check_lift(errand, lift);
    return rc == PAL_OK ? write_lift(errand, lift) : rc;
}

enum pal_rc pal_grants_lift(struct pal_errand *errand, const char *person, const char *one,
                            const char *other, const char *project, const char *reason)
{
    const struct pal_duty *duty = pal_rights_pair(pal_house_rights(errand->house), one, other);
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    if (duty == NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "no rule keeps one person from being both %s and %s: there is "
                               "nothing to lift",
                               pal_quote(one).text, pal_quote(other).text);
    }
    rc = require_lifting(errand, person, duty, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_check_reason(errand, reason);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_lift lift = {.person = person,
                                  .project =
                                      duty->scope == PAL_DUTY_HOUSE ? PAL_EVERYWHERE : project,
                                  .duty = duty->id,
                                  .reason = reason,
                                  .by = errand->principal.id != NULL ? errand->principal.id : "",
                                  .at = errand->now};
    rc = pal_errand_lock(errand);
    if (rc == PAL_OK) {
        rc = write_lift(errand, &lift);
    }
    return pal_errand_end(errand, rc);
}

/* Whether the person holds that pair where the lift allows it. */
static enum pal_rc is_needed(struct pal_errand *errand, const struct pal_lift *lift, bool *out)
{
    struct pal_grant *grants = NULL;
    struct pal_holding holding = {.person = lift->person};
    struct pal_pairing pairing;
    struct pal_pair_place at = {0};
    struct pal_conflict found;
    const struct pal_lift_of freed = {lift->duty, lift->project, false};
    *out = false;
    enum pal_rc rc = pal_grant_list(errand->db, lift->person, NULL, errand->arena, &grants,
                                    &holding.grant_count);
    if (rc != PAL_OK) {
        return rc;
    }
    holding.grants = grants;
    rc = pal_grants_pairing(errand, &holding, &pairing);
    while (rc == PAL_OK && !*out &&
           pal_rights_next_pair(pal_house_rights(errand->house), &pairing, &at, &found)) {
        *out = pal_rights_is_lifted(&found, &freed, 1, false);
    }
    return rc;
}

/* Within a transaction. */
static enum pal_rc remove_lift(struct pal_errand *errand, const struct pal_lift *lift)
{
    bool needed = false;
    bool was_there = false;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = is_needed(errand, lift, &needed);
    if (rc != PAL_OK) {
        return rc;
    }
    if (needed) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "both roles are held: take one of them away first");
    }
    rc = pal_lift_remove(errand->db, lift, &was_there);
    if (rc != PAL_OK) {
        return rc;
    }
    if (!was_there) {
        return PAL_E_NOT_FOUND;
    }
    const char *words = pal_arena_printf(errand->arena, "%s on %s", lift->duty, lift->project);
    return pal_audit_write(errand, "unlift-duty", pal_person_object(errand, lift->person),
                           words != NULL ? words : lift->duty, "");
}

enum pal_rc pal_grants_unlift(struct pal_errand *errand, const char *person, const char *duty,
                              const char *project)
{
    const struct pal_lift lift = {.person = person, .project = project, .duty = duty};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, remove_lift(errand, &lift)) : rc;
}

enum pal_rc pal_grants_lifts(struct pal_errand *errand, const char *person,
                             struct pal_lifted_duty **out, size_t *count)
{
    struct pal_lift *rows = NULL;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_lift_list(errand->db, person, NULL, errand->arena, &rows, count);
    const size_t row_count = rc == PAL_OK ? *count : 0;
    rc = pal_told_lifted(errand, rc, rows, out, count);
    for (size_t i = 0; i < row_count && rc == PAL_OK; i++) {
        rc = is_needed(errand, &rows[i], &(*out)[i].is_needed);
    }
    return pal_errand_explain(errand, rc);
}
