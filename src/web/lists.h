/*
 * lists - how a list is sorted, filtered and gone through: links in the heads of its columns, a
 * form that reads, what is to be taken away where nothing is left. All of it stands in the query.
 */
#ifndef PAL_WEB_LISTS_H
#define PAL_WEB_LISTS_H

#include "web/call.h"

/* The page's own address with one parameter otherwise (NULL: without it), from the beginning of the
 * list. */
const char *pal_list_url(struct pal_call *call, const char *name, const char *value);

/* What a list may be sorted by. */
struct pal_list_sort {
    const char *id;
    bool is_down_first; /* the first link of its head goes from the last on: of dates and numbers */
};

/* `heads` of the page: for each, by its id, the `url` that sorts by it (by the other way round,
 * where it is sorted by already) and `aria`: "ascending", "descending" or none. `now`: as in the
 * query, "-title". */
void pal_list_heads(struct pal_call *call, const struct pal_list_sort *sorts, size_t count,
                    const char *now);

/* The form that searches the list: a field of each of these, in the order of the calls, with what
 * the query has, and with what it leaves out told above the list. A sort goes on with it. */
struct pal_list_option {
    const char *value;
    const char *title; /* in the visitor's language */
};
void pal_list_search(struct pal_call *call, const char *name, const char *label);
/* One of some values, or any of them. */
void pal_list_select(struct pal_call *call, const char *name, const char *label,
                     const struct pal_list_option *options, size_t count);
void pal_list_box(struct pal_call *call, const char *name, const char *label);

/* Says on the page that the list is filtered, by what (`title` and what was chosen, in words), and
 * the address without it; `all_url` is that without any. */
void pal_list_filtered(struct pal_call *call, const char *name, const char *title,
                       const char *shown);

/* How many rows a part of the list holds, of which a page shows `shown`: a table goes through all
 * parts, and what each costs apart from its rows is not to be paid a hundred times. */
size_t pal_list_part(const struct pal_call *call, size_t shown);

/* The list of a page as a file, with its filters: all of it as CSV, as much as the page shows as
 * JSON. Every page has it that a list is the matter of (pal_shape_rows). */
void pal_list_files(struct pal_call *call);

/* Where the list goes on: `next_cursor` of the data, `next_url` of the page. NULL: it ends. */
void pal_list_next(struct pal_call *call, const char *cursor);

#endif
