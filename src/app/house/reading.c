/* reading - what may be seen of a database: each list asks for its right, and holds what the
 * visitor may read and nothing else; see shelf.h. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/blind.h"
#include "app/house/contributors.h"
#include "app/house/dossier.h"
#include "app/house/errand.h"
#include "app/house/heads.h"
#include "app/house/offers.h"
#include "app/house/people.h"
#include "app/house/people_parts.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "app/house/sorted.h"
#include "app/house/told.h"
#include "base/fold.h"
#include "base/text.h"

/* A list is of one project, of the projects that the visitor may read, or of the library. */
static enum pal_rc limit(struct pal_errand *errand, struct pal_record_list *list)
{
    if (list->project != NULL && list->project[0] != '\0') {
        return pal_errand_require(errand, PAL_MAY_READ_PROJECT, list->project);
    }
    if (list->kind != NULL && pal_house_is_of_projects(list->kind)) {
        list->projects = pal_errand_projects(errand, PAL_MAY_READ_PROJECT);
        return errand->principal.id != NULL || pal_errand_is_operator(errand)
                   ? PAL_OK
                   : pal_errand_require(errand, PAL_MAY_OWN, NULL);
    }
    list->project = "";
    return pal_errand_require(errand, PAL_MAY_READ_LIBRARY, NULL);
}

enum pal_rc pal_house_get(struct pal_errand *errand, const char *kind, const char *id,
                          struct pal_document *out)
{
    struct pal_record record = {0};
    enum pal_rc rc = pal_shelf_get(errand, kind, id, &record);
    *out = pal_told_document(errand, &record);
    return rc;
}

enum pal_rc pal_house_find(struct pal_errand *errand, const struct pal_document_search *wanted,
                           struct pal_document **out, size_t *count)
{
    struct pal_record_list list = pal_asked_records(wanted);
    struct pal_record *rows = NULL;
    enum pal_rc rc = limit(errand, &list);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_record_find(errand->db, &list, errand->arena, &rows, count);
    if (rc == PAL_OK) {
        rc = pal_offers_filter(errand, rows, count);
    }
    if (rc == PAL_OK && list.text_most > 0 && list.kind != NULL &&
        pal_shelf_kind(list.kind)->is_project) {
        rc = pal_heads_of_projects(errand, rows, *count, list.text_most);
    }
    return pal_told_documents(errand, rc, rows, out, count);
}

enum pal_rc pal_house_count(struct pal_errand *errand, const struct pal_document_search *wanted,
                            int64_t *out)
{
    struct pal_record_list list = pal_asked_records(wanted);
    enum pal_rc rc = limit(errand, &list);
    *out = 0;
    return rc == PAL_OK ? pal_errand_explain(errand, pal_record_count(errand->db, &list, out)) : rc;
}

enum pal_rc pal_house_version(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t version, struct pal_document *out)
{
    struct pal_record record = {0};
    enum pal_rc rc = pal_shelf_get(errand, kind, id, &record);
    bool is_written = record.written_hash != NULL && record.written_hash[0] != '\0';
    if (rc == PAL_OK && (version != record.version || is_written)) {
        rc = pal_errand_explain(
            errand, pal_record_get_version(errand->db, kind, id, version, errand->arena, &record));
    }
    *out = pal_told_document(errand, &record);
    return rc;
}

enum pal_rc pal_house_history(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t before, size_t max, struct pal_version **out, size_t *count)
{
    struct pal_record *rows = NULL;
    struct pal_record record;
    enum pal_rc rc = pal_shelf_get(errand, kind, id, &record);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_record_history(errand->db, kind, id, before, max, errand->arena, &rows, count);
    return pal_told_versions(errand, rc, rows, out, count);
}

enum pal_rc pal_house_scores(struct pal_errand *errand, const char *project,
                             const struct pal_list_place *after, size_t max,
                             struct pal_assessed **out, size_t *count)
{
    struct pal_score_row *rows = NULL;
    struct pal_place place;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_score_list(errand->db, project, pal_asked_place(after, &place), max, errand->arena,
                        &rows, count);
    return pal_told_scores(errand, rc, rows, out, count);
}

const char *const pal_assessment_sorts[PAL_ASSESSMENT_SORTS] = {"date", "title", "provider", "gap"};
_Static_assert((int)PAL_ASSESSMENT_SORTS == (int)PAL_SCORE_ORDERS, "each order has its word");

static enum pal_rc ask_assessments(struct pal_errand *errand,
                                   const struct pal_assessment_search *wanted, const char *sort,
                                   struct pal_score_search *out)
{
    size_t order = 0;
    const char *words = wanted->words != NULL ? pal_fold(errand->arena, wanted->words) : NULL;
    *out = (struct pal_score_search){.project = wanted->project,
                                     .words = words,
                                     .provider = wanted->provider,
                                     .max = wanted->max + 1}; /* tells whether there is more */
    enum pal_rc rc = pal_sorted_read(errand, sort, pal_assessment_sorts, PAL_ASSESSMENT_SORTS,
                                     &order, &out->is_down);
    out->order = (enum pal_score_order)order;
    if (rc == PAL_OK) {
        rc = pal_sorted_place(errand, wanted->cursor, sort, &out->after_id, &out->after_text);
    }
    if (rc == PAL_OK && out->after_id != NULL && out->order == PAL_SCORE_BY_GAP) {
        out->after_number = out->after_text[0] == '-' ? -1 : pal_whole_number(out->after_text);
    }
    return rc == PAL_OK && wanted->words != NULL && words == NULL ? PAL_E_MEMORY : rc;
}

static const char *cursor_of(struct pal_errand *errand, enum pal_score_order order,
                             const char *sort, const struct pal_score_row *row)
{
    switch (order) {
    case PAL_SCORE_BY_TITLE:
        return pal_sorted_cursor(errand, sort, row->id, row->title_key);
    case PAL_SCORE_BY_PROVIDER:
        return pal_sorted_cursor(errand, sort, row->id, row->provider_key);
    case PAL_SCORE_BY_GAP:
        return pal_arena_printf(errand->arena, "%s,%s,%lld", sort, row->id, (long long)row->gap);
    case PAL_SCORE_BY_DAY:
    case PAL_SCORE_ORDERS:
        break;
    }
    return pal_sorted_cursor(errand, sort, row->id, row->day);
}

enum pal_rc pal_house_assessments(struct pal_errand *errand,
                                  const struct pal_assessment_search *wanted,
                                  struct pal_assessed **out, size_t *count, const char **next)
{
    struct pal_score_search search;
    struct pal_score_row *rows = NULL;
    const char *sort = wanted->sort != NULL ? wanted->sort : "-date";
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, wanted->project);
    *out = NULL;
    *count = 0;
    *next = NULL;
    rc = rc == PAL_OK ? ask_assessments(errand, wanted, sort, &search) : rc;
    if (rc == PAL_OK && search.order == PAL_SCORE_BY_GAP &&
        pal_blind_on(errand, wanted->project)) { /* the order would tell */
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "sort: you read one of these assessments independently, so the list "
                               "is not sorted by the points missing");
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_score_find(errand->db, &search, errand->arena, &rows, count);
    if (rc == PAL_OK && *count > wanted->max) {
        *count = wanted->max;
        *next = cursor_of(errand, search.order, sort, &rows[*count - 1]);
        rc = *next != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    return pal_told_scores(errand, rc, rows, out, count);
}

enum pal_rc pal_house_assessed_providers(struct pal_errand *errand, const char *project, size_t max,
                                         const char ***out, size_t *count)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK ? pal_errand_explain(errand, pal_score_providers(errand->db, project, max,
                                                                         errand->arena, out, count))
                        : rc;
}

enum pal_rc pal_house_deliveries(struct pal_errand *errand, const char *project, size_t max,
                                 struct pal_delivery **out, size_t *count)
{
    struct pal_delivery_row *rows = NULL;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_delivery_list(errand->db, project, max, errand->arena, &rows, count);
    return pal_told_deliveries(errand, rc, rows, out, count);
}

/* ------------------------------------------------------------------ people */

/* Whoever looks after people, or names them for a project. */
static enum pal_rc require_people(struct pal_errand *errand, const char *project)
{
    return pal_errand_may(errand, PAL_MAY_ADMINISTER, NULL)
               ? PAL_OK
               : pal_errand_require(errand, PAL_MAY_GRANT, project);
}

enum pal_rc pal_people_list(struct pal_errand *errand, const char *project, const char *after,
                            size_t max, struct pal_account **out, size_t *count)
{
    struct pal_person *rows = NULL;
    enum pal_rc rc = require_people(errand, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_list(errand->db, after, max, errand->arena, &rows, count);
    return pal_told_accounts(errand, rc, rows, out, count);
}

const char *const pal_account_states[PAL_ACCOUNT_STATES] = {"active", "invited", "locked",
                                                            "ended",  "erased",  "contributor"};

static enum pal_rc check_search(struct pal_errand *errand, const struct pal_people_search *wanted)
{
    bool is_state = wanted->state == NULL;
    for (size_t i = 0; i < PAL_ACCOUNT_STATES && !is_state; i++) {
        is_state = strcmp(pal_account_states[i], wanted->state) == 0;
    }
    if (!is_state) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no state %s",
                               pal_quote(wanted->state).text);
    }
    if (wanted->role != NULL && pal_role_find(wanted->role) >= PAL_ROLE_COUNT) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no role %s",
                               pal_quote(wanted->role).text);
    }
    return PAL_OK;
}

enum pal_rc pal_people_find(struct pal_errand *errand, const struct pal_people_search *wanted,
                            struct pal_account **out, size_t *count)
{
    struct pal_person *rows = NULL;
    static const char *const sorts[] = {"name", "last_seen"};
    size_t order = 0;
    bool is_down = false;
    const char *words = wanted->words != NULL ? pal_fold(errand->arena, wanted->words) : NULL;
    struct pal_person_search search = {.words = words,
                                       .role = wanted->role,
                                       .state = wanted->state,
                                       .after = wanted->after,
                                       .now = errand->now,
                                       .max = wanted->max};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    *out = NULL;
    *count = 0;
    rc = rc == PAL_OK ? check_search(errand, wanted) : rc;
    if (rc == PAL_OK) {
        rc = pal_sorted_read(errand, wanted->sort != NULL ? wanted->sort : "name", sorts, 2, &order,
                             &is_down);
    }
    search.is_by_seen = order == 1;
    search.is_down = is_down;
    if (rc != PAL_OK) {
        return rc;
    }
    if (wanted->state != NULL && strcmp(wanted->state, "contributor") == 0) {
        rc = pal_contributors_sealed(errand, &search.except);
    }
    rc = rc == PAL_OK && wanted->words != NULL && words == NULL ? PAL_E_MEMORY : rc;
    rc = rc != PAL_OK ? rc : pal_person_find(errand->db, &search, errand->arena, &rows, count);
    return pal_told_accounts(errand, rc, rows, out, count);
}

enum pal_rc pal_people_projects(struct pal_errand *errand, const char *words, size_t max,
                                struct pal_document **out, size_t *count)
{
    struct pal_record *rows = NULL;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_record_names(errand->db, "project", words, max, errand->arena, &rows, count);
    return pal_told_documents(errand, rc, rows, out, count);
}

enum pal_rc pal_people_project_title(struct pal_errand *errand, const char *id, const char **title)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    *title = NULL;
    return rc == PAL_OK ? pal_errand_explain(errand, pal_record_titles(errand->db, "project", &id,
                                                                       1, errand->arena, title))
                        : rc;
}

enum pal_rc pal_people_get(struct pal_errand *errand, const char *person, struct pal_account *out)
{
    struct pal_person row = {0};
    bool is_own = errand->principal.id != NULL && strcmp(errand->principal.id, person) == 0;
    enum pal_rc rc = is_own ? PAL_OK : pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_get(errand->db, person, errand->arena, &row);
    rc = rc == PAL_OK ? pal_contributor_require(errand, &row) : rc;
    *out = pal_told_account(&row);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_people_names(struct pal_errand *errand, const char *const *ids, size_t count,
                             const char **names)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(errand,
                              pal_person_names(errand->db, ids, count, errand->arena, names));
}

enum pal_rc pal_people_grants(struct pal_errand *errand, const char *person, const char *project,
                              struct pal_role_held **out, size_t *count)
{
    struct pal_grant *rows = NULL;
    bool is_project = project != NULL && pal_errand_may(errand, PAL_MAY_READ_PROJECT, project);
    enum pal_rc rc = is_project ? PAL_OK : require_people(errand, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_grant_list(errand->db, person, project, errand->arena, &rows, count);
    return pal_told_roles(errand, rc, rows, out, count);
}

enum pal_rc pal_people_roles(struct pal_errand *errand, const struct pal_account *people,
                             size_t count, struct pal_role_sum **out, size_t *sum_count)
{
    struct pal_grant_sum *rows = NULL;
    enum pal_rc rc = require_people(errand, NULL);
    const char **ids = PAL_NEW(errand->arena, const char *, count + 1);
    *out = NULL;
    *sum_count = 0;
    if (rc != PAL_OK || ids == NULL) {
        return rc != PAL_OK ? rc : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        ids[i] = people[i].id;
    }
    rc = pal_grant_sums(errand->db, ids, count, errand->arena, &rows, sum_count);
    return pal_told_role_sums(errand, rc, rows, out, sum_count);
}

enum pal_rc pal_people_by_email(struct pal_errand *errand, const char *email,
                                struct pal_account *out)
{
    struct pal_person row = {0};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_by_email(errand->db, email, errand->arena, &row);
    *out = pal_told_account(&row);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_people_count(struct pal_errand *errand, int64_t *all, int64_t *administrators)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc == PAL_OK) {
        rc = pal_person_count(errand->db, all);
    }
    if (rc == PAL_OK) {
        rc = pal_grant_count(errand->db, "administrator", administrators);
    }
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------- audit */

enum pal_rc pal_audit_list(struct pal_errand *errand, const struct pal_audit_search *wanted,
                           struct pal_audit_entry **out, size_t *count)
{
    struct pal_audit_row *rows = NULL;
    struct pal_audit_list list = {.person = wanted->person,
                                  .object = wanted->object,
                                  .verb = wanted->verb,
                                  .from = wanted->from,
                                  .until = wanted->until,
                                  .before = wanted->before,
                                  .max = wanted->max};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_AUDIT, NULL);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_contributors_sealed(errand, &list.sealed);
    rc = rc == PAL_OK ? pal_audit_find(errand->db, &list, errand->arena, &rows, count) : rc;
    return pal_told_entries(errand, rc, rows, out, count);
}

enum pal_rc pal_audit_anchors(struct pal_errand *errand, struct pal_anchor **out, size_t *count)
{
    struct pal_anchor_row *rows = NULL;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_AUDIT, NULL);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_anchor_list(errand->db, errand->arena, &rows, count);
    return pal_told_anchors(errand, rc, rows, out, count);
}
