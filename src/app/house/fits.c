#include "app/house/fits.h"
#include "app/house/blind.h"

#include <stdio.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/alerts_parts.h"
#include "app/house/candidates.h"
#include "app/house/each.h"
#include "app/house/errand.h"
#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/model/within.h"

enum { KINDS_MAX = 6 };

/* ------------------------------------------------------------------ a project */

/* "vigilance, renforcee": what a profile can be asked at. */
static const char *list_levels(struct pal_app *app, const struct pal_profile *profile)
{
    const struct pal_alert_scheme *scheme = profile->scheme;
    bool is_flat = profile->alert_level_count == 0;
    size_t count = !is_flat ? profile->alert_level_count : scheme != NULL ? scheme->level_count : 0;
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        const char *longer =
            pal_arena_printf(&app->arena, "%s%s%s", list, i > 0 ? ", " : "",
                             is_flat ? scheme->levels[i].id : profile->alert_levels[i]);
        list = longer != NULL ? longer : list;
    }
    return list;
}

static void check_level(struct pal_app *app, struct pal_opened *document,
                        const struct pal_profile *profile, struct pal_node *level)
{
    const char *word = pal_node_text(level);
    if (word == NULL || word[0] == '\0' || pal_profile_target(profile, word) != NULL) {
        return;
    }
    if (profile->alert_level_count == 0 && profile->scheme == NULL) {
        pal_node_error(&document->reader, level, PAL_E_INVALID,
                       "the profile \"%s\" follows no alert level: leave the level out, or choose "
                       "another profile",
                       profile->id);
        return;
    }
    pal_node_error(&document->reader, level, PAL_E_INVALID,
                   "the profile \"%s\" has no alert level %s; its levels are: %s", profile->id,
                   pal_quote(word).text, list_levels(app, profile));
}

/* Checks a project's text with an app that reads from the database. */
static enum pal_rc check_project(struct pal_app *app, const char *text, size_t len)
{
    struct pal_opened document;
    const struct pal_profile *profile = NULL;
    enum pal_rc rc = pal_document_open_text(app, "document", text, len, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_node *named = pal_node_get(document.root, "profile");
    struct pal_node *level = pal_node_get(document.root, "alert_level");
    const char *id = pal_node_text(named);
    const char *word = pal_node_text(level);
    if (id == NULL || id[0] == '\0') {
        if (word != NULL && word[0] != '\0') {
            pal_node_error(&document.reader, level, PAL_E_INVALID,
                           "an alert level is one of a profile: name the profile, too, or leave "
                           "the level out");
        }
        return pal_diag_rc(document.reader.diag);
    }
    rc = pal_app_profile(app, id, &profile);
    if (rc == PAL_E_MEMORY) {
        return rc;
    }
    if (rc == PAL_E_NOT_FOUND) {
        pal_node_error(&document.reader, named, PAL_E_INVALID,
                       "there is no profile %s; choose one of the library, or bring it in first",
                       pal_quote(id).text);
    } else if (rc != PAL_OK) {
        pal_node_error(&document.reader, named, PAL_E_INVALID,
                       "the profile %s cannot be read; choose another, or mend it first",
                       pal_quote(id).text);
    } else {
        check_level(app, &document, profile, level);
    }
    return pal_diag_rc(document.reader.diag);
}

enum pal_rc pal_fits_project(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_record *project)
{
    enum pal_rc rc = check_project(app, project->text, strlen(project->text));
    rc = rc == PAL_OK ? pal_procedures_fit(errand, app, project->id, project->text) : rc;
    if (rc == PAL_OK || rc == PAL_E_MEMORY) {
        return pal_errand_explain(errand, rc);
    }
    return pal_errand_fail(errand, PAL_E_INVALID, "the document is not valid; nothing was written");
}

/* ------------------------------------------------------------- its candidates */

/* PAL_E_NOT_FOUND: nobody, another project's own, or one that the visitor may not know of. */
static enum pal_rc find_provider(struct pal_errand *errand, const char *project, const char *id)
{
    struct pal_record there;
    enum pal_rc rc =
        pal_record_head(errand->db, pal_kinds[PAL_KIND_PROVIDER].word, id, errand->arena, &there);
    if (rc != PAL_OK) {
        return rc;
    }
    return there.project[0] == '\0'              ? pal_house_may_choose(errand, id)
           : strcmp(there.project, project) == 0 ? PAL_OK
                                                 : PAL_E_NOT_FOUND;
}

/* Those that the text of a project has named until now. */
static enum pal_rc add_before(struct pal_errand *errand, const char *project,
                              struct pal_candidates *out)
{
    struct pal_record before;
    enum pal_rc rc = pal_record_get(errand->db, pal_kinds[PAL_KIND_PROJECT].word, project,
                                    errand->arena, &before);
    return rc == PAL_OK            ? pal_candidates_add(errand, before.text, out)
           : rc == PAL_E_NOT_FOUND ? PAL_OK
                                   : rc;
}

static enum pal_rc check_candidates(struct pal_errand *errand, const struct pal_record *project,
                                    const struct pal_record *beside)
{
    struct pal_candidates before = {0};
    struct pal_candidates named = {0};
    enum pal_rc rc = pal_candidates_add(errand, project->text, &named);
    if (rc == PAL_OK && named.count > 0) {
        rc = add_before(errand, project->id, &before);
    }
    for (size_t i = 0; i < named.count && rc == PAL_OK; i++) {
        const char *id = named.items[i].provider;
        if (id[0] == '\0' || pal_candidates_have(&before, id) ||
            (beside != NULL && strcmp(beside->id, id) == 0)) {
            continue;
        }
        rc = find_provider(errand, project->id, id);
        if (rc == PAL_E_NOT_FOUND) {
            return pal_errand_fail_at(
                errand, PAL_E_INVALID, "provider",
                "there is no provider %s; choose one of the library, or bring it in first",
                pal_quote(id).text);
        }
    }
    return rc;
}

enum pal_rc pal_fits_candidates(struct pal_errand *errand, const struct pal_record *project,
                                const struct pal_record *beside)
{
    return pal_shelf_kind(project->kind)->is_project
               ? pal_errand_explain(errand, check_candidates(errand, project, beside))
               : PAL_OK;
}

/* ------------------------------------------------------- what names a document */

/* The database with one document as it would be. */
struct preview {
    struct pal_errand *errand;
    const struct pal_record *changed;
};

static const char *find(void *ctx, const char *kind, const char *id, struct pal_arena *arena,
                        size_t *len)
{
    const struct preview *preview = ctx;
    const struct pal_record *changed = preview->changed;
    struct pal_record record;
    if (changed != NULL && strcmp(kind, changed->kind) == 0 && strcmp(id, changed->id) == 0) {
        *len = strlen(changed->text);
        return changed->text;
    }
    if (pal_record_get(preview->errand->db, kind, id, arena, &record) != PAL_OK) {
        return NULL;
    }
    *len = strlen(record.text);
    return record.text;
}

/* What was found so far. */
struct search {
    struct pal_errand *errand;
    struct pal_app *app;
    const struct pal_record *changed;
    const struct pal_shelf_kind *of; /* its row */
    struct pal_app seen;             /* what is read once: the changed model or scheme */
    size_t named;
    size_t more;                      /* that the visitor may see, beyond those named */
    size_t hidden;                    /* that the visitor may not see */
    bool is_moved;                    /* the changed profile is for another model than before */
    struct pal_alert_schemes schemes; /* what acts say of them */
};

/* Whether a document can be read; with `preview->changed` as it would be. The first problem in
 * `err`. */
static bool is_readable(struct search *search, struct preview *preview,
                        const struct pal_record *row, struct pal_err *err)
{
    struct pal_app_source_of source = {find, preview};
    struct pal_checked checked;
    struct pal_app app;
    size_t len = strlen(row->text);
    pal_app_init(&app);
    app.source = &source;
    app.voice = search->app->voice;
    if (preview->changed != NULL) {
        pal_app_share(&app, &search->seen);
    } else if (search->errand->house != NULL) {
        pal_app_share(&app, pal_house_common(search->errand->house));
    }
    enum pal_rc rc = pal_app_check_text(&app, "document", row->text, len, &checked);
    if (rc == PAL_OK && pal_shelf_kind(row->kind)->is_project) {
        rc = check_project(&app, row->text, len);
    }
    *err = (struct pal_err){.rc = rc};
    for (struct pal_app_problems *at = app.problems; at != NULL && rc != PAL_OK; at = at->next) {
        if (at->diag.error_count > 0) {
            *err = at->diag.errors[0];
            break;
        }
    }
    pal_app_done(&app);
    return rc == PAL_OK;
}

static bool may_see(struct search *search, const struct pal_record *row)
{
    if (pal_blind_is(search->errand, row->kind, row->id)) {
        return false; /* its sentence would tell what is marked there */
    }
    return row->project[0] != '\0' || pal_house_is_of_projects(row->kind)
               ? pal_errand_may(search->errand, PAL_MAY_READ_PROJECT, row->project)
               : pal_errand_may(search->errand, PAL_MAY_READ_LIBRARY, NULL);
}

/* Says that a document would break, where the visitor may know of it. */
static void tell(struct search *search, const struct pal_record *row, const struct pal_err *err)
{
    if (!may_see(search, row)) {
        search->hidden++;
        return;
    }
    if (search->named == PAL_LIMIT_PROBLEMS) {
        search->more++;
        return;
    }
    search->named++;
    (void)pal_app_fail(search->app, PAL_E_INVALID, "\"%.200s\": %.400s", row->title, err->message);
    struct pal_app_problems *last = search->app->last_problems;
    if (last != NULL && last->diag.error_count > 0) {
        struct pal_err *told = &last->diag.errors[0];
        (void)snprintf(told->file, sizeof told->file, "%s/%s", row->kind, row->id);
        (void)snprintf(told->path, sizeof told->path, "%s", err->path);
    }
}

/* Whether a text may name the changed document: no more than a guess that spares most parsing. A
 * project names a scheme by one of its levels. */
static bool may_name(const struct search *search, const struct pal_record *row)
{
    bool is_by_level = false;
    (void)pal_kind_names(pal_shelf_kind(row->kind), search->of->id, &is_by_level);
    return strstr(row->text, is_by_level ? "alert_level" : search->changed->id) != NULL;
}

static bool is_itself(const struct search *search, const struct pal_record *row)
{
    return strcmp(row->kind, search->changed->kind) == 0 &&
           strcmp(row->id, search->changed->id) == 0;
}

/* Whether a project aims at the changed profile. */
static bool aims_at(const struct search *search, struct pal_errand *own,
                    const struct pal_record *row)
{
    const char *named = pal_alert_text_in(own, row->text).profile;
    return named != NULL && strcmp(named, search->changed->id) == 0;
}

/* What acts say of a project's alert level, with the scheme as it is or would be. */
struct in_force {
    const char *level; /* NULL: none */
    bool has_scheme;
};

static enum pal_rc find_level(struct search *search, struct preview *preview,
                              const struct pal_record *row, const struct pal_fact_row *own,
                              struct in_force *out)
{
    struct pal_app_source_of source = {find, preview};
    struct pal_alert_text text = {NULL, NULL, NULL};
    const struct pal_alert_known known = {.own = own, .schemes = &search->schemes};
    struct pal_alert_now now = {.level = NULL};
    struct pal_app app;
    pal_app_init(&app);
    app.source = &source;
    if (preview->changed != NULL) {
        pal_app_share(&app, &search->seen);
    }
    text.profile = pal_alert_text_in(preview->errand, row->text).profile;
    enum pal_rc rc = pal_alerts_by(preview->errand, &app, row->id, &text, &known, &now);
    *out = (struct in_force){now.act != 0 ? now.level : NULL, now.scheme != NULL};
    pal_app_done(&app);
    return rc;
}

/* Whether an act may tell of a project's level: no more than a guess, too. `own`: the last on the
 * project, where it may. */
static enum pal_rc may_be_in_force(struct search *search, struct pal_errand *errand,
                                   const struct pal_record *row, struct pal_fact_row *own,
                                   bool *out)
{
    bool is_scheme = search->of->id == PAL_KIND_ALERT_SCHEME;
    struct pal_fact_row wide = {.turn = 0};
    *out = false;
    if (!pal_shelf_kind(row->kind)->is_project || (!is_scheme && !may_name(search, row))) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_alert_last(errand, "project", row->id, own);
    if (rc == PAL_OK && is_scheme && own->turn == 0) {
        rc = pal_alerts_on_scheme(errand, &search->schemes, search->changed->id, &wide);
    }
    *out = rc == PAL_OK && (!is_scheme || own->turn > 0 || wide.turn > 0);
    return rc;
}

/* Whether the scheme of a project would lack the level that an act has put in force: it would end
 * unseen. */
static enum pal_rc look_at_level(struct search *search, struct preview *now, struct preview *after,
                                 const struct pal_record *row)
{
    struct in_force before;
    struct in_force coming;
    struct pal_fact_row own;
    struct pal_err err;
    bool may_be = false;
    enum pal_rc rc = may_be_in_force(search, now->errand, row, &own, &may_be);
    if (rc != PAL_OK || !may_be) {
        return rc;
    }
    rc = find_level(search, now, row, &own, &before);
    if (rc != PAL_OK || before.level == NULL) {
        return rc;
    }
    rc = find_level(search, after, row, &own, &coming);
    if (rc == PAL_OK && coming.level == NULL && coming.has_scheme) {
        (void)pal_err_set(&err, PAL_E_INVALID,
                          pal_voice_say(search->app->voice,
                                        PAL_N_("the alert level %s is in force: put another in "
                                               "force first")),
                          pal_quote(before.level).text);
        err.path[0] = '\0';
        tell(search, row, &err);
    }
    return rc;
}

static enum pal_rc look_at(void *ctx, struct pal_errand *own, const struct pal_record *row)
{
    struct search *search = ctx;
    struct preview after = {own, search->changed};
    struct preview now = {own, NULL};
    struct pal_err err;
    struct pal_err before;
    if (search->is_moved && may_name(search, row) && aims_at(search, own, row)) {
        (void)pal_err_set(
            &err, PAL_E_INVALID, "%s",
            pal_voice_say(search->app->voice, PAL_N_("its profile would be for another model; its "
                                                     "assessments would be seen without it")));
        (void)snprintf(err.path, sizeof err.path, "profile");
        tell(search, row, &err);
        return PAL_OK;
    }
    if (!is_itself(search, row) && may_name(search, row) &&
        !is_readable(search, &after, row, &err) && is_readable(search, &now, row, &before)) {
        tell(search, row, &err);
        return PAL_OK;
    }
    return look_at_level(search, &now, &after, row);
}

static enum pal_rc look_at_kind(struct search *search, const char *kind, bool is_removed)
{
    const struct pal_record_list list = {.kind = kind, .with_text = true, .is_removed = is_removed};
    return pal_house_each(search->errand, list, look_at, search);
}

/* All documents of the kinds that name one of the changed one's. */
static enum pal_rc look_at_users(struct search *search)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < PAL_KIND_COUNT && rc == PAL_OK; i++) {
        bool is_by_level;
        if (!pal_kind_names(&pal_shelf_kinds[i], search->of->id, &is_by_level)) {
            continue;
        }
        rc = look_at_kind(search, pal_shelf_kinds[i].word, false);
        if (rc == PAL_OK) {
            rc = look_at_kind(search, pal_shelf_kinds[i].word, true);
        }
    }
    return rc;
}

static enum pal_rc conclude(struct search *search)
{
    if (search->named + search->more + search->hidden == 0) {
        return PAL_OK;
    }
    if (search->more > 0) {
        (void)pal_app_fail(search->app, PAL_E_INVALID, "and %zu more that name what it lacks",
                           search->more);
    }
    if (search->hidden > 0) {
        (void)pal_app_fail(search->app, PAL_E_INVALID,
                           "documents that you may not see, and that name what it lacks: %zu",
                           search->hidden);
    }
    return pal_errand_fail(
        search->errand, PAL_E_INVALID,
        "other documents name what this text lacks (%zu): nothing was written; change those "
        "first, or save this text under a new id",
        search->named + search->more + search->hidden);
}

/* Whether a profile's new text is for another model. */
static bool moves_model(struct search *search)
{
    struct preview now = {search->errand, NULL};
    struct pal_app_source_of source = {find, &now};
    const struct pal_profile *before = NULL;
    const struct pal_profile *after = NULL;
    struct pal_app app;
    if (!search->of->is_aim) {
        return false;
    }
    pal_app_init(&app);
    app.source = &source;
    bool is_moved = pal_app_profile(&app, search->changed->id, &before) == PAL_OK &&
                    pal_app_profile(&search->seen, search->changed->id, &after) == PAL_OK &&
                    strcmp(before->model->id, after->model->id) != 0;
    pal_app_done(&app);
    return is_moved;
}

/* Whether a model's new text still has all that can be named of it: then nothing needs to be read.
 */
static bool lacks_nothing(struct search *search)
{
    struct preview now = {search->errand, NULL};
    struct pal_app_source_of source = {find, &now};
    const struct pal_model *before = NULL;
    const struct pal_model *after = NULL;
    struct pal_app app;
    if (!search->of->is_ground) {
        return false;
    }
    pal_app_init(&app);
    app.source = &source;
    bool lacks = pal_app_model(&app, search->changed->id, &before) != PAL_OK ||
                 pal_app_model(&search->seen, search->changed->id, &after) != PAL_OK ||
                 !pal_model_is_within(before, after);
    pal_app_done(&app);
    return !lacks;
}

enum pal_rc pal_fits_others(struct pal_errand *errand, struct pal_app *app,
                            const struct pal_record *changed)
{
    struct search search = {.errand = errand,
                            .app = app,
                            .changed = changed,
                            .of = pal_shelf_kind(changed->kind),
                            .schemes.arena = errand->arena};
    struct pal_checked checked;
    if (!pal_kind_is_named(search.of->id)) {
        return PAL_OK;
    }
    struct preview preview = {errand, changed};
    struct pal_app_source_of source = {find, &preview};
    pal_house_share(errand, &search.seen);
    search.seen.source = &source;
    enum pal_rc rc = pal_app_check_text(&search.seen, "document", changed->text,
                                        strlen(changed->text), &checked);
    bool is_safe = rc == PAL_OK && lacks_nothing(&search);
    search.is_moved = rc == PAL_OK && moves_model(&search);
    if (rc == PAL_OK && !is_safe) {
        rc = look_at_users(&search);
    }
    pal_app_done(&search.seen);
    return rc == PAL_OK ? conclude(&search) : pal_errand_explain(errand, rc);
}
