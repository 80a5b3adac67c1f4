/* alert - raising and lowering the alert level: what the change asks for is shown before it is
 * confirmed. */
#include "app/house/alerts.h"

#include <string.h>
#include <time.h>

#include "app/house/facts.h"
#include "app/house/shelf.h"
#include "app/house/standing.h"
#include "base/text.h"
#include "render/report/report_change.h"
#include "web/pages/pages.h"

enum { HISTORY_MOST = 20 };

/* The project around the page, and the scheme that its profile follows. */
static enum pal_rc open(struct pal_call *call, struct pal_document *record,
                        struct pal_value **document)
{
    enum pal_rc rc = pal_project_frame(call, call->params[0], record, document);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_project_tabs(call, call->params[0]);
    return PAL_OK;
}

/* What was asked or typed; "" where neither. */
static const char *asked(struct pal_call *call, const char *name)
{
    const char *value =
        call->is_form_again ? pal_call_field(call, name) : pal_call_query(call, name);
    return value != NULL ? value : "";
}

static const char *today(struct pal_call *call)
{
    struct tm parts;
    time_t now = (time_t)call->errand.now;
    char day[16];
    return gmtime_r(&now, &parts) != NULL && strftime(day, sizeof day, "%Y-%m-%d", &parts) > 0
               ? pal_call_printf(call, "%s", day)
               : "";
}

static void show_form(struct pal_call *call, const char *level)
{
    const struct pal_alert_scheme *scheme = call->alert.scheme;
    const char *since = asked(call, "since");
    for (size_t i = scheme->level_count; i > 0; i--) {
        const struct pal_alert_level *row = &scheme->levels[i - 1];
        pal_call_option(call, "level", row->id,
                        pal_call_printf(call, pal_call_tr(call, "%s (%u of %zu)"),
                                        pal_text_in(&row->label, call->language.lang), row->rank,
                                        scheme->level_count),
                        level);
    }
    pal_call_form(call, "since", since[0] != '\0' ? since : today(call));
    pal_call_form(call, "order", asked(call, "order"));
    bool may_all = pal_errand_may(&call->errand, PAL_MAY_EDIT_LIBRARY, NULL);
    pal_call_option(call, "scope", "project", pal_call_tr(call, "This project alone"),
                    asked(call, "scope"));
    if (may_all) {
        pal_call_option(call, "scope", "scheme",
                        pal_call_tr(call, "All projects that follow this scheme"),
                        asked(call, "scope"));
    }
    pal_set_boolean(call->page, "has_scopes", may_all);
}

/* What is in force, for programs. */
static void put_now(struct pal_call *call)
{
    const struct pal_alert_now *now = &call->alert;
    const struct pal_alert_scheme *scheme = now->scheme;
    int at = scheme != NULL && now->level != NULL ? pal_alert_find(scheme, now->level) : -1;
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "level", now->level);
    pal_put(row, "rank",
            at >= 0 ? pal_value_integer(&call->values, (int64_t)scheme->levels[at].rank)
                    : pal_value_null(&call->values));
    pal_put_integer(row, "of", scheme != NULL ? (int64_t)scheme->level_count : 0);
    pal_put_text(row, "scheme", scheme != NULL ? scheme->id : NULL);
    pal_put_text(row, "since", now->since);
    pal_put_text(row, "order", now->order);
    pal_put_text(row, "scope", now->is_of_scheme ? "scheme" : "project");
    pal_put_integer(row, "turn", now->own_turn);
    pal_put_integer(row, "scheme_turn", now->scheme_turn);
    pal_set(call->data, "alert", row);
    pal_set_text(call->data, "project", call->params[0]);
}

/* What the change asks of the assessment that stands for the project: who activates what, by when,
 * what is missing, what may be stood down. Without one, or where it cannot be told, the page says
 * so. */
static enum pal_rc preview(struct pal_call *call, const struct pal_document *record,
                           const struct pal_value *document, const char *to, bool *is_shown)
{
    struct pal_standing standing = {0};
    struct pal_posture posture;
    const struct pal_efforts *efforts;
    struct pal_level_change change;
    *is_shown = false;
    enum pal_rc rc = pal_house_standing(&call->errand, record, 1, &standing);
    const char *from = call->alert.level;
    if (rc != PAL_OK || standing.latest.id == NULL || from == NULL || strcmp(from, to) == 0) {
        return rc;
    }
    const char *path = pal_call_printf(call, "assessment/%s", standing.latest.id);
    const struct pal_score_request request = {
        .assessments = &path,
        .assessment_count = 1,
        .profile = pal_value_as_text(pal_value_get(document, "profile")),
        .basis = PAL_BASIS_CHECKED};
    rc = pal_app_change(pal_call_app(call), &request, NULL, call->alert.scheme->id, from, to,
                        &posture, &efforts, &change);
    if (rc != PAL_OK) {
        return rc == PAL_E_MEMORY ? pal_errand_explain(&call->errand, rc) : PAL_OK;
    }
    *is_shown = true;
    call->report_key = "change";
    return pal_call_report(
        call, pal_report_change(&posture, efforts, &change, &call->language, &call->values),
        "web_alert", pal_call_tr(call, "Alert level"));
}

static enum pal_rc show_history(struct pal_call *call)
{
    struct pal_alert_change *changes = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_alerts_history(&call->errand, call->params[0], call->alert.scheme->id,
                                        HISTORY_MOST, &changes, &count);
    const char *ids[HISTORY_MOST];
    for (size_t i = 0; i < count; i++) {
        const char *who = changes[i].principal;
        ids[i] = strncmp(who, "person:", 7) == 0 ? who + 7 : "";
    }
    rc = rc == PAL_OK ? pal_call_names(call, ids, count) : rc;
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "at", pal_call_time(call, changes[i].at));
        pal_put_text(row, "by",
                     ids[i][0] != '\0' ? pal_call_person(call, ids[i])
                                       : pal_call_tr(call, "the house"));
        pal_put_text(row, "words", changes[i].words);
        pal_put_boolean(row, "is_wide", changes[i].is_of_scheme);
    }
    pal_set(call->page, "history", list);
    pal_set_boolean(call->page, "has_history", count > 0);
    return rc;
}

enum pal_rc pal_page_alert(struct pal_call *call)
{
    struct pal_document record;
    struct pal_value *document;
    bool is_shown = false;
    enum pal_rc rc = open(call, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    put_now(call);
    if (call->alert.scheme == NULL) { /* the page says what is lacking */
        return pal_call_show(call, "web_alert", pal_call_tr(call, "Alert level"));
    }
    pal_set_boolean(call->page, "has_scheme", true);
    const char *level = asked(call, "level");
    bool is_asked = level[0] != '\0' && pal_alert_find(call->alert.scheme, level) >= 0;
    if (level[0] != '\0' && !is_asked) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID, "there is no alert level %s",
                               pal_quote(level).text);
    }
    show_form(call, is_asked ? level : call->alert.level != NULL ? call->alert.level : "");
    pal_set_boolean(call->page, "is_asked", is_asked);
    pal_set_boolean(call->page, "may_change",
                    pal_errand_may(&call->errand, PAL_MAY_EDIT_PROJECT, call->params[0]));
    pal_set_text(call->page, "project_id", call->params[0]);
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    pal_set_integer(call->page, "turn",
                    strcmp(asked(call, "scope"), "scheme") == 0 ? call->alert.scheme_turn
                                                                : call->alert.own_turn);
    rc = show_history(call);
    if (rc != PAL_OK) {
        return rc;
    }
    if (is_asked) {
        rc = preview(call, &record, document, level, &is_shown);
    }
    if (rc != PAL_OK || is_shown) {
        return rc;
    }
    return pal_call_show(call, "web_alert", pal_call_tr(call, "Alert level"));
}

enum pal_rc pal_do_alert(struct pal_call *call)
{
    struct pal_document record;
    struct pal_value *document;
    struct pal_act_done done;
    enum pal_rc rc = open(call, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    if (call->alert.scheme == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "this project has no profile that follows an alert scheme: choose "
                               "one first");
    }
    bool is_wide = strcmp(pal_call_word(call, "scope"), "scheme") == 0;
    const char *level = pal_call_word(call, "level");
    const char *since = pal_call_word(call, "since");
    const struct pal_fact_field fields[] = {{"level", level},
                                            {"since", since[0] != '\0' ? since : today(call)},
                                            {"order", pal_call_word(call, "order")}};
    const char *seen = pal_call_word(call, "turn");
    const struct pal_fact_wish fact = {.kind = PAL_ALERT_FACT,
                                       .subject_kind = is_wide ? "alert-scheme" : "project",
                                       .subject =
                                           is_wide ? call->alert.scheme->id : call->params[0],
                                       .part = "",
                                       .lane = "",
                                       .seen_turn = seen[0] != '\0' ? pal_whole_number(seen)
                                                    : is_wide       ? call->alert.scheme_turn
                                                                    : call->alert.own_turn,
                                       .state = level[0] != '\0' ? "in-force" : "lifted",
                                       .fields = fields,
                                       .field_count = 3};
    const char *id = pal_call_word(call, "act");
    const struct pal_act_wish wish = {
        .id = id[0] != '\0' || !call->is_api ? id : pal_facts_new_id(&call->errand),
        .facts = &fact,
        .count = 1};
    rc = pal_facts_act(&call->errand, &wish, &done);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_integer(call->data, "act", done.act);
    return pal_call_go(call, true, "/projects/%s", call->params[0]);
}
