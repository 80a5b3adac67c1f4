#include "app/house/procedures.h"

#include <string.h>

#include "app/desk/documents.h"
#include "app/house/house.h"
#include "app/house/notices.h"
#include "base/text.h"
#include "core/case/rights.h"
#include "store/records.h"

enum { TABLES_MAX = 16 /* of one kind in the library, that are looked at */ };

/* The library's documents of a kind, the last changed first, with their texts. */
static enum pal_rc list(struct pal_errand *errand, enum pal_kind_id kind, struct pal_record **out,
                        size_t *count)
{
    const struct pal_record_list wanted = {
        .kind = pal_kinds[kind].word, .project = "", .with_text = true, .max = TABLES_MAX};
    return pal_errand_explain(errand,
                              pal_record_find(errand->db, &wanted, errand->arena, out, count));
}

/* A table that is kept was read when it was written: what cannot be read any more must not give
 * way to other rules without a word. */
static enum pal_rc refuse(struct pal_errand *errand, enum pal_rc rc, const struct pal_record *row)
{
    return rc == PAL_E_MEMORY
               ? pal_errand_explain(errand, rc)
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "%s of the library cannot be read: mend it, or take it out",
                                 pal_quote(row->title).text);
}

static bool is_in_place(const char *replaces, const char *built_in)
{
    return replaces != NULL && strcmp(replaces, built_in) == 0;
}

enum pal_rc pal_house_procedures(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_procedures **out)
{
    struct pal_record *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = list(errand, PAL_KIND_PROCEDURES, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_app_procedures_of(app, rows[i].id, rows[i].text, out);
        if (rc != PAL_OK) {
            return refuse(errand, rc, &rows[i]);
        }
        if (is_in_place((*out)->replaces, PAL_PROCEDURES_BUILT_IN)) {
            return PAL_OK;
        }
    }
    return rc == PAL_OK ? pal_errand_explain(errand, pal_app_procedures(app, NULL, out)) : rc;
}

enum pal_rc pal_house_procedures_among(struct pal_errand *errand, struct pal_app *app,
                                       bool has_tables, const struct pal_procedures **out)
{
    return has_tables ? pal_house_procedures(errand, app, out)
                      : pal_errand_explain(errand, pal_app_procedures(app, NULL, out));
}

enum pal_rc pal_house_messages(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_messages **out)
{
    struct pal_record *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = list(errand, PAL_KIND_MESSAGES, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_app_messages_of(app, rows[i].id, rows[i].text, out);
        if (rc != PAL_OK) {
            return refuse(errand, rc, &rows[i]);
        }
        if (is_in_place((*out)->replaces, PAL_MESSAGES_BUILT_IN)) {
            return PAL_OK;
        }
    }
    return rc == PAL_OK ? pal_errand_explain(errand, pal_app_messages(app, NULL, out)) : rc;
}

enum pal_rc pal_house_notice(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_notice **out)
{
    struct pal_record *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = list(errand, PAL_KIND_NOTICE, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_app_notice_of(app, rows[i].id, rows[i].text, out);
        if (rc != PAL_OK) {
            return refuse(errand, rc, &rows[i]);
        }
        if (is_in_place((*out)->replaces, PAL_NOTICE_BUILT_IN)) {
            return PAL_OK;
        }
    }
    return rc == PAL_OK ? pal_errand_explain(errand, pal_app_notice(app, NULL, out)) : rc;
}

/* ------------------------------------------------------------------ of a project */

/* The word in the text of a project, into `app`; NULL: it has none, or cannot be read. */
static enum pal_rc find_word(struct pal_errand *errand, struct pal_app *app, const char *project,
                             const char **out)
{
    struct pal_record record;
    struct pal_opened document;
    *out = NULL;
    if (pal_rights_is_everywhere(project)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_get(errand->db, pal_kinds[PAL_KIND_PROJECT].word, project,
                                    errand->arena, &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    rc = pal_document_look(app, project, record.text, strlen(record.text), &document);
    *out = rc == PAL_OK ? pal_node_text(pal_node_get(document.root, "procedure")) : NULL;
    return rc == PAL_E_MEMORY ? rc : PAL_OK;
}

enum pal_rc pal_house_procedure_of(struct pal_errand *errand, struct pal_app *app,
                                   const char *project, const struct pal_procedures **table,
                                   const struct pal_procedure **out)
{
    const char *word;
    enum pal_rc rc = pal_errand_explain(errand, find_word(errand, app, project, &word));
    if (rc == PAL_OK) {
        rc = pal_house_procedures(errand, app, table);
    }
    if (rc == PAL_OK) {
        *out = pal_procedure_find(*table, word);
    }
    return rc;
}

enum pal_rc pal_house_procedure(struct pal_errand *errand, struct pal_app *app, const char *project,
                                const struct pal_procedure **out)
{
    const struct pal_procedures *table;
    return pal_house_procedure_of(errand, app, project, &table, out);
}

enum pal_rc pal_house_is_tender(struct pal_errand *errand, const char *project, bool *out)
{
    const struct pal_procedure *procedure = NULL;
    struct pal_app app;
    *out = false;
    if (pal_rights_is_everywhere(project)) {
        return PAL_OK;
    }
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_house_procedure(errand, &app, project, &procedure);
    *out = rc == PAL_OK && procedure->is_tender;
    pal_app_done(&app);
    return rc;
}

/* "open, restricted …" */
static const char *list_ids(struct pal_app *app, const struct pal_procedures *table)
{
    const char *ids = "";
    for (size_t i = 0; i < table->procedure_count; i++) {
        const char *longer = pal_arena_printf(&app->arena, "%s%s%s", ids, i > 0 ? ", " : "",
                                              table->procedures[i].id);
        ids = longer != NULL ? longer : ids;
    }
    return ids;
}

enum pal_rc pal_procedures_fit(struct pal_errand *errand, struct pal_app *app, const char *text)
{
    struct pal_opened document;
    const struct pal_procedures *table;
    enum pal_rc rc = pal_document_open_text(app, "document", text, strlen(text), &document);
    struct pal_node *named = rc == PAL_OK ? pal_node_get(document.root, "procedure") : NULL;
    const char *word = pal_node_text(named);
    if (rc != PAL_OK || word == NULL) {
        return rc;
    }
    rc = pal_house_procedures(errand, app, &table);
    if (rc == PAL_OK && !pal_procedure_is_there(table, word)) {
        pal_node_error(&document.reader, named, PAL_E_INVALID,
                       "there is no procedure %s; choose one of: %s", pal_quote(word).text,
                       list_ids(app, table));
        rc = PAL_E_INVALID;
    }
    return rc;
}
