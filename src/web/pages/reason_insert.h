/*
 * reason_insert - a reason that is at hand, put into the form in which one says why
 * (ui/web_reason_insert.mustache). Private to src/web/pages.
 *
 * Without a script it is a submit to an address of its own, which saves nothing and shows the form
 * again with what was typed, and the reason behind it.
 */
#ifndef PAL_WEB_PAGES_REASON_INSERT_H
#define PAL_WEB_PAGES_REASON_INSERT_H

#include "web/call.h"

/* What there is to choose from, as `at_hand` of the page; nothing where there is no project, or the
 * visitor is no expert of it. */
enum pal_rc pal_reasons_offer(struct pal_call *call, const char *project) PAL_WARN_UNUSED;

#endif
