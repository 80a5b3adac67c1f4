#include "app/house/standing.h"

#include <string.h>

#include "app/house/blind.h"
#include "app/house/candidates.h"
#include "app/house/errand.h"
#include "app/house/similar.h"
#include "app/house/told.h"
#include "store/records.h"

#define MARK "\x1f" /* between names: no text that people write holds it */

/* ----------------------------------------------------------------- who is meant */

/* Some candidates: who they are, and the word by which names mean them (similar.h); the names that
 * assessments of their projects have, each with its word. */
struct naming {
    const char **ids;
    const char **titles; /* the id where there is no title */
    const char **words;
    size_t count;
    struct pal_score_name *names;
    const char **name_words;
    size_t name_count;
};

/* Fills what belongs to the ids. */
static enum pal_rc read_naming(struct pal_errand *errand, const char *const *projects, size_t count,
                               struct naming *out)
{
    enum pal_rc rc =
        pal_score_names(errand->db, projects, count, errand->arena, &out->names, &out->name_count);
    const size_t all = rc == PAL_OK ? out->count + out->name_count : 0;
    const char **names = PAL_NEW(errand->arena, const char *, all + 1);
    out->words = PAL_NEW(errand->arena, const char *, all + 1);
    out->titles = PAL_NEW(errand->arena, const char *, out->count + 1);
    if (rc != PAL_OK || names == NULL || out->words == NULL || out->titles == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (size_t i = 0; i < all; i++) {
        names[i] = i < out->count ? out->ids[i] : out->names[i - out->count].provider;
    }
    out->name_words = out->words + out->count;
    rc =
        pal_record_titles(errand->db, "provider", out->ids, out->count, errand->arena, out->titles);
    for (size_t i = 0; i < out->count; i++) {
        out->titles[i] = out->titles[i] != NULL ? out->titles[i] : out->ids[i];
    }
    return rc == PAL_OK ? pal_house_provider_words(errand, names, all, out->words) : rc;
}

/* Adds the names that mean a provider in a project to those there are, between marks; NULL: memory
 * is short. The word itself is among them: who is assessed under no name has none. */
static const char *add_names(struct pal_errand *errand, const struct naming *naming,
                             const char *project, const char *word, const char *names)
{
    const char *all =
        pal_arena_printf(errand->arena, "%s%s" MARK, names[0] != '\0' ? names : MARK, word);
    for (size_t i = 0; i < naming->name_count && all != NULL; i++) {
        if (strcmp(naming->names[i].project, project) == 0 &&
            strcmp(naming->name_words[i], word) == 0) {
            all = pal_arena_printf(errand->arena, "%s%s" MARK, all, naming->names[i].provider);
        }
    }
    return all;
}

/* ------------------------------------------------------------- who is retained */

/* All that is retained in some project, and those projects; false: memory is short. */
static bool find_retained(struct pal_errand *errand, const struct pal_candidates *fields,
                          const char *const *ids_of, size_t count, struct naming *out,
                          const char **projects, size_t *project_count)
{
    size_t most = 0;
    *out = (struct naming){0};
    *project_count = 0;
    for (size_t i = 0; i < count; i++) {
        most += fields[i].count;
    }
    out->ids = PAL_NEW(errand->arena, const char *, most + 1);
    for (size_t i = 0; i < count && out->ids != NULL; i++) {
        const size_t before = out->count;
        for (size_t j = 0; j < fields[i].count; j++) {
            if (fields[i].items[j].state == PAL_CANDIDATE_RETAINED) {
                out->ids[out->count++] = fields[i].items[j].provider;
            }
        }
        if (out->count > before) {
            projects[(*project_count)++] = ids_of[i];
        }
    }
    return out->ids != NULL;
}

/* The names of the retained candidates of a project; and who they are, for people. `at` goes over
 * all that are retained. */
static enum pal_rc name_retained(struct pal_errand *errand, const struct pal_candidates *field,
                                 const char *project, const struct naming *naming, size_t *at,
                                 const char **names, struct pal_standing *out)
{
    out->field = *field;
    out->candidates = (int64_t)pal_candidates_running(field);
    for (size_t i = 0; i < field->count; i++) {
        if (field->items[i].state != PAL_CANDIDATE_RETAINED) {
            continue;
        }
        *names = add_names(errand, naming, project, naming->words[*at], *names);
        out->retained =
            pal_arena_printf(errand->arena, "%s%s%s", out->retained != NULL ? out->retained : "",
                             out->retained != NULL ? ", " : "", naming->titles[*at]);
        ++*at;
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
    const char **asked = PAL_NEW(errand->arena, const char *, count + 1);
    struct naming naming;
    size_t asked_count = 0;
    size_t at = 0;
    enum pal_rc rc = fields != NULL && asked != NULL ? PAL_OK : PAL_E_MEMORY;
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
    if (rc == PAL_OK &&
        !find_retained(errand, fields, ids_of, count, &naming, asked, &asked_count)) {
        rc = PAL_E_MEMORY;
    }
    if (rc == PAL_OK && naming.count > 0) {
        rc = read_naming(errand, asked, asked_count, &naming);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = name_retained(errand, &fields[i], ids_of[i], &naming, &at, &names[i], &out[i]);
    }
    return rc;
}

/* What stands for each, of the providers that `names` mean. */
static enum pal_rc find_standing(struct pal_errand *errand, const char *const *projects,
                                 const char *const *names, size_t count,
                                 struct pal_score_stands *out)
{
    struct pal_score_asked asked = {projects, names, count, ""};
    for (size_t i = 0; i < errand->blind_count && asked.hidden != NULL; i++) {
        asked.hidden = pal_arena_printf(errand->arena, "%s" MARK "%s" MARK, asked.hidden,
                                        errand->blind[i].assessment);
    }
    return asked.hidden != NULL ? pal_score_standing(errand->db, &asked, errand->arena, out)
                                : PAL_E_MEMORY;
}

enum pal_rc pal_house_standing(struct pal_errand *errand, const struct pal_document *projects,
                               size_t count, struct pal_standing *out)
{
    struct pal_arena *arena = errand->arena;
    const char **ids = PAL_NEW(arena, const char *, count + 1);
    const char **names = PAL_NEW(arena, const char *, count + 1);
    struct pal_score_stands *rows = PAL_NEW(arena, struct pal_score_stands, count + 1);
    if (ids == NULL || names == NULL || rows == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = read_all(errand, projects, ids, count, names, out);
    if (rc == PAL_OK) {
        rc = find_standing(errand, ids, names, count, rows);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        out[i].latest = pal_told_assessed(errand, &rows[i].row);
        out[i].begun = rows[i].begun;
        out[i].has_seconds = rows[i].has_seconds;
        out[i].assessments = rows[i].count;
    }
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------ the field of candidates */

/* Of whom one is sought, one after the other until two have one. */
enum sought { SOUGHT_RUNNING, SOUGHT_CANDIDATES, SOUGHT_ASSESSED, SOUGHT_COUNT };

/* Their ids; of those who are assessed the names. */
static enum pal_rc choose_field(struct pal_errand *errand, const struct pal_candidates *field,
                                enum sought sought, const char *project, struct naming *out)
{
    struct pal_score_name *names = NULL;
    size_t count = 0;
    enum pal_rc rc = PAL_OK;
    *out = (struct naming){0};
    if (sought == SOUGHT_ASSESSED) {
        rc = pal_score_names(errand->db, &project, 1, errand->arena, &names, &count);
    }
    out->ids = PAL_NEW(errand->arena, const char *, field->count + count + 1);
    if (rc != PAL_OK || out->ids == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (size_t i = 0; i < field->count && sought != SOUGHT_ASSESSED; i++) {
        const unsigned state = field->items[i].state;
        const bool is_running = state != PAL_CANDIDATE_REFUSED && state != PAL_CANDIDATE_WITHDRAWN;
        if (sought == SOUGHT_CANDIDATES || is_running) {
            out->ids[out->count++] = field->items[i].provider;
        }
    }
    for (size_t i = 0; i < count; i++) {
        out->ids[out->count++] = names[i].provider;
    }
    return read_naming(errand, &project, 1, out);
}

/* Whether a provider of the list was there before under another name. */
static bool is_again(const struct naming *naming, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(naming->words[i], naming->words[at]) == 0) {
            return true;
        }
    }
    return false;
}

/* One with what stands for it, or among those who have none. */
static enum pal_rc add_standing(struct pal_errand *errand, const struct pal_score_stands *stands,
                                const char *title, struct pal_field_standing *out)
{
    const char *id = stands->row.id;
    if (id != NULL) {
        out->is_unfinished[out->count] = stands->begun != NULL && strcmp(stands->begun, id) == 0;
        out->items[out->count++] = pal_told_assessed(errand, &stands->row);
        return PAL_OK;
    }
    out->without =
        pal_arena_printf(errand->arena, "%s%s%s", out->without != NULL ? out->without : "",
                         out->without != NULL ? ", " : "", title);
    return out->without != NULL ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc read_field(struct pal_errand *errand, const struct naming *naming,
                              const char *project, size_t max, struct pal_field_standing *out)
{
    *out = (struct pal_field_standing){PAL_NEW(errand->arena, struct pal_assessed, max + 1),
                                       PAL_NEW(errand->arena, bool, max + 1), 0, NULL};
    enum pal_rc rc = out->items != NULL && out->is_unfinished != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < naming->count && rc == PAL_OK && out->count < max; i++) {
        struct pal_score_stands stands;
        if (is_again(naming, i)) {
            continue;
        }
        const char *names = add_names(errand, naming, project, naming->words[i], "");
        rc = names != NULL ? find_standing(errand, &project, &names, 1, &stands) : PAL_E_MEMORY;
        rc = rc == PAL_OK ? add_standing(errand, &stands, naming->titles[i], out) : rc;
    }
    return rc;
}

enum pal_rc pal_house_field_standing(struct pal_errand *errand, const struct pal_document *project,
                                     size_t max, struct pal_field_standing *out)
{
    struct pal_candidates field;
    struct naming naming;
    *out = (struct pal_field_standing){0};
    enum pal_rc rc = pal_candidates_now(errand, project->id, project->text, &field);
    for (int sought = 0; sought < SOUGHT_COUNT && rc == PAL_OK && out->count < 2; sought++) {
        rc = choose_field(errand, &field, (enum sought)sought, project->id, &naming);
        rc = rc == PAL_OK ? read_field(errand, &naming, project->id, max, out) : rc;
    }
    return pal_errand_explain(errand, rc);
}
