/* project_form - the form of a project, new or changed. */
#include <string.h>

#include "app/house/case.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "core/case/project_1.h"
#include "web/pages/pages.h"
#include "web/pages/process.h"
#include "web/web_parts.h"

/* "name", or "name | exception granted on DATE by WHO", a line each. */
static const char *domain_lines(struct pal_call *call, const struct pal_value *document)
{
    struct pal_buf lines;
    pal_buf_init(&lines, PAL_FORM_MAX, NULL);
    PAL_EACH(row, pal_value_get(document, "domains"))
    {
        const struct pal_value *exception = pal_value_get(row, "exception");
        pal_buf_add(&lines, pal_word_in(row, "name"));
        if (exception != NULL) {
            pal_buf_printf(&lines, " | exception granted on %s by %s",
                           pal_word_in(exception, "granted"), pal_word_in(exception, "by"));
        }
        pal_buf_add_char(&lines, '\n');
    }
    const char *text = pal_buf_text(&lines);
    const char *copy = text != NULL ? pal_arena_copy(call->request->arena, text, lines.len) : NULL;
    pal_buf_done(&lines);
    return copy != NULL ? copy : "";
}

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
static void state_options(struct pal_call *call, const struct pal_case_of *of)
{
    static const char *const titles[PAL_PROJECT_1_STATES] = {PAL_N_("needs"), PAL_N_("candidates"),
                                                             PAL_N_("assessment"), PAL_N_("plans"),
                                                             PAL_N_("closed")};
    const char *state = of->word[0] != '\0' ? of->word : pal_project_1_states[0];
    const char *typed = call->is_form_again ? pal_call_word(call, "state") : "";
    const char *typed_title = NULL;
    struct pal_value *hints = pal_value_list(&call->values);
    for (size_t i = 0; i < PAL_PROJECT_1_STATES; i++) {
        const char *title = pal_call_tr(call, titles[i]);
        struct pal_case_answer asked = pal_case_of_project(of, pal_project_1_states[i], 0);
        typed_title = strcmp(pal_project_1_states[i], typed) == 0 ? title : typed_title;
        if (asked.says >= PAL_CASE_ASKS) {
            pal_call_option(call, "state", pal_project_1_states[i], title, state);
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

static enum pal_rc show_form(struct pal_call *call, const struct pal_value *document,
                             const struct pal_case_of *of, bool is_new)
{
    static const char *const fields[] = {"title", "summary", "root_domain", "marking",
                                         "alert_since"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        pal_call_form(call, fields[i], pal_word_in(document, fields[i]));
    }
    pal_call_form(call, is_new ? "id" : "note", "");
    pal_call_form(call, "domain_names", domain_lines(call, document));
    state_options(call, of);
    pal_call_option(call, "profile", "", pal_call_tr(call, "none"),
                    pal_word_in(document, "profile"));
    enum pal_rc rc = pal_library_options(call, "profile", "profile", "profiles",
                                         pal_word_in(document, "profile"));
    pal_call_keep(call, "profile", pal_word_in(document, "profile"), NULL);
    alert_options(call, document);
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

/* One line of the domain names. */
static struct pal_value *read_domain(struct pal_call *call, const char *line, size_t len)
{
    struct pal_value *row = pal_value_object(&call->values);
    char *text = pal_arena_copy(call->request->arena, line, len);
    char *bar = text != NULL ? strchr(text, '|') : NULL;
    char *on = bar != NULL ? strstr(bar, " on ") : NULL;
    char *by = on != NULL ? strstr(on, " by ") : NULL;
    size_t name_len = bar != NULL ? (size_t)(bar - text) : len;
    if (text == NULL) {
        call->failed = true;
        return row;
    }
    while (name_len > 0 && (text[name_len - 1] == ' ' || text[name_len - 1] == '\r')) {
        name_len--;
    }
    pal_put_text_n(row, "name", text, name_len);
    if (by != NULL) {
        struct pal_value *exception = pal_value_object(&call->values);
        pal_put_text_n(exception, "granted", on + 4, (size_t)(by - on - 4));
        pal_put_text_n(exception, "by", by + 4, strcspn(by + 4, "\r\n"));
        pal_put(row, "exception", exception);
    }
    return row;
}

static struct pal_value *read_domains(struct pal_call *call)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (const char *at = pal_call_word(call, "domain_names"); *at != '\0';) {
        size_t len = strcspn(at, "\n");
        if (strspn(at, " \r") < len) {
            pal_add(list, read_domain(call, at, len));
        }
        at += len + (at[len] == '\n');
    }
    return list;
}

/* The document that a form stands for: what the form does not hold stays as it was. */
static struct pal_value *read_project(struct pal_call *call, const char *id,
                                      struct pal_value *before)
{
    static const char *const fields[] = {"title",   "summary",     "state",       "marking",
                                         "profile", "alert_level", "alert_since", "root_domain"};
    struct pal_value *document = pal_value_object(&call->values);
    pal_put_text(document, "palier", "project/1");
    pal_put_text(document, "id", id);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        pal_put_text(document, fields[i],
                     pal_call_field(call, fields[i]) != NULL
                         ? pal_form_like(call, fields[i], pal_word_in(before, fields[i]))
                         : pal_value_as_text(pal_value_get(before, fields[i])));
    }
    if (pal_call_field(call, "domain_names") != NULL) {
        pal_put(document, "domains", read_domains(call));
    } else if (pal_value_get(before, "domains") != NULL) {
        pal_put(document, "domains", pal_value_get(before, "domains"));
    }
    const char *process = pal_word_in(before, "process");
    pal_put_text(document, "process", process[0] != '\0' ? process : PAL_PROCESS_BUILT_IN);
    if (pal_value_get(before, "candidates") != NULL) {
        pal_put(document, "candidates", pal_value_get(before, "candidates"));
    }
    return document;
}

enum pal_rc pal_do_project_new(struct pal_call *call)
{
    struct pal_document record;
    const char *id = pal_call_word(call, "id");
    struct pal_value *document = read_project(call, id, NULL);
    enum pal_rc rc = pal_put_json(call, "", document, 0, "", &record);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "id", record.id);
    return pal_call_go(call, true, "/projects/%s", record.id);
}

enum pal_rc pal_do_project_edit(struct pal_call *call)
{
    struct pal_document record;
    enum pal_rc rc = pal_house_get(&call->errand, "project", call->params[0], &record);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *before = pal_call_document(call, record.text, strlen(record.text));
    if (before == NULL) { /* what the form does not hold would be lost */
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    rc = pal_put_json(call, "", read_project(call, call->params[0], before), pal_form_version(call),
                      pal_call_word(call, "note"), &record);
    if (rc == PAL_E_CONFLICT) {
        return pal_tell_conflict(call, "project", call->params[0]);
    }
    return rc == PAL_OK ? pal_go_written(call, &record,
                                         pal_call_printf(call, "/projects/%s", call->params[0]))
                        : rc;
}
