/* own - what a project has of its own: the list of its documents, and one that is brought in. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"
#include "web/pages/pages.h"

enum { ITEMS_MOST = 2000 };

/* A row of the data, and the page's with its words around it. */
static void add_item(struct pal_call *call, struct pal_value *items, struct pal_value *shown,
                     const struct pal_document *record)
{
    const struct pal_shelf_kind *kind = pal_shelf_kind(record->kind);
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "kind", record->kind);
    pal_put_text(row, "id", record->id);
    pal_put_text(row, "title", record->title);
    pal_put_integer(row, "version", record->version);
    pal_put_text(row, "changed_at", pal_call_time(call, record->changed_at));
    const char *place = pal_document_place(call, record);
    pal_put_text(row, "url", place);
    pal_add(items, row);
    struct pal_value *words = pal_value_object(&call->values);
    pal_put(words, "of", row);
    pal_put_text(words, "kind_title", pal_call_tr(call, kind->title));
    pal_put_text(words, "history_url", pal_call_printf(call, "%s/history", place));
    pal_add(shown, words);
}

/* Assessments have a list of their own, on the page of the project. */
static bool is_listed(const struct pal_document *record)
{
    return !pal_kind_is(record->kind, PAL_KIND_ASSESSMENT);
}

static enum pal_rc add_items(struct pal_call *call, const char *project)
{
    const struct pal_document_search list = {.project = project, .max = ITEMS_MOST};
    struct pal_document *rows = NULL;
    size_t count = 0;
    struct pal_value *items = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    enum pal_rc rc = pal_house_find(&call->errand, &list, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (is_listed(&rows[i])) {
            add_item(call, items, shown, &rows[i]);
        }
    }
    pal_set(call->data, "items", items);
    pal_set(call->page, "items", shown);
    return rc == PAL_OK ? pal_add_removed(call, NULL, project)
                        : pal_errand_explain(&call->errand, rc);
}

/* Whether a project has several of a kind, each under an id of its own. */
static bool is_own_kind(const struct pal_shelf_kind *kind)
{
    return kind->own_place != NULL && !kind->is_begun_apart && !kind->is_by_project;
}

enum pal_rc pal_own_check(struct pal_call *call, const char *kind)
{
    return is_own_kind(pal_shelf_kind(kind))
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                                 "no document of the kind %s stands here", pal_quote(kind).text);
}

/* The kinds of which the visitor may begin one here: what is of projects alone, then the rest. */
static void add_kinds(struct pal_call *call, const char *project)
{
    static const enum pal_belongs order[] = {PAL_OF_PROJECT, PAL_OF_LIBRARY};
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        for (size_t j = 0; j < PAL_KIND_COUNT; j++) {
            const struct pal_shelf_kind *kind = &pal_shelf_kinds[j];
            if (kind->belongs != order[i] || !is_own_kind(kind) || kind->is_copied ||
                !pal_call_may(call, kind->writes)) {
                continue;
            }
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "title", pal_call_tr(call, kind->title));
            pal_put_text(row, "url",
                         pal_call_printf(call, "/projects/%s/library/%s/new", project, kind->word));
        }
    }
    pal_set(call->page, "kinds", list);
}

enum pal_rc pal_page_own(struct pal_call *call)
{
    const char *project = call->params[0];
    struct pal_document record;
    struct pal_value *document = NULL;
    enum pal_rc rc = pal_project_frame(call, project, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_project_tabs(call, project);
    rc = add_items(call, project);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "project", project);
    if (pal_value_get(call->data, "problems") == NULL) {
        pal_set(call->data, "problems", pal_value_list(&call->values));
    }
    pal_set_boolean(call->page, "can_edit", pal_call_may(call, PAL_MAY_EDIT_PROJECT));
    add_kinds(call, project);
    pal_call_form(call, "text", "");
    pal_call_form(call, "note", "");
    rc = call->is_form_again ? pal_ask_similar(call, project) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_call_show(call, "web_own", pal_call_tr(call, "The project's library"));
}

/* Whether a document that was sent has a place among those of a project. */
static enum pal_rc check_place(struct pal_call *call, const struct pal_checked *checked)
{
    const struct pal_shelf_kind *kind = pal_shelf_kind(checked->kind->word);
    if (kind->is_begun_apart) { /* what is kept nowhere the verb refuses, with the reason */
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "a document of the kind %s is not brought in here",
                               pal_quote(kind->word).text);
    }
    return PAL_OK;
}

/* A provider that is there already under almost the same name: `out` is that one where it is taken,
 * and none where another is made. */
static enum pal_rc settle_similar(struct pal_call *call, const struct pal_checked *checked,
                                  struct pal_document *out)
{
    *out = (struct pal_document){.id = NULL};
    if (checked->kind != &pal_kinds[PAL_KIND_PROVIDER]) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_settle_similar(
        call, call->params[0], pal_text_in(&checked->title, PAL_LANG_EN), checked->id, out);
    if (rc == PAL_OK && out->id != NULL) {
        pal_set_text(call->data, "kind", checked->kind->word);
        pal_set_text(call->data, "id", out->id);
    }
    return rc;
}

static enum pal_rc bring(struct pal_call *call)
{
    size_t len;
    struct pal_document record;
    struct pal_checked checked;
    const char *text = pal_document_sent(call, &len);
    enum pal_rc rc = pal_app_check_text(pal_fresh_app(call), "document", text, len, &checked);
    if (rc != PAL_OK) { /* who writes it says what is wrong */
        checked = (struct pal_checked){.id = ""};
    }
    rc = rc == PAL_OK ? check_place(call, &checked) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = settle_similar(call, &checked, &record);
    if (rc != PAL_OK || record.id != NULL) {
        return rc == PAL_OK ? pal_call_go(call, false, "%s", pal_document_place(call, &record))
                            : rc;
    }
    rc = pal_house_put(&call->errand, pal_fresh_app(call), call->params[0], text, len,
                       (struct pal_seen){0, 0}, pal_call_word(call, "note"), &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_refusal(call, rc) : rc;
    }
    pal_set_text(call->data, "kind", record.kind);
    pal_set_text(call->data, "id", record.id);
    return pal_go_written(call, &record, pal_document_place(call, &record));
}

enum pal_rc pal_do_own(struct pal_call *call)
{
    return pal_document_refused(call, bring(call));
}
