/* pages_candidates - who offers the service of a project, and how each stands. */
#include <string.h>

#include "base/text.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { PROVIDERS_MOST = 2000 };

static const char *const states[] = {"candidate", "retained", "refused"};

static const char *title_of(const struct pal_record *rows, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].id, id) == 0) {
            return rows[i].title;
        }
    }
    return id;
}

static json_t *state_options(struct pal_call *call, const char *state)
{
    static const char *const titles[] = {PAL_N_("candidate"), PAL_N_("retained"),
                                         PAL_N_("refused")};
    json_t *list = json_array();
    for (size_t i = 0; i < 3; i++) {
        json_t *row = json_object();
        pal_call_text(call, row, "value", states[i]);
        pal_call_text(call, row, "title", pal_call_tr(call, titles[i]));
        pal_call_put(call, row, "is_chosen", json_boolean(strcmp(states[i], state) == 0));
        pal_call_add(call, list, row);
    }
    return list;
}

static json_t *candidates(struct pal_call *call, const json_t *document,
                          const struct pal_record *providers, size_t count)
{
    json_t *list = json_array();
    size_t index;
    json_t *at;
    json_array_foreach(json_object_get(document, "candidates"), index, at)
    {
        const char *id = pal_word_in(at, "provider");
        const char *state =
            pal_word_in(at, "state")[0] != '\0' ? pal_word_in(at, "state") : states[0];
        json_t *row = json_object();
        pal_call_text(call, row, "id", id);
        pal_call_text(call, row, "title", title_of(providers, count, id));
        pal_call_text(call, row, "state", state);
        pal_call_text(call, row, "note", pal_word_in(at, "note"));
        pal_call_put(call, row, "states", state_options(call, state));
        pal_call_add(call, list, row);
    }
    return list;
}

enum pal_rc pal_page_candidates(struct pal_call *call)
{
    const char *id = call->params[0];
    struct pal_record record;
    json_t *document;
    struct pal_record *providers = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    rc = rc == PAL_OK
             ? pal_house_offered(&call->errand, "provider", id, PROVIDERS_MOST, &providers, &count)
             : rc;
    if (rc != PAL_OK) {
        json_decref(document);
        return rc;
    }
    call->version = record.version;
    pal_call_put(call, call->data, "candidates", candidates(call, document, providers, count));
    pal_call_put(call, call->data, "version", json_integer(record.version));
    json_decref(document);
    pal_call_option(call, "provider", "", "—", "");
    for (size_t i = 0; i < count; i++) {
        pal_call_option(call, "provider", providers[i].id, providers[i].title, "");
    }
    pal_call_form(call, "name", "");
    pal_call_form(call, "id", "");
    pal_call_put(call, call->page, "can_edit",
                 json_boolean(pal_call_may(call, PAL_MAY_EDIT_PROJECT)));
    pal_project_tabs(call, id);
    return pal_call_show(call, "web_candidates", pal_call_tr(call, "Candidates"));
}

/* A new provider is the project's own, until somebody publishes it. It may get another id than was
 * wished: see pal_house_put. */
static enum pal_rc add_provider(struct pal_call *call, const char *project, const char *name,
                                const char **id)
{
    struct pal_record record;
    json_t *document = json_object();
    pal_call_text(call, document, "palier", "provider/1");
    pal_call_text(call, document, "id", *id);
    pal_call_text(call, document, "title", name);
    enum pal_rc rc = pal_put_json(call, project, document, 0, "", &record);
    *id = rc == PAL_OK ? record.id : *id;
    json_decref(document);
    return rc;
}

/* The index of a provider among the candidates, or their number. */
static size_t find_candidate(const json_t *list, const char *provider)
{
    size_t at = 0;
    while (at < json_array_size(list) &&
           strcmp(pal_word_in(json_array_get(list, at), "provider"), provider) != 0) {
        at++;
    }
    return at;
}

static enum pal_rc change(struct pal_call *call, json_t *list, const char *provider)
{
    size_t at = find_candidate(list, provider);
    bool is_there = at < json_array_size(list);
    if (is_there && pal_call_does(call, "add")) {
        return pal_errand_fail(&call->errand, PAL_E_EXISTS, "%s is a candidate already",
                               pal_quote(provider).text);
    }
    if (!is_there && !pal_call_does(call, "add")) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "%s is no candidate",
                               pal_quote(provider).text);
    }
    if (pal_call_does(call, "remove")) {
        (void)json_array_remove(list, at);
        return PAL_OK;
    }
    json_t *row = json_object();
    const char *state = pal_call_word(call, "state");
    pal_call_text(call, row, "provider", provider);
    pal_call_text(call, row, "state", state[0] != '\0' ? state : states[0]);
    pal_call_text(
        call, row, "note",
        pal_form_like(call, "note", is_there ? pal_word_in(json_array_get(list, at), "note") : ""));
    if (is_there) {
        call->failed = json_array_set_new(list, at, row) != 0 || call->failed;
    } else {
        pal_call_add(call, list, row);
    }
    return PAL_OK;
}

enum pal_rc pal_do_candidates(struct pal_call *call)
{
    const char *id = call->params[0];
    const char *name = pal_call_word(call, "name");
    const char *provider =
        name[0] != '\0' ? pal_call_word(call, "id") : pal_call_word(call, "provider");
    struct pal_record record;
    enum pal_rc rc = name[0] != '\0' ? add_provider(call, id, name, &provider) : PAL_OK;
    rc = rc == PAL_OK ? pal_house_get(&call->errand, "project", id, &record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    json_t *document = pal_house_json(pal_call_app(call), record.text, strlen(record.text));
    if (document == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    json_t *list = json_object_get(document, "candidates");
    if (list == NULL) {
        list = json_array();
        pal_call_put(call, document, "candidates", list);
    }
    rc = change(call, list, provider);
    rc = rc == PAL_OK ? pal_put_json(call, "", document, pal_form_version(call), "", &record) : rc;
    json_decref(document);
    return rc == PAL_OK
               ? pal_go_written(call, &record, pal_call_printf(call, "/projects/%s/candidates", id))
               : rc;
}
