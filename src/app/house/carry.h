/*
 * carry - a database as a folder of files, and files back into a database (docs/formats.md,
 * "Exports").
 *
 * An export holds the last version of each document, and as JSON what is no document. Exports of
 * the same content are the same bytes: acts stand in the order in which they were done, all else is
 * sorted, nothing says when it was written.
 */
#ifndef PAL_APP_HOUSE_CARRY_H
#define PAL_APP_HOUSE_CARRY_H

#include "app/house/errand.h"
#include "base/buf.h"

/* What an import takes at most (docs/formats.md says the same): the texts of documents and tables
 * are in memory until they are written, contents of files are not. */
enum {
    PAL_IMPORT_TEXT_BYTES = 256 << 20, /* documents and tables together */
    PAL_IMPORT_TABLE_BYTES = 64 << 20, /* one table */
    PAL_IMPORT_ROWS = 200000,          /* of one table */
    PAL_IMPORT_ENTRIES = 400000,       /* of the folder that are looked at */
    PAL_IMPORT_SENTENCES = 200,        /* told; further ones are counted */
};
#define PAL_IMPORT_BYTES (UINT64_C(16) << 30) /* all that is read, files twice */

struct pal_export_request {
    const char *folder;  /* new or empty */
    const char *project; /* NULL: everything */
    bool is_without_persons;
    /* Why what candidates answer is taken out of consultations that are not open; NULL: it stays
     * behind. It is written into the audit before anything is read. */
    const char *breaks_seal;
};

struct pal_carried {
    int64_t documents; /* written, or added */
    int64_t rows;
    int64_t same;    /* were here already */
    int64_t refused; /* something else has their id, or they are not valid */
    int64_t left;    /* roles that were not asked for */
    bool has_sealed; /* of a consultation that is not open: what its candidates said stayed behind,
                        if any of them said anything */
    struct pal_buf grants; /* one line for each of those */
    struct pal_buf
        sentences; /* one line for each refused one, and for what the list does not name */
    int64_t told;  /* sentences, also those that were only counted */
};

void pal_carried_init(struct pal_carried *carried);
void pal_carried_done(struct pal_carried *carried);

/* Adds a line to the sentences, as long as there are not too many. */
void pal_carried_tell(struct pal_carried *carried, const char *fmt, ...) PAL_PRINTF(2, 3);

enum pal_rc pal_export(struct pal_errand *errand, const struct pal_export_request *request,
                       struct pal_carried *out) PAL_WARN_UNUSED;

struct pal_import_request {
    const char *const *paths; /* the folder of an export, or single documents */
    size_t count;
    const char *project; /* of single documents; NULL: the library, or the project they name */
    bool takes_grants;
};

/* Takes in the folder of an export, or single documents. Everything is read and checked first, by
 * the checks of the verbs; what passed is written in one transaction. Whatever fails but a document
 * or a row that is refused leaves nothing behind. The author of what is brought is the visitor;
 * whom the export says it is of is kept beside it, as a claim. */
enum pal_rc pal_import(struct pal_errand *errand, const struct pal_import_request *request,
                       struct pal_carried *out) PAL_WARN_UNUSED;

#endif
