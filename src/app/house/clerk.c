#include "app/house/clerk.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/desk/library.h"
#include "app/house/facts_parts.h"
#include "app/house/jobs.h"
#include "app/house/jobs_parts.h"
#include "app/house/outcome.h"
#include "app/house/people.h"
#include "app/house/searches.h"
#include "app/house/secret.h"
#include "app/house/served.h"
#include "app/house/shelf.h"
#include "base/buf.h"
#include "store/jobs.h"

enum {
    IDLE_MS = 1000, /* between two looks for work */
    RENEW_MS = 500, /* between two words on how far it is, while there is work */
    RESULT_MAX = 1 << 20
};

struct pal_clerk {
    struct pal_house *house;
    pal_clerk_log log;
    void *ctx;
    char name[PAL_ID_TEXT]; /* whose leases they are: of this start of this server */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int64_t served; /* the minute that was written last (served.h); of its own thread */
    bool is_ending; /* under `lock` */
    bool is_done;   /* the work at hand; under `lock` */
};

/* The work at hand: made by the thread of the leases, filled by that of the work, which it waits
 * for. */
struct work {
    struct pal_clerk *clerk;
    struct pal_arena kept;  /* of the lease: the row */
    struct pal_alloc alloc; /* of the heap, and says when to stop */
    struct pal_arena arena; /* of the work alone, and its result */
    struct pal_job_row row;
    struct pal_progress progress;
    enum pal_rc rc;
    const char *result; /* in the arena; NULL: it was not begun */
};

/* ------------------------------------------------------------------------- working */

static bool is_stopped(void *ctx)
{
    const struct work *work = ctx;
    return atomic_load(&work->progress.is_stopping);
}

static void *resize(void *ctx, void *memory, size_t size)
{
    (void)ctx;
    return pal_alloc_heap.resize(pal_alloc_heap.ctx, memory, size);
}

static void put_document(struct pal_value *result, struct pal_values *values,
                         const struct pal_document *written)
{
    struct pal_value *document = pal_value_object(values);
    pal_put_text(document, "kind", written->kind);
    pal_put_text(document, "id", written->id);
    pal_put_text(document, "title", written->title);
    pal_put_integer(document, "version", written->version);
    pal_put_boolean(document, "is_unchanged", written->is_unchanged);
    pal_put(result, "document", document);
}

/* The verbs that end with PAL_E_LATER where they are in a hurry. */
static enum pal_rc do_text(struct pal_errand *errand, const struct work *work,
                           struct pal_value *result, struct pal_values *values)
{
    const struct pal_job_row *row = &work->row;
    size_t len = strlen(row->text);
    struct pal_app app;
    struct pal_document written = {0};
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    enum pal_rc rc = strcmp(row->kind, pal_job_kind_ids[PAL_JOB_AIM]) == 0
                         ? pal_house_aim(errand, &app, row->project, row->text, len, &written)
                     : strcmp(row->kind, pal_job_kind_ids[PAL_JOB_CHECK]) == 0
                         ? pal_house_try(errand, &app, row->project, row->text, len, &written)
                     : strcmp(row->kind, pal_job_kind_ids[PAL_JOB_GO_ON]) == 0
                         ? pal_house_go_on(errand, &app, row->project, row->text, len, row->version,
                                           row->note, &written)
                         : pal_house_put(errand, &app, row->project, row->text, len,
                                         (struct pal_seen){row->version, 0}, row->note, &written);
    if (rc == PAL_OK) {
        put_document(result, values, &written);
    }
    pal_put(result, "problems", pal_outcome_problems(&app, values));
    pal_app_done(&app);
    return rc;
}

static enum pal_rc do_verify(struct pal_errand *errand, struct pal_value *result,
                             struct pal_values *values)
{
    struct pal_audit_result found;
    enum pal_rc rc = pal_audit_verify(errand, 0, NULL, &found);
    if (rc == PAL_OK) {
        pal_put(result, "verified", pal_outcome_verified(&found, values));
    }
    return rc;
}

static enum pal_rc do_act(struct pal_errand *errand, const struct work *work,
                          struct pal_value *result)
{
    struct pal_act_wish wish;
    struct pal_act_done done;
    enum pal_rc rc = pal_fact_wish_read(errand, work->row.text, &wish);
    if (rc == PAL_OK) {
        rc = pal_facts_act(errand, &wish, &done);
    }
    if (rc == PAL_OK) {
        pal_put_integer(result, "act", done.act);
    }
    return rc;
}

static enum pal_rc do_search(struct pal_errand *errand, const struct work *work,
                             struct pal_value *result)
{
    struct pal_search_wish wish;
    struct pal_app app;
    enum pal_rc rc = pal_search_wish_read(errand, work->row.text, &wish);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    rc = pal_house_search(errand, &app, &wish, result);
    pal_app_done(&app);
    return rc;
}

/* As JSON in the arena of the values. */
static const char *write_result(struct pal_value *result, const struct pal_values *values,
                                struct pal_arena *arena)
{
    struct pal_buf text;
    pal_buf_init(&text, RESULT_MAX, &pal_alloc_heap);
    pal_value_json(result, 0, &text);
    const char *written = values->failed ? NULL : pal_buf_text(&text);
    const char *copy = written != NULL ? pal_arena_copy(arena, written, text.len) : NULL;
    pal_buf_done(&text);
    return copy != NULL ? copy : "{}";
}

static enum pal_rc do_job(struct pal_errand *errand, struct work *work)
{
    struct pal_values values;
    pal_values_init(&values, &work->arena);
    struct pal_value *result = pal_value_object(&values);
    enum pal_rc rc = work->row.tries > PAL_CLERK_TRIES
                         ? pal_errand_fail(errand, PAL_E_LIMIT,
                                           "this was begun %d times and never ended: the server "
                                           "ended first; nothing was written",
                                           PAL_CLERK_TRIES)
                         : pal_jobs_check_asked(errand, &work->row);
    if (rc == PAL_OK) {
        rc = pal_people_act_for(errand, work->row.person);
    }
    if (rc == PAL_OK) {
        rc = strcmp(work->row.kind, pal_job_kind_ids[PAL_JOB_VERIFY]) == 0
                 ? do_verify(errand, result, &values)
             : strcmp(work->row.kind, pal_job_kind_ids[PAL_JOB_ACT]) == 0
                 ? do_act(errand, work, result)
             : strcmp(work->row.kind, pal_job_kind_ids[PAL_JOB_SEARCH]) == 0
                 ? do_search(errand, work, result)
                 : do_text(errand, work, result, &values);
    }
    if (rc != PAL_OK) {
        rc = pal_errand_explain(errand, rc);
        pal_put_text(result, "sentence", errand->err.message);
    }
    work->result = write_result(result, &values, &work->arena);
    return rc;
}

static void *run_work(void *ctx)
{
    struct work *work = ctx;
    struct pal_clerk *clerk = work->clerk;
    enum pal_lang lang = PAL_LANG_EN;
    (void)pal_lang_find(work->row.language, &lang);
    struct pal_language language = pal_library_language(lang);
    struct pal_voice voice = pal_language_voice(&language);
    struct pal_errand errand = {.arena = &work->arena,
                                .source = work->row.source,
                                .voice = &voice,
                                .progress = &work->progress};
    work->rc = pal_house_enter(clerk->house, &errand);
    if (work->rc == PAL_OK) {
        work->rc = do_job(&errand, work);
        pal_house_leave(&errand);
    }
    if (errand.inner.message[0] != '\0' && clerk->log != NULL) {
        clerk->log(clerk->ctx, work->row.id, errand.inner.message);
    }
    (void)pthread_mutex_lock(&clerk->lock);
    clerk->is_done = true;
    (void)pthread_cond_broadcast(&clerk->changed);
    (void)pthread_mutex_unlock(&clerk->lock);
    return NULL;
}

/* ------------------------------------------------------------------------- leases */

/* Waits; true: the clerk is to end. With `work` it ends, too, when that is done. */
static bool wait_ms(struct pal_clerk *clerk, long ms, bool for_work, bool *is_done)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    (void)pthread_mutex_lock(&clerk->lock);
    int waited = 0;
    while (waited == 0 && !clerk->is_ending && !(for_work && clerk->is_done)) {
        waited = pthread_cond_timedwait(&clerk->changed, &clerk->lock, &until);
    }
    bool is_ending = clerk->is_ending;
    *is_done = clerk->is_done;
    (void)pthread_mutex_unlock(&clerk->lock);
    return is_ending;
}

/* Whether there was no room for the work, now. */
static bool is_busy(const struct work *work)
{
    return work->rc == PAL_E_UNAVAILABLE || work->rc == PAL_E_BUSY;
}

/* Tells how far the work is. What cannot be told now (the database is busy) is told the next time;
 * what is another's by now ends. */
static void renew(struct work *work)
{
    struct pal_errand errand = {.arena = &work->kept};
    bool is_stopping = false;
    int64_t now;
    if (pal_house_enter(work->clerk->house, &errand) != PAL_OK) {
        return;
    }
    struct pal_job_row row = work->row;
    row.done = atomic_load(&work->progress.done);
    row.total = atomic_load(&work->progress.total);
    enum pal_rc rc = pal_db_now(errand.db, &now);
    if (rc == PAL_OK) {
        errand.now = now;
        pal_served_note(&errand, work->clerk->name, &work->clerk->served);
    }
    row.lease_until = rc == PAL_OK ? now + PAL_CLERK_LEASE : 0;
    rc = rc == PAL_OK ? pal_job_renew(errand.db, &row, &is_stopping) : rc;
    if (rc == PAL_E_NOT_FOUND || is_stopping) {
        atomic_store(&work->progress.is_stopping, true);
    }
    pal_house_leave(&errand);
}

/* What is told of a job for which there was no room, as often as it was begun. */
static const char *tell_busy(struct work *work)
{
    struct pal_values values;
    enum pal_lang lang = PAL_LANG_EN;
    (void)pal_lang_find(work->row.language, &lang);
    struct pal_language language = pal_library_language(lang);
    struct pal_voice voice = pal_language_voice(&language);
    struct pal_errand errand = {.arena = &work->kept, .voice = &voice};
    pal_values_init(&values, &work->kept);
    struct pal_value *result = pal_value_object(&values);
    (void)pal_errand_fail(&errand, PAL_E_BUSY,
                          "this was begun %d times, and each time the server or its database was "
                          "too busy: nothing was written; try again later",
                          PAL_CLERK_TRIES);
    pal_put_text(result, "sentence", errand.err.message);
    return write_result(result, &values, &work->kept);
}

/* Writes the end, or gives the job back: as it was where the clerk is to end, and where there was
 * no room for it now to be begun again, not for ever. A database that is away at this moment lets
 * the lease end: the job is begun again, and finds what it did done. */
static void close_work(struct work *work, bool is_ending)
{
    struct pal_errand errand = {.arena = &work->kept};
    bool is_cut = work->rc != PAL_OK && atomic_load(&work->progress.is_stopping);
    bool is_away = !is_cut && is_busy(work);
    struct pal_job_row row = work->row;
    row.state = work->rc == PAL_OK ? "done" : is_cut ? "stopped" : "refused";
    row.result = is_away ? tell_busy(work) : work->result != NULL ? work->result : "{}";
    row.done = atomic_load(&work->progress.done);
    row.total = atomic_load(&work->progress.total);
    if (pal_house_enter(work->clerk->house, &errand) != PAL_OK) {
        return;
    }
    if (is_cut ? is_ending : is_away && row.tries < PAL_CLERK_TRIES) {
        (void)!pal_job_give_back(errand.db, &row, is_away);
    } else if (pal_db_now(errand.db, &row.ended_at) == PAL_OK) {
        (void)!pal_job_end(errand.db, &row);
    }
    pal_house_leave(&errand);
}

/* Has the work done by a thread of its own, and keeps the lease meanwhile; true: the clerk is to
 * end. */
static bool oversee(struct work *work)
{
    struct pal_clerk *clerk = work->clerk;
    pthread_t hand;
    bool is_done = false;
    bool is_ending = false;
    clerk->is_done = false;
    /* Whoever asked another server to stop it has asked this one, too. */
    atomic_store(&work->progress.is_stopping, work->row.is_stopping);
    if (pthread_create(&hand, NULL, run_work, work) != 0) {
        work->rc = PAL_E_BUSY;
        close_work(work, false);
        return false;
    }
    while (!is_done) {
        is_ending = wait_ms(clerk, RENEW_MS, true, &is_done);
        if (is_ending) {
            atomic_store(&work->progress.is_stopping, true);
            break;
        }
        if (!is_done) {
            renew(work);
        }
    }
    (void)pthread_join(hand, NULL);
    close_work(work, is_ending);
    return is_ending;
}

/* Looks for work, and takes a lease; false: there is none. */
static bool take(struct work *work)
{
    struct pal_errand errand = {.arena = &work->kept};
    bool is_due = false;
    if (pal_house_enter(work->clerk->house, &errand) != PAL_OK) {
        return false;
    }
    pal_house_look_at_clock(work->clerk->house, &errand);
    pal_served_note(&errand, work->clerk->name, &work->clerk->served);
    enum pal_rc rc = pal_job_is_due(errand.db, errand.now, &is_due);
    if (rc == PAL_OK && is_due) { /* asked first: to change nothing takes SQLite's lock, too */
        rc = pal_job_take(errand.db, work->clerk->name, errand.now, errand.now + PAL_CLERK_LEASE,
                          &work->kept, &work->row);
    }
    pal_house_leave(&errand);
    return rc == PAL_OK && is_due;
}

static void *run_clerk(void *ctx)
{
    struct pal_clerk *clerk = ctx;
    bool is_ending = false;
    while (!is_ending) {
        struct work work = {.clerk = clerk};
        bool is_done;
        work.alloc = (struct pal_alloc){resize, &work, is_stopped};
        pal_arena_init(&work.kept, NULL);
        pal_arena_init(&work.arena, &work.alloc);
        if (take(&work)) {
            is_ending = oversee(&work);
        }
        if (!is_ending && (is_busy(&work) || work.row.id == NULL)) {
            is_ending = wait_ms(clerk, IDLE_MS, false, &is_done);
        }
        pal_arena_done(&work.arena);
        pal_arena_done(&work.kept);
    }
    return NULL;
}

enum pal_rc pal_clerk_start(struct pal_house *house, pal_clerk_log log, void *ctx,
                            struct pal_clerk **out, struct pal_err *err)
{
    struct pal_clerk *clerk = calloc(1, sizeof *clerk);
    pthread_condattr_t attributes;
    *out = NULL;
    if (clerk == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    clerk->house = house;
    clerk->log = log;
    clerk->ctx = ctx;
    pal_secret_id(clerk->name);
    (void)pthread_mutex_init(&clerk->lock, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&clerk->changed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    if (pthread_create(&clerk->thread, NULL, run_clerk, clerk) != 0) {
        (void)pthread_cond_destroy(&clerk->changed);
        (void)pthread_mutex_destroy(&clerk->lock);
        free(clerk);
        return pal_err_set(err, PAL_E_MEMORY, "no thread can be started");
    }
    *out = clerk;
    return PAL_OK;
}

void pal_clerk_stop(struct pal_clerk *clerk)
{
    if (clerk == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&clerk->lock);
    clerk->is_ending = true;
    (void)pthread_cond_broadcast(&clerk->changed);
    (void)pthread_mutex_unlock(&clerk->lock);
    (void)pthread_join(clerk->thread, NULL);
    (void)pthread_cond_destroy(&clerk->changed);
    (void)pthread_mutex_destroy(&clerk->lock);
    free(clerk);
}
