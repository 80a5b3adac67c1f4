#include "app/house/standing.h"

#include <string.h>

#include "app/house/candidates.h"
#include "app/house/errand.h"
#include "app/house/told.h"
#include "store/records.h"

#define MARK "\x1f" /* between names: no text that people write holds it */

/* All that is retained in some project, to ask for the titles at once; NULL: memory is short. */
static const char **all_retained(struct pal_errand *errand, const struct pal_candidates *fields,
                                 size_t count, size_t *total)
{
    size_t most = 0;
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        most += fields[i].count;
    }
    const char **ids = PAL_NEW(errand->arena, const char *, most + 1);
    for (size_t i = 0; i < count && ids != NULL; i++) {
        for (size_t j = 0; j < fields[i].count; j++) {
            if (fields[i].items[j].state == PAL_CANDIDATE_RETAINED) {
                ids[(*total)++] = fields[i].items[j].provider;
            }
        }
    }
    return ids;
}

/* The names that assessments of the retained candidates may bear, between marks; and who they are,
 * for people. Takes their titles off the list. */
static enum pal_rc name_retained(struct pal_errand *errand, const struct pal_candidates *field,
                                 const char *const **titles, const char **names,
                                 struct pal_standing *out)
{
    out->field = *field;
    out->candidates = (int64_t)pal_candidates_running(field);
    for (size_t i = 0; i < field->count; i++) {
        const char *id = field->items[i].provider;
        if (field->items[i].state != PAL_CANDIDATE_RETAINED) {
            continue;
        }
        const char *title = **titles != NULL ? **titles : id;
        ++*titles;
        *names = pal_arena_printf(errand->arena, "%s%s" MARK "%s" MARK,
                                  (*names)[0] != '\0' ? *names : MARK, id, title);
        out->retained =
            pal_arena_printf(errand->arena, "%s%s%s", out->retained != NULL ? out->retained : "",
                             out->retained != NULL ? ", " : "", title);
        if (*names == NULL || out->retained == NULL) {
            return PAL_E_MEMORY;
        }
    }
    return PAL_OK;
}

/* Fills what holds of the candidates; `names` is what the scores are sought by. */
static enum pal_rc read_all(struct pal_errand *errand, const struct pal_document *projects,
                            const char **ids_of, size_t count, const char **names,
                            struct pal_standing *out)
{
    struct pal_candidates *fields = PAL_NEW(errand->arena, struct pal_candidates, count + 1);
    size_t total;
    enum pal_rc rc = fields != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, projects[i].id);
        names[i] = "";
        out[i] = (struct pal_standing){0};
        fields[i] = (struct pal_candidates){0};
        if (rc == PAL_OK) {
            rc = pal_candidates_add(errand, projects[i].text, &fields[i]);
        }
        ids_of[i] = projects[i].id;
    }
    if (rc == PAL_OK) {
        rc = pal_candidates_of(errand, ids_of, count, fields);
    }
    const char **ids = rc == PAL_OK ? all_retained(errand, fields, count, &total) : NULL;
    if (ids == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    const char **titles = PAL_NEW(errand->arena, const char *, total + 1);
    if (titles == NULL) {
        return PAL_E_MEMORY;
    }
    rc = pal_record_titles(errand->db, "provider", ids, total, errand->arena, titles);
    const char *const *left = titles;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = name_retained(errand, &fields[i], &left, &names[i], &out[i]);
    }
    return rc;
}

enum pal_rc pal_house_standing(struct pal_errand *errand, const struct pal_document *projects,
                               size_t count, struct pal_standing *out)
{
    struct pal_arena *arena = errand->arena;
    const char **ids = PAL_NEW(arena, const char *, count + 1);
    const char **names = PAL_NEW(arena, const char *, count + 1);
    struct pal_score_row *rows = PAL_NEW(arena, struct pal_score_row, count + 1);
    int64_t *counts = PAL_NEW(arena, int64_t, count + 1);
    if (ids == NULL || names == NULL || rows == NULL || counts == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = read_all(errand, projects, ids, count, names, out);
    if (rc == PAL_OK) {
        rc = pal_score_latest(errand->db, ids, names, count, arena, rows, counts);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        out[i].latest = pal_told_assessed(errand, &rows[i]);
        out[i].assessments = counts[i];
    }
    return pal_errand_explain(errand, rc);
}
