#include "app/house/searches.h"

#include <jansson.h>
#include <string.h>

#include "app/house/jobs.h"
#include "app/house/shelf.h"
#include "base/buf.h"
#include "render/view/view.h"

enum { WISH_MAX = 1 << 16 };

/* ------------------------------------------------------------------- the wish as a text */

static void put_wish(struct pal_value *object, const struct pal_search_wish *wish)
{
    pal_put_text(object, "assessment", wish->assessment);
    pal_put_text(object, "profile", wish->profile);
    pal_put_text(object, "alert", wish->alert);
    pal_put_text(object, "basis", pal_basis_ids[wish->basis]);
    pal_put_text(object, "effort", wish->effort);
    pal_put_text(object, "budget", wish->budget);
    pal_put_integer(object, "by", wish->by);
    struct pal_value *more = pal_put_object(object, "more");
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        pal_put_integer(more, pal_resource_ids[r], wish->more[r]);
    }
}

static const char *write_wish(struct pal_errand *errand, const struct pal_search_wish *wish)
{
    struct pal_values values;
    struct pal_buf text;
    pal_values_init(&values, errand->arena);
    struct pal_value *object = pal_value_object(&values);
    put_wish(object, wish);
    pal_buf_init(&text, WISH_MAX, errand->arena->alloc);
    pal_value_json(object, 0, &text);
    const char *written = values.failed ? NULL : pal_buf_text(&text);
    const char *copy = written != NULL ? pal_arena_copy(errand->arena, written, text.len) : NULL;
    pal_buf_done(&text);
    return copy;
}

/* A word of a wish; NULL: it has none. */
static const char *word(struct pal_errand *errand, const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
}

enum pal_rc pal_search_wish_read(struct pal_errand *errand, const char *text,
                                 struct pal_search_wish *out)
{
    json_t *json = json_loads(text, 0, NULL);
    const json_t *more = json_object_get(json, "more");
    const char *basis = json_string_value(json_object_get(json, "basis"));
    *out = (struct pal_search_wish){
        .assessment = word(errand, json, "assessment"),
        .profile = word(errand, json, "profile"),
        .alert = word(errand, json, "alert"),
        .effort = word(errand, json, "effort"),
        .budget = word(errand, json, "budget"),
        .by = (uint32_t)json_integer_value(json_object_get(json, "by")),
    };
    bool is_read = basis != NULL && pal_basis_find(basis, &out->basis) && out->assessment != NULL;
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        out->more[r] = json_integer_value(json_object_get(more, pal_resource_ids[r]));
    }
    json_decref(json);
    return is_read ? PAL_OK : pal_errand_fail(errand, PAL_E_INVALID, "this search cannot be read");
}

/* ----------------------------------------------------------------------- searching */

static const char *path_of(struct pal_errand *errand, const char *kind, const char *id)
{
    return pal_arena_printf(errand->arena, "%s/%s", kind, id);
}

enum pal_rc pal_search_request(struct pal_errand *errand, const struct pal_search_wish *wish,
                               const char **path, struct pal_schedule_request *out)
{
    *path = path_of(errand, "assessment", wish->assessment);
    *out = (struct pal_schedule_request){
        .score = {.assessments = path,
                  .assessment_count = 1,
                  .profile = wish->profile,
                  .alert = wish->alert,
                  .basis = wish->basis},
        .effort = wish->effort != NULL ? path_of(errand, "effort", wish->effort) : NULL,
        .budget = wish->budget != NULL ? path_of(errand, "budget", wish->budget) : NULL,
        .by = wish->by,
        .work = PAL_SEARCH_SHORT,
    };
    memcpy(out->more, wish->more, sizeof out->more);
    bool is_short = *path == NULL || (wish->effort != NULL && out->effort == NULL) ||
                    (wish->budget != NULL && out->budget == NULL);
    return is_short ? pal_errand_explain(errand, PAL_E_MEMORY) : PAL_OK;
}

/* The first error of the app is the errand's. */
static enum pal_rc tell(struct pal_errand *errand, const struct pal_app *app, enum pal_rc rc)
{
    for (const struct pal_app_problems *at = app->problems; at != NULL; at = at->next) {
        if (rc != PAL_OK && at->diag.error_count > 0) {
            return pal_errand_fail(errand, rc, "%s", at->diag.errors[0].message);
        }
    }
    return rc == PAL_OK ? rc : pal_errand_explain(errand, rc);
}

static void put_plan(struct pal_value *result, const struct pal_search_wish *wish,
                     const struct pal_calendar *calendar, const struct pal_schedule *found,
                     const char *problem)
{
    struct pal_value *plan = pal_put_object(result, "plan");
    put_wish(pal_put_object(plan, "of"), wish);
    pal_put_text(plan, "problem", problem);
    pal_put_integer(plan, "value", (int64_t)found->value);
    pal_put_integer(plan, "bound", (int64_t)found->bound);
    struct pal_value *periods = pal_put_list(plan, "periods");
    for (size_t i = 0; i < calendar->count; i++) {
        pal_add_integer(periods, found->period[i]);
    }
    struct pal_value *worth = pal_put_object(plan, "worth");
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        if (found->marginal[r] == NULL) {
            continue;
        }
        struct pal_value *list = pal_put_list(worth, pal_resource_ids[r]);
        for (size_t t = 0; t < calendar->period_count; t++) {
            pal_add(list, pal_value_real(worth->in, found->marginal[r][t]));
        }
    }
}

/* Keeps what was found beyond the memory of its round. */
static enum pal_rc keep(struct pal_errand *errand, const struct pal_calendar *calendar,
                        const struct pal_schedule *found, struct pal_schedule *out)
{
    *out = *found;
    out->period = PAL_NEW(errand->arena, uint8_t, calendar->count);
    if (out->period == NULL) {
        return PAL_E_MEMORY;
    }
    memcpy(out->period, found->period, calendar->count);
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        if (found->marginal[r] == NULL) {
            continue;
        }
        out->marginal[r] = PAL_NEW(errand->arena, double, calendar->period_count);
        if (out->marginal[r] == NULL) {
            return PAL_E_MEMORY;
        }
        memcpy(out->marginal[r], found->marginal[r],
               calendar->period_count * sizeof *found->marginal[r]);
    }
    return PAL_OK;
}

/* One round; of two searches of one problem the better plan and the lower bound both hold. */
static enum pal_rc search_once(struct pal_errand *errand, const struct pal_calendar *calendar,
                               uint64_t work, struct pal_schedule *best)
{
    struct pal_arena room;
    struct pal_schedule found;
    pal_arena_init(&room, errand->arena->alloc);
    enum pal_rc rc = pal_schedule_solve(&calendar->problem, work, &room, &found);
    if (rc == PAL_OK) {
        const uint64_t bound =
            best->period != NULL && best->bound < found.bound ? best->bound : found.bound;
        rc = best->period == NULL || found.value > best->value
                 ? keep(errand, calendar, &found, best)
                 : PAL_OK;
        best->bound = bound;
        best->is_optimal = best->bound <= best->value;
    }
    pal_arena_done(&room);
    return rc;
}

/* Each round gives back what it needed. */
static enum pal_rc search(struct pal_errand *errand, const struct pal_calendar *calendar,
                          struct pal_schedule *best)
{
    uint64_t work = PAL_SCHEDULE_SECOND;
    enum pal_rc rc = PAL_OK;
    *best = (struct pal_schedule){.period = NULL};
    if (errand->progress != NULL) {
        atomic_store(&errand->progress->total, PAL_SEARCH_ROUNDS);
    }
    for (int round = 0; round < PAL_SEARCH_ROUNDS && rc == PAL_OK && !best->is_optimal; round++) {
        rc = search_once(errand, calendar, work, best);
        enum pal_rc told = pal_errand_step(errand); /* stopped: no memory was short */
        rc = told != PAL_OK ? told : rc;
        work *= 2;
    }
    return rc;
}

/* Asks for the job: what is to be planned is there, or it is refused at once. */
static enum pal_rc ask(struct pal_errand *errand, const struct pal_search_wish *wish)
{
    struct pal_document assessment;
    enum pal_rc rc = pal_house_get(errand, "assessment", wish->assessment, &assessment);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_job_wish job = {.kind = PAL_JOB_SEARCH,
                                     .project = assessment.project,
                                     .subject = path_of(errand, "assessment", wish->assessment),
                                     .note = "",
                                     .text = write_wish(errand, wish)};
    return job.subject == NULL || job.text == NULL ? pal_errand_explain(errand, PAL_E_MEMORY)
                                                   : pal_jobs_ask(errand, &job);
}

enum pal_rc pal_house_search(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_search_wish *wish, struct pal_value *result)
{
    const char *path;
    struct pal_schedule_request request;
    struct pal_scored scored;
    struct pal_calendar calendar;
    struct pal_schedule best;
    char problem[PAL_PROBLEM_TEXT];
    enum pal_rc rc = pal_search_request(errand, wish, &path, &request);
    rc = rc == PAL_OK ? tell(errand, app, pal_app_schedule(app, &request, &scored, &calendar)) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    if (calendar.schedule.is_optimal) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "this plan is optimal already: no search finds a better one");
    }
    if (errand->is_hurried) {
        return ask(errand, wish);
    }
    rc = tell(errand, app, pal_app_problem(app, &calendar, problem));
    rc = rc == PAL_OK ? search(errand, &calendar, &best) : rc;
    if (rc == PAL_OK) {
        put_plan(result, wish, &calendar, &best, problem);
    }
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------------ what was found */

static enum pal_rc read_worth(struct pal_errand *errand, const json_t *list, double **out)
{
    size_t count = json_array_size(list);
    *out = list != NULL ? PAL_NEW(errand->arena, double, count + 1) : NULL;
    for (size_t t = 0; *out != NULL && t < count; t++) {
        (*out)[t] = json_number_value(json_array_get(list, t));
    }
    return list != NULL && *out == NULL ? PAL_E_MEMORY : PAL_OK;
}

static enum pal_rc read_plan(struct pal_errand *errand, const json_t *plan,
                             struct pal_searched *out)
{
    const json_t *periods = json_object_get(plan, "periods");
    const json_t *worth = json_object_get(plan, "worth");
    *out = (struct pal_searched){.problem = word(errand, plan, "problem"),
                                 .step_count = json_array_size(periods)};
    struct pal_schedule *schedule = &out->schedule;
    schedule->period = PAL_NEW(errand->arena, uint8_t, out->step_count);
    if (out->problem == NULL || schedule->period == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < out->step_count; i++) {
        schedule->period[i] = (uint8_t)json_integer_value(json_array_get(periods, i));
    }
    schedule->value = (uint64_t)json_integer_value(json_object_get(plan, "value"));
    schedule->bound = (uint64_t)json_integer_value(json_object_get(plan, "bound"));
    schedule->is_optimal = schedule->bound <= schedule->value;
    enum pal_rc rc = PAL_OK;
    for (size_t r = 0; r < PAL_RESOURCE_COUNT && rc == PAL_OK; r++) {
        rc =
            read_worth(errand, json_object_get(worth, pal_resource_ids[r]), &schedule->marginal[r]);
    }
    return rc;
}

enum pal_rc pal_house_searched(struct pal_errand *errand, const char *job, struct pal_searched *out)
{
    struct pal_job found;
    enum pal_rc rc = pal_jobs_get(errand, job, &found);
    if (rc != PAL_OK) {
        return rc;
    }
    json_t *json = found.result[0] != '\0' ? json_loads(found.result, 0, NULL) : NULL;
    const json_t *plan = json_object_get(json, "plan");
    rc = plan != NULL ? pal_errand_explain(errand, read_plan(errand, plan, out))
                      : pal_errand_fail(errand, PAL_E_NOT_FOUND, "this job has not found a plan");
    json_decref(json);
    return rc;
}
