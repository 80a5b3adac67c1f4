#include "web/pages/against.h"

#include <string.h>

#include "app/desk/library.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "core/case/project_1.h"
#include "render/gap_words.h"
#include "render/words.h"
#include "web/pages/pages.h"

/* Profiles of the house whose model is looked at for a chooser: the newest ones. */
enum {
    OFFERED_MOST = 200,
    BUILT_IN_MOST = 256,
    HEAD_MOST = 2000 /* characters of a profile in which its model is looked for */
};

void pal_against_notice(struct pal_call *call, const char *sentence)
{
    struct pal_value *list = pal_value_get(call->page, "notices");
    if (list == NULL) {
        list = pal_value_list(&call->values);
        pal_set(call->page, "notices", list);
    }
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "text", sentence);
    pal_add(list, row);
}

/* Says that the project aims at nothing yet, who gives it a profile, and where. */
static void tell_no_profile(struct pal_call *call, const struct pal_against *against)
{
    const char *project = against->record.project;
    if (project[0] == '\0' || against->own_profile != NULL || pal_call_is_pass(call)) {
        return;
    }
    pal_against_notice(call, pal_call_tr(call, "This project has no confidence profile yet. The "
                                               "project manager and the expert give it one, which "
                                               "is proposed from its needs."));
    struct pal_value *list = pal_value_get(call->page, "notices");
    struct pal_value *row = pal_value_at(list, pal_value_count(list) - 1);
    if (pal_call_may(call, PAL_MAY_EDIT_PROJECT)) {
        pal_put_text(row, "title", pal_call_tr(call, "To the needs"));
        pal_put_text(row, "url", pal_call_printf(call, "/projects/%s/needs", project));
    }
}

/* ---------------------------------------------------- words at the top of a text */

/* A word of a document, in block style and whole in its line: an id as it stands or between quotes,
 * behind it at most a remark. */
struct top {
    const char *at;
    size_t len;
};

/* What stands behind "key:" at the beginning of a line; NULL: no line begins so. */
static const char *behind_key(const char *text, const char *key)
{
    size_t len = strlen(key);
    for (const char *at = text; at != NULL; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, key, len) == 0 && at[len] == ':') {
            return at + len + 1 + strspn(at + len + 1, " \t");
        }
    }
    return NULL;
}

/* Whether a line goes on with nothing that belongs to its value. */
static bool ends_there(const char *at)
{
    size_t blank = strspn(at, " \t");
    at += blank;
    return *at == '\n' || *at == '\r' || (*at == '#' && blank > 0 && strchr(at, '\n') != NULL);
}

/* Finds the word under a key where that needs no reader; false where only one can tell. */
static bool look_for_word(const char *text, const char *key, struct top *out)
{
    const char *at = behind_key(text, key);
    if (at == NULL || behind_key(text, "palier") == NULL) {
        return false;
    }
    bool is_quoted = *at == '"' || *at == '\'';
    char quote = *at;
    at += is_quoted;
    size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
    *out = (struct top){at, len};
    return len > 0 && (!is_quoted || at[len] == quote) && ends_there(at + len + is_quoted);
}

const char *pal_against_word(struct pal_call *call, const char *text, const char *key)
{
    struct top top;
    if (look_for_word(text, key, &top)) {
        return pal_call_printf(call, "%.*s", (int)top.len, top.at);
    }
    return pal_word_in(pal_call_document(call, text, strlen(text)), key);
}

const char *pal_against_model(struct pal_call *call, const char *text)
{
    return pal_against_word(call, text, "model");
}

/* Whether a map of ratings says anything. */
static bool has_ratings(struct pal_call *call, const char *text, const char *key)
{
    const char *at = behind_key(text, key);
    if (behind_key(text, "palier") != NULL) {
        return at != NULL && strncmp(at, "{}", 2) != 0 && strncmp(at, "~", 1) != 0 &&
               strncmp(at, "null", 4) != 0;
    }
    const struct pal_value *document = pal_call_document(call, text, strlen(text));
    return pal_value_count(pal_value_get(document, key)) > 0;
}

/* ---------------------------------------------------------------- the chooser */

/* The alert scheme that a profile names; "": none. Most are told without reading all of them. */
static const char *scheme_word(struct pal_call *call, const char *text)
{
    struct top top;
    if (behind_key(text, "palier") != NULL) {
        if (behind_key(text, "alert_scheme") == NULL) {
            return "";
        }
        if (look_for_word(text, "alert_scheme", &top)) {
            return pal_call_printf(call, "%.*s", (int)top.len, top.at);
        }
    }
    return pal_word_in(pal_call_document(call, text, strlen(text)), "alert_scheme");
}

/* Whether levels of a scheme mean something in the project: it follows the same, or none. */
static bool is_of_scheme(const struct pal_against *against, const char *scheme)
{
    const char *own = against->own_scheme;
    return own == NULL || scheme == NULL || scheme[0] == '\0' || strcmp(scheme, own) == 0;
}

/* Whether a profile is of the assessment's model and of the project's alert scheme. */
static bool fits(struct pal_call *call, const char *text, const struct pal_against *against)
{
    return strcmp(pal_against_word(call, text, "model"), against->model) == 0 &&
           is_of_scheme(against, scheme_word(call, text));
}

/* The same of a profile that does not begin with what is looked for: it is fetched, and given back
 * before the next. */
static enum pal_rc fits_as_whole(struct pal_call *call, const char *id,
                                 const struct pal_against *against, bool *out)
{
    struct pal_document whole;
    struct pal_arena *arena = call->errand.arena;
    struct pal_arena scratch;
    pal_arena_init(&scratch, arena->alloc);
    call->errand.arena = &scratch;
    enum pal_rc rc = pal_house_get(&call->errand, "profile", id, &whole);
    if (rc == PAL_OK) {
        *out = fits(call, whole.text, against);
    }
    call->errand.arena = arena;
    pal_arena_done(&scratch);
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

/* The same of a profile of which the head is here. */
static enum pal_rc may_offer(struct pal_call *call, const struct pal_document *row,
                             const struct pal_against *against, bool *out)
{
    struct top top;
    bool is_cut = strlen(row->text) >= HEAD_MOST;
    if (is_cut &&
        (!look_for_word(row->text, "model", &top) || /* as where all is in one line */
         (against->own_scheme != NULL && !look_for_word(row->text, "alert_scheme", &top)))) {
        return fits_as_whole(call, row->id, against, out);
    }
    *out = fits(call, row->text, against);
    return PAL_OK;
}

/* Those that are built in; gives whether one of them is chosen. */
static bool offer_built_in(struct pal_call *call, const char *field,
                           const struct pal_against *against, const char *chosen, const char *but)
{
    struct pal_library_id ids[BUILT_IN_MOST];
    size_t count = pal_library_list("profiles", ids, BUILT_IN_MOST);
    bool is_offered = false;
    for (size_t i = 0; i < count && i < BUILT_IN_MOST; i++) {
        const char *id = pal_call_printf(call, "%.*s", (int)ids[i].len, ids[i].text);
        const struct pal_library_file *file = pal_library_find("profiles", id);
        if (file != NULL && strcmp(id, but) != 0 &&
            fits(call, (const char *)file->bytes, against)) {
            pal_call_option(call, field, id, id, chosen);
            is_offered = is_offered || strcmp(id, chosen) == 0;
        }
    }
    return is_offered;
}

enum pal_rc pal_against_offer(struct pal_call *call, const char *field,
                              const struct pal_against *against, const char *chosen,
                              const char *but)
{
    struct pal_document_search list = {
        .kind = "profile", .with_text = true, .text_most = HEAD_MOST, .max = OFFERED_MOST};
    struct pal_document *rows = NULL;
    size_t count = 0;
    bool is_offered =
        offer_built_in(call, field, against, chosen, but) || chosen[0] == '\0' || chosen[0] == '.';
    enum pal_rc rc = pal_house_find(&call->errand, &list, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        bool may_be = false;
        rc = may_offer(call, &rows[i], against, &may_be);
        if (may_be && strcmp(rows[i].id, but) != 0) {
            pal_call_option(call, field, rows[i].id, rows[i].title, chosen);
            is_offered = is_offered || strcmp(rows[i].id, chosen) == 0;
        }
    }
    if (!is_offered) {
        pal_call_option(call, field, chosen, chosen, chosen);
    }
    return pal_errand_explain(&call->errand, rc);
}

static enum pal_rc offer_profiles(struct pal_call *call, const struct pal_against *against)
{
    const char *chosen = against->profile != NULL ? against->profile : "";
    pal_call_option(call, "profile", "none", pal_call_tr(call, "none"), chosen);
    return pal_against_offer(call, "profile", against, chosen, "");
}

static void offer_level(struct pal_call *call, const struct pal_profile *profile, const char *id,
                        const char *chosen)
{
    const struct pal_alert_scheme *scheme = profile->scheme;
    int at = scheme != NULL ? pal_alert_find(scheme, id) : -1;
    pal_call_option(call, "alert", id,
                    at >= 0 ? pal_text_in(&scheme->levels[at].label, call->language.lang) : id,
                    chosen);
}

/* None where the assessment is seen without a profile. */
static void offer_levels(struct pal_call *call, const struct pal_profile *profile,
                         const char *chosen)
{
    if (profile == NULL) {
        return;
    }
    for (size_t i = 0; i < profile->alert_level_count; i++) {
        offer_level(call, profile, profile->alert_levels[i], chosen);
    }
    bool is_flat = profile->alert_level_count == 0 && profile->scheme != NULL;
    for (size_t i = 0; is_flat && i < profile->scheme->level_count; i++) {
        offer_level(call, profile, profile->scheme->levels[i].id, chosen);
    }
}

/* The bases on which the assessment says something; and the one that is shown. */
static void offer_bases(struct pal_call *call, const struct pal_against *against)
{
    static const char *const titles[PAL_BASIS_COUNT] = {PAL_N_("checked"), PAL_N_("seen"),
                                                        PAL_N_("claimed")};
    for (size_t i = 0; i < PAL_BASIS_COUNT; i++) {
        if (i == PAL_BASIS_CHECKED || i == (size_t)against->basis ||
            has_ratings(call, against->record.text, pal_basis_ids[i])) {
            pal_call_option(call, "basis", pal_basis_ids[i], pal_call_tr(call, titles[i]),
                            pal_basis_ids[against->basis]);
        }
    }
}

/* ---------------------------------------------------------- profile and level */

/* What the address asks for; NULL: nothing of it. */
static const char *asked(const struct pal_against *against, enum pal_look_word word)
{
    return against->asked.words[word];
}

/* The calmest level that a profile can be asked at; NULL: it takes none. */
static const char *first_level(const struct pal_profile *profile)
{
    return profile->alert_level_count > 0 ? profile->alert_levels[0]
           : profile->scheme != NULL && profile->scheme->level_count > 0
               ? profile->scheme->levels[0].id
               : NULL;
}

/* A level was asked for where there is none to ask for. */
static enum pal_rc refuse_level(struct pal_call *call, const struct pal_against *against,
                                const struct pal_profile *profile)
{
    const char *first = profile != NULL ? first_level(profile) : NULL;
    if (profile == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "without a confidence profile there is no alert level %s",
                               pal_quote(against->alert).text);
    }
    return first == NULL
               ? pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "the profile \"%s\" asks for the same at every alert level: it "
                                 "has none called %s",
                                 profile->id, pal_quote(against->alert).text)
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "the profile \"%s\" has no alert level %s; the first of its "
                                 "levels is %s",
                                 profile->id, pal_quote(against->alert).text, first);
}

/* Whether a word that is asked for as a level is none of the project's scheme: no chooser has it.
 */
static bool is_no_level(const struct pal_call *call, const struct pal_against *against)
{
    const struct pal_alert_scheme *scheme = call->alert.scheme;
    const char *level = asked(against, PAL_LOOK_ALERT);
    return scheme != NULL && level != NULL && pal_alert_find(scheme, level) < 0;
}

/* The level in use: the one wanted where the profile has it, else its first. */
static enum pal_rc choose_level(struct pal_call *call, const struct pal_profile *profile,
                                struct pal_against *out)
{
    const char *first = profile != NULL ? first_level(profile) : NULL;
    const bool is_asked = asked(out, PAL_LOOK_ALERT) != NULL;
    if (first == NULL) {
        if (is_asked && (asked(out, PAL_LOOK_PROFILE) == NULL || is_no_level(call, out))) {
            return refuse_level(call, out, profile);
        }
        out->alert = NULL;
        return PAL_OK;
    }
    if (out->alert == NULL || pal_profile_target(profile, out->alert) != NULL) {
        out->alert = out->alert != NULL ? out->alert : first;
        return PAL_OK;
    }
    if (is_asked && !out->is_level_left) {
        return refuse_level(call, out, profile);
    }
    if (!out->is_aside) {
        pal_against_notice(
            call, pal_call_printf(call,
                                  pal_call_tr(call, "The profile \"%s\" has no alert level \"%s\": "
                                                    "it is seen at its first level."),
                                  pal_text_in(&profile->title, call->language.lang), out->alert));
    }
    out->alert = first;
    return PAL_OK;
}

/* The project's profile does not fit: the assessment is seen without one, and the page and the data
 * say so. */
static void leave_profile(struct pal_call *call, struct pal_against *out, const char *reason,
                          const char *sentence)
{
    if (!out->is_aside) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "profile", out->profile);
        pal_put_text(row, "reason", reason);
        pal_set(call->data, "misfit", row);
        pal_against_notice(call, sentence);
    }
    out->profile = NULL;
    out->alert = NULL;
}

/* The project's own profile is not of its assessment. */
static void leave_own_profile(struct pal_call *call, struct pal_against *out,
                              const struct pal_profile *profile)
{
    if (profile == NULL) {
        leave_profile(
            call, out, "unreadable",
            pal_call_printf(call,
                            pal_call_tr(call, "The project's profile, \"%s\", is not there "
                                              "or cannot be read: this is seen without a "
                                              "profile."),
                            out->profile));
        return;
    }
    leave_profile(
        call, out, "model",
        pal_call_printf(call,
                        pal_call_tr(call, "The project's profile is for another model (%s; this "
                                          "assessment: %s): it is seen without a profile."),
                        profile->model->id, out->model));
}

/* Holds a profile that was asked for against the assessment and its project. */
static enum pal_rc check_asked(struct pal_call *call, const struct pal_against *against,
                               const struct pal_profile *profile)
{
    if (!is_of_scheme(against, profile->alert_scheme)) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "the profile %s follows the alert scheme \"%s\", this project the "
                               "alert scheme \"%s\"; choose a profile of the project's scheme, or "
                               "one without levels",
                               pal_quote(against->profile).text, profile->alert_scheme,
                               against->own_scheme);
    }
    if (strcmp(profile->model->id, against->model) != 0) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "the profile %s is for the model \"%s\", this assessment for "
                               "\"%s\"; choose one of its own model",
                               pal_quote(against->profile).text, profile->model->id,
                               against->model);
    }
    return PAL_OK;
}

/* Holds profile and level against the assessment. */
static enum pal_rc choose_profile(struct pal_call *call, struct pal_against *out)
{
    const struct pal_profile *profile = NULL;
    const bool is_asked = asked(out, PAL_LOOK_PROFILE) != NULL;
    if (out->profile == NULL) {
        return choose_level(call, NULL, out);
    }
    enum pal_rc rc = pal_app_profile(pal_call_app(call), out->profile, &profile);
    if (rc == PAL_E_MEMORY || (rc != PAL_OK && is_asked)) {
        return pal_tell_problem(call, rc);
    }
    if (rc != PAL_OK) {
        (void)pal_fresh_app(call);
        leave_own_profile(call, out, NULL);
        return choose_level(call, NULL, out);
    }
    if (is_asked) {
        rc = check_asked(call, out, profile);
    } else if (strcmp(profile->model->id, out->model) != 0) {
        leave_own_profile(call, out, profile);
        profile = NULL;
    }
    rc = rc == PAL_OK ? choose_level(call, profile, out) : rc;
    out->chosen = rc == PAL_OK ? profile : NULL;
    return rc;
}

static enum pal_rc choose_basis(struct pal_call *call, struct pal_against *out)
{
    const char *basis = asked(out, PAL_LOOK_BASIS);
    out->basis = PAL_BASIS_CHECKED;
    if (basis == NULL || pal_basis_find(basis, &out->basis)) {
        return PAL_OK;
    }
    return pal_errand_fail(&call->errand, PAL_E_INVALID,
                           "basis: checked, seen or claimed is needed, not %s",
                           pal_quote(basis).text);
}

/* What the project has, and what is asked for in its place. */
static enum pal_rc choose(struct pal_call *call, struct pal_against *out)
{
    const char *profile = asked(out, PAL_LOOK_PROFILE);
    const char *level = asked(out, PAL_LOOK_ALERT);
    out->profile = out->own_profile;
    out->alert = out->own_alert;
    if (profile != NULL) {
        bool is_same = out->profile != NULL && strcmp(profile, out->profile) == 0;
        out->profile = strcmp(profile, "none") == 0 ? NULL : profile;
        out->alert = is_same ? out->alert : NULL;
    }
    out->alert = level != NULL ? level : out->alert;
    enum pal_rc rc = choose_basis(call, out);
    return rc == PAL_OK ? choose_profile(call, out) : rc;
}

/* Whether the level that is asked for may be one of the profile that a browser has just left: one
 * was chosen with it, and the level is of the project's scheme, where it follows one. A program
 * says what it means. */
static bool is_level_left(const struct pal_call *call, const struct pal_against *against)
{
    return !call->is_api && asked(against, PAL_LOOK_ALERT) != NULL &&
           asked(against, PAL_LOOK_PROFILE) != NULL && !is_no_level(call, against);
}

/* What the project that is around the assessment holds it against. What is of its scheme is taken
 * now: a profile that is refused takes what was read with it. */
static void take_own(struct pal_call *call, const struct pal_value *document,
                     struct pal_against *out)
{
    out->state = document != NULL
                     ? pal_project_1_state(pal_value_as_text(pal_value_get(document, "state")))
                     : PAL_CASE_NOT_THERE;
    out->own_profile = pal_value_as_text(pal_value_get(document, "profile"));
    out->own_scheme = document != NULL && call->alert.scheme != NULL
                          ? pal_call_printf(call, "%s", call->alert.scheme->id)
                          : NULL;
    out->own_alert = document != NULL ? call->alert.level : NULL;
    out->is_level_left = is_level_left(call, out);
    out->model = pal_against_word(call, out->record.text, "model");
}

/* ------------------------------------------------------------------- what if */

/* Whether something is wrong with what was asked for or stands there, rather than with the house.
 */
static bool is_of_documents(enum pal_rc rc)
{
    return rc == PAL_E_INVALID || rc == PAL_E_NOT_FOUND || rc == PAL_E_USAGE;
}

/* Chooses; what was asked for and is refused is told once, and the page is as the project has it,
 * with the status of what is not valid. A program gets the error. */
static enum pal_rc choose_or_refuse(struct pal_call *call, struct pal_against *out)
{
    enum { NOT_VALID = 422 };
    enum pal_rc rc = choose(call, out);
    if (call->is_api || !is_of_documents(rc) || !pal_look_is_any(&out->asked)) {
        return rc;
    }
    if (!out->is_aside) {
        pal_set_text(call->page, "refused", call->errand.err.message);
        call->response->status = NOT_VALID;
    }
    call->errand.err = (struct pal_err){0};
    (void)pal_fresh_app(call);
    out->asked = (struct pal_look){{NULL}};
    return choose(call, out);
}

/* The level at which the project itself is seen. */
static const char *own_level(const struct pal_against *against)
{
    const struct pal_profile *profile = against->chosen;
    const char *in_force = against->own_alert;
    return in_force != NULL && pal_profile_target(profile, in_force) != NULL ? in_force
                                                                             : first_level(profile);
}

static const char *joined(struct pal_call *call, const char *text, const char *more)
{
    return pal_call_printf(call, "%s%s%s", text, text[0] != '\0' ? " · " : "", more);
}

/* What differs from how the project is seen: its profile, the level in force, what was checked, as
 * a look and in words; "" where nothing does. */
static const char *difference(struct pal_call *call, const struct pal_against *against,
                              struct pal_look *look)
{
    const struct pal_profile *profile = against->chosen;
    const char *own = against->own_profile;
    const char *wanted = asked(against, PAL_LOOK_PROFILE);
    const char *text = "";
    const bool is_other = wanted != NULL && (against->profile == NULL || own == NULL
                                                 ? against->profile != own
                                                 : strcmp(against->profile, own) != 0);
    *look = (struct pal_look){{NULL}};
    if (is_other) {
        look->words[PAL_LOOK_PROFILE] = wanted;
        text = profile == NULL ? pal_call_tr(call, "no profile")
                               : pal_text_in(&profile->title, call->language.lang);
    }
    if (against->alert != NULL && profile != NULL &&
        (is_other || strcmp(against->alert, own_level(against)) != 0)) {
        const char *level = asked(against, PAL_LOOK_ALERT);
        bool is_asked = level != NULL && strcmp(level, against->alert) == 0;
        look->words[PAL_LOOK_ALERT] = is_asked ? level : NULL;
        text = joined(call, text,
                      pal_alert_label(profile->scheme, against->alert, call->language.lang));
    }
    if (against->basis != PAL_BASIS_CHECKED) {
        look->words[PAL_LOOK_BASIS] = pal_basis_ids[against->basis];
        text = joined(call, text, pal_word_basis(&call->language, against->basis));
    }
    return text;
}

static void mark_what_if(struct pal_call *call, const struct pal_against *against)
{
    struct pal_look look;
    const char *text = difference(call, against, &look);
    for (size_t i = PAL_LOOK_MEANS; i < PAL_LOOK_WORDS; i++) {
        look.words[i] = asked(against, (enum pal_look_word)i);
    }
    if (text[0] != '\0' || pal_look_is_any(&look)) {
        pal_look_use(call, &look, text);
    }
}

enum pal_rc pal_against_keep(struct pal_call *call, const struct pal_document *record,
                             const struct pal_value *project)
{
    struct pal_against against = {
        .record = *record, .asked = pal_look_asked(call), .is_aside = true};
    if (call->is_api || pal_look_is_shown(call) || !pal_look_is_any(&against.asked)) {
        return PAL_OK;
    }
    take_own(call, project, &against);
    enum pal_rc rc = choose_or_refuse(call, &against);
    if (rc == PAL_OK) {
        mark_what_if(call, &against);
    }
    return rc;
}

/* ---------------------------------------------------------------- the assessment */

enum pal_rc pal_against_open(struct pal_call *call, const char *id, struct pal_against *out)
{
    struct pal_document project;
    struct pal_value *document = NULL;
    *out = (struct pal_against){.asked = pal_look_asked(call)};
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", id, &out->record);
    if (rc == PAL_OK && out->record.project[0] != '\0') {
        rc = pal_project_frame(call, out->record.project, &project, &document);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    out->path = pal_call_printf(call, "assessment/%s", id);
    call->version = out->record.version;
    call->fact = out->record.fact;
    call->thing = out->record.title;
    take_own(call, document, out);
    rc = choose_or_refuse(call, out);
    pal_house_hand(pal_call_app(call), &out->record);
    if (rc == PAL_OK && !pal_call_is_pass(call)) {
        rc = offer_profiles(call, out);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    offer_levels(call, out->chosen, out->alert);
    offer_bases(call, out);
    tell_no_profile(call, out);
    mark_what_if(call, out);
    pal_assessment_frame(call, &out->record);
    return PAL_OK;
}

enum pal_rc pal_against_own(struct pal_call *call, const char *id, struct pal_against *out)
{
    struct pal_document project;
    struct pal_value *document = NULL;
    *out = (struct pal_against){.is_aside = true};
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", id, &out->record);
    if (rc == PAL_OK && out->record.project[0] != '\0') {
        rc = pal_project_frame(call, out->record.project, &project, &document);
    }
    if (rc == PAL_OK) {
        rc = pal_against_keep(call, &out->record, document);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    out->path = pal_call_printf(call, "assessment/%s", id);
    call->version = out->record.version;
    call->fact = out->record.fact;
    take_own(call, document, out);
    rc = choose(call, out);
    pal_house_hand(pal_call_app(call), &out->record);
    pal_assessment_frame(call, &out->record);
    return rc;
}

struct pal_score_request pal_against_request(const struct pal_against *against)
{
    return (struct pal_score_request){.assessments = &against->path,
                                      .assessment_count = 1,
                                      .profile = against->profile,
                                      .alert = against->alert,
                                      .basis = against->basis};
}

/* Where a page of the assessment is; NULL: whoever holds a pass does not go there. */
static const char *place(struct pal_call *call, const struct pal_document *record, const char *page)
{
    const char *path = pal_call_printf(call, "/assessments/%s%s", record->id, page);
    const char *url = pal_call_url(call, path);
    return url != NULL ? pal_call_printf(call, "%s%s", url, pal_look_behind(call, path)) : NULL;
}

/* The page with the sentence of the errand. */
static enum pal_rc show_unread(struct pal_call *call, const struct pal_document *record,
                               bool has_text)
{
    pal_set_text(call->data, "id", record->id);
    pal_set_text(call->data, "title", record->title);
    pal_set_text(call->data, "sentence", call->errand.err.message);
    pal_set_text(call->page, "text_url", has_text ? place(call, record, "/text") : NULL);
    pal_set_text(call->page, "history_url", has_text ? place(call, record, "/history") : NULL);
    call->errand.err = (struct pal_err){0};
    return pal_call_show(call, "web_unread", record->title);
}

enum pal_rc pal_against_explain(struct pal_call *call, const struct pal_against *against,
                                enum pal_rc rc)
{
    if (call->is_api || !is_of_documents(rc)) {
        return rc;
    }
    pal_set_boolean(call->page, "has_chooser", true);
    return show_unread(call, &against->record, !against->is_one_of_several);
}

enum pal_rc pal_against_unread(struct pal_call *call, const struct pal_document *record,
                               enum pal_rc rc)
{
    if (call->is_api || !is_of_documents(rc)) {
        return rc;
    }
    pal_set_boolean(call->page, "has_chooser", false);
    return show_unread(call, record, true);
}
