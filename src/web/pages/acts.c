/* acts - what pages of acts share: who says something, facts as programs read them, the id of an
 * act. */
#include <string.h>

#include <jansson.h>

#include "app/house/facts.h"
#include "base/text.h"
#include "render/template/value_json.h"
#include "web/pages/pages.h"

/* "person:ID": the id; another principal has none. */
static const char *person_in(const char *principal)
{
    return strncmp(principal, "person:", 7) == 0 ? principal + 7 : "";
}

enum pal_rc pal_principals_read(struct pal_call *call, const char *const *principals, size_t count)
{
    const char **ids = PAL_NEW(call->request->arena, const char *, count + 1);
    for (size_t i = 0; i < count && ids != NULL; i++) {
        ids[i] = person_in(principals[i]);
    }
    return ids != NULL ? pal_call_names(call, ids, count)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

enum pal_rc pal_facts_read(struct pal_call *call, const struct pal_fact *const *facts, size_t count)
{
    const char **who = PAL_NEW(call->request->arena, const char *, 2 * count + 1);
    size_t found = 0;
    for (size_t i = 0; i < count && who != NULL; i++) {
        if (facts[i] != NULL) {
            who[found++] = facts[i]->principal;
            who[found++] = facts[i]->claim;
        }
    }
    return who != NULL ? pal_principals_read(call, who, found)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

static const char *name_of(struct pal_call *call, const char *principal)
{
    if (person_in(principal)[0] != '\0') {
        return pal_call_person(call, person_in(principal));
    }
    return strncmp(principal, "pass:", 5) == 0 ? pal_call_tr(call, "the holder of a link")
                                               : pal_call_tr(call, "the house");
}

const char *pal_principal_said(struct pal_call *call, const char *principal, const char *claim)
{
    if (claim[0] == '\0') {
        return name_of(call, principal);
    }
    const bool is_own = strcmp(claim, principal) == 0 || strcmp(claim, person_in(principal)) == 0;
    if (is_own || strcmp(principal, "clock") == 0) { /* it stood here before it was a fact */
        return name_of(call, claim);
    }
    const char *by = person_in(principal)[0] != '\0' ? name_of(call, principal)
                                                     : pal_call_tr(call, "the operator");
    return pal_call_printf(call, pal_call_tr(call, "imported by %s, who says it was %s"), by,
                           name_of(call, claim));
}

struct pal_value *pal_fact_body_value(struct pal_call *call, const struct pal_fact *fact)
{
    json_t *json = fact->body[0] != '\0' ? json_loads(fact->body, 0, NULL) : NULL;
    struct pal_value *body = json_is_object(json) ? pal_value_of_json(&call->values, json)
                                                  : pal_value_object(&call->values);
    json_decref(json);
    return body;
}

struct pal_value *pal_fact_value(struct pal_call *call, const struct pal_fact *fact,
                                 struct pal_value *body)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_integer(row, "number", fact->number);
    pal_put_text(row, "kind", fact->kind);
    pal_put_text(row, "subject", pal_call_printf(call, "%s/%s", fact->subject_kind, fact->subject));
    pal_put_text(row, "part", fact->part);
    pal_put_text(row, "lane", fact->lane);
    pal_put_integer(row, "turn", fact->turn);
    pal_put_text(row, "state", fact->state);
    pal_put_integer(row, "act", fact->act);
    pal_put_text(row, "by", fact->principal);
    pal_put_text(row, "claim", fact->claim[0] != '\0' ? fact->claim : NULL);
    pal_put_text(row, "at", pal_call_time(call, fact->at));
    pal_put_text(row, "said_at", fact->said_at != 0 ? pal_call_day(call, fact->said_at) : NULL);
    pal_put_boolean(row, "is_erased", fact->is_erased);
    pal_put(row, "body", body);
    return row;
}

static void put_facts(struct pal_call *call, const char *name, const struct pal_act_done *done,
                      bool with_names)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < done->count; i++) {
        const struct pal_fact *fact = &done->facts[i];
        struct pal_value *row = pal_fact_value(call, fact, pal_fact_body_value(call, fact));
        if (with_names) {
            pal_put_text(row, "name", pal_principal_said(call, fact->principal, fact->claim));
        }
        pal_add(list, row);
    }
    pal_set(call->data, name, list);
}

/* What is in the way is told with who said it: whoever meets it may want to ask them. Accounts are
 * not told to whoever has none. */
static enum pal_rc put_now(struct pal_call *call, const struct pal_act_done *done)
{
    if (pal_call_is_pass(call)) {
        put_facts(call, "now", done, false);
        return PAL_OK;
    }
    const struct pal_fact **facts =
        PAL_NEW(call->request->arena, const struct pal_fact *, done->count + 1);
    if (facts == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < done->count; i++) {
        facts[i] = &done->facts[i];
    }
    enum pal_rc rc = pal_facts_read(call, facts, done->count);
    put_facts(call, "now", done, rc == PAL_OK);
    return rc;
}

enum pal_rc pal_act_answer(struct pal_call *call, enum pal_rc rc, const struct pal_act_done *done)
{
    if (rc == PAL_E_CONFLICT) { /* both are shown: what is there now, and what was sent */
        enum pal_rc told = put_now(call, done);
        return told == PAL_OK ? rc : told;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    put_facts(call, "facts", done, false);
    pal_set_integer(call->data, "act", done->act);
    pal_set_boolean(call->data, "is_again", done->is_again);
    return rc;
}

const char *pal_act_id(struct pal_call *call)
{
    const char *id = pal_call_word(call, "act");
    return id[0] != '\0' || !call->is_api ? id : pal_facts_new_id(&call->errand);
}
