#include "core/case/stages.h"

#include <string.h>

#include "core/case/project_1.h"

const char *const pal_done_when_ids[PAL_DONE_COUNT] = {
    "", "needs", "documents", "questionnaire", "visit", "rated", "profile", "plan", "report"};

/* The fact that a stage is done, and the one that it is under way (PAL_FACT_COUNT: none). */
static const struct {
    enum pal_case_fact done;
    enum pal_case_fact begun;
} tells[PAL_DONE_COUNT] = {
    [PAL_DONE_TICKED] = {PAL_FACT_COUNT, PAL_FACT_COUNT},
    [PAL_DONE_NEEDS] = {PAL_FACT_NEEDS, PAL_FACT_COUNT},
    [PAL_DONE_DOCUMENTS] = {PAL_FACT_DOCUMENTS, PAL_FACT_COUNT},
    [PAL_DONE_QUESTIONNAIRE] = {PAL_FACT_QUESTIONNAIRE_SUBMITTED, PAL_FACT_QUESTIONNAIRE_OPEN},
    [PAL_DONE_VISIT] = {PAL_FACT_VISITED, PAL_FACT_COUNT},
    [PAL_DONE_RATED] = {PAL_FACT_TARGET_RATED, PAL_FACT_ASSESSMENT},
    [PAL_DONE_PROFILE] = {PAL_FACT_PROFILE, PAL_FACT_COUNT},
    [PAL_DONE_PLAN] = {PAL_FACT_PLAN_AGREED, PAL_FACT_COUNT},
    [PAL_DONE_REPORT] = {PAL_FACT_REPORT_ISSUED, PAL_FACT_COUNT},
};

enum pal_done_when pal_done_when_find(const char *id)
{
    for (unsigned i = 1; id != NULL && i < PAL_DONE_COUNT; i++) {
        if (strcmp(pal_done_when_ids[i], id) == 0) {
            return (enum pal_done_when)i;
        }
    }
    return PAL_DONE_TICKED;
}

bool pal_stage_is_derived(const struct pal_stage *stage, const struct pal_case_facts *facts)
{
    return stage->done_when != PAL_DONE_TICKED &&
           (facts->known & PAL_FACT_BIT(tells[stage->done_when].done)) != 0;
}

static unsigned derive(enum pal_done_when when, const struct pal_case_facts *facts)
{
    if (pal_case_holds(facts, tells[when].done)) {
        return PAL_STAGE_DONE;
    }
    bool is_begun = tells[when].begun != PAL_FACT_COUNT && pal_case_holds(facts, tells[when].begun);
    return is_begun ? PAL_STAGE_UNDER_WAY : PAL_STAGE_OPEN;
}

/* The place of a stage; `count`: the process does not have it. */
static size_t find(const struct pal_stage *stages, size_t count, const char *id)
{
    size_t at = 0;
    while (at < count && strcmp(stages[at].id, id) != 0) {
        at++;
    }
    return at;
}

void pal_stages_derive(const struct pal_stage *stages, size_t count, const char *word,
                       const struct pal_case_facts *facts, unsigned *out)
{
    const char *id = pal_project_1_stage(word);
    size_t current = id != NULL ? find(stages, count, id) : count;
    bool is_known = id == NULL || current < count;
    for (size_t i = 0; i < count; i++) {
        if (pal_stage_is_derived(&stages[i], facts)) {
            out[i] = derive(stages[i].done_when, facts);
        } else if (!is_known || i > current) {
            out[i] = PAL_STAGE_OPEN;
        } else {
            out[i] = i == current ? PAL_STAGE_UNDER_WAY : PAL_STAGE_DONE;
        }
    }
}
