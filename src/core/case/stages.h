/*
 * stages - how far each stage of the process is.
 *
 * A stage of which a fact says when it is done (`done_when` of process/1) has the state that the
 * facts tell; a person says of it at most that it is not needed. Of the others, and where nobody
 * looks at that fact yet, a person says the state; where nobody has, it is to do. No other field
 * sets it: the state of the project is another thing.
 */
#ifndef PAL_CORE_CASE_STAGES_H
#define PAL_CORE_CASE_STAGES_H

#include <stdbool.h>

#include "core/case/case.h"

enum pal_done_when {
    PAL_DONE_TICKED, /* no fact tells it */
    PAL_DONE_NEEDS,
    PAL_DONE_DOCUMENTS,
    PAL_DONE_QUESTIONNAIRE,
    PAL_DONE_VISIT,
    PAL_DONE_RATED,
    PAL_DONE_PROFILE,
    PAL_DONE_PLAN,
    PAL_DONE_REPORT,
    PAL_DONE_COUNT
};

/* "needs" … as process/1 writes them; of PAL_DONE_TICKED "". */
extern const char *const pal_done_when_ids[PAL_DONE_COUNT];

/* NULL or another word: PAL_DONE_TICKED. */
enum pal_done_when pal_done_when_find(const char *id);

struct pal_stage {
    const char *id;
    enum pal_done_when done_when;
    unsigned said; /* by a person, the last time; PAL_CASE_NOT_THERE: nobody has */
};

/* Whether the facts at hand tell when a stage is done. */
bool pal_stage_is_derived(const struct pal_stage *stage, const struct pal_case_facts *facts);

/* Its state: PAL_STAGE_OPEN … */
unsigned pal_stage_state(const struct pal_stage *stage, const struct pal_case_facts *facts);

#endif
