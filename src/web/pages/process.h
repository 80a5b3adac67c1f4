/*
 * process - the process that a project follows: the description of it, its steps, the one that the
 * project's state stands at. Private to src/web.
 */
#ifndef PAL_WEB_PAGES_PROCESS_H
#define PAL_WEB_PAGES_PROCESS_H

#include "web/call.h"

/* What a project follows that names none. */
#define PAL_PROCESS_BUILT_IN "outcontracting-1"

/* The process that a project names, or the built-in one where that is gone. */
enum pal_rc pal_process_open(struct pal_call *call, const struct pal_value *project,
                             struct pal_document *record, struct pal_value **out) PAL_WARN_UNUSED;

/* The title of a step in the reader's language; its id where the process has it no more. */
const char *pal_process_step_title(const struct pal_call *call, const struct pal_value *process,
                                   const char *id);

/* "done", "current" or "open" for a step, by the state of its project. Before the current one all
 * are done. A state that stands at a step which the process does not have says of none that it is
 * done. */
const char *pal_process_step_state(const struct pal_value *process, const char *state,
                                   const char *id);

#endif
