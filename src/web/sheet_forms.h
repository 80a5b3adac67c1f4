/*
 * sheet_forms - a sheet within a call: filled from what was sent, its rows, its problems, its page.
 * Private to src/web.
 */
#ifndef PAL_WEB_SHEET_FORMS_H
#define PAL_WEB_SHEET_FORMS_H

#include "web/forms.h"
#include "web/sheet.h"

/* What the buttons of a sheet send to its address of rows, which saves nothing: paths. */
#define PAL_SHEET_ACTS "add remove take"

/* Opens the sheet of a type: with what was sent where a form is sent or shown again, rows added,
 * taken away and pasted as it asks; else with `before` (NULL: nothing). Of a program a name that
 * the sheet has not is PAL_E_INVALID. */
enum pal_rc pal_sheet_open(struct pal_call *call, struct pal_sheet *sheet,
                           const struct pal_type *type, const char *part,
                           const struct pal_value *before, bool is_new) PAL_WARN_UNUSED;

/* Whether what was sent asks for rows alone: lines that wait to be pasted are no saved ones. */
bool pal_sheet_asks_rows(const struct pal_call *call);

/* PAL_E_INVALID where the sheet itself refuses what stands in it. */
enum pal_rc pal_sheet_refusal(struct pal_call *call, const struct pal_sheet *sheet) PAL_WARN_UNUSED;

/* Puts the sheet into the page, under `sheet`, with the problems of what was checked at its fields
 * and all of them above. `rows_url`: where its buttons send to. */
void pal_sheet_page(struct pal_call *call, struct pal_sheet *sheet, const char *rows_url);

#endif
