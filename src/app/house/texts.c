/* texts - what a document's text says, as JSON and as values; see shelf.h. */
#include "app/desk/document_json.h"
#include "app/desk/documents.h"
#include "app/house/shelf.h"

json_t *pal_house_json(struct pal_app *app, const char *text, size_t len)
{
    struct pal_opened document;
    if (pal_document_look(app, "document", text, len, &document) != PAL_OK) {
        return NULL;
    }
    return pal_document_json(document.kind->type, document.root);
}

struct pal_value *pal_house_value(struct pal_app *app, const char *text, size_t len,
                                  struct pal_values *in)
{
    struct pal_opened document;
    if (pal_document_look(app, "document", text, len, &document) != PAL_OK) {
        return NULL;
    }
    return pal_document_value(in, document.kind->type, document.root);
}

struct pal_value *pal_house_members(struct pal_app *app, const char *text, size_t len,
                                    const char *const *keys, struct pal_values *in)
{
    struct pal_opened document;
    if (pal_document_look(app, "document", text, len, &document) != PAL_OK) {
        return NULL;
    }
    return pal_document_members(in, document.kind->type, document.root, keys);
}
