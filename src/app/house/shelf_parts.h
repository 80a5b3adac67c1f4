/* shelf_parts - what the files of the shelf share (shelf.c, shelve.c), and rows of documents for
 * others of the house. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_SHELF_PARTS_H
#define PAL_APP_HOUSE_SHELF_PARTS_H

#include "app/desk/app.h"
#include "app/desk/library.h"
#include "app/house/errand.h"
#include "store/records.h"

enum { PAL_TITLE_MAX = 500 }; /* bytes of a title in a row; a longer one is cut */

/* Gives rows of before schema 14 the title in French that their text has, within the transaction
 * that brings a database up to date: one entry covers them. (older_titles.c) */
enum pal_rc pal_older_titles(struct pal_errand *errand) PAL_WARN_UNUSED;

/* The row that pal_house_get tells of, behind the same rights. */
enum pal_rc pal_shelf_get(struct pal_errand *errand, const char *kind, const char *id,
                          struct pal_record *out) PAL_WARN_UNUSED;

/* Whether the visitor may see what belongs to a document's project; the library's: always. */
bool pal_house_may_see(const struct pal_errand *errand, const struct pal_record *record);

/* What became of a document that was brought from elsewhere. */
enum pal_brought {
    PAL_BROUGHT_ADDED,
    PAL_BROUGHT_SAME,    /* it is here already, word for word */
    PAL_BROUGHT_OTHER,   /* something else has its id: nothing was written */
    PAL_BROUGHT_INVALID, /* nothing was written; the problems are in `app` */
};

/* Reads and checks a text that may be brought; writes nothing and needs no transaction. `first` is
 * where it finds what it refers to before the database, may be NULL. `record` says its project and
 * its version; kind, id, title, text, hash and the visitor as its author are filled in. PAL_OK
 * whatever `what` is. */
enum pal_rc pal_house_examine(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_app_source_of *first, const char *text, size_t len,
                              struct pal_record *record, enum pal_brought *what) PAL_WARN_UNUSED;

/* Writes what was examined and found to be missing here (PAL_BROUGHT_ADDED), within a transaction;
 * with `removed_at` it is out of the lists. PAL_E_EXISTS: somebody wrote it in the meantime. Scores
 * do not follow: see scores.h. */
enum pal_rc pal_house_bring(struct pal_errand *errand, struct pal_record *record) PAL_WARN_UNUSED;

/* The right to know of a document, whatever of it the visitor reads independently (blind.h); NULL:
 * there is none under that id, which is told as to whoever may not read it. */
enum pal_rc pal_shelf_may_read_head(struct pal_errand *errand, const char *kind, const char *id,
                                    const struct pal_record *record) PAL_WARN_UNUSED;

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

/* Whether a new document may have its id: of a kind that a project has one of, it is the project's.
 */
enum pal_rc pal_shelf_check_id(struct pal_errand *errand,
                               const struct pal_record *record) PAL_WARN_UNUSED;

/* Within a transaction: writes the version behind `last` (version 0: there is none), and its entry.
 */
enum pal_rc pal_shelf_write_version(struct pal_errand *errand, struct pal_record *record,
                                    const struct pal_record *last) PAL_WARN_UNUSED;

/* Reads and checks a text that is to be written; needs no transaction. PAL_E_INVALID: its problems
 * are in `app`. */
enum pal_rc pal_shelf_prepare(struct pal_errand *errand, struct pal_app *app, const char *project,
                              const char *text, size_t len, const char *note,
                              struct pal_record *out) PAL_WARN_UNUSED;

/* A text to be written; see pal_house_put. */
struct pal_shelf_wish {
    const char *project;
    const char *text;
    size_t len;
    int64_t version;
    int64_t fact; /* that was seen; pal_document */
    const char *note;
    bool is_held; /* what it changes of states is what the tables allow (case_hold.h) */
    struct pal_record *beside; /* NULL; a prepared document that is new and written with it, before
                                  it: with what no score depends on */
};
enum pal_rc pal_shelf_put(struct pal_errand *errand, struct pal_app *app,
                          const struct pal_shelf_wish *wish,
                          struct pal_record *out) PAL_WARN_UNUSED;

#endif
