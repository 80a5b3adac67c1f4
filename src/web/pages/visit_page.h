/* visit_page - what the pages of a visit share. Private to src/web/pages. */
#ifndef PAL_WEB_PAGES_VISIT_PAGE_H
#define PAL_WEB_PAGES_VISIT_PAGE_H

#include "app/house/visit.h"
#include "web/call.h"

/* What is to be seen, as the visitor walks through it. */
struct pal_visit_page {
    struct pal_visit_agenda agenda;
    enum pal_agenda_order order; /* the query's "order" */
    struct pal_agenda_group *groups;
    size_t group_count;
    bool can_mark;
};

/* Reads it, with the frame around the pages of the first parameter's visit. */
enum pal_rc pal_visit_open(struct pal_call *call, struct pal_visit_page *out) PAL_WARN_UNUSED;

/* Where an item is marked: its page, in the order that is in use. */
const char *pal_visit_item_url(struct pal_call *call, const struct pal_visit_page *page,
                               const struct pal_visit_item *item);

/* In the reader's language: its code, question and state. */
const char *pal_visit_code(struct pal_call *call, const struct pal_visit_item *item);
const char *pal_visit_question(struct pal_call *call, const struct pal_visit_page *page,
                               const struct pal_visit_item *item);
const char *pal_visit_state_title(struct pal_call *call, enum pal_basis basis);
/* "Administer Security Controls"; of several areas their ids: "PA01, PA05". */
const char *pal_visit_areas(struct pal_call *call, const struct pal_model *model,
                            const struct pal_agenda_area *areas, size_t count);

/* The part that the address of an item names: "POL-01", "guide/PA08/GP_2.1.1". */
const char *pal_visit_part(struct pal_call *call);

/* Files that were taken along for a part (`is_of` says for which) into `list` of the page, each
 * with its address; into `data` (NULL: nowhere) for programs. */
void pal_visit_put_files(struct pal_call *call, const struct pal_visit_file *files, size_t count,
                         bool (*is_of)(const void *ctx, const char *about), const void *ctx,
                         struct pal_value *list, struct pal_value *data);

/* Where one goes on after an act at an item: where its form says, or back to it. */
enum pal_rc pal_visit_go_on(struct pal_call *call, const struct pal_act_done *done);

/* Base practices as rows of a table, as JSON of an answer: those of `open`. */
const char *pal_visit_rows(struct pal_call *call, const struct pal_answer_field *table,
                           const struct pal_practice *practices, const bool *open, size_t count);

/* A text, or NULL for "": what says nothing is not there. */
const char *pal_visit_or_null(const char *text);

/* "25 min", "3 h 15": from an hour on to the quarter, for it is rough. */
const char *pal_visit_time(struct pal_call *call, uint32_t minutes);

/* The title of a group; and whom one meets for an item, where that does not say it already; NULL.
 */
const char *pal_visit_group(struct pal_call *call, const struct pal_agenda_group *group);
const char *pal_visit_met(struct pal_call *call, const struct pal_visit_item *item,
                          const struct pal_agenda_group *group);

/* What an answer stands at: claimed, seen or checked. */
enum pal_basis pal_looked_basis(const struct pal_looked_answer *answer);
/* The visits, into `visits` of the data and of the page; with the form of a new one. `now`: the one
 * that goes on, else the last that had begun; NULL: none. */
enum pal_rc pal_visit_put_visits(struct pal_call *call, const struct pal_visit_page *page,
                                 bool with_form, const struct pal_visit **now) PAL_WARN_UNUSED;

#endif
