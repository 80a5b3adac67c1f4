/* second_page - what the files of the page of a second reading share. Private to src/web/pages. */
#ifndef PAL_WEB_PAGES_SECOND_PAGE_H
#define PAL_WEB_PAGES_SECOND_PAGE_H

#include "app/house/second.h"
#include "web/call.h"

/* Of a reading that is open: how far both agree, and what differs. (second_open.c) */
enum pal_rc pal_second_put_open(struct pal_call *call,
                                const struct pal_second *second) PAL_WARN_UNUSED;

/* Under `readings` of the page the second readings that wait for the visitor: those of a project,
 * or of one assessment of it; `project` NULL: what they are asked for in all of them. For a page
 * alone; a program and whoever holds a pass have none. (second_lines.c) */
enum pal_rc pal_second_lines_put(struct pal_call *call, const char *project,
                                 const char *assessment) PAL_WARN_UNUSED;

#endif
