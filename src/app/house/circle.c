#include "app/house/circle.h"
#include "app/house/errand.h"
#include "app/house/grants_parts.h"
#include "app/house/house.h"
#include "app/house/told.h"
#include "store/records.h"

#include <string.h>

enum { HELD_MOST = 2 * PAL_ROLE_COUNT };

struct pal_circle {
    const char *project;
    struct pal_grant *wide;   /* of everybody, held everywhere */
    struct pal_grant *narrow; /* held on the project */
    struct pal_lift *lifts;   /* that count on the project */
    size_t wide_count;
    size_t narrow_count;
    size_t lift_count;
    bool has_created; /* the visitor opened the project */
};

enum pal_rc pal_circle_load(struct pal_errand *errand, const char *project,
                            struct pal_circle **circle)
{
    const char *opener = NULL;
    struct pal_circle *out = PAL_NEW(errand->arena, struct pal_circle, 1);
    *circle = out;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    if (out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    *out = (struct pal_circle){.project = project};
    rc = pal_grant_list(errand->db, NULL, PAL_EVERYWHERE, errand->arena, &out->wide,
                        &out->wide_count);
    if (rc == PAL_OK) {
        rc = pal_grant_list(errand->db, NULL, project, errand->arena, &out->narrow,
                            &out->narrow_count);
    }
    if (rc == PAL_OK) {
        rc = pal_lift_list(errand->db, NULL, project, errand->arena, &out->lifts, &out->lift_count);
    }
    if (rc == PAL_OK && errand->principal.id != NULL) {
        rc = pal_record_opened_by(errand->db, "project", project, errand->arena, &opener);
        out->has_created = opener != NULL && strcmp(opener, errand->principal.id) == 0;
        rc = rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_circle_roles(struct pal_errand *errand, const struct pal_circle *circle,
                             struct pal_role_held **out, size_t *count)
{
    *count = circle->narrow_count;
    return pal_told_roles(errand, PAL_OK, circle->narrow, out, count);
}

/* The rows of a person in a list that is sorted by person. */
static size_t find_rows(const struct pal_grant *rows, size_t count, const char *person)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (strcmp(rows[middle].person, person) < 0) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

/* What one person holds there: each role at most twice, once everywhere and once here. */
static size_t held_by(const struct pal_circle *circle, const char *person,
                      struct pal_grant out[HELD_MOST])
{
    size_t count = 0;
    const struct pal_grant *wide = circle->wide;
    const struct pal_grant *narrow = circle->narrow;
    for (size_t i = find_rows(wide, circle->wide_count, person);
         i < circle->wide_count && count < HELD_MOST && strcmp(wide[i].person, person) == 0; i++) {
        out[count++] = wide[i];
    }
    for (size_t i = find_rows(narrow, circle->narrow_count, person);
         i < circle->narrow_count && count < HELD_MOST && strcmp(narrow[i].person, person) == 0;
         i++) {
        out[count++] = narrow[i];
    }
    return count;
}

/* The same, with what was lifted; `grants` is where it is put. */
static struct pal_holding holding_of(const struct pal_circle *circle, const char *person,
                                     struct pal_grant grants[HELD_MOST])
{
    return (struct pal_holding){person, grants, held_by(circle, person, grants), circle->lifts,
                                circle->lift_count};
}

enum pal_rc pal_circle_offer(struct pal_errand *errand, const struct pal_circle *circle,
                             struct pal_offer *out)
{
    struct pal_grant grants[HELD_MOST];
    struct pal_pairing own = {0};
    const struct pal_rights *rights = pal_house_rights(errand->house);
    const struct pal_grant_rule *rule;
    struct pal_giving giving = {.is_operator = pal_errand_is_operator(errand),
                                .wanted = {"", circle->project},
                                .has_created = circle->has_created};
    *out = (struct pal_offer){{false}, {false}, false};
    if (errand->is_read_only) {
        return PAL_OK;
    }
    if (errand->principal.id != NULL) {
        const struct pal_holding holding = holding_of(circle, errand->principal.id, grants);
        enum pal_rc rc = pal_grants_pairing(errand, &holding, &own);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    giving.held = own.held;
    giving.held_count = own.held_count;
    enum pal_rc rc = pal_grants_tender(errand, "", circle->project, &giving.is_tender);
    if (rc != PAL_OK) {
        return rc;
    }
    for (size_t i = 0; i < PAL_ROLE_COUNT; i++) {
        giving.wanted.role = pal_role_ids[i];
        giving.is_held = pal_grants_have(circle->narrow, circle->narrow_count, pal_role_ids[i]);
        out->gives[i] = pal_rights_give(rights, &giving, &rule) == PAL_GIVING_ALLOWED;
        out->takes[i] = pal_rights_take(rights, &giving, &rule) == PAL_GIVING_ALLOWED;
        out->is_any = out->is_any || out->gives[i];
    }
    return PAL_OK;
}

static enum pal_rc may_receive(struct pal_errand *errand, const struct pal_circle *circle,
                               const struct pal_person *person, const struct pal_held *wanted,
                               bool *out)
{
    struct pal_grant grants[HELD_MOST];
    struct pal_pairing pairing;
    struct pal_pair_place at = {0};
    struct pal_conflict found;
    bool is_self = errand->principal.id != NULL && strcmp(person->id, errand->principal.id) == 0;
    *out = false;
    if (is_self || person->erased_at != 0 || person->locked_at != 0) {
        return PAL_OK;
    }
    const struct pal_holding holding = holding_of(circle, person->id, grants);
    enum pal_rc rc = pal_grants_pairing(errand, &holding, &pairing);
    for (size_t i = 0; i < pairing.held_count; i++) {
        if (strcmp(pairing.held[i].role, wanted->role) == 0 &&
            strcmp(pairing.held[i].project, wanted->project) == 0) {
            return rc;
        }
    }
    pairing.added = wanted;
    *out = rc == PAL_OK &&
           !pal_rights_next_pair(pal_house_rights(errand->house), &pairing, &at, &found);
    return rc;
}

enum pal_rc pal_circle_receivers(struct pal_errand *errand, const struct pal_circle *circle,
                                 const struct pal_offer *offer, enum pal_role role, size_t max,
                                 struct pal_account **out, size_t *count)
{
    struct pal_person *people = NULL;
    size_t people_count;
    *out = NULL;
    *count = 0;
    if (role >= PAL_ROLE_COUNT || !offer->gives[role]) {
        return PAL_OK;
    }
    const struct pal_held wanted = {pal_role_ids[role], circle->project};
    enum pal_rc rc = pal_person_list(errand->db, NULL, max, errand->arena, &people, &people_count);
    for (size_t i = 0; i < people_count && rc == PAL_OK; i++) {
        bool may = false;
        rc = may_receive(errand, circle, &people[i], &wanted, &may);
        if (may) {
            people[(*count)++] = people[i];
        }
    }
    return pal_told_accounts(errand, rc, people, out, count);
}

enum pal_rc pal_circle_pairs(struct pal_errand *errand, const struct pal_circle *circle, size_t max,
                             struct pal_pair **out, size_t *count)
{
    enum pal_rc rc = PAL_OK;
    *count = 0;
    *out = PAL_NEW(errand->arena, struct pal_pair, max + 1);
    if (*out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < circle->narrow_count && rc == PAL_OK; i++) {
        struct pal_grant grants[HELD_MOST];
        const char *person = circle->narrow[i].person;
        if (i > 0 && strcmp(circle->narrow[i - 1].person, person) == 0) {
            continue;
        }
        const struct pal_holding holding = holding_of(circle, person, grants);
        rc = pal_grants_pairs_of(errand, pal_house_rights(errand->house), &holding, *out, max,
                                 count);
    }
    return rc;
}

enum pal_rc pal_circle_lifts(struct pal_errand *errand, const struct pal_circle *circle,
                             struct pal_lifted_duty **out, size_t *count)
{
    struct pal_lift *kept = PAL_NEW(errand->arena, struct pal_lift, circle->lift_count + 1);
    *count = 0;
    if (kept == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < circle->lift_count; i++) {
        const struct pal_lift *lift = &circle->lifts[i];
        size_t at = find_rows(circle->narrow, circle->narrow_count, lift->person);
        bool is_of_here =
            at < circle->narrow_count && strcmp(circle->narrow[at].person, lift->person) == 0;
        if (is_of_here || !pal_rights_is_everywhere(lift->project)) {
            kept[(*count)++] = *lift;
        }
    }
    return pal_told_lifted(errand, PAL_OK, kept, out, count);
}
