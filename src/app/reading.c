/* reading - what may be seen of a database: each list asks for its right, and holds what the
 * visitor may read and nothing else; see house.h. */
#include <string.h>

#include "app/house.h"

/* A list is of one project, of the projects that the visitor may read, or of the library. */
static enum pal_rc limit(struct pal_visit *visit, struct pal_record_list *list)
{
    if (list->project != NULL && list->project[0] != '\0') {
        return pal_visit_require(visit, PAL_MAY_READ_PROJECT, list->project);
    }
    if (list->kind != NULL && pal_house_is_of_projects(list->kind)) {
        list->projects = pal_visit_projects(visit, PAL_MAY_READ_PROJECT);
        return visit->person.id != NULL || visit->is_operator
                   ? PAL_OK
                   : pal_visit_require(visit, PAL_MAY_OWN, NULL);
    }
    list->project = "";
    return pal_visit_require(visit, PAL_MAY_READ_LIBRARY, NULL);
}

enum pal_rc pal_house_find(struct pal_visit *visit, const struct pal_record_list *wanted,
                           struct pal_record **out, size_t *count)
{
    struct pal_record_list list = *wanted;
    enum pal_rc rc = limit(visit, &list);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK ? pal_visit_explain(
                              visit, pal_record_find(visit->db, &list, visit->arena, out, count))
                        : rc;
}

enum pal_rc pal_house_count(struct pal_visit *visit, const struct pal_record_list *wanted,
                            int64_t *out)
{
    struct pal_record_list list = *wanted;
    enum pal_rc rc = limit(visit, &list);
    *out = 0;
    return rc == PAL_OK ? pal_visit_explain(visit, pal_record_count(visit->db, &list, out)) : rc;
}

enum pal_rc pal_house_version(struct pal_visit *visit, const char *kind, const char *id,
                              int64_t version, struct pal_record *out)
{
    enum pal_rc rc = pal_house_get(visit, kind, id, out);
    if (rc != PAL_OK || version == out->version) {
        return rc;
    }
    return pal_visit_explain(
        visit, pal_record_get_version(visit->db, kind, id, version, visit->arena, out));
}

enum pal_rc pal_house_history(struct pal_visit *visit, const char *kind, const char *id,
                              int64_t before, size_t max, struct pal_record **out, size_t *count)
{
    struct pal_record record;
    enum pal_rc rc = pal_house_get(visit, kind, id, &record);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK
               ? pal_visit_explain(visit, pal_record_history(visit->db, kind, id, before, max,
                                                             visit->arena, out, count))
               : rc;
}

enum pal_rc pal_house_scores(struct pal_visit *visit, const char *project,
                             const struct pal_place *after, size_t max, struct pal_score_row **out,
                             size_t *count)
{
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK ? pal_visit_explain(visit, pal_score_list(visit->db, project, after, max,
                                                                  visit->arena, out, count))
                        : rc;
}

enum pal_rc pal_house_latest(struct pal_visit *visit, const struct pal_record *projects,
                             size_t count, struct pal_score_row *out, int64_t *counts)
{
    const char **ids = PAL_NEW(visit->arena, const char *, count + 1);
    if (ids == NULL) {
        return pal_visit_explain(visit, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        enum pal_rc rc = pal_visit_require(visit, PAL_MAY_READ_PROJECT, projects[i].id);
        if (rc != PAL_OK) {
            return rc;
        }
        ids[i] = projects[i].id;
    }
    return pal_visit_explain(visit,
                             pal_score_latest(visit->db, ids, count, visit->arena, out, counts));
}

enum pal_rc pal_house_deliveries(struct pal_visit *visit, const char *project, size_t max,
                                 struct pal_delivery_row **out, size_t *count)
{
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK ? pal_visit_explain(visit, pal_delivery_list(visit->db, project, max,
                                                                     visit->arena, out, count))
                        : rc;
}

/* ------------------------------------------------------------------ people */

/* Whoever looks after people, or names them for a project. */
static enum pal_rc require_people(struct pal_visit *visit, const char *project)
{
    return pal_visit_may(visit, PAL_MAY_ADMINISTER, NULL)
               ? PAL_OK
               : pal_visit_require(visit, PAL_MAY_GRANT, project);
}

enum pal_rc pal_people_list(struct pal_visit *visit, const char *project, const char *after,
                            size_t max, struct pal_person **out, size_t *count)
{
    enum pal_rc rc = require_people(visit, project);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK ? pal_visit_explain(visit, pal_person_list(visit->db, after, max,
                                                                   visit->arena, out, count))
                        : rc;
}

enum pal_rc pal_people_projects(struct pal_visit *visit, size_t max, struct pal_record **out,
                                size_t *count)
{
    struct pal_record_list list = {.kind = "project", .max = max};
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_ADMINISTER, NULL);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK ? pal_visit_explain(
                              visit, pal_record_find(visit->db, &list, visit->arena, out, count))
                        : rc;
}

enum pal_rc pal_people_get(struct pal_visit *visit, const char *person, struct pal_person *out)
{
    bool is_own = visit->person.id != NULL && strcmp(visit->person.id, person) == 0;
    enum pal_rc rc = is_own ? PAL_OK : pal_visit_require(visit, PAL_MAY_ADMINISTER, NULL);
    return rc == PAL_OK
               ? pal_visit_explain(visit, pal_person_get(visit->db, person, visit->arena, out))
               : rc;
}

enum pal_rc pal_people_names(struct pal_visit *visit, const char *const *ids, size_t count,
                             const char **names)
{
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_OWN, NULL);
    return rc == PAL_OK ? pal_visit_explain(
                              visit, pal_person_names(visit->db, ids, count, visit->arena, names))
                        : rc;
}

enum pal_rc pal_people_grants(struct pal_visit *visit, const char *person, const char *project,
                              struct pal_grant **out, size_t *count)
{
    bool is_project = project != NULL && pal_visit_may(visit, PAL_MAY_READ_PROJECT, project);
    enum pal_rc rc = is_project ? PAL_OK : require_people(visit, project);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK ? pal_visit_explain(visit, pal_grant_list(visit->db, person, project,
                                                                  visit->arena, out, count))
                        : rc;
}

enum pal_rc pal_people_roles(struct pal_visit *visit, const struct pal_person *people, size_t count,
                             struct pal_grant_sum **out, size_t *sum_count)
{
    enum pal_rc rc = require_people(visit, NULL);
    const char **ids = PAL_NEW(visit->arena, const char *, count + 1);
    *out = NULL;
    *sum_count = 0;
    if (rc != PAL_OK || ids == NULL) {
        return rc != PAL_OK ? rc : pal_visit_explain(visit, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        ids[i] = people[i].id;
    }
    return pal_visit_explain(visit,
                             pal_grant_sums(visit->db, ids, count, visit->arena, out, sum_count));
}

enum pal_rc pal_people_own(struct pal_visit *visit, struct pal_session **sessions,
                           size_t *session_count, struct pal_token **tokens, size_t *token_count)
{
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_OWN, NULL);
    *session_count = 0;
    *token_count = 0;
    rc = rc == PAL_OK
             ? pal_session_list(visit->db, visit->person.id, visit->arena, sessions, session_count)
             : rc;
    rc = rc == PAL_OK
             ? pal_token_list(visit->db, visit->person.id, visit->arena, tokens, token_count)
             : rc;
    return pal_visit_explain(visit, rc);
}

enum pal_rc pal_people_by_email(struct pal_visit *visit, const char *email, struct pal_person *out)
{
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_ADMINISTER, NULL);
    return rc == PAL_OK
               ? pal_visit_explain(visit, pal_person_by_email(visit->db, email, visit->arena, out))
               : rc;
}

enum pal_rc pal_people_count(struct pal_visit *visit, int64_t *all, int64_t *administrators)
{
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_ADMINISTER, NULL);
    rc = rc == PAL_OK ? pal_person_count(visit->db, all) : rc;
    rc = rc == PAL_OK ? pal_grant_count(visit->db, "administrator", administrators) : rc;
    return pal_visit_explain(visit, rc);
}

/* ------------------------------------------------------------------- audit */

enum pal_rc pal_audit_list(struct pal_visit *visit, const struct pal_audit_list *list,
                           struct pal_audit_row **out, size_t *count)
{
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_AUDIT, NULL);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK
               ? pal_visit_explain(visit, pal_audit_find(visit->db, list, visit->arena, out, count))
               : rc;
}

enum pal_rc pal_audit_anchors(struct pal_visit *visit, struct pal_anchor_row **out, size_t *count)
{
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_AUDIT, NULL);
    *out = NULL;
    *count = 0;
    return rc == PAL_OK
               ? pal_visit_explain(visit, pal_anchor_list(visit->db, visit->arena, out, count))
               : rc;
}
