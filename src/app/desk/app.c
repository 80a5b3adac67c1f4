#include "app/desk/app.h"

#include <string.h>

#include "app/desk/digest.h"
#include "app/desk/documents_parts.h"
#include "app/desk/files.h"
#include "app/desk/library.h"
#include "app/desk/questions.h"
#include "base/fold.h"
#include "base/text.h"

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

enum pal_rc pal_app_target(struct pal_app *app, const struct pal_profile *profile,
                           const char *alert, const pal_mask **out)
{
    *out = NULL;
    if (profile == NULL) {
        return alert == NULL ? PAL_OK
                             : pal_app_lacks(app, PAL_E_USAGE, "profile",
                                             "an alert level chooses a target of a profile: name "
                                             "one");
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
                            "the level out",
                            profile->id);
    }
    if (alert == NULL) {
        return pal_app_lacks(app, PAL_E_USAGE, "alert",
                             "the profile \"%s\" follows the alert level; choose one of: %s",
                             profile->id, list_alerts(app, profile));
    }
    return pal_app_fail(app, PAL_E_NOT_FOUND,
                        "the profile \"%s\" has no alert level %s; its levels are: %s", profile->id,
                        pal_quote(alert).text, list_alerts(app, profile));
}

/* ---------------------------------------------------------------- verbs */

/* Whether a document is to blame, rather than want of memory or time. */
static bool is_of_document(enum pal_rc rc)
{
    return rc == PAL_E_INVALID || rc == PAL_E_NOT_FOUND || rc == PAL_E_USAGE;
}

/* Reads an assessment of the request, of `model` where that is known; left out (`out` NULL) where
 * it cannot be read and the request has it so: its problems are then nobody's. */
static enum pal_rc read_one(struct pal_app *app, const struct pal_score_request *request, size_t at,
                            const struct pal_model *model, const struct pal_assessment **out)
{
    struct pal_app_problems *last = app->last_problems;
    enum pal_rc rc = pal_document_assessment(app, request->assessments[at], model, out);
    if (request->is_left_out == NULL || rc == PAL_OK || !is_of_document(rc)) {
        return rc;
    }
    app->problems = last != NULL ? app->problems : NULL;
    app->last_problems = last;
    if (last != NULL) {
        last->next = NULL;
    }
    request->is_left_out[at] = true;
    *out = NULL;
    return PAL_OK;
}

/* Scores every assessment of the request against one target; those that are left out have none. */
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
        enum pal_rc rc = read_one(app, request, i, model, &read[i]);
        if (rc != PAL_OK) {
            return rc;
        }
        model = read[i] != NULL ? read[i]->model : model;
    }
    if (request->profile != NULL && model != NULL) {
        enum pal_rc rc = pal_document_profile(app, request->profile, model, &profile);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    enum pal_rc rc = model != NULL ? pal_app_target(app, profile, request->alert, &target) : PAL_OK;
    for (size_t i = 0; rc == PAL_OK && i < request->assessment_count; i++) {
        scored[i] = (struct pal_scored){.profile = profile, .alert = request->alert};
        rc = read[i] != NULL
                 ? pal_score_compute(read[i], request->basis, target, &app->arena, &scored[i].score)
                 : PAL_OK;
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

/* What is compared: those that were not left out, of each its score, its name, what is known. */
struct comparing {
    size_t count;
    struct pal_scored *scored;
    struct pal_score *scores;
    const char **names;
    struct pal_compared *known;
    size_t *order;
};

static enum pal_rc begin_comparing(struct pal_app *app, size_t count, struct comparing *out)
{
    *out = (struct comparing){0,
                              PAL_NEW(&app->arena, struct pal_scored, count),
                              PAL_NEW(&app->arena, struct pal_score, count),
                              PAL_NEW(&app->arena, const char *, count),
                              PAL_NEW(&app->arena, struct pal_compared, count),
                              PAL_NEW(&app->arena, size_t, count)};
    return out->scored != NULL && out->scores != NULL && out->names != NULL && out->known != NULL &&
                   out->order != NULL
               ? PAL_OK
               : pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
}

static enum pal_rc add_compared(struct pal_app *app, const struct pal_score_request *request,
                                size_t at, const struct pal_scored *scored, struct comparing *out)
{
    const struct pal_assessment *assessment = scored->score.assessment;
    struct pal_compared *known = &out->known[out->count];
    for (size_t j = 0; j < out->count; j++) {
        if (strcmp(assessment->id, out->scores[j].assessment->id) == 0) {
            return pal_app_fail(app, PAL_E_INVALID,
                                "%s and %s have the same id \"%s\"; give each assessment its own "
                                "id",
                                out->names[j], request->assessments[at], assessment->id);
        }
    }
    *known = request->known != NULL
                 ? request->known[at]
                 : (struct pal_compared){pal_fold(&app->arena, assessment->provider), (int64_t)at};
    out->scored[out->count] = *scored;
    out->scores[out->count] = scored->score;
    out->names[out->count++] = request->assessments[at];
    return known->provider != NULL ? PAL_OK
                                   : pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
}

/* In the order in which they are compared. */
static enum pal_rc compare_all(struct pal_app *app, const struct comparing *what,
                               struct pal_scored *ordered, struct pal_comparison *out)
{
    pal_compare_order(what->scores, what->known, what->count, what->order);
    for (size_t i = 0; i < what->count; i++) {
        ordered[i] = what->scored[what->order[i]];
    }
    for (size_t i = 0; i < what->count; i++) {
        what->scores[i] = ordered[i].score;
    }
    enum pal_rc rc =
        pal_compare(what->scores, what->count,
                    pal_compare_is_one_provider(what->known, what->count), &app->arena, out);
    return rc == PAL_OK ? rc : pal_app_fail(app, rc, "there is not enough memory");
}

enum pal_rc pal_app_compare(struct pal_app *app, const struct pal_score_request *request,
                            const struct pal_scored **scored, struct pal_comparison *out)
{
    size_t count = request->assessment_count;
    struct pal_scored *all = PAL_NEW(&app->arena, struct pal_scored, count);
    struct comparing what;
    enum pal_rc rc = begin_comparing(app, count, &what);
    if (rc != PAL_OK || all == NULL) {
        return rc != PAL_OK ? rc : pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    rc = score_all(app, request, all);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        bool is_in = request->is_left_out == NULL || !request->is_left_out[i];
        rc = is_in ? add_compared(app, request, i, &all[i], &what) : PAL_OK;
    }
    if (rc == PAL_OK && what.count < 2) {
        rc = pal_app_fail(app, PAL_E_INVALID,
                          "of the assessments named here not two can be read: there is nothing to "
                          "compare");
    }
    rc = rc == PAL_OK ? compare_all(app, &what, all, out) : rc;
    *scored = all;
    return rc;
}

enum pal_rc pal_app_plan(struct pal_app *app, const struct pal_score_request *request,
                         struct pal_scored *scored, struct pal_plan *plan,
                         const struct pal_actions **actions)
{
    enum pal_rc rc = pal_app_score(app, request, scored);
    if (rc == PAL_OK) {
        rc = pal_document_actions(app, scored->score.assessment->model, actions);
    }
    if (rc == PAL_OK && pal_plan_make(&scored->score, &app->arena, plan) != PAL_OK) {
        rc = pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    return rc;
}

/* The index of the level in force that find_target has found: in the scheme where the profile
 * follows one, also where its target is the same at every level. */
static size_t level_index(const struct pal_profile *profile, const char *alert)
{
    if (profile->scheme != NULL) {
        int at = pal_alert_find(profile->scheme, alert);
        return at >= 0 ? (size_t)at : 0;
    }
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
        return pal_app_lacks(
            app, PAL_E_USAGE, "profile",
            "a posture needs a profile: what must be active depends on the target");
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
static enum pal_rc needs_rule_of(struct pal_app *app, struct pal_opened *document,
                                 const struct pal_model *model, const struct pal_needs_rule **out)
{
    const struct pal_library_file *file = pal_library_find("needs", model->id);
    if (file == NULL) {
        pal_node_error(&document->reader, pal_node_get(document->root, "model"), PAL_E_NOT_FOUND,
                       "no rule from needs to targets is built in for the model \"%s\" (there are: "
                       "%s)",
                       model->id, pal_document_list(app, "needs"));
        return PAL_E_NOT_FOUND;
    }
    struct pal_opened rule;
    enum pal_rc rc = pal_document_open_built_in(app, file, &rule);
    if (rc == PAL_OK) {
        *out = pal_needs_rule_read(&rule.reader, rule.root, model);
        rc = *out != NULL ? PAL_OK : pal_diag_rc(rule.reader.diag);
    }
    return rc;
}

static enum pal_rc read_needs(struct pal_app *app, struct pal_opened *document,
                              const struct pal_needs_rule **rule, const struct pal_needs **needs)
{
    const struct pal_model *model;
    const struct pal_alert_scheme *scheme = NULL;
    enum pal_rc rc = pal_document_model_of(app, document, &model);
    if (rc == PAL_OK) {
        rc = needs_rule_of(app, document, model, rule);
    }
    if (rc == PAL_OK) {
        rc = pal_document_scheme_of(app, document, &scheme);
    }
    if (rc == PAL_OK) {
        *needs = pal_needs_read(&document->reader, document->root, *rule, scheme);
        rc = *needs != NULL ? PAL_OK : pal_diag_rc(document->reader.diag);
    }
    return rc;
}

enum pal_rc pal_app_propose(struct pal_app *app, const char *path, struct pal_proposal *out)
{
    struct pal_opened document;
    const struct pal_needs_rule *rule;
    const struct pal_needs *needs;
    enum pal_rc rc = pal_document_open(app, path, &document);
    if (rc == PAL_OK) {
        rc = pal_document_expect(&document, PAL_KIND_NEEDS);
    }
    if (rc == PAL_OK) {
        rc = read_needs(app, &document, &rule, &needs);
    }
    if (rc == PAL_OK && pal_propose(rule, needs, &app->arena, out) != PAL_OK) {
        rc = pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    return rc;
}

/* What needs no other document; false: this one does. */
static bool read_alone(struct pal_opened *document)
{
    struct pal_reader *reader = &document->reader;
    const struct pal_kind *kind = document->kind;
    if (kind == &pal_kinds[PAL_KIND_BUDGET]) {
        (void)pal_budget_read(reader, document->root);
    } else if (kind == &pal_kinds[PAL_KIND_RIGHTS]) {
        (void)pal_rights_read(reader, document->root);
    } else if (kind == &pal_kinds[PAL_KIND_PROCEDURES]) {
        (void)pal_procedures_read(reader, document->root);
    } else if (kind == &pal_kinds[PAL_KIND_MESSAGES]) {
        (void)pal_messages_read(reader, document->root);
    } else if (kind == &pal_kinds[PAL_KIND_NOTICE]) {
        (void)pal_notice_read(reader, document->root);
    } else if (kind >= &pal_kinds[PAL_KIND_PROJECT]) {
        pal_type_check(reader, kind->type, document->root);
    } else {
        return false;
    }
    return true;
}

/* By the questionnaire that was supplied, else the one that is built in. */
static void check_thresholds(struct pal_app *app, struct pal_opened *document,
                             const struct pal_profile *profile)
{
    const struct pal_questionnaire *of = app->given_questionnaire;
    if (of != NULL || pal_app_questionnaire(app, PAL_QUESTIONNAIRE_USUAL, &of) == PAL_OK) {
        pal_profile_check_thresholds(&document->reader, document->root, profile, of);
    }
}

/* Reads a document of any kind, for its problems. */
static void read_any(struct pal_app *app, struct pal_opened *document)
{
    const struct pal_model *model = NULL;
    if (document->kind == &pal_kinds[PAL_KIND_MODEL]) {
        (void)!pal_document_model(app, document, &model);
        return;
    }
    if (document->kind == &pal_kinds[PAL_KIND_ALERT_SCHEME]) {
        const struct pal_alert_scheme *scheme;
        (void)!pal_document_scheme(app, document, &scheme);
        return;
    }
    if (read_alone(document)) {
        return;
    }
    if (document->kind == &pal_kinds[PAL_KIND_ALERT_HISTORY] ||
        document->kind == &pal_kinds[PAL_KIND_ALERT_RATES]) {
        const struct pal_outlook *outlook;
        (void)!pal_document_outlook_of(app, document, &outlook);
        return;
    }
    if (document->kind == &pal_kinds[PAL_KIND_NEEDS]) {
        const struct pal_needs_rule *rule;
        const struct pal_needs *needs;
        (void)read_needs(app, document, &rule, &needs);
        return;
    }
    if (document->kind == &pal_kinds[PAL_KIND_ANSWERS]) {
        const struct pal_answers *answers;
        (void)!pal_document_answers(app, document, NULL, &answers);
        return;
    }
    if (pal_document_model_of(app, document, &model) != PAL_OK) {
        return;
    }
    if (document->kind == &pal_kinds[PAL_KIND_QUESTIONNAIRE]) {
        (void)pal_questionnaire_read(&document->reader, document->root, model);
    } else if (document->kind == &pal_kinds[PAL_KIND_NEEDS_RULE]) {
        (void)pal_needs_rule_read(&document->reader, document->root, model);
    } else if (document->kind == &pal_kinds[PAL_KIND_PROFILE]) {
        const struct pal_alert_scheme *scheme;
        (void)!pal_document_scheme_of(app, document, &scheme);
        const struct pal_profile *profile =
            pal_profile_read(&document->reader, document->root, model, scheme);
        if (profile != NULL && profile->parameter_count > 0) {
            check_thresholds(app, document, profile);
        }
    } else if (document->kind == &pal_kinds[PAL_KIND_ASSESSMENT]) {
        (void)pal_assessment_read(&document->reader, document->root, model);
    } else if (document->kind == &pal_kinds[PAL_KIND_ACTIONS]) {
        (void)pal_actions_read(&document->reader, document->root, model);
    } else if (document->kind == &pal_kinds[PAL_KIND_EFFORT]) {
        (void)pal_effort_read(&document->reader, document->root, model);
    }
}

/* Checks what was opened with `rc`. */
static enum pal_rc check_opened(struct pal_app *app, struct pal_opened *opened, enum pal_rc rc,
                                struct pal_checked *out)
{
    struct pal_opened document = *opened;
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
    const struct pal_node *title = pal_node_get(document.root, "title");
    out->title = title != NULL ? pal_node_in_languages(title) : (struct pal_text){0};
    read_any(app, &document);
    pal_document_close(&document);
    return pal_diag_rc(document.reader.diag);
}

/* A shorter text is read from its kept tree, which costs less than to look for it here. */
enum { REMEMBERED_LEAST = 64 << 10 };

/* A check that is remembered: of which text, and where what it names was sought. */
struct pal_app_check {
    unsigned char digest[PAL_TEXT_DIGEST];
    const struct pal_app_source_of *source;
    struct pal_checked found;
};

static bool is_checked(const struct pal_app *app, const unsigned char digest[PAL_TEXT_DIGEST])
{
    const struct pal_app_check *last = app->last_check;
    return last != NULL && last->source == app->source &&
           memcmp(last->digest, digest, PAL_TEXT_DIGEST) == 0;
}

static void remember(struct pal_app *app, const unsigned char digest[PAL_TEXT_DIGEST],
                     const struct pal_checked *found)
{
    struct pal_app_check *check = PAL_NEW(&app->arena, struct pal_app_check, 1);
    if (check != NULL) { /* else it is checked again */
        *check = (struct pal_app_check){.source = app->source, .found = *found};
        memcpy(check->digest, digest, PAL_TEXT_DIGEST);
        app->last_check = check;
    }
}

enum pal_rc pal_app_check(struct pal_app *app, const char *path, struct pal_checked *out)
{
    struct pal_opened document;
    app->is_checking = true;
    *out = (struct pal_checked){0};
    enum pal_rc rc = pal_document_open(app, path, &document);
    return check_opened(app, &document, rc, out);
}

enum pal_rc pal_app_check_text(struct pal_app *app, const char *name, const char *text, size_t len,
                               struct pal_checked *out)
{
    struct pal_opened document;
    unsigned char digest[PAL_TEXT_DIGEST];
    app->is_checking = true;
    *out = (struct pal_checked){0};
    if (len <= REMEMBERED_LEAST) {
        enum pal_rc rc = pal_document_open_text(app, name, text, len, &document);
        return check_opened(app, &document, rc, out);
    }
    pal_text_digest(text, len, digest);
    if (is_checked(app, digest)) {
        *out = app->last_check->found;
        return PAL_OK;
    }
    enum pal_rc rc = pal_document_open_text(app, name, text, len, &document);
    rc = check_opened(app, &document, rc, out);
    if (rc == PAL_OK) {
        remember(app, digest, out);
    }
    return rc;
}

enum pal_rc pal_app_source(struct pal_app *app, const char *folder, const char *id,
                           const char **text)
{
    const struct pal_library_file *file = pal_library_find(folder, id);
    size_t len;
    struct pal_err err;
    if (file == NULL && pal_file_exists(id)) {
        enum pal_rc rc =
            pal_file_read(id, PAL_LIMIT_FILE_BYTES, &app->arena, text, &len, app->voice, &err);
        return rc == PAL_OK ? rc : pal_app_fail(app, rc, "%.200s: %s", id, err.message);
    }
    if (file == NULL) {
        return pal_app_fail(app, PAL_E_NOT_FOUND, "nothing called %s is built in; there are: %s",
                            pal_quote(id).text, pal_document_list(app, folder));
    }
    *text = (const char *)file->bytes;
    return PAL_OK;
}
