/*
 * process - the process that a project follows: the description of it, its steps, how far each is.
 * Private to src/web.
 */
#ifndef PAL_WEB_PAGES_PROCESS_H
#define PAL_WEB_PAGES_PROCESS_H

#include "app/house/case.h"
#include "app/house/stages.h"
#include "web/call.h"

/* The process that a project names, or the built-in one where that is gone. */
enum pal_rc pal_process_open(struct pal_call *call, const struct pal_value *project,
                             struct pal_document *record, struct pal_value **out) PAL_WARN_UNUSED;

/* The title of a step in the reader's language; its id where the process has it no more. */
const char *pal_process_step_title(const struct pal_call *call, const struct pal_value *process,
                                   const char *id);

/* How each of its steps, which are the stages of the project, stands, in their order. */
enum pal_rc pal_process_stages(struct pal_call *call, const struct pal_value *process,
                               const struct pal_case_of *of,
                               struct pal_stage_now **out) PAL_WARN_UNUSED;

#endif
