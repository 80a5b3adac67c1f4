/* alert_acts - what raises and lowers an alert level: the kind of its facts, its checks, the verb,
 * and what a new text of a project says of it. */
#include <string.h>
#include <time.h>

#include "app/house/alerts_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/jobs.h"
#include "app/house/scores.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"

enum { ORDER_MOST = 500, DAY_ROOM = 16 };

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
static const struct pal_fact_state alert_states[] = {
    {"in-force", PAL_N_("In force"), PAL_ROW_AS_SAID},
    {"lifted", PAL_N_("No level in force"), PAL_ROW_AS_SAID}};
static const enum pal_kind_id alert_subjects[] = {PAL_KIND_PROJECT, PAL_KIND_ALERT_SCHEME,
                                                  PAL_KIND_COUNT};

/* ------------------------------------------------------------------------ checks */

static const char *day_at(int64_t at, char out[DAY_ROOM])
{
    struct tm parts;
    time_t time = (time_t)at;
    bool is_day =
        gmtime_r(&time, &parts) != NULL && strftime(out, DAY_ROOM, "%Y-%m-%d", &parts) > 0;
    return is_day ? out : "";
}

/* What stands in a fact goes together, whatever is in force. */
static enum pal_rc check_words(struct pal_errand *errand, const struct pal_fact_row *row,
                               const char *level)
{
    bool is_lifted = strcmp(row->state, "lifted") == 0;
    if (pal_fact_is_to_come(errand, pal_fact_word(errand, row, "since"))) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "since",
                                  "that day is still to come, and a level holds from the moment "
                                  "it is put in force: come back on that day");
    }
    if (is_lifted && level != NULL) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "level",
                                  "what is lifted has no level: leave it out");
    }
    return is_lifted || level != NULL ? PAL_OK
                                      : pal_errand_fail_at(errand, PAL_E_INVALID, "level",
                                                           "say which alert level is in force");
}

/* The scheme that a fact is about, the level that it finds in force, and what the table asks of. */
static enum pal_rc find_case(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_fact_row *row, const struct pal_fact_row *head,
                             const struct pal_alert_scheme **scheme, const char **from,
                             struct pal_case_of *of)
{
    struct pal_alert_text words;
    struct pal_alert_now now;
    *scheme = NULL;
    if (pal_kind_is(row->subject_kind, PAL_KIND_PROJECT)) {
        enum pal_rc rc = pal_alert_text_of(errand, row->subject, 0, &words, of);
        rc = rc == PAL_OK ? pal_alerts_now(errand, app, row->subject, &words, &now) : rc;
        *scheme = rc == PAL_OK ? now.scheme : NULL;
        *from = rc == PAL_OK ? now.level : NULL;
        return rc;
    }
    /* Whoever may write it may edit it; there is no project that could be closed. */
    *of = (struct pal_case_of){.may = PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT)};
    *from = pal_alert_holds(head) ? pal_fact_word(errand, head, "level") : NULL;
    return pal_app_scheme(app, row->subject, scheme);
}

/* Against the table of transitions, and the levels of the scheme. */
static enum pal_rc check_change(struct pal_errand *errand, struct pal_app *app,
                                const struct pal_fact_row *row, const struct pal_fact_row *head,
                                const char *level)
{
    const struct pal_alert_scheme *scheme;
    const char *from = NULL;
    struct pal_case_of of;
    enum pal_rc rc = find_case(errand, app, row, head, &scheme, &from, &of);
    if (rc == PAL_E_MEMORY) {
        return pal_errand_explain(errand, rc);
    }
    int to = scheme != NULL && level != NULL ? pal_alert_find(scheme, level) : -1;
    if (level != NULL && to < 0) {
        return pal_errand_fail_at(
            errand, PAL_E_INVALID, "level",
            "there is no alert level %s here: the project needs a profile that "
            "follows a scheme, and the level is one of that scheme",
            pal_quote(level).text);
    }
    unsigned given = pal_fact_word(errand, row, "since") != NULL ? PAL_ASK_BIT(PAL_ASK_DATE) : 0;
    given |= pal_fact_word(errand, row, "order") != NULL ? PAL_ASK_BIT(PAL_ASK_REFERENCE) : 0;
    const struct pal_case_answer answer = pal_case_of_alert(
        &of, scheme != NULL && from != NULL ? pal_alert_find(scheme, from) : -1, to, given);
    return pal_case_refuse(errand, &answer, NULL);
}

static enum pal_rc check_alert(struct pal_errand *errand, const struct pal_fact_row *row,
                               const struct pal_fact_row *head)
{
    struct pal_app app;
    if (strcmp(row->state, pal_fact_none) == 0) { /* taken back: as if nothing had been said */
        return PAL_OK;
    }
    const char *level = pal_fact_word(errand, row, "level");
    enum pal_rc rc = check_words(errand, row, level);
    if (rc != PAL_OK || (row->claim != NULL && row->claim[0] != '\0')) {
        return rc; /* what is brought was in force once, in a case and a scheme as they were then */
    }
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    rc = check_change(errand, &app, row, head, level);
    pal_app_done(&app);
    return rc;
}

/* ------------------------------------------------------------------ what follows */

/* More scores than a request computes become a job, before anything is written. A job says how many
 * there are. */
static enum pal_rc compute_ahead(struct pal_errand *errand, const struct pal_fact_row *rows,
                                 size_t count, bool *is_long, struct pal_scores **out)
{
    static const struct pal_weight all = {INT64_MAX, INT64_MAX};
    static const struct pal_weight some = {PAL_JOB_ASSESSMENTS, PAL_JOB_BYTES};
    struct pal_weight weight = {0, 0};
    enum pal_rc rc = PAL_OK;
    if (errand->is_hurried || errand->progress != NULL) {
        rc = pal_scores_weigh_of(errand, rows, count, errand->is_hurried ? &some : &all, &weight);
    }
    if (errand->progress != NULL) {
        atomic_store(&errand->progress->total, weight.assessments);
    }
    *is_long =
        errand->is_hurried && (weight.assessments > some.assessments || weight.bytes > some.bytes);
    return rc == PAL_OK && !*is_long ? pal_scores_ahead_of(errand, rows, count, out) : rc;
}

static enum pal_rc follow_alert(struct pal_errand *errand, const struct pal_fact_row *row,
                                struct pal_scores *ahead)
{
    return pal_scores_again(errand, row->subject_kind, row->subject, ahead);
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
    .ahead = compute_ahead,
    .follow = follow_alert,
    .say = pal_alert_say,
    .no_undo = PAL_N_("an alert level is not taken back: put another in "
                      "force, with the order that says so")};

/* ---------------------------------------------------------------------- the verb */

/* The value on a subject as it was seen. */
static struct pal_fact_seen seen_of(const char *kind, const char *id, int64_t turn)
{
    return (struct pal_fact_seen){.kind = PAL_ALERT_FACT,
                                  .subject_kind = kind,
                                  .subject = id,
                                  .part = "",
                                  .lane = "",
                                  .turn = turn};
}

/* Both values decide what is in force. Whoever saw another act saw none of the turns of what holds
 * now. */
static size_t hold_seen(const char *project, const struct pal_alert_now *now,
                        const struct pal_alert_wish *wish, struct pal_fact_seen seen[2])
{
    size_t count = 0;
    bool is_seen = now->act == wish->seen_act;
    if (!wish->has_seen) {
        return 0;
    }
    if (is_seen || !now->is_of_scheme) {
        seen[count++] = seen_of("project", project, is_seen ? now->own_turn : PAL_FACT_NEVER_SEEN);
    }
    if (now->scheme != NULL && (is_seen || now->is_of_scheme)) {
        seen[count++] = seen_of("alert-scheme", now->scheme->id,
                                is_seen ? now->scheme_turn : PAL_FACT_NEVER_SEEN);
    }
    return count;
}

enum pal_rc pal_alerts_put(struct pal_errand *errand, const char *project,
                           const struct pal_alert_now *now, const struct pal_alert_wish *wish,
                           struct pal_act_done *out)
{
    char today[DAY_ROOM];
    struct pal_fact_seen seen[2];
    *out = (struct pal_act_done){0};
    if (now->scheme == NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "this project has no profile that follows an alert scheme: choose "
                               "one first");
    }
    if (!wish->is_lifted && wish->level[0] == '\0') {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "level",
                                  "say which alert level is in force");
    }
    const struct pal_fact_field fields[] = {
        {"level", wish->level},
        {"since", wish->since[0] != '\0' ? wish->since : day_at(errand->now, today)},
        {"order", wish->order}};
    const struct pal_fact_wish fact = {.kind = PAL_ALERT_FACT,
                                       .subject_kind = wish->is_wide ? "alert-scheme" : "project",
                                       .subject = wish->is_wide ? now->scheme->id : project,
                                       .part = "",
                                       .lane = "",
                                       .is_behind_last = true,
                                       .state = wish->is_lifted ? "lifted" : "in-force",
                                       .fields = fields,
                                       .field_count = 3};
    const struct pal_act_wish act = {.id = wish->id,
                                     .facts = &fact,
                                     .count = 1,
                                     .seen = seen,
                                     .seen_count = hold_seen(project, now, wish, seen)};
    return pal_facts_act(errand, &act, out);
}

struct pal_case_answer pal_alerts_may(const struct pal_case_of *of, const struct pal_alert_now *now,
                                      int to)
{
    int from =
        now->scheme != NULL && now->level != NULL ? pal_alert_find(now->scheme, now->level) : -1;
    return pal_case_of_alert(of, from, to, ~0U);
}

bool pal_alerts_may_any(const struct pal_case_of *of, const struct pal_alert_now *now)
{
    bool may = false;
    for (int to = -1; now->scheme != NULL && to < (int)now->scheme->level_count; to++) {
        may = may || pal_alerts_may(of, now, to).says == PAL_CASE_MAY;
    }
    return may;
}

/* --------------------------------------------------------------- a new text */

static bool is_same(const char *a, const char *b)
{
    a = a != NULL ? a : "";
    b = b != NULL ? b : "";
    return strcmp(a, b) == 0;
}

/* Only where an act tells of the project already: before the first, the text itself says it. */
enum pal_rc pal_alerts_follow_text(struct pal_errand *errand, struct pal_record *written,
                                   const struct pal_record *last)
{
    struct pal_alert_text before;
    struct pal_alert_now now;
    struct pal_app app;
    char today[DAY_ROOM];
    if (last->version == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_alert_text_of(errand, written->id, last->version, &before, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_alert_text after = pal_alert_text_in(errand, written->text);
    if (is_same(before.level, after.level)) { /* whatever else it says is no act */
        return PAL_OK;
    }
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    rc = pal_alerts_now(errand, &app, written->id, &after, &now);
    pal_app_done(&app);
    if (rc != PAL_OK || now.act == 0 || is_same(now.level, after.level)) {
        return rc;
    }
    bool is_lifted = is_same(after.level, NULL);
    const struct pal_fact_field fields[] = {
        {"level", is_lifted ? "" : after.level},
        {"since", is_same(after.since, NULL) ? day_at(errand->now, today) : after.since},
        {"order", pal_arena_printf(errand->arena, "project/%s, version %lld", written->id,
                                   (long long)written->version)}};
    if (fields[2].value == NULL) {
        return PAL_E_MEMORY;
    }
    const struct pal_fact_wish wish = {.kind = PAL_ALERT_FACT,
                                       .subject_kind = "project",
                                       .subject = written->id,
                                       .part = "",
                                       .lane = "",
                                       .state = is_lifted ? "lifted" : "in-force",
                                       .fields = fields,
                                       .field_count = 3};
    return pal_facts_say_within(errand, &wish);
}
