#include "core/case/stages.h"

#include <string.h>

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
    [PAL_DONE_VISIT] = {PAL_FACT_VISITED, PAL_FACT_VISIT_PLANNED},
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

/* Of several questionnaires or visits the last one decides: while one is open, or lies ahead, the
 * stage goes on. */
static unsigned derive(enum pal_done_when when, const struct pal_case_facts *facts)
{
    bool is_begun = tells[when].begun != PAL_FACT_COUNT && pal_case_holds(facts, tells[when].begun);
    bool goes_on = is_begun && (when == PAL_DONE_QUESTIONNAIRE || when == PAL_DONE_VISIT);
    if (pal_case_holds(facts, tells[when].done) && !goes_on) {
        return PAL_STAGE_DONE;
    }
    return is_begun ? PAL_STAGE_UNDER_WAY : PAL_STAGE_OPEN;
}

unsigned pal_stage_state(const struct pal_stage *stage, const struct pal_case_facts *facts)
{
    if (stage->said != PAL_STAGE_NOT_NEEDED && pal_stage_is_derived(stage, facts)) {
        return derive(stage->done_when, facts);
    }
    return stage->said != PAL_CASE_NOT_THERE ? stage->said : PAL_STAGE_OPEN;
}
