/* shelf_parts - what the files of the shelf share (shelf.c, shelve.c). Private to src/app/house. */
#ifndef PAL_APP_HOUSE_SHELF_PARTS_H
#define PAL_APP_HOUSE_SHELF_PARTS_H

#include "app/desk/app.h"
#include "app/desk/library.h"
#include "app/house/errand.h"
#include "store/records.h"

/* What is built in under an id; NULL. */
const struct pal_library_file *pal_shelf_built_in(const char *kind, const char *id);

/* Whether a document is a project's own, where others have the library's, and not the visitor's to
 * see: whoever may not see it is told that there is none. */
bool pal_shelf_is_hidden(const struct pal_errand *errand, const struct pal_record *record);

/* Reads what a text is: kind, id, title, hash. PAL_E_INVALID: its problems are in `app`. */
enum pal_rc pal_shelf_identify(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_app_source_of *first, const char *text, size_t len,
                               struct pal_record *out) PAL_WARN_UNUSED;

/* Whether the visitor may write the next version, or the first. */
enum pal_rc pal_shelf_require_writing(struct pal_errand *errand, const struct pal_record *record,
                                      bool is_new) PAL_WARN_UNUSED;

/* Within a transaction: writes the version behind `last` (version 0: there is none), and its entry.
 */
enum pal_rc pal_shelf_write_version(struct pal_errand *errand, struct pal_record *record,
                                    const struct pal_record *last) PAL_WARN_UNUSED;

#endif
