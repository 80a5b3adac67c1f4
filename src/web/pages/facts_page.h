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

/* Puts the facts of an act under a name into the data. */
void pal_facts_rows(struct pal_call *call, const struct pal_act_done *done, const char *name);

/* Answers an act that was done: with its facts, and the page to go to. */
enum pal_rc pal_facts_done(struct pal_call *call, const struct pal_act_done *done,
                           const char *url) PAL_WARN_UNUSED;

#endif
