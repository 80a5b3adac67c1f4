/* grants - giving and taking roles; see grants.h. */
#include "app/house/grants.h"

#include <string.h>

#include "app/house/accounts.h"
#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/fact_kinds.h"
#include "app/house/grants_parts.h"
#include "app/house/house.h"
#include "app/house/people_parts.h"
#include "app/house/procedures.h"
#include "base/text.h"
#include "store/facts.h"
#include "store/records.h"

enum { DONE_MOST = 16, DONE_PROJECTS = 10000 };

const char *const pal_role_titles[PAL_ROLE_COUNT] = {PAL_N_("administrator"),
                                                     PAL_N_("expert"),
                                                     PAL_N_("project manager"),
                                                     PAL_N_("provider"),
                                                     PAL_N_("approving authority"),
                                                     PAL_N_("auditor"),
                                                     PAL_N_("keeper of the consultation")};

const char *pal_person_object(struct pal_errand *errand, const char *person)
{
    const char *object = pal_arena_printf(errand->arena, "person/%s", person);
    return object != NULL ? object : "person";
}

static const char *title_of(const struct pal_errand *errand, const char *role)
{
    enum pal_role at = pal_role_find(role);
    return at < PAL_ROLE_COUNT ? pal_voice_say(errand->voice, pal_role_titles[at]) : role;
}

static const char *words_of(struct pal_errand *errand, const struct pal_role_on *on)
{
    const char *words = pal_arena_printf(errand->arena, "%s on %s", on->role, on->project);
    return words != NULL ? words : on->role;
}

/* ------------------------------------------------------------- who may give */

/* The roles of the giver that count on a project: read anew, for they may have been taken away
 * since the request began. */
static enum pal_rc load_giver(struct pal_errand *errand, struct pal_giving *giving)
{
    struct pal_grant *wide = NULL;
    struct pal_grant *narrow = NULL;
    size_t wide_count = 0;
    size_t narrow_count = 0;
    const char *person = errand->principal.id;
    if (person == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc =
        pal_grant_list(errand->db, person, PAL_EVERYWHERE, errand->arena, &wide, &wide_count);
    if (rc == PAL_OK && !pal_rights_is_everywhere(giving->wanted.project)) {
        rc = pal_grant_list(errand->db, person, giving->wanted.project, errand->arena, &narrow,
                            &narrow_count);
    }
    struct pal_held *held = PAL_NEW(errand->arena, struct pal_held, wide_count + narrow_count + 1);
    if (rc != PAL_OK || held == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (size_t i = 0; i < wide_count + narrow_count; i++) {
        const struct pal_grant *grant = i < wide_count ? &wide[i] : &narrow[i - wide_count];
        held[i] = (struct pal_held){grant->role, grant->project};
    }
    giving->held = held;
    giving->held_count = wide_count + narrow_count;
    return PAL_OK;
}

bool pal_grants_have(const struct pal_grant *grants, size_t count, const char *role)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(grants[i].role, role) == 0) {
            return true;
        }
    }
    return false;
}

/* What the project says: who opened it, and which roles are held on it. */
static enum pal_rc load_project(struct pal_errand *errand, struct pal_giving *giving,
                                struct pal_grant **grants, size_t *count)
{
    const char *opener = NULL;
    const char *project = giving->wanted.project;
    *grants = NULL;
    *count = 0;
    if (pal_rights_is_everywhere(project) || errand->principal.id == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_opened_by(errand->db, "project", project, errand->arena, &opener);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    giving->has_created = opener != NULL && strcmp(opener, errand->principal.id) == 0;
    return pal_grant_list(errand->db, NULL, project, errand->arena, grants, count);
}

/* Whether some rule of a role ("": of any that exists) asks for it: else nobody looks it up. */
static bool is_asked(const struct pal_rights *rights, const char *role)
{
    for (size_t i = 0; i < rights->rule_count; i++) {
        const char *of = rights->rules[i].role;
        bool is_of_role = role[0] == '\0' ? pal_role_find(of) != PAL_ROLE_COUNT
                                          : strcmp(of, role) == 0 || strcmp(of, "any") == 0;
        if (rights->rules[i].when == PAL_RULE_TENDER && is_of_role) {
            return true;
        }
    }
    return false;
}

enum pal_rc pal_grants_tender(struct pal_errand *errand, const char *role, const char *project,
                              bool *out)
{
    *out = false;
    return is_asked(pal_house_rights(errand->house), role)
               ? pal_house_is_tender(errand, project, out)
               : PAL_OK;
}

static enum pal_rc load_all(struct pal_errand *errand, const char *person,
                            const struct pal_role_on *on, struct pal_giving *out,
                            struct pal_grant **grants, size_t *count)
{
    *out = (struct pal_giving){
        .is_operator = pal_errand_is_operator(errand),
        .wanted = {on->role, on->project},
        .is_to_oneself = person != NULL && errand->principal.id != NULL &&
                         strcmp(person, errand->principal.id) == 0,
    };
    enum pal_rc rc = load_giver(errand, out);
    if (rc == PAL_OK) {
        rc = load_project(errand, out, grants, count);
    }
    if (rc == PAL_OK) {
        rc = pal_grants_tender(errand, on->role, on->project, &out->is_tender);
    }
    return pal_errand_explain(errand, rc);
}

static enum pal_rc load(struct pal_errand *errand, const char *person, const struct pal_role_on *on,
                        struct pal_giving *out)
{
    struct pal_grant *grants = NULL;
    size_t count = 0;
    enum pal_rc rc = load_all(errand, person, on, out, &grants, &count);
    out->is_held = rc == PAL_OK && pal_grants_have(grants, count, on->role);
    return rc;
}

/* "administrator, project manager": who gives a role there. */
static const char *givers_of(struct pal_errand *errand, const struct pal_rights *rights,
                             const struct pal_giving *giving)
{
    const struct pal_held *wanted = &giving->wanted;
    bool is_wide = pal_rights_is_everywhere(wanted->project);
    const char *list = "";
    for (size_t i = 0; i < rights->rule_count; i++) {
        const struct pal_grant_rule *rule = &rights->rules[i];
        bool is_always =
            rule->when == PAL_RULE_ALWAYS || (rule->when == PAL_RULE_TENDER && giving->is_tender);
        if (strcmp(rule->role, wanted->role) != 0 || !is_always ||
            (rule->scope == PAL_RULE_EVERYWHERE) != is_wide ||
            strcmp(rule->giver, "operator") == 0) {
            continue;
        }
        const char *longer =
            pal_arena_printf(errand->arena, "%s%s%s", list, list[0] != '\0' ? ", " : "",
                             title_of(errand, rule->giver));
        list = longer != NULL ? longer : list;
    }
    return list;
}

/* Whether the giver would give it if the project were a tender. */
static bool is_of_tenders(const struct pal_rights *rights, const struct pal_giving *giving)
{
    const struct pal_grant_rule *rule;
    struct pal_giving as = *giving;
    as.is_tender = true;
    return !giving->is_tender && pal_rights_give(rights, &as, &rule) == PAL_GIVING_ALLOWED;
}

static enum pal_rc refuse(struct pal_errand *errand, const struct pal_giving *giving,
                          enum pal_giving_says says, const struct pal_grant_rule *rule,
                          bool is_taking)
{
    const struct pal_rights *rights = pal_house_rights(errand->house);
    const char *role = title_of(errand, giving->wanted.role);
    const char *id = rule != NULL ? rule->id : "-";
    if (says == PAL_GIVING_NOWHERE && pal_rights_is_everywhere(giving->wanted.project)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "role",
                                  "the role \"%s\" is held on a project, never everywhere", role);
    }
    if (says == PAL_GIVING_NOWHERE) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "role",
                                  "the role \"%s\" is held everywhere, never on one project", role);
    }
    if (!is_taking && is_of_tenders(rights, giving)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "role",
                                  "the role \"%s\" is held in a tender alone, and the procedure "
                                  "of this project is none",
                                  role);
    }
    if (says == PAL_GIVING_NOT_ONESELF) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "nobody gives a role to themselves (rule %s); ask somebody else who "
                               "may give the role \"%s\"",
                               id, role);
    }
    if (says == PAL_GIVING_NOT_FIRST) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "whoever opened the project names its first project manager alone "
                               "(rule %s); it has one, who names the others",
                               id);
    }
    const char *givers = givers_of(errand, rights, giving);
    return is_taking
               ? pal_errand_fail(errand, PAL_E_DENIED,
                                 "your roles do not allow you to take the role \"%s\" away here; "
                                 "who may: %s",
                                 role, givers)
               : pal_errand_fail(errand, PAL_E_DENIED,
                                 "your roles do not allow you to give the role \"%s\" here; who "
                                 "may: %s",
                                 role, givers);
}

static enum pal_rc ask(struct pal_errand *errand, const char *person, const struct pal_role_on *on,
                       bool is_taking)
{
    struct pal_giving giving;
    const struct pal_grant_rule *rule;
    const struct pal_rights *rights = pal_house_rights(errand->house);
    if (!pal_errand_is_operator(errand) && errand->principal.id == NULL) {
        return pal_errand_require(errand, PAL_MAY_OWN, NULL);
    }
    if (pal_role_find(on->role) == PAL_ROLE_COUNT) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "role", "there is no role %s",
                                  pal_quote(on->role).text);
    }
    enum pal_rc rc = load(errand, person, on, &giving);
    if (rc != PAL_OK) {
        return rc;
    }
    enum pal_giving_says says = is_taking ? pal_rights_take(rights, &giving, &rule)
                                          : pal_rights_give(rights, &giving, &rule);
    return says == PAL_GIVING_ALLOWED ? PAL_OK : refuse(errand, &giving, says, rule, is_taking);
}

enum pal_rc pal_grants_may_give(struct pal_errand *errand, const char *person,
                                const struct pal_role_on *on)
{
    return ask(errand, person, on, false);
}

enum pal_rc pal_grants_may_take(struct pal_errand *errand, const char *person,
                                const struct pal_role_on *on)
{
    return ask(errand, person, on, true);
}

bool pal_grants_may_found(struct pal_errand *errand, const char *project)
{
    const struct pal_role_on on = {pal_role_ids[PAL_ROLE_PROJECT_MANAGER], project};
    struct pal_giving giving;
    const struct pal_grant_rule *rule;
    if (errand->house == NULL || errand->principal.id == NULL || errand->is_read_only ||
        !pal_errand_may(errand, PAL_MAY_EDIT_PROJECT, project) ||
        load(errand, NULL, &on, &giving) != PAL_OK) {
        return false;
    }
    return pal_rights_give(pal_house_rights(errand->house), &giving, &rule) == PAL_GIVING_ALLOWED;
}

/* ------------------------------------------------------------- what it makes */

/* Who lifts a pair, as the end of a sentence. */
static const char *way_out(struct pal_errand *errand, const struct pal_conflict *conflict)
{
    static const char *const ways[] = {
        [PAL_LIFTED_BY_ADMINISTRATOR] =
            PAL_N_("An administrator can lift this for somebody else, with a reason."),
        [PAL_LIFTED_BY_OPERATOR] = PAL_N_("Only the operator at the machine can lift this."),
        [PAL_LIFTED_BY_NOBODY] = PAL_N_("Nobody can lift this."),
    };
    bool is_tender = false;
    if (pal_house_is_tender(errand, conflict->project, &is_tender) != PAL_OK) {
        is_tender = true; /* the stricter */
    }
    return pal_voice_say(errand->voice, ways[pal_duty_lifted_by(conflict->duty, is_tender)]);
}

static enum pal_rc refuse_pair(struct pal_errand *errand, const struct pal_conflict *conflict)
{
    const struct pal_duty *duty = conflict->duty;
    enum pal_lang lang = pal_errand_lang(errand);
    const char *a = pal_text_in(&duty->a_title, lang);
    const char *b = pal_text_in(&duty->b_title, lang);
    const char *reason = pal_text_in(&duty->reason, lang);
    return pal_rights_is_everywhere(conflict->project)
               ? pal_errand_fail(errand, PAL_E_INVALID,
                                 "one person is not both \"%s\" and \"%s\" (rule %s): %s %s", a, b,
                                 duty->id, reason, way_out(errand, conflict))
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "one person is not both \"%s\" and \"%s\" on the project %s (rule "
                                 "%s): %s %s",
                                 a, b, conflict->project, duty->id, reason,
                                 way_out(errand, conflict));
}

/* One act of the table of duties, and where somebody has done it. */
struct done {
    const char *role; /* that it is of */
    const char **projects;
    size_t count;
};

/* Which roles somebody has been by what they did, beside those that they hold; `more`: the room
 * that these take. What was brought in their name is not theirs. */
static enum pal_rc find_done(struct pal_errand *errand, const char *person, struct done *out,
                             size_t *count, size_t *more)
{
    const char *principal = pal_arena_printf(errand->arena, "person:%s", person);
    enum pal_rc rc = principal != NULL ? PAL_OK : PAL_E_MEMORY;
    *count = 0;
    *more = 0;
    for (size_t i = 0; i < pal_fact_kind_count; i++) {
        const struct pal_fact_kind *kind = pal_fact_kinds[i];
        for (const struct pal_fact_duty *at = kind->duties;
             at != NULL && at->state != NULL && rc == PAL_OK && *count < DONE_MOST; at++) {
            struct done *done = &out[*count];
            done->role = pal_rights_role_of(pal_house_rights(errand->house), at->act);
            if (done->role == NULL) {
                continue;
            }
            rc = pal_fact_projects_by(errand->db, principal, kind->id, at->state, DONE_PROJECTS,
                                      errand->arena, &done->projects, &done->count);
            *more += done->count;
            *count += 1;
        }
    }
    return rc;
}

/* What somebody holds, with what they have been: as if they held that, too. */
static enum pal_rc add_done(struct pal_errand *errand, struct pal_holding *holding)
{
    struct done done[DONE_MOST];
    size_t count = 0;
    size_t more = 0;
    enum pal_rc rc = find_done(errand, holding->person, done, &count, &more);
    if (rc != PAL_OK || more == 0) {
        return rc;
    }
    struct pal_grant *all =
        PAL_NEW(errand->arena, struct pal_grant, holding->grant_count + more + 1);
    if (all == NULL) {
        return PAL_E_MEMORY;
    }
    if (holding->grant_count > 0) {
        memcpy(all, holding->grants, holding->grant_count * sizeof *all);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < done[i].count; j++) {
            all[holding->grant_count++] = (struct pal_grant){
                .person = holding->person, .role = done[i].role, .project = done[i].projects[j]};
        }
    }
    holding->grants = all;
    return PAL_OK;
}

/* Roles that a person holds, acts that were done, and what was lifted. */
static enum pal_rc load_pairing(struct pal_errand *errand, const char *person,
                                struct pal_pairing *out)
{
    struct pal_grant *grants = NULL;
    struct pal_lift *lifts = NULL;
    struct pal_holding holding = {.person = person};
    *out = (struct pal_pairing){0};
    enum pal_rc rc =
        pal_grant_list(errand->db, person, NULL, errand->arena, &grants, &holding.grant_count);
    if (rc == PAL_OK) {
        rc = pal_lift_list(errand->db, person, NULL, errand->arena, &lifts, &holding.lift_count);
    }
    holding.grants = grants;
    holding.lifts = lifts;
    if (rc == PAL_OK) {
        rc = add_done(errand, &holding);
    }
    if (rc == PAL_OK) {
        rc = pal_grants_pairing(errand, &holding, out);
    }
    return pal_errand_explain(errand, rc);
}

/* The pairs that a role would make, with roles that are held and acts that were done. */
static enum pal_rc check_pairs(struct pal_errand *errand, const char *person,
                               const struct pal_role_on *on)
{
    struct pal_pairing pairing;
    struct pal_pair_place at = {0};
    struct pal_conflict found;
    const struct pal_held added = {on->role, on->project};
    enum pal_rc rc = load_pairing(errand, person, &pairing);
    if (rc != PAL_OK) {
        return rc;
    }
    pairing.added = &added;
    return pal_rights_next_pair(pal_house_rights(errand->house), &pairing, &at, &found)
               ? refuse_pair(errand, &found)
               : PAL_OK;
}

enum pal_rc pal_grants_check_act(struct pal_errand *errand, const char *project, const char *act)
{
    const char *person = errand->principal.id;
    const char *role =
        person != NULL ? pal_rights_role_of(pal_house_rights(errand->house), act) : NULL;
    const struct pal_role_on on = {role, project};
    return role != NULL ? check_pairs(errand, person, &on) : PAL_OK;
}

static bool holds(const struct pal_pairing *pairing, const struct pal_held *wanted)
{
    for (size_t i = 0; i < pairing->held_count; i++) {
        if (strcmp(pairing->held[i].role, wanted->role) == 0 &&
            strcmp(pairing->held[i].project, wanted->project) == 0) {
            return true;
        }
    }
    return false;
}

enum pal_rc pal_grants_offer(struct pal_errand *errand, const char *person, const char *project,
                             bool gives[PAL_ROLE_COUNT])
{
    const struct pal_rights *rights = pal_house_rights(errand->house);
    const struct pal_role_on on = {"", project};
    struct pal_giving giving;
    struct pal_pairing pairing;
    struct pal_grant *grants = NULL;
    size_t count = 0;
    memset(gives, 0, PAL_ROLE_COUNT * sizeof *gives);
    enum pal_rc rc = load_all(errand, person, &on, &giving, &grants, &count);
    rc = rc == PAL_OK ? load_pairing(errand, person, &pairing) : rc;
    for (size_t i = 0; i < PAL_ROLE_COUNT && rc == PAL_OK && !errand->is_read_only; i++) {
        const struct pal_grant_rule *rule;
        const struct pal_held wanted = {pal_role_ids[i], project};
        struct pal_pair_place at = {0};
        struct pal_conflict found;
        giving.wanted = wanted;
        giving.is_held = pal_grants_have(grants, count, pal_role_ids[i]);
        pairing.added = &wanted;
        gives[i] = pal_rights_give(rights, &giving, &rule) == PAL_GIVING_ALLOWED &&
                   !holds(&pairing, &wanted) &&
                   !pal_rights_next_pair(rights, &pairing, &at, &found);
    }
    return rc;
}

/* ------------------------------------------------------------------- giving */

static enum pal_rc write_grant(struct pal_errand *errand, const struct pal_grant *grant)
{
    const struct pal_role_on on = {grant->role, grant->project};
    enum pal_rc rc = pal_grant_add(errand->db, grant);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "grant", pal_person_object(errand, grant->person), "",
                           words_of(errand, &on));
}

enum pal_rc pal_grants_check_place(struct pal_errand *errand, const char *person,
                                   const char *project)
{
    struct pal_person row;
    struct pal_record record;
    enum pal_rc rc = pal_accounts_there(errand, person, &row);
    if (rc != PAL_OK || pal_rights_is_everywhere(project)) {
        return rc;
    }
    rc = pal_record_head(errand->db, "project", project, errand->arena, &record);
    return rc == PAL_E_NOT_FOUND
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "project", "there is no project %s",
                                    pal_quote(project).text)
               : rc;
}

enum pal_rc pal_grants_bring(struct pal_errand *errand, const struct pal_grant *grant)
{
    const struct pal_role_on on = {grant->role, grant->project};
    enum pal_rc rc = pal_grants_may_give(errand, grant->person, &on);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_grants_check_place(errand, grant->person, grant->project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = check_pairs(errand, grant->person, &on);
    return rc == PAL_OK ? write_grant(errand, grant) : rc;
}

enum pal_rc pal_grants_add(struct pal_errand *errand, const char *person,
                           const struct pal_role_on *on)
{
    const struct pal_grant grant = {person, on->role, on->project, errand->now};
    return pal_grants_bring(errand, &grant);
}

enum pal_rc pal_grants_join(struct pal_errand *errand, const char *project)
{
    const struct pal_grant_rule *rule;
    if (errand->principal.id == NULL) {
        return PAL_OK;
    }
    for (size_t i = 0; i < errand->role_count; i++) {
        enum pal_role role = pal_role_find(errand->roles[i].role);
        if (!pal_rights_is_everywhere(errand->roles[i].project) ||
            !pal_role_may(role, PAL_MAY_CREATE_PROJECT)) {
            continue;
        }
        const struct pal_held held = {pal_role_ids[role], PAL_EVERYWHERE};
        const struct pal_role_on on = {pal_role_ids[role], project};
        const struct pal_giving giving = {.held = &held,
                                          .held_count = 1,
                                          .wanted = {on.role, on.project},
                                          .is_to_oneself = true,
                                          .is_creating = true};
        if (pal_rights_give(pal_house_rights(errand->house), &giving, &rule) ==
            PAL_GIVING_ALLOWED) {
            const struct pal_grant grant = {errand->principal.id, on.role, on.project, errand->now};
            return write_grant(errand, &grant);
        }
    }
    return PAL_OK;
}

enum pal_rc pal_people_grant(struct pal_errand *errand, const char *person, const char *role,
                             const char *project)
{
    const struct pal_role_on on = {role, project};
    enum pal_rc rc = pal_grants_may_give(errand, person, &on);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_lock(errand);
    if (rc == PAL_OK) {
        rc = pal_grants_add(errand, person, &on);
    }
    return pal_errand_end(errand, rc);
}

/* Within a transaction, locked. */
static enum pal_rc take(struct pal_errand *errand, const char *person, const struct pal_role_on *on)
{
    bool was_there = false;
    struct pal_administrators before;
    const struct pal_grant grant = {person, on->role, on->project, 0};
    enum pal_rc rc = pal_grants_may_take(errand, person, on);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_count(errand, &before);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_grant_remove(errand->db, &grant, &was_there);
    if (rc != PAL_OK || !was_there) {
        return rc != PAL_OK ? rc : PAL_E_NOT_FOUND;
    }
    rc = pal_accounts_keep_one(errand, &before);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "ungrant", pal_person_object(errand, person),
                           words_of(errand, on), "");
}

enum pal_rc pal_people_ungrant(struct pal_errand *errand, const char *person, const char *role,
                               const char *project)
{
    const struct pal_role_on on = {role, project};
    enum pal_rc rc = pal_grants_may_take(errand, person, &on);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_lock(errand);
    if (rc == PAL_OK) {
        rc = take(errand, person, &on);
    }
    return pal_errand_end(errand, rc);
}
