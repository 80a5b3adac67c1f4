#include "app/house/listed.h"

#include <stdio.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/alerts_parts.h"
#include "app/house/candidates.h"
#include "app/house/each.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/told.h"
#include "base/fold.h"
#include "base/limits.h"
#include "core/case/project_1.h"
#include "format/kinds.h"
#include "store/listed.h"

enum { AT_ONCE = 50 };

/* ------------------------------------------------------------------------ a row */

/* What is computed is nobody's: all that it is computed of may be read. */
static struct pal_errand as_operator(const struct pal_errand *errand, struct pal_arena *scratch)
{
    struct pal_errand own = *errand;
    own.principal = (struct pal_principal){.kind = PAL_PRINCIPAL_OPERATOR};
    own.role_count = 0;
    own.arena = scratch;
    return own;
}

static enum pal_rc fold_title(struct pal_errand *own, const struct pal_record *record,
                              struct pal_listed_row *out)
{
    const char *french = record->title_fr != NULL ? record->title_fr : "";
    const char *both = pal_arena_printf(own->arena, "%s %s %s", record->title, record->id, french);
    *out = (struct pal_listed_row){.kind = record->kind,
                                   .id = record->id,
                                   .title = pal_fold(own->arena, record->title),
                                   .letters = pal_fold_letters(own->arena, record->title),
                                   .words = both != NULL ? pal_fold(own->arena, both) : NULL,
                                   .state = "",
                                   .profile = "",
                                   .said_level = "",
                                   .scheme = "",
                                   .level = "",
                                   .provider_ids = "",
                                   .providers = ""};
    return out->title != NULL && out->letters != NULL && out->words != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* The level in force, given what the row has of the text. */
static enum pal_rc put_level(struct pal_errand *own, struct pal_app *app,
                             const struct pal_alert_known *known, struct pal_listed_row *row)
{
    struct pal_alert_now now;
    const struct pal_alert_text text = {row->profile[0] != '\0' ? row->profile : NULL,
                                        row->said_level[0] != '\0' ? row->said_level : NULL, NULL};
    enum pal_rc rc = pal_alerts_by(own, app, row->id, &text, known, &now);
    if (rc == PAL_OK) {
        int at =
            now.scheme != NULL && now.level != NULL ? pal_alert_find(now.scheme, now.level) : -1;
        const char *scheme = now.scheme != NULL ? now.scheme->id : "";
        const char *level = now.level != NULL ? now.level : "";
        row->scheme = pal_arena_copy(own->arena, scheme, strlen(scheme));
        row->level = pal_arena_copy(own->arena, level, strlen(level));
        row->level_rank = at + 1;
        rc = row->scheme != NULL && row->level != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    return rc;
}

static enum pal_rc put_level_alone(struct pal_errand *own, struct pal_alert_schemes *schemes,
                                   struct pal_listed_row *row)
{
    struct pal_app app;
    const struct pal_alert_known known = {.schemes = schemes};
    pal_app_init_in(&app, own->arena->alloc);
    pal_house_use(own, &app);
    enum pal_rc rc = put_level(own, &app, &known, row);
    pal_app_done(&app);
    return rc;
}

static bool runs(const struct pal_candidate *candidate)
{
    return candidate->state != PAL_CANDIDATE_REFUSED &&
           candidate->state != PAL_CANDIDATE_WITHDRAWN && candidate->provider[0] != '\0';
}

/* Those who run, whoever is retained before the others. */
static enum pal_rc put_providers(struct pal_errand *own, const char *const *ids,
                                 const char *const *titles, size_t count,
                                 struct pal_listed_row *row)
{
    const char *list = count > 0 ? "," : "";
    const char *names = "";
    for (size_t i = 0; i < count && list != NULL && names != NULL; i++) {
        const char *title = pal_fold(own->arena, titles[i] != NULL ? titles[i] : ids[i]);
        list = pal_arena_printf(own->arena, "%s%s,", list, ids[i]);
        names = title != NULL
                    ? pal_arena_printf(own->arena, "%s%s%s", names, i > 0 ? "\n" : "", title)
                    : NULL;
    }
    row->provider_ids = list;
    row->providers = names;
    return list != NULL && names != NULL ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc put_candidates(struct pal_errand *own, const char *text,
                                  struct pal_listed_row *row)
{
    struct pal_candidates all = {0};
    enum pal_rc rc = pal_candidates_add(own, text, &all);
    if (rc == PAL_OK) {
        rc = pal_candidates_of(own, &row->id, 1, &all);
    }
    const char **ids = PAL_NEW(own->arena, const char *, all.count + 1);
    const char **titles = PAL_NEW(own->arena, const char *, all.count + 1);
    size_t count = 0;
    if (rc != PAL_OK || ids == NULL || titles == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (int retained = 1; retained >= 0; retained--) {
        for (size_t i = 0; i < all.count; i++) {
            bool is_retained = all.items[i].state == PAL_CANDIDATE_RETAINED;
            if (runs(&all.items[i]) && is_retained == (retained == 1)) {
                ids[count++] = all.items[i].provider;
            }
        }
    }
    rc =
        count > 0 ? pal_record_titles(own->db, "provider", ids, count, own->arena, titles) : PAL_OK;
    return rc == PAL_OK ? put_providers(own, ids, titles, count, row) : rc;
}

static size_t rank_of(const char *state)
{
    size_t at = 0;
    while (at < PAL_PROJECT_1_STATES && strcmp(pal_project_1_states[at], state) != 0) {
        at++;
    }
    return at < PAL_PROJECT_1_STATES ? at + 1 : 0;
}

/* What the text of a project says itself; nothing where it cannot be read. */
static enum pal_rc put_words(struct pal_errand *own, const char *text, struct pal_listed_row *row)
{
    static const char *const keys[] = {"state", "profile", "alert_level"};
    const char **words[] = {&row->state, &row->profile, &row->said_level};
    struct pal_app app;
    struct pal_opened document;
    pal_house_share(own, &app);
    enum pal_rc rc = pal_document_look(&app, "project", text, strlen(text), &document);
    for (size_t i = 0; i < 3 && rc == PAL_OK; i++) {
        const char *word = pal_node_text(pal_node_get(document.root, keys[i]));
        *words[i] = word != NULL ? pal_arena_copy(own->arena, word, strlen(word)) : "";
        rc = *words[i] != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    row->state = row->state != NULL && row->state[0] != '\0' ? row->state : pal_project_1_states[0];
    pal_app_done(&app);
    return rc == PAL_E_MEMORY ? rc : PAL_OK;
}

/* The row of a document, which has its text where it is a project. */
static enum pal_rc compute(struct pal_errand *own, const struct pal_record *record,
                           struct pal_alert_schemes *schemes, struct pal_listed_row *out)
{
    enum pal_rc rc = fold_title(own, record, out);
    if (rc != PAL_OK || !pal_kind_is(record->kind, PAL_KIND_PROJECT)) {
        return rc;
    }
    rc = put_words(own, record->text, out);
    out->state_rank = (int64_t)rank_of(out->state);
    rc = rc == PAL_OK ? put_level_alone(own, schemes, out) : rc;
    return rc == PAL_OK ? put_candidates(own, record->text, out) : rc;
}

static enum pal_rc renew(struct pal_errand *own, const struct pal_record *record,
                         struct pal_alert_schemes *schemes)
{
    struct pal_listed_row row;
    enum pal_rc rc = compute(own, record, schemes, &row);
    return rc == PAL_OK ? pal_listed_put(own->db, &row) : rc;
}

/* ------------------------------------------------------------- what depends on it */

typedef enum pal_rc (*renew_fn)(struct pal_errand *own, struct pal_listed_row *rows, size_t count);

/* The last act on each project; turn 0: there is none. */
static enum pal_rc find_own_acts(struct pal_errand *own, const struct pal_listed_row *rows,
                                 size_t count, struct pal_fact_row *out)
{
    const char *ids[AT_ONCE] = {0};
    struct pal_fact_row *found = NULL;
    size_t found_count = 0;
    for (size_t i = 0; i < count; i++) {
        ids[i] = rows[i].id;
        out[i] = (struct pal_fact_row){.turn = 0};
    }
    const struct pal_heads_list list = {.kind = PAL_ALERT_FACT,
                                        .subject_kind = "project",
                                        .subjects = pal_fact_subject_list(own, ids, count)};
    enum pal_rc rc = list.subjects != NULL
                         ? pal_heads_of(own->db, &list, own->arena, &found, &found_count)
                         : PAL_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < found_count; j++) {
            out[i] = strcmp(found[j].subject, ids[i]) == 0 ? found[j] : out[i];
        }
    }
    return rc;
}

/* A profile that many projects follow is read once. */
static void hand_profile(struct pal_errand *own, struct pal_app *app, const char *id)
{
    struct pal_record record;
    struct pal_document *document = PAL_NEW(own->arena, struct pal_document, 1);
    if (document != NULL && pal_record_get(own->db, "profile", id, own->arena, &record) == PAL_OK) {
        *document = pal_told_document(own, &record);
        pal_house_hand(app, document);
    }
}

/* Only what changes is written. */
static enum pal_rc renew_levels(struct pal_errand *own, struct pal_listed_row *rows, size_t count)
{
    struct pal_fact_row acts[AT_ONCE];
    struct pal_alert_schemes schemes = {.arena = own->arena};
    struct pal_app app;
    enum pal_rc rc = find_own_acts(own, rows, count, acts);
    pal_app_init_in(&app, own->arena->alloc);
    pal_house_use(own, &app);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const struct pal_alert_known known = {.own = &acts[i], .schemes = &schemes};
        const struct pal_listed_row before = rows[i];
        if (rows[i].profile[0] != '\0' &&
            (i == 0 || strcmp(rows[i].profile, rows[i - 1].profile) != 0)) {
            hand_profile(own, &app, rows[i].profile);
        }
        rc = put_level(own, &app, &known, &rows[i]);
        bool is_same = rc == PAL_OK && strcmp(before.scheme, rows[i].scheme) == 0 &&
                       strcmp(before.level, rows[i].level) == 0 &&
                       before.level_rank == rows[i].level_rank;
        rc = rc == PAL_OK && !is_same ? pal_listed_put(own->db, &rows[i]) : rc;
    }
    pal_app_done(&app);
    return rc;
}

static enum pal_rc renew_providers(struct pal_errand *own, struct pal_listed_row *rows,
                                   size_t count)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_record record;
        rc = pal_record_get(own->db, "project", rows[i].id, own->arena, &record);
        rc = rc == PAL_OK ? put_candidates(own, record.text, &rows[i]) : rc;
        rc = rc == PAL_OK ? pal_listed_put(own->db, &rows[i]) : rc;
    }
    return rc;
}

/* The rows of projects that depend on something, some at a time. */
static enum pal_rc renew_each(struct pal_errand *errand, enum pal_listed_by by, const char *id,
                              renew_fn take)
{
    char last[PAL_LIMIT_ID_BYTES + 1] = "";
    size_t count = AT_ONCE;
    enum pal_rc rc = PAL_OK;
    while (count == AT_ONCE && rc == PAL_OK) {
        struct pal_arena scratch;
        struct pal_listed_row *rows = NULL;
        pal_arena_init(&scratch, errand->arena->alloc);
        struct pal_errand own = as_operator(errand, &scratch);
        rc = pal_listed_of(own.db, by, id, last, AT_ONCE, &scratch, &rows, &count);
        if (rc == PAL_OK && count > 0) {
            (void)snprintf(last, sizeof last, "%s", rows[count - 1].id);
            rc = take(&own, rows, count);
        }
        errand->err = own.err;
        pal_arena_done(&scratch);
    }
    return rc;
}

static enum pal_rc renew_one(struct pal_errand *errand, const struct pal_record *record)
{
    struct pal_arena scratch;
    pal_arena_init(&scratch, errand->arena->alloc);
    struct pal_errand own = as_operator(errand, &scratch);
    enum pal_rc rc = renew(&own, record, NULL);
    errand->err = own.err;
    pal_arena_done(&scratch);
    return rc;
}

enum pal_rc pal_listed_follow(struct pal_errand *errand, const struct pal_record *written)
{
    enum pal_rc rc = renew_one(errand, written);
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_kind_is(written->kind, PAL_KIND_PROFILE)) {
        return renew_each(errand, PAL_LISTED_BY_PROFILE, written->id, renew_levels);
    }
    if (pal_kind_is(written->kind, PAL_KIND_ALERT_SCHEME)) {
        return renew_each(errand, PAL_LISTED_BY_SCHEME, written->id, renew_levels);
    }
    return pal_kind_is(written->kind, PAL_KIND_PROVIDER)
               ? renew_each(errand, PAL_LISTED_BY_PROVIDER, written->id, renew_providers)
               : PAL_OK;
}

static enum pal_rc renew_project(struct pal_errand *errand, const char *id)
{
    struct pal_arena scratch;
    struct pal_record record;
    pal_arena_init(&scratch, errand->arena->alloc);
    enum pal_rc rc = pal_record_get(errand->db, "project", id, &scratch, &record);
    if (rc == PAL_OK) {
        rc = renew_one(errand, &record);
    }
    pal_arena_done(&scratch);
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

enum pal_rc pal_listed_follow_fact(struct pal_errand *errand, const struct pal_fact_row *row)
{
    bool is_alert = strcmp(row->kind, PAL_ALERT_FACT) == 0;
    if (is_alert && pal_kind_is(row->subject_kind, PAL_KIND_ALERT_SCHEME)) {
        return renew_each(errand, PAL_LISTED_BY_SCHEME, row->subject, renew_levels);
    }
    bool is_of_project = pal_kind_is(row->subject_kind, PAL_KIND_PROJECT);
    return is_of_project && (is_alert || strcmp(row->kind, PAL_CANDIDATE_FACT) == 0)
               ? renew_project(errand, row->subject)
               : PAL_OK;
}

/* -------------------------------------------------------------------- all of them */

/* The documents of all kinds, those out of the lists too; of projects with their texts. */
static enum pal_rc each_document(struct pal_errand *errand, pal_take_each take, void *ctx)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < PAL_KIND_COUNT && rc == PAL_OK; i++) {
        const char *kind = pal_kinds[i].word;
        struct pal_record_list list = {.kind = kind,
                                       .with_text = pal_kind_is(kind, PAL_KIND_PROJECT)};
        rc = pal_house_each(errand, list, take, ctx);
        list.is_removed = true;
        rc = rc == PAL_OK ? pal_house_each(errand, list, take, ctx) : rc;
    }
    return rc;
}

static enum pal_rc take_row(void *ctx, struct pal_errand *own, const struct pal_record *record)
{
    struct pal_errand all = as_operator(own, own->arena);
    enum pal_rc rc = renew(&all, record, ctx);
    own->err = all.err;
    return rc;
}

enum pal_rc pal_listed_rebuild(struct pal_errand *errand)
{
    struct pal_arena kept;
    struct pal_alert_schemes schemes = {.arena = &kept};
    pal_arena_init(&kept, errand->arena->alloc);
    enum pal_rc rc = pal_listed_clear(errand->db);
    rc = rc == PAL_OK ? each_document(errand, take_row, &schemes) : rc;
    pal_arena_done(&kept);
    return pal_errand_explain(errand, rc);
}

static bool is_same(const struct pal_listed_row *a, const struct pal_listed_row *b)
{
    const char *const texts[][2] = {
        {a->title, b->title},        {a->letters, b->letters}, {a->words, b->words},
        {a->state, b->state},        {a->profile, b->profile}, {a->said_level, b->said_level},
        {a->scheme, b->scheme},      {a->level, b->level},     {a->provider_ids, b->provider_ids},
        {a->providers, b->providers}};
    bool is_equal = a->state_rank == b->state_rank && a->level_rank == b->level_rank;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        is_equal = is_equal && texts[i][1] != NULL && strcmp(texts[i][0], texts[i][1]) == 0;
    }
    return is_equal;
}

struct comparing {
    struct pal_alert_schemes schemes;
    int64_t wrong;
};

static enum pal_rc compare_row(void *ctx, struct pal_errand *own, const struct pal_record *record)
{
    struct comparing *at = ctx;
    struct pal_errand all = as_operator(own, own->arena);
    struct pal_listed_row wanted;
    struct pal_listed_row there;
    enum pal_rc rc = compute(&all, record, &at->schemes, &wanted);
    own->err = all.err;
    if (rc == PAL_OK) {
        rc = pal_listed_get(own->db, record->kind, record->id, own->arena, &there);
        at->wrong += rc == PAL_E_NOT_FOUND || (rc == PAL_OK && !is_same(&wanted, &there));
        rc = rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    return rc;
}

enum pal_rc pal_listed_wrong(struct pal_errand *errand, int64_t *out)
{
    struct pal_arena kept;
    struct comparing at = {.schemes = {.arena = &kept}};
    pal_arena_init(&kept, errand->arena->alloc);
    enum pal_rc rc = pal_listed_strays(errand->db, out);
    rc = rc == PAL_OK ? each_document(errand, compare_row, &at) : rc;
    pal_arena_done(&kept);
    *out += at.wrong;
    return pal_errand_explain(errand, rc);
}
