/* evidence_form - see evidence_form.h. */
#include "web/pages/evidence_form.h"

#include <string.h>

#include "app/house/evidence.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"

const char *pal_evidence_how_title(struct pal_call *call, size_t how)
{
    static const char *const titles[PAL_EVIDENCE_HOWS] = {
        PAL_N_("a document"), PAL_N_("shown on site"), PAL_N_("shown by video call")};
    return pal_call_tr(call, titles[how]);
}

size_t pal_evidence_how(const char *how)
{
    for (size_t i = 0; i < PAL_EVIDENCE_HOWS; i++) {
        if (strcmp(pal_evidence_hows[i], how) == 0) {
            return i;
        }
    }
    return 0;
}

enum pal_rc pal_evidence_files(struct pal_call *call, const char *project,
                               struct pal_dossier_file **files, size_t *count)
{
    *files = NULL;
    *count = 0;
    return project[0] != '\0' ? pal_dossier_list(&call->errand, project, files, count) : PAL_OK;
}

void pal_evidence_fields(struct pal_call *call, const struct pal_dossier_file *files, size_t count)
{
    const char *chosen = pal_marks_typed(call, "document", "");
    const size_t how = pal_evidence_how(pal_marks_typed(call, "how", ""));
    bool is_open = chosen[0] != '\0';
    struct pal_value *form = pal_value_object(&call->values);
    struct pal_value *list = pal_put_list(form, "documents");
    for (size_t i = 0; i < count; i++) {
        if (files[i].removed_at == 0) {
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "id", files[i].id);
            pal_put_text(row, "title", files[i].title);
            pal_put_boolean(row, "is_chosen", strcmp(chosen, files[i].id) == 0);
        }
    }
    struct pal_value *hows = pal_put_list(form, "hows");
    for (size_t i = 0; i < PAL_EVIDENCE_HOWS; i++) {
        struct pal_value *row = pal_add_object(hows);
        pal_put_text(row, "id", pal_evidence_hows[i]);
        pal_put_text(row, "title", pal_evidence_how_title(call, i));
        pal_put_boolean(row, "is_chosen", i == how);
    }
    for (size_t i = 2; i < PAL_EVIDENCE_KEYS; i++) {
        const char *key = pal_evidence_keys[i];
        const char *typed = pal_marks_typed(call, key, "");
        pal_put_text(form, strcmp(key, "page") == 0 ? "page_of" : key, typed);
        is_open = is_open || typed[0] != '\0';
    }
    pal_put_boolean(form, "is_open", is_open);
    pal_set(call->page, "evidence_form", form);
}
