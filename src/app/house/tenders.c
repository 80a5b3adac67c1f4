#include "app/house/tenders.h"

#include <string.h>

#include "app/house/annex_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/tenders_parts.h"
#include "base/text.h"
#include "store/facts.h"
#include "store/people.h"

enum { ROUNDS_MOST = 50 };

/* ----------------------------------------------------------------------- reading */

static bool is_visitor(const struct pal_errand *errand, const char *person)
{
    return person != NULL && errand->principal.kind == PAL_PRINCIPAL_PERSON &&
           strcmp(errand->principal.id, person) == 0;
}

static unsigned rights_on(const struct pal_errand *errand, const char *project)
{
    static const enum pal_right asked[] = {PAL_MAY_EDIT_PROJECT, PAL_MAY_ASSESS, PAL_MAY_KEEP};
    unsigned may = 0;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        may |= pal_errand_may(errand, asked[i], project) ? PAL_RIGHT_BIT(asked[i]) : 0U;
    }
    return may;
}

static void read_head(struct pal_errand *errand, const char *project,
                      const struct pal_fact_row *head, struct pal_tender *out)
{
    *out =
        (struct pal_tender){.id = head->part,
                            .project = project,
                            .turn = head->turn,
                            .state = pal_case_find_state(PAL_CASE_TENDER, head->state),
                            .closing = pal_sending_seconds(pal_fact_word(errand, head, "closing")),
                            .keeper = pal_fact_word(errand, head, "keeper"),
                            .annex = pal_fact_word(errand, head, "annex"),
                            .reason = pal_fact_word(errand, head, "reason"),
                            .confirmed = pal_fact_word(errand, head, "confirmed"),
                            .may = rights_on(errand, project)};
    out->state_id = pal_case_tables[PAL_CASE_TENDER].states[out->state].id;
    out->is_over = out->closing != 0 && errand->now >= out->closing;
    out->is_sealed = out->state != PAL_TENDER_OPENED;
    out->is_keeper = is_visitor(errand, out->keeper);
    if (out->state == PAL_TENDER_OPENED) {
        out->opened_at = head->at;
        out->opened_by = head->principal;
    }
}

static void read_openers(struct pal_errand *errand, const struct pal_fact_row *rows, size_t count,
                         struct pal_tender *out)
{
    size_t len = strlen(out->id);
    for (size_t i = 0; i < count && out->opener_count < PAL_TENDER_OPENERS; i++) {
        bool is_its = strncmp(rows[i].part, out->id, len) == 0 && rows[i].part[len] == '/';
        if (is_its) {
            out->openers[out->opener_count++] = (struct pal_tender_opener){
                .person = rows[i].part + len + 1,
                .at = rows[i].at,
                .has_conflict = strcmp(rows[i].state, PAL_DECLARED_CONFLICT) == 0};
        }
    }
    (void)errand;
}

/* Whether somebody holds a role yet by which the answers are opened. */
static enum pal_rc may_still(struct pal_errand *errand, const char *project, const char *person,
                             bool *out)
{
    const char *const on[] = {project, "*"};
    *out = false;
    for (size_t i = 0; i < sizeof on / sizeof *on; i++) {
        struct pal_grant *grants = NULL;
        size_t count = 0;
        enum pal_rc rc = pal_grant_list(errand->db, person, on[i], errand->arena, &grants, &count);
        if (rc != PAL_OK) {
            return rc;
        }
        for (size_t k = 0; k < count; k++) {
            enum pal_role role = pal_role_find(grants[k].role);
            *out = *out || (role != PAL_ROLE_COUNT && pal_role_may(role, PAL_MAY_EDIT_PROJECT));
        }
    }
    return PAL_OK;
}

/* Those who have declared to have no conflict, and hold a role yet. */
static enum pal_rc count_able(struct pal_errand *errand, const struct pal_tender *tender,
                              size_t *out)
{
    enum pal_rc rc = PAL_OK;
    *out = 0;
    for (size_t i = 0; i < tender->opener_count && rc == PAL_OK; i++) {
        bool may = false;
        if (!tender->openers[i].has_conflict) {
            rc = may_still(errand, tender->project, tender->openers[i].person, &may);
        }
        *out += may;
    }
    return rc;
}

/* Whoever opens is one of those who have declared to have no conflict of interest. */
static bool has_declared(const struct pal_errand *errand, const struct pal_tender *tender)
{
    bool has = tender->openers_needed == 0;
    for (size_t i = 0; i < tender->opener_count; i++) {
        has = has ||
              (is_visitor(errand, tender->openers[i].person) && !tender->openers[i].has_conflict);
    }
    return has;
}

static enum pal_rc look_at_facts(struct pal_errand *errand, struct pal_tender *out)
{
    size_t able = 0;
    bool is_near = out->state == PAL_TENDER_RUNNING && out->is_over;
    enum pal_rc rc = is_near ? count_able(errand, out, &able) : PAL_OK;
    out->is_opener = has_declared(errand, out);
    pal_case_tell(&out->facts, PAL_FACT_OVER, out->is_over);
    pal_case_tell(&out->facts, PAL_FACT_DECLARED,
                  out->openers_needed > 0 && able >= out->openers_needed);
    pal_case_tell(&out->facts, PAL_FACT_OPENER, out->is_opener);
    return rc;
}

static enum pal_rc heads_of(struct pal_errand *errand, const char *kind, const char *project,
                            struct pal_fact_row **out, size_t *count)
{
    const struct pal_fact_list list = {.subject_kind = "project",
                                       .subject = project,
                                       .kind = kind,
                                       .max = ROUNDS_MOST * PAL_TENDER_OPENERS};
    return pal_head_list(errand->db, &list, errand->arena, out, count);
}

/* Its turns, the last first. */
static enum pal_rc history_of(struct pal_errand *errand, const char *project, const char *tender,
                              struct pal_fact_row **out, size_t *count)
{
    const struct pal_fact_list list = {.subject_kind = "project",
                                       .subject = project,
                                       .kind = PAL_TENDER_FACT,
                                       .part = tender,
                                       .lane = "",
                                       .max = ROUNDS_MOST};
    return pal_fact_history(errand->db, &list, errand->arena, out, count);
}

/* When it was launched: its first turn. */
static enum pal_rc read_launch(struct pal_errand *errand, struct pal_tender *out)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = history_of(errand, out->project, out->id, &rows, &count);
    out->launched_at = rc == PAL_OK && count > 0 ? rows[count - 1].at : 0;
    return rc;
}

static enum pal_rc read_one(struct pal_errand *errand, const char *project,
                            const struct pal_fact_row *head, struct pal_tender *out)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    read_head(errand, project, head, out);
    enum pal_rc rc = pal_tender_openers_needed(errand, project, &out->openers_needed);
    rc = rc == PAL_OK ? heads_of(errand, PAL_DECLARATION_FACT, project, &rows, &count) : rc;
    rc = rc == PAL_OK ? read_launch(errand, out) : rc;
    if (rc == PAL_OK) {
        read_openers(errand, rows, count, out);
        rc = look_at_facts(errand, out);
    }
    return rc;
}

enum pal_rc pal_tender_check_interest(struct pal_errand *errand, const char *project,
                                      const char *tender)
{
    if (errand->principal.kind != PAL_PRINCIPAL_PERSON) {
        return PAL_OK;
    }
    const struct pal_fact_row value = {
        .kind = PAL_DECLARATION_FACT,
        .subject_kind = "project",
        .subject = project,
        .part = pal_arena_printf(errand->arena, "%s/%s", tender, errand->principal.id),
        .lane = ""};
    struct pal_fact_row head;
    enum pal_rc rc = value.part != NULL ? pal_fact_head(errand, &value, &head) : PAL_E_MEMORY;
    return rc == PAL_OK && head.turn > 0 && strcmp(head.state, PAL_DECLARED_CONFLICT) == 0
               ? pal_errand_fail(errand, PAL_E_DENIED,
                                 "you have declared a conflict of interest in this consultation: "
                                 "whoever has one neither rates, visits nor decides")
               : pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_find(struct pal_errand *errand, const char *project, const char *id,
                            struct pal_tender *out)
{
    const struct pal_fact_row value = {.kind = PAL_TENDER_FACT,
                                       .subject_kind = "project",
                                       .subject = project,
                                       .part = id,
                                       .lane = ""};
    struct pal_fact_row head;
    enum pal_rc rc = pal_head_get(errand->db, &value, errand->arena, &head);
    if (rc != PAL_OK) {
        return rc;
    }
    head.part = id;
    return read_one(errand, project, &head, out);
}

enum pal_rc pal_tender_brief(struct pal_errand *errand, const char *project, const char *tender,
                             struct pal_tender_brief *out)
{
    const struct pal_fact_row value = {.kind = PAL_TENDER_FACT,
                                       .subject_kind = "project",
                                       .subject = project,
                                       .part = tender != NULL ? tender : "",
                                       .lane = ""};
    struct pal_fact_row head;
    struct pal_tender read;
    *out = (struct pal_tender_brief){.is_sealed = tender != NULL};
    if (tender == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_head_get(errand->db, &value, errand->arena, &head);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    head.part = tender;
    read_head(errand, project, &head, &read);
    *out = (struct pal_tender_brief){.closing = read.closing,
                                     .is_sealed = read.is_sealed,
                                     .is_keeper = read.is_keeper &&
                                                  pal_errand_may(errand, PAL_MAY_KEEP, project)};
    return PAL_OK;
}

/* What a turn changed for those who answer. */
static bool read_change(struct pal_errand *errand, const struct pal_fact_row *before,
                        const struct pal_fact_row *row, struct pal_tender_changed *out)
{
    *out = (struct pal_tender_changed){
        .at = row->at,
        .is_cancelled = strcmp(row->state, "cancelled") == 0,
        .from = pal_sending_seconds(pal_fact_word(errand, before, "closing")),
        .to = pal_sending_seconds(pal_fact_word(errand, row, "closing")),
        .reason = pal_fact_word(errand, row, "reason")};
    return out->is_cancelled || out->from != out->to;
}

enum pal_rc pal_tender_changes(struct pal_errand *errand, const struct pal_sending *sending,
                               struct pal_tender_changed **out, size_t *count)
{
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    enum pal_rc rc = sending->tender != NULL
                         ? history_of(errand, sending->project, sending->tender, &rows, &found)
                         : PAL_OK;
    *count = 0;
    *out = PAL_NEW(errand->arena, struct pal_tender_changed, found + 1);
    rc = rc == PAL_OK && *out == NULL ? PAL_E_MEMORY : rc;
    for (size_t i = 0; i + 1 < found && rc == PAL_OK; i++) {
        *count += read_change(errand, &rows[i + 1], &rows[i], &(*out)[*count]);
    }
    return pal_errand_explain(errand, rc);
}

/* ----------------------------------------------------------------------- telling */

static enum pal_rc name_persons(struct pal_errand *errand, struct pal_tender *tender)
{
    const char *ids[PAL_TENDER_OPENERS + 1];
    const char *names[PAL_TENDER_OPENERS + 1] = {NULL};
    size_t count = 0;
    for (size_t i = 0; i < tender->opener_count; i++) {
        ids[count++] = tender->openers[i].person;
    }
    ids[count++] = tender->keeper != NULL ? tender->keeper : "";
    enum pal_rc rc = pal_person_names(errand->db, ids, count, errand->arena, names);
    for (size_t i = 0; rc == PAL_OK && i < tender->opener_count; i++) {
        tender->openers[i].name = names[i] != NULL ? names[i] : tender->openers[i].person;
    }
    tender->keeper_name = names[count - 1] != NULL ? names[count - 1] : tender->keeper;
    return rc;
}

enum pal_rc pal_tender_given(struct pal_errand *errand, const struct pal_sending *sending,
                             struct pal_tender_given *out)
{
    struct pal_tender tender;
    *out = (struct pal_tender_given){0};
    if (sending->tender == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_tender_find(errand, sending->project, sending->tender, &tender);
    rc = rc == PAL_OK ? name_persons(errand, &tender) : rc;
    if (rc == PAL_OK) {
        *out = (struct pal_tender_given){.tender = tender.id,
                                         .annex = tender.annex,
                                         .keeper_name = tender.keeper_name,
                                         .closing = tender.closing,
                                         .is_running = tender.state == PAL_TENDER_RUNNING,
                                         .state = tender.state,
                                         .is_over = tender.is_over,
                                         .opened_at = tender.opened_at};
    }
    return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_get(struct pal_errand *errand, const char *project, const char *id,
                           struct pal_tender *out)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_tender_find(errand, project, id, out);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, rc, "there is no consultation %s in this project",
                               pal_quote(id).text);
    }
    return pal_errand_explain(errand, rc == PAL_OK ? name_persons(errand, out) : rc);
}

enum pal_rc pal_tenders_list(struct pal_errand *errand, const char *project,
                             struct pal_tender **out, size_t *count)
{
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    *out = NULL;
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = heads_of(errand, PAL_TENDER_FACT, project, &rows, &found);
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_tender, found + 1) : NULL;
    rc = rc == PAL_OK && *out == NULL ? PAL_E_MEMORY : rc;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        rc = read_one(errand, project, &rows[i], &(*out)[i]);
        rc = rc == PAL_OK ? name_persons(errand, &(*out)[i]) : rc;
        *count += rc == PAL_OK;
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_was_opened(struct pal_errand *errand, const char *project, bool *out)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    bool runs = false;
    *out = false;
    enum pal_rc rc = heads_of(errand, PAL_TENDER_FACT, project, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        runs = runs || strcmp(rows[i].state, "running") == 0;
        *out = *out || strcmp(rows[i].state, "opened") == 0;
    }
    *out = *out && !runs;
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_is_shut(struct pal_errand *errand, const char *project, bool *is_shut,
                               bool *has_any)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = heads_of(errand, PAL_TENDER_FACT, project, &rows, &count);
    *is_shut = false;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        *is_shut = *is_shut || strcmp(rows[i].state, "opened") != 0;
    }
    if (has_any != NULL) {
        *has_any = count > 0;
    }
    return pal_errand_explain(errand, rc);
}

size_t pal_tender_next(const struct pal_tender *tender, struct pal_case_answer *out, size_t max)
{
    struct pal_case_asked asked = {.thing = PAL_CASE_TENDER,
                                   .state = tender->state,
                                   .facts = tender->facts,
                                   .may = tender->may};
    pal_case_tell(&asked.facts, PAL_FACT_LATER, true); /* it is asked of the time that is given */
    return pal_case_next(&asked, out, max);
}

/* ----------------------------------------------------------------------- saying */

/* Canonical: keys in order, those that say nothing left out. */
static const char *launched_body(struct pal_errand *errand, const char *closing, const char *keeper,
                                 const char *annex, const char *confirmed)
{
    const char *first =
        annex != NULL ? pal_arena_printf(errand->arena, "\"annex\":\"%s\",", annex) : "";
    const char *second = confirmed != NULL
                             ? pal_arena_printf(errand->arena, ",\"confirmed\":\"%s\"", confirmed)
                             : "";
    return first != NULL && second != NULL
               ? pal_arena_printf(errand->arena, "{%s\"closing\":\"%s\"%s,\"keeper\":\"%s\"}",
                                  first, closing, second, keeper)
               : NULL;
}

enum pal_rc pal_tender_launch(struct pal_errand *errand, const struct pal_tender_launch *launch,
                              const char **id, struct pal_annex *fixed)
{
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    const char *closing = pal_sending_time(errand, launch->closing);
    enum pal_rc rc = heads_of(errand, PAL_TENDER_FACT, launch->project, &rows, &found);
    if (rc != PAL_OK || closing == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < found; i++) {
        if (strcmp(rows[i].state, "running") == 0) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "a consultation is running already: it is opened or cancelled "
                                   "before another one is launched");
        }
    }
    if (found >= ROUNDS_MOST) {
        return pal_errand_fail(errand, PAL_E_LIMIT, "a project has %d consultations at most",
                               (int)ROUNDS_MOST);
    }
    bool has_annex = false;
    const char *keeper = launch->keeper != NULL ? launch->keeper : "";
    const char *annex = launch->annex;
    rc = pal_tender_check_round(errand, launch);
    rc = rc == PAL_OK ? pal_tender_check_launch(errand, launch->project, launch->keeper, &has_annex)
                      : rc;
    const char *confirmed = launch->confirmed;
    rc = rc == PAL_OK ? pal_tender_check_confirmed(errand, launch, &confirmed) : rc;
    if (rc == PAL_OK && annex != NULL) {
        rc = pal_annex_find(errand, launch->project, annex, fixed);
        *fixed = rc == PAL_OK ? *fixed : (struct pal_annex){0};
        rc = rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    } else if (rc == PAL_OK && has_annex) {
        const struct pal_annex_plan plan = {.project = launch->project,
                                            .confirmed = confirmed,
                                            .questionnaire = launch->questionnaire,
                                            .tier = launch->tier,
                                            .until = launch->closing};
        rc = pal_annex_fix_within(errand, launch->app, &plan, fixed);
        annex = rc == PAL_OK ? fixed->hash : NULL;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *id = pal_arena_printf(errand->arena, "t%zu", found + 1);
    struct pal_fact_row row = {.kind = PAL_TENDER_FACT,
                               .project = launch->project,
                               .subject_kind = "project",
                               .subject = launch->project,
                               .part = *id,
                               .lane = "",
                               .turn = 1,
                               .state = "running",
                               .body = launched_body(errand, closing, keeper, annex, confirmed),
                               .audience = pal_audience_ids[PAL_AUDIENCE_PROJECT]};
    const struct pal_facts_follow what = {.verb = "tender"};
    return *id != NULL && row.body != NULL ? pal_facts_append(errand, &what, &row, 1)
                                           : pal_errand_explain(errand, PAL_E_MEMORY);
}

enum pal_rc pal_tender_say(struct pal_errand *errand, const struct pal_tender_wish *wish,
                           struct pal_act_done *out)
{
    struct pal_tender now;
    enum pal_rc rc = pal_tender_get(errand, wish->project, wish->tender, &now);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *closing =
        pal_sending_time(errand, wish->closing != 0 ? wish->closing : now.closing);
    struct pal_fact_field fields[5];
    size_t count = 0;
    const struct pal_fact_field all[] = {
        {"closing", closing},
        {"confirmed", wish->confirmed != NULL ? wish->confirmed : now.confirmed},
        {"keeper", now.keeper},
        {"annex", now.annex},
        {"reason", wish->reason}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].value != NULL) {
            fields[count++] = all[i];
        }
    }
    const struct pal_fact_wish fact = {.kind = PAL_TENDER_FACT,
                                       .subject_kind = "project",
                                       .subject = wish->project,
                                       .part = wish->tender,
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = wish->state,
                                       .fields = fields,
                                       .field_count = count};
    const struct pal_act_wish act = {.id = wish->act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &act, out);
}

enum pal_rc pal_tender_declare(struct pal_errand *errand, const char *project, const char *tender,
                               bool has_conflict, const char *act, struct pal_act_done *out)
{
    const char *part = errand->principal.id != NULL
                           ? pal_arena_printf(errand->arena, "%s/%s", tender, errand->principal.id)
                           : NULL;
    if (part == NULL) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "whoever opens the answers declares it in person");
    }
    const struct pal_fact_wish fact = {.kind = PAL_DECLARATION_FACT,
                                       .subject_kind = "project",
                                       .subject = project,
                                       .part = part,
                                       .lane = "",
                                       .is_behind_last = true,
                                       .state = has_conflict ? "conflict" : "declared"};
    const struct pal_act_wish wish = {.id = act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}
