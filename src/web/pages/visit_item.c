/* visit_item - one item of the agenda, on the spot: what is asked, what was claimed, what was
 * found. */
#include <string.h>

#include "base/text.h"
#include "core/question/rule.h"
#include "web/pages/answers_page.h"
#include "web/pages/pages.h"
#include "web/pages/visit_form.h"
#include "web/pages/visit_page.h"
#include "web/web_parts.h"

/* What the page is made of. */
struct sheet {
    struct pal_visit_page page;
    const struct pal_visit_item *item;
    size_t at;                              /* of the guide: which of its areas the address names */
    const struct pal_looked_answer *answer; /* NULL: of the guide, and nothing was said of it */
    const struct pal_visit *visit;          /* that goes on; NULL: none */
    struct pal_mark_form form;
};

/* ----------------------------------------------------------------------- finding */

const char *pal_visit_part(struct pal_call *call)
{
    bool is_guide = strstr(call->route->path, "/guide/") != NULL;
    return is_guide
               ? pal_call_printf(call, PAL_ANSWER_GUIDE "%s/%s", call->params[1], call->params[2])
               : call->params[1];
}

static bool is_of(const struct sheet *sheet, const struct pal_visit_item *item, size_t at,
                  const char *part)
{
    if (!item->of->question->is_of_guide) {
        return strcmp(item->id, part) == 0;
    }
    const struct pal_model *model = sheet->page.agenda.looking.questionnaire->model;
    const char *area = model->areas[item->of->areas[at].area].id;
    const char *rest = part + strlen(PAL_ANSWER_GUIDE);
    const char *id = item->of->question->id;
    if (strncmp(part, PAL_ANSWER_GUIDE, strlen(PAL_ANSWER_GUIDE)) != 0 ||
        strncmp(rest, area, strlen(area)) != 0 || rest[strlen(area)] != '/') {
        return false;
    }
    rest += strlen(area) + 1;
    for (; *id != '\0' && (*id == *rest || (*id == ' ' && *rest == '_')); id++) {
        rest++;
    }
    return *id == '\0' && *rest == '\0';
}

static enum pal_rc find_item(struct pal_call *call, struct sheet *sheet)
{
    const char *part = pal_visit_part(call);
    for (size_t i = 0; i < sheet->page.agenda.agenda.count; i++) {
        const struct pal_visit_item *item = &sheet->page.agenda.items[i];
        size_t count = item->of->question->is_of_guide ? item->of->area_count : 1;
        for (size_t k = 0; k < count; k++) {
            if (is_of(sheet, item, k, part)) {
                sheet->item = item;
                sheet->at = k;
                sheet->answer = item->answers[k];
                return PAL_OK;
            }
        }
    }
    return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                           "%s is nothing that is to be seen on this visit", pal_quote(part).text);
}

/* ---------------------------------------------------------------------- ways */

/* Its neighbours among what is chosen; one that is not chosen stands where it would be. */
static void put_ways(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_visit_page *page = &sheet->page;
    const struct pal_visit_item *before = NULL;
    const struct pal_visit_item *after = NULL;
    size_t number = 0;
    bool is_past = false;
    for (size_t i = 0; i < page->group_count; i++) {
        for (size_t k = 0; k < page->groups[i].count; k++) {
            const struct pal_visit_item *item = &page->agenda.items[page->groups[i].items[k]];
            if (item == sheet->item) {
                is_past = true;
                number++;
                pal_set_text(call->page, "group", pal_visit_group(call, &page->groups[i]));
                pal_set_text(call->page, "met", pal_visit_met(call, item, &page->groups[i]));
                continue;
            }
            if (!item->is_chosen) {
                continue;
            }
            before = is_past ? before : item;
            after = is_past && after == NULL ? item : after;
            number += !is_past;
        }
    }
    pal_set_text(call->page, "before_url",
                 before != NULL ? pal_visit_item_url(call, page, before) : NULL);
    pal_set_text(call->page, "next_url",
                 after != NULL ? pal_visit_item_url(call, page, after) : NULL);
    pal_set_text(call->page, "position",
                 pal_call_printf(call, pal_call_tr(call, "%zu of %zu"), number,
                                 page->agenda.chosen + !sheet->item->is_chosen));
    pal_set_text(call->page, "agenda_url",
                 pal_call_printf(call, "/sendings/%s/visit?order=%s", call->params[0],
                                 pal_agenda_order_ids[page->order]));
    pal_set_text(call->page, "order", pal_agenda_order_ids[page->order]);
}

/* ------------------------------------------------------------------- what stands */

static const char *verdict_title(struct pal_call *call, const struct pal_judged *judged)
{
    return judged->verdict.why != PAL_WHY_RULE
               ? pal_call_tr(call, pal_answer_why_titles[judged->verdict.why])
               : pal_call_tr(call, pal_verdict_titles[judged->verdict.verdict]);
}

static const struct pal_judged *judged_of(const struct sheet *sheet)
{
    return sheet->item->of->question->is_of_guide ? sheet->item->of->areas[sheet->at].judged
                                                  : sheet->item->of->judged;
}

/* Who said a mark and when; what stands there before anything is typed. */
static void put_mark(struct pal_call *call, const char *basis, const struct pal_looked_fact *fact)
{
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "marks"));
    pal_put_text(data, "basis", basis);
    pal_put_integer(data, "turn", fact != NULL ? fact->turn : 0);
    pal_put_boolean(data, "stands", fact != NULL && pal_looked_counts(fact));
    pal_put_text(data, "by", fact != NULL && fact->turn > 0 ? fact->by : NULL);
    pal_put_text(data, "at", fact != NULL && fact->turn > 0 ? pal_call_time(call, fact->at) : NULL);
    if (fact != NULL && pal_looked_counts(fact)) {
        struct pal_value *row = pal_add_object(pal_value_get(call->page, "marks"));
        pal_put_text(row, "title",
                     pal_visit_state_title(call, strcmp(basis, pal_basis_ids[PAL_BASIS_SEEN]) == 0
                                                     ? PAL_BASIS_SEEN
                                                     : PAL_BASIS_CHECKED));
        pal_put_text(row, "by", pal_principal_said(call, fact->by, ""));
        pal_put_text(row, "at", pal_call_time(call, fact->at));
        pal_put_text(
            row, "history",
            pal_call_printf(call, "/sendings/%s/facts/" PAL_ANSWER_MARK_FACT "?part=%s&lane=%s",
                            call->params[0], pal_call_escaped(call, pal_visit_part(call)), basis));
    }
}

static enum pal_rc put_marks(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_looked_answer *answer = sheet->answer;
    const char *who[2] = {answer != NULL && answer->seen.turn > 0 ? answer->seen.by : "",
                          answer != NULL && answer->checked.turn > 0 ? answer->checked.by : ""};
    pal_set(call->data, "marks", pal_value_list(&call->values));
    pal_set(call->page, "marks", pal_value_list(&call->values));
    enum pal_rc rc = pal_principals_read(call, who, 2);
    if (rc == PAL_OK) {
        put_mark(call, pal_basis_ids[PAL_BASIS_SEEN], answer != NULL ? &answer->seen : NULL);
        put_mark(call, pal_basis_ids[PAL_BASIS_CHECKED], answer != NULL ? &answer->checked : NULL);
    }
    return rc;
}

static bool is_claimed(const struct pal_looked_answer *answer)
{
    return answer != NULL && answer->claimed.turn > 0 && answer->claimed.body[0] != '\0';
}

static enum pal_rc put_claimed(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_read read = {.looking = sheet->page.agenda.looking};
    enum pal_rc rc =
        is_claimed(sheet->answer) ? pal_read_files(call, call->params[0], &read) : PAL_E_NOT_FOUND;
    if (rc == PAL_OK) {
        pal_set(call->page, "claimed",
                pal_read_shown(call, &read, sheet->answer, sheet->answer->claimed.body));
    }
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

static void put_verdict(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_judged *judged = judged_of(sheet);
    pal_set_text(call->data, "verdict",
                 judged != NULL ? pal_verdict_ids[judged->verdict.verdict] : NULL);
    pal_set_text(call->data, "why",
                 judged != NULL ? pal_answer_why_ids[judged->verdict.why] : NULL);
    pal_set_text(call->page, "verdict",
                 judged != NULL && judged->answer != NULL ? verdict_title(call, judged) : NULL);
    pal_set_text(call->page, "verdict_id",
                 judged != NULL ? pal_verdict_ids[judged->verdict.verdict] : NULL);
}

/* What was found there, by the stronger mark. */
static const char *body_of(const struct pal_looked_answer *answer)
{
    return answer == NULL                        ? "{}"
           : pal_looked_counts(&answer->checked) ? answer->checked.body
           : pal_looked_counts(&answer->seen)    ? answer->seen.body
                                                 : "{}";
}

/* -------------------------------------------------------------------- of areas */

static bool is_area_chosen(struct pal_call *call, const struct sheet *sheet, size_t at)
{
    const char *id =
        sheet->page.agenda.looking.questionnaire->model->areas[sheet->item->of->areas[at].area].id;
    if (call->is_form_again && strcmp(pal_call_word(call, "act"), "") != 0) {
        for (size_t i = 0; i < call->form.count; i++) {
            if (strcmp(call->form.items[i].name, "area") == 0 &&
                strcmp(call->form.items[i].value, id) == 0) {
                return true;
            }
        }
        return false;
    }
    const struct pal_looked_answer *answer = sheet->item->answers[at];
    if (at == sheet->at || (pal_looked_basis(answer) != PAL_BASIS_CLAIMED &&
                            strcmp(body_of(answer), body_of(sheet->answer)) == 0)) {
        return true; /* what was found there is what was found here */
    }
    /* With an area of which nothing was found go those of which nothing was found, either. */
    return pal_looked_basis(sheet->answer) == PAL_BASIS_CLAIMED &&
           pal_looked_basis(sheet->item->answers[at]) == PAL_BASIS_CLAIMED &&
           sheet->item->of->areas[at].is_in_force;
}

/* The page of the same question in another area. */
static const char *area_url(struct pal_call *call, const struct sheet *sheet,
                            const struct pal_area *area)
{
    const char *part =
        pal_answer_guide_part(call->request->arena, area->id, sheet->item->of->question->id);
    call->failed = call->failed || part == NULL;
    return pal_call_printf(call, "/sendings/%s/visit/%s?order=%s", call->params[0],
                           part != NULL ? part : "", pal_agenda_order_ids[sheet->page.order]);
}

/* A turn as it was seen when the form was shown first; after a conflict that of now. */
static int64_t turn_shown(struct pal_call *call, const char *lane, const char *area, int64_t now)
{
    const char *name = area != NULL ? pal_call_printf(call, "%s/%s", lane, area) : lane;
    bool is_kept =
        pal_call_is_again(call, pal_do_visit_mark) || pal_call_is_again(call, pal_do_visit_rows);
    const char *typed =
        is_kept && pal_value_get(call->data, "now") == NULL ? pal_call_field(call, name) : NULL;
    return typed != NULL ? pal_whole_number(typed) : now;
}

/* The areas of an item of the guide, with the turns that are seen of each. */
static void put_areas(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_model *model = sheet->page.agenda.looking.questionnaire->model;
    const struct pal_agenda_item *of = sheet->item->of;
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < of->area_count; i++) {
        const struct pal_looked_answer *answer = sheet->item->answers[i];
        const struct pal_area *area = &model->areas[of->areas[i].area];
        enum pal_basis basis = pal_looked_basis(answer);
        struct pal_value *row = pal_add_object(data);
        pal_put_text(row, "area", area->id);
        pal_put_text(row, "state", pal_basis_ids[basis]);
        pal_put_boolean(row, "is_in_force", of->areas[i].is_in_force);
        pal_put_integer(row, "seen_turn", answer != NULL ? answer->seen.turn : 0);
        pal_put_integer(row, "checked_turn", answer != NULL ? answer->checked.turn : 0);
        struct pal_value *one = pal_add_object(list);
        pal_put_text(one, "id", area->id);
        pal_put_text(one, "title", pal_text_in(&area->title, call->language.lang));
        pal_put_text(one, "state",
                     basis != PAL_BASIS_CLAIMED ? pal_visit_state_title(call, basis) : NULL);
        pal_put_boolean(one, "is_elsewhere", !of->areas[i].is_in_force);
        pal_put_text(one, "url", i != sheet->at ? area_url(call, sheet, area) : NULL);
        pal_put_boolean(one, "is_chosen", is_area_chosen(call, sheet, i));
        pal_put_integer(one, "seen_turn",
                        turn_shown(call, "seen", area->id, answer != NULL ? answer->seen.turn : 0));
        pal_put_integer(
            one, "checked_turn",
            turn_shown(call, "checked", area->id, answer != NULL ? answer->checked.turn : 0));
    }
    pal_set(call->data, "areas", data);
    pal_set(call->page, "areas", list);
    pal_set_boolean(call->page, "has_areas", of->area_count > 1);
    pal_set_text(call->page, "same",
                 of->area_count > 1
                     ? pal_call_tr(call, pal_same_answer_titles[of->question->same_answer])
                     : NULL);
}

/* -------------------------------------------------------------------- the form */

static enum pal_basis basis_shown(struct pal_call *call, const struct sheet *sheet)
{
    const char *typed = pal_call_typed(call, "basis");
    for (int i = 0; typed != NULL && i < PAL_BASIS_COUNT; i++) {
        if (strcmp(typed, pal_basis_ids[i]) == 0) {
            return (enum pal_basis)i;
        }
    }
    return pal_looked_basis(sheet->answer);
}

static void put_bases(struct pal_call *call, const struct sheet *sheet)
{
    static const enum pal_basis order[] = {PAL_BASIS_CLAIMED, PAL_BASIS_SEEN, PAL_BASIS_CHECKED};
    static const char *const hints[PAL_BASIS_COUNT] = {
        [PAL_BASIS_CLAIMED] = PAL_N_("nothing was seen"),
        [PAL_BASIS_SEEN] = PAL_N_("a document shows it, or somebody said it"),
        [PAL_BASIS_CHECKED] = PAL_N_("it was opened, drawn or tried")};
    const enum pal_basis now = basis_shown(call, sheet);
    const bool has_claim = is_claimed(sheet->answer);
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "value", pal_basis_ids[order[i]]);
        pal_put_text(row, "title",
                     order[i] == PAL_BASIS_CLAIMED && !has_claim
                         ? pal_call_tr(call, "open")
                         : pal_visit_state_title(call, order[i]));
        pal_put_text(row, "hint", pal_call_tr(call, hints[order[i]]));
        pal_put_boolean(row, "is_chosen", order[i] == now);
    }
    pal_set(call->page, "bases", list);
}

static void put_texts(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_value *form = pal_value_object(&call->values);
    for (int i = 0; i < PAL_MARK_TEXTS; i++) {
        struct pal_value *field = pal_value_object(&call->values);
        pal_put_text(field, "value", sheet->form.texts[i]);
        pal_put_text(field, "error", pal_call_told(call, pal_mark_text_names[i]));
        /* What is called "page" would hide the page's own. */
        pal_put(form, i == PAL_MARK_PAGE ? "page_of" : pal_mark_text_names[i], field);
    }
    pal_put_boolean(form, "contradicts", sheet->form.contradicts);
    const char *shown = sheet->form.texts[PAL_MARK_SHOWN];
    pal_put_boolean(form, "is_on_site", strcmp(shown, "on_site") == 0);
    pal_put_boolean(form, "is_by_call", strcmp(shown, "video_call") == 0);
    pal_set(call->page, "mark", form);
}

/* So many rows as are to be drawn, at least; what was drawn is asked where the question does. */
static void put_items(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_mark_form *form = &sheet->form;
    const int drawn = pal_mark_form_drawn(form->question);
    pal_set_boolean(call->page, "is_drawn", drawn >= 0);
    if (drawn < 0) {
        return;
    }
    const size_t asked = form->question->fields[drawn].drawn;
    size_t count = form->item_count > asked ? form->item_count : asked;
    size_t good = 0;
    size_t looked = 0;
    struct pal_value *list = pal_value_list(&call->values);
    count = count < PAL_MARK_ITEMS ? count : PAL_MARK_ITEMS;
    for (size_t i = 0; i < count; i++) {
        static const struct pal_mark_item none = {"", "", ""};
        const struct pal_mark_item *item = i < form->item_count ? &form->items[i] : &none;
        struct pal_value *row = pal_add_object(list);
        pal_put_integer(row, "at", (int64_t)i);
        pal_put_integer(row, "number", (int64_t)i + 1);
        pal_put_text(row, "what", item->what);
        pal_put_text(row, "note", item->note);
        pal_put_boolean(row, "is_good", strcmp(item->good, "yes") == 0);
        pal_put_boolean(row, "is_bad", strcmp(item->good, "no") == 0);
        good += strcmp(item->good, "yes") == 0;
        looked += item->good[0] != '\0';
    }
    pal_set(call->page, "items", list);
    pal_set_text(call->page, "drawn_asked",
                 pal_call_printf(call, pal_call_tr(call, "%zu are to be drawn"), asked));
    pal_set_text(call->page, "drawn_so_far",
                 pal_call_printf(call, pal_call_tr(call, "%zu of %zu good"), good, looked));
}

/* The question, and the fields in which is said what was found; of what is drawn the rows say it.
 */
static void put_question(struct pal_call *call, struct sheet *sheet)
{
    struct pal_question_form *found = &sheet->form.found;
    const struct pal_visit_page *page = &sheet->page;
    const struct pal_agenda_item *of = sheet->item->of;
    found->part = pal_visit_part(call);
    found->area = of->question->is_of_guide
                      ? pal_visit_areas(call, page->agenda.looking.questionnaire->model, of->areas,
                                        of->area_count)
                      : NULL;
    found->rows_url =
        pal_call_printf(call, "/sendings/%s/visit/%s%s/rows", call->params[0],
                        of->question->is_of_guide ? "" : "items/", pal_visit_part(call));
    struct pal_value *errors = call->is_form_again ? pal_value_list(&call->values) : NULL;
    struct pal_value *shown = pal_question_form_show(found, &call->values, errors);
    if (pal_value_count(errors) >
        0) { /* each leads to its place, which is called by the question */
        pal_set(call->page, "errors", errors);
    }
    const int drawn = pal_mark_form_drawn(of->question);
    int at = 0;
    PAL_EACH(field, pal_value_get(shown, "fields"))
    {
        pal_put_boolean(field, "is_drawn", at == drawn);
        at++;
    }
    pal_set(call->page, "question", shown);
    pal_set_text(call->page, "rows_url", found->rows_url);
    pal_set_text(call->page, "item_url", call->place);
    pal_set_boolean(call->page, "is_found_open",
                    sheet->form.contradicts || pal_mark_form_has_found(&sheet->form));
    pal_set_boolean(call->page, "has_found", of->question->field_count > (drawn >= 0 ? 1U : 0U));
    call->failed = call->failed || found->failed;
}

/* The first mark that is put begins with the day and the place of the visit. */
static void begin_mark(struct pal_call *call, struct sheet *sheet)
{
    const char *today = pal_call_day(call, call->errand.now);
    const struct pal_visit *visit = sheet->visit;
    if (visit == NULL || strcmp(sheet->form.kept, "{}") != 0) {
        return;
    }
    const char *last = visit->to != NULL ? visit->to : visit->from;
    sheet->form.texts[PAL_MARK_ON] = strcmp(today, last) <= 0 ? today : last;
    if (strpbrk(visit->places, ",;\n") == NULL) {
        sheet->form.texts[PAL_MARK_PLACE] = visit->places;
    }
}

/* Base practices are gone through row by row: those that are left open stand there to begin with.
 */
static const char *rows_to_begin(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_agenda_item *of = sheet->item->of;
    const struct pal_question *question = of->question;
    if (!question->is_of_guide || of->area_count != 1 || question->field_count != 1 ||
        question->fields[0].type != PAL_FIELD_ROWS ||
        question->fields[0].columns[0].type != PAL_FIELD_TEXT) {
        return "";
    }
    const struct pal_agenda_area *at = &of->areas[0];
    const struct pal_area *area = &sheet->page.agenda.looking.questionnaire->model->areas[at->area];
    if (!area->ladder->steps[at->step].is_rated_by_area) {
        return "";
    }
    return pal_visit_rows(call, &question->fields[0], area->practices, at->open,
                          at->practice_count);
}

static enum pal_rc fill_form(struct pal_call *call, struct sheet *sheet)
{
    const struct pal_questionnaire *of = sheet->page.agenda.looking.questionnaire;
    const char *body = body_of(sheet->answer);
    const char *claimed = is_claimed(sheet->answer) ? sheet->answer->claimed.body : "";
    pal_mark_form_fill(call, of, sheet->item->of->question, body, claimed, &sheet->form);
    begin_mark(call, sheet);
    if (strcmp(body, "{}") == 0) {
        const char *rows = rows_to_begin(call, sheet);
        if (rows[0] != '\0') {
            pal_question_form_fill(&sheet->form.found, rows);
        }
    }
    bool is_mark =
        pal_call_is_again(call, pal_do_visit_mark) || pal_call_is_again(call, pal_do_visit_rows);
    if (!is_mark) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_mark_form_read(call, &sheet->form);
    if (rc == PAL_OK) { /* what is wrong is told at its place */
        const char *json = NULL;
        struct pal_err before = call->errand.err;
        (void)!pal_mark_form_json(call, &sheet->form, &json);
        call->errand.err = before;
    }
    return PAL_OK;
}

/* ------------------------------------------------------------------------ deciding */

/* Areas of which the same answer holds: what is decided of it is decided of them all. */
static void put_decided_areas(const struct sheet *sheet, struct pal_value *form)
{
    const struct pal_agenda_item *of = sheet->item->of;
    struct pal_value *list = pal_put_list(form, "areas");
    for (size_t i = 0; i < of->area_count; i++) {
        const struct pal_looked_answer *answer = sheet->item->answers[i];
        if (answer != NULL && pal_looked_basis(answer) != PAL_BASIS_CLAIMED &&
            strcmp(body_of(answer), body_of(sheet->answer)) == 0) {
            struct pal_value *row = pal_add_object(list);
            pal_put_text(
                row, "id",
                sheet->page.agenda.looking.questionnaire->model->areas[of->areas[i].area].id);
            pal_put_integer(row, "turn", answer->verdict.turn);
        }
    }
    pal_put_boolean(form, "has_areas", pal_value_count(list) > 1);
}

/* What a person may decide of the answer as it stands: where the rule asks for it, or why it does
 * not apply, or what it is about. */
static void put_decision(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_judged *judged = judged_of(sheet);
    const struct pal_looked_fact *said =
        sheet->answer != NULL ? &sheet->answer->verdict : &(struct pal_looked_fact){.state = ""};
    bool is_there = judged != NULL && judged->answer != NULL;
    bool asks_person = is_there && judged->verdict.why == PAL_WHY_RULE &&
                       pal_rule_asks_person(judged->question->rule);
    bool asks_acceptance = is_there && (judged->verdict.why == PAL_WHY_NOT_APPLICABLE ||
                                        judged->verdict.why == PAL_WHY_ABOUT);
    bool is_said =
        said->turn > 0 && strcmp(said->state, "withdrawn") != 0 && strcmp(said->state, "none") != 0;
    pal_set_integer(call->data, "decision_turn", said->turn);
    pal_set_text(call->data, "decision", is_said ? said->state : NULL);
    if (!asks_person && !asks_acceptance && !is_said) {
        return;
    }
    struct pal_value *form = pal_value_object(&call->values);
    pal_put_boolean(form, "asks_person", asks_person);
    pal_put_boolean(form, "asks_acceptance", asks_acceptance);
    pal_put_boolean(form, "is_said", is_said);
    pal_put_text(form, "said",
                 !is_said                           ? NULL
                 : strcmp(said->state, "pass") == 0 ? pal_call_tr(call, "passes")
                 : strcmp(said->state, "fail") == 0 ? pal_call_tr(call, "fails")
                                                    : pal_call_tr(call, "accepted"));
    pal_put_integer(form, "turn", said->turn);
    const char *typed =
        pal_call_is_again(call, pal_do_visit_decide) ? pal_call_typed(call, "reason") : NULL;
    struct pal_value *body = is_said
                                 ? pal_fact_body_value(call, &(struct pal_fact){.body = said->body})
                                 : pal_value_null(&call->values);
    pal_put_text(form, "reason",
                 typed != NULL ? typed
                 : is_said     ? pal_word_in(body, "reason")
                               : "");
    pal_put_text(form, "error", pal_call_told(call, "reason"));
    put_decided_areas(sheet, form);
    pal_put_text(form, "act_id", pal_facts_new_id(&call->errand));
    pal_set(call->page, "decision", form);
}

/* --------------------------------------------------------------------------- files */

/* What was taken for a question of the guide in one area stands at all of which it is asked. */
static bool is_of_item(const void *ctx, const char *about)
{
    const struct sheet *sheet = ctx;
    size_t count = sheet->item->of->question->is_of_guide ? sheet->item->of->area_count : 1;
    for (size_t i = 0; i < count; i++) {
        if (is_of(sheet, sheet->item, i, about)) {
            return true;
        }
    }
    return false;
}

static enum pal_rc put_files(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_visit_file *files = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *data = pal_value_list(&call->values);
    enum pal_rc rc = pal_visit_files(&call->errand, call->params[0], &files, &count);
    pal_visit_put_files(call, files, count, is_of_item, sheet, list, data);
    pal_set(call->data, "files", data);
    pal_set(call->page, "files", list);
    pal_set_boolean(call->page, "has_files", pal_value_count(list) > 0);
    pal_set_text(call->page, "file_act", pal_facts_new_id(&call->errand));
    return rc;
}

/* ---------------------------------------------------------------------- the page */

/* What somebody else has said since, where two marked at once. */
static void put_now(struct pal_call *call)
{
    const struct pal_value *now = pal_value_get(call->data, "now");
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(fact, now)
    {
        struct pal_value *row = pal_add_object(list);
        const struct pal_value *body = pal_value_get(fact, "body");
        pal_put_text(row, "name", pal_word_in(fact, "name"));
        pal_put_text(row, "part", pal_word_in(fact, "part"));
        pal_put_text(row, "at", pal_word_in(fact, "at"));
        pal_put_text(row, "lane",
                     pal_visit_state_title(call, strcmp(pal_word_in(fact, "lane"), "seen") == 0
                                                     ? PAL_BASIS_SEEN
                                                     : PAL_BASIS_CHECKED));
        pal_put_boolean(row, "is_withdrawn", strcmp(pal_word_in(fact, "state"), "marked") != 0);
        pal_put_text(row, "remark", pal_said(call, pal_value_get(body, "remark")));
        pal_put_text(row, "proof",
                     pal_said(call, pal_value_get(pal_value_get(body, "proof"), "title")));
    }
    pal_set(call->page, "now", list);
    pal_set_boolean(call->page, "has_now", pal_value_count(list) > 0);
}

static void put_roles(struct pal_call *call, const struct sheet *sheet)
{
    struct pal_value *list = pal_value_list(&call->values);
    const struct pal_visit_agenda *agenda = &sheet->page.agenda;
    const char *last = "";
    size_t count = 0;
    enum { ROLES_MOST = 40 };
    for (size_t i = 0; i < sheet->page.agenda.agenda.count && count < ROLES_MOST; i++) {
        const char *who = pal_text_in(&agenda->items[i].of->who, call->language.lang);
        bool is_new = who[0] != '\0' && strcmp(who, last) != 0;
        PAL_EACH(known, list)
        {
            is_new = is_new && strcmp(pal_value_as_text(known), who) != 0;
        }
        if (is_new) {
            pal_add_text(list, who);
            last = who;
            count++;
        }
    }
    pal_set(call->page, "roles", list);
}

static struct pal_value *body_value(struct pal_call *call, const char *body)
{
    return pal_fact_body_value(call, &(struct pal_fact){.body = body});
}

static void put_head(struct pal_call *call, const struct sheet *sheet)
{
    const struct pal_visit_item *item = sheet->item;
    pal_set_text(call->data, "sending", call->params[0]);
    pal_set_text(call->data, "item", item->id);
    pal_set_text(call->data, "part", pal_visit_part(call));
    pal_set_text(call->data, "question", item->of->question->id);
    pal_set_text(call->data, "state", pal_basis_ids[pal_looked_basis(sheet->answer)]);
    pal_set(call->data, "claimed",
            is_claimed(sheet->answer) ? body_value(call, sheet->answer->claimed.body)
                                      : pal_value_null(&call->values));
    pal_set(call->data, "mark", body_value(call, body_of(sheet->answer)));
    pal_set_text(call->page, "code", pal_visit_code(call, item));
    pal_set_text(call->page, "why", pal_call_tr(call, pal_agenda_why_titles[item->of->why]));
    pal_set_boolean(call->page, "is_decisive", item->of->question->weight == PAL_WEIGHT_DECISIVE);
    const struct pal_looked_answer *answer = sheet->answer;
    pal_set_integer(call->page, "seen_turn",
                    turn_shown(call, "seen", NULL, answer != NULL ? answer->seen.turn : 0));
    pal_set_integer(call->page, "checked_turn",
                    turn_shown(call, "checked", NULL, answer != NULL ? answer->checked.turn : 0));
    pal_set_boolean(call->page, "is_guide", item->of->question->is_of_guide);
    pal_set_boolean(call->page, "is_asked",
                    item->of->why != PAL_AGENDA_GUIDE && item->of->why != PAL_AGENDA_OBSERVED);
    const char *act = pal_call_typed(call, "act");
    bool is_kept = act != NULL && act[0] != '\0' && pal_value_get(call->data, "now") == NULL &&
                   !pal_call_is_again(call, pal_do_visit_decide);
    pal_set_text(call->page, "act_id", is_kept ? act : pal_facts_new_id(&call->errand));
    pal_set_boolean(call->page, "is_unsaved", pal_call_is_again(call, pal_do_visit_rows));
    pal_set_boolean(call->page, "is_refused", pal_call_is_again(call, pal_do_visit_mark));
    pal_set_integer(call->page, "offset", pal_zone_offset(call->zone, call->errand.now));
    pal_set_text(call->page, "so_far_words", pal_call_tr(call, "%zu of %zu good"));
    pal_set_boolean(call->page, "is_visiting", true);
    pal_set_text(call->page, "visit_script", call->web->visit_script);
}

enum pal_rc pal_page_visit_item(struct pal_call *call)
{
    struct sheet *sheet = PAL_NEW(call->request->arena, struct sheet, 1);
    enum pal_rc rc = sheet != NULL ? pal_visit_open(call, &sheet->page)
                                   : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? find_item(call, sheet) : rc;
    rc = rc == PAL_OK ? pal_visit_put_visits(call, &sheet->page, false, &sheet->visit) : rc;
    rc = rc == PAL_OK ? fill_form(call, sheet) : rc;
    rc = rc == PAL_OK ? put_marks(call, sheet) : rc;
    rc = rc == PAL_OK ? put_files(call, sheet) : rc;
    rc = rc == PAL_OK ? put_claimed(call, sheet) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    put_head(call, sheet);
    put_ways(call, sheet);
    put_verdict(call, sheet);
    put_areas(call, sheet);
    put_bases(call, sheet);
    put_texts(call, sheet);
    put_items(call, sheet);
    put_question(call, sheet);
    put_decision(call, sheet);
    put_roles(call, sheet);
    put_now(call);
    return pal_call_show(call, "web_visit_item",
                         pal_call_printf(call, "%s · %s", pal_visit_code(call, sheet->item),
                                         sheet->page.agenda.looking.sending.title));
}
