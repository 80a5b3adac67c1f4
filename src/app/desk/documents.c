/* documents - see documents.h; also the loading verbs of app.h. */
#include "app/desk/documents.h"

#include <stdio.h>
#include <string.h>

#include "app/desk/digest.h"
#include "app/desk/documents_parts.h"
#include "app/desk/files.h"
#include "app/desk/library.h"
#include "base/text.h"
#include "format/yaml.h"

void pal_app_init(struct pal_app *app)
{
    pal_app_init_in(app, NULL);
}

void pal_app_init_in(struct pal_app *app, const struct pal_alloc *alloc)
{
    *app = (struct pal_app){0};
    pal_arena_init(&app->arena, alloc);
}

struct pal_app_hold {
    struct pal_kept_entry *entry;
    struct pal_app_hold *next;
};

/* The nodes of a long document. */
struct pal_app_tree {
    struct pal_arena nodes;
    struct pal_app_tree *next;
};

void pal_app_done(struct pal_app *app)
{
    for (struct pal_app_tree *at = app->trees; at != NULL; at = at->next) {
        pal_arena_done(&at->nodes);
    }
    for (struct pal_app_hold *at = app->holds; at != NULL; at = at->next) {
        pal_kept_release(app->kept, at->entry);
    }
    pal_arena_done(&app->arena);
    *app = (struct pal_app){0};
}

struct pal_diag *pal_document_diag(struct pal_app *app)
{
    struct pal_app_problems *problems = pal_arena_take_unset(&app->arena, sizeof *problems);
    if (problems == NULL) {
        return NULL;
    }
    problems->next = NULL;
    problems->is_of_use = false;
    pal_diag_init(
        &problems->diag); /* room for many sentences: all but the counts may be anything */
    if (app->last_problems == NULL) {
        app->problems = problems;
    } else {
        app->last_problems->next = problems;
    }
    app->last_problems = problems;
    problems->diag.voice = app->voice;
    return &problems->diag;
}

PAL_PRINTF(4, 0)
static enum pal_rc fail(struct pal_app *app, enum pal_rc rc, const char *lacks, const char *fmt,
                        va_list args)
{
    struct pal_diag *diag = pal_document_diag(app);
    struct pal_err problem = {.rc = rc, .lacks = lacks};
    (void)vsnprintf(problem.message, sizeof problem.message, pal_voice_say(app->voice, fmt), args);
    if (diag != NULL) {
        pal_diag_error(diag, &problem);
    }
    return rc;
}

enum pal_rc pal_app_fail(struct pal_app *app, enum pal_rc rc, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    rc = fail(app, rc, NULL, fmt, args);
    va_end(args);
    return rc;
}

enum pal_rc pal_app_lacks(struct pal_app *app, enum pal_rc rc, const char *what, const char *fmt,
                          ...)
{
    va_list args;
    va_start(args, fmt);
    rc = fail(app, rc, what, fmt, args);
    va_end(args);
    return rc;
}

/* ------------------------------------------------------------ documents */

/* A longer text is not worth its place among what is kept: its tree takes about five times as much,
 * and to read it into the app at once saves a copy. */
enum { KEPT_TEXT_MOST = 1 << 20 };

/* The nodes of a longer text are given back as soon as it is read. */
enum { SHORT_TEXT_MOST = 64 << 10 };

/* What is kept of a text: its tree, which nobody changes. */
struct tree {
    struct pal_node *root;
    const struct pal_kind *kind;
};

struct pal_kept_key pal_document_key(const char *bytes, size_t len, bool is_built_in)
{
    struct pal_kept_key key = {{0}};
    if (is_built_in) {
        memcpy(key.bytes, &bytes, sizeof bytes); /* no hash begins so, and 24 zeros follow */
    } else {
        pal_text_digest(bytes, len, key.bytes);
    }
    return key;
}

bool pal_document_hold(struct pal_app *app, struct pal_kept_entry *entry)
{
    struct pal_app_hold *held = PAL_NEW(&app->arena, struct pal_app_hold, 1);
    if (held == NULL) {
        pal_kept_release(app->kept, entry);
        return false;
    }
    *held = (struct pal_app_hold){entry, app->holds};
    app->holds = held;
    return true;
}

/* A place for the nodes of a long document; NULL: memory is short. */
static struct pal_arena *new_tree(struct pal_app *app)
{
    struct pal_app_tree *tree = PAL_NEW(&app->arena, struct pal_app_tree, 1);
    if (tree == NULL) {
        return NULL;
    }
    pal_arena_init(&tree->nodes, app->arena.alloc);
    tree->next = app->trees;
    app->trees = tree;
    return &tree->nodes;
}

bool pal_document_adopt(struct pal_app *app, struct pal_arena *arena)
{
    struct pal_app_tree *tree = PAL_NEW(&app->arena, struct pal_app_tree, 1);
    if (tree == NULL) {
        pal_arena_done(arena);
        return false;
    }
    *tree = (struct pal_app_tree){*arena, app->trees};
    app->trees = tree;
    pal_arena_init(arena, arena->alloc);
    return true;
}

void pal_document_close(struct pal_opened *document)
{
    if (document->reader.nodes != NULL) {
        pal_arena_done(document->reader.nodes);
        document->root = NULL;
    }
}

void pal_document_tree(struct pal_opened *out, struct pal_arena *arena, const char *bytes,
                       size_t len)
{
    out->reader.arena = arena;
    out->root = pal_yaml_read(&out->reader, bytes, len);
    out->kind = out->root != NULL ? pal_kind_of(&out->reader, out->root) : NULL;
}

/* Reads a text and keeps its tree; NULL: it has a problem, or memory is short. */
static struct pal_kept_entry *read_and_keep(struct pal_app *app, const struct pal_kept_key *key,
                                            const char *bytes, size_t len, struct pal_opened *out)
{
    struct pal_arena own;
    struct pal_kept_entry *entry = NULL;
    pal_arena_init(&own, NULL);
    pal_document_tree(out, &own, bytes, len);
    struct pal_diag *diag = out->reader.diag;
    struct tree *tree = out->kind != NULL && diag->error_count == 0 && diag->warning_count == 0
                            ? PAL_NEW(&own, struct tree, 1)
                            : NULL;
    if (tree != NULL) {
        *tree = (struct tree){out->root, out->kind};
        entry = pal_kept_add(app->kept, key, &own, tree);
    }
    pal_arena_done(&own);
    if (entry == NULL) { /* it is read again where its problems are told */
        pal_diag_init(diag);
        diag->voice = app->voice;
        out->reader.is_out_of_memory = false;
    }
    return entry;
}

/* The document of a text. Its tree is the reader's own, who marks what is bad in it: a copy where
 * the text was read before, but for whoever only looks. */
static enum pal_rc open_tree(struct pal_app *app, const char *name, const char *bytes, size_t len,
                             bool is_built_in, bool is_looking, struct pal_opened *out)
{
    struct pal_diag *diag = pal_document_diag(app);
    if (diag == NULL) {
        return PAL_E_MEMORY;
    }
    *out = (struct pal_opened){.reader = {.arena = &app->arena, .diag = diag, .file = name}};
    struct pal_kept_entry *entry = NULL;
    if (app->kept != NULL || is_built_in) {
        out->key = pal_document_key(bytes, len, is_built_in);
    }
    if (app->kept != NULL && (is_built_in || len <= KEPT_TEXT_MOST)) {
        entry = pal_kept_find(app->kept, &out->key);
        entry = entry != NULL ? entry : read_and_keep(app, &out->key, bytes, len, out);
    }
    if (entry == NULL) {
        out->reader.nodes = len > SHORT_TEXT_MOST ? new_tree(app) : NULL;
        pal_document_tree(out, &app->arena, bytes, len);
        return out->kind != NULL ? PAL_OK : pal_diag_rc(diag);
    }
    if (!pal_document_hold(app, entry)) {
        return PAL_E_MEMORY;
    }
    const struct tree *tree = pal_kept_what(entry);
    out->reader.arena = &app->arena;
    out->root = is_looking ? tree->root : pal_node_copy(&app->arena, tree->root);
    out->kind = tree->kind;
    return out->root != NULL ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc parse(struct pal_app *app, const char *name, const char *bytes, size_t len,
                         bool is_built_in, struct pal_opened *out)
{
    return open_tree(app, name, bytes, len, is_built_in, false, out);
}

enum pal_rc pal_document_look(struct pal_app *app, const char *name, const char *text, size_t len,
                              struct pal_opened *out)
{
    return open_tree(app, name, text, len, false, true, out);
}

enum pal_rc pal_document_open_text(struct pal_app *app, const char *name, const char *text,
                                   size_t len, struct pal_opened *out)
{
    return parse(app, name, text, len, false, out);
}

/* Opens what the database keeps under a kind and an id; false: it keeps nothing. */
static bool open_kept(struct pal_app *app, const char *kind, const char *id, struct pal_opened *out,
                      enum pal_rc *rc)
{
    size_t len = 0;
    struct pal_arena arena; /* of the text, which nobody needs once it is read */
    if (app->source == NULL) {
        return false;
    }
    pal_arena_init(&arena, app->arena.alloc);
    const char *text = app->source->find(app->source->ctx, kind, id, &arena, &len);
    const char *name = text != NULL ? pal_arena_printf(&app->arena, "%s/%s", kind, id) : NULL;
    if (text != NULL) {
        *rc = name != NULL ? parse(app, name, text, len, false, out) : PAL_E_MEMORY;
    }
    pal_arena_done(&arena);
    return text != NULL;
}

/* "KIND/ID" of the database: with it there are no files. */
static enum pal_rc open_in_source(struct pal_app *app, const char *path, struct pal_opened *out)
{
    const char *slash = strchr(path, '/');
    enum pal_rc rc = PAL_E_NOT_FOUND;
    const char *kind =
        slash != NULL ? pal_arena_copy(&app->arena, path, (size_t)(slash - path)) : NULL;
    if (kind != NULL && open_kept(app, kind, slash + 1, out, &rc)) {
        return rc;
    }
    return pal_app_fail(app, PAL_E_NOT_FOUND, "there is no %s", pal_quote(path).text);
}

enum pal_rc pal_document_open(struct pal_app *app, const char *path, struct pal_opened *out)
{
    *out = (struct pal_opened){0};
    if (app->source != NULL) {
        return open_in_source(app, path, out);
    }
    const char *bytes;
    size_t len;
    struct pal_err err;
    enum pal_rc rc =
        pal_file_read(path, PAL_LIMIT_FILE_BYTES, &app->arena, &bytes, &len, app->voice, &err);
    if (rc != PAL_OK) {
        struct pal_diag *diag = pal_document_diag(app);
        if (diag != NULL) {
            pal_diag_error(diag, &err);
        }
        return rc;
    }
    const char *name =
        strcmp(path, "-") == 0 ? pal_voice_say(app->voice, PAL_N_("standard input")) : path;
    return parse(app, name, bytes, len, false, out);
}

enum pal_rc pal_document_open_built_in(struct pal_app *app, const struct pal_library_file *file,
                                       struct pal_opened *out)
{
    return parse(app, file->name, (const char *)file->bytes, file->len, true, out);
}

/* The document must be of the kind that the command asks for. */
enum pal_rc pal_document_expect(struct pal_opened *document, enum pal_kind_id kind)
{
    if (document->kind == &pal_kinds[kind]) {
        return PAL_OK;
    }
    pal_node_error(&document->reader, document->root, PAL_E_INVALID,
                   "this is a document of kind %s; here a document of kind %s is needed",
                   document->kind->name, pal_kinds[kind].name);
    return PAL_E_INVALID;
}

/* Names what is built in, for an error. */
const char *pal_document_list(struct pal_app *app, const char *folder)
{
    enum { MAX = 64 };
    struct pal_library_id ids[MAX];
    size_t count = pal_library_list(folder, ids, MAX);
    struct pal_buf buf;
    pal_buf_init(&buf, 4096, NULL);
    for (size_t i = 0; i < count && i < MAX; i++) {
        pal_buf_add(&buf, i > 0 ? ", " : "");
        pal_buf_add_n(&buf, ids[i].text, ids[i].len);
    }
    const char *text = buf.failed ? NULL : pal_arena_copy(&app->arena, pal_buf_text(&buf), buf.len);
    pal_buf_done(&buf);
    return text != NULL ? text : "";
}

enum pal_rc pal_document_open_named(struct pal_app *app, const char *word, enum pal_kind_id kind,
                                    const char *folder, struct pal_opened *out)
{
    const struct pal_library_file *built_in =
        pal_id_check(word, false) ? pal_library_find(folder, word) : NULL;
    enum pal_rc rc;
    if (built_in != NULL) {
        rc = pal_document_open_built_in(app, built_in, out);
    } else if (app->source != NULL) {
        if (!open_kept(app, pal_kinds[kind].word, word, out, &rc)) {
            return pal_app_fail(app, PAL_E_NOT_FOUND, "there is no %s %s", pal_kinds[kind].word,
                                pal_quote(word).text);
        }
    } else if (strpbrk(word, "/.") == NULL && strcmp(word, "-") != 0 && !pal_file_exists(word)) {
        return pal_app_fail(app, PAL_E_NOT_FOUND,
                            "there is no %s %s built in (there are: %s); name a file by its path, "
                            "such as ./%s.yaml",
                            pal_kinds[kind].word, pal_quote(word).text,
                            pal_document_list(app, folder), word);
    } else {
        rc = pal_document_open(app, word, out);
    }
    return rc == PAL_OK ? pal_document_expect(out, kind) : rc;
}

/* --------------------------------------------------------------- models */

static enum pal_rc keep_model(struct pal_app *app, const struct pal_model *model,
                              const struct pal_kept_key *key)
{
    struct pal_app_model *entry = PAL_NEW(&app->arena, struct pal_app_model, 1);
    if (entry == NULL) {
        return pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    *entry = (struct pal_app_model){.model = model, .key = *key, .next = app->models};
    app->models = entry;
    return PAL_OK;
}

enum pal_rc pal_document_model(struct pal_app *app, struct pal_opened *document,
                               const struct pal_model **out)
{
    *out = pal_model_read(&document->reader, document->root);
    return *out != NULL ? keep_model(app, *out, &document->key)
                        : pal_diag_rc(document->reader.diag);
}

enum pal_rc pal_app_use_model(struct pal_app *app, const char *path)
{
    struct pal_opened document;
    const struct pal_model *model;
    enum pal_rc rc = pal_document_open(app, path, &document);
    if (rc == PAL_OK) {
        rc = pal_document_expect(&document, PAL_KIND_MODEL);
    }
    if (rc == PAL_OK) {
        rc = pal_document_model(app, &document, &model);
    }
    if (rc == PAL_OK) {
        app->given_model = model;
    }
    return rc;
}

static const struct pal_model *loaded_model(const struct pal_app *app, const char *id)
{
    for (const struct pal_app_model *at = app->models; at != NULL; at = at->next) {
        if (strcmp(at->model->id, id) == 0) {
            return at->model;
        }
    }
    return NULL;
}

bool pal_document_model_at_hand(struct pal_app *app, const char *id, const struct pal_model **out,
                                enum pal_rc *rc)
{
    struct pal_opened model;
    const struct pal_library_file *file;
    *out = loaded_model(app, id);
    *rc = PAL_OK;
    if (*out != NULL) {
        return true;
    }
    file = pal_library_find("models", id);
    if (file != NULL) {
        *rc = pal_document_open_built_in(app, file, &model);
    } else if (!open_kept(app, "model", id, &model, rc)) {
        return false;
    }
    *rc = *rc == PAL_OK ? pal_document_model(app, &model, out) : *rc;
    return true;
}

/* The model that a document names: one given by file, else a built-in one. */
enum pal_rc pal_document_model_of(struct pal_app *app, struct pal_opened *document,
                                  const struct pal_model **out)
{
    struct pal_node *node = pal_node_get(document->root, "model");
    const char *id = pal_node_text(node);
    if (id == NULL || id[0] == '\0') {
        /* The descriptor says it better; any model lets the rest be checked. */
        pal_type_check(&document->reader, document->kind->type, document->root);
        return PAL_E_INVALID;
    }
    if (app->given_model != NULL && !app->is_checking && strcmp(app->given_model->id, id) != 0) {
        pal_kind_check_model(&document->reader, node, app->given_model);
        return PAL_E_INVALID;
    }
    enum pal_rc rc;
    if (pal_document_model_at_hand(app, id, out, &rc)) {
        return rc;
    }
    pal_type_check(&document->reader, document->kind->type, document->root);
    if (app->source != NULL) { /* a house: what there is stands in its library */
        pal_node_error(&document->reader, node, PAL_E_NOT_FOUND,
                       "there is no model %s; choose one of the library, or bring it in first",
                       pal_quote(id).text);
    } else {
        pal_node_error(&document->reader, node, PAL_E_NOT_FOUND,
                       "the model %s is not built in (there are: %s); give its file",
                       pal_quote(id).text, pal_document_list(app, "models"));
    }
    pal_diag_lacks(document->reader.diag, "model");
    return PAL_E_NOT_FOUND;
}

enum pal_rc pal_document_actions(struct pal_app *app, const struct pal_model *model,
                                 const struct pal_actions **out)
{
    *out = NULL;
    for (const struct pal_app_model *at = app->models; at != NULL; at = at->next) {
        if (at->model == model && at->actions != NULL) {
            *out = at->actions;
            return PAL_OK;
        }
    }
    const struct pal_library_file *file = pal_library_find("actions", model->id);
    if (file == NULL) {
        return PAL_OK;
    }
    struct pal_opened document;
    enum pal_rc rc = pal_document_open_built_in(app, file, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_actions_read(&document.reader, document.root, model);
    return *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
}

/* Each built-in document of a folder, by its id. */
static enum pal_rc preload_folder(struct pal_app *app, const char *folder,
                                  enum pal_rc (*load)(struct pal_app *app, const char *id))
{
    enum { IDS_MAX = 256 };
    struct pal_library_id ids[IDS_MAX];
    size_t count = pal_library_list(folder, ids, IDS_MAX);
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && i < IDS_MAX && rc == PAL_OK; i++) {
        const char *id = pal_arena_copy(&app->arena, ids[i].text, ids[i].len);
        rc = id != NULL ? load(app, id) : PAL_E_MEMORY;
    }
    return rc;
}

static enum pal_rc preload_model(struct pal_app *app, const char *id)
{
    const struct pal_model *model;
    const struct pal_actions *actions;
    enum pal_rc rc = pal_app_model(app, id, &model);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_document_actions(app, model, &actions);
    if (rc != PAL_OK) {
        return rc;
    }
    app->models->actions = actions;
    return PAL_OK;
}

static enum pal_rc preload_scheme(struct pal_app *app, const char *id)
{
    const struct pal_alert_scheme *scheme;
    return pal_app_scheme(app, id, &scheme);
}

enum pal_rc pal_app_preload(struct pal_app *app)
{
    enum pal_rc rc = preload_folder(app, "models", preload_model);
    return rc == PAL_OK ? preload_folder(app, "alerts", preload_scheme) : rc;
}

void pal_app_share(struct pal_app *app, const struct pal_app *common)
{
    app->models = common->models;
    app->schemes = common->schemes;
    app->kept = common->kept;
}

enum pal_rc pal_app_model(struct pal_app *app, const char *id_or_path, const struct pal_model **out)
{
    *out = loaded_model(app, id_or_path);
    if (*out != NULL) {
        return PAL_OK;
    }
    struct pal_opened document;
    enum pal_rc rc = pal_document_open_named(app, id_or_path, PAL_KIND_MODEL, "models", &document);
    return rc == PAL_OK ? pal_document_model(app, &document, out) : rc;
}

/* -------------------------------------------------------- alert schemes */

static enum pal_rc read_scheme(struct pal_app *app, struct pal_opened *document,
                               const struct pal_alert_scheme **out)
{
    *out = pal_alert_scheme_read(&document->reader, document->root);
    if (*out == NULL) {
        return pal_diag_rc(document->reader.diag);
    }
    struct pal_app_scheme *entry = PAL_NEW(&app->arena, struct pal_app_scheme, 1);
    if (entry == NULL) {
        return pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    *entry = (struct pal_app_scheme){*out, app->schemes};
    app->schemes = entry;
    return PAL_OK;
}

/* A built-in scheme says what its source does not state; that is no news to its user. */
static enum pal_rc read_built_in_scheme(struct pal_app *app, const struct pal_library_file *file,
                                        const struct pal_alert_scheme **out)
{
    struct pal_opened document;
    enum pal_rc rc = pal_document_open_built_in(app, file, &document);
    if (rc == PAL_OK) {
        rc = read_scheme(app, &document, out);
        document.reader.diag->warning_count = 0;
    }
    return rc;
}

const struct pal_alert_scheme *pal_app_scheme_at_hand(struct pal_app *app, const char *id)
{
    for (const struct pal_app_scheme *at = app->schemes; at != NULL; at = at->next) {
        if (strcmp(at->scheme->id, id) == 0) {
            return at->scheme;
        }
    }
    const struct pal_alert_scheme *scheme;
    const struct pal_library_file *file = pal_library_find("alerts", id);
    struct pal_opened document;
    enum pal_rc rc;
    if (file == NULL && open_kept(app, "alert-scheme", id, &document, &rc)) {
        return rc == PAL_OK && read_scheme(app, &document, &scheme) == PAL_OK ? scheme : NULL;
    }
    return file != NULL && read_built_in_scheme(app, file, &scheme) == PAL_OK ? scheme : NULL;
}

/* The scheme that a profile names; `out` is NULL where it names none. */
enum pal_rc pal_document_scheme_of(struct pal_app *app, struct pal_opened *document,
                                   const struct pal_alert_scheme **out)
{
    struct pal_node *node = pal_node_get(document->root, "alert_scheme");
    const char *id = pal_node_text(node);
    *out = NULL;
    if (id == NULL || id[0] == '\0') {
        return PAL_OK;
    }
    *out = pal_app_scheme_at_hand(app, id);
    if (*out != NULL) {
        return PAL_OK;
    }
    if (app->source != NULL) {
        pal_node_error(
            &document->reader, node, PAL_E_NOT_FOUND,
            "there is no alert scheme %s; choose one of the library, or bring it in first",
            pal_quote(id).text);
    } else {
        pal_node_error(&document->reader, node, PAL_E_NOT_FOUND,
                       "the alert scheme %s is not built in (there are: %s); give its file",
                       pal_quote(id).text, pal_document_list(app, "alerts"));
    }
    pal_diag_lacks(document->reader.diag, "scheme");
    return PAL_E_NOT_FOUND;
}

/* Levels of a scheme as levels of others: they must exist there and keep the order of ranks. */
static void check_equivalences(struct pal_app *app, struct pal_opened *document,
                               const struct pal_alert_scheme *scheme)
{
    struct pal_node *node = pal_node_get(document->root, "equivalences");
    for (size_t i = 0; i < scheme->equivalence_count; i++) {
        const struct pal_alert_equivalence *row = &scheme->equivalences[i];
        const struct pal_alert_scheme *other = pal_app_scheme_at_hand(app, row->scheme);
        size_t bad;
        if (other == NULL) {
            pal_node_warning(&document->reader, node,
                             "the scheme %s is not at hand; its levels were not checked",
                             pal_quote(row->scheme).text);
            continue;
        }
        for (size_t level = 0; level < scheme->level_count; level++) {
            if (row->levels[level] != NULL && pal_alert_find(other, row->levels[level]) < 0) {
                pal_node_error(&document->reader, node, PAL_E_INVALID,
                               "the scheme \"%s\" has no level %s", other->id,
                               pal_quote(row->levels[level]).text);
            }
        }
        if (!pal_alert_equivalence_keeps_order(scheme, row, other, &bad)) {
            pal_node_error(&document->reader, node, PAL_E_INVALID,
                           "the equivalence with \"%s\" reverses ranks at the level \"%s\"",
                           other->id, scheme->levels[bad].id);
        }
    }
}

/* An authority has one scheme at a time: a user's scheme against the built-in ones. */
static void check_validity(struct pal_app *app, struct pal_opened *document,
                           const struct pal_alert_scheme *scheme)
{
    enum { IDS_MAX = 256 };
    struct pal_library_id ids[IDS_MAX];
    size_t count = pal_library_list("alerts", ids, IDS_MAX);
    for (size_t i = 0; i < count && i < IDS_MAX; i++) {
        const char *id = pal_arena_copy(&app->arena, ids[i].text, ids[i].len);
        const struct pal_alert_scheme *other = id != NULL ? pal_app_scheme_at_hand(app, id) : NULL;
        if (other != NULL && pal_alert_overlap(scheme, other)) {
            pal_node_warning(
                &document->reader, pal_node_get(document->root, "valid_from"),
                "the period of validity overlaps that of \"%s\", of the same authority", other->id);
        }
    }
}

/* A scheme that comes from a user: read, and held against the schemes it names. */
enum pal_rc pal_document_scheme(struct pal_app *app, struct pal_opened *document,
                                const struct pal_alert_scheme **out)
{
    enum pal_rc rc = read_scheme(app, document, out);
    if (rc == PAL_OK) {
        check_equivalences(app, document, *out);
        check_validity(app, document, *out);
        rc = pal_diag_rc(document->reader.diag);
    }
    return rc;
}

enum pal_rc pal_app_use_scheme(struct pal_app *app, const char *path)
{
    struct pal_opened document;
    const struct pal_alert_scheme *scheme;
    enum pal_rc rc = pal_document_open(app, path, &document);
    if (rc == PAL_OK) {
        rc = pal_document_expect(&document, PAL_KIND_ALERT_SCHEME);
    }
    return rc == PAL_OK ? pal_document_scheme(app, &document, &scheme) : rc;
}

enum pal_rc pal_app_scheme(struct pal_app *app, const char *id_or_path,
                           const struct pal_alert_scheme **out)
{
    *out = pal_id_check(id_or_path, false) ? pal_app_scheme_at_hand(app, id_or_path) : NULL;
    if (*out != NULL) {
        return PAL_OK;
    }
    struct pal_opened document;
    enum pal_rc rc =
        pal_document_open_named(app, id_or_path, PAL_KIND_ALERT_SCHEME, "alerts", &document);
    return rc == PAL_OK ? pal_document_scheme(app, &document, out) : rc;
}

/* -------------------------------------------------------- outlooks, budgets */

enum pal_rc pal_document_outlook_of(struct pal_app *app, struct pal_opened *document,
                                    const struct pal_outlook **out)
{
    const struct pal_alert_scheme *scheme;
    enum pal_rc rc = pal_document_scheme_of(app, document, &scheme);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = document->kind == &pal_kinds[PAL_KIND_ALERT_HISTORY]
               ? pal_alert_history_read(&document->reader, document->root, scheme)
               : pal_alert_rates_read(&document->reader, document->root, scheme);
    return *out != NULL ? PAL_OK : pal_diag_rc(document->reader.diag);
}

enum pal_rc pal_document_outlook(struct pal_app *app, const char *path,
                                 const struct pal_outlook **out)
{
    struct pal_opened document;
    enum pal_rc rc = pal_document_open(app, path, &document);
    if (rc == PAL_OK && document.kind != &pal_kinds[PAL_KIND_ALERT_HISTORY] &&
        document.kind != &pal_kinds[PAL_KIND_ALERT_RATES]) {
        pal_node_error(&document.reader, document.root, PAL_E_INVALID,
                       "this is a document of kind %s; here one of kind %s or %s is needed",
                       document.kind->name, pal_kinds[PAL_KIND_ALERT_HISTORY].name,
                       pal_kinds[PAL_KIND_ALERT_RATES].name);
        rc = PAL_E_INVALID;
    }
    return rc == PAL_OK ? pal_document_outlook_of(app, &document, out) : rc;
}

enum pal_rc pal_document_budget(struct pal_app *app, const char *path,
                                const struct pal_budget **out)
{
    struct pal_opened document;
    enum pal_rc rc = pal_document_open(app, path, &document);
    if (rc == PAL_OK) {
        rc = pal_document_expect(&document, PAL_KIND_BUDGET);
    }
    if (rc == PAL_OK) {
        *out = pal_budget_read(&document.reader, document.root);
        rc = *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
    }
    return rc;
}
