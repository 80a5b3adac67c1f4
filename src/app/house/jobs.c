#include "app/house/jobs.h"

#include <string.h>

#include "app/house/audit.h"
#include "app/house/blind.h"
#include "app/house/jobs_parts.h"
#include "app/house/secret.h"
#include "app/house/sorted.h"
#include "base/buf.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/jobs.h"

enum { ASKED_MAX = 32 << 20 };

const char *const pal_job_kind_ids[PAL_JOB_KINDS] = {"write", "check", "aim",   "verify",
                                                     "act",   "go-on", "search"};

static enum pal_job_kind kind_of(const char *id)
{
    int kind = 0;
    while (kind < PAL_JOB_KINDS - 1 && strcmp(pal_job_kind_ids[kind], id) != 0) {
        kind++;
    }
    return (enum pal_job_kind)kind;
}

/* ---------------------------------------------------------------------- asking */

/* Within a transaction, locked: two that are asked for at once do not each see the room left. */
static enum pal_rc check_room(struct pal_errand *errand)
{
    int64_t open;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc == PAL_OK) {
        rc = pal_job_open(errand->db, errand->principal.id, &open);
    }
    if (rc == PAL_OK && open >= PAL_JOBS_OPEN) {
        return pal_errand_fail(
            errand, PAL_E_OFTEN,
            "%d jobs of yours are not done yet: wait for one of them, or stop it", PAL_JOBS_OPEN);
    }
    return rc;
}

/* "write profile/mine, sha256 …": what is asked for, with the hash of all of it. */
static const char *words_of(struct pal_errand *errand, const struct pal_job_row *row)
{
    char hash[PAL_HASH_TEXT];
    struct pal_buf buf;
    pal_buf_init(&buf, ASKED_MAX, errand->arena->alloc);
    pal_buf_printf(&buf, "%s\n%s\n%s\n%lld\n%zu:%s\n%zu:%s\n", row->kind, row->project,
                   row->subject, (long long)row->version, strlen(row->note), row->note,
                   strlen(row->text), row->text);
    const char *text = pal_buf_text(&buf);
    if (text != NULL) {
        pal_secret_hash(text, buf.len, hash);
    }
    pal_buf_done(&buf);
    return text != NULL
               ? pal_arena_printf(errand->arena, "%s %s, sha256 %s", row->kind, row->subject, hash)
               : NULL;
}

enum pal_rc pal_jobs_check_asked(struct pal_errand *errand, const struct pal_job_row *row)
{
    struct pal_audit_row *rows = NULL;
    size_t count = 0;
    const char *words = words_of(errand, row);
    const struct pal_audit_list list = {
        .object = pal_arena_printf(errand->arena, "job/%s", row->id), .verb = "ask", .max = 1};
    if (words == NULL || list.object == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = pal_audit_find(errand->db, &list, errand->arena, &rows, &count);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    bool is_asked =
        count > 0 && strcmp(rows[0].person, row->person) == 0 && strcmp(rows[0].after, words) == 0;
    return is_asked ? PAL_OK
                    : pal_errand_fail(errand, PAL_E_DENIED,
                                      "the audit chain does not tell that this was asked for: "
                                      "somebody wrote it into the database by hand");
}

static enum pal_rc write_job(struct pal_errand *errand, const struct pal_job_row *row)
{
    enum pal_rc rc = check_room(errand);
    if (rc == PAL_OK) {
        rc = pal_job_add(errand->db, row);
    }
    const char *object = pal_arena_printf(errand->arena, "job/%s", row->id);
    const char *words = words_of(errand, row);
    if (rc == PAL_OK) {
        rc = object != NULL && words != NULL ? pal_audit_write(errand, "ask", object, "", words)
                                             : PAL_E_MEMORY;
    }
    return rc;
}

enum pal_rc pal_jobs_ask(struct pal_errand *errand, const struct pal_job_wish *wish)
{
    char id[PAL_ID_TEXT];
    pal_secret_id(id);
    struct pal_job_row row = {.id = pal_arena_copy(errand->arena, id, strlen(id)),
                              .kind = pal_job_kind_ids[wish->kind],
                              .project = wish->project,
                              .subject = wish->subject,
                              .person = errand->principal.id,
                              .source = errand->source,
                              .language = pal_lang_codes[pal_errand_lang(errand)],
                              .version = wish->version,
                              .note = wish->note,
                              .text = wish->text};
    if (row.id == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = pal_errand_explain(errand, pal_db_now(errand->db, &row.asked_at));
    if (rc == PAL_OK) {
        rc = pal_errand_explain(errand, pal_db_begin(errand->db)); /* also for who only reads */
    }
    if (rc == PAL_OK) {
        rc = pal_errand_end(errand, write_job(errand, &row));
    }
    if (rc != PAL_OK) {
        return rc;
    }
    errand->job = row.id;
    return pal_errand_fail(errand, PAL_E_LATER,
                           "this takes longer than a page may: it is worked off as a job");
}

/* ---------------------------------------------------------------------- looking */

static struct pal_job job_of(const struct pal_errand *errand, const struct pal_job_row *row)
{
    static const char of_assessment[] = "assessment/";
    const size_t len = sizeof of_assessment - 1;
    bool is_blind = strncmp(row->subject, of_assessment, len) == 0 &&
                    pal_blind_is(errand, "assessment", row->subject + len);
    bool is_own =
        errand->principal.id != NULL && strcmp(row->person, errand->principal.id) == 0 && !is_blind;
    return (struct pal_job){.id = row->id,
                            .kind = kind_of(row->kind),
                            .project = row->project,
                            .subject = row->subject,
                            .person = row->person,
                            .state = row->state,
                            .text = is_own ? row->text : "",
                            .asked_at = row->asked_at,
                            .begun_at = row->begun_at,
                            .ended_at = row->ended_at,
                            .done = row->done,
                            .total = row->total,
                            .is_stopping = row->is_stopping,
                            .result =
                                is_own || kind_of(row->kind) == PAL_JOB_VERIFY ? row->result : ""};
}

static bool sees_all(const struct pal_errand *errand)
{
    return pal_errand_may(errand, PAL_MAY_ADMINISTER, NULL);
}

const char *const pal_job_states[PAL_JOB_STATES] = {"waiting", "running", "done", "refused",
                                                    "stopped"};

static enum pal_rc ask(struct pal_errand *errand, const struct pal_jobs_wanted *wanted,
                       struct pal_job_search *out)
{
    static const char *const sorts[] = {"asked_at"};
    size_t order = 0;
    bool is_down = false;
    bool is_state = wanted->state == NULL;
    for (size_t i = 0; i < PAL_JOB_STATES && !is_state; i++) {
        is_state = strcmp(pal_job_states[i], wanted->state) == 0;
    }
    *out = (struct pal_job_search){
        .person = sees_all(errand) && !wanted->is_mine ? NULL : errand->principal.id,
        .state = wanted->state,
        .max = PAL_JOBS_LISTED};
    enum pal_rc rc = pal_sorted_read(errand, wanted->sort != NULL ? wanted->sort : "-asked_at",
                                     sorts, 1, &order, &is_down);
    out->is_up = !is_down;
    return rc == PAL_OK && !is_state
               ? pal_errand_fail(errand, PAL_E_INVALID, "there is no state %s",
                                 pal_quote(wanted->state).text)
               : rc;
}

enum pal_rc pal_jobs_list(struct pal_errand *errand, const struct pal_jobs_wanted *wanted,
                          struct pal_job **out, size_t *count)
{
    struct pal_job_search search;
    struct pal_job_row *rows = NULL;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    *count = 0;
    rc = rc == PAL_OK ? ask(errand, wanted, &search) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_job_find(errand->db, &search, errand->arena, &rows, count);
    *out = PAL_NEW(errand->arena, struct pal_job, *count + 1);
    if (rc != PAL_OK || *out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = job_of(errand, &rows[i]);
    }
    return PAL_OK;
}

enum pal_rc pal_jobs_get(struct pal_errand *errand, const char *id, struct pal_job *out)
{
    struct pal_job_row row;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_job_get(errand->db, id, errand->arena, &row);
    if (rc == PAL_OK) {
        bool is_own = errand->principal.id != NULL && strcmp(row.person, errand->principal.id) == 0;
        rc = is_own || sees_all(errand) ? PAL_OK : PAL_E_NOT_FOUND;
    }
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, rc,
                               "there is no such job (any more): jobs that have ended "
                               "are kept for a week");
    }
    if (rc == PAL_OK) {
        *out = job_of(errand, &row);
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_jobs_stop(struct pal_errand *errand, const char *id)
{
    struct pal_job job;
    int64_t now;
    enum pal_rc rc = pal_jobs_get(errand, id, &job);
    if (rc == PAL_OK) {
        rc = pal_errand_explain(errand, pal_db_now(errand->db, &now));
    }
    if (rc == PAL_OK) {
        rc = pal_errand_begin(errand);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_job_stop(errand->db, id, now);
    if (rc == PAL_E_NOT_FOUND) {
        rc = pal_errand_fail(errand, PAL_E_CONFLICT, "this job has ended already");
    }
    const char *object = pal_arena_printf(errand->arena, "job/%s", id);
    if (rc == PAL_OK) {
        rc = object != NULL ? pal_audit_write(errand, "stop", object, "", "") : PAL_E_MEMORY;
    }
    return pal_errand_end(errand, rc);
}
