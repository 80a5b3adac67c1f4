/* reading - what may be seen of a database: each list asks for its right, and holds what the
 * visitor may read and nothing else; see shelf.h. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/heads.h"
#include "app/house/offers.h"
#include "app/house/people.h"
#include "app/house/shelf.h"

/* A list is of one project, of the projects that the visitor may read, or of the library. */
static enum pal_rc limit(struct pal_errand *errand, struct pal_record_list *list)
{
    if (list->project != NULL && list->project[0] != '\0') {
        return pal_errand_require(errand, PAL_MAY_READ_PROJECT, list->project);
    }
    if (list->kind != NULL && pal_house_is_of_projects(list->kind)) {
        list->projects = pal_errand_projects(errand, PAL_MAY_READ_PROJECT);
        return errand->person.id != NULL || errand->is_operator
                   ? PAL_OK
                   : pal_errand_require(errand, PAL_MAY_OWN, NULL);
    }
    list->project = "";
    return pal_errand_require(errand, PAL_MAY_READ_LIBRARY, NULL);
}

enum pal_rc pal_house_find(struct pal_errand *errand, const struct pal_record_list *wanted,
                           struct pal_record **out, size_t *count)
{
    struct pal_record_list list = *wanted;
    enum pal_rc rc = limit(errand, &list);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_record_find(errand->db, &list, errand->arena, out, count);
    if (rc == PAL_OK) {
        rc = pal_offers_filter(errand, *out, count);
    }
    if (rc == PAL_OK && list.text_most > 0 && list.kind != NULL &&
        strcmp(list.kind, "project") == 0) {
        rc = pal_heads_of_projects(errand, *out, *count, list.text_most);
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_house_count(struct pal_errand *errand, const struct pal_record_list *wanted,
                            int64_t *out)
{
    struct pal_record_list list = *wanted;
    enum pal_rc rc = limit(errand, &list);
    *out = 0;
    return rc == PAL_OK ? pal_errand_explain(errand, pal_record_count(errand->db, &list, out)) : rc;
}

enum pal_rc pal_house_version(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t version, struct pal_record *out)
{
    enum pal_rc rc = pal_house_get(errand, kind, id, out);
    if (rc != PAL_OK || version == out->version) {
        return rc;
    }
    return pal_errand_explain(
        errand, pal_record_get_version(errand->db, kind, id, version, errand->arena, out));
}

enum pal_rc pal_house_history(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t before, size_t max, struct pal_record **out, size_t *count)
{
    struct pal_record record;
    enum pal_rc rc = pal_house_get(errand, kind, id, &record);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(
        errand, pal_record_history(errand->db, kind, id, before, max, errand->arena, out, count));
}

enum pal_rc pal_house_scores(struct pal_errand *errand, const char *project,
                             const struct pal_place *after, size_t max, struct pal_score_row **out,
                             size_t *count)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(
        errand, pal_score_list(errand->db, project, after, max, errand->arena, out, count));
}

enum pal_rc pal_house_deliveries(struct pal_errand *errand, const char *project, size_t max,
                                 struct pal_delivery_row **out, size_t *count)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(
        errand, pal_delivery_list(errand->db, project, max, errand->arena, out, count));
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
                            size_t max, struct pal_person **out, size_t *count)
{
    enum pal_rc rc = require_people(errand, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(errand,
                              pal_person_list(errand->db, after, max, errand->arena, out, count));
}

enum pal_rc pal_people_projects(struct pal_errand *errand, const char *words, size_t max,
                                struct pal_record **out, size_t *count)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(
        errand, pal_record_names(errand->db, "project", words, max, errand->arena, out, count));
}

enum pal_rc pal_people_get(struct pal_errand *errand, const char *person, struct pal_person *out)
{
    bool is_own = errand->person.id != NULL && strcmp(errand->person.id, person) == 0;
    enum pal_rc rc = is_own ? PAL_OK : pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(errand, pal_person_get(errand->db, person, errand->arena, out));
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
                              struct pal_grant **out, size_t *count)
{
    bool is_project = project != NULL && pal_errand_may(errand, PAL_MAY_READ_PROJECT, project);
    enum pal_rc rc = is_project ? PAL_OK : require_people(errand, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(
        errand, pal_grant_list(errand->db, person, project, errand->arena, out, count));
}

enum pal_rc pal_people_roles(struct pal_errand *errand, const struct pal_person *people,
                             size_t count, struct pal_grant_sum **out, size_t *sum_count)
{
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
    return pal_errand_explain(
        errand, pal_grant_sums(errand->db, ids, count, errand->arena, out, sum_count));
}

enum pal_rc pal_people_by_email(struct pal_errand *errand, const char *email,
                                struct pal_person *out)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(errand, pal_person_by_email(errand->db, email, errand->arena, out));
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

enum pal_rc pal_audit_list(struct pal_errand *errand, const struct pal_audit_list *list,
                           struct pal_audit_row **out, size_t *count)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_AUDIT, NULL);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(errand, pal_audit_find(errand->db, list, errand->arena, out, count));
}

enum pal_rc pal_audit_anchors(struct pal_errand *errand, struct pal_anchor_row **out, size_t *count)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_AUDIT, NULL);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(errand, pal_anchor_list(errand->db, errand->arena, out, count));
}
