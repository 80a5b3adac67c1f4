/* paste - marks that come from a spreadsheet: looked at first, cell by cell against what stands,
 * then taken in one act. */
#include <string.h>

#include "app/house/evidence.h"
#include "app/house/marks_all.h"
#include "app/house/shelf.h"
#include "base/line_ends.h"
#include "base/text.h"
#include "core/model/paste.h"
#include "web/pages/against.h"
#include "web/pages/evidence_form.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"
#include "web/pages/reason_insert.h"
#include "web/web_parts.h"

enum { ROWS_SHOWN = 64, MARK_WORD_MOST = 16 };

/* What a cell would change. */
struct change {
    const struct pal_paste_cell *cell;
    enum pal_mark_lane lane;
    const struct pal_marked *stands;
    const struct pal_fact_field *fields; /* of the mark that comes */
    size_t field_count;
    const char *body; /* the same as a body; "": none */
    bool is_mark;     /* the mark is another */
    bool is_reason;   /* the reason is another */
};

/* What the page is made of. */
struct sheet {
    struct pal_document record;
    enum pal_mark_lane lane;
    struct pal_marked_all all;
    const char *text; /* that was sent; "": none */
    struct pal_pasted pasted;
    struct change *changes;
    size_t count;
    size_t unchanged;
    bool is_looked_at;
};

/* -------------------------------------------------------------------- what was sent */

static enum pal_paste_lie lie_of(struct pal_call *call)
{
    const char *word = call->request->method == PAL_POST ? pal_call_word(call, "lie") : "";
    for (int i = 0; i < PAL_PASTE_LIES; i++) {
        if (strcmp(word, pal_paste_lie_ids[i]) == 0) {
            return (enum pal_paste_lie)i;
        }
    }
    return PAL_PASTE_BY_SHAPE;
}

/* Why nothing of it can be taken, and what to do. */
static enum pal_rc check_whole(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_pasted *pasted = &sheet->pasted;
    const size_t areas = sheet->all.assessment->model->area_count;
    switch (pasted->whole) {
    case PAL_PASTE_FINE:
        return PAL_OK;
    case PAL_PASTE_EMPTY:
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "text",
                                  "there is nothing: paste cells of a spreadsheet, or lines "
                                  "such as \"PA05/2.1 F\"");
    case PAL_PASTE_TOO_LONG:
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "text",
                                  "this is longer or wider than the marks of any assessment: "
                                  "copy the cells of the marks alone");
    case PAL_PASTE_AMBIGUOUS:
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "lie",
                                  "the model has as many areas as steps: say whether areas "
                                  "are rows or columns, or paste the block with its ids");
    case PAL_PASTE_SHAPE:
        break;
    }
    return pal_errand_fail_at(
        &call->errand, PAL_E_INVALID, "text",
        "this block has %zu rows of %zu cells; without the ids of areas and steps at its "
        "edges it is of all areas and steps: %zu rows of %zu, or %zu rows of %zu",
        pasted->rows, pasted->columns, areas, pasted->steps, pasted->steps, areas);
}

/* ------------------------------------------------------------------------- changes */

static enum pal_rc fields_of(struct pal_call *call, struct change *change)
{
    const struct pal_paste_cell *cell = change->cell;
    struct pal_fact_field *fields =
        PAL_NEW(call->request->arena, struct pal_fact_field, cell->practice_count + 1);
    if (fields == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    if (cell->word == PAL_PASTE_MARK) {
        fields[change->field_count++] =
            (struct pal_fact_field){"mark", pal_rating_ids[cell->rating]};
    }
    for (size_t i = 0; i < cell->practice_count; i++) {
        fields[change->field_count++] =
            (struct pal_fact_field){pal_call_printf(call, "practices.%s", cell->practices[i].id),
                                    pal_rating_ids[cell->practices[i].rating]};
    }
    change->fields = fields;
    change->body = pal_marks_fields_body(call, fields, change->field_count);
    return PAL_OK;
}

/* Whether the mark of a cell is another than what stands there. */
static bool is_other(const struct change *change)
{
    const struct pal_marked *stands = change->stands;
    switch (change->cell->word) {
    case PAL_PASTE_LEAVE:
        return false;
    case PAL_PASTE_TAKE_BACK:
        return stands->own != NULL || stands->again != NULL;
    case PAL_PASTE_MARK:
    case PAL_PASTE_PRACTICES:
        break;
    }
    const char *now = change->cell->is_again ? stands->again : stands->own;
    bool is_of_state = change->cell->is_again == (stands->again != NULL);
    return !is_of_state || now == NULL || strcmp(now, change->body) != 0;
}

static enum pal_rc add_change(struct pal_call *call, struct sheet *sheet,
                              const struct pal_paste_cell *cell)
{
    struct change change = {.cell = cell};
    change.lane = cell->lane < PAL_MARK_LANES ? cell->lane : sheet->lane;
    change.stands = pal_marked_at(&sheet->all, change.lane, cell->area, cell->step);
    const char *said = change.stands->reason != NULL ? change.stands->reason : "";
    enum pal_rc rc = fields_of(call, &change);
    change.is_mark = rc == PAL_OK && is_other(&change);
    change.is_reason = cell->reason != NULL && strcmp(cell->reason, said) != 0;
    if (change.is_mark || change.is_reason) {
        sheet->changes[sheet->count++] = change;
    } else {
        sheet->unchanged++;
    }
    return rc;
}

/* What was sent, held against what stands. */
static enum pal_rc look_at(struct pal_call *call, struct sheet *sheet)
{
    enum pal_rc rc = pal_table_sent(call, &sheet->text);
    if (rc == PAL_OK) {
        rc = pal_errand_explain(&call->errand,
                                pal_paste_read(call->request->arena, sheet->all.assessment->model,
                                               sheet->text, lie_of(call), &sheet->pasted));
    }
    rc = rc == PAL_OK ? check_whole(call, sheet) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    sheet->changes = PAL_NEW(call->request->arena, struct change, sheet->pasted.count + 1);
    rc = sheet->changes != NULL ? rc : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    for (size_t i = 0; i < sheet->pasted.count && rc == PAL_OK; i++) {
        rc = add_change(call, sheet, &sheet->pasted.cells[i]);
    }
    sheet->is_looked_at = rc == PAL_OK;
    return rc;
}

/* ------------------------------------------------------------------------ the page */

static const char *part_of(struct pal_call *call, const struct sheet *sheet,
                           const struct change *change)
{
    const struct pal_area *area = &sheet->all.assessment->model->areas[change->cell->area];
    return pal_call_printf(call, "%s/%s", area->id, area->ladder->steps[change->cell->step].id);
}

static const char *stands_as(const struct change *change)
{
    const struct pal_marked *stands = change->stands;
    return stands->again != NULL ? stands->again : stands->own;
}

static void put_change(struct pal_call *call, const struct sheet *sheet,
                       const struct change *change, struct pal_value *list)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "part", part_of(call, sheet, change));
    pal_put_text(row, "basis", pal_mark_lane_ids[change->lane]);
    pal_put(row, "was", pal_marks_body(call, stands_as(change)));
    pal_put(row, "now", pal_marks_body(call, change->is_mark ? change->body : stands_as(change)));
    pal_put_boolean(row, "again", change->is_mark && change->cell->is_again);
    pal_put_text(row, "reason", change->is_reason ? change->cell->reason : NULL);
}

static const char *const faults[PAL_PASTE_FAULTS] = {"formula", "no-mark",  "no-area",
                                                     "no-step", "no-basis", "no-practice",
                                                     "both",    "twice",    "long-reason"};

static const char *fault_title(struct pal_call *call, enum pal_paste_fault fault)
{
    static const char *const titles[PAL_PASTE_FAULTS] = {
        PAL_N_("A formula is not taken: paste values."),
        PAL_N_("This is no mark: write N, P, L, F, x for not applicable, or - to take one back."),
        PAL_N_("The model has no such area: write its id, as it stands at the figure."),
        PAL_N_("The area has no such step: write its id, as it stands at the figure."),
        PAL_N_("There is no such basis: checked, seen, claimed, prepared or active."),
        PAL_N_("The step has no such practice, or no mark stands behind it: write them as GP "
               "2.1.1=F."),
        PAL_N_("It has a mark and marks of practices: keep one of them."),
        PAL_N_("This step stands further above already: keep one of the two."),
        PAL_N_("The reason is longer than 4000 bytes: shorten it.")};
    return pal_call_tr(call, titles[fault]);
}

/* How many are not told; nothing where all are. */
static void put_more(struct pal_call *call, const char *name, size_t count)
{
    pal_set_text(call->page, name, count > 0 ? pal_call_printf(call, "%zu", count) : NULL);
}

static void put_refused(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_pasted *pasted = &sheet->pasted;
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < pasted->refused_count && i < PAL_PASTE_REFUSED_TOLD; i++) {
        const struct pal_paste_refused *refused = &pasted->refused[i];
        struct pal_value *one = pal_add_object(data);
        pal_put_integer(one, "line", (int64_t)refused->line);
        pal_put_integer(one, "column", (int64_t)refused->column);
        pal_put_text(one, "fault", faults[refused->fault]);
        pal_put_text(one, "what", refused->what);
        struct pal_value *row = pal_add_object(list);
        pal_put_integer(row, "line", (int64_t)refused->line);
        pal_put_integer(row, "column", (int64_t)refused->column);
        pal_put_text(row, "what", pal_quote(refused->what).text);
        pal_put_text(row, "why", fault_title(call, refused->fault));
    }
    pal_set(call->data, "refusals", data);
    pal_set(call->page, "refusals", list);
    put_more(call, "refused_more",
             pasted->refused_count > PAL_PASTE_REFUSED_TOLD
                 ? pasted->refused_count - PAL_PASTE_REFUSED_TOLD
                 : 0);
}

/* ---- the figure of what changes */

static const char *short_of(struct pal_call *call, const char *body)
{
    const char *mark = body != NULL ? pal_mark_of_body(&call->errand, body) : NULL;
    return mark != NULL && strcmp(mark, pal_rating_ids[PAL_RATING_NOT_APPLICABLE]) == 0 ? "x"
           : mark != NULL                                                               ? mark
           : body == NULL || body[0] == '\0' || strcmp(body, "{}") == 0
               ? "—"
               : pal_call_tr(call, PAL_N_("pr."));
}

/* The change of a cell; NULL: it stays as it is. */
static const struct change **cells_of(struct pal_call *call, const struct sheet *sheet,
                                      enum pal_mark_lane lane)
{
    const struct pal_model *model = sheet->all.assessment->model;
    const struct change **cells =
        PAL_NEW(call->request->arena, const struct change *, model->step_count + 1);
    for (size_t i = 0; i < sheet->count && cells != NULL; i++) {
        const struct change *change = &sheet->changes[i];
        if (change->lane == lane) {
            cells[model->areas[change->cell->area].first_step + change->cell->step] = change;
        }
    }
    return cells;
}

static void put_row(struct pal_call *call, const struct sheet *sheet, enum pal_mark_lane lane,
                    size_t at, const struct change *const *cells, struct pal_value *rows)
{
    const struct pal_area *area = &sheet->all.assessment->model->areas[at];
    struct pal_value *row = pal_add_object(rows);
    struct pal_value *list = pal_put_list(row, "cells");
    pal_put_text(row, "area", area->id);
    pal_put_text(row, "title", pal_text_in(&area->title, call->language.lang));
    for (size_t i = 0; i < sheet->pasted.steps; i++) {
        struct pal_value *cell = pal_add_object(list);
        bool is_there = i < area->ladder->count;
        const struct change *change = is_there ? cells[area->first_step + i] : NULL;
        const char *own = is_there ? pal_marked_at(&sheet->all, lane, at, i)->own : NULL;
        pal_put_boolean(cell, "is_new", change != NULL && change->is_mark);
        pal_put_boolean(cell, "has_reason", change != NULL && change->is_reason);
        pal_put_text(cell, "now",
                     change != NULL && change->is_mark ? short_of(call, change->body)
                     : own != NULL                     ? short_of(call, own)
                                                       : "");
        pal_put_text(cell, "was",
                     change != NULL && change->is_mark && stands_as(change) != NULL
                         ? short_of(call, stands_as(change))
                         : NULL);
    }
}

/* Steps as heads; areas with a ladder of their own have theirs in the same order. */
static void put_heads(const struct sheet *sheet, struct pal_value *table)
{
    const struct pal_model *model = sheet->all.assessment->model;
    struct pal_value *heads = pal_put_list(table, "steps");
    const struct pal_ladder *longest = model->areas[0].ladder;
    for (size_t i = 0; i < model->area_count; i++) {
        longest = model->areas[i].ladder->count > longest->count ? model->areas[i].ladder : longest;
    }
    for (size_t i = 0; i < longest->count; i++) {
        pal_add_text(heads, longest->steps[i].id);
    }
}

/* A table for each basis on which anything changes, of the areas in which it does. */
static void put_tables(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_model *model = sheet->all.assessment->model;
    struct pal_value *tables = pal_value_list(&call->values);
    size_t shown = 0;
    size_t left_out = 0;
    for (int i = 0; i < PAL_MARK_LANES; i++) {
        const enum pal_mark_lane lane = (enum pal_mark_lane)i;
        const struct change **cells = cells_of(call, sheet, lane);
        struct pal_value *rows = NULL;
        for (size_t j = 0; j < model->area_count && cells != NULL; j++) {
            bool is_new = false;
            for (size_t k = 0; k < model->areas[j].ladder->count; k++) {
                is_new = is_new || cells[model->areas[j].first_step + k] != NULL;
            }
            left_out += is_new && shown == ROWS_SHOWN;
            if (!is_new || shown == ROWS_SHOWN) {
                continue;
            }
            if (rows == NULL) {
                struct pal_value *table = pal_add_object(tables);
                pal_put_text(table, "lane", pal_mark_lane_title(call, lane));
                put_heads(sheet, table);
                rows = pal_put_list(table, "rows");
            }
            put_row(call, sheet, lane, j, cells, rows);
            shown++;
        }
    }
    pal_set(call->page, "tables", tables);
    put_more(call, "areas_more", left_out);
}

static const char *form_id(enum pal_paste_form form)
{
    return form == PAL_PASTE_LIST ? "list" : form == PAL_PASTE_AREAS_AS_ROWS ? "areas" : "steps";
}

static const char *form_title(struct pal_call *call, const struct pal_pasted *pasted)
{
    return pasted->form == PAL_PASTE_LIST
               ? pal_call_tr(call, "Read as a list of steps.")
               : pal_call_tr(call, pasted->form == PAL_PASTE_AREAS_AS_ROWS
                                       ? PAL_N_("Read as a block with areas as rows.")
                                       : PAL_N_("Read as a block with steps as rows."));
}

static void put_look(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_value *changes = pal_value_list(&call->values);
    const size_t refused = sheet->pasted.refused_count;
    size_t facts = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        put_change(call, sheet, &sheet->changes[i], changes);
        facts += (size_t)sheet->changes[i].is_mark + sheet->changes[i].is_reason;
    }
    pal_set(call->data, "changes", changes);
    pal_set_text(call->data, "form", form_id(sheet->pasted.form));
    pal_set_integer(call->data, "unchanged", (int64_t)sheet->unchanged);
    pal_set_integer(call->data, "refused", (int64_t)refused);
    put_refused(call, sheet);
    put_tables(call, sheet);
    pal_set_text(call->page, "form_said", form_title(call, &sheet->pasted));
    pal_set_boolean(call->page, "has_look", true);
    pal_set_boolean(call->page, "has_refused", refused > 0);
    pal_set_boolean(call->page, "has_changes", sheet->count > 0);
    pal_set_boolean(call->page, "is_too_many", facts > PAL_ACT_FACTS);
    pal_set_boolean(call->page, "can_take", sheet->count > 0 && facts <= PAL_ACT_FACTS);
    pal_set_text(call->page, "take",
                 sheet->count == 1 ? pal_call_tr(call, "Take the one mark")
                                   : pal_call_printf(call, pal_call_tr(call, "Take the %zu marks"),
                                                     sheet->count));
    pal_set_integer(call->page, "taken", (int64_t)sheet->count);
    pal_set_integer(call->page, "unchanged", (int64_t)sheet->unchanged);
    pal_set_integer(call->page, "bad_cells", (int64_t)refused);
}

static void put_choices(struct pal_call *call, const struct sheet *sheet)
{
    static const char *const lies[PAL_PASTE_LIES] = {
        PAL_N_("as its shape or its ids say"), PAL_N_("areas are rows"), PAL_N_("steps are rows")};
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *lanes = pal_value_list(&call->values);
    for (int i = 0; i < PAL_PASTE_LIES; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "value", pal_paste_lie_ids[i]);
        pal_put_text(row, "title", pal_call_tr(call, lies[i]));
        pal_put_boolean(row, "is_chosen", i == (int)lie_of(call));
    }
    for (int i = 0; i < PAL_MARK_LANES; i++) {
        struct pal_value *row = pal_add_object(lanes);
        pal_put_text(row, "value", pal_mark_lane_ids[i]);
        pal_put_text(row, "title", pal_mark_lane_title(call, (enum pal_mark_lane)i));
        pal_put_boolean(row, "is_chosen", i == (int)sheet->lane);
    }
    pal_set(call->page, "lies", list);
    pal_set(call->page, "lanes", lanes);
    pal_set_text(call->page, "lie", pal_paste_lie_ids[lie_of(call)]);
}

static enum pal_rc put_page(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_dossier_file *files = NULL;
    size_t count = 0;
    const struct pal_document *record = &sheet->record;
    const bool is_conflict = pal_value_get(call->data, "now") != NULL;
    const char *act = is_conflict || sheet->is_looked_at ? "" : pal_marks_typed(call, "act", "");
    enum pal_rc rc = pal_marks_may(call, record);
    rc = rc == PAL_OK ? pal_evidence_files(call, record->project, &files, &count) : rc;
    pal_set_text(call->data, "id", record->id);
    pal_set_text(call->data, "model", sheet->all.assessment->model->id);
    pal_set_text(call->data, "basis", pal_mark_lane_ids[sheet->lane]);
    pal_set_integer(call->data, "version", record->version);
    pal_set_integer(call->data, "fact", sheet->all.fact);
    pal_set_text(call->page, "act_id", act[0] != '\0' ? act : pal_facts_new_id(&call->errand));
    pal_set_text(call->page, "text", sheet->text);
    pal_set_text(call->page, "ends",
                 pal_line_ends_said(call->request->arena, sheet->text, strlen(sheet->text)));
    pal_set_text(call->page, "reason", pal_marks_typed(call, "reason", ""));
    pal_set_integer(call->page, "areas", (int64_t)sheet->all.assessment->model->area_count);
    pal_set_text(
        call->page, "grid_url",
        pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks?basis=%s", call->params[0],
                                            pal_mark_lane_ids[sheet->lane])));
    pal_call_export(
        call, "CSV",
        pal_call_printf(call, "/api/v1/assessments/%s/marks?format=spreadsheet", record->id));
    put_choices(call, sheet);
    pal_evidence_fields(call, files, count);
    pal_marks_now(call);
    if (sheet->is_looked_at) {
        put_look(call, sheet);
    }
    return rc == PAL_OK ? pal_reasons_offer(call, record->project) : rc;
}

/* ----------------------------------------------------------------------------- acts */

static enum pal_rc open(struct pal_call *call, struct sheet *sheet)
{
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", call->params[0], &sheet->record);
    if (rc != PAL_OK) {
        return rc;
    }
    call->version = sheet->record.version;
    call->fact = sheet->record.fact;
    sheet->text = "";
    pal_house_hand(pal_call_app(call), &sheet->record);
    return pal_marks_all(&call->errand, pal_call_app(call), sheet->record.id, false, &sheet->all);
}

/* What cannot be read is told already where the form is shown again. */
static enum pal_rc open_page(struct pal_call *call, struct sheet *sheet, bool *is_shown)
{
    struct pal_document record;
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", call->params[0], &record);
    rc = rc == PAL_OK ? pal_document_frame(call, &record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    *is_shown = false;
    rc = pal_marks_lane(call, &sheet->lane);
    if (rc != PAL_OK && call->is_form_again) {
        sheet->lane = PAL_MARK_CHECKED;
        rc = PAL_OK;
    }
    rc = rc == PAL_OK ? open(call, sheet) : rc;
    if (rc != PAL_OK && sheet->all.assessment == NULL) {
        *is_shown = true;
        return pal_against_unread(call, &record, pal_tell_problem(call, rc));
    }
    return rc;
}

static struct sheet *new_sheet(struct pal_call *call)
{
    return PAL_NEW(call->request->arena, struct sheet, 1);
}

static enum pal_rc show(struct pal_call *call, struct sheet *sheet)
{
    enum pal_rc rc = put_page(call, sheet);
    return rc == PAL_OK
               ? pal_call_show(call, "web_paste",
                               pal_call_printf(call, "%s · %s",
                                               pal_call_tr(call, "Marks from a spreadsheet"),
                                               sheet->record.title))
               : rc;
}

enum pal_rc pal_page_paste(struct pal_call *call)
{
    struct sheet *sheet = new_sheet(call);
    bool is_shown = false;
    enum pal_rc rc = sheet != NULL ? open_page(call, sheet, &is_shown)
                                   : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc != PAL_OK || is_shown) {
        return rc;
    }
    if (call->is_form_again) { /* what was refused is told already */
        struct pal_err told = call->errand.err;
        rc = look_at(call, sheet);
        rc = rc == PAL_E_INVALID ? PAL_OK : rc;
        call->errand.err = told;
    }
    return rc == PAL_OK ? show(call, sheet) : rc;
}

enum pal_rc pal_do_paste_look(struct pal_call *call)
{
    struct sheet *sheet = new_sheet(call);
    bool is_shown = false;
    enum pal_rc rc = sheet != NULL ? open_page(call, sheet, &is_shown)
                                   : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc != PAL_OK || is_shown) {
        return rc;
    }
    rc = look_at(call, sheet);
    if (rc != PAL_OK) {
        return rc;
    }
    call->is_form_again = true;
    return show(call, sheet);
}

/* What was refused must have been seen: nobody believes that all of it was taken. */
static enum pal_rc check_refused(struct pal_call *call, const struct sheet *sheet)
{
    const char *word = pal_call_word(call, "refused");
    const int64_t seen = word[0] != '\0' ? pal_whole_number(word) : 0;
    const size_t refused = sheet->pasted.refused_count;
    if (refused == 0 || seen == (int64_t)refused) {
        return PAL_OK;
    }
    const struct pal_paste_refused *first = &sheet->pasted.refused[0];
    return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "text",
                              "%zu cells cannot be taken, the first of them in line %zu, "
                              "column %zu: %s %s",
                              refused, first->line, first->column, pal_quote(first->what).text,
                              fault_title(call, first->fault));
}

static enum pal_rc read_wishes(struct pal_call *call, const struct sheet *sheet,
                               struct pal_marks_sent *sent)
{
    const char *reason = pal_call_word(call, "reason");
    if (sheet->count > PAL_SENT_MARKS) {
        return pal_errand_fail(&call->errand, PAL_E_LIMIT,
                               "more than %d marks at once; send them in several parts",
                               (int)PAL_SENT_MARKS);
    }
    for (size_t i = 0; i < sheet->count; i++) {
        const struct change *change = &sheet->changes[i];
        sent->items[sent->count++] = (struct pal_mark_wish){
            .part = part_of(call, sheet, change),
            .fields = change->fields,
            .field_count = change->field_count,
            .is_kept = !change->is_mark,
            .reason = change->is_reason                                       ? change->cell->reason
                      : !pal_is_blank(reason) && change->cell->reason == NULL ? reason
                                                                              : NULL,
            .is_again = change->cell->is_again,
            .has_lane = true,
            .lane = change->lane};
    }
    return PAL_OK;
}

enum pal_rc pal_do_paste(struct pal_call *call)
{
    struct sheet *sheet = new_sheet(call);
    struct pal_marks_sent *sent = PAL_NEW(call->request->arena, struct pal_marks_sent, 1);
    enum pal_rc rc = sheet != NULL && sent != NULL
                         ? pal_marks_lane(call, &sheet->lane)
                         : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc == PAL_OK) {
        rc = open(call, sheet);
        rc = rc != PAL_OK && sheet->all.assessment == NULL ? pal_tell_problem(call, rc) : rc;
    }
    rc = rc == PAL_OK ? look_at(call, sheet) : rc;
    rc = rc == PAL_OK ? check_refused(call, sheet) : rc;
    rc = rc == PAL_OK ? read_wishes(call, sheet, sent) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_marks_read_evidence(call, sent);
    return pal_marks_reason_told(
        call, pal_marks_say(call, sheet->lane, sent,
                            pal_call_printf(call, "/assessments/%s/marks?basis=%s", call->params[0],
                                            pal_mark_lane_ids[sheet->lane])));
}
