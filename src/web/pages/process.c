/* process - the process that a project follows: its steps, how far each is, and saying so. */
#include "web/pages/process.h"

#include <string.h>

#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/pages/next.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { NEXT_MOST = 8 };

enum pal_rc pal_process_open(struct pal_call *call, const struct pal_value *project,
                             struct pal_document *record, struct pal_value **out)
{
    const char *named = pal_value_as_text(pal_value_get(project, "process"));
    enum pal_rc rc = pal_house_process(&call->errand, named, record);
    *out = NULL;
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_call_document(call, record->text, strlen(record->text));
    return *out != NULL ? PAL_OK : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

/* The place of a step among those of its process, from 0; -1: it is none of them. */
static int find_step(const struct pal_value *process, const char *id)
{
    int at = 0;
    PAL_EACH(step, pal_value_get(process, "steps"))
    {
        if (strcmp(pal_word_in(step, "id"), id) == 0) {
            return at;
        }
        at++;
    }
    return -1;
}

const char *pal_process_step_title(const struct pal_call *call, const struct pal_value *process,
                                   const char *id)
{
    const struct pal_value *steps = pal_value_get(process, "steps");
    int at = find_step(process, id);
    return at >= 0 ? pal_said(call, pal_value_get(pal_value_at(steps, (size_t)at), "title")) : id;
}

enum pal_rc pal_process_stages(struct pal_call *call, const struct pal_value *process,
                               const struct pal_case_of *of, struct pal_stage_now **out)
{
    const struct pal_value *steps = pal_value_get(process, "steps");
    struct pal_arena *arena = call->request->arena;
    size_t count = pal_value_count(steps);
    struct pal_stage *stages = PAL_NEW(arena, struct pal_stage, count + 1);
    *out = PAL_NEW(arena, struct pal_stage_now, count + 1);
    if (stages == NULL || *out == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    count = 0;
    PAL_EACH(step, steps)
    {
        stages[count++] =
            (struct pal_stage){.id = pal_word_in(step, "id"),
                               .done_when = pal_done_when_find(pal_word_in(step, "done_when"))};
    }
    return pal_stages_now(&call->errand, call->params[0], stages, count, &of->facts, *out);
}

/* ------------------------------------------------------------------------ showing */

static const struct pal_case_state *state_of(const struct pal_stage_now *stage)
{
    return &pal_case_tables[PAL_CASE_STAGE].states[stage->state];
}

/* Who said it and when; what facts tell nobody said. */
static void add_said(struct pal_call *call, struct pal_value *row,
                     const struct pal_stage_now *stage, bool is_named)
{
    bool is_said =
        stage->fact != NULL && (!stage->is_derived || stage->state == PAL_STAGE_NOT_NEEDED);
    pal_put_text(row, "date", is_said ? stage->date : NULL);
    pal_put_text(row, "reason", is_said ? stage->reason : NULL);
    pal_put_text(row, "by",
                 !is_said   ? NULL
                 : is_named ? pal_principal_said(call, stage->fact->principal, stage->fact->claim)
                            : stage->fact->principal);
    pal_put_text(row, "at", is_said ? pal_call_time(call, stage->fact->at) : NULL);
}

/* What may be said of it next, and why not, for programs. */
static struct pal_value *next_of(struct pal_call *call, const struct pal_case_answer *answers,
                                 size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        pal_next_put_act(call, list, answers[i].row->verb, &answers[i]);
    }
    return list;
}

/* What was typed for a step, where its form is shown again. */
static const char *typed(struct pal_call *call, const char *step, const char *name,
                         const char *kept)
{
    bool is_of = call->is_form_again && strcmp(pal_call_word(call, "step"), step) == 0;
    const char *value = is_of ? pal_call_typed(call, name) : NULL;
    return value != NULL ? value : kept;
}

/* The form of a step: a button for whatever may be said next, and the fields that these ask for. */
static void add_form(struct pal_call *call, struct pal_value *row, const char *step,
                     const struct pal_case_answer *answers, size_t count)
{
    struct pal_value *buttons = pal_put_list(row, "buttons");
    const char *why_not = NULL;
    unsigned asks = 0;
    for (size_t i = 0; i < count; i++) {
        if (answers[i].says != PAL_CASE_MAY) {
            why_not = answers[i].says == PAL_CASE_NOT_NOW ? answers[i].why_not : why_not;
            continue;
        }
        struct pal_value *button = pal_add_object(buttons);
        pal_put_text(button, "act", answers[i].row->verb);
        pal_put_text(button, "title", pal_call_tr(call, answers[i].row->title));
        asks |= answers[i].row->asks;
    }
    pal_put_boolean(row, "can_say", pal_value_count(buttons) > 0);
    pal_put_boolean(row, "asks_date", (asks & PAL_ASK_BIT(PAL_ASK_DATE)) != 0);
    pal_put_boolean(row, "asks_reason", (asks & PAL_ASK_BIT(PAL_ASK_REASON)) != 0);
    pal_put_text(row, "why_not", why_not != NULL ? pal_call_tr(call, why_not) : NULL);
    pal_put_text(row, "typed_date",
                 typed(call, step, "date", pal_call_day(call, call->errand.now)));
    pal_put_text(row, "typed_reason", typed(call, step, "reason", ""));
    pal_put_boolean(row, "is_again", typed(call, step, "step", NULL) != NULL);
    pal_put_text(row, "act_id", pal_facts_new_id(&call->errand));
}

static void add_step(struct pal_call *call, const struct pal_case_of *of,
                     const struct pal_value *step, const struct pal_stage_now *stage)
{
    struct pal_case_answer answers[NEXT_MOST];
    const char *id = pal_word_in(step, "id");
    size_t count = pal_stages_next(of, stage, answers, NEXT_MOST);
    count = count < NEXT_MOST ? count : NEXT_MOST;
    int64_t turn = stage->fact != NULL ? stage->fact->turn : 0;
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "steps"));
    pal_put_text(data, "id", id);
    pal_put_text(data, "state", state_of(stage)->id);
    pal_put_boolean(data, "is_derived", stage->is_derived);
    add_said(call, data, stage, false);
    pal_put_integer(data, "turn", turn);
    pal_put(data, "next", next_of(call, answers, count));
    struct pal_value *list = pal_value_get(call->page, "steps");
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "id", id);
    pal_put_integer(row, "number", (int64_t)pal_value_count(list));
    pal_put_text(row, "title", pal_said(call, pal_value_get(step, "title")));
    pal_put_text(row, "text", pal_said(call, pal_value_get(step, "text")));
    pal_put_text(row, "state", state_of(stage)->id);
    pal_put_text(row, "state_title", pal_call_tr(call, state_of(stage)->title));
    pal_put_boolean(row, "is_under_way", stage->state == PAL_STAGE_UNDER_WAY);
    pal_put_boolean(row, "is_derived", stage->is_derived && stage->state != PAL_STAGE_NOT_NEEDED);
    add_said(call, row, stage, true);
    pal_put_integer(row, "turn", turn);
    pal_put_text(
        row, "history",
        turn > 0 ? pal_call_printf(call, "/projects/%s/facts/stage?part=%s", call->params[0], id)
                 : NULL);
    add_form(call, row, id, answers, count);
}

/* The names of who said something, looked up together. */
static enum pal_rc name_all(struct pal_call *call, const struct pal_stage_now *stages, size_t count)
{
    const struct pal_fact **facts =
        PAL_NEW(call->request->arena, const struct pal_fact *, count + 1);
    for (size_t i = 0; i < count && facts != NULL; i++) {
        facts[i] = stages[i].fact;
    }
    return facts != NULL ? pal_facts_read(call, facts, count)
                         : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

/* The project as its steps ask of it. */
static enum pal_rc open_case(struct pal_call *call, struct pal_value **process,
                             struct pal_case_of *of)
{
    struct pal_document record;
    struct pal_document followed;
    struct pal_standing standing;
    struct pal_value *document = NULL;
    const char *id = call->params[0];
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    if (rc == PAL_OK) {
        rc = pal_process_open(call, document, &followed, process);
    }
    if (rc == PAL_OK) {
        rc = pal_house_standing(&call->errand, &record, 1, &standing);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *of = pal_case_of_value(&call->errand, id, document, &standing.field);
    pal_set_text(call->data, "process", followed.id);
    pal_set_text(call->page, "process_title", pal_said(call, pal_value_get(*process, "title")));
    return pal_house_case(&call->errand, id, &standing, of);
}

enum pal_rc pal_page_process(struct pal_call *call)
{
    struct pal_value *process = NULL;
    struct pal_stage_now *stages;
    struct pal_case_of of;
    size_t at = 0;
    enum pal_rc rc = open_case(call, &process, &of);
    if (rc == PAL_OK) {
        rc = pal_process_stages(call, process, &of, &stages);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_value *steps = pal_value_get(process, "steps");
    rc = name_all(call, stages, pal_value_count(steps));
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set(call->data, "steps", pal_value_list(&call->values));
    pal_set(call->page, "steps", pal_value_list(&call->values));
    PAL_EACH(step, steps)
    {
        add_step(call, &of, step, &stages[at++]);
    }
    pal_set_boolean(call->page, "can_edit", pal_call_may(call, PAL_MAY_EDIT_PROJECT));
    pal_project_tabs(call, call->params[0]);
    rc = pal_next_put(call, call->params[0]);
    return rc != PAL_OK
               ? rc
               : pal_call_show(call, "web_process", pal_call_tr(call, "Steps of the process"));
}

/* ------------------------------------------------------------------------- saying */

/* Says how far a step is. Each button of a form sends the form's day: the acts that ask for one
 * alone read it. */
static enum pal_rc say(struct pal_call *call, unsigned state)
{
    const char *turn = pal_call_word(call, "turn");
    const char *step = pal_call_word(call, "step");
    bool has_date = pal_route_reads_field(call->route, "date");
    if (step[0] == '\0') {
        return pal_errand_fail(&call->errand, PAL_E_INVALID, "say which step of the process it is");
    }
    const struct pal_fact_field fields[] = {{"date", has_date ? pal_call_word(call, "date") : ""},
                                            {"reason", pal_call_word(call, "reason")}};
    const struct pal_fact_wish fact = {.kind = PAL_STAGE_FACT,
                                       .subject_kind = "project",
                                       .subject = call->params[0],
                                       .part = step,
                                       .lane = "",
                                       .seen_turn = turn[0] != '\0' ? pal_whole_number(turn) : 0,
                                       .state = pal_case_tables[PAL_CASE_STAGE].states[state].id,
                                       .fields = fields,
                                       .field_count = 2};
    const struct pal_act_wish wish = {.id = pal_act_id(call), .facts = &fact, .count = 1};
    struct pal_act_done done;
    enum pal_rc rc = pal_act_answer(call, pal_facts_act(&call->errand, &wish, &done), &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/projects/%s/process", call->params[0])
                        : rc;
}

enum pal_rc pal_do_stage_begin(struct pal_call *call)
{
    return say(call, PAL_STAGE_UNDER_WAY);
}

enum pal_rc pal_do_stage_put_back(struct pal_call *call)
{
    return say(call, PAL_STAGE_OPEN);
}

enum pal_rc pal_do_stage_tick(struct pal_call *call)
{
    return say(call, PAL_STAGE_DONE);
}

enum pal_rc pal_do_stage_leave_out(struct pal_call *call)
{
    return say(call, PAL_STAGE_NOT_NEEDED);
}

enum pal_rc pal_do_stage_reopen(struct pal_call *call)
{
    return say(call, PAL_STAGE_UNDER_WAY);
}

enum pal_rc pal_do_stage_need(struct pal_call *call)
{
    return say(call, PAL_STAGE_OPEN);
}
