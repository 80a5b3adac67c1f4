#include "app/house/scores.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/alerts_parts.h"
#include "app/house/each.h"
#include "app/house/errand.h"
#include "app/house/house.h"
#include "base/limits.h"
#include "base/text.h"
#include "render/figure/figure_small.h"

enum { FIGURE_MAX = 1 << 20, STAMPS_MOST = 10, KNOWN_MOST = 32, AT_ONCE = 16 };

/* A version that something was computed from; 0: there was no such document. */
struct stamp {
    const char *kind;
    const char *id;
    int64_t version;
};

/* A score that was computed ahead. */
struct computed {
    struct pal_score_row row;
    int64_t fact; /* the last mark of it */
    struct stamp stamps[STAMPS_MOST];
    size_t stamp_count;
    struct computed *next;
};

struct pal_scores {
    struct computed *first;
    struct computed *last;
    struct computed *at; /* where the next one is looked for */
};

/* One going through what depends on a document: before the transaction, or within. */
struct pass {
    struct pal_errand *errand; /* whose arena outlives the pass */
    const struct pal_record *const *coming;
    size_t coming_count;
    struct pal_scores *ahead;  /* filled, or taken from */
    struct pal_weight *weight; /* what depends is weighed alone, up to `most`; NULL: it is not */
    const struct pal_weight *most;
    json_t *ids; /* what depends is gathered alone; NULL: it is not */
    bool is_writing;
    bool is_level_coming; /* the project that is coming says another alert level than before */
    struct stamp known[KNOWN_MOST]; /* versions that were looked up */
    size_t known_count;
};

/* ------------------------------------------------------------------ reading */

/* What the score of one assessment reads from: what is coming, then the database. A document of
 * another project is not there: what a project has is its own. */
struct reading {
    struct pal_errand *errand;
    const struct pass *pass;
    const struct pal_record *assessment;
    struct stamp stamps[STAMPS_MOST];
    size_t stamp_count;
    bool has_failed; /* the database, or more stamps than there is room for */
};

static void stamp(struct reading *reading, const char *kind, const char *id, int64_t version)
{
    for (size_t i = 0; i < reading->stamp_count; i++) {
        if (strcmp(reading->stamps[i].kind, kind) == 0 && strcmp(reading->stamps[i].id, id) == 0) {
            return;
        }
    }
    struct pal_arena *arena = reading->pass->errand->arena;
    const char *own_kind = pal_arena_copy(arena, kind, strlen(kind));
    const char *own_id = pal_arena_copy(arena, id, strlen(id));
    if (reading->stamp_count == STAMPS_MOST || own_kind == NULL || own_id == NULL) {
        reading->has_failed = true;
        return;
    }
    reading->stamps[reading->stamp_count++] = (struct stamp){own_kind, own_id, version};
}

static const struct pal_record *find_coming(const struct pass *pass, const char *kind,
                                            const char *id)
{
    for (size_t i = 0; i < pass->coming_count; i++) {
        if (strcmp(pass->coming[i]->kind, kind) == 0 && strcmp(pass->coming[i]->id, id) == 0) {
            return pass->coming[i];
        }
    }
    return NULL;
}

static const char *find(void *ctx, const char *kind, const char *id, struct pal_arena *arena,
                        size_t *len)
{
    struct reading *reading = ctx;
    const struct pal_record *found = find_coming(reading->pass, kind, id);
    struct pal_record record = {0};
    if (found == NULL && strcmp(kind, "assessment") == 0 &&
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

static bool is_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whether a text names an id under a key. Most do not hold it at all. */
static bool names(struct pal_errand *errand, const struct pal_record *record, const char *key,
                  const char *id)
{
    return strstr(record->text, id) != NULL &&
           is_same(read_word(errand, record->kind, record->text, key), id);
}

/* ---------------------------------------------------------------- computing */

static enum pal_rc fill_row(struct pal_errand *errand, const struct pal_scored *scored,
                            const struct pal_record *record, struct pal_score_row *row)
{
    const struct pal_score *score = &scored->score;
    const char *provider = score->assessment->provider;
    const char *day = score->assessment->date;
    struct pal_buf figure;
    pal_buf_init(&figure, FIGURE_MAX, NULL);
    pal_figure_small_svg(score, &figure);
    const char *drawn = pal_buf_text(&figure);
    struct pal_arena *arena = errand->arena;
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
        .figure = drawn != NULL ? pal_arena_copy(arena, drawn, strlen(drawn)) : NULL,
    };
    for (size_t i = 0; i < PAL_ACTOR_COUNT; i++) {
        row->gap_by_actor[i] = score->has_target ? (int64_t)score->by_actor[i].gap : -1;
    }
    pal_buf_done(&figure);
    bool is_whole = row->id != NULL && row->project != NULL && row->figure != NULL &&
                    (provider == NULL || row->provider != NULL) &&
                    (day == NULL || row->day != NULL);
    return is_whole ? PAL_OK : PAL_E_MEMORY;
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
        .figure = ""};
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

/* The level in force rather than that of the text: acts rule, unless the text that is coming
 * changes what it says, which will be the last act then. */
static enum pal_rc ask_level(struct reading *reading, struct pal_app *app,
                             const struct pal_alert_text *target, struct pal_score_request *request)
{
    const char *project = reading->assessment->project;
    struct pal_alert_now now;
    if (target->profile == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_alerts_now(reading->errand, app, project, target, &now);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_record *coming = find_coming(reading->pass, "project", project);
    bool is_said = coming != NULL && reading->pass->is_level_coming;
    request->alert = is_said ? target->level : now.level;
    if (!is_said) {
        const char *own = pal_arena_printf(reading->errand->arena, "project/%s", project);
        const char *wide = now.scheme != NULL ? pal_arena_printf(reading->errand->arena,
                                                                 "alert-scheme/%s", now.scheme->id)
                                              : "";
        if (own == NULL || wide == NULL) {
            return PAL_E_MEMORY;
        }
        stamp(reading, PAL_ALERT_FACT, own, now.own_turn);
        if (now.scheme != NULL) {
            stamp(reading, PAL_ALERT_FACT, wide, now.scheme_turn);
        }
    }
    return PAL_OK;
}

/* Scores an assessment; the row is in `errand`'s arena. Against a target that cannot be had (a
 * profile for another model, a level that is gone) only the points achieved are kept. */
static enum pal_rc compute(struct pal_errand *errand, struct reading *reading,
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
    rc = rc == PAL_OK         ? fill_row(errand, &scored, record, row)
         : rc != PAL_E_MEMORY ? fill_unread(errand, record, row)
                              : rc;
    pal_app_done(&app);
    return rc == PAL_OK && reading->has_failed ? PAL_E_IO : rc;
}

/* ------------------------------------------------------------------ ahead */

static enum pal_rc compute_ahead(struct pal_errand *errand, struct pass *pass,
                                 const struct pal_record *record)
{
    struct reading reading = {.errand = errand, .pass = pass, .assessment = record};
    struct computed *entry = PAL_NEW(pass->errand->arena, struct computed, 1);
    if (entry == NULL) {
        return PAL_E_MEMORY;
    }
    enum pal_rc rc = compute(pass->errand, &reading, &entry->row);
    if (rc != PAL_OK) {
        return rc;
    }
    memcpy(entry->stamps, reading.stamps, sizeof entry->stamps);
    entry->stamp_count = reading.stamp_count;
    entry->fact = record->fact;
    entry->next = NULL;
    if (pass->ahead->last != NULL) {
        pass->ahead->last->next = entry;
    } else {
        pass->ahead->first = entry;
    }
    pass->ahead->last = entry;
    return PAL_OK;
}

static struct computed *find_computed(struct pal_scores *scores, const char *id)
{
    struct computed *start = scores->at != NULL ? scores->at : scores->first;
    for (struct computed *at = start; at != NULL; at = at->next) {
        if (strcmp(at->row.id, id) == 0) {
            scores->at = at->next; /* they come in the same order again */
            return at;
        }
    }
    for (struct computed *at = scores->first; at != start; at = at->next) {
        if (strcmp(at->row.id, id) == 0) {
            return at;
        }
    }
    return NULL;
}

/* The version that a document has now; looked up once in a pass. */
static enum pal_rc version_now(struct pass *pass, struct pal_errand *errand,
                               const struct stamp *wanted, int64_t *version)
{
    struct pal_record record;
    for (size_t i = 0; i < pass->known_count; i++) {
        const struct stamp *known = &pass->known[i];
        if (strcmp(known->kind, wanted->kind) == 0 && strcmp(known->id, wanted->id) == 0) {
            *version = known->version;
            return PAL_OK;
        }
    }
    enum pal_rc rc = PAL_OK;
    if (strcmp(wanted->kind, PAL_ALERT_FACT) == 0) {
        rc = pal_alerts_turn(errand, wanted->id, version);
    } else {
        rc = pal_record_head(errand->db, wanted->kind, wanted->id, errand->arena, &record);
        *version = rc == PAL_OK ? record.version : 0;
        rc = rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    pass->known_count = pass->known_count < KNOWN_MOST ? pass->known_count : 0;
    pass->known[pass->known_count++] = (struct stamp){wanted->kind, wanted->id, *version};
    return PAL_OK;
}

static enum pal_rc is_current(struct pass *pass, struct pal_errand *errand,
                              const struct computed *computed, const struct pal_record *head,
                              bool *out)
{
    *out = computed->row.version == head->version && computed->fact == head->fact;
    for (size_t i = 0; i < computed->stamp_count && *out; i++) {
        int64_t now;
        enum pal_rc rc = version_now(pass, errand, &computed->stamps[i], &now);
        if (rc != PAL_OK) {
            return rc;
        }
        *out = now == computed->stamps[i].version;
    }
    return PAL_OK;
}

/* Within the transaction: what was computed ahead where it still holds, else anew. */
static enum pal_rc write_score(struct pal_errand *errand, struct pass *pass,
                               const struct pal_record *head)
{
    struct computed *computed = pass->ahead != NULL ? find_computed(pass->ahead, head->id) : NULL;
    struct pal_score_row row;
    struct pal_record record = *head;
    bool is_fresh = false;
    enum pal_rc rc = PAL_OK;
    if (computed != NULL) {
        rc = is_current(pass, errand, computed, head, &is_fresh);
    }
    if (rc != PAL_OK || is_fresh) {
        return rc == PAL_OK ? pal_score_put(errand->db, &computed->row) : rc;
    }
    if (record.text == NULL) {
        rc = pal_record_get(errand->db, "assessment", head->id, errand->arena, &record);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    struct pass own = {.errand = errand};
    struct reading reading = {.errand = errand, .pass = &own, .assessment = &record};
    rc = compute(errand, &reading, &row);
    return rc == PAL_OK ? pal_score_put(errand->db, &row) : rc;
}

/* ------------------------------------------------------------------ many at once */

typedef enum pal_rc (*take_record)(struct pal_errand *errand, struct pass *pass,
                                   const struct pal_record *record, const char *id);

struct taking {
    struct pass *pass;
    take_record take;
    const char *id;
};

/* What one is computed from (its text, that of its project) is given back before the next. */
static enum pal_rc take_one(void *ctx, struct pal_errand *own, const struct pal_record *record)
{
    const struct taking *taking = ctx;
    struct pal_arena *arena = own->arena;
    struct pal_arena scratch;
    pal_arena_init(&scratch, arena->alloc);
    own->arena = &scratch;
    enum pal_rc rc = taking->take(own, taking->pass, record, taking->id);
    own->arena = arena;
    pal_arena_done(&scratch);
    return rc;
}

static enum pal_rc take_each(struct pass *pass, struct pal_record_list list, take_record take,
                             const char *id)
{
    struct taking taking = {pass, take, id};
    return pal_house_each(pass->errand, list, take_one, &taking);
}

/* PAL_E_LIMIT: that is enough. */
static enum pal_rc weigh(struct pass *pass, const struct pal_record *record)
{
    pass->weight->assessments++;
    pass->weight->bytes += record->text != NULL ? (int64_t)strlen(record->text) : record->size;
    return pass->weight->assessments > pass->most->assessments ||
                   pass->weight->bytes > pass->most->bytes
               ? PAL_E_LIMIT
               : PAL_OK;
}

static enum pal_rc take_assessment(struct pal_errand *errand, struct pass *pass,
                                   const struct pal_record *record, const char *id)
{
    struct pal_record whole = *record;
    (void)id;
    if (pass->weight != NULL) {
        return weigh(pass, record);
    }
    if (pass->ids != NULL) {
        return json_object_set_new(pass->ids, record->id, json_true()) == 0 ? PAL_OK : PAL_E_MEMORY;
    }
    if (pass->is_writing) {
        return write_score(errand, pass, record);
    }
    enum pal_rc rc = pal_errand_step(errand);
    if (rc == PAL_OK && whole.text == NULL) {
        rc = pal_record_get(errand->db, "assessment", record->id, errand->arena, &whole);
    }
    if (rc == PAL_E_NOT_FOUND) {
        return PAL_OK; /* gone in the meantime */
    }
    return rc == PAL_OK ? compute_ahead(errand, pass, &whole) : rc;
}

static enum pal_rc take_if_of_model(struct pal_errand *errand, struct pass *pass,
                                    const struct pal_record *record, const char *model)
{
    return names(errand, record, "model", model) ? take_assessment(errand, pass, record, NULL)
                                                 : PAL_OK;
}

/* The assessments of a list, also those that are out of the lists. */
static enum pal_rc take_all(struct pass *pass, struct pal_record_list list, take_record take,
                            const char *id)
{
    list.kind = "assessment";
    list.with_size = pass->weight != NULL && !list.with_text;
    enum pal_rc rc = take_each(pass, list, take, id);
    list.is_removed = true;
    return rc == PAL_OK ? take_each(pass, list, take, id) : rc;
}

static enum pal_rc take_project(struct pal_errand *errand, struct pass *pass,
                                const struct pal_record *record, const char *profile)
{
    if (!names(errand, record, "profile", profile)) {
        return PAL_OK;
    }
    return take_all(pass, (struct pal_record_list){.project = record->id}, take_assessment, NULL);
}

static enum pal_rc take_projects_of(struct pass *pass, const char *profile)
{
    struct pal_record_list list = {.kind = "project", .with_text = true};
    enum pal_rc rc = take_each(pass, list, take_project, profile);
    list.is_removed = true;
    return rc == PAL_OK ? take_each(pass, list, take_project, profile) : rc;
}

static enum pal_rc take_profile(struct pal_errand *errand, struct pass *pass,
                                const struct pal_record *record, const char *scheme)
{
    return names(errand, record, "alert_scheme", scheme) ? take_projects_of(pass, record->id)
                                                         : PAL_OK;
}

/* Everything that depends on a document. */
static enum pal_rc take_dependent(struct pass *pass, const struct pal_record *record)
{
    if (strcmp(record->kind, "project") == 0) {
        return take_all(pass, (struct pal_record_list){.project = record->id}, take_assessment,
                        NULL);
    }
    if (strcmp(record->kind, "profile") == 0) {
        return take_projects_of(pass, record->id);
    }
    if (strcmp(record->kind, "model") == 0) {
        return take_all(pass, (struct pal_record_list){.with_text = true}, take_if_of_model,
                        record->id);
    }
    if (strcmp(record->kind, "alert-scheme") == 0) {
        struct pal_record_list list = {.kind = "profile", .with_text = true};
        enum pal_rc rc = take_each(pass, list, take_profile, record->id);
        list.is_removed = true;
        return rc == PAL_OK ? take_each(pass, list, take_profile, record->id) : rc;
    }
    return PAL_OK;
}

/* Whether scores can depend on the change at all: of a project, its target alone counts. */
static bool matters(struct pal_errand *errand, const struct pal_record *record,
                    const struct pal_record *last, bool *is_level)
{
    *is_level = false;
    if (strcmp(record->kind, "project") != 0 || last->version == 0) {
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
        *is_level = !is_same(before.level, after.level);
        is_other = !is_same(before.profile, after.profile) || *is_level;
    }
    pal_arena_done(&scratch);
    return is_other;
}

/* Goes through what depends on all that is coming. */
static enum pal_rc take_coming(struct pass *pass)
{
    struct pal_errand *errand = pass->errand;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < pass->coming_count && rc == PAL_OK; i++) {
        const struct pal_record *record = pass->coming[i];
        struct pal_record last = {0};
        rc = pal_record_head(errand->db, record->kind, record->id, errand->arena, &last);
        if (rc == PAL_OK || rc == PAL_E_NOT_FOUND) {
            bool is_level;
            bool is_other = matters(errand, record, &last, &is_level);
            pass->is_level_coming = pass->is_level_coming || is_level;
            rc = is_other ? take_dependent(pass, record) : PAL_OK;
        }
    }
    return rc;
}

enum pal_rc pal_scores_weigh(struct pal_errand *errand, const struct pal_record *const *coming,
                             size_t count, const struct pal_weight *most, struct pal_weight *out)
{
    struct pass pass = {
        .errand = errand, .coming = coming, .coming_count = count, .weight = out, .most = most};
    *out = (struct pal_weight){0, 0};
    enum pal_rc rc = take_coming(&pass);
    return rc == PAL_E_LIMIT ? PAL_OK : pal_errand_explain(errand, rc);
}

enum pal_rc pal_scores_weigh_of(struct pal_errand *errand, const char *kind, const char *id,
                                const struct pal_weight *most, struct pal_weight *out)
{
    struct pass pass = {.errand = errand, .weight = out, .most = most};
    const struct pal_record record = {.kind = kind, .id = id, .text = ""};
    *out = (struct pal_weight){0, 0};
    enum pal_rc rc = take_dependent(&pass, &record);
    return rc == PAL_E_LIMIT ? PAL_OK : pal_errand_explain(errand, rc);
}

enum pal_rc pal_scores_again(struct pal_errand *errand, const char *kind, const char *id)
{
    struct pass pass = {.errand = errand, .is_writing = true};
    const struct pal_record record = {.kind = kind, .id = id, .text = ""};
    return errand->due != NULL ? pal_scores_note(errand->due, kind, id)
                               : take_dependent(&pass, &record);
}

/* ---------------------------------------------------------------------- put off */

enum pal_rc pal_scores_note(struct pal_scores_due *due, const char *kind, const char *id)
{
    char key[2 * PAL_LIMIT_ID_BYTES + 2];
    int len = snprintf(key, sizeof key, "%s/%s", kind, id);
    if (due->documents == NULL) {
        due->documents = json_object();
    }
    return len > 0 && (size_t)len < sizeof key &&
                   json_object_set_new(due->documents, key, json_true()) == 0
               ? PAL_OK
               : PAL_E_MEMORY;
}

void pal_scores_due_done(struct pal_scores_due *due)
{
    json_decref(due->documents);
    due->documents = NULL;
}

/* The ids of what depends on them, each once; an assessment is due itself. */
static enum pal_rc gather(struct pal_errand *errand, const struct pal_scores_due *due, json_t *ids)
{
    const char *name;
    json_t *value;
    enum pal_rc rc = PAL_OK;
    json_object_foreach(due->documents, name, value)
    {
        char kind[PAL_LIMIT_ID_BYTES + 1];
        struct pass pass = {.errand = errand, .ids = ids};
        size_t len = strcspn(name, "/");
        const struct pal_record record = {.kind = kind, .id = name + len + 1, .text = ""};
        (void)value;
        (void)snprintf(kind, sizeof kind, "%.*s", (int)len, name);
        rc = rc != PAL_OK                      ? rc
             : strcmp(kind, "assessment") == 0 ? take_assessment(errand, &pass, &record, NULL)
                                               : take_dependent(&pass, &record);
    }
    return rc;
}

/* One of them, within a transaction; it may be gone by now. */
static enum pal_rc write_again(struct pal_errand *errand, const char *id)
{
    struct pal_arena scratch;
    struct pal_errand own = *errand;
    struct pass pass = {.errand = &own, .is_writing = true};
    struct pal_record record;
    pal_arena_init(&scratch, errand->arena->alloc);
    own.arena = &scratch;
    enum pal_rc rc = pal_record_get(own.db, "assessment", id, &scratch, &record);
    rc = rc == PAL_OK ? write_score(&own, &pass, &record) : rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    errand->err = own.err;
    pal_arena_done(&scratch);
    return rc;
}

enum pal_rc pal_scores_work_off(struct pal_errand *errand, const struct pal_scores_due *due)
{
    json_t *ids = json_object();
    enum pal_rc rc = ids != NULL ? gather(errand, due, ids) : PAL_E_MEMORY;
    void *at = json_object_iter(ids);
    while (at != NULL && rc == PAL_OK) {
        rc = pal_errand_begin(errand);
        if (rc != PAL_OK) {
            break;
        }
        for (int i = 0; i < AT_ONCE && at != NULL && rc == PAL_OK; i++) {
            rc = write_again(errand, json_object_iter_key(at));
            at = json_object_iter_next(ids, at);
        }
        rc = pal_errand_end(errand, rc);
    }
    json_decref(ids);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_scores_ahead(struct pal_errand *errand, const struct pal_record *const *coming,
                             size_t count, struct pal_scores **out)
{
    struct pass pass = {.errand = errand, .coming = coming, .coming_count = count};
    *out = PAL_NEW(errand->arena, struct pal_scores, 1);
    if (*out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    **out = (struct pal_scores){NULL, NULL, NULL};
    pass.ahead = *out;
    return pal_errand_explain(errand, take_coming(&pass));
}

enum pal_rc pal_scores_follow(struct pal_errand *errand, const struct pal_record *written,
                              const struct pal_record *last, struct pal_scores *ahead)
{
    struct pass pass = {.errand = errand, .ahead = ahead, .is_writing = true};
    if (strcmp(written->kind, "assessment") == 0) {
        return write_score(errand, &pass, written);
    }
    bool is_level;
    return matters(errand, written, last, &is_level) ? take_dependent(&pass, written) : PAL_OK;
}

enum pal_rc pal_scores_renew(struct pal_errand *errand)
{
    struct pass pass = {.errand = errand, .is_writing = true};
    enum pal_rc rc = pal_score_clear(errand->db);
    if (rc != PAL_OK) {
        return rc;
    }
    return take_all(&pass, (struct pal_record_list){.project = NULL}, take_assessment, NULL);
}
