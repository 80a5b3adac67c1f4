/*
 * next - what there is to do next on a project, in words; and what somebody reads who comes in for
 * the first time. Private to src/web/pages.
 */
#ifndef PAL_WEB_PAGES_NEXT_H
#define PAL_WEB_PAGES_NEXT_H

#include "app/house/case.h"
#include "app/house/standing.h"
#include "web/call.h"

struct pal_next_said {
    struct pal_case_next_thing thing;
    const char *title; /* of the button; NULL: there is nothing to do */
    const char *url;   /* where the visitor does it; NULL: they do not */
    const char *told;  /* what they read instead; NULL: it is theirs, or nothing */
};

/* The button of something to do (any but PAL_TODO_NOTHING), and what is read instead by those who
 * do not do it. */
const char *pal_next_title(struct pal_call *call, enum pal_case_todo todo);
const char *pal_next_told(struct pal_call *call, enum pal_case_todo todo);

struct pal_next_said pal_next_say(struct pal_call *call, const char *project,
                                  const struct pal_case_of *of,
                                  const struct pal_standing *standing);

/* On another page of a project: the button of what is next there, where the visitor does it and it
 * is not this very page, so that nobody has to go back to the project's own. */
enum pal_rc pal_next_put(struct pal_call *call, const char *project) PAL_WARN_UNUSED;

/* For programs, a row of a list: what may be done next by the last word of its address, what it
 * asks for, and why not. */
void pal_next_put_act(struct pal_call *call, struct pal_value *list, const char *word,
                      const struct pal_case_answer *answer);

/* For whoever has just taken up an invitation (the query's "welcome"): under `welcome` of the page
 * each role that they read by, what it is for, and what is next there. */
enum pal_rc pal_welcome_put(struct pal_call *call) PAL_WARN_UNUSED;

#endif
