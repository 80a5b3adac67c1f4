/* scores_read - the score of one assessment, and what it is computed from. */
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/house.h"
#include "app/house/marks_parts.h"
#include "app/house/scores_parts.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"
#include "render/figure/figure_small.h"

enum { FIGURE_MAX = 1 << 20 };

/* -------------------------------------------------------------------- reading */

static void stamp(struct pal_score_reading *reading, const char *kind, const char *id,
                  int64_t version)
{
    if (reading->view->is_writing) {
        return;
    }
    for (size_t i = 0; i < reading->stamp_count; i++) {
        if (strcmp(reading->stamps[i].kind, kind) == 0 && strcmp(reading->stamps[i].id, id) == 0) {
            return;
        }
    }
    struct pal_arena *arena = reading->view->arena;
    const char *own_kind = pal_arena_copy(arena, kind, strlen(kind));
    const char *own_id = pal_arena_copy(arena, id, strlen(id));
    if (reading->stamp_count == PAL_SCORE_STAMPS || own_kind == NULL || own_id == NULL) {
        reading->has_failed = true;
        return;
    }
    reading->stamps[reading->stamp_count++] = (struct pal_score_stamp){own_kind, own_id, version};
}

static const struct pal_record *find_coming(const struct pal_score_view *view, const char *kind,
                                            const char *id)
{
    for (size_t i = 0; i < view->coming_count; i++) {
        if (strcmp(view->coming[i]->kind, kind) == 0 && strcmp(view->coming[i]->id, id) == 0) {
            return view->coming[i];
        }
    }
    return NULL;
}

static const char *find(void *ctx, const char *kind, const char *id, struct pal_arena *arena,
                        size_t *len)
{
    struct pal_score_reading *reading = ctx;
    const struct pal_record *found = find_coming(reading->view, kind, id);
    struct pal_record record = {0};
    if (found == NULL && pal_kind_is(kind, PAL_KIND_ASSESSMENT) &&
        strcmp(id, reading->assessment->id) == 0) {
        found = reading->assessment;
    }
    if (found == NULL) {
        enum pal_rc rc = pal_record_get(reading->errand->db, kind, id, arena, &record);
        reading->has_failed = reading->has_failed || (rc != PAL_OK && rc != PAL_E_NOT_FOUND);
        stamp(reading, kind, id, rc == PAL_OK ? record.version : 0);
        found = rc == PAL_OK ? &record : NULL;
    }
    bool is_strange = found != NULL && found->project[0] != '\0' &&
                      strcmp(found->project, reading->assessment->project) != 0;
    if (found == NULL || is_strange) {
        return NULL;
    }
    *len = strlen(found->text);
    return found->text;
}

static const char *word_of(struct pal_errand *errand, const struct pal_opened *document,
                           const char *key)
{
    const char *text = pal_node_text(pal_node_get(document->root, key));
    return text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
}

/* A word of a document's text; NULL where it does not stand there. */
static const char *read_word(struct pal_errand *errand, const char *kind, const char *text,
                             const char *key)
{
    struct pal_app app;
    struct pal_opened document;
    const char *word = NULL;
    pal_house_share(errand, &app);
    if (pal_document_open_text(&app, kind, text, strlen(text), &document) == PAL_OK) {
        word = word_of(errand, &document, key);
    }
    pal_app_done(&app);
    return word;
}

/* Most do not hold it at all. */
bool pal_scores_names(struct pal_errand *errand, const struct pal_record *record, const char *key,
                      const char *id)
{
    return strstr(record->text, id) != NULL &&
           pal_is_same_text(read_word(errand, record->kind, record->text, key), id);
}

/* ------------------------------------------------------------------------ row */

/* What is to be seen again stands in no text; without a fact there is none. */
static enum pal_rc count_again(struct pal_errand *errand, const struct pal_score_reading *reading,
                               int64_t *out)
{
    const struct pal_record *record = reading->assessment;
    const struct pal_fact_row wanted = {.kind = pal_fact_mark.id,
                                        .subject_kind = "assessment",
                                        .subject = record->id,
                                        .lane = pal_mark_lane_ids[PAL_MARK_CHECKED],
                                        .state = PAL_MARK_AGAIN};
    *out = reading->view->again != NULL ? *reading->view->again : 0;
    return record->fact != 0 && reading->view->again == NULL
               ? pal_heads_in_state(errand->db, &wanted, out)
               : PAL_OK;
}

static enum pal_rc fill_row(struct pal_errand *errand, const struct pal_scored *scored,
                            const struct pal_score_reading *reading, struct pal_score_row *row)
{
    const struct pal_record *record = reading->assessment;
    const struct pal_score *score = &scored->score;
    const char *provider = score->assessment->provider;
    const char *day = score->assessment->date;
    struct pal_buf figure;
    pal_buf_init(&figure, FIGURE_MAX, NULL);
    pal_figure_small_svg(score, &figure);
    const char *drawn = pal_buf_text(&figure);
    struct pal_arena *arena = errand->arena;
    int64_t again = 0;
    enum pal_rc rc = count_again(errand, reading, &again);
    const int64_t steps =
        (int64_t)score->assessment->model->step_count - (int64_t)score->steps.not_applicable;
    *row = (struct pal_score_row){
        .id = pal_arena_copy(arena, record->id, strlen(record->id)),
        .version = record->version,
        .project = pal_arena_copy(arena, record->project, strlen(record->project)),
        .provider = provider != NULL ? pal_arena_copy(arena, provider, strlen(provider)) : NULL,
        .day = day != NULL ? pal_arena_copy(arena, day, strlen(day)) : NULL,
        .achieved = (int64_t)score->points.achieved,
        .target = score->has_target ? (int64_t)score->points.target : -1,
        .gap = score->has_target ? (int64_t)score->points.gap : -1,
        .surplus = score->has_target ? (int64_t)score->points.surplus : -1,
        .demanded = score->has_target ? (int64_t)score->steps.target : -1,
        .not_rated = score->has_target ? (int64_t)score->steps.missing_not_rated : -1,
        .gap_not_rated = score->has_target ? (int64_t)score->points.gap_not_rated : -1,
        .not_applicable = score->has_target ? (int64_t)score->steps.target_not_applicable : -1,
        .steps = steps,
        .rated = steps - (int64_t)score->steps.not_rated,
        .again = again,
        .figure = drawn != NULL ? pal_arena_copy(arena, drawn, strlen(drawn)) : NULL,
        .drawing = PAL_FIGURE_SMALL_DRAWING,
    };
    for (size_t i = 0; i < PAL_ACTOR_COUNT; i++) {
        row->gap_by_actor[i] = score->has_target ? (int64_t)score->by_actor[i].gap : -1;
    }
    pal_buf_done(&figure);
    bool is_whole = row->id != NULL && row->project != NULL && row->figure != NULL &&
                    (provider == NULL || row->provider != NULL) &&
                    (day == NULL || row->day != NULL);
    return is_whole ? rc : PAL_E_MEMORY;
}

/* An assessment that cannot be read (what it names is gone) stays in the lists, without a figure:
 * it does not keep others from being computed. */
static enum pal_rc fill_unread(struct pal_errand *errand, const struct pal_record *record,
                               struct pal_score_row *row)
{
    struct pal_app app;
    struct pal_opened document;
    *row = (struct pal_score_row){
        .id = pal_arena_copy(errand->arena, record->id, strlen(record->id)),
        .version = record->version,
        .project = pal_arena_copy(errand->arena, record->project, strlen(record->project)),
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
        .steps = -1,
        .rated = -1,
        .again = -1,
        .figure = "",
        .drawing = PAL_FIGURE_SMALL_DRAWING};
    pal_house_share(errand, &app);
    if (pal_document_open_text(&app, "assessment", record->text, strlen(record->text), &document) ==
        PAL_OK) {
        const char *provider = word_of(errand, &document, "provider");
        const char *day = word_of(errand, &document, "date");
        row->provider = provider != NULL ? provider : "";
        row->day = day != NULL ? day : "";
    }
    pal_app_done(&app);
    return row->id != NULL && row->project != NULL ? PAL_OK : PAL_E_MEMORY;
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

/* ------------------------------------------------------------- level in force */

static const struct pal_score_level *find_level(const struct pal_score_levels *levels,
                                                const char *project,
                                                const struct pal_alert_text *target)
{
    for (size_t i = 0; i < levels->count; i++) {
        const struct pal_score_level *level = &levels->known[i];
        if (strcmp(level->project, project) == 0 && strcmp(level->profile, target->profile) == 0 &&
            pal_is_same_text(level->said, target->level)) {
            return level;
        }
    }
    return NULL;
}

static const char *keep(struct pal_arena *arena, const char *word)
{
    return word != NULL ? pal_arena_copy(arena, word, strlen(word)) : NULL;
}

/* With the stamps of what it was found by: those behind the first `first`. */
static enum pal_rc keep_level(struct pal_score_levels *levels, const char *project,
                              const struct pal_alert_text *target, const char *level,
                              const struct pal_score_reading *reading, size_t first)
{
    struct pal_arena *arena = levels->schemes.arena;
    struct pal_score_level kept = {.project = keep(arena, project),
                                   .profile = keep(arena, target->profile),
                                   .said = keep(arena, target->level),
                                   .level = keep(arena, level)};
    if (kept.project == NULL || kept.profile == NULL ||
        !pal_is_same_text(kept.said, target->level) || !pal_is_same_text(kept.level, level)) {
        return PAL_E_MEMORY;
    }
    for (size_t i = first; i < reading->stamp_count; i++) {
        kept.stamps[kept.stamp_count++] = reading->stamps[i];
    }
    levels->known[levels->next] = kept;
    levels->next = (levels->next + 1) % PAL_SCORE_LEVELS;
    levels->count += levels->count < PAL_SCORE_LEVELS;
    return PAL_OK;
}

static enum pal_rc stamp_acts(struct pal_score_reading *reading, const char *project,
                              const struct pal_alert_now *now)
{
    struct pal_arena *arena = reading->errand->arena;
    const char *own = pal_arena_printf(arena, "project/%s", project);
    const char *wide =
        now->scheme != NULL ? pal_arena_printf(arena, "alert-scheme/%s", now->scheme->id) : "";
    if (own == NULL || wide == NULL) {
        return PAL_E_MEMORY;
    }
    stamp(reading, PAL_ALERT_FACT, own, now->own_turn);
    if (now->scheme != NULL) {
        stamp(reading, PAL_ALERT_FACT, wide, now->scheme_turn);
    }
    return PAL_OK;
}

/* The level in force rather than that of the text: acts rule, unless the text that is coming
 * changes what it says, which will be the last act then. */
static enum pal_rc ask_level(struct pal_score_reading *reading, struct pal_app *app,
                             const struct pal_alert_text *target, struct pal_score_request *request)
{
    const struct pal_score_view *view = reading->view;
    const char *project = reading->assessment->project;
    const struct pal_alert_known known = {
        .schemes = &view->levels->schemes, .coming = view->facts, .coming_count = view->fact_count};
    struct pal_alert_now now;
    bool is_said = view->is_level_coming && find_coming(view, "project", project) != NULL;
    if (target->profile == NULL || is_said) {
        return PAL_OK;
    }
    const struct pal_score_level *found = find_level(view->levels, project, target);
    if (found != NULL) {
        request->alert = found->level;
        for (size_t i = 0; i < found->stamp_count; i++) {
            stamp(reading, found->stamps[i].kind, found->stamps[i].id, found->stamps[i].version);
        }
        return PAL_OK;
    }
    size_t first = reading->stamp_count;
    enum pal_rc rc = pal_alerts_by(reading->errand, app, project, target, &known, &now);
    if (rc == PAL_OK) {
        request->alert = now.level;
        rc = stamp_acts(reading, project, &now);
    }
    return rc == PAL_OK ? keep_level(view->levels, project, target, now.level, reading, first) : rc;
}

/* ------------------------------------------------------------------- one score */

enum pal_rc pal_scores_one(struct pal_errand *errand, struct pal_score_reading *reading,
                           struct pal_score_row *row)
{
    const struct pal_record *record = reading->assessment;
    const struct pal_app_source_of source = {find, reading};
    struct pal_alert_text target = {NULL, NULL, NULL};
    struct pal_app app;
    struct pal_scored scored;
    size_t len;
    const char *project = record->project[0] != '\0' ? find(reading, "project", record->project,
                                                            reading->errand->arena, &len)
                                                     : NULL;
    if (project != NULL) {
        target = pal_alert_text_in(reading->errand, project);
    }
    const char *path = pal_arena_printf(reading->errand->arena, "assessment/%s", record->id);
    if (path == NULL) {
        return PAL_E_MEMORY;
    }
    struct pal_score_request request = {.assessments = &path,
                                        .assessment_count = 1,
                                        .profile = target.profile,
                                        .alert = target.profile != NULL ? target.level : NULL,
                                        .basis = PAL_BASIS_CHECKED};
    pal_house_share(errand, &app);
    app.source = &source;
    enum pal_rc rc = project != NULL ? ask_level(reading, &app, &target, &request) : PAL_OK;
    if (rc != PAL_OK) { /* which level is not known: no score is better than one of another */
        pal_app_done(&app);
        return rc;
    }
    rc = pal_app_score(&app, &request, &scored);
    if (rc == PAL_E_USAGE && request.alert == NULL) {
        rc = score_at_first(&app, &request, &scored);
    }
    if (rc != PAL_OK && rc != PAL_E_MEMORY) {
        request.profile = NULL;
        request.alert = NULL;
        rc = pal_app_score(&app, &request, &scored);
    }
    rc = rc == PAL_OK         ? fill_row(errand, &scored, reading, row)
         : rc != PAL_E_MEMORY ? fill_unread(errand, record, row)
                              : rc;
    pal_app_done(&app);
    return rc == PAL_OK && reading->has_failed ? PAL_E_IO : rc;
}

bool pal_scores_matter(struct pal_errand *errand, const struct pal_record *record,
                       const struct pal_record *last, bool *is_level)
{
    *is_level = false;
    if (!pal_shelf_kind(record->kind)->is_project || last->version == 0) {
        return true;
    }
    struct pal_arena scratch; /* both texts may be long */
    struct pal_errand own = *errand;
    struct pal_record old;
    pal_arena_init(&scratch, errand->arena->alloc);
    own.arena = &scratch;
    bool is_other = pal_record_get_version(own.db, "project", record->id, last->version, own.arena,
                                           &old) != PAL_OK;
    if (!is_other) {
        struct pal_alert_text before = pal_alert_text_in(&own, old.text);
        struct pal_alert_text after = pal_alert_text_in(&own, record->text);
        *is_level = !pal_is_same_text(before.level, after.level);
        is_other = !pal_is_same_text(before.profile, after.profile) || *is_level;
    }
    pal_arena_done(&scratch);
    return is_other;
}
