/* shelve - documents that are brought from elsewhere, taken out of the lists, restored, published;
 * see shelf.h. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/secret.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "base/text.h"

/* What stands under the id of a document that is brought; `last` has no version: nothing. */
static enum pal_rc find_other(struct pal_errand *errand, struct pal_record *record,
                              struct pal_record *last)
{
    const struct pal_library_file *file = pal_shelf_built_in(record->kind, record->id);
    char hash[PAL_HASH_TEXT];
    if (file == NULL) {
        enum pal_rc rc = pal_record_head(errand->db, record->kind, record->id, errand->arena, last);
        if (rc == PAL_OK && last->written_hash[0] != '\0') {
            last->hash = last->written_hash; /* an export has the text as it holds */
        }
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    const char *text = (const char *)file->bytes;
    pal_secret_hash(text, strlen(text), hash);
    last->version = 1;
    last->hash = pal_arena_copy(errand->arena, hash, strlen(hash));
    return last->hash != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_house_examine(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_app_source_of *first, const char *text, size_t len,
                              struct pal_record *record, enum pal_brought *what)
{
    struct pal_record last = {0};
    *what = PAL_BROUGHT_INVALID;
    enum pal_rc rc = pal_shelf_identify(errand, app, first, text, len, record);
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? PAL_OK : pal_errand_explain(errand, rc);
    }
    if (pal_shelf_kind(record->kind)->is_project) {
        record->project = record->id;
    }
    record->changed_at = errand->now;
    record->changed_by = errand->principal.id != NULL ? errand->principal.id : "";
    record->note = "";
    rc = find_other(errand, record, &last);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    if (last.version > 0) {
        *what = strcmp(record->hash, last.hash) == 0 ? PAL_BROUGHT_SAME : PAL_BROUGHT_OTHER;
        return PAL_OK;
    }
    *what = PAL_BROUGHT_ADDED;
    return pal_shelf_require_writing(errand, record, true);
}

/* Takes a document out of the lists, or (`removed_at` 0) brings it back. */
static enum pal_rc list(struct pal_errand *errand, const struct pal_record *record,
                        int64_t removed_at)
{
    enum pal_rc rc = pal_record_remove(errand->db, record->kind, record->id, removed_at);
    return rc == PAL_OK && pal_shelf_kind(record->kind)->scored == PAL_SCORES_ITSELF
               ? pal_score_keep_listed(errand->db, record->id, removed_at == 0)
               : rc;
}

enum pal_rc pal_house_bring(struct pal_errand *errand, struct pal_record *record)
{
    struct pal_record none = {0};
    int64_t removed_at = record->removed_at;
    enum pal_rc rc = pal_shelf_write_version(errand, record, &none);
    if (rc == PAL_OK && removed_at != 0) {
        rc = list(errand, record, removed_at);
    }
    return pal_errand_explain(errand, rc);
}

/* Within a transaction. */
static enum pal_rc write_removal(struct pal_errand *errand, const char *kind, const char *id,
                                 bool is_back)
{
    struct pal_record record;
    enum pal_rc rc = pal_errand_lock(errand); /* of two at once the second finds it done */
    rc = rc == PAL_OK ? pal_record_head(errand->db, kind, id, errand->arena, &record) : rc;
    if (rc == PAL_OK && pal_shelf_is_hidden(errand, &record)) {
        rc = PAL_E_NOT_FOUND;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_shelf_require_writing(errand, &record, false);
    if (rc != PAL_OK) {
        return rc;
    }
    if ((record.removed_at == 0) == is_back) {
        return PAL_OK; /* so it is already: nothing happens */
    }
    rc = list(errand, &record, is_back ? 0 : errand->now);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *object = pal_arena_printf(errand->arena, "%s/%s", kind, id);
    return object != NULL ? pal_audit_write(errand, is_back ? "restore" : "remove", object, "", "")
                          : PAL_E_MEMORY;
}

enum pal_rc pal_house_remove(struct pal_errand *errand, const char *kind, const char *id,
                             bool is_back)
{
    enum pal_rc rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_removal(errand, kind, id, is_back)) : rc;
}

enum pal_rc pal_house_restore(struct pal_errand *errand, struct pal_app *app, const char *kind,
                              const char *id, int64_t old, struct pal_seen seen, const char *note,
                              struct pal_document *out)
{
    struct pal_record record;
    enum pal_rc rc = pal_record_get_version(errand->db, kind, id, old, errand->arena, &record);
    if (rc == PAL_OK && pal_shelf_is_hidden(errand, &record)) {
        rc = PAL_E_NOT_FOUND;
    }
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, rc, "there is no version %lld of this document",
                               (long long)old);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_shelf_require_writing(errand, &record, false);
    if (rc == PAL_OK && seen.version <= 0) {
        rc = pal_errand_fail(errand, PAL_E_INVALID,
                             "say which version this one is to follow: the last one that you saw");
    }
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_house_put(errand, app, record.project, record.text, strlen(record.text), seen, note,
                         out);
}

enum pal_rc pal_house_publish(struct pal_errand *errand, const char *kind, const char *id)
{
    struct pal_record record;
    enum pal_rc rc = pal_shelf_get(errand, kind, id, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    if (record.project[0] == '\0' || pal_house_is_of_projects(kind)) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "%s is in the library already, or has no "
                               "place there",
                               pal_quote(id).text);
    }
    rc = pal_errand_require(errand, PAL_MAY_EDIT_LIBRARY, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_record_publish(errand->db, kind, id);
    const char *object = pal_arena_printf(errand->arena, "%s/%s", kind, id);
    const char *before = pal_arena_printf(errand->arena, "project %s", record.project);
    if (rc == PAL_OK) {
        rc = object != NULL && before != NULL
                 ? pal_audit_write(errand, "publish", object, before, "library")
                 : PAL_E_MEMORY;
    }
    return pal_errand_end(errand, rc);
}
