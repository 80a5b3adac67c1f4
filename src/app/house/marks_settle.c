/* marks_settle - what follows a new text, and the text that follows the marks; see marks_parts.h.
 */
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/course_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/marks.h"
#include "app/house/marks_hand.h"
#include "app/house/marks_kept.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "app/house/scores.h"
#include "app/house/secret.h"
#include "app/house/shelf.h"
#include "app/house/shelf_parts.h"
#include "base/text.h"

/* ---------------------------------------------------------------------- a new text */

/* The heads by their cells; those of steps that the model does not have are none of them. */
struct head_cells {
    const struct pal_fact_row *at[PAL_MARK_LANES][PAL_LIMIT_STEPS];
};

/* What is said of a step that is gone is taken back. */
static enum pal_rc sort_heads(struct pal_mark_rows *rows, const struct pal_model *model,
                              const struct pal_fact_row *heads, size_t count,
                              struct head_cells *out)
{
    for (size_t i = 0; i < count; i++) {
        size_t area;
        size_t step;
        enum pal_mark_lane lane = pal_mark_lane_find(heads[i].lane);
        if (lane < PAL_MARK_LANES && pal_marks_place(model, heads[i].part, &area, &step)) {
            out[area].at[lane][step] = &heads[i];
        } else if (pal_mark_is_said(&heads[i]) || strcmp(heads[i].state, PAL_MARK_AGAIN) == 0) {
            enum pal_rc rc = pal_mark_rows_add_part(rows, heads[i].part, heads[i].lane, "open",
                                                    pal_fact_none_body, heads[i].turn + 1);
            if (rc != PAL_OK) {
                return rc;
            }
        }
    }
    return PAL_OK;
}

/* What of one cell of the text the facts do not say already; what equals what it would inherit
 * makes none. */
static enum pal_rc compare_cell(struct pal_mark_rows *rows, const struct pal_area *area,
                                const struct pal_mark_cells *text, const struct pal_fact_row *head,
                                size_t step, enum pal_mark_lane lane)
{
    const char *said = head != NULL && pal_mark_is_said(head) ? head->body : NULL;
    const char *now = text->at[lane][step];
    bool is_empty = now == NULL || strcmp(now, pal_fact_none_body) == 0;
    if (is_empty && head != NULL && strcmp(head->state, PAL_MARK_AGAIN) == 0) {
        return PAL_OK; /* in the text it is not rated */
    }
    enum pal_mark_lane from = pal_mark_stronger(text, lane, area->ladder->count);
    const char *other = said != NULL ? said : from == PAL_MARK_LANES ? NULL : text->at[from][step];
    bool is_same = now == NULL ? said == NULL : other != NULL && strcmp(now, other) == 0;
    int64_t turn = head != NULL ? head->turn + 1 : 1;
    return is_same ? PAL_OK
           : now == NULL
               ? pal_mark_rows_add_cell(rows, area, step, lane, "open", pal_fact_none_body, turn)
               : pal_mark_rows_add_cell(rows, area, step, lane,
                                        strcmp(now, pal_fact_none_body) == 0 ? "written" : "rated",
                                        now, turn);
}

static enum pal_rc compare(struct pal_mark_rows *rows, const struct pal_marks *text,
                           const struct pal_fact_row *heads, size_t count)
{
    const struct pal_model *model = text->model;
    struct head_cells *cells = PAL_NEW(rows->errand->arena, struct head_cells, model->area_count);
    enum pal_rc rc = cells != NULL ? sort_heads(rows, model, heads, count, cells)
                                   : pal_errand_explain(rows->errand, PAL_E_MEMORY);
    for (size_t i = 0; i < model->area_count && rc == PAL_OK && pal_mark_rows_go_on(rows); i++) {
        const struct pal_area *area = &model->areas[i];
        for (size_t j = 0; j < PAL_MARK_LANES * area->ladder->count && rc == PAL_OK; j++) {
            enum pal_mark_lane lane = (enum pal_mark_lane)(j / area->ladder->count);
            size_t step = j % area->ladder->count;
            rc = compare_cell(rows, area, &text->areas[i], cells[i].at[lane][step], step, lane);
        }
    }
    return rc;
}

/* What is said of an assessment: one array, the marks before the reasons. */
struct said {
    struct pal_fact_row *marks;
    size_t mark_count;
    struct pal_fact_row *reasons;
    size_t reason_count;
};

/* Marks come to stand before reasons. */
static void sort_said(struct pal_fact_row *rows, size_t count, struct said *out)
{
    *out = (struct said){.marks = rows};
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].kind, pal_fact_mark.id) == 0) {
            struct pal_fact_row row = rows[out->mark_count];
            rows[out->mark_count++] = rows[i];
            rows[i] = row;
        }
    }
    out->reasons = count > 0 ? rows + out->mark_count : NULL;
    out->reason_count = count - out->mark_count;
}

static enum pal_rc read_said(struct pal_errand *errand, const char *assessment, struct said *out)
{
    const char *const kinds[2] = {pal_fact_mark.id, pal_fact_reason.id};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    const struct pal_held_at_hand *held =
        errand->due == NULL ? pal_held_find(errand, assessment) : NULL;
    if (held != NULL && held->is_said_known) {
        sort_said(held->said, held->said_count, out);
        return PAL_OK;
    }
    enum pal_rc rc = pal_heads_brief_of(errand->db, kinds, "assessment", assessment, errand->arena,
                                        &rows, &count);
    sort_said(rows, count, out);
    return pal_errand_explain(errand, rc);
}

/* The next turn of what was said of a step in a lane: why, as the text has it now. */
static enum pal_rc add_reason(struct pal_mark_rows *rows, const struct pal_fact_row *head,
                              const struct pal_text *note)
{
    bool is_said = note != NULL;
    return pal_mark_rows_add_of(
        rows, pal_fact_reason.id, head->part, head->lane, is_said ? "said" : "open",
        is_said ? pal_reason_body(rows->errand, note) : pal_fact_none_body, head->turn + 1);
}

/* What of one note of the text the reasons do not say already: the one that speaks says it from now
 * on; a note that is gone takes back all of that step. */
static enum pal_rc compare_note(struct pal_mark_rows *rows, const struct pal_at_hand *at,
                                size_t area, size_t step, const struct pal_reason *reason,
                                const struct said *said)
{
    const struct pal_area *of = &at->assessment->model->areas[area];
    struct pal_text note = pal_reason_of_text(at->assessment, area, step);
    const bool is_gone = pal_reason_is_none(&note);
    const char *part =
        pal_arena_printf(rows->errand->arena, "%s/%s", of->id, of->ladder->steps[step].id);
    enum pal_rc rc = part != NULL ? PAL_OK : pal_errand_explain(rows->errand, PAL_E_MEMORY);
    if (rc != PAL_OK || pal_reason_is_same(&note, &reason->text)) {
        return rc;
    }
    for (size_t i = 0; i < said->reason_count && rc == PAL_OK; i++) {
        const struct pal_fact_row *head = &said->reasons[i];
        bool is_here = strcmp(head->part, part) == 0;
        bool speaks = strcmp(head->lane, pal_mark_lane_ids[reason->in]) == 0;
        bool is_taken_back = is_gone && strcmp(head->state, "said") == 0;
        if (is_here && (is_gone ? is_taken_back : speaks)) {
            rc = add_reason(rows, head, is_gone ? NULL : &note);
        }
    }
    return rc;
}

static enum pal_rc compare_notes(struct pal_mark_rows *rows, const struct pal_at_hand *at,
                                 const struct said *said)
{
    const struct pal_model *model = at->assessment->model;
    struct pal_reasons reasons;
    enum pal_rc rc =
        pal_reasons_of_heads(rows->errand, model, said->reasons, said->reason_count, &reasons);
    for (size_t i = 0; i < model->area_count && rc == PAL_OK && reasons.steps != NULL; i++) {
        for (size_t j = 0; j < model->areas[i].ladder->count && rc == PAL_OK; j++) {
            const struct pal_reason *reason = &reasons.steps[model->areas[i].first_step + j];
            rc = reason->is_known ? compare_note(rows, at, i, j, reason, said) : PAL_OK;
        }
    }
    return rc;
}

/* In what the last version of an assessment differs from its facts. */
static enum pal_rc differences(const struct pal_at_hand *at, const struct said *said,
                               struct pal_mark_rows *out)
{
    struct pal_marks text;
    enum pal_rc rc = pal_errand_explain(
        out->errand, pal_marks_of_text(out->errand->arena, at->assessment, &text));
    rc = rc == PAL_OK ? compare(out, &text, said->marks, said->mark_count) : rc;
    return rc == PAL_OK && pal_mark_rows_go_on(out) ? compare_notes(out, at, said) : rc;
}

/* What is said of the assessment of `rows`, and in what its last version differs. */
static enum pal_rc hold_against(struct pal_mark_rows *rows, const struct pal_at_hand *at,
                                struct said *said)
{
    enum pal_rc rc = read_said(rows->errand, rows->assessment, said);
    if (rc == PAL_OK) {
        rows->project = at->record.project;
        rc = differences(at, said, rows);
    }
    return rc;
}

static int64_t last_of(const struct pal_fact_row *rows, size_t count, int64_t last)
{
    for (size_t i = 0; i < count; i++) {
        last = rows[i].number > last ? rows[i].number : last;
    }
    return last;
}

static int64_t last_said(const struct said *said)
{
    return last_of(said->reasons, said->reason_count, last_of(said->marks, said->mark_count, 0));
}

enum pal_rc pal_marks_follow_text(struct pal_errand *errand, struct pal_record *written,
                                  const struct pal_record *last)
{
    struct pal_mark_rows rows = {
        .errand = errand, .assessment = written->id, .project = written->project};
    const struct pal_facts_follow what = {.verb = pal_fact_mark.verb};
    struct said said = {0};
    struct pal_at_hand at;
    if (last->version == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = read_said(errand, written->id, &said);
    const bool is_said = said.mark_count + said.reason_count > 0;
    const bool is_draft = rc == PAL_OK && pal_course_is_draft(errand, written->id);
    if (rc != PAL_OK || (!is_said && is_draft)) {
        return rc;
    }
    rc = pal_at_hand_open(errand, written->id, &at);
    rc = rc == PAL_OK ? differences(&at, &said, &rows) : rc;
    pal_app_done(&at.app);
    if (rc == PAL_OK && rows.count > 0) {
        rc = pal_course_require_draft(errand, written->id);
    }
    if (rc != PAL_OK || !is_said) {
        return rc;
    }
    if (rows.count > 0) {
        rc = pal_facts_append(errand, &what, rows.items, rows.count);
    }
    const struct pal_record own = {.kind = written->kind,
                                   .id = written->id,
                                   .fact = last_of(rows.items, rows.count, last_said(&said)),
                                   .text = "",
                                   .written_hash = "",
                                   .stamp = ""};
    written->fact = own.fact;
    return rc == PAL_OK ? pal_errand_explain(errand, pal_written_put(errand->db, &own)) : rc;
}

/* ------------------------------------------------------------------------- writing */

/* Where the facts say something else than the last version: the text as they have it. */
static enum pal_rc write_text(struct pal_errand *errand, struct pal_at_hand *at,
                              const struct said *said, struct pal_record *out)
{
    const struct pal_model *model = at->assessment->model;
    struct pal_marks marks;
    struct pal_reasons reasons;
    struct pal_record written = {0};
    const char *text = NULL;
    struct pal_app app; /* whose problems are those of what is written */
    enum pal_rc rc = pal_marks_of_heads(errand, model, said->marks, said->mark_count, &marks);
    if (rc == PAL_OK) {
        rc = pal_reasons_of_heads(errand, model, said->reasons, said->reason_count, &reasons);
    }
    if (rc == PAL_OK) {
        const struct pal_marks_source source = {at->record.text, at->assessment, &marks, &reasons};
        rc = pal_marks_text(errand, &at->app, &source, &text);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    pal_app_init_in(&app, errand->arena->alloc);
    app.voice = errand->voice;
    pal_house_use(errand, &app);
    rc = pal_shelf_identify(errand, &app, NULL, text, strlen(text), &written);
    rc = rc == PAL_OK ? rc : pal_at_hand_tell(errand, &app, rc);
    pal_app_done(&app);
    out->text = written.text;
    out->written_hash = written.hash;
    return rc;
}

/* On how many steps a checked mark is to be seen again. */
static int64_t count_again(const struct said *said)
{
    int64_t count = 0; /* of each value there is one head */
    for (size_t i = 0; i < said->mark_count; i++) {
        const struct pal_fact_row *head = &said->marks[i];
        count += strcmp(head->state, PAL_MARK_AGAIN) == 0 &&
                 strcmp(head->lane, pal_mark_lane_ids[PAL_MARK_CHECKED]) == 0;
    }
    return count;
}

/* What an assessment is by its facts: its last version, or what is written from them. */
static enum pal_rc settle_at(struct pal_errand *errand, struct pal_at_hand *at,
                             struct pal_record *out, struct said *said)
{
    struct pal_mark_rows rows = {
        .errand = errand, .assessment = at->record.id, .is_first_enough = true};
    enum pal_rc rc = hold_against(&rows, at, said);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = at->record;
    out->fact = last_said(said);
    out->written_hash = "";
    return rows.count > 0 || at->is_written ? write_text(errand, at, said, out) : PAL_OK;
}

static enum pal_rc settle(struct pal_errand *errand, const char *id, struct pal_record *out,
                          struct said *said)
{
    struct pal_held_at_hand *held = errand->due == NULL ? pal_held_find(errand, id) : NULL;
    if (held != NULL) {
        return settle_at(errand, &held->at, out, said);
    }
    struct pal_at_hand at;
    enum pal_rc rc = pal_at_hand_open(errand, id, &at);
    rc = rc == PAL_OK ? settle_at(errand, &at, out, said) : rc;
    pal_app_done(&at.app);
    return rc;
}

/* Under a new stamp, by which what is said of it is kept for the next one who marks. */
static enum pal_rc put(struct pal_errand *errand, const struct pal_record *record,
                       const struct said *said)
{
    struct pal_record row = *record;
    char stamp[PAL_ID_TEXT];
    pal_secret_id(stamp);
    row.text = record->written_hash[0] != '\0' ? record->text : "";
    row.stamp = stamp;
    enum pal_rc rc = pal_errand_explain(errand, pal_written_put(errand->db, &row));
    if (rc == PAL_OK && errand->house != NULL && errand->due == NULL) {
        pal_marks_kept_put(pal_house_marks(errand->house), record->id, stamp, said->marks,
                           said->mark_count + said->reason_count);
    }
    return rc;
}

/* Acts that came in may lack what was taken over before them: what the text says of steps of which
 * no fact says anything is not to be lost. */
static enum pal_rc take_rest(struct pal_errand *errand, const char *id)
{
    struct pal_mark_rows rows = {.errand = errand, .assessment = id};
    struct pal_mark_rows taken = {.errand = errand, .assessment = id};
    struct said said = {0};
    struct pal_at_hand at;
    enum pal_rc rc = pal_at_hand_open(errand, id, &at);
    rc = rc == PAL_OK ? hold_against(&rows, &at, &said) : rc;
    taken.project = rows.project;
    for (size_t i = 0; i < rows.count && rc == PAL_OK; i++) {
        rows.items[i].state = "written";
        rc = rows.items[i].turn == 1 ? pal_mark_rows_add(&taken, &rows.items[i]) : PAL_OK;
    }
    rc = rc == PAL_OK ? pal_marks_append_taken(errand, &at.record, &taken) : rc;
    pal_app_done(&at.app);
    return rc;
}

enum pal_rc pal_marks_settle(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_record record;
    struct said said = {0};
    enum pal_rc rc = errand->due != NULL ? take_rest(errand, row->subject) : PAL_OK;
    if (rc == PAL_OK) {
        rc = settle(errand, row->subject, &record, &said);
    }
    if (rc == PAL_OK) {
        rc = put(errand, &record, &said);
    }
    if (rc != PAL_OK || errand->due != NULL) {
        return rc == PAL_OK ? pal_scores_note(errand->due, "assessment", row->subject) : rc;
    }
    return pal_scores_of_marks(errand, &record, count_again(&said));
}

/* --------------------------------------------------------------------------- checking */

/* What readers are given is what the facts give. Mending writes it again. */
static enum pal_rc check_one(struct pal_errand *errand, const char *id, bool is_mending,
                             bool *wrong)
{
    struct pal_record there;
    struct pal_record record;
    struct said said = {0};
    enum pal_rc rc = pal_record_get(errand->db, "assessment", id, errand->arena, &there);
    if (rc == PAL_OK) {
        rc = settle(errand, id, &record, &said);
        *wrong = rc != PAL_OK || there.fact != record.fact ||
                 strcmp(there.written_hash, record.written_hash) != 0 ||
                 strcmp(there.text, record.text) != 0;
    }
    return rc == PAL_OK && *wrong && is_mending ? put(errand, &record, &said) : rc;
}

enum pal_rc pal_marks_check(struct pal_errand *errand, bool is_mending, int64_t *wrong)
{
    const char **marked = NULL;
    size_t count = 0;
    *wrong = 0;
    enum pal_rc rc =
        pal_heads_subjects(errand->db, pal_fact_mark.id, errand->arena, &marked, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_arena *kept = errand->arena;
        struct pal_arena own;
        bool is_wrong = false;
        pal_arena_init(&own, kept->alloc);
        errand->arena = &own;
        rc = check_one(errand, marked[i], is_mending, &is_wrong);
        errand->arena = kept;
        pal_arena_done(&own);
        *wrong += is_wrong;
        rc = rc == PAL_E_INVALID ? PAL_OK : rc; /* it is counted; the others are looked at, too */
    }
    return pal_errand_explain(errand, rc);
}
