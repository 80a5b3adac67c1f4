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
        }
    }
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        if (strcmp(field->name, "add") == 0) {
            pal_sheet_add_rows(sheet, field->value);
        } else if (is_paste(field)) {
            pal_sheet_paste(sheet, field->name + sizeof PASTE - 1, field->value, &call->values);
        }
    }
}

/* The documents of a kind that the visitor may choose from, by their titles. */
static struct pal_value *offer(void *ctx, const char *kind)
{
    struct pal_call *call = ctx;
    return pal_documents_offered(call, kind);
}

static void add_part(struct pal_value *list, const char *id, const char *title, const char *word)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "value", id);
    pal_put_text(row, "title", title);
    pal_put_text(row, "word", word);
}

/* The areas of a model, each with its id, by which people know them. */
static void add_areas(struct pal_call *call, struct pal_value *list, const struct pal_model *model)
{
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        const char *title = pal_text_in(&area->title, call->language.lang);
        add_part(list, area->id, pal_call_printf(call, "%s %s", area->id, title), title);
    }
}

/* What may be demanded of an area: up to which level, or all, or nothing; up to which step of the
 * ladder that areas share. */
static void add_selections(struct pal_call *call, struct pal_value *list,
                           const struct pal_model *model)
{
    add_part(list, "none", pal_call_tr(call, "none"), NULL);
    for (size_t i = 0; i < model->level_count; i++) {
        const struct pal_level *level = &model->levels[i];
        const char *title = pal_text_in(&level->title, call->language.lang);
        const char *number =
            pal_call_printf(call, pal_call_tr(call, "level %u"), (unsigned)level->rank);
        add_part(list, pal_call_printf(call, "level %u", (unsigned)level->rank),
                 title[0] != '\0'
                     ? pal_call_printf(call, pal_call_tr(call, "%s: %s"), number, title)
                     : number,
                 number);
    }
    add_part(list, "all", pal_call_tr(call, "all steps"), NULL);
    for (size_t i = 0; i < model->ladder.count; i++) {
        const struct pal_step *step = &model->ladder.steps[i];
        const char *title = pal_text_in(&step->title, call->language.lang);
        const char *until = pal_call_printf(call, pal_call_tr(call, "up to %s"), step->id);
        add_part(list, step->id,
                 title[0] != '\0' ? pal_call_printf(call, pal_call_tr(call, "%s: %s"), until, title)
                                  : until,
                 until);
    }
}

static void add_levels(struct pal_call *call, struct pal_value *list,
                       const struct pal_alert_scheme *scheme)
{
    for (size_t i = 0; i < scheme->level_count; i++) {
        const struct pal_alert_level *level = &scheme->levels[i];
        add_part(list, level->id, pal_text_in(&level->label, call->language.lang), NULL);
    }
}

/* Parts of a document, read apart: what is wrong with it is no problem of what is written. */
static struct pal_value *offer_parts(void *ctx, enum pal_part part, const char *id)
{
    struct pal_call *call = ctx;
    struct pal_app app;
    const struct pal_model *model = NULL;
    const struct pal_alert_scheme *scheme = NULL;
    struct pal_value *list = pal_value_list(&call->values);
    const struct pal_err err = call->errand.err;
    pal_app_init_in(&app, call->request->arena->alloc);
    pal_house_use(&call->errand, &app);
    bool is_read = part == PAL_PART_ALERT_LEVEL ? pal_app_scheme(&app, id, &scheme) == PAL_OK
                                                : pal_app_model(&app, id, &model) == PAL_OK;
    if (is_read && part == PAL_PART_AREA_OR_REST) {
        add_part(list, "*", pal_call_tr(call, "every area not named"), NULL);
    }
    if (is_read && part == PAL_PART_ALERT_LEVEL) {
        add_levels(call, list, scheme);
    } else if (is_read && part == PAL_PART_SELECTION) {
        add_selections(call, list, model);
    } else if (is_read) {
        add_areas(call, list, model);
    }
    pal_app_done(&app);
    call->errand.err = err;
    return is_read ? list : NULL;
}

enum pal_rc pal_sheet_open(struct pal_call *call, struct pal_sheet *sheet,
                           const struct pal_type *type, const char *part,
                           const struct pal_value *before, bool is_new)
{
    struct pal_sheet_source *source = PAL_NEW(call->request->arena, struct pal_sheet_source, 1);
    pal_sheet_init(sheet, call->request->arena, call->errand.voice, type, part);
    if (source == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    *source = (struct pal_sheet_source){offer, offer_parts, call};
    sheet->source = source;
    sheet->before = before;
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

/* The path of a problem within what the sheet shows; NULL: it is of another part. */
static const char *path_within(const struct pal_sheet *sheet, const char *path)
{
    size_t len = sheet->under != NULL ? strlen(sheet->under) : 0;
    if (len == 0) {
        return path;
    }
    bool is_its = strncmp(path, sheet->under, len) == 0 && strchr(".[", path[len]) != NULL;
    bool is_whole = is_its && path[len] == '\0'; /* what is wrong with the whole is its id */
    return is_whole ? "id" : is_its ? path + len + (path[len] == '.') : NULL;
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
            const char *path = path_within(sheet, err->path);
            if (pal_outcome_other(err) != NULL || err->file[0] == '\0' ||
                (path != NULL && pal_sheet_tell(sheet, path, err->field, sentence))) {
                continue;
            }
            add_elsewhere(call, errors, err, sentence);
        }
    }
}

void pal_sheet_page(struct pal_call *call, struct pal_sheet *sheet, const char *rows_url)
{
    struct pal_value *errors = pal_value_list(&call->values);
    bool is_refused = call->is_form_again && pal_value_get(call->page, "errors") != NULL;
    if (is_refused) {
        (void)pal_sheet_document(sheet, &call->values,
                                 NULL); /* what itself refuses is at its rows */
        tell_problems(call, sheet, errors);
    }
    struct pal_value *shown = pal_sheet_show(sheet, &call->values, errors);
    pal_set_text(shown, "rows_url", rows_url);
    pal_set(shown, "told", sheet->told != NULL ? sheet->told : pal_value_null(&call->values));
    pal_set_boolean(shown, "has_told", sheet->told != NULL);
    pal_set(call->page, "sheet", shown);
    if (is_refused && pal_value_count(errors) > 0) {
        pal_set(call->page, "errors", errors);
    }
}
