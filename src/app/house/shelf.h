/*
 * shelf - the documents that a database keeps, in all their versions, and lists of them.
 */
#ifndef PAL_APP_HOUSE_SHELF_H
#define PAL_APP_HOUSE_SHELF_H

#include <jansson.h>

#include "app/desk/app.h"
#include "app/house/document.h"
#include "app/house/errand.h"
#include "app/house/shelf_kinds.h"

/* The documents that a database keeps, for the verbs of app.h: `app`, which was begun, reads from
 * it and never opens a file afterwards. */
void pal_house_use(struct pal_errand *errand, struct pal_app *app);

/* Gives an app that reads from the database a document that was read from there just now: it is not
 * read a second time. `document` must live as long as the app, and was read as the same visitor. */
void pal_house_hand(struct pal_app *app, const struct pal_document *document);

/* A document (of the library: a built-in one too, with version 0). Needs the right to read it. */
enum pal_rc pal_house_get(struct pal_errand *errand, const char *kind, const char *id,
                          struct pal_document *out) PAL_WARN_UNUSED;

/* Checks a text and writes it as the version after the one that was seen, or as a new document; no
 * number is PAL_E_INVALID. The problems of an invalid text are in `app` (PAL_E_INVALID),
 * and so are those of other documents that name what the text lacks (app/house/fits.h).
 * PAL_E_CONFLICT: what was seen is no longer what stands there. `out->version` is the version
 * written; with `out->is_unchanged` it is the last one, which had this text already, and nothing
 * was written. */
enum pal_rc pal_house_put(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_seen seen, const char *note,
                          struct pal_document *out) PAL_WARN_UNUSED;

/* The same for what people do by a form or the API, where a document that is brought says its
 * states itself: a project goes on, its candidates stand, an assessment begins only as the tables
 * allow (core/case/case.h). What they ask for is the note, of a candidate its own. PAL_E_INVALID:
 * the sentence says why not. */
enum pal_rc pal_house_go_on(struct pal_errand *errand, struct pal_app *app, const char *project,
                            const char *text, size_t len, int64_t version, const char *note,
                            struct pal_document *out) PAL_WARN_UNUSED;

/* What pal_house_put would say of a text, without writing it. */
enum pal_rc pal_house_try(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_document *out) PAL_WARN_UNUSED;

/* Writes the text of version `old` again, as the version after the one that was seen; as
 * pal_house_put. */
enum pal_rc pal_house_restore(struct pal_errand *errand, struct pal_app *app, const char *kind,
                              const char *id, int64_t old, struct pal_seen seen, const char *note,
                              struct pal_document *out) PAL_WARN_UNUSED;

/* Writes a profile made for a project and makes it that project's profile, both or none. An alert
 * level that the profile's scheme does not have is taken out of the project. */
enum pal_rc pal_house_aim(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_document *out) PAL_WARN_UNUSED;

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
bool pal_house_may_write(const struct pal_errand *errand, const struct pal_document *document);

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
                              size_t max, struct pal_document **out, size_t *count) PAL_WARN_UNUSED;

/* Lists and rows, each behind its right; results live in the errand's arena. A list of a kind that
 * belongs to projects holds what the visitor may read, whatever it asks for. */
enum {
    PAL_HOUSE_LISTED_TEXT = 256 << 10
}; /* characters of each document's text that a list reads; of a longer project it shows the head */
enum pal_rc pal_house_find(struct pal_errand *errand, const struct pal_document_search *wanted,
                           struct pal_document **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_house_count(struct pal_errand *errand, const struct pal_document_search *wanted,
                            int64_t *out) PAL_WARN_UNUSED;
enum pal_rc pal_house_version(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t version, struct pal_document *out) PAL_WARN_UNUSED;
enum pal_rc pal_house_history(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t before, size_t max, struct pal_version **out,
                              size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_house_scores(struct pal_errand *errand, const char *project,
                             const struct pal_list_place *after, size_t max,
                             struct pal_assessed **out, size_t *count) PAL_WARN_UNUSED;

/* The same in an order, filtered. `next`: where the list goes on; NULL: it ends. PAL_E_INVALID: the
 * sort, or the cursor, is none of this list. */
enum { PAL_ASSESSMENT_SORTS = 4 };
extern const char *const pal_assessment_sorts[PAL_ASSESSMENT_SORTS];
struct pal_assessment_search {
    const char *project;
    const char *words;    /* in the title or the id, case and accents aside; NULL: any */
    const char *provider; /* as assessments name it; NULL: any */
    const char *sort;     /* NULL: "-date" */
    const char *cursor;   /* that a part of the same list ended with; NULL: from the beginning */
    size_t max;
};
enum pal_rc pal_house_assessments(struct pal_errand *errand,
                                  const struct pal_assessment_search *wanted,
                                  struct pal_assessed **out, size_t *count,
                                  const char **next) PAL_WARN_UNUSED;
/* The providers that assessments of a project name, each once. */
enum pal_rc pal_house_assessed_providers(struct pal_errand *errand, const char *project, size_t max,
                                         const char ***out, size_t *count) PAL_WARN_UNUSED;

/* The project that a document belongs to ("" of the library): what rights are asked for. */
enum pal_rc pal_house_project_of(struct pal_errand *errand, const char *kind, const char *id,
                                 const char **project) PAL_WARN_UNUSED;

#endif
