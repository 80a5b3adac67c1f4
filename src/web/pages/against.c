#include "web/pages/against.h"

#include <string.h>

#include "app/desk/library.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "base/text.h"
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

/* The word under a key of a document, without reading all of it where that can be. */
static const char *top_word(struct pal_call *call, const char *text, const char *key)
{
    struct top top;
    if (look_for_word(text, key, &top)) {
        return pal_call_printf(call, "%.*s", (int)top.len, top.at);
    }
    return pal_word_in(pal_call_document(call, text, strlen(text)), key);
}

const char *pal_against_model(struct pal_call *call, const char *text)
{
    return top_word(call, text, "model");
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
    return strcmp(top_word(call, text, "model"), against->model) == 0 &&
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

/* The profile that was asked for; NULL: none was. Who reads with a pass sees what the project aims
 * at, and is not told what else there is. */
static const char *asked_profile(struct pal_call *call)
{
    return pal_call_is_pass(call) ? NULL : pal_call_query(call, "profile");
}

static enum pal_rc offer_profiles(struct pal_call *call, const struct pal_against *against)
{
    struct pal_library_id ids[BUILT_IN_MOST];
    const char *chosen = against->profile != NULL ? against->profile : "";
    size_t built_in = pal_library_list("profiles", ids, BUILT_IN_MOST);
    struct pal_document_search list = {
        .kind = "profile", .with_text = true, .text_most = HEAD_MOST, .max = OFFERED_MOST};
    struct pal_document *rows = NULL;
    size_t count = 0;
    bool is_offered = chosen[0] == '\0';
    pal_call_option(call, "profile", "none", pal_call_tr(call, "none"), chosen);
    for (size_t i = 0; i < built_in && i < BUILT_IN_MOST; i++) {
        const char *id = pal_call_printf(call, "%.*s", (int)ids[i].len, ids[i].text);
        const struct pal_library_file *file = pal_library_find("profiles", id);
        if (file != NULL && fits(call, (const char *)file->bytes, against)) {
            pal_call_option(call, "profile", id, id, chosen);
            is_offered = is_offered || strcmp(id, chosen) == 0;
        }
    }
    enum pal_rc rc = pal_house_find(&call->errand, &list, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        bool may_be = false;
        rc = may_offer(call, &rows[i], against, &may_be);
        if (may_be) {
            pal_call_option(call, "profile", rows[i].id, rows[i].title, chosen);
            is_offered = is_offered || strcmp(rows[i].id, chosen) == 0;
        }
    }
    if (!is_offered) {
        pal_call_option(call, "profile", chosen, chosen, chosen);
    }
    return pal_errand_explain(&call->errand, rc);
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

static void offer_levels(struct pal_call *call, const struct pal_profile *profile,
                         const char *chosen)
{
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

/* The calmest level that a profile can be asked at; NULL: it takes none. */
static const char *first_level(const struct pal_profile *profile)
{
    return profile->alert_level_count > 0 ? profile->alert_levels[0]
           : profile->scheme != NULL && profile->scheme->level_count > 0
               ? profile->scheme->levels[0].id
               : NULL;
}

/* The level in use: the one wanted where the profile has it, else its first. A program that asks
 * for another is refused; a browser asks for the level of the profile that it has just left. */
static enum pal_rc choose_level(struct pal_call *call, const struct pal_profile *profile,
                                struct pal_against *out)
{
    const char *first = first_level(profile);
    if (out->alert == NULL || first == NULL) {
        out->alert = first;
        return PAL_OK;
    }
    if (pal_profile_target(profile, out->alert) != NULL) {
        return PAL_OK;
    }
    if (call->is_api && pal_call_query(call, "alert") != NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "the profile \"%s\" has no alert level %s; the first of its levels "
                               "is %s",
                               profile->id, pal_quote(out->alert).text, first);
    }
    pal_against_notice(
        call,
        pal_call_printf(call,
                        pal_call_tr(call, "The profile \"%s\" has no alert level \"%s\": it is "
                                          "seen at its first level."),
                        pal_text_in(&profile->title, call->language.lang), out->alert));
    out->alert = first;
    return PAL_OK;
}

/* The project's profile does not fit: the assessment is seen without one, and the page and the data
 * say so. */
static void leave_profile(struct pal_call *call, struct pal_against *out, const char *reason,
                          const char *sentence)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "profile", out->profile);
    pal_put_text(row, "reason", reason);
    pal_set(call->data, "misfit", row);
    pal_against_notice(call, sentence);
    out->profile = NULL;
    out->alert = NULL;
}

/* Holds profile and level against the assessment. */
static enum pal_rc choose_profile(struct pal_call *call, struct pal_against *out)
{
    const struct pal_profile *profile = NULL;
    bool is_asked = asked_profile(call) != NULL;
    if (out->profile == NULL) {
        out->alert = NULL;
        return PAL_OK;
    }
    enum pal_rc rc = pal_app_profile(pal_call_app(call), out->profile, &profile);
    if (rc == PAL_E_MEMORY || (rc != PAL_OK && is_asked)) {
        return pal_tell_problem(call, rc);
    }
    if (rc != PAL_OK) {
        (void)pal_fresh_app(call);
        leave_profile(
            call, out, "unreadable",
            pal_call_printf(call,
                            pal_call_tr(call, "The project's profile, \"%s\", is not there "
                                              "or cannot be read: this is seen without a "
                                              "profile."),
                            out->profile));
        return PAL_OK;
    }
    if (is_asked && !is_of_scheme(out, profile->alert_scheme)) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "the profile %s follows the alert scheme \"%s\", this project the "
                               "alert scheme \"%s\"; choose a profile of the project's scheme, or "
                               "one without levels",
                               pal_quote(out->profile).text, profile->alert_scheme,
                               out->own_scheme);
    }
    if (strcmp(profile->model->id, out->model) == 0) {
        rc = choose_level(call, profile, out);
        offer_levels(call, profile, out->alert);
        out->chosen = profile;
        return rc;
    }
    if (is_asked) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "the profile %s is for the model \"%s\", this assessment for "
                               "\"%s\"; choose one of its own model",
                               pal_quote(out->profile).text, profile->model->id, out->model);
    }
    leave_profile(
        call, out, "model",
        pal_call_printf(call,
                        pal_call_tr(call, "The project's profile is for another model (%s; this "
                                          "assessment: %s): it is seen without a profile."),
                        profile->model->id, out->model));
    return PAL_OK;
}

static enum pal_rc read_basis(struct pal_call *call, enum pal_basis *out)
{
    const char *asked = pal_call_query(call, "basis");
    *out = PAL_BASIS_CHECKED;
    if (asked == NULL || pal_basis_find(asked, out)) {
        return PAL_OK;
    }
    return pal_errand_fail(&call->errand, PAL_E_INVALID,
                           "basis: checked, seen or claimed is needed, not %s",
                           pal_quote(asked).text);
}

/* The project around the assessment, and what it is held against there. */
static enum pal_rc open_project(struct pal_call *call, struct pal_against *out)
{
    struct pal_document project;
    struct pal_value *document = NULL;
    if (out->record.project[0] != '\0') {
        enum pal_rc rc = pal_project_frame(call, out->record.project, &project, &document);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    out->profile = pal_value_as_text(pal_value_get(document, "profile"));
    out->own_profile = out->profile;
    out->own_scheme = document != NULL && call->alert.scheme != NULL
                          ? pal_call_printf(call, "%s", call->alert.scheme->id)
                          : NULL;
    out->alert = document != NULL ? call->alert.level : NULL;
    const char *asked = asked_profile(call);
    if (asked != NULL) {
        bool is_same = out->profile != NULL && strcmp(asked, out->profile) == 0;
        out->profile = strcmp(asked, "none") == 0 ? NULL : asked;
        out->alert = is_same ? out->alert : NULL;
    }
    out->alert = pal_call_query(call, "alert") != NULL ? pal_call_query(call, "alert") : out->alert;
    return PAL_OK;
}

/* ------------------------------------------------------------------- what if */

const char *pal_against_carried(struct pal_call *call, const char *url)
{
    static const char *const names[] = {"profile", "alert", "basis"};
    char mark = '?';
    if (pal_value_get(call->page, "what_if") == NULL) {
        return url;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *asked = pal_call_query(call, names[i]);
        if (asked != NULL && asked[0] != '\0') {
            url = pal_call_printf(call, "%s%c%s=%s", url, mark, names[i],
                                  pal_call_escaped(call, asked));
            mark = '&';
        }
    }
    return url;
}

/* The level at which the project itself is seen. */
static const char *own_level(const struct pal_call *call, const struct pal_against *against)
{
    const struct pal_profile *profile = against->chosen;
    const char *in_force = call->alert.level;
    return in_force != NULL && pal_profile_target(profile, in_force) != NULL ? in_force
                                                                             : first_level(profile);
}

/* What differs from how the project is seen: its profile, the level in force, what was checked; ""
 * where nothing does. */
static const char *difference(struct pal_call *call, const struct pal_against *against)
{
    const struct pal_profile *profile = against->chosen;
    const char *own = against->own_profile;
    const bool is_other = asked_profile(call) != NULL && (against->profile == NULL || own == NULL
                                                              ? against->profile != own
                                                              : strcmp(against->profile, own) != 0);
    const char *text = !is_other         ? ""
                       : profile == NULL ? pal_call_tr(call, "no profile")
                                         : pal_text_in(&profile->title, call->language.lang);
    const bool is_level = against->alert != NULL && profile != NULL &&
                          (is_other || strcmp(against->alert, own_level(call, against)) != 0);
    if (is_level) {
        text =
            pal_call_printf(call, "%s%s%s", text, text[0] != '\0' ? " · " : "",
                            pal_alert_label(profile->scheme, against->alert, call->language.lang));
    }
    if (against->basis != PAL_BASIS_CHECKED) {
        text = pal_call_printf(call, "%s%s%s", text, text[0] != '\0' ? " · " : "",
                               pal_word_basis(&call->language, against->basis));
    }
    return text;
}

/* Where such a look is left: the same page, without it. */
static const char *plain_url(struct pal_call *call)
{
    const struct pal_fields *query = &call->request->query;
    const char *url = call->request->path;
    char mark = '?';
    for (size_t i = 0; i < query->count; i++) {
        if (strcmp(query->items[i].name, "id") == 0) { /* what a comparison compares */
            url = pal_call_printf(call, "%s%cid=%s", url, mark,
                                  pal_call_escaped(call, query->items[i].value));
            mark = '&';
        }
    }
    return url;
}

/* A look at another profile, level or basis is marked, and kept by the tabs that can show it. */
static void mark_what_if(struct pal_call *call, const char *id, const struct pal_against *against)
{
    static const char *const kept[] = {"", "/plan", "/posture"};
    const char *text = difference(call, against);
    if (text[0] == '\0') {
        return;
    }
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "text", text);
    pal_put_text(row, "leave_url", plain_url(call));
    pal_set(call->page, "what_if", row);
    const struct pal_value *tabs = pal_value_get(call->page, "tabs");
    for (size_t i = 0; i < pal_value_count(tabs); i++) {
        struct pal_value *tab = pal_value_at(tabs, i);
        for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
            const char *url =
                pal_call_url(call, pal_call_printf(call, "/assessments/%s%s", id, kept[k]));
            if (url != NULL && strcmp(pal_word_in(tab, "url"), url) == 0) {
                pal_set_text(tab, "url", pal_against_carried(call, url));
                break;
            }
        }
    }
}

enum pal_rc pal_against_open(struct pal_call *call, const char *id, struct pal_against *out)
{
    *out = (struct pal_against){0};
    enum pal_rc rc = read_basis(call, &out->basis);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_get(&call->errand, "assessment", id, &out->record);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = open_project(call, out);
    if (rc != PAL_OK) {
        return rc;
    }
    out->path = pal_call_printf(call, "assessment/%s", id);
    out->model = top_word(call, out->record.text, "model");
    call->version = out->record.version;
    call->fact = out->record.fact;
    call->thing = out->record.title;
    pal_call_crumb(call, out->record.title, pal_call_printf(call, "/assessments/%s", id));
    pal_assessment_tabs(call, id);
    rc = choose_profile(call, out);
    pal_house_hand(pal_call_app(call), &out->record);
    if (rc == PAL_OK && !pal_call_is_pass(call)) {
        rc = offer_profiles(call, out);
    }
    offer_bases(call, out);
    if (rc == PAL_OK) {
        mark_what_if(call, id, out);
    }
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

enum pal_rc pal_against_explain(struct pal_call *call, const struct pal_against *against,
                                enum pal_rc rc)
{
    bool is_of_documents = rc == PAL_E_INVALID || rc == PAL_E_NOT_FOUND || rc == PAL_E_USAGE;
    if (call->is_api || !is_of_documents) {
        return rc;
    }
    pal_set_text(call->data, "id", against->record.id);
    pal_set_text(call->data, "title", against->record.title);
    pal_set_text(call->data, "sentence", call->errand.err.message);
    pal_set_text(
        call->page, "text_url",
        pal_call_url(call, pal_call_printf(call, "/assessments/%s/text", against->record.id)));
    pal_set_text(
        call->page, "history_url",
        pal_call_url(call, pal_call_printf(call, "/assessments/%s/history", against->record.id)));
    call->errand.err = (struct pal_err){0};
    return pal_call_show(call, "web_unread", against->record.title);
}
