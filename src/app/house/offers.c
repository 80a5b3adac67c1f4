/* offers - what a project may choose from, and who may know of a provider; see shelf.h and
 * offers.h. */
#include <string.h>

#include "app/house/candidates.h"
#include "app/house/errand.h"
#include "app/house/heads.h"
#include "app/house/offers.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/limits.h"

enum { PROJECTS_MOST = 5000 };

/* Whoever may choose among all providers. */
static bool chooses_all(const struct pal_errand *errand)
{
    return pal_errand_may(errand, PAL_MAY_EDIT_LIBRARY, NULL) ||
           pal_errand_may(errand, PAL_MAY_CREATE_PROJECT, NULL) ||
           pal_errand_may(errand, PAL_MAY_ADMINISTER, NULL) ||
           pal_errand_may(errand, PAL_MAY_READ_PROJECT, NULL);
}

/* The candidates of all projects that the visitor reads. */
static enum pal_rc find_candidates(struct pal_errand *errand, struct pal_candidates *out)
{
    struct pal_record_list list = {.kind = "project",
                                   .projects = pal_errand_projects(errand, PAL_MAY_READ_PROJECT),
                                   .with_text = true,
                                   .text_most = PAL_HOUSE_LISTED_TEXT,
                                   .max = PROJECTS_MOST};
    struct pal_record *rows;
    size_t count;
    *out = (struct pal_candidates){0};
    enum pal_rc rc = pal_record_find(errand->db, &list, errand->arena, &rows, &count);
    rc = rc == PAL_OK ? pal_heads_of_projects(errand, rows, count, list.text_most) : rc;
    for (size_t i = 0; rc == PAL_OK && i < count; i++) {
        rc = pal_candidates_add(errand, rows[i].text, out);
    }
    return rc;
}

enum pal_rc pal_house_may_choose(struct pal_errand *errand, const char *provider)
{
    struct pal_candidates candidates;
    if (chooses_all(errand)) {
        return PAL_OK;
    }
    enum pal_rc rc = find_candidates(errand, &candidates);
    return rc != PAL_OK || pal_candidates_have(&candidates, provider) ? rc : PAL_E_NOT_FOUND;
}

enum pal_rc pal_offers_filter(struct pal_errand *errand, struct pal_record *rows, size_t *count)
{
    struct pal_candidates candidates = {0};
    bool are_found = false;
    size_t kept = 0;
    if (chooses_all(errand)) {
        return PAL_OK;
    }
    for (size_t i = 0; i < *count; i++) {
        bool is_hidden = pal_shelf_kind(rows[i].kind)->is_discreet && rows[i].project[0] == '\0';
        if (is_hidden && !are_found) {
            enum pal_rc rc = find_candidates(errand, &candidates);
            if (rc != PAL_OK) {
                return rc;
            }
            are_found = true;
        }
        if (!is_hidden || pal_candidates_have(&candidates, rows[i].id)) {
            rows[kept++] = rows[i];
        }
    }
    *count = kept;
    return PAL_OK;
}

enum pal_rc pal_house_offered(struct pal_errand *errand, const char *kind, const char *project,
                              size_t max, struct pal_document **out, size_t *count)
{
    struct pal_document_search list = {.kind = kind, .max = max};
    struct pal_document *own = NULL;
    size_t own_count = 0;
    enum pal_rc rc = pal_house_find(errand, &list, out, count);
    if (rc != PAL_OK || project == NULL || project[0] == '\0') {
        return rc;
    }
    list.project = project;
    rc = pal_house_find(errand, &list, &own, &own_count);
    if (rc != PAL_OK || own_count == 0) {
        return rc;
    }
    struct pal_document *all = PAL_NEW(errand->arena, struct pal_document, own_count + *count);
    if (all == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    memcpy(all, own, own_count * sizeof *all);
    if (*count > 0) {
        memcpy(all + own_count, *out, *count * sizeof *all);
    }
    *out = all;
    *count += own_count;
    return PAL_OK;
}
