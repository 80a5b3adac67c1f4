/*
 * procedure - the procedure of a project, on its page and in its form. Private to src/web.
 */
#ifndef PAL_WEB_PAGES_PROCEDURE_H
#define PAL_WEB_PAGES_PROCEDURE_H

#include "web/call.h"

/* Puts the procedure that the page's data name in the place of its id; `has_tables`: struct
 * pal_case_of. */
enum pal_rc pal_procedure_put(struct pal_call *call, bool has_tables) PAL_WARN_UNUSED;

/* The procedures to choose from, in the form; `chosen` "": none is stated. `is_fixed`: it stays. */
enum pal_rc pal_procedure_options(struct pal_call *call, const char *chosen,
                                  bool is_fixed) PAL_WARN_UNUSED;

#endif
