/* marks_table - all marks of an assessment as rows, which web/tables.h writes and
 * core/model/paste.h reads again. */
#include <string.h>

#include "app/house/marks_all.h"
#include "app/house/shelf.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"

/* "GP 2.1.1=F GP 2.1.2=P"; NULL: it is no mark of practices. */
static const char *practices_of(struct pal_call *call, const struct pal_area *area, size_t step,
                                const struct pal_value *body)
{
    size_t count;
    const struct pal_value *marks = pal_value_get(body, pal_marks_by_practices);
    const struct pal_practice *practices = pal_area_rated_practices(area, step, &count);
    const char *text = NULL;
    for (size_t i = 0; i < count && marks != NULL; i++) {
        const char *mark = pal_value_as_text(pal_value_get(marks, practices[i].id));
        if (mark != NULL) {
            text = pal_call_printf(call, "%s%s%s=%s", text != NULL ? text : "",
                                   text != NULL ? " " : "", practices[i].id, mark);
        }
    }
    return text;
}

static void put_cell(struct pal_call *call, const struct pal_marked_all *all, size_t at,
                     size_t step, enum pal_mark_lane lane, struct pal_value *list)
{
    const struct pal_model *model = all->assessment->model;
    const struct pal_area *area = &model->areas[at];
    const struct pal_marked *cell = pal_marked_at(all, lane, at, step);
    const struct pal_value *body =
        pal_marks_body(call, cell->again != NULL ? cell->again : cell->own);
    const char *mark = pal_value_as_text(pal_value_get(body, "mark"));
    const char *practices = practices_of(call, area, step, body);
    if (cell->own == NULL && cell->again == NULL && cell->reason == NULL) {
        return;
    }
    const struct pal_fact *said =
        all->said[(size_t)lane * model->step_count + area->first_step + step];
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "part",
                 pal_call_printf(call, "%s/%s", area->id, area->ladder->steps[step].id));
    pal_put_text(row, "basis", pal_mark_lane_ids[lane]);
    pal_put_text(row, "mark", mark);
    pal_put_text(row, "practices", practices);
    pal_put_text(row, "state",
                 cell->again != NULL                 ? "again"
                 : mark != NULL || practices != NULL ? "rated"
                                                     : "none");
    pal_put_text(row, "reason", cell->reason);
    pal_put_text(row, "by", said != NULL ? said->principal : NULL);
    pal_put_text(row, "at", said != NULL ? pal_call_time(call, said->at) : NULL);
}

enum pal_rc pal_marks_table(struct pal_call *call)
{
    struct pal_document record;
    struct pal_marked_all all = {.assessment = NULL};
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", call->params[0], &record);
    if (rc == PAL_OK) {
        pal_house_hand(pal_call_app(call), &record);
        rc = pal_document_frame(call, &record);
    }
    if (rc == PAL_OK) {
        rc = pal_marks_all(&call->errand, pal_call_app(call), record.id, true, &all);
        rc = rc != PAL_OK && all.assessment == NULL ? pal_tell_problem(call, rc) : rc;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *list = pal_value_list(&call->values);
    const struct pal_model *model = all.assessment->model;
    for (size_t i = 0; i < model->area_count; i++) {
        for (size_t j = 0; j < model->areas[i].ladder->count; j++) {
            for (int k = 0; k < PAL_MARK_LANES; k++) {
                put_cell(call, &all, i, j, (enum pal_mark_lane)k, list);
            }
        }
    }
    pal_set_text(call->data, "id", record.id);
    pal_set(call->data, "said", list);
    return pal_call_show(call, "web_marks", record.title);
}
