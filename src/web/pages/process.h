/*
 * process - the process that a project follows: the description of it, its steps, how far each is.
 * Private to src/web.
 */
#ifndef PAL_WEB_PAGES_PROCESS_H
#define PAL_WEB_PAGES_PROCESS_H

#include "app/house/case.h"
#include "web/call.h"

/* What a project follows that names none. */
#define PAL_PROCESS_BUILT_IN "outcontracting-1"

/* The process that a project names, or the built-in one where that is gone. */
enum pal_rc pal_process_open(struct pal_call *call, const struct pal_value *project,
                             struct pal_document *record, struct pal_value **out) PAL_WARN_UNUSED;

/* The title of a step in the reader's language; its id where the process has it no more. */
const char *pal_process_step_title(const struct pal_call *call, const struct pal_value *process,
                                   const char *id);

/* The state of each of its steps, which are the stages of the project, in their order: "open",
 * "under_way", "done" (core/case/stages.h). */
enum pal_rc pal_process_stages(struct pal_call *call, const struct pal_value *process,
                               const struct pal_case_of *of,
                               const char *const **out) PAL_WARN_UNUSED;

#endif
