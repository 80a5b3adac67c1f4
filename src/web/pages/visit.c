/* visit - the visit of a candidate: when it is, and its agenda, by topic or by whom one meets. */
#include <string.h>

#include "base/text.h"
#include "core/question/rule.h"
#include "web/pages/pages.h"
#include "web/pages/visit_page.h"
#include "web/parts.h"
#include "web/web_parts.h"

/* Items of a form, of five fields each: as many as a form may have, and the act. */
enum { EDITED_PER_PART = 200 };

/* ------------------------------------------------------------------------ opening */

/* What a page is asked for: in its address, or in the form that is shown again. */
static const char *asked(const struct pal_call *call, const char *name)
{
    if (call->route->method == PAL_GET) {
        return pal_route_reads_query(call->route, name) ? pal_call_query(call, name) : NULL;
    }
    return pal_route_reads_field(call->route, name) ? pal_call_field(call, name) : NULL;
}

static enum pal_agenda_order read_order(const struct pal_call *call)
{
    const char *word = asked(call, "order");
    return word != NULL && strcmp(word, pal_agenda_order_ids[PAL_AGENDA_BY_PERSON]) == 0
               ? PAL_AGENDA_BY_PERSON
               : PAL_AGENDA_BY_TOPIC;
}

/* The pages of the visit, below the tabs. */
static void put_views(struct pal_call *call)
{
    static const char *const views[][2] = {{PAL_N_("Agenda"), ""},
                                           {PAL_N_("Minutes of the visit"), "/minutes"}};
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        const char *url =
            pal_call_printf(call, "/sendings/%s/visit%s", call->params[0], views[i][1]);
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", pal_call_tr(call, views[i][0]));
        pal_put_text(row, "url", url);
        pal_put_boolean(row, "is_current", strcmp(url, call->place) == 0);
    }
    pal_set(call->page, "visit_views", list);
}

enum pal_rc pal_visit_open(struct pal_call *call, struct pal_visit_page *out)
{
    *out = (struct pal_visit_page){.order = read_order(call)};
    enum pal_rc rc =
        pal_visit_agenda(&call->errand, pal_call_app(call), call->params[0], &out->agenda);
    rc = rc == PAL_OK ? pal_sending_frame(call, &out->agenda.looking.sending) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    put_views(call);
    out->can_mark = pal_call_may(call, PAL_MAY_ASSESS) && !call->errand.is_read_only;
    pal_set_boolean(call->page, "can_mark", out->can_mark);
    return pal_errand_explain(
        &call->errand, pal_agenda_group(&out->agenda.agenda, out->agenda.looking.questionnaire,
                                        out->order, call->language.lang, call->request->arena,
                                        &out->groups, &out->group_count));
}

/* ------------------------------------------------------------------------- words */

const char *pal_visit_time(struct pal_call *call, uint32_t minutes)
{
    enum { HOUR = 60, QUARTER = 15 };
    return minutes < HOUR ? pal_call_printf(call, pal_call_tr(call, "%u min"), (unsigned)minutes)
                          : pal_call_hours(call, (minutes + QUARTER - 1) / QUARTER * QUARTER);
}

const char *pal_visit_group(struct pal_call *call, const struct pal_agenda_group *group)
{
    const char *title = pal_text_in(&group->title, call->language.lang);
    return title[0] != '\0' ? title : pal_call_tr(call, "Whoever can show it");
}

const char *pal_visit_met(struct pal_call *call, const struct pal_visit_item *item,
                          const struct pal_agenda_group *group)
{
    const char *who = pal_text_in(&item->of->who, call->language.lang);
    return strcmp(who, pal_text_in(&group->title, call->language.lang)) != 0
               ? pal_visit_or_null(who)
               : NULL;
}

const char *pal_visit_or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

enum pal_basis pal_looked_basis(const struct pal_looked_answer *answer)
{
    return answer == NULL                        ? PAL_BASIS_CLAIMED
           : pal_looked_counts(&answer->checked) ? PAL_BASIS_CHECKED
           : pal_looked_counts(&answer->seen)    ? PAL_BASIS_SEEN
                                                 : PAL_BASIS_CLAIMED;
}

const char *pal_visit_state_title(struct pal_call *call, enum pal_basis basis)
{
    static const char *const titles[PAL_BASIS_COUNT] = {PAL_N_("checked"), PAL_N_("seen"),
                                                        PAL_N_("claimed")};
    return pal_call_tr(call, titles[basis]);
}

const char *pal_visit_areas(struct pal_call *call, const struct pal_model *model,
                            const struct pal_agenda_area *areas, size_t count)
{
    const char *all = "";
    if (count == 1) {
        return pal_text_in(&model->areas[areas[0].area].title, call->language.lang);
    }
    for (size_t i = 0; i < count; i++) {
        all = pal_call_printf(call, i > 0 ? "%s, %s" : "%s%s", all, model->areas[areas[i].area].id);
    }
    return all;
}

const char *pal_visit_code(struct pal_call *call, const struct pal_visit_item *item)
{
    const struct pal_agenda_item *of = item->of;
    return of->question->is_of_guide && of->question->same_answer == PAL_SAME_AREA
               ? pal_call_printf(call, "%s · %.*s", of->question->id,
                                 (int)strcspn(item->id + strlen(PAL_ANSWER_GUIDE), "/"),
                                 item->id + strlen(PAL_ANSWER_GUIDE))
               : of->question->id;
}

/* The question with the name of the area in it. */
const char *pal_visit_question(struct pal_call *call, const struct pal_visit_page *page,
                               const struct pal_visit_item *item)
{
    static const char hole[] = "{PA}";
    const char *text = pal_text_in(&item->of->question->question, call->language.lang);
    const char *at = item->of->question->is_of_guide ? strstr(text, hole) : NULL;
    if (at == NULL) {
        return text;
    }
    return pal_call_printf(call, "%.*s%s%s", (int)(at - text), text,
                           pal_visit_areas(call, page->agenda.looking.questionnaire->model,
                                           item->of->areas, item->of->area_count),
                           at + strlen(hole));
}

const char *pal_visit_item_url(struct pal_call *call, const struct pal_visit_page *page,
                               const struct pal_visit_item *item)
{
    const char *sending = page->agenda.looking.sending.id;
    const char *order = page->order == PAL_AGENDA_BY_PERSON ? "?order=person" : "";
    if (!item->of->question->is_of_guide) {
        return pal_call_printf(call, "/sendings/%s/visit/items/%s%s", sending,
                               pal_call_escaped(call, item->id), order);
    }
    const struct pal_agenda_area *area = item->of->areas;
    for (size_t i = 0; i < item->of->area_count; i++) { /* the first that is still open */
        if (pal_looked_basis(item->answers[i]) == PAL_BASIS_CLAIMED) {
            area = &item->of->areas[i];
            break;
        }
    }
    const char *part = pal_answer_guide_part(
        call->request->arena, page->agenda.looking.questionnaire->model->areas[area->area].id,
        item->of->question->id);
    call->failed = call->failed || part == NULL;
    return pal_call_printf(call, "/sendings/%s/visit/%s%s", sending, part != NULL ? part : "",
                           order);
}

/* ------------------------------------------------------------------------ visits */

static struct pal_value *visit_value(struct pal_call *call, const struct pal_visit *visit)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", visit->part);
    pal_put_text(row, "state", visit->state);
    pal_put_text(row, "from", visit->from);
    pal_put_text(row, "to", visit->to);
    pal_put_text(row, "places", visit->places);
    pal_put_text(row, "with", visit->with);
    pal_put_text(row, "note", visit->note);
    pal_put_integer(row, "turn", visit->turn);
    pal_put_text(row, "by", visit->by);
    pal_put_text(row, "at", pal_call_time(call, visit->at));
    return row;
}

static const char *visit_state_title(struct pal_call *call, const char *state)
{
    return pal_call_tr(call, strcmp(state, "held") == 0        ? PAL_N_("held")
                             : strcmp(state, "cancelled") == 0 ? PAL_N_("cancelled")
                                                               : PAL_N_("planned"));
}

static bool is_typed_for(struct pal_call *call, const char *part)
{
    return pal_call_is_again(call, pal_do_visit_say) &&
           strcmp(pal_call_word(call, "part"), part) == 0;
}

/* A field of the form of a visit: what was typed, else as it is. */
static void put_typed(struct pal_call *call, struct pal_value *row, const char *name,
                      const char *part, const char *kept)
{
    const char *typed = is_typed_for(call, part) ? pal_call_typed(call, name) : NULL;
    pal_put_text(row, pal_call_printf(call, "typed_%s", name),
                 typed != NULL  ? typed
                 : kept != NULL ? kept
                                : "");
}

static void put_visit_form(struct pal_call *call, struct pal_value *row,
                           const struct pal_visit *visit)
{
    const char *part = visit->part != NULL ? visit->part : "";
    put_typed(call, row, "from", part, visit->from);
    put_typed(call, row, "to", part, visit->to);
    put_typed(call, row, "places", part, visit->places);
    put_typed(call, row, "with", part, visit->with);
    put_typed(call, row, "note", part, visit->note);
    pal_put_boolean(row, "is_typed", is_typed_for(call, part));
    pal_put_text(row, "act_id", pal_facts_new_id(&call->errand));
}

static struct pal_value *visit_row(struct pal_call *call, const struct pal_visit *visit)
{
    struct pal_value *row = visit_value(call, visit);
    pal_put_text(row, "state_title", visit_state_title(call, visit->state));
    pal_put_text(row, "by_name", pal_principal_said(call, visit->by, visit->claim));
    pal_put_boolean(row, "is_planned", strcmp(visit->state, "planned") == 0);
    pal_put_boolean(row, "is_held", strcmp(visit->state, "held") == 0);
    pal_put_boolean(row, "is_cancelled", strcmp(visit->state, "cancelled") == 0);
    put_visit_form(call, row, visit);
    return row;
}

/* The visit that goes on today; else the last that had begun and was not cancelled. */
static const struct pal_visit *visit_now(struct pal_call *call, const struct pal_visit *visits,
                                         size_t count)
{
    const char *today = pal_call_day(call, call->errand.now);
    const struct pal_visit *found = NULL;
    for (size_t i = 0; i < count; i++) {
        bool is_begun = strcmp(visits[i].from, today) <= 0;
        found = is_begun && strcmp(visits[i].state, "cancelled") != 0 ? &visits[i] : found;
    }
    return found;
}

static enum pal_rc name_all(struct pal_call *call, const struct pal_visit *visits, size_t count)
{
    const char **who = PAL_NEW(call->request->arena, const char *, 2 * count + 1);
    for (size_t i = 0; i < count && who != NULL; i++) {
        who[2 * i] = visits[i].by;
        who[2 * i + 1] = visits[i].claim;
    }
    return who != NULL ? pal_principals_read(call, who, 2 * count)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

enum pal_rc pal_visit_put_visits(struct pal_call *call, const struct pal_visit_page *page,
                                 bool with_form, const struct pal_visit **now)
{
    struct pal_visit *visits = NULL;
    size_t count = 0;
    *now = NULL;
    enum pal_rc rc = pal_visits_list(&call->errand, &page->agenda.looking.sending, &visits, &count);
    rc = rc == PAL_OK ? name_all(call, visits, count) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        pal_add(data, visit_value(call, &visits[i]));
        pal_add(shown, visit_row(call, &visits[i]));
    }
    pal_set(call->data, "visits", data);
    pal_set(call->page, "visits", shown);
    pal_set_boolean(call->page, "has_visits", count > 0);
    if (with_form && page->can_mark) {
        const struct pal_visit none = {0};
        struct pal_value *form = pal_value_object(&call->values);
        put_visit_form(call, form, &none);
        pal_set(call->page, "new_visit", form);
    }
    *now = visit_now(call, visits, count);
    return PAL_OK;
}

static int64_t turn_sent(struct pal_call *call)
{
    const char *word = pal_call_word(call, "turn");
    return word[0] == '\0' ? 0 : pal_whole_number(word);
}

enum pal_rc pal_do_visit_say(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const struct pal_visit wish = {.part = pal_call_word(call, "part"),
                                   .state = pal_call_word(call, "state"),
                                   .from = pal_call_word(call, "from"),
                                   .to = pal_call_word(call, "to"),
                                   .places = pal_call_word(call, "places"),
                                   .with = pal_call_word(call, "with"),
                                   .note = pal_call_word(call, "note"),
                                   .turn = turn_sent(call)};
    enum pal_rc rc = pal_visit_say(&call->errand, call->params[0], pal_act_id(call), &wish, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/sendings/%s/visit", call->params[0])
                        : rc;
}

/* ------------------------------------------------------------------------ agenda */

/* "passes", "fails", or why it is open. */
static const char *verdict_said(struct pal_call *call, const struct pal_judged *judged)
{
    if (judged == NULL || judged->answer == NULL) {
        return NULL;
    }
    const struct pal_answer_verdict *verdict = &judged->verdict;
    return pal_call_tr(call, verdict->why != PAL_WHY_RULE ? pal_answer_why_titles[verdict->why]
                                                          : pal_verdict_titles[verdict->verdict]);
}

static void put_area(const struct pal_visit_page *page, const struct pal_visit_item *item,
                     size_t at, struct pal_value *list)
{
    const struct pal_model *model = page->agenda.looking.questionnaire->model;
    const struct pal_agenda_area *area = &item->of->areas[at];
    const struct pal_area *of = &model->areas[area->area];
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "area", of->id);
    pal_put_text(row, "step", of->ladder->steps[area->step].id);
    pal_put_boolean(row, "is_in_force", area->is_in_force);
    pal_put_text(row, "state", pal_basis_ids[pal_looked_basis(item->answers[at])]);
    struct pal_value *open = pal_put_list(row, "open");
    size_t count = 0;
    const struct pal_practice *practices = pal_area_rated_practices(of, area->step, &count);
    for (size_t i = 0; i < count; i++) {
        if (area->open[i]) {
            pal_add_text(open, practices[i].id);
        }
    }
}

/* An item as programs read it; what is taken along off line is this. */
static struct pal_value *item_value(struct pal_call *call, const struct pal_visit_page *page,
                                    const struct pal_visit_item *item, size_t group)
{
    const struct pal_agenda_item *of = item->of;
    const struct pal_judged *judged = of->judged;
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", item->id);
    pal_put_text(row, "question", of->question->id);
    pal_put_integer(row, "group", (int64_t)group);
    pal_put_text(row, "why", pal_agenda_why_ids[of->why]);
    pal_put_text(row, "weight", pal_weight_ids[of->question->weight]);
    pal_put_text(row, "who", pal_text_in(&of->who, call->language.lang));
    pal_put_text(row, "state",
                 pal_basis_ids[of->question->is_of_guide ? PAL_BASIS_CLAIMED
                                                         : pal_looked_basis(item->answers[0])]);
    pal_put_text(row, "verdict", judged != NULL ? pal_verdict_ids[judged->verdict.verdict] : NULL);
    pal_put_boolean(row, "is_done", of->is_done);
    pal_put_boolean(row, "is_chosen", item->is_chosen);
    pal_put_integer(row, "minutes", of->minutes);
    pal_put_integer(row, "turn", item->turn);
    struct pal_value *areas = pal_put_list(row, "areas");
    for (size_t i = 0; i < of->area_count; i++) {
        put_area(page, item, i, areas);
    }
    return row;
}

/* How far an item is, in words. */
static const char *how_far(struct pal_call *call, const struct pal_visit_item *item)
{
    size_t seen = 0;
    const size_t count = item->of->question->is_of_guide ? item->of->area_count : 1;
    if (count == 1) {
        const enum pal_basis basis = pal_looked_basis(item->answers[0]);
        return basis != PAL_BASIS_CLAIMED ? pal_visit_state_title(call, basis) : NULL;
    }
    for (size_t i = 0; i < count; i++) {
        seen += pal_looked_basis(item->answers[i]) != PAL_BASIS_CLAIMED;
    }
    return seen > 0 ? pal_call_printf(call, pal_call_tr(call, "%zu of %zu areas"), seen, count)
                    : NULL;
}

static void put_areas_shown(struct pal_call *call, const struct pal_visit_page *page,
                            const struct pal_visit_item *item, struct pal_value *row)
{
    const struct pal_model *model = page->agenda.looking.questionnaire->model;
    struct pal_value *areas = pal_put_list(row, "areas");
    for (size_t i = 0; i < item->of->area_count; i++) {
        struct pal_value *area = pal_add_object(areas);
        pal_put_text(area, "id", model->areas[item->of->areas[i].area].id);
        pal_put_boolean(area, "is_elsewhere", !item->of->areas[i].is_in_force);
    }
    pal_put_text(row, "same",
                 item->of->area_count > 1
                     ? pal_call_tr(call, pal_same_answer_titles[item->of->question->same_answer])
                     : NULL);
}

static void put_item(struct pal_call *call, const struct pal_visit_page *page,
                     const struct pal_agenda_group *group, const struct pal_visit_item *item,
                     struct pal_value *list)
{
    const struct pal_agenda_item *of = item->of;
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "id", item->id);
    pal_put_text(row, "code", pal_visit_code(call, item));
    pal_put_text(row, "question", pal_visit_question(call, page, item));
    pal_put_text(row, "why", pal_call_tr(call, pal_agenda_why_titles[of->why]));
    pal_put_boolean(row, "is_decisive", of->question->weight == PAL_WEIGHT_DECISIVE);
    pal_put_boolean(row, "is_subcontractors",
                    of->is_subcontractors && of->why != PAL_AGENDA_SUBCONTRACTOR);
    pal_put_boolean(row, "is_elsewhere", of->is_elsewhere);
    pal_put_text(row, "verdict", of->is_done ? verdict_said(call, of->judged) : NULL);
    pal_put_text(row, "who", pal_visit_or_null(pal_text_in(&of->who, call->language.lang)));
    pal_put_text(row, "met", pal_visit_met(call, item, group));
    pal_put_text(row, "how_far", how_far(call, item));
    pal_put_boolean(row, "is_done", of->is_done);
    pal_put_boolean(row, "is_chosen", item->is_chosen);
    pal_put_text(row, "time", pal_visit_time(call, of->minutes));
    pal_put_integer(row, "turn", item->turn);
    pal_put_text(row, "url", page->can_mark ? pal_visit_item_url(call, page, item) : NULL);
    put_areas_shown(call, page, item, row);
}

/* Which are shown: those that are chosen, those of them that are open, or all. */
enum shown { SHOWN_CHOSEN, SHOWN_OPEN, SHOWN_ALL };
static const char *const shown_ids[] = {"chosen", "open", "all"};

static enum shown read_shown(const struct pal_call *call, bool is_editing)
{
    const char *word = asked(call, "show");
    for (int i = SHOWN_OPEN; word != NULL && i <= SHOWN_ALL; i++) {
        if (strcmp(word, shown_ids[i]) == 0) {
            return (enum shown)i;
        }
    }
    return is_editing ? SHOWN_ALL : SHOWN_CHOSEN;
}

static bool is_shown(const struct pal_visit_item *item, enum shown shown)
{
    return shown == SHOWN_ALL || (item->is_chosen && (shown == SHOWN_CHOSEN || !item->of->is_done));
}

/* Which items are shown, one after the other through the groups: those of a kind, and of these a
 * part where a form would have more fields than one has. */
struct choosing {
    enum shown shown;
    struct pal_span span;
    size_t at; /* of those of the kind */
};

static size_t count_shown(const struct pal_visit_page *page, enum shown shown)
{
    size_t count = 0;
    for (size_t i = 0; i < page->group_count; i++) {
        for (size_t k = 0; k < page->groups[i].count; k++) {
            count += is_shown(&page->agenda.items[page->groups[i].items[k]], shown);
        }
    }
    return count;
}

static bool is_in_part(struct choosing *choosing)
{
    const size_t at = choosing->at++;
    return at >= choosing->span.first && at - choosing->span.first < choosing->span.count;
}

static void put_group(struct pal_call *call, const struct pal_visit_page *page, size_t at,
                      struct choosing *choosing)
{
    const struct pal_agenda_group *group = &page->groups[at];
    struct pal_value *row = pal_value_object(&call->values);
    struct pal_value *items = pal_put_list(row, "items");
    uint32_t minutes = 0;
    for (size_t i = 0; i < group->count; i++) {
        const struct pal_visit_item *item = &page->agenda.items[group->items[i]];
        pal_add(pal_value_get(call->data, "items"), item_value(call, page, item, at));
        if (is_shown(item, choosing->shown) && is_in_part(choosing)) {
            put_item(call, page, group, item, items);
            minutes += item->is_chosen && !item->of->is_done ? item->of->minutes : 0;
        }
    }
    pal_put_text(row, "title", pal_visit_group(call, group));
    pal_put_text(row, "time",
                 minutes > 0 ? pal_call_printf(call, pal_call_tr(call, "about %s"),
                                               pal_visit_time(call, minutes))
                             : NULL);
    pal_put_integer(row, "number", (int64_t)at);
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "groups"));
    pal_put_text(data, "title", pal_text_in(&group->title, call->language.lang));
    if (pal_value_count(items) > 0) {
        pal_add(pal_value_get(call->page, "groups"), row);
    }
}

static void put_ways(struct pal_call *call, const struct pal_visit_page *page, enum shown shown,
                     bool is_editing)
{
    static const char *const order_titles[] = {PAL_N_("By topic"), PAL_N_("By person to meet")};
    static const char *const shown_titles[] = {PAL_N_("On the agenda"), PAL_N_("Still open"),
                                               PAL_N_("All that there is")};
    const char *edit = is_editing ? "&edit=1" : "";
    struct pal_value *orders = pal_value_list(&call->values);
    struct pal_value *ways = pal_value_list(&call->values);
    for (int i = 0; i < PAL_AGENDA_ORDERS; i++) {
        struct pal_value *row = pal_add_object(orders);
        pal_put_text(row, "title", pal_call_tr(call, order_titles[i]));
        pal_put_text(row, "url",
                     pal_call_printf(call, "/sendings/%s/visit?order=%s&show=%s%s", call->params[0],
                                     pal_agenda_order_ids[i], shown_ids[shown], edit));
        pal_put_boolean(row, "is_current", i == (int)page->order);
    }
    for (int i = 0; i <= SHOWN_ALL; i++) {
        struct pal_value *row = pal_add_object(ways);
        pal_put_text(row, "title", pal_call_tr(call, shown_titles[i]));
        pal_put_text(row, "url",
                     pal_call_printf(call, "/sendings/%s/visit?order=%s&show=%s%s", call->params[0],
                                     pal_agenda_order_ids[page->order], shown_ids[i], edit));
        pal_put_boolean(row, "is_current", i == (int)shown);
    }
    pal_set(call->page, "orders", orders);
    pal_set(call->page, "ways", ways);
    const char *here = pal_call_printf(call, "/sendings/%s/visit?order=%s", call->params[0],
                                       pal_agenda_order_ids[page->order]);
    pal_set_text(call->page, "edit_url",
                 page->can_mark && !is_editing ? pal_call_printf(call, "%s&edit=1", here) : NULL);
    pal_set_text(call->page, "done_url", is_editing ? here : NULL);
}

/* The first that is chosen and open. */
static const struct pal_visit_item *first_open(const struct pal_visit_page *page)
{
    for (size_t i = 0; i < page->group_count; i++) {
        for (size_t k = 0; k < page->groups[i].count; k++) {
            const struct pal_visit_item *item = &page->agenda.items[page->groups[i].items[k]];
            if (item->is_chosen && !item->of->is_done) {
                return item;
            }
        }
    }
    return NULL;
}

static void put_sum(struct pal_call *call, const struct pal_visit_page *page)
{
    const struct pal_visit_agenda *agenda = &page->agenda;
    const struct pal_visit_item *next = first_open(page);
    pal_set_text(call->data, "sending", agenda->looking.sending.id);
    pal_set_text(call->data, "day", agenda->looking.day);
    pal_set_text(call->data, "alert", agenda->looking.alert);
    pal_set_integer(call->data, "chosen", (int64_t)agenda->chosen);
    pal_set_integer(call->data, "done", (int64_t)agenda->done);
    pal_set_integer(call->data, "minutes", agenda->minutes);
    pal_set_text(call->page, "sum",
                 pal_call_printf(call, pal_call_tr(call, "%zu of %zu seen, about %s to go"),
                                 agenda->done, agenda->chosen,
                                 pal_visit_time(call, agenda->minutes)));
    pal_set_boolean(call->page, "is_of_tender", agenda->looking.sending.tender != NULL);
    pal_set_boolean(call->page, "has_target", agenda->looking.profile != NULL);
    pal_set_boolean(call->page, "is_answered", agenda->looking.sending.was_submitted);
    pal_set_text(call->page, "go_on_url",
                 page->can_mark && next != NULL ? pal_visit_item_url(call, page, next) : NULL);
    pal_set_text(call->page, "go_on", next != NULL ? pal_visit_code(call, next) : NULL);
}

enum pal_rc pal_page_visit(struct pal_call *call)
{
    struct pal_visit_page page;
    const struct pal_visit *now = NULL;
    enum pal_rc rc = pal_visit_open(call, &page);
    rc = rc == PAL_OK ? pal_visit_put_visits(call, &page, true, &now) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_editing = page.can_mark &&
                      (asked(call, "edit") != NULL || pal_call_is_again(call, pal_do_visit_choose));
    struct choosing choosing = {.shown = read_shown(call, is_editing)};
    const size_t count = count_shown(&page, choosing.shown);
    choosing.span = (struct pal_span){0, count};
    rc = is_editing && !call->is_api ? pal_parts_span(call, count, EDITED_PER_PART, &choosing.span)
                                     : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set(call->data, "items", pal_value_list(&call->values));
    pal_set(call->data, "groups", pal_value_list(&call->values));
    pal_set(call->page, "groups", pal_value_list(&call->values));
    for (size_t i = 0; i < page.group_count; i++) {
        put_group(call, &page, i, &choosing);
    }
    put_sum(call, &page);
    put_ways(call, &page, choosing.shown, is_editing);
    pal_set_boolean(call->page, "is_editing", is_editing);
    pal_set_text(call->page, "order", pal_agenda_order_ids[page.order]);
    pal_set_text(call->page, "show", shown_ids[choosing.shown]);
    pal_set_text(call->page, "choose_url",
                 pal_call_printf(call, "/sendings/%s/visit/choose?part=%zu", call->params[0],
                                 choosing.span.first / EDITED_PER_PART + 1));
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    return pal_call_show(call, "web_visit",
                         pal_call_printf(call, "%s · %s", pal_call_tr(call, "Visit"), call->thing));
}

/* ---------------------------------------------------------------------- choosing */

/* What stands behind "was/": an item of the form, with whether it was chosen, for whom, at which
 * turn. False: it says the same as before. */
static bool read_choice(struct pal_call *call, const char *item, const char *was,
                        struct pal_visit_choice *out)
{
    const char *turn = pal_call_word(call, pal_call_printf(call, "turn/%s", item));
    const char *who = pal_call_word(call, pal_call_printf(call, "who/%s", item));
    const char *who_was = pal_call_word(call, pal_call_printf(call, "had/%s", item));
    const char *on = pal_call_word(call, pal_call_printf(call, "on/%s", item));
    *out = (struct pal_visit_choice){.item = item,
                                     .is_chosen = on[0] != '\0',
                                     .who = who,
                                     .turn = turn[0] != '\0' ? pal_whole_number(turn) : 0};
    return out->is_chosen != (strcmp(was, "1") == 0) || strcmp(who, who_was) != 0;
}

enum pal_rc pal_do_visit_choose(struct pal_call *call)
{
    static const char was[] = "was/";
    struct pal_act_done done = {0};
    struct pal_visit_choice *choices =
        PAL_NEW(call->request->arena, struct pal_visit_choice, call->form.count + 1);
    size_t count = 0;
    if (choices == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        if (strncmp(field->name, was, sizeof was - 1) == 0) {
            count += read_choice(call, field->name + sizeof was - 1, field->value, &choices[count]);
        }
    }
    const char *order = strcmp(pal_call_word(call, "order"), "person") == 0 ? "?order=person" : "";
    if (count == 0) {
        return pal_call_go(call, false, "/sendings/%s/visit%s", call->params[0], order);
    }
    enum pal_rc rc =
        pal_visit_choose(&call->errand, call->params[0], pal_act_id(call), choices, count, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK
               ? pal_call_go(call, !done.is_again, "/sendings/%s/visit%s", call->params[0], order)
               : rc;
}
