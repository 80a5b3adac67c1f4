/* documents_parts - what the files that read documents share. Private to src/app/desk. */
#ifndef PAL_APP_DESK_DOCUMENTS_PARTS_H
#define PAL_APP_DESK_DOCUMENTS_PARTS_H

#include "app/desk/documents.h"

/* The place for the problems of a further document; NULL when memory is short. */
struct pal_diag *pal_document_diag(struct pal_app *app);

/* The key of a text: what is built in by its place, which is cheaper, all else by its content. */
struct pal_kept_key pal_document_key(const char *bytes, size_t len, bool is_built_in);

/* Keeps an entry in use until the app is done; false: memory is short, and it is released. */
bool pal_document_hold(struct pal_app *app, struct pal_kept_entry *entry);

/* A kept thing, in use until the app is done; NULL: none is kept. */
const void *pal_document_find_kept(struct pal_app *app, const struct pal_kept_key *key);
/* Keeps a thing with its arena (empty afterwards), and gives what is kept, which is another's where
 * that was quicker; the arena is the app's where it could not be kept. NULL: memory is short. */
const void *pal_document_keep(struct pal_app *app, const struct pal_kept_key *key,
                              struct pal_arena *arena, const void *what);

/* Reads a text into an arena, as far as its kind. The reader has its diag and its file. */
void pal_document_tree(struct pal_opened *out, struct pal_arena *arena, const char *bytes,
                       size_t len);

/* The target that a profile and an alert level ask for (NULL without a profile); where there is
 * none, the sentence names the levels there are. */
enum pal_rc pal_app_target(struct pal_app *app, const struct pal_profile *profile,
                           const char *alert, const pal_mask **out) PAL_WARN_UNUSED;

/* Takes over an arena (empty afterwards) until the app is done. False: memory is short, and what
 * was in it is gone. */
bool pal_document_adopt(struct pal_app *app, struct pal_arena *arena) PAL_WARN_UNUSED;

/* What is made of a document that stands by itself; NULL where there was an error. */
struct pal_alone {
    enum pal_kind_id kind;
    const char *folder; /* of what is built in */
    const void *(*read)(struct pal_reader *reader, struct pal_node *root);
};
/* What a text holds: read once and kept where the app keeps what it reads, else the app's. */
enum pal_rc pal_document_alone(struct pal_app *app, const struct pal_alone *what, const char *name,
                               const char *text, size_t len, bool is_built_in,
                               const void **out) PAL_WARN_UNUSED;

/* Opens what a word names: a document that is built in, else a file. */
enum pal_rc pal_document_open_named(struct pal_app *app, const char *word, enum pal_kind_id kind,
                                    const char *folder, struct pal_opened *out) PAL_WARN_UNUSED;

/* The model of an id, read before, built in or of the database, with what reading it gave; false:
 * there is none. */
bool pal_document_model_at_hand(struct pal_app *app, const char *id, const struct pal_model **out,
                                enum pal_rc *rc) PAL_WARN_UNUSED;

/* How a kind of document that is for a model is read, and what is kept of it given another model of
 * the same text. */
struct pal_readable {
    enum pal_kind_id kind;
    const void *(*read)(struct pal_reader *reader, struct pal_node *root,
                        const struct pal_model *model);
    const struct pal_model *(*model_of)(const void *what);
    /* In the app's arena; NULL: memory is short. */
    const void *(*with_model)(struct pal_app *app, const void *kept, const struct pal_model *model);
};
struct pal_readable_text {
    const char *name; /* for messages */
    const char *text;
    size_t len;
    bool is_built_in;
};

/* Reads a text, or gives what reading it gave before; `model` NULL: the one that it names. */
enum pal_rc pal_document_read_once(struct pal_app *app, const struct pal_readable *readable,
                                   const struct pal_readable_text *of,
                                   const struct pal_model *model, const void **out) PAL_WARN_UNUSED;

#endif
