/* step - one step of an assessment: what is asked, its marks basis by basis, why, and what speaks
 * for it. */
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/marks_step.h"
#include "base/text.h"
#include "render/view/view.h"
#include "web/pages/against.h"
#include "web/pages/evidence_form.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"
#include "web/pages/reason_insert.h"
#include "web/pages/suggestions.h"
#include "web/parts.h"

enum { PIECES_PER_PART = 25 }; /* of evidence: each may quote four thousand characters */

/* What the page is made of. */
struct sheet {
    struct pal_against against;
    struct pal_scored scored;
    struct pal_marked_step marked;
    const struct pal_actions *actions; /* NULL: the model has none */
    enum pal_mark_lane lane;
};

static const struct pal_step *step_of(const struct sheet *sheet)
{
    return &sheet->marked.area->ladder->steps[sheet->marked.step];
}

static const char *rating_id(enum pal_rating rating)
{
    return rating != PAL_RATING_NOT_RATED ? pal_rating_ids[rating] : NULL;
}

/* The page of a step, in a lane. */
static const char *url_of(struct pal_call *call, const struct pal_area *area, size_t step,
                          enum pal_mark_lane lane)
{
    return pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks/%s/%s?basis=%s",
                                               call->params[0], pal_call_escaped(call, area->id),
                                               pal_call_escaped(call, area->ladder->steps[step].id),
                                               pal_mark_lane_ids[lane]));
}

/* ------------------------------------------------------------------- what is asked */

/* What carries a practice out, in plain words; nothing where the model has no actions. */
static void put_action(struct pal_call *call, struct pal_value *row, const struct sheet *sheet,
                       const char *practice)
{
    const struct pal_action *action = pal_actions_find(sheet->actions, practice);
    if (action != NULL) {
        struct pal_arena *arena = call->request->arena;
        const struct pal_area *area = sheet->marked.area;
        pal_put_text(row, "what",
                     pal_view_action_text(&action->what, area, &call->language, arena));
        pal_put_text(row, "proof",
                     pal_view_action_text(&action->proof, area, &call->language, arena));
    }
}

/* Where a practice is asked across all areas. */
static const char *practice_url(struct pal_call *call, const struct sheet *sheet,
                                const char *practice)
{
    return pal_look_kept(
        call, pal_call_printf(call, "/assessments/%s/practices/%s/%s?basis=%s", call->params[0],
                              pal_call_escaped(call, step_of(sheet)->id),
                              pal_call_escaped(call, practice), pal_mark_lane_ids[sheet->lane]));
}

/* The language of a text that is not there in the reader's. */
static const char *other_language(enum pal_lang lang)
{
    return pal_lang_codes[lang == PAL_LANG_EN ? PAL_LANG_FR : PAL_LANG_EN];
}

static void put_practices(struct pal_call *call, const struct sheet *sheet)
{
    size_t count;
    const bool is_everywhere = !step_of(sheet)->is_rated_by_area;
    const enum pal_lang lang = call->language.lang;
    const struct pal_practice *practices =
        pal_area_rated_practices(sheet->marked.area, sheet->marked.step, &count);
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_add_object(data);
        pal_put_text(row, "id", practices[i].id);
        pal_put_text(row, "title", pal_text_in(&practices[i].title, lang));
        struct pal_value *one = pal_add_object(shown);
        const char *text = pal_text_in(&practices[i].text, lang);
        pal_put_text(one, "id", practices[i].id);
        pal_put_text(one, "title", pal_text_in(&practices[i].title, lang));
        pal_put_text(one, "text", text[0] != '\0' ? text : NULL);
        pal_put_text(one, "in_another",
                     practices[i].text.in[lang] == NULL ? other_language(lang) : NULL);
        put_action(call, one, sheet, practices[i].id);
        pal_put_text(one, "url", is_everywhere ? practice_url(call, sheet, practices[i].id) : NULL);
    }
    pal_set(call->data, "practices", data);
    pal_set(call->page, "practices", shown);
}

/* "demanded by Institutional site at vigilance" */
static void put_target(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_score *score = &sheet->scored.score;
    const struct pal_model *model = sheet->marked.assessment->model;
    const size_t area = (size_t)(sheet->marked.area - model->areas);
    const bool is_demanded =
        score->has_target && (score->areas[area].target >> sheet->marked.step & 1) != 0;
    pal_set_boolean(call->data, "demanded", is_demanded);
    if (score->has_target) {
        pal_set_text(call->page, "demanded",
                     pal_call_printf(call,
                                     pal_call_tr(call, is_demanded ? PAL_N_("demanded by %s")
                                                                   : PAL_N_("not demanded by %s")),
                                     pal_view_target_title(&sheet->scored, &call->language,
                                                           call->request->arena)));
    }
}

/* ---------------------------------------------------------------------- what stands */

/* Who said the last of it, and when. */
static void put_who(struct pal_call *call, struct pal_value *row, const struct pal_fact *fact)
{
    pal_put_text(row, "at", fact != NULL ? pal_call_time(call, fact->at) : NULL);
    pal_put_text(row, "by", fact != NULL ? fact->principal : NULL);
}

static void put_lane(struct pal_call *call, const struct sheet *sheet, enum pal_mark_lane lane)
{
    const struct pal_step_said *said = &sheet->marked.in[lane];
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "bases"));
    pal_put_text(data, "basis", pal_mark_lane_ids[lane]);
    pal_put(data, "own", pal_marks_body(call, said->cell.own));
    pal_put(data, "inherited", pal_marks_body(call, said->cell.inherited));
    pal_put(data, "again", pal_marks_body(call, said->cell.again));
    pal_put_text(data, "rating", rating_id(said->rating));
    pal_put_text(data, "reason", said->cell.reason);
    pal_put_integer(data, "turn", said->cell.turn);
    put_who(call, data, said->mark);

    const bool is_here = lane == sheet->lane;
    if (lane > PAL_MARK_CLAIMED && said->cell.own == NULL && !is_here) {
        return; /* of the posture, where anything is said */
    }
    struct pal_value *row = pal_add_object(pal_value_get(call->page, "bases"));
    pal_put_text(row, "title", pal_mark_lane_title(call, lane));
    pal_put_text(row, "url", url_of(call, sheet->marked.area, sheet->marked.step, lane));
    pal_put_boolean(row, "is_here", is_here);
    pal_put_text(row, "own",
                 said->cell.own != NULL && said->cell.again == NULL
                     ? pal_marks_shown(call, said->cell.own)
                     : NULL);
    pal_put_text(row, "again",
                 said->cell.again != NULL ? pal_marks_shown(call, said->cell.again) : NULL);
    pal_put_text(row, "basis", pal_mark_lane_ids[lane]);
    pal_put_text(row, "act", pal_facts_new_id(&call->errand));
    pal_put_text(row, "inherited",
                 said->cell.inherited != NULL ? pal_marks_shown(call, said->cell.inherited) : NULL);
    pal_put_text(row, "rating", pal_mark_title(call, said->rating));
    pal_put_text(row, "reason", said->cell.reason);
    pal_put_text(
        row, "history",
        said->mark != NULL
            ? pal_look_kept(
                  call, pal_call_printf(call, "/assessments/%s/facts/mark?part=%s&lane=%s",
                                        call->params[0], pal_call_escaped(call, sheet->marked.part),
                                        pal_mark_lane_ids[lane]))
            : NULL);
    if (said->mark != NULL) {
        pal_put_text(row, "by", pal_principal_said(call, said->mark->principal, said->mark->claim));
        pal_put_text(row, "at", pal_call_time(call, said->mark->at));
    }
}

static enum pal_rc put_lanes(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_fact *said[PAL_MARK_LANES];
    for (int i = 0; i < PAL_MARK_LANES; i++) {
        said[i] = sheet->marked.in[i].mark;
    }
    enum pal_rc rc = pal_facts_read(call, said, PAL_MARK_LANES);
    pal_set(call->data, "bases", pal_value_list(&call->values));
    pal_set(call->page, "bases", pal_value_list(&call->values));
    for (int i = 0; i < PAL_MARK_LANES && rc == PAL_OK; i++) {
        put_lane(call, sheet, (enum pal_mark_lane)i);
    }
    pal_set_text(call->page, "note", sheet->marked.note);
    return rc;
}

/* ------------------------------------------------------------------------- evidence */

static const char *lane_of(const struct pal_evidence *piece, const char *part)
{
    for (size_t i = 0; i < piece->cell_count; i++) {
        if (strcmp(piece->cells[i].part, part) == 0 && piece->cells[i].lane < PAL_MARK_LANES) {
            return pal_mark_lane_ids[piece->cells[i].lane];
        }
    }
    return NULL;
}

static void put_piece(struct pal_call *call, const struct sheet *sheet,
                      const struct pal_evidence *piece, const char *document)
{
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "evidence"));
    const char *lane = lane_of(piece, sheet->marked.part);
    pal_put_text(data, "id", piece->id);
    pal_put_text(data, "basis", lane);
    pal_put_text(data, "how", piece->how);
    pal_put_text(data, "document", piece->document);
    pal_put_text(data, "title", piece->title);
    pal_put_text(data, "page", piece->page);
    pal_put_text(data, "words", piece->words);
    pal_put_text(data, "date", piece->date);
    pal_put_text(data, "author", piece->author);
    pal_put_text(data, "by", piece->principal);
    pal_put_text(data, "at", pal_call_time(call, piece->at));
    pal_put_integer(data, "steps", (int64_t)piece->cell_count);

    struct pal_value *row = pal_add_object(pal_value_get(call->page, "evidence"));
    const bool is_told = piece->title != NULL || document != NULL;
    pal_put_text(row, "title",
                 piece->title != NULL ? piece->title
                 : document != NULL   ? document
                                      : pal_evidence_how_title(call, pal_evidence_how(piece->how)));
    pal_put_text(row, "how",
                 is_told && pal_evidence_how(piece->how) > 0
                     ? pal_evidence_how_title(call, pal_evidence_how(piece->how))
                     : NULL);
    pal_put_text(row, "file",
                 document != NULL ? pal_call_printf(call, "/projects/%s/documents/%s",
                                                    sheet->against.record.project,
                                                    pal_call_escaped(call, piece->document))
                                  : NULL);
    pal_put_text(row, "page", piece->page);
    pal_put_text(row, "words", piece->words);
    pal_put_text(row, "date", piece->date);
    pal_put_text(row, "author", piece->author);
    pal_put_text(row, "basis",
                 lane != NULL ? pal_mark_lane_title(call, pal_mark_lane_find(lane)) : NULL);
    pal_put_integer(row, "others", (int64_t)piece->cell_count - 1);
    pal_put_boolean(row, "is_for_others", piece->cell_count > 1);
    pal_put_text(row, "by", pal_principal_said(call, piece->principal, piece->claim));
    pal_put_text(row, "at", pal_call_time(call, piece->at));
    pal_put_text(row, "url",
                 pal_look_kept(call, pal_call_printf(call, "/assessments/%s/facts/evidence?part=%s",
                                                     call->params[0], piece->id)));
}

/* The title of a document of the project; NULL: there is none of that id to open. */
static const char *document_title(const struct pal_dossier_file *files, size_t count,
                                  const char *id)
{
    for (size_t i = 0; i < count && id != NULL; i++) {
        if (files[i].removed_at == 0 && strcmp(files[i].id, id) == 0) {
            return files[i].title;
        }
    }
    return NULL;
}

/* How many pieces there are, in all parts. */
static void count_pieces(struct pal_call *call, size_t count)
{
    const char *words = pal_call_printf(
        call, pal_tr_n(&call->language, "%zu piece", "%zu pieces, the last changed first", count),
        count);
    pal_set_text(call->page, "evidence_count", count > 0 ? words : NULL);
}

static enum pal_rc put_evidence(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_marked_step *marked = &sheet->marked;
    struct pal_dossier_file *files = NULL;
    struct pal_span shown;
    size_t count = 0;
    enum pal_rc rc = pal_parts_span(call, marked->evidence_count, PIECES_PER_PART, &shown);
    const struct pal_evidence *pieces = marked->evidence + shown.first;
    const char **principals = PAL_NEW(call->request->arena, const char *, 2 * shown.count + 1);
    if (rc == PAL_OK && principals == NULL) {
        rc = pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < shown.count && rc == PAL_OK; i++) {
        principals[2 * i] = pieces[i].principal;
        principals[2 * i + 1] = pieces[i].claim;
    }
    rc = rc == PAL_OK ? pal_principals_read(call, principals, 2 * shown.count) : rc;
    rc =
        rc == PAL_OK ? pal_evidence_files(call, sheet->against.record.project, &files, &count) : rc;
    pal_set(call->data, "evidence", pal_value_list(&call->values));
    pal_set(call->page, "evidence", pal_value_list(&call->values));
    for (size_t i = 0; i < shown.count && rc == PAL_OK; i++) {
        put_piece(call, sheet, &pieces[i], document_title(files, count, pieces[i].document));
    }
    count_pieces(call, marked->evidence_count);
    pal_evidence_fields(call, files, count);
    return rc;
}

/* -------------------------------------------------------------------------- the form */

static void put_form(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_marked *cell = &sheet->marked.in[sheet->lane].cell;
    const struct pal_value *body = pal_marks_body(call, cell->own);
    const char *own = cell->own != NULL && strcmp(cell->own, "{}") != 0 ? cell->own : "";
    const char *reason = cell->reason != NULL ? cell->reason : "";
    const bool is_conflict = pal_value_get(call->data, "now") != NULL;
    const char *name = pal_call_printf(call, "mark/%s", step_of(sheet)->id);
    const char *chosen = pal_marks_typed(call, name, pal_marks_choice(body));
    const char *was = pal_call_printf(call, "was/%s", step_of(sheet)->id);
    size_t practices;
    (void)pal_area_rated_practices(sheet->marked.area, sheet->marked.step, &practices);
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "name", name);
    pal_put_text(row, "was", is_conflict ? own : pal_marks_typed(call, was, own));
    pal_put_text(row, "reason", pal_marks_typed(call, "reason", reason));
    pal_put_text(row, "was_reason",
                 is_conflict ? reason : pal_marks_typed(call, "was_reason", reason));
    pal_marks_options(call, row, chosen, practices > 0);
    pal_marks_practices(call, row, sheet->marked.area, sheet->marked.step, body);
    pal_put_boolean(row, "has_practices", practices > 0);
    pal_put_boolean(row, "is_open", strcmp(chosen, pal_marks_by_practices) == 0);
    pal_set(call->page, "form_of", row);
    const char *act = pal_marks_typed(call, "act", "");
    bool is_kept = act[0] != '\0' && !is_conflict;
    pal_set_text(call->page, "act_id", is_kept ? act : pal_facts_new_id(&call->errand));
    const struct pal_seen seen =
        call->is_form_again && !is_conflict
            ? pal_form_seen(call)
            : (struct pal_seen){sheet->against.record.version, sheet->marked.fact};
    pal_set_integer(call->page, "seen_version", seen.version);
    pal_set_integer(call->page, "seen_fact", seen.fact);
}

/* The steps beside it, the area, the grid. */
static void put_ways(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_model *model = sheet->marked.assessment->model;
    const struct pal_area *area = sheet->marked.area;
    const size_t at = (size_t)(area - model->areas);
    const size_t step = sheet->marked.step;
    const bool has_next = step + 1 < area->ladder->count;
    const struct pal_area *next = has_next ? area : at + 1 < model->area_count ? area + 1 : NULL;
    const struct pal_area *before = step > 0 ? area : at > 0 ? area - 1 : NULL;
    pal_set_text(call->page, "next_url",
                 next != NULL ? url_of(call, next, has_next ? step + 1 : 0, sheet->lane) : NULL);
    pal_set_text(
        call->page, "before_url",
        before != NULL
            ? url_of(call, before, step > 0 ? step - 1 : before->ladder->count - 1, sheet->lane)
            : NULL);
    pal_set_text(
        call->page, "area_url",
        pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks?area=%s&basis=%s",
                                            call->params[0], pal_call_escaped(call, area->id),
                                            pal_mark_lane_ids[sheet->lane])));
    pal_set_text(
        call->page, "grid_url",
        pal_look_kept(call, pal_call_printf(call, "/assessments/%s/marks?basis=%s", call->params[0],
                                            pal_mark_lane_ids[sheet->lane])));
}

static enum pal_rc put_sheet(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_marked_step *marked = &sheet->marked;
    const struct pal_step *step = step_of(sheet);
    const struct pal_document *record = &sheet->against.record;
    pal_set_text(call->data, "id", record->id);
    pal_set_text(call->data, "model", marked->assessment->model->id);
    pal_set_text(call->data, "area", marked->area->id);
    pal_set_text(call->data, "step", step->id);
    pal_set_integer(call->data, "level", (int64_t)step->level);
    pal_set_integer(call->data, "version", record->version);
    pal_set_integer(call->data, "fact", marked->fact);
    pal_set_text(call->page, "area_title", pal_text_in(&marked->area->title, call->language.lang));
    pal_set_text(call->page, "step_title", pal_text_in(&step->title, call->language.lang));
    pal_set_text(call->page, "basis", pal_mark_lane_ids[sheet->lane]);
    pal_set_text(call->page, "lane_title", pal_mark_lane_title(call, sheet->lane));
    pal_set_text(call->page, "notice", marked->assessment->model->notice);
    put_target(call, sheet);
    put_practices(call, sheet);
    put_ways(call, sheet);
    put_form(call, sheet);
    enum pal_rc rc = pal_marks_may(call, record);
    rc = rc == PAL_OK ? pal_reasons_offer(call, record->project) : rc;
    rc = rc == PAL_OK ? put_lanes(call, sheet) : rc;
    const size_t area = (size_t)(marked->area - marked->assessment->model->areas);
    rc = rc == PAL_OK ? pal_suggestions_put_step(call, marked->assessment, record->project, area,
                                                 marked->step)
                      : rc;
    return rc == PAL_OK ? put_evidence(call, sheet) : rc;
}

/* The score is that of the basis, for the target; lanes of the posture have that of what is
 * checked. */
static enum pal_rc open(struct pal_call *call, struct sheet *sheet)
{
    struct pal_score_request request = pal_against_request(&sheet->against);
    request.basis =
        sheet->lane <= PAL_MARK_CLAIMED ? (enum pal_basis)sheet->lane : PAL_BASIS_CHECKED;
    const char *part = pal_call_printf(call, "%s/%s", call->params[1], call->params[2]);
    enum pal_rc rc = pal_marks_step(&call->errand, pal_call_app(call), sheet->against.record.id,
                                    part, &sheet->marked);
    if (rc != PAL_OK && sheet->marked.assessment == NULL) { /* it cannot be read */
        return pal_against_unread(call, &sheet->against.record, pal_tell_problem(call, rc));
    }
    if (rc == PAL_OK) {
        rc = pal_app_score(pal_call_app(call), &request, &sheet->scored);
    }
    if (rc == PAL_OK) {
        rc = pal_document_actions(pal_call_app(call), sheet->marked.assessment->model,
                                  &sheet->actions);
    }
    return rc == PAL_OK ? rc : pal_tell_problem(call, rc);
}

enum pal_rc pal_page_step(struct pal_call *call)
{
    struct sheet *sheet = PAL_NEW(call->request->arena, struct sheet, 1);
    enum pal_rc rc = sheet != NULL ? pal_against_own(call, call->params[0], &sheet->against)
                                   : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc == PAL_OK) {
        rc = pal_marks_lane(call, &sheet->lane);
        if (rc != PAL_OK && call->is_form_again) { /* what is wrong is told already */
            sheet->lane = PAL_MARK_CHECKED;
            rc = PAL_OK;
        }
    }
    rc = rc == PAL_OK ? open(call, sheet) : rc;
    if (rc != PAL_OK || sheet->marked.assessment == NULL) {
        return rc;
    }
    rc = put_sheet(call, sheet);
    pal_marks_now(call);
    return rc == PAL_OK ? pal_call_show(call, "web_step",
                                        pal_call_printf(call, "%s · %s", sheet->marked.part,
                                                        sheet->against.record.title))
                        : rc;
}

enum pal_rc pal_do_step(struct pal_call *call)
{
    enum pal_mark_lane lane;
    struct pal_marks_sent *sent = PAL_NEW(call->request->arena, struct pal_marks_sent, 1);
    enum pal_rc rc = sent != NULL ? pal_marks_lane(call, &lane)
                                  : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    const char *part = pal_call_printf(call, "%s/%s", call->params[1], call->params[2]);
    rc = rc == PAL_OK ? pal_marks_read_step(call, part, call->params[2], sent) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_marks_read_evidence(call, sent);
    if (sent->evidence_count > 0 && sent->count == 0) { /* it speaks for the mark as it stands */
        sent->items[sent->count++] = (struct pal_mark_wish){.part = part, .is_kept = true};
    }
    return pal_marks_reason_told(
        call, pal_marks_say(call, lane, sent,
                            pal_call_printf(
                                call, "/assessments/%s/marks/%s/%s?basis=%s", call->params[0],
                                pal_call_escaped(call, call->params[1]),
                                pal_call_escaped(call, call->params[2]), pal_mark_lane_ids[lane])));
}
