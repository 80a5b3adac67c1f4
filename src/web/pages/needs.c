/* needs - what a project needs, and the confidence profile proposed from it. */
#include <string.h>

#include "app/desk/library.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "render/profile_yaml.h"
#include "render/report/report_profile.h"
#include "web/pages/against.h"
#include "web/pages/next.h"
#include "web/pages/pages.h"

/* ------------------------------------------------------------ what is at hand */

/* The project with its needs, where they are stated (else NULL), and the rule that they are stated
 * by. */
struct stated {
    struct pal_document project;
    struct pal_document record; /* of the needs; version 0: not stated yet */
    struct pal_value *document; /* the project */
    struct pal_value *needs;
    struct pal_value *rule;
};

/* A rule is found by its model: that of the needs, else the first that has one built in. */
static enum pal_rc find_rule(struct pal_call *call, struct stated *stated)
{
    struct pal_library_id first = {"", 0};
    struct pal_document record;
    const char *model = pal_word_in(stated->needs, "model");
    if (model[0] == '\0') {
        (void)pal_library_list("needs", &first, 1);
        model = pal_call_printf(call, "%.*s", (int)first.len, first.text);
    }
    enum pal_rc rc = pal_house_get(&call->errand, "needs-rule", model, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    static const char *const used[] = {"id", "model", "needs", "exposure", NULL};
    stated->rule = pal_house_members(pal_call_app(call), record.text, strlen(record.text), used,
                                     &call->values);
    return stated->rule != NULL ? PAL_OK : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

static enum pal_rc open_needs(struct pal_call *call, const char *project, struct stated *out)
{
    *out = (struct stated){0};
    enum pal_rc rc = pal_project_frame(call, project, &out->project, &out->document);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_get(&call->errand, "needs", project, &out->record);
    if (rc == PAL_OK) {
        pal_call_out_of_lists(call, &out->record);
        out->needs = pal_call_document(call, out->record.text, strlen(out->record.text));
        rc = out->needs != NULL ? PAL_OK : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    } else if (rc == PAL_E_NOT_FOUND) {
        out->record = (struct pal_document){0};
        rc = PAL_OK;
    }
    return rc == PAL_OK ? find_rule(call, out) : rc;
}

/* -------------------------------------------------------------------- needs */

/* What is chosen: what was typed, else what is stated. */
static int64_t chosen_degree(struct pal_call *call, const struct stated *stated, const char *id)
{
    const char *typed = call->is_form_again ? pal_call_field(call, id) : NULL;
    const struct pal_value *value = pal_value_get(pal_value_get(stated->needs, "needs"), id);
    if (typed != NULL) {
        return pal_whole_number(typed);
    }
    value = value != NULL ? value : pal_value_get(stated->needs, id);
    return pal_value_as_integer(value);
}

static const char *question_of(const struct pal_call *call, const char *id)
{
    static const char *const questions[][2] = {
        {"integrity", PAL_N_("What if a page is false or altered?")},
        {"availability", PAL_N_("How long may the site be away?")},
        {"imputability", PAL_N_("Must one know who did what?")},
        {"confidentiality", PAL_N_("What does the site hold that is not public?")},
        {"exposure", PAL_N_("Who has a reason to attack it?")}};
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        if (strcmp(questions[i][0], id) == 0) {
            return pal_call_tr(call, questions[i][1]);
        }
    }
    return NULL;
}

/* A criterion, and what the page has beside it: the sentence of a refusal. */
static void add_criterion(struct pal_call *call, const struct stated *stated,
                          struct pal_value *list, struct pal_value *shown,
                          const struct pal_value *need)
{
    const char *id = pal_word_in(need, "id");
    int64_t chosen = chosen_degree(call, stated, id);
    struct pal_value *row = pal_value_object(&call->values);
    struct pal_value *degrees = pal_value_list(&call->values);
    int64_t at = 0;
    PAL_EACH(degree, pal_value_get(need, "degrees"))
    {
        struct pal_value *choice = pal_value_object(&call->values);
        const char *number = pal_call_printf(call, "%lld", (long long)++at);
        pal_put_text(choice, "value", number);
        pal_put_text(choice, "title", number);
        pal_put_text(choice, "sentence", pal_said(call, pal_value_get(degree, "definition")));
        pal_put_text(choice, "example", pal_said(call, pal_value_get(degree, "example")));
        pal_put_boolean(choice, "is_chosen", chosen == at);
        pal_add(degrees, choice);
    }
    pal_put_text(row, "id", id);
    pal_put_text(row, "title", pal_said(call, pal_value_get(need, "title")));
    pal_put_text(row, "question", question_of(call, id));
    pal_put(row, "degree",
            chosen > 0 ? pal_value_integer(&call->values, chosen) : pal_value_null(&call->values));
    pal_put(row, "degrees", degrees);
    pal_add(list, row);
    struct pal_value *beside = pal_add_object(shown);
    pal_put(beside, "of", row);
    pal_put_text(beside, "error", pal_call_told(call, id));
}

/* The scheme that the proposal follows: as stated, else that of the project's profile. */
static enum pal_rc add_schemes(struct pal_call *call, const struct stated *stated)
{
    const char *scheme = pal_word_in(stated->needs, "alert_scheme");
    const char *profile = pal_word_in(stated->document, "profile");
    const struct pal_alert_scheme *of_profile = NULL;
    if (stated->needs == NULL && profile[0] != '\0' &&
        pal_app_scheme_of_profile(pal_call_app(call), profile, &of_profile) == PAL_OK &&
        of_profile != NULL) {
        scheme = of_profile->id;
    }
    pal_call_option(call, "alert_scheme", "", pal_call_tr(call, "none"), scheme);
    pal_set_text(call->data, "alert_scheme", scheme[0] != '\0' ? scheme : NULL);
    enum pal_rc rc = pal_library_options(call, "alert_scheme", "alert-scheme", scheme);
    pal_call_keep(call, "alert_scheme", scheme, NULL);
    return rc;
}

static enum pal_rc show_needs(struct pal_call *call, const char *project,
                              const struct stated *stated)
{
    struct pal_value *criteria = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    bool can_edit = pal_call_may(call, PAL_MAY_EDIT_PROJECT);
    PAL_EACH(need, pal_value_get(stated->rule, "needs"))
    {
        add_criterion(call, stated, criteria, shown, need);
    }
    add_criterion(call, stated, criteria, shown, pal_value_get(stated->rule, "exposure"));
    call->version = stated->record.version;
    pal_set_integer(call->data, "version", pal_form_version_shown(call));
    pal_set_text(call->data, "rule", pal_word_in(stated->rule, "id"));
    pal_set_text(call->data, "model", pal_word_in(stated->rule, "model"));
    pal_set(call->data, "criteria", criteria);
    pal_set(call->page, "criteria", shown);
    pal_set_boolean(call->page, "can_edit", can_edit);
    pal_set_boolean(call->page, "is_stated", call->version > 0);
    pal_set_text(call->page, "propose_url",
                 call->version > 0 ? pal_call_printf(call, "/projects/%s/proposal", project)
                                   : NULL);
    if (call->version > 0) {
        pal_set_text(call->page, "history_url",
                     pal_call_printf(call, "/projects/%s/needs/history", project));
    }
    pal_project_tabs(call, project);
    enum pal_rc rc = add_schemes(call, stated);
    if (rc == PAL_OK && call->version > 0) {
        rc = pal_call_who(call, &stated->record);
    }
    rc = rc == PAL_OK ? pal_next_put(call, project) : rc;
    return rc == PAL_OK ? pal_call_show(call, "web_needs", pal_call_tr(call, "Needs")) : rc;
}

enum pal_rc pal_page_needs(struct pal_call *call)
{
    struct stated stated;
    enum pal_rc rc = open_needs(call, call->params[0], &stated);
    if (rc != PAL_OK) {
        return rc;
    }
    return show_needs(call, call->params[0], &stated);
}

/* A degree as it was chosen; one that was not is named. */
static enum pal_rc read_degree(struct pal_call *call, const struct pal_value *need,
                               struct pal_value *into)
{
    const char *id = pal_word_in(need, "id");
    const char *text = pal_call_word(call, id);
    size_t most = pal_value_count(pal_value_get(need, "degrees"));
    bool is_degree = text[0] >= '1' && text[0] <= '9' && text[1] == '\0';
    if (!is_degree || (size_t)(text[0] - '0') > most) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, id,
                                  "%s: choose one of the degrees from 1 to %zu",
                                  pal_said(call, pal_value_get(need, "title")), most);
    }
    pal_put_integer(into, id, text[0] - '0');
    return PAL_OK;
}

/* The document that the form stands for; it goes by the id of the project. */
static enum pal_rc read_needs_form(struct pal_call *call, const struct stated *stated,
                                   struct pal_value *document)
{
    struct pal_value *degrees = pal_value_object(&call->values);
    const char *scheme = pal_call_field(call, "alert_scheme");
    pal_put_text(document, "palier", "needs/1");
    pal_put_text(document, "id", call->params[0]);
    pal_put_text(document, "title", stated->project.title);
    pal_put_text(document, "model", pal_word_in(stated->rule, "model"));
    pal_put_text(document, "project", call->params[0]);
    pal_put_text(document, "alert_scheme",
                 scheme != NULL ? scheme : pal_word_in(stated->needs, "alert_scheme"));
    PAL_EACH(need, pal_value_get(stated->rule, "needs"))
    {
        enum pal_rc rc = read_degree(call, need, degrees);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    pal_put(document, "needs", degrees);
    return read_degree(call, pal_value_get(stated->rule, "exposure"), document);
}

static enum pal_rc save_needs(struct pal_call *call, const char *project,
                              struct pal_document *written)
{
    struct stated stated;
    struct pal_value *document = pal_value_object(&call->values);
    enum pal_rc rc = open_needs(call, project, &stated);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = read_needs_form(call, &stated, document);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_put_json(call, project, document, pal_form_version(call), "", written);
}

enum pal_rc pal_do_needs(struct pal_call *call)
{
    struct pal_document written;
    const char *project = call->params[0];
    enum pal_rc rc = save_needs(call, project, &written);
    if (rc != PAL_OK) {
        return rc == PAL_E_CONFLICT || rc == PAL_E_EXISTS
                   ? pal_tell_conflict(call, "needs", project)
                   : rc;
    }
    return pal_go_written(call, &written, pal_call_printf(call, "/projects/%s/needs", project));
}

static void add_degree(struct pal_call *call, struct pal_value *list, const struct pal_value *need,
                       const struct pal_value *degree)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", pal_word_in(need, "id"));
    pal_put_text(row, "title", pal_said(call, pal_value_get(need, "title")));
    pal_put_integer(row, "degree", pal_value_as_integer(degree));
    pal_add(list, row);
}

enum pal_rc pal_needs_shown(struct pal_call *call, const struct pal_document *record)
{
    struct stated stated = {.record = *record};
    struct pal_value *criteria = pal_value_list(&call->values);
    stated.needs = pal_call_document(call, record->text, strlen(record->text));
    enum pal_rc rc = stated.needs != NULL ? find_rule(call, &stated)
                                          : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    PAL_EACH(need, pal_value_get(stated.rule, "needs"))
    {
        add_degree(call, criteria, need,
                   pal_value_get(pal_value_get(stated.needs, "needs"), pal_word_in(need, "id")));
    }
    if (stated.rule != NULL) {
        add_degree(call, criteria, pal_value_get(stated.rule, "exposure"),
                   pal_value_get(stated.needs, "exposure"));
    }
    struct pal_value *out = pal_value_object(&call->values);
    pal_put(out, "criteria", criteria);
    pal_set(call->data, "needs", out);
    return rc;
}

/* ----------------------------------------------------------------- proposal */

static enum pal_rc propose(struct pal_call *call, const char *project, struct pal_proposal *out)
{
    struct pal_document record;
    enum pal_rc rc = pal_house_get(&call->errand, "needs", project, &record);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(
            &call->errand, PAL_E_INVALID,
            "the needs of this project are not stated yet: a profile is proposed "
            "from them");
    }
    if (rc == PAL_OK) {
        rc = pal_app_propose(pal_call_app(call), pal_call_printf(call, "needs/%s", project), out);
    }
    return rc == PAL_OK ? rc : pal_tell_problem(call, rc);
}

/* "Title (id)" of a profile, by its id where it cannot be had (any more). */
static enum pal_rc name_target(struct pal_call *call, const char *id, const char **out)
{
    struct pal_document record;
    enum pal_rc rc = pal_house_get(&call->errand, "profile", id, &record);
    const bool has_title = rc == PAL_OK && strcmp(record.title, id) != 0;
    *out = has_title ? pal_call_printf(call, "%s (%s)", record.title, id) : id;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

enum pal_rc pal_proposal_replaced(struct pal_call *call, const char *project, const char *kept)
{
    struct pal_document record;
    const char *before = pal_call_query(call, "replaced");
    const char *name = NULL;
    if (call->is_api || project == NULL || before == NULL || strcmp(before, kept) == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_get(&call->errand, "project", project, &record);
    if (rc != PAL_OK || strcmp(pal_against_word(call, record.text, "profile"), kept) != 0) {
        return rc; /* the address was written by hand, or it is the target no more */
    }
    rc = name_target(call, before, &name);
    pal_set_text(call->page, "replaced", name);
    return rc;
}

/* What is the project's target so far; NULL: nothing is. */
static const char *target_of(const struct pal_value *project)
{
    const char *id = pal_value_as_text(pal_value_get(project, "profile"));
    return id != NULL && id[0] != '\0' ? id : NULL;
}

/* Which target keeping the proposal replaces. */
static enum pal_rc put_replaces(struct pal_call *call, const struct pal_value *project)
{
    const char *id = target_of(project);
    const char *name = NULL;
    enum pal_rc rc = id != NULL ? name_target(call, id, &name) : PAL_OK;
    pal_set_text(call->data, "replaces", id);
    pal_set_text(call->page, "replaces", name);
    return rc;
}

enum pal_rc pal_page_proposal(struct pal_call *call)
{
    struct pal_document record;
    struct pal_proposal proposal;
    struct pal_value *document = NULL;
    const char *project = call->params[0];
    enum pal_rc rc = pal_project_frame(call, project, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = propose(call, project, &proposal);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_crumb(call, pal_call_tr(call, "Needs"),
                   pal_call_printf(call, "/projects/%s/needs", project));
    pal_project_tabs(call, project);
    rc = put_replaces(call, document);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_form(call, "id", pal_call_printf(call, "%s-profile", project));
    pal_set_boolean(call->page, "can_edit",
                    pal_call_may(call, PAL_MAY_EDIT_PROJECT) && pal_call_may(call, PAL_MAY_ASSESS));
    struct pal_view view = pal_report_proposal(&proposal, &call->language, &call->values);
    return pal_call_report(call, view, "web_proposal", pal_call_tr(call, "Proposed profile"));
}

/* The proposal as a document under another id. */
static enum pal_rc write_profile(struct pal_call *call, struct pal_proposal proposal,
                                 const char *id, struct pal_buf *out)
{
    struct pal_needs named = *proposal.needs;
    named.id = id;
    proposal.needs = &named;
    return pal_errand_explain(&call->errand, pal_profile_yaml(&proposal, &call->language, out));
}

/* Keeps the proposal as a profile of the project; the text of it goes to the buffer. */
static enum pal_rc keep_proposal(struct pal_call *call, const char *project, const char *id,
                                 struct pal_buf *text, struct pal_document *written)
{
    struct pal_proposal proposal;
    enum pal_rc rc = propose(call, project, &proposal);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = write_profile(call, proposal, id, text);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_aim(&call->errand, pal_call_app(call), project, pal_buf_text(text), text->len,
                       written);
    return rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : rc;
}

enum pal_rc pal_do_proposal(struct pal_call *call)
{
    struct pal_document written;
    struct pal_buf text;
    const char *project = call->params[0];
    const char *id = pal_call_word(call, "id");
    struct pal_document before;
    enum pal_rc rc = pal_form_id(call, id);
    rc = rc == PAL_OK ? pal_house_get(&call->errand, "project", project, &before) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const char *replaced = target_of(pal_call_document(call, before.text, strlen(before.text)));
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, call->request->arena->alloc);
    rc = keep_proposal(call, project, id, &text, &written);
    pal_buf_done(&text);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "kind", written.kind);
    pal_set_text(call->data, "id", written.id);
    if (replaced == NULL) {
        return pal_call_go(call, true, "%s/drawing", pal_document_place(call, &written));
    }
    pal_set_text(call->data, "replaced", replaced);
    return pal_call_go(call, true, "%s/drawing?replaced=%s", pal_document_place(call, &written),
                       replaced);
}
