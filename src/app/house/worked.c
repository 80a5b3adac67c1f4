#include "app/house/worked.h"

#include <string.h>

#include "app/house/answers.h"
#include "app/house/sending_parts.h"
#include "app/house/tenders_parts.h"
#include "base/text.h"
#include "core/question/worked.h"
#include "store/sendings.h"

enum {
    LOOKED_AT = 400, /* submissions of the house, the last ones */
    HEARD = 30       /* of those that are meant, first and again each */
};

/* A submission that is looked at. */
struct pal_submitted {
    struct pal_sending sending;
    int64_t at;
};

/* Those that are meant, the last ones: first, again. */
struct chosen {
    const struct pal_submitted *all[2][HEARD];
    size_t count[2];
};

/* Whether whoever answered had submitted the same questionnaire before it was sent to them. */
static bool is_again(const struct pal_submitted_list *list, size_t at)
{
    const struct pal_submitted *one = &list->all[at];
    for (size_t i = at + 1; i < list->count; i++) {
        const struct pal_submitted *other = &list->all[i];
        bool is_theirs = other->sending.to == one->sending.to &&
                         pal_is_same_text(other->sending.provider, one->sending.provider);
        if (is_theirs && other->at <= one->sending.written_at) {
            return true;
        }
    }
    return false;
}

static enum pal_rc is_sealed(struct pal_errand *errand, const struct pal_sending *sending,
                             bool *out)
{
    struct pal_tender_brief tender = {0};
    enum pal_rc rc = pal_tender_brief(errand, sending->project, sending->tender, &tender);
    *out = tender.is_sealed;
    return rc;
}

/* The minutes that were worked on one. */
static enum pal_rc hear(struct pal_errand *errand, const struct pal_submitted *one,
                        uint32_t *minutes)
{
    struct pal_saved_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_saved_rows(errand->db, PAL_ANSWER_FACT, one->sending.id, one->at,
                                    errand->arena, &rows, &count);
    struct pal_worked_at *at =
        rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_worked_at, count + 1) : NULL;
    if (at == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        bool is_new = i > 0 && strcmp(rows[i].principal, rows[i - 1].principal) != 0;
        at[i] = (struct pal_worked_at){.who = i > 0 ? at[i - 1].who + is_new : 0,
                                       .minute = rows[i].minute};
    }
    *minutes = pal_worked_minutes(at, count);
    return PAL_OK;
}

/* Too few are not heard at all: nothing would be told of them. */
static enum pal_rc tell(struct pal_errand *errand, const struct chosen *chosen, bool again,
                        struct pal_worked *out)
{
    const size_t count = chosen->count[again];
    uint32_t minutes[HEARD];
    *out = (struct pal_worked){.count = count};
    if (count < PAL_WORKED_LEAST) {
        return PAL_OK;
    }
    for (size_t i = 0; i < count; i++) {
        enum pal_rc rc = hear(errand, chosen->all[again][i], &minutes[i]);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    (void)pal_worked_median(minutes, count, &out->minutes);
    return PAL_OK;
}

/* Of all submissions those of the questionnaire. */
static enum pal_rc read_all(struct pal_errand *errand, const char *questionnaire,
                            struct pal_submitted_list *out)
{
    struct pal_submitted_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc =
        pal_submitted_rows(errand->db, PAL_SENT_FACT, LOOKED_AT, errand->arena, &rows, &count);
    struct pal_submitted *all =
        rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_submitted, count + 1) : NULL;
    if (all == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    out->all = all;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_submitted *one = &all[out->count];
        one->at = rows[i].at;
        rc = pal_sending_read(errand, &rows[i].sending, &one->sending);
        out->count += rc == PAL_OK && pal_is_same_text(one->sending.questionnaire, questionnaire);
    }
    return rc;
}

enum pal_rc pal_worked_read(struct pal_errand *errand, const char *project,
                            const char *questionnaire, struct pal_submitted_list *out)
{
    *out = (struct pal_submitted_list){0};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, project);
    return rc == PAL_OK ? pal_errand_explain(errand, read_all(errand, questionnaire, out)) : rc;
}

enum pal_rc pal_worked_find(struct pal_errand *errand, const struct pal_submitted_list *list,
                            enum pal_tier tier, enum pal_actor actor, struct pal_worked_all *out)
{
    struct chosen *chosen = PAL_NEW(errand->arena, struct chosen, 1);
    enum pal_rc rc = chosen != NULL ? PAL_OK : PAL_E_MEMORY;
    *out = (struct pal_worked_all){0};
    for (size_t i = 0; i < list->count && rc == PAL_OK; i++) {
        const struct pal_submitted *one = &list->all[i];
        bool is_meant = one->sending.to == actor && one->sending.tier == tier;
        bool again = is_meant && is_again(list, i);
        bool sealed = false;
        if (!is_meant || chosen->count[again] == HEARD) {
            continue;
        }
        rc = is_sealed(errand, &one->sending, &sealed);
        if (rc == PAL_OK && !sealed) {
            chosen->all[again][chosen->count[again]++] = one;
        }
    }
    rc = rc == PAL_OK ? tell(errand, chosen, false, &out->first) : rc;
    rc = rc == PAL_OK ? tell(errand, chosen, true, &out->again) : rc;
    return pal_errand_explain(errand, rc);
}
