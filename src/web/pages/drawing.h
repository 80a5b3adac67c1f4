/*
 * drawing - a confidence profile while it is drawn: what stands in the document, what is drawn over
 * it in this request, and what that means for whoever is assessed. Nothing of it is kept between
 * two requests: the form carries the targets of all levels. Private to src/web/pages.
 *
 * Targets are sent as a line for each level, "targets/LEVEL": "PA01=2.4 PA02=none PA03=[1.1,2.2]":
 * up to a step, none, exactly these. Those of the level that is shown ("shown") may be sent one by
 * one besides, "target/PA01", which go before. What is not sent stays as the document has it.
 */
#ifndef PAL_WEB_PAGES_DRAWING_H
#define PAL_WEB_PAGES_DRAWING_H

#include "core/model/profile.h"
#include "render/part.h"
#include "web/pages/pages.h"

/* What `from` names in place of a profile; no id, since it begins with a point. */
#define PAL_DRAWING_PROPOSAL ".proposal"
/* The word for a target that is the same at all levels, and for all levels at once: no id may be
 * it. */
#define PAL_DRAWING_ALL "all"

struct pal_drawn {
    struct pal_here here;
    struct pal_document record;
    const char *project;           /* whose assessments stand beside; NULL: none */
    const struct pal_profile *now; /* what stands in the document, with the levels of the drawing */
    const struct pal_profile
        *base; /* what is changed: `now`, or the proposal that was begun with */
    struct pal_profile drawn;
    size_t count;                    /* of its targets: one for each level, at least one */
    size_t chosen;                   /* the level that is shown; `count`: all of them, nested */
    const char *with;                /* the profile to compare with; NULL: none */
    const struct pal_profile *other; /* the same with the levels of the drawing */
    size_t part;                     /* of the areas, from 0 */
    const char *const *reasons; /* after a conflict, for each area: what is shown in place of what
                                   was sent, or NULL; NULL: there was none */
    bool can_save;
};

/* Reads the profile at the address and what is drawn over it. PAL_E_INVALID: a level, an area or a
 * step that there is not, at its field. Where `is_lenient` what cannot be read is left as it was:
 * it was told. */
enum pal_rc pal_drawn_open(struct pal_call *call, bool is_lenient,
                           struct pal_drawn *out) PAL_WARN_UNUSED;

/* The id of a level of the drawing, or PAL_DRAWING_ALL. */
const char *pal_drawn_level(const struct pal_drawn *drawn, size_t level);

/* A target in the notation of the form, in the request's arena. */
const char *pal_drawn_word(struct pal_call *call, const struct pal_area *area, pal_mask target);

/* Whether the target of an area differs from what is changed, at any level. */
bool pal_drawn_differs(const struct pal_drawn *drawn, size_t area);

/* After a conflict: draws in what somebody else has saved since the version that was seen, where
 * the form has changed nothing. Gives the areas that both have changed, each otherwise ("PA05,
 * PA08"), of which the form's are drawn; NULL: the two cannot be held against each other, and the
 * form's stay. (drawing_merge.c) */
const char *pal_drawn_merge(struct pal_call *call, struct pal_drawn *drawn);

/* What is drawn means: warnings, points, costs, differences, into the data and the page.
 * (drawing_means.c) */
enum pal_rc pal_drawn_means(struct pal_call *call, const struct pal_drawn *drawn) PAL_WARN_UNUSED;

#endif
