/* rating - how far the rating of an assessment is: what is rated, what is to be seen again, what
 * lacks a reason; starting from an earlier assessment; saying that all is rated. */
#include <string.h>

#include "app/house/course.h"
#include "app/house/marks_lacking.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/pages/against.h"
#include "web/pages/assessed_rows.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"

enum { EARLIER_MOST = 50, ROWS_MOST = 16, PARTS_MOST = 1024 };

/* What the page is made of. */
struct sheet {
    struct pal_against against;
    struct pal_scored scored;
    struct pal_course course;
    struct pal_marks_open open;
    int64_t again; /* steps, on the basis of the page */
};

const char *pal_progress_said(struct pal_call *call, int64_t rated, int64_t steps, int64_t again)
{
    const char *words = pal_call_printf(call, pal_call_tr(call, "%lld of %lld steps rated"),
                                        (long long)rated, (long long)steps);
    return again > 0 ? pal_call_printf(call, pal_call_tr(call, "%s, %lld to be seen again"), words,
                                       (long long)again)
                     : words;
}

/* ---------------------------------------------------------------------------- data */

static void put_places(struct pal_call *call, const char *name, const struct pal_mark_place *places,
                       size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "part", places[i].part);
        pal_put_text(row, "basis", pal_mark_lane_ids[places[i].lane]);
    }
    pal_set(call->data, name, list);
}

/* The cells of a list by area, each with a link to its sheet. */
static void put_by_area(struct pal_call *call, const char *name, const struct sheet *sheet,
                        const struct pal_mark_place *places, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *steps = NULL;
    const struct pal_model *model = sheet->scored.score.assessment->model;
    for (size_t i = 0; i < count; i++) {
        bool is_new = i == 0 || places[i].lane != places[i - 1].lane ||
                      strcmp(places[i].area, places[i - 1].area) != 0;
        if (is_new) {
            const struct pal_area *area = pal_model_area(model, places[i].area);
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "area", places[i].area);
            pal_put_text(row, "title",
                         area != NULL ? pal_text_in(&area->title, call->language.lang) : NULL);
            pal_put_text(row, "basis", pal_mark_lane_ids[places[i].lane]);
            pal_put_text(row, "lane", pal_mark_lane_title(call, places[i].lane));
            pal_put_text(row, "act", pal_facts_new_id(&call->errand));
            steps = pal_put_list(row, "steps");
        }
        struct pal_value *step = pal_add_object(steps);
        pal_put_text(step, "step", places[i].step);
        pal_put_text(
            step, "url",
            pal_look_kept(call,
                          pal_call_printf(call, "/assessments/%s/marks/%s/%s?basis=%s",
                                          call->params[0], pal_call_escaped(call, places[i].area),
                                          pal_call_escaped(call, places[i].step),
                                          pal_mark_lane_ids[places[i].lane])));
    }
    pal_set(call->page, name, list);
}

static void put_progress(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_score *score = &sheet->scored.score;
    const int64_t steps =
        (int64_t)score->assessment->model->step_count - (int64_t)score->steps.not_applicable;
    const int64_t rated = steps - (int64_t)score->steps.not_rated;
    pal_set_integer(call->data, "steps", steps);
    pal_set_integer(call->data, "rated", rated);
    pal_set_integer(call->data, "to_see_again", sheet->again);
    pal_set_text(call->page, "progress", pal_progress_said(call, rated, steps, sheet->again));
    pal_set_text(
        call->page, "grid_url",
        pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks?basis=%s", call->params[0],
                                            pal_basis_ids[sheet->against.basis])));
    put_places(call, "lacking", sheet->open.lacking, sheet->open.lacking_count);
    put_places(call, "again", sheet->open.again, sheet->open.again_count);
    put_by_area(call, "lacking", sheet, sheet->open.lacking, sheet->open.lacking_count);
    put_by_area(call, "again", sheet, sheet->open.again, sheet->open.again_count);
}

/* ---------------------------------------------------------------------------- state */

/* What may be said next, and what is in the way of it. States that have no page yet are not
 * offered. */
static void put_next(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_case_answer answers[ROWS_MOST];
    const size_t count = pal_course_next(&sheet->course, answers, ROWS_MOST);
    struct pal_value *verbs = pal_value_list(&call->values);
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        const struct pal_case_row *row = answers[i].row;
        bool is_known = row->to == PAL_ASSESSMENT_RATED || row->to == PAL_ASSESSMENT_DRAFT;
        if (!is_known || row->to == sheet->course.state ||
            sheet->course.state > PAL_ASSESSMENT_RATED || answers[i].says == PAL_CASE_NOT_YOURS) {
            continue;
        }
        bool is_open = answers[i].says >= PAL_CASE_ASKS && !call->errand.is_read_only;
        struct pal_value *one = pal_add_object(list);
        pal_put_text(one, "state", pal_case_tables[PAL_CASE_ASSESSMENT].states[row->to].id);
        pal_put_text(one, "title", pal_call_tr(call, row->title));
        pal_put_text(one, "why_not", is_open ? NULL : pal_call_tr(call, answers[i].why_not));
        pal_put_boolean(one, "asks_reason", (row->asks & PAL_ASK_BIT(PAL_ASK_REASON)) != 0);
        pal_put_text(one, "reason", pal_marks_typed(call, "reason", ""));
        pal_put_boolean(one, "is_open", is_open);
        if (is_open) {
            pal_add(verbs, pal_value_text(&call->values, row->verb));
        }
    }
    pal_set(call->data, "may", verbs);
    pal_set(call->page, "next_states", list);
}

static enum pal_rc put_state(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_course *course = &sheet->course;
    const struct pal_fact *said[1] = {course->turn > 0 ? &course->fact : NULL};
    enum pal_rc rc = pal_facts_read(call, said, 1);
    pal_set_text(call->data, "state", course->state_id);
    pal_set_integer(call->data, "turn", course->turn);
    pal_set_text(call->data, "said_by", course->turn > 0 ? course->fact.principal : NULL);
    pal_set_text(call->data, "said_at",
                 course->turn > 0 ? pal_call_time(call, course->fact.at) : NULL);
    pal_set_text(call->data, "reason", course->reason);
    const struct pal_course_said shown = {.state = course->state_id,
                                          .by = course->turn > 0 ? course->fact.principal : NULL,
                                          .claim = course->fact.claim,
                                          .at = course->fact.at};
    pal_set(call->page, "course", pal_course_shown(call, &shown));
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    put_next(call, sheet);
    return rc;
}

/* ------------------------------------------------------------------ an earlier one */

/* Whether marks may be taken over; why not is told to whoever may assess. */
static bool may_start_from(struct pal_call *call, const char *project, const char **why_not)
{
    const struct pal_err kept = call->errand.err;
    enum pal_rc rc =
        pal_errand_may(&call->errand, PAL_MAY_ASSESS, project[0] != '\0' ? project : NULL)
            ? pal_course_check_from(&call->errand, project)
            : PAL_E_DENIED;
    bool is_told = rc != PAL_OK && call->errand.err.message[0] != '\0';
    *why_not = is_told ? pal_call_printf(call, "%s", call->errand.err.message) : NULL;
    call->errand.err = kept;
    return rc == PAL_OK;
}

/* Assessments of the project that may be started from: of the same provider, with marks, and not
 * this one. */
static enum pal_rc put_earlier(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_document *record = &sheet->against.record;
    const char *provider = sheet->scored.score.assessment->provider;
    const struct pal_assessment_search search = {
        .project = record->project, .provider = provider, .max = EARLIER_MOST};
    struct pal_assessed *rows = NULL;
    const char *next = NULL;
    size_t count = 0;
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *list = pal_value_list(&call->values);
    pal_set(call->data, "earlier", data);
    pal_set(call->page, "earlier", list);
    const char *why_not = NULL;
    bool may = may_start_from(call, record->project, &why_not);
    pal_set_text(call->page, "why_not_from", why_not);
    if (!may || sheet->course.state != PAL_ASSESSMENT_DRAFT || provider == NULL ||
        record->project[0] == '\0') {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_assessments(&call->errand, &search, &rows, &count, &next);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (strcmp(rows[i].id, record->id) != 0 && rows[i].rated > 0) {
            struct pal_value *one = pal_add_object(data);
            pal_put_text(one, "id", rows[i].id);
            pal_put_text(one, "date", rows[i].day);
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "id", rows[i].id);
            pal_put_text(row, "title", rows[i].title);
            pal_put_text(row, "date", rows[i].day);
        }
    }
    pal_set_boolean(call->page, "has_earlier", pal_value_count(list) > 0);
    return rc;
}

/* -------------------------------------------------------------------------- the page */

static enum pal_rc open(struct pal_call *call, struct sheet *sheet)
{
    struct pal_score_request request = pal_against_request(&sheet->against);
    const char *id = sheet->against.record.id;
    enum pal_rc rc = pal_app_score(pal_call_app(call), &request, &sheet->scored);
    if (rc != PAL_OK) { /* it cannot be read */
        return pal_against_unread(call, &sheet->against.record, pal_tell_problem(call, rc));
    }
    const struct pal_score *score = &sheet->scored.score;
    const size_t count = score->assessment->model->area_count;
    pal_mask *target = PAL_NEW(call->request->arena, pal_mask, count);
    if (target == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        target[i] = score->areas[i].target;
    }
    rc = pal_course_now(&call->errand, id, &sheet->course);
    rc = rc == PAL_OK
             ? pal_marks_to_see_again(&call->errand, &sheet->against.record,
                                      (enum pal_mark_lane)sheet->against.basis, &sheet->again)
             : rc;
    return rc == PAL_OK ? pal_marks_open(&call->errand, pal_call_app(call), id,
                                         score->has_target ? target : NULL, &sheet->open)
                        : rc;
}

enum pal_rc pal_page_rating(struct pal_call *call)
{
    struct sheet *sheet = PAL_NEW(call->request->arena, struct sheet, 1);
    enum pal_rc rc = sheet != NULL ? pal_against_own(call, call->params[0], &sheet->against)
                                   : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? open(call, sheet) : rc;
    if (rc != PAL_OK || sheet->scored.score.assessment == NULL) {
        return rc;
    }
    const struct pal_document *record = &sheet->against.record;
    pal_set_text(call->data, "id", record->id);
    pal_set_integer(call->data, "version", record->version);
    pal_set_integer(call->data, "fact", sheet->open.fact);
    pal_set_boolean(call->page, "can_mark",
                    pal_errand_may(&call->errand, PAL_MAY_ASSESS, record->project) &&
                        !call->errand.is_read_only);
    put_progress(call, sheet);
    rc = put_state(call, sheet);
    rc = rc == PAL_OK ? put_earlier(call, sheet) : rc;
    return rc == PAL_OK
               ? pal_call_show(call, "web_rating",
                               pal_call_printf(call, "%s · %s", pal_call_tr(call, "How far it is"),
                                               record->title))
               : rc;
}

/* ------------------------------------------------------------------------------ acts */

/* After one step alone was confirmed, its sheet. */
static enum pal_rc go_on_with(struct pal_call *call, const struct pal_act_done *done,
                              const char *part, enum pal_mark_lane lane)
{
    return pal_call_go(call, !done->is_again, "/assessments/%s/marks/%s?basis=%s", call->params[0],
                       part, pal_mark_lane_ids[lane]);
}

static enum pal_rc go_on(struct pal_call *call, enum pal_rc rc, const struct pal_act_done *done)
{
    rc = pal_act_answer(call, rc, done);
    return rc == PAL_OK
               ? pal_call_go(call, !done->is_again, "/assessments/%s/rating", call->params[0])
               : rc;
}

/* The turn of its state that was seen; what is no number is none that ever was. */
static int64_t turn_sent(struct pal_call *call)
{
    const char *word = pal_call_word(call, "turn");
    return word[0] == '\0' ? 0 : pal_whole_number(word);
}

enum pal_rc pal_do_rating_say(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const struct pal_course_wish wish = {.assessment = call->params[0],
                                         .state = pal_call_word(call, "state"),
                                         .reason = pal_call_word(call, "reason"),
                                         .turn = turn_sent(call),
                                         .act = pal_act_id(call)};
    enum pal_rc rc = pal_course_say(&call->errand, &wish, &done);
    return go_on(call, rc, &done);
}

enum pal_rc pal_do_rating_start(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const struct pal_start_from wish = {.assessment = call->params[0],
                                        .from = pal_call_word(call, "from"),
                                        .seen = pal_form_seen(call),
                                        .act = pal_act_id(call)};
    enum pal_rc rc = pal_marks_start_from(&call->errand, pal_call_app(call), &wish, &done);
    return go_on(call, rc, &done);
}

/* "PA05/2.1 PA05/2.2", with any blanks between. */
static enum pal_rc read_parts(struct pal_call *call, const char ***out, size_t *count)
{
    static const char between[] = " \t\r\n,;";
    const char *at = pal_call_word(call, "parts");
    *count = 0;
    *out = PAL_NEW(call->request->arena, const char *, PARTS_MOST);
    if (*out == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (at += strspn(at, between); *at != '\0'; at += strspn(at, between)) {
        size_t len = strcspn(at, between);
        if (*count == PARTS_MOST) {
            return pal_errand_fail(&call->errand, PAL_E_LIMIT,
                                   "more than %d at once; send them in several parts",
                                   (int)PARTS_MOST);
        }
        (*out)[(*count)++] = pal_call_printf(call, "%.*s", (int)len, at);
        at += len;
    }
    return PAL_OK;
}

enum pal_rc pal_do_rating_confirm(struct pal_call *call)
{
    struct pal_act_done done = {0};
    enum pal_mark_lane lane;
    const char **parts = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_marks_lane(call, &lane);
    rc = rc == PAL_OK ? read_parts(call, &parts, &count) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_confirming confirming = {.assessment = call->params[0],
                                              .lane = lane,
                                              .seen = pal_form_seen(call),
                                              .act = pal_act_id(call),
                                              .area = pal_call_word(call, "area"),
                                              .parts = parts,
                                              .count = count};
    rc = pal_marks_confirm(&call->errand, &confirming, &done);
    bool is_one = count == 1 && confirming.area[0] == '\0' && done.count == 1;
    rc = rc == PAL_OK && is_one ? pal_act_answer(call, rc, &done) : rc;
    return rc == PAL_OK && is_one ? go_on_with(call, &done, done.facts[0].part, lane)
                                  : go_on(call, rc, &done);
}
