/* candidates - who offers the service of a project, and how each stands: who is named stands in the
 * text of the project, how they stand is said by facts. */
#include <string.h>

#include "app/house/candidates.h"
#include "app/house/case.h"
#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/nominate.h"
#include "app/house/sending.h"
#include "app/house/shelf.h"
#include "base/line_ends.h"
#include "base/text.h"
#include "core/case/project_1.h"
#include "web/pages/next.h"
#include "web/pages/pages.h"

enum { PROVIDERS_MOST = 2000 };

/* The provider that a candidate is, among those that are offered or, out of the lists, elsewhere;
 * without an address it is nobody's id: what was imported may name one. */
struct known {
    const char *title;
    const char *url;
};

static struct known find_provider(struct pal_call *call, const struct pal_document *rows,
                                  size_t count, const char *id)
{
    struct pal_document record;
    const struct pal_document *found = NULL;
    for (size_t i = 0; i < count && found == NULL; i++) {
        found = strcmp(rows[i].id, id) == 0 ? &rows[i] : NULL;
    }
    if (found == NULL) {
        const struct pal_err told = call->errand.err; /* of a form that is shown again */
        found = pal_house_get(&call->errand, "provider", id, &record) == PAL_OK ? &record : NULL;
        call->errand.err = told;
    }
    return found != NULL ? (struct known){found->title, pal_document_place(call, found)}
                         : (struct known){id, NULL};
}

static void add_option(struct pal_value *list, const char *word, const char *title,
                       const char *chosen)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "value", word);
    pal_put_text(row, "title", title);
    pal_put_boolean(row, "is_chosen", strcmp(word, chosen) == 0);
}

/* What the form of a candidate offers, beside its choice. */
struct offer {
    bool is_any; /* another state may follow */
    bool asks_date;
    const char *why_not; /* no other state may follow; NULL: some may */
};

/* The states that may follow, and the one that it is in, into `states`; as the options of a choice,
 * in which one that was chosen stays to be seen though it may not follow (any more). */
static struct pal_value *state_options(struct pal_call *call, const struct pal_case_asked *asked,
                                       const char *chosen, struct pal_value *states,
                                       struct offer *offer)
{
    const struct pal_case_table *table = &pal_case_tables[PAL_CASE_CANDIDATE];
    struct pal_value *list = pal_value_list(&call->values);
    for (unsigned state = PAL_CANDIDATE_NAMED; state < table->state_count; state++) {
        const char *word = pal_project_1_candidate_word(state);
        const char *title = pal_call_tr(call, table->states[state].title);
        struct pal_case_answer answer = pal_case_between(asked, state);
        if (answer.says == PAL_CASE_MAY) {
            offer->is_any = offer->is_any || state != asked->state;
            offer->asks_date =
                offer->asks_date ||
                (answer.row != NULL && (answer.row->asks & PAL_ASK_BIT(PAL_ASK_DATE)) != 0);
            pal_add_text(states, word);
            add_option(list, word, title, chosen);
            continue;
        }
        offer->why_not = answer.says == PAL_CASE_NO_WAY ? offer->why_not : answer.why_not;
        if (strcmp(word, chosen) == 0) {
            title = pal_call_printf(call, pal_call_tr(call, "%s: does not fit (any more)"), title);
            add_option(list, word, title, chosen);
        }
    }
    offer->why_not = offer->is_any ? NULL : offer->why_not;
    return list;
}

/* What was typed for this candidate, where the form is shown again. */
static const char *typed(struct pal_call *call, const char *provider, const char *name,
                         const char *kept)
{
    bool is_of = pal_call_is_again(call, pal_do_candidate_change) &&
                 strcmp(pal_call_word(call, "provider"), provider) == 0;
    const char *value = is_of ? pal_call_field(call, name) : NULL;
    return value != NULL ? value : kept;
}

/* A candidate as it is, in the data and beside its form; of what the text says nobody is named. */
static void put_candidate(struct pal_call *call, struct pal_value *row,
                          const struct pal_candidate *candidate, const char *title, const char *by)
{
    const struct pal_fact *fact = candidate->fact;
    pal_put_text(row, "id", candidate->provider);
    pal_put_text(row, "title", title);
    pal_put_text(row, "state", pal_project_1_candidate_word(candidate->state));
    pal_put_text(row, "note", candidate->note);
    pal_put_text(row, "date", candidate->date);
    pal_put_text(row, "by", by);
    pal_put_text(row, "at", fact != NULL ? pal_call_time(call, fact->at) : NULL);
    pal_put_integer(row, "turn", candidate->turn);
}

/* The form of a candidate, and the words of it. */
static void put_form(struct pal_call *call, struct pal_value *form,
                     const struct pal_candidate *candidate, const struct pal_case_asked *asked,
                     struct pal_value *states)
{
    const char *id = candidate->provider;
    const char *word = pal_project_1_candidate_word(candidate->state);
    struct offer offer = {.why_not = NULL};
    pal_put(form, "options",
            state_options(call, asked, typed(call, id, "state", word), states, &offer));
    pal_put_boolean(form, "was_said", candidate->turn > 0);
    pal_put_text(form, "typed_note", typed(call, id, "note", candidate->note));
    pal_put_text(form, "typed_date", typed(call, id, "date", pal_call_day(call, call->errand.now)));
    pal_put_boolean(form, "asks_date", offer.asks_date);
    pal_put_text(form, "act_id", pal_facts_new_id(&call->errand));
    pal_put_text(form, "why_not", offer.why_not != NULL ? pal_call_tr(call, offer.why_not) : NULL);
    bool is_again = typed(call, id, "state", NULL) != NULL;
    bool can_remove = pal_case_between(asked, PAL_CASE_NOT_THERE).says == PAL_CASE_MAY;
    pal_put_boolean(form, "can_remove", can_remove);
    pal_put_boolean(form, "can_say",
                    is_again || can_remove || offer.is_any ||
                        pal_case_again(asked).says == PAL_CASE_MAY);
    pal_put_boolean(form, "is_again", is_again);
}

/* The names of who said something, looked up together. */
static enum pal_rc name_all(struct pal_call *call, const struct pal_candidates *field)
{
    const struct pal_fact **facts =
        PAL_NEW(call->request->arena, const struct pal_fact *, field->count + 1);
    for (size_t i = 0; i < field->count && facts != NULL; i++) {
        facts[i] = field->items[i].fact;
    }
    return facts != NULL ? pal_facts_read(call, facts, field->count)
                         : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

/* Who offers the service, and how each stands, into the data; each once more with its form, and the
 * words of it, into the page. */
static enum pal_rc put_candidates(struct pal_call *call, const struct pal_case_of *of,
                                  const struct pal_candidates *field,
                                  const struct pal_document *providers, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *forms = pal_value_list(&call->values);
    enum pal_rc rc = name_all(call, field);
    for (size_t i = 0; i < field->count && rc == PAL_OK; i++) {
        const struct pal_candidate *candidate = &field->items[i];
        const struct pal_fact *fact = candidate->fact;
        const struct known provider = find_provider(call, providers, count, candidate->provider);
        const char *title = provider.title;
        struct pal_case_asked asked = pal_case_asked_of_candidate(of, candidate);
        struct pal_value *row = pal_add_object(list);
        struct pal_value *form = pal_add_object(forms);
        struct pal_value *states = pal_value_list(&call->values);
        asked.given = ~0U;
        put_candidate(call, row, candidate, title, fact != NULL ? fact->principal : NULL);
        put_candidate(call, form, candidate, title,
                      fact != NULL ? pal_principal_said(call, fact->principal, fact->claim) : NULL);
        pal_put_text(form, "url", provider.url);
        put_form(call, form, candidate, &asked, states);
        pal_put(row, "states", states);
    }
    pal_set(call->data, "candidates", list);
    pal_set(call->page, "candidates", forms);
    return rc;
}

enum pal_rc pal_page_candidates(struct pal_call *call)
{
    const char *id = call->params[0];
    struct pal_document record;
    struct pal_value *document;
    struct pal_document *providers = NULL;
    struct pal_candidates field;
    size_t count = 0;
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_offered(&call->errand, "provider", id, PROVIDERS_MOST, &providers, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_candidates_now(&call->errand, id, record.text, &field);
    rc = rc == PAL_OK ? pal_sendings_tell(&call->errand, id, &field) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_case_of of = pal_case_of_value(&call->errand, id, document, &field);
    call->version = record.version;
    rc = put_candidates(call, &of, &field, providers, count);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_integer(call->data, "version", record.version);
    pal_call_option(call, "provider", "", "—", "");
    for (size_t i = 0; i < count; i++) {
        pal_call_option(call, "provider", providers[i].id, providers[i].title, "");
    }
    pal_call_form(call, "name", "");
    pal_call_form(call, "id", "");
    const struct pal_case_asked nobody = pal_case_asked_of_candidate(&of, NULL);
    struct pal_case_answer adding = pal_case_between(&nobody, PAL_CANDIDATE_NAMED);
    pal_set_text(call->page, "facts_url",
                 pal_call_printf(call, "/projects/%s/facts/candidate", id));
    pal_set_boolean(call->page, "can_edit", pal_call_may(call, PAL_MAY_EDIT_PROJECT));
    pal_set_boolean(call->page, "can_add", adding.says == PAL_CASE_MAY);
    pal_set_text(call->page, "why_not_add",
                 adding.says == PAL_CASE_NOT_NOW ? pal_call_tr(call, adding.why_not) : NULL);
    pal_project_tabs(call, id);
    const char *name = pal_fields_get(&call->form, "name"); /* of one that was to be added */
    rc = pal_show_similar(call, id, name != NULL ? name : "");
    rc = rc == PAL_OK ? pal_next_put(call, id) : rc;
    return rc == PAL_OK ? pal_call_show(call, "web_candidates", pal_call_tr(call, "Candidates"))
                        : rc;
}

/* What is wrong with the title of the new provider, which is the name that was typed; NULL: nothing
 * is. */
static const char *wrong_title(struct pal_call *call)
{
    const struct pal_app_problems *first = pal_call_app(call)->problems;
    bool is_of_title = first != NULL && first->diag.error_count > 0 &&
                       strcmp(first->diag.errors[0].path, "title") == 0;
    return is_of_title ? first->diag.errors[0].message : NULL;
}

static enum pal_rc nominate(struct pal_call *call, const struct pal_nomination *wanted)
{
    const char *id = call->params[0];
    struct pal_document record;
    enum pal_rc rc = pal_house_nominate(&call->errand, pal_fresh_app(call), id, wanted, &record);
    if (rc != PAL_OK) {
        const char *of_name = wrong_title(call);
        if (of_name != NULL && rc == PAL_E_INVALID) {
            return pal_errand_fail_at(&call->errand, rc, "name", "%s", of_name);
        }
        rc = rc == PAL_E_INVALID ? pal_tell_problem(call, rc) : rc;
        return of_name != NULL ? pal_errand_at(&call->errand, rc, "name") : rc;
    }
    return pal_go_written(call, &record, pal_call_printf(call, "/projects/%s/candidates", id));
}

/* One that is there already may be meant. */
static enum pal_rc take_similar(struct pal_call *call, struct pal_nomination *wanted)
{
    struct pal_document taken = {.id = NULL};
    enum pal_rc rc =
        pal_settle_similar(call, call->params[0], wanted->name, wanted->provider, &taken);
    if (rc == PAL_OK && taken.id != NULL) {
        wanted->provider = taken.id;
        wanted->name = "";
    }
    return rc;
}

/* A new provider under an id. */
static enum pal_rc nominate_under(struct pal_call *call, void *ctx, const char *id)
{
    struct pal_nomination *wanted = ctx;
    wanted->provider = id;
    return nominate(call, wanted);
}

/* A provider that is there, or a new one of that name. */
enum pal_rc pal_do_candidate_add(struct pal_call *call)
{
    const char *name = pal_call_word(call, "name");
    struct pal_nomination wanted = {.act = PAL_NOMINATION_ADD,
                                    .provider =
                                        pal_call_word(call, name[0] != '\0' ? "id" : "provider"),
                                    .name = name,
                                    .state = pal_call_word(call, "state"),
                                    .note = pal_call_word(call, "note"),
                                    .is_typed = !call->is_api,
                                    .version = pal_form_version(call)};
    if (name[0] == '\0' && wanted.provider[0] == '\0') {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "provider",
                                  "choose a provider, or name a new one");
    }
    enum pal_rc rc = name[0] != '\0' ? take_similar(call, &wanted) : PAL_OK;
    if (rc != PAL_OK || wanted.name[0] == '\0') {
        return rc == PAL_OK ? nominate(call, &wanted) : rc;
    }
    const struct pal_new_document what = {"provider", wanted.provider, name, nominate_under,
                                          &wanted};
    return pal_form_put_new(call, &what);
}

enum pal_rc pal_do_candidate_remove(struct pal_call *call)
{
    const struct pal_nomination wanted = {.act = PAL_NOMINATION_REMOVE,
                                          .provider = pal_call_word(call, "provider"),
                                          .name = "",
                                          .state = "",
                                          .note = "",
                                          .version = pal_form_version(call)};
    return nominate(call, &wanted);
}

/* How the candidate that is meant stands. */
static enum pal_rc find_candidate(struct pal_call *call, const char *project,
                                  const struct pal_candidate **out)
{
    struct pal_document record;
    struct pal_candidates field;
    const char *provider = pal_call_word(call, "provider");
    enum pal_rc rc = pal_house_get(&call->errand, "project", project, &record);
    if (rc == PAL_OK) {
        rc = pal_candidates_now(&call->errand, project, record.text, &field);
    }
    *out = rc == PAL_OK ? pal_candidates_find(&field, provider) : NULL;
    return rc == PAL_OK && *out == NULL
               ? pal_errand_fail_at(&call->errand, PAL_E_NOT_FOUND, "provider",
                                    "%s is no candidate", pal_quote(provider).text)
               : rc;
}

/* The note as it is to be: as it was where none is sent; what was typed has its line ends. */
static const char *note_of(struct pal_call *call, const struct pal_candidate *candidate)
{
    const char *note = pal_call_field(call, "note");
    if (note == NULL || call->is_api) {
        return note != NULL ? note : candidate->note;
    }
    size_t len = strlen(note);
    const char *typed_like = pal_line_ends_like(call->request->arena, note, &len, candidate->note);
    return typed_like != NULL ? typed_like : "";
}

/* Says how a candidate stands: the state, the note, or both; what is not sent stays. */
enum pal_rc pal_do_candidate_change(struct pal_call *call)
{
    const char *project = call->params[0];
    const struct pal_candidate *candidate;
    struct pal_act_done done;
    const char *word = pal_call_word(call, "state");
    const char *turn = pal_call_word(call, "turn");
    enum pal_rc rc = find_candidate(call, project, &candidate);
    if (rc != PAL_OK) {
        return rc;
    }
    unsigned state = word[0] != '\0' ? pal_project_1_candidate_state(word) : candidate->state;
    if (state == PAL_CASE_NOT_THERE) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "state", "there is no state %s",
                                  pal_quote(word).text);
    }
    bool has_date = (pal_case_asks(PAL_CASE_CANDIDATE, state) & PAL_ASK_BIT(PAL_ASK_DATE)) != 0;
    const struct pal_fact_field fields[] = {
        {"date", has_date || call->is_api ? pal_call_word(call, "date") : ""},
        {"reason", note_of(call, candidate)}};
    const struct pal_fact_wish fact = {
        .kind = PAL_CANDIDATE_FACT,
        .subject_kind = "project",
        .subject = project,
        .part = candidate->provider,
        .lane = "",
        .seen_turn = turn[0] != '\0' ? pal_whole_number(turn) : candidate->turn,
        .state = pal_case_tables[PAL_CASE_CANDIDATE].states[state].id,
        .fields = fields,
        .field_count = 2};
    const struct pal_act_wish wish = {.id = pal_act_id(call), .facts = &fact, .count = 1};
    rc = pal_act_answer(call, pal_facts_act(&call->errand, &wish, &done), &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/projects/%s/candidates", project)
                        : rc;
}
