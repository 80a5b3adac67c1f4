#include "app/desk/procedures.h"

#include <string.h>

#include "app/desk/documents_parts.h"
#include "app/desk/library.h"

static const void *read_procedures(struct pal_reader *reader, struct pal_node *root)
{
    return pal_procedures_read(reader, root);
}

static const void *read_messages(struct pal_reader *reader, struct pal_node *root)
{
    return pal_messages_read(reader, root);
}

static const void *read_notice(struct pal_reader *reader, struct pal_node *root)
{
    return pal_notice_read(reader, root);
}

static const struct pal_alone procedures = {PAL_KIND_PROCEDURES, "procedures", read_procedures};
static const struct pal_alone messages = {PAL_KIND_MESSAGES, "messages", read_messages};
static const struct pal_alone notices = {PAL_KIND_NOTICE, "notices", read_notice};

static enum pal_rc open_named(struct pal_app *app, const struct pal_alone *what, const char *word,
                              const void **out)
{
    const struct pal_library_file *file =
        pal_id_check(word, false) ? pal_library_find(what->folder, word) : NULL;
    struct pal_opened document;
    if (file != NULL) {
        return pal_document_alone(app, what, file->name, (const char *)file->bytes, file->len, true,
                                  out);
    }
    enum pal_rc rc = pal_document_open_named(app, word, what->kind, what->folder, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = what->read(&document.reader, document.root);
    pal_document_close(&document);
    return *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
}

enum pal_rc pal_app_procedures(struct pal_app *app, const char *id_or_path,
                               const struct pal_procedures **out)
{
    const void *read = NULL;
    enum pal_rc rc = open_named(app, &procedures,
                                id_or_path != NULL ? id_or_path : PAL_PROCEDURES_BUILT_IN, &read);
    *out = read;
    return rc;
}

enum pal_rc pal_app_messages(struct pal_app *app, const char *id_or_path,
                             const struct pal_messages **out)
{
    const void *read = NULL;
    enum pal_rc rc =
        open_named(app, &messages, id_or_path != NULL ? id_or_path : PAL_MESSAGES_BUILT_IN, &read);
    *out = read;
    return rc;
}

enum pal_rc pal_app_procedures_of(struct pal_app *app, const char *name, const char *text,
                                  const struct pal_procedures **out)
{
    const void *read = NULL;
    enum pal_rc rc = pal_document_alone(app, &procedures, name, text, strlen(text), false, &read);
    *out = read;
    return rc;
}

enum pal_rc pal_app_messages_of(struct pal_app *app, const char *name, const char *text,
                                const struct pal_messages **out)
{
    const void *read = NULL;
    enum pal_rc rc = pal_document_alone(app, &messages, name, text, strlen(text), false, &read);
    *out = read;
    return rc;
}

enum pal_rc pal_app_notice(struct pal_app *app, const char *id_or_path,
                           const struct pal_notice **out)
{
    const void *read = NULL;
    enum pal_rc rc =
        open_named(app, &notices, id_or_path != NULL ? id_or_path : PAL_NOTICE_BUILT_IN, &read);
    *out = read;
    return rc;
}

enum pal_rc pal_app_notice_of(struct pal_app *app, const char *name, const char *text,
                              const struct pal_notice **out)
{
    const void *read = NULL;
    enum pal_rc rc = pal_document_alone(app, &notices, name, text, strlen(text), false, &read);
    *out = read;
    return rc;
}
