/* project_people - who answers for what on a project: what this visitor may give, to whom. */

#include "app/house/circle.h"
#include "app/house/errand.h"
#include "app/house/people.h"
#include "web/pages/access.h"
#include "web/pages/pages.h"

enum { PERSONS_MOST = 5000, PAIRS_MOST = 100 };

/* `people` of the data; the names were read. */
static void list_people(struct pal_call *call, const struct pal_role_held *grants, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "person", grants[i].person);
        pal_put_text(row, "name", pal_call_person(call, grants[i].person));
        pal_put_text(row, "role", grants[i].role);
        pal_put_text(row, "role_title", pal_role_title(call, grants[i].role));
        pal_add(list, row);
    }
    pal_set(call->data, "people", list);
}

enum pal_rc pal_project_people(struct pal_call *call, const char *project, bool can_edit)
{
    struct pal_role_held *grants = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_people_grants(&call->errand, NULL, project, &grants, &count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    const char **ids = PAL_NEW(call->request->arena, const char *, count + 1);
    if (ids == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        ids[i] = grants[i].person;
    }
    rc = pal_call_names(call, ids, count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    list_people(call, grants, count);
    pal_set_boolean(call->page, "can_edit", can_edit);
    return PAL_OK;
}

/* The button stands where this visitor may take the role away. */
static void mark_removable(struct pal_call *call, const struct pal_offer *offer)
{
    PAL_EACH(row, pal_value_get(call->data, "people"))
    {
        enum pal_role role = pal_role_find(pal_value_as_text(pal_value_get(row, "role")));
        bool may = role < PAL_ROLE_COUNT && offer->takes[role];
        pal_put_boolean(row, "can_remove", may);
    }
}

/* Pairs that are held though nobody lifted them, from before there were rules. */
static void show_pairs(struct pal_call *call, const struct pal_pair *pairs, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].duty == NULL) {
            continue;
        }
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "rule", pairs[i].duty->id);
        pal_put_text(row, "person", pairs[i].person);
        pal_put_text(row, "name", pal_call_person(call, pairs[i].person));
        pal_put_text(row, "pair", pal_call_duty(call, pairs[i].duty));
        pal_put_text(row, "reason", pal_text_in(&pairs[i].duty->reason, call->language.lang));
        pal_add(list, row);
    }
    pal_set_boolean(call->page, "has_pairs", pal_value_count(list) > 0);
    pal_set(call->data, "pairs", list);
}

/* Who has a role there, the pairs among these, and what was lifted. */
static enum pal_rc show_circle(struct pal_call *call, const struct pal_circle *circle)
{
    struct pal_pair *pairs = NULL;
    struct pal_lifted_duty *lifts = NULL;
    struct pal_role_held *roles = NULL;
    size_t role_count = 0;
    size_t pair_count = 0;
    size_t lift_count = 0;
    size_t count = 0;
    enum pal_rc rc = pal_circle_pairs(&call->errand, circle, PAIRS_MOST, &pairs, &pair_count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    rc = pal_circle_lifts(&call->errand, circle, &lifts, &lift_count);
    if (rc == PAL_OK) {
        rc = pal_circle_roles(&call->errand, circle, &roles, &role_count);
    }
    const char **ids = PAL_NEW(call->request->arena, const char *, role_count + 2 * lift_count + 1);
    if (rc != PAL_OK || ids == NULL) {
        return pal_errand_explain(&call->errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < role_count; i++) {
        ids[count++] = roles[i].person;
    }
    for (size_t i = 0; i < lift_count; i++) {
        ids[count++] = lifts[i].person;
        ids[count++] = lifts[i].by;
    }
    rc = pal_call_names(call, ids, count);
    if (rc != PAL_OK) {
        return rc;
    }
    list_people(call, roles, role_count);
    pal_call_lifts(call, lifts, lift_count);
    show_pairs(call, pairs, pair_count);
    return PAL_OK;
}

/* Whom the form named stays in the choice, though they may not receive the role (any more). */
static enum pal_rc keep_person(struct pal_call *call)
{
    const char *id = pal_call_word(call, "person");
    const char *name = NULL;
    enum pal_rc rc = pal_people_names(&call->errand, &id, 1, &name);
    pal_call_keep(call, "person", NULL, name != NULL && name[0] != '\0' ? name : id);
    return rc;
}

/* The roles that are offered, the one that was chosen, and who may receive it. */
static enum pal_rc offer_roles(struct pal_call *call, const struct pal_circle *circle,
                               const struct pal_offer *offer)
{
    struct pal_account *people = NULL;
    size_t count = 0;
    const char *asked =
        call->is_form_again ? pal_call_typed(call, "role") : pal_call_query(call, "role");
    enum pal_role chosen = asked != NULL ? pal_role_find(asked) : PAL_ROLE_COUNT;
    for (size_t i = 0; i < PAL_ROLE_COUNT; i++) {
        if (offer->gives[i] && (chosen == PAL_ROLE_COUNT || !offer->gives[chosen])) {
            chosen = (enum pal_role)i;
        }
    }
    if (!offer->is_any || chosen == PAL_ROLE_COUNT) {
        return PAL_OK;
    }
    for (size_t i = 0; i < PAL_ROLE_COUNT; i++) {
        if (offer->gives[i]) {
            pal_call_option(call, "role", pal_role_ids[i], pal_role_title(call, pal_role_ids[i]),
                            pal_role_ids[chosen]);
        }
    }
    enum pal_rc rc =
        pal_circle_receivers(&call->errand, circle, offer, chosen, PERSONS_MOST, &people, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        pal_call_option(call, "person", people[i].id, people[i].name, NULL);
    }
    if (rc == PAL_OK && call->is_form_again) {
        rc = keep_person(call);
    }
    pal_set_boolean(call->page, "has_receivers", count > 0);
    pal_set_text(call->page, "role", pal_role_ids[chosen]);
    pal_set_text(call->page, "role_title", pal_role_title(call, pal_role_ids[chosen]));
    return rc;
}

enum pal_rc pal_page_project_people(struct pal_call *call)
{
    struct pal_document record;
    struct pal_circle *circle;
    struct pal_offer offer;
    struct pal_value *document;
    const char *id = call->params[0];
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_circle_load(&call->errand, id, &circle);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_circle_offer(&call->errand, circle, &offer);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = show_circle(call, circle);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = offer_roles(call, circle, &offer);
    if (rc != PAL_OK) {
        return rc;
    }
    mark_removable(call, &offer);
    pal_set_boolean(call->page, "can_edit", offer.is_any);
    pal_project_tabs(call, id);
    return pal_call_show(call, "web_people_of_project", pal_call_tr(call, "Who answers for what"));
}

enum pal_rc pal_do_project_people_add(struct pal_call *call)
{
    const char *id = call->params[0];
    enum pal_rc rc = pal_people_grant(&call->errand, pal_call_word(call, "person"),
                                      pal_call_word(call, "role"), id);
    return rc == PAL_OK ? pal_call_go(call, true, "/projects/%s/people", id)
                        : pal_errand_at(&call->errand, rc, "person");
}

enum pal_rc pal_do_project_people_remove(struct pal_call *call)
{
    const char *id = call->params[0];
    enum pal_rc rc = pal_people_ungrant(&call->errand, pal_call_word(call, "person"),
                                        pal_call_word(call, "role"), id);
    if (rc != PAL_OK) {
        return rc;
    }
    /* who has laid their own role down may read the project no more */
    return pal_people_still_may(&call->errand, PAL_MAY_READ_PROJECT, id)
               ? pal_call_go(call, true, "/projects/%s/people", id)
               : pal_call_go(call, true, "/");
}
