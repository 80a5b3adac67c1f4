/*
 * tables - a list of the API as CSV (RFC 4180, UTF-8): what the page shows in parts, in one file.
 *
 * Any list that a shape names (web/shapes) has it: by `Accept: text/csv`, by ?format=csv, and by
 * ?format=spreadsheet for whoever opens it by hand. The heads are the keys of a row's data, those
 * of an object within it behind a point; they follow from the shape alone, so that an empty list
 * has them too. Filters, order and rights are the page's: it is its handler that runs, from part to
 * part to the end of the list. There is no bound but that of every request (memory and time): what
 * is longer is refused with a sentence and never cut.
 */
#ifndef PAL_WEB_TABLES_H
#define PAL_WEB_TABLES_H

#include "web/call.h"

/* What a request asks for; an address whose answer is no list has no table. `format` that is none
 * of the words is PAL_TABLE_UNKNOWN. */
enum pal_table_form pal_table_asked(const struct pal_http_request *request,
                                    const struct pal_route *route, bool is_api);

/* The rest of the list behind what the handler has put into `data`, and the table of it all. */
enum pal_rc pal_table_answer(struct pal_call *call) PAL_WARN_UNUSED;

/* The heads of a route's table, with commas between; it has one. */
void pal_table_heads(const struct pal_route *route, struct pal_buf *out);

#endif
