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
#include "base/value.h"
#include "core/model/actions.h"
#include "render/view/view.h"

/* Where templates come from: the text of the file `name` ("score", "style" …), or NULL. */
struct pal_templates {
    const char *(*get)(void *ctx, const char *name);
    void *ctx;
};

/* What a report shows, in values of `in`, which says whether memory was short; words of the model
 * and of documents are borrowed. `name` is the template that is made for it. */
struct pal_view {
    const char *name;
    struct pal_value *data;
    struct pal_value *page;
};

/* Renders a view with its template into `out`. Gives PAL_E_MEMORY, PAL_E_NOT_FOUND (the template)
 * or what the template says; the sentence is in `err`. Whether the values failed that it was made
 * in is asked before. */
enum pal_rc pal_report_html(const struct pal_view *view, const struct pal_templates *templates,
                            const struct pal_language *language, struct pal_arena *arena,
                            struct pal_buf *out, struct pal_err *err) PAL_WARN_UNUSED;

struct pal_view pal_report_score(const struct pal_scored *scored, const struct pal_plan *plan,
                                 const struct pal_actions *actions,
                                 const struct pal_language *language, struct pal_values *in);

struct pal_view pal_report_plan(const struct pal_scored *scored, const struct pal_plan *plan,
                                const struct pal_actions *actions,
                                const struct pal_language *language, struct pal_values *in);

/* `scored` must live as long as the view. */
struct pal_view pal_report_compare(const struct pal_scored *scored,
                                   const struct pal_comparison *comparison,
                                   const struct pal_language *language, struct pal_values *in);

#endif
