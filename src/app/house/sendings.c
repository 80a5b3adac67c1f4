#include "app/house/sendings.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

#include "app/desk/document_json.h"
#include "app/desk/documents.h"
#include "app/desk/questions.h"
#include "app/house/candidates.h"
#include "app/house/facts_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/shelf_parts.h"
#include "app/house/tenders_parts.h"
#include "base/buf.h"
#include "base/text.h"
#include "format/kinds.h"
#include "store/records.h"

enum { RECIPIENTS_MOST = 200, IDS_TRIED = 1000, ID_MOST = 100, DAY = 24 * 3600 };

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
    json_t *title = json_object();
    for (int lang = 0; lang < PAL_LANG_COUNT; lang++) {
        const char *text = of->title.in[lang];
        const char *whole =
            text != NULL
                ? pal_arena_printf(errand->arena, whose != NULL ? "%.200s: %.200s" : "%.200s", text,
                                   whose)
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
    const char *text = document != NULL ? yaml_of(errand, document) : NULL;
    json_decref(document);
    return text;
}

static enum pal_rc write_document(struct pal_errand *errand, const struct sending_out *out,
                                  const struct pal_recipient *recipient, struct pal_sent_to *to)
{
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
    to->title = record.title;
    return rc == PAL_OK ? pal_house_bring(errand, &record) : rc;
}

/* It is open from now on. */
static enum pal_rc write_state(struct pal_errand *errand, const struct pal_sending_plan *plan,
                               const char *id)
{
    const char *until = pal_sending_time(errand, plan->until);
    struct pal_fact_row row = {
        .kind = PAL_SENT_FACT,
        .project = plan->project,
        .subject_kind = PAL_SENDING_KIND,
        .subject = id,
        .part = "",
        .lane = "",
        .turn = 1,
        .state = "open",
        .body = until != NULL ? pal_arena_printf(errand->arena, "{\"until\":\"%s\"}", until) : NULL,
        .audience = pal_audience_ids[PAL_AUDIENCE_KEEPER]};
    const struct pal_facts_follow what = {.verb = "say-sent"};
    return row.body != NULL ? pal_facts_append(errand, &what, &row, 1)
                            : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* The link of a provider lasts until the day on which the time ends, and a month longer: what was
 * submitted can be read. */
static enum pal_rc write_pass(struct pal_errand *errand, const struct pal_sending_plan *plan,
                              const struct pal_recipient *recipient, struct pal_sent_to *to)
{
    enum { KEPT = 30 };
    struct pal_pass made;
    int64_t last = plan->until + (int64_t)KEPT * DAY;
    int64_t most = errand->now + (int64_t)PAL_PASS_DAYS * DAY;
    const struct pal_new_pass wanted = {.kind = PAL_SENDING_KIND,
                                        .subject = to->sending,
                                        .rights =
                                            PAL_PASS_READ | PAL_PASS_ANSWER | PAL_PASS_HAND_ON,
                                        .last_day = last < most ? last : most,
                                        .note = recipient->note};
    enum pal_rc rc = pal_passes_make_within(errand, &wanted, &made, to->link);
    to->pass = rc == PAL_OK ? made.id : NULL;
    return rc;
}

/* A candidate who was only named is invited now. */
static enum pal_rc write_invited(struct pal_errand *errand, const struct pal_sending_plan *plan,
                                 const struct pal_candidates *candidates,
                                 const struct pal_recipient *recipient)
{
    const struct pal_candidate *candidate =
        recipient->provider != NULL ? pal_candidates_find(candidates, recipient->provider) : NULL;
    const char *day = pal_sending_time(errand, errand->now);
    if (candidate == NULL || candidate->state != PAL_CANDIDATE_NAMED ||
        recipient->actor != PAL_ACTOR_PROVIDER || day == NULL) {
        return day != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    struct pal_fact_row row = {.kind = PAL_CANDIDATE_FACT,
                               .project = plan->project,
                               .subject_kind = "project",
                               .subject = plan->project,
                               .part = recipient->provider,
                               .lane = "",
                               .turn = candidate->turn + 1,
                               .state = "invited",
                               .body = pal_arena_printf(errand->arena, "{\"date\":\"%.10s\"}", day),
                               .audience = pal_audience_ids[PAL_AUDIENCE_PROJECT]};
    const struct pal_facts_follow what = {.verb = "invite"};
    return row.body != NULL ? pal_facts_append(errand, &what, &row, 1)
                            : pal_errand_explain(errand, PAL_E_MEMORY);
}

static enum pal_rc write_one(struct pal_errand *errand, const struct sending_out *out,
                             const struct pal_candidates *candidates,
                             const struct pal_recipient *recipient, struct pal_sent_to *to)
{
    *to = (struct pal_sent_to){.recipient = recipient};
    enum pal_rc rc = write_document(errand, out, recipient, to);
    rc = rc == PAL_OK ? write_state(errand, out->plan, to->sending) : rc;
    if (rc == PAL_OK && recipient->actor == PAL_ACTOR_PROVIDER) {
        rc = write_pass(errand, out->plan, recipient, to);
    }
    return rc == PAL_OK ? write_invited(errand, out->plan, candidates, recipient) : rc;
}

/* The consultation that they are all of; every age counts to the day of its closing. */
static enum pal_rc write_tender(struct pal_errand *errand, struct sending_out *out)
{
    const struct pal_tender_launch launch = {.project = out->plan->project,
                                             .closing = out->plan->until,
                                             .keeper = out->plan->keeper,
                                             .annex = out->plan->annex};
    const char *closing = pal_sending_time(errand, out->plan->until);
    if (!out->plan->is_tender) {
        return PAL_OK;
    }
    out->day =
        closing != NULL ? pal_arena_copy(errand->arena, closing, strlen("YYYY-MM-DD")) : NULL;
    return out->day != NULL ? pal_tender_launch(errand, &launch, &out->tender)
                            : pal_errand_explain(errand, PAL_E_MEMORY);
}

static enum pal_rc write_all(struct pal_errand *errand, struct sending_out *out,
                             struct pal_sent_to *to)
{
    struct pal_record project;
    struct pal_candidates candidates;
    enum pal_rc rc = pal_fact_lock(errand);
    rc = rc == PAL_OK ? pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, out->plan->project) : rc;
    rc = rc == PAL_OK
             ? pal_errand_explain(errand, pal_record_get(errand->db, "project", out->plan->project,
                                                         errand->arena, &project))
             : rc;
    rc = rc == PAL_OK ? pal_candidates_now(errand, out->plan->project, project.text, &candidates)
                      : rc;
    rc = rc == PAL_OK ? write_tender(errand, out) : rc;
    for (size_t i = 0; rc == PAL_OK && i < out->plan->recipient_count; i++) {
        rc = write_one(errand, out, &candidates, &out->plan->recipients[i], &to[i]);
    }
    return rc;
}

/* ------------------------------------------------------------------------ checking */

static enum pal_rc check_plan(struct pal_errand *errand, const struct pal_sending_plan *plan)
{
    if (plan->recipient_count == 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "to",
                                  "choose to whom the questionnaire is sent");
    }
    if (plan->recipient_count > RECIPIENTS_MOST) {
        return pal_errand_fail_at(errand, PAL_E_LIMIT, "to", "send to %d at a time at most",
                                  RECIPIENTS_MOST);
    }
    if (plan->until <= errand->now) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                  "until when they may answer is a day to come, as 2027-03-31");
    }
    return plan->until > errand->now + (int64_t)PAL_PASS_DAYS * DAY
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                    "the time to answer is %d days at most", PAL_PASS_DAYS)
               : PAL_OK;
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

enum pal_rc pal_sendings_send(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_sending_plan *plan, struct pal_sent_to **out)
{
    struct sending_out sending = {.app = app, .plan = plan};
    *out = NULL;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, plan->project);
    rc = rc == PAL_OK ? check_plan(errand, plan) : rc;
    rc = rc == PAL_OK ? measure_all(errand, &sending) : rc;
    rc = rc == PAL_OK ? find_version(errand, &sending) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    *out = PAL_NEW(errand->arena, struct pal_sent_to, plan->recipient_count);
    if (*out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_all(errand, &sending, *out)) : rc;
}
