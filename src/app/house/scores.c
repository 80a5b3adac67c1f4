#include "app/house/scores.h"

#include <stdio.h>
#include <string.h>

#include "app/desk/documents.h"
#include "base/limits.h"
#include "render/figure/figure_small.h"

enum { FIGURE_MAX = 1 << 20, AT_ONCE = 100 };

/* What a project's assessments are held against. NULL: nothing. */
struct target {
    const char *profile;
    const char *alert;
};

static const char *word_of(struct pal_errand *errand, const struct pal_document *document,
                           const char *key)
{
    const char *text = pal_node_text(pal_node_get(document->root, key));
    return text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
}

static struct target read_target(struct pal_errand *errand, const struct pal_record *project)
{
    struct pal_app app;
    struct pal_document document;
    struct target target = {NULL, NULL};
    pal_app_init(&app);
    if (pal_document_open_text(&app, "project", project->text, strlen(project->text), &document) ==
        PAL_OK) {
        target.profile = word_of(errand, &document, "profile");
        target.alert = word_of(errand, &document, "alert_level");
    }
    pal_app_done(&app);
    return target;
}

static enum pal_rc find_target(struct pal_errand *errand, const char *project, struct target *out)
{
    struct pal_record record;
    *out = (struct target){NULL, NULL};
    if (project[0] == '\0') {
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_get(errand->db, "project", project, errand->arena, &record);
    if (rc == PAL_OK) {
        *out = read_target(errand, &record);
    }
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

static enum pal_rc put_score(struct pal_errand *errand, const struct pal_scored *scored,
                             const struct pal_record *record)
{
    const struct pal_score *score = &scored->score;
    struct pal_buf figure;
    pal_buf_init(&figure, FIGURE_MAX, NULL);
    pal_figure_small_svg(score, &figure);
    struct pal_score_row row = {
        .id = record->id,
        .version = record->version,
        .project = record->project,
        .provider = score->assessment->provider,
        .day = score->assessment->date,
        .achieved = (int64_t)score->points.achieved,
        .target = score->has_target ? (int64_t)score->points.target : -1,
        .gap = score->has_target ? (int64_t)score->points.gap : -1,
        .surplus = score->has_target ? (int64_t)score->points.surplus : -1,
        .demanded = score->has_target ? (int64_t)score->steps.target : -1,
        .not_rated = score->has_target ? (int64_t)score->steps.missing_not_rated : -1,
        .gap_not_rated = score->has_target ? (int64_t)score->points.gap_not_rated : -1,
        .not_applicable = score->has_target ? (int64_t)score->steps.target_not_applicable : -1,
        .figure = pal_buf_text(&figure),
    };
    for (size_t i = 0; i < PAL_ACTOR_COUNT; i++) {
        row.gap_by_actor[i] = score->has_target ? (int64_t)score->by_actor[i].gap : -1;
    }
    enum pal_rc rc = row.figure != NULL ? pal_score_put(errand->db, &row) : PAL_E_MEMORY;
    pal_buf_done(&figure);
    return rc;
}

/* An assessment that cannot be read (what it names is gone) stays in the lists, without a figure:
 * it does not keep others from being computed. */
static enum pal_rc put_unread(struct pal_errand *errand, const struct pal_record *record)
{
    struct pal_app app;
    struct pal_document document;
    struct pal_score_row row = {.id = record->id,
                                .version = record->version,
                                .project = record->project,
                                .provider = "",
                                .day = "",
                                .target = -1,
                                .gap = -1,
                                .gap_by_actor = {-1, -1, -1},
                                .surplus = -1,
                                .demanded = -1,
                                .not_rated = -1,
                                .gap_not_rated = -1,
                                .not_applicable = -1,
                                .figure = ""};
    pal_app_init(&app);
    if (pal_document_open_text(&app, "assessment", record->text, strlen(record->text), &document) ==
        PAL_OK) {
        const char *provider = word_of(errand, &document, "provider");
        const char *day = word_of(errand, &document, "date");
        row.provider = provider != NULL ? provider : "";
        row.day = day != NULL ? day : "";
    }
    pal_app_done(&app);
    return pal_score_put(errand->db, &row);
}

/* A profile that follows the alert level, of a project that names none: its first level, at which
 * the assessment's own page shows it, too. */
static enum pal_rc score_at_first(struct pal_app *app, struct pal_score_request *request,
                                  struct pal_scored *out)
{
    const struct pal_profile *profile = NULL;
    enum pal_rc rc = pal_app_profile(app, request->profile, &profile);
    if (rc != PAL_OK || profile->alert_level_count == 0) {
        return rc != PAL_OK ? rc : PAL_E_USAGE;
    }
    request->alert = profile->alert_levels[0];
    return pal_app_score(app, request, out);
}

/* Scores an assessment that is kept. Against a target that cannot be had (a profile for another
 * model, a level that is gone) only the points achieved are kept. */
static enum pal_rc score_record(struct pal_errand *errand, const struct pal_record *record)
{
    struct pal_app app;
    struct pal_scored scored;
    struct target target;
    enum pal_rc rc = find_target(errand, record->project, &target);
    const char *path = pal_arena_printf(errand->arena, "assessment/%s", record->id);
    if (rc != PAL_OK || path == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    struct pal_score_request request = {.assessments = &path,
                                        .assessment_count = 1,
                                        .profile = target.profile,
                                        .alert = target.profile != NULL ? target.alert : NULL,
                                        .basis = PAL_BASIS_CHECKED};
    pal_app_init(&app);
    pal_house_use(errand, &app);
    rc = pal_app_score(&app, &request, &scored);
    if (rc == PAL_E_USAGE && request.alert == NULL) {
        rc = score_at_first(&app, &request, &scored);
    }
    if (rc != PAL_OK && rc != PAL_E_MEMORY) {
        request.profile = NULL;
        request.alert = NULL;
        rc = pal_app_score(&app, &request, &scored);
    }
    rc = rc == PAL_OK         ? put_score(errand, &scored, record)
         : rc != PAL_E_MEMORY ? put_unread(errand, record)
                              : rc;
    pal_app_done(&app);
    return rc;
}

/* ------------------------------------------------------------------ many at once */

typedef enum pal_rc (*take_record)(struct pal_errand *errand, const struct pal_record *record,
                                   const char *ctx);

/* Takes each document of a list, with its text, in memory that is given back after every AT_ONCE.
 */
static enum pal_rc take_each(struct pal_errand *errand, struct pal_record_list list,
                             take_record take, const char *ctx)
{
    char last_id[PAL_LIMIT_ID_BYTES + 1];
    size_t count = AT_ONCE;
    enum pal_rc rc = PAL_OK;
    list.with_text = true;
    list.max = AT_ONCE;
    while (count == AT_ONCE && rc == PAL_OK) {
        struct pal_arena scratch;
        struct pal_errand own = *errand;
        struct pal_record *rows;
        pal_arena_init(&scratch, NULL);
        own.arena = &scratch;
        rc = pal_record_find(own.db, &list, own.arena, &rows, &count);
        for (size_t i = 0; i < count && rc == PAL_OK; i++) {
            rc = take(&own, &rows[i], ctx);
        }
        if (rc == PAL_OK && count > 0) {
            (void)snprintf(last_id, sizeof last_id, "%s", rows[count - 1].id);
            list.before_at = rows[count - 1].changed_at;
            list.before_id = last_id;
        }
        errand->err = own.err;
        pal_arena_done(&scratch);
    }
    return rc;
}

static enum pal_rc take_assessment(struct pal_errand *errand, const struct pal_record *record,
                                   const char *ctx)
{
    (void)ctx;
    return score_record(errand, record);
}

/* The assessments of a project (NULL: of all), also those that are out of the lists. */
static enum pal_rc score_all(struct pal_errand *errand, const char *project)
{
    struct pal_record_list list = {.kind = "assessment", .project = project};
    enum pal_rc rc = take_each(errand, list, take_assessment, NULL);
    list.is_removed = true;
    return rc == PAL_OK ? take_each(errand, list, take_assessment, NULL) : rc;
}

static enum pal_rc take_project(struct pal_errand *errand, const struct pal_record *record,
                                const char *profile)
{
    struct target target = read_target(errand, record);
    bool is_aiming = target.profile != NULL && strcmp(target.profile, profile) == 0;
    return is_aiming ? score_all(errand, record->id) : PAL_OK;
}

enum pal_rc pal_scores_follow(struct pal_errand *errand, const struct pal_record *written)
{
    if (strcmp(written->kind, "assessment") == 0) {
        return score_record(errand, written);
    }
    if (strcmp(written->kind, "project") == 0) {
        return score_all(errand, written->id);
    }
    if (strcmp(written->kind, "profile") == 0) {
        struct pal_record_list projects = {.kind = "project"};
        return take_each(errand, projects, take_project, written->id);
    }
    bool is_for_all =
        strcmp(written->kind, "model") == 0 || strcmp(written->kind, "alert-scheme") == 0;
    return is_for_all ? score_all(errand, NULL) : PAL_OK;
}

enum pal_rc pal_scores_renew(struct pal_errand *errand)
{
    enum pal_rc rc = pal_score_clear(errand->db);
    return rc == PAL_OK ? score_all(errand, NULL) : rc;
}
