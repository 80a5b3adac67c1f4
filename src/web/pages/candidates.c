/* candidates - who offers the service of a project, and how each stands. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/pages/pages.h"

enum { PROVIDERS_MOST = 2000 };

static const char *const states[] = {"candidate", "retained", "refused"};

static const char *title_of(const struct pal_document *rows, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].id, id) == 0) {
            return rows[i].title;
        }
    }
    return id;
}

static struct pal_value *state_options(struct pal_call *call, const char *state)
{
    static const char *const titles[] = {PAL_N_("candidate"), PAL_N_("retained"),
                                         PAL_N_("refused")};
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < 3; i++) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "value", states[i]);
        pal_put_text(row, "title", pal_call_tr(call, titles[i]));
        pal_put_boolean(row, "is_chosen", strcmp(states[i], state) == 0);
        pal_add(list, row);
    }
    return list;
}

static struct pal_value *candidates(struct pal_call *call, const struct pal_value *document,
                                    const struct pal_document *providers, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(at, pal_value_get(document, "candidates"))
    {
        const char *id = pal_word_in(at, "provider");
        const char *state =
            pal_word_in(at, "state")[0] != '\0' ? pal_word_in(at, "state") : states[0];
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "id", id);
        pal_put_text(row, "title", title_of(providers, count, id));
        pal_put_text(row, "state", state);
        pal_put_text(row, "note", pal_word_in(at, "note"));
        pal_put(row, "states", state_options(call, state));
        pal_add(list, row);
    }
    return list;
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
    call->version = record.version;
    pal_set(call->data, "candidates", candidates(call, document, providers, count));
    pal_set_integer(call->data, "version", record.version);
    pal_call_option(call, "provider", "", "—", "");
    for (size_t i = 0; i < count; i++) {
        pal_call_option(call, "provider", providers[i].id, providers[i].title, "");
    }
    pal_call_form(call, "name", "");
    pal_call_form(call, "id", "");
    pal_set_boolean(call->page, "can_edit", pal_call_may(call, PAL_MAY_EDIT_PROJECT));
    pal_project_tabs(call, id);
    return pal_call_show(call, "web_candidates", pal_call_tr(call, "Candidates"));
}

/* A new provider is the project's own, until somebody publishes it. It may get another id than was
 * wished: see pal_house_put. */
static enum pal_rc add_provider(struct pal_call *call, const char *project, const char *name,
                                const char **id)
{
    struct pal_document record;
    struct pal_value *document = pal_value_object(&call->values);
    pal_put_text(document, "palier", "provider/1");
    pal_put_text(document, "id", *id);
    pal_put_text(document, "title", name);
    enum pal_rc rc = pal_put_json(call, project, document, 0, "", &record);
    *id = rc == PAL_OK ? record.id : *id;
    return rc;
}

/* The index of a provider among the candidates, or their number. */
static size_t find_candidate(const struct pal_value *list, const char *provider)
{
    size_t at = 0;
    while (at < pal_value_count(list) &&
           strcmp(pal_word_in(pal_value_at(list, at), "provider"), provider) != 0) {
        at++;
    }
    return at;
}

/* Puts a row in the place of the one that stands there; NULL: nothing. */
static void replace(struct pal_value *list, size_t at, struct pal_value *row)
{
    const struct pal_value *old = pal_value_at(list, at);
    struct pal_value *item = pal_value_first(list);
    pal_clear(list);
    for (; item != NULL; item = item->next) {
        if (item != old) {
            pal_add(list, item);
        } else if (row != NULL) {
            pal_add(list, row);
        }
    }
}

static enum pal_rc change(struct pal_call *call, struct pal_value *list, const char *provider)
{
    size_t at = find_candidate(list, provider);
    bool is_there = at < pal_value_count(list);
    if (is_there && pal_call_does(call, "add")) {
        return pal_errand_fail(&call->errand, PAL_E_EXISTS, "%s is a candidate already",
                               pal_quote(provider).text);
    }
    if (!is_there && !pal_call_does(call, "add")) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "%s is no candidate",
                               pal_quote(provider).text);
    }
    if (pal_call_does(call, "remove")) {
        replace(list, at, NULL);
        return PAL_OK;
    }
    struct pal_value *row = pal_value_object(&call->values);
    const char *state = pal_call_word(call, "state");
    pal_put_text(row, "provider", provider);
    pal_put_text(row, "state", state[0] != '\0' ? state : states[0]);
    pal_put_text(
        row, "note",
        pal_form_like(call, "note", is_there ? pal_word_in(pal_value_at(list, at), "note") : ""));
    if (is_there) {
        replace(list, at, row);
    } else {
        pal_add(list, row);
    }
    return PAL_OK;
}

enum pal_rc pal_do_candidates(struct pal_call *call)
{
    const char *id = call->params[0];
    const char *name = pal_call_word(call, "name");
    const char *provider =
        name[0] != '\0' ? pal_call_word(call, "id") : pal_call_word(call, "provider");
    struct pal_document record;
    enum pal_rc rc = name[0] != '\0' ? add_provider(call, id, name, &provider) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_get(&call->errand, "project", id, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *document = pal_call_document(call, record.text, strlen(record.text));
    if (document == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    struct pal_value *list = pal_value_get(document, "candidates");
    if (list == NULL) {
        list = pal_value_list(&call->values);
        pal_put(document, "candidates", list);
    }
    rc = change(call, list, provider);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_put_json(call, "", document, pal_form_version(call), "", &record);
    return rc == PAL_OK
               ? pal_go_written(call, &record, pal_call_printf(call, "/projects/%s/candidates", id))
               : rc;
}
