/* personal - the export of a person, and the entries of what was read or refused; see people.h and
 * audit.h. */
#include "store/personal.h"

#include <string.h>

#include "app/house/accounts.h"
#include "app/house/answers.h"
#include "app/house/asked_back.h"
#include "app/house/audit.h"
#include "app/house/blind.h"
#include "app/house/contributors.h"
#include "app/house/errand.h"
#include "app/house/facts_parts.h"
#include "app/house/jobs.h"
#include "app/house/mail.h"
#include "app/house/passes.h"
#include "app/house/people.h"
#include "app/house/people_parts.h"
#include "base/text.h"
#include "format/desc.h"
#include "store/devices.h"
#include "store/facts.h"
#include "store/jobs.h"
#include "store/mail.h"
#include "store/passes.h"
#include "store/people.h"

static void put(json_t *object, const char *key, json_t *value, bool *failed)
{
    *failed = json_object_set_new(object, key, value) != 0 || *failed;
}

static json_t *export_grants(const struct pal_grant *grants, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_pack("{s:s, s:s, s:I}", "role", grants[i].role, "project",
                                grants[i].project, "granted_at", (json_int_t)grants[i].granted_at);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

static json_t *export_sessions(const struct pal_session *sessions, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_pack("{s:s, s:I, s:I}", "agent", sessions[i].agent, "created_at",
                                (json_int_t)sessions[i].created_at, "seen_at",
                                (json_int_t)sessions[i].seen_at);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

static json_t *export_tokens(const struct pal_token *tokens, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row =
            json_pack("{s:s, s:s, s:s, s:I, s:I}", "id", tokens[i].id, "title", tokens[i].title,
                      "scope", tokens[i].scope, "created_at", (json_int_t)tokens[i].created_at,
                      "expires_at", (json_int_t)tokens[i].expires_at);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

/* ------------------------------------------------------- what the person did */

static json_t *export_hours(const struct pal_hours_row *rows, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row =
            json_pack("{s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:I, s:s?}", "id", rows[i].id, "project",
                      rows[i].project, "assessment", rows[i].assessment, "step", rows[i].step,
                      "minutes", (json_int_t)rows[i].minutes, "day", rows[i].day, "note",
                      rows[i].note, "at", (json_int_t)rows[i].at, "replaces", rows[i].replaces);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

static json_t *export_deliveries(const struct pal_delivery_row *rows, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_pack("{s:s, s:s, s:s, s:s, s:s?, s:I, s:s?}", "id", rows[i].id,
                                "project", rows[i].project, "output", rows[i].output, "requested",
                                rows[i].requested, "delivered", rows[i].delivered, "at",
                                (json_int_t)rows[i].at, "replaces", rows[i].replaces);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

static json_t *export_files(const struct pal_file_row *rows, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_pack(
            "{s:s, s:s, s:s, s:s, s:s, s:I, s:I}", "id", rows[i].id, "project", rows[i].project,
            "title", rows[i].title, "file_name", rows[i].file_name, "sha256", rows[i].hash, "at",
            (json_int_t)rows[i].at, "removed_at", (json_int_t)rows[i].removed_at);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

/* What the person said, and what an import says that they did; what was erased says nothing. */
/* An administrator who reads an assessment independently does not read it here, nor whoever marks
 * independently what they may not see. */
static bool is_hidden(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_err kept = errand->err;
    struct pal_fact_subject subject = {0};
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    bool is_second = kind != NULL && kind->is_of_second;
    bool is_hidden = !is_second && pal_blind_is(errand, row->subject_kind, row->subject);
    if (is_second && pal_fact_subject_open_for(errand, kind, row->subject_kind, row->subject,
                                               &subject) == PAL_OK) {
        is_hidden = !pal_fact_is_shown(&subject, row);
    }
    errand->err = kept;
    return is_hidden;
}

static json_t *export_facts(struct pal_errand *errand, const struct pal_fact_row *rows,
                            size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct pal_fact_row *row = &rows[i];
        if (is_hidden(errand, row)) {
            continue;
        }
        json_t *body = row->body[0] != '\0' ? json_loads(row->body, 0, NULL) : NULL;
        json_t *fact = json_pack(
            "{s:I, s:I, s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:o*, s:b, s:b}", "act",
            (json_int_t)row->act, "at", (json_int_t)row->at, "said_at", (json_int_t)row->said_at,
            "kind", row->kind, "subject_kind", row->subject_kind, "subject", row->subject, "part",
            row->part, "lane", row->lane, "turn", (json_int_t)(row->turn > 0 ? row->turn : 0),
            "state", row->state, "body", body, "is_claim", row->claim[0] != '\0', "is_erased",
            row->erased_by != 0);
        *failed = json_array_append_new(list, fact) != 0 || *failed;
    }
    return list;
}

static json_t *export_versions(const struct pal_errand *errand, const struct pal_record *rows,
                               size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (pal_blind_is(errand, rows[i].kind, rows[i].id)) {
            continue; /* notes tell of marks */
        }
        json_t *row =
            json_pack("{s:s, s:s, s:I, s:I, s:s, s:s}", "kind", rows[i].kind, "id", rows[i].id,
                      "version", (json_int_t)rows[i].version, "at", (json_int_t)rows[i].changed_at,
                      "sha256", rows[i].hash, "note", rows[i].note);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

static json_t *export_entries(const struct pal_audit_row *rows, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row =
            json_pack("{s:I, s:I, s:s, s:s, s:s, s:s}", "number", (json_int_t)rows[i].number, "at",
                      (json_int_t)rows[i].at, "person", rows[i].person, "source", rows[i].source,
                      "verb", rows[i].verb, "object", rows[i].object);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

static json_t *export_addresses(const struct pal_address_row *rows, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_pack("{s:s, s:I, s:I, s:I}", "source", rows[i].source, "first_at",
                                (json_int_t)rows[i].first_at, "last_at",
                                (json_int_t)rows[i].last_at, "acts", (json_int_t)rows[i].count);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

/* Puts a list; one that was read to its limit is named among those that are longer. */
static void put_list(json_t *out, const char *key, json_t *list, bool *failed)
{
    if (json_array_size(list) == PAL_PERSONAL_ROWS) {
        json_t *names = json_object_get(out, "left_out");
        *failed = json_array_append_new(names, json_string(key)) != 0 || *failed;
    }
    put(out, key, list, failed);
}

static enum pal_rc put_records(struct pal_errand *errand, const char *person, json_t *out,
                               bool *failed)
{
    struct pal_hours_row *hours;
    struct pal_delivery_row *deliveries;
    struct pal_file_row *files;
    size_t count;
    enum pal_rc rc =
        pal_hours_of(errand->db, person, PAL_PERSONAL_ROWS, errand->arena, &hours, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    put_list(out, "hours", export_hours(hours, count, failed), failed);
    rc = pal_deliveries_of(errand->db, person, PAL_PERSONAL_ROWS, errand->arena, &deliveries,
                           &count);
    if (rc != PAL_OK) {
        return rc;
    }
    put_list(out, "deliveries", export_deliveries(deliveries, count, failed), failed);
    rc = pal_files_of(errand->db, person, PAL_PERSONAL_ROWS, errand->arena, &files, &count);
    if (rc == PAL_OK) {
        put_list(out, "files", export_files(files, count, failed), failed);
    }
    return rc;
}

static enum pal_rc put_facts(struct pal_errand *errand, const char *person, json_t *out,
                             bool *failed)
{
    struct pal_fact_row *facts;
    size_t count;
    const char *principal = pal_arena_printf(errand->arena, "person:%s", person);
    enum pal_rc rc = principal != NULL ? pal_facts_of(errand->db, principal, PAL_PERSONAL_ROWS,
                                                      errand->arena, &facts, &count)
                                       : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        put_list(out, "facts", export_facts(errand, facts, count, failed), failed);
    }
    return rc;
}

static enum pal_rc put_acts(struct pal_errand *errand, const char *person, json_t *out,
                            bool *failed)
{
    struct pal_record *versions;
    struct pal_audit_row *entries;
    struct pal_address_row *addresses;
    size_t count;
    enum pal_rc rc =
        pal_versions_of(errand->db, person, PAL_PERSONAL_ROWS, errand->arena, &versions, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    put_list(out, "versions", export_versions(errand, versions, count, failed), failed);
    rc = pal_audit_of(errand->db, person, PAL_PERSONAL_ROWS, errand->arena, &entries, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    put_list(out, "audit", export_entries(entries, count, failed), failed);
    rc = pal_addresses_of(errand->db, person, PAL_PERSONAL_ROWS, errand->arena, &addresses, &count);
    if (rc == PAL_OK) {
        put_list(out, "addresses", export_addresses(addresses, count, failed), failed);
    }
    return rc;
}

static json_t *export_devices(const struct pal_device *devices, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row =
            json_pack("{s:s, s:I, s:I}", "agent", devices[i].agent, "created_at",
                      (json_int_t)devices[i].created_at, "seen_at", (json_int_t)devices[i].seen_at);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

/* What the person asked for and is kept for a week; the texts are documents by then, or the
 * person's to see on the pages. */
static json_t *export_jobs(const struct pal_job_row *jobs, size_t count, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I}", "id", jobs[i].id, "kind",
                                jobs[i].kind, "subject", jobs[i].subject, "from", jobs[i].source,
                                "state", jobs[i].state, "asked_at", (json_int_t)jobs[i].asked_at,
                                "ended_at", (json_int_t)jobs[i].ended_at);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    return list;
}

/* Whether candidates have handed it on, of what is sealed: whom they let answer is theirs to know.
 */
static bool is_sealed_pass(struct pal_errand *errand, const struct pal_pass_row *pass,
                           const char *sealed)
{
    const char *entry = pal_arena_printf(errand->arena, ",%s/%s,", pass->kind, pass->subject);
    bool is_short = entry == NULL; /* then it is left out */
    return pass->parent != NULL && sealed != NULL && (is_short || strstr(sealed, entry) != NULL);
}

/* The links that the person answers for. */
static enum pal_rc put_passes(struct pal_errand *errand, const char *person, json_t *out,
                              bool *failed)
{
    const struct pal_pass_view view = {.now = errand->now, .roles = ","};
    struct pal_pass_row *rows;
    size_t count;
    const char *sealed = NULL;
    enum pal_rc rc = pal_pass_list_by(errand->db, person, PAL_PASSES_LISTED, &view, errand->arena,
                                      &rows, &count);
    rc = rc == PAL_OK ? pal_contributors_sealed(errand, &sealed) : rc;
    json_t *list = json_array();
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (is_sealed_pass(errand, &rows[i], sealed)) {
            continue;
        }
        json_t *row =
            json_pack("{s:s, s:s, s:s, s:s, s:s, s:s?, s:s, s:I, s:I, s:I}", "id", rows[i].id,
                      "kind", rows[i].kind, "subject", rows[i].subject, "part", rows[i].part,
                      "rights", rows[i].rights, "parent", rows[i].parent, "note", rows[i].note,
                      "created_at", (json_int_t)rows[i].created_at, "expires_at",
                      (json_int_t)rows[i].expires_at, "revoked_at", (json_int_t)rows[i].revoked_at);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    put(out, "passes", list, failed);
    return rc;
}

/* What was sent to the address that the person has; the texts are gone. */
static enum pal_rc put_mails(struct pal_errand *errand, const char *address, json_t *out,
                             bool *failed)
{
    struct pal_mail_row *rows;
    size_t count;
    enum pal_rc rc =
        pal_mail_row_list_to(errand->db, address, PAL_MAIL_LISTED, errand->arena, &rows, &count);
    json_t *list = json_array();
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        json_t *row =
            json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:I}", "id", rows[i].id,
                      "what", rows[i].what, "project", rows[i].of.project, "kind", rows[i].of.kind,
                      "subject", rows[i].of.subject, "name", rows[i].name, "title", rows[i].title,
                      "state", rows[i].state, "written_at", (json_int_t)rows[i].written_at,
                      "ended_at", (json_int_t)rows[i].ended_at);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    put(out, "mails", list, failed);
    return rc;
}

static enum pal_rc put_account(struct pal_errand *errand, const char *person, json_t *out,
                               bool *failed)
{
    struct pal_grant *grants;
    struct pal_session *sessions;
    struct pal_token *tokens;
    struct pal_device *devices;
    struct pal_job_row *jobs;
    size_t count;
    enum pal_rc rc = pal_grant_list(errand->db, person, NULL, errand->arena, &grants, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    put(out, "grants", export_grants(grants, count, failed), failed);
    rc = pal_session_list(errand->db, person, errand->arena, &sessions, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    put(out, "sessions", export_sessions(sessions, count, failed), failed);
    rc = pal_token_list(errand->db, person, errand->arena, &tokens, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    put(out, "tokens", export_tokens(tokens, count, failed), failed);
    rc = pal_device_list(errand->db, person, errand->arena, &devices, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    put(out, "devices", export_devices(devices, count, failed), failed);
    rc = pal_job_list(errand->db, person, PAL_JOBS_LISTED, errand->arena, &jobs, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    put(out, "jobs", export_jobs(jobs, count, failed), failed);
    return put_passes(errand, person, out, failed);
}

/* Where and when they said something of a kind, as a list under a key. */
static enum pal_rc put_said(struct pal_errand *errand, const struct pal_person *person,
                            const struct pal_fact_list *of, const char *key, json_t *out,
                            bool *failed)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_facts_said_by(errand->db, of, person->id, errand->arena, &rows, &count);
    json_t *list = json_array();
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        json_t *row = json_pack("{s:s, s:I}", "part", rows[i].part, "at", (json_int_t)rows[i].at);
        *failed = json_array_append_new(list, row) != 0 || *failed;
    }
    put_list(out, key, list, failed);
    return rc;
}

/* What whoever answers with a link has answered and replied, and when: the words are not theirs to
 * have, they are of the one that they answer for. */
static enum pal_rc put_answered(struct pal_errand *errand, const struct pal_person *person,
                                json_t *out, bool *failed)
{
    size_t len = strcspn(person->contributes, "/");
    const char *kind = pal_arena_copy(errand->arena, person->contributes, len);
    struct pal_fact_list wanted = {.subject_kind = kind,
                                   .subject = person->contributes + len + 1,
                                   .kind = PAL_ANSWER_FACT,
                                   .lane = "",
                                   .max = PAL_PERSONAL_ROWS};
    if (kind == NULL || person->contributes[len] == '\0') {
        return kind == NULL ? PAL_E_MEMORY : PAL_OK;
    }
    enum pal_rc rc = put_said(errand, person, &wanted, "answered", out, failed);
    wanted.kind = PAL_ASKED_BACK_FACT;
    rc = rc == PAL_OK ? put_said(errand, person, &wanted, "replied", out, failed) : rc;
    put(out, "contributes", json_string(person->contributes), failed);
    if (person->acts_as != NULL) {
        put(out, "acts_as", json_string(person->acts_as), failed);
    }
    return rc;
}

static enum pal_rc put_all(struct pal_errand *errand, const struct pal_person *person, json_t **out)
{
    bool failed = false;
    *out = json_pack("{s:s, s:s?, s:s, s:s, s:s?, s:I, s:I, s:I, s:[]}", "id", person->id, "email",
                     person->email, "name", person->name, "language", person->language, "zone",
                     person->zone, "created_at", (json_int_t)person->created_at, "seen_at",
                     (json_int_t)person->seen_at, "retain_until", (json_int_t)person->retain_until,
                     "left_out");
    enum pal_rc rc = *out != NULL ? PAL_OK : PAL_E_MEMORY;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put_account(errand, person->id, *out, &failed);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put_mails(errand, person->email != NULL ? person->email : "", *out, &failed);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put_records(errand, person->id, *out, &failed);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put_facts(errand, person->id, *out, &failed);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put_acts(errand, person->id, *out, &failed);
    if (rc == PAL_OK && person->contributes != NULL) {
        rc = put_answered(errand, person, *out, &failed);
    }
    return rc == PAL_OK && failed ? PAL_E_MEMORY : rc;
}

enum pal_rc pal_people_export(struct pal_errand *errand, const char *person, json_t **out)
{
    struct pal_person row;
    *out = NULL;
    enum pal_rc rc = pal_people_require_self(errand, person);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_get(errand->db, person, errand->arena, &row);
    rc = rc == PAL_OK ? pal_contributor_require(errand, &row) : rc;
    if (rc == PAL_OK) {
        rc = put_all(errand, &row, out);
    }
    const char *object = pal_arena_printf(errand->arena, "person/%s", person);
    if (rc == PAL_OK) {
        rc = object != NULL ? pal_audit_reading(errand, "export-person", object, "") : PAL_E_MEMORY;
    }
    if (rc != PAL_OK) {
        json_decref(*out);
        *out = NULL;
    }
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------ readings */

enum pal_rc pal_audit_reading(struct pal_errand *errand, const char *verb, const char *object,
                              const char *after)
{
    enum pal_rc rc = pal_errand_explain(errand, pal_db_begin(errand->db));
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_end(errand, pal_audit_write(errand, verb, object, "", after));
}

void pal_audit_refusal(struct pal_errand *errand, const char *what, const char *project)
{
    enum { MINUTE = 60 };
    static const char verb[] = "refuse";
    struct pal_errand own = *errand;
    bool is_told = true;
    if (own.db == NULL || own.principal.id == NULL) {
        return;
    }
    bool is_id = project != NULL && pal_id_check(project, false);
    const char *object = is_id ? pal_arena_printf(own.arena, "project/%s", project) : "house";
    enum pal_rc rc =
        pal_audit_is_told(own.db, own.principal.id, verb, what, own.now - MINUTE, &is_told);
    if (rc == PAL_OK && !is_told && object != NULL) {
        (void)!pal_audit_reading(&own, verb, object, what);
    }
}
