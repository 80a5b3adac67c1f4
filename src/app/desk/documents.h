/*
 * documents - finding and reading the documents that a verb needs: a file, or what is built in; the
 * model and the scheme that a document names. Private to src/app; every failure has left its error
 * in the app's problems.
 */
#ifndef PAL_APP_DESK_DOCUMENTS_H
#define PAL_APP_DESK_DOCUMENTS_H

#include "app/desk/app.h"
#include "app/desk/kept.h"
#include "app/desk/library.h"

/* A document read as far as its kind. */
struct pal_opened {
    struct pal_reader reader;
    struct pal_node *root;
    const struct pal_kind *kind;
    struct pal_kept_key key; /* of its text, where the app keeps what it reads, or it is built in */
};

/* Gives the tree of a long document back before the app is done: what was read from it stays, its
 * nodes do not. */
void pal_document_close(struct pal_opened *document);

/* Opens a file ("-": standard input), or a built-in document. Where the file cannot be read at
 * all, the document's reader has no diag. */
enum pal_rc pal_document_open(struct pal_app *app, const char *path,
                              struct pal_opened *out) PAL_WARN_UNUSED;
enum pal_rc pal_document_open_built_in(struct pal_app *app, const struct pal_library_file *file,
                                       struct pal_opened *out) PAL_WARN_UNUSED;

/* What is built in of the actions of a model; `out` is NULL where there are none. */
enum pal_rc pal_document_actions(struct pal_app *app, const struct pal_model *model,
                                 const struct pal_actions **out) PAL_WARN_UNUSED;

/* Opens a text that is at hand. */
enum pal_rc pal_document_open_text(struct pal_app *app, const char *name, const char *text,
                                   size_t len, struct pal_opened *out) PAL_WARN_UNUSED;

/* The same for whoever looks at the tree and changes nothing in it: no reader of a kind, which
 * marks what is bad. */
enum pal_rc pal_document_look(struct pal_app *app, const char *name, const char *text, size_t len,
                              struct pal_opened *out) PAL_WARN_UNUSED;

/* An error unless the document is of the kind that the verb needs. */
enum pal_rc pal_document_expect(struct pal_opened *document, enum pal_kind_id kind) PAL_WARN_UNUSED;

/* What is built in in a folder, for an error: "level-1, level-2". */
const char *pal_document_list(struct pal_app *app, const char *folder);

/* The model or the scheme that a document names: given by file, else built in. A scheme is NULL
 * where the document names none. */
enum pal_rc pal_document_model_of(struct pal_app *app, struct pal_opened *document,
                                  const struct pal_model **out) PAL_WARN_UNUSED;
enum pal_rc pal_document_scheme_of(struct pal_app *app, struct pal_opened *document,
                                   const struct pal_alert_scheme **out) PAL_WARN_UNUSED;

/* What an opened document holds. A user's scheme is held against the schemes it names. */
enum pal_rc pal_document_model(struct pal_app *app, struct pal_opened *document,
                               const struct pal_model **out) PAL_WARN_UNUSED;
enum pal_rc pal_document_scheme(struct pal_app *app, struct pal_opened *document,
                                const struct pal_alert_scheme **out) PAL_WARN_UNUSED;

/* A profile by id or path, an assessment by path; with `model` they must be for it, else it is the
 * one they name. */
enum pal_rc pal_document_profile(struct pal_app *app, const char *id_or_path,
                                 const struct pal_model *model,
                                 const struct pal_profile **out) PAL_WARN_UNUSED;
/* The same for the model of a questionnaire, against whose thresholds its own are held. */
enum pal_rc pal_document_profile_for(struct pal_app *app, const char *id_or_path,
                                     const struct pal_questionnaire *of,
                                     const struct pal_profile **out) PAL_WARN_UNUSED;
enum pal_rc pal_document_assessment(struct pal_app *app, const char *path,
                                    const struct pal_model *model,
                                    const struct pal_assessment **out) PAL_WARN_UNUSED;

/* The efforts in the file at `path`; NULL: those built in for the model, and an error where there
 * are none. */
enum pal_rc pal_document_efforts(struct pal_app *app, const char *path,
                                 const struct pal_model *model,
                                 const struct pal_efforts **out) PAL_WARN_UNUSED;

/* What an opened alert-history/1 or alert-rates/1 holds; its scheme is the one it names. */
enum pal_rc pal_document_outlook_of(struct pal_app *app, struct pal_opened *document,
                                    const struct pal_outlook **out) PAL_WARN_UNUSED;
enum pal_rc pal_document_outlook(struct pal_app *app, const char *path,
                                 const struct pal_outlook **out) PAL_WARN_UNUSED;

/* What an opened answers/1 holds, to `questionnaire` or (NULL) to the one that was supplied or that
 * it names. */
enum pal_rc pal_document_answers(struct pal_app *app, struct pal_opened *document,
                                 const struct pal_questionnaire *questionnaire,
                                 const struct pal_answers **out) PAL_WARN_UNUSED;

enum pal_rc pal_document_budget(struct pal_app *app, const char *path,
                                const struct pal_budget **out) PAL_WARN_UNUSED;

#endif
