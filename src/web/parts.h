/* parts - one part of a view whose lists are too long for a page. Private to src/web. */
#ifndef PAL_WEB_PARTS_H
#define PAL_WEB_PARTS_H

#include "render/part.h"
#include "render/report/report.h"
#include "web/call.h"

/* Leaves of each list of the view that is long (rows, see base/value.h) the part that the query
 * asks for (`part`, from 1); a page shows the first one, the API all, where it asks for none. Adds
 * page.parts with the way to the parts beside it, and data.part. PAL_E_INVALID: there is no such
 * part. */
enum pal_rc pal_parts_choose(struct pal_call *call, struct pal_view *view) PAL_WARN_UNUSED;

/* The same of one list that the caller makes itself: which of its `count` rows are shown, where
 * `per_part` of them make a part. The API shows all, where it asks for none. */
enum pal_rc pal_parts_span(struct pal_call *call, size_t count, size_t per_part,
                           struct pal_span *out) PAL_WARN_UNUSED;

#endif
