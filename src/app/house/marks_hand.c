/* marks_hand - an assessment at hand, and rows that follow from it. */
#include "app/house/marks_hand.h"

#include <string.h>

#include "app/house/course_parts.h"
#include "app/house/errand.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/marks_kept.h"
#include "app/house/shelf.h"
#include "app/house/shelf_parts.h"

enum { DIFFERENCES_AT_ONCE = 256, MARKS_MOST = 20000, SAID_MOST = 32 };

/* ----------------------------------------------------------------- an assessment */

/* The first problem that a reader has found. */
enum pal_rc pal_at_hand_tell(struct pal_errand *errand, const struct pal_app *app, enum pal_rc rc)
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

static enum pal_rc read_record(struct pal_errand *errand, struct pal_at_hand *out)
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

/* What was written behind a version that cannot be read any more. */
static enum pal_rc read_written(struct pal_errand *errand, struct pal_at_hand *out)
{
    struct pal_record now;
    enum pal_rc rc = pal_record_get(errand->db, "assessment", out->record.id, errand->arena, &now);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_app_done(&out->app);
    out->record.text = now.text;
    out->is_written = true;
    return read_record(errand, out);
}

static enum pal_rc open_asked(struct pal_errand *errand, struct pal_query *asked,
                              struct pal_at_hand *out)
{
    enum pal_rc rc = pal_record_take_last(asked, errand->arena, &out->record);
    pal_app_init_in(&out->app, errand->arena->alloc);
    out->is_written = false;
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    pal_app_done(&out->app);
    rc = read_record(errand, out);
    if (rc != PAL_OK && rc != PAL_E_MEMORY && out->record.written_hash[0] != '\0') {
        rc = read_written(errand, out);
    }
    return rc == PAL_OK ? rc : pal_at_hand_tell(errand, &out->app, rc);
}

enum pal_rc pal_at_hand_open(struct pal_errand *errand, const char *id, struct pal_at_hand *out)
{
    return open_asked(errand, pal_record_ask_last(errand->db, "assessment", id), out);
}

/* ------------------------------------------------------------------ held by an act */

static void drop(struct pal_query **asked)
{
    if (*asked != NULL) {
        (void)!pal_query_end(*asked);
        *asked = NULL;
    }
}

static void close_held(struct pal_of_act *of)
{
    struct pal_held_at_hand *held = (struct pal_held_at_hand *)of;
    drop(&held->last);
    drop(&held->course);
    if (held->is_open) {
        pal_app_done(&held->at.app);
    }
}

static struct pal_held_at_hand *held_of(struct pal_errand *errand, const char *id)
{
    struct pal_held_at_hand *held = (struct pal_held_at_hand *)errand->held;
    bool is_own = held != NULL && held->held.close == close_held;
    return is_own && strcmp(held->id, id) == 0 ? held : NULL;
}

struct pal_held_at_hand *pal_held_find(struct pal_errand *errand, const char *id)
{
    struct pal_held_at_hand *held = held_of(errand, id);
    return held != NULL && held->is_open ? held : NULL;
}

void pal_marks_ask(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_held_at_hand *held = PAL_NEW(errand->arena, struct pal_held_at_hand, 1);
    if (held == NULL) {
        return; /* whoever reads it will find out */
    }
    held->held.close = close_held;
    held->id = row->subject;
    held->course = pal_course_ask(errand, row->subject);
    held->last = pal_record_ask_last(errand->db, "assessment", row->subject);
    pal_errand_hold(errand, &held->held);
}

enum pal_rc pal_held_open(struct pal_errand *errand, const struct pal_fact_row *row,
                          struct pal_held_at_hand **out)
{
    if (held_of(errand, row->subject) == NULL) {
        pal_marks_ask(errand, row);
    }
    struct pal_held_at_hand *held = held_of(errand, row->subject);
    *out = held;
    if (held == NULL || held->is_open) {
        return held != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    struct pal_query *course = held->course;
    struct pal_query *last = held->last;
    held->course = NULL;
    enum pal_rc rc = pal_course_require_draft_of(errand, course);
    if (rc == PAL_OK) {
        held->last = NULL;
        held->is_open = true;
        rc = open_asked(errand, last, &held->at);
    }
    if (rc != PAL_OK) { /* nobody finds it half read */
        pal_errand_let_go(errand);
        return rc;
    }
    held->is_said_known =
        errand->house != NULL &&
        pal_marks_kept_get(pal_house_marks(errand->house), held->id, held->at.record.stamp,
                           errand->arena, &held->said, &held->said_count);
    held->said_room = held->said_count;
    return PAL_OK;
}

static bool is_of_value(const struct pal_fact_row *a, const struct pal_fact_row *b)
{
    return strcmp(a->part, b->part) == 0 && strcmp(a->lane, b->lane) == 0 &&
           strcmp(a->kind, b->kind) == 0;
}

static bool make_room(struct pal_errand *errand, struct pal_held_at_hand *held)
{
    if (held->said_count < held->said_room) {
        return true;
    }
    size_t room = 2 * held->said_room + SAID_MOST;
    struct pal_fact_row *larger = PAL_NEW(errand->arena, struct pal_fact_row, room);
    if (larger != NULL && held->said_count > 0) {
        memcpy(larger, held->said, held->said_count * sizeof *larger);
    }
    held->said = larger != NULL ? larger : held->said;
    held->said_room = larger != NULL ? room : held->said_room;
    return larger != NULL;
}

enum pal_rc pal_held_said(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_held_at_hand *held = pal_held_find(errand, row->subject);
    if (held == NULL || !held->is_said_known) {
        return PAL_OK;
    }
    /* All of it is read sooner than many are looked for in it. */
    held->is_said_known = ++held->said_since <= SAID_MOST;
    size_t at = 0;
    while (at < held->said_count && !is_of_value(&held->said[at], row)) {
        at++;
    }
    if (at == held->said_count && !make_room(errand, held)) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    held->said_count += at == held->said_count;
    held->said[at] = (struct pal_fact_row){.kind = row->kind,
                                           .part = row->part,
                                           .lane = row->lane,
                                           .state = row->state,
                                           .body = row->body,
                                           .number = row->number,
                                           .turn = row->turn};
    return PAL_OK;
}

/* ---------------------------------------------------------------- rows to be written */

bool pal_mark_rows_go_on(const struct pal_mark_rows *rows)
{
    return !rows->is_first_enough || rows->count == 0;
}

enum pal_rc pal_mark_rows_add(struct pal_mark_rows *rows, const struct pal_fact_row *row)
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

enum pal_rc pal_mark_rows_add_of(struct pal_mark_rows *rows, const char *kind, const char *part,
                                 const char *lane, const char *state, const char *body,
                                 int64_t turn)
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
    return part != NULL && body != NULL ? pal_mark_rows_add(rows, &row)
                                        : pal_errand_explain(rows->errand, PAL_E_MEMORY);
}

enum pal_rc pal_mark_rows_add_part(struct pal_mark_rows *rows, const char *part, const char *lane,
                                   const char *state, const char *body, int64_t turn)
{
    return pal_mark_rows_add_of(rows, pal_fact_mark.id, part, lane, state, body, turn);
}

enum pal_rc pal_mark_rows_add_cell(struct pal_mark_rows *rows, const struct pal_area *area,
                                   size_t step, enum pal_mark_lane lane, const char *state,
                                   const char *body, int64_t turn)
{
    const char *part =
        pal_arena_printf(rows->errand->arena, "%s/%s", area->id, area->ladder->steps[step].id);
    return pal_mark_rows_add_part(rows, part, pal_mark_lane_ids[lane], state, body, turn);
}

/* An act of whoever is at work, with the word of who wrote the text. */
enum pal_rc pal_marks_append_taken(struct pal_errand *errand, const struct pal_record *record,
                                   struct pal_mark_rows *rows)
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
