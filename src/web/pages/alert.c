/* alert - raising and lowering the alert level: what the change asks for is shown before it is
 * confirmed. */
#include "app/house/alerts.h"

#include <string.h>

#include "app/house/case.h"
#include "app/house/facts.h"
#include "app/house/shelf.h"
#include "app/house/standing.h"
#include "base/text.h"
#include "render/report/report_change.h"
#include "web/pages/pages.h"

enum { HISTORY_MOST = 20 };

/* The choice of no level; ids of levels have no such sign. */
#define LIFT "-"

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
    if (strcmp(name, "level") == 0 && pal_call_is_again(call, pal_do_alert_lift)) {
        return LIFT;
    }
    const char *value =
        call->is_form_again ? pal_call_typed(call, name) : pal_call_query(call, name);
    return value != NULL ? value : "";
}

/* Whether the visitor may put a level in force for all that follow the scheme: it is the scheme's
 * own fact. */
static bool may_do_for_all(struct pal_call *call)
{
    struct pal_fact_shape shape = {.lane_count = 0};
    struct pal_err kept = call->errand.err;
    bool may = pal_facts_shape(&call->errand, PAL_ALERT_FACT, "alert-scheme",
                               call->alert.scheme->id, &shape) == PAL_OK &&
               shape.lane_count > 0 && shape.may_add[0];
    call->errand.err = kept;
    return may;
}

/* A choice of what may follow what is in force; `to` below 0: none. Gives whether it may. */
static bool offer(struct pal_call *call, const struct pal_case_of *of, int to, const char *level,
                  const char **why_not)
{
    const struct pal_alert_scheme *scheme = call->alert.scheme;
    const struct pal_case_answer answer = pal_alerts_may(of, &call->alert, to);
    if (answer.says != PAL_CASE_MAY) {
        *why_not = answer.says == PAL_CASE_NOT_NOW ? answer.why_not : *why_not;
        return false;
    }
    const struct pal_alert_level *row = to >= 0 ? &scheme->levels[to] : NULL;
    pal_call_option(call, "level", row != NULL ? row->id : LIFT,
                    row != NULL
                        ? pal_call_printf(call, pal_call_tr(call, "%s (%u of %zu)"),
                                          pal_alert_label(scheme, row->id, call->language.lang),
                                          row->rank, scheme->level_count)
                        : pal_call_tr(call, "none: lift it"),
                    level);
    return true;
}

/* The form of what may happen, and why not the rest. `level` is chosen in it. */
static void show_form(struct pal_call *call, const struct pal_case_of *of, const char *level)
{
    const char *since = asked(call, "since");
    const char *scope = asked(call, "scope");
    const char *why_not = NULL;
    bool may = false;
    bool is_asked = false;
    for (int i = (int)call->alert.scheme->level_count - 1; i >= -1; i--) {
        bool is_it =
            strcmp(asked(call, "level"), i >= 0 ? call->alert.scheme->levels[i].id : LIFT) == 0;
        bool may_it = offer(call, of, i, level, &why_not);
        may = may || may_it;
        is_asked = is_asked || (is_it && may_it);
    }
    pal_call_form(call, "since", since[0] != '\0' ? since : pal_call_day(call, call->errand.now));
    pal_call_form(call, "order", asked(call, "order"));
    bool may_all = may && may_do_for_all(call);
    pal_call_option(call, "scope", "project", pal_call_tr(call, "This project alone"),
                    scope[0] != '\0' ? scope : "project");
    if (may_all) {
        pal_call_option(call, "scope", "scheme",
                        pal_call_tr(call, "All projects that follow this scheme"), scope);
    }
    pal_set_boolean(call->page, "has_scopes", may_all);
    pal_set_boolean(call->page, "may_change", may);
    pal_set_boolean(call->page, "is_asked", is_asked);
    pal_set_boolean(call->page, "is_lifted", strcmp(level, LIFT) == 0);
    pal_set_text(call->page, "why_not", why_not != NULL ? pal_call_tr(call, why_not) : NULL);
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
    pal_put_integer(row, "act", now->act);
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
    const char *who[2 * HISTORY_MOST] = {NULL};
    for (size_t i = 0; i < count; i++) {
        who[2 * i] = changes[i].principal;
        who[2 * i + 1] = changes[i].claim;
    }
    rc = rc == PAL_OK ? pal_principals_read(call, who, 2 * count) : rc;
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "at", pal_call_time(call, changes[i].at));
        pal_put_text(row, "by", pal_principal_said(call, changes[i].principal, changes[i].claim));
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
    if (call->alert.scheme == NULL) { /* the page says what is lacking, and who sees to it */
        pal_set_text(call->page, "edit_url",
                     pal_call_may(call, PAL_MAY_EDIT_PROJECT)
                         ? pal_call_printf(call, "/projects/%s/edit", call->params[0])
                         : NULL);
        return pal_call_show(call, "web_alert", pal_call_tr(call, "Alert level"));
    }
    pal_set_boolean(call->page, "has_scheme", true);
    const char *level = asked(call, "level");
    bool is_lifted = strcmp(level, LIFT) == 0;
    bool is_unknown =
        level[0] != '\0' && !is_lifted && pal_alert_find(call->alert.scheme, level) < 0;
    if (is_unknown && call->is_form_again) { /* what was sent is told at its field */
        level = "";
    } else if (is_unknown) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "level",
                                  "there is no alert level %s", pal_quote(level).text);
    }
    const struct pal_case_of of = pal_case_of_value(&call->errand, call->params[0], document, NULL);
    show_form(call, &of,
              level[0] != '\0'            ? level
              : call->alert.level != NULL ? call->alert.level
                                          : "");
    pal_set_text(call->page, "project_id", call->params[0]);
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    pal_set_integer(call->page, "seen", call->alert.act);
    rc = show_history(call);
    if (rc != PAL_OK) {
        return rc;
    }
    if (level[0] != '\0' && !is_lifted) {
        rc = preview(call, &record, document, level, &is_shown);
    }
    if (rc != PAL_OK || is_shown) {
        return rc;
    }
    return pal_call_show(call, "web_alert", pal_call_tr(call, "Alert level"));
}

/* Puts a level in force, or lifts what is: `level` "". */
static enum pal_rc put(struct pal_call *call, bool is_lifted, const char *level)
{
    struct pal_document record;
    struct pal_value *document;
    struct pal_act_done done;
    enum pal_rc rc = open(call, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *seen = pal_call_word(call, "seen");
    const struct pal_alert_wish wish = {.id = pal_act_id(call),
                                        .is_wide =
                                            strcmp(pal_call_word(call, "scope"), "scheme") == 0,
                                        .is_lifted = is_lifted,
                                        .level = level,
                                        .since = pal_call_word(call, "since"),
                                        .order = pal_call_word(call, "order"),
                                        .has_seen = seen[0] != '\0',
                                        .seen_act = pal_whole_number(seen)};
    rc = pal_alerts_put(&call->errand, call->params[0], &call->alert, &wish, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/projects/%s", call->params[0]) : rc;
}

enum pal_rc pal_do_alert_put(struct pal_call *call)
{
    return put(call, false, pal_call_word(call, "level"));
}

enum pal_rc pal_do_alert_lift(struct pal_call *call)
{
    return put(call, true, "");
}
