/* suggestions - what answers suggest for an assessment, area by area, and taking an area's over. */
#include "web/pages/suggestions.h"

#include <string.h>

#include "app/house/course.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/forms.h"
#include "web/frames.h"
#include "web/look.h"
#include "web/pages/against.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"

/* What the page is made of. */
struct sheet {
    struct pal_document record;
    struct pal_marked_grid marked;
    struct pal_heard heard;
    enum pal_basis basis;
    const struct pal_area *area; /* that is asked for; NULL: the list */
};

/* ------------------------------------------------------------------------ opening */

static const char *asked(struct pal_call *call, const char *name)
{
    const char *value =
        call->request->method == PAL_POST ? pal_call_field(call, name) : pal_call_query(call, name);
    return value != NULL ? value : "";
}

static enum pal_rc find_basis(struct pal_call *call, enum pal_basis *out)
{
    const char *id = asked(call, "basis");
    *out = PAL_BASIS_CHECKED;
    return id[0] == '\0' || pal_basis_find(id, out)
               ? PAL_OK
               : pal_errand_fail_at(&call->errand, PAL_E_INVALID, "basis",
                                    "basis: %s is none of checked, seen, claimed",
                                    pal_quote(id).text);
}

static enum pal_rc find_area(struct pal_call *call, struct sheet *sheet)
{
    const char *id = asked(call, "area");
    const struct pal_model *model = sheet->marked.assessment->model;
    sheet->area = id[0] != '\0' ? pal_model_area(model, id) : NULL;
    return id[0] == '\0' || sheet->area != NULL
               ? PAL_OK
               : pal_errand_fail_at(&call->errand, PAL_E_NOT_FOUND, "area",
                                    "there is no area %s in the model %s", pal_quote(id).text,
                                    model->id);
}

static enum pal_rc open(struct pal_call *call, struct sheet *sheet)
{
    enum pal_rc rc = find_basis(call, &sheet->basis);
    if (rc != PAL_OK && call->is_form_again) { /* what is wrong is told already */
        sheet->basis = PAL_BASIS_CHECKED;
        rc = PAL_OK;
    }
    rc = rc == PAL_OK ? pal_house_get(&call->errand, "assessment", call->params[0], &sheet->record)
                      : rc;
    rc = rc == PAL_OK ? pal_document_frame(call, &sheet->record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    call->version = sheet->record.version;
    call->fact = sheet->record.fact;
    rc = pal_marks_grid(&call->errand, pal_call_app(call), sheet->record.id,
                        (enum pal_mark_lane)sheet->basis, &sheet->marked);
    if (rc != PAL_OK && sheet->marked.assessment == NULL) { /* it cannot be read */
        return pal_against_unread(call, &sheet->record, pal_tell_problem(call, rc));
    }
    rc = rc == PAL_OK ? find_area(call, sheet) : rc;
    return rc == PAL_OK
               ? pal_suggested_for(&call->errand, pal_call_app(call), sheet->marked.assessment,
                                   sheet->record.project, sheet->basis, &sheet->heard)
               : rc;
}

/* --------------------------------------------------------------------------- the list */

static void put_bases(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (int i = 0; i < PAL_BASIS_COUNT; i++) {
        struct pal_value *row = pal_add_object(list);
        const char *url =
            sheet->area != NULL
                ? pal_suggestions_url(call, sheet->record.id, sheet->area->id, (enum pal_basis)i)
                : pal_look_kept(call, pal_call_printf(call, "/assessments/%s/suggestions?basis=%s",
                                                      sheet->record.id, pal_basis_ids[i]));
        pal_put_borrowed(row, "title", pal_mark_lane_title(call, (enum pal_mark_lane)i));
        pal_put_borrowed(row, "url", url);
        pal_put_boolean(row, "is_here", i == (int)sheet->basis);
    }
    pal_set(call->page, "bases", list);
}

static size_t count_partly(const struct sheet *sheet, const struct pal_area *area)
{
    size_t count = 0;
    for (size_t i = 0; i < area->ladder->count; i++) {
        const struct pal_step_suggestion *step =
            &sheet->heard.suggested.suggestions->steps[area->first_step + i];
        count += pal_step_is_partly_answered(step);
    }
    return count;
}

static enum pal_rc put_area(struct pal_call *call, const struct sheet *sheet, size_t at,
                            struct pal_value *data, struct pal_value *page)
{
    struct pal_suggested_area of;
    const struct pal_area *area = &sheet->marked.assessment->model->areas[at];
    int64_t same = 0;
    int64_t other = 0;
    enum pal_rc rc = pal_suggested_area(&call->errand, &sheet->heard, &sheet->marked, at, &of);
    for (size_t i = 0; i < of.count && rc == PAL_OK; i++) {
        same += of.steps[i].is_same;
        other += of.steps[i].is_other;
    }
    int64_t partly = rc == PAL_OK ? (int64_t)count_partly(sheet, area) : 0;
    if (rc != PAL_OK || (of.count == 0 && partly == 0)) {
        return rc;
    }
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    pal_put_borrowed(row, "id", area->id);
    pal_put_integer(row, "suggested", (int64_t)of.count);
    pal_put_integer(row, "partly", partly);
    pal_put_integer(row, "marked_so", same);
    pal_put_integer(row, "marked_otherwise", other);
    pal_put(shown, "of", row);
    pal_put_borrowed(shown, "title", pal_text_in(&area->title, call->language.lang));
    pal_put_borrowed(shown, "url",
                     pal_suggestions_url(call, sheet->record.id, area->id, sheet->basis));
    pal_put_boolean(shown, "is_here", area == sheet->area);
    return PAL_OK;
}

static enum pal_rc put_areas(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    enum pal_rc rc = PAL_OK;
    bool is_heard = sheet->heard.suggested.suggestions != NULL;
    for (size_t i = 0; is_heard && i < sheet->marked.assessment->model->area_count && rc == PAL_OK;
         i++) {
        rc = put_area(call, sheet, i, data, page);
    }
    pal_set(call->data, "areas", data);
    pal_set(call->page, "areas", page);
    pal_set_boolean(call->page, "is_any", pal_value_count(page) > 0);
    pal_set_boolean(call->page, "is_heard", is_heard);
    return rc;
}

/* ---------------------------------------------------------------------------- an area */

static bool is_chosen(struct pal_call *call, const struct pal_suggested_step *step, const char *id)
{
    if (!call->is_form_again) {
        return !step->is_other;
    }
    for (size_t i = 0; i < call->form.count; i++) {
        if (strcmp(call->form.items[i].name, "step") == 0 &&
            strcmp(call->form.items[i].value, id) == 0) {
            return true;
        }
    }
    return false;
}

static void put_step(struct pal_call *call, const struct sheet *sheet,
                     const struct pal_suggested_step *step, struct pal_value *data,
                     struct pal_value *page)
{
    const struct pal_step *of = &sheet->area->ladder->steps[step->step];
    const char *own = step->now->marked.own;
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    pal_put_borrowed(row, "part", step->part);
    pal_put_borrowed(row, "suggested", pal_rating_ids[step->of->rating]);
    pal_put_integer(row, "practices", step->of->applicable);
    pal_put_integer(row, "passed", step->of->passed);
    pal_put_borrowed(row, "now",
                     own != NULL && step->now->rating != PAL_RATING_NOT_RATED
                         ? pal_rating_ids[step->now->rating]
                         : NULL);
    pal_put_boolean(row, "is_same", step->is_same);
    pal_put_boolean(row, "is_other", step->is_other);
    pal_put_borrowed(row, "answers", step->answers);
    pal_put_borrowed(shown, "id", of->id);
    pal_put_borrowed(shown, "title", pal_text_in(&of->title, call->language.lang));
    pal_put_borrowed(
        shown, "url",
        pal_look_kept(
            call, pal_call_printf(call, "/assessments/%s/marks/%s/%s?basis=%s", sheet->record.id,
                                  pal_call_escaped(call, sheet->area->id),
                                  pal_call_escaped(call, of->id), pal_basis_ids[sheet->basis])));
    pal_put_borrowed(shown, "suggested", pal_mark_title(call, step->of->rating));
    pal_put_borrowed(shown, "share", pal_suggestions_share(call, step->of));
    pal_put_borrowed(shown, "now", own != NULL ? pal_mark_title(call, step->now->rating) : NULL);
    pal_put_boolean(shown, "is_same", step->is_same);
    pal_put_boolean(shown, "is_other", step->is_other);
    pal_put_borrowed(shown, "answers", step->answers);
    pal_put_boolean(shown, "is_chosen", is_chosen(call, step, of->id));
}

/* Steps of which some practices are answered: there is nothing to take. */
static void put_partly(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < sheet->area->ladder->count; i++) {
        const struct pal_step_suggestion *step =
            &sheet->heard.suggested.suggestions->steps[sheet->area->first_step + i];
        if (pal_step_is_partly_answered(step)) {
            struct pal_value *row = pal_add_object(list);
            pal_put_borrowed(row, "id", sheet->area->ladder->steps[i].id);
            pal_put_borrowed(
                row, "title",
                pal_text_in(&sheet->area->ladder->steps[i].title, call->language.lang));
            pal_put_borrowed(row, "share", pal_suggestions_share(call, step));
        }
    }
    pal_set(call->page, "partly", list);
}

static enum pal_rc put_chosen(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_suggested_area of;
    size_t at = (size_t)(sheet->area - sheet->marked.assessment->model->areas);
    enum pal_rc rc = pal_suggested_area(&call->errand, &sheet->heard, &sheet->marked, at, &of);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    bool is_any = false;
    for (size_t i = 0; i < of.count; i++) {
        put_step(call, sheet, &of.steps[i], data, page);
        is_any = is_any || !of.steps[i].is_same;
    }
    pal_set_text(call->data, "area", sheet->area->id);
    pal_set_text(call->data, "digest", of.digest);
    pal_set(call->data, "steps", data);
    pal_set(call->page, "steps", page);
    pal_set_boolean(call->page, "has_steps", of.count > 0);
    pal_set_boolean(call->page, "is_takeable", is_any);
    pal_set_text(call->page, "area_title", pal_text_in(&sheet->area->title, call->language.lang));
    put_partly(call, sheet);
    return PAL_OK;
}

/* --------------------------------------------------------------------------- the page */

static void put_form(struct pal_call *call, const struct sheet *sheet)
{
    bool is_conflict = pal_value_get(call->data, "now") != NULL;
    const char *act = pal_marks_typed(call, "act", "");
    const struct pal_seen seen = call->is_form_again && !is_conflict
                                     ? pal_form_seen(call)
                                     : (struct pal_seen){sheet->record.version, sheet->marked.fact};
    pal_set_text(call->page, "act_id",
                 act[0] != '\0' && !is_conflict ? act : pal_facts_new_id(&call->errand));
    pal_set_integer(call->page, "seen_version", seen.version);
    pal_set_integer(call->page, "seen_fact", seen.fact);
    pal_set_text(call->page, "basis", pal_basis_ids[sheet->basis]);
    pal_set_text(call->page, "lane_title",
                 pal_mark_lane_title(call, (enum pal_mark_lane)sheet->basis));
    pal_set_text(
        call->page, "grid_url",
        pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks?basis=%s&suggested=1",
                                            sheet->record.id, pal_basis_ids[sheet->basis])));
}

enum pal_rc pal_page_suggestions(struct pal_call *call)
{
    struct sheet *sheet = PAL_NEW(call->request->arena, struct sheet, 1);
    enum pal_rc rc =
        sheet != NULL ? open(call, sheet) : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc != PAL_OK || sheet->marked.assessment == NULL) {
        return rc;
    }
    pal_set_text(call->data, "id", sheet->record.id);
    pal_set_text(call->data, "basis", pal_basis_ids[sheet->basis]);
    pal_set_integer(call->data, "version", sheet->record.version);
    pal_set_integer(call->data, "fact", sheet->marked.fact);
    put_bases(call, sheet);
    rc = put_areas(call, sheet);
    if (rc == PAL_OK && sheet->area != NULL && sheet->heard.suggested.suggestions != NULL) {
        rc = put_chosen(call, sheet);
    }
    put_form(call, sheet);
    pal_marks_now(call);
    rc = rc == PAL_OK ? pal_marks_may(call, &sheet->record) : rc;
    return rc == PAL_OK
               ? pal_call_show(call, "web_suggestions",
                               pal_call_printf(call, "%s · %s",
                                               pal_call_tr(call, "What the answers suggest"),
                                               sheet->record.title))
               : rc;
}

/* ---------------------------------------------------------------------------- the act */

static enum pal_rc steps_sent(struct pal_call *call, const char ***out, size_t *count)
{
    const char **steps = PAL_NEW(call->request->arena, const char *, call->form.count + 1);
    *count = 0;
    for (size_t i = 0; steps != NULL && i < call->form.count; i++) {
        if (strcmp(call->form.items[i].name, "step") == 0) {
            steps[(*count)++] = call->form.items[i].value;
        }
    }
    *out = *count > 0 || !call->is_api ? steps : NULL;
    return steps != NULL ? PAL_OK : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

enum pal_rc pal_do_suggestions_take(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const char **steps = NULL;
    const char *digest = pal_call_word(call, "digest");
    struct pal_suggested_taking taking = {.assessment = call->params[0],
                                          .area = pal_call_word(call, "area"),
                                          .digest = digest[0] != '\0' ? digest : NULL,
                                          .seen = pal_form_seen(call),
                                          .act = pal_act_id(call)};
    enum pal_rc rc = find_basis(call, &taking.basis);
    rc = rc == PAL_OK ? steps_sent(call, &steps, &taking.count) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    taking.steps = steps;
    rc = pal_suggested_take(&call->errand, pal_call_app(call), &taking, &done);
    if (rc == PAL_E_CONFLICT && done.count == 0) { /* the answers are others: they are shown anew */
        return rc;
    }
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK
               ? pal_call_go(
                     call, !done.is_again, "%s",
                     pal_look_after(
                         call, pal_call_printf(call, "/assessments/%s/marks?area=%s&basis=%s",
                                               call->params[0], pal_call_escaped(call, taking.area),
                                               pal_basis_ids[taking.basis])))
               : rc;
}
