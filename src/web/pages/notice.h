/*
 * notice - what those are told whose personal data the house keeps, on the pages where they answer
 * or are named. Private to src/web/pages.
 */
#ifndef PAL_WEB_PAGES_NOTICE_H
#define PAL_WEB_PAGES_NOTICE_H

#include "app/house/notices.h"
#include "web/call.h"

/* As `personal` of the page, in the reader's language (ui/web_personal.mustache). `asked_by`: who
 * is named where the house does not say who answers for the data; NULL: nobody. */
enum pal_rc pal_notice_put(struct pal_call *call, const char *project, enum pal_notice_of of,
                           const char *asked_by) PAL_WARN_UNUSED;

/* What the house leaves unsaid of it, as `notice_lacks` of the page; nothing where all is said. */
enum pal_rc pal_notice_put_lacks(struct pal_call *call) PAL_WARN_UNUSED;

#endif
