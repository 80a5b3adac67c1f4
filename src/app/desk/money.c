/* money - the verbs on files about a posture over time: readiness, ways to own it, the best plan
 * within a budget; see app.h. */
#include <stdio.h>
#include <string.h>

#include "app/desk/app.h"
#include "app/desk/digest.h"
#include "app/desk/documents_parts.h"
#include "app/desk/drawn.h"
#include "app/desk/library.h"
#include "base/buf.h"
#include "base/text.h"

/* An assessment and a profile for it, whatever the alert level. */
static enum pal_rc read_pair(struct pal_app *app, const struct pal_score_request *request,
                             const struct pal_assessment **assessment,
                             const struct pal_profile **profile)
{
    enum pal_rc rc = pal_document_assessment(app, request->assessments[0], NULL, assessment);
    return rc == PAL_OK ? pal_document_profile(app, request->profile, (*assessment)->model, profile)
                        : rc;
}

enum pal_rc pal_app_readiness(struct pal_app *app, const struct pal_score_request *request,
                              const char *effort, struct pal_posture *posture,
                              const struct pal_efforts **efforts, struct pal_level_change **changes,
                              size_t *count)
{
    *efforts = NULL;
    *changes = NULL;
    *count = 0;
    enum pal_rc rc = pal_app_posture(app, request, posture);
    if (rc == PAL_OK) {
        rc = pal_app_efforts_for(app, effort, posture->assessment->model, efforts);
    }
    if (rc != PAL_OK || *efforts == NULL || posture->profile->scheme == NULL) {
        return rc;
    }
    rc = pal_readiness_compute(posture, *efforts, &app->arena, changes, count);
    return rc == PAL_OK ? rc : pal_app_fail(app, rc, "there is not enough memory");
}

/* The index of a level of the scheme; an error names those there are. */
static enum pal_rc find_level(struct pal_app *app, const struct pal_alert_scheme *scheme,
                              const char *id, size_t *out)
{
    int at = pal_alert_find(scheme, id);
    const char *list = "";
    if (at >= 0) {
        *out = (size_t)at;
        return PAL_OK;
    }
    for (size_t i = 0; i < scheme->level_count; i++) {
        const char *longer =
            pal_arena_printf(&app->arena, "%s%s%s", list, i > 0 ? ", " : "", scheme->levels[i].id);
        list = longer != NULL ? longer : list;
    }
    return pal_app_fail(app, PAL_E_NOT_FOUND,
                        "the alert scheme \"%s\" has no level %s; its levels are: %s", scheme->id,
                        pal_quote(id).text, list);
}

/* The documents that speak of one change must be of one scheme. */
static enum pal_rc check_scheme(struct pal_app *app, const struct pal_profile *profile,
                                const struct pal_alert_scheme *scheme, const char *what)
{
    if (profile->scheme == NULL) {
        return pal_app_fail(app, PAL_E_INVALID,
                            "the profile \"%s\" names no alert scheme; add \"alert_scheme: %s\" to "
                            "it and a target for each of its levels",
                            profile->id, scheme->id);
    }
    if (strcmp(profile->scheme->id, scheme->id) != 0) {
        return pal_app_fail(app, PAL_E_INVALID,
                            "the profile \"%s\" is for the alert scheme \"%s\", but %s \"%s\"; use "
                            "documents of the same scheme",
                            profile->id, profile->scheme->id, what, scheme->id);
    }
    return PAL_OK;
}

enum pal_rc pal_app_change(struct pal_app *app, const struct pal_score_request *request,
                           const char *effort, const char *scheme, const char *from, const char *to,
                           struct pal_posture *posture, const struct pal_efforts **efforts,
                           struct pal_level_change *out)
{
    const struct pal_alert_scheme *spoken;
    const struct pal_assessment *assessment;
    const struct pal_profile *profile;
    size_t before = 0;
    size_t after = 0;
    if (request->profile == NULL || request->assessments[0] == NULL) {
        return pal_app_lacks(
            app, PAL_E_USAGE, request->profile == NULL ? "profile" : "assessment",
            "a change of level needs an assessment and a profile: what it asks for "
            "depends on what is active and on the targets");
    }
    enum pal_rc rc = pal_app_scheme(app, scheme, &spoken);
    if (rc == PAL_OK) {
        rc = find_level(app, spoken, from, &before);
    }
    if (rc == PAL_OK) {
        rc = find_level(app, spoken, to, &after);
    }
    if (rc == PAL_OK && before == after) {
        rc = pal_app_fail(app, PAL_E_USAGE, "the two levels are the same; name two levels");
    }
    if (rc == PAL_OK) {
        rc = read_pair(app, request, &assessment, &profile);
    }
    if (rc == PAL_OK) {
        rc = check_scheme(app, profile, spoken,
                          pal_voice_say(app->voice, PAL_N_("the change is one of")));
    }
    if (rc == PAL_OK) {
        rc = pal_document_efforts(app, effort, assessment->model, efforts);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_posture_compute(assessment, request->basis, profile, before, &app->arena, posture);
    if (rc == PAL_OK) {
        rc = pal_level_change_compute(posture, *efforts, after, &app->arena, out);
    }
    return rc == PAL_OK ? rc : pal_app_fail(app, rc, "there is not enough memory");
}

/* An outlook as the request has it: rates over other years, or from another level. */
static enum pal_rc look_out(struct pal_app *app, const struct pal_cost_request *request,
                            const struct pal_outlook **outlook)
{
    enum pal_rc rc = pal_document_outlook(app, request->outlook, outlook);
    bool is_other = request->years > 0 || request->start != NULL;
    if (rc != PAL_OK || !is_other || (*outlook)->is_replay) {
        return rc;
    }
    struct pal_outlook *own = PAL_NEW(&app->arena, struct pal_outlook, 1);
    if (own == NULL) {
        return pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    *own = **outlook;
    own->years = request->years > 0 ? request->years : own->years;
    *outlook = own;
    if (own->years > PAL_LIMIT_YEARS) {
        return pal_app_fail(app, PAL_E_USAGE, "rates are looked at over at most %d years",
                            (int)PAL_LIMIT_YEARS);
    }
    return request->start != NULL ? find_level(app, own->scheme, request->start, &own->start_level)
                                  : PAL_OK;
}

enum pal_rc pal_app_ways(struct pal_app *app, const struct pal_cost_request *request,
                         struct pal_ways *out)
{
    struct pal_ways_request ways = {.basis = request->score.basis,
                                    .full_rank = request->full_rank,
                                    .seed = request->seed,
                                    .draws = request->draws};
    if (request->score.profile == NULL || request->outlook == NULL) {
        return pal_app_lacks(app, PAL_E_USAGE,
                             request->score.profile == NULL ? "profile" : "alerts",
                             "the cost needs a profile and how the alert level goes: what is owned "
                             "follows it");
    }
    enum pal_rc rc = read_pair(app, &request->score, &ways.assessment, &ways.profile);
    if (rc == PAL_OK) {
        rc = pal_document_efforts(app, request->effort, ways.assessment->model, &ways.efforts);
    }
    if (rc == PAL_OK) {
        rc = look_out(app, request, &ways.outlook);
    }
    if (rc == PAL_OK) {
        const char *what = pal_arena_printf(
            &app->arena, pal_voice_say(app->voice, PAL_N_("\"%s\" is for")), ways.outlook->id);
        rc = check_scheme(app, ways.profile, ways.outlook->scheme, what != NULL ? what : "");
    }
    if (rc == PAL_OK && pal_model_level(ways.assessment->model, request->full_rank) == NULL) {
        rc = pal_app_fail(app, PAL_E_NOT_FOUND, "the model \"%s\" has no capability level %u",
                          ways.assessment->model->id, (unsigned)request->full_rank);
    }
    if (rc == PAL_OK) {
        rc = pal_ways_compute(&ways, &app->arena, out);
        if (rc == PAL_E_LIMIT) {
            rc = pal_app_fail(
                app, rc,
                "the exposure over \"%s\" would take too long to compute: there are very "
                "many levels, changes a year, years and different efforts at once; use "
                "fewer years or an alert history",
                ways.outlook->id);
        } else if (rc != PAL_OK) {
            rc = pal_app_fail(app, rc, "there is not enough memory");
        }
    }
    return rc;
}

/* Numbers of a problem, each with its end. */
static void add_numbers(struct pal_buf *out, const uint64_t *numbers, size_t count)
{
    pal_buf_printf(out, "%zu:", numbers != NULL ? count : 0);
    for (size_t i = 0; i < count && numbers != NULL; i++) {
        pal_buf_printf(out, "%llu,", (unsigned long long)numbers[i]);
    }
}

enum pal_rc pal_app_problem(struct pal_app *app, const struct pal_calendar *calendar,
                            char out[PAL_PROBLEM_TEXT])
{
    enum { PROBLEM_MAX = 16 << 20 };
    const struct pal_schedule_problem *problem = &calendar->problem;
    unsigned char digest[PAL_TEXT_DIGEST];
    struct pal_buf text;
    pal_buf_init(&text, PROBLEM_MAX, app->arena.alloc);
    pal_buf_printf(&text, "%zu periods, %s\n", problem->period_count,
                   problem->is_early ? "early" : "end");
    for (size_t chain = 0; chain < problem->chain_count; chain++) {
        pal_buf_printf(&text, "%zu,", problem->first[chain + 1]);
    }
    for (size_t i = 0; i < calendar->count; i++) {
        const struct pal_schedule_step *step = &problem->steps[i];
        pal_buf_printf(&text, "\n%u %u %u %u", step->weight, step->work, step->money, step->actor);
    }
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        pal_buf_add_char(&text, '\n');
        add_numbers(&text, problem->capacity[r], problem->period_count);
    }
    const char *written = pal_buf_text(&text);
    if (written != NULL) {
        pal_text_digest(written, text.len, digest);
        for (size_t i = 0; i < PAL_TEXT_DIGEST; i++) {
            (void)snprintf(out + 2 * i, 3, "%02x", digest[i]);
        }
    }
    pal_buf_done(&text);
    return written != NULL ? PAL_OK : pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
}

/* The budget as the request has it. */
static enum pal_rc read_budget(struct pal_app *app, const struct pal_schedule_request *request,
                               const struct pal_budget **out)
{
    enum pal_rc rc = pal_document_budget(app, request->budget, out);
    if (rc == PAL_OK && request->by > (*out)->period_count) {
        rc = pal_app_fail(app, PAL_E_USAGE, "period %u is beyond the budget's %zu periods",
                          (unsigned)request->by, (*out)->period_count);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_budget *own = PAL_NEW(&app->arena, struct pal_budget, 1);
    if (own == NULL || pal_budget_with(*out, request->more, &app->arena, own) != PAL_OK) {
        return pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    *out = own;
    return PAL_OK;
}

/* The plan that was searched before, where it is one of this problem, else the best that the work
 * finds. */
static enum pal_rc plan(struct pal_app *app, const struct pal_schedule_request *request,
                        struct pal_calendar *calendar)
{
    char problem[PAL_PROBLEM_TEXT];
    struct pal_schedule schedule;
    const struct pal_searched *searched = request->searched;
    if (searched != NULL && searched->step_count == calendar->count) {
        enum pal_rc rc = pal_app_problem(app, calendar, problem);
        if (rc != PAL_OK) {
            return rc;
        }
        if (strcmp(problem, searched->problem) == 0) {
            pal_calendar_lay(calendar, &searched->schedule);
            return PAL_OK;
        }
    }
    uint64_t work = request->work > 0 ? request->work : PAL_SCHEDULE_SECOND;
    enum pal_rc rc = pal_schedule_solve(&calendar->problem, work, &app->arena, &schedule);
    if (rc == PAL_OK) {
        pal_calendar_lay(calendar, &schedule);
    }
    return rc;
}

enum pal_rc pal_app_schedule(struct pal_app *app, const struct pal_schedule_request *request,
                             struct pal_scored *scored, struct pal_calendar *out)
{
    const struct pal_efforts *efforts;
    const struct pal_budget *budget;
    if (request->score.profile == NULL || request->budget == NULL) {
        return pal_app_lacks(
            app, PAL_E_USAGE, request->score.profile == NULL ? "profile" : "budget",
            "a plan needs a profile and a budget: which steps are missing, and what "
            "can be spent on them");
    }
    enum pal_rc rc = pal_app_score(app, &request->score, scored);
    if (rc == PAL_OK) {
        rc = pal_document_efforts(app, request->effort, scored->score.assessment->model, &efforts);
    }
    if (rc == PAL_OK) {
        rc = read_budget(app, request, &budget);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    size_t periods = request->by > 0 ? request->by : budget->period_count;
    rc = pal_calendar_begin(&scored->score, efforts, budget, periods, &app->arena, out);
    if (rc == PAL_OK) {
        rc = plan(app, request, out);
    }
    return rc == PAL_OK ? rc : pal_app_fail(app, rc, "there is not enough memory");
}

enum pal_rc pal_app_budget(struct pal_app *app, const char *path, const struct pal_budget **out)
{
    return pal_document_budget(app, path, out);
}

enum pal_rc pal_app_outlook(struct pal_app *app, const char *path, const struct pal_outlook **out)
{
    return pal_document_outlook(app, path, out);
}

enum pal_rc pal_app_efforts(struct pal_app *app, const char *id_or_path,
                            const struct pal_efforts **out)
{
    struct pal_opened document;
    const struct pal_model *model;
    enum pal_rc rc = pal_document_open_named(app, id_or_path, PAL_KIND_EFFORT, "effort", &document);
    if (rc == PAL_OK) {
        rc = pal_document_model_of(app, &document, &model);
    }
    if (rc == PAL_OK) {
        *out = pal_effort_read(&document.reader, document.root, model);
        rc = *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
    }
    return rc;
}
