/*
 * look - a what-if: an assessment looked at with another profile, level or basis than its project
 * has; and what its posture is reckoned with: efforts, how the level goes, a budget. It stands in
 * the address alone. The pages with its figures read it; the other pages of the assessment show
 * nothing of it, and keep it for the way back. Every link from one of these pages to another, and
 * every act that ends on one, goes through here. Private to src/web.
 */
#ifndef PAL_WEB_LOOK_H
#define PAL_WEB_LOOK_H

#include <stdbool.h>

struct pal_call;

enum pal_look_word {
    PAL_LOOK_PROFILE,
    PAL_LOOK_ALERT,
    PAL_LOOK_BASIS,
    PAL_LOOK_MEANS, /* the first of those that only pages of the posture read */
    PAL_LOOK_EFFORT = PAL_LOOK_MEANS,
    PAL_LOOK_ALERTS,
    PAL_LOOK_YEARS,
    PAL_LOOK_BUDGET,
    PAL_LOOK_BY,
    PAL_LOOK_PROVIDER,
    PAL_LOOK_PROJECT_MANAGER,
    PAL_LOOK_EXPERT,
    PAL_LOOK_MONEY,
    PAL_LOOK_WORDS
};

struct pal_look {
    const char
        *words[PAL_LOOK_WORDS]; /* ids, or "none" of a profile; NULL: as the project has it */
};

/* Whether the page shows what a look changes: figures and points. */
bool pal_look_is_shown(const struct pal_call *call);

/* What the address asks for, true or not. */
struct pal_look pal_look_asked(const struct pal_call *call);

/* Whether any of its words is there. */
bool pal_look_is_any(const struct pal_look *look);

/* Puts a look in use: it is marked beside the band with what it is ("vigilance"), with the one way
 * out of it, and kept by all links that are made from here on. `text` "": it is kept alone. */
void pal_look_use(struct pal_call *call, const struct pal_look *look, const char *text);

/* An address of a page of the assessment ("/assessments/ID/marks", "?area=PA05" of the page itself,
 * with what stands behind a "#") with the look that is in use. */
const char *pal_look_kept(struct pal_call *call, const char *url);

/* What stands behind the address of such a page: "?alert=vigilance", or "". */
const char *pal_look_behind(struct pal_call *call, const char *url);

/* Where an act goes on, with the look that its own address asked for; the page there tells whether
 * it is one. Other addresses than of the assessment stay as they are. */
const char *pal_look_after(struct pal_call *call, const char *url);

#endif
