/* marks - what is marked, and what is taken over from a text; see marks_parts.h. */
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/course_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/marks.h"
#include "app/house/marks_hand.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "app/house/scores.h"
#include "app/house/shelf.h"
#include "app/house/shelf_parts.h"
#include "base/text.h"

enum pal_rc pal_marks_heads(struct pal_errand *errand, const char *assessment,
                            struct pal_fact_row **out, size_t *count)
{
    return pal_errand_explain(errand, pal_heads_brief(errand->db, pal_fact_mark.id, "assessment",
                                                      assessment, errand->arena, out, count));
}

/* The last of a kind; NULL: nobody has said any. */
static enum pal_rc find_last_of(struct pal_errand *errand, const char *assessment, const char *kind,
                                const struct pal_fact_row **out)
{
    const struct pal_fact_list list = {
        .subject_kind = "assessment", .subject = assessment, .kind = kind, .max = 1};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_head_list(errand->db, &list, errand->arena, &rows, &count);
    *out = count > 0 ? rows : NULL;
    return pal_errand_explain(errand, rc);
}

/* The last mark or reason; NULL: nobody has marked. */
static enum pal_rc find_last(struct pal_errand *errand, const char *assessment,
                             const struct pal_fact_row **out)
{
    const struct pal_fact_row *reason = NULL;
    enum pal_rc rc = find_last_of(errand, assessment, pal_fact_mark.id, out);
    if (rc == PAL_OK) {
        rc = find_last_of(errand, assessment, pal_fact_reason.id, &reason);
    }
    if (reason != NULL && (*out == NULL || (*out)->number < reason->number)) {
        *out = reason;
    }
    return rc;
}

enum pal_rc pal_marks_changed(struct pal_errand *errand, const struct pal_document *assessment,
                              struct pal_document *out)
{
    const struct pal_fact_row *last = NULL;
    *out = *assessment;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, assessment->project);
    if (rc == PAL_OK && assessment->fact != 0) {
        rc = find_last(errand, assessment->id, &last);
    }
    if (last != NULL && last->at >= assessment->changed_at) {
        pal_fact_author(last, &out->changed_by, &out->claim);
        out->changed_at = last->at;
    }
    return rc;
}

enum pal_rc pal_marks_to_see_again(struct pal_errand *errand, const struct pal_document *assessment,
                                   enum pal_mark_lane lane, int64_t *out)
{
    const struct pal_fact_row wanted = {.kind = pal_fact_mark.id,
                                        .subject_kind = "assessment",
                                        .subject = assessment->id,
                                        .lane = pal_mark_lane_ids[lane],
                                        .state = PAL_MARK_AGAIN};
    *out = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, assessment->project);
    return rc != PAL_OK || assessment->fact == 0
               ? rc
               : pal_errand_explain(errand, pal_heads_in_state(errand->db, &wanted, out));
}

/* ---------------------------------------------------------------------- taking over */

/* Each mark of the text as the first turn of its value: the word of who wrote it, brought by who
 * marks first. */
static enum pal_rc take_over(struct pal_errand *errand, const struct pal_record *record,
                             const struct pal_assessment *assessment)
{
    struct pal_marks marks;
    struct pal_mark_rows rows = {
        .errand = errand, .assessment = record->id, .project = record->project};
    enum pal_rc rc =
        pal_errand_explain(errand, pal_marks_of_text(errand->arena, assessment, &marks));
    for (size_t i = 0; rc == PAL_OK && i < marks.model->area_count; i++) {
        const struct pal_area *area = &marks.model->areas[i];
        for (size_t j = 0; j < PAL_MARK_LANES * area->ladder->count && rc == PAL_OK; j++) {
            enum pal_mark_lane lane = (enum pal_mark_lane)(j / area->ladder->count);
            size_t step = j % area->ladder->count;
            const char *body = marks.areas[i].at[lane][step];
            rc = body != NULL ? pal_mark_rows_add_cell(&rows, area, step, lane, "written", body, 1)
                              : PAL_OK;
        }
    }
    return rc == PAL_OK ? pal_marks_append_taken(errand, record, &rows) : rc;
}

static enum pal_rc check_places(struct pal_errand *errand, const struct pal_at_hand *at,
                                const char *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t area;
        size_t step;
        if (!pal_marks_place(at->assessment->model, parts[i], &area, &step)) {
            return pal_errand_fail(errand, PAL_E_INVALID, "there is no step %s in the model %s",
                                   pal_quote(parts[i]).text, at->assessment->model->id);
        }
    }
    return PAL_OK;
}

enum pal_rc pal_marks_check_places(struct pal_errand *errand, const char *assessment,
                                   const char *const *parts, size_t count)
{
    struct pal_at_hand at;
    enum pal_rc rc = pal_at_hand_open(errand, assessment, &at);
    rc = rc == PAL_OK ? check_places(errand, &at, parts, count) : rc;
    pal_app_done(&at.app);
    return rc;
}

/* The notes on steps of which nobody has said a reason, as reasons: the word of who wrote the text.
 */
static enum pal_rc take_notes(struct pal_errand *errand, const struct pal_at_hand *at)
{
    const struct pal_model *model = at->assessment->model;
    struct pal_mark_rows rows = {
        .errand = errand, .assessment = at->record.id, .project = at->record.project};
    struct pal_fact_row *heads = NULL;
    struct pal_reasons said;
    size_t count = 0;
    enum pal_rc rc = pal_reasons_heads(errand, at->record.id, &heads, &count);
    rc = rc == PAL_OK ? pal_reasons_of_heads(errand, model, heads, count, &said) : rc;
    for (size_t i = 0; i < at->assessment->note_count && rc == PAL_OK; i++) {
        const struct pal_note *note = &at->assessment->notes[i];
        const struct pal_area *area = &model->areas[note->area];
        bool is_known =
            note->step < 0 ||
            (said.steps != NULL && said.steps[area->first_step + (size_t)note->step].is_known);
        const char *part = is_known ? NULL
                                    : pal_arena_printf(errand->arena, "%s/%s", area->id,
                                                       area->ladder->steps[note->step].id);
        rc = is_known ? PAL_OK
                      : pal_mark_rows_add_of(&rows, pal_fact_reason.id, part,
                                             pal_mark_lane_ids[PAL_MARK_CHECKED], "said",
                                             pal_reason_body(errand, &note->text), 1);
    }
    return rc == PAL_OK ? pal_marks_append_taken(errand, &at->record, &rows) : rc;
}

enum pal_rc pal_marks_take_over(struct pal_errand *errand, const char *assessment)
{
    struct pal_at_hand at;
    enum pal_rc rc = pal_at_hand_open(errand, assessment, &at);
    if (rc == PAL_OK && at.record.fact == 0) {
        rc = take_over(errand, &at.record, at.assessment);
    }
    rc = rc == PAL_OK ? take_notes(errand, &at) : rc;
    pal_app_done(&at.app);
    return rc;
}

/* The text is taken over before the first mark. */
static enum pal_rc begin_with(struct pal_errand *errand, struct pal_held_at_hand *held,
                              int64_t seen_version)
{
    const struct pal_at_hand *at = &held->at;
    if (at->record.fact != 0 || held->is_taken_over) {
        return PAL_OK;
    }
    held->is_taken_over = true;
    return seen_version > 0 && seen_version != at->record.version
               ? pal_errand_fail(errand, PAL_E_CONFLICT,
                                 "the text was changed since: look at what is there now")
               : take_over(errand, &at->record, at->assessment);
}

enum pal_rc pal_marks_begin(struct pal_errand *errand, const struct pal_fact_row *rows,
                            size_t count, int64_t seen_version)
{
    struct pal_held_at_hand *held = NULL;
    const char **parts = PAL_NEW(errand->arena, const char *, count);
    if (parts == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        parts[i] = rows[i].part;
    }
    bool is_any_again = false;
    for (size_t i = 0; i < count; i++) {
        is_any_again = is_any_again || strcmp(rows[i].state, PAL_MARK_AGAIN) == 0;
    }
    enum pal_rc rc = pal_held_open(errand, rows, &held);
    rc = rc == PAL_OK && is_any_again ? pal_course_check_from(errand, held->at.record.project) : rc;
    rc = rc == PAL_OK ? check_places(errand, &held->at, parts, count) : rc;
    return rc == PAL_OK ? begin_with(errand, held, seen_version) : rc;
}
