#include "app/house/tender_record.h"

#include <string.h>

#include "app/house/annex_parts.h"
#include "app/house/answers.h"
#include "app/house/fact_rows.h"
#include "app/house/mail_parts.h"
#include "app/house/proofs.h"
#include "app/house/sending_parts.h"
#include "app/house/tender_talk.h"
#include "app/house/tenders_parts.h"
#include "store/audit.h"
#include "store/passes.h"

/* ---------------------------------------------------------------- who takes part */

static bool is_of(const struct pal_sending *sending, const struct pal_tender *tender)
{
    return sending->tender != NULL && strcmp(sending->tender, tender->id) == 0;
}

/* The last mail that came back; NULL: none, or another one went through behind it. */
static enum pal_rc find_bounce(struct pal_errand *errand, const struct pal_sending *sending,
                               struct pal_tender_taker *out)
{
    const struct pal_mail_about about = {sending->project, PAL_SENDING_KIND, sending->id, NULL};
    struct pal_mail *mails = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_mail_find(errand, &about, NULL, &mails, &count);
    if (rc == PAL_OK && count > 0 &&
        (mails[0].state == PAL_MAIL_REFUSED || mails[0].state == PAL_MAIL_GIVEN_UP)) {
        out->bounced = mails[0].address;
        out->trouble = mails[0].sentence;
    }
    return rc;
}

/* What was handed in, held against its receipt. */
static enum pal_rc look_into(struct pal_errand *errand, const struct pal_sending *sending,
                             struct pal_tender_taker *out)
{
    struct pal_answers_written written;
    struct pal_proof_file *files = NULL;
    enum pal_rc rc = pal_answers_write(errand, sending, PAL_ANSWERS_CLAIMED, &written);
    rc = rc == PAL_OK ? pal_proofs_list(errand, sending, PAL_ANSWERS_CLAIMED, &files, &out->files)
                      : rc;
    if (rc == PAL_OK) {
        out->answered = written.count;
        out->agrees = sending->receipt != NULL && strcmp(sending->receipt, written.hash) == 0;
    }
    return rc;
}

static enum pal_rc read_taker(struct pal_errand *errand, const struct pal_tender *tender,
                              const struct pal_sending *sending, struct pal_tender_taker *out)
{
    bool is_submitted = sending->state == PAL_SENDING_SUBMITTED;
    *out = (struct pal_tender_taker){.sending = sending->id,
                                     .provider_title = sending->provider_title,
                                     .submitted_at = is_submitted ? sending->said_at : 0,
                                     .receipt = is_submitted ? sending->receipt : NULL};
    enum pal_rc rc =
        pal_errand_explain(errand, pal_pass_opened(errand->db, PAL_SENDING_KIND, sending->id,
                                                   &out->links, &out->opened));
    rc = rc == PAL_OK ? find_bounce(errand, sending, out) : rc;
    return rc == PAL_OK && is_submitted && !tender->is_sealed ? look_into(errand, sending, out)
                                                              : rc;
}

static void sort_takers(struct pal_tender_taker *all, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct pal_tender_taker one = all[i];
        size_t at = i;
        for (; at > 0 && strcmp(all[at - 1].provider_title, one.provider_title) > 0; at--) {
            all[at] = all[at - 1];
        }
        all[at] = one;
    }
}

enum pal_rc pal_tender_takers(struct pal_errand *errand, const struct pal_tender *tender,
                              struct pal_tender_taker **out, size_t *count)
{
    struct pal_sending *sendings = NULL;
    size_t found = 0;
    *out = NULL;
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, tender->project);
    if (rc == PAL_OK && tender->is_sealed && !tender->is_keeper) {
        rc = pal_errand_fail(errand, PAL_E_DENIED,
                             "until the opening the keeper alone sees who takes part");
    }
    rc = rc == PAL_OK ? pal_sendings_list(errand, tender->project, &sendings, &found) : rc;
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_tender_taker, found + 1) : NULL;
    rc = rc == PAL_OK && *out == NULL ? PAL_E_MEMORY : rc;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        if (is_of(&sendings[i], tender) && sendings[i].provider_title != NULL) {
            rc = read_taker(errand, tender, &sendings[i], &(*out)[(*count)++]);
        }
    }
    sort_takers(*out, rc == PAL_OK ? *count : 0);
    return pal_errand_explain(errand, rc);
}

/* ---------------------------------------------------------------------- the seal */

enum { SEALS_MOST = 20 };

static enum pal_rc add_seals(struct pal_errand *errand, const struct pal_tender *tender,
                             const char *object, struct pal_tender_seal *out, size_t *count)
{
    const struct pal_audit_list list = {.object = object,
                                        .verb = "break-seal",
                                        .from = tender->launched_at,
                                        .until = tender->opened_at != 0 ? tender->opened_at + 1 : 0,
                                        .max = SEALS_MOST};
    struct pal_audit_row *rows = NULL;
    size_t found = 0;
    enum pal_rc rc = pal_audit_find(errand->db, &list, errand->arena, &rows, &found);
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        out[(*count)++] = (struct pal_tender_seal){.at = rows[i].at,
                                                   .person = rows[i].person,
                                                   .reason = rows[i].after,
                                                   .is_of_all = object[0] == 'e'};
    }
    return rc;
}

enum pal_rc pal_tender_seals(struct pal_errand *errand, const struct pal_tender *tender,
                             struct pal_tender_seal **out, size_t *count)
{
    const char *object = pal_arena_printf(errand->arena, "project/%s", tender->project);
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, tender->project);
    *count = 0;
    *out = PAL_NEW(errand->arena, struct pal_tender_seal, 2 * SEALS_MOST);
    if (rc == PAL_OK && (*out == NULL || object == NULL)) {
        rc = PAL_E_MEMORY;
    }
    rc = rc == PAL_OK ? add_seals(errand, tender, object, *out, count) : rc;
    rc = rc == PAL_OK ? add_seals(errand, tender, "everything", *out, count) : rc;
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------- what was confirmed */

enum { TURNS_MOST = 50 };

static void add_confirmed(struct pal_tender_confirmed *all, size_t *count,
                          const struct pal_tender_confirmed *one)
{
    if (one->rules == NULL) {
        return;
    }
    size_t at = (*count)++;
    for (; at > 0 && all[at - 1].at > one->at; at--) {
        all[at] = all[at - 1];
    }
    all[at] = *one;
}

static enum pal_rc add_annex(struct pal_errand *errand, const struct pal_tender *tender,
                             struct pal_tender_confirmed *out, size_t *count)
{
    struct pal_annex annex;
    enum pal_rc rc = tender->annex != NULL
                         ? pal_annex_find(errand, tender->project, tender->annex, &annex)
                         : PAL_E_NOT_FOUND;
    if (rc == PAL_OK) {
        const struct pal_tender_confirmed one = {.of = PAL_CONFIRMED_ANNEX,
                                                 .rules = annex.plan.confirmed,
                                                 .by = annex.fixed_by,
                                                 .at = annex.fixed_at};
        add_confirmed(out, count, &one);
    }
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

/* With the launch, and each later closing that was confirmed anew. */
static enum pal_rc add_closings(struct pal_errand *errand, const struct pal_tender *tender,
                                struct pal_tender_confirmed *out, size_t *count)
{
    const struct pal_fact_list list = {.subject_kind = "project",
                                       .subject = tender->project,
                                       .kind = PAL_TENDER_FACT,
                                       .part = tender->id,
                                       .lane = "",
                                       .max = TURNS_MOST};
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    const char *before = NULL;
    enum pal_rc rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &found);
    for (size_t i = found; i > 0 && rc == PAL_OK; i--) {
        const struct pal_fact_row *row = &rows[i - 1];
        const struct pal_tender_confirmed one = {.of = PAL_CONFIRMED_CLOSING,
                                                 .rules = pal_fact_word(errand, row, "confirmed"),
                                                 .by = row->principal,
                                                 .at = row->at};
        bool is_new = one.rules != NULL && (before == NULL || strcmp(before, one.rules) != 0);
        before = one.rules;
        if (is_new) {
            add_confirmed(out, count, &one);
        }
    }
    return rc;
}

enum pal_rc pal_tender_confirmed(struct pal_errand *errand, const struct pal_tender *tender,
                                 struct pal_tender_confirmed **out, size_t *count)
{
    struct pal_tender_told *told = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = pal_tender_list_told(errand, tender, &told, &found);
    *out = rc == PAL_OK
               ? PAL_NEW(errand->arena, struct pal_tender_confirmed, TURNS_MOST + 1 + 2 * found)
               : NULL;
    if (rc != PAL_OK || *out == NULL) {
        return rc != PAL_OK ? rc : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = add_annex(errand, tender, *out, count);
    rc = rc == PAL_OK ? add_closings(errand, tender, *out, count) : rc;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        const struct pal_tender_confirmed answer = {
            .of = told[i].is_correction ? PAL_CONFIRMED_CORRECTION : PAL_CONFIRMED_ANSWER,
            .rules = told[i].confirmed,
            .by = told[i].by,
            .at = told[i].answered_at,
            .about = told[i].about};
        const struct pal_tender_confirmed passed = {.of = PAL_CONFIRMED_PASSED_ON,
                                                    .rules = told[i].passed_confirmed,
                                                    .by = told[i].passed_by,
                                                    .at = told[i].passed_on_at,
                                                    .about = told[i].about};
        add_confirmed(*out, count, &passed);
        add_confirmed(*out, count, &answer);
    }
    return pal_errand_explain(errand, rc);
}

/* ---------------------------------------------------------------- availability */

/* What is before the record is no interruption: nothing is known of it. */
static void leave_unknown(struct pal_tender_served *served)
{
    size_t kept = 0;
    for (size_t i = 0; i < served->count; i++) {
        struct pal_served_gap gap = served->gaps[i];
        gap.from = gap.from > served->first ? gap.from : served->first;
        if (served->first != 0 && gap.from < gap.to) {
            served->gaps[kept++] = gap;
        }
    }
    served->count = kept;
}

enum pal_rc pal_tender_served(struct pal_errand *errand, const struct pal_tender *tender,
                              struct pal_tender_served *out)
{
    int64_t end = tender->closing < errand->now ? tender->closing : errand->now;
    int64_t begin =
        tender->launched_at > end - PAL_SERVED_SPAN ? tender->launched_at : end - PAL_SERVED_SPAN;
    *out = (struct pal_tender_served){.from = begin < end ? begin : end, .to = end};
    enum pal_rc rc = pal_served_gaps(errand, tender->project, out->from, out->to, &out->gaps,
                                     &out->count, &out->first);
    leave_unknown(out);
    return rc;
}

enum pal_rc pal_tender_had_outage(struct pal_errand *errand, const struct pal_tender *tender,
                                  bool *out)
{
    struct pal_tender_served served;
    enum pal_rc rc = pal_tender_served(errand, tender, &served);
    *out = rc == PAL_OK && served.count > 0;
    return rc;
}
