/*
 * forms - what every form needs that writes a document. Private to src/web.
 */
#ifndef PAL_WEB_FORMS_H
#define PAL_WEB_FORMS_H

#include "app/house/document.h"
#include "web/call.h"

/* PAL_OK for what may be an id, else a sentence that says what one is. */
enum pal_rc pal_form_id(struct pal_call *call, const char *id) PAL_WARN_UNUSED;

/* The version that a form was made from; 0: it is new; -1: what stands there is no number. */
int64_t pal_form_version(const struct pal_call *call);

/* The same with the fact that its text was written from. */
struct pal_seen pal_form_seen(const struct pal_call *call);

/* The version that a form is shown with. Where it is shown again: the one that was sent, so that
 * what was typed is held against what it was typed from, and after a conflict, which shows what
 * others wrote, theirs. Else that of the call. */
int64_t pal_form_version_shown(const struct pal_call *call);
int64_t pal_form_fact_shown(const struct pal_call *call);

/* Gives the lines of what a browser's form sent LF at their ends; files stay as they are. */
enum pal_rc pal_form_lines(struct pal_call *call) PAL_WARN_UNUSED;

/* A text of a browser's form with the line ends of `before`; of a program, as it was sent. "" where
 * it was not sent. */
const char *pal_form_like(struct pal_call *call, const char *name, const char *before);

/* The text under a key; "" where there is none. */
const char *pal_word_in(const struct pal_value *document, const char *key);

/* The title of a document by its text, in the reader's language where it has it; `otherwise` where
 * none can be told. It is looked for, not read. */
const char *pal_document_title(struct pal_call *call, const char *text, const char *otherwise);

/* What is built in of a kind and what is kept that the visitor may choose, as {value, title}. */
struct pal_value *pal_documents_offered(struct pal_call *call, const char *kind);

/* The same as the options of a field. */
enum pal_rc pal_library_options(struct pal_call *call, const char *field, const char *kind,
                                const char *chosen) PAL_WARN_UNUSED;

/* Writes a document that a form has made, as YAML; of states only what the tables allow. */
enum pal_rc pal_put_json(struct pal_call *call, const char *project, struct pal_value *document,
                         int64_t version, const char *note,
                         struct pal_document *out) PAL_WARN_UNUSED;

/* An app whose problems are those of the next document alone. */
struct pal_app *pal_fresh_app(struct pal_call *call);

/* The problems of the app's documents, errors first: line, path, message; of another document than
 * the one that was sent: which, and its address. */
struct pal_value *pal_problems(struct pal_call *call);
/* Problems (app/house/outcome.h), each with the address of the document it is of; gives them back.
 */
struct pal_value *pal_problems_linked(struct pal_call *call, struct pal_value *problems);

/* After a text was refused: its problems under `problems` of the data, and into the sentence of the
 * errand the first one, unless they are those of other documents. Gives back `rc`. */
enum pal_rc pal_tell_refusal(struct pal_call *call, enum pal_rc rc);

/* The address of a document, "KIND/ID"; NULL: it has no page. */
const char *pal_document_url(struct pal_call *call, const char *kind_and_id);

/* After a document was written: its version, and whether it changed, into the data; then on to
 * `url`. */
enum pal_rc pal_go_written(struct pal_call *call, const struct pal_document *written,
                           const char *url);

/* The first of them into the sentence of the errand. Gives back `rc`. */
enum pal_rc pal_tell_problem(struct pal_call *call, enum pal_rc rc);

/* Puts what somebody else wrote meanwhile beside what was typed: nothing is lost. PAL_E_CONFLICT.
 */
enum pal_rc pal_tell_conflict(struct pal_call *call, const char *kind, const char *id);

#endif
