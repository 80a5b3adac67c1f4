/*
 * tender_page - what the pages of a consultation share. Private to src/web/pages.
 */
#ifndef PAL_WEB_PAGES_TENDER_PAGE_H
#define PAL_WEB_PAGES_TENDER_PAGE_H

#include "app/house/annex.h"
#include "app/house/tender_confirm.h"
#include "app/house/tenders.h"
#include "core/case/procedure.h"
#include "web/call.h"

/* Reads the consultation that the address names (its first and second parameter), with what stands
 * around its pages. Times on them are those of the house, as candidates are told them. */
enum pal_rc pal_tender_open(struct pal_call *call, struct pal_tender *out) PAL_WARN_UNUSED;
/* The same of pages of a project that name none. */
enum pal_rc pal_tender_project(struct pal_call *call) PAL_WARN_UNUSED;
/* Times on the page are those of the house. */
void pal_tender_clocks(struct pal_call *call);

/* "2027-03-31 17:00 UTC+2 (Europe/Paris)". */
const char *pal_tender_time_said(struct pal_call *call, int64_t at);
/* What remains until then, in words: "3 d 4 h"; NULL: nothing. */
const char *pal_tender_remains(struct pal_call *call, int64_t at);
/* How far it is, in words. */
const char *pal_tender_state_said(struct pal_call *call, const struct pal_tender *tender);
/* Its address, with `behind`: "/record". */
const char *pal_tender_url(struct pal_call *call, const struct pal_tender *tender,
                           const char *behind);

/* What came after the closing, and what was decided of it: `late` of the data and of the page.
 * (tender.c) */
enum pal_rc pal_tender_put_late(struct pal_call *call,
                                const struct pal_tender *tender) PAL_WARN_UNUSED;

/* What a procedure asks for in an act, as sentences with their sources, into `rules` of the row of
 * the page; `but`: those that are confirmed there; NULL: none. (tender_confirms.c) */
enum pal_rc pal_tender_put_rules(struct pal_call *call, const char *project,
                                 enum pal_tender_act act, const struct pal_tender_confirms *but,
                                 struct pal_value *row) PAL_WARN_UNUSED;
/* How long the rules give to answer: `days_rules` of the page, one or none. */
enum pal_rc pal_tender_put_days(struct pal_call *call) PAL_WARN_UNUSED;
/* Rules that whoever acts confirms, into `confirms` of a row of the page (a box each). */
void pal_confirms_put(struct pal_call *call, const struct pal_tender_confirms *asked,
                      struct pal_value *row);
/* Those that were: ids with blanks between; NULL: none. */
const char *pal_confirmed_read(const struct pal_call *call);

/* Shows the page of sending in a tender. (send_tender.c) */
enum pal_rc pal_send_show_launch(struct pal_call *call, bool may) PAL_WARN_UNUSED;
/* In a tender what is sent to candidates is one consultation, as its annex says. */
struct pal_sending_plan;
enum pal_rc pal_send_plan_together(struct pal_call *call,
                                   struct pal_sending_plan *plan) PAL_WARN_UNUSED;

/* The lines of an annex in the reader's language, under `lines` of the page. */
void pal_annex_put(struct pal_call *call, const struct pal_annex *annex);
/* Answers with its file. */
enum pal_rc pal_annex_send_file(struct pal_call *call, const struct pal_annex *annex,
                                const char *name) PAL_WARN_UNUSED;

#endif
