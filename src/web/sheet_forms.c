/* sheet_forms - a sheet within a call. */
#include "web/sheet_forms.h"

#include <string.h>

#include "app/desk/library.h"
#include "app/house/errand.h"
#include "app/house/outcome.h"
#include "base/text.h"
#include "web/web_parts.h"

static const char PASTE[] = "paste:";

static bool is_paste(const struct pal_field_value *field)
{
    return strncmp(field->name, PASTE, sizeof PASTE - 1) == 0 && !pal_is_blank(field->value);
}

bool pal_sheet_asks_rows(const struct pal_call *call)
{
    static const char *const acts[] = {"add", "remove", "take"};
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        bool is_act = is_paste(field);
        for (size_t j = 0; j < sizeof acts / sizeof *acts; j++) {
            is_act = is_act || strcmp(field->name, acts[j]) == 0;
        }
        if (is_act) {
            return true;
        }
    }
    return false;
}

static void apply_acts(struct pal_call *call, struct pal_sheet *sheet)
{
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        if (strcmp(field->name, "remove") == 0) {
            pal_sheet_remove_row(sheet, field->value);
        } else if (strcmp(field->name, "add") == 0) {
            pal_sheet_add_rows(sheet, field->value);
        } else if (is_paste(field)) {
            pal_sheet_paste(sheet, field->name + sizeof PASTE - 1, field->value, &call->values);
        }
    }
}

enum pal_rc pal_sheet_open(struct pal_call *call, struct pal_sheet *sheet,
                           const struct pal_type *type, const char *part,
                           const struct pal_value *before, bool is_new)
{
    pal_sheet_init(sheet, call->request->arena, call->errand.voice, type, part);
    sheet->is_new = is_new;
    if (call->route->method != PAL_POST) {
        pal_sheet_fill(sheet, before);
    } else {
        /* a version that stands in If-Match is none of the document's */
        pal_sheet_read(sheet, &call->form,
                       pal_call_printf(call, "%s csrf fact", call->route->fields));
        if (sheet->unknown != NULL && call->is_api) {
            return pal_errand_fail(&call->errand, PAL_E_INVALID,
                                   "there is no field %s here; fields are named by their place in "
                                   "the document, as steps[0].title",
                                   pal_quote(sheet->unknown).text);
        }
        if (pal_sheet_asks_rows(call)) {
            apply_acts(call, sheet);
        } else {
            pal_sheet_propose(sheet);
        }
    }
    return sheet->failed ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
}

enum pal_rc pal_sheet_refusal(struct pal_call *call, const struct pal_sheet *sheet)
{
    return sheet->is_refused ? pal_errand_fail(&call->errand, PAL_E_INVALID,
                                               "some rows cannot be written as they are")
                             : PAL_OK;
}

/* The documents of a kind that the visitor may choose from, by their titles. */
static struct pal_value *offer(void *ctx, const char *kind)
{
    struct pal_call *call = ctx;
    return pal_documents_offered(call, kind);
}

/* A sentence of what the sheet does not show: at a field that the page has beside it, or above all.
 */
static void add_elsewhere(struct pal_call *call, struct pal_value *errors,
                          const struct pal_err *err, const char *sentence)
{
    struct pal_value *row = pal_add_object(errors);
    const char *key = err->path[0] != '\0' ? err->path : err->field;
    bool has_field = key != NULL && pal_value_get(pal_value_get(call->page, "form"), key) != NULL;
    if (has_field) {
        key = pal_call_printf(call, "%s", key);
        pal_call_error(call, key, sentence);
    }
    pal_put_text(row, "text",
                 has_field || err->path[0] == '\0'
                     ? sentence
                     : pal_call_printf(call, "%s: %s", err->path, sentence));
    pal_put_text(row, "field", has_field ? key : NULL);
}

/* The sentences of a check go to their fields; what has none stands above all. */
static void tell_problems(struct pal_call *call, struct pal_sheet *sheet, struct pal_value *errors)
{
    const struct pal_app *app = call->has_app ? &call->app : NULL;
    for (const struct pal_app_problems *at = app != NULL ? app->problems : NULL; at != NULL;
         at = at->next) {
        for (size_t i = 0; i < at->diag.error_count && i < PAL_LIMIT_PROBLEMS; i++) {
            const struct pal_err *err = &at->diag.errors[i];
            const char *sentence = err->field != NULL
                                       ? pal_call_tr(call, "this is missing; fill it in")
                                       : err->message;
            if (pal_outcome_other(err) != NULL || err->file[0] == '\0' ||
                pal_sheet_tell(sheet, err->path, err->field, sentence)) {
                continue;
            }
            add_elsewhere(call, errors, err, sentence);
        }
    }
}

void pal_sheet_page(struct pal_call *call, struct pal_sheet *sheet, const char *rows_url)
{
    const struct pal_sheet_source source = {offer, call};
    struct pal_value *errors = pal_value_list(&call->values);
    bool is_refused = call->is_form_again && pal_value_get(call->page, "errors") != NULL;
    if (is_refused) {
        (void)pal_sheet_document(sheet, &call->values,
                                 NULL); /* what itself refuses is at its rows */
        tell_problems(call, sheet, errors);
    }
    struct pal_value *shown = pal_sheet_show(sheet, &call->values, &source, errors);
    pal_set_text(shown, "rows_url", rows_url);
    pal_set(shown, "told", sheet->told != NULL ? sheet->told : pal_value_null(&call->values));
    pal_set_boolean(shown, "has_told", sheet->told != NULL);
    pal_set(call->page, "sheet", shown);
    if (is_refused && pal_value_count(errors) > 0) {
        pal_set(call->page, "errors", errors);
    }
}
