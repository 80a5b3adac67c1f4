/* reason_insert - see reason_insert.h. */
#include "web/pages/reason_insert.h"

#include <string.h>

#include "app/house/reason_templates.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "web/pages/pages.h"

enum { SHOWN_MOST = 80 };

/* The first words of a reason, as it is told in a choice. */
static const char *short_of(struct pal_call *call, const char *text)
{
    char line[SHOWN_MOST + 1];
    const size_t len = strcspn(text, "\n");
    const size_t most = len < SHOWN_MOST ? len : SHOWN_MOST;
    memcpy(line, text, most);
    line[most] = '\0';
    pal_utf8_trim(line);
    return pal_call_printf(call, text[most] != '\0' ? "%s…" : "%s", line);
}

enum pal_rc pal_reasons_offer(struct pal_call *call, const char *project)
{
    struct pal_reason_template *templates = NULL;
    size_t count = 0;
    if (call->is_api || project[0] == '\0' ||
        !pal_errand_may(&call->errand, PAL_MAY_ASSESS, project)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_reason_templates(&call->errand, project, &templates, &count);
    struct pal_value *at_hand = pal_value_object(&call->values);
    struct pal_value *list = pal_put_list(at_hand, "reasons");
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "id", templates[i].id);
        pal_put_text(row, "whole", templates[i].text);
        pal_put_text(row, "short", short_of(call, templates[i].text));
    }
    pal_put_boolean(at_hand, "has_reasons", count > 0);
    pal_put_text(at_hand, "url",
                 pal_call_printf(call, "/projects/%s/facts/%s", project, PAL_REASON_TEMPLATE_FACT));
    pal_set(call->page, "at_hand", at_hand);
    return rc;
}

/* The form with the reason behind what was typed under `name`. */
static enum pal_rc insert(struct pal_call *call, const char *name, const char *text)
{
    struct pal_arena *arena = call->request->arena;
    const size_t count = call->form.count;
    struct pal_field_value *items = PAL_NEW(arena, struct pal_field_value, count + 1);
    if (items == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    size_t at = count;
    for (size_t i = 0; i < count; i++) {
        items[i] = call->form.items[i];
        at = at == count && strcmp(items[i].name, name) == 0 ? i : at;
    }
    const char *typed = at < count && !pal_is_blank(items[at].value) ? items[at].value : "";
    const char *both = pal_call_printf(call, "%s%s%s", typed, typed[0] != '\0' ? "\n" : "", text);
    items[at] = (struct pal_field_value){.name = name, .value = both, .value_len = strlen(both)};
    call->form = (struct pal_fields){items, at < count ? count : count + 1};
    return PAL_OK;
}

/* Puts what was chosen into a field, and shows the page again. */
static enum pal_rc insert_into(struct pal_call *call, const char *name, pal_handler page)
{
    struct pal_document record;
    struct pal_reason_template *templates = NULL;
    size_t count = 0;
    const char *id = pal_call_word(call, "insert");
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", call->params[0], &record);
    rc =
        rc == PAL_OK ? pal_reason_templates(&call->errand, record.project, &templates, &count) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = strcmp(templates[i].id, id) == 0 ? insert(call, name, templates[i].text) : PAL_OK;
    }
    call->is_form_again = true;
    return rc == PAL_OK ? page(call) : rc;
}

enum pal_rc pal_do_step_insert(struct pal_call *call)
{
    return insert_into(call, "reason", pal_page_step);
}

enum pal_rc pal_do_marks_insert(struct pal_call *call)
{
    return insert_into(call, pal_call_printf(call, "reason/%s", pal_call_word(call, "insert_at")),
                       pal_page_marks);
}

enum pal_rc pal_do_paste_insert(struct pal_call *call)
{
    return insert_into(call, "reason", pal_page_paste);
}

enum pal_rc pal_do_practice_insert(struct pal_call *call)
{
    return insert_into(call, "reason", pal_page_practice);
}
