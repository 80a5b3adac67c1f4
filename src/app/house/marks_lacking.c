/* marks_lacking - which marks nothing stands beside; see marks_lacking.h. */
#include "app/house/marks_lacking.h"

#include <string.h>

#include "app/house/evidence.h"
#include "app/house/facts_parts.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"

/* The steps of one area that have something beside their mark, and those to be seen again. */
struct beside {
    pal_mask with[PAL_MARK_LANES];
    pal_mask again[PAL_MARK_LANES];
};

/* What stands beside the marks of an assessment, area by area. */
struct looking {
    struct pal_errand *errand;
    const struct pal_assessment *assessment;
    struct beside *areas;
};

static void note(struct looking *looking, const char *part, enum pal_mark_lane lane, bool is_again)
{
    size_t area;
    size_t step;
    if (lane < PAL_MARK_LANES && pal_marks_place(looking->assessment->model, part, &area, &step)) {
        struct beside *beside = &looking->areas[area];
        pal_mask *of = is_again ? &beside->again[lane] : &beside->with[lane];
        *of |= (pal_mask)1 << step;
    }
}

/* A note of the text speaks for what is checked and seen alike, as a reason of the one does for the
 * text. */
static void note_texts(struct looking *looking)
{
    const struct pal_model *model = looking->assessment->model;
    for (size_t i = 0; i < model->area_count; i++) {
        size_t count;
        const struct pal_note *notes = pal_assessment_notes(looking->assessment, i, &count);
        for (size_t j = 0; j < count; j++) {
            if (pal_reason_says_nothing(&notes[j].text)) {
                continue;
            }
            const pal_mask of = notes[j].step < 0 ? pal_ladder_all(model->areas[i].ladder)
                                                  : (pal_mask)1 << notes[j].step;
            looking->areas[i].with[PAL_MARK_CHECKED] |= of;
            looking->areas[i].with[PAL_MARK_SEEN] |= of;
        }
    }
}

static enum pal_rc look_beside(struct looking *looking, int64_t *last)
{
    struct pal_errand *errand = looking->errand;
    const char *id = looking->assessment->id;
    struct pal_fact_row *reasons = NULL;
    struct pal_evidence *evidence = NULL;
    size_t reason_count = 0;
    size_t evidence_count = 0;
    note_texts(looking);
    enum pal_rc rc = pal_reasons_heads(errand, id, &reasons, &reason_count);
    for (size_t i = 0; i < reason_count && rc == PAL_OK; i++) {
        *last = reasons[i].number > *last ? reasons[i].number : *last;
        const struct pal_text said = pal_reason_text(errand, reasons[i].body);
        if (strcmp(reasons[i].state, pal_fact_reason.states[0].id) == 0 &&
            !pal_reason_says_nothing(&said)) {
            note(looking, reasons[i].part, pal_mark_lane_find(reasons[i].lane), false);
        }
    }
    rc = rc == PAL_OK ? pal_evidence_list(errand, id, &evidence, &evidence_count) : rc;
    for (size_t i = 0; i < evidence_count && rc == PAL_OK; i++) {
        for (size_t j = 0; j < evidence[i].cell_count; j++) {
            note(looking, evidence[i].cells[j].part, evidence[i].cells[j].lane, false);
        }
    }
    return rc;
}

static enum pal_rc add(struct pal_errand *errand, struct pal_mark_place *list, size_t *count,
                       const struct pal_area *area, size_t step, enum pal_mark_lane lane)
{
    const char *id = area->ladder->steps[step].id;
    const char *part = pal_arena_printf(errand->arena, "%s/%s", area->id, id);
    list[(*count)++] = (struct pal_mark_place){part, area->id, id, lane};
    return part != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* The cells of one area, lane by lane. */
static enum pal_rc list_area(const struct looking *looking, const struct pal_marks *marks,
                             size_t at, pal_mask target, struct pal_marks_open *out)
{
    const struct pal_area *area = &marks->model->areas[at];
    const struct beside *beside = &looking->areas[at];
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < PAL_MARK_LANES * area->ladder->count && rc == PAL_OK; i++) {
        enum pal_mark_lane lane = (enum pal_mark_lane)(i / area->ladder->count);
        size_t step = i % area->ladder->count;
        const pal_mask bit = (pal_mask)1 << step;
        const char *own = marks->areas[at].at[lane][step];
        bool is_marked = own != NULL && strcmp(own, pal_fact_none_body) != 0;
        bool is_asked = lane <= PAL_MARK_SEEN && (target & bit) != 0;
        if ((beside->again[lane] & bit) != 0) {
            rc = add(looking->errand, out->again, &out->again_count, area, step, lane);
        } else if (is_marked && is_asked && (beside->with[lane] & bit) == 0) {
            rc = add(looking->errand, out->lacking, &out->lacking_count, area, step, lane);
        }
    }
    return rc;
}

/* How many steps have a mark that counts, lane by lane. */
static void count_rated(const struct pal_marks *marks, struct pal_marks_open *out)
{
    out->steps = marks->model->step_count;
    for (size_t i = 0; i < marks->model->area_count; i++) {
        const size_t count = marks->model->areas[i].ladder->count;
        struct pal_mark_cells cells = marks->areas[i];
        pal_mark_inherit(&cells, count);
        for (size_t j = 0; j < PAL_MARK_LANES * count; j++) {
            enum pal_mark_lane lane = (enum pal_mark_lane)(j / count);
            enum pal_mark_lane from = pal_mark_stronger(&cells, lane, count);
            const char *own = cells.at[lane][j % count];
            const char *mark =
                own != NULL || from == PAL_MARK_LANES ? own : cells.at[from][j % count];
            out->rated[lane] += mark != NULL && strcmp(mark, pal_fact_none_body) != 0;
        }
    }
}

static enum pal_rc list_all(const struct looking *looking, const struct pal_marks *marks,
                            const pal_mask *target, struct pal_marks_open *out)
{
    struct pal_arena *arena = looking->errand->arena;
    const size_t room = PAL_MARK_LANES * marks->model->step_count + 1;
    enum pal_rc rc = PAL_OK;
    out->lacking = PAL_NEW(arena, struct pal_mark_place, room);
    out->again = PAL_NEW(arena, struct pal_mark_place, room);
    if (out->lacking == NULL || out->again == NULL) {
        return pal_errand_explain(looking->errand, PAL_E_MEMORY);
    }
    count_rated(marks, out);
    for (size_t i = 0; i < marks->model->area_count && rc == PAL_OK; i++) {
        rc = list_area(looking, marks, i, target != NULL ? target[i] : ~(pal_mask)0, out);
    }
    return rc;
}

enum pal_rc pal_marks_open(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                           const pal_mask *target, struct pal_marks_open *out)
{
    struct looking looking = {.errand = errand};
    struct pal_fact_row *heads = NULL;
    struct pal_marks marks;
    size_t count = 0;
    *out = (struct pal_marks_open){.fact = 0};
    enum pal_rc rc = pal_marks_assessment(errand, app, assessment, &looking.assessment);
    rc = rc == PAL_OK ? pal_marks_read(errand, looking.assessment, &heads, &count, &marks) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    looking.areas = PAL_NEW(errand->arena, struct beside, marks.model->area_count);
    if (looking.areas == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        out->fact = heads[i].number > out->fact ? heads[i].number : out->fact;
        if (strcmp(heads[i].state, PAL_MARK_AGAIN) == 0) {
            note(&looking, heads[i].part, pal_mark_lane_find(heads[i].lane), true);
        }
    }
    rc = look_beside(&looking, &out->fact);
    return rc == PAL_OK ? list_all(&looking, &marks, target, out) : rc;
}

enum pal_rc pal_marks_open_of_text(struct pal_errand *errand,
                                   const struct pal_assessment *assessment,
                                   struct pal_marks_open *out)
{
    struct looking looking = {.errand = errand, .assessment = assessment};
    struct pal_marks marks;
    *out = (struct pal_marks_open){.fact = 0};
    looking.areas = PAL_NEW(errand->arena, struct beside, assessment->model->area_count);
    enum pal_rc rc =
        looking.areas != NULL ? pal_marks_of_file(errand->arena, assessment, &marks) : PAL_E_MEMORY;
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    note_texts(&looking);
    return list_all(&looking, &marks, NULL, out);
}
