/*
 * view_tender - what a procedure allows, forbids and asks for, as data (see view.h).
 */
#ifndef PAL_RENDER_VIEW_VIEW_TENDER_H
#define PAL_RENDER_VIEW_VIEW_TENDER_H

#include "base/value.h"
#include "core/case/procedure.h"
#include "render/template/language.h"

/* The procedures of a table, each in a line. */
struct pal_value *pal_view_procedures(struct pal_values *in,
                                      const struct pal_procedures *procedures,
                                      const struct pal_language *language);

/* One of them: what it says of each act (`act` PAL_TENDER_ACTS), with the rules that hold beside
 * them and the doubts of the table; else of one act. */
struct pal_value *pal_view_tender(struct pal_values *in, const struct pal_procedures *procedures,
                                  const struct pal_procedure *procedure, enum pal_tender_act act,
                                  const struct pal_language *language);

#endif
