#include "app/house/alerts.h"

#include <string.h>

#include "app/desk/documents.h"
#include "app/house/alerts_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/shelf_kinds.h"
#include "base/buf.h"

/* ------------------------------------------------------------------------ now */

enum pal_rc pal_alert_last(struct pal_errand *errand, const char *kind, const char *id,
                           struct pal_fact_row *out)
{
    const struct pal_fact_row value = {
        .subject_kind = kind, .subject = id, .kind = PAL_ALERT_FACT, .part = "", .lane = ""};
    return pal_fact_head(errand, &value, out);
}

enum pal_rc pal_alerts_turn(struct pal_errand *errand, const char *subject, int64_t *out)
{
    struct pal_fact_row row;
    size_t len = strcspn(subject, "/");
    const char *kind = pal_arena_copy(errand->arena, subject, len);
    enum pal_rc rc = kind != NULL
                         ? pal_alert_last(errand, kind, subject + len + (subject[len] == '/'), &row)
                         : PAL_E_MEMORY;
    *out = rc == PAL_OK ? row.turn : 0;
    return rc;
}

static void take_fact(struct pal_errand *errand, const struct pal_fact_row *row,
                      struct pal_alert_now *out)
{
    bool is_in_force = strcmp(row->state, "in-force") == 0;
    out->level = is_in_force ? pal_fact_word(errand, row, "level") : NULL;
    out->since = is_in_force ? pal_fact_word(errand, row, "since") : NULL;
    out->order = pal_fact_word(errand, row, "order");
    out->act = row->act;
    out->is_of_scheme = pal_kind_is(row->subject_kind, PAL_KIND_ALERT_SCHEME);
}

/* What an act says of a level that is not one (any more), as after the profile has changed, is
 * none: not since a day, either. */
static void drop_unknown(struct pal_alert_now *out)
{
    bool is_known =
        out->level != NULL && out->scheme != NULL && pal_alert_find(out->scheme, out->level) >= 0;
    if (!is_known) {
        out->level = NULL;
        out->since = NULL;
    }
}

/* Last acts on several subjects. */
struct last_acts {
    struct pal_fact_row *rows;
    size_t count;
};

static const struct pal_fact_row *last_among(const struct last_acts *acts, const char *id)
{
    for (size_t i = 0; i < acts->count; i++) {
        if (strcmp(acts->rows[i].subject, id) == 0) {
            return &acts->rows[i];
        }
    }
    return NULL;
}

bool pal_alert_holds(const struct pal_fact_row *row)
{
    return row != NULL && row->turn > 0 && strcmp(row->state, pal_fact_none) != 0;
}

/* What is in force, given the last act on the project and that on its scheme (NULL: none). */
static void take(struct pal_errand *errand, const struct pal_fact_row *own,
                 const struct pal_fact_row *wide, struct pal_alert_now *out)
{
    out->own_turn = own != NULL ? own->turn : 0;
    out->scheme_turn = wide != NULL ? wide->turn : 0;
    own = pal_alert_holds(own) ? own : NULL;
    wide = pal_alert_holds(wide) ? wide : NULL;
    const struct pal_fact_row *last =
        own != NULL && (wide == NULL || own->number > wide->number) ? own : wide;
    if (last != NULL) {
        take_fact(errand, last, out);
        drop_unknown(out);
    }
}

/* What the text says, and the scheme. */
static void begin(struct pal_app *app, const struct pal_alert_text *text, bool with_scheme,
                  struct pal_alert_now *out)
{
    *out = (struct pal_alert_now){.level = text->level, .since = text->since};
    if (with_scheme && text->profile != NULL &&
        pal_app_scheme_of_profile(app, text->profile, &out->scheme) != PAL_OK) {
        out->scheme = NULL;
    }
}

/* The last acts on subjects of one kind, as far as the visitor may read them. */
static enum pal_rc last_on_each(struct pal_errand *errand, struct pal_heads_list list,
                                const char *const *ids, size_t count, struct last_acts *out)
{
    list.subjects = pal_fact_subject_list(errand, ids, count);
    *out = (struct last_acts){NULL, 0};
    return list.subjects != NULL
               ? pal_heads_of(errand->db, &list, errand->arena, &out->rows, &out->count)
               : PAL_E_MEMORY;
}

enum pal_rc pal_alerts_of(struct pal_errand *errand, struct pal_app *app,
                          const char *const *projects, const struct pal_alert_text *texts,
                          size_t count, struct pal_alert_now *out)
{
    /* Of projects that are listed for them, and of the library: both may be read. */
    const struct pal_audience_reader reader = {.is_all = pal_errand_is_operator(errand),
                                               .is_signed_in =
                                                   errand->principal.kind == PAL_PRINCIPAL_PERSON,
                                               .may_read = true};
    char room[PAL_AUDIENCES_ROOM];
    struct pal_heads_list list = {.kind = PAL_ALERT_FACT,
                                  .subject_kind = "project",
                                  .audiences = pal_audience_set(&reader, room)};
    struct last_acts own;
    struct last_acts wide = {NULL, 0};
    bool is_wide = false;
    const char **schemes = PAL_NEW(errand->arena, const char *, count + 1);
    enum pal_rc rc =
        schemes != NULL ? last_on_each(errand, list, projects, count, &own) : PAL_E_MEMORY;
    list.subject_kind = "alert-scheme";
    if (rc == PAL_OK) {
        rc = pal_heads_any(errand->db, &list, &is_wide);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        begin(app, &texts[i], is_wide || last_among(&own, projects[i]) != NULL, &out[i]);
        schemes[i] = out[i].scheme != NULL ? out[i].scheme->id : NULL;
    }
    if (rc == PAL_OK && is_wide) {
        rc = last_on_each(errand, list, schemes, count, &wide);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        take(errand, last_among(&own, projects[i]),
             schemes[i] != NULL ? last_among(&wide, schemes[i]) : NULL, &out[i]);
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_alerts_on_scheme(struct pal_errand *errand, struct pal_alert_schemes *schemes,
                                 const char *scheme, struct pal_fact_row *out)
{
    for (size_t i = 0; schemes != NULL && i < schemes->count; i++) {
        if (strcmp(schemes->ids[i], scheme) == 0) {
            *out = schemes->rows[i];
            return PAL_OK;
        }
    }
    if (schemes == NULL || schemes->count == PAL_ALERT_SCHEMES) {
        return pal_alert_last(errand, "alert-scheme", scheme, out);
    }
    struct pal_errand own = *errand;
    own.arena = schemes->arena;
    const char *id = pal_arena_copy(own.arena, scheme, strlen(scheme));
    enum pal_rc rc = id != NULL ? pal_alert_last(&own, "alert-scheme", scheme, out) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        schemes->ids[schemes->count] = id;
        schemes->rows[schemes->count++] = *out;
    }
    return rc;
}

/* What is about to be written of a value, behind all that there is. */
static void take_coming(const struct pal_alert_known *known, const char *kind, const char *id,
                        struct pal_fact_row *last)
{
    for (size_t i = 0; i < known->coming_count; i++) {
        const struct pal_fact_row *row = &known->coming[i];
        if (strcmp(row->kind, PAL_ALERT_FACT) == 0 && strcmp(row->subject_kind, kind) == 0 &&
            strcmp(row->subject, id) == 0) {
            *last = *row;
            last->number = INT64_MAX - (int64_t)(known->coming_count - i);
        }
    }
}

/* By the keys of both values: what it costs does not grow with the projects that have one. */
enum pal_rc pal_alerts_by(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const struct pal_alert_text *text, const struct pal_alert_known *known,
                          struct pal_alert_now *out)
{
    struct pal_fact_row own = {.turn = 0};
    struct pal_fact_row wide = {.turn = 0};
    enum pal_rc rc = PAL_OK;
    begin(app, text, true, out);
    if (known->own != NULL) {
        own = *known->own;
    } else {
        rc = pal_alert_last(errand, "project", project, &own);
    }
    if (rc == PAL_OK && out->scheme != NULL) {
        rc = pal_alerts_on_scheme(errand, known->schemes, out->scheme->id, &wide);
        take_coming(known, "alert-scheme", out->scheme->id, &wide);
    }
    take_coming(known, "project", project, &own);
    if (rc == PAL_OK) {
        take(errand, own.turn > 0 ? &own : NULL, wide.turn > 0 ? &wide : NULL, out);
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_alerts_now(struct pal_errand *errand, struct pal_app *app, const char *project,
                           const struct pal_alert_text *text, struct pal_alert_now *out)
{
    static const struct pal_alert_known nothing = {.own = NULL};
    return pal_alerts_by(errand, app, project, text, &nothing, out);
}

/* --------------------------------------------------------------- of a text */

/* `of`: NULL, or what the case asks about. */
static void look(struct pal_errand *errand, const char *project, const char *text,
                 struct pal_alert_text *out, struct pal_case_of *of)
{
    static const char *const keys[] = {"profile", "alert_level", "alert_since"};
    const char **words[] = {&out->profile, &out->level, &out->since};
    struct pal_app app;
    struct pal_opened document = {.root = NULL};
    *out = (struct pal_alert_text){NULL, NULL, NULL};
    pal_house_share(errand, &app);
    if (pal_document_look(&app, "project", text, strlen(text), &document) != PAL_OK) {
        document.root = NULL;
    }
    for (size_t i = 0; i < 3; i++) {
        const char *word = pal_node_text(pal_node_get(document.root, keys[i]));
        *words[i] = word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
    }
    if (of != NULL) {
        *of = pal_case_of_node(errand, project, document.root, NULL);
        of->word = ""; /* the tree goes */
    }
    pal_app_done(&app);
}

struct pal_alert_text pal_alert_text_in(struct pal_errand *errand, const char *text)
{
    struct pal_alert_text words;
    look(errand, "", text, &words, NULL);
    return words;
}

/* A text may be long: only its words are left when this returns. */
enum pal_rc pal_alert_text_of(struct pal_errand *errand, const char *project, int64_t version,
                              struct pal_alert_text *words, struct pal_case_of *of)
{
    struct pal_record old;
    struct pal_arena scratch;
    pal_arena_init(&scratch, errand->arena->alloc);
    enum pal_rc rc = version > 0 ? pal_record_get_version(errand->db, "project", project, version,
                                                          &scratch, &old)
                                 : pal_record_get(errand->db, "project", project, &scratch, &old);
    if (rc == PAL_OK) {
        look(errand, project, old.text, words, of);
    }
    pal_arena_done(&scratch);
    return rc;
}

enum pal_rc pal_alert_scheme_of(struct pal_errand *errand, struct pal_app *app,
                                const struct pal_fact_row *row, const struct pal_alert_scheme **out)
{
    *out = NULL;
    if (pal_kind_is(row->subject_kind, PAL_KIND_ALERT_SCHEME)) {
        return pal_app_scheme(app, row->subject, out);
    }
    struct pal_alert_text words;
    enum pal_rc rc = pal_alert_text_of(errand, row->subject, 0, &words, NULL);
    return rc == PAL_OK && words.profile != NULL
               ? pal_app_scheme_of_profile(app, words.profile, out)
               : rc;
}
