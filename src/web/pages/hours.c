/* hours - what the expert's work costs, and how long outputs take. */
#include <string.h>

#include "app/house/dossier.h"
#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/shelf.h"
#include "base/date.h"
#include "core/model/score.h"
#include "web/lists.h"
#include "web/pages/pages.h"
#include "web/pages/process.h"
#include "web/web_parts.h"

enum { ASSESSMENTS_MOST = 2000 };

/* -------------------------------------------------------------------- hours */

static enum pal_rc add_rows(struct pal_call *call, const char *project,
                            const struct pal_value *process)
{
    struct pal_hours *rows = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_list_place room;
    const struct pal_list_place *after;
    enum pal_rc rc = pal_call_place(call, &room, &after);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    const struct pal_hours_wanted wanted = {.step = pal_call_query(call, "step"),
                                            .is_mine = pal_call_query(call, "mine") != NULL,
                                            .sort = pal_call_query(call, "sort")};
    rc = pal_dossier_hours(&call->errand, project, &wanted, after, &rows, &count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    const char **ids = PAL_NEW(call->request->arena, const char *, 2 * count + 1);
    if (ids == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        ids[2 * i] = rows[i].person;
        ids[2 * i + 1] = rows[i].claim;
    }
    rc = pal_call_names(call, ids, 2 * count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "id", rows[i].id);
        pal_put_text(row, "date", rows[i].day);
        pal_put_text(row, "step", rows[i].step);
        pal_put_text(row, "step_title", pal_process_step_title(call, process, rows[i].step));
        pal_put_text(row, "assessment", rows[i].assessment[0] != '\0' ? rows[i].assessment : NULL);
        pal_put_integer(row, "minutes", rows[i].minutes);
        pal_put_text(row, "by", pal_call_author(call, rows[i].person, rows[i].claim));
        pal_put_text(row, "note", rows[i].note);
        pal_put_text(row, "replaces", rows[i].replaces);
        pal_put_boolean(row, "is_corrected", rows[i].is_corrected);
        pal_add(list, row);
    }
    pal_set(call->data, "hours", list);
    pal_call_next(call, count == PAL_DOSSIER_ROWS ? rows[count - 1].day : NULL,
                  count == PAL_DOSSIER_ROWS ? rows[count - 1].at : 0,
                  count == PAL_DOSSIER_ROWS ? rows[count - 1].id : NULL);
    return pal_errand_explain(&call->errand, rc);
}

static int64_t minutes_of(const struct pal_hours_total *sums, size_t count, const char *assessment)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sums[i].of, assessment) == 0) {
            return sums[i].minutes;
        }
    }
    return 0;
}

static struct pal_value *trend_row(struct pal_call *call, const struct pal_assessed *score,
                                   int64_t minutes, int64_t first)
{
    bool is_first = first < 0;
    int64_t divided = is_first ? 0 : pal_score_ratio_hundredths((uint64_t)first, (uint64_t)minutes);
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", score->id);
    pal_put_text(row, "title", score->title);
    pal_put_text(row, "date", score->day);
    pal_put_integer(row, "minutes", minutes);
    pal_put(row, "divided_by",
            divided > 0 ? pal_value_real(&call->values, (double)divided / 100)
                        : pal_value_null(&call->values));
    pal_put_boolean(row, "is_first", is_first);
    return row;
}

/* Oldest first: the first is what the later ones are held against. */
static enum pal_rc add_trend(struct pal_call *call, const char *project)
{
    struct pal_assessed *scores = NULL;
    struct pal_hours_total *sums = NULL;
    size_t score_count = 0;
    size_t sum_count = 0;
    int64_t total = 0;
    int64_t first = -1;
    struct pal_value *list = pal_value_list(&call->values);
    enum pal_rc rc =
        pal_house_scores(&call->errand, project, NULL, ASSESSMENTS_MOST, &scores, &score_count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    rc = pal_dossier_by_assessment(&call->errand, project, &sums, &sum_count);
    pal_call_option(call, "assessment", "", pal_call_tr(call, "of the project as a whole"), "");
    for (size_t i = score_count; i-- > 0 && rc == PAL_OK;) {
        int64_t minutes = minutes_of(sums, sum_count, scores[i].id);
        pal_add(list, trend_row(call, &scores[i], minutes, first));
        pal_call_option(call, "assessment", scores[i].id, scores[i].title, "");
        first = first < 0 ? minutes : first;
    }
    pal_call_keep(call, "assessment", "", NULL);
    for (size_t i = 0; i < sum_count; i++) {
        total += sums[i].minutes;
    }
    pal_set(call->data, "by_assessment", list);
    pal_set_integer(call->data, "minutes_total", total);
    return pal_errand_explain(&call->errand, rc);
}

/* --------------------------------------------------------------- deliveries */

static enum pal_rc add_deliveries(struct pal_call *call, const char *project)
{
    struct pal_delivery *rows = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    enum pal_rc rc = pal_house_deliveries(&call->errand, project, PAL_DOSSIER_ROWS, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        int64_t days = pal_days_between(rows[i].requested, rows[i].delivered);
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "id", rows[i].id);
        pal_put_text(row, "output", rows[i].output);
        pal_put_text(row, "requested_at", rows[i].requested);
        pal_put_text(row, "delivered_at", rows[i].delivered);
        pal_put(row, "days",
                days >= 0 ? pal_value_integer(&call->values, days) : pal_value_null(&call->values));
        pal_add(list, row);
    }
    pal_set(call->data, "deliveries", list);
    return pal_errand_explain(&call->errand, rc);
}

/* --------------------------------------------------------------------- page */

static void add_form(struct pal_call *call, const struct pal_value *process)
{
    const char *today = pal_call_day(call, call->errand.now);
    pal_call_form(call, "minutes", "");
    pal_call_form(call, "date", today);
    pal_call_form(call, "note", "");
    pal_call_form(call, "output", "");
    pal_call_form(call, "requested", today);
    pal_call_form(call, "delivered", "");
    pal_set_text(call->page, "hours_act", pal_facts_new_id(&call->errand));
    pal_set_text(call->page, "delivery_act", pal_facts_new_id(&call->errand));
    PAL_EACH(step, pal_value_get(process, "steps"))
    {
        pal_call_option(call, "step", pal_value_as_text(pal_value_get(step, "id")),
                        pal_said(call, pal_value_get(step, "title")), NULL);
    }
    pal_call_keep(call, "step", NULL, NULL);
}

/* The form of the list, and its head. */
static void offer_filters(struct pal_call *call, const struct pal_value *process)
{
    static const struct pal_list_sort sorts[] = {{"date", true}};
    const struct pal_value *steps = pal_value_get(process, "steps");
    const char *sort = pal_call_query(call, "sort");
    size_t count = 0;
    struct pal_list_option *options =
        PAL_NEW(call->request->arena, struct pal_list_option, pal_value_count(steps) + 1);
    PAL_EACH(step, steps)
    {
        if (options != NULL) {
            options[count++] = (struct pal_list_option){
                pal_word_in(step, "id"), pal_said(call, pal_value_get(step, "title"))};
        }
    }
    call->failed = call->failed || options == NULL;
    pal_list_heads(call, sorts, 1, sort != NULL ? sort : "-date");
    pal_list_select(call, "step", pal_call_tr(call, "Process step"), options, count);
    pal_list_box(call, "mine", pal_call_tr(call, "Noted by me"));
}

/* What a correction that came too late, or was refused, had said: it is in none of the lists. */
static void show_sent(struct pal_call *call)
{
    if (!pal_call_is_again(call, pal_do_hours_correct)) {
        return;
    }
    struct pal_value *sent = pal_value_object(&call->values);
    pal_put_text(sent, "minutes", pal_call_word(call, "minutes"));
    pal_put_text(sent, "note", pal_call_word(call, "note"));
    pal_set(call->page, "sent", sent);
}

enum pal_rc pal_page_hours(struct pal_call *call)
{
    struct pal_document record;
    struct pal_document followed;
    struct pal_value *document = NULL;
    struct pal_value *process = NULL;
    const char *project = call->params[0];
    enum pal_rc rc = pal_project_frame(call, project, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_process_open(call, document, &followed, &process);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = add_rows(call, project, process);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = add_trend(call, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = add_deliveries(call, project);
    if (rc != PAL_OK) {
        return rc;
    }
    add_form(call, process);
    offer_filters(call, process);
    show_sent(call);
    pal_set_text(call->page, "project_id", project);
    pal_set_boolean(call->page, "can_edit", pal_call_may(call, PAL_MAY_ASSESS));
    pal_project_tabs(call, project);
    return pal_call_show(call, "web_hours", pal_call_tr(call, "Hours and deliveries"));
}

/* What is corrected stays of the assessment that it was of. */
static struct pal_hours_wish hours_sent(struct pal_call *call)
{
    bool is_new = pal_route_reads_field(call->route, "assessment");
    const char *assessment = is_new ? pal_call_word(call, "assessment") : "";
    return (struct pal_hours_wish){
        .act = pal_call_word(call, "act"),
        .assessment = assessment,
        .step = pal_call_word(call, "step"),
        .minutes = pal_call_word(call, "minutes"),
        .day = pal_call_word(call, "date"),
        .note = pal_call_word(call, "note"),
    };
}

static enum pal_rc answer(struct pal_call *call, enum pal_rc rc, const struct pal_act_done *done)
{
    rc = pal_act_answer(call, rc, done);
    return rc == PAL_OK ? pal_call_go(call, !done->is_again, "/projects/%s/hours", call->params[0])
                        : rc;
}

enum pal_rc pal_do_hours_add(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const struct pal_hours_wish hours = hours_sent(call);
    return answer(call, pal_hours_note(&call->errand, call->params[0], &hours, &done), &done);
}

enum pal_rc pal_do_hours_correct(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const struct pal_hours_wish hours = hours_sent(call);
    const char *id = pal_call_word(call, "id");
    return answer(call, pal_hours_correct(&call->errand, call->params[0], id, &hours, &done),
                  &done);
}

enum pal_rc pal_do_delivery_add(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const struct pal_delivery_wish wish = {
        pal_call_word(call, "act"), pal_call_word(call, "output"), pal_call_word(call, "requested"),
        pal_call_word(call, "delivered")};
    return answer(call, pal_delivery_ask(&call->errand, call->params[0], &wish, &done), &done);
}

enum pal_rc pal_do_delivery_done(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const char *today = pal_call_day(call, call->errand.now);
    return answer(call,
                  pal_delivery_done(&call->errand, call->params[0], pal_call_word(call, "id"),
                                    pal_call_word(call, "act"), today, &done),
                  &done);
}

enum pal_rc pal_do_delivery_withdraw(struct pal_call *call)
{
    struct pal_act_done done = {0};
    return answer(call,
                  pal_delivery_withdraw(&call->errand, call->params[0], pal_call_word(call, "id"),
                                        pal_call_word(call, "act"), &done),
                  &done);
}
