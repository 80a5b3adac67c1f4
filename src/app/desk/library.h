/*
 * library - what is built into the program: models, profiles, actions, page templates, catalogs.
 *
 * The table is made by tools/embed.c from the files of data/, ui/ and po/.
 */
#ifndef PAL_APP_DESK_LIBRARY_H
#define PAL_APP_DESK_LIBRARY_H

#include <stddef.h>

#include "render/report/report.h"
#include "render/template/language.h"

struct pal_library_file {
    const char *name;           /* "data/models/sse-cmm-2.0.yaml" */
    const unsigned char *bytes; /* a NUL stands behind them */
    size_t len;
};

extern const struct pal_library_file pal_library_files[];
extern const size_t pal_library_file_count;

/* A document of the library: `folder` is "models", "profiles", "actions". NULL: none. */
const struct pal_library_file *pal_library_find(const char *folder, const char *id);

/* The ids in a folder, in the table's order: gives how many and fills at most `max`. Ids are
 * borrowed from the table and not NUL-terminated at their end: use `len`. */
struct pal_library_id {
    const char *text;
    size_t len;
};
size_t pal_library_list(const char *folder, struct pal_library_id *ids, size_t max);

/* The bytes of a file of the table, by its name; "" where it is not there. A NUL stands behind
 * them. */
const char *pal_library_bytes(const char *name, size_t *len);

/* The page templates of ui/. */
extern const struct pal_templates pal_library_templates;

/* The words of palier in a language. */
struct pal_language pal_library_language(enum pal_lang lang);

#endif
