/* files - the documents of a project: handed over, downloaded, taken out of sight. */
#include <string.h>

#include "app/house/dossier.h"
#include "app/house/errand.h"
#include "web/marking.h"
#include "web/pages/pages.h"

static const char *kind_title(const struct pal_call *call, const char *kind)
{
    static const char *const titles[PAL_DOSSIER_KINDS] = {PAL_N_("call for tenders"),
                                                          PAL_N_("answer of a candidate"),
                                                          PAL_N_("architecture"),
                                                          PAL_N_("contract"),
                                                          PAL_N_("policy or directive"),
                                                          PAL_N_("report"),
                                                          PAL_N_("other")};
    for (size_t i = 0; i < PAL_DOSSIER_KINDS; i++) {
        if (strcmp(pal_dossier_kinds[i], kind) == 0) {
            return pal_call_tr(call, titles[i]);
        }
    }
    return kind;
}

static struct pal_value *file_row(struct pal_call *call, const struct pal_dossier_file *file)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", file->id);
    pal_put_text(row, "title", file->title);
    pal_put_text(row, "kind", file->kind);
    pal_put_text(row, "file_name", file->file_name);
    pal_put_text(row, "media_type", file->media_type);
    pal_put_integer(row, "bytes", file->size);
    pal_put_text(row, "sha256", file->hash);
    pal_put_text(row, "at", pal_call_time(call, file->at));
    pal_put_text(row, "by", pal_call_author(call, file->person, file->claim));
    pal_put_boolean(row, "removed", file->removed_at != 0);
    return row;
}

/* Its row once more, with what the page says of it. */
static void shown_row(struct pal_call *call, struct pal_value *shown,
                      const struct pal_dossier_file *file, struct pal_value *data)
{
    struct pal_value *row = pal_add_object(shown);
    pal_put_text(row, "kind_title", kind_title(call, file->kind));
    pal_put_text(row, "url",
                 file->removed_at != 0
                     ? NULL
                     : pal_call_printf(call, "/projects/%s/documents/%s", file->project, file->id));
    pal_put(row, "of", data);
}

static enum pal_rc add_files(struct pal_call *call, const char *project)
{
    struct pal_dossier_file *files = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    enum pal_rc rc = pal_dossier_list(&call->errand, project, &files, &count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    const char **ids = PAL_NEW(call->request->arena, const char *, 2 * count + 1);
    if (ids == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        ids[2 * i] = files[i].person;
        ids[2 * i + 1] = files[i].claim;
    }
    rc = pal_call_names(call, ids, 2 * count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = file_row(call, &files[i]);
        pal_add(list, row);
        shown_row(call, shown, &files[i], row);
    }
    pal_set(call->page, "documents", shown);
    pal_set(call->data, "documents", list);
    return pal_errand_explain(&call->errand, rc);
}

enum pal_rc pal_page_files(struct pal_call *call)
{
    struct pal_document record;
    struct pal_value *document = NULL;
    const char *project = call->params[0];
    enum pal_rc rc = pal_project_frame(call, project, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = add_files(call, project);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_boolean(call->page, "can_edit", pal_call_may(call, PAL_MAY_EDIT_PROJECT));
    pal_call_form(call, "title", "");
    for (size_t i = 0; i < PAL_DOSSIER_KINDS; i++) {
        pal_call_option(call, "kind", pal_dossier_kinds[i], kind_title(call, pal_dossier_kinds[i]),
                        pal_dossier_kinds[0]);
    }
    pal_project_tabs(call, project);
    return pal_call_show(call, "web_documents", pal_call_tr(call, "Documents"));
}

enum pal_rc pal_do_document_upload(struct pal_call *call)
{
    const char *project = call->params[0];
    struct pal_sent_file file = {.title = pal_call_word(call, "title"),
                                 .kind = pal_call_word(call, "kind"),
                                 .file_name = ""};
    const char *id = NULL;
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        if (strcmp(field->name, "file") == 0 && field->file_name != NULL) {
            file.file_name = field->file_name;
            file.media_type = field->content_type;
            file.bytes = field->value;
            file.len = field->value_len;
        }
    }
    enum pal_rc rc = pal_dossier_add(&call->errand, project, &file, &id);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "id", id);
    return pal_call_go(call, true, "/projects/%s/documents", project);
}

static enum pal_rc remove_document(struct pal_call *call, bool is_back)
{
    const char *project = call->params[0];
    enum pal_rc rc = pal_dossier_remove(&call->errand, project, pal_call_word(call, "id"), is_back);
    return rc == PAL_OK ? pal_call_go(call, true, "/projects/%s/documents", project) : rc;
}

enum pal_rc pal_do_document_remove(struct pal_call *call)
{
    return remove_document(call, false);
}

enum pal_rc pal_do_document_restore(struct pal_call *call)
{
    return remove_document(call, true);
}

/* ----------------------------------------------------------------- download */

/* Never in the browser's own window: as a download, in a sandbox, of a type that runs nothing. */
enum pal_rc pal_page_file(struct pal_call *call)
{
    struct pal_dossier_file file;
    enum pal_rc rc = pal_dossier_get(&call->errand, call->params[0], call->params[1], &file);
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_pdf = strcmp(file.media_type, "application/pdf") == 0;
    bool is_text = strcmp(file.media_type, "text/plain") == 0;
    call->response->content_type = is_pdf    ? "application/pdf"
                                   : is_text ? "text/plain; charset=utf-8"
                                             : "application/octet-stream";
    pal_http_set(call->response, "Content-Disposition",
                 pal_marking_disposition(call, file.file_name));
    pal_http_set(call->response, "Content-Security-Policy", "sandbox");
    pal_buf_add_n(&call->response->body, file.content, (size_t)file.size);
    return PAL_OK;
}
