/* second - a second reading: asking for it, marking independently, saying that one is done. What is
 * shown once it is open stands in second_open.c. */
#include "app/house/second.h"

#include <string.h>

#include "app/house/blind.h"
#include "app/house/course.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/frames.h"
#include "web/pages/against.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"
#include "web/pages/second_page.h"

/* ------------------------------------------------------------------------ how it stands */

static void put_side(struct pal_call *call, const char *name, const struct pal_second_side *side)
{
    struct pal_value *row = pal_value_object(&call->values);
    bool is_said = side->turn > 0;
    pal_put_boolean(row, "done", side->is_done);
    pal_put_integer(row, "turn", side->turn);
    pal_put_text(row, "by", is_said ? side->said.principal : NULL);
    pal_put_text(row, "at", is_said ? pal_call_time(call, side->said.at) : NULL);
    pal_set(call->data, name, row);
}

static bool may_write(const struct pal_call *call, const struct pal_second *second)
{
    return pal_errand_may(&call->errand, PAL_MAY_ASSESS, second->document.project) &&
           !call->errand.is_read_only;
}

static bool may_ask(const struct pal_call *call, const struct pal_second *second)
{
    return may_write(call, second) &&
           (second->state == PAL_SECOND_IS_NONE || second->state == PAL_SECOND_IS_GIVEN_UP);
}

/* What the visitor may do now. */
static void put_may(struct pal_call *call, const struct pal_second *second, bool is_draft)
{
    bool may = may_write(call, second);
    bool is_under_way = second->state == PAL_SECOND_IS_UNDER_WAY;
    bool is_over = second->state == PAL_SECOND_IS_OPEN;
    const struct pal_second_side *own = second->is_reader ? &second->second : &second->first;
    const struct {
        const char *verb;
        bool is;
    } verbs[] = {{"ask", may_ask(call, second)},
                 {"give_up", may && is_under_way},
                 {"mark", may && is_under_way && second->is_reader},
                 {"done", may && is_under_way && !own->is_done},
                 {"not_yet", may && is_under_way && own->is_done},
                 {"agree", may && is_over && is_draft}};
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        pal_set_boolean(call->page, verbs[i].verb, verbs[i].is);
        if (verbs[i].is) {
            pal_add(list, pal_value_text(&call->values, verbs[i].verb));
        }
    }
    pal_set_boolean(call->page, "is_held", may && is_over && !is_draft);
    pal_set(call->data, "may", list);
}

/* Marks change in a draft alone; of a reading that is not open nothing is agreed. */
static enum pal_rc find_draft(struct pal_call *call, const struct pal_second *second, bool *out)
{
    struct pal_course course;
    *out = false;
    if (second->state != PAL_SECOND_IS_OPEN) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_course_now(&call->errand, second->document.id, &course);
    *out = rc == PAL_OK && course.state == PAL_ASSESSMENT_DRAFT;
    return rc;
}

static enum pal_rc put_state(struct pal_call *call, const struct pal_second *second)
{
    bool is_any = second->state != PAL_SECOND_IS_NONE;
    const char *reader = pal_call_printf(call, "person:%s", second->reader);
    const char *who[] = {reader, is_any ? second->begun.principal : "",
                         is_any ? second->said.principal : "",
                         second->first.turn > 0 ? second->first.said.principal : ""};
    bool is_draft = false;
    enum pal_rc rc = pal_principals_read(call, who, sizeof who / sizeof *who);
    rc = rc == PAL_OK ? find_draft(call, second, &is_draft) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "id", second->document.id);
    pal_set_text(call->data, "state", pal_second_state_ids[second->state]);
    pal_set_text(call->data, "reader", is_any ? second->reader : NULL);
    pal_set_boolean(call->data, "is_reader", second->is_reader);
    pal_set_text(call->data, "begun_at", is_any ? pal_call_time(call, second->begun.at) : NULL);
    pal_set_text(call->data, "begun_by", is_any ? second->begun.principal : NULL);
    pal_set_text(call->data, "said_at", is_any ? pal_call_time(call, second->said.at) : NULL);
    pal_set_text(call->data, "reason", second->reason);
    pal_set_integer(call->data, "turn", is_any ? second->said.turn : 0);
    put_side(call, "first", &second->first);
    put_side(call, "second", &second->second);
    pal_set_text(call->page, "reader", is_any ? pal_call_person(call, second->reader) : NULL);
    pal_set_text(call->page, "begun_by",
                 is_any ? pal_principal_said(call, who[1], second->begun.claim) : NULL);
    pal_set_text(call->page, "said_by",
                 is_any ? pal_principal_said(call, who[2], second->said.claim) : NULL);
    pal_set_text(call->page, "first_by",
                 second->first.turn > 0 ? pal_principal_said(call, who[3], second->first.said.claim)
                                        : NULL);
    const bool is[] = {
        second->state == PAL_SECOND_IS_NONE, second->state == PAL_SECOND_IS_UNDER_WAY,
        second->state == PAL_SECOND_IS_OPEN, second->state == PAL_SECOND_IS_GIVEN_UP};
    static const char *const names[] = {"is_none", "is_under_way", "is_open", "is_given_up"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        pal_set_boolean(call->page, names[i], is[i]);
    }
    put_may(call, second, is_draft);
    return PAL_OK;
}

/* ---------------------------------------------------------------------------- who is asked */

static enum pal_rc put_offered(struct pal_call *call, const struct pal_second *second)
{
    const char **ids = NULL;
    size_t count = 0;
    struct pal_value *data = pal_value_list(&call->values);
    pal_set(call->data, "offered", data);
    if (!may_ask(call, second)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_second_offered(&call->errand, second->document.id, &ids, &count);
    rc = rc == PAL_OK ? pal_call_names(call, ids, count) : rc;
    const char *chosen = pal_marks_typed(call, "reader", "");
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        pal_add(data, pal_value_text(&call->values, ids[i]));
        pal_call_option(call, "reader", ids[i], pal_call_person(call, ids[i]), chosen);
    }
    pal_set_boolean(call->page, "has_offered", count > 0);
    return rc;
}

/* --------------------------------------------------------------------------------- marking */

/* What the address asks for, or what was typed into the form that is shown again; "": nothing. */
static const char *asked(struct pal_call *call, const char *name)
{
    const char *word =
        call->request->method == PAL_POST ? pal_call_typed(call, name) : pal_call_query(call, name);
    return word != NULL ? word : "";
}

static const char *url_of(struct pal_call *call, const char *area, enum pal_mark_lane lane)
{
    return pal_call_printf(call, "?area=%s&basis=%s#marks", pal_call_escaped(call, area),
                           pal_mark_lane_ids[lane]);
}

/* The area that is asked for, else the first that is not marked whole; NULL: there is none of that
 * id. */
static const struct pal_area *
area_asked(struct pal_call *call, const struct pal_second_marks *marks, enum pal_mark_lane lane)
{
    const char *id = asked(call, "area");
    const struct pal_model *model = marks->model;
    if (id[0] != '\0') {
        return pal_model_area(model, id);
    }
    for (size_t i = 0; i < model->area_count; i++) {
        if (marks->rated[lane][i] < model->areas[i].ladder->count) {
            return &model->areas[i];
        }
    }
    return model->area_count > 0 ? &model->areas[0] : NULL;
}

static void put_areas(struct pal_call *call, const struct pal_second_marks *marks,
                      enum pal_mark_lane lane, const struct pal_area *here)
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *links = pal_value_list(&call->values);
    size_t rated = 0;
    for (size_t i = 0; i < marks->model->area_count; i++) {
        const struct pal_area *area = &marks->model->areas[i];
        struct pal_value *row = pal_add_object(data);
        struct pal_value *link = pal_add_object(links);
        pal_put_text(row, "id", area->id);
        pal_put_integer(row, "rated", (int64_t)marks->rated[lane][i]);
        pal_put_integer(row, "steps", (int64_t)area->ladder->count);
        pal_put_text(link, "title", pal_text_in(&area->title, call->language.lang));
        pal_put_text(link, "url", url_of(call, area->id, lane));
        pal_put_boolean(link, "is_here", area == here);
        pal_put(link, "of", row);
        rated += marks->rated[lane][i];
    }
    pal_set(call->data, "areas", data);
    pal_set(call->page, "areas", links);
    pal_set_text(call->page, "progress",
                 pal_progress_said(call, (int64_t)rated, (int64_t)marks->model->step_count, 0));
    size_t at = (size_t)(here - marks->model->areas);
    pal_set_text(call->page, "next_url",
                 at + 1 < marks->model->area_count ? url_of(call, (here + 1)->id, lane) : NULL);
}

static void put_lanes(struct pal_call *call, enum pal_mark_lane lane, const struct pal_area *here)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (int i = 0; i < PAL_SECOND_LANES; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", pal_mark_lane_title(call, (enum pal_mark_lane)i));
        pal_put_text(row, "url", url_of(call, here->id, (enum pal_mark_lane)i));
        pal_put_boolean(row, "is_here", i == (int)lane);
    }
    pal_set(call->page, "lanes", list);
    pal_set_text(call->page, "lane_title", pal_mark_lane_title(call, lane));
}

static void put_step(struct pal_call *call, const struct pal_area *area, size_t at,
                     const struct pal_second_cell *cell)
{
    const struct pal_step *step = &area->ladder->steps[at];
    struct pal_value *body = pal_marks_body(call, cell->body);
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "steps"));
    struct pal_value *row = pal_add_object(pal_value_get(call->page, "steps"));
    const char *name = pal_call_printf(call, "mark/%s", step->id);
    const char *reason = pal_call_printf(call, "reason/%s", step->id);
    const char *said = cell->reason != NULL ? cell->reason : "";
    size_t practices;
    (void)pal_area_rated_practices(area, at, &practices);
    pal_put_text(data, "part", pal_call_printf(call, "%s/%s", area->id, step->id));
    pal_put_integer(data, "level", (int64_t)step->level);
    pal_put_integer(data, "turn", cell->turn);
    pal_put(data, "own", body);
    pal_put_text(data, "reason", cell->reason);
    const char *chosen = pal_marks_typed(call, name, pal_marks_choice(body));
    pal_put_text(row, "step", step->id);
    pal_put_text(row, "title", pal_text_in(&step->title, call->language.lang));
    pal_put_text(row, "name", name);
    const char *now = cell->body != NULL ? cell->body : "";
    bool is_conflict = pal_value_get(call->data, "now") != NULL; /* then it begins anew */
    pal_put_text(
        row, "was",
        is_conflict ? now : pal_marks_typed(call, pal_call_printf(call, "was/%s", step->id), now));
    pal_put_text(row, "reason_name", reason);
    pal_put_text(row, "reason", pal_marks_typed(call, reason, said));
    const char *was_reason = pal_call_printf(call, "was_reason/%s", step->id);
    pal_put_text(row, "was_reason", is_conflict ? said : pal_marks_typed(call, was_reason, said));
    pal_marks_options(call, row, chosen, practices > 0);
    pal_marks_practices(call, row, area, at, body);
    pal_put_boolean(row, "has_practices", practices > 0);
    pal_put_boolean(row, "is_open", strcmp(chosen, pal_marks_by_practices) == 0);
}

/* Of a form that is shown again what is wrong is told already. */
static enum pal_rc read_lane(struct pal_call *call, enum pal_mark_lane *lane)
{
    const char *id = asked(call, "basis");
    *lane = id[0] != '\0' ? pal_mark_lane_find(id) : PAL_MARK_CHECKED;
    if (*lane < (enum pal_mark_lane)PAL_SECOND_LANES) {
        return PAL_OK;
    }
    *lane = PAL_MARK_CHECKED;
    return call->is_form_again
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "a second reading marks what is checked, seen or claimed");
}

/* What the reader has marked, an area at a time. */
static enum pal_rc put_marking(struct pal_call *call, const struct pal_second *second)
{
    struct pal_second_marks marks;
    enum pal_mark_lane lane = PAL_MARK_CHECKED;
    enum pal_rc rc = read_lane(call, &lane);
    rc = rc == PAL_OK ? pal_second_marks(&call->errand, pal_call_app(call), second->document.id,
                                         second->reader, &marks)
                      : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_area *area = area_asked(call, &marks, lane);
    if (area == NULL && call->is_form_again) {
        area = marks.model->areas;
    }
    if (area == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                               "there is no area %s in the model %s",
                               pal_quote(asked(call, "area")).text, marks.model->id);
    }
    pal_set_text(call->data, "basis", pal_mark_lane_ids[lane]);
    pal_set_text(call->data, "area", area->id);
    pal_set_integer(call->data, "fact", marks.fact);
    pal_set_text(call->page, "area_title", pal_text_in(&area->title, call->language.lang));
    pal_set_text(call->page, "notice", marks.model->notice);
    pal_set_text(call->page, "pasted", pal_marks_typed(call, "marks", ""));
    pal_set(call->data, "steps", pal_value_list(&call->values));
    pal_set(call->page, "steps", pal_value_list(&call->values));
    for (size_t i = 0; i < area->ladder->count; i++) {
        put_step(call, area, i, &marks.cells[lane][area->first_step + i]);
    }
    put_areas(call, &marks, lane, area);
    put_lanes(call, lane, area);
    return PAL_OK;
}

/* --------------------------------------------------------------------------------- the page */

enum pal_rc pal_page_second(struct pal_call *call)
{
    struct pal_second second;
    struct pal_document project;
    struct pal_document record;
    struct pal_value *document = NULL;
    enum pal_rc rc = pal_second_now(&call->errand, call->params[0], &second);
    if (rc == PAL_OK && second.document.project[0] != '\0') {
        rc = pal_project_frame(call, second.document.project, &project, &document);
    }
    if (rc == PAL_OK && !pal_blind_is(&call->errand, "assessment", call->params[0])) {
        rc = pal_house_get(&call->errand, "assessment", call->params[0], &record);
        rc = rc == PAL_OK ? pal_against_keep(call, &record, document) : rc;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    pal_assessment_frame(call, &second.document);
    pal_set_text(call->page, "act_id",
                 pal_marks_typed(call, "act", pal_facts_new_id(&call->errand)));
    pal_set_text(call->page, "other_act_id", pal_facts_new_id(&call->errand));
    pal_set_text(call->page, "given_reason", pal_marks_typed(call, "reason", ""));
    pal_set_integer(call->data, "version", second.document.version);
    pal_set_integer(call->data, "fact", 0);
    rc = put_state(call, &second);
    rc = rc == PAL_OK ? put_offered(call, &second) : rc;
    if (rc == PAL_OK && second.state == PAL_SECOND_IS_UNDER_WAY && second.is_reader) {
        rc = put_marking(call, &second);
    }
    if (rc == PAL_OK && second.state == PAL_SECOND_IS_OPEN) {
        rc = pal_second_put_open(call, &second);
    }
    return rc == PAL_OK ? pal_call_show(call, "web_second", second.document.title) : rc;
}

/* ------------------------------------------------------------------------------------- acts */

static enum pal_rc go_on(struct pal_call *call, enum pal_rc rc, const struct pal_act_done *done)
{
    rc = pal_act_answer(call, rc, done);
    return rc == PAL_OK
               ? pal_call_go(call, !done->is_again, "/assessments/%s/second", call->params[0])
               : rc;
}

static struct pal_second_wish wish_sent(struct pal_call *call)
{
    const char *turn = pal_call_word(call, "turn");
    return (struct pal_second_wish){.assessment = call->params[0],
                                    .reader = "",
                                    .reason = "",
                                    .turn = turn[0] == '\0' ? 0 : pal_whole_number(turn),
                                    .act = pal_act_id(call)};
}

enum pal_rc pal_do_second_ask(struct pal_call *call)
{
    struct pal_act_done done = {0};
    struct pal_second_wish wish = wish_sent(call);
    wish.turn = 0; /* whoever read it once is not asked again */
    wish.reader = pal_call_word(call, "reader");
    wish.reason = pal_call_word(call, "reason");
    return go_on(call, pal_second_ask(&call->errand, &wish, &done), &done);
}

enum pal_rc pal_do_second_give_up(struct pal_call *call)
{
    struct pal_act_done done = {0};
    struct pal_second_wish wish = wish_sent(call);
    wish.reason = pal_call_word(call, "reason");
    return go_on(call, pal_second_give_up(&call->errand, &wish, &done), &done);
}

enum pal_rc pal_do_second_done(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const struct pal_second_wish wish = wish_sent(call);
    bool is_done = strcmp(pal_call_word(call, "state"), "not-yet") != 0;
    return go_on(call, pal_second_say_done(&call->errand, &wish, is_done, &done), &done);
}

enum pal_rc pal_do_second_marks(struct pal_call *call)
{
    struct pal_act_done done = {0};
    enum pal_mark_lane lane;
    struct pal_marks_sent *sent = NULL;
    enum pal_rc rc = pal_marks_read_form(call, &lane, &sent);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *back =
        pal_call_printf(call, "/assessments/%s/second?area=%s&basis=%s", call->params[0],
                        pal_call_word(call, "area"), pal_mark_lane_ids[lane]);
    if (pal_marks_say_nothing(sent)) {
        pal_set(call->data, "facts", pal_value_list(&call->values));
        return pal_call_go(call, false, "%s&saved=same", back);
    }
    const char *fact = pal_call_word(call, "fact");
    const struct pal_marking marking = {
        .assessment = call->params[0],
        .lane = lane,
        .seen = {.fact = fact[0] == '\0' ? 0 : pal_whole_number(fact)},
        .act = pal_act_id(call),
        .marks = sent->items,
        .count = sent->count};
    rc = pal_second_put(&call->errand, &marking, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "%s", back) : rc;
}
