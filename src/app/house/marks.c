/* marks - the kind of fact, what is taken over from a text, what is written anew; see
 * marks_parts.h. */
#include <jansson.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/course_parts.h"
#include "app/house/errand.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/marks.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "app/house/scores.h"
#include "app/house/shelf.h"
#include "app/house/shelf_parts.h"
#include "base/text.h"

enum { DIFFERENCES_AT_ONCE = 256, MARKS_MOST = 20000 };

/* ----------------------------------------------------------------- an assessment */

/* An assessment, read as its last version stands. */
struct at_hand {
    struct pal_app app;
    struct pal_record record;
    struct pal_document document;
    const struct pal_assessment *assessment;
    bool is_written; /* the version cannot be read any more, as a step of its model is gone that was
                        marked otherwise since: what was written behind it is read in its place */
};

/* The first problem that a reader has found. */
static enum pal_rc tell_problem(struct pal_errand *errand, const struct pal_app *app,
                                enum pal_rc rc)
{
    for (const struct pal_app_problems *at = app->problems; at != NULL; at = at->next) {
        if (at->diag.error_count > 0) {
            const struct pal_err *err = &at->diag.errors[0];
            return pal_errand_fail(errand, rc, "%s%s%s", err->path,
                                   err->path[0] != '\0' ? ": " : "", err->message);
        }
    }
    return pal_errand_explain(errand, rc);
}

static enum pal_rc read_record(struct pal_errand *errand, struct at_hand *out)
{
    const char *path = pal_arena_printf(errand->arena, "assessment/%s", out->record.id);
    out->assessment = NULL;
    out->document =
        (struct pal_document){.kind = "assessment", .id = out->record.id, .text = out->record.text};
    pal_app_init_in(&out->app, errand->arena->alloc);
    out->app.voice = errand->voice;
    pal_house_use(errand, &out->app);
    pal_house_hand(&out->app, &out->document);
    return path != NULL ? pal_document_assessment(&out->app, path, NULL, &out->assessment)
                        : PAL_E_MEMORY;
}

/* Whatever it gives, pal_app_done(&out->app) is to follow. */
static enum pal_rc open(struct pal_errand *errand, const char *id, struct at_hand *out)
{
    struct pal_record now;
    enum pal_rc rc = pal_record_get(errand->db, "assessment", id, errand->arena, &now);
    pal_app_init_in(&out->app, errand->arena->alloc);
    out->is_written = false;
    if (rc == PAL_OK) {
        rc = pal_record_get_version(errand->db, "assessment", id, now.version, errand->arena,
                                    &out->record);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    pal_app_done(&out->app);
    rc = read_record(errand, out);
    if (rc != PAL_OK && rc != PAL_E_MEMORY && now.written_hash[0] != '\0') {
        pal_app_done(&out->app);
        out->record.text = now.text;
        out->is_written = true;
        rc = read_record(errand, out);
    }
    return rc == PAL_OK ? rc : tell_problem(errand, &out->app, rc);
}

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

/* Whether facts rule already. */
static enum pal_rc is_marked(struct pal_errand *errand, const char *assessment, bool *out)
{
    const struct pal_fact_row *last;
    enum pal_rc rc = find_last(errand, assessment, &last);
    *out = last != NULL;
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

/* ---------------------------------------------------------------- rows to be written */

/* Rows that follow from a text. */
struct rows {
    struct pal_errand *errand;
    const char *assessment;
    const char *project;
    struct pal_fact_row *items;
    size_t count;
    size_t room;
};

static enum pal_rc add(struct rows *rows, const struct pal_fact_row *row)
{
    struct pal_errand *errand = rows->errand;
    if (rows->count == MARKS_MOST) {
        return pal_errand_fail(errand, PAL_E_LIMIT,
                               "the text says more than %d marks at once: change it as a text",
                               (int)MARKS_MOST);
    }
    if (rows->count == rows->room) {
        size_t room = rows->room > 0 ? 2 * rows->room : DIFFERENCES_AT_ONCE;
        struct pal_fact_row *larger = PAL_NEW(errand->arena, struct pal_fact_row, room);
        if (larger == NULL) {
            return pal_errand_explain(errand, PAL_E_MEMORY);
        }
        if (rows->count > 0) {
            memcpy(larger, rows->items, rows->count * sizeof *larger);
        }
        rows->items = larger;
        rows->room = room;
    }
    rows->items[rows->count++] = *row;
    return PAL_OK;
}

static enum pal_rc add_of(struct rows *rows, const char *kind, const char *part, const char *lane,
                          const char *state, const char *body, int64_t turn)
{
    const struct pal_fact_row row = {.kind = kind,
                                     .project = rows->project,
                                     .subject_kind = "assessment",
                                     .subject = rows->assessment,
                                     .part = part,
                                     .lane = lane,
                                     .turn = turn,
                                     .state = state,
                                     .body = body,
                                     .audience = pal_audience_ids[PAL_AUDIENCE_PROJECT]};
    return part != NULL && body != NULL ? add(rows, &row)
                                        : pal_errand_explain(rows->errand, PAL_E_MEMORY);
}

static enum pal_rc add_part(struct rows *rows, const char *part, const char *lane,
                            const char *state, const char *body, int64_t turn)
{
    return add_of(rows, pal_fact_mark.id, part, lane, state, body, turn);
}

static enum pal_rc add_row(struct rows *rows, const struct pal_area *area, size_t step,
                           enum pal_mark_lane lane, const char *state, const char *body,
                           int64_t turn)
{
    const char *part =
        pal_arena_printf(rows->errand->arena, "%s/%s", area->id, area->ladder->steps[step].id);
    return add_part(rows, part, pal_mark_lane_ids[lane], state, body, turn);
}

/* ---------------------------------------------------------------------- taking over */

/* An act of whoever is at work, with the word of who wrote the text. */
static enum pal_rc append_taken(struct pal_errand *errand, const struct pal_record *record,
                                struct rows *rows)
{
    bool is_claimed = record->claim != NULL && record->claim[0] != '\0';
    const char *author = is_claimed ? record->claim : record->changed_by;
    const struct pal_facts_follow what = {
        .verb = "take over",
        .claim =
            author[0] != '\0' ? pal_arena_printf(errand->arena, "person:%s", author) : "operator",
        .at = record->changed_at};
    if (rows->count == 0) {
        return PAL_OK;
    }
    return what.claim != NULL ? pal_facts_append(errand, &what, rows->items, rows->count)
                              : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* Each mark of the text as the first turn of its value: the word of who wrote it, brought by who
 * marks first. */
static enum pal_rc take_over(struct pal_errand *errand, const struct pal_record *record,
                             const struct pal_assessment *assessment)
{
    struct pal_marks marks;
    struct rows rows = {.errand = errand, .assessment = record->id, .project = record->project};
    enum pal_rc rc =
        pal_errand_explain(errand, pal_marks_of_text(errand->arena, assessment, &marks));
    for (size_t i = 0; rc == PAL_OK && i < marks.model->area_count; i++) {
        const struct pal_area *area = &marks.model->areas[i];
        for (size_t j = 0; j < PAL_MARK_LANES * area->ladder->count && rc == PAL_OK; j++) {
            enum pal_mark_lane lane = (enum pal_mark_lane)(j / area->ladder->count);
            size_t step = j % area->ladder->count;
            const char *body = marks.areas[i].at[lane][step];
            rc = body != NULL ? add_row(&rows, area, step, lane, "written", body, 1) : PAL_OK;
        }
    }
    return rc == PAL_OK ? append_taken(errand, record, &rows) : rc;
}

static enum pal_rc check_places(struct pal_errand *errand, const struct at_hand *at,
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
    struct at_hand at;
    enum pal_rc rc = open(errand, assessment, &at);
    rc = rc == PAL_OK ? check_places(errand, &at, parts, count) : rc;
    pal_app_done(&at.app);
    return rc;
}

/* The notes on steps of which nobody has said a reason, as reasons: the word of who wrote the text.
 */
static enum pal_rc take_notes(struct pal_errand *errand, const struct at_hand *at)
{
    const struct pal_model *model = at->assessment->model;
    struct rows rows = {
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
                      : add_of(&rows, pal_fact_reason.id, part, pal_mark_lane_ids[PAL_MARK_CHECKED],
                               "said", pal_reason_body(errand, &note->text), 1);
    }
    return rc == PAL_OK ? append_taken(errand, &at->record, &rows) : rc;
}

enum pal_rc pal_marks_take_over(struct pal_errand *errand, const char *assessment)
{
    struct at_hand at;
    bool is = false;
    enum pal_rc rc = open(errand, assessment, &at);
    rc = rc == PAL_OK ? is_marked(errand, assessment, &is) : rc;
    if (rc == PAL_OK && !is) {
        rc = take_over(errand, &at.record, at.assessment);
    }
    rc = rc == PAL_OK ? take_notes(errand, &at) : rc;
    pal_app_done(&at.app);
    return rc;
}

/* The text is taken over before the first mark. */
static enum pal_rc begin_with(struct pal_errand *errand, const struct at_hand *at,
                              int64_t seen_version)
{
    bool is = false;
    enum pal_rc rc = is_marked(errand, at->record.id, &is);
    if (rc != PAL_OK || is) {
        return rc;
    }
    return seen_version > 0 && seen_version != at->record.version
               ? pal_errand_fail(errand, PAL_E_CONFLICT,
                                 "the text was changed since: look at what is there now")
               : take_over(errand, &at->record, at->assessment);
}

enum pal_rc pal_marks_begin(struct pal_errand *errand, const struct pal_fact_row *rows,
                            size_t count, int64_t seen_version)
{
    struct at_hand at;
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
    enum pal_rc rc = pal_course_require_draft(errand, rows->subject);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = open(errand, rows->subject, &at);
    rc = rc == PAL_OK && is_any_again ? pal_marks_check_again(errand, at.record.project) : rc;
    rc = rc == PAL_OK ? check_places(errand, &at, parts, count) : rc;
    rc = rc == PAL_OK ? begin_with(errand, &at, seen_version) : rc;
    pal_app_done(&at.app);
    return rc;
}

/* ---------------------------------------------------------------------- a new text */

/* The heads by their cells; those of steps that the model does not have are none of them. */
struct head_cells {
    const struct pal_fact_row *at[PAL_MARK_LANES][PAL_LIMIT_STEPS];
};

/* What is said of a step that is gone is taken back. */
static enum pal_rc sort_heads(struct rows *rows, const struct pal_model *model,
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
            enum pal_rc rc = add_part(rows, heads[i].part, heads[i].lane, "open",
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
static enum pal_rc compare_cell(struct rows *rows, const struct pal_area *area,
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
               ? add_row(rows, area, step, lane, "open", pal_fact_none_body, turn)
               : add_row(rows, area, step, lane,
                         strcmp(now, pal_fact_none_body) == 0 ? "written" : "rated", now, turn);
}

static enum pal_rc compare(struct rows *rows, const struct pal_marks *text,
                           const struct pal_fact_row *heads, size_t count)
{
    const struct pal_model *model = text->model;
    struct head_cells *cells = PAL_NEW(rows->errand->arena, struct head_cells, model->area_count);
    enum pal_rc rc = cells != NULL ? sort_heads(rows, model, heads, count, cells)
                                   : pal_errand_explain(rows->errand, PAL_E_MEMORY);
    for (size_t i = 0; i < model->area_count && rc == PAL_OK; i++) {
        const struct pal_area *area = &model->areas[i];
        for (size_t j = 0; j < PAL_MARK_LANES * area->ladder->count && rc == PAL_OK; j++) {
            enum pal_mark_lane lane = (enum pal_mark_lane)(j / area->ladder->count);
            size_t step = j % area->ladder->count;
            rc = compare_cell(rows, area, &text->areas[i], cells[i].at[lane][step], step, lane);
        }
    }
    return rc;
}

/* What is said of an assessment, as heads and as what they say of its notes. */
struct said {
    struct pal_fact_row *marks;
    size_t mark_count;
    struct pal_fact_row *reasons;
    size_t reason_count;
};

static enum pal_rc read_said(struct pal_errand *errand, const char *assessment, struct said *out)
{
    enum pal_rc rc = pal_marks_heads(errand, assessment, &out->marks, &out->mark_count);
    return rc == PAL_OK ? pal_reasons_heads(errand, assessment, &out->reasons, &out->reason_count)
                        : rc;
}

/* The next turn of what was said of a step in a lane: why, as the text has it now. */
static enum pal_rc add_reason(struct rows *rows, const struct pal_fact_row *head,
                              const struct pal_text *note)
{
    bool is_said = note != NULL;
    return add_of(rows, pal_fact_reason.id, head->part, head->lane, is_said ? "said" : "open",
                  is_said ? pal_reason_body(rows->errand, note) : pal_fact_none_body,
                  head->turn + 1);
}

/* What of one note of the text the reasons do not say already: the one that speaks says it from now
 * on; a note that is gone takes back all of that step. */
static enum pal_rc compare_note(struct rows *rows, const struct at_hand *at, size_t area,
                                size_t step, const struct pal_reason *reason,
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

static enum pal_rc compare_notes(struct rows *rows, const struct at_hand *at,
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
static enum pal_rc differences(const struct at_hand *at, const struct said *said, struct rows *out)
{
    struct pal_marks text;
    enum pal_rc rc = pal_errand_explain(
        out->errand, pal_marks_of_text(out->errand->arena, at->assessment, &text));
    rc = rc == PAL_OK ? compare(out, &text, said->marks, said->mark_count) : rc;
    return rc == PAL_OK ? compare_notes(out, at, said) : rc;
}

/* The last version of the assessment of `rows`, what is said of it, and in what they differ.
 * `at->app` is the caller's to end, after a failure too. */
static enum pal_rc hold_against(struct rows *rows, struct at_hand *at, struct said *said)
{
    enum pal_rc rc = open(rows->errand, rows->assessment, at);
    if (rc == PAL_OK) {
        rc = read_said(rows->errand, rows->assessment, said);
    }
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
    struct rows rows = {.errand = errand, .assessment = written->id, .project = written->project};
    const struct pal_facts_follow what = {.verb = pal_fact_mark.verb};
    struct said said = {0};
    struct at_hand at;
    if (last->version == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = read_said(errand, written->id, &said);
    const bool is_said = said.mark_count + said.reason_count > 0;
    const bool is_draft = rc == PAL_OK && pal_course_is_draft(errand, written->id);
    if (rc != PAL_OK || (!is_said && is_draft)) {
        return rc;
    }
    rc = open(errand, written->id, &at);
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
                                   .written_hash = ""};
    written->fact = own.fact;
    return rc == PAL_OK ? pal_errand_explain(errand, pal_written_put(errand->db, &own)) : rc;
}

/* ------------------------------------------------------------------------- writing */

/* Where the facts say something else than the last version: the text as they have it. */
static enum pal_rc write_text(struct pal_errand *errand, struct at_hand *at,
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
    rc = rc == PAL_OK ? rc : tell_problem(errand, &app, rc);
    pal_app_done(&app);
    out->text = written.text;
    out->written_hash = written.hash;
    return rc;
}

/* What an assessment is by its facts: its last version, or what is written from them. */
static enum pal_rc settle(struct pal_errand *errand, const char *id, struct pal_record *out)
{
    struct rows rows = {.errand = errand, .assessment = id};
    struct said said = {0};
    struct at_hand at;
    enum pal_rc rc = hold_against(&rows, &at, &said);
    if (rc == PAL_OK) {
        *out = at.record;
        out->fact = last_said(&said);
        out->written_hash = "";
        rc = rows.count > 0 || at.is_written ? write_text(errand, &at, &said, out) : PAL_OK;
    }
    pal_app_done(&at.app);
    return rc;
}

static enum pal_rc put(struct pal_errand *errand, const struct pal_record *record)
{
    struct pal_record row = *record;
    row.text = record->written_hash[0] != '\0' ? record->text : "";
    return pal_errand_explain(errand, pal_written_put(errand->db, &row));
}

/* Acts that came in may lack what was taken over before them: what the text says of steps of which
 * no fact says anything is not to be lost. */
static enum pal_rc take_rest(struct pal_errand *errand, const char *id)
{
    struct rows rows = {.errand = errand, .assessment = id};
    struct rows taken = {.errand = errand, .assessment = id};
    struct said said = {0};
    struct at_hand at;
    enum pal_rc rc = hold_against(&rows, &at, &said);
    taken.project = rows.project;
    for (size_t i = 0; i < rows.count && rc == PAL_OK; i++) {
        rows.items[i].state = "written";
        rc = rows.items[i].turn == 1 ? add(&taken, &rows.items[i]) : PAL_OK;
    }
    rc = rc == PAL_OK ? append_taken(errand, &at.record, &taken) : rc;
    pal_app_done(&at.app);
    return rc;
}

enum pal_rc pal_marks_settle(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const struct pal_record before = {.version = 0};
    struct pal_record record;
    enum pal_rc rc = errand->due != NULL ? take_rest(errand, row->subject) : PAL_OK;
    if (rc == PAL_OK) {
        rc = settle(errand, row->subject, &record);
    }
    if (rc == PAL_OK) {
        rc = put(errand, &record);
    }
    if (rc != PAL_OK || errand->due != NULL) {
        return rc == PAL_OK ? pal_scores_note(errand->due, "assessment", row->subject) : rc;
    }
    return pal_scores_follow(errand, &record, &before, NULL);
}

/* --------------------------------------------------------------------------- checking */

/* What readers are given is what the facts give. Mending writes it again. */
static enum pal_rc check_one(struct pal_errand *errand, const char *id, bool is_mending,
                             bool *wrong)
{
    struct pal_record there;
    struct pal_record record;
    enum pal_rc rc = pal_record_get(errand->db, "assessment", id, errand->arena, &there);
    if (rc == PAL_OK) {
        rc = settle(errand, id, &record);
        *wrong = rc != PAL_OK || there.fact != record.fact ||
                 strcmp(there.written_hash, record.written_hash) != 0 ||
                 strcmp(there.text, record.text) != 0;
    }
    return rc == PAL_OK && *wrong && is_mending ? put(errand, &record) : rc;
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
