#include "web/pages/procedure.h"

#include <string.h>

#include "app/house/procedures.h"
#include "web/web_parts.h"

enum pal_rc pal_procedure_put(struct pal_call *call, bool has_tables)
{
    const struct pal_procedures *table;
    const char *id = pal_value_as_text(pal_value_get(call->data, "procedure"));
    enum pal_rc rc =
        pal_house_procedures_among(&call->errand, pal_call_app(call), has_tables, &table);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_procedure *procedure = pal_procedure_find(table, id);
    bool is_known = id == NULL || pal_procedure_is_there(table, id);
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", is_known ? procedure->id : id);
    pal_put_text(row, "title", is_known ? pal_text_in(&procedure->title, call->language.lang) : id);
    pal_put_text(row, "note", pal_text_in(&procedure->note, call->language.lang));
    pal_put_boolean(row, "is_tender", procedure->is_tender);
    pal_put_boolean(row, "is_known", is_known);
    pal_set(call->data, "procedure", row);
    return PAL_OK;
}

enum pal_rc pal_procedure_options(struct pal_call *call, const char *chosen, bool is_fixed)
{
    static const char field[] = "procedure";
    const struct pal_procedures *table;
    enum pal_rc rc = pal_house_procedures(&call->errand, pal_call_app(call), &table);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_boolean(call->page, "is_procedure_fixed", is_fixed);
    const struct pal_procedure *none = pal_procedure_find(table, NULL);
    chosen = strcmp(chosen, none->id) == 0 ? "" : chosen; /* not to state it says the same */
    if (!is_fixed || chosen[0] == '\0') {
        pal_call_option(call, field, "", pal_text_in(&none->title, call->language.lang), chosen);
    }
    for (size_t i = 0; i < table->procedure_count; i++) {
        const struct pal_procedure *at = &table->procedures[i];
        if (at != none && (!is_fixed || strcmp(at->id, chosen) == 0)) {
            pal_call_option(call, field, at->id, pal_text_in(&at->title, call->language.lang),
                            chosen);
        }
    }
    pal_call_keep(call, field, chosen, NULL);
    return PAL_OK;
}
