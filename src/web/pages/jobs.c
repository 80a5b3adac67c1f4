/* jobs - what takes longer than a page may: how far it is, what came of it, how to stop it. */
#include <jansson.h>
#include <string.h>

#include "app/house/jobs.h"
#include "render/template/value_json.h"
#include "web/forms.h"
#include "web/lists.h"
#include "web/marking.h"
#include "web/pages/means.h"
#include "web/pages/pages.h"

/* Seconds after which a browser asks how far it is: the later, the longer it lasts. */
enum { LOOK_SOON = 2, LOOK_LATE = 30, LOOK_PART = 10 };

static const char *kind_title(const struct pal_call *call, enum pal_job_kind kind)
{
    static const char *const titles[PAL_JOB_KINDS] = {
        [PAL_JOB_WRITE] = PAL_N_("Write a new version, and score again what depends on it"),
        [PAL_JOB_CHECK] = PAL_N_("Check a text, and what depends on it"),
        [PAL_JOB_AIM] = PAL_N_("Keep the proposed profile and make it the project's"),
        [PAL_JOB_VERIFY] = PAL_N_("Check the whole chain"),
        [PAL_JOB_ACT] = PAL_N_("Do an act, and score again what depends on it"),
        [PAL_JOB_GO_ON] = PAL_N_("Write a new version, and score again what depends on it"),
        [PAL_JOB_SEARCH] = PAL_N_("Search for a better plan within a budget"),
    };
    return pal_call_tr(call, titles[kind]);
}

/* As pal_job_states has them. */
static const char *const state_titles[PAL_JOB_STATES] = {
    PAL_N_("Waiting"), PAL_N_("Under way"), PAL_N_("Done"), PAL_N_("Refused: nothing was written"),
    PAL_N_("Stopped: nothing was written")};

static const char *state_title(const struct pal_call *call, const struct pal_job *job)
{
    const char *title = job->state;
    if (job->is_stopping && job->ended_at == 0) {
        return pal_call_tr(call, PAL_N_("Is being stopped"));
    }
    for (size_t i = 0; i < PAL_JOB_STATES; i++) {
        title =
            strcmp(pal_job_states[i], job->state) == 0 ? pal_call_tr(call, state_titles[i]) : title;
    }
    return title;
}

static void put_time(struct pal_call *call, struct pal_value *row, const char *key, int64_t at)
{
    pal_put_text(row, key, at > 0 ? pal_call_time(call, at) : NULL);
}

static struct pal_value *job_row(struct pal_call *call, const struct pal_job *job)
{
    struct pal_value *row = pal_value_object(&call->values);
    bool is_open = job->ended_at == 0;
    pal_put_text(row, "id", job->id);
    pal_put_text(row, "kind", pal_job_kind_ids[job->kind]);
    pal_put_text(row, "subject", job->subject);
    pal_put_text(row, "project", job->project[0] != '\0' ? job->project : NULL);
    pal_put_text(row, "person", pal_call_person(call, job->person));
    pal_put_text(row, "state", job->state);
    pal_put_boolean(row, "is_open", is_open);
    pal_put_boolean(row, "is_stopping", job->is_stopping);
    pal_put_integer(row, "done", job->done < job->total ? job->done : job->total);
    pal_put_integer(row, "total", job->total);
    put_time(call, row, "asked_at", job->asked_at);
    put_time(call, row, "begun_at", job->begun_at);
    put_time(call, row, "ended_at", job->ended_at);
    return row;
}

/* Beside each job of the data its words: they are the page's. */
static void add_words(struct pal_call *call, struct pal_value *list, const struct pal_job *job)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "title", kind_title(call, job->kind));
    pal_put_text(row, "state", state_title(call, job));
    pal_put_text(row, "url", pal_call_printf(call, "/jobs/%s", job->id));
    pal_put_text(row, "subject", job->subject);
    pal_put_text(row, "person", pal_call_person(call, job->person));
    put_time(call, row, "asked_at", job->asked_at);
    put_time(call, row, "ended_at", job->ended_at);
}

/* The form of the list, and its head. */
static void offer_filters(struct pal_call *call)
{
    static const struct pal_list_sort sorts[] = {{"asked_at", true}};
    struct pal_list_option states[PAL_JOB_STATES];
    const char *sort = pal_call_query(call, "sort");
    for (size_t i = 0; i < PAL_JOB_STATES; i++) {
        states[i] = (struct pal_list_option){pal_job_states[i], pal_call_tr(call, state_titles[i])};
    }
    pal_list_heads(call, sorts, 1, sort != NULL ? sort : "-asked_at");
    pal_list_select(call, "state", pal_call_tr(call, "State"), states, PAL_JOB_STATES);
    if (pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL)) {
        pal_list_box(call, "mine", pal_call_tr(call, "Asked by me"));
    }
}

enum pal_rc pal_page_jobs(struct pal_call *call)
{
    struct pal_job *jobs = NULL;
    size_t count = 0;
    const struct pal_jobs_wanted wanted = {.state = pal_call_query(call, "state"),
                                           .is_mine = pal_call_query(call, "mine") != NULL,
                                           .sort = pal_call_query(call, "sort")};
    enum pal_rc rc = pal_jobs_list(&call->errand, &wanted, &jobs, &count);
    const char **ids = rc == PAL_OK ? PAL_NEW(call->request->arena, const char *, count + 1) : NULL;
    if (ids == NULL) {
        return pal_errand_explain(&call->errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        ids[i] = jobs[i].person;
    }
    rc = pal_call_names(call, ids, count);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *words = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        pal_add(list, job_row(call, &jobs[i]));
        add_words(call, words, &jobs[i]);
    }
    pal_set(call->data, "jobs", list);
    pal_set(call->page, "jobs", words);
    offer_filters(call);
    return pal_call_show(call, "web_jobs", pal_call_tr(call, "Jobs"));
}

/* Where the plan that a search has found is shown: the page that asked for it. */
static const char *plan_url(struct pal_call *call, const struct pal_job *job,
                            const struct pal_value *of)
{
    static const char *const words[] = {"profile", "alert", "basis", "effort", "budget"};
    const char *url = pal_call_printf(call, "/assessments/%s/posture/schedule?job=%s",
                                      pal_word_in(of, "assessment"), job->id);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *word = pal_word_in(of, words[i]);
        url = word[0] != '\0'
                  ? pal_call_printf(call, "%s&%s=%s", url, words[i], pal_call_escaped(call, word))
                  : url;
    }
    const struct pal_value *sent = pal_value_get(of, "more");
    int64_t by = pal_value_as_integer(pal_value_get(of, "by"));
    for (size_t i = 0; i < PAL_MEANS_MORES; i++) {
        int64_t number = pal_value_as_integer(
            pal_value_get(sent, pal_resource_ids[pal_means_mores[i].resource]));
        url = number != 0 ? pal_call_printf(call, "%s&%s=%lld", url, pal_means_mores[i].name,
                                            (long long)(number / pal_means_mores[i].unit))
                          : url;
    }
    return by > 0 ? pal_call_printf(call, "%s&by=%lld", url, (long long)by) : url;
}

/* What came of it, as the clerk wrote it; the addresses of other documents are the page's. */
static void put_result(struct pal_call *call, const struct pal_job *job)
{
    json_t *json = job->result[0] != '\0' ? json_loads(job->result, 0, NULL) : NULL;
    struct pal_value *result = json_is_object(json) ? pal_value_of_json(&call->values, json)
                                                    : pal_value_object(&call->values);
    json_decref(json);
    struct pal_value *document = pal_value_get(result, "document");
    const char *kind = pal_word_in(document, "kind");
    const char *id = pal_word_in(document, "id");
    if (document != NULL && job->kind != PAL_JOB_CHECK) {
        pal_set_text(call->page, "document_url",
                     pal_document_url(call, pal_call_printf(call, "%s/%s", kind, id)));
    }
    if (job->kind == PAL_JOB_AIM) {
        pal_set_text(call->page, "document_url",
                     pal_call_printf(call, "/projects/%s", job->project));
    }
    if (job->kind == PAL_JOB_ACT) {
        pal_set_text(call->page, "document_url", pal_document_url(call, job->subject));
    }
    const struct pal_value *plan = pal_value_get(result, "plan");
    if (plan != NULL) {
        pal_set_text(call->page, "plan_url", plan_url(call, job, pal_value_get(plan, "of")));
        pal_set_boolean(call->page, "is_optimal",
                        pal_value_as_integer(pal_value_get(plan, "bound")) <=
                            pal_value_as_integer(pal_value_get(plan, "value")));
    }
    struct pal_value *problems = pal_value_get(result, "problems");
    if (problems != NULL) {
        pal_set(result, "problems", pal_problems_linked(call, problems));
    }
    pal_set(call->data, "result", result);
    pal_set_boolean(call->page, "has_problems", pal_value_count(problems) > 0);
    pal_set_boolean(call->page, "was_written",
                    strcmp(job->state, "done") == 0 && job->kind != PAL_JOB_VERIFY &&
                        job->kind != PAL_JOB_CHECK && job->kind != PAL_JOB_SEARCH);
    pal_set_boolean(call->page, "was_checked",
                    strcmp(job->state, "done") == 0 && job->kind == PAL_JOB_CHECK);
}

/* The page comes again by itself, unless somebody would rather read it in peace. */
static void look_again(struct pal_call *call, const struct pal_job *job)
{
    bool is_still = pal_call_query(call, "still") != NULL;
    int64_t lasts = (call->errand.now - job->asked_at) / LOOK_PART;
    int64_t wait = lasts < LOOK_SOON ? LOOK_SOON : lasts > LOOK_LATE ? LOOK_LATE : lasts;
    pal_set_boolean(call->page, "is_still", is_still);
    pal_set_text(call->page, "url", pal_call_printf(call, "/jobs/%s", job->id));
    if (!is_still && !call->is_api) {
        pal_http_set(call->response, "Refresh", pal_call_printf(call, "%lld", (long long)wait));
    }
}

enum pal_rc pal_page_job(struct pal_call *call)
{
    struct pal_job job;
    enum pal_rc rc = pal_jobs_get(&call->errand, call->params[0], &job);
    if (rc == PAL_OK) {
        rc = pal_call_names(call, (const char *[]){job.person}, 1);
    }
    if (rc == PAL_OK) {
        rc = pal_marking_find_of(call, job.project, job.subject);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_open = job.ended_at == 0;
    struct pal_value *words = pal_value_list(&call->values);
    add_words(call, words, &job);
    pal_set(call->data, "job", job_row(call, &job));
    pal_set(call->page, "job", words);
    put_result(call, &job);
    pal_set_boolean(call->page, "is_open", is_open);
    pal_set_boolean(call->page, "can_stop", is_open && !job.is_stopping);
    bool is_kept =
        !is_open && job.kind != PAL_JOB_ACT && job.kind != PAL_JOB_SEARCH && job.text[0] != '\0';
    pal_set_text(call->page, "kept", is_kept ? job.text : NULL);
    if (is_open) {
        look_again(call, &job);
    }
    return pal_call_show(call, "web_job", kind_title(call, job.kind));
}

enum pal_rc pal_do_job_stop(struct pal_call *call)
{
    enum pal_rc rc = pal_jobs_stop(&call->errand, call->params[0]);
    return rc == PAL_OK ? pal_call_go(call, false, "/jobs/%s", call->params[0]) : rc;
}
