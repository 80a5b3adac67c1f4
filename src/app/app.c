#include "app/app.h"

#include <stdio.h>
#include <string.h>

#include "app/files.h"
#include "app/library.h"
#include "base/text.h"
#include "format/yaml.h"

void pal_app_init(struct pal_app *app)
{
    *app = (struct pal_app){0};
    pal_arena_init(&app->arena, NULL);
}

void pal_app_done(struct pal_app *app)
{
    pal_arena_done(&app->arena);
    *app = (struct pal_app){0};
}

/* The place for the problems of a further document; NULL when memory is short. */
static struct pal_diag *new_diag(struct pal_app *app)
{
    struct pal_app_problems *problems = PAL_NEW(&app->arena, struct pal_app_problems, 1);
    if (problems == NULL) {
        return NULL;
    }
    if (app->last_problems == NULL) {
        app->problems = problems;
    } else {
        app->last_problems->next = problems;
    }
    app->last_problems = problems;
    return &problems->diag;
}

enum pal_rc pal_app_fail(struct pal_app *app, enum pal_rc rc, const char *fmt, ...)
{
    struct pal_diag *diag = new_diag(app);
    struct pal_err problem = {.rc = rc};
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(problem.message, sizeof problem.message, fmt, args);
    va_end(args);
    if (diag != NULL) {
        pal_diag_error(diag, &problem);
    }
    return rc;
}

/* ------------------------------------------------------------ documents */

/* A document read as far as its kind. */
struct document {
    struct pal_reader reader;
    struct pal_node *root;
    const struct pal_kind *kind;
};

static enum pal_rc parse(struct pal_app *app, const char *name, const char *bytes, size_t len,
                         struct document *out)
{
    struct pal_diag *diag = new_diag(app);
    if (diag == NULL) {
        return PAL_E_MEMORY;
    }
    *out = (struct document){.reader = {.arena = &app->arena, .diag = diag, .file = name}};
    out->root = pal_yaml_read(&out->reader, bytes, len);
    if (out->root != NULL) {
        out->kind = pal_kind_of(&out->reader, out->root);
    }
    return out->kind != NULL ? PAL_OK : pal_diag_rc(diag);
}

static enum pal_rc open_file(struct pal_app *app, const char *path, struct document *out)
{
    *out = (struct document){0};
    const char *bytes;
    size_t len;
    struct pal_err err;
    enum pal_rc rc = pal_file_read(path, PAL_LIMIT_FILE_BYTES, &app->arena, &bytes, &len, &err);
    if (rc != PAL_OK) {
        struct pal_diag *diag = new_diag(app);
        if (diag != NULL) {
            pal_diag_error(diag, &err);
        }
        return rc;
    }
    return parse(app, strcmp(path, "-") == 0 ? "standard input" : path, bytes, len, out);
}

static enum pal_rc open_built_in(struct pal_app *app, const struct pal_library_file *file,
                                 struct document *out)
{
    return parse(app, file->name, (const char *)file->bytes, file->len, out);
}

/* The document must be of the kind that the command asks for. */
static enum pal_rc expect_kind(struct document *document, enum pal_kind_id kind)
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
static const char *list_ids(struct pal_app *app, const char *folder)
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

/* Opens what a word names: a document that is built in, else a file. */
static enum pal_rc open_named(struct pal_app *app, const char *word, enum pal_kind_id kind,
                              const char *folder, struct document *out)
{
    const struct pal_library_file *built_in =
        pal_id_check(word, false) ? pal_library_find(folder, word) : NULL;
    enum pal_rc rc;
    if (built_in != NULL) {
        rc = open_built_in(app, built_in, out);
    } else if (strpbrk(word, "/.") == NULL && strcmp(word, "-") != 0 && !pal_file_exists(word)) {
        return pal_app_fail(app, PAL_E_NOT_FOUND,
                            "there is no %s %s built in (there are: %s); name a file by its path, "
                            "such as ./%s.yaml",
                            pal_kinds[kind].word, pal_quote(word).text, list_ids(app, folder),
                            word);
    } else {
        rc = open_file(app, word, out);
    }
    return rc == PAL_OK ? expect_kind(out, kind) : rc;
}

/* --------------------------------------------------------------- models */

static enum pal_rc keep_model(struct pal_app *app, const struct pal_model *model)
{
    struct pal_app_model *entry = PAL_NEW(&app->arena, struct pal_app_model, 1);
    if (entry == NULL) {
        return pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    *entry = (struct pal_app_model){model, app->models};
    app->models = entry;
    return PAL_OK;
}

static enum pal_rc read_model(struct pal_app *app, struct document *document,
                              const struct pal_model **out)
{
    *out = pal_model_read(&document->reader, document->root);
    return *out != NULL ? keep_model(app, *out) : pal_diag_rc(document->reader.diag);
}

enum pal_rc pal_app_use_model(struct pal_app *app, const char *path)
{
    struct document document;
    const struct pal_model *model;
    enum pal_rc rc = open_file(app, path, &document);
    if (rc == PAL_OK) {
        rc = expect_kind(&document, PAL_KIND_MODEL);
    }
    if (rc == PAL_OK) {
        rc = read_model(app, &document, &model);
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

/* The model that a document names: one given by file, else a built-in one. */
static enum pal_rc model_of(struct pal_app *app, struct document *document,
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
    *out = loaded_model(app, id);
    if (*out != NULL) {
        return PAL_OK;
    }
    const struct pal_library_file *file = pal_library_find("models", id);
    if (file == NULL) {
        pal_type_check(&document->reader, document->kind->type, document->root);
        pal_node_error(&document->reader, node, PAL_E_NOT_FOUND,
                       "the model %s is not built in (there are: %s); give its file with --model",
                       pal_quote(id).text, list_ids(app, "models"));
        return PAL_E_NOT_FOUND;
    }
    struct document model;
    enum pal_rc rc = open_built_in(app, file, &model);
    return rc == PAL_OK ? read_model(app, &model, out) : rc;
}

enum pal_rc pal_app_model(struct pal_app *app, const char *id_or_path, const struct pal_model **out)
{
    *out = loaded_model(app, id_or_path);
    if (*out != NULL) {
        return PAL_OK;
    }
    struct document document;
    enum pal_rc rc = open_named(app, id_or_path, PAL_KIND_MODEL, "models", &document);
    return rc == PAL_OK ? read_model(app, &document, out) : rc;
}

/* -------------------------------------------------------- alert schemes */

static enum pal_rc read_scheme(struct pal_app *app, struct document *document,
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
    struct document document;
    enum pal_rc rc = open_built_in(app, file, &document);
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
    return file != NULL && read_built_in_scheme(app, file, &scheme) == PAL_OK ? scheme : NULL;
}

/* The scheme that a profile names; `out` is NULL where it names none. */
static enum pal_rc scheme_of(struct pal_app *app, struct document *document,
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
    pal_node_error(
        &document->reader, node, PAL_E_NOT_FOUND,
        "the alert scheme %s is not built in (there are: %s); give its file with --scheme",
        pal_quote(id).text, list_ids(app, "alerts"));
    return PAL_E_NOT_FOUND;
}

/* Levels of a scheme as levels of others: they must exist there and keep the order of ranks. */
static void check_equivalences(struct pal_app *app, struct document *document,
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

/* A scheme that comes from a user: read, and held against the schemes it names. */
static enum pal_rc read_own_scheme(struct pal_app *app, struct document *document,
                                   const struct pal_alert_scheme **out)
{
    enum pal_rc rc = read_scheme(app, document, out);
    if (rc == PAL_OK) {
        check_equivalences(app, document, *out);
        rc = pal_diag_rc(document->reader.diag);
    }
    return rc;
}

enum pal_rc pal_app_use_scheme(struct pal_app *app, const char *path)
{
    struct document document;
    const struct pal_alert_scheme *scheme;
    enum pal_rc rc = open_file(app, path, &document);
    if (rc == PAL_OK) {
        rc = expect_kind(&document, PAL_KIND_ALERT_SCHEME);
    }
    return rc == PAL_OK ? read_own_scheme(app, &document, &scheme) : rc;
}

enum pal_rc pal_app_scheme(struct pal_app *app, const char *id_or_path,
                           const struct pal_alert_scheme **out)
{
    *out = pal_id_check(id_or_path, false) ? pal_app_scheme_at_hand(app, id_or_path) : NULL;
    if (*out != NULL) {
        return PAL_OK;
    }
    struct document document;
    enum pal_rc rc = open_named(app, id_or_path, PAL_KIND_ALERT_SCHEME, "alerts", &document);
    return rc == PAL_OK ? read_own_scheme(app, &document, out) : rc;
}

/* ------------------------------------------------- profiles, assessments */

static enum pal_rc read_profile(struct pal_app *app, const char *id_or_path,
                                const struct pal_model *model, const struct pal_profile **out)
{
    struct document document;
    enum pal_rc rc = open_named(app, id_or_path, PAL_KIND_PROFILE, "profiles", &document);
    if (rc == PAL_OK && model == NULL) {
        rc = model_of(app, &document, &model);
    }
    const struct pal_alert_scheme *scheme = NULL;
    if (rc == PAL_OK) {
        rc = scheme_of(app, &document, &scheme);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_profile_read(&document.reader, document.root, model, scheme);
    return *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
}

enum pal_rc pal_app_profile(struct pal_app *app, const char *id_or_path,
                            const struct pal_profile **out)
{
    return read_profile(app, id_or_path, NULL, out);
}

/* Reads an assessment; with `model` it must be for that model. */
static enum pal_rc read_assessment(struct pal_app *app, const char *path,
                                   const struct pal_model *model, const struct pal_assessment **out)
{
    struct document document;
    enum pal_rc rc = open_file(app, path, &document);
    if (rc == PAL_OK) {
        rc = expect_kind(&document, PAL_KIND_ASSESSMENT);
    }
    if (rc == PAL_OK && model == NULL) {
        rc = model_of(app, &document, &model);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_assessment_read(&document.reader, document.root, model);
    return *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
}

/* "vigilance, renforcee" */
static const char *list_alerts(struct pal_app *app, const struct pal_profile *profile)
{
    const char *list = "";
    for (size_t i = 0; i < profile->alert_level_count; i++) {
        const char *longer = pal_arena_printf(&app->arena, "%s%s%s", list, i > 0 ? ", " : "",
                                              profile->alert_levels[i]);
        list = longer != NULL ? longer : list;
    }
    return list;
}

/* The target that profile and alert level ask for. */
static enum pal_rc find_target(struct pal_app *app, const struct pal_profile *profile,
                               const char *alert, const pal_mask **out)
{
    *out = NULL;
    if (profile == NULL) {
        return alert == NULL ? PAL_OK
                             : pal_app_fail(app, PAL_E_USAGE,
                                            "--alert needs --profile: an alert level chooses a "
                                            "target of a profile");
    }
    *out = pal_profile_target(profile, alert);
    if (*out != NULL) {
        return PAL_OK;
    }
    if (profile->alert_level_count == 0 && profile->scheme != NULL) {
        return pal_app_fail(app, PAL_E_NOT_FOUND, "the alert scheme \"%s\" has no level %s",
                            profile->scheme->id, pal_quote(alert).text);
    }
    if (profile->alert_level_count == 0) {
        return pal_app_fail(app, PAL_E_USAGE,
                            "the profile \"%s\" has the same target at every alert level; leave "
                            "--alert out",
                            profile->id);
    }
    if (alert == NULL) {
        return pal_app_fail(app, PAL_E_USAGE,
                            "the profile \"%s\" follows the alert level; add --alert with one of: "
                            "%s",
                            profile->id, list_alerts(app, profile));
    }
    return pal_app_fail(app, PAL_E_NOT_FOUND,
                        "the profile \"%s\" has no alert level %s; its levels are: %s", profile->id,
                        pal_quote(alert).text, list_alerts(app, profile));
}

/* ---------------------------------------------------------------- verbs */

/* Scores every assessment of the request against one target. */
static enum pal_rc score_all(struct pal_app *app, const struct pal_score_request *request,
                             struct pal_scored *scored)
{
    const struct pal_model *model = NULL;
    const struct pal_profile *profile = NULL;
    const pal_mask *target = NULL;
    const struct pal_assessment **read =
        PAL_NEW(&app->arena, const struct pal_assessment *, request->assessment_count);
    if (read == NULL) {
        return pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    for (size_t i = 0; i < request->assessment_count; i++) {
        enum pal_rc rc = read_assessment(app, request->assessments[i], model, &read[i]);
        if (rc != PAL_OK) {
            return rc;
        }
        model = read[i]->model;
    }
    if (request->profile != NULL) {
        enum pal_rc rc = read_profile(app, request->profile, model, &profile);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    enum pal_rc rc = find_target(app, profile, request->alert, &target);
    for (size_t i = 0; rc == PAL_OK && i < request->assessment_count; i++) {
        scored[i] = (struct pal_scored){.profile = profile, .alert = request->alert};
        rc = pal_score_compute(read[i], request->basis, target, &app->arena, &scored[i].score);
        if (rc != PAL_OK) {
            rc = pal_app_fail(app, rc, "there is not enough memory");
        }
    }
    return rc;
}

enum pal_rc pal_app_score(struct pal_app *app, const struct pal_score_request *request,
                          struct pal_scored *out)
{
    struct pal_score_request one = *request;
    one.assessment_count = 1;
    return score_all(app, &one, out);
}

enum pal_rc pal_app_compare(struct pal_app *app, const struct pal_score_request *request,
                            const struct pal_scored **scored, struct pal_comparison *out)
{
    size_t count = request->assessment_count;
    struct pal_scored *all = PAL_NEW(&app->arena, struct pal_scored, count);
    struct pal_score *scores = PAL_NEW(&app->arena, struct pal_score, count);
    if (all == NULL || scores == NULL) {
        return pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    enum pal_rc rc = score_all(app, request, all);
    if (rc != PAL_OK) {
        return rc;
    }
    for (size_t i = 0; i < count; i++) {
        scores[i] = all[i].score;
        for (size_t j = 0; j < i; j++) {
            if (strcmp(scores[i].assessment->id, scores[j].assessment->id) == 0) {
                return pal_app_fail(app, PAL_E_INVALID,
                                    "%s and %s have the same id \"%s\"; give each assessment its "
                                    "own id",
                                    request->assessments[j], request->assessments[i],
                                    scores[i].assessment->id);
            }
        }
    }
    rc = pal_compare(scores, count, &app->arena, out);
    if (rc != PAL_OK) {
        return pal_app_fail(app, rc, "there is not enough memory");
    }
    *scored = all;
    return PAL_OK;
}

static enum pal_rc read_actions(struct pal_app *app, const struct pal_model *model,
                                const struct pal_actions **out)
{
    *out = NULL;
    const struct pal_library_file *file = pal_library_find("actions", model->id);
    if (file == NULL) {
        return PAL_OK;
    }
    struct document document;
    enum pal_rc rc = open_built_in(app, file, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_actions_read(&document.reader, document.root, model);
    return *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
}

enum pal_rc pal_app_plan(struct pal_app *app, const struct pal_score_request *request,
                         struct pal_scored *scored, struct pal_plan *plan,
                         const struct pal_actions **actions)
{
    enum pal_rc rc = pal_app_score(app, request, scored);
    if (rc == PAL_OK) {
        rc = read_actions(app, scored->score.assessment->model, actions);
    }
    if (rc == PAL_OK && pal_plan_make(&scored->score, &app->arena, plan) != PAL_OK) {
        rc = pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    return rc;
}

/* The index of an alert level that find_target has found. */
static size_t level_index(const struct pal_profile *profile, const char *alert)
{
    for (size_t i = 0; i < profile->alert_level_count; i++) {
        if (strcmp(profile->alert_levels[i], alert) == 0) {
            return i;
        }
    }
    return 0;
}

enum pal_rc pal_app_posture(struct pal_app *app, const struct pal_score_request *request,
                            struct pal_posture *out)
{
    struct pal_scored scored;
    if (request->profile == NULL) {
        return pal_app_fail(app, PAL_E_USAGE,
                            "posture needs --profile: what must be active depends on the target");
    }
    enum pal_rc rc = pal_app_score(app, request, &scored);
    if (rc != PAL_OK) {
        return rc;
    }
    size_t level = request->alert != NULL ? level_index(scored.profile, request->alert) : 0;
    rc = pal_posture_compute(scored.score.assessment, request->basis, scored.profile, level,
                             &app->arena, out);
    return rc == PAL_OK ? rc : pal_app_fail(app, rc, "there is not enough memory");
}

/* The built-in rule from needs to targets of a model. */
static enum pal_rc needs_rule_of(struct pal_app *app, struct document *document,
                                 const struct pal_model *model, const struct pal_needs_rule **out)
{
    const struct pal_library_file *file = pal_library_find("needs", model->id);
    if (file == NULL) {
        pal_node_error(&document->reader, pal_node_get(document->root, "model"), PAL_E_NOT_FOUND,
                       "no rule from needs to targets is built in for the model \"%s\" (there are: "
                       "%s)",
                       model->id, list_ids(app, "needs"));
        return PAL_E_NOT_FOUND;
    }
    struct document rule;
    enum pal_rc rc = open_built_in(app, file, &rule);
    if (rc == PAL_OK) {
        *out = pal_needs_rule_read(&rule.reader, rule.root, model);
        rc = *out != NULL ? PAL_OK : pal_diag_rc(rule.reader.diag);
    }
    return rc;
}

static enum pal_rc read_needs(struct pal_app *app, struct document *document,
                              const struct pal_needs_rule **rule, const struct pal_needs **needs)
{
    const struct pal_model *model;
    const struct pal_alert_scheme *scheme = NULL;
    enum pal_rc rc = model_of(app, document, &model);
    if (rc == PAL_OK) {
        rc = needs_rule_of(app, document, model, rule);
    }
    if (rc == PAL_OK) {
        rc = scheme_of(app, document, &scheme);
    }
    if (rc == PAL_OK) {
        *needs = pal_needs_read(&document->reader, document->root, *rule, scheme);
        rc = *needs != NULL ? PAL_OK : pal_diag_rc(document->reader.diag);
    }
    return rc;
}

enum pal_rc pal_app_propose(struct pal_app *app, const char *path, struct pal_proposal *out)
{
    struct document document;
    const struct pal_needs_rule *rule;
    const struct pal_needs *needs;
    enum pal_rc rc = open_file(app, path, &document);
    if (rc == PAL_OK) {
        rc = expect_kind(&document, PAL_KIND_NEEDS);
    }
    if (rc == PAL_OK) {
        rc = read_needs(app, &document, &rule, &needs);
    }
    if (rc == PAL_OK && pal_propose(rule, needs, &app->arena, out) != PAL_OK) {
        rc = pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    return rc;
}

/* Reads a document of any kind, for its problems. */
static void read_any(struct pal_app *app, struct document *document)
{
    const struct pal_model *model = NULL;
    if (document->kind == &pal_kinds[PAL_KIND_MODEL]) {
        const struct pal_model *read;
        (void)read_model(app, document, &read);
        return;
    }
    if (document->kind == &pal_kinds[PAL_KIND_ALERT_SCHEME]) {
        const struct pal_alert_scheme *scheme;
        (void)read_own_scheme(app, document, &scheme);
        return;
    }
    if (document->kind == &pal_kinds[PAL_KIND_NEEDS]) {
        const struct pal_needs_rule *rule;
        const struct pal_needs *needs;
        (void)read_needs(app, document, &rule, &needs);
        return;
    }
    if (model_of(app, document, &model) != PAL_OK) {
        return;
    }
    if (document->kind == &pal_kinds[PAL_KIND_NEEDS_RULE]) {
        (void)pal_needs_rule_read(&document->reader, document->root, model);
    } else if (document->kind == &pal_kinds[PAL_KIND_PROFILE]) {
        const struct pal_alert_scheme *scheme;
        (void)scheme_of(app, document, &scheme);
        (void)pal_profile_read(&document->reader, document->root, model, scheme);
    } else if (document->kind == &pal_kinds[PAL_KIND_ASSESSMENT]) {
        (void)pal_assessment_read(&document->reader, document->root, model);
    } else if (document->kind == &pal_kinds[PAL_KIND_ACTIONS]) {
        (void)pal_actions_read(&document->reader, document->root, model);
    }
}

enum pal_rc pal_app_check(struct pal_app *app, const char *path, struct pal_checked *out)
{
    struct document document;
    app->is_checking = true;
    *out = (struct pal_checked){0};
    enum pal_rc rc = open_file(app, path, &document);
    if (document.reader.diag == NULL) {
        out->diag = app->last_problems != NULL ? &app->last_problems->diag : NULL;
        return rc;
    }
    out->diag = document.reader.diag;
    out->kind = document.kind;
    if (rc != PAL_OK) {
        return rc;
    }
    out->id = pal_node_text(pal_node_get(document.root, "id"));
    read_any(app, &document);
    return pal_diag_rc(document.reader.diag);
}

enum pal_rc pal_app_source(struct pal_app *app, const char *folder, const char *id,
                           const char **text)
{
    const struct pal_library_file *file = pal_library_find(folder, id);
    size_t len;
    struct pal_err err;
    if (file == NULL && pal_file_exists(id)) {
        enum pal_rc rc = pal_file_read(id, PAL_LIMIT_FILE_BYTES, &app->arena, text, &len, &err);
        return rc == PAL_OK ? rc : pal_app_fail(app, rc, "%.200s: %s", id, err.message);
    }
    if (file == NULL) {
        return pal_app_fail(app, PAL_E_NOT_FOUND, "nothing called %s is built in; there are: %s",
                            pal_quote(id).text, list_ids(app, folder));
    }
    *text = (const char *)file->bytes;
    return PAL_OK;
}
