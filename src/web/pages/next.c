#include "web/pages/next.h"

#include <string.h>

#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "app/house/standing.h"
#include "core/case/rights.h"
#include "web/pages/pages.h"

/* The button of whoever may do it, and what others read; where. */
static const struct {
    const char *title;
    const char *told;
    const char *url;
} todos[PAL_TODO_COUNT] = {
    [PAL_TODO_NEEDS] = {PAL_N_("Write the needs"),
                        PAL_N_("The project manager states the needs next."), "/needs"},
    [PAL_TODO_CANDIDATES] = {PAL_N_("Name the candidates"),
                             PAL_N_("The project manager names the candidates next."),
                             "/candidates"},
    [PAL_TODO_MEETING] = {PAL_N_("Write down the first meeting"),
                          PAL_N_(
                              "The project manager holds the first meeting next, with the expert."),
                          "/meeting"},
    [PAL_TODO_PROFILE] = {PAL_N_("Choose a confidence profile"),
                          PAL_N_("The expert chooses the confidence profile next."), "/edit"},
    [PAL_TODO_TENDER] = {PAL_N_("Open the tender"),
                         PAL_N_("The project manager opens the tender next."),
                         "/edit?state=candidates#f-state"},
    [PAL_TODO_QUESTIONNAIRE] =
        {PAL_N_("Send a questionnaire"),
         PAL_N_("The project manager sends the questionnaire to the candidates next."),
         "/questionnaires/send"},
    [PAL_TODO_ASSESS] = {PAL_N_("New assessment"), PAL_N_("The expert begins an assessment next."),
                         "/assessments/new"},
    [PAL_TODO_RATE] = {PAL_N_("Go on rating"), PAL_N_("The expert rates what is not rated yet."),
                       "/marks"},
    [PAL_TODO_RETAIN] = {PAL_N_("Retain a candidate"),
                         PAL_N_("The project manager retains a candidate next."), "/candidates"},
    [PAL_TODO_CHOOSE] = {PAL_N_("Choose the retained candidate"),
                         PAL_N_("The project manager chooses the retained candidate next."),
                         "/edit?state=assessment#f-state"},
    [PAL_TODO_PLAN] = {PAL_N_("Follow the action plan"),
                       PAL_N_("The project manager follows the action plan."), "/plan"}};

/* Where it is done: on a page of the project, or of the assessment that stands for it; what is to
 * be rated is the one that was begun after it. */
static const char *todo_url(struct pal_call *call, const char *project, enum pal_case_todo todo,
                            const struct pal_case_of *of, const struct pal_standing *standing)
{
    const char *latest = standing->begun != NULL ? standing->begun : standing->latest.id;
    bool is_of_assessment = todo == PAL_TODO_PLAN || todo == PAL_TODO_RATE;
    bool has_proposal = todo == PAL_TODO_PROFILE && pal_case_holds(&of->facts, PAL_FACT_NEEDS);
    const char *page = has_proposal ? "/proposal" : todos[todo].url;
    return is_of_assessment
               ? pal_call_printf(call, "/assessments/%s%s", latest != NULL ? latest : "", page)
               : pal_call_printf(call, "/projects/%s%s", project, page);
}

const char *pal_next_title(struct pal_call *call, enum pal_case_todo todo)
{
    return pal_call_tr(call, todos[todo].title);
}

const char *pal_next_told(struct pal_call *call, enum pal_case_todo todo)
{
    return pal_call_tr(call, todos[todo].told);
}

struct pal_next_said pal_next_say(struct pal_call *call, const char *project,
                                  const struct pal_case_of *of, const struct pal_standing *standing)
{
    struct pal_next_said said = {.thing = pal_case_todo(of->state, &of->facts, of->may)};
    const enum pal_case_todo todo = said.thing.todo;
    if (todo == PAL_TODO_NOTHING) {
        return said;
    }
    said.title = pal_next_title(call, todo);
    said.url = said.thing.is_yours ? todo_url(call, project, todo, of, standing) : NULL;
    said.told = said.thing.is_yours ? NULL : pal_next_told(call, todo);
    return said;
}

/* What is next on a project that was read; NULL in `out->title`: nothing. */
static enum pal_rc find_next(struct pal_call *call, const struct pal_document *record,
                             struct pal_next_said *out)
{
    struct pal_standing standing;
    enum pal_rc rc = pal_house_standing(&call->errand, record, 1, &standing);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_value *document = pal_call_document(call, record->text, strlen(record->text));
    struct pal_case_of of = pal_case_of_value(&call->errand, record->id, document, &standing.field);
    rc = pal_house_case(&call->errand, record->id, &standing, &of);
    if (rc == PAL_OK) {
        *out = pal_next_say(call, record->id, &of, &standing);
    }
    return rc;
}

enum pal_rc pal_next_put(struct pal_call *call, const char *project)
{
    struct pal_document record;
    struct pal_next_said next = {.title = NULL};
    if (call->is_api || pal_call_is_pass(call)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_get(&call->errand, "project", project, &record);
    rc = rc == PAL_OK ? find_next(call, &record, &next) : rc;
    if (rc == PAL_OK && next.url != NULL && strcmp(next.url, call->place) != 0) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "title", next.title);
        pal_put_text(row, "url", next.url);
        pal_set(call->page, "next", row);
    }
    return rc;
}

/* ------------------------------------------------------------------ welcome */

/* Projects of which what is next is looked for: somebody new has few. */
enum { LOOKED_AT_MOST = 5 };

/* What a role is for; nothing is said of a provider, who reads no project (the first page says what
 * comes). */
static const struct {
    const char *text;
    const char *title; /* where it begins, of a role held everywhere */
    const char *url;
} duties[PAL_ROLE_COUNT] = {
    [PAL_ROLE_ADMINISTRATOR] = {PAL_N_("You look after accounts, roles and the installation."),
                                PAL_N_("Invite people"), "/people"},
    [PAL_ROLE_EXPERT] = {PAL_N_("You assess what providers do, propose profiles and keep the "
                                "library."),
                         PAL_N_("See the library"), "/library"},
    [PAL_ROLE_PROJECT_MANAGER] =
        {PAL_N_("You state the needs, name the candidates, say who answers for what and follow the "
                "action plan."),
         PAL_N_("Start a project"), "/projects/new"},
    [PAL_ROLE_APPROVING_AUTHORITY] = {PAL_N_("You read what is found and what is planned, and say "
                                             "what you think of it."),
                                      NULL, NULL},
    [PAL_ROLE_AUDITOR] = {PAL_N_("You read every project and who did what, and change nothing."),
                          PAL_N_("See the audit log"), "/audit"},
    [PAL_ROLE_KEEPER] = {PAL_N_("You keep a consultation: you see who takes part, make questions "
                                "anonymous, and tell nobody before the closing."),
                         NULL, NULL},
};

/* What is next on one project. */
static enum pal_rc put_project(struct pal_call *call, const char *project, struct pal_value *row)
{
    struct pal_document record;
    struct pal_next_said next = {.title = NULL};
    enum pal_rc rc = pal_house_get(&call->errand, "project", project, &record);
    if (rc == PAL_OK) {
        rc = find_next(call, &record, &next);
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    pal_put_text(row, "project", record.title);
    pal_put_text(row, "project_url", pal_call_printf(call, "/projects/%s", project));
    pal_put_text(row, "told", next.told);
    pal_put_text(row, "title", next.url != NULL ? next.title : NULL);
    pal_put_text(row, "url", next.url);
    return PAL_OK;
}

enum pal_rc pal_welcome_put(struct pal_call *call)
{
    enum pal_rc rc = PAL_OK;
    size_t looked_at = 0;
    if (call->is_api || pal_call_query(call, "welcome") == NULL) {
        return PAL_OK;
    }
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < call->errand.role_count && rc == PAL_OK; i++) {
        const struct pal_role_on *on = &call->errand.roles[i];
        const enum pal_role role = pal_role_find(on->role);
        const bool is_everywhere = pal_rights_is_everywhere(on->project);
        if (role >= PAL_ROLE_COUNT || duties[role].text == NULL ||
            (!is_everywhere && looked_at++ >= LOOKED_AT_MOST)) {
            continue;
        }
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "role", pal_role_title(call, on->role));
        pal_put_text(row, "text", pal_call_tr(call, duties[role].text));
        if (is_everywhere && duties[role].title != NULL) {
            pal_put_text(row, "title", pal_call_tr(call, duties[role].title));
            pal_put_text(row, "url", duties[role].url);
        }
        rc = is_everywhere ? PAL_OK : put_project(call, on->project, row);
    }
    pal_set(call->page, "welcome", list);
    pal_set_boolean(call->page, "has_welcome", pal_value_count(list) > 0);
    return rc;
}

void pal_next_put_act(struct pal_call *call, struct pal_value *list, const char *word,
                      const struct pal_case_answer *answer)
{
    struct pal_value *row = pal_add_object(list);
    struct pal_value *asks = pal_value_list(&call->values);
    pal_put_text(row, "act", word);
    for (unsigned ask = 0; ask < PAL_ASK_COUNT; ask++) {
        if ((answer->row->asks & PAL_ASK_BIT(ask)) != 0) {
            pal_add_text(asks, pal_case_ask_ids[ask]);
        }
    }
    pal_put(row, "asks", asks);
    pal_put_text(row, "why_not",
                 answer->why_not != NULL ? pal_call_tr(call, answer->why_not) : NULL);
}
