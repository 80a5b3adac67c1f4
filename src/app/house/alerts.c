#include "app/house/alerts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/alerts_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/jobs.h"
#include "app/house/scores.h"
#include "app/house/shelf.h"
#include "base/buf.h"
#include "base/text.h"

enum { ORDER_MOST = 500 };

/* ------------------------------------------------------------------------ now */

/* The last act on one subject; `number` 0: there is none. */
static enum pal_rc last_on(struct pal_errand *errand, const char *kind, const char *id,
                           struct pal_fact_row *out)
{
    const struct pal_fact_row value = {
        .subject_kind = kind, .subject = id, .kind = PAL_ALERT_FACT, .part = "", .lane = ""};
    *out = (struct pal_fact_row){.turn = 0};
    enum pal_rc rc = pal_head_get(errand->db, &value, errand->arena, out);
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

enum pal_rc pal_alerts_turn(struct pal_errand *errand, const char *subject, int64_t *out)
{
    struct pal_fact_row row;
    size_t len = strcspn(subject, "/");
    const char *kind = pal_arena_copy(errand->arena, subject, len);
    enum pal_rc rc = kind != NULL
                         ? last_on(errand, kind, subject + len + (subject[len] == '/'), &row)
                         : PAL_E_MEMORY;
    *out = rc == PAL_OK ? row.turn : 0;
    return rc;
}

static void take_fact(struct pal_errand *errand, const struct pal_fact_row *row,
                      struct pal_alert_now *out)
{
    bool is_in_force = strcmp(row->state, "in-force") == 0;
    out->level = is_in_force ? pal_fact_word(errand, row->body, "level") : NULL;
    out->since = is_in_force ? pal_fact_word(errand, row->body, "since") : NULL;
    out->order = pal_fact_word(errand, row->body, "order");
    out->principal = row->principal;
    out->act = row->act;
    out->is_of_scheme = strcmp(row->subject_kind, "alert-scheme") == 0;
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

/* The last act among those at hand on one subject; NULL. */
static const struct pal_fact_row *last_among(const struct pal_fact_row *rows, size_t count,
                                             const char *kind, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].subject, id) == 0 && strcmp(rows[i].subject_kind, kind) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static bool is_any_wide(const struct pal_fact_row *rows, size_t count)
{
    bool is_any = false;
    for (size_t i = 0; i < count; i++) {
        is_any = is_any || strcmp(rows[i].subject_kind, "alert-scheme") == 0;
    }
    return is_any;
}

/* What was taken back whole, as by an import, is as if it had not been said. */
static bool holds(const struct pal_fact_row *row)
{
    return row != NULL && strcmp(row->state, pal_fact_none) != 0;
}

/* What is in force, given the last act on the project and that on its scheme (NULL: none). */
static void take(struct pal_errand *errand, const struct pal_fact_row *own,
                 const struct pal_fact_row *wide, struct pal_alert_now *out)
{
    out->own_turn = own != NULL ? own->turn : 0;
    out->scheme_turn = wide != NULL ? wide->turn : 0;
    own = holds(own) ? own : NULL;
    wide = holds(wide) ? wide : NULL;
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

enum pal_rc pal_alerts_of(struct pal_errand *errand, struct pal_app *app,
                          const char *const *projects, const struct pal_alert_text *texts,
                          size_t count, struct pal_alert_now *out)
{
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    const char *list = pal_fact_subject_list(errand, projects, count);
    enum pal_rc rc =
        list != NULL ? pal_heads_of(errand->db, PAL_ALERT_FACT, list, errand->arena, &rows, &found)
                     : PAL_E_MEMORY;
    bool is_wide = is_any_wide(rows, found);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const struct pal_fact_row *own = last_among(rows, found, "project", projects[i]);
        begin(app, &texts[i], is_wide || own != NULL, &out[i]);
        const struct pal_fact_row *wide =
            out[i].scheme != NULL ? last_among(rows, found, "alert-scheme", out[i].scheme->id)
                                  : NULL;
        take(errand, own, wide, &out[i]);
    }
    return pal_errand_explain(errand, rc);
}

/* By the keys of both values: what it costs does not grow with the projects that have one. */
enum pal_rc pal_alerts_now(struct pal_errand *errand, struct pal_app *app, const char *project,
                           const struct pal_alert_text *text, struct pal_alert_now *out)
{
    struct pal_fact_row own;
    struct pal_fact_row wide = {.turn = 0};
    begin(app, text, true, out);
    enum pal_rc rc = last_on(errand, "project", project, &own);
    if (rc == PAL_OK && out->scheme != NULL) {
        rc = last_on(errand, "alert-scheme", out->scheme->id, &wide);
    }
    if (rc == PAL_OK) {
        take(errand, own.turn > 0 ? &own : NULL, wide.turn > 0 ? &wide : NULL, out);
    }
    return pal_errand_explain(errand, rc);
}

/* --------------------------------------------------------------- of a text */

static struct pal_alert_text words_in(struct pal_errand *errand, const char *text)
{
    struct pal_alert_text out = {NULL, NULL, NULL};
    struct pal_app app;
    struct pal_opened document;
    pal_house_share(errand, &app);
    if (pal_document_look(&app, "project", text, strlen(text), &document) == PAL_OK) {
        const char *const keys[] = {"profile", "alert_level", "alert_since"};
        const char **words[] = {&out.profile, &out.level, &out.since};
        for (size_t i = 0; i < 3; i++) {
            const char *word = pal_node_text(pal_node_get(document.root, keys[i]));
            *words[i] = word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
        }
    }
    pal_app_done(&app);
    return out;
}

/* A text may be long: only its words are left when this returns. `version` 0: the last. */
static enum pal_rc words_of_version(struct pal_errand *errand, const char *project, int64_t version,
                                    struct pal_alert_text *words)
{
    struct pal_record old;
    struct pal_arena scratch;
    pal_arena_init(&scratch, errand->arena->alloc);
    enum pal_rc rc = version > 0 ? pal_record_get_version(errand->db, "project", project, version,
                                                          &scratch, &old)
                                 : pal_record_get(errand->db, "project", project, &scratch, &old);
    if (rc == PAL_OK) {
        *words = words_in(errand, old.text);
    }
    pal_arena_done(&scratch);
    return rc;
}

/* ----------------------------------------------------------------------- fields */

static const struct pal_type type_order = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = ORDER_MOST};
struct alert_doc {
    struct pal_node *level, *since, *order;
};
static const struct pal_field alert_fields[] = {
    PAL_FIELD(alert_doc, level, false, &pal_type_id, PAL_N_("Alert level")),
    PAL_FIELD(alert_doc, since, false, &pal_type_date, PAL_N_("In force since")),
    PAL_FIELD(alert_doc, order, true, &type_order, PAL_N_("By whose order (reference)")),
};
static const struct pal_type type_alert = {.kind = PAL_TYPE_OBJECT,
                                           .name = "an alert level in force",
                                           .fields = alert_fields,
                                           .field_count = 3,
                                           .slots_size = sizeof(struct alert_doc)};
static const struct pal_fact_lane alert_lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_EDIT_PROJECT, PAL_AUDIENCE_PROJECT}};
static const struct pal_fact_state alert_states[] = {{"in-force", PAL_N_("In force")},
                                                     {"lifted", PAL_N_("No level in force")}};
static const char *const alert_subjects[] = {"project", "alert-scheme", NULL};

/* The scheme that a subject is about; NULL: it has none. */
static enum pal_rc scheme_of(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_fact_row *row, const struct pal_alert_scheme **out)
{
    *out = NULL;
    if (strcmp(row->subject_kind, "alert-scheme") == 0) {
        return pal_app_scheme(app, row->subject, out);
    }
    struct pal_alert_text words;
    enum pal_rc rc = words_of_version(errand, row->subject, 0, &words);
    return rc == PAL_OK && words.profile != NULL
               ? pal_app_scheme_of_profile(app, words.profile, out)
               : rc;
}

/* A level is one of the scheme; whoever says none lifts it. */
static enum pal_rc check_alert(struct pal_errand *errand, const struct pal_fact_row *row,
                               const struct pal_fact_row *head)
{
    const struct pal_alert_scheme *scheme = NULL;
    const char *level = pal_fact_word(errand, row->body, "level");
    struct pal_app app;
    (void)head;
    bool is_lifted = strcmp(row->state, "lifted") == 0;
    if (strcmp(row->state, pal_fact_none) == 0) { /* taken back: as if nothing had been said */
        return PAL_OK;
    }
    if (pal_fact_is_to_come(errand, pal_fact_word(errand, row->body, "since"))) {
        return pal_errand_fail(
            errand, PAL_E_INVALID,
            "since: that day is still to come, and a level holds from the moment "
            "it is put in force: come back on that day");
    }
    if (is_lifted || level == NULL) {
        return is_lifted && level == NULL
                   ? PAL_OK
                   : pal_errand_fail(errand, PAL_E_INVALID,
                                     is_lifted ? "what is lifted has no level: leave it out"
                                               : "level: say which alert level is in force");
    }
    if (row->claim != NULL && row->claim[0] != '\0') {
        return PAL_OK; /* what is brought was in force once, in a scheme as it was then */
    }
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    enum pal_rc rc = scheme_of(errand, &app, row, &scheme);
    bool is_known = rc == PAL_OK && scheme != NULL && pal_alert_find(scheme, level) >= 0;
    pal_app_done(&app);
    return is_known
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "there is no alert level %s here: the project needs a profile "
                                 "that follows a scheme, and the level is one of that scheme",
                                 pal_quote(level).text);
}

/* ------------------------------------------------------------------ what follows */

/* More scores than a request computes become a job, before anything is written. */
static enum pal_rc take_time(struct pal_errand *errand, const struct pal_fact_row *row,
                             bool *is_long)
{
    static const struct pal_weight some = {PAL_JOB_ASSESSMENTS, PAL_JOB_BYTES};
    struct pal_weight weight;
    enum pal_rc rc = pal_scores_weigh_of(errand, row->subject_kind, row->subject, &some, &weight);
    *is_long = rc == PAL_OK && (weight.assessments > some.assessments || weight.bytes > some.bytes);
    return rc;
}

static enum pal_rc follow_alert(struct pal_errand *errand, const struct pal_fact_row *row)
{
    return pal_scores_again(errand, row->subject_kind, row->subject);
}

/* 1: raised, -1: lowered, 0: levels that are the scheme's no more have no order among them. */
static int direction(const struct pal_alert_scheme *scheme, const char *from, const char *to)
{
    int from_at = scheme != NULL ? pal_alert_find(scheme, from) : -1;
    int to_at = scheme != NULL ? pal_alert_find(scheme, to) : -1;
    return from_at < 0 || to_at < 0 ? 0 : to_at > from_at ? 1 : -1;
}

static const char *label_of(const struct pal_errand *errand, const struct pal_alert_scheme *scheme,
                            const char *level)
{
    enum pal_lang lang = errand->voice != NULL ? errand->voice->lang : PAL_LANG_EN;
    int at = scheme != NULL && level != NULL ? pal_alert_find(scheme, level) : -1;
    return at >= 0 ? pal_text_in(&scheme->levels[at].label, lang) : level;
}

/* ------------------------------------------------------------------- in words */

/* "raised from yellow to orange by …" */
static const char *say_from(struct pal_errand *errand, const struct pal_fact_row *row,
                            const struct pal_alert_scheme *scheme, const char *from)
{
    const char *level = pal_fact_word(errand, row->body, "level");
    const char *order = pal_fact_word(errand, row->body, "order");
    order = order != NULL ? order : "-";
    const char *to_label = label_of(errand, scheme, level);
    const char *from_label = label_of(errand, scheme, from);
    const struct pal_voice *voice = errand->voice;
    const char *words;
    if (level == NULL) {
        words = pal_arena_printf(errand->arena,
                                 pal_voice_say(voice, PAL_N_("level lifted (was: %s), by %s")),
                                 from_label != NULL ? from_label : "-", order);
    } else if (from == NULL || strcmp(from, level) == 0) {
        words = pal_arena_printf(errand->arena,
                                 pal_voice_say(voice, from == NULL ? PAL_N_("set to %s, by %s")
                                                                   : PAL_N_("kept at %s, by %s")),
                                 to_label, order);
    } else {
        int to = direction(scheme, from, level);
        words = pal_arena_printf(errand->arena,
                                 pal_voice_say(voice, to > 0 ? PAL_N_("raised from %s to %s, by %s")
                                                      : to < 0
                                                          ? PAL_N_("lowered from %s to %s, by %s")
                                                          : PAL_N_("changed from %s to %s, by %s")),
                                 from_label, to_label, order);
    }
    return words;
}

static const char *level_said(struct pal_errand *errand, const struct pal_fact_row *row)
{
    return row->turn > 0 && holds(row) ? pal_fact_word(errand, row->body, "level") : NULL;
}

/* The last act on a subject before another; one of turn 0: there is none. */
static enum pal_rc act_before(struct pal_errand *errand, const char *kind, const char *subject,
                              int64_t number, struct pal_fact_row *out)
{
    const struct pal_fact_list list = {.subject_kind = kind,
                                       .subject = subject,
                                       .kind = PAL_ALERT_FACT,
                                       .before = number,
                                       .max = 1};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    *out = (struct pal_fact_row){.turn = 0};
    enum pal_rc rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &count);
    if (rc == PAL_OK && count > 0) {
        *out = rows[0];
    }
    return rc;
}

/* What the text of a project said at a time; `*out` NULL: nothing. */
static enum pal_rc level_of_text(struct pal_errand *errand, const char *project, int64_t at,
                                 const char **out)
{
    enum { AT_ONCE = 100 };
    struct pal_alert_text words = {NULL, NULL, NULL};
    struct pal_record *rows = NULL;
    size_t count = AT_ONCE;
    int64_t version = 0;
    int64_t below = 0;
    enum pal_rc rc = PAL_OK;
    while (rc == PAL_OK && version == 0 && count == AT_ONCE) {
        rc = pal_record_history(errand->db, "project", project, below, AT_ONCE, errand->arena,
                                &rows, &count);
        for (size_t i = 0; i < count && rc == PAL_OK && version == 0; i++) {
            below = rows[i].version;
            version = rows[i].changed_at <= at ? rows[i].version : 0;
        }
    }
    if (rc == PAL_OK && version > 0) {
        rc = words_of_version(errand, project, version, &words);
    }
    *out = words.level;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

/* The level that an act found in force: of the last act before it, on the project or on the scheme
 * that it follows; before all acts, of the text as it was. */
static enum pal_rc level_before(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_alert_scheme *scheme, const char **out)
{
    bool is_project = strcmp(row->subject_kind, "project") == 0;
    struct pal_fact_row own;
    struct pal_fact_row wide = {.turn = 0};
    enum pal_rc rc = act_before(errand, row->subject_kind, row->subject, row->number, &own);
    if (rc == PAL_OK && is_project && scheme != NULL) {
        rc = act_before(errand, "alert-scheme", scheme->id, row->number, &wide);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (is_project && own.turn == 0 && wide.turn == 0) {
        return level_of_text(errand, row->subject, row->at, out);
    }
    *out = level_said(errand, wide.turn > 0 && wide.number > own.number ? &wide : &own);
    return PAL_OK;
}

/* What was brought from elsewhere is told beside what was brought with it. */
static const char *say_alert(struct pal_errand *errand, const struct pal_fact_row *row,
                             const struct pal_fact_row *before)
{
    const struct pal_alert_scheme *scheme = NULL;
    const char *from = level_said(errand, before);
    struct pal_app app;
    bool is_claim = row->claim != NULL && row->claim[0] != '\0';
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    if (scheme_of(errand, &app, row, &scheme) != PAL_OK) {
        scheme = NULL;
    }
    if (!is_claim && level_before(errand, row, scheme, &from) != PAL_OK) {
        from = NULL;
    }
    const char *words = say_from(errand, row, scheme, from);
    pal_app_done(&app);
    return words;
}

const struct pal_fact_kind pal_fact_alert = {
    .id = PAL_ALERT_FACT,
    .title = PAL_N_("Alert levels"),
    .verb = PAL_ALERT_FACT,
    .subjects = alert_subjects,
    .fields = &type_alert,
    .lanes = alert_lanes,
    .lane_count = 1,
    .states = alert_states,
    .state_count = 2,
    .check = check_alert,
    .take_time = take_time,
    .follow = follow_alert,
    .say = say_alert,
    .no_undo = PAL_N_("an alert level is not taken back: put another in "
                      "force, with the order that says so")};

static int newest_first(const void *one, const void *other)
{
    const struct pal_fact_row *a = one;
    const struct pal_fact_row *b = other;
    return a->number < b->number ? 1 : a->number > b->number ? -1 : 0;
}

/* Of one subject, behind those that are there. */
static enum pal_rc add_rows(struct pal_errand *errand, const char *kind, const char *id, size_t max,
                            struct pal_fact_row *out, size_t *count)
{
    const struct pal_fact_list list = {
        .subject_kind = kind, .subject = id, .kind = PAL_ALERT_FACT, .max = max};
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    enum pal_rc rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &found);
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        out[(*count)++] = rows[i];
    }
    return rc;
}

/* The changes at hand, the newest first, as the project saw them; what it is told beside is one
 * more than those that are told, or the text. */
static enum pal_rc say_each(struct pal_errand *errand, const char *project,
                            const struct pal_alert_scheme *scheme, const struct pal_fact_row *rows,
                            size_t found, struct pal_alert_change *out, size_t count)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const char *from = NULL;
        if (i + 1 < found) {
            from = level_said(errand, &rows[i + 1]);
        } else {
            rc = level_of_text(errand, project, rows[i].at, &from);
        }
        const char *words = rc == PAL_OK ? say_from(errand, &rows[i], scheme, from) : NULL;
        rc = rc != PAL_OK || words != NULL ? rc : PAL_E_MEMORY;
        out[i] = (struct pal_alert_change){rows[i].at, rows[i].principal, words,
                                           strcmp(rows[i].subject_kind, "alert-scheme") == 0};
    }
    return rc;
}

/* Each is told beside what was in force before it, whichever of the two said so. */
enum pal_rc pal_alerts_history(struct pal_errand *errand, const char *project, const char *scheme,
                               size_t max, struct pal_alert_change **out, size_t *count)
{
    const struct pal_alert_scheme *levels = NULL;
    struct pal_app app;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_fact_row *rows = PAL_NEW(errand->arena, struct pal_fact_row, 2 * (max + 1));
    *out = PAL_NEW(errand->arena, struct pal_alert_change, max + 1);
    if (rows == NULL || *out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = add_rows(errand, "project", project, max + 1, rows, &found);
    if (rc == PAL_OK && scheme != NULL) {
        rc = add_rows(errand, "alert-scheme", scheme, max + 1, rows, &found);
    }
    qsort(rows, found, sizeof *rows, newest_first);
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    if (rc == PAL_OK && scheme != NULL && pal_app_scheme(&app, scheme, &levels) != PAL_OK) {
        levels = NULL;
    }
    if (rc == PAL_OK) {
        *count = found < max ? found : max;
        rc = say_each(errand, project, levels, rows, found, *out, *count);
    }
    pal_app_done(&app);
    return pal_errand_explain(errand, rc);
}

/* --------------------------------------------------------------- a new text */

static bool is_same(const char *a, const char *b)
{
    a = a != NULL ? a : "";
    b = b != NULL ? b : "";
    return strcmp(a, b) == 0;
}

/* Only where an act tells of the project already: before the first, the text itself says it. */
enum pal_rc pal_alerts_follow_text(struct pal_errand *errand, const struct pal_record *written,
                                   const struct pal_record *last)
{
    struct pal_alert_text before;
    struct pal_alert_now now;
    struct pal_app app;
    if (last->version == 0 || strcmp(written->kind, "project") != 0) {
        return PAL_OK;
    }
    enum pal_rc rc = words_of_version(errand, written->id, last->version, &before);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_alert_text after = words_in(errand, written->text);
    if (is_same(before.level, after.level) && is_same(before.since, after.since)) {
        return PAL_OK;
    }
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    rc = pal_alerts_now(errand, &app, written->id, &after, &now);
    pal_app_done(&app);
    if (rc != PAL_OK || now.act == 0 || is_same(now.level, after.level)) {
        return rc;
    }
    const struct pal_fact_field fields[] = {
        {"level", after.level != NULL ? after.level : ""},
        {"since", after.since != NULL ? after.since : ""},
        {"order", pal_arena_printf(errand->arena, "project/%s, version %lld", written->id,
                                   (long long)written->version)}};
    if (fields[2].value == NULL) {
        return PAL_E_MEMORY;
    }
    const struct pal_fact_wish wish = {
        .kind = PAL_ALERT_FACT,
        .subject_kind = "project",
        .subject = written->id,
        .part = "",
        .lane = "",
        .state = after.level != NULL && after.level[0] != '\0' ? "in-force" : "lifted",
        .fields = fields,
        .field_count = 3};
    return pal_facts_say_within(errand, &wish);
}
