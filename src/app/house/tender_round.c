/* tender_round - a further consultation behind one that was opened: a round, held against what was
 * announced and asked before; see tenders_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "app/house/annex_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/sendings.h"
#include "app/house/tender_request.h"
#include "app/house/tenders_parts.h"
#include "store/facts.h"

enum { TENDERS_MOST = 100 };

/* ------------------------------------------------------- what was opened before */

static long number_of(const char *part)
{
    return strtol(part[0] != '\0' ? part + 1 : part, NULL, 10);
}

/* The first and the last consultation of a project that were opened; turn 0: none was. */
static enum pal_rc find_opened(struct pal_errand *errand, const char *project,
                               struct pal_fact_row *first, struct pal_fact_row *last)
{
    const struct pal_fact_list list = {.subject_kind = "project",
                                       .subject = project,
                                       .kind = PAL_TENDER_FACT,
                                       .max = TENDERS_MOST};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    *first = *last = (struct pal_fact_row){.part = ""};
    enum pal_rc rc = pal_head_list(errand->db, &list, errand->arena, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (strcmp(rows[i].state, "opened") != 0) {
            continue;
        }
        long number = number_of(rows[i].part);
        *first = first->turn == 0 || number < number_of(first->part) ? rows[i] : *first;
        *last = last->turn == 0 || number > number_of(last->part) ? rows[i] : *last;
    }
    return pal_errand_explain(errand, rc);
}

/* ---------------------------------------------------------------- who is still in */

bool pal_tender_has_left(const struct pal_candidates *candidates, const char *provider)
{
    const struct pal_candidate *one = pal_candidates_find(candidates, provider);
    return one == NULL || one->state == PAL_CANDIDATE_REFUSED ||
           one->state == PAL_CANDIDATE_WITHDRAWN;
}

/* Questionnaires of one consultation that were handed in by who has not been refused since. */
static enum pal_rc list_in(struct pal_errand *errand, const char *project, const char *tender,
                           const struct pal_candidates *candidates, struct pal_sending **out,
                           size_t *count)
{
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = pal_sendings_list(errand, project, out, &found);
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        const struct pal_sending *one = &(*out)[i];
        bool is_its = one->tender != NULL && strcmp(one->tender, tender) == 0 &&
                      one->provider != NULL && one->to == PAL_ACTOR_PROVIDER;
        if (is_its && one->state == PAL_SENDING_SUBMITTED &&
            !pal_tender_has_left(candidates, one->provider)) {
            (*out)[(*count)++] = *one;
        }
    }
    return rc;
}

enum pal_rc pal_tender_still_in(struct pal_errand *errand, const char *project,
                                const struct pal_candidates *candidates, bool *is_round,
                                struct pal_sending **out, size_t *count)
{
    struct pal_fact_row first;
    struct pal_fact_row last;
    *count = 0;
    enum pal_rc rc = find_opened(errand, project, &first, &last);
    *is_round = rc == PAL_OK && last.turn > 0;
    return *is_round ? list_in(errand, project, last.part, candidates, out, count) : rc;
}

static bool is_asked(const struct pal_tender_launch *launch, const char *provider)
{
    for (size_t i = 0; i < launch->recipient_count; i++) {
        const struct pal_recipient *to = &launch->recipients[i];
        if (to->actor == PAL_ACTOR_PROVIDER && strcmp(to->provider, provider) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_in(const struct pal_sending *in, size_t count, const char *provider)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(in[i].provider, provider) == 0) {
            return true;
        }
    }
    return false;
}

/* A round is for all who are still in, and for nobody else. */
static enum pal_rc check_recipients(struct pal_errand *errand,
                                    const struct pal_tender_launch *launch,
                                    const struct pal_sending *in, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_asked(launch, in[i].provider)) {
            return pal_errand_fail_at(errand, PAL_E_INVALID, "to",
                                      "%s handed in and is still in: a further round is for all "
                                      "who are; whoever is not is refused as a candidate first "
                                      "(rule ROUND)",
                                      in[i].provider_title != NULL ? in[i].provider_title
                                                                   : in[i].provider);
        }
    }
    for (size_t i = 0; i < launch->recipient_count; i++) {
        const struct pal_recipient *to = &launch->recipients[i];
        if (to->actor == PAL_ACTOR_PROVIDER && !is_in(in, count, to->provider)) {
            return pal_errand_fail_at(errand, PAL_E_INVALID, "to",
                                      "%s handed nothing in before, or is no longer in: a further "
                                      "round is for those who are (rule ROUND)",
                                      to->provider);
        }
    }
    return PAL_OK;
}

/* ------------------------------------------------------------------ what is asked */

static bool is_same_questionnaire(const char *one, const char *other)
{
    return strcmp(one != NULL ? one : PAL_QUESTIONNAIRE_USUAL,
                  other != NULL ? other : PAL_QUESTIONNAIRE_USUAL) == 0;
}

/* Question by question; areas of which one open question is asked follow from them. */
static bool asks_the_same(const struct pal_sending *before, const struct pal_tender_launch *launch)
{
    const struct pal_questionnaire *of = launch->measure->questionnaire;
    const struct pal_asked *asked = &launch->measure->asked;
    bool is_same = before->tier == launch->tier && asked->count == before->question_count &&
                   is_same_questionnaire(before->questionnaire, launch->questionnaire);
    for (size_t i = 0; is_same && i < asked->count; i++) {
        is_same = strcmp(before->questions[i], of->questions[asked->questions[i]].id) == 0;
    }
    return is_same;
}

static enum pal_rc refuse_other_questions(struct pal_errand *errand)
{
    return pal_errand_fail_at(errand, PAL_E_INVALID, "tier",
                              "a further round asks the same questions as the one before: the same "
                              "questionnaire, core or full as it was, up to the same profile (rule "
                              "ROUND)");
}

/* The whole of one, of which a list tells not all. */
static enum pal_rc check_questions(struct pal_errand *errand,
                                   const struct pal_tender_launch *launch,
                                   const struct pal_sending *in, size_t count)
{
    struct pal_sending before;
    if (count == 0 || launch->measure == NULL || launch->measure->questionnaire == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_sending_get(errand, in[0].id, &before);
    return rc == PAL_OK && !asks_the_same(&before, launch) ? refuse_other_questions(errand) : rc;
}

/* --------------------------------------------------------------- what was announced */

static bool is_of(const struct pal_tender_answer *answer, const char *rule)
{
    for (size_t i = 0; i < answer->rule_count; i++) {
        if (strcmp(answer->rules[i]->id, rule) == 0) {
            return true;
        }
    }
    return false;
}

/* What the annex of the first says of negotiation; NULL: nothing, or it is kept elsewhere. */
static enum pal_rc find_said(struct pal_errand *errand, const char *project, const char *hash,
                             const char **out, bool *is_kept)
{
    struct pal_annex annex;
    *out = NULL;
    enum pal_rc rc = hash != NULL ? pal_annex_find(errand, project, hash, &annex) : PAL_E_NOT_FOUND;
    *is_kept = rc == PAL_OK;
    *out = rc == PAL_OK ? annex.plan.choices[PAL_ANNEX_NEGOTIATION] : NULL;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
}

/* Negotiation goes in rounds where the consultation file announced or reserved it; an annex that
 * says that there is none binds in every procedure. */
static enum pal_rc check_announced(struct pal_errand *errand, const char *project, const char *hash)
{
    static const char rule[] = "NEGOTIATION-ANNOUNCED";
    const struct pal_tender_answer *answer = NULL;
    const char *said = NULL;
    bool is_kept = false;
    struct pal_app app;
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_procedure_says(errand, &app, project, PAL_TENDER_REOPEN, &answer);
    bool must = rc == PAL_OK && is_of(answer, rule);
    pal_app_done(&app);
    rc = rc == PAL_OK ? find_said(errand, project, hash, &said, &is_kept) : rc;
    if (rc != PAL_OK || (said != NULL && strcmp(said, "no") != 0)) {
        return rc;
    }
    if (must) {
        return pal_procedure_refuse(errand, project, PAL_TENDER_REOPEN, rule);
    }
    return said != NULL
               ? pal_errand_fail(errand, PAL_E_DENIED,
                                 "the annex of the first consultation says that offers are not "
                                 "negotiated: there is no further round")
               : PAL_OK;
}

/* What stands before another consultation of a project; `last` of turn 0: none was opened, and it
 * is no round. */
static enum pal_rc begin_round(struct pal_errand *errand, const char *project,
                               struct pal_fact_row *last)
{
    struct pal_fact_row first;
    enum pal_rc rc = find_opened(errand, project, &first, last);
    if (rc != PAL_OK || last->turn == 0) {
        return rc;
    }
    rc = pal_procedure_require(errand, project, PAL_TENDER_REOPEN);
    return rc == PAL_OK ? check_announced(errand, project, pal_fact_word(errand, &first, "annex"))
                        : rc;
}

enum pal_rc pal_tender_check_round(struct pal_errand *errand,
                                   const struct pal_tender_launch *launch)
{
    struct pal_fact_row last;
    struct pal_sending *in = NULL;
    size_t count = 0;
    enum pal_rc rc = begin_round(errand, launch->project, &last);
    if (rc != PAL_OK || last.turn == 0) {
        return rc;
    }
    rc = pal_tender_check_replied(errand, launch->project);
    rc = rc == PAL_OK ? list_in(errand, launch->project, last.part, launch->candidates, &in, &count)
                      : rc;
    rc = rc == PAL_OK ? check_recipients(errand, launch, in, count) : rc;
    return rc == PAL_OK ? check_questions(errand, launch, in, count) : rc;
}

enum pal_rc pal_annex_check_round(struct pal_errand *errand, const struct pal_annex_plan *plan)
{
    struct pal_fact_row last;
    struct pal_annex before;
    enum pal_rc rc = begin_round(errand, plan->project, &last);
    const char *hash = rc == PAL_OK && last.turn > 0 ? pal_fact_word(errand, &last, "annex") : NULL;
    if (hash == NULL) {
        return rc;
    }
    rc = pal_annex_find(errand, plan->project, hash, &before);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    bool is_same = before.plan.tier == plan->tier &&
                   is_same_questionnaire(before.plan.questionnaire, plan->questionnaire);
    return is_same ? PAL_OK : refuse_other_questions(errand);
}
