#include "app/desk/rights.h"

#include "app/desk/documents.h"

enum pal_rc pal_app_rights(struct pal_app *app, const struct pal_rights **out)
{
    const struct pal_library_file *file = pal_library_find("rights", "palier-1");
    struct pal_opened document;
    *out = NULL;
    if (file == NULL) {
        return pal_app_fail(app, PAL_E_NOT_FOUND, "%s is not built in", "rights/palier-1");
    }
    enum pal_rc rc = pal_document_open_built_in(app, file, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_rights_read(&document.reader, document.root);
    return *out != NULL                       ? PAL_OK
           : document.reader.is_out_of_memory ? PAL_E_MEMORY
                                              : pal_diag_rc(document.reader.diag);
}
