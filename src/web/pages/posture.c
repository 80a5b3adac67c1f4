/* posture - what an alert level asks of an assessment: now, at each change of the level, what it
 * costs, and the best plan within a budget. */
#include <stdlib.h>
#include <string.h>

#include "app/house/errand.h"
#include "app/house/searches.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "render/report/report_calendar.h"
#include "render/report/report_cost.h"
#include "render/report/report_posture.h"
#include "render/words.h"
#include "web/lists.h"
#include "web/pages/against.h"
#include "web/pages/means.h"
#include "web/pages/pages.h"

/* ------------------------------------------------------------- what the pages share */

/* The pages of the posture, one below the other tabs. */
static void add_views(struct pal_call *call, const char *id)
{
    static const char *const views[][2] = {{PAL_N_("At this level"), "/posture"},
                                           {PAL_N_("Readiness"), "/posture/readiness"},
                                           {PAL_N_("Cost and exposure"), "/posture/cost"},
                                           {PAL_N_("Plan within a budget"), "/posture/schedule"}};
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        const char *path = pal_call_printf(call, "/assessments/%s%s", id, views[i][1]);
        const char *url = pal_call_url(call, path);
        if (url == NULL) {
            continue;
        }
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", pal_call_tr(call, views[i][0]));
        pal_put_text(row, "url", pal_call_printf(call, "%s%s", url, pal_look_behind(call, path)));
        pal_put_boolean(row, "is_current", strcmp(call->place, url) == 0);
        pal_put_boolean(row, "is_below", i > 0);
    }
    pal_set(call->page, "views", list);
    pal_set_boolean(call->page, "has_views", pal_value_count(list) > 1); /* a pass opens one */
}

/* A page that says in place of its content what is missing. */
static enum pal_rc show_lack(struct pal_call *call, const struct pal_against *against)
{
    pal_set_text(call->data, "id", against->record.id);
    pal_set_text(call->data, "title", against->record.title);
    pal_set_text(call->data, "sentence", pal_word_in(pal_value_get(call->page, "lacks"), "text"));
    return pal_call_show(call, "web_posture_lack", against->record.title);
}

/* The assessment and its posture's pages around it; without a profile there is none. */
static enum pal_rc open_posture(struct pal_call *call, struct pal_against *out)
{
    enum pal_rc rc = pal_against_open(call, call->params[0], out);
    if (rc != PAL_OK) {
        return rc;
    }
    add_views(call, call->params[0]);
    if (out->profile != NULL) {
        return PAL_OK;
    }
    return pal_call_is_pass(call)
               ? pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "a posture needs a confidence profile, and the project has none "
                                 "yet")
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "a posture needs a confidence profile: choose one above, or "
                                 "give the project one");
}

/* Whether the profile follows levels; else there is no change of them, and nothing to reckon. */
static enum pal_rc require_scheme(struct pal_call *call, const struct pal_against *against)
{
    return against->chosen != NULL && against->chosen->scheme != NULL
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "the profile \"%s\" follows no alert scheme: there is no change "
                                 "of level to be ready for, or to pay for",
                                 against->profile);
}

static bool has_opened(enum pal_rc rc, const struct pal_against *against)
{
    return rc == PAL_OK || against->path != NULL;
}

/* What could not be computed, in the place of the page. */
static enum pal_rc explain(struct pal_call *call, const struct pal_against *against, enum pal_rc rc)
{
    return has_opened(rc, against) ? pal_against_explain(call, against, rc) : rc;
}

/* -------------------------------------------------------------------------- at this level */

enum pal_rc pal_page_posture(struct pal_call *call)
{
    struct pal_against against = {.path = NULL};
    struct pal_posture posture;
    struct pal_posture_page shown = {.posture = &posture};
    struct pal_level_change *changes = NULL;
    enum pal_rc rc = open_posture(call, &against);
    if (rc != PAL_OK) {
        return explain(call, &against, rc);
    }
    struct pal_score_request request = pal_against_request(&against);
    rc = pal_app_readiness(pal_call_app(call), &request, NULL, &posture, &shown.efforts, &changes,
                           &shown.change_count);
    if (rc != PAL_OK) {
        return explain(call, &against, pal_tell_problem(call, rc));
    }
    shown.changes = changes;
    shown.alert = against.alert;
    pal_call_export(call, "JSON",
                    pal_call_asked(call, pal_call_printf(call, "/api/v1/assessments/%s/posture",
                                                         call->params[0])));
    pal_call_export(call, "YAML", pal_call_printf(call, "/assessments/%s/file", call->params[0]));
    struct pal_view view = pal_report_posture(&shown, &call->language, &call->values);
    return pal_call_report(call, view, "web_posture", against.record.title);
}

/* ------------------------------------------------------------------------------ readiness */

enum pal_rc pal_page_readiness(struct pal_call *call)
{
    struct pal_against against = {.path = NULL};
    struct pal_posture posture;
    struct pal_posture_page shown = {.posture = &posture};
    struct pal_level_change *changes = NULL;
    struct pal_means effort;
    enum pal_rc rc = open_posture(call, &against);
    rc = rc == PAL_OK ? require_scheme(call, &against) : rc;
    rc = rc == PAL_OK ? pal_means_choose(call, &against, PAL_MEANS_EFFORT, &effort) : rc;
    if (rc != PAL_OK) {
        return explain(call, &against, rc);
    }
    if (effort.id == NULL) {
        return show_lack(call, &against);
    }
    struct pal_score_request request = pal_against_request(&against);
    rc = pal_app_readiness(pal_call_app(call), &request, effort.path, &posture, &shown.efforts,
                           &changes, &shown.change_count);
    if (rc != PAL_OK) {
        return explain(call, &against, pal_tell_problem(call, rc));
    }
    shown.changes = changes;
    shown.alert = against.alert;
    pal_list_files(call);
    struct pal_view view = pal_report_readiness(&shown, &call->language, &call->values);
    return pal_call_report(call, view, "web_readiness", against.record.title);
}

/* ----------------------------------------------------------------------------------- cost */

/* The capability level of the full way: the usual one, or the model's highest below it. */
static uint32_t full_level(const struct pal_model *model)
{
    uint32_t level = 0;
    for (size_t i = 0; i < model->level_count; i++) {
        uint32_t rank = model->levels[i].rank;
        level = rank <= PAL_COST_FULL_LEVEL && rank > level ? rank : level;
    }
    return level;
}

/* Efforts, how the level goes, and over which years; `is_lacking`: the page says what is missing.
 */
static enum pal_rc choose_cost(struct pal_call *call, const struct pal_against *against,
                               struct pal_cost_request *request, bool *is_lacking)
{
    struct pal_means effort;
    struct pal_means alerts;
    int64_t years = 0;
    enum pal_rc rc = pal_means_choose(call, against, PAL_MEANS_EFFORT, &effort);
    rc = rc == PAL_OK ? pal_means_choose(call, against, PAL_MEANS_ALERTS, &alerts) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    *is_lacking = effort.id == NULL || alerts.id == NULL;
    bool is_rates = alerts.id != NULL && strncmp(alerts.id, "alert-rates/", 12) == 0;
    const struct pal_means_number number = {"years", pal_call_tr(call, "Over years"),
                                            pal_call_tr(call, "as stated"), 1, PAL_LIMIT_YEARS};
    /* A history has its own end: a number of years stays for the next rates, but it is one. */
    if (is_rates || !pal_means_is_number(call, &number)) {
        rc = pal_means_number(call, &number, &years);
    }
    *request = (struct pal_cost_request){
        .score = pal_against_request(against),
        .effort = effort.path,
        .outlook = alerts.path,
        .years = (uint32_t)years,
        .start = is_rates ? against->asked.words[PAL_LOOK_ALERT] : NULL,
        .full_rank = full_level(against->chosen->model),
        .seed = PAL_COST_SEED,
        .draws = PAL_COST_DRAWS,
    };
    return rc;
}

enum pal_rc pal_page_cost(struct pal_call *call)
{
    struct pal_against against = {.path = NULL};
    struct pal_cost_request request;
    struct pal_ways ways;
    bool is_lacking = false;
    enum pal_rc rc = open_posture(call, &against);
    rc = rc == PAL_OK ? require_scheme(call, &against) : rc;
    rc = rc == PAL_OK ? choose_cost(call, &against, &request, &is_lacking) : rc;
    if (rc != PAL_OK) {
        return explain(call, &against, rc);
    }
    if (is_lacking) {
        return show_lack(call, &against);
    }
    rc = pal_app_ways(pal_call_app(call), &request, &ways);
    rc = rc == PAL_E_LIMIT ? PAL_E_INVALID : rc; /* what was chosen asks for too much: it is told */
    if (rc != PAL_OK) {
        return explain(call, &against, pal_tell_problem(call, rc));
    }
    pal_list_files(call);
    struct pal_view view = pal_report_cost(&ways, &call->language, &call->values);
    return pal_call_report(call, view, "web_cost", against.record.title);
}

/* ------------------------------------------------------------------- the plan within a budget */

/* Says the what-if of a budget beside that of the look. */
static void mark_more(struct pal_call *call, size_t resource, int64_t number)
{
    struct pal_value *what_if = pal_value_get(call->page, "what_if");
    const char *text =
        resource == PAL_RESOURCE_MONEY
            ? pal_call_printf(call, pal_call_tr(call, "money %+lld a period"), (long long)number)
            : pal_call_printf(call, pal_call_tr(call, "%s %+lld days a period"),
                              pal_word_actor(&call->language, (enum pal_actor)resource),
                              (long long)number);
    if (what_if != NULL) {
        pal_set_text(what_if, "text",
                     pal_call_printf(call, "%s · %s", pal_word_in(what_if, "text"), text));
        return;
    }
    const struct pal_look look = call->look != NULL ? *call->look : pal_look_asked(call);
    pal_look_use(call, &look, text);
}

static enum pal_rc choose_more(struct pal_call *call, const struct pal_budget *budget,
                               const struct pal_means_more *more, struct pal_search_wish *wish)
{
    int64_t number = 0;
    const char *asked = pal_call_query(call, more->name);
    if (!pal_budget_limits(budget, more->resource)) {
        return asked == NULL || strcmp(asked, "0") == 0
                   ? PAL_OK
                   : pal_means_refuse(
                         call, pal_errand_fail(&call->errand, PAL_E_INVALID,
                                               "%s: the budget \"%s\" sets no limit to this; more "
                                               "or less of it changes nothing",
                                               pal_call_tr(call, more->label), budget->id));
    }
    const struct pal_means_number field = {more->name, pal_call_tr(call, more->label), "0",
                                           -more->most, more->most};
    enum pal_rc rc = pal_means_number(call, &field, &number);
    wish->more[more->resource] = number * more->unit;
    if (rc == PAL_OK && number != 0) {
        mark_more(call, more->resource, number);
    }
    return rc;
}

/* The last period that is planned, where not all of them are. */
static enum pal_rc choose_by(struct pal_call *call, const struct pal_budget *budget,
                             struct pal_search_wish *wish)
{
    int64_t by = 0;
    const struct pal_means_number field = {"by", pal_call_tr(call, "Up to period"),
                                           pal_call_tr(call, "the last"), 1,
                                           (int64_t)budget->period_count};
    enum pal_rc rc = pal_means_number(call, &field, &by);
    wish->by = (uint32_t)by;
    return rc;
}

/* Which plan is asked for, by the address; `is_lacking`: the page says what is missing. */
static enum pal_rc choose_plan(struct pal_call *call, const struct pal_against *against,
                               struct pal_search_wish *wish, bool *is_lacking)
{
    struct pal_means effort;
    struct pal_means budget;
    const struct pal_budget *read = NULL;
    enum pal_rc rc = pal_means_choose(call, against, PAL_MEANS_EFFORT, &effort);
    rc = rc == PAL_OK ? pal_means_choose(call, against, PAL_MEANS_BUDGET, &budget) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    *is_lacking = effort.id == NULL || budget.id == NULL;
    if (*is_lacking) {
        return PAL_OK;
    }
    *wish = (struct pal_search_wish){.assessment = against->record.id,
                                     .profile = against->profile,
                                     .alert = against->alert,
                                     .basis = against->basis,
                                     .effort = effort.path != NULL ? effort.id : NULL,
                                     .budget = budget.id};
    rc = pal_app_budget(pal_call_app(call), budget.path, &read);
    if (rc != PAL_OK) {
        return pal_tell_problem(call, rc);
    }
    rc = choose_by(call, read, wish);
    for (size_t i = 0; i < PAL_MEANS_MORES && rc == PAL_OK; i++) {
        rc = choose_more(call, read, &pal_means_mores[i], wish);
    }
    pal_set_boolean(call->page, "has_more", true);
    return rc;
}

/* A plan that a job has found, where the address names one; what has become of it is told. */
static enum pal_rc find_searched(struct pal_call *call, struct pal_searched *room,
                                 struct pal_schedule_request *request)
{
    const char *job = pal_call_query(call, "job");
    if (job == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_searched(&call->errand, job, room);
    if (rc == PAL_OK) {
        request->searched = room;
        return PAL_OK;
    }
    if (call->is_api || rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    pal_against_notice(call, call->errand.err.message);
    call->errand.err = (struct pal_err){0};
    return PAL_OK;
}

/* How the plan came to be: quickly, so that the search can go on; by a job; or by a job that was
 * about something else by now. */
static enum pal_rc tell_search(struct pal_call *call, const struct pal_schedule_request *request,
                               const struct pal_calendar *calendar)
{
    char problem[PAL_PROBLEM_TEXT];
    bool is_searched = false;
    if (request->searched != NULL) {
        enum pal_rc rc = pal_app_problem(pal_call_app(call), calendar, problem);
        if (rc != PAL_OK) {
            return pal_tell_problem(call, rc);
        }
        is_searched = strcmp(problem, request->searched->problem) == 0;
        if (!is_searched) {
            pal_against_notice(
                call, pal_call_tr(call, "What the search was about has changed since: this plan "
                                        "was made anew, quickly."));
        }
    }
    pal_set_boolean(call->data, "searched", is_searched);
    pal_set_boolean(call->page, "can_search",
                    !calendar->schedule.is_optimal && !is_searched && !pal_call_is_pass(call));
    return PAL_OK;
}

/* What the search is sent, as the page was asked for. */
static void put_search(struct pal_call *call, const struct pal_search_wish *wish)
{
    struct pal_value *list = pal_value_list(&call->values);
    const struct {
        const char *name;
        const char *value;
    } words[] = {{"profile", wish->profile},
                 {"alert", wish->alert},
                 {"basis", pal_basis_ids[wish->basis]},
                 {"effort", wish->effort},
                 {"budget", wish->budget}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct pal_value *row = words[i].value != NULL ? pal_add_object(list) : NULL;
        if (row != NULL) {
            pal_put_text(row, "name", words[i].name);
            pal_put_text(row, "value", words[i].value);
        }
    }
    for (size_t i = 0; i <= PAL_MEANS_MORES; i++) {
        bool is_by = i == PAL_MEANS_MORES;
        int64_t number = is_by ? (int64_t)wish->by
                               : wish->more[pal_means_mores[i].resource] / pal_means_mores[i].unit;
        if (number != 0) {
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "name", is_by ? "by" : pal_means_mores[i].name);
            pal_put_text(row, "value", pal_call_printf(call, "%lld", (long long)number));
        }
    }
    pal_set(call->page, "search", list);
}

enum pal_rc pal_page_schedule(struct pal_call *call)
{
    struct pal_against against = {.path = NULL};
    struct pal_search_wish wish;
    struct pal_schedule_request request;
    struct pal_searched searched;
    struct pal_scored *scored = PAL_NEW(call->request->arena, struct pal_scored, 1);
    struct pal_calendar calendar;
    const char *path;
    bool is_lacking = false;
    if (scored == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = open_posture(call, &against);
    rc = rc == PAL_OK ? choose_plan(call, &against, &wish, &is_lacking) : rc;
    if (rc != PAL_OK) {
        return explain(call, &against, rc);
    }
    if (is_lacking) {
        return show_lack(call, &against);
    }
    rc = pal_search_request(&call->errand, &wish, &path, &request);
    rc = rc == PAL_OK ? find_searched(call, &searched, &request) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_app_schedule(pal_call_app(call), &request, scored, &calendar);
    if (rc != PAL_OK) {
        return explain(call, &against, pal_tell_problem(call, rc));
    }
    rc = tell_search(call, &request, &calendar);
    if (rc != PAL_OK) {
        return rc;
    }
    put_search(call, &wish);
    pal_list_files(call);
    struct pal_view view = pal_report_calendar(scored, &calendar, &call->language, &call->values);
    return pal_call_report(call, view, "web_schedule", against.record.title);
}

/* ------------------------------------------------------------------------ the search goes on */

/* A number that was sent, in its unit; 0: none. */
static enum pal_rc read_sent(struct pal_call *call, const char *name, const char *label,
                             int64_t min, int64_t max, int64_t *out)
{
    const char *sent = pal_call_field(call, name);
    char *end = NULL;
    *out = 0;
    if (sent == NULL || sent[0] == '\0') {
        return PAL_OK;
    }
    *out = strtoll(sent, &end, 10);
    return end != sent && *end == '\0' && *out >= min && *out <= max
               ? PAL_OK
               : pal_errand_fail_at(&call->errand, PAL_E_INVALID, name,
                                    "%s: a whole number from %lld to %lld is needed, not %s",
                                    pal_call_tr(call, label), (long long)min, (long long)max,
                                    pal_quote(sent).text);
}

static const char *sent_word(struct pal_call *call, const char *name)
{
    const char *sent = pal_call_field(call, name);
    return sent != NULL && sent[0] != '\0' ? sent : NULL;
}

enum pal_rc pal_do_schedule_search(struct pal_call *call)
{
    struct pal_search_wish wish = {.assessment = call->params[0],
                                   .profile = sent_word(call, "profile"),
                                   .alert = sent_word(call, "alert"),
                                   .basis = PAL_BASIS_CHECKED,
                                   .effort = sent_word(call, "effort"),
                                   .budget = sent_word(call, "budget")};
    const char *basis = sent_word(call, "basis");
    int64_t number = 0;
    if (basis != NULL && !pal_basis_find(basis, &wish.basis)) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "basis",
                                  "basis: checked, seen or claimed is needed, not %s",
                                  pal_quote(basis).text);
    }
    enum pal_rc rc = read_sent(call, "by", PAL_N_("Up to period"), 1, PAL_LIMIT_PERIODS, &number);
    wish.by = (uint32_t)number;
    for (size_t i = 0; i < PAL_MEANS_MORES && rc == PAL_OK; i++) {
        const struct pal_means_more *more = &pal_means_mores[i];
        rc = read_sent(call, more->name, more->label, -more->most, more->most, &number);
        wish.more[more->resource] = number * more->unit;
    }
    return rc == PAL_OK ? pal_house_search(&call->errand, pal_call_app(call), &wish, NULL) : rc;
}
