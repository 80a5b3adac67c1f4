/*
 * shelf - the documents that a database keeps, in all their versions, and lists of them.
 */
#ifndef PAL_APP_HOUSE_SHELF_H
#define PAL_APP_HOUSE_SHELF_H

#include <jansson.h>

#include "app/desk/app.h"
#include "app/house/errand.h"
#include "store/records.h"

/* The documents that a database keeps, for the verbs of app.h: `app` reads from it and never opens
 * a file afterwards. */
void pal_house_use(struct pal_errand *errand, struct pal_app *app);

/* Gives an app that reads from the database a document that was read from there just now: it is not
 * read a second time. `record` must live as long as the app, and was read as the same visitor. */
void pal_house_hand(struct pal_app *app, const struct pal_record *record);

/* A document (of the library: a built-in one too, with version 0). Needs the right to read it. */
enum pal_rc pal_house_get(struct pal_errand *errand, const char *kind, const char *id,
                          struct pal_record *out) PAL_WARN_UNUSED;

/* Checks a text and writes it as the next version, or as a new document with `version` 0; one below
 * 0 is no number, and PAL_E_INVALID. The problems of an invalid text are in `app` (PAL_E_INVALID),
 * and so are those of other documents that name what the text lacks (app/house/fits.h).
 * PAL_E_CONFLICT: `version` is no longer the last one. `out->version` is the version written; with
 * `out->is_unchanged` it is the last one, which had this text already, and nothing was written. */
enum pal_rc pal_house_put(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, int64_t version, const char *note,
                          struct pal_record *out) PAL_WARN_UNUSED;

/* What pal_house_put would say of a text, without writing it. */
enum pal_rc pal_house_try(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_record *out) PAL_WARN_UNUSED;

/* Writes the text of version `old` again, as the version after `version`; as pal_house_put. */
enum pal_rc pal_house_restore(struct pal_errand *errand, struct pal_app *app, const char *kind,
                              const char *id, int64_t old, int64_t version, const char *note,
                              struct pal_record *out) PAL_WARN_UNUSED;

/* Writes a profile made for a project and makes it that project's profile, both or none. An alert
 * level that the profile's scheme does not have is taken out of the project. */
enum pal_rc pal_house_aim(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_record *out) PAL_WARN_UNUSED;

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

/* Takes a document out of the lists, or brings it back. */
enum pal_rc pal_house_remove(struct pal_errand *errand, const char *kind, const char *id,
                             bool is_back) PAL_WARN_UNUSED;

/* A text as JSON, by the descriptor of its kind (new reference); NULL with problems in `app`. */
json_t *pal_house_json(struct pal_app *app, const char *text, size_t len);

/* The same as a value of `in`, with words of its own. */
struct pal_value *pal_house_value(struct pal_app *app, const char *text, size_t len,
                                  struct pal_values *in);
/* Of its members those of these keys alone (literals, NULL behind them). */
struct pal_value *pal_house_members(struct pal_app *app, const char *text, size_t len,
                                    const char *const *keys, struct pal_values *in);

/* Whether the visitor may write the next version of a document that is kept. */
bool pal_house_may_write(const struct pal_errand *errand, const struct pal_record *record);

/* Whether documents of a kind belong to projects; the others are the library's, or a project's own
 * until somebody publishes them. */
bool pal_house_is_of_projects(const char *kind);

/* Whether the visitor may see what belongs to a document's project; the library's: always. */
bool pal_house_may_see(const struct pal_errand *errand, const struct pal_record *record);

/* Which companies are looked at is nobody's business but of who looks: PAL_E_NOT_FOUND where the
 * visitor neither chooses providers for new projects, nor edits the library, nor administers, nor
 * reads a project whose candidate it is. */
enum pal_rc pal_house_may_choose(struct pal_errand *errand, const char *provider) PAL_WARN_UNUSED;

/* Makes a project's own profile, provider … the library's, for everybody to see. Needs the right to
 * edit the library and to read the project. */
enum pal_rc pal_house_publish(struct pal_errand *errand, const char *kind,
                              const char *id) PAL_WARN_UNUSED;

/* What a project may choose from: the library's documents of a kind and the project's own (NULL: of
 * no project), at most `max` of each. */
enum pal_rc pal_house_offered(struct pal_errand *errand, const char *kind, const char *project,
                              size_t max, struct pal_record **out, size_t *count) PAL_WARN_UNUSED;

/* Lists and rows, each behind its right; results live in the errand's arena. A list of a kind that
 * belongs to projects holds what the visitor may read, whatever it asks for. */
enum {
    PAL_HOUSE_LISTED_TEXT = 256 << 10
}; /* characters of each document's text that a list reads; of a longer project it shows the head */
enum pal_rc pal_house_find(struct pal_errand *errand, const struct pal_record_list *wanted,
                           struct pal_record **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_house_count(struct pal_errand *errand, const struct pal_record_list *wanted,
                            int64_t *out) PAL_WARN_UNUSED;
enum pal_rc pal_house_version(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t version, struct pal_record *out) PAL_WARN_UNUSED;
enum pal_rc pal_house_history(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t before, size_t max, struct pal_record **out,
                              size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_house_scores(struct pal_errand *errand, const char *project,
                             const struct pal_place *after, size_t max, struct pal_score_row **out,
                             size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_house_deliveries(struct pal_errand *errand, const char *project, size_t max,
                                 struct pal_delivery_row **out, size_t *count) PAL_WARN_UNUSED;

/* The project that a document belongs to ("" of the library): what rights are asked for. */
enum pal_rc pal_house_project_of(struct pal_errand *errand, const char *kind, const char *id,
                                 const char **project) PAL_WARN_UNUSED;

#endif
