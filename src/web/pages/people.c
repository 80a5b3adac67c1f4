/* people - persons and their roles, for the administrator. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/house.h"
#include "app/house/people.h"
#include "base/text.h"
#include "render/template/value_json.h"
#include "web/lists.h"
#include "web/pages/access.h"
#include "web/pages/pages.h"

enum { PEOPLE_PER_PAGE = 200, PROJECTS_OFFERED = 25, DAY = 24 * 3600 };

const char *pal_role_title(const struct pal_call *call, const char *role)
{
    enum pal_role at = pal_role_find(role);
    return at < PAL_ROLE_COUNT ? pal_call_tr(call, pal_role_titles[at]) : role;
}

static const char *role_sentence(const struct pal_call *call, enum pal_role role)
{
    static const char *const sentences[] = {
        PAL_N_("People, the installation, the audit log. Sees no project."),
        PAL_N_("Assesses: projects, ratings, the library."),
        PAL_N_("Runs projects and says who answers for what."),
        PAL_N_("Answers for a provider."),
        PAL_N_("Reads projects and comments on them."),
        PAL_N_("Reads everything, changes nothing."),
        PAL_N_("Keeps a consultation: sees who takes part, and tells nobody before the closing.")};
    _Static_assert(sizeof sentences / sizeof *sentences == PAL_ROLE_COUNT, "one for each");
    return pal_call_tr(call, sentences[role]);
}

static const char *state_of(const struct pal_call *call, const struct pal_account *person)
{
    return person->erased_at != 0                          ? "erased"
           : person->contributes != NULL                   ? "contributor"
           : person->locked_at != 0                        ? "locked"
           : pal_account_is_over(person, call->errand.now) ? "ended"
           : !person->has_password                         ? "invited"
                                                           : "active";
}

/* "expert", "expert (museum)", "expert (12 projects)". */
static const char *role_words(struct pal_call *call, const struct pal_role_sum *sum)
{
    const char *title = pal_role_title(call, sum->role);
    if (sum->is_everywhere) {
        return title;
    }
    if (sum->count == 1) {
        return pal_call_printf(call, "%s (%s)", title, sum->project);
    }
    const char *projects = pal_call_printf(
        call, pal_tr_n(&call->language, "%lld project", "%lld projects", (uint64_t)sum->count),
        (long long)sum->count);
    return pal_call_printf(call, "%s (%s)", title, projects);
}

/* Roles of one person. */
static struct pal_value *roles_of(struct pal_call *call, const char *person,
                                  const struct pal_role_sum *sums, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sums[i].person, person) == 0) {
            struct pal_value *row = pal_value_object(&call->values);
            pal_put_text(row, "role", sums[i].role);
            pal_put_boolean(row, "everywhere", sums[i].is_everywhere);
            pal_put_integer(row, "projects", (int64_t)sums[i].count - sums[i].is_everywhere);
            pal_put_text(row, "title", role_words(call, &sums[i]));
            pal_add(list, row);
        }
    }
    return list;
}

static struct pal_value *form_field(struct pal_call *call, const char *name)
{
    return pal_value_get(pal_value_get(call->page, "form"), name);
}

static bool is_among(const struct pal_document *rows, size_t count, const char *id)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        found |= strcmp(rows[i].id, id) == 0;
    }
    return found;
}

/* A project that was chosen stays in the choice, whatever else is offered: a browser would take the
 * first, which is all of them. */
static enum pal_rc keep_chosen(struct pal_call *call, const char *id,
                               const struct pal_document *offered, size_t offered_count)
{
    const char *title = NULL;
    if (id[0] == '\0' || strcmp(id, PAL_EVERYWHERE) == 0 || is_among(offered, offered_count, id)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_people_project_title(&call->errand, id, &title);
    if (rc == PAL_OK && title != NULL) {
        pal_call_option(call, "project", id, title, "*");
    } else if (rc == PAL_OK) {
        pal_call_keep(call, "project", "*", NULL);
    }
    return rc;
}

/* What was looked for is chosen: the first of what was found. */
static void choose_project(struct pal_call *call, const char *id)
{
    struct pal_value *options = pal_value_get(form_field(call, "project"), "options");
    PAL_EACH(row, options)
    {
        const char *value = pal_value_as_text(pal_value_get(row, "value"));
        pal_set_boolean(row, "is_chosen", value != NULL && strcmp(value, id) == 0);
    }
}

/* What was found is offered in place of those changed last; where nothing was, they are, and why.
 */
static enum pal_rc find_projects(struct pal_call *call, const char *words,
                                 struct pal_document **rows, size_t *count)
{
    enum pal_rc rc = pal_people_projects(&call->errand, words, PROJECTS_OFFERED + 1, rows, count);
    if (rc == PAL_OK && *count == 0 && words[0] != '\0') {
        pal_set_text(form_field(call, "find"), "error",
                     pal_call_printf(call, pal_call_tr(call, "no project has %s in its title"),
                                     pal_quote(words).text));
        rc = pal_people_projects(&call->errand, "", PROJECTS_OFFERED + 1, rows, count);
    }
    return rc;
}

/* "everywhere", then the projects that hold the words that were looked for, or else those changed
 * last. A house has thousands: the others are found by their titles, with a form of its own that
 * only reads. */
static enum pal_rc project_options(struct pal_call *call)
{
    struct pal_document *rows = NULL;
    size_t count = 0;
    const char *query = pal_call_query(call, "find");
    const char *words = query != NULL ? query : "";
    pal_call_form(call, "find", words);
    enum pal_rc rc = find_projects(call, words, &rows, &count);
    bool is_found = words[0] != '\0' && pal_value_get(form_field(call, "find"), "error") == NULL;
    bool is_part = count > PROJECTS_OFFERED || words[0] != '\0';
    count = count > PROJECTS_OFFERED ? PROJECTS_OFFERED : count;
    pal_call_option(call, "project", "*", pal_call_tr(call, "all projects"), "*");
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        pal_call_option(call, "project", rows[i].id, rows[i].title, "*");
    }
    const char *asked = pal_call_query(call, "project");
    const char *typed = pal_call_typed(call, "project");
    const char *chosen = typed != NULL ? typed : "";
    chosen = !call->is_form_again && asked != NULL ? asked : chosen;
    if (rc == PAL_OK) {
        rc = keep_chosen(call, chosen, rows, count);
    }
    if (rc == PAL_OK && !call->is_form_again && (asked != NULL || is_found)) {
        choose_project(call, asked != NULL ? asked : rows[0].id);
    }
    pal_set_boolean(form_field(call, "project"), "is_part", is_part);
    return pal_errand_explain(&call->errand, rc);
}

/* Several may be chosen at once. */
static bool is_role_chosen(const struct pal_call *call, const char *field, const char *role)
{
    bool is_chosen = false;
    for (size_t i = 0; i < call->form.count && call->is_form_again; i++) {
        const struct pal_field_value *item = &call->form.items[i];
        is_chosen |= strcmp(item->name, field) == 0 && strcmp(item->value, role) == 0;
    }
    return is_chosen;
}

/* What the role is for, and where it can be held where that is not anywhere. */
static const char *role_place(struct pal_call *call, enum pal_role role)
{
    const struct pal_rights *rights = pal_house_rights(call->errand.house);
    bool is_wide = pal_rights_fits(rights, pal_role_ids[role], PAL_EVERYWHERE);
    bool is_narrow = pal_rights_fits(rights, pal_role_ids[role], "project");
    const char *where = is_wide && is_narrow ? NULL
                        : is_wide ? pal_call_tr(call, "Held everywhere, never on one project.")
                                  : pal_call_tr(call, "Held on a project, never everywhere.");
    const char *sentence = role_sentence(call, role);
    return where != NULL ? pal_call_printf(call, "%s %s", sentence, where) : sentence;
}

static void role_options(struct pal_call *call, const char *field)
{
    for (size_t i = 0; i < PAL_ROLE_COUNT; i++) {
        pal_call_option(call, field, pal_role_ids[i], pal_role_title(call, pal_role_ids[i]), NULL);
    }
    size_t index = 0;
    PAL_EACH(row, pal_value_get(form_field(call, field), "options"))
    {
        pal_set_boolean(row, "is_chosen", is_role_chosen(call, field, pal_role_ids[index]));
        pal_put_text(row, "sentence", role_place(call, (enum pal_role)index));
        index++;
    }
}

/* The form of the list, and its heads. */
static void offer_people(struct pal_call *call)
{
    static const struct pal_list_sort sorts[] = {{"name", false}, {"last_seen", true}};
    static const char *const states[PAL_ACCOUNT_STATES] = {
        PAL_N_("may sign in"), PAL_N_("invited"), PAL_N_("locked"),
        PAL_N_("ended"),       PAL_N_("erased"),  PAL_N_("answers with a link")};
    struct pal_list_option of_role[PAL_ROLE_COUNT];
    struct pal_list_option of_state[PAL_ACCOUNT_STATES];
    const char *sort = pal_call_query(call, "sort");
    for (size_t i = 0; i < PAL_ROLE_COUNT; i++) {
        of_role[i] =
            (struct pal_list_option){pal_role_ids[i], pal_role_title(call, pal_role_ids[i])};
    }
    for (size_t i = 0; i < PAL_ACCOUNT_STATES; i++) {
        of_state[i] = (struct pal_list_option){pal_account_states[i], pal_call_tr(call, states[i])};
    }
    pal_list_heads(call, sorts, sizeof sorts / sizeof *sorts, sort != NULL ? sort : "name");
    pal_list_search(call, "q", pal_call_tr(call, "Name or address holds"));
    pal_list_select(call, "role", pal_call_tr(call, "Role"), of_role, PAL_ROLE_COUNT);
    pal_list_select(call, "state", pal_call_tr(call, "State"), of_state, PAL_ACCOUNT_STATES);
}

enum pal_rc pal_page_people(struct pal_call *call)
{
    struct pal_account *people = NULL;
    struct pal_role_sum *sums = NULL;
    size_t count = 0;
    size_t sum_count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    const size_t most = pal_list_part(call, PEOPLE_PER_PAGE);
    const struct pal_people_search search = {.words = pal_call_query(call, "q"),
                                             .role = pal_call_query(call, "role"),
                                             .state = pal_call_query(call, "state"),
                                             .sort = pal_call_query(call, "sort"),
                                             .after = pal_call_query(call, "cursor"),
                                             .max = most + 1}; /* whether there is more */
    enum pal_rc rc = pal_people_find(&call->errand, &search, &people, &count);
    bool has_more = count > most;
    count = has_more ? most : count;
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    rc = pal_people_roles(&call->errand, people, count, &sums, &sum_count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_value_object(&call->values);
        bool is_erased = people[i].erased_at != 0;
        pal_put_text(row, "id", people[i].id);
        pal_put_text(row, "name", is_erased ? people[i].id : people[i].name);
        pal_put_text(row, "email", people[i].email);
        pal_put(row, "roles", roles_of(call, people[i].id, sums, sum_count));
        pal_put_text(row, "last_seen",
                     people[i].seen_at != 0 ? pal_call_time(call, people[i].seen_at) : NULL);
        pal_put_text(row, "state", state_of(call, &people[i]));
        pal_add(list, row);
    }
    pal_set(call->data, "people", list);
    pal_list_next(call, has_more ? people[count - 1].id : NULL);
    offer_people(call);
    rc = project_options(call);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    pal_call_form(call, "name", "");
    pal_call_form(call, "email", "");
    role_options(call, "roles");
    pal_call_option(call, "language", "en", "English", pal_lang_codes[call->language.lang]);
    pal_call_option(call, "language", "fr", "Français", pal_lang_codes[call->language.lang]);
    pal_set_boolean(call->page, "can_edit", !call->errand.is_read_only);
    return pal_call_show(call, "web_people", pal_call_tr(call, "People"));
}

/* The link stands on the page that answers, and never again. */
static void show_link(struct pal_call *call, const char *link)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "url", pal_call_whole_url(call, "/link/", link));
    pal_put_text(row, "expires", pal_call_time(call, call->errand.now + PAL_LINK_AGE));
    pal_set(call->data, "link", row);
}

/* The roles that were marked, on the project that was chosen. */
static enum pal_rc read_roles(struct pal_call *call, struct pal_invitation *invitation)
{
    const char *project = pal_call_field(call, "project");
    struct pal_role_on *roles =
        PAL_NEW(call->request->arena, struct pal_role_on, call->form.count + 1);
    if (roles == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < call->form.count; i++) {
        if (strcmp(call->form.items[i].name, "roles") == 0) {
            roles[invitation->role_count++] =
                (struct pal_role_on){call->form.items[i].value, project != NULL ? project : "*"};
        }
    }
    invitation->roles = roles;
    return PAL_OK;
}

enum pal_rc pal_do_person_invite(struct pal_call *call)
{
    char link[PAL_SECRET_TEXT];
    const char *person = NULL;
    const char *language = pal_call_field(call, "language");
    struct pal_invitation invitation = {
        .name = pal_call_word(call, "name"),
        .email = pal_call_word(call, "email"),
        .language = language != NULL ? language : pal_lang_codes[call->language.lang]};
    enum pal_rc rc = read_roles(call, &invitation);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_invite(&call->errand, &invitation, &person, link);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "invited", person);
    show_link(call, link);
    return pal_page_people(call);
}

/* -------------------------------------------------------------- one person */

static void list_grants(struct pal_call *call, const struct pal_role_held *grants, size_t count,
                        bool is_last)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        bool is_all = strcmp(grants[i].project, "*") == 0;
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "id", pal_call_printf(call, "%s %s", grants[i].role, grants[i].project));
        pal_put_text(row, "role", grants[i].role);
        pal_put_text(row, "role_title", pal_role_title(call, grants[i].role));
        pal_put_text(row, "project", grants[i].project);
        pal_put_text(row, "project_title", is_all ? NULL : grants[i].project);
        pal_put_text(row, "since", pal_call_time(call, grants[i].granted_at));
        bool is_it = is_last && is_all && pal_role_find(grants[i].role) == PAL_ROLE_ADMINISTRATOR;
        pal_put_boolean(row, "can_withdraw", !is_it && !call->errand.is_read_only);
        pal_add(list, row);
    }
    pal_set(call->data, "grants", list);
}

/* Locked since when, by whom, why; until when the account goes. */
static void show_access(struct pal_call *call, const struct pal_account *person)
{
    if (person->locked_at != 0) {
        const char *by = person->locked_by != NULL ? person->locked_by : "";
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "since", pal_call_time(call, person->locked_at));
        pal_put_text(row, "by", by[0] != '\0' ? pal_call_person(call, by) : NULL);
        pal_put_text(row, "reason", person->locked_reason);
        pal_set(call->data, "locked", row);
    }
    /* The last day, as it was typed. */
    const char *last =
        person->expires_at != 0 ? pal_call_day(call, person->expires_at - DAY) : NULL;
    pal_set_text(call->data, "expires", last);
    pal_call_form(call, "expires", last != NULL ? last : "");
    pal_call_form(call, "reason", "");
}

/* The place that is chosen among those that are offered: "*", or a project. */
static const struct pal_value *place_chosen(struct pal_call *call)
{
    const struct pal_value *options = pal_value_get(form_field(call, "project"), "options");
    PAL_EACH(row, options)
    {
        if (pal_value_is(pal_value_get(row, "is_chosen"), PAL_VALUE_TRUE)) {
            return row;
        }
    }
    return pal_value_at(options, 0);
}

/* The roles that this visitor gives that person at the place that is chosen; what the verb would
 * refuse is not offered. */
static enum pal_rc offer_grants(struct pal_call *call, const struct pal_account *person)
{
    bool gives[PAL_ROLE_COUNT];
    const struct pal_value *place = place_chosen(call);
    bool is_self =
        call->errand.principal.id != NULL && strcmp(person->id, call->errand.principal.id) == 0;
    enum pal_rc rc =
        pal_grants_offer(&call->errand, person->id, pal_word_in(place, "value"), gives);
    bool is_any = false;
    bool can_write = person->erased_at == 0 && !call->errand.is_read_only;
    for (size_t i = 0; i < PAL_ROLE_COUNT && rc == PAL_OK && can_write; i++) {
        if (gives[i]) {
            pal_call_option(call, "role", pal_role_ids[i], pal_role_title(call, pal_role_ids[i]),
                            NULL);
        }
        is_any = is_any || gives[i];
    }
    pal_set_boolean(call->page, "is_self", is_self);
    pal_set_boolean(call->page, "can_grant", is_any && can_write);
    pal_set_boolean(call->page, "can_lift", can_write && !is_self);
    pal_set_boolean(call->page, "can_edit", can_write);
    pal_set_text(call->page, "place", pal_word_in(place, "value"));
    pal_set_text(call->page, "place_title", pal_word_in(place, "title"));
    return rc;
}

/* What was lifted for the person, by whom; the pairs that can be; who locked the account. */
static enum pal_rc show_lifts(struct pal_call *call, const struct pal_account *person)
{
    struct pal_lifted_duty *lifts = NULL;
    size_t count = 0;
    const struct pal_rights *rights = pal_house_rights(call->errand.house);
    enum pal_rc rc = pal_grants_lifts(&call->errand, person->id, &lifts, &count);
    const char **ids = PAL_NEW(call->request->arena, const char *, count + 2);
    if (rc != PAL_OK || ids == NULL) {
        return pal_errand_explain(&call->errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        ids[i] = lifts[i].by;
    }
    ids[count] = person->id;
    ids[count + 1] = person->locked_by != NULL ? person->locked_by : "";
    rc = pal_call_names(call, ids, count + 2);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_lifts(call, lifts, count);
    show_access(call, person);
    for (size_t i = 0; i < rights->duty_count; i++) {
        const struct pal_duty *duty = &rights->duties[i];
        bool is_of_here =
            pal_role_find(duty->a) != PAL_ROLE_COUNT && pal_role_find(duty->b) != PAL_ROLE_COUNT;
        if (duty->kind == PAL_DUTY_ROLES && is_of_here &&
            pal_duty_lifted_by(duty, false) == PAL_LIFTED_BY_ADMINISTRATOR) {
            pal_call_option(call, "pair", duty->id, pal_call_duty(call, duty), NULL);
        }
    }
    return PAL_OK;
}

/* A person, and what is listed below: rights, sessions, tokens. */
struct known {
    struct pal_account person;
    struct pal_role_held *grants;
    struct pal_open_session *sessions;
    struct pal_api_token *tokens;
    size_t grant_count;
    size_t session_count;
    size_t token_count;
};

static enum pal_rc read_person(struct pal_call *call, const char *id, struct known *out)
{
    *out = (struct known){0};
    enum pal_rc rc = pal_people_get(&call->errand, id, &out->person);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_grants(&call->errand, id, NULL, &out->grants, &out->grant_count);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = project_options(call);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_access(&call->errand, id, &out->sessions, &out->session_count, &out->tokens,
                           &out->token_count);
    if (rc != PAL_OK) {
        return rc;
    }
    return show_lifts(call, &out->person);
}

enum pal_rc pal_page_person(struct pal_call *call)
{
    struct known known;
    enum pal_rc rc = read_person(call, call->params[0], &known);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    const struct pal_account *person = &known.person;
    const char *name = person->erased_at != 0 ? person->id : person->name;
    pal_set_text(call->data, "id", person->id);
    pal_set_text(call->data, "name", name);
    pal_set_text(call->data, "email", person->email);
    pal_set_text(call->data, "acts_as", person->acts_as);
    pal_set_boolean(call->page, "has_account", person->contributes == NULL);
    pal_set_text(call->data, "state", state_of(call, person));
    pal_set_text(call->data, "last_seen",
                 person->seen_at != 0 ? pal_call_time(call, person->seen_at) : NULL);
    pal_set_text(call->data, "retention",
                 person->retain_until != 0 ? pal_call_day(call, person->retain_until) : NULL);
    bool is_last = false;
    rc = pal_people_is_last(&call->errand, person, &is_last);
    rc = rc == PAL_OK ? offer_grants(call, person) : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    pal_set_boolean(call->page, "is_last", is_last);
    list_grants(call, known.grants, known.grant_count, is_last);
    pal_call_sessions(call, known.sessions, known.session_count);
    pal_call_tokens(call, known.tokens, known.token_count);
    pal_call_form(call, "retention", pal_call_day(call, person->retain_until));
    pal_call_form(call, "confirm", "");
    pal_call_crumb(call, pal_call_tr(call, "People"), "/people");
    return pal_call_show(call, "web_person", name);
}

/* The link stands on the page that answers, and never again. */
enum pal_rc pal_do_person_link(struct pal_call *call)
{
    char link[PAL_SECRET_TEXT];
    enum pal_rc rc = pal_people_reset(&call->errand, call->params[0], link);
    if (rc != PAL_OK) {
        return rc;
    }
    show_link(call, link);
    return pal_page_person(call);
}

enum pal_rc pal_page_person_export(struct pal_call *call)
{
    json_t *data = NULL;
    enum pal_rc rc = pal_people_export(&call->errand, call->params[0], &data);
    if (rc == PAL_OK) {
        call->data = pal_value_of_json(&call->values, data);
        json_decref(data);
        call->is_api = true; /* a file, not a page */
        pal_http_set(call->response, "Content-Disposition", "attachment; filename=\"person.json\"");
    }
    return rc;
}
