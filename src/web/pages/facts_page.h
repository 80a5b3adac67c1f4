/* facts_page - what the pages of facts share with that of files. Private to src/web/pages. */
#ifndef PAL_WEB_PAGES_FACTS_PAGE_H
#define PAL_WEB_PAGES_FACTS_PAGE_H

#include "app/house/facts.h"
#include "web/call.h"

/* The subject and the kind that an address names. */
struct pal_facts_place {
    const char *subject_kind;
    const char *subject;
    const char *kind;
    const char *url; /* of the page */
};
struct pal_facts_place pal_facts_place(struct pal_call *call);

#endif
