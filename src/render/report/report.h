/*
 * report - results as one self-contained HTML page: figure, points, areas, what to do next.
 *
 * A page is a Mustache template over {data, page}: `data` is the JSON of view.h as it is, `page`
 * holds what only HTML needs (the figure, the plan grouped by actor) and carries no promise.
 */
#ifndef PAL_RENDER_REPORT_REPORT_H
#define PAL_RENDER_REPORT_REPORT_H

#include <jansson.h>

#include "base/buf.h"
#include "core/model/actions.h"
#include "render/template/mustache.h"
#include "render/view/view.h"

/* Where templates come from: the text of the file `name` ("score", "style" …), or NULL. */
struct pal_templates {
    const char *(*get)(void *ctx, const char *name);
    void *ctx;
    /* For a server that has a page shell of its own; NULL: none. It may add keys to `page`, and
     * says whether to render at all. */
    bool (*complete)(void *ctx, json_t *data, json_t *page);
    /* A template that is compiled already, NULL: it is compiled from its source. */
    const struct pal_mustache *(*compiled)(void *ctx, const char *name);
};

enum pal_rc pal_report_score(const struct pal_scored *scored, const struct pal_plan *plan,
                             const struct pal_actions *actions,
                             const struct pal_templates *templates,
                             const struct pal_language *language, struct pal_arena *arena,
                             struct pal_buf *out, struct pal_err *err) PAL_WARN_UNUSED;

enum pal_rc pal_report_plan(const struct pal_scored *scored, const struct pal_plan *plan,
                            const struct pal_actions *actions,
                            const struct pal_templates *templates,
                            const struct pal_language *language, struct pal_arena *arena,
                            struct pal_buf *out, struct pal_err *err) PAL_WARN_UNUSED;

enum pal_rc pal_report_compare(const struct pal_scored *scored,
                               const struct pal_comparison *comparison,
                               const struct pal_templates *templates,
                               const struct pal_language *language, struct pal_arena *arena,
                               struct pal_buf *out, struct pal_err *err) PAL_WARN_UNUSED;

#endif
