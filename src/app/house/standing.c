#include "app/house/standing.h"

#include <string.h>

#include "app/desk/documents.h"

#define MARK "\x1f" /* between names: no text that people write holds it */

/* The candidates of one project. */
struct field {
    const char **retained; /* ids of providers */
    size_t retained_count;
};

static bool is_state(const struct pal_node *candidate, const char *state)
{
    const char *word = pal_node_text(pal_node_get(candidate, "state"));
    return word != NULL && strcmp(word, state) == 0;
}

/* Reads who is a candidate. A text that cannot be read has none. */
static enum pal_rc read_candidates(struct pal_errand *errand, const char *text, struct field *out,
                                   int64_t *candidates)
{
    struct pal_app app;
    struct pal_document document;
    enum pal_rc rc = PAL_OK;
    *out = (struct field){0};
    *candidates = 0;
    if (text == NULL || strstr(text, "candidates") == NULL) {
        return PAL_OK;
    }
    pal_house_share(errand, &app);
    const struct pal_node *list = NULL;
    if (pal_document_open_text(&app, "project", text, strlen(text), &document) == PAL_OK) {
        list = pal_node_get(document.root, "candidates");
    }
    out->retained = PAL_NEW(errand->arena, const char *, pal_node_count(list) + 1);
    for (const struct pal_node *at = list != NULL ? list->first : NULL;
         at != NULL && out->retained != NULL && rc == PAL_OK; at = at->next) {
        const char *id = pal_node_text(pal_node_get(at, "provider"));
        *candidates += !is_state(at, "refused");
        if (id != NULL && is_state(at, "retained")) {
            const char *copy = pal_arena_copy(errand->arena, id, strlen(id));
            out->retained[out->retained_count++] = copy;
            rc = copy != NULL ? PAL_OK : PAL_E_MEMORY;
        }
    }
    rc = out->retained != NULL ? rc : PAL_E_MEMORY;
    pal_app_done(&app);
    return rc;
}

/* All that is retained in some project, to ask for the titles at once. */
static const char **all_retained(struct pal_errand *errand, const struct field *fields,
                                 size_t count, size_t *total)
{
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        *total += fields[i].retained_count;
    }
    const char **ids = PAL_NEW(errand->arena, const char *, *total + 1);
    size_t used = 0;
    for (size_t i = 0; i < count && ids != NULL; i++) {
        for (size_t j = 0; j < fields[i].retained_count; j++) {
            ids[used++] = fields[i].retained[j];
        }
    }
    return ids;
}

/* The names that assessments of the retained candidates may bear, between marks; and who they are,
 * for people. */
static enum pal_rc name_retained(struct pal_errand *errand, const struct field *field,
                                 const char *const *titles, const char **names,
                                 struct pal_standing *out)
{
    for (size_t i = 0; i < field->retained_count; i++) {
        const char *id = field->retained[i];
        const char *title = titles[i] != NULL ? titles[i] : id;
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

/* Fills what the projects' texts say; `names` is what the scores are sought by. */
static enum pal_rc read_all(struct pal_errand *errand, const struct pal_record *projects,
                            size_t count, const char **names, struct pal_standing *out)
{
    struct field *fields = PAL_NEW(errand->arena, struct field, count + 1);
    size_t total;
    enum pal_rc rc = fields != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, projects[i].id);
        names[i] = "";
        out[i] = (struct pal_standing){0};
        rc = rc == PAL_OK
                 ? read_candidates(errand, projects[i].text, &fields[i], &out[i].candidates)
                 : rc;
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
    size_t used = 0;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = name_retained(errand, &fields[i], titles + used, &names[i], &out[i]);
        used += fields[i].retained_count;
    }
    return rc;
}

enum pal_rc pal_house_standing(struct pal_errand *errand, const struct pal_record *projects,
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
    enum pal_rc rc = read_all(errand, projects, count, names, out);
    for (size_t i = 0; i < count; i++) {
        ids[i] = projects[i].id;
    }
    rc = rc == PAL_OK ? pal_score_latest(errand->db, ids, names, count, arena, rows, counts) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        out[i].latest = rows[i];
        out[i].assessments = counts[i];
    }
    return pal_errand_explain(errand, rc);
}
