/* marks - the steps of an area with their marks, and what forms of marks are made of. */
#include "app/house/marks.h"
#include "app/house/course.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/shelf.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/desc.h"
#include "render/template/value_json.h"
#include "web/pages/against.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"
#include "web/pages/reason_insert.h"
#include "web/web_parts.h"

/* What the address or the form asks for; "" where it does not. */
static const char *asked(struct pal_call *call, const char *name)
{
    const char *value =
        call->request->method == PAL_POST ? pal_call_field(call, name) : pal_call_query(call, name);
    return value != NULL ? value : "";
}

enum pal_rc pal_marks_lane(struct pal_call *call, enum pal_mark_lane *out)
{
    const char *id = asked(call, "basis");
    *out = id[0] != '\0' ? pal_mark_lane_find(id) : PAL_MARK_CHECKED;
    return *out < PAL_MARK_LANES
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "basis: %s is none of checked, seen, claimed, prepared, active",
                                 pal_quote(id).text);
}

const char *pal_mark_lane_title(struct pal_call *call, enum pal_mark_lane lane)
{
    static const char *const titles[PAL_MARK_LANES] = {
        PAL_N_("Checked"), PAL_N_("Seen in documents"), PAL_N_("Claimed by the provider"),
        PAL_N_("Prepared"), PAL_N_("Active")};
    return pal_call_tr(call, titles[lane]);
}

const char *pal_mark_title(struct pal_call *call, enum pal_rating rating)
{
    static const char *const titles[PAL_RATING_COUNT] = {NULL,
                                                         PAL_N_("N: not achieved"),
                                                         PAL_N_("P: partly"),
                                                         PAL_N_("L: largely"),
                                                         PAL_N_("F: fully"),
                                                         PAL_N_("not applicable")};
    return titles[rating] != NULL ? pal_call_tr(call, titles[rating]) : "—";
}

/* ------------------------------------------------------------------------- showing */

struct pal_value *pal_marks_body(struct pal_call *call, const char *body)
{
    json_t *json = body != NULL ? json_loads(body, 0, NULL) : NULL;
    struct pal_value *value =
        json != NULL ? pal_value_of_json(&call->values, json) : pal_value_null(&call->values);
    json_decref(json);
    return value;
}

/* What a body is in a choice: a mark, the word for practices, or nothing. */
const char *pal_marks_choice(const struct pal_value *body)
{
    const char *mark = pal_value_as_text(pal_value_get(body, "mark"));
    return mark != NULL                                          ? mark
           : pal_value_get(body, pal_marks_by_practices) != NULL ? pal_marks_by_practices
                                                                 : "";
}

const char *pal_marks_typed(struct pal_call *call, const char *name, const char *else_)
{
    const char *sent = pal_call_typed(call, name);
    return sent != NULL ? sent : else_;
}

/* Then the form begins anew from what is there. */
static bool is_conflict(const struct pal_call *call)
{
    return pal_value_get(call->data, "now") != NULL;
}

void pal_marks_options(struct pal_call *call, struct pal_value *row, const char *chosen,
                       bool with_practices)
{
    struct pal_value *options = pal_put_list(row, "options");
    for (int i = 0; i < PAL_RATING_COUNT + with_practices; i++) {
        bool is_rating = i < PAL_RATING_COUNT;
        const char *id = is_rating ? pal_rating_ids[i] : pal_marks_by_practices;
        struct pal_value *option = pal_add_object(options);
        pal_put_text(option, "value", id);
        pal_put_text(option, "title",
                     is_rating ? pal_mark_title(call, (enum pal_rating)i)
                               : pal_call_tr(call, "by practices, below"));
        pal_put_boolean(option, "is_chosen", strcmp(id, chosen) == 0);
    }
}

void pal_marks_practices(struct pal_call *call, struct pal_value *row, const struct pal_area *area,
                         size_t step, const struct pal_value *body)
{
    size_t count;
    const struct pal_practice *practices = pal_area_rated_practices(area, step, &count);
    struct pal_value *list = pal_put_list(row, pal_marks_by_practices);
    const char *id = area->ladder->steps[step].id;
    for (size_t i = 0; i < count; i++) {
        const char *now = pal_value_as_text(
            pal_value_get(pal_value_get(body, pal_marks_by_practices), practices[i].id));
        const char *name = pal_call_printf(call, "practice/%s/%s", id, practices[i].id);
        struct pal_value *item = pal_add_object(list);
        pal_put_text(item, "id", practices[i].id);
        pal_put_text(item, "name", name);
        pal_put_text(item, "title", pal_text_in(&practices[i].title, call->language.lang));
        pal_marks_options(call, item, pal_marks_typed(call, name, now != NULL ? now : ""), false);
    }
}

/* What stands in a cell, for whoever reads it. */
const char *pal_marks_shown(struct pal_call *call, const char *body)
{
    const char *mark = pal_mark_of_body(&call->errand, body);
    return mark != NULL              ? mark
           : strcmp(body, "{}") == 0 ? "—"
                                     : pal_call_tr(call, PAL_N_("by practices"));
}

static void add_step(struct pal_call *call, const struct pal_marked_area *marked, size_t at)
{
    const struct pal_step *step = &marked->area->ladder->steps[at];
    const struct pal_marked *cell = &marked->steps[at];
    struct pal_value *body = pal_marks_body(call, cell->own);
    size_t practices;
    (void)pal_area_rated_practices(marked->area, at, &practices);
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "steps"));
    pal_put_text(data, "part", pal_call_printf(call, "%s/%s", marked->area->id, step->id));
    pal_put_integer(data, "level", (int64_t)step->level);
    pal_put_integer(data, "turn", cell->turn);
    pal_put(data, "own", body);
    pal_put(data, "inherited", pal_marks_body(call, cell->inherited));
    pal_put(data, "again", pal_marks_body(call, cell->again));
    pal_put_text(data, "reason", cell->reason);

    struct pal_value *row = pal_add_object(pal_value_get(call->page, "steps"));
    const char *name = pal_call_printf(call, "mark/%s", step->id);
    const char *now = cell->own != NULL && strcmp(cell->own, "{}") != 0 ? cell->own : "";
    const char *chosen = pal_marks_typed(call, name, pal_marks_choice(body));
    pal_put_text(row, "step", step->id);
    pal_put_text(row, "title", pal_text_in(&step->title, call->language.lang));
    pal_put_text(row, "name", name);
    pal_put_text(row, "was",
                 is_conflict(call)
                     ? now
                     : pal_marks_typed(call, pal_call_printf(call, "was/%s", step->id), now));
    const char *reason = pal_call_printf(call, "reason/%s", step->id);
    const char *said = cell->reason != NULL ? cell->reason : "";
    pal_put_text(row, "reason_name", reason);
    pal_put_text(row, "reason", pal_marks_typed(call, reason, said));
    pal_put_text(
        row, "was_reason",
        is_conflict(call)
            ? said
            : pal_marks_typed(call, pal_call_printf(call, "was_reason/%s", step->id), said));
    pal_put_text(row, "again", cell->again != NULL ? pal_marks_shown(call, cell->again) : NULL);
    pal_put_text(row, "url",
                 pal_look_kept(call, pal_call_printf(
                                         call, "/assessments/%s/marks/%s/%s?basis=%s",
                                         call->params[0], pal_call_escaped(call, marked->area->id),
                                         pal_call_escaped(call, step->id),
                                         pal_value_as_text(pal_value_get(call->data, "basis")))));
    pal_put_text(row, "shown", cell->own != NULL ? pal_marks_shown(call, cell->own) : "—");
    pal_put_text(row, "inherited",
                 cell->inherited != NULL ? pal_marks_shown(call, cell->inherited) : NULL);
    pal_put_text(
        row, "history",
        cell->turn == 0
            ? NULL
            : pal_look_kept(
                  call, pal_call_printf(call, "/assessments/%s/facts/mark?part=%s%%2F%s&lane=%s",
                                        call->params[0], marked->area->id, step->id,
                                        pal_value_as_text(pal_value_get(call->data, "basis")))));
    pal_marks_options(call, row, chosen, practices > 0);
    pal_marks_practices(call, row, marked->area, at, body);
    pal_put_boolean(row, "has_practices", practices > 0);
    pal_put_boolean(row, "is_open", strcmp(chosen, pal_marks_by_practices) == 0);
}

/* The page of another area, or of another lane. */
static const char *url_of(struct pal_call *call, const struct pal_area *area,
                          enum pal_mark_lane lane)
{
    return pal_look_kept(
        call, pal_call_printf(call, "?area=%s&basis=%s", area->id, pal_mark_lane_ids[lane]));
}

static void add_areas(struct pal_call *call, const struct pal_marked_area *marked,
                      enum pal_mark_lane lane)
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *links = pal_value_list(&call->values);
    for (size_t i = 0; i < marked->model->area_count; i++) {
        const struct pal_area *area = &marked->model->areas[i];
        struct pal_value *row = pal_add_object(data);
        pal_put_text(row, "id", area->id);
        pal_put_integer(row, "rated", (int64_t)marked->rated[i]);
        pal_put_integer(row, "steps", (int64_t)area->ladder->count);
        struct pal_value *link = pal_add_object(links);
        pal_put_text(link, "id", area->id);
        pal_put_text(link, "title", pal_text_in(&area->title, call->language.lang));
        pal_put_text(link, "url", url_of(call, area, lane));
        pal_put_boolean(link, "is_here", area == marked->area);
        pal_put_integer(link, "rated", (int64_t)marked->rated[i]);
        pal_put_integer(link, "steps", (int64_t)area->ladder->count);
    }
    pal_set(call->data, "areas", data);
    pal_set(call->page, "areas", links);
    size_t at = (size_t)(marked->area - marked->model->areas);
    pal_set_text(call->page, "next_url",
                 at + 1 < marked->model->area_count ? url_of(call, marked->area + 1, lane) : NULL);
}

static void add_lanes(struct pal_call *call, const struct pal_marked_area *marked,
                      enum pal_mark_lane lane)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (int i = 0; i < PAL_MARK_LANES; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", pal_mark_lane_title(call, (enum pal_mark_lane)i));
        pal_put_text(row, "url", url_of(call, marked->area, (enum pal_mark_lane)i));
        pal_put_boolean(row, "is_here", i == (int)lane);
    }
    pal_set(call->page, "lanes", list);
    pal_set_text(call->page, "lane_title", pal_mark_lane_title(call, lane));
}

static enum pal_rc open(struct pal_call *call, struct pal_document *record)
{
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", call->params[0], record);
    if (rc != PAL_OK) {
        return rc;
    }
    call->version = record->version;
    call->fact = record->fact;
    pal_house_hand(pal_call_app(call), record);
    return pal_document_frame(call, record);
}

/* After a conflict: what somebody else has marked since. */
void pal_marks_now(struct pal_call *call)
{
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(fact, pal_value_get(call->data, "now"))
    {
        struct pal_value *row = pal_add_object(list);
        const char *choice = pal_marks_choice(pal_value_get(fact, "body"));
        pal_put_text(row, "part", pal_value_as_text(pal_value_get(fact, "part")));
        pal_put_text(row, "shown",
                     choice[0] == '\0' ? "—"
                     : strcmp(choice, pal_marks_by_practices) == 0
                         ? pal_call_tr(call, "by practices")
                         : choice);
    }
    pal_set(call->page, "now", list);
}

enum pal_rc pal_marks_may(struct pal_call *call, const struct pal_document *record)
{
    struct pal_course course;
    const bool may = pal_errand_may(&call->errand, PAL_MAY_ASSESS, record->project) &&
                     !call->errand.is_read_only;
    enum pal_rc rc = may ? pal_course_now(&call->errand, record->id, &course) : PAL_OK;
    const bool is_draft = may && rc == PAL_OK && course.state == PAL_ASSESSMENT_DRAFT;
    pal_set_boolean(call->page, "can_mark", is_draft);
    pal_set_boolean(call->page, "is_closed", may && !is_draft);
    return rc;
}

/* The reasons at hand, and at which step one is to stand. */
static enum pal_rc put_insert(struct pal_call *call, const struct pal_document *record,
                              const struct pal_area *area)
{
    struct pal_value *steps = pal_value_object(&call->values);
    struct pal_value *list = pal_put_list(steps, "steps");
    const char *chosen = pal_marks_typed(call, "insert_at", "");
    for (size_t i = 0; i < area->ladder->count; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "step", area->ladder->steps[i].id);
        pal_put_boolean(row, "is_chosen", strcmp(area->ladder->steps[i].id, chosen) == 0);
    }
    pal_set(call->page, "steps_to_insert", steps);
    return pal_reasons_offer(call, record->project);
}

static enum pal_rc show_area(struct pal_call *call)
{
    struct pal_document record;
    enum pal_mark_lane lane = PAL_MARK_CHECKED;
    struct pal_marked_area *marked = PAL_NEW(call->request->arena, struct pal_marked_area, 1);
    enum pal_rc rc =
        marked != NULL ? open(call, &record) : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc == PAL_OK) {
        rc = pal_marks_lane(call, &lane);
        if (rc != PAL_OK && call->is_form_again) { /* what is wrong is told already */
            lane = PAL_MARK_CHECKED;
            rc = PAL_OK;
        }
    }
    if (rc == PAL_OK) {
        rc = pal_marks_area(&call->errand, pal_call_app(call), record.id, lane, asked(call, "area"),
                            marked);
        if (rc != PAL_OK && marked->model == NULL) { /* it cannot be read */
            return pal_against_unread(call, &record, pal_tell_problem(call, rc));
        }
    }
    if (rc != PAL_OK) {
        return pal_tell_problem(call, rc);
    }
    const struct pal_area *area = marked->area;
    const char *act = pal_marks_typed(call, "act", "");
    pal_set_text(call->data, "id", record.id);
    pal_set_text(call->data, "model", marked->model->id);
    pal_set_text(call->data, "basis", pal_mark_lane_ids[lane]);
    pal_set_text(call->data, "area", area->id);
    pal_set_integer(call->data, "version", record.version);
    pal_set_integer(call->data, "fact", marked->fact);
    pal_set(call->data, "steps", pal_value_list(&call->values));
    pal_set(call->page, "steps", pal_value_list(&call->values));
    for (size_t i = 0; i < area->ladder->count; i++) {
        add_step(call, marked, i);
    }
    add_areas(call, marked, lane);
    add_lanes(call, marked, lane);
    pal_marks_now(call);
    pal_set_text(call->page, "grid_url",
                 pal_look_kept(call, pal_call_printf(call, "?basis=%s", pal_mark_lane_ids[lane])));
    pal_set_text(call->page, "area_title", pal_text_in(&area->title, call->language.lang));
    pal_set_text(call->page, "notice", marked->model->notice);
    pal_set_text(call->page, "pasted", pal_marks_typed(call, "marks", NULL));
    bool is_kept = act[0] != '\0' && !is_conflict(call);
    bool is_pasted = pal_marks_typed(call, "marks", "")[0] != '\0';
    pal_set_text(call->page, "act_id",
                 is_kept && !is_pasted ? act : pal_facts_new_id(&call->errand));
    pal_set_text(call->page, "paste_id",
                 is_kept && is_pasted ? act : pal_facts_new_id(&call->errand));
    bool is_kept_seen = call->is_form_again && !is_conflict(call);
    const struct pal_seen seen =
        is_kept_seen ? pal_form_seen(call) : (struct pal_seen){record.version, marked->fact};
    pal_set_integer(call->page, "seen_version", seen.version);
    pal_set_integer(call->page, "seen_fact", seen.fact);
    pal_set_boolean(call->page, "is_first", marked->fact == 0);
    rc = pal_marks_may(call, &record);
    rc = rc == PAL_OK ? put_insert(call, &record, area) : rc;
    return rc == PAL_OK ? pal_call_show(call, "web_marks", record.title) : rc;
}

enum pal_rc pal_page_marks(struct pal_call *call)
{
    if (call->table != PAL_TABLE_NONE) {
        return pal_marks_table(call);
    }
    return call->is_form_again || asked(call, "area")[0] != '\0' ? show_area(call)
                                                                 : pal_page_grid(call);
}
