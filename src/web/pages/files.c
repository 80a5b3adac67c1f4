/* pages_files - the documents of a project: handed over, downloaded, taken out of sight. */
#include <stdio.h>
#include <string.h>

#include "app/house/dossier.h"
#include "base/bidi.h"
#include "web/pages/pages.h"

/* "412 kB", "1.2 MB": of 1000, as disks count. */
static const char *size_words(struct pal_call *call, int64_t size)
{
    if (size < 1000) {
        return pal_call_printf(call,
                               pal_tr_n(&call->language, "%lld byte", "%lld bytes", (uint64_t)size),
                               (long long)size);
    }
    if (size < 999500) {
        return pal_call_printf(call, pal_call_tr(call, "%lld kB"),
                               (long long)((size + 500) / 1000));
    }
    long long tenths = (long long)((size + 50000) / 100000);
    return pal_call_printf(call, pal_call_tr(call, "%lld.%lld MB"), tenths / 10, tenths % 10);
}

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

static json_t *file_row(struct pal_call *call, const struct pal_file_row *file)
{
    bool is_removed = file->removed_at != 0;
    json_t *row = json_object();
    pal_call_text(call, row, "id", file->id);
    pal_call_text(call, row, "title", file->title);
    pal_call_text(call, row, "kind_id", file->kind);
    pal_call_text(call, row, "kind", kind_title(call, file->kind));
    pal_call_text(call, row, "file_name", file->file_name);
    pal_call_text(call, row, "media_type", file->media_type);
    pal_call_put(call, row, "bytes", json_integer(file->size));
    pal_call_text(call, row, "size", size_words(call, file->size));
    pal_call_text(call, row, "sha256", file->hash);
    pal_call_text(call, row, "at", pal_call_time(call, file->at));
    pal_call_text(call, row, "by", pal_call_author(call, file->person, file->claim));
    pal_call_put(call, row, "removed", json_boolean(is_removed));
    pal_call_text(
        call, row, "url",
        is_removed ? NULL
                   : pal_call_printf(call, "/projects/%s/documents/%s", file->project, file->id));
    return row;
}

static enum pal_rc add_files(struct pal_call *call, const char *project)
{
    struct pal_file_row *files = NULL;
    size_t count = 0;
    json_t *list = json_array();
    enum pal_rc rc = pal_dossier_list(&call->errand, project, &files, &count);
    const char **ids = PAL_NEW(call->request->arena, const char *, 2 * count + 1);
    for (size_t i = 0; ids != NULL && i < count; i++) {
        ids[2 * i] = files[i].person;
        ids[2 * i + 1] = files[i].claim;
    }
    rc = rc == PAL_OK && ids == NULL ? PAL_E_MEMORY : rc;
    rc = rc == PAL_OK ? pal_call_names(call, ids, 2 * count) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        pal_call_add(call, list, file_row(call, &files[i]));
    }
    pal_call_put(call, call->data, "documents", list);
    return pal_errand_explain(&call->errand, rc);
}

enum pal_rc pal_page_files(struct pal_call *call)
{
    struct pal_record record;
    json_t *document = NULL;
    const char *project = call->params[0];
    enum pal_rc rc = pal_project_frame(call, project, &record, &document);
    json_decref(document);
    rc = rc == PAL_OK ? add_files(call, project) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_put(call, call->page, "can_edit",
                 json_boolean(pal_call_may(call, PAL_MAY_EDIT_PROJECT)));
    pal_call_form(call, "title", "");
    for (size_t i = 0; i < PAL_DOSSIER_KINDS; i++) {
        pal_call_option(call, "kind", pal_dossier_kinds[i], kind_title(call, pal_dossier_kinds[i]),
                        pal_dossier_kinds[0]);
    }
    pal_project_tabs(call, project);
    return pal_call_show(call, "web_documents", pal_call_tr(call, "Documents"));
}

static enum pal_rc upload(struct pal_call *call, const char *project)
{
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
    if (rc == PAL_OK) {
        pal_call_text(call, call->data, "id", id);
    }
    return rc;
}

enum pal_rc pal_do_files(struct pal_call *call)
{
    const char *project = call->params[0];
    const char *id = pal_call_word(call, "id");
    enum pal_rc rc = PAL_OK;
    if (pal_call_does(call, "remove") || pal_call_does(call, "restore")) {
        rc = pal_dossier_remove(&call->errand, project, id, pal_call_does(call, "restore"));
    } else {
        rc = upload(call, project);
    }
    return rc == PAL_OK ? pal_call_go(call, true, "/projects/%s/documents", project) : rc;
}

/* ----------------------------------------------------------------- download */

/* "DIFFUSION-RESTREINTE_plan.pdf": the marking goes where the file goes. */
static const char *marked_name(struct pal_call *call, const char *marking, const char *file_name)
{
    enum { MARK_MAX = 80 };
    char mark[MARK_MAX + 2];
    size_t used = 0;
    for (const char *at = marking; *at != '\0' && used < MARK_MAX; at++) {
        bool is_plain =
            (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z');
        if (is_plain) {
            mark[used++] = *at;
        } else if (used > 0 && mark[used - 1] != '-' && ((unsigned char)*at & 0xC0) != 0x80) {
            mark[used++] = '-';
        }
    }
    while (used > 0 && mark[used - 1] == '-') {
        used--;
    }
    return used > 0 ? pal_call_printf(call, "%.*s_%s", (int)used, mark, file_name) : file_name;
}

/* attachment, with the name in ASCII and, by RFC 8187, in full. */
static const char *disposition(struct pal_call *call, const char *given)
{
    struct pal_buf out;
    struct pal_buf shown;
    pal_buf_init(&out, 4096, NULL);
    pal_buf_init(&shown, 4096, NULL);
    pal_bidi_show(&shown, given); /* no name that a file manager shows as another */
    const char *name = pal_buf_text(&shown) != NULL ? pal_buf_text(&shown) : "file";
    pal_buf_add(&out, "attachment; filename=\"");
    for (const char *at = name; *at != '\0'; at++) {
        bool is_ascii = *at >= ' ' && *at < 0x7F && *at != '"' && *at != '\\';
        if (is_ascii || ((unsigned char)*at & 0xC0) != 0x80) {
            pal_buf_add_char(&out, is_ascii ? *at : '_');
        }
    }
    pal_buf_add(&out, "\"; filename*=UTF-8''");
    for (const char *at = name; *at != '\0'; at++) {
        bool is_plain = (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') ||
                        (*at >= 'a' && *at <= 'z') || *at == '-' || *at == '_' || *at == '.';
        if (is_plain) {
            pal_buf_add_char(&out, *at);
        } else {
            pal_buf_printf(&out, "%%%02X", (unsigned)(unsigned char)*at);
        }
    }
    const char *text = pal_buf_text(&out);
    const char *copy = text != NULL ? pal_arena_copy(call->request->arena, text, out.len) : NULL;
    pal_buf_done(&out);
    pal_buf_done(&shown);
    return copy != NULL ? copy : "attachment";
}

/* Never in the browser's own window: as a download, in a sandbox, of a type that runs nothing. */
enum pal_rc pal_page_file(struct pal_call *call)
{
    struct pal_record record;
    struct pal_file_row file;
    json_t *document = NULL;
    enum pal_rc rc = pal_project_frame(call, call->params[0], &record, &document);
    const char *marking = json_string_value(json_object_get(document, "marking"));
    marking = pal_call_printf(call, "%s", marking != NULL ? marking : "");
    json_decref(document);
    rc =
        rc == PAL_OK ? pal_dossier_get(&call->errand, call->params[0], call->params[1], &file) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_pdf = strcmp(file.media_type, "application/pdf") == 0;
    bool is_text = strcmp(file.media_type, "text/plain") == 0;
    call->response->content_type = is_pdf    ? "application/pdf"
                                   : is_text ? "text/plain; charset=utf-8"
                                             : "application/octet-stream";
    pal_http_set(call->response, "Content-Disposition",
                 disposition(call, marked_name(call, marking, file.file_name)));
    pal_http_set(call->response, "Content-Security-Policy", "sandbox");
    pal_buf_add_n(&call->response->body, file.content, (size_t)file.size);
    return PAL_OK;
}
