/* notice - what those are told whose personal data the house keeps, and the page on which an
 * administrator says who the house is. See notice.h. */
#include "web/pages/notice.h"

#include <string.h>

#include "app/desk/library.h"
#include "app/house/shelf.h"
#include "format/kinds.h"
#include "web/pages/pages.h"
#include "web/sheet_forms.h"
#include "web/web_parts.h"

/* ----------------------------------------------------------------- where it is read */

enum pal_rc pal_notice_put(struct pal_call *call, const char *project, enum pal_notice_of of,
                           const char *asked_by)
{
    const struct pal_notice_wanted wanted = {
        .project = project, .of = of, .lang = call->language.lang, .asked_by = asked_by};
    struct pal_message_written written;
    bool is_unnamed = false;
    enum pal_rc rc =
        pal_notice_write(&call->errand, pal_call_app(call), &wanted, &written, &is_unnamed);
    struct pal_value *row = pal_value_object(&call->values);
    struct pal_value *lines = pal_put_list(row, "lines");
    for (size_t i = 0; rc == PAL_OK && i < written.count; i++) {
        if (written.lines[i].of->kind == PAL_MESSAGE_TITLE) {
            pal_put_text(row, "title", written.lines[i].text);
        } else {
            pal_add_text(lines, written.lines[i].text);
        }
    }
    pal_put_boolean(row, "is_unnamed", is_unnamed);
    pal_put_text(row, "asked_by", asked_by);
    pal_set(call->page, "personal", row);
    return rc;
}

/* What a key of the notice is called. */
static const char *called(struct pal_call *call, const char *key)
{
    char room[64];
    return pal_call_tr(call,
                       pal_field_title(pal_field_of(&pal_type_notice, key), room, sizeof room));
}

enum pal_rc pal_notice_put_lacks(struct pal_call *call)
{
    const struct pal_notice *notice = NULL;
    const char *lacks[PAL_NOTICE_MUST];
    const char *words = "";
    enum pal_rc rc = pal_house_notice(&call->errand, pal_call_app(call), &notice);
    size_t count = rc == PAL_OK ? pal_notice_lacks(notice, lacks) : 0;
    for (size_t i = 0; i < count; i++) {
        words = pal_call_printf(call, "%s%s%s", words, i > 0 ? ", " : "", called(call, lacks[i]));
    }
    pal_set_text(call->page, "notice_lacks", count > 0 ? words : NULL);
    pal_set_text(call->page, "notice_url",
                 pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL) ? "/settings/notice"
                                                                         : NULL);
    return rc;
}

/* --------------------------------------------------------------- where it is written */

/* The house's own, and what its form begins with. */
struct house_notice {
    struct pal_document record; /* version 0: there is none yet */
    struct pal_value *before;
};

static enum pal_rc open_notice(struct pal_call *call, struct house_notice *out)
{
    const struct pal_library_file *file = pal_library_find("notices", PAL_NOTICE_BUILT_IN);
    *out = (struct house_notice){0};
    enum pal_rc rc = pal_house_get(&call->errand, pal_kinds[PAL_KIND_NOTICE].word,
                                   PAL_NOTICE_OF_HOUSE, &out->record);
    if (rc == PAL_E_NOT_FOUND) {
        call->errand.err = (struct pal_err){0};
        out->record = (struct pal_document){0};
        out->before =
            file != NULL ? pal_call_document(call, (const char *)file->bytes, file->len) : NULL;
    } else if (rc == PAL_OK) {
        pal_call_out_of_lists(call, &out->record);
        out->before = pal_call_document(call, out->record.text, strlen(out->record.text));
    } else {
        return rc;
    }
    if (out->before == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    if (out->record.version == 0) { /* a copy, which stands in its place */
        pal_set_text(out->before, "id", PAL_NOTICE_OF_HOUSE);
        pal_set_text(out->before, "replaces", PAL_NOTICE_BUILT_IN);
    }
    return PAL_OK;
}

static enum pal_rc put_form(struct pal_call *call, const struct house_notice *notice)
{
    struct pal_sheet sheet;
    enum pal_rc rc = pal_sheet_open(call, &sheet, &pal_type_notice, NULL, notice->before, false);
    if (rc == PAL_OK) {
        pal_sheet_page(call, &sheet, "/settings/notice/rows");
    }
    return rc;
}

enum pal_rc pal_page_house_notice(struct pal_call *call)
{
    struct house_notice notice;
    enum pal_rc rc = open_notice(call, &notice);
    if (rc != PAL_OK) {
        return rc;
    }
    call->version = notice.record.version;
    pal_set_integer(call->data, "version", pal_form_version_shown(call));
    pal_set(call->data, "document", notice.before);
    rc = call->is_api ? PAL_OK : put_form(call, &notice);
    rc = rc == PAL_OK ? pal_notice_put_lacks(call) : rc;
    rc = rc == PAL_OK ? pal_notice_put(call, PAL_EVERYWHERE, PAL_NOTICE_CONTRIBUTOR, NULL) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_crumb(call, pal_call_tr(call, "Settings"), "/settings");
    pal_set_text(call->page, "history_url",
                 call->version > 0 ? "/library/notice/" PAL_NOTICE_OF_HOUSE "/history" : NULL);
    rc = call->version > 0 ? pal_call_who(call, &notice.record) : PAL_OK;
    return rc == PAL_OK ? pal_call_show(call, "web_house_notice",
                                        pal_call_tr(call, "Notice on personal data"))
                        : rc;
}

enum pal_rc pal_do_house_notice_rows(struct pal_call *call)
{
    call->is_form_again = true;
    return pal_page_house_notice(call);
}

enum pal_rc pal_do_house_notice(struct pal_call *call)
{
    struct house_notice notice;
    struct pal_document written;
    struct pal_sheet sheet;
    if (pal_sheet_asks_rows(call)) {
        return pal_do_house_notice_rows(call);
    }
    enum pal_rc rc = open_notice(call, &notice);
    if (rc == PAL_OK) {
        rc = pal_sheet_open(call, &sheet, &pal_type_notice, NULL, notice.before, false);
    }
    if (rc == PAL_OK) {
        struct pal_value *document = pal_sheet_document(&sheet, &call->values, notice.before);
        rc = pal_put_json(call, "", document, pal_form_version(call), "", &written);
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_CONFLICT || rc == PAL_E_EXISTS
                   ? pal_tell_conflict(call, pal_kinds[PAL_KIND_NOTICE].word, PAL_NOTICE_OF_HOUSE)
                   : rc;
    }
    return pal_go_written(call, &written, "/settings/notice");
}
