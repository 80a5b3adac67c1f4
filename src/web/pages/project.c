/* project - the portfolio, a project and its steps, who answers for what. */
#include <string.h>

#include "app/house/case.h"
#include "app/house/demonstration.h"
#include "app/house/dossier.h"
#include "app/house/errand.h"
#include "app/house/grants.h"
#include "app/house/people.h"
#include "app/house/portfolio.h"
#include "app/house/shelf.h"
#include "app/house/similar.h"
#include "app/house/standing.h"
#include "base/date.h"
#include "base/text.h"
#include "core/case/project_1.h"
#include "render/gap_words.h"
#include "web/lists.h"
#include "web/pages/assessed_rows.h"
#include "web/pages/next.h"
#include "web/pages/pages.h"
#include "web/pages/procedure.h"
#include "web/pages/process.h"
#include "web/pages/second_page.h"
#include "web/pages/sending_page.h"

enum { PROJECTS_PER_PAGE = 25, ASSESSMENTS_PER_PAGE = 100, OPTIONS_MOST = 2000 };

/* --------------------------------------------------------------- portfolio */

static const char *state_in(const struct pal_value *document)
{
    const char *state = pal_value_as_text(pal_value_get(document, "state"));
    return state != NULL ? state : pal_project_1_states[0];
}

/* Whose assessment stands for a project, and how many run for it. */
static void add_standing(struct pal_call *call, struct pal_value *row,
                         const struct pal_standing *standing)
{
    pal_put_borrowed(row, "retained", standing->retained);
    pal_put_integer(row, "running", standing->candidates);
    pal_put(row, "latest",
            standing->latest.id != NULL ? pal_assessed_row(call, &standing->latest)
                                        : pal_value_null(&call->values));
}

/* What a list shows of a project's text. */
static struct pal_value *listed_of(struct pal_call *call, const struct pal_document *record)
{
    static const char *const listed[] = {"state", "marking", "profile", "alert_level", NULL};
    return record->text != NULL ? pal_house_members(pal_call_app(call), record->text,
                                                    strlen(record->text), listed, &call->values)
                                : NULL;
}

/* The alert levels in force of a list's projects. */
static enum pal_rc find_alerts(struct pal_call *call, const struct pal_document *rows,
                               struct pal_value *const *documents, size_t count,
                               struct pal_alert_now *out)
{
    const char **ids = PAL_NEW(call->request->arena, const char *, count + 1);
    struct pal_alert_text *texts = PAL_NEW(call->request->arena, struct pal_alert_text, count + 1);
    if (ids == NULL || texts == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        ids[i] = rows[i].id;
        texts[i] = (struct pal_alert_text){
            pal_value_as_text(pal_value_get(documents[i], "profile")),
            pal_value_as_text(pal_value_get(documents[i], "alert_level")), NULL};
    }
    return pal_alerts_of(&call->errand, pal_call_app(call), ids, texts, count, out);
}

/* Whose levels those of one project after the other are: what follows one profile is read once. */
struct schemes {
    const char *profile;
    const struct pal_alert_scheme *scheme; /* NULL: none, or it cannot be read */
};

static const struct pal_alert_scheme *scheme_of(struct pal_call *call, struct schemes *schemes,
                                                const char *profile)
{
    if (schemes->profile == NULL || strcmp(schemes->profile, profile) != 0) {
        *schemes = (struct schemes){.profile = profile};
        bool is_read =
            pal_app_scheme_of_profile(pal_call_app(call), profile, &schemes->scheme) == PAL_OK;
        schemes->scheme = is_read ? schemes->scheme : NULL;
    }
    return schemes->scheme;
}

/* What the level in force is called; NULL: none is, or a program asks, which knows it by its id. */
static const char *level_shown(struct pal_call *call, struct schemes *schemes,
                               const struct pal_value *document, const struct pal_alert_now *alert)
{
    const char *profile = pal_value_as_text(pal_value_get(document, "profile"));
    if (alert->level == NULL || call->is_api) {
        return NULL;
    }
    const struct pal_alert_scheme *scheme = alert->scheme;
    if (scheme == NULL && profile != NULL) {
        scheme = scheme_of(call, schemes, profile);
    }
    return pal_alert_label(scheme, alert->level, call->language.lang);
}

/* A row once more, for its page: as `of`, beside the figure of an assessment and its sentence. */
static struct pal_value *add_shown(struct pal_call *call, struct pal_value *shown,
                                   struct pal_value *row, const struct pal_assessed *assessed,
                                   const char *level)
{
    struct pal_value *out = pal_add_object(shown);
    const struct pal_gap_said said = pal_assessed_gap(assessed);
    pal_put_borrowed(out, "figure_small", assessed->id != NULL ? assessed->figure : NULL);
    pal_put(out, "sentence",
            assessed->id != NULL && !assessed->is_blind
                ? pal_value_made(&call->values,
                                 pal_gap_sentence(&said, &call->language, call->request->arena))
                : pal_value_null(&call->values));
    pal_put_borrowed(out, "level_title", level);
    pal_put(out, "of", row);
    return out;
}

/* How many steps are rated, where that is known. */
static void put_progress(struct pal_call *call, struct pal_value *out,
                         const struct pal_assessed *assessed, bool is_told)
{
    pal_put_text(out, "progress",
                 is_told && assessed->id != NULL && assessed->rated >= 0
                     ? pal_progress_said(call, assessed->rated, assessed->steps, assessed->again)
                     : NULL);
}

static struct pal_value *project_row(struct pal_call *call, const struct pal_document *record,
                                     const struct pal_value *document, const char *alert,
                                     const struct pal_standing *standing)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_borrowed(row, "id", record->id);
    pal_put_borrowed(row, "title", record->title);
    pal_put_borrowed(row, "state", state_in(document));
    pal_put_borrowed(row, "marking", pal_value_as_text(pal_value_get(document, "marking")));
    pal_put_borrowed(row, "alert_level", alert);
    pal_put_integer(row, "assessments", standing->assessments);
    add_standing(call, row, standing);
    pal_put_borrowed(row, "changed_at", pal_call_time(call, record->changed_at));
    return row;
}

static enum pal_rc add_projects(struct pal_call *call, const struct pal_document *rows,
                                size_t count)
{
    struct pal_standing *standing = PAL_NEW(call->request->arena, struct pal_standing, count + 1);
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    enum pal_rc rc =
        standing != NULL ? pal_house_standing(&call->errand, rows, count, standing) : PAL_E_MEMORY;
    struct pal_value **documents = PAL_NEW(call->request->arena, struct pal_value *, count + 1);
    struct pal_alert_now *alerts = PAL_NEW(call->request->arena, struct pal_alert_now, count + 1);
    rc = rc == PAL_OK && (documents == NULL || alerts == NULL) ? PAL_E_MEMORY : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        documents[i] = listed_of(call, &rows[i]);
    }
    struct schemes schemes = {NULL, NULL};
    rc = rc == PAL_OK ? find_alerts(call, rows, documents, count, alerts) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row =
            project_row(call, &rows[i], documents[i], alerts[i].level, &standing[i]);
        pal_add(list, row);
        const struct pal_assessed *latest = &standing[i].latest;
        put_progress(call,
                     add_shown(call, shown, row, latest,
                               level_shown(call, &schemes, documents[i], &alerts[i])),
                     latest, latest->rated < latest->steps || latest->again > 0);
    }
    pal_set(call->page, "projects", shown);
    pal_set(call->data, "projects", list);
    return pal_errand_explain(&call->errand, rc);
}

/* ------------------------------------------------------- filters of the portfolio */

static struct pal_portfolio_search asked(struct pal_call *call)
{
    return (struct pal_portfolio_search){.words = pal_call_query(call, "q"),
                                         .state = pal_call_query(call, "state"),
                                         .level = pal_call_query(call, "level"),
                                         .provider = pal_call_query(call, "provider"),
                                         .is_mine = pal_call_query(call, "mine") != NULL,
                                         .sort = pal_call_query(call, "sort"),
                                         .cursor = pal_call_query(call, "cursor"),
                                         .max = pal_list_part(call, PROJECTS_PER_PAGE)};
}

/* The states, each in the words of the list. */
static void offer_states(struct pal_call *call, const char *chosen)
{
    static const char *const titles[PAL_PROJECT_1_STATES] = {PAL_N_("needs"), PAL_N_("candidates"),
                                                             PAL_N_("assessment"), PAL_N_("plans"),
                                                             PAL_N_("closed")};
    pal_call_option(call, "state", "", pal_call_tr(call, "any"), chosen);
    for (size_t i = 0; i < PAL_PROJECT_1_STATES; i++) {
        const char *title = pal_call_tr(call, titles[i]);
        pal_call_option(call, "state", pal_project_1_states[i], title, chosen);
        if (strcmp(chosen, pal_project_1_states[i]) == 0) {
            pal_list_filtered(call, "state", pal_call_tr(call, "state"), title);
        }
    }
}

/* A level by its title in the scheme; its id where that cannot be read. */
static const char *level_title(struct pal_call *call, const struct pal_portfolio_level *level)
{
    const struct pal_alert_scheme *scheme = NULL;
    bool is_read = pal_app_scheme(pal_call_app(call), level->scheme, &scheme) == PAL_OK;
    return pal_alert_label(is_read ? scheme : NULL, level->level, call->language.lang);
}

/* The levels that are in force somewhere, each once, though several schemes may have it. */
static enum pal_rc offer_levels(struct pal_call *call, const char *chosen)
{
    struct pal_portfolio_level *levels = NULL;
    size_t count = 0;
    const char *none = pal_call_tr(call, "none in force");
    enum pal_rc rc = pal_portfolio_levels(&call->errand, &levels, &count);
    const char *shown = strcmp(chosen, "none") == 0 ? none : chosen;
    pal_call_option(call, "level", "", pal_call_tr(call, "any"), chosen);
    pal_call_option(call, "level", "none", none, chosen);
    for (size_t i = 0; i < count; i++) {
        bool is_again = false;
        for (size_t j = 0; j < i; j++) {
            is_again = is_again || strcmp(levels[j].level, levels[i].level) == 0;
        }
        if (!is_again) {
            const char *title = level_title(call, &levels[i]);
            pal_call_option(call, "level", levels[i].level, title, chosen);
            shown = strcmp(chosen, levels[i].level) == 0 ? title : shown;
        }
    }
    pal_call_keep(call, "level", chosen, NULL);
    if (chosen[0] != '\0') {
        pal_list_filtered(call, "level", pal_call_tr(call, "alert level"), shown);
    }
    return rc;
}

/* The form, as it was sent, and what it leaves out. */
static enum pal_rc offer_filters(struct pal_call *call, const struct pal_portfolio_search *search)
{
    static const struct pal_list_sort sorts[] = {{"title", false},
                                                 {"state", false},
                                                 {"level", true},
                                                 {"provider", false},
                                                 {"changed", true}};
    pal_list_heads(call, sorts, sizeof sorts / sizeof *sorts,
                   search->sort != NULL ? search->sort : "-changed");
    if (search->words != NULL) {
        pal_list_filtered(call, "q", pal_call_tr(call, "words"), search->words);
    }
    offer_states(call, search->state != NULL ? search->state : "");
    enum pal_rc rc = offer_levels(call, search->level != NULL ? search->level : "");
    pal_call_form(call, "provider", search->provider != NULL ? search->provider : "");
    if (search->provider != NULL) {
        pal_list_filtered(call, "provider", pal_call_tr(call, "provider"), search->provider);
    }
    pal_set_boolean(call->page, "is_mine", search->is_mine);
    if (search->is_mine) {
        pal_list_filtered(call, "mine", pal_call_tr(call, "mine"), NULL);
    }
    pal_set_text(call->page, "sort", search->sort);
    return rc;
}

/* "12 of 340 projects" */
static void put_counts(struct pal_call *call, int64_t total, int64_t all)
{
    const char *of = pal_call_printf(
        call, pal_tr_n(&call->language, "%lld project", "%lld projects", (uint64_t)all),
        (long long)all);
    pal_set_integer(call->data, "total", total);
    pal_set_integer(call->data, "all", all);
    pal_set_text(call->page, "total",
                 total == all ? of
                              : pal_call_printf(call, pal_call_tr(call, "%lld of %s"),
                                                (long long)total, of));
}

/* The projects that name the visitor though they do not read them, for the first page: what names
 * somebody must be found where they come in. */
static enum pal_rc add_named(struct pal_call *call)
{
    struct pal_named_on *named = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    enum pal_rc rc = pal_people_named(&call->errand, &named, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "project", named[i].project);
        pal_put_text(row, "title", named[i].title);
        pal_put_text(row, "role", named[i].role);
        struct pal_value *words = pal_add_object(shown);
        pal_put(words, "of", row);
        pal_put_text(words, "role_title", pal_role_title(call, named[i].role));
    }
    pal_set(call->data, "named", list);
    pal_set(call->page, "named", shown);
    pal_set_boolean(call->page, "has_named", count > 0);
    return rc;
}

/* Why no project stands in the list, and who sees to it: the words depend on what the visitor may.
 */
static void tell_none(struct pal_call *call)
{
    const char *readable = pal_errand_projects(&call->errand, PAL_MAY_READ_PROJECT);
    bool reads = readable == NULL || strcmp(readable, ",") != 0;
    bool administers = pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL);
    bool is_named = pal_value_count(pal_value_get(call->data, "named")) > 0;
    pal_set_boolean(call->page, "reads", reads);
    pal_set_boolean(call->page, "administers_alone", administers && !reads);
    pal_set_boolean(call->page, "has_no_role", !administers && !reads && !is_named);
}

/* Whether nothing is there yet, and the visitor may begin. */
static bool is_first(struct pal_call *call, int64_t all)
{
    return !call->is_api && all == 0 && pal_errand_may(&call->errand, PAL_MAY_CREATE_PROJECT, NULL);
}

enum pal_rc pal_do_demonstration(struct pal_call *call)
{
    struct pal_demonstrated made;
    enum pal_rc rc = pal_house_demonstrate(&call->errand, call->language.lang, &made);
    return rc == PAL_OK ? pal_call_go(call, true, "/projects/%s", "institutional-site") : rc;
}

enum pal_rc pal_page_projects(struct pal_call *call)
{
    const struct pal_portfolio_search search = asked(call);
    struct pal_document *rows = NULL;
    const char *next = NULL;
    size_t count = 0;
    int64_t total = 0;
    int64_t all = 0;
    enum pal_rc rc = pal_portfolio_find(&call->errand, &search, &rows, &count, &next);
    if (rc == PAL_OK && call->table == PAL_TABLE_NONE) { /* a table has no place for it */
        rc = pal_portfolio_count(&call->errand, &search, &total, &all);
    }
    if (rc == PAL_OK) {
        rc = add_projects(call, rows, count);
    }
    if (rc == PAL_OK && !call->is_api) {
        rc = offer_filters(call, &search);
    }
    rc = rc == PAL_OK ? pal_add_removed(call, "project", NULL) : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    put_counts(call, total, all);
    pal_set_text(call->data, "q", search.words);
    pal_list_next(call, next);
    pal_set_boolean(call->page, "can_create",
                    pal_errand_may(&call->errand, PAL_MAY_CREATE_PROJECT, NULL));
    rc = add_named(call);
    rc = rc == PAL_OK ? pal_welcome_put(call) : rc;
    rc = rc == PAL_OK ? pal_second_lines_put(call, NULL, NULL) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    tell_none(call);
    pal_set_boolean(call->page, "is_first", is_first(call, all));
    pal_set_boolean(call->page, "can_demonstrate",
                    pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL));
    return pal_call_show(call, "web_projects", pal_call_tr(call, "Projects"));
}

/* -------------------------------------------------------------- one project */

/* The page where a step is worked on; NULL: none. */
static const char *step_url(struct pal_call *call, const char *project, const char *step)
{
    static const char *const pages[][2] = {
        {"needs", "/needs"}, {"documentation", "/documents"}, {"questionnaire", "/questionnaires"}};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcmp(pages[i][0], step) == 0) {
            return pal_call_printf(call, "/projects/%s%s", project, pages[i][1]);
        }
    }
    return NULL;
}

static void add_spent(struct pal_call *call, struct pal_value *by_step, const char *title,
                      int64_t minutes)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "title", title);
    pal_put_integer(row, "minutes", minutes);
    pal_add(by_step, row);
}

static struct pal_value *step_row(struct pal_call *call, size_t number, const char *id,
                                  const char *title, const char *state, int64_t minutes)
{
    struct pal_value *row = pal_value_object(&call->values);
    const char *project = pal_value_as_text(pal_value_get(call->data, "id"));
    const char *url = step_url(call, project, id);
    pal_put_integer(row, "number", (int64_t)number);
    pal_put_text(row, "id", id);
    pal_put_text(row, "title", title);
    pal_put_text(row, "state", state);
    pal_put(row, "minutes",
            minutes > 0 ? pal_value_integer(&call->values, minutes)
                        : pal_value_null(&call->values));
    if (url != NULL) {
        pal_put_text(row, "url", url);
    }
    return row;
}

static int64_t minutes_of(const struct pal_hours_total *hours, size_t count, const char *step)
{
    int64_t minutes = 0;
    for (size_t i = 0; i < count; i++) {
        minutes += step == NULL || strcmp(hours[i].of, step) == 0 ? hours[i].minutes : 0;
    }
    return minutes;
}

/* The steps of its process, and what was spent on each. */
static enum pal_rc add_steps(struct pal_call *call, const struct pal_case_of *of,
                             const struct pal_hours_total *hours, size_t hours_count)
{
    struct pal_stage_now *stages;
    struct pal_document record;
    struct pal_value *process;
    size_t number = 0;
    struct pal_value *steps = pal_value_list(&call->values);
    struct pal_value *by_step = pal_value_list(&call->values);
    enum pal_rc rc = pal_process_open(call, call->data, &record, &process);
    if (rc == PAL_OK) {
        rc = pal_process_stages(call, process, of, &stages);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    PAL_EACH(step, pal_value_get(process, "steps"))
    {
        const char *id = pal_word_in(step, "id");
        const char *title = pal_said(call, pal_value_get(step, "title"));
        int64_t minutes = minutes_of(hours, hours_count, id);
        pal_add(steps,
                step_row(call, number + 1, id, title,
                         pal_case_tables[PAL_CASE_STAGE].states[stages[number].state].id, minutes));
        number++;
        if (minutes > 0) {
            add_spent(call, by_step, title, minutes);
        }
    }
    pal_set(call->data, "steps", steps);
    pal_set_boolean(call->page, "has_hours", pal_value_count(by_step) > 0);
    pal_set(call->data, "hours_by_step", by_step);
    /* of steps that the process has no more, too */
    pal_set_integer(call->data, "minutes_total", minutes_of(hours, hours_count, NULL));
    struct pal_value *named = pal_value_object(&call->values);
    pal_put_text(named, "id", record.id);
    pal_put_text(named, "title", pal_said(call, pal_value_get(process, "title")));
    pal_put_text(named, "version", record.id);
    pal_set(call->data, "process", named);
    return PAL_OK;
}

static void add_deliveries(struct pal_call *call, const struct pal_delivery *rows, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "output", rows[i].output);
        pal_put_text(row, "requested_at", rows[i].requested);
        pal_put_text(row, "delivered_at", rows[i].delivered);
        int64_t days = pal_days_between(rows[i].requested, rows[i].delivered);
        pal_put(row, "days",
                days >= 0 ? pal_value_integer(&call->values, days) : pal_value_null(&call->values));
        pal_add(list, row);
    }
    pal_set_boolean(call->page, "has_deliveries", count > 0);
    pal_set(call->data, "deliveries", list);
}

/* Candidates go by the titles of their providers, and stand as it holds. */
static enum pal_rc name_candidates(struct pal_call *call, const struct pal_candidates *field)
{
    struct pal_document *providers = NULL;
    size_t count = 0;
    if (pal_value_count(pal_value_get(call->data, "candidates")) == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_offered(&call->errand, "provider", call->project, OPTIONS_MOST,
                                       &providers, &count);
    PAL_EACH(row, pal_value_get(call->data, "candidates"))
    {
        const char *title = pal_word_in(row, "provider");
        for (size_t i = 0; i < count; i++) {
            if (strcmp(providers[i].id, pal_word_in(row, "provider")) == 0) {
                title = providers[i].title;
            }
        }
        const struct pal_candidate *holds =
            pal_candidates_find(field, pal_word_in(row, "provider"));
        pal_put_text(row, "title", title);
        if (holds != NULL && holds->state != PAL_CASE_NOT_THERE) {
            pal_set_text(row, "state", pal_project_1_candidate_word(holds->state));
            if (holds->fact != NULL) {
                pal_set_text(row, "note", holds->note);
            }
        }
    }
    return pal_errand_explain(&call->errand, rc);
}

/* Who said how far the assessments of a project's page are: its list's, and the one that stands. */
static enum pal_rc read_who(struct pal_call *call, const struct pal_standing *standing,
                            const struct pal_assessed *scores, size_t count)
{
    const char **who = PAL_NEW(call->request->arena, const char *, 2 * (count + 1));
    size_t found = 0;
    for (size_t i = 0; i <= count && who != NULL; i++) {
        const struct pal_assessed *one = i < count ? &scores[i] : &standing->latest;
        if (one->id != NULL && one->course.by != NULL) {
            who[found++] = one->course.by;
            who[found++] = one->course.claim;
        }
    }
    return who == NULL                  ? PAL_E_MEMORY
           : found > 0 && !call->is_api ? pal_principals_read(call, who, found)
                                        : PAL_OK;
}

/* The assessments of a project's page. */
static enum pal_rc add_assessed(struct pal_call *call, const struct pal_standing *standing,
                                const struct pal_assessed *scores, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    enum pal_rc rc = read_who(call, standing, scores, count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_assessed_row(call, &scores[i]);
        pal_add(list, row);
        struct pal_value *out = add_shown(call, shown, row, &scores[i], NULL);
        put_progress(call, out, &scores[i], true);
        pal_put(out, "course", pal_course_shown(call, &scores[i].course));
    }
    pal_set(call->page, "assessments", shown);
    pal_set(call->data, "assessments", list);
    pal_set(call->page, "latest_course",
            standing->latest.id != NULL ? pal_course_shown(call, &standing->latest.course)
                                        : pal_value_null(&call->values));
    return pal_errand_explain(&call->errand, rc);
}

static enum pal_rc fill_project(struct pal_call *call, const char *id,
                                const struct pal_standing *standing, const struct pal_case_of *of)
{
    struct pal_assessed *scores = NULL;
    struct pal_hours_total *hours = NULL;
    struct pal_delivery *deliveries = NULL;
    struct pal_document needs;
    size_t score_count = 0;
    size_t hours_count = 0;
    size_t delivery_count = 0;
    const char *next = NULL;
    const struct pal_assessment_search search = {.project = id,
                                                 .words = pal_call_query(call, "q"),
                                                 .provider = pal_call_query(call, "provider"),
                                                 .sort = pal_call_query(call, "sort"),
                                                 .cursor = pal_call_query(call, "cursor"),
                                                 .max = pal_list_part(call, ASSESSMENTS_PER_PAGE)};
    enum pal_rc rc = pal_house_assessments(&call->errand, &search, &scores, &score_count, &next);
    if (rc == PAL_OK && !call->is_api) {
        rc = pal_offer_assessments(call, id, scores, score_count, next);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    rc = pal_dossier_by_step(&call->errand, id, &hours, &hours_count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    rc = pal_house_deliveries(&call->errand, id, OPTIONS_MOST, &deliveries, &delivery_count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    rc = add_assessed(call, standing, scores, score_count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    pal_list_next(call, next);
    add_deliveries(call, deliveries, delivery_count);
    rc = pal_add_removed(call, "assessment", id);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_case_holds(&of->facts, PAL_FACT_NEEDS)
             ? pal_house_get(&call->errand, "needs", id, &needs)
             : PAL_E_NOT_FOUND;
    if (rc == PAL_OK) {
        rc = pal_needs_shown(call, &needs);
    }
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(&call->errand, rc);
    }
    rc = add_steps(call, of, hours, hours_count);
    return rc == PAL_OK ? pal_project_people(call, id, pal_call_may(call, PAL_MAY_EDIT_PROJECT))
                        : rc;
}

/* Whether the first of a list are all of one provider, however they name it. */
static enum pal_rc are_of_one(struct pal_call *call, const struct pal_value *list, size_t count,
                              bool *out)
{
    const char *names[PAL_COMPARED_MOST];
    const char *words[PAL_COMPARED_MOST];
    for (size_t i = 0; i < count; i++) {
        names[i] = pal_word_in(pal_value_at(list, i), "provider");
    }
    *out = true;
    for (size_t i = 1; i < count; i++) {
        *out = *out && strcmp(names[i], names[0]) == 0;
    }
    enum pal_rc rc = *out ? PAL_OK : pal_house_provider_words(&call->errand, names, count, words);
    bool is_one = true;
    for (size_t i = 1; i < count && rc == PAL_OK && !*out; i++) {
        is_one = is_one && strcmp(words[i], words[0]) == 0;
    }
    *out = *out || is_one;
    return rc;
}

/* Assessments of one project stand beside each other. */
static enum pal_rc add_compare_url(struct pal_call *call)
{
    const struct pal_value *list = pal_value_get(call->data, "assessments");
    const char *sort = pal_call_query(call, "sort");
    bool is_by_day = sort == NULL || strcmp(sort, "-date") == 0;
    if (pal_value_count(list) < 2 || !is_by_day) { /* the latest are what is compared */
        return PAL_OK;
    }
    const char *url = "/compare?";
    size_t count = pal_value_count(list);
    const bool is_part = count > PAL_COMPARED_MOST;
    count = is_part ? PAL_COMPARED_MOST : count;
    bool is_over_time;
    enum pal_rc rc = are_of_one(call, list, count, &is_over_time);
    if (rc != PAL_OK) {
        return rc;
    }
    if (!is_over_time) { /* of each candidate the one that stands, whatever the list shows */
        pal_set_text(call->page, "compare_url",
                     pal_call_printf(call, "/compare?project=%s", call->project));
        pal_set_text(
            call->page, "compare_title",
            pal_call_tr(call, "Compare the candidates, each by the assessment that stands"));
        return PAL_OK;
    }
    const char *title =
        is_part ? pal_call_printf(call,
                                  pal_call_tr(call, "Compare the latest %d assessments over time"),
                                  (int)count)
                : pal_call_tr(call, "Compare these assessments over time");
    for (size_t i = count; i-- > 0;) { /* the oldest first */
        url = pal_call_printf(call, "%s%sid=%s", url, i + 1 < count ? "&" : "",
                              pal_value_as_text(pal_value_get(pal_value_at(list, i), "id")));
    }
    pal_set_text(call->page, "compare_url", url);
    pal_set_text(call->page, "compare_title", title);
    return PAL_OK;
}

/* The one thing to do next: a button where the visitor may do it, else who does it. */
static void add_next(struct pal_call *call, const char *id, const struct pal_case_of *of,
                     const struct pal_standing *standing)
{
    const struct pal_next_said next = pal_next_say(call, id, of, standing);
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "todo", pal_case_todo_ids[next.thing.todo]);
    pal_put_text(row, "who", next.title != NULL ? pal_role_ids[next.thing.whose] : NULL);
    pal_put_boolean(row, "is_yours", next.thing.is_yours);
    pal_set(call->data, "next", row);
    pal_set(call->page, "next", pal_value_null(&call->values));
    pal_set_text(call->page, "next_told", next.told);
    if (next.url != NULL) {
        row = pal_value_object(&call->values);
        pal_put_text(row, "title", next.title);
        pal_put_text(row, "url", next.url);
        pal_set(call->page, "next", row);
    }
}

/* Names outside the root domain, which need the exception of a committee. */
static void add_domains(struct pal_call *call)
{
    const char *root = pal_value_as_text(pal_value_get(call->data, "root_domain"));
    PAL_EACH(row, pal_value_get(call->data, "domains"))
    {
        bool is_outside = pal_project_1_is_outside(root, pal_word_in(row, "name"));
        bool has_exception = pal_value_get(row, "exception") != NULL;
        pal_put_boolean(row, "is_outside", is_outside);
        pal_put_boolean(row, "lacks_exception", is_outside && !has_exception);
    }
    pal_set_boolean(call->page, "has_domains",
                    pal_value_count(pal_value_get(call->data, "domains")) > 0);
}

/* The profile by its title, or its id where there is none of that id (any more). */
static enum pal_rc name_profile(struct pal_call *call)
{
    struct pal_document record;
    const char *id = pal_value_as_text(pal_value_get(call->data, "profile"));
    if (id == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_get(&call->errand, "profile", id, &record);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    pal_set_text(call->page, "profile_title", rc == PAL_OK ? record.title : id);
    pal_set_text(call->page, "profile_url",
                 rc == PAL_OK ? pal_document_place(call, &record) : NULL);
    if (rc == PAL_OK) { /* beside a profile of the library stands who is assessed here */
        pal_set_text(call->page, "draw_url",
                     pal_call_printf(
                         call, record.project[0] != '\0' ? "%s/drawing" : "%s/drawing?project=%s",
                         pal_document_place(call, &record), call->params[0]));
    }
    return PAL_OK;
}

enum pal_rc pal_page_project(struct pal_call *call)
{
    const char *id = call->params[0];
    struct pal_document record;
    struct pal_value *document;
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    call->data = document;
    call->version = record.version;
    pal_set_integer(call->data, "version", record.version);
    pal_set_text(call->data, "state", state_in(call->data));
    struct pal_standing standing;
    rc = pal_house_standing(&call->errand, &record, 1, &standing);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_case_of of = pal_case_of_value(&call->errand, id, call->data, &standing.field);
    add_standing(call, call->data, &standing);
    rc = pal_house_case(&call->errand, id, &standing, &of);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = fill_project(call, id, &standing, &of);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = name_candidates(call, &standing.field);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_call_who(call, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    add_domains(call);
    rc = name_profile(call);
    rc = rc == PAL_OK ? pal_procedure_put(call, of.has_tables) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    add_next(call, id, &of, &standing);
    rc = pal_sendings_line(call, id, &of);
    pal_set_boolean(call->page, "can_found",
                    !pal_call_may(call, PAL_MAY_GRANT) && pal_grants_may_found(&call->errand, id));
    pal_set_boolean(call->page, "can_assess", pal_case_of_assessment(&of).says == PAL_CASE_MAY);
    pal_project_tabs(call, id);
    rc = add_compare_url(call);
    if (rc == PAL_OK && standing.has_seconds) {
        rc = pal_second_lines_put(call, id, NULL);
    }
    return rc == PAL_OK ? pal_call_show(call, "web_project", record.title) : rc;
}
