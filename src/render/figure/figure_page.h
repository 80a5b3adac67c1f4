/*
 * figure_page - the figure as a page of a browser holds it: without a title of its own, low enough
 * to stand whole on the first screen, and a second time turned, for a narrow one: areas in rows,
 * steps in columns. The style sheet shows one of the two, so that a screen reader meets one. The
 * cells are drawn once, in a third element that shows nothing, and used by both.
 *
 * Beside a score it shows a plan (what its steps add) and a posture (what is active, prepared,
 * asked).
 */
#ifndef PAL_RENDER_FIGURE_FIGURE_PAGE_H
#define PAL_RENDER_FIGURE_FIGURE_PAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "core/model/posture.h"
#include "core/model/score.h"
#include "render/part.h"
#include "render/template/language.h"

/* What a figure is of: a score, the plan of a score, or a posture. All borrowed. */
struct pal_figure_subject {
    const struct pal_score *score; /* NULL: `posture` is shown */
    bool is_plan;
    const struct pal_posture *posture;
};

/* Writes the figure of a span of areas. `id_prefix` makes the ids unique in a page. Fails only for
 * want of memory. */
enum pal_rc pal_figure_page(const struct pal_figure_subject *subject, struct pal_span span,
                            const char *id_prefix, const struct pal_language *language,
                            struct pal_arena *arena, struct pal_buf *out) PAL_WARN_UNUSED;

#endif
