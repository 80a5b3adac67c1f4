/*
 * report_means - a budget, a history or rates of alert levels, efforts: as tables that people read,
 * for the page of the document. Values of `in`; words of documents are borrowed.
 */
#ifndef PAL_RENDER_REPORT_REPORT_MEANS_H
#define PAL_RENDER_REPORT_REPORT_MEANS_H

#include "core/alert/outlook.h"
#include "core/money/effort.h"
#include "render/part.h"
#include "render/report/report.h"

/* {budget: …}: what comes in in each period, of each actor and of money; the sums. */
struct pal_value *pal_report_budget(const struct pal_budget *budget,
                                    const struct pal_language *language, struct pal_values *in);

/* {history: …}: from when to when which level was in force, of the changes that are `shown`; or
 * {rates: …}: how often a level is left for each other. */
struct pal_value *pal_report_outlook(const struct pal_outlook *outlook, struct pal_span shown,
                                     const struct pal_language *language, struct pal_values *in);

/* {effort: …}: what the steps of each area take together, and one by one. */
struct pal_value *pal_report_efforts(const struct pal_efforts *efforts,
                                     const struct pal_language *language, struct pal_values *in);

#endif
