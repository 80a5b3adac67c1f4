/* practice - one practice of a step, asked across all areas at once; and the list of them. */
#include <jansson.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/evidence.h"
#include "app/house/marks_all.h"
#include "app/house/marks_grid.h"
#include "app/house/shelf.h"
#include "base/limits.h"
#include "base/text.h"
#include "render/part.h"
#include "web/pages/against.h"
#include "web/pages/evidence_form.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"
#include "web/pages/reason_insert.h"

enum { LISTED_MOST = 512 };

/* What the pages are made of. */
struct sheet {
    struct pal_document record;
    enum pal_mark_lane lane;
    struct pal_marked_all all;
    struct pal_marked_grid grid;
    const char *step; /* ids of the practice; NULL: the list */
    const struct pal_practice *practice;
    size_t part; /* from 0 */
};

/* -------------------------------------------------------------------------- cells */

/* The step of an area that has the practice; false: it has none. */
static bool find_step(const struct sheet *sheet, size_t area, size_t *step)
{
    const struct pal_area *of = &sheet->all.assessment->model->areas[area];
    size_t count;
    int at = pal_ladder_find(of->ladder, sheet->step);
    if (at < 0 || of->ladder->steps[at].is_rated_by_area) {
        return false;
    }
    const struct pal_practice *practices = pal_area_rated_practices(of, (size_t)at, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(practices[i].id, sheet->practice->id) == 0) {
            *step = (size_t)at;
            return true;
        }
    }
    return false;
}

/* What stands in the cell of a step, also where it is to be seen again; "": nothing. */
static const char *stands(const struct sheet *sheet, size_t area, size_t step)
{
    const struct pal_marked *cell = pal_marked_at(&sheet->all, sheet->lane, area, step);
    const char *body = cell->again != NULL ? cell->again : cell->own;
    return body != NULL && strcmp(body, "{}") != 0 ? body : "";
}

/* The mark of a practice in a body: its own, or that of the step as a whole; "": none. */
static const char *mark_of(struct pal_call *call, const char *text, const char *practice,
                           bool *is_whole)
{
    json_t *body = text[0] != '\0' ? json_loads(text, 0, NULL) : NULL;
    const char *whole = json_string_value(json_object_get(body, "mark"));
    const char *own =
        json_string_value(json_object_get(json_object_get(body, pal_marks_by_practices), practice));
    *is_whole = whole != NULL;
    const char *mark = whole != NULL ? whole : own != NULL ? own : "";
    mark = mark[0] != '\0' ? pal_call_printf(call, "%s", mark) : "";
    json_decref(body);
    return mark;
}

/* ------------------------------------------------------------------------- the list */

/* How many areas have a mark of it, of how many that have it. */
static void count_areas(struct pal_call *call, struct sheet *sheet, size_t *rated, size_t *all)
{
    *rated = 0;
    *all = 0;
    for (size_t i = 0; i < sheet->all.assessment->model->area_count; i++) {
        size_t step;
        bool is_whole;
        if (find_step(sheet, i, &step)) {
            *rated +=
                mark_of(call, stands(sheet, i, step), sheet->practice->id, &is_whole)[0] != '\0';
            *all += 1;
        }
    }
}

static const char *url_of(struct pal_call *call, const struct sheet *sheet, enum pal_mark_lane lane)
{
    const char *place = sheet->practice != NULL
                            ? pal_call_printf(call, "/assessments/%s/practices/%s/%s",
                                              call->params[0], pal_call_escaped(call, sheet->step),
                                              pal_call_escaped(call, sheet->practice->id))
                            : pal_call_printf(call, "/assessments/%s/practices", call->params[0]);
    return pal_look_kept(call,
                         pal_call_printf(call, "%s?basis=%s", place, pal_mark_lane_ids[lane]));
}

static void put_listed(struct pal_call *call, struct sheet *sheet, struct pal_value *rows)
{
    size_t rated;
    size_t all;
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "practices"));
    struct pal_value *row = pal_add_object(rows);
    count_areas(call, sheet, &rated, &all);
    pal_put_text(data, "step", sheet->step);
    pal_put_text(data, "practice", sheet->practice->id);
    pal_put_integer(data, "rated", (int64_t)rated);
    pal_put_integer(data, "areas", (int64_t)all);
    pal_put_text(row, "id", sheet->practice->id);
    pal_put_text(row, "title", pal_text_in(&sheet->practice->title, call->language.lang));
    pal_put_text(row, "url", url_of(call, sheet, sheet->lane));
    pal_put_text(row, "rated",
                 pal_call_printf(call, pal_call_tr(call, "%zu of %zu areas"), rated, all));
}

static bool is_listed(struct pal_call *call, const char *step, const char *practice)
{
    PAL_EACH(row, pal_value_get(call->data, "practices"))
    {
        if (strcmp(pal_value_as_text(pal_value_get(row, "step")), step) == 0 &&
            strcmp(pal_value_as_text(pal_value_get(row, "practice")), practice) == 0) {
            return true;
        }
    }
    return false;
}

/* The practices of a ladder, step by step. */
static void put_ladder(struct pal_call *call, struct sheet *sheet, const struct pal_ladder *ladder)
{
    for (size_t i = 0; i < ladder->count; i++) {
        const struct pal_step *step = &ladder->steps[i];
        struct pal_value *rows = NULL;
        for (size_t j = 0; j < step->practice_count && !step->is_rated_by_area; j++) {
            if (pal_value_count(pal_value_get(call->data, "practices")) >= LISTED_MOST ||
                is_listed(call, step->id, step->practices[j].id)) {
                continue;
            }
            if (rows == NULL) {
                struct pal_value *group = pal_add_object(pal_value_get(call->page, "groups"));
                pal_put_text(group, "step", step->id);
                pal_put_text(group, "title", pal_text_in(&step->title, call->language.lang));
                rows = pal_put_list(group, "practices");
            }
            sheet->step = step->id;
            sheet->practice = &step->practices[j];
            put_listed(call, sheet, rows);
        }
    }
    sheet->practice = NULL;
}

static void put_list(struct pal_call *call, struct sheet *sheet)
{
    const struct pal_model *model = sheet->all.assessment->model;
    pal_set(call->data, "practices", pal_value_list(&call->values));
    pal_set(call->page, "groups", pal_value_list(&call->values));
    put_ladder(call, sheet, &model->ladder);
    for (size_t i = 0; i < model->area_count; i++) {
        if (model->areas[i].ladder != &model->ladder) {
            put_ladder(call, sheet, model->areas[i].ladder);
        }
    }
}

/* --------------------------------------------------------------------- the practice */

static const char *typed_of(struct pal_call *call, const char *what, const char *area,
                            const char *else_)
{
    return pal_marks_typed(call, pal_call_printf(call, "%s/%s", what, area), else_);
}

static void put_area(struct pal_call *call, const struct sheet *sheet, size_t at, size_t step)
{
    const struct pal_model *model = sheet->all.assessment->model;
    const struct pal_area *area = &model->areas[at];
    const struct pal_grid_mark *cell = &sheet->grid.cells[area->first_step + step];
    const struct pal_marked *marked = pal_marked_at(&sheet->all, sheet->lane, at, step);
    const bool is_conflict = pal_value_get(call->data, "now") != NULL;
    bool is_whole;
    const char *mark = mark_of(call, stands(sheet, at, step), sheet->practice->id, &is_whole);
    const char *comes_to =
        cell->rating != PAL_RATING_NOT_RATED ? pal_rating_ids[cell->rating] : NULL;
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "areas"));
    pal_put_text(data, "area", area->id);
    pal_put_text(data, "mark", mark[0] != '\0' ? mark : NULL);
    pal_put_boolean(data, "as_a_whole", is_whole);
    pal_put_text(data, "rating", comes_to);
    pal_put_boolean(data, "again", marked->again != NULL);

    size_t span = sheet->part * PAL_PART_AREAS;
    if (call->is_api || at < span || at >= span + PAL_PART_AREAS) {
        return;
    }
    struct pal_value *row = pal_add_object(pal_value_get(call->page, "areas"));
    pal_put_text(row, "area", area->id);
    pal_put_text(row, "title", pal_text_in(&area->title, call->language.lang));
    pal_put_text(
        row, "url",
        pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks/%s/%s?basis=%s",
                                            call->params[0], pal_call_escaped(call, area->id),
                                            pal_call_escaped(call, sheet->step),
                                            pal_mark_lane_ids[sheet->lane])));
    pal_put_text(row, "was", is_conflict ? mark : typed_of(call, "was", area->id, mark));
    pal_put_boolean(row, "is_chosen", typed_of(call, "choose", area->id, "")[0] != '\0');
    pal_put_boolean(row, "is_whole", is_whole);
    pal_put_boolean(row, "is_again", marked->again != NULL);
    pal_put_boolean(row, "is_inherited",
                    marked->own == NULL && cell->rating != PAL_RATING_NOT_RATED);
    pal_put_text(row, "shown", mark[0] != '\0' ? mark : "—");
    pal_put_text(row, "comes_to", pal_mark_title(call, cell->rating));
    pal_put_text(row, "reason", marked->reason);
    pal_marks_options(call, row, typed_of(call, "mark", area->id, mark), false);
}

static size_t part_asked(struct pal_call *call)
{
    const char *word = call->request->method == PAL_POST ? pal_call_word(call, "part")
                                                         : pal_call_query(call, "part");
    const int64_t part = word != NULL && word[0] != '\0' ? pal_whole_number(word) : 1;
    return part > 0 ? (size_t)part - 1 : SIZE_MAX;
}

static const char *part_url(struct pal_call *call, const struct sheet *sheet, size_t part)
{
    const char *url = url_of(call, sheet, sheet->lane);
    return pal_call_printf(call, "%s&part=%zu", url, part);
}

static void put_parts(struct pal_call *call, const struct sheet *sheet)
{
    const size_t count = pal_part_count(sheet->all.assessment->model);
    pal_set_integer(call->page, "part", (int64_t)sheet->part + 1);
    if (count < 2) {
        return;
    }
    struct pal_value *parts = pal_value_object(&call->values);
    pal_put_integer(parts, "part", (int64_t)sheet->part + 1);
    pal_put_integer(parts, "of", (int64_t)count);
    if (sheet->part > 0) {
        pal_put_text(parts, "previous", part_url(call, sheet, sheet->part));
    }
    if (sheet->part + 1 < count) {
        pal_put_text(parts, "next", part_url(call, sheet, sheet->part + 2));
    }
    pal_set(call->page, "parts", parts);
}

static void put_mark_of_all(struct pal_call *call, struct pal_value *options)
{
    const char *chosen = pal_marks_typed(call, "mark", "");
    for (int i = 0; i < PAL_RATING_COUNT; i++) {
        struct pal_value *option = pal_add_object(options);
        pal_put_text(option, "value", pal_rating_ids[i]);
        pal_put_text(option, "title",
                     i == PAL_RATING_NOT_RATED ? pal_call_tr(call, "as it stands at each of them")
                                               : pal_mark_title(call, (enum pal_rating)i));
        pal_put_boolean(option, "is_chosen", strcmp(pal_rating_ids[i], chosen) == 0);
    }
}

static void put_form(struct pal_call *call, const struct sheet *sheet)
{
    const bool is_conflict = pal_value_get(call->data, "now") != NULL;
    const char *act = is_conflict ? "" : pal_marks_typed(call, "act", "");
    struct pal_value *all = pal_value_object(&call->values);
    pal_set_text(call->page, "act_id", act[0] != '\0' ? act : pal_facts_new_id(&call->errand));
    const struct pal_seen seen = call->is_form_again && !is_conflict
                                     ? pal_form_seen(call)
                                     : (struct pal_seen){sheet->record.version, sheet->all.fact};
    pal_set_integer(call->page, "seen_version", seen.version);
    pal_set_integer(call->page, "seen_fact", seen.fact);
    pal_set_text(call->page, "reason", pal_marks_typed(call, "reason", ""));
    put_mark_of_all(call, pal_put_list(all, "options"));
    pal_set(call->page, "for_all", all);
}

/* The practices beside it on the ladder of the model. */
static void put_ways(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_ladder *ladder = &sheet->all.assessment->model->ladder;
    struct sheet other = *sheet;
    bool is_behind = false;
    for (size_t i = 0; i < ladder->count; i++) {
        const struct pal_step *step = &ladder->steps[i];
        for (size_t j = 0; j < step->practice_count && !step->is_rated_by_area; j++) {
            bool is_here = strcmp(step->id, sheet->step) == 0 &&
                           strcmp(step->practices[j].id, sheet->practice->id) == 0;
            other.step = step->id;
            other.practice = &step->practices[j];
            if (is_behind) {
                pal_set_text(call->page, "next_url", url_of(call, &other, sheet->lane));
                return;
            }
            is_behind = is_here;
            if (!is_here) {
                pal_set_text(call->page, "before_url", url_of(call, &other, sheet->lane));
            }
        }
    }
}

static enum pal_rc put_practice(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_dossier_file *files = NULL;
    size_t count = 0;
    const struct pal_model *model = sheet->all.assessment->model;
    const char *text = pal_text_in(&sheet->practice->text, call->language.lang);
    const int at = pal_ladder_find(&model->ladder, sheet->step);
    pal_set_text(call->data, "step", sheet->step);
    pal_set_text(call->data, "practice", sheet->practice->id);
    pal_set(call->data, "areas", pal_value_list(&call->values));
    pal_set(call->page, "areas", pal_value_list(&call->values));
    for (size_t i = 0; i < model->area_count; i++) {
        size_t step;
        if (find_step(sheet, i, &step)) {
            put_area(call, sheet, i, step);
        }
    }
    pal_set_text(call->page, "practice_title",
                 pal_text_in(&sheet->practice->title, call->language.lang));
    pal_set_text(call->page, "practice_text", text[0] != '\0' ? text : NULL);
    pal_set_text(call->page, "step_title",
                 at >= 0 ? pal_text_in(&model->ladder.steps[at].title, call->language.lang) : NULL);
    pal_set_text(
        call->page, "list_url",
        pal_look_kept(call, pal_call_printf(call, "/assessments/%s/practices?basis=%s",
                                            call->params[0], pal_mark_lane_ids[sheet->lane])));
    put_ways(call, sheet);
    put_parts(call, sheet);
    put_form(call, sheet);
    pal_marks_now(call);
    enum pal_rc rc = pal_evidence_files(call, sheet->record.project, &files, &count);
    pal_evidence_fields(call, files, count);
    return rc == PAL_OK ? pal_reasons_offer(call, sheet->record.project) : rc;
}

/* ------------------------------------------------------------------------- opening */

static enum pal_rc read_all(struct pal_call *call, struct sheet *sheet)
{
    pal_house_hand(pal_call_app(call), &sheet->record);
    enum pal_rc rc =
        pal_marks_all(&call->errand, pal_call_app(call), sheet->record.id, false, &sheet->all);
    return rc == PAL_OK ? pal_marks_grid(&call->errand, pal_call_app(call), sheet->record.id,
                                         sheet->lane, &sheet->grid)
                        : rc;
}

/* The practice that the address names, as the first area that has it says it. */
static enum pal_rc find_practice(struct pal_call *call, struct sheet *sheet)
{
    const struct pal_model *model = sheet->all.assessment->model;
    for (size_t i = 0; i < model->area_count; i++) {
        size_t count;
        const int at = pal_ladder_find(model->areas[i].ladder, call->params[1]);
        if (at < 0 || model->areas[i].ladder->steps[at].is_rated_by_area) {
            continue;
        }
        const struct pal_practice *practices =
            pal_area_rated_practices(&model->areas[i], (size_t)at, &count);
        for (size_t j = 0; j < count; j++) {
            if (strcmp(practices[j].id, call->params[2]) == 0) {
                sheet->step = model->areas[i].ladder->steps[at].id;
                sheet->practice = &practices[j];
                return PAL_OK;
            }
        }
    }
    return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                           "there is no practice %s of step %s in the model %s",
                           pal_quote(call->params[2]).text, call->params[1], model->id);
}

/* `is_shown`: it cannot be read, and the page says so already. */
static enum pal_rc open_page(struct pal_call *call, struct sheet *sheet, bool *is_shown)
{
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", call->params[0], &sheet->record);
    rc = rc == PAL_OK ? pal_document_frame(call, &sheet->record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    call->version = sheet->record.version;
    call->fact = sheet->record.fact;
    rc = pal_marks_lane(call, &sheet->lane);
    if (rc != PAL_OK && call->is_form_again) { /* what is wrong is told already */
        sheet->lane = PAL_MARK_CHECKED;
        rc = PAL_OK;
    }
    rc = rc == PAL_OK ? read_all(call, sheet) : rc;
    if (rc != PAL_OK && sheet->all.assessment == NULL) {
        *is_shown = true;
        return pal_against_unread(call, &sheet->record, pal_tell_problem(call, rc));
    }
    return rc;
}

static void put_head(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_document *record = &sheet->record;
    struct pal_value *list = pal_value_list(&call->values);
    for (int i = 0; i < PAL_MARK_LANES; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", pal_mark_lane_title(call, (enum pal_mark_lane)i));
        pal_put_text(row, "url", url_of(call, sheet, (enum pal_mark_lane)i));
        pal_put_boolean(row, "is_here", i == (int)sheet->lane);
    }
    pal_set(call->page, "lanes", list);
    pal_set_text(call->page, "lane_title", pal_mark_lane_title(call, sheet->lane));
    pal_set_text(call->data, "id", record->id);
    pal_set_text(call->data, "model", sheet->all.assessment->model->id);
    pal_set_text(call->data, "basis", pal_mark_lane_ids[sheet->lane]);
    pal_set_integer(call->data, "version", record->version);
    pal_set_integer(call->data, "fact", sheet->all.fact);
    pal_set_text(call->page, "notice", sheet->all.assessment->model->notice);
    pal_set_text(
        call->page, "grid_url",
        pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks?basis=%s", call->params[0],
                                            pal_mark_lane_ids[sheet->lane])));
}

enum pal_rc pal_page_practices(struct pal_call *call)
{
    struct sheet *sheet = PAL_NEW(call->request->arena, struct sheet, 1);
    bool is_shown = false;
    enum pal_rc rc = sheet != NULL ? open_page(call, sheet, &is_shown)
                                   : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc != PAL_OK || is_shown) {
        return rc;
    }
    put_head(call, sheet);
    put_list(call, sheet);
    rc = pal_marks_may(call, &sheet->record);
    return rc == PAL_OK
               ? pal_call_show(call, "web_practices",
                               pal_call_printf(call, "%s · %s", pal_call_tr(call, "Practices"),
                                               sheet->record.title))
               : rc;
}

enum pal_rc pal_page_practice(struct pal_call *call)
{
    struct sheet *sheet = PAL_NEW(call->request->arena, struct sheet, 1);
    bool is_shown = false;
    enum pal_rc rc = sheet != NULL ? open_page(call, sheet, &is_shown)
                                   : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc != PAL_OK || is_shown) {
        return rc;
    }
    rc = find_practice(call, sheet);
    sheet->part = part_asked(call);
    if (rc == PAL_OK && sheet->part >= pal_part_count(sheet->all.assessment->model)) {
        rc = pal_errand_fail(&call->errand, PAL_E_INVALID, "part: this page has parts 1 to %zu",
                             pal_part_count(sheet->all.assessment->model));
    }
    if (rc != PAL_OK) {
        return rc;
    }
    put_head(call, sheet);
    rc = pal_marks_may(call, &sheet->record);
    rc = rc == PAL_OK ? put_practice(call, sheet) : rc;
    return rc == PAL_OK ? pal_call_show(call, "web_practice",
                                        pal_call_printf(call, "%s · %s", call->params[2],
                                                        sheet->record.title))
                        : rc;
}

/* -------------------------------------------------------------------------- saving */

/* The fields of a step with another mark of one of its practices; the others keep theirs, those of
 * a step that was marked as a whole the mark that it had. */
static enum pal_rc fields_of(struct pal_call *call, const struct sheet *sheet, size_t area,
                             size_t step, const char *mark, struct pal_mark_wish *wish)
{
    size_t count;
    const char *body = stands(sheet, area, step);
    const struct pal_practice *practices =
        pal_area_rated_practices(&sheet->all.assessment->model->areas[area], step, &count);
    struct pal_fact_field *fields = PAL_NEW(call->request->arena, struct pal_fact_field, count);
    if (fields == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_whole;
        bool is_it = strcmp(practices[i].id, sheet->practice->id) == 0;
        const char *now = is_it ? mark : mark_of(call, body, practices[i].id, &is_whole);
        if (now[0] != '\0') {
            fields[wish->field_count++] = (struct pal_fact_field){
                pal_call_printf(call, "practices.%s", practices[i].id), now};
        }
    }
    wish->fields = fields;
    return PAL_OK;
}

/* A mark of the scale, or nothing. */
static enum pal_rc check_mark(struct pal_call *call, const char *area, const char *mark)
{
    enum pal_rating rating;
    return mark[0] == '\0' || pal_rating_find(mark, &rating)
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "%s: %s is no mark: N, P, L, F or not applicable", area,
                                 pal_quote(mark).text);
}

static const char *field_of(struct pal_call *call, const char *what, const char *area)
{
    return pal_call_field(call, pal_call_printf(call, "%s/%s", what, area));
}

/* What the form says of one area. */
static enum pal_rc read_area(struct pal_call *call, const struct sheet *sheet, size_t at,
                             bool any_chosen, struct pal_marks_sent *sent)
{
    const struct pal_area *area = &sheet->all.assessment->model->areas[at];
    const char *own = field_of(call, "mark", area->id);
    const char *was = field_of(call, "was", area->id);
    const char *all = pal_call_word(call, "mark");
    const char *reason = pal_call_word(call, "reason");
    const bool is_chosen = field_of(call, "choose", area->id) != NULL;
    bool is_whole;
    size_t step;
    if ((own == NULL && !is_chosen) || !find_step(sheet, at, &step)) {
        return PAL_OK;
    }
    const char *now = mark_of(call, stands(sheet, at, step), sheet->practice->id, &is_whole);
    const char *before = was != NULL ? was : now;
    const char *mark = is_chosen && all[0] != '\0' ? all : own != NULL ? own : before;
    const bool is_other = strcmp(mark, before) != 0;
    const bool is_said = is_chosen || (!any_chosen && is_other);
    enum pal_rc rc = check_mark(call, area->id, mark);
    if (rc != PAL_OK || (!is_other && !is_said)) {
        return rc;
    }
    if (sent->count == PAL_SENT_MARKS) {
        return pal_errand_fail(&call->errand, PAL_E_LIMIT,
                               "more than %d marks at once; send them in several parts",
                               (int)PAL_SENT_MARKS);
    }
    struct pal_mark_wish *wish = &sent->items[sent->count++];
    *wish = (struct pal_mark_wish){.part = pal_call_printf(call, "%s/%s", area->id, sheet->step),
                                   .is_kept = !is_other,
                                   .is_aside = !is_said,
                                   .reason = is_said && !pal_is_blank(reason) ? reason : NULL};
    return is_other ? fields_of(call, sheet, at, step, mark, wish) : PAL_OK;
}

static enum pal_rc read_areas(struct pal_call *call, const struct sheet *sheet,
                              struct pal_marks_sent *sent)
{
    static const char prefix[] = "choose/";
    bool any_chosen = false;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < call->form.count; i++) {
        any_chosen =
            any_chosen || strncmp(call->form.items[i].name, prefix, sizeof prefix - 1) == 0;
    }
    for (size_t i = 0; i < sheet->all.assessment->model->area_count && rc == PAL_OK; i++) {
        rc = read_area(call, sheet, i, any_chosen, sent);
    }
    return rc;
}

enum pal_rc pal_do_practice(struct pal_call *call)
{
    struct sheet *sheet = PAL_NEW(call->request->arena, struct sheet, 1);
    struct pal_marks_sent *sent = PAL_NEW(call->request->arena, struct pal_marks_sent, 1);
    enum pal_rc rc = sheet != NULL && sent != NULL
                         ? pal_marks_lane(call, &sheet->lane)
                         : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc == PAL_OK) {
        rc = pal_house_get(&call->errand, "assessment", call->params[0], &sheet->record);
    }
    if (rc == PAL_OK) {
        rc = read_all(call, sheet);
        rc = rc != PAL_OK && sheet->all.assessment == NULL ? pal_tell_problem(call, rc) : rc;
    }
    rc = rc == PAL_OK ? find_practice(call, sheet) : rc;
    rc = rc == PAL_OK ? read_areas(call, sheet, sent) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    if (sent->count > 0) {
        pal_marks_read_evidence(call, sent);
    }
    const size_t part = part_asked(call);
    const char *back = part > 0 && part != SIZE_MAX ? part_url(call, sheet, part + 1)
                                                    : url_of(call, sheet, sheet->lane);
    return pal_marks_reason_told(call, pal_marks_say(call, sheet->lane, sent, back));
}
