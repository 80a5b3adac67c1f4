/* send - sending a questionnaire: to whom, how much, until when; what is asked is told before, the
 * links stand on the page that answers. */
#include <string.h>

#include "app/house/candidates.h"
#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/mail.h"
#include "app/house/procedures.h"
#include "app/house/reminders.h"
#include "app/house/secret.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/worked.h"
#include "base/text.h"
#include "core/question/worked.h"
#include "web/forms.h"
#include "web/frames.h"
#include "web/pages/asked.h"
#include "web/pages/notice.h"
#include "web/pages/pages.h"
#include "web/pages/sending_page.h"
#include "web/pages/tender_page.h"

enum { WEEKS_OFFERED = 4, DAYS_OF_WEEK = 7, PROVIDERS_MOST = 2000 };

#define TO_PROVIDER "provider/"
#define TO_EXPERT   "expert/"

/* ------------------------------------------------------------------ what is asked */

/* Which questionnaire is meant; NULL: the usual one. */
static const char *which(struct pal_call *call)
{
    const char *sent = call->route->method == PAL_POST ? pal_call_word(call, "questionnaire") : "";
    const char *asked = sent[0] == '\0' ? pal_call_query(call, "questionnaire") : sent;
    return asked != NULL && strcmp(asked, PAL_QUESTIONNAIRE_USUAL) != 0 ? asked : NULL;
}

static struct pal_value *range_value(struct pal_call *call, const struct pal_range *range)
{
    if (range->high == 0) {
        return pal_value_null(&call->values);
    }
    struct pal_value *out = pal_value_object(&call->values);
    pal_put_integer(out, "low", range->low);
    pal_put_integer(out, "high", range->high);
    return out;
}

static const char *questions_url(struct pal_call *call, enum pal_tier tier, enum pal_actor actor)
{
    const char *other = which(call);
    return pal_call_printf(call, "/projects/%s/questionnaires/send/questions?tier=%s&to=%s%s%s",
                           call->params[0], pal_tier_ids[tier], pal_actor_ids[actor],
                           other != NULL ? "&questionnaire=" : "",
                           other != NULL ? pal_call_escaped(call, other) : "");
}

/* What was measured stands beside what is proposed, from ten submissions on. */
static void put_measured(struct pal_call *call, const struct pal_worked *worked, const char *key,
                         struct pal_value *data, struct pal_value *page)
{
    if (worked->count < PAL_WORKED_LEAST) {
        return;
    }
    struct pal_value *row = pal_put_object(data, key);
    pal_put_integer(row, "submissions", (int64_t)worked->count);
    pal_put_integer(row, "median_minutes", worked->minutes);
    pal_put_text(page, key,
                 pal_call_printf(call,
                                 pal_call_tr(call, "measured: %s (median of %zu submissions)"),
                                 pal_call_hours(call, worked->minutes), worked->count));
    pal_set_boolean(call->page, "is_measured", true);
}

/* What one kind of recipient is asked for. */
static void put_work(struct pal_call *call, enum pal_tier tier, enum pal_actor actor,
                     const struct pal_sending_measure *measure, const struct pal_worked_all *worked,
                     struct pal_value *data, struct pal_value *page)
{
    const struct pal_asked_work *work = &measure->work;
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    pal_put_text(row, "to", pal_actor_ids[actor]);
    pal_put_integer(row, "questions", (int64_t)work->questions);
    pal_put_integer(row, "figures", (int64_t)work->figures);
    pal_put_integer(row, "proofs", (int64_t)work->proofs);
    pal_put(row, "first_minutes", range_value(call, &work->first_minutes));
    pal_put(row, "again_minutes", range_value(call, &work->again_minutes));
    pal_put_integer(row, "target_steps", (int64_t)work->target_steps);
    pal_put_integer(row, "decidable_steps", (int64_t)work->decidable_steps);
    pal_put(shown, "of", row);
    pal_put_text(shown, "whom", pal_sending_whom(call, actor, NULL));
    pal_put_text(shown, "first",
                 work->first_minutes.high > 0
                     ? pal_work_range(call, &call->language, &work->first_minutes)
                     : NULL);
    pal_put_text(shown, "again",
                 work->again_minutes.high > 0
                     ? pal_work_range(call, &call->language, &work->again_minutes)
                     : NULL);
    pal_put_text(shown, "decides",
                 measure->profile != NULL
                     ? pal_call_printf(call, pal_call_tr(call, "%zu of %zu"), work->decidable_steps,
                                       work->target_steps)
                     : NULL);
    put_measured(call, &worked->first, "first_measured", row, shown);
    put_measured(call, &worked->again, "again_measured", row, shown);
    pal_put_text(shown, "url", questions_url(call, tier, actor));
}

/* The two tiers, each with what it asks of whom; `asked`: of whom anything is. */
static enum pal_rc put_tiers(struct pal_call *call, bool asked[PAL_ACTOR_COUNT])
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    const char *typed = pal_call_typed(call, "tier");
    const char *chosen = typed != NULL ? typed : pal_tier_ids[PAL_TIER_CORE];
    struct pal_sending_plan plan = {.project = call->params[0], .questionnaire = which(call)};
    struct pal_sending_measure measure = {0};
    struct pal_submitted_list submitted;
    struct pal_worked_all worked;
    enum pal_rc rc = pal_worked_read(
        &call->errand, plan.project,
        plan.questionnaire != NULL ? plan.questionnaire : PAL_QUESTIONNAIRE_USUAL, &submitted);
    memset(asked, 0, PAL_ACTOR_COUNT * sizeof *asked);
    for (int tier = 0; tier < PAL_TIER_COUNT && rc == PAL_OK; tier++) {
        struct pal_value *row = pal_add_object(data);
        struct pal_value *shown = pal_add_object(page);
        pal_put_text(row, "tier", pal_tier_ids[tier]);
        struct pal_value *of = pal_put_list(row, "of");
        struct pal_value *of_shown = pal_put_list(shown, "rows");
        plan.tier = (enum pal_tier)tier;
        for (int actor = 0; actor < PAL_ACTOR_COUNT && rc == PAL_OK; actor++) {
            rc = pal_sendings_measure(&call->errand, pal_call_app(call), &plan,
                                      (enum pal_actor)actor, &measure);
            rc = rc == PAL_OK ? pal_worked_find(&call->errand, &submitted, plan.tier,
                                                (enum pal_actor)actor, &worked)
                              : rc;
            if (rc == PAL_OK && measure.work.questions > 0) {
                asked[actor] = true;
                put_work(call, plan.tier, (enum pal_actor)actor, &measure, &worked, of, of_shown);
            }
        }
        pal_put_text(shown, "id", pal_tier_ids[tier]);
        pal_put_text(shown, "title", pal_call_tr(call, pal_tier_titles[tier]));
        pal_put_boolean(shown, "is_core", tier == PAL_TIER_CORE);
        pal_put_boolean(shown, "is_chosen", strcmp(chosen, pal_tier_ids[tier]) == 0);
        pal_put_boolean(shown, "has_target", measure.profile != NULL);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set(call->data, "tiers", data);
    pal_set(call->page, "tiers", page);
    pal_set_text(call->data, "questionnaire", measure.questionnaire->id);
    pal_set_text(call->data, "profile", measure.profile != NULL ? measure.profile->id : NULL);
    pal_set_text(call->page, "questionnaire_title",
                 pal_text_in(&measure.questionnaire->title, call->language.lang));
    pal_set_text(call->page, "profile_title",
                 measure.profile != NULL ? pal_text_in(&measure.profile->title, call->language.lang)
                                         : NULL);
    return PAL_OK;
}

/* ----------------------------------------------------------------------- to whom */

/* What the page knows of who may be asked. */
struct offering {
    struct pal_call *call;
    const struct pal_sending *sendings;
    size_t sending_count;
    struct pal_value *data;
    struct pal_value *page; /* candidates */
    struct pal_value *own;  /* of one's own side */
};

/* Whether they have one that is open; the latest end of those. */
static int64_t open_until(const struct offering *of, enum pal_actor actor, const char *provider)
{
    int64_t until = 0;
    for (size_t i = 0; i < of->sending_count; i++) {
        const struct pal_sending *one = &of->sendings[i];
        bool has_same = provider == NULL
                            ? one->provider == NULL
                            : one->provider != NULL && strcmp(one->provider, provider) == 0;
        if (one->to == actor && has_same && pal_sending_is_open(one) && one->until > until) {
            until = one->until;
        }
    }
    return until;
}

static bool is_typed(const struct pal_call *call, const char *word)
{
    for (size_t i = 0; i < call->form.count; i++) {
        if (strcmp(call->form.items[i].name, "to") == 0 &&
            strcmp(call->form.items[i].value, word) == 0) {
            return true;
        }
    }
    return false;
}

/* The language of what a recipient is written in. */
static const char *language_name(struct pal_call *call, const char *provider)
{
    return pal_call_printf(call, "language/%s", provider);
}

static void put_languages(struct pal_call *call, struct pal_value *row, const char *provider)
{
    static const char *const titles[PAL_LANG_COUNT] = {"English", "Français"};
    const char *name = language_name(call, provider);
    const char *typed = pal_call_typed(call, name);
    const char *chosen = typed != NULL ? typed : pal_lang_codes[call->language.lang];
    struct pal_value *options = pal_put_list(row, "languages");
    pal_put_text(row, "language_name", name);
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        struct pal_value *option = pal_add_object(options);
        pal_put_text(option, "value", pal_lang_codes[i]);
        pal_put_text(option, "title", titles[i]);
        pal_put_boolean(option, "is_chosen", strcmp(chosen, pal_lang_codes[i]) == 0);
    }
}

/* Where this server sends mail, the address that the link goes to. */
static const char *mail_name(struct pal_call *call, const char *provider)
{
    return pal_call_printf(call, "mail/%s", provider);
}

static void put_mail(struct pal_call *call, struct pal_value *row, const char *provider)
{
    const char *name = mail_name(call, provider);
    pal_put_text(row, "mail_name", name);
    pal_put_text(row, "mail", pal_call_typed(call, name));
}

/* One who may be asked. `is_usual`: preselected, unless they have one that is open. */
static void put_one(const struct offering *of, enum pal_actor actor, const char *provider,
                    const char *title, bool is_usual)
{
    struct pal_call *call = of->call;
    int64_t until = open_until(of, actor, provider);
    const char *word =
        actor == PAL_ACTOR_PROJECT_MANAGER
            ? pal_actor_ids[actor]
            : pal_call_printf(call, "%s%s", actor == PAL_ACTOR_PROVIDER ? TO_PROVIDER : TO_EXPERT,
                              provider);
    bool is_chosen = call->is_form_again ? is_typed(call, word) : is_usual && until == 0;
    struct pal_value *row = pal_add_object(of->data);
    struct pal_value *shown = pal_add_object(actor == PAL_ACTOR_PROVIDER ? of->page : of->own);
    pal_put_text(row, "to", word);
    pal_put_text(row, "title", title);
    pal_put_text(row, "open_until", until != 0 ? pal_call_time(call, until) : NULL);
    pal_put(shown, "of", row);
    pal_put_text(shown, "whom", pal_sending_whom(call, actor, title));
    pal_put_boolean(shown, "is_chosen", is_chosen);
    if (actor == PAL_ACTOR_PROVIDER) {
        put_languages(call, shown, provider);
        put_mail(call, shown, provider);
    }
}

static const char *title_among(const struct pal_document *rows, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].id, id) == 0) {
            return rows[i].title;
        }
    }
    return id;
}

static bool runs(const struct pal_candidate *candidate)
{
    return candidate->provider[0] != '\0' && candidate->state != PAL_CANDIDATE_REFUSED &&
           candidate->state != PAL_CANDIDATE_WITHDRAWN;
}

/* Whether one is chosen to begin with: in a further round whoever is still in. */
struct round {
    bool is_one;
    struct pal_sending *in;
    size_t count;
};

static bool is_usual(const struct round *round, const char *provider)
{
    bool is = !round->is_one;
    for (size_t i = 0; i < round->count; i++) {
        is = is || strcmp(round->in[i].provider, provider) == 0;
    }
    return is;
}

/* The candidates that run; the project manager; the expert, about each of them. */
static enum pal_rc put_recipients(struct pal_call *call, const struct pal_document *project,
                                  const bool asked[PAL_ACTOR_COUNT])
{
    struct offering of = {.call = call,
                          .data = pal_value_list(&call->values),
                          .page = pal_value_list(&call->values),
                          .own = pal_value_list(&call->values)};
    struct pal_sending *sendings = NULL;
    struct pal_candidates field;
    struct pal_document *providers = NULL;
    struct round round = {0};
    size_t count = 0;
    enum pal_rc rc = pal_sendings_list(&call->errand, project->id, &sendings, &of.sending_count);
    rc = rc == PAL_OK ? pal_candidates_now(&call->errand, project->id, project->text, &field) : rc;
    rc = rc == PAL_OK ? pal_tender_still_in(&call->errand, project->id, &field, &round.is_one,
                                            &round.in, &round.count)
                      : rc;
    rc = rc == PAL_OK ? pal_house_offered(&call->errand, "provider", project->id, PROVIDERS_MOST,
                                          &providers, &count)
                      : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    of.sendings = sendings;
    static const enum pal_actor actors[] = {PAL_ACTOR_PROVIDER, PAL_ACTOR_EXPERT};
    size_t running = 0;
    for (size_t a = 0; a < sizeof actors / sizeof *actors; a++) {
        for (size_t i = 0; i < field.count && asked[actors[a]]; i++) {
            if (runs(&field.items[i])) {
                const char *id = field.items[i].provider;
                put_one(&of, actors[a], id, title_among(providers, count, id),
                        actors[a] == PAL_ACTOR_PROVIDER && is_usual(&round, id));
                running += actors[a] == PAL_ACTOR_PROVIDER;
            }
        }
        if (actors[a] == PAL_ACTOR_PROVIDER && asked[PAL_ACTOR_PROJECT_MANAGER]) {
            put_one(&of, PAL_ACTOR_PROJECT_MANAGER, NULL, NULL, false);
        }
    }
    pal_set(call->data, "recipients", of.data);
    pal_set(call->page, "candidates", of.page);
    pal_set(call->page, "own", of.own);
    pal_set_boolean(call->page, "has_own", pal_value_count(of.own) > 0);
    pal_set_boolean(call->page, "has_candidates", running > 0);
    return PAL_OK;
}

/* -------------------------------------------------------------------------- the form */

/* The other questionnaires that there are, where there are any. */
static enum pal_rc put_others(struct pal_call *call)
{
    const char *chosen = which(call);
    enum pal_rc rc = pal_library_options(call, "questionnaire", "questionnaire",
                                         chosen != NULL ? chosen : PAL_QUESTIONNAIRE_USUAL);
    pal_call_keep(call, "questionnaire", chosen, NULL);
    const struct pal_value *form = pal_value_get(call->page, "form");
    const struct pal_value *field = pal_value_get(form, "questionnaire");
    pal_set_boolean(call->page, "has_others", pal_value_count(pal_value_get(field, "options")) > 1);
    pal_set_boolean(call->page, "is_other", chosen != NULL);
    pal_set_text(
        call->page, "own_url",
        pal_call_may(call, pal_shelf_kind("questionnaire")->writes)
            ? pal_call_printf(call, "/projects/%s/library/questionnaire/new/list", call->params[0])
            : NULL);
    return rc;
}

/* Whether it may be sent now; why not. */
static bool may_send(struct pal_call *call, const struct pal_value *document)
{
    const struct pal_case_of of = pal_case_of_value(&call->errand, call->params[0], document, NULL);
    const struct pal_case_asked asked = {.thing = PAL_CASE_SENDING,
                                         .state = PAL_CASE_NOT_THERE,
                                         .facts = of.facts,
                                         .may = of.may,
                                         .given = ~0U};
    const struct pal_case_answer answer = pal_case_follow(&asked, PAL_SENDING_OPEN);
    pal_set_text(call->page, "why_not",
                 answer.why_not != NULL ? pal_call_tr(call, answer.why_not) : NULL);
    return answer.says == PAL_CASE_MAY;
}

/* What the form brings with it: the act that it is, and what its links will be made of. */
static void put_act(struct pal_call *call)
{
    char seed[PAL_SECRET_TEXT];
    const char *act = pal_call_typed(call, "act");
    const char *kept = pal_call_typed(call, "seed");
    pal_secret_new(seed);
    pal_set_text(call->page, "act_id", act != NULL ? act : pal_facts_new_id(&call->errand));
    pal_set_text(call->page, "seed", kept != NULL ? kept : seed);
}

/* How long before the end whoever has a link by mail is reminded: "7, 2". */
static enum pal_rc put_reminders(struct pal_call *call, const struct pal_value *document)
{
    struct pal_tender_value days;
    const char *words = "";
    struct pal_value *list = pal_value_list(&call->values);
    enum pal_rc rc = pal_reminders_days(
        &call->errand, pal_value_as_text(pal_value_get(document, "procedure")), &days);
    for (size_t i = 0; rc == PAL_OK && i < days.count; i++) {
        words = pal_call_printf(call, "%s%s%u", words, i > 0 ? ", " : "", days.of[i]);
        pal_add_text(list, pal_call_printf(call, "%u", days.of[i]));
    }
    bool is_any = words[0] != '\0' && pal_mail_is_configured(call->errand.house);
    pal_set(call->data, "reminders", list);
    pal_set_text(call->page, "reminders",
                 is_any ? pal_call_printf(call,
                                          pal_call_tr(call, "Reminders leave so many days before "
                                                            "the end, to who has not submitted: "
                                                            "%s."),
                                          words)
                        : NULL);
    return rc;
}

/* In a tender: what is asked of one's own side, apart from the consultation. */
static bool is_of_own_side(const struct pal_call *call)
{
    if (call->route->method != PAL_POST) {
        return pal_call_query(call, "own") != NULL;
    }
    bool is_any = false;
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        bool is_to = strcmp(field->name, "to") == 0;
        bool is_provider = is_to && strncmp(field->value, TO_PROVIDER, strlen(TO_PROVIDER)) == 0;
        is_any = is_any || (is_to && !is_provider);
        if (is_provider) {
            return false;
        }
    }
    return is_any;
}

/* By the project that was read already. */
static enum pal_rc read_is_tender(struct pal_call *call, const struct pal_value *document,
                                  bool *out)
{
    const struct pal_procedures *table = NULL;
    enum pal_rc rc = pal_house_procedures(&call->errand, pal_call_app(call), &table);
    *out = rc == PAL_OK &&
           pal_procedure_find(table, pal_value_as_text(pal_value_get(document, "procedure")))
               ->is_tender;
    return rc;
}

enum pal_rc pal_page_send(struct pal_call *call)
{
    const char *id = call->params[0];
    bool is_tender = false;
    struct pal_document record;
    struct pal_value *document = NULL;
    bool asked[PAL_ACTOR_COUNT];
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->page, "candidates_url",
                 pal_call_printf(call, "/projects/%s/candidates", id));
    pal_set_text(call->page, "project_id", id);
    const bool may = may_send(call, document);
    pal_set_boolean(call->page, "may_send", may);
    rc = read_is_tender(call, document, &is_tender);
    rc = rc == PAL_OK ? put_tiers(call, asked) : rc;
    rc = rc == PAL_OK ? put_recipients(call, &record, asked) : rc;
    rc = rc == PAL_OK ? put_others(call) : rc;
    rc = rc == PAL_OK ? put_reminders(call, document) : rc;
    rc = rc == PAL_OK ? pal_notice_put_lacks(call) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const bool is_own = is_tender && is_of_own_side(call);
    bool was_opened = false;
    rc = is_own ? pal_tender_was_opened(&call->errand, id, &was_opened) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    if (is_own && !was_opened) {
        pal_set(call->page, "candidates", pal_value_list(&call->values));
        pal_set_boolean(call->page, "has_candidates", true);
    }
    pal_set_boolean(call->data, "is_tender", is_tender);
    pal_set_boolean(call->page, "is_own", is_own && !was_opened);
    pal_until_put(call, pal_until_in(call, WEEKS_OFFERED * DAYS_OF_WEEK));
    put_act(call);
    pal_set_boolean(call->page, "sends_mail", pal_mail_is_configured(call->errand.house));
    pal_call_keep(call, "email", NULL, NULL);
    pal_project_tabs(call, id);
    if (is_tender && !is_own) {
        return pal_send_show_launch(call, may);
    }
    return pal_call_show(call, "web_send", pal_call_tr(call, "Send a questionnaire"));
}

/* ------------------------------------------------------------- which would be asked */

static int find_word(const char *const *words, int count, const char *word)
{
    for (int i = 0; word != NULL && i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return i;
        }
    }
    return 0;
}

enum pal_rc pal_page_send_questions(struct pal_call *call)
{
    const char *id = call->params[0];
    struct pal_document record;
    struct pal_value *document = NULL;
    struct pal_sending_measure measure;
    const int tier = find_word(pal_tier_ids, PAL_TIER_COUNT, pal_call_query(call, "tier"));
    const int actor = find_word(pal_actor_ids, PAL_ACTOR_COUNT, pal_call_query(call, "to"));
    const struct pal_sending_plan plan = {
        .project = id, .questionnaire = which(call), .tier = (enum pal_tier)tier};
    enum pal_rc rc = pal_project_frame(call, id, &record, &document);
    rc = rc == PAL_OK ? pal_sendings_measure(&call->errand, pal_call_app(call), &plan,
                                             (enum pal_actor)actor, &measure)
                      : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_asked_shown shown = {.of = measure.questionnaire,
                                          .questions = measure.asked.questions,
                                          .count = measure.asked.count,
                                          .areas_above = measure.asked.areas_above,
                                          .area_count = measure.asked.area_above_count,
                                          .with_rules = pal_call_may(call, PAL_MAY_ASSESS)};
    pal_asked_put(call, &shown);
    pal_set_text(call->data, "questionnaire", measure.questionnaire->id);
    pal_set_text(call->page, "questionnaire_title",
                 pal_text_in(&measure.questionnaire->title, call->language.lang));
    pal_set_text(call->page, "whom", pal_sending_whom(call, (enum pal_actor)actor, NULL));
    pal_set_text(call->page, "tier", pal_call_tr(call, pal_tier_titles[tier]));
    pal_set_text(call->page, "back_url",
                 pal_call_printf(call, "/projects/%s/questionnaires/send", id));
    pal_project_tabs(call, id);
    return pal_call_show(call, "web_send_questions",
                         pal_call_tr(call, "The questions that would be asked"));
}

/* ---------------------------------------------------------------------------- sending */

/* What was chosen. */
struct chosen {
    struct pal_recipient recipients[PAL_RECIPIENTS_MOST];
    enum pal_lang langs[PAL_RECIPIENTS_MOST];
    size_t count;
};

static enum pal_lang language_of(struct pal_call *call, const char *provider)
{
    enum pal_lang lang = call->language.lang;
    const char *sent = pal_fields_get(&call->form, language_name(call, provider));
    return sent != NULL && pal_lang_find(sent, &lang) ? lang : call->language.lang;
}

/* "provider/north", "project_manager", "expert/north". */
static enum pal_rc read_one(struct pal_call *call, const char *word, struct chosen *out)
{
    static const size_t provider = sizeof TO_PROVIDER - 1;
    static const size_t expert = sizeof TO_EXPERT - 1;
    struct pal_recipient to = {.note = ""};
    if (out->count >= PAL_RECIPIENTS_MOST) {
        return pal_errand_fail_at(&call->errand, PAL_E_LIMIT, "to", "send to %d at a time at most",
                                  PAL_RECIPIENTS_MOST);
    }
    if (strncmp(word, TO_PROVIDER, provider) == 0) {
        to.actor = PAL_ACTOR_PROVIDER;
        const char *address = pal_fields_get(&call->form, mail_name(call, word + provider));
        to.provider = word + provider;
        to.address = address != NULL && !pal_is_blank(address) ? address : NULL;
    } else if (strncmp(word, TO_EXPERT, expert) == 0) {
        to.actor = PAL_ACTOR_EXPERT;
        to.provider = word + expert;
    } else if (strcmp(word, pal_actor_ids[PAL_ACTOR_PROJECT_MANAGER]) == 0) {
        to.actor = PAL_ACTOR_PROJECT_MANAGER;
    } else {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "to",
                                  "%s is nobody who can be asked: choose among those of the form",
                                  pal_quote(word).text);
    }
    out->langs[out->count] =
        to.provider != NULL ? language_of(call, to.provider) : call->language.lang;
    out->recipients[out->count++] = to;
    return PAL_OK;
}

/* To whom a link is given is told by its list; what is no line of a note is left out. */
static enum pal_rc note_all(struct pal_call *call, struct chosen *chosen)
{
    struct pal_document *providers = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_house_offered(&call->errand, "provider", call->params[0], PROVIDERS_MOST,
                                       &providers, &count);
    for (size_t i = 0; i < chosen->count && rc == PAL_OK; i++) {
        const char *provider = chosen->recipients[i].provider;
        const char *title = provider != NULL ? title_among(providers, count, provider) : "";
        chosen->recipients[i].note = strlen(title) <= PAL_PASS_NOTE ? title : "";
    }
    return rc;
}

static enum pal_rc read_all(struct pal_call *call, struct chosen *out)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < call->form.count && rc == PAL_OK; i++) {
        if (strcmp(call->form.items[i].name, "to") == 0) {
            rc = read_one(call, call->form.items[i].value, out);
        }
    }
    return rc == PAL_OK ? note_all(call, out) : rc;
}

static enum pal_rc read_plan(struct pal_call *call, struct chosen *chosen,
                             struct pal_sending_plan *out)
{
    const char *seed = pal_call_word(call, "seed");
    int64_t until = 0;
    enum pal_rc rc = read_all(call, chosen);
    rc = rc == PAL_OK ? pal_until_read(call, &until) : rc;
    *out = (struct pal_sending_plan){
        .project = call->params[0],
        .questionnaire = which(call),
        .tier = (enum pal_tier)find_word(pal_tier_ids, PAL_TIER_COUNT, pal_call_word(call, "tier")),
        .until = until,
        .recipients = chosen->recipients,
        .recipient_count = chosen->count,
        .act = pal_act_id(call),
        .seed = seed[0] != '\0' ? seed : NULL};
    return rc == PAL_OK && !is_of_own_side(call) ? pal_send_plan_together(call, out) : rc;
}

/* As for any link: who comes with a token makes none. */
static enum pal_rc may_make_links(struct pal_call *call, const struct pal_sending_plan *plan)
{
    bool is_any = false;
    for (size_t i = 0; i < plan->recipient_count; i++) {
        is_any = is_any || plan->recipients[i].actor == PAL_ACTOR_PROVIDER;
    }
    return is_any && call->errand.session == NULL
               ? pal_errand_fail(&call->errand, PAL_E_DENIED,
                                 "a link is made by whoever signed in: it would outlive a token")
               : PAL_OK;
}

/* What a recipient is asked for, once more: the invitation says it. */
static enum pal_rc measure_once(struct pal_call *call, const struct pal_sending_plan *plan,
                                enum pal_actor actor, struct pal_sending_measure *out)
{
    return out->questionnaire != NULL
               ? PAL_OK
               : pal_sendings_measure(&call->errand, pal_call_app(call), plan, actor, out);
}

/* What letters are written of. */
struct writing {
    struct pal_call *call;
    const struct pal_sending_plan *plan;
    const struct chosen *chosen;
    const char *project;                 /* its title */
    const char *privacy[PAL_LANG_COUNT]; /* NULL: not asked for yet */
    struct pal_sending_measure measures[PAL_ACTOR_COUNT];
};

static enum pal_rc write_letter(void *writer, size_t recipient, const struct pal_sent_to *sent,
                                struct pal_sending_letter *out)
{
    struct writing *writing = writer;
    struct pal_call *call = writing->call;
    const enum pal_actor actor = sent->recipient->actor;
    struct pal_sending_measure *measure = &writing->measures[actor];
    const enum pal_lang lang = writing->chosen->langs[recipient];
    enum pal_rc rc = measure_once(call, writing->plan, actor, measure);
    if (rc == PAL_OK && writing->privacy[lang] == NULL) {
        rc = pal_notice_line(&call->errand, pal_call_app(call), lang, &writing->privacy[lang]);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_invitation_write(
        call, &(struct pal_invitation_of){.project = writing->project,
                                          .link = pal_call_whole_url(call, "/pass/", sent->link),
                                          .until = writing->plan->until,
                                          .work = &measure->work,
                                          .privacy = writing->privacy[lang],
                                          .lang = lang});
    return PAL_OK;
}

static enum pal_rc put_sent(struct writing *writing, size_t recipient,
                            const struct pal_sent_to *sent)
{
    struct pal_call *call = writing->call;
    const struct pal_recipient *to = sent->recipient;
    struct pal_value *row = pal_add_object(pal_value_get(call->data, "sent"));
    struct pal_value *shown = pal_add_object(pal_value_get(call->page, "sent"));
    bool has_link = sent->link[0] != '\0';
    const char *link = has_link ? pal_call_whole_url(call, "/pass/", sent->link) : NULL;
    pal_put_text(row, "id", sent->sending);
    pal_put_text(row, "title", sent->title);
    pal_put_text(row, "to", pal_actor_ids[to->actor]);
    pal_put_text(row, "provider", to->provider);
    pal_put_text(row, "url", link);
    pal_put(shown, "of", row);
    pal_put_text(shown, "whom",
                 pal_sending_whom(call, to->actor, to->note[0] != '\0' ? to->note : to->provider));
    pal_put_text(shown, "place", pal_call_printf(call, "/sendings/%s", sent->sending));
    pal_put_boolean(shown, "is_provider", to->actor == PAL_ACTOR_PROVIDER);
    pal_put_text(shown, "mail", to->address);
    if (!has_link) {
        return PAL_OK;
    }
    struct pal_sending_letter letter;
    enum pal_rc rc = write_letter(writing, recipient, sent, &letter);
    if (rc == PAL_OK) {
        pal_put_text(shown, "lang", pal_lang_codes[letter.lang]);
        pal_put_text(shown, "mail_title", letter.title);
        pal_put_text(shown, "mail_body", letter.body);
    }
    return rc;
}

/* The links stand on the page that answers, and on no other. */
static enum pal_rc show_sent(struct writing *writing, const struct pal_sent_to *sent)
{
    struct pal_call *call = writing->call;
    const struct pal_sending_plan *plan = writing->plan;
    enum pal_rc rc = PAL_OK;
    pal_set(call->data, "sent", pal_value_list(&call->values));
    pal_set(call->page, "sent", pal_value_list(&call->values));
    for (size_t i = 0; i < plan->recipient_count && rc == PAL_OK; i++) {
        rc = put_sent(writing, i, &sent[i]);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "until", pal_call_time(call, plan->until));
    pal_set_text(call->page, "list_url",
                 pal_call_printf(call, "/projects/%s/questionnaires", plan->project));
    pal_set_text(call->page, "tender_url",
                 plan->is_tender ? pal_call_printf(call, "/projects/%s/tender", plan->project)
                                 : NULL);
    pal_project_tabs(call, plan->project);
    return pal_call_show(call, "web_sent", pal_call_tr(call, "Sent"));
}

enum pal_rc pal_do_send(struct pal_call *call)
{
    struct chosen *chosen = PAL_NEW(call->request->arena, struct chosen, 1);
    struct pal_sent_to *sent = NULL;
    struct pal_sending_plan plan;
    struct pal_document record;
    struct pal_value *document = NULL;
    bool is_again = false;
    if (chosen == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = read_plan(call, chosen, &plan);
    rc = rc == PAL_OK ? may_make_links(call, &plan) : rc;
    rc = rc == PAL_OK ? pal_project_frame(call, plan.project, &record, &document) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct writing writing = {
        .call = call, .plan = &plan, .chosen = chosen, .project = record.title};
    plan.write = write_letter;
    plan.writer = &writing;
    rc = pal_sendings_send(&call->errand, pal_call_app(call), &plan, &sent, &is_again);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_boolean(call->data, "is_again", is_again);
    pal_set_boolean(call->page, "is_again", is_again);
    return show_sent(&writing, sent);
}
