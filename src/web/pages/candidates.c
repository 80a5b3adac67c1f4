/* candidates - who offers the service of a project, and how each stands. */
#include <string.h>

#include "app/house/case.h"
#include "app/house/errand.h"
#include "app/house/nominate.h"
#include "app/house/shelf.h"
#include "core/case/project_1.h"
#include "web/pages/pages.h"

enum { PROVIDERS_MOST = 2000 };

static const char *title_of(const struct pal_document *rows, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].id, id) == 0) {
            return rows[i].title;
        }
    }
    return id;
}

static void add_option(struct pal_value *list, const char *word, const char *title,
                       const char *chosen)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "value", word);
    pal_put_text(row, "title", title);
    pal_put_boolean(row, "is_chosen", strcmp(word, chosen) == 0);
}

/* The states that may follow, and the one that it is in, into `states`; as the options of a choice,
 * in which one that was chosen stays to be seen though it may not follow (any more); why none may
 * where there is none. */
static struct pal_value *state_options(struct pal_call *call, const struct pal_case_of *of,
                                       const char *state, const char *chosen,
                                       struct pal_value *states, const char **why_not)
{
    const struct pal_case_state *titles = pal_case_tables[PAL_CASE_CANDIDATE].states;
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < PAL_PROJECT_1_CANDIDATES; i++) {
        const char *word = pal_project_1_candidates[i];
        const char *title = pal_call_tr(call, titles[pal_project_1_candidate(word)].title);
        struct pal_case_answer answer = pal_case_of_candidate(of, state, word, ~0U);
        if (answer.says == PAL_CASE_MAY) {
            pal_add_text(states, word);
            add_option(list, word, title, chosen);
            continue;
        }
        *why_not = answer.why_not;
        if (strcmp(word, chosen) == 0) {
            title = pal_call_printf(call, pal_call_tr(call, "%s: does not fit (any more)"), title);
            add_option(list, word, title, chosen);
        }
    }
    return list;
}

/* What was typed for this candidate, where the form is shown again. */
static const char *typed(struct pal_call *call, const char *provider, const char *name,
                         const char *kept)
{
    bool is_of = call->is_form_again && pal_call_does(call, "change") &&
                 strcmp(pal_call_word(call, "provider"), provider) == 0;
    const char *value = is_of ? pal_call_field(call, name) : NULL;
    return value != NULL ? value : kept;
}

/* A candidate as it is, in the data and beside its form. */
static void put_candidate(struct pal_value *row, const struct pal_value *at, const char *title,
                          const char *state)
{
    pal_put_text(row, "id", pal_word_in(at, "provider"));
    pal_put_text(row, "title", title);
    pal_put_text(row, "state", state);
    pal_put_text(row, "note", pal_word_in(at, "note"));
}

/* The candidates into the data; each once more with its form, and the words of it, into the page.
 */
static void put_candidates(struct pal_call *call, const struct pal_case_of *of,
                           const struct pal_value *document, const struct pal_document *providers,
                           size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *forms = pal_value_list(&call->values);
    PAL_EACH(at, pal_value_get(document, "candidates"))
    {
        const char *id = pal_word_in(at, "provider");
        const char *state = pal_word_in(at, "state");
        const char *why_not = NULL;
        state = state[0] != '\0' ? state : pal_project_1_candidates[0];
        struct pal_value *row = pal_add_object(list);
        struct pal_value *form = pal_add_object(forms);
        struct pal_value *states = pal_value_list(&call->values);
        put_candidate(row, at, title_of(providers, count, id), state);
        put_candidate(form, at, title_of(providers, count, id), state);
        pal_put(form, "options",
                state_options(call, of, state, typed(call, id, "state", state), states, &why_not));
        pal_put(row, "states", states);
        pal_put_text(form, "typed_note", typed(call, id, "note", pal_word_in(at, "note")));
        pal_put_text(form, "why_not", why_not != NULL ? pal_call_tr(call, why_not) : NULL);
        pal_put_boolean(form, "can_remove",
                        pal_case_of_candidate(of, state, NULL, ~0U).says == PAL_CASE_MAY);
        pal_put_boolean(form, "is_again", typed(call, id, "state", NULL) != NULL);
    }
    pal_set(call->data, "candidates", list);
    pal_set(call->page, "candidates", forms);
}

enum pal_rc pal_page_candidates(struct pal_call *call)
{
    const char *id = call->params[0];
    struct pal_document record;
    struct pal_value *document;
    struct pal_document *providers = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_offered(&call->errand, "provider", id, PROVIDERS_MOST, &providers, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_case_of of = pal_case_of_value(&call->errand, id, document);
    call->version = record.version;
    put_candidates(call, &of, document, providers, count);
    pal_set_integer(call->data, "version", record.version);
    pal_call_option(call, "provider", "", "—", "");
    for (size_t i = 0; i < count; i++) {
        pal_call_option(call, "provider", providers[i].id, providers[i].title, "");
    }
    pal_call_form(call, "name", "");
    pal_call_form(call, "id", "");
    struct pal_case_answer adding =
        pal_case_of_candidate(&of, NULL, pal_project_1_candidates[0], ~0U);
    pal_set_boolean(call->page, "can_edit", pal_call_may(call, PAL_MAY_EDIT_PROJECT));
    pal_set_boolean(call->page, "can_add", adding.says == PAL_CASE_MAY);
    pal_set_text(call->page, "why_not_add",
                 adding.says == PAL_CASE_NOT_NOW ? pal_call_tr(call, adding.why_not) : NULL);
    pal_project_tabs(call, id);
    return pal_call_show(call, "web_candidates", pal_call_tr(call, "Candidates"));
}

/* What the form asks for. */
static struct pal_nomination read_nomination(struct pal_call *call)
{
    const char *name = pal_call_word(call, "name");
    return (struct pal_nomination){.act = pal_call_does(call, "add")      ? PAL_NOMINATION_ADD
                                          : pal_call_does(call, "remove") ? PAL_NOMINATION_REMOVE
                                                                          : PAL_NOMINATION_CHANGE,
                                   .provider =
                                       pal_call_word(call, name[0] != '\0' ? "id" : "provider"),
                                   .name = name,
                                   .state = pal_call_word(call, "state"),
                                   .note = pal_call_field(call, "note"),
                                   .is_typed = !call->is_api,
                                   .version = pal_form_version(call)};
}

enum pal_rc pal_do_candidates(struct pal_call *call)
{
    const char *id = call->params[0];
    const struct pal_nomination wanted = read_nomination(call);
    struct pal_document record;
    enum pal_rc rc = pal_house_nominate(&call->errand, pal_fresh_app(call), id, &wanted, &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : rc;
    }
    return pal_go_written(call, &record, pal_call_printf(call, "/projects/%s/candidates", id));
}
