/* similar - what a form asks where a new provider has the name of one that is there. */
#include "app/house/similar.h"
#include "web/pages/pages.h"

enum pal_rc pal_settle_similar(struct pal_call *call, const char *project, const char *name,
                               const char *own, struct pal_document *out)
{
    enum pal_rc rc = pal_house_settle_similar(&call->errand, project, name, own,
                                              pal_call_word(call, "similar"), out);
    if (rc != PAL_E_CONFLICT) {
        return rc;
    }
    const char *said = pal_call_printf(call, "%s", call->errand.err.message);
    return call->is_api
               ? pal_errand_fail(&call->errand, rc,
                                 "%s Take it (similar = take), or create another one all "
                                 "the same (similar = new).",
                                 said)
               : pal_errand_fail(&call->errand, rc, "%s Say below whether it is meant.", said);
}

/* Whoever did not answer is asked again: the form has what was typed. */
enum pal_rc pal_show_similar(struct pal_call *call, const char *project, const char *name)
{
    struct pal_document found;
    if (!call->is_form_again || name[0] == '\0') {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_similar(&call->errand, project, name, &found);
    if (rc == PAL_OK && found.id != NULL) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "title", found.title);
        pal_set(call->page, "similar", row);
    }
    return rc;
}

/* Of a document that was sent as a text and refused. */
enum pal_rc pal_ask_similar(struct pal_call *call, const char *project)
{
    size_t len;
    struct pal_checked checked;
    const char *text = pal_document_sent(call, &len);
    bool is_provider =
        pal_app_check_text(pal_fresh_app(call), "document", text, len, &checked) == PAL_OK &&
        checked.kind == &pal_kinds[PAL_KIND_PROVIDER];
    return is_provider ? pal_show_similar(call, project, pal_text_in(&checked.title, PAL_LANG_EN))
                       : PAL_OK;
}
