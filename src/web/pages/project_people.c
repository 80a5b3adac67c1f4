/* pages_project_people - who answers for what on a project: what this visitor may give, to whom. */
#include <string.h>

#include "app/house/circle.h"
#include "web/pages/access.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { PERSONS_MOST = 5000, PAIRS_MOST = 100 };

/* `people` of the data; the names were read. */
static void list_people(struct pal_call *call, const struct pal_grant *grants, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_object();
        pal_call_text(call, row, "person", grants[i].person);
        pal_call_text(call, row, "name", pal_call_person(call, grants[i].person));
        pal_call_text(call, row, "role", grants[i].role);
        pal_call_text(call, row, "role_title", pal_role_title(call, grants[i].role));
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->data, "people", list);
}

enum pal_rc pal_project_people(struct pal_call *call, const char *project, bool can_edit)
{
    struct pal_grant *grants = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_people_grants(&call->errand, NULL, project, &grants, &count);
    const char **ids = PAL_NEW(call->request->arena, const char *, count + 1);
    for (size_t i = 0; ids != NULL && i < count; i++) {
        ids[i] = grants[i].person;
    }
    rc = rc == PAL_OK && ids == NULL ? PAL_E_MEMORY : rc;
    rc = rc == PAL_OK ? pal_call_names(call, ids, count) : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    list_people(call, grants, count);
    pal_call_put(call, call->page, "can_edit", json_boolean(can_edit));
    return PAL_OK;
}

/* The button stands where this visitor may take the role away. */
static void mark_removable(struct pal_call *call, const struct pal_offer *offer)
{
    size_t index;
    json_t *row;
    json_array_foreach(json_object_get(call->data, "people"), index, row)
    {
        enum pal_role role = pal_role_find(json_string_value(json_object_get(row, "role")));
        bool may = role < PAL_ROLE_COUNT && offer->takes[role];
        pal_call_put(call, row, "can_remove", json_boolean(may));
    }
}

/* Pairs that are held though nobody lifted them, from before there were rules. */
static void show_pairs(struct pal_call *call, const struct pal_pair *pairs, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].duty == NULL) {
            continue;
        }
        json_t *row = json_object();
        pal_call_text(call, row, "rule", pairs[i].duty->id);
        pal_call_text(call, row, "person", pairs[i].person);
        pal_call_text(call, row, "name", pal_call_person(call, pairs[i].person));
        pal_call_text(call, row, "pair", pal_call_duty(call, pairs[i].duty));
        pal_call_text(call, row, "reason",
                      pal_text_in(&pairs[i].duty->reason, call->language.lang));
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->page, "has_pairs", json_boolean(json_array_size(list) > 0));
    pal_call_put(call, call->data, "pairs", list);
}

/* Who has a role there, the pairs among these, and what was lifted. */
static enum pal_rc show_circle(struct pal_call *call, const struct pal_circle *circle)
{
    struct pal_pair *pairs = NULL;
    struct pal_lift *lifts = NULL;
    size_t pair_count = 0;
    size_t lift_count = 0;
    size_t count = 0;
    enum pal_rc rc = pal_circle_pairs(&call->errand, circle, PAIRS_MOST, &pairs, &pair_count);
    rc = rc == PAL_OK ? pal_circle_lifts(&call->errand, circle, &lifts, &lift_count) : rc;
    const char **ids = PAL_NEW(call->request->arena, const char *,
                               circle->narrow_count + 2 * circle->lift_count + 1);
    if (rc != PAL_OK || ids == NULL) {
        return pal_errand_explain(&call->errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < circle->narrow_count; i++) {
        ids[count++] = circle->narrow[i].person;
    }
    for (size_t i = 0; i < lift_count; i++) {
        ids[count++] = lifts[i].person;
        ids[count++] = lifts[i].by;
    }
    rc = pal_call_names(call, ids, count);
    if (rc != PAL_OK) {
        return rc;
    }
    list_people(call, circle->narrow, circle->narrow_count);
    pal_call_lifts(call, lifts, lift_count);
    show_pairs(call, pairs, pair_count);
    return PAL_OK;
}

/* The roles that are offered, the one that was chosen, and who may receive it. */
static enum pal_rc offer_roles(struct pal_call *call, const struct pal_circle *circle,
                               const struct pal_offer *offer)
{
    struct pal_person *people = NULL;
    size_t count = 0;
    const char *asked =
        call->is_form_again ? pal_call_field(call, "role") : pal_call_query(call, "role");
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
    pal_call_put(call, call->page, "has_receivers", json_boolean(count > 0));
    pal_call_text(call, call->page, "role", pal_role_ids[chosen]);
    pal_call_text(call, call->page, "role_title", pal_role_title(call, pal_role_ids[chosen]));
    return rc;
}

enum pal_rc pal_page_project_people(struct pal_call *call)
{
    struct pal_record record;
    struct pal_circle circle;
    struct pal_offer offer;
    json_t *document;
    const char *id = call->params[0];
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    json_decref(document);
    rc = rc == PAL_OK ? pal_circle_load(&call->errand, id, &circle) : rc;
    rc = rc == PAL_OK ? pal_circle_offer(&call->errand, &circle, &offer) : rc;
    rc = rc == PAL_OK ? show_circle(call, &circle) : rc;
    rc = rc == PAL_OK ? offer_roles(call, &circle, &offer) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    mark_removable(call, &offer);
    pal_call_put(call, call->page, "can_edit", json_boolean(offer.is_any));
    pal_project_tabs(call, id);
    return pal_call_show(call, "web_people_of_project", pal_call_tr(call, "Who answers for what"));
}

enum pal_rc pal_do_project_people(struct pal_call *call)
{
    const char *id = call->params[0];
    const char *person = pal_call_word(call, "person");
    const char *role = pal_call_word(call, "role");
    enum pal_rc rc = pal_call_does(call, "remove")
                         ? pal_people_ungrant(&call->errand, person, role, id)
                         : pal_people_grant(&call->errand, person, role, id);
    return rc == PAL_OK ? pal_call_go(call, true, "/projects/%s/people", id) : rc;
}
