#include "app/house/worked.h"

#include <string.h>

#include "app/house/answers.h"
#include "app/house/sending_parts.h"
#include "app/house/tenders_parts.h"
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

struct finding {
    uint32_t minutes[2][HEARD]; /* first, again */
    size_t heard[2];
};

static bool is_same(const char *one, const char *other)
{
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

/* Whether whoever answered had submitted the same questionnaire before it was sent to them. */
static bool is_again(const struct pal_submitted_list *list, size_t at)
{
    const struct pal_submitted *one = &list->all[at];
    for (size_t i = at + 1; i < list->count; i++) {
        const struct pal_submitted *other = &list->all[i];
        bool is_theirs = other->sending.to == one->sending.to &&
                         is_same(other->sending.provider, one->sending.provider);
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

static enum pal_rc hear(struct pal_errand *errand, struct finding *finding,
                        const struct pal_submitted *one, bool again)
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
    finding->minutes[again][finding->heard[again]++] = pal_worked_minutes(at, count);
    return PAL_OK;
}

static struct pal_worked told(struct finding *finding, bool again)
{
    struct pal_worked out = {.count = finding->heard[again]};
    (void)pal_worked_median(finding->minutes[again], out.count, &out.minutes);
    return out;
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
        out->count += rc == PAL_OK && is_same(one->sending.questionnaire, questionnaire);
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
    struct finding *finding = PAL_NEW(errand->arena, struct finding, 1);
    enum pal_rc rc = finding != NULL ? PAL_OK : PAL_E_MEMORY;
    *out = (struct pal_worked_all){0};
    for (size_t i = 0; i < list->count && rc == PAL_OK; i++) {
        const struct pal_submitted *one = &list->all[i];
        bool is_meant = one->sending.to == actor && one->sending.tier == tier;
        bool again = is_meant && is_again(list, i);
        bool sealed = false;
        if (!is_meant || finding->heard[again] == HEARD) {
            continue;
        }
        rc = is_sealed(errand, &one->sending, &sealed);
        rc = rc == PAL_OK && !sealed ? hear(errand, finding, one, again) : rc;
    }
    if (rc == PAL_OK) {
        out->first = told(finding, false);
        out->again = told(finding, true);
    }
    return pal_errand_explain(errand, rc);
}
