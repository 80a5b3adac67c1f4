/* answers_filter - which answers a page goes through: by topic, by what they give, by state.
 * Private to src/web/pages. */
#ifndef PAL_WEB_PAGES_ANSWERS_FILTER_H
#define PAL_WEB_PAGES_ANSWERS_FILTER_H

#include "web/pages/answers_page.h"

enum pal_read_show {
    PAL_SHOW_ALL,
    PAL_SHOW_FAILED,
    PAL_SHOW_DECISIVE, /* those whose failure decides, failed */
    PAL_SHOW_FINDINGS,
    PAL_SHOW_OPEN,
    PAL_SHOW_TO_DECIDE,
    PAL_SHOW_UNANSWERED,
    PAL_SHOW_UNPROVEN, /* answered, and nothing is named that shows it */
    PAL_SHOW_SECRET,
    PAL_SHOW_NEW,
    PAL_SHOW_AGAIN,
    PAL_SHOW_BEFORE,
    PAL_SHOW_ASKED_BACK,
    PAL_SHOW_REPLIED,
    PAL_SHOW_OWN, /* what the expert alone is asked */
    PAL_SHOW_COUNT
};
extern const char *const pal_read_show_ids[PAL_SHOW_COUNT];
const char *pal_read_show_title(struct pal_call *call, enum pal_read_show show);
bool pal_read_shows(enum pal_read_show show, const struct pal_read_traits *traits,
                    const struct pal_looked_answer *answer);

/* Those of the answers that the query asks for, in their order. NULL: memory is short. */
const struct pal_looked_answer **pal_read_chosen(struct pal_call *call, const struct pal_read *read,
                                                 size_t *count);
/* An address with what the query chooses, for pages that go through what was chosen. */
const char *pal_read_kept(struct pal_call *call, const char *url);

#endif
