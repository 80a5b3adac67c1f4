#include "app/house/sendings.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

#include "app/desk/document_json.h"
#include "app/desk/documents.h"
#include "app/desk/questions.h"
#include "app/house/annex.h"
#include "app/house/candidates.h"
#include "app/house/facts_parts.h"
#include "app/house/grants_parts.h"
#include "app/house/house.h"
#include "app/house/mail.h"
#include "app/house/procedures.h"
#include "app/house/secret.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/shelf_parts.h"
#include "app/house/tenders_parts.h"
#include "app/house/told.h"
#include "base/buf.h"
#include "base/text.h"
#include "format/kinds.h"
#include "store/records.h"

enum { IDS_TRIED = 1000, DAY = 24 * 3600 };

/* ---------------------------------------------------------------------- measuring */

/* The profile that the project aims at; NULL: none, or it cannot be read. */
static enum pal_rc find_profile(struct pal_errand *errand, struct pal_app *app, const char *project,
                                const struct pal_model *model, const struct pal_profile **out)
{
    struct pal_document record;
    struct pal_opened document;
    *out = NULL;
    enum pal_rc rc = pal_house_get(errand, "project", project, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_document_look(app, project, record.text, strlen(record.text), &document);
    const char *id = rc == PAL_OK ? pal_node_text(pal_node_get(document.root, "profile")) : NULL;
    if (id == NULL) {
        return rc == PAL_E_MEMORY ? pal_errand_explain(errand, rc) : PAL_OK;
    }
    rc = pal_document_profile(app, id, model, out);
    return rc == PAL_E_MEMORY ? pal_errand_explain(errand, rc) : PAL_OK;
}

enum pal_rc pal_sendings_measure(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_sending_plan *plan, enum pal_actor actor,
                                 struct pal_sending_measure *out)
{
    const char *id = plan->questionnaire != NULL ? plan->questionnaire : PAL_QUESTIONNAIRE_USUAL;
    *out = (struct pal_sending_measure){0};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, plan->project);
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_app_questionnaire(app, id, &out->questionnaire) != PAL_OK) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "questionnaire",
                                  "there is no questionnaire %s that can be read",
                                  pal_quote(id).text);
    }
    rc = find_profile(errand, app, plan->project, out->questionnaire->model, &out->profile);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_asking asking = {.actor = actor,
                                      .tier = plan->tier,
                                      .is_written = actor == PAL_ACTOR_PROVIDER,
                                      .profile = out->profile};
    rc = pal_asked_choose(out->questionnaire, &asking, errand->arena, &out->asked);
    if (rc == PAL_OK) {
        pal_asked_measure(out->questionnaire, &asking, &out->asked, &out->work);
    }
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------------ writing */

/* What sending holds at hand. */
struct sending_out {
    struct pal_app *app;
    const struct pal_sending_plan *plan;
    struct pal_sending_measure measures[PAL_ACTOR_COUNT];
    int64_t version;    /* of the questionnaire; 0: built in */
    const char *tender; /* its id; NULL: none */
    const char *day;    /* of its closing; NULL: none */
    struct pal_annex annex;
    struct pal_candidates candidates;
    struct pal_act_sent act;
    struct pal_act_done done;
    const char *seed;
};

static json_t *asked_json(const struct pal_sending_measure *measure)
{
    json_t *list = json_array();
    for (size_t i = 0; i < measure->asked.count; i++) {
        (void)json_array_append_new(
            list, json_string(measure->questionnaire->questions[measure->asked.questions[i]].id));
    }
    return list;
}

static json_t *above_json(const struct pal_sending_measure *measure)
{
    json_t *list = json_array();
    for (size_t i = 0; i < measure->asked.area_above_count; i++) {
        (void)json_array_append_new(
            list,
            json_string(measure->questionnaire->model->areas[measure->asked.areas_above[i]].id));
    }
    return list;
}

static const char *const tails[PAL_ACTOR_COUNT] = {"provider", "project-manager", "expert"};

/* "museum-north-hosting", "museum-north-hosting-2" … */
static const char *id_of(struct pal_errand *errand, const struct sending_out *out,
                         const struct pal_recipient *recipient, unsigned try)
{
    const char *tail =
        recipient->actor == PAL_ACTOR_PROVIDER ? recipient->provider : tails[recipient->actor];
    const char *of = recipient->actor == PAL_ACTOR_EXPERT && recipient->provider != NULL
                         ? recipient->provider
                         : "";
    return try < 2 ? pal_arena_printf(errand->arena, "%.60s-%.30s%s%.30s", out->plan->project, tail,
                                      of[0] != '\0' ? "-" : "", of)
                   : pal_arena_printf(errand->arena, "%.60s-%.30s%s%.30s-%u", out->plan->project,
                                      tail, of[0] != '\0' ? "-" : "", of, try);
}

static enum pal_rc find_id(struct pal_errand *errand, const struct sending_out *out,
                           const struct pal_recipient *recipient, const char **id)
{
    for (unsigned try = 1; try < IDS_TRIED; try++) {
        struct pal_record there;
        *id = id_of(errand, out, recipient, try);
        enum pal_rc rc =
            *id != NULL ? pal_record_head(errand->db, PAL_SENDING_KIND, *id, errand->arena, &there)
                        : PAL_E_MEMORY;
        if (rc != PAL_OK) {
            return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
        }
    }
    return pal_errand_fail(errand, PAL_E_LIMIT, "too many questionnaires were sent here");
}

/* "Questionnaire …: North Hosting", in each language that the questionnaire has. */
static json_t *title_json(struct pal_errand *errand, const struct pal_questionnaire *of,
                          const char *whose)
{
    static const char *const between[PAL_LANG_COUNT] = {": ", "\u00a0: "};
    json_t *title = json_object();
    for (int lang = 0; lang < PAL_LANG_COUNT; lang++) {
        const char *text = of->title.in[lang];
        const char *whole = text != NULL ? pal_arena_printf(errand->arena, "%.200s%s%.200s", text,
                                                            whose != NULL ? between[lang] : "",
                                                            whose != NULL ? whose : "")
                                         : NULL;
        if (whole != NULL) {
            (void)json_object_set_new(title, pal_lang_codes[lang], json_string(whole));
        }
    }
    return title;
}

static const char *yaml_of(struct pal_errand *errand, const json_t *document)
{
    struct pal_buf text;
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, errand->arena->alloc);
    pal_document_yaml(document, &text);
    const char *made = pal_buf_text(&text);
    const char *own = made != NULL ? pal_arena_copy(errand->arena, made, text.len) : NULL;
    pal_buf_done(&text);
    return own;
}

/* What answers are held against in a consultation, as its annex says. */
static void add_measure(json_t *document, const struct pal_annex *annex)
{
    if (annex->profile_version > 0) {
        (void)json_object_set_new(document, "profile_version",
                                  json_integer(annex->profile_version));
    }
    if (annex->alert != NULL) {
        (void)json_object_set_new(document, "alert", json_string(annex->alert));
    }
}

static const char *text_of(struct pal_errand *errand, const struct sending_out *out,
                           const struct pal_recipient *recipient, const char *id, const char *whose)
{
    const struct pal_sending_measure *measure = &out->measures[recipient->actor];
    json_t *document =
        json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:s*, s:s, s:s*, s:s*, s:s*, s:o, s:o}", "palier",
                  "sending/1", "id", id, "title", title_json(errand, measure->questionnaire, whose),
                  "project", out->plan->project, "questionnaire", measure->questionnaire->id, "to",
                  pal_actor_ids[recipient->actor], "provider", recipient->provider, "tier",
                  pal_tier_ids[out->plan->tier], "profile",
                  measure->profile != NULL ? measure->profile->id : NULL, "tender",
                  recipient->actor == PAL_ACTOR_PROVIDER ? out->tender : NULL, "day", out->day,
                  "questions", asked_json(measure), "above", above_json(measure));
    if (document != NULL && out->version > 0) {
        (void)json_object_set_new(document, "questionnaire_version", json_integer(out->version));
    }
    if (document != NULL && recipient->actor == PAL_ACTOR_PROVIDER) {
        add_measure(document, &out->annex);
    }
    const char *text = document != NULL ? yaml_of(errand, document) : NULL;
    json_decref(document);
    return text;
}

static enum pal_rc write_document(struct pal_errand *errand, const struct sending_out *out,
                                  struct pal_sent_to *to)
{
    const struct pal_recipient *recipient = to->recipient;
    struct pal_record record = {.project = out->plan->project};
    enum pal_brought what = PAL_BROUGHT_INVALID;
    const char *whose = NULL;
    enum pal_rc rc = find_id(errand, out, recipient, &to->sending);
    if (rc == PAL_OK && recipient->provider != NULL) {
        rc = pal_errand_explain(errand,
                                pal_record_titles(errand->db, "provider", &recipient->provider, 1,
                                                  errand->arena, &whose));
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const char *text = text_of(errand, out, recipient, to->sending, whose);
    if (text == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = pal_house_examine(errand, out->app, NULL, text, strlen(text), &record, &what);
    if (rc == PAL_OK && what != PAL_BROUGHT_ADDED) {
        return pal_errand_fail(errand, PAL_E_INVALID, "the questionnaire cannot be sent to %s",
                               pal_quote(whose != NULL ? whose : to->sending).text);
    }
    to->title = pal_told_title(errand, record.title, record.title_fr);
    return rc == PAL_OK ? pal_house_bring(errand, &record) : rc;
}

/* It is open from now on. */
static enum pal_rc write_state(struct pal_errand *errand, struct sending_out *out, const char *id)
{
    const char *until = pal_sending_time(errand, out->plan->until);
    struct pal_fact_row row = {
        .kind = PAL_SENT_FACT,
        .project = out->plan->project,
        .subject_kind = PAL_SENDING_KIND,
        .subject = id,
        .part = "",
        .lane = "",
        .turn = 1,
        .state = pal_case_tables[PAL_CASE_SENDING].states[PAL_SENDING_OPEN].id,
        .body = until != NULL ? pal_arena_printf(errand->arena, "{\"until\":\"%s\"}", until) : NULL,
        .audience = pal_audience_ids[PAL_AUDIENCE_KEEPER]};
    return row.body != NULL ? pal_act_write_fact(errand, &out->act, &row, &out->done)
                            : PAL_E_MEMORY;
}

static const struct pal_candidate *candidate_of(const struct sending_out *out,
                                                const struct pal_recipient *recipient)
{
    return recipient->provider != NULL ? pal_candidates_find(&out->candidates, recipient->provider)
                                       : NULL;
}

/* A candidate who was only named is invited now. */
static enum pal_rc write_invited(struct pal_errand *errand, struct sending_out *out,
                                 const struct pal_recipient *recipient)
{
    const struct pal_candidate *candidate = candidate_of(out, recipient);
    const char *day = pal_sending_time(errand, errand->now);
    if (recipient->actor != PAL_ACTOR_PROVIDER || candidate->state != PAL_CANDIDATE_NAMED) {
        return PAL_OK;
    }
    struct pal_fact_row row = {
        .kind = PAL_CANDIDATE_FACT,
        .project = out->plan->project,
        .subject_kind = pal_kinds[PAL_KIND_PROJECT].word,
        .subject = out->plan->project,
        .part = recipient->provider,
        .lane = "",
        .turn = candidate->turn + 1,
        .state = pal_case_tables[PAL_CASE_CANDIDATE].states[PAL_CANDIDATE_INVITED].id,
        .body = day != NULL ? pal_arena_printf(errand->arena, "{\"date\":\"%.10s\"}", day) : NULL,
        .audience = pal_audience_ids[PAL_AUDIENCE_PROJECT]};
    return row.body != NULL ? pal_act_write_fact(errand, &out->act, &row, &out->done)
                            : PAL_E_MEMORY;
}

/* All that is said with it, as one act. */
static enum pal_rc write_facts(struct pal_errand *errand, struct sending_out *out,
                               const struct pal_sent_to *to)
{
    enum pal_rc rc = pal_act_write(errand, &out->act, &out->done);
    for (size_t i = 0; rc == PAL_OK && i < out->plan->recipient_count; i++) {
        rc = write_state(errand, out, to[i].sending);
        rc = rc == PAL_OK ? write_invited(errand, out, to[i].recipient) : rc;
    }
    rc = rc == PAL_OK ? pal_act_write_entry(errand, out->done.act, "say-sent", "") : rc;
    return pal_errand_explain(errand, rc);
}

static enum pal_rc write_pass(struct pal_errand *errand, const struct sending_out *out,
                              struct pal_sent_to *to)
{
    char secret[PAL_SECRET_TEXT];
    struct pal_pass made;
    const struct pal_new_pass wanted = {.kind = PAL_SENDING_KIND,
                                        .subject = to->sending,
                                        .rights =
                                            PAL_PASS_READ | PAL_PASS_ANSWER | PAL_PASS_HAND_ON,
                                        .last_day = pal_sending_link_day(errand, out->plan->until),
                                        .note = to->recipient->note,
                                        .secret = secret,
                                        .is_first = true};
    if (to->recipient->actor != PAL_ACTOR_PROVIDER) {
        return PAL_OK;
    }
    pal_secret_of(out->seed, to->sending, secret);
    enum pal_rc rc = pal_passes_make_within(errand, &wanted, &made, to->link);
    to->pass = rc == PAL_OK ? made.id : NULL;
    return rc;
}

/* The consultation that they are all of; every age counts to the day of its closing. */
static enum pal_rc write_tender(struct pal_errand *errand, struct sending_out *out)
{
    const struct pal_tender_launch launch = {.project = out->plan->project,
                                             .closing = out->plan->until,
                                             .keeper = out->plan->keeper,
                                             .annex = out->plan->annex,
                                             .questionnaire = out->plan->questionnaire,
                                             .tier = out->plan->tier,
                                             .app = out->app,
                                             .confirmed = out->plan->confirmed,
                                             .recipients = out->plan->recipients,
                                             .recipient_count = out->plan->recipient_count,
                                             .candidates = &out->candidates,
                                             .measure = &out->measures[PAL_ACTOR_PROVIDER]};
    const char *closing = pal_sending_time(errand, out->plan->until);
    if (!out->plan->is_tender) {
        return PAL_OK;
    }
    out->day =
        closing != NULL ? pal_arena_copy(errand->arena, closing, strlen("YYYY-MM-DD")) : NULL;
    return out->day != NULL ? pal_tender_launch(errand, &launch, &out->tender, &out->annex)
                            : pal_errand_explain(errand, PAL_E_MEMORY);
}

static enum pal_rc write_all(struct pal_errand *errand, struct sending_out *out,
                             struct pal_sent_to *to)
{
    const size_t count = out->plan->recipient_count;
    enum pal_rc rc = write_tender(errand, out);
    for (size_t i = 0; rc == PAL_OK && i < count; i++) {
        rc = write_document(errand, out, &to[i]);
    }
    rc = rc == PAL_OK ? write_facts(errand, out, to) : rc;
    for (size_t i = 0; rc == PAL_OK && i < count; i++) {
        rc = write_pass(errand, out, &to[i]);
        rc = rc == PAL_OK ? pal_sending_mail_put(errand, out->plan, i, &to[i]) : rc;
    }
    return rc;
}

/* What came of it the first time: its facts tell which questionnaires it sent, in their order; the
 * links are made once more, where they still open what they are of. */
static enum pal_rc tell_again(struct pal_errand *errand, const struct sending_out *out,
                              struct pal_sent_to *to)
{
    size_t at = 0;
    for (size_t i = 0; i < out->done.count && at < out->plan->recipient_count; i++) {
        struct pal_record head;
        struct pal_pass pass;
        if (strcmp(out->done.facts[i].kind, PAL_SENT_FACT) != 0) {
            continue;
        }
        struct pal_sent_to *one = &to[at++];
        one->sending = out->done.facts[i].subject;
        pal_secret_of(out->seed, one->sending, one->link);
        enum pal_rc rc =
            pal_record_head(errand->db, PAL_SENDING_KIND, one->sending, errand->arena, &head);
        one->title = rc == PAL_OK ? pal_told_title(errand, head.title, head.title_fr) : NULL;
        rc = rc == PAL_OK
                 ? pal_passes_find(errand, PAL_SENDING_KIND, one->sending, one->link, &pass)
                 : rc;
        one->pass = rc == PAL_OK ? pass.id : NULL;
        if (rc == PAL_E_NOT_FOUND) {
            one->link[0] = '\0';
        } else if (rc != PAL_OK) {
            return pal_errand_explain(errand, rc);
        }
    }
    return PAL_OK;
}

/* ------------------------------------------------------------------------ checking */

static enum pal_rc check_mail(struct pal_errand *errand, const struct pal_sending_plan *plan)
{
    bool is_any = false;
    for (size_t i = 0; i < plan->recipient_count; i++) {
        is_any = is_any || plan->recipients[i].address != NULL;
    }
    return is_any && !pal_mail_is_configured(errand->house)
               ? pal_errand_fail_at(
                     errand, PAL_E_INVALID, "email",
                     "this server sends no mail: leave the addresses empty, and copy "
                     "the links")
               : PAL_OK;
}

static enum pal_rc check_plan(struct pal_errand *errand, const struct pal_sending_plan *plan)
{
    if (plan->recipient_count == 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "to",
                                  "choose to whom the questionnaire is sent");
    }
    if (plan->recipient_count > PAL_RECIPIENTS_MOST) {
        return pal_errand_fail_at(errand, PAL_E_LIMIT, "to", "send to %d at a time at most",
                                  PAL_RECIPIENTS_MOST);
    }
    if (plan->until <= errand->now) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                  "until when they may answer is a day to come, as 2027-03-31");
    }
    enum pal_rc rc = pal_sending_check_end(errand, plan->until);
    return rc == PAL_OK ? check_mail(errand, plan) : rc;
}

static bool is_same(const struct pal_recipient *one, const struct pal_recipient *other)
{
    bool has_same_provider =
        one->provider == other->provider || (one->provider != NULL && other->provider != NULL &&
                                             strcmp(one->provider, other->provider) == 0);
    return one->actor == other->actor && has_same_provider;
}

/* Within the transaction: each is asked once, and of whom it is told is a candidate that runs. */
static enum pal_rc check_recipients(struct pal_errand *errand, const struct sending_out *out)
{
    const struct pal_recipient *all = out->plan->recipients;
    for (size_t i = 0; i < out->plan->recipient_count; i++) {
        const struct pal_candidate *candidate = candidate_of(out, &all[i]);
        bool runs = candidate != NULL && candidate->state != PAL_CANDIDATE_REFUSED &&
                    candidate->state != PAL_CANDIDATE_WITHDRAWN;
        bool needs_one = all[i].actor == PAL_ACTOR_PROVIDER || all[i].provider != NULL;
        if (needs_one && !runs) {
            return pal_errand_fail_at(
                errand, PAL_E_INVALID, "to", "%s is no candidate, or runs no more",
                pal_quote(all[i].provider != NULL ? all[i].provider : "").text);
        }
        for (size_t j = 0; j < i; j++) {
            if (is_same(&all[i], &all[j])) {
                return pal_errand_fail_at(errand, PAL_E_INVALID, "to",
                                          "one of them is named twice");
            }
        }
    }
    return PAL_OK;
}

static enum pal_rc measure_all(struct pal_errand *errand, struct sending_out *out)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < out->plan->recipient_count && rc == PAL_OK; i++) {
        enum pal_actor actor = out->plan->recipients[i].actor;
        struct pal_sending_measure *measure = &out->measures[actor];
        if (measure->questionnaire == NULL) {
            rc = pal_sendings_measure(errand, out->app, out->plan, actor, measure);
        }
        if (rc == PAL_OK && measure->work.questions == 0) {
            rc = pal_errand_fail_at(errand, PAL_E_INVALID, "to",
                                    "nothing would be asked there: the questionnaire has no "
                                    "question for it up to the targets of the profile");
        }
    }
    return rc;
}

/* The version that is sent, of one that is kept here. */
static enum pal_rc find_version(struct pal_errand *errand, struct sending_out *out)
{
    struct pal_record record;
    const char *id = out->plan->questionnaire;
    if (id == NULL || pal_shelf_built_in("questionnaire", id) != NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_head(errand->db, "questionnaire", id, errand->arena, &record);
    out->version = rc == PAL_OK ? record.version : 0;
    return pal_errand_explain(errand, rc);
}

/* Whether the tables let it be sent: the project, and one person who invites. */
static enum pal_rc may_send(struct pal_errand *errand, const struct sending_out *out,
                            const struct pal_record *project)
{
    struct pal_case_of of;
    struct pal_app app;
    struct pal_opened document;
    pal_house_share(errand, &app);
    enum pal_rc rc =
        pal_document_look(&app, project->id, project->text, strlen(project->text), &document);
    of = pal_case_of_node(errand, project->id, rc == PAL_OK ? document.root : NULL, NULL);
    pal_app_done(&app);
    if (rc == PAL_E_MEMORY) {
        return pal_errand_explain(errand, rc);
    }
    const struct pal_case_asked asked = {.thing = PAL_CASE_SENDING,
                                         .state = PAL_CASE_NOT_THERE,
                                         .facts = of.facts,
                                         .may = of.may,
                                         .given = PAL_ASK_BIT(PAL_ASK_DATE)};
    const struct pal_case_answer answer = pal_case_follow(&asked, PAL_SENDING_OPEN);
    rc = pal_case_refuse(errand, &answer, NULL);
    for (size_t i = 0; rc == PAL_OK && i < out->plan->recipient_count; i++) {
        if (out->plan->recipients[i].actor == PAL_ACTOR_PROVIDER) {
            return pal_grants_check_act(errand, out->plan->project, "invite");
        }
    }
    return rc;
}

/* In a tender candidates are asked together, in a consultation; behind its opening the short list
 * may be asked for more. */
static enum pal_rc check_together(struct pal_errand *errand, const struct pal_sending_plan *plan)
{
    bool is_tender = false;
    bool was_opened = false;
    bool is_any = false;
    for (size_t i = 0; i < plan->recipient_count; i++) {
        is_any = is_any || plan->recipients[i].actor == PAL_ACTOR_PROVIDER;
    }
    enum pal_rc rc = is_any && !plan->is_tender
                         ? pal_house_is_tender(errand, plan->project, &is_tender)
                         : PAL_OK;
    rc = rc == PAL_OK && is_tender ? pal_tender_was_opened(errand, plan->project, &was_opened) : rc;
    return rc == PAL_OK && is_tender && !was_opened
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "to",
                                    "this project is a tender: candidates are asked together, in a "
                                    "consultation with one closing and a keeper")
               : rc;
}

/* ------------------------------------------------------------------------- sending */

/* All that was sent, each value behind its length, so that one id cannot stand for two acts. */
static const char *sent_text(struct pal_errand *errand, const struct pal_sending_plan *plan)
{
    struct pal_buf buf;
    const char *which = plan->questionnaire != NULL ? plan->questionnaire : "";
    pal_buf_init(&buf, PAL_LIMIT_FILE_BYTES, errand->arena->alloc);
    pal_buf_printf(&buf, "%zu:%s %zu:%s %s %lld\n", strlen(plan->project), plan->project,
                   strlen(which), which, pal_tier_ids[plan->tier], (long long)plan->until);
    if (plan->is_tender) {
        pal_buf_printf(&buf, "tender %s %s\n", plan->keeper != NULL ? plan->keeper : "",
                       plan->annex != NULL ? plan->annex : "");
        if (plan->confirmed != NULL) {
            pal_buf_printf(&buf, "confirmed %s\n", plan->confirmed);
        }
    }
    for (size_t i = 0; i < plan->recipient_count; i++) {
        const struct pal_recipient *to = &plan->recipients[i];
        const char *provider = to->provider != NULL ? to->provider : "";
        const char *address = to->address != NULL ? to->address : "";
        pal_buf_printf(&buf, "%s %zu:%s %zu:%s %zu:%s\n", pal_actor_ids[to->actor],
                       strlen(provider), provider, strlen(to->note), to->note, strlen(address),
                       address);
    }
    const char *text = pal_buf_text(&buf);
    const char *own = text != NULL ? pal_arena_copy(errand->arena, text, buf.len) : NULL;
    pal_buf_done(&buf);
    return own;
}

/* As the act that it is. */
static enum pal_rc begin_act(struct pal_errand *errand, struct sending_out *out)
{
    const struct pal_sending_plan *plan = out->plan;
    char seed[PAL_SECRET_TEXT];
    pal_secret_new(seed);
    out->act = (struct pal_act_sent){.principal = pal_fact_principal(errand),
                                     .id = plan->act != NULL ? plan->act : pal_facts_new_id(errand),
                                     .sent = sent_text(errand, plan)};
    out->done.facts = PAL_NEW(errand->arena, struct pal_fact, 2 * plan->recipient_count);
    out->seed =
        plan->seed != NULL ? plan->seed : pal_arena_copy(errand->arena, seed, PAL_SECRET_TEXT - 1);
    if (out->act.principal == NULL || out->act.sent == NULL || out->done.facts == NULL ||
        out->seed == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    if (!pal_secret_is(out->seed)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "seed",
                                  "what the links are made of is a secret of %d signs, which the "
                                  "form brings",
                                  PAL_SECRET_TEXT - 1);
    }
    return pal_act_check_id(errand, out->act.id);
}

/* Within the transaction: whoever acts is asked again what they may, and the act whether it was
 * sent before. */
static enum pal_rc send_within(struct pal_errand *errand, struct sending_out *out,
                               struct pal_sent_to *to, bool *is_again)
{
    struct pal_record project;
    enum pal_rc rc = pal_fact_lock(errand);
    rc = rc == PAL_OK ? pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, out->plan->project) : rc;
    rc = rc == PAL_OK ? pal_act_again(errand, &out->act, &out->done) : rc;
    *is_again = rc == PAL_E_EXISTS;
    if (rc != PAL_E_NOT_FOUND) {
        return *is_again ? tell_again(errand, out, to) : pal_errand_explain(errand, rc);
    }
    rc = pal_record_get(errand->db, pal_kinds[PAL_KIND_PROJECT].word, out->plan->project,
                        errand->arena, &project);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = may_send(errand, out, &project);
    rc = rc == PAL_OK ? check_together(errand, out->plan) : rc;
    rc = rc == PAL_OK
             ? pal_candidates_now(errand, out->plan->project, project.text, &out->candidates)
             : rc;
    rc = rc == PAL_OK ? check_recipients(errand, out) : rc;
    return rc == PAL_OK ? write_all(errand, out, to) : rc;
}

enum pal_rc pal_sendings_send(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_sending_plan *plan, struct pal_sent_to **out,
                              bool *is_again)
{
    struct sending_out sending = {.app = app, .plan = plan};
    *out = NULL;
    *is_again = false;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, plan->project);
    rc = rc == PAL_OK ? check_plan(errand, plan) : rc;
    rc = rc == PAL_OK ? measure_all(errand, &sending) : rc;
    rc = rc == PAL_OK ? find_version(errand, &sending) : rc;
    rc = rc == PAL_OK ? begin_act(errand, &sending) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    *out = PAL_NEW(errand->arena, struct pal_sent_to, plan->recipient_count);
    if (*out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < plan->recipient_count; i++) {
        (*out)[i] = (struct pal_sent_to){.recipient = &plan->recipients[i]};
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, send_within(errand, &sending, *out, is_again))
                        : rc;
}
