/* read_once - the profiles, assessments and efforts of documents. An assessment of a database, and
 * efforts that are built in, are read once and kept, keyed by their text and by that of their
 * model: whoever finds them gives them their own model.
 */
#include <string.h>

#include "app/desk/digest.h"
#include "app/desk/documents_parts.h"
#include "app/desk/library.h"
#include "base/text.h"

/* -------------------------------------------------------------- profiles */

/* A profile that this app has read for that model, or for its own where `model` is NULL. */
static const struct pal_profile *loaded_profile(const struct pal_app *app, const char *place,
                                                const struct pal_model *model)
{
    for (const struct pal_app_profile_at *at = app->profiles; at != NULL; at = at->next) {
        if (strcmp(at->place, place) == 0 && (model == NULL || at->profile->model == model)) {
            return at->profile;
        }
    }
    return NULL;
}

static enum pal_rc keep_profile(struct pal_app *app, const char *place,
                                const struct pal_profile *profile)
{
    struct pal_app_profile_at *entry = PAL_NEW(&app->arena, struct pal_app_profile_at, 1);
    const char *copy = pal_arena_copy(&app->arena, place, strlen(place));
    if (entry == NULL || copy == NULL) {
        return PAL_E_MEMORY;
    }
    *entry = (struct pal_app_profile_at){copy, profile, app->profiles};
    app->profiles = entry;
    return PAL_OK;
}

/* A threshold under a name that the questionnaire lacks changes nothing: whoever uses the profile
 * is told. */
static void check_thresholds(struct pal_app *app, const struct pal_opened *document,
                             const struct pal_profile *profile, const struct pal_questionnaire *of)
{
    struct pal_reader reader = document->reader;
    reader.diag = pal_document_diag(app);
    if (reader.diag != NULL) {
        app->last_problems->is_of_use = true;
        pal_profile_check_thresholds(&reader, document->root, profile, of);
    }
}

/* Its thresholds are held against those of a questionnaire (NULL: none). */
static enum pal_rc read_profile(struct pal_app *app, const char *id_or_path,
                                const struct pal_model *model, const struct pal_questionnaire *of,
                                const struct pal_profile **out)
{
    struct pal_opened document;
    enum pal_rc rc =
        pal_document_open_named(app, id_or_path, PAL_KIND_PROFILE, "profiles", &document);
    if (rc == PAL_OK && model == NULL) {
        rc = pal_document_model_of(app, &document, &model);
    }
    const struct pal_alert_scheme *scheme = NULL;
    if (rc == PAL_OK) {
        rc = pal_document_scheme_of(app, &document, &scheme);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_profile_read(&document.reader, document.root, model, scheme);
    if (*out != NULL && of != NULL) {
        check_thresholds(app, &document, *out, of);
    }
    pal_document_close(&document);
    return *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
}

enum pal_rc pal_document_profile(struct pal_app *app, const char *id_or_path,
                                 const struct pal_model *model, const struct pal_profile **out)
{
    *out = loaded_profile(app, id_or_path, model);
    if (*out != NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = read_profile(app, id_or_path, model, NULL, out);
    return rc == PAL_OK ? keep_profile(app, id_or_path, *out) : rc;
}

enum pal_rc pal_document_profile_for(struct pal_app *app, const char *id_or_path,
                                     const struct pal_questionnaire *of,
                                     const struct pal_profile **out)
{
    enum pal_rc rc = read_profile(app, id_or_path, of->model, of, out);
    return rc == PAL_OK ? keep_profile(app, id_or_path, *out) : rc;
}

enum pal_rc pal_app_scheme_of_profile(struct pal_app *app, const char *id_or_path,
                                      const struct pal_alert_scheme **out)
{
    struct pal_opened document;
    enum pal_rc rc =
        pal_document_open_named(app, id_or_path, PAL_KIND_PROFILE, "profiles", &document);
    return rc == PAL_OK ? pal_document_scheme_of(app, &document, out) : rc;
}

enum pal_rc pal_app_profile(struct pal_app *app, const char *id_or_path,
                            const struct pal_profile **out)
{
    return pal_document_profile(app, id_or_path, NULL, out);
}

/* ------------------------------------------------------------ assessments */

static enum pal_rc read_assessment(struct pal_app *app, const char *path,
                                   const struct pal_model *model, const struct pal_assessment **out)
{
    struct pal_opened document;
    enum pal_rc rc = pal_document_open(app, path, &document);
    if (rc == PAL_OK) {
        rc = pal_document_expect(&document, PAL_KIND_ASSESSMENT);
    }
    if (rc == PAL_OK && model == NULL) {
        rc = pal_document_model_of(app, &document, &model);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_assessment_read(&document.reader, document.root, model);
    pal_document_close(&document);
    return *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
}

/* The key of what was read from a text for a model of some text. */
static struct pal_kept_key key_of_both(const struct pal_kept_key *text,
                                       const struct pal_kept_key *model)
{
    const struct pal_kept_key both[] = {*text, *model};
    struct pal_kept_key key;
    pal_text_digest((const char *)both, sizeof both, key.bytes);
    return key;
}

/* The key of the name of a text's model: the text has to be read to know it. */
static struct pal_kept_key key_of_name(const struct pal_kept_key *text)
{
    static const struct pal_kept_key mark = {"the id of the model"};
    return key_of_both(text, &mark);
}

static const struct pal_kept_key *key_of_model(const struct pal_app *app,
                                               const struct pal_model *model)
{
    for (const struct pal_app_model *at = app->models; at != NULL; at = at->next) {
        if (at->model == model) {
            return &at->key;
        }
    }
    return NULL;
}

const void *pal_document_find_kept(struct pal_app *app, const struct pal_kept_key *key)
{
    struct pal_kept_entry *entry = pal_kept_find(app->kept, key);
    return entry != NULL && pal_document_hold(app, entry) ? pal_kept_what(entry) : NULL;
}

const void *pal_document_keep(struct pal_app *app, const struct pal_kept_key *key,
                              struct pal_arena *arena, const void *what)
{
    struct pal_kept_entry *entry = pal_kept_add(app->kept, key, arena, what);
    if (entry == NULL) {
        return pal_document_adopt(app, arena) ? what : NULL;
    }
    return pal_document_hold(app, entry) ? pal_kept_what(entry) : NULL;
}

/* Whether the model is the one that a text is for; it is looked for where `model` is NULL. */
static bool find_model(struct pal_app *app, const char *id, const struct pal_model **model)
{
    enum pal_rc rc = PAL_OK;
    if (*model != NULL) {
        return strcmp((*model)->id, id) == 0;
    }
    bool is_there = pal_document_model_at_hand(app, id, model, &rc);
    if (!is_there || rc != PAL_OK) {
        *model = NULL; /* reading the text says what is wrong */
    }
    return *model != NULL;
}

/* What was read from the text before; NULL: nothing. */
static const void *find_read(struct pal_app *app, const struct pal_readable *readable,
                             const struct pal_kept_key *text, const struct pal_model *model)
{
    const struct pal_kept_key name = key_of_name(text);
    const char *id = pal_document_find_kept(app, &name);
    if (id == NULL || !find_model(app, id, &model)) {
        return NULL;
    }
    const struct pal_kept_key *of = key_of_model(app, model);
    if (of == NULL) {
        return NULL;
    }
    const struct pal_kept_key both = key_of_both(text, of);
    const void *kept = pal_document_find_kept(app, &both);
    return kept != NULL ? readable->with_model(app, kept, model) : NULL;
}

/* Keeps what was read into `arena` without a word to say against it. NULL: memory is short. */
static const void *keep_read(struct pal_app *app, const struct pal_readable *readable,
                             const struct pal_kept_key *text, struct pal_arena *arena,
                             const void *what)
{
    const struct pal_model *model = readable->model_of(what);
    const struct pal_kept_key *of = key_of_model(app, model);
    if (of == NULL || app->kept == NULL) {
        return pal_document_adopt(app, arena) ? what : NULL;
    }
    const struct pal_kept_key name = key_of_name(text);
    const struct pal_kept_key both = key_of_both(text, of);
    struct pal_arena own;
    pal_arena_init(&own, NULL);
    const char *id = pal_arena_copy(&own, model->id, strlen(model->id));
    bool is_named = id != NULL && pal_document_keep(app, &name, &own, id) != NULL;
    pal_arena_done(&own);
    const void *kept = pal_document_keep(app, &both, arena, what);
    return is_named && kept != NULL ? readable->with_model(app, kept, model) : NULL;
}

static bool is_clean(enum pal_rc rc, const struct pal_diag *diag)
{
    return rc == PAL_OK && diag->warning_count == 0 && diag->error_count == 0;
}

/* Reads the tree of a document of a kind: what is made of it goes into `own`. */
static enum pal_rc read_tree(struct pal_opened *document, enum pal_kind_id kind,
                             struct pal_arena *own, const char *text, size_t len)
{
    pal_document_tree(document, own, text, len);
    return document->kind != NULL ? pal_document_expect(document, kind)
                                  : pal_diag_rc(document->reader.diag);
}

/* Reads a text that nobody has read yet. */
static enum pal_rc read_text(struct pal_app *app, const struct pal_readable *readable,
                             const struct pal_readable_text *of, const struct pal_kept_key *key,
                             const struct pal_model *model, const void **out)
{
    struct pal_arena own;
    struct pal_arena nodes;
    struct pal_diag *diag = pal_document_diag(app);
    if (diag == NULL) {
        return PAL_E_MEMORY;
    }
    pal_arena_init(&own, NULL);
    pal_arena_init(&nodes, app->arena.alloc);
    struct pal_opened document = {.reader = {.nodes = &nodes, .diag = diag, .file = of->name}};
    enum pal_rc rc = read_tree(&document, readable->kind, &own, of->text, of->len);
    if (rc == PAL_OK && model == NULL) {
        rc = pal_document_model_of(app, &document, &model);
    }
    if (rc == PAL_OK) {
        *out = readable->read(&document.reader, document.root, model);
        rc = *out != NULL ? PAL_OK : pal_diag_rc(diag);
    }
    pal_arena_done(&nodes);
    if (!is_clean(rc, diag)) {
        return pal_document_adopt(app, &own) ? rc : PAL_E_MEMORY;
    }
    *out = keep_read(app, readable, key, &own, *out);
    return *out != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_document_read_once(struct pal_app *app, const struct pal_readable *readable,
                                   const struct pal_readable_text *of,
                                   const struct pal_model *model, const void **out)
{
    const struct pal_kept_key key = pal_document_key(of->text, of->len, of->is_built_in);
    *out = app->kept != NULL ? find_read(app, readable, &key, model) : NULL;
    return *out != NULL ? PAL_OK : read_text(app, readable, of, &key, model, out);
}

static const void *read_an_assessment(struct pal_reader *reader, struct pal_node *root,
                                      const struct pal_model *model)
{
    return pal_assessment_read(reader, root, model);
}

static const struct pal_model *model_of_assessment(const void *assessment)
{
    return ((const struct pal_assessment *)assessment)->model;
}

static const void *assessment_with_model(struct pal_app *app, const void *kept,
                                         const struct pal_model *model)
{
    struct pal_assessment *own = PAL_NEW(&app->arena, struct pal_assessment, 1);
    if (own != NULL) {
        *own = *(const struct pal_assessment *)kept;
        own->model = model;
    }
    return own;
}

enum pal_rc pal_document_assessment(struct pal_app *app, const char *path,
                                    const struct pal_model *model,
                                    const struct pal_assessment **out)
{
    static const char kind[] = "assessment/";
    static const struct pal_readable readable = {PAL_KIND_ASSESSMENT, read_an_assessment,
                                                 model_of_assessment, assessment_with_model};
    const struct pal_app_source_of *source = app->source;
    if (source == NULL || app->kept == NULL || strncmp(path, kind, sizeof kind - 1) != 0) {
        return read_assessment(app, path, model, out);
    }
    struct pal_arena arena;
    struct pal_readable_text of = {0};
    const void *read = NULL;
    enum pal_rc rc = PAL_OK;
    pal_arena_init(&arena, app->arena.alloc);
    of.text = source->find(source->ctx, "assessment", path + sizeof kind - 1, &arena, &of.len);
    of.name = pal_arena_copy(&app->arena, path, strlen(path));
    if (of.text == NULL) {
        rc = pal_app_fail(app, PAL_E_NOT_FOUND, "there is no %s", pal_quote(path).text);
    } else if (of.name == NULL) {
        rc = PAL_E_MEMORY;
    } else {
        rc = pal_document_read_once(app, &readable, &of, model, &read);
        *out = read;
    }
    pal_arena_done(&arena);
    return rc;
}

/* ------------------------------------------------- what stands by itself */

/* Reads a text that nobody has read yet; `key` NULL: nothing is kept. */
static enum pal_rc read_alone(struct pal_app *app, const struct pal_alone *what, const char *name,
                              const char *text, size_t len, const struct pal_kept_key *key,
                              const void **out)
{
    struct pal_arena own;
    struct pal_arena nodes;
    struct pal_diag *diag = pal_document_diag(app);
    if (diag == NULL) {
        return PAL_E_MEMORY;
    }
    pal_arena_init(&own, key != NULL ? NULL : app->arena.alloc);
    pal_arena_init(&nodes, app->arena.alloc);
    struct pal_opened document = {.reader = {.nodes = &nodes, .diag = diag, .file = name}};
    enum pal_rc rc = read_tree(&document, what->kind, &own, text, len);
    if (rc == PAL_OK) {
        *out = what->read(&document.reader, document.root);
        rc = *out != NULL ? PAL_OK : pal_diag_rc(diag);
    }
    pal_arena_done(&nodes);
    if (key == NULL || !is_clean(rc, diag)) {
        return pal_document_adopt(app, &own) ? rc : PAL_E_MEMORY;
    }
    *out = pal_document_keep(app, key, &own, *out);
    return *out != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_document_alone(struct pal_app *app, const struct pal_alone *what, const char *name,
                               const char *text, size_t len, bool is_built_in, const void **out)
{
    static const struct pal_kept_key mark = {"what stands by itself"};
    *out = NULL;
    if (app->kept == NULL) {
        return read_alone(app, what, name, text, len, NULL, out);
    }
    const struct pal_kept_key of = pal_document_key(text, len, is_built_in);
    const struct pal_kept_key key = key_of_both(&of, &mark);
    *out = pal_document_find_kept(app, &key);
    return *out != NULL ? PAL_OK : read_alone(app, what, name, text, len, &key, out);
}

/* ---------------------------------------------------------------- efforts */

static enum pal_rc read_efforts(struct pal_app *app, const char *path,
                                const struct pal_library_file *file, const struct pal_model *model,
                                const struct pal_efforts **out)
{
    struct pal_opened document;
    enum pal_rc rc = file != NULL ? pal_document_open_built_in(app, file, &document)
                                  : pal_document_open(app, path, &document);
    if (rc == PAL_OK) {
        rc = pal_document_expect(&document, PAL_KIND_EFFORT);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_effort_read(&document.reader, document.root, model);
    return *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
}

/* Reads what is built in, and keeps it under `key` where there is nothing to say against it. */
static enum pal_rc keep_efforts(struct pal_app *app, const struct pal_library_file *file,
                                const struct pal_model *model, const struct pal_kept_key *key,
                                const struct pal_efforts **out)
{
    struct pal_arena own;
    struct pal_arena nodes;
    struct pal_diag *diag = pal_document_diag(app);
    if (diag == NULL) {
        return PAL_E_MEMORY;
    }
    pal_arena_init(&own, NULL);
    pal_arena_init(&nodes, app->arena.alloc);
    struct pal_opened document = {.reader = {.nodes = &nodes, .diag = diag, .file = file->name}};
    enum pal_rc rc =
        read_tree(&document, PAL_KIND_EFFORT, &own, (const char *)file->bytes, file->len);
    if (rc == PAL_OK) {
        *out = pal_effort_read(&document.reader, document.root, model);
        rc = *out != NULL ? PAL_OK : pal_diag_rc(diag);
    }
    pal_arena_done(&nodes);
    if (!is_clean(rc, diag)) {
        return pal_document_adopt(app, &own) ? rc : PAL_E_MEMORY;
    }
    *out = pal_document_keep(app, key, &own, *out);
    return *out != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* The efforts that are built in for a model whose text is known by its key. */
static enum pal_rc find_efforts(struct pal_app *app, const struct pal_library_file *file,
                                const struct pal_model *model, const struct pal_kept_key *of,
                                const struct pal_efforts **out)
{
    const struct pal_kept_key text = pal_document_key((const char *)file->bytes, file->len, true);
    const struct pal_kept_key both = key_of_both(&text, of);
    *out = pal_document_find_kept(app, &both);
    enum pal_rc rc = *out != NULL ? PAL_OK : keep_efforts(app, file, model, &both, out);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_efforts *own = PAL_NEW(&app->arena, struct pal_efforts, 1);
    if (own == NULL) {
        return PAL_E_MEMORY;
    }
    *own = **out;
    own->model = model;
    *out = own;
    return PAL_OK;
}

enum pal_rc pal_document_efforts(struct pal_app *app, const char *path,
                                 const struct pal_model *model, const struct pal_efforts **out)
{
    const struct pal_library_file *file =
        path == NULL ? pal_library_find("effort", model->id) : NULL;
    const struct pal_kept_key *of = app->kept != NULL ? key_of_model(app, model) : NULL;
    if (path == NULL && file == NULL) {
        return pal_app_lacks(app, PAL_E_NOT_FOUND, "effort",
                             "no efforts are built in for the model \"%s\"; give them", model->id);
    }
    return file != NULL && of != NULL ? find_efforts(app, file, model, of, out)
                                      : read_efforts(app, path, file, model, out);
}
