/* sending_case - what questionnaires that were sent tell of their project and of its candidates,
 * and how these go on by them. See sending.h, sending_parts.h. */
#include <string.h>

#include "app/house/candidates_parts.h"
#include "app/house/case_facts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/tenders.h"
#include "store/facts.h"

enum { TENDERS_MOST = 100 };

static bool is_begun(unsigned state)
{
    return state == PAL_SENDING_OPEN || state == PAL_SENDING_REOPENED;
}

static void count_one(struct pal_errand *errand, const struct pal_said_row *row,
                      struct pal_case_sent *out)
{
    unsigned state = pal_case_find_state(PAL_CASE_SENDING, row->head.state);
    const char *word = is_begun(state) ? pal_fact_word(errand, &row->head, "until") : NULL;
    int64_t until = pal_sending_seconds(word);
    bool is_over = until != 0 && errand->now >= until;
    out->count++;
    out->open += is_begun(state) && !is_over;
    out->over += is_begun(state) && is_over;
    out->submitted += state == PAL_SENDING_SUBMITTED;
    out->was_submitted = out->was_submitted || row->was;
}

/* Whether the project has a consultation that is not opened: who takes part is nobody's to count.
 */
static enum pal_rc is_any_sealed(struct pal_errand *errand, const char *project, bool *out)
{
    const struct pal_fact_list wanted = {.subject_kind = pal_kinds[PAL_KIND_PROJECT].word,
                                         .subject = project,
                                         .kind = PAL_TENDER_FACT,
                                         .max = TENDERS_MOST};
    const char *opened = pal_case_tables[PAL_CASE_TENDER].states[PAL_TENDER_OPENED].id;
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    *out = false;
    enum pal_rc rc = pal_head_list(errand->db, &wanted, errand->arena, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        *out = *out || strcmp(rows[i].state, opened) != 0;
    }
    return rc;
}

/* One by one, as each is shown to the visitor. */
static enum pal_rc count_shown(struct pal_errand *errand, const char *project,
                               struct pal_case_sent *out)
{
    struct pal_sending *sendings = NULL;
    size_t count = 0;
    *out = (struct pal_case_sent){0};
    enum pal_rc rc = pal_sendings_list(errand, project, &sendings, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        bool is_submitted = sendings[i].state == PAL_SENDING_SUBMITTED;
        out->count++;
        out->open += pal_sending_is_open(&sendings[i]);
        out->over += pal_sending_is_late(&sendings[i]);
        out->submitted += is_submitted;
        out->was_submitted = out->was_submitted || is_submitted;
    }
    return rc;
}

enum pal_rc pal_sendings_count(struct pal_errand *errand, const char *project,
                               struct pal_case_sent *out)
{
    const struct pal_case_table *table = &pal_case_tables[PAL_CASE_SENDING];
    const struct pal_said_list wanted = {.project = project,
                                         .subject_kind = PAL_SENDING_KIND,
                                         .kind = PAL_SENT_FACT,
                                         .state = table->states[PAL_SENDING_SUBMITTED].id};
    struct pal_said_row *rows = NULL;
    size_t count = 0;
    bool is_sealed = false;
    *out = (struct pal_case_sent){0};
    enum pal_rc rc = pal_heads_of_documents(errand->db, &wanted, errand->arena, &rows, &count);
    rc = rc == PAL_OK && count > 0 ? is_any_sealed(errand, project, &is_sealed) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        count_one(errand, &rows[i], out);
    }
    return rc == PAL_OK && is_sealed ? count_shown(errand, project, out) : rc;
}

/* ------------------------------------------------------------------- candidates */

static void tell_one(const struct pal_sending *sending, struct pal_candidates *candidates)
{
    bool is_to_one = sending->to == PAL_ACTOR_PROVIDER && sending->provider != NULL;
    for (size_t i = 0; i < candidates->count && is_to_one; i++) {
        struct pal_candidate *at = &candidates->items[i];
        if (strcmp(at->provider, sending->provider) == 0) {
            at->has_questionnaire = at->has_questionnaire || sending->state != PAL_SENDING_CLOSED;
            at->has_answered = at->has_answered || sending->state == PAL_SENDING_SUBMITTED;
        }
    }
}

enum pal_rc pal_sendings_tell(struct pal_errand *errand, const char *project,
                              struct pal_candidates *candidates)
{
    struct pal_sending *sendings = NULL;
    size_t count = 0;
    if (candidates->count == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_sendings_list(errand, project, &sendings, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        tell_one(&sendings[i], candidates);
    }
    return rc;
}

/* Says it as an act of whoever acts, who may hold no more than a link. */
static enum pal_rc say_candidate(struct pal_errand *errand, const struct pal_sending *sending,
                                 int64_t turn, unsigned to, const char *reason)
{
    const struct pal_fact_field fields[] = {{"reason", reason != NULL ? reason : ""}};
    const struct pal_fact_wish wish = {.kind = PAL_CANDIDATE_FACT,
                                       .subject_kind = pal_kinds[PAL_KIND_PROJECT].word,
                                       .subject = sending->project,
                                       .part = sending->provider,
                                       .lane = "",
                                       .seen_turn = turn,
                                       .state = pal_case_tables[PAL_CASE_CANDIDATE].states[to].id,
                                       .fields = fields,
                                       .field_count = 1};
    const struct pal_facts_follow what = {.verb = PAL_CANDIDATE_FACT};
    struct pal_fact_row row;
    enum pal_rc rc = pal_fact_read(errand, &wish, &row);
    row.project = sending->project;
    return rc == PAL_OK ? pal_facts_append(errand, &what, &row, 1) : rc;
}

/* One pace, where the table lets the candidate go it. */
static enum pal_rc go_on(struct pal_errand *errand, const struct pal_sending *sending, unsigned to,
                         const char *reason, bool *has_gone)
{
    const struct pal_fact_row value = {.kind = PAL_CANDIDATE_FACT,
                                       .subject_kind = pal_kinds[PAL_KIND_PROJECT].word,
                                       .subject = sending->project,
                                       .part = sending->provider,
                                       .lane = ""};
    struct pal_fact_row head;
    *has_gone = false;
    enum pal_rc rc = pal_fact_head(errand, &value, &head);
    if (rc != PAL_OK || head.turn == 0) { /* nobody was invited */
        return rc;
    }
    const struct pal_case_asked asked = {.thing = PAL_CASE_CANDIDATE,
                                         .state =
                                             pal_case_find_state(PAL_CASE_CANDIDATE, head.state),
                                         .facts = sending->facts,
                                         .may = sending->may,
                                         .given = reason != NULL ? PAL_ASK_BIT(PAL_ASK_REASON) : 0};
    if (pal_case_follow(&asked, to).says != PAL_CASE_MAY) {
        return PAL_OK;
    }
    *has_gone = true;
    return say_candidate(errand, sending, head.turn, to, reason);
}

enum pal_rc pal_sending_move(struct pal_errand *errand, const struct pal_sending *sending,
                             unsigned to, const char *reason)
{
    bool has_gone = false;
    if (sending->to != PAL_ACTOR_PROVIDER || sending->provider == NULL || sending->is_sealed) {
        return PAL_OK;
    }
    enum pal_rc rc = go_on(errand, sending, to, reason, &has_gone);
    if (rc != PAL_OK || has_gone || to != PAL_CANDIDATE_ANSWERED) {
        return rc;
    }
    /* What is submitted was answered before, however it came that nobody said so. */
    rc = go_on(errand, sending, PAL_CANDIDATE_ANSWERING, NULL, &has_gone);
    return rc == PAL_OK && has_gone ? go_on(errand, sending, to, reason, &has_gone) : rc;
}
