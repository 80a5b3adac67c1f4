/* alert_words - what happened to an alert level, in words: for the audit, and as a project saw it.
 */
#include <stdlib.h>
#include <string.h>

#include "app/house/alerts_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"

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
    enum pal_lang lang = pal_errand_lang(errand);
    int at = scheme != NULL && level != NULL ? pal_alert_find(scheme, level) : -1;
    return at >= 0 ? pal_text_in(&scheme->levels[at].label, lang) : level;
}

/* ------------------------------------------------------------------- in words */

/* "raised from yellow to orange by …" */
static const char *say_from(struct pal_errand *errand, const struct pal_fact_row *row,
                            const struct pal_alert_scheme *scheme, const char *from)
{
    const char *level = pal_fact_word(errand, row, "level");
    const char *order = pal_fact_word(errand, row, "order");
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
    return pal_alert_holds(row) ? pal_fact_word(errand, row, "level") : NULL;
}

/* The last act on a subject before another; one of turn 0: there is none. */
static enum pal_rc act_before(struct pal_errand *errand, const char *kind, const char *subject,
                              int64_t number, struct pal_fact_row *out)
{
    const struct pal_fact_row value = {.subject_kind = kind,
                                       .subject = subject,
                                       .kind = PAL_ALERT_FACT,
                                       .part = "",
                                       .lane = "",
                                       .number = number};
    return pal_fact_before(errand, &value, out);
}

/* What the text of a project said at a time; `*out` NULL: nothing. */
static enum pal_rc level_of_text(struct pal_errand *errand, const char *project, int64_t at,
                                 const char **out)
{
    struct pal_alert_text words = {NULL, NULL, NULL};
    int64_t version = 0;
    enum pal_rc rc = pal_record_version_at(errand->db, "project", project, at, &version);
    if (rc == PAL_OK && version > 0) {
        rc = pal_alert_text_of(errand, project, version, &words, NULL);
    }
    *out = words.level;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

/* The level that an act found in force: of the last act before it, on the project or on the scheme
 * that it follows; before all acts, of the text as it was. */
static enum pal_rc level_before(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_alert_scheme *scheme, const char **out)
{
    bool is_project = pal_kind_is(row->subject_kind, PAL_KIND_PROJECT);
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

/* The scheme of a fact's subject: of a project it stands in a text, which is read once for all that
 * is told. NULL: none. */
static const struct pal_alert_scheme *known_scheme(struct pal_errand *errand,
                                                   struct pal_fact_saying *saying,
                                                   const struct pal_fact_row *row)
{
    const struct pal_alert_scheme *scheme = NULL;
    struct pal_fact_known *known = pal_fact_known_of(errand, saying, row);
    if (known != NULL && known->is_known) {
        return known->what;
    }
    if (pal_alert_scheme_of(errand, &saying->app, row, &scheme) != PAL_OK) {
        scheme = NULL;
    }
    if (known != NULL) {
        known->what = scheme;
        known->is_known = true;
    }
    return scheme;
}

const char *pal_alert_say(struct pal_errand *errand, const struct pal_fact_row *row,
                          struct pal_fact_saying *saying)
{
    const char *from = NULL;
    const struct pal_alert_scheme *scheme = known_scheme(errand, saying, row);
    if (level_before(errand, row, scheme, &from) != PAL_OK) {
        from = NULL;
    }
    return say_from(errand, row, scheme, from);
}

/* ------------------------------------------------------------------------ history */

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
        out[i] =
            (struct pal_alert_change){rows[i].at, rows[i].principal, rows[i].claim, words,
                                      pal_kind_is(rows[i].subject_kind, PAL_KIND_ALERT_SCHEME)};
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
