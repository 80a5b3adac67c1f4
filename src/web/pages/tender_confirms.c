/* tender_confirms - what the rules of a procedure ask for, and what whoever acts confirms of them;
 * see tender_page.h. */
#include <string.h>

#include "app/house/procedures.h"
#include "base/text.h"
#include "render/tender_said.h"
#include "web/pages/tender_page.h"
#include "web/web_parts.h"

enum { VALUE_MOST = 200, SAID_MOST = 400 };

/* "6 days"; NULL: it has no number. */
static const char *value_said(struct pal_call *call, const struct pal_tender_rule *rule)
{
    struct pal_buf buf;
    if (rule->value.count == 0) {
        return NULL;
    }
    pal_buf_init(&buf, VALUE_MOST, call->request->arena->alloc);
    pal_tender_value_say(&call->language, &rule->value, &buf);
    const char *text = pal_buf_text(&buf);
    const char *own = text != NULL ? pal_call_printf(call, "%s", text) : NULL;
    pal_buf_done(&buf);
    return own;
}

static bool is_asked(const struct pal_tender_confirms *asked, const char *id)
{
    for (size_t i = 0; asked != NULL && i < asked->count; i++) {
        if (strcmp(asked->of[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static void put_rule(struct pal_call *call, const struct pal_tender_rule *rule,
                     struct pal_value *list)
{
    struct pal_value *one = pal_add_object(list);
    pal_put_text(one, "id", rule->id);
    pal_put_text(one, "note", pal_text_in(&rule->note, call->language.lang));
    pal_put_text(one, "value", value_said(call, rule));
    pal_put_text(one, "source", pal_tender_source_said(&rule->source, call->language.lang));
    pal_put_boolean(one, "is_unverified", !rule->source.is_verified);
}

enum pal_rc pal_tender_put_rules(struct pal_call *call, const char *project,
                                 enum pal_tender_act act, const struct pal_tender_confirms *but,
                                 struct pal_value *row)
{
    const struct pal_tender_answer *answer = NULL;
    enum pal_rc rc = pal_procedure_says(&call->errand, pal_call_app(call), project, act, &answer);
    struct pal_value *list = pal_put_list(row, "rules");
    for (size_t i = 0; rc == PAL_OK && i < answer->rule_count; i++) {
        if (!is_asked(but, answer->rules[i]->id)) {
            put_rule(call, answer->rules[i], list);
        }
    }
    return rc;
}

enum pal_rc pal_tender_put_days(struct pal_call *call)
{
    const struct pal_procedures *table = NULL;
    enum pal_rc rc = pal_house_procedures(&call->errand, pal_call_app(call), &table);
    const struct pal_tender_rule *rule =
        rc == PAL_OK ? pal_procedure_rule(table, "ANSWER-DAYS") : NULL;
    struct pal_value *list = pal_put_list(call->page, "days_rules");
    if (rule != NULL) {
        put_rule(call, rule, list);
    }
    return rc;
}

/* ----------------------------------------------------------------------- confirming */

static bool is_typed(const struct pal_call *call, const char *id)
{
    for (size_t i = 0; call->is_form_again && i < call->form.count; i++) {
        if (strcmp(call->form.items[i].name, "confirmed") == 0 &&
            strcmp(call->form.items[i].value, id) == 0) {
            return true;
        }
    }
    return false;
}

void pal_confirms_put(struct pal_call *call, const struct pal_tender_confirms *asked,
                      struct pal_value *row)
{
    struct pal_value *list = pal_put_list(row, "confirms");
    for (size_t i = 0; i < asked->count; i++) {
        struct pal_value *one = pal_add_object(list);
        pal_put_text(one, "id", asked->of[i].id);
        pal_put_text(one, "note", asked->of[i].note);
        pal_put_text(one, "days",
                     asked->of[i].value > 0
                         ? pal_call_printf(
                               call,
                               pal_tr_n(&call->language, "%u day", "%u days", asked->of[i].value),
                               asked->of[i].value)
                         : NULL);
        pal_put_text(one, "source", asked->of[i].source);
        pal_put_boolean(one, "is_unverified", !asked->of[i].is_verified);
        pal_put_boolean(one, "is_chosen", is_typed(call, asked->of[i].id));
    }
}

const char *pal_confirmed_read(const struct pal_call *call)
{
    const char *said = NULL;
    for (size_t i = 0; i < call->form.count; i++) {
        const char *id = call->form.items[i].value;
        bool is_one = strcmp(call->form.items[i].name, "confirmed") == 0 && !pal_is_blank(id);
        if (is_one && (said == NULL || strlen(said) + strlen(id) < SAID_MOST)) {
            said = said == NULL ? id : pal_arena_printf(call->request->arena, "%s %s", said, id);
        }
    }
    return said;
}
