#include "app/house/scores.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "app/house/each.h"
#include "app/house/scores_parts.h"
#include "app/house/shelf_kinds.h"
#include "base/limits.h"
#include "render/figure/figure_small.h"

enum { KNOWN_MOST = 32, AT_ONCE = 16 };

/* A score that was computed ahead. */
struct computed {
    struct pal_score_row row;
    int64_t fact; /* the last mark of it */
    struct pal_score_stamp stamps[PAL_SCORE_STAMPS];
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
    struct pal_errand *errand;  /* whose arena outlives the pass */
    struct pal_score_view view; /* of what is computed */
    struct pal_scores *ahead;   /* filled, or taken from */
    struct pal_weight *weight;  /* what depends is weighed alone, up to `most`; NULL: it is not */
    const struct pal_weight *most;
    json_t *ids;                              /* what depends is gathered alone; NULL: it is not */
    struct pal_score_stamp known[KNOWN_MOST]; /* versions that were looked up */
    size_t known_count;
};

/* ------------------------------------------------------------------ ahead */

static enum pal_rc compute_ahead(struct pal_errand *errand, struct pass *pass,
                                 const struct pal_record *record)
{
    struct pal_score_reading reading = {
        .errand = errand, .view = &pass->view, .assessment = record};
    struct computed *entry = PAL_NEW(pass->errand->arena, struct computed, 1);
    if (entry == NULL) {
        return PAL_E_MEMORY;
    }
    enum pal_rc rc = pal_scores_one(pass->errand, &reading, &entry->row);
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
                               const struct pal_score_stamp *wanted, int64_t *version)
{
    struct pal_record record;
    for (size_t i = 0; i < pass->known_count; i++) {
        const struct pal_score_stamp *known = &pass->known[i];
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
    pass->known[pass->known_count++] = (struct pal_score_stamp){wanted->kind, wanted->id, *version};
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
    struct pal_score_reading reading = {
        .errand = errand, .view = &pass->view, .assessment = &record};
    rc = pal_scores_one(errand, &reading, &row);
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
    if (pass->view.is_writing) {
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
    return pal_scores_names(errand, record, "model", model)
               ? take_assessment(errand, pass, record, NULL)
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
    if (!pal_scores_names(errand, record, "profile", profile)) {
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
    return pal_scores_names(errand, record, "alert_scheme", scheme)
               ? take_projects_of(pass, record->id)
               : PAL_OK;
}

static enum pal_rc take_profiles_of(struct pass *pass, const char *scheme)
{
    struct pal_record_list list = {.kind = "profile", .with_text = true};
    enum pal_rc rc = take_each(pass, list, take_profile, scheme);
    list.is_removed = true;
    return rc == PAL_OK ? take_each(pass, list, take_profile, scheme) : rc;
}

/* Everything that depends on a document. */
static enum pal_rc take_dependent(struct pass *pass, const struct pal_record *record)
{
    switch (pal_shelf_kind(record->kind)->scored) {
    case PAL_SCORES_OF_PROJECT:
        return take_all(pass, (struct pal_record_list){.project = record->id}, take_assessment,
                        NULL);
    case PAL_SCORES_BY_PROFILE:
        return take_projects_of(pass, record->id);
    case PAL_SCORES_BY_MODEL:
        return take_all(pass, (struct pal_record_list){.with_text = true}, take_if_of_model,
                        record->id);
    case PAL_SCORES_BY_SCHEME:
        return take_profiles_of(pass, record->id);
    case PAL_SCORES_ITSELF:
    case PAL_SCORES_NONE:
        break;
    }
    return PAL_OK;
}

/* Goes through what depends on all that is coming. */
static enum pal_rc take_coming(struct pass *pass)
{
    struct pal_errand *errand = pass->errand;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < pass->view.coming_count && rc == PAL_OK; i++) {
        const struct pal_record *record = pass->view.coming[i];
        struct pal_record last = {0};
        rc = pal_record_head(errand->db, record->kind, record->id, errand->arena, &last);
        if (rc == PAL_OK || rc == PAL_E_NOT_FOUND) {
            bool is_level;
            bool is_other = pal_scores_matter(errand, record, &last, &is_level);
            pass->view.is_level_coming = pass->view.is_level_coming || is_level;
            rc = is_other ? take_dependent(pass, record) : PAL_OK;
        }
    }
    return rc;
}

enum pal_rc pal_scores_weigh(struct pal_errand *errand, const struct pal_record *const *coming,
                             size_t count, const struct pal_weight *most, struct pal_weight *out)
{
    struct pass pass = {.errand = errand,
                        .view = {.coming = coming, .coming_count = count},
                        .weight = out,
                        .most = most};
    *out = (struct pal_weight){0, 0};
    enum pal_rc rc = take_coming(&pass);
    return rc == PAL_E_LIMIT ? PAL_OK : pal_errand_explain(errand, rc);
}

/* What depends on the subjects of the facts. */
static enum pal_rc take_subjects(struct pass *pass)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < pass->view.fact_count && rc == PAL_OK; i++) {
        const struct pal_fact_row *fact = &pass->view.facts[i];
        const struct pal_record record = {
            .kind = fact->subject_kind, .id = fact->subject, .text = ""};
        rc = take_dependent(pass, &record);
    }
    return rc;
}

enum pal_rc pal_scores_weigh_of(struct pal_errand *errand, const struct pal_fact_row *facts,
                                size_t count, const struct pal_weight *most, struct pal_weight *out)
{
    struct pass pass = {.errand = errand,
                        .view = {.facts = facts, .fact_count = count},
                        .weight = out,
                        .most = most};
    *out = (struct pal_weight){0, 0};
    enum pal_rc rc = take_subjects(&pass);
    return rc == PAL_E_LIMIT ? PAL_OK : pal_errand_explain(errand, rc);
}

enum pal_rc pal_scores_again(struct pal_errand *errand, const char *kind, const char *id,
                             struct pal_scores *ahead)
{
    struct pal_score_levels levels = {.schemes.arena = errand->arena};
    struct pass pass = {
        .errand = errand, .view = {.levels = &levels, .is_writing = true}, .ahead = ahead};
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
        bool is_itself = pal_shelf_kind(kind)->scored == PAL_SCORES_ITSELF;
        rc = rc != PAL_OK ? rc
             : is_itself  ? take_assessment(errand, &pass, &record, NULL)
                          : take_dependent(&pass, &record);
    }
    return rc;
}

/* One of them, within a transaction; it may be gone by now. */
static enum pal_rc write_again(struct pal_errand *errand, const char *id)
{
    struct pal_arena scratch;
    struct pal_errand own = *errand;
    struct pal_score_levels levels = {.schemes.arena = &scratch};
    struct pass pass = {.errand = &own, .view = {.levels = &levels, .is_writing = true}};
    struct pal_record record;
    pal_arena_init(&scratch, errand->arena->alloc);
    own.arena = &scratch;
    enum pal_rc rc = pal_record_get(own.db, "assessment", id, &scratch, &record);
    rc = rc == PAL_OK ? write_score(&own, &pass, &record) : rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    errand->err = own.err;
    pal_arena_done(&scratch);
    return rc;
}

/* Some at a time, each in a transaction. */
static enum pal_rc write_each(struct pal_errand *errand, json_t *ids)
{
    enum pal_rc rc = PAL_OK;
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
    return rc;
}

enum pal_rc pal_scores_work_off(struct pal_errand *errand, const struct pal_scores_due *due)
{
    json_t *ids = json_object();
    enum pal_rc rc = ids != NULL ? gather(errand, due, ids) : PAL_E_MEMORY;
    rc = rc == PAL_OK ? write_each(errand, ids) : rc;
    json_decref(ids);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_scores_redraw(struct pal_errand *errand)
{
    const char *const *rows = NULL;
    size_t count = 0;
    json_t *ids = json_object();
    enum pal_rc rc = pal_score_drawn_otherwise(errand->db, PAL_FIGURE_SMALL_DRAWING, errand->arena,
                                               &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        bool is_noted = json_object_set_new(ids, rows[i], json_true()) == 0;
        rc = is_noted ? PAL_OK : PAL_E_MEMORY;
    }
    rc = rc == PAL_OK ? write_each(errand, ids) : rc;
    json_decref(ids);
    return pal_errand_explain(errand, rc);
}

static enum pal_rc compute_all(struct pass *pass, enum pal_rc (*take)(struct pass *pass),
                               struct pal_scores **out)
{
    struct pal_arena *arena = pass->errand->arena;
    struct pal_score_levels levels = {.schemes.arena = arena};
    *out = PAL_NEW(arena, struct pal_scores, 1);
    if (*out == NULL) {
        return pal_errand_explain(pass->errand, PAL_E_MEMORY);
    }
    **out = (struct pal_scores){NULL, NULL, NULL};
    pass->ahead = *out;
    pass->view.arena = arena;
    pass->view.levels = &levels;
    return pal_errand_explain(pass->errand, take(pass));
}

enum pal_rc pal_scores_ahead(struct pal_errand *errand, const struct pal_record *const *coming,
                             size_t count, struct pal_scores **out)
{
    struct pass pass = {.errand = errand, .view = {.coming = coming, .coming_count = count}};
    return compute_all(&pass, take_coming, out);
}

enum pal_rc pal_scores_ahead_of(struct pal_errand *errand, const struct pal_fact_row *facts,
                                size_t count, struct pal_scores **out)
{
    struct pass pass = {.errand = errand, .view = {.facts = facts, .fact_count = count}};
    return compute_all(&pass, take_subjects, out);
}

enum pal_rc pal_scores_follow(struct pal_errand *errand, const struct pal_record *written,
                              const struct pal_record *last, struct pal_scores *ahead)
{
    struct pal_score_levels levels = {.schemes.arena = errand->arena};
    struct pass pass = {
        .errand = errand, .view = {.levels = &levels, .is_writing = true}, .ahead = ahead};
    if (pal_shelf_kind(written->kind)->scored == PAL_SCORES_ITSELF) {
        return write_score(errand, &pass, written);
    }
    bool is_level;
    return pal_scores_matter(errand, written, last, &is_level) ? take_dependent(&pass, written)
                                                               : PAL_OK;
}

enum pal_rc pal_scores_of_marks(struct pal_errand *errand, const struct pal_record *written,
                                int64_t again)
{
    struct pal_score_levels levels = {.schemes.arena = errand->arena};
    struct pass pass = {.errand = errand,
                        .view = {.levels = &levels, .is_writing = true, .again = &again}};
    return write_score(errand, &pass, written);
}

enum pal_rc pal_scores_renew(struct pal_errand *errand)
{
    struct pal_score_levels levels = {.schemes.arena = errand->arena};
    struct pass pass = {.errand = errand, .view = {.levels = &levels, .is_writing = true}};
    enum pal_rc rc = pal_score_clear(errand->db);
    if (rc != PAL_OK) {
        return rc;
    }
    return take_all(&pass, (struct pal_record_list){.project = NULL}, take_assessment, NULL);
}
