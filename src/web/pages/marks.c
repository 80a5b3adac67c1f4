/* marks - marking the steps of an assessment: an area at a time, or many as lines that were pasted.
 */
#include "app/house/marks.h"
#include "app/house/evidence.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/shelf.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/desc.h"
#include "render/template/value_json.h"
#include "web/pages/against.h"
#include "web/pages/pages.h"

enum { FIELDS_MOST = PAL_LIMIT_PRACTICES, LINES_MOST = 1024, EVIDENCE_MOST = 16 };

static const char by_practices[] = "practices";

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

static struct pal_value *body_value(struct pal_call *call, const char *body)
{
    json_t *json = body != NULL ? json_loads(body, 0, NULL) : NULL;
    struct pal_value *value =
        json != NULL ? pal_value_of_json(&call->values, json) : pal_value_null(&call->values);
    json_decref(json);
    return value;
}

/* What a body is in a choice: a mark, the word for practices, or nothing. */
static const char *choice_of(const struct pal_value *body)
{
    const char *mark = pal_value_as_text(pal_value_get(body, "mark"));
    return mark != NULL ? mark : pal_value_get(body, by_practices) != NULL ? by_practices : "";
}

static const char *typed(struct pal_call *call, const char *name, const char *else_)
{
    const char *sent = call->is_form_again ? pal_call_field(call, name) : NULL;
    return sent != NULL ? sent : else_;
}

/* Then the form begins anew from what is there. */
static bool is_conflict(const struct pal_call *call)
{
    return pal_value_get(call->data, "now") != NULL;
}

static void add_choices(struct pal_call *call, struct pal_value *row, const char *chosen,
                        bool with_practices)
{
    struct pal_value *options = pal_put_list(row, "options");
    for (int i = 0; i < PAL_RATING_COUNT + with_practices; i++) {
        bool is_rating = i < PAL_RATING_COUNT;
        const char *id = is_rating ? pal_rating_ids[i] : by_practices;
        struct pal_value *option = pal_add_object(options);
        pal_put_text(option, "value", id);
        pal_put_text(option, "title",
                     is_rating ? pal_mark_title(call, (enum pal_rating)i)
                               : pal_call_tr(call, "by practices, below"));
        pal_put_boolean(option, "is_chosen", strcmp(id, chosen) == 0);
    }
}

static void add_practices(struct pal_call *call, struct pal_value *row, const struct pal_area *area,
                          size_t step, const struct pal_value *body)
{
    size_t count;
    const struct pal_practice *practices = pal_area_rated_practices(area, step, &count);
    struct pal_value *list = pal_put_list(row, by_practices);
    const char *id = area->ladder->steps[step].id;
    for (size_t i = 0; i < count; i++) {
        const char *now =
            pal_value_as_text(pal_value_get(pal_value_get(body, by_practices), practices[i].id));
        const char *name = pal_call_printf(call, "practice/%s/%s", id, practices[i].id);
        struct pal_value *item = pal_add_object(list);
        pal_put_text(item, "id", practices[i].id);
        pal_put_text(item, "name", name);
        pal_put_text(item, "title", pal_text_in(&practices[i].title, call->language.lang));
        add_choices(call, item, typed(call, name, now != NULL ? now : ""), false);
    }
}

/* What stands in a cell, for whoever reads it. */
static const char *shown(struct pal_call *call, const char *body)
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
    struct pal_value *body = body_value(call, cell->own);
    size_t practices;
    (void)pal_area_rated_practices(marked->area, at, &practices);
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "steps"));
    pal_put_text(data, "part", pal_call_printf(call, "%s/%s", marked->area->id, step->id));
    pal_put_integer(data, "level", (int64_t)step->level);
    pal_put_integer(data, "turn", cell->turn);
    pal_put(data, "own", body);
    pal_put(data, "inherited", body_value(call, cell->inherited));

    struct pal_value *row = pal_add_object(pal_value_get(call->page, "steps"));
    const char *name = pal_call_printf(call, "mark/%s", step->id);
    const char *now = cell->own != NULL && strcmp(cell->own, "{}") != 0 ? cell->own : "";
    const char *chosen = typed(call, name, choice_of(body));
    pal_put_text(row, "step", step->id);
    pal_put_text(row, "title", pal_text_in(&step->title, call->language.lang));
    pal_put_text(row, "name", name);
    pal_put_text(row, "was",
                 is_conflict(call) ? now
                                   : typed(call, pal_call_printf(call, "was/%s", step->id), now));
    pal_put_text(row, "shown", cell->own != NULL ? shown(call, cell->own) : "—");
    pal_put_text(row, "inherited", cell->inherited != NULL ? shown(call, cell->inherited) : NULL);
    pal_put_text(
        row, "history",
        cell->turn == 0
            ? NULL
            : pal_look_kept(
                  call, pal_call_printf(call, "/assessments/%s/facts/mark?part=%s%%2F%s&lane=%s",
                                        call->params[0], marked->area->id, step->id,
                                        pal_value_as_text(pal_value_get(call->data, "basis")))));
    add_choices(call, row, chosen, practices > 0);
    add_practices(call, row, marked->area, at, body);
    pal_put_boolean(row, "has_practices", practices > 0);
    pal_put_boolean(row, "is_open", strcmp(chosen, by_practices) == 0);
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
static void add_now(struct pal_call *call)
{
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(fact, pal_value_get(call->data, "now"))
    {
        struct pal_value *row = pal_add_object(list);
        const char *choice = choice_of(pal_value_get(fact, "body"));
        pal_put_text(row, "part", pal_value_as_text(pal_value_get(fact, "part")));
        pal_put_text(row, "shown",
                     choice[0] == '\0'                   ? "—"
                     : strcmp(choice, by_practices) == 0 ? pal_call_tr(call, "by practices")
                                                         : choice);
    }
    pal_set(call->page, "now", list);
}

enum pal_rc pal_page_marks(struct pal_call *call)
{
    struct pal_document record;
    enum pal_mark_lane lane = PAL_MARK_CHECKED;
    if (!call->is_form_again && asked(call, "area")[0] == '\0') {
        return pal_page_grid(call);
    }
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
    const char *act = typed(call, "act", "");
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
    add_now(call);
    pal_set_text(call->page, "grid_url",
                 pal_look_kept(call, pal_call_printf(call, "?basis=%s", pal_mark_lane_ids[lane])));
    pal_set_text(call->page, "area_title", pal_text_in(&area->title, call->language.lang));
    pal_set_text(call->page, "notice", marked->model->notice);
    pal_set_text(call->page, "pasted", typed(call, "marks", NULL));
    bool is_kept = act[0] != '\0' && !is_conflict(call);
    bool is_pasted = typed(call, "marks", "")[0] != '\0';
    pal_set_text(call->page, "act_id",
                 is_kept && !is_pasted ? act : pal_facts_new_id(&call->errand));
    pal_set_text(call->page, "paste_id",
                 is_kept && is_pasted ? act : pal_facts_new_id(&call->errand));
    bool is_kept_seen = call->is_form_again && !is_conflict(call);
    const struct pal_seen seen =
        is_kept_seen ? pal_form_seen(call) : (struct pal_seen){record.version, marked->fact};
    pal_set_integer(call->page, "seen_version", seen.version);
    pal_set_integer(call->page, "seen_fact", seen.fact);
    pal_set_boolean(call->page, "can_mark",
                    pal_errand_may(&call->errand, PAL_MAY_ASSESS, record.project) &&
                        !call->errand.is_read_only);
    pal_set_boolean(call->page, "is_first", marked->fact == 0);
    return pal_call_show(call, "web_marks", record.title);
}

/* ------------------------------------------------------------------------- marking */

/* The marks of one form. */
struct sent {
    struct pal_mark_wish items[LINES_MOST];
    size_t count;
    struct pal_fact_field evidence[EVIDENCE_MOST];
    size_t evidence_count;
};

static enum pal_rc add_mark(struct pal_call *call, struct sent *sent, const char *part,
                            const struct pal_fact_field *fields, size_t count)
{
    if (sent->count == LINES_MOST) {
        return pal_errand_fail(&call->errand, PAL_E_LIMIT,
                               "more than %d marks at once; send them in several parts",
                               (int)LINES_MOST);
    }
    sent->items[sent->count++] =
        (struct pal_mark_wish){.part = part, .fields = fields, .field_count = count};
    return PAL_OK;
}

/* The fields of a piece of evidence, "evidence.title" … How it was seen says nothing alone, where
 * it is what the form begins with. */
static void read_evidence(struct pal_call *call, struct sent *sent)
{
    static const char prefix[] = "evidence.";
    bool says_anything = false;
    for (size_t i = 0; i < call->form.count && sent->evidence_count < EVIDENCE_MOST; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        const char *key = field->name + sizeof prefix - 1;
        if (strncmp(field->name, prefix, sizeof prefix - 1) != 0 || pal_is_blank(field->value)) {
            continue;
        }
        sent->evidence[sent->evidence_count++] = (struct pal_fact_field){key, field->value};
        says_anything = says_anything || strcmp(key, "how") != 0 ||
                        strcmp(field->value, pal_evidence_hows[0]) != 0;
    }
    sent->evidence_count = says_anything ? sent->evidence_count : 0;
}

/* The fields of a step as they are sent; a choice of nothing has none. */
static enum pal_rc fields_of(struct pal_call *call, const char *step, const char *choice,
                             struct pal_fact_field **out, size_t *count)
{
    const char *prefix = pal_call_printf(call, "practice/%s/", step);
    size_t len = strlen(prefix);
    *count = 0;
    *out = PAL_NEW(call->request->arena, struct pal_fact_field, FIELDS_MOST);
    if (*out == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    if (strcmp(choice, by_practices) != 0) {
        (*out)[0] = (struct pal_fact_field){"mark", choice};
        *count = choice[0] != '\0';
        return PAL_OK;
    }
    for (size_t i = 0; i < call->form.count && *count < FIELDS_MOST; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        if (strncmp(field->name, prefix, len) == 0 && field->value[0] != '\0') {
            (*out)[(*count)++] = (struct pal_fact_field){
                pal_call_printf(call, "practices.%s", field->name + len), field->value};
        }
    }
    return *count > 0
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "mark/%s: rate at least one practice, or choose a mark", step);
}

/* The fields as the body that a fact of them has, to be held against what was there. */
static const char *body_of(struct pal_call *call, const struct pal_fact_field *fields, size_t count)
{
    json_t *body = json_object();
    for (size_t i = 0; i < count && body != NULL; i++) {
        const char *dot = strchr(fields[i].key, '.');
        json_t *map = json_object_get(body, by_practices);
        if (dot != NULL && map == NULL) {
            map = json_object();
            (void)json_object_set_new(body, by_practices, map);
        }
        (void)json_object_set_new(dot != NULL ? map : body, dot != NULL ? dot + 1 : fields[i].key,
                                  json_string(fields[i].value));
    }
    char *text =
        json_object_size(body) > 0 ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *own = text != NULL ? pal_call_printf(call, "%s", text) : "";
    free(text);
    json_decref(body);
    return own;
}

/* A reason as the form changed it: "" takes back what it showed; NULL: it says nothing. */
static const char *reason_sent(struct pal_call *call, const char *name)
{
    const char *now = pal_call_word(call, name);
    const char *was = pal_call_word(call, pal_call_printf(call, "was_%s", name));
    bool is_same = strcmp(now, was) == 0 || (pal_is_blank(now) && pal_is_blank(was));
    return is_same ? NULL : now;
}

/* The steps of an area whose mark or reason is another than the form began with. */
static enum pal_rc read_area(struct pal_call *call, struct sent *sent)
{
    static const char prefix[] = "mark/";
    const char *area = pal_call_word(call, "area");
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        struct pal_fact_field *fields = NULL;
        size_t count = 0;
        if (strncmp(field->name, prefix, sizeof prefix - 1) != 0) {
            continue;
        }
        const char *step = field->name + sizeof prefix - 1;
        enum pal_rc rc = fields_of(call, step, field->value, &fields, &count);
        if (rc != PAL_OK) {
            return rc;
        }
        const char *was = pal_call_word(call, pal_call_printf(call, "was/%s", step));
        const char *reason = reason_sent(call, pal_call_printf(call, "reason/%s", step));
        bool is_kept = strcmp(was, body_of(call, fields, count)) == 0;
        if (is_kept && reason == NULL) {
            continue;
        }
        rc = add_mark(call, sent, pal_call_printf(call, "%s/%s", area, step), fields, count);
        if (rc != PAL_OK) {
            return rc;
        }
        sent->items[sent->count - 1].is_kept = is_kept;
        sent->items[sent->count - 1].reason = reason;
    }
    return PAL_OK;
}

/* A line "PA05/2.1 F", with blanks, a tab, a comma or a semicolon between; "-": taken back. */
static enum pal_rc read_line(struct pal_call *call, const char *line, size_t number,
                             struct sent *sent)
{
    static const char between[] = " \t,;";
    size_t part_len = strcspn(line, between);
    const char *mark = line + part_len;
    mark += strspn(mark, between);
    size_t mark_len = strlen(mark);
    while (mark_len > 0 && strchr(" \t\r,;", mark[mark_len - 1]) != NULL) {
        mark_len--;
    }
    const char *part = pal_call_printf(call, "%.*s", (int)part_len, line);
    const char *word = pal_call_printf(call, "%.*s", (int)mark_len, mark);
    enum pal_rating rating;
    bool is_back = strcmp(word, "-") == 0;
    bool is_kept = strcmp(word, "=") == 0;
    if (strchr(part, '/') == NULL || (!is_back && !is_kept && !pal_rating_find(word, &rating))) {
        return pal_errand_fail_at(
            &call->errand, PAL_E_INVALID, "marks",
            "marks: line %zu: write a step and its mark, as \"PA05/2.1 F\"; the "
            "marks are N, P, L, F, not applicable, - to take one back, and = to leave it as it is",
            number);
    }
    struct pal_fact_field *field = PAL_NEW(call->request->arena, struct pal_fact_field, 1);
    if (field == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    *field = (struct pal_fact_field){"mark", word};
    enum pal_rc rc = add_mark(call, sent, part, field, !is_back && !is_kept);
    if (rc == PAL_OK) {
        sent->items[sent->count - 1].is_kept = is_kept;
        sent->items[sent->count - 1].reason = reason_sent(call, "reason");
    }
    return rc;
}

static enum pal_rc read_lines(struct pal_call *call, struct sent *sent)
{
    const char *at = pal_call_word(call, "marks");
    size_t number = 0;
    enum pal_rc rc = PAL_OK;
    while (*at != '\0' && rc == PAL_OK) {
        size_t len = strcspn(at, "\r\n");
        const char *line = pal_call_printf(call, "%.*s", (int)len, at);
        line += strspn(line, " \t");
        number++;
        rc = line[0] != '\0' ? read_line(call, line, number, sent) : PAL_OK;
        at += len;
        at += at[0] == '\r' && at[1] == '\n';
        at += *at != '\0';
    }
    return rc;
}

static bool says_nothing(const struct sent *sent)
{
    for (size_t i = 0; i < sent->count; i++) {
        if (!sent->items[i].is_kept || sent->items[i].reason != NULL || sent->evidence_count > 0) {
            return false;
        }
    }
    return true;
}

enum pal_rc pal_do_marks(struct pal_call *call)
{
    struct pal_act_done done = {0};
    enum pal_mark_lane lane;
    struct sent *sent = PAL_NEW(call->request->arena, struct sent, 1);
    enum pal_rc rc = sent != NULL ? pal_marks_lane(call, &lane)
                                  : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    const char *area = pal_call_word(call, "area");
    if (rc == PAL_OK && area[0] != '\0' && !pal_id_check(area, false)) {
        rc = pal_errand_fail(&call->errand, PAL_E_INVALID, "area: %s is no id",
                             pal_quote(area).text);
    }
    if (rc == PAL_OK) {
        rc = read_area(call, sent);
    }
    if (rc == PAL_OK) {
        rc = read_lines(call, sent);
    }
    read_evidence(call, sent);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *back =
        pal_call_printf(call, "/assessments/%s/marks?area=%s&basis=%s", call->params[0],
                        pal_call_word(call, "area"), pal_mark_lane_ids[lane]);
    if (says_nothing(sent)) {
        pal_set(call->data, "facts", pal_value_list(&call->values));
        return pal_call_go(call, false, "%s&saved=same", back);
    }
    const struct pal_marking marking = {.assessment = call->params[0],
                                        .lane = lane,
                                        .seen = pal_form_seen(call),
                                        .act = pal_act_id(call),
                                        .marks = sent->items,
                                        .count = sent->count,
                                        .evidence = sent->evidence,
                                        .evidence_count = sent->evidence_count};
    rc = pal_marks_put(&call->errand, &marking, &done);
    rc = pal_act_answer(call, rc, &done);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_call_go(call, !done.is_again, "%s", back);
}
