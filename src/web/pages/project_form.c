/* project_form - the form of a project, new or changed. */
#include <string.h>

#include "app/house/case.h"
#include "app/house/errand.h"
#include "app/house/procedures.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "core/case/project_1.h"
#include "web/pages/pages.h"
#include "web/pages/procedure.h"
#include "web/pages/process.h"
#include "web/sheet_forms.h"
#include "web/web_parts.h"

/* What is chosen in the form: what was typed, else what the project has. */
static const char *chosen_in(struct pal_call *call, const struct pal_value *document,
                             const char *key)
{
    const char *typed = call->is_form_again ? pal_call_field(call, key) : NULL;
    return typed != NULL ? typed : pal_word_in(document, key);
}

/* The levels of the chosen profile. */
static void alert_options(struct pal_call *call, const struct pal_value *document)
{
    const char *id = chosen_in(call, document, "profile");
    const char *level = chosen_in(call, document, "alert_level");
    const struct pal_profile *profile = NULL;
    pal_call_option(call, "alert_level", "", pal_call_tr(call, "none"), level);
    if (id[0] == '\0' || pal_app_profile(pal_call_app(call), id, &profile) != PAL_OK) {
        pal_call_keep(call, "alert_level", level, NULL);
        return;
    }
    const struct pal_alert_scheme *scheme = profile->scheme;
    size_t own = profile->alert_level_count;
    size_t count = own > 0 ? own : scheme != NULL ? scheme->level_count : 0;
    for (size_t i = 0; i < count; i++) {
        const char *word = own > 0 ? profile->alert_levels[i] : scheme->levels[i].id;
        int at = scheme != NULL ? pal_alert_find(scheme, word) : -1;
        pal_call_option(
            call, "alert_level", word,
            at >= 0 ? pal_text_in(&scheme->levels[at].label, call->language.lang) : word, level);
    }
    pal_call_keep(call, "alert_level", level, NULL);
}

/* The states that may follow, and the one that it is in; what they ask for, and why others may
 * not. */
static void state_options(struct pal_call *call, const struct pal_case_of *of, const char *wanted)
{
    static const char *const titles[PAL_PROJECT_1_STATES] = {PAL_N_("needs"), PAL_N_("candidates"),
                                                             PAL_N_("assessment"), PAL_N_("plans"),
                                                             PAL_N_("closed")};
    const char *state = of->word[0] != '\0' ? of->word : pal_project_1_states[0];
    const char *typed = call->is_form_again ? pal_call_word(call, "state") : "";
    const char *typed_title = NULL;
    struct pal_value *hints = pal_value_list(&call->values);
    const bool is_next = wanted != NULL && strcmp(wanted, state) != 0 &&
                         pal_case_of_project(of, wanted, 0).says >= PAL_CASE_ASKS;
    pal_set_boolean(call->page, "is_state_next", is_next);
    for (size_t i = 0; i < PAL_PROJECT_1_STATES; i++) {
        const char *title = pal_call_tr(call, titles[i]);
        struct pal_case_answer asked = pal_case_of_project(of, pal_project_1_states[i], 0);
        typed_title = strcmp(pal_project_1_states[i], typed) == 0 ? title : typed_title;
        if (asked.says >= PAL_CASE_ASKS) {
            pal_call_option(call, "state", pal_project_1_states[i], title,
                            is_next ? wanted : state);
        }
        if (asked.why_not != NULL) {
            pal_add(hints, pal_value_text(&call->values,
                                          pal_call_printf(call, "%s: %s", title,
                                                          pal_call_tr(call, asked.why_not))));
        }
    }
    pal_call_keep(call, "state", state, typed_title);
    pal_set(call->page, "state_hints", hints);
}

/* The table of the domain names. */
static enum pal_rc open_domains(struct pal_call *call, struct pal_sheet *sheet,
                                const struct pal_value *before)
{
    return pal_sheet_open(call, sheet, &pal_type_project, "domains", before, false);
}

static enum pal_rc show_form(struct pal_call *call, const struct pal_value *document,
                             const struct pal_case_of *of, bool is_new)
{
    static const char *const fields[] = {"title", "summary", "root_domain", "marking",
                                         "alert_since"};
    struct pal_sheet sheet;
    const char *place =
        is_new ? "/projects/new" : pal_call_printf(call, "/projects/%s/edit", call->params[0]);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        pal_call_form(call, fields[i], pal_word_in(document, fields[i]));
    }
    pal_call_form(call, is_new ? "id" : "note", "");
    const char *wanted = is_new || call->route->method != PAL_GET || call->is_form_again
                             ? NULL
                             : pal_call_query(call, "state");
    state_options(call, of, wanted);
    pal_call_option(call, "profile", "", pal_call_tr(call, "none"),
                    pal_word_in(document, "profile"));
    enum pal_rc rc =
        pal_library_options(call, "profile", "profile", pal_word_in(document, "profile"));
    pal_call_keep(call, "profile", pal_word_in(document, "profile"), NULL);
    alert_options(call, document);
    bool is_fixed = false;
    rc = rc == PAL_OK && !is_new ? pal_procedure_is_fixed(&call->errand, call->params[0], &is_fixed)
                                 : rc;
    rc = rc == PAL_OK ? pal_procedure_options(call, pal_word_in(document, "procedure"), is_fixed)
                      : rc;
    rc = rc == PAL_OK ? open_domains(call, &sheet, document) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_sheet_page(call, &sheet, pal_call_printf(call, "%s/rows", place));
    pal_set_text(call->page, "save_url", place);
    pal_set_boolean(call->page, "is_new", is_new);
    pal_set_boolean(call->page, "is_by_act", !is_new && call->alert.act != 0);
    pal_set_text(call->page, "cancel",
                 is_new ? "/" : pal_call_printf(call, "/projects/%s", call->params[0]));
    return rc == PAL_OK ? pal_call_show(call, "web_project_form",
                                        is_new ? pal_call_tr(call, "New project")
                                               : pal_call_tr(call, "Edit the project"))
                        : rc;
}

enum pal_rc pal_page_project_new(struct pal_call *call)
{
    const struct pal_case_of of = pal_case_of_value(&call->errand, NULL, NULL, NULL);
    pal_call_crumb(call, pal_call_tr(call, "Projects"), "/");
    return show_form(call, call->data, &of, true);
}

enum pal_rc pal_page_project_edit(struct pal_call *call)
{
    struct pal_document record;
    struct pal_value *document;
    struct pal_candidates candidates;
    struct pal_case_of of;
    enum pal_rc rc = pal_project_frame(call, call->params[0], &record, &document);
    if (rc == PAL_OK) {
        rc = pal_candidates_now(&call->errand, record.id, record.text, &candidates);
    }
    if (rc == PAL_OK) {
        of = pal_case_of_value(&call->errand, record.id, document, &candidates);
        rc = pal_house_case(&call->errand, record.id, NULL, &of);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *conflict = pal_value_get(call->data, "conflict");
    if (conflict != NULL) {
        pal_put(document, "conflict", conflict);
    }
    call->data = document;
    call->version = record.version;
    pal_set_integer(call->data, "version", pal_form_version_shown(call));
    return show_form(call, call->data, &of, false);
}

/* The document that a form stands for: what the form does not hold stays as it was. */
static struct pal_value *read_project(struct pal_call *call, const char *id,
                                      struct pal_value *before, struct pal_sheet *sheet)
{
    static const char *const fields[] = {"title",       "summary",     "state",
                                         "procedure",   "marking",     "profile",
                                         "alert_level", "alert_since", "root_domain"};
    struct pal_value *document = pal_value_object(&call->values);
    pal_put_text(document, "palier", "project/1");
    pal_put_text(document, "id", id);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        pal_put_text(document, fields[i],
                     pal_call_field(call, fields[i]) != NULL
                         ? pal_form_like(call, fields[i], pal_word_in(before, fields[i]))
                         : pal_value_as_text(pal_value_get(before, fields[i])));
    }
    struct pal_value *domains =
        pal_value_get(pal_sheet_document(sheet, &call->values, before), "domains");
    if (domains != NULL) {
        pal_put(document, "domains", pal_value_copy(&call->values, domains));
    }
    const char *process = pal_word_in(before, "process");
    pal_put_text(document, "process", process[0] != '\0' ? process : PAL_PROCESS_BUILT_IN);
    if (pal_value_get(before, "candidates") != NULL) {
        pal_put(document, "candidates", pal_value_get(before, "candidates"));
    }
    return document;
}

enum pal_rc pal_do_project_new_rows(struct pal_call *call)
{
    call->is_form_again = true;
    return pal_page_project_new(call);
}

enum pal_rc pal_do_project_rows(struct pal_call *call)
{
    call->is_form_again = true;
    return pal_page_project_edit(call);
}

/* A project that is begun, and what came of it. */
struct beginning {
    struct pal_sheet *sheet;
    struct pal_document *out;
};

static enum pal_rc write_project(struct pal_call *call, void *ctx, const char *id)
{
    const struct beginning *what = ctx;
    return pal_put_json(call, "", read_project(call, id, NULL, what->sheet), 0, "", what->out);
}

enum pal_rc pal_do_project_new(struct pal_call *call)
{
    struct pal_document record;
    struct pal_sheet sheet;
    if (pal_sheet_asks_rows(call)) {
        return pal_do_project_new_rows(call);
    }
    enum pal_rc rc = open_domains(call, &sheet, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    struct beginning beginning = {&sheet, &record};
    const struct pal_new_document what = {"project", pal_call_word(call, "id"),
                                          pal_call_word(call, "title"), write_project, &beginning};
    rc = pal_form_put_new(call, &what);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "id", record.id);
    return pal_call_go(call, true, "/projects/%s", record.id);
}

enum pal_rc pal_do_project_edit(struct pal_call *call)
{
    struct pal_document record;
    struct pal_sheet sheet;
    if (pal_sheet_asks_rows(call)) {
        return pal_do_project_rows(call);
    }
    enum pal_rc rc = pal_house_get(&call->errand, "project", call->params[0], &record);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *before = pal_call_document(call, record.text, strlen(record.text));
    if (before == NULL) { /* what the form does not hold would be lost */
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    rc = open_domains(call, &sheet, before);
    if (rc == PAL_OK) {
        rc = pal_put_json(call, "", read_project(call, call->params[0], before, &sheet),
                          pal_form_version(call), pal_call_word(call, "note"), &record);
    }
    if (rc == PAL_E_CONFLICT) {
        return pal_tell_conflict(call, "project", call->params[0]);
    }
    return rc == PAL_OK ? pal_go_written(call, &record,
                                         pal_call_printf(call, "/projects/%s", call->params[0]))
                        : rc;
}
