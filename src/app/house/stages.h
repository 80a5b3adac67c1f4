/*
 * stages - how far each step of the process is in a project, and what may be said of it next: the
 * facts of the kind "stage", beside what was done tells (core/case/stages.h).
 */
#ifndef PAL_APP_HOUSE_STAGES_H
#define PAL_APP_HOUSE_STAGES_H

#include "app/house/case.h"
#include "app/house/document.h"
#include "app/house/facts.h"
#include "core/case/stages.h"

#define PAL_STAGE_FACT "stage"

/* What a project follows that names no process. */
#define PAL_PROCESS_BUILT_IN "outcontracting-1"

/* The process that a project names (NULL: none), or the built-in one where that is gone. */
enum pal_rc pal_house_process(struct pal_errand *errand, const char *named,
                              struct pal_document *out) PAL_WARN_UNUSED;

struct pal_stage_now {
    unsigned state;              /* PAL_STAGE_OPEN … */
    bool is_derived;             /* facts tell it */
    const struct pal_fact *fact; /* the last that was said of it; NULL: nothing was */
    const char *date;            /* of that fact; NULL: it says none */
    const char *reason;
};

/* Of each of the stages; what was said of them is looked up, `said` of `stages` is filled in. */
enum pal_rc pal_stages_now(struct pal_errand *errand, const char *project, struct pal_stage *stages,
                           size_t count, const struct pal_case_facts *facts,
                           struct pal_stage_now *out) PAL_WARN_UNUSED;

/* Every row of the table from the state of a stage, as pal_case_next. */
size_t pal_stages_next(const struct pal_case_of *of, const struct pal_stage_now *stage,
                       struct pal_case_answer *out, size_t max);

#endif
