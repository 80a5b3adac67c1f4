/*
 * carry - a database as a folder of files, and files back into a database (docs/formats.md,
 * "Exports").
 *
 * An export holds the last version of each document, and as JSON what is no document. Exports of
 * the same content are the same bytes: everything is sorted, nothing says when it was written.
 */
#ifndef PAL_APP_HOUSE_CARRY_H
#define PAL_APP_HOUSE_CARRY_H

#include "app/house/house.h"
#include "store/copy.h"

struct pal_export_request {
    const char *folder;  /* new or empty */
    const char *project; /* NULL: everything */
    bool is_without_persons;
};

struct pal_carried {
    int64_t documents; /* written, or added */
    int64_t rows;
    int64_t same;             /* were here already */
    int64_t refused;          /* something else has their id, or they are not valid */
    struct pal_buf sentences; /* one line for each refused one */
};

void pal_carried_init(struct pal_carried *carried);
void pal_carried_done(struct pal_carried *carried);

enum pal_rc pal_export(struct pal_errand *errand, const struct pal_export_request *request,
                       struct pal_carried *out) PAL_WARN_UNUSED;

/* Takes in the folder of an export, or single documents (into `project`; NULL: the library), in
 * one transaction: whatever fails but a document that is refused leaves nothing behind. */
enum pal_rc pal_import(struct pal_errand *errand, const char *const *paths, size_t count,
                       const char *project, struct pal_carried *out) PAL_WARN_UNUSED;

#endif
